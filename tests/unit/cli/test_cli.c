/* The command line as scripts meet it: the built program without a terminal, a folder of its own,
 * its output, its messages and its exit status. Pasts are written by the card table of the
 * library, with moments of the test's choice; what is read back comes from the program. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cjson/cJSON.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "app/builtin.h"
#include "app/table.h"
#include "base/mem.h"
#include "store/journal.h"
#include "support/command.h"

enum {
    SEEDS = 12,          /* draws for each choice */
    DRAWS = 40,          /* recorded one after the other */
    MANY_SITTINGS = 230, /* more than two pages of the log */
    VERSION_AT = 60,     /* user_version in the file's header, and application_id */
    APPLICATION_AT = 68,
    BERLIN_SUMMER = 120,
};

static const cJSON *parsed(struct fixture *f)
{
    const char *end = NULL;

    cJSON_Delete(f->json);
    f->json = cJSON_ParseWithOpts(out_of(f), &end, false);
    if (!f->json || strcmp(end, "\n")) {
        fprintf(stderr, "not one JSON value and a line feed: %s\n", out_of(f));
        fail();
    }
    return f->json;
}

static const cJSON *member(const cJSON *object, const char *key)
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, key);

    if (!found) {
        print_error("no key %s\n", key);
        fail();
    }
    return found;
}

static const char *text_at(const cJSON *object, const char *key)
{
    const cJSON *found = member(object, key);

    return cJSON_IsString(found) ? found->valuestring : NULL;
}

static int number_at(const cJSON *object, const char *key)
{
    const cJSON *found = member(object, key);

    assert_true(cJSON_IsNumber(found));
    return found->valueint;
}

/* Draws with --json and a seed. */
static const cJSON *drawn(struct fixture *f, unsigned seed, const char *const *words)
{
    const char *all[WORDS_MAX] = { "draw", "--json", "--seed" };
    char number[16];
    size_t n = 4;

    snprintf(number, sizeof number, "%u", seed);
    all[3] = number;
    while (words && *words)
        all[n++] = *words++;
    run_words(f, all);
    EXPECT_WELL(f);
    return parsed(f);
}

#define DRAWN(f, seed, ...) drawn((f), (seed), (const char *const[]){ __VA_ARGS__, NULL })

static const cJSON *logged(struct fixture *f)
{
    RUN(f, "log", "--json");
    EXPECT_WELL(f);
    assert_true(cJSON_IsArray(parsed(f)));
    return f->json;
}

static bool exists(const char *folder, const char *name)
{
    char path[PATH_SIZE];

    path_in(path, folder, name);
    return access(path, F_OK) == 0;
}

static bool is_ascii(const char *text)
{
    for (; *text; text++)
        if ((*text < 0x20 && *text != '\n') || *text > 0x7e)
            return false;
    return true;
}

/* ---- draw ---- */

static void draw_prints_a_card_and_its_parts(void **state)
{
    struct fixture *f = *state;
    char text[1024], followup[1024];
    const cJSON *card = drawn(f, 5, NULL);

    snprintf(text, sizeof text, "%s", text_at(card, "text"));
    snprintf(followup, sizeof followup, "Follow-up: %s",
             cJSON_GetArrayItem(member(card, "followups"), 0)->valuestring);
    RUN(f, "draw", "--seed=5");
    EXPECT_WELL(f);
    assert_memory_equal(out_of(f), text, strlen(text));
    assert_non_null(strstr(out_of(f), "\n\n"));
    assert_non_null(strstr(out_of(f), " minutes, "));
    assert_non_null(strstr(out_of(f), "The one who listens"));
    assert_non_null(strstr(out_of(f), followup));
}

static void draw_as_json_has_what_scripts_were_promised(void **state)
{
    static const char *const texts[] = { "id",   "pack",      "text",   "mood",
                                         "mode", "dimension", "consent" };
    static const char *const parts[] = { "response", "do", "avoid", "ask" };
    static const char *const lists[] = { "flags", "followups" };
    struct fixture *f = *state;

    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        const cJSON *card = drawn(f, seed, NULL), *listener = member(card, "listener");

        assert_true(cJSON_IsObject(card));
        for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
            assert_non_null(text_at(card, texts[i]));
        for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
            assert_non_null(text_at(listener, parts[i]));
        for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
            assert_true(cJSON_IsArray(member(card, lists[i])));
        assert_in_range(number_at(card, "depth"), 1, 4);
        assert_in_range(number_at(card, "minutes"), 5, 30);
        assert_in_range(cJSON_GetArraySize(member(card, "followups")), 2, 4);
    }
}

/* Only these, so that a new key is a decision; each once. */
static void draw_as_json_has_no_other_keys(void **state)
{
    static const char *const keys[] = {
        "id",       "pack",      "text",       "mood",        "mode",     "depth",   "dimension",
        "minutes",  "focus",     "facets",     "flags",       "requires", "consent", "speaker",
        "listener", "followups", "access_alt", "lighter_alt", "protocol",
    };
    struct fixture *f = *state;
    const cJSON *card = drawn(f, 3, NULL), *item;
    size_t count = 0;

    cJSON_ArrayForEach(item, card)
    {
        bool known = false;

        for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
            known = known || !strcmp(keys[i], item->string);
        if (!known)
            print_error("new key %s\n", item->string);
        assert_true(known);
        count++;
    }
    assert_int_equal(count, ARRAY_SIZE(keys));
    assert_int_equal(cJSON_GetArraySize(member(card, "listener")), 4);
    assert_int_equal(lines_of(out_of(f)), 1);
}

static void draw_explains_itself_if_asked(void **state)
{
    struct fixture *f = *state;
    const cJSON *card;

    RUN(f, "draw", "--seed=5", "--explain");
    EXPECT_WELL(f);
    assert_non_null(strstr(out_of(f), "\nWhy this one: "));
    RUN(f, "draw", "--seed=5");
    EXPECT_WELL(f);
    assert_null(strstr(out_of(f), "Why this one"));
    card = DRAWN(f, 5, "--explain");
    assert_memory_equal(text_at(card, "why"), "Why this one: ", strlen("Why this one: "));
    card = drawn(f, 5, NULL);
    assert_null(cJSON_GetObjectItemCaseSensitive(card, "why"));
    RUN(f, "log", "--explain");
    EXPECT_CODE(f, 2);
}

static void draw_obeys_mood_mode_and_minutes(void **state)
{
    static const char *const moods[] = { "light", "serious" }, *const modes[] = { "talking",
                                                                                  "listening" };
    static const char *const minutes[] = { "5", "10", "20", "30" };
    struct fixture *f = *state;

    for (size_t i = 0; i < 2 * 2 * ARRAY_SIZE(minutes); i++)
        for (unsigned seed = 1; seed <= SEEDS; seed++) {
            const char *mood = moods[i % 2], *mode = modes[i / 2 % 2], *most = minutes[i / 4];
            const cJSON *card = DRAWN(f, seed, "--mood", mood, "--mode", mode, "--minutes", most);

            assert_string_equal(text_at(card, "mood"), mood);
            assert_string_equal(text_at(card, "mode"), mode);
            assert_true(number_at(card, "minutes") <= atoi(most));
        }
}

static void draw_obeys_one_choice_and_varies_the_others(void **state)
{
    struct fixture *f = *state;
    unsigned light = 0, talking = 0, all = 30;

    for (unsigned seed = 1; seed <= all; seed++) {
        assert_string_equal(text_at(DRAWN(f, seed, "--mode=listening"), "mode"), "listening");
        light += !strcmp(text_at(f->json, "mood"), "light");
        assert_string_equal(text_at(DRAWN(f, seed, "--mood=serious"), "mood"), "serious");
        talking += !strcmp(text_at(f->json, "mode"), "talking");
    }
    assert_in_range(light, 1, all - 1);
    assert_in_range(talking, 1, all - 1);
}

static void any_is_no_choice(void **state)
{
    struct fixture *f = *state;

    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        char id[128];

        snprintf(id, sizeof id, "%s", text_at(drawn(f, seed, NULL), "id"));
        assert_string_equal(
            text_at(DRAWN(f, seed, "--mood=any", "--mode", "any", "--minutes=any"), "id"), id);
        assert_string_equal(text_at(DRAWN(f, seed, "--mood=light", "--mood=ANY"), "id"), id);
    }
}

static void the_same_seed_draws_the_same_card(void **state)
{
    struct fixture *f = *state;
    unsigned different = 0;
    char first[128] = "";

    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        char id[128];

        snprintf(id, sizeof id, "%s", text_at(drawn(f, seed, NULL), "id"));
        assert_string_equal(text_at(drawn(f, seed, NULL), "id"), id);
        if (!*first)
            snprintf(first, sizeof first, "%s", id);
        different += strcmp(first, id) != 0;
    }
    assert_true(different >= SEEDS / 2);
    RUN(f, "draw", "--seed", "0");
    EXPECT_WELL(f);
    RUN(f, "draw", "--seed", "18446744073709551615");
    EXPECT_WELL(f);
}

static void without_a_seed_cards_differ(void **state)
{
    struct fixture *f = *state;
    char first[128] = "";
    unsigned different = 0;

    for (int i = 0; i < SEEDS; i++) {
        RUN(f, "draw", "--json");
        EXPECT_WELL(f);
        if (!*first)
            snprintf(first, sizeof first, "%s", text_at(parsed(f), "id"));
        different += strcmp(first, text_at(parsed(f), "id")) != 0;
    }
    assert_true(different > 0);
}

/* A draw counts as a first card: of depth 2 at most, unless --depth asks, which is a ceiling. */
static void depth_is_a_ceiling_and_asking(void **state)
{
    struct fixture *f = *state;
    int deepest = 0, all = 40;

    for (unsigned seed = 1; seed <= (unsigned)all; seed++) {
        assert_true(number_at(drawn(f, seed, NULL), "depth") <= 2);
        assert_int_equal(number_at(DRAWN(f, seed, "--depth=1"), "depth"), 1);
        assert_true(number_at(DRAWN(f, seed, "--depth=2"), "depth") <= 2);
        assert_true(number_at(DRAWN(f, seed, "--depth=3", "--mood=serious"), "depth") <= 3);
        deepest = number_at(f->json, "depth") > deepest ? number_at(f->json, "depth") : deepest;
    }
    assert_int_equal(deepest, 3);
}

/* Two people have not just agreed to anything here. */
static void draw_shows_nothing_that_asks_for_consent(void **state)
{
    struct fixture *f = *state;

    for (unsigned seed = 1; seed <= DRAWS; seed++) {
        const cJSON *card = DRAWN(f, seed, "--depth=4");

        assert_string_equal(text_at(card, "consent"), "none");
        assert_int_equal(cJSON_GetArraySize(member(card, "flags")), 0);
        assert_int_equal(cJSON_GetArraySize(member(card, "requires")), 0);
    }
}

static void when_nothing_fits_stdout_is_empty(void **state)
{
    struct fixture *f = *state;

    RUN(f, "draw", "--minutes", "4");
    EXPECT_ONE_SENTENCE(f, "othing fits");
    RUN(f, "draw", "--minutes=4", "--json");
    EXPECT_ONE_SENTENCE(f, "othing fits");
    RUN(f, "draw", "--mood=serious", "--depth=1");
    EXPECT_ONE_SENTENCE(f, "What would help");
    RUN(f, "draw", "--mood=serious", "--depth=1", "--record");
    EXPECT_ONE_SENTENCE(f, "othing fits");
    assert_int_equal(cJSON_GetArraySize(logged(f)), 0);
}

static void draw_records_nothing_unless_asked(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < 3; i++)
        RUN(f, "draw");
    assert_int_equal(cJSON_GetArraySize(logged(f)), 0);
}

static void draw_and_record_is_a_sitting_of_its_own(void **state)
{
    struct fixture *f = *state;
    char id[128], text[1024];
    const cJSON *sitting, *card;

    DRAWN(f, 7, "--record");
    snprintf(id, sizeof id, "%s", text_at(f->json, "id"));
    snprintf(text, sizeof text, "%s", text_at(f->json, "text"));
    assert_int_equal(cJSON_GetArraySize(logged(f)), 1);
    sitting = cJSON_GetArrayItem(f->json, 0);
    assert_null(text_at(sitting, "ended"));
    assert_int_equal(cJSON_GetArraySize(member(sitting, "cards")), 1);
    card = cJSON_GetArrayItem(member(sitting, "cards"), 0);
    assert_string_equal(text_at(card, "prompt"), id);
    assert_string_equal(text_at(card, "text"), text);
    assert_string_equal(text_at(card, "outcome"), "talked");
    assert_null(text_at(card, "first_speaker"));
    assert_null(text_at(card, "note"));
    RUN(f, "draw", "--record");
    assert_int_equal(cJSON_GetArraySize(logged(f)), 2);
    RUN(f, "log");
    assert_non_null(strstr(out_of(f), text));
}

/* Rule 11, over the command line: what was recorded rests. */
static void a_recorded_card_does_not_come_again_soon(void **state)
{
    static char seen[DRAWS][128];
    struct fixture *f = *state;

    for (int i = 0; i < DRAWS; i++) {
        RUN(f, "draw", "--record", "--json", "--seed=1");
        EXPECT_WELL(f);
        snprintf(seen[i], sizeof seen[i], "%s", text_at(parsed(f), "id"));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(seen[i], seen[j]);
    }
    assert_int_equal(cJSON_GetArraySize(logged(f)), DRAWS);
}

static void a_plain_locale_draws_ascii(void **state)
{
    struct fixture *f = *state;
    char seed[32];

    proc_env_set(&f->env, "LC_ALL", "C");
    for (unsigned i = 1; i <= DRAWS; i++) {
        snprintf(seed, sizeof seed, "--seed=%u", i);
        RUN(f, "draw", seed, "--record");
        EXPECT_WELL(f);
        assert_true(is_ascii(out_of(f)));
    }
    RUN(f, "log");
    EXPECT_WELL(f);
    assert_true(is_ascii(out_of(f)));
    RUN(f, "pack", "list");
    assert_true(is_ascii(out_of(f)));
    RUN(f, "--help");
    assert_true(is_ascii(out_of(f)));
}

/* ---- log ---- */

/* A past written by the library: one connection, moments as we like. */
struct past_writer {
    struct store *store;
    struct couple couple;
    struct table table;
    struct error err;
};

#define MUST(call)                                                                                 \
    do {                                                                                           \
        if ((call) != STATUS_OK) {                                                                 \
            print_error("%s: %s\n", #call, w->err.text);                                           \
            fail();                                                                                \
        }                                                                                          \
    } while (0)

static void begin_past(struct past_writer *w, struct fixture *f, const char *left,
                       const char *right)
{
    struct store_options options = { .folder = f->data, .access = STORE_WRITE };

    *w = (struct past_writer){ .store = NULL };
    MUST(store_open(&w->store, &options, &w->err));
    MUST(builtin_sync(w->store, &w->err));
    w->table = (struct table){ .store = w->store, .couple = &w->couple, .seed = 1 };
    MUST(table_names(&w->table, left, right, &w->err));
    MUST(journal_couple(w->store, &w->couple, &w->err));
}

static void end_past(struct past_writer *w)
{
    couple_release(&w->couple);
    assert_int_equal(store_close(w->store), STATUS_OK);
}

static void at(struct past_writer *w, int64_t ms, int zone)
{
    w->table.now = (struct moment){ .ms = ms, .zone = zone };
    w->table.seed++;
}

/* Deals a card and gives it its outcome. */
static struct card one_card(struct past_writer *w, enum outcome outcome, const char *note)
{
    struct filter filter = { .mood = MOOD_LIGHT };
    struct deal deal;

    MUST(table_deal(&w->table, &filter, &deal, &w->err));
    MUST(table_outcome(&w->table, deal.card.sitting, deal.card.id, outcome, &w->err));
    if (note)
        MUST(table_note(&w->table, deal.card.sitting, deal.card.id, NOTE_PLAIN, note, &w->err));
    return deal.card; /* the caller's */
}

static void drop_card(struct card *card)
{
    card_release(card);
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / 1000000;
}

/* 2026-06-21T19:04:05Z, an evening in Berlin. */
#define AN_EVENING INT64_C(1782068645000)

static void an_empty_log_is_empty_and_makes_nothing(void **state)
{
    struct fixture *f = *state;

    RUN(f, "log");
    EXPECT_WELL(f);
    assert_string_equal(out_of(f), "");
    RUN(f, "log", "--json");
    EXPECT_WELL(f);
    assert_string_equal(out_of(f), "[]\n");
    assert_false(exists(f->home, ".local"));
}

static void the_log_as_json_has_what_scripts_were_promised(void **state)
{
    static const char *const card_keys[] = { "prompt",    "text",    "mood",          "mode",
                                             "dimension", "outcome", "first_speaker", "note",
                                             "at",        "depth" };
    struct fixture *f = *state;
    struct past_writer writer, *w = &writer;
    struct card talked, kept, aside;
    const cJSON *sitting, *cards, *card;

    begin_past(w, f, "Zoë", "美咲");
    at(w, AN_EVENING, BERLIN_SUMMER);
    talked = one_card(w, OUTCOME_TALKED, "A \"line\",\twith \\ and 美咲");
    at(w, AN_EVENING + MS_PER_MINUTE, BERLIN_SUMMER);
    aside = one_card(w, OUTCOME_ANOTHER, NULL);
    at(w, AN_EVENING + 2 * MS_PER_MINUTE, BERLIN_SUMMER);
    kept = one_card(w, OUTCOME_KEPT, NULL);
    at(w, AN_EVENING + 3 * MS_PER_MINUTE, BERLIN_SUMMER);
    MUST(table_good_night(&w->table, talked.sitting, &w->err));
    end_past(w);

    assert_int_equal(cJSON_GetArraySize(logged(f)), 1);
    sitting = cJSON_GetArrayItem(f->json, 0);
    assert_string_equal(text_at(sitting, "id"), talked.sitting);
    assert_string_equal(text_at(sitting, "started"), "2026-06-21T21:04:05+02:00");
    assert_string_equal(text_at(sitting, "ended"), "2026-06-21T21:07:05+02:00");
    cards = member(sitting, "cards");
    assert_int_equal(cJSON_GetArraySize(cards), 2); /* not the one that was put aside */
    for (int i = 0; i < 2; i++)
        for (size_t k = 0; k < ARRAY_SIZE(card_keys); k++)
            member(cJSON_GetArrayItem(cards, i), card_keys[k]);
    card = cJSON_GetArrayItem(cards, 0);
    assert_string_equal(text_at(card, "prompt"), talked.prompt.id);
    assert_string_equal(text_at(card, "text"), talked.prompt.text);
    assert_string_equal(text_at(card, "mood"), "light");
    assert_string_equal(text_at(card, "outcome"), "talked");
    assert_string_equal(text_at(card, "first_speaker"), "Zoë");
    assert_string_equal(text_at(card, "note"), "A \"line\",\twith \\ and 美咲");
    assert_string_equal(text_at(card, "at"), "2026-06-21T21:04:05+02:00");
    assert_int_equal(number_at(card, "depth"), talked.prompt.depth);
    card = cJSON_GetArrayItem(cards, 1);
    assert_string_equal(text_at(card, "prompt"), kept.prompt.id);
    assert_string_equal(text_at(card, "outcome"), "kept");
    assert_null(text_at(card, "note"));
    assert_string_equal(text_at(card, "at"), "2026-06-21T21:06:05+02:00");
    drop_card(&talked);
    drop_card(&kept);
    drop_card(&aside);
}

/* Open until good night; after twelve hours of nothing it ended with its last step. */
static void a_sitting_ends_with_good_night_or_twelve_hours_later(void **state)
{
    struct fixture *f = *state;
    struct past_writer writer, *w = &writer;
    int64_t now = now_ms() / 1000 * 1000;
    struct card card;
    char expected[CLOCK_RFC3339_MAX];

    begin_past(w, f, "Ana", "Sam");
    at(w, now - 30 * MS_PER_HOUR, 0);
    card = one_card(w, OUTCOME_TALKED, NULL); /* over long since */
    drop_card(&card);
    at(w, now - 30 * MS_PER_HOUR + MS_PER_MINUTE, 0);
    card = one_card(w, OUTCOME_TALKED, NULL); /* its last step */
    drop_card(&card);
    at(w, now - 11 * MS_PER_HOUR, 0);
    card = one_card(w, OUTCOME_TALKED, NULL); /* still on */
    drop_card(&card);
    end_past(w);

    assert_int_equal(cJSON_GetArraySize(logged(f)), 2);
    assert_null(text_at(cJSON_GetArrayItem(f->json, 0), "ended"));
    clock_rfc3339((struct moment){ .ms = now - 30 * MS_PER_HOUR + MS_PER_MINUTE }, expected);
    assert_string_equal(text_at(cJSON_GetArrayItem(f->json, 1), "ended"), expected);
}

static void sittings_are_told_newest_first_over_many_pages(void **state)
{
    struct fixture *f = *state;
    struct past_writer writer, *w = &writer;
    int64_t first = now_ms() - (int64_t)MANY_SITTINGS * 2 * MS_PER_DAY;
    const cJSON *sitting;
    char last[CLOCK_RFC3339_MAX] = "9999";
    int count = 0;

    begin_past(w, f, "Ana", "Sam");
    for (int i = 0; i < MANY_SITTINGS; i++) {
        struct card card;
        char note[32];

        at(w, first + (int64_t)i * 2 * MS_PER_DAY, 0);
        snprintf(note, sizeof note, "number %d", i);
        card = one_card(w, i % 3 ? OUTCOME_TALKED : OUTCOME_KEPT, note);
        drop_card(&card);
    }
    end_past(w);
    logged(f);
    cJSON_ArrayForEach(sitting, f->json)
    {
        char note[32];

        assert_true(strcmp(text_at(sitting, "started"), last) < 0);
        snprintf(last, sizeof last, "%s", text_at(sitting, "started"));
        snprintf(note, sizeof note, "number %d", MANY_SITTINGS - 1 - count++);
        assert_string_equal(text_at(cJSON_GetArrayItem(member(sitting, "cards"), 0), "note"), note);
    }
    assert_int_equal(count, MANY_SITTINGS);
    RUN(f, "log");
    EXPECT_WELL(f);
    assert_non_null(strstr(out_of(f), "note: number 229\n"));
    assert_true(strstr(out_of(f), "number 229\n") < strstr(out_of(f), "number 0\n"));
}

static void the_log_as_text_has_date_outcome_and_note(void **state)
{
    struct fixture *f = *state;
    struct past_writer writer, *w = &writer;
    struct card talked, kept;
    char line[2048];

    begin_past(w, f, "Ana", "Sam");
    at(w, AN_EVENING, BERLIN_SUMMER);
    talked = one_card(w, OUTCOME_TALKED, "Two umbrellas \033[31mand\033]0;x\007 no plan.");
    kept = one_card(w, OUTCOME_KEPT, NULL);
    end_past(w);
    RUN(f, "log");
    EXPECT_WELL(f);
    assert_memory_equal(out_of(f), "Sunday 21 June 2026, 21:04\n", 27);
    snprintf(line, sizeof line, "talked: %s\n", talked.prompt.text);
    assert_non_null(strstr(out_of(f), line));
    snprintf(line, sizeof line, "kept for later: %s\n", kept.prompt.text);
    assert_non_null(strstr(out_of(f), line));
    assert_non_null(strstr(out_of(f), "    note: Two umbrellas "));
    assert_null(strchr(out_of(f), '\033')); /* what a note holds is no order to the terminal */
    drop_card(&talked);
    drop_card(&kept);
}

/* The offset is that of the place where it was recorded, whatever the season there. */
static void times_have_the_offset_of_the_place(void **state)
{
    static const char *const zones[] = { "Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3",
                                         "Asia/Kolkata", "MART+9:30" };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_SIZE(zones); i++) {
        time_t now = time(NULL);
        char offset[32], *before = strdup(getenv("TZ") ? getenv("TZ") : "UTC");
        const char *told;
        struct tm here;

        setenv("TZ", zones[i], 1);
        tzset();
        localtime_r(&now, &here);
        snprintf(offset, sizeof offset, "%c%02ld:%02ld", here.tm_gmtoff < 0 ? '-' : '+',
                 labs(here.tm_gmtoff) / 3600, labs(here.tm_gmtoff) / 60 % 60);
        setenv("TZ", before, 1);
        tzset();
        free(before);
        proc_env_set(&f->env, "TZ", zones[i]);
        RUN(f, "draw", "--record");
        EXPECT_WELL(f);
        proc_env_set(&f->env, "TZ", "UTC"); /* read elsewhere it stays what it was */
        told = text_at(cJSON_GetArrayItem(logged(f), 0), "started");
        assert_int_equal(strlen(told), strlen("2026-06-21T21:04:05+02:00"));
        assert_string_equal(told + 19, offset);
    }
}

/* ---- packs ---- */

static int is_pack_file(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');

    return dot && !strcmp(dot, ".json");
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Balance, openings, listener's lines: what only all packs together can show. */
static void the_packs_that_come_with_couplet_are_a_whole_library(void **state)
{
    struct fixture *f = *state;
    char command[PATH_SIZE + 64];

    snprintf(command, sizeof command, "\"$BIN\" pack check --catalogue '%s'/*.json", f->packs);
    run_shell(f, command);
    EXPECT_CODE(f, 0);
    assert_null(strstr(out_of(f), ": E "));
}

/* A pack that comes with couplet is a file of its name. */
static void pack_list_tells_every_pack(void **state)
{
    struct fixture *f = *state;
    struct dirent **files;
    int count = scandir(f->packs, &files, is_pack_file, by_name);
    const char *line;

    assert_true(count > 0);
    RUN(f, "pack", "list");
    EXPECT_WELL(f);
    assert_int_equal(lines_of(out_of(f)), count);
    line = out_of(f);
    for (int i = 0; i < count; i++) {
        size_t name = strlen(files[i]->d_name) - strlen(".json");

        assert_memory_equal(line, files[i]->d_name, name);
        assert_int_equal(line[name], ' ');
        line = strchr(line, '\n') + 1;
        free(files[i]);
    }
    free(files);
    assert_non_null(strstr(out_of(f), "CC0-1.0"));
    assert_null(strstr(out_of(f), " 0 prompts"));
}

static void a_good_pack_is_said_to_be_good(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE], line[PATH_SIZE + 64], command[3 * PATH_SIZE];

    path_in(path, f->packs, "small-bursts.json");
    RUN(f, "pack", "check", path);
    EXPECT_CODE(f, 0);
    snprintf(line, sizeof line, "%s: a good pack, ", path);
    assert_memory_equal(err_of(f), line, strlen(line));
    snprintf(command, sizeof command, "exec \"$BIN\" pack check - <'%s'", path);
    run_shell(f, command);
    EXPECT_CODE(f, 0);
    assert_memory_equal(err_of(f), "standard input: a good pack, ", 29);
}

/* file:line:column, then what and why, for editors and people. */
static void expect_place(struct fixture *f, const char *name, int line, int column)
{
    char place[PATH_SIZE + 32];

    snprintf(place, sizeof place, "%s:%d:%d: ", name, line, column);
    if (!strstr(err_of(f), place)) {
        fprintf(stderr, "not \"%s\": %s", place, err_of(f));
        fail();
    }
}

static void write_file(const char *path, const char *text, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, size), size);
    close(fd);
}

static const char bad_pack[] =
    "{\"format\": 1, \"id\": \"mine\", \"title\": \"Mine\", \"version\": \"1.0.0\",\n"
    "  \"lang\": \"en\", \"license\": \"CC0-1.0\",\n"
    "  \"prompts\": [\n"
    "    {\"id\": \"a\", \"text\": \"A?\", \"mood\": \"lihgt\", \"mode\": \"talking\",\n"
    "     \"dimension\": \"mental\", \"depth\": 1, \"minutes\": 5}\n"
    "  ]\n"
    "}\n";

static void a_bad_pack_is_told_with_line_and_column(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE], good[PATH_SIZE], command[3 * PATH_SIZE];
    int column = (int)(strstr(bad_pack, "\"lihgt\"") - strstr(bad_pack, "    {\"id\"")) + 1;

    path_in(path, f->home, "mine.json");
    path_in(good, f->packs, "small-bursts.json");
    write_file(path, bad_pack, strlen(bad_pack));
    RUN(f, "pack", "check", path);
    EXPECT_CODE(f, 1);
    assert_string_equal(out_of(f), "");
    expect_place(f, path, 4, column);
    assert_non_null(strstr(err_of(f), "light"));
    snprintf(command, sizeof command, "exec \"$BIN\" pack check - <'%s'", path);
    run_shell(f, command);
    EXPECT_CODE(f, 1);
    expect_place(f, "standard input", 4, column);
    RUN(f, "pack", "check", path, good); /* the next one is looked at all the same */
    EXPECT_CODE(f, 1);
    assert_non_null(strstr(err_of(f), "a good pack"));
    expect_place(f, path, 4, column);
    write_file(path, "{\n  \"format\": 1,,\n}", 19);
    RUN(f, "pack", "check", path);
    EXPECT_CODE(f, 1);
    expect_place(f, path, 2, 15);
}

static void in_a_plain_locale_problems_are_told_in_ascii(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE];

    path_in(path, f->packs, "../../tests/fixtures/packs/invalid-latin-1.json");
    RUN(f, "pack", "check", path);
    assert_non_null(strstr(err_of(f), "this isn’t valid UTF-8"));
    proc_env_set(&f->env, "LC_ALL", "C");
    RUN(f, "pack", "check", path);
    assert_non_null(strstr(err_of(f), "this isn't valid UTF-8"));
}

/* A pack in the right form whose prompts are not: one error, in a follow-up, and warnings. */
static const char poor_pack[] =
    "{\"format\": 1, \"id\": \"mine\", \"title\": \"Mine\", \"version\": \"1.0.0\",\n"
    "  \"lang\": \"en\", \"license\": \"CC0-1.0\",\n"
    "  \"prompts\": [\n"
    "    {\"id\": \"radio\", \"text\": \"Which song has our home heard most?\",\n"
    "     \"mood\": \"light\", \"mode\": \"talking\", \"dimension\": \"mental\",\n"
    "     \"depth\": 1, \"minutes\": 5,\n"
    "     \"followups\": [\"Who sang it?\",\n"
    "                   \"Did you ever turn it off?\"]}\n"
    "  ]\n"
    "}\n";

static void what_is_wrong_with_prompts_is_data_with_its_place(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE], expected[4 * PATH_SIZE];

    path_in(path, f->home, "mine.json");
    write_file(path, poor_pack, strlen(poor_pack));
    RUN(f, "pack", "check", path);
    EXPECT_CODE(f, 1);
    snprintf(expected, sizeof expected,
             "%s:4:29: W radio 8-presumes: not every couple has “our home”. See whether it can be "
             "said for everybody.\n"
             "%s:8:20: E radio 2-closed: “did …” can be answered with yes or no. Open with what, "
             "which, where, when or how, or with a task.\n",
             path, path);
    assert_string_equal(out_of(f), expected);
    snprintf(expected, sizeof expected, "%s: a pack to mend, 1 prompt, 1 error, 1 warning\n", path);
    assert_string_equal(err_of(f), expected);
}

static void a_warning_alone_is_no_failure(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE], *closed;
    char text[sizeof poor_pack];

    memcpy(text, poor_pack, sizeof poor_pack);
    closed = strstr(text, "Did you ever");
    memcpy(closed, "When did you", 12);
    path_in(path, f->home, "mine.json");
    write_file(path, text, strlen(text));
    RUN(f, "pack", "check", path);
    EXPECT_CODE(f, 0);
    assert_int_equal(lines_of(out_of(f)), 1);
    assert_non_null(strstr(err_of(f), "a good pack, 1 prompt, 1 warning\n"));
}

static void findings_as_json_are_one_list_with_fixed_keys(void **state)
{
    static const char *const keys[] = { "file", "line",   "column", "severity", "rule",
                                        "name", "prompt", "path",   "what",     "mend" };
    struct fixture *f = *state;
    char path[PATH_SIZE], bad[PATH_SIZE];
    const cJSON *list, *item, *key;

    path_in(path, f->home, "mine.json");
    path_in(bad, f->home, "bad.json");
    write_file(path, poor_pack, strlen(poor_pack));
    write_file(bad, bad_pack, strlen(bad_pack));
    RUN(f, "pack", "check", "--json", bad, path);
    EXPECT_CODE(f, 1);
    list = parsed(f);
    assert_int_equal(cJSON_GetArraySize(list), 3);
    cJSON_ArrayForEach(item, list)
    {
        size_t i = 0;

        cJSON_ArrayForEach(key, item)
        {
            assert_true(i < ARRAY_SIZE(keys));
            assert_string_equal(key->string, keys[i++]);
        }
        assert_int_equal(i, ARRAY_SIZE(keys));
    }
    item = cJSON_GetArrayItem(list, 0); /* what isn't a pack has no prompt and no rule */
    assert_string_equal(text_at(item, "file"), bad);
    assert_string_equal(text_at(item, "severity"), "E");
    assert_null(text_at(item, "prompt"));
    assert_true(cJSON_IsNull(member(item, "rule")));
    item = cJSON_GetArrayItem(list, 2);
    assert_string_equal(text_at(item, "file"), path);
    assert_int_equal(number_at(item, "line"), 8);
    assert_int_equal(number_at(item, "column"), 20);
    assert_string_equal(text_at(item, "severity"), "E");
    assert_int_equal(number_at(item, "rule"), 2);
    assert_string_equal(text_at(item, "name"), "closed");
    assert_string_equal(text_at(item, "prompt"), "radio");
    assert_string_equal(text_at(item, "path"), "prompts[0].followups[1]");
    RUN(f, "pack", "check", "--json", f->home); /* no file at all: the list is empty */
    EXPECT_CODE(f, 1);
    assert_int_equal(cJSON_GetArraySize(parsed(f)), 0);
}

static void a_catalogue_is_checked_together_and_printed_as_a_table(void **state)
{
    struct fixture *f = *state;
    char one[PATH_SIZE], two[PATH_SIZE], copy[3 * PATH_SIZE];

    path_in(one, f->packs, "small-bursts.json");
    path_in(two, f->packs, "play-by-ear.json");
    RUN(f, "pack", "check", "--catalogue", one, two);
    EXPECT_CODE(f, 1); /* two packs are no whole library */
    assert_non_null(strstr(out_of(f), "catalogue: E - 17-balance: "));
    assert_non_null(strstr(out_of(f), "96 prompts in 2 packs\n"));
    assert_non_null(strstr(out_of(f), "dimensions "));
    assert_null(strstr(out_of(f), "16-unique"));
    RUN(f, "pack", "check", "--catalogue", one, one);
    EXPECT_CODE(f, 1);
    assert_non_null(strstr(out_of(f), "16-unique"));
    RUN(f, "pack", "check", one, one); /* each by itself has nothing twice */
    EXPECT_CODE(f, 0);
    RUN(f, "pack", "check", "--catalogue", "--json", one);
    EXPECT_CODE(f, 1);
    assert_true(cJSON_IsArray(parsed(f)));
    /* A built-in pack has all that a couple's own may leave out. */
    path_in(copy, f->home, "mine.json");
    write_file(copy, poor_pack, strlen(poor_pack));
    RUN(f, "pack", "check", "--catalogue", copy);
    EXPECT_CODE(f, 1);
    assert_non_null(strstr(err_of(f), "listener"));
    RUN(f, "--ascii", "pack", "check", "--catalogue", one);
    for (const char *c = out_of(f); *c; c++)
        assert_true((unsigned char)*c < 0x80);
}

static void what_is_no_file_is_told_in_a_sentence(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE];

    path_in(path, f->home, "nowhere.json");
    RUN(f, "pack", "check", path);
    EXPECT_ONE_SENTENCE(f, path);
    RUN(f, "pack", "check", f->home);
    EXPECT_ONE_SENTENCE(f, f->home);
    path_in(path, f->home, "empty.json");
    write_file(path, "", 0);
    RUN(f, "pack", "check", path);
    EXPECT_CODE(f, 1);
    assert_string_equal(out_of(f), "");
    assert_non_null(strstr(err_of(f), path));
}

static void a_file_that_is_too_large_is_not_read(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE];
    int fd;

    path_in(path, f->home, "large.json");
    fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0 && ftruncate(fd, 70 * 1000 * 1000) == 0);
    close(fd);
    RUN(f, "pack", "check", path);
    EXPECT_ONE_SENTENCE(f, "64 MiB");
}

/* ---- help, version, usage ---- */

static void help_goes_to_stdout_for_every_command(void **state)
{
    static const struct {
        const char *const words[4];
        const char *usage, *option;
    } rows[] = {
        { { "--help" }, "Usage: couplet [OPTION]... [COMMAND]\n", "--data=DIR" },
        { { "-h" }, "Usage: couplet [OPTION]... [COMMAND]\n", "--version" },
        { { "draw", "--help" }, "Usage: couplet draw [OPTION]...\n", "--mood=MOOD" },
        { { "draw", "-h" }, "Usage: couplet draw [OPTION]...\n", "--record" },
        { { "log", "--help" }, "Usage: couplet log [OPTION]...\n", "--json" },
        { { "pack", "--help" }, "Usage: couplet pack [OPTION]... VERB", "--data=DIR" },
        { { "pack", "list", "--help" }, "Usage: couplet pack ", "--help" },
        { { "draw", "--mood=light", "--help" }, "Usage: couplet draw ", "--seed=N" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        run_words(f, rows[i].words);
        EXPECT_WELL(f);
        assert_memory_equal(out_of(f), rows[i].usage, strlen(rows[i].usage));
        assert_non_null(strstr(out_of(f), rows[i].option));
    }
    RUN(f, "--help");
    for (const char *const *name = (const char *const[]){ "draw", "log", "pack", NULL }; *name;
         name++)
        assert_non_null(strstr(out_of(f), *name));
    RUN(f, "log", "--help");
    assert_null(strstr(out_of(f), "--mood")); /* not an option of log, yet */
    assert_false(exists(f->home, ".local"));  /* asking makes nothing */
}

static void the_version_goes_to_stdout(void **state)
{
    static const char *const rows[][3] = {
        { "--version" }, { "-V" }, { "draw", "--version" }, { "log", "-V" }, { "pack", "--version" }
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        run_words(f, rows[i]);
        EXPECT_WELL(f);
        assert_memory_equal(out_of(f), "couplet ", 8);
        assert_in_range(out_of(f)[8], '0', '9');
        assert_int_equal(lines_of(out_of(f)), 1);
    }
}

static void wrong_words_are_usage_errors_with_a_hint(void **state)
{
    static const struct {
        const char *const words[6];
        const char *hint; /* stands in the message */
    } rows[] = {
        { { "drwa" }, "did you mean draw?" },
        { { "Log" }, "did you mean log?" },
        { { "packs" }, "did you mean pack?" },
        { { "something" }, "something" },
        { { "" }, "there is no command" },
        { { "--halp" }, "did you mean --help?" },
        { { "--vers=1" }, "--vers" },
        { { "-x" }, "-x" },
        { { "--data" }, "needs a value" },
        { { "--data=" }, "folder" },
        { { "--json" }, "--json" },
        { { "draw", "--moood=light" }, "did you mean --mood?" },
        { { "draw", "--recrod" }, "did you mean --record?" },
        { { "draw", "-j" }, "-j" },
        { { "draw", "-hx" }, "-x" },
        { { "draw", "--mood" }, "needs a value" },
        { { "draw", "--mood=lihgt" }, "did you mean light?" },
        { { "draw", "--mood", "" }, "--mood" },
        { { "draw", "--mood", "heavy" }, "light, serious or any" },
        { { "draw", "--mode=lisening" }, "did you mean listening?" },
        { { "draw", "--minutes=ten" }, "--minutes" },
        { { "draw", "--minutes=-5" }, "--minutes" },
        { { "draw", "--minutes=5.5" }, "--minutes" },
        { { "draw", "--minutes=0" }, "--minutes" },
        { { "draw", "--minutes= 5" }, "--minutes" },
        { { "draw", "--minutes=99999999999999999999" }, "--minutes" },
        { { "draw", "--depth=0" }, "1, 2, 3 or 4" },
        { { "draw", "--depth=5" }, "1, 2, 3 or 4" },
        { { "draw", "--depth=any" }, "1, 2, 3 or 4" },
        { { "draw", "--seed=-1" }, "--seed" },
        { { "draw", "--seed=18446744073709551616" }, "--seed" },
        { { "draw", "--seed=0x10" }, "--seed" },
        { { "draw", "--json=yes" }, "--json" },
        { { "draw", "light" }, "light" },
        { { "draw", "--json", "more" }, "more" },
        { { "log", "today" }, "today" },
        { { "log", "--mood=light" }, "--mood" },
        { { "log", "--jsn" }, "did you mean --json?" },
        { { "pack" }, "list" },
        { { "pack", "chek", "x" }, "did you mean check?" },
        { { "pack", "check" }, "file" },
        { { "pack", "list", "x" }, "x" },
        { { "pack", "list", "--json" }, "--json" },
        { { "pack", "list", "--catalogue" }, "--catalogue" },
        { { "draw", "--catalogue" }, "--catalogue" },
        { { "\033[31mred\007" }, "there is no command" },
        { { "draw", "--mood=\033]0;x\007" }, "--mood" },
        { { "draw", "--\xff\xfe" }, "there is no option" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        run_words(f, rows[i].words);
        if (f->code != 2 || *out_of(f) || !strstr(err_of(f), rows[i].hint) ||
            !strstr(err_of(f), "Try: couplet") || strchr(err_of(f), '\033') ||
            strchr(err_of(f), '\007') || strncmp(err_of(f), "couplet: ", 9)) {
            fprintf(stderr, "row %zu (%s %s): %d\nstdout: %s\nstderr: %s\n", i, rows[i].words[0],
                    rows[i].words[1] ? rows[i].words[1] : "", f->code, out_of(f), err_of(f));
            fail();
        }
    }
    assert_false(exists(f->home, ".local"));
}

static void two_dashes_end_the_options(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE];
    const char *const argv[] = { f->bin, "pack", "check", "--", "-mine.json", NULL };

    RUN(f, "draw", "--", "--json");
    EXPECT_CODE(f, 2);
    assert_non_null(strstr(err_of(f), "--json"));
    RUN(f, "draw", "--json", "--");
    EXPECT_WELL(f);
    RUN(f, "--", "draw", "--json");
    EXPECT_WELL(f);
    parsed(f);
    path_in(path, f->home, "-mine.json");
    write_file(path, bad_pack, strlen(bad_pack));
    run_job(f, (struct proc_job){ .argv = argv, .dir = f->home });
    EXPECT_CODE(f, 1);
    assert_non_null(strstr(err_of(f), "-mine.json:4:"));
}

static void options_may_be_short_of_letters_and_long_of_order(void **state)
{
    struct fixture *f = *state;

    RUN(f, "draw", "--se", "4", "--js"); /* getopt takes what is unambiguous */
    EXPECT_WELL(f);
    parsed(f);
    RUN(f, "draw", "--m=light"); /* mood, mode, minutes */
    EXPECT_CODE(f, 2);
    assert_string_equal(out_of(f), "");
}

/* ---- where output can't go ---- */

static void a_full_device_is_a_failure(void **state)
{
    static const char *const commands[] = { "draw",   "draw --json", "log --json", "pack list",
                                            "--help", "--version",   "draw --help" };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
        char line[128];

        snprintf(line, sizeof line, "exec \"$BIN\" %s >/dev/full", commands[i]);
        run_shell(f, line);
        EXPECT_ONE_SENTENCE(f, "No space left on device");
    }
}

static void a_closed_stdout_is_a_failure(void **state)
{
    struct fixture *f = *state;

    run_shell(f, "exec \"$BIN\" draw >&-");
    EXPECT_ONE_SENTENCE(f, "printed");
}

/* Nobody reads: the program ends by SIGPIPE, as others do, and says nothing. */
static void a_reader_that_left_ends_it_quietly(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE], line[3 * PATH_SIZE];

    path_in(path, f->home, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    /* The reader has opened and left before the program writes its first byte. */
    snprintf(line, sizeof line, "exec 3<>'%s' 4>'%s' 3<&-; exec \"$BIN\" draw >&4", path, path);
    run_shell(f, line);
    assert_int_equal(f->code, 128 + SIGPIPE);
    assert_string_equal(err_of(f), "");
}

/* ---- where the data lives ---- */

static void data_goes_where_the_nearest_word_says(void **state)
{
    struct fixture *f = *state;
    char a[PATH_SIZE], b[PATH_SIZE], c[PATH_SIZE], xdg[PATH_SIZE];

    path_in(a, f->home, "a");
    path_in(b, f->home, "b");
    path_in(c, f->home, "c/deep/er");
    path_in(xdg, f->home, "xdg");
    RUN(f, "draw"); /* XDG_DATA_HOME is what the tests' environment says: ~/.local/share */
    assert_true(exists(f->data, "couplet.db"));
    proc_env_set(&f->env, "XDG_DATA_HOME", xdg);
    RUN(f, "draw");
    assert_true(exists(xdg, "couplet/couplet.db"));
    proc_env_set(&f->env, "COUPLET_DATA", a);
    RUN(f, "draw");
    assert_true(exists(a, "couplet.db"));
    assert_false(exists(b, "couplet.db"));
    RUN(f, "draw", "--data", b);
    assert_true(exists(b, "couplet.db"));
    RUN(f, "--data", c, "draw"); /* before the command, and made with all its folders */
    assert_true(exists(c, "couplet.db"));
    RUN(f, "--data", a, "draw", "--record", "--data", b); /* the last word */
    EXPECT_WELL(f);
    RUN(f, "log", "--json", "--data", a);
    assert_string_equal(out_of(f), "[]\n");
    RUN(f, "log", "--json", "--data", b);
    assert_string_not_equal(out_of(f), "[]\n");
}

static void an_empty_or_relative_word_is_passed_over(void **state)
{
    struct fixture *f = *state;

    proc_env_set(&f->env, "COUPLET_DATA", "");
    proc_env_set(&f->env, "XDG_DATA_HOME", "relative");
    RUN(f, "draw");
    EXPECT_WELL(f);
    assert_true(exists(f->data, "couplet.db"));
    assert_true(access("relative", F_OK) < 0);
}

static void without_a_home_it_asks_for_a_folder(void **state)
{
    struct fixture *f = *state;

    proc_env_set(&f->env, "HOME", "");
    proc_env_set(&f->env, "XDG_DATA_HOME", "");
    RUN(f, "draw");
    EXPECT_ONE_SENTENCE(f, "--data DIR");
    RUN(f, "draw", "--data", f->other);
    EXPECT_WELL(f);
}

static void folders_and_files_are_private(void **state)
{
    struct fixture *f = *state;
    char file[PATH_SIZE];
    struct stat st;

    umask(0);
    RUN(f, "draw", "--record");
    umask(022);
    assert_int_equal(stat(f->data, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0700);
    path_in(file, f->data, "couplet.db");
    assert_int_equal(stat(file, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

/* ---- files that are not ours, or not sound ---- */

static char *slurp(const char *path, size_t *size)
{
    FILE *in = fopen(path, "rb");
    char *bytes;
    long length;

    assert_non_null(in);
    assert_int_equal(fseek(in, 0, SEEK_END), 0);
    length = ftell(in);
    rewind(in);
    bytes = malloc((size_t)length + 1);
    assert_non_null(bytes);
    *size = fread(bytes, 1, (size_t)length, in);
    assert_int_equal(*size, length);
    fclose(in);
    return bytes;
}

/* Every command refuses the file in one sentence and leaves it as it was, byte for byte. */
static void expect_refused(struct fixture *f, const char *part)
{
    static const char *const commands[][3] = {
        { "draw" }, { "draw", "--record" }, { "log" }, { "log", "--json" }, { "pack", "list" }
    };
    char path[PATH_SIZE];
    size_t size, size_after;
    char *before, *after;

    path_in(path, f->data, "couplet.db");
    before = slurp(path, &size);
    for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
        run_words(f, commands[i]);
        EXPECT_ONE_SENTENCE(f, part);
        assert_non_null(strstr(err_of(f), path));
        after = slurp(path, &size_after);
        assert_int_equal(size_after, size);
        assert_memory_equal(after, before, size);
        free(after);
        assert_false(exists(f->data, "couplet.db-wal"));
        assert_false(exists(f->data, "couplet.db-shm"));
        assert_false(exists(f->data, "couplet.db-journal"));
    }
    free(before);
}

static void make_data_folder(struct fixture *f)
{
    RUN(f, "draw", "--record");
    EXPECT_WELL(f);
}

static void patch(struct fixture *f, long where, const void *bytes, size_t size)
{
    char path[PATH_SIZE];
    FILE *file;

    path_in(path, f->data, "couplet.db");
    file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, where, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void a_file_of_anything_else_is_refused(void **state)
{
    static const char *const contents[] = { "not a database at all\n", "SQLite format 3", "\n",
                                            "%PDF-1.7\n" };
    struct fixture *f = *state;
    char path[PATH_SIZE];

    make_data_folder(f);
    path_in(path, f->data, "couplet.db");
    for (size_t i = 0; i < ARRAY_SIZE(contents); i++) {
        write_file(path, contents[i], strlen(contents[i]));
        expect_refused(f, "It was left as it is");
    }
}

static void a_database_of_another_program_is_refused(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE];
    sqlite3 *db;

    make_data_folder(f);
    path_in(path, f->data, "couplet.db");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE recipe(name TEXT)", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    expect_refused(f, "another program");
}

static void a_newer_journal_is_refused(void **state)
{
    static const unsigned char version[] = { 0, 0, 0, 99 };
    struct fixture *f = *state;

    make_data_folder(f);
    patch(f, VERSION_AT, version, sizeof version);
    expect_refused(f, "newer couplet");
}

static void a_folder_or_pipe_in_its_place_is_refused(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE];

    make_data_folder(f);
    path_in(path, f->data, "couplet.db");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    RUN(f, "draw");
    EXPECT_ONE_SENTENCE(f, path);
    RUN(f, "log");
    EXPECT_ONE_SENTENCE(f, path);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    RUN(f, "log"); /* and doesn't wait for somebody to write */
    EXPECT_ONE_SENTENCE(f, path);
    write_file(f->other, "a file where a folder should be", 31);
    RUN(f, "draw", "--data", f->other);
    EXPECT_CODE(f, 1);
    assert_string_equal(out_of(f), "");
    assert_int_equal(lines_of(err_of(f)), 1);
    RUN(f, "log", "--data", f->other);
    EXPECT_CODE(f, 1);
}

/* Anything may be damaged: a sentence at worst, never a crash, and never half an answer that
 * looks like a whole one. */
static void a_damaged_file_never_crashes_it(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE];
    unsigned char damage[64];
    size_t size, step;
    char *sound;

    for (int i = 0; i < 5; i++)
        make_data_folder(f);
    path_in(path, f->data, "couplet.db");
    sound = slurp(path, &size);
    step = size / 24 | 1;
    memset(damage, 0xa5, sizeof damage);
    for (size_t where = 100; where + sizeof damage < size; where += step) {
        static const char *const commands[][3] = { { "log", "--json" }, { "draw" } };

        for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
            write_file(path, sound, size);
            patch(f, (long)where, damage, sizeof damage);
            run_words(f, commands[i]);
            if (f->code != 0 && f->code != 1) {
                fprintf(stderr, "%s with damage at %zu: %d %s\n", commands[i][0], where, f->code,
                        err_of(f));
                fail();
            }
            assert_true(f->code == 0 || lines_of(err_of(f)) == 1);
        }
    }
    for (size_t keep = 0; keep < size; keep += step * 3) { /* and cut short */
        write_file(path, sound, keep);
        RUN(f, "log", "--json");
        assert_in_range(f->code, 0, 1);
        RUN(f, "draw");
        assert_in_range(f->code, 0, 1);
    }
    free(sound);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, command_set_up, command_tear_down)

/* ---- the doctor ---- */

static void the_doctor_finds_nothing_where_all_is_well(void **state)
{
    struct fixture *f = *state;
    char packs[64];

    RUN(f, "pack", "list");
    snprintf(packs, sizeof packs, "packs        %zu, with ", lines_of(out_of(f)));
    RUN(f, "draw", "--record");
    RUN(f, "doctor");
    EXPECT_CODE(f, 0);
    assert_non_null(strstr(out_of(f), "0700, yours alone"));
    assert_non_null(strstr(out_of(f), "0600, yours alone"));
    assert_non_null(strstr(out_of(f), "integrity    sound"));
    assert_non_null(strstr(out_of(f), "2 of 2 rows of the journal are as they were written"));
    assert_non_null(strstr(out_of(f), packs));
}

static void the_doctor_says_how_to_close_what_is_open(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE];

    RUN(f, "draw");
    path_in(path, f->data, "couplet.db");
    assert_int_equal(chmod(path, 0644), 0);
    RUN(f, "doctor");
    EXPECT_CODE(f, 1);
    assert_non_null(strstr(out_of(f), "0644, so others can read it. Mend it with: chmod 600 "));
}

static void the_doctor_notices_words_that_changed_on_the_disk(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE];
    sqlite3 *db;

    RUN(f, "draw", "--record");
    path_in(path, f->data, "couplet.db");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE card SET text = text || '.'", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    RUN(f, "doctor");
    EXPECT_CODE(f, 1);
    assert_non_null(strstr(out_of(f), "1 of 2 rows of the journal are as they were written; the "
                                      "rest changed on the disk. Look at a back-up"));
}

/* One bit of one word of a card, where it lies in the file: SQLite's own check doesn't see it. */
static void the_doctor_notices_one_flipped_bit(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE], why[512], *bytes, *found;
    sqlite3_stmt *rows;
    size_t size;
    sqlite3 *db;

    RUN(f, "draw", "--record");
    path_in(path, f->data, "couplet.db");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT why FROM card", -1, &rows, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    snprintf(why, sizeof why, "%s", (const char *)sqlite3_column_text(rows, 0));
    sqlite3_finalize(rows);
    sqlite3_close(db);
    bytes = slurp(path, &size);
    found = memmem(bytes, size, why, strlen(why));
    assert_non_null(found);
    *found ^= 1;
    patch(f, found - bytes, found, 1);
    free(bytes);
    RUN(f, "doctor");
    EXPECT_CODE(f, 1);
    assert_non_null(strstr(out_of(f), "integrity    sound"));
    assert_non_null(strstr(out_of(f), "1 of 2 rows of the journal are as they were written"));
}

static void the_doctor_notices_damage(void **state)
{
    struct fixture *f = *state;
    char noise[4096], path[PATH_SIZE];
    struct stat st;

    RUN(f, "draw", "--record");
    path_in(path, f->data, "couplet.db");
    assert_int_equal(stat(path, &st), 0);
    memset(noise, 0xa5, sizeof noise);
    for (long at = 4096; at < st.st_size; at += 4096)
        patch(f, at, noise, sizeof noise);
    RUN(f, "doctor");
    EXPECT_CODE(f, 1);
    assert_non_null(strstr(out_of(f), "is damaged. Move it away and put a back-up in its place"));
}

static void the_doctor_says_whose_folder_is_open_to_others(void **state)
{
    struct fixture *f = *state;

    RUN(f, "draw", "--record");
    assert_int_equal(chmod(f->data, 0755), 0);
    RUN(f, "doctor");
    EXPECT_CODE(f, 1);
    assert_non_null(strstr(out_of(f), "0755, so others can read it. Mend it with: chmod 700 "));
    assert_non_null(strstr(out_of(f), "0600, yours alone"));
}

/* What can't be opened is told with all the rest, and left as it is. */
static void the_doctor_tells_a_newer_journal(void **state)
{
    static const unsigned char version[] = { 0, 0, 0, 99 };
    struct fixture *f = *state;

    make_data_folder(f);
    patch(f, VERSION_AT, version, sizeof version);
    RUN(f, "doctor");
    EXPECT_CODE(f, 1);
    assert_string_equal(err_of(f), "");
    assert_non_null(strstr(out_of(f), "opening      "));
    assert_non_null(strstr(out_of(f), "install the newer couplet"));
    assert_non_null(strstr(out_of(f), "0600, yours alone"));
    assert_non_null(strstr(out_of(f), "SQLite 3"));
}

static void the_doctor_tells_a_foreign_file(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE];

    make_data_folder(f);
    path_in(path, f->data, "couplet.db");
    write_file(path, "%PDF-1.7\n", 9);
    RUN(f, "doctor");
    EXPECT_CODE(f, 1);
    assert_non_null(strstr(out_of(f), "opening      "));
    assert_non_null(strstr(out_of(f), "move it away, or put a back-up in its place"));
}

/* Another program has it open, so its log is there. */
static void the_doctor_tells_of_a_log_and_finds_no_fault_in_it(void **state)
{
    struct fixture *f = *state;
    char path[PATH_SIZE];
    sqlite3 *db;

    RUN(f, "draw", "--record");
    assert_null(strstr(out_of(f), "\nlog  "));
    path_in(path, f->data, "couplet.db");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "INSERT INTO setting VALUES('x', '1')", NULL, NULL, NULL),
                     SQLITE_OK);
    RUN(f, "doctor");
    sqlite3_close(db);
    EXPECT_CODE(f, 0);
    assert_non_null(strstr(out_of(f), "\nlog  "));
    assert_non_null(strstr(out_of(f), "Nothing in it is lost"));
    RUN(f, "doctor");
    EXPECT_CODE(f, 0);
    assert_null(strstr(out_of(f), "\nlog  "));
}

/* The program on a disk of its own, of 2 MiB, in a mount namespace of its own. */
static void run_on_a_small_disk(struct fixture *f, const char *words)
{
    char command[3 * PATH_SIZE];

    assert_int_equal(mkdir(f->other, 0700), 0);
    snprintf(command, sizeof command,
             "unshare -m sh -c 'mount -t tmpfs -o size=2m,mode=0700 none %.400s || exit 77; "
             "%.400s --data %.400s %s </dev/null'",
             f->other, f->bin, f->other, words);
    run_shell(f, command);
    if (f->code == 77 || strstr(err_of(f), "unshare")) {
        print_message("# needs the right to mount a small tmpfs\n");
        skip();
    }
}

static void the_doctor_notices_low_space(void **state)
{
    struct fixture *f = *state;

    run_on_a_small_disk(f, "doctor");
    EXPECT_CODE(f, 1);
    assert_non_null(strstr(out_of(f), "KiB free. Make room soon, or new evenings can’t be kept"));
    assert_non_null(strstr(out_of(f), "integrity    sound"));
}

static void low_space_is_said_at_the_start_of_an_evening(void **state)
{
    struct fixture *f = *state;

    run_on_a_small_disk(f, "--accessible");
    assert_non_null(strstr(out_of(f), " KiB are free where "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(draw_prints_a_card_and_its_parts),
        TEST(draw_as_json_has_what_scripts_were_promised),
        TEST(draw_as_json_has_no_other_keys),
        TEST(draw_explains_itself_if_asked),
        TEST(draw_obeys_mood_mode_and_minutes),
        TEST(draw_obeys_one_choice_and_varies_the_others),
        TEST(any_is_no_choice),
        TEST(the_same_seed_draws_the_same_card),
        TEST(without_a_seed_cards_differ),
        TEST(depth_is_a_ceiling_and_asking),
        TEST(draw_shows_nothing_that_asks_for_consent),
        TEST(when_nothing_fits_stdout_is_empty),
        TEST(draw_records_nothing_unless_asked),
        TEST(draw_and_record_is_a_sitting_of_its_own),
        TEST(a_recorded_card_does_not_come_again_soon),
        TEST(a_plain_locale_draws_ascii),
        TEST(an_empty_log_is_empty_and_makes_nothing),
        TEST(the_log_as_json_has_what_scripts_were_promised),
        TEST(a_sitting_ends_with_good_night_or_twelve_hours_later),
        TEST(sittings_are_told_newest_first_over_many_pages),
        TEST(the_log_as_text_has_date_outcome_and_note),
        TEST(times_have_the_offset_of_the_place),
        TEST(the_packs_that_come_with_couplet_are_a_whole_library),
        TEST(pack_list_tells_every_pack),
        TEST(a_good_pack_is_said_to_be_good),
        TEST(a_bad_pack_is_told_with_line_and_column),
        TEST(in_a_plain_locale_problems_are_told_in_ascii),
        TEST(what_is_wrong_with_prompts_is_data_with_its_place),
        TEST(a_warning_alone_is_no_failure),
        TEST(findings_as_json_are_one_list_with_fixed_keys),
        TEST(a_catalogue_is_checked_together_and_printed_as_a_table),
        TEST(what_is_no_file_is_told_in_a_sentence),
        TEST(a_file_that_is_too_large_is_not_read),
        TEST(help_goes_to_stdout_for_every_command),
        TEST(the_version_goes_to_stdout),
        TEST(wrong_words_are_usage_errors_with_a_hint),
        TEST(two_dashes_end_the_options),
        TEST(options_may_be_short_of_letters_and_long_of_order),
        TEST(a_full_device_is_a_failure),
        TEST(a_closed_stdout_is_a_failure),
        TEST(a_reader_that_left_ends_it_quietly),
        TEST(data_goes_where_the_nearest_word_says),
        TEST(an_empty_or_relative_word_is_passed_over),
        TEST(without_a_home_it_asks_for_a_folder),
        TEST(folders_and_files_are_private),
        TEST(a_file_of_anything_else_is_refused),
        TEST(a_database_of_another_program_is_refused),
        TEST(a_newer_journal_is_refused),
        TEST(a_folder_or_pipe_in_its_place_is_refused),
        TEST(a_damaged_file_never_crashes_it),
        TEST(the_doctor_finds_nothing_where_all_is_well),
        TEST(the_doctor_says_how_to_close_what_is_open),
        TEST(the_doctor_notices_words_that_changed_on_the_disk),
        TEST(the_doctor_notices_one_flipped_bit),
        TEST(the_doctor_notices_damage),
        TEST(the_doctor_says_whose_folder_is_open_to_others),
        TEST(the_doctor_tells_a_newer_journal),
        TEST(the_doctor_tells_a_foreign_file),
        TEST(the_doctor_tells_of_a_log_and_finds_no_fault_in_it),
        TEST(the_doctor_notices_low_space),
        TEST(low_space_is_said_at_the_start_of_an_evening),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
