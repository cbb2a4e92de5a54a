/* The themes, as tables. The background is always the terminal's own, and words are always in its
 * own ink; only frames and signs have a colour: one of its 16, which its owner has chosen, or one
 * that is the same everywhere, where a theme promises contrast. */
#include "ui/theme.h"

#include <stddef.h>
#include <string.h>

#include "base/mem.h"

/* The terminal's palette. */
enum { RED = 1, YELLOW = 3, BLUE = 4, BRIGHT_YELLOW = 11, BRIGHT_BLUE = 12 };

/* The same on every terminal of 256 colours, with their contrast. On one of 16 the ink stands in
 * for them. */
enum {
    DEEP_BLUE = 19,   /* #0000af, 13 to 1 against white */
    SKY_BLUE = 117,   /* #87d7ff, 13 to 1 against black */
    DARK_AMBER = 130, /* #af5f00, 4.7 to 1 against white, where yellow is hardly seen */
    GOLD = 220,       /* #ffd700, 15 to 1 against black */
};

#define INK(attrs_)                                                                                \
    {                                                                                              \
        .attrs = (attrs_), .colour = COLOUR_OWN, .colour_if_8 = COLOUR_OWN                         \
    }
#define PAINT(attrs_, colour_, colour_if_8_)                                                       \
    {                                                                                              \
        .attrs = (attrs_), .colour = (colour_), .colour_if_8 = (colour_if_8_)                      \
    }

/* What most themes share: bold is what is being said, dim what was said or only helps. */
#define SPOKEN                                                                                     \
    [ROLE_TEXT] = INK(0), [ROLE_VOICE] = INK(ATTR_BOLD), [ROLE_MUTED] = INK(ATTR_DIM),             \
    [ROLE_FOCUS] = INK(ATTR_BOLD), [ROLE_WARNING] = INK(ATTR_BOLD)

/* High contrast: nothing is dim, no colour is left to a palette, and what is chosen stands out by
 * more than its weight. */
#define SPOKEN_CLEARLY                                                                             \
    [ROLE_TEXT] = INK(0), [ROLE_VOICE] = INK(ATTR_BOLD), [ROLE_MUTED] = INK(0),                    \
    [ROLE_FOCUS] = INK(ATTR_REVERSE), [ROLE_WARNING] = INK(ATTR_BOLD),                             \
    [ROLE_WARNING_SIGN] = INK(ATTR_REVERSE)

static const struct theme themes[] = {
    { .name = "default",
      .styles = { SPOKEN, [ROLE_ACCENT_LIGHT] = PAINT(0, YELLOW, YELLOW),
                  [ROLE_ACCENT_SERIOUS] = PAINT(0, BRIGHT_BLUE, BLUE),
                  [ROLE_WARNING_SIGN] = PAINT(ATTR_BOLD, RED, RED) } },
    { .name = "dark",
      .styles = { SPOKEN, [ROLE_ACCENT_LIGHT] = PAINT(0, BRIGHT_YELLOW, YELLOW),
                  [ROLE_ACCENT_SERIOUS] = PAINT(0, BRIGHT_BLUE, BLUE),
                  [ROLE_WARNING_SIGN] = PAINT(ATTR_BOLD, RED, RED) } },
    { .name = "light",
      .styles = { SPOKEN, [ROLE_ACCENT_LIGHT] = PAINT(0, DARK_AMBER, YELLOW),
                  [ROLE_ACCENT_SERIOUS] = PAINT(0, BLUE, BLUE),
                  [ROLE_WARNING_SIGN] = PAINT(ATTR_BOLD, RED, RED) } },
    { .name = "mono",
      .styles = { SPOKEN, [ROLE_ACCENT_LIGHT] = INK(0), [ROLE_ACCENT_SERIOUS] = INK(0),
                  [ROLE_WARNING_SIGN] = INK(ATTR_BOLD) } },
    { .name = "high-contrast",
      .styles = { SPOKEN_CLEARLY, [ROLE_ACCENT_LIGHT] = PAINT(0, GOLD, YELLOW),
                  [ROLE_ACCENT_SERIOUS] = PAINT(0, SKY_BLUE, BLUE) } },
    { .name = "high-contrast-light",
      .styles = { SPOKEN_CLEARLY, [ROLE_ACCENT_LIGHT] = INK(0),
                  [ROLE_ACCENT_SERIOUS] = PAINT(0, DEEP_BLUE, BLUE) } },
};

const struct theme *theme_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(themes); i++)
        if (!strcmp(themes[i].name, name))
            return &themes[i];
    return NULL;
}

struct theme theme_without_colour(const struct theme *theme)
{
    struct theme plain = *theme;

    for (size_t i = 0; i < ROLE_COUNT; i++)
        plain.styles[i].colour = plain.styles[i].colour_if_8 = COLOUR_OWN;
    return plain;
}

const struct theme *theme_nth(size_t n)
{
    return n < ARRAY_SIZE(themes) ? &themes[n] : NULL;
}
