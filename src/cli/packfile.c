/* A pack file, read for a command: what is wrong with it is said line by line. */
#include "packfile.h"

#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"

struct telling {
    const struct cli *cli;
    const char *name;
    bool told;
};

const char *pack_file_name(const char *path)
{
    return strcmp(path, "-") ? path : "standard input";
}

void pack_file_problem(const struct cli *cli, const char *name, const struct pack_problem *problem)
{
    struct strbuf line = STRBUF_INIT;

    strbuf_addf(&line, "%s:%d:%d: %s%s%s%s.", name, problem->line, problem->column,
                problem->severity == PACK_NOTE ? "note: " : "", problem->path,
                *problem->path ? ": " : "", problem->reason);
    say_line(cli, line.text);
    strbuf_release(&line);
}

void pack_file_more(const struct cli *cli, const char *name, size_t count)
{
    struct strbuf line = STRBUF_INIT;

    strbuf_addf(&line, "%s: %zu more of the kind.", name, count);
    say_line(cli, line.text);
    strbuf_release(&line);
}

static void tell_problem(void *context, const struct pack_problem *problem)
{
    struct telling *telling = context;

    telling->told = telling->told || problem->severity == PACK_PROBLEM;
    pack_file_problem(telling->cli, telling->name, problem);
}

static void tell_more(void *context, size_t count)
{
    const struct telling *telling = context;

    pack_file_more(telling->cli, telling->name, count);
}

bool pack_file_open(const struct cli *cli, const char *path, struct pack_file *file)
{
    struct error err = { 0 };

    file->name = pack_file_name(path);
    if (file_view(&file->view, path, PACK_FILE_BYTES_MAX, &err) == STATUS_OK)
        return true;
    cli_fail(cli, &err);
    return false;
}

void pack_file_close(struct pack_file *file)
{
    file_view_close(&file->view);
}

bool pack_file_read(const struct cli *cli, const struct pack_file *file,
                    const struct pack_sink *sink)
{
    struct telling telling = { .cli = cli, .name = file->name };
    struct pack_report report = { .problem = tell_problem, .more = tell_more, .context = &telling };
    struct error err = { 0 };
    enum status status =
        pack_read_each(file->view.bytes, file->view.size, PACK_ANY, sink, &report, &err);

    if (status != STATUS_OK && !telling.told)
        cli_fail(cli, &err); /* it wasn't the file */
    return status == STATUS_OK;
}

enum status pack_file_write(const struct options *options, const char *path,
                            const struct strbuf *json, struct error *err)
{
    enum status status;

    if (!path || !strcmp(path, "-")) {
        fwrite(json->text, 1, json->size, stdout); /* cli_run() sees whether it arrived */
        return STATUS_OK;
    }
    status = file_write(path, json->text, json->size, options->force, err);
    if (status == STATUS_CHANGED)
        error_set(err, status, "%s is there already; --force replaces it", path);
    return status;
}
