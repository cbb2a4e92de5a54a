/* pack convert as scripts meet it: what goes to which stream, which file is written and which is
 * left alone, and the exit status. What comes out of which input is tested with the format layer.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "support/command.h"

#define ALL                                                                                        \
    "--title=Ours --lang=en --license=MIT --mood=light --mode=talking --depth=1 --minutes=5 "      \
    "--dimension=mental"

/* Runs a line of the shell in the test's home; returns the exit status. */
static int shell(struct fixture *f, const char *line)
{
    struct strbuf whole = STRBUF_INIT;

    strbuf_addf(&whole, "cd ~ && %s", line);
    run_shell(f, whole.text);
    strbuf_release(&whole);
    return f->code;
}

static void says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" isn’t in it: %s", part, text);
}

static void a_pack_goes_to_stdout_and_all_talk_to_stderr(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(shell(f, "printf 'What now?\\nWho sang?\\n(hm)\\n' | "
                              "\"$BIN\" pack convert - " ALL " | tee pack.json"),
                     0);
    assert_memory_equal(out_of(f), "{\n  \"format\": 1,\n  \"id\": \"ours\",", 30);
    says(err_of(f), "standard input, guessed:\n  format: plain lines\n");
    says(err_of(f), "standard input:3: left out, a remark in brackets: (hm)\n");
    says(err_of(f), "standard input: 2 prompts, 2 of them questions; 1 left out.\n");
    assert_int_equal(shell(f, "\"$BIN\" pack check pack.json >/dev/null || "
                              "\"$BIN\" pack check pack.json 2>&1 | grep -q ' E '"),
                     0);
}

static void a_file_is_written_whole_and_not_over_another(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(shell(f, "umask 022; printf 'What now?\\n' >in.txt; echo mine >there.json; "
                              "\"$BIN\" pack convert in.txt -o out.json " ALL),
                     0);
    assert_string_equal(out_of(f), "");
    assert_int_equal(shell(f, "ls; stat -c %a out.json"), 0);
    assert_string_equal(out_of(f), "in.txt\nout.json\nthere.json\n644\n");
    assert_int_equal(shell(f, "\"$BIN\" pack convert in.txt -o there.json " ALL), 1);
    says(err_of(f), "there.json is there already; --force replaces it");
    assert_int_equal(shell(f, "cat there.json; ls"), 0);
    assert_string_equal(out_of(f), "mine\nin.txt\nout.json\nthere.json\n");
    assert_int_equal(shell(f, "\"$BIN\" pack convert in.txt --force --output there.json " ALL), 0);
    assert_int_equal(shell(f, "cmp out.json there.json; ls"), 0);
    assert_string_equal(out_of(f), "in.txt\nout.json\nthere.json\n");
}

static void what_fails_writes_nothing(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(shell(f, "printf '[\"What now?\"' >in.json; printf 'What now?\\n' >in.txt; "
                              "\"$BIN\" pack convert in.json -o out.json " ALL),
                     1);
    says(err_of(f), "couplet: in.json: line 1, column 13: the file ends, but");
    assert_int_equal(shell(f, "\"$BIN\" pack convert in.txt -o out.json"), 1);
    says(err_of(f), "Add --lang=TAG --license=SPDX --mood=MOOD");
    assert_int_equal(shell(f, "\"$BIN\" pack convert in.txt -o no/where.json " ALL), 1);
    says(err_of(f), "no/where.json can’t be written");
    assert_int_equal(shell(f, "mkdir d; \"$BIN\" pack convert in.txt --force -o d " ALL), 1);
    says(err_of(f), "d is no file that could be replaced");
    assert_int_equal(shell(f, "truncate -s 200M big.csv; \"$BIN\" pack convert big.csv " ALL), 1);
    says(err_of(f), "big.csv is larger than 64 MiB");
    assert_int_equal(shell(f, "ls"), 0);
    assert_string_equal(out_of(f), "big.csv\nd\nin.json\nin.txt\n");
}

static void a_draft_names_the_lines_to_fill_in(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(shell(f, "printf 'What now?\\n' >in.txt; "
                              "\"$BIN\" pack convert in.txt --draft -o out.json"),
                     0);
    says(err_of(f), "What is null in it is for you to fill in");
    assert_int_equal(shell(f, "\"$BIN\" pack check out.json"), 1);
    says(err_of(f), "out.json:6:11: lang: this is still to be filled in");
    says(err_of(f), "prompts[0].mood: this is still to be filled in: \"light\" or \"serious\"");
    assert_int_equal(shell(f, "\"$BIN\" pack add --force out.json"), 1);
    says(err_of(f), "lang: this is still to be filled in");
    assert_int_equal(
        shell(f, "sed 's/\"lang\": null/\"lang\": \"en\"/; s/\"license\": null/\"license\": "
                 "\"MIT\"/; s/\"mood\": null/\"mood\": \"light\"/; s/\"mode\": null/"
                 "\"mode\": \"talking\"/; s/\"depth\": null/\"depth\": 1/; "
                 "s/\"minutes\": null/\"minutes\": 5/; s/\"dimension\": null/"
                 "\"dimension\": \"mental\"/' out.json >full.json; "
                 "\"$BIN\" pack add --force full.json && \"$BIN\" pack list"),
        0);
    says(out_of(f), "in  ");
}

static void wrong_command_lines_are_told(void **state)
{
    static const struct {
        const char *line, *why;
    } cases[] = {
        { "\"$BIN\" pack convert", "pack convert needs a file" },
        { "\"$BIN\" pack convert a b", "pack convert takes no more" },
        { "\"$BIN\" pack convert a --mood=any", "it is light or serious" },
        { "\"$BIN\" pack convert a --minutes=7", "it is 5, 10, 20 or 30" },
        { "\"$BIN\" pack convert a --depth=0", "it is 1, 2, 3 or 4" },
        { "\"$BIN\" pack convert a --dimension=mentel", "did you mean mental?" },
        { "\"$BIN\" pack convert a --output=", "it names a file" },
        { "\"$BIN\" pack list --draft", "pack list has no option --draft" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(shell(f, cases[i].line), 2);
        says(err_of(f), cases[i].why);
    }
}

static void names_and_texts_are_shown_safely(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(shell(f, "name=$(printf 'a\\033[31m.txt'); "
                              "printf 'What now?\\nWho \\033[31msang?\\n' >\"$name\"; "
                              "\"$BIN\" pack convert \"$name\" " ALL " -o out.json"),
                     0);
    says(err_of(f), "left out, a control character is in it: Who \xef\xbf\xbd[31msang?");
    assert_null(strchr(err_of(f), '\x1b'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_pack_goes_to_stdout_and_all_talk_to_stderr,
                                        command_set_up, command_tear_down),
        cmocka_unit_test_setup_teardown(a_file_is_written_whole_and_not_over_another,
                                        command_set_up, command_tear_down),
        cmocka_unit_test_setup_teardown(what_fails_writes_nothing, command_set_up,
                                        command_tear_down),
        cmocka_unit_test_setup_teardown(a_draft_names_the_lines_to_fill_in, command_set_up,
                                        command_tear_down),
        cmocka_unit_test_setup_teardown(wrong_command_lines_are_told, command_set_up,
                                        command_tear_down),
        cmocka_unit_test_setup_teardown(names_and_texts_are_shown_safely, command_set_up,
                                        command_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
