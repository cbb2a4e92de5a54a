/* A text of several lines that is being typed. It wraps between words, the cursor goes by
 * clusters, up and down go by the rows as they are seen. What is typed can be taken back.
 *
 * Nobody but the writer may ever read it: the bytes never move in memory, and are overwritten in
 * the end. */
#ifndef COUPLET_UI_AREA_H
#define COUPLET_UI_AREA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "ui/action.h"
#include "ui/canvas.h"

struct area_past;

struct area {
    struct strbuf text;
    size_t cursor;          /* bytes before it; between two clusters */
    size_t most;            /* bytes that fit */
    int wish;               /* the column to which up and down go, from 0; −1: the cursor's own */
    struct area_past *past; /* what can be taken back; owned */
};

/* An empty text of at most so many bytes. */
void area_init(struct area *area, size_t most);

/* Overwrites and frees it. */
void area_release(struct area *area);

/* Puts another text in its place, cut if it is too long: one change, that can be taken back. */
void area_replace(struct area *area, const char *text);

/* Does an action on the text as it is set on that canvas in rows of width cells. ACTION_TYPE types
 * or pastes text, ACTION_NEW_LINE begins a line, ACTION_UNDO and ACTION_REDO take changes back and
 * forth. False if it changed nothing: not an action for a text, or the text ends there. */
bool area_act(struct area *area, enum action action, const char *text, const struct canvas *canvas,
              int width);

/* Draws it into so many rows, moved so that the cursor is seen. With focus the cursor rests at the
 * insertion point, which may be one cell right of the width. */
void area_draw(const struct area *area, struct canvas *canvas, int row, int col, int width,
               int rows, enum role role, bool focus);

#endif
