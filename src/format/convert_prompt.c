/* One prompt of a conversion: columns that say what packs say, and the rest kept as it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "convert_private.h"
#include "format/pack.h"

/* A word of a vocabulary by the column of that name; depth and minutes are numbers. */
static bool set_mood(struct prompt *prompt, const char *text)
{
    int value = words_find(&vocabulary_mood, text);

    if (value >= 0)
        prompt->mood = (enum mood)value;
    return value >= 0;
}

static bool set_mode(struct prompt *prompt, const char *text)
{
    int value = words_find(&vocabulary_mode, text);

    if (value >= 0)
        prompt->mode = (enum mode)value;
    return value >= 0;
}

static bool set_dimension(struct prompt *prompt, const char *text)
{
    int value = words_find(&vocabulary_dimension, text);

    if (value >= 0)
        prompt->dimension = (enum dimension)value;
    return value >= 0;
}

static bool set_depth(struct prompt *prompt, const char *text)
{
    int value = words_find(&vocabulary_depth, text);

    if (value >= 0)
        prompt->depth = value;
    return value >= 0;
}

static bool set_minutes(struct prompt *prompt, const char *text)
{
    char number[8];

    for (size_t i = 0; i < MINUTES_COUNT; i++) {
        snprintf(number, sizeof number, "%d", minutes_legal[i]);
        if (!strcmp(number, text)) {
            prompt->minutes = minutes_legal[i];
            return true;
        }
    }
    return false;
}

static bool set_focus(struct prompt *prompt, const char *text)
{
    struct strbuf plain = STRBUF_INIT;
    bool fits;

    clean_text(&plain, text, false, false);
    fits = is_line_of_words(plain.text);
    if (fits)
        mem_replace(&prompt->focus, plain.text);
    strbuf_release(&plain);
    return fits;
}

/* Words with commas, semicolons, bars or line feeds between them. */
static bool add_members(unsigned *set, const struct vocabulary *vocabulary, const char *text,
                        size_t most)
{
    char *words = mem_copy(text), *rest;
    unsigned found = 0;
    size_t count = 0;
    bool all = true;

    for (char *word = strtok_r(words, ",;|\n\t", &rest); word;
         word = strtok_r(NULL, ",;|\n\t", &rest)) {
        int value;

        word += strspn(word, " ");
        for (size_t n = strlen(word); n && word[n - 1] == ' ';)
            word[--n] = '\0';
        value = words_find(vocabulary, word);
        all = all && value >= 0;
        if (value >= 0 && !(found & 1u << value)) {
            found |= 1u << value;
            count++;
        }
    }
    free(words);
    all = all && count && (!most || count <= most);
    if (all)
        *set = found;
    return all;
}

static bool set_facets(struct prompt *prompt, const char *text)
{
    return add_members(&prompt->facets, &vocabulary_facet, text, PACK_FACETS_MAX);
}

static bool set_flags(struct prompt *prompt, const char *text)
{
    return add_members(&prompt->flags, &vocabulary_flag, text, 0);
}

static bool set_requires(struct prompt *prompt, const char *text)
{
    return add_members(&prompt->requires, &vocabulary_requires, text, 0);
}

static void drop_followups(struct prompt *prompt)
{
    while (prompt->followup_count)
        free(prompt->followups[--prompt->followup_count]);
}

/* One a line; all of them or none. */
static bool set_followups(struct prompt *prompt, const char *text)
{
    char *lines = mem_copy(text), *rest;
    bool fits = true;

    for (char *line = strtok_r(lines, "\n", &rest); line && fits;
         line = strtok_r(NULL, "\n", &rest)) {
        struct strbuf plain = STRBUF_INIT;

        clean_text(&plain, line, false, false);
        fits = prompt->followup_count < FOLLOWUPS_MAX && is_line_of_words(plain.text);
        for (size_t i = 0; i < prompt->followup_count; i++)
            fits = fits && strcmp(prompt->followups[i], plain.text);
        if (fits)
            prompt->followups[prompt->followup_count++] = mem_copy(plain.text);
        strbuf_release(&plain);
    }
    free(lines);
    fits = fits && prompt->followup_count > 1;
    if (!fits)
        drop_followups(prompt);
    return fits;
}

/* Columns that say what a pack says are believed if they have its name and its words. */
static const struct {
    const char *name;
    bool (*set)(struct prompt *prompt, const char *text);
} fields[] = {
    { "mood", set_mood },           { "mode", set_mode },     { "depth", set_depth },
    { "minutes", set_minutes },     { "focus", set_focus },   { "dimension", set_dimension },
    { "followups", set_followups }, { "facets", set_facets }, { "flags", set_flags },
    { "requires", set_requires },
};

static bool take_field(struct conversion *c, struct prompt *prompt, cJSON *guesses,
                       const struct piece *piece)
{
    const char *name = c->h.columns[piece->column];

    for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
        if (strcmp(fields[i].name, name) || !fields[i].set(prompt, piece->text))
            continue;
        if (!c->guessed_field[i])
            conversion_guessed(c, "%s: “%s”", name, name);
        c->guessed_field[i] = true;
        json_push(guesses, cJSON_CreateString(name));
        return true;
    }
    return false;
}

static void fill_in_rest(struct conversion *c, struct prompt *prompt, const struct entry *entry,
                         size_t column)
{
    cJSON *extra = json_made(cJSON_CreateObject()), *original = json_made(cJSON_CreateObject());
    cJSON *guesses = json_made(cJSON_CreateArray());
    struct strbuf text = STRBUF_INIT;

    if (c->columns.wide)
        conversion_keep(extra, "category", c->h.columns[column]);
    for (size_t i = entry->first; i < entry->first + entry->count; i++) {
        const struct piece *piece = &c->h.pieces[i];

        if (c->columns.is_text[piece->column] || take_field(c, prompt, guesses, piece))
            continue;
        strbuf_clear(&text);
        clean_text(&text, piece->text, c->h.html, true);
        if (piece->column == c->columns.category) {
            /* The innermost group is the last of them. */
            cJSON_DeleteItemFromObjectCaseSensitive(extra, "category");
            conversion_keep(extra, "category", text.text);
        } else {
            conversion_keep(original, c->h.columns[piece->column], text.text);
        }
    }
    conversion_put_any(extra, "original", original);
    conversion_put_any(extra, "guessed", guesses);
    if (extra->child) {
        strbuf_clear(&text);
        json_write(&text, extra);
        prompt->extra = mem_copy(text.text);
    }
    cJSON_Delete(extra);
    strbuf_release(&text);
}

/* What the file doesn't say is what they say, if they do. */
static void fill_in_wishes(struct prompt *prompt, const struct convert_wishes *wishes)
{
    if (prompt->mood == MOOD_ANY)
        prompt->mood = wishes->mood;
    if (prompt->mode == MODE_ANY)
        prompt->mode = wishes->mode;
    if (!prompt->depth)
        prompt->depth = wishes->depth;
    if (!prompt->minutes)
        prompt->minutes = wishes->minutes;
    if (prompt->dimension == DIMENSION_COUNT && wishes->has_dimension)
        prompt->dimension = wishes->dimension;
    prompt->consent = prompt_consent_due(prompt->depth, prompt->flags);
}

void conversion_fill_in(struct conversion *c, struct prompt *prompt, const struct entry *entry,
                        size_t column)
{
    fill_in_rest(c, prompt, entry, column);
    fill_in_wishes(prompt, c->wishes);
}
