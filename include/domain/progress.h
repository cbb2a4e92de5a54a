/* A card on the table, step by step.
 *
 * The progress of a card is its list of steps, one letter each, from which everything else
 * follows: whether it lies face down, how it is held, who speaks, which follow-ups lie open, what
 * comes next. The list is what is saved, so a program that was killed takes the card up where it
 * was, and undo is to drop the last letter. Nothing in it knows who pressed a key. */
#ifndef COUPLET_DOMAIN_PROGRESS_H
#define COUPLET_DOMAIN_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "domain/protocol.h"

enum card_step {
    /* How it was dealt; these stand first, and undo ends at them. */
    STEP_FACE_UP = '+',   /* what would ask for consent doesn't: the topic is open, or chosen */
    STEP_FACE_DOWN = '-', /* it asks all the same: they went deeper */

    STEP_TURN_OVER = 'v', /* both agreed */
    STEP_FOLLOWUP = 'f',  /* the next follow-up is opened */
    STEP_FOLD = 'o',      /* the newest follow-up is folded away */
    STEP_TURN = 't',      /* the word goes over to the other one */
    STEP_LINE = 'l',      /* listening: on to the next line of the listener's part */
    STEP_LINE_BACK = 'b', /* … and back */
    STEP_ON = 'n',        /* on in the protocol … */
    STEP_BACK = 'p',      /* … and back … */
    STEP_AGAIN = 'a',     /* … to where it leads again */
    STEP_PAUSE = 'z',     /* a pause */
    STEP_RETURN = 'r',    /* they are back */
    STEP_PROTOCOL = 'A'   /* and the protocol: it is held so from here on */
};

/* What Enter does now. */
enum card_next {
    NEXT_TURN_OVER,
    NEXT_RETURN,
    NEXT_WRITE, /* each writes alone; what was written is not in the steps, on purpose */
    NEXT_STEP,
    NEXT_LINE,
    NEXT_FOLLOWUP,
    NEXT_TURN,
    NEXT_TALKED
};

/* Where they are in a protocol's steps. */
struct course {
    enum protocol protocol;
    size_t step;
    bool second; /* of a step for each: the other one has it now */
};

struct progress {
    bool face_down, paused;
    bool was_paused;      /* at some time */
    bool repairing;       /* after a pause its own steps come first, then the card goes on */
    struct course course; /* of the card */
    struct course repair; /* … and of these */
    enum partner talks;   /* who has the word, or the floor */
    int turns;            /* who has had it: 1 one of them, 2 both */
    bool asked;           /* a follow-up was opened in this turn */
    size_t followups;     /* open ones, the newest last */
    size_t line;          /* listening: the line in focus, from 0 */
};

/* The lines of the listener's part that there are (do, ask, avoid): 0 to 3. */
size_t listener_line_count(const struct prompt *prompt);

/* The progress after steps (NULL: none) on a card that first begins. A step that isn't possible
 * is passed over, so any text is safe. */
struct progress progress_of(const struct prompt *prompt, enum partner first, const char *steps);

/* True if the step is possible now. */
bool progress_can(const struct progress *progress, const struct prompt *prompt, int step);

/* The progress after one more step that is possible. */
struct progress progress_after(const struct progress *progress, const struct prompt *prompt,
                               int step);

bool progress_same(const struct progress *a, const struct progress *b);

enum card_next progress_next(const struct progress *progress, const struct prompt *prompt);

/* The step that Enter takes; 0 where it takes none (NEXT_WRITE, NEXT_TALKED). */
int progress_next_step(const struct progress *progress, const struct prompt *prompt);

/* The protocol's step that is on, with its row and its place; NULL where the card's own steps are:
 * face down, in a pause, or in turns. */
const struct protocol_step *progress_step(const struct progress *progress);
const struct course *progress_course(const struct progress *progress);

/* Who should be speaking now: PARTNER_NONE if nobody in particular. */
enum partner progress_speaks(const struct progress *progress);

/* Adds a step to the list, or drops the last one. The list is kept short by folding its older
 * half into a snapshot; undo ends there. Undo returns false when there is nothing to take back. */
void steps_add(struct strbuf *steps, const struct prompt *prompt, enum partner first, int step);
bool steps_undo(struct strbuf *steps);

/* True if they tell of a pause. */
bool steps_paused(const char *steps);

/* True if undo would take something back. */
bool steps_can_undo(const char *steps);

/* Its topic, while it lies face down: of a prompt that has none, since it asks nobody, what it
 * feeds. */
const char *progress_topic(const struct prompt *prompt);

/* Why it lies face down, beside its topic: "A vulnerable one: it asks each of you for a feeling or
 * a need." */
void progress_face_down_says(struct strbuf *out, const struct prompt *prompt);

#endif
