/* A terminal for tests: runs a program on a pseudo-terminal and sees what a person would see.
 *
 * What it is not: a way into the program. It knows the bytes that go in and out, signals, and what
 * the kernel tells about a process; the program under test needs no hook. libvterm keeps the
 * screen.
 *
 * It never sleeps for a guessed time. After a key, term_idle() waits until the program has taken
 * all input and all signals, is blocked waiting for more without any time limit, and has nothing
 * left to say. A timeout therefore only costs when something is wrong.
 *
 * Rows and columns count from 0 at the top left, in cells. Times are milliseconds, sizes bytes,
 * text UTF-8. Several terminals may be open at once; one thread. Linux, x86-64 and aarch64. */
#ifndef COUPLET_TESTS_TERM_H
#define COUPLET_TESTS_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* How long the term_expect… functions wait. */
#define TERM_TIMEOUT_MS 30000

struct term;

/* What to start, and how. Everything is borrowed during term_spawn() only. */
struct term_options {
    int rows, cols;          /* 0: 24 and 80 */
    const char *const *argv; /* argv[0] is a path; PATH isn't searched */
    char *const *env;        /* the whole environment; NULL: empty; see proc_env in proc.h */
    const char *dir;         /* where it runs; NULL: here */
    /* Usually the program is the foreground job of a small shell, so that SIGTSTP stops it. As
     * leader of its session, the way "xterm -e" starts it, SIGTSTP does nothing. */
    bool leader;
    bool ignore_hangup; /* starts with SIGHUP ignored, as under nohup */
    bool guess_idle;    /* as if /proc/PID/syscall were unreadable; see term_idle() */
    int grace_ms;       /* how long term_free() lets it end itself; 0: 5000 */
};

/* Starts a program with an exact environment and default signals. Returns after its exec, or
 * prints why it couldn't and returns NULL. The caller ends it with term_free(). */
struct term *term_spawn(const struct term_options *options);

/* Ends the program if need be (SIGTERM, then SIGKILL) and frees everything. NULL is fine. */
void term_free(struct term *t);

/* ---- waiting ---- */

/* Waits until the program waits for input: the terminal's input is drained, no signal is pending,
 * it sleeps in read (of the terminal), poll, ppoll, select, pselect or epoll without a time limit,
 * and all of its output is here. Also true once the program has ended. False when time is up; a
 * program that ticks, or waits for a child, is never idle; nor is a stopped one.
 * Where /proc/PID/syscall is unreadable, asleep and not scheduled for 60 ms counts as blocked: an
 * escape delay must then be shorter than that, and it may be wrong about a program that sleeps
 * longer. A program with several threads is judged by its first. */
bool term_idle(struct term *t, int timeout_ms);

/* Waits until the text stands somewhere in one row. False when time is up or the program ended. */
bool term_wait_text(struct term *t, const char *text, int timeout_ms);

/* Waits until the program ends. The status, as waitpid() gives it, is stored if status isn't NULL;
 * it is -1 if somebody killed the harness's little shell. False when time is up. */
bool term_wait_exit(struct term *t, int timeout_ms, int *status);

/* Waits until the program is stopped, by SIGTSTP or SIGSTOP. False when time is up or it ended. */
bool term_wait_stopped(struct term *t, int timeout_ms);

bool term_ended(struct term *t);
bool term_stopped(struct term *t);

/* ---- what a person does ---- */

enum term_key {
    TERM_KEY_UP,
    TERM_KEY_DOWN,
    TERM_KEY_LEFT,
    TERM_KEY_RIGHT,
    TERM_KEY_ENTER,
    TERM_KEY_ESC,
    TERM_KEY_TAB,
    TERM_KEY_BACKTAB,
    TERM_KEY_HOME,
    TERM_KEY_END,
    TERM_KEY_PGUP,
    TERM_KEY_PGDN,
    TERM_KEY_INS,
    TERM_KEY_DEL,
    TERM_KEY_BACKSPACE,
    TERM_KEY_F1, /* F2 to F12 follow */
    TERM_KEY_F12 = TERM_KEY_F1 + 11,
    TERM_KEY_COUNT
};

/* Bytes as they are. Reads the program's output meanwhile, so that neither waits for the other;
 * if the program takes nothing for TERM_TIMEOUT_MS, prints so and drops the rest. Without effect
 * after a hangup, as all the following. */
void term_send(struct term *t, const char *bytes, size_t size);

/* Text as typed: one write a character; a newline is Enter. */
void term_type(struct term *t, const char *text);

/* A key as xterm sends it, in one write: arrows, Home and End follow the application-cursor mode
 * that the program has set. Be idle after Esc before the next key, or the two are one Alt key. */
void term_key(struct term *t, enum term_key key);

/* Ctrl and a letter, or one of @ [ \ ] ^ _ */
void term_ctrl(struct term *t, char letter);

/* A paste, bracketed if the program has asked for that; newlines become carriage returns, as in
 * xterm. */
void term_paste(struct term *t, const char *text);

/* A click with button 1, 2 or 3, and the wheel by some lines (negative: up); nothing is sent
 * unless the program has switched the mouse on. */
void term_click(struct term *t, int row, int col, int button);
void term_wheel(struct term *t, int row, int col, int lines);

/* Changes the size; the kernel sends SIGWINCH. */
void term_resize(struct term *t, int rows, int cols);

/* Sends a signal to the program alone. SIGCONT continues it. */
void term_signal(struct term *t, int sig);

/* Closes the terminal's window: the program gets SIGHUP (unless it ignores it) and end of file. */
void term_hangup(struct term *t);

/* ---- what a person sees ---- */

/* A colour is TERM_COLOUR_DEFAULT, an index 0 to 255, or TERM_COLOUR_RGB + 0xrrggbb. */
enum { TERM_COLOUR_DEFAULT = -1, TERM_COLOUR_RGB = 0x1000000 };

struct term_cell {
    char text[32]; /* " " if empty, "" in the second half of a wide character */
    int width;     /* 1, 2, or 0 in the second half */
    bool bold, dim, italic, underline, blink, reverse, strike;
    int ink, paper; /* colours */
};

/* One cell; outside of the screen an empty one. */
struct term_cell term_cell(struct term *t, int row, int col);

/* One row without its trailing blanks. Belongs to t, until the next call for the same row. */
const char *term_row(struct term *t, int row);

/* All rows, each with a newline. The caller frees it. */
char *term_text(struct term *t);

/* The screen as golden text: a line with the size, the cursor and the screen, then each row as
 * "NN|text" and below it a line for every run of cells that isn't plain:
 * "   ~ FIRST-LAST ink 5 paper #0000ff bold dim italic underline blink reverse strike".
 * The caller frees it. */
char *term_golden(struct term *t);

/* Where the text stands first, reading from the top; row and col may be NULL. */
bool term_find(struct term *t, const char *text, int *row, int *col);

void term_cursor(struct term *t, int *row, int *col);
bool term_cursor_visible(struct term *t);

/* Whether the alternate screen is shown now, and whether it ever was. */
bool term_alt_screen(struct term *t);
bool term_alt_screen_seen(struct term *t);

/* Whether a DEC private mode is on that the program has switched, as 2004 for bracketed paste. */
bool term_mode(struct term *t, int mode);

unsigned term_bells(struct term *t);

/* Whether the line discipline edits, echoes and makes signals, as a shell wants it; and whether
 * every setting of the line is what it was before the program. False after a hangup. */
bool term_tty_cooked(struct term *t);
bool term_tty_restored(struct term *t);

/* ---- what a program does ---- */

/* All bytes the program wrote, from an offset on; NUL-terminated. Belongs to t until the next call
 * of anything. */
const char *term_raw(struct term *t, size_t from, size_t *size);

/* How many bytes the program has written so far: the offset of what comes next. */
size_t term_mark(struct term *t);
size_t term_bytes_since(struct term *t, size_t mark);

/* Whether it wrote these bytes since the mark. */
bool term_wrote(struct term *t, size_t mark, const char *text);

/* How often the program was scheduled so far; -1 if unknown. It doesn't grow while nothing wakes
 * the program. */
long term_context_switches(struct term *t);

pid_t term_pid(struct term *t);

/* ---- assertions (cmocka) ----
 * They wait as long as the program may still change something, that is until it is idle, has ended
 * or TERM_TIMEOUT_MS is over. A failure prints the whole screen and fails the test at the caller's
 * line. */

/* The text stands in some row; in none. */
#define term_expect(t, text) term_expect_at(t, text, __FILE__, __LINE__)
#define term_expect_gone(t, text) term_expect_gone_at(t, text, __FILE__, __LINE__)

/* A row reads exactly so, but for trailing blanks. */
#define term_expect_row(t, row, text) term_expect_row_at(t, row, text, __FILE__, __LINE__)
#define term_expect_cursor(t, row, col) term_expect_cursor_at(t, row, col, __FILE__, __LINE__)

/* It runs and waits for input. */
#define term_expect_idle(t) term_expect_idle_at(t, __FILE__, __LINE__)

/* It ends with this exit code; by this signal. */
#define term_expect_exit(t, code) term_expect_exit_at(t, code, __FILE__, __LINE__)
#define term_expect_killed(t, sig) term_expect_killed_at(t, sig, __FILE__, __LINE__)

#define term_expect_stopped(t) term_expect_stopped_at(t, __FILE__, __LINE__)

/* The terminal is as it was before the program: main screen, visible cursor, no private mode left
 * on, every setting of the line. */
#define term_expect_restored(t) term_expect_restored_at(t, __FILE__, __LINE__)

void term_expect_at(struct term *t, const char *text, const char *file, int line);
void term_expect_gone_at(struct term *t, const char *text, const char *file, int line);
void term_expect_row_at(struct term *t, int row, const char *text, const char *file, int line);
void term_expect_cursor_at(struct term *t, int row, int col, const char *file, int line);
void term_expect_idle_at(struct term *t, const char *file, int line);
void term_expect_exit_at(struct term *t, int code, const char *file, int line);
void term_expect_killed_at(struct term *t, int sig, const char *file, int line);
void term_expect_stopped_at(struct term *t, const char *file, int line);
void term_expect_restored_at(struct term *t, const char *file, int line);

#endif
