/* Help: the keys of the screen below, from the key table; and a menu, so that arrows, Enter and
 * Esc reach everything. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "screens/screen.h"
#include "ui/glyph.h"
#include "ui/stack.h"

enum { ENTRIES_MAX = 40, KEYS_MAX = 32, LEFT_KEYS = 8, RIGHT_KEYS = 4 };

struct entry {
    char keys[KEYS_MAX]; /* "g Home" */
    enum action action;  /* ACTION_NONE: nothing to choose */
    const char *help;
    bool heading;
};

struct help {
    struct entry entries[ENTRIES_MAX];
    size_t count, anywhere; /* where the keys of everywhere begin: the heading */
    size_t focus;
};

static struct entry *find(struct help *s, size_t from, enum action action)
{
    for (size_t i = from; i < s->count; i++)
        if (s->entries[i].action == action)
            return &s->entries[i];
    return NULL;
}

static struct entry *add(struct help *s, enum action action, const char *help)
{
    struct entry *entry = &s->entries[s->count < ENTRIES_MAX ? s->count++ : ENTRIES_MAX - 1];

    *entry = (struct entry){ .action = action, .help = help };
    return entry;
}

static void add_key(struct entry *entry, uint32_t key)
{
    char name[KEY_NAME_MAX];
    size_t used = strlen(entry->keys);

    snprintf(entry->keys + used, sizeof entry->keys - used, "%s%s", used ? " " : "",
             key_name(key, name));
}

static void add_bindings(struct help *s, enum keymap_id map, enum keymap_id over)
{
    size_t from = s->count;

    for (size_t i = 0; i < binding_count; i++) {
        const struct binding *b = &bindings[i];
        const char *help = b->help ? b->help : action_row(b->action)->help;
        struct entry *entry;

        /* A key that the screen has taken means only that. */
        if (b->map != map || !*help || (map != over && keymap_lookup(over, b->key) != b->action))
            continue;
        entry = find(s, from, b->action);
        add_key(entry ? entry : add(s, b->action, help), b->key);
    }
}

static enum status help_open(struct screen *screen, struct error *err)
{
    struct help *s = screen->state;
    enum keymap_id under = screen->given.under;
    struct entry *arrows;

    (void)err;
    add(s, ACTION_NONE, keymap_title(under))->heading = true;
    add_bindings(s, under, under);
    s->anywhere = s->count;
    add(s, ACTION_NONE, "Anywhere")->heading = true;
    arrows = add(s, ACTION_NONE, "move");
    snprintf(arrows->keys, sizeof arrows->keys, "arrows");
    add_bindings(s, KEYMAP_GLOBAL, under);
    s->focus = 1;
    return STATUS_OK;
}

static void help_footer(const struct screen *screen, struct footer *footer)
{
    (void)screen;
    footer_add(footer, KEYMAP_HELP, ACTION_ENTER, NULL);
    footer_add(footer, KEYMAP_HELP, ACTION_BACK, "back");
}

static void focus_by(struct help *s, int by)
{
    size_t at = s->focus;

    do {
        if ((by < 0 && !at) || (by > 0 && at + 1 >= s->count))
            return;
        at = by < 0 ? at - 1 : at + 1;
    } while (s->entries[at].heading);
    s->focus = at;
}

static struct effect help_act(struct screen *screen, const struct input *input)
{
    struct help *s = screen->state;

    switch (input->action) {
    case ACTION_UP:
    case ACTION_LEFT:
    case ACTION_PREVIOUS:
        focus_by(s, -1);
        break;
    case ACTION_DOWN:
    case ACTION_RIGHT:
    case ACTION_NEXT:
        focus_by(s, 1);
        break;
    case ACTION_ENTER: {
        enum action action = s->entries[s->focus].action;

        return (struct effect){ .move = MOVE_BACK,
                                .then = action == ACTION_HELP ? ACTION_NONE : action };
    }
    case ACTION_BACK:
    case ACTION_QUIT:
    case ACTION_HELP: /* the same key again */
        return (struct effect){ .move = MOVE_BACK };
    case ACTION_SUPPORT: /* no page upon a page: it comes in the place of this one */
        return (struct effect){ .move = MOVE_BACK, .then = ACTION_SUPPORT };
    default:
        break;
    }
    return (struct effect){ 0 };
}

/* ---- drawing ---- */

static void draw_entry(const struct entry *entry, bool focus, struct canvas *canvas, int row,
                       int col, int keys, int cells)
{
    enum role role = focus ? ROLE_VOICE : ROLE_TEXT;

    if (entry->heading) {
        canvas_put_cut(canvas, row, col, cells, ROLE_MUTED, entry->help);
        return;
    }
    if (focus) {
        canvas_put_sign(canvas, row, col - 2, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
        canvas_cursor(canvas, row, col - 2);
    }
    canvas_put_cut(canvas, row, col, keys, role, entry->keys);
    canvas_put_cut(canvas, row, col + keys, cells - keys, focus ? role : ROLE_MUTED, entry->help);
}

/* The cells for the keys of some entries, and at least so many. */
static int key_cells(const struct help *s, const struct canvas *canvas, size_t from, size_t to,
                     int least)
{
    for (size_t i = from; i < to; i++) {
        int cells = canvas_text_width(canvas, s->entries[i].keys) + 1;

        least = cells > least ? cells : least;
    }
    return least;
}

/* One section in two columns, each with its keys in a column; returns the row after it. */
static int draw_section(const struct help *s, struct canvas *canvas, const struct layout *l,
                        int row, size_t from, size_t to)
{
    size_t count = to - from - 1, half = from + 1 + (count + 1) / 2;
    int cells = l->middle - l->left - 2;
    int left = key_cells(s, canvas, from + 1, half, LEFT_KEYS);
    int right = key_cells(s, canvas, half, to, RIGHT_KEYS);

    draw_entry(&s->entries[from], false, canvas, row, l->left, 0, l->column);
    row += 2;
    for (size_t i = from + 1; i < half; i++)
        draw_entry(&s->entries[i], i == s->focus, canvas, row + (int)(i - from - 1), l->left, left,
                   cells);
    for (size_t i = half; i < to; i++)
        draw_entry(&s->entries[i], i == s->focus, canvas, row + (int)(i - half), l->middle, right,
                   cells);
    return row + (int)(half - from);
}

static void draw_legend(struct canvas *canvas, const struct layout *l, int row)
{
    struct stack stack = { 0 };

    stack_add(&stack, canvas,
              "A card with open sides is light, a closed one serious. Whoever talks has the solid "
              "line, the other listens.",
              l->column, VERSE_QUIET, ROLE_MUTED);
    stack_draw(&stack, canvas, l, row, l->last, 0);
    stack_release(&stack);
}

/* All in one column, moved so that the focus is seen. */
static void draw_narrow(const struct help *s, struct canvas *canvas, const struct layout *l)
{
    int rows = l->last - l->top + 1, line = (int)(s->focus + (s->focus > s->anywhere));
    int keys = key_cells(s, canvas, 0, s->count, LEFT_KEYS);
    int scroll = line < rows ? 0 : line - rows + 1;

    for (size_t i = 0; i < s->count; i++) {
        int row = l->top + (int)(i + (i > s->anywhere)) - scroll;

        if (i == s->anywhere)
            row++;
        if (row >= l->top && row <= l->last)
            draw_entry(&s->entries[i], i == s->focus, canvas, row, l->left, keys, l->column);
    }
}

static void help_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct help *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height), left, right;
    int row = l.top, between;

    if (l.narrow || l.low) {
        draw_narrow(s, canvas, &l);
    } else if (layout_leaves(&l, &left, &right, &between)) {
        row = draw_section(s, canvas, &left, row, 0, s->anywhere);
        draw_legend(canvas, &left, row + 1);
        draw_section(s, canvas, &right, l.top, s->anywhere, s->count);
    } else {
        row = draw_section(s, canvas, &l, row, 0, s->anywhere);
        row = draw_section(s, canvas, &l, row, s->anywhere, s->count);
        if (row <= l.last - 1)
            draw_legend(canvas, &l, l.last - 1);
    }
}

const struct screen_ops screen_help = {
    .name = "help",
    .keymap = KEYMAP_HELP,
    .state_size = sizeof(struct help),
    .open = help_open,
    .act = help_act,
    .draw = help_draw,
    .footer = help_footer,
};
