/* The built-in packs and the library. */
#ifndef COUPLET_APP_BUILTIN_H
#define COUPLET_APP_BUILTIN_H

#include "store/store.h"

/* Brings the library up to date with the packs in the program, in one transaction. Compares one
 * stamp, and parses only if that differs. A store that can't be written is left as it is. */
enum status builtin_sync(struct store *store, struct error *err);

#endif
