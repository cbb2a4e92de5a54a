/* A card of the journal as columns. */
#ifndef COUPLET_STORE_CARDS_H
#define COUPLET_STORE_CARDS_H

#include "domain/couple.h"
#include "domain/sitting.h"
#include "rows.h"

#define CARD_COLUMNS                                                                               \
    "sitting, id, outcome, first, dealt, at, at_zone, steps, why, pack, prompt, " PROMPT_COLUMNS

/* Reads CARD_COLUMNS, from the first column on. STATUS_CORRUPT if a word is none. */
enum status read_card(const struct query *q, const struct couple *couple, struct card *card);

/* Reads the notes of a card, which are rows of their own. On failure the card is released. */
enum status read_notes(struct store *store, struct card *card, struct error *err);

#endif
