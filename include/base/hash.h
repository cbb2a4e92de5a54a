/* A checksum that notices a flipped bit. Not for secrets. */
#ifndef COUPLET_BASE_HASH_H
#define COUPLET_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a, 64 bits (Fowler, Noll and Vo; RFC 9923). Begin with HASH_BEGIN and feed the parts. */
#define HASH_BEGIN UINT64_C(0xcbf29ce484222325)
uint64_t hash_add(uint64_t hash, const void *bytes, size_t n);

/* Another one, eight bytes at a time and the same on every machine: for what is looked at on each
 * start. The length goes in too, so parts can't trade bytes. NULL is not the same as nothing. */
uint64_t hash_part(uint64_t hash, const void *bytes, size_t n);

#endif
