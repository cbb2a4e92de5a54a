/* Any bytes to the pack reader: a pack that reads the same after it was written, or a reason. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "format/pack.h"
#include "format/pack_write.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct strbuf once = STRBUF_INIT, twice = STRBUF_INIT;
    struct pack pack, again;
    struct error err = { 0 };

    if (pack_read((const char *)bytes, n, PACK_ANY, &pack, NULL, &err) != STATUS_OK) {
        FUZZ_CHECK(*err.text && text_is_utf8(err.text, strlen(err.text), NULL));
        return 0;
    }
    pack_write(&once, &pack, PACK_WHOLE);
    FUZZ_CHECK(pack_read(once.text, once.size, PACK_ANY, &again, NULL, &err) == STATUS_OK);
    pack_write(&twice, &again, PACK_WHOLE);
    FUZZ_CHECK(!strcmp(once.text, twice.text));
    pack_release(&pack);
    pack_release(&again);
    strbuf_release(&once);
    strbuf_release(&twice);
    return 0;
}
