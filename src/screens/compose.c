/* One of their own: its words on a line, and what it is for in rows. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "screens/screen.h"
#include "store/library.h"
#include "ui/field.h"
#include "ui/glyph.h"
#include "ui/stack.h"

/* The rows below the words. A card of depth 4 needs a topic to be shown face down, and would
 * lie so in the library, where nobody could rewrite it any more: it isn't offered. */
enum row { ROW_MOOD, ROW_MODE, ROW_DEPTH, ROW_MINUTES, ROW_DIMENSION, ROWS };
enum { WORDS = -1, TEXT_BYTES_MAX = 2000, CHOICE_AT = 12, DEPTH_LAST = 3 };

struct compose {
    struct field text;
    struct prompt prompt; /* as it is to be, but for its text; whole when one is rewritten */
    int focus;            /* WORDS, or a row */
};

static enum status compose_open(struct screen *screen, struct error *err)
{
    struct compose *s = screen->state;
    const struct prompt_key *key = &screen->given.prompt;
    enum status status = STATUS_OK;

    s->text = (struct field)FIELD_INIT;
    s->text.most = TEXT_BYTES_MAX;
    s->focus = WORDS;
    if (*key->id)
        status = library_find(screen->world->store, key->pack, key->id, &s->prompt, err);
    else
        s->prompt =
            (struct prompt){ .mood = MOOD_LIGHT, .mode = MODE_TALKING, .depth = 1, .minutes = 5 };
    if (status == STATUS_OK)
        field_set(&s->text, s->prompt.text);
    return status;
}

static void compose_close(struct screen *screen)
{
    struct compose *s = screen->state;

    prompt_release(&s->prompt);
    field_release(&s->text);
}

static void compose_footer(const struct screen *screen, struct footer *footer)
{
    (void)screen;
    footer_add(footer, KEYMAP_COMPOSE, ACTION_ENTER, NULL);
    footer_add(footer, KEYMAP_COMPOSE, ACTION_BACK, "leave it");
}

/* ---- the rows ---- */

static size_t minutes_index(int minutes)
{
    size_t i = 0;

    while (i + 1 < MINUTES_COUNT && minutes_legal[i] < minutes)
        i++;
    return i;
}

static int value_of(const struct prompt *prompt, enum row row)
{
    const int values[ROWS] = { [ROW_MOOD] = (int)prompt->mood,
                               [ROW_MODE] = (int)prompt->mode,
                               [ROW_DEPTH] = prompt->depth,
                               [ROW_MINUTES] = (int)minutes_index(prompt->minutes),
                               [ROW_DIMENSION] = (int)prompt->dimension };

    return values[row];
}

static void set_value(struct prompt *prompt, enum row row, int value)
{
    if (row == ROW_MOOD)
        prompt->mood = (enum mood)value;
    else if (row == ROW_MODE)
        prompt->mode = (enum mode)value;
    else if (row == ROW_DEPTH)
        prompt->depth = value;
    else if (row == ROW_MINUTES)
        prompt->minutes = minutes_legal[value];
    else
        prompt->dimension = (enum dimension)value;
}

static const struct {
    const char *label;
    int first, last;
    const struct vocabulary *vocabulary; /* NULL: minutes */
} rows[ROWS] = {
    [ROW_MOOD] = { "something", MOOD_LIGHT, MOOD_SERIOUS, &vocabulary_mood },
    [ROW_MODE] = { "for", MODE_TALKING, MODE_LISTENING, &vocabulary_mode },
    [ROW_DEPTH] = { "depth", DEPTH_MIN, DEPTH_LAST, &vocabulary_depth },
    [ROW_MINUTES] = { "minutes", 0, MINUTES_COUNT - 1, NULL },
    [ROW_DIMENSION] = { "about", 0, DIMENSION_COUNT - 1, &vocabulary_dimension },
};

/* How far one is from the other; the mood is what one would like to see changed least. */
static int distance(const struct prompt *a, const struct prompt *b)
{
    return 4 * abs((int)a->mood - (int)b->mood) + 2 * abs(a->depth - b->depth) +
           abs((int)minutes_index(a->minutes) - (int)minutes_index(b->minutes));
}

/* What doesn't fit the row that was changed goes along: the nearest of all that agree. */
static void agree(struct prompt *prompt, enum row changed)
{
    const struct prompt wanted = *prompt;
    const int places = (DEPTH_LAST - DEPTH_MIN + 1) * MINUTES_COUNT;
    int nearest = -1;

    for (int i = 0; i < 2 * places; i++) {
        struct prompt tried = wanted;
        const char *field;
        int far;

        tried.mood = (enum mood)(MOOD_LIGHT + i / places);
        tried.depth = DEPTH_MIN + i / MINUTES_COUNT % (DEPTH_LAST - DEPTH_MIN + 1);
        tried.minutes = minutes_legal[i % MINUTES_COUNT];
        far = distance(&wanted, &tried);
        if (value_of(&tried, changed) != value_of(&wanted, changed) ||
            prompt_disagreement(&tried, &field) || (nearest >= 0 && far >= nearest))
            continue;
        nearest = far;
        *prompt = tried;
    }
}

static void choose(struct compose *s, int by)
{
    enum row row = (enum row)s->focus;
    int value = value_of(&s->prompt, row) + by;

    if (value < rows[row].first || value > rows[row].last)
        return;
    set_value(&s->prompt, row, value);
    agree(&s->prompt, row);
}

/* ---- acting ---- */

static struct effect keep(struct screen *screen)
{
    struct compose *s = screen->state;

    return (struct effect){ .write = WRITE_OWN,
                            .prompt = screen->given.prompt,
                            .texts = { field_trimmed(&s->text) },
                            .filter = { .mood = s->prompt.mood,
                                        .mode = s->prompt.mode,
                                        .depth = s->prompt.depth,
                                        .minutes = s->prompt.minutes },
                            .dimension = s->prompt.dimension,
                            .move = MOVE_BACK,
                            .quiet = "Kept, in the pack of your own." };
}

static struct effect compose_act(struct screen *screen, const struct input *input)
{
    struct compose *s = screen->state;

    if (s->focus == WORDS && field_act(&s->text, input->action, input->text))
        return (struct effect){ 0 };
    switch (input->action) {
    case ACTION_UP:
    case ACTION_PREVIOUS:
        s->focus -= s->focus > WORDS;
        break;
    case ACTION_DOWN:
    case ACTION_NEXT:
        s->focus += s->focus + 1 < ROWS;
        break;
    case ACTION_LEFT:
    case ACTION_RIGHT:
        if (s->focus != WORDS)
            choose(s, input->action == ACTION_LEFT ? -1 : 1);
        break;
    case ACTION_ENTER:
        return keep(screen);
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_BACK };
    default:
        break;
    }
    return (struct effect){ 0 };
}

static bool compose_typing(const struct screen *screen)
{
    return ((const struct compose *)screen->state)->focus == WORDS;
}

/* ---- drawing ---- */

static void row_said(struct strbuf *out, const struct prompt *prompt, enum row row)
{
    if (rows[row].vocabulary)
        strbuf_addstr(out, words_said(rows[row].vocabulary, value_of(prompt, row)));
    else
        strbuf_addf(out, "%d", prompt->minutes);
}

static void draw_row(const struct compose *s, struct canvas *canvas, const struct layout *l,
                     int row, enum row which)
{
    bool focus = s->focus == (int)which;
    int col = l->left + CHOICE_AT;
    struct strbuf said = STRBUF_INIT;

    if (focus) {
        canvas_put_sign(canvas, row, l->margin, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
        canvas_cursor(canvas, row, l->margin);
    }
    row_said(&said, &s->prompt, which);
    canvas_put(canvas, row, l->left, ROLE_MUTED, rows[which].label);
    canvas_put_sign(canvas, row, col, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_LEFT));
    col = canvas_put(canvas, row, col + 2, focus ? ROLE_FOCUS : ROLE_TEXT, said.text);
    canvas_put_sign(canvas, row, col + 1, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_RIGHT));
    strbuf_release(&said);
}

/* Words that are longer than their line, as they will stand on the card, where there is room. */
static void draw_words(const struct compose *s, struct canvas *canvas, const struct layout *l,
                       int row)
{
    struct stack stack = { 0 };

    if (l->low || row > l->last || canvas_text_width(canvas, s->text.text.text) < l->column)
        return;
    stack_add(&stack, canvas, s->text.text.text,
              l->column < LAYOUT_VERSE_WIDTH ? l->column : LAYOUT_VERSE_WIDTH, VERSE_BREATH,
              ROLE_MUTED);
    stack_draw(&stack, canvas, l, row, l->last, 0);
    stack_release(&stack);
}

static void compose_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct compose *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    int row = l.top;

    canvas_put_cut(canvas, row, l.left, l.column, s->focus == WORDS ? ROLE_VOICE : ROLE_MUTED,
                   "What would you like to hear from each other?");
    row += l.low ? 1 : 2;
    field_draw(&s->text, canvas, row, l.left, l.column, ROLE_TEXT, s->focus == WORDS);
    canvas_fill(canvas, ++row, l.left, l.column, ROLE_MUTED, glyph(canvas, GLYPH_ACROSS));
    row += l.low ? 1 : 2;
    for (int i = 0; i < ROWS; i++)
        draw_row(s, canvas, &l, row++, (enum row)i);
    draw_words(s, canvas, &l, row + 1);
}

const struct screen_ops screen_compose = {
    .name = "compose",
    .keymap = KEYMAP_COMPOSE,
    .state_size = sizeof(struct compose),
    .open = compose_open,
    .act = compose_act,
    .draw = compose_draw,
    .footer = compose_footer,
    .typing = compose_typing,
    .close = compose_close,
};
