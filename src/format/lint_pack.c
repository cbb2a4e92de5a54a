/* Rules on all prompts together: unique, balanced, in many words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "format/catalogue.h"
#include "format/similar.h"
#include "lint_private.h"

enum {
    GRADE_MAX = 6,
    /* In hundredths of all prompts. */
    DIMENSION_LEAST = 15,
    SEXUAL_MOST = 10,
    PHYSICAL_NOT_SEXUAL_LEAST = 60,
    STRAINED_MOST = 25,
    MODE_LEAST = 45,
    WHAT_MOST = 20,
    OPENING_MOST = 8,
    /* A line may serve one prompt in 200, and repeats count from more than three prompts on. */
    PROMPTS_A_LINE = 200,
    REPEATS_FROM = 4,
};

/* A prompt among all of the run. */
struct place {
    size_t pack, prompt;
};

static size_t count_prompts(const struct run *run)
{
    size_t n = 0;

    for (size_t p = 0; p < run->count; p++)
        n += run->packs[p].count;
    return n;
}

static struct place *all_places(const struct run *run, size_t count)
{
    struct place *places = mem_new(count, sizeof *places);
    size_t n = 0;

    for (size_t p = 0; p < run->count; p++)
        for (size_t i = 0; i < run->packs[p].count; i++)
            places[n++] = (struct place){ p, i };
    return places;
}

static const struct prompt *prompt_at(const struct run *run, struct place place)
{
    return &run->packs[place.pack].prompts[place.prompt];
}

/* "pocket-story", or "small-bursts/pocket-story" from another pack. */
static void add_name(struct strbuf *out, const struct run *run, struct place from, struct place of)
{
    if (from.pack != of.pack)
        strbuf_addf(out, "%s/", run->packs[of.pack].id);
    strbuf_addstr(out, prompt_at(run, of)->id);
}

/* A text and where it stands. */
struct entry {
    const char *text;
    struct place place;
    enum lint_field field;
};

/* ---- 14: something lighter ---- */

static int compare_ids(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->text, ((const struct entry *)b)->text);
}

static struct entry *ids_of(const struct pack *pack)
{
    struct entry *ids = mem_new(pack->count, sizeof *ids);

    for (size_t i = 0; i < pack->count; i++)
        ids[i] = (struct entry){ pack->prompts[i].id, { 0, i }, LINT_ID };
    if (pack->count)
        qsort(ids, pack->count, sizeof *ids, compare_ids);
    return ids;
}

void rule_lighter_is_lighter(const struct rule *rule, struct run *run)
{
    for (size_t p = 0; p < run->count; p++) {
        const struct pack *pack = &run->packs[p];
        struct entry *ids = ids_of(pack);

        for (size_t i = 0; i < pack->count; i++) {
            const struct entry wanted = { .text = pack->prompts[i].lighter_alt }, *found = NULL;

            if (wanted.text)
                found = bsearch(&wanted, ids, pack->count, sizeof *ids, compare_ids);
            if (found && pack->prompts[found->place.prompt].depth >= pack->prompts[i].depth)
                lint_add(run, rule, p, i, LINT_LIGHTER_ALT, 0, wanted.text);
        }
        free(ids);
    }
}

/* ---- 16: unique ---- */

static int compare_places(struct place a, struct place b)
{
    if (a.pack != b.pack)
        return a.pack < b.pack ? -1 : 1;
    return (a.prompt > b.prompt) - (a.prompt < b.prompt);
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    int order = strcmp(left->text, right->text);

    if (!order)
        order = compare_places(left->place, right->place);
    return order ? order : (int)left->field - (int)right->field;
}

void rule_same_id(const struct rule *rule, struct run *run)
{
    size_t count = count_prompts(run), first = 0;
    struct place *places = all_places(run, count);
    struct entry *ids = mem_new(count, sizeof *ids);
    struct strbuf about = STRBUF_INIT;

    for (size_t i = 0; i < count; i++)
        ids[i] = (struct entry){ prompt_at(run, places[i])->id, places[i], LINT_ID };
    if (count)
        qsort(ids, count, sizeof *ids, compare_entries);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(ids[first].text, ids[i].text) != 0) {
            first = i;
            continue;
        }
        strbuf_clear(&about);
        add_name(&about, run, ids[i].place, ids[first].place);
        lint_add(run, rule, ids[i].place.pack, ids[i].place.prompt, LINT_ID, 0, about.text);
    }
    strbuf_release(&about);
    free(ids);
    free(places);
}

/* For each text the first one it is near to, + 1; 0: none. */
static void keep_first(void *context, size_t first, size_t second)
{
    size_t *near = context;

    if (!near[second] || first + 1 < near[second])
        near[second] = first + 1;
}

void rule_similar(const struct rule *rule, struct run *run)
{
    size_t count = count_prompts(run), *near = mem_new(count, sizeof *near);
    struct place *places = all_places(run, count);
    const char **texts = mem_new(count, sizeof *texts);
    struct strbuf about = STRBUF_INIT;

    for (size_t i = 0; i < count; i++)
        texts[i] = prompt_at(run, places[i])->text;
    similar_find(texts, count, keep_first, near);
    for (size_t i = 0; i < count; i++)
        if (near[i]) {
            strbuf_clear(&about);
            add_name(&about, run, places[i], places[near[i] - 1]);
            lint_add(run, rule, places[i].pack, places[i].prompt, LINT_TEXT, 0, about.text);
        }
    strbuf_release(&about);
    free(texts);
    free(places);
    free(near);
}

/* ---- 18: listeners' lines that come again ---- */

struct entries {
    struct entry *list;
    size_t count, room;
};

static char *folded(const char *text)
{
    struct strbuf out = STRBUF_INIT;

    text_fold(&out, text, strlen(text));
    return strbuf_detach(&out);
}

static struct entries all_lines(const struct run *run, const struct place *places, size_t count)
{
    static const enum lint_field fields[] = { LINT_DO, LINT_AVOID, LINT_ASK };
    struct entries lines = { 0 };

    for (size_t i = 0; i < count; i++)
        for (size_t f = 0; f < ARRAY_SIZE(fields); f++) {
            const char *text = lint_text_of(prompt_at(run, places[i]), fields[f], 0);

            if (!text)
                continue;
            lines.list = mem_grow(lines.list, lines.count, &lines.room, sizeof *lines.list);
            lines.list[lines.count++] = (struct entry){ folded(text), places[i], fields[f] };
        }
    if (lines.count)
        qsort(lines.list, lines.count, sizeof *lines.list, compare_entries);
    return lines;
}

/* Told at each but the first of them. */
static void tell_repeats(const struct rule *rule, struct run *run, const struct entry *same,
                         size_t count)
{
    struct strbuf about = STRBUF_INIT;

    for (size_t i = 1; i < count; i++) {
        strbuf_clear(&about);
        add_name(&about, run, same[i].place, same[0].place);
        if (count > 2)
            strbuf_addf(&about, " and %zu more", count - 2);
        lint_add(run, rule, same[i].place.pack, same[i].place.prompt, same[i].field, 0, about.text);
    }
    strbuf_release(&about);
}

void rule_repeated_lines(const struct rule *rule, struct run *run)
{
    size_t count = count_prompts(run);
    struct place *places = all_places(run, count);
    struct entries lines = all_lines(run, places, count);

    for (size_t i = 0, end; i < lines.count; i = end) {
        end = i + 1;
        while (end < lines.count && !strcmp(lines.list[i].text, lines.list[end].text))
            end++;
        if (count >= REPEATS_FROM && end - i > 1 && (end - i) * PROMPTS_A_LINE > count)
            tell_repeats(rule, run, lines.list + i, end - i);
    }
    for (size_t i = 0; i < lines.count; i++)
        free((char *)lines.list[i].text);
    free(lines.list);
    free(places);
}

/* ---- 6, 17, 19: the catalogue ---- */

static void add_to_all(struct run *run, const struct rule *rule, const char *about)
{
    lint_add(run, rule, LINT_NO_PACK, 0, LINT_PROMPT, 0, about);
}

void rule_grade(const struct rule *rule, struct run *run)
{
    struct catalogue catalogue;
    char about[32];

    catalogue_count(&catalogue, run->packs, run->count);
    snprintf(about, sizeof about, "%.1f", catalogue_grade(&catalogue));
    if (catalogue_grade(&catalogue) > GRADE_MAX)
        add_to_all(run, rule, about);
    catalogue_release(&catalogue);
}

static void check_needs(const struct rule *rule, struct run *run, const struct catalogue *c)
{
    struct catalogue_need needs[CATALOGUE_NEEDS_MAX];
    size_t count = catalogue_needs(needs);

    for (size_t i = 0; i < count; i++) {
        const struct catalogue_need *need = &needs[i];
        size_t held = catalogue_held(c, need);
        char about[128], minutes[32] = "any length";

        if (held >= need->wanted)
            continue;
        if (need->minutes)
            snprintf(minutes, sizeof minutes, "%d minutes", need->minutes);
        snprintf(about, sizeof about, "%s, %s, depth %d%s, %s: %zu, and %zu are wanted",
                 words_name(&vocabulary_mood, (int)need->mood),
                 words_name(&vocabulary_mode, (int)need->mode), need->depth_to,
                 need->depth_to > need->depth_from ? " or less" : "", minutes, held, need->wanted);
        add_to_all(run, rule, about);
    }
}

/* A part of all prompts, or of some, and how many hundredths of them it should be. */
struct share {
    const char *what;
    size_t part, whole, least, most;
};

static void check_share(const struct rule *rule, struct run *run, const struct share *share)
{
    bool low = share->part * 100 < share->least * share->whole;
    char about[128];

    if (!low && share->part * 100 <= share->most * share->whole)
        return;
    snprintf(about, sizeof about, "%s: %.1f %%; it should be %zu %% or %s", share->what,
             100.0 * (double)share->part / (double)share->whole, low ? share->least : share->most,
             low ? "more" : "less");
    add_to_all(run, rule, about);
}

static void check_shares(const struct rule *rule, struct run *run, const struct catalogue *c)
{
    const struct share shares[] = {
        { "sexual", c->sexual, c->prompts, 0, SEXUAL_MOST },
        { "not sexual among the physical ones", c->physical_not_sexual, c->physical,
          PHYSICAL_NOT_SEXUAL_LEAST, 100 },
        { "stress or conflict", c->strained, c->prompts, 0, STRAINED_MOST },
        { "talking", c->talking, c->prompts, MODE_LEAST, 100 - MODE_LEAST },
    };

    for (int d = 0; d < DIMENSION_COUNT; d++)
        check_share(rule, run,
                    &(struct share){ words_name(&vocabulary_dimension, d), c->dimension[d],
                                     c->prompts, DIMENSION_LEAST, 100 });
    for (size_t i = 0; i < ARRAY_SIZE(shares); i++)
        check_share(rule, run, &shares[i]);
    if (c->shortest * 3 < c->prompts)
        add_to_all(run, rule, "fewer than a third take five minutes");
}

void rule_balance(const struct rule *rule, struct run *run)
{
    struct catalogue c;

    catalogue_count(&c, run->packs, run->count);
    check_needs(rule, run, &c);
    check_shares(rule, run, &c);
    catalogue_release(&c);
}

void rule_openings(const struct rule *rule, struct run *run)
{
    struct catalogue c;

    catalogue_count(&c, run->packs, run->count);
    for (size_t i = 0; i < c.openings.count; i++) {
        const struct catalogue_row *row = &c.openings.list[i];
        size_t most = strcmp(row->text, "what") == 0 ? WHAT_MOST : OPENING_MOST;
        struct strbuf about = STRBUF_INIT;

        if (row->count * 100 > most * c.prompts) {
            strbuf_addf(&about, "“%s” opens %zu prompts of %zu; %zu %% is the most", row->text,
                        row->count, c.prompts, most);
            add_to_all(run, rule, about.text);
        }
        strbuf_release(&about);
    }
    catalogue_release(&c);
}
