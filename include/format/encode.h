/* Bytes as people have them, made UTF-8: or a reason why not, with the place. */
#ifndef COUPLET_FORMAT_ENCODE_H
#define COUPLET_FORMAT_ENCODE_H

#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/* Appends the text of n bytes as UTF-8 with plain line feeds and no byte order mark. Read are
 * UTF-8, and UTF-16 of either order with its mark. STATUS_INVALID: something else, such as a PDF, a
 * picture, an archive, another encoding, half a surrogate pair, a NUL; err says what, at which byte
 * (from 0) and line, and what to do. */
enum status encode_utf8(struct strbuf *out, const char *bytes, size_t n, struct error *err);

#endif
