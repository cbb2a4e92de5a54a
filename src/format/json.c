/* JSON in: the checks around cJSON, and the places that its tree doesn't remember.
 *
 * Four passes, each over what the one before let through: bytes (size, UTF-8, NUL), grammar
 * (tokens in a legal order), cJSON, and the tree beside the tokens (duplicate keys, numbers). So
 * cJSON never meets a text that it would read in a way of its own. */
#include "format/json.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "json_private.h"

/* The element that was looked for last in the outermost array of a path, to go on from there:
 * neither tree nor text is walked again from the beginning. */
struct hint {
    size_t array, index, element; /* offsets of the array and of the element */
    const cJSON *node;
    struct json_place place;
};

struct json_document {
    const char *bytes; /* as handed in, for places */
    size_t n;
    size_t begin; /* after the byte order mark */
    cJSON *root;
    struct hint hint;
    struct split {
        const char *key;    /* of the list whose values aren't in the tree; NULL: there is none */
        size_t open, close; /* where its brackets stand; 0: it wasn't found */
        size_t *items;      /* where its values begin */
        size_t count, room;
    } split;
};

static const char byte_order_mark[] = "\xef\xbb\xbf";
enum { BYTE_ORDER_MARK_SIZE = 3 };

static size_t skip_mark(const char *bytes, size_t n)
{
    return n >= BYTE_ORDER_MARK_SIZE && !memcmp(bytes, byte_order_mark, BYTE_ORDER_MARK_SIZE)
               ? BYTE_ORDER_MARK_SIZE
               : 0;
}

/* The place of end, when that of begin is known. */
static struct json_place place_after(struct json_place place, const char *begin, const char *end)
{
    const char *feed;

    while (begin < end && (feed = memchr(begin, '\n', (size_t)(end - begin)))) {
        place.line++;
        place.column = 1;
        begin = feed + 1;
    }
    for (; begin < end; begin++)
        place.column += (*begin & 0xc0) != 0x80;
    return place;
}

struct json_place json_place_at(const char *bytes, size_t n, size_t at)
{
    const char *end = bytes + (at < n ? at : n);
    size_t mark = skip_mark(bytes, (size_t)(end - bytes)); /* it is no column of anything */

    return place_after((struct json_place){ .line = 1, .column = 1 }, bytes + mark, end);
}

/* Copies as much as fits, never half a code point. */
static void copy_cut(char *to, size_t room, const char *text)
{
    size_t n = strlen(text);

    if (n >= room)
        for (n = room - 1; n && (text[n] & 0xc0) == 0x80;)
            n--;
    memcpy(to, text, n);
    to[n] = '\0';
}

/* What a check needs to speak up. */
struct check {
    const struct json_document *document;
    struct json_fault *fault; /* may be NULL */
    struct json_lexer lexer;
    struct strbuf path;
};

/* Always false, so that a failure is one line at its place. */
static bool refuse(struct check *check, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool refuse(struct check *check, size_t at, const char *format, ...)
{
    char reason[2 * JSON_REASON_MAX];
    va_list args;

    if (!check->fault)
        return false;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    check->fault->place = json_place_at(check->document->bytes, check->document->n, at);
    copy_cut(check->fault->path, JSON_PATH_MAX, check->path.text);
    copy_cut(check->fault->reason, JSON_REASON_MAX, reason);
    return false;
}

void json_quote(struct strbuf *out, const char *text)
{
    enum { CELLS = 40, ENOUGH = 400 };
    struct strbuf shown = STRBUF_INIT;
    size_t n = strlen(text);

    text_display(&shown, text, n < ENOUGH ? n : ENOUGH, false);
    strbuf_addch(out, '"');
    text_cut(out, shown.text, CELLS, false);
    strbuf_addch(out, '"');
    strbuf_release(&shown);
}

static bool check_bytes(struct check *check)
{
    const struct json_document *d = check->document;
    const char *nul;
    size_t bad;

    if (d->n > JSON_SIZE_MAX)
        return refuse(check, 0, "this is larger than 64 MiB; split it into several files");
    if (!text_is_utf8(d->bytes, d->n, &bad))
        return refuse(check, bad, "this isn’t valid UTF-8; save the file as UTF-8");
    nul = d->n ? memchr(d->bytes, '\0', d->n) : NULL;
    if (nul)
        return refuse(check, (size_t)(nul - d->bytes), "there is a NUL byte here; take it out");
    return true;
}

/* Grammar: where we are, what may come, and how to say it. */
enum state {
    AT_START,
    AT_FIRST_KEY,
    AT_KEY,
    AT_COLON,
    AT_VALUE,
    AT_FIRST_ITEM,
    AT_ITEM,
    AFTER_FIELD,
    AFTER_ITEM,
    AT_END,
};

static const struct {
    const char *kinds, *wanted;
} states[] = {
    [AT_START] = { "{[\"0w", "a value" },
    [AT_FIRST_KEY] = { "\"}", "a key in double quotes or a }" },
    [AT_KEY] = { "\"", "a key in double quotes (after the last field there is no comma)" },
    [AT_COLON] = { ":", "a colon between the key and its value" },
    [AT_VALUE] = { "{[\"0w", "a value after the colon" },
    [AT_FIRST_ITEM] = { "{[\"0w]", "a value or a ]" },
    [AT_ITEM] = { "{[\"0w", "a value (after the last one there is no comma)" },
    [AFTER_FIELD] = { ",}", "a comma or a }" },
    [AFTER_ITEM] = { ",]", "a comma or a ]" },
    [AT_END] = { "$", "the end of the file" },
};

struct brackets {
    size_t depth;
    size_t at[JSON_DEPTH_MAX]; /* where the open ones stand, the innermost last */
};

static enum state after_value(const struct check *check, const struct brackets *open)
{
    if (!open->depth)
        return AT_END;
    return check->document->bytes[open->at[open->depth - 1]] == '{' ? AFTER_FIELD : AFTER_ITEM;
}

static bool refuse_token(struct check *check, enum state state, struct json_token token,
                         const struct brackets *open)
{
    const struct json_document *d = check->document;
    const char *bytes = d->bytes + token.at;

    if (token.kind == JSON_WRONG)
        return refuse(check, token.at, "%s", check->lexer.reason);
    if (token.kind == JSON_END && open->depth) {
        size_t at = open->at[open->depth - 1];

        return refuse(check, token.at, "the file ends, but the %c of line %d is still open",
                      d->bytes[at], json_place_at(d->bytes, d->n, at).line);
    }
    if (token.kind == JSON_END)
        return refuse(check, token.at, "there is nothing in this file");
    if (token.kind == JSON_STRING)
        return refuse(check, token.at, "here should be %s, not a text", states[state].wanted);
    return refuse(check, token.at, "here should be %s, not %.*s", states[state].wanted,
                  (int)(token.end - token.at), bytes);
}

static bool open_bracket(struct check *check, struct brackets *open, size_t at)
{
    if (open->depth == JSON_DEPTH_MAX)
        return refuse(check, at, "brackets are nested more than %d deep here", JSON_DEPTH_MAX);
    open->at[open->depth++] = at;
    return true;
}

/* Whether a token is the key of the list that is split off. */
static bool is_split_key(const struct json_document *d, struct json_token token)
{
    size_t n = d->split.key ? strlen(d->split.key) : 0;

    return n && token.end - token.at == n + 2 && !memcmp(d->bytes + token.at + 1, d->split.key, n);
}

/* Remembers where the list stands that is split off, and each value in it. */
static void note_split(struct split *split, struct json_token token, bool is_value, bool after_key,
                       const struct brackets *open)
{
    if (token.kind == '[' && after_key && open->depth == 1 && !split->open)
        split->open = token.at;
    else if (token.kind == ']' && open->depth == 2 && open->at[1] == split->open)
        split->close = token.at;
    else if (is_value && open->depth == 2 && open->at[1] == split->open) {
        split->items = mem_grow(split->items, split->count, &split->room, sizeof *split->items);
        split->items[split->count++] = token.at;
    }
}

/* The state after a token that may stand there. */
static enum state next_state(const struct check *check, enum state state, char kind,
                             struct brackets *open)
{
    if (kind == '{')
        return AT_FIRST_KEY;
    if (kind == '[')
        return AT_FIRST_ITEM;
    if (kind == ':')
        return AT_VALUE;
    if (kind == ',')
        return state == AFTER_FIELD ? AT_KEY : AT_ITEM;
    if (kind == JSON_STRING && (state == AT_KEY || state == AT_FIRST_KEY))
        return AT_COLON;
    if (kind == '}' || kind == ']')
        open->depth--;
    return after_value(check, open);
}

static bool check_grammar(struct check *check, struct split *split)
{
    struct brackets *open = mem_new(1, sizeof *open);
    enum state state = AT_START;
    struct json_token token;
    bool fine = true, after_key = false;

    do {
        token = json_next(&check->lexer);
        if (token.kind == JSON_WRONG || !strchr(states[state].kinds, token.kind))
            fine = refuse_token(check, state, token, open);
        else if (split->key)
            note_split(split, token, state == AT_FIRST_ITEM || state == AT_ITEM, after_key, open);
        if (fine && (token.kind == '{' || token.kind == '['))
            fine = open_bracket(check, open, token.at);
        if (token.kind != ':')
            after_key = open->depth == 1 && is_split_key(check->document, token);
        if (fine && token.kind != JSON_END)
            state = next_state(check, state, token.kind, open);
    } while (fine && token.kind != JSON_END);
    free(open);
    return fine;
}

/* The grammar is right, so this is memory, or a cJSON built with limits of its own. */
static bool refuse_to_build(struct check *check, size_t at)
{
    return refuse(check, at,
                  "couplet can’t read on from here: there isn’t enough memory, or brackets are "
                  "nested too deep");
}

/* Without the values of the list that is split off. */
static bool build_tree(struct check *check, struct json_document *document)
{
    const struct split *split = &document->split;
    const char *bytes = document->bytes + document->begin, *end = bytes;
    size_t n = document->n - document->begin;
    struct strbuf rest = STRBUF_INIT;

    if (split->open) {
        strbuf_add(&rest, bytes, split->open + 1 - document->begin);
        strbuf_add(&rest, document->bytes + split->close, document->n - split->close);
        bytes = rest.text;
        n = rest.size;
    }
    document->root = cJSON_ParseWithLengthOpts(bytes, n, &end, 0);
    strbuf_release(&rest);
    return document->root ||
           refuse_to_build(check, split->open ? 0 : (size_t)(end - document->bytes));
}

/* From here on the tokens are walked beside the tree: both are in the order of the text. */

struct key {
    const char *name;
    size_t at;
};

struct keys {
    struct key *list;
    size_t count, room;
};

static int compare_keys(const void *a, const void *b)
{
    const struct key *left = a, *right = b;
    int order = strcmp(left->name, right->name);

    return order ? order : (left->at > right->at) - (left->at < right->at);
}

static bool check_keys(struct check *check, struct keys *keys)
{
    const struct json_document *d = check->document;
    const struct key *twice = NULL, *before = NULL;
    struct strbuf quoted = STRBUF_INIT;

    if (keys->count > 1)
        qsort(keys->list, keys->count, sizeof *keys->list, compare_keys);
    for (size_t i = 1; i < keys->count; i++) {
        const struct key *key = &keys->list[i];

        if (!strcmp(key[-1].name, key->name) && (!twice || key->at < twice->at)) {
            before = key - 1;
            twice = key;
        }
    }
    if (twice) {
        json_quote(&quoted, twice->name);
        refuse(check, twice->at,
               "%s is here for the second time (the first is in line %d); keep "
               "one of the two",
               quoted.text, json_place_at(d->bytes, d->n, before->at).line);
        strbuf_release(&quoted);
    }
    return !twice;
}

static bool is_plain_key(const char *key)
{
    const char *at = key;

    while ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') ||
           *at == '_' || *at == '$' || *at == '-')
        at++;
    return at > key && !*at;
}

void json_path_add(struct strbuf *path, const char *key)
{
    if (!is_plain_key(key)) {
        strbuf_addch(path, '[');
        json_quote(path, key);
        strbuf_addch(path, ']');
        return;
    }
    if (path->size)
        strbuf_addch(path, '.');
    strbuf_addstr(path, key);
}

static bool check_value(struct check *check, const cJSON *node);

static bool check_items(struct check *check, const cJSON *array)
{
    const struct split *split = &check->document->split;
    size_t mark = check->path.size, index = 0;

    if (split->open && check->lexer.at == split->open + 1)
        check->lexer.at = split->close; /* its values are looked at one by one */
    if (!array->child)
        json_next(&check->lexer); /* ] */
    for (const cJSON *item = array->child; item; item = item->next, index++) {
        strbuf_addf(&check->path, "[%zu]", index);
        if (!check_value(check, item))
            return false;
        strbuf_truncate(&check->path, mark);
        json_next(&check->lexer); /* , or ] */
    }
    return true;
}

static bool check_fields(struct check *check, const cJSON *object, struct keys *keys)
{
    size_t mark = check->path.size;

    if (!object->child)
        json_next(&check->lexer); /* } */
    for (const cJSON *field = object->child; field; field = field->next) {
        keys->list = mem_grow(keys->list, keys->count, &keys->room, sizeof *keys->list);
        keys->list[keys->count++] =
            (struct key){ .name = field->string, .at = json_next(&check->lexer).at };
        json_next(&check->lexer); /* : */
        json_path_add(&check->path, field->string);
        if (!check_value(check, field))
            return false;
        strbuf_truncate(&check->path, mark);
        json_next(&check->lexer); /* , or } */
    }
    return check_keys(check, keys);
}

static bool check_value(struct check *check, const cJSON *node)
{
    struct json_token token = json_next(&check->lexer);
    struct keys keys = { 0 };
    bool fine;

    if (cJSON_IsArray(node))
        return check_items(check, node);
    if (cJSON_IsObject(node)) {
        fine = check_fields(check, node, &keys);
        free(keys.list);
        return fine;
    }
    /* Written so that what isn't a number at all is refused too. */
    if (cJSON_IsNumber(node) &&
        !(node->valuedouble >= -JSON_NUMBER_MAX && node->valuedouble <= JSON_NUMBER_MAX))
        return refuse(check, token.at,
                      "this number is beyond 9007199254740991 (2^53 - 1), where "
                      "programs begin to read different numbers");
    return true;
}

static bool check_all(struct check *check, struct json_document *document)
{
    struct json_lexer lexer;

    if (!check_bytes(check))
        return false;
    document->begin = skip_mark(document->bytes, document->n);
    lexer = (struct json_lexer){ .text = document->bytes, .n = document->n, .at = document->begin };
    check->lexer = lexer;
    if (!check_grammar(check, &document->split))
        return false;
    if (document->split.count) /* grown by doubling, and now as large as it stays */
        document->split.items =
            mem_resize(document->split.items, document->split.count, sizeof *document->split.items);
    if (!build_tree(check, document))
        return false;
    check->lexer = lexer;
    return check_value(check, document->root);
}

enum status json_parse(const char *bytes, size_t n, struct json_document **out,
                       struct json_fault *fault)
{
    return json_parse_split(bytes, n, NULL, out, fault);
}

enum status json_parse_split(const char *bytes, size_t n, const char *key,
                             struct json_document **out, struct json_fault *fault)
{
    struct json_document *document = mem_new(1, sizeof *document);
    struct check check = { .document = document, .fault = fault, .path = STRBUF_INIT };
    bool fine;

    document->bytes = bytes;
    document->n = n;
    document->split.key = key;
    fine = check_all(&check, document);
    strbuf_release(&check.path);
    if (!fine) {
        json_free(document);
        document = NULL;
    }
    *out = document;
    return fine ? STATUS_OK : STATUS_INVALID;
}

void json_free(struct json_document *document)
{
    if (!document)
        return;
    cJSON_Delete(document->root);
    free(document->split.items);
    free(document);
}

/* ---- the list that is split off ---- */

bool json_is_split(const struct json_document *document, const cJSON *value)
{
    return document->split.open && cJSON_IsArray(value) && !value->child &&
           value == cJSON_GetObjectItemCaseSensitive(document->root, document->split.key);
}

size_t json_split_count(const struct json_document *document)
{
    return document->split.count;
}

/* True if nothing in the tree needs a second look: few fields, all different, no large numbers. */
static bool is_plain_tree(const cJSON *node)
{
    enum { FIELDS_MAX = 32 };
    const cJSON *fields[FIELDS_MAX];
    size_t count = 0;

    if (cJSON_IsNumber(node))
        return node->valuedouble >= -JSON_NUMBER_MAX && node->valuedouble <= JSON_NUMBER_MAX;
    for (const cJSON *child = node->child; child; child = child->next) {
        if (cJSON_IsObject(node)) {
            for (size_t i = 0; i < count; i++)
                if (!strcmp(fields[i]->string, child->string))
                    return false;
            if (count == FIELDS_MAX)
                return false;
            fields[count++] = child;
        }
        if (!is_plain_tree(child))
            return false;
    }
    return true;
}

static cJSON *build_item(const struct json_document *document, size_t index)
{
    const struct split *split = &document->split;
    size_t at = split->items[index];
    size_t end = index + 1 < split->count ? split->items[index + 1] : split->close;

    return cJSON_ParseWithLengthOpts(document->bytes + at, end - at, NULL, 0);
}

cJSON *json_build_item(const struct json_document *document, size_t index, struct json_fault *fault)
{
    struct check check = {
        .document = document,
        .fault = fault,
        .path = STRBUF_INIT,
        .lexer = { .text = document->bytes, .n = document->n, .at = document->split.items[index] },
    };
    cJSON *item = build_item(document, index);

    if (item && is_plain_tree(item))
        return item;
    strbuf_addf(&check.path, "%s[%zu]", document->split.key, index);
    if (!item)
        refuse_to_build(&check, check.lexer.at);
    else if (!check_value(&check, item)) {
        cJSON_Delete(item);
        item = NULL;
    }
    strbuf_release(&check.path);
    return item;
}

const cJSON *json_root(const struct json_document *document)
{
    return document->root;
}

/* Places. The tree says which child is meant, the tokens say where it stands. */

static void skip_value(struct json_lexer *lexer)
{
    size_t depth = 0;

    do {
        char kind = json_next(lexer).kind;

        depth += kind == '{' || kind == '[';
        depth -= kind == '}' || kind == ']';
    } while (depth);
}

static size_t value_begin(struct json_lexer lexer)
{
    return json_next(&lexer).at;
}

static size_t field_at(const struct json_document *document, size_t object, size_t index)
{
    struct json_lexer lexer = { .text = document->bytes, .n = document->n, .at = object + 1 };

    for (size_t i = 0;; i++) {
        json_next(&lexer); /* the key */
        json_next(&lexer); /* : */
        if (i == index)
            return value_begin(lexer);
        skip_value(&lexer);
        json_next(&lexer); /* , */
    }
}

static size_t item_at(const struct json_document *document, size_t array, size_t index)
{
    struct json_lexer lexer = { .text = document->bytes, .n = document->n, .at = array + 1 };
    const struct hint *hint = &document->hint;
    size_t i = 0;

    if (hint->element && hint->array == array && hint->index <= index) {
        i = hint->index;
        lexer.at = hint->element;
    }
    for (; i < index; i++) {
        skip_value(&lexer);
        json_next(&lexer); /* , */
    }
    return value_begin(lexer);
}

/* The place of a byte, counted from the hint on where it lies behind that. */
static struct json_place place_of_byte(const struct json_document *document, size_t at)
{
    const struct hint *hint = &document->hint;

    if (hint->element && hint->element <= at)
        return place_after(hint->place, document->bytes + hint->element, document->bytes + at);
    return json_place_at(document->bytes, document->n, at);
}

/* One step of a path: a key of key_size bytes, or an index if key is NULL. */
struct step {
    const char *key;
    size_t key_size, index;
};

static const char *read_step(const char *path, struct step *step)
{
    *step = (struct step){ 0 };
    if (*path == '[') {
        char *end;

        step->index = strtoul(path + 1, &end, 10);
        return *end == ']' ? end + 1 : NULL;
    }
    path += *path == '.';
    step->key = path;
    step->key_size = strcspn(path, ".[");
    return path + step->key_size;
}

static bool is_meant(const cJSON *child, const struct step *step, size_t index)
{
    if (!step->key)
        return index == step->index;
    return strlen(child->string) == step->key_size &&
           !memcmp(child->string, step->key, step->key_size);
}

/* The child that a step leads to, with its number among the children; NULL if there is none.
 * array is the offset of node, if it is an array. */
static const cJSON *child_of(const struct hint *hint, const cJSON *node, size_t array,
                             const struct step *step, size_t *index)
{
    const cJSON *child = NULL;

    *index = 0;
    if (!(step->key ? cJSON_IsObject(node) : cJSON_IsArray(node)))
        return NULL;
    child = node->child;
    if (!step->key && hint->element && hint->array == array && hint->index <= step->index) {
        child = hint->node;
        *index = hint->index;
    }
    for (; child && !is_meant(child, step, *index); child = child->next)
        ++*index;
    return child;
}

struct json_place json_place_of(struct json_document *document, const char *path)
{
    struct json_lexer lexer = { .text = document->bytes, .n = document->n, .at = document->begin };
    const cJSON *node = document->root;
    cJSON *item = NULL;
    size_t at = value_begin(lexer), index;
    bool outermost = true;
    struct step step;
    struct json_place found;

    while (path && *path && (path = read_step(path, &step))) {
        size_t around = at;

        if (!step.key && document->split.open && around == document->split.open) {
            if (step.index >= document->split.count)
                break;
            node = item = build_item(document, step.index);
            at = document->split.items[step.index];
            document->hint = (struct hint){ .array = around,
                                            .index = step.index,
                                            .element = at,
                                            .place = place_of_byte(document, at) };
            outermost = false;
            if (!node)
                break;
            continue;
        }
        node = child_of(&document->hint, node, around, &step, &index);
        if (!node)
            break;
        at = step.key ? field_at(document, at, index) : item_at(document, at, index);
        if (!step.key && outermost) {
            struct json_place place = place_of_byte(document, at);

            document->hint = (struct hint){ around, index, at, node, place };
            outermost = false;
        }
    }
    found = place_of_byte(document, at);
    cJSON_Delete(item);
    return found;
}

/* Lines of all values at once: the tree is walked beside the tokens, and line feeds are counted on
 * the way. */
struct lines {
    struct json_lexer lexer;
    size_t counted; /* up to this offset */
    int line;
};

static void mark_lines(struct lines *lines, cJSON *node)
{
    struct json_token token = json_next(&lines->lexer);

    for (; lines->counted < token.at; lines->counted++)
        lines->line += lines->lexer.text[lines->counted] == '\n';
    if (!cJSON_IsNumber(node))
        node->valueint = lines->line;
    if ((cJSON_IsObject(node) || cJSON_IsArray(node)) && !node->child)
        json_next(&lines->lexer); /* the closing bracket */
    for (cJSON *child = node->child; child; child = child->next) {
        if (cJSON_IsObject(node)) {
            json_next(&lines->lexer); /* the key */
            json_next(&lines->lexer); /* : */
        }
        mark_lines(lines, child);
        json_next(&lines->lexer); /* , or the closing bracket */
    }
}

cJSON *json_mark_lines(struct json_document *document)
{
    struct lines lines = {
        .lexer = { .text = document->bytes, .n = document->n, .at = document->begin }, .line = 1
    };

    mark_lines(&lines, document->root);
    return document->root;
}

/* Trees of our own making. */

cJSON *json_made(cJSON *item)
{
    if (!item)
        die("out of memory; what was confirmed is saved");
    return item;
}

void json_put(cJSON *object, const char *key, cJSON *item)
{
    if (!cJSON_AddItemToObject(object, key, json_made(item)))
        die("out of memory; what was confirmed is saved");
}

void json_push(cJSON *list, cJSON *item)
{
    if (!cJSON_AddItemToArray(list, json_made(item)))
        die("out of memory; what was confirmed is saved");
}

void json_write_text(struct strbuf *out, const char *text)
{
    cJSON *item = json_made(cJSON_CreateStringReference(text));

    json_write(out, item);
    cJSON_Delete(item);
}

void json_write(struct strbuf *out, const cJSON *root)
{
    char *text = cJSON_PrintUnformatted(root);

    if (!text)
        die("out of memory; what was confirmed is saved");
    strbuf_addstr(out, text);
    cJSON_free(text);
}
