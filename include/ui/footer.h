/* The row of actions at the bottom: always seen, chosen from with the arrows. */
#ifndef COUPLET_UI_FOOTER_H
#define COUPLET_UI_FOOTER_H

#include <stdbool.h>

#include "ui/canvas.h"
#include "ui/keymap.h"
#include "ui/layout.h"

enum { FOOTER_ITEMS_MAX = 8, FOOTER_WORD_MAX = 160 };

struct footer_item {
    enum action action;
    uint32_t key; /* its short cut here; 0: none */
    char word[FOOTER_WORD_MAX];
    const char *brief; /* static: the same in a narrow screen; NULL: word */
};

struct footer {
    struct footer_item items[FOOTER_ITEMS_MAX];
    size_t count;
    bool focused;   /* the arrows are here, and Enter does what is chosen */
    size_t chosen;  /* among the items */
    bool no_cursor; /* the cursor rests elsewhere, beside the newest line */
    struct {
        int row, quiet; /* of the footer and of the quiet line */
        int right;      /* the last column of both */
    } stands;           /* row 0: where the layout says */
};

/* Adds an item. word NULL: what the action does on that screen. The first one is what Enter does
 * until the arrows say otherwise. */
void footer_add(struct footer *footer, enum keymap_id map, enum action action, const char *word);

/* The same with a shorter word for narrow screens. */
void footer_add_brief(struct footer *footer, enum keymap_id map, enum action action,
                      const char *word, const char *brief);

/* Where the arrows are on a screen whose rows have no use for Left and Right: these lead into the
 * footer, Up and Down lead out of it again. */
struct footer_place {
    bool inside;
    size_t chosen;
};

/* Takes an action: moves into, in and out of the footer (then it returns ACTION_NONE), or gives
 * what Enter means there; anything else comes back as it is. */
enum action footer_place_act(struct footer_place *place, const struct footer *footer,
                             enum action action);

/* What an action means where the footer is focused: Enter does what is chosen there. */
enum action footer_meant(const struct footer *footer, enum action action);

/* Lets the footer show where the arrows are. */
void footer_place_show(const struct footer_place *place, struct footer *footer);

/* Where the footer has a place of its own, makes that the layout's. */
void footer_stand(const struct footer *footer, struct layout *layout);

/* Draws it, and puts the cursor on the ‹ if it is focused. Words drop off where room is short;
 * the chosen one and the last (? more) stay. */
void footer_draw(const struct footer *footer, struct canvas *canvas, const struct layout *layout);

#endif
