/* A list of few things to choose from. */
#include "waylist.h"

#include "ui/glyph.h"

void waylist_add(struct waylist *list, const char *said, const char *about, int what)
{
    if (list->count == WAYLIST_MAX)
        return;
    list->rows[list->count].said = said;
    list->rows[list->count].about = about;
    list->rows[list->count++].what = what;
}

enum action waylist_act(struct waylist *list, const struct footer *footer, enum action action)
{
    action = footer_place_act(&list->place, footer, action);
    switch (action) {
    case ACTION_UP:
    case ACTION_PREVIOUS:
        list->focus -= list->focus > 0;
        return ACTION_NONE;
    case ACTION_DOWN:
    case ACTION_NEXT:
        list->focus += list->focus + 1 < list->count;
        return ACTION_NONE;
    default:
        return action;
    }
}

/* The first row that is seen, so that the focused one is. */
static size_t first_seen(const struct waylist *list, size_t rows)
{
    return list->focus < rows ? 0 : list->focus - rows + 1;
}

void waylist_draw(const struct waylist *list, const char *title, struct canvas *canvas)
{
    struct layout l = layout_of(canvas->width, canvas->height);
    int row = l.top, about = l.low ? l.last : l.last - 1;
    size_t rows, first;

    canvas_put_cut(canvas, row, l.left, l.column, ROLE_TEXT, title);
    row += 2;
    rows = (size_t)(about - row - (l.low ? 0 : 1));
    first = first_seen(list, rows);
    for (size_t i = first; i < list->count && i < first + rows; i++, row++) {
        bool focus = i == list->focus;

        if (focus) {
            canvas_put_sign(canvas, row, l.margin, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
            canvas_cursor(canvas, row, l.margin);
        }
        canvas_put_cut(canvas, row, l.left, l.column, focus ? ROLE_FOCUS : ROLE_TEXT,
                       list->rows[i].said);
    }
    if (list->count && !l.low)
        canvas_put_cut(canvas, row + 1, l.left, l.column, ROLE_MUTED,
                       list->rows[list->focus].about);
}
