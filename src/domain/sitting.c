/* A card on the table, step by step. The transitions are a table; nothing here is saved. */
#include "domain/sitting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A list of steps longer than this folds its older half away. */
enum { STEPS_MAX = 200 };

/* A snapshot at the head of the list: '=' and five digits (talks, turns, asked, followups, line).
 */
enum { SNAPSHOT_SIZE = 6 };

size_t listener_line_count(const struct prompt *prompt)
{
    const struct listener *l = &prompt->listener;

    return (l->to_do ? 1u : 0u) + (l->to_ask ? 1u : 0u) + (l->to_avoid ? 1u : 0u);
}

static bool has_lines(const struct prompt *prompt)
{
    return prompt->mode == MODE_LISTENING && listener_line_count(prompt) > 0;
}

static bool can_ask(const struct progress *p, const struct prompt *prompt)
{
    return p->followups < prompt->followup_count;
}

static bool can_fold(const struct progress *p, const struct prompt *prompt)
{
    (void)prompt;
    return p->followups > 0;
}

static bool can_turn(const struct progress *p, const struct prompt *prompt)
{
    (void)p, (void)prompt;
    return true;
}

static bool can_go_on(const struct progress *p, const struct prompt *prompt)
{
    return has_lines(prompt) && p->line + 1 < listener_line_count(prompt);
}

static bool can_go_back(const struct progress *p, const struct prompt *prompt)
{
    return has_lines(prompt) && p->line > 0;
}

static void ask(struct progress *p)
{
    p->followups++;
    p->asked = true;
}

static void fold(struct progress *p)
{
    p->followups--;
}

static void turn(struct progress *p)
{
    p->talks = partner_other(p->talks);
    p->turns = 2;
    p->asked = false;
    p->line = 0; /* the other one listens now, from the first line on */
}

static void go_on(struct progress *p)
{
    p->line++;
}

static void go_back(struct progress *p)
{
    p->line--;
}

static const struct transition {
    enum card_step step;
    bool (*can)(const struct progress *, const struct prompt *);
    void (*apply)(struct progress *);
} transitions[] = {
    { STEP_FOLLOWUP, can_ask, ask },
    { STEP_FOLD, can_fold, fold },
    { STEP_TURN, can_turn, turn },
    { STEP_LINE, can_go_on, go_on },
    { STEP_LINE_BACK, can_go_back, go_back },
};

static const struct transition *transition_of(int step)
{
    for (size_t i = 0; i < ARRAY_SIZE(transitions); i++)
        if ((int)transitions[i].step == step)
            return &transitions[i];
    return NULL;
}

static size_t at_most(int digit, size_t most)
{
    size_t n = digit >= '0' && digit <= '9' ? (size_t)(digit - '0') : 0;

    return n < most ? n : most;
}

/* Reads the snapshot at the head of steps, if there is one; returns the steps after it. */
static const char *read_snapshot(struct progress *p, const struct prompt *prompt, const char *steps)
{
    size_t lines = listener_line_count(prompt);

    if (steps[0] != '=' || strlen(steps) < SNAPSHOT_SIZE)
        return steps;
    p->talks = steps[1] == '2' ? PARTNER_RIGHT : PARTNER_LEFT;
    p->turns = steps[2] == '2' ? 2 : 1;
    p->asked = steps[3] == '1';
    p->followups = at_most(steps[4], prompt->followup_count);
    p->line = at_most(steps[5], lines ? lines - 1 : 0);
    return steps + SNAPSHOT_SIZE;
}

struct progress progress_of(const struct prompt *prompt, enum partner first, const char *steps)
{
    struct progress p = { .talks = first == PARTNER_NONE ? PARTNER_LEFT : first, .turns = 1 };

    for (steps = read_snapshot(&p, prompt, steps ? steps : ""); *steps; steps++) {
        const struct transition *t = transition_of(*steps);

        if (t && t->can(&p, prompt))
            t->apply(&p);
    }
    return p;
}

bool progress_can(const struct progress *progress, const struct prompt *prompt, enum card_step step)
{
    const struct transition *t = transition_of((int)step);

    return t && t->can(progress, prompt);
}

enum card_next progress_next(const struct progress *p, const struct prompt *prompt)
{
    bool listening = has_lines(prompt);

    if (listening && p->turns == 1 && can_go_on(p, prompt))
        return NEXT_LINE;
    if (!listening && !p->asked && can_ask(p, prompt))
        return NEXT_FOLLOWUP;
    return p->turns == 1 ? NEXT_TURN : NEXT_TALKED;
}

static void fold_older_half(struct strbuf *steps, const struct prompt *prompt, enum partner first)
{
    size_t half = steps->size / 2;
    char *older = mem_copy_n(steps->text, half), snapshot[SNAPSHOT_SIZE + 1];
    struct progress p = progress_of(prompt, first, older);

    free(older);
    snprintf(snapshot, sizeof snapshot, "=%d%d%d%u%u", p.talks == PARTNER_RIGHT ? 2 : 1, p.turns,
             p.asked, (unsigned)p.followups % 10, (unsigned)p.line % 10);
    strbuf_splice(steps, 0, half, snapshot, SNAPSHOT_SIZE);
}

void steps_add(struct strbuf *steps, const struct prompt *prompt, enum partner first,
               enum card_step step)
{
    if (steps->size >= STEPS_MAX)
        fold_older_half(steps, prompt, first);
    strbuf_addch(steps, (char)step);
}

bool steps_undo(struct strbuf *steps)
{
    if (!steps->size || (steps->text[0] == '=' && steps->size <= SNAPSHOT_SIZE))
        return false;
    strbuf_truncate(steps, steps->size - 1);
    return true;
}

void card_release(struct card *card)
{
    prompt_release(&card->prompt);
    free(card->steps);
    free(card->note);
    free(card->why);
    *card = (struct card){ 0 };
}

void sitting_release(struct sitting *sitting)
{
    for (size_t i = 0; i < sitting->card_count; i++)
        card_release(&sitting->cards[i]);
    free(sitting->cards);
    *sitting = (struct sitting){ 0 };
}

bool sitting_is_over(struct moment touched, struct moment now)
{
    return now.ms - touched.ms > SITTING_ENDS_AFTER;
}
