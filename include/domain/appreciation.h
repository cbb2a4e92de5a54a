/* Small things to be glad of: offered after a hard card, and at the end of an evening. */
#ifndef COUPLET_DOMAIN_APPRECIATION_H
#define COUPLET_DOMAIN_APPRECIATION_H

#include <stdint.h>

#include "domain/prompt.h"

/* What follows "Tell each other": "one sentence of tonight that you are glad was said." Which one,
 * depends on the seed. Static. */
const char *appreciation(uint64_t seed);

/* The same as a card of its own, of depth 1. Release it. */
void appreciation_prompt(uint64_t seed, struct prompt *prompt);

#endif
