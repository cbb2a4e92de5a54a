/* How a prompt of the library is drawn, whole: what is said, the listener's part, the follow-ups,
 * and where it comes from. Face down, its topic is all there is. */
#ifndef COUPLET_SCREENS_PROMPTVIEW_H
#define COUPLET_SCREENS_PROMPTVIEW_H

#include "packlist.h"
#include "screens/screen.h"
#include "ui/stack.h"

struct prompt_view {
    const struct prompt *prompt;  /* as library_find() gives it */
    const struct pack_item *pack; /* NULL: not said */
    unsigned marks;               /* a set, 1u << enum mark */
};

/* "light · talking · open · emotional · 5 min" */
void prompt_how(struct strbuf *out, const struct prompt *prompt);

/* Draws it into the column of the layout, moved up by scroll rows. */
void prompt_view_draw(const struct prompt_view *view, struct canvas *canvas,
                      const struct layout *layout, int scroll);

/* The rows by which it is higher than the page: 0 if all is seen. */
int prompt_view_over(const struct prompt_view *view, const struct canvas *canvas,
                     const struct layout *layout);

#endif
