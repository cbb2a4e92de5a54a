/* Tables: CSV, TSV, and what Anki exports. Quotes as RFC 4180 has them; where there is one, the row
 * of names is a guess. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "harvest_private.h"

/* One table while it is read. */
struct table {
    const char *text;
    size_t n, at;
    char separator;
    int line;
    bool strict; /* a quote that isn't closed is an error; else it is a letter */
    int open;    /* the line of a quote that is never closed, where that is an error; else 0 */
};

/* The fields of one row; kept from row to row. */
struct row {
    struct strbuf *fields;
    size_t count, room;
    int line; /* where it begins */
};

static void row_release(struct row *row)
{
    for (size_t i = 0; i < row->room; i++)
        strbuf_release(&row->fields[i]);
    free(row->fields);
    *row = (struct row){ 0 };
}

/* Room for the next field. Those that no column is kept for share the last one. */
static struct strbuf *row_field(struct row *row)
{
    if (row->count > HARVEST_COLUMNS_MAX)
        row->count--;
    if (row->count == row->room) {
        size_t old = row->room;

        row->fields = mem_grow(row->fields, row->count, &row->room, sizeof *row->fields);
        for (size_t i = old; i < row->room; i++)
            row->fields[i] = (struct strbuf)STRBUF_INIT;
    }
    strbuf_clear(&row->fields[row->count]);
    return &row->fields[row->count++];
}

static bool ends_field(const struct table *t, size_t at)
{
    return at >= t->n || t->text[at] == t->separator || t->text[at] == '\n';
}

/* Takes a field in quotes, if a well-made one stands there. False: take it as it is. *open: its
 * quote is never closed. */
static bool take_quoted(struct table *t, struct strbuf *field, bool *open)
{
    size_t at = t->at, part;
    int feeds = 0;

    if (at >= t->n || t->text[at++] != '"')
        return false;
    for (part = at; at < t->n; at++) {
        feeds += t->text[at] == '\n';
        if (t->text[at] != '"')
            continue;
        strbuf_add(field, t->text + part, at - part);
        if (at + 1 < t->n && t->text[at + 1] == '"') {
            part = ++at;
            continue;
        }
        if (ends_field(t, at + 1)) {
            t->at = at + 1;
            t->line += feeds;
            return true;
        }
        strbuf_clear(field);
        return false;
    }
    strbuf_clear(field);
    *open = true;
    return false;
}

static void take_plain(struct table *t, struct strbuf *field)
{
    size_t end = t->at;

    while (!ends_field(t, end))
        end++;
    strbuf_add(field, t->text + t->at, end - t->at);
    t->at = end;
}

/* The next row. False at the end, or with t->open set; then it is empty. */
static bool next_row(struct table *t, struct row *row)
{
    row->count = 0;
    row->line = t->line;
    if (t->at >= t->n)
        return false;
    do {
        struct strbuf *field = row_field(row);
        bool open = false;

        if (take_quoted(t, field, &open))
            continue;
        if (open && t->strict) {
            row->count = 0;
            t->open = t->line;
            return false;
        }
        take_plain(t, field);
    } while (t->at < t->n && t->text[t->at++] == t->separator);
    t->line++;
    return true;
}

static bool is_empty(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->fields[i].size != strspn(row->fields[i].text, " \t"))
            return false;
    return true;
}

static bool is_name(const struct strbuf *field)
{
    enum { NAME_WORDS_MAX = 3, NAME_BYTES_MAX = 40 };
    size_t words = count_words(field->text, field->size);

    return words && words <= NAME_WORDS_MAX && field->size <= NAME_BYTES_MAX &&
           !is_question(field->text, field->size) && !isdigit((unsigned char)*field->text);
}

/* A row of names: one is known, or all are short and what is below them is not. */
static bool is_header(const struct row *row, const struct row *below)
{
    bool all = true, longer = false;

    for (size_t i = 0; i < row->count; i++) {
        if (role_of(row->fields[i].text) != ROLE_NONE && is_name(&row->fields[i]))
            return true;
        all = all && is_name(&row->fields[i]);
        longer =
            longer || (i < below->count && is_wordy(below->fields[i].text, below->fields[i].size) &&
                       !is_name(&below->fields[i]));
    }
    return all && longer;
}

/* Where the fields of a row go; columns get their name when something is in them. */
struct columns {
    size_t number[HARVEST_COLUMNS_MAX]; /* plus 1; 0: none yet */
    const struct row *names;            /* or NULL */
};

/* The header's name, or the column's number. */
static size_t column_for(struct harvest *h, struct columns *columns, size_t i)
{
    struct strbuf name = STRBUF_INIT;
    const struct row *names = columns->names;
    const char *given = names && i < names->count ? names->fields[i].text : "";
    size_t before = h->column_count, found;

    given += strspn(given, " \t");
    if (*given)
        strbuf_addstr(&name, given);
    else
        strbuf_addf(&name, "column %zu", i + 1);
    found = harvest_column(h, name.text);
    if (found < before) { /* a name twice */
        strbuf_addf(&name, " (%zu)", i + 1);
        found = harvest_column(h, name.text);
    }
    columns->number[i] = found + 1;
    strbuf_release(&name);
    return found;
}

static void add_row(struct harvest *h, const struct row *row, struct columns *columns)
{
    if (is_empty(row)) {
        if (row->count > 1)
            harvest_leave(h, row->line, "", 0, "an empty row");
        return;
    }
    harvest_entry(h, row->line);
    for (size_t i = 0; i < row->count && i < HARVEST_COLUMNS_MAX; i++)
        if (row->fields[i].size)
            harvest_piece(h,
                          columns->number[i] ? columns->number[i] - 1 : column_for(h, columns, i),
                          row->fields[i].text, row->fields[i].size);
}

/* Reads from where the table stands; names, if any, are the names of the columns. */
static enum status read_rows(struct harvest *h, struct table *t, const struct row *names,
                             struct error *err)
{
    struct columns columns = { .names = names };
    struct row first = { 0 }, row = { 0 };
    bool any = next_row(t, &first), more = any && next_row(t, &row);

    if (any && !names && is_header(&first, &row)) {
        harvest_leave(h, first.line, first.fields->text, first.fields->size,
                      "the names of the columns");
        h->header_line = first.line;
        columns.names = &first;
    } else if (any) {
        add_row(h, &first, &columns);
    }
    for (; more; more = next_row(t, &row))
        add_row(h, &row, &columns);
    row_release(&first);
    row_release(&row);
    if (!t->open)
        return STATUS_OK;
    return error_set(
        err, STATUS_INVALID,
        "line %d: a quote (\") that begins here is never closed; close it, or read the "
        "file with --format=lines",
        t->open);
}

/* ---- which separator ---- */

static const char separators[] = ",;\t|";

/* How many separators a line has outside quotes. One before a blank is a comma of the language. */
static size_t count_separators(struct line line, char separator)
{
    size_t count = 0;
    bool quoted = false;

    for (size_t i = 0; i < line.n; i++) {
        quoted ^= line.text[i] == '"';
        count += !quoted && line.text[i] == separator &&
                 (separator == '\t' || i + 1 == line.n || line.text[i + 1] != ' ');
    }
    return count;
}

/* How many of the first lines have the separator, of how many. */
static size_t lines_with(const char *text, size_t n, char separator, size_t *lines)
{
    enum { ENOUGH = 50 };
    struct line line = { 0 };
    size_t at = 0, with = 0;

    *lines = 0;
    while (*lines < ENOUGH && line_next(text, n, &at, &line))
        if (line_trim(line).n) {
            with += count_separators(line, separator) > 0;
            ++*lines;
        }
    return with;
}

static char guess_separator(const char *text, size_t n)
{
    size_t best = 0, lines;
    char found = ',';

    for (const char *s = separators; *s; s++) {
        size_t with = lines_with(text, n, *s, &lines);

        if (with > best) {
            best = with;
            found = *s;
        }
    }
    return found;
}

static bool has_known_names(const char *text, size_t n, char separator)
{
    struct table t = { .text = text, .n = n, .separator = separator, .line = 1 };
    struct row row = { 0 }, none = { 0 };
    bool known = next_row(&t, &row) && is_header(&row, &none);

    row_release(&row);
    return known;
}

int probe_csv(const char *text, size_t n)
{
    char separator = guess_separator(text, n);
    size_t lines, with = lines_with(text, n, separator, &lines);

    if (separator == '\t' || !lines)
        return 0;
    if (has_known_names(text, n, separator) && (with || lines > 1))
        return 75;
    if (*text == '"' && lines > 1)
        return 55;
    return with == lines && lines > 1 ? 60 : 0;
}

int probe_tsv(const char *text, size_t n)
{
    size_t lines, with = lines_with(text, n, '\t', &lines);

    if (!with || guess_separator(text, n) != '\t')
        return 0;
    if (has_known_names(text, n, '\t'))
        return 80;
    return with * 10 >= lines * 8 ? 70 : 0;
}

enum status read_csv(struct harvest *h, const char *text, size_t n, const char *key,
                     struct error *err)
{
    struct table t = {
        .text = text, .n = n, .separator = guess_separator(text, n), .line = 1, .strict = true
    };

    (void)key;
    return read_rows(h, &t, NULL, err);
}

enum status read_tsv(struct harvest *h, const char *text, size_t n, const char *key,
                     struct error *err)
{
    struct table t = { .text = text, .n = n, .separator = '\t', .line = 1 };

    (void)key;
    return read_rows(h, &t, NULL, err);
}

/* ---- Anki ---- */

/* What the lines before the notes say. */
struct anki {
    struct table table;
    struct row names;
};

static char separator_named(const char *name)
{
    static const struct {
        const char *name;
        char separator;
    } named[] = { { "tab", '\t' },  { "comma", ',' }, { "semicolon", ';' },
                  { "space", ' ' }, { "pipe", '|' },  { "colon", ':' } };

    for (size_t i = 0; i < ARRAY_SIZE(named); i++)
        if (!strcasecmp(named[i].name, name))
            return named[i].separator;
    return *name ? *name : '\t';
}

static void name_column(struct row *names, size_t number, const char *name)
{
    while (names->count < number)
        row_field(names);
    strbuf_clear(&names->fields[number - 1]);
    strbuf_addstr(&names->fields[number - 1], name);
}

/* "#tags column:3" names one, "#columns:Front\tBack" all. */
static void take_columns(struct anki *anki, const char *value)
{
    struct table t = {
        .text = value, .n = strlen(value), .separator = anki->table.separator, .line = 1
    };
    struct row row = { 0 };

    if (next_row(&t, &row))
        for (size_t i = 0; i < row.count && i < HARVEST_COLUMNS_MAX; i++)
            name_column(&anki->names, i + 1, row.fields[i].text);
    row_release(&row);
}

static void take_directive(struct anki *anki, struct harvest *h, const char *name,
                           const char *value)
{
    static const char column[] = " column";
    size_t size = strlen(name), tail = sizeof column - 1;

    if (!strcasecmp(name, "separator")) {
        anki->table.separator = separator_named(value);
    } else if (!strcasecmp(name, "html")) {
        h->html = !strcasecmp(value, "true");
    } else if (!strcasecmp(name, "columns")) {
        take_columns(anki, value);
    } else if (size > tail && !strcasecmp(name + size - tail, column)) {
        unsigned long number = strtoul(value, NULL, 10);
        char *what = mem_copy_n(name, size - tail);

        if (number && number <= HARVEST_COLUMNS_MAX)
            name_column(&anki->names, number, what);
        free(what);
    } else {
        harvest_said(h, name, value, strlen(value));
    }
}

/* False: the line is no directive. */
static bool take_directive_line(struct anki *anki, struct harvest *h, struct line line)
{
    const char *colon = line.n && *line.text == '#' ? memchr(line.text, ':', line.n) : NULL;
    char *name, *value;

    if (!colon)
        return false;
    name = mem_copy_n(line.text + 1, (size_t)(colon - line.text) - 1);
    value = mem_copy_n(colon + 1, line.n - (size_t)(colon - line.text) - 1);
    take_directive(anki, h, name, value);
    free(name);
    free(value);
    return true;
}

enum status read_anki(struct harvest *h, const char *text, size_t n, const char *key,
                      struct error *err)
{
    struct anki anki = { .table = { .text = text, .n = n, .separator = '\t', .line = 1 } };
    struct line line = { 0 };
    size_t at = 0;
    enum status status;

    (void)key;
    while (line_next(text, n, &at, &line) && take_directive_line(&anki, h, line)) {
        anki.table.at = at < n ? at : n;
        anki.table.line = line.number + 1;
    }
    /* Without names the columns are called by their numbers. */
    status = read_rows(h, &anki.table, &anki.names, err);
    row_release(&anki.names);
    return status;
}

int probe_anki(const char *text, size_t n)
{
    static const char *const begins[] = { "#separator:", "#html:",     "#columns:",
                                          "#deck:",      "#notetype:", "#tags:" };
    struct line line = { .text = text, .n = n };

    for (size_t i = 0; i < ARRAY_SIZE(begins); i++)
        if (line_begins(line, begins[i]))
            return 98;
    return 0;
}
