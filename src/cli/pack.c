/* couplet pack: the packs that are there. Checking files is in packcheck.c. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "options.h"
#include "store/library.h"

static void print_pack(const struct pack_line *pack, void *context)
{
    struct strbuf line = STRBUF_INIT;

    strbuf_addf(&line, "%-18s %-18s %5zu prompts  %-5s %-9s %s", pack->id, pack->title,
                pack->prompts, pack->lang, pack->version, pack->license);
    print_line(context, line.text);
    strbuf_release(&line);
}

static int pack_list(struct cli *cli, const struct options *options, int argc, char **argv)
{
    struct store *store;
    struct error err = { 0 };
    enum status status;

    if (options->json || options->catalogue)
        return usage_error("pack list has no option", options->json ? "--json" : "--catalogue",
                           NULL, 0, NULL);
    if (argc)
        return usage_error("pack list takes no operand, but there is", argv[0], NULL, 0, NULL);
    status = cli_open_store(cli, STORE_WRITE, &store, &err);
    if (status != STATUS_OK)
        return cli_fail(cli, &err);
    status = library_packs(store, print_pack, cli, &err);
    cli_close_store(cli, store);
    return status == STATUS_OK ? EXIT_OK : cli_fail(cli, &err);
}

int command_pack(struct cli *cli, const struct options *options, int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(struct cli *cli, const struct options *options, int argc, char **argv);
    } verbs[] = { { "list", pack_list }, { "check", pack_check } };
    const char *names[ARRAY_SIZE(verbs)];

    if (!argc) {
        fprintf(stderr, "couplet: pack needs to know what to do: list, or check FILE\n"
                        "Try: couplet pack --help\n");
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < ARRAY_SIZE(verbs); i++) {
        names[i] = verbs[i].name;
        if (!strcmp(verbs[i].name, argv[0]))
            return verbs[i].run(cli, options, argc - 1, argv + 1);
    }
    return usage_error("pack can't", argv[0], names, ARRAY_SIZE(names), NULL);
}
