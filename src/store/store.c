/* The store's file: found or made, looked at before it is trusted, opened, closed. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "migrate.h"
#include "readcopy.h"
#include "sql.h"

/* What SQLite keeps of the file in memory: enough for a screen's pages, so that a large journal
 * takes no more than a small one. */
#define CACHE_KIB "512"

enum { BUSY_TIMEOUT_MS = 5000, SWEEP_TIMEOUT_MS = 300 };

/* What the first hundred bytes of the file say (https://sqlite.org/fileformat2.html). Read by
 * hand, since SQLite might write while it looks. */
struct header {
    bool exists, empty, sqlite, wal;
    uint32_t application_id, user_version;
};

static enum status make_folder(const char *folder, struct error *err)
{
    struct strbuf path = STRBUF_INIT;
    enum status status = STATUS_OK;

    for (const char *at = folder; status == STATUS_OK; at++) {
        if (*at && *at != '/')
            continue;
        strbuf_clear(&path);
        strbuf_add(&path, folder, (size_t)(at - folder));
        if (path.size && mkdir(path.text, 0700) < 0 && errno != EEXIST && errno != EROFS &&
            errno != EACCES)
            status = error_set(err, STATUS_IO,
                               "The folder %s can’t be made: %s. Name another "
                               "with --data DIR",
                               folder, strerror(errno));
        if (!*at)
            break;
    }
    strbuf_release(&path);
    return status;
}

static enum status make_file(const char *folder, const char *path, struct error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600); /* through a link, too */

    if (fd < 0)
        return error_set(err, errno == ENOSPC ? STATUS_FULL : STATUS_IO,
                         "Nothing can be kept in %s: %s. Mend that, or name another folder with "
                         "--data DIR",
                         folder, strerror(errno));
    close(fd);
    return STATUS_OK;
}

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Whether SQLite's "-wal" or "-journal" lies beside the file, with something in it. */
static bool has_beside(const char *file, const char *suffix)
{
    struct strbuf path = STRBUF_INIT;
    struct stat st;
    bool there;

    strbuf_addf(&path, "%s%s", file, suffix);
    there = !stat(path.text, &st) && st.st_size > 0;
    strbuf_release(&path);
    return there;
}

/* Where the power failed during the first start, the header may be missing while later pages are
 * there; SQLite takes them back by its journal. */
static bool was_never_finished(const char *path, const unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (bytes[i])
            return false;
    return has_beside(path, "-journal");
}

static enum status read_header(const char *path, struct header *header, struct error *err)
{
    unsigned char bytes[100] = { 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t got;
    struct stat st;

    *header = (struct header){ 0 };
    if (fd < 0 && errno == ENOENT)
        return STATUS_OK;
    if (fd < 0)
        return error_set(err, STATUS_IO, "%s can’t be read: %s", path, strerror(errno));
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return error_set(err, STATUS_FOREIGN,
                         "%s is no file that couplet could use. Move it "
                         "away, or name another folder with --data DIR",
                         path);
    }
    got = read(fd, bytes, sizeof bytes);
    close(fd);
    if (got < 0)
        return error_set(err, STATUS_IO, "%s can’t be read: %s", path, strerror(errno));
    header->exists = true;
    header->empty = got == 0 || was_never_finished(path, bytes, (size_t)got);
    header->sqlite = got == (ssize_t)sizeof bytes && !memcmp(bytes, "SQLite format 3", 16);
    header->wal = bytes[18] == 2;
    header->user_version = big_endian(bytes + 60);
    header->application_id = big_endian(bytes + 68);
    return STATUS_OK;
}

/* The look before anything is opened: what isn't ours, or is too new, is left alone. */
static enum status judge_header(const char *path, const struct header *header, size_t newest,
                                struct error *err)
{
    if (!header->exists || header->empty)
        return STATUS_OK;
    if (!header->sqlite)
        return error_set(err, STATUS_CORRUPT,
                         "%s is damaged or no journal of couplet. It was left "
                         "as it is; move it away, or put a back-up in its place",
                         path);
    if (header->application_id != STORE_APPLICATION_ID)
        return error_set(err, STATUS_FOREIGN,
                         "%s belongs to another program. It was left as it "
                         "is; move it away, or name another folder with --data DIR",
                         path);
    return migrate_refuse_newer(path, header->user_version, newest, err);
}

/* True if the file and its folder can be written, as far as permissions tell. */
static bool may_write(const char *folder, const char *path, int *why)
{
    if (access(path, W_OK) == 0 && access(folder, W_OK | X_OK) == 0)
        return true;
    *why = errno;
    return false;
}

/* Called while another program holds the lock. SQLite's own handler sleeps longer and longer; then
 * a program that commits in a loop starves us, since it leaves the lock for microseconds only. */
static int wait_for_lock(void *context, int tries)
{
    if (tries >= *(const int *)context)
        return 0;
    usleep(1000);
    return 1;
}

/* couplet has one thread and doesn't ask SQLite for its memory statistics: a sixth of what a short
 * command costs there. Possible only before SQLite's first use, and needed only then. */
static void configure_sqlite(void)
{
    static bool configured;

    if (configured)
        return;
    configured = true;
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static int wait_up_to(sqlite3 *db, const int *ms)
{
    return sqlite3_busy_handler(db, wait_for_lock, (void *)(uintptr_t)ms);
}

static const int patience = BUSY_TIMEOUT_MS;

static enum status connect(struct store *store, const char *file, struct error *err)
{
    int code;

    configure_sqlite();
    code = sqlite3_open_v2(file, &store->db,
                           SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE |
                               (strcmp(file, ":memory:") ? 0 : SQLITE_OPEN_MEMORY),
                           NULL);

    if (!store->db)
        die("out of memory; what was confirmed is saved");
    if (code == SQLITE_OK)
        code = wait_up_to(store->db, &patience);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    /* Until the version is known, closing must not write a log into a file that isn't ours. */
    if (code == SQLITE_OK && has_beside(file, "-wal"))
        code = sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    if (code == SQLITE_OK)
        code = seal_register(store->db);
    if (code != SQLITE_OK)
        return sql_failure(store, err, code);
    if (sql_run(store, err, "PRAGMA synchronous = FULL") != STATUS_OK ||
        sql_run(store, err, "PRAGMA secure_delete = ON") != STATUS_OK ||
        sql_run(store, err, "PRAGMA cache_size = -" CACHE_KIB) != STATUS_OK)
        return err->status;
    return STATUS_OK;
}

/* Asks for the log once: true if the file has it now. */
static bool has_wal(struct store *store, enum status *status, struct error *err)
{
    struct query q;
    bool wal;

    query_begin(&q, store, err, "PRAGMA journal_mode = WAL");
    wal = query_row(&q) && !strcmp(row_text(&q, 0), "wal");
    *status = query_end(&q);
    return wal;
}

/* The journal mode stays in the file, so this is for a new one (and one made by another tool).
 * SQLite doesn't wait for other programs here, so we do. */
static enum status use_wal(struct store *store, struct error *err)
{
    enum { STEP_MS = 20 };
    enum status status;

    for (int waited = 0; waited < BUSY_TIMEOUT_MS; waited += sqlite3_sleep(STEP_MS)) {
        if (has_wal(store, &status, err))
            return STATUS_OK;
        if (status != STATUS_BUSY)
            break;
    }
    if (status != STATUS_OK)
        return status;
    return error_set(err, STATUS_IO,
                     "%s lies where SQLite can’t keep a write-ahead log. Name "
                     "another folder with --data DIR",
                     store->path);
}

static enum status open_writable(struct store *store, const struct header *header,
                                 const struct store_options *options, struct error *err)
{
    enum status status = connect(store, store->path, err);

    /* Where SQLite can't open a file for writing, it opens it for reading and doesn't say so. */
    if (status == STATUS_OK && sqlite3_db_readonly(store->db, "main"))
        status = error_set(err, STATUS_READONLY, "%s can’t be opened for writing", store->path);
    if (status == STATUS_OK)
        status = migrate(store, options->migrations, options->migration_count, err);
    if (status == STATUS_OK && !header->wal)
        status = use_wal(store, err);
    return status;
}

static enum status open_in_memory(struct store *store, const struct store_options *options,
                                  struct error *err)
{
    enum status status = connect(store, ":memory:", err);

    if (status == STATUS_OK)
        status = migrate(store, options->migrations, options->migration_count, err);
    return status;
}

static void disconnect(struct store *store)
{
    sql_forget(store);
    sqlite3_close_v2(store->db);
    store->db = NULL;
}

/* What can't be written can still be read, from a copy: a clean write-ahead-log database can't be
 * opened where its -shm can't be made. */
static enum status open_copy(struct store *store, const char *why,
                             const struct store_options *options, struct error *err)
{
    char *file;
    enum status status = readcopy_make(store->path, &store->copy_folder, &file, err);

    if (status != STATUS_OK)
        return status;
    store->readonly = mem_copy(why);
    status = connect(store, file, err);
    free(file);
    if (status == STATUS_OK)
        status = migrate_check_copy(store, options->migrations, options->migration_count, err);
    if (status == STATUS_OK)
        status = sql_run(store, err, "PRAGMA query_only = ON");
    return status;
}

static enum status open_file(struct store *store, const struct header *header,
                             const struct store_options *options, struct error *err)
{
    enum status status;
    int why = 0;
    char reason[ERROR_TEXT_MAX];

    if (!may_write(options->folder, store->path, &why) && header->empty)
        return error_set(err, STATUS_IO,
                         "%s is empty and can’t be written: %s. Mend that, or name "
                         "another folder with --data DIR",
                         store->path, strerror(why));
    if (!may_write(options->folder, store->path, &why)) {
        snprintf(reason, sizeof reason, "%s can’t be written (%s): nothing new is kept",
                 store->path, strerror(why));
        return open_copy(store, reason, options, err);
    }
    status = open_writable(store, header, options, err);
    if ((status == STATUS_FULL || status == STATUS_READONLY || status == STATUS_IO) &&
        !header->empty) {
        struct error first = *err;

        disconnect(store);
        snprintf(reason, sizeof reason, "%.600s: nothing new is kept", first.text);
        status = open_copy(store, reason, options, err);
        *err = status == STATUS_OK ? (struct error){ 0 } : first;
    }
    return status;
}

enum status store_open(struct store **out, const struct store_options *given, struct error *err)
{
    struct store_options options = *given;
    struct store *store = mem_new(1, sizeof *store);
    struct strbuf path = STRBUF_INIT;
    struct header header;
    struct error scratch;
    enum status status;

    *out = NULL;
    err = err ? err : &scratch;
    if (!options.migrations) {
        options.migrations = embedded_migrations;
        options.migration_count = embedded_migrations_count;
    }
    strbuf_addf(&path, "%s/couplet.db", options.folder);
    store->path = strbuf_detach(&path);
    status = options.access == STORE_WRITE ? make_folder(options.folder, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = read_header(store->path, &header, err);
    if (status == STATUS_OK && !header.exists && options.access == STORE_WRITE) {
        status = make_file(options.folder, store->path, err);
        if (status == STATUS_OK)
            status = read_header(store->path, &header, err);
        if (status == STATUS_OK && !header.exists)
            status =
                error_set(err, STATUS_IO, "%s was taken away while it was being made", store->path);
    }
    if (status == STATUS_OK)
        status = judge_header(store->path, &header, options.migration_count, err);
    if (status == STATUS_OK)
        status = header.exists ? open_file(store, &header, &options, err)
                               : open_in_memory(store, &options, err);
    if (status != STATUS_OK) {
        store_close(store);
        return status;
    }
    *out = store;
    return STATUS_OK;
}

/* A log of no length holds no words. What the disk refuses here is no failure of what was written:
 * it is tried again. */
static bool sweep(struct store *store, const int *ms)
{
    int code;

    if (!store->unswept || store->readonly)
        return true;
    wait_up_to(store->db, ms);
    code = sqlite3_wal_checkpoint_v2(store->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    wait_up_to(store->db, &patience);
    store->unswept = code != SQLITE_OK;
    return !store->unswept;
}

enum status store_sweep(struct store *store, struct error *err)
{
    static const int a_little = SWEEP_TIMEOUT_MS;

    if (sweep(store, &a_little))
        return STATUS_OK;
    return error_set(err, STATUS_BUSY,
                     "Words that you removed may still lie in %s-wal, because another program is "
                     "reading it. Close that; they go when couplet is opened and closed again",
                     store->path);
}

enum status store_space(const struct store *store, struct error *err)
{
    struct statvfs disk;
    uint64_t kib;

    if (statvfs(store->path, &disk) < 0)
        return STATUS_OK; /* there is no file yet, or nobody knows */
    kib = (uint64_t)disk.f_bavail * disk.f_frsize / 1024;
    if (kib >= STORE_LOW_SPACE_KIB)
        return STATUS_OK;
    return error_set(err, STATUS_FULL,
                     "Only %llu KiB are free where %s lies. Make room soon, or new evenings can’t "
                     "be kept",
                     (unsigned long long)kib, store->path);
}

static const int not_at_all = 0;

enum status store_close(struct store *store)
{
    int code = SQLITE_OK;

    if (!store)
        return STATUS_OK;
    if (store->db) {
        sweep(store, &not_at_all);
        sql_forget(store);
        code = sqlite3_close(store->db);
        if (code != SQLITE_OK)
            sqlite3_close_v2(store->db);
    }
    readcopy_remove(store->copy_folder);
    free(store->copy_folder);
    free(store->readonly);
    free(store->path);
    free(store);
    return code == SQLITE_OK ? STATUS_OK : STATUS_IO;
}

const char *store_readonly(const struct store *store)
{
    return store->readonly;
}

const char *store_path(const struct store *store)
{
    return store->path;
}

/* A file that was moved, removed or replaced swallows what is written to it. */
static enum status still_there(struct store *store, struct error *err)
{
    int moved = 0;

    if (sqlite3_file_control(store->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK ||
        !moved)
        return STATUS_OK;
    return error_set(err, STATUS_IO,
                     "%s was moved or replaced while couplet was open, so nothing "
                     "is kept now. Put it back, or leave couplet and start it again",
                     store->path);
}

enum status store_begin(struct store *store, struct error *err)
{
    enum status status;

    if (store->writing)
        BUG("a transaction inside of a transaction");
    if (store->readonly)
        return error_set(err, STATUS_READONLY, "%s", store->readonly);
    status = still_there(store, err);
    if (status == STATUS_OK)
        status = sql_run(store, err, "BEGIN IMMEDIATE");
    store->writing = status == STATUS_OK;
    store->removing = false;
    return status;
}

enum status store_end(struct store *store, enum status status, struct error *err)
{
    if (!store->writing)
        BUG("the end of a transaction that wasn't begun");
    store->writing = 0;
    if (status == STATUS_OK)
        status = still_there(store, err);
    if (status == STATUS_OK) {
        status = sql_run(store, err, "COMMIT");
        if (status == STATUS_OK) {
            store->unswept = store->unswept || store->removing;
            sweep(store, &not_at_all);
            return STATUS_OK;
        }
    }
    /* After some failures SQLite has already rolled back; then this has nothing to do. */
    if (!sqlite3_get_autocommit(store->db))
        sql_run(store, NULL, "ROLLBACK");
    return status;
}

enum status store_setting(struct store *store, const char *name, char **value, struct error *err)
{
    struct query q;

    *value = NULL;
    query_begin(&q, store, err, "SELECT value FROM setting WHERE name = ?");
    query_text(&q, name);
    if (query_row(&q))
        *value = mem_copy(row_text(&q, 0));
    return query_end(&q);
}

enum status store_set_setting(struct store *store, const char *name, const char *value,
                              struct error *err)
{
    struct query q;

    query_begin(&q, store, err,
                "INSERT INTO setting(name, value) VALUES(?, ?) "
                "ON CONFLICT(name) DO UPDATE SET value = excluded.value");
    query_text(&q, name);
    query_text(&q, value);
    return query_end(&q);
}

enum status store_check_seals(struct store *store, size_t *broken, struct error *err)
{
    *broken = 0;
    for (int table = 0; table < TABLE_COUNT; table++) {
        int64_t count;
        enum status status = seal_check(store, err, (enum journal_table)table, &count);

        if (status != STATUS_OK)
            return status;
        *broken += (size_t)count;
    }
    return STATUS_OK;
}
