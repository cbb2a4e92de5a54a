/* Memory that is there, or the program ends with a sentence. Never returns NULL. */
#ifndef COUPLET_BASE_MEM_H
#define COUPLET_BASE_MEM_H

#include <stddef.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof *(a))

/* Zeroed; the caller frees with free(). */
void *mem_new(size_t count, size_t size);

/* Like reallocarray, dying instead of NULL. */
void *mem_resize(void *old, size_t count, size_t size);

/* A copy that the caller frees; NULL stays NULL. */
char *mem_copy(const char *text);
char *mem_copy_n(const char *bytes, size_t n);

/* Frees *text and puts a copy of with (or NULL) in its place. */
void mem_replace(char **text, const char *with);

/* Overwrites and frees a text (or NULL): for what nobody shall find in memory. */
void mem_wipe(char *text);

/* Makes room for one more element: doubles *items when count has reached *room. */
void *mem_grow(void *items, size_t count, size_t *room, size_t size);

#endif
