/* A little program for testing the terminal harness; it does on command what makes life hard for a
 * harness. No part of couplet, and no model for it. Its first argument says what it does:
 *
 *   screen WAIT  a full screen with curses; WAIT is the call that it waits with, see waits[].
 *                Keys are named in a row, text is appended to another. Ctrl-Q quits, Ctrl-W works
 *                for a while, Ctrl-Z or SIGTSTP stops. Exit codes: 0; 128 and the signal; 3 if the
 *                terminal went away without a signal
 *   bytes TEXT   writes TEXT, then names every byte that it reads in hexadecimal; q quits
 *   lines        reads lines as the terminal edits them and says each again
 *   flood N      writes N numbered lines, then waits
 *   slow N       works 50 ms for each of N bytes before it takes the next, then says done
 *   tick         never waits without a time limit
 *   deaf         ignores SIGTERM and SIGHUP and reads nothing
 *   env          prints its environment */
#define NCURSES_WIDECHAR 1

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

enum { CTRL_Q = 'q' & 0x1f, CTRL_W = 'w' & 0x1f, CTRL_Z = 'z' & 0x1f, KEY_ESCAPE = 27 };

enum { LINE_MAX_CELLS = 256, EVENT_MAX = 64, GONE_EXIT = 3, WORK_MS = 30 };

extern char **environ;

/* Signals come through a pipe, so that every way of waiting hears them. */
static int signal_pipe[2];
static struct termios terminal_before;

static void nap(int ms)
{
    const struct timespec time = { 0, ms * 1000000L };

    nanosleep(&time, NULL);
}

static void print_now(const char *text)
{
    fputs(text, stdout);
    fflush(stdout);
}

/* ---- ways of waiting for the terminal or a signal ---- */

static void wait_in_curses(void)
{
}

static void wait_in_poll(void)
{
    struct pollfd both[] = { { STDIN_FILENO, POLLIN, 0 }, { signal_pipe[0], POLLIN, 0 } };

    poll(both, 2, -1);
}

static void wait_in_ppoll(void)
{
    struct pollfd both[] = { { STDIN_FILENO, POLLIN, 0 }, { signal_pipe[0], POLLIN, 0 } };
    sigset_t none;

    sigemptyset(&none);
    ppoll(both, 2, NULL, &none);
}

static void wait_in_select(void)
{
    fd_set both;

    FD_ZERO(&both);
    FD_SET(STDIN_FILENO, &both);
    FD_SET(signal_pipe[0], &both);
    select(signal_pipe[0] + 1, &both, NULL, NULL, NULL);
}

static void wait_in_pselect(void)
{
    fd_set both;
    sigset_t none;

    sigemptyset(&none);
    FD_ZERO(&both);
    FD_SET(STDIN_FILENO, &both);
    FD_SET(signal_pipe[0], &both);
    pselect(signal_pipe[0] + 1, &both, NULL, NULL, NULL, &none);
}

static int open_epoll(void)
{
    struct epoll_event input = { .events = EPOLLIN };
    int epoll = epoll_create1(EPOLL_CLOEXEC);

    epoll_ctl(epoll, EPOLL_CTL_ADD, STDIN_FILENO, &input);
    epoll_ctl(epoll, EPOLL_CTL_ADD, signal_pipe[0], &input);
    return epoll;
}

static void wait_in_epoll(void)
{
    struct epoll_event event;
    int epoll = open_epoll();

    epoll_wait(epoll, &event, 1, -1);
    close(epoll);
}

static void wait_in_epoll_pwait(void)
{
    struct epoll_event event;
    sigset_t none;
    int epoll = open_epoll();

    sigemptyset(&none);
    epoll_pwait(epoll, &event, 1, -1, &none);
    close(epoll);
}

static const struct {
    const char *name;
    void (*wait)(void);
} waits[] = {
    { "curses", wait_in_curses }, /* hears no signal while it waits */
    { "poll", wait_in_poll },     { "ppoll", wait_in_ppoll },
    { "select", wait_in_select }, { "pselect", wait_in_pselect },
    { "epoll", wait_in_epoll },   { "epoll_pwait", wait_in_epoll_pwait },
};

/* ---- the screen ---- */

struct screen {
    wchar_t line[LINE_MAX_CELLS];
    size_t length;
    char event[EVENT_MAX];
    int exit_code; /* -1 while it goes on */
};

static void on_signal(int sig)
{
    unsigned char byte = (unsigned char)sig;

    if (write(signal_pipe[1], &byte, 1) < 0)
        abort();
}

static void on_crash(int sig)
{
    static const char restore[] = "\033[?1006;1000l\033[?2004l\033[?1049l\033[?12l\033[?25h"
                                  "\033[?1l\033>\033[0m";

    if (write(STDOUT_FILENO, restore, sizeof(restore) - 1) < 0)
        abort();
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
    signal(sig, SIG_DFL);
    raise(sig);
}

static void handle(int sig, void (*handler)(int))
{
    struct sigaction action = { .sa_handler = handler }, now;

    sigaction(sig, NULL, &now);
    if (sig == SIGHUP && now.sa_handler == SIG_IGN)
        return;
    sigaction(sig, &action, NULL);
}

static void draw_samples(void)
{
    attrset(A_BOLD | COLOR_PAIR(1));
    box(stdscr, 0, 0);
    mvaddstr(0, 2, " Harness ");
    attrset(A_REVERSE);
    mvaddstr(1, 1, "reverse");
    attrset(A_UNDERLINE);
    mvaddstr(1, 10, "under");
    attrset(COLOR_PAIR(2));
    mvaddstr(1, 18, "c208");
    attrset(A_DIM);
    mvaddstr(1, 24, "dim");
    attrset(A_NORMAL);
    mvaddwstr(2, 1, L"caf\u00e9 cafe\u0301 \u65e5\u672c\u8a9e \U0001F600|");
}

static void draw(const struct screen *screen)
{
    erase();
    draw_samples();
    mvprintw(3, 1, "size %dx%d", COLS, LINES);
    mvprintw(4, 1, "event %s", screen->event);
    mvaddstr(5, 1, "> ");
    addwstr(screen->line);
    refresh();
}

static void work(struct screen *screen)
{
    for (int i = 1; i <= 3; i++) {
        nap(WORK_MS);
        snprintf(screen->event, EVENT_MAX, "worked %d", i);
        draw(screen);
    }
}

/* As a program under a shell does it; as session leader it isn't stopped and goes on. */
static void stop(struct screen *screen)
{
    endwin();
    signal(SIGTSTP, SIG_DFL);
    raise(SIGTSTP);
    handle(SIGTSTP, on_signal);
    snprintf(screen->event, EVENT_MAX, "continued");
    clearok(stdscr, TRUE);
}

static void resize_screen(void)
{
    struct winsize size;

    if (!ioctl(STDIN_FILENO, TIOCGWINSZ, &size))
        resizeterm(size.ws_row, size.ws_col);
}

static void take_signals(struct screen *screen)
{
    unsigned char sig;

    while (read(signal_pipe[0], &sig, 1) == 1) {
        if (sig == SIGWINCH)
            resize_screen();
        else if (sig == SIGTSTP)
            stop(screen);
        else
            screen->exit_code = 128 + sig;
    }
}

static void take_function_key(struct screen *screen, wint_t key)
{
    MEVENT mouse;

    if (key == KEY_MOUSE && getmouse(&mouse) == OK)
        snprintf(screen->event, EVENT_MAX, "mouse %d,%d %lx", mouse.y, mouse.x,
                 (unsigned long)mouse.bstate);
    else
        snprintf(screen->event, EVENT_MAX, "%s", keyname((int)key));
    if (key == KEY_BACKSPACE && screen->length)
        screen->line[--screen->length] = L'\0';
}

static void take_text(struct screen *screen, wint_t c)
{
    if (c == CTRL_Q)
        screen->exit_code = 0;
    else if (c == CTRL_W)
        work(screen);
    else if (c == CTRL_Z)
        stop(screen);
    else if (c == KEY_ESCAPE)
        snprintf(screen->event, EVENT_MAX, "ESC");
    else if (c < L' ')
        snprintf(screen->event, EVENT_MAX, "control %d", (int)c);
    else if (screen->length < LINE_MAX_CELLS - 1)
        screen->line[screen->length++] = (wchar_t)c;
    screen->line[screen->length] = L'\0';
}

static void take_keys(struct screen *screen, bool blocking)
{
    wint_t c;
    int kind;

    while (screen->exit_code < 0) {
        kind = get_wch(&c);
        if (kind == ERR)
            return;
        if (kind == KEY_CODE_YES)
            take_function_key(screen, c);
        else
            take_text(screen, c);
        if (blocking)
            return;
    }
}

static void notice_hangup(struct screen *screen)
{
    struct pollfd input = { STDIN_FILENO, POLLIN, 0 };

    if (screen->exit_code < 0 && poll(&input, 1, 0) > 0 && (input.revents & POLLHUP))
        screen->exit_code = GONE_EXIT;
}

static void open_screen(bool blocking)
{
    initscr();
    raw();
    noecho();
    keypad(stdscr, TRUE);
    nodelay(stdscr, !blocking);
    set_escdelay(25);
    mousemask(ALL_MOUSE_EVENTS, NULL);
    mouseinterval(0);
    start_color();
    use_default_colors();
    init_pair(1, COLOR_MAGENTA, -1);
    init_pair(2, 208, COLOR_BLUE);
}

static void handle_signals(void)
{
    handle(SIGWINCH, on_signal);
    handle(SIGTERM, on_signal);
    handle(SIGHUP, on_signal);
    handle(SIGTSTP, on_signal);
    handle(SIGSEGV, on_crash);
}

static int run_screen(void (*wait)(void))
{
    struct screen screen = { .event = "none", .exit_code = -1 };
    bool blocking = wait == wait_in_curses;

    if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK))
        return 1;
    tcgetattr(STDIN_FILENO, &terminal_before);
    open_screen(blocking);
    handle_signals();
    while (screen.exit_code < 0) {
        draw(&screen);
        wait();
        take_signals(&screen);
        take_keys(&screen, blocking);
        notice_hangup(&screen);
    }
    endwin();
    return screen.exit_code;
}

static int screen_main(const char *name)
{
    for (size_t i = 0; i < sizeof(waits) / sizeof(*waits); i++) {
        if (!strcmp(waits[i].name, name))
            return run_screen(waits[i].wait);
    }
    return 2;
}

/* ---- without curses ---- */

static void set_raw(void)
{
    struct termios settings;

    tcgetattr(STDIN_FILENO, &settings);
    cfmakeraw(&settings);
    tcsetattr(STDIN_FILENO, TCSANOW, &settings);
}

static int bytes_main(const char *text)
{
    unsigned char byte;
    char hex[8];

    set_raw();
    print_now(text);
    while (read(STDIN_FILENO, &byte, 1) == 1 && byte != 'q') {
        snprintf(hex, sizeof(hex), "%02x ", byte);
        print_now(hex);
    }
    return 0;
}

static int lines_main(const char *unused)
{
    char line[200];

    (void)unused;
    print_now("? ");
    while (fgets(line, sizeof(line), stdin)) {
        printf("said %s", line);
        print_now("? ");
    }
    return 0;
}

static int flood_main(const char *count)
{
    unsigned char byte;

    for (int i = 0; i < atoi(count); i++)
        printf("line %d\n", i);
    fflush(stdout);
    return read(STDIN_FILENO, &byte, 1) < 0;
}

static int slow_main(const char *count)
{
    unsigned char byte;

    set_raw();
    print_now("ready ");
    for (int i = 0; i < atoi(count); i++) {
        if (read(STDIN_FILENO, &byte, 1) != 1)
            return 1;
        nap(50);
    }
    print_now("done");
    return read(STDIN_FILENO, &byte, 1) < 0;
}

static int tick_main(const char *unused)
{
    struct pollfd input = { STDIN_FILENO, POLLIN, 0 };

    (void)unused;
    print_now("ticking");
    while (poll(&input, 1, 20) == 0)
        continue;
    return 0;
}

static int deaf_main(const char *unused)
{
    (void)unused;
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    print_now("deaf");
    while (pause() < 0)
        continue;
    return 0;
}

static int env_main(const char *unused)
{
    (void)unused;
    for (char **variable = environ; *variable; variable++)
        puts(*variable);
    puts("end");
    return 0;
}

static const struct {
    const char *name;
    int (*run)(const char *argument);
} modes[] = {
    { "screen", screen_main }, { "bytes", bytes_main }, { "lines", lines_main },
    { "flood", flood_main },   { "slow", slow_main },   { "tick", tick_main },
    { "deaf", deaf_main },     { "env", env_main },
};

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    for (size_t i = 0; argc > 1 && i < sizeof(modes) / sizeof(*modes); i++) {
        if (!strcmp(modes[i].name, argv[1]))
            return modes[i].run(argc > 2 ? argv[2] : "");
    }
    return 2;
}
