/* What the format layer shares about JSON among its own files: tokens, and cJSON's tree. */
#ifndef COUPLET_FORMAT_JSON_PRIVATE_H
#define COUPLET_FORMAT_JSON_PRIVATE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "format/json.h"

/* Brackets, colon and comma are their own kind. */
enum json_kind {
    JSON_END = '$',
    JSON_WRONG = '!',
    JSON_STRING = '"',
    JSON_NUMBER = '0',
    JSON_WORD = 'w',
};

struct json_token {
    char kind;
    size_t at, end; /* the bytes from at up to but not including end */
};

/* Borrows text, which is valid UTF-8 without NUL. reason says what is wrong with a JSON_WRONG. */
struct json_lexer {
    const char *text;
    size_t n, at;
    const char *reason;
};

/* The next token; after JSON_WRONG there is no going on. */
struct json_token json_next(struct json_lexer *lexer);

/* The tree; owned by the document. */
const cJSON *json_root(const struct json_document *document);

/* Whether a value of the tree is the list that was split off, and how many values it has. */
bool json_is_split(const struct json_document *document, const cJSON *value);
size_t json_split_count(const struct json_document *document);

/* One of them, which the caller deletes; NULL if it is refused, and *fault (may be NULL) says why.
 */
cJSON *json_build_item(const struct json_document *document, size_t index,
                       struct json_fault *fault);

/* Puts the line of each value, but of numbers, into its valueint, which only numbers use. The tree;
 * owned by the document. */
cJSON *json_mark_lines(struct json_document *document);

/* Hands back what cJSON made; NULL means that memory is out, and the program ends. */
cJSON *json_made(cJSON *item);

/* Hands item over to an object or a list. */
void json_put(cJSON *object, const char *key, cJSON *item);
void json_push(cJSON *list, cJSON *item);

/* Appends the tree as compact text. */
void json_write(struct strbuf *out, const cJSON *root);

/* Appends one text with its quotes and escapes. */
void json_write_text(struct strbuf *out, const char *text);

/* Appends a key to a path: after a dot, or quoted in brackets, safe to show, if it isn't a plain
 * word; such a one json_place_of() doesn't follow. */
void json_path_add(struct strbuf *path, const char *key);

/* Appends text as it may be shown in a message: display text, cut, in double quotes. */
void json_quote(struct strbuf *out, const char *text);

#endif
