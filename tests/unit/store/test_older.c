/* Files that older couplets really wrote, one for each schema there was: each is brought up to
 * date with all that was kept in it. A new migration needs such a file of the version before it:
 * an evening of Ana and Sam with the note below, and three cards from `couplet draw --record`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/store.h"
#include "support/store_fixture.h"

static const char kept[] = "The bus stop. Two umbrellas.";

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

/* Lays the file of that version where couplet looks for it. */
static void lay_out(size_t version)
{
    const char *tests = getenv("COUPLET_TESTS");
    struct strbuf bytes = STRBUF_INIT;
    char path[PLACE_PATH_MAX];
    struct error err = { 0 };
    FILE *file;

    snprintf(path, sizeof path, "%s/fixtures/stores/version-%zu.db", tests ? tests : "tests",
             version);
    if (file_read(&bytes, path, 1 << 24, &err) != STATUS_OK)
        fail_msg("no file of version %zu: %s", version, err.text);
    assert_int_equal(mkdir(place.data, 0700), 0);
    file = fopen(place.file, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.text, 1, bytes.size, file), bytes.size);
    assert_int_equal(fclose(file), 0);
    strbuf_release(&bytes);
}

static void assert_all_there(void)
{
    struct couple couple;
    size_t broken;

    assert_int_equal(journal_couple(place.store, &couple, NULL), STATUS_OK);
    assert_string_equal(couple.partner[PARTNER_LEFT].name, "Ana");
    assert_string_equal(couple.partner[PARTNER_RIGHT].name, "Sam");
    couple_release(&couple);
    assert_int_equal(store_check_seals(place.store, &broken, NULL), STATUS_OK);
    assert_int_equal(broken, 0);
    assert_int_equal(raw_number(place.file, "SELECT count(*) FROM card WHERE outcome = 'talked'"),
                     4);
    assert_int_equal(raw_number(place.file, "SELECT count(*) FROM card WHERE outcome = 'open'"), 1);
}

static void a_file_of_each_older_couplet_is_brought_up_to_date(void **state)
{
    (void)state;
    for (size_t version = 1; version < embedded_migrations_count; version++) {
        char copy[64], question[128];

        lay_out(version);
        place_open(&place);
        assert_null(store_readonly(place.store));
        assert_all_there();
        place_close(&place);
        assert_int_equal(raw_number(place.file, "PRAGMA user_version"), embedded_migrations_count);
        snprintf(question, sizeof question, "SELECT count(*) FROM note WHERE text = '%s'", kept);
        assert_int_equal(raw_number(place.file, question), 1);
        snprintf(copy, sizeof copy, "couplet-before-%zu.db", version + 1);
        assert_int_equal(raw_number(place_path(&place, copy), "PRAGMA user_version"), version);
        place_remove(&place);
        place_make(&place);
    }
}

/* The third schema. Every word of before is as it was, and what is new is empty. */
static void what_came_before_plans_and_pauses_is_as_it_was(void **state)
{
    static const char *const tables[] = {
        "partner(id, place, name, changed, deleted, hash)",
        "sitting(id, started, started_zone, touched, touched_zone, ended, changed, deleted)",
        "card",
        "note(sitting, card, id, kind, text, changed, deleted)",
        "mark",
        "pack",
        "prompt",
        "cell",
        "setting",
    };
    struct strbuf sql = STRBUF_INIT;

    (void)state;
    lay_out(2);
    place_open(&place);
    place_close(&place);
    for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
        const char *list = strchr(tables[i], '(');
        int name = (int)(list ? (size_t)(list - tables[i]) : strlen(tables[i]));
        int columns = list ? (int)strlen(list) - 2 : 1;

        strbuf_clear(&sql);
        strbuf_addf(&sql, "ATTACH '%s' AS old; ", place_path(&place, "couplet-before-3.db"));
        strbuf_addf(&sql, "CREATE TEMP TABLE same(n CHECK(n = 0)); ");
        strbuf_addf(&sql, "INSERT INTO same SELECT count(*) FROM (SELECT %.*s FROM old.%.*s ",
                    columns, list ? list + 1 : "*", name, tables[i]);
        strbuf_addf(&sql, "EXCEPT SELECT %.*s FROM main.%.*s); ", columns, list ? list + 1 : "*",
                    name, tables[i]);
        strbuf_addf(&sql, "INSERT INTO same SELECT (SELECT count(*) FROM old.%.*s) - ", name,
                    tables[i]);
        strbuf_addf(&sql, "(SELECT count(*) FROM main.%.*s)", name, tables[i]);
        raw_run(place.file, sql.text);
    }
    strbuf_release(&sql);
    assert_int_equal(raw_number(place.file, "SELECT count(*) FROM note WHERE state <> ''"), 0);
    assert_int_equal(raw_number(place.file, "SELECT count(*) FROM sitting WHERE pause <> 0 OR "
                                            "pause_zone <> 0 OR ending <> ''"),
                     0);
}

/* What a plan, a pause and a word at the end need works on such a file, too. */
static void an_older_evening_takes_a_plan_a_pause_and_a_word(void **state)
{
    struct moment now = { .ms = INT64_C(1796109060551) + MS_PER_HOUR };
    struct couple couple;
    struct card card;
    struct plan plan;
    struct sitting sitting;
    size_t met, broken;
    bool found;

    (void)state;
    lay_out(2);
    place_open(&place);
    assert_int_equal(journal_couple(place.store, &couple, NULL), STATUS_OK);
    assert_int_equal(journal_open_plan(place.store, now, &plan, &found, &met, NULL), STATUS_OK);
    assert_false(found);
    assert_int_equal(journal_table(place.store, &couple, &card, &found, NULL), STATUS_OK);
    assert_true(found);
    TRANSACTION(place.store, journal_note(place.store, card.sitting, card.id, NOTE_PLAN,
                                          "Two umbrellas.", now, NULL));
    TRANSACTION(place.store,
                journal_pause(place.store, card.sitting, later(now, MS_PER_HOUR), now, NULL));
    TRANSACTION(place.store, journal_ending(place.store, card.sitting, ENDING_LIGHTER, now, NULL));
    assert_int_equal(journal_open_plan(place.store, now, &plan, &found, &met, NULL), STATUS_OK);
    assert_true(found);
    assert_string_equal(plan.text, "Two umbrellas.");
    plan_release(&plan);
    assert_int_equal(journal_sitting(place.store, &couple, card.sitting, now, &sitting, NULL),
                     STATUS_OK);
    assert_int_equal(sitting.ending, ENDING_LIGHTER);
    assert_int_equal(sitting.pause.ms, now.ms + MS_PER_HOUR);
    assert_string_equal(card_note(&sitting.cards[0], NOTE_PLAIN), kept);
    sitting_release(&sitting);
    assert_int_equal(store_check_seals(place.store, &broken, NULL), STATUS_OK);
    assert_int_equal(broken, 0);
    card_release(&card);
    couple_release(&couple);
}

/* A new checksum over old damage would hide it for ever. */
static void what_was_damaged_before_is_still_found_afterwards(void **state)
{
    static const char *const damages[] = {
        "UPDATE note SET text = 'The bus stop. Two umbrellaz.'",
        "UPDATE sitting SET started = started + 1 WHERE id = (SELECT min(id) FROM sitting)",
        "UPDATE card SET outcome = 'kept' WHERE id = (SELECT min(id) FROM card)",
        "UPDATE partner SET name = 'Sem' WHERE name = 'Sam'",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(damages); i++) {
        size_t broken;

        lay_out(2);
        raw_run(place.file, damages[i]);
        place_open(&place);
        assert_int_equal(store_check_seals(place.store, &broken, NULL), STATUS_OK);
        if (broken != 1)
            fail_msg("%s: %zu broken", damages[i], broken);
        place_remove(&place);
        place_make(&place);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_file_of_each_older_couplet_is_brought_up_to_date),
        TEST(what_came_before_plans_and_pauses_is_as_it_was),
        TEST(an_older_evening_takes_a_plan_a_pause_and_a_word),
        TEST(what_was_damaged_before_is_still_found_afterwards),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
