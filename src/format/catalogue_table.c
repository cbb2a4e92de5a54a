/* The catalogue as a table for people, 80 columns wide. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "format/catalogue.h"

enum { COLUMNS = 80, LABEL = 14, TOP_OPENINGS = 8, TOP_LINES = 5, LINE_CELLS = 56 };

static size_t percent(size_t part, size_t whole)
{
    return whole ? (part * 100 + whole / 2) / whole : 0;
}

/* A label and items behind it, in lines that are not too long. */
struct listing {
    struct strbuf *out;
    int column;
};

static struct listing begin(struct strbuf *out, const char *label)
{
    strbuf_addf(out, "%-*s", LABEL, label);
    return (struct listing){ out, LABEL };
}

__attribute__((format(printf, 2, 3))) static void item(struct listing *listing, const char *format,
                                                       ...)
{
    enum { BETWEEN = 2 };
    bool first = listing->column == LABEL;
    char text[4 * COLUMNS];
    va_list args;
    int cells;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    cells = text_width(text, strlen(text));
    if (!first && listing->column + BETWEEN + cells > COLUMNS) {
        strbuf_addf(listing->out, "\n%*s", LABEL, "");
        listing->column = LABEL;
        first = true;
    }
    strbuf_addf(listing->out, "%s%s", first ? "" : "  ", text);
    listing->column += cells + (first ? 0 : BETWEEN);
}

static void end(struct listing *listing)
{
    strbuf_addch(listing->out, '\n');
}

/* True if a need that the cell belongs to is not met. */
static bool is_short(const struct catalogue *catalogue, const struct catalogue_need *cell)
{
    struct catalogue_need needs[CATALOGUE_NEEDS_MAX];
    size_t count = catalogue_needs(needs);

    for (size_t i = 0; i < count; i++) {
        const struct catalogue_need *need = &needs[i];

        if (need->mood == cell->mood && need->mode == cell->mode &&
            cell->depth_from >= need->depth_from && cell->depth_from <= need->depth_to &&
            (!need->minutes || need->minutes == cell->minutes))
            return catalogue_held(catalogue, need) < need->wanted;
    }
    return false;
}

/* Blank where no prompt may be. */
static void add_cell(struct strbuf *out, const struct catalogue *catalogue,
                     const struct catalogue_need *cell)
{
    if (catalogue_is_legal(cell->mood, cell->depth_from, cell->minutes))
        strbuf_addf(out, "%6zu%c", catalogue_held(catalogue, cell),
                    is_short(catalogue, cell) ? '-' : ' ');
    else
        strbuf_addf(out, "%6s ", "");
}

static void add_row(struct strbuf *out, const struct catalogue *catalogue, enum mood mood,
                    int depth)
{
    bool first = depth == (mood == MOOD_SERIOUS ? 2 : 1);
    size_t before;

    strbuf_addf(out, "%-9s depth %d", first ? words_name(&vocabulary_mood, (int)mood) : "", depth);
    for (int mode = MODE_TALKING; mode <= MODE_LISTENING; mode++) {
        strbuf_addstr(out, mode == MODE_TALKING ? "" : "   ");
        for (size_t m = 0; m < MINUTES_COUNT; m++)
            add_cell(out, catalogue,
                     &(struct catalogue_need){ mood, (enum mode)mode, depth, depth,
                                               minutes_legal[m], 0 });
    }
    for (before = out->size; before && out->text[before - 1] == ' '; before--)
        ;
    strbuf_truncate(out, before);
    strbuf_addch(out, '\n');
}

static void add_cells(struct strbuf *out, const struct catalogue *catalogue)
{
    strbuf_addf(out, "%-22s%-31s%s\n%-17s", "", "talking", "listening", "minutes");
    for (int mode = 0; mode < CATALOGUE_MODES; mode++) {
        strbuf_addstr(out, mode ? "    " : "");
        for (size_t m = 0; m < MINUTES_COUNT; m++)
            strbuf_addf(out, m ? "%7d" : "%6d", minutes_legal[m]);
    }
    strbuf_addch(out, '\n');
    for (int mood = MOOD_LIGHT; mood <= MOOD_SERIOUS; mood++)
        for (int depth = mood == MOOD_SERIOUS ? 2 : 1; depth < (mood == MOOD_SERIOUS ? 5 : 4);
             depth++)
            add_row(out, catalogue, (enum mood)mood, depth);
    strbuf_addstr(out, "A minus stands at what is less than a library wants (rule 17).\n\n");
}

static void add_shares(struct strbuf *out, const struct catalogue *c)
{
    struct listing listing = begin(out, "dimensions");

    for (int d = 0; d < DIMENSION_COUNT; d++)
        item(&listing, "%s %zu %%", words_name(&vocabulary_dimension, d),
             percent(c->dimension[d], c->prompts));
    end(&listing);
    listing = begin(out, "shares");
    item(&listing, "talking %zu %%", percent(c->talking, c->prompts));
    item(&listing, "five minutes %zu %%", percent(c->shortest, c->prompts));
    item(&listing, "stress or conflict %zu %%", percent(c->strained, c->prompts));
    item(&listing, "sexual %zu %%", percent(c->sexual, c->prompts));
    item(&listing, "not sexual among physical %zu %%",
         percent(c->physical_not_sexual, c->physical));
    end(&listing);
}

static void add_flags(struct strbuf *out, const struct catalogue *c)
{
    struct listing listing = begin(out, "flags");

    item(&listing, "any %zu", c->flagged);
    for (int flag = 0; flag < FLAG_COUNT; flag++)
        if (c->flag[flag])
            item(&listing, "%s %zu", words_name(&vocabulary_flag, flag), c->flag[flag]);
    end(&listing);
    listing = begin(out, "others");
    item(&listing, "access_alt %zu", c->accessible);
    item(&listing, "requires %zu", c->required);
    end(&listing);
}

static void add_most_used(struct strbuf *out, const char *label, const char *none,
                          const struct catalogue_rows *rows, size_t most, size_t whole)
{
    struct strbuf shown = STRBUF_INIT, cut = STRBUF_INIT;
    struct listing listing = begin(out, label);

    for (size_t i = 0; i < rows->count && i < most; i++) {
        strbuf_clear(&shown);
        strbuf_clear(&cut);
        text_display(&shown, rows->list[i].text, strlen(rows->list[i].text), false);
        text_cut(&cut, shown.text, LINE_CELLS, false);
        item(&listing, whole ? "%s %zu %%" : "%s %zu", cut.text,
             whole ? percent(rows->list[i].count, whole) : rows->list[i].count);
    }
    if (!rows->count)
        item(&listing, "%s", none);
    end(&listing);
    strbuf_release(&shown);
    strbuf_release(&cut);
}

void catalogue_table(struct strbuf *out, const struct catalogue *c)
{
    strbuf_addf(out, "%zu prompt%s in %zu pack%s\n\n", c->prompts, c->prompts == 1 ? "" : "s",
                c->packs, c->packs == 1 ? "" : "s");
    add_cells(out, c);
    add_shares(out, c);
    add_flags(out, c);
    add_most_used(out, "openings", "none", &c->openings, TOP_OPENINGS, c->prompts);
    strbuf_addf(out, "%-*s%.1f, after Flesch and Kincaid\n", LABEL, "reading grade",
                catalogue_grade(c));
    add_most_used(out, "lines again", "none: each listener’s line stands once", &c->lines,
                  TOP_LINES, 0);
}
