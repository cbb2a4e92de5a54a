/* The plain part of YAML: nested maps and lists by indentation, texts plain, in quotes, or in
 * blocks
 * (| and >), and short lists in brackets. What else YAML has (anchors, tags, maps in braces, more
 * than one document) is refused with its line. A tree as JSON has it comes out. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "harvest_private.h"

enum { YAML_DEPTH_MAX = 100 };

/* A line, with its indentation apart. */
struct yaml_line {
    struct line line; /* without indentation and blanks at the end */
    size_t indent;
};

struct yaml {
    struct yaml_line *lines; /* blank ones and comments too: blocks need them */
    size_t count, room, at;
    int depth;
    struct error *err;
    bool failed;
};

static cJSON *fail(struct yaml *y, int line, const char *why)
{
    if (!y->failed)
        error_set(y->err, STATUS_INVALID, "line %d: %s", line, why);
    y->failed = true;
    return NULL;
}

static void split_lines(struct yaml *y, const char *text, size_t n)
{
    struct line line = { 0 };
    size_t at = 0;

    while (line_next(text, n, &at, &line)) {
        struct yaml_line part = { .line = line };

        while (part.indent < line.n && line.text[part.indent] == ' ')
            part.indent++;
        part.line.text += part.indent;
        part.line.n -= part.indent;
        while (part.line.n && strchr(" \t", part.line.text[part.line.n - 1]))
            part.line.n--;
        y->lines = mem_grow(y->lines, y->count, &y->room, sizeof *y->lines);
        y->lines[y->count++] = part;
    }
}

static bool says_something(const struct yaml_line *line)
{
    return line->line.n && *line->line.text != '#';
}

/* The next line that says something; NULL at the end. */
static struct yaml_line *current(struct yaml *y)
{
    while (y->at < y->count && !says_something(&y->lines[y->at]))
        y->at++;
    return y->at < y->count ? &y->lines[y->at] : NULL;
}

static cJSON *with_line(cJSON *node, int line)
{
    if (node && !cJSON_IsNumber(node))
        node->valueint = line;
    return node;
}

static cJSON *text_node(const char *text, size_t n, int line)
{
    char *copy = mem_copy_n(text, n);
    cJSON *node = json_made(cJSON_CreateString(copy));

    free(copy);
    return with_line(node, line);
}

/* ---- texts ---- */

static bool add_escape(struct strbuf *out, const char *text, size_t n, size_t *at)
{
    static const char names[] = "ntr0\"\\/ abefv";
    static const char values[] = "\n\t\r\0\"\\/ \a\b\x1b\f\v";
    char c = *at + 1 < n ? text[*at + 1] : '\0';
    size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    const char *found = c ? strchr(names, c) : NULL;
    char hex[9] = "", bytes[4];
    unsigned long code;

    if (found && values[found - names]) {
        strbuf_addch(out, values[found - names]);
        *at += 2;
        return true;
    }
    if (!digits || *at + 2 + digits > n)
        return false;
    memcpy(hex, text + *at + 2, digits);
    code = strtoul(hex, NULL, 16);
    if (strspn(hex, "0123456789abcdefABCDEF") != digits || !code || code > 0x10ffff ||
        (code >= 0xd800 && code < 0xe000))
        return false;
    strbuf_add(out, bytes, text_encode((uint32_t)code, bytes));
    *at += 2 + digits;
    return true;
}

/* Reads a text in quotes from the offset at; then *at is behind it. What is wrong, or NULL. */
static const char *add_quoted(struct strbuf *out, const char *text, size_t n, size_t *at)
{
    char quote = text[(*at)++];

    while (*at < n) {
        char c = text[*at];

        if (c == quote && quote == '\'' && *at + 1 < n && text[*at + 1] == '\'') {
            strbuf_addch(out, '\'');
            *at += 2;
        } else if (c == quote) {
            ++*at;
            return NULL;
        } else if (c == '\\' && quote == '"') {
            if (!add_escape(out, text, n, at))
                return "couplet doesn’t know this escape";
        } else {
            strbuf_addch(out, c);
            ++*at;
        }
    }
    return "the quote that begins here is never closed";
}

/* Lines of a text that goes on, further in than its key, joined by blanks. */
static void join_lines(struct yaml *y, struct strbuf *out, size_t indent)
{
    struct yaml_line *next;

    while ((next = current(y)) && next->indent > indent) {
        strbuf_addch(out, ' ');
        strbuf_add(out, next->line.text, next->line.n);
        y->at++;
    }
}

/* A comment ends a plain text. */
static size_t without_comment(const char *text, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (text[i] == '#' && strchr(" \t", text[i - 1])) {
            while (i && strchr(" \t", text[i - 1]))
                i--;
            return i;
        }
    return n;
}

static cJSON *plain_node(const char *text, size_t n, int line)
{
    static const char digits[] = "0123456789";

    n = without_comment(text, n);
    if (!n || (n == 1 && *text == '~') || (n == 4 && !memcmp(text, "null", 4)))
        return with_line(json_made(cJSON_CreateNull()), line);
    if (n <= 9 && strspn(text, digits) >= n)
        return json_made(cJSON_CreateNumber((double)strtol(text, NULL, 10)));
    return text_node(text, n, line);
}

/* [one, "two", three] on one line. */
static cJSON *flow_list(struct yaml *y, struct line value)
{
    cJSON *list = with_line(json_made(cJSON_CreateArray()), value.number);
    size_t at = 1;

    while (at < value.n && value.text[at] != ']') {
        struct strbuf text = STRBUF_INIT;
        size_t begin = at;
        const char *wrong = NULL;

        if (strchr(" ,", value.text[at])) {
            at++;
            continue;
        }
        if (strchr("[{&*!", value.text[at]))
            wrong =
                "couplet reads lists in brackets only if they are simple; write one item a line";
        else if (strchr("\"'", value.text[at]))
            wrong = add_quoted(&text, value.text, value.n, &at);
        else
            while (at < value.n && !strchr(",]", value.text[at]))
                at++;
        if (wrong)
            fail(y, value.number, wrong);
        else if (strchr("\"'", value.text[begin]))
            json_push(list, text_node(text.text, text.size, value.number));
        else
            json_push(list, plain_node(value.text + begin, at - begin, value.number));
        strbuf_release(&text);
        if (wrong)
            break;
    }
    if (!y->failed && at >= value.n)
        fail(y, value.number, "a list in brackets ends on its line; write one item a line");
    if (y->failed) {
        cJSON_Delete(list);
        return NULL;
    }
    return list;
}

/* "|" keeps the lines, ">" joins them; both end where the indentation does. */
static cJSON *block_text(struct yaml *y, struct line head, size_t indent)
{
    struct strbuf text = STRBUF_INIT;
    bool keep = *head.text == '|';
    size_t inner = 0, blank = 0;
    cJSON *node;

    for (; y->at < y->count; y->at++) {
        const struct yaml_line *line = &y->lines[y->at];

        if (!line->line.n) {
            blank += text.size > 0;
            continue;
        }
        if (line->indent <= indent)
            break;
        if (!inner)
            inner = line->indent;
        if (text.size)
            strbuf_addch(&text, keep || blank ? '\n' : ' ');
        blank = 0;
        for (size_t i = inner; i < line->indent; i++)
            strbuf_addch(&text, ' ');
        strbuf_add(&text, line->line.text, line->line.n);
    }
    node = text_node(text.text, text.size, head.number);
    strbuf_release(&text);
    return node;
}

static cJSON *quoted_text(struct yaml *y, struct line value, size_t indent)
{
    struct strbuf whole = STRBUF_INIT, text = STRBUF_INIT;
    size_t at = 0, back = y->at;
    const char *wrong = add_quoted(&text, value.text, value.n, &at);
    cJSON *node = NULL;

    if (wrong) { /* maybe it goes on */
        strbuf_add(&whole, value.text, value.n);
        join_lines(y, &whole, indent);
        strbuf_clear(&text);
        at = 0;
        wrong = add_quoted(&text, whole.text, whole.size, &at);
        value.text = whole.text;
        value.n = whole.size;
    }
    if (!wrong && without_comment(value.text + at, value.n - at) &&
        value.text[at + strspn(value.text + at, " ")] != '#' && at < value.n)
        wrong = "something stands behind a text in quotes";
    if (wrong) {
        y->at = back;
        fail(y, value.number, wrong);
    } else {
        node = text_node(text.text, text.size, value.number);
    }
    strbuf_release(&whole);
    strbuf_release(&text);
    return node;
}

/* A value that begins on the line of its key or dash; y->at is behind that line. */
static cJSON *inline_value(struct yaml *y, struct line value, size_t indent)
{
    struct strbuf text = STRBUF_INIT;
    cJSON *node;

    if (strchr("|>", *value.text) &&
        strspn(value.text + 1, "+-0123456789") + 1 >= without_comment(value.text, value.n))
        return block_text(y, value, indent);
    if (strchr("\"'", *value.text))
        return quoted_text(y, value, indent);
    if (*value.text == '[')
        return flow_list(y, value);
    if (*value.text == '{')
        return fail(y, value.number, "couplet doesn’t read maps in braces; write one key a line");
    if (strchr("&*!%@`", *value.text))
        return fail(y, value.number,
                    "couplet doesn’t read anchors, aliases and tags; put this text in quotes, or "
                    "convert the file to JSON first");
    strbuf_add(&text, value.text, without_comment(value.text, value.n));
    join_lines(y, &text, indent);
    node = plain_node(text.text, text.size, value.number);
    strbuf_release(&text);
    return node;
}

/* ---- maps and lists ---- */

static cJSON *any_value(struct yaml *y, size_t indent);

/* The length of a key that the line begins with, up to its colon; 0 if it begins with none. */
static size_t key_size(struct line line)
{
    size_t at = 0;

    if (line.n && strchr("\"'", *line.text)) {
        struct strbuf text = STRBUF_INIT;
        const char *wrong = add_quoted(&text, line.text, line.n, &at);

        strbuf_release(&text);
        if (wrong)
            return 0;
        return at < line.n && line.text[at] == ':' ? at : 0;
    }
    for (; at < line.n; at++)
        if (line.text[at] == ':' && (at + 1 == line.n || strchr(" \t", line.text[at + 1])))
            return at;
    return 0;
}

static bool is_dash(struct line line)
{
    return line.n && *line.text == '-' && (line.n == 1 || line.text[1] == ' ');
}

static char *key_text(struct line line, size_t size)
{
    struct strbuf text = STRBUF_INIT;
    size_t at = 0;

    if (strchr("\"'", *line.text))
        add_quoted(&text, line.text, size, &at);
    else
        strbuf_add(&text, line.text, size);
    return strbuf_detach(&text);
}

static struct line after(struct line line, size_t size)
{
    line.text += size;
    line.n -= size;
    return line_trim(line);
}

/* What belongs to the key or dash on the line before, when nothing stands behind it. */
static cJSON *value_below(struct yaml *y, size_t indent, bool in_map, int line)
{
    const struct yaml_line *next = current(y);

    if (next &&
        (next->indent > indent || (in_map && next->indent == indent && is_dash(next->line))))
        return any_value(y, next->indent);
    return with_line(json_made(cJSON_CreateNull()), line);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has_key_twice(const cJSON *map)
{
    size_t count = (size_t)cJSON_GetArraySize(map), i = 0;
    const char **names = mem_new(count + 1, sizeof *names);
    bool twice = false;

    for (const cJSON *child = map->child; child; child = child->next)
        names[i++] = child->string;
    qsort(names, count, sizeof *names, compare_names);
    for (i = 1; i < count && !twice; i++)
        twice = !strcmp(names[i - 1], names[i]);
    free(names);
    return twice;
}

static bool take_field(struct yaml *y, struct yaml_line *line, size_t indent, cJSON *map)
{
    size_t size = key_size(line->line);
    struct line value;
    char *key;
    cJSON *node;

    if (!size || is_dash(line->line)) {
        fail(y, line->line.number, "here should be a key with a colon and a blank behind it");
        return false;
    }
    value = after(line->line, size + 1);
    y->at++;
    node = value.n && *value.text != '#' ? inline_value(y, value, indent)
                                         : value_below(y, indent, true, line->line.number);
    if (!node)
        return false;
    key = key_text(line->line, size);
    json_put(map, key, node);
    free(key);
    return true;
}

static cJSON *map_value(struct yaml *y, size_t indent)
{
    struct yaml_line *line = current(y);
    int number = line->line.number;
    cJSON *map = with_line(json_made(cJSON_CreateObject()), number);

    while ((line = current(y)) && line->indent == indent && take_field(y, line, indent, map))
        ;
    if (!y->failed && line && line->indent > indent)
        fail(y, line->line.number, "this line is indented further than the ones it belongs to");
    if (!y->failed && has_key_twice(map))
        fail(y, number, "in the map that begins here a key stands twice");
    if (y->failed) {
        cJSON_Delete(map);
        return NULL;
    }
    return map;
}

static cJSON *item_value(struct yaml *y, struct yaml_line *line, size_t indent)
{
    struct line rest = after(line->line, 1);
    int number = line->line.number;

    if (!rest.n || *rest.text == '#') {
        y->at++;
        return value_below(y, indent, false, number);
    }
    if (key_size(rest) || is_dash(rest)) { /* a map or a list that begins on this line */
        line->indent += (size_t)(rest.text - line->line.text);
        line->line = rest;
        return any_value(y, line->indent);
    }
    y->at++;
    return inline_value(y, rest, indent);
}

static cJSON *list_value(struct yaml *y, size_t indent)
{
    struct yaml_line *line = current(y);
    cJSON *list = with_line(json_made(cJSON_CreateArray()), line->line.number);

    while (!y->failed && (line = current(y)) && line->indent == indent && is_dash(line->line)) {
        cJSON *node = item_value(y, line, indent);

        if (node)
            json_push(list, node);
    }
    if (!y->failed && line && line->indent > indent)
        fail(y, line->line.number, "this line is indented further than the ones it belongs to");
    if (y->failed) {
        cJSON_Delete(list);
        return NULL;
    }
    return list;
}

static cJSON *any_value(struct yaml *y, size_t indent)
{
    struct yaml_line *line = current(y);
    cJSON *node;

    if (y->depth == YAML_DEPTH_MAX)
        return fail(y, line->line.number, "this is nested more than 100 deep");
    if (*line->line.text == '\t')
        return fail(y, line->line.number, "YAML is indented by blanks, not by tabs");
    y->depth++;
    if (is_dash(line->line)) {
        node = list_value(y, indent);
    } else if (key_size(line->line)) {
        node = map_value(y, indent);
    } else {
        struct line value = line->line;

        y->at++;
        node = inline_value(y, value, indent ? indent - 1 : 0);
    }
    y->depth--;
    return node;
}

static bool is_mark(const struct yaml_line *line, const char *mark)
{
    return line && !line->indent && line->line.n == strlen(mark) && line_begins(line->line, mark);
}

static cJSON *document(struct yaml *y)
{
    struct yaml_line *line = current(y);
    cJSON *root;

    while (line && (is_mark(line, "---") || (!line->indent && *line->line.text == '%'))) {
        y->at++;
        line = current(y);
    }
    if (!line)
        return fail(y, 1, "there is nothing in this file");
    /* What follows the document is cut off, so that no list or map meets it. */
    for (size_t i = y->at; i < y->count; i++)
        if (is_mark(&y->lines[i], "..."))
            y->count = i;
        else if (is_mark(&y->lines[i], "---"))
            return fail(y, y->lines[i].line.number,
                        "a second document begins here; put each into a file of its own");
    root = any_value(y, line->indent);
    line = current(y);
    if (root && line) {
        fail(y, line->line.number, "this line doesn’t go with those above it");
        cJSON_Delete(root);
        root = NULL;
    }
    return root;
}

enum status read_yaml(struct harvest *h, const char *text, size_t n, const char *key,
                      struct error *err)
{
    struct yaml y = { .err = err };
    cJSON *root;

    split_lines(&y, text, n);
    root = document(&y);
    if (root)
        tree_read(h, root, key);
    cJSON_Delete(root);
    free(y.lines);
    return y.failed ? STATUS_INVALID : STATUS_OK;
}

/* Keys and dashes, and something nested: lines such as "Q: What now?" alone are notes. */
int probe_yaml(const char *text, size_t n)
{
    struct line line = { 0 };
    size_t at = 0, lines = 0, fit = 0, nested = 0;

    while (line_next(text, n, &at, &line)) {
        struct line part = line_trim(line);
        bool dash = is_dash(part), key;
        struct line rest = dash ? after(part, 1) : part;
        size_t size = key_size(rest);

        if (!part.n || *part.text == '#')
            continue;
        key = size && !memchr(rest.text, ' ', size);
        lines++;
        fit += dash || key;
        nested += key && (dash || size + 1 == rest.n);
    }
    return nested && fit * 2 >= lines ? 74 : 0;
}
