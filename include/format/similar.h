/* Near duplicates: texts that say the same in nearly the same words, found among a hundred
 * thousand without comparing all pairs. */
#ifndef COUPLET_FORMAT_SIMILAR_H
#define COUPLET_FORMAT_SIMILAR_H

#include <stddef.h>

/* Two texts are near if at least four fifths of the words in either of them are in both: the
 * Jaccard similarity of their sets of words, letter case and marks aside. */
enum { SIMILAR_SHARED = 4, SIMILAR_OF = 5 };

/* Of one text, as many pairs at most: a flood of copies costs no more than so many each. */
enum { SIMILAR_PAIRS_MAX = 8 };

/* Calls pair for two near texts, first < second, in no particular order and never twice. Texts
 * with the same set of words are told with the first of them only, and it alone is compared with
 * the rest. A text without a word is near to none. */
void similar_find(const char *const *texts, size_t count,
                  void (*pair)(void *context, size_t first, size_t second), void *context);

#endif
