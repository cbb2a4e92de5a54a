/* What private parts share: the curtain before each of them, on a screen that has some. */
#ifndef COUPLET_SCREENS_ALONE_H
#define COUPLET_SCREENS_ALONE_H

#include "screens/screen.h"

/* The curtain before a part for that one alone; PARTNER_NONE: what comes is for both. */
void alone_curtain_draw(const struct screen *screen, enum partner alone, struct canvas *canvas);

/* Its footer, which stands in the curtain's window. chosen: the item that is. */
void alone_curtain_footer(const struct screen *screen, enum partner alone, size_t chosen,
                          struct footer *footer);

/* What a key means there: ACTION_ENTER opens the curtain, ACTION_BACK is not now; ACTION_NONE: it
 * moved what is chosen, or does nothing. */
enum action alone_curtain_act(const struct screen *screen, size_t *chosen, enum action action);

#endif
