/* The first evening as two people live it: the real program in a terminal, a real SQLite file, and
 * afterwards what the log tells. Also what interrupts an evening, and the disks that it may meet.
 * What must hold on any terminal is in test_statements.c. */
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/table.h"
#include "evening.h"
#include "store/journal.h"
#include "support/topics_open.h"

enum { NOBODY = 65534, DISK_BYTES = 4 << 20 };

#define OPEN_CARD "FROM card WHERE outcome = 'open'"
#define OPEN_STEPS "SELECT steps " OPEN_CARD

/* ---- what the log and the screen have in common ---- */

static const char *text_of(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

    assert_non_null(item);
    return cJSON_IsString(item) ? item->valuestring : NULL;
}

static const cJSON *sitting_at(struct evening *e, int i)
{
    const cJSON *sitting = cJSON_GetArrayItem(evening_log(e), i);

    assert_non_null(sitting);
    return sitting;
}

static const cJSON *cards_of(const cJSON *sitting)
{
    const cJSON *cards = cJSON_GetObjectItemCaseSensitive(sitting, "cards");

    assert_true(cJSON_IsArray(cards));
    return cards;
}

static void expect_card(const cJSON *sitting, int i, const char *prompt, const char *outcome,
                        const char *first, const char *note)
{
    const cJSON *card = cJSON_GetArrayItem(cards_of(sitting), i);

    assert_non_null(card);
    assert_string_equal(text_of(card, "prompt"), prompt);
    assert_string_equal(text_of(card, "outcome"), outcome);
    if (first)
        assert_string_equal(text_of(card, "first_speaker"), first);
    if (note)
        assert_string_equal(text_of(card, "note"), note);
    else
        assert_null(text_of(card, "note"));
}

/* What the open card says stands on the screen. */
static void expect_open_prompt(struct evening *e)
{
    char *text = evening_sql(e, "SELECT text " OPEN_CARD);

    assert_string_not_equal(text, "");
    evening_expect(e, text);
    free(text);
}

static void expect_followup(struct evening *e, int number)
{
    char *all = evening_sql(e, "SELECT followups " OPEN_CARD), *at = all;

    for (int i = 1; i < number; i++) {
        at = strchr(at, '\n');
        assert_non_null(at);
        at++;
    }
    at[strcspn(at, "\n")] = '\0';
    evening_expect(e, at);
    free(all);
}

/* ---- the main job, step by step ---- */

/* Follow-up, the other's turn, follow-up, talked: each step by Enter, each on the screen and in
 * the file when it is there. */
static void walk_talking_card(struct evening *e, const char *left, const char *right)
{
    char turn[64], names[64];

    expect_open_prompt(e);
    snprintf(names, sizeof names, "%s begins.", left);
    evening_expect(e, names);
    snprintf(names, sizeof names, "%s listens", right);
    evening_expect(e, names);
    assert_string_equal(evening_next(e), "follow-up");

    evening_key(e, TERM_KEY_ENTER);
    expect_followup(e, 1);
    evening_expect_sql(e, OPEN_STEPS, "f");
    snprintf(turn, sizeof turn, "%s’s turn", right);
    assert_string_equal(evening_next(e), turn);

    evening_key(e, TERM_KEY_ENTER);
    snprintf(names, sizeof names, "%s talks.", right);
    evening_expect(e, names);
    snprintf(names, sizeof names, "%s listens", left);
    evening_expect(e, names);
    evening_expect_sql(e, OPEN_STEPS, "ft");
    assert_string_equal(evening_next(e), "follow-up");

    evening_key(e, TERM_KEY_ENTER);
    expect_followup(e, 2);
    evening_expect_sql(e, OPEN_STEPS, "ftf");
    assert_string_equal(evening_next(e), "talked");
}

/* Two cards that were put aside: one is brought back, the other is never seen again. */
static void another_undo_and_never_again(struct evening *e)
{
    char *first = evening_sql(e, "SELECT id " OPEN_CARD), *second;
    const char *shown = evening_screen(e);

    evening_type(e, "n");
    term_expect(e->term, "Put aside. u brings it back.");
    expect_open_prompt(e);
    evening_expect_sql(e, "SELECT count(*) FROM card WHERE outcome = 'another'", "1");
    evening_type(e, "u");
    assert_string_equal(evening_screen(e), shown);
    evening_expect_sql(e, "SELECT id " OPEN_CARD, first);
    evening_expect_sql(e, "SELECT count(*) FROM card WHERE outcome = 'another'", "0");

    evening_type(e, "n");
    evening_type(e, "x");
    term_expect(e->term, "Never again. u brings it back.");
    evening_expect_sql(e,
                       "SELECT count(*) FROM mark m JOIN card c ON c.prompt = m.prompt AND "
                       "c.outcome = 'another' WHERE m.kind = 'never' AND m.deleted = 0",
                       "1");
    second = evening_sql(e, "SELECT id " OPEN_CARD);
    assert_string_not_equal(first, second);
    free(first);
    free(second);
}

static void edit_the_first_note(struct evening *e)
{
    evening_type(e, "r");
    term_expect(e->term, "Looking back");
    term_expect(e->term, "L’été à Łódź");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(e->term, "began");
    evening_expect(e, "L’été à Łódź; and eins zwei drei");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(e->term, "keep it");
    evening_key(e, TERM_KEY_END);
    evening_type(e, ", più");
    evening_key(e, TERM_KEY_ENTER);
    evening_expect(e, "eins zwei drei, più");
    term_expect_gone(e->term, "keep it");
    evening_type(e, "u");
    term_expect(e->term, "As it was.");
    term_expect_gone(e->term, "più");
    evening_type(e, "u");
    evening_expect(e, "eins zwei drei, più");
}

/* Help is a menu: the arrows come to a line, Enter does what it says. */
static void run_from_help(struct evening *e, const char *help)
{
    evening_type(e, "?");
    for (int i = 0; i < 40; i++) {
        int row, col;

        if (term_find(e->term, help, &row, &col)) {
            int at, margin;

            term_cursor(e->term, &at, &margin);
            if (at == row && margin < col && col - margin < 20) {
                evening_key(e, TERM_KEY_ENTER);
                return;
            }
        }
        evening_key(e, TERM_KEY_DOWN);
    }
    evening_expect(e, help);
    fail();
}

static void an_evening_from_the_first_run_to_the_log(void **state)
{
    struct evening *e = *state;
    struct term *t;
    char *talked, *kept;
    const cJSON *sitting;

    topics_left_open(e->data);
    t = evening_start(e);
    term_expect(t, "Two lines that belong together.");
    evening_expect(e, "whoever uses this account can read it");
    evening_names(e, "Zoë", "美咲");
    evening_expect(e, "Zoë and 美咲.");
    evening_key(e, TERM_KEY_ENTER); /* one key to the first card */
    walk_talking_card(e, "Zoë", "美咲");
    talked = evening_sql(e, "SELECT prompt " OPEN_CARD);

    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "A line to keep?");
    evening_type(e, "L’été à Łódź; ");
    term_paste(t, "and\neins\r\nzwei\ndrei");
    term_expect(t, "L’été à Łódź; and eins");
    evening_expect_sql(e, "SELECT count(*) FROM note", "0");
    evening_key(e, TERM_KEY_ENTER); /* kept, and one more card */
    evening_expect_sql(e, "SELECT count(*) FROM note", "1");
    evening_expect(e, "美咲 begins.");

    another_undo_and_never_again(e);
    kept = evening_sql(e, "SELECT prompt " OPEN_CARD);
    evening_type(e, "k");
    term_expect(t, "kept");
    evening_key(e, TERM_KEY_ENTER);
    expect_open_prompt(e);
    evening_type(e, "s");
    term_expect(t, "Tonight");
    assert_string_equal(evening_next(e), "good night");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "Good night.");
    term_expect(t, "two cards");
    evening_expect_sql(e, "SELECT count(*) " OPEN_CARD, "0");

    edit_the_first_note(e);
    evening_key(e, TERM_KEY_ESC);
    evening_key(e, TERM_KEY_ESC);
    run_from_help(e, "look back");
    term_expect(t, "Looking back");
    evening_type(e, "q");
    term_type(t, "q");
    term_expect_exit(t, 0);
    term_expect_restored(t);

    sitting = sitting_at(e, 0);
    assert_int_equal(cJSON_GetArraySize(evening_log(e)), 1);
    sitting = sitting_at(e, 0);
    assert_int_equal(cJSON_GetArraySize(cards_of(sitting)), 2);
    expect_card(sitting, 0, talked, "talked", "Zoë", "L’été à Łódź; and eins zwei drei, più");
    expect_card(sitting, 1, kept, "kept", NULL, NULL);
    assert_non_null(text_of(sitting, "ended"));
    evening_expect_sound(e);
    free(talked);
    free(kept);
}

static void the_first_card_is_one_key_after_the_names(void **state)
{
    struct evening *e = *state;

    evening_begin(e);
    evening_key(e, TERM_KEY_ENTER);
    expect_open_prompt(e);
    evening_expect(e, "light · talking · 5 min");
}

static void names_may_be_emoji_families(void **state)
{
    struct evening *e = *state;
    const char *left = "\xf0\x9f\xa6\x8a", *right = "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7";
    char *prompt;

    evening_begin_as(e, left, right);
    evening_expect(e, left);
    evening_key(e, TERM_KEY_ENTER);
    prompt = evening_sql(e, "SELECT prompt " OPEN_CARD);
    evening_enter_until(e, "talked");
    evening_key(e, TERM_KEY_ENTER);
    evening_key(e, TERM_KEY_ESC);
    evening_key(e, TERM_KEY_ENTER);
    evening_expect_sql(e, "SELECT name FROM partner WHERE place = 'left'", left);
    evening_expect_sql(e, "SELECT name FROM partner WHERE place = 'right'", right);
    expect_card(sitting_at(e, 0), 0, prompt, "talked", left, NULL);
    free(prompt);
}

/* Backspace takes the last letter as a person counts letters. */
static void backspace_takes_a_letter_of_a_name(void **state)
{
    struct evening *e = *state;

    evening_start(e);
    evening_type(e, "Ané");
    evening_key(e, TERM_KEY_BACKSPACE);
    evening_type(e, "a");
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "美咲 ");
    evening_key(e, TERM_KEY_BACKSPACE);
    evening_key(e, TERM_KEY_BACKSPACE);
    evening_key(e, TERM_KEY_ENTER);
    evening_expect(e, "Ana and 美.");
}

static void choose_listening(struct evening *e)
{
    evening_key(e, TERM_KEY_DOWN);
    evening_key(e, TERM_KEY_RIGHT);
    assert_true(evening_shows(e, "‹ listening ›") || evening_shows(e, "[ listening ]"));
}

/* Line after line of the listener's part has the voice, then the word goes over, then talked. */
static void a_listening_card_goes_line_by_line(void **state)
{
    struct evening *e = *state;
    char *todo, *ask, line[512], *steps;
    int lines = 0;

    evening_begin(e);
    choose_listening(e);
    evening_key(e, TERM_KEY_ENTER);
    evening_expect(e, "listening · 5 min");
    expect_open_prompt(e);
    evening_expect(e, "Sam listens");
    todo = evening_sql(e, "SELECT to_do " OPEN_CARD);
    ask = evening_sql(e, "SELECT to_ask " OPEN_CARD);
    evening_expect(e, todo);
    snprintf(line, sizeof line, "Ask: “%s”", ask);
    evening_expect(e, line);
    while (!strcmp(evening_next(e), "next")) {
        int before, after, col;

        term_cursor(e->term, &before, &col);
        evening_key(e, TERM_KEY_ENTER);
        term_cursor(e->term, &after, &col);
        assert_true(after > before);
        lines++;
    }
    assert_int_equal(lines, 2);
    assert_string_equal(evening_next(e), "Sam’s turn");
    evening_key(e, TERM_KEY_ENTER);
    evening_expect(e, "Ana listens");
    assert_string_equal(evening_next(e), "talked");
    steps = evening_sql(e, OPEN_STEPS);
    assert_string_equal(steps, "llt");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(e->term, "A line to keep?");
    free(todo);
    free(ask);
    free(steps);
}

/* Undo walks back through every step of a card, and ends there. */
static void undo_takes_back_every_step(void **state)
{
    struct evening *e = *state;
    const char *screens[4];

    evening_begin(e);
    evening_key(e, TERM_KEY_ENTER);
    for (int i = 0; i < 4; i++) {
        screens[i] = evening_screen(e);
        if (i < 3)
            evening_key(e, TERM_KEY_ENTER);
    }
    for (int i = 2; i >= 0; i--) {
        evening_type(e, "u");
        assert_string_equal(evening_screen(e), screens[i]);
    }
    evening_expect_sql(e, OPEN_STEPS, "");
    evening_type(e, "u");
    term_expect(e->term, "Nothing here to undo.");
}

/* ---- arrows, Enter and Esc ---- */

static void arrows_enter_and_esc_are_enough(void **state)
{
    struct evening *e = *state;
    struct term *t = evening_begin(e);
    const cJSON *sitting;

    evening_key(e, TERM_KEY_ENTER);
    evening_enter_until(e, "talked");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "A line to keep?");
    evening_key(e, TERM_KEY_ENTER); /* one more card */
    evening_choose(e, "another");
    term_expect(t, "Put aside.");
    evening_choose(e, "more");
    for (int i = 0; i < 40 && !term_find(t, "› x", NULL, NULL); i++)
        evening_key(e, TERM_KEY_DOWN);
    term_expect(t, "› x");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "Never again.");
    evening_choose(e, "keep");
    term_expect(t, "A line to keep?");
    evening_key(e, TERM_KEY_DOWN); /* the footer */
    evening_key(e, TERM_KEY_RIGHT);
    evening_key(e, TERM_KEY_ENTER); /* end for tonight */
    term_expect(t, "Tonight");
    evening_choose(e, "one more");
    evening_choose(e, "stop");
    evening_choose(e, "good night");
    term_expect(t, "Good night.");
    for (int i = 0; i < 4; i++)
        evening_key(e, TERM_KEY_DOWN);
    evening_choose(e, "look back");
    term_expect(t, "Looking back");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "Ana began");
    evening_key(e, TERM_KEY_DOWN);
    evening_key(e, TERM_KEY_UP);
    evening_key(e, TERM_KEY_ESC);
    term_expect(t, "Looking back");
    evening_key(e, TERM_KEY_ESC);
    term_expect(t, "minutes");
    term_key(t, TERM_KEY_ESC);
    term_expect_exit(t, 0);

    sitting = sitting_at(e, 0);
    assert_int_equal(cJSON_GetArraySize(cards_of(sitting)), 2);
    assert_non_null(text_of(sitting, "ended"));
    evening_expect_sql(e, "SELECT count(*) FROM mark WHERE kind = 'never' AND deleted = 0", "1");
    evening_expect_sql(e, "SELECT count(*) FROM card WHERE outcome = 'stopped'", "1");
}

/* The table of keys says "undo"; where there is nothing to undo it may not do something else. */
static void undo_from_help_never_touches_a_note(void **state)
{
    struct evening *e = *state;
    struct term *t = evening_begin(e);

    evening_key(e, TERM_KEY_ENTER);
    evening_enter_until(e, "talked");
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "Only this.");
    evening_key(e, TERM_KEY_ESC);
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "r");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "Only this.");
    run_from_help(e, "undo");
    evening_expect_sql(e, "SELECT text FROM note", "Only this.");
    term_expect(t, "Nothing here to undo.");
    term_expect(t, "Only this.");
}

/* What a key says, the line in help says too. */
static void help_says_why_an_action_is_not_possible(void **state)
{
    struct evening *e = *state;

    evening_begin(e);
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "x");
    term_expect(e->term, "No card was just put aside.");
    run_from_help(e, "never again");
    term_expect(e->term, "No card was just put aside.");
    run_from_help(e, "undo");
    term_expect(e->term, "Nothing here to undo.");
}

/* ---- interrupted ---- */

enum interruption { CTRL_C, TERMINATED, HUNG_UP, CLOSED, CLOSED_DEAF, KILLED };

static const struct {
    enum interruption how;
    int code; /* what the program ends with; −1: by a signal of its own */
    bool restores;
} interruptions[] = {
    { CTRL_C, 128 + SIGINT, true },       { TERMINATED, 128 + SIGTERM, true },
    { HUNG_UP, 128 + SIGHUP, true },      { CLOSED, 128 + SIGHUP, false },
    { CLOSED_DEAF, 128 + SIGHUP, false }, { KILLED, -1, false },
};

static void interrupt(struct term *t, enum interruption how)
{
    switch (how) {
    case CTRL_C:
        term_ctrl(t, 'c');
        break;
    case TERMINATED:
        term_signal(t, SIGTERM);
        break;
    case HUNG_UP:
        term_signal(t, SIGHUP);
        break;
    case CLOSED:
    case CLOSED_DEAF:
        term_hangup(t);
        break;
    case KILLED:
        term_signal(t, SIGKILL);
        break;
    }
}

/* A card with its word gone over and two follow-ups open. */
static void go_into_a_card(struct evening *e)
{
    evening_key(e, TERM_KEY_ENTER);
    for (int i = 0; i < 3; i++)
        evening_key(e, TERM_KEY_ENTER);
    assert_string_equal(evening_next(e), "talked");
}

static void expect_taken_up(struct evening *e, const char *as_it_was)
{
    term_expect(e->term, "A card is still on the table.");
    assert_string_equal(evening_next(e), "take it up");
    evening_key(e, TERM_KEY_ENTER);
    assert_string_equal(evening_screen(e), as_it_was);
    expect_open_prompt(e);
}

static void whatever_interrupts_a_card_stays_on_the_table(void **state)
{
    struct evening *e = *state;
    const char *as_it_was;

    evening_no_search_for_leaks(e);
    evening_begin(e);
    go_into_a_card(e);
    as_it_was = evening_screen(e);
    for (size_t i = 0; i < sizeof interruptions / sizeof *interruptions; i++) {
        e->options.ignore_hangup = interruptions[i].how == CLOSED_DEAF;
        evening_start(e);
        expect_taken_up(e, as_it_was);
        interrupt(e->term, interruptions[i].how);
        if (interruptions[i].code < 0)
            term_expect_killed(e->term, SIGKILL);
        else
            term_expect_exit(e->term, interruptions[i].code);
        if (interruptions[i].restores)
            term_expect_restored(e->term);
        evening_expect_sound(e);
        evening_expect_sql(e, OPEN_STEPS, "ftf");
    }
    e->options.ignore_hangup = false;
    evening_start(e);
    expect_taken_up(e, as_it_was);
    evening_key(e, TERM_KEY_ENTER);
    term_expect(e->term, "A line to keep?");
}

/* A card that was kept with a line, then taken back, and lay there for a night. Written by the
 * library, since the program's clock can't be set. */
static void lay_a_card_last_night(struct evening *e, bool with_note)
{
    struct store_options options = { .folder = e->data, .access = STORE_WRITE };
    struct filter filter = { .mood = MOOD_LIGHT, .mode = MODE_TALKING, .minutes = 5 };
    struct table table = { .now = clock_system_now(NULL), .seed = 1 };
    struct couple couple = { 0 };
    struct deal deal = { 0 };
    struct error err = { 0 };
    const char *sitting = deal.card.sitting, *card = deal.card.id;

    table.couple = &couple;
    table.now.ms -= SITTING_ENDS_AFTER + MS_PER_HOUR;
    assert_int_equal(store_open(&table.store, &options, &err), STATUS_OK);
    assert_int_equal(journal_couple(table.store, &couple, &err), STATUS_OK);
    assert_int_equal(table_deal(&table, &filter, &deal, &err), STATUS_OK);
    assert_int_equal(table_step(&table, sitting, card, "", STEP_FOLLOWUP, &err), STATUS_OK);
    if (with_note) {
        assert_int_equal(table_outcome(&table, sitting, card, OUTCOME_KEPT, &err), STATUS_OK);
        assert_int_equal(table_note(&table, sitting, card, NOTE_PLAIN, "By lamplight.", &err),
                         STATUS_OK);
        assert_int_equal(table_undo(&table, sitting, card, &err), STATUS_OK);
    }
    deal_release(&deal);
    couple_release(&couple);
    assert_int_equal(store_close(table.store), STATUS_OK);
}

static void take_up_the_card_of_last_night(struct evening *e, bool with_note)
{
    evening_begin(e);
    term_type(e->term, "q");
    term_expect_exit(e->term, 0);
    lay_a_card_last_night(e, with_note);
    evening_start(e);
    term_expect(e->term, "A card is still on the table.");
    evening_key(e, TERM_KEY_ENTER);
    expect_open_prompt(e);
    expect_followup(e, 1);
    evening_enter_until(e, "talked");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(e->term, "A line to keep?");
    if (with_note)
        term_expect(e->term, "By lamplight.");
    evening_key(e, TERM_KEY_ESC);
    evening_key(e, TERM_KEY_ENTER);
    assert_int_equal(cJSON_GetArraySize(evening_log(e)), 1);
    assert_non_null(text_of(sitting_at(e, 0), "ended"));
    evening_expect_sound(e);
}

static void a_card_of_last_night_is_taken_up_tonight(void **state)
{
    take_up_the_card_of_last_night(*state, false);
}

static void a_card_of_last_night_brings_its_line_along(void **state)
{
    take_up_the_card_of_last_night(*state, true);
}

static void esc_leaves_the_card_on_the_table(void **state)
{
    struct evening *e = *state;
    const char *as_it_was;

    evening_begin(e);
    go_into_a_card(e);
    as_it_was = evening_screen(e);
    evening_key(e, TERM_KEY_ESC);
    expect_taken_up(e, as_it_was);
    evening_key(e, TERM_KEY_ESC);
    evening_type(e, "n"); /* deal another: the one on the table is put aside */
    evening_expect_sql(e, "SELECT count(*) FROM card WHERE outcome = 'another'", "1");
    evening_type(e, "u");
    assert_string_equal(evening_screen(e), as_it_was);
}

/* The line that was being typed when everything ended is not lost either. */
static void leaving_a_half_typed_note_keeps_the_card(void **state)
{
    struct evening *e = *state;

    evening_begin(e);
    evening_key(e, TERM_KEY_ENTER);
    evening_enter_until(e, "talked");
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "Half a");
    term_signal(e->term, SIGTERM);
    term_expect_exit(e->term, 128 + SIGTERM);
    evening_expect_sound(e);
    assert_int_equal(cJSON_GetArraySize(cards_of(sitting_at(e, 0))), 1);
}

/* ---- two at once ---- */

static void two_programs_share_one_journal(void **state)
{
    struct evening *e = *state;
    struct evening *other = evening_other(e);
    struct term *first = evening_begin(e);

    evening_start(other);
    term_expect(other->term, "Ana and Sam.");
    evening_key(e, TERM_KEY_ENTER);
    evening_enter_until(e, "talked");
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "From the first.");
    evening_key(e, TERM_KEY_ENTER);     /* a second card lies open */
    evening_key(other, TERM_KEY_ENTER); /* home of old: deals, and puts that one aside */
    expect_open_prompt(other);
    evening_enter_until(other, "talked");
    evening_key(other, TERM_KEY_ENTER);
    evening_type(other, "From the second.");
    evening_key(other, TERM_KEY_ESC);
    evening_key(e, TERM_KEY_ENTER); /* its card is gone: said, and not done */
    evening_expect(e, "another window");
    evening_key(other, TERM_KEY_ENTER);
    term_type(other->term, "q");
    term_expect_exit(other->term, 0);
    evening_key(e, TERM_KEY_ESC);
    term_type(first, "q");
    term_expect_exit(first, 0);
    assert_int_equal(cJSON_GetArraySize(evening_log(e)), 1);
    assert_int_equal(cJSON_GetArraySize(cards_of(sitting_at(e, 0))), 2);
    evening_expect_sql(e, "SELECT group_concat(text) FROM note ORDER BY id",
                       "From the first.,From the second.");
    evening_expect_sound(e);
}

/* What one window looks back at is taken back in the other. Undo there has nothing left to do. */
static void an_evening_taken_back_elsewhere_is_no_crash(void **state)
{
    struct evening *e = *state;
    struct evening *other = evening_other(e);

    evening_begin(e);
    evening_key(e, TERM_KEY_ENTER);
    evening_enter_until(e, "talked");
    evening_key(e, TERM_KEY_ENTER);
    evening_start(other);
    evening_type(other, "r");
    evening_key(other, TERM_KEY_ENTER);
    evening_key(other, TERM_KEY_ENTER);
    evening_type(other, "Seen from the other window.");
    evening_key(other, TERM_KEY_ENTER);
    evening_key(e, TERM_KEY_DOWN);
    evening_type(e, "u"); /* the card lies open again: that evening has no card to see */
    for (int i = 0; i < 3; i++)
        evening_type(other, "u");
    evening_key(other, TERM_KEY_ENTER);
    evening_key(other, TERM_KEY_ESC);
    term_expect(other->term, "Looking back");
    evening_expect_sound(e);
}

/* ---- letters ---- */

static bool only_ascii(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)bytes[i] > 0x7e)
            return false;
    return true;
}

/* Names and notes that were typed elsewhere become ASCII too, and stay what they are. */
static void a_plain_locale_shows_accents_as_letters(void **state)
{
    struct evening *e = *state;
    const char *raw;
    size_t size;

    evening_begin_as(e, "Zoë", "美咲");
    term_type(e->term, "q");
    term_expect_exit(e->term, 0);
    proc_env_set(&e->env, "LC_ALL", "C");
    evening_start(e);
    evening_expect(e, "Zoe and ??.");
    evening_key(e, TERM_KEY_ENTER);
    evening_expect(e, "Zoe begins.");
    raw = term_raw(e->term, 0, &size);
    assert_true(only_ascii(raw, size));
    evening_expect_sql(e, "SELECT name FROM partner WHERE place = 'left'", "Zoë");
}

/* ---- disks ---- */

/* A disk of its own for the journal, where this machine lets us. */
static bool mount_small_disk(struct evening *e)
{
    static bool unshared;
    char size[32];

    if (geteuid() != 0)
        return false;
    if (!unshared && (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)))
        return false;
    unshared = true;
    snprintf(e->data, sizeof e->data, "%.400s/disk", e->home);
    proc_env_set(&e->env, "COUPLET_DATA", e->data);
    snprintf(size, sizeof size, "size=%d", DISK_BYTES);
    return mkdir(e->data, 0700) == 0 && mount("tmpfs", e->data, "tmpfs", 0, size) == 0;
}

/* To the last byte. */
static void fill_disk(struct evening *e)
{
    static char block[4096];
    char path[EVENING_PATH_MAX + 16];
    int fd;

    snprintf(path, sizeof path, "%s/filler", e->data);
    fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    while (write(fd, block, sizeof block) > 0)
        ;
    while (write(fd, block, 1) > 0)
        ;
    close(fd);
}

static void empty_disk(struct evening *e)
{
    char path[EVENING_PATH_MAX + 16];

    snprintf(path, sizeof path, "%s/filler", e->data);
    assert_int_equal(unlink(path), 0);
}

static void a_full_disk_is_said_and_loses_nothing(void **state)
{
    struct evening *e = *state;
    struct term *t;
    const char *as_it_was;

    if (!mount_small_disk(e)) {
        print_message("no tmpfs can be mounted here\n");
        skip();
    }
    t = evening_begin(e);
    evening_key(e, TERM_KEY_ENTER);
    as_it_was = evening_screen(e);
    fill_disk(e);
    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "! The disk is full: not saved yet.   Enter tries again");
    assert_string_equal(evening_screen(e), as_it_was);
    evening_key(e, TERM_KEY_ENTER); /* still full */
    term_expect(t, "The disk is full: not saved yet.");
    empty_disk(e);
    evening_key(e, TERM_KEY_ENTER);
    term_expect_gone(t, "The disk is full");
    evening_expect_sql(e, OPEN_STEPS, "f");

    evening_enter_until(e, "talked");
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "Not lost.");
    fill_disk(e);
    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "The disk is full: not saved yet.");
    term_expect(t, "Not lost.");
    evening_type(e, " Nor this.");
    term_expect(t, "Not lost. Nor this.");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "The disk is full: not saved yet.");
    empty_disk(e);
    evening_key(e, TERM_KEY_ENTER);
    expect_open_prompt(e);
    evening_expect_sql(e, "SELECT text FROM note", "Not lost. Nor this.");
    evening_type(e, "q");
    term_type(t, "q");
    term_expect_exit(t, 0);
    evening_expect_sound(e);
}

/* What undo would bring back is still there when it could not be brought back at first. */
static void undo_of_a_note_waits_for_room(void **state)
{
    struct evening *e = *state;
    struct term *t;

    if (!mount_small_disk(e)) {
        print_message("no tmpfs can be mounted here\n");
        skip();
    }
    t = evening_begin(e);
    evening_key(e, TERM_KEY_ENTER);
    evening_enter_until(e, "talked");
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "The first words.");
    evening_key(e, TERM_KEY_ESC);
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "r");
    evening_key(e, TERM_KEY_ENTER);
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, " And more.");
    evening_key(e, TERM_KEY_ENTER);
    evening_expect_sql(e, "SELECT text FROM note", "The first words. And more.");
    fill_disk(e);
    evening_type(e, "u");
    term_expect(t, "The disk is full");
    evening_key(e, TERM_KEY_DOWN); /* something else first */
    empty_disk(e);
    evening_type(e, "u");
    evening_expect_sql(e, "SELECT text FROM note", "The first words.");
}

/* Looking back, and leaving, need no room. */
static void on_a_full_disk_looking_back_works(void **state)
{
    struct evening *e = *state;
    struct term *t;

    if (!mount_small_disk(e)) {
        print_message("no tmpfs can be mounted here\n");
        skip();
    }
    evening_begin(e);
    evening_key(e, TERM_KEY_ENTER);
    evening_enter_until(e, "talked");
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "Before the flood.");
    evening_key(e, TERM_KEY_ESC);
    evening_key(e, TERM_KEY_ENTER);
    term_type(e->term, "q");
    term_expect_exit(e->term, 0);
    fill_disk(e);
    t = evening_start(e);
    evening_type(e, "r");
    term_expect(t, "Before the flood.");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "Before the flood.");
    evening_key(e, TERM_KEY_ESC);
    evening_key(e, TERM_KEY_ESC);
    term_type(t, "q");
    term_expect_exit(t, 0); /* an evening of looking back ends well */
    assert_int_equal(cJSON_GetArraySize(evening_log(e)), 1);
    empty_disk(e);
    evening_expect_sound(e);
}

/* Why nothing is kept is said in words, not in numbers of SQLite's. */
static void a_disk_that_is_full_at_the_start_is_said(void **state)
{
    struct evening *e = *state;
    struct term *t;

    if (!mount_small_disk(e)) {
        print_message("no tmpfs can be mounted here\n");
        skip();
    }
    evening_begin(e);
    term_type(e->term, "q");
    term_expect_exit(e->term, 0);
    fill_disk(e);
    t = evening_start(e);
    term_expect(t, "nothing new is kept");
    term_expect(t, "full");
    term_expect_gone(t, "SQLite");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "nothing new is kept");
}

/* ---- a folder that can’t be written ---- */

static void copy_program(struct evening *e)
{
    char path[EVENING_PATH_MAX], block[1 << 16];
    int from = open(e->bin, O_RDONLY | O_CLOEXEC), to;
    ssize_t n;

    snprintf(path, sizeof path, "%.400s/couplet", e->home);
    to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
    assert_true(from >= 0 && to >= 0);
    while ((n = read(from, block, sizeof block)) > 0)
        assert_int_equal(write(to, block, (size_t)n), n);
    close(from);
    close(to);
    snprintf(e->bin, sizeof e->bin, "%s", path);
}

/* Somebody without rights, where we have them all; the saved user id is the way back. */
static void become_nobody(struct evening *e)
{
    char file[EVENING_PATH_MAX + 32];

    if (geteuid() != 0)
        return;
    snprintf(file, sizeof file, "%s/couplet.db", e->data);
    chmod(file, 0644);
    assert_int_equal(setresgid(NOBODY, NOBODY, 0), 0);
    assert_int_equal(setresuid(NOBODY, NOBODY, 0), 0);
}

static void become_oneself(void)
{
    uid_t real, effective, saved;

    getresuid(&real, &effective, &saved);
    if (saved == 0) {
        assert_int_equal(setresuid(0, 0, 0), 0);
        assert_int_equal(setresgid(0, 0, 0), 0);
    }
}

/* A home that anybody can look into, with an evening in it, in a place that anybody comes to. */
static void live_in_public(struct evening *e)
{
    char made[] = "/tmp/evening-XXXXXX";

    assert_non_null(mkdtemp(made));
    assert_int_equal(chmod(made, 0755), 0);
    rmdir(e->home);
    snprintf(e->home, sizeof e->home, "%s", made);
    snprintf(e->data, sizeof e->data, "%.400s/data", e->home);
    proc_env_set(&e->env, "HOME", e->home);
    proc_env_set(&e->env, "COUPLET_DATA", e->data);
    copy_program(e);
}

static void a_read_only_folder_is_said_and_looked_at(void **state)
{
    struct evening *e = *state;
    struct term *t;

    live_in_public(e);
    evening_begin(e);
    evening_key(e, TERM_KEY_ENTER);
    evening_enter_until(e, "talked");
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, "Carved in stone.");
    evening_key(e, TERM_KEY_ESC);
    evening_key(e, TERM_KEY_ENTER);
    term_type(e->term, "q");
    term_expect_exit(e->term, 0);
    assert_int_equal(chmod(e->data, 0555), 0);
    become_nobody(e);
    t = evening_spawn(e);
    become_oneself();
    term_expect(t, "can’t be written");
    evening_type(e, "r");
    term_expect(t, "Carved in stone.");
    evening_key(e, TERM_KEY_ENTER);
    term_expect(t, "Carved in stone.");
    evening_key(e, TERM_KEY_ESC);
    evening_key(e, TERM_KEY_ESC);
    evening_key(e, TERM_KEY_ENTER); /* a card: not to be had, and said why */
    term_expect(t, "can’t be written");
    term_type(t, "q");
    term_expect_exit(t, 0);
    assert_int_equal(chmod(e->data, 0700), 0);
    assert_int_equal(cJSON_GetArraySize(evening_log(e)), 1);
    evening_expect_sound(e);
}

static void a_folder_that_cannot_be_made_is_said(void **state)
{
    struct evening *e = *state;
    struct term *t;

    live_in_public(e);
    assert_int_equal(chmod(e->home, 0555), 0);
    become_nobody(e);
    t = evening_spawn(e);
    become_oneself();
    term_expect_exit(t, 1);
    evening_expect_one_line(e);
    assert_non_null(strstr(term_raw(t, 0, NULL), e->data));
}

/* A disk goes before the folder that it lies on. */
static int tear_down(void **state)
{
    struct evening *e = *state;

    term_free(e->term);
    e->term = NULL;
    umount2(e->data, MNT_DETACH);
    return evening_tear_down(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, evening_set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_evening_from_the_first_run_to_the_log),
        TEST(the_first_card_is_one_key_after_the_names),
        TEST(names_may_be_emoji_families),
        TEST(backspace_takes_a_letter_of_a_name),
        TEST(a_listening_card_goes_line_by_line),
        TEST(undo_takes_back_every_step),
        TEST(arrows_enter_and_esc_are_enough),
        TEST(undo_from_help_never_touches_a_note),
        TEST(help_says_why_an_action_is_not_possible),
        TEST(whatever_interrupts_a_card_stays_on_the_table),
        TEST(a_card_of_last_night_is_taken_up_tonight),
        TEST(a_card_of_last_night_brings_its_line_along),
        TEST(esc_leaves_the_card_on_the_table),
        TEST(leaving_a_half_typed_note_keeps_the_card),
        TEST(two_programs_share_one_journal),
        TEST(an_evening_taken_back_elsewhere_is_no_crash),
        TEST(a_plain_locale_shows_accents_as_letters),
        TEST(a_full_disk_is_said_and_loses_nothing),
        TEST(undo_of_a_note_waits_for_room),
        TEST(on_a_full_disk_looking_back_works),
        TEST(a_disk_that_is_full_at_the_start_is_said),
        TEST(a_read_only_folder_is_said_and_looked_at),
        TEST(a_folder_that_cannot_be_made_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
