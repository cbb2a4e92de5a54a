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

/* Begins what they came for, whatever the rules would have picked: the card on the table is put
 * aside. A protocol that needs a prompt gets one by the filter (STATUS_NOTHING as with
 * table_deal()); PROTOCOL_REMEMBER an old card (STATUS_NOT_FOUND if there is none). With about (may
 * be NULL) it is about these words. */
enum status table_begin(const struct table *table, enum protocol protocol,
                        const struct filter *filter, const char *about, struct deal *deal,
                        struct error *err);

/* Deals a small thing to be glad of. */
enum status table_appreciate(const struct table *table, struct deal *deal, struct error *err);

/* One step of an open card, whose steps so far are seen. STATUS_CHANGED if they aren't any more:
 * another window was quicker. */
enum status table_step(const struct table *table, const char *sitting, const char *card,
                       const char *seen, int step, struct error *err);

/* A pause until then; or, in a pause, another time for it. */
enum status table_pause(const struct table *table, const char *sitting, const char *card,
                        const char *seen, struct moment until, struct error *err);

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

/* Writes the note of one kind; text "" removes it. */
enum status table_note(const struct table *table, const char *sitting, const char *card,
                       enum note_kind kind, const char *text, struct error *err);

/* Writes several kinds; NULL leaves what is there. */
enum status table_notes(const struct table *table, const char *sitting, const char *card,
                        char *const texts[NOTE_KINDS], struct error *err);

/* Keeps what each of the two has written. */
enum status table_answers(const struct table *table, const char *sitting, const char *card,
                          const char *left, const char *right, struct error *err);

/* How a plan stands. */
enum status table_settle(const struct table *table, const struct note_key *plan,
                         enum plan_state state, struct error *err);

/* The one word at the end. */
enum status table_ending(const struct table *table, const char *sitting, enum ending ending,
                         struct error *err);

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
