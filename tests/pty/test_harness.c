/* Proves the terminal harness itself, with the little program self/app.c, and running programs
 * without a terminal. No test of couplet. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/proc.h"
#include "term.h"

enum { RESIZES = 150, KEYS = 150, PASTE_SIZE = 30000, FLOOD_LINES = 20000, PIPE_SIZE = 1 << 20 };

static const char *const all_waits[] = { "curses",  "poll",  "ppoll",      "select",
                                         "pselect", "epoll", "epoll_pwait" };

enum { WAIT_COUNT = sizeof(all_waits) / sizeof(*all_waits) };

/* The path of this program, to run it once more. */
static const char *own_path;

/* What a test may have open; the teardown ends it also when the test fails. */
struct fixture {
    struct term *term, *second;
    struct proc_env env;
    struct proc_result result;
    char *text;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

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
    term_free(fixture->second);
    proc_env_release(&fixture->env);
    proc_result_release(&fixture->result);
    free(fixture->text);
    free(fixture);
    return 0;
}

/* Where COUPLET_HARNESS_APP says, or beside this program. The caller frees it. */
static char *app_path(void)
{
    const char *named = getenv("COUPLET_HARNESS_APP"), *slash = strrchr(own_path, '/');
    char *path = NULL;
    int n = 0;

    if (named)
        return strdup(named);
    if (slash)
        n = asprintf(&path, "%.*s/self/app", (int)(slash - own_path), own_path);
    if (n > 0 && !access(path, X_OK))
        return path;
    free(path);
    print_message("neither COUPLET_HARNESS_APP nor self/app beside this program is there\n");
    skip();
    return NULL;
}

/* Starts the little program; the options say the rest. */
static struct term *spawn_with(struct fixture *fixture, struct term_options options,
                               const char *what, const char *argument)
{
    char *path = app_path();
    const char *const argv[] = { path, what, argument, NULL };
    struct term *t;

    options.argv = argv;
    options.env = fixture->env.list;
    t = term_spawn(&options);
    free(path);
    return t;
}

static struct term *spawn(void **state, const char *what, const char *argument)
{
    struct fixture *fixture = *state;

    term_free(fixture->term);
    fixture->term = spawn_with(fixture, (struct term_options){ 0 }, what, argument);
    assert_non_null(fixture->term);
    term_expect_idle(fixture->term);
    return fixture->term;
}

static struct term *spawn_options(void **state, struct term_options options, const char *what,
                                  const char *argument)
{
    struct fixture *fixture = *state;

    term_free(fixture->term);
    fixture->term = spawn_with(fixture, options, what, argument);
    assert_non_null(fixture->term);
    return fixture->term;
}

/* ---- the screen ---- */

static void cells_have_text_width_and_attributes(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");
    struct term_cell cell = term_cell(t, 0, 0);

    assert_string_equal(cell.text, "\u250c");
    assert_int_equal(cell.ink, 5);
    assert_int_equal(cell.paper, TERM_COLOUR_DEFAULT);
    assert_true(cell.bold);
    assert_true(term_cell(t, 1, 1).reverse);
    assert_true(term_cell(t, 1, 10).underline);
    assert_int_equal(term_cell(t, 1, 18).ink, 208);
    assert_int_equal(term_cell(t, 1, 18).paper, 4);
    assert_true(term_cell(t, 1, 24).dim);
    assert_false(term_cell(t, 1, 24).bold);
    assert_false(term_cell(t, 1, 27).dim);
    assert_string_equal(term_cell(t, 2, 5).text, " ");
    assert_string_equal(term_cell(t, 99, 0).text, " ");
}

static void wide_and_combining_characters_keep_their_columns(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");
    int row, col;

    assert_string_equal(term_cell(t, 2, 9).text, "e\u0301");
    assert_int_equal(term_cell(t, 2, 9).width, 1);
    assert_string_equal(term_cell(t, 2, 11).text, "\u65e5");
    assert_int_equal(term_cell(t, 2, 11).width, 2);
    assert_string_equal(term_cell(t, 2, 12).text, "");
    assert_int_equal(term_cell(t, 2, 12).width, 0);
    assert_string_equal(term_cell(t, 2, 20).text, "|");
    assert_true(term_find(t, "\U0001F600|", &row, &col));
    assert_int_equal(row, 2);
    assert_int_equal(col, 18);
    assert_false(term_find(t, "nowhere", NULL, NULL));
}

static void golden_text_shows_everything(void **state)
{
    static const char paint[] = "\033[?25lplain \033[2mdim\033[22m \033[1;2mboth\033[0m\r\n"
                                "\033[38;5;2mgreen\033[m \033[48;2;1;2;3mpaper\033[m "
                                "\033[0;2;4;7mall\033[m\r\n"
                                "a\033[9b \033[3;9mslanted\033[m \u65e5\u672c";
    static const char golden[] = "30x4, cursor 2,23 hidden, main screen\n"
                                 " 0|plain dim both\n"
                                 "   ~ 6-8 dim\n"
                                 "   ~ 10-13 bold dim\n"
                                 " 1|green paper all\n"
                                 "   ~ 0-4 ink 2\n"
                                 "   ~ 6-10 paper #010203\n"
                                 "   ~ 12-14 dim underline reverse\n"
                                 " 2|aaaaaaaaaa slanted \u65e5\u672c\n"
                                 "   ~ 11-17 italic strike\n"
                                 " 3|\n";
    struct fixture *fixture = *state;
    struct term_options options = { .rows = 4, .cols = 30 };
    struct term *t = spawn_options(state, options, "bytes", paint);

    term_expect_idle(t);
    fixture->text = term_golden(t);
    assert_string_equal(fixture->text, golden);
}

static void text_is_all_rows(void **state)
{
    struct fixture *fixture = *state;
    struct term_options options = { .rows = 3, .cols = 10 };
    struct term *t = spawn_options(state, options, "bytes", "one\r\n  two  ");

    term_expect_row(t, 0, "one");
    term_expect_row(t, 1, "  two");
    term_expect_cursor(t, 1, 7);
    fixture->text = term_text(t);
    assert_string_equal(fixture->text, "one\n  two\n\n");
}

static void modes_bells_and_the_cursor_are_seen(void **state)
{
    struct term *t = spawn(state, "bytes", "\033[?2004;1006h\a\a\033[?25l\033[?1006l\033[5;7H");

    assert_true(term_mode(t, 2004));
    assert_false(term_mode(t, 1006));
    assert_false(term_mode(t, 1000));
    assert_int_equal(term_bells(t), 2);
    assert_false(term_cursor_visible(t));
    term_expect_cursor(t, 4, 6);
}

static void questions_of_the_program_are_answered(void **state)
{
    struct term *t = spawn(state, "bytes", "\033[6n");

    term_expect(t, "1b 5b 31 3b 31 52");
}

/* ---- input ---- */

static void typing_moves_the_cursor(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");

    term_type(t, "h\u00e9llo \u5915");
    term_expect(t, "> h\u00e9llo \u5915");
    term_expect_cursor(t, 5, 3 + 6 + 2);
    term_key(t, TERM_KEY_BACKSPACE);
    term_expect_gone(t, "\u5915");
    term_type(t, "\n");
    term_expect(t, "event control 10");
}

static void curses_knows_every_key(void **state)
{
    static const struct {
        enum term_key key;
        const char *event;
    } rows[] = {
        { TERM_KEY_UP, "event KEY_UP" },
        { TERM_KEY_DOWN, "event KEY_DOWN" },
        { TERM_KEY_LEFT, "event KEY_LEFT" },
        { TERM_KEY_RIGHT, "event KEY_RIGHT" },
        { TERM_KEY_ENTER, "event control 10" },
        { TERM_KEY_ESC, "event ESC" },
        { TERM_KEY_TAB, "event control 9" },
        { TERM_KEY_BACKTAB, "event KEY_BTAB" },
        { TERM_KEY_HOME, "event KEY_HOME" },
        { TERM_KEY_END, "event KEY_END" },
        { TERM_KEY_PGUP, "event KEY_PPAGE" },
        { TERM_KEY_PGDN, "event KEY_NPAGE" },
        { TERM_KEY_INS, "event KEY_IC" },
        { TERM_KEY_DEL, "event KEY_DC" },
        { TERM_KEY_BACKSPACE, "event KEY_BACKSPACE" },
        { TERM_KEY_F1, "event KEY_F(1)" },
        { TERM_KEY_F12, "event KEY_F(12)" },
    };
    struct term *t = spawn(state, "screen", "ppoll");

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        term_key(t, rows[i].key);
        term_expect(t, rows[i].event);
    }
    term_ctrl(t, 'x');
    term_expect(t, "event control 24");
}

/* The program that names its input in hexadecimal said exactly this since the mark. */
static void expect_heard(struct term *t, size_t mark, const char *hex)
{
    term_expect_idle(t);
    assert_string_equal(term_raw(t, mark, NULL), hex);
}

static void keys_follow_the_cursor_mode_as_in_xterm(void **state)
{
    static const struct {
        enum term_key key;
        const char *normal, *application;
    } rows[] = {
        { TERM_KEY_UP, "1b 5b 41 ", "1b 4f 41 " },
        { TERM_KEY_DOWN, "1b 5b 42 ", "1b 4f 42 " },
        { TERM_KEY_RIGHT, "1b 5b 43 ", "1b 4f 43 " },
        { TERM_KEY_LEFT, "1b 5b 44 ", "1b 4f 44 " },
        { TERM_KEY_HOME, "1b 5b 48 ", "1b 4f 48 " },
        { TERM_KEY_END, "1b 5b 46 ", "1b 4f 46 " },
        { TERM_KEY_PGUP, "1b 5b 35 7e ", "1b 5b 35 7e " },
        { TERM_KEY_PGDN, "1b 5b 36 7e ", "1b 5b 36 7e " },
        { TERM_KEY_DEL, "1b 5b 33 7e ", "1b 5b 33 7e " },
        { TERM_KEY_BACKTAB, "1b 5b 5a ", "1b 5b 5a " },
        { TERM_KEY_TAB, "09 ", "09 " },
        { TERM_KEY_ENTER, "0d ", "0d " },
        { TERM_KEY_ESC, "1b ", "1b " },
        { TERM_KEY_BACKSPACE, "7f ", "7f " },
        { TERM_KEY_F1, "1b 4f 50 ", "1b 4f 50 " },
        { TERM_KEY_F1 + 4, "1b 5b 31 35 7e ", "1b 5b 31 35 7e " },
    };

    for (int application = 0; application < 2; application++) {
        struct term *t = spawn(state, "bytes", application ? "\033[?1h" : "");

        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
            size_t mark = term_mark(t);

            term_key(t, rows[i].key);
            expect_heard(t, mark, application ? rows[i].application : rows[i].normal);
        }
    }
}

static void control_keys_are_single_bytes(void **state)
{
    struct term *t = spawn(state, "bytes", "");

    for (char letter = 'a'; letter <= 'z'; letter++) {
        size_t mark = term_mark(t);
        char hex[8];

        snprintf(hex, sizeof(hex), "%02x ", (unsigned)(letter - 'a' + 1));
        term_ctrl(t, letter);
        expect_heard(t, mark, hex);
    }
}

static void pastes_are_bracketed_on_request(void **state)
{
    struct term *t = spawn(state, "bytes", "");
    size_t mark = term_mark(t);

    term_paste(t, "a\nb");
    expect_heard(t, mark, "61 0d 62 ");
    t = spawn(state, "bytes", "\033[?2004h");
    mark = term_mark(t);
    term_paste(t, "a\nb");
    expect_heard(t, mark, "1b 5b 32 30 30 7e 61 0d 62 1b 5b 32 30 31 7e ");
}

/* Program and harness both write more than fits between them. */
static void a_long_paste_does_not_block(void **state)
{
    struct fixture *fixture = *state;
    struct term *t = spawn(state, "bytes", "");
    size_t mark = term_mark(t);

    fixture->text = calloc(1, PASTE_SIZE + 1);
    assert_non_null(fixture->text);
    memset(fixture->text, 'x', PASTE_SIZE);
    term_paste(t, fixture->text);
    term_expect_idle(t);
    assert_int_equal(term_bytes_since(t, mark), 3 * PASTE_SIZE);
}

static void the_mouse_speaks_when_it_is_on(void **state)
{
    struct term *t = spawn(state, "bytes", "");
    size_t mark = term_mark(t);

    term_click(t, 2, 4, 1);
    expect_heard(t, mark, "");
    t = spawn(state, "bytes", "\033[?1000;1006h");
    mark = term_mark(t);
    term_click(t, 2, 4, 1);
    expect_heard(t, mark, "1b 5b 3c 30 3b 35 3b 33 4d 1b 5b 3c 30 3b 35 3b 33 6d ");
    mark = term_mark(t);
    term_wheel(t, 2, 4, -1);
    expect_heard(t, mark, "1b 5b 3c 36 34 3b 35 3b 33 4d ");
    mark = term_mark(t);
    term_wheel(t, 2, 4, 1);
    expect_heard(t, mark, "1b 5b 3c 36 35 3b 35 3b 33 4d ");
}

static void curses_hears_the_mouse_far_away(void **state)
{
    struct term_options options = { .rows = 50, .cols = 250 };
    struct term *t = spawn_options(state, options, "screen", "ppoll");

    term_expect(t, "size 250x50");
    term_click(t, 40, 240, 1);
    term_expect(t, "event mouse 40,240");
}

static void every_resize_is_drawn(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");
    char wanted[32];

    for (int i = 0; i < RESIZES; i++) {
        int rows = 7 + i * 7 % 40, cols = 25 + i * 13 % 120;

        term_resize(t, rows, cols);
        snprintf(wanted, sizeof(wanted), "size %dx%d", cols, rows);
        term_expect(t, wanted);
        assert_string_equal(term_cell(t, rows - 1, cols - 1).text, "\u2518");
    }
    term_resize(t, 1, 1);
    term_expect_idle(t);
    term_resize(t, 24, 80);
    term_expect(t, "size 80x24");
}

/* ---- waiting ---- */

static void every_way_of_waiting_is_idle(void **state)
{
    for (int i = 0; i < WAIT_COUNT; i++) {
        struct term *t = spawn(state, "screen", all_waits[i]);

        term_type(t, "abc");
        term_expect(t, "> abc");
        term_key(t, TERM_KEY_ESC);
        term_expect(t, "event ESC");
        term_ctrl(t, 'q');
        term_expect_exit(t, 0);
    }
}

static void a_stop_and_go_is_idle_again(void **state)
{
    for (int i = 0; i < WAIT_COUNT; i++) {
        struct term *t = spawn(state, "screen", all_waits[i]);

        term_signal(t, SIGSTOP);
        term_expect_stopped(t);
        assert_false(term_idle(t, 1000));
        term_signal(t, SIGCONT);
        term_expect_idle(t);
        term_type(t, "x");
        term_expect(t, "> x");
    }
}

static void every_key_is_on_the_screen_when_idle(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");

    for (int i = 0; i < KEYS; i++) {
        const char key[] = { (char)('a' + i % 26), '\0' };

        term_type(t, key);
        term_expect_cursor(t, 5 + (3 + i + 1) / 80, (3 + i + 1) % 80);
    }
}

static void work_is_not_idle(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");

    term_ctrl(t, 'w');
    term_expect(t, "event worked 3");
    t = spawn(state, "slow", "3");
    term_send(t, "abc", 3);
    term_expect(t, "done");
    t = spawn_options(state, (struct term_options){ 0 }, "tick", "");
    assert_true(term_wait_text(t, "ticking", TERM_TIMEOUT_MS));
    assert_false(term_idle(t, 100));
    assert_false(term_wait_text(t, "never", 50));
}

static void without_the_system_call_idle_is_guessed(void **state)
{
    struct term_options options = { .guess_idle = true };
    struct term *t = spawn_options(state, options, "screen", "ppoll");

    term_expect(t, "event none");
    term_ctrl(t, 'w');
    term_expect(t, "event worked 3");
    term_key(t, TERM_KEY_ESC);
    term_expect(t, "event ESC");
    term_resize(t, 30, 100);
    term_expect(t, "size 100x30");
    term_ctrl(t, 'q');
    term_expect_exit(t, 0);
    term_expect_restored(t);
    t = spawn_options(state, options, "tick", "");
    assert_false(term_idle(t, 150));
}

static void nothing_happens_while_idle(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");
    long switches = term_context_switches(t);
    size_t mark = term_mark(t);

    assert_false(term_wait_text(t, "never", 100));
    assert_true(switches > 0);
    assert_int_equal(term_context_switches(t), switches);
    assert_int_equal(term_bytes_since(t, mark), 0);
}

static void raw_bytes_are_kept_from_a_mark_on(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");
    size_t mark = term_mark(t), size;

    assert_true(term_wrote(t, 0, "\033[?1049h"));
    assert_false(term_wrote(t, mark, "\033[?1049h"));
    term_type(t, "z");
    term_expect(t, "> z");
    assert_true(term_bytes_since(t, mark) > 0);
    assert_string_equal(term_raw(t, mark, &size), "z");
    assert_int_equal(size, 1);
    assert_string_equal(term_raw(t, mark + 1000, &size), "");
    assert_int_equal(size, 0);
}

static void a_flood_is_read_whole(void **state)
{
    struct term *t = spawn(state, "flood", "20000");
    char last[32];

    snprintf(last, sizeof(last), "line %d", FLOOD_LINES - 1);
    term_expect_row(t, 22, last);
    assert_int_equal(term_mark(t), 10 * 8 + 90 * 9 + 900 * 10 + 9000 * 11 + 10000 * 12);
}

static void lines_are_edited_by_the_terminal(void **state)
{
    struct term *t = spawn(state, "lines", "");

    assert_true(term_tty_cooked(t));
    term_type(t, "hellp");
    term_key(t, TERM_KEY_BACKSPACE);
    term_type(t, "o\n");
    term_expect(t, "said hello");
    term_expect_row(t, 0, "? hello");
    term_ctrl(t, 'd');
    term_expect_exit(t, 0);
}

/* ---- ends ---- */

static void quitting_restores_the_terminal(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");

    assert_true(term_alt_screen(t));
    assert_false(term_tty_cooked(t));
    term_ctrl(t, 'q');
    term_expect_exit(t, 0);
    term_expect_restored(t);
    assert_true(term_ended(t));
    assert_true(term_idle(t, 0));
    assert_true(term_alt_screen_seen(t));
    assert_false(term_alt_screen(t));
    assert_true(term_tty_cooked(t));
    term_expect_gone(t, "Harness");
}

static void signals_end_it_in_order(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");

    term_signal(t, SIGTERM);
    term_expect_exit(t, 128 + SIGTERM);
    term_expect_restored(t);
    t = spawn(state, "screen", "ppoll");
    term_signal(t, SIGHUP);
    term_expect_exit(t, 128 + SIGHUP);
    term_expect_restored(t);
}

static void crashes_are_told_from_exits(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");
    int status;

    term_signal(t, SIGSEGV);
    term_expect_killed(t, SIGSEGV);
    term_expect_restored(t);
    t = spawn(state, "screen", "ppoll");
    term_signal(t, SIGKILL);
    assert_true(term_wait_exit(t, TERM_TIMEOUT_MS, &status));
    assert_int_equal(proc_exit_code(status), 128 + SIGKILL);
    assert_true(term_alt_screen(t));
    assert_false(term_tty_restored(t));
}

static int exit_after_hangup(void **state, bool leader, bool ignore)
{
    struct term_options options = { .leader = leader, .ignore_hangup = ignore };
    struct term *t = spawn_options(state, options, "screen", "ppoll");
    int status = 0;

    term_expect_idle(t);
    term_hangup(t);
    term_type(t, "nobody hears this");
    assert_false(term_tty_cooked(t));
    assert_true(term_wait_exit(t, TERM_TIMEOUT_MS, &status));
    return proc_exit_code(status);
}

static void a_hangup_is_a_signal_or_the_end_of_input(void **state)
{
    int code = exit_after_hangup(state, false, false);

    /* The shell passes the signal on; the end of the input may be faster. */
    assert_true(code == 128 + SIGHUP || code == 3);
    assert_int_equal(exit_after_hangup(state, true, false), 128 + SIGHUP);
    assert_int_equal(exit_after_hangup(state, false, true), 3);
    assert_int_equal(exit_after_hangup(state, true, true), 3);
}

static void a_hangup_wakes_the_stopped(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");

    term_signal(t, SIGTSTP);
    term_expect_stopped(t);
    term_hangup(t);
    assert_true(term_wait_exit(t, TERM_TIMEOUT_MS, NULL));
}

static void terminals_do_not_hold_each_other(void **state)
{
    struct fixture *fixture = *state;
    struct term *first = spawn(state, "screen", "ppoll");
    struct term_options options = { 0 };

    fixture->second = spawn_with(fixture, options, "screen", "ppoll");
    assert_non_null(fixture->second);
    term_expect_idle(fixture->second);
    term_hangup(first);
    assert_true(term_wait_exit(first, TERM_TIMEOUT_MS, NULL));
    term_type(fixture->second, "alive");
    term_expect(fixture->second, "> alive");
}

static void a_job_can_be_stopped(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");

    term_signal(t, SIGTSTP);
    term_expect_stopped(t);
    assert_true(term_stopped(t));
    term_expect_restored(t);
    term_signal(t, SIGCONT);
    term_expect(t, "event continued");
    assert_false(term_stopped(t));
    assert_true(term_alt_screen(t));
    term_ctrl(t, 'z');
    assert_true(term_wait_stopped(t, TERM_TIMEOUT_MS));
    term_expect_restored(t);
    term_resize(t, 20, 70);
    term_signal(t, SIGCONT);
    term_expect(t, "size 70x20");
}

static void the_terminal_itself_can_stop_a_job(void **state)
{
    struct term *t = spawn(state, "lines", "");

    term_ctrl(t, 'z');
    term_expect_stopped(t);
    term_signal(t, SIGCONT);
    term_expect_idle(t);
    term_type(t, "again\n");
    term_expect(t, "said again");
    assert_false(term_wait_stopped(t, TERM_TIMEOUT_MS));
    term_ctrl(t, 'c');
    term_expect_killed(t, SIGINT);
}

static void a_leader_is_not_stopped(void **state)
{
    struct term_options options = { .leader = true };
    struct term *t = spawn_options(state, options, "screen", "ppoll");

    term_expect_idle(t);
    term_ctrl(t, 'z');
    term_expect(t, "event continued");
    assert_false(term_stopped(t));
}

static void freeing_ends_the_stopped_and_the_deaf(void **state)
{
    struct fixture *fixture = *state;
    struct term_options options = { .grace_ms = 50 };
    struct term *t = spawn(state, "lines", "");
    pid_t pid;

    term_signal(t, SIGSTOP);
    term_expect_stopped(t);
    t = spawn_options(state, options, "deaf", "");
    assert_true(term_wait_text(t, "deaf", TERM_TIMEOUT_MS));
    pid = term_pid(t);
    term_free(t);
    fixture->term = NULL;
    assert_int_equal(kill(pid, 0), -1);
}

/* ---- starting ---- */

static void the_environment_is_exact(void **state)
{
    struct fixture *fixture = *state;
    struct term_options options = { .rows = 8, .cols = 60 };
    struct term *t;

    proc_env_release(&fixture->env);
    proc_env_usual(&fixture->env, "/home/of/tests");
    proc_env_set(&fixture->env, "TERM", "vt100");
    t = spawn_options(state, options, "env", "");
    term_expect_exit(t, 0);
    fixture->text = term_text(t);
    assert_string_equal(fixture->text, "TERM=vt100\n"
                                       "LC_ALL=C.UTF-8\n"
                                       "PATH=/usr/bin:/bin\n"
                                       "HOME=/home/of/tests\n"
                                       "XDG_DATA_HOME=/home/of/tests/.local/share\n"
                                       "end\n\n\n");
    proc_env_release(&fixture->env);
    t = spawn_options(state, options, "env", "");
    term_expect_exit(t, 0);
    term_expect_row(t, 0, "end");
}

static void the_folder_can_be_chosen(void **state)
{
    struct fixture *fixture = *state;
    const char *const argv[] = { "/bin/sh", "-c", "pwd", NULL };
    struct term_options options = { .argv = argv, .dir = "/usr" };

    fixture->term = term_spawn(&options);
    assert_non_null(fixture->term);
    term_expect_exit(fixture->term, 0);
    term_expect_row(fixture->term, 0, "/usr");
}

static void a_missing_program_is_told(void **state)
{
    const char *const argv[] = { "/nonexistent/program", NULL };
    struct term_options options = { .argv = argv };

    (void)state;
    assert_null(term_spawn(&options));
}

/* ---- failing ---- */

static void fails_on_purpose(void **state)
{
    struct term *t = spawn(state, "screen", "ppoll");

    term_expect(t, "a text that isn't there");
}

static void a_failure_shows_the_screen(void **state)
{
    struct fixture *fixture = *state;
    const char *const argv[] = { own_path, "fail", NULL };
    char *app = app_path();
    struct proc_job job = { .argv = argv };
    const char *err;

    proc_env_set(&fixture->env, "COUPLET_HARNESS_APP", app);
    free(app);
    job.env = fixture->env.list;
    assert_true(proc_run(&job, &fixture->result));
    assert_int_equal(fixture->result.status, 1 << 8);
    err = fixture->result.err.data;
    assert_non_null(strstr(err, "test_harness.c:"));
    assert_non_null(strstr(err, "expected \"a text that isn't there\" on the screen"));
    assert_non_null(strstr(err, "80x24, cursor 5,3 visible, alternate screen"));
    assert_non_null(strstr(err, " 4|\u2502event none"));
    assert_non_null(strstr(err, "the program waits for input"));
}

/* ---- without a terminal ---- */

static struct proc_result *run_shell(void **state, const char *script, struct proc_job job)
{
    struct fixture *fixture = *state;
    const char *const argv[] = { "/bin/sh", "-c", script, NULL };

    proc_result_release(&fixture->result);
    job.argv = argv;
    job.env = fixture->env.list;
    assert_true(proc_run(&job, &fixture->result));
    return &fixture->result;
}

static void a_run_has_output_errors_and_a_status(void **state)
{
    struct proc_job job = { .input = "question\n", .input_size = 9 };
    struct proc_result *result = run_shell(state, "cat; echo oops >&2; exit 7", job);

    assert_string_equal(result->out.data, "question\n");
    assert_string_equal(result->err.data, "oops\n");
    assert_int_equal(proc_exit_code(result->status), 7);
    assert_false(result->timed_out);
    result = run_shell(state, "kill -9 $$", (struct proc_job){ 0 });
    assert_true(WIFSIGNALED(result->status));
    assert_int_equal(proc_exit_code(result->status), 128 + SIGKILL);
    assert_string_equal(result->out.data, "");
}

static void a_run_has_no_terminal(void **state)
{
    static const char script[] = "test -t 0 || test -t 1 || test -t 2 || "
                                 "(: </dev/tty) 2>/dev/null || echo none; pwd";
    struct proc_result *result = run_shell(state, script, (struct proc_job){ .dir = "/usr" });

    assert_string_equal(result->out.data, "none\n/usr\n");
}

static void a_run_inherits_no_files(void **state)
{
    int extra = dup(STDERR_FILENO);
    struct proc_result *result = run_shell(state, "exec ls /proc/self/fd", (struct proc_job){ 0 });

    close(extra);
    /* The last one is the folder that ls reads. */
    assert_string_equal(result->out.data, "0\n1\n2\n3\n");
}

static void a_run_streams_both_ways(void **state)
{
    struct fixture *fixture = *state;
    struct proc_job job = { .input_size = PIPE_SIZE };
    struct proc_result *result;

    fixture->text = calloc(1, PIPE_SIZE);
    assert_non_null(fixture->text);
    memset(fixture->text, 'y', PIPE_SIZE);
    job.input = fixture->text;
    result = run_shell(state, "cat", job);
    assert_int_equal(result->out.size, PIPE_SIZE);
    assert_memory_equal(result->out.data, fixture->text, PIPE_SIZE);
    result = run_shell(state, "exec <&-; echo deaf", job);
    assert_string_equal(result->out.data, "deaf\n");
    assert_int_equal(result->status, 0);
}

static void a_run_does_not_wait_for_what_it_left(void **state)
{
    struct proc_result *result;

    result = run_shell(state, "sleep 5 & echo gone", (struct proc_job){ 0 });
    assert_string_equal(result->out.data, "gone\n");
    result = run_shell(state, "exec >&- 2>&-; exit 4", (struct proc_job){ 0 });
    assert_int_equal(proc_exit_code(result->status), 4);
}

static void a_run_ends_in_time(void **state)
{
    /* Enough for a shell to begin on a busy machine. */
    struct proc_job job = { .timeout_ms = 1000 };
    struct proc_result *result = run_shell(state, "echo begun; sleep 60", job);

    assert_true(result->timed_out);
    assert_string_equal(result->out.data, "begun\n");
    assert_int_equal(proc_exit_code(result->status), 128 + SIGTERM);
    job.grace_ms = 50;
    result = run_shell(state, "trap '' TERM; while :; do sleep 60; done", job);
    assert_true(result->timed_out);
    assert_int_equal(proc_exit_code(result->status), 128 + SIGKILL);
}

static void a_run_of_nothing_is_told(void **state)
{
    struct fixture *fixture = *state;
    const char *const argv[] = { "/nonexistent/program", NULL };

    assert_false(proc_run(&(struct proc_job){ .argv = argv }, &fixture->result));
    assert_int_equal(errno, ENOENT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static int run_failing_test(void)
{
    const struct CMUnitTest tests[] = { TEST(fails_on_purpose) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

static int run_all_tests(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cells_have_text_width_and_attributes),
        TEST(wide_and_combining_characters_keep_their_columns),
        TEST(golden_text_shows_everything),
        TEST(text_is_all_rows),
        TEST(modes_bells_and_the_cursor_are_seen),
        TEST(questions_of_the_program_are_answered),
        TEST(typing_moves_the_cursor),
        TEST(curses_knows_every_key),
        TEST(keys_follow_the_cursor_mode_as_in_xterm),
        TEST(control_keys_are_single_bytes),
        TEST(pastes_are_bracketed_on_request),
        TEST(a_long_paste_does_not_block),
        TEST(the_mouse_speaks_when_it_is_on),
        TEST(curses_hears_the_mouse_far_away),
        TEST(every_resize_is_drawn),
        TEST(every_way_of_waiting_is_idle),
        TEST(a_stop_and_go_is_idle_again),
        TEST(every_key_is_on_the_screen_when_idle),
        TEST(work_is_not_idle),
        TEST(without_the_system_call_idle_is_guessed),
        TEST(nothing_happens_while_idle),
        TEST(raw_bytes_are_kept_from_a_mark_on),
        TEST(a_flood_is_read_whole),
        TEST(lines_are_edited_by_the_terminal),
        TEST(quitting_restores_the_terminal),
        TEST(signals_end_it_in_order),
        TEST(crashes_are_told_from_exits),
        TEST(a_hangup_is_a_signal_or_the_end_of_input),
        TEST(a_hangup_wakes_the_stopped),
        TEST(terminals_do_not_hold_each_other),
        TEST(a_job_can_be_stopped),
        TEST(the_terminal_itself_can_stop_a_job),
        TEST(a_leader_is_not_stopped),
        TEST(freeing_ends_the_stopped_and_the_deaf),
        TEST(the_environment_is_exact),
        TEST(the_folder_can_be_chosen),
        TEST(a_missing_program_is_told),
        TEST(a_failure_shows_the_screen),
        TEST(a_run_has_output_errors_and_a_status),
        TEST(a_run_has_no_terminal),
        TEST(a_run_inherits_no_files),
        TEST(a_run_streams_both_ways),
        TEST(a_run_does_not_wait_for_what_it_left),
        TEST(a_run_ends_in_time),
        TEST(a_run_of_nothing_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(int argc, char **argv)
{
    own_path = argv[0];
    return argc > 1 && !strcmp(argv[1], "fail") ? run_failing_test() : run_all_tests();
}
