/* A card of the journal as columns. */
#include "cards.h"

#include <stdio.h>

#include "base/mem.h"

enum status read_card(const struct query *q, const struct couple *couple, struct card *card)
{
    enum status status;
    int outcome = words_find(&vocabulary_outcome, row_text(q, 2));

    *card = (struct card){ .outcome = outcome < 0 ? OUTCOME_OPEN : (enum outcome)outcome,
                           .first = couple_find(couple, row_text(q, 3)),
                           .at = row_moment(q, 5, 6) };
    snprintf(card->sitting, sizeof card->sitting, "%s", row_text(q, 0));
    snprintf(card->id, sizeof card->id, "%s", row_text(q, 1));
    card->dealt = (struct moment){ .ms = row_ms(q, 4), .zone = card->at.zone };
    card->steps = mem_copy(row_text(q, 7));
    card->why = mem_copy(row_text(q, 8));
    card->note = mem_copy(row_text_or_null(q, 9));
    status = outcome < 0 ? card_makes_no_sense(q) : read_prompt(q, 10, &card->prompt);
    if (status != STATUS_OK)
        card_release(card);
    return status;
}
