/* The built-in packs and the library. */
#include "app/builtin.h"

#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "base/mem.h"
#include "format/pack.h"
#include "store/library.h"

static const char stamp_setting[] = "built-in packs";

static enum status install(struct store *store, const struct embedded_file *file, char **id,
                           struct error *err)
{
    struct pack pack;
    enum status status =
        pack_read(file->data, (size_t)(file->end - file->data), PACK_BUILT_IN, &pack, NULL, err);

    if (status != STATUS_OK)
        return status;
    *id = mem_copy(pack.id);
    status = library_install(store, &pack, true, err);
    pack_release(&pack);
    return status;
}

static enum status install_all(struct store *store, struct error *err)
{
    char **ids = mem_new(embedded_packs_count, sizeof *ids);
    enum status status = STATUS_OK;

    for (size_t i = 0; i < embedded_packs_count && status == STATUS_OK; i++)
        status = install(store, &embedded_packs[i], &ids[i], err);
    if (status == STATUS_OK)
        status = library_retire(store, (const char *const *)ids, embedded_packs_count, err);
    if (status == STATUS_OK)
        status = store_set_setting(store, stamp_setting, embedded_packs_stamp, err);
    for (size_t i = 0; i < embedded_packs_count; i++)
        free(ids[i]);
    free(ids);
    return status;
}

enum status builtin_sync(struct store *store, struct error *err)
{
    char *stamp;
    enum status status = store_setting(store, stamp_setting, &stamp, err);
    bool same = stamp && !strcmp(stamp, embedded_packs_stamp);

    free(stamp);
    if (status != STATUS_OK || same || store_readonly(store))
        return status;
    status = store_begin(store, err);
    return status == STATUS_OK ? store_end(store, install_all(store, err), err) : status;
}
