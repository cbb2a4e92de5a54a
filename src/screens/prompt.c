/* A prompt of the library, whole: looked at, marked, dealt. */
#include <stdio.h>
#include <string.h>

#include "packlist.h"
#include "promptview.h"
#include "store/journal.h"
#include "store/library.h"

struct prompt_screen {
    struct prompt prompt;
    struct pack_list packs;
    unsigned marks, before; /* before: what undo brings back */
    enum mark changed;      /* the mark that was changed last; MARK_NONE: none was */
    size_t footer;
    int scroll;
    bool asked; /* the next t tears it up */
};

static enum status load(struct screen *screen, struct error *err)
{
    struct prompt_screen *s = screen->state;
    const struct prompt_key *key = &screen->given.prompt;
    struct store *store = screen->world->store;
    enum status status;

    prompt_release(&s->prompt);
    status = library_find(store, key->pack, key->id, &s->prompt, err);
    if (status == STATUS_OK)
        status = journal_marks(store, key->pack, key->id, &s->marks, err);
    return status == STATUS_OK ? pack_list_load(&s->packs, store, err) : status;
}

static void prompt_close(struct screen *screen)
{
    struct prompt_screen *s = screen->state;

    prompt_release(&s->prompt);
    pack_list_release(&s->packs);
}

static bool has(const struct prompt_screen *s, enum mark mark)
{
    return s->marks & 1u << mark;
}

static bool may_be_dealt(const struct prompt_screen *s)
{
    const struct pack_item *pack =
        s->prompt.pack ? pack_list_find(&s->packs, s->prompt.pack) : NULL;

    return s->prompt.consent == CONSENT_NONE && !has(s, MARK_NEVER) && pack && pack->enabled;
}

/* Theirs, and not lying face down: then nobody may see the words that would be changed. */
static bool is_ours(const struct prompt_screen *s)
{
    return s->prompt.pack && !strcmp(s->prompt.pack, PACK_OURS) &&
           s->prompt.consent == CONSENT_NONE;
}

static void prompt_footer(const struct screen *screen, struct footer *footer)
{
    const struct prompt_screen *s = screen->state;

    if (may_be_dealt(s))
        footer_add(footer, KEYMAP_PROMPT, ACTION_DEAL_THIS, NULL);
    else
        footer_add(footer, KEYMAP_PROMPT, ACTION_BACK, "back");
    if (is_ours(s))
        footer_add(footer, KEYMAP_PROMPT, ACTION_REWRITE, NULL);
    footer_add(footer, KEYMAP_PROMPT, ACTION_FAVOURITE,
               has(s, MARK_FAVOURITE) ? "no favourite" : NULL);
    footer_add(footer, KEYMAP_PROMPT, ACTION_HIDE, has(s, MARK_NEVER) ? "take it back" : NULL);
    if (s->changed != MARK_NONE)
        footer_add(footer, KEYMAP_PROMPT, ACTION_UNDO, NULL);
    footer_add(footer, KEYMAP_PROMPT, ACTION_HELP, "more");
    footer->focused = true;
    footer->chosen = s->footer < footer->count ? s->footer : 0;
}

static struct effect mark(const struct screen *screen, enum mark mark, bool on, const char *quiet)
{
    return (struct effect){
        .write = WRITE_MARK, .prompt = screen->given.prompt, .mark = mark, .on = on, .quiet = quiet
    };
}

static struct effect toggle(const struct screen *screen, enum mark which)
{
    bool on = !has(screen->state, which);

    return mark(screen, which, on, mark_told(which, on));
}

/* Nothing brings it back, so the first t says what the second one does. */
static struct effect tear_up(const struct screen *screen)
{
    struct prompt_screen *s = screen->state;

    if (!s->asked) {
        s->asked = true;
        return (struct effect){ .quiet = "t again tears it up. What you talked about stays." };
    }
    return (struct effect){ .write = WRITE_TEAR_UP,
                            .prompt = screen->given.prompt,
                            .move = MOVE_BACK,
                            .quiet = "Torn up." };
}

static struct effect run(struct screen *screen, enum action action)
{
    struct prompt_screen *s = screen->state;

    switch (action) {
    case ACTION_DEAL_THIS:
        return (struct effect){ .write = WRITE_DEAL_THIS,
                                .prompt = screen->given.prompt,
                                .move = MOVE_REPLACE,
                                .to = &screen_card };
    case ACTION_FAVOURITE:
        return toggle(screen, MARK_FAVOURITE);
    case ACTION_HIDE:
        return toggle(screen, MARK_NEVER);
    case ACTION_REWRITE:
        return (struct effect){ .prompt = screen->given.prompt,
                                .move = MOVE_PUSH,
                                .to = &screen_compose };
    case ACTION_TEAR_UP:
        return tear_up(screen);
    case ACTION_UNDO:
        return mark(screen, s->changed, s->before & 1u << s->changed, "As it was.");
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_BACK };
    default:
        return (struct effect){ 0 };
    }
}

static struct prompt_view view_of(const struct prompt_screen *s)
{
    return (struct prompt_view){ .prompt = &s->prompt,
                                 .pack = pack_list_find(&s->packs, s->prompt.pack),
                                 .marks = s->marks };
}

static void scroll_by(struct screen *screen, int by)
{
    struct prompt_screen *s = screen->state;
    struct layout l = layout_of(screen->metrics->width, screen->metrics->height);
    struct prompt_view view = view_of(s);
    int over = prompt_view_over(&view, screen->metrics, &l), to = s->scroll + by;

    s->scroll = to < 0 ? 0 : to > over ? over : to;
}

static void prompt_refused(struct screen *screen)
{
    struct prompt_screen *s = screen->state;

    s->asked = false;
}

static struct effect prompt_act(struct screen *screen, const struct input *input)
{
    struct prompt_screen *s = screen->state;
    struct footer footer = { 0 };

    s->asked = s->asked && input->action == ACTION_TEAR_UP;
    prompt_footer(screen, &footer);
    if (footer_move(&footer, input->action)) {
        s->footer = footer.chosen;
        return (struct effect){ 0 };
    }
    switch (input->action) {
    case ACTION_UP:
    case ACTION_PREVIOUS:
        scroll_by(screen, -1);
        return (struct effect){ 0 };
    case ACTION_DOWN:
    case ACTION_NEXT:
        scroll_by(screen, 1);
        return (struct effect){ 0 };
    case ACTION_ENTER:
        return run(screen, footer.items[footer.chosen].action);
    default:
        return run(screen, input->action);
    }
}

/* The marks are what they were made; the footer may have another first item now. */
static void prompt_done(struct screen *screen, const struct result *result)
{
    struct prompt_screen *s = screen->state;
    unsigned bit = 1u << result->mark;
    bool undone = s->changed == result->mark && result->on == !!(s->before & bit);

    s->before = s->marks;
    s->marks = result->on ? s->marks | bit : s->marks & ~bit;
    s->changed = undone ? MARK_NONE : result->mark;
    if (undone)
        s->footer = 0;
}

/* Seen again: it may have been rewritten. */
static void prompt_resume(struct screen *screen)
{
    struct prompt_screen *s = screen->state;

    load(screen, NULL);
    s->scroll = 0;
}

static unsigned prompt_facts(const struct screen *screen)
{
    const struct prompt_screen *s = screen->state;

    return FACT_PROMPT | (may_be_dealt(s) ? FACT_FACE_UP : 0u) |
           (s->changed != MARK_NONE ? FACT_UNDO : 0u) | (is_ours(s) ? FACT_OURS : 0u);
}

static void prompt_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct prompt_screen *s = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    struct prompt_view view = view_of(s);

    prompt_view_draw(&view, canvas, &l, s->scroll);
}

const struct screen_ops screen_prompt = {
    .name = "prompt",
    .keymap = KEYMAP_PROMPT,
    .state_size = sizeof(struct prompt_screen),
    .open = load,
    .act = prompt_act,
    .refused = prompt_refused,
    .done = prompt_done,
    .resume = prompt_resume,
    .draw = prompt_draw,
    .footer = prompt_footer,
    .facts = prompt_facts,
    .close = prompt_close,
};
