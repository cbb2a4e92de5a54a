/* The card table: deals, and writes down what happens to a card. Screens and commands both go
 * through here. Each function is one transaction; a failure leaves everything as it was. */
#ifndef COUPLET_APP_TABLE_H
#define COUPLET_APP_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/couple.h"
#include "domain/picker.h"
#include "domain/sitting.h"
#include "domain/topic.h"
#include "store/store.h"

struct table {
    struct store *store;
    const struct couple *couple;
    struct moment now;
    uint64_t seed; /* for the next deal */
};

/* What a deal found. */
struct deal {
    struct card card;                         /* owned */
    struct widening widenings[WIDENINGS_MAX]; /* STATUS_NOTHING: what would help */
    size_t widening_count;
};

void deal_release(struct deal *deal);

/* Picks a prompt for a first card and writes nothing: deal->card has prompt and why.
 * STATUS_NOTHING if nothing fits. */
enum status table_draw(const struct table *table, const struct filter *filter, struct deal *deal,
                       struct error *err);

/* The same, and records it: a sitting of its own with one talked card, that nobody began. */
enum status table_draw_and_record(const struct table *table, const struct filter *filter,
                                  struct deal *deal, struct error *err);

/* Deals the next card of the sitting that is on, or begins one. A card that lies open is put
 * aside first, and stays so even if nothing fits (STATUS_NOTHING). */
enum status table_deal(const struct table *table, const struct filter *filter, struct deal *deal,
                       struct error *err);

/* Deals that one prompt of the library, whatever the rules would have picked: the card on the table
 * is put aside, and the sitting goes on or begins. STATUS_INVALID for a prompt that lies face down
 * or is marked never again; STATUS_NOT_FOUND if there is none. */
enum status table_deal_this(const struct table *table, const char *pack, const char *prompt,
                            struct deal *deal, struct error *err);

/* The card on the table goes on; in a new sitting if its own is over. */
enum status table_take_up(const struct table *table, struct error *err);

/* One step of an open card, whose steps so far are seen. STATUS_CHANGED if they aren't any more:
 * another window was quicker. */
enum status table_step(const struct table *table, const char *sitting, const char *card,
                       const char *seen, enum card_step step, struct error *err);

enum status table_outcome(const struct table *table, const char *sitting, const char *card,
                          enum outcome outcome, struct error *err);

/* Takes back a card's last step; if it has none, the card itself, and the one before it lies open
 * again. A card that has its outcome lies open again. */
enum status table_undo(const struct table *table, const char *sitting, const char *card,
                       struct error *err);

/* The prompt of a card that was put aside is never dealt again. */
enum status table_never(const struct table *table, const char *sitting, const char *card,
                        struct error *err);

/* Puts a mark on a prompt, or takes it off. */
enum status table_mark(const struct table *table, const char *pack, const char *prompt,
                       enum mark mark, bool on, struct error *err);

/* Text "" removes the note. */
enum status table_note(const struct table *table, const char *sitting, const char *card,
                       const char *text, struct error *err);

enum status table_good_night(const struct table *table, const char *sitting, struct error *err);

enum status table_names(const struct table *table, const char *left, const char *right,
                        struct error *err);

/* The joint setting of each topic; *set is false as long as neither has answered or closed any. */
enum status table_topics(struct store *store, struct topics *topics, bool *set, struct error *err);

/* What both answered becomes the joint setting, with table->seed for chance. Of the two answers
 * nothing else is kept: they stay the caller's, to be wiped. */
enum status table_topics_join(const struct table *table, const struct topics *left,
                              const struct topics *right, struct error *err);

/* Closes one topic; that it was closed so is kept nowhere. Opening takes both answers anew. */
enum status table_topic_close(const struct table *table, enum flag flag, struct error *err);

/* The last choice of mood, mode and minutes. */
enum status table_choice(struct store *store, struct filter *choice, struct error *err);

#endif
