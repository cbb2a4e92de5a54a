/* The options, as rows, and getopt_long over them. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "format/suggest.h"

/* A word of a vocabulary; with any it can be "any" too. NULL and *value, or what is wrong. */
static const char *choose(const struct vocabulary *vocabulary, const char *word, bool any,
                          int *value)
{
    static char wrong[256];
    struct strbuf list = STRBUF_INIT;
    const char *near;
    const char *words[8];
    size_t n = 0;

    *value = any && text_same_word(word, "any") ? 0 : words_find(vocabulary, word);
    if (*value >= 0)
        return NULL;
    for (size_t i = 0; i < vocabulary->count && n + 1 < ARRAY_SIZE(words); i++)
        words[n++] = vocabulary->word[i];
    if (any)
        words[n++] = "any";
    for (size_t i = 0; i < n; i++)
        strbuf_addf(&list, "%s%s", !i ? "" : i + 1 < n ? ", " : " or ", words[i]);
    near = suggest_word(word, words, n);
    snprintf(wrong, sizeof wrong, "it is %s%s%s%s", list.text, near ? "; did you mean " : "",
             near ? near : "", near ? "?" : "");
    strbuf_release(&list);
    return wrong;
}

static const char *set_mood(struct options *options, const char *value)
{
    int found;
    const char *wrong = choose(&vocabulary_mood, value, true, &found);

    if (!wrong)
        options->filter.mood = (enum mood)found;
    return wrong;
}

static const char *set_mode(struct options *options, const char *value)
{
    int found;
    const char *wrong = choose(&vocabulary_mode, value, true, &found);

    if (!wrong)
        options->filter.mode = (enum mode)found;
    return wrong;
}

/* Digits only: no sign, no blank, no fraction. */
static bool read_number(const char *text, uint64_t most, uint64_t *number)
{
    char *end;

    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return !*end && !errno && *number <= most;
}

static const char *set_minutes(struct options *options, const char *value)
{
    uint64_t number = 0;

    if (!text_same_word(value, "any") && (!read_number(value, 1440, &number) || !number))
        return "it is a whole number (5, 10, 20 or 30, for at most that) or any";
    options->filter.minutes = (int)number;
    return NULL;
}

static const char *set_depth(struct options *options, const char *value)
{
    uint64_t number;

    if (!read_number(value, DEPTH_MAX, &number) || number < DEPTH_MIN)
        return "it is 1, 2, 3 or 4, for at most that";
    options->filter.depth = (int)number;
    return NULL;
}

static const char *set_seed(struct options *options, const char *value)
{
    if (!read_number(value, UINT64_MAX, &options->seed))
        return "it is a whole number of at most 18446744073709551615";
    options->seeded = true;
    return NULL;
}

static const char *set_data(struct options *options, const char *value)
{
    if (!*value)
        return "it names a folder";
    options->data = value;
    return NULL;
}

static const char *set_color(struct options *options, const char *value)
{
    static const char *const words[] = {
        [COLOUR_AUTO] = "auto", [COLOUR_ALWAYS] = "always", [COLOUR_NEVER] = "never"
    };

    for (size_t i = 0; i < ARRAY_SIZE(words); i++)
        if (!strcmp(words[i], value)) {
            options->colour = (enum colour_wish)i;
            return NULL;
        }
    return "it is auto, always or never";
}

/* main knows the themes; here a word is a word. */
static const char *set_theme(struct options *options, const char *value)
{
    options->theme = value;
    return NULL;
}

/* ---- pack convert ---- */

static const char *convert_mood(struct options *options, const char *value)
{
    int found;
    const char *wrong = choose(&vocabulary_mood, value, false, &found);

    if (!wrong)
        options->convert.mood = (enum mood)found;
    return wrong;
}

static const char *convert_mode(struct options *options, const char *value)
{
    int found;
    const char *wrong = choose(&vocabulary_mode, value, false, &found);

    if (!wrong)
        options->convert.mode = (enum mode)found;
    return wrong;
}

static const char *convert_dimension(struct options *options, const char *value)
{
    int found;
    const char *wrong = choose(&vocabulary_dimension, value, false, &found);

    options->convert.has_dimension = !wrong;
    if (!wrong)
        options->convert.dimension = (enum dimension)found;
    return wrong;
}

static const char *convert_depth(struct options *options, const char *value)
{
    uint64_t number;

    if (!read_number(value, DEPTH_MAX, &number) || number < DEPTH_MIN)
        return "it is 1, 2, 3 or 4";
    options->convert.depth = (int)number;
    return NULL;
}

static const char *convert_minutes(struct options *options, const char *value)
{
    uint64_t number = 0;

    if (read_number(value, 1440, &number))
        for (size_t i = 0; i < MINUTES_COUNT; i++)
            if (minutes_legal[i] == (int)number) {
                options->convert.minutes = (int)number;
                return NULL;
            }
    return "it is 5, 10, 20 or 30";
}

static const char *set_output(struct options *options, const char *value)
{
    options->output = value;
    return *value ? NULL : "it names a file";
}

/* Those that are only kept: the option's name is the member's. */
#define CONVERT_TEXT(name)                                                                         \
    static const char *convert_##name(struct options *options, const char *value)                  \
    {                                                                                              \
        options->convert.name = value;                                                             \
        return *value ? NULL : "it is empty";                                                      \
    }

CONVERT_TEXT(id)
CONVERT_TEXT(title)
CONVERT_TEXT(license)
CONVERT_TEXT(author)
CONVERT_TEXT(source)
CONVERT_TEXT(lang)
CONVERT_TEXT(key)
CONVERT_TEXT(format)

#define FLAG(member) .flag = offsetof(struct options, member)

const struct option_row option_rows[] = {
    { "mood", 0, "MOOD", "light, serious or any", COMMAND_DRAW, .set = set_mood },
    { "mode", 0, "MODE", "talking, listening or any", COMMAND_DRAW, .set = set_mode },
    { "minutes", 0, "N", "at most N minutes, or any", COMMAND_DRAW, .set = set_minutes },
    { "depth", 0, "N", "at most depth N, from 1 (open) to 4 (exposed)", COMMAND_DRAW,
      .set = set_depth },
    { "seed", 0, "N", "the same N draws the same card", COMMAND_DRAW, .set = set_seed },
    { "record", 0, NULL, "record it as talked about", COMMAND_DRAW, FLAG(record) },
    { "explain", 0, NULL, "say why it was this one", COMMAND_DRAW, FLAG(explain) },
    { "json", 0, NULL, "print JSON", COMMAND_DRAW | COMMAND_LOG | COMMAND_PACK, FLAG(json) },
    { "catalogue", 0, NULL, "check FILEs together, with their balance", COMMAND_PACK,
      FLAG(catalogue) },
    { "dry-run", 'n', NULL, "say what would change, and change nothing", COMMAND_PACK,
      FLAG(dry_run) },
    { "force", 'f', NULL, "ask nothing; replace a FILE that is there", COMMAND_PACK, FLAG(force) },
    { "no-input", 0, NULL, "ask nothing; what needs a yes is left", COMMAND_PACK, FLAG(no_input) },
    { "accessible", 0, NULL, "numbered plain lines, as where there is no terminal", COMMAND_SCREENS,
      FLAG(accessible) },
    { "output", 'o', "FILE", "convert, export: write it here, not to standard output", COMMAND_PACK,
      .set = set_output },
    { "draft", 0, NULL, "convert: leave empty what nobody says", COMMAND_PACK,
      FLAG(convert.draft) },
    { "key", 0, "NAME", "convert: the column or key of the texts", COMMAND_PACK,
      .set = convert_key },
    { "format", 0, "NAME", "convert: json, jsonl, csv, tsv, anki, yaml, fortune, ...", COMMAND_PACK,
      .set = convert_format },
    { "id", 0, "ID", "convert: id of the pack", COMMAND_PACK, .set = convert_id },
    { "title", 0, "TITLE", "convert: its title", COMMAND_PACK, .set = convert_title },
    { "lang", 0, "TAG", "convert: its language, such as en", COMMAND_PACK, .set = convert_lang },
    { "license", 0, "SPDX", "convert: its licence, such as CC0-1.0", COMMAND_PACK,
      .set = convert_license },
    { "author", 0, "WHO", "convert: who wrote it", COMMAND_PACK, .set = convert_author },
    { "source", 0, "WHERE", "convert: where it comes from", COMMAND_PACK, .set = convert_source },
    { "mood", 0, "MOOD", "convert: light or serious, if the file is silent", COMMAND_PACK,
      .set = convert_mood },
    { "mode", 0, "MODE", "convert: talking or listening, likewise", COMMAND_PACK,
      .set = convert_mode },
    { "depth", 0, "N", "convert: from 1 to 4, likewise", COMMAND_PACK, .set = convert_depth },
    { "minutes", 0, "N", "convert: 5, 10, 20 or 30, likewise", COMMAND_PACK,
      .set = convert_minutes },
    { "dimension", 0, "WORD", "convert: emotional, mental, ..., likewise", COMMAND_PACK,
      .set = convert_dimension },
    { "ascii", 0, NULL, "plain ASCII, whatever the locale", COMMAND_ALL, FLAG(ascii) },
    { "color", 0, "WHEN", "auto, always or never", COMMAND_SCREENS, .set = set_color },
    { "theme", 0, "NAME", "default, dark, light, mono, high-contrast, ...", COMMAND_SCREENS,
      .set = set_theme },
    { "data", 0, "DIR", "keep everything in DIR", COMMAND_ALL, .set = set_data },
    { "help", 'h', NULL, "print this help and exit", COMMAND_ALL, FLAG(help) },
    { "version", 'V', NULL, "print the version and exit", COMMAND_ALL, FLAG(version) },
};

const size_t option_row_count = ARRAY_SIZE(option_rows);

int usage_error(const char *what, const char *word, const char *const *near, size_t near_count,
                const struct command_row *command)
{
    const char *meant = near_count ? suggest_word(word, near, near_count) : NULL;
    struct strbuf shown = STRBUF_INIT;

    text_display(&shown, word, strlen(word), false);
    fprintf(stderr, "couplet: %s %s", what, shown.text);
    if (meant)
        fprintf(stderr, "; did you mean %s?", meant);
    fprintf(stderr, "\nTry: couplet%s%s --help\n", command && *command->name ? " " : "",
            command ? command->name : "");
    strbuf_release(&shown);
    return EXIT_USAGE;
}

static const struct option_row *row_named(const char *name)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (!strcmp(option_rows[i].name, name))
            return &option_rows[i];
    return NULL;
}

/* getopt_long's own messages name no command and know no did-you-mean, so they are ours. */
static bool complain_unknown(const struct command_row *command, char **argv, int index)
{
    const char *names[ARRAY_SIZE(option_rows)];
    char with_dashes[ARRAY_SIZE(option_rows)][32], word[64], letter[3] = { '-', 0, 0 };
    size_t n = 0;

    for (size_t i = 0; i < option_row_count; i++)
        if (option_rows[i].commands & command->bit) {
            snprintf(with_dashes[n], sizeof with_dashes[n], "--%s", option_rows[i].name);
            names[n] = with_dashes[n];
            n++;
        }
    if (optopt && optopt < 0x80 && !row_named(argv[index] + 2)) {
        letter[1] = (char)optopt;
        if (strncmp(argv[index], "--", 2))
            return usage_error("there is no option", letter, NULL, 0, command), false;
    }
    snprintf(word, sizeof word, "%.*s", (int)strcspn(argv[index], "="), argv[index]);
    usage_error("there is no option", word, names, n, command);
    return false;
}

static bool complain_value(const struct option_row *row, const char *value, const char *wrong,
                           const struct command_row *command)
{
    struct strbuf shown = STRBUF_INIT;

    text_display(&shown, value, strlen(value), false);
    fprintf(stderr, "couplet: --%s can't be \"%s\": %s\nTry: couplet%s%s --help\n", row->name,
            shown.text, wrong, *command->name ? " " : "", command->name);
    strbuf_release(&shown);
    return false;
}

/* The rows that the command has, as getopt_long wants them. */
static size_t as_getopt(const struct command_row *command, struct option *longs, char *shorts)
{
    size_t n = 0;

    /* + ends options at the first operand (a command's name), : tells a missing value apart. */
    shorts = stpcpy(shorts, *command->name ? ":" : "+:");
    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];

        if (!(row->commands & command->bit))
            continue;
        longs[n++] = (struct option){ .name = row->name,
                                      .has_arg = row->value ? required_argument : no_argument,
                                      .val = (int)(0x100 + i) };
        if (row->letter)
            *shorts++ = row->letter;
        if (row->letter && row->value)
            *shorts++ = ':';
    }
    *shorts = '\0';
    longs[n] = (struct option){ 0 };
    return n;
}

static const struct option_row *row_of(int code)
{
    if (code >= 0x100)
        return &option_rows[code - 0x100];
    for (size_t i = 0; i < option_row_count; i++)
        if (option_rows[i].letter == code)
            return &option_rows[i];
    return NULL;
}

bool options_parse(struct options *options, const struct command_row *command, int argc,
                   char **argv, int *first)
{
    struct option longs[ARRAY_SIZE(option_rows) + 1];
    char shorts[2 * ARRAY_SIZE(option_rows) + 4];
    int code;

    as_getopt(command, longs, shorts);
    optind = 0; /* begins anew, for a second command line in one process */
    opterr = 0;
    for (;;) {
        int at = optind ? optind : 1;
        const struct option_row *row;
        const char *wrong;

        code = getopt_long(argc, argv, shorts, longs, NULL);
        if (code < 0)
            break;
        if (code == ':') {
            fprintf(stderr, "couplet: %s needs a value\nTry: couplet%s%s --help\n", argv[at],
                    *command->name ? " " : "", command->name);
            return false;
        }
        if (code == '?')
            return complain_unknown(command, argv, optind > 1 && at < optind ? optind - 1 : at);
        row = row_of(code);
        options->given |= UINT64_C(1) << (row - option_rows);
        wrong = row->set ? row->set(options, optarg) : NULL;
        if (!row->set)
            *(bool *)((char *)options + row->flag) = true;
        if (wrong)
            return complain_value(row, optarg ? optarg : "", wrong, command);
    }
    *first = optind;
    return true;
}

static void print_options(unsigned bit)
{
    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        char left[40];

        if (!(row->commands & bit))
            continue;
        snprintf(left, sizeof left, "%c%c%s--%s%s%s", row->letter ? '-' : ' ',
                 row->letter ? row->letter : ' ', row->letter ? ", " : "  ", row->name,
                 row->value ? "=" : "", row->value ? row->value : "");
        printf("  %-22s %s\n", left, row->help);
    }
}

void options_help(const struct command_row *command)
{
    printf("Usage: couplet%s%s%s%s%s\n\n%s\n", *command->name ? " " : "", command->name,
           " [OPTION]...", *command->operands ? " " : "", command->operands, command->help);
    if (!*command->name) {
        printf("\nCommands:\n");
        for (size_t i = 1; i < command_row_count; i++)
            printf("  %-22s %s\n", command_rows[i].name, command_rows[i].help);
    }
    if (command->bit == COMMAND_PACK) {
        printf("\nVerbs:\n");
        for (size_t i = 0; i < pack_verb_count; i++)
            printf("  %s%s%s\n", pack_verbs[i].name, *pack_verbs[i].operands ? " " : "",
                   pack_verbs[i].operands);
    }
    printf("\nOptions:\n");
    print_options(command->bit);
    printf("\nExit status: 0 if all went well, 1 if something failed, nothing fits or a check\n"
           "found an error, 2 if the command line is wrong.\n");
}
