/* A similarity join over sets of words.
 *
 * The method is prefix filtering: Chaudhuri, Ganti, Kaushik, "A primitive operator for similarity
 * joins in data cleaning" (ICDE 2006); Bayardo, Ma, Srikant, "Scaling up all pairs similarity
 * search" (WWW 2007); Xiao, Wang, Lin, Yu, "Efficient similarity joins for near duplicate
 * detection" (WWW 2008). Two sets that share nearly all must share one of their few rarest words;
 * so each set is looked up by those words only, and only among sets of about its size.
 *
 * For sets of a and b words that share c, similarity ≥ 4/5 is 5c ≥ 4(a + b − c), so 9c ≥ 4(a + b);
 * and b ≥ 4a/5 for the smaller one. All of it is counted in whole numbers. */
#include "format/similar.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/text.h"

/* A text's words: numbers, the rarest first, each once. */
struct set {
    uint32_t *words; /* in the pool */
    uint32_t count, text;
};

/* A word: where it stands among all bytes, and in how many sets. */
struct term {
    size_t at, size;
    uint32_t sets, rank;
};

struct join {
    struct strbuf bytes; /* of all words, one after the other */
    struct term *terms;
    size_t term_count, term_room;
    uint32_t *slots; /* hash table: number of a term + 1 */
    size_t slot_count;
    uint32_t *pool;
    size_t pool_count, pool_room;
    struct set *sets;
    size_t set_count;
};

/* Smallest whole number that is at least n · part / of. */
static uint32_t at_least(uint32_t n, uint32_t part, uint32_t of)
{
    return (n * part + of - 1) / of;
}

static bool same_bytes(const struct join *join, uint32_t term, const char *word, size_t size)
{
    const struct term *known = &join->terms[term];

    return known->size == size && !memcmp(join->bytes.text + known->at, word, size);
}

static size_t slot_of(const struct join *join, const char *word, size_t size)
{
    size_t slot = hash_add(HASH_BEGIN, word, size) & (join->slot_count - 1);

    while (join->slots[slot] && !same_bytes(join, join->slots[slot] - 1, word, size))
        slot = (slot + 1) & (join->slot_count - 1);
    return slot;
}

static void grow_slots(struct join *join)
{
    free(join->slots);
    join->slot_count = join->slot_count ? join->slot_count * 2 : 1024;
    join->slots = mem_new(join->slot_count, sizeof *join->slots);
    for (size_t i = 0; i < join->term_count; i++) {
        const struct term *term = &join->terms[i];

        join->slots[slot_of(join, join->bytes.text + term->at, term->size)] = (uint32_t)i + 1;
    }
}

static uint32_t term_number(struct join *join, const char *word, size_t size)
{
    size_t slot;

    if (join->term_count * 2 >= join->slot_count)
        grow_slots(join);
    slot = slot_of(join, word, size);
    if (!join->slots[slot]) {
        join->terms =
            mem_grow(join->terms, join->term_count, &join->term_room, sizeof *join->terms);
        join->terms[join->term_count] = (struct term){ .at = join->bytes.size, .size = size };
        join->slots[slot] = (uint32_t)++join->term_count;
        strbuf_add(&join->bytes, word, size);
    }
    return join->slots[slot] - 1;
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

/* Sorts, and drops what is there twice. */
static uint32_t make_set(uint32_t *words, size_t count)
{
    uint32_t kept = 0;

    if (count)
        qsort(words, count, sizeof *words, compare_numbers);
    for (size_t i = 0; i < count; i++)
        if (!kept || words[kept - 1] != words[i])
            words[kept++] = words[i];
    return kept;
}

/* The pool moves while it grows, so a set remembers its words by their offset until all are in. */
static void read_text(struct join *join, const char *text, uint32_t number, size_t *offset)
{
    struct strbuf folded = STRBUF_INIT;
    size_t begin, end = 0, first = join->pool_count;
    uint32_t count;

    text_fold(&folded, text, strlen(text));
    while ((end = text_next_word(folded.text, folded.size, end, &begin)) > begin) {
        join->pool = mem_grow(join->pool, join->pool_count, &join->pool_room, sizeof *join->pool);
        join->pool[join->pool_count++] = term_number(join, folded.text + begin, end - begin);
    }
    count = make_set(join->pool + first, join->pool_count - first);
    join->pool_count = first + count;
    for (uint32_t i = 0; i < count; i++)
        join->terms[join->pool[first + i]].sets++;
    if (count) {
        *offset = first;
        join->sets[join->set_count++] = (struct set){ .count = count, .text = number };
    }
    strbuf_release(&folded);
}

/* In how many sets a word is, and its number. */
struct rarity {
    uint32_t sets, term;
};

static int compare_rarity(const void *a, const void *b)
{
    const struct rarity *left = a, *right = b;

    if (left->sets != right->sets)
        return left->sets < right->sets ? -1 : 1;
    return (left->term > right->term) - (left->term < right->term);
}

static void rank_terms(struct join *join)
{
    struct rarity *order = mem_new(join->term_count, sizeof *order);

    for (size_t i = 0; i < join->term_count; i++)
        order[i] = (struct rarity){ join->terms[i].sets, (uint32_t)i };
    qsort(order, join->term_count, sizeof *order, compare_rarity);
    for (size_t i = 0; i < join->term_count; i++)
        join->terms[order[i].term].rank = (uint32_t)i;
    free(order);
}

static int compare_words(const struct set *left, const struct set *right)
{
    if (left->count != right->count)
        return left->count < right->count ? -1 : 1;
    for (uint32_t i = 0; i < left->count; i++)
        if (left->words[i] != right->words[i])
            return left->words[i] < right->words[i] ? -1 : 1;
    return 0;
}

/* Small sets first, equal ones side by side. */
static int compare_sets(const void *a, const void *b)
{
    const struct set *left = a, *right = b;
    int order = compare_words(left, right);

    return order ? order : (left->text > right->text) - (left->text < right->text);
}

static void read_texts(struct join *join, const char *const *texts, size_t count)
{
    size_t *offsets = mem_new(count, sizeof *offsets);

    join->sets = mem_new(count, sizeof *join->sets);
    for (size_t i = 0; i < count; i++)
        read_text(join, texts[i], (uint32_t)i, &offsets[join->set_count]);
    rank_terms(join);
    for (size_t i = 0; i < join->set_count; i++) {
        struct set *set = &join->sets[i];

        set->words = join->pool + offsets[i];
        for (uint32_t k = 0; k < set->count; k++)
            set->words[k] = join->terms[set->words[k]].rank;
        qsort(set->words, set->count, sizeof *set->words, compare_numbers);
    }
    if (join->set_count)
        qsort(join->sets, join->set_count, sizeof *join->sets, compare_sets);
    free(offsets);
}

/* The sets that were looked at and have this word among their rarest. */
struct postings {
    uint32_t begin, end; /* in one list for all words */
};

struct index {
    struct postings *of; /* by rank */
    uint32_t *sets;
    uint32_t *seen; /* by set: the set that has met it, + 1 */
};

static uint32_t indexed_words(const struct set *set)
{
    return set->count - at_least(set->count, 8, 9) + 1;
}

static void make_index(struct index *index, const struct join *join)
{
    uint32_t total = 0;

    index->of = mem_new(join->term_count, sizeof *index->of);
    for (size_t i = 0; i < join->set_count; i++)
        for (uint32_t k = 0; k < indexed_words(&join->sets[i]); k++)
            index->of[join->sets[i].words[k]].end++;
    for (size_t i = 0; i < join->term_count; i++) {
        uint32_t room = index->of[i].end;

        index->of[i] = (struct postings){ total, total };
        total += room;
    }
    index->sets = mem_new(total, sizeof *index->sets);
    index->seen = mem_new(join->set_count, sizeof *index->seen);
}

static bool are_near(const struct set *a, const struct set *b)
{
    uint32_t shared = 0, i = 0, k = 0, need = at_least(a->count + b->count, 4, 9);

    while (i < a->count && k < b->count) {
        uint32_t left = a->count - i < b->count - k ? a->count - i : b->count - k;

        if (shared + left < need)
            return false;
        if (a->words[i] == b->words[k]) {
            shared++;
            i++;
            k++;
        } else if (a->words[i] < b->words[k]) {
            i++;
        } else {
            k++;
        }
    }
    return shared >= need;
}

/* One call of similar_find(). */
struct telling {
    void (*pair)(void *context, size_t first, size_t second);
    void *context;
};

static void tell(const struct telling *telling, uint32_t a, uint32_t b)
{
    telling->pair(telling->context, a < b ? a : b, a < b ? b : a);
}

static void probe(const struct join *join, struct index *index, uint32_t number,
                  const struct telling *telling)
{
    const struct set *set = &join->sets[number];
    uint32_t least = at_least(set->count, SIMILAR_SHARED, SIMILAR_OF), told = 0;

    for (uint32_t k = 0; k < set->count - least + 1; k++) {
        struct postings *list = &index->of[set->words[k]];

        /* Sets come by size, so what is too small now stays too small. */
        while (list->begin < list->end && join->sets[index->sets[list->begin]].count < least)
            list->begin++;
        for (uint32_t p = list->begin; p < list->end && told < SIMILAR_PAIRS_MAX; p++) {
            uint32_t other = index->sets[p];

            if (index->seen[other] == number + 1)
                continue;
            index->seen[other] = number + 1;
            if (are_near(set, &join->sets[other])) {
                tell(telling, set->text, join->sets[other].text);
                told++;
            }
        }
    }
}

static void enter(const struct join *join, struct index *index, uint32_t number)
{
    const struct set *set = &join->sets[number];

    for (uint32_t k = 0; k < indexed_words(set); k++)
        index->sets[index->of[set->words[k]].end++] = number;
}

static void join_sets(const struct join *join, const struct telling *telling)
{
    struct index index;
    uint32_t first = 0; /* of those that are equal */

    make_index(&index, join);
    for (uint32_t i = 0; i < join->set_count; i++) {
        if (i && !compare_words(&join->sets[first], &join->sets[i])) {
            tell(telling, join->sets[first].text, join->sets[i].text);
            continue;
        }
        first = i;
        probe(join, &index, i, telling);
        enter(join, &index, i);
    }
    free(index.of);
    free(index.sets);
    free(index.seen);
}

void similar_find(const char *const *texts, size_t count,
                  void (*pair)(void *context, size_t first, size_t second), void *context)
{
    struct join join = { .bytes = STRBUF_INIT };
    struct telling telling = { pair, context };

    read_texts(&join, texts, count);
    if (join.set_count)
        join_sets(&join, &telling);
    strbuf_release(&join.bytes);
    free(join.terms);
    free(join.slots);
    free(join.pool);
    free(join.sets);
}
