/* "Did you mean …?" */
#ifndef COUPLET_FORMAT_SUGGEST_H
#define COUPLET_FORMAT_SUGGEST_H

#include <stddef.h>

/* The one of count words that lies nearest to word, whatever the case of its letters, if it is
 * near enough to be meant: a letter or so wrong, missing, too many or swapped for every four.
 * NULL if none is. Borrowed from words; NULL entries are passed over. */
const char *suggest_word(const char *word, const char *const *words, size_t count);

#endif
