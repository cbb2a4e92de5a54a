/* A stage for the app without a terminal: a real store in a folder of its own, a small library
 * whose cards are known, a clock and a seed that tests set. Events go in by their names, and what
 * the couple would see comes out as a canvas.
 *
 * Each function that can fail fails the test (cmocka). A stage draws after every event, as the
 * program does. While one is open, the working folder is the stage's own. */
#ifndef COUPLET_TESTS_STAGE_H
#define COUPLET_TESTS_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/app.h"
#include "domain/words.h"
#include "store/store.h"
#include "ui/canvas.h"

struct stage_options {
    int width, height; /* 0: 80 × 24 */
    bool ascii;
    const char *cards;        /* ids of the library's cards, between blanks; NULL: all of them */
    const char *left, *right; /* the names; NULL: Ana, Sam */
    bool nameless;            /* nobody has given a name yet */
    int disk_kb;              /* the store lies on a disk of its own, that small; 0: it doesn't */
    uint64_t seed;            /* of the first deal */
};

struct stage {
    struct store *store;
    struct app *app;
    struct canvas canvas; /* what is seen */
    struct moment now;    /* Thursday 19 November 2026, 21:04, +01:00; a second goes by an event */
    struct stage_options options;
    bool running; /* until the app says that the couple leave */
    bool joined;  /* the folder is another stage's */
    bool mounted;
    char *folder, *before; /* where everything lies; the working folder before */
};

/* The cards there are, for tests that need their words. */
struct stage_prompt {
    const char *id;
    enum mood mood;
    enum mode mode;
    int minutes, depth;
    enum response response;
    const char *text, *to_do, *to_avoid, *to_ask, *speaker;
    const char *followups[3];
    enum consent consent;
    const char *focus; /* its topic, where it asks for consent */
    bool apart;        /* in the library only if it is asked for */
};

const struct stage_prompt *stage_prompt(const char *id);

/* Opens the store with its library and names. Returns false only if disk_kb was asked for and
 * this machine lets us mount none: the test may skip. */
bool stage_open(struct stage *stage, const struct stage_options *options);

/* The same store in a second window, which has a clock and a screen of its own. */
void stage_join(struct stage *stage, const struct stage *first);

/* Starts the app. Past evenings are laid before. */
void stage_begin(struct stage *stage);

/* Closes all; fails if the store says that something leaked. */
void stage_close(struct stage *stage);

/* Closes all but the store's folder, which becomes the one of that path. */
void stage_hand_over(struct stage *stage, const char *folder);

/* ---- the past ---- */

/* One card of an evening long ago. */
struct stage_card {
    enum mood mood;
    const char *text;     /* the prompt; or the id of a card of the library */
    const char *note;     /* NULL: none */
    enum outcome outcome; /* OUTCOME_OPEN: talked */
    enum mode mode;       /* MODE_ANY: talking */
};

struct moment stage_moment(int year, int month, int day, int hour, int minute);

/* An evening that is over. The left one began the first card, and so on in turn. Lay older ones
 * first: ids never go back in time. */
void stage_evening(struct stage *stage, struct moment at, const struct stage_card *cards,
                   size_t count);

/* From here on nothing can be written: the disk is read-only. Needs disk_kb; before
 * stage_begin(). */
void stage_seal_disk(struct stage *stage);

/* No byte more fits on the disk; and again it does. Needs disk_kb. */
void stage_fill_disk(struct stage *stage);
void stage_free_disk(struct stage *stage);

/* ---- events ---- */

/* Keys by name, between blanks: "Down Right Enter f Space Ctrl-L". */
void stage_keys(struct stage *stage, const char *names);

/* Typed text, an event a letter; and a paste, which is one. */
void stage_type(struct stage *stage, const char *text);
void stage_paste(struct stage *stage, const char *text);

void stage_resize(struct stage *stage, int width, int height);

/* ---- what is seen ---- */

/* Draws at another size without telling the app, for a look only; and back. */
void stage_draw(struct stage *stage);

/* The whole canvas as text, or the text of one row without blanks at its end. The caller frees. */
char *stage_dump(const struct stage *stage);
char *stage_row(const struct stage *stage, int row);

/* True if one of the rows holds the text. */
bool stage_shows(const struct stage *stage, const char *text);

/* The same, failing with the whole screen. */
void stage_must_show(const struct stage *stage, const char *text);
void stage_must_not_show(const struct stage *stage, const char *text);

/* Fails unless every row is exactly as wide as the canvas, no wide letter is cut in two, nothing
 * could steer a terminal, and the cursor is inside. */
void stage_check_canvas(const struct canvas *canvas);

#endif
