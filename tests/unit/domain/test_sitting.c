/* Sittings and their cards: over by themselves, what was noted of a card, released. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/sitting.h"

static void a_sitting_is_over_twelve_hours_after_its_last_step(void **state)
{
    struct moment touched = { .ms = INT64_C(1795122000000), .zone = 60 }, now = touched;

    (void)state;
    assert_false(sitting_is_over(touched, now));
    now.ms = touched.ms + 12 * MS_PER_HOUR;
    assert_false(sitting_is_over(touched, now));
    now.ms++;
    assert_true(sitting_is_over(touched, now));
    now.zone = -600; /* wherever they are now */
    assert_true(sitting_is_over(touched, now));
}

static void a_clock_that_went_backwards_ends_no_sitting(void **state)
{
    struct moment touched = { .ms = INT64_C(1795122000000) }, now = touched;

    (void)state;
    now.ms -= 1000 * MS_PER_DAY;
    assert_false(sitting_is_over(touched, now));
    touched.ms = INT64_C(1) << 61; /* nor does one from the far end of time */
    assert_false(sitting_is_over(touched, now));
    touched.ms = -touched.ms;
    assert_true(sitting_is_over(touched, now));
}

static void a_released_sitting_and_its_cards_are_empty(void **state)
{
    struct sitting sitting = { .cards = mem_new(2, sizeof *sitting.cards), .card_count = 2 };

    (void)state;
    for (size_t i = 0; i < sitting.card_count; i++) {
        struct card *card = &sitting.cards[i];

        card->prompt.text = mem_copy("Which song?");
        card->steps = mem_copy("ft");
        if (i) {
            card->notes = mem_new(1, sizeof *card->notes);
            card->notes[card->note_count++].text = mem_copy("The one in the car.");
        }
        card->why = mem_copy("Why this one: it fits.");
    }
    sitting_release(&sitting); /* the leak checker counts what was forgotten */
    assert_null(sitting.cards);
    assert_int_equal(sitting.card_count, 0);
    sitting_release(&sitting);
}

static void the_first_note_of_a_kind_is_found(void **state)
{
    char once[] = "Once.", again[] = "Again.", plan[] = "A bus.";
    struct note notes[] = { { .kind = NOTE_PLAN, .text = plan },
                            { .kind = NOTE_PLAIN, .text = once },
                            { .kind = NOTE_PLAIN, .text = again } };
    struct card card = { .notes = notes, .note_count = 3 };

    (void)state;
    assert_string_equal(card_note(&card, NOTE_PLAIN), "Once.");
    assert_string_equal(card_note(&card, NOTE_PLAN), "A bus.");
    assert_null(card_note(&card, NOTE_HEARD));
    assert_null(card_note(&(struct card){ 0 }, NOTE_PLAIN));
}

static void an_older_card_is_named_by_two_ids_or_not_at_all(void **state)
{
    static const char sitting[] = "019a0000-0000-7000-8000-000000000001";
    static const char id[] = "019a0000-0000-7000-8000-000000000002";
    char link[80], bad[] = "somewhere", seen_sitting[UUID_TEXT_SIZE], seen_id[UUID_TEXT_SIZE];
    struct note note = { .kind = NOTE_THEN, .text = link };
    struct card card = { .notes = &note, .note_count = 1 };

    (void)state;
    strcpy(link, sitting);
    strcat(link, "/");
    strcat(link, id);
    assert_true(card_then(&card, seen_sitting, seen_id));
    assert_string_equal(seen_sitting, sitting);
    assert_string_equal(seen_id, id);
    note.text = bad;
    assert_false(card_then(&card, seen_sitting, seen_id));
    assert_false(card_then(&(struct card){ 0 }, seen_sitting, seen_id));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sitting_is_over_twelve_hours_after_its_last_step),
        cmocka_unit_test(a_clock_that_went_backwards_ends_no_sitting),
        cmocka_unit_test(a_released_sitting_and_its_cards_are_empty),
        cmocka_unit_test(the_first_note_of_a_kind_is_found),
        cmocka_unit_test(an_older_card_is_named_by_two_ids_or_not_at_all),
    };

    return cmocka_run_group_tests_name("sitting", tests, NULL, NULL);
}
