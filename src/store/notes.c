/* What they write down of a card, and what of it is a plan. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sql.h"
#include "store/journal.h"

/* The id of the note of that kind that a card has: "" if it has none. */
static enum status note_id(struct store *store, const char *sitting, const char *card,
                           enum note_kind kind, char id[UUID_TEXT_SIZE], struct error *err)
{
    struct query q;

    id[0] = '\0';
    query_begin(&q, store, err,
                "SELECT id FROM note WHERE sitting = ? AND card = ? AND kind = ? AND deleted = 0 "
                "LIMIT 1");
    query_text(&q, sitting);
    query_text(&q, card);
    query_text(&q, words_name(&vocabulary_note, (int)kind));
    if (query_row(&q))
        snprintf(id, UUID_TEXT_SIZE, "%s", row_text(&q, 0));
    return query_end(&q);
}

/* A note that is gone is really gone: its tombstone has no words. How a plan stands is not
 * touched by rewording it. */
static enum status write_note(struct store *store, const char *sitting, const char *card,
                              const char *id, enum note_kind kind, const char *text,
                              struct moment now, struct error *err)
{
    bool gone = !text || !*text;
    struct query q;

    query_begin_sealed(
        &q, store, err,
        "INSERT INTO note(sitting, card, id, kind, text, changed, deleted, state, hash) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(sitting, card, id) DO UPDATE SET "
        "text = excluded.text, changed = excluded.changed, deleted = excluded.deleted, "
        "state = iif(excluded.deleted, NULL, coalesce(state, excluded.state)), "
        "hash = excluded.hash");
    query_text(&q, sitting);
    query_text(&q, card);
    query_text(&q, id);
    query_text(&q, words_name(&vocabulary_note, (int)kind));
    query_text(&q, gone ? "" : text);
    query_int(&q, now.ms);
    query_int(&q, gone ? now.ms : 0);
    query_text(&q, kind == NOTE_PLAN && !gone ? words_name(&vocabulary_plan, PLAN_OPEN) : NULL);
    query_seal(&q);
    if (query_end(&q) != STATUS_OK || kind != NOTE_PLAN)
        return q.status;
    return seal_row(store, err, TABLE_NOTE, sitting, card, id); /* its state may be the old one */
}

enum status journal_note(struct store *store, const char *sitting, const char *card,
                         enum note_kind kind, const char *text, struct moment now,
                         struct error *err)
{
    char id[UUID_TEXT_SIZE];
    enum status status = note_id(store, sitting, card, kind, id, err);

    if (status != STATUS_OK || (!*id && (!text || !*text)))
        return status;
    store->removing = store->removing || *id;
    if (!*id)
        uuid_make(now.ms, id);
    return write_note(store, sitting, card, id, kind, text, now, err);
}

enum status journal_add_note(struct store *store, const char *sitting, const char *card,
                             enum note_kind kind, const char *text, struct moment now,
                             struct error *err)
{
    char id[UUID_TEXT_SIZE];

    uuid_make(now.ms, id);
    return write_note(store, sitting, card, id, kind, text, now, err);
}

/* ---- plans ---- */

/* In how many sittings they met it: those of the last days that began after it was made. */
static enum status count_met(struct store *store, const struct plan *plan, struct moment now,
                             size_t *met, struct error *err)
{
    char from[UUID_TEXT_SIZE];
    int64_t since = now.ms - MET_DAYS * MS_PER_DAY;
    struct query q;

    uuid_floor(plan->made.ms > since ? plan->made.ms : since, from);
    query_begin(&q, store, err, "SELECT count(*) FROM sitting WHERE id >= ? AND deleted = 0");
    query_text(&q, from);
    *met = query_row(&q) ? (size_t)row_int(&q, 0) : 0;
    return query_end(&q);
}

enum status journal_open_plan(struct store *store, struct moment now, struct plan *plan,
                              bool *found, size_t *met, struct error *err)
{
    struct query q;

    *found = false;
    *met = 0;
    query_begin(&q, store, err,
                "SELECT sitting, card, id, text FROM note WHERE state = 'open' AND deleted = 0 AND "
                "EXISTS (SELECT 1 FROM card WHERE card.sitting = note.sitting AND card.id = "
                "note.card AND outcome NOT IN ('another', 'stopped')) ORDER BY id DESC LIMIT 1");
    if (query_row(&q)) {
        *plan = (struct plan){ .state = PLAN_OPEN, .text = mem_copy(row_text(&q, 3)) };
        snprintf(plan->key.sitting, UUID_TEXT_SIZE, "%s", row_text(&q, 0));
        snprintf(plan->key.card, UUID_TEXT_SIZE, "%s", row_text(&q, 1));
        snprintf(plan->key.id, UUID_TEXT_SIZE, "%s", row_text(&q, 2));
        plan->made = (struct moment){ .ms = uuid_ms(plan->key.id), .zone = now.zone };
        *found = true;
    }
    if (query_end(&q) == STATUS_OK && *found)
        q.status = count_met(store, plan, now, met, err);
    if (q.status != STATUS_OK && *found) {
        plan_release(plan);
        *found = false;
    }
    return q.status;
}

enum status journal_settle(struct store *store, const struct note_key *plan, enum plan_state state,
                           struct moment now, struct error *err)
{
    struct query q;

    query_begin(&q, store, err,
                "UPDATE note SET state = ?4, changed = ?5 WHERE sitting = ?1 AND card = ?2 AND "
                "id = ?3 AND kind = 'plan' AND deleted = 0");
    query_text(&q, plan->sitting);
    query_text(&q, plan->card);
    query_text(&q, plan->id);
    query_text(&q, words_name(&vocabulary_plan, (int)state));
    query_int(&q, now.ms);
    if (query_end(&q) != STATUS_OK)
        return q.status;
    if (sqlite3_changes(store->db) != 1)
        return error_set(err, STATUS_NOT_FOUND, "That plan isn’t there any more");
    return seal_row(store, err, TABLE_NOTE, plan->sitting, plan->card, plan->id);
}
