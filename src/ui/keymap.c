/* The bindings. Arrows, Enter and Esc are enough for everything; the letters are short cuts. */
#include "ui/keymap.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/mem.h"
#include "base/text.h"

enum { CTRL_D = 0x04, CTRL_L = 0x0c, CTRL_O = 0x0f, CTRL_R = 0x12, CTRL_U = 0x15 };

const struct binding bindings[] = {
    { KEYMAP_HOME, K_ENTER, ACTION_ENTER, "deal a card" },
    { KEYMAP_HOME, 'n', ACTION_DEAL, "deal another" },
    { KEYMAP_HOME, 'e', ACTION_PARTICULAR, NULL },
    { KEYMAP_HOME, 'd', ACTION_PLAN_DONE, NULL },
    { KEYMAP_HOME, 'x', ACTION_PLAN_LET_GO, NULL },
    { KEYMAP_HOME, 'w', ACTION_PLAN_WRITE, NULL },
    { KEYMAP_HOME, 'u', ACTION_UNDO, NULL },
    { KEYMAP_HOME, 'r', ACTION_LOOK_BACK, NULL },
    { KEYMAP_HOME, 'l', ACTION_LIBRARY, NULL },
    { KEYMAP_HOME, 'p', ACTION_PACKS, NULL },
    { KEYMAP_HOME, 'o', ACTION_TOPICS, NULL },

    { KEYMAP_CARD, K_ENTER, ACTION_ENTER, "the next step" },
    { KEYMAP_CARD, ' ', ACTION_SWAP, NULL },
    { KEYMAP_CARD, 'f', ACTION_FOLLOWUP, NULL },
    { KEYMAP_CARD, 'i', ACTION_LISTENER, NULL },
    { KEYMAP_CARD, 'n', ACTION_ANOTHER, NULL },
    { KEYMAP_CARD, 'k', ACTION_KEEP, NULL },
    { KEYMAP_CARD, 's', ACTION_STOP, NULL },
    { KEYMAP_CARD, 'd', ACTION_TALKED, NULL },
    { KEYMAP_CARD, 'e', ACTION_WAYS, NULL },
    { KEYMAP_CARD, 'g', ACTION_DEEPER, NULL },
    { KEYMAP_CARD, 'o', ACTION_EDITOR, "a note in your editor" },
    { KEYMAP_CARD, '*', ACTION_FAVOURITE, NULL },
    { KEYMAP_CARD, 't', ACTION_PAUSE, NULL },
    { KEYMAP_CARD, 'w', ACTION_WHY, NULL },
    { KEYMAP_CARD, 'x', ACTION_NEVER, "never again" },
    { KEYMAP_CARD, 'u', ACTION_UNDO, NULL },

    { KEYMAP_FACE_DOWN, K_ENTER, ACTION_ENTER, "turn it over" },
    { KEYMAP_FACE_DOWN, K_ESC, ACTION_DECLINE, NULL },
    { KEYMAP_FACE_DOWN, 's', ACTION_STOP, NULL },
    { KEYMAP_FACE_DOWN, 'w', ACTION_WHY, NULL },
    { KEYMAP_FACE_DOWN, 'u', ACTION_UNDO, NULL },

    { KEYMAP_PROTOCOL, K_ENTER, ACTION_ENTER, "the next step" },
    { KEYMAP_PROTOCOL, 'b', ACTION_STEP_BACK, NULL },
    { KEYMAP_PROTOCOL, 'a', ACTION_AGAIN, NULL },
    { KEYMAP_PROTOCOL, ' ', ACTION_SWAP, NULL },
    { KEYMAP_PROTOCOL, 't', ACTION_PAUSE, NULL },
    { KEYMAP_PROTOCOL, 'e', ACTION_WAYS, NULL },
    { KEYMAP_PROTOCOL, 'o', ACTION_EDITOR, "a note in your editor" },
    { KEYMAP_PROTOCOL, 'd', ACTION_TALKED, NULL },
    { KEYMAP_PROTOCOL, 'n', ACTION_ANOTHER, NULL },
    { KEYMAP_PROTOCOL, 'k', ACTION_KEEP, NULL },
    { KEYMAP_PROTOCOL, 's', ACTION_STOP, NULL },
    { KEYMAP_PROTOCOL, 'w', ACTION_WHY, NULL },
    { KEYMAP_PROTOCOL, 'x', ACTION_NEVER, "never again" },
    { KEYMAP_PROTOCOL, 'u', ACTION_UNDO, NULL },

    { KEYMAP_PAUSE, K_ENTER, ACTION_ENTER, "we are back" },
    { KEYMAP_PAUSE, '+', ACTION_LATER, NULL },
    { KEYMAP_PAUSE, '-', ACTION_EARLIER, NULL },
    { KEYMAP_PAUSE, 's', ACTION_STOP, NULL },
    { KEYMAP_PAUSE, 'u', ACTION_UNDO, NULL },
    { KEYMAP_PAUSE, 'q', ACTION_QUIT, "leave it here" },

    { KEYMAP_DOORS, K_ENTER, ACTION_ENTER, "begin" },
    { KEYMAP_DOORS, 'j', ACTION_DOWN, "down" },
    { KEYMAP_DOORS, 'k', ACTION_UP, "up" },

    { KEYMAP_WAYS, K_ENTER, ACTION_ENTER, "this way" },
    { KEYMAP_WAYS, 'j', ACTION_DOWN, "down" },
    { KEYMAP_WAYS, 'k', ACTION_UP, "up" },

    { KEYMAP_SEALED, K_ENTER, ACTION_ENTER, "the next step" },
    { KEYMAP_SEALED, 'w', ACTION_WRITE_MORE, NULL },
    { KEYMAP_SEALED, 's', ACTION_SAVE_BOTH, NULL },
    { KEYMAP_SEALED, 'f', ACTION_FOLLOWUP, NULL },
    { KEYMAP_SEALED, 'j', ACTION_DOWN, "down" },
    { KEYMAP_SEALED, 'k', ACTION_UP, "up" },

    { KEYMAP_WRITING, K_ENTER, ACTION_NEW_LINE, NULL },
    { KEYMAP_WRITING, K_ESC, ACTION_BACK, "done, draw the curtain" },
    { KEYMAP_WRITING, CTRL_O, ACTION_EDITOR, NULL },
    { KEYMAP_WRITING, CTRL_U, ACTION_UNDO, NULL },
    { KEYMAP_WRITING, CTRL_R, ACTION_REDO, NULL },
    { KEYMAP_WRITING, K_PAGE_DOWN, ACTION_PAGE_DOWN, NULL },
    { KEYMAP_WRITING, K_PAGE_UP, ACTION_PAGE_UP, NULL },

    { KEYMAP_AFTER, K_ENTER, ACTION_ENTER, "keep it, one more card" },
    { KEYMAP_AFTER, K_TAB, ACTION_NEXT, "another kind of line" },
    { KEYMAP_AFTER, K_ESC, ACTION_END, NULL },
    { KEYMAP_AFTER, 'n', ACTION_DEAL, "one more card" },
    { KEYMAP_AFTER, 'u', ACTION_UNDO, "take it back" },
    { KEYMAP_AFTER, 'o', ACTION_EDITOR, NULL },
    { KEYMAP_AFTER, CTRL_O, ACTION_EDITOR, NULL },

    { KEYMAP_CLOSE, K_ENTER, ACTION_ENTER, NULL },
    { KEYMAP_CLOSE, 'w', ACTION_WORD, NULL },
    { KEYMAP_CLOSE, 'n', ACTION_DEAL, "one more card" },
    { KEYMAP_CLOSE, 'u', ACTION_UNDO, NULL },

    { KEYMAP_REVIEW, K_ENTER, ACTION_ENTER, "open" },
    { KEYMAP_REVIEW, 'j', ACTION_DOWN, "older" },
    { KEYMAP_REVIEW, 'k', ACTION_UP, "newer" },
    { KEYMAP_REVIEW, CTRL_D, ACTION_PAGE_DOWN, NULL },
    { KEYMAP_REVIEW, CTRL_U, ACTION_PAGE_UP, NULL },
    { KEYMAP_REVIEW, K_PAGE_DOWN, ACTION_PAGE_DOWN, NULL },
    { KEYMAP_REVIEW, K_PAGE_UP, ACTION_PAGE_UP, NULL },
    { KEYMAP_REVIEW, 'g', ACTION_FIRST, NULL },
    { KEYMAP_REVIEW, 'G', ACTION_LAST, NULL },
    { KEYMAP_REVIEW, K_HOME, ACTION_FIRST, NULL },
    { KEYMAP_REVIEW, K_END, ACTION_LAST, NULL },

    { KEYMAP_SITTING, K_ENTER, ACTION_EDIT, NULL },
    { KEYMAP_SITTING, 'j', ACTION_DOWN, "the next card" },
    { KEYMAP_SITTING, 'k', ACTION_UP, "the card before" },
    { KEYMAP_SITTING, K_PAGE_DOWN, ACTION_PAGE_DOWN, NULL },
    { KEYMAP_SITTING, K_PAGE_UP, ACTION_PAGE_UP, NULL },
    { KEYMAP_SITTING, CTRL_D, ACTION_PAGE_DOWN, NULL },
    { KEYMAP_SITTING, CTRL_U, ACTION_PAGE_UP, NULL },
    { KEYMAP_SITTING, 'u', ACTION_UNDO, NULL },
    { KEYMAP_SITTING, 'o', ACTION_EDITOR, NULL },
    { KEYMAP_SITTING, CTRL_O, ACTION_EDITOR, NULL },
    { KEYMAP_SITTING, 'g', ACTION_FIRST, "the first card" },
    { KEYMAP_SITTING, 'G', ACTION_LAST, "the last card" },
    { KEYMAP_SITTING, K_HOME, ACTION_FIRST, "the first card" },
    { KEYMAP_SITTING, K_END, ACTION_LAST, "the last card" },

    { KEYMAP_LIBRARY, K_ENTER, ACTION_ENTER, "see it" },
    { KEYMAP_LIBRARY, 'd', ACTION_DEAL_THIS, NULL },
    { KEYMAP_LIBRARY, '/', ACTION_SEARCH, NULL },
    { KEYMAP_LIBRARY, 'f', ACTION_FILTER, NULL },
    { KEYMAP_LIBRARY, 'a', ACTION_COMPOSE, NULL },
    { KEYMAP_LIBRARY, '*', ACTION_FAVOURITE, NULL },
    { KEYMAP_LIBRARY, 'x', ACTION_HIDE, NULL },
    { KEYMAP_LIBRARY, 'u', ACTION_UNDO, NULL },
    { KEYMAP_LIBRARY, 'p', ACTION_PACKS, NULL },
    { KEYMAP_LIBRARY, 'j', ACTION_DOWN, "down" },
    { KEYMAP_LIBRARY, 'k', ACTION_UP, "up" },
    { KEYMAP_LIBRARY, CTRL_D, ACTION_PAGE_DOWN, NULL },
    { KEYMAP_LIBRARY, CTRL_U, ACTION_PAGE_UP, NULL },
    { KEYMAP_LIBRARY, K_PAGE_DOWN, ACTION_PAGE_DOWN, NULL },
    { KEYMAP_LIBRARY, K_PAGE_UP, ACTION_PAGE_UP, NULL },
    { KEYMAP_LIBRARY, 'g', ACTION_FIRST, "the first" },
    { KEYMAP_LIBRARY, 'G', ACTION_LAST, "the last" },
    { KEYMAP_LIBRARY, K_HOME, ACTION_FIRST, "the first" },
    { KEYMAP_LIBRARY, K_END, ACTION_LAST, "the last" },

    { KEYMAP_PROMPT, K_ENTER, ACTION_ENTER, NULL },
    { KEYMAP_PROMPT, 'd', ACTION_DEAL_THIS, NULL },
    { KEYMAP_PROMPT, '*', ACTION_FAVOURITE, NULL },
    { KEYMAP_PROMPT, 'x', ACTION_HIDE, NULL },
    { KEYMAP_PROMPT, 'e', ACTION_REWRITE, NULL },
    { KEYMAP_PROMPT, 't', ACTION_TEAR_UP, NULL },
    { KEYMAP_PROMPT, 'u', ACTION_UNDO, NULL },
    { KEYMAP_PROMPT, 'j', ACTION_DOWN, "down" },
    { KEYMAP_PROMPT, 'k', ACTION_UP, "up" },

    { KEYMAP_PACKS, K_ENTER, ACTION_ENTER, "on, or off" },
    { KEYMAP_PACKS, 'o', ACTION_SWITCH, NULL },
    { KEYMAP_PACKS, 'a', ACTION_ADD, NULL },
    { KEYMAP_PACKS, 'x', ACTION_REMOVE, NULL },
    { KEYMAP_PACKS, 'u', ACTION_UNDO, NULL },
    { KEYMAP_PACKS, 'j', ACTION_DOWN, "down" },
    { KEYMAP_PACKS, 'k', ACTION_UP, "up" },
    { KEYMAP_PACKS, 'g', ACTION_FIRST, "the first" },
    { KEYMAP_PACKS, 'G', ACTION_LAST, "the last" },
    { KEYMAP_PACKS, K_HOME, ACTION_FIRST, "the first" },
    { KEYMAP_PACKS, K_END, ACTION_LAST, "the last" },

    { KEYMAP_COMPOSE, K_ENTER, ACTION_ENTER, "keep it" },

    { KEYMAP_TOPICS, K_ENTER, ACTION_ENTER, "close it, or go on" },
    { KEYMAP_TOPICS, 'a', ACTION_ANEW, NULL },
    { KEYMAP_TOPICS, 'j', ACTION_DOWN, "down" },
    { KEYMAP_TOPICS, 'k', ACTION_UP, "up" },
    { KEYMAP_TOPICS, 'g', ACTION_FIRST, "the first" },
    { KEYMAP_TOPICS, 'G', ACTION_LAST, "the last" },
    { KEYMAP_TOPICS, K_HOME, ACTION_FIRST, "the first" },
    { KEYMAP_TOPICS, K_END, ACTION_LAST, "the last" },

    { KEYMAP_SUPPORT, K_ENTER, ACTION_ENTER, "back" },
    { KEYMAP_SUPPORT, 'j', ACTION_DOWN, "down" },
    { KEYMAP_SUPPORT, 'k', ACTION_UP, "up" },

    { KEYMAP_HELP, K_ENTER, ACTION_ENTER, "do it" },
    { KEYMAP_HELP, K_ESC, ACTION_BACK, "" },
    { KEYMAP_HELP, 'j', ACTION_DOWN, "" },
    { KEYMAP_HELP, 'k', ACTION_UP, "" },
    { KEYMAP_HELP, 'q', ACTION_BACK, "" },

    { KEYMAP_FIRST_RUN, K_ENTER, ACTION_ENTER, "go on" },

    { KEYMAP_FIELD, K_BACKSPACE, ACTION_ERASE, "" },
    { KEYMAP_FIELD, K_DELETE, ACTION_ERASE_NEXT, "" },
    { KEYMAP_FIELD, K_HOME, ACTION_LINE_BEGIN, "" },
    { KEYMAP_FIELD, K_END, ACTION_LINE_END, "" },

    { KEYMAP_GLOBAL, K_UP, ACTION_UP, "" },
    { KEYMAP_GLOBAL, K_DOWN, ACTION_DOWN, "" },
    { KEYMAP_GLOBAL, K_LEFT, ACTION_LEFT, "" },
    { KEYMAP_GLOBAL, K_RIGHT, ACTION_RIGHT, "" },
    { KEYMAP_GLOBAL, K_ENTER, ACTION_ENTER, NULL },
    { KEYMAP_GLOBAL, K_ESC, ACTION_BACK, NULL },
    { KEYMAP_GLOBAL, CTRL_L, ACTION_REDRAW, NULL },
    { KEYMAP_GLOBAL, K_TAB, ACTION_NEXT, NULL },
    { KEYMAP_GLOBAL, K_BACK_TAB, ACTION_PREVIOUS, "" },
    { KEYMAP_GLOBAL, '?', ACTION_HELP, NULL },
    { KEYMAP_GLOBAL, '!', ACTION_SUPPORT, NULL },
    { KEYMAP_GLOBAL, 'q', ACTION_QUIT, NULL },
};

const size_t binding_count = ARRAY_SIZE(bindings);

/* The rows of a map stand together; where they begin is looked for once. */
static const struct binding *rows_of(enum keymap_id map)
{
    static const struct binding *begins[KEYMAP_COUNT];

    if (!begins[map]) {
        begins[map] = bindings + binding_count;
        for (size_t i = binding_count; i-- > 0;)
            if (bindings[i].map == map)
                begins[map] = &bindings[i];
    }
    return begins[map];
}

static bool is_of(const struct binding *row, enum keymap_id map)
{
    return row < bindings + binding_count && row->map == map;
}

static const struct binding *find_key(enum keymap_id map, uint32_t key)
{
    for (const struct binding *row = rows_of(map); is_of(row, map); row++)
        if (row->key == key)
            return row;
    return NULL;
}

static const struct binding *find_action(enum keymap_id map, enum action action)
{
    for (const struct binding *row = rows_of(map); is_of(row, map); row++)
        if (row->action == action)
            return row;
    return NULL;
}

const char *keymap_title(enum keymap_id map)
{
    static const char *const titles[KEYMAP_COUNT] = {
        [KEYMAP_FIRST_RUN] = "The first time",
        [KEYMAP_HOME] = "At home",
        [KEYMAP_CARD] = "On a card",
        [KEYMAP_FACE_DOWN] = "On a card, face down",
        [KEYMAP_PROTOCOL] = "Step by step",
        [KEYMAP_PAUSE] = "In a pause",
        [KEYMAP_DOORS] = "Something particular",
        [KEYMAP_WAYS] = "Another way",
        [KEYMAP_SEALED] = "Written first",
        [KEYMAP_WRITING] = "While you write",
        [KEYMAP_AFTER] = "After a card",
        [KEYMAP_CLOSE] = "At the end",
        [KEYMAP_REVIEW] = "Looking back",
        [KEYMAP_SITTING] = "On an evening",
        [KEYMAP_LIBRARY] = "In the library",
        [KEYMAP_PROMPT] = "On a prompt",
        [KEYMAP_PACKS] = "The packs",
        [KEYMAP_COMPOSE] = "Writing one",
        [KEYMAP_TOPICS] = "The topics",
        [KEYMAP_SUPPORT] = "Support",
        [KEYMAP_HELP] = "The keys",
    };

    return titles[map] ? titles[map] : "";
}

enum action keymap_lookup(enum keymap_id map, uint32_t key)
{
    const struct binding *binding = find_key(map, key);

    if (!binding)
        binding = find_key(KEYMAP_GLOBAL, key);
    return binding ? binding->action : ACTION_NONE;
}

uint32_t keymap_key(enum keymap_id map, enum action action)
{
    const struct binding *binding = find_action(map, action);

    if (!binding)
        binding = find_action(KEYMAP_GLOBAL, action);
    return binding ? binding->key : 0;
}

const char *keymap_help(enum keymap_id map, enum action action)
{
    const struct binding *binding = find_action(map, action);

    return binding && binding->help ? binding->help : action_row(action)->help;
}

const char *key_name(uint32_t key, char buffer[KEY_NAME_MAX])
{
    /* clang-format off */
    static const struct {
        uint32_t key;
        const char *name;
    } names[] = {
        { K_TAB, "Tab" },         { K_ENTER, "Enter" },   { K_ESC, "Esc" },
        { K_BACKSPACE, "Backspace" }, { ' ', "Space" },   { K_UP, "Up" },
        { K_DOWN, "Down" },       { K_LEFT, "Left" },     { K_RIGHT, "Right" },
        { K_HOME, "Home" },       { K_END, "End" },       { K_PAGE_UP, "PgUp" },
        { K_PAGE_DOWN, "PgDn" },  { K_DELETE, "Del" },    { K_BACK_TAB, "Shift-Tab" },
    };
    /* clang-format on */

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        if (names[i].key == key)
            return names[i].name;
    if (key < 0x20)
        snprintf(buffer, KEY_NAME_MAX, "Ctrl-%c", (char)(key + '@'));
    else if (key < K_UP)
        buffer[text_encode(key, buffer)] = '\0';
    else
        snprintf(buffer, KEY_NAME_MAX, "that key");
    return buffer;
}
