/* A list of few things to choose from in plain words, with one line about the one in focus. */
#ifndef COUPLET_SCREENS_WAYLIST_H
#define COUPLET_SCREENS_WAYLIST_H

#include "screens/screen.h"

enum { WAYLIST_MAX = 12 };

struct waylist {
    struct {
        const char *said, *about; /* static */
        int what;                 /* the caller's */
    } rows[WAYLIST_MAX];
    size_t count, focus;
    struct footer_place place;
};

void waylist_add(struct waylist *list, const char *said, const char *about, int what);

/* Moves the focus, or gives back what else is to be done (see footer_place_act()). */
enum action waylist_act(struct waylist *list, const struct footer *footer, enum action action);

void waylist_draw(const struct waylist *list, const char *title, struct canvas *canvas);

#endif
