/* The app: the stack of screens. Takes events, lets the topmost screen act, carries out what it
 * asks for, draws. Needs no terminal. */
#ifndef COUPLET_APP_APP_H
#define COUPLET_APP_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "store/store.h"
#include "ui/canvas.h"
#include "ui/event.h"

struct app;

struct app_options {
    struct store *store; /* open, and open until app_free() */
    struct clock_source clock;
    uint64_t seed;      /* of the first deal; the next ones follow from it */
    const char *folder; /* where the data lives, as it is shown */
    bool ascii;
    int width, height; /* of the screen at first */
};

/* STATUS_OK and *out, the caller's; else the first screen could not be read. */
enum status app_new(struct app **out, const struct app_options *options, struct error *err);
void app_free(struct app *app);

/* Takes one event. Returns false when the couple want to leave. */
bool app_event(struct app *app, const struct event *event);

/* True once after an event that wants the whole screen sent again. */
bool app_wants_redraw(struct app *app);

/* The text that they want to change in their own editor, the caller's; NULL: none. True once; what
 * came of it goes to app_edited(). */
char *app_wants_editor(struct app *app);

/* The text as it came back; NULL: it didn't, and err says why. */
void app_edited(struct app *app, const char *text, const struct error *err);

/* Draws onto the canvas, at its size. */
void app_draw(const struct app *app, struct canvas *canvas);

#endif
