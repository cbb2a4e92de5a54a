/* UTF-8 text. The only file that knows the Unicode libraries. */
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unilbrk.h>
#include <utf8proc.h>
#include <wchar.h>

#include "base/mem.h"

enum { REPLACEMENT = 0xfffd };

size_t text_decode(const char *text, size_t n, size_t at, uint32_t *code)
{
    utf8proc_int32_t found;
    utf8proc_ssize_t size =
        utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(n - at), &found);

    if (size <= 0) {
        *code = REPLACEMENT;
        return 1;
    }
    *code = (uint32_t)found;
    return (size_t)size;
}

size_t text_encode(uint32_t code, char out[4])
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)out);
}

/* Eight bytes at once. The lowest byte that isn't printable sets its top bit in one of the three
 * terms, since nothing is borrowed or carried into it from the ones below. */
static bool are_plain(const char *eight)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t bytes;

    memcpy(&bytes, eight, sizeof bytes);
    return !((bytes | (bytes - 0x20 * each) | (bytes + each)) & 0x80 * each);
}

size_t text_plain(const char *text, size_t n)
{
    size_t end = 0;

    while (n - end >= 8 && are_plain(text + end))
        end += 8;
    while (end < n && text[end] >= 0x20 && text[end] < 0x7f)
        end++;
    return end;
}

bool text_is_utf8(const char *text, size_t n, size_t *bad)
{
    size_t at = 0;

    while ((at += text_plain(text + at, n - at)) < n) {
        utf8proc_int32_t code;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                                 (utf8proc_ssize_t)(n - at), &code);

        if (size <= 0) {
            if (bad)
                *bad = at;
            return false;
        }
        at += (size_t)size;
    }
    return true;
}

size_t text_next_cluster(const char *text, size_t n, size_t at)
{
    utf8proc_int32_t state = 0;
    uint32_t before, code;

    if (at >= n)
        return n;
    if (text_plain(text + at, at + 1 < n ? 2 : 1) == (at + 1 < n ? 2 : 1))
        return at + 1; /* a letter before another one, or the last */
    at += text_decode(text, n, at, &before);
    while (at < n) {
        size_t size = text_decode(text, n, at, &code);

        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)before, (utf8proc_int32_t)code,
                                             &state))
            break;
        at += size;
        before = code;
    }
    return at;
}

size_t text_previous_cluster(const char *text, size_t n, size_t at)
{
    size_t begin = 0, next;

    while ((next = text_next_cluster(text, n, begin)) < at)
        begin = next;
    return begin;
}

/* What terminals lay out each in their own way, or what could steer them. */
static bool is_left_out(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        /* in order */
        { 0x00ad, 0x00ad },   /* soft hyphen */
        { 0x034f, 0x034f },   /* grapheme joiner */
        { 0x061c, 0x061c },   /* Arabic letter mark */
        { 0x115f, 0x1160 },   /* Hangul fillers */
        { 0x17b4, 0x17b5 },   /* Khmer inherent vowels */
        { 0x180b, 0x180f },   /* Mongolian selectors */
        { 0x200b, 0x200f },   /* zero-width, joiners, direction marks */
        { 0x202a, 0x202e },   /* embeddings and overrides */
        { 0x2060, 0x206f },   /* word joiner, isolates, invisible operators */
        { 0x3164, 0x3164 },   /* Hangul filler */
        { 0xfe00, 0xfe0f },   /* variation selectors */
        { 0xfeff, 0xfeff },   /* byte order mark */
        { 0xffa0, 0xffa0 },   /* half-width Hangul filler */
        { 0xfff9, 0xfffb },   /* interlinear annotation */
        { 0x13430, 0x13455 }, /* Egyptian format controls */
        { 0x1bca0, 0x1bca3 }, /* shorthand format controls */
        { 0x1d173, 0x1d17a }, /* musical format controls */
        { 0x1f3fb, 0x1f3ff }, /* skin tones */
        { 0xe0000, 0xe0fff }, /* tags, more selectors */
    };

    for (size_t i = 0; i < ARRAY_SIZE(ranges) && code >= ranges[i].first; i++)
        if (code <= ranges[i].last)
            return true;
    return false;
}

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

static bool is_blank(uint32_t code)
{
    return code == '\t' || code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029 ||
           code == 0x85;
}

/* Typographic signs and their typewriter forms. */
static const char *ascii_form(uint32_t code)
{
    static const struct {
        uint32_t code;
        const char *form;
    } forms[] = {
        { 0x00a0, " " },  { 0x00ab, "<<" },  { 0x00b7, "." }, { 0x00bb, ">>" },  { 0x00bf, "?" },
        { 0x00c6, "AE" }, { 0x00d0, "D" },   { 0x00d7, "x" }, { 0x00d8, "O" },   { 0x00de, "Th" },
        { 0x00df, "ss" }, { 0x00e6, "ae" },  { 0x00f0, "d" }, { 0x00f8, "o" },   { 0x00fe, "th" },
        { 0x0131, "i" },  { 0x0141, "L" },   { 0x0142, "l" }, { 0x0152, "OE" },  { 0x0153, "oe" },
        { 0x2010, "-" },  { 0x2011, "-" },   { 0x2012, "-" }, { 0x2013, "-" },   { 0x2014, "--" },
        { 0x2018, "'" },  { 0x2019, "'" },   { 0x201a, "'" }, { 0x201c, "\"" },  { 0x201d, "\"" },
        { 0x201e, "\"" }, { 0x2022, "*" },   { 0x202f, " " }, { 0x2026, "..." }, { 0x2039, "[" },
        { 0x203a, "]" },  { 0x20ac, "EUR" }, { 0x2212, "-" }, { 0x2009, " " },   { 0x200a, " " },
    };

    for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
        if (forms[i].code == code)
            return forms[i].form;
    return NULL;
}

static bool is_mark(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);

    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

/* The letters under their marks, or '?'; marks alone are nothing. */
static void add_ascii(struct strbuf *out, uint32_t code)
{
    const char *form = ascii_form(code);
    utf8proc_int32_t parts[32];
    utf8proc_ssize_t n;
    size_t before = out->size;
    int boundary = 0;

    if (code < 0x80) {
        strbuf_addch(out, (char)code);
        return;
    }
    if (form) {
        strbuf_addstr(out, form);
        return;
    }
    if (is_mark(code))
        return;
    n = utf8proc_decompose_char((utf8proc_int32_t)code, parts, (utf8proc_ssize_t)ARRAY_SIZE(parts),
                                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < (utf8proc_ssize_t)ARRAY_SIZE(parts); i++) {
        if (parts[i] >= 0x20 && parts[i] < 0x7f) {
            strbuf_addch(out, (char)parts[i]);
        } else if (!is_mark((uint32_t)parts[i])) {
            strbuf_truncate(out, before); /* half a letter is no letter */
            break;
        }
    }
    if (out->size == before)
        strbuf_addch(out, '?');
}

bool text_has_control(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (*c < ' ' || *c == 0x7f || (*c == 0xc2 && c[1] < 0xa0))
            return true;
    return false;
}

void text_display_head(struct strbuf *out, const char *text, size_t n, bool ascii, size_t cells)
{
    size_t used = 0;

    for (size_t at = 0; at < n && used < cells;) {
        size_t look = n - at < cells - used ? n - at : cells - used, before;
        size_t plain = text_plain(text + at, look);
        uint32_t code;
        char bytes[4];

        strbuf_add(out, text + at, plain);
        at += plain;
        used += plain;
        if (plain == look)
            continue;
        at += text_decode(text, n, at, &code);
        if (is_left_out(code))
            continue;
        if (is_blank(code))
            code = ' ';
        else if (is_control(code) || (!ascii && wcwidth((wchar_t)code) < 0))
            code = REPLACEMENT;
        before = out->size;
        if (ascii)
            add_ascii(out, code);
        else
            strbuf_add(out, bytes, text_encode(code, bytes));
        used += ascii ? out->size - before : (size_t)text_code_width(code);
    }
}

void text_display(struct strbuf *out, const char *text, size_t n, bool ascii)
{
    text_display_head(out, text, n, ascii, SIZE_MAX);
}

int text_code_width(uint32_t code)
{
    int cells = wcwidth((wchar_t)code);

    return cells < 0 ? 1 : cells;
}

int text_width(const char *text, size_t n)
{
    int cells = 0;
    uint32_t code;

    for (size_t at = 0; at < n;) {
        if ((unsigned char)text[at] < 0x80) {
            at++;
            cells++;
            continue;
        }
        at += text_decode(text, n, at, &code);
        cells += text_code_width(code);
    }
    return cells;
}

size_t text_fit(const char *text, size_t n, int cells)
{
    size_t at = 0, room = (size_t)cells;

    while (cells >= 0 && at < n) {
        size_t look = n - at < room + 2 ? n - at : room + 2;
        size_t plain = text_plain(text + at, look), next, wide;

        plain -= plain && at + plain < n; /* the last one may carry a mark */
        if (plain > room)
            return at + room;
        at += plain;
        room -= plain;
        if (at == n)
            break;
        next = text_next_cluster(text, n, at);
        wide = (size_t)text_width(text + at, next - at);
        if (wide > room)
            break;
        room -= wide;
        at = next;
    }
    return at;
}

/* The end of the last word that ends in the second half of the first fit bytes; 0: there is none.
 * Signs that would stand before the ellipsis are left out. */
static size_t last_word_end(const char *text, size_t fit)
{
    static const char between[] = " .,;:";
    size_t end = fit;

    while (end > fit / 2 && !strchr(between, text[end]))
        end--;
    if (end <= fit / 2)
        return 0;
    while (end && strchr(between, text[end - 1]))
        end--;
    return end;
}

size_t text_cut_point(const char *text, size_t n, int cells, bool ascii, const char **tail)
{
    size_t fit = text_fit(text, n, cells), word;
    int mark = ascii ? 3 : 1;

    *tail = "";
    if (fit == n || cells < mark)
        return fit;
    word = cells > mark ? last_word_end(text, text_fit(text, n, cells - mark - 1)) : 0;
    if (word) {
        *tail = ascii ? " ..." : " …";
        return word;
    }
    *tail = ascii ? "..." : "…";
    return text_fit(text, n, cells - mark);
}

void text_cut(struct strbuf *out, const char *text, int cells, bool ascii)
{
    const char *tail;

    strbuf_add(out, text, text_cut_point(text, strlen(text), cells, ascii, &tail));
    strbuf_addstr(out, tail);
}

void text_breaks(const char *text, size_t n, bool *breaks)
{
    char *marks = mem_new(n, 1);

    u8_possible_linebreaks((const uint8_t *)text, n, "UTF-8", marks);
    /* A mandatory break is marked at the line feed itself; the line begins after it. */
    for (size_t i = 0; i < n; i++)
        breaks[i] = marks[i] == UC_BREAK_POSSIBLE || (i && marks[i - 1] == UC_BREAK_MANDATORY);
    free(marks);
}

/* The one form of an apostrophe or a hyphen; 0 for any other sign. */
static char plain_sign(uint32_t code)
{
    static const struct {
        uint32_t code;
        char form;
    } signs[] = {
        { 0x2018, '\'' }, { 0x2019, '\'' }, { 0x02bc, '\'' }, { 0x2010, '-' }, { 0x2011, '-' },
    };

    for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
        if (signs[i].code == code)
            return signs[i].form;
    return '\0';
}

static void add_folded(struct strbuf *out, uint32_t code)
{
    utf8proc_int32_t parts[32];
    utf8proc_ssize_t n;
    int boundary = 0;
    char bytes[4];

    n = utf8proc_decompose_char((utf8proc_int32_t)code, parts, (utf8proc_ssize_t)ARRAY_SIZE(parts),
                                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD,
                                &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < (utf8proc_ssize_t)ARRAY_SIZE(parts); i++)
        if (!is_mark((uint32_t)parts[i]) && !is_left_out((uint32_t)parts[i]))
            strbuf_add(out, bytes, text_encode((uint32_t)parts[i], bytes));
}

void text_fold(struct strbuf *out, const char *text, size_t n)
{
    for (size_t at = 0; at < n;) {
        uint32_t code;
        char sign;

        if ((unsigned char)text[at] < 0x80) {
            strbuf_addch(out, (char)tolower((unsigned char)text[at++]));
            continue;
        }
        at += text_decode(text, n, at, &code);
        sign = plain_sign(code);
        if (sign)
            strbuf_addch(out, sign);
        else if (!is_left_out(code))
            add_folded(out, code);
    }
}

static bool is_inner(uint32_t code)
{
    utf8proc_category_t category;

    if (code < 0x80)
        return isalnum((int)code);
    category = utf8proc_category((utf8proc_int32_t)code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/* The end of the letters and digits that begin at at. */
static size_t after_letters(const char *text, size_t n, size_t at)
{
    uint32_t code;

    while (at < n) {
        size_t size = text_decode(text, n, at, &code);

        if (!is_inner(code))
            break;
        at += size;
    }
    return at;
}

size_t text_next_word(const char *text, size_t n, size_t at, size_t *begin)
{
    uint32_t code;

    while (at < n) {
        size_t size = text_decode(text, n, at, &code);

        if (is_inner(code))
            break;
        at += size;
    }
    *begin = at;
    at = after_letters(text, n, at);
    while (at < n) {
        size_t size = text_decode(text, n, at, &code), end;

        if (code != '\'' && code != '-' && !plain_sign(code))
            break;
        end = after_letters(text, n, at + size);
        if (end == at + size)
            break;
        at = end;
    }
    return at;
}

bool text_same_word(const char *a, const char *b)
{
    while (*a && tolower((unsigned char)*a) == tolower((unsigned char)*b)) {
        a++;
        b++;
    }
    return *a == *b;
}
