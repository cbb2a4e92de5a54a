/* What the files of this layer share. */
#ifndef COUPLET_APP_PRIVATE_H
#define COUPLET_APP_PRIVATE_H

#include "app/app.h"
#include "app/packs.h"
#include "app/table.h"
#include "base/random.h"
#include "base/strbuf.h"
#include "screens/screen.h"

enum { STACK_MAX = 8 };

struct app {
    struct world world;
    struct clock_source clock;
    struct rng rng;
    struct canvas metrics; /* what screens measure on: the size and letters of the screen */
    struct screen stack[STACK_MAX];
    size_t depth;
    struct strbuf quiet;   /* the quiet line */
    bool warning;          /* … tells of something that went wrong */
    bool sticky;           /* … and stays until that is solved */
    struct effect pending; /* a write that failed, for Enter to try again */
    bool has_pending;
    enum action doing, failed;   /* the action under way; the one whose write failed */
    uint32_t told_key;           /* the key that was said to do nothing */
    struct removed_pack removed; /* for undo */
    char *to_edit;               /* in their own editor; NULL: nothing */
    bool leaving, redraw;
};

/* Lets the topmost screen do an action, if it is possible there; else says why not. */
void app_act(struct app *app, enum action action, const char *text);

/* Carries out what a screen asks for. Takes over the effect's texts. */
void app_run(struct app *app, struct effect *effect);

/* Says a sentence on the quiet line; NULL or "" clears it. */
void app_say(struct app *app, const char *sentence);

/* Says what went wrong. */
void app_complain(struct app *app, const struct error *err);

/* The write of an effect, in one transaction. */
enum status app_write(struct app *app, const struct effect *effect, struct result *result,
                      struct error *err);

enum status app_push(struct app *app, const struct screen_ops *ops, const struct result *given,
                     struct error *err);

struct screen *app_top(struct app *app);

#endif
