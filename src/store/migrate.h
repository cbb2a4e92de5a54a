/* Numbered migrations: from what the file is to what the program knows. */
#ifndef COUPLET_STORE_MIGRATE_H
#define COUPLET_STORE_MIGRATE_H

#include "base/embed.h"
#include "sql.h"

/* "Cplt", in the file's header: this one is ours. */
enum { STORE_APPLICATION_ID = 0x43706c74 };

/* Brings the file to the newest version, one migration a transaction, after a copy of the file to
 * couplet-before-N.db beside it. A new file starts from nothing and gets no copy. STATUS_FOREIGN,
 * before anything is written, if its schema isn't to the letter what couplet made. */
enum status migrate(struct store *store, const struct embedded_file *migrations, size_t count,
                    struct error *err);

enum status migrate_refuse_newer(const char *path, uint32_t version, size_t newest,
                                 struct error *err);

/* For a copy that is only read: it must be ours, of this very version and schema. */
enum status migrate_check_copy(struct store *store, const struct embedded_file *migrations,
                               size_t newest, struct error *err);

#endif
