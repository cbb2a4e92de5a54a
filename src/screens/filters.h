/* What the library is narrowed down to: a row of choices each, and the words that stand for them.
 */
#ifndef COUPLET_SCREENS_FILTERS_H
#define COUPLET_SCREENS_FILTERS_H

#include "base/strbuf.h"
#include "packlist.h"
#include "store/library.h"

enum filter_row {
    FILTER_MOOD,
    FILTER_MODE,
    FILTER_DEPTH,
    FILTER_MINUTES,
    FILTER_DIMENSION,
    FILTER_MARK,
    FILTER_PACK,
    FILTER_ROWS
};

/* The choice of each row; 0 is any. */
struct filters {
    size_t chosen[FILTER_ROWS];
};

const char *filter_label(enum filter_row row);

/* How many choices a row has, any among them. */
size_t filter_count(enum filter_row row, const struct pack_list *packs);

/* Appends the words of a choice: "light", "10 minutes at most", "any". */
void filter_said(struct strbuf *out, enum filter_row row, size_t which,
                 const struct pack_list *packs);

/* What the store is asked for; the texts stay those of packs and words ("": none). */
struct browse filters_browse(const struct filters *filters, const struct pack_list *packs,
                             const char *words);

#endif
