/* Sittings: begun, on, paused, ended. */
#include "sittings.h"

#include <stdio.h>
#include <stdlib.h>

#include "sql.h"
#include "store/journal.h"

/* The setting that names the sitting that is on. */
static const char current_sitting[] = "current sitting";

enum status last_sitting(struct store *store, char id[UUID_TEXT_SIZE], struct error *err)
{
    char *value;
    enum status status = store_setting(store, current_sitting, &value, err);

    snprintf(id, UUID_TEXT_SIZE, "%s", value ? value : "");
    free(value);
    return status;
}

enum status journal_begin_sitting(struct store *store, bool current, struct moment now,
                                  char id[UUID_TEXT_SIZE], struct error *err)
{
    struct query q;
    enum status status;

    uuid_make(now.ms, id);
    query_begin_sealed(
        &q, store, err,
        "INSERT INTO sitting(id, started, started_zone, touched, touched_zone, ended, "
        "changed, deleted, pause, pause_zone, ending, hash) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query_text(&q, id);
    query_int(&q, now.ms);
    query_int(&q, now.zone);
    query_int(&q, now.ms);
    query_int(&q, now.zone);
    query_null(&q);
    query_int(&q, now.ms);
    query_int(&q, 0);
    query_null(&q);
    query_null(&q);
    query_null(&q);
    query_seal(&q);
    status = query_end(&q);
    if (status == STATUS_OK && current)
        status = store_set_setting(store, current_sitting, id, err);
    return status;
}

bool over_by_itself(struct moment touched, struct moment pause, struct moment now)
{
    return sitting_is_over(pause.ms > touched.ms ? pause : touched, now);
}

/* Whether a sitting is on: begun, not ended, and not over by itself. */
static enum status is_on(struct store *store, const char *sitting, struct moment now, bool *on,
                         struct moment *touched, struct error *err)
{
    struct query q;

    *on = false;
    *touched = (struct moment){ 0 };
    query_begin(&q, store, err,
                "SELECT touched, touched_zone, pause, pause_zone FROM sitting WHERE id = ? AND "
                "ended IS NULL AND deleted = 0");
    query_text(&q, sitting);
    if (query_row(&q)) {
        *touched = row_moment(&q, 0, 1);
        *on = !over_by_itself(*touched, row_moment(&q, 2, 3), now);
    }
    return query_end(&q);
}

enum status journal_current(struct store *store, struct moment now, char id[UUID_TEXT_SIZE],
                            struct error *err)
{
    bool on = false;
    struct moment touched;
    enum status status = last_sitting(store, id, err);

    if (status == STATUS_OK && *id)
        status = is_on(store, id, now, &on, &touched, err);
    if (!on)
        id[0] = '\0';
    return status;
}

/* Changes what a sitting says of itself; the query has its id, the moment, and what is new. */
static enum status end_change(struct query *q, const char *sitting)
{
    if (query_end(q) != STATUS_OK)
        return q->status;
    return seal_row(q->store, q->err, TABLE_SITTING, sitting, NULL, NULL);
}

enum status touch_sitting(struct store *store, const char *sitting, struct moment now,
                          struct error *err)
{
    struct query q;
    struct moment touched;
    bool on;
    enum status status = is_on(store, sitting, now, &on, &touched, err);

    if (status != STATUS_OK || !on || (touched.ms == now.ms && touched.zone == now.zone))
        return status;
    query_begin(&q, store, err,
                "UPDATE sitting SET touched = ?2, touched_zone = ?3, changed = ?2 WHERE id = ?1");
    query_text(&q, sitting);
    query_int(&q, now.ms);
    query_int(&q, now.zone);
    return end_change(&q, sitting);
}

enum status journal_end_sitting(struct store *store, const char *sitting, struct moment now,
                                struct error *err)
{
    struct query q;

    query_begin(&q, store, err,
                "UPDATE sitting SET touched = ?2, touched_zone = ?3, changed = ?2, ended = ?2 "
                "WHERE id = ?1");
    query_text(&q, sitting);
    query_int(&q, now.ms);
    query_int(&q, now.zone);
    return end_change(&q, sitting);
}

enum status journal_pause(struct store *store, const char *sitting, struct moment until,
                          struct moment now, struct error *err)
{
    struct query q;

    query_begin(&q, store, err,
                "UPDATE sitting SET changed = ?2, pause = ?3, pause_zone = ?4 WHERE id = ?1");
    query_text(&q, sitting);
    query_int(&q, now.ms);
    if (until.ms) {
        query_int(&q, until.ms);
        query_int(&q, until.zone);
    }
    return end_change(&q, sitting); /* what isn't bound is NULL */
}

enum status journal_paused(struct store *store, const char *sitting, struct moment *until,
                           struct error *err)
{
    struct query q;

    *until = (struct moment){ 0 };
    query_begin(&q, store, err,
                "SELECT pause, pause_zone FROM sitting WHERE id = ? AND deleted = 0");
    query_text(&q, sitting);
    if (query_row(&q))
        *until = row_moment(&q, 0, 1);
    return query_end(&q);
}

enum status journal_ending(struct store *store, const char *sitting, enum ending ending,
                           struct moment now, struct error *err)
{
    struct query q;

    query_begin(&q, store, err, "UPDATE sitting SET changed = ?2, ending = ?3 WHERE id = ?1");
    query_text(&q, sitting);
    query_int(&q, now.ms);
    if (ending != ENDING_NONE)
        query_text(&q, words_name(&vocabulary_ending, (int)ending));
    return end_change(&q, sitting);
}
