/* Where things go. Width and height choose their halves of the table separately. */
#include "ui/layout.h"

#include "base/mem.h"

bool layout_fits(int width, int height)
{
    return width >= LAYOUT_MIN_WIDTH && height >= LAYOUT_MIN_HEIGHT;
}

static void place_columns(struct layout *l)
{
    l->narrow = l->width < 64;
    l->column = l->narrow ? l->width - 6 : l->width < 100 ? 54 : 60;
    l->left = (l->width - l->column) / 2 + 1;
    l->middle = l->left + l->column / 2 + 1;
    l->right = l->left + l->column - 1;
    l->margin = l->left - 2;
    l->frame_left = l->narrow ? 1 : l->left - 5;
    l->frame_right = l->narrow ? l->width : l->right + 5;
}

/* Rows as drawn at one height; a screen that is higher gets them in its middle. */
struct rows {
    int height, top, first, bottom, names, names_rows, footer, quiet, leading, last;
};

static const struct rows drawn[] = {
    { 10, 1, 2, 6, 7, 2, 10, 9, 1, 8 },     { 11, 1, 2, 7, 8, 2, 11, 10, 1, 9 },
    { 12, 1, 2, 7, 8, 3, 12, 11, 1, 10 },   { 13, 1, 2, 8, 9, 3, 13, 12, 1, 11 },
    { 14, 1, 2, 8, 10, 3, 14, 13, 1, 12 },  { 15, 1, 3, 9, 11, 3, 15, 14, 1, 13 },
    { 24, 2, 5, 15, 17, 4, 22, 24, 2, 20 }, { 45, 8, 13, 28, 30, 4, 36, 38, 3, 34 },
};

static void place_rows(struct layout *l)
{
    const struct rows *rows = drawn;
    int down;

    for (size_t i = 0; i < ARRAY_SIZE(drawn); i++)
        if (drawn[i].height <= l->height)
            rows = &drawn[i];
    down = (l->height - rows->height) / 2;
    l->low = l->height < 24;
    l->top = rows->top + down;
    l->first = rows->first + down;
    l->bottom = rows->bottom + down;
    l->names = rows->names + down;
    l->names_rows = rows->names_rows;
    l->footer = rows->footer + down;
    l->quiet = rows->quiet + down;
    l->leading = rows->leading;
    l->last = rows->last + down;
}

enum { LEAVES_WIDTH = 138, LEAF_CELLS = 60, LEAF_AT = 10, SECOND_LEAF_AT = 78, BETWEEN_AT = 71 };

static struct layout leaf_at(const struct layout *layout, int left)
{
    struct layout leaf = *layout;

    leaf.column = LEAF_CELLS;
    leaf.left = left;
    leaf.middle = left + LEAF_CELLS / 2 + 1;
    leaf.right = left + LEAF_CELLS - 1;
    leaf.margin = left - 2;
    leaf.frame_left = left - 5;
    leaf.frame_right = leaf.right + 5;
    return leaf;
}

bool layout_leaves(const struct layout *layout, struct layout *left, struct layout *right,
                   int *between)
{
    int more = (layout->width - 140) / 2;

    if (layout->width < LEAVES_WIDTH || layout->low)
        return false;
    *left = leaf_at(layout, LEAF_AT + more);
    *right = leaf_at(layout, SECOND_LEAF_AT + more);
    *between = BETWEEN_AT + more;
    return true;
}

struct layout layout_of(int width, int height)
{
    struct layout layout = { .width = width, .height = height };

    place_columns(&layout);
    place_rows(&layout);
    return layout;
}
