/* kill -9 at random moments of random evenings. Afterwards the file is sound, everything that the
 * screen had shown is in it, nothing is there by halves, and the program takes up where it was.
 *
 * COUPLET_KILLS is how many (150), COUPLET_SEED repeats a run as far as time lets it. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "evening.h"

enum {
    KILLS = 150,
    EVENINGS_IN_A_JOURNAL = 6, /* then a new one, before the cards run out */
    WALK_MAX = 9,
    BURST_MAX = 4,
    CARDS_MAX = 200,
    FIELD_MAX = 256,
    START_US = 20000, /* until the program has measured itself */
    KEY_US = 1500,
    DOORS = 10,
    MOVES = 5, /* the last one is Esc */
};

struct row {
    char id[FIELD_MAX], outcome[16], steps[FIELD_MAX];
};

/* The journal, as far as one evening changes it. */
struct picture {
    struct row cards[CARDS_MAX];
    size_t count;
    int partners, notes, plans, pauses, words, ended, sittings, marks;
};

struct tally {
    uint64_t chance;
    unsigned unchanged, changed, starts;
    int64_t key_us, start_us; /* how long a key, and a start, took lately */
};

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- the journal from outside ---- */

static int count_of(struct evening *e, const char *sql)
{
    char *value = evening_sql(e, sql);
    int count = atoi(value);

    free(value);
    return count;
}

static void take_picture(struct evening *e, struct picture *p)
{
    char *all = evening_sql(e, "SELECT group_concat(id || ' ' || outcome || ' .' || steps, '\n') "
                               "FROM (SELECT * FROM card ORDER BY id)");
    char *line, *rest = all;

    memset(p, 0, sizeof *p);
    while ((line = strsep(&rest, "\n")) && *line && p->count < CARDS_MAX) {
        struct row *row = &p->cards[p->count++];

        assert_int_equal(sscanf(line, "%255s %15s %255s", row->id, row->outcome, row->steps), 3);
    }
    free(all);
    p->partners = count_of(e, "SELECT count(*) FROM partner");
    p->notes = count_of(e, "SELECT count(*) FROM note WHERE deleted = 0");
    p->plans = count_of(e, "SELECT count(*) FROM note WHERE state = 'open' AND deleted = 0");
    p->pauses = count_of(e, "SELECT count(*) FROM sitting WHERE pause IS NOT NULL");
    p->words = count_of(e, "SELECT count(*) FROM sitting WHERE ending IS NOT NULL");
    p->sittings = count_of(e, "SELECT count(*) FROM sitting");
    p->ended = count_of(e, "SELECT count(*) FROM sitting WHERE ended IS NOT NULL");
    p->marks = count_of(e, "SELECT count(*) FROM mark WHERE deleted = 0");
}

/* What holds between any two transactions. */
static void expect_nothing_by_halves(struct evening *e)
{
    evening_expect_sound(e);
    evening_expect_sql(e, "SELECT count(*) IN (0, 2) FROM partner", "1");
    evening_expect_sql(e, "SELECT count(*) < 2 FROM card WHERE outcome = 'open'", "1");
    evening_expect_sql(e,
                       "SELECT count(*) FROM sitting s WHERE NOT EXISTS "
                       "(SELECT 1 FROM card c WHERE c.sitting = s.id)",
                       "0");
    evening_expect_sql(e, "SELECT count(*) IN (0, 12) FROM setting WHERE name LIKE 'topic %'", "1");
    evening_expect_sql(e,
                       "SELECT count(*) FROM setting WHERE name = 'current sitting' AND value "
                       "NOT IN (SELECT id FROM sitting)",
                       "0");
    evening_expect_sql(e,
                       "SELECT count(*) FROM cell c WHERE c.prompts <> "
                       "(SELECT count(*) FROM prompt p WHERE p.cell = c.key)",
                       "0");
    evening_expect_sql(e,
                       "SELECT count(*) FROM mark m JOIN prompt p ON p.pack = m.pack AND "
                       "p.id = m.prompt WHERE m.deleted = 0 AND p.cell IS NOT NULL",
                       "0");
    evening_expect_sql(e,
                       "SELECT count(*) FROM pack p WHERE p.prompts <> "
                       "(SELECT count(*) FROM prompt q WHERE q.pack = p.id)",
                       "0");
}

static const struct row *find(const struct picture *p, const char *id)
{
    for (size_t i = 0; i < p->count; i++)
        if (!strcmp(p->cards[i].id, id))
            return &p->cards[i];
    return NULL;
}

/* So many letters taken back from the end, or added there. */
static bool steps_apart(const char *before, const char *after, int most)
{
    size_t same = 0;

    while (before[same] && before[same] == after[same])
        same++;
    return strlen(before + same) + strlen(after + same) <= (size_t)most;
}

/* What keys can have done, and no more: every step that was confirmed before them is there. */
static bool follows(const struct picture *before, const struct picture *after, int keys)
{
    int changed = 0, gone = 0, fresh = 0, aside = 0;

    for (size_t i = 0; i < before->count; i++) {
        const struct row *was = &before->cards[i], *is = find(after, was->id);

        if (!is) {
            gone++;
            continue;
        }
        if (strcmp(was->outcome, is->outcome)) {
            changed++;
            aside += !strcmp(is->outcome, "another");
        }
        if (strcmp(was->outcome, "open") ? strcmp(was->steps, is->steps) && keys == 1
                                         : !steps_apart(was->steps, is->steps, keys))
            return false;
    }
    for (size_t i = 0; i < after->count; i++)
        fresh += !find(before, after->cards[i].id);
    if (keys == 1 && (aside != (aside && fresh) || gone != (gone && changed)))
        return false; /* a card goes aside as the next one comes, and comes back as that one goes */
    return changed <= keys && gone <= keys && fresh <= keys &&
           abs(after->notes - before->notes) <= keys && after->notes >= before->notes - gone &&
           abs(after->ended - before->ended) <= keys && after->sittings >= before->sittings &&
           abs(after->plans - before->plans) <= keys &&
           abs(after->pauses - before->pauses) <= keys &&
           abs(after->words - before->words) <= keys &&
           after->sittings - before->sittings <= keys && abs(after->marks - before->marks) <= keys;
}

static bool same(const struct picture *a, const struct picture *b)
{
    return !memcmp(a, b, sizeof *a);
}

static void print_picture(const char *name, const struct picture *p)
{
    print_error("%s: %d partners, %d notes, %d plans, %d pauses, %d words, %d sittings, %d ended, "
                "%d marks\n",
                name, p->partners, p->notes, p->plans, p->pauses, p->words, p->sittings, p->ended,
                p->marks);
    for (size_t i = 0; i < p->count; i++)
        print_error("  %s %s %s\n", p->cards[i].id, p->cards[i].outcome, p->cards[i].steps);
}

/* ---- an evening ---- */

static bool on_card(struct evening *e)
{
    return term_find(e->term, " min ─", NULL, NULL);
}

/* The open card as the file has it is the one on the screen, down to its newest follow-up. */
static void expect_card_of_the_file(struct evening *e)
{
    char *text = evening_sql(e, "SELECT text FROM card WHERE outcome = 'open'");
    char *steps = evening_sql(e, "SELECT steps FROM card WHERE outcome = 'open'");
    char *followups = evening_sql(e, "SELECT followups FROM card WHERE outcome = 'open'");
    char *at = followups, *line = NULL;
    int open = 0;

    assert_string_not_equal(text, "");
    evening_expect(e, text);
    for (const char *s = steps; *s; s++)
        open += (*s == 'f') - (*s == 'o');
    for (int i = 0; i < open; i++)
        line = strsep(&at, "\n");
    if (line)
        evening_expect(e, line);
    free(text);
    free(steps);
    free(followups);
}

/* Something particular. Where there is nothing to remember, the list stays. */
static void go_through_a_door(struct evening *e, uint64_t *chance)
{
    evening_type(e, "e");
    for (unsigned i = evening_below(chance, DOORS); i > 0; i--)
        evening_key(e, TERM_KEY_DOWN);
    evening_key(e, TERM_KEY_ENTER);
}

/* From whatever the last kill left to a card on the table, most often. */
static void sit_down(struct evening *e, uint64_t *chance)
{
    bool on_table;

    if (term_find(e->term, "Who sits on the left?", NULL, NULL))
        evening_names(e, "Ana", "Sam");
    on_table = count_of(e, "SELECT count(*) FROM card WHERE outcome = 'open'") > 0;
    assert_true((term_find(e->term, "A card is still on the table.", NULL, NULL) ||
                 term_find(e->term, "A pause until ", NULL, NULL)) == on_table);
    if (evening_below(chance, on_table ? 6 : 2) == 0)
        go_through_a_door(e, chance);
    else
        evening_key(e, TERM_KEY_ENTER);
    if (on_card(e))
        expect_card_of_the_file(e);
}

/* A key or a word that does no more than one thing to the journal. Where it isn't known what is on
 * the screen, none that could end the program. */
static void press(struct evening *e, uint64_t *chance, bool settled)
{
    static const char *const texts[] = { "f", "f", " ", "u", "u", "n", "k", "s", "x", "i",
                                         "é", "b", "a", "t", "e", "g", "d", "o", "w", "+" };
    static const enum term_key moves[MOVES] = { TERM_KEY_DOWN, TERM_KEY_UP, TERM_KEY_RIGHT,
                                                TERM_KEY_TAB, TERM_KEY_ESC };
    bool may_leave = settled && !term_find(e->term, "c o u p l e t", NULL, NULL);

    if (evening_below(chance, 5) < 3)
        term_key(e->term, TERM_KEY_ENTER);
    else if (evening_below(chance, 4) == 0)
        term_key(e->term, moves[evening_below(chance, may_leave ? MOVES : MOVES - 1)]);
    else
        term_type(e->term, texts[evening_below(chance, sizeof texts / sizeof *texts)]);
}

static void walk(struct evening *e, struct tally *tally)
{
    unsigned keys = evening_below(&tally->chance, WALK_MAX);

    for (unsigned i = 0; i < keys; i++) {
        int64_t begin = now_us();

        press(e, &tally->chance, true);
        term_expect_idle(e->term);
        tally->key_us = (tally->key_us * 3 + (now_us() - begin)) / 4;
    }
}

static void kill_after(struct evening *e, struct tally *tally, int64_t within_us)
{
    int64_t until = now_us() + (int64_t)(evening_chance(&tally->chance) % (uint64_t)within_us);

    while (now_us() < until)
        ;
    term_signal(e->term, SIGKILL);
    term_expect_killed(e->term, SIGKILL);
}

static void fail_with(const char *what, const struct picture *before, const struct picture *after)
{
    print_error("%s\n", what);
    print_picture("before", before);
    print_picture("after", after);
    fail();
}

/* Some keys at once, and the end before they are all done, or just after. */
static void die_in_an_evening(struct evening *e, struct tally *tally)
{
    static struct picture before, after;
    int keys = evening_below(&tally->chance, 4) ? 1 : 2 + (int)evening_below(&tally->chance, 3);
    bool sure; /* a key that always writes something */
    size_t mark;

    evening_start(e);
    sit_down(e, &tally->chance);
    walk(e, tally);
    take_picture(e, &before);
    sure = keys == 1 && on_card(e) && strcmp(evening_next(e), "");
    mark = term_mark(e->term);
    for (int i = 0; i < keys; i++)
        if (sure && evening_below(&tally->chance, 5) < 2)
            term_type(e->term, "n");
        else if (sure)
            term_key(e->term, TERM_KEY_ENTER);
        else
            press(e, &tally->chance, false);
    kill_after(e, tally, tally->key_us * 3 / 2 + 1);
    take_picture(e, &after);
    expect_nothing_by_halves(e);
    if (!follows(&before, &after, keys))
        fail_with("a confirmed step is missing, or something is there by halves", &before, &after);
    if (sure && term_bytes_since(e->term, mark) && same(&before, &after))
        fail_with("the screen had shown the step", &before, &after);
    if (same(&before, &after))
        tally->unchanged++;
    else
        tally->changed++;
}

/* While the program starts: on nothing, or on what is there. */
static void die_at_the_start(struct evening *e, struct tally *tally)
{
    char file[EVENING_PATH_MAX + 32];
    int64_t begin;

    evening_spawn(e);
    kill_after(e, tally, tally->start_us * 3 / 2 + 1);
    snprintf(file, sizeof file, "%s/couplet.db", e->data);
    if (access(file, F_OK) == 0)
        evening_expect_sound(e); /* as the next start leaves it */
    begin = now_us();
    evening_start(e);
    tally->start_us = (tally->start_us * 3 + (now_us() - begin)) / 4;
    expect_nothing_by_halves(e);
    tally->starts++;
}

/* Another journal, in a folder of its own. */
static void begin_anew(struct evening *e, unsigned number)
{
    snprintf(e->data, sizeof e->data, "%.400s/journal-%u", e->home, number);
    proc_env_set(&e->env, "COUPLET_DATA", e->data);
}

static void what_was_confirmed_survives_kill_9(void **state)
{
    struct evening *e = *state;
    uint64_t seed = evening_seed("COUPLET_SEED");
    unsigned long kills = evening_number("COUPLET_KILLS", KILLS);
    struct tally tally = { .chance = seed, .key_us = KEY_US, .start_us = START_US };

    print_message("seed %llu, %lu kills\n", (unsigned long long)seed, kills);
    for (unsigned long i = 0; i < kills; i++) {
        if (i % EVENINGS_IN_A_JOURNAL == 0)
            begin_anew(e, (unsigned)(i / EVENINGS_IN_A_JOURNAL));
        if (i % EVENINGS_IN_A_JOURNAL == 0 || evening_below(&tally.chance, 10) == 0)
            die_at_the_start(e, &tally);
        die_in_an_evening(e, &tally);
    }
    print_message("killed %u times before a step was saved, %u times after, and %u times at the "
                  "start\n",
                  tally.unchanged, tally.changed, tally.starts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_confirmed_survives_kill_9, evening_set_up,
                                        evening_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
