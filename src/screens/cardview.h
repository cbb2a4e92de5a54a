/* How a card is drawn: the same for every screen that shows one. */
#ifndef COUPLET_SCREENS_CARDVIEW_H
#define COUPLET_SCREENS_CARDVIEW_H

#include "domain/sitting.h"
#include "screens/screen.h"
#include "ui/cardframe.h"
#include "ui/stack.h"

/* "light · talking · 5 min" */
void card_title(struct strbuf *out, const struct prompt *prompt);

enum frame_kind card_kind(enum mood mood);

/* The card on the table, as far as it has got. listener: the listener's part has the room. */
void card_draw(const struct world *world, const struct card *card, const struct progress *progress,
               bool listener, int scroll, struct canvas *canvas);

/* The rows by which the text of that drawing is higher than its room: 0 if all is seen. */
int card_overflow(const struct card *card, const struct world *world,
                  const struct progress *progress, bool listener, struct canvas *canvas);

#endif
