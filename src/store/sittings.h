/* What the journal's other files need of sittings. */
#ifndef COUPLET_STORE_SITTINGS_H
#define COUPLET_STORE_SITTINGS_H

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "store/store.h"

/* The sitting that was on last, over or not: "" if there is none. */
enum status last_sitting(struct store *store, char id[UUID_TEXT_SIZE], struct error *err);

/* Whether a sitting that nobody ended is over: so long after its last step, or after the end of its
 * pause (ms 0: there is none). */
bool over_by_itself(struct moment touched, struct moment pause, struct moment now);

/* The last step of a sitting was now. One that is over stays as it is: putting its card aside a
 * day later doesn't bring the evening back. */
enum status touch_sitting(struct store *store, const char *sitting, struct moment now,
                          struct error *err);

#endif
