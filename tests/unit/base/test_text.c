/* UTF-8 text: sound or not byte by byte against the standard's own table, clusters, what may reach
 * a terminal (over all of Unicode), widths, cutting and line breaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/text.h"

enum { REPLACEMENT = 0xfffd, LAST_CODE = 0x10ffff };

/* A copy of exactly n bytes with nothing after them, so that valgrind and the address sanitizer
 * see a read beyond. The caller frees. */
static char *exact(const char *bytes, size_t n)
{
    char *copy = malloc(n ? n : 1);

    assert_non_null(copy);
    memcpy(copy, bytes, n);
    return copy;
}

/* ---- sound or not --------------------------------------------------------------------------- */

/* The Unicode Standard, table 3-7: well-formed UTF-8 byte sequences, with all their ends. */
static const struct {
    unsigned char first, last; /* of the lead byte */
    unsigned char low, high;   /* of the second byte */
    size_t size;
} forms[] = {
    { 0x00, 0x7f, 0, 0, 1 },       { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
    { 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
    { 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

/* The bytes of the well-formed sequence at the head of s, or 0. */
static size_t well_formed(const unsigned char *s, size_t n)
{
    for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
        if (s[0] < forms[i].first || s[0] > forms[i].last)
            continue;
        if (forms[i].size > n)
            return 0;
        if (forms[i].size > 1 && (s[1] < forms[i].low || s[1] > forms[i].high))
            return 0;
        for (size_t b = 2; b < forms[i].size; b++)
            if (s[b] < 0x80 || s[b] > 0xbf)
                return 0;
        return forms[i].size;
    }
    return 0;
}

static void check_bytes(const char *bytes, size_t n)
{
    size_t at = 0, size = 0, bad = 99;
    uint32_t code;

    while (at < n && (size = well_formed((const unsigned char *)bytes + at, n - at)) > 0)
        at += size;
    if (text_is_utf8(bytes, n, &bad) != (at == n) || (at < n && bad != at))
        fail_msg("%zu bytes %02x %02x %02x %02x: first wrong byte at %zu, not %zu", n,
                 (unsigned char)bytes[0], n > 1 ? (unsigned char)bytes[1] : 0u,
                 n > 2 ? (unsigned char)bytes[2] : 0u, n > 3 ? (unsigned char)bytes[3] : 0u, at,
                 bad);
    size = well_formed((const unsigned char *)bytes, n);
    assert_int_equal(text_decode(bytes, n, 0, &code), size ? size : 1);
    if (!size)
        assert_int_equal(code, REPLACEMENT);
}

/* The bytes on both sides of every edge in the table above. */
static const unsigned char edges[] = { 0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0,
                                       0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xf0, 0xf4, 0xf5, 0xff };

static void all_short_byte_sequences_are_judged_as_the_standard_does(void **state)
{
    char bytes[4];

    (void)state;
    for (unsigned a = 0; a < 256; a++) {
        bytes[0] = (char)a;
        check_bytes(bytes, 1);
        for (unsigned b = 0; b < 256; b++) {
            bytes[1] = (char)b;
            check_bytes(bytes, 2);
            for (size_t c = 0; c < ARRAY_SIZE(edges); c++) {
                bytes[2] = (char)edges[c];
                check_bytes(bytes, 3);
                for (size_t d = 0; d < ARRAY_SIZE(edges) && a >= 0xe0; d++) {
                    bytes[3] = (char)edges[d];
                    check_bytes(bytes, 4);
                }
            }
        }
    }
}

static void every_class_of_ill_formed_text_is_found_where_it_begins(void **state)
{
    static const struct {
        const char *what, *bytes;
        size_t n, bad;
    } rows[] = {
        { "a lone continuation", "ab\x80", 3, 2 },
        { "a cut two-byte letter", "ab\xc3", 3, 2 },
        { "a cut three-byte letter", "\xe2\x80", 2, 0 },
        { "a cut four-byte letter", "x\xf0\x9f\x98", 4, 1 },
        { "a letter cut by the next one",
          "\xe2\x82"
          "a",
          3, 0 },
        { "an overlong slash", "\xc0\xaf", 2, 0 },
        { "an overlong slash, longer", "\xe0\x80\xaf", 3, 0 },
        { "an overlong slash, longest", "\xf0\x80\x80\xaf", 4, 0 },
        { "an overlong NUL", "\xc0\x80", 2, 0 },
        { "a high surrogate", "\xed\xa0\x80", 3, 0 },
        { "a low surrogate", "\xed\xbf\xbf", 3, 0 },
        { "beyond U+10FFFF", "\xf4\x90\x80\x80", 4, 0 },
        { "a five-byte form", "\xf8\x88\x80\x80\x80", 5, 0 },
        { "a six-byte form", "\xfc\x84\x80\x80\x80\x80", 6, 0 },
        { "FE and FF", "ok\xfe\xff", 4, 2 },
        { "Latin-1", "caf\xe9", 4, 3 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        char *bytes = exact(rows[i].bytes, rows[i].n);
        size_t bad = 99;

        if (text_is_utf8(bytes, rows[i].n, &bad) || bad != rows[i].bad)
            fail_msg("%s: at %zu", rows[i].what, bad);
        assert_false(text_is_utf8(bytes, rows[i].n, NULL));
        free(bytes);
    }
}

static void sound_text_is_sound(void **state)
{
    static const char *const texts[] = { "",
                                         "Good night.",
                                         "„Grüße“, naïve café",
                                         "日本語",
                                         "👨‍👩‍👧‍👦 🇫🇷",
                                         "\xf4\x8f\xbf\xbf",
                                         "\xef\xbf\xbf",
                                         "e\u0301" };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        assert_true(text_is_utf8(texts[i], strlen(texts[i]), NULL));
    assert_true(text_is_utf8("a\0b", 3, NULL)); /* a NUL is a code point like others */
}

static void every_code_point_comes_back_from_its_bytes(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= LAST_CODE; code++) {
        char bytes[4];
        uint32_t back;
        size_t n;

        if (code >= 0xd800 && code <= 0xdfff)
            continue;
        n = text_encode(code, bytes);
        assert_int_equal(n, code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
        assert_int_equal(well_formed((const unsigned char *)bytes, n), n);
        assert_int_equal(text_decode(bytes, n, 0, &back), n);
        assert_int_equal(back, code);
    }
}

/* ---- clusters ------------------------------------------------------------------------------- */

/* One letter to a person, each; '|' parts what are several. */
/* clang-format off */
static const char *const clustered[] = {
    "a|b|c", "é|é", "e\xcc\x81\xcc\xa3|x",            /* with marks, one or two */
    "👨‍👩‍👧‍👦|👩‍❤️‍💋‍👨|🏳️‍🌈",                             /* joined */
    "🇫🇷|🇩🇪|🇯🇵", "🇫🇷|🇩",                         /* flags go by pairs, an odd one stands alone */
    "👍🏽|👩🏿‍🚀", "1️⃣|❤️",                           /* skin tones, keycaps, selectors */
    "각|\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8|가\xe1\x86\xa8", /* Hangul, whole and in parts */
    "ก็|ก", "נּ|שׁ", "கொ|க",                             /* marks that follow or surround */
    "\r\n|\n|\r", "\t|a", "日|本",
    "\u0301|a",                                        /* a mark without a letter before it */
    "\xff|\xff|a|\xc3", "\xf0|\x9f|\x98|x",         /* ill-formed bytes, each for itself */
};
/* clang-format on */

/* The text without the bars; *ends gets a one wherever a cluster ends. Returns its length. */
static size_t without_bars(const char *barred, char *text, bool *ends)
{
    size_t n = 0;

    for (; *barred; barred++)
        if (*barred == '|')
            ends[n] = true;
        else
            text[n++] = *barred;
    ends[n] = true;
    return n;
}

static void clusters_are_what_people_call_a_letter(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(clustered); i++) {
        char text[200];
        bool ends[200] = { false };
        size_t n = without_bars(clustered[i], text, ends), begin = 0;
        char *bytes = exact(text, n);

        while (begin < n) {
            size_t end = text_next_cluster(bytes, n, begin);

            for (size_t at = begin + 1; at <= end; at++)
                if (ends[at] != (at == end))
                    fail_msg("%s: a cluster from %zu to %zu", clustered[i], begin, end);
            assert_int_equal(text_previous_cluster(bytes, n, end), begin);
            begin = end;
        }
        assert_int_equal(begin, n);
        free(bytes);
    }
}

static void at_the_ends_there_is_no_further_cluster(void **state)
{
    (void)state;
    assert_int_equal(text_next_cluster("", 0, 0), 0);
    assert_int_equal(text_next_cluster("ab", 2, 2), 2);
    assert_int_equal(text_previous_cluster("", 0, 0), 0);
    assert_int_equal(text_previous_cluster("ab", 2, 0), 0);
}

static bool is_cluster_edge(const char *text, size_t n, size_t at)
{
    size_t edge = 0;

    while (edge < at)
        edge = text_next_cluster(text, n, edge);
    return edge == at;
}

/* A blank with a mark on it is one cluster, but both UAX #14 (rule LB10) and a cut at a word may
 * part the two: nothing that can be read is split. */
static bool is_edge(const char *text, size_t n, size_t at)
{
    return is_cluster_edge(text, n, at) || (at > 0 && text[at - 1] == ' ');
}

/* ---- a flood of nasty text ------------------------------------------------------------------ */

/* clang-format off */
static const char *const nasty[] = {
    /* letters, marks and clusters */
    "a", "b", " ", " ", "word ", "é", "e\u0301", "\u0301", "日", "本語", "👨‍👩‍👧", "🇫🇷", "🇩", "👍🏽",
    "a\u0301\u0302\u0303\u0304", "가", "\u1100", "\u1161", "נּ", "ﷺ", "…", "“", "\u00a0", "\u202f",
    /* what steers: controls, directions, zero-width */
    "\x1b[2J", "\x1b]0;x\x07", "\x1b", "\xc2\x9b", "\xc2\x85", "\x7f", "\x01", "\t", "\n", "\r\n",
    "\u200d", "\ufe0f", "\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\u2028", "\u1160",
    "\U000e0041",
    /* ill-formed */
    "\x9b", "\xff", "\xc3", "\xe2\x80", "\xf0\x9f", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf",
};
/* clang-format on */

static uint64_t chance;

static size_t below(size_t n)
{
    chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(chance >> 33) % n;
}

static void add_nasty(struct strbuf *out, size_t pieces)
{
    for (size_t i = 0; i < pieces; i++) {
        strbuf_addstr(out, nasty[below(ARRAY_SIZE(nasty))]);
        if (below(20) == 0)
            strbuf_addch(out, (char)below(256));
    }
}

/* Calls each for many texts of exactly their size. */
static void for_each_nasty(size_t count, void (*each)(const char *text, size_t n))
{
    chance = 20261119;
    for (size_t i = 0; i < count; i++) {
        struct strbuf text = STRBUF_INIT;
        char *bytes;

        add_nasty(&text, below(14));
        bytes = exact(text.text, text.size);
        each(bytes, text.size);
        free(bytes);
        strbuf_release(&text);
    }
}

static void check_walk(const char *text, size_t n)
{
    size_t begin = 0;

    while (begin < n) {
        size_t end = text_next_cluster(text, n, begin);

        assert_true(end > begin && end <= n);
        assert_int_equal(text_previous_cluster(text, n, end), begin);
        begin = end;
    }
}

static void walking_forth_and_back_meets_the_same_clusters(void **state)
{
    (void)state;
    for_each_nasty(3000, check_walk);
}

/* ---- what may reach a terminal --------------------------------------------------------- */

/* Unicode's DerivedCoreProperties: Default_Ignorable_Code_Point; and the signs that steer the
 * direction of writing or mark annotations. None of them may come through. */
static const struct {
    uint32_t first, last;
} invisible[] = {
    { 0x00ad, 0x00ad },   { 0x034f, 0x034f },   { 0x061c, 0x061c },   { 0x115f, 0x1160 },
    { 0x17b4, 0x17b5 },   { 0x180b, 0x180f },   { 0x200b, 0x200f },   { 0x202a, 0x202e },
    { 0x2060, 0x206f },   { 0x3164, 0x3164 },   { 0xfe00, 0xfe0f },   { 0xfeff, 0xfeff },
    { 0xffa0, 0xffa0 },   { 0xfff0, 0xfffb },   { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
    { 0x1f3fb, 0x1f3ff }, { 0xe0000, 0xe0fff },
};

static bool is_invisible(uint32_t code)
{
    for (size_t i = 0; i < ARRAY_SIZE(invisible); i++)
        if (code >= invisible[i].first && code <= invisible[i].last)
            return true;
    return false;
}

static bool is_mark(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);

    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME ||
           category == UTF8PROC_CATEGORY_MC;
}

/* Vowels and finals of Hangul take no cell of their own after a first consonant. */
static bool is_jamo(uint32_t code)
{
    return (code >= 0x1160 && code <= 0x11ff) || (code >= 0xd7b0 && code <= 0xd7fb);
}

/* Why this code point may not be shown, or NULL. */
static const char *danger_of(uint32_t code)
{
    if (code < 0x20 || (code >= 0x7f && code < 0xa0))
        return "a control";
    if (is_invisible(code))
        return "an invisible sign";
    if (code == 0x2028 || code == 0x2029)
        return "a line or paragraph separator";
    if (wcwidth((wchar_t)code) < 0)
        return "nothing that the terminal's library knows";
    if (wcwidth((wchar_t)code) == 0 && !is_mark(code) && !is_jamo(code))
        return "zero-width and no mark";
    return NULL;
}

static void assert_displayable(const struct strbuf *out)
{
    assert_true(text_is_utf8(out->text, out->size, NULL));
    assert_int_equal(strlen(out->text), out->size);
    for (size_t at = 0; at < out->size;) {
        uint32_t code;

        at += text_decode(out->text, out->size, at, &code);
        if (danger_of(code))
            fail_msg("U+%04X: %s", (unsigned)code, danger_of(code));
    }
}

static void assert_plain_ascii(const struct strbuf *out)
{
    assert_int_equal(strlen(out->text), out->size);
    for (size_t i = 0; i < out->size; i++)
        if (out->text[i] < 0x20 || out->text[i] > 0x7e)
            fail_msg("byte %02x", (unsigned char)out->text[i]);
}

static void no_code_point_of_unicode_reaches_the_terminal_that_may_not(void **state)
{
    struct strbuf out = STRBUF_INIT;
    size_t shown = 0, wrong = 0;

    (void)state;
    for (uint32_t code = 0; code <= LAST_CODE; code++) {
        char bytes[4];
        uint32_t back;

        if (code >= 0xd800 && code <= 0xdfff)
            continue;
        strbuf_clear(&out);
        text_display(&out, bytes, text_encode(code, bytes), false);
        assert_true(text_is_utf8(out.text, out.size, NULL));
        if (!out.size)
            continue;
        text_decode(out.text, out.size, 0, &back);
        if (danger_of(back)) {
            fprintf(stderr, "U+%04X: %s\n", (unsigned)back, danger_of(back));
            wrong++;
        }
        shown += back == code;
    }
    assert_int_equal(wrong, 0);
    assert_true(shown > 100000); /* and letters do come through */
    strbuf_release(&out);
}

static void every_code_point_has_a_plain_ascii_form(void **state)
{
    struct strbuf out = STRBUF_INIT;

    (void)state;
    for (uint32_t code = 0; code <= LAST_CODE; code++) {
        char bytes[4];

        if (code >= 0xd800 && code <= 0xdfff)
            continue;
        strbuf_clear(&out);
        text_display(&out, bytes, text_encode(code, bytes), true);
        assert_plain_ascii(&out);
    }
    strbuf_release(&out);
}

static void check_display(const char *text, size_t n)
{
    struct strbuf once = STRBUF_INIT, twice = STRBUF_INIT;

    text_display(&once, text, n, false);
    assert_displayable(&once);
    text_display(&twice, once.text, once.size, false);
    assert_string_equal(once.text, twice.text); /* display text is display text */
    strbuf_clear(&once);
    strbuf_clear(&twice);
    text_display(&once, text, n, true);
    assert_plain_ascii(&once);
    text_display(&twice, once.text, once.size, true);
    assert_string_equal(once.text, twice.text);
    strbuf_release(&once);
    strbuf_release(&twice);
}

static void no_text_at_all_brings_a_control_to_the_terminal(void **state)
{
    (void)state;
    for_each_nasty(20000, check_display);
}

#define BAD "\xef\xbf\xbd" /* U+FFFD */

static void display_text_is_what_was_written_less_what_steers(void **state)
{
    /* clang-format off */
    static const struct {
        const char *written;
        size_t n; /* 0: up to its NUL */
        const char *shown;
    } rows[] = {
        { "Good night.", 0, "Good night." },
        { "Grüße, 日本, e\xcc\x81", 0, "Grüße, 日本, e\xcc\x81" },
        { "a\tb\nc\r\nd", 0, "a b c  d" },
        { "\x1b[31mred\x1b[0m", 0, BAD "[31mred" BAD "[0m" },
        { "\x1b]0;title\x07", 0, BAD "]0;title" BAD },
        { "\xc2\x9b" "31m", 0, BAD "31m" },    /* CSI in one */
        { "a\xc2\x85" "b", 0, "a b" },         /* next line */
        { "a\0b", 3, "a" BAD "b" },
        { "\x7f\b", 0, BAD BAD },
        { "\xff\xfe", 0, BAD BAD },
        { "caf\xe9", 0, "caf" BAD },
        { "\xed\xa0\x80", 0, BAD BAD BAD },
        { "abc\xe2\x80\xae" "def", 0, "abcdef" }, /* right to left, overridden */
        { "\xe2\x81\xa6x\xe2\x81\xa9", 0, "x" },
        { "pass\xe2\x80\x8bword\xef\xbb\xbf", 0, "password" },
        { "hy\xc2\xadphen", 0, "hyphen" },
        { "a\xe2\x80\xa8" "b\xe2\x80\xa9" "c", 0, "a b c" },
        { "👨‍👩‍👧", 0, "👨👩👧" },
        { "👍🏽 ❤️", 0, "👍 ❤" },
        { "\xcd\xb8", 0, BAD }, /* U+0378 is nothing yet */
        { "“Oui…” — «\xc2\xa0non\xc2\xa0»", 0, "“Oui…” — «\xc2\xa0non\xc2\xa0»" },
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct strbuf out = STRBUF_INIT;
        size_t n = rows[i].n ? rows[i].n : strlen(rows[i].written);
        char *bytes = exact(rows[i].written, n);

        text_display(&out, bytes, n, false);
        assert_string_equal(out.text, rows[i].shown);
        strbuf_release(&out);
        free(bytes);
    }
}

static void assert_ascii(const char *written, const char *shown)
{
    struct strbuf out = STRBUF_INIT;

    text_display(&out, written, strlen(written), true);
    assert_string_equal(out.text, shown);
    strbuf_release(&out);
}

static void in_ascii_letters_lose_their_marks_and_signs_become_typewriter_ones(void **state)
{
    (void)state;
    assert_ascii("Good night.", "Good night.");
    assert_ascii("Ana’s turn, “yes”, ‘no’, „so“", "Ana's turn, \"yes\", 'no', \"so\"");
    assert_ascii("wait… – and — then", "wait... - and -- then");
    assert_ascii("‹ talked › « oui »", "[ talked ] << oui >>"); /* like the signs of the chosen */
    assert_ascii("é è ñ Ü ő Å ž ę İ ı", "e e n U o A z e I i");
    assert_ascii("e\xcc\x81 n\xcc\x83", "e n");
    assert_ascii("ß Æ æ Œ œ Ø ø Ł ł Þ ð", "ss AE ae OE oe O o L l Th d");
    assert_ascii("5\xc2\xa0€ × 2", "5 EUR x 2");
    assert_ascii("light · open • two", "light . open * two");
    assert_ascii("Ａ\xe3\x80\x80"
                 "１",
                 "A 1"); /* full width */
    assert_ascii("日 👍 ж", "? ? ?");
    assert_ascii("\x1b[2J\xff", "?[2J?");
    assert_ascii("a\tb\nc", "a b c");
    assert_ascii("👨‍👩‍👧", "???");
    assert_ascii("a\xe2\x80\xae"
                 "b",
                 "ab");
}

/* A sign that stands for several letters must not be read as its first one: half a cup of sugar
 * would be a whole one. */
static void in_ascii_a_sign_for_several_letters_is_not_just_its_first(void **state)
{
    static const struct {
        const char *sign, *whole;
    } rows[] = { { "ﬁ", "fi" },  { "ﬄ", "ffl" }, { "Ⅻ", "XII" }, { "ĳ", "ij" },
                 { "㎏", "kg" }, { "½", "1/2" }, { "№", "No" },  { "™", "TM" } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct strbuf out = STRBUF_INIT;

        text_display(&out, rows[i].sign, strlen(rows[i].sign), true);
        if (strcmp(out.text, rows[i].whole) != 0 && strcmp(out.text, "?") != 0)
            fail_msg("%s becomes %s", rows[i].sign, out.text);
        strbuf_release(&out);
    }
}

static void in_ascii_marks_alone_are_nothing(void **state)
{
    (void)state;
    assert_ascii("\xcc\x81", "");                   /* acute */
    assert_ascii("a\xe2\x83\x9d", "a");             /* an enclosing circle */
    assert_ascii("1\xef\xb8\x8f\xe2\x83\xa3", "1"); /* a keycap */
}

/* ---- widths --------------------------------------------------------------------------------- */

/* Byte by byte, as the header says it. */
static size_t plain_by_hand(const char *text, size_t n)
{
    size_t end = 0;

    while (end < n && text[end] >= ' ' && text[end] <= '~')
        end++;
    return end;
}

static void plain_text_ends_at_the_first_byte_that_is_not_printable(void **state)
{
    char text[40];
    struct rng rng = rng_seeded(7);

    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t n = rng_below(&rng, sizeof text + 1);

        for (size_t i = 0; i < n; i++)
            text[i] =
                (char)(rng_below(&rng, 12) ? ' ' + rng_below(&rng, 95) : rng_below(&rng, 256));
        assert_int_equal(text_plain(text, n), plain_by_hand(text, n));
    }
}

static void widths_are_cells(void **state)
{
    static const struct {
        const char *text;
        int cells;
    } rows[] = {
        { "", 0 },     { "Good night.", 11 }, { "é", 1 }, { "e\xcc\x81", 1 },
        { "日本", 4 }, { "가", 2 },           { "👍", 2 }, { "…“”", 3 },
        { BAD, 1 },    { "Ａ", 2 },           { "ｱ", 1 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
        assert_int_equal(text_width(rows[i].text, strlen(rows[i].text)), rows[i].cells);
    assert_int_equal(text_code_width('a'), 1);
    assert_int_equal(text_code_width(0x65e5), 2);
    assert_int_equal(text_code_width(0x301), 0);
    assert_int_equal(text_code_width(0x1b), 1); /* drawn as U+FFFD */
    assert_int_equal(text_code_width(0x378), 1);
}

static void check_width(const char *text, size_t n)
{
    struct strbuf out = STRBUF_INIT;
    wchar_t wide[512];
    size_t letters = 0;

    text_display(&out, text, n, false);
    for (size_t at = 0; at < out.size;) {
        uint32_t code;

        at += text_decode(out.text, out.size, at, &code);
        assert_true(letters < ARRAY_SIZE(wide));
        wide[letters++] = (wchar_t)code;
    }
    assert_int_equal(text_width(out.text, out.size), wcswidth(wide, letters));
    strbuf_release(&out);
}

static void the_width_of_display_text_is_that_of_the_c_library(void **state)
{
    (void)state;
    for_each_nasty(5000, check_width);
}

static void check_display_head(const char *text, size_t n)
{
    struct strbuf whole = STRBUF_INIT, head = STRBUF_INIT;
    bool ascii = below(2) == 0;

    text_display(&whole, text, n, ascii);
    for (int cells = 0; cells <= text_width(whole.text, whole.size) + 1; cells++) {
        strbuf_clear(&head);
        text_display_head(&head, text, n, ascii, (size_t)cells);
        assert_true(head.size <= whole.size && !memcmp(head.text, whole.text, head.size));
        assert_true(head.size == whole.size || text_width(head.text, head.size) >= cells);
    }
    strbuf_release(&head);
    strbuf_release(&whole);
}

static void the_head_of_display_text_is_its_beginning(void **state)
{
    (void)state;
    for_each_nasty(2000, check_display_head);
}

/* ---- fitting and cutting --------------------------------------------------------------- */

static void check_fit(const char *text, size_t n)
{
    struct strbuf out = STRBUF_INIT;

    text_display(&out, text, n, below(2) == 0);
    for (int cells = -1; cells <= text_width(out.text, out.size) + 2; cells++) {
        size_t fit = text_fit(out.text, out.size, cells);

        assert_true(fit <= out.size && is_cluster_edge(out.text, out.size, fit));
        assert_true(fit == 0 || text_width(out.text, fit) <= cells);
        if (fit < out.size && cells >= 0) /* and no more would fit */
            assert_true(text_width(out.text, text_next_cluster(out.text, out.size, fit)) > cells);
    }
    strbuf_release(&out);
}

static void what_fits_is_the_longest_part_that_ends_between_clusters(void **state)
{
    (void)state;
    for_each_nasty(2000, check_fit);
}

/* What stands before the ellipsis is the head of the text; between the two may be a blank. */
static void check_head(const struct strbuf *text, const struct strbuf *cut, size_t tail)
{
    size_t kept = cut->size - tail;

    if (tail && kept && cut->text[kept - 1] == ' ')
        kept--;
    assert_true(kept <= text->size);
    assert_memory_equal(cut->text, text->text, kept);
    assert_true(is_edge(text->text, text->size, kept) || text->text[kept] == ' ');
}

static void check_one_cut(const struct strbuf *text, int cells, bool ascii)
{
    const char *ellipsis = ascii ? "..." : "…";
    bool is_room = cells >= (ascii ? 3 : 1);
    struct strbuf cut = STRBUF_INIT;

    text_cut(&cut, text->text, cells, ascii);
    if (text_width(text->text, text->size) <= cells) {
        assert_string_equal(cut.text, text->text);
    } else {
        size_t tail = is_room ? strlen(ellipsis) : 0;

        assert_true(text_width(cut.text, cut.size) <= (cells > 0 ? cells : 0));
        assert_true(cut.size >= tail);
        assert_string_equal(cut.text + cut.size - tail, is_room ? ellipsis : "");
        check_head(text, &cut, tail);
    }
    strbuf_release(&cut);
}

static void check_cut(const char *text, size_t n)
{
    for (int ascii = 0; ascii <= 1; ascii++) {
        struct strbuf out = STRBUF_INIT;

        text_display(&out, text, n, ascii);
        for (int cells = -1; cells <= text_width(out.text, out.size) + 1; cells++)
            check_one_cut(&out, cells, ascii);
        strbuf_release(&out);
    }
}

static void a_cut_text_never_takes_more_cells_than_it_may(void **state)
{
    (void)state;
    for_each_nasty(3000, check_cut);
}

static void a_long_line_is_cut_at_a_word(void **state)
{
    static const struct {
        const char *text;
        int cells;
        bool ascii;
        const char *cut;
    } rows[] = {
        { "Which small habit of mine have you quietly stopped noticing?", 44, false,
          "Which small habit of mine have you quietly …" },
        { "Which small habit of mine have you quietly stopped noticing?", 46, false,
          "Which small habit of mine have you quietly …" },
        { "Which small habit of mine have you quietly stopped noticing?", 60, false,
          "Which small habit of mine have you quietly stopped noticing?" },
        { "Which small habit of mine have you quietly stopped noticing?", 46, true,
          "Which small habit of mine have you quietly ..." },
        { "One of you tells the way home today, door to door. The other finds.", 40, false,
          "One of you tells the way home today …" }, /* and no other sign before it */
        { "A Donaudampfschifffahrtsgesellschaft", 12, false, "A Donaudamp…" },
        { "日本語日本語", 6, false, "日本…" }, /* half a letter is none */
        { "日本語日本語", 7, false, "日本語…" },
        { "abc", 1, false, "…" },
        { "abc", 0, false, "" },
        { "abcdef", 3, true, "..." },
        { "abcdef", 2, true, "ab" },
        { "", 0, false, "" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct strbuf out = STRBUF_INIT;

        text_cut(&out, rows[i].text, rows[i].cells, rows[i].ascii);
        assert_string_equal(out.text, rows[i].cut);
        strbuf_release(&out);
    }
}

/* ---- breaks ---------------------------------------------------------------------------------- */

/* '|' stands where a line may begin. */
/* clang-format off */
static const char *const broken[] = {
    "Good |night.", "one |two  |three", "well-|known", "(in |brackets)", "“Yes,” |she |said.",
    "Vraiment ?", "«\xc2\xa0Oui\xc2\xa0» |dit-|il.", "5\xe2\x80\xaf€", "日|本|語。", "wait… |what",
    "it’s", "3.5 |km", "word", "e\u0301e |x",
};
/* clang-format on */

static void lines_break_where_readers_expect_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(broken); i++) {
        char text[100];
        bool ends[100] = { false }, breaks[100];
        size_t n = without_bars(broken[i], text, ends);

        text_breaks(text, n, breaks);
        for (size_t at = 0; at < n; at++)
            if (breaks[at] != ends[at])
                fail_msg("%s: at byte %zu", broken[i], at);
    }
}

static void after_a_line_feed_a_line_begins_not_at_it(void **state)
{
    bool breaks[3];

    (void)state;
    text_breaks("a\nb", 3, breaks);
    assert_false(breaks[0]);
    assert_false(breaks[1]);
    assert_true(breaks[2]);
}

static void check_breaks(const char *text, size_t n)
{
    struct strbuf out = STRBUF_INIT;
    bool *raw = mem_new(n, sizeof *raw), *breaks;

    text_breaks(text, n, raw); /* ill-formed, too: safe, whatever comes of it */
    text_display(&out, text, n, false);
    breaks = mem_new(out.size, sizeof *breaks);
    text_breaks(out.text, out.size, breaks);
    for (size_t at = 0; at < out.size; at++)
        if (breaks[at])
            assert_true(at > 0 && is_edge(out.text, out.size, at));
    free(raw);
    free(breaks);
    strbuf_release(&out);
}

static void no_line_breaks_inside_of_a_cluster(void **state)
{
    (void)state;
    text_breaks("", 0, NULL);
    for_each_nasty(3000, check_breaks);
}

/* ---- words ----------------------------------------------------------------------------------- */

static void words_are_the_same_but_for_the_case_of_ascii_letters(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        { "", "", true },         { "The", "tHE", true }, { "the", "then", false },
        { "then", "the", false }, { "", "a", false },     { "a", "", false },
        { "é", "é", true },       { "é", "É", false },    { "a-1", "A-1", true },
        { "[", "{", false },      { "@", "`", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
        assert_int_equal(text_same_word(rows[i].a, rows[i].b), rows[i].same);
}

static void folded_text_is_what_two_writers_of_one_word_share(void **state)
{
    static const char *const rows[][2] = {
        { "", "" },
        { "Don’t STOP", "don't stop" },
        { "don\xca\xbct ‘quoted’", "don't 'quoted'" },
        { "half‐way, half‑way, half-way", "half-way, half-way, half-way" },
        { "Café CAFE\xcc\x81", "cafe cafe" },
        { "ＷＨＹ", "why" },
        { "Straße", "strasse" },
        { "w\xe2\x80\x8bh\xc2\xady\xe2\x80\xae?", "why?" }, /* nothing that hides in it */
        { "\xff", "\xef\xbf\xbd" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct strbuf folded = STRBUF_INIT;

        text_fold(&folded, rows[i][0], strlen(rows[i][0]));
        assert_string_equal(folded.text, rows[i][1]);
        strbuf_release(&folded);
    }
}

static void check_fold(const char *text, size_t n)
{
    struct strbuf once = STRBUF_INIT, twice = STRBUF_INIT;
    size_t at = 0, begin, end;

    text_fold(&once, text, n);
    assert_true(text_is_utf8(once.text, once.size, NULL));
    text_fold(&twice, once.text, once.size);
    assert_true(text_is_utf8(twice.text, twice.size, NULL));
    while ((end = text_next_word(text, n, at, &begin)) > begin) {
        assert_true(begin >= at && end <= n);
        at = end;
    }
    assert_true(begin == n && end == n);
    strbuf_release(&once);
    strbuf_release(&twice);
}

static void any_text_can_be_folded_and_has_its_words(void **state)
{
    (void)state;
    check_fold("", 0);
    for_each_nasty(3000, check_fold);
}

static void words_are_letters_and_what_joins_them(void **state)
{
    static const struct {
        const char *text, *words; /* with | between */
    } rows[] = {
        { "", "" },
        { " …?! ", "" },
        { "One word.", "One|word" },
        { "don’t 'quote' it", "don’t|quote|it" },
        { "mother-in-law - and 3 half-open -", "mother-in-law|and|3|half-open" },
        { "rock 'n' roll", "rock|n|roll" },
        { "it's-", "it's" },
        { "Ça, été", "Ça|été" },
        { "a--b", "a|b" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct strbuf words = STRBUF_INIT;
        size_t n = strlen(rows[i].text), end = 0, begin;

        while ((end = text_next_word(rows[i].text, n, end, &begin)) > begin)
            strbuf_addf(&words, "%s%.*s", words.size ? "|" : "", (int)(end - begin),
                        rows[i].text + begin);
        assert_string_equal(words.text, rows[i].words);
        strbuf_release(&words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folded_text_is_what_two_writers_of_one_word_share),
        cmocka_unit_test(any_text_can_be_folded_and_has_its_words),
        cmocka_unit_test(words_are_letters_and_what_joins_them),
        cmocka_unit_test(all_short_byte_sequences_are_judged_as_the_standard_does),
        cmocka_unit_test(every_class_of_ill_formed_text_is_found_where_it_begins),
        cmocka_unit_test(sound_text_is_sound),
        cmocka_unit_test(every_code_point_comes_back_from_its_bytes),
        cmocka_unit_test(clusters_are_what_people_call_a_letter),
        cmocka_unit_test(at_the_ends_there_is_no_further_cluster),
        cmocka_unit_test(walking_forth_and_back_meets_the_same_clusters),
        cmocka_unit_test(no_code_point_of_unicode_reaches_the_terminal_that_may_not),
        cmocka_unit_test(every_code_point_has_a_plain_ascii_form),
        cmocka_unit_test(no_text_at_all_brings_a_control_to_the_terminal),
        cmocka_unit_test(display_text_is_what_was_written_less_what_steers),
        cmocka_unit_test(in_ascii_letters_lose_their_marks_and_signs_become_typewriter_ones),
        cmocka_unit_test(in_ascii_a_sign_for_several_letters_is_not_just_its_first),
        cmocka_unit_test(in_ascii_marks_alone_are_nothing),
        cmocka_unit_test(plain_text_ends_at_the_first_byte_that_is_not_printable),
        cmocka_unit_test(the_head_of_display_text_is_its_beginning),
        cmocka_unit_test(widths_are_cells),
        cmocka_unit_test(the_width_of_display_text_is_that_of_the_c_library),
        cmocka_unit_test(what_fits_is_the_longest_part_that_ends_between_clusters),
        cmocka_unit_test(a_cut_text_never_takes_more_cells_than_it_may),
        cmocka_unit_test(a_long_line_is_cut_at_a_word),
        cmocka_unit_test(lines_break_where_readers_expect_it),
        cmocka_unit_test(after_a_line_feed_a_line_begins_not_at_it),
        cmocka_unit_test(no_line_breaks_inside_of_a_cluster),
        cmocka_unit_test(words_are_the_same_but_for_the_case_of_ascii_letters),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8")) {
        fputs("the locale C.UTF-8 is missing\n", stderr);
        return 1;
    }
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
