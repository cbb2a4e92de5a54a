/* The seals: right after whatever the journal did, and broken by whatever it didn't do: every
 * column of every row, one bit in the file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "store/journal.h"
#include "store/library.h"
#include "store/store.h"
#include "support/store_fixture.h"

static const char *const tables[] = { "partner", "sitting", "card", "note", "mark" };

static struct place place;

/* One row in each table of the journal, with something in every column that may be empty. */
static void write_a_row_everywhere(void)
{
    struct card card = { .prompt = prompt_plain("p", "p0"), .first = PARTNER_LEFT };

    begin_sitting(&place, place.start, card.sitting);
    card.prompt.focus = mem_copy("Focus.");
    card.prompt.listener.response = RESPONSE_PLAY;
    card.prompt.listener.to_do = mem_copy("Do.");
    card.prompt.followups[0] = mem_copy("And?");
    card.prompt.followup_count = 1;
    TRANSACTION(place.store, journal_lay(place.store, &place.couple, &card, place.start, NULL));
    TRANSACTION(place.store, journal_note(place.store, card.sitting, card.id, NOTE_PLAIN,
                                          "Mississippi-Ufer", place.start, NULL));
    TRANSACTION(place.store,
                journal_mark(place.store, "p", "p0", MARK_NEVER, true, place.start, NULL));
    card_release(&card);
}

static void fresh_rows_are_sealed(void **state)
{
    (void)state;
    assert_int_equal(place_broken_seals(&place), 0);
    write_a_row_everywhere();
    assert_int_equal(place_broken_seals(&place), 0);
    for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
        char sql[64];

        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s WHERE hash <> 0", tables[i]);
        assert_true(raw_number(place.file, sql) >= 1);
    }
}

/* Changes that column beside the store, past its rules; what it was is put back. */
static void change_and_put_back(const char *table, const char *column)
{
    struct strbuf sql = STRBUF_INIT;
    size_t before = place_broken_seals(&place);

    strbuf_addf(&sql, "PRAGMA foreign_keys = OFF; CREATE TABLE was AS SELECT * FROM %s; ", table);
    strbuf_addf(&sql, "UPDATE %s SET %s = CASE typeof(%s) WHEN 'integer' THEN %s + 1 ", table,
                column, column, column);
    strbuf_addf(&sql, "WHEN 'text' THEN %s || 'x' ELSE '0' END", column);
    raw_run(place.file, sql.text);
    if (place_broken_seals(&place) == before)
        fail_msg("a change of %s.%s is not noticed", table, column);
    strbuf_clear(&sql);
    strbuf_addf(&sql, "DELETE FROM %s; INSERT INTO %s SELECT * FROM was; DROP TABLE was", table,
                table);
    raw_run(place.file, sql.text);
    assert_int_equal(place_broken_seals(&place), before);
    strbuf_release(&sql);
}

static void a_change_of_any_column_is_noticed(void **state)
{
    size_t columns = 0;

    (void)state;
    write_a_row_everywhere();
    for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
        char names[64][32], sql[128];
        size_t count = 0;
        sqlite3 *db;
        sqlite3_stmt *statement;

        snprintf(sql, sizeof sql, "SELECT name FROM pragma_table_info('%s')", tables[i]);
        assert_int_equal(sqlite3_open(place.file, &db), SQLITE_OK);
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
        while (sqlite3_step(statement) == SQLITE_ROW && count < ARRAY_SIZE(names))
            snprintf(names[count++], sizeof names[0], "%s",
                     (const char *)sqlite3_column_text(statement, 0));
        sqlite3_finalize(statement);
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
        for (size_t j = 0; j < count; j++)
            change_and_put_back(tables[i], names[j]);
        columns += count;
    }
    assert_true(columns > 50);
}

/* Letters that move from one column to the next leave the row as long as it was. */
static void words_that_move_between_columns_are_noticed(void **state)
{
    (void)state;
    write_a_row_everywhere();
    raw_run(place.file, "UPDATE card SET pack = pack || substr(prompt, 1, 1), "
                        "prompt = substr(prompt, 2)");
    assert_int_equal(place_broken_seals(&place), 1);
}

/* Nor may what stands between two columns be forged: 3 is how SQLite calls a text. */
static void words_that_look_like_the_end_of_a_column_are_noticed(void **state)
{
    struct card card = { .prompt = prompt_plain("a\003b", "c") };

    (void)state;
    begin_sitting(&place, place.start, card.sitting);
    TRANSACTION(place.store, journal_lay(place.store, &place.couple, &card, place.start, NULL));
    raw_run(place.file, "UPDATE card SET pack = 'a', prompt = 'b' || char(3) || 'c'");
    assert_int_equal(place_broken_seals(&place), 1);
    card_release(&card);
}

static void nothing_and_empty_are_not_the_same(void **state)
{
    (void)state;
    write_a_row_everywhere();
    raw_run(place.file, "UPDATE card SET speaker = ''");
    assert_int_equal(place_broken_seals(&place), 1);
}

static void every_broken_row_is_counted(void **state)
{
    (void)state;
    write_a_row_everywhere();
    write_a_row_everywhere();
    raw_run(place.file, "UPDATE partner SET name = 'x'; UPDATE note SET text = 'y'");
    assert_int_equal(place_broken_seals(&place), 4);
}

/* Flips one bit of the words, where they lie in the file. */
static void flip_bit_of(const char *words)
{
    FILE *file = fopen(place.file, "r+b");
    char *all = mem_new(1, 1 << 20), *found;
    size_t size;
    int flipped = 0;

    assert_non_null(file);
    size = fread(all, 1, 1 << 20, file);
    for (char *at = all; (found = memmem(at, size - (size_t)(at - all), words, strlen(words)));
         at = found + 1) {
        assert_int_equal(fseek(file, found - all + 3, SEEK_SET), 0);
        assert_int_equal(fputc(found[3] ^ 1, file), found[3] ^ 1);
        flipped++;
    }
    assert_int_equal(fclose(file), 0);
    assert_true(flipped >= 1);
    free(all);
}

static void one_flipped_bit_in_the_file_is_noticed(void **state)
{
    (void)state;
    write_a_row_everywhere();
    place_close(&place);
    flip_bit_of("Mississippi-Ufer");
    place_open(&place);
    assert_int_equal(place_broken_seals(&place), 1);
    place_close(&place);
    flip_bit_of("Misrissippi-Ufer"); /* 's' ^ 1: and back */
    place_open(&place);
    assert_int_equal(place_broken_seals(&place), 0);
}

/* ---- whatever the journal does ---- */

/* What lies in the journal; a card whose id is "" is gone. */
enum { SITTINGS_MAX = 40, CARDS_MAX = 120 };
static char sittings[SITTINGS_MAX][UUID_TEXT_SIZE];
static struct card cards[CARDS_MAX];
static size_t sitting_count, card_count, plans_settled;

static void lay_one(uint64_t *seed, struct moment now)
{
    char prompt[16];

    if (!sitting_count || card_count == CARDS_MAX)
        return;
    snprintf(prompt, sizeof prompt, "p%zu", chance(seed, 6));
    lay_card(&place, sittings[chance(seed, sitting_count)], prompt,
             (enum outcome)chance(seed, OUTCOME_STOPPED + 1), now, &cards[card_count++]);
}

static void write_by_chance(uint64_t *seed, const struct card *card, struct moment now)
{
    static const char *const notes[] = { "A note.", "Another 'note'.", "", NULL };
    struct store *store = place.store;
    enum note_kind kind = (enum note_kind)chance(seed, NOTE_KINDS);
    const char *text = notes[chance(seed, ARRAY_SIZE(notes))];

    if (chance(seed, 4))
        STATUS_WITHIN(store, journal_note(store, card->sitting, card->id, kind, text, now, NULL));
    else
        STATUS_WITHIN(store,
                      journal_add_note(store, card->sitting, card->id, kind, text, now, NULL));
}

/* A word at the end, a pause, or how the open plan stands. */
static void agree_by_chance(uint64_t *seed, struct moment now)
{
    const char *sitting = sittings[chance(seed, sitting_count)];
    struct store *store = place.store;
    struct plan plan;
    size_t met;
    bool found;

    switch (chance(seed, 3)) {
    case 0:
        TRANSACTION(store, journal_ending(store, sitting, (enum ending)chance(seed, 4), now, NULL));
        break;
    case 1:
        TRANSACTION(store,
                    journal_pause(store, sitting,
                                  chance(seed, 2) ? later(now, MS_PER_HOUR) : (struct moment){ 0 },
                                  now, NULL));
        break;
    default:
        assert_int_equal(journal_open_plan(store, now, &plan, &found, &met, NULL), STATUS_OK);
        if (!found)
            return;
        TRANSACTION(store,
                    journal_settle(store, &plan.key, (enum plan_state)chance(seed, 3), now, NULL));
        plans_settled++;
        plan_release(&plan);
    }
}

/* Something by chance to a card by chance; that some of it is refused is part of it. */
static void change_card(uint64_t *seed, struct moment now)
{
    struct card *card = &cards[chance(seed, card_count)];
    struct store *store = place.store;
    enum outcome outcome = (enum outcome)chance(seed, OUTCOME_STOPPED + 1);
    const char *sitting = sittings[chance(seed, sitting_count)];

    switch (chance(seed, 6)) {
    case 0:
        STATUS_WITHIN(store, journal_steps(store, card, "", "f", now, NULL));
        break;
    case 1:
        if (STATUS_WITHIN(store, journal_outcome(store, card, outcome, now, NULL)) == STATUS_OK)
            card->outcome = outcome;
        break;
    case 2:
        write_by_chance(seed, card, now);
        break;
    case 3:
        STATUS_WITHIN(store, journal_unlay(store, card, now, NULL));
        break;
    case 4: {
        char before[UUID_TEXT_SIZE];

        snprintf(before, sizeof before, "%s", card->sitting);
        if (STATUS_WITHIN(store, journal_move(store, card, sitting, now, NULL)) != STATUS_OK)
            snprintf(card->sitting, sizeof card->sitting, "%s", before);
        break;
    }
    default:
        TRANSACTION(store, journal_mark(store, "p", card->prompt.id, MARK_NEVER, chance(seed, 2),
                                        now, NULL));
    }
}

static void change_something(uint64_t *seed, struct moment now)
{
    size_t what = chance(seed, 20);

    if (what == 0 && sitting_count < SITTINGS_MAX)
        begin_sitting(&place, now, sittings[sitting_count++]);
    else if (what == 1 && sitting_count)
        TRANSACTION(
            place.store,
            journal_end_sitting(place.store, sittings[chance(seed, sitting_count)], now, NULL));
    else if (what == 2)
        TRANSACTION(place.store,
                    journal_name(place.store, chance(seed, 2) ? "Ada" : "Cem", "Ben", now, NULL));
    else if (what == 3)
        STATUS_WITHIN(place.store, journal_forget_aside(place.store, now, NULL));
    else if (what == 4)
        place_install(&place, "p", chance(seed, 6));
    else if (what < 9 || !card_count)
        lay_one(seed, now);
    else if (what < 12)
        agree_by_chance(seed, now);
    else
        change_card(seed, now);
}

static void seals_are_right_whatever_the_journal_did(void **state)
{
    uint64_t seed = 20261121;

    (void)state;
    for (int round = 0; round < 600; round++) {
        change_something(&seed, later(place.start, round * 3 * MS_PER_HOUR));
        assert_int_equal(place_broken_seals(&place), 0);
    }
    assert_true(card_count > CARDS_MAX / 2);
    assert_true(sitting_count > 10);
    assert_true(plans_settled > 2);
    for (size_t i = 0; i < card_count; i++)
        card_release(&cards[i]);
}

int main(void)
{
#define TEST(name) PLACE_TEST(name, place)
    const struct CMUnitTest tests[] = {
        TEST(fresh_rows_are_sealed),
        TEST(a_change_of_any_column_is_noticed),
        TEST(words_that_move_between_columns_are_noticed),
        TEST(words_that_look_like_the_end_of_a_column_are_noticed),
        TEST(nothing_and_empty_are_not_the_same),
        TEST(every_broken_row_is_counted),
        TEST(one_flipped_bit_in_the_file_is_noticed),
        TEST(seals_are_right_whatever_the_journal_did),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
