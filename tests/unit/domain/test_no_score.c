/* Rule 16: no streaks, points, levels, badges, and no guilt. The words of the program are read
 * where they are written: every string literal of every source. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/strbuf.h"

/* A word at its beginning and end; "*" stands for any letters. Several words in a row are found
 * across line ends of the source, since neighbouring literals are one text. */
/* clang-format off */
static const char *const forbidden[] = {
    /* keeping score */
    "streak*", "score*", "points", "a point", "level*", "badge*", "countdown*", "achievement*",
    "trophy", "trophies", "reward*", "unlock*", "ranking", "leaderboard", "goal*", "percent*",
    "in a row", "days running", "personal best", "record high", "milestone*", "xp",
    /* a hurry */
    "time left", "minutes left", "seconds left", "time is up", "remaining", "hurry", "overdue",
    "late again", "deadline*", "ticking",
    /* guilt */
    "missed", "you haven*", "haven’t", "haven't", "it has been", "it’s been", "it's been",
    "days ago", "days since", "weeks since", "long time", "been too long", "neglect*", "shame*",
    "guilt*", "disappoint*", "lazy", "you should", "you must", "ought to", "don’t forget",
    "don't forget", "you forgot", "at last", "finally", "only once", "still not", "give up",
    "failed to talk", "we miss*", "come back soon", "are you sure",
    /* praise is a score, too */
    "well done", "good job", "great job", "congratulation*", "keep it up", "keep going",
    "nice work", "you did it", "bravo",
};
/* clang-format on */

/* ---- finding the words --------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* True if the pattern stands at text as whole words. */
static bool stands_at(const char *text, const char *pattern)
{
    for (; *pattern && *pattern != '*'; pattern++, text++)
        if (tolower((unsigned char)*text) != tolower((unsigned char)*pattern))
            return false;
    return *pattern == '*' || !is_letter(*text);
}

static const char *find_forbidden(const char *text)
{
    for (size_t i = 0; i < ARRAY_SIZE(forbidden); i++)
        for (const char *at = text; *at; at++)
            if ((at == text || !is_letter(at[-1])) && stands_at(at, forbidden[i]))
                return forbidden[i];
    return NULL;
}

/* ---- reading C ----------------------------------------------------------------------------- */

/* Where in a source something is. */
struct reader {
    const char *at;
    const char *file;
    int line;
    size_t literals;
    void (*each)(struct reader *reader, const char *text, int line);
    size_t found;
};

static char step(struct reader *r)
{
    if (*r->at == '\n')
        r->line++;
    return *r->at++;
}

static void skip_to(struct reader *r, const char *end)
{
    while (*r->at && strncmp(r->at, end, strlen(end)) != 0)
        step(r);
}

static void skip_quoted(struct reader *r, struct strbuf *text, char quote)
{
    for (step(r); *r->at && *r->at != quote; step(r)) {
        if (*r->at == '\\' && r->at[1]) {
            step(r);
            if (text) /* an escaped letter is none: \n, \t and \x1b part words */
                strbuf_addch(text, *r->at == '"' || *r->at == '\\' ? *r->at : ' ');
        } else if (text) {
            strbuf_addch(text, *r->at);
        }
    }
    if (*r->at)
        step(r);
}

static void skip_blanks_and_comments(struct reader *r)
{
    for (;;) {
        if (!strncmp(r->at, "//", 2))
            skip_to(r, "\n");
        else if (!strncmp(r->at, "/*", 2)) {
            skip_to(r, "*/");
            if (*r->at)
                r->at += 2;
        } else if (isspace((unsigned char)*r->at))
            step(r);
        else
            return;
    }
}

/* Neighbouring literals are one text. */
static void read_literal(struct reader *r)
{
    struct strbuf text = STRBUF_INIT;
    int line = r->line;

    while (*r->at == '"') {
        skip_quoted(r, &text, '"');
        skip_blanks_and_comments(r);
    }
    r->literals++;
    r->each(r, text.text, line);
    strbuf_release(&text);
}

static void read_source(struct reader *r)
{
    for (skip_blanks_and_comments(r); *r->at; skip_blanks_and_comments(r)) {
        if (!strncmp(r->at, "#include", 8))
            skip_to(r, "\n");
        else if (*r->at == '"')
            read_literal(r);
        else if (*r->at == '\'')
            skip_quoted(r, NULL, '\'');
        else
            step(r);
    }
}

/* ---- all sources --------------------------------------------------------------------------- */

static size_t files_read, literals_read, faults;

static void complain(struct reader *r, const char *text, int line)
{
    const char *word = find_forbidden(text);

    if (!word)
        return;
    fprintf(stderr, "%s:%d: \"%s\" in: %s\n", r->file, line, word, text);
    faults++;
}

static void read_file(const char *path)
{
    struct strbuf source = STRBUF_INIT;
    struct reader r = { .file = path, .line = 1, .each = complain };

    assert_int_equal(file_read(&source, path, (size_t)1 << 24, NULL), STATUS_OK);
    r.at = source.text;
    read_source(&r);
    files_read++;
    literals_read += r.literals;
    strbuf_release(&source);
}

static bool ends_with(const char *name, const char *ending)
{
    size_t n = strlen(name), m = strlen(ending);

    return n > m && !strcmp(name + n - m, ending);
}

static void read_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    assert_non_null(dir);
    while ((entry = readdir(dir))) {
        struct strbuf path = STRBUF_INIT;
        struct stat what;

        strbuf_addf(&path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && !stat(path.text, &what)) {
            if (S_ISDIR(what.st_mode))
                read_folder(path.text);
            else if (ends_with(path.text, ".c") || ends_with(path.text, ".h"))
                read_file(path.text);
        }
        strbuf_release(&path);
    }
    closedir(dir);
}

static void rule_16_no_string_of_the_program_keeps_score_or_makes_guilty(void **state)
{
    static const char *const folders[] = { "src", "include" };
    const char *tests = getenv("COUPLET_TESTS");

    (void)state;
    if (!tests) {
        print_message("COUPLET_TESTS is not set\n");
        skip();
    }
    for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
        struct strbuf folder = STRBUF_INIT;

        strbuf_addf(&folder, "%s/../%s", tests, folders[i]);
        read_folder(folder.text);
        strbuf_release(&folder);
    }
    assert_true(files_read > 50); /* it did look */
    assert_true(literals_read > 500);
    assert_int_equal(faults, 0);
}

/* ---- and the reader finds what there is ----------------------------------------------------- */

static void count_found(struct reader *r, const char *text, int line)
{
    (void)line;
    r->found += find_forbidden(text) != NULL;
}

static size_t found_in(const char *source)
{
    struct reader r = { .at = source, .line = 1, .each = count_found };

    read_source(&r);
    return r.found;
}

static void what_is_forbidden_is_found_wherever_it_stands(void **state)
{
    static const char *const bad[] = {
        "say(\"A streak of nights\");",
        "say(\"Three STREAKS\");",
        "\"You\" /* and */\n    \" haven’t talked\"",
        "x = '\"'; y = \"12 points\";",
        "x = '\\''; y = \"12 days ago\";",
        "\"a \\\"level\\\" up\"",
        "\"now\\nscore: 3\"",
        "\"http://x\" + \"badge\"",
        "/* no \" here */ \"a countdown\"",
    };
    static const char *const good[] = {
        "/* streaks, points, \"levels\" */ say(\"Good night.\");",
        "// \"score\"\nsay(\"Good night.\");",
        "streak(score, '\"');",
        "\"it underscores nothing\"",
        "\"appoints\"",
        "#include \"base/score.h\"\n\"fine\"",
        "\"\" \"\"",
        "\"unfinished",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        if (found_in(bad[i]) != 1)
            fail_msg("not found in: %s", bad[i]);
    for (size_t i = 0; i < ARRAY_SIZE(good); i++)
        if (found_in(good[i]) != 0)
            fail_msg("found in: %s", good[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_forbidden_is_found_wherever_it_stands),
        cmocka_unit_test(rule_16_no_string_of_the_program_keeps_score_or_makes_guilty),
    };

    return cmocka_run_group_tests_name("no score", tests, NULL, NULL);
}
