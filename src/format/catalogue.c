/* Counting what several packs hold, and what is wanted of them. The table is in
 * catalogue_table.c. */
#include "format/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "lint_private.h"

enum { SHORTEST = 5, WANTED_SHORTEST = 40, WANTED_CELL = 12, WANTED_DEEPEST = 12 };

static size_t minutes_index(int minutes)
{
    size_t i = 0;

    while (i + 1 < MINUTES_COUNT && minutes_legal[i] != minutes)
        i++;
    return i;
}

bool catalogue_is_legal(enum mood mood, int depth, int minutes)
{
    static char focus[] = "any";
    struct prompt prompt = { .mood = mood, .depth = depth, .minutes = minutes, .focus = focus };
    const char *field;

    prompt.consent = prompt_consent_due(depth, 0);
    return !prompt_disagreement(&prompt, &field);
}

static size_t needs_of(struct catalogue_need *out, enum mood mood, enum mode mode)
{
    size_t n = 0;

    out[n++] = (struct catalogue_need){ mood, mode, 1, 2, SHORTEST, WANTED_SHORTEST };
    for (int depth = DEPTH_MIN; depth < DEPTH_MAX; depth++)
        for (size_t m = 0; m < MINUTES_COUNT; m++)
            if (minutes_legal[m] != SHORTEST && catalogue_is_legal(mood, depth, minutes_legal[m]))
                out[n++] = (struct catalogue_need){
                    mood, mode, depth, depth, minutes_legal[m], WANTED_CELL
                };
    if (mood == MOOD_SERIOUS)
        out[n++] = (struct catalogue_need){ mood, mode, DEPTH_MAX, DEPTH_MAX, 0, WANTED_DEEPEST };
    return n;
}

size_t catalogue_needs(struct catalogue_need out[CATALOGUE_NEEDS_MAX])
{
    size_t n = 0;

    for (int mood = MOOD_LIGHT; mood <= MOOD_SERIOUS; mood++)
        for (int mode = MODE_TALKING; mode <= MODE_LISTENING; mode++)
            n += needs_of(out + n, (enum mood)mood, (enum mode)mode);
    return n;
}

size_t catalogue_held(const struct catalogue *catalogue, const struct catalogue_need *need)
{
    size_t held = 0;

    for (int depth = need->depth_from; depth <= need->depth_to; depth++)
        for (size_t m = 0; m < MINUTES_COUNT; m++)
            if (!need->minutes || minutes_legal[m] == need->minutes)
                held +=
                    catalogue->cell[need->mood - MOOD_LIGHT][need->mode - MODE_TALKING][depth][m];
    return held;
}

/* Texts that are to be counted; owns them. */
struct heap {
    char **list;
    size_t count, room;
};

static void heap_add(struct heap *heap, char *text)
{
    heap->list = mem_grow(heap->list, heap->count, &heap->room, sizeof *heap->list);
    heap->list[heap->count++] = text;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int compare_rows(const void *a, const void *b)
{
    const struct catalogue_row *left = a, *right = b;

    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return strcmp(left->text, right->text);
}

/* Counts the heap, which is empty after it; texts that are there fewer than least times are left
 * out. */
static void heap_count(struct heap *heap, size_t least, struct catalogue_rows *rows)
{
    if (heap->count)
        qsort(heap->list, heap->count, sizeof *heap->list, compare_texts);
    for (size_t i = 0, end; i < heap->count; i = end) {
        end = i + 1;
        while (end < heap->count && !strcmp(heap->list[i], heap->list[end]))
            free(heap->list[end++]);
        if (end - i >= least) {
            rows->list = mem_grow(rows->list, rows->count, &rows->room, sizeof *rows->list);
            rows->list[rows->count++] = (struct catalogue_row){ heap->list[i], end - i };
        } else {
            free(heap->list[i]);
        }
    }
    if (rows->count)
        qsort(rows->list, rows->count, sizeof *rows->list, compare_rows);
    free(heap->list);
}

static char *folded(const char *text)
{
    struct strbuf out = STRBUF_INIT;

    text_fold(&out, text, strlen(text));
    return strbuf_detach(&out);
}

static void count_text(struct catalogue *out, const char *text, struct heap *openings)
{
    struct words words;

    words_split(&words, text);
    out->words += words.count;
    out->units += words.count ? words_units(&words) : 0;
    for (size_t i = 0; i < words.count; i++)
        out->syllables += word_syllables(words.list[i].text);
    if (words.count)
        heap_add(openings, mem_copy(words.list[0].text));
    words_release(&words);
}

static void count_kind(struct catalogue *out, const struct prompt *prompt)
{
    bool sexual = prompt->facets & 1u << FACET_SEXUAL;
    bool physical = prompt->dimension == DIMENSION_PHYSICAL;

    out->prompts++;
    out->cell[prompt->mood - MOOD_LIGHT][prompt->mode - MODE_TALKING][prompt->depth]
             [minutes_index(prompt->minutes)]++;
    out->dimension[prompt->dimension]++;
    for (int flag = 0; flag < FLAG_COUNT; flag++)
        out->flag[flag] += (prompt->flags & 1u << flag) != 0;
    out->talking += prompt->mode == MODE_TALKING;
    out->shortest += prompt->minutes == SHORTEST;
    out->flagged += prompt->flags != 0;
    out->sexual += sexual;
    out->physical += physical;
    out->physical_not_sexual += physical && !sexual;
    out->strained += (prompt->facets & (1u << FACET_CONFLICT | 1u << FACET_STRESS)) != 0;
    out->accessible += prompt->access_alt != NULL;
    out->required += prompt->requires != 0;
}

void catalogue_count(struct catalogue *out, const struct pack *packs, size_t count)
{
    static const enum lint_field fields[] = { LINT_DO, LINT_AVOID, LINT_ASK };
    struct heap openings = { 0 }, lines = { 0 };

    *out = (struct catalogue){ .packs = count };
    for (size_t p = 0; p < count; p++)
        for (size_t i = 0; i < packs[p].count; i++) {
            const struct prompt *prompt = &packs[p].prompts[i];

            count_kind(out, prompt);
            count_text(out, prompt->text, &openings);
            for (size_t f = 0; f < ARRAY_SIZE(fields); f++)
                if (lint_text_of(prompt, fields[f], 0))
                    heap_add(&lines, folded(lint_text_of(prompt, fields[f], 0)));
        }
    heap_count(&openings, 1, &out->openings);
    heap_count(&lines, 2, &out->lines);
}

static void rows_release(struct catalogue_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        free(rows->list[i].text);
    free(rows->list);
}

void catalogue_release(struct catalogue *catalogue)
{
    rows_release(&catalogue->openings);
    rows_release(&catalogue->lines);
    *catalogue = (struct catalogue){ 0 };
}

double catalogue_grade(const struct catalogue *catalogue)
{
    double words = (double)catalogue->words;

    if (!catalogue->words)
        return 0;
    return 0.39 * words / (double)catalogue->units + 11.8 * (double)catalogue->syllables / words -
           15.59;
}
