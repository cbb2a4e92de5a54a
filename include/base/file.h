/* Files and folders, in the few ways couplet needs them. */
#ifndef COUPLET_BASE_FILE_H
#define COUPLET_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/* Appends all of a file, "-" being standard input. STATUS_NOT_FOUND, STATUS_IO, or
 * STATUS_INVALID if it holds more than most bytes; then nothing was appended. */
enum status file_read(struct strbuf *out, const char *path, size_t most, struct error *err);

/* The same for regular files alone: what could keep us waiting (a pipe, a terminal, "-") is
 * STATUS_IO at once. For where nobody could end the wait. */
enum status file_read_regular(struct strbuf *out, const char *path, size_t most, struct error *err);

/* The bytes of a whole file, to be looked at. A large one isn't copied into memory: the system
 * reads it as it is looked at, so it must not be cut short meanwhile. */
struct file_view {
    const char *bytes;
    size_t size;
    void *map;          /* what there is to unmap, or NULL … */
    struct strbuf copy; /* … because the bytes are here */
};

/* "-" is standard input. Fails like file_read(); *view is to be closed in any case. */
enum status file_view(struct file_view *view, const char *path, size_t most, struct error *err);
void file_view_close(struct file_view *view);

/* Writes n bytes to a file of that name, whole or not at all: to a temporary one in the same
 * folder, which then takes the name. Without replace a file that is there stays: STATUS_CHANGED. A
 * folder, device or pipe is never replaced. Else STATUS_FULL or STATUS_IO; nothing is left behind.
 */
enum status file_write(const char *path, const char *bytes, size_t n, bool replace,
                       struct error *err);

/* Appends the folder for data: given (from the command line, may be NULL), else $COUPLET_DATA,
 * else couplet in $XDG_DATA_HOME, else in ~/.local/share. STATUS_NOT_FOUND if none of them says
 * where. */
enum status file_data_folder(struct strbuf *out, const char *given, struct error *err);

/* Appends a path as people write it: ~ for their home. */
void file_shorten(struct strbuf *out, const char *path);

#endif
