/* A terminal for tests. From top to bottom: the program and its little shell, watching the program,
 * bytes out of and into the pseudo-terminal, the screen, assertions. */
#include "term.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <vterm.h>

#include <setjmp.h>

#include <cmocka.h>

#include "../support/proc.h"

/* How long to wait for output before looking at the program again. */
#define TICK_MS 1

/* Without /proc/PID/syscall: how long, and at how many looks, an idle program hasn't run. */
#define QUIET_MS 60
#define QUIET_LOOKS 10

#define GRACE_MS 5000

/* More output than this at once isn't read without looking at the clock. */
#define BLOCKS_AT_ONCE 64

enum { ESC = 27, MODES_MAX = 32, SEQUENCE_MAX = 64, PROC_TEXT_MAX = 4096 };

struct mode {
    int number;
    bool on;
};

enum filter_state { FILTER_TEXT, FILTER_ESCAPE, FILTER_SEQUENCE };

/* What stands between the bytes and libvterm: a control sequence is held until it is complete. */
struct filter {
    enum filter_state state;
    char held[SEQUENCE_MAX];
    size_t size;
};

struct term {
    int rows, cols;
    pid_t pid, keeper;
    int master; /* -1 after a hangup, as the slave */
    int slave;  /* the program's side, to look at its input and settings */
    int report; /* where the keeper says how the program ended */
    dev_t tty;
    struct termios before;
    bool guess_idle;
    int grace_ms;

    bool ended;
    int status;

    VTerm *vt;
    VTermScreen *screen;
    struct filter filter;
    struct proc_bytes raw;     /* everything the program wrote */
    struct proc_bytes shown;   /* the filter's output, on its way to libvterm */
    struct proc_bytes answers; /* what libvterm wants to send */
    struct mode modes[MODES_MAX];
    int mode_count;
    bool alt_screen, alt_screen_seen, cursor_visible;
    unsigned bells;
    struct proc_bytes *row_texts; /* what term_row() gave out */
    int row_texts_size;
};

/* ---- the program and its keeper ----
 *
 * Between the test and the program is a keeper, a fork of the test program that stands for the
 * user's shell: it leads the session and makes the program its foreground job. Without such a
 * parent in the session the kernel would ignore SIGTSTP (an orphaned process group). It reports, as
 * plain ints through a pipe, the program's process id and in the end its wait status. When the test
 * program dies, both die. */

struct launch {
    const struct term_options *options;
    int slave;
    int report;  /* the keeper's end */
    int failure; /* the program's end; closed by a successful exec */
};

/* For the keeper's signal handler. */
static volatile sig_atomic_t kept_program;

/* What a shell does when its window is closed. SIGCONT is for a stopped program only: it would undo
 * the stop by which LeakSanitizer examines a program that is about to end, and hang it. */
static void pass_hangup_on(int sig)
{
    pid_t pid = (pid_t)kept_program;
    siginfo_t stop = { 0 };
    int reason = errno;

    kill(pid, sig);
    if (!waitid(P_PID, (id_t)pid, &stop, WSTOPPED | WNOHANG | WNOWAIT) && stop.si_pid == pid)
        kill(pid, SIGCONT);
    errno = reason;
}

static void lead_session(int slave)
{
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
}

static void become_foreground_job(int slave)
{
    signal(SIGTTOU, SIG_IGN);
    setpgid(0, 0);
    tcsetpgrp(slave, getpid());
}

static _Noreturn void become_program(const struct launch *launch)
{
    const struct term_options *options = launch->options;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (options->leader)
        lead_session(launch->slave);
    else
        become_foreground_job(launch->slave);
    proc_default_signals();
    if (options->ignore_hangup)
        signal(SIGHUP, SIG_IGN);
    dup2(launch->slave, STDIN_FILENO);
    dup2(launch->slave, STDOUT_FILENO);
    dup2(launch->slave, STDERR_FILENO);
    proc_exec(options->argv, options->env, options->dir, launch->failure);
}

static void report_int(int fd, int value)
{
    if (write(fd, &value, sizeof(value)) != (ssize_t)sizeof(value))
        _exit(1);
}

/* The keeper does no exec, so close-on-exec doesn't help: an inherited end of another terminal
 * would keep that from being hung up. */
static void close_all_but(int fd)
{
    for (int other = 0; other < fd; other++)
        close(other);
    proc_close_from(fd + 1);
}

static _Noreturn void keep(const struct launch *launch)
{
    struct sigaction hangup = { .sa_handler = pass_hangup_on };
    pid_t pid;
    int status = 0;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!launch->options->leader)
        lead_session(launch->slave);
    pid = fork();
    if (pid == 0)
        become_program(launch);
    if (pid < 0)
        _exit(1);
    kept_program = pid;
    sigaction(SIGHUP, &hangup, NULL);
    close_all_but(launch->report);
    report_int(launch->report, pid);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    report_int(launch->report, status);
    _exit(0);
}

/* Returns whether a whole int came before the end of file. */
static bool read_int(int fd, int *value)
{
    ssize_t n;

    do
        n = read(fd, value, sizeof(*value));
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof(*value);
}

/* Starts keeper and program; returns 0, or why the program couldn't be started as errno. */
static int start_program(struct term *t, const struct term_options *options)
{
    struct launch launch = { .options = options, .slave = t->slave };
    int report[2], failure[2], reason = 0;

    if (pipe2(report, O_CLOEXEC))
        return errno;
    t->report = report[0];
    launch.report = report[1];
    if (pipe2(failure, O_CLOEXEC)) {
        reason = errno;
        close(report[1]);
        return reason;
    }
    launch.failure = failure[1];
    t->keeper = fork();
    if (t->keeper == 0)
        keep(&launch);
    if (t->keeper < 0)
        reason = errno;
    close(report[1]);
    close(failure[1]);
    if (!reason && !read_int(report[0], &t->pid))
        reason = EAGAIN;
    if (!reason)
        read_int(failure[0], &reason);
    close(failure[0]);
    return reason;
}

static bool open_terminal(struct term *t)
{
    struct winsize size = { .ws_row = (unsigned short)t->rows, .ws_col = (unsigned short)t->cols };
    struct stat info;

    if (openpty(&t->master, &t->slave, NULL, NULL, &size))
        return false;
    fcntl(t->master, F_SETFD, FD_CLOEXEC);
    fcntl(t->slave, F_SETFD, FD_CLOEXEC);
    fcntl(t->master, F_SETFL, O_NONBLOCK);
    if (fstat(t->slave, &info) || tcgetattr(t->slave, &t->before))
        return false;
    t->tty = info.st_rdev;
    return true;
}

static void open_screen(struct term *t);

struct term *term_spawn(const struct term_options *options)
{
    struct term *t = calloc(1, sizeof(*t));
    int reason;

    if (!t)
        abort();
    t->rows = options->rows ? options->rows : 24;
    t->cols = options->cols ? options->cols : 80;
    t->master = t->slave = t->report = -1;
    t->guess_idle = options->guess_idle;
    t->grace_ms = options->grace_ms ? options->grace_ms : GRACE_MS;
    open_screen(t);
    reason = open_terminal(t) ? start_program(t, options) : errno;
    if (!reason)
        return t;
    print_error("%s can't be started on a terminal: %s\n", options->argv[0], strerror(reason));
    t->ended = !t->pid;
    term_free(t);
    return NULL;
}

/* Notices the end of the program. */
static bool reap(struct term *t)
{
    struct pollfd report = { t->report, POLLIN, 0 };

    if (t->ended || poll(&report, 1, 0) <= 0)
        return t->ended;
    if (!read_int(t->report, &t->status))
        t->status = -1;
    t->ended = true;
    return true;
}

/* ---- watching the program ---- */

/* The kernel's view of a process at one moment. */
struct process {
    char state;                          /* as ps shows it: R, S, T, Z … */
    unsigned long long pending, blocked; /* signals, as bits */
    long switches;
};

/* Reads /proc/PID/NAME as text; false with errno if that isn't possible. */
static bool read_proc(pid_t pid, const char *name, char text[PROC_TEXT_MAX])
{
    char path[64];
    ssize_t n;
    int fd, reason;

    snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    n = read(fd, text, PROC_TEXT_MAX - 1);
    reason = errno;
    close(fd);
    errno = reason;
    text[n > 0 ? n : 0] = '\0';
    return n > 0;
}

/* What follows a label at the beginning of a line; "" if there is no such line. */
static const char *field(const char *text, const char *label)
{
    const char *found = strstr(text, label);

    return found ? found + strlen(label) : "";
}

static bool look_at_process(pid_t pid, struct process *process)
{
    char text[PROC_TEXT_MAX];

    if (!read_proc(pid, "status", text))
        return false;
    process->state = *field(text, "\nState:\t");
    process->pending = strtoull(field(text, "\nSigPnd:\t"), NULL, 16);
    process->pending |= strtoull(field(text, "\nShdPnd:\t"), NULL, 16);
    process->blocked = strtoull(field(text, "\nSigBlk:\t"), NULL, 16);
    process->switches = strtol(field(text, "\nvoluntary_ctxt_switches:\t"), NULL, 10);
    process->switches += strtol(field(text, "\nnonvoluntary_ctxt_switches:\t"), NULL, 10);
    return true;
}

/* A system call as /proc/PID/syscall shows it. */
struct call {
    long number;
    unsigned long arguments[6];
};

/* Which calls wait, and which argument is their time limit: none if it is NULL, or negative. */
struct waiting_call {
    long number;
    int limit;
    enum { NO_LIMIT_IF_NULL, NO_LIMIT_IF_NEGATIVE } rule;
};

static const struct waiting_call waiting_calls[] = {
#ifdef SYS_poll
    { SYS_poll, 2, NO_LIMIT_IF_NEGATIVE },
#endif
    { SYS_ppoll, 2, NO_LIMIT_IF_NULL },
#ifdef SYS_select
    { SYS_select, 4, NO_LIMIT_IF_NULL },
#endif
    { SYS_pselect6, 4, NO_LIMIT_IF_NULL },
#ifdef SYS_epoll_wait
    { SYS_epoll_wait, 3, NO_LIMIT_IF_NEGATIVE },
#endif
    { SYS_epoll_pwait, 3, NO_LIMIT_IF_NEGATIVE },
#ifdef SYS_epoll_pwait2
    { SYS_epoll_pwait2, 3, NO_LIMIT_IF_NULL },
#endif
};

/* Whether the program's descriptor is our terminal, by its own name or as /dev/tty. */
static bool is_terminal(const struct term *t, unsigned long fd)
{
    char path[64];
    struct stat info;

    snprintf(path, sizeof(path), "/proc/%d/fd/%lu", (int)t->pid, fd);
    return !stat(path, &info) && (info.st_rdev == t->tty || info.st_rdev == makedev(5, 0));
}

/* After SIGSTOP and SIGCONT the kernel goes on with a poll under another number, with the arguments
 * of the poll. So it does with a sleep, but that has no count of descriptors in the second. */
static bool is_resumed_poll(const struct call *call)
{
    return call->number == SYS_restart_syscall && call->arguments[1] > 0 &&
           call->arguments[1] < 1024 && (int)call->arguments[2] < 0;
}

static bool waits_without_limit(const struct term *t, const struct call *call)
{
    if (call->number == SYS_read)
        return is_terminal(t, call->arguments[0]);
    for (size_t i = 0; i < sizeof(waiting_calls) / sizeof(*waiting_calls); i++) {
        const struct waiting_call *waiting = &waiting_calls[i];

        if (call->number != waiting->number)
            continue;
        if (waiting->rule == NO_LIMIT_IF_NULL)
            return call->arguments[waiting->limit] == 0;
        return (int)call->arguments[waiting->limit] < 0;
    }
    return is_resumed_poll(call);
}

/* False for "running", and for a process that waits outside of any call ("-1 …"). */
static bool parse_call(const char *text, struct call *call)
{
    unsigned long *a = call->arguments;

    return sscanf(text, "%ld %lx %lx %lx %lx %lx %lx", &call->number, &a[0], &a[1], &a[2], &a[3],
                  &a[4], &a[5]) == 7;
}

/* How long the program hasn't been scheduled, for want of anything better. */
struct quiet {
    long switches;
    int looks;
    int64_t since_ms;
};

static bool is_quiet(struct quiet *quiet, long switches)
{
    if (!quiet->looks || quiet->switches != switches)
        *quiet = (struct quiet){ .switches = switches, .since_ms = proc_clock_ms() };
    quiet->looks++;
    return quiet->looks >= QUIET_LOOKS && proc_clock_ms() - quiet->since_ms >= QUIET_MS;
}

static bool is_blocked(const struct term *t, const struct process *process, struct quiet *quiet)
{
    char text[PROC_TEXT_MAX];
    struct call call = { 0 };

    if (!t->guess_idle && read_proc(t->pid, "syscall", text))
        return parse_call(text, &call) && waits_without_limit(t, &call);
    return is_quiet(quiet, process->switches);
}

/* The terminal flushes what we wrote to the program's side when that side is polled, so an empty
 * queue here is really empty. */
static bool input_is_drained(const struct term *t)
{
    struct pollfd input = { t->slave, POLLIN, 0 };

    return poll(&input, 1, 0) == 0;
}

enum activity { BUSY, WAITING, STOPPED, ENDED };

/* The order matters. First its input is empty, then it sleeps: input that we see gone was taken by
 * a program that then ran, so if it sleeps afterwards it is done with that. A signal that we sent
 * is pending until the program is on its way to the handler; without that look about one resize in
 * a hundred seems idle, because /proc/PID/syscall still shows the old sleep. */
static enum activity look_at_program(struct term *t, struct quiet *quiet)
{
    bool drained = input_is_drained(t);
    struct process process;

    if (reap(t))
        return ENDED;
    if (!look_at_process(t->pid, &process))
        return BUSY;
    if (process.state == 'T')
        return STOPPED;
    if (!drained || process.state != 'S' || (process.pending & ~process.blocked)) {
        quiet->looks = 0;
        return BUSY;
    }
    return is_blocked(t, &process, quiet) ? WAITING : BUSY;
}

static bool drain(struct term *t, int wait_ms);

/* Waits until the program does nothing any more and all it said is here; BUSY when time is up. */
static enum activity come_to_rest(struct term *t, int timeout_ms)
{
    int64_t deadline = proc_clock_ms() + timeout_ms;
    struct quiet quiet = { 0 };

    for (;;) {
        enum activity activity = look_at_program(t, &quiet);

        if (!drain(t, activity == BUSY ? TICK_MS : 0) && activity != BUSY)
            return activity;
        if (proc_clock_ms() >= deadline)
            return BUSY;
    }
}

bool term_idle(struct term *t, int timeout_ms)
{
    enum activity activity = come_to_rest(t, timeout_ms);

    return activity == WAITING || activity == ENDED;
}

bool term_wait_stopped(struct term *t, int timeout_ms)
{
    return come_to_rest(t, timeout_ms) == STOPPED;
}

bool term_wait_text(struct term *t, const char *text, int timeout_ms)
{
    int64_t deadline = proc_clock_ms() + timeout_ms;

    while (!term_find(t, text, NULL, NULL)) {
        int64_t left = deadline - proc_clock_ms();
        bool ended = reap(t);

        if (!drain(t, ended || left <= 0 ? 0 : TICK_MS) && (ended || left <= 0))
            return false;
    }
    return true;
}

bool term_wait_exit(struct term *t, int timeout_ms, int *status)
{
    int64_t deadline = proc_clock_ms() + timeout_ms;

    while (!reap(t)) {
        struct pollfd ends[] = { { t->report, POLLIN, 0 }, { t->master, POLLIN, 0 } };
        int64_t left = deadline - proc_clock_ms();

        if (left <= 0)
            return false;
        poll(ends, 2, (int)left);
        drain(t, 0);
    }
    drain(t, 0);
    if (status)
        *status = t->status;
    return true;
}

bool term_ended(struct term *t)
{
    return reap(t);
}

bool term_stopped(struct term *t)
{
    struct process process;

    return !reap(t) && look_at_process(t->pid, &process) && process.state == 'T';
}

long term_context_switches(struct term *t)
{
    struct process process;

    return !reap(t) && look_at_process(t->pid, &process) ? process.switches : -1;
}

pid_t term_pid(struct term *t)
{
    return t->pid;
}

/* ---- from the program to the screen ----
 *
 * libvterm 0.1 draws, but it doesn't know dim text, doesn't tell most modes, and hears only the
 * first of several modes in one sequence. So a filter reads the control sequences first: it notes
 * the private modes and shows them to libvterm one by one, and it shows dim as font 2, which no
 * program uses. */

enum { DIM_FONT = 2 };

static void show_held(struct term *t)
{
    proc_bytes_add(&t->shown, t->filter.held, t->filter.size);
    t->filter.size = 0;
    t->filter.state = FILTER_TEXT;
}

static void hold(struct term *t, char c, enum filter_state state)
{
    t->filter.held[t->filter.size++] = c;
    t->filter.state = state;
}

static void note_mode(struct term *t, int number, bool on)
{
    int i = 0;

    while (i < t->mode_count && t->modes[i].number != number)
        i++;
    if (i == MODES_MAX)
        return;
    t->modes[i] = (struct mode){ number, on };
    if (i == t->mode_count)
        t->mode_count++;
}

static void show_text(struct term *t, const char *text)
{
    proc_bytes_add(&t->shown, text, strlen(text));
}

/* Shows "ESC [ ? parameters h" or "… l" one by one. */
static void show_modes(struct term *t, const char *parameters, char final)
{
    while (*parameters >= '0' && *parameters <= '9') {
        char *end, sequence[32];
        long number = strtol(parameters, &end, 10);

        note_mode(t, (int)number, final == 'h');
        snprintf(sequence, sizeof(sequence), "\033[?%ld%c", number, final);
        show_text(t, sequence);
        parameters = *end == ';' ? end + 1 : end;
    }
}

/* How many parameters belong to a colour that begins with 38 or 48: "5;N" or "2;R;G;B". */
static int colour_parameters(const char *rest)
{
    if (!strncmp(rest, ";5;", 3))
        return 2;
    return !strncmp(rest, ";2;", 3) ? 4 : 0;
}

static bool is_parameter(const char *at, size_t size, const char *wanted)
{
    return size == strlen(wanted) && !strncmp(at, wanted, size);
}

/* Shows "ESC [ parameters m" with dim disguised: 2 becomes 12, and 22 ends the font too. */
static void show_rendition(struct term *t, const char *parameters)
{
    int colour = 0;

    show_text(t, "\033[");
    for (;;) {
        size_t size = strcspn(parameters, ";m");
        const char *rest = parameters + size;

        if (!colour && is_parameter(parameters, size, "2"))
            show_text(t, "12");
        else if (!colour && is_parameter(parameters, size, "22"))
            show_text(t, "22;10");
        else
            proc_bytes_add(&t->shown, parameters, size);
        if (colour)
            colour--;
        else if (is_parameter(parameters, size, "38") || is_parameter(parameters, size, "48"))
            colour = colour_parameters(rest);
        proc_bytes_add(&t->shown, rest, 1);
        if (*rest == 'm')
            return;
        parameters = rest + 1;
    }
}

/* A whole control sequence is held: ESC [ … and its final byte. */
static void finish_sequence(struct term *t)
{
    struct filter *filter = &t->filter;
    char final = filter->held[filter->size - 1];
    const char *parameters = filter->held + 2;

    filter->held[filter->size] = '\0';
    if (*parameters == '?' && (final == 'h' || final == 'l'))
        show_modes(t, parameters + 1, final);
    else if (final == 'm' && strspn(parameters, "0123456789;:") == filter->size - 3)
        show_rendition(t, parameters);
    else
        proc_bytes_add(&t->shown, filter->held, filter->size);
    filter->size = 0;
    filter->state = FILTER_TEXT;
}

static void filter_byte(struct term *t, char c)
{
    struct filter *filter = &t->filter;

    if (c == ESC) {
        show_held(t);
        hold(t, c, FILTER_ESCAPE);
    } else if (filter->state == FILTER_TEXT) {
        proc_bytes_add(&t->shown, &c, 1);
    } else if (filter->state == FILTER_ESCAPE) {
        hold(t, c, FILTER_SEQUENCE);
        if (c != '[')
            show_held(t);
    } else {
        hold(t, c, FILTER_SEQUENCE);
        if (c >= 0x40 && c <= 0x7e)
            finish_sequence(t);
        else if (c < ' ' || c > 0x7e || filter->size == SEQUENCE_MAX - 1)
            show_held(t);
    }
}

static void show(struct term *t, const char *bytes, size_t size)
{
    proc_bytes_add(&t->raw, bytes, size);
    t->shown.size = 0;
    for (size_t i = 0; i < size; i++)
        filter_byte(t, bytes[i]);
    vterm_input_write(t->vt, t->shown.data, t->shown.size);
}

/* Reads one block if there is one. */
static bool read_block(struct term *t)
{
    char block[16384];
    ssize_t n = t->master >= 0 ? read(t->master, block, sizeof(block)) : -1;

    if (n > 0)
        show(t, block, (size_t)n);
    return n > 0;
}

static void send_answers(struct term *t)
{
    struct proc_bytes answers = t->answers;

    t->answers = (struct proc_bytes){ 0 };
    term_send(t, answers.data, answers.size);
    proc_bytes_release(&answers);
}

/* Reads what the program wrote, waiting for a first byte; returns whether there was any. */
static bool drain(struct term *t, int wait_ms)
{
    struct pollfd output = { t->master, POLLIN, 0 };
    bool any = false;

    for (int i = 0; i < BLOCKS_AT_ONCE; i++) {
        if (poll(&output, 1, any ? 0 : wait_ms) <= 0 || !read_block(t))
            break;
        any = true;
    }
    if (t->answers.size)
        send_answers(t);
    return any;
}

static int on_property(VTermProp property, VTermValue *value, void *context)
{
    struct term *t = context;

    if (property == VTERM_PROP_ALTSCREEN) {
        t->alt_screen = value->boolean;
        t->alt_screen_seen |= t->alt_screen;
    } else if (property == VTERM_PROP_CURSORVISIBLE) {
        t->cursor_visible = value->boolean;
    }
    return 1;
}

static int on_bell(void *context)
{
    struct term *t = context;

    t->bells++;
    return 1;
}

static void on_answer(const char *bytes, size_t size, void *context)
{
    struct term *t = context;

    proc_bytes_add(&t->answers, bytes, size);
}

static void open_screen(struct term *t)
{
    static const VTermScreenCallbacks callbacks = { .settermprop = on_property, .bell = on_bell };

    t->vt = vterm_new(t->rows, t->cols);
    if (!t->vt)
        abort();
    vterm_set_utf8(t->vt, 1);
    vterm_output_set_callback(t->vt, on_answer, t);
    t->screen = vterm_obtain_screen(t->vt);
    vterm_screen_set_callbacks(t->screen, &callbacks, t);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_reset(t->screen, 1);
    t->cursor_visible = true;
}

/* ---- from the person to the program ---- */

void term_send(struct term *t, const char *bytes, size_t size)
{
    int64_t deadline = proc_clock_ms() + TERM_TIMEOUT_MS;

    while (size && t->master >= 0) {
        struct pollfd master = { t->master, POLLIN | POLLOUT, 0 };
        ssize_t n = write(t->master, bytes, size);

        if (n > 0) {
            bytes += n;
            size -= (size_t)n;
            deadline = proc_clock_ms() + TERM_TIMEOUT_MS;
        } else if (n < 0 && errno != EAGAIN && errno != EINTR) {
            return;
        } else if (proc_clock_ms() >= deadline) {
            print_error("the program doesn't take its input; %zu bytes dropped\n", size);
            return;
        } else {
            poll(&master, 1, TICK_MS);
            read_block(t);
        }
    }
}

static bool continues_character(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

void term_type(struct term *t, const char *text)
{
    while (*text) {
        size_t size = 1;

        while (continues_character(text[size]))
            size++;
        term_send(t, *text == '\n' ? "\r" : text, size);
        text += size;
    }
}

struct key {
    VTermKey key;
    VTermModifier modifier;
};

static const struct key keys[] = {
    [TERM_KEY_UP] = { VTERM_KEY_UP, VTERM_MOD_NONE },
    [TERM_KEY_DOWN] = { VTERM_KEY_DOWN, VTERM_MOD_NONE },
    [TERM_KEY_LEFT] = { VTERM_KEY_LEFT, VTERM_MOD_NONE },
    [TERM_KEY_RIGHT] = { VTERM_KEY_RIGHT, VTERM_MOD_NONE },
    [TERM_KEY_ENTER] = { VTERM_KEY_ENTER, VTERM_MOD_NONE },
    [TERM_KEY_ESC] = { VTERM_KEY_ESCAPE, VTERM_MOD_NONE },
    [TERM_KEY_TAB] = { VTERM_KEY_TAB, VTERM_MOD_NONE },
    [TERM_KEY_BACKTAB] = { VTERM_KEY_TAB, VTERM_MOD_SHIFT },
    [TERM_KEY_HOME] = { VTERM_KEY_HOME, VTERM_MOD_NONE },
    [TERM_KEY_END] = { VTERM_KEY_END, VTERM_MOD_NONE },
    [TERM_KEY_PGUP] = { VTERM_KEY_PAGEUP, VTERM_MOD_NONE },
    [TERM_KEY_PGDN] = { VTERM_KEY_PAGEDOWN, VTERM_MOD_NONE },
    [TERM_KEY_INS] = { VTERM_KEY_INS, VTERM_MOD_NONE },
    [TERM_KEY_DEL] = { VTERM_KEY_DEL, VTERM_MOD_NONE },
    [TERM_KEY_BACKSPACE] = { VTERM_KEY_BACKSPACE, VTERM_MOD_NONE },
};

/* libvterm encodes by the modes that the program has set, so those must be known first. */
void term_key(struct term *t, enum term_key key)
{
    drain(t, 0);
    if (key >= TERM_KEY_F1)
        vterm_keyboard_key(t->vt, (VTermKey)(VTERM_KEY_FUNCTION(1) + (key - TERM_KEY_F1)),
                           VTERM_MOD_NONE);
    else
        vterm_keyboard_key(t->vt, keys[key].key, keys[key].modifier);
    send_answers(t);
}

void term_ctrl(struct term *t, char letter)
{
    char byte = (char)(letter & 0x1f);

    term_send(t, &byte, 1);
}

void term_paste(struct term *t, const char *text)
{
    drain(t, 0);
    vterm_keyboard_start_paste(t->vt);
    for (; *text; text++)
        proc_bytes_add(&t->answers, *text == '\n' ? "\r" : text, 1);
    vterm_keyboard_end_paste(t->vt);
    send_answers(t);
}

enum { WHEEL_UP = 4, WHEEL_DOWN = 5 };

/* libvterm would speak in any case. */
static bool mouse_is_on(struct term *t)
{
    drain(t, 0);
    return term_mode(t, 1000) || term_mode(t, 1002) || term_mode(t, 1003);
}

void term_click(struct term *t, int row, int col, int button)
{
    if (!mouse_is_on(t))
        return;
    vterm_mouse_move(t->vt, row, col, VTERM_MOD_NONE);
    vterm_mouse_button(t->vt, button, true, VTERM_MOD_NONE);
    vterm_mouse_button(t->vt, button, false, VTERM_MOD_NONE);
    send_answers(t);
}

void term_wheel(struct term *t, int row, int col, int lines)
{
    if (!mouse_is_on(t))
        return;
    vterm_mouse_move(t->vt, row, col, VTERM_MOD_NONE);
    for (int i = 0; i < abs(lines); i++)
        vterm_mouse_button(t->vt, lines < 0 ? WHEEL_UP : WHEEL_DOWN, true, VTERM_MOD_NONE);
    send_answers(t);
}

/* What was written for the old size must be drawn in it. */
void term_resize(struct term *t, int rows, int cols)
{
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

    if (t->master < 0)
        return;
    drain(t, 0);
    vterm_set_size(t->vt, rows, cols);
    t->rows = rows;
    t->cols = cols;
    ioctl(t->master, TIOCSWINSZ, &size);
}

void term_signal(struct term *t, int sig)
{
    if (!reap(t))
        kill(t->pid, sig);
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void term_hangup(struct term *t)
{
    drain(t, 0);
    close_fd(&t->slave);
    close_fd(&t->master);
}

/* Politely first: a program that is killed writes neither coverage nor a report of leaks. A stopped
 * one must go on to hear it. */
static void end_program(struct term *t)
{
    term_signal(t, SIGTERM);
    if (term_stopped(t))
        term_signal(t, SIGCONT);
    if (term_wait_exit(t, t->grace_ms, NULL))
        return;
    term_signal(t, SIGKILL);
    term_wait_exit(t, TERM_TIMEOUT_MS, NULL);
}

void term_free(struct term *t)
{
    if (!t)
        return;
    if (!reap(t))
        end_program(t);
    close_fd(&t->master);
    close_fd(&t->slave);
    if (t->keeper > 0)
        waitpid(t->keeper, NULL, 0);
    close_fd(&t->report);
    vterm_free(t->vt);
    for (int i = 0; i < t->row_texts_size; i++)
        proc_bytes_release(&t->row_texts[i]);
    free(t->row_texts);
    proc_bytes_release(&t->raw);
    proc_bytes_release(&t->shown);
    proc_bytes_release(&t->answers);
    free(t);
}

/* ---- the screen ---- */

static size_t put_utf8(uint32_t c, char *out)
{
    static const unsigned char heads[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    if (size == 1) {
        out[0] = (char)c;
        return 1;
    }
    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    out[0] = (char)(heads[size] | c);
    return size;
}

static int colour_of(const VTermColor *colour)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(colour) || VTERM_COLOR_IS_DEFAULT_BG(colour))
        return TERM_COLOUR_DEFAULT;
    if (VTERM_COLOR_IS_INDEXED(colour))
        return colour->indexed.idx;
    return TERM_COLOUR_RGB + (colour->rgb.red << 16) + (colour->rgb.green << 8) + colour->rgb.blue;
}

static bool is_second_half(const VTermScreenCell *cell)
{
    return cell->chars[0] == UINT32_MAX;
}

static VTermScreenCell cell_at(const struct term *t, int row, int col)
{
    VTermScreenCell cell;

    memset(&cell, 0, sizeof(cell));
    if (row >= 0 && row < t->rows && col >= 0 && col < t->cols)
        vterm_screen_get_cell(t->screen, (VTermPos){ row, col }, &cell);
    return cell;
}

/* A second half without a first was half overwritten; a terminal shows a blank. */
static void set_text(const struct term *t, int row, int col, const VTermScreenCell *from,
                     struct term_cell *cell)
{
    size_t size = 0;

    cell->width = from->width > 1 ? 2 : 1;
    if (is_second_half(from) && cell_at(t, row, col - 1).width > 1) {
        cell->width = 0;
        return;
    }
    if (!from->chars[0] || is_second_half(from)) {
        cell->text[0] = ' ';
        return;
    }
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && from->chars[i]; i++)
        size += put_utf8(from->chars[i], cell->text + size);
}

struct term_cell term_cell(struct term *t, int row, int col)
{
    VTermScreenCell from = cell_at(t, row, col);
    struct term_cell cell = {
        .bold = from.attrs.bold,
        .dim = from.attrs.font == DIM_FONT,
        .italic = from.attrs.italic,
        .underline = from.attrs.underline != 0,
        .blink = from.attrs.blink,
        .reverse = from.attrs.reverse,
        .strike = from.attrs.strike,
        .ink = colour_of(&from.fg),
        .paper = colour_of(&from.bg),
    };

    set_text(t, row, col, &from, &cell);
    return cell;
}

static void grow_row_texts(struct term *t, int size)
{
    if (size <= t->row_texts_size)
        return;
    t->row_texts = realloc(t->row_texts, (size_t)size * sizeof(*t->row_texts));
    if (!t->row_texts)
        abort();
    memset(t->row_texts + t->row_texts_size, 0,
           (size_t)(size - t->row_texts_size) * sizeof(*t->row_texts));
    t->row_texts_size = size;
}

const char *term_row(struct term *t, int row)
{
    struct proc_bytes *text;

    if (row < 0 || row >= t->rows)
        return "";
    grow_row_texts(t, t->rows);
    text = &t->row_texts[row];
    text->size = 0;
    for (int col = 0; col < t->cols; col++) {
        struct term_cell cell = term_cell(t, row, col);

        proc_bytes_add(text, cell.text, strlen(cell.text));
    }
    while (text->size && text->data[text->size - 1] == ' ')
        text->size--;
    text->data[text->size] = '\0';
    return text->data;
}

char *term_text(struct term *t)
{
    struct proc_bytes text = { 0 };

    for (int row = 0; row < t->rows; row++) {
        const char *line = term_row(t, row);

        proc_bytes_add(&text, line, strlen(line));
        proc_bytes_add(&text, "\n", 1);
    }
    return text.data;
}

/* The column of a byte of the row's text. */
static int column_of(struct term *t, int row, size_t offset)
{
    size_t size = 0;
    int col = 0;

    while (col < t->cols) {
        struct term_cell cell = term_cell(t, row, col);

        size += strlen(cell.text);
        if (size > offset)
            break;
        col++;
    }
    return col;
}

bool term_find(struct term *t, const char *text, int *row, int *col)
{
    for (int i = 0; i < t->rows; i++) {
        const char *line = term_row(t, i), *found = strstr(line, text);

        if (!found)
            continue;
        if (row)
            *row = i;
        if (col)
            *col = column_of(t, i, (size_t)(found - line));
        return true;
    }
    return false;
}

void term_cursor(struct term *t, int *row, int *col)
{
    VTermPos position;

    vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &position);
    *row = position.row;
    *col = position.col;
}

bool term_cursor_visible(struct term *t)
{
    return t->cursor_visible;
}

bool term_alt_screen(struct term *t)
{
    return t->alt_screen;
}

bool term_alt_screen_seen(struct term *t)
{
    return t->alt_screen_seen;
}

bool term_mode(struct term *t, int mode)
{
    for (int i = 0; i < t->mode_count; i++) {
        if (t->modes[i].number == mode)
            return t->modes[i].on;
    }
    return false;
}

unsigned term_bells(struct term *t)
{
    return t->bells;
}

bool term_tty_cooked(struct term *t)
{
    const tcflag_t cooked = ICANON | ECHO | ISIG;
    struct termios now;

    return !tcgetattr(t->slave, &now) && (now.c_lflag & cooked) == cooked;
}

/* But for what the kernel itself changes. */
bool term_tty_restored(struct term *t)
{
    const tcflag_t settings = ~(tcflag_t)(PENDIN | FLUSHO);
    struct termios now;

    return !tcgetattr(t->slave, &now) && now.c_iflag == t->before.c_iflag &&
           now.c_oflag == t->before.c_oflag && now.c_cflag == t->before.c_cflag &&
           (now.c_lflag & settings) == (t->before.c_lflag & settings) &&
           !memcmp(now.c_cc, t->before.c_cc, sizeof(now.c_cc));
}

static void write_colour(FILE *out, const char *label, int colour)
{
    if (colour >= TERM_COLOUR_RGB)
        fprintf(out, " %s #%06x", label, (unsigned)(colour - TERM_COLOUR_RGB));
    else if (colour != TERM_COLOUR_DEFAULT)
        fprintf(out, " %s %d", label, colour);
}

static void write_attributes(FILE *out, const struct term_cell *cell)
{
    write_colour(out, "ink", cell->ink);
    write_colour(out, "paper", cell->paper);
    fputs(cell->bold ? " bold" : "", out);
    fputs(cell->dim ? " dim" : "", out);
    fputs(cell->italic ? " italic" : "", out);
    fputs(cell->underline ? " underline" : "", out);
    fputs(cell->blink ? " blink" : "", out);
    fputs(cell->reverse ? " reverse" : "", out);
    fputs(cell->strike ? " strike" : "", out);
}

static bool same_attributes(const struct term_cell *a, const struct term_cell *b)
{
    return a->ink == b->ink && a->paper == b->paper && a->bold == b->bold && a->dim == b->dim &&
           a->italic == b->italic && a->underline == b->underline && a->blink == b->blink &&
           a->reverse == b->reverse && a->strike == b->strike;
}

static bool is_plain(const struct term_cell *cell)
{
    const struct term_cell plain = { .ink = TERM_COLOUR_DEFAULT, .paper = TERM_COLOUR_DEFAULT };

    return same_attributes(cell, &plain);
}

static void write_runs(FILE *out, struct term *t, int row)
{
    int first = 0;

    while (first < t->cols) {
        struct term_cell cell = term_cell(t, row, first), next;
        int end = first;

        do {
            end++;
            next = term_cell(t, row, end);
        } while (end < t->cols && same_attributes(&cell, &next));
        if (!is_plain(&cell)) {
            fprintf(out, "   ~ %d-%d", first, end - 1);
            write_attributes(out, &cell);
            fputc('\n', out);
        }
        first = end;
    }
}

char *term_golden(struct term *t)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    int row, col;

    if (!out)
        abort();
    term_cursor(t, &row, &col);
    fprintf(out, "%dx%d, cursor %d,%d %s, %s screen\n", t->cols, t->rows, row, col,
            t->cursor_visible ? "visible" : "hidden", t->alt_screen ? "alternate" : "main");
    for (int i = 0; i < t->rows; i++) {
        fprintf(out, "%2d|%s\n", i, term_row(t, i));
        write_runs(out, t, i);
    }
    fclose(out);
    return text;
}

const char *term_raw(struct term *t, size_t from, size_t *size)
{
    drain(t, 0);
    if (from > t->raw.size)
        from = t->raw.size;
    if (size)
        *size = t->raw.size - from;
    return t->raw.data ? t->raw.data + from : "";
}

size_t term_mark(struct term *t)
{
    drain(t, 0);
    return t->raw.size;
}

size_t term_bytes_since(struct term *t, size_t mark)
{
    size_t size;

    term_raw(t, mark, &size);
    return size;
}

bool term_wrote(struct term *t, size_t mark, const char *text)
{
    size_t size;
    const char *raw = term_raw(t, mark, &size);

    return memmem(raw, size, text, strlen(text)) != NULL;
}

/* ---- assertions ---- */

static void print_activity(struct term *t, enum activity activity)
{
    char call[PROC_TEXT_MAX] = "unknown\n";
    struct process process = { 0 };

    if (activity == ENDED) {
        print_error("the program has ended, exit code %d\n", proc_exit_code(t->status));
    } else if (activity != BUSY) {
        print_error("the program %s\n", activity == WAITING ? "waits for input" : "is stopped");
    } else {
        look_at_process(t->pid, &process);
        read_proc(t->pid, "syscall", call);
        print_error("the program is busy: state %c, signals pending %llx, in system call %s",
                    process.state ? process.state : '?', process.pending, call);
    }
}

/* Line by line, since cmocka cuts off a message of a kilobyte. */
static void print_screen(struct term *t)
{
    char *golden = term_golden(t), *rest = golden;

    while (*rest) {
        char *line = strsep(&rest, "\n");

        print_error("%s\n", line);
    }
    free(golden);
}

/* Says what was expected, shows the screen and the program, and fails the test. */
static void __attribute__((format(printf, 5, 6)))
fail_at(struct term *t, enum activity activity, const char *file, int line, const char *format, ...)
{
    va_list args;

    print_error("%s:%d: expected ", file, line);
    va_start(args, format);
    vprint_error(format, args);
    va_end(args);
    print_error("\n");
    print_screen(t);
    print_activity(t, activity);
    _fail(file, line);
}

void term_expect_at(struct term *t, const char *text, const char *file, int line)
{
    enum activity activity = come_to_rest(t, TERM_TIMEOUT_MS);

    if (!term_find(t, text, NULL, NULL))
        fail_at(t, activity, file, line, "\"%s\" on the screen", text);
}

void term_expect_gone_at(struct term *t, const char *text, const char *file, int line)
{
    enum activity activity = come_to_rest(t, TERM_TIMEOUT_MS);

    if (term_find(t, text, NULL, NULL))
        fail_at(t, activity, file, line, "no \"%s\" on the screen", text);
}

void term_expect_row_at(struct term *t, int row, const char *text, const char *file, int line)
{
    enum activity activity = come_to_rest(t, TERM_TIMEOUT_MS);

    if (strcmp(term_row(t, row), text) != 0)
        fail_at(t, activity, file, line, "row %d to be \"%s\"", row, text);
}

void term_expect_cursor_at(struct term *t, int row, int col, const char *file, int line)
{
    enum activity activity = come_to_rest(t, TERM_TIMEOUT_MS);
    int at_row, at_col;

    term_cursor(t, &at_row, &at_col);
    if (at_row != row || at_col != col)
        fail_at(t, activity, file, line, "the cursor at %d,%d", row, col);
}

void term_expect_idle_at(struct term *t, const char *file, int line)
{
    enum activity activity = come_to_rest(t, TERM_TIMEOUT_MS);

    if (activity != WAITING)
        fail_at(t, activity, file, line, "a program that waits for input");
}

void term_expect_stopped_at(struct term *t, const char *file, int line)
{
    enum activity activity = come_to_rest(t, TERM_TIMEOUT_MS);

    if (activity != STOPPED)
        fail_at(t, activity, file, line, "a stopped program");
}

void term_expect_exit_at(struct term *t, int code, const char *file, int line)
{
    bool ended = term_wait_exit(t, TERM_TIMEOUT_MS, NULL);

    if (!ended || !WIFEXITED(t->status) || WEXITSTATUS(t->status) != code)
        fail_at(t, ended ? ENDED : BUSY, file, line, "an end with exit code %d", code);
}

void term_expect_killed_at(struct term *t, int sig, const char *file, int line)
{
    bool ended = term_wait_exit(t, TERM_TIMEOUT_MS, NULL);

    if (!ended || !WIFSIGNALED(t->status) || WTERMSIG(t->status) != sig)
        fail_at(t, ended ? ENDED : BUSY, file, line, "an end by signal %d", sig);
}

/* Wrapping long lines and the visible cursor are on in every terminal. */
static int mode_left_on(const struct term *t)
{
    for (int i = 0; i < t->mode_count; i++) {
        if (t->modes[i].on && t->modes[i].number != 7 && t->modes[i].number != 25)
            return t->modes[i].number;
    }
    return 0;
}

void term_expect_restored_at(struct term *t, const char *file, int line)
{
    enum activity activity = come_to_rest(t, TERM_TIMEOUT_MS);
    int mode = mode_left_on(t);

    if (t->alt_screen)
        fail_at(t, activity, file, line, "the alternate screen to be left");
    if (!t->cursor_visible)
        fail_at(t, activity, file, line, "the cursor to be visible again");
    if (mode)
        fail_at(t, activity, file, line, "private mode %d to be off again", mode);
    if (!term_tty_restored(t))
        fail_at(t, activity, file, line, "the settings of the line to be as before");
}
