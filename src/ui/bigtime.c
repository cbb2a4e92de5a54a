/* Big figures, made of the lines that frames are made of. */
#include "ui/bigtime.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "ui/glyph.h"

enum { GAP = 3 };

/* Each letter stands for a piece of line: - across, | down, corners a (down and right), b (down and
 * left), c (up and right), d (up and left), tees t (to the right) and u (to the left). */
static const struct figure {
    int width;
    const char *rows[BIGTIME_ROWS];
} figures[] = {
    { 5, { "a---b", "|   |", "|   |", "|   |", "c---d" } }, /* 0 */
    { 1, { "|", "|", "|", "|", "|" } },                     /* 1 */
    { 5, { "----b", "    |", "a---d", "|    ", "c----" } }, /* 2 */
    { 5, { "----b", "    |", " ---u", "    |", "----d" } }, /* 3 */
    { 5, { "|   |", "|   |", "c---u", "    |", "    |" } }, /* 4 */
    { 5, { "a----", "|    ", "c---b", "    |", "----d" } }, /* 5 */
    { 5, { "a----", "|    ", "t---b", "|   |", "c---d" } }, /* 6 */
    { 5, { "----b", "    |", "    |", "    |", "    |" } }, /* 7 */
    { 5, { "a---b", "|   |", "t---u", "|   |", "c---d" } }, /* 8 */
    { 5, { "a---b", "|   |", "c---u", "    |", "----d" } }, /* 9 */
    { 1, { " ", "o", " ", "o", " " } },                     /* : */
};

static const char *sign_of(const struct canvas *canvas, char piece)
{
    static const struct {
        char piece;
        enum glyph glyph;
    } signs[] = {
        { '-', GLYPH_ACROSS },
        { '|', GLYPH_DOWN },
        { 'a', GLYPH_OPEN_TOP_LEFT },
        { 'b', GLYPH_OPEN_TOP_RIGHT },
        { 'c', GLYPH_OPEN_BOTTOM_LEFT },
        { 'd', GLYPH_OPEN_BOTTOM_RIGHT },
        { 't', GLYPH_TEE_RIGHT },
        { 'u', GLYPH_TEE_LEFT },
        { 'o', GLYPH_DOT },
    };

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].piece == piece)
            return glyph(canvas, signs[i].glyph);
    return NULL;
}

int bigtime_draw(struct canvas *canvas, int row, int col, enum role role, const char *time)
{
    for (; *time; time++) {
        const struct figure *figure;

        if (*time < '0' || *time > ':')
            continue;
        figure = &figures[*time - '0'];
        for (int r = 0; r < BIGTIME_ROWS; r++)
            for (int c = 0; c < figure->width; c++) {
                const char *sign = sign_of(canvas, figure->rows[r][c]);

                if (sign)
                    canvas_put_sign(canvas, row + r, col + c, role, sign);
            }
        col += figure->width + GAP;
    }
    return col - GAP;
}
