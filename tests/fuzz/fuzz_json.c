/* Any bytes to the JSON reader: a tree, or a fault with a place; never a crash, never a wait. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "format/json.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct json_document *document = NULL;
    struct json_fault fault = { .place = { 0 } };

    if (json_parse((const char *)bytes, n, &document, &fault)) {
        FUZZ_CHECK(!document && fault.place.line >= 1 && fault.place.column >= 1);
        FUZZ_CHECK(*fault.reason && text_is_utf8(fault.reason, strlen(fault.reason), NULL));
        return 0;
    }
    FUZZ_CHECK(json_place_of(document, "prompts[1].text").line >= 1);
    json_free(document);
    return 0;
}
