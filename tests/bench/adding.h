/* A large pack put into the library: what it takes, beside the plainest way to do the like. */
#ifndef COUPLET_TESTS_ADDING_H
#define COUPLET_TESTS_ADDING_H

#include <stdbool.h>

#include "../pty/figures.h"

struct adding_cost {
    double over_whole; /* processor time over that of cJSON with the whole file, and bare inserts */
    double kb;         /* most memory that is its own at any time */
};

/* False, after saying why on stderr, if it can't be measured. */
bool adding_measure(const char *bin, const struct home *home, struct adding_cost *cost);

#endif
