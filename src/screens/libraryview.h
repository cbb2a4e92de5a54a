/* How the library is drawn, and what its screen holds. */
#ifndef COUPLET_SCREENS_LIBRARYVIEW_H
#define COUPLET_SCREENS_LIBRARYVIEW_H

#include "filters.h"
#include "screens/screen.h"
#include "ui/field.h"

enum { LIBRARY_WINDOW = 192, LIBRARY_WORDS_MAX = 120 };

/* Where the keys go: to the list; to the words looked for; to the words in a row that narrow the
 * list down and can be taken away; or to the page of filters. */
enum library_place { AT_LIST, AT_WORDS, AT_CHIPS, AT_FILTERS };

struct library {
    struct prompt_line lines[LIBRARY_WINDOW];
    size_t count, focus, top; /* top: the first line drawn */
    enum library_place at;
    struct filters filters;
    struct field words;
    size_t row, chip; /* in focus on the page of filters, and in the row of words */
    struct pack_list packs;
    struct footer_place place;
    struct prompt leaf; /* the focused one, on the second leaf of a large screen */
    struct {
        struct prompt_key prompt;
        enum mark mark; /* MARK_NONE: nothing to undo */
        bool on;
    } undo;
};

/* The words in the row: those of the filters, then those looked for. */
size_t library_chip_count(const struct library *library);
void library_chip_remove(struct library *library, size_t chip);

/* The rows that the list has. */
int library_rows(const struct library *library, const struct layout *layout);

/* The first line to draw, so that the focused one is seen whole. */
size_t library_top(const struct library *library, const struct canvas *canvas,
                   const struct layout *layout);

void library_view_draw(const struct library *library, struct canvas *canvas);

#endif
