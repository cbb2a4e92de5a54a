/* Another way to talk about the card on the table: in turns, with the floor, written first; or it
 * is enough. Declining a protocol is one of these lines. */
#include <stdlib.h>

#include "base/mem.h"
#include "store/journal.h"
#include "waylist.h"

enum { ENOUGH = -1 };

struct ways {
    struct waylist list;
    struct card card;
};

static void add_rows(struct ways *s)
{
    enum protocol now = card_progress(&s->card).course.protocol;

    for (int p = 0; p < PROTOCOL_COUNT; p++) {
        const struct protocol_row *row = protocol_row((enum protocol)p);

        if (row->any_card && p != (int)now)
            waylist_add(&s->list, row->title, row->about, p);
    }
    waylist_add(&s->list, "this is enough", "It counts as talked about, at whichever step.",
                ENOUGH);
}

static enum status ways_open(struct screen *screen, struct error *err)
{
    struct ways *s = screen->state;
    const struct world *world = screen->world;
    const struct card_key *key = &screen->given.card;
    enum status status =
        journal_card(world->store, &world->couple, key->sitting, key->id, &s->card, err);

    if (status == STATUS_OK)
        add_rows(s);
    return status;
}

static void ways_close(struct screen *screen)
{
    card_release(&((struct ways *)screen->state)->card);
}

static void ways_footer(const struct screen *screen, struct footer *footer)
{
    const struct ways *s = screen->state;

    footer_add(footer, KEYMAP_WAYS, ACTION_ENTER, NULL);
    footer_add_brief(footer, KEYMAP_WAYS, ACTION_BACK, "as it was", "back");
    footer_add(footer, KEYMAP_WAYS, ACTION_HELP, "more");
    footer_place_show(&s->list.place, footer);
}

static struct effect choose(const struct ways *s)
{
    int what = s->list.rows[s->list.focus].what;

    if (what == ENOUGH)
        return (struct effect){ .move = MOVE_BACK, .then = ACTION_TALKED };
    return (struct effect){ .write = WRITE_STEP,
                            .card = card_key_of(&s->card),
                            .step = STEP_PROTOCOL + what,
                            .texts = { mem_copy(s->card.steps) },
                            .move = MOVE_BACK };
}

static struct effect ways_act(struct screen *screen, const struct input *input)
{
    struct ways *s = screen->state;
    struct footer footer = { 0 };

    ways_footer(screen, &footer);
    switch (waylist_act(&s->list, &footer, input->action)) {
    case ACTION_ENTER:
        return choose(s);
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_BACK };
    default:
        return (struct effect){ 0 };
    }
}

static void ways_draw(const struct screen *screen, struct canvas *canvas)
{
    waylist_draw(&((const struct ways *)screen->state)->list, "Talk another way", canvas);
}

const struct screen_ops screen_ways = {
    .name = "ways",
    .keymap = KEYMAP_WAYS,
    .state_size = sizeof(struct ways),
    .open = ways_open,
    .act = ways_act,
    .draw = ways_draw,
    .footer = ways_footer,
    .close = ways_close,
};
