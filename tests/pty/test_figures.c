/* What couplet costs, and no more: each test counts one figure and fails above its limit, which
 * stands in figures.h. Idle, there is nothing to count at all.
 *
 * The counts repeat, to half a percent at most, but they are those of a processor, a compiler and
 * the libraries: where these are others than the limits were made for, the tests are skipped and
 * say so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gnu/libc-version.h>
#include <sqlite3.h>

#include "figures.h"

/* How long nothing may happen; `make bench` looks for longer. */
enum { IDLE_MS = 1000 };

#if defined COUPLET_INSTRUMENTED || defined __clang__ || !defined __OPTIMIZE__ ||                  \
    !defined __x86_64__
enum { AS_MEASURED = 0 };
#else
enum { AS_MEASURED = 1 };
#endif

/* NULL, or why the limits mean nothing here. */
static const char *why_not(void)
{
    static char why[160];

    if (!AS_MEASURED)
        return "the limits are for gcc and x86-64, optimised, without sanitizers or coverage";
    if (strcmp(sqlite3_libversion(), "3.40.1") != 0 ||
        strcmp(gnu_get_libc_version(), "2.36") != 0) {
        snprintf(why, sizeof why,
                 "the limits are for SQLite 3.40.1 and glibc 2.36, here are %s and %s",
                 sqlite3_libversion(), gnu_get_libc_version());
        return why;
    }
    return cost_counts_instructions() ? NULL : "there is no valgrind";
}

static void only_where_measured(void)
{
    const char *why = why_not();

    if (!why)
        return;
    print_message("skipped: %s; make bench shows the figures of this machine\n", why);
    skip();
}

static const char *program(void)
{
    const char *bin = getenv("COUPLET_BIN");

    if (!bin)
        fail_msg("COUPLET_BIN must name the program");
    return bin;
}

static void check(enum figure figure, double ours)
{
    const struct figure_row *row = &figure_rows[figure];

    if (ours < 0)
        fail_msg("%s: this could not be counted", row->what);
    if (ours > row->limit)
        fail_msg("%s: %.6g, and the limit in figures.h is %.6g", row->what, ours, row->limit);
}

/* ---- printing a card ---- */

static void a_draw_costs_no_more_than_it_did(void **state)
{
    (void)state;
    only_where_measured();
    check(FIGURE_DRAW, (double)figure_draw(program(), &home_year, NULL, 0));
}

static void recording_a_draw_costs_little_more_than_drawing(void **state)
{
    double draw, record;

    (void)state;
    only_where_measured();
    draw = (double)figure_draw(program(), &home_year, NULL, 0);
    record = (double)figure_draw(program(), &home_year, "--record", 0);
    assert_true(draw > 0);
    check(FIGURE_RECORD, record < 0 ? -1 : record / draw);
}

/* ---- on the screen ---- */

struct seat {
    struct home home;
    const char *argv[2];
    struct cost_play play;
};

static void sit_down(struct seat *seat, enum figure_screen screen)
{
    seat->argv[0] = program();
    seat->argv[1] = NULL;
    assert_true(home_make(&seat->home, &home_year));
    seat->play = figure_play(screen, &seat->home, seat->argv);
}

static void home_from_start_to_quit_costs_no_more_than_it_did(void **state)
{
    struct seat seat;

    (void)state;
    only_where_measured();
    sit_down(&seat, FIGURE_ON_HOME);
    check(FIGURE_HOME, (double)cost_played(&seat.play, 0));
    home_release(&seat.home);
}

static void check_keys(enum figure_screen screen, enum figure instructions, enum figure bytes)
{
    struct seat seat;

    only_where_measured();
    sit_down(&seat, screen);
    check(bytes, (double)cost_key_bytes(&seat.play, FIGURE_ROUNDS));
    check(instructions, (double)cost_key(&seat.play, FIGURE_ROUNDS));
    home_release(&seat.home);
}

static void a_key_on_home_costs_no_more_than_it_did(void **state)
{
    (void)state;
    check_keys(FIGURE_ON_HOME, FIGURE_HOME_KEY, FIGURE_HOME_KEY_BYTES);
}

static void a_key_in_review_costs_no_more_than_it_did(void **state)
{
    (void)state;
    check_keys(FIGURE_ON_REVIEW, FIGURE_REVIEW_KEY, FIGURE_REVIEW_KEY_BYTES);
}

static void idle_it_does_nothing_at_all(void **state)
{
    struct seat seat;
    struct cost_used before, after, idle;
    struct term *t;

    (void)state;
    only_where_measured();
    sit_down(&seat, FIGURE_ON_HOME);
    t = cost_start(&seat.play);
    assert_non_null(t);
    assert_true(cost_look(t, &before));
    assert_false(term_wait_text(t, "never there", IDLE_MS));
    assert_true(cost_look(t, &after));
    idle = cost_between(&before, &after);
    check(FIGURE_IDLE_WAKE_UPS, (double)idle.wake_ups);
    check(FIGURE_IDLE_CPU, (double)idle.cpu_us);
    check(FIGURE_IDLE_BYTES, (double)idle.bytes);
    check(FIGURE_MEMORY, (double)idle.private_kb);
    term_free(t);
    home_release(&seat.home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draw_costs_no_more_than_it_did),
        cmocka_unit_test(recording_a_draw_costs_little_more_than_drawing),
        cmocka_unit_test(home_from_start_to_quit_costs_no_more_than_it_did),
        cmocka_unit_test(a_key_on_home_costs_no_more_than_it_did),
        cmocka_unit_test(a_key_in_review_costs_no_more_than_it_did),
        cmocka_unit_test(idle_it_does_nothing_at_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
