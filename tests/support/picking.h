/* A second opinion on the picker: an evening with its library, its past and its request, and a
 * checker that goes through every single prompt and asks each of the rules (src/README.md) about
 * it.
 *
 * The checker is slow on purpose. It knows no keys, no ordinals' gaps and no pools, only the
 * rules, one function each, so it shares no idea with src/domain/picker.c that could be wrong in
 * both. Sizes: up to PICKING_SHELVES_MAX cells and PICKING_DEALT_MAX cards. */
#ifndef COUPLET_TESTS_PICKING_H
#define COUPLET_TESTS_PICKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/picker.h"

enum { PICKING_SHELVES_MAX = 512, PICKING_DEALT_MAX = 512 };

/* Prompts that are alike to the rules; their ordinals are 0 … count − 1. */
struct shelf {
    struct cell cell;
    uint32_t count;
};

/* A card of the past. */
struct dealt {
    struct cell cell;
    int32_t ordinal; /* −1: its prompt is not in the library any more */
    enum outcome outcome;
    enum partner first;
    int64_t at; /* ms since 1970 */
    bool this_sitting;
    bool paused;
};

/* Begin with evening_begin(); everything is in the struct, nothing is to be released. */
struct evening {
    struct pick_request request;
    struct shelf shelves[PICKING_SHELVES_MAX];
    size_t shelf_count;
    struct dealt dealt[PICKING_DEALT_MAX]; /* oldest first */
    size_t dealt_count;
    unsigned sittings; /* what earlier evenings say: see struct past */
    bool been_deep, heavy;
};

/* Nine o'clock on a Thursday in November 2026, any mood, any mode, any length, nothing asked. */
#define PICKING_NOW INT64_C(1795122000000)
void evening_begin(struct evening *evening);

/* Adds count prompts; a cell that is there already gets more of them. */
void evening_stock(struct evening *evening, struct cell cell, uint32_t count);

/* Adds a card at the end of the past. */
void evening_deal(struct evening *evening, struct dealt dealt);

/* A light, talking, emotional cell of that depth, with minutes that are legal for it. */
struct cell plain_cell(int depth);
bool same_cell(const struct cell *a, const struct cell *b);

/* Calls the picker. */
enum status evening_pick(const struct evening *evening, struct pick *pick);
enum offer evening_offer(const struct evening *evening);
enum partner evening_first_speaker(const struct evening *evening);
size_t evening_widen(const struct evening *evening, struct widening out[WIDENINGS_MAX]);

/* The same as evening_pick(), with only the cells that the filter could touch, as the store hands
 * them out: the pick must not differ. */
enum status evening_pick_from_range(const struct evening *evening, struct pick *pick);

/* NULL if the rules agree with what the picker said, else the rule that doesn't. */
const char *evening_complaint(const struct evening *evening, enum status status,
                              const struct pick *pick);

/* NULL if that is what is to be offered. */
const char *evening_offer_complaint(const struct evening *evening, enum offer offer);

/* NULL if these widenings are exactly those that would find something. */
const char *evening_widening_complaint(const struct evening *evening,
                                       const struct widening *widenings, size_t count);

/* Everything about it on standard error, for the one who has to find the fault. */
void evening_print(const struct evening *evening);

#endif
