/* How a card is drawn: the prompt alone; the prompt with follow-ups; the listener's part; and the
 * two people below. */
#include "cardview.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "ui/glyph.h"

enum { LATTICE_EVERY = 4, LATTICE_OFFSET = 2 };

void card_title(struct strbuf *out, const struct prompt *prompt)
{
    strbuf_addf(out, "%s · %s · %d min", words_said(&vocabulary_mood, (int)prompt->mood),
                words_said(&vocabulary_mode, (int)prompt->mode), prompt->minutes);
}

enum frame_kind card_kind(enum mood mood)
{
    return mood == MOOD_SERIOUS ? FRAME_CLOSED : FRAME_OPEN;
}

enum role card_accent(enum mood mood)
{
    return mood == MOOD_SERIOUS ? ROLE_ACCENT_SERIOUS : ROLE_ACCENT_LIGHT;
}

void card_lattice(struct canvas *canvas, const struct layout *l, int first, int last, int from,
                  int to, enum role role)
{
    for (int row = first; row <= last; row++)
        for (int col = from + ((row - l->top) % 2 ? LATTICE_OFFSET : 0); col <= to;
             col += LATTICE_EVERY)
            canvas_put_sign(canvas, row, col, role, glyph(canvas, GLYPH_DOT));
}

int card_lines_count(const struct canvas *canvas, int cells, const char *text)
{
    struct verse verse;
    int count;

    verse_set(&verse, canvas, text, cells, VERSE_QUIET);
    count = (int)verse.count;
    verse_release(&verse);
    return count;
}

int card_lines(struct canvas *canvas, int row, int last, int col, int cells, enum role role,
               const char *text)
{
    struct verse verse;

    verse_set(&verse, canvas, text, cells, VERSE_QUIET);
    verse_draw(&verse, canvas, row, col, row, last, 1, 0, role);
    row += (int)verse.count;
    verse_release(&verse);
    return row;
}

static int verse_width(const struct layout *l)
{
    return l->column < LAYOUT_VERSE_WIDTH ? l->column : LAYOUT_VERSE_WIDTH;
}

/* ---- the text in the frame ---- */

static void add_prompt_alone(struct stack *stack, const struct canvas *canvas,
                             const struct layout *l, const struct prompt *prompt)
{
    struct stack_item *item =
        stack_add(stack, canvas, prompt->text, verse_width(l), VERSE_BREATH, ROLE_VOICE);

    item->leading = l->leading;
    item->sentence_gap = 1;
    item->focus = true;
}

static void add_followups(struct stack *stack, const struct canvas *canvas, const struct layout *l,
                          const struct prompt *prompt, size_t open)
{
    stack_add(stack, canvas, prompt->text, verse_width(l), VERSE_QUIET, ROLE_MUTED);
    for (size_t i = 0; i < open; i++) {
        bool newest = i + 1 == open;
        struct stack_item *item =
            stack_add(stack, canvas, prompt->followups[i], verse_width(l),
                      newest ? VERSE_BREATH : VERSE_QUIET, newest ? ROLE_VOICE : ROLE_TEXT);

        item->dots = (int)i + 1;
        item->focus = newest;
        item->leading = newest ? l->leading : 1;
        item->gap = newest && i ? l->leading : l->leading > 2 ? 2 : 1;
        item->drop = newest ? 0 : (int)(open - i); /* the oldest goes first */
    }
}

/* The listener's part, in the order in which the focus walks it. */
struct part_line {
    const char *before, *text, *after;
    int drop; /* what is left out first when room is short; the focused one never */
};

static void add_part_line(struct stack *stack, const struct canvas *canvas, const struct layout *l,
                          const struct part_line *part, bool walks, bool focus)
{
    struct strbuf line = STRBUF_INIT;
    struct stack_item *item;

    strbuf_addf(&line, "%s%s%s", part->before, part->text, part->after);
    item =
        stack_add(stack, canvas, line.text, l->column, VERSE_QUIET, focus ? ROLE_VOICE : ROLE_TEXT);
    item->focus = item->marked = focus;
    item->drop = walks && !focus ? part->drop : 0;
    strbuf_release(&line);
}

static struct stack_item *add_header(struct stack *stack, const struct world *world,
                                     const struct canvas *canvas, const struct layout *l,
                                     const struct card *card, const struct progress *p)
{
    const struct listener *part = &card->prompt.listener;
    struct strbuf header = STRBUF_INIT;
    struct stack_item *item;

    name_cut(&header, world, partner_other(p->talks), canvas->ascii);
    strbuf_addf(&header, " listens%s%s.", part->response == RESPONSE_NONE ? "" : ", ",
                words_said(&vocabulary_response, (int)part->response));
    item = stack_add(stack, canvas, header.text, l->column, VERSE_QUIET, ROLE_TEXT);
    strbuf_release(&header);
    return item;
}

static void add_newest_followup(struct stack *stack, const struct canvas *canvas,
                                const struct layout *l, const struct card *card, size_t open)
{
    struct stack_item *item = stack_add(stack, canvas, card->prompt.followups[open - 1], l->column,
                                        VERSE_QUIET, ROLE_VOICE);

    item->dots = (int)open;
    item->focus = true;
}

/* On a listening card the focus walks the lines, and the prompt stays; asked for on a talking one
 * (walks false), every line stays, and the prompt may go. */
static void add_listener(struct stack *stack, const struct world *world,
                         const struct canvas *canvas, const struct layout *l,
                         const struct card *card, const struct progress *p)
{
    const struct listener *part = &card->prompt.listener;
    const struct part_line lines[] = { { "", part->to_do, "", 2 },
                                       { "Ask: “", part->to_ask, "”", 3 },
                                       { "Rather not: ", part->to_avoid, ".", 4 } };
    bool walks = card->prompt.mode == MODE_LISTENING, asked = walks && p->followups > 0;
    struct stack_item *item;
    size_t line = 0;

    item = stack_add(stack, canvas, card->prompt.text, l->column, VERSE_QUIET,
                     walks && !asked ? ROLE_TEXT : ROLE_MUTED);
    item->drop = walks ? 0 : 6;
    stack_add_rule(stack)->drop = walks ? 5 : 7;
    item = add_header(stack, world, canvas, l, card, p);
    item->drop = walks ? 1 : 0;
    item->focus = !walks;
    for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
        if (lines[i].text)
            add_part_line(stack, canvas, l, &lines[i], walks, walks && !asked && line++ == p->line);
    if (asked)
        add_newest_followup(stack, canvas, l, card, p->followups);
}

/* What stands in the frame, and in which rows. */
struct room {
    int first, last, bottom, names;
};

static struct room room_of(const struct layout *l, bool listener, bool alone)
{
    struct room room = { .first = alone ? l->first : l->top + (l->low ? 1 : l->leading),
                         .last = l->bottom - 1,
                         .bottom = l->bottom,
                         .names = l->names };

    if (l->height < 12)
        room.first = l->top + 1;
    if (listener) { /* the listener's part takes the larger room */
        int more = l->low ? l->names_rows - 1 : 2;

        room.bottom += more;
        room.names += more;
        room.last = room.bottom - 1;
    }
    return room;
}

static bool shows_listener(const struct card *card, bool listener)
{
    return listener ||
           (card->prompt.mode == MODE_LISTENING && listener_line_count(&card->prompt) > 0);
}

static void fill_stack(struct stack *stack, const struct world *world, const struct card *card,
                       const struct progress *p, bool listener, const struct canvas *canvas,
                       const struct layout *l)
{
    if (shows_listener(card, listener))
        add_listener(stack, world, canvas, l, card, p);
    else if (p->followups)
        add_followups(stack, canvas, l, &card->prompt, p->followups);
    else
        add_prompt_alone(stack, canvas, l, &card->prompt);
}

/* ---- the two people below ---- */

/* What is whole or not at all is left out where it doesn't fit. */
static void draw_lines(struct canvas *canvas, int *row, int last, int col, int cells,
                       enum role role, const char *text, bool whole)
{
    if (!whole || *row + card_lines_count(canvas, cells, text) - 1 <= last)
        *row = card_lines(canvas, *row, last, col, cells, role, text);
}

static void draw_talker(const struct world *world, const struct card *card,
                        const struct progress *p, struct canvas *canvas, int row, int last, int col,
                        int cells)
{
    struct strbuf line = STRBUF_INIT;
    bool begins = p->turns == 1;

    name_cut(&line, world, p->talks, canvas->ascii);
    canvas_put(canvas, row, col, ROLE_VOICE, line.text);
    canvas_put(canvas, row, col + canvas_text_width(canvas, line.text), ROLE_TEXT,
               begins ? " begins." : " talks.");
    row++;
    if (card->prompt.speaker)
        draw_lines(canvas, &row, last, col, cells, ROLE_MUTED, card->prompt.speaker, true);
    strbuf_release(&line);
}

static void draw_listener(const struct world *world, const struct card *card,
                          const struct progress *p, bool part_above, bool narrow,
                          struct canvas *canvas, int row, int last, int col, int cells)
{
    const struct listener *part = &card->prompt.listener;
    struct strbuf line = STRBUF_INIT;
    bool says_response = part->response != RESPONSE_NONE && !part_above && !narrow;

    name_cut(&line, world, partner_other(p->talks), canvas->ascii);
    strbuf_addf(&line, " listens%s%s.", says_response ? ", " : "",
                says_response ? words_said(&vocabulary_response, (int)part->response) : "");
    draw_lines(canvas, &row, last, col, cells, ROLE_TEXT, line.text, false);
    if (!part_above && part->to_do)
        draw_lines(canvas, &row, last, col, cells, ROLE_TEXT, part->to_do, true);
    if (!part_above && part->to_avoid && !narrow) {
        strbuf_clear(&line);
        strbuf_addf(&line, "Rather not: %s.", part->to_avoid);
        draw_lines(canvas, &row, last, col, cells, ROLE_MUTED, line.text, true);
    }
    strbuf_release(&line);
}

static void draw_people(const struct world *world, const struct card *card,
                        const struct progress *p, bool part_above, struct canvas *canvas,
                        const struct layout *l, int row)
{
    bool left_talks = p->talks != PARTNER_RIGHT;
    int cells = l->middle - l->left - 1, last = row + l->names_rows - 1;

    if (last >= l->footer)
        last = l->footer - 1;
    if (l->low && last >= l->quiet)
        last = l->quiet - 1;
    draw_talker(world, card, p, canvas, row, last, left_talks ? l->left : l->middle, cells);
    draw_listener(world, card, p, part_above, l->narrow, canvas, row, last,
                  left_talks ? l->middle : l->left, cells);
}

/* ---- all of it ---- */

void card_draw(const struct world *world, const struct card *card, const struct progress *p,
               bool listener, int scroll, struct canvas *canvas)
{
    struct layout l = layout_of(canvas->width, canvas->height);
    bool part_above = shows_listener(card, listener);
    struct room room = room_of(&l, part_above, !part_above && !p->followups);
    struct stack stack = { 0 };
    struct strbuf title = STRBUF_INIT;
    struct card_frame frame = { .kind = card_kind(card->prompt.mood),
                                .left_solid = p->talks != PARTNER_RIGHT,
                                .right_solid = p->talks == PARTNER_RIGHT,
                                .bottom = room.bottom };

    card_title(&title, &card->prompt);
    frame.title = title.text;
    card_frame_draw(&frame, canvas, &l);
    fill_stack(&stack, world, card, p, listener, canvas, &l);
    stack_fit(&stack, room.last - room.first + 1);
    stack_draw(&stack, canvas, &l, room.first, room.last, scroll);
    draw_people(world, card, p, part_above, canvas, &l, room.names);
    stack_release(&stack);
    strbuf_release(&title);
}

int card_overflow(const struct card *card, const struct world *world, const struct progress *p,
                  bool listener, struct canvas *canvas)
{
    struct layout l = layout_of(canvas->width, canvas->height);
    bool part_above = shows_listener(card, listener);
    struct room room = room_of(&l, part_above, !part_above && !p->followups);
    struct stack stack = { 0 };
    int over;

    fill_stack(&stack, world, card, p, listener, canvas, &l);
    over = stack_fit(&stack, room.last - room.first + 1) - (room.last - room.first + 1);
    stack_release(&stack);
    return over > 0 ? over : 0;
}
