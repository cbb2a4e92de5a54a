/* The face of a card that is talked about in turns: the prompt, large and alone; whose turn it is;
 * follow-ups one by one; on a listening card the listener's part in the larger room. */
#include "cardface.h"

static const char *next_word(const struct screen *screen, struct strbuf *name)
{
    const struct card_screen *s = screen->state;

    switch (progress_next(&s->at, &s->card.prompt)) {
    case NEXT_LINE:
        return "next";
    case NEXT_FOLLOWUP:
        return "follow-up";
    case NEXT_TURN:
        return card_turn_word(screen, name);
    default:
        return "talked";
    }
}

static void turns_footer(const struct screen *screen, struct footer *footer)
{
    const struct card_screen *s = screen->state;
    struct strbuf name = STRBUF_INIT;

    footer_add(footer, KEYMAP_CARD, ACTION_ENTER, next_word(screen, &name));
    if ((s->at.followups || s->card.prompt.mode == MODE_LISTENING) &&
        progress_can(&s->at, &s->card.prompt, STEP_FOLLOWUP) &&
        progress_next(&s->at, &s->card.prompt) != NEXT_FOLLOWUP)
        footer_add(footer, KEYMAP_CARD, ACTION_FOLLOWUP, NULL);
    footer_add(footer, KEYMAP_CARD, ACTION_ANOTHER, "another");
    footer_add(footer, KEYMAP_CARD, ACTION_KEEP, "keep");
    footer_add(footer, KEYMAP_CARD, ACTION_STOP, "stop");
    footer_add(footer, KEYMAP_CARD, ACTION_HELP, "more");
    strbuf_release(&name);
}

static struct effect turns_down(struct screen *screen)
{
    struct card_screen *s = screen->state;

    if (s->scroll < card_overflow(&s->card, screen->world, &s->at, s->listener, screen->metrics)) {
        s->scroll++;
        return (struct effect){ 0 };
    }
    if (progress_next(&s->at, &s->card.prompt) == NEXT_LINE)
        return card_step(s, STEP_LINE);
    if (progress_can(&s->at, &s->card.prompt, STEP_FOLLOWUP))
        return card_step(s, STEP_FOLLOWUP);
    return (struct effect){ .quiet = fact_missing(FACT_FOLLOWUP_LEFT) };
}

static struct effect turns_up(struct screen *screen)
{
    struct card_screen *s = screen->state;

    if (s->scroll) {
        s->scroll--;
        return (struct effect){ 0 };
    }
    return card_step(s, s->at.followups ? STEP_FOLD : STEP_LINE_BACK);
}

static void turns_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct card_screen *s = screen->state;

    card_draw(screen->world, &s->card, &s->at, s->listener, s->scroll, canvas);
}

const struct card_face face_turns = {
    .keymap = KEYMAP_CARD,
    .footer = turns_footer,
    .up = turns_up,
    .down = turns_down,
    .draw = turns_draw,
};
