/* A checksum that notices a flipped bit. */
#include "base/hash.h"

#include <string.h>

uint64_t hash_add(uint64_t hash, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < n; i++)
        hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* Little end first, wherever this runs; compilers make one load of it. */
static uint64_t eight_bytes(const unsigned char *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
           (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 |
           (uint64_t)at[7] << 56;
}

/* The multiplication carries upwards only, so the upper half comes back down. */
static uint64_t stir(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

uint64_t hash_part(uint64_t hash, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;
    unsigned char last[8] = { 0 };

    if (!bytes)
        return stir(hash, UINT64_MAX);
    hash = stir(hash, n);
    for (; n >= sizeof last; n -= sizeof last, at += sizeof last)
        hash = stir(hash, eight_bytes(at));
    memcpy(last, at, n);
    return n ? stir(hash, eight_bytes(last)) : hash;
}
