/* An evening in plain lines: the same table and the same steps as on the screens. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/choices.h"
#include "domain/review.h"
#include "plain.h"
#include "store/journal.h"

/* Where they go next. */
enum place { PLACE_HOME, PLACE_CARD, PLACE_AFTER, PLACE_CLOSE, PLACE_LEAVE };

/* What the places hand on to each other. */
struct round {
    struct plain *plain;
    char sitting[UUID_TEXT_SIZE], card[UUID_TEXT_SIZE];        /* the one that matters */
    char aside_sitting[UUID_TEXT_SIZE], aside[UUID_TEXT_SIZE]; /* put aside last; "" if none */
};

static char upper(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

static void remember(struct round *round, const struct card *card)
{
    memcpy(round->sitting, card->sitting, sizeof round->sitting);
    memcpy(round->card, card->id, sizeof round->card);
}

/* ---- first run ---- */

static char *ask_name(struct plain *plain, const char *question)
{
    char *name;

    do {
        plain_say(plain, "%s", question);
        name = plain_read(plain);
        if (!name || *name)
            return name;
        free(name);
        plain_say(plain, "A letter is enough.");
    } while (!plain->over);
    return NULL;
}

static void first_run(struct plain *plain)
{
    struct strbuf folder = STRBUF_INIT, shown = STRBUF_INIT;
    char *left, *right;

    plain_say(plain, "Two lines that belong together.");
    if (file_data_folder(&folder, plain->cli->data, &plain->err) == STATUS_OK)
        file_shorten(&shown, folder.text);
    plain_say(plain,
              "Initials will do. What you keep stays on this machine, in %s; whoever uses "
              "this account can read it.",
              shown.text);
    left = ask_name(plain, "Who sits on the left?");
    right = left ? ask_name(plain, "Who sits on the right?") : NULL;
    if (right) {
        struct table table = plain_table(plain);

        if (plain_ok(plain, table_names(&table, left, right, &plain->err)))
            plain_ok(plain, journal_couple(plain->store, &plain->couple, &plain->err));
        else
            plain->over = true;
    }
    free(left);
    free(right);
    strbuf_release(&folder);
    strbuf_release(&shown);
}

/* ---- home ---- */

static void greet(struct round *round, bool on_table)
{
    struct plain *plain = round->plain;
    struct moment now = clock_now(&plain->cli->clock);
    const char *part = review_part_of_day(now);
    struct sitting_line *lines;
    size_t count;

    if (on_table)
        plain_say(plain, "A card is still on the table.");
    else
        plain_say(plain, "Good %s, %s and %s.", strcmp(part, "night") ? part : "evening",
                  couple_name(&plain->couple, PARTNER_LEFT),
                  couple_name(&plain->couple, PARTNER_RIGHT));
    if (!plain_ok(plain,
                  journal_page(plain->store, PAGE_OLDER_THAN, "", 1, &lines, &count, &plain->err)))
        return;
    if (count) {
        struct strbuf line = STRBUF_INIT;

        strbuf_addstr(&line, "Last time, ");
        review_day(&line, lines[0].started, now);
        strbuf_addstr(&line, ": ");
        review_summary(&line, &lines[0]);
        plain_say(plain, "%s.", line.text);
        strbuf_release(&line);
        sitting_line_release(&lines[0]);
    }
    free(lines);
}

/* The numbered choices of all rows, one row a line; then the rest. */
enum {
    HOME_LOOK_BACK = 100,
    HOME_LIBRARY,
    HOME_PACKS,
    HOME_TOPICS,
    HOME_SUPPORT,
    HOME_DEAL,
    HOME_LEAVE,
    HOME_CHOICES_MAX = 20
};

static size_t home_choices(const struct plain *plain, struct plain_choice *list)
{
    size_t n = 0;

    for (int row = 0; row < CHOICE_ROWS; row++) {
        struct strbuf line = STRBUF_INIT;

        strbuf_addf(&line, "%c%s:", upper(choices[row].label[0]), choices[row].label + 1);
        for (size_t i = 0; i < choices[row].count; i++) {
            const struct choice *choice = &choices[row].list[i];
            bool chosen = i == choice_of(&plain->choice, (enum choice_row)row);

            list[n] = (struct plain_choice){ "", row * 10 + (int)i };
            strbuf_addf(&line, " %zu %s%s", ++n, choice->heard ? choice->heard : choice->said,
                        chosen ? " (chosen)" : "");
        }
        plain_say(plain, "%s", line.text);
        strbuf_release(&line);
    }
    return n;
}

/* Like plain_ask(), but the first choices have been said already, a row a line. */
static int ask_home(struct plain *plain, bool on_table)
{
    struct plain_choice list[HOME_CHOICES_MAX];
    size_t rows = home_choices(plain, list), n = rows;
    struct strbuf line = STRBUF_INIT;

    strbuf_addstr(&line, on_table ? "Enter takes it up." : "Enter deals a card.");
    if (on_table) {
        list[n] = (struct plain_choice){ "", HOME_DEAL };
        strbuf_addf(&line, " %zu deal another", ++n);
    }
    list[n] = (struct plain_choice){ "", HOME_LOOK_BACK };
    strbuf_addf(&line, " %zu look back", ++n);
    list[n] = (struct plain_choice){ "", HOME_LIBRARY };
    strbuf_addf(&line, " %zu the library", ++n);
    list[n] = (struct plain_choice){ "", HOME_PACKS };
    strbuf_addf(&line, " %zu the packs", ++n);
    list[n] = (struct plain_choice){ "", HOME_TOPICS };
    strbuf_addf(&line, " %zu topics", ++n);
    list[n] = (struct plain_choice){ "", HOME_SUPPORT };
    strbuf_addf(&line, " %zu support", ++n);
    list[n] = (struct plain_choice){ "", HOME_LEAVE };
    strbuf_addf(&line, " %zu leave", ++n);
    plain_say(plain, "%s", line.text);
    strbuf_release(&line);
    return plain_answer(plain, list, n);
}

static enum place deal(struct round *round, const struct filter *filter);

static enum place home(struct round *round)
{
    struct plain *plain = round->plain;
    struct card card = { 0 };
    bool on_table = false;
    struct table table;
    int answer;

    if (!plain_ok(plain,
                  journal_table(plain->store, &plain->couple, &card, &on_table, &plain->err)))
        return PLACE_LEAVE;
    if (on_table)
        remember(round, &card);
    card_release(&card);
    greet(round, on_table);
    while ((answer = ask_home(plain, on_table)) >= 0 && answer < HOME_LOOK_BACK)
        choice_set(&plain->choice, (enum choice_row)(answer / 10), (size_t)answer % 10);
    if (answer == HOME_LOOK_BACK) {
        evenings_past(plain);
        return PLACE_HOME;
    }
    if (answer == HOME_LIBRARY) {
        bool dealt = false;

        library_plain(plain, &dealt);
        return dealt ? PLACE_CARD : PLACE_HOME;
    }
    if (answer == HOME_PACKS) {
        packs_plain(plain);
        return PLACE_HOME;
    }
    if (answer == HOME_TOPICS || answer == HOME_SUPPORT) {
        (answer == HOME_TOPICS ? topics_plain : support_plain)(plain);
        return PLACE_HOME;
    }
    if (answer == HOME_DEAL || (answer == PLAIN_ENTER && !on_table))
        return deal(round, &plain->choice);
    if (answer != PLAIN_ENTER)
        return PLACE_LEAVE;
    table = plain_table(plain);
    return plain_ok(plain, table_take_up(&table, &plain->err)) ? PLACE_CARD : PLACE_HOME;
}

/* ---- dealing ---- */

static enum place nothing_fits(struct round *round, const struct deal *deal_,
                               const struct filter *filter)
{
    struct plain *plain = round->plain;
    struct plain_choice list[WIDENINGS_MAX + 1];
    struct strbuf line = STRBUF_INIT;
    size_t n = deal_->widening_count;
    int answer;

    choices_nothing(&line, filter);
    plain_say(plain, "%s", line.text);
    strbuf_release(&line);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct plain_choice){ deal_->widenings[i].said, (int)i };
    answer = plain_ask(plain, "Enter goes home.", list, n);
    return answer >= 0 ? deal(round, &deal_->widenings[answer].filter) : PLACE_HOME;
}

static enum place deal(struct round *round, const struct filter *filter)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);
    struct filter wanted = *filter;
    struct deal found;
    enum status status = table_deal(&table, &wanted, &found, &plain->err);
    enum place place = PLACE_HOME;

    if (status == STATUS_OK || status == STATUS_NOTHING)
        plain->choice = wanted;
    if (status == STATUS_OK) {
        remember(round, &found.card);
        place = PLACE_CARD;
    } else if (status == STATUS_NOTHING) {
        place = nothing_fits(round, &found, &wanted);
    } else {
        plain_ok(plain, status);
    }
    deal_release(&found);
    return place;
}

/* ---- the card ---- */

static void say_people(const struct plain *plain, const struct card *card, const struct progress *p)
{
    enum response response = card->prompt.listener.response;

    plain_say(
        plain, "%s %s. %s listens%s%s.", couple_name(&plain->couple, p->talks),
        p->turns == 1 ? "begins" : "talks", couple_name(&plain->couple, partner_other(p->talks)),
        response == RESPONSE_NONE ? "" : ", ", words_said(&vocabulary_response, (int)response));
}

/* A line of the listener's part, in the order in which it is walked. */
static void say_listener_line(const struct plain *plain, const struct prompt *prompt, size_t line)
{
    const struct {
        const char *before, *text, *after;
    } lines[] = { { "", prompt->listener.to_do, "" },
                  { "Ask: “", prompt->listener.to_ask, "”" },
                  { "Rather not: ", prompt->listener.to_avoid, "." } };

    for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
        if (lines[i].text && !line--) {
            plain_say(plain, "%s%s%s", lines[i].before, lines[i].text, lines[i].after);
            return;
        }
}

static void say_card(const struct plain *plain, const struct card *card, const struct progress *p)
{
    const struct prompt *prompt = &card->prompt;
    const char *mood = words_said(&vocabulary_mood, (int)prompt->mood);
    size_t lines = listener_line_count(prompt);

    plain_say(plain, "%c%s, %s, %d minutes.", upper(mood[0]), mood + 1,
              words_said(&vocabulary_mode, (int)prompt->mode), prompt->minutes);
    say_people(plain, card, p);
    plain_say(plain, "%s", prompt->text);
    if (prompt->speaker)
        plain_say(plain, "For %s: %s", couple_name(&plain->couple, p->talks), prompt->speaker);
    if (prompt->mode == MODE_LISTENING)
        lines = lines ? p->line + 1 : 0; /* one at a time */
    for (size_t i = 0; i < lines; i++)
        say_listener_line(plain, prompt, i);
    for (size_t i = 0; i < p->followups; i++)
        plain_say(plain, "Follow-up: %s", prompt->followups[i]);
}

static bool is_same(const struct progress *a, const struct progress *b)
{
    return a->talks == b->talks && a->turns == b->turns && a->followups == b->followups &&
           a->line == b->line;
}

/* What is new after a step. */
static void say_news(const struct plain *plain, const struct card *card,
                     const struct progress *before, const struct progress *now)
{
    if (now->followups > before->followups)
        plain_say(plain, "Follow-up: %s", card->prompt.followups[now->followups - 1]);
    else if (now->talks != before->talks)
        say_people(plain, card, now);
    else if (now->line != before->line)
        say_listener_line(plain, &card->prompt, now->line);
    else
        say_card(plain, card, now);
}

enum { CARD_FOLLOWUP, CARD_ANOTHER, CARD_KEEP, CARD_STOP, CARD_SWAP, CARD_MORE };
enum { MORE_WHY, MORE_UNDO, MORE_NEVER, MORE_AGAIN, MORE_HOME };

static void enter_says(struct strbuf *out, const struct plain *plain, const struct card *card,
                       const struct progress *p)
{
    strbuf_addstr(out, "Enter: ");
    switch (progress_next(p, &card->prompt)) {
    case NEXT_LINE:
        strbuf_addstr(out, "next.");
        break;
    case NEXT_FOLLOWUP:
        strbuf_addstr(out, "follow-up.");
        break;
    case NEXT_TURN:
        strbuf_addf(out, "%s’s turn.", couple_name(&plain->couple, partner_other(p->talks)));
        break;
    default:
        strbuf_addstr(out, "talked.");
        break;
    }
}

static enum place take_step(struct round *round, const struct card *card, enum card_step step)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);

    if (plain_ok(plain,
                 table_step(&table, card->sitting, card->id, card->steps, step, &plain->err)))
        return PLACE_CARD;
    return plain->err.status == STATUS_CHANGED ? PLACE_HOME : PLACE_CARD;
}

static enum place give_outcome(struct round *round, const struct card *card, enum outcome outcome,
                               enum place next)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);

    if (plain_ok(plain, table_outcome(&table, card->sitting, card->id, outcome, &plain->err)))
        return next;
    return plain->err.status == STATUS_CHANGED ? PLACE_HOME : PLACE_CARD;
}

static enum place undo(struct round *round)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);

    plain_ok(plain, table_undo(&table, round->sitting, round->card, &plain->err));
    return PLACE_CARD;
}

static enum place more(struct round *round, const struct card *card)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);
    const struct plain_choice list[] = { { "why this one", MORE_WHY },
                                         { "undo", MORE_UNDO },
                                         { *round->aside ? "never again the one before" : NULL,
                                           MORE_NEVER },
                                         { "the card again", MORE_AGAIN },
                                         { "home", MORE_HOME } };

    switch (plain_ask(plain, "Enter goes back.", list, ARRAY_SIZE(list))) {
    case MORE_WHY:
        plain_say(plain, "%s", card->why);
        return PLACE_CARD;
    case MORE_UNDO:
        return undo(round);
    case MORE_NEVER:
        if (plain_ok(plain, table_never(&table, round->aside_sitting, round->aside, &plain->err)))
            plain_say(plain, "Never again.");
        *round->aside = '\0';
        return PLACE_CARD;
    case MORE_AGAIN: {
        struct progress p = progress_of(&card->prompt, card->first, card->steps);

        say_card(plain, card, &p);
        return PLACE_CARD;
    }
    case MORE_HOME:
        return PLACE_HOME;
    default:
        return PLACE_CARD;
    }
}

static enum place another(struct round *round, const struct card *card)
{
    memcpy(round->aside_sitting, card->sitting, sizeof round->aside_sitting);
    memcpy(round->aside, card->id, sizeof round->aside);
    plain_say(round->plain, "Put aside.");
    return deal(round, &round->plain->choice);
}

static enum place next_step(struct round *round, const struct card *card, const struct progress *p)
{
    switch (progress_next(p, &card->prompt)) {
    case NEXT_LINE:
        return take_step(round, card, STEP_LINE);
    case NEXT_FOLLOWUP:
        return take_step(round, card, STEP_FOLLOWUP);
    case NEXT_TURN:
        return take_step(round, card, STEP_TURN);
    default:
        return give_outcome(round, card, OUTCOME_TALKED, PLACE_AFTER);
    }
}

static enum place ask_card(struct round *round, const struct card *card, const struct progress *p)
{
    const struct plain_choice list[] = {
        { progress_can(p, &card->prompt, STEP_FOLLOWUP) ? "follow-up" : NULL, CARD_FOLLOWUP },
        { "another", CARD_ANOTHER },
        { "keep", CARD_KEEP },
        { "stop", CARD_STOP },
        { "swap", CARD_SWAP },
        { "more", CARD_MORE },
    };
    struct strbuf enter = STRBUF_INIT;
    int answer;

    enter_says(&enter, round->plain, card, p);
    answer = plain_ask(round->plain, enter.text, list, ARRAY_SIZE(list));
    strbuf_release(&enter);
    switch (answer) {
    case PLAIN_ENTER:
        return next_step(round, card, p);
    case CARD_FOLLOWUP:
        return take_step(round, card, STEP_FOLLOWUP);
    case CARD_ANOTHER:
        return another(round, card);
    case CARD_KEEP:
        return give_outcome(round, card, OUTCOME_KEPT, PLACE_AFTER);
    case CARD_STOP:
        return give_outcome(round, card, OUTCOME_STOPPED, PLACE_CLOSE);
    case CARD_SWAP:
        return take_step(round, card, STEP_TURN);
    case CARD_MORE:
        return more(round, card);
    default:
        return PLACE_LEAVE;
    }
}

/* The card on the table, until something else comes. */
static enum place card_place(struct round *round)
{
    struct plain *plain = round->plain;
    struct progress before = { 0 };
    char shown[UUID_TEXT_SIZE] = "";
    enum place place = PLACE_CARD;

    while (place == PLACE_CARD && !plain->over) {
        struct card card = { 0 };
        struct progress now;
        bool found;

        if (!plain_ok(plain,
                      journal_table(plain->store, &plain->couple, &card, &found, &plain->err)) ||
            !found)
            return PLACE_HOME;
        remember(round, &card);
        now = progress_of(&card.prompt, card.first, card.steps);
        if (strcmp(shown, card.id))
            say_card(plain, &card, &now);
        else if (!is_same(&before, &now))
            say_news(plain, &card, &before, &now);
        memcpy(shown, card.id, sizeof shown);
        before = now;
        place = ask_card(round, &card, &now);
        card_release(&card);
    }
    return place;
}

/* ---- after, and the end ---- */

enum { AFTER_END, AFTER_UNDO, CLOSE_MORE, CLOSE_UNDO };

static enum place after(struct round *round)
{
    static const struct plain_choice list[] = { { "end for tonight", AFTER_END },
                                                { "undo", AFTER_UNDO } };
    struct plain *plain = round->plain;
    struct card card = { 0 };
    char *note;

    if (!plain_ok(plain, journal_card(plain->store, &plain->couple, round->sitting, round->card,
                                      &card, &plain->err)))
        return PLACE_HOME;
    plain_say(plain, "Recorded: %s. A line to keep, or Enter for none:",
              words_said(&vocabulary_outcome, (int)card.outcome));
    card_release(&card);
    note = plain_read(plain);
    if (note && *note) {
        struct table table = plain_table(plain);

        plain_ok(plain, table_note(&table, round->sitting, round->card, note, &plain->err));
    }
    free(note);
    switch (plain->over ? PLAIN_OVER
                        : plain_ask(plain, "Enter deals one more card.", list, ARRAY_SIZE(list))) {
    case PLAIN_ENTER:
        return deal(round, &plain->choice);
    case AFTER_END:
        return PLACE_CLOSE;
    case AFTER_UNDO:
        return undo(round);
    default:
        return PLACE_LEAVE;
    }
}

static void say_tonight(const struct plain *plain, const struct sitting *sitting)
{
    if (sitting->card_count)
        plain_say(plain, "Tonight");
    for (size_t i = 0; i < sitting->card_count; i++) {
        const char *mood = words_said(&vocabulary_mood, (int)sitting->cards[i].prompt.mood);

        plain_say(plain, "%c%s: %s", upper(mood[0]), mood + 1, sitting->cards[i].prompt.text);
    }
}

static enum place close_place(struct round *round)
{
    static const struct plain_choice list[] = { { "one more card", CLOSE_MORE },
                                                { "undo", CLOSE_UNDO } };
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);
    struct sitting sitting;

    if (!plain_ok(plain, journal_sitting(plain->store, &plain->couple, round->sitting, table.now,
                                         &sitting, &plain->err)))
        return PLACE_HOME;
    say_tonight(plain, &sitting);
    sitting_release(&sitting);
    switch (plain_ask(plain, "Enter says good night.", list, ARRAY_SIZE(list))) {
    case PLAIN_ENTER:
        if (plain_ok(plain, table_good_night(&table, round->sitting, &plain->err)))
            plain_say(plain, "Good night.");
        return PLACE_HOME;
    case CLOSE_MORE:
        return deal(round, &plain->choice);
    case CLOSE_UNDO:
        return undo(round);
    default:
        return PLACE_LEAVE;
    }
}

void evening(struct plain *plain)
{
    static enum place (*const places[])(struct round *) = { [PLACE_HOME] = home,
                                                            [PLACE_CARD] = card_place,
                                                            [PLACE_AFTER] = after,
                                                            [PLACE_CLOSE] = close_place };
    struct round round = { .plain = plain };
    enum place place = PLACE_HOME;

    if (!couple_is_known(&plain->couple))
        first_run(plain);
    while (place != PLACE_LEAVE && !plain->over)
        place = places[place](&round);
}
