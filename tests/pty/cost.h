/* What a program costs, ours or another: counted instructions, system calls, bytes to its terminal,
 * wake-ups, memory.
 *
 * What it is not: a stopwatch. Times depend on who else is at work; these numbers hardly do.
 * Instructions are those that valgrind's callgrind counts in the program itself and its libraries,
 * the dynamic linker included, the kernel not. Under valgrind the addresses don't change from run
 * to run; what is left to vary is the length of the environment and of paths (some hundred
 * instructions), the hour of day in a greeting, and the processor, since the C library chooses its
 * string functions by it. Linux only; one thread. */
#ifndef COUPLET_TESTS_COST_H
#define COUPLET_TESTS_COST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "term.h"

/* A command and what is done with it on a terminal of 80 × 24. Keys are words between blanks:
 * "Down", "Enter", "^X", or text as it is typed; "Down*15" is fifteen keys. */
struct cost_play {
    const char *const *argv; /* argv[0] is a path */
    char *const *env;
    const char *dir;
    const char *way;  /* the keys from the start to the place that is looked at; NULL: none */
    const char *keys; /* one round of the keys that are counted: it ends where it began */
    const char *quit; /* the keys that end it there */
    bool ticks;       /* it wakes by itself: at rest means asleep for a moment */
};

/* The path of a command, from PATH and the folder of games; NULL if there is none. The caller
 * frees it. */
char *cost_find(const char *command);

/* Whether there is a valgrind here, and a strace. */
bool cost_counts_instructions(void);
bool cost_counts_calls(void);

/* All of these give -1, and say why on stderr, if the program didn't do what was asked. */

/* Instructions and system calls of a command, without a terminal, that ends with this code. */
int64_t cost_instructions(const char *const *argv, char *const *env, const char *dir, int code);
int64_t cost_calls(const char *const *argv, char *const *env, const char *dir, int code);

/* Instructions from the start to the end, with that many rounds of keys between. */
int64_t cost_played(const struct cost_play *play, int rounds);

/* Instructions of one key: the difference between so many rounds and twice as many. */
int64_t cost_key(const struct cost_play *play, int rounds);

/* Bytes to the terminal for one key: the median. */
int64_t cost_key_bytes(const struct cost_play *play, int rounds);

/* Starts it and goes to the place; NULL if that doesn't work. To be freed by term_free(). */
struct term *cost_start(const struct cost_play *play);

/* What a running program has used so far, all of its threads together. */
struct cost_used {
    int64_t wake_ups;   /* how often it was scheduled */
    int64_t cpu_us;     /* microseconds of processor */
    int64_t bytes;      /* written to its terminal */
    int64_t private_kb; /* memory that is its own alone and was written to: now, not so far */
};

/* False if the program has ended. */
bool cost_look(struct term *t, struct cost_used *used);

/* What it used between two looks; the memory is that of the second one. */
struct cost_used cost_between(const struct cost_used *before, const struct cost_used *after);

#endif
