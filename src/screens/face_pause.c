/* A pause: a calm page with the time they come back at, and never what is left of it. Quitting here
 * is fine; home takes it up again. */
#include <string.h>

#include "cardface.h"
#include "domain/pause.h"
#include "ui/bigtime.h"

static void pause_footer(const struct screen *screen, struct footer *footer)
{
    (void)screen;
    footer_add_brief(footer, KEYMAP_PAUSE, ACTION_ENTER, "we are back", "back");
    footer_add_brief(footer, KEYMAP_PAUSE, ACTION_LATER, "- another time", "-");
    footer_add_brief(footer, KEYMAP_PAUSE, ACTION_QUIT, "leave it here", "leave");
}

/* "You come back to this together at", with the day if it isn't today; *clock is the time alone.
 * When it is there, nobody is late. */
static void say_when(struct strbuf *out, struct strbuf *clock, struct moment until,
                     struct moment now)
{
    struct strbuf when = STRBUF_INIT;
    bool there = until.ms <= now.ms;
    const char *comma;

    pause_says(&when, until, now);
    comma = strrchr(when.text, ',');
    strbuf_addstr(out, there ? "Whenever you are ready. It was to be"
                             : "You come back to this together");
    if (comma) {
        strbuf_addch(out, ' ');
        strbuf_add(out, when.text, (size_t)(comma - when.text));
    }
    strbuf_addstr(out, " at");
    strbuf_addstr(clock, comma ? comma + 2 : when.text);
    strbuf_release(&when);
}

static void pause_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct card_screen *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    struct strbuf says = STRBUF_INIT, clock = STRBUF_INIT;
    int row = l.low ? l.top : l.first, gap = l.low ? 1 : 2;

    say_when(&says, &clock, s->until, screen->world->now);
    canvas_put(canvas, row, l.left, ROLE_TEXT, "A pause.");
    canvas_put_cut(canvas, row + gap, l.left, l.column, ROLE_TEXT, says.text);
    row += gap + (l.low ? 2 : 3);
    bigtime_draw(canvas, row, l.left, ROLE_VOICE, clock.text);
    canvas_cursor(canvas, row, l.margin);
    row += BIGTIME_ROWS + (l.low ? 1 : 2);
    canvas_put_cut(canvas, row, l.left, l.column, ROLE_TEXT,
                   l.narrow ? "Nothing is lost by it."
                            : "Nothing is lost, and nothing has to be solved before.");
    canvas_put_cut(canvas, row + 1, l.left, l.column, ROLE_TEXT, "Water, fresh air, some quiet.");
    strbuf_release(&says);
    strbuf_release(&clock);
}

/* So arrows are enough: up is later, down is earlier. */
static struct effect pause_up(struct screen *screen)
{
    return screen->ops->act(screen, &(struct input){ .action = ACTION_LATER });
}

static struct effect pause_down(struct screen *screen)
{
    return screen->ops->act(screen, &(struct input){ .action = ACTION_EARLIER });
}

const struct card_face face_pause = {
    .keymap = KEYMAP_PAUSE,
    .footer = pause_footer,
    .up = pause_up,
    .down = pause_down,
    .draw = pause_draw,
};
