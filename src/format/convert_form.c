/* The forms that couplet reads, and which of them a file has. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "convert_private.h"

/* clang-format off */
static const struct form forms[] = {
    { "json",     "JSON",           " json ",         read_json,       probe_json,       false },
    { "jsonl",    "JSON Lines",     " jsonl ndjson ", read_json_lines, probe_json_lines, false },
    { "csv",      "CSV",            " csv ",          read_csv,        probe_csv,        false },
    { "tsv",      "TSV",            " tsv tab ",      read_tsv,        probe_tsv,        false },
    { "anki",     "an Anki export", " ",              read_anki,       probe_anki,       false },
    { "yaml",     "YAML",           " yaml yml ",     read_yaml,       probe_yaml,       false },
    { "fortune",  "a fortune file", " fortune ",      read_fortune,    probe_fortune,    true },
    { "markdown", "Markdown",       " md markdown ",  read_markdown,   probe_markdown,   false },
    { "lines",    "plain lines",    " ",              read_lines,      probe_lines,      false },
};
/* clang-format on */

const char *const *convert_forms(void)
{
    static const char *names[ARRAY_SIZE(forms) + 1];

    for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
        names[i] = forms[i].name;
    return names;
}

static const struct form *form_named(const char *name, struct error *err)
{
    struct strbuf list = STRBUF_INIT;

    for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
        if (!strcmp(forms[i].name, name))
            return &forms[i];
    for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
        strbuf_addf(&list, "%s%s", i ? ", " : "", forms[i].name);
    error_set(err, STATUS_INVALID, "there is no format %.40s; it is one of %s", name, list.text);
    strbuf_release(&list);
    return NULL;
}

/* Does the name end with one of them? */
static bool name_ends(const char *name, const char *ends)
{
    enum { ENDING_MAX = 12 };
    const char *dot = name ? strrchr(name, '.') : NULL;
    char ending[ENDING_MAX + 3] = " ";

    if (!dot || !dot[1] || strlen(dot + 1) > ENDING_MAX || strpbrk(dot, " /"))
        return false;
    for (size_t i = 1; dot[i]; i++)
        ending[i] = (char)(dot[i] >= 'A' && dot[i] <= 'Z' ? dot[i] - 'A' + 'a' : dot[i]);
    ending[strlen(dot)] = ' ';
    return strstr(ends, ending) != NULL;
}

/* Texts that hold prompts among much else, by how they begin; NULL: none of them. */
static const char *what_else(const char *text, size_t n)
{
    static const struct {
        const char *begin, *what;
    } others[] = {
        { "<!doctype", "a web page" },
        { "<html", "a web page" },
        { "<?xml", "XML" },
        { "<rss", "XML" },
        { "<svg", "a picture" },
        { "insert into", "SQL" },
        { "create table", "SQL" },
        { "begin transaction", "SQL" },
        { "pragma ", "SQL" },
        { "-- mysql", "SQL" },
    };
    size_t at = 0;

    while (at < n && strchr(" \t\n", text[at]))
        at++;
    for (size_t i = 0; i < ARRAY_SIZE(others); i++)
        if (n - at >= strlen(others[i].begin) &&
            !strncasecmp(text + at, others[i].begin, strlen(others[i].begin)))
            return others[i].what;
    return NULL;
}

const struct form *form_choose(const struct convert_wishes *wishes, const char *text, size_t n,
                               struct error *err)
{
    enum { LOOKED_AT = 65536, BY_NAME = 73 };
    const struct form *best = NULL;
    const char *what;
    int most = -1;

    if (wishes->format)
        return form_named(wishes->format, err);
    what = what_else(text, n);
    if (what) {
        error_set(err, STATUS_INVALID,
                  "this is %s, which couplet can’t read; copy the prompts into a plain file, one a "
                  "line, or export them as CSV",
                  what);
        return NULL;
    }
    if (n > LOOKED_AT)
        n = LOOKED_AT;
    for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
        int sure = forms[i].probe(text, n);

        if (sure < BY_NAME && name_ends(wishes->name, forms[i].ends))
            sure = BY_NAME;
        if (sure > most) {
            most = sure;
            best = &forms[i];
        }
    }
    return best;
}
