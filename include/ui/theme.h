/* Roles, and how a theme shows them. Meaning is carried by shape, place and word; a theme only
 * repeats it. */
#ifndef COUPLET_UI_THEME_H
#define COUPLET_UI_THEME_H

#include <stddef.h>

enum role {
    ROLE_TEXT,           /* every word */
    ROLE_VOICE,          /* what is being said now, or the name of who talks */
    ROLE_MUTED,          /* labels, what was said, words of the footer */
    ROLE_ACCENT_LIGHT,   /* frame and dots of a light card */
    ROLE_ACCENT_SERIOUS, /* the same of a serious one, and its mark */
    ROLE_FOCUS,          /* ‹ › and ›, and the row that has them */
    ROLE_WARNING,        /* ! and its sentence */
    ROLE_WARNING_SIGN,   /* the ! itself */
    ROLE_COUNT
};

enum { ATTR_BOLD = 1, ATTR_DIM = 2, ATTR_REVERSE = 4 };

/* A colour number of the terminal's palette, or its own ink. */
enum { COLOUR_OWN = -1 };

struct style {
    unsigned attrs;
    short colour;      /* foreground; the background is always the terminal's own */
    short colour_if_8; /* the same on a terminal of 8 colours */
};

struct theme {
    const char *name;
    struct style styles[ROLE_COUNT];
};

/* The theme of that name, or NULL. There are at least "default" and "mono". */
const struct theme *theme_find(const char *name);

/* The same theme without its colours: what it shows by weight, dimness and reverse stays. */
struct theme theme_without_colour(const struct theme *theme);

/* One after the other, for lists; NULL after the last. */
const struct theme *theme_nth(size_t n);

#endif
