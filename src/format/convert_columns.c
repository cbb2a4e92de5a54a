/* Which column holds the prompts: by its name, and by what its texts read like. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "convert_private.h"
#include "format/pack.h"

/* Entries that are looked at. */
enum { SAMPLE_MAX = 2000 };

struct tally {
    size_t texts, wordy, questions;
};

/* As the text will be, where that matters: a tag has words in it too. */
static void tally_text(struct tally *t, const char *text, bool html)
{
    struct strbuf plain = STRBUF_INIT;

    if (html || strchr(text, '<') || strchr(text, '&')) {
        clean_text(&plain, text, html, true);
        text = plain.text;
    }
    t->texts++;
    if (strlen(text) <= PACK_TEXT_MAX) {
        size_t n = strlen(text);

        t->wordy += is_wordy(text, n) && count_words(text, n) > 2;
        t->questions += is_question(text, n);
    }
    strbuf_release(&plain);
}

/* The column of the texts that have no name of their own; HARVEST_COLUMNS_MAX: there is none. */
static size_t unnamed_column(const struct harvest *h)
{
    for (size_t i = 0; i < h->column_count; i++)
        if (!*h->columns[i])
            return i;
    return HARVEST_COLUMNS_MAX;
}

/* An entry that has such a text is only that; the other columns compete for the rest, which is
 * counted in *rest. */
static void tally_columns(const struct harvest *h, size_t unnamed,
                          struct tally tally[HARVEST_COLUMNS_MAX], size_t *rest)
{
    *rest = 0;
    for (size_t e = 0; e < h->entry_count && e < SAMPLE_MAX; e++) {
        const struct entry *entry = &h->entries[e];
        bool bare = unnamed < h->column_count && harvest_text(h, entry, unnamed);

        *rest += !bare;
        for (size_t i = entry->first; !bare && i < entry->first + entry->count; i++)
            tally_text(&tally[h->pieces[i].column], h->pieces[i].text, h->html);
    }
}

/* Names weigh most, then questions, then words; a column that is hardly there weighs little. */
static size_t score(const struct harvest *h, size_t column, const struct tally *t, size_t rest)
{
    enum { NAME = 100, QUESTIONS = 60, WORDS = 30 };
    enum role role = role_of(h->columns[column]);
    size_t points;

    if (!t->texts || role >= ROLE_TITLE || role == ROLE_LIST ||
        (role == ROLE_CATEGORY && !t->questions))
        points = t->texts && role == ROLE_TITLE ? t->questions * QUESTIONS / t->texts : 0;
    else
        points = (role == ROLE_TEXT ? NAME : 0) + QUESTIONS * t->questions / t->texts +
                 WORDS * t->wordy / t->texts;
    return points * t->texts / (rest ? rest : 1);
}

bool column_language(const char *name, char language[4])
{
    static const char *const languages[] = {
        "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi",
        "fr", "he", "hi", "hr", "hu", "it", "ja", "ko", "lt", "lv", "nb", "nl", "no",
        "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh",
    };

    const char *last = strrchr(name, '.');

    for (size_t i = 0; i < ARRAY_SIZE(languages); i++)
        if ((!strncasecmp(name, languages[i], 2) && (!name[2] || strchr("._-", name[2]))) ||
            (last && text_same_word(last + 1, languages[i]))) {
            snprintf(language, 4, "%s", languages[i]);
            return true;
        }
    return false;
}

/* Most of what is in the column is a question. */
static bool is_full_of_questions(const struct tally *t)
{
    return t->questions * 2 > t->texts;
}

/* A table whose columns are called by what their questions are about. */
static bool is_wide(const struct harvest *h, const struct tally *tally)
{
    size_t full = 0;
    char language[4];

    if (!h->header_line)
        return false;
    for (size_t i = 0; i < h->column_count; i++) {
        if (role_of(h->columns[i]) == ROLE_TEXT || column_language(h->columns[i], language))
            return false;
        full += is_full_of_questions(&tally[i]);
    }
    return full > 1;
}

static enum status refuse_key(const struct harvest *h, const char *key, struct error *err)
{
    enum { SHOWN = 20 };
    struct strbuf names = STRBUF_INIT;

    for (size_t i = 0; i < h->column_count && i < SHOWN; i++) {
        if (!*h->columns[i])
            continue;
        strbuf_addstr(&names, names.size ? ", " : "");
        json_quote(&names, h->columns[i]);
    }
    error_set(err, STATUS_INVALID, "there is no key or column %s; there %s %s", key,
              names.size ? "are" : "is", names.size ? names.text : "none with a name");
    strbuf_release(&names);
    return STATUS_INVALID;
}

static enum status take_key(const struct harvest *h, const char *key, struct columns_guess *guess,
                            struct error *err)
{
    char number[32];

    snprintf(number, sizeof number, "column %.20s", key);
    for (size_t i = 0; i < h->column_count && guess->text == HARVEST_COLUMNS_MAX; i++)
        if (text_same_word(h->columns[i], key) || text_same_word(h->columns[i], number))
            guess->text = i;
    for (size_t i = 0; i < h->column_count && guess->text == HARVEST_COLUMNS_MAX; i++)
        if (name_is(h->columns[i], key))
            guess->text = i;
    if (guess->text == HARVEST_COLUMNS_MAX)
        return refuse_key(h, key, err);
    guess->is_text[guess->text] = true;
    return STATUS_OK;
}

static void find_category(const struct harvest *h, struct columns_guess *guess)
{
    for (size_t i = 0; i < h->column_count && guess->category == HARVEST_COLUMNS_MAX; i++)
        if (!guess->is_text[i] && role_of(h->columns[i]) == ROLE_CATEGORY)
            guess->category = i;
}

static void take_wide(const struct harvest *h, const struct tally *tally,
                      struct columns_guess *guess)
{
    guess->wide = true;
    for (size_t i = 0; i < h->column_count; i++)
        guess->is_text[i] = tally[i].wordy * 2 > tally[i].texts || is_full_of_questions(&tally[i]);
}

enum status columns_find(const struct harvest *h, const char *key, struct columns_guess *guess,
                         struct error *err)
{
    struct tally tally[HARVEST_COLUMNS_MAX] = { { 0 } };
    size_t unnamed = unnamed_column(h), best = 0, rest;

    *guess = (struct columns_guess){ .text = HARVEST_COLUMNS_MAX, .category = HARVEST_COLUMNS_MAX };
    tally_columns(h, unnamed, tally, &rest);
    if (key) {
        enum status status = take_key(h, key, guess, err);

        if (status != STATUS_OK)
            return status;
    } else if (is_wide(h, tally)) {
        take_wide(h, tally, guess);
        return STATUS_OK;
    }
    for (size_t i = 0; !key && i < h->column_count; i++) {
        size_t points = score(h, i, &tally[i], rest);

        if (points > best) {
            best = points;
            guess->text = i;
        }
    }
    /* Texts in lists have no name, and are taken beside those that have one. */
    if (!key && unnamed < h->column_count) {
        guess->is_text[unnamed] = true;
        if (guess->text == HARVEST_COLUMNS_MAX)
            guess->text = unnamed;
    }
    if (guess->text == HARVEST_COLUMNS_MAX)
        return error_set(err, STATUS_INVALID,
                         "nothing in it reads like something to talk about; "
                         "say where the texts are with --key=NAME");
    guess->is_text[guess->text] = true;
    find_category(h, guess);
    return STATUS_OK;
}
