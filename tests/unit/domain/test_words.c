/* The words of the domain: every value has its word and comes back from it, and nothing else
 * does. The lists are written out here once more, on purpose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/mem.h"
#include "domain/words.h"

static const struct {
    const struct vocabulary *vocabulary;
    const char *words; /* all of them, in the order of their values */
} tables[] = {
    { &vocabulary_mood, "light,serious" },
    { &vocabulary_mode, "talking,listening" },
    { &vocabulary_dimension, "emotional,mental,spiritual,physical" },
    { &vocabulary_response, "celebrate,comfort,understand,play" },
    { &vocabulary_consent, "none,ask,match" },
    { &vocabulary_outcome, "open,talked,kept,another,stopped" },
    { &vocabulary_facet, "social,recreational,affection,sexual,gratitude,good-news,stress,future,"
                         "conflict" },
    { &vocabulary_flag, "sex,body,trauma,grief,family-of-origin,parenting-fertility,money,faith,"
                        "health,past-partners,trust-breach,substance" },
    { &vocabulary_requires, "marriage,children,pregnancy,in-laws,faith" },
    { &vocabulary_protocol, "turns,floor,mirror,stress talk,good news,check-in,name the elephant,"
                            "pause and repair,write first,something new,remember" },
    { &vocabulary_depth, "1,2,3,4" },
};

static int last_of(const struct vocabulary *v)
{
    return v->first + (int)v->count - 1;
}

static void every_word_of_the_domain_is_there_in_its_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
        const struct vocabulary *v = tables[i].vocabulary;
        const char *rest = tables[i].words;

        for (size_t w = 0; w < v->count; w++) {
            size_t n = strcspn(rest, ",");

            assert_int_equal(strlen(v->word[w]), n);
            assert_memory_equal(v->word[w], rest, n);
            rest += n + (rest[n] == ',');
        }
        assert_string_equal(rest, "");
    }
}

static void every_value_comes_back_from_its_word(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
        const struct vocabulary *v = tables[i].vocabulary;

        for (int value = v->first; value <= last_of(v); value++) {
            assert_int_equal(words_find(v, words_name(v, value)), value);
            assert_string_not_equal(words_said(v, value), "");
        }
    }
}

static void values_beyond_the_table_have_no_word(void **state)
{
    static const int beyond[] = { -1000000, -1, 1000000 };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
        const struct vocabulary *v = tables[i].vocabulary;

        assert_string_equal(words_name(v, v->first - 1), "");
        assert_string_equal(words_said(v, v->first - 1), "");
        assert_string_equal(words_name(v, last_of(v) + 1), "");
        assert_string_equal(words_said(v, last_of(v) + 1), "");
        for (size_t b = 0; b < ARRAY_SIZE(beyond); b++)
            assert_string_equal(words_name(v, beyond[b]), "");
    }
}

static void a_word_is_found_only_as_it_is_written(void **state)
{
    static const char *const wrong[] = { "",        " ",    "Light", "LIGHT", " light", "light ",
                                         "lightly", "ligh", "any",   "l",     "0" };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(tables); i++)
        for (size_t w = 0; w < ARRAY_SIZE(wrong); w++)
            assert_int_equal(words_find(tables[i].vocabulary, wrong[w]), -1);
}

static void the_numbers_in_the_program_mean_the_words_in_the_packs(void **state)
{
    (void)state;
    assert_int_equal(words_find(&vocabulary_mood, "light"), MOOD_LIGHT);
    assert_int_equal(words_find(&vocabulary_mood, "serious"), MOOD_SERIOUS);
    assert_int_equal(words_find(&vocabulary_mode, "talking"), MODE_TALKING);
    assert_int_equal(words_find(&vocabulary_mode, "listening"), MODE_LISTENING);
    assert_int_equal(words_find(&vocabulary_dimension, "physical"), DIMENSION_PHYSICAL);
    assert_int_equal(words_find(&vocabulary_response, "play"), RESPONSE_PLAY);
    assert_int_equal(words_find(&vocabulary_consent, "match"), CONSENT_MATCH);
    assert_int_equal(words_find(&vocabulary_outcome, "stopped"), OUTCOME_STOPPED);
    assert_int_equal(words_find(&vocabulary_facet, "sexual"), FACET_SEXUAL);
    assert_int_equal(words_find(&vocabulary_facet, "conflict"), FACET_CONFLICT);
    assert_int_equal(words_find(&vocabulary_flag, "sex"), FLAG_SEX);
    assert_int_equal(vocabulary_flag.count, FLAG_COUNT);
    assert_int_equal(vocabulary_requires.count, REQUIRES_COUNT);
    assert_int_equal(vocabulary_dimension.count, DIMENSION_COUNT);
    assert_int_equal(words_find(&vocabulary_depth, "4"), DEPTH_MAX);
    assert_int_equal(words_find(&vocabulary_depth, "1"), DEPTH_MIN);
}

static void the_two_are_each_others_other(void **state)
{
    (void)state;
    assert_int_equal(partner_other(PARTNER_LEFT), PARTNER_RIGHT);
    assert_int_equal(partner_other(PARTNER_RIGHT), PARTNER_LEFT);
    assert_int_equal(partner_other(PARTNER_NONE), PARTNER_NONE);
}

static void the_legal_lengths_are_four(void **state)
{
    static const int lengths[] = { 5, 10, 20, 30 };

    (void)state;
    assert_memory_equal(minutes_legal, lengths, sizeof lengths);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_of_the_domain_is_there_in_its_order),
        cmocka_unit_test(every_value_comes_back_from_its_word),
        cmocka_unit_test(values_beyond_the_table_have_no_word),
        cmocka_unit_test(a_word_is_found_only_as_it_is_written),
        cmocka_unit_test(the_numbers_in_the_program_mean_the_words_in_the_packs),
        cmocka_unit_test(the_two_are_each_others_other),
        cmocka_unit_test(the_legal_lengths_are_four),
    };

    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
