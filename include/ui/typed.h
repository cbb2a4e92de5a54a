/* What may be typed or pasted into a text. */
#ifndef COUPLET_UI_TYPED_H
#define COUPLET_UI_TYPED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Appends text as it may stand in one line, or with lines in several: a tab, and where there is
 * but one line any line feed, becomes a blank; other controls go; ill-formed bytes become U+FFFD.
 */
void typed_clean(struct strbuf *out, const char *text, bool lines);

/* The bytes of its longest beginning that has at most room and ends between two clusters. */
size_t typed_fit(const struct strbuf *clean, size_t room);

#endif
