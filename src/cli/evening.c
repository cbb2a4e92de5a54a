/* An evening in plain lines: the same table and the same steps as on the screens. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/choices.h"
#include "domain/pause.h"
#include "domain/review.h"
#include "round.h"
#include "store/journal.h"

char round_upper(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

void round_remember(struct round *round, const struct card *card)
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

/* What lies on the table: a card, or a pause. */
static void say_table(struct round *round)
{
    struct plain *plain = round->plain;
    struct moment until = { 0 }, now = clock_now(&plain->cli->clock);
    struct card card = { 0 };
    struct strbuf line = STRBUF_INIT;

    if (plain_ok(plain, journal_card(plain->store, &plain->couple, round->sitting, round->card,
                                     &card, &plain->err)) &&
        card_progress(&card).paused)
        plain_ok(plain, journal_paused(plain->store, round->sitting, &until, &plain->err));
    if (until.ms)
        pause_says(&line, until, now);
    if (until.ms)
        plain_say(plain, "A pause until %s.", line.text);
    else
        plain_say(plain, "A card is still on the table.");
    card_release(&card);
    strbuf_release(&line);
}

/* The plan that was made last and is open; *plan is to be released. */
static bool open_plan(struct round *round, struct plan *plan)
{
    struct plain *plain = round->plain;
    bool found = false;
    size_t met = 0;

    if (!plain_ok(plain, journal_open_plan(plain->store, clock_now(&plain->cli->clock), plan,
                                           &found, &met, &plain->err)))
        return false;
    if (found)
        plain_say(plain, "You wanted to try: %s", plan->text);
    if (found && met >= MET_OFTEN)
        plain_say(plain, "You have met it a few times: let it go, or write about it first, or talk "
                         "to somebody outside.");
    return found;
}

static void settle(struct round *round, const struct plan *plan, enum plan_state state)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);

    if (plain_ok(plain, table_settle(&table, &plan->key, state, &plain->err)))
        plain_say(plain, state == PLAN_DONE ? "Done." : "Let go.");
}

static void greet(struct round *round, bool on_table)
{
    struct plain *plain = round->plain;
    struct moment now = clock_now(&plain->cli->clock);
    const char *part = review_part_of_day(now);
    struct sitting_line *lines;
    size_t count;

    if (on_table)
        say_table(round);
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
    HOME_PARTICULAR,
    HOME_DONE,
    HOME_LET_GO,
    HOME_WRITE,
    HOME_LEAVE,
    HOME_CHOICES_MAX = 24
};

static size_t home_choices(const struct plain *plain, struct plain_choice *list)
{
    size_t n = 0;

    for (int row = 0; row < CHOICE_ROWS; row++) {
        struct strbuf line = STRBUF_INIT;

        strbuf_addf(&line, "%c%s:", round_upper(choices[row].label[0]), choices[row].label + 1);
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
static int ask_home(struct plain *plain, bool on_table, bool plan)
{
    const struct plain_choice rest[] = {
        { on_table ? "deal another" : NULL, HOME_DEAL },
        { "look back", HOME_LOOK_BACK },
        { "the library", HOME_LIBRARY },
        { "the packs", HOME_PACKS },
        { "something particular", HOME_PARTICULAR },
        { "topics", HOME_TOPICS },
        { "support", HOME_SUPPORT },
        { plan ? "the plan is done" : NULL, HOME_DONE },
        { plan ? "let the plan go" : NULL, HOME_LET_GO },
        { plan ? "write about the plan first" : NULL, HOME_WRITE },
        { "leave", HOME_LEAVE },
    };
    struct plain_choice list[HOME_CHOICES_MAX];
    size_t n = home_choices(plain, list);
    struct strbuf line = STRBUF_INIT;

    strbuf_addstr(&line, on_table ? "Enter takes it up." : "Enter deals a card.");
    for (size_t i = 0; i < ARRAY_SIZE(rest); i++)
        if (rest[i].said) {
            list[n] = (struct plain_choice){ "", rest[i].what };
            strbuf_addf(&line, " %zu %s", ++n, rest[i].said);
        }
    plain_say(plain, "%s", line.text);
    strbuf_release(&line);
    return plain_answer(plain, list, n);
}

/* What they may have come for, in plain words. */
static enum place particular(struct round *round)
{
    struct plain_choice list[PROTOCOL_DOORS];
    int answer;

    for (size_t i = 0; i < PROTOCOL_DOORS; i++)
        list[i] =
            (struct plain_choice){ protocol_row(protocol_doors[i])->door, (int)protocol_doors[i] };
    answer = plain_ask(round->plain, "Enter goes home.", list, ARRAY_SIZE(list));
    return answer < 0 ? PLACE_HOME : round_begin(round, (enum protocol)answer, NULL);
}

static enum place take_up(struct round *round)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);

    return plain_ok(plain, table_take_up(&table, &plain->err)) ? PLACE_CARD : PLACE_HOME;
}

static enum place library(struct round *round)
{
    bool dealt = false;

    library_plain(round->plain, &dealt);
    return dealt ? PLACE_CARD : PLACE_HOME;
}

static enum place do_home(struct round *round, int answer, bool on_table, const struct plan *plan)
{
    struct plain *plain = round->plain;

    switch (answer) {
    case PLAIN_ENTER:
        return on_table ? take_up(round) : round_deal(round, &plain->choice);
    case HOME_DEAL:
        return round_deal(round, &plain->choice);
    case HOME_PARTICULAR:
        return particular(round);
    case HOME_DONE:
    case HOME_LET_GO:
        settle(round, plan, answer == HOME_DONE ? PLAN_DONE : PLAN_LET_GO);
        return PLACE_HOME;
    case HOME_WRITE:
        return round_begin(round, PROTOCOL_WRITE_FIRST, plan->text);
    case HOME_LOOK_BACK:
        evenings_past(plain);
        return PLACE_HOME;
    case HOME_LIBRARY:
        return library(round);
    case HOME_PACKS:
        packs_plain(plain);
        return PLACE_HOME;
    case HOME_TOPICS:
        topics_plain(plain);
        return PLACE_HOME;
    case HOME_SUPPORT:
        support_plain(plain);
        return PLACE_HOME;
    default:
        return PLACE_LEAVE;
    }
}

static enum place home(struct round *round)
{
    struct plain *plain = round->plain;
    struct card card = { 0 };
    struct plan plan = { 0 };
    bool on_table = false, has_plan;
    enum place place;
    int answer;

    if (!plain_ok(plain,
                  journal_table(plain->store, &plain->couple, &card, &on_table, &plain->err)))
        return PLACE_LEAVE;
    if (on_table)
        round_remember(round, &card);
    card_release(&card);
    greet(round, on_table);
    has_plan = open_plan(round, &plan);
    while ((answer = ask_home(plain, on_table, has_plan)) >= 0 && answer < HOME_LOOK_BACK)
        choice_set(&plain->choice, (enum choice_row)(answer / 10), (size_t)answer % 10);
    place = do_home(round, answer, on_table, &plan);
    plan_release(&plan);
    return place;
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

    if (filter->deeper)
        strbuf_addstr(&line, "Nothing deeper fits just now.");
    else
        choices_nothing(&line, filter);
    plain_say(plain, "%s", line.text);
    strbuf_release(&line);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct plain_choice){ deal_->widenings[i].said, (int)i };
    answer = plain_ask(plain, "Enter goes home.", list, n);
    return answer >= 0 ? round_deal(round, &deal_->widenings[answer].filter) : PLACE_HOME;
}

/* What a deal found. */
static enum place dealt(struct round *round, const struct filter *wanted, struct deal *found,
                        enum status status)
{
    enum place place = PLACE_HOME;

    if (status == STATUS_OK) {
        round_remember(round, &found->card);
        place = PLACE_CARD;
    } else if (status == STATUS_NOTHING) {
        place = nothing_fits(round, found, wanted);
    } else {
        plain_ok(round->plain, status);
    }
    deal_release(found);
    return place;
}

enum place round_deal(struct round *round, const struct filter *filter)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);
    struct filter wanted = *filter;
    struct deal found;
    enum status status = table_deal(&table, &wanted, &found, &plain->err);

    if ((status == STATUS_OK || status == STATUS_NOTHING) && !wanted.once)
        plain->choice = wanted;
    return dealt(round, &wanted, &found, status);
}

enum place round_begin(struct round *round, enum protocol protocol, const char *about)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);
    struct deal found;
    enum status status = table_begin(&table, protocol, &plain->choice, about, &found, &plain->err);

    return dealt(round, &plain->choice, &found, status);
}

enum place round_appreciate(struct round *round)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);
    struct deal found;
    enum status status = table_appreciate(&table, &found, &plain->err);

    return dealt(round, &plain->choice, &found, status);
}

enum place round_undo(struct round *round)
{
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);

    plain_ok(plain, table_undo(&table, round->sitting, round->card, &plain->err));
    return PLACE_CARD;
}

void round_say_capital(const struct plain *plain, const char *before, const char *sentence)
{
    plain_say(plain, "%c%s: %s", round_upper(before[0]), before + 1, sentence);
}

void evening(struct plain *plain)
{
    static enum place (*const places[])(struct round *) = { [PLACE_HOME] = home,
                                                            [PLACE_CARD] = place_card,
                                                            [PLACE_AFTER] = place_after,
                                                            [PLACE_CLOSE] = place_close };
    struct round round = { .plain = plain };
    enum place place = PLACE_HOME;

    if (!couple_is_known(&plain->couple))
        first_run(plain);
    while (place != PLACE_LEAVE && !plain->over)
        place = places[place](&round);
}
