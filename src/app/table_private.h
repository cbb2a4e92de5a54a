/* What the files of the card table share. */
#ifndef COUPLET_APP_TABLE_PRIVATE_H
#define COUPLET_APP_TABLE_PRIVATE_H

#include "app/table.h"

/* Returns what becomes of body in a transaction. */
#define RETURN_IN_TRANSACTION(table, err, body)                                                    \
    do {                                                                                           \
        enum status begun = store_begin((table)->store, (err));                                    \
                                                                                                   \
        return begun == STATUS_OK ? store_end((table)->store, (body), (err)) : begun;              \
    } while (0)

/* The card was in a pause and isn't any more: that is over now, whatever time was agreed, so that
 * the sitting isn't on for longer than they are. */
enum status table_end_pause(const struct table *table, const struct card *card, struct error *err);

/* What deal.c does for begin.c. All inside of a transaction. */

/* What lies open goes aside, for the card that comes. */
enum status deal_make_way(const struct table *table, struct error *err);

/* Fills in who is to begin, as with any card. */
enum status deal_choose_first(const struct table *table, struct card *card, struct error *err);

/* Lays the card that was found into its sitting, or, if that is "", into a new one. */
enum status deal_lay(const struct table *table, struct card *card, struct error *err);

/* The next card by the filter. Where nothing fits, that is no failure: what was put aside stays
 * aside. */
enum status deal_next(const struct table *table, const struct filter *filter, struct deal *deal,
                      bool *nothing_fits, struct error *err);

/* Why this one, where no rule has picked it. */
extern const char deal_chosen[];

#endif
