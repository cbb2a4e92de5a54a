/* A prompt as columns, the same ones in the library and on a card. */
#ifndef COUPLET_STORE_ROWS_H
#define COUPLET_STORE_ROWS_H

#include "domain/prompt.h"
#include "sql.h"

/* pack and id stand before these: in a card the id is called prompt. */
#define PROMPT_COLUMNS                                                                             \
    "text, focus, speaker, access_alt, lighter_alt, protocol, extra, mood, mode, dimension, "      \
    "depth, minutes, consent, facets, flags, requires, response, to_do, to_avoid, to_ask, "        \
    "followups"
#define PROMPT_MARKS "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
enum { PROMPT_COLUMN_COUNT = 21 };

/* Binds pack, id and PROMPT_COLUMNS. */
void bind_prompt(struct query *q, const struct prompt *prompt);

/* Whether such a prompt can be; what the program wrote always is. */
bool numbers_are_legal(int depth, int minutes);

/* STATUS_CORRUPT, said. */
enum status card_makes_no_sense(const struct query *q);

/* Reads pack, id and PROMPT_COLUMNS from the column first on. STATUS_CORRUPT if a word is none. */
enum status read_prompt(const struct query *q, int first, struct prompt *prompt);

#endif
