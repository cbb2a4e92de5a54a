/* Migrations, with lists of this test's own: each whole or not at all, after a copy of what was;
 * and two programs that both find an older file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/journal.h"
#include "store/store.h"
#include "support/store_fixture.h"

static const char second[] = "CREATE TABLE second(x INTEGER) STRICT;\n"
                             "INSERT INTO second VALUES(1); -- a row\n"
                             "INSERT INTO second SELECT 2";
static const char third[] = "ALTER TABLE second ADD COLUMN y TEXT; DELETE FROM second WHERE x = 1;";
/* Its first two statements work. */
static const char broken[] = "CREATE TABLE third(x INTEGER) STRICT; DELETE FROM second;\n"
                             "INSERT INTO nowhere VALUES(1);";

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

static struct embedded_file migration(const char *name, const char *sql)
{
    return (struct embedded_file){ .name = name, .data = sql, .end = sql + strlen(sql) };
}

/* Opens with the program's first schema and, after it, those that aren't NULL. */
static enum status open_with(const char *sql2, const char *sql3, enum store_access access,
                             struct store **store, struct error *err)
{
    struct embedded_file list[3] = { embedded_migrations[0] };
    struct store_options options = {
        .folder = place.data, .access = access, .migrations = list, .migration_count = 1
    };

    if (sql2)
        list[options.migration_count++] = migration("0002-second.sql", sql2);
    if (sql3)
        list[options.migration_count++] = migration("0003-third.sql", sql3);
    return store_open(store, &options, err);
}

static void open_and_close_with(const char *sql2, const char *sql3)
{
    struct store *store;
    struct error err = { 0 };

    if (open_with(sql2, sql3, STORE_WRITE, &store, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_int_equal(store_close(store), STATUS_OK);
}

/* A file of the first version, with the couple's names. */
static void make_first_version(void)
{
    open_and_close_with(NULL, NULL);
    raw_run(place.file, "INSERT INTO setting VALUES('who', 'Ada')");
    assert_int_equal(raw_number(place.file, "PRAGMA user_version"), 1);
}

static int64_t count_tables(const char *file, const char *name)
{
    char sql[128];

    snprintf(sql, sizeof sql, "SELECT count(*) FROM sqlite_schema WHERE name = '%s'", name);
    return raw_number(file, sql);
}

static void an_older_file_is_brought_up_to_date(void **state)
{
    (void)state;
    make_first_version();
    open_and_close_with(second, third);
    assert_int_equal(raw_number(place.file, "PRAGMA user_version"), 3);
    assert_int_equal(raw_number(place.file, "SELECT x FROM second WHERE y IS NULL"), 2);
    assert_int_equal(raw_number(place.file, "SELECT count(*) FROM setting WHERE value = 'Ada'"), 1);
    assert_int_equal(raw_number(place.file, "PRAGMA application_id"), 0x43706c74);
}

static void what_is_up_to_date_is_not_migrated_again(void **state)
{
    char *before, *after;

    (void)state;
    make_first_version();
    open_and_close_with(second, NULL);
    before = tree_text(place.root);
    open_and_close_with(second, NULL); /* would fail: the table is there */
    after = tree_text(place.root);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void before_each_migration_a_copy_is_kept_for_its_owner_alone(void **state)
{
    mode_t before = umask(0);

    (void)state;
    make_first_version();
    open_and_close_with(second, third);
    umask(before);
    assert_int_equal(mode_of(place_path(&place, "couplet-before-2.db")), 0600);
    assert_int_equal(mode_of(place_path(&place, "couplet-before-3.db")), 0600);
    assert_false(file_exists(place_path(&place, "couplet-before-1.db")));
    assert_false(file_exists(place_path(&place, "couplet-before-2.db-wal")));
    assert_false(file_exists(place_path(&place, "couplet-before-2.db-shm")));
    assert_false(file_exists(place_path(&place, "couplet-before-2.db-journal")));
}

static void a_copy_is_what_was_and_opens(void **state)
{
    struct store *store;
    char *value;

    (void)state;
    make_first_version();
    open_and_close_with(second, third);
    assert_int_equal(raw_number(place_path(&place, "couplet-before-3.db"), "PRAGMA user_version"),
                     2);
    assert_int_equal(
        raw_number(place_path(&place, "couplet-before-3.db"), "SELECT count(*) FROM second"), 2);
    assert_int_equal(count_tables(place_path(&place, "couplet-before-2.db"), "second"), 0);
    {
        char copy[PLACE_PATH_MAX + 64];

        snprintf(copy, sizeof copy, "%s", place_path(&place, "couplet-before-2.db"));
        assert_int_equal(rename(copy, place.file), 0);
    }
    assert_int_equal(open_with(NULL, NULL, STORE_WRITE, &store, NULL), STATUS_OK);
    assert_int_equal(store_setting(store, "who", &value, NULL), STATUS_OK);
    assert_string_equal(value, "Ada");
    free(value);
    assert_int_equal(store_close(store), STATUS_OK);
}

static void a_copy_holds_what_only_the_log_held(void **state)
{
    struct store *store;

    (void)state;
    make_first_version();
    assert_int_equal(open_with(NULL, NULL, STORE_WRITE, &store, NULL), STATUS_OK);
    TRANSACTION(store, store_set_setting(store, "late", "1", NULL));
    assert_true(file_exists(place_path(&place, "couplet.db-wal")));
    open_and_close_with(second, NULL);
    assert_int_equal(store_close(store), STATUS_OK);
    assert_int_equal(raw_number(place_path(&place, "couplet-before-2.db"),
                                "SELECT count(*) FROM setting WHERE name = 'late'"),
                     1);
}

static void a_new_file_starts_from_nothing_and_gets_no_copy(void **state)
{
    (void)state;
    open_and_close_with(second, third);
    assert_int_equal(raw_number(place.file, "PRAGMA user_version"), 3);
    assert_false(file_exists(place_path(&place, "couplet-before-2.db")));
    assert_false(file_exists(place_path(&place, "couplet-before-3.db")));
}

static void a_reader_without_a_file_needs_no_copy_nor_folder(void **state)
{
    struct store *store;
    struct error err = { 0 };
    char *before = tree_text(place.root), *after;
    enum status status = open_with(second, third, STORE_READ, &store, &err);

    (void)state;
    if (status != STATUS_OK)
        print_message("# %s\n", err.text);
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(store_close(store), STATUS_OK);
    after = tree_text(place.root);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void a_migration_that_fails_leaves_the_older_version_whole(void **state)
{
    struct store *store;
    struct error err = { 0 };

    (void)state;
    make_first_version();
    assert_int_not_equal(open_with(second, broken, STORE_WRITE, &store, &err), STATUS_OK);
    assert_null(store);
    assert_true(err.text[0] != '\0');
    /* The one before it stands; of this one there is nothing. */
    assert_int_equal(raw_number(place.file, "PRAGMA user_version"), 2);
    assert_int_equal(raw_number(place.file, "SELECT count(*) FROM second"), 2);
    assert_int_equal(count_tables(place.file, "third"), 0);
    open_and_close_with(second, third);
    assert_int_equal(raw_number(place.file, "PRAGMA user_version"), 3);
}

static void a_first_migration_that_fails_leaves_a_file_that_is_new(void **state)
{
    struct embedded_file bad = migration("0001", "CREATE TABLE setting(x); SELECT nonsense;");
    struct store_options options = { .folder = place.data,
                                     .migrations = &bad,
                                     .migration_count = 1 };
    struct store *store;

    (void)state;
    assert_int_not_equal(store_open(&store, &options, NULL), STATUS_OK);
    place_open(&place); /* with the program's own */
    place_name_couple(&place);
}

static void an_older_copy_of_the_same_name_is_made_anew(void **state)
{
    (void)state;
    make_first_version();
    write_file(place_path(&place, "couplet-before-2.db"), "half a copy", 11);
    open_and_close_with(second, NULL);
    assert_int_equal(raw_number(place_path(&place, "couplet-before-2.db"), "PRAGMA user_version"),
                     1);
}

static void without_a_copy_nothing_is_migrated(void **state)
{
    struct store *store;
    struct error err = { 0 };

    (void)state;
    make_first_version();
    /* Something that can neither be removed by unlink() nor written over. */
    assert_int_equal(mkdir(place_path(&place, "couplet-before-2.db"), 0700), 0);
    assert_int_not_equal(open_with(second, NULL, STORE_WRITE, &store, &err), STATUS_OK);
    assert_non_null(strstr(err.text, "couplet-before-2.db"));
    assert_int_equal(raw_number(place.file, "PRAGMA user_version"), 1);
}

static void a_program_of_before_refuses_what_was_migrated(void **state)
{
    struct store *store;
    struct error err = { 0 };
    char *before, *after;

    (void)state;
    make_first_version();
    open_and_close_with(second, third);
    before = tree_text(place.root);
    assert_int_equal(open_with(second, NULL, STORE_WRITE, &store, &err), STATUS_NEWER);
    assert_non_null(strstr(err.text, place.file));
    after = tree_text(place.root);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* ---- two programs at the same time ---- */

static int wait_and_migrate(void *context)
{
    const int *gate = context;
    struct store *store;
    struct error err = { 0 };
    char byte;

    close(gate[1]);
    CHILD(read(gate[0], &byte, 1) == 0); /* until the other end is closed everywhere */
    if (open_with(second, third, STORE_WRITE, &store, &err) != STATUS_OK) {
        fprintf(stderr, "# %s\n", err.text);
        return 1;
    }
    CHILD(store_close(store) == STATUS_OK);
    return 0;
}

/* Both begin at once. Both must get a store of the newest version, and the copy must be of the
 * version before. */
static void race_once(size_t *refused, size_t *spoilt)
{
    int gate[2], pids[2];

    make_first_version();
    raw_run(place.file, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                        "300) INSERT INTO setting SELECT 'n' || i, hex(zeroblob(1500)) FROM n");
    assert_int_equal(pipe2(gate, O_CLOEXEC), 0);
    for (int i = 0; i < 2; i++)
        pids[i] = child_start(wait_and_migrate, gate);
    close(gate[0]);
    close(gate[1]);
    for (int i = 0; i < 2; i++)
        *refused += child_wait(pids[i]) != 0;
    assert_int_equal(raw_number(place.file, "PRAGMA user_version"), 3);
    assert_int_equal(raw_number(place.file, "SELECT count(*) FROM second"), 1);
    for (int version = 2; version <= 3; version++) {
        char name[32];

        snprintf(name, sizeof name, "couplet-before-%d.db", version);
        *spoilt += !file_exists(place_path(&place, name)) ||
                   raw_number(place_path(&place, name), "PRAGMA user_version") != version - 1;
    }
}

static void two_programs_may_migrate_at_the_same_time(void **state)
{
    enum { ROUNDS = 25 };
    size_t refused = 0, spoilt = 0;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        race_once(&refused, &spoilt);
        place_remove(&place);
        place_make(&place);
    }
    print_message("# of %d rounds: %zu programs refused, %zu copies that aren't what was before\n",
                  ROUNDS, refused, spoilt);
    assert_int_equal(refused, 0);
    assert_int_equal(spoilt, 0);
}

static void the_programs_own_migrations_run_on_an_empty_file(void **state)
{
    (void)state;
    assert_true(embedded_migrations_count >= 1);
    place_open(&place);
    place_close(&place);
    assert_int_equal(raw_number(place.file, "SELECT integrity_check = 'ok' FROM "
                                            "pragma_integrity_check"),
                     1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_older_file_is_brought_up_to_date),
        TEST(what_is_up_to_date_is_not_migrated_again),
        TEST(before_each_migration_a_copy_is_kept_for_its_owner_alone),
        TEST(a_copy_is_what_was_and_opens),
        TEST(a_copy_holds_what_only_the_log_held),
        TEST(a_new_file_starts_from_nothing_and_gets_no_copy),
        TEST(a_reader_without_a_file_needs_no_copy_nor_folder),
        TEST(a_migration_that_fails_leaves_the_older_version_whole),
        TEST(a_first_migration_that_fails_leaves_a_file_that_is_new),
        TEST(an_older_copy_of_the_same_name_is_made_anew),
        TEST(without_a_copy_nothing_is_migrated),
        TEST(a_program_of_before_refuses_what_was_migrated),
        TEST(two_programs_may_migrate_at_the_same_time),
        TEST(the_programs_own_migrations_run_on_an_empty_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
