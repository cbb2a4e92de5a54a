/* couplet log: past sittings, newest first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "domain/review.h"
#include "format/record.h"
#include "options.h"
#include "store/journal.h"

enum { PAGE = 100 };

/* Prints one sitting; count is how many came before it. */
typedef void print_sitting(const struct cli *cli, const struct couple *couple,
                           const struct sitting *sitting, size_t count);

static void print_json(const struct cli *cli, const struct couple *couple,
                       const struct sitting *sitting, size_t count)
{
    struct strbuf json = STRBUF_INIT;

    (void)cli;
    record_sitting(&json, sitting, couple->partner[PARTNER_LEFT].name,
                   couple->partner[PARTNER_RIGHT].name);
    printf("%s%s", count ? ",\n" : "", json.text);
    strbuf_release(&json);
}

static void print_text(const struct cli *cli, const struct couple *couple,
                       const struct sitting *sitting, size_t count)
{
    struct day_time day = clock_civil(sitting->started);
    struct strbuf line = STRBUF_INIT;

    (void)couple;
    if (count)
        puts("");
    strbuf_addf(&line, "%s %d %s %d, %02d:%02d", clock_weekday(day.weekday), day.day,
                clock_month(day.month), day.year, day.hour, day.minute);
    print_line(cli, line.text);
    for (size_t i = 0; i < sitting->card_count; i++) {
        const struct card *card = &sitting->cards[i];

        strbuf_clear(&line);
        strbuf_addf(&line, "  %s, %s, %s: %s", words_said(&vocabulary_mood, (int)card->prompt.mood),
                    words_said(&vocabulary_mode, (int)card->prompt.mode),
                    words_said(&vocabulary_outcome, (int)card->outcome), card->prompt.text);
        print_line(cli, line.text);
        for (size_t n = 0; n < card->note_count; n++)
            if (card->notes[n].kind != NOTE_THEN) {
                strbuf_clear(&line);
                strbuf_addf(&line, "    %s: %s",
                            words_name(&vocabulary_note, (int)card->notes[n].kind),
                            card->notes[n].text);
                print_line(cli, line.text);
            }
    }
    strbuf_release(&line);
}

/* Page by page, so that memory doesn't grow with the journal. */
static enum status print_all(const struct cli *cli, struct store *store,
                             const struct couple *couple, print_sitting *print, struct error *err)
{
    char last[UUID_TEXT_SIZE] = "";
    size_t printed = 0, count;
    enum status status = STATUS_OK;

    do {
        struct sitting_line *lines;

        status = journal_page(store, PAGE_OLDER_THAN, last, PAGE, &lines, &count, err);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            struct sitting sitting;

            status =
                journal_sitting(store, couple, lines[i].id, clock_now(&cli->clock), &sitting, err);
            if (status == STATUS_OK) {
                print(cli, couple, &sitting, printed++);
                sitting_release(&sitting);
            }
        }
        if (count)
            snprintf(last, sizeof last, "%s", lines[count - 1].id);
        for (size_t i = 0; i < count; i++)
            sitting_line_release(&lines[i]);
        free(lines);
    } while (status == STATUS_OK && count == PAGE);
    return status;
}

int command_log(struct cli *cli, const struct options *options, int argc, char **argv)
{
    struct store *store;
    struct couple couple = { 0 };
    struct error err = { 0 };
    enum status status;

    if (argc)
        return usage_error("log takes no operand, but there is", argv[0], NULL, 0, NULL);
    status = cli_open_store(cli, STORE_READ, &store, &err);
    if (status != STATUS_OK)
        return cli_fail(cli, &err);
    status = journal_couple(store, &couple, &err);
    if (status == STATUS_OK) {
        if (options->json)
            fputs("[", stdout);
        status = print_all(cli, store, &couple, options->json ? print_json : print_text, &err);
        if (options->json)
            puts("]");
    }
    couple_release(&couple);
    cli_close_store(cli, store);
    return status == STATUS_OK ? EXIT_OK : cli_fail(cli, &err);
}
