/* The program: commands, or the screens and their loop: an event from the terminal to the app,
 * the app onto a canvas, the canvas to the terminal. */
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/builtin.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/random.h"
#include "cli/cli.h"
#include "tty/tty.h"

enum { EDIT_BYTES_MAX = 4000 };

/* Lets them write in their own editor, if that is what they asked for. */
static void edit(struct app *app, struct tty *tty)
{
    struct strbuf text = STRBUF_INIT;
    struct error err = { 0 };
    char *wanted = app_wants_editor(app);
    enum status status;

    if (!wanted)
        return;
    strbuf_reserve(&text, EDIT_BYTES_MAX);
    strbuf_addstr(&text, wanted);
    mem_wipe(wanted);
    status = tty_edit(tty, &text, EDIT_BYTES_MAX, &err);
    app_edited(app, status == STATUS_OK ? text.text : NULL, &err);
    strbuf_wipe(&text);
}

/* Runs until the couple leave. Returns the exit status. */
static int loop(struct app *app, struct tty *tty, bool ascii)
{
    struct canvas canvas;
    struct event event = { 0 };
    bool going = true;
    int code = EXIT_OK, width, height;

    tty_size(tty, &width, &height);
    canvas_init(&canvas, width, height, ascii);
    while (going) {
        tty_size(tty, &width, &height);
        if (canvas.width != width || canvas.height != height)
            canvas_reset(&canvas, width, height);
        app_draw(app, &canvas);
        tty_present(tty, &canvas);
        tty_next_event(tty, &event);
        if (event.kind == EVENT_SIGNAL)
            code = 128 + event.signal;
        else if (event.kind == EVENT_HANGUP)
            code = 128 + SIGHUP;
        going = app_event(app, &event);
        if (going)
            edit(app, tty);
        if (app_wants_redraw(app))
            tty_redraw(tty);
        event_release(&event);
    }
    canvas_release(&canvas);
    return code;
}

static int run_on_terminal(const struct cli *cli, struct store *store, struct tty *tty,
                           const char *folder, struct error *err)
{
    struct app_options options = {
        .store = store, .clock = cli->clock, .folder = folder, .ascii = cli->ascii
    };
    struct app *app;
    int code;

    tty_size(tty, &options.width, &options.height);
    random_bytes(&options.seed, sizeof options.seed);
    if (app_new(&app, &options, err) != STATUS_OK)
        return EXIT_FAILED;
    code = loop(app, tty, cli->ascii);
    app_free(app);
    return code;
}

/* False after saying which themes there are. */
static bool choose_theme(const struct cli *cli, struct theme *chosen)
{
    const char *name = cli->theme ? cli->theme : "default";
    const struct theme *theme = theme_find(name);

    if (!theme) {
        fprintf(stderr, "couplet: there is no such theme. There are:");
        for (size_t i = 0; theme_nth(i); i++)
            fprintf(stderr, " %s", theme_nth(i)->name);
        fprintf(stderr, "\nTry: couplet --help\n");
        return false;
    }
    *chosen = cli_wants_colour(cli->colour) ? *theme : theme_without_colour(theme);
    return true;
}

/* A terminal that can't be drawn on can still be read and written line by line. */
static enum status check_terminal(struct error *err)
{
    struct error found = { 0 };
    enum status status = tty_check(&found);

    if (status == STATUS_OK)
        return status;
    return error_set(err, status, "%s, or, in plain lines: couplet --accessible", found.text);
}

static int open_screens(const struct cli *cli)
{
    struct store *store;
    struct tty *tty;
    struct strbuf folder = STRBUF_INIT, shown = STRBUF_INIT;
    struct theme theme;
    struct error err = { 0 };
    int code = EXIT_OK;

    if (!choose_theme(cli, &theme))
        return EXIT_USAGE;
    if (check_terminal(&err) != STATUS_OK ||
        cli_open_store(cli, STORE_WRITE, &store, &err) != STATUS_OK)
        return cli_fail(cli, &err);
    if (file_data_folder(&folder, cli->data, &err) == STATUS_OK)
        file_shorten(&shown, folder.text);
    if (tty_open(&tty, &theme, &err) == STATUS_OK) {
        error_set_last_rites(tty_last_rites);
        code = run_on_terminal(cli, store, tty, shown.text, &err);
        tty_close(tty);
    }
    cli_close_store(cli, store);
    strbuf_release(&folder);
    strbuf_release(&shown);
    if (err.status != STATUS_OK)
        return cli_fail(cli, &err);
    return code;
}

int main(int argc, char **argv)
{
    struct cli cli = { .clock = { .now = clock_system_now } };
    int code;

    setlocale(LC_CTYPE, ""); /* the only category that is used; numbers stay "C" */
    cli.ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
    code = cli_run(&cli, argc, argv);
    return cli.screens ? open_screens(&cli) : code;
}
