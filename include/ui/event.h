/* What the terminal tells. */
#ifndef COUPLET_UI_EVENT_H
#define COUPLET_UI_EVENT_H

#include <stdint.h>

/* Keys that are no character. Characters are their code points; control keys are theirs (Ctrl-L
 * is 0x0c). Above Unicode, so both fit one number. */
enum key {
    K_NONE = 0,
    K_TAB = 0x09,
    K_ENTER = 0x0d,
    K_ESC = 0x1b,
    K_BACKSPACE = 0x7f,
    K_UP = 0x110000,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_HOME,
    K_END,
    K_PAGE_UP,
    K_PAGE_DOWN,
    K_DELETE,
    K_BACK_TAB,
    K_OTHER /* a key that couplet has no name for */
};

enum event_kind {
    EVENT_KEY,     /* key: a special or control key */
    EVENT_TEXT,    /* text: one typed character (and marks that came with it) */
    EVENT_PASTE,   /* text: all of a paste, as it came */
    EVENT_RESIZE,  /* width, height */
    EVENT_RESUMED, /* back after a stop: draw everything again */
    EVENT_SIGNAL,  /* signal: SIGTERM, SIGINT, SIGHUP: save nothing more, go */
    EVENT_HANGUP   /* the terminal is gone */
};

struct event {
    enum event_kind kind;
    uint32_t key;
    int width, height, signal;
    char *text; /* UTF-8, valid; owned by the event */
};

void event_release(struct event *event);

#endif
