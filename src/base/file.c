/* Files and folders. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
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
    struct stat about;

    /* A large file is refused before it is read; what isn't one has no size to tell. */
    if (!fstat(fd, &about) && S_ISREG(about.st_mode) && about.st_size > 0 &&
        (uintmax_t)about.st_size > most)
        return error_set(err, STATUS_INVALID, "%s is larger than %zu MiB", name, most >> 20);
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

enum status file_read_regular(struct strbuf *out, const char *path, size_t most, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    enum status status;
    struct stat st;

    if (fd < 0)
        return error_set(err, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO,
                         "%s can’t be opened: %s", path, strerror(errno));
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
        status = error_set(err, STATUS_IO, "%s is no file that could be read", path);
    else
        status = read_all(out, fd, path, most, err);
    close(fd);
    return status;
}

/* Maps a regular file that is large enough for it to be worth while. */
static bool map_file(struct file_view *view, const char *path, size_t most)
{
    struct stat st;
    void *map;
    int fd;

    /* Looked at first: to open a pipe takes what somebody else wants to write into it. */
    if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
        return false;
    fd = open(path, O_RDONLY | O_CLOEXEC);
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

static enum status write_failed(const char *path, int code, struct error *err)
{
    return error_set(err, code == ENOSPC || code == EDQUOT ? STATUS_FULL : STATUS_IO,
                     "%s can’t be written: %s", path, strerror(code));
}

/* 0, or what went wrong. */
static int write_all(int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t put = write(fd, bytes, n);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return errno;
        bytes += put;
        n -= (size_t)put;
    }
    return fsync(fd) && errno != EINVAL ? errno : 0;
}

/* Gives a finished temporary file its name; 0, or what went wrong. */
static int take_name(const char *temporary, const char *path, bool replace)
{
    if (replace)
        return rename(temporary, path) ? errno : 0;
    /* A link fails if the name is taken, in one step; but not every file system has links. */
    if (!link(temporary, path))
        return unlink(temporary) ? errno : 0;
    if (errno != EPERM && errno != ENOTSUP)
        return errno;
    if (!access(path, F_OK))
        return EEXIST;
    return rename(temporary, path) ? errno : 0;
}

static enum status refuse_place(const char *path, bool replace, struct error *err)
{
    struct stat about;

    if (stat(path, &about))
        return STATUS_OK;
    if (!S_ISREG(about.st_mode))
        return error_set(err, STATUS_IO, "%s is no file that could be replaced", path);
    return replace ? STATUS_OK : error_set(err, STATUS_CHANGED, "%s is there already", path);
}

enum status file_write(const char *path, const char *bytes, size_t n, bool replace,
                       struct error *err)
{
    struct strbuf temporary = STRBUF_INIT;
    enum status status = refuse_place(path, replace, err);
    int fd, code;

    if (status != STATUS_OK)
        return status;
    strbuf_addf(&temporary, "%s.XXXXXX", path);
    fd = mkostemp(temporary.text, O_CLOEXEC);
    code = fd < 0 ? errno : write_all(fd, bytes, n);
    /* mkostemp makes it for its owner alone; a pack is to be passed on. */
    if (fd >= 0) {
        mode_t mask = umask(0);

        umask(mask);
        if (!code && fchmod(fd, 0666 & ~mask))
            code = errno;
        if (close(fd) && !code)
            code = errno;
        if (!code)
            code = take_name(temporary.text, path, replace);
        if (code)
            unlink(temporary.text);
    }
    strbuf_release(&temporary);
    if (code == EEXIST)
        return error_set(err, STATUS_CHANGED, "%s is there already", path);
    return code ? write_failed(path, code, err) : STATUS_OK;
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
