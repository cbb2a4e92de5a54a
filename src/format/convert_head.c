/* What a converted pack says of itself: title, id, language, licence, and from where. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "convert_private.h"
#include "format/pack.h"

void conversion_guessed(struct conversion *c, const char *format, ...)
{
    char what[512];
    struct strbuf shown = STRBUF_INIT;
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    text_display(&shown, what, strlen(what), false);
    strbuf_addf(&c->guesses, "%s%s", c->guesses.size ? "\n" : "", shown.text);
    if (c->report && c->report->guessed)
        c->report->guessed(c->report->context, shown.text);
    strbuf_release(&shown);
}

void conversion_keep(cJSON *object, const char *name, const char *text)
{
    if (*text && !cJSON_GetObjectItemCaseSensitive(object, name))
        json_put(object, name, cJSON_CreateString(text));
}

void conversion_put_any(cJSON *object, const char *name, cJSON *value)
{
    if (value->child)
        json_put(object, name, value);
    else
        cJSON_Delete(value);
}

/* What the file says of itself, made plain; NULL if it doesn't. The caller frees. */
static char *said(const struct conversion *c, enum role role)
{
    for (size_t i = 0; i < c->h.said_count; i++) {
        struct strbuf text = STRBUF_INIT;

        if (role_of(c->h.said[i].name) != role)
            continue;
        clean_text(&text, c->h.said[i].text, false, role != ROLE_TITLE);
        if (text.size && text.size <= PACK_TEXT_MAX)
            return strbuf_detach(&text);
        strbuf_release(&text);
    }
    return NULL;
}

/* A column that says the same in every entry says it of the file. */
static char *said_throughout(const struct conversion *c, enum role role)
{
    for (size_t column = 0; column < c->h.column_count; column++) {
        const char *first = NULL;
        bool same = role_of(c->h.columns[column]) == role;

        for (size_t e = 0; e < c->h.entry_count && same; e++) {
            const char *text = harvest_text(&c->h, &c->h.entries[e], column);

            first = first ? first : text;
            same = text && !strcmp(text, first);
        }
        if (same && first && strlen(first) <= PACK_TEXT_MAX)
            return mem_copy(first);
    }
    return NULL;
}

static char *wished_or_said(struct conversion *c, const char *wish, enum role role,
                            const char *name)
{
    char *text = wish ? mem_copy(wish) : said(c, role);

    if (!text)
        text = said_throughout(c, role);
    if (text && !wish)
        conversion_guessed(c, "%s: %.200s", name, text);
    return text;
}

/* "my_old-deck.csv" is called My old deck. */
static char *title_of_name(const char *name)
{
    const char *slash = strrchr(name, '/'), *begin = slash ? slash + 1 : name;
    const char *dot = strrchr(begin, '.');
    struct strbuf title = STRBUF_INIT;

    strbuf_add(&title, begin, dot && dot > begin ? (size_t)(dot - begin) : strlen(begin));
    for (size_t i = 0; i < title.size; i++)
        if (title.text[i] == '_' || title.text[i] == '-')
            title.text[i] = ' ';
    if (title.size && title.text[0] >= 'a' && title.text[0] <= 'z')
        title.text[0] = (char)(title.text[0] - 'a' + 'A');
    return strbuf_detach(&title);
}

static void give_title(struct conversion *c)
{
    struct strbuf id = STRBUF_INIT;
    const char *name = c->wishes->name;

    c->pack.title = wished_or_said(c, c->wishes->title, ROLE_TITLE, "title");
    if (!c->pack.title && name && text_is_utf8(name, strlen(name), NULL)) {
        c->pack.title = title_of_name(name);
        conversion_guessed(c, "title: %.200s", c->pack.title);
    }
    if (c->wishes->id) {
        c->pack.id = mem_copy(c->wishes->id);
    } else if (c->pack.title) {
        slug_add(&id, c->pack.title);
        c->pack.id = strbuf_detach(&id);
        conversion_guessed(c, "id: %s", c->pack.id);
    }
}

/* People write the name of a language, packs its tag. */
static char *language_tag(char *said_language)
{
    static const struct {
        const char *name, *tag;
    } languages[] = {
        { "english", "en" },  { "german", "de" },     { "deutsch", "de" },   { "french", "fr" },
        { "français", "fr" }, { "spanish", "es" },    { "español", "es" },   { "italian", "it" },
        { "italiano", "it" }, { "portuguese", "pt" }, { "dutch", "nl" },     { "nederlands", "nl" },
        { "swedish", "sv" },  { "danish", "da" },     { "norwegian", "no" }, { "finnish", "fi" },
        { "polish", "pl" },   { "czech", "cs" },      { "russian", "ru" },   { "turkish", "tr" },
        { "japanese", "ja" }, { "chinese", "zh" },    { "korean", "ko" },    { "hindi", "hi" },
    };

    for (size_t i = 0; said_language && i < ARRAY_SIZE(languages); i++)
        if (text_same_word(languages[i].name, said_language))
            mem_replace(&said_language, languages[i].tag);
    return said_language;
}

static void give_language(struct conversion *c)
{
    char language[4];
    size_t column = c->columns.text;

    if (!c->wishes->lang && column < c->h.column_count &&
        column_language(c->h.columns[column], language)) {
        c->pack.lang = mem_copy(language);
        conversion_guessed(c, "lang: %s", language);
        return;
    }
    c->pack.lang = language_tag(wished_or_said(c, c->wishes->lang, ROLE_LANG, "lang"));
}

static void give_extra(struct conversion *c)
{
    cJSON *extra = json_made(cJSON_CreateObject()), *original = json_made(cJSON_CreateObject());
    cJSON *guesses = json_made(cJSON_CreateArray());
    struct strbuf text = STRBUF_INIT;
    char *lines = mem_copy(c->guesses.text), *rest;

    for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        json_push(guesses, cJSON_CreateString(line));
    free(lines);
    for (size_t i = 0; i < c->h.said_count; i++)
        conversion_keep(original, c->h.said[i].name, c->h.said[i].text);
    conversion_put_any(extra, "original", original);
    conversion_put_any(extra, "guessed", guesses);
    if (extra->child) {
        json_write(&text, extra);
        c->pack.extra = strbuf_detach(&text);
    }
    cJSON_Delete(extra);
}

void conversion_fill_in_head(struct conversion *c)
{
    give_title(c);
    give_language(c);
    c->pack.version = mem_copy("1.0.0");
    c->pack.license = wished_or_said(c, c->wishes->license, ROLE_LICENSE, "license");
    c->pack.author = wished_or_said(c, c->wishes->author, ROLE_AUTHOR, "author");
    c->pack.source = wished_or_said(c, c->wishes->source, ROLE_SOURCE, "source");
    if (c->cleaned)
        conversion_guessed(
            c, "marks of HTML or Markdown and invisible signs were taken out of %zu text%s",
            c->cleaned, c->cleaned == 1 ? "" : "s");
    give_extra(c);
}
