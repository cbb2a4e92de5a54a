/* Ninety nights over the built-in library: two 5-minute cards a night, whatever was chosen, and it
 * never runs dry; every card obeys every rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/embed.h"
#include "base/mem.h"
#include "format/pack.h"
#include "support/picking.h"

enum { NIGHTS = 90, CARDS_A_NIGHT = 2, SHORT = 5, LEAST_IN_A_CHOICE = 12 };

static struct evening library; /* the built-in packs, nothing dealt yet */

static int read_packs(void **state)
{
    (void)state;
    evening_begin(&library);
    for (size_t i = 0; i < embedded_packs_count; i++) {
        const struct embedded_file *file = &embedded_packs[i];
        struct pack pack;
        struct error err;

        if (pack_read(file->data, (size_t)(file->end - file->data), PACK_BUILT_IN, &pack, NULL,
                      &err) != STATUS_OK) {
            fprintf(stderr, "%s: %s\n", file->name, err.text);
            return -1;
        }
        for (size_t p = 0; p < pack.count; p++)
            evening_stock(&library, cell_of_prompt(&pack.prompts[p]), 1);
        pack_release(&pack);
    }
    return 0;
}

static void deal_one(struct evening *e, const struct filter *filter, int night, int card)
{
    struct pick pick;
    enum status status;
    const char *complaint;

    e->request.filter = *filter;
    e->request.now = PICKING_NOW + night * MS_PER_DAY + card * SHORT * MS_PER_MINUTE;
    e->request.seed = (uint64_t)night * 1000 + (uint64_t)card;
    status = evening_pick(e, &pick);
    if (status != STATUS_OK)
        fail_msg("night %d, card %d: mood %d, mode %d: nothing", night + 1, card + 1,
                 (int)filter->mood, (int)filter->mode);
    complaint = evening_complaint(e, status, &pick);
    if (complaint)
        fail_msg("night %d, card %d: mood %d, mode %d: %s", night + 1, card + 1, (int)filter->mood,
                 (int)filter->mode, complaint);
    evening_deal(e, (struct dealt){ .cell = cell_from_key(pick.cell),
                                    .ordinal = (int32_t)pick.ordinal,
                                    .outcome = OUTCOME_TALKED,
                                    .first = evening_first_speaker(e),
                                    .at = e->request.now,
                                    .this_sitting = true });
}

static void sit_down(struct evening *e, const struct filter *filter, int night)
{
    for (size_t i = 0; i < e->dealt_count; i++)
        e->dealt[i].this_sitting = false;
    for (int card = 0; card < CARDS_A_NIGHT; card++)
        deal_one(e, filter, night, card);
}

static void ninety_nights(const struct filter *filter)
{
    struct evening *e = mem_new(1, sizeof *e);

    *e = library;
    for (int night = 0; night < NIGHTS; night++)
        sit_down(e, filter, night);
    for (size_t i = 1; i < e->dealt_count; i++) /* rule 10, all the way */
        assert_int_not_equal(e->dealt[i].first, e->dealt[i - 1].first);
    free(e);
}

static void ninety_nights_of_two_short_cards_never_run_dry(void **state)
{
    (void)state;
    for (int mood = MOOD_ANY; mood <= MOOD_SERIOUS; mood++)
        for (int mode = MODE_ANY; mode <= MODE_LISTENING; mode++)
            ninety_nights(&(struct filter){
                .mood = (enum mood)mood, .mode = (enum mode)mode, .minutes = SHORT });
}

/* As couples are: something else every night. */
static void ninety_nights_of_changing_choices_never_run_dry(void **state)
{
    struct evening *e = mem_new(1, sizeof *e);

    (void)state;
    *e = library;
    for (int night = 0; night < NIGHTS; night++) {
        struct filter filter = { .mood = (enum mood)(night % 3),
                                 .mode = (enum mode)(night / 3 % 3),
                                 .minutes = SHORT };

        sit_down(e, &filter, night);
    }
    free(e);
}

/* What a first card can be, in every choice. */
static void every_mood_and_mode_has_a_dozen_short_first_cards(void **state)
{
    (void)state;
    for (int mood = MOOD_LIGHT; mood <= MOOD_SERIOUS; mood++)
        for (int mode = MODE_TALKING; mode <= MODE_LISTENING; mode++) {
            uint32_t n = 0;

            for (size_t i = 0; i < library.shelf_count; i++) {
                const struct cell *cell = &library.shelves[i].cell;

                if ((int)cell->mood == mood && (int)cell->mode == mode && cell->depth <= 2 &&
                    cell->minutes <= SHORT && cell->consent == CONSENT_NONE && !cell->requires)
                    n += library.shelves[i].count;
            }
            assert_true(n >= LEAST_IN_A_CHOICE);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mood_and_mode_has_a_dozen_short_first_cards),
        cmocka_unit_test(ninety_nights_of_two_short_cards_never_run_dry),
        cmocka_unit_test(ninety_nights_of_changing_choices_never_run_dry),
    };

    return cmocka_run_group_tests_name("nights", tests, read_packs, NULL);
}
