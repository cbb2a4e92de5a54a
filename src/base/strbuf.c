/* A string that grows. */
#include "base/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* What an unused strbuf points to; one byte that is never written but with its own zero. */
char strbuf_empty[1];

static void make_room(struct strbuf *sb, size_t more)
{
    size_t need = sb->size + more + 1, room = sb->room ? sb->room : 64;

    if (need <= sb->room)
        return;
    while (room < need)
        room *= 2;
    sb->text = mem_resize(sb->room ? sb->text : NULL, room, 1);
    if (!sb->room)
        sb->text[0] = '\0';
    sb->room = room;
}

void strbuf_release(struct strbuf *sb)
{
    if (sb->room)
        free(sb->text);
    *sb = (struct strbuf)STRBUF_INIT;
}

void strbuf_wipe(struct strbuf *sb)
{
    if (sb->room)
        explicit_bzero(sb->text, sb->room);
    strbuf_release(sb);
}

void strbuf_reserve(struct strbuf *sb, size_t size)
{
    if (size > sb->size)
        make_room(sb, size - sb->size);
}

void strbuf_clear(struct strbuf *sb)
{
    strbuf_truncate(sb, 0);
}

void strbuf_add(struct strbuf *sb, const char *bytes, size_t n)
{
    if (!n)
        return;
    make_room(sb, n);
    memcpy(sb->text + sb->size, bytes, n);
    sb->size += n;
    sb->text[sb->size] = '\0';
}

void strbuf_addstr(struct strbuf *sb, const char *text)
{
    strbuf_add(sb, text, strlen(text));
}

void strbuf_addch(struct strbuf *sb, char c)
{
    strbuf_add(sb, &c, 1);
}

void strbuf_addf(struct strbuf *sb, const char *format, ...)
{
    va_list args, again;
    size_t room;
    int n;

    make_room(sb, 1);
    room = sb->room - sb->size;
    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(sb->text + sb->size, room, format, args);
    va_end(args);
    if (n < 0)
        BUG("a format that can't be printed");
    if ((size_t)n >= room) { /* it didn't fit */
        make_room(sb, (size_t)n);
        vsnprintf(sb->text + sb->size, (size_t)n + 1, format, again);
    }
    va_end(again);
    sb->size += (size_t)n;
}

void strbuf_splice(struct strbuf *sb, size_t at, size_t remove, const char *bytes, size_t n)
{
    if (at > sb->size || remove > sb->size - at)
        BUG("a splice outside of the string");
    if (!n && !remove)
        return;
    make_room(sb, n);
    memmove(sb->text + at + n, sb->text + at + remove, sb->size - at - remove + 1);
    if (n)
        memcpy(sb->text + at, bytes, n);
    sb->size += n - remove;
}

void strbuf_truncate(struct strbuf *sb, size_t size)
{
    if (size > sb->size)
        BUG("truncating to more than there is");
    sb->size = size;
    if (sb->room)
        sb->text[size] = '\0';
}

char *strbuf_detach(struct strbuf *sb)
{
    char *text = sb->room ? sb->text : mem_copy("");

    *sb = (struct strbuf)STRBUF_INIT;
    return text;
}
