/* Evenings as they go: what the couple see when they decline, go deeper, write alone, pause, plan
 * and end; and when the clock jumps or a pack goes while its card is on the table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/packs.h"
#include "base/mem.h"
#include "domain/sitting.h"
#include "store/journal.h"
#include "support/stage.h"
#include "support/store_fixture.h"

#define WRITE_FIRST "e j j j j j j Enter Enter"
#define SERIOUS_LISTENING "Right Down Right Down Right Right Enter"

static struct stage stage;

static void begin(const char *cards)
{
    struct stage_options options = { .cards = cards };

    stage_open(&stage, &options);
    stage_begin(&stage);
}

static int tear_down(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

static int64_t number(const char *sql)
{
    return raw_number("journal/couplet.db", sql); /* the working folder is the stage's */
}

static void keys(const char *names)
{
    stage_keys(&stage, names);
}

static void shows(const char *text)
{
    stage_must_show(&stage, text);
}

static void shows_not(const char *text)
{
    stage_must_not_show(&stage, text);
}

/* ---- face down ---- */

static void one_no_leaves_nothing_that_people_can_see(void **state)
{
    (void)state;
    begin("chair sunday");
    keys(SERIOUS_LISTENING);
    while (!stage_shows(&stage, "face down")) /* chance chose the other one */
        keys("n");
    shows("shall we turn it over?");
    shows_not("Other words that nobody sees before.");
    keys("Esc");
    shows("Put away. u brings it back.");
    assert_int_equal(number("SELECT count(*) FROM card WHERE outcome IN ('talked', 'kept')"), 0);
    keys("x"); /* its words were not seen: there is nothing to bar */
    shows("No card was just put aside.");
    keys("Esc r");
    shows("Nothing here yet.");
}

static void undo_brings_a_declined_card_back_face_down(void **state)
{
    (void)state;
    begin("chair sunday");
    keys(SERIOUS_LISTENING);
    while (!stage_shows(&stage, "face down"))
        keys("n");
    keys("Esc u");
    shows("shall we turn it over?");
    keys("Enter");
    shows("Other words that nobody sees before.");
    keys("u"); /* the last step is taken back: it lies face down again */
    shows("shall we turn it over?");
}

static void going_deeper_is_one_question_to_both(void **state)
{
    (void)state;
    begin("tired enough");
    keys("Right Down Down Right Right Enter g");
    shows("money");
    shows_not("before you both agree.");
    keys("Enter");
    shows("before you both agree.");
    keys("Enter");
    shows_not("shall we turn it over?"); /* not asked again */
}

static void a_card_can_be_a_favourite_where_it_lies(void **state)
{
    (void)state;
    begin("stays");
    keys("Enter f *");
    shows("A favourite. * takes it back.");
    assert_int_equal(number("SELECT count(*) FROM mark WHERE kind = 'favourite' AND deleted = 0"),
                     1);
    shows("What did you do in the minute after?");
    keys("*");
    shows("No favourite any more. * takes it back.");
    assert_int_equal(number("SELECT count(*) FROM mark WHERE kind = 'favourite' AND deleted = 0"),
                     0);
}

/* ---- written first ---- */

static void both_write(void)
{
    keys(WRITE_FIRST " Enter Enter");
    stage_type(&stage, "The kettle is on.");
    shows("The kettle is on.");
    keys("Esc");
    shows("Sam, this part is yours alone.");
    shows_not("kettle");
    keys("Enter");
    shows_not("kettle");
    stage_type(&stage, "The dull part.");
    keys("Esc");
    shows_not("dull");
    shows("Ana has written.");
    shows("Sam has written.");
}

static void answers_are_opened_together_and_kept_only_if_they_say_so(void **state)
{
    (void)state;
    begin("stays");
    both_write();
    keys("s"); /* sealed */
    shows("Both are still sealed.");
    assert_int_equal(number("SELECT count(*) FROM note"), 0);
    keys("Enter");
    shows("The kettle is on.");
    shows("The dull part.");
    keys("s");
    shows("Both are kept with this card.");
    keys("s");
    shows("Both are kept already.");
    keys("f");
    shows("What did you do in the minute after?");
    shows("The kettle is on."); /* they stay until Enter */
    keys("f f f");
    shows("No follow-up is left on this card.");
    assert_int_equal(number("SELECT count(*) FROM note WHERE kind = 'answer'"), 2);
    keys("Enter");
    shows("pick one line of the other’s");
}

static void answers_that_nobody_saves_are_gone(void **state)
{
    (void)state;
    begin("stays");
    both_write();
    keys("Enter Enter");
    shows("pick one line of the other’s");
    assert_int_equal(number("SELECT count(*) FROM note"), 0);
    keys("b Enter"); /* back to the writing: it begins anew */
    shows("Ana writes");
    shows_not("has written");
}

static void unopened_answers_go_with_the_second_esc(void **state)
{
    (void)state;
    begin("stays");
    both_write();
    keys("Esc");
    shows("Esc once more puts it away: what is written goes.");
    keys("Right Left Esc"); /* it was another key: it is said again */
    shows("Esc once more puts it away");
    keys("Esc");
    shows("Put away. Nothing of it is kept.");
    keys("Enter");
    shows_not("has written");
    assert_int_equal(number("SELECT count(*) FROM note"), 0);
}

static void what_is_opened_and_saved_goes_with_one_esc(void **state)
{
    (void)state;
    begin("stays");
    both_write();
    keys("Enter Esc");
    shows("Esc once more puts it away"); /* opened, and kept nowhere */
    keys("s Esc");
    shows_not("Esc once more");
    shows_not("Nothing of it is kept.");
    shows("Each of you writes alone");
    assert_int_equal(number("SELECT count(*) FROM note WHERE kind = 'answer'"), 2);
}

static void one_alone_may_write_some_more(void **state)
{
    (void)state;
    begin("stays");
    keys(WRITE_FIRST " Enter Enter o n e Esc Esc"); /* the other one: not now */
    shows("Sam writes");
    keys("w");
    shows("Ana, this part is yours alone.");
    keys("Esc Esc");
    shows("Esc once more puts it away");
}

static void some_more_can_be_written_before_they_open(void **state)
{
    (void)state;
    begin("stays");
    both_write();
    keys("w Enter");
    shows("The kettle is on.");
    stage_type(&stage, " Twice.");
    keys("Ctrl-U"); /* taken back, and forth */
    shows_not("Twice.");
    keys("Ctrl-R");
    shows("Twice.");
    keys("Esc Esc Enter");
    shows("The kettle is on.");
    shows("Twice.");
    shows("The dull part.");
}

static void where_nothing_more_fits_or_is_to_undo_it_says_so(void **state)
{
    char *much = mem_new(ANSWER_BYTES_MAX + 1, 1);

    (void)state;
    memset(much, 'm', ANSWER_BYTES_MAX);
    begin("stays");
    keys(WRITE_FIRST " Enter Enter Ctrl-U");
    shows("Nothing here to undo.");
    keys("Ctrl-R");
    shows("Nothing here to do again.");
    stage_paste(&stage, much);
    shows_not("No more fits here.");
    keys("Ctrl-U x");
    stage_paste(&stage, much); /* all but its last letter */
    shows("No more fits here. What is written is safe.");
    stage_type(&stage, "m");
    shows("No more fits here. What is written is safe.");
    free(much);
}

static void not_now_at_a_curtain_leads_back_to_the_sealed_card(void **state)
{
    (void)state;
    begin("stays");
    keys(WRITE_FIRST " w");
    shows("Nothing is written yet.");
    keys("Enter Esc");
    shows("Ana writes");
    keys("Esc"); /* nothing was written: no second one is needed */
    shows("Each of you writes alone");
}

/* ---- pauses ---- */

static void a_pause_survives_leaving_and_comes_back_with_two_steps(void **state)
{
    (void)state;
    begin("stays");
    keys("Enter f t");
    shows("You come back to this together at");
    keys("q");
    shows("A pause until 21:25.");
    stage.now.ms += 3 * MS_PER_HOUR; /* they came back later */
    keys("Enter");
    shows("Whenever you are ready. It was to be Thursday at");
    keys("Enter");
    shows("say what you need the other to know.");
    keys("Enter Enter");
    shows("say your own part in it.");
    keys("Enter Enter");
    shows("What did you do in the minute after?"); /* as it was */
}

static void the_clock_may_jump_in_a_pause(void **state)
{
    static const int64_t hours[] = { -1, 1, -48, 24 * 400 };

    (void)state;
    begin("stays");
    keys("Enter t");
    for (size_t i = 0; i < ARRAY_SIZE(hours); i++) {
        stage.now.ms += hours[i] * MS_PER_HOUR;
        keys("+ -");
        shows("You come back to this together");
    }
    keys("Enter");
    shows("say what you need the other to know.");
    keys("Enter Enter Enter Enter");
    shows("this one stays");
}

static void after_a_pause_ending_is_what_is_offered(void **state)
{
    (void)state;
    begin("stays spoon");
    keys("Enter t Enter Enter Enter Enter Enter"); /* back, and through both steps */
    keys("Enter Enter Enter Enter");
    shows("‹ end for tonight ›");
}

/* ---- what is offered ---- */

static void after_two_vulnerable_ones_a_light_one_is_offered(void **state)
{
    (void)state;
    begin("stays spoon tired");
    for (int i = 0; i < 2; i++) {
        if (i)
            keys("Esc q"); /* home, and the evening goes on */
        shows_not("a light one");
        keys("e j j j j Enter d");
    }
    shows("‹ a light one ›");
    keys("Enter");
    shows("light · talking");
    keys("Esc"); /* only this once: their own choice stands */
    shows("‹ light ›");
}

static void the_offer_may_be_left(void **state)
{
    (void)state;
    begin("stays tired");
    keys("e j j j j j Enter d");
    shows("‹ one glad thing ›");
    keys("Up n"); /* any other card */
    shows("this one stays");
}

/* ---- their editor ---- */

static void edit(const char *there, const char *text)
{
    char *wanted = app_wants_editor(stage.app);

    assert_non_null(wanted);
    assert_string_equal(wanted, there);
    free(wanted);
    assert_null(app_wants_editor(stage.app)); /* it is asked for once */
    app_edited(stage.app, text, &(struct error){ STATUS_IO, "Your editor did not end well" });
    stage_draw(&stage);
}

static void a_note_comes_back_from_their_editor(void **state)
{
    (void)state;
    begin("stays");
    assert_null(app_wants_editor(stage.app));
    keys("Enter o");
    edit("", "The bus stop.");
    shows("Kept as a note of this card.");
    keys("k");
    shows("The bus stop.");
    keys("Ctrl-O");
    edit("The bus stop.", "The bus stop. Two umbrellas.");
    shows("The bus stop. Two umbrellas.");
    keys("Esc Enter r Enter o");
    edit("The bus stop. Two umbrellas.", "Two lines.\nBoth kept.");
    shows("Two lines.");
    assert_int_equal(number("SELECT count(*) FROM note WHERE text = 'Two lines.' || char(10) || "
                            "'Both kept.'"),
                     1);
    keys("Enter Ctrl-O"); /* while the line is edited, too */
    edit("Two lines.\nBoth kept.", NULL);
    shows("Your editor did not end well.");
    assert_int_equal(number("SELECT count(*) FROM note"), 1);
}

/* ---- plans and the end ---- */

static void make_plan(void)
{
    keys("Enter Enter Enter Enter Enter Tab Tab Tab");
    stage_type(&stage, "a bus to its last stop");
    keys("Esc");
}

static void a_plan_comes_back_until_it_is_done_or_let_go(void **state)
{
    static const struct {
        const char *key, *told;
    } rows[] = { { "d", "Done. u takes it back." }, { "x", "Let go. u takes it back." } };

    (void)state;
    begin("stays");
    make_plan();
    keys("Enter");
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        shows("a bus to its last stop");
        keys(rows[i].key);
        shows(rows[i].told);
        shows_not("a bus to its last stop");
        keys("d"); /* there is none any more */
        shows("No plan is open.");
        keys("u");
        shows("It is a plan again.");
    }
}

static void one_word_may_be_left_out_and_changed(void **state)
{
    (void)state;
    begin("stays");
    keys("Enter Enter Enter Enter Enter Esc");
    assert_int_equal(number("SELECT count(*) FROM sitting WHERE ending IS NOT NULL"), 0);
    keys("w Right Right Right");
    assert_int_equal(number("SELECT count(*) FROM sitting WHERE ending = 'heavier'"), 1);
    keys("Left Left");
    assert_int_equal(number("SELECT count(*) FROM sitting WHERE ending = 'lighter'"), 1);
    keys("Down Enter");
    shows("Good night. q leaves.");
    assert_int_equal(number("SELECT count(*) FROM sitting WHERE ended IS NOT NULL"), 1);
}

/* ---- what goes while it is on the table ---- */

static void a_card_stays_when_its_pack_goes(void **state)
{
    struct removed_pack removed = { 0 };

    (void)state;
    begin("stays");
    keys("Enter f");
    assert_int_equal(packs_remove(stage.store, "stage", &removed, NULL), STATUS_OK);
    pack_release(&removed.pack);
    keys("Space");
    shows("Sam talks.");
    keys("Enter Enter");
    shows("talked ·");
    keys("Enter"); /* and there is no other one */
    shows("just now.");
    keys("Esc r Enter");
    shows("this one stays");
}

static void a_prompt_of_their_own_may_be_torn_up_while_it_lies_there(void **state)
{
    struct couple couple;
    struct card card = { 0 };
    bool found = false;

    (void)state;
    begin("stays");
    keys("l a");
    stage_type(&stage, "Which song of yours did I learn to like?");
    keys("Enter G d");
    shows("Which song of yours");
    assert_int_equal(number("SELECT count(*) FROM card WHERE outcome = 'open' AND pack = 'ours'"),
                     1);
    assert_int_equal(journal_couple(stage.store, &couple, NULL), STATUS_OK);
    assert_int_equal(journal_table(stage.store, &couple, &card, &found, NULL), STATUS_OK);
    assert_true(found);
    assert_int_equal(packs_remove_own(stage.store, card.prompt.id, NULL), STATUS_OK);
    card_release(&card);
    couple_release(&couple);
    keys("Enter Enter");
    shows("talked ·");
}

static void the_clock_may_go_back_an_hour_in_the_middle(void **state)
{
    (void)state;
    begin("stays");
    keys("Enter f");
    stage.now.ms -= MS_PER_HOUR;
    stage.now.zone -= 60; /* as in autumn */
    keys("Space f Enter");
    stage.now.ms -= 30 * (int64_t)MS_PER_DAY; /* a dead battery */
    keys("Esc Enter");
    assert_int_equal(number("SELECT count(*) FROM sitting"), 1);
    keys("r Enter");
    shows("this one stays");
}

/* ---- often met ---- */

static void what_was_kept_three_times_may_be_written_about(void **state)
{
    (void)state;
    begin("stays");
    for (int evening = 0; evening < 3; evening++) {
        keys("Enter");
        if (evening < 2) {
            shows_not("Met three times");
            keys("k Esc Enter");
            stage.now.ms += 4 * (int64_t)MS_PER_DAY; /* a kept one may come back after three */
        }
    }
    shows("Met three times: e write first, n lighter, ! outside help");
}

#define TEST(name) cmocka_unit_test_teardown(name, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_no_leaves_nothing_that_people_can_see),
        TEST(undo_brings_a_declined_card_back_face_down),
        TEST(going_deeper_is_one_question_to_both),
        TEST(a_card_can_be_a_favourite_where_it_lies),
        TEST(answers_are_opened_together_and_kept_only_if_they_say_so),
        TEST(answers_that_nobody_saves_are_gone),
        TEST(unopened_answers_go_with_the_second_esc),
        TEST(what_is_opened_and_saved_goes_with_one_esc),
        TEST(one_alone_may_write_some_more),
        TEST(some_more_can_be_written_before_they_open),
        TEST(where_nothing_more_fits_or_is_to_undo_it_says_so),
        TEST(not_now_at_a_curtain_leads_back_to_the_sealed_card),
        TEST(a_pause_survives_leaving_and_comes_back_with_two_steps),
        TEST(the_clock_may_jump_in_a_pause),
        TEST(after_a_pause_ending_is_what_is_offered),
        TEST(after_two_vulnerable_ones_a_light_one_is_offered),
        TEST(the_offer_may_be_left),
        TEST(a_note_comes_back_from_their_editor),
        TEST(a_plan_comes_back_until_it_is_done_or_let_go),
        TEST(one_word_may_be_left_out_and_changed),
        TEST(a_card_stays_when_its_pack_goes),
        TEST(a_prompt_of_their_own_may_be_torn_up_while_it_lies_there),
        TEST(the_clock_may_go_back_an_hour_in_the_middle),
        TEST(what_was_kept_three_times_may_be_written_about),
    };

    return cmocka_run_group_tests_name("evening", tests, NULL, NULL);
}
