/* Writes: what screens ask for, done at the table. One row each. */
#include <stdio.h>
#include <string.h>

#include "app/packs.h"
#include "app_private.h"
#include "base/mem.h"
#include "store/journal.h"

struct job {
    struct app *app;
    struct table table;
    const struct effect *effect;
    struct result *result;
    struct error *err;
};

static const char *sitting_of(const struct job *job)
{
    return job->effect->card.sitting;
}

static const char *card_of(const struct job *job)
{
    return job->effect->card.id;
}

static enum status write_nothing(struct job *job)
{
    (void)job;
    return STATUS_OK;
}

static enum status write_names(struct job *job)
{
    enum status status =
        table_names(&job->table, job->effect->texts[0], job->effect->texts[1], job->err);

    if (status != STATUS_OK)
        return status;
    couple_release(&job->app->world.couple);
    return journal_couple(job->app->world.store, &job->app->world.couple, job->err);
}

/* What a deal found goes to the next screen; that nothing fits is no failure, but the card that
 * isn't there. */
static enum status end_deal(struct job *job, struct deal *deal, enum status status)
{
    struct result *result = job->result;

    if (status == STATUS_NOTHING) {
        result->nothing = true;
        result->filter = job->effect->filter;
        result->widening_count = deal->widening_count;
        for (size_t i = 0; i < deal->widening_count; i++)
            result->widenings[i] = deal->widenings[i];
        status = STATUS_OK;
    } else if (status == STATUS_OK) {
        result->card = card_key_of(&deal->card);
    }
    deal_release(deal);
    return status;
}

static enum status write_deal(struct job *job)
{
    struct deal deal;
    enum status status;

    job->table.seed = rng_next(&job->app->rng);
    status = table_deal(&job->table, &job->effect->filter, &deal, job->err);
    if ((status == STATUS_OK || status == STATUS_NOTHING) && !job->effect->filter.once)
        job->app->world.choice = job->effect->filter;
    return end_deal(job, &deal, status);
}

static enum status write_take_up(struct job *job)
{
    return table_take_up(&job->table, job->err);
}

static enum status write_step(struct job *job)
{
    return table_step(&job->table, sitting_of(job), card_of(job), job->effect->texts[0],
                      job->effect->step, job->err);
}

static enum status write_outcome(struct job *job)
{
    return table_outcome(&job->table, sitting_of(job), card_of(job), job->effect->outcome,
                         job->err);
}

static enum status write_undo(struct job *job)
{
    return table_undo(&job->table, sitting_of(job), card_of(job), job->err);
}

static enum status write_never(struct job *job)
{
    return table_never(&job->table, sitting_of(job), card_of(job), job->err);
}

static enum status write_notes(struct job *job)
{
    return table_notes(&job->table, sitting_of(job), card_of(job), job->effect->texts, job->err);
}

static enum status write_answers(struct job *job)
{
    return table_answers(&job->table, sitting_of(job), card_of(job), job->effect->texts[0],
                         job->effect->texts[1], job->err);
}

static enum status write_begin(struct job *job)
{
    struct deal deal;
    enum status status;

    job->table.seed = rng_next(&job->app->rng);
    status = table_begin(&job->table, job->effect->protocol, &job->effect->filter,
                         job->effect->texts[0], &deal, job->err);
    return end_deal(job, &deal, status);
}

static enum status write_appreciate(struct job *job)
{
    struct deal deal;
    enum status status;

    job->table.seed = rng_next(&job->app->rng);
    status = table_appreciate(&job->table, &deal, job->err);
    return end_deal(job, &deal, status);
}

static enum status write_pause(struct job *job)
{
    return table_pause(&job->table, sitting_of(job), card_of(job), job->effect->texts[0],
                       job->effect->until, job->err);
}

static enum status write_settle(struct job *job)
{
    return table_settle(&job->table, &job->effect->plan, job->effect->state, job->err);
}

static enum status write_ending(struct job *job)
{
    return table_ending(&job->table, sitting_of(job), job->effect->ending, job->err);
}

static enum status write_good_night(struct job *job)
{
    return table_good_night(&job->table, sitting_of(job), job->err);
}

static enum status write_deal_this(struct job *job)
{
    const struct prompt_key *prompt = &job->effect->prompt;
    struct deal deal;
    enum status status = table_deal_this(&job->table, prompt->pack, prompt->id, &deal, job->err);

    if (status == STATUS_OK)
        job->result->card = card_key_of(&deal.card);
    deal_release(&deal);
    return status;
}

static enum status write_mark(struct job *job)
{
    const struct effect *effect = job->effect;

    return table_mark(&job->table, effect->prompt.pack, effect->prompt.id, effect->mark, effect->on,
                      job->err);
}

static enum status write_switch(struct job *job)
{
    return packs_switch(job->table.store, job->effect->prompt.pack, job->effect->on, job->err);
}

static enum status write_remove(struct job *job)
{
    return packs_remove(job->table.store, job->effect->prompt.pack, &job->app->removed, job->err);
}

static enum status write_put_back(struct job *job)
{
    return packs_put_back(job->table.store, &job->app->removed, job->err);
}

static enum status write_preview(struct job *job)
{
    return packs_preview(job->table.store, job->effect->texts[0], &job->result->preview, job->err);
}

static enum status write_add(struct job *job)
{
    return packs_add(job->table.store, job->effect->texts[0], job->err);
}

static enum status write_own(struct job *job)
{
    const struct effect *effect = job->effect;
    struct own_prompt own = { .text = effect->texts[0],
                              .mood = effect->filter.mood,
                              .mode = effect->filter.mode,
                              .dimension = effect->dimension,
                              .depth = effect->filter.depth,
                              .minutes = effect->filter.minutes };

    memcpy(own.id, effect->prompt.id, sizeof own.id);
    return packs_write_own(job->table.store, &own, job->table.now, job->err);
}

static enum status write_tear_up(struct job *job)
{
    return packs_remove_own(job->table.store, job->effect->prompt.id, job->err);
}

static enum status write_topics(struct job *job)
{
    const struct topics *answers = job->effect->answers;

    job->table.seed = rng_next(&job->app->rng);
    return table_topics_join(&job->table, &answers[0], &answers[1], job->err);
}

static enum status write_topic_closed(struct job *job)
{
    return table_topic_close(&job->table, job->effect->flag, job->err);
}

enum status app_write(struct app *app, const struct effect *effect, struct result *result,
                      struct error *err)
{
    static enum status (*const writes[])(struct job *) = {
        [WRITE_NOTHING] = write_nothing,
        [WRITE_NAMES] = write_names,
        [WRITE_DEAL] = write_deal,
        [WRITE_TAKE_UP] = write_take_up,
        [WRITE_STEP] = write_step,
        [WRITE_OUTCOME] = write_outcome,
        [WRITE_UNDO] = write_undo,
        [WRITE_NEVER] = write_never,
        [WRITE_NOTES] = write_notes,
        [WRITE_ANSWERS] = write_answers,
        [WRITE_BEGIN] = write_begin,
        [WRITE_APPRECIATE] = write_appreciate,
        [WRITE_PAUSE] = write_pause,
        [WRITE_SETTLE] = write_settle,
        [WRITE_ENDING] = write_ending,
        [WRITE_GOOD_NIGHT] = write_good_night,
        [WRITE_DEAL_THIS] = write_deal_this,
        [WRITE_MARK] = write_mark,
        [WRITE_SWITCH] = write_switch,
        [WRITE_REMOVE] = write_remove,
        [WRITE_PUT_BACK] = write_put_back,
        [WRITE_OWN] = write_own,
        [WRITE_TEAR_UP] = write_tear_up,
        [WRITE_PREVIEW] = write_preview,
        [WRITE_ADD] = write_add,
        [WRITE_TOPICS] = write_topics,
        [WRITE_TOPIC_CLOSED] = write_topic_closed,
    };
    enum status status;
    struct job job = {
        .app = app,
        .table = { .store = app->world.store, .couple = &app->world.couple, .now = app->world.now },
        .effect = effect,
        .result = result,
        .err = err
    };

    *result = (struct result){ .write = effect->write,
                               .card = effect->card,
                               .prompt = effect->prompt,
                               .mark = effect->mark,
                               .on = effect->on,
                               .state = effect->state };
    status = writes[effect->write](&job);
    if (status == STATUS_OK && effect->also != WRITE_NOTHING)
        status = writes[effect->also](&job);
    return status;
}
