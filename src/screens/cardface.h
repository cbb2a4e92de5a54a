/* The faces of the card on the table: in turns, face down, step by step, in a pause, and the empty
 * one when nothing fits. The card screen holds what they share and shows one of them; each face is
 * a file with one table. */
#ifndef COUPLET_SCREENS_CARDFACE_H
#define COUPLET_SCREENS_CARDFACE_H

#include "cardview.h"

struct card_screen {
    bool empty;       /* nothing fits */
    bool gone;        /* … or the card was finished in another window */
    struct card card; /* else: the one on the table */
    struct progress at;
    struct strbuf then;    /* what they kept of it long ago, to remember; "" if nothing */
    struct moment until;   /* of a pause */
    bool has_before;       /* a card before it, to which undo goes back */
    bool listener;         /* the listener's part has the room */
    bool hint;             /* one of their first cards: say how the word goes over */
    bool met_often;        /* rule 13 */
    struct card_key aside; /* the one that was just put aside; "" if none */
    bool may_bar;          /* … and its prompt may still be marked never again */
    size_t footer;
    size_t choice;             /* empty: which widening */
    struct footer_place place; /* empty: whether the arrows are in the footer */
    int scroll;
};

struct card_face {
    enum keymap_id keymap;
    void (*footer)(const struct screen *, struct footer *);
    struct effect (*up)(struct screen *);
    struct effect (*down)(struct screen *);
    void (*draw)(const struct screen *, struct canvas *);
};

extern const struct card_face face_turns, face_down, face_steps, face_pause;

/* The empty face is a small screen of its own. */
void face_empty_footer(const struct screen *screen, struct footer *footer);
struct effect face_empty_act(struct screen *screen, const struct input *input);
void face_empty_draw(const struct screen *screen, struct canvas *canvas);

/* Nothing, for keys that do nothing on a face. */
struct effect card_nothing(struct screen *screen);

/* A step of the card, if it is possible. */
struct effect card_step(const struct card_screen *s, int step);

/* Takes a card that was put aside for good. */
struct effect card_never(const struct card_screen *s);

/* "Sam’s turn": what Enter says where the word goes over; the name is of who will have it. */
const char *card_turn_word(const struct screen *screen, struct strbuf *name);

#endif
