/* An evening in plain lines: what its places hand on to each other. Each place says what is there,
 * asks, and names the place they go to next. */
#ifndef COUPLET_CLI_ROUND_H
#define COUPLET_CLI_ROUND_H

#include "plain.h"

enum place { PLACE_HOME, PLACE_CARD, PLACE_AFTER, PLACE_CLOSE, PLACE_LEAVE };

struct round {
    struct plain *plain;
    char sitting[UUID_TEXT_SIZE], card[UUID_TEXT_SIZE];        /* the one that matters */
    char aside_sitting[UUID_TEXT_SIZE], aside[UUID_TEXT_SIZE]; /* put aside last; "" if none */
};

void round_remember(struct round *round, const struct card *card);

/* Deals by the filter; says what would help where nothing fits. */
enum place round_deal(struct round *round, const struct filter *filter);

/* Begins what they came for; about may be NULL. */
enum place round_begin(struct round *round, enum protocol protocol, const char *about);

/* A small thing to be glad of. */
enum place round_appreciate(struct round *round);

enum place round_undo(struct round *round);

/* A small ASCII letter as a capital one. */
char round_upper(char c);

/* Says a sentence with a capital letter at its beginning. */
void round_say_capital(const struct plain *plain, const char *before, const char *sentence);

/* The places. */
enum place place_card(struct round *round);
enum place place_after(struct round *round);
enum place place_close(struct round *round);

#endif
