/* Golden screens: a screen in a state, cell by cell, compared byte by byte with a file in
 * tests/golden. UPDATE_GOLDEN=1 writes the files anew; look at the difference before you believe
 * it. Everything fails the test (cmocka). */
#ifndef COUPLET_TESTS_GOLDEN_H
#define COUPLET_TESTS_GOLDEN_H

#include <stddef.h>

#include <cmocka.h>

#include "support/stage.h"

/* A state of a screen, and how it is reached. */
struct scene {
    const char *says; /* the name of the test */
    const char *file; /* <screen>-<state> */
    struct stage_options options;
    void (*before)(struct stage *); /* lays the past; NULL: there is none */
    void (*play)(struct stage *);   /* NULL: the first screen as it is */
};

/* Makes a function that presses keys. */
#define PLAY(name, keys)                                                                           \
    static void name(struct stage *stage)                                                          \
    {                                                                                              \
        stage_keys(stage, keys);                                                                   \
    }

/* Compares a dump with the file of that name below tests/golden, or writes it. Takes the dump
 * over. */
void golden_compare(const char *file, char *dump);

/* The same with what the stage shows now: its size and letters belong to the name. */
void golden_compare_stage(const struct stage *stage, const char *file);

/* Runs a test for each scene, in every size, and after them the others. Returns how many failed. */
int golden_run(const char *group, const struct scene *scenes, size_t count,
               const struct CMUnitTest *others, size_t other_count);

#endif
