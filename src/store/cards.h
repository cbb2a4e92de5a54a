/* A card of the journal as columns. */
#ifndef COUPLET_STORE_CARDS_H
#define COUPLET_STORE_CARDS_H

#include "domain/couple.h"
#include "domain/sitting.h"
#include "rows.h"

/* The note is a row of its own; a card has one of this kind at most. */
#define CARD_COLUMNS                                                                               \
    "sitting, id, outcome, first, dealt, at, at_zone, steps, why, "                                \
    "(SELECT n.text FROM note n WHERE n.sitting = card.sitting AND n.card = card.id AND "          \
    "n.kind = 'note' AND n.deleted = 0 LIMIT 1), pack, prompt, " PROMPT_COLUMNS

/* Reads CARD_COLUMNS, from the first column on. STATUS_CORRUPT if a word is none. */
enum status read_card(const struct query *q, const struct couple *couple, struct card *card);

#endif
