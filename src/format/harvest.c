/* Collecting what readers find, and the few things they share. */
#include "harvest_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

void harvest_release(struct harvest *h)
{
    for (size_t i = 0; i < h->column_count; i++)
        free(h->columns[i]);
    for (size_t i = 0; i < h->piece_count; i++)
        free(h->pieces[i].text);
    for (size_t i = 0; i < h->left_count; i++)
        free(h->left[i].excerpt);
    for (size_t i = 0; i < h->said_count; i++) {
        free(h->said[i].name);
        free(h->said[i].text);
    }
    free(h->columns);
    free(h->pieces);
    free(h->entries);
    free(h->left);
    free(h->said);
    *h = (struct harvest){ 0 };
}

size_t harvest_column(struct harvest *h, const char *name)
{
    for (size_t i = 0; i < h->column_count; i++)
        if (!strcmp(h->columns[i], name))
            return i;
    if (h->column_count == HARVEST_COLUMNS_MAX)
        return HARVEST_COLUMNS_MAX;
    h->columns = mem_grow(h->columns, h->column_count, &h->column_room, sizeof *h->columns);
    h->columns[h->column_count] = mem_copy(name);
    return h->column_count++;
}

/* Takes back the last entry. */
static void unbegin(struct harvest *h)
{
    const struct entry *entry = &h->entries[--h->entry_count];

    while (h->piece_count > entry->first)
        free(h->pieces[--h->piece_count].text);
}

void harvest_entry(struct harvest *h, int line)
{
    if (h->entry_count == HARVEST_ENTRIES_MAX) {
        h->too_many = true;
        unbegin(h);
    }
    h->entries = mem_grow(h->entries, h->entry_count, &h->entry_room, sizeof *h->entries);
    h->entries[h->entry_count++] = (struct entry){ .line = line, .first = h->piece_count };
}

void harvest_piece(struct harvest *h, size_t column, const char *text, size_t n)
{
    if (column >= HARVEST_COLUMNS_MAX)
        return;
    h->pieces = mem_grow(h->pieces, h->piece_count, &h->piece_room, sizeof *h->pieces);
    h->pieces[h->piece_count++] = (struct piece){ column, mem_copy_n(text, n) };
    h->entries[h->entry_count - 1].count++;
}

void harvest_leave_with(struct harvest *h, int line, const char *text, size_t n, const char *why,
                        int other)
{
    enum { ENOUGH = 400 };
    struct strbuf shown = STRBUF_INIT, excerpt = STRBUF_INIT;

    if (h->left_count == HARVEST_LEFT_MAX) {
        h->left_more++;
        return;
    }
    text_display(&shown, text, n < ENOUGH ? n : ENOUGH, false);
    text_cut(&excerpt, shown.text, HARVEST_EXCERPT_CELLS, false);
    strbuf_release(&shown);
    h->left = mem_grow(h->left, h->left_count, &h->left_room, sizeof *h->left);
    h->left[h->left_count] =
        (struct left_out){ line, strbuf_detach(&excerpt), why, other, h->left_count };
    h->left_count++;
}

void harvest_leave(struct harvest *h, int line, const char *text, size_t n, const char *why)
{
    harvest_leave_with(h, line, text, n, why, 0);
}

void harvest_said(struct harvest *h, const char *name, const char *text, size_t n)
{
    if (h->said_count == HARVEST_SAID_MAX)
        return;
    h->said = mem_grow(h->said, h->said_count, &h->said_room, sizeof *h->said);
    h->said[h->said_count++] = (struct said){ mem_copy(name), mem_copy_n(text, n) };
}

bool harvest_said_line(struct harvest *h, const char *text, size_t n)
{
    enum { NAME_SIZE = 32 };
    struct line line = line_trim((struct line){ .text = text, .n = n }), value;
    const char *colon = memchr(line.text, ':', line.n);
    char name[NAME_SIZE];
    size_t size = colon ? (size_t)(colon - line.text) : 0;

    if (!size || size >= sizeof name)
        return false;
    memcpy(name, line.text, size);
    name[size] = '\0';
    value = line_trim((struct line){ .text = colon + 1, .n = line.n - size - 1 });
    if (role_of(name) < ROLE_TITLE || !value.n)
        return false;
    harvest_said(h, name, value.text, value.n);
    return true;
}

const char *harvest_text(const struct harvest *h, const struct entry *entry, size_t column)
{
    for (size_t i = entry->first; i < entry->first + entry->count; i++)
        if (h->pieces[i].column == column)
            return h->pieces[i].text;
    return NULL;
}

bool line_next(const char *text, size_t n, size_t *at, struct line *line)
{
    const char *feed;

    if (*at >= n)
        return false;
    line->text = text + *at;
    feed = memchr(line->text, '\n', n - *at);
    line->n = feed ? (size_t)(feed - line->text) : n - *at;
    line->number++;
    *at += line->n + 1;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct line line_trim(struct line line)
{
    while (line.n && is_blank(*line.text)) {
        line.text++;
        line.n--;
    }
    while (line.n && is_blank(line.text[line.n - 1]))
        line.n--;
    return line;
}

bool line_begins(struct line line, const char *with)
{
    size_t size = strlen(with);

    return line.n >= size && !memcmp(line.text, with, size);
}
