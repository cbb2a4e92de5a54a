/* First run: two names, who sits left and who right; where the data lives, and who can read it.
 * No tour, no account. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "screens/screen.h"
#include "ui/cardframe.h"
#include "ui/field.h"
#include "ui/glyph.h"
#include "ui/stack.h"

enum { NAME_BYTES_MAX = 80 };

struct first_run {
    struct field names[2];
    size_t focus; /* 0 left, 1 right */
};

static enum status first_run_open(struct screen *screen, struct error *err)
{
    struct first_run *s = screen->state;

    (void)err;
    for (size_t i = 0; i < 2; i++)
        s->names[i] = (struct field){ .text = STRBUF_INIT, .most = NAME_BYTES_MAX };
    return STATUS_OK;
}

static void first_run_close(struct screen *screen)
{
    struct first_run *s = screen->state;

    field_release(&s->names[0]);
    field_release(&s->names[1]);
}

static bool is_named(const struct first_run *s, size_t i)
{
    char *name = field_trimmed(&s->names[i]);
    bool named = *name != '\0';

    free(name);
    return named;
}

static struct effect go_on(struct first_run *s)
{
    if (!is_named(s, s->focus))
        return (struct effect){ .quiet = "A letter is enough." };
    if (!is_named(s, 1 - s->focus)) {
        s->focus = 1 - s->focus;
        return (struct effect){ 0 };
    }
    return (struct effect){ .write = WRITE_NAMES,
                            .texts = { field_trimmed(&s->names[0]), field_trimmed(&s->names[1]) },
                            .move = MOVE_REPLACE,
                            .to = &screen_home };
}

static struct effect first_run_act(struct screen *screen, const struct input *input)
{
    struct first_run *s = screen->state;

    if (field_act(&s->names[s->focus], input->action, input->text))
        return (struct effect){ 0 };
    switch (input->action) {
    case ACTION_LEFT:
    case ACTION_UP:
        s->focus = 0;
        break;
    case ACTION_RIGHT:
    case ACTION_DOWN:
        s->focus = 1;
        break;
    case ACTION_NEXT:
    case ACTION_PREVIOUS:
        s->focus = 1 - s->focus;
        break;
    case ACTION_ENTER:
        return go_on(s);
    case ACTION_BACK:
        return (struct effect){ .move = MOVE_QUIT };
    default:
        break;
    }
    return (struct effect){ 0 };
}

static void draw_name(const struct first_run *s, struct canvas *canvas, const struct layout *l,
                      int row, size_t i)
{
    static const char *const labels[2][2] = {
        { "Who sits on the left?", "Who sits on the right?" },
        { "On the left?", "On the right?" },
    };
    int col = i ? l->middle : l->left, cells = l->middle - l->left - 3, gap = l->low ? 1 : 2;
    bool focus = s->focus == i;

    canvas_put_cut(canvas, row, col, cells + 2, focus ? ROLE_VOICE : ROLE_MUTED,
                   labels[l->narrow][i]);
    if (focus)
        canvas_put_sign(canvas, row + gap, col - 2, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
    canvas_fill(canvas, row + gap + 1, col, cells, ROLE_MUTED, glyph(canvas, GLYPH_ACROSS));
    field_draw(&s->names[i], canvas, row + gap, col, cells, ROLE_TEXT, focus);
}

static void draw_promise(const struct screen *screen, struct canvas *canvas, const struct layout *l,
                         int row, int last)
{
    struct strbuf text = STRBUF_INIT;
    struct stack stack = { 0 };

    strbuf_addf(&text,
                "Initials will do. What you keep stays on this machine, in %s; whoever uses this "
                "account can read it. Ctrl and + makes the letters larger.",
                screen->world->folder);
    stack_add(&stack, canvas, text.text, l->column, VERSE_FILLED, ROLE_MUTED);
    stack_draw(&stack, canvas, l, row, last, 0);
    stack_release(&stack);
    strbuf_release(&text);
}

static void first_run_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct first_run *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    struct card_frame frame = { .kind = FRAME_OPEN,
                                .title = "c o u p l e t",
                                .left_solid = is_named(s, 0),
                                .right_solid = is_named(s, 1),
                                .bottom = l.bottom };
    int labels = l.first + (l.low ? 2 : 3);

    card_frame_draw(&frame, canvas, &l);
    canvas_put_cut(canvas, l.first, l.left, l.column, ROLE_TEXT, "Two lines that belong together.");
    draw_name(s, canvas, &l, labels, 0);
    draw_name(s, canvas, &l, labels, 1);
    draw_promise(screen, canvas, &l, l.bottom + (l.low ? 1 : 2), l.footer - 1);
}

static void first_run_footer(const struct screen *screen, struct footer *footer)
{
    (void)screen;
    footer_add(footer, KEYMAP_FIRST_RUN, ACTION_ENTER, NULL);
    footer_add_brief(footer, KEYMAP_FIRST_RUN, ACTION_NEXT, "the other name", "the other");
    footer_add(footer, KEYMAP_FIRST_RUN, ACTION_BACK, "leave");
}

static bool first_run_typing(const struct screen *screen)
{
    (void)screen;
    return true;
}

const struct screen_ops screen_first_run = {
    .name = "first run",
    .keymap = KEYMAP_FIRST_RUN,
    .state_size = sizeof(struct first_run),
    .open = first_run_open,
    .act = first_run_act,
    .draw = first_run_draw,
    .footer = first_run_footer,
    .typing = first_run_typing,
    .close = first_run_close,
};
