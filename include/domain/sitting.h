/* A card on the table, step by step; and what stays of it afterwards.
 *
 * The progress of a card is its list of steps, one letter each, from which everything else
 * follows: who talks, which follow-ups lie open, what comes next. The list is what is saved, so a
 * program that was killed takes the card up where it was, and undo is to drop the last letter. */
#ifndef COUPLET_DOMAIN_SITTING_H
#define COUPLET_DOMAIN_SITTING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "base/strbuf.h"
#include "domain/prompt.h"

enum card_step {
    STEP_FOLLOWUP = 'f', /* the next follow-up is opened */
    STEP_FOLD = 'o',     /* the newest follow-up is folded away */
    STEP_TURN = 't',     /* the word goes over to the other one */
    STEP_LINE = 'l',     /* listening: on to the next line of the listener's part */
    STEP_LINE_BACK = 'b' /* … and back */
};

/* What Enter does now. */
enum card_next { NEXT_LINE, NEXT_FOLLOWUP, NEXT_TURN, NEXT_TALKED };

struct progress {
    enum partner talks; /* who has the word now */
    int turns;          /* who has had it: 1 one of them, 2 both */
    bool asked;         /* a follow-up was opened in this turn */
    size_t followups;   /* open ones, the newest last */
    size_t line;        /* listening: the line in focus, from 0 */
};

/* The lines of the listener's part that there are (do, ask, avoid): 0 to 3. */
size_t listener_line_count(const struct prompt *prompt);

/* The progress after steps (NULL: none) on a card that first begins. A step that isn't possible
 * is passed over, so any text is safe. */
struct progress progress_of(const struct prompt *prompt, enum partner first, const char *steps);

/* True if the step is possible now. */
bool progress_can(const struct progress *progress, const struct prompt *prompt,
                  enum card_step step);
enum card_next progress_next(const struct progress *progress, const struct prompt *prompt);

/* Adds a step to the list, or drops the last one. The list is kept short by folding its older
 * half into a snapshot; undo ends there. Undo returns false when there is nothing to take back. */
void steps_add(struct strbuf *steps, const struct prompt *prompt, enum partner first,
               enum card_step step);
bool steps_undo(struct strbuf *steps);

/* A card as it stands in the journal. Owns its texts. */
struct card {
    char id[UUID_TEXT_SIZE], sitting[UUID_TEXT_SIZE];
    struct prompt prompt; /* worded as it was dealt */
    enum outcome outcome;
    enum partner first;      /* who began, or who is to begin */
    struct moment dealt, at; /* at: of the outcome; of the deal while it is open */
    char *steps;             /* never NULL once loaded */
    char *note;              /* NULL: none */
    char *why;               /* the sentence for "Why this one?" */
};

void card_release(struct card *card);

/* One time the couple sat down together. */
struct sitting {
    char id[UUID_TEXT_SIZE];
    struct moment started, touched; /* touched: the last step */
    struct moment ended;            /* ms 0: not yet */
    struct card *cards;             /* talked and kept ones, in order; owned */
    size_t card_count;
};

void sitting_release(struct sitting *sitting);

/* A sitting that nobody ended is over when nothing was done for this long. */
#define SITTING_ENDS_AFTER (12 * MS_PER_HOUR)

/* True if a sitting, last touched then, is over at now. A clock that went backwards ends none. */
bool sitting_is_over(struct moment touched, struct moment now);

#endif
