/* The figures that couplet is held to: one table of what is measured, what is aimed at, and where
 * `make test` turns red; and how each is measured.
 *
 * Everything is measured in a home that has been lived in: two names, the built-in packs, and a
 * year of evenings. */
#ifndef COUPLET_TESTS_FIGURES_H
#define COUPLET_TESTS_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cost.h"
#include "support/proc.h"
#include "support/store_fixture.h"

/* US: microseconds, KB: kilobytes. */
enum unit { UNIT_INSTRUCTIONS, UNIT_COUNT, UNIT_RATIO, UNIT_US, UNIT_KB };

/* The table. Goal: what is aimed at, no more than that. Limit: what make test lets pass; -1 where
 * it doesn't look.
 *
 * To lower a limit: take our figure from `make bench`, add 3 %, and write it in its row. Whoever
 * raises one says in the commit what it bought. The limits are those of gcc 12 with -O2 on Debian
 * 12, x86-64. Memory comes in whole pages and differs a little from run to run, so it has 10 %. */
/* clang-format off */
#define FIGURES(X)                                                                               \
    /* what is measured, its unit, the goal, the limit */                                        \
    X(DRAW,             "couplet draw, instructions",            INSTRUCTIONS, 4300000, 4400000) \
    X(DRAW_FORTUNE,     "couplet draw over fortune",             RATIO,        0.27,    -1)      \
    X(DRAW_STATIC,      "with STATIC=1, instructions",           INSTRUCTIONS, 2100000, -1)      \
    X(STATIC_FORTUNE,   "with STATIC=1 over fortune",            RATIO,        0.13,    -1)      \
    X(DRAW_CALLS,       "couplet draw, system calls",            COUNT,        270,     -1)      \
    X(RECORD,           "draw --record over draw",               RATIO,        1.05,    1.12)    \
    X(LARGE,            "draw from 100,000 prompts over 1,000",  RATIO,        1.05,    -1)      \
    X(LARGE_EMPTY,      "the same where nothing fits",           RATIO,        1.05,    -1)      \
    X(HOME,             "home, start to quit, instructions",     INSTRUCTIONS, 8500000, 5600000) \
    X(HOME_STATIC,      "with STATIC=1, instructions",           INSTRUCTIONS, 7700000, -1)      \
    X(HOME_KEY,         "a key on home, instructions",           INSTRUCTIONS, 200000,  114000)  \
    X(HOME_KEY_NNN,     "a key on home over nnn",                RATIO,        1.00,    -1)      \
    X(REVIEW_KEY,       "a key in review, instructions",         INSTRUCTIONS, 200000,  181000)  \
    X(REVIEW_KEY_NNN,   "a key in review over nnn",              RATIO,        1.00,    -1)      \
    X(HOME_KEY_BYTES,   "a key on home, bytes, median",          COUNT,        60,      59)      \
    X(REVIEW_KEY_BYTES, "a key in review, bytes, median",        COUNT,        60,      128)     \
    X(IDLE_WAKE_UPS,    "idle for 10 s, wake-ups",               COUNT,        0,       0)       \
    X(IDLE_CPU,         "idle for 10 s, processor",              US,           0,       0)       \
    X(IDLE_BYTES,       "idle for 10 s, bytes",                  COUNT,        0,       0)       \
    X(MEMORY,           "memory on home, private and dirty",     KB,           1200,    885)     \
    X(MEMORY_LARGE,     "memory, the end of the large journal",  KB,           1500,    -1)      \
    X(ADDING,           "adding 182,000 prompts over cJSON whole", RATIO,      0.6,     -1)      \
    X(ADDING_MEMORY,    "memory while they are added",           KB,           8000,    -1)      \
    X(LAST_PAGE,        "its last page over its first",          RATIO,        1.5,     -1)

enum figure {
#define ID(id, what, unit, goal, limit) FIGURE_##id,
    FIGURES(ID)
#undef ID
    FIGURE_COUNT
};
/* clang-format on */

struct figure_row {
    const char *what;
    enum unit unit;
    double goal, limit;
};

extern const struct figure_row figure_rows[FIGURE_COUNT];

/* ---- homes ---- */

struct home_options {
    size_t prompts;  /* of a generated pack beside the built-in ones */
    size_t evenings; /* all over, the last one three days ago */
    size_t cards;    /* of each evening */
    int hours;       /* from one evening to the next */
};

/* A year: an evening a week, three cards each. */
extern const struct home_options home_year;

struct home {
    struct place place; /* root is $HOME */
    struct proc_env env;
};

/* False, after saying why on stderr, if it can't be made; release it in any case. */
bool home_make(struct home *home, const struct home_options *options);
void home_release(struct home *home);

/* ---- measuring; -1 where it can't be done, with the reason on stderr ---- */

/* `couplet draw` with some more words (NULL: none), which ends with this code. */
int64_t figure_draw(const char *bin, const struct home_options *options, const char *more,
                    int code);

/* The system calls of one. */
int64_t figure_draw_calls(const char *bin);

/* What is played on the screens: moving the selection on home and in the list of past evenings;
 * going to the first and to the last page of that list. The play borrows home and argv. */
enum figure_screen { FIGURE_ON_HOME, FIGURE_ON_REVIEW, FIGURE_TO_FIRST_PAGE, FIGURE_TO_LAST_PAGE };
struct cost_play figure_play(enum figure_screen screen, const struct home *home,
                             const char *const *argv);

/* How many rounds of keys are pressed to know what one costs. */
enum { FIGURE_ROUNDS = 3 };

#endif
