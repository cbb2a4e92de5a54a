/* An evening at a card table. */
#include "support/at_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#include <stdlib.h>

#include "store/journal.h"

const struct filter at_light = { .mood = MOOD_LIGHT, .mode = MODE_TALKING, .minutes = 5 };
struct place at_place;
struct table at_table;

int at_set_up(void **state)
{
    (void)state;
    place_make(&at_place);
    place_open(&at_place);
    place_name_couple(&at_place);
    place_install(&at_place, "p", 12);
    at_table = (struct table){
        .store = at_place.store, .couple = &at_place.couple, .now = at_place.start, .seed = 1
    };
    return 0;
}

int at_tear_down(void **state)
{
    (void)state;
    place_remove(&at_place);
    return 0;
}

void at_again(void)
{
    at_tear_down(NULL);
    at_set_up(NULL);
}

void at_pass(int64_t ms)
{
    at_table.now = later(at_table.now, ms);
    at_table.seed++;
}

struct card at_deal(void)
{
    struct deal deal;
    struct error err = { 0 };

    at_pass(MS_PER_MINUTE);
    if (table_deal(&at_table, &at_light, &deal, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return deal.card;
}

struct card at_begin(enum protocol protocol, const char *about)
{
    struct deal deal;
    struct error err = { 0 };

    at_pass(MS_PER_MINUTE);
    if (table_begin(&at_table, protocol, &at_light, about, &deal, &err) != STATUS_OK)
        fail_msg("%s: %s", protocol_row(protocol)->title, err.text);
    return deal.card;
}

struct card at_read(const struct card *card)
{
    struct card now = { 0 };

    assert_int_equal(
        journal_card(at_place.store, &at_place.couple, card->sitting, card->id, &now, NULL),
        STATUS_OK);
    return now;
}

enum outcome at_outcome(const struct card *card)
{
    struct card now = at_read(card);
    enum outcome outcome = now.outcome;

    card_release(&now);
    return outcome;
}

struct progress at_progress(const struct card *card)
{
    struct card now = at_read(card);
    struct progress progress = card_progress(&now);

    card_release(&now);
    return progress;
}

struct sitting at_sitting(const char *id)
{
    struct sitting sitting;

    assert_int_equal(
        journal_sitting(at_place.store, &at_place.couple, id, at_table.now, &sitting, NULL),
        STATUS_OK);
    return sitting;
}

void at_step(const struct card *card, int step)
{
    struct card now = at_read(card);

    at_pass(MS_PER_SECOND);
    assert_int_equal(table_step(&at_table, card->sitting, card->id, now.steps, step, NULL),
                     STATUS_OK);
    card_release(&now);
}

void at_give(const struct card *card, enum outcome outcome)
{
    at_pass(MS_PER_SECOND);
    assert_int_equal(table_outcome(&at_table, card->sitting, card->id, outcome, NULL), STATUS_OK);
}

void at_undo(const struct card *card)
{
    at_pass(MS_PER_SECOND);
    assert_int_equal(table_undo(&at_table, card->sitting, card->id, NULL), STATUS_OK);
}

char *at_bytes(void)
{
    char *text;

    place_close(&at_place);
    text = tree_text(at_place.data);
    place_open(&at_place);
    at_table.store = at_place.store;
    return text;
}

void assert_bytes(char *before)
{
    char *after = at_bytes();

    assert_string_equal(before, after);
    free(before);
    free(after);
}

void assert_on_the_table(const struct card *card)
{
    struct card open = { 0 };
    bool found;

    assert_int_equal(journal_table(at_place.store, &at_place.couple, &open, &found, NULL),
                     STATUS_OK);
    assert_true(found);
    assert_string_equal(open.id, card->id);
    card_release(&open);
}

void assert_seals(void)
{
    size_t broken;

    assert_int_equal(store_check_seals(at_place.store, &broken, NULL), STATUS_OK);
    assert_int_equal(broken, 0);
}
