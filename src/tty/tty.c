/* The life cycle, and the one place that waits. */
#include "tty/tty.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "internal.h"

enum {
    ESCAPE_MS = 25,       /* how long after ESC the rest of a key may come */
    ESCAPE_MS_MAX = 9999, /* whatever the user's ESCDELAY says */
    WIDTH_MAX = 1000,     /* cells; a larger terminal is used in part */
    HEIGHT_MAX = 500,
    CTRL_C = 0x03,
    CTRL_Z = 0x1a,
    FOREVER = -1,
};

struct tty {
    struct display *display;
    struct keyboard keyboard;
    struct termios before, ours;
    int width, height;
    int escape_ms;
    bool settled;   /* what begins with ESC had its time */
    bool gone;      /* the terminal */
    bool lent;      /* to another program */
    bool look_size; /* it may have changed while we were away */
};

/* Size */

/* 0 × 0 if the terminal doesn't know. */
static void ask_size(int *width, int *height)
{
    struct winsize size;

    *width = *height = 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col || !size.ws_row)
        return;
    *width = size.ws_col < WIDTH_MAX ? size.ws_col : WIDTH_MAX;
    *height = size.ws_row < HEIGHT_MAX ? size.ws_row : HEIGHT_MAX;
}

/* True if it has changed. */
static bool update_size(struct tty *tty)
{
    int width, height;

    tty->look_size = false;
    ask_size(&width, &height);
    if (!width || (width == tty->width && height == tty->height))
        return false;
    tty->width = width;
    tty->height = height;
    display_resize(tty->display, width, height);
    return true;
}

void tty_size(const struct tty *tty, int *width, int *height)
{
    *width = tty->width;
    *height = tty->height;
}

/* Life cycle */

static int escape_delay(void)
{
    const char *text = getenv("ESCDELAY");
    char *end;
    long ms = text ? strtol(text, &end, 10) : 0;

    if (!text || !*text || *end || ms < 0)
        return ESCAPE_MS;
    return ms < ESCAPE_MS_MAX ? (int)ms : ESCAPE_MS_MAX;
}

/* Keys come one by one and unchanged, Ctrl-C and Ctrl-Z too, so that a paste with such a byte is
 * only a paste. Ctrl-\ stays a signal: the way out if all else hangs. */
static struct termios key_by_key(const struct termios *before)
{
    struct termios modes = *before;

    modes.c_iflag &= ~(tcflag_t)(IXON | IXOFF | IXANY | ICRNL | INLCR | IGNCR | ISTRIP | PARMRK);
    modes.c_oflag &= ~(tcflag_t)ONLCR;
    modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
    modes.c_lflag |= ISIG;
    modes.c_cc[VINTR] = modes.c_cc[VSUSP] = _POSIX_VDISABLE;
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    return modes;
}

static void take_modes(struct tty *tty)
{
    tcsetattr(STDIN_FILENO, TCSADRAIN, &tty->ours);
}

enum status tty_check(struct error *err)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return error_set(err, STATUS_INVALID, "standard %s is no terminal",
                         isatty(STDIN_FILENO) ? "output" : "input");
    return display_check(err);
}

enum status tty_open(struct tty **out, const struct theme *theme, struct error *err)
{
    struct strbuf restoring = STRBUF_INIT;
    struct tty *tty;
    enum status status = tty_check(err);

    *out = NULL;
    if (status != STATUS_OK)
        return status;
    tty = mem_new(1, sizeof *tty);
    tcgetattr(STDIN_FILENO, &tty->before);
    tty->ours = key_by_key(&tty->before);
    if (signals_open(err)) { /* before curses, which takes only what nobody has taken */
        free(tty);
        return STATUS_IO;
    }
    ask_size(&tty->width, &tty->height);
    tty->display = display_open(theme, tty->width, tty->height, err);
    if (!tty->display) {
        signals_close(false);
        free(tty);
        return STATUS_IO;
    }
    if (!tty->width)
        display_described_size(&tty->width, &tty->height);
    take_modes(tty);
    display_keep_modes();
    keyboard_init(&tty->keyboard);
    display_keys(&tty->keyboard);
    tty->escape_ms = escape_delay();
    display_restoring_bytes(tty->display, &restoring);
    crash_open(restoring.text, restoring.size, &tty->before);
    crash_arm(true);
    strbuf_release(&restoring);
    *out = tty;
    return STATUS_OK;
}

void tty_close(struct tty *tty)
{
    if (!tty)
        return;
    display_close(tty->display, tty->gone);
    tcsetattr(STDIN_FILENO, TCSANOW, &tty->before);
    crash_arm(false);
    crash_close();
    signals_close(tty->gone);
    keyboard_release(&tty->keyboard);
    free(tty);
}

bool tty_colours(const struct tty *tty)
{
    return display_colours(tty->display);
}

void tty_suspend(struct tty *tty)
{
    if (tty->lent)
        return;
    tty->lent = true;
    display_leave(tty->display);
    tcsetattr(STDIN_FILENO, TCSANOW, &tty->before);
    crash_arm(false);
    signals_lend();
}

void tty_resume(struct tty *tty)
{
    if (!tty->lent)
        return;
    tty->lent = false;
    signals_unlend();
    crash_arm(true);
    take_modes(tty);
    display_enter(tty->display);
    tty->look_size = true;
}

void tty_present(struct tty *tty, const struct canvas *canvas)
{
    if (!tty->gone && !tty->lent)
        display_present(tty->display, canvas);
}

void tty_redraw(struct tty *tty)
{
    if (!tty->gone && !tty->lent)
        display_redraw(tty->display);
}

/* Events */

static void give_resumed(struct tty *tty, struct event *out)
{
    update_size(tty);
    *out = (struct event){ .kind = EVENT_RESUMED, .width = tty->width, .height = tty->height };
}

static void stop(struct tty *tty, struct event *out)
{
    display_leave(tty->display);
    tcsetattr(STDIN_FILENO, TCSANOW, &tty->before);
    crash_arm(false);
    signals_stop();
    crash_arm(true);
    take_modes(tty);
    display_enter(tty->display);
    give_resumed(tty, out);
}

/* Going on after a stop that nobody asked us about. */
static void retake(struct tty *tty, struct event *out)
{
    take_modes(tty);
    display_retake(tty->display);
    give_resumed(tty, out);
}

static bool take_signal(struct tty *tty, struct event *out)
{
    static const int ends[] = { SIGTERM, SIGHUP, SIGINT };

    for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
        if (signals_take(ends[i])) {
            *out = (struct event){ .kind = EVENT_SIGNAL, .signal = ends[i] };
            return true;
        }
    if (tty->gone)
        return false;
    if (signals_take(SIGTSTP)) {
        stop(tty, out);
        return true;
    }
    if (signals_take(SIGCONT)) {
        retake(tty, out);
        return true;
    }
    if ((signals_take(SIGWINCH) || tty->look_size) && update_size(tty)) {
        *out = (struct event){ .kind = EVENT_RESIZE, .width = tty->width, .height = tty->height };
        return true;
    }
    return false;
}

static void read_terminal(struct tty *tty)
{
    size_t room;
    char *space = keyboard_space(&tty->keyboard, &room);
    ssize_t n = read(STDIN_FILENO, space, room);

    if (n > 0)
        keyboard_added(&tty->keyboard, (size_t)n);
    else if (n == 0 || (errno != EINTR && errno != EAGAIN))
        tty->gone = true;
}

static void wait_for_something(struct tty *tty, int timeout)
{
    struct pollfd fds[] = { { .fd = STDIN_FILENO, .events = POLLIN },
                            { .fd = signals_fd(), .events = POLLIN } };
    int ready = poll(fds, ARRAY_SIZE(fds), timeout);

    tty->settled = ready == 0;
    if (ready <= 0)
        return;
    if (fds[1].revents)
        signals_drain();
    if (fds[0].revents & (POLLIN | POLLHUP))
        read_terminal(tty);
    else if (fds[0].revents)
        tty->gone = true;
}

/* Ctrl-C and Ctrl-Z do what they do everywhere. */
static void obey_key(struct tty *tty, struct event *out)
{
    if (out->kind == EVENT_KEY && out->key == CTRL_C)
        *out = (struct event){ .kind = EVENT_SIGNAL, .signal = SIGINT };
    else if (out->kind == EVENT_KEY && out->key == CTRL_Z)
        stop(tty, out);
}

void tty_next_event(struct tty *tty, struct event *out)
{
    *out = (struct event){ 0 };
    for (;;) {
        enum keyboard_need need;

        if (take_signal(tty, out))
            return;
        need = keyboard_take(&tty->keyboard, tty->settled, out);
        tty->settled = false;
        if (need == KEYBOARD_EVENT) {
            obey_key(tty, out);
            return;
        }
        if (tty->gone && keyboard_take_rest(&tty->keyboard, out))
            return;
        if (tty->gone) {
            *out = (struct event){ .kind = EVENT_HANGUP };
            return;
        }
        wait_for_something(tty, need == KEYBOARD_PERHAPS ? tty->escape_ms : FOREVER);
    }
}
