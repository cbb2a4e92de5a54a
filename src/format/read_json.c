/* JSON and JSON Lines, whatever is in them. */
#include <string.h>

#include "format/pack.h"
#include "harvest_private.h"

/* A pack needs no converting. */
static bool is_pack(const cJSON *root)
{
    return cJSON_IsNumber(cJSON_GetObjectItemCaseSensitive(root, "format")) &&
           cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(root, "prompts"));
}

enum status read_json(struct harvest *h, const char *text, size_t n, const char *key,
                      struct error *err)
{
    struct json_document *document;
    struct json_fault fault;
    const cJSON *root;

    if (json_parse(text, n, &document, &fault))
        return error_set(err, STATUS_INVALID, "line %d, column %d: %s", fault.place.line,
                         fault.place.column, fault.reason);
    root = json_mark_lines(document);
    if (is_pack(root)) {
        json_free(document);
        return error_set(err, STATUS_INVALID,
                         "this is a pack already; couplet pack check says whether it is a good "
                         "one");
    }
    tree_read(h, root, key);
    json_free(document);
    return STATUS_OK;
}

static void shift_lines(cJSON *node, int by)
{
    if (!cJSON_IsNumber(node))
        node->valueint += by;
    for (cJSON *child = node->child; child; child = child->next)
        shift_lines(child, by);
}

/* As in a list, where an object with a text is an entry. */
static void read_value(struct harvest *h, struct json_document *document, int line, const char *key)
{
    cJSON *root = json_mark_lines(document), *list = json_made(cJSON_CreateArray());

    shift_lines(root, line - 1);
    if (!cJSON_AddItemReferenceToArray(list, root))
        die("out of memory; what was confirmed is saved");
    tree_read(h, list, key);
    cJSON_Delete(list);
}

enum status read_json_lines(struct harvest *h, const char *text, size_t n, const char *key,
                            struct error *err)
{
    struct line line = { 0 }, part;
    size_t at = 0, good = 0;
    struct json_fault fault = { .reason = "there is nothing in it" };

    while (line_next(text, n, &at, &line)) {
        struct json_document *document;

        part = line_trim(line);
        if (!part.n)
            continue;
        if (json_parse(part.text, part.n, &document, &fault)) {
            harvest_leave(h, line.number, part.text, part.n, "not JSON");
            continue;
        }
        good++;
        read_value(h, document, line.number, key);
        json_free(document);
    }
    if (!good)
        return error_set(err, STATUS_INVALID, "no line of it is JSON: %s", fault.reason);
    return STATUS_OK;
}

int probe_json(const char *text, size_t n)
{
    size_t at = 0;

    while (at < n && strchr(" \t\n", text[at]))
        at++;
    return at < n && (text[at] == '{' || text[at] == '[') ? 85 : 0;
}

static bool is_whole(struct line line)
{
    return line.n > 1 && ((*line.text == '{' && line.text[line.n - 1] == '}') ||
                          (*line.text == '"' && line.text[line.n - 1] == '"'));
}

/* The first line is an object by itself, and so are most of those after it. */
int probe_json_lines(const char *text, size_t n)
{
    enum { ENOUGH = 20 };
    struct line line = { 0 };
    size_t at = 0, lines = 0, whole = 0;

    while (lines < ENOUGH && line_next(text, n, &at, &line)) {
        struct line part = line_trim(line);

        if (!part.n)
            continue;
        if (!lines++ && *part.text != '{')
            return 0;
        whole += is_whole(part);
    }
    return whole > 1 && whole * 3 >= lines * 2 ? 95 : 0;
}
