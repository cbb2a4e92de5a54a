/* The table that `make bench` prints, 80 columns wide. */
#ifndef COUPLET_TESTS_TABLE_H
#define COUPLET_TESTS_TABLE_H

#include "peers.h"

/* -1 is what wasn't measured. */
struct results {
    double ours[FIGURE_COUNT];
    struct peer_result theirs[PEERS];
    size_t entries; /* of the large journal */
};

void table_print(const struct results *results);

/* Whoever would be measured too if it were here. */
void table_print_missing(const struct results *results);

#endif
