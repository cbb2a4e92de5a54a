/* Prompts for tests, as one that is good in every respect and changes to it. */
#ifndef COUPLET_TESTS_PROMPTS_H
#define COUPLET_TESTS_PROMPTS_H

#include <stdbool.h>

#include "domain/prompt.h"

/* What is NULL or 0 stays as it is in the good prompt. */
struct change {
    const char *text, *focus, *speaker, *access_alt, *protocol, *lighter_alt;
    const char *to_do, *to_avoid, *to_ask;
    const char *followups[FOLLOWUPS_MAX];
    enum mood mood;
    enum mode mode;
    int depth, minutes;
    unsigned facets, flags, requires;
    const char *id, *lang;
    bool no_followups, no_listener;
};

/* A pack of that one prompt, in English if lang isn't set. To be released. */
struct pack prompts_pack(const struct change *change);

/* Adds another one. */
void prompts_add(struct pack *pack, const struct change *change);

#endif
