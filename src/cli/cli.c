/* The command line: finds the command, runs it, and sees to it that what was printed arrived. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/builtin.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "options.h"

/* The first row is couplet itself. */
const struct command_row command_rows[] = {
    { "", "[COMMAND]", "One good thing to talk about, for two. Without a command the screens open.",
      COMMAND_SCREENS, NULL },
    { "draw", "", "Print one card. Nothing is recorded, unless asked.", COMMAND_DRAW,
      command_draw },
    { "log", "", "Print past sittings, newest first.", COMMAND_LOG, command_log },
    { "pack", "VERB ...", "List, check, add, switch, write and convert packs of prompts.",
      COMMAND_PACK, command_pack },
    { "doctor", "", "Look everything over: paths, permissions, soundness.", COMMAND_DOCTOR,
      command_doctor },
};

const size_t command_row_count = ARRAY_SIZE(command_rows);

int cli_fail(const struct cli *cli, const struct error *err)
{
    struct strbuf shown = STRBUF_INIT;

    text_display(&shown, err->text, strlen(err->text), cli->ascii);
    fprintf(stderr, "couplet: %s.%s\n", shown.text,
            err->status == STATUS_FULL ? " Make room on it, then try again." : "");
    strbuf_release(&shown);
    return EXIT_FAILED;
}

enum status cli_open_store(const struct cli *cli, enum store_access access, struct store **store,
                           struct error *err)
{
    struct strbuf folder = STRBUF_INIT;
    enum status status = file_data_folder(&folder, cli->data, err);
    struct store_options options = { .access = access };

    *store = NULL;
    options.folder = folder.text;
    if (status == STATUS_OK)
        status = store_open(store, &options, err);
    strbuf_release(&folder);
    if (status == STATUS_OK && access == STORE_WRITE)
        status = builtin_sync(*store, err);
    if (status != STATUS_OK) {
        store_close(*store);
        *store = NULL;
    }
    return status;
}

void cli_close_store(const struct cli *cli, struct store *store)
{
    struct error err = { 0 };

    if (store_sweep(store, &err) != STATUS_OK)
        cli_fail(cli, &err);
    store_close(store);
}

static void put_line(FILE *out, const struct cli *cli, const char *text)
{
    struct strbuf shown = STRBUF_INIT;

    text_display(&shown, text, strlen(text), cli->ascii);
    fprintf(out, "%s\n", shown.text);
    strbuf_release(&shown);
}

void print_line(const struct cli *cli, const char *text)
{
    put_line(stdout, cli, text);
}

void say_line(const struct cli *cli, const char *text)
{
    put_line(stderr, cli, text);
}

bool asks(const struct options *options)
{
    return !options->force && !options->no_input && isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

bool ask(const struct options *options, const char *question, bool otherwise)
{
    char answer[16];

    if (options->force)
        return true;
    if (!asks(options))
        return otherwise;
    fflush(stdout);
    fprintf(stderr, "%s [%s] ", question, otherwise ? "Y/n" : "y/N");
    if (!fgets(answer, sizeof answer, stdin))
        return false;
    if (*answer == '\n')
        return otherwise;
    return *answer == 'y' || *answer == 'Y';
}

static const struct command_row *find_command(const char *name)
{
    for (size_t i = 1; i < command_row_count; i++)
        if (!strcmp(command_rows[i].name, name))
            return &command_rows[i];
    return NULL;
}

static int unknown_command(const char *word)
{
    const char *names[ARRAY_SIZE(command_rows)];

    for (size_t i = 1; i < command_row_count; i++)
        names[i - 1] = command_rows[i].name;
    return usage_error("there is no command", word, names, command_row_count - 1, &command_rows[0]);
}

/* What was asked for before the command, or without one. True if that was all. */
static bool told(const struct options *options, const struct command_row *command)
{
    if (options->help)
        options_help(command);
    else if (options->version)
        puts("couplet " COUPLET_VERSION);
    return options->help || options->version;
}

/* ACCESSIBLE=1 in the environment says it for every program. */
static bool wants_plain_lines(const struct options *options)
{
    const char *accessible = getenv("ACCESSIBLE");

    return options->accessible || (accessible && *accessible && strcmp(accessible, "0"));
}

/* The screens need both. Somebody who types but doesn't see what is asked, since it goes to a
 * file, is told. */
static bool has_terminal(void)
{
    bool typed = isatty(STDIN_FILENO), seen = isatty(STDOUT_FILENO);

    if (typed && !seen && isatty(STDERR_FILENO))
        fprintf(stderr, "couplet: the output is no terminal, so the evening goes there in plain "
                        "lines. Ctrl-D ends it.\n");
    return typed && seen;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct options options = { .data = cli->data };
    const struct command_row *command = &command_rows[0];
    int first = 0, offset = 0;

    if (!options_parse(&options, command, argc, argv, &first))
        return EXIT_USAGE;
    if (!told(&options, command) && first < argc) {
        command = find_command(argv[first]);
        if (!command)
            return unknown_command(argv[first]);
        offset = first;
        if (!options_parse(&options, command, argc - offset, argv + offset, &first))
            return EXIT_USAGE;
        if (told(&options, command))
            return EXIT_OK;
    } else if (options.help || options.version) {
        return EXIT_OK;
    }
    cli->data = options.data;
    cli->ascii = cli->ascii || options.ascii;
    cli->theme = options.theme;
    cli->colour = options.colour;
    if (!command->run && (wants_plain_lines(&options) || !has_terminal()))
        return cli_plain(cli);
    if (!command->run) {
        cli->screens = true;
        return EXIT_OK;
    }
    return command->run(cli, &options, argc - offset - first, argv + offset + first);
}

int cli_run(struct cli *cli, int argc, char **argv)
{
    int code = run(cli, argc, argv);

    if (fflush(stdout) || ferror(stdout)) {
        fprintf(stderr, "couplet: not all could be printed: %s.\n", strerror(errno));
        return EXIT_FAILED;
    }
    return code;
}
