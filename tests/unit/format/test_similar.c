/* Near duplicates: the quick search finds what comparing all pairs finds, in floods too. */
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
#include <time.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "format/similar.h"

/* ---- what was told ---- */

struct pairs {
    size_t (*list)[2];
    size_t count, room;
};

static void keep(void *context, size_t first, size_t second)
{
    struct pairs *pairs = context;

    assert_true(first < second);
    pairs->list = mem_grow(pairs->list, pairs->count, &pairs->room, sizeof *pairs->list);
    pairs->list[pairs->count][0] = first;
    pairs->list[pairs->count++][1] = second;
}

static bool has(const struct pairs *pairs, size_t first, size_t second)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (pairs->list[i][0] == first && pairs->list[i][1] == second)
            return true;
    return false;
}

static struct pairs found(const char *const *texts, size_t count)
{
    struct pairs pairs = { 0 };

    similar_find(texts, count, keep, &pairs);
    return pairs;
}

/* ---- the same, the slow way: words are letters, and sets of them are bits ---- */

static uint64_t bits_of(const char *text)
{
    uint64_t bits = 0;

    for (; *text; text++)
        if (*text != ' ')
            bits |= UINT64_C(1) << (*text - 'a');
    return bits;
}

static bool are_near(uint64_t a, uint64_t b)
{
    int shared = __builtin_popcountll(a & b), all = __builtin_popcountll(a | b);

    return all && shared * SIMILAR_OF >= all * SIMILAR_SHARED;
}

/* The first with that set. */
static size_t first_of(const uint64_t *sets, size_t at)
{
    size_t first = 0;

    while (sets[first] != sets[at])
        first++;
    return first;
}

/* Every fourth is the one before it with a word more, so that there is something to find. */
static void random_text(struct rng *rng, struct strbuf *out)
{
    size_t words = 3 + rng_below(rng, 14);

    if (out->size && !rng_below(rng, 4))
        words = 1;
    else
        strbuf_clear(out);
    for (size_t i = 0; i < words; i++) {
        strbuf_addch(out, (char)('a' + rng_below(rng, 20)));
        strbuf_addch(out, ' ');
    }
}

static void the_search_finds_what_comparing_all_pairs_finds(void **state)
{
    enum { COUNT = 120, ROUNDS = 60 };
    struct rng rng = rng_seeded(20261122);
    size_t near = 0, twins = 0;

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        char *texts[COUNT];
        uint64_t sets[COUNT];
        struct pairs pairs;
        size_t expected = 0, of_one[COUNT] = { 0 };
        struct strbuf text = STRBUF_INIT;

        for (size_t i = 0; i < COUNT; i++) {
            random_text(&rng, &text);
            texts[i] = mem_copy(text.text);
            sets[i] = bits_of(texts[i]);
        }
        pairs = found((const char *const *)texts, COUNT);
        for (size_t b = 0; b < COUNT; b++)
            for (size_t a = 0; a < b; a++) {
                bool told = has(&pairs, a, b), twin = sets[a] == sets[b];

                if (twin ? first_of(sets, b) == a
                         : are_near(sets[a], sets[b]) && first_of(sets, a) == a &&
                               first_of(sets, b) == b) {
                    expected++;
                    near += !twin;
                    twins += twin;
                    of_one[a]++;
                    of_one[b]++;
                    if (!told)
                        fail_msg("round %d: %s | %s", round, texts[a], texts[b]);
                } else {
                    assert_false(told);
                }
            }
        for (size_t i = 0; i < COUNT; i++) {
            assert_true(of_one[i] < SIMILAR_PAIRS_MAX); /* else pairs may be left out */
            free(texts[i]);
        }
        assert_int_equal(pairs.count, expected);
        free(pairs.list);
        strbuf_release(&text);
    }
    assert_true(near > 50 && twins > 0); /* there was something to find */
}

/* ---- single cases ---- */

static void words_count_and_not_their_order_case_signs_or_marks(void **state)
{
    static const char *const texts[] = {
        "Which café do you miss most?",
        "WHICH CAFE — do you miss: most",
        "most? miss you do café which",
        "Which café do you miss least?",
    };
    struct pairs pairs = found(texts, ARRAY_SIZE(texts));

    (void)state;
    assert_int_equal(pairs.count, 2);
    assert_true(has(&pairs, 0, 1) && has(&pairs, 0, 2));
    free(pairs.list);
}

static void four_fifths_is_near_and_less_is_not(void **state)
{
    static const char *const texts[] = {
        "a b c d e f g h i",   /* 9 */
        "a b c d e f g h x",   /* 8 of 10 */
        "k l m n o p q r s t", /* 10 */
        "k l m n o p q r u",   /* 8 of 11 */
    };
    struct pairs pairs = found(texts, ARRAY_SIZE(texts));

    (void)state;
    assert_int_equal(pairs.count, 1);
    assert_true(has(&pairs, 0, 1));
    free(pairs.list);
}

static void texts_without_a_word_are_near_to_none(void **state)
{
    static const char *const texts[] = { "", "?", "…", "?", "", "one", "\xe2\x80\x8b", "“”" };
    struct pairs pairs = found(texts, ARRAY_SIZE(texts));

    (void)state;
    assert_int_equal(pairs.count, 0);
    pairs = found(texts, 0);
    assert_int_equal(pairs.count, 0);
}

/* ---- many ---- */

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

enum { VOCABULARY = 12000 };

/* Ranks of words with the frequencies of speech: the n-th is n times as rare as the first. */
struct speech {
    uint64_t until[VOCABULARY]; /* sums of what each rank weighs */
};

static void learn(struct speech *speech)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < VOCABULARY; i++)
        speech->until[i] = sum += (UINT64_C(1) << 32) / (i + 1);
}

static size_t say(const struct speech *speech, struct rng *rng)
{
    uint64_t at = rng_below(rng, speech->until[VOCABULARY - 1]);
    size_t low = 0, high = VOCABULARY - 1;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (speech->until[middle] > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static char **many_prompts(size_t count)
{
    struct speech *speech = mem_new(1, sizeof *speech);
    struct rng rng = rng_seeded(7);
    char **texts = mem_new(count, sizeof *texts);

    learn(speech);
    for (size_t i = 0; i < count; i++) {
        struct strbuf text = STRBUF_INIT;
        size_t words = 8 + rng_below(&rng, 17);

        if (i % 1000 == 999) { /* now and then one word of an earlier one is another */
            strbuf_addstr(&text, texts[i - 500]);
            strbuf_splice(&text, 0, strcspn(text.text, " "), "another", 7);
        } else {
            for (size_t k = 0; k < words; k++)
                strbuf_addf(&text, "w%zu ", say(speech, &rng));
        }
        texts[i] = strbuf_detach(&text);
    }
    free(speech);
    return texts;
}

static void a_hundred_thousand_prompts_take_no_time_to_speak_of(void **state)
{
    enum { MANY = 100000 };
    char **texts = many_prompts(MANY);
    double begin = seconds(), took;
    struct pairs pairs = found((const char *const *)texts, MANY);

    (void)state;
    took = seconds() - begin;
    print_message("# %d prompts: %zu near pairs in %.2f s\n", MANY, pairs.count, took);
    assert_true(pairs.count >= MANY / 1000 / 2);
    assert_true(took < 60); /* all pairs would be five thousand million */
    for (size_t i = 0; i < MANY; i++)
        free(texts[i]);
    free(texts);
    free(pairs.list);
}

/* Each differs in one word from all others: all pairs are near, and a handful of each is told. */
static void a_flood_of_near_copies_is_told_without_drowning(void **state)
{
    enum { MANY = 20000 };
    char **texts = mem_new(MANY, sizeof *texts);
    bool *told = mem_new(MANY, sizeof *told);
    struct pairs pairs;

    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        struct strbuf text = STRBUF_INIT;

        strbuf_addf(&text, "which of the many doors of this long street is yours: number %zu", i);
        texts[i] = strbuf_detach(&text);
    }
    pairs = found((const char *const *)texts, MANY);
    assert_true(pairs.count <= (size_t)MANY * SIMILAR_PAIRS_MAX);
    for (size_t i = 0; i < pairs.count; i++)
        told[pairs.list[i][0]] = told[pairs.list[i][1]] = true;
    for (size_t i = 0; i < MANY; i++) {
        assert_true(told[i]);
        free(texts[i]);
    }
    free(texts);
    free(told);
    free(pairs.list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_search_finds_what_comparing_all_pairs_finds),
        cmocka_unit_test(words_count_and_not_their_order_case_signs_or_marks),
        cmocka_unit_test(four_fifths_is_near_and_less_is_not),
        cmocka_unit_test(texts_without_a_word_are_near_to_none),
        cmocka_unit_test(a_hundred_thousand_prompts_take_no_time_to_speak_of),
        cmocka_unit_test(a_flood_of_near_copies_is_told_without_drowning),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8")) {
        fputs("the locale C.UTF-8 is missing\n", stderr);
        return 1;
    }
    return cmocka_run_group_tests_name("similar", tests, NULL, NULL);
}
