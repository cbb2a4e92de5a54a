/* A card that lies face down: its topic, its depth, its time, and one question to both. Nothing on
 * it belongs to one of them. */
#include "cardface.h"

static void down_footer(const struct screen *screen, struct footer *footer)
{
    (void)screen;
    footer_add_brief(footer, KEYMAP_FACE_DOWN, ACTION_ENTER, "turn it over", "turn over");
    footer_add_brief(footer, KEYMAP_FACE_DOWN, ACTION_DECLINE, NULL, "put away");
    footer_add(footer, KEYMAP_FACE_DOWN, ACTION_WHY, NULL);
    footer_add(footer, KEYMAP_FACE_DOWN, ACTION_HELP, "more");
}

static void draw_question(const struct screen *screen, struct canvas *canvas,
                          const struct layout *l)
{
    struct strbuf line = STRBUF_INIT;

    name_cut(&line, screen->world, PARTNER_LEFT, canvas->ascii);
    strbuf_addstr(&line, " and ");
    name_cut(&line, screen->world, PARTNER_RIGHT, canvas->ascii);
    strbuf_addstr(&line, l->narrow ? ", turn it over?" : ", shall we turn it over?");
    canvas_put_cut(canvas, l->names, l->left, l->column, ROLE_VOICE, line.text);
    canvas_put_cut(canvas, l->names + 1, l->left, l->column, ROLE_TEXT,
                   "One no is enough, and needs no reason.");
    strbuf_release(&line);
}

static void down_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct card_screen *s = screen->state;
    const struct prompt *prompt = &s->card.prompt;
    struct layout l = layout_of(canvas->width, canvas->height);
    struct card_frame frame = { .kind = card_kind(prompt->mood),
                                .title = "face down",
                                .bottom = l.bottom };
    enum role role = card_accent(prompt->mood);
    struct strbuf says = STRBUF_INIT;
    struct stack stack = { 0 };
    int room = l.bottom - l.top - 1, rows, first;

    progress_face_down_says(&says, prompt);
    stack_add(&stack, canvas, progress_topic(prompt), l.column, VERSE_QUIET, ROLE_VOICE)->focus =
        true;
    stack_add(&stack, canvas, says.text, l.column, VERSE_QUIET, ROLE_TEXT)->gap = 1;
    rows = stack_fit(&stack, room);
    first = l.top + 1 + (room - rows) / 2;
    card_frame_draw(&frame, canvas, &l);
    card_lattice(canvas, &l, l.top + 2, first - 2, l.frame_left + 2, l.frame_right - 3, role);
    card_lattice(canvas, &l, first + rows + 1, l.bottom - 2, l.frame_left + 2, l.frame_right - 3,
                 role);
    stack_draw(&stack, canvas, &l, first, l.bottom - 1, 0);
    draw_question(screen, canvas, &l);
    stack_release(&stack);
    strbuf_release(&says);
}

const struct card_face face_down = {
    .keymap = KEYMAP_FACE_DOWN,
    .footer = down_footer,
    .up = card_nothing,
    .down = card_nothing,
    .draw = down_draw,
};
