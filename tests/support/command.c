/* The program as a command. */
#include "command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- life cycle ---- */

void path_in(char out[PATH_SIZE], const char *folder, const char *name)
{
    snprintf(out, PATH_SIZE, "%.400s/%.100s", folder, name);
}

int command_set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    const char *folder = getenv("TMPDIR"), *tests = getenv("COUPLET_TESTS");

    if (!f)
        return -1;
    f->bin = getenv("COUPLET_BIN");
    snprintf(f->home, sizeof f->home, "%s/cli-XXXXXX", folder ? folder : "/tmp");
    if (!f->bin || !tests || !mkdtemp(f->home)) {
        print_error("COUPLET_BIN and COUPLET_TESTS must be set\n");
        free(f);
        return -1;
    }
    path_in(f->data, f->home, ".local/share/couplet");
    path_in(f->other, f->home, "other");
    path_in(f->packs, tests, "../data/packs");
    proc_env_usual(&f->env, f->home);
    proc_env_set(&f->env, "TZ", "UTC");
    proc_env_tools(&f->env);
    *state = f;
    return 0;
}

int command_tear_down(void **state)
{
    struct fixture *f = *state;
    const char *const argv[] = { "/bin/rm", "-rf", f->home, NULL };

    proc_result_release(&f->result);
    proc_run(&(struct proc_job){ .argv = argv, .env = f->env.list }, &f->result);
    proc_result_release(&f->result);
    proc_env_release(&f->env);
    cJSON_Delete(f->json);
    free(f);
    return 0;
}

/* ---- running it ---- */

static const char *bytes_of(const struct proc_bytes *bytes)
{
    return bytes->data ? bytes->data : "";
}

const char *out_of(const struct fixture *f)
{
    return bytes_of(&f->result.out);
}

const char *err_of(const struct fixture *f)
{
    return bytes_of(&f->result.err);
}

void run_job(struct fixture *f, struct proc_job job)
{
    proc_result_release(&f->result);
    job.env = f->env.list;
    assert_true(proc_run(&job, &f->result));
    assert_false(f->result.timed_out);
    f->code = proc_exit_code(f->result.status);
}

void run_words(struct fixture *f, const char *const *words)
{
    const char *argv[WORDS_MAX + 2] = { f->bin };

    for (size_t i = 0; i < WORDS_MAX && words[i]; i++)
        argv[i + 1] = words[i];
    run_job(f, (struct proc_job){ .argv = argv });
}

void run_shell(struct fixture *f, const char *command)
{
    const char *const argv[] = { "/bin/sh", "-c", command, NULL };

    proc_env_set(&f->env, "BIN", f->bin);
    run_job(f, (struct proc_job){ .argv = argv });
}

void expect_code_at(struct fixture *f, int code, const char *file, int line)
{
    if (f->code == code)
        return;
    fprintf(stderr, "ended with %d, not %d\nstdout: %s\nstderr: %s\n", f->code, code, out_of(f),
            err_of(f));
    _fail(file, line);
}

size_t lines_of(const char *text)
{
    size_t lines = 0;

    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

void expect_one_sentence_at(struct fixture *f, const char *part, const char *file, int line)
{
    expect_code_at(f, 1, file, line);
    if (!strcmp(out_of(f), "") && !strncmp(err_of(f), "couplet: ", 9) && lines_of(err_of(f)) == 1 &&
        strstr(err_of(f), part) && !strstr(err_of(f), "..\n") && strstr(err_of(f), ".\n"))
        return;
    fprintf(stderr, "not one sentence with \"%s\": %s\nstdout: %s\n", part, err_of(f), out_of(f));
    _fail(file, line);
}
