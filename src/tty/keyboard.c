/* Bytes from the terminal, taken apart into keys, text and pastes.
 *
 * curses would do part of it, but loses a letter whose bytes come apart, and makes Esc and letters
 * of a key that it doesn't know. So only the terminal's description comes from there. Besides what
 * the description names, the sequences that terminals agree on are known; any other whole sequence
 * is one K_OTHER. */
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "internal.h"

enum {
    NUL = 0x00,
    BACKSPACE = 0x08,
    LINE_FEED = 0x0a,
    ESC = 0x1b,
    SEQUENCE_MAX = 64, /* bytes; a longer one is no key */
    CLUSTER_MAX = 256, /* bytes of marks that join one letter */
};

static const char paste_end[] = "\033[201~";
enum { PASTE_BEGIN_CODE = 200, PASTE_END_CODE = 201, PASTE_END_SIZE = sizeof paste_end - 1 };

void keyboard_init(struct keyboard *keyboard)
{
    keyboard->begin = keyboard->end = 0;
    keyboard->key_count = 0;
    keyboard->pasting = false;
    keyboard->matched = 0;
    keyboard->paste = (struct strbuf)STRBUF_INIT;
}

void keyboard_release(struct keyboard *keyboard)
{
    strbuf_release(&keyboard->paste);
}

void keyboard_name_key(struct keyboard *keyboard, const char *bytes, uint32_t key)
{
    if (!bytes || bytes[0] != ESC || !bytes[1] || keyboard->key_count == KEYBOARD_KEYS)
        return; /* control characters mean themselves, whatever the description says */
    keyboard->keys[keyboard->key_count++] =
        (struct key_string){ .bytes = bytes, .size = strlen(bytes), .key = key };
}

char *keyboard_space(struct keyboard *keyboard, size_t *room)
{
    if (keyboard->begin) {
        memmove(keyboard->bytes, keyboard->bytes + keyboard->begin,
                keyboard->end - keyboard->begin);
        keyboard->end -= keyboard->begin;
        keyboard->begin = 0;
    }
    *room = KEYBOARD_ROOM - keyboard->end;
    return keyboard->bytes + keyboard->end;
}

void keyboard_added(struct keyboard *keyboard, size_t n)
{
    keyboard->end += n;
}

static enum keyboard_need give_key(struct keyboard *keyboard, size_t n, uint32_t key,
                                   struct event *out)
{
    keyboard->begin += n;
    *out = (struct event){ .kind = EVENT_KEY, .key = key };
    return KEYBOARD_EVENT;
}

static enum keyboard_need give_text(const char *text, size_t n, struct event *out)
{
    *out = (struct event){ .kind = EVENT_TEXT, .text = mem_copy_n(text, n) };
    return KEYBOARD_EVENT;
}

/* Pastes */

static void paste_add(struct strbuf *paste, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (bytes[i] != NUL && bytes[i] != ESC && paste->size < PASTE_MAX)
            strbuf_addch(paste, bytes[i]);
}

static enum keyboard_need give_paste(struct keyboard *keyboard, struct event *out)
{
    struct strbuf *paste = &keyboard->paste, valid = STRBUF_INIT;

    if (paste->size == PASTE_MAX) { /* a letter cut by the limit goes with what was dropped */
        size_t tail = paste->size;

        while (tail > paste->size - 4 && ((unsigned char)paste->text[tail - 1] & 0xc0) == 0x80)
            tail--;
        if ((unsigned char)paste->text[tail - 1] >= 0xc0)
            tail--;
        if (!text_is_utf8(paste->text + tail, paste->size - tail, NULL))
            strbuf_truncate(paste, tail);
    }
    if (text_is_utf8(paste->text, paste->size, NULL)) {
        valid = *paste;
        *paste = (struct strbuf)STRBUF_INIT;
    }
    for (size_t at = 0; at < paste->size;) {
        uint32_t code;
        char bytes[4];

        at += text_decode(paste->text, paste->size, at, &code);
        strbuf_add(&valid, bytes, text_encode(code, bytes));
    }
    strbuf_release(paste);
    keyboard->pasting = false;
    keyboard->matched = 0;
    *out = (struct event){ .kind = EVENT_PASTE, .text = strbuf_detach(&valid) };
    return KEYBOARD_EVENT;
}

/* ESC stands only at the front of the closing bracket, so a failed match begins anew at once. */
static enum keyboard_need take_paste(struct keyboard *keyboard, struct event *out)
{
    while (keyboard->begin < keyboard->end) {
        char byte = keyboard->bytes[keyboard->begin++];

        if (byte != paste_end[keyboard->matched]) {
            paste_add(&keyboard->paste, paste_end, keyboard->matched);
            keyboard->matched = 0;
        }
        if (byte != paste_end[keyboard->matched])
            paste_add(&keyboard->paste, &byte, 1);
        else if (++keyboard->matched == PASTE_END_SIZE)
            return give_paste(keyboard, out);
    }
    return KEYBOARD_MORE;
}

bool keyboard_take_rest(struct keyboard *keyboard, struct event *out)
{
    if (!keyboard->pasting)
        return false;
    paste_add(&keyboard->paste, paste_end, keyboard->matched);
    return give_paste(keyboard, out) == KEYBOARD_EVENT;
}

/* Sequences that begin with ESC */

/* What follows ESC [ up to its final byte: numbers, and whether it is of the plain kind. */
struct control {
    unsigned first, second;
    char final;
    bool plain;
};

/* The bytes of the control sequence at the front; 0 if its end isn't there yet. */
static size_t control_size(const char *bytes, size_t n)
{
    size_t at = 2;

    if (n > 2 && bytes[2] == '[') /* the Linux console's function keys */
        return n > 3 ? 4 : 0;
    while (at < n && at < SEQUENCE_MAX && bytes[at] >= 0x20 && bytes[at] < 0x40)
        at++;
    if (at == SEQUENCE_MAX)
        return at;
    if (at == n)
        return 0;
    return bytes[at] >= 0x40 && bytes[at] < 0x7f ? at + 1 : at; /* broken off by another byte */
}

static struct control control_read(const char *bytes, size_t size)
{
    struct control control = { .final = bytes[size - 1], .plain = true };
    unsigned *number = &control.first;

    for (size_t i = 2; i + 1 < size; i++) {
        if (bytes[i] >= '0' && bytes[i] <= '9' && *number < 10000)
            *number = *number * 10 + (unsigned)(bytes[i] - '0');
        else if (bytes[i] == ';' && number == &control.first)
            number = &control.second;
        else
            control.plain = false;
    }
    return control;
}

/* By the final byte, after ESC [ and ESC O alike. */
static uint32_t letter_key(char final)
{
    switch (final) {
    case 'A':
        return K_UP;
    case 'B':
        return K_DOWN;
    case 'C':
        return K_RIGHT;
    case 'D':
        return K_LEFT;
    case 'F':
        return K_END;
    case 'H':
        return K_HOME;
    case 'Z':
        return K_BACK_TAB;
    default:
        return K_OTHER;
    }
}

static uint32_t number_key(unsigned number)
{
    switch (number) {
    case 1:
    case 7:
        return K_HOME;
    case 3:
        return K_DELETE;
    case 4:
    case 8:
        return K_END;
    case 5:
        return K_PAGE_UP;
    case 6:
        return K_PAGE_DOWN;
    default:
        return K_OTHER;
    }
}

static enum keyboard_need take_control(struct keyboard *keyboard, size_t size, struct event *out)
{
    struct control control = control_read(keyboard->bytes + keyboard->begin, size);

    if (!control.plain || control.second > 1) /* with Shift, Alt or Ctrl it is another key */
        return give_key(keyboard, size, K_OTHER, out);
    if (control.final != '~')
        return give_key(keyboard, size, control.first > 1 ? K_OTHER : letter_key(control.final),
                        out);
    if (control.first != PASTE_BEGIN_CODE && control.first != PASTE_END_CODE)
        return give_key(keyboard, size, number_key(control.first), out);
    keyboard->begin += size;
    keyboard->pasting = control.first == PASTE_BEGIN_CODE;
    return keyboard_take(keyboard, false, out);
}

/* ESC O and one byte: arrows, the keypad. */
static enum keyboard_need take_keypad(struct keyboard *keyboard, struct event *out)
{
    static const char from[] = "XjklmnopqrstuvwxyM", to[] = "=*+,-./0123456789\r";
    const char *bytes = keyboard->bytes + keyboard->begin, *found = strchr(from, bytes[2]);

    if (!bytes[2] || !found)
        return give_key(keyboard, 3, letter_key(bytes[2]), out);
    if (to[found - from] == K_ENTER)
        return give_key(keyboard, 3, K_ENTER, out);
    keyboard->begin += 3;
    return give_text(&to[found - from], 1, out);
}

/* A key by its name in the terminal's description, or NULL. */
static const struct key_string *named_key(const struct keyboard *keyboard)
{
    size_t n = keyboard->end - keyboard->begin;

    for (size_t i = 0; i < keyboard->key_count; i++)
        if (keyboard->keys[i].size <= n &&
            !memcmp(keyboard->keys[i].bytes, keyboard->bytes + keyboard->begin,
                    keyboard->keys[i].size))
            return &keyboard->keys[i];
    return NULL;
}

static enum keyboard_need take_escape(struct keyboard *keyboard, bool settled, struct event *out)
{
    const char *bytes = keyboard->bytes + keyboard->begin;
    const struct key_string *named = named_key(keyboard);
    size_t n = keyboard->end - keyboard->begin, size;

    if (named)
        return give_key(keyboard, named->size, named->key, out);
    if (n == 1)
        return settled ? give_key(keyboard, 1, K_ESC, out) : KEYBOARD_PERHAPS;
    if (bytes[1] == ESC || (unsigned char)bytes[1] >= 0x80)
        return give_key(keyboard, 1, K_ESC, out);
    if (bytes[1] == '[' && (size = control_size(bytes, n)))
        return take_control(keyboard, size, out);
    if (bytes[1] == 'O' && n > 2)
        return take_keypad(keyboard, out);
    if ((bytes[1] == '[' || bytes[1] == 'O') && !settled)
        return KEYBOARD_PERHAPS;
    return give_key(keyboard, bytes[1] == '[' ? n : 2, K_OTHER, out); /* Alt and a letter */
}

/* Characters */

static enum keyboard_need take_byte(struct keyboard *keyboard, struct event *out)
{
    unsigned char byte = (unsigned char)keyboard->bytes[keyboard->begin];

    switch (byte) {
    case NUL:
        return give_key(keyboard, 1, K_OTHER, out);
    case LINE_FEED:
        return give_key(keyboard, 1, K_ENTER, out);
    case BACKSPACE:
        return give_key(keyboard, 1, K_BACKSPACE, out);
    default:
        return give_key(keyboard, 1, byte, out);
    }
}

/* How many bytes the lead byte promises; 1 for what leads nothing. */
static size_t promised(unsigned char lead)
{
    return lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
}

/* True if the letter at the front may still become whole. */
static bool is_begun(const char *bytes, size_t n)
{
    size_t size = promised((unsigned char)bytes[0]);

    if (n >= size || (unsigned char)bytes[0] >= 0xf5)
        return false;
    for (size_t i = 1; i < n; i++)
        if (((unsigned char)bytes[i] & 0xc0) != 0x80)
            return false;
    return true;
}

/* The end of the run of whole, printable characters beyond ASCII. */
static size_t marks_end(const char *bytes, size_t n, size_t at)
{
    while (at < n && at < CLUSTER_MAX && (unsigned char)bytes[at] >= 0x80) {
        uint32_t code;
        size_t size = text_decode(bytes, n, at, &code);

        if (size == 1 || code < 0xa0)
            break;
        at += size;
    }
    return at;
}

/* One letter with the marks that came with it; or drops what is none, and *out stays. */
static enum keyboard_need take_text(struct keyboard *keyboard, struct event *out)
{
    const char *bytes = keyboard->bytes + keyboard->begin;
    size_t n = keyboard->end - keyboard->begin, size, end;
    uint32_t code;

    if (is_begun(bytes, n))
        return KEYBOARD_MORE;
    size = text_decode(bytes, n, 0, &code);
    if ((unsigned char)bytes[0] >= 0x80 && (size == 1 || code < 0xa0)) {
        keyboard->begin += size;
        return keyboard->begin < keyboard->end ? KEYBOARD_PERHAPS : KEYBOARD_MORE;
    }
    end = marks_end(bytes, n, size);
    if (end > size)
        size = text_next_cluster(bytes, end, 0);
    keyboard->begin += size;
    return give_text(bytes, size, out);
}

enum keyboard_need keyboard_take(struct keyboard *keyboard, bool settled, struct event *out)
{
    for (;;) {
        unsigned char byte;
        size_t begin = keyboard->begin;
        enum keyboard_need need;

        if (keyboard->pasting)
            return take_paste(keyboard, out);
        if (keyboard->begin == keyboard->end)
            return KEYBOARD_MORE;
        byte = (unsigned char)keyboard->bytes[keyboard->begin];
        if (byte == ESC)
            return take_escape(keyboard, settled, out);
        if (byte < 0x20 || byte == K_BACKSPACE)
            return take_byte(keyboard, out);
        need = take_text(keyboard, out);
        if (need != KEYBOARD_PERHAPS || keyboard->begin == begin)
            return need; /* else a byte that is no text was dropped */
    }
}
