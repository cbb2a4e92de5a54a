/* What must hold on any terminal, as far as only a terminal shows it: each statement by its
 * number, over every screen there is (support/screens.h). What needs no terminal is under the same
 * names in unit/app/test_statements.c: 6 to 10, and 12 to 14. How the terminal's layer does it,
 * without the screens, is in test_tty.c. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdnoreturn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "evening.h"
#include "support/screens.h"

enum {
    GONE_MS = 1000,
    ESC_MS = 50,
    BUSY = 4, /* times that a machine with other work may be slower */
    IDLE_MS = 10000,
    STOPS = 3
};

/* Goes to a row of the table in a journal of its own. */
static struct term *go_as(struct evening *e, const struct screen_row *row,
                          const struct guise *guise)
{
    static unsigned long journals;

    snprintf(e->data, sizeof e->data, "%.400s/journal-%lu", e->home, journals++);
    proc_env_set(&e->env, "COUPLET_DATA", e->data);
    screens_lay(row, guise, e->data);
    evening_start(e);
    evening_keys(e, row->keys);
    if (row->typed)
        evening_type(e, row->typed);
    return e->term;
}

static struct term *go(struct evening *e, const struct screen_row *row)
{
    return go_as(e, row, NULL);
}

static noreturn void fail_at(struct evening *e, const struct screen_row *row, const char *what)
{
    char *text = term_text(e->term);

    fprintf(stderr, "%s: %s; the screen:\n%s", row->name, what, text);
    free(text);
    fail();
    abort();
}

/* What a person sees: the text, the cursor, and how each cell looks that isn't blank. The caller
 * frees. */
static char *seen(struct term *t, int rows, int cols)
{
    struct strbuf out = STRBUF_INIT;
    char *text = term_text(t);
    int row, col;

    term_cursor(t, &row, &col);
    strbuf_addf(&out, "cursor %d, %d\n%s", row, col, text);
    free(text);
    for (int i = 0; i < rows; i++)
        for (int k = 0; k < cols; k++) {
            struct term_cell cell = term_cell(t, i, k);

            if (strcmp(cell.text, " "))
                strbuf_addf(&out, "%c%d", "-brRdDxX"[cell.bold + 2 * cell.reverse + 4 * cell.dim],
                            cell.ink);
        }
    return strbuf_detach(&out);
}

/* ---- 1 ---- */

/* The line is on the terminal, which is stderr too. */
static void statement_01_a_terminal_that_cannot_is_told_in_one_line(void **state)
{
    static const char *const names[] = { NULL, "", "unheard-of", "dumb" };
    struct evening *e = *state;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        proc_env_release(&e->env);
        proc_env_set(&e->env, "HOME", e->home);
        proc_env_set(&e->env, "LC_ALL", "C.UTF-8");
        proc_env_tools(&e->env);
        if (names[i])
            proc_env_set(&e->env, "TERM", names[i]);
        evening_spawn(e);
        term_expect_exit(e->term, 1);
        evening_expect_one_line(e);
        assert_non_null(strstr(term_raw(e->term, 0, NULL), "TERM"));
        assert_non_null(strstr(term_raw(e->term, 0, NULL), "couplet --accessible"));
        assert_true(access(e->data, F_OK) < 0); /* refused before anything was made */
    }
}

/* A shell's command line on a terminal. */
static struct term *shell(struct evening *e, const char *line)
{
    const char *const argv[] = { "/bin/sh", "-c", line, NULL };
    struct term_options options = { .cols = 120, .argv = argv, .env = e->env.list };

    term_free(e->term);
    e->term = term_spawn(&options);
    assert_non_null(e->term);
    return e->term;
}

/* One of the two is a terminal, the other isn't. */
static void statement_01_half_a_terminal_gets_plain_lines(void **state)
{
    static const struct {
        const char *line, *says, *code;
        bool typed; /* two names, then the end of the input */
    } rows[] = {
        { "%s </dev/null; echo code $?", "Who sits on the left?", "code 0", false },
        { "%s <&-; echo code $?", "Who sits on the left?", "code 0", false },
        { "%s </; echo code $?", "the input can’t be read: Is a directory.", "code 1", false },
        { "{ %s; echo code $?; } | cat", "Good ", "code 0", true },
        { "%s >/dev/null; echo code $?", "Ctrl-D ends it.", "code 0", true },
        { "%s --accessible >/dev/null; echo code $?", "code 0", "code 0", true },
    };
    struct evening *e = *state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char line[EVENING_PATH_MAX + 64];
        struct term *t;
        size_t size;

        snprintf(line, sizeof line, rows[i].line, e->bin);
        t = shell(e, line);
        if (rows[i].typed)
            term_type(t, "Ana\nSam\n\004");
        term_expect_exit(t, 0);
        term_expect(t, rows[i].says);
        term_expect(t, rows[i].code);
        assert_null(strchr(term_raw(t, 0, &size), '\033'));
    }
}

/* ---- 2 and 3 ---- */

static void must_be_gone(struct evening *e, const struct screen_row *row, bool deaf)
{
    int status = -1;

    e->options.ignore_hangup = deaf;
    go(e, row);
    term_hangup(e->term);
    if (!term_wait_exit(e->term, GONE_MS, &status))
        fail_at(e, row, "it outlives its terminal");
    assert_int_equal(proc_exit_code(status), 128 + SIGHUP);
    evening_expect_sound(e);
}

static void statement_02_a_closed_terminal_ends_it_within_a_second(void **state)
{
    struct evening *e = *state;

    evening_no_search_for_leaks(e);
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        must_be_gone(e, row, false);
        must_be_gone(e, row, true);
    }
}

/* One of them a row, in turn. */
static void statement_03_signals_end_it_in_order(void **state)
{
    static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };
    struct evening *e = *state;

    for (const struct screen_row *row = screen_rows; row->name; row++) {
        int number = numbers[(row - screen_rows) % 3];

        term_signal(go(e, row), number);
        term_expect_exit(e->term, 128 + number);
        term_expect_restored(e->term);
        evening_expect_sound(e); /* another program may write, too */
    }
}

static void statement_03_a_crash_gives_the_terminal_back(void **state)
{
    static const int numbers[] = { SIGSEGV, SIGABRT };
    struct evening *e = *state;

    for (const struct screen_row *row = screen_rows; row->name; row++) {
        int number = numbers[(row - screen_rows) % 2];

        term_signal(go(e, row), number);
        term_expect_killed(e->term, EVENING_SANITIZED ? SIGABRT : number);
        term_expect_restored(e->term);
        assert_false(term_wrote(e->term, 0, "\033[3J")); /* the scrollback is theirs */
        evening_expect_sound(e);
    }
}

/* ---- 4 ---- */

static void statement_04_a_stop_and_back_shows_the_same_three_times(void **state)
{
    struct evening *e = *state;

    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct term *t = go(e, row);
        char *before = seen(t, 24, 80);

        for (int i = 0; i < STOPS; i++) {
            char *after;

            term_ctrl(t, 'z');
            term_expect_stopped(t);
            assert_true(term_tty_cooked(t));
            assert_false(term_alt_screen(t)); /* which is blank when it is entered again */
            term_signal(t, SIGCONT);
            term_expect_idle(t);
            assert_false(term_tty_cooked(t));
            after = seen(t, 24, 80);
            if (strcmp(after, before))
                fail_at(e, row, "not all is as before");
            free(after);
        }
        free(before);
    }
}

/* ---- 5 ---- */

/* All at the same time, so that it takes ten seconds and not ten a screen. */
static void statement_05_idle_is_idle(void **state)
{
    const struct timespec pause = { .tv_sec = IDLE_MS / 1000 };
    struct evening *e = *state;
    size_t marks[64], n = 0;
    long switches[64];

    for (const struct screen_row *row = screen_rows; row->name; row++, n++) {
        assert_true(n < sizeof marks / sizeof *marks);
        e = n ? evening_other(e) : e;
        go(e, row);
    }
    for (e = *state, n = 0; e; e = e->other, n++) {
        marks[n] = term_mark(e->term);
        switches[n] = term_context_switches(e->term);
    }
    nanosleep(&pause, NULL); /* the pause is what is tested */
    for (e = *state, n = 0; e; e = e->other, n++) {
        term_expect_idle(e->term);
        if (term_bytes_since(e->term, marks[n]) || term_context_switches(e->term) != switches[n])
            fail_at(e, &screen_rows[n], "it isn't idle");
    }
}

/* ---- 6 ---- */

static void expect_some_screen(struct evening *e, int rows, int cols)
{
    if (rows >= 10 && cols >= 32) {
        if (term_find(e->term, "32", NULL, NULL) && term_find(e->term, "needs", NULL, NULL))
            fail();
        if (!term_find(e->term, "Enter", NULL, NULL) && !term_find(e->term, "Esc", NULL, NULL)) {
            char *text = term_text(e->term);

            fprintf(stderr, "no footer at %dx%d:\n%s", cols, rows, text);
            free(text);
            fail();
        }
    } else if (cols >= 22) {
        term_expect(e->term, "couplet needs 32 × 10");
    } else if (cols >= 5) {
        term_expect(e->term, "32x10");
    }
}

static void statement_06_every_screen_fits_every_window(void **state)
{
    static const int sizes[][2] = { { 1, 1 },   { 100, 300 }, { 10, 32 }, { 9, 31 },
                                    { 15, 40 }, { 45, 140 },  { 2, 22 },  { 24, 64 } };
    struct evening *e = *state;

    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct term *t = go(e, row);
        char *before = seen(t, 24, 80), *after;

        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            evening_resize(e, sizes[i][0], sizes[i][1]);
            expect_some_screen(e, sizes[i][0], sizes[i][1]);
        }
        evening_resize(e, 9, 28);
        evening_keys(e, "n k q Enter Esc"); /* nothing can be seen, so nothing is done */
        evening_resize(e, 24, 80);
        after = seen(t, 24, 80);
        if (strcmp(after, before))
            fail_at(e, row, "not all is as before");
        free(before);
        free(after);
    }
}

static void statement_06_it_starts_in_every_window(void **state)
{
    static const int sizes[][2] = { { 1, 1 },   { 1, 300 }, { 100, 1 },  { 9, 32 },   { 10, 31 },
                                    { 10, 32 }, { 15, 40 }, { 45, 140 }, { 100, 300 } };
    struct evening *e = *state;

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        e->options.rows = sizes[i][0];
        e->options.cols = sizes[i][1];
        evening_start(e);
        expect_some_screen(e, sizes[i][0], sizes[i][1]);
        evening_resize(e, 24, 80);
        term_expect(e->term, "Who sits on the left?");
        term_key(e->term, TERM_KEY_ESC);
        term_expect_exit(e->term, 0);
    }
}

/* ---- 8 and 9 ---- */

/* Bytes that no terminal's description has, and that only data could have brought. */
static void statement_08_no_byte_of_data_reaches_the_terminal_raw(void **state)
{
    static const char *const bytes[] = { "\007",         "\033]",         "\033P",
                                         "\033[6n",      "\033[2J\033[6", "\xc2\x9b",
                                         "\xc2\x90",     "\xe2\x80\xae",  "\xe2\x80\x8b",
                                         "\xe2\x81\xa6", "\xef\xbb\xbf",  "\xd8\x9c",
                                         "\xc2\xad",     "\xe2\x80\xa8",  "\xff" };
    const struct guise *hostile = &guises[guise_count - 1];
    struct evening *e = *state;

    for (const struct screen_row *row = screen_rows; row->name; row++) {
        go_as(e, row, hostile);
        for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++)
            if (term_wrote(e->term, 0, bytes[i]))
                fail_at(e, row, "data reaches the terminal raw");
        assert_int_equal(term_bells(e->term), 0);
    }
}

static void must_be_ascii(struct evening *e, const struct screen_row *row)
{
    size_t size;
    const char *raw = term_raw(e->term, 0, &size);

    for (size_t i = 0; i < size; i++)
        if ((unsigned char)raw[i] > 0x7e)
            fail_at(e, row, "it isn't plain ASCII");
}

/* By the locale, or on demand; whatever the names are. */
static void statement_09_a_plain_locale_gets_plain_ascii(void **state)
{
    struct evening *e = *state;

    for (const struct screen_row *row = screen_rows; row->name; row++) {
        bool by_locale = (row - screen_rows) % 2;

        proc_env_set(&e->env, "LC_ALL", by_locale ? "C" : "C.UTF-8");
        e->argument = by_locale ? NULL : "--ascii";
        go_as(e, row, &guises[0]);
        must_be_ascii(e, row);
        evening_resize(e, 9, 28);
        term_expect(e->term, "couplet needs 32 x 10");
        must_be_ascii(e, row);
    }
}

/* ---- 11 ---- */

static void statement_11_esc_acts_within_50_ms(void **state)
{
    struct evening *e = *state;
    int64_t quickest = ESC_MS + 1;

    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct term *t = go(e, row);
        size_t mark = term_mark(t);
        int64_t before = proc_clock_ms(), took;

        term_key(t, TERM_KEY_ESC);
        term_idle(t, TERM_TIMEOUT_MS);
        took = proc_clock_ms() - before;
        if (!term_bytes_since(t, mark) || took > ESC_MS * BUSY)
            fail_at(e, row, "Esc doesn't act");
        quickest = took < quickest ? took : quickest;
    }
    assert_true(quickest <= ESC_MS);
}

/* What a row's keys would do, pasted: words where a line is open, else nothing. */
/* The screen; a sentence on it (in a curtain it isn't in the last row) is blanks. */
static const char *seen_without(struct evening *e, const char *sentence)
{
    char *screen = (char *)(uintptr_t)evening_screen(e), *at = strstr(screen, sentence);

    if (at)
        memset(at, ' ', strlen(sentence));
    return screen;
}

static void statement_11_a_paste_is_one_event_and_fires_no_key(void **state)
{
    static const char nothing[] = "There is nothing here to paste into.";
    struct evening *e = *state;

    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct term *t = go(e, row);
        const char *before = evening_screen(e);
        bool typing;

        term_paste(t, "n\nk\ns\nq\n\033");
        term_expect_idle(t);
        assert_false(term_ended(t));
        typing = evening_shows(e, "n k s q");
        if (!typing)
            term_expect(t, nothing);
        if (row->typed && !typing)
            fail_at(e, row, "the paste isn't in the line");
        if (!typing && strcmp(before, seen_without(e, nothing)))
            fail_at(e, row, "a paste did something");
    }
}

/* ---- 13 ---- */

/* Any ESC [ … m whose numbers choose a colour. 39 and 49 choose the terminal's own. */
static bool chooses_colour(const char *raw)
{
    for (const char *at = raw; (at = strstr(at, "\033[")); at++) {
        const char *from = at + 2, *end = from + strspn(from, "0123456789;");

        while (*end == 'm' && from < end) {
            char *next;
            long number = strtol(from, &next, 10);

            if ((number >= 30 && number <= 48 && number != 39) || (number >= 90 && number <= 107))
                return true;
            from = next + 1;
        }
    }
    return false;
}

static void statement_13_no_color_means_no_colour(void **state)
{
    struct evening *e = *state;

    proc_env_set(&e->env, "NO_COLOR", "1");
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        e->argument = (row - screen_rows) % 2 ? "--theme=high-contrast" : NULL;
        go(e, row);
        if (chooses_colour(term_raw(e->term, 0, NULL)))
            fail_at(e, row, "it has colour");
    }
}

/* The signs beside what is chosen, and how they stand out. */
static void statement_13_what_is_chosen_stands_out_without_colour(void **state)
{
    static const struct {
        const char *argument;
        bool bold, reverse;
    } rows[] = { { NULL, true, false },
                 { "--theme=mono", true, false },
                 { "--theme=high-contrast", false, true },
                 { "--theme=high-contrast-light", false, true } };
    struct evening *e = *state;
    int row, col;

    proc_env_set(&e->env, "NO_COLOR", "1");
    evening_begin(e);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        e->argument = rows[i].argument;
        evening_start(e);
        assert_true(term_find(e->term, "‹ light ›", &row, &col));
        assert_int_equal(term_cell(e->term, row, col).bold, rows[i].bold);
        assert_int_equal(term_cell(e->term, row, col).reverse, rows[i].reverse);
    }
}

/* The flag, NO_COLOR, CLICOLOR_FORCE; the whole order is in unit/cli/test_colour.c. */
static void statement_13_colour_is_asked_for_in_one_order(void **state)
{
    static const struct {
        const char *argument, *no_color, *force;
        bool colour;
    } rows[] = { { NULL, "", "", true },
                 { "--color=never", "", "1", false },
                 { "--color=always", "1", "", true },
                 { NULL, "1", "1", false },
                 { NULL, "", "1", true } };
    struct evening *e = *state;

    evening_begin(e);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        e->argument = rows[i].argument;
        proc_env_set(&e->env, "NO_COLOR", rows[i].no_color);
        proc_env_set(&e->env, "CLICOLOR_FORCE", rows[i].force);
        evening_start(e);
        assert_int_equal(chooses_colour(term_raw(e->term, 0, NULL)), rows[i].colour);
    }
}

static bool is_letter(const char *text)
{
    wchar_t letter = L' ';
    mbstate_t shift = { 0 };

    return mbrtowc(&letter, text, strlen(text), &shift) < (size_t)-2 && iswalnum((wint_t)letter);
}

static void must_be_in_own_ink(struct evening *e, const struct screen_row *row, int rows, int cols)
{
    for (int i = 0; i < rows; i++)
        for (int k = 0; k < cols; k++) {
            struct term_cell cell = term_cell(e->term, i, k);

            if (cell.paper != TERM_COLOUR_DEFAULT)
                fail_at(e, row, "the background isn't the terminal's own");
            if (cell.ink != TERM_COLOUR_DEFAULT && is_letter(cell.text))
                fail_at(e, row, "a word has a colour");
            if (cell.blink)
                fail_at(e, row, "something blinks");
        }
}

static void statement_13_words_are_in_the_terminals_own_ink(void **state)
{
    struct evening *e = *state;
    const struct theme *theme;
    char argument[64];
    size_t n = 0;

    for (const struct screen_row *row = screen_rows; row->name; row++, n++) {
        theme = theme_nth(n);
        if (!theme)
            theme = theme_nth(n = 0);
        snprintf(argument, sizeof argument, "--theme=%s", theme->name);
        e->argument = argument;
        go(e, row);
        must_be_in_own_ink(e, row, 24, 80);
    }
}

/* ---- 14 ---- */

static bool is_beside_something(struct term *t)
{
    int row, col;

    term_cursor(t, &row, &col);
    for (int i = col; i <= col + 2 && i < 80; i++)
        if (strcmp(term_cell(t, row, i).text, " "))
            return true;
    return false;
}

/* In an open line it stands behind the last letter, or on the line's empty beginning. */
static bool is_in_a_line(struct term *t)
{
    int row, col;

    term_cursor(t, &row, &col);
    return row < 23 && !strncmp(term_cell(t, row + 1, col).text, "─", strlen("─"));
}

static void statement_14_the_cursor_rests_where_it_matters(void **state)
{
    static const char *const keys[] = { "Down", "Right", "Right", "Up", "Up" };
    struct evening *e = *state;

    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct term *t = go(e, row);

        for (size_t i = 0; i <= sizeof keys / sizeof *keys; i++) {
            if (!term_cursor_visible(t))
                fail_at(e, row, "the cursor isn't seen");
            if (!is_beside_something(t) && !is_in_a_line(t) && !row->typed)
                fail_at(e, row, "the cursor rests where nothing is");
            if (i < sizeof keys / sizeof *keys)
                evening_keys(e, keys[i]);
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, evening_set_up, evening_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(statement_01_a_terminal_that_cannot_is_told_in_one_line),
        TEST(statement_01_half_a_terminal_gets_plain_lines),
        TEST(statement_02_a_closed_terminal_ends_it_within_a_second),
        TEST(statement_03_signals_end_it_in_order),
        TEST(statement_03_a_crash_gives_the_terminal_back),
        TEST(statement_04_a_stop_and_back_shows_the_same_three_times),
        TEST(statement_05_idle_is_idle),
        TEST(statement_06_every_screen_fits_every_window),
        TEST(statement_06_it_starts_in_every_window),
        TEST(statement_08_no_byte_of_data_reaches_the_terminal_raw),
        TEST(statement_09_a_plain_locale_gets_plain_ascii),
        TEST(statement_11_esc_acts_within_50_ms),
        TEST(statement_11_a_paste_is_one_event_and_fires_no_key),
        TEST(statement_13_no_color_means_no_colour),
        TEST(statement_13_what_is_chosen_stands_out_without_colour),
        TEST(statement_13_colour_is_asked_for_in_one_order),
        TEST(statement_13_words_are_in_the_terminals_own_ink),
        TEST(statement_14_the_cursor_rests_where_it_matters),
    };

    return cmocka_run_group_tests_name("statements on a terminal", tests, NULL, NULL);
}
