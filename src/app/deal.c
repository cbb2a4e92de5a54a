/* The card table: dealing. */
#include "table_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/topic.h"
#include "store/journal.h"
#include "store/library.h"
#include "store/topics.h"

/* The setting with the last choice: "light talking 5". */
static const char choice_setting[] = "choice";

void deal_release(struct deal *deal)
{
    card_release(&deal->card);
}

/* ---- picking ---- */

/* All that a pick needs from the store. */
struct hand {
    struct cell_count *cells;
    size_t cell_count;
    struct past_card *cards;
    struct past past;
};

static void hand_release(struct hand *hand)
{
    free(hand->cells);
    free(hand->cards);
}

static enum status hand_take(const struct table *table, const struct pick_request *request,
                             const char *sitting, struct hand *hand, struct error *err)
{
    size_t count = 0;
    enum status status;

    *hand = (struct hand){ 0 };
    status =
        library_cells(table->store, &request->filter, cell_excess(request->consent, request->fits),
                      &hand->cells, &hand->cell_count, err);
    if (status == STATUS_OK)
        status = journal_past(table->store, table->couple, sitting, table->now, &hand->cards,
                              &count, err);
    hand->past = (struct past){ .cards = hand->cards, .count = count };
    /* On a first card, which is at most personal, nothing depends on earlier evenings. */
    if (status == STATUS_OK && (*sitting || request->filter.depth > 2))
        status = journal_season(table->store, sitting, &hand->past, err);
    return status;
}

/* Where two can agree on a card, it may lie face down; else only what asks nobody is drawn. */
static enum status request_of(const struct table *table, const struct filter *filter, bool agree,
                              struct pick_request *request, struct topics *topics,
                              struct error *err)
{
    enum status status;
    bool set;

    *request = (struct pick_request){ .filter = *filter,
                                      .consent = agree ? CONSENT_MATCH : CONSENT_NONE,
                                      .now = table->now.ms,
                                      .seed = table->seed };
    if (!agree) {
        *topics = topics_at_first();
        return STATUS_OK;
    }
    status = topics_read(table->store, topics, &set, err);
    request->open = topics_that_are(topics, TOPIC_OPEN);
    request->closed = topics_that_are(topics, TOPIC_CLOSED);
    return status;
}

static enum status nothing(const struct table *table, const struct pick_request *request,
                           const char *sitting, struct deal *deal, struct error *err)
{
    struct pick_request any = *request;
    struct hand all;
    enum status status;

    any.filter = (struct filter){ .mood = MOOD_ANY };
    status = hand_take(table, &any, sitting, &all, err);

    if (status == STATUS_OK) {
        deal->widening_count =
            picker_widen(request, all.cells, all.cell_count, &all.past, deal->widenings);
        status = error_set(err, STATUS_NOTHING, "Nothing fits just now");
    }
    hand_release(&all);
    return status;
}

/* How it lies: most cards as their prompt says. */
static const char *steps_dealt(const struct filter *filter, const struct topics *topics,
                               const struct prompt *prompt)
{
    static const char face_up[] = { STEP_FACE_UP, '\0' }, face_down[] = { STEP_FACE_DOWN, '\0' };

    if (filter->deeper) /* the one question that going deeper is */
        return face_down;
    return prompt->consent != CONSENT_NONE && !topics_ask(topics, prompt) ? face_up : "";
}

/* Picks, and fills prompt, why, first and the way it lies into the card. */
static enum status pick(const struct table *table, const struct filter *filter, bool agree,
                        const char *sitting, struct deal *deal, struct error *err)
{
    struct pick_request request;
    struct topics topics;
    struct hand hand = { 0 };
    struct pick found;
    struct strbuf why = STRBUF_INIT;
    enum status status = request_of(table, filter, agree, &request, &topics, err);

    if (status == STATUS_OK)
        status = hand_take(table, &request, sitting, &hand, err);
    if (status == STATUS_OK) {
        status = picker_pick(&request, hand.cells, hand.cell_count, &hand.past, &found);
        if (status == STATUS_NOTHING)
            status = nothing(table, &request, sitting, deal, err);
        else
            status =
                library_prompt(table->store, found.cell, found.ordinal, &deal->card.prompt, err);
    }
    if (status == STATUS_OK) {
        picker_explain(&why, &found, table->now);
        deal->card.why = strbuf_detach(&why);
        deal->card.first = picker_first_speaker(&hand.past);
        mem_replace(&deal->card.steps, steps_dealt(filter, &topics, &deal->card.prompt));
    }
    hand_release(&hand);
    return status;
}

enum status table_draw(const struct table *table, const struct filter *filter, struct deal *deal,
                       struct error *err)
{
    *deal = (struct deal){ 0 };
    return pick(table, filter, false, "", deal, err);
}

static enum status draw_and_record(const struct table *table, const struct filter *filter,
                                   struct deal *deal, struct error *err)
{
    enum status status = pick(table, filter, false, "", deal, err);

    if (status != STATUS_OK)
        return status;
    deal->card.outcome = OUTCOME_TALKED;
    deal->card.first = PARTNER_NONE;
    status = journal_begin_sitting(table->store, false, table->now, deal->card.sitting, err);
    if (status == STATUS_OK)
        status = journal_lay(table->store, table->couple, &deal->card, table->now, err);
    return status;
}

enum status table_draw_and_record(const struct table *table, const struct filter *filter,
                                  struct deal *deal, struct error *err)
{
    *deal = (struct deal){ 0 };
    RETURN_IN_TRANSACTION(table, err, draw_and_record(table, filter, deal, err));
}

/* ---- dealing ---- */

static enum status save_choice(const struct table *table, const struct filter *filter,
                               struct error *err)
{
    struct strbuf value = STRBUF_INIT;
    enum status status;

    strbuf_addf(&value, "%s %s %d",
                filter->mood == MOOD_ANY ? "any" : words_name(&vocabulary_mood, (int)filter->mood),
                filter->mode == MODE_ANY ? "any" : words_name(&vocabulary_mode, (int)filter->mode),
                filter->minutes);
    status = store_set_setting(table->store, choice_setting, value.text, err);
    strbuf_release(&value);
    return status;
}

enum status table_choice(struct store *store, struct filter *choice, struct error *err)
{
    char *value, mood[16], mode[16], minutes[16];
    int found;
    enum status status = store_setting(store, choice_setting, &value, err);

    *choice = (struct filter){ .mood = MOOD_LIGHT, .mode = MODE_TALKING, .minutes = 5 };
    if (value && sscanf(value, "%15s %15s %15s", mood, mode, minutes) == 3) {
        found = words_find(&vocabulary_mood, mood);
        choice->mood = found < 0 ? MOOD_ANY : (enum mood)found;
        found = words_find(&vocabulary_mode, mode);
        choice->mode = found < 0 ? MODE_ANY : (enum mode)found;
        choice->minutes = (int)(strtoul(minutes, NULL, 10) % 100); /* a word is any: 0 */
    }
    free(value);
    return status;
}

enum status deal_make_way(const struct table *table, struct error *err)
{
    struct card open = { 0 };
    bool found;
    enum status status = journal_table(table->store, table->couple, &open, &found, err);

    if (status != STATUS_OK || !found)
        return status;
    status = journal_outcome(table->store, &open, OUTCOME_ANOTHER, table->now, err);
    if (status == STATUS_OK)
        status = table_end_pause(table, &open, err);
    card_release(&open);
    return status;
}

enum status deal_lay(const struct table *table, struct card *card, struct error *err)
{
    enum status status = STATUS_OK;

    if (!*card->sitting)
        status = journal_begin_sitting(table->store, true, table->now, card->sitting, err);
    return status == STATUS_OK ? journal_lay(table->store, table->couple, card, table->now, err)
                               : status;
}

static enum status deal_into(const struct table *table, const struct filter *filter,
                             struct deal *deal, struct error *err)
{
    enum status status = journal_current(table->store, table->now, deal->card.sitting, err);

    if (status == STATUS_OK)
        status = pick(table, filter, true, deal->card.sitting, deal, err);
    return status == STATUS_OK ? deal_lay(table, &deal->card, err) : status;
}

enum status deal_next(const struct table *table, const struct filter *filter, struct deal *deal,
                      bool *nothing_fits, struct error *err)
{
    enum status status = journal_forget_aside(table->store, table->now, err);

    if (status == STATUS_OK)
        status = deal_make_way(table, err);
    if (status == STATUS_OK && !filter->once)
        status = save_choice(table, filter, err);
    if (status == STATUS_OK)
        status = deal_into(table, filter, deal, err);
    *nothing_fits = status == STATUS_NOTHING;
    return *nothing_fits ? STATUS_OK : status; /* what was put aside is put aside */
}

enum status table_deal(const struct table *table, const struct filter *filter, struct deal *deal,
                       struct error *err)
{
    bool nothing_fits = false;
    enum status status;

    *deal = (struct deal){ 0 };
    status = store_begin(table->store, err);
    if (status == STATUS_OK)
        status = store_end(table->store, deal_next(table, filter, deal, &nothing_fits, err), err);
    return status == STATUS_OK && nothing_fits ? STATUS_NOTHING : status;
}

/* ---- dealing one that was chosen ---- */

const char deal_chosen[] = "Why this one: you chose it.";

static enum status may_be_dealt(const struct table *table, const struct prompt *prompt,
                                struct error *err)
{
    unsigned marks;
    bool enabled = false;
    enum status status = journal_marks(table->store, prompt->pack, prompt->id, &marks, err);

    if (status == STATUS_OK)
        status = library_enabled(table->store, prompt->pack, &enabled, err);
    if (status == STATUS_OK && !enabled)
        status = error_set(err, STATUS_INVALID, "Its pack is switched off");
    if (status == STATUS_OK && prompt->consent != CONSENT_NONE)
        status = error_set(err, STATUS_INVALID, "This one lies face down until you both agree");
    if (status == STATUS_OK && marks & 1u << MARK_NEVER)
        status = error_set(err, STATUS_INVALID, "This one is marked never again");
    return status;
}

enum status deal_choose_first(const struct table *table, struct card *card, struct error *err)
{
    struct past past = { 0 };
    struct past_card *cards = NULL;
    enum status status = journal_past(table->store, table->couple, card->sitting, table->now,
                                      &cards, &past.count, err);

    past.cards = cards;
    if (status == STATUS_OK)
        card->first = picker_first_speaker(&past);
    free(cards);
    return status;
}

static enum status deal_this(const struct table *table, const char *pack, const char *prompt,
                             struct card *card, struct error *err)
{
    enum status status = journal_forget_aside(table->store, table->now, err);

    if (status == STATUS_OK)
        status = library_find(table->store, pack, prompt, &card->prompt, err);
    if (status == STATUS_OK)
        status = may_be_dealt(table, &card->prompt, err);
    if (status == STATUS_OK)
        status = deal_make_way(table, err);
    if (status == STATUS_OK)
        status = journal_current(table->store, table->now, card->sitting, err);
    if (status == STATUS_OK)
        status = deal_choose_first(table, card, err);
    card->why = mem_copy(deal_chosen);
    return status == STATUS_OK ? deal_lay(table, card, err) : status;
}

enum status table_deal_this(const struct table *table, const char *pack, const char *prompt,
                            struct deal *deal, struct error *err)
{
    *deal = (struct deal){ 0 };
    RETURN_IN_TRANSACTION(table, err, deal_this(table, pack, prompt, &deal->card, err));
}

static enum status take_up(const struct table *table, struct error *err)
{
    struct card open = { 0 };
    char sitting[UUID_TEXT_SIZE];
    bool found;
    enum status status = journal_table(table->store, table->couple, &open, &found, err);

    if (status == STATUS_OK && !found)
        status = error_set(err, STATUS_CHANGED, "That card was finished in another window");
    if (status == STATUS_OK)
        status = journal_current(table->store, table->now, sitting, err);
    if (status == STATUS_OK && !*sitting) {
        status = journal_begin_sitting(table->store, true, table->now, sitting, err);
        if (status == STATUS_OK)
            status = journal_move(table->store, &open, sitting, table->now, err);
    }
    card_release(&open);
    return status;
}

enum status table_take_up(const struct table *table, struct error *err)
{
    RETURN_IN_TRANSACTION(table, err, take_up(table, err));
}
