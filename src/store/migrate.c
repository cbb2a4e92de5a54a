/* Numbered migrations, each in one transaction, after a back-up copy. */
#include "migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/strbuf.h"

static enum status pragma_number(struct store *store, const char *sql, uint32_t *number,
                                 struct error *err)
{
    struct query q;

    *number = 0;
    query_begin(&q, store, err, sql);
    if (query_row(&q))
        *number = (uint32_t)row_int(&q, 0);
    return query_end(&q);
}

static enum status version_of(struct store *store, uint32_t *version, struct error *err)
{
    return pragma_number(store, "PRAGMA user_version", version, err);
}

enum status migrate_refuse_newer(const char *path, uint32_t version, size_t newest,
                                 struct error *err)
{
    if (version <= newest)
        return STATUS_OK;
    return error_set(err, STATUS_NEWER,
                     "%s was written by a newer couplet (its data has version "
                     "%u, this program knows %zu). It was left as it is; install the newer couplet",
                     path, (unsigned)version, newest);
}

/* What schema_hash() gives after each of the program's own migrations; 0: a new file.
 * tests/unit/store/test_schema.c says what a new one must be. */
static const uint64_t schemas[] = { HASH_BEGIN, UINT64_C(0x9f034eceef9f4dd1),
                                    UINT64_C(0x76aaad4a0251bbf2), UINT64_C(0x7d0530011700f170) };

/* One object of the schema: all that the file says about it, but for the page that it begins on,
 * which VACUUM changes. Read as bytes, so that SQLite needn't copy each text to end it. */
static uint64_t object_hash(const struct query *q)
{
    uint64_t hash = HASH_BEGIN;

    for (int column = 0; column < 4; column++) {
        const void *bytes = sqlite3_column_blob(q->statement, column);

        hash = hash_part(hash, bytes, (size_t)sqlite3_column_bytes(q->statement, column));
    }
    return hash;
}

/* One number for all tables and indexes, in whichever order they lie: VACUUM changes that, too.
 * What ANALYZE leaves is no danger: its table is passed over. */
static enum status schema_hash(struct store *store, uint64_t *hash, struct error *err)
{
    const uint64_t statistics = UINT64_C(0xbb3c654d0f35b1f9); /* sqlite_stat1, as SQLite makes it */
    struct query q;

    *hash = HASH_BEGIN;
    query_begin(&q, store, err, "SELECT type, name, tbl_name, sql FROM sqlite_schema");
    while (query_row(&q)) {
        uint64_t object = object_hash(&q);

        *hash += object == statistics ? 0 : object;
    }
    return query_end(&q);
}

/* A file with our number in it may still be made by somebody else, with tables that aren't what
 * they seem. Lists of migrations that aren't the program's own are the business of tests. */
static enum status check_schema(struct store *store, const struct embedded_file *migrations,
                                uint32_t version, struct error *err)
{
    uint64_t hash;
    uint32_t now = version;
    enum status status;

    if (migrations != embedded_migrations)
        return STATUS_OK;
    if (version >= ARRAY_SIZE(schemas))
        BUG("a migration without the hash of its schema");
    status = schema_hash(store, &hash, err);
    if (status != STATUS_OK || hash == schemas[version])
        return status;
    status = version_of(store, &now, err);
    if (status != STATUS_OK)
        return status;
    if (now != version && now < ARRAY_SIZE(schemas)) /* another program was at it just now */
        return check_schema(store, migrations, now, err);
    return error_set(err, STATUS_FOREIGN,
                     "%s has other tables than couplet makes: something else "
                     "changed it or made it. It was left as it is; move it away, or put a back-up "
                     "in its place",
                     store->path);
}

enum status migrate_check_copy(struct store *store, const struct embedded_file *migrations,
                               size_t newest, struct error *err)
{
    uint32_t id, version = 0;
    enum status status = pragma_number(store, "PRAGMA application_id", &id, err);

    if (status == STATUS_OK)
        status = version_of(store, &version, err);
    if (status == STATUS_OK && id != STORE_APPLICATION_ID)
        return error_set(err, STATUS_FOREIGN, "%s belongs to another program", store->path);
    if (status == STATUS_OK)
        status = migrate_refuse_newer(store->path, version, newest, err);
    if (status == STATUS_OK && version < newest)
        return error_set(err, STATUS_READONLY,
                         "%s has to be brought up to date first, and can’t be "
                         "written. Make it writable and start again",
                         store->path);
    return status == STATUS_OK ? check_schema(store, migrations, version, err) : status;
}

/* The folder of the file, with the slash. */
static void add_folder(struct strbuf *out, const char *path)
{
    strbuf_add(out, path, (size_t)(strrchr(path, '/') - path) + 1);
}

static enum status copy_database(struct store *store, const char *to, struct error *err)
{
    sqlite3 *from = NULL, *copy = NULL;
    sqlite3_backup *backup;
    int code = sqlite3_open_v2(to, &copy, SQLITE_OPEN_READWRITE, NULL);

    /* A connection of its own reads: ours holds the write lock, and SQLite copies from no such. */
    if (code == SQLITE_OK)
        code = sqlite3_open_v2(store->path, &from, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK) {
        backup = sqlite3_backup_init(copy, "main", from, "main");
        code = backup ? sqlite3_backup_step(backup, -1) : sqlite3_errcode(copy);
        if (backup)
            sqlite3_backup_finish(backup);
        code = code == SQLITE_DONE ? SQLITE_OK : code;
    }
    sqlite3_close(copy);
    sqlite3_close(from);
    if (code == SQLITE_OK)
        return STATUS_OK;
    return error_set(err, (code & 0xff) == SQLITE_FULL ? STATUS_FULL : STATUS_IO,
                     "No copy could be made in %s before the journal is brought up to date: %s. "
                     "Nothing was changed",
                     to, sqlite3_errstr(code));
}

/* A copy of what is there, before it changes: couplet-before-2.db is what version 1 was. An older
 * copy of the same name is from a migration that didn't come to its end, and is made anew. */
static enum status keep_copy(struct store *store, uint32_t next, struct error *err)
{
    struct strbuf to = STRBUF_INIT;
    enum status status;
    int fd;

    add_folder(&to, store->path);
    strbuf_addf(&to, "couplet-before-%u.db", (unsigned)next);
    unlink(to.text);
    fd = open(to.text, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        status = error_set(err, errno == ENOSPC ? STATUS_FULL : STATUS_IO,
                           "No copy could be made in %s before the journal is brought up to date: "
                           "%s. Nothing was changed",
                           to.text, strerror(errno));
    } else {
        close(fd);
        status = copy_database(store, to.text, err);
        if (status != STATUS_OK)
            unlink(to.text);
    }
    strbuf_release(&to);
    return status;
}

/* Runs every statement of one migration. */
static enum status run_script(struct store *store, const char *sql, struct error *err)
{
    while (*sql) {
        sqlite3_stmt *statement;
        int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, &sql);

        if (code == SQLITE_OK && statement)
            code = sqlite3_step(statement);
        if (code == SQLITE_DONE || code == SQLITE_ROW)
            code = SQLITE_OK;
        if (code != SQLITE_OK) {
            enum status status = sql_failure(store, err, code);

            sqlite3_finalize(statement);
            return status;
        }
        sqlite3_finalize(statement);
    }
    return STATUS_OK;
}

/* One migration inside of the transaction that the caller began, and before it the copy: with the
 * lock held, so that a second program neither changes what is copied nor copies it too. Looks at
 * the version again: that program may have been quicker. */
static enum status run_one(struct store *store, const struct embedded_file *migration,
                           uint32_t next, bool copy, struct error *err)
{
    char pragma[64];
    uint32_t version;
    enum status status = version_of(store, &version, err);

    if (status != STATUS_OK || version >= next)
        return status;
    if (copy && version)
        status = keep_copy(store, next, err);
    if (status == STATUS_OK)
        status = run_script(store, migration->data, err);
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %u", (unsigned)next);
    if (status == STATUS_OK)
        status = sql_run(store, err, pragma);
    snprintf(pragma, sizeof pragma, "PRAGMA application_id = %d", STORE_APPLICATION_ID);
    if (status == STATUS_OK && next == 1)
        status = sql_run(store, err, pragma);
    return status;
}

enum status migrate(struct store *store, const struct embedded_file *migrations, size_t count,
                    struct error *err)
{
    uint32_t version;
    bool fresh; /* a new file starts from nothing, and there is nothing to copy */
    enum status status = version_of(store, &version, err);

    if (status == STATUS_OK)
        status = migrate_refuse_newer(store->path, version, count, err);
    if (status == STATUS_OK)
        status = check_schema(store, migrations, version, err);
    if (status == STATUS_OK) /* from here on it is ours to keep tidy */
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    fresh = !version;
    for (uint32_t next = version + 1; status == STATUS_OK && next <= count; next++) {
        status = store_begin(store, err);
        if (status == STATUS_OK)
            status =
                store_end(store, run_one(store, &migrations[next - 1], next, !fresh, err), err);
    }
    return status;
}
