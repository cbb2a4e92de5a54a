/* Close: what they talked about, one small thing to be glad of, one word of both, and good night.
 * The card is back in the deck, so no frame. */
#include <string.h>

#include "base/mem.h"
#include "domain/appreciation.h"
#include "screens/screen.h"
#include "store/journal.h"
#include "ui/glyph.h"
#include "ui/stack.h"

enum { CLOSE_CELLS = 45 };

struct close_screen {
    struct sitting sitting;
    struct card_key last; /* what undo goes back to */
    bool on_word;         /* the arrows choose the word */
    size_t footer;
};

static enum status load(struct screen *screen, struct error *err)
{
    struct close_screen *s = screen->state;
    const struct world *world = screen->world;

    sitting_release(&s->sitting);
    return journal_sitting(world->store, &world->couple, s->last.sitting, world->now, &s->sitting,
                           err);
}

static enum status close_open(struct screen *screen, struct error *err)
{
    ((struct close_screen *)screen->state)->last = screen->given.card;
    return load(screen, err);
}

static void close_close(struct screen *screen)
{
    sitting_release(&((struct close_screen *)screen->state)->sitting);
}

static void close_footer(const struct screen *screen, struct footer *footer)
{
    const struct close_screen *s = screen->state;

    footer_add(footer, KEYMAP_CLOSE, ACTION_GOOD_NIGHT, NULL);
    footer_add(footer, KEYMAP_CLOSE, ACTION_WORD, "the word");
    footer_add(footer, KEYMAP_CLOSE, ACTION_DEAL, "one more");
    footer_add(footer, KEYMAP_CLOSE, ACTION_UNDO, NULL);
    footer_add(footer, KEYMAP_CLOSE, ACTION_HELP, "more");
    footer->focused = !s->on_word;
    footer->chosen = s->on_word ? 0 : s->footer;
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
    case ACTION_WORD:
        s->on_word = true;
        return (struct effect){ 0 };
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

/* The next word to the left or to the right; left of the first one is none again. */
static struct effect choose_word(const struct close_screen *s, int by)
{
    int word = (int)s->sitting.ending + by;

    if (word < ENDING_NONE || word > ENDING_HEAVIER)
        return (struct effect){ 0 };
    return (struct effect){ .write = WRITE_ENDING, .card = s->last, .ending = (enum ending)word };
}

static struct effect act_on_word(struct screen *screen, enum action action)
{
    struct close_screen *s = screen->state;

    switch (action) {
    case ACTION_LEFT:
        return choose_word(s, -1);
    case ACTION_RIGHT:
        return choose_word(s, 1);
    case ACTION_UP:
    case ACTION_DOWN:
    case ACTION_NEXT:
    case ACTION_PREVIOUS:
        s->on_word = false;
        return (struct effect){ 0 };
    case ACTION_ENTER:
        return run(screen, ACTION_GOOD_NIGHT);
    default:
        return run(screen, action);
    }
}

static struct effect close_act(struct screen *screen, const struct input *input)
{
    struct close_screen *s = screen->state;
    struct footer footer = { 0 };

    if (s->on_word)
        return act_on_word(screen, input->action);
    close_footer(screen, &footer);
    if (footer_move(&footer, input->action)) {
        s->footer = footer.chosen;
        return (struct effect){ 0 };
    }
    switch (input->action) {
    case ACTION_UP:
    case ACTION_NEXT:
    case ACTION_PREVIOUS:
        return run(screen, ACTION_WORD);
    case ACTION_ENTER:
        return run(screen, footer.items[footer.chosen].action);
    default:
        return run(screen, input->action);
    }
}

static void close_done(struct screen *screen, const struct result *result)
{
    (void)result;
    load(screen, NULL);
}

/* ---- drawing ---- */

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

/* The latest ones are the ones to see; returns the row after them. */
static int draw_cards(const struct close_screen *s, struct canvas *canvas, const struct layout *l,
                      int row, int rows)
{
    size_t count = s->sitting.card_count, most = rows > 0 ? (size_t)rows : 0;

    if (!count || !most)
        return row;
    for (size_t i = count > most ? count - most : 0; i < count; i++)
        draw_card(&s->sitting.cards[i], canvas, l, row++);
    return row;
}

/* One small thing; the same one whenever this evening's end is seen. */
static void fill_glad(const struct close_screen *s, struct stack *stack,
                      const struct canvas *canvas, const struct layout *l)
{
    int width = l->column < LAYOUT_VERSE_WIDTH ? l->column : LAYOUT_VERSE_WIDTH;
    struct stack_item *item;

    stack_add_rule(stack)->drop = 2;
    item = stack_add(stack, canvas,
                     l->narrow ? "If you like, tell each other"
                               : "One last small thing, if you like. Tell each other",
                     l->column, VERSE_QUIET, ROLE_TEXT);
    item->gap = 1;
    item = stack_add(stack, canvas, appreciation((uint64_t)s->sitting.started.ms), width,
                     VERSE_BREATH, ROLE_VOICE);
    item->gap = 1;
    item->leading = l->leading > 2 ? 2 : l->leading;
}

static void draw_word(const struct close_screen *s, struct canvas *canvas, const struct layout *l,
                      int row)
{
    int col = l->left + 2;

    if (!l->narrow) /* there the three words have no room beside it */
        col = canvas_put(canvas, row, l->left, ROLE_TEXT, "And tonight leaves us") + 3;
    if (s->on_word) {
        canvas_put_sign(canvas, row, l->margin, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
        canvas_cursor(canvas, row, l->margin);
    }
    for (int word = ENDING_LIGHTER; word <= ENDING_HEAVIER; word++) {
        const char *said = words_said(&vocabulary_ending, word);

        if (word == (int)s->sitting.ending) {
            canvas_put_sign(canvas, row, col - 2, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_LEFT));
            col = canvas_put(canvas, row, col, s->on_word ? ROLE_FOCUS : ROLE_TEXT, said);
            canvas_put_sign(canvas, row, col + 1, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_RIGHT));
        } else {
            col = canvas_put(canvas, row, col, ROLE_MUTED, said);
        }
        col += 3;
    }
}

static void close_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct close_screen *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    int row = l.top + (l.low ? 0 : 1), word = l.low ? l.last : l.last - 2, rows;
    struct stack glad = { 0 };

    fill_glad(s, &glad, canvas, &l);
    canvas_put(canvas, row, l.left, ROLE_TEXT, "Tonight");
    row += l.low ? 1 : 2;
    rows = stack_fit(&glad, word - row - (l.low ? 1 : 4));
    row = draw_cards(s, canvas, &l, row, word - rows - row - (l.low ? 1 : 2));
    row += s->sitting.card_count && !l.low ? 1 : 0;
    stack_draw(&glad, canvas, &l, row, word - 1, 0);
    draw_word(s, canvas, &l, word);
    stack_release(&glad);
}

static unsigned close_facts(const struct screen *screen)
{
    (void)screen;
    return FACT_UNDO;
}

const struct screen_ops screen_close = {
    .name = "close",
    .keymap = KEYMAP_CLOSE,
    .state_size = sizeof(struct close_screen),
    .open = close_open,
    .act = close_act,
    .done = close_done,
    .draw = close_draw,
    .footer = close_footer,
    .facts = close_facts,
    .close = close_close,
};
