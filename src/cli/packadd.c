/* couplet pack add, remove, enable, disable: each changes the library in one transaction a pack,
 * after a look at what that means. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "format/suggest.h"
#include "options.h"
#include "packfile.h"
#include "store/library.h"

enum { PROGRESS_EVERY = 2000, PROGRESS_BYTES = 1 << 20 };

/* ---- the packs that are there ---- */

struct installed {
    char *id, *title, *version;
    bool builtin, enabled;
    size_t prompts;
};

struct installed_list {
    struct installed *list;
    size_t count, room;
};

static void note_pack(const struct pack_line *line, void *context)
{
    struct installed_list *packs = context;

    packs->list = mem_grow(packs->list, packs->count, &packs->room, sizeof *packs->list);
    packs->list[packs->count++] = (struct installed){ .id = mem_copy(line->id),
                                                      .title = mem_copy(line->title),
                                                      .version = mem_copy(line->version),
                                                      .builtin = line->builtin,
                                                      .enabled = line->enabled,
                                                      .prompts = line->prompts };
}

static void release_packs(struct installed_list *packs)
{
    for (size_t i = 0; i < packs->count; i++) {
        free(packs->list[i].id);
        free(packs->list[i].title);
        free(packs->list[i].version);
    }
    free(packs->list);
    *packs = (struct installed_list){ 0 };
}

static const struct installed *find_pack(const struct installed_list *packs, const char *id)
{
    for (size_t i = 0; i < packs->count; i++)
        if (!strcmp(packs->list[i].id, id))
            return &packs->list[i];
    return NULL;
}

/* Says that there is no such pack, with a did-you-mean. */
static void say_unknown(const struct cli *cli, const struct installed_list *packs, const char *id)
{
    const char **ids = mem_new(packs->count + 1, sizeof *ids), *near;
    struct strbuf line = STRBUF_INIT;

    for (size_t i = 0; i < packs->count; i++)
        ids[i] = packs->list[i].id;
    near = suggest_word(id, ids, packs->count);
    strbuf_addf(&line, "couplet: there is no pack “%s”", id);
    if (near)
        strbuf_addf(&line, "; did you mean %s?", near);
    else
        strbuf_addstr(&line, "; couplet pack list tells which there are.");
    say_line(cli, line.text);
    strbuf_release(&line);
    free(ids);
}

/* ---- what a pack would bring ---- */

struct preview {
    struct pack pack; /* without its prompts */
    size_t prompts, moods[2], modes[2], depths[DEPTH_MAX], flags[FLAG_COUNT];
};

static char *copy_or_null(const char *text)
{
    return text ? mem_copy(text) : NULL;
}

static enum status preview_header(void *context, const struct pack *header, struct error *err)
{
    struct preview *preview = context;

    (void)err;
    preview->pack = (struct pack){ .id = mem_copy(header->id),
                                   .title = mem_copy(header->title),
                                   .version = mem_copy(header->version),
                                   .lang = mem_copy(header->lang),
                                   .license = mem_copy(header->license),
                                   .author = copy_or_null(header->author),
                                   .source = copy_or_null(header->source) };
    return STATUS_OK;
}

static enum status preview_prompt(void *context, const struct prompt *prompt, struct error *err)
{
    struct preview *preview = context;

    (void)err;
    preview->prompts++;
    preview->moods[prompt->mood - MOOD_LIGHT]++;
    preview->modes[prompt->mode - MODE_TALKING]++;
    preview->depths[prompt->depth - DEPTH_MIN]++;
    for (int flag = 0; flag < FLAG_COUNT; flag++)
        preview->flags[flag] += prompt->flags >> flag & 1;
    return STATUS_OK;
}

static void add_counts(struct strbuf *out, const struct vocabulary *vocabulary,
                       const size_t *counts, size_t count, int first)
{
    const char *between = "";

    for (size_t i = 0; i < count; i++)
        if (counts[i]) {
            strbuf_addf(out, "%s%s %zu", between, words_name(vocabulary, (int)i + first),
                        counts[i]);
            between = ", ";
        }
}

static void print_counts(const struct cli *cli, const struct preview *preview)
{
    struct strbuf line = STRBUF_INIT;
    size_t before;

    strbuf_addstr(&line, "  ");
    add_counts(&line, &vocabulary_mood, preview->moods, ARRAY_SIZE(preview->moods), MOOD_LIGHT);
    strbuf_addstr(&line, "; ");
    add_counts(&line, &vocabulary_mode, preview->modes, ARRAY_SIZE(preview->modes), MODE_TALKING);
    print_line(cli, line.text);
    strbuf_clear(&line);
    for (size_t i = 0; i < DEPTH_MAX; i++)
        if (preview->depths[i])
            strbuf_addf(&line, "%sdepth %zu: %zu", line.size ? ", " : "  ", i + DEPTH_MIN,
                        preview->depths[i]);
    print_line(cli, line.text);
    strbuf_clear(&line);
    strbuf_addstr(&line, "  asked before they are dealt: ");
    before = line.size;
    add_counts(&line, &vocabulary_flag, preview->flags, FLAG_COUNT, 0);
    if (line.size > before)
        print_line(cli, line.text);
    strbuf_release(&line);
}

static void print_preview(const struct cli *cli, const struct preview *preview,
                          const struct installed *before)
{
    const struct pack *pack = &preview->pack;
    struct strbuf line = STRBUF_INIT;

    strbuf_addf(&line, "%s (%s %s), %zu prompt%s, %s, %s", pack->title, pack->id, pack->version,
                preview->prompts, preview->prompts == 1 ? "" : "s", pack->lang, pack->license);
    print_line(cli, line.text);
    if (pack->author || pack->source) {
        strbuf_clear(&line);
        strbuf_addf(&line, "  %s%s%s", pack->author ? pack->author : "",
                    pack->author && pack->source ? "; " : "", pack->source ? pack->source : "");
        print_line(cli, line.text);
    }
    print_counts(cli, preview);
    if (before) {
        strbuf_clear(&line);
        strbuf_addf(&line,
                    "  in the place of version %s with %zu prompt%s; what you did with them stays",
                    before->version, before->prompts, before->prompts == 1 ? "" : "s");
        print_line(cli, line.text);
    }
    strbuf_release(&line);
}

/* ---- adding ---- */

/* One pack on its way into the library, which is looked at on the way. */
struct adding {
    const struct cli *cli;
    struct store *store;
    struct installed_list packs; /* those that are there */
    struct preview preview;
    struct installation *installation;
    size_t all; /* prompts, as far as it is known */
    bool shows; /* how far it is, on a terminal */
    bool may_replace_ours;
};

static enum status look_at_header(void *context, const struct pack *header, struct error *err)
{
    struct adding *adding = context;
    const struct installed *before = find_pack(&adding->packs, header->id);

    if (before && before->builtin)
        return error_set(err, STATUS_INVALID,
                         "“%s” is the id of a pack that comes with couplet. Give yours another id, "
                         "on its line \"id\"",
                         header->id);
    if (before && !strcmp(header->id, PACK_OURS) && !adding->may_replace_ours)
        return error_set(
            err, STATUS_INVALID,
            "In “%s” are %zu prompts that you two wrote, and the file would take their "
            "place. Export them first, then --force puts it there",
            header->id, before->prompts);
    return preview_header(&adding->preview, header, err);
}

/* On a terminal, a large file tells how far it is. */
static void tell_progress(const struct adding *adding)
{
    if (!adding->shows || adding->preview.prompts % PROGRESS_EVERY)
        return;
    fprintf(stderr, "\r%zu", adding->preview.prompts);
    if (adding->all)
        fprintf(stderr, " of %zu", adding->all);
    fprintf(stderr, " prompts");
}

static void end_progress(const struct adding *adding)
{
    if (adding->shows)
        fprintf(stderr, "\r%*s\r", 40, "");
}

static enum status look_at_prompt(void *context, const struct prompt *prompt, struct error *err)
{
    struct adding *adding = context;

    tell_progress(adding);
    return preview_prompt(&adding->preview, prompt, err);
}

static enum status add_header(void *context, const struct pack *header, struct error *err)
{
    struct adding *adding = context;
    enum status status = look_at_header(adding, header, err);

    if (status != STATUS_OK)
        return status;
    return library_begin_install(adding->store, header, false, &adding->installation, err);
}

static enum status add_prompt(void *context, const struct prompt *prompt, struct error *err)
{
    struct adding *adding = context;

    look_at_prompt(adding, prompt, err);
    return library_install_prompt(adding->installation, prompt, err);
}

static void forget_preview(struct adding *adding)
{
    pack_release(&adding->preview.pack);
    adding->preview = (struct preview){ .prompts = 0 };
}

/* All of it, or nothing. */
static bool install_file(struct adding *adding, const struct pack_file *file)
{
    struct pack_sink sink = { .header = add_header, .prompt = add_prompt, .context = adding };
    struct error err = { 0 };
    enum status status = store_begin(adding->store, &err);
    bool fine;

    if (status != STATUS_OK) {
        cli_fail(adding->cli, &err);
        return false;
    }
    adding->all = adding->preview.prompts;
    forget_preview(adding);
    fine = pack_file_read(adding->cli, file, &sink);
    status = library_end_install(adding->installation, fine ? STATUS_OK : STATUS_INVALID, &err);
    adding->installation = NULL;
    status = store_end(adding->store, status, &err);
    end_progress(adding);
    if (fine && status != STATUS_OK)
        cli_fail(adding->cli, &err);
    return status == STATUS_OK;
}

static bool look_at_file(struct adding *adding, const struct pack_file *file)
{
    struct pack_sink sink = { .header = look_at_header,
                              .prompt = look_at_prompt,
                              .context = adding };
    bool fine = pack_file_read(adding->cli, file, &sink);

    end_progress(adding);
    return fine;
}

static void show(const struct adding *adding)
{
    print_preview(adding->cli, &adding->preview,
                  find_pack(&adding->packs, adding->preview.pack.id));
}

/* Where somebody is asked, the file is read twice: for the question, and for the answer. Else once,
 * and what was added is shown when it is there. */
static bool add_file(struct adding *adding, const struct options *options,
                     const struct pack_file *file)
{
    bool known;

    if (!options->dry_run && !asks(options)) {
        if (!install_file(adding, file))
            return false;
        show(adding);
        return true;
    }
    if (!look_at_file(adding, file))
        return false;
    show(adding);
    if (options->dry_run)
        return true;
    known = find_pack(&adding->packs, adding->preview.pack.id);
    if (ask(options, known ? "Put it in its place?" : "Add it?", true))
        return install_file(adding, file);
    say_line(adding->cli, "Nothing was added.");
    return false;
}

static bool add_path(const struct cli *cli, const struct options *options, struct store *store,
                     const char *path)
{
    struct adding adding = { .cli = cli,
                             .store = store,
                             .may_replace_ours = options->force || options->dry_run };
    struct error err = { 0 };
    struct pack_file file;
    bool good = pack_file_open(cli, path, &file);

    if (good && library_packs(store, note_pack, &adding.packs, &err) != STATUS_OK) {
        cli_fail(cli, &err);
        good = false;
    }
    adding.shows = isatty(STDERR_FILENO) && file.view.size > PROGRESS_BYTES;
    good = good && add_file(&adding, options, &file);
    forget_preview(&adding);
    release_packs(&adding.packs);
    pack_file_close(&file);
    return good;
}

int pack_add(struct cli *cli, const struct options *options, int argc, char **argv)
{
    struct store *store;
    struct error err = { 0 };
    bool good = true;

    if (cli_open_store(cli, STORE_WRITE, &store, &err) != STATUS_OK)
        return cli_fail(cli, &err);
    for (int i = 0; i < argc; i++)
        good = add_path(cli, options, store, argv[i]) && good;
    cli_close_store(cli, store);
    return good ? EXIT_OK : EXIT_FAILED;
}

/* ---- removing ---- */

/* Takes it out, or says why not. */
static bool take_out(const struct cli *cli, struct store *store, const char *id)
{
    struct error err = { 0 };

    if (store_begin(store, &err) == STATUS_OK &&
        store_end(store, library_remove(store, id, &err), &err) == STATUS_OK)
        return true;
    cli_fail(cli, &err);
    return false;
}

static bool remove_pack(const struct cli *cli, const struct options *options, struct store *store,
                        const struct installed *pack)
{
    struct strbuf line = STRBUF_INIT;

    if (pack->builtin)
        strbuf_addf(&line,
                    "couplet: “%s” comes with couplet and stays; couplet pack disable %s switches "
                    "it off.",
                    pack->id, pack->id);
    else
        strbuf_addf(&line, "%s (%s %s), %zu prompt%s: what you talked about stays in the journal",
                    pack->title, pack->id, pack->version, pack->prompts,
                    pack->prompts == 1 ? "" : "s");
    (pack->builtin ? say_line : print_line)(cli, line.text);
    strbuf_release(&line);
    if (pack->builtin)
        return false;
    if (options->dry_run)
        return true;
    if (ask(options, "Remove it?", false))
        return take_out(cli, store, pack->id);
    say_line(cli, "couplet: nothing was removed; --force removes without a question.");
    return false;
}

static bool switch_pack(const struct cli *cli, struct store *store, const char *id, bool on)
{
    struct error err = { 0 };

    if (store_begin(store, &err) == STATUS_OK &&
        store_end(store, library_enable(store, id, on, &err), &err) == STATUS_OK)
        return true;
    cli_fail(cli, &err);
    return false;
}

enum change { CHANGE_REMOVE, CHANGE_ENABLE, CHANGE_DISABLE };

/* Each pack that the command line names. */
static int change_packs(struct cli *cli, const struct options *options, int argc, char **argv,
                        enum change change)
{
    struct installed_list packs = { 0 };
    struct store *store;
    struct error err = { 0 };
    bool good = true;

    if (cli_open_store(cli, STORE_WRITE, &store, &err) != STATUS_OK)
        return cli_fail(cli, &err);
    if (library_packs(store, note_pack, &packs, &err) != STATUS_OK) {
        cli_fail(cli, &err);
        good = false;
    }
    for (int i = 0; good && i < argc; i++)
        if (!find_pack(&packs, argv[i])) { /* all of them, or none is touched */
            say_unknown(cli, &packs, argv[i]);
            good = false;
        }
    for (int i = 0; good && i < argc; i++) {
        const struct installed *pack = find_pack(&packs, argv[i]);

        if (change != CHANGE_REMOVE)
            good = switch_pack(cli, store, argv[i], change == CHANGE_ENABLE);
        else if (pack)
            good = remove_pack(cli, options, store, pack);
    }
    release_packs(&packs);
    cli_close_store(cli, store);
    return good ? EXIT_OK : EXIT_FAILED;
}

int pack_remove(struct cli *cli, const struct options *options, int argc, char **argv)
{
    return change_packs(cli, options, argc, argv, CHANGE_REMOVE);
}

int pack_enable(struct cli *cli, const struct options *options, int argc, char **argv)
{
    return change_packs(cli, options, argc, argv, CHANGE_ENABLE);
}

int pack_disable(struct cli *cli, const struct options *options, int argc, char **argv)
{
    return change_packs(cli, options, argc, argv, CHANGE_DISABLE);
}
