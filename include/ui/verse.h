/* Text set in lines. A prompt is set like verse: each line a breath, broken where the sense
 * breaks; what steps back is set quietly, in as few lines as it needs. */
#ifndef COUPLET_UI_VERSE_H
#define COUPLET_UI_VERSE_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"

struct verse_line {
    size_t start, size; /* bytes of text */
    bool ends_sentence; /* and another one follows */
};

struct verse {
    char *text; /* display text; owned */
    struct verse_line *lines;
    size_t count;
};

/* BREATH: short lines, five at most, else quietly. QUIET: the fewest lines, broken well. FILLED:
 * every line as full as it gets, and line feeds in the text kept. */
enum verse_style { VERSE_BREATH, VERSE_QUIET, VERSE_FILLED };

/* Sets text for that canvas in lines of at most width cells (width at least 1). Release it. */
void verse_set(struct verse *verse, const struct canvas *canvas, const char *text, int width,
               enum verse_style style);
void verse_release(struct verse *verse);

/* The rows it takes with leading rows from line to line and gap more between sentences. */
int verse_rows(const struct verse *verse, int leading, int gap);

/* Draws the rows that fall on first … last, the verse beginning at row (which may lie above). */
void verse_draw(const struct verse *verse, struct canvas *canvas, int row, int col, int first,
                int last, int leading, int gap, enum role role);

#endif
