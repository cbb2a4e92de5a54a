/* The store: one SQLite file with the library and the journal. Opens, migrates, refuses, closes.
 *
 * The file is couplet.db in a folder of its own (0700; files 0600). What is refused is left as it
 * was, byte for byte. Where nothing can be written, a copy is read, and store_readonly() says
 * why. No type of SQLite leaves this layer. */
#ifndef COUPLET_STORE_STORE_H
#define COUPLET_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/embed.h"
#include "base/error.h"

struct store;

enum store_access {
    STORE_WRITE, /* makes the folder and the file if they aren't there */
    STORE_READ   /* makes nothing: without a file the store is empty, and only in memory */
};

struct store_options {
    const char *folder; /* holds couplet.db */
    enum store_access access;
    const struct embedded_file *migrations; /* NULL: the program's own */
    size_t migration_count;
};

/* STATUS_OK and *out, to be closed by the caller; else one of the statuses of error.h:
 * IO (folder or file can't be had), CORRUPT, FOREIGN, NEWER, BUSY, FULL. */
enum status store_open(struct store **out, const struct store_options *options, struct error *err);

/* Words that were removed or replaced are to be gone from the log beside the file, too. That is
 * done with each removal, but a program that reads just then keeps it from being done. Before the
 * close: tries again what wasn't, waiting a little; STATUS_BUSY and a sentence if they still lie
 * there. store_close() tries once more without a word. */
enum status store_sweep(struct store *store, struct error *err);

/* Below this there is no room for a log and a copy. */
enum { STORE_LOW_SPACE_KIB = 8 * 1024 };

/* STATUS_FULL and a sentence where the disk is so full that soon nothing could be kept. */
enum status store_space(const struct store *store, struct error *err);

/* Closes and frees. NULL is fine. Not STATUS_OK only if a statement leaked: a fault of ours. */
enum status store_close(struct store *store);

/* NULL if the store can be written; else one sentence that says why not. */
const char *store_readonly(const struct store *store);

/* The path of the file, for messages. */
const char *store_path(const struct store *store);

/* One transaction around everything that belongs together. Begins with the write lock, so that
 * what is read stays true; waits up to 5 seconds for another program. */
enum status store_begin(struct store *store, struct error *err);

/* Ends it: commits if status is STATUS_OK, else rolls back. Returns what became of it. */
enum status store_end(struct store *store, enum status status, struct error *err);

/* Small things the program remembers: the last choice, the stamp of the packs, which sitting is
 * on. *value is the caller's, NULL if there is none. */
enum status store_setting(struct store *store, const char *name, char **value, struct error *err);
enum status store_set_setting(struct store *store, const char *name, const char *value,
                              struct error *err);

/* Every row whose checksum doesn't match is counted: bits that flipped on the disk. */
enum status store_check_seals(struct store *store, size_t *broken, struct error *err);

#endif
