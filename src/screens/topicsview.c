/* Topics, drawn: a row a topic. What stands above and below the rows moves with them, so that all
 * of it is reached where there is little room. */
#include "topicsview.h"

#include "base/mem.h"
#include "domain/words.h"
#include "ui/glyph.h"
#include "ui/layout.h"
#include "ui/verse.h"

/* Where the words of a row begin, counted from the left edge; narrow: the one word. */
enum { NARROW_AT = 21, NARROW_CELLS = 9, JOINT_AT = 27 };

static const struct {
    enum topic topic;
    int at;
    const char *said;
} words[] = { { TOPIC_OPEN, 27, "open" },
              { TOPIC_ASK, 38, "ask" },
              { TOPIC_CLOSED, 47, "not now" } };

static void draw_word(struct canvas *canvas, int row, int col, const char *word, bool chosen,
                      bool focus)
{
    enum role role = focus ? ROLE_VOICE : ROLE_TEXT, sign = focus ? ROLE_FOCUS : ROLE_TEXT;
    int end = canvas_put(canvas, row, col, chosen ? role : ROLE_MUTED, word);

    if (!chosen)
        return;
    canvas_put_sign(canvas, row, col - 2, sign, glyph(canvas, GLYPH_CHOSEN_LEFT));
    canvas_put_sign(canvas, row, end + 1, sign, glyph(canvas, GLYPH_CHOSEN_RIGHT));
}

static int narrow_at(const struct layout *l)
{
    int at = l->left + NARROW_AT, most = l->width - NARROW_CELLS;

    return at < most ? at : most;
}

static void draw_row(const struct topics_page *page, int flag, struct canvas *canvas,
                     const struct layout *l, int row)
{
    enum topic topic = page->topics->of[flag];
    bool focus = flag == page->focus;
    int at = l->narrow ? narrow_at(l) : l->left + JOINT_AT;

    if (focus) {
        canvas_put_sign(canvas, row, l->margin, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
        canvas_cursor(canvas, row, l->margin);
    }
    canvas_put_cut(canvas, row, l->left, at - l->left - 3, focus ? ROLE_VOICE : ROLE_TEXT,
                   words_said(&vocabulary_flag, flag));
    if (!page->choices)
        canvas_put(canvas, row, at, focus ? ROLE_VOICE : ROLE_TEXT,
                   words_said(&vocabulary_topic, (int)topic));
    for (size_t i = 0; page->choices && i < ARRAY_SIZE(words); i++)
        if (!l->narrow || words[i].topic == topic)
            draw_word(canvas, row, l->narrow ? at : l->left + words[i].at, words[i].said,
                      words[i].topic == topic, focus);
}

/* How far all moves up so that the focus is seen, and with the last row what stands below it. */
static int scroll_of(const struct topics_page *page, int above, int lines, int rows)
{
    int line = above + page->focus, scroll;

    if (page->focus == FLAG_COUNT - 1)
        line = lines - 1;
    scroll = line - rows + 1;
    return scroll > 0 ? scroll : 0;
}

void topics_page_draw(const struct topics_page *page, struct canvas *canvas)
{
    struct layout l = layout_of(canvas->width, canvas->height);
    struct verse about, below;
    int first = l.top + (l.low ? 1 : 2), row, above, lines;

    canvas_put_cut(canvas, l.top, l.left, l.column, ROLE_TEXT, page->title);
    verse_set(&about, canvas, page->about, l.column, VERSE_QUIET);
    verse_set(&below, canvas, page->below ? page->below : "", l.column, VERSE_QUIET);
    above = (int)about.count + 1;
    lines = above + FLAG_COUNT + (page->below ? 1 + (int)below.count : 0);
    row = first - scroll_of(page, above, lines, l.last - first + 1);
    verse_draw(&about, canvas, row, l.left, first, l.last, 1, 0, ROLE_TEXT);
    for (int flag = 0; flag < FLAG_COUNT; flag++)
        if (row + above + flag >= first && row + above + flag <= l.last)
            draw_row(page, flag, canvas, &l, row + above + flag);
    verse_draw(&below, canvas, row + above + FLAG_COUNT + 1, l.left, first, l.last, 1, 0,
               ROLE_MUTED);
    verse_release(&about);
    verse_release(&below);
}
