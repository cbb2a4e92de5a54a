/* Rules on one text: what it asks, how it opens, which words it uses, how long it is. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "lint_private.h"

enum {
    TEXT_WORDS_MIN = 5,
    TEXT_WORDS_MAX = 30,
    FOLLOWUP_WORDS_MAX = 15,
    LISTENER_WORDS_MAX = 20,
    /* Columns beside a card, as sums of clusters. */
    DO_MAX = 50,
    AVOID_MAX = 24,
    DO_SHORT_MAX = 26,
    AVOID_BESIDE_MAX = 13,
    /* In hundredths. */
    SYLLABLES_MAX = 160,
    AGAIN_MAX = 60,
    DEEP = 3,
};

static const struct word_list *list_of(const struct line *line, enum list list)
{
    return &line->of->lists->of[list];
}

bool rule_listed(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    size_t size, at = list_find(list_of(line, rule->list), &line->words, 0, &size);

    words_quote(about, &line->words, at, size);
    return size > 0;
}

/* ---- 1 to 3: questions ---- */

bool rule_questions(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    (void)rule;
    strbuf_addf(about, "%zu", line->words.question_marks);
    return line->words.question_marks > 1;
}

static bool is_word(const struct words *words, size_t at, const char *text)
{
    return at < words->count && !strcmp(words->list[at].text, text);
}

/* "Do" and "have", with or without "not", open an order too: then no subject follows. */
static bool opens_an_order(const struct line *line)
{
    static const char *const orders[] = { "do", "don't", "have" };
    const struct words *words = &line->words;

    for (size_t i = 0; i < ARRAY_SIZE(orders); i++)
        if (is_word(words, 0, orders[i]))
            return words->count < 2 || !list_covers(list_of(line, LIST_SUBJECTS), words, 1);
    return false;
}

bool rule_closed(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    const struct words *words = &line->words;

    (void)rule;
    if (!words->count || !list_covers(list_of(line, LIST_CLOSED), words, 0) ||
        opens_an_order(line) || !words_asks(words, 0))
        return false;
    words_quote(about, words, 0, 1);
    return true;
}

/* The first "why" from at on; words->count without one. */
static size_t find_why(const struct words *words, size_t at)
{
    while (at < words->count && strcmp(words->list[at].text, "why") != 0)
        at++;
    return at;
}

static bool is_you_or_we(const struct words *words, size_t at)
{
    static const char *const whom[] = { "you", "we", "your", "our" };

    for (size_t i = 0; i < ARRAY_SIZE(whom); i++)
        if (is_word(words, at, whom[i]))
            return true;
    return false;
}

/* "Why did you …", "why can't we …". */
static bool is_aimed_why(const struct line *line, size_t at)
{
    const struct words *words = &line->words;

    return at + 2 < words->count && list_covers(list_of(line, LIST_CLOSED), words, at + 1) &&
           is_you_or_we(words, at + 2);
}

static bool has_aimed_why(const struct line *line)
{
    const struct words *words = &line->words;

    for (size_t at = find_why(words, 0); at < words->count; at = find_why(words, at + 1))
        if (is_aimed_why(line, at))
            return true;
    return false;
}

bool rule_why_aimed(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    (void)rule;
    (void)about;
    return has_aimed_why(line);
}

static bool has_other_why(const struct line *line)
{
    return find_why(&line->words, 0) < line->words.count && !has_aimed_why(line);
}

bool rule_why_deep(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    (void)rule;
    (void)about;
    return line->of->prompt->depth >= DEEP && has_other_why(line);
}

bool rule_why(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    (void)rule;
    (void)about;
    return line->of->prompt->depth < DEEP && has_other_why(line);
}

/* ---- 4: words that judge ---- */

static bool has_hard(const struct line *line, bool aimed, struct strbuf *about)
{
    const struct words *words = &line->words;
    const struct word_list *hard = list_of(line, LIST_HARD);
    size_t size;

    for (size_t at = list_find(hard, words, 0, &size); size;
         at = list_find(hard, words, at + 1, &size))
        if (list_in_sentence(list_of(line, LIST_AIMED), words, at) == aimed) {
            words_quote(about, words, at, size);
            return true;
        }
    return false;
}

bool rule_hard_aimed(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    (void)rule;
    return has_hard(line, true, about);
}

bool rule_hard(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    (void)rule;
    return has_hard(line, false, about);
}

/* ---- 5 and 6: length ---- */

bool rule_short(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    (void)rule;
    strbuf_addf(about, "%zu", line->words.count);
    return line->words.count < TEXT_WORDS_MIN;
}

static size_t words_allowed(enum lint_field field)
{
    if (field == LINT_TEXT || field == LINT_ACCESS_ALT)
        return TEXT_WORDS_MAX;
    return field == LINT_FOLLOWUP ? FOLLOWUP_WORDS_MAX : LISTENER_WORDS_MAX;
}

bool rule_long(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    size_t most = words_allowed(line->field);

    (void)rule;
    strbuf_addf(about, "%zu words, and %zu are the most", line->words.count, most);
    return line->words.count > most;
}

static size_t letters_of(const char *text)
{
    size_t n = text ? strlen(text) : 0, letters = 0;

    for (size_t at = 0; at < n; at = text_next_cluster(text, n, at))
        letters++;
    return letters;
}

/* What fits beside the card, which both lines share. */
bool rule_wide(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    size_t letters = letters_of(line->text), most = DO_MAX;

    (void)rule;
    if (line->field == LINT_AVOID)
        most = letters_of(line->of->prompt->listener.to_do) > DO_SHORT_MAX ? AVOID_BESIDE_MAX
                                                                           : AVOID_MAX;
    strbuf_addf(about, "%zu letters, and %zu fit", letters, most);
    return letters > most;
}

bool rule_syllables(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    const struct words *words = &line->words;
    size_t syllables = 0;

    (void)rule;
    for (size_t i = 0; i < words->count; i++)
        syllables += word_syllables(words->list[i].text);
    if (words->count < TEXT_WORDS_MIN || syllables * 100 <= words->count * SYLLABLES_MAX)
        return false;
    strbuf_addf(about, "%zu.%02zu", syllables / words->count, syllables * 100 / words->count % 100);
    return true;
}

/* ---- 8: what only some couples have ---- */

bool rule_requires(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    unsigned member = (unsigned)rule->list - LIST_MARRIAGE;

    return !(line->of->prompt->requires & 1u << member) && rule_listed(rule, line, about);
}

/* ---- 9: acts ---- */

enum start { START_NONE, START_WITHIN, START_CLAUSE };

/* May a task begin at this word? Inside of quotes somebody is quoted, not told. */
static enum start start_at(const struct words *words, size_t at)
{
    unsigned before = words->list[at].before;

    if (!at)
        return before & GAP_QUOTE ? START_NONE : START_CLAUSE;
    if (before & GAP_SENTENCE)
        return START_CLAUSE;
    if (before & GAP_QUOTE)
        return START_NONE;
    if (before & GAP_CLAUSE)
        return START_CLAUSE;
    return before & GAP_COMMA || is_word(words, at - 1, "and") || is_word(words, at - 1, "then")
               ? START_WITHIN
               : START_NONE;
}

static size_t skip_listed(const struct line *line, enum list list, size_t at)
{
    while (at < line->words.count) {
        size_t covered = list_covers(list_of(line, list), &line->words, at);

        if (!covered)
            break;
        at += covered;
    }
    return at;
}

/* Where the verb of a task would stand in a clause that begins at at. */
static size_t verb_at(const struct line *line, size_t at)
{
    size_t verb = skip_listed(line, LIST_ACT_OPENERS, at), doer;

    if (line->of->prompt->mode != MODE_LISTENING || words_asks(&line->words, at))
        return verb;
    doer = skip_listed(line, LIST_ACT_DOERS, verb);
    return doer > verb ? skip_listed(line, LIST_ACT_OPENERS, doer) : verb;
}

/* In the middle of a sentence a verb without its object may be a noun: "a song, dance or film". */
static bool has_object(const struct line *line, size_t at)
{
    const struct words *words = &line->words;

    return at < words->count && !words->list[at].before &&
           list_covers(list_of(line, LIST_ACT_OBJECTS), words, at);
}

/* How many words of a task that begins at at its verb covers; 0: none begins there. */
static size_t task_at(const struct line *line, size_t at, size_t *verb)
{
    const struct words *words = &line->words;
    enum start start = start_at(words, at);
    size_t covered;

    *verb = start == START_CLAUSE ? verb_at(line, at) : at;
    if (start == START_NONE || *verb >= words->count)
        return 0;
    covered = list_covers(list_of(line, LIST_ACTS), words, *verb);
    if (start == START_WITHIN &&
        (words_asks(words, at) || (covered == 1 && !has_object(line, *verb + covered))))
        return 0;
    return covered;
}

/* The text of a prompt asks for an act and there is no other text; or the other asks too. */
bool rule_act(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    const struct words *words = &line->words;
    size_t verb, covered;

    (void)rule;
    if (line->field == LINT_TEXT && line->of->prompt->access_alt)
        return false;
    for (size_t at = 0; at < words->count; at++) {
        covered = task_at(line, at, &verb);
        if (covered && !list_in_sentence(list_of(line, LIST_IMAGINED), words, verb)) {
            words_quote(about, words, verb, covered);
            return true;
        }
    }
    return false;
}

/* ---- 10, 11 ---- */

bool rule_sexual(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    return !(line->of->prompt->facets & 1u << FACET_SEXUAL) && rule_listed(rule, line, about);
}

bool rule_scale(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    const struct words *words = &line->words;
    size_t size, at = list_find(list_of(line, rule->list), words, 0, &size);

    if (!size || !list_in_sentence(list_of(line, LIST_MEASURED), words, at))
        return false;
    words_quote(about, words, at, size);
    return true;
}

/* ---- 15: the same words again ---- */

static bool has_word(const struct words *words, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(words->list[i].text, text))
            return true;
    return false;
}

bool rule_repeats(const struct rule *rule, const struct line *line, struct strbuf *about)
{
    const struct words *prompt = &view_line(line->of, LINT_TEXT)->words;
    size_t words = 0, again = 0;

    (void)rule;
    for (size_t i = 0; i < prompt->count; i++)
        if (!has_word(prompt, i, prompt->list[i].text)) {
            words++;
            again += has_word(&line->words, line->words.count, prompt->list[i].text);
        }
    if (!words || again * 100 <= words * AGAIN_MAX)
        return false;
    strbuf_addf(about, "%zu", again * 100 / words);
    return true;
}
