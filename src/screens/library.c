/* The library: every prompt there is, to look through, search and narrow down. A window of the
 * list is held and moves along with the focus, as in looking back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "filters.h"
#include "libraryview.h"
#include "promptview.h"
#include "store/journal.h"

enum { PAGE = 64 };

static struct browse browse_of(const struct library *s)
{
    return filters_browse(&s->filters, &s->packs, s->words.text.text);
}

/* ---- the window ---- */

static void drop(struct library *s, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++)
        prompt_line_release(&s->lines[i]);
    memmove(&s->lines[from], &s->lines[from + count], (s->count - from - count) * sizeof *s->lines);
    s->count -= count;
}

static enum status load_after(struct screen *screen, int64_t from, struct error *err)
{
    struct library *s = screen->state;
    struct browse browse = browse_of(s);
    struct prompt_line *lines;
    size_t count, leave;
    enum status status =
        library_browse(screen->world->store, &browse, from, false, PAGE, &lines, &count, err);

    if (status != STATUS_OK)
        return status;
    leave = s->count + count > LIBRARY_WINDOW ? s->count + count - LIBRARY_WINDOW : 0;
    drop(s, 0, leave);
    s->focus -= leave < s->focus ? leave : s->focus;
    s->top -= leave < s->top ? leave : s->top;
    memcpy(&s->lines[s->count], lines, count * sizeof *lines);
    s->count += count;
    free(lines);
    return STATUS_OK;
}

static enum status load_before(struct screen *screen, int64_t from, struct error *err)
{
    struct library *s = screen->state;
    struct browse browse = browse_of(s);
    struct prompt_line *lines;
    size_t count;
    enum status status =
        library_browse(screen->world->store, &browse, from, true, PAGE, &lines, &count, err);

    if (status != STATUS_OK)
        return status;
    if (s->count + count > LIBRARY_WINDOW)
        drop(s, LIBRARY_WINDOW - count, s->count + count - LIBRARY_WINDOW);
    memmove(&s->lines[count], s->lines, s->count * sizeof *s->lines);
    memcpy(s->lines, lines, count * sizeof *lines);
    s->count += count;
    s->focus += count;
    s->top += count;
    free(lines);
    return STATUS_OK;
}

/* The list from its beginning, after what it shows has changed. */
static enum status load_anew(struct screen *screen, struct error *err)
{
    struct library *s = screen->state;

    drop(s, 0, s->count);
    s->focus = s->top = 0;
    return load_after(screen, 0, err);
}

static struct prompt_line *focused(struct library *s)
{
    return s->focus < s->count ? &s->lines[s->focus] : NULL;
}

/* The focused prompt, where it is drawn beside the list. */
static void load_leaf(struct screen *screen)
{
    struct library *s = screen->state;
    struct layout l = layout_of(screen->metrics->width, screen->metrics->height), left, right;
    const struct prompt_line *line = focused(s);
    int between;

    if (line && s->leaf.id && !strcmp(s->leaf.id, line->id) && !strcmp(s->leaf.pack, line->pack))
        return;
    prompt_release(&s->leaf);
    if (line && layout_leaves(&l, &left, &right, &between) &&
        library_find(screen->world->store, line->pack, line->id, &s->leaf, NULL) != STATUS_OK)
        s->leaf = (struct prompt){ 0 };
}

static enum status library_open(struct screen *screen, struct error *err)
{
    struct library *s = screen->state;
    enum status status = pack_list_load(&s->packs, screen->world->store, err);

    s->words = (struct field)FIELD_INIT;
    s->words.most = LIBRARY_WORDS_MAX;
    if (status == STATUS_OK)
        status = load_anew(screen, err);
    if (status == STATUS_OK)
        load_leaf(screen);
    return status;
}

static void library_close(struct screen *screen)
{
    struct library *s = screen->state;

    drop(s, 0, s->count);
    field_release(&s->words);
    prompt_release(&s->leaf);
    pack_list_release(&s->packs);
}

/* Seen again: marks, prompts and packs may have changed. */
static void library_resume(struct screen *screen)
{
    struct library *s = screen->state;
    size_t *chosen = &s->filters.chosen[FILTER_PACK];
    char pack[PROMPT_ID_SIZE] = "";
    int64_t number = focused(s) ? focused(s)->number : 0;
    size_t above;

    if (*chosen)
        snprintf(pack, sizeof pack, "%s", s->packs.items[*chosen - 1].id);
    pack_list_load(&s->packs, screen->world->store, NULL);
    for (*chosen = *pack ? s->packs.count : 0;
         *chosen && strcmp(s->packs.items[*chosen - 1].id, pack) != 0;)
        --*chosen;
    above = s->focus - s->top;
    drop(s, 0, s->count);
    s->focus = s->top = 0;
    if (load_after(screen, number ? number - 1 : 0, NULL) == STATUS_OK)
        load_before(screen, number ? number : 0, NULL);
    s->focus = s->focus < s->count ? s->focus : s->count ? s->count - 1 : 0;
    s->top = s->focus > above ? s->focus - above : 0;
    prompt_release(&s->leaf);
    load_leaf(screen);
}

static void focus_by(struct screen *screen, long by)
{
    struct library *s = screen->state;

    if (by > 0 && s->count && s->focus + (size_t)by >= s->count)
        load_after(screen, s->lines[s->count - 1].number, NULL);
    if (by < 0 && s->count && s->focus < (size_t)-by)
        load_before(screen, s->lines[0].number, NULL);
    if (by < 0)
        s->focus -= (size_t)-by < s->focus ? (size_t)-by : s->focus;
    else
        s->focus += (size_t)by;
    if (s->count && s->focus >= s->count)
        s->focus = s->count - 1;
}

static void go_to_end(struct screen *screen)
{
    struct library *s = screen->state;

    drop(s, 0, s->count);
    s->focus = s->top = 0;
    load_before(screen, INT64_MAX, NULL);
    s->focus = s->count ? s->count - 1 : 0;
    s->top = 0;
}

/* ---- footer ---- */

static void library_footer(const struct screen *screen, struct footer *footer)
{
    const struct library *s = screen->state;

    switch (s->at) {
    case AT_WORDS:
        footer_add(footer, KEYMAP_LIBRARY, ACTION_ENTER, "to the list");
        footer_add(footer, KEYMAP_LIBRARY, ACTION_BACK, "all of it");
        return;
    case AT_FILTERS:
        footer_add(footer, KEYMAP_LIBRARY, ACTION_ENTER, "to the list");
        return;
    case AT_CHIPS:
        footer_add(footer, KEYMAP_LIBRARY, ACTION_ENTER, "take it away");
        footer_add(footer, KEYMAP_LIBRARY, ACTION_BACK, "back");
        return;
    default:
        break;
    }
    footer_add(footer, KEYMAP_LIBRARY, ACTION_ENTER, s->count ? NULL : "all of it");
    if (s->undo.mark != MARK_NONE)
        footer_add(footer, KEYMAP_LIBRARY, ACTION_UNDO, NULL);
    if (s->count)
        footer_add(footer, KEYMAP_LIBRARY, ACTION_DEAL_THIS, NULL);
    footer_add(footer, KEYMAP_LIBRARY, ACTION_SEARCH, NULL);
    footer_add(footer, KEYMAP_LIBRARY, ACTION_FILTER, NULL);
    footer_add(footer, KEYMAP_LIBRARY, ACTION_COMPOSE, NULL);
    footer_add(footer, KEYMAP_LIBRARY, ACTION_HELP, "more");
    footer_place_show(&s->place, footer);
}

/* ---- acting ---- */

static void show_all(struct screen *screen)
{
    struct library *s = screen->state;

    s->filters = (struct filters){ { 0 } };
    field_set(&s->words, NULL);
    load_anew(screen, NULL);
}

static struct effect mark(const struct prompt_line *line, enum mark which, bool on)
{
    return (struct effect){ .write = WRITE_MARK,
                            .prompt = prompt_key_of(line->pack, line->id),
                            .mark = which,
                            .on = on,
                            .quiet = mark_told(which, on) };
}

static struct effect undo(const struct library *s)
{
    return (struct effect){ .write = WRITE_MARK,
                            .prompt = s->undo.prompt,
                            .mark = s->undo.mark,
                            .on = !s->undo.on,
                            .quiet = "As it was." };
}

static struct effect act_on(const struct prompt_line *line, enum action action)
{
    switch (action) {
    case ACTION_ENTER:
        return (struct effect){ .prompt = prompt_key_of(line->pack, line->id),
                                .move = MOVE_PUSH,
                                .to = &screen_prompt };
    case ACTION_DEAL_THIS:
        return (struct effect){ .write = WRITE_DEAL_THIS,
                                .prompt = prompt_key_of(line->pack, line->id),
                                .move = MOVE_REPLACE,
                                .to = &screen_card };
    case ACTION_FAVOURITE:
        return mark(line, MARK_FAVOURITE, !line->favourite);
    default:
        return mark(line, MARK_NEVER, !line->never);
    }
}

static void move(struct screen *screen, enum action action)
{
    struct library *s = screen->state;
    struct layout l = layout_of(screen->metrics->width, screen->metrics->height);
    long page = library_rows(s, &l) - 1;

    switch (action) {
    case ACTION_UP:
    case ACTION_PREVIOUS:
        focus_by(screen, -1);
        break;
    case ACTION_DOWN:
    case ACTION_NEXT:
        focus_by(screen, 1);
        break;
    case ACTION_PAGE_UP:
        focus_by(screen, -page);
        break;
    case ACTION_PAGE_DOWN:
        focus_by(screen, page);
        break;
    case ACTION_FIRST:
        load_anew(screen, NULL);
        break;
    default:
        go_to_end(screen);
        break;
    }
}

static struct effect run(struct screen *screen, enum action action)
{
    struct library *s = screen->state;
    const struct prompt_line *line = focused(s);

    switch (action) {
    case ACTION_UP:
    case ACTION_PREVIOUS:
    case ACTION_DOWN:
    case ACTION_NEXT:
    case ACTION_PAGE_UP:
    case ACTION_PAGE_DOWN:
    case ACTION_FIRST:
    case ACTION_LAST:
        move(screen, action);
        break;
    case ACTION_ENTER:
    case ACTION_DEAL_THIS:
    case ACTION_FAVOURITE:
    case ACTION_HIDE:
        if (line)
            return act_on(line, action);
        show_all(screen); /* only Enter comes here without a prompt */
        break;
    case ACTION_UNDO:
        return undo(s);
    case ACTION_SEARCH:
        s->at = AT_WORDS;
        field_end(&s->words);
        break;
    case ACTION_FILTER:
        s->at = AT_FILTERS;
        break;
    case ACTION_COMPOSE:
        return (struct effect){ .move = MOVE_PUSH, .to = &screen_compose };
    case ACTION_PACKS:
        return (struct effect){ .move = MOVE_PUSH, .to = &screen_packs };
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_BACK };
    default:
        break;
    }
    return (struct effect){ 0 };
}

/* Up from the first line leads to the words that narrow the list down. */
static bool leaves_upwards(struct screen *screen, enum action action)
{
    struct library *s = screen->state;

    if (s->focus || s->place.inside || (action != ACTION_UP && action != ACTION_PREVIOUS))
        return false;
    if (s->count)
        load_before(screen, s->lines[0].number, NULL);
    return !s->focus && library_chip_count(s);
}

static struct effect act_in_list(struct screen *screen, enum action action)
{
    struct library *s = screen->state;
    struct footer footer = { 0 };

    if (leaves_upwards(screen, action)) {
        s->at = AT_CHIPS;
        s->chip = 0;
        return (struct effect){ 0 };
    }
    library_footer(screen, &footer);
    return run(screen, footer_place_act(&s->place, &footer, action));
}

static void act_on_words(struct screen *screen, const struct input *input)
{
    struct library *s = screen->state;
    size_t size = s->words.text.size;

    if (field_act(&s->words, input->action, input->text)) {
        if (s->words.text.size != size)
            load_anew(screen, NULL);
        return;
    }
    switch (input->action) {
    case ACTION_BACK:
        field_set(&s->words, NULL);
        load_anew(screen, NULL);
        s->at = AT_LIST;
        break;
    case ACTION_ENTER:
    case ACTION_DOWN:
    case ACTION_NEXT:
        s->at = AT_LIST;
        break;
    default:
        break;
    }
}

static struct effect act_on_chips(struct screen *screen, enum action action)
{
    struct library *s = screen->state;

    switch (action) {
    case ACTION_LEFT:
        s->chip -= s->chip > 0;
        break;
    case ACTION_RIGHT:
        s->chip += s->chip + 1 < library_chip_count(s);
        break;
    case ACTION_ENTER:
        library_chip_remove(s, s->chip);
        load_anew(screen, NULL);
        s->chip = 0;
        if (!library_chip_count(s))
            s->at = AT_LIST;
        break;
    default:
        s->at = AT_LIST;
        break;
    }
    return (struct effect){ 0 };
}

static struct effect act_on_filters(struct screen *screen, enum action action)
{
    struct library *s = screen->state;
    size_t *chosen = &s->filters.chosen[s->row];

    switch (action) {
    case ACTION_UP:
    case ACTION_PREVIOUS:
        s->row -= s->row > 0;
        break;
    case ACTION_DOWN:
    case ACTION_NEXT:
        s->row += s->row + 1 < FILTER_ROWS;
        break;
    case ACTION_LEFT:
        *chosen -= *chosen > 0;
        break;
    case ACTION_RIGHT:
        *chosen += *chosen + 1 < filter_count((enum filter_row)s->row, &s->packs);
        break;
    case ACTION_ENTER:
    case ACTION_BACK:
    case ACTION_QUIT:
    case ACTION_FILTER:
        s->at = AT_LIST;
        s->place.inside = false;
        load_anew(screen, NULL);
        break;
    default:
        break;
    }
    return (struct effect){ 0 };
}

static struct effect library_act(struct screen *screen, const struct input *input)
{
    struct library *s = screen->state;
    struct layout l = layout_of(screen->metrics->width, screen->metrics->height);
    struct effect effect = { 0 };

    switch (s->at) {
    case AT_WORDS:
        act_on_words(screen, input);
        break;
    case AT_CHIPS:
        effect = act_on_chips(screen, input->action);
        break;
    case AT_FILTERS:
        effect = act_on_filters(screen, input->action);
        break;
    default:
        effect = act_in_list(screen, input->action);
        break;
    }
    s->top = library_top(s, screen->metrics, &l);
    load_leaf(screen);
    return effect;
}

/* A mark was written: the line shows it, and u takes it back. */
static void library_done(struct screen *screen, const struct result *result)
{
    struct library *s = screen->state;
    bool undone = s->undo.mark == result->mark && s->undo.on != result->on &&
                  !strcmp(s->undo.prompt.id, result->prompt.id) &&
                  !strcmp(s->undo.prompt.pack, result->prompt.pack);

    for (size_t i = 0; i < s->count; i++) {
        struct prompt_line *line = &s->lines[i];

        if (strcmp(line->id, result->prompt.id) || strcmp(line->pack, result->prompt.pack))
            continue;
        if (result->mark == MARK_FAVOURITE)
            line->favourite = result->on;
        else
            line->never = result->on;
    }
    s->undo.mark = undone ? MARK_NONE : result->mark;
    s->undo.prompt = result->prompt;
    s->undo.on = result->on;
}

static bool may_be_dealt(const struct library *s, const struct prompt_line *line)
{
    const struct pack_item *pack = pack_list_find(&s->packs, line->pack);

    return !line->face_down && !line->never && pack && pack->enabled;
}

static unsigned library_facts(const struct screen *screen)
{
    const struct library *s = screen->state;
    const struct prompt_line *line =
        s->at == AT_LIST && s->focus < s->count ? &s->lines[s->focus] : NULL;

    return (line ? FACT_PROMPT : 0u) | (line && may_be_dealt(s, line) ? FACT_FACE_UP : 0u) |
           (s->undo.mark != MARK_NONE ? FACT_UNDO : 0u);
}

static bool library_typing(const struct screen *screen)
{
    return ((const struct library *)screen->state)->at == AT_WORDS;
}

static void library_draw(const struct screen *screen, struct canvas *canvas)
{
    library_view_draw(screen->state, canvas);
}

const struct screen_ops screen_library = {
    .name = "library",
    .keymap = KEYMAP_LIBRARY,
    .state_size = sizeof(struct library),
    .open = library_open,
    .act = library_act,
    .done = library_done,
    .resume = library_resume,
    .draw = library_draw,
    .footer = library_footer,
    .facts = library_facts,
    .typing = library_typing,
    .close = library_close,
};
