/* The command line. Without a command the screens open; that is main's to do. */
#ifndef COUPLET_CLI_CLI_H
#define COUPLET_CLI_CLI_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/error.h"
#include "store/store.h"

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct cli {
    const char *data;         /* --data, or NULL */
    struct clock_source clock;
    bool ascii;               /* the locale isn't UTF-8: print plain ASCII */
    bool screens;             /* out: no command was given, so the screens shall open */
};

/* Runs the command that argv names and returns the exit status; or sets cli->screens. Data goes to
 * stdout, messages to stderr. */
int cli_run(struct cli *cli, int argc, char **argv);

/* Opens the store where the command line or the environment says; with STORE_WRITE the built-in
 * packs are in it. */
enum status cli_open_store(const struct cli *cli, enum store_access access, struct store **store,
                           struct error *err);

/* Prints "couplet: …" with a full stop to stderr, and returns EXIT_FAILED. */
int cli_fail(const struct cli *cli, const struct error *err);

#endif
