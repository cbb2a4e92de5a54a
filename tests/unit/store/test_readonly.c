/* Where nothing can be written: looking back works, writing says why not, and nothing is changed
 * nor left lying about. As another user than root, who may write everything; as root on a file
 * system that is mounted read-only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/journal.h"
#include "store/library.h"
#include "store/store.h"
#include "support/store_fixture.h"

static struct place place;

static char copies[PLACE_PATH_MAX + 8]; /* where the copies that are read must come and go */

/* In /tmp, since the folder that the tests were given may be closed to others. */
static int set_up(void **state)
{
    (void)state;
    place_make_below(&place, "/tmp");
    snprintf(copies, sizeof copies, "%s/tmp", place.root);
    assert_int_equal(mkdir(copies, 0777), 0);
    assert_int_equal(chmod(copies, 0777), 0);
    setenv("TMPDIR", copies, 1);
    unsetenv("XDG_RUNTIME_DIR");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_remove(&place);
    unsetenv("TMPDIR");
    return 0;
}

/* A store with one evening: a card that was talked about, with a note. */
static void write_evening(void)
{
    char sitting[UUID_TEXT_SIZE];
    struct card card;

    place_open(&place);
    place_name_couple(&place);
    place_install(&place, "p", 3);
    begin_sitting(&place, place.start, sitting);
    lay_card(&place, sitting, "p0", OUTCOME_TALKED, place.start, &card);
    TRANSACTION(place.store, journal_note(place.store, sitting, card.id, NOTE_PLAIN, "We laughed.",
                                          place.start, NULL));
    card_release(&card);
    place_close(&place);
}

/* In the child: everything that can be read, is; what can't be written, says so. */
static void check_looking_back(enum store_access access)
{
    struct store *store;
    struct error err = { 0 };
    struct couple couple;
    struct sitting_line *lines;
    struct cell_count *cells;
    struct filter any = { .mood = MOOD_ANY };
    size_t count;
    char *value;

    if (open_at(place.data, access, &store, &err) != STATUS_OK) {
        fprintf(stderr, "%s\n", err.text);
        CHILD(false);
    }
    CHILD(store_readonly(store) != NULL);
    CHILD(strstr(store_readonly(store), place.file) != NULL);
    CHILD(!strcmp(store_path(store), place.file));
    CHILD(journal_couple(store, &couple, NULL) == STATUS_OK);
    CHILD(!strcmp(couple_name(&couple, PARTNER_RIGHT), "Ben"));
    CHILD(library_cells(store, &any, 0, &cells, &count, NULL) == STATUS_OK);
    CHILD(count == 1 && cells[0].count == 3);
    CHILD(journal_page(store, PAGE_OLDER_THAN, "", 5, &lines, &count, NULL) == STATUS_OK);
    CHILD(count == 1 && !strcmp(lines[0].text, "We laughed.") && lines[0].is_note);
    sitting_line_release(&lines[0]);
    free(lines);
    free(cells);
    couple_release(&couple);
    CHILD(store_setting(store, "none", &value, NULL) == STATUS_OK && !value);
    CHILD(store_begin(store, &err) == STATUS_READONLY);
    CHILD(!strcmp(err.text, store_readonly(store)));
    CHILD(store_set_setting(store, "x", "1", &err) == STATUS_READONLY); /* not even past begin */
    CHILD(store_close(store) == STATUS_OK);
}

static int look_back_as_nobody(void *context)
{
    (void)context;
    CHILD(become_nobody());
    CHILD(access(copies, W_OK) == 0);
    check_looking_back(STORE_WRITE);
    check_looking_back(STORE_READ);
    return 0;
}

static void assert_looked_at_only(void)
{
    char *before = tree_text(place.root), *after;

    assert_int_equal(child_run(look_back_as_nobody, NULL), 0);
    after = tree_text(place.root); /* the folder for copies lies in it too */
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void a_file_and_folder_without_the_right_to_write_are_read(void **state)
{
    (void)state;
    write_evening();
    assert_int_equal(chmod(place.file, 0444), 0);
    assert_int_equal(chmod(place.data, 0555), 0);
    assert_looked_at_only();
}

static void a_file_without_the_right_to_write_in_an_open_folder_is_read(void **state)
{
    (void)state;
    write_evening();
    assert_int_equal(chmod(place.file, 0444), 0);
    assert_int_equal(chmod(place.data, 0777), 0);
    assert_looked_at_only();
}

static void an_open_file_in_a_folder_without_the_right_to_write_is_read(void **state)
{
    (void)state;
    write_evening();
    assert_int_equal(chmod(place.file, 0666), 0);
    assert_int_equal(chmod(place.data, 0555), 0);
    assert_looked_at_only();
}

static int leave_log(void *context)
{
    struct store *store;

    (void)context;
    CHILD(open_at(place.data, STORE_WRITE, &store, NULL) == STATUS_OK);
    CHILD(STATUS_WITHIN(store, journal_name(store, "Ada", "Ben", place.start, NULL)) == STATUS_OK);
    die_at_once(); /* without closing */
}

/* The log holds what a program that died had promised: it counts here too. */
static void what_only_the_log_holds_is_read(void **state)
{
    (void)state;
    write_evening();
    raw_run(place.file, "UPDATE partner SET name = 'Someone'");
    assert_int_equal(child_run(leave_log, NULL), CHILD_DIED);
    assert_true(file_exists(place_path(&place, "couplet.db-wal")));
    assert_int_equal(chmod(place.file, 0444), 0);
    assert_int_equal(chmod(place_path(&place, "couplet.db-wal"), 0444), 0);
    assert_int_equal(chmod(place.data, 0555), 0);
    assert_looked_at_only();
}

static int open_newer_as_nobody(void *context)
{
    struct store *store;
    struct error err = { 0 };

    (void)context;
    CHILD(become_nobody());
    CHILD(open_at(place.data, STORE_WRITE, &store, &err) == STATUS_NEWER);
    return 0;
}

static int leave_newer_log(void *context)
{
    struct store *store;

    (void)context;
    CHILD(open_at(place.data, STORE_WRITE, &store, NULL) == STATUS_OK);
    raw_run(place.file, "PRAGMA user_version = 1000");
    die_at_once();
}

static void a_newer_log_is_refused_where_nothing_can_be_written_too(void **state)
{
    (void)state;
    write_evening();
    assert_int_equal(child_run(leave_newer_log, NULL), CHILD_DIED);
    assert_int_equal(chmod(place.file, 0444), 0);
    assert_int_equal(chmod(place_path(&place, "couplet.db-wal"), 0444), 0);
    assert_int_equal(chmod(place.data, 0555), 0);
    assert_int_equal(child_run(open_newer_as_nobody, NULL), 0);
}

static int open_older_as_nobody(void *context)
{
    struct embedded_file list[MIGRATIONS_MAX];
    struct store_options options = { .folder = place.data,
                                     .migrations = list,
                                     .migration_count = migrations_and(list, "next", "SELECT 1") };
    struct store *store;
    struct error err = { 0 };

    (void)context;
    CHILD(become_nobody());
    CHILD(store_open(&store, &options, &err) == STATUS_READONLY);
    CHILD(strstr(err.text, place.file) != NULL);
    return 0;
}

static void an_older_file_that_cannot_be_written_says_what_to_do(void **state)
{
    (void)state;
    write_evening();
    assert_int_equal(chmod(place.file, 0444), 0);
    assert_int_equal(chmod(place.data, 0555), 0);
    assert_int_equal(child_run(open_older_as_nobody, NULL), 0);
}

/* ---- what can't be had at all ---- */

static int make_in_closed_folder(void *context)
{
    struct store *store;
    struct error err = { 0 };

    CHILD(become_nobody());
    CHILD(open_at(context, STORE_WRITE, &store, &err) == STATUS_IO);
    CHILD(!store);
    CHILD(strstr(err.text, context) != NULL);
    CHILD(strstr(err.text, "--data") != NULL);
    CHILD(open_at(context, STORE_READ, &store, &err) == STATUS_OK); /* empty, in memory */
    CHILD(store_close(store) == STATUS_OK);
    return 0;
}

static void a_closed_folder_takes_no_new_store_and_says_what_to_do(void **state)
{
    (void)state;
    assert_int_equal(mkdir(place.data, 0555), 0);
    assert_int_equal(chmod(place.data, 0555), 0);
    assert_int_equal(child_run(make_in_closed_folder, place.data), 0);
    assert_false(file_exists(place.file));
}

static void a_folder_in_a_closed_one_cannot_be_made_and_that_is_said(void **state)
{
    char deeper[PLACE_PATH_MAX + 8];

    (void)state;
    assert_int_equal(mkdir(place.data, 0555), 0);
    assert_int_equal(chmod(place.data, 0555), 0);
    snprintf(deeper, sizeof deeper, "%s/a", place.data);
    assert_int_equal(child_run(make_in_closed_folder, deeper), 0);
    assert_false(file_exists(deeper));
}

static int open_unreadable(void *context)
{
    struct store *store;
    struct error err = { 0 };

    (void)context;
    CHILD(become_nobody());
    CHILD(open_at(place.data, STORE_WRITE, &store, &err) == STATUS_IO);
    CHILD(strstr(err.text, place.file) != NULL);
    return 0;
}

static void a_file_that_may_not_be_read_is_said(void **state)
{
    char *before, *after;

    (void)state;
    write_evening();
    assert_int_equal(chmod(place.data, 0755), 0);
    before = tree_text(place.root);
    assert_int_equal(chmod(place.file, 0000), 0);
    assert_int_equal(child_run(open_unreadable, NULL), 0);
    assert_int_equal(chmod(place.file, 0600), 0);
    after = tree_text(place.root);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* ---- a file system that is mounted read-only ---- */

static int look_back_on_readonly_mount(void *context)
{
    (void)context;
    if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) < 0 ||
        mount(place.data, place.data, "none", MS_BIND, NULL) < 0)
        return CHILD_SKIP;
    CHILD(mount("none", place.data, "none", MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) == 0);
    check_looking_back(STORE_WRITE);
    check_looking_back(STORE_READ);
    return 0;
}

static void a_readonly_mount_is_read(void **state)
{
    char *before, *after;
    int ended;

    (void)state;
    write_evening();
    before = tree_text(place.root);
    ended = child_run(look_back_on_readonly_mount, NULL);
    after = tree_text(place.root);
    if (ended != CHILD_SKIP)
        assert_string_equal(before, after);
    free(before);
    free(after);
    if (ended == CHILD_SKIP) {
        print_message("# needs the right to mount\n");
        skip();
    }
    assert_int_equal(ended, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_file_and_folder_without_the_right_to_write_are_read),
        TEST(a_file_without_the_right_to_write_in_an_open_folder_is_read),
        TEST(an_open_file_in_a_folder_without_the_right_to_write_is_read),
        TEST(what_only_the_log_holds_is_read),
        TEST(a_newer_log_is_refused_where_nothing_can_be_written_too),
        TEST(an_older_file_that_cannot_be_written_says_what_to_do),
        TEST(a_closed_folder_takes_no_new_store_and_says_what_to_do),
        TEST(a_folder_in_a_closed_one_cannot_be_made_and_that_is_said),
        TEST(a_file_that_may_not_be_read_is_said),
        TEST(a_readonly_mount_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
