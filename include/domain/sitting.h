/* What stays of an evening: its cards, how they went, and what was written down of them. */
#ifndef COUPLET_DOMAIN_SITTING_H
#define COUPLET_DOMAIN_SITTING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "domain/progress.h"

/* What one of the two writes alone is at most so long. */
enum { ANSWER_BYTES_MAX = 4000 };

/* What they wrote down of a card, in their words. */
struct note {
    char id[UUID_TEXT_SIZE];
    enum note_kind kind;
    enum plan_state state; /* of a plan */
    char *text;
};

/* Which note is meant. */
struct note_key {
    char sitting[UUID_TEXT_SIZE], card[UUID_TEXT_SIZE], id[UUID_TEXT_SIZE];
};

/* A plan, and where it was made. */
struct plan {
    struct note_key key;
    struct moment made;
    enum plan_state state;
    char *text;
};

void plan_release(struct plan *plan);

/* A card as it stands in the journal. Owns its texts. */
struct card {
    char id[UUID_TEXT_SIZE], sitting[UUID_TEXT_SIZE];
    struct prompt prompt; /* worded as it was dealt */
    enum outcome outcome;
    enum partner first;      /* who began, or who is to begin */
    struct moment dealt, at; /* at: of the outcome; of the deal while it is open */
    char *steps;             /* never NULL once loaded */
    struct note *notes;      /* in the order in which they were written; owned */
    size_t note_count;
    char *why; /* the sentence for "Why this one?" */
};

void card_release(struct card *card);

/* The first note of that kind; NULL if there is none. */
const char *card_note(const struct card *card, enum note_kind kind);

/* The older card that this one looks back at; false if there is none. */
bool card_then(const struct card *card, char sitting[UUID_TEXT_SIZE], char id[UUID_TEXT_SIZE]);

/* Its progress; and how it is held, or was held at the end. */
struct progress card_progress(const struct card *card);

/* One time the couple sat down together. */
struct sitting {
    char id[UUID_TEXT_SIZE];
    struct moment started, touched; /* touched: the last step */
    struct moment ended;            /* ms 0: not yet */
    struct moment pause;            /* until then there is a pause; ms 0: there is none */
    enum ending ending;             /* the one word of both */
    struct card *cards;             /* talked and kept ones, in order; owned */
    size_t card_count;
};

void sitting_release(struct sitting *sitting);

/* A sitting that nobody ended is over when nothing was done for this long. */
#define SITTING_ENDS_AFTER (12 * MS_PER_HOUR)

/* True if a sitting, last touched then, is over at now. A clock that went backwards ends none. */
bool sitting_is_over(struct moment touched, struct moment now);

#endif
