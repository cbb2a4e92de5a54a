/* A second opinion on the picker, prompt by prompt and rule by rule. */
#include "support/picking.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

void evening_begin(struct evening *evening)
{
    *evening = (struct evening){ .request = { .now = PICKING_NOW, .consent = CONSENT_NONE } };
}

bool same_cell(const struct cell *a, const struct cell *b)
{
    return a->mood == b->mood && a->mode == b->mode && a->minutes == b->minutes &&
           a->depth == b->depth && a->dimension == b->dimension && a->sexual == b->sexual &&
           a->consent == b->consent && a->flags == b->flags && a->requires == b->requires;
}

static struct shelf *shelf_of(const struct evening *evening, const struct cell *cell)
{
    for (size_t i = 0; i < evening->shelf_count; i++)
        if (same_cell(&evening->shelves[i].cell, cell))
            return (struct shelf *)(uintptr_t)&evening->shelves[i];
    return NULL;
}

void evening_stock(struct evening *evening, struct cell cell, uint32_t count)
{
    struct shelf *shelf = shelf_of(evening, &cell);

    if (!shelf) {
        if (evening->shelf_count == PICKING_SHELVES_MAX)
            abort();
        shelf = &evening->shelves[evening->shelf_count++];
        *shelf = (struct shelf){ .cell = cell };
    }
    shelf->count += count;
}

void evening_deal(struct evening *evening, struct dealt dealt)
{
    if (evening->dealt_count == PICKING_DEALT_MAX)
        abort();
    evening->dealt[evening->dealt_count++] = dealt;
}

struct cell plain_cell(int depth)
{
    static const int minutes[DEPTH_MAX + 1] = { 0, 5, 5, 10, 20 };

    return (struct cell){ .mood = MOOD_LIGHT,
                          .mode = MODE_TALKING,
                          .minutes = minutes[depth],
                          .depth = depth,
                          .dimension = DIMENSION_EMOTIONAL };
}

/* ---- asking the picker --------------------------------------------------------------------- */

/* The library and the past as the picker takes them. */
struct question {
    struct cell_count cells[PICKING_SHELVES_MAX];
    size_t cell_count;
    struct past_card cards[PICKING_DEALT_MAX];
    struct past past;
};

static struct question *question_of(const struct evening *evening)
{
    struct question *q = mem_new(1, sizeof *q);

    for (size_t i = 0; i < evening->shelf_count; i++)
        q->cells[q->cell_count++] = (struct cell_count){ .key = cell_key(&evening->shelves[i].cell),
                                                         .count = evening->shelves[i].count };
    for (size_t i = 0; i < evening->dealt_count; i++) {
        const struct dealt *d = &evening->dealt[i];

        q->cards[i] = (struct past_card){ .cell = cell_key(&d->cell),
                                          .ordinal = d->ordinal,
                                          .outcome = d->outcome,
                                          .first = d->first,
                                          .at = d->at,
                                          .this_sitting = d->this_sitting,
                                          .paused = d->paused };
    }
    q->past = (struct past){ .cards = q->cards,
                             .count = evening->dealt_count,
                             .sittings = evening->sittings,
                             .been_deep = evening->been_deep,
                             .heavy = evening->heavy };
    return q;
}

enum status evening_pick(const struct evening *evening, struct pick *pick)
{
    struct question *q = question_of(evening);
    enum status status = picker_pick(&evening->request, q->cells, q->cell_count, &q->past, pick);

    free(q);
    return status;
}

static bool in_range(uint32_t key, const struct filter *filter)
{
    for (int mood = MOOD_LIGHT; mood <= MOOD_SERIOUS; mood++)
        for (int mode = MODE_TALKING; mode <= MODE_LISTENING; mode++) {
            uint32_t first, end;

            if ((filter->mood != MOOD_ANY && (int)filter->mood != mood) ||
                (filter->mode != MODE_ANY && (int)filter->mode != mode))
                continue;
            cell_range((enum mood)mood, (enum mode)mode, filter->minutes, &first, &end);
            if (key >= first && key < end)
                return true;
        }
    return false;
}

enum status evening_pick_from_range(const struct evening *evening, struct pick *pick)
{
    struct question *q = question_of(evening);
    enum status status;
    size_t n = 0;

    for (size_t i = 0; i < q->cell_count; i++)
        if (in_range(q->cells[i].key, &evening->request.filter))
            q->cells[n++] = q->cells[i];
    status = picker_pick(&evening->request, q->cells, n, &q->past, pick);
    free(q);
    return status;
}

enum offer evening_offer(const struct evening *evening)
{
    struct question *q = question_of(evening);
    enum offer offer = picker_offer(&q->past);

    free(q);
    return offer;
}

enum partner evening_first_speaker(const struct evening *evening)
{
    struct question *q = question_of(evening);
    enum partner first = picker_first_speaker(&q->past);

    free(q);
    return first;
}

size_t evening_widen(const struct evening *evening, struct widening out[WIDENINGS_MAX])
{
    struct question *q = question_of(evening);
    size_t n = picker_widen(&evening->request, q->cells, q->cell_count, &q->past, out);

    free(q);
    return n;
}

/* ---- the rules, one by one ----------------------------------------------------------------- */

static int lowest_of(const struct cell *cell)
{
    return cell->mood == MOOD_SERIOUS ? 2 : 1;
}

/* "No cap ever goes below the mood's lowest depth." */
static bool under_cap(const struct cell *cell, int cap)
{
    return cell->depth <= cap || cell->depth <= lowest_of(cell);
}

static bool rule_01(const struct filter *f, const struct cell *cell)
{
    return (f->mood == MOOD_ANY || f->mood == cell->mood) &&
           (f->mode == MODE_ANY || f->mode == cell->mode) &&
           (f->minutes == 0 || f->minutes >= cell->minutes) &&
           (f->depth == 0 || f->depth >= cell->depth);
}

/* Consent is not asked for, requirements are the couple's own setting. */
static bool may_be_dealt(const struct pick_request *request, const struct cell *cell)
{
    return cell->consent <= request->consent && (cell->requires & request->fits) == cell->requires;
}

/* Every flag by itself: closed is closed; a match wants each of them open. */
static bool rule_09(const struct pick_request *request, const struct cell *cell)
{
    for (int flag = 0; flag < FLAG_COUNT; flag++) {
        unsigned bit = 1u << flag;

        if ((cell->flags & bit) == 0)
            continue;
        if ((request->closed & bit) != 0)
            return false;
        if (cell->consent == CONSENT_MATCH && (request->open & bit) == 0)
            return false;
    }
    return true;
}

/* The depth of the last talked card of this sitting; 0: none yet. */
static int last_talked_depth(const struct evening *e)
{
    int depth = 0;

    for (size_t i = 0; i < e->dealt_count; i++)
        if (e->dealt[i].this_sitting && e->dealt[i].outcome == OUTCOME_TALKED)
            depth = e->dealt[i].cell.depth;
    return depth;
}

enum { NO_CAP = 99 };

/* The last card of this sitting, whatever became of it; NULL: there is none. */
static const struct dealt *last_tonight(const struct evening *e)
{
    const struct dealt *last = NULL;

    for (size_t i = 0; i < e->dealt_count; i++)
        if (e->dealt[i].this_sitting)
            last = &e->dealt[i];
    return last;
}

static int cap_of_rule_02(const struct evening *e)
{
    if (e->request.filter.deeper)
        return NO_CAP;
    return !last_talked_depth(e) && !e->request.filter.depth ? 2 : NO_CAP;
}

static int cap_of_rule_03(const struct evening *e)
{
    int depth = e->request.filter.deeper ? 0 : last_talked_depth(e);

    return depth ? depth + 1 : NO_CAP;
}

static bool asks_for_gentleness(const struct dealt *d)
{
    return d->this_sitting && d->outcome == OUTCOME_ANOTHER &&
           (d->cell.flags || d->cell.depth >= 3);
}

/* The card that they left by going deeper wasn't too much for them. */
static bool left_for_deeper(const struct evening *e, const struct dealt *d)
{
    return e->request.filter.deeper && d == last_tonight(e);
}

static int cap_of_rule_04(const struct evening *e)
{
    int cap = NO_CAP;

    for (size_t i = 0; i < e->dealt_count; i++)
        if (asks_for_gentleness(&e->dealt[i]) && !left_for_deeper(e, &e->dealt[i]) &&
            e->dealt[i].cell.depth < cap)
            cap = e->dealt[i].cell.depth;
    return cap;
}

/* The last card that wasn't put aside, or any that was put aside after it, had a pause. */
static int cap_of_rule_05(const struct evening *e)
{
    bool paused = false;

    for (size_t i = 0; i < e->dealt_count; i++) {
        const struct dealt *d = &e->dealt[i];

        if (d->this_sitting && d->outcome != OUTCOME_ANOTHER)
            paused = d->paused;
        else if (d->this_sitting)
            paused = paused || d->paused;
    }
    return paused ? 2 : NO_CAP;
}

static int cap_of_rule_06(const struct evening *e)
{
    for (size_t i = 0; i < e->dealt_count; i++)
        if (e->dealt[i].this_sitting && e->dealt[i].cell.depth == 4 &&
            e->dealt[i].outcome != OUTCOME_ANOTHER)
            return 3;
    return last_talked_depth(e) ? NO_CAP : 3;
}

static int cap_of_rule_07(const struct evening *e)
{
    if (e->request.filter.deeper)
        return NO_CAP;
    return e->sittings < 3 || !e->been_deep ? 3 : NO_CAP;
}

static int cap_of_rule_14(const struct evening *e)
{
    return e->heavy && !e->request.filter.deeper ? 2 : NO_CAP;
}

/* What they asked for when they asked to go deeper. */
static bool is_deeper(const struct evening *e, const struct cell *cell)
{
    const struct dealt *last = last_tonight(e);

    return !e->request.filter.deeper || cell->depth > (last ? last->cell.depth : 2);
}

static bool rule_04_flags(const struct evening *e, const struct cell *cell)
{
    for (size_t i = 0; i < e->dealt_count; i++)
        if (asks_for_gentleness(&e->dealt[i]) && !left_for_deeper(e, &e->dealt[i]) &&
            (e->dealt[i].cell.flags & cell->flags))
            return false;
    return true;
}

/* With the nine talked cards before it, this one would make ten. */
static bool rule_12_sexual(const struct evening *e, const struct cell *cell)
{
    int talked = 0;

    if (!cell->sexual)
        return true;
    for (size_t i = e->dealt_count; i-- > 0 && talked < 9;)
        if (e->dealt[i].outcome == OUTCOME_TALKED) {
            talked++;
            if (e->dealt[i].cell.sexual)
                return false;
        }
    return true;
}

static bool admissible_at_any_depth(const struct evening *e, const struct cell *cell)
{
    return rule_01(&e->request.filter, cell) && may_be_dealt(&e->request, cell) &&
           rule_09(&e->request, cell) && is_deeper(e, cell) && rule_04_flags(e, cell) &&
           rule_12_sexual(e, cell);
}

static int lowest_cap(const struct evening *e)
{
    int caps[] = { cap_of_rule_02(e), cap_of_rule_03(e), cap_of_rule_04(e), cap_of_rule_05(e),
                   cap_of_rule_06(e), cap_of_rule_07(e), cap_of_rule_14(e) },
        cap = NO_CAP;

    for (size_t i = 0; i < ARRAY_SIZE(caps); i++)
        cap = caps[i] < cap ? caps[i] : cap;
    return cap;
}

static bool admissible(const struct evening *e, const struct cell *cell)
{
    return admissible_at_any_depth(e, cell) && under_cap(cell, lowest_cap(e));
}

/* ---- rule 11 ------------------------------------------------------------------------------- */

enum rest {
    RESTS_NOT,
    RESTS_AS_TALKED, /* and for no other reason */
    RESTS
};

static int64_t days(int n)
{
    return n * MS_PER_DAY;
}

static enum rest rest_after(const struct dealt *d, int64_t now)
{
    int64_t ago = now - d->at;

    if (d->this_sitting)
        return RESTS;
    switch (d->outcome) {
    case OUTCOME_TALKED:
        return ago < days(30) ? RESTS_AS_TALKED : RESTS_NOT;
    case OUTCOME_KEPT:
        return ago < days(3) ? RESTS : RESTS_NOT;
    case OUTCOME_ANOTHER:
    case OUTCOME_STOPPED:
        return ago < days(30) ? RESTS : RESTS_NOT;
    default:
        return RESTS_NOT;
    }
}

static bool is_of(const struct dealt *d, const struct cell *cell, uint32_t ordinal)
{
    return d->ordinal >= 0 && (uint32_t)d->ordinal == ordinal && same_cell(&d->cell, cell);
}

static enum rest rest_of(const struct evening *e, const struct cell *cell, uint32_t ordinal)
{
    enum rest rest = RESTS_NOT;

    for (size_t i = 0; i < e->dealt_count; i++)
        if (is_of(&e->dealt[i], cell, ordinal)) {
            enum rest this_one = rest_after(&e->dealt[i], e->request.now);

            rest = this_one > rest ? this_one : rest;
        }
    return rest;
}

static int64_t last_talked(const struct evening *e, const struct cell *cell, uint32_t ordinal)
{
    int64_t at = INT64_MIN;

    for (size_t i = 0; i < e->dealt_count; i++)
        if (is_of(&e->dealt[i], cell, ordinal) && e->dealt[i].outcome == OUTCOME_TALKED &&
            e->dealt[i].at > at)
            at = e->dealt[i].at;
    return at;
}

/* What came last of a prompt that was decided on; NULL if it never was. */
static const struct dealt *last_decided(const struct evening *e, const struct cell *cell,
                                        uint32_t ordinal)
{
    const struct dealt *last = NULL;

    for (size_t i = 0; i < e->dealt_count; i++)
        if (is_of(&e->dealt[i], cell, ordinal) && e->dealt[i].outcome != OUTCOME_OPEN)
            last = &e->dealt[i];
    return last;
}

/* ---- rule 12, dimensions ------------------------------------------------------------------- */

static int use_of(const struct evening *e, enum dimension dimension)
{
    int used = 0, talked = 0;

    for (size_t i = e->dealt_count; i-- > 0 && talked < 10;)
        if (e->dealt[i].outcome == OUTCOME_TALKED) {
            talked++;
            used += e->dealt[i].cell.dimension == dimension;
        }
    return used;
}

/* ---- the verdict --------------------------------------------------------------------------- */

/* What the checker found when it had gone through the whole library. */
struct survey {
    size_t fresh;          /* prompts that satisfy every rule */
    size_t worn;           /* those that only rest because they were talked about */
    int64_t oldest;        /* of the worn ones, the last talk that is longest ago */
    int least[3], most[3]; /* by mood: the uses of the dimensions of the fresh ones */
    bool kept_out;         /* a cap alone kept a prompt out */
    int shallowest;        /* of the fresh ones */
};

/* Who goes deeper goes as far as the shallowest that is left, and no further. */
static bool is_candidate(const struct evening *e, const struct survey *s, const struct cell *cell)
{
    return !e->request.filter.deeper || cell->depth == s->shallowest;
}

static void survey_prompt(struct survey *s, const struct evening *e, const struct cell *cell,
                          uint32_t ordinal)
{
    enum rest rest = rest_of(e, cell, ordinal);
    int use = use_of(e, cell->dimension);

    if (rest == RESTS_NOT && !is_candidate(e, s, cell)) {
        s->fresh++;
    } else if (rest == RESTS_NOT) {
        s->fresh++;
        s->least[cell->mood] = use < s->least[cell->mood] ? use : s->least[cell->mood];
        s->most[cell->mood] = use > s->most[cell->mood] ? use : s->most[cell->mood];
    } else if (rest == RESTS_AS_TALKED) {
        int64_t at = last_talked(e, cell, ordinal);

        s->oldest = !s->worn++ || at < s->oldest ? at : s->oldest;
    }
}

/* The shallowest depth of which something fresh is left. */
static int shallowest_of(const struct evening *e)
{
    int depth = NO_CAP;

    for (size_t i = 0; i < e->shelf_count; i++) {
        const struct shelf *shelf = &e->shelves[i];

        for (uint32_t n = 0; admissible(e, &shelf->cell) && n < shelf->count; n++)
            if (rest_of(e, &shelf->cell, n) == RESTS_NOT && shelf->cell.depth < depth)
                depth = shelf->cell.depth;
    }
    return depth;
}

static struct survey survey_of(const struct evening *e)
{
    struct survey s = { .least = { 99, 99, 99 },
                        .most = { -1, -1, -1 },
                        .shallowest = shallowest_of(e) };

    for (size_t i = 0; i < e->shelf_count; i++) {
        const struct shelf *shelf = &e->shelves[i];

        if (admissible(e, &shelf->cell))
            for (uint32_t n = 0; n < shelf->count; n++)
                survey_prompt(&s, e, &shelf->cell, n);
        else if (shelf->count && admissible_at_any_depth(e, &shelf->cell))
            s.kept_out = true;
    }
    return s;
}

static const char *complain_about_longest_ago(const struct evening *e, const struct survey *s,
                                              const struct cell *cell, const struct pick *pick)
{
    if (s->fresh)
        return "rule 11: something that rests was dealt, though something fresh fits";
    if (rest_of(e, cell, pick->ordinal) != RESTS_AS_TALKED)
        return "rule 11: it rests for another reason than that it was talked about";
    if (last_talked(e, cell, pick->ordinal) != s->oldest)
        return "rule 11: another one was talked about longer ago";
    if (pick->reason != PICK_LONGEST_AGO)
        return "rule 11: that everything was used is not said";
    if (pick->since != s->oldest)
        return "rule 15: the reason names another day than the one it was talked about";
    return NULL;
}

static const char *complain_about_kept(const struct dealt *last, const struct pick *pick)
{
    if (!last || last->outcome != OUTCOME_KEPT)
        return "rule 15: it says that they kept it, but that isn't the last they did with it";
    if (pick->since != last->at)
        return "rule 15: the reason names another day than the one it was kept";
    return NULL;
}

static const char *complain_about_cap(const struct evening *e, const struct survey *s, int cap)
{
    if (!s->kept_out)
        return "rule 15: it names a cap that kept nothing out";
    if (cap != lowest_cap(e))
        return "rule 15: it names a cap that another one is below of";
    return NULL;
}

static const char *complain_about_reason(const struct evening *e, const struct survey *s,
                                         const struct cell *cell, const struct pick *pick)
{
    const struct dealt *last = last_decided(e, cell, pick->ordinal);
    bool preferred = s->most[cell->mood] > s->least[cell->mood];

    if (pick->reason != PICK_KEPT && last && last->outcome == OUTCOME_KEPT)
        return "rule 15: it isn't said that they kept it";
    if (pick->reason != PICK_KEPT && pick->since)
        return "rule 15: a day without a reason for it";
    if (e->request.filter.deeper && pick->reason != PICK_KEPT && pick->reason != PICK_DEEPER)
        return "rule 15: that they asked to go deeper is not said";
    switch (pick->reason) {
    case PICK_KEPT:
        return complain_about_kept(last, pick);
    case PICK_FIRST:
        return complain_about_cap(e, s, cap_of_rule_02(e));
    case PICK_STEP:
        return complain_about_cap(e, s, cap_of_rule_03(e));
    case PICK_GENTLER:
        return complain_about_cap(e, s, cap_of_rule_04(e));
    case PICK_AFTER_PAUSE:
        return complain_about_cap(e, s, cap_of_rule_05(e));
    case PICK_RARE:
        return complain_about_cap(e, s, cap_of_rule_06(e));
    case PICK_KNOWN:
        return complain_about_cap(e, s, cap_of_rule_07(e));
    case PICK_HEAVY:
        return complain_about_cap(e, s, cap_of_rule_14(e));
    case PICK_DEEPER:
        return e->request.filter.deeper ? NULL : "rule 15: nobody asked to go deeper";
    case PICK_DIMENSION:
        if (s->kept_out || !preferred)
            return "rule 15: the dimension decided nothing, or a cap did before";
        return NULL;
    case PICK_FITS:
        if (s->kept_out || preferred)
            return "rule 15: a rule decided, and isn't named";
        return NULL;
    default:
        return "rule 15: something fresh was dealt as if all had been used";
    }
}

static const char *complain_about_cell(const struct evening *e, const struct cell *cell)
{
    if (!rule_01(&e->request.filter, cell))
        return "rule 1: it isn't what was chosen";
    if (!may_be_dealt(&e->request, cell))
        return "consent or a requirement stands in its way";
    if (!under_cap(cell, cap_of_rule_02(e)))
        return "rule 2: too deep for a first card";
    if (!under_cap(cell, cap_of_rule_03(e)))
        return "rule 3: more than one step deeper";
    if (!under_cap(cell, cap_of_rule_04(e)))
        return "rule 4: deeper than what was put aside";
    if (!rule_04_flags(e, cell))
        return "rule 4: a flag of what was put aside";
    if (!under_cap(cell, cap_of_rule_05(e)))
        return "rule 5: too deep after a pause";
    if (!under_cap(cell, cap_of_rule_06(e)))
        return "rule 6: of depth 4, and the first or a second one";
    if (!under_cap(cell, cap_of_rule_07(e)))
        return "rule 7: depth 4 before they know it";
    if (!rule_09(&e->request, cell))
        return "rule 9: a topic that isn't open";
    if (!under_cap(cell, cap_of_rule_14(e)))
        return "rule 14: deep after two heavy endings";
    if (!is_deeper(e, cell))
        return "it isn't deeper, though they asked for that";
    if (!rule_12_sexual(e, cell))
        return "rule 12: sexual twice in ten";
    return NULL;
}

static const struct shelf *shelf_of_key(const struct evening *e, uint32_t key)
{
    for (size_t i = 0; i < e->shelf_count; i++)
        if (cell_key(&e->shelves[i].cell) == key)
            return &e->shelves[i];
    return NULL;
}

const char *evening_complaint(const struct evening *e, enum status status, const struct pick *pick)
{
    struct survey s = survey_of(e);
    const struct shelf *shelf;
    const char *complaint;

    if (status == STATUS_NOTHING)
        return s.fresh || s.worn ? "rule 1: it found nothing, though something fits" : NULL;
    if (status != STATUS_OK)
        return "neither a pick nor nothing";
    shelf = shelf_of_key(e, pick->cell);
    if (!shelf || pick->ordinal >= shelf->count)
        return "it isn't in the library";
    complaint = complain_about_cell(e, &shelf->cell);
    if (complaint)
        return complaint;
    if (rest_of(e, &shelf->cell, pick->ordinal) != RESTS_NOT || pick->reason == PICK_LONGEST_AGO)
        return complain_about_longest_ago(e, &s, &shelf->cell, pick);
    if (!is_candidate(e, &s, &shelf->cell))
        return "deeper than the next step that there is";
    if (use_of(e, shelf->cell.dimension) != s.least[shelf->cell.mood])
        return "rule 12: another dimension was used less";
    return complain_about_reason(e, &s, &shelf->cell, pick);
}

/* ---- rules 5, 6 and 8: what is offered ------------------------------------------------------ */

const char *evening_offer_complaint(const struct evening *e, enum offer offer)
{
    int depths[2] = { 0, 0 }; /* of the last talked cards tonight, the newest first */
    enum offer due = OFFER_NOTHING;

    for (size_t i = 0; i < e->dealt_count; i++)
        if (e->dealt[i].this_sitting && e->dealt[i].outcome == OUTCOME_TALKED) {
            depths[1] = depths[0];
            depths[0] = e->dealt[i].cell.depth;
        }
    if (depths[0] >= 3 && depths[1] >= 3)
        due = OFFER_LIGHT;
    if (depths[0] == 4)
        due = OFFER_APPRECIATION;
    if (cap_of_rule_05(e) == 2)
        due = OFFER_END;
    return offer == due ? NULL : "rules 5, 6 and 8: something else is to be offered";
}

/* ---- widenings ----------------------------------------------------------------------------- */

static bool finds(const struct evening *e, const struct filter *filter)
{
    struct evening *wider = mem_new(1, sizeof *wider);
    struct survey s;

    *wider = *e;
    wider->request.filter = *filter;
    s = survey_of(wider);
    free(wider);
    return s.fresh || s.worn;
}

/* The widenings that are offered, in their order. */
static size_t expected_widenings(const struct evening *e, struct filter out[WIDENINGS_MAX])
{
    static const int longer[] = { 10, 20, 30 };
    const struct filter *narrow = &e->request.filter;
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_SIZE(longer) && !n; i++) {
        out[0] = *narrow;
        out[0].minutes = longer[i];
        if (narrow->minutes && narrow->minutes < longer[i] && finds(e, &out[0]))
            n = 1;
    }
    if (narrow->mode != MODE_ANY) {
        out[n] = *narrow;
        out[n].mode = MODE_ANY;
        n += finds(e, &out[n]);
    }
    if (narrow->mood != MOOD_ANY) {
        out[n] = *narrow;
        out[n].mood = MOOD_ANY;
        n += finds(e, &out[n]);
    }
    return n;
}

const char *evening_widening_complaint(const struct evening *e, const struct widening *widenings,
                                       size_t count)
{
    struct filter expected[WIDENINGS_MAX];
    size_t n = expected_widenings(e, expected);

    for (size_t i = 0; i < count; i++)
        if (!finds(e, &widenings[i].filter))
            return "rule 1: a widening that would find nothing";
    if (n != count)
        return n < count ? "rule 1: more widenings than would help"
                         : "rule 1: a widening is missing";
    for (size_t i = 0; i < n; i++) {
        const struct filter *a = &expected[i], *b = &widenings[i].filter;

        if (a->mood != b->mood || a->mode != b->mode || a->minutes != b->minutes ||
            a->depth != b->depth || a->deeper != b->deeper)
            return "rule 1: a widening other than the smallest one";
        if (!widenings[i].said || !*widenings[i].said)
            return "rule 1: a widening without words";
    }
    return NULL;
}

/* ---- for people ---------------------------------------------------------------------------- */

static void print_cell(const struct cell *cell)
{
    fprintf(stderr, "%s %s %d min depth %d %s%s consent %d flags %03x requires %02x",
            words_name(&vocabulary_mood, (int)cell->mood),
            words_name(&vocabulary_mode, (int)cell->mode), cell->minutes, cell->depth,
            words_name(&vocabulary_dimension, (int)cell->dimension), cell->sexual ? " sexual" : "",
            (int)cell->consent, cell->flags, cell->requires);
}

void evening_print(const struct evening *e)
{
    const struct pick_request *r = &e->request;

    fprintf(stderr, "request: mood %d mode %d minutes %d depth %d consent %d fits %02x\n",
            (int)r->filter.mood, (int)r->filter.mode, r->filter.minutes, r->filter.depth,
            (int)r->consent, r->fits);
    fprintf(stderr, "open %03x closed %03x%s; earlier %u sittings%s%s\n", r->open, r->closed,
            r->filter.deeper ? " deeper" : "", e->sittings, e->been_deep ? " deep" : "",
            e->heavy ? " heavy" : "");
    for (size_t i = 0; i < e->shelf_count; i++) {
        fprintf(stderr, "shelf: %u of ", e->shelves[i].count);
        print_cell(&e->shelves[i].cell);
        fprintf(stderr, "\n");
    }
    for (size_t i = 0; i < e->dealt_count; i++) {
        const struct dealt *d = &e->dealt[i];

        fprintf(stderr, "dealt: %s%s, %" PRId64 " ms ago, ordinal %d of ",
                words_name(&vocabulary_outcome, (int)d->outcome),
                d->this_sitting ? (d->paused ? " this evening, paused" : " this evening") : "",
                r->now - d->at, (int)d->ordinal);
        print_cell(&d->cell);
        fprintf(stderr, "\n");
    }
}
