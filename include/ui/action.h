/* What can be done: one row an action. Keys, footer, help and (later) the config file all derive
 * from these rows, so there is one place to add one. */
#ifndef COUPLET_UI_ACTION_H
#define COUPLET_UI_ACTION_H

/* What must be true for an action to be possible. Screens say which of these are (ops->facts). */
enum fact {
    FACT_ALWAYS = 0,
    FACT_FOLLOWUP_LEFT = 1 << 0,
    FACT_UNDO = 1 << 1,
    FACT_CARD = 1 << 2,      /* a card lies open */
    FACT_LISTENER = 1 << 3,  /* it has a listener's part */
    FACT_ASIDE = 1 << 4,     /* one was just put aside */
    FACT_ON_TABLE = 1 << 5,  /* home: a card is still on the table */
    FACT_NOTE = 1 << 6,      /* a card is in focus whose note can be edited */
    FACT_PROMPT = 1 << 7,    /* a prompt of the library is in focus … */
    FACT_FACE_UP = 1 << 8,   /* … which may be dealt from there */
    FACT_PACK = 1 << 9,      /* a pack is in focus … */
    FACT_OWN_PACK = 1 << 10, /* … which didn't come with the program */
    FACT_OURS = 1 << 11,     /* the couple wrote the prompt themselves */
    FACT_BACK = 1 << 12,     /* there is a step before this one */
    FACT_AGAIN = 1 << 13,    /* … or a way back to an earlier one */
    FACT_PLAN = 1 << 14,     /* a plan is open */
    FACT_TOPICS = 1 << 15,   /* the topics are seen by both together */
    FACT_WRITTEN = 1 << 16,  /* one of them has written something */
    FACT_OPENED = 1 << 17    /* … and both answers lie open */
};

/* ID, config name, help, fact that it needs. The help is what the page of keys says; a binding
 * may say it better for its screen. */
#define ACTIONS(ACTION)                                                                            \
    ACTION(NONE, "none", "", FACT_ALWAYS)                                                          \
    ACTION(ENTER, "enter", "do what is in \xe2\x80\xb9 \xe2\x80\xba", FACT_ALWAYS)                 \
    ACTION(BACK, "back", "one step back", FACT_ALWAYS)                                             \
    ACTION(QUIT, "quit", "back, then out", FACT_ALWAYS)                                            \
    ACTION(HELP, "help", "this page", FACT_ALWAYS)                                                 \
    ACTION(SUPPORT, "support", "support", FACT_ALWAYS)                                             \
    ACTION(REDRAW, "redraw", "draw again", FACT_ALWAYS)                                            \
    ACTION(UP, "up", "up", FACT_ALWAYS)                                                            \
    ACTION(DOWN, "down", "down", FACT_ALWAYS)                                                      \
    ACTION(LEFT, "left", "left", FACT_ALWAYS)                                                      \
    ACTION(RIGHT, "right", "right", FACT_ALWAYS)                                                   \
    ACTION(NEXT, "next", "the next thing", FACT_ALWAYS)                                            \
    ACTION(PREVIOUS, "previous", "the thing before", FACT_ALWAYS)                                  \
    ACTION(PAGE_UP, "page-up", "a page up", FACT_ALWAYS)                                           \
    ACTION(PAGE_DOWN, "page-down", "a page down", FACT_ALWAYS)                                     \
    ACTION(FIRST, "first", "the newest", FACT_ALWAYS)                                              \
    ACTION(LAST, "last", "the oldest", FACT_ALWAYS)                                                \
    ACTION(TYPE, "type", "", FACT_ALWAYS)                                                          \
    ACTION(ERASE, "erase", "", FACT_ALWAYS)                                                        \
    ACTION(ERASE_NEXT, "erase-next", "", FACT_ALWAYS)                                              \
    ACTION(LINE_BEGIN, "line-begin", "", FACT_ALWAYS)                                              \
    ACTION(LINE_END, "line-end", "", FACT_ALWAYS)                                                  \
    ACTION(NEW_LINE, "new-line", "a new line", FACT_ALWAYS)                                        \
    ACTION(REDO, "redo", "do it again", FACT_ALWAYS)                                               \
    ACTION(EDITOR, "editor", "in your own editor", FACT_ALWAYS)                                    \
    ACTION(FOLLOWUP, "follow-up", "follow-up", FACT_FOLLOWUP_LEFT)                                 \
    ACTION(SWAP, "swap", "swap who talks", FACT_CARD)                                              \
    ACTION(LISTENER, "listener", "listener\xe2\x80\x99s part", FACT_LISTENER)                      \
    ACTION(ANOTHER, "another", "another card", FACT_CARD)                                          \
    ACTION(KEEP, "keep", "keep for later", FACT_CARD)                                              \
    ACTION(STOP, "stop", "stop here", FACT_CARD)                                                   \
    ACTION(TALKED, "talked", "enough: talked", FACT_CARD)                                          \
    ACTION(WHY, "why", "why this one", FACT_CARD)                                                  \
    ACTION(DEEPER, "deeper", "go deeper", FACT_CARD)                                               \
    ACTION(WAYS, "ways", "talk another way", FACT_CARD)                                            \
    ACTION(STEP_BACK, "step-back", "one step back", FACT_BACK)                                     \
    ACTION(AGAIN, "again", "there is more", FACT_AGAIN)                                            \
    ACTION(DECLINE, "decline", "put it away", FACT_CARD)                                           \
    ACTION(PAUSE, "pause", "a pause", FACT_CARD)                                                   \
    ACTION(LATER, "later", "a later time", FACT_ALWAYS)                                            \
    ACTION(EARLIER, "earlier", "an earlier time", FACT_ALWAYS)                                     \
    ACTION(WRITE_MORE, "write-more", "write some more", FACT_WRITTEN)                              \
    ACTION(SAVE_BOTH, "save-both", "save both", FACT_OPENED)                                       \
    ACTION(NEVER, "never-again", "never again", FACT_ASIDE)                                        \
    ACTION(UNDO, "undo", "undo", FACT_UNDO)                                                        \
    ACTION(TAKE_UP, "take-up", "take it up", FACT_ON_TABLE)                                        \
    ACTION(DEAL, "deal", "deal a card", FACT_ALWAYS)                                               \
    ACTION(PARTICULAR, "particular", "something particular", FACT_ALWAYS)                          \
    ACTION(PLAN_DONE, "plan-done", "the plan is done", FACT_PLAN)                                  \
    ACTION(PLAN_LET_GO, "plan-let-go", "let the plan go", FACT_PLAN)                               \
    ACTION(PLAN_WRITE, "plan-write", "write about the plan first", FACT_PLAN)                      \
    ACTION(WORD, "word", "the word for tonight", FACT_ALWAYS)                                      \
    ACTION(LOOK_BACK, "look-back", "look back", FACT_ALWAYS)                                       \
    ACTION(LIBRARY, "library", "the library", FACT_ALWAYS)                                         \
    ACTION(SEARCH, "search", "search", FACT_ALWAYS)                                                \
    ACTION(FILTER, "filter", "filter", FACT_ALWAYS)                                                \
    ACTION(PACKS, "packs", "the packs", FACT_ALWAYS)                                               \
    ACTION(TOPICS, "topics", "topics: open or not", FACT_ALWAYS)                                   \
    ACTION(ANEW, "answer-anew", "answer anew", FACT_TOPICS)                                        \
    ACTION(SWITCH, "switch", "on, or off", FACT_PACK)                                              \
    ACTION(ADD, "add", "add from a file", FACT_ALWAYS)                                             \
    ACTION(REMOVE, "remove", "remove it", FACT_OWN_PACK)                                           \
    ACTION(COMPOSE, "compose", "write one", FACT_ALWAYS)                                           \
    ACTION(REWRITE, "rewrite", "rewrite it", FACT_OURS)                                            \
    ACTION(TEAR_UP, "tear-up", "tear it up", FACT_OURS)                                            \
    ACTION(DEAL_THIS, "deal-this", "deal it", FACT_FACE_UP)                                        \
    ACTION(FAVOURITE, "favourite", "favourite", FACT_PROMPT)                                       \
    ACTION(HIDE, "hide", "never again", FACT_PROMPT)                                               \
    ACTION(EDIT, "edit", "edit the line", FACT_NOTE)                                               \
    ACTION(END, "end", "end for tonight", FACT_ALWAYS)                                             \
    ACTION(GOOD_NIGHT, "good-night", "good night", FACT_ALWAYS)

#define ACTION_ENUM(id, name, help, fact) ACTION_##id,
enum action { ACTIONS(ACTION_ENUM) ACTION_COUNT };
#undef ACTION_ENUM

struct action_row {
    const char *name, *help;
    enum fact needs;
};

const struct action_row *action_row(enum action action);

/* One sentence that says why a fact is missing: "No follow-up is left on this card." */
const char *fact_missing(enum fact fact);

#endif
