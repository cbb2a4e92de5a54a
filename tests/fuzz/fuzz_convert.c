/* Any bytes to the readers of foreign files: a good pack, the same each time, or a reason. The
 * first byte says which reader: a letter of the table below, or any other for the one that is
 * guessed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "format/convert.h"
#include "format/json.h"
#include "format/pack.h"
#include "fuzz.h"

static const struct {
    uint8_t letter;
    const char *form;
} forms[] = {
    { 'j', "json" },    { 'l', "jsonl" },    { 'c', "csv" },   { 't', "tsv" },  { 'a', "anki" },
    { 'f', "fortune" }, { 'm', "markdown" }, { 'p', "lines" }, { 'y', "yaml" },
};

static struct convert_wishes wishes_for(uint8_t letter, bool draft)
{
    struct convert_wishes wishes = { .title = "Tried",
                                     .license = "CC0-1.0",
                                     .lang = "en",
                                     .mood = MOOD_LIGHT,
                                     .mode = MODE_TALKING,
                                     .has_dimension = true,
                                     .depth = 2,
                                     .minutes = 5,
                                     .draft = draft };

    if (draft)
        wishes = (struct convert_wishes){ .draft = true };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].letter == letter)
            wishes.format = forms[i].form;
    return wishes;
}

static void told(void *context, const char *what)
{
    (void)context;
    FUZZ_CHECK(*what && text_is_utf8(what, strlen(what), NULL) && !strpbrk(what, "\n\x1b"));
}

static void told_left_out(void *context, int line, const char *excerpt, const char *why)
{
    FUZZ_CHECK(line >= 0 && !strpbrk(excerpt, "\n\x1b"));
    FUZZ_CHECK(text_is_utf8(excerpt, strlen(excerpt), NULL));
    told(context, why);
}

static void expect_pack(const struct strbuf *json, const struct convert_count *count, bool draft)
{
    struct json_document *document;
    struct pack pack;

    FUZZ_CHECK(json_parse(json->text, json->size, &document, NULL) == STATUS_OK);
    json_free(document);
    FUZZ_CHECK(count->prompts > 0);
    if (draft)
        return;
    FUZZ_CHECK(pack_read(json->text, json->size, PACK_ANY, &pack, NULL, NULL) == STATUS_OK);
    FUZZ_CHECK(pack.count == count->prompts);
    pack_release(&pack);
}

static void try(const char *bytes, size_t n, uint8_t letter, bool draft)
{
    struct convert_wishes wishes = wishes_for(letter, draft);
    struct convert_report report = { .guessed = told, .left_out = told_left_out };
    struct convert_count count;
    struct strbuf once = STRBUF_INIT, twice = STRBUF_INIT;
    struct error err = { 0 };
    enum status status = convert(&once, bytes, n, &wishes, &report, &count, &err);

    if (status == STATUS_OK)
        expect_pack(&once, &count, draft);
    else
        FUZZ_CHECK(!once.size && *err.text && text_is_utf8(err.text, strlen(err.text), NULL));
    FUZZ_CHECK(convert(&twice, bytes, n, &wishes, NULL, NULL, NULL) == status);
    FUZZ_CHECK(!strcmp(once.text, twice.text));
    strbuf_release(&once);
    strbuf_release(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (!n)
        return 0;
    try((const char *)bytes + 1, n - 1, *bytes, false);
    try((const char *)bytes + 1, n - 1, *bytes, true);
    return 0;
}
