/* Texts one below the other in a given number of rows. Where room is short, the gaps between them
 * give way first, then the leading, then whole items by rank, then the last gaps. */
#ifndef COUPLET_UI_STACK_H
#define COUPLET_UI_STACK_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/layout.h"
#include "ui/verse.h"

enum { STACK_ITEMS_MAX = 16 };

struct stack_item {
    struct verse verse; /* owned; an item without lines takes one row (a rule, or a blank) */
    enum role role;
    bool rule;        /* a dotted rule across the column instead of text */
    int gap;          /* blank rows before it, if there is room */
    int leading;      /* rows from line to line, if there is room */
    int sentence_gap; /* more rows between sentences, if there is room */
    int drop;         /* 0: never left out; else the higher, the earlier */
    bool focus;       /* the cursor rests beside its first line, with the sign of focus if marked */
    bool marked;
    int dots;  /* so many dots in the margin */
    bool gone; /* left out, after stack_fit() */
};

struct stack {
    struct stack_item items[STACK_ITEMS_MAX];
    size_t count;
};

/* Adds text, set for the canvas in that width; more than STACK_ITEMS_MAX are passed over. The
 * item can be changed until the next call. */
struct stack_item *stack_add(struct stack *stack, const struct canvas *canvas, const char *text,
                             int width, enum verse_style style, enum role role);
struct stack_item *stack_add_rule(struct stack *stack);
void stack_release(struct stack *stack);

/* Makes it fit into so many rows, as far as that goes; returns the rows it takes. */
int stack_fit(struct stack *stack, int rows);

/* Draws it from row first to row last at most; what doesn't fit is moved up by scroll rows. */
void stack_draw(const struct stack *stack, struct canvas *canvas, const struct layout *layout,
                int first, int last, int scroll);

#endif
