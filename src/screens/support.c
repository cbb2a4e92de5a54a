/* Support: one page, the same for everyone, from anywhere. Nothing is asked, written or counted
 * here. */
#include "domain/support.h"
#include "screens/screen.h"
#include "ui/stack.h"

enum { ROWS_MAX = 1000 /* where it scrolls, the gaps stay */ };

struct support {
    int scroll;
};

static enum status support_open(struct screen *screen, struct error *err)
{
    (void)screen;
    (void)err;
    return STATUS_OK;
}

static void support_footer(const struct screen *screen, struct footer *footer)
{
    (void)screen;
    footer_add(footer, KEYMAP_SUPPORT, ACTION_ENTER, "back");
    footer->focused = footer->no_cursor = true;
}

static int first_row(const struct layout *l)
{
    return l->top + (l->low ? 1 : 2);
}

/* Sets the page and returns the rows it takes; release the stack. */
static int set_page(struct stack *stack, const struct canvas *canvas, const struct layout *l)
{
    for (size_t i = 0; i < support_paragraph_count; i++) {
        struct stack_item *item = stack_add(stack, canvas, support_paragraphs[i], l->column,
                                            VERSE_QUIET, i ? ROLE_TEXT : ROLE_VOICE);

        item->gap = i > 0;
        item->focus = i == 0;
    }
    return stack_fit(stack, l->low ? ROWS_MAX : l->last - first_row(l) + 1);
}

/* How far the page can move up. */
static int most(const struct screen *screen)
{
    const struct canvas *canvas = screen->metrics;
    struct layout l = layout_of(canvas->width, canvas->height);
    struct stack stack = { 0 };
    int rows = set_page(&stack, canvas, &l), room = l.last - first_row(&l) + 1;

    stack_release(&stack);
    return rows > room ? rows - room : 0;
}

static void scroll_by(struct screen *screen, int by)
{
    struct support *s = screen->state;
    int last = most(screen), to = (s->scroll < last ? s->scroll : last) + by;

    s->scroll = to < 0 ? 0 : to < last ? to : last;
}

static struct effect support_act(struct screen *screen, const struct input *input)
{
    switch (input->action) {
    case ACTION_UP:
    case ACTION_PREVIOUS:
        scroll_by(screen, -1);
        break;
    case ACTION_DOWN:
    case ACTION_NEXT:
        scroll_by(screen, 1);
        break;
    case ACTION_ENTER:
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_BACK };
    default:
        break;
    }
    return (struct effect){ 0 };
}

static void support_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct support *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    struct stack stack = { 0 };
    int last = most(screen);

    canvas_put(canvas, l.top, l.left, ROLE_TEXT, "Support");
    canvas_cursor(canvas, l.top, l.margin);
    set_page(&stack, canvas, &l);
    stack_draw(&stack, canvas, &l, first_row(&l), l.last, s->scroll < last ? s->scroll : last);
    stack_release(&stack);
}

const struct screen_ops screen_support = {
    .name = "support",
    .keymap = KEYMAP_SUPPORT,
    .state_size = sizeof(struct support),
    .open = support_open,
    .act = support_act,
    .draw = support_draw,
    .footer = support_footer,
};
