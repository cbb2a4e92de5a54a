/* A card's own steps: the whole course of a talking and of a listening card by Enter alone, steps
 * out of turn, undo, the snapshot of a long list, and that no text at all can lead astray. How
 * cards are held by a protocol is in test_protocol.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/progress.h"

static const int all_steps[] = { STEP_FOLLOWUP, STEP_FOLD, STEP_TURN, STEP_LINE, STEP_LINE_BACK };

static char *text(const char *words)
{
    return (char *)(uintptr_t)words; /* never released here */
}

static struct prompt card_with(enum mode mode, size_t followups, size_t lines)
{
    return (struct prompt){ .mode = mode,
                            .listener = { .to_do = lines > 0 ? text("Do.") : NULL,
                                          .to_ask = lines > 1 ? text("Ask?") : NULL,
                                          .to_avoid = lines > 2 ? text("that") : NULL },
                            .followup_count = followups };
}

/* The step that Enter adds for what it does; 0 for the last one, which is no step. */
static int step_of(enum card_next next)
{
    static const int steps[] = { [NEXT_LINE] = STEP_LINE,
                                 [NEXT_FOLLOWUP] = STEP_FOLLOWUP,
                                 [NEXT_TURN] = STEP_TURN,
                                 [NEXT_TALKED] = 0 };

    return steps[next];
}

/* Presses Enter until the card is talked about; the steps are the caller's. */
static char *course_of(const struct prompt *prompt, enum partner first)
{
    struct strbuf steps = STRBUF_INIT;

    for (;;) {
        struct progress p = progress_of(prompt, first, steps.text);
        int step = step_of(progress_next(&p, prompt));

        assert_true(steps.size < 50); /* or Enter goes round and round */
        if (!step)
            break;
        assert_true(progress_can(&p, prompt, step));
        steps_add(&steps, prompt, first, step);
    }
    return strbuf_detach(&steps);
}

static void assert_progress(struct progress a, struct progress b)
{
    assert_int_equal(a.talks, b.talks);
    assert_int_equal(a.turns, b.turns);
    assert_int_equal(a.asked, b.asked);
    assert_int_equal(a.followups, b.followups);
    assert_int_equal(a.line, b.line);
}

static struct progress in_turns(enum partner talks, int turns, bool asked, size_t followups,
                                size_t line)
{
    return (struct progress){
        .talks = talks, .turns = turns, .asked = asked, .followups = followups, .line = line
    };
}

/* ---- by Enter alone ------------------------------------------------------------------------ */

static const struct {
    enum mode mode;
    size_t followups, lines;
    const char *course;
} courses[] = {
    /* A follow-up a turn, while there are any; one never had two turns in a row. */
    { MODE_TALKING, 0, 3, "t" },
    { MODE_TALKING, 1, 3, "ft" },
    { MODE_TALKING, 2, 3, "ftf" },
    { MODE_TALKING, 3, 0, "ftf" },
    { MODE_TALKING, 4, 3, "ftf" },
    /* The listener's lines first, whatever follow-ups there are. */
    { MODE_LISTENING, 2, 3, "llt" },
    { MODE_LISTENING, 4, 2, "lt" },
    { MODE_LISTENING, 4, 1, "t" },
    { MODE_LISTENING, 0, 3, "llt" },
    /* A listening card of somebody's pack without a listener's part goes as a talking one. */
    { MODE_LISTENING, 2, 0, "ftf" },
    { MODE_LISTENING, 0, 0, "t" },
};

static void enter_alone_goes_through_the_whole_card(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(courses); i++)
        for (int first = PARTNER_LEFT; first <= PARTNER_RIGHT; first++) {
            struct prompt prompt =
                card_with(courses[i].mode, courses[i].followups, courses[i].lines);
            char *course = course_of(&prompt, (enum partner)first);
            struct progress end = progress_of(&prompt, (enum partner)first, course);

            assert_string_equal(course, courses[i].course);
            assert_int_equal(end.turns, 2); /* both had the word */
            assert_int_equal(end.talks, partner_other((enum partner)first));
            free(course);
        }
}

static void talked_is_only_ever_the_last_step(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(courses); i++) {
        struct prompt prompt = card_with(courses[i].mode, courses[i].followups, courses[i].lines);
        size_t n = strlen(courses[i].course);

        for (size_t taken = 0; taken <= n; taken++) {
            char *steps = mem_copy_n(courses[i].course, taken);
            struct progress p = progress_of(&prompt, PARTNER_LEFT, steps);

            assert_int_equal(progress_next(&p, &prompt) == NEXT_TALKED, taken == n);
            free(steps);
        }
    }
}

static void a_talking_card_step_by_step(void **state)
{
    struct prompt prompt = card_with(MODE_TALKING, 3, 3);

    (void)state;
    assert_progress(progress_of(&prompt, PARTNER_RIGHT, NULL),
                    (struct progress){ .talks = PARTNER_RIGHT, .turns = 1 });
    assert_progress(progress_of(&prompt, PARTNER_RIGHT, "f"),
                    in_turns(PARTNER_RIGHT, 1, true, 1, 0));
    assert_progress(progress_of(&prompt, PARTNER_RIGHT, "ft"),
                    in_turns(PARTNER_LEFT, 2, false, 1, 0));
    assert_progress(progress_of(&prompt, PARTNER_RIGHT, "ftf"),
                    in_turns(PARTNER_LEFT, 2, true, 2, 0));
}

static void a_listening_card_step_by_step(void **state)
{
    struct prompt prompt = card_with(MODE_LISTENING, 2, 3);

    (void)state;
    assert_progress(progress_of(&prompt, PARTNER_LEFT, "l"),
                    in_turns(PARTNER_LEFT, 1, false, 0, 1));
    assert_progress(progress_of(&prompt, PARTNER_LEFT, "llb"),
                    in_turns(PARTNER_LEFT, 1, false, 0, 1));
    /* Then the other one listens, from the first line on. */
    assert_progress(progress_of(&prompt, PARTNER_LEFT, "llt"),
                    in_turns(PARTNER_RIGHT, 2, false, 0, 0));
    assert_progress(progress_of(&prompt, PARTNER_LEFT,
                                "ll"
                                "f"),
                    in_turns(PARTNER_LEFT, 1, true, 1, 2));
}

static void a_card_that_nobody_began_begins_on_the_left(void **state)
{
    struct prompt prompt = card_with(MODE_TALKING, 2, 3);

    (void)state;
    assert_int_equal(progress_of(&prompt, PARTNER_NONE, "").talks, PARTNER_LEFT);
    assert_int_equal(progress_of(&prompt, PARTNER_NONE, "t").talks, PARTNER_RIGHT);
}

static void the_lines_of_the_listener_are_those_that_are_there(void **state)
{
    (void)state;
    for (unsigned there = 0; there < 8; there++) {
        struct prompt prompt = { .mode = MODE_LISTENING };

        prompt.listener.to_do = there & 1 ? text("Do.") : NULL;
        prompt.listener.to_ask = there & 2 ? text("Ask?") : NULL;
        prompt.listener.to_avoid = there & 4 ? text("that") : NULL;
        assert_int_equal(listener_line_count(&prompt),
                         (there & 1) + (there >> 1 & 1) + (there >> 2 & 1));
    }
}

/* ---- out of turn --------------------------------------------------------------------------- */

static void a_step_that_is_not_possible_is_passed_over(void **state)
{
    static const struct {
        enum mode mode;
        const char *steps, *as;
    } rows[] = {
        { MODE_TALKING, "o", "" },     /* nothing to fold */
        { MODE_TALKING, "fff", "ff" }, /* two follow-ups there are */
        { MODE_TALKING, "ll", "" },    /* lines are walked on listening cards */
        { MODE_TALKING, "b", "" },
        { MODE_LISTENING, "b", "" },       /* before the first line */
        { MODE_LISTENING, "lllll", "ll" }, /* behind the last one */
        { MODE_LISTENING, "lllbb", "" },   /* the passed-over one is not counted */
        { MODE_LISTENING, "foo", "fo" },
        { MODE_TALKING, "fofofofofofo", "fo" }, /* long, and no snapshot */
        { MODE_TALKING, "=t", "t" },            /* nor is this one */
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct prompt prompt = card_with(rows[i].mode, 2, 3);

        assert_progress(progress_of(&prompt, PARTNER_LEFT, rows[i].steps),
                        progress_of(&prompt, PARTNER_LEFT, rows[i].as));
    }
}

static void space_swaps_as_often_as_they_like(void **state)
{
    struct prompt prompt = card_with(MODE_TALKING, 2, 3);
    struct progress p = progress_of(&prompt, PARTNER_LEFT, "ttt");

    (void)state;
    assert_int_equal(p.talks, PARTNER_RIGHT);
    assert_int_equal(p.turns, 2);
    p = progress_of(&prompt, PARTNER_LEFT, "tt");
    assert_int_equal(p.talks, PARTNER_LEFT);
    assert_int_equal(progress_next(&p, &prompt), NEXT_FOLLOWUP);
}

static void a_followup_opened_out_of_turn_counts_for_this_turn(void **state)
{
    struct prompt prompt = card_with(MODE_TALKING, 4, 3);
    struct progress p = progress_of(&prompt, PARTNER_LEFT, "ff");

    (void)state;
    assert_int_equal(p.followups, 2);
    assert_int_equal(progress_next(&p, &prompt), NEXT_TURN);
    p = progress_of(&prompt, PARTNER_LEFT,
                    "ffff"
                    "t");
    assert_int_equal(progress_next(&p, &prompt), NEXT_TALKED); /* none is left to ask */
}

static void what_is_possible_is_what_changes_something(void **state)
{
    static const char *const starts[] = { "", "f", "ff", "l", "ll", "t", "fto", "llbt" };

    (void)state;
    for (int mode = MODE_TALKING; mode <= MODE_LISTENING; mode++)
        for (size_t s = 0; s < ARRAY_SIZE(starts); s++)
            for (size_t i = 0; i < ARRAY_SIZE(all_steps); i++) {
                struct prompt prompt = card_with((enum mode)mode, 2, 3);
                struct progress a = progress_of(&prompt, PARTNER_LEFT, starts[s]), b;
                struct strbuf more = STRBUF_INIT;
                bool same;

                strbuf_addf(&more, "%s%c", starts[s], (char)all_steps[i]);
                b = progress_of(&prompt, PARTNER_LEFT, more.text);
                same = a.talks == b.talks && a.turns == b.turns && a.asked == b.asked &&
                       a.followups == b.followups && a.line == b.line;
                assert_int_equal(progress_can(&a, &prompt, all_steps[i]), !same);
                strbuf_release(&more);
            }
}

static void a_step_that_is_none_is_not_possible(void **state)
{
    struct prompt prompt = card_with(MODE_LISTENING, 2, 3);
    struct progress p = progress_of(&prompt, PARTNER_LEFT, "lf");

    (void)state;
    for (int c = 0; c < 256; c++) {
        bool protocol = c >= STEP_PROTOCOL && c < STEP_PROTOCOL + PROTOCOL_COUNT;

        if ((!c || !strchr("fotlbz", c)) && !protocol)
            assert_false(progress_can(&p, &prompt, c));
    }
}

static void two_are_the_same_if_nothing_of_them_differs(void **state)
{
    const struct progress base = { .turns = 1 };
    struct progress others[] = { base, base, base, base, base, base, base,
                                 base, base, base, base, base, base, base };

    (void)state;
    others[0].face_down = true;
    others[1].paused = true;
    others[2].was_paused = true;
    others[3].repairing = true;
    others[4].course.protocol = PROTOCOL_FLOOR;
    others[5].course.step = 1;
    others[6].course.second = true;
    others[7].repair.step = 1;
    others[8].repair.second = true;
    others[9].talks = PARTNER_RIGHT;
    others[10].turns = 2;
    others[11].asked = true;
    others[12].followups = 1;
    others[13].line = 1;
    for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
        assert_false(progress_same(&base, &others[i]));
        assert_true(progress_same(&others[i], &others[i]));
    }
}

/* ---- undo ---------------------------------------------------------------------------------- */

static void undo_takes_each_step_back_to_where_it_was(void **state)
{
    static const char course[] = "llfbotflbtt";

    (void)state;
    for (int mode = MODE_TALKING; mode <= MODE_LISTENING; mode++) {
        struct prompt prompt = card_with((enum mode)mode, 3, 3);
        struct progress before[sizeof course];
        struct strbuf steps = STRBUF_INIT;
        size_t n = 0;

        for (const char *c = course; *c; c++) {
            struct progress p = progress_of(&prompt, PARTNER_RIGHT, steps.text);

            if (!progress_can(&p, &prompt, *c))
                continue;
            before[n++] = p;
            steps_add(&steps, &prompt, PARTNER_RIGHT, *c);
        }
        assert_true(n > 5);
        while (n-- > 0) {
            assert_true(steps_undo(&steps));
            assert_progress(progress_of(&prompt, PARTNER_RIGHT, steps.text), before[n]);
        }
        assert_false(steps_undo(&steps));
        assert_int_equal(steps.size, 0);
        strbuf_release(&steps);
    }
}

/* ---- the snapshot -------------------------------------------------------------------------- */

/* Goes a long way with possible steps; the whole list, never folded, is the other opinion. */
static void walk_far(const struct prompt *prompt, enum partner first, unsigned seed)
{
    struct strbuf steps = STRBUF_INIT, whole = STRBUF_INIT;

    for (int i = 0; i < 3000; i++) {
        struct progress p = progress_of(prompt, first, steps.text);
        int step;

        seed = seed * 1103515245u + 12345u;
        step = all_steps[(seed >> 16) % ARRAY_SIZE(all_steps)];
        if (!progress_can(&p, prompt, step))
            continue;
        steps_add(&steps, prompt, first, step);
        strbuf_addch(&whole, (char)step);
        assert_progress(progress_of(prompt, first, steps.text),
                        progress_of(prompt, first, whole.text));
        assert_true(steps.size <= 210);
    }
    assert_true(whole.size > 400); /* it was folded more than once */
    assert_int_equal(steps.text[0], '#');
    while (steps_undo(&steps)) { /* … and what was folded is what was walked */
        strbuf_truncate(&whole, whole.size - 1);
        assert_progress(progress_of(prompt, first, steps.text),
                        progress_of(prompt, first, whole.text));
    }
    strbuf_release(&steps);
    strbuf_release(&whole);
}

static void a_long_list_is_folded_and_tells_the_same(void **state)
{
    (void)state;
    for (int mode = MODE_TALKING; mode <= MODE_LISTENING; mode++)
        for (size_t followups = 0; followups <= FOLLOWUPS_MAX; followups++)
            for (unsigned seed = 1; seed <= 4; seed++) {
                struct prompt prompt = card_with((enum mode)mode, followups, 3);

                walk_far(&prompt, seed % 2 ? PARTNER_LEFT : PARTNER_RIGHT, seed);
            }
}

static void undo_goes_back_to_the_snapshot_and_ends_there(void **state)
{
    struct prompt prompt = card_with(MODE_TALKING, 4, 3);
    struct strbuf steps = STRBUF_INIT;
    struct progress *after = mem_new(1000, sizeof *after), at_snapshot;
    size_t n = 0, undone = 0;

    (void)state;
    after[n++] = progress_of(&prompt, PARTNER_LEFT, "");
    for (; n < 302; n++) {
        steps_add(&steps, &prompt, PARTNER_LEFT, n % 3 ? STEP_TURN : STEP_FOLLOWUP);
        after[n] = progress_of(&prompt, PARTNER_LEFT, steps.text);
    }
    while (steps_undo(&steps)) {
        undone++;
        assert_progress(progress_of(&prompt, PARTNER_LEFT, steps.text), after[n - 1 - undone]);
    }
    assert_true(undone >= 100); /* nobody goes back further than that */
    at_snapshot = progress_of(&prompt, PARTNER_LEFT, steps.text);
    assert_false(steps_undo(&steps));
    assert_progress(progress_of(&prompt, PARTNER_LEFT, steps.text), at_snapshot);
    free(after);
    strbuf_release(&steps);
}

/* ---- garbage ------------------------------------------------------------------------------- */

static void assert_sound(const struct progress *p, const struct prompt *prompt)
{
    size_t lines = listener_line_count(prompt);

    assert_in_range(p->talks, PARTNER_LEFT, PARTNER_RIGHT);
    assert_in_range(p->turns, 1, 2);
    assert_true(p->followups <= prompt->followup_count);
    assert_true(p->line < (lines ? lines : 1));
    assert_in_range(p->course.protocol, 0, PROTOCOL_COUNT - 1);
    assert_true(p->course.step == 0 || p->course.step < protocol_row(p->course.protocol)->count);
    assert_true(p->repair.step < protocol_row(PROTOCOL_PAUSE)->count);
    assert_in_range(progress_next(p, prompt), NEXT_TURN_OVER, NEXT_TALKED);
}

static void check_garbage(const char *garbage)
{
    for (int mode = MODE_TALKING; mode <= MODE_LISTENING; mode++)
        for (size_t followups = 0; followups <= FOLLOWUPS_MAX; followups += 2)
            for (size_t lines = 0; lines <= 3; lines++) {
                struct prompt prompt = card_with((enum mode)mode, followups, lines);
                struct progress p = progress_of(&prompt, PARTNER_RIGHT, garbage);
                struct strbuf steps = STRBUF_INIT;

                assert_sound(&p, &prompt);
                strbuf_addstr(&steps, garbage);
                steps_add(&steps, &prompt, PARTNER_RIGHT, STEP_TURN);
                p = progress_of(&prompt, PARTNER_RIGHT, steps.text);
                assert_sound(&p, &prompt);
                while (steps_undo(&steps))
                    ;
                p = progress_of(&prompt, PARTNER_RIGHT, steps.text);
                assert_sound(&p, &prompt);
                strbuf_release(&steps);
            }
}

static void any_garbage_as_steps_is_safe(void **state)
{
    static const char *const written[] = {
        "#",
        "##############",
        "#11000000060100000",
        "#2100000z1K0000aaaa",
        "#zzzzzzzzzzzzzzzz",
        "#11000110090900nnn",
        "z",
        "zr",
        "zzrr",
        "-v",
        "v-v",
        "KzrnA",
        "Gnnnnnnnnn",
        "=",
        "==",
        "=12",
        "=99999",
        "=00000",
        "=22199fff",
        "=-1-1-",
        "=abcdef",
        "=1111",
        "x=22144",
        "\x1b[2J",
        "\xff\xfe",
        "ÄÖ",
        "f f\nf\tt",
        "=11144ffff",
    };
    char random[400];
    unsigned seed = 7;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(written); i++)
        check_garbage(written[i]);
    for (int round = 0; round < 400; round++) {
        size_t n = (size_t)round;

        for (size_t i = 0; i < n; i++) {
            seed = seed * 1103515245u + 12345u;
            random[i] = (char)(1 + (seed >> 16) % 255);
            if (round % 2)
                random[i] = "=#0123456789fotlbnpazrvAGHK"[(seed >> 16) % 28];
        }
        random[n] = '\0';
        if (round % 4 == 1 && n)
            random[0] = "=#"[round / 4 % 2];
        check_garbage(random);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enter_alone_goes_through_the_whole_card),
        cmocka_unit_test(talked_is_only_ever_the_last_step),
        cmocka_unit_test(a_talking_card_step_by_step),
        cmocka_unit_test(a_listening_card_step_by_step),
        cmocka_unit_test(a_card_that_nobody_began_begins_on_the_left),
        cmocka_unit_test(the_lines_of_the_listener_are_those_that_are_there),
        cmocka_unit_test(a_step_that_is_not_possible_is_passed_over),
        cmocka_unit_test(space_swaps_as_often_as_they_like),
        cmocka_unit_test(a_followup_opened_out_of_turn_counts_for_this_turn),
        cmocka_unit_test(what_is_possible_is_what_changes_something),
        cmocka_unit_test(a_step_that_is_none_is_not_possible),
        cmocka_unit_test(two_are_the_same_if_nothing_of_them_differs),
        cmocka_unit_test(undo_takes_each_step_back_to_where_it_was),
        cmocka_unit_test(a_long_list_is_folded_and_tells_the_same),
        cmocka_unit_test(undo_goes_back_to_the_snapshot_and_ends_there),
        cmocka_unit_test(any_garbage_as_steps_is_safe),
    };

    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
