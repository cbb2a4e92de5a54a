/* `make bench`: the figures of couplet beside those of its peers, as a table.
 *
 * Nothing is timed but adding a large pack, beside another way to do it: it doesn't matter what
 * else the machine is doing. COUPLET_BIN names the program, COUPLET_STATIC the one with the
 * libraries inside (without it, those rows stay empty), COUPLET_ENTRIES how many entries the large
 * journal has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adding.h"
#include "base/mem.h"
#include "peers.h"
#include "table.h"

enum { IDLE_MS = 10000, LOOK_MS = 20, ENTRIES = 1000000, CARDS_AN_EVENING = 36 };

struct bench {
    const char *bin, *with_archives;
    bool instructions, calls;
    struct home home; /* also the peers' folder */
    struct results results;
};

/* ---- ours ---- */

static double over(double much, double little)
{
    return much < 0 || little <= 0 ? -1 : much / little;
}

static double played(const struct bench *b, const char *bin, enum figure_screen screen, bool key)
{
    const char *const argv[] = { bin, NULL };
    struct cost_play play = figure_play(screen, &b->home, argv);

    return (double)(key ? cost_key(&play, FIGURE_ROUNDS) : cost_played(&play, 0));
}

static double key_bytes(const struct bench *b, enum figure_screen screen)
{
    const char *const argv[] = { b->bin, NULL };
    struct cost_play play = figure_play(screen, &b->home, argv);

    return (double)cost_key_bytes(&play, FIGURE_ROUNDS);
}

static double draw(const char *bin, const struct home_options *options, const char *more, int code)
{
    return (double)figure_draw(bin, options, more, code);
}

static void count_draws(struct bench *b)
{
    static const struct home_options small = { .prompts = 1000 }, large = { .prompts = 100000 };
    static const char nothing_fits[] = "--minutes 3";

    tell_measuring("couplet draw");
    b->results.ours[FIGURE_DRAW] = draw(b->bin, &home_year, NULL, 0);
    b->results.ours[FIGURE_RECORD] =
        over(draw(b->bin, &home_year, "--record", 0), b->results.ours[FIGURE_DRAW]);
    tell_measuring("couplet draw from 1,000 and from 100,000 prompts");
    b->results.ours[FIGURE_LARGE] =
        over(draw(b->bin, &large, NULL, 0), draw(b->bin, &small, NULL, 0));
    b->results.ours[FIGURE_LARGE_EMPTY] =
        over(draw(b->bin, &large, nothing_fits, 1), draw(b->bin, &small, nothing_fits, 1));
    if (b->with_archives)
        b->results.ours[FIGURE_DRAW_STATIC] = draw(b->with_archives, &home_year, NULL, 0);
}

static void count_screens(struct bench *b)
{
    tell_measuring("couplet on the screen");
    b->results.ours[FIGURE_HOME] = played(b, b->bin, FIGURE_ON_HOME, false);
    if (b->with_archives)
        b->results.ours[FIGURE_HOME_STATIC] = played(b, b->with_archives, FIGURE_ON_HOME, false);
    b->results.ours[FIGURE_HOME_KEY] = played(b, b->bin, FIGURE_ON_HOME, true);
    b->results.ours[FIGURE_REVIEW_KEY] = played(b, b->bin, FIGURE_ON_REVIEW, true);
}

/* The large journal: what stays in memory while it is looked at, and what its last page costs. */
static void count_large_journal(struct bench *b)
{
    const struct home_options options = { .evenings = b->results.entries / CARDS_AN_EVENING,
                                          .cards = CARDS_AN_EVENING,
                                          .hours = 12 };
    const char *const argv[] = { b->bin, NULL };
    struct home home;
    struct cost_used used;
    struct cost_play first, last;
    struct term *t = NULL;

    tell_measuring("couplet with a large journal");
    if (home_make(&home, &options)) {
        first = figure_play(FIGURE_TO_FIRST_PAGE, &home, argv);
        last = figure_play(FIGURE_TO_LAST_PAGE, &home, argv);
        t = cost_start(&last);
        if (t && cost_look(t, &used))
            b->results.ours[FIGURE_MEMORY_LARGE] = (double)used.private_kb;
        if (b->instructions)
            b->results.ours[FIGURE_LAST_PAGE] =
                over((double)cost_key(&last, 1), (double)cost_key(&first, 1));
    }
    term_free(t);
    home_release(&home);
}

static void measure_adding(struct bench *b)
{
    struct adding_cost cost;
    struct home home;

    tell_measuring("couplet pack add with a large pack");
    if (home_make(&home, &home_year) && adding_measure(b->bin, &home, &cost)) {
        b->results.ours[FIGURE_ADDING] = cost.over_whole;
        b->results.ours[FIGURE_ADDING_MEMORY] = cost.kb;
    }
    home_release(&home);
}

/* ---- idle: all of them at once ---- */

static void wait_with(struct term *const *terms, size_t count)
{
    int64_t end = proc_clock_ms() + IDLE_MS;

    while (proc_clock_ms() < end) {
        bool waited = false;

        for (size_t i = 0; i < count; i++) {
            if (terms[i] && !waited)
                waited = !term_wait_text(terms[i], "never there", LOOK_MS);
            else if (terms[i])
                term_mark(terms[i]);
        }
    }
}

static void note_idle(double figures[FIGURE_COUNT], const struct cost_used *used)
{
    figures[FIGURE_IDLE_WAKE_UPS] = (double)used->wake_ups;
    figures[FIGURE_IDLE_CPU] = (double)used->cpu_us;
    figures[FIGURE_IDLE_BYTES] = (double)used->bytes;
    figures[FIGURE_MEMORY] = (double)used->private_kb;
}

/* The last one is ours. */
static void watch_idle(struct bench *b)
{
    const char *const argv[] = { b->bin, NULL };
    struct term *terms[PEERS + 1] = { NULL };
    struct cost_used before[PEERS + 1] = { { 0 } }, after, used;
    struct cost_play ours = figure_play(FIGURE_ON_HOME, &b->home, argv);

    tell_measuring("everybody idle for ten seconds");
    for (size_t i = 0; i < PEERS; i++)
        terms[i] = peer_start(&b->home, b->results.theirs, i);
    terms[PEERS] = cost_start(&ours);
    for (size_t i = 0; i <= PEERS; i++) {
        if (terms[i])
            cost_look(terms[i], &before[i]);
    }
    wait_with(terms, PEERS + 1);
    for (size_t i = 0; i <= PEERS; i++) {
        if (!terms[i] || !cost_look(terms[i], &after))
            continue;
        used = cost_between(&before[i], &after);
        note_idle(i == PEERS ? b->results.ours : b->results.theirs[i].figures, &used);
    }
    for (size_t i = 0; i <= PEERS; i++)
        term_free(terms[i]);
}

/* ---- all together ---- */

/* A peer's figure; 0: nothing. */
static double of_peer(const struct bench *b, const char *command, enum figure figure)
{
    for (size_t i = 0; i < PEERS; i++) {
        if (!strcmp(peers[i].command, command) && b->results.theirs[i].figures[figure] > 0)
            return b->results.theirs[i].figures[figure];
    }
    return 0;
}

static void compare_with_peers(struct bench *b)
{
    static const struct {
        enum figure share, ours;
        const char *peer;
        enum figure theirs;
    } shares[] = {
        { FIGURE_DRAW_FORTUNE, FIGURE_DRAW, "fortune", FIGURE_DRAW },
        { FIGURE_STATIC_FORTUNE, FIGURE_DRAW_STATIC, "fortune", FIGURE_DRAW },
        { FIGURE_HOME_KEY_NNN, FIGURE_HOME_KEY, "nnn", FIGURE_HOME_KEY },
        { FIGURE_REVIEW_KEY_NNN, FIGURE_REVIEW_KEY, "nnn", FIGURE_HOME_KEY },
    };

    for (size_t i = 0; i < ARRAY_SIZE(shares); i++)
        b->results.ours[shares[i].share] =
            over(b->results.ours[shares[i].ours], of_peer(b, shares[i].peer, shares[i].theirs));
}

static void measure(struct bench *b)
{
    double *ours = b->results.ours;

    for (size_t i = 0; i < FIGURE_COUNT; i++)
        ours[i] = -1;
    peers_find(b->results.theirs);
    peers_lay_table(&b->home);
    if (b->instructions) {
        count_draws(b);
        count_screens(b);
    }
    if (b->calls)
        ours[FIGURE_DRAW_CALLS] = (double)figure_draw_calls(b->bin);
    ours[FIGURE_HOME_KEY_BYTES] = key_bytes(b, FIGURE_ON_HOME);
    ours[FIGURE_REVIEW_KEY_BYTES] = key_bytes(b, FIGURE_ON_REVIEW);
    count_large_journal(b);
    measure_adding(b);
    peers_count(&b->home, b->results.theirs, b->instructions);
    watch_idle(b);
    compare_with_peers(b);
}

static void print(const struct bench *b)
{
    table_print(&b->results);
    if (!b->instructions)
        puts("Instructions were not counted: there is no valgrind here.");
    if (!b->calls)
        puts("System calls were not counted: there is no strace here.");
    if (!b->with_archives)
        puts("STATIC=1 was not measured: COUPLET_STATIC names no such program.");
    table_print_missing(&b->results);
}

int main(void)
{
    const char *entries = getenv("COUPLET_ENTRIES");
    struct bench b = { .bin = getenv("COUPLET_BIN"),
                       .with_archives = getenv("COUPLET_STATIC"),
                       .instructions = cost_counts_instructions(),
                       .calls = cost_counts_calls(),
                       .results.entries = entries ? strtoul(entries, NULL, 10) : ENTRIES };

    if (!b.bin) {
        fputs("COUPLET_BIN must name the program; make bench sets it\n", stderr);
        return 2;
    }
    if (!home_make(&b.home, &home_year))
        return 1;
    measure(&b);
    print(&b);
    peers_release(b.results.theirs);
    home_release(&b.home);
    return 0;
}
