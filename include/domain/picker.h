/* The picker: which prompt comes next, and why. The rules are those of the couple's agreement
 * with the program, numbered as in src/README.md; each has a test by its number.
 *
 * Pure: the library comes in as counts per cell, the past as an array, the moment and the seed
 * as numbers. Prompts of one cell are alike to the rules, so a pick is a cell and an ordinal. */
#ifndef COUPLET_DOMAIN_PICKER_H
#define COUPLET_DOMAIN_PICKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "domain/prompt.h"

/* What the couple chose. */
struct filter {
    enum mood mood; /* MOOD_ANY: both equally likely */
    enum mode mode;
    int minutes; /* at most; 0: any */
    int depth;   /* at most, and asked for; 0: not asked */
    bool deeper; /* they asked to go deeper: rules 2, 3, 7 and 14 step aside, this once */
    bool once;   /* offered, or asked for, this once: not to be remembered as their choice */
};

struct cell_count {
    uint32_t key;   /* cell_key() */
    uint32_t count; /* prompts, with the ordinals 0 … count − 1 */
};

/* A card that was dealt. */
struct past_card {
    uint32_t cell;
    int32_t ordinal; /* of its prompt in the library today; −1: not there any more */
    enum outcome outcome;
    enum partner first; /* who began; PARTNER_NONE if nobody did or it isn't known */
    int64_t at;         /* of the outcome, ms since 1970 */
    bool this_sitting;
    bool paused; /* it was, at some time */
};

/* All cards of the last 30 days, and beyond that at least the last 10 talked ones; oldest
 * first. Cards that were put aside appear like others. */
struct past {
    const struct past_card *cards;
    size_t count;
    unsigned sittings; /* earlier ones with a talked card, counted as far as rule 7 asks: 3 */
    bool been_deep; /* in one of all earlier sittings a card of depth 3 or more was talked about */
    bool heavy;     /* the last two endings were both marked heavier */
};

enum pick_reason {
    PICK_FITS,        /* nothing more to say than the choice itself */
    PICK_FIRST,       /* rule 2 kept it open */
    PICK_STEP,        /* rule 3: one step deeper than the last */
    PICK_GENTLER,     /* rule 4: after a card that was put aside */
    PICK_AFTER_PAUSE, /* rule 5 */
    PICK_RARE,        /* rule 6: of depth 4 at most one, and never the first */
    PICK_KNOWN,       /* rule 7: depth 4 waits until they know each other at this */
    PICK_HEAVY,       /* rule 14: two evenings ended heavier */
    PICK_DEEPER,      /* they asked for it */
    PICK_DIMENSION,   /* rule 12 */
    PICK_KEPT,        /* rule 11: it was kept */
    PICK_LONGEST_AGO  /* rule 11: all that fits has been talked about */
};

struct pick {
    uint32_t cell;
    uint32_t ordinal;
    enum pick_reason reason;
    int64_t since; /* PICK_KEPT, PICK_LONGEST_AGO: when, ms since 1970; else 0 */
};

struct pick_request {
    struct filter filter;
    unsigned fits;        /* which requirements the couple meet: a set of vocabulary_requires */
    enum consent consent; /* the strictest that may be dealt */
    unsigned open,
        closed;  /* topic settings: two sets of flags that share none. What is closed isn't
                    dealt; what asks for a match is dealt if all its flags are open */
    int64_t now; /* ms since 1970 */
    uint64_t seed;
};

/* STATUS_OK and *pick, or STATUS_NOTHING. Cells may come in any order and may hold more than the
 * filter asks for. */
enum status picker_pick(const struct pick_request *request, const struct cell_count *cells,
                        size_t cell_count, const struct past *past, struct pick *pick);

/* One wider choice that would find something. */
struct widening {
    struct filter filter;
    const char *said; /* "10 minutes", "talking as well", "any mood"; static */
};

/* For an empty pool: fills up to 3 and returns how many. cells are those of the whole library. */
enum { WIDENINGS_MAX = 3 };
size_t picker_widen(const struct pick_request *request, const struct cell_count *cells,
                    size_t cell_count, const struct past *past, struct widening out[WIDENINGS_MAX]);

/* What is offered beside the next pick, and never imposed. */
enum offer {
    OFFER_NOTHING,
    OFFER_END,          /* rule 5: after a pause, to end here */
    OFFER_APPRECIATION, /* rule 6: after a card of depth 4, a small thing to be glad of */
    OFFER_LIGHT         /* rule 8: after two talked cards in a row of depth 3 and more */
};
enum offer picker_offer(const struct past *past);

/* Rule 13: the same kept card, or plan, met in so many sittings within so many days and not
 * settled: writing first, something lighter, or outside help is offered. */
enum { MET_OFTEN = 3, MET_DAYS = 14 };

/* Who begins (rule 10): the other one than last time; the left one at first. */
enum partner picker_first_speaker(const struct past *past);

/* Appends one sentence for "Why this one?", with a full stop. now is the moment of asking. */
void picker_explain(struct strbuf *out, const struct pick *pick, struct moment now);

#endif
