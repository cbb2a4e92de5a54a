/* The canvas on a curses screen. The only file that includes curses.
 *
 * Only changed cells are handed to curses, straight as its own cells, so that a key costs what it
 * changed. The copy of what was shown last is width × height cells of 16 bytes: 30 kB at 80×24. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>
#include <term.h>

#include "base/mem.h"
#include "base/text.h"
#include "internal.h"

enum {
    CELL_CHARACTERS = CCHARW_MAX, /* one that takes room, and marks */
    UNCHANGED_MAX = 4,            /* cells in between that are sent again rather than begun anew */
    PLAIN_FIRST = 0x20,           /* the printable ASCII letters */
    PLAIN_COUNT = 0x7f - PLAIN_FIRST,
    LOOK_BARE = ROLE_COUNT, /* how a blank looks that shows nothing of its role */
    LOOK_COUNT,
    FALLBACK_WIDTH = 80,
    FALLBACK_HEIGHT = 24,
};

static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";

struct look {
    attr_t attrs;
    short pair;
    bool on_blanks; /* whether a blank shows it */
};

struct display {
    SCREEN *curses;
    int width, height;
    struct look looks[LOOK_COUNT];          /* a role's, and the bare one */
    struct canvas_cell *shown, *scratch;    /* what was sent; one row that is no canvas's */
    cchar_t *run;                           /* one row as curses wants it */
    cchar_t plain[LOOK_COUNT][PLAIN_COUNT]; /* ASCII letters as curses wants them … */
    bool made[LOOK_COUNT][PLAIN_COUNT];     /* … where that was already done */
    bool everything;                        /* nothing is known of what the terminal shows */
    bool colours, brackets;
    char *plain_ink;            /* as the terminal's description has it, before we shorten it */
    int cursor_row, cursor_col; /* where curses believes it is; from 0 */
};

/* The description */

/* A string of the description, or NULL. tigetstr() takes a char * that it doesn't change, and
 * answers −1 for what is no string at all. */
static char *changeable(const char *name)
{
    char *found = tigetstr((char *)(uintptr_t)name);

    return found == (char *)-1 ? NULL : found;
}

static const char *described(const char *name)
{
    return changeable(name);
}

/* A terminal that takes private modes. One that doesn't might print them. */
static bool takes_brackets(void)
{
    const char *enter = described("smcup");

    return described("BE") || (enter && strstr(enter, "\033[?"));
}

/* Without the $<5> that ask for a pause. */
static void add_unpadded(struct strbuf *out, const char *bytes)
{
    while (bytes && *bytes) {
        const char *close = bytes[0] == '$' && bytes[1] == '<' ? strchr(bytes, '>') : NULL;

        if (!close)
            strbuf_addch(out, *bytes);
        bytes = close ? close + 1 : bytes + 1;
    }
}

/* Writes around curses, whose own bytes are all out between two refreshes. */
static void write_all(struct strbuf *bytes)
{
    size_t at = 0;

    while (at < bytes->size) {
        ssize_t n = write(STDOUT_FILENO, bytes->text + at, bytes->size - at);

        if (n < 0 && errno != EINTR)
            break;
        at += n > 0 ? (size_t)n : 0;
    }
    strbuf_release(bytes);
}

/* Keypad and paste brackets on. */
static void write_modes(const struct display *display)
{
    struct strbuf bytes = STRBUF_INIT;

    add_unpadded(&bytes, described("smkx"));
    if (display->brackets)
        strbuf_addstr(&bytes, paste_on);
    write_all(&bytes);
}

void display_restoring_bytes(const struct display *display, struct strbuf *out)
{
    if (display->brackets)
        strbuf_addstr(out, paste_off);
    add_unpadded(out, described("rmkx"));
    add_unpadded(out, display->plain_ink);
    add_unpadded(out, described("cnorm"));
    if (described("rmcup"))
        add_unpadded(out, described("rmcup"));
    else
        strbuf_addstr(out, "\r\n");
}

void display_keys(struct keyboard *keyboard)
{
    static const struct {
        const char *name;
        uint32_t key;
    } keys[] = {
        { "kcuu1", K_UP },     { "kcud1", K_DOWN },    { "kcub1", K_LEFT },  { "kcuf1", K_RIGHT },
        { "khome", K_HOME },   { "kend", K_END },      { "kpp", K_PAGE_UP }, { "knp", K_PAGE_DOWN },
        { "kdch1", K_DELETE }, { "kcbt", K_BACK_TAB }, { "kent", K_ENTER },  { "kbs", K_BACKSPACE },
    };

    for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
        keyboard_name_key(keyboard, described(keys[i].name), keys[i].key);
}

void display_described_size(int *width, int *height)
{
    *width = tigetnum((char *)(uintptr_t) "cols");
    *height = tigetnum((char *)(uintptr_t) "lines");
    if (*width < 1)
        *width = FALLBACK_WIDTH;
    if (*height < 1)
        *height = FALLBACK_HEIGHT;
}

/* Refuses what can't be drawn on, before anything is written. */
enum status display_check(struct error *err)
{
    const char *name = getenv("TERM");
    int found;
    bool usable;

    if (!name || !*name)
        return error_set(err, STATUS_IO,
                         "TERM is not set, so the terminal's language is unknown; try: "
                         "TERM=xterm-256color couplet");
    if (setupterm(NULL, STDOUT_FILENO, &found) != OK) {
        struct strbuf shown = STRBUF_INIT;

        text_display(&shown, name, strlen(name), true);
        error_set(err, STATUS_IO,
                  "this system has no description of the terminal \"%.60s\" (TERM); try: "
                  "TERM=xterm-256color couplet",
                  shown.text);
        strbuf_release(&shown);
        return STATUS_IO;
    }
    usable = described("cup") && described("clear") && !tigetflag((char *)(uintptr_t) "gn") &&
             !tigetflag((char *)(uintptr_t) "hc");
    del_curterm(cur_term);
    if (usable)
        return STATUS_OK;
    return error_set(err, STATUS_IO,
                     "the terminal \"%.60s\" (TERM) can't place its cursor; try: "
                     "TERM=xterm-256color couplet",
                     name);
}

/* Makes the description's own bytes shorter, where curses looks them up. The changes of character
 * set that come with every change of ink go, since we never change it: 3 bytes each. The reset of
 * the palette goes, because the palette is the user's. */
static void tame_description(struct display *display)
{
    static const char charset[] = "\033(B", choice[] = "%?%p9%t\033(0%e\033(B%;";
    char *ink = changeable("sgr0"), *all = changeable("sgr"), *palette = changeable("oc");

    display->plain_ink = mem_copy(ink);
    if (ink && !strncmp(ink, charset, sizeof charset - 1))
        memmove(ink, ink + sizeof charset - 1, strlen(ink + sizeof charset - 1) + 1);
    if (all && !strncmp(all, choice, sizeof choice - 1))
        memmove(all, all + sizeof choice - 1, strlen(all + sizeof choice - 1) + 1);
    if (palette)
        palette[0] = '\0';
}

/* Life cycle */

static void make_looks(struct display *display, const struct theme *theme)
{
    bool wanted = false;

    for (size_t i = 0; i < ROLE_COUNT; i++)
        wanted = wanted || theme->styles[i].colour != COLOUR_OWN;
    display->colours = wanted && has_colors() && start_color() == OK && use_default_colors() == OK;
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        const struct style *style = &theme->styles[i];
        short colour = COLORS < 16 ? style->colour_if_8 : style->colour;
        short pair = (short)(i + 1);
        struct look *look = &display->looks[i];

        *look = (struct look){ .attrs = A_NORMAL, .on_blanks = style->attrs & ATTR_REVERSE };
        if (style->attrs & ATTR_BOLD)
            look->attrs |= A_BOLD;
        if (style->attrs & ATTR_DIM)
            look->attrs |= A_DIM;
        if (style->attrs & ATTR_REVERSE)
            look->attrs |= A_REVERSE;
        if (display->colours && colour != COLOUR_OWN && colour < COLORS &&
            init_pair(pair, colour, COLOUR_OWN) == OK)
            look->pair = pair;
    }
}

static void make_room(struct display *display)
{
    size_t width = (size_t)display->width, height = (size_t)display->height;

    display->shown = mem_resize(display->shown, width * height, sizeof *display->shown);
    display->scratch = mem_resize(display->scratch, width, sizeof *display->scratch);
    display->run = mem_resize(display->run, width, sizeof *display->run);
    display->everything = true;
}

struct display *display_open(const struct theme *theme, int width, int height, struct error *err)
{
    struct display *display;
    SCREEN *curses;

    curses = newterm(NULL, stdout, stdin);
    if (!curses) {
        error_set(err, STATUS_IO,
                  "the terminal \"%.60s\" (TERM) can't be set up; try: "
                  "TERM=xterm-256color couplet",
                  getenv("TERM"));
        return NULL;
    }
    display = mem_new(1, sizeof *display);
    display->curses = curses;
    display->brackets = takes_brackets();
    tame_description(display);
    make_looks(display, theme);
    typeahead(-1); /* no look at the keyboard while drawing */
    leaveok(stdscr, FALSE);
    idcok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    nonl();
    if (width < 1 || height < 1)
        display_described_size(&width, &height);
    if (width != COLS || height != LINES)
        resize_term(height, width);
    display->width = width;
    display->height = height;
    make_room(display);
    curs_set(1);
    write_modes(display);
    return display;
}

void display_close(struct display *display, bool gone)
{
    if (!gone)
        display_leave(display);
    delscreen(display->curses);
    free(display->plain_ink);
    free(display->shown);
    free(display->scratch);
    free(display->run);
    free(display);
}

void display_keep_modes(void)
{
    def_prog_mode();
}

void display_leave(struct display *display)
{
    struct strbuf bytes = STRBUF_INIT;

    if (isendwin())
        return;
    if (display->brackets)
        strbuf_addstr(&bytes, paste_off);
    add_unpadded(&bytes, described("rmkx"));
    write_all(&bytes);
    endwin();
}

void display_enter(struct display *display)
{
    reset_prog_mode(); /* first: in the background this waits for fg, and nothing was written */
    write_modes(display);
    display->everything = true; /* the rest comes back with the next refresh */
}

void display_retake(struct display *display)
{
    reset_prog_mode();
    write_modes(display);
    curs_set(0); /* curses tells the terminal only of a change */
    curs_set(1);
    display_redraw(display);
}

bool display_colours(const struct display *display)
{
    return display->colours;
}

/* Size and repainting */

/* The cursor goes by number, not by steps, to where curses believes it is, and the ink is plain. */
static void write_place(const struct display *display)
{
    struct strbuf bytes = STRBUF_INIT;

    add_unpadded(&bytes, display->plain_ink);
    add_unpadded(&bytes, tparm(described("cup"), (long)display->cursor_row,
                               (long)display->cursor_col, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
    write_all(&bytes);
}

void display_resize(struct display *display, int width, int height)
{
    if (width == display->width && height == display->height)
        return;
    if (!isendwin() && !display->everything) { /* to a corner that any size has */
        wmove(stdscr, 0, 0);
        wrefresh(stdscr);
        display->cursor_row = display->cursor_col = 0;
    }
    resize_term(height, width); /* unlike resizeterm(), asks for no erasing */
    display->width = width;
    display->height = height;
    make_room(display);
    if (!isendwin())
        write_place(display);
}

void display_redraw(struct display *display)
{
    display->everything = true;
    if (!isendwin())
        write_place(display);
}

/* The canvas */

static const struct canvas_cell blank = { .text = " ", .width = 1, .role = ROLE_TEXT };

static bool is_blank(const struct canvas_cell *cell)
{
    return cell->text[0] == ' ' && !cell->text[1];
}

/* The row at the screen's width: the canvas's own, or a copy that is cut or filled up. */
static const struct canvas_cell *row_of(const struct display *display, const struct canvas *canvas,
                                        int row)
{
    size_t width = (size_t)display->width, theirs = (size_t)canvas->width, n;
    const struct canvas_cell *cells;

    if (row < canvas->height && theirs == width)
        return canvas->cells + (size_t)row * theirs;
    n = row >= canvas->height ? 0 : theirs < width ? theirs : width;
    if (n) {
        cells = canvas->cells + (size_t)row * theirs;
        memcpy(display->scratch, cells, n * sizeof *cells);
        if (cells[n - 1].width == 2) /* its right half is beyond the edge */
            n--;
    }
    for (size_t i = n; i < width; i++)
        display->scratch[i] = blank;
    return display->scratch;
}

static void make_cell(const struct canvas_cell *from, const struct look *look, cchar_t *to)
{
    wchar_t text[CELL_CHARACTERS + 1];
    size_t n = 0, size = strnlen(from->text, sizeof from->text);

    for (size_t at = 0; at < size && n < CELL_CHARACTERS;) {
        uint32_t code;

        at += text_decode(from->text, size, at, &code);
        text[n++] = (wchar_t)code;
    }
    text[n] = L'\0';
    if (setcchar(to, text, look->attrs, look->pair, NULL) != OK)
        setcchar(to, L" ", A_NORMAL, 0, NULL);
}

/* The same, but what is only a letter of ASCII is made once. */
static void take_cell(struct display *display, const struct canvas_cell *from, size_t look,
                      cchar_t *to)
{
    size_t letter = (unsigned char)from->text[0] - (size_t)PLAIN_FIRST;

    if (letter >= PLAIN_COUNT || from->text[1]) {
        make_cell(from, &display->looks[look], to);
        return;
    }
    if (!display->made[look][letter]) {
        make_cell(from, &display->looks[look], &display->plain[look][letter]);
        display->made[look][letter] = true;
    }
    *to = display->plain[look][letter];
}

/* How a cell is shown. A blank that shows nothing of its role has it only inside of a text, where a
 * change of ink for it would cost bytes; solid is the next cell that is no blank, or NULL. */
static size_t look_of(const struct display *display, const struct canvas_cell *cell,
                      const struct canvas_cell *solid)
{
    if (is_blank(cell) && !display->looks[cell->role].on_blanks &&
        (!solid || solid->role != cell->role))
        return LOOK_BARE;
    return cell->role;
}

/* Hands the cells from first up to last to curses. */
static void send_cells(struct display *display, const struct canvas_cell *cells, int row, int first,
                       int last)
{
    int n = 0, solid = first;

    while (first > 0 && !cells[first].width) /* from the left half on */
        first--;
    for (int col = first; col <= last; col++) {
        if (!cells[col].width)
            continue;
        if (solid < col)
            solid = col;
        while (solid < display->width && is_blank(&cells[solid]))
            solid++;
        take_cell(display, &cells[col],
                  look_of(display, &cells[col], solid < display->width ? &cells[solid] : NULL),
                  &display->run[n++]);
    }
    mvwadd_wchnstr(stdscr, row, first, display->run, n);
}

static bool same_cell(const struct canvas_cell *a, const struct canvas_cell *b)
{
    return !memcmp(a, b, sizeof *a);
}

/* Sends what has changed, stretch by stretch. */
static void send_changes(struct display *display, const struct canvas_cell *shown,
                         const struct canvas_cell *cells, int row)
{
    int col = 0;

    while (col < display->width) {
        int first = col, last = col;

        col++;
        if (same_cell(&shown[first], &cells[first]))
            continue;
        for (; col < display->width && col - last <= UNCHANGED_MAX; col++)
            if (!same_cell(&shown[col], &cells[col]))
                last = col;
        send_cells(display, cells, row, first, last);
    }
}

static void send_row(struct display *display, const struct canvas_cell *cells, int row)
{
    size_t width = (size_t)display->width, size = width * sizeof *cells;
    struct canvas_cell *shown = display->shown + (size_t)row * width;

    if (display->everything)
        send_cells(display, cells, row, 0, display->width - 1);
    else if (memcmp(shown, cells, size) != 0)
        send_changes(display, shown, cells, row);
    else
        return;
    memcpy(shown, cells, size);
}

void display_present(struct display *display, const struct canvas *canvas)
{
    int row = canvas->cursor_row - 1, col = canvas->cursor_col - 1;

    for (int i = 0; i < display->height; i++)
        send_row(display, row_of(display, canvas, i), i);
    if (display->everything)
        redrawwin(stdscr);
    display->everything = false;
    display->cursor_row = row < 0 ? 0 : row < display->height ? row : display->height - 1;
    display->cursor_col = col < 0 ? 0 : col < display->width ? col : display->width - 1;
    wmove(stdscr, display->cursor_row, display->cursor_col);
    wrefresh(stdscr);
}
