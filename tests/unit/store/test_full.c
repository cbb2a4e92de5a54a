/* A full disk: a real one, a small tmpfs in a mount namespace of its own. What was confirmed is
 * there, what wasn't says STATUS_FULL, reading goes on, and writing too once there is room. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/journal.h"
#include "store/store.h"
#include "support/store_fixture.h"

enum { NOTES_MAX = 5000, NOTE_SIZE = 700 };

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

/* ---- all of this runs in the child ---- */

static bool mount_small(const char *size)
{
    char options[48];

    snprintf(options, sizeof options, "size=%s,mode=0700", size);
    return unshare(CLONE_NEWNS) == 0 &&
           mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("tmpfs", place.data, "tmpfs", 0, options) == 0;
}

/* Fills up the disk but for whole pages that are left; returns what it wrote. */
static void fill(const char *name)
{
    static const char page[4096];
    int fd = open(place_path(&place, name), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ssize_t put;

    CHILD(fd >= 0);
    while ((put = write(fd, page, sizeof page)) > 0)
        ;
    CHILD(put < 0 && errno == ENOSPC);
    close(fd);
}

static void put_ballast(size_t size)
{
    char *bytes = mem_new(size, 1);
    int fd = open(place_path(&place, "ballast"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    CHILD(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    close(fd);
    free(bytes);
}

static void make_room(const char *name)
{
    CHILD(unlink(place_path(&place, name)) == 0);
}

/* One evening that is written to, and how many of its notes were confirmed. */
struct evening {
    struct store *store;
    struct couple couple;
    char sitting[UUID_TEXT_SIZE];
    size_t confirmed;
};

static void open_evening(struct evening *evening)
{
    struct error err = { 0 };

    if (open_at(place.data, STORE_WRITE, &evening->store, &err) != STATUS_OK) {
        fprintf(stderr, "%s\n", err.text);
        CHILD(false);
    }
}

static void close_evening(struct evening *evening)
{
    CHILD(store_close(evening->store) == STATUS_OK);
    evening->store = NULL;
}

static void begin_evening(struct evening *evening)
{
    struct store *store;

    *evening = (struct evening){ 0 };
    open_evening(evening);
    store = evening->store;
    CHILD(STATUS_WITHIN(store, journal_name(store, "Ada", "Ben", place.start, NULL)) == STATUS_OK);
    CHILD(journal_couple(store, &evening->couple, NULL) == STATUS_OK);
    CHILD(STATUS_WITHIN(store, journal_begin_sitting(store, true, place.start, evening->sitting,
                                                     NULL)) == STATUS_OK);
}

static enum status lay_with_note(struct evening *evening, struct card *card, const char *note,
                                 struct error *err)
{
    enum status status = journal_lay(evening->store, &evening->couple, card, place.start, err);

    return status == STATUS_OK ? journal_note(evening->store, card->sitting, card->id, NOTE_PLAIN,
                                              note, place.start, err)
                               : status;
}

/* One card with a note, in one transaction. */
static enum status write_one(struct evening *evening, struct error *err)
{
    char id[32], note[NOTE_SIZE + 1];
    struct card card = { .outcome = OUTCOME_TALKED };
    enum status status = store_begin(evening->store, err);

    if (status != STATUS_OK)
        return status;
    snprintf(id, sizeof id, "c%zu", evening->confirmed);
    snprintf(note, sizeof note, "note %zu %0*d", evening->confirmed, NOTE_SIZE - 20, 0);
    snprintf(card.sitting, sizeof card.sitting, "%s", evening->sitting);
    card.prompt = prompt_plain("p", id);
    status = store_end(evening->store, lay_with_note(evening, &card, note, err), err);
    card_release(&card);
    evening->confirmed += status == STATUS_OK;
    return status;
}

static void write_until_full(struct evening *evening)
{
    struct error err = { 0 };
    enum status status = STATUS_OK;

    while (status == STATUS_OK && evening->confirmed < NOTES_MAX)
        status = write_one(evening, &err);
    if (status != STATUS_FULL)
        fprintf(stderr, "%d: %s\n", (int)status, err.text);
    CHILD(status == STATUS_FULL);
    CHILD(err.status == STATUS_FULL && strstr(err.text, "full"));
}

/* Every confirmed card is there with its note, and nothing else. */
static void check_all_there(struct evening *evening)
{
    struct sitting sitting;
    size_t broken;

    CHILD(journal_sitting(evening->store, &evening->couple, evening->sitting, place.start, &sitting,
                          NULL) == STATUS_OK);
    CHILD(sitting.card_count == evening->confirmed);
    for (size_t i = 0; i < sitting.card_count; i++) {
        char begins[32];

        snprintf(begins, sizeof begins, "note %zu ", i);
        const char *note = card_note(&sitting.cards[i], NOTE_PLAIN);

        CHILD(note && !strncmp(note, begins, strlen(begins)));
    }
    sitting_release(&sitting);
    CHILD(store_check_seals(evening->store, &broken, NULL) == STATUS_OK && broken == 0);
}

static int write_onto_a_full_disk(void *context)
{
    struct evening evening;

    (void)context;
    if (!mount_small("1m"))
        return CHILD_SKIP;
    put_ballast(400 * 1024);
    begin_evening(&evening);
    write_until_full(&evening);
    CHILD(evening.confirmed > 5);
    check_all_there(&evening);
    write_until_full(&evening); /* and again: it goes on saying it */
    check_all_there(&evening);
    make_room("ballast");
    CHILD(write_one(&evening, NULL) == STATUS_OK);
    check_all_there(&evening);
    close_evening(&evening);
    open_evening(&evening);
    CHILD(!store_readonly(evening.store));
    check_all_there(&evening);
    couple_release(&evening.couple);
    close_evening(&evening);
    return 0;
}

static int open_on_a_full_disk(void *context)
{
    struct evening evening;
    struct error err = { 0 };
    enum status status;

    (void)context;
    if (!mount_small("1m"))
        return CHILD_SKIP;
    begin_evening(&evening);
    for (int i = 0; i < 10; i++)
        CHILD(write_one(&evening, NULL) == STATUS_OK);
    close_evening(&evening);
    fill("ballast");
    open_evening(&evening);
    check_all_there(&evening);
    status = write_one(&evening, &err);
    CHILD(status == STATUS_FULL || status == STATUS_READONLY);
    CHILD(!store_readonly(evening.store) || !strcmp(err.text, store_readonly(evening.store)));
    check_all_there(&evening);
    close_evening(&evening);
    make_room("ballast");
    open_evening(&evening);
    CHILD(!store_readonly(evening.store));
    CHILD(write_one(&evening, NULL) == STATUS_OK);
    check_all_there(&evening);
    couple_release(&evening.couple);
    close_evening(&evening);
    return 0;
}

/* Two programs: the other one's log is there, so this one can open; its writes fail. */
static int close_on_a_full_disk(void *context)
{
    struct evening evening;

    (void)context;
    if (!mount_small("1m"))
        return CHILD_SKIP;
    begin_evening(&evening);
    write_until_full(&evening);
    close_evening(&evening); /* the log can't be copied into the file: it must stay */
    open_evening(&evening);
    check_all_there(&evening);
    close_evening(&evening);
    couple_release(&evening.couple);
    return 0;
}

static int make_on_a_full_disk(void *context)
{
    struct store *store;
    struct error err = { 0 };
    enum status status;

    (void)context;
    if (!mount_small("1m"))
        return CHILD_SKIP;
    fill("ballast");
    status = open_at(place.data, STORE_WRITE, &store, &err);
    if (status != STATUS_FULL)
        fprintf(stderr, "%d: %s\n", (int)status, err.text);
    CHILD(status == STATUS_FULL && !store);
    make_room("ballast");
    CHILD(open_at(place.data, STORE_WRITE, &store, NULL) == STATUS_OK);
    CHILD(STATUS_WITHIN(store, journal_name(store, "A", "B", place.start, NULL)) == STATUS_OK);
    CHILD(store_close(store) == STATUS_OK);
    return 0;
}

static int migrate_on_a_full_disk(void *context)
{
    struct embedded_file list[MIGRATIONS_MAX];
    struct store_options options = { .folder = place.data,
                                     .migrations = list,
                                     .migration_count = migrations_and(
                                         list, "b.sql", "CREATE TABLE b(x TEXT) STRICT") };
    int64_t now = (int64_t)embedded_migrations_count;
    struct evening evening;
    struct error err = { 0 };
    enum status status;

    (void)context;
    if (!mount_small("1m"))
        return CHILD_SKIP;
    begin_evening(&evening);
    for (int i = 0; i < 10; i++)
        CHILD(write_one(&evening, NULL) == STATUS_OK);
    close_evening(&evening);
    put_ballast(1); /* room for the log, none for the copy */
    {
        struct stat st;

        CHILD(stat(place.file, &st) == 0);
        put_ballast((size_t)(1024 * 1024 - st.st_size - 80 * 1024));
    }
    status = store_open(&evening.store, &options, &err);
    CHILD(status != STATUS_OK);
    CHILD(!evening.store && err.text[0]);
    CHILD(raw_number(place.file, "PRAGMA user_version") == now);
    make_room("ballast");
    CHILD(store_open(&evening.store, &options, &err) == STATUS_OK);
    check_all_there(&evening);
    couple_release(&evening.couple);
    close_evening(&evening);
    CHILD(raw_number(place.file, "PRAGMA user_version") == now + 1);
    return 0;
}

static int run_low(void *context)
{
    struct evening evening;
    struct error err = { 0 };

    (void)context;
    if (!mount_small("16m"))
        return CHILD_SKIP;
    begin_evening(&evening);
    CHILD(store_space(evening.store, &err) == STATUS_OK);
    put_ballast(12 * 1024 * 1024);
    CHILD(store_space(evening.store, &err) == STATUS_FULL);
    CHILD(strstr(err.text, place.file) && strstr(err.text, "KiB are free"));
    CHILD(write_one(&evening, NULL) == STATUS_OK); /* it is said before it is too late */
    make_room("ballast");
    CHILD(store_space(evening.store, &err) == STATUS_OK);
    couple_release(&evening.couple);
    close_evening(&evening);
    return 0;
}

/* ---- the tests ---- */

static void assert_child(int (*body)(void *))
{
    int ended = child_run(body, NULL);

    if (ended == CHILD_SKIP) {
        print_message("# needs the right to mount a small tmpfs\n");
        skip();
    }
    assert_int_equal(ended, 0);
}

static void on_a_full_disk_nothing_confirmed_is_lost_and_reading_goes_on(void **state)
{
    (void)state;
    assert_child(write_onto_a_full_disk);
}

static void a_store_on_a_full_disk_opens_for_looking_back(void **state)
{
    (void)state;
    assert_child(open_on_a_full_disk);
}

static void closing_on_a_full_disk_loses_nothing(void **state)
{
    (void)state;
    assert_child(close_on_a_full_disk);
}

static void a_new_store_on_a_full_disk_is_refused_and_can_be_made_later(void **state)
{
    (void)state;
    assert_child(make_on_a_full_disk);
}

static void low_space_is_noticed_before_the_disk_is_full(void **state)
{
    (void)state;
    assert_child(run_low);
}

static void without_room_for_the_copy_nothing_is_migrated(void **state)
{
    (void)state;
    assert_child(migrate_on_a_full_disk);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(on_a_full_disk_nothing_confirmed_is_lost_and_reading_goes_on),
        TEST(a_store_on_a_full_disk_opens_for_looking_back),
        TEST(closing_on_a_full_disk_loses_nothing),
        TEST(a_new_store_on_a_full_disk_is_refused_and_can_be_made_later),
        TEST(low_space_is_noticed_before_the_disk_is_full),
        TEST(without_room_for_the_copy_nothing_is_migrated),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
