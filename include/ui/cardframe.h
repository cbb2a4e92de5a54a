/* The frame of a card: the only thing that has one. Light ones are open at the sides, serious
 * ones closed; the solid half of the lower edge is before the one who talks. */
#ifndef COUPLET_UI_CARDFRAME_H
#define COUPLET_UI_CARDFRAME_H

#include <stdbool.h>

#include "ui/canvas.h"
#include "ui/layout.h"

enum frame_kind {
    FRAME_OPEN,   /* light */
    FRAME_CLOSED, /* serious */
    FRAME_HALF    /* surprise us: left open, right closed */
};

struct card_frame {
    enum frame_kind kind;
    const char *title;            /* in the upper edge; NULL: none */
    bool left_solid, right_solid; /* the halves of the lower edge */
    bool halves;                  /* it is in two, each before its owner */
    int bottom;                   /* its row */
};

void card_frame_draw(const struct card_frame *frame, struct canvas *canvas,
                     const struct layout *layout);

#endif
