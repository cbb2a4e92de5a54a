/* couplet pack add, remove, enable, disable, new: what they do to the library, what they say, and
 * that nothing is done by halves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/command.h"

static void write_file(const struct fixture *f, const char *name, const char *text)
{
    char path[PATH_SIZE];
    FILE *file;

    path_in(path, f->home, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* A pack "kitchen" of that version with count prompts, told apart by their number. */
static void write_kitchen(const struct fixture *f, const char *name, const char *version,
                          size_t count)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);

    assert_non_null(file);
    fprintf(file,
            "{\"format\": 1, \"id\": \"kitchen\", \"title\": \"Kitchen\", \"version\": \"%s\", "
            "\"lang\": \"en\", \"license\": \"CC0-1.0\", \"prompts\": [",
            version);
    for (size_t i = 0; i < count; i++)
        fprintf(file,
                "%s{\"id\": \"k%zu\", \"text\": \"Which of the %zu spoons sings?\", "
                "\"mood\": \"light\", \"mode\": \"talking\", \"depth\": 1, \"dimension\": "
                "\"mental\", \"minutes\": 5}",
                i ? ", " : "", i, i);
    fprintf(file, "]}");
    fclose(file);
    write_file(f, name, text);
    free(text);
}

#define EXPECT_SAID(text, part)                                                                    \
    do {                                                                                           \
        if (!strstr((text), (part)))                                                               \
            fail_msg("no \"%s\" in: %s", (part), (text));                                          \
    } while (0)

/* The line of pack list that begins with the id, or NULL; good until the next call. */
static const char *listed(struct fixture *f, const char *id)
{
    static char line[512];
    const char *at;

    RUN(f, "pack", "list");
    EXPECT_WELL(f);
    for (at = out_of(f); at && *at; at = strchr(at, '\n') + 1)
        if (!strncmp(at, id, strlen(id)) && at[strlen(id)] == ' ') {
            snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
            return line;
        }
    return NULL;
}

static void run_on(struct fixture *f, const char *verb, const char *option, const char *name)
{
    char path[PATH_SIZE];

    path_in(path, f->home, name);
    if (option)
        RUN(f, "pack", verb, option, path);
    else
        RUN(f, "pack", verb, path);
}

static void disable_all(struct fixture *f)
{
    run_shell(f, "\"$BIN\" pack list | cut -d' ' -f1 | xargs \"$BIN\" pack disable");
    EXPECT_WELL(f);
}

static void a_pack_is_shown_and_added(void **state)
{
    struct fixture *f = *state;

    write_kitchen(f, "kitchen.json", "1.0.0", 3);
    run_on(f, "add", NULL, "kitchen.json");
    EXPECT_WELL(f);
    EXPECT_SAID(out_of(f), "Kitchen (kitchen 1.0.0), 3 prompts, en, CC0-1.0\n");
    EXPECT_SAID(out_of(f), "light 3; talking 3\n");
    EXPECT_SAID(out_of(f), "depth 1: 3\n");
    assert_non_null(listed(f, "kitchen"));
    EXPECT_SAID(listed(f, "kitchen"), " 3 prompts");
}

static void a_dry_run_changes_nothing(void **state)
{
    struct fixture *f = *state;

    write_kitchen(f, "kitchen.json", "1.0.0", 3);
    run_on(f, "add", "--dry-run", "kitchen.json");
    EXPECT_WELL(f);
    EXPECT_SAID(out_of(f), "3 prompts");
    assert_null(listed(f, "kitchen"));
    run_on(f, "add", NULL, "kitchen.json");
    RUN(f, "pack", "remove", "-n", "kitchen");
    EXPECT_WELL(f);
    assert_non_null(listed(f, "kitchen"));
}

static void a_pack_that_is_there_is_brought_up_to_date(void **state)
{
    struct fixture *f = *state;

    write_kitchen(f, "one.json", "1.0.0", 3);
    write_kitchen(f, "two.json", "1.1.0", 5);
    run_on(f, "add", NULL, "one.json");
    run_on(f, "add", NULL, "two.json");
    EXPECT_WELL(f);
    EXPECT_SAID(out_of(f), "in the place of version 1.0.0 with 3 prompts");
    EXPECT_SAID(listed(f, "kitchen"), " 5 prompts");
    EXPECT_SAID(listed(f, "kitchen"), "1.1.0");
}

static void a_file_that_is_no_pack_adds_nothing(void **state)
{
    static const struct {
        const char *text, *said;
    } rows[] = {
        { "", "1:1: " },
        { "{\"format\": 2}", "newer couplet" },
        { "{\"format\": 1, \"id\": \"kitchen\"}", "title" },
        { "\x1f\x8b\x08", "1:2: this isn’t valid UTF-8" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        write_file(f, "bad.json", rows[i].text);
        run_on(f, "add", NULL, "bad.json");
        EXPECT_CODE(f, 1);
        assert_string_equal(out_of(f), "");
        EXPECT_SAID(err_of(f), rows[i].said);
        assert_null(listed(f, "kitchen"));
    }
    run_on(f, "add", NULL, "none.json");
    EXPECT_ONE_SENTENCE(f, "none.json");
}

/* Each file is a matter of its own: the good one between two bad ones is added. */
static void several_files_are_added_each_by_itself(void **state)
{
    struct fixture *f = *state;

    write_kitchen(f, "good.json", "1.0.0", 2);
    write_file(f, "bad.json", "[]");
    run_shell(f, "cd ~ && \"$BIN\" pack add bad.json good.json bad.json");
    EXPECT_CODE(f, 1);
    assert_non_null(listed(f, "kitchen"));
}

static void the_id_of_a_pack_that_comes_with_couplet_is_taken(void **state)
{
    struct fixture *f = *state;

    run_shell(f, "cd ~ && \"$BIN\" pack new small-bursts.json && \"$BIN\" pack add "
                 "small-bursts.json");
    EXPECT_CODE(f, 1);
    EXPECT_SAID(err_of(f), "another id");
    EXPECT_SAID(listed(f, "small-bursts"), "48 prompts");
}

/* What the couple wrote can't be got back from anywhere. */
static void a_file_takes_the_place_of_ours_only_with_force(void **state)
{
    struct fixture *f = *state;

    run_shell(f, "cd ~ && \"$BIN\" pack new ours.json && \"$BIN\" pack add ours.json && sed "
                 "s/lamp/lantern/ ours.json > other.json");
    EXPECT_CODE(f, 0);
    run_on(f, "add", NULL, "other.json");
    EXPECT_ONE_SENTENCE(f, "that you two wrote");
    run_shell(f, "\"$BIN\" pack export ours");
    EXPECT_SAID(out_of(f), "Which lamp");
    run_on(f, "add", "--force", "other.json");
    EXPECT_WELL(f);
    run_shell(f, "\"$BIN\" pack export ours");
    EXPECT_SAID(out_of(f), "Which lantern");
}

static void removing_needs_a_yes_or_force(void **state)
{
    struct fixture *f = *state;

    write_kitchen(f, "kitchen.json", "1.0.0", 3);
    run_on(f, "add", NULL, "kitchen.json");
    RUN(f, "pack", "remove", "kitchen");
    EXPECT_CODE(f, 1);
    EXPECT_SAID(err_of(f), "--force");
    assert_non_null(listed(f, "kitchen"));
    RUN(f, "pack", "remove", "--force", "kitchen");
    EXPECT_WELL(f);
    assert_null(listed(f, "kitchen"));
}

static void the_journal_keeps_what_a_removed_pack_dealt(void **state)
{
    struct fixture *f = *state;

    write_kitchen(f, "kitchen.json", "1.0.0", 1);
    run_on(f, "add", NULL, "kitchen.json");
    disable_all(f);
    RUN(f, "pack", "enable", "kitchen");
    RUN(f, "draw", "--record");
    EXPECT_WELL(f);
    EXPECT_SAID(out_of(f), "Which of the 0 spoons sings?");
    RUN(f, "pack", "remove", "--force", "kitchen");
    RUN(f, "log", "--json");
    EXPECT_WELL(f);
    EXPECT_SAID(out_of(f), "Which of the 0 spoons sings?");
}

static void what_comes_with_couplet_stays(void **state)
{
    struct fixture *f = *state;

    RUN(f, "pack", "remove", "--force", "small-bursts");
    EXPECT_ONE_SENTENCE(f, "couplet pack disable small-bursts");
    assert_non_null(listed(f, "small-bursts"));
}

static void a_pack_that_is_off_is_not_dealt_and_stays_off(void **state)
{
    struct fixture *f = *state;

    write_kitchen(f, "kitchen.json", "1.0.0", 2);
    run_on(f, "add", NULL, "kitchen.json");
    disable_all(f);
    RUN(f, "draw");
    EXPECT_CODE(f, 1);
    EXPECT_SAID(listed(f, "kitchen"), "(off)");
    run_on(f, "add", NULL, "kitchen.json");
    EXPECT_SAID(listed(f, "kitchen"), "(off)");
    RUN(f, "pack", "enable", "kitchen");
    EXPECT_WELL(f);
    RUN(f, "draw");
    EXPECT_WELL(f);
    EXPECT_SAID(out_of(f), "spoons");
}

static void an_unknown_id_touches_none_of_them(void **state)
{
    struct fixture *f = *state;

    RUN(f, "pack", "disable", "small-bursts", "smal-bursts");
    EXPECT_CODE(f, 1);
    EXPECT_SAID(err_of(f), "did you mean small-bursts?");
    assert_null(strstr(listed(f, "small-bursts"), "(off)"));
}

static void a_new_pack_passes_its_check_and_overwrites_nothing(void **state)
{
    struct fixture *f = *state;

    run_shell(f, "cd ~ && \"$BIN\" pack new 'Our Kitchen!.json' && \"$BIN\" pack check 'Our "
                 "Kitchen!.json' && \"$BIN\" pack add 'Our Kitchen!.json'");
    EXPECT_CODE(f, 0);
    EXPECT_SAID(err_of(f), "a good pack, 1 prompt\n");
    EXPECT_SAID(listed(f, "our-kitchen"), "Our kitchen");
    run_on(f, "new", NULL, "Our Kitchen!.json");
    EXPECT_ONE_SENTENCE(f, "there already");
    RUN(f, "pack", "new", "-");
    EXPECT_WELL(f);
    EXPECT_SAID(out_of(f), "\"id\": \"my-pack\"");
}

static void what_was_added_comes_out_again(void **state)
{
    struct fixture *f = *state;

    write_kitchen(f, "kitchen.json", "1.0.0", 3);
    run_on(f, "add", NULL, "kitchen.json");
    run_shell(f, "cd ~ && \"$BIN\" pack export kitchen -o one.json && \"$BIN\" pack add one.json "
                 "&& \"$BIN\" pack export kitchen > two.json && cmp one.json two.json");
    EXPECT_WELL(f);
    run_shell(f, "cd ~ && \"$BIN\" pack export kitchen -o one.json");
    EXPECT_ONE_SENTENCE(f, "--force replaces it");
    run_shell(f, "cd ~ && \"$BIN\" pack export --force kitchen -o one.json");
    EXPECT_WELL(f);
    RUN(f, "pack", "export", "kitchens");
    EXPECT_ONE_SENTENCE(f, "no pack “kitchens”");
}

static void each_verb_has_its_own_options_and_operands(void **state)
{
    static const struct {
        const char *words[5], *said;
    } rows[] = {
        { { "pack", "list", "--force" }, "pack list has no option --force" },
        { { "pack", "add", "--json", "x" }, "pack add has no option --json" },
        { { "pack", "check", "--dry-run", "x" }, "pack check has no option --dry-run" },
        { { "pack", "list", "x" }, "takes no more, but there is x" },
        { { "pack", "new", "x", "y" }, "takes no more, but there is y" },
        { { "pack", "remove" }, "needs the id of a pack" },
        { { "pack", "add" }, "needs a file" },
        { { "pack", "ad" }, "did you mean add?" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        run_words(f, rows[i].words);
        EXPECT_CODE(f, 2);
        EXPECT_SAID(err_of(f), rows[i].said);
        EXPECT_SAID(err_of(f), "Try: couplet pack --help\n");
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, command_set_up, command_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_pack_is_shown_and_added),
        TEST(a_dry_run_changes_nothing),
        TEST(a_pack_that_is_there_is_brought_up_to_date),
        TEST(a_file_that_is_no_pack_adds_nothing),
        TEST(several_files_are_added_each_by_itself),
        TEST(the_id_of_a_pack_that_comes_with_couplet_is_taken),
        TEST(a_file_takes_the_place_of_ours_only_with_force),
        TEST(removing_needs_a_yes_or_force),
        TEST(the_journal_keeps_what_a_removed_pack_dealt),
        TEST(what_comes_with_couplet_stays),
        TEST(a_pack_that_is_off_is_not_dealt_and_stays_off),
        TEST(an_unknown_id_touches_none_of_them),
        TEST(a_new_pack_passes_its_check_and_overwrites_nothing),
        TEST(what_was_added_comes_out_again),
        TEST(each_verb_has_its_own_options_and_operands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
