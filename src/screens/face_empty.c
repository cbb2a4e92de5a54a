/* The empty card, when nothing fits: what would help, as choices. The sentence is the same whatever
 * the cause. */
#include "cardface.h"
#include "domain/choices.h"

void face_empty_footer(const struct screen *screen, struct footer *footer)
{
    const struct card_screen *s = screen->state;

    if (screen->given.widening_count)
        footer_add(footer, KEYMAP_CARD, ACTION_ENTER, "deal a card");
    footer_add(footer, KEYMAP_CARD, ACTION_BACK, "home");
    footer_add(footer, KEYMAP_CARD, ACTION_HELP, "more");
    footer_place_show(&s->place, footer);
}

static struct effect run_empty(struct screen *screen, enum action action)
{
    struct card_screen *s = screen->state;

    switch (action) {
    case ACTION_ENTER:
        if (screen->given.widening_count)
            return (struct effect){ .write = WRITE_DEAL,
                                    .filter = screen->given.widenings[s->choice].filter,
                                    .move = MOVE_REPLACE,
                                    .to = &screen_card };
        return (struct effect){ .move = MOVE_HOME };
    case ACTION_UNDO:
        return (struct effect){ .write = WRITE_UNDO, .card = s->aside };
    case ACTION_NEVER:
        return card_never(s);
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_HOME };
    default:
        return (struct effect){ 0 };
    }
}

struct effect face_empty_act(struct screen *screen, const struct input *input)
{
    struct card_screen *s = screen->state;
    size_t count = screen->given.widening_count;
    struct footer footer = { 0 };
    enum action action;

    face_empty_footer(screen, &footer);
    action = footer_place_act(&s->place, &footer, input->action);
    if (action == ACTION_UP || action == ACTION_PREVIOUS)
        s->choice -= s->choice > 0;
    else if (action == ACTION_DOWN || action == ACTION_NEXT)
        s->choice += s->choice + 1 < count;
    else
        return run_empty(screen, action);
    return (struct effect){ 0 };
}

void face_empty_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct card_screen *s = screen->state;
    const struct result *given = &screen->given;
    struct layout l = layout_of(canvas->width, canvas->height);
    struct card_frame frame = { .kind = given->filter.mood == MOOD_ANY
                                            ? FRAME_HALF
                                            : card_kind(given->filter.mood),
                                .bottom = l.bottom };
    struct strbuf line = STRBUF_INIT;
    struct stack stack = { 0 };
    int pitch = l.low ? 1 : 2;

    if (s->gone)
        strbuf_addstr(&line, "This card was finished in another window.");
    else if (given->filter.deeper)
        strbuf_addstr(&line, "Nothing deeper fits just now.");
    else
        choices_nothing(&line, &given->filter);
    card_frame_draw(&frame, canvas, &l);
    stack_add(&stack, canvas, line.text, l.column, VERSE_QUIET, ROLE_TEXT)->focus = true;
    for (size_t i = 0; i < given->widening_count; i++) {
        bool focus = i == s->choice;
        struct stack_item *item = stack_add(&stack, canvas, given->widenings[i].said, l.column,
                                            VERSE_QUIET, focus ? ROLE_FOCUS : ROLE_TEXT);

        item->gap = i ? pitch - 1 : l.low ? 1 : 2;
        item->marked = item->focus = focus;
    }
    if (!given->widening_count && !s->gone)
        stack_add(&stack, canvas, "Another day may well bring one.", l.column, VERSE_QUIET,
                  ROLE_MUTED);
    stack_fit(&stack, l.bottom - l.first);
    stack_draw(&stack, canvas, &l, l.first, l.bottom - 1, 0);
    stack_release(&stack);
    strbuf_release(&line);
}
