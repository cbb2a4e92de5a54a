/* Allocation that never returns NULL. */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

void *mem_new(size_t count, size_t size)
{
    void *fresh = calloc(count ? count : 1, size ? size : 1);

    if (!fresh)
        die("out of memory; what was confirmed is saved");
    return fresh;
}

void *mem_resize(void *old, size_t count, size_t size)
{
    void *fresh;

    if (size && count > SIZE_MAX / size)
        die("out of memory; what was confirmed is saved");
    fresh = realloc(old, count && size ? count * size : 1);
    if (!fresh)
        die("out of memory; what was confirmed is saved");
    return fresh;
}

char *mem_copy(const char *text)
{
    return text ? mem_copy_n(text, strlen(text)) : NULL;
}

char *mem_copy_n(const char *bytes, size_t n)
{
    char *copy = mem_new(n + 1, 1);

    if (n)
        memcpy(copy, bytes, n);
    return copy;
}

void mem_replace(char **text, const char *with)
{
    char *copy = mem_copy(with);

    free(*text);
    *text = copy;
}

void mem_wipe(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

void *mem_grow(void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room ? *room * 2 : 8;
    return mem_resize(items, *room, size);
}
