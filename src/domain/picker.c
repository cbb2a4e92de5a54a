/* The picker. Rules first, chance last, no memory of its own. */
#include "domain/picker.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/random.h"

enum {
    FIRST_CARD_DEPTH = 2,   /* rule 2 */
    GENTLER_FROM_DEPTH = 3, /* rule 4 */
    PAUSED_DEPTH = 2,       /* rule 5 */
    RARE_DEPTH = 4,         /* rules 6 and 7 */
    KNOWN_AFTER = 3,        /* rule 7: sittings */
    HEAVY_DEPTH = 2,        /* rule 14 */
    LATELY = 10,            /* rule 12: talked cards that count */
    TALKED_RESTS_DAYS = 30, /* rule 11, and the next two */
    KEPT_RESTS_DAYS = 3,
    ASIDE_RESTS_DAYS = 30,
};

/* What the cards of this evening come to, for the rules that look at them. */
struct tonight {
    int talked;         /* the depth of the last one talked about; 0: none was yet */
    int last;           /* the depth of the last one, whatever became of it; 0: there is none */
    int aside;          /* rule 4: the least depth of those put aside; DEPTH_MAX: none was */
    unsigned flags;     /* … and their flags */
    bool paused;        /* rule 5: the last one was; those put aside don't count */
    bool exposed;       /* rule 6: one of depth 4 was there, and not put aside */
    bool sexual_lately; /* rule 12 */
};

/* What this evening so far allows. */
struct caps {
    int depth;           /* DEPTH_MAX where nothing caps */
    int above;           /* it must be deeper than this; 0 where nobody asked for it */
    unsigned flags;      /* rule 4: not again in this sitting */
    bool no_sexual;      /* rule 12 */
    enum pick_reason by; /* which rule capped the depth */
};

/* A prompt of the past that the library still has, with all that rule 11 asks about it. */
struct met {
    uint32_t cell;
    uint32_t ordinal;
    bool rests;                /* not to be dealt now, for whatever reason */
    bool rests_only_as_talked; /* … and the only reason is that it was talked about */
    int64_t talked;            /* last time, or −1 */
    int64_t last;              /* when it last got an outcome … */
    bool kept;                 /* … and it was kept then */
};

/* A cell that fits, with what rule 11 leaves of it. */
struct pool_cell {
    struct cell cell;
    uint32_t key, count;
    const struct met *met; /* those of this cell, by ordinal */
    size_t met_count;
    uint32_t left;
};

struct pool {
    struct pool_cell *cells;
    size_t count;
    struct met *met;
    size_t met_count;
};

static int lowest_depth(enum mood mood)
{
    return mood == MOOD_SERIOUS ? 2 : 1;
}

/* Rule 4. When they go deeper, the card they leave for it wasn't put aside for being too much. */
static void look_aside(struct tonight *t, const struct past_card *card, const struct cell *cell)
{
    if (card->outcome != OUTCOME_ANOTHER || (!cell->flags && cell->depth < GENTLER_FROM_DEPTH))
        return;
    t->aside = cell->depth < t->aside ? cell->depth : t->aside;
    t->flags |= cell->flags;
}

static struct tonight tonight_of(const struct past *past, bool deeper)
{
    struct tonight t = { .aside = DEPTH_MAX };
    int talked_seen = 0;
    bool settled = false;

    for (size_t i = past->count; i-- > 0;) {
        const struct past_card *card = &past->cards[i];
        struct cell cell = cell_from_key(card->cell);
        bool left = deeper && card->this_sitting && !t.last;

        if (card->outcome == OUTCOME_TALKED && ++talked_seen < LATELY && cell.sexual)
            t.sexual_lately = true;
        if (!card->this_sitting)
            continue;
        if (card->outcome == OUTCOME_TALKED && !t.talked)
            t.talked = cell.depth;
        t.last = t.last ? t.last : cell.depth;
        t.paused = t.paused || (card->paused && !settled);
        settled = settled || card->outcome != OUTCOME_ANOTHER;
        t.exposed = t.exposed || (cell.depth >= RARE_DEPTH && card->outcome != OUTCOME_ANOTHER);
        if (!left)
            look_aside(&t, card, &cell);
    }
    return t;
}

/* ---- the caps, a row a rule ---- */

static int cap_first(const struct tonight *t, const struct filter *f, const struct past *past)
{
    (void)past;
    return t->talked || f->depth || f->deeper ? DEPTH_MAX : FIRST_CARD_DEPTH;
}

static int cap_step(const struct tonight *t, const struct filter *f, const struct past *past)
{
    (void)past;
    return t->talked && !f->deeper ? t->talked + 1 : DEPTH_MAX;
}

static int cap_aside(const struct tonight *t, const struct filter *f, const struct past *past)
{
    (void)f, (void)past;
    return t->aside;
}

static int cap_paused(const struct tonight *t, const struct filter *f, const struct past *past)
{
    (void)f, (void)past;
    return t->paused ? PAUSED_DEPTH : DEPTH_MAX;
}

/* Never the first one, and one an evening. */
static int cap_rare(const struct tonight *t, const struct filter *f, const struct past *past)
{
    (void)f, (void)past;
    return t->exposed || !t->talked ? RARE_DEPTH - 1 : DEPTH_MAX;
}

static int cap_known(const struct tonight *t, const struct filter *f, const struct past *past)
{
    bool known = past->sittings >= KNOWN_AFTER && past->been_deep;

    (void)t;
    return known || f->deeper ? DEPTH_MAX : RARE_DEPTH - 1;
}

static int cap_heavy(const struct tonight *t, const struct filter *f, const struct past *past)
{
    (void)t;
    return past->heavy && !f->deeper ? HEAVY_DEPTH : DEPTH_MAX;
}

static const struct {
    enum pick_reason by;
    int (*cap)(const struct tonight *, const struct filter *, const struct past *);
} cap_rules[] = {
    { PICK_GENTLER, cap_aside },      /* 4 */
    { PICK_AFTER_PAUSE, cap_paused }, /* 5 */
    { PICK_HEAVY, cap_heavy },        /* 14 */
    { PICK_STEP, cap_step },          /* 3 */
    { PICK_FIRST, cap_first },        /* 2 */
    { PICK_RARE, cap_rare },          /* 6 */
    { PICK_KNOWN, cap_known },        /* 7 */
};

static struct caps caps_of(const struct filter *filter, const struct past *past)
{
    struct tonight t = tonight_of(past, filter->deeper);
    struct caps caps = {
        .depth = DEPTH_MAX, .flags = t.flags, .no_sexual = t.sexual_lately, .by = PICK_FITS
    };

    for (size_t i = 0; i < ARRAY_SIZE(cap_rules); i++) {
        int depth = cap_rules[i].cap(&t, filter, past);

        if (depth < caps.depth) {
            caps.depth = depth;
            caps.by = cap_rules[i].by;
        }
    }
    if (filter->deeper)
        caps.above = t.last ? t.last : FIRST_CARD_DEPTH;
    return caps;
}

/* Rule 9: a topic that is closed isn't there; and what asks for a match needs all of its open. */
static bool topics_allow(const struct cell *cell, const struct pick_request *request)
{
    if (cell->flags & request->closed)
        return false;
    return cell->consent != CONSENT_MATCH || !(cell->flags & ~request->open);
}

static bool cell_fits(const struct cell *cell, const struct pick_request *request,
                      const struct caps *caps)
{
    const struct filter *f = &request->filter;
    int lowest = lowest_depth(cell->mood), deepest = caps->depth > lowest ? caps->depth : lowest;

    return (f->mood == MOOD_ANY || cell->mood == f->mood) &&
           (f->mode == MODE_ANY || cell->mode == f->mode) &&
           (!f->minutes || cell->minutes <= f->minutes) && (!f->depth || cell->depth <= f->depth) &&
           cell->depth <= deepest && cell->depth > caps->above && !(cell->flags & caps->flags) &&
           cell->consent <= request->consent && topics_allow(cell, request) &&
           !(cell->requires & ~request->fits) && !(cell->sexual && caps->no_sexual);
}

static int by_cell_and_ordinal(const void *a, const void *b)
{
    const struct met *x = a, *y = b;

    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    return (x->ordinal > y->ordinal) - (x->ordinal < y->ordinal);
}

/* How long a prompt rests after an outcome, in days. An open card does not rest by time. */
static int rest_days(enum outcome outcome)
{
    static const int days[] = { [OUTCOME_OPEN] = 0,
                                [OUTCOME_TALKED] = TALKED_RESTS_DAYS,
                                [OUTCOME_KEPT] = KEPT_RESTS_DAYS,
                                [OUTCOME_ANOTHER] = ASIDE_RESTS_DAYS,
                                [OUTCOME_STOPPED] = ASIDE_RESTS_DAYS };

    return days[outcome];
}

static struct met met_of(const struct past_card *card, int64_t now)
{
    int days = rest_days(card->outcome);
    bool recent = days > 0 && now - card->at < days * MS_PER_DAY;
    bool talked = card->outcome == OUTCOME_TALKED;

    return (struct met){ .cell = card->cell,
                         .ordinal = (uint32_t)card->ordinal,
                         .rests = recent || card->this_sitting,
                         .rests_only_as_talked = recent && talked && !card->this_sitting,
                         .talked = talked ? card->at : -1,
                         .last = card->outcome == OUTCOME_OPEN ? INT64_MIN : card->at,
                         .kept = card->outcome == OUTCOME_KEPT };
}

static void merge_met(struct met *into, const struct met *from)
{
    if (into->rests && from->rests)
        into->rests_only_as_talked = into->rests_only_as_talked && from->rests_only_as_talked;
    else if (from->rests)
        into->rests_only_as_talked = from->rests_only_as_talked;
    into->rests = into->rests || from->rests;
    into->talked = from->talked > into->talked ? from->talked : into->talked;
    if (from->last >= into->last) {
        into->last = from->last;
        into->kept = from->kept;
    }
}

/* One entry a prompt, sorted by cell and ordinal. */
static void gather_met(struct pool *pool, const struct past *past, int64_t now)
{
    struct met *all = mem_new(past->count, sizeof *all);
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < past->count; i++)
        if (past->cards[i].ordinal >= 0)
            all[n++] = met_of(&past->cards[i], now);
    if (n)
        qsort(all, n, sizeof *all, by_cell_and_ordinal);
    for (size_t i = 0; i < n; i++) {
        if (kept && !by_cell_and_ordinal(&all[kept - 1], &all[i]))
            merge_met(&all[kept - 1], &all[i]);
        else
            all[kept++] = all[i];
    }
    pool->met = all;
    pool->met_count = kept;
}

/* Finds the met ones of a cell and counts what is left. */
static void count_left(struct pool_cell *cell, const struct pool *pool)
{
    size_t low = 0, high = pool->met_count;
    uint32_t resting = 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (pool->met[middle].cell < cell->key)
            low = middle + 1;
        else
            high = middle;
    }
    cell->met = pool->met + low;
    while (low + cell->met_count < pool->met_count &&
           cell->met[cell->met_count].cell == cell->key) {
        const struct met *met = &cell->met[cell->met_count++];

        if (met->rests && met->ordinal < cell->count)
            resting++;
    }
    cell->left = cell->count - resting;
}

static void pool_fill(struct pool *pool, const struct pick_request *request,
                      const struct caps *caps, const struct cell_count *cells, size_t cell_count,
                      const struct past *past)
{
    gather_met(pool, past, request->now);
    pool->cells = mem_new(cell_count, sizeof *pool->cells);
    for (size_t i = 0; i < cell_count; i++) {
        struct pool_cell *cell = &pool->cells[pool->count];

        *cell = (struct pool_cell){ .cell = cell_from_key(cells[i].key),
                                    .key = cells[i].key,
                                    .count = cells[i].count };
        if (!cell->count || !cell_fits(&cell->cell, request, caps))
            continue;
        count_left(cell, pool);
        pool->count++;
    }
}

static void pool_release(struct pool *pool)
{
    free(pool->cells);
    free(pool->met);
}

/* Keeps the cells for which keep says so; the rest is out of the pool. */
static void pool_narrow(struct pool *pool, bool (*keep)(const struct pool_cell *, const void *),
                        const void *context)
{
    size_t n = 0;

    for (size_t i = 0; i < pool->count; i++)
        if (keep(&pool->cells[i], context))
            pool->cells[n++] = pool->cells[i];
    pool->count = n;
}

static bool has_some_left(const struct pool_cell *cell, const void *context)
{
    (void)context;
    return cell->left > 0;
}

static bool has_depth(const struct pool_cell *cell, const void *context)
{
    return cell->cell.depth == *(const int *)context;
}

/* Deeper is one step deeper than the card before, where there is one. */
static void choose_depth(struct pool *pool)
{
    int least = DEPTH_MAX;

    for (size_t i = 0; i < pool->count; i++)
        least = pool->cells[i].cell.depth < least ? pool->cells[i].cell.depth : least;
    pool_narrow(pool, has_depth, &least);
}

static bool has_mood(const struct pool_cell *cell, const void *context)
{
    return cell->cell.mood == *(const enum mood *)context;
}

static bool has_dimension(const struct pool_cell *cell, const void *context)
{
    return ((const bool *)context)[cell->cell.dimension];
}

/* "Surprise us": both moods are equally likely, however many prompts each has. */
static void choose_mood(struct pool *pool, struct rng *rng)
{
    bool light = false, serious = false;
    enum mood mood;

    for (size_t i = 0; i < pool->count; i++) {
        light = light || pool->cells[i].cell.mood == MOOD_LIGHT;
        serious = serious || pool->cells[i].cell.mood == MOOD_SERIOUS;
    }
    if (!light || !serious)
        return;
    mood = rng_below(rng, 2) ? MOOD_SERIOUS : MOOD_LIGHT;
    pool_narrow(pool, has_mood, &mood);
}

/* Rule 12. Returns true if that left something out. */
static bool choose_dimension(struct pool *pool, const struct past *past)
{
    int used[DIMENSION_COUNT] = { 0 }, least = LATELY + 1, seen = 0;
    bool there[DIMENSION_COUNT] = { false };
    size_t before = pool->count;

    for (size_t i = past->count; i-- > 0 && seen < LATELY;)
        if (past->cards[i].outcome == OUTCOME_TALKED) {
            used[cell_from_key(past->cards[i].cell).dimension]++;
            seen++;
        }
    for (size_t i = 0; i < pool->count; i++)
        there[pool->cells[i].cell.dimension] = true;
    for (int d = 0; d < DIMENSION_COUNT; d++)
        if (there[d] && used[d] < least)
            least = used[d];
    for (int d = 0; d < DIMENSION_COUNT; d++)
        there[d] = there[d] && used[d] == least;
    pool_narrow(pool, has_dimension, there);
    return pool->count < before;
}

/* The nth prompt of a cell that doesn't rest. */
static uint32_t nth_ordinal(const struct pool_cell *cell, uint32_t n)
{
    for (size_t i = 0; i < cell->met_count; i++)
        if (cell->met[i].rests && cell->met[i].ordinal <= n)
            n++;
    return n;
}

static const struct met *find_met(const struct pool_cell *cell, uint32_t ordinal)
{
    for (size_t i = 0; i < cell->met_count; i++)
        if (cell->met[i].ordinal == ordinal)
            return &cell->met[i];
    return NULL;
}

/* Uniform over all prompts that are left. */
static void choose_prompt(const struct pool *pool, struct rng *rng, struct pick *pick)
{
    uint64_t total = 0, n;
    const struct pool_cell *cell = pool->cells;
    const struct met *met;

    for (size_t i = 0; i < pool->count; i++)
        total += pool->cells[i].left;
    for (n = rng_below(rng, total); n >= cell->left; cell++)
        n -= cell->left;
    pick->cell = cell->key;
    pick->ordinal = nth_ordinal(cell, (uint32_t)n);
    met = find_met(cell, pick->ordinal);
    if (met && met->kept) {
        pick->reason = PICK_KEPT;
        pick->since = met->last;
    }
}

/* Rule 11, its last sentence: of what only rests because it was talked about, the oldest. */
static enum status choose_longest_ago(const struct pool *pool, struct pick *pick)
{
    const struct met *oldest = NULL;

    for (size_t i = 0; i < pool->count; i++)
        for (size_t j = 0; j < pool->cells[i].met_count; j++) {
            const struct met *met = &pool->cells[i].met[j];

            if (met->rests && met->rests_only_as_talked && met->ordinal < pool->cells[i].count &&
                (!oldest || met->talked < oldest->talked))
                oldest = met;
        }
    if (!oldest)
        return STATUS_NOTHING;
    *pick = (struct pick){ .cell = oldest->cell,
                           .ordinal = oldest->ordinal,
                           .reason = PICK_LONGEST_AGO,
                           .since = oldest->talked };
    return STATUS_OK;
}

/* True if a cap kept out prompts that the choice alone would have let in: only then is it the
 * reason for anything. */
static bool cap_mattered(const struct pick_request *request, const struct caps *caps,
                         const struct cell_count *cells, size_t cell_count)
{
    struct caps free_of_depth = *caps;

    free_of_depth.depth = DEPTH_MAX;
    for (size_t i = 0; i < cell_count; i++) {
        struct cell cell = cell_from_key(cells[i].key);

        if (cells[i].count && cell_fits(&cell, request, &free_of_depth) &&
            !cell_fits(&cell, request, caps))
            return true;
    }
    return false;
}

enum status picker_pick(const struct pick_request *request, const struct cell_count *cells,
                        size_t cell_count, const struct past *past, struct pick *pick)
{
    struct caps caps = caps_of(&request->filter, past);
    struct rng rng = rng_seeded(request->seed);
    struct pool pool = { 0 };
    enum status status = STATUS_OK;
    bool capped = cap_mattered(request, &caps, cells, cell_count), any_left = false;

    *pick = (struct pick){ .reason = PICK_FITS };
    pool_fill(&pool, request, &caps, cells, cell_count, past);
    for (size_t i = 0; i < pool.count; i++)
        any_left = any_left || pool.cells[i].left > 0;
    if (any_left) {
        pool_narrow(&pool, has_some_left, NULL);
        if (request->filter.deeper)
            choose_depth(&pool);
        choose_mood(&pool, &rng);
        if (choose_dimension(&pool, past))
            pick->reason = PICK_DIMENSION;
        if (capped)
            pick->reason = caps.by;
        if (request->filter.deeper)
            pick->reason = PICK_DEEPER;
        choose_prompt(&pool, &rng, pick);
    } else {
        status = choose_longest_ago(&pool, pick);
    }
    pool_release(&pool);
    return status;
}

/* True if the request would find something with that filter. */
static bool would_find(const struct pick_request *request, const struct filter *filter,
                       const struct cell_count *cells, size_t cell_count, const struct past *past)
{
    struct pick_request wider = *request;
    struct pick pick;

    wider.filter = *filter;
    return picker_pick(&wider, cells, cell_count, past, &pick) == STATUS_OK;
}

size_t picker_widen(const struct pick_request *request, const struct cell_count *cells,
                    size_t cell_count, const struct past *past, struct widening out[WIDENINGS_MAX])
{
    static const char *const minutes_said[MINUTES_COUNT] = { "5 minutes", "10 minutes",
                                                             "20 minutes", "30 minutes" };
    static const char *const mode_said[] = { "", "listening as well", "talking as well" };
    const struct filter *narrow = &request->filter;
    size_t n = 0;

    for (size_t i = 0; i < MINUTES_COUNT && narrow->minutes && !n; i++) {
        struct filter wider = *narrow;

        wider.minutes = minutes_legal[i];
        if (wider.minutes > narrow->minutes && would_find(request, &wider, cells, cell_count, past))
            out[n++] = (struct widening){ wider, minutes_said[i] };
    }
    if (narrow->mode != MODE_ANY) {
        struct filter wider = *narrow;

        wider.mode = MODE_ANY;
        if (would_find(request, &wider, cells, cell_count, past))
            out[n++] = (struct widening){ wider, mode_said[narrow->mode] };
    }
    if (narrow->mood != MOOD_ANY) {
        struct filter wider = *narrow;

        wider.mood = MOOD_ANY;
        if (would_find(request, &wider, cells, cell_count, past))
            out[n++] = (struct widening){ wider, "any mood" };
    }
    return n;
}

enum partner picker_first_speaker(const struct past *past)
{
    for (size_t i = past->count; i-- > 0;)
        if (past->cards[i].outcome == OUTCOME_TALKED && past->cards[i].first != PARTNER_NONE)
            return partner_other(past->cards[i].first);
    return PARTNER_LEFT;
}

enum offer picker_offer(const struct past *past)
{
    struct tonight t = tonight_of(past, false);
    int seen = 0;
    bool deep = true, exposed = false;

    for (size_t i = past->count; i-- > 0 && seen < 2;)
        if (past->cards[i].this_sitting && past->cards[i].outcome == OUTCOME_TALKED) {
            int depth = cell_from_key(past->cards[i].cell).depth;

            exposed = exposed || (!seen && depth >= RARE_DEPTH);
            deep = deep && depth >= GENTLER_FROM_DEPTH;
            seen++;
        }
    if (t.paused)
        return OFFER_END;
    if (exposed)
        return OFFER_APPRECIATION;
    return seen == 2 && deep ? OFFER_LIGHT : OFFER_NOTHING;
}
