/* Support in plain lines: the same words as on the page. */
#include "domain/support.h"

#include "plain.h"

void support_plain(struct plain *plain)
{
    for (size_t i = 0; i < support_paragraph_count; i++)
        plain_say(plain, "%s", support_paragraphs[i]);
}
