/* Which key does what where. One row a binding; the page of keys and the footer derive from it. */
#ifndef COUPLET_UI_KEYMAP_H
#define COUPLET_UI_KEYMAP_H

#include <stddef.h>
#include <stdint.h>

#include "ui/action.h"
#include "ui/event.h"

enum keymap_id {
    KEYMAP_GLOBAL,
    KEYMAP_FIELD, /* while a line is typed: no printable key but as text */
    KEYMAP_FIRST_RUN,
    KEYMAP_HOME,
    KEYMAP_CARD,
    KEYMAP_FACE_DOWN,
    KEYMAP_PROTOCOL,
    KEYMAP_PAUSE,
    KEYMAP_DOORS,
    KEYMAP_WAYS,
    KEYMAP_SEALED,
    KEYMAP_WRITING, /* alone, a text of several lines */
    KEYMAP_AFTER,
    KEYMAP_CLOSE,
    KEYMAP_REVIEW,
    KEYMAP_SITTING,
    KEYMAP_LIBRARY,
    KEYMAP_PROMPT,
    KEYMAP_PACKS,
    KEYMAP_COMPOSE,
    KEYMAP_TOPICS,
    KEYMAP_SUPPORT,
    KEYMAP_HELP,
    KEYMAP_COUNT
};

struct binding {
    enum keymap_id map;
    uint32_t key;
    enum action action;
    const char *help; /* what it does here, in few words; NULL: the action's; "": not listed */
};

/* All bindings, in the order in which help lists them. */
extern const struct binding bindings[];
extern const size_t binding_count;

/* What the page of keys is called there: "On a card". */
const char *keymap_title(enum keymap_id map);

/* The action of a key, first in the map, then in the global one; ACTION_NONE if there is none. */
enum action keymap_lookup(enum keymap_id map, uint32_t key);

/* The name of a key as it is shown: "Enter", "f", "Space", "Ctrl-L". Good until the next call
 * with the same buffer. */
enum { KEY_NAME_MAX = 16 };
const char *key_name(uint32_t key, char buffer[KEY_NAME_MAX]);

/* The key that the footer names for an action: the first binding in that map or the global one;
 * 0 if there is none. */
uint32_t keymap_key(enum keymap_id map, enum action action);

/* What an action does on that screen, in few words. */
const char *keymap_help(enum keymap_id map, enum action action);

#endif
