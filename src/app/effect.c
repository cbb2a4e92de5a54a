/* Effects: first the write, then the move; and what is said when a write fails. */
#include <stdlib.h>

#include "app_private.h"
#include "base/mem.h"

struct screen *app_top(struct app *app)
{
    return &app->stack[app->depth - 1];
}

void app_say(struct app *app, const char *sentence)
{
    if (app->sticky)
        return;
    strbuf_clear(&app->quiet);
    strbuf_addstr(&app->quiet, sentence ? sentence : "");
    app->warning = false;
}

static void drop_pending(struct app *app)
{
    effect_release(&app->pending);
    app->has_pending = false;
}

/* Failures that may pass: Enter tries the same write again. */
static bool may_pass(enum status status)
{
    return status == STATUS_FULL || status == STATUS_BUSY || status == STATUS_IO;
}

static void complain(struct app *app, const struct error *err, bool again)
{
    strbuf_clear(&app->quiet);
    if (again)
        strbuf_addf(&app->quiet, "%s: not saved yet.   Enter tries again", err->text);
    else
        strbuf_addf(&app->quiet, "%s.", err->text);
    app->warning = true;
    app->sticky = again || store_readonly(app->world.store);
}

void app_complain(struct app *app, const struct error *err)
{
    complain(app, err, false);
}

static void close_top(struct app *app)
{
    struct screen *screen = app_top(app);

    if (screen->ops->close)
        screen->ops->close(screen);
    free(screen->state);
    app->depth--;
}

enum status app_push(struct app *app, const struct screen_ops *ops, const struct result *given,
                     struct error *err)
{
    struct screen *screen;
    enum status status;

    if (app->depth == STACK_MAX)
        BUG("screens upon screens");
    screen = &app->stack[app->depth++];
    *screen = (struct screen){ .ops = ops,
                               .state = mem_new(1, ops->state_size),
                               .world = &app->world,
                               .metrics = &app->metrics };
    if (given)
        screen->given = *given;
    status = ops->open(screen, err);
    if (status != STATUS_OK)
        close_top(app);
    return status;
}

static void show_again(struct app *app)
{
    struct screen *screen = app_top(app);

    if (screen->ops->resume)
        screen->ops->resume(screen);
}

/* The new screen first, then the old one goes: if the new one can't be read, nothing moved. */
static enum status replace(struct app *app, const struct screen_ops *ops,
                           const struct result *given, struct error *err)
{
    enum status status = app_push(app, ops, given, err);
    struct screen fresh;

    if (status != STATUS_OK)
        return status;
    fresh = *app_top(app);
    app->depth--;
    close_top(app);
    app->stack[app->depth++] = fresh;
    return STATUS_OK;
}

static void go_home(struct app *app)
{
    while (app->depth > 1)
        close_top(app);
    show_again(app);
}

static enum status move(struct app *app, const struct effect *effect, struct result *result,
                        struct error *err)
{
    switch (effect->move) {
    case MOVE_PUSH:
        result->under = screen_keymap(app_top(app));
        return app_push(app, effect->to, result, err);
    case MOVE_REPLACE:
        return replace(app, effect->to, result, err);
    case MOVE_BACK:
        if (app->depth > 1) {
            close_top(app);
            show_again(app);
        }
        return STATUS_OK;
    case MOVE_HOME:
        go_home(app);
        return STATUS_OK;
    case MOVE_QUIT:
        app->leaving = true;
        return STATUS_OK;
    default:
        return STATUS_OK;
    }
}

static void run(struct app *app, const struct effect *effect)
{
    struct screen *screen = app_top(app);
    struct result result;
    struct error err = { 0 };
    enum status status = app_write(app, effect, &result, &err);

    if (status != STATUS_OK) {
        bool again = may_pass(status);

        drop_pending(app);
        if (again) {
            app->pending = *effect;
            for (size_t i = 0; i < NOTE_KINDS; i++)
                app->pending.texts[i] = mem_copy(effect->texts[i]);
            if (effect->answers)
                app->pending.answers = effect_answers(&effect->answers[0], &effect->answers[1]);
            app->has_pending = true;
            app->failed = app->doing;
        }
        complain(app, &err, again);
        if (status == STATUS_CHANGED)
            show_again(app); /* what it shows isn't true any more */
        return;
    }
    if (effect->write != WRITE_NOTHING || effect->move != MOVE_STAY) { /* solved, or left behind */
        drop_pending(app);
        app->sticky = store_readonly(app->world.store) != NULL;
    }
    if (effect->quiet || effect->write != WRITE_NOTHING)
        app_say(app, effect->quiet); /* before done(): the sentence may be the screen's own */
    if (effect->write != WRITE_NOTHING && screen->ops->done && effect->move == MOVE_STAY)
        screen->ops->done(screen, &result);
    if (effect->editor)
        app->to_edit = mem_copy(effect->texts[0]);
    if (move(app, effect, &result, &err) != STATUS_OK)
        complain(app, &err, false);
}

void app_run(struct app *app, struct effect *effect)
{
    enum action then = effect->then;

    run(app, effect);
    effect_release(effect);
    if (then != ACTION_NONE && !app->leaving)
        app_act(app, then, NULL);
}
