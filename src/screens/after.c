/* After a card: the outcome is stamped into its rim, and one line is open; each kind of line has
 * its own. What the picker offers next is only the word in ‹ ›. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cardview.h"
#include "domain/review.h"
#include "store/journal.h"
#include "ui/field.h"
#include "ui/glyph.h"

/* The kinds that are typed here, in the order of Tab. */
enum { LINES = NOTE_PLAN + 1 };

struct after {
    struct card card;
    struct field lines[LINES];
    int kind; /* the line that is open */
    enum offer offer;
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

    for (int kind = 0; kind < LINES; kind++)
        s->lines[kind] = (struct field)FIELD_INIT;
    if (status == STATUS_OK)
        status =
            journal_offer(world->store, &world->couple, key->sitting, world->now, &s->offer, err);
    if (status != STATUS_OK)
        return status;
    for (int kind = 0; kind < LINES; kind++)
        field_set(&s->lines[kind], card_note(&s->card, (enum note_kind)kind));
    s->kind = (int)protocol_row(card_progress(&s->card).course.protocol)->line;
    if (protocol_row(card_progress(&s->card).course.protocol)->apart)
        s->offer = OFFER_END; /* a small sitting of its own ends with its one card */
    return STATUS_OK;
}

static void after_close(struct screen *screen)
{
    struct after *s = screen->state;

    card_release(&s->card);
    for (int kind = 0; kind < LINES; kind++)
        field_release(&s->lines[kind]);
}

/* ---- the footer ---- */

static void after_footer(const struct screen *screen, struct footer *footer)
{
    static const struct {
        const char *word, *brief;
    } offers[] = {
        [OFFER_NOTHING] = { "one more card", "one more" },
        [OFFER_END] = { "end for tonight", "end" },
        [OFFER_APPRECIATION] = { "one glad thing", "a glad thing" },
        [OFFER_LIGHT] = { "a light one", "a light one" },
    };
    const struct after *s = screen->state;

    footer_add_brief(footer, KEYMAP_AFTER, ACTION_ENTER, offers[s->offer].word,
                     offers[s->offer].brief);
    if (s->in_footer && s->offer != OFFER_NOTHING)
        footer_add_brief(footer, KEYMAP_AFTER, ACTION_DEAL, NULL, "one more");
    if (!s->in_footer)
        footer_add(footer, KEYMAP_AFTER, ACTION_NEXT, "kind");
    if (s->offer != OFFER_END)
        footer_add_brief(footer, KEYMAP_AFTER, ACTION_END, NULL, "end");
    if (s->in_footer) {
        footer_add(footer, KEYMAP_AFTER, ACTION_UNDO, NULL);
        footer_add(footer, KEYMAP_AFTER, ACTION_HELP, "more");
    }
    footer->focused = true; /* Enter does what is in ‹ › while the line is typed, too */
    footer->no_cursor = !s->in_footer;
    footer->chosen = s->in_footer && s->footer < footer->count ? s->footer : 0;
}

/* ---- what keys do ---- */

/* All that is written is kept first; then comes what is asked for. */
static struct effect save(const struct after *s, enum write also, const struct screen_ops *to)
{
    struct effect effect = {
        .write = WRITE_NOTES, .also = also, .card = card_key_of(&s->card), .move = MOVE_REPLACE
    };

    for (int kind = 0; kind < LINES; kind++)
        effect.texts[kind] = field_trimmed(&s->lines[kind]);
    effect.to = to;
    return effect;
}

static struct effect deal(const struct screen *screen)
{
    struct effect effect = save(screen->state, WRITE_DEAL, &screen_card);

    effect.filter = screen->world->choice;
    return effect;
}

/* Any light one, as long as they have. */
static struct effect deal_light(const struct screen *screen)
{
    struct effect effect = deal(screen);

    effect.filter =
        (struct filter){ .mood = MOOD_LIGHT, .minutes = effect.filter.minutes, .once = true };
    return effect;
}

static struct effect take_offer(const struct screen *screen)
{
    const struct after *s = screen->state;

    switch (s->offer) {
    case OFFER_END:
        return save(s, WRITE_NOTHING, &screen_close);
    case OFFER_APPRECIATION:
        return save(s, WRITE_APPRECIATE, &screen_card);
    case OFFER_LIGHT:
        return deal_light(screen);
    default:
        return deal(screen);
    }
}

static struct effect run(struct screen *screen, enum action action)
{
    struct after *s = screen->state;

    switch (action) {
    case ACTION_ENTER:
        return take_offer(screen);
    case ACTION_DEAL:
        return deal(screen);
    case ACTION_END:
    case ACTION_BACK:
    case ACTION_QUIT:
        return save(s, WRITE_NOTHING, &screen_close);
    case ACTION_EDITOR:
        return effect_edit(s->lines[s->kind].text.text);
    case ACTION_UNDO:
        return (struct effect){ .write = WRITE_UNDO,
                                .card = card_key_of(&s->card),
                                .move = MOVE_REPLACE,
                                .to = &screen_card };
    default:
        return (struct effect){ 0 };
    }
}

static struct effect turn_kind(struct after *s, int by)
{
    s->kind = (s->kind + by + LINES) % LINES;
    s->in_footer = false;
    return (struct effect){ 0 };
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

    if (input->action == ACTION_NEXT || input->action == ACTION_PREVIOUS)
        return turn_kind(s, input->action == ACTION_NEXT ? 1 : -1);
    if (s->in_footer)
        return act_in_footer(screen, input);
    if (field_act(&s->lines[s->kind], input->action, input->text))
        return (struct effect){ 0 };
    if (input->action == ACTION_UP || input->action == ACTION_DOWN) {
        s->in_footer = true;
        s->footer = 0;
        return (struct effect){ 0 };
    }
    return run(screen, input->action);
}

static struct effect after_edited(struct screen *screen, const char *text)
{
    struct after *s = screen->state;

    field_set(&s->lines[s->kind], text);
    return (struct effect){ 0 };
}

/* ---- drawing ---- */

/* "as ‹ a note ›   made us laugh   heard   to try"; only the chosen one where it is narrow. */
static void draw_kinds(const struct after *s, struct canvas *canvas, const struct layout *l,
                       int row)
{
    int col = canvas_put(canvas, row, l->left, ROLE_MUTED, "as ");

    for (int kind = 0; kind < LINES; kind++) {
        const char *said = words_said(&vocabulary_note, kind);

        if (kind == s->kind) {
            canvas_put_sign(canvas, row, col, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_LEFT));
            col = canvas_put(canvas, row, col + 2, ROLE_TEXT, said);
            canvas_put_sign(canvas, row, col + 1, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_RIGHT));
            col += 5;
        } else if (!l->narrow) {
            col = canvas_put(canvas, row, col, ROLE_MUTED, said) + 3;
        }
    }
}

static void draw_line(const struct after *s, struct canvas *canvas, const struct layout *l, int row)
{
    static const char *const questions[LINES] = { "A line to keep?", "What made you laugh?",
                                                  "What did you hear?",
                                                  "What would you like to try?" };

    canvas_put(canvas, row, l->left, s->in_footer ? ROLE_MUTED : ROLE_VOICE, questions[s->kind]);
    row += l->low ? 1 : 2;
    field_draw(&s->lines[s->kind], canvas, row, l->left, l->column, ROLE_TEXT, !s->in_footer);
    canvas_fill(canvas, row + 1, l->left, l->column, ROLE_MUTED, glyph(canvas, GLYPH_ACROSS));
    draw_kinds(s, canvas, l, row + (l->low ? 2 : 3));
}

static void after_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct after *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    int width = l.column < LAYOUT_VERSE_WIDTH ? l.column : LAYOUT_VERSE_WIDTH;
    int first = l.top + (l.low ? 1 : l.leading), line_rows = l.low ? 4 : 6, room, used;
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
    .keymap = KEYMAP_AFTER,
    .state_size = sizeof(struct after),
    .open = after_open,
    .act = after_act,
    .draw = after_draw,
    .footer = after_footer,
    .facts = after_facts,
    .typing = after_typing,
    .edited = after_edited,
    .close = after_close,
};
