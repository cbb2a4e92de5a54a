/* couplet pack convert: from what people have to a pack. The work is in the format layer; here a
 * file is read, what was guessed and left out is said, and the pack is written. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "format/convert.h"
#include "format/json.h"
#include "options.h"
#include "packfile.h"

/* Lines about what was left out; the rest is counted. */
enum { LEFT_OUT_MAX = 200 };

struct telling {
    const struct cli *cli;
    const char *name; /* of the file */
    bool begun;
    size_t left_out;
};

static void tell_guess(void *context, const char *what)
{
    struct telling *t = context;
    struct strbuf line = STRBUF_INIT;

    if (!t->begun) {
        strbuf_addf(&line, "%s, guessed:", t->name);
        say_line(t->cli, line.text);
        strbuf_clear(&line);
    }
    t->begun = true;
    strbuf_addf(&line, "  %s", what);
    say_line(t->cli, line.text);
    strbuf_release(&line);
}

static void tell_left_out(void *context, int at, const char *excerpt, const char *why)
{
    struct telling *t = context;
    struct strbuf line = STRBUF_INIT;

    if (++t->left_out > LEFT_OUT_MAX)
        return;
    strbuf_addstr(&line, t->name);
    if (at)
        strbuf_addf(&line, ":%d", at);
    strbuf_addf(&line, ": left out, %s%s%s", why, *excerpt ? ": " : "", excerpt);
    say_line(t->cli, line.text);
    strbuf_release(&line);
}

static void put_name_before(const char *name, struct error *err)
{
    struct error bare = *err;

    error_set(err, bare.status, "%s: %s", name, bare.text);
}

static void tell_count(const struct telling *t, const struct convert_count *count, bool draft)
{
    struct strbuf line = STRBUF_INIT;

    if (count->left_out > LEFT_OUT_MAX) {
        strbuf_addf(&line, "%s: %zu more left out", t->name, count->left_out - LEFT_OUT_MAX);
        say_line(t->cli, line.text);
        strbuf_clear(&line);
    }
    strbuf_addf(&line, "%s: %zu prompt%s, %zu of them questions; %zu left out.", t->name,
                count->prompts, count->prompts == 1 ? "" : "s", count->questions, count->left_out);
    say_line(t->cli, line.text);
    if (draft)
        say_line(t->cli,
                 "What is null in it is for you to fill in; couplet pack check says where.");
    strbuf_release(&line);
}

int pack_convert(struct cli *cli, const struct options *options, int argc, char **argv)
{
    struct convert_wishes wishes = options->convert;
    struct convert_report report = { .guessed = tell_guess, .left_out = tell_left_out };
    struct convert_count count = { 0 };
    struct telling telling = { .cli = cli, .name = "standard input" };
    struct strbuf bytes = STRBUF_INIT, json = STRBUF_INIT;
    struct error err = { 0 };
    enum status status;

    (void)argc;
    if (strcmp(argv[0], "-"))
        telling.name = wishes.name = argv[0];
    report.context = &telling;
    status = file_read(&bytes, argv[0], JSON_SIZE_MAX, &err);
    if (status == STATUS_OK) {
        status = convert(&json, bytes.text, bytes.size, &wishes, &report, &count, &err);
        if (status != STATUS_OK)
            put_name_before(telling.name, &err);
    }
    strbuf_release(&bytes);
    if (status == STATUS_OK)
        status = pack_file_write(options, options->output, &json, &err);
    if (status == STATUS_OK)
        tell_count(&telling, &count, wishes.draft);
    strbuf_release(&json);
    return status == STATUS_OK ? EXIT_OK : cli_fail(cli, &err);
}
