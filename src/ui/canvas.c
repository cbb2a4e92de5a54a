/* The grid of cells. */
#include "ui/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"

void canvas_init(struct canvas *canvas, int width, int height, bool ascii)
{
    *canvas = (struct canvas){ .ascii = ascii };
    canvas_reset(canvas, width, height);
}

void canvas_release(struct canvas *canvas)
{
    free(canvas->cells);
    *canvas = (struct canvas){ 0 };
}

static struct canvas_cell *cell_at(const struct canvas *canvas, int row, int col)
{
    if (row < 1 || col < 1 || row > canvas->height || col > canvas->width)
        return NULL;
    return &canvas->cells[(size_t)(row - 1) * (size_t)canvas->width + (size_t)(col - 1)];
}

static const struct canvas_cell blank = { .text = " ", .width = 1, .role = ROLE_TEXT };

static void make_blank(struct canvas_cell *cell)
{
    *cell = blank;
}

void canvas_reset(struct canvas *canvas, int width, int height)
{
    size_t count = (size_t)width * (size_t)height;

    if (width < 1 || height < 1)
        BUG("a canvas without cells");
    if (width != canvas->width || height != canvas->height || !canvas->cells)
        canvas->cells = mem_resize(canvas->cells, count, sizeof *canvas->cells);
    canvas->width = width;
    canvas->height = height;
    for (int i = 0; i < width; i++)
        make_blank(&canvas->cells[i]);
    for (int row = 1; row < height; row++)
        memcpy(&canvas->cells[(size_t)row * (size_t)width], canvas->cells,
               (size_t)width * sizeof *canvas->cells);
    canvas_cursor(canvas, height, 1);
}

/* Whatever wide letter the cell is half of is gone after this. */
static void unsplit(struct canvas *canvas, int row, int col)
{
    struct canvas_cell *cell = cell_at(canvas, row, col);

    if (!cell)
        return;
    if (!cell->width && col > 1)
        make_blank(cell - 1);
    if (cell->width == 2 && col < canvas->width)
        make_blank(cell + 1);
}

static void put_cell(struct canvas *canvas, int row, int col, enum role role, const char *bytes,
                     size_t n, int wide)
{
    struct canvas_cell *cell = cell_at(canvas, row, col);
    struct canvas_cell *right = wide == 2 ? cell_at(canvas, row, col + 1) : NULL;

    if (!cell)
        return;
    if (cell->width != 1)
        unsplit(canvas, row, col);
    if (wide == 2)
        unsplit(canvas, row, col + 1);
    make_blank(cell);
    cell->role = (uint8_t)role;
    if (wide == 2 && !right)
        return; /* half a letter at the edge is a blank */
    memset(cell->text, 0, sizeof cell->text);
    memcpy(cell->text, bytes, n);
    cell->width = (uint8_t)wide;
    if (right)
        *right = (struct canvas_cell){ .width = 0, .role = (uint8_t)role };
}

/* One spacing character and the marks on it, as many as a cell holds. */
static size_t spacing_end(const char *text, size_t n, size_t at, int *wide)
{
    uint32_t code;
    size_t end;

    if ((unsigned char)text[at] < 0x80 && (at + 1 == n || (unsigned char)text[at + 1] < 0x80)) {
        *wide = 1; /* display text has no controls */
        return at + 1;
    }
    end = at + text_decode(text, n, at, &code);
    *wide = text_code_width(code);
    while (end < n) {
        size_t size = text_decode(text, n, end, &code);

        if (text_code_width(code))
            break;
        end += size;
    }
    return end;
}

/* Printable ASCII, a letter a cell. */
static int put_plain(struct canvas *canvas, int row, int col, enum role role, const char *text,
                     size_t n)
{
    int end = col + (int)n, from = col < 1 ? 1 : col;
    int to = end < canvas->width + 1 ? end : canvas->width + 1;
    struct canvas_cell *cell = cell_at(canvas, row, from);

    for (int at = from; cell && at < to; at++, cell++) {
        if (cell->width != 1)
            unsplit(canvas, row, at);
        *cell =
            (struct canvas_cell){ .text = { text[at - col] }, .width = 1, .role = (uint8_t)role };
    }
    return end;
}

/* The same for any display text. */
static int put_display(struct canvas *canvas, int row, int col, enum role role, const char *text,
                       size_t n)
{
    for (size_t at = 0; at < n;) {
        size_t plain = text_plain(text + at, n - at), end, size;
        int wide;

        plain -= plain && at + plain < n; /* the last one may carry a mark */
        col = put_plain(canvas, row, col, role, text + at, plain);
        at += plain;
        if (at == n)
            break;
        end = spacing_end(text, n, at, &wide);
        size = end - at;

        while (size >= CANVAS_CELL_BYTES) /* marks beyond measure */
            size--;
        while (size && size < end - at && ((unsigned char)text[at + size] & 0xc0) == 0x80)
            size--;
        if (wide) { /* else a mark with nothing to stand on */
            put_cell(canvas, row, col, role, text + at, size, wide);
            col += wide;
        }
        at = end;
    }
    return col;
}

int canvas_put_n(struct canvas *canvas, int row, int col, enum role role, const char *text,
                 size_t n)
{
    struct strbuf shown = STRBUF_INIT;

    if (text_plain(text, n) == n)
        return put_plain(canvas, row, col, role, text, n);
    text_display(&shown, text, n, canvas->ascii);
    col = put_display(canvas, row, col, role, shown.text, shown.size);
    strbuf_release(&shown);
    return col;
}

int canvas_put(struct canvas *canvas, int row, int col, enum role role, const char *text)
{
    return canvas_put_n(canvas, row, col, role, text, strlen(text));
}

int canvas_put_sign(struct canvas *canvas, int row, int col, enum role role, const char *sign)
{
    put_cell(canvas, row, col, role, sign, strlen(sign), 1);
    return col + 1;
}

int canvas_put_cut(struct canvas *canvas, int row, int col, int cells, enum role role,
                   const char *text)
{
    struct strbuf shown = STRBUF_INIT;
    const char *tail;
    size_t kept;

    /* Two cells more than fit, so that the cut sees that there is more, and what it follows. */
    text_display_head(&shown, text, strlen(text), canvas->ascii,
                      (size_t)(cells < 0 ? 0 : cells) + 2);
    kept = text_cut_point(shown.text, shown.size, cells, canvas->ascii, &tail);
    col = put_display(canvas, row, col, role, shown.text, kept);
    col = put_display(canvas, row, col, role, tail, strlen(tail));
    strbuf_release(&shown);
    return col;
}

void canvas_fill(struct canvas *canvas, int row, int col, int cells, enum role role,
                 const char *text)
{
    struct strbuf shown = STRBUF_INIT;
    int wide, first = 0;

    text_display(&shown, text, strlen(text), canvas->ascii);
    wide = text_width(shown.text, shown.size);
    if (wide == 1 && shown.size < CANVAS_CELL_BYTES &&
        spacing_end(shown.text, shown.size, 0, &first) == shown.size && first == 1)
        for (int i = 0; i < cells; i++)
            put_cell(canvas, row, col + i, role, shown.text, shown.size, 1);
    else
        for (int used = 0; wide > 0 && used + wide <= cells; used += wide)
            col = put_display(canvas, row, col, role, shown.text, shown.size);
    strbuf_release(&shown);
}

void canvas_cursor(struct canvas *canvas, int row, int col)
{
    canvas->cursor_row = row < 1 ? 1 : row > canvas->height ? canvas->height : row;
    canvas->cursor_col = col < 1 ? 1 : col > canvas->width ? canvas->width : col;
}

const struct canvas_cell *canvas_at(const struct canvas *canvas, int row, int col)
{
    return cell_at(canvas, row, col);
}

int canvas_text_width(const struct canvas *canvas, const char *text)
{
    struct strbuf shown = STRBUF_INIT;
    size_t n = strlen(text);
    int wide;

    if (text_plain(text, n) == n)
        return (int)n;
    text_display(&shown, text, n, canvas->ascii);
    wide = text_width(shown.text, shown.size);
    strbuf_release(&shown);
    return wide;
}

/* One letter a role: what stands below a row in a dump. */
static char role_letter(unsigned role)
{
    static const char letters[ROLE_COUNT] = {
        [ROLE_TEXT] = ' ',         [ROLE_VOICE] = 'b',          [ROLE_MUTED] = 'm',
        [ROLE_ACCENT_LIGHT] = 'l', [ROLE_ACCENT_SERIOUS] = 's', [ROLE_FOCUS] = 'f',
        [ROLE_WARNING] = 'w',      [ROLE_WARNING_SIGN] = '!',
    };

    return letters[role];
}

static void trim_end(struct strbuf *line, size_t from)
{
    while (line->size > from && line->text[line->size - 1] == ' ')
        strbuf_truncate(line, line->size - 1);
}

void canvas_dump(const struct canvas *canvas, struct strbuf *out)
{
    strbuf_addf(out, "%dx%d, cursor at row %d, column %d\n", canvas->width, canvas->height,
                canvas->cursor_row, canvas->cursor_col);
    for (int row = 1; row <= canvas->height; row++) {
        size_t from;

        strbuf_addf(out, "%3d|", row);
        from = out->size;
        for (int col = 1; col <= canvas->width; col++)
            strbuf_addstr(out, cell_at(canvas, row, col)->text);
        trim_end(out, from);
        strbuf_addstr(out, "\n   :");
        from = out->size;
        for (int col = 1; col <= canvas->width; col++) {
            const struct canvas_cell *cell = cell_at(canvas, row, col);

            strbuf_addch(out, cell->text[0] == ' ' ? ' ' : role_letter(cell->role));
        }
        trim_end(out, from);
        if (out->size == from)
            strbuf_truncate(out, from - 4); /* nothing but plain ink */
        else
            strbuf_addch(out, '\n');
    }
}
