/* SQL in few lines, and SQLite's result codes in plain words. */
#include "sql.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

enum { INT64_TEXT_SIZE = 20 }; /* -9223372036854775808 */

/* What the system said, as far as SQLite kept it. */
static const char *reason_of(const struct store *store)
{
    int code = sqlite3_system_errno(store->db);

    return code ? strerror(code) : "the system refused";
}

enum status sql_failure(struct store *store, struct error *err, int code)
{
    static const struct {
        int code;
        enum status status;
        const char *said;
    } meanings[] = {
        { SQLITE_BUSY, STATUS_BUSY,
          "Another program holds %s for too long. Close it, or try again in a moment" },
        { SQLITE_LOCKED, STATUS_BUSY,
          "Another program holds %s for too long. Close it, or try again in a moment" },
        { SQLITE_PROTOCOL, STATUS_BUSY, /* its locks weren't to be had, a hundred times */
          "Another program holds %s for too long. Close it, or try again in a moment" },
        { SQLITE_FULL, STATUS_FULL, "The disk is full" },
        { SQLITE_READONLY, STATUS_READONLY, "%s can’t be written" },
        { SQLITE_CORRUPT, STATUS_CORRUPT,
          "%s is damaged. Move it away and put a back-up in its place" },
        { SQLITE_NOTADB, STATUS_CORRUPT,
          "%s is damaged. Move it away and put a back-up in its place" },
        { SQLITE_CANTOPEN, STATUS_IO, "%s can’t be opened. Look at its permissions" },
        { SQLITE_NOMEM, STATUS_IO,
          "There is too little memory. Close another program, then try "
          "again" },
    };
    int primary = code & 0xff;

    /* A log or an index that can't grow is an I/O error to SQLite; to the couple the disk is full.
     */
    if (primary == SQLITE_IOERR && sqlite3_system_errno(store->db) == ENOSPC)
        primary = SQLITE_FULL;

    for (size_t i = 0; i < ARRAY_SIZE(meanings); i++)
        if (meanings[i].code == primary) {
            char said[ERROR_TEXT_MAX];

            snprintf(said, sizeof said, meanings[i].said, store->path);
            return error_set(err, meanings[i].status, "%s", said);
        }
    if (primary == SQLITE_IOERR)
        return error_set(err, STATUS_IO,
                         "%s can’t be read or written just now: %s. Look at its "
                         "disk, then try again",
                         store->path, reason_of(store));
    return error_set(err, STATUS_IO, "%s: %s (SQLite %d)", store->path,
                     sqlite3_extended_errcode(store->db) == code ? sqlite3_errmsg(store->db)
                                                                 : sqlite3_errstr(code),
                     code);
}

static void fail(struct query *q, int code)
{
    if (q->status == STATUS_OK)
        q->status = sql_failure(q->store, q->err, code);
}

/* The statement of that text that is at rest, taken out of its place; or NULL. */
static sqlite3_stmt *take_kept(struct store *store, const char *sql)
{
    for (size_t i = 0; i < KEPT_STATEMENTS && store->kept[i]; i++)
        if (!strcmp(sqlite3_sql(store->kept[i]), sql)) {
            sqlite3_stmt *found = store->kept[i];

            memmove(&store->kept[i], &store->kept[i + 1],
                    (KEPT_STATEMENTS - 1 - i) * sizeof(sqlite3_stmt *));
            store->kept[KEPT_STATEMENTS - 1] = NULL;
            return found;
        }
    return NULL;
}

/* Puts it first; the one that nobody asked for longest goes. */
static void keep(struct store *store, sqlite3_stmt *statement)
{
    sqlite3_finalize(store->kept[KEPT_STATEMENTS - 1]);
    memmove(&store->kept[1], &store->kept[0], (KEPT_STATEMENTS - 1) * sizeof(sqlite3_stmt *));
    store->kept[0] = statement;
}

void sql_forget(struct store *store)
{
    for (size_t i = 0; i < KEPT_STATEMENTS; i++) {
        sqlite3_finalize(store->kept[i]);
        store->kept[i] = NULL;
    }
}

void query_begin(struct query *q, struct store *store, struct error *err, const char *sql)
{
    int code = SQLITE_OK;

    *q = (struct query){
        .store = store, .err = err, .statement = take_kept(store, sql), .seal = HASH_BEGIN
    };
    if (!q->statement)
        code = sqlite3_prepare_v2(store->db, sql, -1, &q->statement, NULL);
    if (code != SQLITE_OK)
        fail(q, code);
}

void query_begin_sealed(struct query *q, struct store *store, struct error *err, const char *sql)
{
    query_begin(q, store, err, sql);
    q->sealed = true;
}

/* FNV-1a over type and bytes of each column, so that NULL, '' and 0 differ and no two columns can
 * trade letters. A number is taken as SQLite writes it. */
static uint64_t seal_value(uint64_t hash, int type, const void *text, int size)
{
    unsigned char kind = (unsigned char)type;

    hash = hash_add(hash, &kind, 1);
    hash = hash_add(hash, &size, sizeof size);
    return text ? hash_add(hash, text, (size_t)size) : hash;
}

static void bound(struct query *q, int code)
{
    if (code != SQLITE_OK)
        fail(q, code);
}

void query_text(struct query *q, const char *text)
{
    if (q->status != STATUS_OK)
        return;
    if (q->sealed)
        q->seal = text ? seal_value(q->seal, SQLITE_TEXT, text, (int)strlen(text))
                       : seal_value(q->seal, SQLITE_NULL, NULL, 0);
    bound(q, sqlite3_bind_text(q->statement, ++q->bound, text, -1, SQLITE_TRANSIENT));
}

/* Writes the digits of a number up to before end, and returns the first of them. */
static const char *digits_of(int64_t number, char *end)
{
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    char *at = end;

    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        *--at = '-';
    return at;
}

void query_int(struct query *q, int64_t number)
{
    if (q->status != STATUS_OK)
        return;
    if (q->sealed) {
        char text[INT64_TEXT_SIZE], *end = text + sizeof text;
        const char *digits = digits_of(number, end);

        q->seal = seal_value(q->seal, SQLITE_INTEGER, digits, (int)(end - digits));
    }
    bound(q, sqlite3_bind_int64(q->statement, ++q->bound, number));
}

void query_null(struct query *q)
{
    query_text(q, NULL);
}

void query_seal(struct query *q)
{
    if (!q->sealed)
        BUG("a checksum of what wasn't watched");
    if (q->status == STATUS_OK)
        bound(q, sqlite3_bind_int64(q->statement, ++q->bound, (sqlite3_int64)q->seal));
}

bool query_row(struct query *q)
{
    int code;

    if (q->status != STATUS_OK || q->done)
        return false;
    code = sqlite3_step(q->statement);
    q->done = code == SQLITE_DONE;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        fail(q, code);
    return code == SQLITE_ROW;
}

const char *row_text_or_null(const struct query *q, int column)
{
    return (const char *)sqlite3_column_text(q->statement, column);
}

const char *row_text(const struct query *q, int column)
{
    const char *text = row_text_or_null(q, column);

    return text ? text : "";
}

int64_t row_int(const struct query *q, int column)
{
    return sqlite3_column_int64(q->statement, column);
}

bool row_is_null(const struct query *q, int column)
{
    return sqlite3_column_type(q->statement, column) == SQLITE_NULL;
}

static int64_t clamp(int64_t number, int64_t most)
{
    return number < -most ? -most : number > most ? most : number;
}

int64_t row_ms(const struct query *q, int column)
{
    return clamp(row_int(q, column), MOMENT_MAX_MS);
}

struct moment row_moment(const struct query *q, int ms_column, int zone_column)
{
    return (struct moment){ .ms = row_ms(q, ms_column),
                            .zone = (int)clamp(row_int(q, zone_column), ZONE_MAX_MINUTES) };
}

void query_again(struct query *q)
{
    sqlite3_reset(q->statement);
    q->bound = 0;
    q->seal = HASH_BEGIN;
    q->done = false;
}

enum status query_end(struct query *q)
{
    while (query_row(q))
        ;
    if (q->statement && q->status == STATUS_OK) {
        sqlite3_reset(q->statement);
        sqlite3_clear_bindings(q->statement);
        keep(q->store, q->statement);
    } else {
        sqlite3_finalize(q->statement);
    }
    q->statement = NULL;
    return q->status;
}

enum status sql_run(struct store *store, struct error *err, const char *sql)
{
    struct query q;

    query_begin(&q, store, err, sql);
    return query_end(&q);
}

/* seal(a, b, …) */
static void seal(sqlite3_context *context, int count, sqlite3_value **values)
{
    uint64_t hash = HASH_BEGIN;

    for (int i = 0; i < count; i++) {
        int type = sqlite3_value_type(values[i]);
        const void *text = type == SQLITE_NULL ? NULL : sqlite3_value_text(values[i]);

        hash = seal_value(hash, type, text, sqlite3_value_bytes(values[i]));
    }
    sqlite3_result_int64(context, (sqlite3_int64)hash);
}

int seal_register(sqlite3 *db)
{
    return sqlite3_create_function(db, "seal", -1,
                                   SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
                                   seal, NULL, NULL);
}

/* All columns but the hash, in the order of the schema. */
static const struct {
    const char *table, *key, *columns;
} seals[TABLE_COUNT] = {
    [TABLE_PARTNER] = { "partner", "id = ?1 AND ?2 IS NULL AND ?3 IS NULL",
                        "id, place, name, changed, deleted" },
    [TABLE_SITTING] = { "sitting", "id = ?1 AND ?2 IS NULL AND ?3 IS NULL",
                        "id, started, started_zone, touched, touched_zone, ended, changed, "
                        "deleted, pause, pause_zone, ending" },
    [TABLE_CARD] = { "card", "sitting = ?1 AND id = ?2 AND ?3 IS NULL",
                     "sitting, id, outcome, first, dealt, at, at_zone, steps, why, pack, prompt, "
                     "text, focus, speaker, access_alt, lighter_alt, protocol, extra, mood, mode, "
                     "dimension, depth, minutes, consent, facets, flags, requires, response, "
                     "to_do, to_avoid, to_ask, followups, changed, deleted" },
    [TABLE_NOTE] = { "note", "sitting = ?1 AND card = ?2 AND id = ?3",
                     "sitting, card, id, kind, text, changed, deleted, state" },
    [TABLE_MARK] = { "mark", "id = ?1 AND ?2 IS NULL AND ?3 IS NULL",
                     "id, pack, prompt, kind, changed, deleted" },
};

enum status seal_row(struct store *store, struct error *err, enum journal_table table,
                     const char *key1, const char *key2, const char *key3)
{
    struct query q;
    char *sql = sqlite3_mprintf("UPDATE %s SET hash = seal(%s) WHERE %s", seals[table].table,
                                seals[table].columns, seals[table].key);

    if (!sql)
        die("out of memory; what was confirmed is saved");
    query_begin(&q, store, err, sql);
    sqlite3_free(sql);
    query_text(&q, key1);
    query_text(&q, key2);
    query_text(&q, key3);
    return query_end(&q);
}

enum status seal_check(struct store *store, struct error *err, enum journal_table table,
                       int64_t *count)
{
    struct query q;
    char *sql = sqlite3_mprintf("SELECT count(*) FROM %s WHERE hash IS NOT seal(%s)",
                                seals[table].table, seals[table].columns);

    if (!sql)
        die("out of memory; what was confirmed is saved");
    query_begin(&q, store, err, sql);
    sqlite3_free(sql);
    *count = query_row(&q) ? row_int(&q, 0) : 0;
    return query_end(&q);
}
