/* couplet pack check: is each file a pack, and what does the linter say of it.
 *
 * Findings are data and go to stdout; that a file is no pack, and the summary, go to stderr. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "format/catalogue.h"
#include "format/json.h"
#include "format/lint.h"
#include "format/pack.h"
#include "format/record.h"
#include "options.h"
#include "packfile.h"

/* One file of the command line. */
struct checked {
    const char *name;
    struct strbuf bytes;
    struct checking *of;
    bool good;
};

struct checking {
    struct cli *cli;
    bool json, catalogue;
    struct checked *files; /* those that are packs, in the order of packs, come first */
    struct pack *packs;
    size_t pack_count, file_count;
    size_t printed; /* elements of the JSON list */
    size_t errors, warnings;
};

/* Prints what the report says, as text for people or as an element of the list. */
static void print_finding(struct checking *checking, const struct record_finding *finding)
{
    struct strbuf line = STRBUF_INIT;

    if (checking->json) {
        strbuf_addstr(&line, checking->printed++ ? ",\n" : "[\n");
        record_finding(&line, finding);
        fputs(line.text, stdout);
    } else {
        strbuf_addstr(&line, finding->file ? finding->file : "catalogue");
        if (finding->line)
            strbuf_addf(&line, ":%d:%d", finding->line, finding->column);
        strbuf_addf(&line, ": %s %s %d-%s: %s. %s.", finding->severity,
                    finding->prompt ? finding->prompt : "-", finding->rule, finding->name,
                    finding->what, finding->mend);
        print_line(checking->cli, line.text);
    }
    strbuf_release(&line);
}

/* ---- what the reader of packs says ---- */

static void print_problem(void *context, const struct pack_problem *problem)
{
    const struct checked *checked = context;
    bool note = problem->severity == PACK_NOTE;

    if (checked->of->json) {
        print_finding(checked->of, &(struct record_finding){ .file = checked->name,
                                                             .line = problem->line,
                                                             .column = problem->column,
                                                             .severity = note ? "note" : "E",
                                                             .path = problem->path,
                                                             .what = problem->reason });
        return;
    }
    pack_file_problem(checked->of->cli, checked->name, problem);
}

static void print_more(void *context, size_t count)
{
    const struct checked *checked = context;

    pack_file_more(checked->of->cli, checked->name, count);
}

static void read_file(struct checking *checking, const char *path)
{
    struct checked *checked = &checking->files[checking->file_count];
    struct pack_report report = { .problem = print_problem,
                                  .more = print_more,
                                  .context = checked };
    struct error err = { 0 };

    *checked =
        (struct checked){ .name = pack_file_name(path), .bytes = STRBUF_INIT, .of = checking };
    if (file_read(&checked->bytes, path, PACK_FILE_BYTES_MAX, &err) != STATUS_OK) {
        cli_fail(checking->cli, &err);
    } else if (pack_read(checked->bytes.text, checked->bytes.size,
                         checking->catalogue ? PACK_BUILT_IN : PACK_ANY,
                         &checking->packs[checking->pack_count], &report, &err) == STATUS_OK) {
        checking->file_count++;
        checking->pack_count++;
        return;
    }
    strbuf_release(&checked->bytes);
    checking->errors++;
}

/* ---- what the linter says ---- */

/* Where a finding stands in its file; the document is read again for the first one. */
static struct json_place place_of(const struct checked *file, struct json_document **document,
                                  const char *path)
{
    if (!*document && json_parse(file->bytes.text, file->bytes.size, document, NULL) != STATUS_OK)
        BUG("a pack that was read can't be read again");
    return json_place_of(*document, path);
}

static void print_lint(struct checking *checking, const struct lint_finding *finding,
                       struct json_document **document)
{
    bool placed = finding->pack != LINT_NO_PACK;
    const struct checked *file = placed ? &checking->files[finding->pack] : NULL;
    struct strbuf path = STRBUF_INIT;
    struct record_finding record = {
        .file = file ? file->name : NULL,
        .severity = finding->level == LINT_ERROR ? "E" : "W",
        .rule = finding->rule,
        .name = finding->name,
        .what = finding->what,
        .mend = finding->mend,
    };

    if (file) {
        struct json_place place;

        lint_path(&path, finding);
        place = place_of(file, document, path.text);
        record.line = place.line;
        record.column = place.column;
        record.path = path.text;
        record.prompt = checking->packs[finding->pack].prompts[finding->prompt].id;
    }
    print_finding(checking, &record);
    strbuf_release(&path);
}

static void print_report(struct checking *checking, const struct lint_report *report)
{
    struct json_document *document = NULL;

    for (size_t i = 0; i < report->count; i++) {
        if (i && report->list[i].pack != report->list[i - 1].pack) {
            json_free(document);
            document = NULL;
        }
        print_lint(checking, &report->list[i], &document);
    }
    json_free(document);
}

static void add_count(struct strbuf *out, size_t count, const char *one, const char *many)
{
    strbuf_addf(out, ", %zu %s", count, count == 1 ? one : many);
}

/* "kitchen.json: a good pack, 12 prompts, 3 warnings" */
static void print_summary(const struct checking *checking, const struct lint_report *report)
{
    size_t(*counts)[2] = mem_new(checking->pack_count + 1, sizeof *counts);

    for (size_t i = 0; i < report->count; i++)
        if (report->list[i].pack != LINT_NO_PACK)
            counts[report->list[i].pack][report->list[i].level]++;
    for (size_t p = 0; p < checking->pack_count; p++) {
        size_t errors = counts[p][LINT_ERROR], warnings = counts[p][LINT_WARNING];
        struct strbuf line = STRBUF_INIT;

        strbuf_addf(&line, "%s: %s", checking->files[p].name,
                    errors ? "a pack to mend" : "a good pack");
        add_count(&line, checking->packs[p].count, "prompt", "prompts");
        if (errors)
            add_count(&line, errors, "error", "errors");
        if (warnings)
            add_count(&line, warnings, "warning", "warnings");
        say_line(checking->cli, line.text);
        strbuf_release(&line);
    }
    free(counts);
}

static void print_catalogue(const struct checking *checking)
{
    struct catalogue catalogue;
    struct strbuf table = STRBUF_INIT, shown = STRBUF_INIT;

    catalogue_count(&catalogue, checking->packs, checking->pack_count);
    catalogue_table(&table, &catalogue);
    if (checking->cli->ascii)
        for (char *line = table.text, *end; *line; line = *end ? end + 1 : end) {
            end = line + strcspn(line, "\n");
            text_display(&shown, line, (size_t)(end - line), true);
            strbuf_addch(&shown, '\n');
        }
    fputs(checking->cli->ascii ? shown.text : table.text, stdout);
    strbuf_release(&table);
    strbuf_release(&shown);
    catalogue_release(&catalogue);
}

static void lint_files(struct checking *checking)
{
    struct lint_report report = { 0 };

    lint_run(&report, checking->packs, checking->pack_count,
             checking->catalogue ? LINT_CATALOGUE : LINT_EACH);
    print_report(checking, &report);
    if (checking->json)
        puts(checking->printed ? "\n]" : "[]");
    else if (checking->catalogue && checking->pack_count)
        print_catalogue(checking);
    fflush(stdout);
    print_summary(checking, &report);
    checking->errors += report.errors;
    lint_release(&report);
}

int pack_check(struct cli *cli, const struct options *options, int argc, char **argv)
{
    struct checking checking = { .cli = cli,
                                 .json = options->json,
                                 .catalogue = options->catalogue };

    if (!argc) {
        fprintf(stderr, "couplet: pack check needs a file\nTry: couplet pack --help\n");
        return EXIT_USAGE;
    }
    checking.files = mem_new((size_t)argc, sizeof *checking.files);
    checking.packs = mem_new((size_t)argc, sizeof *checking.packs);
    for (int i = 0; i < argc; i++)
        read_file(&checking, argv[i]);
    lint_files(&checking);
    for (size_t i = 0; i < checking.pack_count; i++) {
        pack_release(&checking.packs[i]);
        strbuf_release(&checking.files[i].bytes);
    }
    free(checking.packs);
    free(checking.files);
    return checking.errors ? EXIT_FAILED : EXIT_OK;
}
