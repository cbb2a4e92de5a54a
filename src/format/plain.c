/* What other programs write around words: HTML, entities, Anki's marks, Markdown's emphasis. Away
 * with it; the words stay. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "harvest_private.h"

/* clang-format off */
static const struct {
    const char *name, *text;
} entities[] = {
    { "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" }, { "apos", "'" },
    { "nbsp", " " }, { "ndash", "–" }, { "mdash", "—" }, { "hellip", "…" }, { "lsquo", "‘" },
    { "rsquo", "’" }, { "ldquo", "“" }, { "rdquo", "”" }, { "bdquo", "„" }, { "laquo", "«" },
    { "raquo", "»" }, { "auml", "ä" }, { "ouml", "ö" }, { "uuml", "ü" }, { "Auml", "Ä" },
    { "Ouml", "Ö" }, { "Uuml", "Ü" }, { "szlig", "ß" }, { "eacute", "é" }, { "egrave", "è" },
    { "agrave", "à" }, { "ccedil", "ç" }, { "ntilde", "ñ" }, { "iquest", "¿" }, { "iexcl", "¡" },
};

/* Those between which there is a blank. */
static const char *const breaks[] = {
    "br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
    "table", "blockquote",
};

static const char *const within[] = {
    "b", "i", "u", "a", "em", "strong", "span", "font", "img", "sub", "sup", "small", "code", "pre",
    "s", "ruby", "rt", "rb", "style", "script", "audio", "video", "center", "big", "tt", "mark",
};
/* clang-format on */

/* The bytes of the entity at the offset at, with what it stands for appended; 0 if it is none. */
static size_t add_entity(struct strbuf *out, const char *text, size_t n, size_t at)
{
    enum { LONGEST = 12 };
    const char *end = memchr(text + at, ';', n - at < LONGEST ? n - at : LONGEST);
    size_t size = end ? (size_t)(end - text) - at - 1 : 0;
    char name[LONGEST] = "", bytes[4], *rest;
    unsigned long code;

    if (!size)
        return 0;
    memcpy(name, text + at + 1, size);
    for (size_t i = 0; i < ARRAY_SIZE(entities); i++)
        if (!strcmp(entities[i].name, name)) {
            strbuf_addstr(out, entities[i].text);
            return size + 2;
        }
    if (*name != '#' ||
        !isxdigit((unsigned char)name[1 + (tolower((unsigned char)name[1]) == 'x')]))
        return 0;
    code = tolower((unsigned char)name[1]) == 'x' ? strtoul(name + 2, &rest, 16)
                                                  : strtoul(name + 1, &rest, 10);
    if (*rest || !code || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return 0;
    strbuf_add(out, bytes, text_encode(code == 0xa0 ? ' ' : (uint32_t)code, bytes));
    return size + 2;
}

static bool is_among(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (!strcasecmp(names[i], name))
            return true;
    return false;
}

/* A tag at the offset at: its bytes and its name; 0 if it is none that we know. */
static size_t tag_size(const char *text, size_t n, size_t at, char name[16])
{
    size_t i = at + 1, size = 0;
    const char *end;

    if (n - at >= 4 && !memcmp(text + at, "<!--", 4)) {
        for (i = at + 4; i + 3 <= n; i++)
            if (!memcmp(text + i, "-->", 3)) {
                *name = '\0';
                return i + 3 - at;
            }
        return 0;
    }
    i += i < n && text[i] == '/';
    while (i < n && size < 15 && isalnum((unsigned char)text[i]))
        name[size++] = text[i++];
    name[size] = '\0';
    if (!is_among(breaks, ARRAY_SIZE(breaks), name) && !is_among(within, ARRAY_SIZE(within), name))
        return 0;
    end = i < n ? memchr(text + i, '>', n - i) : NULL;
    return end ? (size_t)(end - text) + 1 - at : 0;
}

/* "{{c1::words::hint}}": the words; "[sound:…]": nothing. */
static size_t add_anki(struct strbuf *out, const char *text, size_t n, size_t at)
{
    const char *rest = text + at, *end;
    size_t left = n - at, begin = 3;

    if (left > 7 && !memcmp(rest, "[sound:", 7)) {
        end = memchr(rest, ']', left);
        return end ? (size_t)(end - rest) + 1 : 0;
    }
    if (left < 7 || memcmp(rest, "{{c", 3))
        return 0;
    while (begin < left && isdigit((unsigned char)rest[begin]))
        begin++;
    if (begin == 3 || begin + 2 >= left || memcmp(rest + begin, "::", 2))
        return 0;
    for (size_t i = begin += 2, words = 0; i + 2 <= left; i++) {
        if (!words && !memcmp(rest + i, "::", 2))
            words = i;
        if (!memcmp(rest + i, "}}", 2)) {
            strbuf_add(out, rest + begin, (words ? words : i) - begin);
            return i + 2;
        }
    }
    return 0;
}

bool html_is(const char *text, size_t n)
{
    struct strbuf entity = STRBUF_INIT;
    char name[16];
    bool found = false;

    for (size_t at = 0; at < n && !found; at++)
        found = (text[at] == '<' && tag_size(text, n, at, name)) ||
                (text[at] == '&' && add_entity(&entity, text, n, at)) ||
                (strchr("{[", text[at]) && add_anki(&entity, text, n, at));
    strbuf_release(&entity);
    return found;
}

void html_plain(struct strbuf *out, const char *text, size_t n)
{
    char name[16];

    for (size_t at = 0, step; at < n; at += step) {
        step = 0;
        if (text[at] == '<' && (step = tag_size(text, n, at, name)) > 0) {
            if (is_among(breaks, ARRAY_SIZE(breaks), name))
                strbuf_addch(out, ' ');
        } else if (text[at] == '&') {
            step = add_entity(out, text, n, at);
        } else if (strchr("{[", text[at])) {
            step = add_anki(out, text, n, at);
        }
        if (!step) {
            strbuf_addch(out, text[at]);
            step = 1;
        }
    }
}

/* "[words](address)" and "![words](address)": the words, and the bytes of all of it. */
static size_t link_size(const char *text, size_t n, size_t at, size_t *words, size_t *words_size)
{
    size_t begin = at + (text[at] == '!');
    const char *end, *close;

    if (begin >= n || text[begin] != '[')
        return 0;
    end = memchr(text + begin, ']', n - begin);
    if (!end || end + 1 >= text + n || end[1] != '(')
        return 0;
    close = memchr(end, ')', n - (size_t)(end - text));
    *words = begin + 1;
    *words_size = (size_t)(end - text) - begin - 1;
    return close ? (size_t)(close - text) + 1 - at : 0;
}

static bool is_outside(const char *text, size_t n, size_t at)
{
    return at >= n || !(isalnum((unsigned char)text[at]) || (text[at] & 0x80));
}

/* Emphasis is a few words long. */
enum { EMPHASIS_MAX = 500 };

/* A run of marks that opens here and closes further on: its length, and where it closes. */
static size_t emphasis_size(const char *text, size_t n, size_t at, size_t *close)
{
    char mark = text[at];
    size_t size = 1;

    while (at + size < n && size < 3 && text[at + size] == mark)
        size++;
    if (at + size >= n || strchr(" \t\n", text[at + size]) || text[at + size] == mark ||
        (mark == '_' && at && !is_outside(text, n, at - 1)))
        return 0;
    for (size_t i = at + size + 1; i + size <= n && i < at + EMPHASIS_MAX; i++)
        if (text[i] == mark && !strncmp(text + i, text + at, size) &&
            !strchr(" \t\n", text[i - 1]) && (i + size >= n || text[i + size] != mark) &&
            (mark != '_' || is_outside(text, n, i + size))) {
            *close = i;
            return size;
        }
    return 0;
}

/* Emphasis in emphasis is looked into that deep. */
static void add_markdown(struct strbuf *out, const char *text, size_t n, int deep)
{
    size_t words = 0, size = 0, close = 0, step;

    for (size_t at = 0; at < n; at += step) {
        step = 0;
        if (strchr("[!", text[at]) && (step = link_size(text, n, at, &words, &size)) > 0) {
            if (text[at] == '[')
                strbuf_add(out, text + words, size);
        } else if (deep && strchr("*_`", text[at]) &&
                   (size = emphasis_size(text, n, at, &close)) > 0) {
            add_markdown(out, text + at + size, close - at - size, deep - 1);
            step = close + size - at;
        } else if (text[at] == '\\' && at + 1 < n && strchr("*_`[]#|-.!\\", text[at + 1])) {
            strbuf_addch(out, text[at + 1]);
            step = 2;
        }
        if (!step) {
            strbuf_addch(out, text[at]);
            step = 1;
        }
    }
}

void markdown_plain(struct strbuf *out, const char *text, size_t n)
{
    add_markdown(out, text, n, 3);
}
