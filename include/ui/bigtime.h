/* A clock time in figures of five rows, to be read from across the room: the only big figures
 * there are. */
#ifndef COUPLET_UI_BIGTIME_H
#define COUPLET_UI_BIGTIME_H

#include "ui/canvas.h"

enum { BIGTIME_ROWS = 5 };

/* Draws digits and colons of a text such as "21:45"; returns the column after it. */
int bigtime_draw(struct canvas *canvas, int row, int col, enum role role, const char *time);

#endif
