/* After a card: the outcome is stamped into its rim, and one line is open for a note. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cardview.h"
#include "domain/review.h"
#include "store/journal.h"
#include "ui/field.h"
#include "ui/glyph.h"

struct after {
    struct card card;
    struct field line;
    bool in_footer; /* else the line is being typed */
    size_t footer;
};

static enum status after_open(struct screen *screen, struct error *err)
{
    struct after *s = screen->state;
    const struct world *world = screen->world;
    const struct card_key *key = &screen->given.card;
    enum status status =
        journal_card(world->store, &world->couple, key->sitting, key->id, &s->card, err);

    s->line = (struct field)FIELD_INIT;
    if (status == STATUS_OK)
        field_set(&s->line, s->card.note);
    return status;
}

static void after_close(struct screen *screen)
{
    struct after *s = screen->state;

    card_release(&s->card);
    field_release(&s->line);
}

static void after_footer(const struct screen *screen, struct footer *footer)
{
    const struct after *s = screen->state;

    footer_add_brief(footer, KEYMAP_AFTER, ACTION_ENTER, "one more card", "one more");
    footer_add_brief(footer, KEYMAP_AFTER, ACTION_END, NULL, "end");
    if (s->in_footer) {
        footer_add(footer, KEYMAP_AFTER, ACTION_UNDO, NULL);
        footer_add(footer, KEYMAP_AFTER, ACTION_HELP, "more");
    }
    footer->focused = true; /* Enter does what is in ‹ › while the line is typed, too */
    footer->no_cursor = !s->in_footer;
    footer->chosen = s->in_footer && s->footer < footer->count ? s->footer : 0;
}

static struct effect save(const struct after *s, enum write write, const struct screen_ops *to)
{
    return (struct effect){ .write = write,
                            .card = card_key_of(&s->card),
                            .texts = { field_trimmed(&s->line) },
                            .move = MOVE_REPLACE,
                            .to = to };
}

static struct effect run(struct screen *screen, enum action action)
{
    struct after *s = screen->state;
    struct effect effect = { 0 };

    switch (action) {
    case ACTION_ENTER:
        effect = save(s, WRITE_NOTE_DEAL, &screen_card);
        effect.filter = screen->world->choice;
        return effect;
    case ACTION_END:
    case ACTION_BACK:
    case ACTION_QUIT:
        return save(s, WRITE_NOTE, &screen_close);
    case ACTION_UNDO:
        return (struct effect){ .write = WRITE_UNDO,
                                .card = card_key_of(&s->card),
                                .move = MOVE_REPLACE,
                                .to = &screen_card };
    default:
        return effect;
    }
}

/* In the footer letters are keys again. */
static struct effect act_in_footer(struct screen *screen, const struct input *input)
{
    struct after *s = screen->state;
    struct footer footer = { 0 };

    after_footer(screen, &footer);
    switch (input->action) {
    case ACTION_LEFT:
    case ACTION_RIGHT:
        footer_move(&footer, input->action);
        s->footer = footer.chosen;
        return (struct effect){ 0 };
    case ACTION_UP:
    case ACTION_DOWN:
    case ACTION_NEXT:
    case ACTION_PREVIOUS:
        s->in_footer = false;
        return (struct effect){ 0 };
    case ACTION_ENTER:
        return run(screen, footer.items[footer.chosen].action);
    default:
        return run(screen, input->action);
    }
}

static struct effect after_act(struct screen *screen, const struct input *input)
{
    struct after *s = screen->state;

    if (s->in_footer)
        return act_in_footer(screen, input);
    if (field_act(&s->line, input->action, input->text))
        return (struct effect){ 0 };
    switch (input->action) {
    case ACTION_UP:
    case ACTION_DOWN:
    case ACTION_NEXT:
    case ACTION_PREVIOUS:
        s->in_footer = true;
        s->footer = 0;
        return (struct effect){ 0 };
    default:
        return run(screen, input->action);
    }
}

static void draw_line(const struct after *s, struct canvas *canvas, const struct layout *l, int row)
{
    canvas_put(canvas, row, l->left, s->in_footer ? ROLE_MUTED : ROLE_VOICE, "A line to keep?");
    row += l->low ? 1 : 2;
    field_draw(&s->line, canvas, row, l->left, l->column, ROLE_TEXT, !s->in_footer);
    canvas_fill(canvas, row + 1, l->left, l->column, ROLE_MUTED, glyph(canvas, GLYPH_ACROSS));
}

static void after_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct after *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    int width = l.column < LAYOUT_VERSE_WIDTH ? l.column : LAYOUT_VERSE_WIDTH;
    int first = l.top + (l.low ? 1 : l.leading), line_rows = l.low ? 3 : 4, room, used;
    struct strbuf title = STRBUF_INIT;
    struct stack stack = { 0 };
    struct card_frame frame = { .kind = card_kind(s->card.prompt.mood),
                                .left_solid = true,
                                .right_solid = true,
                                .bottom = l.bottom };

    strbuf_addf(&title, "%s · ", words_said(&vocabulary_outcome, (int)s->card.outcome));
    review_date(&title, s->card.at, screen->world->now);
    frame.title = title.text;
    card_frame_draw(&frame, canvas, &l);
    room = l.bottom - 1 - first - line_rows;
    stack_add(&stack, canvas, s->card.prompt.text, width, VERSE_QUIET, ROLE_MUTED);
    used = stack_fit(&stack, room);
    stack_draw(&stack, canvas, &l, first, first + room - 1, 0);
    draw_line(s, canvas, &l, first + (used < room ? used : room) + 1);
    if (!l.low)
        canvas_put_cut(canvas, l.bottom + 2, l.left, l.column, ROLE_MUTED,
                       "Nothing typed is nothing kept, and that is fine.");
    stack_release(&stack);
    strbuf_release(&title);
}

static bool after_typing(const struct screen *screen)
{
    return !((const struct after *)screen->state)->in_footer;
}

static unsigned after_facts(const struct screen *screen)
{
    (void)screen;
    return FACT_UNDO;
}

const struct screen_ops screen_after = {
    .name = "after",
    .title = "After a card",
    .keymap = KEYMAP_AFTER,
    .state_size = sizeof(struct after),
    .open = after_open,
    .act = after_act,
    .draw = after_draw,
    .footer = after_footer,
    .facts = after_facts,
    .typing = after_typing,
    .close = after_close,
};
