/* What can go wrong, and how a function tells its caller.
 *
 * Every function that can fail returns enum status and takes a struct error last. The caller owns
 * the struct error; it may be NULL where the words don't matter. Errors speak to the user: what
 * failed, on what, and what to do next. */
#ifndef COUPLET_BASE_ERROR_H
#define COUPLET_BASE_ERROR_H

#include <stdnoreturn.h>

enum status {
    STATUS_OK = 0,
    STATUS_INVALID,   /* input that breaks a rule: a pack, a word, a date */
    STATUS_NOT_FOUND, /* what was asked for isn't there */
    STATUS_NOTHING,   /* nothing fits the choice; what would help is said beside it */
    STATUS_IO,        /* the system refused: a folder, a file, a device */
    STATUS_FULL,      /* no room on the disk */
    STATUS_READONLY,  /* looking is possible, writing isn't */
    STATUS_BUSY,      /* another program holds the journal for too long */
    STATUS_CORRUPT,   /* the file is ours and damaged */
    STATUS_FOREIGN,   /* the file is somebody else's */
    STATUS_NEWER,     /* the file was written by a newer couplet */
    STATUS_CHANGED,   /* another window was quicker; look again */
};

enum { ERROR_TEXT_MAX = 1024 };

struct error {
    enum status status;
    char text[ERROR_TEXT_MAX]; /* one sentence or two, UTF-8, no line feed, no final one either */
};

/* Fills err (if any) and returns status, so that a failure is one line at its place. */
enum status error_set(struct error *err, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Called before the program dies of an internal fault, to give the terminal back. One hook. */
void error_set_last_rites(void (*restore)(void));

/* A broken invariant: restores the terminal, says where, aborts. */
noreturn void bug_at(const char *file, int line, const char *what);
#define BUG(what) bug_at(__FILE__, __LINE__, (what))

/* Out of memory or of randomness: restores the terminal, says it, exits 1. */
noreturn void die(const char *what);

#endif
