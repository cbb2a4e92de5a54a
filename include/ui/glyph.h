/* The signs that aren't letters, each one cell and in every font, with a typewriter form. */
#ifndef COUPLET_UI_GLYPH_H
#define COUPLET_UI_GLYPH_H

#include "ui/canvas.h"

enum glyph {
    GLYPH_ACROSS, /* an edge, or a rule */
    GLYPH_DOWN,   /* a side */
    GLYPH_OPEN_TOP_LEFT,
    GLYPH_OPEN_TOP_RIGHT,
    GLYPH_OPEN_BOTTOM_LEFT,
    GLYPH_OPEN_BOTTOM_RIGHT,
    GLYPH_CLOSED_TOP_LEFT,
    GLYPH_CLOSED_TOP_RIGHT,
    GLYPH_CLOSED_BOTTOM_LEFT,
    GLYPH_CLOSED_BOTTOM_RIGHT,
    GLYPH_TEE_RIGHT, /* a side with a line to the right, or to the left */
    GLYPH_TEE_LEFT,
    GLYPH_DOT,
    GLYPH_CHOSEN_LEFT, /* ‹ word › */
    GLYPH_CHOSEN_RIGHT,
    GLYPH_FOCUS, /* in the margin */
    GLYPH_LIGHT, /* a light card, in a list */
    GLYPH_SERIOUS,
    GLYPH_COUNT
};

const char *glyph(const struct canvas *canvas, enum glyph which);

#endif
