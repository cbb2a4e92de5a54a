/* Plain lines: the evening through a pipe, as a screen reader or a script would have it. The same
 * table and the same steps as on the screens, so what is proved here is the telling: everything
 * is said, numbers do what they say, no escape byte, and nothing is lost wherever the input ends.
 */
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
#include <sqlite3.h>

#include "support/proc.h"
#include "support/topics_open.h"

enum { PATH_SIZE = 512 };

struct fixture {
    char home[PATH_SIZE];
    const char *bin;
    struct proc_env env;
    struct proc_result result;
};

static void leave_topics_open(const struct fixture *f)
{
    char data[PATH_SIZE + 32];

    snprintf(data, sizeof data, "%s/.local/share/couplet", f->home);
    topics_left_open(data);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    const char *folder = getenv("TMPDIR");

    if (!f)
        return -1;
    f->bin = getenv("COUPLET_BIN");
    snprintf(f->home, sizeof f->home, "%s/plain-XXXXXX", folder ? folder : "/tmp");
    if (!f->bin || !mkdtemp(f->home)) {
        print_error("COUPLET_BIN must be set\n");
        free(f);
        return -1;
    }
    proc_env_usual(&f->env, f->home);
    proc_env_set(&f->env, "TZ", "UTC");
    proc_env_tools(&f->env);
    leave_topics_open(f);
    *state = f;
    return 0;
}

static void remove_folder(struct fixture *f)
{
    const char *const argv[] = { "/bin/rm", "-rf", f->home, NULL };

    proc_result_release(&f->result);
    proc_run(&(struct proc_job){ .argv = argv, .env = f->env.list }, &f->result);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    remove_folder(f);
    proc_result_release(&f->result);
    proc_env_release(&f->env);
    free(f);
    return 0;
}

/* Runs couplet with an argument (NULL: none) and an input; returns what it said. */
static const char *run(struct fixture *f, const char *argument, const char *input)
{
    const char *const argv[] = { f->bin, argument, argument ? "--json" : NULL, NULL };
    const char *const plain[] = { f->bin, "--accessible", NULL };

    proc_result_release(&f->result);
    assert_true(proc_run(&(struct proc_job){ .argv = argument ? argv : plain,
                                             .env = f->env.list,
                                             .input = input,
                                             .input_size = strlen(input) },
                         &f->result));
    assert_false(f->result.timed_out);
    if (f->result.err.size)
        print_error("%s", f->result.err.data);
    assert_int_equal(proc_exit_code(f->result.status), 0);
    return f->result.out.data ? f->result.out.data : "";
}

static void must_say(const char *said, const char *what)
{
    if (strstr(said, what))
        return;
    fprintf(stderr, "this isn't said: %s\n%s\n", what, said); /* print_error() would cut it */
    fail();
}

static void must_not_say(const char *said, const char *what)
{
    if (!strstr(said, what))
        return;
    fprintf(stderr, "this is said: %s\n%s\n", what, said);
    fail();
}

/* Names; Enter deals, and after three steps says that it was talked about. */
#define NAMES "Ana\nSam\n"
#define TALKED "\n\n\n\n\n"

static void an_evening_by_enter_alone_is_recorded(void **state)
{
    struct fixture *f = *state;
    const char *said = run(f, NULL, NAMES TALKED "The bus stop.\n1\n\n18\n");

    must_say(said, "Who sits on the left?");
    must_say(said, "whoever uses this account can read it");
    must_say(said, "Something: 1 light (chosen) 2 serious 3 surprise us");
    must_say(said, "Minutes: 7 five (chosen) 8 ten");
    must_say(said, "Light, talking, 5 minutes.");
    must_say(said, "Ana begins. Sam listens");
    must_say(said, "1 follow-up 2 another 3 keep 4 stop 5 swap 6 more");
    must_say(said, "Enter: Sam’s turn.");
    must_say(said, "Sam talks. Ana listens");
    must_say(said, "Recorded: talked. A line to keep, or Enter for none:");
    must_say(said, "Tonight");
    must_say(said, "Good night.");
    must_say(said, "Last time, today: one card, light.");
    said = run(f, "log", "");
    must_say(said, "\"outcome\":\"talked\",\"first_speaker\":\"Ana\",\"note\":\"The bus stop.\"");
    must_not_say(said, "\"ended\":null");
}

static void numbers_do_what_they_say(void **state)
{
    struct fixture *f = *state;
    /* serious, no, light, listening; deal; a follow-up, a swap, why, undo twice, keep. */
    const char *said = run(f, NULL, NAMES "2\n1\n5\n\n1\n5\n6\n1\n6\n2\n6\n2\n3\n\n1\n\n18\n");

    must_say(said, "2 serious (chosen)");
    must_say(said, "5 listening (chosen)");
    must_say(said, "Light, listening, 5 minutes.");
    must_say(said, "Follow-up: ");
    must_say(said, "Why this one: ");
    must_say(said, "Recorded: kept for later.");
    said = run(f, "log", "");
    must_say(said, "\"outcome\":\"kept\",\"first_speaker\":null,\"note\":null");
}

static void what_was_put_aside_comes_back_and_stays_unseen(void **state)
{
    struct fixture *f = *state;
    const char *said = run(f, NULL, NAMES "\n2\n6\n2\n4\n\n18\n"), *first, *end;
    char prompt[256];

    must_say(said, "Put aside.");
    first = strstr(said, "listens");
    assert_non_null(first);
    first = strchr(first, '\n') + 1;
    end = strchr(first, '\n');
    snprintf(prompt, sizeof prompt, "%.*s", (int)(end - first), first);
    assert_non_null(strstr(end, prompt)); /* undo: the same one is told again */
    assert_string_equal(run(f, "log", ""), "[]\n");
}

static void a_wrong_answer_is_asked_again(void **state)
{
    struct fixture *f = *state;
    const char *said = run(f, NULL, "\nAna\n\nSam\n99\nx\n-1\n0\n1 2\n18\n");

    must_say(said, "A letter is enough.");
    must_say(said, "A number from 1 to 18, or Enter.");
    must_not_say(said, "begins.");
}

static void a_card_is_taken_up_again_where_it_was(void **state)
{
    struct fixture *f = *state;
    const char *said = run(f, NULL, NAMES "\n\n\n"); /* a follow-up and a turn, then nothing more */

    must_say(said, "Sam talks.");
    said = run(f, NULL, "\n");
    must_say(said, "A card is still on the table.");
    must_say(said, "Enter takes it up.");
    must_say(said, "Sam talks. Ana listens");
    must_say(said, "Follow-up: ");
}

static void a_line_can_be_changed_looking_back(void **state)
{
    struct fixture *f = *state;
    const char *said = run(f, NULL, NAMES TALKED "one\n1\n\n12\n1\n1\ntwo\n\n\n18\n");

    must_say(said, "note: one");
    must_say(said, "note: two");
    said = run(f, NULL, "12\n1\n1\n-\n\n\n18\n");
    must_say(run(f, "log", ""), "\"note\":null");
}

/* One that looks at the journal for a long time: removed words stay in the log beside it. */
static void what_another_program_keeps_from_going_is_said_at_the_end(void **state)
{
    static const char take_the_line_away[] = "12\n1\n1\n-\n\n\n18\n";
    struct fixture *f = *state;
    char path[PATH_SIZE + 64];
    sqlite3 *other;

    run(f, NULL, NAMES TALKED "one\n1\n\n18\n");
    snprintf(path, sizeof path, "%s/.local/share/couplet/couplet.db", f->home);
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN; SELECT * FROM note", NULL, NULL, NULL), SQLITE_OK);
    run(f, NULL, take_the_line_away);
    assert_non_null(f->result.err.data);
    must_say(f->result.err.data, "Words that you removed may still lie in ");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    run(f, NULL, "18\n");
    assert_int_equal(f->result.err.size, 0);
}

/* The first page, more, a search in vain and one that finds; marks, and it is dealt. */
static void the_library_is_pages_of_numbered_lines(void **state)
{
    struct fixture *f = *state;
    const char *said = run(f, NULL, NAMES "13\n9\n10\nqqqq\n1\nslippers\n1\n2\n3\n2\n1\n4\n\n18\n");

    must_say(said, "9 more of them 10 search");
    must_say(said, "Nothing with “qqqq”. Fewer letters find more.");
    must_say(said, "1 deal it 2 favourite 3 never again");
    must_say(said, "A favourite.");
    must_say(said, "Never again.");
    must_say(said, "It may come again.");
    must_say(said, "Ana begins. Sam listens");
}

static void the_packs_are_numbered_lines_that_switch(void **state)
{
    struct fixture *f = *state;
    const char *said = run(f, NULL, NAMES "14\n1\n1\n\n18\n");

    must_say(said, ": off\nEnter goes home. A number switches that pack.");
    must_say(said, ": on\nEnter goes home. A number switches that pack.");
}

static void a_pack_is_added_from_a_file_after_a_look(void **state)
{
    static const char pack[] =
        "{ \"format\": 1, \"id\": \"sea\", \"title\": \"By the sea\", \"version\": \"1.0.0\","
        "  \"lang\": \"en\", \"license\": \"CC0-1.0\", \"prompts\": ["
        "  { \"id\": \"wave\", \"text\": \"Which wave was ours?\", \"mood\": \"light\","
        "    \"mode\": \"talking\", \"depth\": 1, \"dimension\": \"emotional\", \"minutes\": 5 } ] "
        "}";
    struct fixture *f = *state;
    char path[PATH_SIZE + 16], input[2 * PATH_SIZE + 64];
    FILE *file;
    const char *said = run(f, NULL, NAMES "14\n\n18\n"), *number;

    number = strstr(said, "switches that pack. ");
    assert_non_null(number);
    number += strlen("switches that pack. ");
    snprintf(path, sizeof path, "%s/sea.json", f->home);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(pack, file);
    assert_int_equal(fclose(file), 0);
    snprintf(input, sizeof input, "14\n%d\n%s\n1\n\n13\n10\nwave was\n1\n\n\n18\n", atoi(number),
             path);
    said = run(f, NULL, input);
    must_say(said, "1 prompt · en · CC0-1.0");
    must_say(said, "By the sea, 1 prompt, en, CC0-1.0: on");
    must_say(said, "Which wave was ours?");
}

static void nothing_is_lost_wherever_the_input_ends(void **state)
{
    static const char script[] = NAMES TALKED "A line.\n\n2\n6\n3\n3\n\n1\n1\n4\n\n12\n1\n\n18\n";
    struct fixture *f = *state;
    size_t runs = 0;

    for (size_t end = 0; end <= strlen(script); end++) {
        char *part;

        if (end && script[end - 1] != '\n')
            continue;
        remove_folder(f);
        leave_topics_open(f);
        part = strndup(script, end);
        run(f, NULL, part);
        free(part);
        run(f, NULL, "\n"); /* and it goes on from there */
        runs++;
    }
    assert_true(runs > 20);
}

static void no_escape_byte_and_in_c_only_ascii(void **state)
{
    struct fixture *f = *state;
    const char *said;

    proc_env_set(&f->env, "LC_ALL", "C");
    said = run(f, NULL,
               "A\033[31mna\nZo\xc3\xab\n" TALKED "\xe2\x80\x9cstop\xe2\x80\x9d\n1\n\n12\n\n18\n");
    for (const char *at = said; *at; at++)
        assert_true((*at >= 0x20 && *at < 0x7f) || *at == '\n');
    must_say(said, "'s turn.");
}

static void the_environment_asks_for_it_too(void **state)
{
    struct fixture *f = *state;
    const char *const argv[] = { f->bin, NULL };

    proc_env_set(&f->env, "ACCESSIBLE", "1");
    assert_true(
        proc_run(&(struct proc_job){ .argv = argv, .env = f->env.list, .input = "" }, &f->result));
    assert_int_equal(proc_exit_code(f->result.status), 0);
    must_say(f->result.out.data, "Who sits on the left?");
}

static void without_a_terminal_nobody_needs_to_ask(void **state)
{
    struct fixture *f = *state;
    const char *const argv[] = { f->bin, NULL };
    struct proc_job job = { .argv = argv, .env = f->env.list, .input = NAMES "\n\n" };

    job.input_size = strlen(job.input);
    assert_true(proc_run(&job, &f->result));
    assert_int_equal(proc_exit_code(f->result.status), 0);
    assert_int_equal(f->result.err.size, 0);
    must_say(f->result.out.data, "Ana begins. Sam listens");
    assert_null(strchr(f->result.out.data, '\033'));
    must_say(run(f, NULL, ""), "A card is still on the table.");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_evening_by_enter_alone_is_recorded),
        TEST(numbers_do_what_they_say),
        TEST(what_was_put_aside_comes_back_and_stays_unseen),
        TEST(a_wrong_answer_is_asked_again),
        TEST(a_card_is_taken_up_again_where_it_was),
        TEST(a_line_can_be_changed_looking_back),
        TEST(what_another_program_keeps_from_going_is_said_at_the_end),
        TEST(nothing_is_lost_wherever_the_input_ends),
        TEST(the_library_is_pages_of_numbered_lines),
        TEST(the_packs_are_numbered_lines_that_switch),
        TEST(a_pack_is_added_from_a_file_after_a_look),
        TEST(no_escape_byte_and_in_c_only_ascii),
        TEST(the_environment_asks_for_it_too),
        TEST(without_a_terminal_nobody_needs_to_ask),
    };

    return cmocka_run_group_tests_name("plain lines", tests, NULL, NULL);
}
