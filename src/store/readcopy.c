/* A private copy of a database that can't be opened where it lies. */
#include "readcopy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"

static const char *const names[] = { "couplet.db", "couplet.db-wal", "couplet.db-shm",
                                     "couplet.db-journal" };

static int copy_bytes(int from, int to)
{
    char buffer[65536];
    ssize_t got;

    while ((got = read(from, buffer, sizeof buffer)) > 0)
        for (ssize_t done = 0; done < got;) {
            ssize_t put = write(to, buffer + done, (size_t)(got - done));

            if (put < 0)
                return errno;
            done += put;
        }
    return got < 0 ? errno : 0;
}

/* 0 or an errno. */
static int copy_file(const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_CLOEXEC), out, code;

    if (in < 0)
        return errno;
    out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    code = out < 0 ? errno : copy_bytes(in, out);
    close(in);
    if (out >= 0)
        close(out);
    return code;
}

static const char *temporary_folder(void)
{
    const char *const variables[] = { "XDG_RUNTIME_DIR", "TMPDIR" };

    for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
        const char *folder = getenv(variables[i]);

        if (folder && *folder == '/' && access(folder, W_OK | X_OK) == 0)
            return folder;
    }
    return "/tmp";
}

static char *join(const char *folder, const char *name)
{
    struct strbuf path = STRBUF_INIT;

    strbuf_addf(&path, "%s/%s", folder, name);
    return strbuf_detach(&path);
}

enum status readcopy_make(const char *path, char **folder, char **file, struct error *err)
{
    char *wal_from = NULL, *wal_to;
    struct strbuf wal = STRBUF_INIT;
    int code;

    *file = NULL;
    *folder = join(temporary_folder(), "couplet-XXXXXX");
    if (!mkdtemp(*folder)) {
        code = errno;
        free(*folder);
        *folder = NULL;
        return error_set(err, STATUS_IO,
                         "%s can’t be opened where it lies, and there is no room "
                         "for a copy in %s: %s",
                         path, temporary_folder(), strerror(code));
    }
    *file = join(*folder, names[0]);
    wal_to = join(*folder, names[1]);
    strbuf_addf(&wal, "%s-wal", path);
    wal_from = strbuf_detach(&wal);
    code = copy_file(path, *file);
    if (!code) {
        code = copy_file(wal_from, wal_to);
        code = code == ENOENT ? 0 : code;
    }
    free(wal_from);
    free(wal_to);
    if (code) {
        free(*file);
        *file = NULL;
        return error_set(err, STATUS_IO, "%s can’t be copied to be read: %s", path, strerror(code));
    }
    return STATUS_OK;
}

void readcopy_remove(const char *folder)
{
    if (!folder)
        return;
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        char *path = join(folder, names[i]);

        unlink(path);
        free(path);
    }
    rmdir(folder);
}
