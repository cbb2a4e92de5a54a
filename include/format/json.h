/* JSON, strictly: what comes in is whole, unambiguous and safe to keep, or it is refused with a
 * place and a reason. cJSON builds the tree; what cJSON would let through is refused here. */
#ifndef COUPLET_FORMAT_JSON_H
#define COUPLET_FORMAT_JSON_H

#include <stddef.h>

#include "base/error.h"

/* Bytes of one document, brackets inside brackets, and the largest whole number that every
 * program reads alike (2^53 − 1). */
#define JSON_SIZE_MAX ((size_t)64 * 1024 * 1024)
enum { JSON_DEPTH_MAX = 1000, JSON_NUMBER_CHARS_MAX = 63 };
#define JSON_NUMBER_MAX 9007199254740991.0

/* A place in a document; both count from 1, columns in code points. */
struct json_place {
    int line, column;
};

enum { JSON_PATH_MAX = 256, JSON_REASON_MAX = 512 };

struct json_fault {
    struct json_place place;
    char path[JSON_PATH_MAX];     /* like prompts[12].listener.do; "" where none is known */
    char reason[JSON_REASON_MAX]; /* a sentence without a stop, safe to show */
};

/* A document that was read. It borrows its bytes: they stay until json_free(). */
struct json_document;

/* Reads n bytes (no NUL needed at the end; a byte order mark is skipped). STATUS_OK: *out is the
 * caller's, to be given back to json_free(). STATUS_INVALID: *out is NULL and *fault, if wanted,
 * says where and why. Refused are, besides what breaks the grammar: more than JSON_SIZE_MAX
 * bytes, ill-formed UTF-8, NUL bytes, control characters (but tabs and line ends between values),
 * the escape for U+0000, halves of surrogate pairs, deeper nesting than JSON_DEPTH_MAX, a key
 * twice in one object, and numbers beyond JSON_NUMBER_MAX or too long to be read whole. */
enum status json_parse(const char *bytes, size_t n, struct json_document **out,
                       struct json_fault *fault);

/* The same, but the values of the list under that key of the outermost object aren't built, so that
 * a long one needn't fit into memory: they are read one at a time, and only then looked at for
 * duplicate keys and large numbers. Where no such list is, or key is NULL, all is built. */
enum status json_parse_split(const char *bytes, size_t n, const char *key,
                             struct json_document **out, struct json_fault *fault);

/* NULL is fine. */
void json_free(struct json_document *document);

/* The place of the value that path leads to, or of the innermost one around it that is there.
 * Paths are keys with dots between them and indexes, from 0, in brackets. A walk through many
 * elements of one array, in order, costs one reading of the text in all. */
struct json_place json_place_of(struct json_document *document, const char *path);

/* The place of a byte; at may be n. */
struct json_place json_place_at(const char *bytes, size_t n, size_t at);

#endif
