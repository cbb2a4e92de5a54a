/* The schema that the program makes is the one that it asks for the next time: a new migration
 * needs its number in schemas[] (src/store/migrate.c), and this test says which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/hash.h"
#include "store/store.h"

/* Computed here once more, from the file as SQLite tells it. */
static uint64_t schema_number(const char *path)
{
    uint64_t number = HASH_BEGIN;
    sqlite3_stmt *rows;
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT type, name, tbl_name, sql FROM sqlite_schema "
                                        "ORDER BY name DESC",
                                        -1, &rows, NULL),
                     SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        uint64_t object = HASH_BEGIN;

        for (int i = 0; i < sqlite3_column_count(rows); i++) {
            const char *text = (const char *)sqlite3_column_text(rows, i);

            object = hash_part(object, text, text ? strlen(text) : 0);
        }
        number += object;
    }
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return number;
}

static void what_is_made_is_accepted_the_next_time(void **state)
{
    const char *temporary = getenv("TMPDIR");
    char folder[256], path[300];
    struct store_options options = { .folder = folder, .access = STORE_WRITE };
    struct store *store;
    struct error err = { 0 };

    (void)state;
    snprintf(folder, sizeof folder, "%s/schema-XXXXXX", temporary ? temporary : "/tmp");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/couplet.db", folder);
    assert_int_equal(store_open(&store, &options, &err), STATUS_OK);
    assert_int_equal(store_close(store), STATUS_OK);
    if (store_open(&store, &options, &err) != STATUS_OK)
        fail_msg("%s\nif a migration was added: schemas[%zu] is UINT64_C(0x%016llx)", err.text,
                 embedded_migrations_count, (unsigned long long)schema_number(path));
    assert_int_equal(store_close(store), STATUS_OK);
    unlink(path);
    rmdir(folder);
}

/* The number above must be the one that the program means, or it would help nobody. */
static void another_schema_has_another_number(void **state)
{
    const char *temporary = getenv("TMPDIR");
    char path[256];
    sqlite3 *db;
    uint64_t one, two;

    (void)state;
    snprintf(path, sizeof path, "%s/number.db", temporary ? temporary : "/tmp");
    unlink(path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "CREATE TABLE a(b)", NULL, NULL, NULL);
    sqlite3_close(db);
    one = schema_number(path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "CREATE TABLE c(d)", NULL, NULL, NULL);
    sqlite3_close(db);
    two = schema_number(path);
    assert_true(one != two);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_made_is_accepted_the_next_time),
        cmocka_unit_test(another_schema_has_another_number),
    };

    return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
