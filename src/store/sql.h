/* SQL in few lines, for the files of this layer alone.
 *
 * A query remembers its first failure, and everything after that does nothing, so callers check
 * once, at query_end(). Parsing costs more than most queries do, so parsed statements are kept and
 * used again; a query may run while another of the same text does. Parameters are bound in the
 * order of the calls. Texts that a row gives are good until the next row. */
#ifndef COUPLET_STORE_SQL_H
#define COUPLET_STORE_SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/error.h"
#include "store/store.h"

enum { KEPT_STATEMENTS = 24 };

struct store {
    sqlite3 *db;
    sqlite3_stmt *kept[KEPT_STATEMENTS]; /* parsed and at rest, the one used last first */
    char *path;                          /* the file that the couple would name; "" for none */
    char *readonly;                      /* why nothing can be written, or NULL */
    char *copy_folder;                   /* where the copy that is read lies, or NULL */
    int writing;                         /* inside of store_begin() … */
    bool removing;                       /* … which removes or replaces words */
    bool unswept;                        /* such words may still lie in the log */
};

struct query {
    struct store *store;
    struct error *err;
    sqlite3_stmt *statement;
    enum status status;
    int bound;
    uint64_t seal; /* of what is bound, if sealed */
    bool sealed;
    bool done; /* there are no more rows: another step would run it again */
};

void query_begin(struct query *q, struct store *store, struct error *err, const char *sql);

/* The same for a row of the journal, whose checksum query_seal() binds at the end. */
void query_begin_sealed(struct query *q, struct store *store, struct error *err, const char *sql);

void query_text(struct query *q, const char *text); /* NULL binds NULL */
void query_int(struct query *q, int64_t number);
void query_null(struct query *q);

/* Binds the checksum of all that was bound before it: for an INSERT of a journal's row whose
 * columns are bound in the schema's order, up to the hash. The same number that seal() gives in
 * SQL. */
void query_seal(struct query *q);

/* True if there is a row. */
bool query_row(struct query *q);

/* A column of that row: "" for NULL, or NULL for NULL. */
const char *row_text(const struct query *q, int column);
const char *row_text_or_null(const struct query *q, int column);
int64_t row_int(const struct query *q, int column);
bool row_is_null(const struct query *q, int column);

/* Moments, kept within 200,000 years and a day of offset, so that a damaged one can't overflow. */
#define MOMENT_MAX_MS (INT64_C(200000) * 365 * MS_PER_DAY)
enum { ZONE_MAX_MINUTES = 24 * 60 };
int64_t row_ms(const struct query *q, int column);
struct moment row_moment(const struct query *q, int ms_column, int zone_column);

/* Ready for another round with other parameters: a statement is parsed once. */
void query_again(struct query *q);

/* Runs what is left, puts the statement away for the next time, and gives the first failure. */
enum status query_end(struct query *q);

/* Frees the statements that were put away. A query that was begun and never ended isn't among
 * them, so that closing the database tells of it. */
void sql_forget(struct store *store);

/* One statement without parameters. */
enum status sql_run(struct store *store, struct error *err, const char *sql);

/* What a result code of SQLite means to the couple. */
enum status sql_failure(struct store *store, struct error *err, int code);

/* Registers seal(…), the checksum of its arguments, on a connection. */
int seal_register(sqlite3 *db);

/* The journal's tables and how a row of each is found and sealed. */
enum journal_table {
    TABLE_PARTNER,
    TABLE_SITTING,
    TABLE_CARD,
    TABLE_NOTE,
    TABLE_MARK,
    TABLE_COUNT
};

/* Computes the checksum of a row anew; keys are the columns of the primary key, in order. */
enum status seal_row(struct store *store, struct error *err, enum journal_table table,
                     const char *key1, const char *key2, const char *key3);

/* Puts the rows whose checksum is wrong into *count. */
enum status seal_check(struct store *store, struct error *err, enum journal_table table,
                       int64_t *count);

#endif
