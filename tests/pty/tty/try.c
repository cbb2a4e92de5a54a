/* A little program that has nothing but the terminal layer, for tests/pty/test_tty.c and for
 * measuring. Not couplet, and no model for it.
 *
 *   try [THEME [MODE]]   THEME as theme_find() knows it; "default" if left out
 *
 * MODE log (the default) names every event in a row of its own, with its number; MODE marker only
 * moves a marker, so that what a key costs can be counted. Typed letters do things, see
 * do_letter(). Exit codes: 0 after q, 3 after a hangup, 5 if a paste came before it, 4 if
 * tty_open() failed, 128 and the signal. */
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "tty/tty.h"
#include "ui/canvas.h"

enum {
    LOG_ROW = 2,
    FIRST_ROW = 5,
    LAST_ROW = 20,
    MARKER_COL = 12,
    CTRL_L = 0x0c,
    PASTE_SHOWN = 40, /* bytes */
    EXIT_HANGUP = 3,
    EXIT_REFUSED = 4,
    EXIT_PASTE_HANGUP = 5,
};

static struct tty *tty;
static struct canvas canvas;
static int marker = FIRST_ROW, events;
static bool logging = true, mute, pasted;

static void put_marker(const char *sign)
{
    canvas_put(&canvas, marker, MARKER_COL, ROLE_FOCUS, sign);
    canvas_cursor(&canvas, marker, MARKER_COL);
}

static void draw_all(int width, int height)
{
    char line[64];

    canvas_reset(&canvas, width, height);
    snprintf(line, sizeof line, "size %dx%d, colours %s", width, height,
             tty_colours(tty) ? "yes" : "no");
    canvas_put(&canvas, 1, 1, ROLE_ACCENT_SERIOUS, line);
    for (int row = FIRST_ROW; row <= LAST_ROW; row++) {
        snprintf(line, sizeof line, "row %d, 日本 and é", row);
        canvas_put(&canvas, row, MARKER_COL + 2, row % 2 ? ROLE_TEXT : ROLE_MUTED, line);
    }
    canvas_put(&canvas, height, width - 3, ROLE_WARNING_SIGN, "end!");
    put_marker("›");
}

static void draw_new(void)
{
    int width, height;

    tty_size(tty, &width, &height);
    draw_all(width, height);
}

static void describe(const struct event *event, struct strbuf *out)
{
    size_t size = event->text ? strlen(event->text) : 0;

    strbuf_addf(out, "%d: ", events);
    switch (event->kind) {
    case EVENT_KEY:
        strbuf_addf(out, "KEY %lx", (unsigned long)event->key);
        break;
    case EVENT_TEXT:
        strbuf_addf(out, "TEXT %zu [%s]", size, event->text);
        break;
    case EVENT_PASTE:
        strbuf_addf(out, "PASTE %zu [%.*s]", size, PASTE_SHOWN, event->text);
        break;
    case EVENT_RESIZE:
        strbuf_addf(out, "RESIZE %dx%d", event->width, event->height);
        break;
    case EVENT_RESUMED:
        strbuf_addf(out, "RESUMED %dx%d", event->width, event->height);
        break;
    case EVENT_SIGNAL:
        strbuf_addf(out, "SIGNAL %d", event->signal);
        break;
    case EVENT_HANGUP:
        strbuf_addf(out, "HANGUP");
        break;
    }
    strbuf_addstr(out, ";");
}

static void log_event(const struct event *event)
{
    struct strbuf line = STRBUF_INIT;

    events++;
    if (!logging)
        return;
    describe(event, &line);
    canvas_fill(&canvas, LOG_ROW, 1, canvas.width, ROLE_TEXT, " ");
    canvas_put(&canvas, LOG_ROW, 1, ROLE_TEXT, line.text);
    strbuf_release(&line);
}

static const int taken[] = { SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH,
                             SIGSEGV, SIGBUS, SIGILL, SIGFPE,  SIGABRT, SIGQUIT };
static struct sigaction before[ARRAY_SIZE(taken)];

/* Nothing may be left of what the layer took. */
static const char *handlers_now(void)
{
    for (size_t i = 0; i < ARRAY_SIZE(taken); i++) {
        struct sigaction now;

        sigaction(taken[i], NULL, &now);
        if (now.sa_handler != before[i].sa_handler)
            return "left behind";
    }
    return "restored";
}

static void leave(int code)
{
    tty_close(tty);
    tty = NULL;
    canvas_release(&canvas);
    printf("handlers %s\n", handlers_now());
    fflush(stdout);
    exit(code);
}

static void lend(void)
{
    static int times;
    char script[64];
    pid_t pid;

    snprintf(script, sizeof script, "echo elsewhere %d; read line; echo got $line", ++times);
    tty_suspend(tty);
    pid = fork();
    if (!pid) {
        execl("/bin/sh", "sh", "-c", script, (char *)NULL);
        _exit(127);
    }
    while (waitpid(pid, NULL, 0) < 0)
        ;
    tty_resume(tty);
    draw_new();
}

/* To the stack's end, so that the handler needs a stack of its own. */
static int fall(volatile const char *above, int depth)
{
    volatile char frame[4096];

    frame[0] = above ? above[0] : 0;
    return depth < INT_MAX ? fall(frame, depth + 1) + frame[0] : 0;
}

static void draw_wide(void)
{
    canvas_reset(&canvas, canvas.width, canvas.height);
    for (int row = 1; row <= canvas.height; row++)
        canvas_fill(&canvas, row, 1 + row % 2, canvas.width, ROLE_TEXT, "漢");
    canvas_put(&canvas, 3, 1, ROLE_TEXT,
               "e\u0301 \u2764\ufe0f \U0001f468\u200d\U0001f469 \033[31m");
}

static void do_letter(char letter)
{
    int width, height;

    tty_size(tty, &width, &height);
    switch (letter) {
    case 'q':
        leave(0);
        break;
    case 'a':
        abort();
        break;
    case 's':
        raise(SIGSEGV);
        break;
    case 'o':
        exit(fall(NULL, 0));
        break; /* overflow */
    case 'b':
        BUG("a broken invariant");
        break;
    case 'd':
        die("nothing left");
        break;
    case 'l':
        lend();
        break;
    case 'w':
        draw_wide();
        break;
    case 'r':
        canvas_fill(&canvas, FIRST_ROW, 1, width, ROLE_TEXT, "-");
        break;
    case '+':
        draw_all(width + 7, height + 5);
        break;
    case '-':
        draw_all(width > 9 ? width - 9 : 1, height > 5 ? height - 5 : 1);
        break;
    case 'n':
        draw_new();
        break;
    case 'm':
        mute = true;
        break; /* shows nothing any more */
    default:
        break;
    }
}

static void move_marker(int by)
{
    if (marker + by < FIRST_ROW || marker + by > LAST_ROW)
        return;
    put_marker(" ");
    marker += by;
    put_marker("›");
}

static void answer(const struct event *event)
{
    switch (event->kind) {
    case EVENT_KEY:
        if (event->key == K_UP || event->key == K_DOWN)
            move_marker(event->key == K_UP ? -1 : 1);
        if (event->key == CTRL_L)
            tty_redraw(tty);
        break;
    case EVENT_TEXT:
        do_letter(event->text[1] ? ' ' : event->text[0]);
        break;
    case EVENT_PASTE:
        pasted = true;
        break;
    case EVENT_RESIZE:
    case EVENT_RESUMED:
        draw_all(event->width, event->height);
        break;
    case EVENT_SIGNAL:
        leave(128 + event->signal);
        break;
    case EVENT_HANGUP:
        leave(pasted ? EXIT_PASTE_HANGUP : EXIT_HANGUP);
        break;
    }
}

int main(int argc, char **argv)
{
    const struct theme *theme = theme_find(argc > 1 ? argv[1] : "default");
    struct error err;
    int width, height;

    setlocale(LC_CTYPE, "");
    for (size_t i = 0; i < ARRAY_SIZE(taken); i++)
        sigaction(taken[i], NULL, &before[i]);
    logging = argc < 3 || !strcmp(argv[2], "log");
    if (!theme || tty_open(&tty, theme, &err)) {
        fprintf(stderr, "try: %s\n", theme ? err.text : "no such theme");
        return EXIT_REFUSED;
    }
    error_set_last_rites(tty_last_rites);
    tty_size(tty, &width, &height);
    canvas_init(&canvas, width, height, false);
    draw_all(width, height);
    for (;;) {
        struct event event;

        if (!mute)
            tty_present(tty, &canvas);
        tty_next_event(tty, &event);
        answer(&event);
        log_event(&event);
        event_release(&event);
    }
}
