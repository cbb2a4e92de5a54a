/* The card on the table in plain lines, on each of its faces: in turns, face down, step by step, in
 * a pause. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/pause.h"
#include "evening_write.h"
#include "round.h"
#include "store/journal.h"

/* ---- what is said ---- */

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

    plain_say(plain, "%c%s, %s, %d minutes.", round_upper(mood[0]), mood + 1,
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

/* Face down: its topic, and nothing else of it. */
static void say_face_down(const struct plain *plain, const struct prompt *prompt)
{
    struct strbuf line = STRBUF_INIT;

    progress_face_down_says(&line, prompt);
    plain_say(plain, "Face down: %s", progress_topic(prompt));
    plain_say(plain, "%s", line.text);
    plain_say(plain, "%s and %s, shall we turn it over? One no is enough, and needs no reason.",
              couple_name(&plain->couple, PARTNER_LEFT),
              couple_name(&plain->couple, PARTNER_RIGHT));
    strbuf_release(&line);
}

/* What one of the two does in a step. */
static void say_person(const struct plain *plain, const struct protocol_step *step,
                       const struct progress *p, enum partner who)
{
    enum partner speaks = progress_speaks(p);
    enum partner holds = step->each ? speaks : p->talks;
    bool begins = speaks == PARTNER_NONE ? who == p->talks : who == speaks;
    bool avoids = step->avoid && who != holds;

    plain_say(plain, "%s %s%s%s%s", couple_name(&plain->couple, who),
              begins ? step->speaker : step->listener, avoids ? " Rather not: " : "",
              avoids ? step->avoid : "", avoids ? "." : "");
}

static void say_step(const struct plain *plain, const struct progress *p)
{
    const struct course *course = progress_course(p);
    const struct protocol_step *step = progress_step(p);
    enum partner speaks = progress_speaks(p);
    bool later = step->later && p->turns == 2 && !p->repairing;

    plain_say(plain, "Step %zu of %zu, %s.", course->step + 1,
              protocol_row(course->protocol)->count, step->name);
    plain_say(plain, "%s%s%s", speaks == PARTNER_NONE ? "" : couple_name(&plain->couple, speaks),
              speaks == PARTNER_NONE ? "" : ", ", later ? step->later : step->ask);
    if (step->more)
        plain_say(plain, "%s", step->more);
    say_person(plain, step, p, PARTNER_LEFT);
    say_person(plain, step, p, PARTNER_RIGHT);
}

static void say_pause(struct plain *plain, const struct card *card)
{
    struct moment until, now = clock_now(&plain->cli->clock);
    struct strbuf line = STRBUF_INIT;

    if (!plain_ok(plain, journal_paused(plain->store, card->sitting, &until, &plain->err)))
        return;
    pause_says(&line, until.ms ? until : pause_offer(now), now);
    plain_say(plain, "A pause until %s. Nothing is lost, and nothing has to be solved before.",
              line.text);
    strbuf_release(&line);
}

/* All of it, or, where the card was said already, what is new after a step. */
static void say_news(struct plain *plain, const struct card *card, const struct progress *before,
                     const struct progress *now)
{
    bool known = before && before->face_down == now->face_down;
    bool goes_on = known && !progress_step(before) && !before->paused;

    if (now->paused)
        say_pause(plain, card);
    else if (now->face_down)
        say_face_down(plain, &card->prompt);
    else if (progress_step(now) && !known)
        plain_say(plain, "%s: %s", protocol_row(progress_course(now)->protocol)->title,
                  card->prompt.text);
    if (now->paused || now->face_down)
        return;
    if (progress_step(now))
        say_step(plain, now);
    else if (goes_on && now->followups > before->followups)
        plain_say(plain, "Follow-up: %s", card->prompt.followups[now->followups - 1]);
    else if (goes_on && now->talks != before->talks)
        say_people(plain, card, now);
    else if (goes_on && now->line != before->line)
        say_listener_line(plain, &card->prompt, now->line);
    else
        say_card(plain, card, now);
}

static void say_then(struct plain *plain, const struct card *card)
{
    char sitting[UUID_TEXT_SIZE], id[UUID_TEXT_SIZE];
    struct card old = { 0 };

    if (!card_then(card, sitting, id) ||
        journal_card(plain->store, &plain->couple, sitting, id, &old, NULL) != STATUS_OK)
        return;
    for (size_t i = 0; i < old.note_count; i++)
        if (old.notes[i].kind != NOTE_THEN)
            plain_say(plain, "Then: %s", old.notes[i].text);
    card_release(&old);
}

/* ---- what is asked ---- */

enum answer {
    ANSWER_FOLLOWUP,
    ANSWER_BACK,
    ANSWER_AGAIN,
    ANSWER_ANOTHER,
    ANSWER_DECLINE,
    ANSWER_KEEP,
    ANSWER_STOP,
    ANSWER_SWAP,
    ANSWER_PAUSE,
    ANSWER_LATER,
    ANSWER_EARLIER,
    ANSWER_TURN_OVER,
    ANSWER_WAYS,
    ANSWER_DEEPER,
    ANSWER_MORE,
    ANSWER_WHY,
    ANSWER_UNDO,
    ANSWER_NEVER,
    ANSWER_ALL,
    ANSWER_HOME
};

/* What is at hand on a face, and what lies under "more". */
struct moves {
    struct round *round;
    const struct card *card;
    const struct progress *p;
};

static bool can(const struct moves *m, int step)
{
    return progress_can(m->p, &m->card->prompt, step);
}

static void enter_says(struct strbuf *out, const struct moves *m)
{
    const struct plain *plain = m->round->plain;
    struct progress after =
        progress_after(m->p, &m->card->prompt, progress_next_step(m->p, &m->card->prompt));
    enum partner speaks = progress_speaks(&after);

    switch (progress_next(m->p, &m->card->prompt)) {
    case NEXT_TURN_OVER:
        strbuf_addstr(out, "Enter turns it over.");
        break;
    case NEXT_RETURN:
        strbuf_addstr(out, "Enter when you are back.");
        break;
    case NEXT_WRITE:
        strbuf_addstr(out, "Enter: each writes alone.");
        break;
    case NEXT_FOLLOWUP:
        strbuf_addstr(out, "Enter: follow-up.");
        break;
    case NEXT_TURN:
        strbuf_addf(out, "Enter: %s’s turn.",
                    couple_name(&plain->couple, speaks == PARTNER_NONE ? after.talks : speaks));
        break;
    case NEXT_TALKED:
        strbuf_addstr(out, "Enter: talked.");
        break;
    default:
        strbuf_addstr(out, "Enter: next.");
        break;
    }
}

static int ask_face(const struct moves *m)
{
    bool lies_open = !m->p->face_down && !m->p->paused, steps = progress_step(m->p) != NULL;
    const struct plain_choice list[] = {
        { can(m, STEP_FOLLOWUP) ? "follow-up" : NULL, ANSWER_FOLLOWUP },
        { can(m, STEP_AGAIN) ? progress_step(m->p)->again : NULL, ANSWER_AGAIN },
        { can(m, STEP_BACK) ? "back" : NULL, ANSWER_BACK },
        { m->p->face_down ? "turn it over" : NULL, ANSWER_TURN_OVER },
        { m->p->face_down ? "put it away" : NULL, ANSWER_DECLINE },
        { m->p->paused ? "later" : NULL, ANSWER_LATER },
        { m->p->paused ? "earlier" : NULL, ANSWER_EARLIER },
        { m->p->paused ? "leave it here" : NULL, ANSWER_HOME },
        { lies_open && !steps ? "another" : NULL, ANSWER_ANOTHER },
        { lies_open && !steps ? "keep" : NULL, ANSWER_KEEP },
        { "stop", ANSWER_STOP },
        { lies_open ? "swap" : NULL, ANSWER_SWAP },
        { steps ? "pause" : NULL, ANSWER_PAUSE },
        { "more", ANSWER_MORE },
    };
    struct strbuf enter = STRBUF_INIT;
    int answer;

    enter_says(&enter, m);
    answer = plain_ask(m->round->plain, enter.text, list, ARRAY_SIZE(list));
    strbuf_release(&enter);
    return answer;
}

static int ask_more(const struct moves *m)
{
    bool lies_open = !m->p->face_down && !m->p->paused, steps = progress_step(m->p) != NULL;
    const struct plain_choice list[] = {
        { "why this one", ANSWER_WHY },
        { "undo", ANSWER_UNDO },
        { *m->round->aside ? "never again the one before" : NULL, ANSWER_NEVER },
        { "the card again", ANSWER_ALL },
        { lies_open ? "talk another way" : NULL, ANSWER_WAYS },
        { lies_open && !steps ? "go deeper" : NULL, ANSWER_DEEPER },
        { lies_open && !steps ? "a pause" : NULL, ANSWER_PAUSE },
        { lies_open && steps ? "another" : NULL, ANSWER_ANOTHER },
        { lies_open && steps ? "keep" : NULL, ANSWER_KEEP },
        { "home", ANSWER_HOME },
    };

    return plain_ask(m->round->plain, "Enter goes back.", list, ARRAY_SIZE(list));
}

/* ---- what becomes of it ---- */

/* Whether all went well; a card that another window moved on is looked at anew, from home. */
static enum place went(struct plain *plain, enum status status, enum place next)
{
    if (plain_ok(plain, status))
        return next;
    return plain->err.status == STATUS_CHANGED ? PLACE_HOME : PLACE_CARD;
}

static enum place take_step(const struct moves *m, int step)
{
    struct plain *plain = m->round->plain;
    struct table table = plain_table(plain);

    return went(
        plain, table_step(&table, m->card->sitting, m->card->id, m->card->steps, step, &plain->err),
        PLACE_CARD);
}

static enum place give_outcome(const struct moves *m, enum outcome outcome, enum place next)
{
    struct plain *plain = m->round->plain;
    struct table table = plain_table(plain);

    return went(plain, table_outcome(&table, m->card->sitting, m->card->id, outcome, &plain->err),
                next);
}

static enum place pause_until(const struct moves *m, struct moment until)
{
    struct plain *plain = m->round->plain;
    struct table table = plain_table(plain);

    return went(
        plain,
        table_pause(&table, m->card->sitting, m->card->id, m->card->steps, until, &plain->err),
        PLACE_CARD);
}

static enum place shift_pause(const struct moves *m, int minutes)
{
    struct plain *plain = m->round->plain;
    struct moment until, now = clock_now(&plain->cli->clock);

    if (!plain_ok(plain, journal_paused(plain->store, m->card->sitting, &until, &plain->err)))
        return PLACE_HOME;
    if (pause_until(m, pause_shift(until, minutes, now)) == PLACE_HOME)
        return PLACE_HOME;
    say_pause(plain, m->card); /* the steps are the same, so nobody else tells */
    return PLACE_CARD;
}

/* Aside, whether its words were seen or not; those that weren't can't be barred by name. */
static enum place another(const struct moves *m, const char *told, bool deeper)
{
    struct round *round = m->round;
    struct filter filter = round->plain->choice;

    filter.deeper = filter.once = deeper;
    memcpy(round->aside_sitting, m->card->sitting, sizeof round->aside_sitting);
    memcpy(round->aside, m->card->id, sizeof round->aside);
    if (m->p->face_down || !*m->card->prompt.pack)
        *round->aside = '\0';
    plain_say(round->plain, "%s", told);
    return round_deal(round, &filter);
}

static enum place next_step(const struct moves *m)
{
    switch (progress_next(m->p, &m->card->prompt)) {
    case NEXT_TALKED:
        return give_outcome(m, OUTCOME_TALKED, PLACE_AFTER);
    case NEXT_WRITE:
        return write_first(m->round->plain, m->card) ? take_step(m, STEP_ON) : PLACE_CARD;
    default:
        return take_step(m, progress_next_step(m->p, &m->card->prompt));
    }
}

static enum place ways(const struct moves *m)
{
    enum { ENOUGH = PROTOCOL_COUNT };
    struct plain_choice list[PROTOCOL_COUNT + 1];
    size_t n = 0;
    int answer;

    for (int p = 0; p < PROTOCOL_COUNT; p++)
        if (protocol_row((enum protocol)p)->any_card && p != (int)m->p->course.protocol)
            list[n++] = (struct plain_choice){ protocol_row((enum protocol)p)->title, p };
    list[n++] = (struct plain_choice){ "this is enough", ENOUGH };
    answer = plain_ask(m->round->plain, "Enter leaves it as it is.", list, n);
    if (answer == ENOUGH)
        return give_outcome(m, OUTCOME_TALKED, PLACE_AFTER);
    return answer < 0 ? PLACE_CARD : take_step(m, STEP_PROTOCOL + answer);
}

static enum place never(const struct moves *m)
{
    struct round *round = m->round;
    struct plain *plain = round->plain;
    struct table table = plain_table(plain);

    if (plain_ok(plain, table_never(&table, round->aside_sitting, round->aside, &plain->err)))
        plain_say(plain, "Never again.");
    *round->aside = '\0';
    return PLACE_CARD;
}

static enum place do_answer(const struct moves *m, int answer)
{
    struct plain *plain = m->round->plain;

    switch (answer) {
    case PLAIN_ENTER:
        return next_step(m);
    case ANSWER_FOLLOWUP:
        return take_step(m, STEP_FOLLOWUP);
    case ANSWER_BACK:
        return take_step(m, STEP_BACK);
    case ANSWER_AGAIN:
        return take_step(m, STEP_AGAIN);
    case ANSWER_SWAP:
        return take_step(m, STEP_TURN);
    case ANSWER_TURN_OVER:
        return take_step(m, STEP_TURN_OVER);
    case ANSWER_ANOTHER:
        return another(m, "Put aside.", false);
    case ANSWER_DECLINE:
        return another(m, "Put away.", false);
    case ANSWER_DEEPER:
        return another(m, "A deeper one, face down. Undo brings the last one back.", true);
    case ANSWER_KEEP:
        return give_outcome(m, OUTCOME_KEPT, PLACE_AFTER);
    case ANSWER_STOP:
        return give_outcome(m, OUTCOME_STOPPED, PLACE_CLOSE);
    case ANSWER_PAUSE:
        return pause_until(m, pause_offer(clock_now(&plain->cli->clock)));
    case ANSWER_LATER:
        return shift_pause(m, PAUSE_STEP_MINUTES);
    case ANSWER_EARLIER:
        return shift_pause(m, -PAUSE_STEP_MINUTES);
    case ANSWER_WAYS:
        return ways(m);
    case ANSWER_WHY:
        plain_say(plain, "%s", m->card->why);
        return PLACE_CARD;
    case ANSWER_UNDO:
        return round_undo(m->round);
    case ANSWER_NEVER:
        return never(m);
    case ANSWER_ALL:
        say_news(plain, m->card, NULL, m->p);
        return PLACE_CARD;
    case ANSWER_HOME:
        return PLACE_HOME;
    default:
        return PLACE_LEAVE;
    }
}

static enum place ask_and_do(const struct moves *m)
{
    int answer = ask_face(m);

    if (answer != ANSWER_MORE)
        return do_answer(m, answer);
    answer = ask_more(m);
    return answer == PLAIN_ENTER ? PLACE_CARD : do_answer(m, answer);
}

/* The card on the table, until something else comes. */
enum place place_card(struct round *round)
{
    struct plain *plain = round->plain;
    struct progress before = { 0 }, now;
    char shown[UUID_TEXT_SIZE] = "";
    enum place place = PLACE_CARD;

    while (place == PLACE_CARD && !plain->over) {
        struct card card = { 0 };
        bool found, fresh;

        if (!plain_ok(plain,
                      journal_table(plain->store, &plain->couple, &card, &found, &plain->err)) ||
            !found)
            return PLACE_HOME;
        round_remember(round, &card);
        now = card_progress(&card);
        fresh = strcmp(shown, card.id) != 0;
        if (fresh || !progress_same(&before, &now))
            say_news(plain, &card, fresh ? NULL : &before, &now);
        if (fresh)
            say_then(plain, &card);
        memcpy(shown, card.id, sizeof shown);
        before = now;
        place = ask_and_do(&(struct moves){ .round = round, .card = &card, .p = &now });
        card_release(&card);
    }
    return place;
}
