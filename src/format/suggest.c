/* The nearest word: edit distance with swaps of neighbours, over short words. */
#include "format/suggest.h"

#include <stdbool.h>
#include <string.h>

enum { WORD_MAX = 64, DISTANCE_MAX = 3 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool is_swap(const char *a, const char *b, size_t i, size_t j)
{
    return i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
           lower(a[i - 2]) == lower(b[j - 1]);
}

/* Optimal string alignment; both are at most WORD_MAX long. Three rows are all it looks at. */
static size_t distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t rows[3][WORD_MAX + 1];

    for (size_t j = 0; j <= b_size; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *older = rows[(i + 1) % 3];

        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1,
                           above[j - 1] + (lower(a[i - 1]) != lower(b[j - 1])));
            if (is_swap(a, b, i, j))
                row[j] = least(row[j], older[j - 2] + 1);
        }
    }
    return rows[a_size % 3][b_size];
}

const char *suggest_word(const char *word, const char *const *words, size_t count)
{
    size_t size = strlen(word), best = least(1 + size / 4, DISTANCE_MAX) + 1;
    const char *nearest = NULL;

    if (!size || size > WORD_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t other = words[i] ? strlen(words[i]) : 0, apart;

        if (!other || other > WORD_MAX || other + best <= size || size + best <= other)
            continue;
        apart = distance(word, size, words[i], other);
        if (apart < best && apart < other) {
            best = apart;
            nearest = words[i];
        }
    }
    return nearest;
}
