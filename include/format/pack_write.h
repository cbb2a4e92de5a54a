/* Packs out: format 1 as text, as a person would lay it out, the same for the same pack. */
#ifndef COUPLET_FORMAT_PACK_WRITE_H
#define COUPLET_FORMAT_PACK_WRITE_H

#include "base/strbuf.h"
#include "domain/prompt.h"

/* A draft has null where a needed field has no value yet, for somebody to fill in; pack_read()
 * refuses it and names the lines. */
enum pack_writing { PACK_WHOLE, PACK_DRAFT };

/* Appends the pack, indented by two blanks, with a line feed at the end. Fields that nobody here
 * knows (extra) are kept: pack_read() of it gives the same pack. No value is: a text of NULL, 0
 * minutes, depth 0, and a word whose number has none, such as MOOD_ANY or DIMENSION_COUNT. A
 * consent that follows from depth and flags isn't written. */
void pack_write(struct strbuf *out, const struct pack *pack, enum pack_writing writing);

#endif
