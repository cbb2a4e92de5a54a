/* Conversations on a terminal: every protocol from its door to good night with arrows, Enter and
 * Esc alone; what one types alone in plain lines is never shown; their own editor gets a file that
 * nobody else can read, and it goes again. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "domain/protocol.h"
#include "evening.h"
#include "store/journal.h"
#include "support/topics_open.h"

enum { STEPS_MOST = 60 };

/* ---- an evening a month ago, to be remembered ---- */

static struct moment a_month_ago(void)
{
    return (struct moment){ .ms = ((int64_t)time(NULL) - 30 * 24 * 3600) * 1000 };
}

static void lay_old_evening(const char *data)
{
    struct store_options options = { .folder = data, .access = STORE_WRITE };
    struct moment at = a_month_ago();
    struct couple couple = { 0 };
    struct card card = { .prompt = { .pack = mem_copy("old"),
                                     .id = mem_copy("song"),
                                     .text = mem_copy("Which song did we dance to?"),
                                     .mood = MOOD_LIGHT,
                                     .mode = MODE_TALKING,
                                     .depth = 1,
                                     .minutes = 5 },
                         .outcome = OUTCOME_TALKED,
                         .first = PARTNER_LEFT,
                         .steps = mem_copy("") };
    struct store *store;
    struct error err = { 0 };
    enum status status;

    assert_int_equal(store_open(&store, &options, &err), STATUS_OK);
    assert_int_equal(store_begin(store, &err), STATUS_OK);
    status = journal_name(store, "Ana", "Sam", at, &err);
    if (status == STATUS_OK)
        status = journal_couple(store, &couple, &err);
    if (status == STATUS_OK)
        status = journal_begin_sitting(store, false, at, card.sitting, &err);
    if (status == STATUS_OK)
        status = journal_lay(store, &couple, &card, at, &err);
    if (status == STATUS_OK)
        status = journal_note(store, card.sitting, card.id, NOTE_PLAIN, "The one on the radio.", at,
                              &err);
    if (status == STATUS_OK)
        status = journal_end_sitting(store, card.sitting, at, &err);
    assert_int_equal(store_end(store, status, &err), STATUS_OK);
    assert_int_equal(store_close(store), STATUS_OK);
    couple_release(&couple);
    card_release(&card);
}

/* ---- every protocol ---- */

/* Each writes a line, and both are opened and read. */
static void write_and_open(struct evening *e)
{
    evening_expect(e, "Ana");
    for (int i = 0; i < 2; i++) {
        evening_key(e, TERM_KEY_ENTER); /* to the curtain; the second time it is there */
        if (i == 0)
            evening_key(e, TERM_KEY_ENTER);
        evening_type(e, i ? "Mine is short." : "Mine is the longer one.");
        evening_key(e, TERM_KEY_ESC);
        if (i == 0)
            evening_expect(e, "Sam, this part is yours alone.");
    }
    assert_false(evening_shows(e, "Mine is"));
    assert_string_equal(evening_next(e), "open both");
    evening_key(e, TERM_KEY_ENTER);
    evening_expect(e, "Mine is the longer one.");
    evening_expect(e, "Mine is short.");
    assert_string_equal(evening_next(e), "both read");
    evening_key(e, TERM_KEY_ENTER);
}

/* Enter until the line after the card is open. */
static void go_through(struct evening *e)
{
    for (int i = 0; i < STEPS_MOST && !evening_shows(e, "Nothing typed is nothing kept"); i++) {
        const char *next = evening_next(e);

        if (!*next)
            fail_msg("step %d: Enter does nothing:\n%s", i, evening_screen(e));
        if (!strcmp(next, "write")) {
            evening_key(e, TERM_KEY_ENTER);
            write_and_open(e);
        } else {
            evening_key(e, TERM_KEY_ENTER);
        }
    }
    evening_expect(e, "Nothing typed is nothing kept");
}

static void to_the_doors(struct evening *e)
{
    for (int i = 0; i < 5 && !term_find(e->term, "› or", NULL, NULL); i++)
        evening_key(e, TERM_KEY_DOWN);
    evening_key(e, TERM_KEY_ENTER);
    evening_expect(e, "Something particular");
}

static void good_night(struct evening *e)
{
    evening_key(e, TERM_KEY_ESC);
    evening_expect(e, "tonight leaves us");
    evening_key(e, TERM_KEY_ENTER);
    evening_expect(e, "minutes");
}

static void every_protocol_goes_from_its_door_to_good_night_by_arrows_enter_and_esc(void **state)
{
    struct evening *e = *state;

    topics_left_open(e->data);
    lay_old_evening(e->data);
    evening_start(e);
    for (size_t door = 0; door < PROTOCOL_DOORS; door++) {
        enum protocol protocol = protocol_doors[door];
        char talked[24];

        to_the_doors(e);
        for (size_t i = 0; i < door; i++)
            evening_key(e, TERM_KEY_DOWN);
        evening_key(e, TERM_KEY_ENTER);
        if (protocol != PROTOCOL_PAUSE) /* there the time comes first */
            evening_expect(e, protocol_row(protocol)->title);
        go_through(e);
        good_night(e);
        snprintf(talked, sizeof talked, "%zu", door + 2); /* the old one, too */
        evening_expect_sql(e, "SELECT count(*) FROM card WHERE outcome = 'talked'", talked);
    }
    evening_expect_sql(e, "SELECT count(*) FROM note WHERE kind = 'answer'", "0");
    evening_key(e, TERM_KEY_ENTER); /* in turns: the eleventh */
    go_through(e);
    good_night(e);
    evening_expect_sound(e);
}

/* ---- plain lines, alone ---- */

static void begin_plain(struct evening *e)
{
    topics_left_open(e->data);
    e->argument = "--accessible";
    e->options.cols = 200; /* a sentence is a row */
    evening_start(e);
    evening_type(e, "Ana\nSam\n");
    term_expect(e->term, "something particular");
}

/* All that was ever written to the terminal. */
static void assert_never_shown(struct evening *e, const char *text)
{
    assert_null(strstr(term_raw(e->term, 0, NULL), text));
}

static void what_is_answered_alone_is_never_shown(void **state)
{
    struct evening *e = *state;
    char *before;

    begin_plain(e);
    evening_type(e, "16\n13\n"); /* topics, answer anew */
    term_expect(e->term, "Ana, this part is yours alone.");
    assert_false(term_tty_cooked(e->term));
    evening_type(e, "3\nseven\n2\n"); /* not now; no answer; ask */
    assert_never_shown(e, "seven");
    term_expect(e->term, "A number from 1 to 3, or Enter.");
    for (int i = 2; i < 12; i++)
        evening_type(e, "1\n");
    term_expect(e->term, "Sam, this part is yours alone.");
    before = evening_sql(e, "SELECT group_concat(value) FROM setting WHERE name LIKE 'topic %'");
    assert_null(strstr(before, "ask")); /* as it was before: nothing of hers */
    free(before);
    for (int i = 0; i < 12; i++)
        evening_type(e, "1\n");
    term_expect(e->term, "Both of you have answered.");
    assert_true(term_tty_cooked(e->term));
    evening_expect_sql(e, "SELECT value FROM setting WHERE name = 'topic sex'", "closed");
    evening_expect_sql(e, "SELECT count(*) FROM setting WHERE name LIKE 'topic %'", "12");
    term_type(e->term, "\n18\n");
    term_expect_exit(e->term, 0);
}

static void what_is_written_alone_is_never_shown_before_both_have(void **state)
{
    struct evening *e = *state;

    begin_plain(e);
    evening_type(e, "15\n7\n\n"); /* something particular, writing is easier, write */
    term_expect(e->term, "Ana, this part is yours alone.");
    evening_type(e, "the kettle\nand the cup\n\n");
    term_expect(e->term, "Sam, this part is yours alone.");
    assert_never_shown(e, "kettle");
    evening_type(e, "the dull part\n\n");
    term_expect(e->term, "Ana has written: the kettle");
    term_expect(e->term, "Sam has written: the dull part");
    assert_true(term_tty_cooked(e->term));
    evening_expect_sql(e, "SELECT count(*) FROM note", "0"); /* nobody has said keep */
    evening_type(e, "1\n");
    term_expect(e->term, "Both are kept.");
    evening_expect_sql(e, "SELECT count(*) FROM note WHERE kind = 'answer'", "2");
}

static void whoever_ends_it_finds_a_terminal_that_shows_what_is_typed(void **state)
{
    static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
    struct evening *e = *state;

    begin_plain(e);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        if (i)
            evening_start(e);
        evening_type(e, "16\n13\n3\n");
        assert_false(term_tty_cooked(e->term));
        term_signal(e->term, signals[i]);
        term_expect_killed(e->term, signals[i]);
        assert_true(term_tty_cooked(e->term));
    }
    evening_expect_sql(e,
                       "SELECT count(*) FROM setting WHERE name LIKE 'topic %' AND value = 'ask'",
                       "0"); /* nothing of half an answer */
}

/* ---- their own editor ---- */

/* An editor that tells what it got and how it lay there, and writes what it is told to. */
static void lay_editor(struct evening *e, const char *then)
{
    char path[EVENING_PATH_MAX + 16];
    FILE *file;

    snprintf(path, sizeof path, "%s/editor", e->home);
    file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file,
            "#!/bin/sh\n"
            "umask 022\n"
            "{ stat -c %%a \"$1\"; stat -c %%a \"${1%%/*}\"; printf '%%s\\n' \"$1\"; cat \"$1\"; } "
            "> \"$HOME/seen\"\n"
            ": > \"$1~\"\n" /* a copy beside it, as editors leave them */
            "%s\n",
            then);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0700), 0);
    proc_env_set(&e->env, "EDITOR", path);
}

/* A line of what the editor saw, from 0. The caller frees. */
static char *seen_by_editor(struct evening *e, int line)
{
    char path[EVENING_PATH_MAX + 8], text[EVENING_PATH_MAX] = "";
    FILE *file;

    snprintf(path, sizeof path, "%s/seen", e->home);
    file = fopen(path, "r");
    assert_non_null(file);
    for (int i = 0; i <= line; i++)
        if (!fgets(text, sizeof text, file))
            text[0] = '\0';
    fclose(file);
    text[strcspn(text, "\n")] = '\0';
    return strdup(text);
}

static void assert_seen(struct evening *e, int line, const char *wanted)
{
    char *seen = seen_by_editor(e, line);

    assert_string_equal(seen, wanted);
    free(seen);
}

static void assert_gone(struct evening *e)
{
    char *path = seen_by_editor(e, 2), *slash = strrchr(path, '/');

    assert_non_null(slash);
    assert_int_equal(access(path, F_OK), -1);
    *slash = '\0';
    assert_int_equal(access(path, F_OK), -1);
    free(path);
}

static void their_editor_gets_a_file_of_its_own_that_goes_again(void **state)
{
    struct evening *e = *state;
    struct term *t;

    lay_editor(e, "printf 'The bus stop.\\nTwo umbrellas.\\n' > \"$1\"");
    t = evening_begin(e);
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "o");
    term_expect(t, "Kept as a note of this card.");
    assert_seen(e, 0, "600");
    assert_seen(e, 1, "700");
    assert_gone(e);
    evening_expect_sql(e, "SELECT text FROM note", "The bus stop.\nTwo umbrellas.");
    evening_type(e, "o"); /* once more: it gets what is there */
    assert_seen(e, 3, "The bus stop.");
    assert_gone(e);
    evening_enter_until(e, "talked");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "The bus stop.");
}

static void an_editor_that_fails_changes_nothing(void **state)
{
    static const struct {
        const char *then, *told;
    } rows[] = {
        { "exit 3", "did not end well; nothing was changed" },
        { "printf 'a\\377b' > \"$1\"", "That is no UTF-8 text; nothing was changed" },
        { "head -c 5000 /dev/zero | tr '\\0' x > \"$1\"", "longer than 4000 bytes" },
        { "rm \"$1\"", "nothing was changed" },
        { "kill -9 $$", "did not end well; nothing was changed" },
    };
    struct evening *e = *state;

    proc_env_set(&e->env, "XDG_RUNTIME_DIR", "/nonexistent"); /* then another place is taken */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        lay_editor(e, rows[i].then);
        if (i)
            evening_start(e);
        else
            evening_begin(e);
        evening_key(e, TERM_KEY_ENTER);
        evening_type(e, "o");
        evening_expect(e, rows[i].told);
        assert_gone(e);
        evening_expect_sql(e, "SELECT count(*) FROM note", "0");
    }
    proc_env_set(&e->env, "EDITOR", "/nonexistent/editor");
    evening_start(e);
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "o");
    evening_expect(e, "There is no such editor");
    proc_env_set(&e->env, "EDITOR", "");
    evening_start(e);
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "o");
    evening_expect(e, "No editor is named: set VISUAL or EDITOR");
}

static void what_is_written_alone_can_be_written_in_their_editor(void **state)
{
    struct evening *e = *state;
    struct term *t;

    lay_editor(e, "printf ' And more of it.' >> \"$1\"");
    t = evening_begin(e);
    to_the_doors(e);
    for (int i = 0; i < 6; i++)
        evening_key(e, TERM_KEY_DOWN);
    evening_key(e, TERM_KEY_ENTER);
    for (int i = 0; i < 3; i++)
        evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "A line.");
    term_ctrl(t, 'o');
    term_expect_idle(t);
    evening_expect(e, "A line. And more of it.");
    assert_seen(e, 0, "600");
    assert_gone(e);
    evening_expect_sql(e, "SELECT count(*) FROM note", "0");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, evening_set_up, evening_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_protocol_goes_from_its_door_to_good_night_by_arrows_enter_and_esc),
        TEST(what_is_answered_alone_is_never_shown),
        TEST(what_is_written_alone_is_never_shown_before_both_have),
        TEST(whoever_ends_it_finds_a_terminal_that_shows_what_is_typed),
        TEST(their_editor_gets_a_file_of_its_own_that_goes_again),
        TEST(an_editor_that_fails_changes_nothing),
        TEST(what_is_written_alone_can_be_written_in_their_editor),
    };

    return cmocka_run_group_tests_name("talk on a terminal", tests, NULL, NULL);
}
