/* The packs: which there are, on or off; one more from a file, after a look at what it would
 * bring. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "packlist.h"
#include "screens/screen.h"
#include "ui/field.h"
#include "ui/glyph.h"
#include "ui/stack.h"

enum { INDENT = 3 };

/* Where the keys go: to the list, to the path of a file, to what that file would bring. */
enum packs_place { AT_LIST, AT_PATH, AT_PREVIEW };

struct packs {
    struct pack_list list;
    size_t focus;
    enum packs_place at;
    struct footer_place place;
    struct field path;
    struct preview preview;
    bool asked; /* the next x removes it */
    struct {
        enum write write;          /* WRITE_SWITCH, WRITE_REMOVE; WRITE_NOTHING: nothing to undo */
        char pack[PROMPT_ID_SIZE]; /* what was switched … */
        bool on;                   /* … this way */
    } undo;
};

static enum status packs_open(struct screen *screen, struct error *err)
{
    struct packs *s = screen->state;

    s->path = (struct field)FIELD_INIT;
    return pack_list_load(&s->list, screen->world->store, err);
}

static void packs_close(struct screen *screen)
{
    struct packs *s = screen->state;

    pack_list_release(&s->list);
    field_release(&s->path);
}

static const struct pack_item *focused(const struct packs *s)
{
    return s->focus < s->list.count ? &s->list.items[s->focus] : NULL;
}

static void packs_footer(const struct screen *screen, struct footer *footer)
{
    const struct packs *s = screen->state;
    const struct pack_item *pack = focused(s);

    if (s->at == AT_PATH) {
        footer_add(footer, KEYMAP_PACKS, ACTION_ENTER, "look into it");
        footer_add(footer, KEYMAP_PACKS, ACTION_BACK, "leave it");
        return;
    }
    if (s->at == AT_PREVIEW) {
        footer_add(footer, KEYMAP_PACKS, ACTION_ENTER, s->preview.good ? "add it" : "another file");
        footer_add(footer, KEYMAP_PACKS, ACTION_BACK, "leave it");
        footer->focused = true;
        footer->chosen = s->place.chosen < footer->count ? s->place.chosen : 0;
        return;
    }
    if (pack)
        footer_add(footer, KEYMAP_PACKS, ACTION_ENTER,
                   pack->enabled ? "switch it off" : "switch it on");
    if (s->undo.write != WRITE_NOTHING)
        footer_add(footer, KEYMAP_PACKS, ACTION_UNDO, NULL);
    footer_add_brief(footer, KEYMAP_PACKS, ACTION_ADD, NULL, "add");
    footer_add(footer, KEYMAP_PACKS, ACTION_BACK, "back");
    footer_add(footer, KEYMAP_PACKS, ACTION_HELP, "more");
    footer_place_show(&s->place, footer);
}

/* ---- acting ---- */

static struct effect switch_pack(const char *pack, bool on, const char *quiet)
{
    return (struct effect){
        .write = WRITE_SWITCH, .prompt = prompt_key_of(pack, ""), .on = on, .quiet = quiet
    };
}

static struct effect undo(const struct packs *s)
{
    if (s->undo.write == WRITE_REMOVE)
        return (struct effect){ .write = WRITE_PUT_BACK, .quiet = "As it was." };
    return switch_pack(s->undo.pack, !s->undo.on, "As it was.");
}

/* Only what was done last comes back, so the first x says what the second one does. */
static struct effect remove_pack(struct packs *s, const char *id)
{
    s->asked = !s->asked;
    if (s->asked)
        return (struct effect){ .quiet = "x again removes it. What you talked about stays." };
    return (struct effect){ .write = WRITE_REMOVE,
                            .prompt = prompt_key_of(id, ""),
                            .quiet = "Removed. u brings it back." };
}

static struct effect run(struct screen *screen, enum action action)
{
    struct packs *s = screen->state;
    const struct pack_item *pack = focused(s);
    size_t last = s->list.count ? s->list.count - 1 : 0;

    switch (action) {
    case ACTION_UP:
    case ACTION_PREVIOUS:
        s->focus -= s->focus > 0;
        break;
    case ACTION_DOWN:
    case ACTION_NEXT:
        s->focus += s->focus < last;
        break;
    case ACTION_FIRST:
        s->focus = 0;
        break;
    case ACTION_LAST:
        s->focus = last;
        break;
    case ACTION_ENTER:
    case ACTION_SWITCH:
        if (!pack)
            break;
        return switch_pack(pack->id, !pack->enabled,
                           pack->enabled ? "Off. None of it is dealt." : "On.");
    case ACTION_REMOVE:
        if (!pack)
            break;
        return remove_pack(s, pack->id);
    case ACTION_UNDO:
        return undo(s);
    case ACTION_ADD:
        s->at = AT_PATH;
        break;
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_BACK };
    default:
        break;
    }
    return (struct effect){ 0 };
}

static struct effect act_in_list(struct screen *screen, enum action action)
{
    struct packs *s = screen->state;
    struct footer footer = { 0 };

    packs_footer(screen, &footer);
    action = footer_place_act(&s->place, &footer, action);
    s->asked = s->asked && action == ACTION_REMOVE;
    return run(screen, action);
}

static void packs_refused(struct screen *screen)
{
    struct packs *s = screen->state;

    s->asked = false;
}

static struct effect act_on_path(struct packs *s, const struct input *input)
{
    char *path;

    if (field_act(&s->path, input->action, input->text))
        return (struct effect){ 0 };
    if (input->action == ACTION_BACK) {
        s->at = AT_LIST;
    } else if (input->action == ACTION_ENTER) {
        path = field_trimmed(&s->path);
        if (*path)
            return (struct effect){ .write = WRITE_PREVIEW, .texts = { path } };
        free(path);
    }
    return (struct effect){ 0 };
}

static struct effect act_on_preview(struct screen *screen, enum action action)
{
    struct packs *s = screen->state;
    struct footer footer = { 0 };

    packs_footer(screen, &footer);
    if (footer_move(&footer, action)) {
        s->place.chosen = footer.chosen;
        return (struct effect){ 0 };
    }
    if (action == ACTION_ENTER)
        action = footer.items[footer.chosen].action;
    if (action == ACTION_ENTER && s->preview.good)
        return (struct effect){ .write = WRITE_ADD,
                                .texts = { field_trimmed(&s->path) },
                                .quiet = "Added." };
    if (action == ACTION_ENTER)
        s->at = AT_PATH;
    else if (action == ACTION_BACK || action == ACTION_QUIT)
        s->at = AT_LIST;
    return (struct effect){ 0 };
}

static struct effect packs_act(struct screen *screen, const struct input *input)
{
    struct packs *s = screen->state;

    if (s->at == AT_PATH)
        return act_on_path(s, input);
    if (s->at == AT_PREVIEW)
        return act_on_preview(screen, input->action);
    return act_in_list(screen, input->action);
}

static void packs_done(struct screen *screen, const struct result *result)
{
    struct packs *s = screen->state;
    bool undone = s->undo.write == WRITE_SWITCH && !strcmp(s->undo.pack, result->prompt.pack) &&
                  s->undo.on != result->on;

    s->place = (struct footer_place){ .inside = false };
    if (result->write == WRITE_PREVIEW) {
        s->preview = result->preview;
        s->at = AT_PREVIEW;
        return;
    }
    s->undo.write = WRITE_NOTHING;
    if (result->write == WRITE_REMOVE || (result->write == WRITE_SWITCH && !undone)) {
        s->undo.write = result->write;
        snprintf(s->undo.pack, sizeof s->undo.pack, "%s", result->prompt.pack);
        s->undo.on = result->on;
    }
    if (result->write == WRITE_ADD) {
        s->at = AT_LIST;
        field_set(&s->path, NULL);
    }
    pack_list_load(&s->list, screen->world->store, NULL);
    if (s->focus >= s->list.count)
        s->focus = s->list.count ? s->list.count - 1 : 0;
}

static unsigned packs_facts(const struct screen *screen)
{
    const struct packs *s = screen->state;
    const struct pack_item *pack = s->at == AT_LIST ? focused(s) : NULL;

    return (pack ? FACT_PACK : 0u) | (pack && !pack->builtin ? FACT_OWN_PACK : 0u) |
           (s->undo.write != WRITE_NOTHING ? FACT_UNDO : 0u);
}

static bool packs_typing(const struct screen *screen)
{
    return ((const struct packs *)screen->state)->at == AT_PATH;
}

/* ---- drawing ---- */

static void pack_about(struct strbuf *out, const struct pack_item *pack)
{
    strbuf_addf(out, "%zu prompt%s · %s · ", pack->prompts, pack->prompts == 1 ? "" : "s",
                pack->lang);
    pack_item_license(out, pack);
    if (*pack->author && !pack->builtin)
        strbuf_addf(out, " · by %s", pack->author);
    strbuf_addstr(out, pack->builtin ? " · comes with couplet" : "");
}

/* The focused pack opens in its place; returns the row behind it. */
static int draw_about(const struct pack_item *pack, struct canvas *canvas, const struct layout *l,
                      int row, int last)
{
    struct strbuf about = STRBUF_INIT;
    struct verse verse;

    pack_about(&about, pack);
    verse_set(&verse, canvas, about.text, l->column - INDENT, VERSE_QUIET);
    verse_draw(&verse, canvas, row, l->left + INDENT, row, last, 1, 0, ROLE_MUTED);
    row += (int)verse.count;
    verse_release(&verse);
    strbuf_release(&about);
    return row + 1;
}

static void draw_list(const struct packs *s, struct canvas *canvas, const struct layout *l)
{
    int row = l->top + 2, rows = l->last - row + 1;
    size_t room = rows > 4 ? (size_t)rows - 4 : 0; /* what the opened one needs besides */
    size_t top = s->focus > room ? s->focus - room : 0;

    for (size_t i = top; i < s->list.count && row <= l->last; i++) {
        const struct pack_item *pack = &s->list.items[i];
        bool focus = i == s->focus;
        enum role role = focus ? ROLE_VOICE : pack->enabled ? ROLE_TEXT : ROLE_MUTED;

        if (focus) {
            canvas_put_sign(canvas, row, l->margin, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
            canvas_cursor(canvas, row, l->margin);
        }
        canvas_put_cut(canvas, row, l->left, l->middle - l->left - 1, role, pack->title);
        canvas_put(canvas, row, l->middle, pack->enabled ? ROLE_TEXT : ROLE_MUTED,
                   pack->enabled ? "on" : "off");
        row++;
        if (focus)
            row = draw_about(pack, canvas, l, row, l->last);
    }
}

static void draw_path(const struct packs *s, struct canvas *canvas, const struct layout *l)
{
    struct stack stack = { 0 };
    int row = l->top + 2;

    canvas_put(canvas, row, l->left, ROLE_VOICE, "Which file?");
    row += l->low ? 1 : 2;
    field_draw(&s->path, canvas, row, l->left, l->column, ROLE_TEXT, true);
    canvas_fill(canvas, row + 1, l->left, l->column, ROLE_MUTED, glyph(canvas, GLYPH_ACROSS));
    stack_add(&stack, canvas, "Nothing is added before you have seen what is in it.", l->column,
              VERSE_QUIET, ROLE_MUTED);
    stack_draw(&stack, canvas, l, row + 3, l->last, 0);
    stack_release(&stack);
}

static void draw_preview(const struct packs *s, struct canvas *canvas, const struct layout *l)
{
    struct stack stack = { 0 };
    int first = l->top + 2;

    for (size_t i = 0; i < s->preview.count; i++) {
        struct stack_item *item = stack_add(&stack, canvas, s->preview.lines[i], l->column,
                                            VERSE_QUIET, i ? ROLE_TEXT : ROLE_VOICE);

        item->gap = i == 1;
        item->drop = i ? (int)i : 0; /* the last lines go first */
    }
    stack_fit(&stack, l->last - first + 1);
    stack_draw(&stack, canvas, l, first, l->last, 0);
    stack_release(&stack);
}

static void packs_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct packs *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);

    canvas_put(canvas, l.top, l.left, ROLE_TEXT,
               s->at == AT_LIST ? "Packs" : "Packs, one more from a file");
    if (s->at == AT_PATH)
        draw_path(s, canvas, &l);
    else if (s->at == AT_PREVIEW)
        draw_preview(s, canvas, &l);
    else
        draw_list(s, canvas, &l);
}

const struct screen_ops screen_packs = {
    .name = "packs",
    .keymap = KEYMAP_PACKS,
    .state_size = sizeof(struct packs),
    .open = packs_open,
    .act = packs_act,
    .refused = packs_refused,
    .done = packs_done,
    .draw = packs_draw,
    .footer = packs_footer,
    .facts = packs_facts,
    .typing = packs_typing,
    .close = packs_close,
};
