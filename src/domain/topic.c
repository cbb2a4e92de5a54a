/* Two answers into one setting a flag. */
#include "domain/topic.h"

#include <stdbool.h>

#include "base/random.h"

enum { CHANCE_ONE_IN = 6 };

struct topics topics_at_first(void)
{
    struct topics topics = { { TOPIC_ASK } };

    topics.of[FLAG_SEX] = TOPIC_CLOSED;
    return topics;
}

struct topics topics_join(const struct topics *one, const struct topics *other, uint64_t seed)
{
    struct topics both;
    struct rng rng = rng_seeded(seed);

    for (int flag = 0; flag < FLAG_COUNT; flag++) {
        enum topic a = one->of[flag], b = other->of[flag];
        bool chance = rng_below(&rng, CHANCE_ONE_IN) == 0; /* drawn whatever they said */
        bool closed = (a == TOPIC_CLOSED) | (b == TOPIC_CLOSED) | chance;
        bool open = (a == TOPIC_OPEN) & (b == TOPIC_OPEN);

        both.of[flag] = closed ? TOPIC_CLOSED : open ? TOPIC_OPEN : TOPIC_ASK;
    }
    return both;
}

unsigned topics_that_are(const struct topics *topics, enum topic topic)
{
    unsigned set = 0;

    for (int flag = 0; flag < FLAG_COUNT; flag++)
        if (topics->of[flag] == topic)
            set |= 1u << flag;
    return set;
}

bool topics_ask(const struct topics *topics, const struct prompt *prompt)
{
    bool stricter = prompt->consent > prompt_consent_due(prompt->depth, prompt->flags);

    if (prompt->consent == CONSENT_NONE)
        return false;
    return stricter || prompt->consent == CONSENT_MATCH || prompt->depth >= DEPTH_MAX ||
           prompt->flags & ~topics_that_are(topics, TOPIC_OPEN);
}
