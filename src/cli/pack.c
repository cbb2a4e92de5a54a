/* couplet pack: its verbs, and the list of the packs that are there. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "options.h"
#include "store/library.h"

static void print_pack(const struct pack_line *pack, void *context)
{
    struct strbuf line = STRBUF_INIT;

    strbuf_addf(&line, "%-18s %-22s %5zu prompt%s  %-5s %-9s %s%s", pack->id, pack->title,
                pack->prompts, pack->prompts == 1 ? " " : "s", pack->lang, pack->version,
                pack->license, pack->enabled ? "" : "  (off)");
    print_line(context, line.text);
    strbuf_release(&line);
}

static int pack_list(struct cli *cli, const struct options *options, int argc, char **argv)
{
    struct store *store;
    struct error err = { 0 };
    enum status status;

    (void)options;
    (void)argc;
    (void)argv;
    status = cli_open_store(cli, STORE_WRITE, &store, &err);
    if (status != STATUS_OK)
        return cli_fail(cli, &err);
    status = library_packs(store, print_pack, cli, &err);
    cli_close_store(cli, store);
    return status == STATUS_OK ? EXIT_OK : cli_fail(cli, &err);
}

const struct pack_verb pack_verbs[] = {
    { "list", "", 0, "", pack_list },
    { "check", "FILE...", 1, "json catalogue", pack_check },
    { "add", "FILE...", 1, "dry-run force no-input", pack_add },
    { "remove", "ID...", 1, "dry-run force no-input", pack_remove },
    { "enable", "ID...", 1, "", pack_enable },
    { "disable", "ID...", 1, "", pack_disable },
    { "new", "FILE", 1, "force", pack_new },
    { "export", "ID", 1, "output force", pack_export },
    { "convert", "FILE", 1,
      "output draft force key format id title lang license author source mood mode depth minutes "
      "dimension",
      pack_convert },
};

const size_t pack_verb_count = ARRAY_SIZE(pack_verbs);

/* Whether name is one of the words. */
static bool is_among(const char *words, const char *name)
{
    size_t n = strlen(name);

    for (const char *at = strstr(words, name); at; at = strstr(at + n, name))
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
            return true;
    return false;
}

/* An option that only other verbs have, or NULL. */
static const char *foreign_option(const struct pack_verb *verb, const struct options *options)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (options->given & UINT64_C(1) << i && option_rows[i].commands != COMMAND_ALL &&
            !is_among(verb->options, option_rows[i].name))
            return option_rows[i].name;
    return NULL;
}

static const struct command_row *own_row(void)
{
    for (size_t i = 0; i < command_row_count; i++)
        if (command_rows[i].bit == COMMAND_PACK)
            return &command_rows[i];
    BUG("no row for pack");
}

static int run(struct cli *cli, const struct pack_verb *verb, const struct options *options,
               int argc, char **argv)
{
    const char *option = foreign_option(verb, options);
    char said[64];

    if (option) {
        struct strbuf dashed = STRBUF_INIT;
        int code;

        snprintf(said, sizeof said, "pack %s has no option", verb->name);
        strbuf_addf(&dashed, "--%s", option);
        code = usage_error(said, dashed.text, NULL, 0, own_row());
        strbuf_release(&dashed);
        return code;
    }
    snprintf(said, sizeof said, "pack %s takes no more, but there is", verb->name);
    if (!*verb->operands && argc)
        return usage_error(said, argv[0], NULL, 0, own_row());
    if (*verb->operands && !strstr(verb->operands, "...") && argc > 1)
        return usage_error(said, argv[1], NULL, 0, own_row());
    if ((size_t)argc < verb->least) {
        fprintf(stderr, "couplet: pack %s needs %s\nTry: couplet pack --help\n", verb->name,
                !strncmp(verb->operands, "ID", 2) ? "the id of a pack; couplet pack list tells them"
                                                  : "a file");
        return EXIT_USAGE;
    }
    return verb->run(cli, options, argc, argv);
}

int command_pack(struct cli *cli, const struct options *options, int argc, char **argv)
{
    const char *names[ARRAY_SIZE(pack_verbs)];

    if (!argc) {
        fprintf(stderr, "couplet: pack needs to know what to do:");
        for (size_t i = 0; i < pack_verb_count; i++)
            fprintf(stderr, "%s %s", i ? "," : "", pack_verbs[i].name);
        fprintf(stderr, "\nTry: couplet pack --help\n");
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < pack_verb_count; i++) {
        names[i] = pack_verbs[i].name;
        if (!strcmp(pack_verbs[i].name, argv[0]))
            return run(cli, &pack_verbs[i], options, argc - 1, argv + 1);
    }
    return usage_error("pack can't", argv[0], names, ARRAY_SIZE(names), own_row());
}
