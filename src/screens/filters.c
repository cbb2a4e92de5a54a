/* What the library is narrowed down to. */
#include "filters.h"

#include "base/mem.h"

/* words: after any, a choice for each; those of depth and minutes leave their last one out, which
 * would be any again. */
static const struct {
    const char *label;
    size_t words;
    const struct vocabulary *vocabulary; /* NULL: said below */
} rows[FILTER_ROWS] = {
    [FILTER_MOOD] = { "something", 2, &vocabulary_mood },
    [FILTER_MODE] = { "for", 2, &vocabulary_mode },
    [FILTER_DEPTH] = { "depth", DEPTH_MAX - 1, &vocabulary_depth },
    [FILTER_MINUTES] = { "minutes", MINUTES_COUNT - 1, NULL },
    [FILTER_DIMENSION] = { "about", DIMENSION_COUNT, &vocabulary_dimension },
    [FILTER_MARK] = { "marked", 2, &vocabulary_mark },
    [FILTER_PACK] = { "pack", 0, NULL },
};

const char *filter_label(enum filter_row row)
{
    return rows[row].label;
}

size_t filter_count(enum filter_row row, const struct pack_list *packs)
{
    return 1 + (row == FILTER_PACK ? packs->count : rows[row].words);
}

void filter_said(struct strbuf *out, enum filter_row row, size_t which,
                 const struct pack_list *packs)
{
    const struct vocabulary *vocabulary = rows[row].vocabulary;

    if (!which || which >= filter_count(row, packs))
        strbuf_addstr(out, "any");
    else if (row == FILTER_PACK)
        strbuf_addstr(out, packs->items[which - 1].title);
    else if (row == FILTER_MINUTES)
        strbuf_addf(out, "%d minutes", minutes_legal[which - 1]);
    else
        strbuf_addstr(out, words_said(vocabulary, (int)which - 1 + vocabulary->first));
    if (which > 1 && (row == FILTER_DEPTH || row == FILTER_MINUTES))
        strbuf_addstr(out, " at most");
}

struct browse filters_browse(const struct filters *filters, const struct pack_list *packs,
                             const char *words)
{
    const size_t *chosen = filters->chosen;
    struct browse browse = { .mood = (enum mood)chosen[FILTER_MOOD],
                             .mode = (enum mode)chosen[FILTER_MODE],
                             .depth = (int)chosen[FILTER_DEPTH],
                             .dimension = (int)chosen[FILTER_DIMENSION],
                             .mark = (enum mark)chosen[FILTER_MARK],
                             .words = *words ? words : NULL };

    if (chosen[FILTER_MINUTES])
        browse.minutes = minutes_legal[chosen[FILTER_MINUTES] - 1];
    if (chosen[FILTER_PACK] && chosen[FILTER_PACK] <= packs->count)
        browse.pack = packs->items[chosen[FILTER_PACK] - 1].id;
    return browse;
}
