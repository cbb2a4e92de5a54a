/* An evening for tests: a private home, the real program on a terminal in it, and what it left
 * behind, read from outside: by `couplet log --json` and straight from the SQLite file.
 *
 * What it is not: a way into the program. Nothing here writes to its file. A failure prints and
 * fails the test at the place that asked. */
#ifndef COUPLET_TESTS_EVENING_H
#define COUPLET_TESTS_EVENING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "support/proc.h"
#include "term.h"

/* The sanitizer takes faults after us, tells about them, and aborts. */
#if defined __SANITIZE_ADDRESS__
#define EVENING_SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define EVENING_SANITIZED 1
#endif
#endif
#ifndef EVENING_SANITIZED
#define EVENING_SANITIZED 0
#endif

enum { EVENING_PATH_MAX = 512 };

struct evening {
    char home[EVENING_PATH_MAX]; /* private, removed at the end */
    char data[EVENING_PATH_MAX]; /* where couplet.db lies, unless the test chose otherwise */
    char bin[EVENING_PATH_MAX];  /* the program; may be replaced by a copy */
    struct proc_env env;
    struct term *term;
    struct term_options options; /* of the next start; argv and env are filled in */
    const char *argument;        /* of the next start, or NULL */
    cJSON *log;                  /* the last one that was read */
    char *texts[8];              /* screens that are kept for comparison */
    struct evening *other;       /* a second window, or NULL */
};

/* cmocka's set-up and tear-down: *state is a struct evening. */
int evening_set_up(void **state);
int evening_tear_down(void **state);

/* Starts the program on a terminal (ending the one before) and waits until it waits. */
struct term *evening_start(struct evening *e);

/* The same, and returns at once. */
struct term *evening_spawn(struct evening *e);

/* A second window in the same home, with a copy of the environment; not started. It ends with the
 * first one. */
struct evening *evening_other(struct evening *e);

/* First run: Ana on the left and Sam on the right, or others. Ends on home. All topics but one are
 * open, so that the first cards lie face up. */
struct term *evening_begin(struct evening *e);
struct term *evening_begin_as(struct evening *e, const char *left, const char *right);

/* Only the names, where the program asks for them. */
void evening_names(struct evening *e, const char *left, const char *right);

/* A key, typed text, a resize; then waits until the program waits again, and runs. */
#define evening_key(e, key) evening_key_at(e, key, __FILE__, __LINE__)
#define evening_type(e, text) evening_type_at(e, text, __FILE__, __LINE__)
#define evening_resize(e, rows, cols) evening_resize_at(e, rows, cols, __FILE__, __LINE__)
void evening_key_at(struct evening *e, enum term_key key, const char *file, int line);
void evening_type_at(struct evening *e, const char *text, const char *file, int line);
void evening_resize_at(struct evening *e, int rows, int cols, const char *file, int line);

/* Keys by their names, between blanks, as stage_keys() takes them. */
#define evening_keys(e, names) evening_keys_at(e, names, __FILE__, __LINE__)
void evening_keys_at(struct evening *e, const char *names, const char *file, int line);

/* The word that Enter does, as the footer has it between its signs: "" if none. Good until the
 * next call. */
const char *evening_next(struct evening *e);

/* Presses Enter until the footer offers word, or fails after too many. Returns how often. */
#define evening_enter_until(e, word) evening_enter_until_at(e, word, __FILE__, __LINE__)
int evening_enter_until_at(struct evening *e, const char *word, const char *file, int line);

/* Chooses the word in the footer by the Right key, and presses Enter. */
#define evening_choose(e, word) evening_choose_at(e, word, __FILE__, __LINE__)
void evening_choose_at(struct evening *e, const char *word, const char *file, int line);

/* The screen without its last row, where passing sentences stand. Kept until the tear-down. */
const char *evening_screen(struct evening *e);

/* Whether the screen shows the text, however it is broken into lines. */
bool evening_shows(struct evening *e, const char *text);
#define evening_expect(e, text) evening_expect_at(e, text, __FILE__, __LINE__)
void evening_expect_at(struct evening *e, const char *text, const char *file, int line);

/* All that it wrote is one line that says what is wrong, and no escape byte. */
void evening_expect_one_line(struct evening *e);

/* `couplet log --json`, parsed. Good until the next call. */
const cJSON *evening_log(struct evening *e);

/* A command of the program without a terminal; words end with NULL. Release the result. */
void evening_run(struct evening *e, struct proc_result *result, const char *const *words);

/* One value of the database, read by SQL: the first column of the first row, "" if there is none.
 * The caller frees. */
char *evening_sql(struct evening *e, const char *sql);
#define evening_expect_sql(e, sql, value) evening_expect_sql_at(e, sql, value, __FILE__, __LINE__)
void evening_expect_sql_at(struct evening *e, const char *sql, const char *value, const char *file,
                           int line);

/* The file is sound: SQLite's own check, its foreign keys, and every checksum of the journal. */
#define evening_expect_sound(e) evening_expect_sound_at(e, __FILE__, __LINE__)
void evening_expect_sound_at(struct evening *e, const char *file, int line);

/* A hangup ends in SIGCONT, which undoes the stop that the search for leaks waits for. */
void evening_no_search_for_leaks(struct evening *e);

/* A number from the environment, or the default. */
unsigned long evening_number(const char *variable, unsigned long otherwise);

/* A small generator of chance, and a seed: from the variable, else from the clock. */
uint64_t evening_chance(uint64_t *state);
unsigned evening_below(uint64_t *state, unsigned below);
uint64_t evening_seed(const char *variable);

#endif
