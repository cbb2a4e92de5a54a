/* A pack file, read for a command. */
#ifndef COUPLET_CLI_PACKFILE_H
#define COUPLET_CLI_PACKFILE_H

#include <stdbool.h>

#include "cli/cli.h"
#include "format/pack.h"

enum { PACK_FILE_BYTES_MAX = 64 << 20 };

/* Reads the file ("-" is standard input) into *pack, which is the caller's to release. Returns
 * false after it has said on stderr what is wrong, each problem with its line. */
bool pack_file_read(const struct cli *cli, const char *path, struct pack *pack);

/* Says one problem of the file on stderr: "name:3:5: prompts[0].mood: …". */
void pack_file_problem(const struct cli *cli, const char *name, const struct pack_problem *problem);

/* Says that there are more of the kind. */
void pack_file_more(const struct cli *cli, const char *name, size_t count);

/* What messages call the file. */
const char *pack_file_name(const char *path);

#endif
