/* A line of text that is being typed. */
#include "ui/field.h"

#include "base/mem.h"
#include "base/text.h"
#include "ui/typed.h"

void field_release(struct field *field)
{
    strbuf_release(&field->text);
    field->cursor = 0;
}

void field_set(struct field *field, const char *text)
{
    strbuf_clear(&field->text);
    strbuf_addstr(&field->text, text ? text : "");
    field->cursor = field->text.size;
}

void field_type(struct field *field, const char *text)
{
    struct strbuf clean = STRBUF_INIT;
    size_t most = field->most ? field->most : FIELD_BYTES_MAX, room, fit;

    typed_clean(&clean, text, false);
    room = most > field->text.size ? most - field->text.size : 0;
    fit = typed_fit(&clean, room);
    strbuf_splice(&field->text, field->cursor, 0, clean.text, fit);
    field->cursor += fit;
    strbuf_release(&clean);
}

bool field_left(struct field *field)
{
    if (!field->cursor)
        return false;
    field->cursor = text_previous_cluster(field->text.text, field->text.size, field->cursor);
    return true;
}

bool field_right(struct field *field)
{
    if (field->cursor >= field->text.size)
        return false;
    field->cursor = text_next_cluster(field->text.text, field->text.size, field->cursor);
    return true;
}

bool field_erase(struct field *field)
{
    size_t end = field->cursor;

    if (!field_left(field))
        return false;
    strbuf_splice(&field->text, field->cursor, end - field->cursor, NULL, 0);
    return true;
}

bool field_erase_next(struct field *field)
{
    size_t next = text_next_cluster(field->text.text, field->text.size, field->cursor);

    if (next == field->cursor)
        return false;
    strbuf_splice(&field->text, field->cursor, next - field->cursor, NULL, 0);
    return true;
}

void field_home(struct field *field)
{
    field->cursor = 0;
}

void field_end(struct field *field)
{
    field->cursor = field->text.size;
}

bool field_act(struct field *field, enum action action, const char *text)
{
    switch (action) {
    case ACTION_TYPE:
        field_type(field, text);
        return true;
    case ACTION_ERASE:
        return field_erase(field);
    case ACTION_ERASE_NEXT:
        return field_erase_next(field);
    case ACTION_LEFT:
        return field_left(field);
    case ACTION_RIGHT:
        return field_right(field);
    case ACTION_LINE_BEGIN:
        field_home(field);
        return true;
    case ACTION_LINE_END:
        field_end(field);
        return true;
    default:
        return false;
    }
}

char *field_trimmed(const struct field *field)
{
    const char *begin = field->text.text, *end = begin + field->text.size;

    while (*begin == ' ')
        begin++;
    while (end > begin && end[-1] == ' ')
        end--;
    return mem_copy_n(begin, (size_t)(end - begin));
}

/* The cells of the first n bytes, as they are drawn. */
static int cells_of(const struct canvas *canvas, const char *text, size_t n)
{
    struct strbuf shown = STRBUF_INIT;
    int cells;

    text_display(&shown, text, n, canvas->ascii);
    cells = text_width(shown.text, shown.size);
    strbuf_release(&shown);
    return cells;
}

void field_draw(const struct field *field, struct canvas *canvas, int row, int col, int cells,
                enum role role, bool focus)
{
    const char *text = field->text.text;
    size_t from = 0, until;

    while (from < field->cursor && cells_of(canvas, text + from, field->cursor - from) >= cells)
        from = text_next_cluster(text, field->text.size, from);
    until = from;
    while (until < field->text.size) {
        size_t next = text_next_cluster(text, field->text.size, until);

        if (cells_of(canvas, text + from, next - from) > cells)
            break;
        until = next;
    }
    canvas_put_n(canvas, row, col, role, text + from, until - from);
    if (focus)
        canvas_cursor(canvas, row, col + cells_of(canvas, text + from, field->cursor - from));
}
