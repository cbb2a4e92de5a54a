/* The journal, looked at: what the picker must know, and what the couple want to see again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cards.h"
#include "sittings.h"
#include "sql.h"
#include "store/journal.h"

enum { PAST_DAYS = 30, PAST_TALKED = 10 };

enum status journal_card(struct store *store, const struct couple *couple, const char *sitting,
                         const char *id, struct card *card, struct error *err)
{
    struct query q;
    enum status status;

    query_begin(&q, store, err,
                "SELECT " CARD_COLUMNS " FROM card WHERE sitting = ? AND id = ? AND deleted = 0");
    query_text(&q, sitting);
    query_text(&q, id);
    if (query_row(&q))
        status = read_card(&q, couple, card);
    else
        status = error_set(err, STATUS_NOT_FOUND, "That card isn’t there any more");
    if (query_end(&q) != STATUS_OK && status == STATUS_OK)
        card_release(card);
    if (q.status != STATUS_OK || status != STATUS_OK)
        return q.status != STATUS_OK ? q.status : status;
    return read_notes(store, card, err);
}

enum status journal_before(struct store *store, const struct couple *couple,
                           const struct card *card, struct card *before, bool *found,
                           struct error *err)
{
    struct query q;
    enum status status = STATUS_OK;

    *found = false;
    query_begin(&q, store, err,
                "SELECT " CARD_COLUMNS " FROM card WHERE sitting = ? AND id < ? AND deleted = 0 "
                "ORDER BY id DESC LIMIT 1");
    query_text(&q, card->sitting);
    query_text(&q, card->id);
    if (query_row(&q)) {
        status = read_card(&q, couple, before);
        *found = status == STATUS_OK;
    }
    return query_end(&q) == STATUS_OK ? status : q.status;
}

/* What the picker sees of a card: its cell as it was dealt (so that depth and dimension count as
 * they were), and where its prompt is in the library now. */
#define PAST_COLUMNS                                                                               \
    "c.sitting, c.id, c.outcome, c.first, c.at, p.cell, p.ordinal, c.mood, c.mode, c.dimension, "  \
    "c.depth, c.minutes, c.consent, c.facets, c.flags, c.steps"
#define PAST_FROM "card c LEFT JOIN prompt p ON p.pack = c.pack AND p.id = c.prompt"

/* A set of one or more words, of which only membership matters here. */
static unsigned set_of(const char *words, const struct vocabulary *vocabulary)
{
    unsigned set = 0;

    for (int i = 0; *words && i < (int)vocabulary->count; i++) {
        const char *name = words_name(vocabulary, i), *at = words;
        size_t n = strlen(name);

        while ((at = strstr(at, name))) {
            if ((at == words || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
                set |= 1u << i;
            at += n;
        }
    }
    return set;
}

/* False if a word is none, or a number isn't legal: the row was changed from outside. */
static bool read_dealt_cell(const struct query *q, uint32_t *key)
{
    int mood = words_find(&vocabulary_mood, row_text(q, 7));
    int mode = words_find(&vocabulary_mode, row_text(q, 8));
    int dimension = words_find(&vocabulary_dimension, row_text(q, 9));
    int consent = words_find(&vocabulary_consent, row_text(q, 12));
    struct cell cell = { .mood = (enum mood)mood,
                         .mode = (enum mode)mode,
                         .dimension = (enum dimension)dimension,
                         .depth = (int)row_int(q, 10),
                         .minutes = (int)row_int(q, 11),
                         .consent = (enum consent)consent,
                         .sexual = (set_of(row_text(q, 13), &vocabulary_facet) >> FACET_SEXUAL) & 1,
                         .flags = set_of(row_text(q, 14), &vocabulary_flag) };

    if (mood < 0 || mode < 0 || dimension < 0 || consent < 0 ||
        !numbers_are_legal(cell.depth, cell.minutes))
        return false;
    *key = cell_key(&cell);
    return true;
}

static enum status read_past(const struct query *q, const struct couple *couple,
                             const char *sitting, struct past_card *past)
{
    int outcome = words_find(&vocabulary_outcome, row_text(q, 2));

    *past = (struct past_card){
        .outcome = (enum outcome)outcome,
        .first = couple_find(couple, row_text(q, 3)),
        .at = row_ms(q, 4),
        .ordinal = row_is_null(q, 6) ? -1 : (int32_t)row_int(q, 6),
        .this_sitting = sitting && !strcmp(sitting, row_text(q, 0)),
        .paused = steps_paused(row_text(q, 15)),
    };
    if (outcome < 0 || !read_dealt_cell(q, &past->cell))
        return card_makes_no_sense(q);
    if (!row_is_null(q, 5))
        past->cell = (uint32_t)row_int(q, 5);
    return STATUS_OK;
}

static int by_time(const void *a, const void *b)
{
    const struct past_card *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

/* The cards that the picking rules look at: those of the last month, by keys that sort by time (a
 * sitting may have begun a day before its last card); the last ones talked about before it; and
 * those that were left on the table long ago and put aside lately. */
static const char past_query[] =
    "SELECT " PAST_COLUMNS " FROM " PAST_FROM " WHERE c.rowid IN ("
    "SELECT rowid FROM card WHERE sitting >= ?1 AND deleted = 0 "
    "UNION ALL SELECT rowid FROM (SELECT rowid FROM card WHERE sitting < ?1 AND "
    "outcome = 'talked' AND deleted = 0 ORDER BY sitting DESC, id DESC LIMIT ?2) "
    "UNION ALL SELECT rowid FROM card WHERE sitting < ?1 AND "
    "outcome IN ('another', 'stopped') AND at >= ?3 AND deleted = 0)";

enum status journal_past(struct store *store, const struct couple *couple, const char *sitting,
                         struct moment now, struct past_card **cards, size_t *count,
                         struct error *err)
{
    char from[UUID_TEXT_SIZE];
    struct query q;
    size_t room = 0;
    enum status status = STATUS_OK;

    *cards = NULL;
    *count = 0;
    uuid_floor(now.ms - (PAST_DAYS + 2) * MS_PER_DAY, from);
    query_begin(&q, store, err, past_query);
    query_text(&q, from);
    query_int(&q, PAST_TALKED);
    query_int(&q, now.ms - (PAST_DAYS + 1) * MS_PER_DAY);
    while (status == STATUS_OK && query_row(&q)) {
        *cards = mem_grow(*cards, *count, &room, sizeof **cards);
        status = read_past(&q, couple, sitting, &(*cards)[*count]);
        if (status == STATUS_OK)
            (*count)++;
    }
    if (query_end(&q) != STATUS_OK)
        status = q.status;
    if (status != STATUS_OK) {
        free(*cards);
        *cards = NULL;
        *count = 0;
    } else if (*count) {
        qsort(*cards, *count, sizeof **cards, by_time);
    }
    return status;
}

/* A sitting that nobody ended has ended by itself when it is over. */
static void fill_end(struct sitting *sitting, bool ended, struct moment now)
{
    if (ended || over_by_itself(sitting->touched, sitting->pause, now))
        sitting->ended = sitting->touched;
}

static enum status add_cards(struct store *store, const struct couple *couple,
                             struct sitting *sitting, struct error *err)
{
    struct query q;
    enum status status = STATUS_OK;
    size_t room = 0;

    query_begin(&q, store, err,
                "SELECT " CARD_COLUMNS " FROM card WHERE sitting = ? AND "
                "outcome IN ('talked', 'kept') AND deleted = 0 ORDER BY id");
    query_text(&q, sitting->id);
    while (status == STATUS_OK && query_row(&q)) {
        sitting->cards =
            mem_grow(sitting->cards, sitting->card_count, &room, sizeof *sitting->cards);
        status = read_card(&q, couple, &sitting->cards[sitting->card_count]);
        if (status == STATUS_OK)
            sitting->card_count++;
    }
    if (query_end(&q) != STATUS_OK)
        status = q.status;
    for (size_t i = 0; status == STATUS_OK && i < sitting->card_count; i++)
        status = read_notes(store, &sitting->cards[i], err);
    return status;
}

/* The word of an ending; ENDING_NONE for none. */
static enum ending ending_of(const struct query *q, int column)
{
    int word = words_find(&vocabulary_ending, row_text(q, column));

    return word < 0 ? ENDING_NONE : (enum ending)word;
}

enum status journal_sitting(struct store *store, const struct couple *couple, const char *id,
                            struct moment now, struct sitting *sitting, struct error *err)
{
    struct query q;
    bool found = false;
    enum status status;

    *sitting = (struct sitting){ 0 };
    query_begin(&q, store, err,
                "SELECT id, started, started_zone, touched, touched_zone, ended, pause, "
                "pause_zone, ending FROM sitting WHERE id = ? AND deleted = 0");
    query_text(&q, id);
    if (query_row(&q)) {
        found = true;
        snprintf(sitting->id, sizeof sitting->id, "%s", row_text(&q, 0));
        sitting->started = row_moment(&q, 1, 2);
        sitting->touched = row_moment(&q, 3, 4);
        sitting->pause = row_moment(&q, 6, 7);
        sitting->ending = ending_of(&q, 8);
        fill_end(sitting, !row_is_null(&q, 5), now);
    }
    status = query_end(&q);
    if (status == STATUS_OK && !found)
        status = error_set(err, STATUS_NOT_FOUND, "That evening isn’t there any more");
    if (status == STATUS_OK)
        status = add_cards(store, couple, sitting, err);
    if (status != STATUS_OK)
        sitting_release(sitting);
    return status;
}

enum status journal_is_new(struct store *store, bool *is_new, struct error *err)
{
    enum { FIRST_CARDS = 3 };
    struct query q;

    query_begin(&q, store, err, "SELECT count(*) FROM (SELECT 1 FROM card LIMIT ?)");
    query_int(&q, FIRST_CARDS + 1); /* the one on the table counts too */
    *is_new = query_row(&q) && row_int(&q, 0) <= FIRST_CARDS;
    return query_end(&q);
}

#define VISIBLE "outcome IN ('talked', 'kept') AND deleted = 0"
#define LINE_FROM                                                                                  \
    "SELECT id, started, started_zone FROM sitting s WHERE deleted = 0 AND "                       \
    "EXISTS(SELECT 1 FROM card WHERE card.sitting = s.id AND " VISIBLE ")"

static const char line_cards[] =
    "SELECT mood, outcome, text, (SELECT n.text FROM note n WHERE n.sitting = card.sitting AND "
    "n.card = card.id AND n.deleted = 0 AND n.kind NOT IN ('then', 'answer') ORDER BY n.id LIMIT "
    "1) "
    "FROM card WHERE sitting = ? "
    "AND " VISIBLE " ORDER BY id";

/* Reads the cards of a line with a query of line_cards. */
static void fill_line(struct query *q, struct sitting_line *line)
{
    query_again(q);
    query_text(q, line->id);
    while (query_row(q)) {
        enum mood mood = strcmp(row_text(q, 0), "light") ? MOOD_SERIOUS : MOOD_LIGHT;

        if (line->mark_count < SITTING_MARKS_MAX)
            line->marks[line->mark_count++] = mood;
        *(mood == MOOD_LIGHT ? &line->light : &line->serious) += 1;
        line->kept += !strcmp(row_text(q, 1), "kept");
        if (!line->is_note && !row_is_null(q, 3)) {
            mem_replace(&line->text, row_text(q, 3));
            line->is_note = true;
        } else if (!line->text) {
            line->text = mem_copy(row_text(q, 2));
        }
    }
}

static void reverse(struct sitting_line *lines, size_t count)
{
    for (size_t i = 0; i + 1 < count - i; i++) {
        struct sitting_line line = lines[i];

        lines[i] = lines[count - 1 - i];
        lines[count - 1 - i] = line;
    }
}

enum status journal_page(struct store *store, enum page_edge edge, const char *id, size_t most,
                         struct sitting_line **lines, size_t *count, struct error *err)
{
    struct query q;
    enum status status;

    *lines = mem_new(most, sizeof **lines);
    *count = 0;
    query_begin(&q, store, err,
                edge == PAGE_NEWER_THAN ? LINE_FROM " AND id > ? ORDER BY id LIMIT ?"
                : *id                   ? LINE_FROM " AND id < ? ORDER BY id DESC LIMIT ?"
                                        : LINE_FROM " AND id > ? ORDER BY id DESC LIMIT ?");
    query_text(&q, id);
    query_int(&q, (int64_t)most);
    while (query_row(&q)) {
        struct sitting_line *line = &(*lines)[(*count)++];

        snprintf(line->id, sizeof line->id, "%s", row_text(&q, 0));
        line->started = row_moment(&q, 1, 2);
    }
    status = query_end(&q);
    if (status == STATUS_OK && *count) {
        query_begin(&q, store, err, line_cards);
        for (size_t i = 0; i < *count; i++)
            fill_line(&q, &(*lines)[i]);
        status = query_end(&q);
    }
    if (status != STATUS_OK) {
        for (size_t i = 0; i < *count; i++)
            sitting_line_release(&(*lines)[i]);
        free(*lines);
        *lines = NULL;
        *count = 0;
    } else if (edge == PAGE_NEWER_THAN && *count) {
        reverse(*lines, *count);
    }
    return status;
}
