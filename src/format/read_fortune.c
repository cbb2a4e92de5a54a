/* Fortune files: texts of any number of lines, a line with nothing but % between them. */
#include <string.h>

#include "harvest_private.h"

static bool is_percent(struct line line)
{
    return line.n == 1 && *line.text == '%';
}

/* "-- La Rochefoucauld" */
static bool is_attribution(struct line line)
{
    return line_begins(line, "-- ") || line_begins(line, "\xe2\x80\x94 ") ||
           line_begins(line, "\xe2\x80\x95 ");
}

/* What stands between two lines of %. */
struct saying {
    struct strbuf text, by;
    int line;
};

static void add_line(struct saying *saying, struct line line)
{
    struct line part = line_trim(line);

    if (saying->text.size && (saying->by.size || is_attribution(part))) {
        strbuf_addf(&saying->by, "%s%.*s", saying->by.size ? " " : "", (int)part.n, part.text);
        return;
    }
    if (!part.n)
        return;
    if (!saying->text.size)
        saying->line = part.number;
    strbuf_addf(&saying->text, "%s", saying->text.size ? "\n" : "");
    strbuf_add(&saying->text, part.text, part.n);
}

static void end_saying(struct saying *saying, struct harvest *h)
{
    if (saying->text.size) {
        harvest_entry(h, saying->line);
        harvest_piece(h, harvest_column(h, ""), saying->text.text, saying->text.size);
    }
    if (saying->by.size) {
        const char *by = strchr(saying->by.text, ' ') + 1;

        harvest_piece(h, harvest_column(h, "attribution"), by, strlen(by));
    }
    strbuf_clear(&saying->text);
    strbuf_clear(&saying->by);
}

enum status read_fortune(struct harvest *h, const char *text, size_t n, const char *key,
                         struct error *err)
{
    struct saying saying = { .line = 1 };
    struct line line = { 0 };
    size_t at = 0;

    (void)key, (void)err;
    saying.text = (struct strbuf)STRBUF_INIT;
    saying.by = (struct strbuf)STRBUF_INIT;
    while (line_next(text, n, &at, &line))
        if (is_percent(line))
            end_saying(&saying, h);
        else
            add_line(&saying, line);
    end_saying(&saying, h);
    strbuf_release(&saying.text);
    strbuf_release(&saying.by);
    return STATUS_OK;
}

int probe_fortune(const char *text, size_t n)
{
    struct line line = { 0 };
    size_t at = 0;

    while (line_next(text, n, &at, &line))
        if (is_percent(line))
            return 92;
    return 0;
}
