/* Something particular: what a couple may have come for, in plain words. Each is the door to a
 * protocol. */
#include "domain/protocol.h"
#include "waylist.h"

static enum status doors_open(struct screen *screen, struct error *err)
{
    struct waylist *list = screen->state;

    (void)err;
    for (size_t i = 0; i < PROTOCOL_DOORS; i++) {
        const struct protocol_row *row = protocol_row(protocol_doors[i]);

        waylist_add(list, row->door, row->about, (int)protocol_doors[i]);
    }
    return STATUS_OK;
}

static void doors_footer(const struct screen *screen, struct footer *footer)
{
    const struct waylist *list = screen->state;

    footer_add(footer, KEYMAP_DOORS, ACTION_ENTER, NULL);
    footer_add(footer, KEYMAP_DOORS, ACTION_BACK, "home");
    footer_add(footer, KEYMAP_DOORS, ACTION_HELP, "more");
    footer_place_show(&list->place, footer);
}

static struct effect doors_act(struct screen *screen, const struct input *input)
{
    struct waylist *list = screen->state;
    struct footer footer = { 0 };

    doors_footer(screen, &footer);
    switch (waylist_act(list, &footer, input->action)) {
    case ACTION_ENTER:
        return (struct effect){ .write = WRITE_BEGIN,
                                .protocol = (enum protocol)list->rows[list->focus].what,
                                .filter = screen->world->choice,
                                .move = MOVE_REPLACE,
                                .to = &screen_card };
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_HOME };
    default:
        return (struct effect){ 0 };
    }
}

static void doors_draw(const struct screen *screen, struct canvas *canvas)
{
    waylist_draw(screen->state, "Something particular", canvas);
}

const struct screen_ops screen_doors = {
    .name = "doors",
    .keymap = KEYMAP_DOORS,
    .state_size = sizeof(struct waylist),
    .open = doors_open,
    .act = doors_act,
    .draw = doors_draw,
    .footer = doors_footer,
};
