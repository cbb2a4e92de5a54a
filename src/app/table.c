/* The card table. */
#include "app/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
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
    return status;
}

static struct pick_request request_of(const struct table *table, const struct filter *filter)
{
    return (struct pick_request){ .filter = *filter,
                                  .consent = CONSENT_NONE, /* until two can agree on a card */
                                  .now = table->now.ms,
                                  .seed = table->seed };
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

/* Picks, and fills prompt, why and first into the card. */
static enum status pick(const struct table *table, const struct filter *filter, const char *sitting,
                        struct deal *deal, struct error *err)
{
    struct pick_request request = request_of(table, filter);
    struct hand hand;
    struct pick found;
    struct strbuf why = STRBUF_INIT;
    enum status status = hand_take(table, &request, sitting, &hand, err);

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
    }
    hand_release(&hand);
    return status;
}

enum status table_draw(const struct table *table, const struct filter *filter, struct deal *deal,
                       struct error *err)
{
    *deal = (struct deal){ 0 };
    return pick(table, filter, "", deal, err);
}

static enum status draw_and_record(const struct table *table, const struct filter *filter,
                                   struct deal *deal, struct error *err)
{
    enum status status = pick(table, filter, "", deal, err);

    if (status != STATUS_OK)
        return status;
    deal->card.outcome = OUTCOME_TALKED;
    deal->card.first = PARTNER_NONE;
    status = journal_begin_sitting(table->store, false, table->now, deal->card.sitting, err);
    if (status == STATUS_OK)
        status = journal_lay(table->store, table->couple, &deal->card, table->now, err);
    return status;
}

/* Returns what becomes of body in a transaction. */
#define RETURN_IN_TRANSACTION(table, err, body)                                                    \
    do {                                                                                           \
        enum status begun = store_begin((table)->store, (err));                                    \
                                                                                                   \
        return begun == STATUS_OK ? store_end((table)->store, (body), (err)) : begun;              \
    } while (0)

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

static enum status put_open_card_aside(const struct table *table, struct error *err)
{
    struct card open = { 0 };
    bool found;
    enum status status = journal_table(table->store, table->couple, &open, &found, err);

    if (status != STATUS_OK || !found)
        return status;
    status = journal_outcome(table->store, &open, OUTCOME_ANOTHER, table->now, err);
    card_release(&open);
    return status;
}

static enum status deal_into(const struct table *table, const struct filter *filter,
                             struct deal *deal, struct error *err)
{
    struct card *card = &deal->card;
    enum status status = journal_current(table->store, table->now, card->sitting, err);

    if (status == STATUS_OK)
        status = pick(table, filter, card->sitting, deal, err);
    if (status == STATUS_OK && !*card->sitting)
        status = journal_begin_sitting(table->store, true, table->now, card->sitting, err);
    if (status == STATUS_OK)
        status = journal_lay(table->store, table->couple, card, table->now, err);
    return status;
}

static enum status deal_next(const struct table *table, const struct filter *filter,
                             struct deal *deal, bool *nothing_fits, struct error *err)
{
    enum status status = journal_forget_aside(table->store, table->now, err);

    if (status == STATUS_OK)
        status = put_open_card_aside(table, err);
    if (status == STATUS_OK)
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

/* The one who is to begin, as with any card. */
static enum status choose_first(const struct table *table, struct card *card, struct error *err)
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
        status = put_open_card_aside(table, err);
    if (status == STATUS_OK)
        status = journal_current(table->store, table->now, card->sitting, err);
    if (status == STATUS_OK)
        status = choose_first(table, card, err);
    if (status == STATUS_OK && !*card->sitting)
        status = journal_begin_sitting(table->store, true, table->now, card->sitting, err);
    card->why = mem_copy("Why this one: you chose it.");
    return status == STATUS_OK ? journal_lay(table->store, table->couple, card, table->now, err)
                               : status;
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

/* ---- what happens to a card ---- */

static enum status step_on(const struct table *table, const char *sitting, const char *id,
                           const char *seen, enum card_step step, struct error *err)
{
    struct card card = { 0 };
    struct strbuf steps = STRBUF_INIT;
    enum status status = journal_card(table->store, table->couple, sitting, id, &card, err);

    if (status == STATUS_OK) {
        strbuf_addstr(&steps, seen);
        steps_add(&steps, &card.prompt, card.first, step);
        status = journal_steps(table->store, &card, seen, steps.text, table->now, err);
    }
    strbuf_release(&steps);
    card_release(&card);
    return status;
}

enum status table_step(const struct table *table, const char *sitting, const char *card,
                       const char *seen, enum card_step step, struct error *err)
{
    RETURN_IN_TRANSACTION(table, err, step_on(table, sitting, card, seen, step, err));
}

static enum status give_outcome(const struct table *table, const char *sitting, const char *id,
                                enum outcome outcome, struct error *err)
{
    struct card card = { 0 };
    enum status status = journal_card(table->store, table->couple, sitting, id, &card, err);

    if (status == STATUS_OK && card.outcome != OUTCOME_OPEN)
        status = error_set(err, STATUS_CHANGED, "This card was moved on in another window");
    if (status == STATUS_OK)
        status = journal_outcome(table->store, &card, outcome, table->now, err);
    card_release(&card);
    return status;
}

enum status table_outcome(const struct table *table, const char *sitting, const char *card,
                          enum outcome outcome, struct error *err)
{
    RETURN_IN_TRANSACTION(table, err, give_outcome(table, sitting, card, outcome, err));
}

static enum status reopen(const struct table *table, const struct card *card, struct error *err)
{
    enum status status = journal_outcome(table->store, card, OUTCOME_OPEN, table->now, err);

    if (status == STATUS_OK && card->outcome == OUTCOME_ANOTHER)
        status = journal_mark(table->store, card->prompt.pack, card->prompt.id, MARK_NEVER, false,
                              table->now, err);
    return status;
}

static enum status undo_step(const struct table *table, const struct card *card, struct error *err)
{
    struct strbuf steps = STRBUF_INIT;
    enum status status;

    strbuf_addstr(&steps, card->steps);
    if (steps_undo(&steps))
        status = journal_steps(table->store, card, card->steps, steps.text, table->now, err);
    else
        status = error_set(err, STATUS_NOT_FOUND, "Nothing here to undo");
    strbuf_release(&steps);
    return status;
}

static enum status undo_deal(const struct table *table, const struct card *card, struct error *err)
{
    struct card before = { 0 };
    bool found;
    enum status status = journal_before(table->store, table->couple, card, &before, &found, err);

    if (status == STATUS_OK && !found)
        return error_set(err, STATUS_NOT_FOUND, "Nothing here to undo");
    if (status == STATUS_OK)
        status = journal_unlay(table->store, card, table->now, err);
    if (status == STATUS_OK)
        status = reopen(table, &before, err);
    card_release(&before);
    return status;
}

static enum status undo(const struct table *table, const char *sitting, const char *id,
                        struct error *err)
{
    struct card card = { 0 };
    enum status status = journal_card(table->store, table->couple, sitting, id, &card, err);

    if (status != STATUS_OK)
        return status;
    if (card.outcome != OUTCOME_OPEN)
        status = reopen(table, &card, err);
    else if (card.steps[0])
        status = undo_step(table, &card, err);
    else
        status = undo_deal(table, &card, err);
    card_release(&card);
    return status;
}

enum status table_undo(const struct table *table, const char *sitting, const char *card,
                       struct error *err)
{
    RETURN_IN_TRANSACTION(table, err, undo(table, sitting, card, err));
}

static enum status mark_never(const struct table *table, const char *sitting, const char *id,
                              struct error *err)
{
    struct card card = { 0 };
    enum status status = journal_card(table->store, table->couple, sitting, id, &card, err);

    if (status == STATUS_OK)
        status = journal_mark(table->store, card.prompt.pack, card.prompt.id, MARK_NEVER, true,
                              table->now, err);
    card_release(&card);
    return status;
}

enum status table_never(const struct table *table, const char *sitting, const char *card,
                        struct error *err)
{
    RETURN_IN_TRANSACTION(table, err, mark_never(table, sitting, card, err));
}

enum status table_mark(const struct table *table, const char *pack, const char *prompt,
                       enum mark mark, bool on, struct error *err)
{
    RETURN_IN_TRANSACTION(table, err,
                          journal_mark(table->store, pack, prompt, mark, on, table->now, err));
}

enum status table_note(const struct table *table, const char *sitting, const char *card,
                       const char *text, struct error *err)
{
    RETURN_IN_TRANSACTION(table, err,
                          journal_note(table->store, sitting, card, text, table->now, err));
}

enum status table_good_night(const struct table *table, const char *sitting, struct error *err)
{
    RETURN_IN_TRANSACTION(table, err, journal_end_sitting(table->store, sitting, table->now, err));
}

enum status table_names(const struct table *table, const char *left, const char *right,
                        struct error *err)
{
    RETURN_IN_TRANSACTION(table, err, journal_name(table->store, left, right, table->now, err));
}

/* ---- topics ---- */

enum status table_topics(struct store *store, struct topics *topics, bool *set, struct error *err)
{
    return topics_read(store, topics, set, err);
}

enum status table_topics_join(const struct table *table, const struct topics *left,
                              const struct topics *right, struct error *err)
{
    struct topics both = topics_join(left, right, table->seed);

    RETURN_IN_TRANSACTION(table, err, topics_write(table->store, &both, err));
}

static enum status close_topic(const struct table *table, enum flag flag, struct error *err)
{
    struct topics topics;
    bool set;
    enum status status = topics_read(table->store, &topics, &set, err);

    if (status != STATUS_OK)
        return status;
    topics.of[flag] = TOPIC_CLOSED;
    return topics_write(table->store, &topics, err);
}

enum status table_topic_close(const struct table *table, enum flag flag, struct error *err)
{
    RETURN_IN_TRANSACTION(table, err, close_topic(table, flag, err));
}
