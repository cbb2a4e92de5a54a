/* The protocols: the data, row by row; and every one of them by Enter alone, back and again, held
 * another way, with a pause at every step, and after any steps at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "domain/progress.h"

enum { STEPS_MOST = 40, WAY_CELLS = 54, WAY_GAP = 3, CHOSEN_CELLS = 4 };

#define EACH_PROTOCOL(it) for (enum protocol it = PROTOCOL_TURNS; it < PROTOCOL_COUNT; it++)

#define EACH_STEP(step, protocol)                                                                  \
    for (const struct protocol_step *step = protocol_row(protocol)->steps;                         \
         step < protocol_row(protocol)->steps + protocol_row(protocol)->count; step++)

/* A card to hold so: the protocol's own, or one of the library's. */
static struct prompt card_for(enum protocol protocol)
{
    struct prompt prompt;

    if (!protocol_prompt(protocol, NULL, &prompt))
        prompt = (struct prompt){ .text = mem_copy("Which song?"),
                                  .pack = mem_copy("p"),
                                  .id = mem_copy("s"),
                                  .mood = MOOD_SERIOUS,
                                  .mode = MODE_TALKING,
                                  .depth = 2,
                                  .minutes = 10 };
    return prompt;
}

static struct progress held(const struct prompt *prompt, enum protocol protocol, enum partner first)
{
    char steps[] = { STEP_FACE_UP, (char)(STEP_PROTOCOL + (int)protocol), '\0' };

    if (protocol == PROTOCOL_PAUSE)
        steps[1] = '\0'; /* its card is held so by itself */
    return progress_of(prompt, first, steps);
}

/* What Enter does, the writing alone left out. */
static int enter(const struct progress *p, const struct prompt *prompt)
{
    return progress_next(p, prompt) == NEXT_WRITE ? STEP_ON : progress_next_step(p, prompt);
}

static void assert_same(const struct progress *a, const struct progress *b)
{
    assert_int_equal(a->face_down, b->face_down);
    assert_int_equal(a->paused, b->paused);
    assert_int_equal(a->repairing, b->repairing);
    assert_int_equal(a->course.protocol, b->course.protocol);
    assert_int_equal(a->course.step, b->course.step);
    assert_int_equal(a->course.second, b->course.second);
    assert_int_equal(a->talks, b->talks);
    assert_int_equal(a->turns, b->turns);
    assert_int_equal(a->followups, b->followups);
    assert_int_equal(a->line, b->line);
}

/* ---- the data ------------------------------------------------------------------------------ */

static void each_has_a_name_and_what_it_is(void **state)
{
    (void)state;
    EACH_PROTOCOL(protocol)
    {
        const struct protocol_row *row = protocol_row(protocol);

        assert_non_null(row->title);
        assert_non_null(row->about);
        assert_true(row->count == 0 ? protocol == PROTOCOL_TURNS : row->count <= 8);
        assert_true(!row->text == !row->focus);
    }
}

static void each_door_opens_one_and_each_has_one_but_turns(void **state)
{
    int doors[PROTOCOL_COUNT] = { 0 };

    (void)state;
    for (size_t i = 0; i < PROTOCOL_DOORS; i++) {
        assert_non_null(protocol_row(protocol_doors[i])->door);
        doors[protocol_doors[i]]++;
    }
    EACH_PROTOCOL(protocol)
    assert_int_equal(doors[protocol], protocol != PROTOCOL_TURNS);
}

/* "say   ‹ say back ›   is there more   the floor changes" is one row on any screen. */
static void the_way_through_fits_in_a_row(void **state)
{
    (void)state;
    EACH_PROTOCOL(protocol)
    {
        int cells = CHOSEN_CELLS;

        EACH_STEP(step, protocol)
        cells += text_width(step->name, strlen(step->name)) + WAY_GAP;
        assert_true(cells - WAY_GAP <= WAY_CELLS);
    }
}

static bool ends_well(const char *sentence)
{
    size_t n = strlen(sentence);

    return n > 3 && (strchr(".?", sentence[n - 1]) || !strcmp(sentence + n - 3, "”"));
}

static void assert_worded(const char *sentence, bool whole)
{
    assert_non_null(sentence);
    assert_true(ends_well(sentence));
    assert_null(strchr(sentence, '!'));
    assert_null(strchr(sentence, '\''));
    if (whole)
        assert_true(isupper((unsigned char)*sentence) || !isascii((unsigned char)*sentence));
    else
        assert_true(islower((unsigned char)*sentence));
}

static void each_step_tells_both_what_to_do(void **state)
{
    (void)state;
    EACH_PROTOCOL(protocol)
    EACH_STEP(step, protocol)
    {
        assert_worded(step->ask, step->voice == VOICE_BOTH);
        assert_worded(step->speaker, false);
        assert_worded(step->listener, false);
        if (step->more)
            assert_worded(step->more, true);
        if (step->later)
            assert_worded(step->later, step->voice == VOICE_BOTH);
        if (step->avoid) {
            assert_true(islower((unsigned char)*step->avoid));
            assert_null(strchr(step->avoid, '.'));
        }
        if (step->again)
            assert_true(step->again_to < (size_t)(step - protocol_row(protocol)->steps));
    }
}

/* No step asks to solve anything where the floor is held, nor after the elephant is named. */
static void some_rules_of_them_are_in_the_data(void **state)
{
    const struct protocol_row *elephant = protocol_row(PROTOCOL_ELEPHANT);
    const struct protocol_row *check_in = protocol_row(PROTOCOL_CHECK_IN);

    (void)state;
    assert_string_equal(elephant->steps[elephant->count - 1].name, "named");
    assert_true(check_in->apart);
    assert_int_equal(check_in->count, 4);
    assert_int_equal(check_in->line, NOTE_PLAN);
    assert_int_equal(protocol_row(PROTOCOL_SOMETHING_NEW)->line, NOTE_PLAN);
    assert_int_equal(protocol_row(PROTOCOL_PAUSE)->count, 2);
    assert_true(protocol_row(PROTOCOL_WRITE_FIRST)->steps[0].writes);
    assert_true(protocol_row(PROTOCOL_FLOOR)->swaps);
    assert_true(protocol_row(PROTOCOL_MIRROR)->swaps);
    assert_true(protocol_row(PROTOCOL_STRESS_TALK)->swaps);
    assert_false(protocol_row(PROTOCOL_GOOD_NEWS)->swaps);
    EACH_PROTOCOL(protocol) /* what a card can be changed to, or left for */
    assert_int_equal(protocol_row(protocol)->any_card,
                     protocol == PROTOCOL_TURNS || protocol == PROTOCOL_FLOOR ||
                         protocol == PROTOCOL_MIRROR || protocol == PROTOCOL_WRITE_FIRST);
}

static void the_floor_is_due_at_depth_four_and_where_a_conflict_is_touched(void **state)
{
    struct prompt prompt = { .mood = MOOD_SERIOUS, .depth = 3, .minutes = 20 };

    (void)state;
    assert_int_equal(protocol_due(&prompt), PROTOCOL_TURNS);
    prompt.depth = 4;
    assert_int_equal(protocol_due(&prompt), PROTOCOL_FLOOR);
    prompt.depth = 2;
    prompt.facets = 1u << FACET_CONFLICT;
    assert_int_equal(protocol_due(&prompt), PROTOCOL_FLOOR);
    prompt.protocol = mem_copy("mirror");
    assert_int_equal(protocol_due(&prompt), PROTOCOL_MIRROR);
    mem_replace(&prompt.protocol, "a word that nobody knows");
    assert_int_equal(protocol_due(&prompt), PROTOCOL_FLOOR);
    free(prompt.protocol);
}

static void a_card_of_its_own_can_be_about_their_words(void **state)
{
    (void)state;
    EACH_PROTOCOL(protocol)
    {
        struct prompt prompt;

        if (!protocol_prompt(protocol, "The letter from March.", &prompt))
            continue;
        assert_non_null(strstr(prompt.text, "The letter from March."));
        assert_string_equal(prompt.pack, "");
        assert_string_equal(prompt.id, "");
        assert_int_equal(prompt.flags, 0);
        prompt_release(&prompt);
    }
}

static void some_need_a_card_of_the_library(void **state)
{
    (void)state;
    EACH_PROTOCOL(protocol)
    {
        struct prompt prompt;
        bool own = protocol_prompt(protocol, NULL, &prompt);

        assert_int_equal(own, protocol_row(protocol)->text != NULL);
        assert_int_equal(prompt.text != NULL, own);
        prompt_release(&prompt);
    }
}

/* ---- by Enter alone ------------------------------------------------------------------------ */

static void enter_alone_goes_through_every_one(void **state)
{
    (void)state;
    EACH_PROTOCOL(protocol)
    for (int first = PARTNER_LEFT; first <= PARTNER_RIGHT; first++) {
        struct prompt prompt = card_for(protocol);
        struct progress p = held(&prompt, protocol, (enum partner)first);
        bool spoke[3] = { false };
        int steps = 0;

        assert_int_equal(p.course.protocol, protocol);
        while (progress_next(&p, &prompt) != NEXT_TALKED) {
            int step = enter(&p, &prompt);

            assert_true(steps++ < STEPS_MOST);
            assert_true(progress_can(&p, &prompt, step));
            assert_int_equal(progress_step(&p) != NULL, protocol != PROTOCOL_TURNS);
            spoke[progress_speaks(&p)] = true;
            p = progress_after(&p, &prompt, step);
        }
        spoke[progress_speaks(&p)] = true;
        assert_true(spoke[first]);
        assert_true(spoke[partner_other((enum partner)first)]); /* nobody only listens */
        prompt_release(&prompt);
    }
}

/* Whoever should be speaking, by the row: never in doubt. */
static void it_is_never_in_doubt_who_speaks(void **state)
{
    (void)state;
    EACH_PROTOCOL(protocol)
    {
        struct prompt prompt = card_for(protocol);
        struct progress p = held(&prompt, protocol, PARTNER_LEFT);

        for (; progress_next(&p, &prompt) != NEXT_TALKED;
             p = progress_after(&p, &prompt, enter(&p, &prompt))) {
            const struct protocol_step *step = progress_step(&p);
            enum partner speaks = progress_speaks(&p);
            bool second = progress_course(&p)->second;

            if (!step)
                assert_int_equal(speaks, p.talks);
            else if (step->voice == VOICE_BOTH)
                assert_int_equal(speaks, PARTNER_NONE);
            else
                assert_int_equal(speaks, (step->voice == VOICE_FLOOR) != second
                                             ? p.talks
                                             : partner_other(p.talks));
            assert_true(!second || step->each);
            if (step && progress_next(&p, &prompt) != NEXT_WRITE) { /* what Enter is called */
                struct progress after = progress_after(&p, &prompt, STEP_ON);
                bool same_step = after.course.step == p.course.step;

                assert_int_equal(progress_next(&p, &prompt),
                                 after.talks != p.talks || same_step ? NEXT_TURN : NEXT_STEP);
            }
        }
        prompt_release(&prompt);
    }
}

static void back_leads_to_the_step_before_and_again_to_an_earlier_one(void **state)
{
    (void)state;
    EACH_PROTOCOL(protocol)
    {
        struct prompt prompt = card_for(protocol);
        struct progress p = held(&prompt, protocol, PARTNER_RIGHT);

        if (protocol != PROTOCOL_TURNS)
            assert_false(progress_can(&p, &prompt, STEP_BACK)); /* nothing is before the first */
        while (progress_step(&p) && progress_next(&p, &prompt) != NEXT_TALKED) {
            struct progress next = progress_after(&p, &prompt, STEP_ON), back;

            assert_true(progress_can(&next, &prompt, STEP_BACK));
            back = progress_after(&next, &prompt, STEP_BACK);
            assert_same(&back, &p);
            if (progress_step(&p)->again) {
                struct progress again = progress_after(&p, &prompt, STEP_AGAIN);

                assert_int_equal(again.course.step, progress_step(&p)->again_to);
                assert_int_equal(again.talks, p.talks);
            }
            p = next;
        }
        prompt_release(&prompt);
    }
}

static void it_can_be_held_another_way_at_every_step(void **state)
{
    (void)state;
    EACH_PROTOCOL(from)
    {
        struct prompt prompt = card_for(from);
        struct progress p = held(&prompt, from, PARTNER_LEFT);

        for (; progress_next(&p, &prompt) != NEXT_TALKED;
             p = progress_after(&p, &prompt, enter(&p, &prompt)))
            EACH_PROTOCOL(to)
            {
                struct progress after = progress_after(&p, &prompt, STEP_PROTOCOL + (int)to);

                if (to == PROTOCOL_PAUSE) { /* that is a key of its own */
                    assert_same(&after, &p);
                    continue;
                }
                assert_int_equal(after.course.protocol, to);
                assert_int_equal(after.course.step, 0);
                assert_int_equal(after.turns, 1);
                assert_int_equal(after.talks, p.talks); /* the word stays where it was */
            }
        prompt_release(&prompt);
    }
}

/* ---- pauses -------------------------------------------------------------------------------- */

/* What I need you to know, my part, each for both; then all is as it was. */
static void a_pause_at_any_step_comes_back_to_it_by_way_of_two_others(void **state)
{
    (void)state;
    EACH_PROTOCOL(protocol)
    {
        struct prompt prompt = card_for(protocol);
        struct progress p = held(&prompt, protocol, PARTNER_LEFT);

        if (protocol == PROTOCOL_PAUSE) {
            prompt_release(&prompt);
            continue; /* its card is nothing but these steps */
        }
        for (; progress_next(&p, &prompt) != NEXT_TALKED;
             p = progress_after(&p, &prompt, enter(&p, &prompt))) {
            struct progress q = progress_after(&p, &prompt, STEP_PAUSE);
            enum partner spoke[4];

            assert_true(q.paused);
            assert_int_equal(progress_next(&q, &prompt), NEXT_RETURN);
            assert_int_equal(progress_speaks(&q), PARTNER_NONE);
            for (int c = 1; c < 128; c++)
                assert_int_equal(progress_can(&q, &prompt, c), c == STEP_RETURN);
            q = progress_after(&q, &prompt, STEP_RETURN);
            for (size_t i = 0; i < ARRAY_SIZE(spoke); i++) {
                assert_true(q.repairing);
                assert_string_equal(progress_step(&q)->name,
                                    i < 2 ? "what I need you to know" : "my part");
                spoke[i] = progress_speaks(&q);
                q = progress_after(&q, &prompt, enter(&q, &prompt));
            }
            assert_int_equal(spoke[0], partner_other(spoke[1]));
            assert_int_equal(spoke[2], partner_other(spoke[3]));
            assert_true(q.was_paused);
            assert_same(&q, &p);
        }
        prompt_release(&prompt);
    }
}

/* ---- face down ----------------------------------------------------------------------------- */

static void face_down_nothing_is_possible_but_to_turn_it_over(void **state)
{
    struct prompt prompt = { .mood = MOOD_SERIOUS, .depth = 3, .minutes = 20, .followup_count = 2 };
    struct progress p = progress_of(&prompt, PARTNER_LEFT, (char[]){ STEP_FACE_DOWN, '\0' });

    (void)state;
    assert_true(p.face_down);
    assert_int_equal(progress_next(&p, &prompt), NEXT_TURN_OVER);
    assert_int_equal(progress_speaks(&p), PARTNER_NONE); /* nobody has the word */
    for (const char *c = "fotlbnpazr+-"; *c; c++)
        assert_false(progress_can(&p, &prompt, *c));
    p = progress_after(&p, &prompt, STEP_TURN_OVER);
    assert_false(p.face_down);
    assert_false(progress_can(&p, &prompt, STEP_TURN_OVER));
}

static void how_a_card_lies_at_first_is_as_it_was_dealt(void **state)
{
    static const struct {
        enum consent consent;
        const char *steps;
        bool down;
    } rows[] = {
        { CONSENT_NONE, "", false }, { CONSENT_NONE, "-", true },   { CONSENT_ASK, "", true },
        { CONSENT_ASK, "+", false }, { CONSENT_MATCH, "", true },   { CONSENT_MATCH, "-", true },
        { CONSENT_ASK, "v", false }, { CONSENT_NONE, "-v", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct prompt prompt = { .consent = rows[i].consent, .depth = 3 };

        assert_int_equal(progress_of(&prompt, PARTNER_LEFT, rows[i].steps).face_down, rows[i].down);
    }
    assert_false(steps_can_undo("+")); /* how it was dealt is nothing to take back */
    assert_true(steps_can_undo("-v"));
}

/* ---- any steps at all ---------------------------------------------------------------------- */

/* A long walk of possible steps: the folded list tells the same as the whole one, every step can
 * be taken back, and only what is possible changes anything. */
static void walk_far(enum protocol protocol, unsigned seed)
{
    static const char letters[] = "fotlbnnnnpavzrrr";
    struct prompt prompt = card_for(protocol);
    struct strbuf steps = STRBUF_INIT, whole = STRBUF_INIT;

    strbuf_addch(&steps, STEP_FACE_UP);
    strbuf_addch(&whole, STEP_FACE_UP);
    for (int i = 0; i < 1500; i++) {
        struct progress p = progress_of(&prompt, PARTNER_LEFT, steps.text), after, unfolded;
        int step;

        seed = seed * 1103515245u + 12345u;
        step = seed >> 24 & 15 ? letters[(seed >> 16) % (sizeof letters - 1)]
                               : STEP_PROTOCOL + (int)((seed >> 16) % PROTOCOL_COUNT);
        after = progress_after(&p, &prompt, step);
        if (!progress_can(&p, &prompt, step)) {
            assert_same(&after, &p);
            continue;
        }
        steps_add(&steps, &prompt, PARTNER_LEFT, step);
        strbuf_addch(&whole, (char)step);
        p = progress_of(&prompt, PARTNER_LEFT, steps.text);
        unfolded = progress_of(&prompt, PARTNER_LEFT, whole.text);
        assert_same(&p, &after);
        assert_same(&p, &unfolded);
        assert_int_equal(p.was_paused, unfolded.was_paused);
        assert_int_equal(steps_paused(steps.text), strchr(whole.text, STEP_PAUSE) != NULL);
        assert_true(steps.size <= 210);
    }
    while (steps_undo(&steps)) {
        struct progress p = progress_of(&prompt, PARTNER_LEFT, steps.text), unfolded;

        strbuf_truncate(&whole, whole.size - 1);
        unfolded = progress_of(&prompt, PARTNER_LEFT, whole.text);
        assert_same(&p, &unfolded);
    }
    strbuf_release(&steps);
    strbuf_release(&whole);
    prompt_release(&prompt);
}

static void a_long_way_through_any_of_them_is_folded_and_tells_the_same(void **state)
{
    (void)state;
    EACH_PROTOCOL(protocol)
    for (unsigned seed = 1; seed <= 3; seed++)
        walk_far(protocol, seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_has_a_name_and_what_it_is),
        cmocka_unit_test(each_door_opens_one_and_each_has_one_but_turns),
        cmocka_unit_test(the_way_through_fits_in_a_row),
        cmocka_unit_test(each_step_tells_both_what_to_do),
        cmocka_unit_test(some_rules_of_them_are_in_the_data),
        cmocka_unit_test(the_floor_is_due_at_depth_four_and_where_a_conflict_is_touched),
        cmocka_unit_test(a_card_of_its_own_can_be_about_their_words),
        cmocka_unit_test(some_need_a_card_of_the_library),
        cmocka_unit_test(enter_alone_goes_through_every_one),
        cmocka_unit_test(it_is_never_in_doubt_who_speaks),
        cmocka_unit_test(back_leads_to_the_step_before_and_again_to_an_earlier_one),
        cmocka_unit_test(it_can_be_held_another_way_at_every_step),
        cmocka_unit_test(a_pause_at_any_step_comes_back_to_it_by_way_of_two_others),
        cmocka_unit_test(face_down_nothing_is_possible_but_to_turn_it_over),
        cmocka_unit_test(how_a_card_lies_at_first_is_as_it_was_dealt),
        cmocka_unit_test(a_long_way_through_any_of_them_is_folded_and_tells_the_same),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("protocol", tests, NULL, NULL);
}
