/* Every screen there is, and the way to it: one table that the tests walk which must hold on all
 * screens. A screen without a row here is a failing test (unit/app/test_statements.c), so a new
 * one is covered by having its row.
 *
 * A screen has several rows where it has states that differ. Each row can be gone in a guise:
 * other names, another past, other words on the cards. */
#ifndef COUPLET_TESTS_SCREENS_H
#define COUPLET_TESTS_SCREENS_H

#include "screens/screen.h"
#include "support/stage.h"

struct screen_row {
    const char *name; /* of this state, for messages */
    const struct screen_ops *ops;
    const char *keys;  /* from the first screen on, as stage_keys() takes them */
    const char *typed; /* then, where a line is open; NULL: none is */
    const char *cards; /* of the stage's library; NULL: all */
    bool nameless;     /* before anybody has given a name */
    bool past;         /* there is an evening to look back at */
};

/* Ends with a row without a name. */
extern const struct screen_row screen_rows[];

/* What they are called and what their cards say. */
struct guise {
    const char *left, *right;      /* NULL: Ana, Sam */
    const char *card;              /* the one light card there is; NULL: those of the row */
    const struct stage_card *past; /* NULL: a plain evening */
    size_t past_count;
    bool ascii;
    int width, height; /* 0: 80 × 24 */
};

/* Names and words that are hard to lay out; the last one, such as would steer a terminal if they
 * got there. */
extern const struct guise guises[];
extern const size_t guise_count;

/* Opens a stage and goes the row's way; the guise may be NULL. The caller ends with
 * stage_close(). */
void screens_go(struct stage *stage, const struct screen_row *row, const struct guise *guise);

/* Makes what the row begins with in a folder that isn't there yet, for the program to open. Its
 * library is the stage's; the built-in packs keep out. */
void screens_lay(const struct screen_row *row, const struct guise *guise, const char *folder);

#endif
