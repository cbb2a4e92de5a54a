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

static bool report(const struct cli *cli, struct store *store, const struct examination *found)
{
    struct strbuf line = STRBUF_INIT, folder = STRBUF_INIT;
    struct error err;
    bool well;

    strbuf_addf(&line, "couplet " COUPLET_VERSION ", SQLite %s", store_library_version());
    say(cli, "program", line.text);
    strbuf_clear(&line);
    strbuf_addf(&line, "%s, %lld KiB, version %u of %u", store_path(store),
                (found->bytes + 1023) / 1024, found->version, found->newest);
    say(cli, "journal", line.text);
    file_data_folder(&folder, cli->data, &err);
    well = say_mode(cli, "folder", found->folder_mode, found->folder_is_ours, folder.text, 0700);
    well = say_mode(cli, "file", found->file_mode, found->file_is_ours, store_path(store), 0600) &&
           well;
    say(cli, "writing", store_readonly(store) ? store_readonly(store) : "possible");
    well = say_soundness(cli, found) && well;
    strbuf_clear(&line);
    strbuf_addf(&line, "%zu, with %zu prompts", found->packs, found->prompts);
    say(cli, "packs", line.text);
    say(cli, "letters", cli->ascii ? "plain ASCII, as the locale isn't UTF-8" : "UTF-8");
    say(cli, "terminal", getenv("TERM") ? getenv("TERM") : "TERM isn't set");
    strbuf_release(&line);
    strbuf_release(&folder);
    return well && !store_readonly(store);
}

int command_doctor(struct cli *cli, const struct options *options, int argc, char **argv)
{
    struct examination found = { 0 };
    struct store *store;
    struct error err = { 0 };
    enum status status;
    int code = EXIT_OK;

    (void)options;
    if (argc)
        return usage_error("doctor takes no operand, but there is", argv[0], NULL, 0, NULL);
    status = cli_open_store(cli, STORE_WRITE, &store, &err);
    if (status != STATUS_OK)
        return cli_fail(cli, &err);
    status = store_examine(store, &found, &err);
    if (status != STATUS_OK)
        code = cli_fail(cli, &err);
    else if (!report(cli, store, &found))
        code = EXIT_FAILED;
    examination_release(&found);
    store_close(store);
    return code;
}
