/* The card on the table: which of its faces is shown, and what keys do on all of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cardface.h"
#include "domain/pause.h"
#include "domain/review.h"
#include "store/journal.h"

static const struct card_face *face_of(const struct card_screen *s)
{
    if (s->at.paused)
        return &face_pause;
    if (s->at.face_down)
        return &face_down;
    return progress_step(&s->at) ? &face_steps : &face_turns;
}

/* ---- reading it ---- */

/* What they kept of the old card that this one looks back at: "sitting/card". */
static void read_then(const struct world *world, struct card_screen *s)
{
    const char *kept = NULL;
    char sitting[UUID_TEXT_SIZE], id[UUID_TEXT_SIZE];
    struct card old = { 0 };

    strbuf_clear(&s->then);
    if (!card_then(&s->card, sitting, id) ||
        journal_card(world->store, &world->couple, sitting, id, &old, NULL) != STATUS_OK)
        return;
    for (size_t i = 0; i < old.note_count && !kept; i++)
        if (old.notes[i].kind != NOTE_THEN)
            kept = old.notes[i].text;
    review_date(&s->then, old.at, world->now);
    if (kept)
        strbuf_addf(&s->then, ": “%s”", kept);
    card_release(&old);
}

/* Whether there is a card before it, in which case undo goes back there. */
static enum status look_before(const struct world *world, struct card_screen *s, struct error *err)
{
    struct card before = { 0 };
    enum status status =
        journal_before(world->store, &world->couple, &s->card, &before, &s->has_before, err);

    if (status == STATUS_OK && s->has_before)
        card_release(&before);
    return status;
}

static enum status read_around(const struct world *world, struct card_screen *s, struct error *err)
{
    size_t met = 0;
    enum status status = look_before(world, s, err);

    s->at = card_progress(&s->card);
    if (status == STATUS_OK)
        status = journal_met(world->store, &s->card, world->now, &met, err);
    s->met_often = met + 1 >= MET_OFTEN; /* this evening too */
    if (status == STATUS_OK && s->at.paused)
        status = journal_paused(world->store, s->card.sitting, &s->until, err);
    if (status == STATUS_OK && s->at.paused && !s->until.ms)
        s->until = pause_offer(world->now);
    read_then(world, s);
    return status;
}

static enum status load(struct screen *screen, struct error *err)
{
    struct card_screen *s = screen->state;
    const struct world *world = screen->world;
    bool found = false;
    enum status status;

    card_release(&s->card);
    status = journal_table(world->store, &world->couple, &s->card, &found, err);
    if (status == STATUS_OK && !found)
        status = error_set(err, STATUS_CHANGED, "The card was finished in another window");
    return status == STATUS_OK ? read_around(world, s, err) : status;
}

static enum status card_open(struct screen *screen, struct error *err)
{
    struct card_screen *s = screen->state;

    s->then = (struct strbuf)STRBUF_INIT;
    s->empty = screen->given.nothing;
    if (s->empty)
        return STATUS_OK;
    journal_is_new(screen->world->store, &s->hint, NULL);
    return load(screen, err);
}

static void card_close(struct screen *screen)
{
    struct card_screen *s = screen->state;

    card_release(&s->card);
    strbuf_release(&s->then);
}

/* ---- the footer ---- */

static void card_footer(const struct screen *screen, struct footer *footer)
{
    const struct card_screen *s = screen->state;

    if (s->empty) {
        face_empty_footer(screen, footer);
        return;
    }
    face_of(s)->footer(screen, footer);
    footer->focused = true;
    footer->chosen = s->footer < footer->count ? s->footer : 0;
    footer->no_cursor = footer->chosen == 0;
}

const char *card_turn_word(const struct screen *screen, struct strbuf *name)
{
    const struct card_screen *s = screen->state;
    struct progress after =
        progress_after(&s->at, &s->card.prompt, progress_next_step(&s->at, &s->card.prompt));
    enum partner speaks = progress_speaks(&after);

    name_cut(name, screen->world, speaks == PARTNER_NONE ? after.talks : speaks, false);
    strbuf_addstr(name, "’s turn");
    return name->text;
}

/* ---- what keys do ---- */

struct effect card_nothing(struct screen *screen)
{
    (void)screen;
    return (struct effect){ 0 };
}

struct effect card_step(const struct card_screen *s, int step)
{
    if (!progress_can(&s->at, &s->card.prompt, step))
        return (struct effect){ 0 };
    return (struct effect){ .write = WRITE_STEP,
                            .card = card_key_of(&s->card),
                            .step = step,
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
    case NEXT_TALKED:
        return end_with(s, OUTCOME_TALKED, &screen_after);
    case NEXT_WRITE:
        return (struct effect){ .card = card_key_of(&s->card),
                                .move = MOVE_PUSH,
                                .to = &screen_sealed };
    default:
        return card_step(s, progress_next_step(&s->at, &s->card.prompt));
    }
}

static struct effect another(const struct screen *screen)
{
    return (struct effect){ .write = WRITE_DEAL,
                            .filter = screen->world->choice,
                            .quiet = "Put aside. u brings it back.   x never again" };
}

/* Anybody's no to a card that lies face down. */
static struct effect decline(const struct screen *screen)
{
    struct effect effect = another(screen);

    effect.quiet = "Put away. u brings it back.";
    return effect;
}

static struct effect deeper(const struct screen *screen)
{
    struct effect effect = another(screen);

    effect.filter.deeper = effect.filter.once = true;
    effect.quiet = "The last one is put aside. u brings it back.";
    return effect;
}

struct effect card_never(const struct card_screen *s)
{
    return (struct effect){ .write = WRITE_NEVER,
                            .card = s->aside,
                            .quiet = "Never again. u brings it back." };
}

/* The same key takes it off again. */
static struct effect toggle_favourite(const struct screen *screen)
{
    const struct card_screen *s = screen->state;
    const struct prompt *prompt = &s->card.prompt;
    unsigned marks = 0;
    bool on;

    journal_marks(screen->world->store, prompt->pack, prompt->id, &marks, NULL);
    on = !(marks & 1u << MARK_FAVOURITE);
    return (struct effect){ .write = WRITE_MARK,
                            .prompt = prompt_key_of(prompt->pack, prompt->id),
                            .mark = MARK_FAVOURITE,
                            .on = on,
                            .quiet = on ? "A favourite. * takes it back."
                                        : "No favourite any more. * takes it back." };
}

static struct effect pause_until(const struct card_screen *s, struct moment until)
{
    return (struct effect){ .write = WRITE_PAUSE,
                            .card = card_key_of(&s->card),
                            .until = until,
                            .texts = { mem_copy(s->card.steps) } };
}

static struct effect shift(const struct screen *screen, int minutes)
{
    const struct card_screen *s = screen->state;

    return pause_until(s, pause_shift(s->until, minutes, screen->world->now));
}

static struct effect toggle_listener(struct card_screen *s)
{
    s->listener = !s->listener;
    s->scroll = 0;
    return (struct effect){ 0 };
}

static struct effect leave(struct card_screen *s)
{
    if (s->listener)
        return toggle_listener(s);
    return (struct effect){ .move = MOVE_HOME };
}

static struct effect run(struct screen *screen, enum action action)
{
    struct card_screen *s = screen->state;

    switch (action) {
    case ACTION_ENTER:
        return next_step(s);
    case ACTION_FOLLOWUP:
        return card_step(s, STEP_FOLLOWUP);
    case ACTION_SWAP:
        return card_step(s, STEP_TURN);
    case ACTION_STEP_BACK:
        return card_step(s, STEP_BACK);
    case ACTION_AGAIN:
        return card_step(s, STEP_AGAIN);
    case ACTION_LISTENER:
        return toggle_listener(s);
    case ACTION_ANOTHER:
        return another(screen);
    case ACTION_DECLINE:
        return decline(screen);
    case ACTION_DEEPER:
        return deeper(screen);
    case ACTION_KEEP:
        return end_with(s, OUTCOME_KEPT, &screen_after);
    case ACTION_TALKED:
        return end_with(s, OUTCOME_TALKED, &screen_after);
    case ACTION_STOP:
        return end_with(s, OUTCOME_STOPPED, &screen_close);
    case ACTION_EDITOR:
        return effect_edit(card_note(&s->card, NOTE_PLAIN));
    case ACTION_WAYS:
        return (
            struct effect){ .card = card_key_of(&s->card), .move = MOVE_PUSH, .to = &screen_ways };
    case ACTION_PAUSE:
        return pause_until(s, pause_offer(screen->world->now));
    case ACTION_LATER:
        return shift(screen, PAUSE_STEP_MINUTES);
    case ACTION_EARLIER:
        return shift(screen, -PAUSE_STEP_MINUTES);
    case ACTION_FAVOURITE:
        return toggle_favourite(screen);
    case ACTION_WHY:
        return (struct effect){ .quiet = s->card.why };
    case ACTION_NEVER:
        return card_never(s);
    case ACTION_UNDO:
        return (struct effect){ .write = WRITE_UNDO, .card = card_key_of(&s->card) };
    case ACTION_BACK:
    case ACTION_QUIT:
        return leave(s);
    default:
        return (struct effect){ 0 };
    }
}

static struct effect card_act(struct screen *screen, const struct input *input)
{
    struct card_screen *s = screen->state;
    struct footer footer = { 0 };

    if (s->empty)
        return face_empty_act(screen, input);
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
        return face_of(s)->up(screen);
    case ACTION_DOWN:
        return face_of(s)->down(screen);
    default:
        return run(screen, input->action);
    }
}

static struct effect card_edited(struct screen *screen, const char *text)
{
    const struct card_screen *s = screen->state;
    struct effect effect = effect_note(&s->card, mem_copy(text));

    effect.quiet = "Kept as a note of this card.";
    return effect;
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
    /* Its words were, so it can be barred. There may be no card: it was finished elsewhere. */
    bool seen = was.id[0] && !s->at.face_down && *s->card.prompt.pack;

    if (result->write == WRITE_MARK)
        return; /* the card is as it was */
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
        s->may_bar = seen;
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
    const struct prompt *prompt = &s->card.prompt;
    unsigned facts = s->may_bar ? FACT_ASIDE : 0;

    if (s->empty)
        return s->aside.id[0] ? facts | FACT_UNDO : facts;
    facts |= FACT_CARD;
    if (*prompt->pack && !s->at.face_down) /* their own words are no prompt of the library */
        facts |= FACT_PROMPT;
    if (progress_can(&s->at, prompt, STEP_FOLLOWUP))
        facts |= FACT_FOLLOWUP_LEFT;
    if (progress_can(&s->at, prompt, STEP_BACK))
        facts |= FACT_BACK;
    if (progress_can(&s->at, prompt, STEP_AGAIN))
        facts |= FACT_AGAIN;
    if (steps_can_undo(s->card.steps) || s->has_before)
        facts |= FACT_UNDO;
    if (listener_line_count(prompt))
        facts |= FACT_LISTENER;
    return facts;
}

/* ---- drawing ---- */

/* What is said on the quiet row where nothing else is. */
static void add_hint(struct strbuf *hint, const struct screen *screen, bool ascii)
{
    const struct card_screen *s = screen->state;

    if (steps_can_undo(s->card.steps) || !progress_can(&s->at, &s->card.prompt, STEP_TURN))
        return;
    if (s->met_often) {
        strbuf_addstr(hint, "Met three times: e write first, n lighter, ! outside help");
    } else if (s->hint && !progress_step(&s->at)) {
        strbuf_addstr(hint, "Space gives the word to ");
        name_cut(hint, screen->world, partner_other(s->at.talks), ascii);
        strbuf_addch(hint, '.');
    } else if (progress_step(&s->at) && *s->card.prompt.pack) {
        strbuf_addstr(hint, "e talks about it another way.");
    }
}

static void card_draw_screen(const struct screen *screen, struct canvas *canvas)
{
    const struct card_screen *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    struct strbuf hint = STRBUF_INIT;

    if (s->empty) {
        face_empty_draw(screen, canvas);
        return;
    }
    face_of(s)->draw(screen, canvas);
    add_hint(&hint, screen, canvas->ascii);
    if (!l.low)
        canvas_put_cut(canvas, l.quiet, l.left, l.frame_right - l.left, ROLE_MUTED, hint.text);
    strbuf_release(&hint);
}

static enum keymap_id card_map(const struct screen *screen)
{
    const struct card_screen *s = screen->state;

    return s->empty ? KEYMAP_CARD : face_of(s)->keymap;
}

const struct screen_ops screen_card = {
    .name = "card",
    .keymap = KEYMAP_CARD,
    .state_size = sizeof(struct card_screen),
    .open = card_open,
    .act = card_act,
    .done = card_done,
    .resume = card_resume,
    .draw = card_draw_screen,
    .footer = card_footer,
    .facts = card_facts,
    .map = card_map,
    .edited = card_edited,
    .close = card_close,
};
