/* The built-in packs and the library: brought in once, left alone while the stamp is the same,
 * brought up to date by id when it isn't. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/builtin.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/library.h"
#include "support/store_fixture.h"

static struct place place;

static int set_up(void **state)
{
    (void)state;
    place_make(&place);
    place_open(&place);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_remove(&place);
    return 0;
}

static void sync_ok(void)
{
    struct error err = { 0 };

    if (builtin_sync(place.store, &err) != STATUS_OK)
        fail_msg("%s", err.text);
}

/* As after an update of the program: the library is of other packs. */
static void forget_stamp(void)
{
    TRANSACTION(place.store, store_set_setting(place.store, "built-in packs", "of before", NULL));
}

static int64_t number(const char *sql)
{
    return raw_number(place.file, sql);
}

/* Everything in the library, as one number that changes with it. */
static int64_t library_sum(void)
{
    return number("SELECT (SELECT sum(length(pack || id || text || coalesce(to_do, '')) * "
                  "(coalesce(ordinal, -1) + 3) + cell % 1009) FROM prompt) + "
                  "(SELECT sum(key % 1013 * prompts) FROM cell) + "
                  "(SELECT sum(length(id || title || version) * prompts) FROM pack)");
}

static void the_first_sync_brings_in_every_pack(void **state)
{
    int64_t prompts;

    (void)state;
    sync_ok();
    assert_int_equal(number("SELECT count(*) FROM pack WHERE builtin = 1"), embedded_packs_count);
    prompts = number("SELECT count(*) FROM prompt");
    assert_true(prompts >= 150);
    assert_int_equal(number("SELECT sum(prompts) FROM pack"), prompts);
    assert_int_equal(number("SELECT sum(prompts) FROM cell"), prompts);
}

static void a_second_sync_writes_nothing(void **state)
{
    char *before, *after;

    (void)state;
    sync_ok();
    place_close(&place);
    before = tree_text(place.root);
    place_open(&place);
    sync_ok();
    place_close(&place);
    after = tree_text(place.root);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* What is in the library under the same stamp isn't looked at: that makes it quick. */
static void the_same_stamp_is_believed(void **state)
{
    (void)state;
    sync_ok();
    raw_run(place.file, "UPDATE prompt SET text = 'Changed.' WHERE number = 1");
    sync_ok();
    assert_int_equal(number("SELECT count(*) FROM prompt WHERE text = 'Changed.'"), 1);
}

static void another_stamp_brings_the_same_library_again(void **state)
{
    int64_t before;

    (void)state;
    sync_ok();
    before = library_sum();
    forget_stamp();
    sync_ok();
    assert_int_equal(library_sum(), before);
    assert_int_equal(number("SELECT count(*) FROM setting WHERE name = 'built-in packs' AND "
                            "value = 'of before'"),
                     0);
}

static void another_stamp_updates_packs_by_id(void **state)
{
    int64_t before;

    (void)state;
    sync_ok();
    before = library_sum();
    raw_run(place.file, "UPDATE prompt SET text = 'Of before.', depth = 2; "
                        "UPDATE pack SET version = '0.0.1', title = 'Of before'");
    forget_stamp();
    sync_ok();
    assert_int_equal(library_sum(), before);
    assert_int_equal(number("SELECT count(*) FROM prompt WHERE text = 'Of before.'"), 0);
    assert_int_equal(number("SELECT count(*) FROM pack WHERE version = '0.0.1'"), 0);
}

static void another_stamp_retires_what_is_no_longer_built_in(void **state)
{
    struct pack old = pack_plain("of-before", 5);
    int64_t prompts;

    (void)state;
    sync_ok();
    prompts = number("SELECT count(*) FROM prompt");
    TRANSACTION(place.store, library_install(place.store, &old, true, NULL));
    place_install(&place, "theirs", 3); /* not built in: stays */
    forget_stamp();
    sync_ok();
    assert_int_equal(number("SELECT count(*) FROM pack WHERE id = 'of-before'"), 0);
    assert_int_equal(number("SELECT count(*) FROM pack WHERE id = 'theirs'"), 1);
    assert_int_equal(number("SELECT count(*) FROM prompt"), prompts + 3);
    assert_int_equal(number("SELECT sum(prompts) FROM cell"), prompts + 3);
    pack_release(&old);
}

static void a_pack_that_returns_finds_its_cards_and_marks(void **state)
{
    int64_t prompts;

    (void)state;
    sync_ok();
    place_name_couple(&place);
    prompts = number("SELECT count(*) FROM prompt");
    raw_run(place.file, "INSERT INTO setting SELECT 'marked', pack || '/' || id FROM prompt "
                        "WHERE number = 3");
    {
        char *value, *slash;

        assert_int_equal(store_setting(place.store, "marked", &value, NULL), STATUS_OK);
        slash = strchr(value, '/');
        *slash = '\0';
        TRANSACTION(place.store, journal_mark(place.store, value, slash + 1, MARK_NEVER, true,
                                              place.start, NULL));
        free(value);
    }
    forget_stamp();
    sync_ok();
    assert_int_equal(number("SELECT count(*) FROM prompt"), prompts);
    assert_int_equal(number("SELECT sum(prompts) FROM cell"), prompts - 1);
    assert_int_equal(number("SELECT count(*) FROM prompt, setting WHERE name = 'marked' AND value "
                            "= pack || '/' || id AND ordinal IS NULL"),
                     1);
}

static void a_store_in_memory_is_filled_too(void **state)
{
    struct store *store;
    struct filter any = { .mood = MOOD_ANY };
    struct cell_count *cells;
    size_t count;
    char nowhere[PLACE_PATH_MAX + 16];

    (void)state;
    snprintf(nowhere, sizeof nowhere, "%s/nowhere", place.root);
    assert_int_equal(open_at(nowhere, STORE_READ, &store, NULL), STATUS_OK);
    assert_int_equal(builtin_sync(store, NULL), STATUS_OK);
    assert_int_equal(library_cells(store, &any, 0, &cells, &count, NULL), STATUS_OK);
    assert_true(count > 10);
    free(cells);
    assert_int_equal(store_close(store), STATUS_OK);
    assert_false(file_exists(nowhere));
}

static int sync_readonly(void *context)
{
    struct store *store;
    struct filter any = { .mood = MOOD_ANY };
    struct cell_count *cells;
    size_t count;

    (void)context;
    CHILD(become_nobody());
    CHILD(open_at(place.data, STORE_WRITE, &store, NULL) == STATUS_OK);
    CHILD(store_readonly(store) != NULL);
    CHILD(builtin_sync(store, NULL) == STATUS_OK);
    CHILD(library_cells(store, &any, 0, &cells, &count, NULL) == STATUS_OK && count > 10);
    free(cells);
    CHILD(store_close(store) == STATUS_OK);
    return 0;
}

static void a_store_that_cannot_be_written_is_left_with_what_it_has(void **state)
{
    char *before, *after;

    (void)state;
    place_remove(&place);
    place_make_below(&place, "/tmp"); /* where others may go */
    place_open(&place);
    sync_ok();
    forget_stamp();
    place_close(&place);
    assert_int_equal(chmod(place.file, 0444), 0);
    assert_int_equal(chmod(place.data, 0555), 0);
    before = tree_text(place.root);
    assert_int_equal(child_run(sync_readonly, NULL), 0);
    after = tree_text(place.root);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static int sync_too(void *context)
{
    struct store *store;

    (void)context;
    CHILD(open_at(place.data, STORE_WRITE, &store, NULL) == STATUS_OK);
    CHILD(builtin_sync(store, NULL) == STATUS_OK);
    CHILD(store_close(store) == STATUS_OK);
    return 0;
}

static void two_programs_may_sync_at_the_same_time(void **state)
{
    int pids[2];
    int64_t before;

    (void)state;
    sync_ok();
    before = library_sum();
    for (int round = 0; round < 10; round++) {
        forget_stamp();
        place_close(&place);
        for (size_t i = 0; i < ARRAY_SIZE(pids); i++)
            pids[i] = child_start(sync_too, NULL);
        for (size_t i = 0; i < ARRAY_SIZE(pids); i++)
            assert_int_equal(child_wait(pids[i]), 0);
        place_open(&place);
        assert_int_equal(library_sum(), before);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_first_sync_brings_in_every_pack),
        TEST(a_second_sync_writes_nothing),
        TEST(the_same_stamp_is_believed),
        TEST(another_stamp_brings_the_same_library_again),
        TEST(another_stamp_updates_packs_by_id),
        TEST(another_stamp_retires_what_is_no_longer_built_in),
        TEST(a_pack_that_returns_finds_its_cards_and_marks),
        TEST(a_store_in_memory_is_filled_too),
        TEST(a_store_that_cannot_be_written_is_left_with_what_it_has),
        TEST(two_programs_may_sync_at_the_same_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
