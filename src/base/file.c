/* Files and folders. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { VIEW_MAPPED_MIN = 1 << 20 };

static enum status read_all(struct strbuf *out, int fd, const char *name, size_t most,
                            struct error *err)
{
    char buffer[65536];
    ssize_t got;
    size_t begin = out->size;

    while ((got = read(fd, buffer, sizeof buffer)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int code = errno;

            strbuf_truncate(out, begin);
            return error_set(err, STATUS_IO, "%s can’t be read: %s", name, strerror(code));
        }
        if ((size_t)got > most - (out->size - begin)) {
            strbuf_truncate(out, begin);
            return error_set(err, STATUS_INVALID, "%s is larger than %zu MiB", name, most >> 20);
        }
        strbuf_add(out, buffer, (size_t)got);
    }
    return STATUS_OK;
}

enum status file_read(struct strbuf *out, const char *path, size_t most, struct error *err)
{
    enum status status;
    int fd;

    if (!strcmp(path, "-"))
        return read_all(out, STDIN_FILENO, "standard input", most, err);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set(err, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO,
                         "%s can’t be opened: %s", path, strerror(errno));
    status = read_all(out, fd, path, most, err);
    close(fd);
    return status;
}

/* Maps a regular file that is large enough for it to be worth while. */
static bool map_file(struct file_view *view, const char *path, size_t most)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    void *map;

    if (fd < 0)
        return false;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size < VIEW_MAPPED_MIN ||
        (uint64_t)st.st_size > most) {
        close(fd);
        return false;
    }
    map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (map == MAP_FAILED)
        return false;
    view->map = map;
    view->bytes = map;
    view->size = (size_t)st.st_size;
    return true;
}

enum status file_view(struct file_view *view, const char *path, size_t most, struct error *err)
{
    enum status status;

    *view = (struct file_view){ .bytes = "", .copy = STRBUF_INIT };
    if (strcmp(path, "-") && map_file(view, path, most))
        return STATUS_OK;
    status = file_read(&view->copy, path, most, err);
    view->bytes = view->copy.text;
    view->size = view->copy.size;
    return status;
}

void file_view_close(struct file_view *view)
{
    if (view->map)
        munmap(view->map, view->size);
    strbuf_release(&view->copy);
    *view = (struct file_view){ .bytes = "", .copy = STRBUF_INIT };
}

static const char *environment(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

enum status file_data_folder(struct strbuf *out, const char *given, struct error *err)
{
    const char *folder = given ? given : environment("COUPLET_DATA");
    const char *xdg = environment("XDG_DATA_HOME"), *home = environment("HOME");

    if (folder && *folder)
        strbuf_addstr(out, folder);
    else if (xdg && *xdg == '/') /* a relative one is to be ignored, says the specification */
        strbuf_addf(out, "%s/couplet", xdg);
    else if (home)
        strbuf_addf(out, "%s/.local/share/couplet", home);
    else
        return error_set(err, STATUS_NOT_FOUND,
                         "There is no HOME to keep anything in. Name a "
                         "folder with --data DIR");
    while (out->size > 1 && out->text[out->size - 1] == '/')
        strbuf_truncate(out, out->size - 1);
    return STATUS_OK;
}

void file_shorten(struct strbuf *out, const char *path)
{
    const char *home = environment("HOME");
    size_t n = home ? strlen(home) : 0;

    if (n > 1 && !strncmp(path, home, n) && (path[n] == '/' || !path[n])) {
        strbuf_addch(out, '~');
        path += n;
    }
    strbuf_addstr(out, path);
}
