/* The power fails, at every write of an evening, of the first start, and of a migration: what was
 * done is there at the next start, whole. The disk is that of support/disk.h; what a cut leaves is
 * laid into a folder and opened as the program does.
 *
 * COUPLET_CUTS is how many cuts a moment gets (8); COUPLET_SEED chooses what survives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/disk.h"
#include "support/faults.h"

static size_t moment_of_step[EVENING_STEPS + 1]; /* when it was done */

static void note_done(size_t done)
{
    moment_of_step[done] = disk_moments();
}

static void run_evening(void (*after)(size_t done))
{
    struct evening_plan plan = ground_plan(1, NULL);
    struct evening_log log = { 0 };

    plan.states = NULL;
    plan.after = after;
    evening_clear(&ground.place);
    evening_run(&plan, &log);
    if (log.done != EVENING_STEPS)
        fail_msg("%s: %s", evening_step_name(log.done), log.said);
}

/* Cuts the power at each moment from there on, some times each; verify() opens what is left, and
 * returns whether what was under way had made it. */
static void cut_everywhere(const char *name, size_t from, long each,
                           bool (*verify)(size_t moment, const char *what))
{
    long seed = faults_setting("COUPLET_SEED", 1);
    struct rng rng = rng_seeded((uint64_t)seed);
    size_t cuts = 0, more = 0;

    each = faults_setting("COUPLET_CUTS", each);
    for (size_t moment = from; moment <= disk_moments(); moment++)
        for (long i = 0; i < each; i++) {
            char what[96];

            evening_clear(&ground.place);
            disk_lay_out(&ground.place, moment, &rng);
            snprintf(what, sizeof what, "cut %zu of %zu, the %ldth, seed %ld", moment,
                     disk_moments(), i + 1, seed);
            more += verify(moment, what);
            cuts++;
        }
    print_message("# %s, seed %ld: %zu power cuts, 0 steps lost, 0 half, 0 damaged (%zu times what "
                  "was under way had made it)\n",
                  name, seed, cuts, more);
}

static bool verify_evening(size_t moment, const char *what)
{
    size_t done = 0;

    while (done < EVENING_STEPS && moment_of_step[done + 1] <= moment)
        done++;
    return evening_verify(&ground.place, ground.states, done, what) > done;
}

static void a_power_cut_at_any_write_loses_nothing_that_was_done(void **state)
{
    (void)state;
    disk_begin();
    /* The store looks at the file's header by itself before SQLite does; it finds the empty file
     * that it made, at the second start too, and leaves the rest to SQLite. */
    run_evening(note_done);
    disk_end();
    cut_everywhere("an evening", 0, 8, verify_evening);
}

/* ---- the first start ---- */

static bool verify_first_start(size_t moment, const char *what)
{
    (void)moment;
    return evening_verify(&ground.place, ground.states, 0, what) > 0;
}

static void a_power_cut_during_the_first_start_leaves_a_file_that_opens(void **state)
{
    struct store *store;

    (void)state;
    evening_clear(&ground.place);
    disk_begin();
    assert_int_equal(open_at(ground.place.data, STORE_WRITE, &store, NULL), STATUS_OK);
    assert_int_equal(store_close(store), STATUS_OK);
    disk_end();
    cut_everywhere("the first start", 0, 40, verify_first_start);
}

/* ---- a migration ---- */

/* As a real one might be: columns, a table, and rows that are changed and made. */
static const char next[] =
    "ALTER TABLE card ADD COLUMN warmth INTEGER; ALTER TABLE sitting ADD COLUMN place TEXT; "
    "CREATE TABLE plan(id TEXT PRIMARY KEY, card TEXT NOT NULL, at INTEGER NOT NULL) STRICT, "
    "WITHOUT ROWID; CREATE INDEX plan_at ON plan(at); "
    "INSERT INTO plan SELECT id || sitting, id, at FROM card; UPDATE card SET warmth = depth; ";

static enum status open_migrated(struct store **store, struct error *err)
{
    struct embedded_file list[MIGRATIONS_MAX];
    struct store_options options = { .folder = ground.place.data,
                                     .migrations = list,
                                     .migration_count = migrations_and(list, "next.sql", next) };

    return store_open(store, &options, err);
}

static const char *copy_path(void)
{
    char name[64];

    snprintf(name, sizeof name, "couplet-before-%zu.db", embedded_migrations_count + 1);
    return place_path(&ground.place, name);
}

static void assert_sound(const char *file, int64_t version, const char *what)
{
    char path[PLACE_PATH_MAX + 64], *state;

    snprintf(path, sizeof path, "%s", file);
    if (!file_exists(path))
        fail_msg("%s: %s is gone", what, path);
    if (raw_number(path, "PRAGMA user_version") != version)
        fail_msg("%s: %s isn't of version %d", what, path, (int)version);
    if (raw_number(path, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> "
                         "'ok'"))
        fail_msg("%s: integrity_check complains of %s", what, path);
    state = evening_state(path);
    if (strcmp(state, ground.states[EVENING_STEPS]))
        fail_msg("%s: %s holds\n%s", what, path, state);
    free(state);
}

/* Whichever of the two came through: the next start ends at the new version, and beside it lies
 * what was before, whole. */
static bool verify_migration(size_t moment, const char *what)
{
    struct stat before = { 0 }, after = { 0 };
    struct store *store;
    struct error err = { 0 };

    (void)moment;
    stat(copy_path(), &before);
    if (open_migrated(&store, &err) != STATUS_OK)
        fail_msg("%s: after it the store doesn't open: %s", what, err.text);
    assert_null(store_readonly(store));
    assert_int_equal(store_close(store), STATUS_OK);
    assert_sound(ground.place.file, (int64_t)embedded_migrations_count + 1, what);
    assert_sound(copy_path(), (int64_t)embedded_migrations_count, what);
    assert_int_equal(raw_number(ground.place.file, "SELECT count(*) FROM plan JOIN card ON card.id "
                                                   "= plan.card WHERE warmth = depth"),
                     raw_number(ground.place.file, "SELECT count(*) FROM card"));
    assert_int_equal(stat(copy_path(), &after), 0);
    return before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
           before.st_mtim.tv_nsec == after.st_mtim.tv_nsec; /* it was through: no second copy */
}

static void a_power_cut_during_a_migration_leaves_the_old_or_the_new_and_a_whole_copy(void **state)
{
    struct store *store;
    struct error err = { 0 };
    char *bytes = mem_new(1, 1 << 20);
    size_t size, from;
    FILE *file;

    (void)state;
    run_evening(NULL);
    file = fopen(ground.place.file, "rb");
    assert_non_null(file);
    size = fread(bytes, 1, 1 << 20, file);
    assert_true(feof(file));
    fclose(file);
    disk_begin();
    disk_put("couplet.db", bytes, size);
    free(bytes);
    from = disk_moments();
    if (open_migrated(&store, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_int_equal(store_close(store), STATUS_OK);
    disk_end();
    cut_everywhere("a migration", from, 12, verify_migration);
    disk_forget();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_power_cut_at_any_write_loses_nothing_that_was_done),
        cmocka_unit_test(a_power_cut_during_the_first_start_leaves_a_file_that_opens),
        cmocka_unit_test(a_power_cut_during_a_migration_leaves_the_old_or_the_new_and_a_whole_copy),
    };

    return cmocka_run_group_tests(tests, ground_set_up, ground_tear_down);
}
