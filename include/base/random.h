/* Chance with a seed, and bytes from the system. */
#ifndef COUPLET_BASE_RANDOM_H
#define COUPLET_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): small, seeded by any number, and good enough
 * to deal cards. Not for secrets. */
struct rng {
    uint64_t state;
};

struct rng rng_seeded(uint64_t seed);
uint64_t rng_next(struct rng *rng);

/* Uniform in 0 … below − 1, without modulo bias; below is at least 1. */
uint64_t rng_below(struct rng *rng, uint64_t below);

/* Fills bytes from the system's generator; dies if there is none. */
void random_bytes(void *bytes, size_t n);

/* UUID version 7 (RFC 9562): sorts by time. */
enum { UUID_TEXT_SIZE = 37 }; /* with the NUL */
void uuid_make(int64_t unix_ms, char out[UUID_TEXT_SIZE]);

/* The smallest version 7 text for that millisecond: a bound for ranges. */
void uuid_floor(int64_t unix_ms, char out[UUID_TEXT_SIZE]);

/* The millisecond in it; 0 if it is no UUID. */
int64_t uuid_ms(const char *uuid);

#endif
