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

#endif
