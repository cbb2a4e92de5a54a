/* A sitting, looked at again: its cards, how they went, what was kept of them. A note can be
 * written or changed here; nothing else changes. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sittingview.h"
#include "store/journal.h"
#include "ui/field.h"

struct sitting_screen {
    struct sitting sitting;
    size_t focus;
    bool editing;
    struct footer_place place;
    struct field line;
    char *before;                   /* a note before its last change; NULL: nothing to undo */
    char before_id[UUID_TEXT_SIZE]; /* … of this card */
};

static enum status load(struct screen *screen, struct error *err)
{
    struct sitting_screen *s = screen->state;
    const struct world *world = screen->world;

    sitting_release(&s->sitting);
    return journal_sitting(world->store, &world->couple, screen->given.card.sitting, world->now,
                           &s->sitting, err);
}

static enum status sitting_open(struct screen *screen, struct error *err)
{
    ((struct sitting_screen *)screen->state)->line = (struct field)FIELD_INIT;
    return load(screen, err);
}

static void sitting_close(struct screen *screen)
{
    struct sitting_screen *s = screen->state;

    sitting_release(&s->sitting);
    field_release(&s->line);
    free(s->before);
}

/* The card whose note was changed last; NULL if it isn't there any more. */
static struct card *changed_last(const struct sitting_screen *s)
{
    for (size_t i = 0; s->before && i < s->sitting.card_count; i++)
        if (!strcmp(s->sitting.cards[i].id, s->before_id))
            return &s->sitting.cards[i];
    return NULL;
}

static void sitting_footer(const struct screen *screen, struct footer *footer)
{
    const struct sitting_screen *s = screen->state;

    if (s->editing) {
        footer_add(footer, KEYMAP_SITTING, ACTION_EDIT, "keep it");
        footer_add_brief(footer, KEYMAP_SITTING, ACTION_BACK, "leave it as it was", "leave it");
        return;
    }
    footer_add(footer, KEYMAP_SITTING, ACTION_EDIT, NULL);
    if (changed_last(s))
        footer_add(footer, KEYMAP_SITTING, ACTION_UNDO, NULL);
    footer_add(footer, KEYMAP_SITTING, ACTION_BACK, "back");
    footer_add(footer, KEYMAP_SITTING, ACTION_HELP, "more");
    footer_place_show(&s->place, footer);
}

static struct card *focused(const struct sitting_screen *s)
{
    return s->focus < s->sitting.card_count ? &s->sitting.cards[s->focus] : NULL;
}

static struct effect begin_edit(struct sitting_screen *s)
{
    if (focused(s)) {
        s->editing = true;
        s->place.inside = false;
        field_set(&s->line, card_note(focused(s), NOTE_PLAIN));
    }
    return (struct effect){ 0 };
}

static struct effect undo(struct sitting_screen *s)
{
    struct effect effect;
    struct card *card = changed_last(s);

    if (!card)
        return (struct effect){ 0 };
    s->focus = (size_t)(card - s->sitting.cards);
    effect = effect_note(card, mem_copy(s->before));
    effect.quiet = "As it was.";
    return effect;
}

static struct effect act_editing(struct screen *screen, const struct input *input)
{
    struct sitting_screen *s = screen->state;

    if (field_act(&s->line, input->action, input->text))
        return (struct effect){ 0 };
    if (input->action == ACTION_EDIT || input->action == ACTION_ENTER)
        return effect_note(focused(s), field_trimmed(&s->line));
    if (input->action == ACTION_EDITOR)
        return effect_edit(s->line.text.text);
    if (input->action == ACTION_BACK)
        s->editing = false;
    return (struct effect){ 0 };
}

static struct effect sitting_act(struct screen *screen, const struct input *input)
{
    struct sitting_screen *s = screen->state;

    struct footer footer = { 0 };

    if (s->editing)
        return act_editing(screen, input);
    sitting_footer(screen, &footer);
    switch (footer_place_act(&s->place, &footer, input->action)) {
    case ACTION_UP:
    case ACTION_PREVIOUS:
        s->focus -= s->focus > 0;
        break;
    case ACTION_DOWN:
    case ACTION_NEXT:
        s->focus += s->focus + 1 < s->sitting.card_count;
        break;
    case ACTION_PAGE_UP:
    case ACTION_FIRST:
        s->focus = 0;
        break;
    case ACTION_PAGE_DOWN:
    case ACTION_LAST:
        s->focus = s->sitting.card_count ? s->sitting.card_count - 1 : 0;
        break;
    case ACTION_EDIT:
    case ACTION_ENTER:
        return begin_edit(s);
    case ACTION_EDITOR:
        return effect_edit(focused(s) ? card_note(focused(s), NOTE_PLAIN) : NULL);
    case ACTION_UNDO:
        return undo(s);
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_BACK };
    default:
        break;
    }
    return (struct effect){ 0 };
}

/* What comes back is kept at once. */
static struct effect sitting_edited(struct screen *screen, const char *text)
{
    const struct sitting_screen *s = screen->state;

    return focused(s) ? effect_note(focused(s), mem_copy(text)) : (struct effect){ 0 };
}

/* A note was written: what it was before is what undo brings back. */
static void sitting_done(struct screen *screen, const struct result *result)
{
    struct sitting_screen *s = screen->state;

    for (size_t i = 0; i < s->sitting.card_count; i++)
        if (!strcmp(s->sitting.cards[i].id, result->card.id)) {
            const char *note = card_note(&s->sitting.cards[i], NOTE_PLAIN);

            mem_replace(&s->before, note ? note : "");
            memcpy(s->before_id, result->card.id, sizeof s->before_id);
        }
    s->editing = false;
    load(screen, NULL);
    if (s->focus >= s->sitting.card_count)
        s->focus = s->sitting.card_count ? s->sitting.card_count - 1 : 0;
}

static unsigned sitting_facts(const struct screen *screen)
{
    const struct sitting_screen *s = screen->state;

    return (focused(s) ? FACT_NOTE : 0u) | (changed_last(s) ? FACT_UNDO : 0u);
}

static bool sitting_typing(const struct screen *screen)
{
    return ((const struct sitting_screen *)screen->state)->editing;
}

static void sitting_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct sitting_screen *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    struct sitting_view view = { .sitting = &s->sitting,
                                 .focus = s->focus,
                                 .line = s->editing ? &s->line : NULL,
                                 .has_focus = true };

    sitting_view_draw(&view, screen->world, canvas, &l);
}

const struct screen_ops screen_sitting = {
    .name = "sitting",
    .keymap = KEYMAP_SITTING,
    .state_size = sizeof(struct sitting_screen),
    .open = sitting_open,
    .act = sitting_act,
    .done = sitting_done,
    .draw = sitting_draw,
    .footer = sitting_footer,
    .facts = sitting_facts,
    .typing = sitting_typing,
    .edited = sitting_edited,
    .close = sitting_close,
};
