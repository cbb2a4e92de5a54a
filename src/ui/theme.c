/* The themes, as tables. */
#include "ui/theme.h"

#include <stddef.h>
#include <string.h>

#include "base/mem.h"

#define INK(attrs_) { .attrs = (attrs_), .colour = COLOUR_OWN, .colour_if_8 = COLOUR_OWN }
#define PAINT(colour_, colour_if_8_) { .colour = (colour_), .colour_if_8 = (colour_if_8_) }

static const struct theme themes[] = {
    { .name = "default",
      .styles = { [ROLE_TEXT] = INK(0),
                  [ROLE_VOICE] = INK(ATTR_BOLD),
                  [ROLE_MUTED] = INK(ATTR_DIM),
                  [ROLE_ACCENT_LIGHT] = PAINT(3, 3),
                  [ROLE_ACCENT_SERIOUS] = PAINT(12, 4),
                  [ROLE_FOCUS] = INK(ATTR_BOLD),
                  [ROLE_WARNING] = INK(ATTR_BOLD),
                  [ROLE_WARNING_SIGN] = { .attrs = ATTR_BOLD, .colour = 1, .colour_if_8 = 1 } } },
    { .name = "mono",
      .styles = { [ROLE_TEXT] = INK(0),
                  [ROLE_VOICE] = INK(ATTR_BOLD),
                  [ROLE_MUTED] = INK(ATTR_DIM),
                  [ROLE_ACCENT_LIGHT] = INK(0),
                  [ROLE_ACCENT_SERIOUS] = INK(0),
                  [ROLE_FOCUS] = INK(ATTR_BOLD),
                  [ROLE_WARNING] = INK(ATTR_BOLD),
                  [ROLE_WARNING_SIGN] = INK(ATTR_BOLD) } },
};

const struct theme *theme_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(themes); i++)
        if (!strcmp(themes[i].name, name))
            return &themes[i];
    return NULL;
}
