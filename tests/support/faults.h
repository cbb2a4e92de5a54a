/* An evening that goes wrong: the main job from the first start to the good night, in numbered
 * steps, for tests that let something fail at each of them. After every step it is known what a
 * journal must hold, so that half a step can't hide.
 *
 * Nothing is forced onto the disk in a program that links this: fsync() and fdatasync() are
 * replaced, because SQLite lets a test fail every system call but these. Nor does it wait:
 * usleep() is replaced too, so that a lock that is never given is given up soon. */
#ifndef COUPLET_TESTS_FAULTS_H
#define COUPLET_TESTS_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "support/store_fixture.h"

enum { EVENING_STEPS = 32, EVENING_COMPLAINT_MAX = 1600 };

/* What came of an evening; in memory that a child shares with its parent (faults_share()). */
struct evening_log {
    size_t done;                           /* steps that said they were done */
    size_t noes;                           /* times that a step said no */
    bool reached;                          /* for whoever lets something fail: the failure came */
    char said[EVENING_COMPLAINT_MAX];      /* the last of them, in its words */
    char complaint[EVENING_COMPLAINT_MAX]; /* what must not be, in words; "" */
};

struct evening_plan {
    const char *folder, *file;
    struct moment start;
    int tries;                  /* of a step that says no; then the evening ends */
    void (*pause)(bool paused); /* called around a look at the file that must not fail; or NULL */
    void (*after)(size_t done); /* after each step that was done; or NULL */
    char *const *states;        /* of evening_rehearse(); or NULL: failures are only counted */
};

/* Runs the steps in order, without cmocka's asserts: it may be a child. */
void evening_run(const struct evening_plan *plan, struct evening_log *log);

/* The same without a fault; states[n] is what the journal holds after n steps. The caller frees. */
void evening_rehearse(const struct evening_plan *plan, char *states[EVENING_STEPS + 1]);

const char *evening_step_name(size_t step);

/* All that the couple would miss, as text without ids: "nothing" where there is no schema, "?" and
 * the reason if the file can't be read. The caller frees. */
char *evening_state(const char *file);

/* Removes couplet.db and what SQLite lays beside it. */
void evening_clear(const struct place *place);

/* Opens the file anew, as the program does, and looks at everything: integrity, seals, and that
 * what was done is there, a step more at most. Returns how many steps are; fails the test, which
 * names itself in what. */
size_t evening_verify(const struct place *place, char *const *states, size_t done,
                      const char *what);

/* What these tests begin with: a folder, a log that children share, the states of a rehearsal. */
struct ground {
    struct place place;
    struct evening_log *log;
    char *states[EVENING_STEPS + 1];
};

extern struct ground ground;

/* For cmocka's groups. */
int ground_set_up(void **state);
int ground_tear_down(void **state);

/* An evening there. */
struct evening_plan ground_plan(int tries, void (*pause)(bool paused));

/* Number n of an environment variable, else the default. */
long faults_setting(const char *name, long otherwise);

/* What fsync() and fdatasync() do: NULL, nothing and well. */
extern int (*faults_on_sync)(int fd);

#endif
