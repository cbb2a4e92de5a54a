/* Close: what they talked about, and good night. The card is back in the deck, so no frame. */
#include <string.h>

#include "base/mem.h"
#include "screens/screen.h"
#include "store/journal.h"
#include "ui/glyph.h"

enum { CLOSE_CELLS = 45 };

struct close_screen {
    struct sitting sitting;
    struct card_key last; /* what undo goes back to */
    size_t footer;
};

static enum status close_open(struct screen *screen, struct error *err)
{
    struct close_screen *s = screen->state;
    const struct world *world = screen->world;

    s->last = screen->given.card;
    return journal_sitting(world->store, &world->couple, s->last.sitting, world->now, &s->sitting,
                           err);
}

static void close_close(struct screen *screen)
{
    sitting_release(&((struct close_screen *)screen->state)->sitting);
}

static void close_footer(const struct screen *screen, struct footer *footer)
{
    const struct close_screen *s = screen->state;

    footer_add(footer, KEYMAP_CLOSE, ACTION_GOOD_NIGHT, NULL);
    footer_add_brief(footer, KEYMAP_CLOSE, ACTION_DEAL, NULL, "one more");
    footer_add(footer, KEYMAP_CLOSE, ACTION_UNDO, NULL);
    footer_add(footer, KEYMAP_CLOSE, ACTION_HELP, "more");
    footer->focused = true;
    footer->chosen = s->footer;
}

static struct effect run(struct screen *screen, enum action action)
{
    struct close_screen *s = screen->state;

    switch (action) {
    case ACTION_GOOD_NIGHT:
        return (struct effect){ .write = WRITE_GOOD_NIGHT,
                                .card = s->last,
                                .move = MOVE_HOME,
                                .quiet = "Good night. q leaves." };
    case ACTION_DEAL:
        return (struct effect){ .write = WRITE_DEAL,
                                .filter = screen->world->choice,
                                .move = MOVE_REPLACE,
                                .to = &screen_card };
    case ACTION_UNDO:
        return (struct effect){
            .write = WRITE_UNDO, .card = s->last, .move = MOVE_REPLACE, .to = &screen_card
        };
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_HOME };
    default:
        return (struct effect){ 0 };
    }
}

static struct effect close_act(struct screen *screen, const struct input *input)
{
    struct close_screen *s = screen->state;
    struct footer footer = { 0 };

    close_footer(screen, &footer);
    if (footer_move(&footer, input->action)) {
        s->footer = footer.chosen;
        return (struct effect){ 0 };
    }
    return run(screen,
               input->action == ACTION_ENTER ? footer.items[footer.chosen].action : input->action);
}

static void draw_card(const struct card *card, struct canvas *canvas, const struct layout *l,
                      int row)
{
    bool light = card->prompt.mood == MOOD_LIGHT;

    canvas_put_sign(canvas, row, l->left, light ? ROLE_TEXT : ROLE_ACCENT_SERIOUS,
                    glyph(canvas, light ? GLYPH_LIGHT : GLYPH_SERIOUS));
    canvas_put_cut(canvas, row, l->left + 3,
                   l->column - 3 < CLOSE_CELLS ? l->column - 3 : CLOSE_CELLS, ROLE_TEXT,
                   card->prompt.text);
}

static void close_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct close_screen *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    int row = l.top + 1, last = l.last;
    size_t skipped = 0, count = s->sitting.card_count;

    canvas_put(canvas, row, l.left, ROLE_TEXT, "Tonight");
    row += 2;
    while (skipped < count && row + (int)(count - skipped) - 1 > last)
        skipped++; /* the latest ones are the ones to see */
    for (size_t i = skipped; i < count; i++)
        draw_card(&s->sitting.cards[i], canvas, &l, row++);
}

static unsigned close_facts(const struct screen *screen)
{
    (void)screen;
    return FACT_UNDO;
}

const struct screen_ops screen_close = {
    .name = "close",
    .title = "At the end",
    .keymap = KEYMAP_CLOSE,
    .state_size = sizeof(struct close_screen),
    .open = close_open,
    .act = close_act,
    .draw = close_draw,
    .footer = close_footer,
    .facts = close_facts,
    .close = close_close,
};
