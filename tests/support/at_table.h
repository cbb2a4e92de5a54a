/* An evening at a card table with a real store: what tests of the table do again and again. Fails
 * the running test when something here doesn't work. */
#ifndef COUPLET_TESTS_AT_TABLE_H
#define COUPLET_TESTS_AT_TABLE_H

#include "app/table.h"
#include "support/store_fixture.h"

/* Light, talking, five minutes. */
extern const struct filter at_light;

/* Of the running test; at_set_up() installs a pack "p" of twelve plain prompts. */
extern struct place at_place;
extern struct table at_table;

int at_set_up(void **state);
int at_tear_down(void **state);
void at_again(void); /* both, for the next round of a loop */

/* It is that much later, and chance falls differently. */
void at_pass(int64_t ms);

/* Deals a light card a minute later, or begins a protocol (about NULL: about nothing of their own).
 * The caller releases. */
struct card at_deal(void);
struct card at_begin(enum protocol protocol, const char *about);

/* The card as the journal has it now; the caller releases. */
struct card at_read(const struct card *card);
enum outcome at_outcome(const struct card *card);
struct progress at_progress(const struct card *card);
struct sitting at_sitting(const char *id);

void at_step(const struct card *card, int step);
void at_give(const struct card *card, enum outcome outcome);
void at_undo(const struct card *card);

/* The text of the folder with the store, which is closed for that and opened again. */
char *at_bytes(void);
void assert_bytes(char *before); /* nothing was written since; frees */

void assert_on_the_table(const struct card *card);
void assert_seals(void);

#endif
