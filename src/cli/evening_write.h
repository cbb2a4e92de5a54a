/* Written first, in plain lines. */
#ifndef COUPLET_CLI_EVENING_WRITE_H
#define COUPLET_CLI_EVENING_WRITE_H

#include <stdbool.h>

#include "domain/sitting.h"
#include "plain.h"

/* Each of the two writes alone, and both are opened. False, after saying why, where that can't be
 * done; then nothing happened. */
bool write_first(struct plain *plain, const struct card *card);

#endif
