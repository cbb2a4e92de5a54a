/* Typing a text of several lines. */
#include "ui/area.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "ui/typed.h"

/* ---- the past ---- */

enum { CHANGES_MAX = 200 };

/* So many bytes went at that place, and others came. */
struct change {
    size_t at;
    struct strbuf gone, came;
};

/* The first done ones are in the text, the others were taken back. */
struct area_past {
    struct change changes[CHANGES_MAX];
    size_t count, done;
};

static void change_wipe(struct change *change)
{
    strbuf_wipe(&change->gone);
    strbuf_wipe(&change->came);
}

static void forget_undone(struct area_past *past)
{
    while (past->count > past->done)
        change_wipe(&past->changes[--past->count]);
}

/* Room for one more; the oldest one goes. */
static struct change *new_change(struct area_past *past)
{
    struct change *change;

    forget_undone(past);
    if (past->count == CHANGES_MAX) {
        change_wipe(&past->changes[0]);
        memmove(past->changes, past->changes + 1, (CHANGES_MAX - 1) * sizeof *past->changes);
        past->count--;
    }
    change = &past->changes[past->count++];
    *change = (struct change){ .gone = STRBUF_INIT, .came = STRBUF_INIT };
    past->done = past->count;
    return change;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

/* Letters of one word, typed one after the other, are taken back together. */
static bool goes_on(const struct area_past *past, size_t at, const struct strbuf *came)
{
    const struct change *last = past->done ? &past->changes[past->done - 1] : NULL;

    return last && past->done == past->count && !last->gone.size && last->came.size &&
           last->at + last->came.size == at &&
           text_next_cluster(came->text, came->size, 0) == came->size &&
           (!is_blank(last->came.text[last->came.size - 1]) || is_blank(came->text[0]));
}

/* All changes of the text go through here. */
static void change(struct area *area, size_t at, size_t remove, const struct strbuf *came)
{
    struct strbuf *text = &area->text;
    struct area_past *past = area->past;
    struct change *now;

    if (!remove && goes_on(past, at, came)) {
        now = &past->changes[past->done - 1];
    } else {
        now = new_change(past);
        now->at = at;
        strbuf_reserve(&now->came, came->size < 64 ? 64 : came->size);
        strbuf_reserve(&now->gone, remove);
    }
    strbuf_add(&now->gone, text->text + at, remove);
    strbuf_add(&now->came, came->text, came->size);
    strbuf_splice(text, at, remove, came->text, came->size);
    area->cursor = at + came->size;
}

static bool undo(struct area *area)
{
    struct change *last;

    if (!area->past->done)
        return false;
    last = &area->past->changes[--area->past->done];
    strbuf_splice(&area->text, last->at, last->came.size, last->gone.text, last->gone.size);
    area->cursor = last->at + last->gone.size;
    return true;
}

static bool redo(struct area *area)
{
    struct change *next;

    if (area->past->done == area->past->count)
        return false;
    next = &area->past->changes[area->past->done++];
    strbuf_splice(&area->text, next->at, next->gone.size, next->came.text, next->came.size);
    area->cursor = next->at + next->came.size;
    return true;
}

/* ---- its life ---- */

void area_init(struct area *area, size_t most)
{
    *area = (struct area){ .most = most, .wish = -1 };
    area->text = (struct strbuf)STRBUF_INIT;
    strbuf_reserve(&area->text, most);
    area->past = mem_new(1, sizeof *area->past);
}

void area_release(struct area *area)
{
    if (area->past) {
        area->past->done = 0;
        forget_undone(area->past);
    }
    free(area->past);
    strbuf_wipe(&area->text);
    area->past = NULL;
    area->cursor = 0;
}

/* Puts text there in the place of remove bytes, as much of it as there is room for. */
static bool put(struct area *area, size_t at, size_t remove, const char *text)
{
    struct strbuf clean = STRBUF_INIT;
    bool changed;

    typed_clean(&clean, text, true);
    strbuf_truncate(&clean, typed_fit(&clean, area->most - (area->text.size - remove)));
    changed = remove || clean.size;
    if (changed)
        change(area, at, remove, &clean);
    strbuf_wipe(&clean);
    return changed;
}

void area_replace(struct area *area, const char *text)
{
    put(area, 0, area->text.size, text);
    area->wish = -1;
}

/* ---- rows ---- */

struct row {
    size_t start, end; /* bytes; a line feed at its end isn't counted */
};

struct rows {
    struct row *list; /* at least one; owned */
    size_t count;
};

/* The cells of the first n bytes, as they are drawn. */
static int cells_of(const struct canvas *canvas, const char *text, size_t n)
{
    struct strbuf shown = STRBUF_INIT;
    int cells;

    if (text_plain(text, n) == n)
        return (int)n;
    text_display(&shown, text, n, canvas->ascii);
    cells = text_width(shown.text, shown.size);
    strbuf_wipe(&shown);
    return cells;
}

static void add_row(struct rows *rows, size_t start, size_t end)
{
    rows->list[rows->count++] = (struct row){ start, end };
}

/* Sets one line, which has no line feed. Blanks at the end of a row stand beyond its edge. */
static void set_line(struct rows *rows, const struct canvas *canvas, const char *text,
                     const bool *breaks, size_t start, size_t end, int width)
{
    size_t at = start, last_break = start;
    int cells = 0;

    while (at < end) {
        size_t next = text_next_cluster(text, end, at);
        int more = cells_of(canvas, text + at, next - at);

        if (at > start && breaks[at])
            last_break = at;
        if (cells + more > width && at > start && text[at] != ' ') {
            size_t cut = last_break > start ? last_break : at;

            add_row(rows, start, cut);
            start = at = last_break = cut;
            cells = 0;
            continue;
        }
        cells += more;
        at = next;
    }
    add_row(rows, start, end);
}

static struct rows rows_of(const struct area *area, const struct canvas *canvas, int width)
{
    const struct strbuf *text = &area->text;
    bool *breaks = mem_new(text->size + 1, sizeof *breaks);
    struct rows rows = { .list = mem_new(text->size + 1, sizeof *rows.list) };
    size_t start = 0;

    text_breaks(text->text, text->size, breaks);
    for (size_t at = 0; at <= text->size; at++)
        if (at == text->size || text->text[at] == '\n') {
            set_line(&rows, canvas, text->text, breaks, start, at, width < 1 ? 1 : width);
            start = at + 1;
        }
    free(breaks);
    return rows;
}

/* The row of the cursor: between two rows it is at the beginning of the second one. */
static size_t row_of(const struct area *area, const struct rows *rows)
{
    size_t i = rows->count - 1;

    while (i && rows->list[i].start > area->cursor)
        i--;
    return i;
}

static int column_of(const struct area *area, const struct canvas *canvas, const struct row *row)
{
    return cells_of(canvas, area->text.text + row->start, area->cursor - row->start);
}

/* The last place of a row where the cursor can stand and is in that row. */
static size_t last_place(const struct area *area, const struct rows *rows, size_t i)
{
    const struct row *row = &rows->list[i];
    bool goes_on = i + 1 < rows->count && rows->list[i + 1].start == row->end;

    if (!goes_on || row->end == row->start)
        return row->end;
    return text_previous_cluster(area->text.text, area->text.size, row->end);
}

/* Puts the cursor into that row, as near to the wished column as may be. */
static void go_to_row(struct area *area, const struct canvas *canvas, const struct rows *rows,
                      size_t i)
{
    const struct row *row = &rows->list[i];
    size_t last = last_place(area, rows, i), at = row->start;
    const char *text = area->text.text;

    while (at < last) {
        size_t next = text_next_cluster(text, area->text.size, at);

        if (cells_of(canvas, text + row->start, next - row->start) > area->wish)
            break;
        at = next;
    }
    area->cursor = at;
}

static bool move_rows(struct area *area, const struct canvas *canvas, const struct rows *rows,
                      int by)
{
    size_t at = row_of(area, rows);
    long to = (long)at + by;

    to = to < 0 ? 0 : to >= (long)rows->count ? (long)rows->count - 1 : to;
    if ((size_t)to == at)
        return false;
    if (area->wish < 0)
        area->wish = column_of(area, canvas, &rows->list[at]);
    go_to_row(area, canvas, rows, (size_t)to);
    return true;
}

static bool move_in_row(struct area *area, const struct rows *rows, bool to_end)
{
    size_t i = row_of(area, rows);
    size_t to = to_end ? last_place(area, rows, i) : rows->list[i].start;
    bool moves = to != area->cursor;

    area->cursor = to;
    return moves;
}

static bool act_by_rows(struct area *area, enum action action, const struct canvas *canvas,
                        int width)
{
    enum { PAGE = 5 };
    struct rows rows = rows_of(area, canvas, width);
    bool did;

    if (action == ACTION_UP || action == ACTION_DOWN)
        did = move_rows(area, canvas, &rows, action == ACTION_UP ? -1 : 1);
    else if (action == ACTION_PAGE_UP || action == ACTION_PAGE_DOWN)
        did = move_rows(area, canvas, &rows, action == ACTION_PAGE_UP ? -PAGE : PAGE);
    else
        did = move_in_row(area, &rows, action == ACTION_LINE_END);
    free(rows.list);
    return did;
}

/* ---- acting ---- */

static bool move_to(struct area *area, size_t to)
{
    bool moves = to != area->cursor;

    area->cursor = to;
    return moves;
}

bool area_act(struct area *area, enum action action, const char *text, const struct canvas *canvas,
              int width)
{
    const struct strbuf *t = &area->text;
    size_t before = text_previous_cluster(t->text, t->size, area->cursor);
    size_t after =
        area->cursor < t->size ? text_next_cluster(t->text, t->size, area->cursor) : area->cursor;

    switch (action) {
    case ACTION_UP:
    case ACTION_DOWN:
    case ACTION_PAGE_UP:
    case ACTION_PAGE_DOWN:
        return act_by_rows(area, action, canvas, width);
    default:
        area->wish = -1;
        break;
    }
    switch (action) {
    case ACTION_TYPE:
        return put(area, area->cursor, 0, text);
    case ACTION_NEW_LINE:
        return put(area, area->cursor, 0, "\n");
    case ACTION_ERASE:
        return put(area, before, area->cursor - before, "");
    case ACTION_ERASE_NEXT:
        return put(area, area->cursor, after - area->cursor, "");
    case ACTION_LEFT:
        return move_to(area, before);
    case ACTION_RIGHT:
        return move_to(area, after);
    case ACTION_LINE_BEGIN:
    case ACTION_LINE_END:
        return act_by_rows(area, action, canvas, width);
    case ACTION_UNDO:
        return undo(area);
    case ACTION_REDO:
        return redo(area);
    default:
        return false;
    }
}

/* ---- drawing ---- */

void area_draw(const struct area *area, struct canvas *canvas, int row, int col, int width,
               int rows, enum role role, bool focus)
{
    struct rows set = rows_of(area, canvas, width);
    size_t at = row_of(area, &set), first = at >= (size_t)rows ? at - (size_t)rows + 1 : 0;

    for (size_t i = first; i < set.count && i < first + (size_t)rows; i++) {
        const struct row *r = &set.list[i];
        size_t end = r->end;

        while (end > r->start && area->text.text[end - 1] == ' ') /* they may stand beyond */
            end--;
        canvas_put_n(canvas, row + (int)(i - first), col, role, area->text.text + r->start,
                     end - r->start);
    }
    if (focus) {
        int column = column_of(area, canvas, &set.list[at]);

        canvas_cursor(canvas, row + (int)(at - first), col + (column < width ? column : width));
    }
    free(set.list);
}
