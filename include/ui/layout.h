/* Where things go on a screen of a given size. Text begins at left or at middle, nowhere else;
 * the column left − 2 belongs to the focus. Rows and columns count from 1. */
#ifndef COUPLET_UI_LAYOUT_H
#define COUPLET_UI_LAYOUT_H

#include <stdbool.h>

enum { LAYOUT_MIN_WIDTH = 32, LAYOUT_MIN_HEIGHT = 10, LAYOUT_VERSE_WIDTH = 46 };

struct layout {
    int width, height;
    bool narrow; /* below 64 columns: marks close up, only the chosen word of a row is shown */
    bool low;    /* below 24 rows */
    int column;  /* cells of text */
    int left, middle, right, margin; /* right: the last column of text; margin: left − 2 */
    int frame_left, frame_right;
    int top, first, bottom; /* of a card: its edge, the first line, its lower edge */
    int names, names_rows;  /* the two people below the card */
    int footer, quiet;
    int leading; /* rows from line to line of a prompt */
    int last;    /* the last row of a page without a card */
};

/* For sizes that fit. */
struct layout layout_of(int width, int height);

bool layout_fits(int width, int height);

/* On a large screen lists become two leaves of 60 cells: fills both and returns true; false where
 * there is no room for them. A dot on every second row of the column between parts them. */
bool layout_leaves(const struct layout *layout, struct layout *left, struct layout *right,
                   int *between);

#endif
