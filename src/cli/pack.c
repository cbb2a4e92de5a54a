/* couplet pack: the packs that are there, and whether a file is one. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "format/pack.h"
#include "options.h"
#include "store/library.h"

enum { PACK_BYTES_MAX = 64 << 20 };

static void print_pack(const struct pack_line *pack, void *context)
{
    struct strbuf line = STRBUF_INIT;

    strbuf_addf(&line, "%-18s %-18s %5zu prompts  %-5s %-9s %s", pack->id, pack->title,
                pack->prompts, pack->lang, pack->version, pack->license);
    print_line(context, line.text);
    strbuf_release(&line);
}

static int pack_list(struct cli *cli, int argc, char **argv)
{
    struct store *store;
    struct error err = { 0 };
    enum status status;

    if (argc)
        return usage_error("pack list takes no operand, but there is", argv[0], NULL, 0, NULL);
    status = cli_open_store(cli, STORE_WRITE, &store, &err);
    if (status != STATUS_OK)
        return cli_fail(cli, &err);
    status = library_packs(store, print_pack, cli, &err);
    cli_close_store(cli, store);
    return status == STATUS_OK ? EXIT_OK : cli_fail(cli, &err);
}

/* The file that is being checked, for its name before each line. */
struct checked {
    const struct cli *cli;
    const char *name;
};

static void print_problem(void *context, const struct pack_problem *problem)
{
    const struct checked *checked = context;

    struct strbuf line = STRBUF_INIT, shown = STRBUF_INIT;

    strbuf_addf(&line, "%s:%d:%d: %s%s%s%s.", checked->name, problem->line, problem->column,
                problem->severity == PACK_NOTE ? "note: " : "", problem->path,
                *problem->path ? ": " : "", problem->reason);
    text_display(&shown, line.text, line.size, checked->cli->ascii);
    fprintf(stderr, "%s\n", shown.text);
    strbuf_release(&line);
    strbuf_release(&shown);
}

static void print_more(void *context, size_t count)
{
    const struct checked *checked = context;

    fprintf(stderr, "%s: %zu more of the kind.\n", checked->name, count);
}

static bool check_file(const struct cli *cli, const char *path)
{
    struct strbuf bytes = STRBUF_INIT;
    struct checked checked = { .cli = cli, .name = strcmp(path, "-") ? path : "standard input" };
    struct pack_report report = { .problem = print_problem,
                                  .more = print_more,
                                  .context = &checked };
    struct pack pack = { 0 };
    struct error err = { 0 };
    enum status status = file_read(&bytes, path, PACK_BYTES_MAX, &err);

    if (status != STATUS_OK) {
        cli_fail(cli, &err);
    } else {
        status = pack_read(bytes.text, bytes.size, PACK_ANY, &pack, &report, &err);
        if (status == STATUS_OK)
            printf("%s: a good pack, %zu prompt%s\n", checked.name, pack.count,
                   pack.count == 1 ? "" : "s");
    }
    pack_release(&pack);
    strbuf_release(&bytes);
    return status == STATUS_OK;
}

static int pack_check(struct cli *cli, int argc, char **argv)
{
    bool good = true;

    if (!argc) {
        fprintf(stderr, "couplet: pack check needs a file\nTry: couplet pack --help\n");
        return EXIT_USAGE;
    }
    for (int i = 0; i < argc; i++)
        good = check_file(cli, argv[i]) && good;
    return good ? EXIT_OK : EXIT_FAILED;
}

int command_pack(struct cli *cli, const struct options *options, int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(struct cli *cli, int argc, char **argv);
    } verbs[] = { { "list", pack_list }, { "check", pack_check } };
    const char *names[ARRAY_SIZE(verbs)];

    (void)options;
    if (!argc) {
        fprintf(stderr, "couplet: pack needs to know what to do: list, or check FILE\n"
                        "Try: couplet pack --help\n");
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < ARRAY_SIZE(verbs); i++) {
        names[i] = verbs[i].name;
        if (!strcmp(verbs[i].name, argv[0]))
            return verbs[i].run(cli, argc - 1, argv + 1);
    }
    return usage_error("pack can't", argv[0], names, ARRAY_SIZE(names), NULL);
}
