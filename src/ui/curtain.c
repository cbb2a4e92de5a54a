/* Pleats, and a window in them. */
#include "ui/curtain.h"

#include <stdbool.h>

#include "ui/glyph.h"
#include "ui/layout.h"
#include "ui/verse.h"

enum { PAD_MAX = 2, FOOTER_ROWS = 2 /* it, and the blank row before it */ };

/* One fold, from stroke to stroke: the gaps are 0 0 1 2 3 4 3 2 1. */
static const char fold[] = "||| |  |   |    |   |  | ";
enum { FOLD_CELLS = sizeof fold - 1 };

/* The window, its first and last row and column, and how the sentences are set in it. */
struct window {
    struct layout layout;
    int top, bottom, left, right;
    int text, text_last; /* the rows of the sentences */
    struct verse verses[CURTAIN_LINES_MAX];
    size_t count;
};

/* Where it is narrow the folds run from both edges to the middle, so that both sides are alike. */
static bool is_pleat(const struct layout *l, int col)
{
    int at = l->narrow && col > l->width / 2 ? l->width - col : col - 1;

    return fold[at % FOLD_CELLS] == '|';
}

/* The window ends at a stroke on each side. */
static void place_columns(struct window *w)
{
    const struct layout *l = &w->layout;

    w->left = l->narrow ? l->margin + 1 : l->frame_left;
    w->right = l->narrow ? l->width - 2 : l->frame_right - 1;
    while (w->left > 1 && !is_pleat(l, w->left - 1))
        w->left--;
    while (w->right > l->right && !is_pleat(l, w->right + 1))
        w->right--;
}

static void place_rows(struct window *w, int lines)
{
    int height = w->layout.height, pad = PAD_MAX, rows;

    while (pad && lines + FOOTER_ROWS + 2 * pad > height - 2)
        pad--;
    rows = lines + FOOTER_ROWS + 2 * pad;
    if (rows > height)
        rows = height;
    w->top = (height - rows) / 2 + 1;
    w->bottom = w->top + rows - 1;
    w->text = w->top + pad;
    w->text_last = w->bottom - pad - FOOTER_ROWS;
}

static struct window window_of(const struct curtain *curtain, const struct canvas *canvas)
{
    struct window w = { .layout = layout_of(canvas->width, canvas->height) };
    int lines = 0;

    for (; w.count < CURTAIN_LINES_MAX && curtain->lines[w.count]; w.count++) {
        struct verse *verse = &w.verses[w.count];

        verse_set(verse, canvas, curtain->lines[w.count], w.layout.column, VERSE_QUIET);
        lines += (int)verse->count;
    }
    place_columns(&w);
    place_rows(&w, lines);
    return w;
}

static void window_release(struct window *w)
{
    for (size_t i = 0; i < w->count; i++)
        verse_release(&w->verses[i]);
}

static bool is_clear(const struct window *w, int row, int col)
{
    return row >= w->top && row <= w->bottom && col >= w->left && col <= w->right;
}

static void draw_pleats(const struct window *w, struct canvas *canvas)
{
    const char *sign = glyph(canvas, GLYPH_DOWN);

    for (int row = 1; row <= canvas->height; row++)
        for (int col = 1; col <= canvas->width; col++)
            if (is_pleat(&w->layout, col) && !is_clear(w, row, col))
                canvas_put_sign(canvas, row, col, ROLE_MUTED, sign);
}

void curtain_draw(const struct curtain *curtain, struct canvas *canvas)
{
    struct window w = window_of(curtain, canvas);
    int row = w.text;

    draw_pleats(&w, canvas);
    for (size_t i = 0; i < w.count; i++) {
        verse_draw(&w.verses[i], canvas, row, w.layout.left, w.text, w.text_last, 1, 0, ROLE_TEXT);
        row += (int)w.verses[i].count;
    }
    window_release(&w);
}

void curtain_footer(const struct curtain *curtain, const struct canvas *canvas,
                    struct footer *footer)
{
    struct window w = window_of(curtain, canvas);

    footer->stands.row = w.text_last + FOOTER_ROWS;
    footer->stands.quiet = w.bottom;
    footer->stands.right = w.right;
    window_release(&w);
}
