/* The words of the page of support. */
#include "domain/support.h"

#include "base/mem.h"

const char *const support_paragraphs[] = {
    "couplet is for two people who are safe with each other. It is not made for being afraid, "
    "threatened or watched, or for being unable to say no.",

    "If one of you lives with that, talk to someone you trust, alone, and from a device that the "
    "other can’t check.",

    "Those who help: a doctor; a counselling service, for couples or for one of you; a helpline "
    "or advice centre against violence at home. In danger, the emergency services.",

    "couplet is not therapy, and doesn’t take its place.",

    "Whoever uses this account can read the journal. That this page was opened is written down "
    "nowhere.",
};

const size_t support_paragraph_count = ARRAY_SIZE(support_paragraphs);
