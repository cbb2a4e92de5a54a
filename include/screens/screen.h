/* A screen: a table of functions, a state of its own, and nothing else.
 *
 * act() changes the screen's own state only and says, as an effect, what shall be written and
 * where to go; the app alone carries that out, each write in one transaction, and hands the
 * result to done(). What depends on a write changes only there. draw() changes nothing. */
#ifndef COUPLET_SCREENS_SCREEN_H
#define COUPLET_SCREENS_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/couple.h"
#include "domain/picker.h"
#include "domain/preview.h"
#include "domain/sitting.h"
#include "domain/topic.h"
#include "store/store.h"
#include "ui/canvas.h"
#include "ui/footer.h"
#include "ui/keymap.h"
#include "ui/layout.h"

/* What all screens may look at. The app owns it and keeps now true before every call. */
struct world {
    struct store *store;
    struct couple couple;
    struct filter choice; /* of the last time */
    struct moment now;
    const char *folder; /* where the data lives, as it is shown */
};

enum write {
    WRITE_NOTHING,
    WRITE_NAMES,      /* texts: left, right */
    WRITE_DEAL,       /* filter; what lies open is put aside first */
    WRITE_TAKE_UP,    /* the card on the table goes on, in a new sitting if its own is over */
    WRITE_STEP,       /* card, step, texts[0]: the steps so far */
    WRITE_OUTCOME,    /* card, outcome */
    WRITE_UNDO,       /* card: its last step, or how it came here */
    WRITE_NEVER,      /* card: its prompt, never again */
    WRITE_NOTES,      /* card, texts by enum note_kind ("": none, NULL: as it is) */
    WRITE_ANSWERS,    /* card, texts: left, right */
    WRITE_BEGIN,      /* protocol, filter: what they came for; texts[0], or NULL: about what */
    WRITE_APPRECIATE, /* a small thing to be glad of is dealt */
    WRITE_PAUSE,      /* card, texts[0]: the steps so far, until: a pause, or another time for it */
    WRITE_SETTLE,     /* plan, state */
    WRITE_ENDING,     /* card.sitting, ending */
    WRITE_GOOD_NIGHT, /* card.sitting */
    WRITE_DEAL_THIS,  /* prompt */
    WRITE_MARK,       /* prompt, mark, on */
    WRITE_SWITCH,     /* prompt.pack, on: a pack is switched on or off */
    WRITE_REMOVE,     /* prompt.pack: a pack goes */
    WRITE_OWN,        /* prompt.id ("": a new one), texts[0], filter, dimension */
    WRITE_TEAR_UP,    /* prompt.id: one of their own goes */
    WRITE_PUT_BACK,   /* the pack that went last comes back */
    WRITE_PREVIEW,    /* texts[0], a path: nothing is written, result.preview says what is in it */
    WRITE_ADD,        /* texts[0], a path: the pack is added */
    WRITE_TOPICS,     /* answers: what both said becomes one setting a topic */
    WRITE_TOPIC_CLOSED, /* flag: a topic is closed */
};

enum move {
    MOVE_STAY,
    MOVE_PUSH,    /* to, on top of this one */
    MOVE_REPLACE, /* to, instead of this one */
    MOVE_BACK,
    MOVE_HOME,
    MOVE_QUIT
};

struct screen_ops;

/* Which card is meant. */
struct card_key {
    char sitting[UUID_TEXT_SIZE], id[UUID_TEXT_SIZE];
};

/* Which prompt of the library is meant. */
struct prompt_key {
    char pack[PROMPT_ID_SIZE], id[PROMPT_ID_SIZE];
};

struct effect {
    enum write write;
    enum write also; /* done after it, in a transaction of its own */
    struct card_key card;
    struct prompt_key prompt;
    enum mark mark;
    bool on; /* the mark is put on, not taken off */
    enum dimension dimension;
    struct filter filter;
    int step; /* enum card_step */
    enum outcome outcome;
    enum protocol protocol;
    struct moment until;
    struct note_key plan;
    enum plan_state state;
    enum ending ending;
    char *texts[NOTE_KINDS]; /* owned by the effect */
    struct topics *answers;  /* two, of the left and the right one; owned, wiped when released */
    enum flag flag;
    enum move move;
    const struct screen_ops *to;
    const char *quiet; /* static: a sentence for the quiet line, once all went well */
    bool editor;       /* texts[0] goes to their own editor, and comes back to ops->edited() */
    enum action then;  /* done on the screen that is seen after the move */
};

/* What became of a write, and what the next screen is given. */
struct result {
    enum write write;
    struct card_key card; /* the card that was dealt, reopened or written */
    struct prompt_key prompt;
    enum mark mark;
    bool on;
    enum plan_state state;
    bool nothing;         /* WRITE_DEAL found no card … */
    struct filter filter; /* … for this */
    struct widening widenings[WIDENINGS_MAX];
    size_t widening_count;
    struct preview preview;
    enum keymap_id under; /* of the screen that asked for help */
};

struct input {
    enum action action;
    const char *text; /* ACTION_TYPE: what was typed or pasted */
};

struct screen {
    const struct screen_ops *ops;
    void *state; /* ops->state_size bytes, zeroed */
    const struct world *world;
    struct result given;    /* from the effect that led here */
    struct canvas *metrics; /* for measuring: the size and letters of the last drawing */
};

struct screen_ops {
    const char *name;
    enum keymap_id keymap;
    size_t state_size;
    enum status (*open)(struct screen *, struct error *);
    struct effect (*act)(struct screen *, const struct input *);
    void (*done)(struct screen *, const struct result *); /* NULL: nothing to do */
    void (*resume)(struct screen *);                      /* seen again; NULL: nothing to do */
    void (*draw)(const struct screen *, struct canvas *);
    void (*footer)(const struct screen *, struct footer *);
    unsigned (*facts)(const struct screen *);               /* set of enum fact; NULL: none */
    enum keymap_id (*map)(const struct screen *);           /* where it changes; NULL: keymap */
    bool (*typing)(const struct screen *);                  /* letters are text; NULL: never */
    struct effect (*edited)(struct screen *, const char *); /* the text from their editor */
    void (*refused)(struct screen *); /* a key did nothing here; NULL: nothing to do */
    void (*close)(struct screen *);   /* NULL: nothing to free */
};

/* Every screen there is. What must hold on all of them is tested over this list. */
#define SCREENS(SCREEN)                                                                            \
    SCREEN(first_run)                                                                              \
    SCREEN(home)                                                                                   \
    SCREEN(card)                                                                                   \
    SCREEN(doors)                                                                                  \
    SCREEN(ways)                                                                                   \
    SCREEN(sealed)                                                                                 \
    SCREEN(after)                                                                                  \
    SCREEN(close)                                                                                  \
    SCREEN(review)                                                                                 \
    SCREEN(sitting)                                                                                \
    SCREEN(library)                                                                                \
    SCREEN(prompt)                                                                                 \
    SCREEN(packs)                                                                                  \
    SCREEN(compose)                                                                                \
    SCREEN(topics)                                                                                 \
    SCREEN(support)                                                                                \
    SCREEN(help)

#define SCREEN_DECLARE(name) extern const struct screen_ops screen_##name;
SCREENS(SCREEN_DECLARE)
#undef SCREEN_DECLARE

/* Two single answers on the heap, for an effect, and nowhere else. */
struct topics *effect_answers(const struct topics *left, const struct topics *right);

void effect_release(struct effect *effect);

/* The keys of a screen as it is now. */
enum keymap_id screen_keymap(const struct screen *screen);

/* Lets them write it in their own editor; NULL: nothing is there yet. */
struct effect effect_edit(const char *text);

/* The note of a card, or no note any more. Takes over the text. */
struct effect effect_note(const struct card *card, char *text);

/* The key of a card. */
struct card_key card_key_of(const struct card *card);

/* The key of a prompt of the library. */
struct prompt_key prompt_key_of(const char *pack, const char *id);

/* What the quiet line says of a mark that was put on or taken off. */
const char *mark_told(enum mark mark, bool on);

/* The footer moves: true if the action was for it (left, right, and up or down across its edge
 * are the screen's). */
bool footer_move(struct footer *footer, enum action action);

/* A name, cut so that it fits beside the card. */
enum { NAME_CELLS = 12 };
void name_cut(struct strbuf *out, const struct world *world, enum partner partner, bool ascii);

#endif
