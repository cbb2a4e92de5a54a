/* What a pack file would bring, or what is wrong with it, in lines to be read. */
#ifndef COUPLET_DOMAIN_PREVIEW_H
#define COUPLET_DOMAIN_PREVIEW_H

#include <stdbool.h>
#include <stddef.h>

enum { PREVIEW_LINES_MAX = 12, PREVIEW_LINE_SIZE = 240 };

struct preview {
    bool good; /* it can be added */
    char lines[PREVIEW_LINES_MAX][PREVIEW_LINE_SIZE];
    size_t count;
};

#endif
