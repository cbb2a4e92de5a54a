/* What the targets share. Each fuzz_x.c is one: libFuzzer runs it with bytes of its own making, and
 * replay.c with those of corpus/x. */
#ifndef COUPLET_TESTS_FUZZ_H
#define COUPLET_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* What must hold for any bytes. */
#define FUZZ_CHECK(holds)                                                                          \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            fprintf(stderr, "%s:%d: this doesn't hold: %s\n", __FILE__, __LINE__, #holds);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
