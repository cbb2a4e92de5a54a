/* Written first: each writes alone, both answers lie sealed, and are opened at the same moment.
 * What is written is in this screen's memory only, and is overwritten when it closes; it is kept
 * only if they save it once it is open. */
#include <string.h>

#include "alone.h"
#include "base/mem.h"
#include "sealedview.h"
#include "store/journal.h"

enum phase { AT_CLOSED, AT_CURTAIN, AT_WRITING, AT_OPEN };

struct sealed {
    enum phase at;
    enum partner who; /* at the curtain, and while one writes */
    struct card card;
    struct area texts[2]; /* of the left and the right one */
    bool saved;           /* both, as they are */
    bool warned;          /* the next Esc puts it away */
    size_t chosen;        /* in the footer */
    size_t followups;     /* asked since it lies open */
    int scroll;
};

static enum status sealed_open(struct screen *screen, struct error *err)
{
    struct sealed *s = screen->state;
    const struct card_key *key = &screen->given.card;

    for (int i = 0; i < 2; i++)
        area_init(&s->texts[i], ANSWER_BYTES_MAX);
    return journal_card(screen->world->store, &screen->world->couple, key->sitting, key->id,
                        &s->card, err);
}

static void sealed_close(struct screen *screen)
{
    struct sealed *s = screen->state;

    for (int i = 0; i < 2; i++)
        area_release(&s->texts[i]);
    card_release(&s->card);
}

static struct area *text_of(struct sealed *s, enum partner who)
{
    return &s->texts[sealed_half(who)];
}

static bool has_written(const struct sealed *s, enum partner who)
{
    return s->texts[sealed_half(who)].text.size > 0;
}

/* Who is to write now; PARTNER_NONE: both have. */
static enum partner next_writer(const struct sealed *s)
{
    if (!has_written(s, PARTNER_LEFT))
        return PARTNER_LEFT;
    return has_written(s, PARTNER_RIGHT) ? PARTNER_NONE : PARTNER_RIGHT;
}

static struct effect go_to(struct sealed *s, enum phase at, enum partner who)
{
    s->at = at;
    s->who = who;
    s->chosen = 0;
    s->scroll = 0;
    s->followups = 0;
    s->warned = false;
    return (struct effect){ 0 };
}

static bool followup_left(const struct sealed *s)
{
    return s->at == AT_OPEN && s->followups < s->card.prompt.followup_count;
}

/* ---- the footer ---- */

static void footer_closed(const struct screen *screen, struct footer *footer)
{
    const struct sealed *s = screen->state;
    enum partner next = next_writer(s);
    struct strbuf word = STRBUF_INIT;

    if (next == PARTNER_NONE) {
        strbuf_addstr(&word, "open both");
    } else {
        name_cut(&word, screen->world, next, false);
        strbuf_addstr(&word, " writes");
    }
    footer_add(footer, KEYMAP_SEALED, ACTION_ENTER, word.text);
    if (has_written(s, PARTNER_LEFT) || has_written(s, PARTNER_RIGHT))
        footer_add_brief(footer, KEYMAP_SEALED, ACTION_WRITE_MORE, NULL, "more");
    footer_add(footer, KEYMAP_SEALED, ACTION_BACK, "put away");
    strbuf_release(&word);
}

static void sealed_footer(const struct screen *screen, struct footer *footer)
{
    const struct sealed *s = screen->state;

    if (s->at == AT_CURTAIN) {
        alone_curtain_footer(screen, s->who, s->chosen, footer);
        return;
    }
    if (s->at == AT_WRITING) {
        footer_add_brief(footer, KEYMAP_WRITING, ACTION_BACK, "done, draw the curtain", "done");
        footer_add_brief(footer, KEYMAP_WRITING, ACTION_EDITOR, NULL, "editor");
        return;
    }
    if (s->at == AT_CLOSED) {
        footer_closed(screen, footer);
    } else {
        footer_add(footer, KEYMAP_SEALED, ACTION_ENTER, "both read");
        footer_add(footer, KEYMAP_SEALED, ACTION_SAVE_BOTH, NULL);
        if (followup_left(s))
            footer_add(footer, KEYMAP_SEALED, ACTION_FOLLOWUP, NULL);
        footer_add(footer, KEYMAP_SEALED, ACTION_HELP, "more");
    }
    footer->focused = true;
    footer->chosen = s->chosen < footer->count ? s->chosen : 0;
}

/* ---- acting ---- */

static struct effect act_on_curtain(struct screen *screen, enum action action)
{
    struct sealed *s = screen->state;

    switch (alone_curtain_act(screen, &s->chosen, action)) {
    case ACTION_ENTER:
        return go_to(s, AT_WRITING, s->who);
    case ACTION_BACK:
        return go_to(s, AT_CLOSED, PARTNER_NONE);
    default:
        return (struct effect){ 0 };
    }
}

/* What one wrote is sealed; then comes the other. */
static struct effect seal(struct sealed *s)
{
    s->saved = false;
    if (s->who == PARTNER_LEFT)
        return go_to(s, AT_CURTAIN, PARTNER_RIGHT);
    return go_to(s, AT_CLOSED, PARTNER_NONE);
}

/* What is said where an action changed nothing; NULL where that is plain to see. */
static const char *why_nothing(enum action action)
{
    switch (action) {
    case ACTION_TYPE:
    case ACTION_NEW_LINE:
        return "No more fits here. What is written is safe.";
    case ACTION_UNDO:
        return "Nothing here to undo.";
    case ACTION_REDO:
        return "Nothing here to do again.";
    default:
        return NULL;
    }
}

/* True if only a part of what was pasted found room. */
static bool was_cut(const struct area *area, const struct input *input, size_t size_before)
{
    enum { CLUSTER_BYTES = 64 };

    return input->action == ACTION_TYPE && area->text.size - size_before < strlen(input->text) &&
           area->text.size + CLUSTER_BYTES > area->most;
}

static struct effect act_writing(struct screen *screen, const struct input *input)
{
    struct sealed *s = screen->state;
    struct area *area = text_of(s, s->who);
    size_t size;

    switch (input->action) {
    case ACTION_BACK:
        return seal(s);
    case ACTION_EDITOR:
        return effect_edit(area->text.text);
    default:
        size = area->text.size;
        if (area_act(area, input->action, input->text, screen->metrics,
                     sealed_width(screen->metrics)) &&
            !was_cut(area, input, size))
            return (struct effect){ 0 };
        return (struct effect){ .quiet = why_nothing(input->action) };
    }
}

static struct effect sealed_edited(struct screen *screen, const char *text)
{
    struct sealed *s = screen->state;

    if (s->at == AT_WRITING)
        area_replace(text_of(s, s->who), text);
    return (struct effect){ 0 };
}

/* What nobody has opened isn't kept; so it takes a second Esc. */
static struct effect put_away(struct sealed *s)
{
    bool written = has_written(s, PARTNER_LEFT) || has_written(s, PARTNER_RIGHT);

    if (s->at == AT_OPEN && s->saved)
        written = false;
    if (!written || s->warned)
        return (struct effect){ .move = MOVE_BACK,
                                .quiet = written ? "Put away. Nothing of it is kept." : NULL };
    s->warned = true;
    return (struct effect){ .quiet = "Esc once more puts it away: what is written goes." };
}

static struct effect both_read(const struct sealed *s)
{
    return (struct effect){ .write = WRITE_STEP,
                            .card = card_key_of(&s->card),
                            .step = STEP_ON,
                            .texts = { mem_copy(s->card.steps) },
                            .move = MOVE_BACK };
}

static struct effect save_both(const struct sealed *s)
{
    if (s->saved)
        return (struct effect){ .quiet = "Both are kept already." };
    return (struct effect){ .write = WRITE_ANSWERS,
                            .card = card_key_of(&s->card),
                            .texts = { mem_copy(s->texts[0].text.text),
                                       mem_copy(s->texts[1].text.text) },
                            .quiet = "Both are kept with this card." };
}

static struct effect enter(struct sealed *s)
{
    enum partner next = next_writer(s);

    if (s->at == AT_OPEN)
        return both_read(s);
    return next == PARTNER_NONE ? go_to(s, AT_OPEN, PARTNER_NONE) : go_to(s, AT_CURTAIN, next);
}

static struct effect run(struct sealed *s, enum action action)
{
    switch (action) {
    case ACTION_ENTER:
        return enter(s);
    case ACTION_WRITE_MORE:
        return go_to(s, AT_CURTAIN, has_written(s, PARTNER_LEFT) ? PARTNER_LEFT : PARTNER_RIGHT);
    case ACTION_SAVE_BOTH:
        return save_both(s);
    case ACTION_FOLLOWUP:
        s->followups++;
        s->scroll = 0;
        return (struct effect){ 0 };
    case ACTION_BACK:
    case ACTION_QUIT:
        return put_away(s);
    default:
        return (struct effect){ 0 };
    }
}

static struct sealed_view view_of(const struct sealed *s)
{
    return (struct sealed_view){ .card = &s->card,
                                 .followup = s->followups
                                                 ? s->card.prompt.followups[s->followups - 1]
                                                 : NULL,
                                 .texts = s->texts,
                                 .open = s->at == AT_OPEN,
                                 .writes = s->at == AT_WRITING ? s->who : PARTNER_NONE,
                                 .scroll = s->scroll };
}

static void scroll_by(const struct screen *screen, int by)
{
    struct sealed *s = screen->state;
    struct sealed_view view = view_of(s);
    int most = sealed_overflow(&view, screen), to = s->scroll + by;

    s->scroll = to < 0 ? 0 : to < most ? to : most;
}

static struct effect act_seen(struct screen *screen, enum action action)
{
    struct sealed *s = screen->state;
    struct footer footer = { 0 };

    if (action != ACTION_BACK && action != ACTION_QUIT)
        s->warned = false;
    sealed_footer(screen, &footer);
    if (footer_move(&footer, action)) {
        s->chosen = footer.chosen;
        return (struct effect){ 0 };
    }
    if (action == ACTION_UP || action == ACTION_DOWN) {
        if (s->at == AT_OPEN)
            scroll_by(screen, action == ACTION_UP ? -1 : 1);
        return (struct effect){ 0 };
    }
    return run(s, action == ACTION_ENTER ? footer.items[footer.chosen].action : action);
}

static struct effect sealed_act(struct screen *screen, const struct input *input)
{
    const struct sealed *s = screen->state;

    if (s->at == AT_CURTAIN)
        return act_on_curtain(screen, input->action);
    if (s->at == AT_WRITING)
        return act_writing(screen, input);
    return act_seen(screen, input->action);
}

static void sealed_done(struct screen *screen, const struct result *result)
{
    struct sealed *s = screen->state;

    s->saved = s->saved || result->write == WRITE_ANSWERS;
}

static unsigned sealed_facts(const struct screen *screen)
{
    const struct sealed *s = screen->state;
    bool written = has_written(s, PARTNER_LEFT) || has_written(s, PARTNER_RIGHT);

    if (s->at == AT_WRITING)
        return FACT_UNDO;
    return (written && s->at == AT_CLOSED ? FACT_WRITTEN : 0u) |
           (followup_left(s) ? FACT_FOLLOWUP_LEFT : 0u) | (s->at == AT_OPEN ? FACT_OPENED : 0u);
}

static bool sealed_typing(const struct screen *screen)
{
    return ((const struct sealed *)screen->state)->at == AT_WRITING;
}

static enum keymap_id sealed_map(const struct screen *screen)
{
    return sealed_typing(screen) ? KEYMAP_WRITING : KEYMAP_SEALED;
}

static void draw(const struct screen *screen, struct canvas *canvas)
{
    const struct sealed *s = screen->state;
    struct sealed_view view = view_of(s);

    if (s->at == AT_CURTAIN)
        alone_curtain_draw(screen, s->who, canvas);
    else
        sealed_draw(&view, screen, canvas);
}

const struct screen_ops screen_sealed = {
    .name = "sealed",
    .keymap = KEYMAP_SEALED,
    .state_size = sizeof(struct sealed),
    .open = sealed_open,
    .act = sealed_act,
    .done = sealed_done,
    .draw = draw,
    .footer = sealed_footer,
    .facts = sealed_facts,
    .map = sealed_map,
    .typing = sealed_typing,
    .edited = sealed_edited,
    .close = sealed_close,
};
