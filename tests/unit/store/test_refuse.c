/* What isn't ours, is damaged, or is too new: refused with a sentence, and left byte for byte as
 * it was, the files beside it too. */
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
#include "base/strbuf.h"
#include "store/journal.h"
#include "store/library.h"
#include "store/store.h"
#include "support/store_fixture.h"

static struct place place;

static int set_up(void **state)
{
    (void)state;
    place_make(&place);
    return mkdir(place.data, 0700);
}

static int tear_down(void **state)
{
    (void)state;
    place_remove(&place);
    return 0;
}

/* Both ways to open are refused so, name the file, and change nothing. */
static void assert_refused(enum status expected)
{
    static const enum store_access ways[] = { STORE_WRITE, STORE_READ };
    char *before = tree_text(place.root);

    for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
        struct store *store = (struct store *)&place;
        struct error err = { 0 };
        char *after;

        assert_int_equal(open_at(place.data, ways[i], &store, &err), expected);
        assert_int_equal(err.status, expected);
        assert_null(store);
        assert_non_null(strstr(err.text, place.file));
        assert_null(strchr(err.text, '\n'));
        after = tree_text(place.root);
        assert_string_equal(before, after);
        free(after);
    }
    free(before);
}

/* A sound store with names and some hundred rows, closed. */
static void make_store(void)
{
    place_open(&place);
    place_name_couple(&place);
    place_install(&place, "p", 200);
    place_close(&place);
}

static void a_text_file_is_refused(void **state)
{
    struct strbuf text = STRBUF_INIT;

    (void)state;
    write_file(place.file, "shopping\n", 9); /* shorter than a header */
    assert_refused(STATUS_CORRUPT);
    for (int i = 0; i < 500; i++)
        strbuf_addstr(&text, "eggs, milk, bread\n");
    write_file(place.file, text.text, text.size);
    assert_refused(STATUS_CORRUPT);
    strbuf_release(&text);
}

static void a_file_that_only_begins_like_a_database_is_refused(void **state)
{
    char bytes[4096] = "SQLite format 3";

    (void)state;
    write_file(place.file, bytes, 99);
    assert_refused(STATUS_CORRUPT);
    write_file(place.file, bytes, sizeof bytes); /* whole, but nobody's */
    assert_refused(STATUS_FOREIGN);
}

static void the_database_of_another_program_is_refused(void **state)
{
    (void)state;
    raw_run(place.file, "CREATE TABLE address(name); INSERT INTO address VALUES('Cem')");
    assert_refused(STATUS_FOREIGN);
    raw_run(place.file, "PRAGMA application_id = 1196444487; PRAGMA user_version = 1");
    assert_refused(STATUS_FOREIGN);
}

static void a_newer_file_is_refused(void **state)
{
    (void)state;
    make_store();
    raw_run(place.file, "PRAGMA user_version = 1000");
    assert_refused(STATUS_NEWER);
}

static void a_version_beyond_all_numbers_is_refused(void **state)
{
    (void)state;
    make_store();
    raw_run(place.file, "PRAGMA user_version = -1");
    assert_refused(STATUS_NEWER);
}

/* What a newer couplet leaves when it dies: the version stands in the log alone. */
static int leave_newer_log(void *context)
{
    struct store *store;

    (void)context;
    CHILD(open_at(place.data, STORE_WRITE, &store, NULL) == STATUS_OK);
    raw_run(place.file, "PRAGMA user_version = 1000"); /* the store is open: no checkpoint */
    die_at_once();
}

static void a_newer_file_is_refused_when_only_its_log_tells(void **state)
{
    (void)state;
    make_store();
    assert_int_equal(child_run(leave_newer_log, NULL), CHILD_DIED);
    assert_true(file_exists(place_path(&place, "couplet.db-wal")));
    assert_refused(STATUS_NEWER);
}

static void a_directory_in_its_place_is_refused(void **state)
{
    (void)state;
    assert_int_equal(mkdir(place.file, 0700), 0);
    assert_refused(STATUS_FOREIGN);
}

static void a_fifo_in_its_place_is_refused(void **state)
{
    (void)state;
    assert_int_equal(mkfifo(place.file, 0600), 0);
    assert_refused(STATUS_FOREIGN);
}

static void a_loop_of_links_is_refused(void **state)
{
    (void)state;
    assert_int_equal(symlink("couplet.db", place.file), 0);
    assert_refused(STATUS_IO);
}

/* Nothing may be kept in memory only while the couple believe that it is written. */
static void a_link_to_nowhere_is_never_a_store_that_forgets(void **state)
{
    struct store *store;
    struct couple couple;
    enum status status;

    (void)state;
    assert_int_equal(symlink("elsewhere.db", place.file), 0);
    status = open_at(place.data, STORE_WRITE, &store, NULL);
    if (status != STATUS_OK) {
        assert_int_equal(status, STATUS_IO);
        return;
    }
    status = STATUS_WITHIN(store, journal_name(store, "Ada", "Ben", place.start, NULL));
    assert_int_equal(store_close(store), STATUS_OK);
    if (status != STATUS_OK)
        return;
    assert_int_equal(open_at(place.data, STORE_WRITE, &store, NULL), STATUS_OK);
    assert_int_equal(journal_couple(store, &couple, NULL), STATUS_OK);
    assert_int_equal(store_close(store), STATUS_OK);
    assert_true(couple_is_known(&couple));
    couple_release(&couple);
}

static void a_link_to_a_journal_is_followed(void **state)
{
    char real[PLACE_PATH_MAX + 16];

    (void)state;
    make_store();
    snprintf(real, sizeof real, "%s/real.db", place.root);
    assert_int_equal(rename(place.file, real), 0);
    assert_int_equal(symlink("../real.db", place.file), 0);
    place_open(&place);
    place_name_couple(&place);
    place_close(&place);
    assert_int_equal(raw_number(real, "SELECT count(*) FROM partner"), 2);
}

static void a_file_in_the_folders_place_is_refused(void **state)
{
    struct store *store;
    struct error err = { 0 };

    (void)state;
    assert_int_equal(rmdir(place.data), 0);
    write_file(place.data, "x", 1);
    assert_int_equal(open_at(place.data, STORE_WRITE, &store, &err), STATUS_IO);
    assert_non_null(strstr(err.text, place.data));
    assert_true(file_holds(place.data, "x"));
}

/* ---- damage ---- */

static void a_truncated_file_is_refused(void **state)
{
    struct stat st;

    (void)state;
    make_store();
    assert_int_equal(stat(place.file, &st), 0);
    assert_int_equal(truncate(place.file, st.st_size / 2 + 100), 0);
    assert_refused(STATUS_CORRUPT);
}

static void a_file_cut_within_its_first_page_is_refused(void **state)
{
    (void)state;
    make_store();
    assert_int_equal(truncate(place.file, 1000), 0);
    assert_refused(STATUS_CORRUPT);
}

static void overwrite(off_t at, size_t size)
{
    int fd = open(place.file, O_RDWR | O_CLOEXEC);
    char noise[8192];

    assert_true(fd >= 0 && size <= sizeof noise);
    memset(noise, 0xa5, size);
    assert_true(pwrite(fd, noise, size, at) == (ssize_t)size);
    close(fd);
}

/* The header is sound and the rest isn't: opening or the first look must say it, nothing may
 * crash, and the bytes stay. */
static void assert_damage_is_said(void)
{
    char *before = tree_text(place.root), *after;
    struct store *store = NULL;
    struct error err = { 0 };
    enum status status = open_at(place.data, STORE_WRITE, &store, &err);

    if (status == STATUS_OK) {
        struct couple couple;
        struct cell_count *cells;
        size_t count;
        struct filter any = { .mood = MOOD_ANY };

        status = journal_couple(store, &couple, &err);
        if (status == STATUS_OK) {
            couple_release(&couple);
            status = library_cells(store, &any, 0, &cells, &count, &err);
            if (status == STATUS_OK)
                free(cells);
        }
        assert_int_equal(store_close(store), STATUS_OK);
    }
    assert_int_equal(status, STATUS_CORRUPT);
    assert_non_null(strstr(err.text, place.file));
    after = tree_text(place.root);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void damage_to_the_first_page_is_said_and_left(void **state)
{
    (void)state;
    make_store();
    overwrite(100, 3900);
    assert_damage_is_said();
}

static void damage_to_all_pages_but_the_first_is_said_and_left(void **state)
{
    struct stat st;

    (void)state;
    make_store();
    assert_int_equal(stat(place.file, &st), 0);
    for (off_t at = 4096; at < st.st_size; at += 4096)
        overwrite(at, 4096);
    assert_damage_is_said();
}

/* A row whose words no table knows: a flipped bit, or a hand with an editor. */
static int look_at_past(void *context)
{
    struct past_card *cards;
    struct store *store;
    struct couple couple;
    size_t count;
    enum status status;

    (void)context;
    CHILD(open_at(place.data, STORE_WRITE, &store, NULL) == STATUS_OK);
    CHILD(journal_couple(store, &couple, NULL) == STATUS_OK);
    status = journal_past(store, &couple, NULL, day(&place, 1), &cards, &count, NULL);
    CHILD(status == STATUS_OK || status == STATUS_CORRUPT);
    if (status == STATUS_OK)
        for (size_t i = 0; i < count; i++) {
            struct cell cell = cell_from_key(cards[i].cell);

            CHILD(cards[i].outcome >= OUTCOME_OPEN && cards[i].outcome <= OUTCOME_STOPPED);
            CHILD(cell_key(&cell) == cards[i].cell);
        }
    if (status == STATUS_OK)
        free(cards);
    couple_release(&couple);
    CHILD(store_close(store) == STATUS_OK);
    return 0;
}

static void a_card_that_makes_no_sense_is_no_crash(void **state)
{
    static const char *const damage[] = {
        "UPDATE card SET minutes = 7",        "UPDATE card SET depth = 99",
        "UPDATE card SET mood = 'lught'",     "UPDATE card SET mode = ''",
        "UPDATE card SET dimension = 'x'",    "UPDATE card SET consent = 'none!'",
        "UPDATE card SET outcome = 'tolked'", "UPDATE card SET minutes = -5, depth = -1",
    };
    char sitting[UUID_TEXT_SIZE], keep[PLACE_PATH_MAX + 128];
    size_t failed = 0;

    (void)state;
    place_open(&place);
    place_name_couple(&place);
    begin_sitting(&place, place.start, sitting);
    lay_card(&place, sitting, "gone", OUTCOME_TALKED, place.start, NULL);
    place_close(&place);
    assert_int_equal(child_run(look_at_past, NULL), 0);
    for (size_t i = 0; i < ARRAY_SIZE(damage); i++) {
        snprintf(keep, sizeof keep,
                 "ATTACH '%s/sound.db' AS kept; CREATE TABLE IF NOT EXISTS "
                 "kept.sound AS SELECT * FROM card",
                 place.root);
        raw_run(place.file, keep);
        raw_run(place.file, damage[i]);
        if (child_run(look_at_past, NULL) != 0) {
            print_message("# a crash or nonsense after %s\n", damage[i]);
            failed++;
        }
        snprintf(keep, sizeof keep,
                 "ATTACH '%s/sound.db' AS kept; DELETE FROM card; INSERT INTO "
                 "card SELECT * FROM kept.sound",
                 place.root);
        raw_run(place.file, keep);
    }
    assert_int_equal(failed, 0);
}

static void a_prompt_that_makes_no_sense_is_damage(void **state)
{
    struct prompt plain = prompt_plain("p", "p0"), prompt;
    struct cell cell = cell_of_prompt(&plain);
    struct error err = { 0 };

    (void)state;
    prompt_release(&plain);
    make_store();
    raw_run(place.file, "UPDATE prompt SET facets = 'social whatever'");
    place_open(&place);
    assert_int_equal(library_prompt(place.store, cell_key(&cell), 0, &prompt, &err),
                     STATUS_CORRUPT);
    assert_non_null(strstr(err.text, place.file));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_text_file_is_refused),
        TEST(a_file_that_only_begins_like_a_database_is_refused),
        TEST(the_database_of_another_program_is_refused),
        TEST(a_newer_file_is_refused),
        TEST(a_version_beyond_all_numbers_is_refused),
        TEST(a_newer_file_is_refused_when_only_its_log_tells),
        TEST(a_directory_in_its_place_is_refused),
        TEST(a_fifo_in_its_place_is_refused),
        TEST(a_loop_of_links_is_refused),
        TEST(a_link_to_nowhere_is_never_a_store_that_forgets),
        TEST(a_link_to_a_journal_is_followed),
        TEST(a_file_in_the_folders_place_is_refused),
        TEST(a_truncated_file_is_refused),
        TEST(a_file_cut_within_its_first_page_is_refused),
        TEST(damage_to_the_first_page_is_said_and_left),
        TEST(damage_to_all_pages_but_the_first_is_said_and_left),
        TEST(a_card_that_makes_no_sense_is_no_crash),
        TEST(a_prompt_that_makes_no_sense_is_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
