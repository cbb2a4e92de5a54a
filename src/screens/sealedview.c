/* One card in two halves: sealed, being written, open. */
#include "sealedview.h"

#include <string.h>

#include "cardview.h"
#include "ui/glyph.h"

enum { HALF_MARGIN = 2, LATTICE_EVERY = 4, LATTICE_OFFSET = 2, ROWS_MAX = 1000 };

int sealed_half(enum partner who)
{
    return who == PARTNER_RIGHT;
}

/* ---- where things go ---- */

struct place {
    struct layout l;
    int prompt, prompt_rows; /* its first row, and how many */
    int first, last;         /* the rows of the answers */
};

static int half_cells(const struct layout *l)
{
    return l->narrow ? l->column : l->middle - l->left - HALF_MARGIN;
}

int sealed_width(const struct canvas *canvas)
{
    struct layout l = layout_of(canvas->width, canvas->height);

    return half_cells(&l);
}

/* What stands above the answers. */
static const char *question_of(const struct sealed_view *view)
{
    return view->followup ? view->followup : view->card->prompt.text;
}

static struct place place_of(const struct sealed_view *view, const struct canvas *canvas)
{
    struct place p = { .l = layout_of(canvas->width, canvas->height) };
    int most;

    p.prompt = p.l.top + (p.l.low ? 1 : 2);
    most = (p.l.bottom - p.prompt) / 2;
    p.prompt_rows = card_lines_count(canvas, p.l.column, question_of(view));
    if (p.prompt_rows > most)
        p.prompt_rows = most;
    if (view->open && p.l.low &&
        !view->followup) { /* it has stepped back; what they wrote has the room */
        p.prompt_rows = 0;
        p.prompt--;
    }
    p.first = p.prompt + p.prompt_rows + 1;
    p.last = p.l.bottom - (p.l.low ? 1 : 2);
    return p;
}

/* The layout as one of the two has it: text begins where their half does. */
static struct layout half_of(const struct layout *l, enum partner who)
{
    struct layout half = *l;

    half.column = half_cells(l);
    if (who == PARTNER_RIGHT && !l->narrow)
        half.left = l->middle;
    half.margin = half.left - 2;
    half.right = half.left + half.column - 1;
    return half;
}

/* ---- sealed ---- */

/* The back of a half; the right one is the left one in a mirror. */
static void draw_back(const struct sealed_view *view, const struct place *p, enum partner who,
                      struct canvas *canvas)
{
    const struct layout *l = &p->l;
    int begin = l->frame_left + 2, end = (l->frame_left + l->frame_right) / 2 - 2;

    for (int row = p->first; row <= p->last; row++)
        for (int col = begin + ((row - p->first) % 2 ? LATTICE_OFFSET : 0); col <= end;
             col += LATTICE_EVERY)
            canvas_put_sign(canvas, row,
                            who == PARTNER_RIGHT ? l->frame_left + l->frame_right - col : col,
                            card_accent(view->card->prompt.mood), glyph(canvas, GLYPH_DOT));
}

static bool has_written(const struct sealed_view *view, enum partner who)
{
    return view->texts[sealed_half(who)].text.size > 0;
}

/* "Ana has written." below a half; where it is narrow both stand in the same column's halves. */
static void draw_name(const struct sealed_view *view, const struct screen *screen,
                      const struct layout *l, enum partner who, struct canvas *canvas)
{
    struct strbuf line = STRBUF_INIT;
    int col = who == PARTNER_LEFT ? l->left : l->middle;
    size_t name;

    name_cut(&line, screen->world, who, canvas->ascii);
    name = line.size;
    if (view->writes == who)
        strbuf_addstr(&line, l->narrow ? " writes." : " writes alone.");
    else if (!view->open && has_written(view, who))
        strbuf_addstr(&line, l->narrow ? " is done." : " has written.");
    canvas_put_cut(canvas, l->names, col, l->middle - l->left - 1, ROLE_TEXT, line.text);
    if (view->writes == who)
        canvas_put_n(canvas, l->names, col, ROLE_VOICE, line.text, name);
    strbuf_release(&line);
}

/* ---- open ---- */

/* The bytes of the first sentence: it has the voice. */
static size_t first_sentence(const char *text)
{
    static const char *const closing[] = { "”", "’", "»", "\"", "'", ")" };
    size_t n = 0;

    while (text[n] && text[n] != '\n') {
        bool ends = strchr(".!?", text[n]) || !strncmp(text + n, "…", strlen("…"));

        n += !strncmp(text + n, "…", strlen("…")) ? strlen("…") : 1;
        for (size_t i = 0; ends && i < sizeof closing / sizeof *closing; i++)
            if (!strncmp(text + n, closing[i], strlen(closing[i])))
                n += strlen(closing[i]);
        if (ends && (text[n] == ' ' || text[n] == '\n' || !text[n]))
            break;
    }
    return n;
}

static void add_answer(struct stack *stack, const struct area *area, const struct canvas *canvas,
                       int width)
{
    struct strbuf first = STRBUF_INIT;
    size_t n = first_sentence(area->text.text);
    const char *rest = area->text.text + n + strspn(area->text.text + n, " \n");

    strbuf_add(&first, area->text.text, n);
    stack_add(stack, canvas, first.text, width, VERSE_FILLED, ROLE_VOICE);
    if (*rest)
        stack_add(stack, canvas, rest, width, VERSE_FILLED, ROLE_TEXT)->gap = 1;
    strbuf_wipe(&first);
}

/* One below the other where it is narrow, with the names between. */
static void fill_narrow(struct stack *stack, const struct sealed_view *view,
                        const struct screen *screen, const struct canvas *canvas,
                        const struct layout *l)
{
    for (int i = 0; i < 2; i++) {
        struct strbuf name = STRBUF_INIT;

        name_cut(&name, screen->world, i ? PARTNER_RIGHT : PARTNER_LEFT, canvas->ascii);
        stack_add(stack, canvas, name.text, l->column, VERSE_QUIET, ROLE_MUTED)->gap = i;
        add_answer(stack, &view->texts[i], canvas, l->column);
        strbuf_release(&name);
    }
}

/* Draws one of them, or both where it is narrow; or, with no canvas to draw on, only measures.
 * Returns the rows that are too many. */
static int set_open(const struct sealed_view *view, const struct screen *screen,
                    const struct place *p, enum partner who, const struct canvas *metrics,
                    struct canvas *canvas)
{
    struct layout half = half_of(&p->l, who);
    struct stack stack = { 0 };
    int room = p->last - p->first + 1, over;

    if (p->l.narrow)
        fill_narrow(&stack, view, screen, metrics, &half);
    else
        add_answer(&stack, &view->texts[sealed_half(who)], metrics, half.column);
    over = stack_fit(&stack, room) - room;
    if (canvas)
        stack_draw(&stack, canvas, &half, p->first, p->last, view->scroll);
    stack_release(&stack);
    return over > 0 ? over : 0;
}

int sealed_overflow(const struct sealed_view *view, const struct screen *screen)
{
    const struct canvas *metrics = screen->metrics;
    struct place p = place_of(view, metrics);
    int left = set_open(view, screen, &p, PARTNER_LEFT, metrics, NULL);
    int right = p.l.narrow ? 0 : set_open(view, screen, &p, PARTNER_RIGHT, metrics, NULL);

    return left > right ? left : right;
}

/* ---- all of it ---- */

static void draw_half(const struct sealed_view *view, const struct screen *screen,
                      const struct place *p, enum partner who, struct canvas *canvas)
{
    struct layout half = half_of(&p->l, who);

    if (view->open && (who == PARTNER_LEFT || !p->l.narrow))
        set_open(view, screen, p, who, canvas, canvas);
    else if (view->writes == who)
        area_draw(&view->texts[sealed_half(who)], canvas, p->first, half.left, half.column,
                  p->last - p->first + 1, ROLE_TEXT, true);
    else if (!view->open && !(p->l.narrow && view->writes != PARTNER_NONE))
        draw_back(view, p, who, canvas);
    if (!(view->open && p->l.narrow)) /* there the names stand between the texts */
        draw_name(view, screen, &p->l, who, canvas);
}

void sealed_draw(const struct sealed_view *view, const struct screen *screen, struct canvas *canvas)
{
    struct place p = place_of(view, canvas);
    struct card_frame frame = {
        .kind = card_kind(view->card->prompt.mood),
        .left_solid = view->writes != PARTNER_LEFT && has_written(view, PARTNER_LEFT),
        .right_solid = view->writes != PARTNER_RIGHT && has_written(view, PARTNER_RIGHT),
        .halves = true,
        .bottom = p.l.bottom
    };

    card_frame_draw(&frame, canvas, &p.l);
    card_lines(canvas, p.prompt, p.prompt + p.prompt_rows - 1, p.l.left, p.l.column,
               !view->followup && (view->open || view->writes != PARTNER_NONE) ? ROLE_MUTED
                                                                               : ROLE_VOICE,
               question_of(view));
    draw_half(view, screen, &p, PARTNER_LEFT, canvas);
    draw_half(view, screen, &p, PARTNER_RIGHT, canvas);
    if (view->open && !p.l.low)
        canvas_put_cut(canvas, p.l.names + 2, p.l.left, p.l.column, ROLE_MUTED,
                       "Read both in silence first. Then talk.");
}
