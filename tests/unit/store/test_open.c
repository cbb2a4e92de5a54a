/* The store's file: what is made and with which rights, what a clean close leaves, what a reader
 * leaves unmade; and the small things: settings, transactions, a journal that another one holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/journal.h"
#include "store/library.h"
#include "store/store.h"
#include "support/store_fixture.h"

static struct place place;

static int set_up(void **state)
{
    (void)state;
    place_make(&place);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_remove(&place);
    return 0;
}

static void a_new_folder_and_its_files_are_for_their_owner_alone(void **state)
{
    mode_t before = umask(0);

    (void)state;
    place_open(&place);
    place_name_couple(&place);
    umask(before);
    assert_int_equal(mode_of(place.data), 0700);
    assert_int_equal(mode_of(place.file), 0600);
    assert_int_equal(mode_of(place_path(&place, "couplet.db-wal")), 0600);
    assert_int_equal(mode_of(place_path(&place, "couplet.db-shm")), 0600);
}

static void all_folders_on_the_way_are_made(void **state)
{
    char deep[PLACE_PATH_MAX + 16];
    struct store *store;

    (void)state;
    snprintf(deep, sizeof deep, "%s/a//b/", place.data);
    assert_int_equal(open_at(deep, STORE_WRITE, &store, NULL), STATUS_OK);
    assert_int_equal(store_close(store), STATUS_OK);
    assert_int_equal(mode_of(place_path(&place, "a")), 0700);
    assert_int_equal(mode_of(place_path(&place, "a/b")), 0700);
    assert_int_equal(mode_of(place_path(&place, "a/b/couplet.db")), 0600);
}

static void a_folder_that_is_there_keeps_its_rights(void **state)
{
    (void)state;
    assert_int_equal(mkdir(place.data, 0755), 0);
    assert_int_equal(chmod(place.data, 0755), 0);
    place_open(&place);
    assert_int_equal(mode_of(place.data), 0755);
    assert_int_equal(mode_of(place.file), 0600);
}

static void a_store_knows_its_path_and_that_it_can_be_written(void **state)
{
    (void)state;
    place_open(&place);
    assert_string_equal(store_path(place.store), place.file);
    assert_null(store_readonly(place.store));
}

static void a_clean_close_leaves_the_one_file(void **state)
{
    char *tree;

    (void)state;
    place_open(&place);
    place_name_couple(&place);
    place_install(&place, "p", 20);
    place_close(&place);
    tree = tree_text(place.data);
    assert_ptr_equal(strchr(tree, '\n'), tree + strlen(tree) - 1); /* one line */
    assert_non_null(strstr(tree, "/couplet.db "));
    free(tree);
}

static void the_file_says_whose_it_is_and_uses_a_write_ahead_log(void **state)
{
    (void)state;
    place_open(&place);
    place_close(&place);
    assert_int_equal(raw_number(place.file, "PRAGMA application_id"), 0x43706c74);
    assert_int_equal(raw_number(place.file, "PRAGMA user_version"),
                     (int64_t)embedded_migrations_count);
    assert_int_equal(raw_number(place.file, "SELECT journal_mode = 'wal' FROM "
                                            "pragma_journal_mode"),
                     1);
}

static void an_empty_file_is_new(void **state)
{
    (void)state;
    assert_int_equal(mkdir(place.data, 0700), 0);
    write_file(place.file, "", 0);
    place_open(&place);
    place_name_couple(&place);
    place_close(&place);
    assert_int_equal(raw_number(place.file, "SELECT count(*) FROM partner"), 2);
}

static void what_was_written_is_there_after_closing_and_opening(void **state)
{
    (void)state;
    place_open(&place);
    place_name_couple(&place);
    place_close(&place);
    place_open(&place);
    couple_release(&place.couple);
    assert_int_equal(journal_couple(place.store, &place.couple, NULL), STATUS_OK);
    assert_string_equal(couple_name(&place.couple, PARTNER_LEFT), "Ada");
    assert_string_equal(couple_name(&place.couple, PARTNER_RIGHT), "Ben");
}

static int write_and_die(void *context)
{
    struct place *there = context;
    struct store *store;

    CHILD(open_at(there->data, STORE_WRITE, &store, NULL) == STATUS_OK);
    CHILD(STATUS_WITHIN(store, journal_name(store, "Ada", "Ben", there->start, NULL)) == STATUS_OK);
    die_at_once(); /* without closing: the log stays */
}

static void a_log_left_by_a_program_that_died_is_read_and_cleared_away(void **state)
{
    (void)state;
    assert_int_equal(child_run(write_and_die, &place), CHILD_DIED);
    assert_true(file_exists(place_path(&place, "couplet.db-wal")));
    place_open(&place);
    assert_int_equal(journal_couple(place.store, &place.couple, NULL), STATUS_OK);
    assert_string_equal(couple_name(&place.couple, PARTNER_RIGHT), "Ben");
    place_close(&place);
    assert_false(file_exists(place_path(&place, "couplet.db-wal")));
    assert_false(file_exists(place_path(&place, "couplet.db-shm")));
}

/* ---- statements ---- */

static size_t statements_begun;

static int count_statement(unsigned kind, void *context, void *statement, void *sql)
{
    (void)kind, (void)context, (void)statement, (void)sql;
    statements_begun++;
    return 0;
}

static int watch(sqlite3 *db, char **said, const struct sqlite3_api_routines *api)
{
    (void)said, (void)api;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, count_statement, NULL);
}

/* SQLite begins a statement anew when it is asked for a row after the last one. */
static void a_statement_that_gave_its_last_row_is_not_run_again(void **state)
{
    struct couple couple;
    char *value;

    (void)state;
    sqlite3_auto_extension((void (*)(void))watch);
    place_open(&place);
    place_name_couple(&place);
    statements_begun = 0;
    assert_int_equal(journal_couple(place.store, &couple, NULL), STATUS_OK);
    assert_int_equal(statements_begun, 1);
    assert_int_equal(store_setting(place.store, "none", &value, NULL), STATUS_OK);
    assert_int_equal(statements_begun, 2);
    sqlite3_reset_auto_extension();
    couple_release(&couple);
}

/* ---- reading ---- */

static void reading_makes_neither_folder_nor_file(void **state)
{
    struct store *store;
    char *before = tree_text(place.root), *after;
    struct couple couple;

    (void)state;
    assert_int_equal(open_at(place.data, STORE_READ, &store, NULL), STATUS_OK);
    assert_int_equal(journal_couple(store, &couple, NULL), STATUS_OK);
    assert_false(couple_is_known(&couple));
    couple_release(&couple);
    assert_int_equal(store_close(store), STATUS_OK);
    after = tree_text(place.root);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void an_empty_store_in_memory_takes_a_pack(void **state)
{
    struct store *store;
    struct pack pack = pack_plain("p", 3);
    struct prompt prompt;

    (void)state;
    assert_int_equal(open_at(place.data, STORE_READ, &store, NULL), STATUS_OK);
    TRANSACTION(store, library_install(store, &pack, true, NULL));
    {
        struct cell cell = cell_of_prompt(&pack.prompts[0]);

        assert_int_equal(library_prompt(store, cell_key(&cell), 2, &prompt, NULL), STATUS_OK);
    }
    prompt_release(&prompt);
    pack_release(&pack);
    assert_int_equal(store_close(store), STATUS_OK);
    assert_false(file_exists(place.data));
}

static void reading_sees_what_is_there(void **state)
{
    struct store *store;
    struct couple couple;

    (void)state;
    place_open(&place);
    place_name_couple(&place);
    place_close(&place);
    assert_int_equal(open_at(place.data, STORE_READ, &store, NULL), STATUS_OK);
    assert_int_equal(journal_couple(store, &couple, NULL), STATUS_OK);
    assert_string_equal(couple_name(&couple, PARTNER_LEFT), "Ada");
    couple_release(&couple);
    assert_int_equal(store_close(store), STATUS_OK);
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    assert_int_equal(store_close(NULL), STATUS_OK);
}

/* ---- settings and transactions ---- */

static void a_setting_is_kept_replaced_and_missing_when_it_is_missing(void **state)
{
    static const char *const values[] = { "first", "'); DROP TABLE setting; --", "", "ünï 🎵" };
    char *value;

    (void)state;
    place_open(&place);
    assert_int_equal(store_setting(place.store, "x", &value, NULL), STATUS_OK);
    assert_null(value);
    for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
        TRANSACTION(place.store, store_set_setting(place.store, "x", values[i], NULL));
        place_close(&place);
        place_open(&place);
        assert_int_equal(store_setting(place.store, "x", &value, NULL), STATUS_OK);
        assert_string_equal(value, values[i]);
        free(value);
    }
    assert_int_equal(store_setting(place.store, "X", &value, NULL), STATUS_OK);
    assert_null(value);
}

static void a_transaction_that_fails_leaves_nothing(void **state)
{
    char *value;

    (void)state;
    place_open(&place);
    assert_int_equal(store_begin(place.store, NULL), STATUS_OK);
    assert_int_equal(store_set_setting(place.store, "x", "1", NULL), STATUS_OK);
    assert_int_equal(store_end(place.store, STATUS_CHANGED, NULL), STATUS_CHANGED);
    assert_int_equal(store_setting(place.store, "x", &value, NULL), STATUS_OK);
    assert_null(value);
    TRANSACTION(place.store, store_set_setting(place.store, "x", "2", NULL));
}

static void a_commit_that_fails_is_rolled_back_and_the_next_one_works(void **state)
{
    static const char nobody[] = "019a0000-0000-7000-8000-000000000000";
    struct error err = { 0 };

    (void)state;
    place_open(&place);
    /* A note of a card that isn't there: the foreign key is looked at when the end comes. */
    assert_int_equal(store_begin(place.store, &err), STATUS_OK);
    assert_int_equal(
        journal_note(place.store, nobody, nobody, NOTE_PLAIN, "words", place.start, &err),
        STATUS_OK);
    assert_int_not_equal(store_end(place.store, STATUS_OK, &err), STATUS_OK);
    assert_true(err.text[0] != '\0');
    TRANSACTION(place.store, store_set_setting(place.store, "x", "1", NULL));
    place_close(&place);
    assert_int_equal(raw_number(place.file, "SELECT count(*) FROM note"), 0);
}

static void a_store_that_another_program_holds_is_busy_and_says_so(void **state)
{
    struct store *other;
    struct error err = { 0 };

    (void)state;
    place_open(&place);
    assert_int_equal(open_at(place.data, STORE_WRITE, &other, NULL), STATUS_OK);
    assert_int_equal(store_begin(other, NULL), STATUS_OK);
    assert_int_equal(store_begin(place.store, &err), STATUS_BUSY); /* waits its five seconds */
    assert_int_equal(err.status, STATUS_BUSY);
    assert_non_null(strstr(err.text, place.file));
    assert_int_equal(store_end(other, STATUS_OK, NULL), STATUS_OK);
    TRANSACTION(place.store, store_set_setting(place.store, "x", "1", NULL));
    assert_int_equal(store_close(other), STATUS_OK);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_new_folder_and_its_files_are_for_their_owner_alone),
        TEST(all_folders_on_the_way_are_made),
        TEST(a_folder_that_is_there_keeps_its_rights),
        TEST(a_store_knows_its_path_and_that_it_can_be_written),
        TEST(a_clean_close_leaves_the_one_file),
        TEST(the_file_says_whose_it_is_and_uses_a_write_ahead_log),
        TEST(an_empty_file_is_new),
        TEST(what_was_written_is_there_after_closing_and_opening),
        TEST(a_log_left_by_a_program_that_died_is_read_and_cleared_away),
        TEST(a_statement_that_gave_its_last_row_is_not_run_again),
        TEST(reading_makes_neither_folder_nor_file),
        TEST(an_empty_store_in_memory_takes_a_pack),
        TEST(reading_sees_what_is_there),
        TEST(closing_nothing_is_fine),
        TEST(a_setting_is_kept_replaced_and_missing_when_it_is_missing),
        TEST(a_transaction_that_fails_leaves_nothing),
        TEST(a_commit_that_fails_is_rolled_back_and_the_next_one_works),
        TEST(a_store_that_another_program_holds_is_busy_and_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
