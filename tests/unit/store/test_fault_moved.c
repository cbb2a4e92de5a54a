/* The file is moved, removed or replaced while the program has it open: what is written then says
 * that it isn't kept, instead of vanishing; what was kept before is in the file, wherever it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/store.h"
#include "support/store_fixture.h"

static struct place place;
static char elsewhere[PLACE_PATH_MAX + 32];

static int set_up(void **state)
{
    (void)state;
    place_make(&place);
    snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", place.root);
    place_open(&place);
    place_name_couple(&place);
    TRANSACTION(place.store, store_set_setting(place.store, "before", "1", NULL));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_remove(&place);
    return 0;
}

static void assert_writing_is_refused(void)
{
    struct error err = { 0 };

    assert_int_equal(store_begin(place.store, &err), STATUS_IO);
    assert_non_null(strstr(err.text, place.file));
    assert_non_null(strstr(err.text, "moved or replaced"));
}

static int64_t count_settings(const char *file)
{
    return raw_number(file, "SELECT count(*) FROM setting WHERE name IN ('before', 'after')");
}

static void after_a_move_nothing_is_written(void **state)
{
    (void)state;
    assert_int_equal(rename(place.file, elsewhere), 0);
    assert_writing_is_refused();
    assert_writing_is_refused();
    assert_false(file_exists(place.file));
}

static void a_file_that_is_put_back_is_written_again(void **state)
{
    (void)state;
    assert_int_equal(rename(place.file, elsewhere), 0);
    assert_writing_is_refused();
    assert_int_equal(rename(elsewhere, place.file), 0);
    TRANSACTION(place.store, store_set_setting(place.store, "after", "1", NULL));
    place_close(&place);
    assert_int_equal(count_settings(place.file), 2);
}

static void after_a_removal_nothing_is_written(void **state)
{
    (void)state;
    assert_int_equal(unlink(place.file), 0);
    assert_writing_is_refused();
}

static void the_folder_may_go_too(void **state)
{
    (void)state;
    assert_int_equal(rename(place.data, elsewhere), 0);
    assert_writing_is_refused();
    assert_int_equal(rename(elsewhere, place.data), 0);
    TRANSACTION(place.store, store_set_setting(place.store, "after", "1", NULL));
}

/* As a file sync does: another journal under the same name. It stays as it is. */
static void what_took_its_place_is_left_alone(void **state)
{
    struct store *other;
    char folder[PLACE_PATH_MAX + 32], file[PLACE_PATH_MAX + 64];

    (void)state;
    snprintf(folder, sizeof folder, "%s/other", place.root);
    snprintf(file, sizeof file, "%s/couplet.db", folder);
    assert_int_equal(open_at(folder, STORE_WRITE, &other, NULL), STATUS_OK);
    assert_int_equal(store_close(other), STATUS_OK);
    assert_int_equal(rename(file, place.file), 0);
    assert_writing_is_refused();
    place_close(&place);
    unlink(place_path(&place, "couplet.db-wal")); /* it belonged to what is gone */
    unlink(place_path(&place, "couplet.db-shm"));
    assert_int_equal(count_settings(place.file), 0);
    place_open(&place);
    TRANSACTION(place.store, store_set_setting(place.store, "after", "1", NULL));
}

/* Moved between the first word and the last: not a word is kept, and that is said. */
static void a_move_within_a_transaction_is_noticed(void **state)
{
    struct error err = { 0 };

    (void)state;
    assert_int_equal(store_begin(place.store, &err), STATUS_OK);
    assert_int_equal(store_set_setting(place.store, "after", "1", &err), STATUS_OK);
    assert_int_equal(rename(place.file, elsewhere), 0);
    assert_int_equal(store_end(place.store, STATUS_OK, &err), STATUS_IO);
    assert_non_null(strstr(err.text, "moved or replaced"));
    assert_int_equal(rename(elsewhere, place.file), 0);
    assert_int_equal(count_settings(place.file), 1);
}

static void looking_back_goes_on(void **state)
{
    char *value;

    (void)state;
    assert_int_equal(rename(place.file, elsewhere), 0);
    assert_int_equal(store_setting(place.store, "before", &value, NULL), STATUS_OK);
    assert_string_equal(value, "1");
    free(value);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(after_a_move_nothing_is_written),
        TEST(a_file_that_is_put_back_is_written_again),
        TEST(after_a_removal_nothing_is_written),
        TEST(the_folder_may_go_too),
        TEST(what_took_its_place_is_left_alone),
        TEST(a_move_within_a_transaction_is_noticed),
        TEST(looking_back_goes_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
