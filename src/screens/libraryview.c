/* How the library is drawn: a line a prompt, the focused one opened in its place; on a large
 * screen the focused one stands whole on the second leaf. */
#include "libraryview.h"

#include <string.h>

#include "base/text.h"
#include "promptview.h"
#include "ui/glyph.h"

enum { INDENT = 4, FILTER_AT = 12 };

/* ---- the words that narrow it down ---- */

size_t library_chip_count(const struct library *s)
{
    size_t count = s->words.text.size > 0;

    for (size_t i = 0; i < FILTER_ROWS; i++)
        count += s->filters.chosen[i] > 0;
    return count;
}

/* The filter row of a chip; FILTER_ROWS for the words looked for. */
static size_t row_of_chip(const struct library *s, size_t chip)
{
    size_t row = 0;

    for (; row < FILTER_ROWS; row++)
        if (s->filters.chosen[row] && !chip--)
            break;
    return row;
}

void library_chip_remove(struct library *s, size_t chip)
{
    size_t row = row_of_chip(s, chip);

    if (row < FILTER_ROWS)
        s->filters.chosen[row] = 0;
    else
        field_set((struct field *)&s->words, NULL);
}

static void chip_said(struct strbuf *out, const struct library *s, size_t chip)
{
    size_t row = row_of_chip(s, chip);

    if (row < FILTER_ROWS)
        filter_said(out, (enum filter_row)row, s->filters.chosen[row], &s->packs);
    else
        strbuf_addf(out, "“%s”", s->words.text.text);
}

static int chips_width(const struct library *s, const struct canvas *canvas)
{
    int width = 0;

    for (size_t i = 0; i < library_chip_count(s); i++) {
        struct strbuf said = STRBUF_INIT;

        chip_said(&said, s, i);
        width += canvas_text_width(canvas, said.text) + 4 + (i ? 2 : 0);
        strbuf_release(&said);
    }
    return width;
}

/* ‹ word ›  ‹ word ›; where there isn't room for all, from the chosen one on. */
static void draw_chips(const struct library *s, struct canvas *canvas, const struct layout *l,
                       int row)
{
    bool here = s->at == AT_CHIPS;
    bool fit = chips_width(s, canvas) <= l->column;
    int col = l->left;

    for (size_t i = here && !fit ? s->chip : 0;
         i < library_chip_count(s) && col + INDENT < l->right; i++) {
        enum role role = here && i == s->chip ? ROLE_FOCUS : ROLE_MUTED;
        struct strbuf said = STRBUF_INIT;

        chip_said(&said, s, i);
        if (here && i == s->chip)
            canvas_cursor(canvas, row, col);
        col = canvas_put_sign(canvas, row, col, role, glyph(canvas, GLYPH_CHOSEN_LEFT)) + 1;
        col = canvas_put_cut(canvas, row, col, l->right - col - 1, role, said.text) + 1;
        col = canvas_put_sign(canvas, row, col, role, glyph(canvas, GLYPH_CHOSEN_RIGHT)) + 2;
        strbuf_release(&said);
    }
}

/* ---- where the list stands ---- */

static bool has_leaves(const struct layout *l)
{
    struct layout left, right;
    int between;

    return layout_leaves(l, &left, &right, &between);
}

/* Below the title, and below the row of words or the rule of the field. */
static int list_first(const struct library *s, const struct layout *l)
{
    return l->top + 2 + (library_chip_count(s) || s->at == AT_WORDS);
}

/* On a low screen every row is for the list; else the last one has the signs. */
static int list_last(const struct layout *l)
{
    return l->low ? l->last : l->last - 2;
}

int library_rows(const struct library *s, const struct layout *l)
{
    return list_last(l) - list_first(s, l) + 1;
}

/* ---- the list ---- */

static void line_said(struct strbuf *out, const struct prompt_line *line)
{
    if (!line->face_down) {
        strbuf_addstr(out, line->text);
        return;
    }
    strbuf_addf(out, "face down, %s: %s", words_said(&vocabulary_depth, line->depth), line->text);
}

/* What stands below the words of the opened line. */
static void line_how(struct strbuf *out, const struct prompt_line *line)
{
    const struct prompt prompt = { .mood = line->mood,
                                   .mode = line->mode,
                                   .depth = line->depth,
                                   .dimension = line->dimension,
                                   .minutes = line->minutes };

    prompt_how(out, &prompt);
}

static void line_marks(struct strbuf *out, const struct prompt_line *line)
{
    if (line->favourite)
        strbuf_addstr(out, words_said(&vocabulary_mark, MARK_FAVOURITE));
    if (line->never)
        strbuf_addf(out, "%s%s", out->size ? " · " : "", words_said(&vocabulary_mark, MARK_NEVER));
}

/* The opened line as rows of text; with last 0 it is only measured. Returns the row behind it. */
static int put_open(const struct prompt_line *line, struct canvas *canvas, const struct layout *l,
                    int row, int last)
{
    int col = l->left + INDENT, cells = l->right - col + 1, most = LAYOUT_VERSE_WIDTH;
    struct strbuf texts[3] = { STRBUF_INIT, STRBUF_INIT, STRBUF_INIT };

    line_said(&texts[0], line);
    line_how(&texts[1], line);
    line_marks(&texts[2], line);
    for (int i = 0; i < 3; i++) {
        struct verse verse;

        if (!texts[i].size)
            continue;
        verse_set(&verse, canvas, texts[i].text, i || cells < most ? cells : most, VERSE_QUIET);
        if (last)
            verse_draw(&verse, canvas, row, col, row, last, 1, 0, i ? ROLE_MUTED : ROLE_VOICE);
        row += (int)verse.count;
        verse_release(&verse);
        strbuf_release(&texts[i]);
    }
    return row;
}

/* The rows of the focused line, with the blank one below it. */
static int focus_rows(const struct library *s, const struct canvas *canvas, const struct layout *l)
{
    struct canvas letters = { .ascii = canvas->ascii };

    if (has_leaves(l) || !s->count)
        return 1;
    return put_open(&s->lines[s->focus], &letters, l, 0, 0) + 1;
}

size_t library_top(const struct library *s, const struct canvas *canvas, const struct layout *l)
{
    size_t top = s->top <= s->focus ? s->top : s->focus;
    int rows = library_rows(s, l), open = focus_rows(s, canvas, l);

    while (top < s->focus && (int)(s->focus - top) + open > rows + 1)
        top++;
    return top;
}

static void draw_signs(const struct prompt_line *line, struct canvas *canvas,
                       const struct layout *l, int row)
{
    bool light = line->mood == MOOD_LIGHT, talking = line->mode == MODE_TALKING;

    canvas_put_sign(canvas, row, l->left, light ? ROLE_TEXT : ROLE_ACCENT_SERIOUS,
                    glyph(canvas, light ? GLYPH_LIGHT : GLYPH_SERIOUS));
    canvas_put_sign(canvas, row, l->left + 2, ROLE_TEXT,
                    glyph(canvas, talking ? GLYPH_ACROSS : GLYPH_DOT));
}

static void draw_list(const struct library *s, struct canvas *canvas, const struct layout *l,
                      bool leaves)
{
    int row = list_first(s, l), last = list_last(l);
    struct layout whole = layout_of(canvas->width, canvas->height);

    for (size_t i = library_top(s, canvas, &whole); i < s->count && row <= last; i++) {
        const struct prompt_line *line = &s->lines[i];
        bool focus = i == s->focus && s->at != AT_WORDS && s->at != AT_CHIPS;
        struct strbuf said = STRBUF_INIT;

        draw_signs(line, canvas, l, row);
        if (focus) {
            canvas_put_sign(canvas, row, l->margin, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
            canvas_cursor(canvas, row, l->margin);
        }
        if (i == s->focus && !leaves && focus) {
            row = put_open(line, canvas, l, row, last) + 1;
            continue;
        }
        line_said(&said, line);
        canvas_put_cut(canvas, row, l->left + INDENT, l->right - l->left - INDENT + 1,
                       focus                            ? ROLE_VOICE
                       : line->face_down || line->never ? ROLE_MUTED
                                                        : ROLE_TEXT,
                       said.text);
        strbuf_release(&said);
        row++;
    }
}

static void draw_legend(struct canvas *canvas, const struct layout *l)
{
    static const struct {
        enum glyph sign;
        const char *said;
    } signs[] = { { GLYPH_LIGHT, "light" },
                  { GLYPH_SERIOUS, "serious" },
                  { GLYPH_ACROSS, "talking" },
                  { GLYPH_DOT, "listening" } };
    int col = l->left;

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        col = canvas_put_sign(canvas, l->last, col, ROLE_MUTED, glyph(canvas, signs[i].sign)) + 1;
        col = canvas_put(canvas, l->last, col, ROLE_MUTED, signs[i].said) + 3;
    }
}

/* ---- the page ---- */

static void draw_title(const struct library *s, struct canvas *canvas, const struct layout *l)
{
    int col = canvas_put(canvas, l->top, l->left, ROLE_TEXT, "Library");

    if (s->at == AT_WORDS) {
        col = canvas_put(canvas, l->top, col, ROLE_TEXT, " for ");
        field_draw(&s->words, canvas, l->top, col, l->right - col + 1, ROLE_VOICE, true);
        canvas_fill(canvas, l->top + 1, col, l->right - col + 1, ROLE_MUTED,
                    glyph(canvas, GLYPH_ACROSS));
    } else if (library_chip_count(s)) {
        draw_chips(s, canvas, l, l->top + 1);
    } else {
        canvas_put_cut(canvas, l->top, col + 3, l->right - col - 2, ROLE_MUTED,
                       "any mood · any time · all packs");
    }
}

static void draw_nothing(const struct library *s, struct canvas *canvas, const struct layout *l)
{
    struct strbuf said = STRBUF_INIT;
    struct stack stack = { 0 };

    if (s->words.text.size)
        strbuf_addf(&said,
                    library_chip_count(s) > 1 ? "Nothing with “%s” among these. Fewer filters, or "
                                                "fewer letters, find more."
                                              : "Nothing with “%s”. Fewer letters find more.",
                    s->words.text.text);
    else if (library_chip_count(s))
        strbuf_addstr(&said, "Nothing is all of that at once. Enter shows all of it again.");
    else
        strbuf_addstr(&said, "There are no prompts here. A pack brings some.");
    stack_add(&stack, canvas, said.text, l->column, VERSE_QUIET, ROLE_TEXT)->focus =
        s->at == AT_LIST;
    stack_draw(&stack, canvas, l, list_first(s, l) + (l->low ? 0 : 1), l->last, 0);
    stack_release(&stack);
    strbuf_release(&said);
}

static void draw_filters(const struct library *s, struct canvas *canvas, const struct layout *l)
{
    int leading = (l->last - l->top - 1) / FILTER_ROWS > 1 ? 2 : 1, row = l->top + 2;

    /* Where not all rows fit, they move along with the focus. */
    if (row + FILTER_ROWS * leading - 1 > l->last && row + (int)s->row * leading > l->last)
        row -= row + (int)s->row * leading - l->last;
    for (size_t i = 0; i < FILTER_ROWS; i++, row += leading) {
        struct strbuf said = STRBUF_INIT;
        bool focus = i == s->row;
        int col = l->left + FILTER_AT;

        if (row < l->top + 2 || row > l->last)
            continue;
        if (focus) {
            canvas_put_sign(canvas, row, l->margin, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
            canvas_cursor(canvas, row, l->margin);
        }
        filter_said(&said, (enum filter_row)i, s->filters.chosen[i], &s->packs);
        canvas_put(canvas, row, l->left, ROLE_MUTED, filter_label((enum filter_row)i));
        canvas_put_sign(canvas, row, col, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_LEFT));
        col = canvas_put_cut(canvas, row, col + 2, l->right - col - 3,
                             focus ? ROLE_FOCUS : ROLE_TEXT, said.text);
        canvas_put_sign(canvas, row, col + 1, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_RIGHT));
        strbuf_release(&said);
    }
}

static void draw_leaf(const struct library *s, struct canvas *canvas, const struct layout *right,
                      int between)
{
    const struct prompt_line *line = s->focus < s->count ? &s->lines[s->focus] : NULL;
    struct prompt_view view = { .prompt = &s->leaf };

    for (int row = right->top; row <= right->last; row += 2)
        canvas_put_sign(canvas, row, between, ROLE_MUTED, glyph(canvas, GLYPH_DOT));
    if (!line || !s->leaf.id || strcmp(s->leaf.id, line->id) || strcmp(s->leaf.pack, line->pack))
        return;
    view.pack = pack_list_find(&s->packs, line->pack);
    view.marks =
        (line->favourite ? 1u << MARK_FAVOURITE : 0u) | (line->never ? 1u << MARK_NEVER : 0u);
    prompt_view_draw(&view, canvas, right, 0);
}

void library_view_draw(const struct library *s, struct canvas *canvas)
{
    struct layout l = layout_of(canvas->width, canvas->height), left, right;
    int between;
    bool leaves = layout_leaves(&l, &left, &right, &between);

    if (leaves)
        l = left;
    if (s->at == AT_FILTERS) {
        canvas_put(canvas, l.top, l.left, ROLE_TEXT, "Library, only what is");
        draw_filters(s, canvas, &l);
        return;
    }
    draw_title(s, canvas, &l);
    if (s->count)
        draw_list(s, canvas, &l, leaves);
    else
        draw_nothing(s, canvas, &l);
    if (!l.low && s->count)
        draw_legend(canvas, &l);
    if (leaves)
        draw_leaf(s, canvas, &right, between);
}
