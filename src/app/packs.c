/* Packs, from files into the library and out again. */
#include "app/packs.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "format/pack.h"
#include "store/library.h"

enum { FILE_BYTES_MAX = 64 << 20, PROBLEMS_SHOWN = 8 };

enum status packs_switch(struct store *store, const char *pack, bool on, struct error *err)
{
    enum status status = store_begin(store, err);

    return status == STATUS_OK ? store_end(store, library_enable(store, pack, on, err), err)
                               : status;
}

struct on {
    const char *id;
    bool on;
};

static void note_on(const struct pack_line *line, void *context)
{
    struct on *on = context;

    if (!strcmp(line->id, on->id))
        on->on = line->enabled;
}

static enum status take_out(struct store *store, const char *id, struct removed_pack *removed,
                            struct error *err)
{
    struct on on = { .id = id };
    enum status status = library_packs(store, note_on, &on, err);

    if (status == STATUS_OK)
        status = library_pack(store, id, &removed->pack, err);
    removed->on = on.on;
    return status == STATUS_OK ? library_remove(store, id, err) : status;
}

enum status packs_remove(struct store *store, const char *id, struct removed_pack *removed,
                         struct error *err)
{
    enum status status = store_begin(store, err);

    pack_release(&removed->pack);
    return status == STATUS_OK ? store_end(store, take_out(store, id, removed, err), err) : status;
}

static enum status put_back(struct store *store, const struct removed_pack *removed,
                            struct error *err)
{
    enum status status = library_install(store, &removed->pack, false, err);

    return status == STATUS_OK ? library_enable(store, removed->pack.id, removed->on, err) : status;
}

enum status packs_put_back(struct store *store, const struct removed_pack *removed,
                           struct error *err)
{
    enum status status;

    if (!removed->pack.id)
        return error_set(err, STATUS_NOT_FOUND, "Nothing here to undo");
    status = store_begin(store, err);
    return status == STATUS_OK ? store_end(store, put_back(store, removed, err), err) : status;
}

/* ---- a file ---- */

/* The one place where a pack file is read. */
static enum status read_file(const char *path, struct pack *pack, const struct pack_report *report,
                             struct error *err)
{
    const char *home = getenv("HOME");
    struct strbuf whole = STRBUF_INIT, bytes = STRBUF_INIT;
    enum status status;

    *pack = (struct pack){ 0 };
    if (path[0] == '~' && path[1] == '/' && home)
        strbuf_addf(&whole, "%s%s", home, path + 1);
    else
        strbuf_addstr(&whole, path);
    status = file_read_regular(&bytes, whole.text, FILE_BYTES_MAX, err);
    if (status == STATUS_IO)
        status = STATUS_NOT_FOUND; /* it isn't our disk that failed: trying again helps nobody */
    if (status == STATUS_OK)
        status = pack_read(bytes.text, bytes.size, PACK_ANY, pack, report, err);
    strbuf_release(&whole);
    strbuf_release(&bytes);
    return status;
}

/* ---- what it would bring ---- */

static void add_line(struct preview *preview, struct strbuf *line)
{
    if (preview->count < PREVIEW_LINES_MAX) {
        char *to = preview->lines[preview->count++];
        size_t n = line->size < PREVIEW_LINE_SIZE ? line->size : PREVIEW_LINE_SIZE - 1;

        while (n && n < line->size && ((unsigned char)line->text[n] & 0xc0) == 0x80)
            n--; /* whole letters */
        memcpy(to, line->text, n);
        to[n] = '\0';
    }
    strbuf_clear(line);
}

static void add_counts(struct strbuf *line, const struct vocabulary *vocabulary,
                       const size_t *counts)
{
    for (size_t i = 0; i < vocabulary->count; i++)
        if (counts[i])
            strbuf_addf(line, "%s%zu %s", line->size ? ", " : "", counts[i],
                        words_said(vocabulary, (int)i + vocabulary->first));
}

static void describe_prompts(struct preview *preview, const struct pack *pack)
{
    size_t moods[2] = { 0 }, modes[2] = { 0 }, depths[DEPTH_MAX] = { 0 }, flags[FLAG_COUNT] = { 0 };
    struct strbuf line = STRBUF_INIT, asked = STRBUF_INIT;

    for (size_t i = 0; i < pack->count; i++) {
        const struct prompt *prompt = &pack->prompts[i];

        moods[prompt->mood - MOOD_LIGHT]++;
        modes[prompt->mode - MODE_TALKING]++;
        depths[prompt->depth - DEPTH_MIN]++;
        for (int flag = 0; flag < FLAG_COUNT; flag++)
            flags[flag] += prompt->flags >> flag & 1;
    }
    add_counts(&line, &vocabulary_mood, moods);
    add_counts(&line, &vocabulary_mode, modes);
    add_line(preview, &line);
    add_counts(&line, &vocabulary_depth, depths);
    add_line(preview, &line);
    add_counts(&asked, &vocabulary_flag, flags);
    if (asked.size) {
        strbuf_addf(&line, "face down until you both agree: %s", asked.text);
        add_line(preview, &line);
    }
    strbuf_release(&asked);
    strbuf_release(&line);
}

/* The pack of that id that is there already. */
struct before {
    const char *id;
    bool found, builtin;
    struct strbuf said;
};

static void note_before(const struct pack_line *line, void *context)
{
    struct before *before = context;

    if (strcmp(line->id, before->id) != 0)
        return;
    before->found = true;
    before->builtin = line->builtin;
    if (!strcmp(line->id, PACK_OURS)) {
        strbuf_addstr(&before->said, "It takes the place of all that you wrote yourselves.");
        return;
    }
    strbuf_addf(&before->said,
                "It takes the place of version %s. What you did with its prompts stays.",
                line->version);
}

static enum status find_before(struct store *store, struct before *before, struct error *err)
{
    enum status status = library_packs(store, note_before, before, err);

    if (status == STATUS_OK && before->builtin)
        status = error_set(err, STATUS_INVALID,
                           "“%s” is the id of a pack that comes with couplet. Give yours another "
                           "id, on its line \"id\"",
                           before->id);
    return status;
}

static void describe(struct preview *preview, const struct pack *pack, struct before *before)
{
    struct strbuf line = STRBUF_INIT;

    strbuf_addstr(&line, pack->title);
    add_line(preview, &line);
    strbuf_addf(&line, "%zu prompt%s · %s · %s", pack->count, pack->count == 1 ? "" : "s",
                pack->lang, pack->license);
    add_line(preview, &line);
    if (pack->author) {
        strbuf_addf(&line, "by %s", pack->author);
        add_line(preview, &line);
    }
    describe_prompts(preview, pack);
    if (before->found)
        add_line(preview, &before->said);
    strbuf_release(&line);
}

/* ---- what is wrong with it ---- */

struct problems {
    struct preview *preview;
    size_t more; /* that aren't shown */
};

static void note_problem(void *context, const struct pack_problem *problem)
{
    struct problems *problems = context;
    struct strbuf line = STRBUF_INIT;

    if (problem->severity != PACK_PROBLEM)
        return;
    if (problems->preview->count > PROBLEMS_SHOWN) {
        problems->more++;
        return;
    }
    strbuf_addf(&line, "line %d: %s%s%s.", problem->line, problem->path, *problem->path ? ": " : "",
                problem->reason);
    add_line(problems->preview, &line);
    strbuf_release(&line);
}

static void note_more(void *context, size_t count)
{
    ((struct problems *)context)->more += count;
}

static void end_problems(struct problems *problems, const struct error *err)
{
    struct strbuf line = STRBUF_INIT;

    if (problems->preview->count == 1) { /* a newer format, say: no single place is to blame */
        strbuf_addf(&line, "%s.", err->text);
        add_line(problems->preview, &line);
    }
    if (problems->more) {
        strbuf_addf(&line, "And %zu more of the kind.", problems->more);
        add_line(problems->preview, &line);
    }
    strbuf_release(&line);
}

enum status packs_preview(struct store *store, const char *path, struct preview *preview,
                          struct error *err)
{
    struct problems problems = { .preview = preview };
    struct pack_report report = { .problem = note_problem,
                                  .more = note_more,
                                  .context = &problems };
    struct before before = { .said = STRBUF_INIT };
    struct strbuf line = STRBUF_INIT;
    struct pack pack;
    enum status status;

    *preview = (struct preview){ .count = 0 };
    strbuf_addstr(&line, "This file can’t be added yet.");
    add_line(preview, &line);
    status = read_file(path, &pack, &report, err);
    if (status == STATUS_OK) {
        before.id = pack.id;
        status = find_before(store, &before, err);
    }
    if (status == STATUS_OK) {
        *preview = (struct preview){ .good = true };
        describe(preview, &pack, &before);
    } else if (status == STATUS_INVALID || status == STATUS_NEWER) {
        end_problems(&problems, err);
        status = STATUS_OK;
    }
    pack_release(&pack);
    strbuf_release(&before.said);
    strbuf_release(&line);
    return status;
}

enum status packs_add(struct store *store, const char *path, struct error *err)
{
    struct before before = { .said = STRBUF_INIT };
    struct pack pack;
    enum status status = read_file(path, &pack, NULL, err);

    if (status == STATUS_OK) {
        before.id = pack.id;
        status = store_begin(store, err);
        if (status == STATUS_OK) {
            status = find_before(store, &before, err);
            if (status == STATUS_OK)
                status = library_install(store, &pack, false, err);
            status = store_end(store, status, err);
        }
    }
    pack_release(&pack);
    strbuf_release(&before.said);
    return status;
}
