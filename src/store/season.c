/* What earlier evenings say about this one: the facts that some of the picking rules ask for, and
 * an old card worth remembering. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cards.h"
#include "sql.h"
#include "store/journal.h"

enum { SITTINGS_ASKED = 3, ENDINGS_ASKED = 2, MEMORY_DAYS = 7 };

/* Rule 14: were the last two endings both heavier. One without a word isn't. */
static enum status look_at_endings(struct store *store, const char *sitting, bool *heavy,
                                   struct error *err)
{
    struct query q;
    int heavier = 0;

    query_begin(&q, store, err,
                "SELECT ending FROM sitting WHERE ended IS NOT NULL AND deleted = 0 AND id <> ? "
                "ORDER BY id DESC LIMIT ?");
    query_text(&q, sitting ? sitting : "");
    query_int(&q, ENDINGS_ASKED);
    while (query_row(&q))
        heavier += !strcmp(row_text(&q, 0), words_name(&vocabulary_ending, ENDING_HEAVIER));
    *heavy = heavier == ENDINGS_ASKED;
    return query_end(&q);
}

/* Each stops at the first rows that answer it. */
enum status journal_season(struct store *store, const char *sitting, struct past *past,
                           struct error *err)
{
    struct query q;

    query_begin(&q, store, err,
                "SELECT (SELECT count(*) FROM (SELECT 1 FROM card WHERE outcome = 'talked' AND "
                "deleted = 0 AND sitting <> ?1 GROUP BY sitting LIMIT ?2)), "
                "EXISTS(SELECT 1 FROM card WHERE outcome = 'talked' AND depth >= 3 AND "
                "deleted = 0 AND sitting <> ?1)");
    query_text(&q, sitting ? sitting : "");
    query_int(&q, SITTINGS_ASKED);
    if (query_row(&q)) {
        past->sittings = (unsigned)row_int(&q, 0);
        past->been_deep = row_int(&q, 1) != 0;
    }
    if (query_end(&q) != STATUS_OK)
        return q.status;
    return look_at_endings(store, sitting, &past->heavy, err);
}

enum status journal_met(struct store *store, const struct card *card, struct moment now,
                        size_t *sittings, struct error *err)
{
    char from[UUID_TEXT_SIZE];
    struct query q;

    *sittings = 0;
    if (!*card->prompt.id)
        return STATUS_OK; /* their own words are never the same card */
    uuid_floor(now.ms - MET_DAYS * MS_PER_DAY, from);
    query_begin(&q, store, err,
                "SELECT count(DISTINCT sitting) FROM card WHERE sitting >= ? AND sitting <> ? AND "
                "pack = ? AND prompt = ? AND outcome = 'kept' AND deleted = 0");
    query_text(&q, from);
    query_text(&q, card->sitting);
    query_text(&q, card->prompt.pack);
    query_text(&q, card->prompt.id);
    if (query_row(&q))
        *sittings = (size_t)row_int(&q, 0);
    return query_end(&q);
}

/* ---- something to remember ---- */

/* A moment somewhere in the journal, as a bound of ids. */
static enum status random_place(struct store *store, int64_t until, uint64_t seed,
                                char place[UUID_TEXT_SIZE], struct error *err)
{
    struct query q;
    struct rng rng = rng_seeded(seed);
    int64_t from = until;

    query_begin(&q, store, err, "SELECT min(id) FROM sitting");
    if (query_row(&q) && !row_is_null(&q, 0))
        from = uuid_ms(row_text(&q, 0));
    uuid_floor(from < until ? from + (int64_t)rng_below(&rng, (uint64_t)(until - from)) : 0, place);
    return query_end(&q);
}

#define WORTH_IT                                                                                   \
    "outcome IN ('talked', 'kept') AND depth < 4 AND flags = '' AND deleted = 0 AND "              \
    "sitting < ?2 AND NOT EXISTS(SELECT 1 FROM mark m WHERE m.pack = card.pack AND "               \
    "m.prompt = card.prompt AND m.kind = 'never' AND m.deleted = 0)"
#define HAS_A_NOTE                                                                                 \
    "EXISTS(SELECT 1 FROM note n WHERE n.sitting = card.sitting AND n.card = card.id AND "         \
    "n.kind NOT IN ('then', 'answer') AND n.deleted = 0)"

/* From the place on; what was chosen in the couple's own words is worth it for what was noted. */
static const char *const memory_queries[] = {
    "SELECT " CARD_COLUMNS " FROM card WHERE sitting >= ?1 AND " WORTH_IT " AND " HAS_A_NOTE
    " ORDER BY sitting, id LIMIT 1",
    "SELECT " CARD_COLUMNS " FROM card WHERE sitting >= ?1 AND " WORTH_IT " AND pack <> '' "
    "ORDER BY sitting, id LIMIT 1",
};

static enum status find_memory(struct store *store, const struct couple *couple, const char *sql,
                               const char *place, const char *before, struct card *card,
                               bool *found, struct error *err)
{
    struct query q;
    enum status status = STATUS_OK;

    query_begin(&q, store, err, sql);
    query_text(&q, place);
    query_text(&q, before);
    if (query_row(&q)) {
        status = read_card(&q, couple, card);
        *found = status == STATUS_OK;
    }
    if (query_end(&q) == STATUS_OK)
        return status;
    if (*found)
        card_release(card);
    *found = false;
    return q.status;
}

enum status journal_memory(struct store *store, const struct couple *couple, struct moment now,
                           uint64_t seed, struct card *card, bool *found, struct error *err)
{
    int64_t until = now.ms - MEMORY_DAYS * MS_PER_DAY;
    char place[UUID_TEXT_SIZE], before[UUID_TEXT_SIZE];
    enum status status = random_place(store, until, seed, place, err);

    *found = false;
    uuid_floor(until, before);
    for (size_t i = 0; i < ARRAY_SIZE(memory_queries) && status == STATUS_OK && !*found; i++) {
        status = find_memory(store, couple, memory_queries[i], place, before, card, found, err);
        if (status == STATUS_OK && !*found) /* none from there on: from the beginning */
            status = find_memory(store, couple, memory_queries[i], "", before, card, found, err);
    }
    if (status != STATUS_OK || !*found)
        return status;
    status = read_notes(store, card, err);
    *found = status == STATUS_OK;
    return status;
}

enum status journal_offer(struct store *store, const struct couple *couple, const char *sitting,
                          struct moment now, enum offer *offer, struct error *err)
{
    struct past past = { 0 };
    struct past_card *cards = NULL;
    enum status status = journal_past(store, couple, sitting, now, &cards, &past.count, err);

    past.cards = cards;
    *offer = status == STATUS_OK ? picker_offer(&past) : OFFER_NOTHING;
    free(cards);
    return status;
}
