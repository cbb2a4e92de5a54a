/* Looking a store over. */
#include "store/examine.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "sql.h"

void examination_release(struct examination *examination)
{
    free(examination->integrity);
    *examination = (struct examination){ 0 };
}

const char *store_library_version(void)
{
    return sqlite3_libversion();
}

void store_look(const char *folder, struct examination *found)
{
    struct strbuf path = STRBUF_INIT;
    struct statvfs disk;
    struct stat st;

    if (!stat(folder, &st)) {
        found->folder_mode = st.st_mode & 0777;
        found->folder_is_ours = st.st_uid == geteuid();
    }
    found->free_kib =
        statvfs(folder, &disk) ? -1 : (long long)(disk.f_bavail * (disk.f_frsize / 1024));
    strbuf_addf(&path, "%s/couplet.db", folder);
    if (!stat(path.text, &st)) {
        found->file_mode = st.st_mode & 0777;
        found->file_is_ours = st.st_uid == geteuid();
        found->bytes = (long long)st.st_size;
    }
    strbuf_addstr(&path, "-wal");
    if (!stat(path.text, &st))
        found->log_bytes = (long long)st.st_size;
    strbuf_release(&path);
}

static enum status number_of(struct store *store, const char *sql, size_t *number,
                             struct error *err)
{
    struct query q;

    *number = 0;
    query_begin(&q, store, err, sql);
    if (query_row(&q))
        *number = (size_t)row_int(&q, 0);
    return query_end(&q);
}

static enum status check_pages(struct store *store, struct examination *found, struct error *err)
{
    struct query q;

    query_begin(&q, store, err, "PRAGMA integrity_check(1)");
    if (query_row(&q) && strcmp(row_text(&q, 0), "ok"))
        found->integrity = mem_copy(row_text(&q, 0));
    return query_end(&q);
}

enum status store_examine(struct store *store, struct examination *found, struct error *err)
{
    static const char rows[] = "SELECT (SELECT count(*) FROM partner) + (SELECT count(*) FROM "
                               "sitting) + (SELECT count(*) FROM card) + (SELECT count(*) FROM "
                               "note) + (SELECT count(*) FROM mark)";
    size_t version = 0;
    enum status status;

    found->newest = (unsigned)embedded_migrations_count;
    status = number_of(store, "PRAGMA user_version", &version, err);
    found->version = (unsigned)version;
    if (status == STATUS_OK)
        status = check_pages(store, found, err);
    if (status == STATUS_OK && !found->integrity)
        status = store_check_seals(store, &found->broken, err);
    if (status == STATUS_OK)
        status = number_of(store, rows, &found->rows, err);
    if (status == STATUS_OK)
        status = number_of(store, "SELECT count(*) FROM pack", &found->packs, err);
    if (status == STATUS_OK)
        status = number_of(store, "SELECT count(*) FROM prompt", &found->prompts, err);
    return status;
}
