/* The rules, as rows. Their numbers are those of data/README.md and never change their meaning.
 *
 * That minutes, mood, flags and consent go with the depth, and that ids are unique in a pack, the
 * reader of packs has seen to before (rules 14 and 16). */
#include "lint_private.h"

#include "base/mem.h"

/* Which texts a rule looks at. */
enum {
    CARDS = FIELD(TEXT) | FIELD(ACCESS_ALT),
    ASKED = CARDS | FIELD(FOLLOWUP),
    QUESTIONS = ASKED | FIELD(ASK),
    ORDERS = FIELD(DO) | FIELD(SPEAKER),
    LISTENERS = FIELD(DO) | FIELD(AVOID) | FIELD(ASK),
    TOLD = QUESTIONS | ORDERS | FIELD(FOCUS),
    ALL = TOLD | FIELD(AVOID), /* what is better left out presumes nothing */
};

#define E .level = LINT_ERROR
#define W .level = LINT_WARNING
#define ANY .any_language = true
#define BUILT_IN .catalogue_only = true
#define ABOUT(list_) .line = rule_listed, .list = LIST_##list_
#define REQUIRES(list_, word)                                                                      \
    {                                                                                              \
        8, "requires", E, TOLD, .line = rule_requires, .list = LIST_##list_,                       \
                                .what = "“{}” fits only some couples",                             \
                                .mend = "Put \"" word "\" into requires, or say it for everybody"  \
    }

/* clang-format off */
const struct rule lint_rules[] = {
    { 1, "questions", E, QUESTIONS | ORDERS, ANY, .line = rule_questions,
      .what = "has {} question marks", .mend = "Keep the better question" },
    { 2, "closed", E, ASKED, .line = rule_closed,
      .what = "“{} …” can be answered with yes or no",
      .mend = "Open with what, which, where, when or how, or with a task" },
    { 3, "why", E, QUESTIONS | FIELD(DO), .line = rule_why_aimed,
      .what = "asks the partner for reasons", .mend = "Ask what it was like, or what led to it" },
    { 3, "why", E, QUESTIONS, .line = rule_why_deep,
      .what = "asks why, of something that is close to the bone",
      .mend = "Ask what, where or when" },
    { 3, "why", W, QUESTIONS, .line = rule_why,
      .what = "asks why", .mend = "See whether what, where or when asks it better" },
    { 4, "judging", E, QUESTIONS | ORDERS, .line = rule_hard_aimed,
      .what = "“{}” beside “you” or “we” is a judgement", .mend = "Say it without" },
    { 4, "judging", W, QUESTIONS | ORDERS, .line = rule_hard,
      .what = "“{}” judges easily", .mend = "See whether it does without" },
    { 4, "judging", E, ALL, ABOUT(ACCUSING),
      .what = "“{}” has an accusation in it", .mend = "Ask for what happened" },
    { 5, "length", E, CARDS, .line = rule_short,
      .what = "has {} words; a card has 5 or more", .mend = "Name a moment, a place or a thing" },
    { 5, "length", E, ASKED | LISTENERS, .line = rule_long,
      .what = "has {}", .mend = "Shorten it" },
    { 5, "width", W, FIELD(DO) | FIELD(AVOID), ANY, .line = rule_wide,
      .what = "has {} beside the card", .mend = "Shorten it, or it waits behind a key" },
    { 6, "reading", W, CARDS, .line = rule_syllables,
      .what = "has {} syllables a word", .mend = "Look for plainer words" },
    { 6, "reading", E, BUILT_IN, .all = rule_grade,
      .what = "all texts together read at grade {}; 6 is the most",
      .mend = "Shorten sentences, look for plainer words" },
    { 7, "gender", E, ALL, ABOUT(GENDERED),
      .what = "“{}” says who the partner is", .mend = "Say “you”, “they” or “your partner”" },
    REQUIRES(MARRIAGE, "marriage"),
    REQUIRES(CHILDREN, "children"),
    REQUIRES(PREGNANCY, "pregnancy"),
    REQUIRES(IN_LAWS, "in-laws"),
    REQUIRES(FAITH, "faith"),
    { 8, "presumes", W, TOLD, ABOUT(PRESUMING),
      .what = "not every couple has “{}”", .mend = "See whether it can be said for everybody" },
    { 9, "act", E, CARDS, .line = rule_act,
      .what = "asks for an act of seeing, moving or touching (“{}”)",
      .mend = "Write an access_alt that does without" },
    { 9, "idiom", E, ALL, ABOUT(ABLEIST),
      .what = "“{}” makes a fault of a body or a mind", .mend = "Say what is meant" },
    { 10, "sex", E, ALL, .line = rule_sexual, .list = LIST_SEXUAL,
      .what = "“{}” is about sex", .mend = "Give it the facet sexual and the flag sex, or say it "
      "without" },
    { 10, "sex", E, FIELD(FLAGS), ANY, .prompt = rule_facet_and_flag,
      .what = "has {}", .mend = "They go together" },
    { 10, "counting", E, QUESTIONS | ORDERS, ABOUT(FREQUENCY),
      .what = "“{}” counts", .mend = "Ask for the last time, or for one time" },
    { 10, "presumes", E, ALL, ABOUT(PRESUMED),
      .what = "“{}” takes an act, a desire or an outcome for granted",
      .mend = "Ask what is wished, and leave nothing open as an answer" },
    { 11, "rating", E, QUESTIONS | ORDERS, ABOUT(RATING),
      .what = "“{}” rates or compares", .mend = "Ask for one thing they noticed" },
    { 11, "rating", E, QUESTIONS | ORDERS, .line = rule_scale, .list = LIST_SCALE,
      .what = "“{}” measures one of the two", .mend = "Ask for one thing they noticed" },
    { 12, "jargon", E, ALL, ABOUT(JARGON),
      .what = "“{}” belongs to a practice", .mend = "Say it as a friend would" },
    { 13, "feeling", W, FIELD(TEXT), .prompt = rule_feeling,
      .what = "is deep and names no feeling or need", .mend = "Name one, or make it less deep" },
    { 13, "mending", E, FIELD(DO), ABOUT(MENDING),
      .what = "“{}” is not what a listener does here", .mend = "Give the listener something to "
      "hear, hold, fetch or guess" },
    { 14, "way-out", E, FIELD(DEPTH), ANY, .prompt = rule_lighter,
      .what = "has depth 4 and no way to something lighter",
      .mend = "Give it a lighter_alt or a protocol" },
    { 14, "way-out", E, ANY, .all = rule_lighter_is_lighter,
      .what = "leads to “{}”, which is no lighter", .mend = "Name a prompt of less depth" },
    { 15, "followups", W, FIELD(PROMPT), ANY, .prompt = rule_followups_none,
      .what = "has no follow-ups", .mend = "Write two to four that go deeper into the same answer" },
    { 15, "again", W, FIELD(FOLLOWUP), .line = rule_repeats,
      .what = "says {} % of the prompt’s words again", .mend = "Go on from the answer" },
    { 16, "unique", E, ANY, BUILT_IN, .all = rule_same_id,
      .what = "has the id of {}", .mend = "Give it a name of its own" },
    { 16, "unique", E, ANY, .all = rule_similar,
      .what = "says nearly the same as {}", .mend = "Keep the better one" },
    { 17, "balance", E, ANY, BUILT_IN, .all = rule_balance,
      .what = "{}", .mend = "Write for what is short, or take from what is plenty" },
    { 18, "repeated", E, ANY, .all = rule_repeated_lines,
      .what = "this listener’s line also serves {}", .mend = "Write one about this prompt" },
    { 18, "own", W, FIELD(PROMPT), .prompt = rule_own_listener,
      .what = "{} of the listener’s lines names something from the prompt",
      .mend = "Make two of the three about this prompt" },
    { 19, "openings", W, BUILT_IN, .all = rule_openings,
      .what = "{}", .mend = "Open some of them in another way" },
};
/* clang-format on */

const size_t lint_rule_count = ARRAY_SIZE(lint_rules);
