/* A monkey at the table: keys, words, pastes, windows of any size, stops and resizes in any order.
 * After each the program is alive and waits; when it was let go, it ended in order, and afterwards
 * its file is sound.
 *
 * COUPLET_MONKEY is how many events (1,500), COUPLET_SEED repeats a run. The last events are told
 * when it fails. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "evening.h"

enum {
    EVENTS = 1500,
    TOLD = 40,         /* the last events that a failure tells */
    SOUND_EVERY = 500, /* events from one look at the file to the next */
    FRESH_EVERY = 400, /* … from one journal to the next */
    BURST_MAX = 12,
    ALL_MAX = 100,
    WIDE_MAX = 300, /* rows, columns */
};

struct monkey {
    struct evening *e;
    uint64_t chance;
    unsigned long events, starts;
    char told[TOLD][160];
};

static void tell(struct monkey *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void tell(struct monkey *m, const char *format, ...)
{
    char *line = m->told[m->events % TOLD];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line, sizeof m->told[0], format, arguments);
    va_end(arguments);
}

static void tell_all(struct monkey *m)
{
    for (unsigned long i = m->events < TOLD ? 0 : m->events - TOLD + 1; i <= m->events; i++)
        print_error("event %lu: %s\n", i, m->told[i % TOLD]);
}

static unsigned below(struct monkey *m, unsigned n)
{
    return evening_below(&m->chance, n);
}

/* ---- what a monkey does ---- */

static void keys(struct monkey *m)
{
    /* Often those that go somewhere. */
    static const enum term_key often[] = { TERM_KEY_ENTER, TERM_KEY_ENTER, TERM_KEY_UP,
                                           TERM_KEY_DOWN,  TERM_KEY_LEFT,  TERM_KEY_RIGHT,
                                           TERM_KEY_ESC };
    enum term_key key = below(m, 3) ? often[below(m, sizeof often / sizeof *often)]
                                    : (enum term_key)below(m, TERM_KEY_COUNT);

    tell(m, "key %d", (int)key);
    term_key(m->e->term, key);
}

static void letters(struct monkey *m)
{
    static const char *const often = "nnkkrrsufix?wjgG jklhqo0~A1eeebadttdo!+-";
    char text[2] = { often[below(m, (unsigned)strlen(often))], '\0' };

    tell(m, "letter %s", text);
    term_type(m->e->term, text);
}

static void words(struct monkey *m)
{
    /* clang-format off */
    static const char *const some[] = {
        "Ana", "L’été à Łódź", "美咲", "e\xcc\x81\xcc\x81\xcc\x81",
        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
        "\xe2\x80\xae|back", "\xef\xbb\xbf", "\xc2\xad\xe2\x80\x8b", "שלום", "🇩🇪🇫🇷", "a\tb",
        "%s%n%d", "'; DROP TABLE note; --", "\"", "\\",
    };
    /* clang-format on */
    const char *text = some[below(m, sizeof some / sizeof *some)];

    tell(m, "word %s", text);
    term_type(m->e->term, text);
}

static void pastes(struct monkey *m)
{
    static const char *const some[] = {
        "one\ntwo\nthree",  "n\nk\ns\nq\n",     "",
        "\033[A\033[B",     "\x03\x1a\x04",     "美咲\r\n美咲",
        "\xff\xfe\xc0\x80", "\033]0;title\007", "\xc2\x9b;31m",
    };
    static char flood[9000];
    const char *text = some[below(m, sizeof some / sizeof *some)];

    if (below(m, 8) == 0) {
        memset(flood, 'p', sizeof flood - 1);
        text = flood;
    }
    tell(m, "paste %.60s", text);
    term_paste(m->e->term, text);
}

/* Bytes as no terminal would send them. No Ctrl-\, which is meant to end everything. */
static void noise(struct monkey *m)
{
    char bytes[BURST_MAX];
    size_t size = 1 + below(m, BURST_MAX);
    int used = 0;
    char hex[BURST_MAX * 3 + 1] = "";

    for (size_t i = 0; i < size; i++) {
        bytes[i] = (char)below(m, 256);
        if (below(m, 4) == 0)
            bytes[i] = "\033[O;?~<M"[below(m, 8)];
        if (bytes[i] == 0x1c || bytes[i] == 0x03 || bytes[i] == 0x1a)
            bytes[i] = '\033';
        used += snprintf(hex + used, sizeof hex - (size_t)used, "%02x ", (unsigned char)bytes[i]);
    }
    tell(m, "bytes %s", hex);
    term_send(m->e->term, bytes, size);
}

static void bursts(struct monkey *m)
{
    unsigned count = 2 + below(m, BURST_MAX);
    static const char some[] = "nkufs x\r\r\r\r\t";
    char bytes[2 + BURST_MAX];

    for (unsigned i = 0; i < count; i++)
        bytes[i] = some[below(m, sizeof some - 1)];
    tell(m, "burst %.*s", (int)count, bytes);
    term_send(m->e->term, bytes, count);
}

static void sizes(struct monkey *m)
{
    static const int some[][2] = { { 24, 80 }, { 24, 80 }, { 15, 40 }, { 45, 140 },
                                   { 10, 32 }, { 9, 31 },  { 1, 1 },   { 11, 64 } };
    const int *size = some[below(m, sizeof some / sizeof *some)];
    int rows = size[0], cols = size[1];

    if (below(m, 3) == 0) {
        rows = 1 + (int)below(m, ALL_MAX);
        cols = 1 + (int)below(m, WIDE_MAX);
    }
    tell(m, "size %dx%d", cols, rows);
    term_resize(m->e->term, rows, cols);
}

static void many_sizes(struct monkey *m)
{
    tell(m, "ten sizes at once");
    for (int i = 0; i < 10; i++)
        term_resize(m->e->term, 1 + (int)below(m, 40), 1 + (int)below(m, 120));
    term_resize(m->e->term, 24, 80);
}

static void stops(struct monkey *m)
{
    bool by_key = below(m, 2);

    tell(m, "stop by %s", by_key ? "key" : "signal");
    if (by_key)
        term_ctrl(m->e->term, 'z');
    else
        term_signal(m->e->term, SIGTSTP);
    if (!term_wait_stopped(m->e->term, TERM_TIMEOUT_MS)) {
        tell_all(m);
        term_expect_stopped(m->e->term);
    }
    if (below(m, 2))
        term_resize(m->e->term, 20 + (int)below(m, 20), 60 + (int)below(m, 60));
    term_signal(m->e->term, SIGCONT);
}

static void signals(struct monkey *m)
{
    static const int some[] = { SIGWINCH, SIGCONT, SIGWINCH };
    int sig = some[below(m, sizeof some / sizeof *some)];

    tell(m, "signal %d", sig);
    term_signal(m->e->term, sig);
}

static void redraws(struct monkey *m)
{
    tell(m, "Ctrl-L");
    term_ctrl(m->e->term, 'l');
}

static void leaves(struct monkey *m)
{
    tell(m, "Ctrl-C");
    term_ctrl(m->e->term, 'c');
}

static const struct {
    void (*act)(struct monkey *m);
    unsigned weight;
} acts[] = { { keys, 40 },   { letters, 40 }, { words, 10 }, { pastes, 6 },
             { noise, 6 },   { bursts, 6 },   { sizes, 10 }, { stops, 3 },
             { signals, 3 }, { redraws, 2 },  { leaves, 1 }, { many_sizes, 1 } };

static void act(struct monkey *m)
{
    unsigned all = 0, at;
    size_t i = 0;

    for (size_t k = 0; k < sizeof acts / sizeof *acts; k++)
        all += acts[k].weight;
    for (at = below(m, all); at >= acts[i].weight; i++)
        at -= acts[i].weight;
    acts[i].act(m);
}

/* ---- what must hold ---- */

static void fail_telling(struct monkey *m, const char *what)
{
    tell_all(m);
    print_error("%s\n", what);
    term_expect_idle(m->e->term);
    fail();
}

/* It may leave when it is told to, in order. */
static void expect_left_in_order(struct monkey *m)
{
    int status, code;

    if (!term_wait_exit(m->e->term, TERM_TIMEOUT_MS, &status))
        fail_telling(m, "it didn't end");
    code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code != 0 && code != 128 + SIGINT)
        fail_telling(m, "it ended badly");
    term_expect_restored(m->e->term);
    m->starts++;
    evening_start(m->e);
}

static void expect_alive(struct monkey *m)
{
    if (!term_idle(m->e->term, TERM_TIMEOUT_MS))
        fail_telling(m, "it doesn't wait");
    if (term_ended(m->e->term))
        expect_left_in_order(m);
}

static void begin_anew(struct monkey *m)
{
    snprintf(m->e->data, sizeof m->e->data, "%.400s/journal-%lu", m->e->home, m->events);
    proc_env_set(&m->e->env, "COUPLET_DATA", m->e->data);
    evening_begin(m->e);
}

static void it_lives_through_anything(void **state)
{
    struct monkey m = { .e = *state, .chance = evening_seed("COUPLET_SEED") };
    unsigned long events = evening_number("COUPLET_MONKEY", EVENTS);

    print_message("seed %llu, %lu events\n", (unsigned long long)m.chance, events);
    for (m.events = 0; m.events < events; m.events++) {
        if (m.events % FRESH_EVERY == 0)
            begin_anew(&m);
        act(&m);
        expect_alive(&m);
        if (m.events % SOUND_EVERY == SOUND_EVERY - 1)
            evening_expect_sound(m.e);
    }
    evening_expect_sound(m.e);
    assert_true(cJSON_IsArray(evening_log(m.e)));
    print_message("%lu events, left and came back %lu times\n", m.events, m.starts);
}

/* Two at one table: each in a window of its own, on one journal, taking turns. */
static void two_of_them_share_a_journal(void **state)
{
    uint64_t seed = evening_seed("COUPLET_SEED");
    struct monkey two[2] = { { .e = *state, .chance = seed },
                             { .e = evening_other(*state), .chance = ~seed } };
    unsigned long events = evening_number("COUPLET_MONKEY", EVENTS) / 2;

    print_message("seed %llu, %lu events\n", (unsigned long long)seed, events);
    evening_begin(two[0].e);
    evening_start(two[1].e);
    for (unsigned long i = 0; i < events; i++) {
        struct monkey *m = &two[below(&two[0], 2)];

        act(m);
        expect_alive(m);
        m->events++;
        if (i % SOUND_EVERY == SOUND_EVERY - 1)
            evening_expect_sound(m->e);
    }
    evening_expect_sound(two[0].e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_lives_through_anything, evening_set_up,
                                        evening_tear_down),
        cmocka_unit_test_setup_teardown(two_of_them_share_a_journal, evening_set_up,
                                        evening_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
