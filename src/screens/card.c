/* The card: one prompt, large and alone; whose turn it is; one key for the next step. Also the
 * empty card, when nothing fits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cardview.h"
#include "domain/choices.h"
#include "store/journal.h"
#include "ui/glyph.h"

struct card_screen {
    bool empty;       /* nothing fits */
    bool gone;        /* … or the card was finished in another window */
    struct card card; /* else: the one on the table */
    struct progress at;
    bool has_before;       /* a card before it, to which undo goes back */
    bool listener;         /* the listener's part has the room */
    bool hint;             /* one of their first cards: say how the word goes over */
    struct card_key aside; /* the one that was just put aside; "" if none */
    bool may_bar;          /* … and its prompt may still be marked never again */
    size_t footer;
    size_t choice;             /* empty: which widening */
    struct footer_place place; /* empty: whether the arrows are in the footer */
    int scroll;
};

static enum status load(struct screen *screen, struct error *err)
{
    struct card_screen *s = screen->state;
    const struct world *world = screen->world;
    struct card before = { 0 };
    bool found = false;
    enum status status;

    card_release(&s->card);
    status = journal_table(world->store, &world->couple, &s->card, &found, err);
    if (status == STATUS_OK && !found)
        status = error_set(err, STATUS_CHANGED, "The card was finished in another window");
    if (status == STATUS_OK)
        status =
            journal_before(world->store, &world->couple, &s->card, &before, &s->has_before, err);
    if (status == STATUS_OK && s->has_before)
        card_release(&before);
    if (status == STATUS_OK)
        s->at = progress_of(&s->card.prompt, s->card.first, s->card.steps);
    return status;
}

static enum status card_open(struct screen *screen, struct error *err)
{
    struct card_screen *s = screen->state;

    s->empty = screen->given.nothing;
    if (s->empty)
        return STATUS_OK;
    journal_is_new(screen->world->store, &s->hint, NULL);
    return load(screen, err);
}

static void card_close(struct screen *screen)
{
    card_release(&((struct card_screen *)screen->state)->card);
}

/* ---- the footer ---- */

static const char *next_word(const struct screen *screen, struct strbuf *name)
{
    const struct card_screen *s = screen->state;

    switch (progress_next(&s->at, &s->card.prompt)) {
    case NEXT_LINE:
        return "next";
    case NEXT_FOLLOWUP:
        return "follow-up";
    case NEXT_TURN:
        name_cut(name, screen->world, partner_other(s->at.talks), false);
        strbuf_addstr(name, "’s turn");
        return name->text;
    default:
        return "talked";
    }
}

static void card_footer(const struct screen *screen, struct footer *footer)
{
    const struct card_screen *s = screen->state;
    struct strbuf name = STRBUF_INIT;

    if (s->empty) {
        if (screen->given.widening_count)
            footer_add(footer, KEYMAP_CARD, ACTION_ENTER, "deal a card");
        footer_add(footer, KEYMAP_CARD, ACTION_BACK, "home");
        footer_add(footer, KEYMAP_CARD, ACTION_HELP, "more");
        footer_place_show(&s->place, footer);
        return;
    }
    footer_add(footer, KEYMAP_CARD, ACTION_ENTER, next_word(screen, &name));
    if ((s->at.followups || s->card.prompt.mode == MODE_LISTENING) &&
        progress_can(&s->at, &s->card.prompt, STEP_FOLLOWUP) &&
        progress_next(&s->at, &s->card.prompt) != NEXT_FOLLOWUP)
        footer_add(footer, KEYMAP_CARD, ACTION_FOLLOWUP, NULL);
    footer_add(footer, KEYMAP_CARD, ACTION_ANOTHER, "another");
    footer_add(footer, KEYMAP_CARD, ACTION_KEEP, "keep");
    footer_add(footer, KEYMAP_CARD, ACTION_STOP, "stop");
    footer_add(footer, KEYMAP_CARD, ACTION_HELP, "more");
    footer->focused = true;
    footer->chosen = s->footer < footer->count ? s->footer : 0;
    footer->no_cursor = footer->chosen == 0;
    strbuf_release(&name);
}

/* ---- what keys do ---- */

static struct effect step(const struct card_screen *s, enum card_step which)
{
    if (!progress_can(&s->at, &s->card.prompt, which))
        return (struct effect){ 0 };
    return (struct effect){ .write = WRITE_STEP,
                            .card = card_key_of(&s->card),
                            .step = which,
                            .texts = { mem_copy(s->card.steps) } };
}

static struct effect end_with(const struct card_screen *s, enum outcome outcome,
                              const struct screen_ops *to)
{
    return (struct effect){ .write = WRITE_OUTCOME,
                            .card = card_key_of(&s->card),
                            .outcome = outcome,
                            .move = MOVE_REPLACE,
                            .to = to };
}

static struct effect next_step(const struct card_screen *s)
{
    switch (progress_next(&s->at, &s->card.prompt)) {
    case NEXT_LINE:
        return step(s, STEP_LINE);
    case NEXT_FOLLOWUP:
        return step(s, STEP_FOLLOWUP);
    case NEXT_TURN:
        return step(s, STEP_TURN);
    default:
        return end_with(s, OUTCOME_TALKED, &screen_after);
    }
}

static struct effect another(const struct screen *screen)
{
    return (struct effect){ .write = WRITE_DEAL,
                            .filter = screen->world->choice,
                            .quiet = "Put aside. u brings it back.   x never again" };
}

static struct effect never(const struct card_screen *s)
{
    return (struct effect){ .write = WRITE_NEVER,
                            .card = s->aside,
                            .quiet = "Never again. u brings it back." };
}

static struct effect down(struct screen *screen)
{
    struct card_screen *s = screen->state;

    if (s->scroll < card_overflow(&s->card, screen->world, &s->at, s->listener, screen->metrics)) {
        s->scroll++;
        return (struct effect){ 0 };
    }
    if (progress_next(&s->at, &s->card.prompt) == NEXT_LINE)
        return step(s, STEP_LINE);
    if (progress_can(&s->at, &s->card.prompt, STEP_FOLLOWUP))
        return step(s, STEP_FOLLOWUP);
    return (struct effect){ .quiet = fact_missing(FACT_FOLLOWUP_LEFT) };
}

static struct effect up(struct card_screen *s)
{
    if (s->scroll) {
        s->scroll--;
        return (struct effect){ 0 };
    }
    return step(s, s->at.followups ? STEP_FOLD : STEP_LINE_BACK);
}

static struct effect run(struct screen *screen, enum action action)
{
    struct card_screen *s = screen->state;

    switch (action) {
    case ACTION_ENTER:
        return next_step(s);
    case ACTION_FOLLOWUP:
        return step(s, STEP_FOLLOWUP);
    case ACTION_SWAP:
        return step(s, STEP_TURN);
    case ACTION_LISTENER:
        s->listener = !s->listener;
        s->scroll = 0;
        return (struct effect){ 0 };
    case ACTION_ANOTHER:
        return another(screen);
    case ACTION_KEEP:
        return end_with(s, OUTCOME_KEPT, &screen_after);
    case ACTION_STOP:
        return end_with(s, OUTCOME_STOPPED, &screen_close);
    case ACTION_WHY:
        return (struct effect){ .quiet = s->card.why };
    case ACTION_NEVER:
        return never(s);
    case ACTION_UNDO:
        return (struct effect){ .write = WRITE_UNDO, .card = card_key_of(&s->card) };
    default:
        return (struct effect){ 0 };
    }
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
        return never(s);
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_HOME };
    default:
        return (struct effect){ 0 };
    }
}

static struct effect act_empty(struct screen *screen, const struct input *input)
{
    struct card_screen *s = screen->state;
    size_t count = screen->given.widening_count;
    struct footer footer = { 0 };
    enum action action;

    card_footer(screen, &footer);
    action = footer_place_act(&s->place, &footer, input->action);
    if (action == ACTION_UP || action == ACTION_PREVIOUS)
        s->choice -= s->choice > 0;
    else if (action == ACTION_DOWN || action == ACTION_NEXT)
        s->choice += s->choice + 1 < count;
    else
        return run_empty(screen, action);
    return (struct effect){ 0 };
}

static struct effect card_act(struct screen *screen, const struct input *input)
{
    struct card_screen *s = screen->state;
    struct footer footer = { 0 };

    if (s->empty)
        return act_empty(screen, input);
    switch (input->action) {
    case ACTION_LEFT:
    case ACTION_RIGHT:
        card_footer(screen, &footer);
        footer_move(&footer, input->action);
        s->footer = footer.chosen;
        return (struct effect){ 0 };
    case ACTION_ENTER:
        card_footer(screen, &footer);
        return run(screen, footer.items[footer.chosen].action);
    case ACTION_UP:
        return up(s);
    case ACTION_DOWN:
        return down(screen);
    case ACTION_BACK:
    case ACTION_QUIT:
        if (s->listener) {
            s->listener = false;
            return (struct effect){ 0 };
        }
        return (struct effect){ .move = MOVE_HOME };
    default:
        return run(screen, input->action);
    }
}

/* Reads the card again: it may have moved on. */
static void card_resume(struct screen *screen)
{
    struct card_screen *s = screen->state;

    if (s->empty && !s->gone && screen->given.nothing)
        return;
    s->empty = s->gone = load(screen, NULL) != STATUS_OK;
    if (s->gone)
        screen->given.widening_count = 0;
}

static void card_done(struct screen *screen, const struct result *result)
{
    struct card_screen *s = screen->state;
    struct card_key was = card_key_of(&s->card);

    s->footer = 0;
    s->place = (struct footer_place){ 0 };
    s->may_bar = false;
    if (result->write == WRITE_OUTCOME || result->write == WRITE_NEVER)
        return; /* another screen comes; the card stays */
    s->scroll = 0;
    s->aside.id[0] = '\0';
    if (result->write == WRITE_DEAL) {
        s->listener = false;
        s->aside = was;
        s->may_bar = was.id[0] != '\0';
    }
    screen->given.nothing = result->nothing;
    if (result->nothing) {
        screen->given = *result;
        s->empty = true;
        s->choice = 0;
        return;
    }
    card_resume(screen);
}

static unsigned card_facts(const struct screen *screen)
{
    const struct card_screen *s = screen->state;
    unsigned facts = 0;

    if (s->may_bar)
        facts |= FACT_ASIDE;
    if (s->empty)
        return s->aside.id[0] ? facts | FACT_UNDO : facts;
    facts |= FACT_CARD;
    if (progress_can(&s->at, &s->card.prompt, STEP_FOLLOWUP))
        facts |= FACT_FOLLOWUP_LEFT;
    if (s->card.steps[0] || s->has_before)
        facts |= FACT_UNDO;
    if (listener_line_count(&s->card.prompt))
        facts |= FACT_LISTENER;
    return facts;
}

/* ---- drawing ---- */

static void draw_empty(const struct screen *screen, struct canvas *canvas)
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

/* On their first cards, where the quiet line has nothing else to say. */
static void draw_hint(const struct screen *screen, struct canvas *canvas)
{
    const struct card_screen *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    struct strbuf hint = STRBUF_INIT;

    strbuf_addstr(&hint, "Space gives the word to ");
    name_cut(&hint, screen->world, partner_other(s->at.talks), canvas->ascii);
    strbuf_addch(&hint, '.');
    if (!l.low)
        canvas_put_cut(canvas, l.quiet, l.left, l.column, ROLE_MUTED, hint.text);
    strbuf_release(&hint);
}

static void card_draw_screen(const struct screen *screen, struct canvas *canvas)
{
    const struct card_screen *s = screen->state;

    if (s->empty) {
        draw_empty(screen, canvas);
        return;
    }
    card_draw(screen->world, &s->card, &s->at, s->listener, s->scroll, canvas);
    if (s->hint && !s->card.steps[0])
        draw_hint(screen, canvas);
}

const struct screen_ops screen_card = {
    .name = "card",
    .title = "On a card",
    .keymap = KEYMAP_CARD,
    .state_size = sizeof(struct card_screen),
    .open = card_open,
    .act = card_act,
    .done = card_done,
    .resume = card_resume,
    .draw = card_draw_screen,
    .footer = card_footer,
    .facts = card_facts,
    .close = card_close,
};
