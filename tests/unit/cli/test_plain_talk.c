/* Conversations in plain lines, through a pipe: every door, step by step by numbers; a card that
 * lies face down; a pause; plans; the end; support from anywhere. Words of the whole library, so
 * what is asked for by number is said first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/protocol.h"
#include "support/command.h"
#include "support/topics_open.h"

#define NAMES "Ana\nSam\n"
#define PARTICULAR "15\n"

static const char *say(struct fixture *f, const char *input)
{
    const char *const argv[] = { f->bin, "--accessible", NULL };

    run_job(f, (struct proc_job){ .argv = argv, .input = input, .input_size = strlen(input) });
    EXPECT_CODE(f, 0);
    return out_of(f);
}

static void must_say(const char *said, const char *what)
{
    if (strstr(said, what))
        return;
    fprintf(stderr, "this isn't said: %s\n%s\n", what, said);
    fail();
}

static void must_not_say(const char *said, const char *what)
{
    if (!strstr(said, what))
        return;
    fprintf(stderr, "this is said: %s\n%s\n", what, said);
    fail();
}

/* Enter as often as a protocol has steps at most, both turns counted. */
static void add_enters(struct strbuf *input, size_t count)
{
    while (count--)
        strbuf_addch(input, '\n');
}

/* "Step 2 of 4, say back." of every step. */
static void must_say_steps(const char *said, enum protocol protocol)
{
    const struct protocol_row *row = protocol_row(protocol);

    for (size_t i = 0; i < row->count; i++) {
        struct strbuf line = STRBUF_INIT;

        strbuf_addf(&line, "Step %zu of %zu, %s.", i + 1, row->count, row->steps[i].name);
        must_say(said, line.text);
        strbuf_release(&line);
    }
}

static void every_door_goes_on_by_enter_alone(void **state)
{
    struct fixture *f = *state;
    char data[PATH_SIZE];

    for (size_t door = 0; door < PROTOCOL_DOORS; door++) {
        enum protocol protocol = protocol_doors[door];
        const struct protocol_row *row = protocol_row(protocol);
        struct strbuf input = STRBUF_INIT;
        const char *said;

        if (protocol == PROTOCOL_WRITE_FIRST || protocol == PROTOCOL_REMEMBER)
            continue;                                                  /* below */
        snprintf(data, sizeof data, "%.400s/door-%zu", f->home, door); /* a journal for each */
        proc_env_set(&f->env, "COUPLET_DATA", data);
        topics_left_open(data);
        strbuf_addf(&input, "%s%s%zu\n", NAMES, PARTICULAR, door + 1);
        add_enters(&input, 2 * row->count + 2);
        said = say(f, input.text);
        must_say(said, row->door);
        must_say_steps(said, protocol);
        must_say(said, "Recorded: talked.");
        strbuf_release(&input);
    }
}

static void what_cannot_be_had_here_says_why(void **state)
{
    struct fixture *f = *state;
    const char *said;

    topics_left_open(f->data);
    said = say(f, NAMES PARTICULAR "7\n\n");
    must_say(said, "Enter: each writes alone.");
    must_say(said, "Writing alone needs a terminal");
    said = say(f, "16\n9\n"); /* a number later: that card is on the table */
    must_say(said, "Nothing to remember yet");
}

static void steps_go_back_and_again_and_change_hands(void **state)
{
    struct fixture *f = *state;
    /* The floor: on, back, on, on, there is more; swap; more: another way, the mirror. */
    const char *said = say(f, NAMES PARTICULAR "5\n\n1\n\n\n1\n2\n5\n4\n2\n");

    must_say(said, "the floor: Something that you see differently.");
    must_say(said, "Ana keeps the floor and hears if it is right.");
    must_say(said, "Enter: next. 1 there is more 2 back 3 stop 4 swap 5 pause 6 more");
    must_say(said, "Sam, say how it is for you, one short piece.");
    must_say(said,
             "Enter leaves it as it is. 1 in turns 2 the mirror 3 written first 4 this is enough");
    must_say(said, "Step 1 of 5, now.");
}

static void a_pause_tells_its_time_whenever_it_moves(void **state)
{
    struct fixture *f = *state;
    const char *said = say(f, NAMES PARTICULAR "10\n1\n2\n1\n3\n"), *at = said;

    for (int i = 0; i < 4; i++) { /* at first, and after each move */
        at = strstr(at, "A pause until ");
        assert_non_null(at);
        at++;
    }
    must_say(at, "A pause until "); /* home tells it, too */
    said = say(f, "\n\n");
    must_say(said, "Enter when you are back.");
    must_say(said, "what I need you to know");
}

static void a_card_face_down_is_put_away_or_turned_over(void **state)
{
    struct fixture *f = *state;
    const char *said = "";
    bool seen = false;

    say(f, NAMES);
    /* Serious, five minutes: one in twenty lies face down. */
    for (int i = 0; i < 40 && !seen; i++) {
        said = say(f, "2\n\n2\n2\n2\n2\n2\n2\n2\n2\n2\n2\n");
        seen = strstr(said, "1 turn it over 2 put it away") != NULL;
        if (!seen)
            say(f, "\n4\n\n18\n");
    }
    assert_true(seen);
    must_say(said, "It can be put down at any word.");
    must_say(said, "Enter turns it over.");
    must_say(said, "Put away.");
}

static void a_plan_comes_back_and_is_settled(void **state)
{
    struct fixture *f = *state;
    const char *said;

    topics_left_open(f->data);
    /* Something new: through its steps, and then the line for a plan, and one for a note. */
    said = say(f, NAMES PARTICULAR
               "8\n\n\n\n\nA bus to its last stop.\nWe laughed.\n2\nIt rang.\n1\n1\n\n");
    must_say(said, "Recorded: talked. Something to try, or Enter for none:");
    must_say(said, "A line to keep, or Enter for none:");
    must_say(said, "Tonight leaves us: lighter.");
    must_say(said, "You wanted to try: A bus to its last stop.");
    must_say(said, "18 the plan is done 19 let the plan go 20 write about the plan first");
    said = say(f, "18\n");
    must_say(said, "Done.");
    said = say(f, "");
    must_not_say(said, "You wanted to try:");
    RUN(f, "log", "--json");
    must_say(out_of(f), "It rang.");
    must_say(out_of(f), "\"ending\":\"lighter\"");
}

static void after_depth_four_something_to_be_glad_of_is_offered(void **state)
{
    struct fixture *f = *state;
    const char *said = say(f, NAMES PARTICULAR "6\n\n\n\n\n\n\n\n\n\n");

    must_say(said, "It is named. Here it stops, for today.");
    must_say(said, "Enter deals something to be glad of.");
    must_say(said, "Tell each other ");
}

static void support_answers_to_an_exclamation_mark_anywhere(void **state)
{
    static const char *const ways[] = { "17\n",    "!\n",     PARTICULAR "!\n",
                                        "16\n!\n", "12\n!\n", "\n!\n" };
    struct fixture *f = *state;

    say(f, NAMES);
    for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
        must_say(say(f, ways[i]), "couplet is not therapy");
}

static void a_topic_is_closed_by_its_number(void **state)
{
    struct fixture *f = *state;
    const char *said;

    topics_left_open(f->data);
    say(f, NAMES);
    said = say(f, "16\n7\n\n");
    must_say(said, "7 money: open");
    must_say(said, "Closed. Opening it takes both of you.");
    must_say(said, "7 money: closed");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, command_set_up, command_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_door_goes_on_by_enter_alone),
        TEST(what_cannot_be_had_here_says_why),
        TEST(steps_go_back_and_again_and_change_hands),
        TEST(a_pause_tells_its_time_whenever_it_moves),
        TEST(a_card_face_down_is_put_away_or_turned_over),
        TEST(a_plan_comes_back_and_is_settled),
        TEST(after_depth_four_something_to_be_glad_of_is_offered),
        TEST(support_answers_to_an_exclamation_mark_anywhere),
        TEST(a_topic_is_closed_by_its_number),
    };

    return cmocka_run_group_tests_name("plain talk", tests, NULL, NULL);
}
