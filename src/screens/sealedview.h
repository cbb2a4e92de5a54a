/* How sealed answers are drawn: one card in two halves, each before its owner. */
#ifndef COUPLET_SCREENS_SEALEDVIEW_H
#define COUPLET_SCREENS_SEALEDVIEW_H

#include "screens/screen.h"
#include "ui/area.h"

struct sealed_view {
    const struct card *card;
    const char *followup;     /* open: asked in the place of the prompt; NULL: none is yet */
    const struct area *texts; /* two, of the left and the right one */
    bool open;                /* both are seen; else backs, dot by dot */
    enum partner writes;      /* … but for the half of the one who writes */
    int scroll;               /* open: rows by which both are moved up */
};

/* The index of somebody's half in what comes in twos. */
int sealed_half(enum partner who);

void sealed_draw(const struct sealed_view *view, const struct screen *screen,
                 struct canvas *canvas);

/* The rows by which the longer of the open answers is higher than its room. */
int sealed_overflow(const struct sealed_view *view, const struct screen *screen);

/* The cells in which each of the two writes on a canvas of that size. */
int sealed_width(const struct canvas *canvas);

#endif
