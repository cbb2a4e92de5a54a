/* The library, and the places in it that the picker deals by: each prompt that may be dealt has
 * an ordinal in its cell, from 0 on without gaps. Whole packs are in install.c. */
#include "store/library.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rows.h"
#include "sql.h"

static enum status change_count(struct store *store, uint32_t cell, int by, struct error *err)
{
    struct query q;

    query_begin(&q, store, err,
                "INSERT INTO cell(key, prompts) VALUES(?1, ?2) "
                "ON CONFLICT(key) DO UPDATE SET prompts = prompts + ?2");
    query_int(&q, cell);
    query_int(&q, by);
    return query_end(&q);
}

static enum status count_of(struct store *store, uint32_t cell, int64_t *count, struct error *err)
{
    struct query q;

    query_begin(&q, store, err, "SELECT prompts FROM cell WHERE key = ?");
    query_int(&q, cell);
    *count = query_row(&q) ? row_int(&q, 0) : 0;
    return query_end(&q);
}

/* Gives a prompt the next ordinal of its cell. */
static enum status place(struct store *store, int64_t number, uint32_t cell, struct error *err)
{
    struct query q;
    int64_t count;
    enum status status = count_of(store, cell, &count, err);

    if (status != STATUS_OK)
        return status;
    query_begin(&q, store, err, "UPDATE prompt SET cell = ?, ordinal = ? WHERE number = ?");
    query_int(&q, cell);
    query_int(&q, count);
    query_int(&q, number);
    status = query_end(&q);
    return status == STATUS_OK ? change_count(store, cell, 1, err) : status;
}

/* Takes a prompt's ordinal; the last one of the cell moves into the gap. */
static enum status displace(struct store *store, int64_t number, uint32_t cell, int64_t ordinal,
                            struct error *err)
{
    struct query q;
    enum status status;

    query_begin(&q, store, err, "UPDATE prompt SET cell = NULL, ordinal = NULL WHERE number = ?");
    query_int(&q, number);
    status = query_end(&q);
    if (status == STATUS_OK)
        status = change_count(store, cell, -1, err);
    if (status != STATUS_OK)
        return status;
    query_begin(&q, store, err,
                "UPDATE prompt SET ordinal = ?2 WHERE cell = ?1 AND ordinal > ?2 AND ordinal = "
                "(SELECT prompts FROM cell WHERE key = ?1)");
    query_int(&q, cell);
    query_int(&q, ordinal);
    return query_end(&q);
}

/* Where a prompt is: *number 0 if it isn't in the library, *ordinal −1 if it isn't dealt. */
static enum status locate(struct store *store, const char *pack, const char *id, int64_t *number,
                          int64_t *cell, int64_t *ordinal, struct error *err)
{
    struct query q;

    *number = 0;
    *cell = *ordinal = -1;
    query_begin(&q, store, err,
                "SELECT number, cell, ordinal FROM prompt WHERE pack = ? AND id = ?");
    query_text(&q, pack);
    query_text(&q, id);
    if (query_row(&q)) {
        *number = row_int(&q, 0);
        *cell = row_is_null(&q, 1) ? -1 : row_int(&q, 1);
        *ordinal = row_is_null(&q, 2) ? -1 : row_int(&q, 2);
    }
    return query_end(&q);
}

enum status library_hide(struct store *store, const char *pack, const char *id, struct error *err)
{
    int64_t number, cell, ordinal;
    enum status status = locate(store, pack, id, &number, &cell, &ordinal, err);

    if (status != STATUS_OK || !number || ordinal < 0)
        return status;
    return displace(store, number, (uint32_t)cell, ordinal, err);
}

enum status library_enabled(struct store *store, const char *pack, bool *enabled, struct error *err)
{
    struct query q;

    query_begin(&q, store, err, "SELECT enabled FROM pack WHERE id = ?");
    query_text(&q, pack);
    *enabled = query_row(&q) && row_int(&q, 0);
    return query_end(&q);
}

static enum status key_of(struct store *store, int64_t number, uint32_t *key, struct error *err)
{
    struct query q;
    struct prompt prompt = { 0 };
    enum status status = STATUS_OK;

    query_begin(&q, store, err, "SELECT pack, id, " PROMPT_COLUMNS " FROM prompt WHERE number = ?");
    query_int(&q, number);
    if (query_row(&q)) {
        status = read_prompt(&q, 0, &prompt);
        if (status == STATUS_OK) {
            struct cell cell = cell_of_prompt(&prompt);

            *key = cell_key(&cell);
            prompt_release(&prompt);
        }
    }
    return query_end(&q) == STATUS_OK ? status : q.status;
}

enum status library_show(struct store *store, const char *pack, const char *id, struct error *err)
{
    int64_t number, cell, ordinal;
    uint32_t key = 0;
    bool enabled = false;
    enum status status = locate(store, pack, id, &number, &cell, &ordinal, err);

    if (status == STATUS_OK)
        status = library_enabled(store, pack, &enabled, err);
    if (status != STATUS_OK || !number || ordinal >= 0 || !enabled)
        return status;
    status = key_of(store, number, &key, err);
    return status == STATUS_OK ? place(store, number, key, err) : status;
}

/* ---- one prompt more or less ---- */

static enum status count_prompts(struct store *store, const char *pack, int by, struct error *err)
{
    struct query q;

    query_begin(&q, store, err, "UPDATE pack SET prompts = prompts + ?2 WHERE id = ?1");
    query_text(&q, pack);
    query_int(&q, by);
    return query_end(&q);
}

static enum status is_never(struct store *store, const char *pack, const char *id, bool *never,
                            struct error *err)
{
    struct query q;

    query_begin(&q, store, err,
                "SELECT 1 FROM mark WHERE pack = ? AND prompt = ? AND kind = 'never' AND "
                "deleted = 0 LIMIT 1");
    query_text(&q, pack);
    query_text(&q, id);
    *never = query_row(&q);
    return query_end(&q);
}

static enum status insert(struct store *store, const struct prompt *prompt, struct error *err)
{
    struct query q;

    query_begin(&q, store, err,
                "INSERT INTO prompt(pack, id, " PROMPT_COLUMNS ") VALUES(?, ?, " PROMPT_MARKS ")");
    bind_prompt(&q, prompt);
    return query_end(&q) == STATUS_OK ? count_prompts(store, prompt->pack, 1, err) : q.status;
}

/* Its place in the list stays; the cell is given anew. */
static enum status replace(struct store *store, int64_t number, const struct prompt *prompt,
                           struct error *err)
{
    struct query q;
    enum status status = library_hide(store, prompt->pack, prompt->id, err);

    if (status != STATUS_OK)
        return status;
    store->removing = true;
    query_begin(&q, store, err,
                "UPDATE prompt SET (pack, id, " PROMPT_COLUMNS ") = (?, ?, " PROMPT_MARKS
                ") WHERE number = ?");
    bind_prompt(&q, prompt);
    query_int(&q, number);
    return query_end(&q);
}

enum status library_put(struct store *store, const struct prompt *prompt, struct error *err)
{
    int64_t number, cell, ordinal;
    bool never = false;
    enum status status = locate(store, prompt->pack, prompt->id, &number, &cell, &ordinal, err);

    if (status == STATUS_OK)
        status = number ? replace(store, number, prompt, err) : insert(store, prompt, err);
    if (status == STATUS_OK)
        status = is_never(store, prompt->pack, prompt->id, &never, err);
    if (status != STATUS_OK || never)
        return status;
    return library_show(store, prompt->pack, prompt->id, err);
}

enum status library_drop(struct store *store, const char *pack, const char *id, struct error *err)
{
    int64_t number, cell, ordinal;
    struct query q;
    enum status status = locate(store, pack, id, &number, &cell, &ordinal, err);

    if (status != STATUS_OK || !number)
        return status;
    if (ordinal >= 0)
        status = displace(store, number, (uint32_t)cell, ordinal, err);
    if (status != STATUS_OK)
        return status;
    store->removing = true;
    query_begin(&q, store, err, "DELETE FROM prompt WHERE number = ?");
    query_int(&q, number);
    return query_end(&q) == STATUS_OK ? count_prompts(store, pack, -1, err) : q.status;
}

/* ---- looking ---- */

static enum status add_range(struct store *store, uint32_t first, uint32_t end, uint32_t without,
                             struct cell_count **cells, size_t *count, size_t *room,
                             struct error *err)
{
    struct query q;

    query_begin(
        &q, store, err,
        "SELECT key, prompts FROM cell WHERE key >= ? AND key < ? AND key & ? = 0 AND prompts > 0 "
        "ORDER BY key");
    query_int(&q, first);
    query_int(&q, end);
    query_int(&q, without);
    while (query_row(&q)) {
        *cells = mem_grow(*cells, *count, room, sizeof **cells);
        (*cells)[(*count)++] = (struct cell_count){ .key = (uint32_t)row_int(&q, 0),
                                                    .count = (uint32_t)row_int(&q, 1) };
    }
    return query_end(&q);
}

enum status library_cells(struct store *store, const struct filter *filter, uint32_t without,
                          struct cell_count **cells, size_t *count, struct error *err)
{
    size_t room = 0;

    *cells = NULL;
    *count = 0;
    for (int mood = MOOD_LIGHT; mood <= MOOD_SERIOUS; mood++)
        for (int mode = MODE_TALKING; mode <= MODE_LISTENING; mode++) {
            uint32_t first, end;
            enum status status;

            if ((filter->mood != MOOD_ANY && (int)filter->mood != mood) ||
                (filter->mode != MODE_ANY && (int)filter->mode != mode))
                continue;
            cell_range((enum mood)mood, (enum mode)mode, filter->minutes, &first, &end);
            status = add_range(store, first, end, without, cells, count, &room, err);
            if (status != STATUS_OK) {
                free(*cells);
                *cells = NULL;
                return status;
            }
        }
    return STATUS_OK;
}

enum status library_prompt(struct store *store, uint32_t cell, uint32_t ordinal,
                           struct prompt *prompt, struct error *err)
{
    struct query q;
    enum status status;

    query_begin(&q, store, err,
                "SELECT pack, id, " PROMPT_COLUMNS " FROM prompt WHERE cell = ? AND ordinal = ?");
    query_int(&q, cell);
    query_int(&q, ordinal);
    if (query_row(&q))
        status = read_prompt(&q, 0, prompt);
    else
        status = error_set(err, STATUS_NOT_FOUND, "That prompt isn’t in the library any more");
    if (query_end(&q) != STATUS_OK && status == STATUS_OK)
        prompt_release(prompt);
    return q.status != STATUS_OK ? q.status : status;
}

static char *copy_text(const struct query *q, int column)
{
    const char *text = row_text_or_null(q, column);

    return text ? mem_copy(text) : NULL;
}

static enum status read_header(struct store *store, const char *id, struct pack *pack,
                               struct error *err)
{
    struct query q;
    bool found;

    query_begin(&q, store, err,
                "SELECT id, title, version, lang, license, author, source, extra FROM pack "
                "WHERE id = ?");
    query_text(&q, id);
    found = query_row(&q);
    if (found)
        *pack = (struct pack){ .id = copy_text(&q, 0),
                               .title = copy_text(&q, 1),
                               .version = copy_text(&q, 2),
                               .lang = copy_text(&q, 3),
                               .license = copy_text(&q, 4),
                               .author = copy_text(&q, 5),
                               .source = copy_text(&q, 6),
                               .extra = copy_text(&q, 7) };
    if (query_end(&q) == STATUS_OK && !found)
        return error_set(err, STATUS_NOT_FOUND, "There is no pack “%s”", id);
    return q.status;
}

enum status library_pack(struct store *store, const char *id, struct pack *pack, struct error *err)
{
    struct query q;
    enum status status;

    *pack = (struct pack){ 0 };
    status = read_header(store, id, pack, err);
    if (status != STATUS_OK)
        return status;
    query_begin(&q, store, err,
                "SELECT pack, id, " PROMPT_COLUMNS " FROM prompt WHERE pack = ? ORDER BY number");
    query_text(&q, id);
    while (status == STATUS_OK && query_row(&q)) {
        pack->prompts = mem_grow(pack->prompts, pack->count, &pack->room, sizeof *pack->prompts);
        status = read_prompt(&q, 0, &pack->prompts[pack->count]);
        if (status == STATUS_OK)
            pack->count++;
    }
    if (query_end(&q) != STATUS_OK)
        status = q.status;
    if (status != STATUS_OK)
        pack_release(pack);
    return status;
}

enum status library_packs(struct store *store,
                          void (*each)(const struct pack_line *pack, void *context), void *context,
                          struct error *err)
{
    struct query q;

    query_begin(&q, store, err,
                "SELECT id, title, version, lang, license, author, builtin, enabled, prompts "
                "FROM pack ORDER BY id");
    while (query_row(&q)) {
        struct pack_line line = { .id = row_text(&q, 0),
                                  .title = row_text(&q, 1),
                                  .version = row_text(&q, 2),
                                  .lang = row_text(&q, 3),
                                  .license = row_text(&q, 4),
                                  .author = row_text(&q, 5),
                                  .builtin = row_int(&q, 6),
                                  .enabled = row_int(&q, 7),
                                  .prompts = (size_t)row_int(&q, 8) };

        each(&line, context);
    }
    return query_end(&q);
}
