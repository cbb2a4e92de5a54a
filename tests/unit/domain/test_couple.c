/* The two people: known when both have a name, found by their ids, never without a word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/couple.h"

static struct couple two(const char *left, const char *right)
{
    struct couple couple = { 0 };

    couple.partner[PARTNER_LEFT].name = mem_copy(left);
    couple.partner[PARTNER_RIGHT].name = mem_copy(right);
    return couple;
}

static void they_are_known_when_both_have_a_name(void **state)
{
    static const struct {
        const char *left, *right;
        bool known;
    } rows[] = { { NULL, NULL, false },
                 { "Ana", NULL, false },
                 { NULL, "Sam", false },
                 { "Ana", "Sam", true } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct couple couple = two(rows[i].left, rows[i].right);

        assert_int_equal(couple_is_known(&couple), rows[i].known);
        couple_release(&couple);
        assert_false(couple_is_known(&couple));
        assert_null(couple.partner[PARTNER_LEFT].name);
        couple_release(&couple);
    }
}

static void each_is_called_by_name_and_one_without_by_the_place(void **state)
{
    struct couple named = two("Ana", "Sam"), unnamed = two(NULL, NULL);

    (void)state;
    assert_string_equal(couple_name(&named, PARTNER_LEFT), "Ana");
    assert_string_equal(couple_name(&named, PARTNER_RIGHT), "Sam");
    for (int p = PARTNER_NONE; p <= PARTNER_RIGHT; p++)
        assert_string_not_equal(couple_name(&unnamed, (enum partner)p), "");
    assert_string_not_equal(couple_name(&unnamed, PARTNER_LEFT),
                            couple_name(&unnamed, PARTNER_RIGHT));
    couple_release(&named);
}

static void an_id_finds_its_owner_and_no_id_finds_nobody(void **state)
{
    static const char left[] = "01961a2b-3c4d-7e5f-8a9b-0c1d2e3f4a5b",
                      right[] = "01961a2b-3c4d-7e5f-8a9b-0c1d2e3f4a5c";
    struct couple couple = two("Ana", "Sam");

    (void)state;
    assert_int_equal(couple_find(&couple, ""), PARTNER_NONE); /* before the first run */
    memcpy(couple.partner[PARTNER_LEFT].id, left, sizeof left);
    memcpy(couple.partner[PARTNER_RIGHT].id, right, sizeof right);
    assert_int_equal(couple_find(&couple, left), PARTNER_LEFT);
    assert_int_equal(couple_find(&couple, right), PARTNER_RIGHT);
    assert_int_equal(couple_find(&couple, ""), PARTNER_NONE);
    assert_int_equal(couple_find(&couple, "01961a2b"), PARTNER_NONE);
    couple_release(&couple);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_known_when_both_have_a_name),
        cmocka_unit_test(each_is_called_by_name_and_one_without_by_the_place),
        cmocka_unit_test(an_id_finds_its_owner_and_no_id_finds_nobody),
    };

    return cmocka_run_group_tests_name("couple", tests, NULL, NULL);
}
