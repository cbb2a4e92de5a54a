/* The command line. Without a command the screens open; that is main's to do. */
#ifndef COUPLET_CLI_CLI_H
#define COUPLET_CLI_CLI_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/error.h"
#include "store/store.h"

#define COUPLET_VERSION "0.1.0"

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* --color: what the environment says, or what they say. */
enum colour_wish { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct cli {
    const char *data; /* --data, or NULL */
    struct clock_source clock;
    bool ascii;              /* the locale isn't UTF-8: print plain ASCII */
    const char *theme;       /* out: --theme, or NULL */
    enum colour_wish colour; /* out: --color */
    bool screens;            /* out: no command was given, so the screens shall open */
};

/* Whether colour is wanted: what --color says; else a non-empty NO_COLOR says no; else a
 * CLICOLOR_FORCE that is neither empty nor 0 says yes; else any terminal but a dumb one. What the
 * terminal can't show is never sent. */
bool cli_wants_colour(enum colour_wish wish);

/* Runs the command that argv names and returns the exit status; or sets cli->screens. Data goes to
 * stdout, messages to stderr. */
int cli_run(struct cli *cli, int argc, char **argv);

/* Plain mode: the evening as numbered lines, for screen readers and pipes. */
int cli_plain(const struct cli *cli);

/* Opens the store where the command line or the environment says; with STORE_WRITE the built-in
 * packs are in it. */
enum status cli_open_store(const struct cli *cli, enum store_access access, struct store **store,
                           struct error *err);

/* Closes it. Says on stderr what another program keeps from being tidied up. */
void cli_close_store(const struct cli *cli, struct store *store);

/* Prints "couplet: …" with a full stop to stderr, and returns EXIT_FAILED. */
int cli_fail(const struct cli *cli, const struct error *err);

#endif
