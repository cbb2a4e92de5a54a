/* The card table: what they came for, and what is offered: cards that no rule has picked. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/appreciation.h"
#include "domain/pause.h"
#include "store/journal.h"
#include "table_private.h"

/* ---- a card of their own words ---- */

/* What any card that isn't picked begins with: what lay open is aside, and it is known in which
 * sitting it comes, and who begins. */
static enum status make_room(const struct table *table, struct card *card, struct error *err)
{
    enum status status = journal_forget_aside(table->store, table->now, err);

    if (status == STATUS_OK)
        status = deal_make_way(table, err);
    if (status == STATUS_OK)
        status = journal_current(table->store, table->now, card->sitting, err);
    return status == STATUS_OK ? deal_choose_first(table, card, err) : status;
}

/* A small sitting of its own begins: the one that is on ends here. */
static enum status begin_apart(const struct table *table, struct card *card, struct error *err)
{
    enum status status = STATUS_OK;

    if (*card->sitting)
        status = journal_end_sitting(table->store, card->sitting, table->now, err);
    card->sitting[0] = '\0';
    return status;
}

/* Their own words ask nobody: they came here for it. A pause begins with the pause. */
static void steps_of_own(struct card *card, enum protocol protocol)
{
    struct strbuf steps = STRBUF_INIT;

    strbuf_addch(&steps, STEP_FACE_UP);
    if (protocol == PROTOCOL_PAUSE)
        strbuf_addch(&steps, STEP_PAUSE);
    mem_replace(&card->steps, steps.text);
    strbuf_release(&steps);
}

static enum status begin_own(const struct table *table, enum protocol protocol, const char *about,
                             struct card *card, struct error *err)
{
    enum status status = make_room(table, card, err);

    if (status == STATUS_OK && protocol_row(protocol)->apart)
        status = begin_apart(table, card, err);
    if (status != STATUS_OK)
        return status;
    protocol_prompt(protocol, about, &card->prompt);
    steps_of_own(card, protocol);
    card->why = mem_copy(deal_chosen);
    status = deal_lay(table, card, err);
    if (status == STATUS_OK && protocol == PROTOCOL_PAUSE)
        status =
            journal_pause(table->store, card->sitting, pause_offer(table->now), table->now, err);
    return status;
}

/* ---- an old card, once more ---- */

static enum status find_memory(const struct table *table, struct card *old, struct error *err)
{
    bool found;
    enum status status =
        journal_memory(table->store, table->couple, table->now, table->seed, old, &found, err);

    if (status == STATUS_OK && !found)
        status = error_set(err, STATUS_NOT_FOUND,
                           "Nothing to remember yet: that takes an evening of a week ago or more");
    return status;
}

static enum status lay_memory(const struct table *table, const struct card *old, struct card *card,
                              struct error *err)
{
    struct strbuf text = STRBUF_INIT;
    enum status status = make_room(table, card, err);

    if (status == STATUS_OK) {
        prompt_copy(&card->prompt, &old->prompt);
        mem_replace(&card->prompt.protocol, words_name(&vocabulary_protocol, PROTOCOL_REMEMBER));
        steps_of_own(card, PROTOCOL_REMEMBER);
        card->why = mem_copy(deal_chosen);
        status = deal_lay(table, card, err);
    }
    if (status == STATUS_OK) { /* which one it looks back at */
        strbuf_addf(&text, "%s/%s", old->sitting, old->id);
        status = journal_note(table->store, card->sitting, card->id, NOTE_THEN, text.text,
                              table->now, err);
        strbuf_release(&text);
    }
    return status;
}

static enum status begin_memory(const struct table *table, struct card *card, struct error *err)
{
    struct card old = { 0 };
    enum status status = find_memory(table, &old, err);

    if (status == STATUS_OK)
        status = lay_memory(table, &old, card, err);
    card_release(&old);
    return status;
}

/* ---- what they came for ---- */

static enum status begin_with_card(const struct table *table, enum protocol protocol,
                                   const struct filter *filter, struct deal *deal,
                                   bool *nothing_fits, struct error *err)
{
    struct strbuf steps = STRBUF_INIT;
    struct card *card = &deal->card;
    enum status status = deal_next(table, filter, deal, nothing_fits, err);

    if (status != STATUS_OK || *nothing_fits)
        return status;
    strbuf_addstr(&steps, card->steps);
    steps_add(&steps, &card->prompt, card->first, STEP_PROTOCOL + (int)protocol);
    status = journal_steps(table->store, card, card->steps, steps.text, table->now, err);
    mem_replace(&card->steps, steps.text);
    strbuf_release(&steps);
    return status;
}

static enum status begin(const struct table *table, enum protocol protocol,
                         const struct filter *filter, const char *about, struct deal *deal,
                         bool *nothing_fits, struct error *err)
{
    if (protocol == PROTOCOL_REMEMBER)
        return begin_memory(table, &deal->card, err);
    if (about || protocol_row(protocol)->text)
        return begin_own(table, protocol, about, &deal->card, err);
    return begin_with_card(table, protocol, filter, deal, nothing_fits, err);
}

enum status table_begin(const struct table *table, enum protocol protocol,
                        const struct filter *filter, const char *about, struct deal *deal,
                        struct error *err)
{
    bool nothing_fits = false;
    enum status status;

    *deal = (struct deal){ 0 };
    status = store_begin(table->store, err);
    if (status == STATUS_OK)
        status = store_end(table->store,
                           begin(table, protocol, filter, about, deal, &nothing_fits, err), err);
    return status == STATUS_OK && nothing_fits ? STATUS_NOTHING : status;
}

/* ---- what is offered ---- */

static enum status appreciate(const struct table *table, struct card *card, struct error *err)
{
    enum status status = make_room(table, card, err);

    if (status != STATUS_OK)
        return status;
    appreciation_prompt(table->seed, &card->prompt);
    mem_replace(&card->steps, "");
    card->why = mem_copy("Why this one: after a hard one, something to be glad of.");
    return deal_lay(table, card, err);
}

enum status table_appreciate(const struct table *table, struct deal *deal, struct error *err)
{
    *deal = (struct deal){ 0 };
    RETURN_IN_TRANSACTION(table, err, appreciate(table, &deal->card, err));
}
