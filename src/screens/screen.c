/* What several screens need. */
#include "screens/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

struct topics *effect_answers(const struct topics *left, const struct topics *right)
{
    struct topics *answers = mem_new(2, sizeof *answers);

    answers[0] = *left;
    answers[1] = *right;
    return answers;
}

struct effect effect_edit(const char *text)
{
    return (struct effect){ .editor = true, .texts = { mem_copy(text ? text : "") } };
}

struct effect effect_note(const struct card *card, char *text)
{
    return (struct effect){ .write = WRITE_NOTES,
                            .card = card_key_of(card),
                            .texts = { [NOTE_PLAIN] = text } };
}

void effect_release(struct effect *effect)
{
    if (effect->answers)
        explicit_bzero(effect->answers, 2 * sizeof *effect->answers);
    free(effect->answers);
    for (size_t i = 0; i < NOTE_KINDS; i++)
        mem_wipe(effect->texts[i]); /* some are for nobody else */
    *effect = (struct effect){ 0 };
}

enum keymap_id screen_keymap(const struct screen *screen)
{
    return screen->ops->map ? screen->ops->map(screen) : screen->ops->keymap;
}

struct card_key card_key_of(const struct card *card)
{
    struct card_key key;

    snprintf(key.sitting, sizeof key.sitting, "%s", card->sitting);
    snprintf(key.id, sizeof key.id, "%s", card->id);
    return key;
}

struct prompt_key prompt_key_of(const char *pack, const char *id)
{
    struct prompt_key key;

    snprintf(key.pack, sizeof key.pack, "%s", pack);
    snprintf(key.id, sizeof key.id, "%s", id);
    return key;
}

const char *mark_told(enum mark mark, bool on)
{
    if (mark == MARK_FAVOURITE)
        return on ? "A favourite. u takes it back." : "No favourite any more. u takes it back.";
    return on ? "Never again. u takes it back." : "It may come again. u takes it back.";
}

bool footer_move(struct footer *footer, enum action action)
{
    if (action == ACTION_LEFT && footer->chosen > 0)
        footer->chosen--;
    else if (action == ACTION_RIGHT && footer->chosen + 1 < footer->count)
        footer->chosen++;
    else
        return action == ACTION_LEFT || action == ACTION_RIGHT;
    return true;
}

void name_cut(struct strbuf *out, const struct world *world, enum partner partner, bool ascii)
{
    const char *name = couple_name(&world->couple, partner);
    struct strbuf shown = STRBUF_INIT;

    text_display(&shown, name, strlen(name), ascii);
    text_cut(out, shown.text, NAME_CELLS, ascii);
    strbuf_release(&shown);
}
