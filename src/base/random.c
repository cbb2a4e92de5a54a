/* Chance with a seed, and UUIDs. */
#include "base/random.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/error.h"

struct rng rng_seeded(uint64_t seed)
{
    return (struct rng){ .state = seed };
}

uint64_t rng_next(struct rng *rng)
{
    uint64_t z = rng->state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t rng_below(struct rng *rng, uint64_t below)
{
    uint64_t threshold, n;

    if (!below)
        BUG("a choice among nothing");
    threshold = -below % below; /* 2^64 mod below: these first numbers would come too often */
    do
        n = rng_next(rng);
    while (n < threshold);
    return n % below;
}

void random_bytes(void *bytes, size_t n)
{
    unsigned char *at = bytes;

    while (n) {
        ssize_t got = getrandom(at, n, 0);

        if (got < 0 && errno != EINTR)
            die("the system gives no random numbers");
        if (got > 0) {
            at += got;
            n -= (size_t)got;
        }
    }
}

static void uuid_print(int64_t unix_ms, const unsigned char r[10], char out[UUID_TEXT_SIZE])
{
    uint64_t ms = (uint64_t)unix_ms & 0xffffffffffffu;

    snprintf(out, UUID_TEXT_SIZE, "%08x-%04x-7%01x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
             (unsigned)(ms >> 16), (unsigned)(ms & 0xffff), r[0] & 0x0fu, r[1],
             (r[2] & 0x3fu) | 0x80u, r[3], r[4], r[5], r[6], r[7], r[8], r[9]);
}

void uuid_make(int64_t unix_ms, char out[UUID_TEXT_SIZE])
{
    /* Rows made in one millisecond must still sort as they were made, so the twelve bits after
     * the version count on from the last one (RFC 9562, method 1). */
    static int64_t last_ms = -1;
    static unsigned count;
    unsigned char r[10];

    unix_ms = unix_ms < 0 ? 0 : unix_ms; /* before 1970 there is no version 7 */
    random_bytes(r, sizeof r);
    if (unix_ms > last_ms) {
        last_ms = unix_ms;
        count = r[0] & 0x07u;
        count = count << 8 | r[1];
    } else if (++count > 0xfff) {
        last_ms++;
        count = 0;
    }
    r[0] = (unsigned char)(count >> 8);
    r[1] = (unsigned char)(count & 0xff);
    uuid_print(unix_ms > last_ms ? unix_ms : last_ms, r, out);
}

void uuid_floor(int64_t unix_ms, char out[UUID_TEXT_SIZE])
{
    static const unsigned char none[10];

    uuid_print(unix_ms < 0 ? 0 : unix_ms, none, out);
}

int64_t uuid_ms(const char *uuid)
{
    char digits[13] = "", *end;
    uint64_t ms;

    if (strlen(uuid) < 14 || uuid[8] != '-' || uuid[13] != '-')
        return 0;
    memcpy(digits, uuid, 8);
    memcpy(digits + 8, uuid + 9, 4);
    ms = strtoull(digits, &end, 16);
    return *end || digits[0] == '-' || digits[0] == ' ' ? 0 : (int64_t)ms;
}
