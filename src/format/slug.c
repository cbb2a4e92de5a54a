/* Ids from words: short, the same for the same text. */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "harvest_private.h"

enum { SLUG_WORDS = 5, SLUG_BYTES = 40 };

/* Appends the letters and digits of a word; false if it would become too long. */
static bool add_word(struct strbuf *out, size_t begin, const char *word, size_t n)
{
    struct strbuf plain = STRBUF_INIT;
    bool fits;

    for (size_t i = 0; i < n; i++)
        if (isalnum((unsigned char)word[i]))
            strbuf_addch(&plain, (char)tolower((unsigned char)word[i]));
    fits = out->size - begin + 1 + plain.size <= SLUG_BYTES;
    if (fits && plain.size)
        strbuf_addf(out, "%s%s", out->size > begin ? "-" : "", plain.text);
    strbuf_release(&plain);
    return fits;
}

void slug_add(struct strbuf *out, const char *text)
{
    static const char between[] = " -/,.;:!\"()&+_";
    struct strbuf ascii = STRBUF_INIT;
    size_t begin = out->size, words = 0;

    text_display(&ascii, text, strlen(text), true);
    for (const char *at = ascii.text; *at && words < SLUG_WORDS; words++) {
        size_t size;

        at += strspn(at, between);
        size = strcspn(at, between);
        if (!add_word(out, begin, at, size))
            break;
        at += size;
    }
    /* A letter or two are no name; in other scripts there are none. */
    if (out->size - begin < 3) {
        strbuf_truncate(out, begin);
        strbuf_addf(out, "prompt-%08" PRIx32, (uint32_t)hash_add(HASH_BEGIN, text, strlen(text)));
    }
    strbuf_release(&ascii);
}
