/* A card that is held step by step: the way through, what is asked of one of them by name, and what
 * each does meanwhile. The solid half of the edge is before whoever should be speaking now. All
 * protocols are this page with other words. */
#include <string.h>

#include "cardface.h"
#include "ui/glyph.h"

enum { WAY_GAP = 3, PERSON_ROWS_MAX = 4 };

static const struct protocol_step *step_of(const struct card_screen *s)
{
    return progress_step(&s->at);
}

static const struct protocol_row *row_of(const struct card_screen *s)
{
    return protocol_row(progress_course(&s->at)->protocol);
}

static const char *next_word(const struct screen *screen, struct strbuf *name)
{
    const struct card_screen *s = screen->state;

    switch (progress_next(&s->at, &s->card.prompt)) {
    case NEXT_WRITE:
        return "write";
    case NEXT_TURN:
        return card_turn_word(screen, name);
    case NEXT_TALKED:
        return s->at.course.protocol == PROTOCOL_ELEPHANT ? "named" : "talked";
    default:
        return "next";
    }
}

static void steps_footer(const struct screen *screen, struct footer *footer)
{
    const struct card_screen *s = screen->state;
    struct strbuf name = STRBUF_INIT;

    footer_add(footer, KEYMAP_PROTOCOL, ACTION_ENTER, next_word(screen, &name));
    if (step_of(s)->again)
        footer_add_brief(footer, KEYMAP_PROTOCOL, ACTION_AGAIN, step_of(s)->again, "more");
    if (progress_can(&s->at, &s->card.prompt, STEP_BACK))
        footer_add(footer, KEYMAP_PROTOCOL, ACTION_STEP_BACK, "back");
    footer_add(footer, KEYMAP_PROTOCOL, ACTION_SWAP, "swap");
    footer_add(footer, KEYMAP_PROTOCOL, ACTION_PAUSE, "pause");
    footer_add(footer, KEYMAP_PROTOCOL, ACTION_HELP, "more");
    strbuf_release(&name);
}

static struct effect steps_up(struct screen *screen)
{
    struct card_screen *s = screen->state;

    if (s->scroll) {
        s->scroll--;
        return (struct effect){ 0 };
    }
    return card_step(s, STEP_BACK);
}

/* ---- the text in the frame ---- */

/* "say   ‹ say back ›   is there more"; in a narrow screen only where they are, and of how many. */
static void draw_way(const struct card_screen *s, struct canvas *canvas, const struct layout *l,
                     int row)
{
    const struct protocol_row *protocol = row_of(s);
    size_t at = progress_course(&s->at)->step;
    int col = l->left;

    for (size_t i = 0; i < protocol->count; i++) {
        const char *name = protocol->steps[i].name;

        if (i == at) {
            canvas_put_sign(canvas, row, col, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_LEFT));
            col = canvas_put(canvas, row, col + 2, ROLE_TEXT, name);
            canvas_put_sign(canvas, row, col + 1, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_RIGHT));
            col += 2 + WAY_GAP;
        } else if (!l->narrow) {
            col = canvas_put(canvas, row, col, ROLE_MUTED, name) + WAY_GAP;
        }
    }
    if (l->narrow) {
        struct strbuf place = STRBUF_INIT;

        strbuf_addf(&place, "%zu of %zu", at + 1, protocol->count);
        if (col + (int)place.size - 1 <= l->right)
            canvas_put(canvas, row, col, ROLE_MUTED, place.text);
        strbuf_release(&place);
    }
}

/* "Sam, say back what you heard.": to one of them by name, to both without. */
static void add_ask(struct stack *stack, const struct screen *screen, const struct canvas *canvas,
                    const struct layout *l)
{
    const struct card_screen *s = screen->state;
    const struct protocol_step *step = step_of(s);
    enum partner speaks = progress_speaks(&s->at);
    bool later = step->later && s->at.turns == 2 && !s->at.repairing;
    struct strbuf line = STRBUF_INIT;
    struct stack_item *item;

    if (speaks != PARTNER_NONE) {
        name_cut(&line, screen->world, speaks, canvas->ascii);
        strbuf_addstr(&line, ", ");
    }
    strbuf_addstr(&line, later ? step->later : step->ask);
    item = stack_add(stack, canvas, line.text, l->column, VERSE_QUIET, ROLE_VOICE);
    item->focus = true;
    strbuf_release(&line);
}

static void add_prompt(struct stack *stack, const struct card_screen *s,
                       const struct canvas *canvas, const struct layout *l)
{
    struct stack_item *item;

    stack_add_rule(stack)->drop = 3;
    item = stack_add(stack, canvas, s->card.prompt.text, l->column, VERSE_QUIET, ROLE_MUTED);
    item->gap = 1;
    item->drop = s->then.size ? 1 : 2;
    if (s->then.size) {
        item = stack_add(stack, canvas, s->then.text, l->column, VERSE_QUIET, ROLE_TEXT);
        item->gap = 1;
    }
}

static void fill_stack(struct stack *stack, const struct screen *screen,
                       const struct canvas *canvas, const struct layout *l)
{
    const struct card_screen *s = screen->state;
    struct stack_item *item;

    add_ask(stack, screen, canvas, l);
    if (step_of(s)->more) {
        item = stack_add(stack, canvas, step_of(s)->more, l->column, VERSE_QUIET, ROLE_TEXT);
        item->gap = 1;
        item->drop = s->then.size ? 4 : 0;
    }
    add_prompt(stack, s, canvas, l);
}

/* The rows of the frame, and those in it: the way stands above the text. */
struct room {
    int way, first, last, bottom, names;
};

static struct room room_of(const struct layout *l)
{
    struct room room = { .way = l->top + (l->low ? 1 : l->leading),
                         .bottom = l->bottom,
                         .names = l->names };

    room.first = room.way + (l->low ? 1 : 2);
    room.last = room.bottom - 1;
    return room;
}

static int overflow(const struct screen *screen, struct canvas *canvas)
{
    struct layout l = layout_of(canvas->width, canvas->height);
    struct room room = room_of(&l);
    struct stack stack = { 0 };
    int rows = room.last - room.first + 1, over;

    fill_stack(&stack, screen, canvas, &l);
    over = stack_fit(&stack, rows) - rows;
    stack_release(&stack);
    return over > 0 ? over : 0;
}

static struct effect steps_down(struct screen *screen)
{
    struct card_screen *s = screen->state;

    if (s->scroll < overflow(screen, screen->metrics))
        s->scroll++;
    return (struct effect){ 0 };
}

/* ---- the two people below ---- */

/* What one of them does meanwhile, after the name. */
static void draw_person(const struct screen *screen, struct canvas *canvas, const struct layout *l,
                        enum partner who, int row)
{
    const struct card_screen *s = screen->state;
    const struct protocol_step *step = step_of(s);
    enum partner speaks = progress_speaks(&s->at), holds = step->each ? speaks : s->at.talks;
    bool begins = speaks == PARTNER_NONE ? who == s->at.talks : who == speaks;
    int col = who == PARTNER_LEFT ? l->left : l->middle, cells = l->middle - l->left - 1;
    int last = row + l->names_rows - 1 < l->footer - 1 ? row + l->names_rows - 1 : l->footer - 1;
    struct strbuf line = STRBUF_INIT;
    size_t name;

    if (l->low && last >= l->quiet)
        last = l->quiet - 1;
    name_cut(&line, screen->world, who, canvas->ascii);
    name = line.size;
    strbuf_addf(&line, " %s", begins ? step->speaker : step->listener);
    row = card_lines(canvas, row, last, col, cells, ROLE_TEXT, line.text);
    if (who == speaks) /* the name once more, in the voice */
        canvas_put_n(canvas, row - card_lines_count(canvas, cells, line.text), col, ROLE_VOICE,
                     line.text, name);
    if (step->avoid && who != holds && !l->narrow) {
        strbuf_clear(&line);
        strbuf_addf(&line, "Rather not: %s.", step->avoid);
        if (row + card_lines_count(canvas, cells, line.text) - 1 <= last)
            card_lines(canvas, row, last, col, cells, ROLE_MUTED, line.text);
    }
    strbuf_release(&line);
}

static void steps_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct card_screen *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    struct room room = room_of(&l);
    enum partner speaks = progress_speaks(&s->at);
    struct stack stack = { 0 };
    struct strbuf title = STRBUF_INIT;
    struct card_frame frame = { .kind = card_kind(s->card.prompt.mood),
                                .left_solid = speaks == PARTNER_LEFT,
                                .right_solid = speaks == PARTNER_RIGHT,
                                .bottom = room.bottom };

    strbuf_addf(&title, "%s · %s", words_said(&vocabulary_mood, (int)s->card.prompt.mood),
                row_of(s)->title);
    frame.title = title.text;
    card_frame_draw(&frame, canvas, &l);
    draw_way(s, canvas, &l, room.way);
    fill_stack(&stack, screen, canvas, &l);
    stack_fit(&stack, room.last - room.first + 1);
    stack_draw(&stack, canvas, &l, room.first, room.last, s->scroll);
    draw_person(screen, canvas, &l, PARTNER_LEFT, room.names);
    draw_person(screen, canvas, &l, PARTNER_RIGHT, room.names);
    stack_release(&stack);
    strbuf_release(&title);
}

const struct card_face face_steps = {
    .keymap = KEYMAP_PROTOCOL,
    .footer = steps_footer,
    .up = steps_up,
    .down = steps_down,
    .draw = steps_draw,
};
