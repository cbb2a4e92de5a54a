/* A pack file, read for a command. */
#ifndef COUPLET_CLI_PACKFILE_H
#define COUPLET_CLI_PACKFILE_H

#include <stdbool.h>

#include "base/file.h"
#include "cli/cli.h"
#include "format/pack.h"
#include "options.h"

enum { PACK_FILE_BYTES_MAX = 64 << 20 };

/* A pack file that is open. */
struct pack_file {
    const char *name; /* what messages call it */
    struct file_view view;
};

/* "-" is standard input. Returns false after it has said on stderr what is wrong; *file is to be
 * closed in any case. */
bool pack_file_open(const struct cli *cli, const char *path, struct pack_file *file);
void pack_file_close(struct pack_file *file);

/* Reads it into the sink, from the beginning. What is wrong is said on stderr, each problem with
 * its line. */
bool pack_file_read(const struct cli *cli, const struct pack_file *file,
                    const struct pack_sink *sink);

/* Writes a pack to a file, whole or not at all, or to stdout where path is NULL or "-". A file that
 * is there stays, unless --force says otherwise. */
enum status pack_file_write(const struct options *options, const char *path,
                            const struct strbuf *json, struct error *err);

/* Says one problem of the file on stderr: "name:3:5: prompts[0].mood: …". */
void pack_file_problem(const struct cli *cli, const char *name, const struct pack_problem *problem);

/* Says that there are more of the kind. */
void pack_file_more(const struct cli *cli, const char *name, size_t count);

/* What messages call the file. */
const char *pack_file_name(const char *path);

#endif
