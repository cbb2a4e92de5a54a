/* couplet doctor: paths, versions, permissions, soundness; and what to do where one is wrong. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "options.h"
#include "store/examine.h"

static void say(const struct cli *cli, const char *what, const char *found)
{
    struct strbuf line = STRBUF_INIT;

    strbuf_addf(&line, "%-12s %s", what, found);
    print_line(cli, line.text);
    strbuf_release(&line);
}

/* Returns whether nobody else has a right there. */
static bool say_mode(const struct cli *cli, const char *what, unsigned mode, bool ours,
                     const char *path, unsigned should)
{
    struct strbuf found = STRBUF_INIT;
    bool closed = !(mode & 077) && ours;

    strbuf_addf(&found, "%04o", mode);
    if (closed)
        strbuf_addstr(&found, ", yours alone");
    else if (!ours)
        strbuf_addf(&found, ", but it belongs to another user: chown it, or use --data DIR");
    else
        strbuf_addf(&found, ", so others can read it. Mend it with: chmod %o %s", should, path);
    say(cli, what, found.text);
    strbuf_release(&found);
    return closed;
}

static bool say_soundness(const struct cli *cli, const struct examination *found)
{
    struct strbuf line = STRBUF_INIT;

    if (found->integrity) {
        strbuf_addf(&line, "damaged: %s. Put a back-up in its place", found->integrity);
        say(cli, "integrity", line.text);
    } else {
        say(cli, "integrity", "sound");
        strbuf_addf(&line, "%zu of %zu rows of the journal", found->rows - found->broken,
                    found->rows);
        strbuf_addstr(&line, found->broken ? " are as they were written; the rest changed on the "
                                             "disk. Look at a back-up"
                                           : " are as they were written");
        say(cli, "checksums", line.text);
    }
    strbuf_release(&line);
    return !found->integrity && !found->broken;
}

/* A log with something in it is no fault; who finds one wonders all the same. */
static void say_log(const struct cli *cli, const struct examination *found)
{
    struct strbuf line = STRBUF_INIT;

    strbuf_addf(&line,
                "%lld KiB, of a couplet that is open now or that couldn’t close. Nothing in it is "
                "lost: the last one to close puts it into the file",
                (found->log_bytes + 1023) / 1024);
    if (found->log_bytes)
        say(cli, "log", line.text);
    strbuf_release(&line);
}

static bool say_room(const struct cli *cli, const struct examination *found)
{
    struct strbuf line = STRBUF_INIT;
    bool enough = found->free_kib < 0 || found->free_kib >= STORE_LOW_SPACE_KIB;

    if (found->free_kib < 0)
        strbuf_addstr(&line, "unknown");
    else if (enough)
        strbuf_addf(&line, "%lld MiB free", found->free_kib / 1024);
    else
        strbuf_addf(&line, "only %lld KiB free. Make room soon, or new evenings can’t be kept",
                    found->free_kib);
    say(cli, "room", line.text);
    strbuf_release(&line);
    return enough;
}

/* What there is, seen from outside. */
static bool report_files(const struct cli *cli, const char *folder, const struct examination *found)
{
    struct strbuf line = STRBUF_INIT, file = STRBUF_INIT;
    bool well;

    strbuf_addf(&line, "couplet " COUPLET_VERSION ", SQLite %s", store_library_version());
    say(cli, "program", line.text);
    strbuf_addf(&file, "%s/couplet.db", folder);
    strbuf_clear(&line);
    strbuf_addf(&line, "%s, %lld KiB", file.text, (found->bytes + 1023) / 1024);
    say(cli, "journal", line.text);
    well = say_mode(cli, "folder", found->folder_mode, found->folder_is_ours, folder, 0700);
    well = say_mode(cli, "file", found->file_mode, found->file_is_ours, file.text, 0600) && well;
    say_log(cli, found);
    well = say_room(cli, found) && well;
    strbuf_release(&line);
    strbuf_release(&file);
    return well;
}

/* What is in it. */
static bool report_inside(const struct cli *cli, struct store *store)
{
    struct examination found = { 0 };
    struct strbuf line = STRBUF_INIT;
    struct error err = { 0 };
    enum status status = store_examine(store, &found, &err);
    bool well = status == STATUS_OK && !store_readonly(store);

    say(cli, "writing", store_readonly(store) ? store_readonly(store) : "possible");
    if (status != STATUS_OK) {
        say(cli, "integrity", err.text);
    } else {
        strbuf_addf(&line, "%u of %u", found.version, found.newest);
        say(cli, "version", line.text);
        well = say_soundness(cli, &found) && well;
        strbuf_clear(&line);
        strbuf_addf(&line, "%zu, with %zu prompts", found.packs, found.prompts);
        say(cli, "packs", line.text);
    }
    strbuf_release(&line);
    examination_release(&found);
    return well;
}

/* Looks at the files before they are opened, and once more where there were none: opening makes
 * them. What can't be opened is told like all the rest. */
static bool report(const struct cli *cli, const char *folder)
{
    struct examination found = { 0 };
    struct store *store = NULL;
    struct error err = { 0 };
    enum status status;
    bool well;

    store_look(folder, &found);
    status = cli_open_store(cli, STORE_WRITE, &store, &err);
    if (!found.bytes) {
        store_look(folder, &found);
        found.log_bytes = 0; /* our own */
    }
    well = report_files(cli, folder, &found);
    if (status == STATUS_OK) {
        well = report_inside(cli, store) && well;
        cli_close_store(cli, store);
    } else {
        say(cli, "opening", err.text);
        well = false;
    }
    say(cli, "letters", cli->ascii ? "plain ASCII, as the locale isn’t UTF-8" : "UTF-8");
    say(cli, "terminal", getenv("TERM") ? getenv("TERM") : "TERM isn’t set");
    return well;
}

int command_doctor(struct cli *cli, const struct options *options, int argc, char **argv)
{
    struct strbuf folder = STRBUF_INIT;
    struct error err = { 0 };
    int code;

    (void)options;
    if (argc)
        return usage_error("doctor takes no operand, but there is", argv[0], NULL, 0, NULL);
    if (file_data_folder(&folder, cli->data, &err) != STATUS_OK)
        code = cli_fail(cli, &err);
    else
        code = report(cli, folder.text) ? EXIT_OK : EXIT_FAILED;
    strbuf_release(&folder);
    return code;
}
