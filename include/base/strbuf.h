/* A string that grows.
 *
 * struct strbuf owns its bytes; text is always NUL-terminated (never NULL) and size doesn't count
 * the NUL. Begin with STRBUF_INIT, end with strbuf_release() or take the bytes with
 * strbuf_detach(). Appending never fails: without memory the program ends. */
#ifndef COUPLET_BASE_STRBUF_H
#define COUPLET_BASE_STRBUF_H

#include <stddef.h>

struct strbuf {
    char *text;
    size_t size, room; /* bytes; room 0 means that text isn't ours yet */
};

extern char strbuf_empty[1];
#define STRBUF_INIT                                                                                \
    {                                                                                              \
        .text = strbuf_empty                                                                       \
    }

void strbuf_release(struct strbuf *sb);

/* The same, but overwrites the bytes first: for what nobody shall find in memory. */
void strbuf_wipe(struct strbuf *sb);

/* Makes room for so many bytes, so that appending up to them moves nothing. */
void strbuf_reserve(struct strbuf *sb, size_t size);

/* Empties it and keeps the room. */
void strbuf_clear(struct strbuf *sb);

void strbuf_add(struct strbuf *sb, const char *bytes, size_t n);
void strbuf_addstr(struct strbuf *sb, const char *text);
void strbuf_addch(struct strbuf *sb, char c);
void strbuf_addf(struct strbuf *sb, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Replaces remove bytes at the offset at by n bytes. */
void strbuf_splice(struct strbuf *sb, size_t at, size_t remove, const char *bytes, size_t n);

void strbuf_truncate(struct strbuf *sb, size_t size);

/* Hands the bytes to the caller, who frees them; sb is as new. */
char *strbuf_detach(struct strbuf *sb);

#endif
