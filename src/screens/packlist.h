/* The packs that are installed, in memory. */
#ifndef COUPLET_SCREENS_PACKLIST_H
#define COUPLET_SCREENS_PACKLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "store/store.h"

/* Owns its texts. */
struct pack_item {
    char *id, *title, *version, *lang, *license, *author; /* author: "" for none */
    bool builtin, enabled;
    size_t prompts;
};

struct pack_list {
    struct pack_item *items;
    size_t count, room;
};

/* Reads them anew; what the list held is released. */
enum status pack_list_load(struct pack_list *list, struct store *store, struct error *err);
void pack_list_release(struct pack_list *list);

/* The pack of that id, or NULL. */
const struct pack_item *pack_list_find(const struct pack_list *list, const char *id);

/* Appends what a pack may be used for: "CC0-1.0"; of their own it is said who wrote it. */
void pack_item_license(struct strbuf *out, const struct pack_item *pack);

#endif
