/* The peers: programs that do something like what couplet does, and what they cost.
 *
 * Whoever isn't installed is left out. They run in a folder that holds what they need; none of them
 * touches anything else, or the network. */
#ifndef COUPLET_TESTS_PEERS_H
#define COUPLET_TESTS_PEERS_H

#include <stdbool.h>

#include "pty/figures.h"

enum { PEERS = 15, PEER_WORDS = 40 };

struct peer {
    const char *command;           /* what is looked for */
    const char *said;              /* what it is called in the table; NULL: as the command */
    const char *words[PEER_WORDS]; /* what it is given */
    const char *keys;              /* a round of keys; NULL: it needs no terminal */
    const char *quit;
    bool ticks; /* it wakes by itself, or reads in a way that can't be told from work */
};

extern const struct peer peers[PEERS];

/* Of each: where it is, and what stands below our figures; -1 is nothing. */
struct peer_result {
    char *path; /* NULL: it isn't installed */
    double figures[FIGURE_COUNT];
};

const char *peer_said(const struct peer *peer);

void peers_find(struct peer_result results[PEERS]);
void peers_release(struct peer_result results[PEERS]);

/* Puts files, a repository and a task into the home, for those that need one. */
void peers_lay_table(const struct home *home);

/* Counts what each costs that is installed. Without instructions only bytes. */
void peers_count(const struct home *home, struct peer_result results[PEERS], bool instructions);

/* Starts one that has a screen; NULL for the others and if it fails. */
struct term *peer_start(const struct home *home, const struct peer_result *results, size_t i);

/* Tells on stderr what takes so long. */
void tell_measuring(const char *what);

#endif
