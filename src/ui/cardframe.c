/* The frame of a card. */
#include "ui/cardframe.h"

#include "base/text.h"
#include "ui/glyph.h"

struct side {
    bool closed;
    enum role role;
};

static struct side side_of(enum frame_kind kind, bool right)
{
    bool closed = kind == FRAME_CLOSED || (kind == FRAME_HALF && right);

    return (struct side){ closed, closed ? ROLE_ACCENT_SERIOUS : ROLE_ACCENT_LIGHT };
}

/* The cells of the left half of an edge, and of the gap behind it. */
struct halves {
    int left, gap, right;
};

static struct halves halves_of(const struct card_frame *frame, const struct layout *l)
{
    int gap = frame->halves ? 2 : 0, inner = l->frame_right - l->frame_left - 1 - gap;

    return (struct halves){ inner / 2, gap, inner - inner / 2 };
}

static void draw_top(const struct card_frame *frame, struct canvas *canvas, const struct layout *l,
                     struct side left, struct side right)
{
    struct halves h = halves_of(frame, l);

    canvas_put_sign(canvas, l->top, l->frame_left, left.role,
                    glyph(canvas, left.closed ? GLYPH_CLOSED_TOP_LEFT : GLYPH_OPEN_TOP_LEFT));
    canvas_fill(canvas, l->top, l->frame_left + 1, h.left, left.role, glyph(canvas, GLYPH_ACROSS));
    canvas_fill(canvas, l->top, l->frame_left + 1 + h.left + h.gap, h.right, right.role,
                glyph(canvas, GLYPH_ACROSS));
    canvas_put_sign(canvas, l->top, l->frame_right, right.role,
                    glyph(canvas, right.closed ? GLYPH_CLOSED_TOP_RIGHT : GLYPH_OPEN_TOP_RIGHT));
}

static void draw_title(const struct card_frame *frame, struct canvas *canvas,
                       const struct layout *l)
{
    int begin = l->frame_left + (l->narrow ? 2 : 4), col;

    canvas_put(canvas, l->top, begin, ROLE_TEXT, " ");
    col = canvas_put_cut(canvas, l->top, begin + 1, l->frame_right - begin - 3, ROLE_TEXT,
                         frame->title);
    canvas_put(canvas, l->top, col, ROLE_TEXT, " ");
}

static void draw_side(const struct card_frame *frame, struct canvas *canvas, const struct layout *l,
                      int col, struct side side)
{
    for (int row = l->top + 1; row < frame->bottom; row++)
        if (side.closed || row == l->top + 1 || row == frame->bottom - 1)
            canvas_put_sign(canvas, row, col, side.role, glyph(canvas, GLYPH_DOWN));
}

/* One half of the lower edge: solid, or a dot in every second cell. */
static void draw_half(struct canvas *canvas, int row, int col, int cells, bool solid,
                      enum role role)
{
    if (solid) {
        canvas_fill(canvas, row, col, cells, role, glyph(canvas, GLYPH_ACROSS));
        return;
    }
    for (int i = 1; i < cells - (cells % 2 ? 0 : 1); i += 2)
        canvas_put_sign(canvas, row, col + i, role, glyph(canvas, GLYPH_DOT));
}

static void draw_bottom(const struct card_frame *frame, struct canvas *canvas,
                        const struct layout *l, struct side left, struct side right)
{
    struct halves h = halves_of(frame, l);

    canvas_put_sign(canvas, frame->bottom, l->frame_left, left.role,
                    glyph(canvas, left.closed ? GLYPH_CLOSED_BOTTOM_LEFT : GLYPH_OPEN_BOTTOM_LEFT));
    draw_half(canvas, frame->bottom, l->frame_left + 1, h.left, frame->left_solid, left.role);
    draw_half(canvas, frame->bottom, l->frame_left + 1 + h.left + h.gap, h.right,
              frame->right_solid, right.role);
    canvas_put_sign(
        canvas, frame->bottom, l->frame_right, right.role,
        glyph(canvas, right.closed ? GLYPH_CLOSED_BOTTOM_RIGHT : GLYPH_OPEN_BOTTOM_RIGHT));
}

void card_frame_draw(const struct card_frame *frame, struct canvas *canvas,
                     const struct layout *layout)
{
    struct side left = side_of(frame->kind, false), right = side_of(frame->kind, true);

    draw_top(frame, canvas, layout, left, right);
    if (frame->title)
        draw_title(frame, canvas, layout);
    draw_side(frame, canvas, layout, layout->frame_left, left);
    draw_side(frame, canvas, layout, layout->frame_right, right);
    draw_bottom(frame, canvas, layout, left, right);
}
