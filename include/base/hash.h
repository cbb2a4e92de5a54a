/* A checksum that notices a flipped bit. Not for secrets. */
#ifndef COUPLET_BASE_HASH_H
#define COUPLET_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a, 64 bits (Fowler, Noll and Vo; RFC 9923). Begin with HASH_BEGIN and feed the parts. */
#define HASH_BEGIN UINT64_C(0xcbf29ce484222325)
uint64_t hash_add(uint64_t hash, const void *bytes, size_t n);

#endif
