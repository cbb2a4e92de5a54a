/* The screens of a conversation, in every state they have: what is offered, cards that lie face
 * down, protocols step by step, pauses, what is written first, plans, topics, the end, support.
 * Cell by cell, as in test_golden.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/golden.h"

/* From home: the doors, and in through the nth. */
#define DOOR_HARD_DAY "e Enter"
#define DOOR_GOOD_NEWS "e j Enter"
#define DOOR_CHECK_IN "e j j Enter"
#define DOOR_MIRROR "e j j j Enter"
#define DOOR_FLOOR "e j j j j Enter"
#define DOOR_ELEPHANT "e j j j j j Enter"
#define DOOR_WRITE "e j j j j j j Enter"
#define DOOR_NEW "e j j j j j j j Enter"
#define DOOR_REMEMBER "e j j j j j j j j Enter"
#define DOOR_PAUSE "e j j j j j j j j j Enter"

/* From home: something serious to listen to for twenty minutes; the same to talk about. */
#define SERIOUS_LISTENING "Right Down Right Down Right Right Enter"
#define SERIOUS_TALKING "Right Down Down Right Right Enter"

PLAY(see_doors, "e j")
PLAY(see_last_door, "e j j j j j j j j j")
PLAY(deal_face_down, SERIOUS_LISTENING)
PLAY(turn_over, SERIOUS_LISTENING " Enter")
PLAY(decline, SERIOUS_LISTENING " Esc")
PLAY(ask_why_face_down, SERIOUS_LISTENING " w")
PLAY(go_deeper, SERIOUS_TALKING " g")
PLAY(go_deeper_in_vain, "Enter g")
PLAY(see_ways, "Enter e")
PLAY(see_ways_of_a_protocol, DOOR_FLOOR " e")
PLAY(hard_day, DOOR_HARD_DAY)
PLAY(hard_day_their_side, DOOR_HARD_DAY " Enter")
PLAY(hard_day_the_other, DOOR_HARD_DAY " Enter Enter Enter")
PLAY(good_news, DOOR_GOOD_NEWS)
PLAY(good_news_last, DOOR_GOOD_NEWS " Enter Enter")
PLAY(check_in_issue, DOOR_CHECK_IN " Enter Enter Enter Enter Enter")
PLAY(mirror_now, DOOR_MIRROR)
PLAY(mirror_more, DOOR_MIRROR " Enter Enter")
PLAY(mirror_feeling, DOOR_MIRROR " Enter Enter Enter Enter")
PLAY(floor_say_back, DOOR_FLOOR " Enter")
PLAY(floor_changes, DOOR_FLOOR " Enter Enter Enter")
PLAY(elephant_ready, DOOR_ELEPHANT)
PLAY(elephant_back, DOOR_ELEPHANT " Enter Enter Enter Enter Enter")
PLAY(elephant_named, DOOR_ELEPHANT " Enter Enter Enter Enter Enter Enter")
PLAY(after_elephant, DOOR_ELEPHANT " Enter Enter Enter Enter Enter Enter Enter")
PLAY(be_glad, DOOR_ELEPHANT " Enter Enter Enter Enter Enter Enter Enter Enter")
PLAY(something_new_when, DOOR_NEW " Enter Enter Enter")
PLAY(remember, DOOR_REMEMBER)
PLAY(remember_nothing, DOOR_REMEMBER)
PLAY(write_step, DOOR_WRITE)
PLAY(floor_with_a_prompt, "Enter e j Enter Enter")
PLAY(pause_card, "Enter t")
PLAY(pause_later, "Enter t + + +")
PLAY(pause_door, DOOR_PAUSE)
PLAY(pause_know, "Enter t Enter")
PLAY(pause_part, "Enter t Enter Enter Enter")
PLAY(pause_at_home, "Enter t Esc")
PLAY(see_sealed, DOOR_WRITE " Enter")
PLAY(see_sealed_curtain, DOOR_WRITE " Enter Enter")
PLAY(after_check_in, DOOR_CHECK_IN " Enter Enter Enter Enter Enter Enter Enter Enter")
PLAY(choose_word, "Enter Enter Enter Enter Enter Esc w Right Right")
PLAY(see_curtain, "o")
PLAY(answer_alone, "o Enter Down Left Down Right Down")
PLAY(answer_alone_last, "o Enter G Right")
PLAY(see_other_curtain, "o Enter Enter")
PLAY(see_last_curtain, "o Enter Enter Enter Enter Right")
PLAY(see_topics, "o Enter Enter Enter Enter Enter Down")
PLAY(close_topic, "o Enter Enter Enter Enter Enter Down Down Down Enter")
PLAY(see_support, "Enter !")
PLAY(help_face_down, SERIOUS_LISTENING " ?")
PLAY(help_steps, DOOR_FLOOR " ?")
PLAY(help_pause, "Enter t ?")

static void write_left(struct stage *stage)
{
    stage_keys(stage, DOOR_WRITE " Enter Enter Enter");
    stage_type(stage,
               "I put the kettle on. Not a question. The kettle is on, and you do not ask how "
               "it was until the second cup.");
}

static void left_has_written(struct stage *stage)
{
    write_left(stage);
    stage_keys(stage, "Esc Esc");
}

static void both_have_written(struct stage *stage)
{
    write_left(stage);
    stage_keys(stage, "Esc Enter");
    stage_type(stage,
               "“Leave it. We do the dull part together.” The word that does it is together.");
    stage_keys(stage, "Esc");
}

static void open_both(struct stage *stage)
{
    both_have_written(stage);
    stage_keys(stage, "Enter");
}

static void write_long(struct stage *stage)
{
    stage_keys(stage, DOOR_WRITE " Enter Enter Enter");
    for (int i = 1; i <= 12; i++) {
        stage_type(stage, "A line about the summer, and one more.");
        stage_keys(stage, "Enter");
    }
}

static void open_long(struct stage *stage)
{
    write_long(stage);
    stage_keys(stage, "Esc Enter");
    stage_type(stage, "Short.");
    stage_keys(stage, "Esc Enter Down Down Down");
}

static void ask_when_open(struct stage *stage)
{
    open_both(stage);
    stage_keys(stage, "f");
}

static void put_away(struct stage *stage)
{
    both_have_written(stage);
    stage_keys(stage, "Esc");
}

static void make_plan(struct stage *stage)
{
    stage_keys(stage, "Enter Enter Enter Enter Enter Tab Tab Tab");
    stage_type(stage, "a bus to its last stop.");
}

static void plan_at_home(struct stage *stage)
{
    make_plan(stage);
    stage_keys(stage, "Esc Enter");
}

static void plan_done(struct stage *stage)
{
    plan_at_home(stage);
    stage_keys(stage, "d");
}

/* A card that was talked about long ago, with a line; ids never go back in time. */
static void past_november(struct stage *stage)
{
    static const struct stage_card card = { .mood = MOOD_LIGHT,
                                            .text = "stays",
                                            .note = "The bus stop. Two umbrellas and no plan." };

    stage_evening(stage, stage_moment(2026, 11, 19, 21, 0), &card, 1);
    stage->now = stage_moment(2027, 3, 6, 21, 4);
}

#define ONE                                                                                        \
    {                                                                                              \
        .cards = "stays"                                                                           \
    }

/* clang-format off */
static const struct scene scenes[] = {
    { "something_particular_lists_its_doors", "doors-list", { 0 }, NULL, see_doors },
    { "the_last_door_is_a_pause", "doors-last", { 0 }, NULL, see_last_door },
    { "a_card_can_be_held_another_way", "ways-card", ONE, NULL, see_ways },
    { "a_protocol_can_be_changed_or_left", "ways-protocol", { 0 }, NULL, see_ways_of_a_protocol },

    { "what_asks_for_consent_is_dealt_face_down", "card-face-down", { .cards = "chair" }, NULL, deal_face_down },
    { "turned_over_it_is_a_card", "card-turned-over", { .cards = "chair" }, NULL, turn_over },
    { "one_no_puts_it_away", "card-declined", { .cards = "chair sunday" }, NULL, decline },
    { "why_is_told_of_a_card_face_down_too", "card-face-down-why", { .cards = "chair" }, NULL, ask_why_face_down },
    { "going_deeper_asks_in_the_same_way", "card-deeper", { .cards = "tired enough" }, NULL, go_deeper },
    { "nothing_deeper_is_said", "card-deeper-none", ONE, NULL, go_deeper_in_vain },

    { "a_hard_day_is_told", "steps-hard-day", { 0 }, NULL, hard_day },
    { "the_listener_takes_their_side", "steps-hard-day-side", { 0 }, NULL, hard_day_their_side },
    { "then_the_other_one_has_it", "steps-hard-day-other", { 0 }, NULL, hard_day_the_other },
    { "good_news_is_told", "steps-good-news", { 0 }, NULL, good_news },
    { "good_news_ends_with_something_small", "steps-good-news-last", { 0 }, NULL, good_news_last },
    { "a_check_in_names_one_issue_each", "steps-check-in", { 0 }, NULL, check_in_issue },
    { "the_mirror_asks_for_the_moment", "steps-mirror", { 0 }, NULL, mirror_now },
    { "the_mirror_asks_for_more", "steps-mirror-more", { 0 }, NULL, mirror_more },
    { "the_mirror_guesses_a_feeling", "steps-mirror-feeling", { 0 }, NULL, mirror_feeling },
    { "the_floor_is_said_back", "steps-floor", { 0 }, NULL, floor_say_back },
    { "the_floor_changes_hands", "steps-floor-changes", { 0 }, NULL, floor_changes },
    { "the_floor_is_held_on_a_prompt_too", "steps-floor-prompt", ONE, NULL, floor_with_a_prompt },
    { "the_elephant_asks_whether_both_are_ready", "steps-elephant", { 0 }, NULL, elephant_ready },
    { "the_elephant_is_said_back", "steps-elephant-back", { 0 }, NULL, elephant_back },
    { "the_elephant_stops_at_named", "steps-elephant-named", { 0 }, NULL, elephant_named },
    { "something_new_gets_a_day", "steps-something-new", { 0 }, NULL, something_new_when },
    { "something_is_remembered", "steps-remember", { 0 }, past_november, remember },
    { "nothing_to_remember_is_said", "steps-remember-none", { 0 }, NULL, remember_nothing },
    { "writing_first_is_a_step", "steps-write", ONE, NULL, write_step },

    { "a_pause_has_a_time", "pause-offered", ONE, NULL, pause_card },
    { "the_time_can_be_later", "pause-later", ONE, NULL, pause_later },
    { "a_pause_has_a_door", "pause-door", { 0 }, NULL, pause_door },
    { "after_a_pause_comes_what_to_know", "pause-know", ONE, NULL, pause_know },
    { "after_a_pause_comes_my_part", "pause-part", ONE, NULL, pause_part },
    { "home_keeps_a_pause", "home-pause", ONE, NULL, pause_at_home },

    { "sealed_answers_lie_on_their_faces", "sealed-none", ONE, NULL, see_sealed },
    { "a_curtain_comes_before_writing", "sealed-curtain", ONE, NULL, see_sealed_curtain },
    { "one_writes_alone", "sealed-writing", ONE, NULL, write_left },
    { "a_long_text_moves_with_the_cursor", "sealed-writing-long", ONE, NULL, write_long },
    { "one_has_written", "sealed-one", ONE, NULL, left_has_written },
    { "both_have_written", "sealed-both", ONE, NULL, both_have_written },
    { "putting_it_away_takes_a_second_esc", "sealed-put-away", ONE, NULL, put_away },
    { "both_are_opened_together", "sealed-open", ONE, NULL, open_both },
    { "a_follow_up_is_asked_where_both_lie_open", "sealed-open-followup", ONE, NULL, ask_when_open },
    { "a_longer_answer_scrolls", "sealed-open-long", ONE, NULL, open_long },

    { "a_plan_is_made_on_a_line", "after-plan", ONE, NULL, make_plan },
    { "a_check_in_ends_with_something_to_try", "after-check-in", { 0 }, NULL, after_check_in },
    { "after_depth_four_comes_something_to_be_glad_of", "after-elephant", { 0 }, NULL, after_elephant },
    { "something_to_be_glad_of_is_a_small_card", "card-appreciation", { 0 }, NULL, be_glad },
    { "home_brings_a_plan_back", "home-plan", ONE, NULL, plan_at_home },
    { "a_plan_is_done", "home-plan-done", ONE, NULL, plan_done },
    { "one_word_for_both", "close-word", ONE, NULL, choose_word },

    { "a_curtain_comes_before_each_private_part", "topics-curtain", { 0 }, NULL, see_curtain },
    { "each_answers_alone", "topics-alone", { 0 }, NULL, answer_alone },
    { "the_last_topic_shows_that_answers_are_forgotten", "topics-alone-last", { 0 }, NULL,
      answer_alone_last },
    { "the_other_one_has_a_curtain_too", "topics-other-curtain", { 0 }, NULL, see_other_curtain },
    { "the_last_curtain_opens_for_both", "topics-last-curtain", { 0 }, NULL, see_last_curtain },
    { "both_see_one_word_a_topic", "topics-together", { 0 }, NULL, see_topics },
    { "a_topic_is_closed_without_a_question", "topics-closed", { 0 }, NULL, close_topic },

    { "support_is_one_page", "support", { .cards = "stays" }, NULL, see_support },

    { "help_lists_the_keys_of_a_card_face_down", "help-face-down", { .cards = "chair" }, NULL, help_face_down },
    { "help_lists_the_keys_of_steps", "help-steps", { 0 }, NULL, help_steps },
    { "help_lists_the_keys_of_a_pause", "help-pause", ONE, NULL, help_pause },
};
/* clang-format on */

int main(void)
{
    return golden_run("golden_talk", scenes, ARRAY_SIZE(scenes), NULL, 0);
}
