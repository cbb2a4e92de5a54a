/* Files that are part of the program: the built-in packs, the migrations, and the linter's words.
 *
 * The build writes the tables (.ci/embed, from data/packs, src/store/migrations and data/lint), so
 * the program runs from anywhere with nothing installed beside it. Nothing here is parsed or
 * checked. */
#ifndef COUPLET_BASE_EMBED_H
#define COUPLET_BASE_EMBED_H

#include <stddef.h>

/* One file, byte for byte. Its length is end - data; *end is a NUL that isn't part of it, so data
 * is a string too, if the file holds no NUL itself. */
struct embedded_file {
    const char *name; /* without a folder: "0001-first.sql" */
    const char *data;
    const char *end;
};

/* Each is sorted by name, byte by byte. After the last file stands a row of null pointers, which
 * the count leaves out. */
extern const struct embedded_file embedded_packs[];
extern const size_t embedded_packs_count;

extern const struct embedded_file embedded_migrations[];
extern const size_t embedded_migrations_count;

extern const struct embedded_file embedded_lint[];
extern const size_t embedded_lint_count;

/* A hash of the names and bytes of all packs, as hexadecimal text. Equal stamps mean equal packs;
 * how it is made may change from build to build, so compare it and read nothing else from it. */
extern const char embedded_packs_stamp[];

#endif
