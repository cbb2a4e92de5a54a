/* One text: made plain, and judged whether it is a prompt. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "convert_private.h"
#include "format/pack.h"

/* Signs that show nothing and can deceive: zero-width blanks and joints of words, soft hyphens, and
 * what turns the direction of writing over. Joiners stay: letters and emoji need them. */
static bool is_invisible(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        { 0xad, 0xad },     { 0x200b, 0x200b }, { 0x202a, 0x202e }, { 0x2060, 0x2064 },
        { 0x2066, 0x206f }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0001, 0xe001f }
    };

    for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

/* White space folded into single blanks, none at the ends. Returns whether a sign went away. */
static bool fold(struct strbuf *out, const char *text, size_t n)
{
    bool changed = false, blank = false;

    for (size_t at = 0, size; at < n; at += size) {
        uint32_t code;

        size = text_decode(text, n, at, &code);
        if (is_invisible(code)) {
            changed = true;
        } else if (code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0x2028 ||
                   code == 0x2029) {
            blank = out->size > 0;
        } else {
            if (blank)
                strbuf_addch(out, ' ');
            blank = false;
            strbuf_add(out, text + at, size);
        }
    }
    return changed;
}

/* Longer ones aren't cleaned, as they are no prompts either way. */
enum { RAW_MAX = 4 * PACK_TEXT_MAX };

bool clean_text(struct strbuf *out, const char *text, bool html, bool bare)
{
    struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;
    size_t n = strlen(text);
    bool changed = false;

    if (n > RAW_MAX) {
        strbuf_addstr(out, text);
        return false;
    }
    if (html || html_is(text, n))
        html_plain(&first, text, n);
    else
        strbuf_add(&first, text, n);
    if (bare)
        strbuf_add(&second, first.text, first.size);
    else
        markdown_plain(&second, first.text, first.size);
    changed = second.size != n;
    changed = fold(out, second.text, second.size) || changed;
    strbuf_release(&first);
    strbuf_release(&second);
    return changed;
}

static bool is_in_brackets(const char *text, size_t n)
{
    return n > 1 && ((*text == '(' && strchr(text, ')') == text + n - 1) ||
                     (*text == '[' && strchr(text, ']') == text + n - 1));
}

bool is_line_of_words(const char *text)
{
    size_t n = strlen(text);

    return n && n <= PACK_TEXT_MAX && !text_has_control(text);
}

const char *why_no_prompt(const char *text, const char *raw)
{
    size_t n = strlen(text), words = n <= RAW_MAX ? count_words(text, n) : SIZE_MAX;

    if (n > PACK_TEXT_MAX)
        return "longer than 4,096 bytes";
    if (!n)
        return strstr(raw, "<img") || strstr(raw, "![") ? "only a picture" : "no words in it";
    if (text_has_control(text))
        return "a control character is in it";
    if (words > CONVERT_WORDS_MAX)
        return "longer than 80 words";
    if (is_in_brackets(text, n))
        return "a remark in brackets";
    if (!is_wordy(text, n))
        return words > 1 ? "no words in it" : "a single word, a number or an address";
    return NULL;
}
