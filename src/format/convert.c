/* From bytes to a pack: decode, choose the form, read, find the columns, judge each text, fill in
 * what is known, and see whether it is enough. */
#include "format/convert.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "convert_private.h"
#include "format/encode.h"
#include "format/pack.h"
#include "format/pack_write.h"

/* “question”, or what a column without a name is called. */
static const char *shown_column(const struct conversion *c, size_t column, struct strbuf *out)
{
    strbuf_clear(out);
    if (*c->h.columns[column])
        strbuf_addf(out, "“%s”", c->h.columns[column]);
    else
        strbuf_addstr(out, "each text");
    return out->text;
}

static void take_text(struct conversion *c, const struct entry *entry, const struct piece *piece)
{
    struct prompt prompt = { .dimension = DIMENSION_COUNT };
    struct strbuf text = STRBUF_INIT;
    bool cleaned = clean_text(&text, piece->text, c->h.html, c->form->bare);
    const char *why = why_no_prompt(text.text, piece->text);
    const char *shown = text.size ? text.text : piece->text;
    size_t same = why ? 0 : conversion_find(c, text.text);

    if (why) {
        harvest_leave(&c->h, entry->line, shown, strlen(shown), why);
    } else if (same) {
        harvest_leave_with(&c->h, entry->line, shown, strlen(shown), "the same as line",
                           c->lines[same - 1]);
    } else {
        prompt.text = strbuf_detach(&text);
        conversion_fill_in(c, &prompt, entry, piece->column);
        c->cleaned += cleaned;
        c->questions += is_question(prompt.text, strlen(prompt.text));
        conversion_add(c, &prompt, entry->line);
    }
    strbuf_release(&text);
}

static void take_entries(struct conversion *c)
{
    for (size_t e = 0; e < c->h.entry_count; e++) {
        const struct entry *entry = &c->h.entries[e];
        size_t texts = 0;

        for (size_t i = entry->first; i < entry->first + entry->count; i++)
            if (c->columns.is_text[c->h.pieces[i].column]) {
                take_text(c, entry, &c->h.pieces[i]);
                texts++;
            }
        if (!texts)
            harvest_leave(&c->h, entry->line, entry->count ? c->h.pieces[entry->first].text : "",
                          entry->count ? strlen(c->h.pieces[entry->first].text) : 0,
                          "nothing where the others have their text");
    }
}

/* ---- is it enough? ---- */

static void add_missing(struct strbuf *flags, bool missing, const char *flag)
{
    if (missing)
        strbuf_addf(flags, "%s%s", flags->size ? " " : "", flag);
}

/* What neither the file nor the wishes say, as the options that would. */
static void list_missing(const struct conversion *c, struct strbuf *flags)
{
    bool mood = false, mode = false, depth = false, minutes = false, dimension = false;

    for (size_t i = 0; i < c->pack.count; i++) {
        const struct prompt *prompt = &c->pack.prompts[i];

        mood = mood || prompt->mood == MOOD_ANY;
        mode = mode || prompt->mode == MODE_ANY;
        depth = depth || !prompt->depth;
        minutes = minutes || !prompt->minutes;
        dimension = dimension || prompt->dimension == DIMENSION_COUNT;
    }
    add_missing(flags, !c->pack.title, "--title=TITLE");
    add_missing(flags, !c->pack.id && c->pack.title, "--id=ID");
    add_missing(flags, !c->pack.lang, "--lang=TAG");
    add_missing(flags, !c->pack.license, "--license=SPDX");
    add_missing(flags, mood, "--mood=MOOD");
    add_missing(flags, mode, "--mode=MODE");
    add_missing(flags, depth, "--depth=N");
    add_missing(flags, minutes, "--minutes=N");
    add_missing(flags, dimension, "--dimension=WORD");
}

static enum status check_missing(const struct conversion *c, struct error *err)
{
    struct strbuf flags = STRBUF_INIT;
    enum status status = STATUS_OK;

    list_missing(c, &flags);
    if (flags.size)
        status = error_set(err, STATUS_INVALID,
                           "%zu prompt%s found, but neither the file nor you say all that a pack "
                           "needs. Add %s; or --draft, which leaves those empty for you to fill in "
                           "one by one",
                           c->pack.count, c->pack.count == 1 ? " was" : "s were", flags.text);
    strbuf_release(&flags);
    return status;
}

/* A legal depth, mood and so on can still not go together. */
static enum status check_agreement(const struct conversion *c, struct error *err)
{
    for (size_t i = 0; i < c->pack.count; i++) {
        const char *field, *why = prompt_disagreement(&c->pack.prompts[i], &field);

        if (why)
            return error_set(err, STATUS_INVALID, "line %d: its %s doesn’t fit: %s", c->lines[i],
                             field, why);
    }
    return STATUS_OK;
}

/* The last word is the reader's. */
static enum status check_result(const char *json, size_t n, struct error *err)
{
    struct pack_sink nobody = { .context = NULL };
    struct error why = { 0 };

    if (pack_read_each(json, n, PACK_ANY, &nobody, NULL, &why) == STATUS_OK)
        return STATUS_OK;
    return error_set(err, STATUS_INVALID, "the pack would not be a good one: %s", why.text);
}

static enum status write_out(const struct conversion *c, struct strbuf *out, struct error *err)
{
    size_t begin = out->size;
    enum status status = STATUS_OK;

    if (!c->wishes->draft)
        status = check_missing(c, err);
    if (status == STATUS_OK && !c->wishes->draft)
        status = check_agreement(c, err);
    if (status != STATUS_OK)
        return status;
    pack_write(out, &c->pack, c->wishes->draft ? PACK_DRAFT : PACK_WHOLE);
    if (out->size - begin > JSON_SIZE_MAX)
        status = error_set(err, STATUS_INVALID,
                           "a pack of it would be larger than 64 MiB; split the file");
    if (status == STATUS_OK && !c->wishes->draft)
        status = check_result(out->text + begin, out->size - begin, err);
    if (status != STATUS_OK)
        strbuf_truncate(out, begin);
    return status;
}

/* ---- telling ---- */

static int compare_left(const void *a, const void *b)
{
    const struct left_out *left = a, *right = b;

    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    return (left->order > right->order) - (left->order < right->order);
}

static void tell_left_out(const struct conversion *c)
{
    if (!c->report || !c->report->left_out)
        return;
    if (c->h.left_count > 1)
        qsort(c->h.left, c->h.left_count, sizeof *c->h.left, compare_left);
    for (size_t i = 0; i < c->h.left_count; i++) {
        const struct left_out *left = &c->h.left[i];
        char why[80];

        if (left->other)
            snprintf(why, sizeof why, "%s %d", left->why, left->other);
        else
            snprintf(why, sizeof why, "%s", left->why);
        c->report->left_out(c->report->context, left->line, left->excerpt, why);
    }
}

static void tell_columns(struct conversion *c)
{
    struct strbuf name = STRBUF_INIT;

    if (!c->wishes->format)
        conversion_guessed(c, "format: %s", c->form->said);
    if (c->h.header_line)
        conversion_guessed(c, "line %d: the names of the columns", c->h.header_line);
    if (c->columns.wide)
        conversion_guessed(c, "text: every column, its name being the category");
    else if (!c->wishes->key && *c->h.columns[c->columns.text])
        conversion_guessed(c, "text: %s", shown_column(c, c->columns.text, &name));
    for (size_t i = 0; !c->columns.wide && i < c->h.column_count; i++)
        if (!c->columns.is_text[i] && role_of(c->h.columns[i]) == ROLE_TEXT)
            conversion_guessed(c, "not used, but perhaps text too: %s (--key=%s)",
                               shown_column(c, i, &name), c->h.columns[i]);
    if (c->columns.category < HARVEST_COLUMNS_MAX)
        conversion_guessed(c, "category: %s", shown_column(c, c->columns.category, &name));
    strbuf_release(&name);
}

static enum status take_all(struct conversion *c, struct strbuf *out, struct error *err)
{
    enum status status;

    if (!c->h.entry_count && !c->h.left_count)
        return error_set(err, STATUS_INVALID, "there is nothing in it");
    if (c->h.too_many)
        return error_set(err, STATUS_INVALID,
                         "there are more than %d entries in it; split it into several files",
                         HARVEST_ENTRIES_MAX);
    if (c->h.entry_count) {
        status = columns_find(&c->h, c->wishes->key, &c->columns, err);
        if (status != STATUS_OK)
            return status;
        tell_columns(c);
        take_entries(c);
    }
    tell_left_out(c);
    if (!c->pack.count)
        return error_set(err, STATUS_INVALID,
                         "nothing in it reads like something to talk about (read as %s; "
                         "--format=NAME says otherwise, --key=NAME where the texts are)",
                         c->form->said);
    conversion_fill_in_head(c);
    return write_out(c, out, err);
}

static void release(struct conversion *c)
{
    harvest_release(&c->h);
    pack_release(&c->pack);
    free(c->texts.slots);
    free(c->ids.slots);
    free(c->lines);
    strbuf_release(&c->guesses);
}

enum status convert(struct strbuf *out, const char *bytes, size_t n,
                    const struct convert_wishes *wishes, const struct convert_report *report,
                    struct convert_count *count, struct error *err)
{
    struct conversion c = { .wishes = wishes, .report = report, .guesses = STRBUF_INIT };
    struct strbuf text = STRBUF_INIT;
    enum status status = encode_utf8(&text, bytes, n, err);

    if (status == STATUS_OK) {
        c.form = form_choose(wishes, text.text, text.size, err);
        status =
            c.form ? c.form->read(&c.h, text.text, text.size, wishes->key, err) : STATUS_INVALID;
    }
    if (status == STATUS_OK)
        status = take_all(&c, out, err);
    if (count)
        *count = (struct convert_count){ .prompts = c.pack.count,
                                         .questions = c.questions,
                                         .left_out = c.h.left_count + c.h.left_more,
                                         .form = c.form ? c.form->said : NULL };
    release(&c);
    strbuf_release(&text);
    return status;
}
