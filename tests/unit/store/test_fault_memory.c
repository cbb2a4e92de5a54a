/* Every piece of memory that SQLite asks for is refused in turn, once and then for good, at every
 * step of an evening: a clear failure or success, nothing half. The program may end with its
 * sentence about memory, but not otherwise.
 *
 * COUPLET_FAULT_STRIDE=1 tries every request; else every few, beginning where COUPLET_SEED says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/faults.h"

enum { ENDED_WITH_A_SENTENCE = 1, SHORT_STRIDE = 211 };

/* ---- memory ---- */

static sqlite3_mem_methods real;
static long requests, refused_at; /* 0: none is refused */
static bool forever, paused;

static bool refuses(void)
{
    bool now;

    if (paused || !refused_at)
        return false;
    requests++;
    now = forever ? requests >= refused_at : requests == refused_at;
    if (now)
        ground.log->reached = true;
    return now;
}

static void *faulty_malloc(int size)
{
    return refuses() ? NULL : real.xMalloc(size);
}

static void *faulty_realloc(void *old, int size)
{
    return refuses() ? NULL : real.xRealloc(old, size);
}

static void set_pause(bool on)
{
    paused = on;
}

/* Without SQLite's own small store, so that every request comes by here. */
static bool hook_memory(void)
{
    sqlite3_mem_methods faulty;

    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real) != SQLITE_OK)
        return false;
    faulty = real;
    faulty.xMalloc = faulty_malloc;
    faulty.xRealloc = faulty_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &faulty) == SQLITE_OK &&
           sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK;
}

/* ---- an evening with one request refused ---- */

static int run_evening(void *said)
{
    struct evening_plan plan = ground_plan(forever ? 1 : 2, set_pause);

    CHILD(dup2(fileno(said), STDERR_FILENO) >= 0);
    evening_run(&plan, ground.log);
    return 0;
}

/* What the program said before it ended. */
static void assert_sentence(FILE *said, const char *what)
{
    char line[256] = "";

    rewind(said);
    if (!fgets(line, sizeof line, said) || strncmp(line, "couplet: out of memory; ", 24))
        fail_msg("%s: the program ended and said: %s", what, line);
}

static bool try_point(long n, size_t *noes, size_t *endings)
{
    FILE *said = tmpfile();
    char what[64];
    int ended;

    assert_non_null(said);
    snprintf(what, sizeof what, "request %ld%s", n, forever ? " and all after it" : "");
    *ground.log = (struct evening_log){ 0 };
    evening_clear(&ground.place);
    refused_at = n;
    requests = 0;
    ended = child_run(run_evening, said);
    refused_at = 0;
    if (ended == ENDED_WITH_A_SENTENCE)
        assert_sentence(said, what);
    else if (ended)
        fail_msg("%s: the program ended with %d after %zu steps", what, ended, ground.log->done);
    fclose(said);
    if (ground.log->complaint[0])
        fail_msg("%s: %s", what, ground.log->complaint);
    if (!ground.log->reached)
        return false;
    if (!forever && !ended && ground.log->done != EVENING_STEPS)
        fail_msg("%s: refused once, and %s never works again: %s", what,
                 evening_step_name(ground.log->done), ground.log->said);
    evening_verify(&ground.place, ground.states, ground.log->done, what);
    *noes += ground.log->noes;
    *endings += ended == ENDED_WITH_A_SENTENCE;
    return true;
}

static void try_all(void)
{
    long stride = faults_setting("COUPLET_FAULT_STRIDE", SHORT_STRIDE), n = 1;
    size_t points = 0, noes = 0, endings = 0;

    if (stride > 1)
        n += faults_setting("COUPLET_SEED", 1) % stride;
    for (; try_point(n, &noes, &endings); n += stride)
        points++;
    print_message("# %s: %zu requests for memory refused in turn, %zu times a step said no, %zu "
                  "times the program ended with a sentence, 0 lost, 0 half\n",
                  forever ? "for good" : "once", points, noes, endings);
    assert_true(points > 0);
}

static void a_request_is_refused_once(void **state)
{
    (void)state;
    forever = false;
    try_all();
}

static void all_requests_are_refused_from_then_on(void **state)
{
    (void)state;
    forever = true;
    try_all();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_refused_once),
        cmocka_unit_test(all_requests_are_refused_from_then_on),
    };

    if (!hook_memory())
        return 1;
    return cmocka_run_group_tests(tests, ground_set_up, ground_tear_down);
}
