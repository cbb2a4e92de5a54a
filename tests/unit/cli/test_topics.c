/* Whose limit it was can't be told: that one of the two said "not now", or that both said open and
 * chance closed the topic, gives the same bytes in the file and in all that the program says. And
 * nothing of single answers is kept. */
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

#include "app/table.h"
#include "base/file.h"
#include "base/mem.h"
#include "store/journal.h"
#include "support/stage.h"

enum { PATH_SIZE = 512, FILE_MAX = 1 << 26, SEEDS_MAX = 200000 };

/* ---- two journals, as alike as can be ---- */

static char home[PATH_SIZE], data[PATH_SIZE + 32];

/* What chance alone closes. */
static unsigned closed_by_chance(uint64_t seed)
{
    struct topics open;

    for (int flag = 0; flag < FLAG_COUNT; flag++)
        open.of[flag] = TOPIC_OPEN;
    open = topics_join(&open, &open, seed);
    return topics_that_are(&open, TOPIC_CLOSED);
}

/* A seed with which chance closes just these. */
static uint64_t seed_that_closes(unsigned flags)
{
    uint64_t seed = 1;

    while (seed < SEEDS_MAX && closed_by_chance(seed) != flags)
        seed++;
    assert_true(seed < SEEDS_MAX);
    return seed;
}

static void run_ok(const char *command)
{
    if (system(command))
        fail_msg("%s", command);
}

static void copy_folder(const char *from, const char *to)
{
    char command[3 * PATH_SIZE];

    snprintf(command, sizeof command, "rm -rf '%s' && cp -a '%s' '%s'", to, from, to);
    run_ok(command);
}

/* Answers that are alike but for one flag. */
static void join(enum flag flag, enum topic left, enum topic right, uint64_t seed)
{
    struct store_options options = { .folder = data, .access = STORE_WRITE };
    struct topics answers[2];
    struct table table = { .seed = seed, .now = { .ms = INT64_C(1795122000000), .zone = 60 } };
    struct couple couple;
    struct error err = { 0 };

    for (int f = 0; f < FLAG_COUNT; f++)
        answers[0].of[f] = answers[1].of[f] = TOPIC_OPEN;
    answers[0].of[flag] = left;
    answers[1].of[flag] = right;
    assert_int_equal(store_open(&table.store, &options, &err), STATUS_OK);
    assert_int_equal(journal_couple(table.store, &couple, &err), STATUS_OK);
    table.couple = &couple;
    assert_int_equal(table_topics_join(&table, &answers[0], &answers[1], &err), STATUS_OK);
    couple_release(&couple);
    assert_int_equal(store_close(table.store), STATUS_OK);
}

static void read_all(struct strbuf *out, const char *name)
{
    char path[2 * PATH_SIZE];

    snprintf(path, sizeof path, "%s/%s", data, name);
    assert_int_equal(file_read(out, path, FILE_MAX, NULL), STATUS_OK);
}

/* All that commands say of it, one after the other. */
static void run_all(struct strbuf *out)
{
    static const char *const commands[] = {
        "log --json",
        "log",
        "pack list",
        "doctor",
        "draw --seed=5 --explain --json",
        "draw --seed=6 --mood=serious --depth=4 --explain",
        "draw --seed=7 --mood=serious --mode=listening --minutes=30 --depth=4",
    };
    const char *bin = getenv("COUPLET_BIN");

    for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
        char command[3 * PATH_SIZE], line[1024];
        FILE *said;
        int code;

        snprintf(command, sizeof command, "cd '%s' && '%s' %s 2>&1", home, bin, commands[i]);
        said = popen(command, "r");
        assert_non_null(said);
        while (fgets(line, sizeof line, said))
            if (strncmp(line, "room", 4)) /* on the disk: others write there, too */
                strbuf_addstr(out, line);
        code = pclose(said);
        strbuf_addf(out, "exit %d\n", code);
    }
}

/* What is dealt, and why, over an evening of many seeds; and what is said where nothing fits. */
static void deal_all(struct strbuf *out)
{
    struct store_options options = { .folder = data, .access = STORE_WRITE };
    struct table table = { .now = { .ms = INT64_C(1795208400000), .zone = 60 } };
    struct couple couple;

    assert_int_equal(store_open(&table.store, &options, NULL), STATUS_OK);
    assert_int_equal(journal_couple(table.store, &couple, NULL), STATUS_OK);
    table.couple = &couple;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct filter filter = { .mood = (enum mood)(seed % 3),
                                 .mode = (enum mode)(seed / 3 % 3),
                                 .minutes = seed % 5 ? 0 : 5,
                                 .deeper = seed % 7 == 0 };
        struct deal deal;
        struct error err = { 0 };
        enum status status;

        table.seed = seed;
        table.now.ms += MS_PER_MINUTE;
        status = table_deal(&table, &filter, &deal, &err);
        strbuf_addf(
            out, "%d %s %s %s %s\n", (int)status, deal.card.prompt.id ? deal.card.prompt.id : "",
            deal.card.steps ? deal.card.steps : "", deal.card.why ? deal.card.why : "", err.text);
        for (size_t i = 0; i < deal.widening_count; i++)
            strbuf_addf(out, "  %s\n", deal.widenings[i].said);
        if (status == STATUS_OK && seed % 4 == 0) {
            assert_int_equal(
                table_outcome(&table, deal.card.sitting, deal.card.id, OUTCOME_TALKED, NULL),
                STATUS_OK);
        }
        deal_release(&deal);
    }
    couple_release(&couple);
    assert_int_equal(store_close(table.store), STATUS_OK);
}

static void lay_home(void)
{
    const char *folder = getenv("TMPDIR");
    struct stage stage;
    struct stage_options options = { 0 };

    snprintf(home, sizeof home, "%s/topics-XXXXXX", folder ? folder : "/tmp");
    assert_non_null(mkdtemp(home));
    snprintf(data, sizeof data, "%s/journal", home);
    stage_open(&stage, &options);
    stage_begin(&stage);
    stage_hand_over(&stage, data);
    setenv("COUPLET_DATA", "journal", 1);
}

static void remove_home(void)
{
    char command[2 * PATH_SIZE];

    snprintf(command, sizeof command, "rm -rf '%s'", home);
    run_ok(command);
    unsetenv("COUPLET_DATA");
}

/* ---- the tests ---- */

static void not_now_and_closed_by_chance_are_the_same_bytes_and_the_same_words(void **state)
{
    char before[PATH_SIZE + 16];
    struct strbuf first = STRBUF_INIT;

    (void)state;
    lay_home();
    snprintf(before, sizeof before, "%s/before", home);
    run_all(&first); /* the first start installs what comes with the program */
    strbuf_release(&first);
    copy_folder(data, before);
    for (int flag = 0; flag < FLAG_COUNT; flag++)
        for (int side = 0; side < 2; side++) {
            unsigned others = 1u << ((flag + 5) % FLAG_COUNT);
            struct strbuf file[2] = { STRBUF_INIT, STRBUF_INIT };
            struct strbuf said[2] = { STRBUF_INIT, STRBUF_INIT };

            for (int by_chance = 0; by_chance < 2; by_chance++) {
                enum topic limit = by_chance ? TOPIC_OPEN : TOPIC_CLOSED;

                copy_folder(before, data);
                join((enum flag)flag, side ? TOPIC_OPEN : limit, side ? limit : TOPIC_OPEN,
                     seed_that_closes(by_chance ? others | 1u << flag : others));
                read_all(&file[by_chance], "couplet.db");
                if (flag % 4 == 0) {
                    run_all(&said[by_chance]);
                    deal_all(&said[by_chance]);
                }
            }
            assert_int_equal(file[0].size, file[1].size);
            assert_memory_equal(file[0].text, file[1].text, file[0].size);
            assert_string_equal(said[0].text, said[1].text);
            assert_true(said[0].size > 10000 || flag % 4);
            for (int i = 0; i < 2; i++) {
                strbuf_release(&file[i]);
                strbuf_release(&said[i]);
            }
        }
    remove_home();
}

/* Else the test above would prove nothing. */
static void what_is_open_differs_from_what_is_closed(void **state)
{
    struct strbuf file[2] = { STRBUF_INIT, STRBUF_INIT };
    char before[PATH_SIZE + 16];

    (void)state;
    lay_home();
    snprintf(before, sizeof before, "%s/before", home);
    copy_folder(data, before);
    for (int i = 0; i < 2; i++) {
        copy_folder(before, data);
        join((enum flag)6, TOPIC_OPEN, i ? TOPIC_CLOSED : TOPIC_OPEN, seed_that_closes(0));
        read_all(&file[i], "couplet.db");
    }
    assert_true(file[0].size != file[1].size ||
                memcmp(file[0].text, file[1].text, file[0].size) != 0);
    strbuf_release(&file[0]);
    strbuf_release(&file[1]);
    remove_home();
}

/* Wherever the two leave off, the file is as it was. */
static void half_an_answer_leaves_nothing(void **state)
{
    static const char *const ways[] = {
        "o Esc",
        "o Enter Left Down Right",
        "o Enter Left Esc",
        "o Enter Left Enter Esc",
        "o Enter Left Enter Enter Right Down Left",
        "o Enter Left Enter Enter Right Enter",
        "o Enter Left Enter Enter Right Enter Esc",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
        struct stage stage;
        struct stage_options options = { 0 };
        struct topics topics;
        bool set;

        stage_open(&stage, &options);
        stage_begin(&stage);
        stage_keys(&stage, ways[i]);
        assert_int_equal(table_topics(stage.store, &topics, &set, NULL), STATUS_OK);
        assert_false(set);
        stage_close(&stage);
    }
}

/* Each begins where a couple begins, whatever is set and whatever the other has answered. */
static void nothing_of_the_other_one_is_seen(void **state)
{
    struct stage stage;
    struct stage_options options = { 0 };
    char *first, *second;

    (void)state;
    stage_open(&stage, &options);
    stage_begin(&stage);
    stage_keys(&stage, "o Enter");
    first = stage_row(&stage, 7);
    stage_keys(&stage, "Down Left Down Left Down Left Down Right Enter");
    stage_must_not_show(&stage, "money");
    stage_keys(&stage, "Enter");
    second = stage_row(&stage, 7);
    assert_string_equal(first, second);
    free(first);
    free(second);
    stage_close(&stage);
}

static void either_closes_alone_and_opening_takes_both(void **state)
{
    struct stage stage;
    struct stage_options options = { .seed = 3 };
    struct topics topics;
    bool set;

    (void)state;
    stage_open(&stage, &options);
    stage_begin(&stage);
    stage_keys(&stage, "o Enter Enter Enter Enter Enter");
    stage_keys(&stage, "Down Down Enter");
    stage_must_show(&stage, "Opening it takes both of you.");
    assert_int_equal(table_topics(stage.store, &topics, &set, NULL), STATUS_OK);
    assert_true(set);
    assert_int_equal(topics.of[2], TOPIC_CLOSED);
    stage_keys(&stage, "Enter"); /* on a closed one: both answer anew */
    stage_must_show(&stage, "Ana, this part is yours alone.");
    stage_keys(&stage, "Esc");
    assert_int_equal(table_topics(stage.store, &topics, &set, NULL), STATUS_OK);
    assert_int_equal(topics.of[2], TOPIC_CLOSED);
    stage_close(&stage);
}

static void a_pipe_is_not_asked(void **state)
{
    (void)state;
    lay_home();
    {
        char command[3 * PATH_SIZE], text[8192];
        FILE *said;
        size_t n;

        snprintf(command, sizeof command,
                 "cd '%s' && printf '16\n13\n\n18\n' | '%s' --accessible 2>&1", home,
                 getenv("COUPLET_BIN"));
        said = popen(command, "r");
        assert_non_null(said);
        n = fread(text, 1, sizeof text - 1, said);
        text[n] = '\0';
        assert_int_equal(pclose(said), 0);
        assert_non_null(strstr(text, "a pipe can’t hide what goes through it"));
        assert_null(strstr(text, "yours alone"));
    }
    remove_home();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(not_now_and_closed_by_chance_are_the_same_bytes_and_the_same_words),
        cmocka_unit_test(what_is_open_differs_from_what_is_closed),
        cmocka_unit_test(half_an_answer_leaves_nothing),
        cmocka_unit_test(nothing_of_the_other_one_is_seen),
        cmocka_unit_test(either_closes_alone_and_opening_takes_both),
        cmocka_unit_test(a_pipe_is_not_asked),
    };

    return cmocka_run_group_tests_name("topics", tests, NULL, NULL);
}
