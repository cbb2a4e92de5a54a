/* The packs that are installed, in memory. */
#include "packlist.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/prompt.h"
#include "store/library.h"

void pack_list_release(struct pack_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct pack_item *item = &list->items[i];

        free(item->id);
        free(item->title);
        free(item->version);
        free(item->lang);
        free(item->license);
        free(item->author);
    }
    free(list->items);
    *list = (struct pack_list){ 0 };
}

static void add(const struct pack_line *line, void *context)
{
    struct pack_list *list = context;

    list->items = mem_grow(list->items, list->count, &list->room, sizeof *list->items);
    list->items[list->count++] = (struct pack_item){ .id = mem_copy(line->id),
                                                     .title = mem_copy(line->title),
                                                     .version = mem_copy(line->version),
                                                     .lang = mem_copy(line->lang),
                                                     .license = mem_copy(line->license),
                                                     .author = mem_copy(line->author),
                                                     .builtin = line->builtin,
                                                     .enabled = line->enabled,
                                                     .prompts = line->prompts };
}

enum status pack_list_load(struct pack_list *list, struct store *store, struct error *err)
{
    enum status status;

    pack_list_release(list);
    status = library_packs(store, add, list, err);
    if (status != STATUS_OK)
        pack_list_release(list);
    return status;
}

const struct pack_item *pack_list_find(const struct pack_list *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++)
        if (!strcmp(list->items[i].id, id))
            return &list->items[i];
    return NULL;
}

void pack_item_license(struct strbuf *out, const struct pack_item *pack)
{
    strbuf_addstr(out, strcmp(pack->id, PACK_OURS) ? pack->license : "written by you");
}
