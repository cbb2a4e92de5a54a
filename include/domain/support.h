/* What the page of support says: the same for everyone, in one place. It assumes nothing of either
 * of the two, asks nothing and names no telephone number. */
#ifndef COUPLET_DOMAIN_SUPPORT_H
#define COUPLET_DOMAIN_SUPPORT_H

#include <stddef.h>

extern const char *const support_paragraphs[];
extern const size_t support_paragraph_count;

#endif
