/* Markdown: what stands in lists and tables is taken, headings say what it is about, the rest is
 * talk around it. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "harvest_private.h"

enum { HEADINGS = 6 };

struct markdown {
    struct harvest *h;
    struct strbuf headings[HEADINGS + 1]; /* by level; 0 isn't used */
    struct strbuf item;                   /* the one that is being read */
    int item_line;
    struct strbuf names[HARVEST_COLUMNS_MAX]; /* of the table's columns */
    size_t name_count;
    bool fenced, in_table;
};

static size_t heading_level(struct line line)
{
    size_t level = 0;

    while (level < line.n && line.text[level] == '#')
        level++;
    return level && level <= HEADINGS && level < line.n && line.text[level] == ' ' ? level : 0;
}

/* The bytes of "- ", "12. " and their like; 0 if there is none. */
static size_t marker_size(struct line line)
{
    size_t i = 0;

    if (line.n > 1 && strchr("-*+", *line.text) && strchr(" \t", line.text[1]))
        return 2;
    if (line_begins(line, "\xe2\x80\xa2")) /* a bullet that somebody pasted */
        return 3;
    while (i < line.n && i < 6 && isdigit((unsigned char)line.text[i]))
        i++;
    return i && i + 1 < line.n && strchr(".)", line.text[i]) && strchr(" \t", line.text[i + 1])
               ? i + 2
               : 0;
}

static bool is_rule(struct line line)
{
    size_t signs = 0;

    for (size_t i = 0; i < line.n; i++) {
        if (!strchr("-*_=:| \t", line.text[i]))
            return false;
        signs += !strchr(" \t", line.text[i]);
    }
    return signs >= 3;
}

static void add_headings(struct markdown *m)
{
    static const char *const names[] = { "group", "section", "subsection" };
    size_t count = 0;

    /* The first level is the file's title. */
    for (size_t level = 2; level <= HEADINGS && count < ARRAY_SIZE(names); level++)
        if (m->headings[level].size)
            harvest_piece(m->h, harvest_column(m->h, names[count++]), m->headings[level].text,
                          m->headings[level].size);
}

static void end_item(struct markdown *m)
{
    struct line item =
        line_trim((struct line){ .text = m->item.text, .n = m->item.size, .number = m->item_line });

    if (!item.n)
        return;
    if (*item.text == '[' && item.text[item.n - 1] == ')' && strstr(m->item.text, "](#")) {
        harvest_leave(m->h, item.number, item.text, item.n, "a link within the page");
    } else if (item.text[item.n - 1] == ':') {
        harvest_leave(m->h, item.number, item.text, item.n, "it introduces what is below it");
    } else {
        harvest_entry(m->h, item.number);
        harvest_piece(m->h, harvest_column(m->h, ""), item.text, item.n);
        add_headings(m);
    }
    strbuf_clear(&m->item);
}

static void take_heading(struct markdown *m, struct line line, size_t level)
{
    struct line words = { .text = line.text + level, .n = line.n - level };
    struct strbuf plain = STRBUF_INIT;

    while (words.n && strchr("# ", words.text[words.n - 1]))
        words.n--;
    words = line_trim(words);
    if (is_question(words.text, words.n)) { /* it heads what people write below it */
        strbuf_add(&m->item, words.text, words.n);
        m->item_line = line.number;
        end_item(m);
        return;
    }
    markdown_plain(&plain, words.text, words.n);
    harvest_leave(m->h, line.number, line.text, line.n, "a heading");
    if (level == 1 && !m->headings[1].size)
        harvest_said(m->h, "title", plain.text, plain.size);
    for (size_t i = level; i <= HEADINGS; i++)
        strbuf_clear(&m->headings[i]);
    strbuf_addstr(&m->headings[level], plain.text);
    strbuf_release(&plain);
}

static void take_marked(struct markdown *m, struct line line, size_t size)
{
    struct line rest = { .text = line.text + size, .n = line.n - size };

    end_item(m);
    rest = line_trim(rest);
    if (line_begins(rest, "[ ] ") || line_begins(rest, "[x] ")) {
        rest.text += 4;
        rest.n -= 4;
    }
    strbuf_add(&m->item, rest.text, rest.n);
    m->item_line = line.number;
}

/* One cell of a row between bars; *at goes behind it. */
static struct line table_cell(struct line row, size_t *at)
{
    size_t end = *at;
    struct line cell;

    while (end < row.n && row.text[end] != '|')
        end += row.text[end] == '\\' && end + 1 < row.n ? 2 : 1;
    cell = (struct line){ .text = row.text + *at, .n = end - *at, .number = row.number };
    *at = end + 1;
    return line_trim(cell);
}

static void take_names(struct markdown *m, struct line row)
{
    size_t at = 1;

    for (m->name_count = 0; at < row.n && m->name_count < HARVEST_COLUMNS_MAX; m->name_count++) {
        struct line cell = table_cell(row, &at);

        strbuf_clear(&m->names[m->name_count]);
        strbuf_add(&m->names[m->name_count], cell.text, cell.n);
    }
    harvest_leave(m->h, row.number, row.text, row.n, "the names of the columns");
}

static void take_cells(struct markdown *m, struct line row)
{
    size_t at = 1;

    harvest_entry(m->h, row.number);
    for (size_t i = 0; at < row.n && i < m->name_count; i++) {
        struct line cell = table_cell(row, &at);

        if (cell.n)
            harvest_piece(m->h, harvest_column(m->h, m->names[i].text), cell.text, cell.n);
    }
    add_headings(m);
}

static void take_table_row(struct markdown *m, struct line row)
{
    end_item(m);
    if (!m->in_table)
        take_names(m, row);
    else if (!is_rule(row))
        take_cells(m, row);
    m->in_table = true;
}

/* A line that is no heading, item or row: goes on with an item, or is talk. */
static void take_other(struct markdown *m, struct line raw, struct line line)
{
    if (m->item.size && (strchr(" \t", *raw.text) || raw.number == m->item_line + 1)) {
        strbuf_addch(&m->item, ' ');
        strbuf_add(&m->item, line.text, line.n);
        return;
    }
    end_item(m);
    if (!is_rule(line) && !harvest_said_line(m->h, line.text, line.n))
        harvest_leave(m->h, line.number, line.text, line.n, "not an item of a list");
}

static void take_line(struct markdown *m, struct line raw)
{
    struct line line = line_trim(raw);
    size_t size;

    if (line_begins(line, "```") || line_begins(line, "~~~")) {
        end_item(m);
        m->fenced = !m->fenced;
    } else if (m->fenced) {
        harvest_leave(m->h, line.number, line.text, line.n, "part of a block of code");
    } else if (line.n && *line.text == '|') {
        take_table_row(m, line);
        return;
    } else if (line.n && (size = heading_level(line))) {
        end_item(m);
        take_heading(m, line, size);
    } else if (line.n && !is_rule(line) && (size = marker_size(line))) {
        take_marked(m, line, size);
    } else if (line.n) {
        take_other(m, raw, line);
    }
    m->in_table = false;
}

enum status read_markdown(struct harvest *h, const char *text, size_t n, const char *key,
                          struct error *err)
{
    struct markdown *m = mem_new(1, sizeof *m);
    struct line line = { 0 };
    size_t at = 0;

    m->h = h;
    m->item = (struct strbuf)STRBUF_INIT;
    for (size_t i = 0; i <= HEADINGS; i++)
        m->headings[i] = (struct strbuf)STRBUF_INIT;
    for (size_t i = 0; i < HARVEST_COLUMNS_MAX; i++)
        m->names[i] = (struct strbuf)STRBUF_INIT;
    while (line_next(text, n, &at, &line))
        take_line(m, line);
    end_item(m);
    strbuf_release(&m->item);
    for (size_t i = 0; i <= HEADINGS; i++)
        strbuf_release(&m->headings[i]);
    for (size_t i = 0; i < HARVEST_COLUMNS_MAX; i++)
        strbuf_release(&m->names[i]);
    free(m);
    if (h->entry_count)
        return STATUS_OK;
    /* Without a list or a table it is a note like any other. */
    harvest_release(h);
    return read_lines(h, text, n, key, err);
}

/* Numbers alone are no sign of it: plain lines have them too. */
int probe_markdown(const char *text, size_t n)
{
    struct line line = { 0 };
    size_t at = 0, lines = 0, items = 0, headings = 0, numbers = 0;

    while (line_next(text, n, &at, &line)) {
        struct line part = line_trim(line);
        bool heading = part.n && heading_level(part);

        if (!part.n)
            continue;
        lines++;
        headings += heading;
        items +=
            (heading && is_question(part.text, part.n)) || marker_size(part) || *part.text == '|';
        numbers += marker_size(part) && isdigit((unsigned char)*part.text);
    }
    if (!items || (!headings && (items < 2 || items == numbers)))
        return 0;
    return (items + headings) * 2 >= lines ? 72 : headings ? 50 : 0;
}
