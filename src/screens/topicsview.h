/* How the topics are drawn: a private page, and the one for both. */
#ifndef COUPLET_SCREENS_TOPICSVIEW_H
#define COUPLET_SCREENS_TOPICSVIEW_H

#include "domain/topic.h"
#include "ui/canvas.h"

struct topics_page {
    const char *title, *about, *below; /* below: a muted line under the list; NULL: none */
    const struct topics *topics;
    int focus;    /* enum flag */
    bool choices; /* each row has its three words; else the one that is set */
};

void topics_page_draw(const struct topics_page *page, struct canvas *canvas);

#endif
