/* A disk in memory, for SQLite alone (a VFS), whose power can be cut: it logs every write, sync,
 * cut, creation and removal. Then each moment of the log can be a power cut: of what wasn't synced
 * by then, each sector of 512 bytes and each removal is on the disk or not, by chance. A sector is
 * never half written, and what was synced is never lost: a disk that lies about that is beyond
 * this. Who looks at files without SQLite sees those in the real folder. */
#ifndef COUPLET_TESTS_DISK_H
#define COUPLET_TESTS_DISK_H

#include <stddef.h>

#include "base/random.h"
#include "support/store_fixture.h"

/* From here on SQLite opens files on this disk, which is empty; until disk_end(). */
void disk_begin(void);
void disk_end(void);

/* A file that is safe on the disk from the first moment on. */
void disk_put(const char *name, const void *bytes, size_t size);

/* Entries of the log up to now. A cut is before one of them, or after the last. */
size_t disk_moments(void);

/* Lays what that cut left into the place's folder. */
void disk_lay_out(const struct place *place, size_t cut, struct rng *rng);

void disk_forget(void);

#endif
