/* Strings that grow: always terminated, never lost, and exact at their edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

static void assert_holds(const struct strbuf *sb, const char *text)
{
    assert_int_equal(sb->size, strlen(text));
    assert_string_equal(sb->text, text);
}

static void a_new_one_is_the_empty_string(void **state)
{
    struct strbuf sb = STRBUF_INIT;

    (void)state;
    assert_holds(&sb, "");
    strbuf_clear(&sb);
    strbuf_truncate(&sb, 0);
    strbuf_add(&sb, NULL, 0);
    strbuf_addstr(&sb, "");
    strbuf_splice(&sb, 0, 0, NULL, 0);
    assert_holds(&sb, "");
    strbuf_release(&sb);
    strbuf_release(&sb); /* again is fine */
    assert_holds(&sb, "");
}

static void what_is_added_stands_at_the_end(void **state)
{
    struct strbuf sb = STRBUF_INIT;

    (void)state;
    strbuf_addstr(&sb, "one");
    strbuf_addch(&sb, ' ');
    strbuf_add(&sb, "two three", 3);
    strbuf_addf(&sb, " %d %s", 3, "four");
    assert_holds(&sb, "one two 3 four");
    strbuf_release(&sb);
    assert_holds(&sb, "");
}

static void it_grows_through_every_size(void **state)
{
    struct strbuf sb = STRBUF_INIT;

    (void)state;
    for (size_t n = 1; n <= 3000; n++) {
        strbuf_addch(&sb, (char)('a' + n % 26));
        assert_int_equal(sb.size, n);
        assert_int_equal(strlen(sb.text), n);
    }
    for (size_t n = 1; n <= 3000; n++)
        assert_int_equal(sb.text[n - 1], 'a' + n % 26);
    strbuf_release(&sb);
}

static void a_format_may_be_longer_than_the_room(void **state)
{
    (void)state;
    for (int n = 0; n < 200; n++) {
        struct strbuf sb = STRBUF_INIT;

        strbuf_addf(&sb, "%*s", n, "");
        assert_int_equal(sb.size, n);
        assert_int_equal(strspn(sb.text, " "), n);
        strbuf_addf(&sb, "%s", "end");
        assert_string_equal(sb.text + n, "end");
        strbuf_release(&sb);
    }
}

static void nul_bytes_are_bytes(void **state)
{
    struct strbuf sb = STRBUF_INIT;

    (void)state;
    strbuf_add(&sb, "a\0b", 3);
    strbuf_addch(&sb, '\0');
    strbuf_addstr(&sb, "c");
    assert_int_equal(sb.size, 5);
    assert_memory_equal(sb.text, "a\0b\0c", 6);
    strbuf_release(&sb);
}

static void a_splice_replaces_exactly_what_it_names(void **state)
{
    /* clang-format off */
    static const struct {
        size_t at, remove;
        const char *with, *result;
    } rows[] = {
        { 0, 0, "", "0123456789" },   { 0, 0, "ab", "ab0123456789" },
        { 10, 0, "ab", "0123456789ab" }, { 5, 0, "ab", "01234ab56789" },
        { 0, 3, "", "3456789" },      { 7, 3, "", "0123456" },
        { 4, 2, "", "01236789" },     { 4, 2, "xy", "0123xy6789" },
        { 4, 2, "xyz", "0123xyz6789" }, { 4, 4, "x", "0123x89" },
        { 0, 10, "", "" },            { 0, 10, "new", "new" },
        { 3, 4, "a long text that makes it grow beyond its first room",
          "012a long text that makes it grow beyond its first room789" },
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct strbuf sb = STRBUF_INIT;

        strbuf_addstr(&sb, "0123456789");
        strbuf_splice(&sb, rows[i].at, rows[i].remove, rows[i].with, strlen(rows[i].with));
        assert_holds(&sb, rows[i].result);
        strbuf_release(&sb);
    }
}

static void truncating_keeps_the_head_and_clearing_the_room(void **state)
{
    struct strbuf sb = STRBUF_INIT;
    size_t room;

    (void)state;
    strbuf_addstr(&sb, "0123456789");
    room = sb.room;
    strbuf_truncate(&sb, 10);
    assert_holds(&sb, "0123456789");
    strbuf_truncate(&sb, 4);
    assert_holds(&sb, "0123");
    strbuf_clear(&sb);
    assert_holds(&sb, "");
    assert_int_equal(sb.room, room);
    strbuf_addstr(&sb, "again");
    assert_holds(&sb, "again");
    strbuf_release(&sb);
}

static void detached_bytes_are_the_callers_and_the_rest_is_as_new(void **state)
{
    struct strbuf sb = STRBUF_INIT;
    char *text, *none;

    (void)state;
    strbuf_addstr(&sb, "mine");
    text = strbuf_detach(&sb);
    none = strbuf_detach(&sb); /* of an unused one, too: never NULL, never shared */
    strbuf_addstr(&sb, "other");
    assert_string_equal(text, "mine");
    assert_string_equal(none, "");
    assert_ptr_not_equal(none, strbuf_empty);
    assert_holds(&sb, "other");
    free(text);
    free(none);
    strbuf_release(&sb);
}

static void unused_ones_never_write_to_what_they_share(void **state)
{
    struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

    (void)state;
    strbuf_addstr(&a, "x");
    strbuf_clear(&b);
    strbuf_truncate(&b, 0);
    assert_int_equal(strbuf_empty[0], '\0');
    assert_holds(&b, "");
    strbuf_release(&a);
    strbuf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_one_is_the_empty_string),
        cmocka_unit_test(what_is_added_stands_at_the_end),
        cmocka_unit_test(it_grows_through_every_size),
        cmocka_unit_test(a_format_may_be_longer_than_the_room),
        cmocka_unit_test(nul_bytes_are_bytes),
        cmocka_unit_test(a_splice_replaces_exactly_what_it_names),
        cmocka_unit_test(truncating_keeps_the_head_and_clearing_the_room),
        cmocka_unit_test(detached_bytes_are_the_callers_and_the_rest_is_as_new),
        cmocka_unit_test(unused_ones_never_write_to_what_they_share),
    };

    return cmocka_run_group_tests_name("strbuf", tests, NULL, NULL);
}
