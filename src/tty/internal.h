/* What the files of this layer tell each other. Not for anybody else. */
#ifndef COUPLET_TTY_INTERNAL_H
#define COUPLET_TTY_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

#include "base/strbuf.h"
#include "tty/tty.h"

/* keyboard.c: bytes in, events out. Knows no file descriptor and no clock. */

enum {
    KEYBOARD_ROOM = 4096, /* bytes read ahead */
    KEYBOARD_KEYS = 16,   /* keys that terminfo names and couplet knows */
    PASTE_MAX = 1 << 20,  /* bytes; the rest of a longer paste is dropped */
};

struct key_string {
    const char *bytes; /* borrowed */
    size_t size;
    uint32_t key;
};

struct keyboard {
    char bytes[KEYBOARD_ROOM];
    size_t begin, end; /* what isn't taken yet */
    struct key_string keys[KEYBOARD_KEYS];
    size_t key_count;
    bool pasting;
    size_t matched; /* bytes of the closing bracket seen so far */
    struct strbuf paste;
};

enum keyboard_need {
    KEYBOARD_EVENT,   /* *out is filled */
    KEYBOARD_MORE,    /* nothing whole is there */
    KEYBOARD_PERHAPS, /* an ESC is there, and more may belong to it if it comes at once */
};

void keyboard_init(struct keyboard *keyboard);
void keyboard_release(struct keyboard *keyboard);

/* The bytes that the terminal's description gives for a key; they live as long as the keyboard. */
void keyboard_name_key(struct keyboard *keyboard, const char *bytes, uint32_t key);

/* Where to read to, and how much. */
char *keyboard_space(struct keyboard *keyboard, size_t *room);
void keyboard_added(struct keyboard *keyboard, size_t n);

/* Takes one event. With settled, nothing more belongs to what begins with ESC. */
enum keyboard_need keyboard_take(struct keyboard *keyboard, bool settled, struct event *out);

/* The terminal is gone: true if a paste was under way, which is *out then. */
bool keyboard_take_rest(struct keyboard *keyboard, struct event *out);

/* display.c: curses. */

struct display;

/* NULL with *err filled. */
/* Refuses a terminal that can't be drawn on, and writes nothing. */
enum status display_check(struct error *err);

struct display *display_open(const struct theme *theme, int width, int height, struct error *err);

/* With gone, nothing is written. */
void display_close(struct display *display, bool gone);

/* Modes of the terminal that were set by somebody else are what entering goes back to. */
void display_keep_modes(void);

/* To the main screen and the modes that were, and back. */
void display_leave(struct display *display);
void display_enter(struct display *display);

/* Somebody wrote over it and changed its modes without asking. */
void display_retake(struct display *display);

void display_resize(struct display *display, int width, int height);
void display_redraw(struct display *display);
void display_present(struct display *display, const struct canvas *canvas);
bool display_colours(const struct display *display);

/* Calls found for every key that the terminal's description knows. */
void display_keys(struct keyboard *keyboard);

/* The size that the description gives; 80 × 24 if it doesn't. */
void display_described_size(int *width, int *height);

/* Appends what gives the terminal back: paste brackets, keypad, ink, cursor, main screen. */
void display_restoring_bytes(const struct display *display, struct strbuf *out);

/* signals.c: handlers that do nothing but tell. */

/* STATUS_IO if the system has no pipe left. */
enum status signals_open(struct error *err);
void signals_close(bool gone);

/* The descriptor to poll, and emptying it. */
int signals_fd(void);
void signals_drain(void);

/* True once after the signal came. */
bool signals_take(int number);

/* Stops the process group as if there were no handler; returns when it goes on. */
void signals_stop(void);

/* While another program has the terminal. */
void signals_lend(void);
void signals_unlend(void);

/* crash.c: the last words. */

/* The bytes to write and the modes to set when everything else has failed. */
void crash_open(const char *bytes, size_t n, const struct termios *modes);
void crash_close(void);

/* Whether the terminal is ours now, so that there is something to give back. */
void crash_arm(bool armed);

#endif
