/* Protocols: named ways to run a card, in steps. All of them are data; one engine runs them
 * (progress.h). A step says who speaks and what each of the two is asked to do.
 *
 * The ideas are old and common: turns and a floor (talking sticks), saying back (Carl Rogers and
 * Richard Farson, 1957; Harville Hendrix, 1988),
 * observation, feeling, need and request (Marshall Rosenberg, 1999), taking sides against stress
 * from outside (Guy Bodenmann, 1997), asking about good news (Shelly Gable, 2004), a pause with an
 * agreed end (John Gottman, 1999), sharing something new (Arthur Aron, 2000). The words are ours.
 */
#ifndef COUPLET_DOMAIN_PROTOCOL_H
#define COUPLET_DOMAIN_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/prompt.h"
#include "domain/words.h"

/* Who should be speaking in a step: the one who has the floor, the other one, or nobody in
 * particular. */
enum voice { VOICE_FLOOR, VOICE_OTHER, VOICE_BOTH };

struct protocol_step {
    const char *name; /* in the way through: "say back" */
    enum voice voice;
    bool each; /* first the one, then the other, before the next step */
    /* What is asked. To one of them it follows a name, in lower case ("say back what you heard.");
     * to both it is a whole sentence. */
    const char *ask;
    const char *more;  /* one more quiet sentence, or NULL */
    const char *later; /* said instead of ask when the second turn is here; NULL: ask */
    /* What each does meanwhile, after their name: "keeps the floor and hears if it is right." */
    const char *speaker, *listener;
    /* Of the one who hasn't got the floor: follows "Rather not:"; NULL: nothing. */
    const char *avoid;
    /* A way back to an earlier step, chosen and not taken by Enter: "there is more". NULL: none. */
    const char *again;
    size_t again_to;
    bool writes; /* each writes alone, and both are opened together */
};

struct protocol_row {
    const char *title; /* in the edge of the card: "the floor" */
    const char *door;  /* in plain words, how home calls it; NULL: it has no door of its own */
    const char *about; /* one line on what it is */
    /* Its own card where no prompt of the library is needed; text NULL: a card is dealt. */
    const char *text, *focus;
    enum mood mood;
    enum dimension dimension;
    int depth, minutes;
    const struct protocol_step *steps; /* none: the card's own steps, follow-ups and turns */
    size_t count;
    bool swaps;          /* after the last step the floor changes hands, and all comes once more */
    bool any_card;       /* any card can be held so */
    bool apart;          /* a small sitting of its own */
    enum note_kind line; /* which line lies open afterwards */
};

const struct protocol_row *protocol_row(enum protocol protocol);

/* Those with a door, in the order in which home lists them: doors first that are opened often. */
enum { PROTOCOL_DOORS = 10 };
extern const enum protocol protocol_doors[PROTOCOL_DOORS];

/* The protocol that a card begins in: the one its prompt names; else the floor at depth 4 and where
 * a conflict is touched; else turns. Each can be changed or left at any step. */
enum protocol protocol_due(const struct prompt *prompt);

/* Fills in the protocol's own card, about these words if there are any (NULL: none). False if it
 * has none of its own: then a card is dealt. Release it. */
bool protocol_prompt(enum protocol protocol, const char *about, struct prompt *prompt);

#endif
