/* Whole cards that are what is meant by a good one: six pairs of a talking and a listening prompt
 * on the same ground, and eight with all that belongs to them. No rule may stop any. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "format/lint.h"
#include "support/prompts.h"

/* clang-format off */
static const struct {
    const char *talking, *listening;
    int depth, minutes;
} pairs[] = {
    { "Which small thing from today would you like to tell slowly?",
      "One of you tells a small thing from today. The other finds the one detail that mattered "
      "most, and says it back.", 2, 5 },
    { "What did your hands do today that took more care than it looked?",
      "Listen to ten minutes of your partner's day, and name the part of it that took the most "
      "care.", 2, 10 },
    { "Describe a place where you felt completely at ease.",
      "While your partner describes a place they felt at ease, ask only about what could be heard, "
      "smelled or touched there.", 2, 10 },
    { "What is something you are worried about that is not about us?",
      "Hear one worry that is not about the two of you. Offer nothing. Say only what it seems to "
      "feel like, and ask if that is close.", 3, 20 },
    { "When did you last change your mind about something that matters?",
      "Your partner explains a belief you don't share. Say it back so well that they answer \"yes, "
      "exactly\".", 3, 20 },
    { "What would you like more of from me this week?",
      "Your partner names one wish for this week. Ask two questions about it before you say "
      "anything of your own.", 3, 10 },
};

/* Where a card asks for an act or is of depth 4, it has what rules 9 and 14 ask for. */
static const struct change cards[] = {
    { .id = "pocket", .mood = MOOD_LIGHT, .mode = MODE_TALKING, .depth = 1, .minutes = 5,
      .text = "Empty one pocket or one corner of your bag. Which thing in there has the best story?",
      .focus = "What is in your pocket.", .to_do = "Hold the thing while its story is told.",
      .to_avoid = "telling your own story first", .to_ask = "Who else would know it at once?",
      .followups = { "How did it come to you?", "What will become of it in the end?" },
      .access_alt = "Name a thing that is in your pocket or bag. What is the best story about "
                    "it?" },
    { .id = "minute", .mood = MOOD_LIGHT, .mode = MODE_TALKING, .depth = 2, .minutes = 5,
      .text = "At which minute of an ordinary day is your body happiest?",
      .focus = "A good minute.", .to_do = "Say when you think that yours is.",
      .to_avoid = "making a plan of it", .to_ask = "What is touching you just then?",
      .followups = { "What has just ended?", "What would spoil it?" } },
    { .id = "war", .mood = MOOD_LIGHT, .mode = MODE_TALKING, .depth = 1, .minutes = 5,
      .text = "Which object at home are you quietly at war with, and who is winning?",
      .focus = "The war with the toaster.", .to_do = "Speak for the object.",
      .to_avoid = "being reasonable", .to_ask = "What does it say about you to the others?",
      .followups = { "What was its first attack?", "What would peace look like?" } },
    { .id = "photo", .mood = MOOD_LIGHT, .mode = MODE_LISTENING, .depth = 2, .minutes = 10,
      .text = "One of you describes a photo of the two of you that nobody took. The other guesses "
              "the day.",
      .focus = "A photo that nobody took.",
      .to_do = "Shut your eyes and look at it. Guess only at the end.",
      .to_avoid = "calling out early", .to_ask = "What is the light like?",
      .followups = { "What is just outside the frame?", "What were we about to do?" } },
    { .id = "week", .mood = MOOD_SERIOUS, .mode = MODE_LISTENING, .depth = 3, .minutes = 10,
      .text = "Hear your partner's week as if you could not fix any of it. Your only words are "
              "\"and then?\".",
      .focus = "The week, unmended.", .to_do = "At the very end, name one feeling you heard.",
      .to_avoid = "any plan", .to_ask = "Was that close?",
      .followups = { "Where did the week turn?", "What part of it is still going on tonight?" } },
    { .id = "step-around", .mood = MOOD_SERIOUS, .mode = MODE_TALKING, .depth = 4, .minutes = 20,
      .text = "Name one thing that we both step around. Only name it: tonight nobody has to solve "
              "it.",
      .focus = "A thing we step around.", .to_do = "Say 'thank you for naming it'. Then stop.",
      .to_avoid = "explaining, defending, solving", .to_ask = "Shall we keep it for another day?",
      .followups = { "How long has it been there?",
                     "What would you need, to look at it some day?" },
      .protocol = "name the elephant" },
    { .id = "changed-mind", .mood = MOOD_SERIOUS, .mode = MODE_TALKING, .depth = 2, .minutes = 5,
      .text = "What have you changed your mind about since we met, without announcing it?",
      .focus = "A mind that changed.", .to_do = "Ask to hear both sides from them: before and "
      "after.", .to_avoid = "saying 'I told you so'", .to_ask = "When did you notice?",
      .followups = { "What did it?", "What did it cost you?" } },
    { .id = "passed-over", .mood = MOOD_SERIOUS, .mode = MODE_LISTENING, .depth = 3, .minutes = 10,
      .text = "There's a question you hope that I'll ask you. Write it down, pass it over, and "
              "I'll ask it.",
      .focus = "A question to be asked.",
      .to_do = "Read it aloud slowly, as if it were your own question.",
      .to_avoid = "changing a word of it", .to_ask = "Shall I ask it again some time?",
      .followups = { "What made it hard to ask for?", "What would be a good next one?" } },
};
/* clang-format on */

static void expect_no_error(const struct pack *pack)
{
    struct lint_report report = { 0 };

    lint_run(&report, pack, 1, LINT_EACH);
    for (size_t i = 0; i < report.count; i++)
        if (report.list[i].level == LINT_ERROR)
            print_error("%s: %d-%s: %s\n", pack->prompts[report.list[i].prompt].id,
                        report.list[i].rule, report.list[i].name, report.list[i].what);
    assert_int_equal(report.errors, 0);
    lint_release(&report);
}

static void the_pairs_of_talking_and_listening_pass(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
        for (int side = 0; side < 2; side++) {
            struct change change = { .text = side ? pairs[i].listening : pairs[i].talking,
                                     .mode = side ? MODE_LISTENING : MODE_TALKING,
                                     .mood = MOOD_SERIOUS,
                                     .depth = pairs[i].depth,
                                     .minutes = pairs[i].minutes };
            struct pack pack = prompts_pack(&change);

            expect_no_error(&pack);
            pack_release(&pack);
        }
}

static void the_whole_cards_pass_alone_and_together(void **state)
{
    struct pack all = { 0 };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cards); i++) {
        struct pack one = prompts_pack(&cards[i]);

        expect_no_error(&one);
        pack_release(&one);
        if (i)
            prompts_add(&all, &cards[i]);
        else
            all = prompts_pack(&cards[i]);
    }
    expect_no_error(&all);
    pack_release(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pairs_of_talking_and_listening_pass),
        cmocka_unit_test(the_whole_cards_pass_alone_and_together),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8")) {
        fputs("the locale C.UTF-8 is missing\n", stderr);
        return 1;
    }
    return cmocka_run_group_tests_name("lint cards", tests, NULL, NULL);
}
