/* The journal: cards and sittings, written. Looking back is in lookback.c. */
#include "store/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cards.h"
#include "sittings.h"
#include "sql.h"
#include "store/library.h"

enum status journal_couple(struct store *store, struct couple *couple, struct error *err)
{
    static const char *const places[] = { [PARTNER_LEFT] = "left", [PARTNER_RIGHT] = "right" };
    struct query q;

    *couple = (struct couple){ 0 };
    query_begin(&q, store, err,
                "SELECT id, place, name FROM partner WHERE deleted = 0 ORDER BY id");
    while (query_row(&q))
        for (int p = PARTNER_LEFT; p <= PARTNER_RIGHT; p++)
            if (!strcmp(row_text(&q, 1), places[p])) {
                snprintf(couple->partner[p].id, UUID_TEXT_SIZE, "%s", row_text(&q, 0));
                mem_replace(&couple->partner[p].name, row_text(&q, 2));
            }
    if (query_end(&q) != STATUS_OK)
        couple_release(couple);
    return q.status;
}

static enum status name_one(struct store *store, const char *id, const char *place,
                            const char *name, struct moment now, struct error *err)
{
    char fresh[UUID_TEXT_SIZE];
    struct query q;

    store->removing = store->removing || *id;
    if (!*id) {
        uuid_make(now.ms, fresh);
        id = fresh;
    }
    query_begin_sealed(
        &q, store, err,
        "INSERT INTO partner(id, place, name, changed, deleted, hash) "
        "VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET name = excluded.name, "
        "changed = excluded.changed, hash = excluded.hash");
    query_text(&q, id);
    query_text(&q, place);
    query_text(&q, name);
    query_int(&q, now.ms);
    query_int(&q, 0);
    query_seal(&q);
    return query_end(&q);
}

enum status journal_name(struct store *store, const char *left, const char *right,
                         struct moment now, struct error *err)
{
    struct couple couple;
    enum status status = journal_couple(store, &couple, err);

    if (status == STATUS_OK)
        status = name_one(store, couple.partner[PARTNER_LEFT].id, "left", left, now, err);
    if (status == STATUS_OK)
        status = name_one(store, couple.partner[PARTNER_RIGHT].id, "right", right, now, err);
    couple_release(&couple);
    return status;
}

enum status journal_table(struct store *store, const struct couple *couple, struct card *card,
                          bool *found, struct error *err)
{
    char sitting[UUID_TEXT_SIZE];
    struct query q;
    enum status status = last_sitting(store, sitting, err);

    *found = false;
    if (status != STATUS_OK || !*sitting)
        return status;
    query_begin(&q, store, err,
                "SELECT " CARD_COLUMNS " FROM card WHERE sitting = ? AND outcome = 'open' AND "
                "deleted = 0 ORDER BY id DESC LIMIT 1");
    query_text(&q, sitting);
    if (query_row(&q)) {
        status = read_card(&q, couple, card);
        *found = status == STATUS_OK;
    }
    if (query_end(&q) != STATUS_OK)
        status = q.status;
    if (status == STATUS_OK && *found)
        status = read_notes(store, card, err);
    else if (*found)
        card_release(card);
    *found = *found && status == STATUS_OK;
    return status;
}

static enum status card_changed(struct store *store, const char *sitting, const char *id,
                                struct moment now, struct error *err)
{
    enum status status = seal_row(store, err, TABLE_CARD, sitting, id, NULL);

    return status == STATUS_OK ? touch_sitting(store, sitting, now, err) : status;
}

enum status journal_lay(struct store *store, const struct couple *couple, struct card *card,
                        struct moment now, struct error *err)
{
    const char *first = couple->partner[card->first].id;
    struct query q;

    uuid_make(now.ms, card->id);
    card->dealt = card->at = now;
    if (!card->steps)
        mem_replace(&card->steps, "");
    query_begin_sealed(
        &q, store, err,
        "INSERT INTO card(sitting, id, outcome, first, dealt, at, at_zone, steps, why, "
        "pack, prompt, " PROMPT_COLUMNS ", changed, deleted, hash) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " PROMPT_MARKS ", ?, ?, ?)");
    query_text(&q, card->sitting);
    query_text(&q, card->id);
    query_text(&q, words_name(&vocabulary_outcome, (int)card->outcome));
    query_text(&q, *first ? first : NULL);
    query_int(&q, now.ms);
    query_int(&q, now.ms);
    query_int(&q, now.zone);
    query_text(&q, card->steps);
    query_text(&q, card->why ? card->why : "");
    bind_prompt(&q, &card->prompt);
    query_int(&q, now.ms);
    query_int(&q, 0);
    query_seal(&q);
    return query_end(&q) == STATUS_OK ? touch_sitting(store, card->sitting, now, err) : q.status;
}

/* STATUS_CHANGED if the statement that just ran touched nothing. */
static enum status expect_one_row(struct store *store, struct error *err)
{
    if (sqlite3_changes(store->db) == 1)
        return STATUS_OK;
    return error_set(err, STATUS_CHANGED, "This card was moved on in another window");
}

enum status journal_steps(struct store *store, const struct card *card, const char *from,
                          const char *steps, struct moment now, struct error *err)
{
    struct query q;
    enum status status;

    query_begin(&q, store, err,
                "UPDATE card SET steps = ?, changed = ? WHERE sitting = ? AND id = ? AND "
                "steps = ? AND outcome = 'open' AND deleted = 0");
    query_text(&q, steps);
    query_int(&q, now.ms);
    query_text(&q, card->sitting);
    query_text(&q, card->id);
    query_text(&q, from);
    status = query_end(&q);
    if (status == STATUS_OK)
        status = expect_one_row(store, err);
    return status == STATUS_OK ? card_changed(store, card->sitting, card->id, now, err) : status;
}

enum status journal_outcome(struct store *store, const struct card *card, enum outcome outcome,
                            struct moment now, struct error *err)
{
    struct query q;
    enum status status;

    query_begin(&q, store, err,
                "UPDATE card SET outcome = ?, at = ?, at_zone = ?, changed = ? WHERE sitting = ? "
                "AND id = ? AND outcome = ? AND deleted = 0");
    query_text(&q, words_name(&vocabulary_outcome, (int)outcome));
    query_int(&q, now.ms);
    query_int(&q, now.zone);
    query_int(&q, now.ms);
    query_text(&q, card->sitting);
    query_text(&q, card->id);
    query_text(&q, words_name(&vocabulary_outcome, (int)card->outcome));
    status = query_end(&q);
    if (status == STATUS_OK)
        status = expect_one_row(store, err);
    return status == STATUS_OK ? card_changed(store, card->sitting, card->id, now, err) : status;
}

/* For a statement that just deleted rows: their words are to be gone from the log, too. */
static enum status end_removal(struct query *q)
{
    enum status status = query_end(q);

    if (status == STATUS_OK && sqlite3_changes(q->store->db))
        q->store->removing = true;
    return status;
}

static enum status remove_notes(struct store *store, const char *sitting, const char *card,
                                struct error *err)
{
    struct query q;

    query_begin(&q, store, err, "DELETE FROM note WHERE sitting = ? AND card = ?");
    query_text(&q, sitting);
    query_text(&q, card);
    return end_removal(&q);
}

enum status journal_unlay(struct store *store, const struct card *card, struct moment now,
                          struct error *err)
{
    struct query q;
    enum status status = remove_notes(store, card->sitting, card->id, err);

    if (status != STATUS_OK)
        return status;
    query_begin(&q, store, err,
                "DELETE FROM card WHERE sitting = ? AND id = ? AND outcome = 'open'");
    query_text(&q, card->sitting);
    query_text(&q, card->id);
    status = query_end(&q);
    if (status == STATUS_OK)
        status = expect_one_row(store, err);
    return status == STATUS_OK ? touch_sitting(store, card->sitting, now, err) : status;
}

/* Its lines go along with a card, those that were removed too: their rows name it. */
static enum status move_notes(struct store *store, const struct card *card, const char *sitting,
                              struct moment now, struct error *err)
{
    struct query q;
    enum status status;

    query_begin(&q, store, err,
                "UPDATE note SET sitting = ?, changed = ? WHERE sitting = ? AND card = ?");
    query_text(&q, sitting);
    query_int(&q, now.ms);
    query_text(&q, card->sitting);
    query_text(&q, card->id);
    status = query_end(&q);
    if (status != STATUS_OK)
        return status;
    query_begin(&q, store, err, "SELECT id FROM note WHERE sitting = ? AND card = ?");
    query_text(&q, sitting);
    query_text(&q, card->id);
    while (status == STATUS_OK && query_row(&q))
        status = seal_row(store, err, TABLE_NOTE, sitting, card->id, row_text(&q, 0));
    return query_end(&q) == STATUS_OK ? status : q.status;
}

enum status journal_move(struct store *store, struct card *card, const char *sitting,
                         struct moment now, struct error *err)
{
    struct query q;
    enum status status;

    query_begin(&q, store, err,
                "UPDATE card SET sitting = ?, changed = ? WHERE sitting = ? AND id = ? AND "
                "outcome = 'open' AND deleted = 0");
    query_text(&q, sitting);
    query_int(&q, now.ms);
    query_text(&q, card->sitting);
    query_text(&q, card->id);
    status = query_end(&q);
    if (status == STATUS_OK)
        status = expect_one_row(store, err);
    if (status == STATUS_OK)
        status = move_notes(store, card, sitting, now, err);
    if (status != STATUS_OK)
        return status;
    snprintf(card->sitting, sizeof card->sitting, "%s", sitting);
    return card_changed(store, card->sitting, card->id, now, err);
}

enum status journal_marks(struct store *store, const char *pack, const char *prompt,
                          unsigned *marks, struct error *err)
{
    struct query q;

    *marks = 0;
    query_begin(&q, store, err,
                "SELECT kind FROM mark WHERE pack = ? AND prompt = ? AND deleted = 0");
    query_text(&q, pack);
    query_text(&q, prompt);
    while (query_row(&q)) {
        int mark = words_find(&vocabulary_mark, row_text(&q, 0));

        *marks |= mark < 0 ? 0u : 1u << mark;
    }
    return query_end(&q);
}

/* The id of the mark's row, whether it was taken off or not: "" if there is none. */
static enum status mark_id(struct store *store, const char *pack, const char *prompt,
                           enum mark mark, char id[UUID_TEXT_SIZE], struct error *err)
{
    struct query q;

    id[0] = '\0';
    query_begin(&q, store, err,
                "SELECT id FROM mark WHERE pack = ? AND prompt = ? AND kind = ? LIMIT 1");
    query_text(&q, pack);
    query_text(&q, prompt);
    query_text(&q, words_name(&vocabulary_mark, (int)mark));
    if (query_row(&q))
        snprintf(id, UUID_TEXT_SIZE, "%s", row_text(&q, 0));
    return query_end(&q);
}

enum status journal_mark(struct store *store, const char *pack, const char *prompt, enum mark mark,
                         bool on, struct moment now, struct error *err)
{
    char id[UUID_TEXT_SIZE];
    struct query q;
    enum status status = mark_id(store, pack, prompt, mark, id, err);

    if (status != STATUS_OK || (!*id && !on))
        return status;
    if (!*id)
        uuid_make(now.ms, id);
    query_begin_sealed(
        &q, store, err,
        "INSERT INTO mark(id, pack, prompt, kind, changed, deleted, hash) "
        "VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET "
        "changed = excluded.changed, deleted = excluded.deleted, hash = excluded.hash");
    query_text(&q, id);
    query_text(&q, pack);
    query_text(&q, prompt);
    query_text(&q, words_name(&vocabulary_mark, (int)mark));
    query_int(&q, now.ms);
    query_int(&q, on ? 0 : now.ms);
    query_seal(&q);
    status = query_end(&q);
    if (status != STATUS_OK || mark != MARK_NEVER)
        return status;
    return on ? library_hide(store, pack, prompt, err) : library_show(store, pack, prompt, err);
}

enum status journal_forget_aside(struct store *store, struct moment now, struct error *err)
{
    const int64_t before = now.ms - 31 * MS_PER_DAY;
    struct query q;

    query_begin(&q, store, err,
                "DELETE FROM note WHERE (sitting, card) IN (SELECT sitting, id FROM card WHERE "
                "outcome IN ('another', 'stopped') AND at < ?)");
    query_int(&q, before);
    if (end_removal(&q) != STATUS_OK)
        return q.status;
    query_begin(&q, store, err,
                "DELETE FROM card WHERE outcome IN ('another', 'stopped') AND at < ?");
    query_int(&q, before);
    return end_removal(&q);
}
