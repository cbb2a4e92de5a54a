/* What names of columns and keys mean, in the languages that such files are written in; and whether
 * a text reads like a prompt. */
#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "harvest_private.h"

/* clang-format off */
static const struct {
    enum role role;
    const char *name; /* small letters */
} names[] = {
    { ROLE_TEXT, "question" }, { ROLE_TEXT, "questions" }, { ROLE_TEXT, "prompt" },
    { ROLE_TEXT, "prompts" }, { ROLE_TEXT, "text" }, { ROLE_TEXT, "texts" }, { ROLE_TEXT, "q" },
    { ROLE_TEXT, "front" }, { ROLE_TEXT, "card" }, { ROLE_TEXT, "cards" },
    { ROLE_TEXT, "question_text" }, { ROLE_TEXT, "questiontext" }, { ROLE_TEXT, "content" },
    { ROLE_TEXT, "icebreaker" }, { ROLE_TEXT, "icebreakers" }, { ROLE_TEXT, "starter" },
    { ROLE_TEXT, "starters" }, { ROLE_TEXT, "frage" }, { ROLE_TEXT, "fragen" },
    { ROLE_TEXT, "pregunta" }, { ROLE_TEXT, "preguntas" }, { ROLE_TEXT, "pergunta" },
    { ROLE_TEXT, "perguntas" }, { ROLE_TEXT, "domanda" }, { ROLE_TEXT, "domande" },
    { ROLE_TEXT, "vraag" }, { ROLE_TEXT, "vragen" }, { ROLE_TEXT, "fråga" },
    { ROLE_TEXT, "frågor" }, { ROLE_TEXT, "spørgsmål" }, { ROLE_TEXT, "spørsmål" },
    { ROLE_TEXT, "kysymys" }, { ROLE_TEXT, "pytanie" }, { ROLE_TEXT, "otázka" },
    { ROLE_TEXT, "otázky" }, { ROLE_TEXT, "вопрос" }, { ROLE_TEXT, "вопросы" },
    { ROLE_TEXT, "soru" }, { ROLE_TEXT, "問題" }, { ROLE_TEXT, "问题" }, { ROLE_TEXT, "質問" },
    { ROLE_CATEGORY, "category" }, { ROLE_CATEGORY, "categories" }, { ROLE_CATEGORY, "cat" },
    { ROLE_CATEGORY, "topic" }, { ROLE_CATEGORY, "theme" }, { ROLE_CATEGORY, "section" },
    { ROLE_CATEGORY, "group" }, { ROLE_CATEGORY, "deck" }, { ROLE_CATEGORY, "set" },
    { ROLE_CATEGORY, "kategorie" }, { ROLE_CATEGORY, "catégorie" }, { ROLE_CATEGORY, "categoría" },
    { ROLE_CATEGORY, "thème" }, { ROLE_CATEGORY, "thema" },
    { ROLE_LIST, "followups" }, { ROLE_LIST, "follow_ups" }, { ROLE_LIST, "follow-ups" },
    { ROLE_LIST, "tags" }, { ROLE_LIST, "tag" }, { ROLE_LIST, "labels" },
    { ROLE_LIST, "options" }, { ROLE_LIST, "answers" }, { ROLE_LIST, "choices" },
    { ROLE_LIST, "keywords" }, { ROLE_LIST, "flags" }, { ROLE_LIST, "facets" },
    { ROLE_LIST, "requires" }, { ROLE_LIST, "hints" }, { ROLE_LIST, "examples" },
    { ROLE_PLAIN, "data" }, { ROLE_PLAIN, "items" }, { ROLE_PLAIN, "list" },
    { ROLE_PLAIN, "entries" }, { ROLE_PLAIN, "rows" }, { ROLE_PLAIN, "records" },
    { ROLE_PLAIN, "results" }, { ROLE_PLAIN, "all" },
    { ROLE_ABOUT, "meta" }, { ROLE_ABOUT, "metadata" }, { ROLE_ABOUT, "info" },
    { ROLE_ABOUT, "about" },
    { ROLE_TITLE, "title" }, { ROLE_TITLE, "titel" }, { ROLE_TITLE, "titre" },
    { ROLE_TITLE, "name" },
    { ROLE_AUTHOR, "author" }, { ROLE_AUTHOR, "authors" }, { ROLE_AUTHOR, "creator" },
    { ROLE_AUTHOR, "autor" }, { ROLE_AUTHOR, "auteur" },
    { ROLE_SOURCE, "source" }, { ROLE_SOURCE, "url" }, { ROLE_SOURCE, "homepage" },
    { ROLE_SOURCE, "quelle" },
    { ROLE_LICENSE, "license" }, { ROLE_LICENSE, "licence" }, { ROLE_LICENSE, "lizenz" },
    { ROLE_LICENSE, "spdx-license-identifier" },
    { ROLE_LANG, "lang" }, { ROLE_LANG, "language" }, { ROLE_LANG, "sprache" },
};
/* clang-format on */

static const char *last_part(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot && dot[1] ? dot + 1 : name;
}

enum role role_of(const char *name)
{
    const char *part = last_part(name);

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        if (text_same_word(part, names[i].name))
            return names[i].role;
    return ROLE_NONE;
}

bool name_is(const char *name, const char *key)
{
    size_t size = strlen(name), key_size = strlen(key);

    return size >= key_size && text_same_word(name + size - key_size, key) &&
           (size == key_size || name[size - key_size - 1] == '.');
}

size_t count_words(const char *text, size_t n)
{
    size_t words = 0;

    for (size_t i = 0; i < n; i++)
        words += !strchr(" \t\n", text[i]) && (!i || strchr(" \t\n", text[i - 1]));
    return words;
}

static bool is_address(const char *text, size_t n)
{
    static const char *const begins[] = { "http://", "https://", "www.", "mailto:" };

    for (size_t i = 0; i < ARRAY_SIZE(begins); i++)
        if (n >= strlen(begins[i]) && !strncasecmp(text, begins[i], strlen(begins[i])) &&
            !memchr(text, ' ', n))
            return true;
    return false;
}

/* Scripts that part no words by blanks begin here, with Thai. */
enum { WITHOUT_BLANKS = 0x0e00, WITHOUT_BLANKS_MIN = 4 };

bool is_wordy(const char *text, size_t n)
{
    size_t letters = 0, dense = 0;

    for (size_t at = 0; at < n;) {
        uint32_t code;

        at += text_decode(text, n, at, &code);
        letters += code >= 0x80 || isalpha((int)code);
        dense += code >= WITHOUT_BLANKS && !(code >= 0x2000 && code < 0x2e80);
    }
    if (!letters || is_address(text, n))
        return false;
    return count_words(text, n) >= 2 || dense >= WITHOUT_BLANKS_MIN || is_question(text, n);
}

static bool ends_with(const char *text, size_t n, const char *end)
{
    size_t size = strlen(end);

    return n >= size && !memcmp(text + n - size, end, size);
}

bool is_question(const char *text, size_t n)
{
    /* The Latin, full-width, Arabic and Greek one; what may stand behind. */
    static const char *const marks[] = { "?", "\xef\xbc\x9f", "\xd8\x9f", "\xcd\xbe" };
    static const char *const behind[] = {
        " ", "\"", "'", ")", "*", "_", "\xe2\x80\x9d", "\xe2\x80\x9c", "\xc2\xbb", "\n"
    };

    for (size_t i = 0; i < ARRAY_SIZE(behind); i++)
        if (ends_with(text, n, behind[i])) {
            n -= strlen(behind[i]);
            i = (size_t)-1;
        }
    for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
        if (n > strlen(marks[i]) && ends_with(text, n, marks[i]))
            return true;
    return false;
}
