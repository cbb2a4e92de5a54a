/* Texts one below the other. */
#include "ui/stack.h"

#include "ui/glyph.h"

static struct stack_item *add(struct stack *stack)
{
    static struct stack_item spare; /* what doesn't fit any more is written here and forgotten */

    if (stack->count == STACK_ITEMS_MAX) {
        verse_release(&spare.verse);
        return &spare;
    }
    return &stack->items[stack->count++];
}

struct stack_item *stack_add(struct stack *stack, const struct canvas *canvas, const char *text,
                             int width, enum verse_style style, enum role role)
{
    struct stack_item *item = add(stack);

    *item = (struct stack_item){ .role = role, .gap = stack->count > 1, .leading = 1 };
    verse_set(&item->verse, canvas, text, width, style);
    return item;
}

struct stack_item *stack_add_rule(struct stack *stack)
{
    struct stack_item *item = add(stack);

    *item = (struct stack_item){ .role = ROLE_MUTED, .rule = true, .gap = 1, .leading = 1 };
    return item;
}

void stack_release(struct stack *stack)
{
    for (size_t i = 0; i < stack->count; i++)
        verse_release(&stack->items[i].verse);
    stack->count = 0;
}

static int item_rows(const struct stack_item *item)
{
    return item->verse.count ? verse_rows(&item->verse, item->leading, item->sentence_gap) : 1;
}

static int stack_rows(const struct stack *stack)
{
    int rows = 0;

    for (size_t i = 0; i < stack->count; i++)
        if (!stack->items[i].gone)
            rows += (rows ? stack->items[i].gap : 0) + item_rows(&stack->items[i]);
    return rows;
}

/* Each of these makes the stack a little lower and returns false when it can't any more. */

static bool lower_gap(struct stack *stack, int down_to)
{
    struct stack_item *widest = NULL;

    for (size_t i = 0; i < stack->count; i++) {
        struct stack_item *item = &stack->items[i];

        if (!item->gone && item->gap > down_to && (!widest || item->gap > widest->gap))
            widest = item;
    }
    if (widest)
        widest->gap--;
    return widest != NULL;
}

static bool lower_leading(struct stack *stack)
{
    for (size_t i = 0; i < stack->count; i++)
        if (stack->items[i].leading > 1) {
            stack->items[i].leading--;
            return true;
        }
    return false;
}

static bool lower_sentence_gap(struct stack *stack)
{
    for (size_t i = 0; i < stack->count; i++)
        if (stack->items[i].sentence_gap > 0) {
            stack->items[i].sentence_gap--;
            return true;
        }
    return false;
}

static bool drop_one(struct stack *stack)
{
    struct stack_item *highest = NULL;

    for (size_t i = 0; i < stack->count; i++) {
        struct stack_item *item = &stack->items[i];

        if (!item->gone && item->drop && (!highest || item->drop > highest->drop))
            highest = item;
    }
    if (highest)
        highest->gone = true;
    return highest != NULL;
}

int stack_fit(struct stack *stack, int rows)
{
    while (stack_rows(stack) > rows &&
           (lower_gap(stack, 1) || lower_leading(stack) || drop_one(stack) ||
            lower_sentence_gap(stack) || lower_gap(stack, 0)))
        ;
    return stack_rows(stack);
}

static void draw_margin(const struct stack_item *item, struct canvas *canvas,
                        const struct layout *layout, int row)
{
    int most = layout->narrow ? 2 : 3, dots = item->dots > most ? most : item->dots;

    if (item->marked)
        canvas_put_sign(canvas, row, layout->margin, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
    for (int i = 0; i < dots; i++)
        canvas_put_sign(canvas, row, layout->margin + (layout->narrow ? 1 : 0) - i, item->role,
                        glyph(canvas, GLYPH_DOT));
    if (item->focus)
        canvas_cursor(canvas, row, layout->margin);
}

void stack_draw(const struct stack *stack, struct canvas *canvas, const struct layout *layout,
                int first, int last, int scroll)
{
    int row = first - scroll;
    bool begun = false;

    for (size_t i = 0; i < stack->count; i++) {
        const struct stack_item *item = &stack->items[i];

        if (item->gone)
            continue;
        row += begun ? item->gap : 0;
        begun = true;
        if (row >= first && row <= last)
            draw_margin(item, canvas, layout, row);
        if (item->rule && row >= first && row <= last)
            for (int col = layout->left; col <= layout->right; col += 2)
                canvas_put_sign(canvas, row, col, item->role, glyph(canvas, GLYPH_DOT));
        verse_draw(&item->verse, canvas, row, layout->left, first, last, item->leading,
                   item->sentence_gap, item->role);
        row += item_rows(item);
    }
}
