/* Whole packs: put in, taken out, switched on and off. One prompt more or less is in library.c.
 *
 * All prompts of a pack get their places at once: the counts of the cells are held in memory
 * meanwhile and written at the end, so a prompt costs one statement. A cell is 8 bytes, and there
 * are as many as there are kinds of prompts, not prompts. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rows.h"
#include "sql.h"
#include "store/library.h"

/* ---- how many prompts the cells have ---- */

/* Sorted by key. */
struct counts {
    struct cell_count *cells;
    size_t count, room;
};

static enum status read_counts(struct store *store, struct counts *counts, struct error *err)
{
    struct query q;

    query_begin(&q, store, err, "SELECT key, prompts FROM cell ORDER BY key");
    while (query_row(&q)) {
        counts->cells =
            mem_grow(counts->cells, counts->count, &counts->room, sizeof *counts->cells);
        counts->cells[counts->count++] = (struct cell_count){ .key = (uint32_t)row_int(&q, 0),
                                                              .count = (uint32_t)row_int(&q, 1) };
    }
    return query_end(&q);
}

/* The count of a cell, 0 for one that wasn't there; good until the next call. */
static uint32_t *count_at(struct counts *counts, uint32_t key)
{
    size_t low = 0, high = counts->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (counts->cells[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == counts->count || counts->cells[low].key != key) {
        counts->cells =
            mem_grow(counts->cells, counts->count, &counts->room, sizeof *counts->cells);
        memmove(&counts->cells[low + 1], &counts->cells[low],
                (counts->count - low) * sizeof *counts->cells);
        counts->cells[low] = (struct cell_count){ .key = key };
        counts->count++;
    }
    return &counts->cells[low].count;
}

static enum status write_count(struct store *store, uint32_t key, size_t count, struct error *err)
{
    struct query q;

    query_begin(&q, store, err,
                "INSERT INTO cell(key, prompts) VALUES(?1, ?2) "
                "ON CONFLICT(key) DO UPDATE SET prompts = ?2");
    query_int(&q, key);
    query_int(&q, (int64_t)count);
    return query_end(&q);
}

static enum status write_counts(struct store *store, const struct counts *counts, struct error *err)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < counts->count && status == STATUS_OK; i++)
        status = write_count(store, counts->cells[i].key, counts->cells[i].count, err);
    return status;
}

/* ---- giving places ---- */

struct installation {
    struct store *store;
    char *pack;
    bool enabled;
    struct counts counts;
    char **never; /* the ids that are marked so, sorted */
    size_t never_count, never_room;
    size_t prompts;
};

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum status read_never(struct installation *in, struct error *err)
{
    struct query q;

    query_begin(&q, in->store, err,
                "SELECT prompt FROM mark WHERE pack = ? AND kind = 'never' AND deleted = 0");
    query_text(&q, in->pack);
    while (query_row(&q)) {
        in->never = mem_grow(in->never, in->never_count, &in->never_room, sizeof *in->never);
        in->never[in->never_count++] = mem_copy(row_text(&q, 0));
    }
    if (in->never_count)
        qsort(in->never, in->never_count, sizeof *in->never, compare_texts);
    return query_end(&q);
}

static enum status begin(struct store *store, const char *pack, struct installation **out,
                         struct error *err)
{
    struct installation *in = mem_new(1, sizeof *in);
    enum status status;

    *out = in;
    in->store = store;
    in->pack = mem_copy(pack);
    status = library_enabled(store, pack, &in->enabled, err);
    if (status == STATUS_OK)
        status = read_counts(store, &in->counts, err);
    return status == STATUS_OK ? read_never(in, err) : status;
}

static void release(struct installation *in)
{
    for (size_t i = 0; i < in->never_count; i++)
        free(in->never[i]);
    free(in->never);
    free(in->counts.cells);
    free(in->pack);
    free(in);
}

/* Whether the prompt is to be dealt; then its cell and its ordinal there. */
static bool take_place(struct installation *in, const struct prompt *prompt, uint32_t *key,
                       uint32_t *ordinal)
{
    struct cell cell = cell_of_prompt(prompt);

    if (!in->enabled || (in->never_count && bsearch(&prompt->id, in->never, in->never_count,
                                                    sizeof *in->never, compare_texts)))
        return false;
    *key = cell_key(&cell);
    *ordinal = (*count_at(&in->counts, *key))++;
    return true;
}

/* ---- taking places away ---- */

/* The cells that a pack has prompts in; *keys is the caller's. */
static enum status cells_of_pack(struct store *store, const char *pack, uint32_t **keys,
                                 size_t *count, struct error *err)
{
    struct query q;
    size_t room = 0;

    *keys = NULL;
    *count = 0;
    query_begin(&q, store, err,
                "SELECT DISTINCT cell FROM prompt WHERE pack = ? AND cell IS NOT NULL");
    query_text(&q, pack);
    while (query_row(&q)) {
        *keys = mem_grow(*keys, *count, &room, sizeof **keys);
        (*keys)[(*count)++] = (uint32_t)row_int(&q, 0);
    }
    return query_end(&q);
}

/* The ordinals of a cell that lost prompts go from 0 on without gaps again. */
static enum status close_gaps(struct store *store, uint32_t key, struct error *err)
{
    struct move {
        int64_t number, ordinal;
    } *moves = NULL;
    size_t move_count = 0, room = 0, count = 0;
    struct query q;
    enum status status;

    query_begin(&q, store, err,
                "SELECT number, ordinal FROM prompt WHERE cell = ? ORDER BY ordinal");
    query_int(&q, key);
    for (; query_row(&q); count++)
        if (row_int(&q, 1) != (int64_t)count) {
            moves = mem_grow(moves, move_count, &room, sizeof *moves);
            moves[move_count++] =
                (struct move){ .number = row_int(&q, 0), .ordinal = (int64_t)count };
        }
    status = query_end(&q);
    for (size_t i = 0; i < move_count && status == STATUS_OK; i++) {
        query_begin(&q, store, err, "UPDATE prompt SET ordinal = ? WHERE number = ?");
        query_int(&q, moves[i].ordinal);
        query_int(&q, moves[i].number);
        status = query_end(&q);
    }
    free(moves);
    return status == STATUS_OK ? write_count(store, key, count, err) : status;
}

/* Runs a statement with one parameter, the pack, that takes its prompts out of their cells. */
static enum status clear_places(struct store *store, const char *pack, const char *sql,
                                struct error *err)
{
    struct query q;
    uint32_t *keys;
    size_t count;
    enum status status = cells_of_pack(store, pack, &keys, &count, err);

    if (status == STATUS_OK) {
        query_begin(&q, store, err, sql);
        query_text(&q, pack);
        status = query_end(&q);
    }
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = close_gaps(store, keys[i], err);
    free(keys);
    return status;
}

/* ---- packs ---- */

static enum status write_pack(struct store *store, const struct pack *pack, bool builtin,
                              struct error *err)
{
    struct query q;

    query_begin(&q, store, err,
                "INSERT INTO pack(id, title, version, lang, license, author, source, extra, "
                "builtin, prompts) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT(id) DO UPDATE "
                "SET title = excluded.title, version = excluded.version, lang = excluded.lang, "
                "license = excluded.license, author = excluded.author, source = excluded.source, "
                "extra = excluded.extra, builtin = excluded.builtin, prompts = 0");
    query_text(&q, pack->id);
    query_text(&q, pack->title);
    query_text(&q, pack->version);
    query_text(&q, pack->lang);
    query_text(&q, pack->license);
    query_text(&q, pack->author);
    query_text(&q, pack->source);
    query_text(&q, pack->extra);
    query_int(&q, builtin);
    return query_end(&q);
}

enum status library_begin_install(struct store *store, const struct pack *header, bool builtin,
                                  struct installation **out, struct error *err)
{
    enum status status = clear_places(store, header->id, "DELETE FROM prompt WHERE pack = ?", err);

    *out = NULL;
    if (status == STATUS_OK)
        status = write_pack(store, header, builtin, err);
    return status == STATUS_OK ? begin(store, header->id, out, err) : status;
}

enum status library_install_prompt(struct installation *in, const struct prompt *prompt,
                                   struct error *err)
{
    struct query q;
    uint32_t key, ordinal;
    bool dealt = take_place(in, prompt, &key, &ordinal);

    query_begin(&q, in->store, err,
                "INSERT INTO prompt(pack, id, " PROMPT_COLUMNS
                ", cell, ordinal) VALUES(?, ?, " PROMPT_MARKS ", ?, ?)");
    bind_prompt(&q, prompt);
    if (dealt) {
        query_int(&q, key);
        query_int(&q, ordinal);
    }
    in->prompts++;
    return query_end(&q);
}

enum status library_end_install(struct installation *in, enum status status, struct error *err)
{
    struct query q;

    if (!in)
        return status;
    if (status == STATUS_OK)
        status = write_counts(in->store, &in->counts, err);
    if (status == STATUS_OK) {
        query_begin(&q, in->store, err, "UPDATE pack SET prompts = ? WHERE id = ?");
        query_int(&q, (int64_t)in->prompts);
        query_text(&q, in->pack);
        status = query_end(&q);
    }
    release(in);
    return status;
}

enum status library_install(struct store *store, const struct pack *pack, bool builtin,
                            struct error *err)
{
    struct installation *in;
    enum status status = library_begin_install(store, pack, builtin, &in, err);

    for (size_t i = 0; i < pack->count && status == STATUS_OK; i++)
        status = library_install_prompt(in, &pack->prompts[i], err);
    return library_end_install(in, status, err);
}

enum status library_remove(struct store *store, const char *pack, struct error *err)
{
    struct query q;
    enum status status = clear_places(store, pack, "DELETE FROM prompt WHERE pack = ?", err);

    store->removing = store->removing || !strcmp(pack, PACK_OURS); /* words of their own */
    if (status != STATUS_OK)
        return status;
    query_begin(&q, store, err, "DELETE FROM pack WHERE id = ?");
    query_text(&q, pack);
    return query_end(&q);
}

static bool is_listed(const char *id, const char *const *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(ids[i], id))
            return true;
    return false;
}

enum status library_retire(struct store *store, const char *const *ids, size_t count,
                           struct error *err)
{
    struct query q;
    enum status status = STATUS_OK;

    query_begin(&q, store, err, "SELECT id FROM pack WHERE builtin = 1");
    while (status == STATUS_OK && query_row(&q))
        if (!is_listed(row_text(&q, 0), ids, count))
            status = library_remove(store, row_text(&q, 0), err);
    return query_end(&q) == STATUS_OK ? status : q.status;
}

/* ---- on and off ---- */

static enum status set_place(struct store *store, int64_t number, uint32_t key, uint32_t ordinal,
                             struct error *err)
{
    struct query q;

    query_begin(&q, store, err, "UPDATE prompt SET cell = ?, ordinal = ? WHERE number = ?");
    query_int(&q, key);
    query_int(&q, ordinal);
    query_int(&q, number);
    return query_end(&q);
}

/* All prompts of the pack that may be dealt get a place. */
static enum status give_places(struct store *store, const char *pack, struct error *err)
{
    struct installation *in;
    struct query q;
    enum status status = begin(store, pack, &in, err);

    query_begin(&q, store, err,
                "SELECT number, pack, id, " PROMPT_COLUMNS
                " FROM prompt WHERE pack = ? AND cell IS NULL ORDER BY number");
    query_text(&q, pack);
    while (status == STATUS_OK && query_row(&q)) {
        struct prompt prompt;
        uint32_t key, ordinal;

        status = read_prompt(&q, 1, &prompt);
        if (status == STATUS_OK && take_place(in, &prompt, &key, &ordinal))
            status = set_place(store, row_int(&q, 0), key, ordinal, err);
        prompt_release(&prompt);
    }
    if (query_end(&q) != STATUS_OK && status == STATUS_OK)
        status = q.status;
    if (status == STATUS_OK)
        status = write_counts(store, &in->counts, err);
    release(in);
    return status;
}

enum status library_enable(struct store *store, const char *pack, bool on, struct error *err)
{
    struct query q;
    bool known, enabled;
    enum status status;

    query_begin(&q, store, err, "SELECT enabled FROM pack WHERE id = ?");
    query_text(&q, pack);
    known = query_row(&q);
    enabled = known && row_int(&q, 0);
    status = query_end(&q);
    if (status == STATUS_OK && !known)
        status = error_set(err, STATUS_NOT_FOUND, "There is no pack “%s”", pack);
    if (status != STATUS_OK || enabled == on)
        return status;
    query_begin(&q, store, err, "UPDATE pack SET enabled = ? WHERE id = ?");
    query_int(&q, on);
    query_text(&q, pack);
    if (query_end(&q) != STATUS_OK)
        return q.status;
    return on ? give_places(store, pack, err)
              : clear_places(store, pack,
                             "UPDATE prompt SET cell = NULL, ordinal = NULL WHERE pack = ?", err);
}
