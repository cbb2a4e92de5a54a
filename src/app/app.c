/* The app: from an event to an action, from an action to the topmost screen, and the drawing. */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "store/journal.h"
#include "ui/verse.h"

enum { TOO_SMALL_LINE_MAX = 32, QUIET_ROWS_MAX = 3 };

static enum status open_first(struct app *app, struct error *err)
{
    struct error low;
    enum status status = app_push(
        app, couple_is_known(&app->world.couple) ? &screen_home : &screen_first_run, NULL, err);

    if (status == STATUS_OK && store_readonly(app->world.store)) {
        strbuf_addf(&app->quiet, "%s.", store_readonly(app->world.store));
        app->warning = app->sticky = true;
    } else if (status == STATUS_OK && store_space(app->world.store, &low) != STATUS_OK) {
        strbuf_addf(&app->quiet, "%s.", low.text);
        app->warning = true;
    }
    return status;
}

enum status app_new(struct app **out, const struct app_options *options, struct error *err)
{
    struct app *app = mem_new(1, sizeof *app);
    enum status status;

    *out = NULL;
    app->world.store = options->store;
    app->world.folder = options->folder;
    app->clock = options->clock;
    app->world.now = clock_now(&app->clock);
    app->rng = rng_seeded(options->seed);
    app->quiet = (struct strbuf)STRBUF_INIT;
    canvas_init(&app->metrics, options->width, options->height, options->ascii);
    status = journal_couple(options->store, &app->world.couple, err);
    if (status == STATUS_OK)
        status = table_choice(options->store, &app->world.choice, err);
    if (status == STATUS_OK)
        status = open_first(app, err);
    if (status != STATUS_OK) {
        app_free(app);
        return status;
    }
    *out = app;
    return STATUS_OK;
}

void app_free(struct app *app)
{
    if (!app)
        return;
    while (app->depth) {
        struct screen *screen = &app->stack[--app->depth];

        if (screen->ops->close)
            screen->ops->close(screen);
        free(screen->state);
    }
    effect_release(&app->pending);
    pack_release(&app->removed.pack);
    mem_wipe(app->to_edit);
    couple_release(&app->world.couple);
    canvas_release(&app->metrics);
    strbuf_release(&app->quiet);
    free(app);
}

/* ---- from an event to an action ---- */

static bool is_typing(const struct app *app)
{
    const struct screen *screen = &app->stack[app->depth - 1];

    return screen->ops->typing && screen->ops->typing(screen);
}

/* One code point, or 0 if the text is more than that. */
static uint32_t single_key(const char *text)
{
    uint32_t code;
    size_t n = strlen(text);

    return n && text_decode(text, n, 0, &code) == n ? code : 0;
}

static enum action action_of(const struct app *app, const struct event *event, uint32_t *key)
{
    const struct screen *screen = &app->stack[app->depth - 1];
    enum action action = ACTION_NONE;

    *key = event->kind == EVENT_KEY ? event->key : single_key(event->text);
    if (is_typing(app)) {
        if (event->kind != EVENT_KEY)
            return ACTION_TYPE;
        action = keymap_lookup(KEYMAP_FIELD, event->key);
        /* The field's own map ends in the global one; the screen's stands between them. */
        if (keymap_key(KEYMAP_FIELD, action) == event->key && action >= ACTION_ERASE &&
            action <= ACTION_LINE_END)
            return action;
    }
    return keymap_lookup(screen_keymap(screen), *key);
}

/* What says that a key does nothing here: once, not again for the same key. */
static void tell_key(struct app *app, uint32_t key)
{
    char name[KEY_NAME_MAX];
    struct strbuf said = STRBUF_INIT;

    if (key == app->told_key)
        return;
    app->told_key = key;
    strbuf_addf(&said, "Nothing on %s here. ? shows the keys.", key_name(key, name));
    app_say(app, said.text);
    strbuf_release(&said);
}

static unsigned facts_of(const struct screen *screen)
{
    return screen->ops->facts ? screen->ops->facts(screen) : 0;
}

/* A key that does nothing, or not now, still ends whatever another key has begun. */
static void tell_refused(struct app *app)
{
    struct screen *screen = app_top(app);

    if (screen->ops->refused)
        screen->ops->refused(screen);
}

/* The pages that are one key away on every screen, and that no screen needs to know of. */
static const struct screen_ops *page_of(enum action action)
{
    switch (action) {
    case ACTION_HELP:
        return &screen_help;
    case ACTION_SUPPORT:
        return &screen_support;
    default:
        return NULL;
    }
}

/* Lays such a page over the topmost screen. On the page of keys this is left to that page, so that
 * the two never pile up. Returns false if the action isn't for a page. */
static bool open_page(struct app *app, enum action action)
{
    const struct screen *screen = app_top(app);
    const struct screen_ops *page, *top = screen->ops;
    struct effect push = { .move = MOVE_PUSH };
    struct footer footer = { 0 };

    if (action >= ACTION_UP && action <= ACTION_LINE_END) /* they move or type, the most of all */
        return false;
    top->footer(screen, &footer);
    page = push.to = page_of(footer_meant(&footer, action));
    if (!page || top == &screen_help)
        return false;
    tell_refused(app);
    if (page != top)
        app_run(app, &push);
    return true;
}

void app_act(struct app *app, enum action action, const char *text)
{
    struct screen *screen = app_top(app);
    enum fact needs = action_row(action)->needs;
    struct input input = { .action = action, .text = text };
    struct effect effect;

    if (action == ACTION_REDRAW) {
        app->redraw = true;
        return;
    }
    if (needs != FACT_ALWAYS && !(facts_of(screen) & needs)) {
        app_say(app, fact_missing(needs));
        tell_refused(app);
        return;
    }
    if (open_page(app, action))
        return;
    app->doing = action;
    effect = screen->ops->act(screen, &input);
    app_run(app, &effect);
}

/* After a write that failed, Enter does it again: as it was, or, if it was Enter that failed, with
 * what the screen says now. */
static bool try_again(struct app *app, uint32_t key, enum action action)
{
    struct effect again = app->pending;

    if (!app->has_pending || key != K_ENTER || action == app->failed)
        return false;
    app->pending = (struct effect){ 0 };
    app->has_pending = false;
    app->doing = app->failed;
    app_run(app, &again);
    return true;
}

static void key_or_text(struct app *app, const struct event *event)
{
    uint32_t key;
    enum action action = action_of(app, event, &key);

    if (try_again(app, key, action))
        return;
    app_say(app, NULL);
    if (action == ACTION_NONE) {
        tell_key(app, key);
        tell_refused(app);
        return;
    }
    app->told_key = 0;
    app_act(app, action, event->text);
}

/* A paste is one event and fires no key: where nothing is typed it does nothing. */
static void paste(struct app *app, const struct event *event)
{
    if (is_typing(app))
        app_act(app, ACTION_TYPE, event->text);
    else
        app_say(app, "There is nothing here to paste into.");
}

bool app_event(struct app *app, const struct event *event)
{
    app->world.now = clock_now(&app->clock);
    switch (event->kind) {
    case EVENT_KEY:
    case EVENT_TEXT:
        if (layout_fits(app->metrics.width, app->metrics.height))
            key_or_text(app, event);
        break;
    case EVENT_PASTE:
        if (layout_fits(app->metrics.width, app->metrics.height))
            paste(app, event);
        break;
    case EVENT_RESIZE:
    case EVENT_RESUMED:
        if (event->width > 0 && event->height > 0)
            canvas_reset(&app->metrics, event->width, event->height);
        break;
    case EVENT_SIGNAL:
    case EVENT_HANGUP:
        app->leaving = true;
        break;
    }
    return !app->leaving;
}

bool app_wants_redraw(struct app *app)
{
    bool wants = app->redraw;

    app->redraw = false;
    return wants;
}

char *app_wants_editor(struct app *app)
{
    char *text = app->to_edit;

    app->to_edit = NULL;
    return text;
}

void app_edited(struct app *app, const char *text, const struct error *err)
{
    struct screen *screen = app_top(app);
    struct effect effect = { 0 };

    app->world.now = clock_now(&app->clock);
    if (text && screen->ops->edited)
        effect = screen->ops->edited(screen, text);
    app_run(app, &effect);
    if (!text)
        app_complain(app, err);
}

/* ---- drawing ---- */

static void draw_too_small(struct canvas *canvas)
{
    char line[TOO_SMALL_LINE_MAX];
    int row = (canvas->height + 1) / 2;

    if (canvas->width >= 22) {
        snprintf(line, sizeof line, "couplet needs %d %s %d", LAYOUT_MIN_WIDTH,
                 canvas->ascii ? "x" : "×", LAYOUT_MIN_HEIGHT);
        canvas_put(canvas, row, 1, ROLE_TEXT, line);
        snprintf(line, sizeof line, "now %d %s %d", canvas->width, canvas->ascii ? "x" : "×",
                 canvas->height);
        canvas_put(canvas, row + 1, 1, ROLE_TEXT, line);
    } else {
        snprintf(line, sizeof line, "%dx%d", LAYOUT_MIN_WIDTH, LAYOUT_MIN_HEIGHT);
        canvas_put(canvas, row, 1, ROLE_TEXT, line);
    }
}

/* One row; where it is narrow, two: the sentence then grows upwards. */
static void draw_quiet(const struct app *app, struct canvas *canvas, const struct layout *l)
{
    int begin = l->left + (app->warning ? 2 : 0), rows, first;
    struct verse verse;

    if (!app->quiet.size)
        return;
    verse_set(&verse, canvas, app->quiet.text, l->frame_right - begin + 1, VERSE_QUIET);
    rows = verse.count < QUIET_ROWS_MAX ? (int)verse.count : QUIET_ROWS_MAX;
    first = l->quiet - rows + 1;
    if (l->quiet > l->footer && first <= l->footer)
        first = l->footer + 1; /* what is longer is cut: the footer stays */
    for (int row = first; row <= l->quiet && row != l->footer; row++)
        canvas_fill(canvas, row, l->left, l->frame_right - l->left + 1, ROLE_TEXT, " ");
    if (app->warning)
        canvas_put(canvas, first, l->left, ROLE_WARNING_SIGN, "!");
    verse_draw(&verse, canvas, first, begin, first, l->quiet, 1, 0,
               app->warning ? ROLE_WARNING : ROLE_MUTED);
    verse_release(&verse);
}

void app_draw(const struct app *app, struct canvas *canvas)
{
    const struct screen *screen = &app->stack[app->depth - 1];
    struct footer footer = { 0 };
    struct layout l;

    canvas_reset(canvas, canvas->width, canvas->height);
    if (!layout_fits(canvas->width, canvas->height)) {
        draw_too_small(canvas);
        return;
    }
    l = layout_of(canvas->width, canvas->height);
    screen->ops->draw(screen, canvas);
    screen->ops->footer(screen, &footer);
    footer_stand(&footer, &l);
    footer_draw(&footer, canvas, &l);
    draw_quiet(app, canvas, &l);
}
