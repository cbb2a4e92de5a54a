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
    status = outcome < 0 ? card_makes_no_sense(q) : read_prompt(q, 9, &card->prompt);
    if (status != STATUS_OK)
        card_release(card);
    return status;
}

/* A kind that a newer couplet knows is left where it is. */
enum status read_notes(struct store *store, struct card *card, struct error *err)
{
    struct query q;
    size_t room = 0;

    query_begin(&q, store, err,
                "SELECT id, kind, text, state FROM note WHERE sitting = ? AND card = ? AND "
                "deleted = 0 ORDER BY id");
    query_text(&q, card->sitting);
    query_text(&q, card->id);
    while (query_row(&q)) {
        int kind = words_find(&vocabulary_note, row_text(&q, 1));
        int state = words_find(&vocabulary_plan, row_text(&q, 3));
        struct note *note;

        if (kind < 0)
            continue;
        card->notes = mem_grow(card->notes, card->note_count, &room, sizeof *card->notes);
        note = &card->notes[card->note_count++];
        *note = (struct note){ .kind = (enum note_kind)kind,
                               .state = state < 0 ? PLAN_OPEN : (enum plan_state)state,
                               .text = mem_copy(row_text(&q, 2)) };
        snprintf(note->id, sizeof note->id, "%s", row_text(&q, 0));
    }
    if (query_end(&q) != STATUS_OK)
        card_release(card);
    return q.status;
}
