/* Memory that is there; errors as values; and the two ways to die, each in a child of the test:
 * the terminal is given back first, then it is said, then it ends as it should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strbuf.h"

/* ---- memory -------------------------------------------------------------------------------- */

static void new_memory_is_zero_and_never_null(void **state)
{
    unsigned char *some = mem_new(100, 3);
    void *none = mem_new(0, 8), *neither = mem_new(8, 0);

    (void)state;
    for (size_t i = 0; i < 300; i++)
        assert_int_equal(some[i], 0);
    assert_non_null(none);
    assert_non_null(neither);
    free(some);
    free(none);
    free(neither);
}

static void resizing_keeps_what_was_there(void **state)
{
    int *numbers = mem_resize(NULL, 4, sizeof *numbers);

    (void)state;
    for (int i = 0; i < 4; i++)
        numbers[i] = i;
    numbers = mem_resize(numbers, 4000, sizeof *numbers);
    for (int i = 0; i < 4; i++)
        assert_int_equal(numbers[i], i);
    numbers = mem_resize(numbers, 0, sizeof *numbers);
    assert_non_null(numbers);
    free(numbers);
}

static void a_copy_is_the_callers_and_null_stays_null(void **state)
{
    char text[] = "one", *copy = mem_copy(text), *part = mem_copy_n("a\0b!", 3),
         *nothing = mem_copy_n(NULL, 0);

    (void)state;
    text[0] = 'x';
    assert_string_equal(copy, "one");
    assert_memory_equal(part, "a\0b", 4);
    assert_string_equal(nothing, "");
    assert_null(mem_copy(NULL));
    free(copy);
    free(part);
    free(nothing);
}

static void replacing_frees_the_old_text_even_with_itself(void **state)
{
    char *text = NULL;

    (void)state;
    mem_replace(&text, "one");
    assert_string_equal(text, "one");
    mem_replace(&text, text + 1); /* a part of itself */
    assert_string_equal(text, "ne");
    mem_replace(&text, NULL);
    assert_null(text);
}

static void growing_doubles_and_keeps_everything(void **state)
{
    size_t count = 0, room = 0, moves = 0, before = 0;
    uint64_t *items = NULL;

    (void)state;
    for (uint64_t i = 0; i < 5000; i++) {
        items = mem_grow(items, count, &room, sizeof *items);
        assert_true(room > count);
        moves += room != before;
        before = room;
        items[count++] = i;
    }
    for (uint64_t i = 0; i < 5000; i++)
        assert_true(items[i] == i);
    assert_true(moves < 15);
    free(items);
}

/* ---- errors -------------------------------------------------------------------------------- */

static void an_error_holds_its_words_and_gives_its_status_back(void **state)
{
    struct error err = { 0 };

    (void)state;
    assert_int_equal(error_set(&err, STATUS_IO, "%s can't be opened: %d", "x", 5), STATUS_IO);
    assert_int_equal(err.status, STATUS_IO);
    assert_string_equal(err.text, "x can't be opened: 5");
    assert_int_equal(error_set(NULL, STATUS_FULL, "nobody asks: %d", 1), STATUS_FULL);
}

static void words_that_are_too_many_are_cut_and_terminated(void **state)
{
    struct error err;

    (void)state;
    error_set(&err, STATUS_INVALID, "%*s", ERROR_TEXT_MAX * 2, "x");
    assert_int_equal(strlen(err.text), ERROR_TEXT_MAX - 1);
}

/* ---- dying --------------------------------------------------------------------------------- */

static void rites(void)
{
    if (write(STDERR_FILENO, "rites.", 6) < 0)
        abort();
}

static void fall_on_a_bug(void)
{
    BUG("two and two");
}

static void run_out(void)
{
    die("out of patience");
}

static void ask_for_more_than_there_can_be(void)
{
    free(mem_resize(NULL, SIZE_MAX / 4, 8));
}

static void splice_outside(void)
{
    struct strbuf sb = STRBUF_INIT;

    strbuf_splice(&sb, 1, 0, "x", 1);
}

static void truncate_to_more(void)
{
    struct strbuf sb = STRBUF_INIT;

    strbuf_truncate(&sb, 1);
}

/* Runs what dies in a child; *said gets what that wrote to standard error. */
static int end_of(void (*what)(void), bool with_rites, struct strbuf *said)
{
    int ends[2], status;
    char bytes[512];
    ssize_t got;
    pid_t child;

    fflush(NULL); /* or the child writes it once more */
    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (!child) {
        signal(SIGABRT, SIG_DFL); /* a sanitizer or the test library may listen */
        dup2(ends[1], STDERR_FILENO);
        error_set_last_rites(with_rites ? rites : NULL);
        what();
        _exit(99);
    }
    close(ends[1]);
    while ((got = read(ends[0], bytes, sizeof bytes)) > 0)
        strbuf_add(said, bytes, (size_t)got);
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void it_dies_with_status_1_after_the_last_rites(void **state)
{
    struct strbuf said = STRBUF_INIT;
    int status = end_of(run_out, true, &said);

    (void)state;
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
    assert_string_equal(said.text, "rites.couplet: out of patience\n");
    strbuf_release(&said);
    status = end_of(run_out, false, &said); /* and without a terminal to give back */
    assert_int_equal(WEXITSTATUS(status), 1);
    assert_string_equal(said.text, "couplet: out of patience\n");
    strbuf_release(&said);
}

static void a_bug_aborts_after_the_last_rites_and_says_where(void **state)
{
    struct strbuf said = STRBUF_INIT;
    int status = end_of(fall_on_a_bug, true, &said);

    (void)state;
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    assert_memory_equal(said.text, "rites.couplet: ", 15);
    assert_non_null(strstr(said.text, "test_mem.c:"));
    assert_non_null(strstr(said.text, "two and two"));
    strbuf_release(&said);
}

static void too_much_memory_is_a_sentence_not_a_crash(void **state)
{
    struct strbuf said = STRBUF_INIT;
    int status = end_of(ask_for_more_than_there_can_be, true, &said);

    (void)state;
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
    assert_non_null(strstr(said.text, "rites.couplet: out of memory"));
    strbuf_release(&said);
}

static void a_string_notices_what_lies_outside_of_it(void **state)
{
    static void (*const wrong[])(void) = { splice_outside, truncate_to_more };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
        struct strbuf said = STRBUF_INIT;
        int status = end_of(wrong[i], false, &said);

        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGABRT);
        strbuf_release(&said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_memory_is_zero_and_never_null),
        cmocka_unit_test(resizing_keeps_what_was_there),
        cmocka_unit_test(a_copy_is_the_callers_and_null_stays_null),
        cmocka_unit_test(replacing_frees_the_old_text_even_with_itself),
        cmocka_unit_test(growing_doubles_and_keeps_everything),
        cmocka_unit_test(an_error_holds_its_words_and_gives_its_status_back),
        cmocka_unit_test(words_that_are_too_many_are_cut_and_terminated),
        cmocka_unit_test(it_dies_with_status_1_after_the_last_rites),
        cmocka_unit_test(a_bug_aborts_after_the_last_rites_and_says_where),
        cmocka_unit_test(too_much_memory_is_a_sentence_not_a_crash),
        cmocka_unit_test(a_string_notices_what_lies_outside_of_it),
    };

    return cmocka_run_group_tests_name("mem and error", tests, NULL, NULL);
}
