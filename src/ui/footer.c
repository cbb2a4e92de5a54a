/* The row of actions at the bottom. */
#include "ui/footer.h"

#include <string.h>

#include "base/text.h"
#include "ui/glyph.h"

enum { BETWEEN = 3, KEPT_WHEN_TIGHT = 3 };

void footer_add(struct footer *footer, enum keymap_id map, enum action action, const char *word)
{
    footer_add_brief(footer, map, action, word, NULL);
}

/* As much as there is room for, in whole letters. */
static void copy_whole(char *to, size_t room, const char *text)
{
    size_t n = strlen(text), fit = 0, next;

    while (fit < n && (next = text_next_cluster(text, n, fit)) < room)
        fit = next;
    memcpy(to, text, fit);
    to[fit] = '\0';
}

void footer_add_brief(struct footer *footer, enum keymap_id map, enum action action,
                      const char *word, const char *brief)
{
    struct footer_item *item;

    if (footer->count == FOOTER_ITEMS_MAX)
        return;
    item = &footer->items[footer->count++];
    item->action = action;
    item->key = keymap_key(map, action);
    item->brief = brief;
    copy_whole(item->word, sizeof item->word, word ? word : keymap_help(map, action));
}

static enum action act_outside(struct footer_place *place, const struct footer *footer,
                               enum action action)
{
    if (action != ACTION_LEFT && action != ACTION_RIGHT)
        return action;
    place->inside = true;
    place->chosen = action == ACTION_RIGHT && footer->count > 1 ? 1 : 0;
    return ACTION_NONE;
}

/* Enter does what is chosen, whatever the screen has bound it to outside of the footer. */
static bool is_enter(const struct footer *footer, enum action action)
{
    return action == ACTION_ENTER || action == footer->items[0].action;
}

static enum action act_inside(struct footer_place *place, const struct footer *footer,
                              enum action action)
{
    switch (action) {
    case ACTION_LEFT:
        place->chosen -= place->chosen > 0;
        return ACTION_NONE;
    case ACTION_RIGHT:
        place->chosen += place->chosen + 1 < footer->count;
        return ACTION_NONE;
    case ACTION_UP:
    case ACTION_DOWN:
    case ACTION_NEXT:
    case ACTION_PREVIOUS:
        place->inside = false;
        return ACTION_NONE;
    default:
        break;
    }
    return is_enter(footer, action) ? footer->items[place->chosen].action : action;
}

enum action footer_place_act(struct footer_place *place, const struct footer *footer,
                             enum action action)
{
    if (!footer->count)
        return action;
    if (place->chosen >= footer->count)
        place->chosen = 0;
    return place->inside ? act_inside(place, footer, action) : act_outside(place, footer, action);
}

enum action footer_meant(const struct footer *footer, enum action action)
{
    bool chosen = footer->focused && footer->count && is_enter(footer, action);

    return chosen ? footer->items[footer->chosen].action : action;
}

void footer_place_show(const struct footer_place *place, struct footer *footer)
{
    footer->focused = place->inside;
    footer->chosen = place->chosen < footer->count ? place->chosen : 0;
}

/* What is left of the footer where room is short. */
struct fitted {
    bool gone[FOOTER_ITEMS_MAX];
    bool brief;      /* the words are their brief forms */
    bool short_last; /* the last one is its key alone */
};

static bool is_chosen(const struct footer *footer, size_t i)
{
    return footer->focused && i == footer->chosen;
}

/* The label before the word: the chosen one has Enter, whatever its letter. */
static const char *label_of(const struct footer *footer, size_t i, char buffer[KEY_NAME_MAX])
{
    uint32_t key = is_chosen(footer, i) ? K_ENTER : footer->items[i].key;

    if (footer->focused && !is_chosen(footer, i) && key == K_ENTER)
        key = 0; /* Enter is elsewhere now */
    return key ? key_name(key, buffer) : "";
}

/* The word; "" where only the key is left. */
static const char *word_of(const struct footer *footer, const struct fitted *fitted, size_t i)
{
    const struct footer_item *item = &footer->items[i];

    if (fitted->short_last && i + 1 == footer->count && !is_chosen(footer, i))
        return "";
    return fitted->brief && item->brief ? item->brief : item->word;
}

static int item_cells(const struct footer *footer, const struct fitted *fitted,
                      const struct canvas *canvas, size_t i)
{
    char buffer[KEY_NAME_MAX];
    int label = canvas_text_width(canvas, label_of(footer, i, buffer));
    int word = canvas_text_width(canvas, word_of(footer, fitted, i));

    return label + (label && word ? 1 : 0) + word + (is_chosen(footer, i) ? 4 : 0);
}

static int all_cells(const struct footer *footer, const struct fitted *fitted,
                     const struct canvas *canvas, size_t *left)
{
    int cells = 0;

    *left = 0;
    for (size_t i = 0; i < footer->count; i++)
        if (!fitted->gone[i]) {
            cells += (*left ? BETWEEN : 0) + item_cells(footer, fitted, canvas, i);
            (*left)++;
        }
    return cells;
}

/* The last item that may go: not the very last, not the chosen one. */
static bool drop_one(const struct footer *footer, struct fitted *fitted)
{
    for (size_t i = footer->count - 1; i-- > 0;)
        if (!fitted->gone[i] && !is_chosen(footer, i) && (i || footer->focused)) {
            fitted->gone[i] = true;
            return true;
        }
    return false;
}

static struct fitted fit(const struct footer *footer, const struct canvas *canvas, int room)
{
    struct fitted fitted = { .short_last = false };
    size_t left;

    while (all_cells(footer, &fitted, canvas, &left) > room) {
        if (left > KEPT_WHEN_TIGHT && drop_one(footer, &fitted))
            continue;
        if (!fitted.brief)
            fitted.brief = true;
        else if (!fitted.short_last)
            fitted.short_last = true;
        else if (!drop_one(footer, &fitted))
            break;
    }
    return fitted;
}

static int draw_item(const struct footer *footer, const struct fitted *fitted,
                     struct canvas *canvas, int row, int col, size_t i)
{
    char buffer[KEY_NAME_MAX];
    const char *label = label_of(footer, i, buffer), *word = word_of(footer, fitted, i);

    col = canvas_put(canvas, row, col, ROLE_TEXT, label);
    if (*label && *word)
        col++;
    if (!is_chosen(footer, i))
        return canvas_put(canvas, row, col, ROLE_MUTED, word);
    if (!footer->no_cursor)
        canvas_cursor(canvas, row, col);
    col = canvas_put_sign(canvas, row, col, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_LEFT)) + 1;
    col = canvas_put(canvas, row, col, ROLE_FOCUS, word) + 1;
    return canvas_put_sign(canvas, row, col, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_RIGHT));
}

void footer_stand(const struct footer *footer, struct layout *layout)
{
    if (!footer->stands.row)
        return;
    layout->footer = footer->stands.row;
    layout->quiet = footer->stands.quiet;
    layout->frame_right = footer->stands.right;
}

void footer_draw(const struct footer *footer, struct canvas *canvas, const struct layout *layout)
{
    struct fitted fitted;
    int col = layout->left;

    if (!footer->count)
        return;
    fitted = fit(footer, canvas, layout->frame_right - layout->left + 1);
    for (size_t i = 0; i < footer->count; i++)
        if (!fitted.gone[i])
            col = draw_item(footer, &fitted, canvas, layout->footer, col, i) + BETWEEN;
}
