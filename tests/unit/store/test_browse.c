/* Looking through the library: pages hold every prompt once and in order, filters find what a
 * plain look at each prompt finds, and what lies face down keeps its words to itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/journal.h"
#include "store/library.h"
#include "support/store_fixture.h"

enum { PAGE = 64, MANY = 2 * PAGE + 10, LOOKS = 400 };

static struct place place;

static int set_up(void **state)
{
    (void)state;
    place_make(&place);
    place_open(&place);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_remove(&place);
    return 0;
}

struct page {
    struct prompt_line *lines;
    size_t count;
};

static struct page look(const struct browse *browse, int64_t from, bool before)
{
    struct page page;
    struct error err = { 0 };

    if (library_browse(place.store, browse, from, before, PAGE, &page.lines, &page.count, &err) !=
        STATUS_OK)
        fail_msg("%s", err.text);
    return page;
}

static void release(struct page *page)
{
    for (size_t i = 0; i < page->count; i++)
        prompt_line_release(&page->lines[i]);
    free(page->lines);
}

static size_t count_of(const struct browse *browse)
{
    struct page page = look(browse, 0, false);
    size_t count = page.count;

    release(&page);
    return count;
}

static void install(const struct pack *pack)
{
    TRANSACTION(place.store, library_install(place.store, pack, false, NULL));
}

/* A pack of one prompt. */
static void install_one(struct prompt prompt)
{
    struct pack pack = pack_plain(prompt.pack, 0);

    pack_add(&pack, prompt);
    install(&pack);
    pack_release(&pack);
}

static void mark(const char *id, enum mark kind, bool on)
{
    TRANSACTION(place.store,
                journal_mark(place.store, "p", id, kind, on, later(place.start, 1), NULL));
}

/* ---- pages ---- */

static void pages_hold_every_prompt_once_and_in_order(void **state)
{
    static const struct browse all = { .mood = MOOD_ANY };
    int64_t from = 0;
    size_t seen = 0;

    (void)state;
    place_install(&place, "p", MANY);
    for (;;) {
        struct page page = look(&all, from, false);

        for (size_t i = 0; i < page.count; i++) {
            char id[16];

            snprintf(id, sizeof id, "p%zu", seen++);
            assert_string_equal(page.lines[i].id, id);
            assert_true(page.lines[i].number > from);
            from = page.lines[i].number;
        }
        release(&page);
        if (page.count < PAGE)
            break;
    }
    assert_int_equal(seen, MANY);
}

static void pages_go_back_the_way_they_came(void **state)
{
    static const struct browse all = { .mood = MOOD_ANY };
    int64_t from = INT64_MAX;
    size_t left = MANY;

    (void)state;
    place_install(&place, "p", MANY);
    while (left) {
        struct page page = look(&all, from, true);

        assert_int_equal(page.count, left < PAGE ? left : PAGE);
        for (size_t i = page.count; i-- > 0;) {
            char id[16];

            snprintf(id, sizeof id, "p%zu", --left);
            assert_string_equal(page.lines[i].id, id);
        }
        from = page.lines[0].number;
        release(&page);
    }
}

/* ---- filters ---- */

static struct prompt random_prompt(uint64_t *seed, size_t i)
{
    char id[16];
    struct prompt prompt;

    snprintf(id, sizeof id, "p%zu", i);
    prompt = prompt_plain(chance(seed, 2) ? "p" : "q", id);
    prompt.mood = (enum mood)(MOOD_LIGHT + chance(seed, 2));
    prompt.mode = (enum mode)(MODE_TALKING + chance(seed, 2));
    prompt.dimension = (enum dimension)chance(seed, DIMENSION_COUNT);
    prompt.depth = (int)(DEPTH_MIN + chance(seed, 4));
    prompt.minutes = minutes_legal[chance(seed, MINUTES_COUNT)];
    return prompt;
}

static bool fits(const struct browse *browse, const struct prompt *prompt)
{
    return (!browse->pack || !strcmp(browse->pack, prompt->pack)) &&
           (browse->mood == MOOD_ANY || browse->mood == prompt->mood) &&
           (browse->mode == MODE_ANY || browse->mode == prompt->mode) &&
           (!browse->dimension || browse->dimension - 1 == (int)prompt->dimension) &&
           (!browse->depth || prompt->depth <= browse->depth) &&
           (!browse->minutes || prompt->minutes <= browse->minutes) &&
           (!browse->words || strstr(prompt->text, browse->words));
}

static void a_filter_finds_what_a_plain_look_finds(void **state)
{
    static const char *const packs[] = { NULL, "p", "q", "r" };
    static const char *const words[] = { NULL, NULL, "p1", "of p2", "nowhere" };
    struct pack p = pack_plain("p", 0), q = pack_plain("q", 0);
    uint64_t seed = 20261119;

    (void)state;
    for (size_t i = 0; i < PAGE; i++) {
        struct prompt prompt = random_prompt(&seed, i);

        pack_add(strcmp(prompt.pack, "p") ? &q : &p, prompt);
    }
    install(&p);
    install(&q);
    for (int i = 0; i < LOOKS; i++) {
        struct browse browse = { .pack = packs[chance(&seed, ARRAY_SIZE(packs))],
                                 .words = words[chance(&seed, ARRAY_SIZE(words))],
                                 .mood = (enum mood)chance(&seed, 3),
                                 .mode = (enum mode)chance(&seed, 3),
                                 .dimension = (int)chance(&seed, DIMENSION_COUNT + 1),
                                 .depth = (int)chance(&seed, DEPTH_MAX + 1),
                                 .minutes = chance(&seed, 2) ? 10 : 0 };
        size_t wanted = 0;

        for (size_t j = 0; j < p.count + q.count; j++)
            wanted += fits(&browse, j < p.count ? &p.prompts[j] : &q.prompts[j - p.count]);
        assert_int_equal(count_of(&browse), wanted);
    }
    pack_release(&p);
    pack_release(&q);
}

static void words_are_found_in_capitals_and_without_marks(void **state)
{
    static const char *const found[] = { "größe", "GRÖSSE", "grosse", "it's", "it’s MIN" };
    struct prompt prompt = prompt_plain("p", "x");

    (void)state;
    mem_replace(&prompt.text, "Wessen Größe? It’s mine.");
    install_one(prompt);
    for (size_t i = 0; i < ARRAY_SIZE(found); i++) {
        struct browse browse = { .words = found[i] };

        if (count_of(&browse) != 1)
            fail_msg("\"%s\" isn't found", found[i]);
    }
    assert_int_equal(count_of(&(struct browse){ .words = "mines" }), 0);
}

/* More rows than are read at a time lie before it. */
static void words_are_found_at_the_far_end(void **state)
{
    struct prompt prompt = prompt_plain("z", "x");
    struct page page;

    (void)state;
    place_install(&place, "p", 2500);
    mem_replace(&prompt.text, "A needle.");
    install_one(prompt);
    page = look(&(struct browse){ .words = "needle" }, 0, false);
    assert_int_equal(page.count, 1);
    assert_string_equal(page.lines[0].pack, "z");
    release(&page);
}

/* ---- face down ---- */

static void install_secret(void)
{
    struct prompt prompt = prompt_plain("p", "x");

    mem_replace(&prompt.text, "The secret words.");
    prompt.focus = mem_copy("money, and what is enough");
    prompt.mood = MOOD_SERIOUS;
    prompt.depth = 4;
    prompt.minutes = 20;
    prompt.consent = CONSENT_ASK;
    prompt.speaker = mem_copy("secret speaker");
    prompt.access_alt = mem_copy("secret alternative");
    prompt.extra = mem_copy("{\"note\":\"secret\"}");
    prompt.listener.to_do = mem_copy("secret do");
    prompt.followups[prompt.followup_count++] = mem_copy("secret follow-up");
    install_one(prompt);
}

static void what_asks_for_consent_shows_its_topic_alone(void **state)
{
    struct page page;
    struct prompt prompt;

    (void)state;
    install_secret();
    page = look(&(struct browse){ .words = NULL }, 0, false);
    assert_true(page.lines[0].face_down);
    assert_string_equal(page.lines[0].text, "money, and what is enough");
    release(&page);
    assert_int_equal(library_find(place.store, "p", "x", &prompt, NULL), STATUS_OK);
    assert_string_equal(prompt.text, "");
    assert_string_equal(prompt.focus, "money, and what is enough");
    assert_int_equal(prompt.depth, 4);
    assert_null(prompt.speaker);
    assert_null(prompt.access_alt);
    assert_null(prompt.extra);
    assert_null(prompt.listener.to_do);
    assert_int_equal(prompt.followup_count, 0);
    prompt_release(&prompt);
}

static void what_asks_for_consent_is_found_by_its_topic_alone(void **state)
{
    (void)state;
    install_secret();
    assert_int_equal(count_of(&(struct browse){ .words = "secret" }), 0);
    assert_int_equal(count_of(&(struct browse){ .words = "Money" }), 1);
}

static void what_is_not_there_is_not_found(void **state)
{
    struct prompt prompt;
    struct error err = { 0 };

    (void)state;
    assert_int_equal(library_find(place.store, "p", "x", &prompt, &err), STATUS_NOT_FOUND);
    assert_true(err.text[0] != '\0');
}

/* ---- marks ---- */

static size_t dealt(void)
{
    static const struct filter any = { .mood = MOOD_ANY };
    struct cell_count *cells;
    size_t count, sum = 0;

    assert_int_equal(library_cells(place.store, &any, 0, &cells, &count, NULL), STATUS_OK);
    for (size_t i = 0; i < count; i++)
        sum += cells[i].count;
    free(cells);
    return sum;
}

static void a_favourite_is_seen_and_changes_nothing_in_picking(void **state)
{
    struct page page;

    (void)state;
    place_install(&place, "p", 3);
    mark("p1", MARK_FAVOURITE, true);
    assert_int_equal(dealt(), 3);
    page = look(&(struct browse){ .mark = MARK_FAVOURITE }, 0, false);
    assert_int_equal(page.count, 1);
    assert_string_equal(page.lines[0].id, "p1");
    assert_true(page.lines[0].favourite && !page.lines[0].never);
    release(&page);
    mark("p1", MARK_FAVOURITE, false);
    assert_int_equal(count_of(&(struct browse){ .mark = MARK_FAVOURITE }), 0);
    assert_int_equal(dealt(), 3);
}

static void a_prompt_can_have_both_marks(void **state)
{
    unsigned marks;

    (void)state;
    place_install(&place, "p", 3);
    mark("p1", MARK_FAVOURITE, true);
    mark("p1", MARK_NEVER, true);
    assert_int_equal(dealt(), 2);
    assert_int_equal(journal_marks(place.store, "p", "p1", &marks, NULL), STATUS_OK);
    assert_int_equal(marks, 1u << MARK_FAVOURITE | 1u << MARK_NEVER);
    mark("p1", MARK_FAVOURITE, false);
    assert_int_equal(dealt(), 2);
    mark("p1", MARK_NEVER, false);
    assert_int_equal(dealt(), 3);
    assert_int_equal(journal_marks(place.store, "p", "p1", &marks, NULL), STATUS_OK);
    assert_int_equal(marks, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(pages_hold_every_prompt_once_and_in_order),
        TEST(pages_go_back_the_way_they_came),
        TEST(a_filter_finds_what_a_plain_look_finds),
        TEST(words_are_found_in_capitals_and_without_marks),
        TEST(words_are_found_at_the_far_end),
        TEST(what_asks_for_consent_shows_its_topic_alone),
        TEST(what_asks_for_consent_is_found_by_its_topic_alone),
        TEST(what_is_not_there_is_not_found),
        TEST(a_favourite_is_seen_and_changes_nothing_in_picking),
        TEST(a_prompt_can_have_both_marks),
    };

    return cmocka_run_group_tests_name("browse", tests, NULL, NULL);
}
