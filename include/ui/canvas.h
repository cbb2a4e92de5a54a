/* The canvas: what the screen shall show, as a grid of cells. Knows no terminal.
 *
 * Rows and columns count from 1, as terminals count. Whatever falls outside is cut
 * off; a wide letter is never split. Text is made display text on its way in (base/text.h), so
 * nothing that a terminal could act on gets through. */
#ifndef COUPLET_UI_CANVAS_H
#define COUPLET_UI_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "ui/theme.h"

enum { CANVAS_CELL_BYTES = 14 };

struct canvas_cell {
    char text[CANVAS_CELL_BYTES]; /* one spacing character with its marks; "" right of a wide one */
    uint8_t width;                /* 1 or 2; 0 for the right half of a wide one */
    uint8_t role;                 /* enum role */
};

struct canvas {
    int width, height;
    bool ascii;                 /* plain ASCII only: signs take their typewriter forms */
    int cursor_row, cursor_col; /* where the hardware cursor rests */
    struct canvas_cell *cells;  /* height × width, row by row; owned */
};

void canvas_init(struct canvas *canvas, int width, int height, bool ascii);
void canvas_release(struct canvas *canvas);

/* Blank, at that size, the cursor in the last row. */
void canvas_reset(struct canvas *canvas, int width, int height);

/* Puts text and returns the column after it. */
int canvas_put(struct canvas *canvas, int row, int col, enum role role, const char *text);

/* The same for n bytes of it. */
int canvas_put_n(struct canvas *canvas, int row, int col, enum role role, const char *text,
                 size_t n);

/* A sign of our own, one letter of one cell (see ui/glyph.h), as it is; returns the column after.
 */
int canvas_put_sign(struct canvas *canvas, int row, int col, enum role role, const char *sign);

/* Text cut with an ellipsis to so many cells. */
int canvas_put_cut(struct canvas *canvas, int row, int col, int cells, enum role role,
                   const char *text);

/* The text again and again over so many cells. */
void canvas_fill(struct canvas *canvas, int row, int col, int cells, enum role role,
                 const char *text);

void canvas_cursor(struct canvas *canvas, int row, int col);

/* The cell, or NULL outside. */
const struct canvas_cell *canvas_at(const struct canvas *canvas, int row, int col);

/* The cells that text takes on this canvas. */
int canvas_text_width(const struct canvas *canvas, const char *text);

/* Appends the canvas as readable text: each row with its roles below where they aren't plain,
 * and the cursor. For tests and for people. */
void canvas_dump(const struct canvas *canvas, struct strbuf *out);

#endif
