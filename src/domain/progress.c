/* The steps of a card. The transitions are a table; nothing here is saved. */
#include "domain/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A list of steps longer than this folds its older half away. */
enum { STEPS_MAX = 200 };

size_t listener_line_count(const struct prompt *prompt)
{
    const struct listener *l = &prompt->listener;

    return (l->to_do ? 1u : 0u) + (l->to_ask ? 1u : 0u) + (l->to_avoid ? 1u : 0u);
}

static bool has_lines(const struct prompt *prompt)
{
    return prompt->mode == MODE_LISTENING && listener_line_count(prompt) > 0;
}

/* ---- where they are in a protocol ---- */

static const struct protocol_row *row_of(const struct course *course)
{
    return protocol_row(course->protocol);
}

const struct course *progress_course(const struct progress *p)
{
    return p->repairing ? &p->repair : &p->course;
}

static struct course *course_of(struct progress *p)
{
    return p->repairing ? &p->repair : &p->course;
}

const struct protocol_step *progress_step(const struct progress *p)
{
    const struct course *course = progress_course(p);

    if (p->face_down || p->paused || !row_of(course)->count)
        return NULL;
    return &row_of(course)->steps[course->step];
}

enum partner progress_speaks(const struct progress *p)
{
    const struct protocol_step *step = progress_step(p);
    bool other;

    if (p->face_down || p->paused)
        return PARTNER_NONE;
    if (!step)
        return p->talks;
    if (step->voice == VOICE_BOTH)
        return PARTNER_NONE;
    other = (step->voice == VOICE_OTHER) != progress_course(p)->second;
    return other ? partner_other(p->talks) : p->talks;
}

/* ---- what is possible, and what it does ---- */

/* The step of the course that is on, where it is known that there is one. */
static const struct protocol_step *step_on_course(const struct progress *p)
{
    const struct course *course = progress_course(p);

    return &row_of(course)->steps[course->step];
}

static bool same_course(const struct course *a, const struct course *b)
{
    return a->protocol == b->protocol && a->step == b->step && a->second == b->second;
}

bool progress_same(const struct progress *a, const struct progress *b)
{
    return a->face_down == b->face_down && a->paused == b->paused &&
           a->was_paused == b->was_paused && a->repairing == b->repairing &&
           same_course(&a->course, &b->course) && same_course(&a->repair, &b->repair) &&
           a->talks == b->talks && a->turns == b->turns && a->asked == b->asked &&
           a->followups == b->followups && a->line == b->line;
}

static bool lies_open(const struct progress *p)
{
    return !p->face_down && !p->paused;
}

/* The card's own steps are on: no protocol's. */
static bool in_turns(const struct progress *p)
{
    return lies_open(p) && !progress_step(p);
}

static bool can_ask(const struct progress *p, const struct prompt *prompt)
{
    return in_turns(p) && p->followups < prompt->followup_count;
}

static bool can_fold(const struct progress *p, const struct prompt *prompt)
{
    (void)prompt;
    return in_turns(p) && p->followups > 0;
}

static bool can_turn(const struct progress *p, const struct prompt *prompt)
{
    (void)prompt;
    return lies_open(p);
}

static bool can_go_on(const struct progress *p, const struct prompt *prompt)
{
    return in_turns(p) && has_lines(prompt) && p->line + 1 < listener_line_count(prompt);
}

static bool can_go_back(const struct progress *p, const struct prompt *prompt)
{
    return in_turns(p) && has_lines(prompt) && p->line > 0;
}

static bool can_turn_over(const struct progress *p, const struct prompt *prompt)
{
    (void)prompt;
    return p->face_down && !p->paused;
}

/* Whether something comes after the last step: the other one's turn, or, after a pause, the card.
 * With the card of a pause itself nothing does. */
static bool goes_on_after_the_last(const struct progress *p)
{
    if (p->repairing)
        return p->course.protocol != PROTOCOL_PAUSE;
    return row_of(&p->course)->swaps && p->turns == 1;
}

static bool can_step(const struct progress *p, const struct prompt *prompt)
{
    const struct protocol_step *step = progress_step(p);
    const struct course *course = progress_course(p);

    (void)prompt;
    if (!step)
        return false;
    if (step->each && !course->second)
        return true;
    return course->step + 1 < row_of(course)->count || goes_on_after_the_last(p);
}

static bool can_step_back(const struct progress *p, const struct prompt *prompt)
{
    const struct course *course = progress_course(p);

    (void)prompt;
    return progress_step(p) && (course->second || course->step > 0 ||
                                (!p->repairing && row_of(course)->swaps && p->turns == 2));
}

static bool can_again(const struct progress *p, const struct prompt *prompt)
{
    const struct protocol_step *step = progress_step(p);

    (void)prompt;
    return step && step->again;
}

static bool can_pause(const struct progress *p, const struct prompt *prompt)
{
    (void)prompt;
    return lies_open(p);
}

static bool can_return(const struct progress *p, const struct prompt *prompt)
{
    (void)prompt;
    return p->paused;
}

static bool only_when_dealt(const struct progress *p, const struct prompt *prompt)
{
    (void)p, (void)prompt;
    return false;
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

/* The word goes over. Where a protocol comes once more for the other one, from its first step on;
 * else the step stays, and the other one has it. */
static void turn(struct progress *p)
{
    const struct protocol_step *step = progress_step(p);
    struct course *course = course_of(p);

    if (step && step->each) {
        course->second = !course->second;
        return;
    }
    if (step && !row_of(course)->swaps) {
        p->talks = partner_other(p->talks);
        return;
    }
    p->talks = partner_other(p->talks);
    p->turns = 2;
    p->asked = false;
    p->line = 0; /* the other one listens now, from the first line on */
    course->step = 0;
    course->second = false;
}

static void go_on(struct progress *p)
{
    p->line++;
}

static void go_back(struct progress *p)
{
    p->line--;
}

static void turn_over(struct progress *p)
{
    p->face_down = false;
}

static void step_on(struct progress *p)
{
    struct course *course = course_of(p);

    if (step_on_course(p)->each && !course->second) {
        course->second = true;
    } else if (course->step + 1 < row_of(course)->count) {
        course->step++;
        course->second = false;
    } else if (p->repairing) {
        p->repairing = false;
    } else {
        turn(p);
    }
}

static void step_back(struct progress *p)
{
    struct course *course = course_of(p);

    if (course->second) {
        course->second = false;
        return;
    }
    if (course->step > 0) {
        course->step--;
    } else {
        p->talks = partner_other(p->talks);
        p->turns = 1;
        course->step = row_of(course)->count - 1;
    }
    course->second = step_on_course(p)->each;
}

static void again(struct progress *p)
{
    struct course *course = course_of(p);

    course->step = step_on_course(p)->again_to;
    course->second = false;
}

static void begin_pause(struct progress *p)
{
    p->paused = p->was_paused = true;
    p->repairing = false;
}

static void come_back(struct progress *p)
{
    p->paused = false;
    p->repairing = true;
    p->repair = (struct course){ .protocol = PROTOCOL_PAUSE };
}

static const struct transition {
    int step;
    bool (*can)(const struct progress *, const struct prompt *);
    void (*apply)(struct progress *);
} transitions[] = {
    { STEP_FOLLOWUP, can_ask, ask },
    { STEP_FOLD, can_fold, fold },
    { STEP_TURN, can_turn, turn },
    { STEP_LINE, can_go_on, go_on },
    { STEP_LINE_BACK, can_go_back, go_back },
    { STEP_TURN_OVER, can_turn_over, turn_over },
    { STEP_ON, can_step, step_on },
    { STEP_BACK, can_step_back, step_back },
    { STEP_AGAIN, can_again, again },
    { STEP_PAUSE, can_pause, begin_pause },
    { STEP_RETURN, can_return, come_back },
    { STEP_FACE_UP, only_when_dealt, NULL },
    { STEP_FACE_DOWN, only_when_dealt, NULL },
};

static const struct transition *transition_of(int step)
{
    for (size_t i = 0; i < ARRAY_SIZE(transitions); i++)
        if (transitions[i].step == step)
            return &transitions[i];
    return NULL;
}

/* A letter of a protocol is one transition in eleven clothes. */
static bool is_protocol(int step)
{
    return step >= STEP_PROTOCOL && step < STEP_PROTOCOL + PROTOCOL_COUNT;
}

/* Held another way from here on, from its first step, by the one who has the word. */
static void hold(struct progress *p, enum protocol protocol)
{
    p->course = (struct course){ .protocol = protocol };
    p->repairing = false;
    p->turns = 1;
    p->asked = false;
}

bool progress_can(const struct progress *progress, const struct prompt *prompt, int step)
{
    const struct transition *t = transition_of(step);

    if (is_protocol(step))
        return !progress->paused && step != STEP_PROTOCOL + PROTOCOL_PAUSE;
    return t && t->can(progress, prompt);
}

struct progress progress_after(const struct progress *progress, const struct prompt *prompt,
                               int step)
{
    struct progress p = *progress;

    if (!progress_can(progress, prompt, step))
        return p;
    if (is_protocol(step))
        hold(&p, (enum protocol)(step - STEP_PROTOCOL));
    else
        transition_of(step)->apply(&p);
    return p;
}

/* ---- the list of steps ---- */

/* What a snapshot at the head of the list holds, a digit each: '#', then the fields. What is out of
 * range in a list from outside is brought into it. An older couplet wrote '=' and the first five.
 */
enum { FIELDS = 14, OLDER_FIELDS = 5, WAS_PAUSED = 7 };

static size_t at_most(char digit, size_t most)
{
    size_t n = digit >= '0' && digit < '0' + 64 ? (size_t)(digit - '0') : 0;

    return n < most ? n : most;
}

static void to_fields(const struct progress *p, char fields[FIELDS])
{
    const size_t values[FIELDS] = {
        p->talks == PARTNER_RIGHT ? 2 : 1,
        (size_t)p->turns,
        p->asked,
        p->followups,
        p->line,
        p->face_down,
        p->paused,
        p->was_paused,
        p->repairing,
        (size_t)p->course.protocol,
        p->course.step,
        p->course.second,
        p->repair.step,
        p->repair.second,
    };

    for (size_t i = 0; i < FIELDS; i++)
        fields[i] = (char)('0' + values[i] % 64);
    if (p->was_paused) /* the letter stays, for those who only look for it */
        fields[WAS_PAUSED] = STEP_PAUSE;
}

static void course_from(struct course *course, char step, char second)
{
    size_t count = row_of(course)->count;

    course->step = at_most(step, count ? count - 1 : 0);
    course->second = count && at_most(second, 1) && row_of(course)->steps[course->step].each;
}

static void from_fields(struct progress *p, const struct prompt *prompt, const char *fields,
                        size_t count)
{
    size_t lines = listener_line_count(prompt);

    p->talks = fields[0] == '2' ? PARTNER_RIGHT : PARTNER_LEFT;
    p->turns = fields[1] == '2' ? 2 : 1;
    p->asked = fields[2] == '1';
    p->followups = at_most(fields[3], prompt->followup_count);
    p->line = at_most(fields[4], lines ? lines - 1 : 0);
    if (count == OLDER_FIELDS)
        return;
    p->face_down = fields[5] == '1';
    p->paused = fields[6] == '1';
    p->was_paused = fields[WAS_PAUSED] == STEP_PAUSE;
    p->repairing = fields[8] == '1';
    p->course.protocol = (enum protocol)at_most(fields[9], PROTOCOL_COUNT - 1);
    course_from(&p->course, fields[10], fields[11]);
    p->repair.protocol = PROTOCOL_PAUSE;
    course_from(&p->repair, fields[12], fields[13]);
}

/* The bytes of the snapshot at the head of steps; 0 if there is none. */
static size_t snapshot_size(const char *steps)
{
    size_t size = steps[0] == '#' ? 1 + FIELDS : steps[0] == '=' ? 1 + OLDER_FIELDS : 0;

    return size && strlen(steps) >= size ? size : 0;
}

static struct progress as_dealt(const struct prompt *prompt, enum partner first)
{
    return (struct progress){ .face_down = prompt->consent != CONSENT_NONE,
                              .course = { .protocol = protocol_due(prompt) },
                              .talks = first == PARTNER_NONE ? PARTNER_LEFT : first,
                              .turns = 1 };
}

struct progress progress_of(const struct prompt *prompt, enum partner first, const char *steps)
{
    struct progress p = as_dealt(prompt, first);
    size_t size;

    steps = steps ? steps : "";
    size = snapshot_size(steps);
    if (size)
        from_fields(&p, prompt, steps + 1, size - 1);
    else if (*steps == STEP_FACE_UP || *steps == STEP_FACE_DOWN)
        p.face_down = *steps == STEP_FACE_DOWN;
    for (steps += size; *steps; steps++)
        p = progress_after(&p, prompt, *steps);
    return p;
}

enum card_next progress_next(const struct progress *p, const struct prompt *prompt)
{
    const struct protocol_step *step = progress_step(p);
    bool listening = has_lines(prompt);

    if (p->paused)
        return NEXT_RETURN;
    if (p->face_down)
        return NEXT_TURN_OVER;
    if (step && step->writes)
        return NEXT_WRITE;
    if (step && !can_step(p, prompt))
        return NEXT_TALKED;
    if (step) {
        struct progress after = progress_after(p, prompt, STEP_ON);

        bool over = after.talks != p->talks || (step->each && !progress_course(p)->second);

        return over ? NEXT_TURN : NEXT_STEP;
    }
    if (listening && p->turns == 1 && can_go_on(p, prompt))
        return NEXT_LINE;
    if (!listening && !p->asked && can_ask(p, prompt))
        return NEXT_FOLLOWUP;
    return p->turns == 1 ? NEXT_TURN : NEXT_TALKED;
}

int progress_next_step(const struct progress *p, const struct prompt *prompt)
{
    static const int steps[] = {
        [NEXT_TURN_OVER] = STEP_TURN_OVER,
        [NEXT_RETURN] = STEP_RETURN,
        [NEXT_WRITE] = 0,
        [NEXT_STEP] = STEP_ON,
        [NEXT_LINE] = STEP_LINE,
        [NEXT_FOLLOWUP] = STEP_FOLLOWUP,
        [NEXT_TURN] = STEP_TURN,
        [NEXT_TALKED] = 0,
    };
    enum card_next next = progress_next(p, prompt);

    return next == NEXT_TURN && progress_step(p) ? STEP_ON : steps[next];
}

static void fold_older_half(struct strbuf *steps, const struct prompt *prompt, enum partner first)
{
    size_t half = steps->size / 2;
    char *older = mem_copy_n(steps->text, half), snapshot[1 + FIELDS] = "#";
    struct progress p = progress_of(prompt, first, older);

    free(older);
    to_fields(&p, snapshot + 1);
    strbuf_splice(steps, 0, half, snapshot, sizeof snapshot);
}

void steps_add(struct strbuf *steps, const struct prompt *prompt, enum partner first, int step)
{
    if (steps->size >= STEPS_MAX)
        fold_older_half(steps, prompt, first);
    strbuf_addch(steps, (char)step);
}

bool steps_paused(const char *steps)
{
    return strchr(steps, STEP_PAUSE) != NULL;
}

bool steps_can_undo(const char *steps)
{
    size_t dealt = snapshot_size(steps);

    if (!dealt && (*steps == STEP_FACE_UP || *steps == STEP_FACE_DOWN))
        dealt = 1;
    return steps[dealt] != '\0';
}

bool steps_undo(struct strbuf *steps)
{
    if (!steps_can_undo(steps->text))
        return false;
    strbuf_truncate(steps, steps->size - 1);
    return true;
}

const char *progress_topic(const struct prompt *prompt)
{
    static const char *const topics[DIMENSION_COUNT] = {
        "Something you feel.",
        "Something you think.",
        "Something that matters to you.",
        "Something about body, touch or rest.",
    };

    return prompt->focus ? prompt->focus : topics[prompt->dimension];
}

void progress_face_down_says(struct strbuf *out, const struct prompt *prompt)
{
    static const char *const depths[DEPTH_MAX + 1] = {
        "",
        "An open one: anybody might hear it.",
        "A personal one: a good friend might know the answer.",
        "A vulnerable one: it asks each of you for a feeling or a need.",
        "An exposed one: it goes where you seldom look together.",
    };

    strbuf_addf(out, "%s About %d minutes. It can be put down at any word.", depths[prompt->depth],
                prompt->minutes);
}
