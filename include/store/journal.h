/* The journal: what the couple did. The treasure.
 *
 * Functions that change something run inside of the caller's transaction (store_begin()), and
 * take the moment of the change. Those that look need none. Nothing here knows who declined. */
#ifndef COUPLET_STORE_JOURNAL_H
#define COUPLET_STORE_JOURNAL_H

#include "domain/couple.h"
#include "domain/picker.h"
#include "domain/review.h"
#include "domain/sitting.h"
#include "store/store.h"

enum status journal_couple(struct store *store, struct couple *couple, struct error *err);

/* Gives the two their names, the first time or later. */
enum status journal_name(struct store *store, const char *left, const char *right,
                         struct moment now, struct error *err);

/* What the picker asks of all earlier evenings: fills in sittings, been_deep and heavy, sitting's
 * own cards left out. */
enum status journal_season(struct store *store, const char *sitting, struct past *past,
                           struct error *err);

/* Rule 13: in how many sittings of the last MET_DAYS, this one left out, that prompt was kept. */
enum status journal_met(struct store *store, const struct card *card, struct moment now,
                        size_t *sittings, struct error *err);

/* What the picker needs to know of the cards. sitting ("" or NULL: none) marks its own ones. *cards
 * is the caller's. */
enum status journal_past(struct store *store, const struct couple *couple, const char *sitting,
                         struct moment now, struct past_card **cards, size_t *count,
                         struct error *err);

/* What is offered beside the next card of that sitting. */
enum status journal_offer(struct store *store, const struct couple *couple, const char *sitting,
                          struct moment now, enum offer *offer, struct error *err);

/* The sitting that is on, without its cards: *id is "" if none is. One that nobody ended is over
 * after SITTING_ENDS_AFTER. */
enum status journal_current(struct store *store, struct moment now, char id[UUID_TEXT_SIZE],
                            struct error *err);

/* The card on the table, of whichever sitting was on last; *found tells if there is one. */
enum status journal_table(struct store *store, const struct couple *couple, struct card *card,
                          bool *found, struct error *err);

/* Begins a sitting; with current it is the one that is on. */
enum status journal_begin_sitting(struct store *store, bool current, struct moment now,
                                  char id[UUID_TEXT_SIZE], struct error *err);

/* Lays a card: sitting, prompt, outcome, first and why are given; id, dealt and at are filled in.
 */
enum status journal_lay(struct store *store, const struct couple *couple, struct card *card,
                        struct moment now, struct error *err);

enum status journal_card(struct store *store, const struct couple *couple, const char *sitting,
                         const char *id, struct card *card, struct error *err);

/* Saves the steps of an open card. STATUS_CHANGED if they aren't what from says any more. */
enum status journal_steps(struct store *store, const struct card *card, const char *from,
                          const char *steps, struct moment now, struct error *err);

/* Gives a card another outcome than it has. STATUS_CHANGED if card->outcome isn't true any more. */
enum status journal_outcome(struct store *store, const struct card *card, enum outcome outcome,
                            struct moment now, struct error *err);

/* Takes back that a card was dealt: nothing of it stays. */
enum status journal_unlay(struct store *store, const struct card *card, struct moment now,
                          struct error *err);

/* Moves an open card of a sitting that is over into another one. */
enum status journal_move(struct store *store, struct card *card, const char *sitting,
                         struct moment now, struct error *err);

/* The card before this one in its sitting, whatever its outcome; *found tells if there is one. */
enum status journal_before(struct store *store, const struct couple *couple,
                           const struct card *card, struct card *before, bool *found,
                           struct error *err);

/* Writes the note of that kind of a card; NULL or "" removes it. A plan is open at first. */
enum status journal_note(struct store *store, const char *sitting, const char *card,
                         enum note_kind kind, const char *text, struct moment now,
                         struct error *err);

/* One more of that kind, whatever there is already. */
enum status journal_add_note(struct store *store, const char *sitting, const char *card,
                             enum note_kind kind, const char *text, struct moment now,
                             struct error *err);

/* Puts a mark on a prompt, or takes it off. Never again: the prompt leaves the picker's reach, and
 * comes back. A favourite changes nothing in picking. */
enum status journal_mark(struct store *store, const char *pack, const char *prompt, enum mark mark,
                         bool on, struct moment now, struct error *err);

/* The marks that a prompt has: a set, 1u << enum mark. */
enum status journal_marks(struct store *store, const char *pack, const char *prompt,
                          unsigned *marks, struct error *err);

/* The plan that was made last and is still open; *found tells if there is one. met: in how many
 * sittings of the last MET_DAYS it was there, since it was made. */
enum status journal_open_plan(struct store *store, struct moment now, struct plan *plan,
                              bool *found, size_t *met, struct error *err);

/* How a plan stands from now on. STATUS_NOT_FOUND if it isn't there any more. */
enum status journal_settle(struct store *store, const struct note_key *plan, enum plan_state state,
                           struct moment now, struct error *err);

/* There is a pause until then; ms 0: there is none. */
enum status journal_pause(struct store *store, const char *sitting, struct moment until,
                          struct moment now, struct error *err);

/* Until when there is a pause; ms 0: there is none. */
enum status journal_paused(struct store *store, const char *sitting, struct moment *until,
                           struct error *err);

/* The one word of both; ENDING_NONE takes it back. */
enum status journal_ending(struct store *store, const char *sitting, enum ending ending,
                           struct moment now, struct error *err);

/* A card worth remembering, of a week ago or longer: talked about or kept, not of depth 4, without
 * a flag, not marked never again; one with a note if there is any. Which, depends on the seed. */
enum status journal_memory(struct store *store, const struct couple *couple, struct moment now,
                           uint64_t seed, struct card *card, bool *found, struct error *err);

/* Good night. */
enum status journal_end_sitting(struct store *store, const char *sitting, struct moment now,
                                struct error *err);

/* Forgets what was put aside or stopped longer ago than the picker needs it. */
enum status journal_forget_aside(struct store *store, struct moment now, struct error *err);

/* A sitting with its talked and kept cards, in order. STATUS_NOT_FOUND if there is none. A
 * sitting that is over has its end filled in. */
enum status journal_sitting(struct store *store, const struct couple *couple, const char *id,
                            struct moment now, struct sitting *sitting, struct error *err);

/* True while the couple have had fewer than three cards: some things are still said then. */
enum status journal_is_new(struct store *store, bool *is_new, struct error *err);

/* Where a page of sittings begins. */
enum page_edge { PAGE_OLDER_THAN, PAGE_NEWER_THAN };

/* Up to most sittings that have a talked or kept card, next to id ("" with PAGE_OLDER_THAN: the
 * newest ones; "" with PAGE_NEWER_THAN: the oldest ones). Always newest first. *lines is the
 * caller's, to be released by sitting_line_release() each. */
enum status journal_page(struct store *store, enum page_edge edge, const char *id, size_t most,
                         struct sitting_line **lines, size_t *count, struct error *err);

#endif
