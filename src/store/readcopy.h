/* A private copy of a database that can't be opened where it lies. */
#ifndef COUPLET_STORE_READCOPY_H
#define COUPLET_STORE_READCOPY_H

#include "base/error.h"

/* Copies path, and its -wal if there is one, into a new folder (0700) under $XDG_RUNTIME_DIR or
 * $TMPDIR or /tmp. *folder and *file are the caller's. */
enum status readcopy_make(const char *path, char **folder, char **file, struct error *err);

/* Removes it; NULL is fine. Doesn't free. */
void readcopy_remove(const char *folder);

#endif
