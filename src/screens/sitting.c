/* A sitting, looked at again: its cards, how they went, what was kept of them. A note can be
 * written or changed here; nothing else changes. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/review.h"
#include "screens/screen.h"
#include "store/journal.h"
#include "ui/field.h"
#include "ui/glyph.h"
#include "ui/verse.h"

enum { LABEL_CELLS = 9, INDENT = 3 };

struct sitting_screen {
    struct sitting sitting;
    size_t focus;
    bool editing;
    struct field line;
    char *before;        /* the note before the last change, for undo; NULL: nothing to undo */
    size_t before_index; /* … of this card */
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

static void sitting_footer(const struct screen *screen, struct footer *footer)
{
    const struct sitting_screen *s = screen->state;

    if (s->editing) {
        footer_add(footer, KEYMAP_SITTING, ACTION_EDIT, "keep it");
        footer_add_brief(footer, KEYMAP_SITTING, ACTION_BACK, "leave it as it was", "leave it");
        return;
    }
    footer_add(footer, KEYMAP_SITTING, ACTION_EDIT, NULL);
    if (s->before)
        footer_add(footer, KEYMAP_SITTING, ACTION_UNDO, NULL);
    footer_add(footer, KEYMAP_SITTING, ACTION_BACK, "back");
    footer_add(footer, KEYMAP_SITTING, ACTION_HELP, "more");
}

static struct card *focused(const struct sitting_screen *s)
{
    return s->focus < s->sitting.card_count ? &s->sitting.cards[s->focus] : NULL;
}

static struct effect write_note(const struct card *card, char *text)
{
    return (struct effect){ .write = WRITE_NOTE,
                            .card = card_key_of(card),
                            .texts = { text } };
}

static void remember(struct sitting_screen *s, const char *note)
{
    mem_replace(&s->before, note ? note : "");
    s->before_index = s->focus;
}

static struct effect begin_edit(struct sitting_screen *s)
{
    if (focused(s)) {
        s->editing = true;
        field_set(&s->line, focused(s)->note);
    }
    return (struct effect){ 0 };
}

static struct effect undo(struct sitting_screen *s)
{
    struct effect effect;

    s->focus = s->before_index;
    effect = write_note(focused(s), mem_copy(s->before));
    remember(s, focused(s)->note);
    effect.quiet = "As it was.";
    return effect;
}

static struct effect act_editing(struct screen *screen, const struct input *input)
{
    struct sitting_screen *s = screen->state;

    switch (input->action) {
    case ACTION_TYPE:
        field_type(&s->line, input->text);
        break;
    case ACTION_ERASE:
        field_erase(&s->line);
        break;
    case ACTION_ERASE_NEXT:
        field_erase_next(&s->line);
        break;
    case ACTION_LEFT:
        field_left(&s->line);
        break;
    case ACTION_RIGHT:
        field_right(&s->line);
        break;
    case ACTION_LINE_BEGIN:
        field_home(&s->line);
        break;
    case ACTION_LINE_END:
        field_end(&s->line);
        break;
    case ACTION_EDIT:
    case ACTION_ENTER:
        return write_note(focused(s), field_trimmed(&s->line));
    case ACTION_BACK:
        s->editing = false;
        break;
    default:
        break;
    }
    return (struct effect){ 0 };
}

static struct effect sitting_act(struct screen *screen, const struct input *input)
{
    struct sitting_screen *s = screen->state;

    if (s->editing)
        return act_editing(screen, input);
    switch (input->action) {
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
    case ACTION_UNDO:
        return undo(s);
    case ACTION_HELP:
        return (struct effect){ .move = MOVE_PUSH, .to = &screen_help };
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_BACK };
    default:
        break;
    }
    return (struct effect){ 0 };
}

static void sitting_done(struct screen *screen, const struct result *result)
{
    struct sitting_screen *s = screen->state;

    (void)result;
    if (s->editing) {
        remember(s, focused(s)->note);
        s->editing = false;
    }
    load(screen, NULL);
    if (s->focus >= s->sitting.card_count)
        s->focus = s->sitting.card_count ? s->sitting.card_count - 1 : 0;
}

static unsigned sitting_facts(const struct screen *screen)
{
    const struct sitting_screen *s = screen->state;

    return (focused(s) ? FACT_NOTE : 0u) | (s->before ? FACT_UNDO : 0u);
}

static bool sitting_typing(const struct screen *screen)
{
    return ((const struct sitting_screen *)screen->state)->editing;
}

/* ---- drawing ---- */

/* One card as rows of text; drawn with row above the page, it is only measured. */
struct pen {
    struct canvas *canvas;
    const struct layout *l;
    int row, first, last;
};

static void put_text(struct pen *pen, const char *text, int col, enum role role)
{
    struct verse verse;

    verse_set(&verse, pen->canvas, text, pen->l->right - col + 1, VERSE_FILLED);
    verse_draw(&verse, pen->canvas, pen->row, col, pen->first, pen->last, 1, 0, role);
    pen->row += (int)verse.count;
    verse_release(&verse);
}

static bool is_seen(const struct pen *pen)
{
    return pen->row >= pen->first && pen->row <= pen->last;
}

static void put_how(struct pen *pen, const struct card *card, int col)
{
    struct strbuf how = STRBUF_INIT;

    strbuf_addf(&how, "%s · %s · %s%s", words_said(&vocabulary_mood, (int)card->prompt.mood),
                words_said(&vocabulary_mode, (int)card->prompt.mode), "turns",
                card->outcome == OUTCOME_KEPT ? " · kept for later" : "");
    put_text(pen, how.text, col, ROLE_MUTED);
    strbuf_release(&how);
}

static void put_note(struct pen *pen, const struct sitting_screen *s, const struct card *card,
                     bool focus, int col)
{
    bool editing = focus && s->editing;

    if (!card->note && !editing)
        return;
    if (is_seen(pen))
        canvas_put(pen->canvas, pen->row, col, ROLE_MUTED, "note");
    if (!editing) {
        put_text(pen, card->note, col + LABEL_CELLS, ROLE_TEXT);
        return;
    }
    if (is_seen(pen))
        field_draw(&s->line, pen->canvas, pen->row, col + LABEL_CELLS,
                   pen->l->right - col - LABEL_CELLS + 1, ROLE_VOICE, true);
    pen->row++;
}

static void put_card(struct pen *pen, const struct sitting_screen *s, size_t i)
{
    const struct card *card = &s->sitting.cards[i];
    bool focus = i == s->focus, light = card->prompt.mood == MOOD_LIGHT;
    int col = pen->l->left + INDENT;

    if (is_seen(pen)) {
        canvas_put(pen->canvas, pen->row, pen->l->left, light ? ROLE_TEXT : ROLE_ACCENT_SERIOUS,
                   glyph(pen->canvas, light ? GLYPH_LIGHT : GLYPH_SERIOUS));
        if (focus) {
            canvas_put(pen->canvas, pen->row, pen->l->margin, ROLE_FOCUS,
                       glyph(pen->canvas, GLYPH_FOCUS));
            canvas_cursor(pen->canvas, pen->row, pen->l->margin);
        }
    }
    put_text(pen, card->prompt.text, col, focus ? ROLE_VOICE : ROLE_TEXT);
    put_how(pen, card, col);
    put_note(pen, s, card, focus, col);
    pen->row++;
}

/* So many rows up that the focused card is seen whole, from its first row at least. */
static int scroll_for(const struct sitting_screen *s, struct pen pen)
{
    int begin = pen.first, rows = pen.last - pen.first + 1;

    pen.row = 1;
    pen.last = 0; /* nothing is drawn */
    for (size_t i = 0; i <= s->focus && i < s->sitting.card_count; i++) {
        begin = pen.row;
        put_card(&pen, s, i);
    }
    if (pen.row - 2 <= rows)
        return 0;
    return pen.row - 2 - rows < begin - 1 ? pen.row - 2 - rows : begin - 1;
}

static void draw_title(const struct screen *screen, struct canvas *canvas, const struct layout *l)
{
    const struct sitting_screen *s = screen->state;
    struct strbuf title = STRBUF_INIT;
    const struct card *first = s->sitting.card_count ? &s->sitting.cards[0] : NULL;

    review_date(&title, s->sitting.started, screen->world->now);
    strbuf_addf(&title, "   %s", review_part_of_day(s->sitting.started));
    if (first && first->outcome == OUTCOME_TALKED && first->first != PARTNER_NONE) {
        strbuf_addstr(&title, ", ");
        name_cut(&title, screen->world, first->first, canvas->ascii);
        strbuf_addstr(&title, " began");
    }
    canvas_put_cut(canvas, l->top, l->left, l->column, ROLE_TEXT, title.text);
    strbuf_release(&title);
}

static void sitting_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct sitting_screen *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    struct pen pen = { .canvas = canvas, .l = &l, .first = l.top + 2, .last = l.last };

    draw_title(screen, canvas, &l);
    pen.row = pen.first - scroll_for(s, pen);
    for (size_t i = 0; i < s->sitting.card_count; i++)
        put_card(&pen, s, i);
}

const struct screen_ops screen_sitting = {
    .name = "sitting",
    .title = "On an evening",
    .keymap = KEYMAP_SITTING,
    .state_size = sizeof(struct sitting_screen),
    .open = sitting_open,
    .act = sitting_act,
    .done = sitting_done,
    .draw = sitting_draw,
    .footer = sitting_footer,
    .facts = sitting_facts,
    .typing = sitting_typing,
    .close = sitting_close,
};
