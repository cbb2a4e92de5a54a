/* Prompts that the couple write themselves: kept, rewritten, torn up, dealt like any other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "app/packs.h"
#include "store/journal.h"
#include "store/library.h"
#include "support/stage.h"

static struct stage stage;

static int set_up(void **state)
{
    struct stage_options options = { .cards = "way-home" };

    (void)state;
    stage_open(&stage, &options);
    stage_begin(&stage);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

/* The only prompt of their own; the caller releases. */
static struct prompt own(void)
{
    struct browse browse = { .pack = PACK_OURS };
    struct prompt_line *lines;
    struct prompt prompt;
    size_t count;

    assert_int_equal(library_browse(stage.store, &browse, 0, false, 9, &lines, &count, NULL),
                     STATUS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(library_find(stage.store, PACK_OURS, lines[0].id, &prompt, NULL), STATUS_OK);
    prompt_line_release(&lines[0]);
    free(lines);
    return prompt;
}

static size_t dealt(void)
{
    static const struct filter any = { .mood = MOOD_ANY };
    struct cell_count *cells;
    size_t count, sum = 0;

    assert_int_equal(library_cells(stage.store, &any, 0, &cells, &count, NULL), STATUS_OK);
    for (size_t i = 0; i < count; i++)
        sum += cells[i].count;
    free(cells);
    return sum;
}

struct pack_seen {
    size_t prompts;
    bool license, lang;
};

static void note(const struct pack_line *line, void *context)
{
    struct pack_seen *seen = context;

    if (strcmp(line->id, PACK_OURS))
        return;
    seen->prompts = line->prompts;
    seen->license = !strcmp(line->license, "LicenseRef-private");
    seen->lang = !strcmp(line->lang, "de");
}

static struct pack_seen ours(void)
{
    struct pack_seen seen = { 0 };

    assert_int_equal(library_packs(stage.store, note, &seen, NULL), STATUS_OK);
    return seen;
}

static void write_one(const char *text)
{
    stage_keys(&stage, "l a");
    stage_type(&stage, text);
    stage_keys(&stage, "Enter");
}

static void what_they_write_is_kept_and_dealt(void **state)
{
    struct prompt prompt;

    (void)state;
    setenv("LC_ALL", "de_CH.UTF-8", 1);
    write_one("  Which song is ours?  ");
    unsetenv("LC_ALL");
    stage_must_show(&stage, "Kept, in the pack of your own.");
    stage_must_show(&stage, "Which song is ours?");
    assert_true(ours().license && ours().lang);
    assert_int_equal(ours().prompts, 1);
    prompt = own();
    assert_string_equal(prompt.text, "Which song is ours?");
    assert_int_equal(prompt.mood, MOOD_LIGHT);
    assert_int_equal(prompt.depth, 1);
    prompt_release(&prompt);
    stage_keys(&stage, "Esc Enter"); /* the only light one there is */
    stage_must_show(&stage, "Which song is ours?");
}

static void without_words_nothing_is_kept(void **state)
{
    (void)state;
    stage_keys(&stage, "l a Enter");
    stage_must_show(&stage, "There are no words yet");
    assert_int_equal(ours().prompts, 0);
    assert_false(ours().license); /* not even the pack was made */
    stage_type(&stage, "Half");
    stage_keys(&stage, "Esc");
    assert_int_equal(ours().prompts, 0);
}

static void the_rows_say_what_it_is_for_and_always_agree(void **state)
{
    struct prompt prompt;

    (void)state;
    stage_keys(&stage, "l a");
    stage_type(&stage, "What did you not say?");
    stage_keys(&stage, "Down Right Down Right Down Down Right Right Right Down Right Enter");
    prompt = own();
    assert_int_equal(prompt.mood, MOOD_SERIOUS);
    assert_int_equal(prompt.mode, MODE_LISTENING);
    assert_int_equal(prompt.minutes, 30);
    assert_int_equal(prompt.depth, 3); /* went along */
    assert_int_equal(prompt.dimension, DIMENSION_MENTAL);
    assert_int_equal(prompt.consent, CONSENT_NONE);
    prompt_release(&prompt);
    assert_int_equal(dealt(), 2);
}

static void a_rewritten_one_stays_the_same_prompt(void **state)
{
    struct prompt before, after;

    (void)state;
    write_one("Which song?");
    before = own();
    stage_keys(&stage, "G * Enter e");
    stage_type(&stage, " And why?");
    stage_keys(&stage, "Down Right Enter");
    stage_must_show(&stage, "And why?");
    after = own();
    assert_string_equal(after.id, before.id);
    assert_string_equal(after.text, "Which song? And why?");
    assert_int_equal(after.mood, MOOD_SERIOUS);
    assert_int_equal(after.depth, 2);
    assert_int_equal(ours().prompts, 1);
    assert_int_equal(dealt(), 2);
    prompt_release(&before);
    prompt_release(&after);
    stage_must_show(&stage, "favourite");
}

static void never_again_holds_for_a_rewritten_one(void **state)
{
    (void)state;
    write_one("Which song?");
    stage_keys(&stage, "G x Enter e");
    stage_type(&stage, "!");
    stage_keys(&stage, "Enter");
    assert_int_equal(dealt(), 1);
    stage_keys(&stage, "x");
    assert_int_equal(dealt(), 2);
}

static void it_is_torn_up_when_it_is_said_twice(void **state)
{
    (void)state;
    write_one("Which song?");
    stage_keys(&stage, "G Enter t");
    stage_must_show(&stage, "t again tears it up. What you talked about stays.");
    stage_keys(&stage, "Right t");
    assert_int_equal(ours().prompts, 1);
    stage_keys(&stage, "u t"); /* any key forgets it, one that does nothing too */
    assert_int_equal(ours().prompts, 1);
    stage_keys(&stage, "z t");
    assert_int_equal(ours().prompts, 1);
    stage_keys(&stage, "t");
    assert_int_equal(ours().prompts, 0);
    assert_int_equal(dealt(), 1);
    stage_must_show(&stage, "Torn up.");
    stage_must_not_show(&stage, "Which song?");
}

static void what_others_wrote_is_not_changed(void **state)
{
    (void)state;
    stage_keys(&stage, "l Enter e");
    stage_must_show(&stage, "Only what you wrote yourselves can be changed.");
    stage_keys(&stage, "t t");
    assert_int_equal(dealt(), 1);
}

static void fields_that_disagree_are_refused(void **state)
{
    struct own_prompt wrong = {
        .text = "Words.", .mood = MOOD_SERIOUS, .mode = MODE_TALKING, .depth = 1, .minutes = 5
    };
    struct error err = { 0 };

    (void)state;
    assert_int_equal(packs_write_own(stage.store, &wrong, stage.now, &err), STATUS_INVALID);
    assert_non_null(strstr(err.text, "serious"));
    assert_int_equal(dealt(), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(what_they_write_is_kept_and_dealt),
        TEST(without_words_nothing_is_kept),
        TEST(the_rows_say_what_it_is_for_and_always_agree),
        TEST(a_rewritten_one_stays_the_same_prompt),
        TEST(never_again_holds_for_a_rewritten_one),
        TEST(it_is_torn_up_when_it_is_said_twice),
        TEST(what_others_wrote_is_not_changed),
        TEST(fields_that_disagree_are_refused),
    };

    return cmocka_run_group_tests_name("ours", tests, NULL, NULL);
}
