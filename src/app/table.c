/* The card table: what happens to a card. Dealing is in deal.c. */
#include "table_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/journal.h"
#include "store/topics.h"

static enum status step_on(const struct table *table, const char *sitting, const char *id,
                           const char *seen, int step, struct error *err)
{
    struct card card = { 0 };
    struct strbuf steps = STRBUF_INIT;
    enum status status = journal_card(table->store, table->couple, sitting, id, &card, err);

    if (status == STATUS_OK) {
        struct progress at = progress_of(&card.prompt, card.first, seen);

        if (!strcmp(card.steps, seen) && !progress_can(&at, &card.prompt, step))
            status = error_set(err, STATUS_INVALID, "That step is not possible now");
    }
    if (status == STATUS_OK) {
        strbuf_addstr(&steps, seen);
        steps_add(&steps, &card.prompt, card.first, step);
        status = journal_steps(table->store, &card, seen, steps.text, table->now, err);
    }
    if (status == STATUS_OK && step == STEP_RETURN)
        status = table_end_pause(table, &card, err);
    strbuf_release(&steps);
    card_release(&card);
    return status;
}

enum status table_step(const struct table *table, const char *sitting, const char *card,
                       const char *seen, int step, struct error *err)
{
    RETURN_IN_TRANSACTION(table, err, step_on(table, sitting, card, seen, step, err));
}

static enum status moved_on(struct error *err)
{
    return error_set(err, STATUS_CHANGED, "This card was moved on in another window");
}

enum status table_end_pause(const struct table *table, const struct card *card, struct error *err)
{
    struct moment until;
    enum status status;

    if (!card_progress(card).paused)
        return STATUS_OK;
    status = journal_paused(table->store, card->sitting, &until, err);
    if (status == STATUS_OK && until.ms > table->now.ms)
        status = journal_pause(table->store, card->sitting, table->now, table->now, err);
    return status;
}

static enum status pause_until(const struct table *table, const char *sitting, const char *id,
                               const char *seen, struct moment until, struct error *err)
{
    struct card card = { 0 };
    enum status status = journal_card(table->store, table->couple, sitting, id, &card, err);
    bool paused = status == STATUS_OK && card_progress(&card).paused;

    if (status == STATUS_OK && card.outcome != OUTCOME_OPEN)
        status = moved_on(err);
    card_release(&card);
    if (status == STATUS_OK && !paused)
        status = step_on(table, sitting, id, seen, STEP_PAUSE, err);
    return status == STATUS_OK ? journal_pause(table->store, sitting, until, table->now, err)
                               : status;
}

enum status table_pause(const struct table *table, const char *sitting, const char *card,
                        const char *seen, struct moment until, struct error *err)
{
    RETURN_IN_TRANSACTION(table, err, pause_until(table, sitting, card, seen, until, err));
}

static enum status give_outcome(const struct table *table, const char *sitting, const char *id,
                                enum outcome outcome, struct error *err)
{
    struct card card = { 0 };
    enum status status = journal_card(table->store, table->couple, sitting, id, &card, err);

    if (status == STATUS_OK && card.outcome != OUTCOME_OPEN)
        status = moved_on(err);
    if (status == STATUS_OK)
        status = journal_outcome(table->store, &card, outcome, table->now, err);
    if (status == STATUS_OK)
        status = table_end_pause(table, &card, err);
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
    if (status == STATUS_OK)
        status = table_end_pause(table, card, err);
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
    else if (steps_can_undo(card.steps))
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

/* Their own words have no prompt that could be dealt again. */
static enum status mark_never(const struct table *table, const char *sitting, const char *id,
                              struct error *err)
{
    struct card card = { 0 };
    enum status status = journal_card(table->store, table->couple, sitting, id, &card, err);

    if (status == STATUS_OK && *card.prompt.id)
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
                       enum note_kind kind, const char *text, struct error *err)
{
    RETURN_IN_TRANSACTION(table, err,
                          journal_note(table->store, sitting, card, kind, text, table->now, err));
}

static enum status keep_notes(const struct table *table, const char *sitting, const char *card,
                              char *const texts[NOTE_KINDS], struct error *err)
{
    enum status status = STATUS_OK;

    for (int kind = NOTE_PLAIN; kind < NOTE_KINDS && status == STATUS_OK; kind++)
        if (texts[kind])
            status = journal_note(table->store, sitting, card, (enum note_kind)kind, texts[kind],
                                  table->now, err);
    return status;
}

enum status table_notes(const struct table *table, const char *sitting, const char *card,
                        char *const texts[NOTE_KINDS], struct error *err)
{
    RETURN_IN_TRANSACTION(table, err, keep_notes(table, sitting, card, texts, err));
}

static enum status keep_answers(const struct table *table, const char *sitting, const char *card,
                                const char *const texts[2], struct error *err)
{
    enum status status = STATUS_OK;

    for (int i = 0; i < 2 && status == STATUS_OK; i++) {
        struct strbuf line = STRBUF_INIT;

        strbuf_addf(&line, "%s: %s", couple_name(table->couple, (enum partner)(PARTNER_LEFT + i)),
                    texts[i]);
        status =
            journal_add_note(table->store, sitting, card, NOTE_ANSWER, line.text, table->now, err);
        strbuf_release(&line);
    }
    return status;
}

enum status table_answers(const struct table *table, const char *sitting, const char *card,
                          const char *left, const char *right, struct error *err)
{
    const char *const texts[] = { left, right };

    RETURN_IN_TRANSACTION(table, err, keep_answers(table, sitting, card, texts, err));
}

enum status table_settle(const struct table *table, const struct note_key *plan,
                         enum plan_state state, struct error *err)
{
    RETURN_IN_TRANSACTION(table, err, journal_settle(table->store, plan, state, table->now, err));
}

enum status table_ending(const struct table *table, const char *sitting, enum ending ending,
                         struct error *err)
{
    RETURN_IN_TRANSACTION(table, err,
                          journal_ending(table->store, sitting, ending, table->now, err));
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
