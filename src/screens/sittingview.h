/* How a sitting is drawn: its cards with what was kept of them. */
#ifndef COUPLET_SCREENS_SITTINGVIEW_H
#define COUPLET_SCREENS_SITTINGVIEW_H

#include "screens/screen.h"
#include "ui/field.h"

struct sitting_view {
    const struct sitting *sitting;
    bool has_focus;
    size_t focus;             /* a card */
    const struct field *line; /* its note, being typed; NULL: it isn't */
};

/* Draws the date and the cards into the column of the layout, moved so that the focused card is
 * seen. */
void sitting_view_draw(const struct sitting_view *view, const struct world *world,
                       struct canvas *canvas, const struct layout *layout);

#endif
