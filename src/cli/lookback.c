/* Looking back in plain lines: evenings by date, one opened card by card, a note changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/review.h"
#include "plain.h"
#include "store/journal.h"

enum { PAGE = 8, LOOK_OLDER = 100, LOOK_HOME };

static void add_count(struct strbuf *out, size_t n, const char *what)
{
    if (!n)
        return;
    strbuf_addstr(out, ", ");
    review_number(out, n);
    strbuf_addf(out, " %s", what);
}

/* "Thursday 19 November, two light, one serious: The bus stop." */
static char *line_said(const struct plain *plain, const struct sitting_line *line)
{
    struct strbuf said = STRBUF_INIT;

    review_date(&said, line->started, clock_now(&plain->cli->clock));
    add_count(&said, line->light, "light");
    add_count(&said, line->serious, "serious");
    strbuf_addf(&said, ": %s", line->text ? line->text : "");
    return strbuf_detach(&said);
}

static void say_sitting(const struct plain *plain, const struct sitting *sitting)
{
    struct strbuf date = STRBUF_INIT;

    review_date(&date, sitting->started, clock_now(&plain->cli->clock));
    plain_say(plain, "%s, %s.", date.text, review_part_of_day(sitting->started));
    strbuf_release(&date);
    for (size_t i = 0; i < sitting->card_count; i++) {
        const struct card *card = &sitting->cards[i];

        plain_say(plain, "%zu %s, %s, %s: %s", i + 1,
                  words_said(&vocabulary_mood, (int)card->prompt.mood),
                  words_said(&vocabulary_mode, (int)card->prompt.mode),
                  words_said(&vocabulary_outcome, (int)card->outcome), card->prompt.text);
        for (size_t n = 0; n < card->note_count; n++)
            if (card->notes[n].kind != NOTE_THEN)
                plain_say(plain, "%s: %s", words_name(&vocabulary_note, (int)card->notes[n].kind),
                          card->notes[n].text);
    }
}

static void edit_note(struct plain *plain, const struct card *card)
{
    struct table table = plain_table(plain);
    char *note;

    plain_say(plain, "The line to keep instead, a single - for none, or Enter to leave it:");
    note = plain_read(plain);
    if (note && *note)
        plain_ok(plain, table_note(&table, card->sitting, card->id, NOTE_PLAIN,
                                   strcmp(note, "-") ? note : "", &plain->err));
    free(note);
}

/* The numbers were said with the cards. */
static void open_sitting(struct plain *plain, const char *id)
{
    int answer;

    do {
        struct sitting sitting;
        struct plain_choice *list;

        if (!plain_ok(plain, journal_sitting(plain->store, &plain->couple, id,
                                             clock_now(&plain->cli->clock), &sitting, &plain->err)))
            return;
        say_sitting(plain, &sitting);
        plain_say(plain, "Enter goes back. A number edits the line of that card.");
        list = mem_new(sitting.card_count, sizeof *list);
        for (size_t i = 0; i < sitting.card_count; i++)
            list[i] = (struct plain_choice){ "", (int)i };
        answer = plain_answer(plain, list, sitting.card_count);
        if (answer >= 0)
            edit_note(plain, &sitting.cards[answer]);
        free(list);
        sitting_release(&sitting);
    } while (answer >= 0 && !plain->over);
}

/* One page; returns what they chose, with the id of the sitting or of the page's last one. */
static int ask_page(struct plain *plain, const struct sitting_line *lines, size_t count)
{
    struct plain_choice list[PAGE + 2];
    size_t n = 0;
    struct strbuf rest = STRBUF_INIT;

    for (; n < count; n++) {
        char *said = line_said(plain, &lines[n]);

        list[n] = (struct plain_choice){ "", (int)n };
        plain_say(plain, "%zu %s", n + 1, said);
        free(said);
    }
    strbuf_addstr(&rest, "Enter goes home.");
    if (count == PAGE) {
        list[n] = (struct plain_choice){ "", LOOK_OLDER };
        strbuf_addf(&rest, " %zu older ones", ++n);
    }
    plain_say(plain, "%s", rest.text);
    strbuf_release(&rest);
    return plain_answer(plain, list, n);
}

void evenings_past(struct plain *plain)
{
    char before[UUID_TEXT_SIZE] = "";
    int answer = LOOK_OLDER;

    while (answer >= 0 && !plain->over) {
        struct sitting_line *lines;
        size_t count;

        if (!plain_ok(plain, journal_page(plain->store, PAGE_OLDER_THAN, before, PAGE, &lines,
                                          &count, &plain->err)))
            return;
        if (!count) {
            plain_say(plain, *before ? "That was the first one."
                                     : "Nothing here yet. It begins with a card.");
            free(lines);
            return;
        }
        answer = ask_page(plain, lines, count);
        if (answer == LOOK_OLDER)
            memcpy(before, lines[count - 1].id, sizeof before);
        else if (answer >= 0)
            open_sitting(plain, lines[answer].id);
        for (size_t i = 0; i < count; i++)
            sitting_line_release(&lines[i]);
        free(lines);
    }
}
