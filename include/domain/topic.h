/* Topic settings: what the couple together leave open, of each flag. Each answers alone, and only
 * the joint setting stays; nothing in it tells whose limit it was, or whether it was anybody's. */
#ifndef COUPLET_DOMAIN_TOPIC_H
#define COUPLET_DOMAIN_TOPIC_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/prompt.h"
#include "domain/words.h"

struct topics {
    enum topic of[FLAG_COUNT];
};

/* Before anybody answered: sex is closed, all else asks. */
struct topics topics_at_first(void);

/* What two single answers make together (TOPIC_CLOSED in an answer: "not now"). Closed if either
 * said not now, or by chance, one time in six whatever was said, so that closed proves nothing;
 * open if both said open; else ask. The chance of each flag depends on the seed alone, and the work
 * on neither answer. */
struct topics topics_join(const struct topics *one, const struct topics *other, uint64_t seed);

/* The flags that are set so: a set, 1u << enum flag. */
unsigned topics_that_are(const struct topics *topics, enum topic topic);

/* Whether a card of that prompt lies face down at first. A topic that is open for both needs no
 * question each time; depth 4, sex, and what a pack is stricter about do. */
bool topics_ask(const struct topics *topics, const struct prompt *prompt);

#endif
