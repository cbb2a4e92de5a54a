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

enum { PROGRESS_EVERY = 2000 };

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

static void add_words(struct strbuf *out, const struct vocabulary *vocabulary, const size_t *counts,
                      size_t count, int first)
{
    const char *between = "";

    for (size_t i = 0; i < count; i++)
        if (counts[i]) {
            strbuf_addf(out, "%s%s %zu", between, words_name(vocabulary, (int)i + first),
                        counts[i]);
            between = ", ";
        }
}

static void print_counts(const struct cli *cli, const struct pack *pack)
{
    size_t moods[2] = { 0 }, modes[2] = { 0 }, depths[DEPTH_MAX] = { 0 }, flags[FLAG_COUNT] = { 0 };
    size_t flagged = 0;
    struct strbuf line = STRBUF_INIT;

    for (size_t i = 0; i < pack->count; i++) {
        const struct prompt *prompt = &pack->prompts[i];

        moods[prompt->mood - MOOD_LIGHT]++;
        modes[prompt->mode - MODE_TALKING]++;
        depths[prompt->depth - DEPTH_MIN]++;
        for (int flag = 0; flag < FLAG_COUNT; flag++)
            flags[flag] += prompt->flags >> flag & 1;
        flagged += prompt->flags != 0;
    }
    strbuf_addstr(&line, "  ");
    add_words(&line, &vocabulary_mood, moods, ARRAY_SIZE(moods), MOOD_LIGHT);
    strbuf_addstr(&line, "; ");
    add_words(&line, &vocabulary_mode, modes, ARRAY_SIZE(modes), MODE_TALKING);
    print_line(cli, line.text);
    strbuf_clear(&line);
    for (size_t i = 0; i < DEPTH_MAX; i++)
        if (depths[i])
            strbuf_addf(&line, "%sdepth %zu: %zu", line.size ? ", " : "  ", i + DEPTH_MIN,
                        depths[i]);
    print_line(cli, line.text);
    if (flagged) {
        strbuf_clear(&line);
        strbuf_addstr(&line, "  asked before they are dealt: ");
        add_words(&line, &vocabulary_flag, flags, FLAG_COUNT, 0);
        print_line(cli, line.text);
    }
    strbuf_release(&line);
}

static void print_preview(const struct cli *cli, const struct pack *pack,
                          const struct installed *before)
{
    struct strbuf line = STRBUF_INIT;

    strbuf_addf(&line, "%s (%s %s), %zu prompt%s, %s, %s", pack->title, pack->id, pack->version,
                pack->count, pack->count == 1 ? "" : "s", pack->lang, pack->license);
    print_line(cli, line.text);
    if (pack->author || pack->source) {
        strbuf_clear(&line);
        strbuf_addf(&line, "  %s%s%s", pack->author ? pack->author : "",
                    pack->author && pack->source ? "; " : "", pack->source ? pack->source : "");
        print_line(cli, line.text);
    }
    print_counts(cli, pack);
    if (before) {
        strbuf_clear(&line);
        strbuf_addf(&line,
                    "  in the place of version %s with %zu prompt%s; what you did with them "
                    "stays",
                    before->version, before->prompts, before->prompts == 1 ? "" : "s");
        print_line(cli, line.text);
    }
    strbuf_release(&line);
}

/* ---- adding ---- */

static enum status install_all(struct store *store, const struct pack *pack, struct error *err)
{
    struct installation *in;
    bool shows = isatty(STDERR_FILENO) && pack->count > PROGRESS_EVERY;
    enum status status = library_begin_install(store, pack, false, &in, err);

    for (size_t i = 0; i < pack->count && status == STATUS_OK; i++) {
        status = library_install_prompt(in, &pack->prompts[i], err);
        if (shows && i % PROGRESS_EVERY == 0)
            fprintf(stderr, "\r%zu of %zu prompts", i, pack->count);
    }
    if (shows)
        fprintf(stderr, "\r%*s\r", 40, "");
    return library_end_install(in, status, err);
}

static bool may_take_place(const struct cli *cli, const struct pack *pack,
                           const struct installed *before)
{
    struct strbuf line = STRBUF_INIT;

    if (!before || !before->builtin)
        return true;
    strbuf_addf(&line,
                "couplet: “%s” is the id of a pack that comes with couplet. Give yours "
                "another id, on its line \"id\".",
                pack->id);
    say_line(cli, line.text);
    strbuf_release(&line);
    return false;
}

static bool add_pack(const struct cli *cli, const struct options *options, struct store *store,
                     const struct pack *pack)
{
    struct installed_list packs = { 0 };
    struct error err = { 0 };
    const struct installed *before;
    bool good = false;

    if (library_packs(store, note_pack, &packs, &err) != STATUS_OK) {
        cli_fail(cli, &err);
        return false;
    }
    before = find_pack(&packs, pack->id);
    if (may_take_place(cli, pack, before)) {
        print_preview(cli, pack, before);
        if (options->dry_run)
            good = true;
        else if (!ask(options, before ? "Put it in its place?" : "Add it?", true))
            say_line(cli, "Nothing was added.");
        else if (store_begin(store, &err) != STATUS_OK ||
                 store_end(store, install_all(store, pack, &err), &err) != STATUS_OK)
            cli_fail(cli, &err);
        else
            good = true;
    }
    release_packs(&packs);
    return good;
}

int pack_add(struct cli *cli, const struct options *options, int argc, char **argv)
{
    struct store *store;
    struct error err = { 0 };
    bool good = true;

    if (cli_open_store(cli, STORE_WRITE, &store, &err) != STATUS_OK)
        return cli_fail(cli, &err);
    for (int i = 0; i < argc; i++) {
        struct pack pack;
        bool added = pack_file_read(cli, argv[i], &pack) && add_pack(cli, options, store, &pack);

        good = added && good;
        pack_release(&pack);
    }
    cli_close_store(cli, store);
    return good ? EXIT_OK : EXIT_FAILED;
}

/* ---- removing ---- */

static bool remove_pack(const struct cli *cli, const struct options *options, struct store *store,
                        const struct installed *pack)
{
    struct strbuf line = STRBUF_INIT;
    struct error err = { 0 };
    bool good = false;

    if (pack->builtin) {
        strbuf_addf(&line,
                    "couplet: “%s” comes with couplet and stays; couplet pack disable %s switches "
                    "it off.",
                    pack->id, pack->id);
        say_line(cli, line.text);
    } else {
        strbuf_addf(&line, "%s (%s %s), %zu prompt%s: what you talked about stays in the journal",
                    pack->title, pack->id, pack->version, pack->prompts,
                    pack->prompts == 1 ? "" : "s");
        print_line(cli, line.text);
        if (options->dry_run)
            good = true;
        else if (!ask(options, "Remove it?", false))
            say_line(cli, "couplet: nothing was removed; --force removes without a question.");
        else if (store_begin(store, &err) != STATUS_OK ||
                 store_end(store, library_remove(store, pack->id, &err), &err) != STATUS_OK)
            cli_fail(cli, &err);
        else
            good = true;
    }
    strbuf_release(&line);
    return good;
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
    for (int i = 0; good && i < argc; i++)
        good = change == CHANGE_REMOVE
                   ? remove_pack(cli, options, store, find_pack(&packs, argv[i]))
                   : switch_pack(cli, store, argv[i], change == CHANGE_ENABLE);
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
