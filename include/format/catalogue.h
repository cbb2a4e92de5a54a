/* What several packs hold together, counted; what they should hold; and both as a table. */
#ifndef COUPLET_FORMAT_CATALOGUE_H
#define COUPLET_FORMAT_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "domain/prompt.h"

enum { CATALOGUE_MOODS = 2, CATALOGUE_MODES = 2, CATALOGUE_NEEDS_MAX = 48 };

/* A word or a line and how many prompts have it; owns its text. */
struct catalogue_row {
    char *text;
    size_t count;
};

/* The most used first. Owned. */
struct catalogue_rows {
    struct catalogue_row *list;
    size_t count, room;
};

struct catalogue {
    size_t packs, prompts;
    /* By mood and mode from 0, depth, and the index in minutes_legal. */
    size_t cell[CATALOGUE_MOODS][CATALOGUE_MODES][DEPTH_MAX + 1][MINUTES_COUNT];
    size_t dimension[DIMENSION_COUNT], flag[FLAG_COUNT];
    size_t talking, shortest; /* shortest: of five minutes */
    size_t flagged, sexual, physical, physical_not_sexual, strained, accessible, required;
    size_t words, syllables, units; /* of all texts */
    struct catalogue_rows openings; /* first words, folded */
    struct catalogue_rows lines;    /* listeners' lines that stand more than once, folded */
};

void catalogue_count(struct catalogue *out, const struct pack *packs, size_t count);
void catalogue_release(struct catalogue *catalogue);

/* So many prompts a library wants of one kind, at least: of these depths, of these minutes (0:
 * any). */
struct catalogue_need {
    enum mood mood;
    enum mode mode;
    int depth_from, depth_to, minutes;
    size_t wanted;
};

/* Fills out and returns how many there are: forty for every mood and mode up to depth 2 in five
 * minutes; twelve in each other cell that is legal up to depth 3; twelve of depth 4 a mode. */
size_t catalogue_needs(struct catalogue_need out[CATALOGUE_NEEDS_MAX]);

/* May a prompt of that mood and depth take so many minutes? */
bool catalogue_is_legal(enum mood mood, int depth, int minutes);

/* How many there are of that kind. */
size_t catalogue_held(const struct catalogue *catalogue, const struct catalogue_need *need);

/* The grade of all texts together after Flesch and Kincaid; 0 without a word. */
double catalogue_grade(const struct catalogue *catalogue);

/* Appends the table: lines of at most 80 columns, display text. */
void catalogue_table(struct strbuf *out, const struct catalogue *catalogue);

#endif
