/* Plain mode: numbered lines instead of screens, for screen readers and pipes. What is said and
 * asked is here; how an evening goes is in evening.c. No escape byte, nothing drawn again. */
#ifndef COUPLET_CLI_PLAIN_H
#define COUPLET_CLI_PLAIN_H

#include "app/table.h"
#include "base/random.h"
#include "options.h"

struct plain {
    const struct cli *cli;
    struct store *store;
    struct couple couple;
    struct filter choice;
    struct rng rng;
    bool over;  /* nothing more can be read, or they leave */
    int unread; /* errno, if that is because reading failed */
    struct error err;
};

/* One of the numbered choices after a line. */
struct plain_choice {
    const char *said; /* NULL: not to be had just now */
    int what;         /* what plain_ask() returns for it */
};

/* What plain_ask() returns besides. */
enum { PLAIN_ENTER = -1, PLAIN_OVER = -2 };

void plain_say(const struct plain *plain, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Prints "enter 1 this 2 that" and reads a number, or Enter; asks again until it is one. To
 * any question ! answers with the page of support. */
int plain_ask(struct plain *plain, const char *enter, const struct plain_choice *list,
              size_t count);

/* The same where the choices have been said already. */
int plain_answer(struct plain *plain, const struct plain_choice *list, size_t count);

/* Reads one line, without blanks around it; NULL at the end. The caller frees. */
char *plain_read(struct plain *plain);

/* Says what failed, if something did; returns true if all went well. */
bool plain_ok(struct plain *plain, enum status status);

/* The table at this moment. */
struct table plain_table(struct plain *plain);

/* How an evening goes, from home to good night. */
void evening(struct plain *plain);

/* The library and the packs. */
void library_plain(struct plain *plain, bool *dealt);
void packs_plain(struct plain *plain);

/* What the two leave open, and the page of support. */
void topics_plain(struct plain *plain);
void support_plain(struct plain *plain);

/* Looking back. */
void evenings_past(struct plain *plain);

#endif
