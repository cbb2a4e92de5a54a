/* The program as a command: run without a terminal, in a home of its own, its output, its messages
 * and its exit status. */
#ifndef COUPLET_TESTS_COMMAND_H
#define COUPLET_TESTS_COMMAND_H

#include <stddef.h>

#include <cjson/cJSON.h>

#include "proc.h"

enum { PATH_SIZE = 512, WORDS_MAX = 16 };

/* data is where the program keeps everything, other is a place that isn't there, packs the folder
 * of the packs that come with it. */
struct fixture {
    char home[PATH_SIZE], data[PATH_SIZE], other[PATH_SIZE], packs[PATH_SIZE];
    const char *bin;
    struct proc_env env;
    struct proc_result result;
    cJSON *json; /* what a test parsed last */
    int code;    /* of the last run */
};

/* For cmocka. */
int command_set_up(void **state);
int command_tear_down(void **state);

void path_in(char out[PATH_SIZE], const char *folder, const char *name);

/* Of the last run. */
const char *out_of(const struct fixture *f);
const char *err_of(const struct fixture *f);

void run_job(struct fixture *f, struct proc_job job);
void run_words(struct fixture *f, const char *const *words);

/* Runs the program with these words. */
#define RUN(f, ...) run_words((f), (const char *const[]){ __VA_ARGS__, NULL })

/* A line of the shell, in which $BIN is the program. */
void run_shell(struct fixture *f, const char *command);

void expect_code_at(struct fixture *f, int code, const char *file, int line);
#define EXPECT_CODE(f, code) expect_code_at((f), (code), __FILE__, __LINE__)

/* It went well, and had nothing to complain about. */
#define EXPECT_WELL(f)                                                                             \
    do {                                                                                           \
        EXPECT_CODE((f), 0);                                                                       \
        assert_string_equal(err_of(f), "");                                                        \
    } while (0)

/* It failed with one line that begins with the name, and printed nothing. */
void expect_one_sentence_at(struct fixture *f, const char *part, const char *file, int line);
#define EXPECT_ONE_SENTENCE(f, part) expect_one_sentence_at((f), (part), __FILE__, __LINE__)

size_t lines_of(const char *text);

#endif
