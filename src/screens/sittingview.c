/* How a sitting is drawn. */
#include "sittingview.h"

#include "domain/review.h"
#include "ui/glyph.h"
#include "ui/verse.h"

enum { LABEL_CELLS = 9, INDENT = 3 };

/* One card as rows of text; drawn with row above the page, it is only measured. */
struct pen {
    struct canvas *canvas;
    const struct layout *l;
    int row, first, last;
};

static void put_text(struct pen *pen, const char *text, int col, int width, enum role role)
{
    struct verse verse;
    int room = pen->l->right - col + 1;

    verse_set(&verse, pen->canvas, text, room < width ? room : width, VERSE_FILLED);
    verse_draw(&verse, pen->canvas, pen->row, col, pen->first, pen->last, 1, 0, role);
    pen->row += (int)verse.count;
    verse_release(&verse);
}

static bool is_seen(const struct pen *pen)
{
    return pen->row >= pen->first && pen->row <= pen->last;
}

static void put_how(struct pen *pen, const struct card *card, int col)
{
    struct strbuf how = STRBUF_INIT;

    strbuf_addf(&how, "%s · %s · %s%s", words_said(&vocabulary_mood, (int)card->prompt.mood),
                words_said(&vocabulary_mode, (int)card->prompt.mode),
                words_said(&vocabulary_protocol, (int)card_progress(card).course.protocol),
                card->outcome == OUTCOME_KEPT ? " · kept for later" : "");
    put_text(pen, how.text, col, pen->l->column, ROLE_MUTED);
    strbuf_release(&how);
}

/* One thing that was written down, after its label. */
static void put_note(struct pen *pen, const char *label, const char *text, int col)
{
    if (is_seen(pen))
        canvas_put(pen->canvas, pen->row, col, ROLE_MUTED, label);
    put_text(pen, text, col + LABEL_CELLS, pen->l->column, ROLE_TEXT);
}

static void put_line(struct pen *pen, const struct sitting_view *view, int col)
{
    if (is_seen(pen))
        canvas_put(pen->canvas, pen->row, col, ROLE_MUTED, "note");
    if (is_seen(pen))
        field_draw(view->line, pen->canvas, pen->row, col + LABEL_CELLS,
                   pen->l->right - col - LABEL_CELLS + 1, ROLE_VOICE, true);
    pen->row++;
}

/* The note first, or the line where it is being written; then the rest. */
static void put_notes(struct pen *pen, const struct sitting_view *view, const struct card *card,
                      bool focus, int col)
{
    static const char *const labels[NOTE_KINDS] = { "note",   "laughed", "heard",
                                                    "to try", "written", NULL };
    bool editing = focus && view->line;

    if (editing)
        put_line(pen, view, col);
    for (size_t i = 0; i < card->note_count; i++) {
        const struct note *note = &card->notes[i];
        bool in_line = editing && note->kind == NOTE_PLAIN;
        const char *label = note->kind == NOTE_PLAN && note->state != PLAN_OPEN
                                ? words_said(&vocabulary_plan, (int)note->state)
                                : labels[note->kind];

        if (label && !in_line)
            put_note(pen, label, note->text, col);
    }
}

static void put_card(struct pen *pen, const struct sitting_view *view, size_t i)
{
    const struct card *card = &view->sitting->cards[i];
    bool focus = view->has_focus && i == view->focus, light = card->prompt.mood == MOOD_LIGHT;
    int col = pen->l->left + INDENT;

    if (is_seen(pen)) {
        canvas_put_sign(pen->canvas, pen->row, pen->l->left,
                        light ? ROLE_TEXT : ROLE_ACCENT_SERIOUS,
                        glyph(pen->canvas, light ? GLYPH_LIGHT : GLYPH_SERIOUS));
        if (focus) {
            canvas_put_sign(pen->canvas, pen->row, pen->l->margin, ROLE_FOCUS,
                            glyph(pen->canvas, GLYPH_FOCUS));
            canvas_cursor(pen->canvas, pen->row, pen->l->margin);
        }
    }
    put_text(pen, card->prompt.text, col, LAYOUT_VERSE_WIDTH, focus ? ROLE_VOICE : ROLE_TEXT);
    put_how(pen, card, col);
    put_notes(pen, view, card, focus, col);
    pen->row++;
}

/* So many rows up that the focused card is seen whole, from its first row at least. */
static int scroll_for(const struct sitting_view *view, struct pen pen)
{
    int begin = pen.first, rows = pen.last - pen.first + 1;

    pen.row = 1;
    pen.last = 0; /* nothing is drawn */
    for (size_t i = 0; i <= view->focus && i < view->sitting->card_count; i++) {
        begin = pen.row;
        put_card(&pen, view, i);
    }
    if (pen.row - 2 <= rows)
        return 0;
    return pen.row - 2 - rows < begin - 1 ? pen.row - 2 - rows : begin - 1;
}

static void draw_title(const struct sitting_view *view, const struct world *world,
                       struct canvas *canvas, const struct layout *l)
{
    struct strbuf title = STRBUF_INIT;
    const struct card *first = view->sitting->card_count ? &view->sitting->cards[0] : NULL;

    review_date(&title, view->sitting->started, world->now);
    strbuf_addf(&title, "   %s", review_part_of_day(view->sitting->started));
    if (first && first->outcome == OUTCOME_TALKED && first->first != PARTNER_NONE) {
        strbuf_addstr(&title, ", ");
        name_cut(&title, world, first->first, canvas->ascii);
        strbuf_addstr(&title, " began");
    }
    canvas_put_cut(canvas, l->top, l->left, l->column, ROLE_TEXT, title.text);
    strbuf_release(&title);
}

void sitting_view_draw(const struct sitting_view *view, const struct world *world,
                       struct canvas *canvas, const struct layout *l)
{
    struct pen pen = { .canvas = canvas, .l = l, .first = l->top + 2, .last = l->last };

    draw_title(view, world, canvas, l);
    pen.row = pen.first - (view->has_focus ? scroll_for(view, pen) : 0);
    for (size_t i = 0; i < view->sitting->card_count; i++)
        put_card(&pen, view, i);
}
