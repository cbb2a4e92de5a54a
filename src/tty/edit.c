/* Their own editor: the terminal is lent to it, with the text in a file that goes again. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "tty/tty.h"

static const char *editor_of_theirs(void)
{
    static const char *const names[] = { "VISUAL", "EDITOR" };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        const char *value = getenv(names[i]);

        if (value && *value)
            return value;
    }
    return NULL;
}

static bool make_folder_in(const char *place, struct strbuf *folder)
{
    strbuf_clear(folder);
    strbuf_addf(folder, "%s/couplet-XXXXXX", place);
    return mkdtemp(folder->text) != NULL;
}

/* A folder that only they can enter; in memory where the system has such a place. */
static enum status make_folder(struct strbuf *folder, struct error *err)
{
    static const char *const names[] = { "XDG_RUNTIME_DIR", "TMPDIR" };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        const char *place = getenv(names[i]);

        if (place && *place == '/' && make_folder_in(place, folder))
            return STATUS_OK;
    }
    if (make_folder_in("/tmp", folder))
        return STATUS_OK;
    return error_set(err, STATUS_IO, "No folder for the editor: %s: %s", folder->text,
                     strerror(errno));
}

/* Removes it with all that the editor may have left beside the text. */
static enum status remove_folder(const char *folder, enum status status, struct error *err)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    while (dir && (entry = readdir(dir)))
        unlinkat(dirfd(dir), entry->d_name, 0); /* . and .. it refuses */
    if (dir)
        closedir(dir);
    if (rmdir(folder) == 0)
        return status;
    return error_set(err, STATUS_IO, "%s holds what was typed and can’t be removed: %s; remove it",
                     folder, strerror(errno));
}

static enum status write_text(const char *path, const struct strbuf *text, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ended = !text->size || text->text[text->size - 1] == '\n';
    ssize_t n = fd < 0 ? -1 : write(fd, text->text, text->size);
    bool whole = n == (ssize_t)text->size && (ended || write(fd, "\n", 1) == 1);
    int code = errno;

    if (fd >= 0 && close(fd) < 0)
        whole = false;
    return whole ? STATUS_OK
                 : error_set(err, STATUS_IO, "No file for the editor: %s: %s", path,
                             strerror(n >= 0 ? ENOSPC : code));
}

static enum status run_editor(const char *editor, const char *path, struct error *err)
{
    struct strbuf command = STRBUF_INIT;
    pid_t child, got;
    int how = 0;

    strbuf_addf(&command, "%s \"$@\"", editor);
    child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command.text, editor, path, (char *)NULL);
        _exit(127);
    }
    strbuf_release(&command);
    do
        got = child < 0 ? child : waitpid(child, &how, 0);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return error_set(err, STATUS_IO, "The editor can’t be started: %s", strerror(errno));
    if (WIFEXITED(how) && WEXITSTATUS(how) == 127)
        return error_set(err, STATUS_IO, "There is no such editor; nothing was changed: %s",
                         editor);
    if (!WIFEXITED(how) || WEXITSTATUS(how))
        return error_set(err, STATUS_IO, "Your editor did not end well; nothing was changed");
    return STATUS_OK;
}

/* What came back, without the line feeds at its end. */
static enum status read_text(const char *path, struct strbuf *text, size_t most, struct error *err)
{
    struct strbuf back = STRBUF_INIT;
    struct error why;
    enum status status = file_read_regular(&back, path, most + 1, &why);

    while (status == STATUS_OK && back.size && back.text[back.size - 1] == '\n')
        strbuf_truncate(&back, back.size - 1);
    if (status == STATUS_INVALID || back.size > most)
        status = error_set(err, STATUS_INVALID,
                           "That is longer than %zu bytes; nothing was changed", most);
    else if (status != STATUS_OK)
        error_set(err, status, "%s; nothing was changed", why.text);
    else if (!text_is_utf8(back.text, back.size, NULL) || strlen(back.text) != back.size)
        status = error_set(err, STATUS_INVALID, "That is no UTF-8 text; nothing was changed");
    if (status == STATUS_OK) {
        strbuf_clear(text);
        strbuf_add(text, back.text, back.size);
    }
    strbuf_wipe(&back);
    return status;
}

static enum status edit_file(struct tty *tty, const char *editor, const char *path,
                             struct strbuf *text, size_t most, struct error *err)
{
    enum status status = write_text(path, text, err);

    if (status != STATUS_OK)
        return status;
    tty_suspend(tty);
    status = run_editor(editor, path, err);
    tty_resume(tty);
    return status == STATUS_OK ? read_text(path, text, most, err) : status;
}

enum status tty_edit(struct tty *tty, struct strbuf *text, size_t most, struct error *err)
{
    const char *editor = editor_of_theirs();
    struct strbuf folder = STRBUF_INIT, path = STRBUF_INIT;
    enum status status;

    if (!editor)
        return error_set(err, STATUS_NOT_FOUND,
                         "No editor is named: set VISUAL or EDITOR, then it opens here");
    status = make_folder(&folder, err);
    if (status == STATUS_OK) {
        strbuf_addf(&path, "%s/couplet.txt", folder.text);
        status = edit_file(tty, editor, path.text, text, most, err);
        status = remove_folder(folder.text, status, err);
    }
    strbuf_release(&folder);
    strbuf_release(&path);
    return status;
}
