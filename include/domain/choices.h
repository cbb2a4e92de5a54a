/* What home asks: mood, mode and minutes, each a row of choices. The screens and the plain lines
 * offer the same ones. */
#ifndef COUPLET_DOMAIN_CHOICES_H
#define COUPLET_DOMAIN_CHOICES_H

#include <stddef.h>

#include "base/strbuf.h"
#include "domain/picker.h"

enum choice_row { CHOICE_MOOD, CHOICE_MODE, CHOICE_MINUTES, CHOICE_ROWS };

struct choice {
    const char *said;  /* "surprise us" */
    int value;         /* of the filter's field */
    const char *heard; /* where a figure among numbered choices would puzzle; NULL: said */
};

struct choices {
    const char *label; /* "something" */
    const struct choice *list;
    size_t count;
};

extern const struct choices choices[CHOICE_ROWS];

/* Which choice of a row the filter has; the first one if it has none of them. */
size_t choice_of(const struct filter *filter, enum choice_row row);

/* Puts a choice into the filter. */
void choice_set(struct filter *filter, enum choice_row row, size_t which);

/* "Nothing light for listening in 5 minutes just now.": the same whatever the cause. */
void choices_nothing(struct strbuf *out, const struct filter *filter);

#endif
