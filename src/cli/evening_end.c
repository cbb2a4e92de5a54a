/* After a card and at the end of an evening, in plain lines. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/appreciation.h"
#include "round.h"
#include "store/journal.h"

/* ---- after ---- */

enum { AFTER_DEAL, AFTER_END, AFTER_LAUGHED, AFTER_HEARD, AFTER_PLAN, AFTER_UNDO };

static void keep_line(struct round *round, enum note_kind kind, const char *question)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);
    char *text;

    plain_say(plain, "%s", question);
    text = plain_read(plain);
    if (text && *text)
        plain_ok(plain, table_note(&table, round->sitting, round->card, kind, text, &plain->err));
    free(text);
}

/* What the protocol ends with is asked first; a note always. */
static void ask_lines(struct round *round, const struct card *card)
{
    static const char line[] = "A line to keep, or Enter for none:";
    const struct protocol_row *row = protocol_row(card_progress(card).course.protocol);
    bool plan = row->line == NOTE_PLAN;
    struct strbuf first = STRBUF_INIT;

    strbuf_addf(&first, "Recorded: %s. %s", words_said(&vocabulary_outcome, (int)card->outcome),
                plan ? "Something to try, or Enter for none:" : line);
    keep_line(round, row->line, first.text);
    if (plan)
        keep_line(round, NOTE_PLAIN, line);
    strbuf_release(&first);
}

static enum offer offer_of(struct round *round, const struct card *card)
{
    struct plain *plain = round->plain;
    enum offer offer = OFFER_NOTHING;

    if (protocol_row(card_progress(card).course.protocol)->apart)
        return OFFER_END;
    plain_ok(plain, journal_offer(plain->store, &plain->couple, round->sitting,
                                  clock_now(&plain->cli->clock), &offer, &plain->err));
    return offer;
}

static enum place take_offer(struct round *round, enum offer offer)
{
    struct filter light = { .mood = MOOD_LIGHT,
                            .minutes = round->plain->choice.minutes,
                            .once = true };

    switch (offer) {
    case OFFER_END:
        return PLACE_CLOSE;
    case OFFER_APPRECIATION:
        return round_appreciate(round);
    case OFFER_LIGHT:
        return round_deal(round, &light);
    default:
        return round_deal(round, &round->plain->choice);
    }
}

static enum place ask_after(struct round *round, enum offer offer)
{
    static const char *const enters[] = {
        [OFFER_NOTHING] = "Enter deals one more card.",
        [OFFER_END] = "Enter ends for tonight.",
        [OFFER_APPRECIATION] = "Enter deals something to be glad of.",
        [OFFER_LIGHT] = "Enter deals a light one.",
    };
    const struct plain_choice list[] = {
        { offer == OFFER_NOTHING ? NULL : "one more card", AFTER_DEAL },
        { offer == OFFER_END ? NULL : "end for tonight", AFTER_END },
        { "a line that made us laugh", AFTER_LAUGHED },
        { "something heard", AFTER_HEARD },
        { "something to try", AFTER_PLAN },
        { "undo", AFTER_UNDO },
    };

    for (;;)
        switch (plain_ask(round->plain, enters[offer], list, ARRAY_SIZE(list))) {
        case PLAIN_ENTER:
            return take_offer(round, offer);
        case AFTER_DEAL:
            return round_deal(round, &round->plain->choice);
        case AFTER_END:
            return PLACE_CLOSE;
        case AFTER_LAUGHED:
            keep_line(round, NOTE_LAUGHED, "What made you laugh?");
            break;
        case AFTER_HEARD:
            keep_line(round, NOTE_HEARD, "What did you hear?");
            break;
        case AFTER_PLAN:
            keep_line(round, NOTE_PLAN, "What would you like to try?");
            break;
        case AFTER_UNDO:
            return round_undo(round);
        default:
            return PLACE_LEAVE;
        }
}

enum place place_after(struct round *round)
{
    struct plain *plain = round->plain;
    struct card card = { 0 };
    enum offer offer;

    if (!plain_ok(plain, journal_card(plain->store, &plain->couple, round->sitting, round->card,
                                      &card, &plain->err)))
        return PLACE_HOME;
    offer = offer_of(round, &card);
    ask_lines(round, &card);
    card_release(&card);
    return plain->over ? PLACE_LEAVE : ask_after(round, offer);
}

/* ---- the end ---- */

enum { CLOSE_LIGHTER, CLOSE_SAME, CLOSE_HEAVIER, CLOSE_MORE, CLOSE_UNDO };

static void say_tonight(const struct plain *plain, const struct sitting *sitting)
{
    if (sitting->card_count)
        plain_say(plain, "Tonight");
    for (size_t i = 0; i < sitting->card_count; i++)
        round_say_capital(plain, words_said(&vocabulary_mood, (int)sitting->cards[i].prompt.mood),
                          sitting->cards[i].prompt.text);
    plain_say(plain, "One last small thing, if you like. Tell each other %s",
              appreciation((uint64_t)sitting->started.ms));
    if (sitting->ending != ENDING_NONE)
        plain_say(plain, "Tonight leaves us: %s.",
                  words_said(&vocabulary_ending, (int)sitting->ending));
}

static void say_word(struct round *round, int answer)
{
    static const enum ending endings[] = { [CLOSE_LIGHTER] = ENDING_LIGHTER,
                                           [CLOSE_SAME] = ENDING_SAME,
                                           [CLOSE_HEAVIER] = ENDING_HEAVIER };
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);

    if (plain_ok(plain, table_ending(&table, round->sitting, endings[answer], &plain->err)))
        plain_say(plain, "Tonight leaves us: %s.",
                  words_said(&vocabulary_ending, (int)endings[answer]));
}

static enum place good_night(struct round *round)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);

    if (plain_ok(plain, table_good_night(&table, round->sitting, &plain->err)))
        plain_say(plain, "Good night.");
    return PLACE_HOME;
}

static enum place ask_close(struct round *round)
{
    static const struct plain_choice list[] = {
        { "leaves us lighter", CLOSE_LIGHTER },
        { "the same", CLOSE_SAME },
        { "heavier", CLOSE_HEAVIER },
        { "one more card", CLOSE_MORE },
        { "undo", CLOSE_UNDO },
    };

    for (;;) {
        int answer = plain_ask(round->plain, "Enter says good night.", list, ARRAY_SIZE(list));

        switch (answer) {
        case PLAIN_ENTER:
            return good_night(round);
        case CLOSE_MORE:
            return round_deal(round, &round->plain->choice);
        case CLOSE_UNDO:
            return round_undo(round);
        case PLAIN_OVER:
            return PLACE_LEAVE;
        default:
            say_word(round, answer);
        }
    }
}

enum place place_close(struct round *round)
{
    struct plain *plain = round->plain;
    struct sitting sitting;

    if (!plain_ok(plain, journal_sitting(plain->store, &plain->couple, round->sitting,
                                         clock_now(&plain->cli->clock), &sitting, &plain->err)))
        return PLACE_HOME;
    say_tonight(plain, &sitting);
    sitting_release(&sitting);
    return ask_close(round);
}
