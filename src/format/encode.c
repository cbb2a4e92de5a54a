/* From bytes to UTF-8. Knows by their first bytes what isn't text at all. */
#include "format/encode.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#define SAVE_AS_TEXT "save it as plain text, CSV or JSON from the program it belongs to"

/* clang-format off */
static const struct {
    const char *begin;
    size_t size;
    const char *what, *next;
} strangers[] = {
    { "%PDF-", 5, "a PDF", "copy its text into a plain file, one prompt a line" },
    { "PK\3\4", 4, "a ZIP archive (as are .docx, .xlsx, .ods and .apkg)", "unpack it, or " SAVE_AS_TEXT },
    { "\x1f\x8b", 2, "compressed by gzip", "unpack it with gunzip" },
    { "BZh", 3, "compressed by bzip2", "unpack it with bunzip2" },
    { "\xfd" "7zXZ", 5, "compressed by xz", "unpack it with unxz" },
    { "\x28\xb5\x2f\xfd", 4, "compressed by zstd", "unpack it with unzstd" },
    { "7z\xbc\xaf", 4, "a 7-Zip archive", "unpack it" },
    { "\xd0\xcf\x11\xe0", 4, "an old Office file", SAVE_AS_TEXT },
    { "SQLite format 3", 16, "an SQLite database", "export the table that has the prompts as CSV" },
    { "{\\rtf", 5, "rich text (RTF)", SAVE_AS_TEXT },
    { "\x89PNG", 4, "a picture", "type its words into a plain file" },
    { "\xff\xd8\xff", 3, "a picture", "type its words into a plain file" },
    { "GIF8", 4, "a picture", "type its words into a plain file" },
    { "\x7f" "ELF", 4, "a program", "look for the file that has the prompts" },
    { "\xff\xfe\0\0", 4, "UTF-32", "save it as UTF-8" },
    { "\0\0\xfe\xff", 4, "UTF-32", "save it as UTF-8" },
};
/* clang-format on */

static enum status refuse_strangers(const char *bytes, size_t n, struct error *err)
{
    for (size_t i = 0; i < ARRAY_SIZE(strangers); i++)
        if (n >= strangers[i].size && !memcmp(bytes, strangers[i].begin, strangers[i].size))
            return error_set(err, STATUS_INVALID, "this is %s, which couplet can’t read; %s",
                             strangers[i].what, strangers[i].next);
    return STATUS_OK;
}

/* A UTF-16 text while it is read. */
struct units {
    const unsigned char *bytes;
    size_t n, at;
    bool big;
};

static uint32_t unit_at(const struct units *u, size_t at)
{
    return u->big ? (uint32_t)(u->bytes[at] << 8 | u->bytes[at + 1])
                  : (uint32_t)(u->bytes[at + 1] << 8 | u->bytes[at]);
}

static bool is_half(uint32_t unit, uint32_t first)
{
    return unit >= first && unit < first + 0x400;
}

/* What is wrong with what stands at u->at, or NULL; then *code is it and u->at is behind it. */
static const char *next_code(struct units *u, uint32_t *code)
{
    uint32_t second;

    if (u->n - u->at < 2)
        return "half a character";
    *code = unit_at(u, u->at);
    if (!*code)
        return "a NUL";
    if (is_half(*code, 0xdc00))
        return "the second half of a surrogate pair, without its first";
    if (!is_half(*code, 0xd800)) {
        u->at += 2;
        return NULL;
    }
    second = u->n - u->at < 4 ? 0 : unit_at(u, u->at + 2);
    if (!is_half(second, 0xdc00))
        return "the first half of a surrogate pair, without its second";
    *code = 0x10000 + ((*code - 0xd800) << 10) + (second - 0xdc00);
    u->at += 4;
    return NULL;
}

static enum status add_utf16(struct strbuf *out, struct units *u, struct error *err)
{
    int line = 1;

    while (u->at < u->n) {
        uint32_t code = 0;
        char bytes[4];
        const char *wrong = next_code(u, &code);

        if (wrong)
            return error_set(err, STATUS_INVALID,
                             "this is UTF-16 by its first bytes, but at byte %zu (line %d) is %s; "
                             "save it as UTF-8",
                             u->at, line, wrong);
        line += code == '\n';
        strbuf_add(out, bytes, text_encode(code, bytes));
    }
    return STATUS_OK;
}

static int line_of(const char *bytes, size_t at)
{
    int line = 1;

    for (size_t i = 0; i < at; i++)
        line += bytes[i] == '\n';
    return line;
}

static enum status add_utf8(struct strbuf *out, const char *bytes, size_t n, size_t mark,
                            struct error *err)
{
    const char *nul = n ? memchr(bytes, '\0', n) : NULL;
    size_t bad;

    if (nul)
        return error_set(err, STATUS_INVALID,
                         "byte %zu (line %d) is a NUL, so this is no text file, or one in UTF-16 "
                         "without its mark; save it as UTF-8",
                         (size_t)(nul - bytes), line_of(bytes, (size_t)(nul - bytes)));
    if (!text_is_utf8(bytes, n, &bad))
        return error_set(err, STATUS_INVALID,
                         "byte %zu (line %d) is 0x%02X, which isn’t UTF-8 there; save the file as "
                         "UTF-8, for instance with: iconv -f WINDOWS-1252 -t UTF-8",
                         bad, line_of(bytes, bad), (unsigned)(unsigned char)bytes[bad]);
    strbuf_add(out, bytes + mark, n - mark);
    return STATUS_OK;
}

/* \r\n and a lone \r become \n, from the offset begin on. */
static void plain_line_ends(struct strbuf *text, size_t begin)
{
    size_t to = begin;

    if (!memchr(text->text + begin, '\r', text->size - begin))
        return;
    for (size_t at = begin; at < text->size; at++)
        if (text->text[at] != '\r')
            text->text[to++] = text->text[at];
        else if (at + 1 >= text->size || text->text[at + 1] != '\n')
            text->text[to++] = '\n';
    strbuf_truncate(text, to);
}

enum status encode_utf8(struct strbuf *out, const char *bytes, size_t n, struct error *err)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t begin = out->size;
    enum status status = refuse_strangers(bytes, n, err);

    if (status != STATUS_OK)
        return status;
    if (n >= 2 && (!memcmp(bytes, "\xff\xfe", 2) || !memcmp(bytes, "\xfe\xff", 2))) {
        struct units units = {
            .bytes = (const unsigned char *)bytes, .n = n, .at = 2, .big = *bytes == '\xfe'
        };

        status = add_utf16(out, &units, err);
    } else if (n >= 3 && !memcmp(bytes, mark, 3)) {
        status = add_utf8(out, bytes, n, 3, err);
    } else {
        status = add_utf8(out, bytes, n, 0, err);
    }
    if (status != STATUS_OK)
        strbuf_truncate(out, begin);
    else
        plain_line_ends(out, begin);
    return status;
}
