/* The signs, side by side with their typewriter forms. */
#include "ui/glyph.h"

const char *glyph(const struct canvas *canvas, enum glyph which)
{
    static const struct {
        const char *sign, *ascii;
    } glyphs[GLYPH_COUNT] = {
        [GLYPH_ACROSS] = { "─", "-" },
        [GLYPH_DOWN] = { "│", "|" },
        [GLYPH_OPEN_TOP_LEFT] = { "╭", "." },
        [GLYPH_OPEN_TOP_RIGHT] = { "╮", "." },
        [GLYPH_OPEN_BOTTOM_LEFT] = { "╰", "'" },
        [GLYPH_OPEN_BOTTOM_RIGHT] = { "╯", "'" },
        [GLYPH_CLOSED_TOP_LEFT] = { "┌", "+" },
        [GLYPH_CLOSED_TOP_RIGHT] = { "┐", "+" },
        [GLYPH_CLOSED_BOTTOM_LEFT] = { "└", "+" },
        [GLYPH_CLOSED_BOTTOM_RIGHT] = { "┘", "+" },
        [GLYPH_TEE_RIGHT] = { "├", "+" },
        [GLYPH_TEE_LEFT] = { "┤", "+" },
        [GLYPH_DOT] = { "·", "." },
        [GLYPH_CHOSEN_LEFT] = { "‹", "[" },
        [GLYPH_CHOSEN_RIGHT] = { "›", "]" },
        [GLYPH_FOCUS] = { "›", ">" },
        [GLYPH_LIGHT] = { "░", "o" },
        [GLYPH_SERIOUS] = { "▓", "#" },
    };

    return canvas->ascii ? glyphs[which].ascii : glyphs[which].sign;
}
