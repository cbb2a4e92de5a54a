/* The curtain: pleats to every edge, and a clear window with a few sentences and the footer. It is
 * drawn before and after each private part, over the whole canvas, so that nothing private stays
 * behind it. */
#ifndef COUPLET_UI_CURTAIN_H
#define COUPLET_UI_CURTAIN_H

#include <stddef.h>

#include "ui/canvas.h"
#include "ui/footer.h"

enum { CURTAIN_LINES_MAX = 4 };

/* What stands in the window: each sentence begins a line. The texts are the caller's. */
struct curtain {
    const char *lines[CURTAIN_LINES_MAX]; /* NULL after the last */
};

/* For canvases that fit (layout_fits()). */
void curtain_draw(const struct curtain *curtain, struct canvas *canvas);

/* Lets the footer, whose words are the caller's, stand in the window, as it is on a canvas of that
 * size and those letters. */
void curtain_footer(const struct curtain *curtain, const struct canvas *canvas,
                    struct footer *footer);

#endif
