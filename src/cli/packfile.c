/* A pack file, read for a command: what is wrong with it is said line by line. */
#include "packfile.h"

#include <string.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "options.h"

struct telling {
    const struct cli *cli;
    const char *name;
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
    const struct telling *telling = context;

    pack_file_problem(telling->cli, telling->name, problem);
}

static void tell_more(void *context, size_t count)
{
    const struct telling *telling = context;

    pack_file_more(telling->cli, telling->name, count);
}

bool pack_file_read(const struct cli *cli, const char *path, struct pack *pack)
{
    struct telling telling = { .cli = cli, .name = pack_file_name(path) };
    struct pack_report report = { .problem = tell_problem, .more = tell_more, .context = &telling };
    struct strbuf bytes = STRBUF_INIT;
    struct error err = { 0 };
    bool good;

    *pack = (struct pack){ 0 };
    if (file_read(&bytes, path, PACK_FILE_BYTES_MAX, &err) != STATUS_OK) {
        cli_fail(cli, &err);
        return false;
    }
    good = pack_read(bytes.text, bytes.size, PACK_ANY, pack, &report, &err) == STATUS_OK;
    strbuf_release(&bytes);
    return good;
}
