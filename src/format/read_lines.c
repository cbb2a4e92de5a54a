/* Plain lines: one prompt each. A line that ends with a colon heads those below it; where most
 * lines are numbered, those that aren't go on with the one above or head those below; and where
 * most stand in quotes, as in a program, the others are none. */
#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "harvest_private.h"

/* "12. ", "12) ", "- ", "• ": what a person puts in front of a line. */
static struct line after_number(struct line line)
{
    static const char *const bullets[] = { "- ", "* ", "+ ", "\xe2\x80\xa2", "\xe2\x80\x93 " };
    size_t digits = 0;

    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
        if (line_begins(line, bullets[i])) {
            line.text += strlen(bullets[i]);
            line.n -= strlen(bullets[i]);
            return line_trim(line);
        }
    while (digits < line.n && digits < 6 && isdigit((unsigned char)line.text[digits]))
        digits++;
    if (!digits || digits + 1 >= line.n || !strchr(".):", line.text[digits]) ||
        !strchr(" \t", line.text[digits + 1]))
        return line;
    line.text += digits + 1;
    line.n -= digits + 1;
    return line_trim(line);
}

/* What the lines of a file have in common. */
struct habits {
    bool numbered, quoted;
};

/* The words between quotes, with a comma behind them perhaps; n is 0 if there are none. */
static struct line between_quotes(struct line line)
{
    struct line inner = line;

    inner.n -= inner.n && line.text[inner.n - 1] == ',';
    if (inner.n < 2 || !strchr("\"'`", *inner.text) || inner.text[inner.n - 1] != *inner.text)
        return (struct line){ .number = line.number };
    inner.text++;
    inner.n -= 2;
    return inner;
}

static struct habits habits_of(const char *text, size_t n)
{
    enum { FEW = 3 };
    struct line line = { 0 };
    size_t at = 0, lines = 0, numbered = 0, quoted = 0;

    while (line_next(text, n, &at, &line)) {
        struct line part = line_trim(line);

        lines += part.n > 0;
        numbered += part.n && after_number(part).text != part.text;
        quoted += between_quotes(part).n > 0;
    }
    return (struct habits){ .numbered = numbered >= FEW && numbered * 3 >= lines,
                            .quoted = quoted > 1 && quoted * 2 >= lines };
}

static bool is_heading(struct line line)
{
    enum { HEADING_WORDS_MAX = 5 };

    return line.text[line.n - 1] == ':' && count_words(line.text, line.n) <= HEADING_WORDS_MAX;
}

/* "Q: ", "Question: " */
static struct line after_letter(struct line line)
{
    static const char *const begins[] = { "Q: ", "Question: ", "Prompt: " };

    for (size_t i = 0; i < ARRAY_SIZE(begins); i++)
        if (line_begins(line, begins[i])) {
            line.text += strlen(begins[i]);
            line.n -= strlen(begins[i]);
        }
    return line_trim(line);
}

/* Lines while they are read. */
struct lines {
    struct harvest *h;
    struct habits habits;
    struct line heading;
    struct strbuf text;  /* the one that may go on */
    int text_line, last; /* where it begins; the last line that wasn't blank */
};

static void end_text(struct lines *l)
{
    if (!l->text.size)
        return;
    harvest_entry(l->h, l->text_line);
    harvest_piece(l->h, harvest_column(l->h, ""), l->text.text, l->text.size);
    if (l->heading.n)
        harvest_piece(l->h, harvest_column(l->h, "group"), l->heading.text, l->heading.n);
    strbuf_clear(&l->text);
}

static void begin_text(struct lines *l, struct line line)
{
    end_text(l);
    strbuf_add(&l->text, line.text, line.n);
    l->text_line = line.number;
}

static void take_heading(struct lines *l, struct line line)
{
    end_text(l);
    harvest_leave(l->h, line.number, line.text, line.n, "a heading");
    line.n -= line.text[line.n - 1] == ':';
    l->heading = line;
}

/* What a line is, that is said of the file or left out; true if it is one of these. */
static bool is_aside(struct lines *l, struct line line)
{
    size_t signs = 0;

    while (signs < line.n && line.text[signs] == '#')
        signs++;
    if ((signs || !l->text_line) && harvest_said_line(l->h, line.text + signs, line.n - signs))
        return true;
    if (signs)
        harvest_leave(l->h, line.number, line.text, line.n, "a comment");
    else if (line_begins(line, "A: ") || line_begins(line, "Answer: "))
        harvest_leave(l->h, line.number, line.text, line.n, "an answer");
    else
        return false;
    return true;
}

static void take_line(struct lines *l, struct line line)
{
    struct line bare = after_letter(after_number(line));

    if (l->habits.quoted) {
        bare = between_quotes(line);
        if (bare.n)
            begin_text(l, bare);
        else
            harvest_leave(l->h, line.number, line.text, line.n, "not in quotes like the others");
    } else if (bare.n && is_heading(bare)) {
        take_heading(l, bare);
    } else if (!l->habits.numbered || bare.text != line.text) {
        begin_text(l, bare);
    } else if (l->text.size && line.number == l->last + 1) {
        strbuf_addch(&l->text, ' ');
        strbuf_add(&l->text, line.text, line.n);
    } else {
        take_heading(l, line);
    }
}

enum status read_lines(struct harvest *h, const char *text, size_t n, const char *key,
                       struct error *err)
{
    struct lines lines = { .h = h, .habits = habits_of(text, n) };
    struct line line = { 0 };
    size_t at = 0;

    (void)key, (void)err;
    lines.text = (struct strbuf)STRBUF_INIT;
    while (line_next(text, n, &at, &line)) {
        struct line part = line_trim(line);

        if (!part.n)
            continue;
        if (!is_aside(&lines, part))
            take_line(&lines, part);
        lines.last = part.number;
    }
    end_text(&lines);
    strbuf_release(&lines.text);
    return STATUS_OK;
}

int probe_lines(const char *text, size_t n)
{
    (void)text, (void)n;
    return 10;
}
