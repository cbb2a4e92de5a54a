/* The library: what is installed comes back word for word, and the cells that the picker deals by
 * are what a plain list of the prompts says, whatever was installed, hidden and shown before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "store/journal.h"
#include "store/library.h"
#include "store/store.h"
#include "support/store_fixture.h"

static const struct filter any = { .mood = MOOD_ANY };

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

static uint32_t key_of(const struct prompt *prompt)
{
    struct cell cell = cell_of_prompt(prompt);

    return cell_key(&cell);
}

static uint32_t plain_key(void)
{
    struct prompt prompt = prompt_plain("p", "x");
    uint32_t key = key_of(&prompt);

    prompt_release(&prompt);
    return key;
}

static size_t count_cell(uint32_t key)
{
    struct cell_count *cells;
    size_t count, found = 0;

    assert_int_equal(library_cells(place.store, &any, 0, &cells, &count, NULL), STATUS_OK);
    for (size_t i = 0; i < count; i++)
        if (cells[i].key == key)
            found = cells[i].count;
    free(cells);
    return found;
}

/* ---- what is installed comes back ---- */

static void assert_same_text(const char *a, const char *b)
{
    if (!a || !b)
        assert_ptr_equal(a, b);
    else
        assert_string_equal(a, b);
}

static void assert_same_prompt(const struct prompt *a, const struct prompt *b)
{
    assert_same_text(a->pack, b->pack);
    assert_same_text(a->id, b->id);
    assert_same_text(a->text, b->text);
    assert_same_text(a->focus, b->focus);
    assert_same_text(a->speaker, b->speaker);
    assert_same_text(a->access_alt, b->access_alt);
    assert_same_text(a->lighter_alt, b->lighter_alt);
    assert_same_text(a->protocol, b->protocol);
    assert_same_text(a->extra, b->extra);
    assert_int_equal(a->mood, b->mood);
    assert_int_equal(a->mode, b->mode);
    assert_int_equal(a->dimension, b->dimension);
    assert_int_equal(a->consent, b->consent);
    assert_int_equal(a->depth, b->depth);
    assert_int_equal(a->minutes, b->minutes);
    assert_int_equal(a->facets, b->facets);
    assert_int_equal(a->flags, b->flags);
    assert_int_equal(a->requires, b->requires);
    assert_int_equal(a->listener.response, b->listener.response);
    assert_same_text(a->listener.to_do, b->listener.to_do);
    assert_same_text(a->listener.to_avoid, b->listener.to_avoid);
    assert_same_text(a->listener.to_ask, b->listener.to_ask);
    assert_int_equal(a->followup_count, b->followup_count);
    for (size_t i = 0; i < a->followup_count; i++)
        assert_same_text(a->followups[i], b->followups[i]);
}

static struct prompt full_prompt(void)
{
    struct prompt prompt = prompt_plain("p'a\"ck", "it's; \"a\" -- id");

    mem_replace(&prompt.text, "Who said \"it's mine\"? '); DROP TABLE prompt; -- 100% ünï 🎵");
    prompt.focus = mem_copy("Money, and 'what' feels like \"enough\".");
    prompt.speaker = mem_copy("Small pieces, with stops.");
    prompt.access_alt = mem_copy("Tell it \\ instead.");
    prompt.lighter_alt = mem_copy("lighter-one");
    prompt.protocol = mem_copy("write first");
    prompt.extra = mem_copy("{\"x\":[1,\"'\"]}");
    prompt.mood = MOOD_SERIOUS;
    prompt.mode = MODE_LISTENING;
    prompt.dimension = DIMENSION_PHYSICAL;
    prompt.consent = CONSENT_MATCH;
    prompt.depth = 4;
    prompt.minutes = 30;
    prompt.facets = 1u << FACET_SEXUAL | 1u << FACET_CONFLICT;
    prompt.flags = 1u << FLAG_SEX | 1u << (FLAG_COUNT - 1) | 1u << 4;
    prompt.requires = 1u | 1u << (REQUIRES_COUNT - 1);
    prompt.listener.response = RESPONSE_COMFORT;
    prompt.listener.to_do = mem_copy("Hold 'it'.");
    prompt.listener.to_avoid = mem_copy("a \"plan\"");
    prompt.listener.to_ask = mem_copy("Close?");
    prompt.followup_count = FOLLOWUPS_MAX;
    prompt.followups[0] = mem_copy("One; 'two'?");
    prompt.followups[1] = mem_copy(" Blanks around ");
    prompt.followups[2] = mem_copy("\"\"");
    prompt.followups[3] = mem_copy("ünï 🎵?");
    return prompt;
}

static void a_prompt_comes_back_as_it_was_installed(void **state)
{
    struct pack pack = pack_plain("p'a\"ck", 1);
    struct prompt got;
    struct error err = { 0 };

    (void)state;
    pack_add(&pack, full_prompt());
    TRANSACTION(place.store, library_install(place.store, &pack, false, NULL));
    for (size_t i = 0; i < pack.count; i++) {
        assert_int_equal(library_prompt(place.store, key_of(&pack.prompts[i]), 0, &got, &err),
                         STATUS_OK);
        assert_same_prompt(&got, &pack.prompts[i]);
        prompt_release(&got);
    }
    pack_release(&pack);
}

static void every_number_of_followups_comes_back(void **state)
{
    (void)state;
    for (size_t count = 0; count <= FOLLOWUPS_MAX; count++) {
        struct pack pack = pack_plain("p", 1);
        struct prompt got;

        for (size_t i = 0; i < count; i++)
            pack.prompts[0].followups[i] = mem_copy("And then?");
        pack.prompts[0].followup_count = count;
        TRANSACTION(place.store, library_install(place.store, &pack, false, NULL));
        assert_int_equal(library_prompt(place.store, plain_key(), 0, &got, NULL), STATUS_OK);
        assert_same_prompt(&got, &pack.prompts[0]);
        prompt_release(&got);
        pack_release(&pack);
    }
}

static void a_prompt_beyond_the_last_is_not_found(void **state)
{
    struct prompt got;
    struct error err = { 0 };

    (void)state;
    place_install(&place, "p", 3);
    assert_int_equal(library_prompt(place.store, plain_key(), 3, &got, &err), STATUS_NOT_FOUND);
    assert_true(err.text[0] != '\0');
    assert_int_equal(library_prompt(place.store, plain_key() + 1, 0, &got, &err), STATUS_NOT_FOUND);
}

/* ---- packs ---- */

struct told {
    struct strbuf lines;
};

static void tell(const struct pack_line *pack, void *context)
{
    struct told *told = context;

    strbuf_addf(&told->lines, "%s|%s|%s|%s|%s|%s|%d|%zu\n", pack->id, pack->title, pack->version,
                pack->lang, pack->license, pack->author, pack->builtin, pack->prompts);
}

static void packs_are_told_by_id(void **state)
{
    struct pack zoo = pack_plain("zoo", 2), ant = pack_plain("ant", 0);
    struct told told = { STRBUF_INIT };

    (void)state;
    ant.author = mem_copy("O'Hara");
    mem_replace(&ant.title, "\"Ants\"");
    TRANSACTION(place.store, library_install(place.store, &zoo, false, NULL));
    TRANSACTION(place.store, library_install(place.store, &ant, true, NULL));
    assert_int_equal(library_packs(place.store, tell, &told, NULL), STATUS_OK);
    assert_string_equal(told.lines.text, "ant|\"Ants\"|1.0.0|en|CC0-1.0|O'Hara|1|0\n"
                                         "zoo|A pack|1.0.0|en|CC0-1.0||0|2\n");
    strbuf_release(&told.lines);
    pack_release(&zoo);
    pack_release(&ant);
}

static void installing_again_replaces_the_pack(void **state)
{
    struct pack pack = pack_plain("p", 2);
    struct told told = { STRBUF_INIT };
    struct prompt got;

    (void)state;
    place_install(&place, "p", 7);
    mem_replace(&pack.version, "2.0.0");
    mem_replace(&pack.prompts[1].text, "Other words.");
    TRANSACTION(place.store, library_install(place.store, &pack, false, NULL));
    assert_int_equal(library_packs(place.store, tell, &told, NULL), STATUS_OK);
    assert_string_equal(told.lines.text, "p|A pack|2.0.0|en|CC0-1.0||0|2\n");
    assert_int_equal(count_cell(plain_key()), 2);
    assert_int_equal(library_prompt(place.store, plain_key(), 1, &got, NULL), STATUS_OK);
    assert_string_equal(got.text, "Other words.");
    prompt_release(&got);
    strbuf_release(&told.lines);
    pack_release(&pack);
}

static void two_packs_may_use_the_same_ids(void **state)
{
    (void)state;
    place_install(&place, "a", 3);
    place_install(&place, "b", 3);
    assert_int_equal(count_cell(plain_key()), 6);
    place_install(&place, "a", 0);
    assert_int_equal(count_cell(plain_key()), 3);
}

static void an_install_that_is_rolled_back_leaves_the_old_pack(void **state)
{
    struct pack pack = pack_plain("p", 9);

    (void)state;
    place_install(&place, "p", 2);
    assert_int_equal(store_begin(place.store, NULL), STATUS_OK);
    assert_int_equal(library_install(place.store, &pack, false, NULL), STATUS_OK);
    assert_int_equal(store_end(place.store, STATUS_INVALID, NULL), STATUS_INVALID);
    assert_int_equal(count_cell(plain_key()), 2);
    pack_release(&pack);
}

static void retiring_removes_builtin_packs_that_are_not_listed(void **state)
{
    static const char *const stays[] = { "b" };
    struct pack a = pack_plain("a", 2), b = pack_plain("b", 3);
    struct told told = { STRBUF_INIT };

    (void)state;
    TRANSACTION(place.store, library_install(place.store, &a, true, NULL));
    TRANSACTION(place.store, library_install(place.store, &b, true, NULL));
    place_install(&place, "ours", 4); /* not built in */
    TRANSACTION(place.store, library_retire(place.store, stays, 1, NULL));
    assert_int_equal(library_packs(place.store, tell, &told, NULL), STATUS_OK);
    assert_string_equal(told.lines.text, "b|A pack|1.0.0|en|CC0-1.0||1|3\n"
                                         "ours|A pack|1.0.0|en|CC0-1.0||0|4\n");
    assert_int_equal(count_cell(plain_key()), 7);
    TRANSACTION(place.store, library_retire(place.store, NULL, 0, NULL));
    assert_int_equal(count_cell(plain_key()), 4);
    strbuf_release(&told.lines);
    pack_release(&a);
    pack_release(&b);
}

/* ---- hiding ---- */

static void a_hidden_prompt_is_not_dealt_and_the_others_close_the_gap(void **state)
{
    unsigned seen = 0; /* a set of the digits in the ids */

    (void)state;
    place_install(&place, "p", 4);
    TRANSACTION(place.store, library_hide(place.store, "p", "p1", NULL));
    TRANSACTION(place.store, library_hide(place.store, "p", "p1", NULL)); /* twice is once */
    assert_int_equal(count_cell(plain_key()), 3);
    for (uint32_t i = 0; i < 3; i++) {
        struct prompt got;

        assert_int_equal(library_prompt(place.store, plain_key(), i, &got, NULL), STATUS_OK);
        seen |= 1u << (got.id[1] - '0');
        prompt_release(&got);
    }
    assert_int_equal(seen, 1u << 0 | 1u << 2 | 1u << 3);
}

static void a_prompt_that_is_shown_again_is_dealt_again(void **state)
{
    (void)state;
    place_install(&place, "p", 2);
    TRANSACTION(place.store, library_hide(place.store, "p", "p0", NULL));
    TRANSACTION(place.store, library_show(place.store, "p", "p0", NULL));
    TRANSACTION(place.store, library_show(place.store, "p", "p0", NULL));
    assert_int_equal(count_cell(plain_key()), 2);
}

static void hiding_what_is_not_there_is_no_error(void **state)
{
    (void)state;
    place_install(&place, "p", 2);
    TRANSACTION(place.store, library_hide(place.store, "p", "none", NULL));
    TRANSACTION(place.store, library_show(place.store, "none", "p0", NULL));
    assert_int_equal(count_cell(plain_key()), 2);
}

static void an_emptied_cell_is_not_listed(void **state)
{
    struct cell_count *cells;
    size_t count;

    (void)state;
    place_install(&place, "p", 1);
    TRANSACTION(place.store, library_hide(place.store, "p", "p0", NULL));
    assert_int_equal(library_cells(place.store, &any, 0, &cells, &count, NULL), STATUS_OK);
    assert_int_equal(count, 0);
    free(cells);
}

static void what_is_marked_never_stays_hidden_when_its_pack_comes_again(void **state)
{
    (void)state;
    place_install(&place, "p", 3);
    TRANSACTION(place.store,
                journal_mark(place.store, "p", "p1", MARK_NEVER, true, place.start, NULL));
    assert_int_equal(count_cell(plain_key()), 2);
    place_install(&place, "p", 3);
    assert_int_equal(count_cell(plain_key()), 2);
    place_install(&place, "p", 0); /* gone, and back */
    place_install(&place, "p", 3);
    assert_int_equal(count_cell(plain_key()), 2);
    TRANSACTION(place.store,
                journal_mark(place.store, "p", "p1", MARK_NEVER, false, place.start, NULL));
    assert_int_equal(count_cell(plain_key()), 3);
    place_install(&place, "p", 3);
    assert_int_equal(count_cell(plain_key()), 3);
}

static void a_mark_may_come_before_its_pack(void **state)
{
    (void)state;
    TRANSACTION(place.store,
                journal_mark(place.store, "p", "p0", MARK_NEVER, true, place.start, NULL));
    place_install(&place, "p", 2);
    assert_int_equal(count_cell(plain_key()), 1);
}

/* ---- against a plain list ---- */

enum { PACKS = 4, IDS = 12, ROUNDS = 400 };

/* What the library should hold. */
static struct model {
    bool installed, hidden, marked, known; /* known: a mark was made once */
    uint32_t key;
} model[PACKS][IDS];
static bool there[PACKS], off[PACKS];

static const char *pack_name(size_t pack)
{
    static const char *const names[PACKS] = { "alpha", "be'ta", "gamma", "delta" };

    return names[pack];
}

static void id_name(size_t id, char out[16])
{
    snprintf(out, 16, "id-%zu", id);
}

/* Few different cells, so that each gets several prompts. */
static struct prompt random_prompt(uint64_t *seed, size_t pack, size_t id)
{
    char name[16];
    struct prompt prompt;

    id_name(id, name);
    prompt = prompt_plain(pack_name(pack), name);
    prompt.mood = chance(seed, 2) ? MOOD_LIGHT : MOOD_SERIOUS;
    prompt.mode = chance(seed, 2) ? MODE_TALKING : MODE_LISTENING;
    prompt.minutes = minutes_legal[chance(seed, 3)];
    prompt.depth = chance(seed, 2) ? 1 : 2;
    return prompt;
}

static void install_some(uint64_t *seed)
{
    size_t p = chance(seed, PACKS), share = chance(seed, 4);
    struct pack pack = pack_plain(pack_name(p), 0);

    for (size_t i = 0; i < IDS; i++) {
        struct model *m = &model[p][i];

        m->installed = chance(seed, 3) < share;
        if (!m->installed)
            continue;
        pack_add(&pack, random_prompt(seed, p, i));
        m->key = key_of(&pack.prompts[pack.count - 1]);
        m->hidden = m->marked;
    }
    TRANSACTION(place.store, library_install(place.store, &pack, p < 2, NULL));
    there[p] = true;
    pack_release(&pack);
}

static void forget(size_t p)
{
    for (size_t i = 0; i < IDS; i++)
        model[p][i].installed = false;
    there[p] = off[p] = false;
}

static void remove_one(uint64_t *seed)
{
    size_t p = chance(seed, PACKS);

    TRANSACTION(place.store, library_remove(place.store, pack_name(p), NULL));
    forget(p);
}

/* On again, a pack deals all but what is marked. */
static void switch_one(uint64_t *seed)
{
    size_t p = chance(seed, PACKS);
    bool on = chance(seed, 2);

    if (!there[p]) {
        assert_int_equal(
            STATUS_WITHIN(place.store, library_enable(place.store, pack_name(p), on, NULL)),
            STATUS_NOT_FOUND);
        return;
    }
    TRANSACTION(place.store, library_enable(place.store, pack_name(p), on, NULL));
    for (size_t i = 0; i < IDS; i++)
        if (on && off[p])
            model[p][i].hidden = model[p][i].marked;
    off[p] = !on;
}

/* The first two packs are built in. */
static void retire_some(uint64_t *seed)
{
    const char *stays[2];
    size_t count = 0;

    for (size_t p = 0; p < 2; p++) {
        if (chance(seed, 2)) {
            stays[count++] = pack_name(p);
            continue;
        }
        forget(p);
    }
    TRANSACTION(place.store, library_retire(place.store, stays, count, NULL));
}

static void put_or_drop(uint64_t *seed)
{
    size_t p = chance(seed, PACKS), i = chance(seed, IDS);
    struct model *m = &model[p][i];
    struct prompt prompt = random_prompt(seed, p, i);

    if (there[p] && chance(seed, 3)) {
        TRANSACTION(place.store, library_put(place.store, &prompt, NULL));
        m->installed = true;
        m->key = key_of(&prompt);
        m->hidden = m->marked;
    } else {
        TRANSACTION(place.store, library_drop(place.store, prompt.pack, prompt.id, NULL));
        m->installed = false;
    }
    prompt_release(&prompt);
}

static void change_one(uint64_t *seed)
{
    size_t p = chance(seed, PACKS), i = chance(seed, IDS), what = chance(seed, 4);
    const char *pack = pack_name(p);
    struct model *m = &model[p][i];
    char id[16];

    id_name(i, id);
    switch (what) {
    case 0:
        TRANSACTION(place.store, library_hide(place.store, pack, id, NULL));
        m->hidden = true;
        break;
    case 1:
        TRANSACTION(place.store, library_show(place.store, pack, id, NULL));
        m->hidden = false;
        break;
    default:
        TRANSACTION(place.store,
                    journal_mark(place.store, pack, id, MARK_NEVER, what == 2, place.start, NULL));
        if (what == 2 || m->known)
            m->hidden = what == 2;
        m->marked = what == 2;
        m->known = m->known || what == 2;
    }
}

static bool matches(const struct model *m, const struct filter *filter)
{
    struct cell cell = cell_from_key(m->key);

    return m->installed && !m->hidden && !off[(m - &model[0][0]) / IDS] &&
           (!filter->mood || cell.mood == filter->mood) &&
           (!filter->mode || cell.mode == filter->mode) &&
           (!filter->minutes || cell.minutes <= filter->minutes);
}

static size_t recount(const struct filter *filter, uint32_t key, bool any_key)
{
    size_t n = 0;

    for (size_t p = 0; p < PACKS; p++)
        for (size_t i = 0; i < IDS; i++)
            n += matches(&model[p][i], filter) && (any_key || model[p][i].key == key);
    return n;
}

/* Every ordinal of a cell is a prompt that belongs there, and no two are the same. */
static void check_ordinals(const struct cell_count *cell)
{
    bool seen[PACKS][IDS] = { { false } };
    struct prompt got;

    for (uint32_t at = 0; at < cell->count; at++) {
        size_t p = 0, i;

        assert_int_equal(library_prompt(place.store, cell->key, at, &got, NULL), STATUS_OK);
        while (strcmp(got.pack, pack_name(p)))
            p++;
        i = (size_t)atoi(got.id + 3);
        assert_true(model[p][i].installed && !model[p][i].hidden && !off[p] && !seen[p][i]);
        assert_int_equal(key_of(&got), cell->key);
        seen[p][i] = true;
        prompt_release(&got);
    }
    assert_int_equal(library_prompt(place.store, cell->key, cell->count, &got, NULL),
                     STATUS_NOT_FOUND);
}

static void check_filter(const struct filter *filter, bool ordinals)
{
    struct cell_count *cells;
    size_t count, total = 0;

    assert_int_equal(library_cells(place.store, filter, 0, &cells, &count, NULL), STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || cells[i - 1].key < cells[i].key);
        assert_true(cells[i].count > 0);
        assert_int_equal(cells[i].count, recount(filter, cells[i].key, false));
        if (ordinals)
            check_ordinals(&cells[i]);
        total += cells[i].count;
    }
    assert_int_equal(total, recount(filter, 0, true));
    free(cells);
}

static void check_count(const struct pack_line *pack, void *context)
{
    size_t p = 0, count = 0;

    (void)context;
    while (strcmp(pack->id, pack_name(p)))
        p++;
    for (size_t i = 0; i < IDS; i++)
        count += model[p][i].installed;
    assert_int_equal(pack->prompts, count);
}

static void check_counts(void)
{
    assert_int_equal(library_packs(place.store, check_count, NULL, NULL), STATUS_OK);
}

static void cells_and_ordinals_are_what_a_recount_says(void **state)
{
    uint64_t seed = 20261119;

    (void)state;
    memset(model, 0, sizeof model);
    memset(there, 0, sizeof there);
    memset(off, 0, sizeof off);
    for (int round = 0; round < ROUNDS; round++) {
        struct filter some = { .mood = (enum mood)chance(&seed, 3),
                               .mode = (enum mode)chance(&seed, 3),
                               .minutes = chance(&seed, 4) ? minutes_legal[chance(&seed, 4)] : 0,
                               .depth = 1 };
        size_t what = chance(&seed, 20);

        if (what < 4)
            install_some(&seed);
        else if (what == 4)
            retire_some(&seed);
        else if (what == 5)
            remove_one(&seed);
        else if (what < 9)
            switch_one(&seed);
        else if (what < 13)
            put_or_drop(&seed);
        else
            change_one(&seed);
        check_counts();
        check_filter(&any, round % 8 == 0);
        check_filter(&some, false);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_prompt_comes_back_as_it_was_installed),
        TEST(every_number_of_followups_comes_back),
        TEST(a_prompt_beyond_the_last_is_not_found),
        TEST(packs_are_told_by_id),
        TEST(installing_again_replaces_the_pack),
        TEST(two_packs_may_use_the_same_ids),
        TEST(an_install_that_is_rolled_back_leaves_the_old_pack),
        TEST(retiring_removes_builtin_packs_that_are_not_listed),
        TEST(a_hidden_prompt_is_not_dealt_and_the_others_close_the_gap),
        TEST(a_prompt_that_is_shown_again_is_dealt_again),
        TEST(hiding_what_is_not_there_is_no_error),
        TEST(an_emptied_cell_is_not_listed),
        TEST(what_is_marked_never_stays_hidden_when_its_pack_comes_again),
        TEST(a_mark_may_come_before_its_pack),
        TEST(cells_and_ordinals_are_what_a_recount_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
