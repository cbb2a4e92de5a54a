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

/* The role of its frame, and of the dots on its back. */
enum role card_accent(enum mood mood);

/* Text set in lines, from row on and no further than last; returns the row after it. */
int card_lines(struct canvas *canvas, int row, int last, int col, int cells, enum role role,
               const char *text);
int card_lines_count(const struct canvas *canvas, int cells, const char *text);

/* The back of a card: dots in every fourth cell of these rows and columns, rows offset by two. */
void card_lattice(struct canvas *canvas, const struct layout *l, int first, int last, int from,
                  int to, enum role role);

/* The card on the table, as far as it has got. listener: the listener's part has the room. */
void card_draw(const struct world *world, const struct card *card, const struct progress *progress,
               bool listener, int scroll, struct canvas *canvas);

/* The rows by which the text of that drawing is higher than its room: 0 if all is seen. */
int card_overflow(const struct card *card, const struct world *world,
                  const struct progress *progress, bool listener, struct canvas *canvas);

#endif
