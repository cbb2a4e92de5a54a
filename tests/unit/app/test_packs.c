/* The packs as a couple use them: switched, added from real files, removed. How it looks is in
 * screens/test_golden.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "store/journal.h"
#include "store/library.h"
#include "support/stage.h"

static struct stage stage;

static int set_up(void **state)
{
    struct stage_options options = { .cards = "stays spoon" };

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

/* What library_packs() tells of one pack. */
struct seen {
    const char *id;
    bool found, enabled;
    size_t prompts;
};

static void note(const struct pack_line *line, void *context)
{
    struct seen *seen = context;

    if (!strcmp(line->id, seen->id)) {
        seen->found = true;
        seen->enabled = line->enabled;
        seen->prompts = line->prompts;
    }
}

static struct seen pack_of(const char *id)
{
    struct seen seen = { .id = id };

    assert_int_equal(library_packs(stage.store, note, &seen, NULL), STATUS_OK);
    return seen;
}

/* A pack of one prompt in the working folder. */
static void lay_file(const char *name, const char *id, const char *version, const char *text)
{
    FILE *file = fopen(name, "w");

    assert_non_null(file);
    fprintf(file,
            "{ \"format\": 1, \"id\": \"%s\", \"title\": \"By the sea\", \"version\": \"%s\",\n"
            "  \"lang\": \"en\", \"license\": \"CC0-1.0\", \"prompts\": [\n"
            "  { \"id\": \"wave\", \"text\": \"%s\", \"mood\": \"light\", \"mode\": \"talking\",\n"
            "    \"depth\": 1, \"dimension\": \"emotional\", \"minutes\": 5 } ] }\n",
            id, version, text);
    assert_int_equal(fclose(file), 0);
}

static void look_into(const char *path)
{
    stage_keys(&stage, "p a");
    stage_type(&stage, path);
    stage_keys(&stage, "Enter");
}

static void a_pack_that_is_off_deals_nothing_until_undo(void **state)
{
    (void)state;
    stage_keys(&stage, "p Enter");
    assert_false(pack_of("stage").enabled);
    stage_keys(&stage, "Esc Enter");
    stage_must_show(&stage, "Nothing light for talking");
    stage_keys(&stage, "Esc p o");
    assert_true(pack_of("stage").enabled);
    stage_keys(&stage, "u");
    assert_false(pack_of("stage").enabled);
    stage_must_show(&stage, "As it was.");
    stage_keys(&stage, "u");
    stage_must_show(&stage, "Nothing here to undo.");
}

static void what_comes_with_couplet_is_not_removed(void **state)
{
    (void)state;
    stage_keys(&stage, "p x x");
    stage_must_show(&stage, "It comes with couplet and stays.");
    stage_keys(&stage, "x x x x");
    assert_true(pack_of("stage").found);
}

static void a_pack_is_added_after_a_look(void **state)
{
    (void)state;
    lay_file("sea.json", "sea", "1.0.0", "Which wave was ours?");
    look_into("sea.json");
    stage_must_show(&stage, "By the sea");
    stage_must_show(&stage, "1 prompt · en · CC0-1.0");
    assert_false(pack_of("sea").found);
    stage_keys(&stage, "Enter");
    assert_int_equal(pack_of("sea").prompts, 1);
    stage_must_show(&stage, "Added.");
    stage_must_show(&stage, "By the sea");
}

static void leaving_the_look_adds_nothing(void **state)
{
    (void)state;
    lay_file("sea.json", "sea", "1.0.0", "Which wave was ours?");
    look_into("sea.json");
    stage_keys(&stage, "Right Enter");
    assert_false(pack_of("sea").found);
    stage_must_show(&stage, "A stage");
}

static void adding_again_keeps_what_the_couple_did(void **state)
{
    struct prompt prompt;
    unsigned marks;

    (void)state;
    lay_file("sea.json", "sea", "1.0.0", "Which wave was ours?");
    look_into("sea.json");
    stage_keys(&stage, "Enter Esc l");
    stage_keys(&stage, "G * Esc");
    lay_file("sea.json", "sea", "1.1.0", "Which wave was yours?");
    look_into("sea.json");
    stage_must_show(&stage, "It takes the place of version 1.0.0.");
    stage_keys(&stage, "Enter");
    assert_int_equal(library_find(stage.store, "sea", "wave", &prompt, NULL), STATUS_OK);
    assert_string_equal(prompt.text, "Which wave was yours?");
    prompt_release(&prompt);
    assert_int_equal(journal_marks(stage.store, "sea", "wave", &marks, NULL), STATUS_OK);
    assert_int_equal(marks, 1u << MARK_FAVOURITE);
}

static void a_removed_pack_comes_back_as_it_was(void **state)
{
    struct prompt prompt;

    (void)state;
    lay_file("sea.json", "sea", "1.0.0", "Which wave was ours?");
    look_into("sea.json");
    stage_keys(&stage, "Enter g Enter x x"); /* switched off, then removed */
    assert_false(pack_of("sea").found);
    stage_must_show(&stage, "Removed. u brings it back.");
    stage_keys(&stage, "u");
    stage_must_show(&stage, "As it was.");
    assert_true(pack_of("sea").found && !pack_of("sea").enabled);
    assert_int_equal(library_find(stage.store, "sea", "wave", &prompt, NULL), STATUS_OK);
    assert_string_equal(prompt.text, "Which wave was ours?");
    prompt_release(&prompt);
    stage_keys(&stage, "u");
    stage_must_show(&stage, "Nothing here to undo.");
}

/* The second x must follow at once. */
static void removing_is_asked_twice_and_any_key_forgets_it(void **state)
{
    static const char *const between[] = { "u", "Down", "z", "w", "Tab", "Esc p" };

    (void)state;
    lay_file("sea.json", "sea", "1.0.0", "Which wave was ours?");
    look_into("sea.json");
    stage_keys(&stage, "Enter g");
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        stage_keys(&stage, "g x");
        stage_must_show(&stage, "x again removes it.");
        stage_keys(&stage, between[i]);
        stage_keys(&stage, "g x");
        assert_true(pack_of("sea").found);
        stage_keys(&stage, "z");
    }
}

static void a_long_warning_leaves_the_footer_whole(void **state)
{
    (void)state;
    look_into("a-rather-long-folder-name/of-people-who-keep-things/in-order/packs-of-ours/"
              "kitchen-table-talks-of-ours-2026.json");
    stage_must_show(&stage, "a-rather-long-folder-name");
    stage_must_show(&stage, "Enter look into it   Esc leave it");
}

/* Neither of them ever ends: couplet would wait with them. */
static void what_is_no_file_is_told_at_once(void **state)
{
    (void)state;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    look_into("pipe");
    stage_must_show(&stage, "is no file that");
    stage_keys(&stage, "Esc");
    look_into("-");
    stage_must_show(&stage, "!");
}

static void a_removed_pack_stays_away_once_the_page_is_left(void **state)
{
    (void)state;
    lay_file("sea.json", "sea", "1.0.0", "Which wave was ours?");
    look_into("sea.json");
    stage_keys(&stage, "Enter g x x Esc p u");
    stage_must_show(&stage, "Nothing here to undo.");
    assert_false(pack_of("sea").found);
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    (void)state;
    lay_file("bad.json", "sea", "one", "Which wave was ours?");
    look_into("bad.json");
    stage_must_show(&stage, "This file can’t be added yet.");
    stage_must_show(&stage, "line 1: version:");
    stage_keys(&stage, "Enter"); /* back to the path, which is still there */
    stage_must_show(&stage, "bad.json");
    assert_false(pack_of("sea").found);
}

static void a_newer_format_is_refused(void **state)
{
    FILE *file = fopen("new.json", "w");

    (void)state;
    fputs("{ \"format\": 99, \"id\": \"sea\", \"prompts\": [] }", file);
    fclose(file);
    look_into("new.json");
    stage_must_show(&stage, "This file can’t be added yet.");
    stage_must_show(&stage, "newer");
}

static void a_pack_that_comes_with_couplet_is_not_replaced(void **state)
{
    (void)state;
    lay_file("sea.json", "stage", "9.0.0", "Which wave was ours?");
    look_into("sea.json");
    stage_must_show(&stage, "is the id of a pack that comes with couplet.");
    assert_int_equal(pack_of("stage").prompts, 2);
}

static void a_file_that_is_not_there_leaves_the_path_open(void **state)
{
    (void)state;
    look_into("nowhere.json");
    stage_must_show(&stage, "nowhere.json");
    stage_must_show(&stage, "!");
    stage_must_not_show(&stage, "tries again");
    mkdir("folder", 0700);
    stage_keys(&stage, "Esc");
    stage_keys(&stage, "a");
    for (size_t i = 0; i < strlen("nowhere.json"); i++)
        stage_keys(&stage, "Backspace");
    stage_type(&stage, "folder");
    stage_keys(&stage, "Enter");
    stage_must_show(&stage, "!");
    stage_must_not_show(&stage, "tries again");
}

static void a_tilde_is_the_home(void **state)
{
    char *home = mem_copy(getenv("HOME"));

    (void)state;
    lay_file("sea.json", "sea", "1.0.0", "Which wave was ours?");
    setenv("HOME", stage.folder, 1);
    look_into("~/sea.json");
    if (home)
        setenv("HOME", home, 1);
    free(home);
    stage_must_show(&stage, "By the sea");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(a_pack_that_is_off_deals_nothing_until_undo),
        TEST(what_comes_with_couplet_is_not_removed),
        TEST(a_pack_is_added_after_a_look),
        TEST(leaving_the_look_adds_nothing),
        TEST(adding_again_keeps_what_the_couple_did),
        TEST(a_removed_pack_comes_back_as_it_was),
        TEST(removing_is_asked_twice_and_any_key_forgets_it),
        TEST(a_long_warning_leaves_the_footer_whole),
        TEST(what_is_no_file_is_told_at_once),
        TEST(a_removed_pack_stays_away_once_the_page_is_left),
        TEST(what_is_wrong_is_told_with_its_line),
        TEST(a_newer_format_is_refused),
        TEST(a_pack_that_comes_with_couplet_is_not_replaced),
        TEST(a_file_that_is_not_there_leaves_the_path_open),
        TEST(a_tilde_is_the_home),
    };

    return cmocka_run_group_tests_name("packs", tests, NULL, NULL);
}
