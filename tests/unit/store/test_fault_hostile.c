/* A database that was made to attack its reader: our number and version in its header, but other
 * objects in it. Refused, nothing of it run, left byte for byte. And rows that no couplet wrote,
 * in tables that are ours: said or passed over, never a crash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "app/table.h"
#include "base/mem.h"
#include "store/examine.h"
#include "store/journal.h"
#include "store/library.h"
#include "support/faults.h"

static struct place place;

/* A sound store with a card on the table, one talked about and one with a note; closed. */
static int set_up(void **state)
{
    char sitting[UUID_TEXT_SIZE];
    struct card card;

    (void)state;
    place_make(&place);
    place_open(&place);
    place_name_couple(&place);
    place_install(&place, "p", 12);
    begin_sitting(&place, place.start, sitting);
    lay_card(&place, sitting, "p0", OUTCOME_TALKED, place.start, &card);
    TRANSACTION(place.store, journal_note(place.store, sitting, card.id, NOTE_PLAIN, "The boat.",
                                          place.start, NULL));
    card_release(&card);
    lay_card(&place, sitting, "p1", OUTCOME_OPEN, later(place.start, MS_PER_MINUTE), NULL);
    place_close(&place);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_remove(&place);
    return 0;
}

/* ---- schemas ---- */

static void assert_refused(const char *sql)
{
    static const enum store_access ways[] = { STORE_WRITE, STORE_READ };
    char *before = tree_text(place.root), *after;

    for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
        struct store *store = NULL;
        struct error err = { 0 };
        enum status status = open_at(place.data, ways[i], &store, &err);

        if (status != STATUS_FOREIGN && status != STATUS_CORRUPT)
            fail_msg("%s: taken for ours (%d %s)", sql, (int)status, err.text);
        assert_null(store);
        assert_non_null(strstr(err.text, place.file));
    }
    after = tree_text(place.root);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void another_schema_under_our_number_is_refused(void **state)
{
    static const char *const attacks[] = {
        "CREATE TRIGGER t AFTER INSERT ON card BEGIN DELETE FROM note; END",
        "CREATE TRIGGER t AFTER UPDATE ON setting BEGIN INSERT INTO mark VALUES('x', 'p', 'p2', "
        "'never', 0, 0, 0); END",
        "CREATE VIEW v AS SELECT * FROM note",
        "CREATE VIEW slow AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT count(*) FROM n",
        "CREATE TABLE extra(x)",
        "CREATE TABLE notes(sitting, card, text)",
        "CREATE INDEX extra ON card(text)",
        "CREATE INDEX extra ON card(abs(depth))",
        "DROP INDEX card_aside",
        "DROP INDEX card_aside; CREATE INDEX card_aside ON card(at)",
        "DROP TABLE mark",
        "DROP TABLE setting; CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL, "
        "CHECK(length(hex(zeroblob(100000000))) > 0)) STRICT, WITHOUT ROWID",
        "DROP TABLE setting; CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL, "
        "more TEXT) STRICT, WITHOUT ROWID",
        "DROP TABLE setting; CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) "
        "WITHOUT ROWID",
        "DROP TABLE setting; CREATE VIEW setting(name, value) AS SELECT 'current sitting', "
        "group_concat(text) FROM note",
        "DROP TABLE setting; CREATE VIRTUAL TABLE setting USING fts5(name, value)",
        "ALTER TABLE mark ADD COLUMN more TEXT",
        "ALTER TABLE mark RENAME COLUMN kind TO sort",
        "ALTER TABLE note RENAME TO notes; CREATE VIEW note AS SELECT * FROM notes",
        "CREATE TABLE a(x REFERENCES b(y), y PRIMARY KEY); CREATE TABLE b(x REFERENCES a(y), y "
        "PRIMARY KEY)",
        "PRAGMA foreign_keys = OFF; DROP TABLE partner; CREATE TABLE partner(id TEXT PRIMARY KEY "
        "REFERENCES sitting(id), place TEXT NOT NULL, name TEXT NOT NULL, changed INTEGER NOT "
        "NULL, deleted INTEGER NOT NULL, hash INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', "
        "'NOT  NULL') WHERE name = 'mark'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE mark(' WHERE "
        "name = 'mark'",
        /* The SQL is ours; what stands beside it says otherwise. */
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = 'marks' WHERE name = 'mark'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET tbl_name = 'Mark' WHERE name = "
        "'mark'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET tbl_name = 'note' WHERE name = "
        "'card_aside'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET tbl_name = 'card' WHERE name = "
        "'sqlite_autoindex_prompt_1'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET type = 'trigger' WHERE name = "
        "'card_aside'",
        "PRAGMA user_version = 0",
    };

    for (size_t i = 0; i < ARRAY_SIZE(attacks); i++) {
        if (i) {
            tear_down(state);
            set_up(state);
        }
        raw_run(place.file, attacks[i]);
        assert_refused(attacks[i]);
    }
    print_message("# %zu schemas refused\n", ARRAY_SIZE(attacks));
}

/* A whole tree of tables, so that no limit of ours lets the rest by. */
static void a_thousand_tables_are_refused(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i += 100) {
        char sql[100 * 40] = "";

        for (int j = i; j < i + 100; j++)
            snprintf(sql + strlen(sql), sizeof sql - strlen(sql), "CREATE TABLE t%d(x);", j);
        raw_run(place.file, sql);
    }
    assert_refused("1000 tables");
}

/* What people do to a database with the tools of SQLite leaves it ours. */
static void vacuum_and_analyze_leave_it_ours(void **state)
{
    (void)state;
    raw_run(place.file, "VACUUM");
    place_open(&place);
    place_close(&place);
    raw_run(place.file, "ANALYZE");
    place_open(&place);
    place_close(&place);
}

/* ---- rows ---- */

/* All that reads and writes, in another process: whatever it says, it ends by itself. */
static int use_everything(void *context)
{
    static const struct filter any = { .mood = MOOD_ANY, .mode = MODE_ANY };
    struct table table = { .now = day(&place, 1), .seed = 1 };
    struct examination examination = { 0 };
    struct couple couple = { 0 };
    struct sitting_line *lines = NULL;
    struct card card = { 0 };
    struct filter choice;
    struct deal deal;
    size_t count = 0;
    bool found = false;

    (void)context;
    if (open_at(place.data, STORE_WRITE, &table.store, NULL) != STATUS_OK)
        return 0;
    table.couple = &couple;
    journal_couple(table.store, &couple, NULL);
    table_choice(table.store, &choice, NULL);
    journal_table(table.store, &couple, &card, &found, NULL);
    if (journal_page(table.store, PAGE_OLDER_THAN, "", 20, &lines, &count, NULL) == STATUS_OK) {
        for (size_t i = 0; i < count; i++) {
            struct sitting sitting = { 0 };

            if (journal_sitting(table.store, &couple, lines[i].id, table.now, &sitting, NULL) ==
                STATUS_OK)
                sitting_release(&sitting);
            sitting_line_release(&lines[i]);
        }
        free(lines);
    }
    table_draw(&table, &any, &deal, NULL);
    deal_release(&deal);
    if (found) {
        table_step(&table, card.sitting, card.id, card.steps, STEP_TURN, NULL);
        table_note(&table, card.sitting, card.id, NOTE_PLAIN, "x", NULL);
        table_undo(&table, card.sitting, card.id, NULL);
    }
    card_release(&card);
    table_take_up(&table, NULL);
    table_deal(&table, &any, &deal, NULL);
    deal_release(&deal);
    store_examine(table.store, &examination, NULL);
    examination_release(&examination);
    couple_release(&couple);
    CHILD(store_close(table.store) == STATUS_OK);
    return 0;
}

static void rows_that_no_couplet_wrote_are_no_crash(void **state)
{
    static const char *const attacks[] = {
        "UPDATE card SET text = CAST(zeroblob(20000000) AS TEXT)",
        "UPDATE card SET text = hex(zeroblob(10000000)), followups = text",
        "UPDATE card SET steps = replace(hex(zeroblob(500000)), '0', 'f')",
        "UPDATE card SET followups = replace(hex(zeroblob(500000)), '0', char(10))",
        "UPDATE card SET text = 'a' || char(0) || 'b', why = char(0), steps = 'f' || char(0)",
        "UPDATE card SET text = CAST(x'ff1b5b324aed' AS TEXT)",
        "UPDATE partner SET name = char(0) || 'Ada'",
        "UPDATE partner SET name = hex(zeroblob(10000000))",
        "UPDATE partner SET place = 'left'",
        "UPDATE partner SET id = hex(zeroblob(500)) WHERE place = 'left'",
        "UPDATE note SET text = CAST(x'00ff00' AS TEXT)",
        "UPDATE note SET text = hex(zeroblob(10000000))",
        "UPDATE sitting SET started = 9223372036854775807, touched = -9223372036854775808, "
        "started_zone = 9223372036854775807, touched_zone = -1",
        "UPDATE sitting SET ended = -9223372036854775808",
        "UPDATE card SET dealt = 9223372036854775807, at = -9223372036854775808, at_zone = 1 << 40",
        "UPDATE card SET depth = 9223372036854775807, minutes = -9223372036854775808",
        "UPDATE card SET first = sitting, sitting = 'nowhere'",
        "UPDATE card SET id = substr(id, 30), sitting = ''",
        "UPDATE cell SET prompts = 9223372036854775807",
        "UPDATE cell SET prompts = -1",
        "UPDATE cell SET key = key + 4294967296",
        "UPDATE cell SET key = -key",
        "UPDATE prompt SET ordinal = 9223372036854775807 - number",
        "UPDATE prompt SET followups = replace(hex(zeroblob(500000)), '0', char(10))",
        "UPDATE prompt SET facets = hex(zeroblob(10000000))",
        "UPDATE setting SET value = hex(zeroblob(10000000))",
        "UPDATE setting SET value = char(0)",
        "INSERT INTO setting VALUES('choice', 'light talking 99999999999999999999')",
        "DELETE FROM setting; DELETE FROM partner; DELETE FROM sitting",
        "DELETE FROM card",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'STRICT, ', '') "
        "WHERE name = 'note'; PRAGMA writable_schema = RESET; UPDATE note SET text = x'00ff', "
        "changed = 'soon', deleted = 0.5; PRAGMA writable_schema = ON; UPDATE sqlite_schema SET "
        "sql = replace(sql, 'WITHOUT', 'STRICT, WITHOUT') WHERE name = 'note'",
    };
    size_t failed = 0;

    for (size_t i = 0; i < ARRAY_SIZE(attacks); i++) {
        char sql[1024];
        int ended;

        if (i) {
            tear_down(state);
            set_up(state);
        }
        snprintf(sql, sizeof sql, "PRAGMA foreign_keys = OFF; %s", attacks[i]);
        raw_run(place.file, sql);
        ended = child_run(use_everything, NULL);
        if (ended) {
            print_message("# ended with %d: %s\n", ended, attacks[i]);
            failed++;
        }
    }
    print_message("# %zu kinds of rows\n", ARRAY_SIZE(attacks));
    assert_int_equal(failed, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(another_schema_under_our_number_is_refused),
        TEST(a_thousand_tables_are_refused),
        TEST(vacuum_and_analyze_leave_it_ours),
        TEST(rows_that_no_couplet_wrote_are_no_crash),
    };

    faults_on_sync = NULL; /* hundreds of files are made: none needs to survive a power cut */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
