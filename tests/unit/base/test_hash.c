/* The checksum: the published values, in parts or whole, and that a flipped bit shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

/* From the reference vectors of FNV-1a, 64 bits. Rows in people's journals carry these. */
static void the_values_are_those_of_fnv_1a(void **state)
{
    static const struct {
        const char *text;
        uint64_t hash;
    } rows[] = {
        { "", UINT64_C(0xcbf29ce484222325) },
        { "a", UINT64_C(0xaf63dc4c8601ec8c) },
        { "b", UINT64_C(0xaf63df4c8601f1a5) },
        { "foo", UINT64_C(0xdcb27518fed9d577) },
        { "foobar", UINT64_C(0x85944171f73967e8) },
        { "chongo was here!\n", UINT64_C(0x46810940eff5f915) },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
        assert_true(hash_add(HASH_BEGIN, rows[i].text, strlen(rows[i].text)) == rows[i].hash);
}

static void parts_and_the_whole_are_the_same(void **state)
{
    static const char text[] = "Which song\0has the kitchen heard most?";

    (void)state;
    for (size_t cut = 0; cut <= sizeof text; cut++) {
        uint64_t head = hash_add(HASH_BEGIN, text, cut);

        assert_true(hash_add(head, text + cut, sizeof text - cut) ==
                    hash_add(HASH_BEGIN, text, sizeof text));
    }
}

static void every_flipped_bit_shows(void **state)
{
    char text[] = "Which song has the kitchen heard most?";
    uint64_t sound = hash_add(HASH_BEGIN, text, sizeof text);

    (void)state;
    for (size_t i = 0; i < sizeof text * 8; i++) {
        text[i / 8] = (char)(text[i / 8] ^ 1 << i % 8);
        assert_true(hash_add(HASH_BEGIN, text, sizeof text) != sound);
        text[i / 8] = (char)(text[i / 8] ^ 1 << i % 8);
    }
    assert_true(hash_add(HASH_BEGIN, text, sizeof text) == sound);
}

/* ---- parts ---- */

/* What the program compares these with is written down in it: they may never change. */
static void the_values_of_parts_are_what_they_were(void **state)
{
    static const struct {
        const char *text;
        uint64_t hash;
    } rows[] = {
        { NULL, UINT64_C(0x690cf37cf43c469e) },
        { "", UINT64_C(0xf8bb92c91b3f5cc0) },
        { "a", UINT64_C(0xa928bad1eb06e438) },
        { "eight by", UINT64_C(0x07db4ed4a3987a81) },
        { "which is more than eight", UINT64_C(0x6c26565e6fe10347) },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        size_t n = rows[i].text ? strlen(rows[i].text) : 0;
        uint64_t hash = hash_part(HASH_BEGIN, rows[i].text, n);

        if (hash != rows[i].hash)
            fail_msg("%s: 0x%016llx", rows[i].text ? rows[i].text : "NULL",
                     (unsigned long long)hash);
    }
}

static void parts_cannot_trade_bytes(void **state)
{
    static const char text[] = "Which song has the kitchen heard most?";
    uint64_t seen[sizeof text];

    (void)state;
    for (size_t cut = 0; cut < sizeof text; cut++) {
        seen[cut] = hash_part(hash_part(HASH_BEGIN, text, cut), text + cut, sizeof text - cut);
        for (size_t i = 0; i < cut; i++)
            assert_true(seen[i] != seen[cut]);
    }
    assert_true(hash_part(HASH_BEGIN, "a\0", 2) != hash_part(HASH_BEGIN, "a", 1));
}

static void every_flipped_bit_of_a_part_shows(void **state)
{
    char text[] = "Which song has the kitchen heard most?";

    (void)state;
    for (size_t size = 1; size <= sizeof text; size++) {
        uint64_t sound = hash_part(HASH_BEGIN, text, size);

        for (size_t i = 0; i < size * 8; i++) {
            text[i / 8] = (char)(text[i / 8] ^ 1 << i % 8);
            assert_true(hash_part(HASH_BEGIN, text, size) != sound);
            text[i / 8] = (char)(text[i / 8] ^ 1 << i % 8);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_values_are_those_of_fnv_1a),
        cmocka_unit_test(parts_and_the_whole_are_the_same),
        cmocka_unit_test(every_flipped_bit_shows),
        cmocka_unit_test(the_values_of_parts_are_what_they_were),
        cmocka_unit_test(parts_cannot_trade_bytes),
        cmocka_unit_test(every_flipped_bit_of_a_part_shows),
    };

    return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
