/* The joint setting of each topic, in the file: one row a flag, without author and without time, so
 * that the file can't tell whose limit it was. All rows are written together, in one order. */
#ifndef COUPLET_STORE_TOPICS_H
#define COUPLET_STORE_TOPICS_H

#include <stdbool.h>

#include "domain/topic.h"
#include "store/store.h"

/* A row that isn't there is as it is before any answer; a word that this program doesn't know is
 * closed. *set: at least one row is there. */
enum status topics_read(struct store *store, struct topics *topics, bool *set, struct error *err);

/* Writes all of them, inside the caller's transaction. */
enum status topics_write(struct store *store, const struct topics *topics, struct error *err);

#endif
