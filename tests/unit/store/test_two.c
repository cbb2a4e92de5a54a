/* Two on one journal: connections that write in turn, processes that write at the same time.
 * Nothing is lost, nobody is told that the journal is busy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/journal.h"
#include "store/store.h"
#include "support/store_fixture.h"

enum { WRITERS = 2, TRANSACTIONS = 5000, TURNS = 100 };
enum { OPENERS = 4, MAKING_ROUNDS = 20, LOG_ROUNDS = 60 };

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

/* Reads a number, adds one, writes it: lost at once where two do it at the same time. */
static enum status count_up(struct store *store)
{
    char text[24], *value;
    enum status status = store_setting(store, "count", &value, NULL);

    snprintf(text, sizeof text, "%d", value ? atoi(value) + 1 : 1);
    free(value);
    return status == STATUS_OK ? store_set_setting(store, "count", text, NULL) : status;
}

static int read_count(struct store *store)
{
    char *value;
    int count;

    assert_int_equal(store_setting(store, "count", &value, NULL), STATUS_OK);
    count = value ? atoi(value) : 0;
    free(value);
    return count;
}

static void two_connections_write_in_turn_and_see_each_other(void **state)
{
    struct store *other;

    (void)state;
    place_open(&place);
    assert_int_equal(open_at(place.data, STORE_WRITE, &other, NULL), STATUS_OK);
    for (int i = 0; i < TURNS; i++) {
        struct store *writer = i % 2 ? other : place.store;

        TRANSACTION(writer, count_up(writer));
        assert_int_equal(read_count(i % 2 ? place.store : other), i + 1);
    }
    assert_int_equal(store_close(other), STATUS_OK);
    TRANSACTION(place.store, count_up(place.store));
    assert_int_equal(read_count(place.store), TURNS + 1);
}

static void what_is_not_committed_is_seen_by_nobody(void **state)
{
    struct store *other;

    (void)state;
    place_open(&place);
    assert_int_equal(open_at(place.data, STORE_READ, &other, NULL), STATUS_OK);
    assert_int_equal(store_begin(place.store, NULL), STATUS_OK);
    assert_int_equal(count_up(place.store), STATUS_OK);
    assert_int_equal(read_count(other), 0);
    assert_int_equal(store_end(place.store, STATUS_OK, NULL), STATUS_OK);
    assert_int_equal(read_count(other), 1);
    assert_int_equal(store_close(other), STATUS_OK);
}

/* ---- processes ---- */

static int gate[2]; /* its reading end tells that all have started */

static void wait_at_gate(void)
{
    char byte;

    close(gate[1]);
    CHILD(read(gate[0], &byte, 1) == 0);
}

static void start_all(int (*body)(void *), int *pids, int *numbers, int count)
{
    assert_int_equal(pipe2(gate, O_CLOEXEC), 0);
    for (int i = 0; i < count; i++) {
        numbers[i] = i;
        pids[i] = child_start(body, &numbers[i]);
    }
    close(gate[0]);
    close(gate[1]);
}

static enum status write_card(struct store *store, const struct couple *couple, const char *sitting,
                              const char *id, struct error *err)
{
    struct card card = { .prompt = prompt_plain("p", id), .outcome = OUTCOME_TALKED };
    enum status status;

    snprintf(card.sitting, sizeof card.sitting, "%s", sitting);
    status = journal_lay(store, couple, &card, place.start, err);
    if (status == STATUS_OK)
        status = journal_note(store, sitting, card.id, NOTE_PLAIN, id, place.start, err);
    if (status == STATUS_OK)
        status = count_up(store);
    card_release(&card);
    return status;
}

static int write_many(void *context)
{
    int number = *(int *)context;
    struct store *store;
    struct couple couple;
    struct error err = { 0 };
    char sitting[UUID_TEXT_SIZE];

    CHILD(open_at(place.data, STORE_WRITE, &store, NULL) == STATUS_OK);
    CHILD(journal_couple(store, &couple, NULL) == STATUS_OK);
    wait_at_gate();
    CHILD(STATUS_WITHIN(store, journal_begin_sitting(store, false, place.start, sitting, NULL)) ==
          STATUS_OK);
    for (int i = 0; i < TRANSACTIONS; i++) {
        char id[32];
        enum status status = store_begin(store, &err);

        snprintf(id, sizeof id, "w%d-%d", number, i);
        if (status == STATUS_OK)
            status = store_end(store, write_card(store, &couple, sitting, id, &err), &err);
        if (status != STATUS_OK) {
            fprintf(stderr, "# transaction %d: %s\n", i, err.text);
            return 1;
        }
    }
    couple_release(&couple);
    CHILD(store_close(store) == STATUS_OK);
    return 0;
}

static void two_processes_write_at_the_same_time_and_nothing_is_lost(void **state)
{
    int pids[WRITERS], numbers[WRITERS];
    size_t broken;
    char sql[160];

    (void)state;
    place_open(&place);
    place_name_couple(&place);
    place_close(&place);
    start_all(write_many, pids, numbers, WRITERS);
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(child_wait(pids[i]), 0);
    place_open(&place);
    assert_int_equal(read_count(place.store), WRITERS * TRANSACTIONS);
    print_message("# %d programs, %d transactions, %d rows written: 0 lost, 0 refused\n", WRITERS,
                  WRITERS * TRANSACTIONS, WRITERS * TRANSACTIONS * 2);
    assert_int_equal(store_check_seals(place.store, &broken, NULL), STATUS_OK);
    assert_int_equal(broken, 0);
    place_close(&place);
    for (int i = 0; i < WRITERS; i++) {
        snprintf(sql, sizeof sql,
                 "SELECT count(DISTINCT c.prompt) FROM card c JOIN note n ON "
                 "n.card = c.id AND n.text = c.prompt WHERE c.prompt LIKE 'w%d-%%'",
                 i);
        assert_int_equal(raw_number(place.file, sql), TRANSACTIONS);
    }
    assert_int_equal(raw_number(place.file, "SELECT integrity_check = 'ok' FROM "
                                            "pragma_integrity_check"),
                     1);
}

static int open_new(void *context)
{
    struct store *store;
    struct error err = { 0 };

    (void)context;
    wait_at_gate();
    if (open_at(place.data, STORE_WRITE, &store, &err) != STATUS_OK) {
        fprintf(stderr, "# %s\n", err.text);
        return 1;
    }
    CHILD(STATUS_WITHIN(store, count_up(store)) == STATUS_OK);
    CHILD(store_close(store) == STATUS_OK);
    return 0;
}

/* Starts all at once; each counts up. Returns how many of them failed. */
static int open_all_at_once(void)
{
    int pids[OPENERS], numbers[OPENERS], failed = 0;

    start_all(open_new, pids, numbers, OPENERS);
    for (int i = 0; i < OPENERS; i++)
        failed += child_wait(pids[i]) != 0;
    return failed;
}

/* The very first start, several times at once; many rounds, since it is a matter of chance. */
static void programs_may_make_the_store_at_the_same_time(void **state)
{
    int failed = 0, lost = 0;

    (void)state;
    for (int round = 0; round < MAKING_ROUNDS; round++) {
        failed += open_all_at_once();
        place_open(&place);
        lost += read_count(place.store) != OPENERS;
        place_remove(&place);
        place_make(&place);
    }
    print_message("# %d programs refused, %d counts wrong\n", failed, lost);
    assert_int_equal(failed, 0);
    assert_int_equal(lost, 0);
}

/* The last part of the first start alone, which is where they get into each other's way: all find
 * a file without a write-ahead log (as a back-up tool may leave it, too). */
static void programs_may_bring_in_the_log_at_the_same_time(void **state)
{
    int failed = 0;

    (void)state;
    place_open(&place);
    place_close(&place);
    for (int round = 0; round < LOG_ROUNDS; round++) {
        raw_run(place.file, "PRAGMA journal_mode = DELETE");
        failed += open_all_at_once();
    }
    place_open(&place);
    print_message("# %d programs refused\n", failed);
    assert_int_equal(failed, 0);
    assert_int_equal(read_count(place.store), OPENERS * LOG_ROUNDS);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(two_connections_write_in_turn_and_see_each_other),
        TEST(what_is_not_committed_is_seen_by_nobody),
        TEST(two_processes_write_at_the_same_time_and_nothing_is_lost),
        TEST(programs_may_make_the_store_at_the_same_time),
        TEST(programs_may_bring_in_the_log_at_the_same_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
