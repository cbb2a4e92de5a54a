/* Typed text, made clean. */
#include "ui/typed.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

enum { LINE_SEPARATOR = 0x2028, PARAGRAPH_SEPARATOR = 0x2029 };

static bool ends_line(uint32_t code)
{
    return code == '\n' || code == '\r' || code == LINE_SEPARATOR || code == PARAGRAPH_SEPARATOR;
}

void typed_clean(struct strbuf *out, const char *text, bool lines)
{
    size_t n = strlen(text);

    for (size_t at = 0; at < n;) {
        uint32_t code;
        size_t size = text_decode(text, n, at, &code);
        bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
        char bytes[4];

        if (lines && ends_line(code)) {
            size += code == '\r' && text[at + 1] == '\n'; /* the two are one */
            strbuf_addch(out, '\n');
        } else if (ends_line(code) || code == '\t') {
            if (lines || !out->size || out->text[out->size - 1] != ' ')
                strbuf_addch(out, ' ');
        } else if (!control) {
            strbuf_add(out, bytes, text_encode(code, bytes)); /* ill-formed: U+FFFD */
        }
        at += size;
    }
}

size_t typed_fit(const struct strbuf *clean, size_t room)
{
    size_t fit = 0;

    while (fit < clean->size) {
        size_t next = text_next_cluster(clean->text, clean->size, fit);

        if (next > room)
            break;
        fit = next;
    }
    return fit;
}
