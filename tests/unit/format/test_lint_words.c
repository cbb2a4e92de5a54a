/* Texts as words, and the lists of words: gaps, sentences, syllables, forms, patterns. */
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

#include "../../../src/format/lint_private.h"
#include "base/mem.h"

static void words_know_their_sentence_and_what_stands_before_them(void **state)
{
    struct words words;

    (void)state;
    words_split(&words, "“Sit down,” said I: why? Then, at last … the sea!");
    assert_int_equal(words.count, 10);
    assert_string_equal(words.list[0].text, "sit");
    assert_int_equal(words.list[0].before, GAP_QUOTE);
    assert_int_equal(words.list[1].before, 0);
    assert_int_equal(words.list[2].before, GAP_COMMA | GAP_QUOTE);
    assert_int_equal(words.list[4].before, GAP_CLAUSE);
    assert_int_equal(words.list[5].before, GAP_ASKS);
    assert_int_equal(words.list[6].before, GAP_COMMA);
    assert_int_equal(words.list[8].before, GAP_STOP);
    assert_int_equal(words.after, GAP_STOP);
    assert_int_equal(words.question_marks, 1);
    assert_int_equal(words.sentences, 3);
    assert_int_equal(words.list[4].sentence, 0);
    assert_int_equal(words.list[5].sentence, 1);
    assert_int_equal(words.list[9].sentence, 2);
    assert_true(words_asks(&words, 0) && words_asks(&words, 4));
    assert_false(words_asks(&words, 5) || words_asks(&words, 9));
    assert_int_equal(words_units(&words), 4); /* "said I: why" is two */
    words_release(&words);
}

static void the_last_sentence_may_ask(void **state)
{
    struct words words;

    (void)state;
    words_split(&words, "Look up. What do you see?");
    assert_false(words_asks(&words, 0));
    assert_false(words_asks(&words, 1));
    assert_true(words_asks(&words, 2) && words_asks(&words, 5));
    words_release(&words);
    words_split(&words, "… ?");
    assert_int_equal(words.count, 0);
    assert_int_equal(words.question_marks, 1);
    words_release(&words);
}

static void syllables_are_groups_of_vowels_that_are_spoken(void **state)
{
    static const struct {
        const char *word;
        size_t syllables;
    } rows[] = {
        { "a", 1 },       { "the", 1 },       { "stone", 1 },  { "table", 2 },  { "little", 2 },
        { "walked", 1 },  { "wanted", 2 },    { "need", 1 },   { "needed", 2 }, { "takes", 1 },
        { "boxes", 2 },   { "washes", 2 },    { "races", 2 },  { "tables", 2 }, { "partner", 2 },
        { "evening", 3 }, { "you", 1 },       { "quiet", 1 },  { "didn't", 2 }, { "don't", 1 },
        { "we'll", 1 },   { "beautiful", 3 }, { "free", 1 },   { "see", 1 },    { "rhythm", 1 },
        { "hmm", 1 },     { "7", 1 },         { "played", 1 }, { "agreed", 2 }, { "whole", 1 },
        { "sole", 1 },    { "ale", 1 },       { "he", 1 },     { "untied", 2 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
        if (word_syllables(rows[i].word) != rows[i].syllables)
            fail_msg("%s: %zu", rows[i].word, word_syllables(rows[i].word));
}

static void forms_of_a_word_are_akin(void **state)
{
    static const struct {
        const char *a, *b;
        bool akin;
    } rows[] = {
        { "sun", "sun", true },
        { "sun", "suns", true },
        { "shoe", "shoes", true },
        { "cup", "cups", true },
        { "laugh", "laughed", true },
        { "laugh", "laughing", true },
        { "walk", "walkway", true },
        { "walk", "walkways", false },
        { "carry", "carried", true },
        { "lamp", "lamb", false },
        { "", "s", false },
        { "song", "songs", true },
        { "name", "nameless", false },
        { "thing", "think", true },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
        if (words_are_akin(rows[i].a, rows[i].b) != rows[i].akin ||
            words_are_akin(rows[i].b, rows[i].a) != rows[i].akin)
            fail_msg("%s, %s", rows[i].a, rows[i].b);
}

/* What the lists of the program say of a text: the first entry found, and how many words it is. */
static void lists_match_words_phrases_stems_and_exceptions(void **state)
{
    static const struct {
        enum list list;
        const char *text, *found;
    } rows[] = {
        { LIST_GENDERED, "Ask what she says.", "she" },
        { LIST_GENDERED, "Ask what she’ll say.", "she'll" },
        { LIST_GENDERED, "Ask what the shell says.", "" },
        { LIST_GENDERED, "Is it the opposite. Sex is not.", "" }, /* not across sentences */
        { LIST_GENDERED, "the opposite sex", "opposite sex" },
        { LIST_JARGON, "a narcissistic cat", "narcissistic" },
        { LIST_JARGON, "what healed you", "healed" },
        { LIST_JARGON, "a healthy cat", "" },
        { LIST_JARGON, "cured ham, and a cure", "cure" }, /* the first is an exception */
        { LIST_ACTS, "hold your hand", "hold your hand" },
        { LIST_ACTS, "hold their hand", "hold their hand" },
        { LIST_ACTS, "hold", "" },
        { LIST_SEXUAL, "with the naked eye", "" },
        { LIST_SEXUAL, "naked as an eye", "naked" },
    };
    struct lists *lists = mem_new(1, sizeof *lists);

    (void)state;
    lists_load(lists);
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct words words;
        struct strbuf found = STRBUF_INIT;
        size_t size, at;

        words_split(&words, rows[i].text);
        at = list_find(&lists->of[rows[i].list], &words, 0, &size);
        assert_int_equal(at == words.count, !size);
        words_quote(&found, &words, at, size);
        assert_string_equal(found.text, rows[i].found);
        words_release(&words);
        strbuf_release(&found);
    }
    lists_release(lists);
    free(lists);
}

static void every_list_of_the_program_has_entries_that_can_be_met(void **state)
{
    struct lists *lists = mem_new(1, sizeof *lists);

    (void)state;
    lists_load(lists);
    for (size_t l = 0; l < LIST_COUNT; l++) {
        const struct word_list *list = &lists->of[l];

        assert_true(list->count > 0);
        for (size_t i = 0; i < list->count; i++) {
            const char *entry = list->entries[i];
            size_t n = strlen(entry);

            if (*entry == ' ' || *entry == '_' || *entry == '*' || entry[n - 1] == ' ' ||
                strstr(entry, "  ") || strpbrk(entry, "\t\r.,;:?!"))
                fail_msg("list %zu: \"%s\" can never be met", l, entry);
            if (i && !strcmp(entry, list->entries[i - 1]))
                fail_msg("list %zu: \"%s\" is there twice", l, entry);
        }
        for (size_t i = 0; i < list->exception_count; i++) {
            bool any = false;

            /* Each exception has an entry in it, else it is one of nothing. */
            for (size_t e = 0; e < list->count; e++) {
                char first[64];

                snprintf(first, sizeof first, "%.*s", (int)strcspn(list->entries[e], " *"),
                         list->entries[e]);
                any = any || strstr(list->exceptions[i], first);
            }
            if (!any)
                fail_msg("list %zu: \"! %s\" excepts nothing", l, list->exceptions[i]);
        }
    }
    lists_release(lists);
    free(lists);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_know_their_sentence_and_what_stands_before_them),
        cmocka_unit_test(the_last_sentence_may_ask),
        cmocka_unit_test(syllables_are_groups_of_vowels_that_are_spoken),
        cmocka_unit_test(forms_of_a_word_are_akin),
        cmocka_unit_test(lists_match_words_phrases_stems_and_exceptions),
        cmocka_unit_test(every_list_of_the_program_has_entries_that_can_be_met),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8")) {
        fputs("the locale C.UTF-8 is missing\n", stderr);
        return 1;
    }
    return cmocka_run_group_tests_name("lint words", tests, NULL, NULL);
}
