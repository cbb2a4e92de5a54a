/* The terminal: events in, canvas out.
 *
 * The only layer that knows curses. It enters the alternate screen, turns bytes and signals into
 * struct event, sends what changed of a canvas, and gives the terminal back as it was, also after
 * a crash. It knows no screen, no key binding and no data. One struct tty at a time; all calls from
 * one thread. */
#ifndef COUPLET_TTY_TTY_H
#define COUPLET_TTY_TTY_H

#include <stdbool.h>

#include "base/error.h"
#include "ui/canvas.h"
#include "ui/event.h"
#include "ui/theme.h"

struct tty;

/* Whether tty_open() would take this terminal; writes nothing. Fails as tty_open() does. */
enum status tty_check(struct error *err);

/* Takes the terminal on standard input and output. The theme is borrowed until tty_close(). The
 * caller has set LC_CTYPE. Fails before a byte is written: STATUS_INVALID if either is no
 * terminal, STATUS_IO if TERM doesn't name one that can place its cursor. */
enum status tty_open(struct tty **out, const struct theme *theme, struct error *err);

/* Main screen, modes, cursor and signal handlers as they were. NULL is fine; so is a terminal that
 * has gone. */
void tty_close(struct tty *tty);

/* Whether the theme's colours are shown; never with a theme without colours. */
bool tty_colours(const struct tty *tty);

/* In cells, as of the last event. */
void tty_size(const struct tty *tty, int *width, int *height);

/* Waits for as long as it takes and fills *out, which the caller releases. A stop (Ctrl-Z) happens
 * inside and ends in EVENT_RESUMED, which carries the size. After EVENT_HANGUP every further call
 * returns it again. */
void tty_next_event(struct tty *tty, struct event *out);

/* Shows the canvas: sends the rows that differ from the last one, then rests the cursor on the
 * canvas's. Where the canvas is smaller than the screen, the rest is blank; where it is larger, it
 * is cut. */
void tty_present(struct tty *tty, const struct canvas *canvas);

/* The next tty_present() sends everything again, without erasing first. */
void tty_redraw(struct tty *tty);

/* Lends the terminal to another program, and takes it back. In between SIGINT and SIGQUIT are that
 * program's, and a stop stops both. A new size is told by the next event. */
void tty_suspend(struct tty *tty);
void tty_resume(struct tty *tty);

/* Lets them change a text in their own editor, $VISUAL or $EDITOR, to which the terminal is lent.
 * It gets the text in a file that nobody else can read, in a folder of its own; both are removed
 * whatever happens, with what the editor left beside it. Fails and leaves the text as it was:
 * STATUS_NOT_FOUND if no editor is named, STATUS_IO, STATUS_INVALID if what comes back is too long
 * or no text. */
enum status tty_edit(struct tty *tty, struct strbuf *text, size_t most, struct error *err);

/* Gives the terminal back at once, with nothing but write() and tcsetattr(): for
 * error_set_last_rites(). Does nothing while no tty is open or while it is lent. */
void tty_last_rites(void);

#endif
