/* The terminal layer as a person and a kernel see it: what must hold on any terminal. The program
 * under test is tests/pty/tty/try.c, which has nothing but this layer. Not the screens. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/proc.h"
#include "term.h"

/* The sanitizer takes faults after us, tells about them, and aborts. */
#if defined __SANITIZE_ADDRESS__
#define SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum {
    REFUSED = 4,
    GONE = 3,
    GONE_AFTER_PASTE = 5,
    PASTE_MAX = 1 << 20,
    MARKER_BYTES = 26, /* to move it: two cells, bold on and off, the cursor */
    ESC_MS = 50,
    GONE_MS = 1000,
};

struct fixture {
    struct proc_env env;
    struct term *term;
    char *golden;
};

static const char *own_path;

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    if (!fixture)
        return -1;
    proc_env_usual(&fixture->env, "/nonexistent");
    proc_env_tools(&fixture->env);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    term_free(fixture->term);
    proc_env_release(&fixture->env);
    free(fixture->golden);
    free(fixture);
    return 0;
}

/* Where COUPLET_TTY_TRY says, or beside this program. */
static const char *try_path(void)
{
    static char path[4096];
    const char *named = getenv("COUPLET_TTY_TRY"), *slash = strrchr(own_path, '/');

    snprintf(path, sizeof path, "%.*s/tty/try", slash ? (int)(slash - own_path) : 1,
             slash ? own_path : ".");
    return named ? named : path;
}

static struct term *spawn_with(void **state, struct term_options options, const char *theme,
                               const char *mode)
{
    struct fixture *fixture = *state;
    const char *argv[] = { try_path(), theme, mode, NULL };

    term_free(fixture->term);
    options.argv = argv;
    options.env = fixture->env.list;
    fixture->term = term_spawn(&options);
    assert_non_null(fixture->term);
    return fixture->term;
}

static struct term *spawn(void **state)
{
    struct term *t = spawn_with(state, (struct term_options){ 0 }, "default", "log");

    term_expect_idle(t);
    return t;
}

static void set_env(void **state, const char *name, const char *value)
{
    struct fixture *fixture = *state;

    proc_env_set(&fixture->env, name, value);
}

/* A hangup ends in SIGCONT, which undoes the stop that the search for leaks waits for. */
static void no_search_for_leaks(void **state)
{
    if (SANITIZED)
        set_env(state, "ASAN_OPTIONS", "detect_leaks=0");
}

static void send_all(struct term *t, const char *text)
{
    term_send(t, text, strlen(text));
}

/* One event comes of these bytes, and nothing else. */
static void expect_event(struct term *t, const char *bytes, size_t size, int number,
                         const char *event)
{
    char line[256];

    term_send(t, bytes, size);
    snprintf(line, sizeof line, "%d: %s;", number, event);
    term_expect_row(t, 1, line);
}

static void keep_golden(void **state)
{
    struct fixture *fixture = *state;

    free(fixture->golden);
    fixture->golden = term_golden(fixture->term);
}

static void expect_golden(void **state)
{
    struct fixture *fixture = *state;
    char *now = term_golden(fixture->term);

    assert_string_equal(now, fixture->golden);
    free(now);
}

/* ---- opening ---- */

static void refused_without_a_terminal(void **state)
{
    struct fixture *fixture = *state;
    const char *argv[] = { try_path(), NULL };
    struct proc_job job = { .argv = argv, .env = fixture->env.list };
    struct proc_result result = { 0 };

    assert_true(proc_run(&job, &result));
    assert_int_equal(proc_exit_code(result.status), REFUSED);
    assert_int_equal(result.out.size, 0);
    assert_non_null(strstr(result.err.data, "no terminal"));
    assert_null(strchr(result.err.data, '\033'));
    proc_result_release(&result);
}

static void refused_by_terms_it_cannot_use(void **state)
{
    static const char *const names[][2] = { { "", "TERM is not set" },
                                            { "nosuch-terminal", "no description" },
                                            { "dumb", "place its cursor" } };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct term *t;
        size_t size;

        set_env(state, "TERM", names[i][0]);
        t = spawn_with(state, (struct term_options){ .cols = 200 }, "default", "log");
        term_expect_exit(t, REFUSED);
        term_expect(t, names[i][1]);
        term_expect(t, "TERM=xterm-256color couplet");
        assert_null(strchr(term_raw(t, 0, &size), '\033'));
        assert_true(term_tty_restored(t));
    }
}

static void takes_the_alternate_screen_and_paste_brackets(void **state)
{
    struct term *t = spawn(state);
    struct term_cell corner = term_cell(t, 23, 79), first = term_cell(t, 0, 0);

    assert_true(term_alt_screen(t));
    assert_true(term_mode(t, 2004));
    assert_true(term_cursor_visible(t));
    assert_string_equal(corner.text, "!");
    assert_true(corner.bold);
    assert_int_equal(corner.ink, 1);
    assert_int_equal(first.ink, 12);
    assert_int_equal(first.paper, TERM_COLOUR_DEFAULT);
    term_expect_cursor(t, 4, 11);
    assert_int_equal(term_bells(t), 0);
}

static void works_on_plain_terminals(void **state)
{
    static const char *const names[] = { "vt100", "linux", "screen", "xterm", "ansi", "vt220" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct term *t;

        set_env(state, "TERM", names[i]);
        t = spawn(state);
        term_expect(t, "size 80x24");
        term_send(t, "q", 1);
        term_expect_exit(t, 0);
        assert_true(term_tty_restored(t));
    }
}

/* ---- colours ---- */

/* The first colour sequence, or NULL. */
static const char *find_colour(const char *raw)
{
    for (const char *at = raw; (at = strstr(at, "\033[")); at += 2) {
        size_t n = 2 + strspn(at + 2, "0123456789;");

        if (at[n] != 'm')
            continue;
        for (const char *number = at + 2; number < at + n;) {
            char *end;
            long value = strtol(number, &end, 10);

            if (value >= 30 && value < 108)
                return at;
            number = end + 1;
        }
    }
    return NULL;
}

static void mono_sends_no_colour(void **state)
{
    struct term *t = spawn_with(state, (struct term_options){ 0 }, "mono", "log");
    size_t size;

    term_expect(t, "colours no");
    term_ctrl(t, 'l');
    term_expect(t, "KEY c;");
    term_send(t, "q", 1);
    term_expect_exit(t, 0);
    assert_null(find_colour(term_raw(t, 0, &size)));
    assert_null(strstr(term_raw(t, 0, &size), "\033]"));
}

static void eight_colours_are_enough(void **state)
{
    struct term *t;

    set_env(state, "TERM", "xterm");
    t = spawn(state);
    term_expect(t, "colours yes");
    assert_int_equal(term_cell(t, 0, 0).ink, 4);
}

/* ---- keys and text ---- */

static void keys_have_their_codes(void **state)
{
    static const struct {
        const char *bytes, *event;
    } keys[] = {
        { "\r", "KEY d" },           { "\n", "KEY d" },           { "\033OM", "KEY d" },
        { "\177", "KEY 7f" },        { "\b", "KEY 7f" },          { "\t", "KEY 9" },
        { "\033OA", "KEY 110000" },  { "\033[A", "KEY 110000" },  { "\033OB", "KEY 110001" },
        { "\033OD", "KEY 110002" },  { "\033OC", "KEY 110003" },  { "\033OH", "KEY 110004" },
        { "\033[1~", "KEY 110004" }, { "\033OF", "KEY 110005" },  { "\033[4~", "KEY 110005" },
        { "\033[5~", "KEY 110006" }, { "\033[6~", "KEY 110007" }, { "\033[3~", "KEY 110008" },
        { "\033[Z", "KEY 110009" },
    };
    struct term *t = spawn(state);
    int number = 0;

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        expect_event(t, keys[i].bytes, strlen(keys[i].bytes), ++number, keys[i].event);
}

static void control_keys_reach_the_program(void **state)
{
    static const char letters[] = "abdefgklnopqrstuvwxy";
    struct term *t = spawn(state);
    char event[32];

    for (int i = 0; letters[i]; i++) {
        char byte = (char)(letters[i] & 0x1f);

        snprintf(event, sizeof event, "KEY %x", (unsigned)byte);
        expect_event(t, &byte, 1, i + 1, event);
    }
}

static void unknown_keys_are_one_event(void **state)
{
    static const char *const keys[] = { "\033OP",           "\033[24~",      "\033[1;5A",
                                        "\033[[B",          "\033[27;5;13~", "\033[?1;2c",
                                        "\033[7$\033",      "\033x",         "\033[200$~",
                                        "\033[99;99;99;99u" };
    struct term *t = spawn(state);

    expect_event(t, keys[0], strlen(keys[0]), 1, "KEY 11000a");
    expect_event(t, keys[1], strlen(keys[1]), 2, "KEY 11000a");
    expect_event(t, keys[2], strlen(keys[2]), 3, "KEY 11000a");
    expect_event(t, keys[3], strlen(keys[3]), 4, "KEY 11000a");
    expect_event(t, keys[4], strlen(keys[4]), 5, "KEY 11000a");
    expect_event(t, keys[5], strlen(keys[5]), 6, "KEY 11000a");
    expect_event(t, keys[6], strlen(keys[6]), 8, "KEY 1b"); /* broken off by a second ESC */
    expect_event(t, keys[7], strlen(keys[7]), 9, "KEY 11000a");
    expect_event(t, keys[8], strlen(keys[8]), 10, "KEY 11000a");
    expect_event(t, keys[9], strlen(keys[9]), 11, "KEY 11000a");
    expect_event(t, "\0", 1, 12, "KEY 11000a");
}

static void text_comes_letter_by_letter(void **state)
{
    struct term *t = spawn(state);

    expect_event(t, "é", 2, 1, "TEXT 2 [é]");
    expect_event(t, "日本", 6, 3, "TEXT 3 [本]");
    expect_event(t, "e\xcc\x81", 3, 4, "TEXT 3 [e\xcc\x81]");
    expect_event(t, "\033Op", 3, 5, "TEXT 1 [0]");
    expect_event(t, "\xf0\x9f\x98\x80", 4, 6, "TEXT 4 [\xf0\x9f\x98\x80]");
}

static void letters_may_come_in_pieces(void **state)
{
    struct term *t = spawn(state);

    term_send(t, "\xe6\x97", 2);
    term_expect_idle(t);
    term_expect_row(t, 1, "");
    expect_event(t, "\xa5", 1, 1, "TEXT 3 [日]");
}

static void ill_formed_bytes_are_dropped(void **state)
{
    struct term *t = spawn(state);

    expect_event(t, "\xff\xfe\x80\xc3(\xed\xa0\x80x", 9, 2, "TEXT 1 [x]");
    expect_event(t,
                 "\xc2\x9b"
                 "1y",
                 4, 4, "TEXT 1 [y]"); /* C1 */
    expect_event(t,
                 "\xe6\x97"
                 "\033OA",
                 5, 5, "KEY 110000");
}

static void a_burst_is_many_letters(void **state)
{
    struct term *t = spawn(state);
    char burst[5001];

    memset(burst, 'x', 5000);
    expect_event(t, burst, 5000, 5000, "TEXT 1 [x]");
}

static void escape_acts_at_once(void **state)
{
    struct term *t = spawn(state);
    int64_t before = proc_clock_ms();

    term_send(t, "\033", 1);
    assert_true(term_wait_text(t, "KEY 1b;", ESC_MS * 20));
    assert_true(proc_clock_ms() - before < ESC_MS * 4); /* the machine may be busy */
    expect_event(t, "\033\033", 2, 3, "KEY 1b");
}

static void escdelay_wins(void **state)
{
    const struct timespec pause = { .tv_nsec = 200 * 1000000 };
    struct term *t;

    set_env(state, "ESCDELAY", "3000");
    t = spawn(state);
    term_send(t, "\033", 1);
    nanosleep(&pause, NULL); /* the pause is what is tested */
    expect_event(t, "[A", 2, 1, "KEY 110000");
}

/* ---- pastes ---- */

static void a_paste_is_one_event_and_no_key(void **state)
{
    static const char paste[] = "\033[200~two\rlines\033[A q\033\033[20\003\0x\xff\033[201~";
    struct term *t = spawn(state);

    expect_event(t, paste, sizeof paste - 1, 1, "PASTE 21 [two lines[A q[20\uFFFDx\uFFFD]");
    expect_event(t, "z", 1, 2, "TEXT 1 [z]");
    term_paste(t, "");
    term_expect_row(t, 1, "3: PASTE 0 [];");
}

static void a_paste_may_come_in_pieces(void **state)
{
    static const char paste[] = "\033[200~é\033[201~";
    struct term *t = spawn(state);

    term_send(t, paste, 6);
    for (size_t i = 6; i < sizeof paste - 2; i++) {
        term_send(t, paste + i, 1);
        term_expect_idle(t);
    }
    expect_event(t, "~", 1, 1, "PASTE 2 [é]");
}

static void a_long_paste_is_cut(void **state)
{
    struct term *t = spawn(state);
    size_t size = PASTE_MAX + 5000;
    char *text = malloc(size + 1);

    assert_non_null(text);
    memset(text, 'p', size);
    memcpy(text + PASTE_MAX - 1, "é", 2); /* across the limit */
    text[size] = '\0';
    term_paste(t, text);
    term_expect(t, "1: PASTE 1048575 [pppp");
    expect_event(t, "z", 1, 2, "TEXT 1 [z]");
    free(text);
}

static void an_open_paste_ends_with_the_terminal(void **state)
{
    struct term *t;

    no_search_for_leaks(state);
    t = spawn_with(state, (struct term_options){ .ignore_hangup = true }, "default", "log");
    term_expect_idle(t);
    send_all(t, "\033[200~half");
    term_expect_idle(t);
    term_hangup(t);
    term_expect_exit(t, GONE_AFTER_PASTE);
}

/* ---- size ---- */

static void a_new_size_is_an_event(void **state)
{
    struct term *t = spawn(state);

    term_resize(t, 30, 100);
    term_expect_row(t, 0, "size 100x30, colours yes");
    term_expect(t, "RESIZE 100x30;");
    assert_string_equal(term_cell(t, 29, 99).text, "!");
    term_resize(t, 15, 40);
    term_expect_row(t, 0, "size 40x15, colours yes");
    assert_string_equal(term_cell(t, 14, 39).text, "!");
    term_expect_cursor(t, 4, 11);
}

static void no_size_crashes(void **state)
{
    static const int sizes[][2] = { { 1, 1 },   { 100, 300 }, { 1, 300 }, { 100, 1 }, { 2, 2 },
                                    { 24, 80 }, { 1, 2 },     { 3, 7 },   { 50, 50 }, { 1, 1 } };

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct term *t =
            spawn_with(state, (struct term_options){ .rows = sizes[i][0], .cols = sizes[i][1] },
                       "default", "log");

        term_expect_idle(t);
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++) {
            term_resize(t, sizes[j][0], sizes[j][1]);
            term_expect_idle(t);
            term_type(t, "w+-n");
            term_expect_idle(t);
        }
        term_send(t, "q", 1);
        term_expect_exit(t, 0);
    }
}

static void resizes_come_together(void **state)
{
    struct term *t = spawn(state);

    for (int i = 0; i < 50; i++)
        term_resize(t, 20 + i % 7, 60 + i);
    term_resize(t, 24, 90);
    term_expect(t, "size 90x24");
    term_expect(t, "RESIZE 90x24;");
}

static void rows_fill_the_screen_exactly(void **state)
{
    struct term *t =
        spawn_with(state, (struct term_options){ .rows = 10, .cols = 31 }, "default", "log");

    term_expect_idle(t);
    term_send(t, "w", 1);
    term_expect_idle(t);
    term_expect_row(t, 3, "漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢");
    term_expect_row(t, 4, " 漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢");
    for (int row = 3; row < 10; row++)
        assert_int_equal(term_cell(t, row, row % 2 ? 28 : 29).width, 2);
    term_expect(t, "e\xcc\x81 \xe2\x9d\xa4 \xf0\x9f\x91\xa8\xf0\x9f\x91\xa9 \xef\xbf\xbd[31m");
}

static void a_canvas_of_another_size_is_cut_or_filled(void **state)
{
    struct term *t = spawn(state);

    term_send(t, "-", 1);
    term_expect_row(t, 0, "size 71x19, colours yes");
    assert_string_equal(term_cell(t, 18, 70).text, "!");
    term_expect_row(t, 23, "");
    term_send(t, "+", 1);
    term_expect_row(t, 0, "size 87x29, colours yes");
    term_expect_row(t, 23, "");
    term_send(t, "n", 1);
    term_expect_row(t, 0, "size 80x24, colours yes");
    assert_string_equal(term_cell(t, 23, 79).text, "!");
}

/* ---- what is sent ---- */

static void a_moved_marker_costs_little(void **state)
{
    struct term *t = spawn_with(state, (struct term_options){ 0 }, "default", "marker");

    term_expect_idle(t);
    for (int i = 0; i < 15; i++) {
        size_t mark = term_mark(t);

        send_all(t, "\033OB");
        term_expect_cursor(t, 5 + i, 11);
        assert_true(term_bytes_since(t, mark) <= MARKER_BYTES);
    }
    send_all(t, "\033OA");
    term_expect_cursor(t, 18, 11);
    assert_true(term_cursor_visible(t));
}

static void nothing_changed_nothing_sent(void **state)
{
    struct term *t = spawn_with(state, (struct term_options){ 0 }, "default", "marker");
    size_t mark;

    term_expect_idle(t);
    mark = term_mark(t);
    term_type(t, "zzz");
    term_expect_idle(t);
    assert_int_equal(term_bytes_since(t, mark), 0);
}

static void redraw_sends_everything_and_erases_nothing(void **state)
{
    struct term *t = spawn_with(state, (struct term_options){ 0 }, "default", "marker");
    size_t mark;

    term_expect_idle(t);
    keep_golden(state);
    mark = term_mark(t);
    term_ctrl(t, 'l');
    term_expect_idle(t);
    assert_true(term_bytes_since(t, mark) > 500);
    assert_false(term_wrote(t, mark, "\033[2J"));
    assert_false(term_wrote(t, mark, "\033[J"));
    assert_false(term_wrote(t, 0, "\033[3J"));
    expect_golden(state);
}

static void a_long_rule_is_written_out(void **state)
{
    struct term *t = spawn(state);

    term_send(t, "r", 1);
    term_expect_row(
        t, 4, "--------------------------------------------------------------------------------");
}

/* ---- ends ---- */

static void quitting_restores_everything(void **state)
{
    struct term *t = spawn(state);

    term_send(t, "q", 1);
    term_expect_exit(t, 0);
    term_expect_restored(t);
    term_expect(t, "handlers restored");
    assert_int_equal(term_bells(t), 0);
}

static void signals_are_events(void **state)
{
    static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct term *t = spawn(state);

        term_signal(t, numbers[i]);
        term_expect_exit(t, 128 + numbers[i]);
        term_expect_restored(t);
    }
}

static void ctrl_c_is_an_interrupt(void **state)
{
    struct term *t = spawn(state);

    term_ctrl(t, 'c');
    term_expect_exit(t, 128 + SIGINT);
    term_expect_restored(t);
}

static void ctrl_backslash_quits_and_restores(void **state)
{
    struct term *t = spawn(state);

    term_ctrl(t, '\\');
    term_expect_killed(t, SIGQUIT);
    term_expect_restored(t);
}

static void a_closed_terminal_ends_it(void **state)
{
    struct term *t;
    int status = -1;

    no_search_for_leaks(state);
    t = spawn(state);
    term_hangup(t);
    assert_true(term_wait_exit(t, GONE_MS, &status));
    assert_true(proc_exit_code(status) == 128 + SIGHUP || proc_exit_code(status) == GONE);
}

static void a_closed_terminal_ends_it_with_sighup_ignored(void **state)
{
    struct term *t;
    int status = -1;

    no_search_for_leaks(state);
    t = spawn_with(state, (struct term_options){ .ignore_hangup = true }, "default", "log");
    term_expect_idle(t);
    term_hangup(t);
    assert_true(term_wait_exit(t, GONE_MS, &status));
    assert_int_equal(proc_exit_code(status), GONE);
}

static void crashes_restore_the_terminal(void **state)
{
    static const int numbers[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct term *t = spawn(state);

        term_signal(t, numbers[i]);
        term_expect_killed(t, SANITIZED && numbers[i] != SIGILL ? SIGABRT : numbers[i]);
        term_expect_restored(t);
    }
}

static void faults_restore_the_terminal(void **state)
{
    static const struct {
        const char *letter;
        int number;
    } faults[] = { { "s", SIGSEGV }, { "a", SIGABRT }, { "b", SIGABRT }, { "o", SIGSEGV } };

    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct term *t = spawn(state);

        term_send(t, faults[i].letter, 1);
        term_expect_killed(t, SANITIZED ? SIGABRT : faults[i].number);
        term_expect_restored(t);
    }
}

static void last_rites_restore_the_terminal(void **state)
{
    struct term *t = spawn(state);

    term_send(t, "d", 1);
    term_expect_exit(t, 1);
    term_expect_restored(t);
    term_expect(t, "couplet: nothing left");
}

/* ---- stops ---- */

static void continue_and_expect(void **state, struct term *t, const char *event)
{
    term_expect_stopped(t);
    term_expect_restored(t);
    term_signal(t, SIGCONT);
    term_expect(t, event);
    assert_true(term_alt_screen(t));
    assert_true(term_mode(t, 2004));
    assert_false(term_tty_cooked(t));
    (void)state;
}

static void stops_three_times_running(void **state)
{
    struct term *t = spawn(state);

    for (int i = 0; i < 3; i++) {
        char event[64];

        term_ctrl(t, 'z');
        snprintf(event, sizeof event, "%d: RESUMED 80x24;", i + 1);
        continue_and_expect(state, t, event);
        term_expect_row(t, 0, "size 80x24, colours yes");
        term_expect_row(
            t, 23,
            "                                                                            end!");
        term_expect_cursor(t, 4, 11);
    }
    expect_event(t, "\033OB", 3, 4, "KEY 110001");
}

static void stops_by_kill_and_learns_the_size(void **state)
{
    struct term *t = spawn(state);

    term_signal(t, SIGTSTP);
    term_expect_stopped(t);
    term_resize(t, 20, 70);
    continue_and_expect(state, t, "1: RESUMED 70x20;");
    assert_string_equal(term_cell(t, 19, 69).text, "!");
}

static void goes_on_after_sigstop(void **state)
{
    struct term *t = spawn(state);

    term_signal(t, SIGSTOP);
    term_expect_stopped(t);
    term_signal(t, SIGCONT);
    term_expect(t, "1: RESUMED 80x24;");
    assert_true(term_alt_screen(t));
    term_send(t, "q", 1);
    term_expect_exit(t, 0);
    term_expect_restored(t);
}

static void without_a_shell_a_stop_is_a_redraw(void **state)
{
    struct term *t = spawn_with(state, (struct term_options){ .leader = true }, "default", "log");

    term_expect_idle(t);
    term_ctrl(t, 'z');
    term_expect(t, "1: RESUMED 80x24;");
    term_expect(t, "size 80x24");
}

static void lends_the_terminal_three_times(void **state)
{
    struct term *t = spawn(state);

    for (int i = 0; i < 3; i++) {
        char event[64];

        term_send(t, "l", 1);
        snprintf(event, sizeof event, "elsewhere %d", i + 1);
        assert_true(term_wait_text(t, event, TERM_TIMEOUT_MS));
        assert_false(term_alt_screen(t));
        assert_false(term_mode(t, 2004));
        assert_true(term_tty_cooked(t));
        term_type(t, "word\n");
        snprintf(event, sizeof event, "%d: TEXT 1 [l];", i + 1);
        assert_true(term_wait_text(t, event, TERM_TIMEOUT_MS));
        term_expect_row(t, 0, "size 80x24, colours yes");
        assert_true(term_alt_screen(t));
    }
}

static void an_interrupt_elsewhere_is_not_ours(void **state)
{
    struct term *t = spawn(state);

    term_send(t, "l", 1);
    assert_true(term_wait_text(t, "elsewhere 1", TERM_TIMEOUT_MS));
    term_resize(t, 26, 82);
    term_ctrl(t, 'c');
    assert_true(term_wait_text(t, "2: RESIZE 82x26;", TERM_TIMEOUT_MS));
    term_expect_idle(t);
    term_expect_row(t, 0, "size 82x26, colours yes");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(refused_without_a_terminal),
        TEST(refused_by_terms_it_cannot_use),
        TEST(takes_the_alternate_screen_and_paste_brackets),
        TEST(works_on_plain_terminals),
        TEST(mono_sends_no_colour),
        TEST(eight_colours_are_enough),
        TEST(keys_have_their_codes),
        TEST(control_keys_reach_the_program),
        TEST(unknown_keys_are_one_event),
        TEST(text_comes_letter_by_letter),
        TEST(letters_may_come_in_pieces),
        TEST(ill_formed_bytes_are_dropped),
        TEST(a_burst_is_many_letters),
        TEST(escape_acts_at_once),
        TEST(escdelay_wins),
        TEST(a_paste_is_one_event_and_no_key),
        TEST(a_paste_may_come_in_pieces),
        TEST(a_long_paste_is_cut),
        TEST(an_open_paste_ends_with_the_terminal),
        TEST(a_new_size_is_an_event),
        TEST(no_size_crashes),
        TEST(resizes_come_together),
        TEST(rows_fill_the_screen_exactly),
        TEST(a_canvas_of_another_size_is_cut_or_filled),
        TEST(a_moved_marker_costs_little),
        TEST(nothing_changed_nothing_sent),
        TEST(redraw_sends_everything_and_erases_nothing),
        TEST(a_long_rule_is_written_out),
        TEST(quitting_restores_everything),
        TEST(signals_are_events),
        TEST(ctrl_c_is_an_interrupt),
        TEST(ctrl_backslash_quits_and_restores),
        TEST(a_closed_terminal_ends_it),
        TEST(a_closed_terminal_ends_it_with_sighup_ignored),
        TEST(crashes_restore_the_terminal),
        TEST(faults_restore_the_terminal),
        TEST(last_rites_restore_the_terminal),
        TEST(stops_three_times_running),
        TEST(stops_by_kill_and_learns_the_size),
        TEST(goes_on_after_sigstop),
        TEST(without_a_shell_a_stop_is_a_redraw),
        TEST(lends_the_terminal_three_times),
        TEST(an_interrupt_elsewhere_is_not_ours),
    };

    own_path = argc > 0 ? argv[0] : "";
    return cmocka_run_group_tests_name("tty", tests, NULL, NULL);
}
