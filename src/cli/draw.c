/* couplet draw: one card, printed. */
#include <stdio.h>
#include <string.h>

#include "app/table.h"
#include "base/random.h"
#include "base/strbuf.h"
#include "format/record.h"
#include "options.h"
#include "store/journal.h"

static void print_listener(const struct cli *cli, const struct listener *listener)
{
    struct strbuf line = STRBUF_INIT;

    if (!listener->to_do && !listener->to_ask && !listener->to_avoid)
        return;
    strbuf_addstr(&line, "The one who listens");
    if (listener->response != RESPONSE_NONE)
        strbuf_addf(&line, ", %s", words_said(&vocabulary_response, (int)listener->response));
    strbuf_addch(&line, ':');
    if (listener->to_do)
        strbuf_addf(&line, " %s", listener->to_do);
    if (listener->to_ask)
        strbuf_addf(&line, " Ask: “%s”", listener->to_ask);
    if (listener->to_avoid)
        strbuf_addf(&line, " Rather not: %s.", listener->to_avoid);
    print_line(cli, line.text);
    strbuf_release(&line);
}

static void print_card(const struct cli *cli, const struct prompt *prompt, const char *why)
{
    struct strbuf line = STRBUF_INIT;

    print_line(cli, prompt->text);
    puts("");
    strbuf_addf(&line, "%s, %s, %d minutes, %s, %s",
                words_said(&vocabulary_mood, (int)prompt->mood),
                words_said(&vocabulary_mode, (int)prompt->mode), prompt->minutes,
                words_said(&vocabulary_depth, prompt->depth),
                words_said(&vocabulary_dimension, (int)prompt->dimension));
    print_line(cli, line.text);
    print_listener(cli, &prompt->listener);
    for (size_t i = 0; i < prompt->followup_count; i++) {
        strbuf_clear(&line);
        strbuf_addf(&line, "%s %s", i ? "      and:" : "Follow-up:", prompt->followups[i]);
        print_line(cli, line.text);
    }
    if (why) {
        puts("");
        print_line(cli, why);
    }
    strbuf_release(&line);
}

static void print_json(const struct prompt *prompt, const char *why)
{
    struct strbuf json = STRBUF_INIT;

    record_prompt(&json, prompt, why);
    puts(json.text);
    strbuf_release(&json);
}

static int say_nothing_fits(const struct deal *deal)
{
    fprintf(stderr, "couplet: nothing fits just now.");
    for (size_t i = 0; i < deal->widening_count; i++)
        fprintf(stderr, "%s %s", i ? "," : " What would help:", deal->widenings[i].said);
    fprintf(stderr, deal->widening_count ? ".\n" : "\n");
    return EXIT_FAILED;
}

static uint64_t seed_of(const struct options *options)
{
    uint64_t seed = options->seed;

    if (!options->seeded)
        random_bytes(&seed, sizeof seed);
    return seed;
}

int command_draw(struct cli *cli, const struct options *options, int argc, char **argv)
{
    struct store *store;
    struct couple couple = { 0 };
    struct deal deal = { 0 };
    struct error err = { 0 };
    enum status status;
    int code = EXIT_OK;

    if (argc)
        return usage_error("draw takes no operand, but there is", argv[0], NULL, 0, NULL);
    status = cli_open_store(cli, STORE_WRITE, &store, &err);
    if (status != STATUS_OK)
        return cli_fail(cli, &err);
    status = journal_couple(store, &couple, &err);
    if (status == STATUS_OK) {
        struct table table = { .store = store,
                               .couple = &couple,
                               .now = clock_now(&cli->clock),
                               .seed = seed_of(options) };

        status = options->record ? table_draw_and_record(&table, &options->filter, &deal, &err)
                                 : table_draw(&table, &options->filter, &deal, &err);
    }
    if (status == STATUS_NOTHING)
        code = say_nothing_fits(&deal);
    else if (status != STATUS_OK)
        code = cli_fail(cli, &err);
    else if (options->json)
        print_json(&deal.card.prompt, options->explain ? deal.card.why : NULL);
    else
        print_card(cli, &deal.card.prompt, options->explain ? deal.card.why : NULL);
    deal_release(&deal);
    couple_release(&couple);
    cli_close_store(cli, store);
    return code;
}
