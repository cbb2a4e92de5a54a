/* Two answers into one setting: what each pair makes, what chance adds, and that nothing tells the
 * one from the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "domain/topic.h"

enum { SEEDS = 12000 };

static struct topics all(enum topic topic)
{
    struct topics topics;

    for (int flag = 0; flag < FLAG_COUNT; flag++)
        topics.of[flag] = topic;
    return topics;
}

static bool by_chance(uint64_t seed, int flag)
{
    struct topics open = all(TOPIC_OPEN), both = topics_join(&open, &open, seed);

    return both.of[flag] == TOPIC_CLOSED;
}

static void before_any_answer_sex_is_closed_and_all_else_asks(void **state)
{
    struct topics topics = topics_at_first();

    (void)state;
    assert_int_equal(topics_that_are(&topics, TOPIC_CLOSED), 1u << FLAG_SEX);
    assert_int_equal(topics_that_are(&topics, TOPIC_OPEN), 0);
}

static void what_two_answers_make(void **state)
{
    static const enum topic made[3][3] = {
        [TOPIC_ASK] = { TOPIC_ASK, TOPIC_ASK, TOPIC_CLOSED },
        [TOPIC_OPEN] = { TOPIC_ASK, TOPIC_OPEN, TOPIC_CLOSED },
        [TOPIC_CLOSED] = { TOPIC_CLOSED, TOPIC_CLOSED, TOPIC_CLOSED },
    };

    (void)state;
    for (int a = TOPIC_ASK; a <= TOPIC_CLOSED; a++)
        for (int b = TOPIC_ASK; b <= TOPIC_CLOSED; b++)
            for (uint64_t seed = 0; seed < 50; seed++) {
                struct topics one = all((enum topic)a), two = all((enum topic)b);
                struct topics both = topics_join(&one, &two, seed);

                for (int flag = 0; flag < FLAG_COUNT; flag++)
                    assert_int_equal(both.of[flag],
                                     by_chance(seed, flag) ? TOPIC_CLOSED : made[a][b]);
            }
}

static void one_in_six_is_closed_by_chance_whatever_they_say(void **state)
{
    (void)state;
    for (int flag = 0; flag < FLAG_COUNT; flag++) {
        int closed = 0;

        for (uint64_t seed = 0; seed < SEEDS; seed++)
            closed += by_chance(seed * 7919, flag);
        /* 2,000 are expected, with a standard deviation of 41. */
        assert_in_range(closed, 2000 - 5 * 41, 2000 + 5 * 41);
    }
}

static void a_no_and_chance_make_the_same(void **state)
{
    uint64_t seed = 0;
    struct topics open = all(TOPIC_OPEN), no = all(TOPIC_OPEN), a, b;

    (void)state;
    while (!by_chance(seed, 6))
        seed++;
    no.of[6] = TOPIC_CLOSED;
    a = topics_join(&open, &no, seed); /* one said no, and chance closes it, too */
    b = topics_join(&open, &open, seed);
    assert_memory_equal(&a, &b, sizeof a);
}

static void the_same_seed_makes_the_same_and_the_order_does_not_matter(void **state)
{
    struct topics one = topics_at_first(), two = all(TOPIC_OPEN);

    (void)state;
    one.of[4] = TOPIC_OPEN;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct topics a = topics_join(&one, &two, seed), b = topics_join(&two, &one, seed);

        assert_memory_equal(&a, &b, sizeof a);
    }
}

static void a_card_asks_unless_its_topics_are_open(void **state)
{
    struct prompt prompt = { .depth = 2, .flags = 1u << 6, .consent = CONSENT_ASK };
    struct topics topics = topics_at_first();

    (void)state;
    assert_true(topics_ask(&topics, &prompt));
    topics.of[6] = TOPIC_OPEN;
    assert_false(topics_ask(&topics, &prompt));
    prompt.flags |= 1u << 3;
    assert_true(topics_ask(&topics, &prompt));
    prompt.flags = 0;
    assert_true(topics_ask(&topics, &prompt)); /* a pack is stricter than it must be */
    prompt.depth = 4;
    assert_true(topics_ask(&topics, &prompt));
    prompt = (struct prompt){ .depth = 2, .flags = 1u << FLAG_SEX, .consent = CONSENT_MATCH };
    topics.of[FLAG_SEX] = TOPIC_OPEN;
    assert_true(topics_ask(&topics, &prompt)); /* open, and asked all the same */
    prompt = (struct prompt){ .depth = 3 };
    assert_false(topics_ask(&topics, &prompt));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(before_any_answer_sex_is_closed_and_all_else_asks),
        cmocka_unit_test(what_two_answers_make),
        cmocka_unit_test(one_in_six_is_closed_by_chance_whatever_they_say),
        cmocka_unit_test(a_no_and_chance_make_the_same),
        cmocka_unit_test(the_same_seed_makes_the_same_and_the_order_does_not_matter),
        cmocka_unit_test(a_card_asks_unless_its_topics_are_open),
    };

    return cmocka_run_group_tests_name("topic", tests, NULL, NULL);
}
