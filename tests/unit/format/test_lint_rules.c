/* Each rule of the linter with a prompt that it stops, or lists, and one that it lets pass; good
 * prompts that a blunter rule would stop; and texts that nobody would write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "format/lint.h"
#include "support/prompts.h"

enum { MARRIAGE = 1, CHILDREN = 2, PREGNANCY = 4, IN_LAWS = 8, FAITH = 16 };
enum { SEXUAL = 1u << FACET_SEXUAL, SEX = 1u << FLAG_SEX };

static const struct lint_finding *finding_of(const struct lint_report *report, int rule,
                                             const char *name)
{
    for (size_t i = 0; i < report->count; i++)
        if (report->list[i].rule == rule && !strcmp(report->list[i].name, name))
            return &report->list[i];
    return NULL;
}

static void print_all(const struct lint_report *report)
{
    for (size_t i = 0; i < report->count; i++)
        print_error("  %d-%s: %s\n", report->list[i].rule, report->list[i].name,
                    report->list[i].what);
}

static struct lint_report lint_one(const struct change *change)
{
    struct pack pack = prompts_pack(change);
    struct lint_report report = { 0 };

    lint_run(&report, &pack, 1, LINT_EACH);
    pack_release(&pack);
    return report;
}

/* ---- the rules ---- */

/* clang-format off */
static const struct {
    int rule;
    const char *name;
    enum lint_level level;
    enum lint_field field; /* where the finding points */
    struct change bad, good;
} cases[] = {
    { 1, "questions", LINT_ERROR, LINT_TEXT,
      { .text = "Which shell is yours? Who gave it to you?" },
      { .text = "One shell is yours. Who gave it to you?" } },
    { 1, "questions", LINT_ERROR, LINT_FOLLOWUP,
      { .followups = { "Who gave it to you?", "When? And where?" } },
      { .followups = { "Who gave it to you?", "When and where?" } } },
    { 2, "closed", LINT_ERROR, LINT_TEXT,
      { .text = "Did you bring home a shell once?" },
      { .text = "What did you bring home once, beside a shell?" } },
    { 2, "closed", LINT_ERROR, LINT_TEXT,
      { .text = "Have you a shell on your windowsill at home?" },
      { .text = "Have a slow minute: which shell is on your windowsill?" } },
    { 2, "closed", LINT_ERROR, LINT_TEXT,
      { .text = "Do we keep a shell on any windowsill?" },
      { .text = "Do your best impression of a shell on a windowsill." } },
    { 2, "closed", LINT_ERROR, LINT_FOLLOWUP,
      { .followups = { "Who gave it to you?", "Isn’t it heavy?" } },
      { .followups = { "Who gave it to you?", "Will it away, then tell." } } },
    { 3, "why", LINT_ERROR, LINT_TEXT,
      { .text = "Why do you keep a shell on the windowsill?" },
      { .text = "What do you keep a shell on the windowsill for?" } },
    { 3, "why", LINT_ERROR, LINT_FOLLOWUP,
      { .followups = { "Who gave it to you?", "Why can’t we give it away?" } },
      { .followups = { "Who gave it to you?", "What keeps us from giving it away?" } } },
    { 3, "why", LINT_ERROR, LINT_TEXT,
      { .depth = 3, .minutes = 10, .text = "Which shell do you miss most, and why that one?" },
      { .depth = 3, .minutes = 10, .text = "Which shell do you miss most, and since when?" } },
    { 3, "why", LINT_WARNING, LINT_TEXT,
      { .text = "Which shell do you like most, and why that one?" },
      { .text = "Which shell do you like most, and since when?",
        .to_avoid = "asking why" } },
    { 4, "judging", LINT_ERROR, LINT_TEXT,
      { .text = "What do you always forget on the windowsill?" },
      { .text = "What did you last forget on the windowsill?" } },
    { 4, "judging", LINT_ERROR, LINT_TEXT,
      { .text = "Which shell would your partner never throw out?" },
      { .text = "Which shell would your partner rather not throw out?" } },
    { 4, "judging", LINT_WARNING, LINT_TEXT,
      { .text = "Which shell must be in any good bag?" },
      { .text = "Which shell is in any good bag?" } },
    { 4, "judging", LINT_ERROR, LINT_TEXT,
      { .text = "What’s wrong with the shell on the windowsill?" },
      { .text = "What went wrong when the shell left the windowsill?" } },
    { 5, "length", LINT_ERROR, LINT_TEXT,
      { .text = "Which shell is yours?" }, { .text = "Which small shell is yours?" } },
    { 5, "length", LINT_ERROR, LINT_TEXT,
      { .text = "One two three four five six seven eight nine ten one two three four five six "
                "seven eight nine ten one two three four five six seven eight nine ten one." },
      { .text = "One two three four five six seven eight nine ten one two three four five six "
                "seven eight nine ten one two three four five six seven eight nine ten." } },
    { 5, "length", LINT_ERROR, LINT_FOLLOWUP,
      { .followups = { "How?", "One two three four five six seven eight nine ten one two three "
                               "four five six." } },
      { .followups = { "How?", "One two three four five six seven eight nine ten one two three "
                               "four five." } } },
    { 5, "length", LINT_ERROR, LINT_ASK,
      { .to_ask = "a b c d e f g h i j k l m n o p q r s t u?" },
      { .to_ask = "a b c d e f g h i j k l m n o p q r s t?" } },
    { 5, "width", LINT_WARNING, LINT_DO,
      { .to_do = "Speak for the shell as it lies on the windowsill...", .to_avoid = "a shell" },
      { .to_do = "Speak for the shell as it lies on the windowsill..", .to_avoid = "a shell" } },
    { 5, "width", LINT_WARNING, LINT_AVOID,
      { .to_avoid = "a shell from a better sea" }, { .to_avoid = "a shell from a good sea." } },
    { 5, "width", LINT_WARNING, LINT_AVOID,
      { .to_do = "Speak for the shell, as it.", .to_avoid = "a better shell" },
      { .to_do = "Speak for the shell, as it", .to_avoid = "a better shell than any" } },
    { 5, "width", LINT_WARNING, LINT_AVOID,
      { .to_do = "Speak for the shell as it is", .to_avoid = "a better shell" },
      { .to_do = "Speak for the shell as it is", .to_avoid = "a finer shell" } },
    { 6, "reading", LINT_WARNING, LINT_TEXT,
      { .text = "Describe an extraordinary ornamental windowsill constellation." },
      { .text = "Tell me of the shell that sits on the windowsill." } },
    { 7, "gender", LINT_ERROR, LINT_TEXT,
      { .text = "Which shell did she leave on the windowsill?" },
      { .text = "Which shell did they leave on the windowsill?" } },
    { 7, "gender", LINT_ERROR, LINT_DO,
      { .to_do = "Be the husband’s shell." }, { .to_do = "Be the other half of the shell." } },
    { 8, "requires", LINT_ERROR, LINT_TEXT,
      { .text = "Which shell was there at our wedding?" },
      { .text = "Which shell was there at our wedding?", .requires = MARRIAGE } },
    { 8, "requires", LINT_ERROR, LINT_TEXT,
      { .text = "Which shell would the children keep?" },
      { .text = "Which shell would the children keep?", .requires = CHILDREN } },
    { 8, "requires", LINT_ERROR, LINT_TEXT,
      { .text = "Which shell had you in mind in the pregnancy?" },
      { .text = "Which shell had you in mind in the pregnancy?", .requires = PREGNANCY } },
    { 8, "requires", LINT_ERROR, LINT_TEXT,
      { .text = "Which shell did your mother-in-law bring?" },
      { .text = "Which shell did your mother-in-law bring?", .requires = IN_LAWS } },
    { 8, "requires", LINT_ERROR, LINT_TEXT,
      { .text = "Which prayer is like a shell to you?" },
      { .text = "Which prayer is like a shell to you?", .requires = FAITH } },
    { 8, "requires", LINT_ERROR, LINT_TEXT,
      { .text = "Which shell did the children leave?", .requires = MARRIAGE | FAITH },
      { .text = "Which shell did you leave as a child?" } },
    { 8, "presumes", LINT_WARNING, LINT_TEXT,
      { .text = "Which shell fits into our bed?" }, { .text = "Which shell fits into a bed?" } },
    { 9, "act", LINT_ERROR, LINT_TEXT,
      { .text = "Hold the shell, and tell me where it lay." },
      { .text = "Hold the shell, and tell me where it lay.",
        .access_alt = "Tell me where the shell once lay." } },
    { 9, "act", LINT_ERROR, LINT_ACCESS_ALT,
      { .text = "Look at the shell. Where did it lie?",
        .access_alt = "Touch the shell. Where did it lie?" },
      { .text = "Look at the shell. Where did it lie?",
        .access_alt = "Think of the shell. Where did it lie?" } },
    { 9, "act", LINT_ERROR, LINT_TEXT,
      { .mode = MODE_LISTENING, .text = "One of you tells of a shell; the other draws it." },
      { .mode = MODE_LISTENING, .text = "One of you tells of a shell; the other guesses it." } },
    { 9, "idiom", LINT_ERROR, LINT_ASK,
      { .to_ask = "What does it turn a blind eye to?" },
      { .to_ask = "What does it rather not see?" } },
    { 10, "sex", LINT_ERROR, LINT_FOLLOWUP,
      { .followups = { "How did it get there?", "What did it tell you of sex?" } },
      { .depth = 2, .flags = SEX, .facets = SEXUAL,
        .followups = { "How did it get there?", "What did it tell you of sex?" } } },
    { 10, "sex", LINT_ERROR, LINT_FLAGS,
      { .depth = 2, .flags = SEX }, { .depth = 2, .flags = SEX, .facets = SEXUAL } },
    { 10, "sex", LINT_ERROR, LINT_FLAGS,
      { .depth = 2, .facets = SEXUAL }, { .depth = 2 } },
    { 10, "counting", LINT_ERROR, LINT_TEXT,
      { .text = "How often do you dust that shell?" },
      { .text = "When did you last dust that shell?" } },
    { 10, "presumes", LINT_ERROR, LINT_TEXT,
      { .depth = 2, .flags = SEX, .facets = SEXUAL,
        .text = "What did you think of the last time we had sex?" },
      { .depth = 2, .flags = SEX, .facets = SEXUAL,
        .text = "What would you like to be asked about sex?" } },
    { 11, "rating", LINT_ERROR, LINT_TEXT,
      { .text = "What is the worst thing about my shells?" },
      { .text = "What is the loudest thing about my shells?" } },
    { 11, "rating", LINT_ERROR, LINT_TEXT,
      { .text = "On a scale of one to ten, how shell-like are we?" },
      { .text = "On a scale of one to ten, how loud is that shell?" } },
    { 12, "jargon", LINT_ERROR, LINT_TEXT,
      { .text = "Which toxic shell did you throw out?" },
      { .text = "Which healthy shell did you throw out?" } },
    { 13, "feeling", LINT_WARNING, LINT_TEXT,
      { .depth = 3, .minutes = 10, .text = "Which shell lay there when the news came?" },
      { .depth = 3, .minutes = 10, .text = "Which shell lay there when you were afraid?" } },
    { 13, "mending", LINT_ERROR, LINT_DO,
      { .to_do = "Fix the shell." }, { .to_do = "Fix nothing on the shell." } },
    { 14, "way-out", LINT_ERROR, LINT_DEPTH,
      { .mood = MOOD_SERIOUS, .depth = 4, .minutes = 20 },
      { .mood = MOOD_SERIOUS, .depth = 4, .minutes = 20, .protocol = "floor" } },
    { 15, "followups", LINT_WARNING, LINT_PROMPT,
      { .no_followups = true }, { .followups = { "How did it get there?", "Who knows?" } } },
    { 15, "again", LINT_WARNING, LINT_FOLLOWUP,
      { .text = "Which shell on your windowsill has a story?",
        .followups = { "Which shell on your windowsill has no story?", "Who knows?" } },
      { .text = "Which shell on your windowsill has a story?",
        .followups = { "Which shell has no story?", "Who knows?" } } },
    { 15, "again", LINT_WARNING, LINT_FOLLOWUP, /* four of six words, and three of five */
      { .text = "Which shell has one old story?",
        .followups = { "Which shell has one?", "Who knows?" } },
      { .text = "Which shell has one story?",
        .followups = { "Which shell has a past?", "Who knows?" } } },
    { 18, "own", LINT_WARNING, LINT_PROMPT,
      { .to_do = "Nod.", .to_ask = "What else comes to mind?" },
      { .to_do = "Nod.", .to_ask = "What else sits on the windowsill?" } },
};
/* clang-format on */

static void each_rule_tells_the_bad_one_and_lets_the_good_one_pass(void **state)
{
    size_t wrong = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct lint_report bad = lint_one(&cases[i].bad), good = lint_one(&cases[i].good);
        const struct lint_finding *found = finding_of(&bad, cases[i].rule, cases[i].name);

        if (!found || found->level != cases[i].level || found->field != cases[i].field) {
            print_error("case %zu, rule %d-%s: not found, or not as it should be\n", i,
                        cases[i].rule, cases[i].name);
            print_all(&bad);
            wrong++;
        }
        if (finding_of(&good, cases[i].rule, cases[i].name)) {
            print_error("case %zu, rule %d-%s: found in the good one\n", i, cases[i].rule,
                        cases[i].name);
            print_all(&good);
            wrong++;
        }
        lint_release(&bad);
        lint_release(&good);
    }
    assert_int_equal(wrong, 0);
}

static void the_good_prompt_is_good_in_every_respect(void **state)
{
    struct lint_report report = lint_one(&(struct change){ 0 });

    (void)state;
    print_all(&report);
    assert_int_equal(report.count, 0);
    assert_int_equal(report.errors + report.warnings, 0);
}

/* ---- good prompts that a blunter rule would stop ---- */

static const struct change innocent[] = {
    /* a memory of moving and touching, or a question about it, asks nobody to move */
    { .text = "Where did you walk when you were angry as a teenager?" },
    { .text = "When you dance in the kitchen, what do your knees say?" },
    { .text = "What did you last hold as if it were made of glass?" },
    { .text = "Name a song, dance or film that smells of summer." },
    { .text = "Which song makes you get up and dance with the broom?" },
    { .text = "Take me into the kitchen where you first felt at home." },
    { .text = "Walk me through the last hour of your day." },
    { .text = "Hand me a fear so small that it fits in a matchbox." },
    { .text = "Bet me three raisins on tomorrow. Give me your grounds." },
    { .mode = MODE_LISTENING,
      .text = "Let your partner explain a hobby. Hunt for the question that makes them glow." },
    { .text = "Bring me in by the side door of that party." },
    { .text = "Look back on Tuesday: which minute of it would you keep?" },
    { .text = "Picture the sea, and stand in it up to the knees: who waves?" },
    { .mode = MODE_LISTENING,
      .text = "Choose a secret word for “draw me home”, and say when it is due." },
    { .mode = MODE_LISTENING,
      .text = "Driver, cleaner, cook: your partner picks whose work carried their day." },
    { .mode = MODE_LISTENING,
      .text = "Let your partner empty their head, big and small, in any order." },
    { .mode = MODE_LISTENING,
      .text = "Once your partner was part of a march. Ask for the small part that was theirs." },
    { .mode = MODE_LISTENING,
      .text = "A small miracle befell your partner. Look into it with care." },
    { .mode = MODE_LISTENING, .text = "They offer you cake for the tenth time. Hold out." },
    { .mode = MODE_LISTENING, .text = "Draw up a list of all that your partner lets be today." },
    { .text = "Show me your best hiding place at work or school." },
    { .mode = MODE_LISTENING, .text = "Sit in row one at the show your partner dreams of giving." },
    { .mode = MODE_LISTENING, .text = "Sit down to supper where your partner grew up." },
    { .mode = MODE_LISTENING, .text = "Go round the world with your partner in five stops." },
    /* other people's */
    { .text = "What did you dance to at a friend’s wedding?" },
    { .text = "What did you hide in your room as a child?" },
    { .text = "Which of the neighbour’s children made you laugh?" },
    { .text = "What did you once lend, and what came back?" },
    { .to_avoid = "a due date" },
    { .text = "What is it like for you to sit among people who pray?" },
    /* halves, health, eyes and trees */
    { .text = "Tell half a sentence from a bus, and the other half tomorrow." },
    { .text = "What is the healthiest lie you have told a dentist?" },
    { .text = "Which star have you seen with the naked eye?" },
    { .text = "Which desire path in the park is yours?" },
    /* orders */
    { .text = "Do nothing for one minute. What turns up?" },
    { .text = "Have the last biscuit, and tell it why you came." },
    { .text = "Don’t think: which shell would you save from the flood?" },
    /* why is fine in what is better left out, and short words in other people's mouths */
    { .to_avoid = "asking why you" },
    { .speaker = "Spell it if you must." },
    { .to_do = "Don’t fix it: ask on." },
    { .to_ask = "Was that close?" },
};

static void good_prompts_pass_where_a_blunt_rule_would_stop_them(void **state)
{
    size_t wrong = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(innocent); i++) {
        struct lint_report report = lint_one(&innocent[i]);

        if (report.errors) {
            print_error("case %zu: %s\n", i, innocent[i].text ? innocent[i].text : "(a line)");
            print_all(&report);
            wrong++;
        }
        lint_release(&report);
    }
    assert_int_equal(wrong, 0);
}

/* What stops the ones above if a word is another. */
static const struct change guilty[] = {
    { .text = "Get up and walk: which of your knees complains first?" },
    { .text = "Quietly, in silence, touch the nearest wall. What is behind it?" },
    { .text = "Tell me of the sea. Then draw it with one line." },
    { .text = "Say nothing for a minute, then hold my hand for another." },
    { .mode = MODE_LISTENING,
      .text = "While your partner talks about a long day, hold their hand, and squeeze it." },
    { .mode = MODE_LISTENING, .text = "Share a cup; you draw the route of their thoughts." },
    { .text = "What did you dance to at our wedding?" },
    { .text = "What do you hide from the children?" },
    { .text = "What would your other half put on the windowsill?" },
    { .text = "What helped you to heal after that winter?" },
    { .text = "Which star have you seen when naked?" },
    { .to_do = "Fix it, and ask on." },
};

static void their_neighbours_are_stopped(void **state)
{
    size_t wrong = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(guilty); i++) {
        struct lint_report report = lint_one(&guilty[i]);

        if (report.errors != 1) {
            print_error("case %zu: %s\n", i, guilty[i].text ? guilty[i].text : "(a line)");
            print_all(&report);
            wrong++;
        }
        lint_release(&report);
    }
    assert_int_equal(wrong, 0);
}

/* ---- what is more than one prompt's ---- */

static void a_lighter_one_is_lighter(void **state)
{
    static const struct change deep = {
        .mood = MOOD_SERIOUS, .depth = 4, .minutes = 20, .lighter_alt = "other"
    };
    struct change other = { .id = "other",
                            .mood = MOOD_SERIOUS,
                            .depth = 3,
                            .minutes = 20,
                            .text = "What do you need when the shells are all put away?" };

    (void)state;
    for (int depth = 3; depth <= 4; depth++) {
        struct pack pack = prompts_pack(&deep);
        struct lint_report report = { 0 };
        const struct lint_finding *found;

        other.depth = depth;
        other.protocol = "floor";
        prompts_add(&pack, &other);
        lint_run(&report, &pack, 1, LINT_EACH);
        found = finding_of(&report, 14, "way-out");
        assert_int_equal(found != NULL, depth == 4);
        if (found)
            assert_int_equal(found->field, LINT_LIGHTER_ALT);
        lint_release(&report);
        pack_release(&pack);
    }
}

static void in_other_languages_only_rules_without_words_hold(void **state)
{
    static const struct change change = { .text = "Did she always heal? How often?",
                                          .to_do = "Fix the husband.",
                                          .lang = "fr" };
    struct change english = change;
    struct lint_report report = lint_one(&change), more;

    (void)state;
    print_all(&report);
    assert_int_equal(report.count, 1);
    assert_int_equal(report.list[0].rule, 1);
    english.lang = "en-GB";
    more = lint_one(&english);
    assert_true(more.errors > 5);
    lint_release(&report);
    lint_release(&more);
}

static void findings_come_in_the_order_of_the_file_and_always_the_same(void **state)
{
    static const struct change bad = { .text = "Did she always heal? How often?",
                                       .to_do = "Fix the husband.",
                                       .followups = { "Why did you? Why?", "Has she?" } };
    struct pack packs[2] = { prompts_pack(&bad), prompts_pack(&bad) };
    struct lint_report first = { 0 }, second = { 0 };

    (void)state;
    prompts_add(&packs[0], &bad);
    lint_run(&first, packs, 2, LINT_CATALOGUE);
    lint_run(&second, packs, 2, LINT_CATALOGUE);
    assert_int_equal(first.count, second.count);
    assert_int_equal(first.errors + first.warnings, first.count);
    for (size_t i = 0; i < first.count; i++) {
        const struct lint_finding *a = &first.list[i], *b = &second.list[i];

        assert_true(a->pack == b->pack && a->prompt == b->prompt && a->field == b->field &&
                    a->item == b->item && a->rule == b->rule);
        assert_string_equal(a->what, b->what);
        assert_string_equal(a->mend, b->mend);
        if (!i)
            continue;
        a = &first.list[i - 1];
        assert_true(a->pack <= b->pack);
        if (a->pack == b->pack && a->pack != LINT_NO_PACK)
            assert_true(a->prompt < b->prompt || (a->prompt == b->prompt && a->field <= b->field));
    }
    lint_release(&first);
    lint_release(&second);
    pack_release(&packs[0]);
    pack_release(&packs[1]);
}

static void a_path_leads_to_the_very_text(void **state)
{
    static const struct {
        enum lint_field field;
        size_t pack;
        const char *path;
    } rows[] = {
        { LINT_PROMPT, 0, "prompts[3]" },         { LINT_TEXT, 0, "prompts[3].text" },
        { LINT_DO, 0, "prompts[3].listener.do" }, { LINT_FOLLOWUP, 0, "prompts[3].followups[2]" },
        { LINT_PROMPT, LINT_NO_PACK, "" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct lint_finding finding = {
            .pack = rows[i].pack, .prompt = 3, .field = rows[i].field, .item = 2
        };
        struct strbuf path = STRBUF_INIT;

        lint_path(&path, &finding);
        assert_string_equal(path.text, rows[i].path);
        strbuf_release(&path);
    }
}

/* ---- texts that nobody would write ---- */

static void hostile_texts_are_looked_at_like_any(void **state)
{
    static const char *const texts[] = {
        "?",
        "?? ?!!!…",
        " . , ; : ",
        "\xe2\x80\xae\xe2\x80\xae"
        "erehw eno siht si\xe2\x80\xac?",
        "\xe2\x80\x8b\xe2\x80\x8b\xe2\x80\x8b",
        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 \xf0\x9f\x8f\xb3\xef\xb8\x8f",
        "«",
        "'",
        "''''",
        "-",
        "- - -",
        "’’’",
        "\xcc\x81\xcc\x81",
        "why",
        "why why why why",
        "do",
        "have",
        "and",
        "and and",
        "you",
        "then",
        "! ",
        "草木皆兵？",
        "*",
        "_ _ _",
        "# not a comment",
        "{}{}{}",
        "%s%n",
    };
    struct strbuf giant = STRBUF_INIT;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        const char *text = texts[i];
        struct change change = { .text = text,
                                 .focus = text,
                                 .to_do = text,
                                 .to_avoid = text,
                                 .to_ask = text,
                                 .access_alt = text,
                                 .followups = { text, text },
                                 .depth = 3,
                                 .mode = i % 2 ? MODE_LISTENING : MODE_TALKING };
        struct lint_report report = lint_one(&change);

        for (size_t f = 0; f < report.count; f++) {
            const char *what = report.list[f].what;

            assert_true(*what && *report.list[f].mend);
            assert_true(text_is_utf8(what, strlen(what), NULL));
        }
        assert_true(finding_of(&report, 5, "length") != NULL);
        lint_release(&report);
    }
    while (giant.size < 4000)
        strbuf_addstr(&giant, "supercalifragilistic");
    {
        struct lint_report report = lint_one(&(struct change){ .text = giant.text });

        assert_non_null(finding_of(&report, 5, "length")); /* one word of four thousand letters */
        lint_release(&report);
    }
    strbuf_release(&giant);
}

static void a_hidden_sign_hides_no_word(void **state)
{
    struct lint_report report =
        lint_one(&(struct change){ .text = "What did your h\xe2\x80\x8bus\xc2\xad"
                                           "band put on the windowsill?" });

    (void)state;
    assert_non_null(finding_of(&report, 7, "gender"));
    lint_release(&report);
}

/* Words of the lists and of cards, in any order and with any signs between. */
static void random_texts_of_the_lists_words_never_break_it(void **state)
{
    static const char *const pieces[] = { "why",  "do",   "you",   "and",    "then",   "one of you",
                                          "draw", "hold", "the",   "?",      ".",      ",",
                                          ":",    "“",    "”",     "…",      "never",  "she",
                                          "sex",  "heal", "lent",  "always", "what",   "'",
                                          "-",    "how",  "often", "a",      "wedding" };
    struct rng rng = rng_seeded(19);

    (void)state;
    for (int round = 0; round < 400; round++) {
        struct strbuf text = STRBUF_INIT;
        struct change change = { .mode = round % 2 ? MODE_LISTENING : MODE_TALKING };
        struct lint_report report;

        for (size_t n = 1 + rng_below(&rng, 30); n; n--)
            strbuf_addf(&text, "%s%s", pieces[rng_below(&rng, ARRAY_SIZE(pieces))],
                        rng_below(&rng, 4) ? " " : "");
        change.text = change.to_do = change.followups[0] = text.text;
        report = lint_one(&change);
        assert_int_equal(report.errors + report.warnings, report.count);
        lint_release(&report);
        strbuf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_good_prompt_is_good_in_every_respect),
        cmocka_unit_test(each_rule_tells_the_bad_one_and_lets_the_good_one_pass),
        cmocka_unit_test(good_prompts_pass_where_a_blunt_rule_would_stop_them),
        cmocka_unit_test(their_neighbours_are_stopped),
        cmocka_unit_test(a_lighter_one_is_lighter),
        cmocka_unit_test(in_other_languages_only_rules_without_words_hold),
        cmocka_unit_test(findings_come_in_the_order_of_the_file_and_always_the_same),
        cmocka_unit_test(a_path_leads_to_the_very_text),
        cmocka_unit_test(hostile_texts_are_looked_at_like_any),
        cmocka_unit_test(a_hidden_sign_hides_no_word),
        cmocka_unit_test(random_texts_of_the_lists_words_never_break_it),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8")) {
        fputs("the locale C.UTF-8 is missing\n", stderr);
        return 1;
    }
    return cmocka_run_group_tests_name("lint rules", tests, NULL, NULL);
}
