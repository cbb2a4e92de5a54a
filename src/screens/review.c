/* Review: the sittings by date, newest first. A window of them is held; it moves along as the
 * focus does, so a million evenings take no more room than a hundred. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sittingview.h"
#include "store/journal.h"
#include "ui/glyph.h"
#include "ui/stack.h"

enum { PAGE = 64, WINDOW = 3 * PAGE };

struct review {
    struct sitting_line lines[WINDOW];
    size_t count;
    size_t focus, top; /* indexes: the focused line, the first one drawn */
    struct footer_place place;
    struct sitting leaf; /* the focused one, on the second leaf of a large screen */
};

static void drop(struct review *s, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++)
        sitting_line_release(&s->lines[i]);
    memmove(&s->lines[from], &s->lines[from + count], (s->count - from - count) * sizeof *s->lines);
    s->count -= count;
}

/* Older ones behind the last line; the newest leave if there is no room. */
static enum status load_older(struct screen *screen, struct error *err)
{
    struct review *s = screen->state;
    struct sitting_line *lines;
    size_t count, leave;
    enum status status =
        journal_page(screen->world->store, PAGE_OLDER_THAN,
                     s->count ? s->lines[s->count - 1].id : "", PAGE, &lines, &count, err);

    if (status != STATUS_OK)
        return status;
    leave = s->count + count > WINDOW ? s->count + count - WINDOW : 0;
    drop(s, 0, leave);
    s->focus -= leave < s->focus ? leave : s->focus;
    s->top -= leave < s->top ? leave : s->top;
    memcpy(&s->lines[s->count], lines, count * sizeof *lines);
    s->count += count;
    free(lines);
    return STATUS_OK;
}

/* Newer ones before the first line; the oldest leave if there is no room. */
static enum status load_newer(struct screen *screen, struct error *err)
{
    struct review *s = screen->state;
    struct sitting_line *lines;
    size_t count;
    enum status status = journal_page(screen->world->store, PAGE_NEWER_THAN,
                                      s->count ? s->lines[0].id : "", PAGE, &lines, &count, err);

    if (status != STATUS_OK)
        return status;
    if (s->count + count > WINDOW)
        drop(s, WINDOW - count, s->count + count - WINDOW);
    memmove(&s->lines[count], s->lines, s->count * sizeof *s->lines);
    memcpy(s->lines, lines, count * sizeof *lines);
    s->count += count;
    s->focus += count;
    s->top += count;
    free(lines);
    return STATUS_OK;
}

/* The focused sitting, where it is drawn beside the list. */
static void load_leaf(struct screen *screen)
{
    struct review *s = screen->state;
    const struct world *world = screen->world;
    struct layout l = layout_of(screen->metrics->width, screen->metrics->height), left, right;
    int between;

    if (!s->count || !layout_leaves(&l, &left, &right, &between) ||
        !strcmp(s->leaf.id, s->lines[s->focus].id))
        return;
    sitting_release(&s->leaf);
    journal_sitting(world->store, &world->couple, s->lines[s->focus].id, world->now, &s->leaf,
                    NULL);
}

static enum status review_open(struct screen *screen, struct error *err)
{
    enum status status = load_older(screen, err);

    if (status == STATUS_OK)
        load_leaf(screen);
    return status;
}

static void review_close(struct screen *screen)
{
    struct review *s = screen->state;

    drop(s, 0, s->count);
    sitting_release(&s->leaf);
}

/* Seen again after a page that may have changed a line. */
static void review_resume(struct screen *screen)
{
    struct review *s = screen->state;
    struct sitting_line *lines;
    size_t count, back = s->focus - s->top;
    char id[UUID_TEXT_SIZE];

    if (!s->count)
        return;
    snprintf(id, sizeof id, "%s", s->lines[s->focus].id);
    drop(s, 0, s->count);
    s->focus = s->top = 0;
    /* The focused one is the oldest of those not older than itself. */
    if (journal_page(screen->world->store, PAGE_NEWER_THAN, id, PAGE, &lines, &count, NULL) !=
        STATUS_OK)
        return;
    memcpy(s->lines, lines, count * sizeof *lines);
    s->count = count;
    free(lines);
    if (load_older(screen, NULL) == STATUS_OK && count < s->count)
        s->focus = count;
    s->top = s->focus > back ? s->focus - back : 0;
    sitting_release(&s->leaf); /* it may have changed as well */
    load_leaf(screen);
}

static void review_footer(const struct screen *screen, struct footer *footer)
{
    const struct review *s = screen->state;

    if (s->count)
        footer_add(footer, KEYMAP_REVIEW, ACTION_ENTER, NULL);
    else
        footer_add(footer, KEYMAP_REVIEW, ACTION_ENTER, "deal a card");
    footer_add(footer, KEYMAP_REVIEW, ACTION_BACK, "home");
    footer_add(footer, KEYMAP_REVIEW, ACTION_HELP, "more");
    footer_place_show(&s->place, footer);
}

static void focus_by(struct screen *screen, long by)
{
    struct review *s = screen->state;

    if (by > 0 && s->focus + (size_t)by >= s->count)
        load_older(screen, NULL);
    if (by < 0 && s->focus < (size_t)-by)
        load_newer(screen, NULL);
    if (by < 0)
        s->focus -= (size_t)-by < s->focus ? (size_t)-by : s->focus;
    else
        s->focus += (size_t)by;
    if (s->count && s->focus >= s->count)
        s->focus = s->count - 1;
}

static void go_to_end(struct screen *screen, bool oldest)
{
    struct review *s = screen->state;

    drop(s, 0, s->count);
    s->focus = s->top = 0;
    if (!oldest) {
        load_older(screen, NULL);
        return;
    }
    load_newer(screen, NULL); /* of an empty window: the oldest ones */
    s->focus = s->count ? s->count - 1 : 0;
    s->top = 0;
}

static bool same_month(struct day_time a, struct day_time b)
{
    return a.month == b.month && a.year == b.year;
}

/* Not for the first line. */
static bool begins_month(const struct review *s, size_t i)
{
    return !same_month(clock_civil(s->lines[i].started), clock_civil(s->lines[i - 1].started));
}

/* The rows that a line takes, with the month above it when it begins one. */
static int rows_at(bool top, bool begins)
{
    if (top)
        return 2;
    return begins ? 3 : 1;
}

/* The list begins two rows below the title. */
static int list_rows(const struct layout *l)
{
    return l->last - l->top - 1;
}

/* The first line to draw, so that the focus is seen. */
static size_t top_for(const struct review *s, int rows)
{
    size_t top = s->top <= s->focus ? s->top : s->focus;

    for (;;) {
        int used = 0;

        for (size_t i = top; i <= s->focus; i++)
            used += rows_at(i == top, i > top && begins_month(s, i));
        if (used <= rows || top == s->focus)
            return top;
        top++;
    }
}

static struct effect run(struct screen *screen, enum action action)
{
    struct review *s = screen->state;
    struct layout l = layout_of(screen->metrics->width, screen->metrics->height);
    struct effect effect = { 0 };

    switch (action) {
    case ACTION_UP:
    case ACTION_PREVIOUS:
        focus_by(screen, -1);
        break;
    case ACTION_DOWN:
    case ACTION_NEXT:
        focus_by(screen, 1);
        break;
    case ACTION_PAGE_UP:
        focus_by(screen, -(list_rows(&l) - 1));
        break;
    case ACTION_PAGE_DOWN:
        focus_by(screen, list_rows(&l) - 1);
        break;
    case ACTION_FIRST:
    case ACTION_LAST:
        go_to_end(screen, action == ACTION_LAST);
        break;
    case ACTION_ENTER:
        if (!s->count)
            return (struct effect){ .write = WRITE_DEAL,
                                    .filter = screen->world->choice,
                                    .move = MOVE_REPLACE,
                                    .to = &screen_card };
        effect = (struct effect){ .move = MOVE_PUSH, .to = &screen_sitting };
        snprintf(effect.card.sitting, sizeof effect.card.sitting, "%s", s->lines[s->focus].id);
        break;
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_BACK };
    default:
        break;
    }
    return effect;
}

static struct effect review_act(struct screen *screen, const struct input *input)
{
    struct review *s = screen->state;
    struct layout l = layout_of(screen->metrics->width, screen->metrics->height);
    struct footer footer = { 0 };
    struct effect effect;

    review_footer(screen, &footer);
    effect = run(screen, footer_place_act(&s->place, &footer, input->action));
    if (s->count)
        s->top = top_for(s, list_rows(&l));
    load_leaf(screen);
    return effect;
}

/* ---- drawing ---- */

static void draw_month(const struct screen *screen, struct canvas *canvas, const struct layout *l,
                       int row, struct day_time day)
{
    struct day_time today = clock_civil(screen->world->now);
    struct strbuf month = STRBUF_INIT;

    strbuf_addstr(&month, clock_month(day.month));
    if (day.year != today.year)
        strbuf_addf(&month, " %d", day.year);
    canvas_put(canvas, row, l->left, ROLE_MUTED, month.text);
    strbuf_release(&month);
}

static void draw_line(const struct sitting_line *line, struct day_time day, bool focus,
                      struct canvas *canvas, const struct layout *l, int row, int text_col)
{
    const char *weekday = clock_weekday(day.weekday);
    char date[] = { weekday[0],
                    weekday[1],
                    weekday[2],
                    ' ',
                    day.day < 10 ? ' ' : (char)('0' + day.day / 10),
                    (char)('0' + day.day % 10),
                    '\0' };
    int col;

    if (focus) {
        canvas_put_sign(canvas, row, l->margin, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
        canvas_cursor(canvas, row, l->margin);
    }
    col = canvas_put(canvas, row, l->left, focus ? ROLE_VOICE : ROLE_TEXT, date);
    col += l->narrow ? 1 : 2;
    for (size_t i = 0; i < line->mark_count && col < text_col - 1; i++) {
        bool light = line->marks[i] == MOOD_LIGHT;

        col = canvas_put_sign(canvas, row, col, light ? ROLE_TEXT : ROLE_ACCENT_SERIOUS,
                              glyph(canvas, light ? GLYPH_LIGHT : GLYPH_SERIOUS));
        col += l->narrow ? 0 : 1;
    }
    canvas_put_cut(canvas, row, text_col, l->right + (l->narrow ? 1 : 2) - text_col + 1,
                   focus           ? ROLE_VOICE
                   : line->is_note ? ROLE_TEXT
                                   : ROLE_MUTED,
                   line->text);
}

static void draw_empty(struct canvas *canvas, const struct layout *l)
{
    struct stack stack = { 0 };

    stack_add(&stack, canvas, "Nothing here yet. It begins with a card.", l->column, VERSE_QUIET,
              ROLE_TEXT)
        ->focus = true;
    stack_draw(&stack, canvas, l, l->first, l->last, 0);
    stack_release(&stack);
}

static void draw_list(const struct screen *screen, struct canvas *canvas, const struct layout *l)
{
    const struct review *s = screen->state;
    int row = l->top + 2, text_col = l->left + (l->narrow ? 12 : 16);
    size_t top = top_for(s, list_rows(l));
    struct day_time day = { 0 };

    for (size_t i = top; i < s->count; i++) {
        struct day_time before = day;
        int rows;

        day = clock_civil(s->lines[i].started);
        rows = rows_at(i == top, !same_month(before, day));

        if (row + rows - 1 > l->last)
            break;
        if (rows > 1) {
            row += rows - 2;
            draw_month(screen, canvas, l, row++, day);
        }
        draw_line(&s->lines[i], day, i == s->focus, canvas, l, row++, text_col);
    }
}

static void draw_leaf(const struct screen *screen, struct canvas *canvas,
                      const struct layout *right, int between)
{
    const struct review *s = screen->state;
    struct sitting_view view = { .sitting = &s->leaf };

    for (int row = right->top; row <= right->last; row += 2)
        canvas_put_sign(canvas, row, between, ROLE_MUTED, glyph(canvas, GLYPH_DOT));
    if (!strcmp(s->leaf.id, s->lines[s->focus].id))
        sitting_view_draw(&view, screen->world, canvas, right);
}

static void review_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct review *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height), left, right;
    int between;
    bool leaves = s->count && layout_leaves(&l, &left, &right, &between);

    if (leaves)
        l = left;
    canvas_put(canvas, l.top, l.left, ROLE_TEXT, "Looking back");
    if (!s->count)
        draw_empty(canvas, &l);
    else
        draw_list(screen, canvas, &l);
    if (leaves)
        draw_leaf(screen, canvas, &right, between);
}

const struct screen_ops screen_review = {
    .name = "review",
    .keymap = KEYMAP_REVIEW,
    .state_size = sizeof(struct review),
    .open = review_open,
    .act = review_act,
    .resume = review_resume,
    .draw = review_draw,
    .footer = review_footer,
    .close = review_close,
};
