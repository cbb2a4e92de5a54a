/* Chance and UUIDs: the published sequence, no bias, and keys that sort as they were made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"

/* ---- chance -------------------------------------------------------------------------------- */

/* The numbers that other programs of SplitMix64 give for this seed. A pick must not change with
 * the version of couplet, for rule 15's sake. */
static void the_sequence_is_that_of_splitmix64(void **state)
{
    static const uint64_t published[] = {
        UINT64_C(6457827717110365317),  UINT64_C(3203168211198807973),
        UINT64_C(9817491932198370423),  UINT64_C(4593380528125082431),
        UINT64_C(16408922859458223821),
    };
    struct rng rng = rng_seeded(1234567);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(published); i++)
        assert_true(rng_next(&rng) == published[i]);
}

static void the_same_seed_gives_the_same_numbers_and_another_one_others(void **state)
{
    struct rng a = rng_seeded(5), b = rng_seeded(5), c = rng_seeded(6);

    (void)state;
    for (int i = 0; i < 100; i++) {
        uint64_t n = rng_next(&a);

        assert_true(n == rng_next(&b));
        assert_true(n != rng_next(&c));
    }
}

static double chi_square_per_df(uint64_t below, unsigned draws_each)
{
    unsigned *seen = mem_new((size_t)below, sizeof *seen);
    struct rng rng = rng_seeded(below);
    double sum = 0;

    for (uint64_t i = 0; i < below * draws_each; i++) {
        uint64_t n = rng_below(&rng, below);

        assert_true(n < below);
        seen[n]++;
    }
    for (uint64_t i = 0; i < below; i++) {
        double off = (double)seen[i] - draws_each;

        sum += off * off / draws_each;
    }
    free(seen);
    return sum / (double)(below - 1);
}

static void numbers_below_are_uniform(void **state)
{
    static const uint64_t bounds[] = { 1000, 1024, 1543, 3000 }; /* so many that 1.2 is far out */

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(bounds); i++) {
        double chi = chi_square_per_df(bounds[i], 60);

        if (chi > 1.2 || chi < 0.8)
            fail_msg("below %" PRIu64 ": chi²/df %.3f", bounds[i], chi);
    }
}

/* Where 2^64 is no multiple of the bound by far, a plain remainder would give the lower half of
 * the numbers up to twice as often. */
static void a_huge_bound_has_no_bias_either(void **state)
{
    enum { DRAWS = 30000 };
    const uint64_t below = UINT64_C(3) << 62;
    struct rng rng = rng_seeded(1);
    unsigned thirds[3] = { 0 };

    (void)state;
    for (int i = 0; i < DRAWS; i++) {
        uint64_t n = rng_below(&rng, below);

        assert_true(n < below);
        thirds[n >> 62]++;
    }
    for (int t = 0; t < 3; t++)
        assert_in_range(thirds[t], DRAWS / 3 - 400, DRAWS / 3 + 400);
}

static void one_choice_is_no_choice(void **state)
{
    struct rng rng = rng_seeded(0);

    (void)state;
    for (int i = 0; i < 100; i++)
        assert_true(rng_below(&rng, 1) == 0);
    for (int i = 0; i < 100; i++)
        assert_true(rng_below(&rng, UINT64_MAX) < UINT64_MAX);
}

static void bytes_of_the_system_fill_what_they_should_and_no_more(void **state)
{
    enum { SIZE = 100000 };
    unsigned char *bytes = mem_new(SIZE + 2, 1);
    unsigned seen[256] = { 0 };

    (void)state;
    random_bytes(bytes + 1, SIZE);
    assert_int_equal(bytes[0], 0);
    assert_int_equal(bytes[SIZE + 1], 0);
    for (size_t i = 1; i <= SIZE; i++)
        seen[bytes[i]]++;
    for (int b = 0; b < 256; b++) /* 390 each; ten standard deviations either way */
        assert_in_range(seen[b], 190, 590);
    random_bytes(bytes, 0);
    free(bytes);
}

/* ---- UUIDs --------------------------------------------------------------------------------- */

/* The tests go forward in time one after the other, since keys remember the last moment. */
#define FIRST_DAY INT64_C(1795122000000)

static void assert_shape(const char *uuid)
{
    assert_int_equal(strlen(uuid), UUID_TEXT_SIZE - 1);
    for (int i = 0; i < UUID_TEXT_SIZE - 1; i++) {
        if (i == 8 || i == 13 || i == 18 || i == 23)
            assert_int_equal(uuid[i], '-');
        else
            assert_non_null(strchr("0123456789abcdef", uuid[i]));
    }
    assert_int_equal(uuid[14], '7');           /* version */
    assert_non_null(strchr("89ab", uuid[19])); /* variant */
}

static int64_t moment_of(const char *uuid)
{
    char digits[13] = { 0 };

    memcpy(digits, uuid, 8);
    memcpy(digits + 8, uuid + 9, 4);
    return (int64_t)strtoull(digits, NULL, 16);
}

static void a_uuid_has_the_shape_of_version_7_and_its_moment(void **state)
{
    (void)state;
    for (int64_t i = 0; i < 500; i++) {
        char uuid[UUID_TEXT_SIZE];

        uuid_make(FIRST_DAY + i * 86399, uuid);
        assert_shape(uuid);
        assert_true(moment_of(uuid) == FIRST_DAY + i * 86399);
    }
}

/* Two rounds of the twelve-bit counter, in one millisecond. */
static void uuids_of_one_millisecond_sort_as_they_were_made(void **state)
{
    char before[UUID_TEXT_SIZE], uuid[UUID_TEXT_SIZE];
    int64_t now = FIRST_DAY + 1000 * INT64_C(86400000);

    (void)state;
    uuid_make(now, before);
    for (int i = 0; i < 9000; i++) {
        uuid_make(now, uuid);
        assert_shape(uuid);
        assert_true(strcmp(uuid, before) > 0);
        memcpy(before, uuid, sizeof before);
    }
    assert_true(moment_of(uuid) - now <= 3); /* it borrowed hardly any time */
}

static void each_millisecond_begins_its_counter_by_chance_and_with_room(void **state)
{
    bool seen[8] = { false };

    (void)state;
    for (int64_t i = 0; i < 400; i++) {
        char uuid[UUID_TEXT_SIZE], counter[4] = { 0 };
        unsigned long begun;

        uuid_make(FIRST_DAY + 1500 * INT64_C(86400000) + i, uuid);
        memcpy(counter, uuid + 15, 3);
        begun = strtoul(counter, NULL, 16);
        assert_true(begun <= 0x7ff); /* at least two thousand more fit */
        seen[begun >> 8] = true;
    }
    for (size_t i = 0; i < ARRAY_SIZE(seen); i++)
        assert_true(seen[i]);
}

static void uuids_sort_even_when_the_clock_goes_back(void **state)
{
    char before[UUID_TEXT_SIZE], uuid[UUID_TEXT_SIZE];
    int64_t now = FIRST_DAY + 2000 * INT64_C(86400000);

    (void)state;
    uuid_make(now, before);
    for (int i = 0; i < 100; i++) {
        uuid_make(now - i * 1000, uuid);
        assert_true(strcmp(uuid, before) > 0);
        memcpy(before, uuid, sizeof before);
    }
}

static void uuids_do_not_repeat_their_chance(void **state)
{
    enum { MANY = 300 };
    static char tails[MANY][UUID_TEXT_SIZE];

    (void)state;
    for (int i = 0; i < MANY; i++) {
        char uuid[UUID_TEXT_SIZE];

        uuid_make(FIRST_DAY + 3000 * INT64_C(86400000), uuid);
        memcpy(tails[i], uuid + 20, sizeof uuid - 20);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(tails[i], tails[j]);
    }
}

static void a_floor_is_below_every_uuid_of_its_moment_and_above_those_before(void **state)
{
    (void)state;
    for (int64_t i = 0; i < 200; i++) {
        int64_t now = FIRST_DAY + (4000 + i) * INT64_C(86400000);
        char before[UUID_TEXT_SIZE], floor[UUID_TEXT_SIZE], uuid[UUID_TEXT_SIZE];

        uuid_make(now - 1, before);
        uuid_floor(now, floor);
        uuid_make(now, uuid);
        assert_shape(floor);
        assert_true(strcmp(before, floor) < 0);
        assert_true(strcmp(floor, uuid) < 0);
    }
}

/* Each in a program of its own would be truer, but the first call is what counts: this test
 * stands first. A machine without a clock of its own may well begin before 1970. */
static void a_moment_before_1970_sorts_before_all_others(void **state)
{
    char early[UUID_TEXT_SIZE], floor[UUID_TEXT_SIZE], first[UUID_TEXT_SIZE];

    (void)state;
    uuid_make(-5000, early);
    uuid_floor(-5000, floor);
    uuid_make(1, first);
    assert_shape(early);
    assert_shape(floor);
    assert_true(strcmp(floor, early) <= 0);
    assert_true(strcmp(early, first) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moment_before_1970_sorts_before_all_others),
        cmocka_unit_test(the_sequence_is_that_of_splitmix64),
        cmocka_unit_test(the_same_seed_gives_the_same_numbers_and_another_one_others),
        cmocka_unit_test(numbers_below_are_uniform),
        cmocka_unit_test(a_huge_bound_has_no_bias_either),
        cmocka_unit_test(one_choice_is_no_choice),
        cmocka_unit_test(bytes_of_the_system_fill_what_they_should_and_no_more),
        cmocka_unit_test(a_uuid_has_the_shape_of_version_7_and_its_moment),
        cmocka_unit_test(uuids_of_one_millisecond_sort_as_they_were_made),
        cmocka_unit_test(each_millisecond_begins_its_counter_by_chance_and_with_room),
        cmocka_unit_test(uuids_sort_even_when_the_clock_goes_back),
        cmocka_unit_test(uuids_do_not_repeat_their_chance),
        cmocka_unit_test(a_floor_is_below_every_uuid_of_its_moment_and_above_those_before),
    };

    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
