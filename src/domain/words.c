/* The words of the domain, as tables. */
#include "domain/words.h"

#include <string.h>

#include "base/mem.h"

const int minutes_legal[MINUTES_COUNT] = { 5, 10, 20, 30 };

static const char *const moods[] = { "light", "serious" };
static const char *const modes[] = { "talking", "listening" };
static const char *const dimensions[] = { "emotional", "mental", "spiritual", "physical" };
static const char *const responses[] = { "celebrate", "comfort", "understand", "play" };
static const char *const responses_said[] = { "to enjoy it", "to comfort", "to understand",
                                              "to play" };
static const char *const consents[] = { "none", "ask", "match" };
static const char *const outcomes[] = { "open", "talked", "kept", "another", "stopped" };
static const char *const outcomes_said[] = { "on the table", "talked", "kept for later",
                                             "put aside", "stopped" };
static const char *const facets[] = { "social", "recreational", "affection",
                                      "sexual", "gratitude",    "good-news",
                                      "stress", "future",       "conflict" };
static const char *const flags[] = {
    "sex",   "body",  "trauma", "grief",         "family-of-origin", "parenting-fertility",
    "money", "faith", "health", "past-partners", "trust-breach",     "substance"
};
static const char *const requires[] = { "marriage", "children", "pregnancy", "in-laws", "faith" };
static const char *const protocols[] = { "turns",
                                         "floor",
                                         "mirror",
                                         "stress talk",
                                         "good news",
                                         "check-in",
                                         "name the elephant",
                                         "pause and repair",
                                         "write first",
                                         "something new",
                                         "remember" };
static const char *const depths[] = { "1", "2", "3", "4" };
static const char *const depths_said[] = { "open", "personal", "vulnerable", "exposed" };
static const char *const marks[] = { "favourite", "never" };
static const char *const marks_said[] = { "favourite", "never again" };

static const char *const flags_said[] = {
    "sex",   "the body", "old wounds", "grief",         "where we come from", "having children",
    "money", "faith",    "health",     "past partners", "broken trust",       "drink and drugs"
};
static const char *const topics[] = { "ask", "open", "closed" };
static const char *const notes[] = { "note", "laughed", "heard", "plan", "answer", "then" };
static const char *const notes_said[] = { "a note", "made us laugh", "heard",
                                          "to try", "written",       "then" };
static const char *const plans[] = { "open", "done", "let go" };
static const char *const endings[] = { "lighter", "same", "heavier" };
static const char *const endings_said[] = { "lighter", "the same", "heavier" };

#define TABLE(what_, first_, words_, said_)                                                        \
    {                                                                                              \
        .what = (what_), .first = (first_), .word = (words_), .said = (said_),                     \
        .count = ARRAY_SIZE(words_)                                                                \
    }

const struct vocabulary vocabulary_mood = TABLE("mood", MOOD_LIGHT, moods, NULL);
const struct vocabulary vocabulary_mode = TABLE("mode", MODE_TALKING, modes, NULL);
const struct vocabulary vocabulary_dimension = TABLE("dimension", 0, dimensions, NULL);
const struct vocabulary vocabulary_response =
    TABLE("response", RESPONSE_CELEBRATE, responses, responses_said);
const struct vocabulary vocabulary_consent = TABLE("consent", 0, consents, NULL);
const struct vocabulary vocabulary_outcome = TABLE("outcome", 0, outcomes, outcomes_said);
const struct vocabulary vocabulary_facet = TABLE("facet", 0, facets, NULL);
const struct vocabulary vocabulary_flag = TABLE("flag", 0, flags, flags_said);
const struct vocabulary vocabulary_requires = TABLE("requirement", 0, requires, NULL);
const struct vocabulary vocabulary_protocol = TABLE("protocol", 0, protocols, NULL);
const struct vocabulary vocabulary_depth = TABLE("depth", DEPTH_MIN, depths, depths_said);
const struct vocabulary vocabulary_mark = TABLE("mark", MARK_FAVOURITE, marks, marks_said);
const struct vocabulary vocabulary_topic = TABLE("topic", TOPIC_ASK, topics, NULL);
const struct vocabulary vocabulary_note = TABLE("note", NOTE_PLAIN, notes, notes_said);
const struct vocabulary vocabulary_plan = TABLE("plan", PLAN_OPEN, plans, NULL);
const struct vocabulary vocabulary_ending = TABLE("ending", ENDING_LIGHTER, endings, endings_said);

int words_find(const struct vocabulary *vocabulary, const char *word)
{
    for (size_t i = 0; i < vocabulary->count; i++)
        if (!strcmp(vocabulary->word[i], word))
            return vocabulary->first + (int)i;
    return -1;
}

static const char *entry(const struct vocabulary *vocabulary, const char *const *words, int value)
{
    int i = value - vocabulary->first;

    return i >= 0 && (size_t)i < vocabulary->count ? words[i] : "";
}

const char *words_name(const struct vocabulary *vocabulary, int value)
{
    return entry(vocabulary, vocabulary->word, value);
}

const char *words_said(const struct vocabulary *vocabulary, int value)
{
    return entry(vocabulary, vocabulary->said ? vocabulary->said : vocabulary->word, value);
}

enum partner partner_other(enum partner partner)
{
    static const enum partner other[] = { PARTNER_NONE, PARTNER_RIGHT, PARTNER_LEFT };

    return other[partner];
}
