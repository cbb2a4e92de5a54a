/* The files in the program: sorted, whole, and the same bytes as on the disk they came from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "base/file.h"
#include "base/mem.h"

static const struct {
    const struct embedded_file *files;
    const size_t *count;
    const char *folder; /* from the folder of the tests */
} tables[] = {
    { embedded_packs, &embedded_packs_count, "../data/packs" },
    { embedded_migrations, &embedded_migrations_count, "../src/store/migrations" },
    { embedded_lint, &embedded_lint_count, "../data/lint" },
};

static void the_tables_are_sorted_and_end_with_a_row_of_nothing(void **state)
{
    (void)state;
    for (size_t t = 0; t < ARRAY_SIZE(tables); t++) {
        const struct embedded_file *files = tables[t].files;
        size_t n = *tables[t].count;

        assert_true(n > 0);
        for (size_t i = 0; i < n; i++) {
            assert_null(strchr(files[i].name, '/'));
            assert_int_equal(*files[i].end, '\0');
            assert_true(i == 0 || strcmp(files[i - 1].name, files[i].name) < 0);
        }
        assert_null(files[n].name);
        assert_null(files[n].data);
    }
}

static void every_file_is_what_it_was_on_the_disk(void **state)
{
    const char *tests = getenv("COUPLET_TESTS");

    (void)state;
    if (!tests) {
        print_message("COUPLET_TESTS is not set\n");
        skip();
    }
    for (size_t t = 0; t < ARRAY_SIZE(tables); t++)
        for (const struct embedded_file *file = tables[t].files; file->name; file++) {
            struct strbuf path = STRBUF_INIT, bytes = STRBUF_INIT;

            strbuf_addf(&path, "%s/%s/%s", tests, tables[t].folder, file->name);
            assert_int_equal(file_read(&bytes, path.text, (size_t)1 << 26, NULL), STATUS_OK);
            assert_int_equal(bytes.size, file->end - file->data);
            assert_memory_equal(bytes.text, file->data, bytes.size);
            strbuf_release(&path);
            strbuf_release(&bytes);
        }
}

static void the_stamp_is_hexadecimal(void **state)
{
    (void)state;
    assert_true(strlen(embedded_packs_stamp) >= 16);
    assert_int_equal(strspn(embedded_packs_stamp, "0123456789abcdef"),
                     strlen(embedded_packs_stamp));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_are_sorted_and_end_with_a_row_of_nothing),
        cmocka_unit_test(every_file_is_what_it_was_on_the_disk),
        cmocka_unit_test(the_stamp_is_hexadecimal),
    };

    return cmocka_run_group_tests_name("embed", tests, NULL, NULL);
}
