/* A line of text that is being typed. Moves and erases by what a person calls a letter. */
#ifndef COUPLET_UI_FIELD_H
#define COUPLET_UI_FIELD_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "ui/action.h"
#include "ui/canvas.h"

enum { FIELD_BYTES_MAX = 4000 };

struct field {
    struct strbuf text; /* UTF-8, one line */
    size_t cursor;      /* a byte, between clusters */
    size_t most;        /* bytes it takes at most; 0: FIELD_BYTES_MAX */
};

#define FIELD_INIT                                                                                 \
    {                                                                                              \
        .text = STRBUF_INIT                                                                        \
    }

void field_release(struct field *field);
void field_set(struct field *field, const char *text); /* NULL: empty; the cursor at the end */

/* Inserts typed or pasted text: line feeds and tabs become blanks, other controls are left out,
 * what doesn't fit any more is cut between clusters. */
void field_type(struct field *field, const char *text);

/* Each returns true if something changed. */
bool field_erase(struct field *field);      /* the cluster before the cursor */
bool field_erase_next(struct field *field); /* … behind it */
bool field_left(struct field *field);
bool field_right(struct field *field);
void field_home(struct field *field);
void field_end(struct field *field);

/* Does an action on the line, if it is one for a line; text is what was typed. Returns true if it
 * changed something or moved the cursor. */
bool field_act(struct field *field, enum action action, const char *text);

/* The text without blanks around it; the caller frees. */
char *field_trimmed(const struct field *field);

/* Draws so much of it in so many cells that the cursor is seen, and puts the canvas's cursor
 * there if focus. */
void field_draw(const struct field *field, struct canvas *canvas, int row, int col, int cells,
                enum role role, bool focus);

#endif
