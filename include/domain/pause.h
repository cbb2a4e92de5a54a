/* A pause: both agree on a clock time at which they come back to it. Told as that time, never as
 * what is left of it. */
#ifndef COUPLET_DOMAIN_PAUSE_H
#define COUPLET_DOMAIN_PAUSE_H

#include "base/clock.h"
#include "base/strbuf.h"

enum { PAUSE_LEAST_MINUTES = 20, PAUSE_MOST_MINUTES = 24 * 60, PAUSE_STEP_MINUTES = 5 };

/* The first time that is offered: the next even five minutes that are twenty minutes off. */
struct moment pause_offer(struct moment now);

/* That time, so many minutes later or earlier, within what can be agreed. */
struct moment pause_shift(struct moment until, int minutes, struct moment now);

/* "21:45"; with the day, if it isn't today: "tomorrow, 08:30". */
void pause_says(struct strbuf *out, struct moment until, struct moment now);

#endif
