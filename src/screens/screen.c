/* What several screens need. */
#include "screens/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void effect_release(struct effect *effect)
{
    free(effect->texts[0]);
    free(effect->texts[1]);
    *effect = (struct effect){ 0 };
}

struct card_key card_key_of(const struct card *card)
{
    struct card_key key;

    snprintf(key.sitting, sizeof key.sitting, "%s", card->sitting);
    snprintf(key.id, sizeof key.id, "%s", card->id);
    return key;
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
