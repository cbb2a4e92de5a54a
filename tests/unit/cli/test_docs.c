/* The manual page and the completions say what the program's tables say: every command, option and
 * listed key, where it belongs, and none that isn't. Their text is read as it stands; how the page
 * must be written for that is said at its top. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../../src/cli/options.h"
#include "base/file.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "ui/keymap.h"

enum { FILE_BYTES_MAX = 1 << 20, NAME_SIZE = 80 };

/* What differs is counted and named, so that one run names all of it. */
static size_t differences;

__attribute__((format(printf, 1, 2))) static void differs(const char *format, ...)
{
    char text[400];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_error("%s\n", text);
    differences++;
}

/* ---- reading ---- */

static struct strbuf page = STRBUF_INIT, bash = STRBUF_INIT, zsh = STRBUF_INIT, fish = STRBUF_INIT;

/* A file below data, between two line feeds. */
static void load(struct strbuf *out, const char *name)
{
    const char *tests = getenv("COUPLET_TESTS");
    struct strbuf bytes = STRBUF_INIT, path = STRBUF_INIT;
    struct error err = { 0 };

    assert_non_null(tests);
    strbuf_addf(&path, "%s/../data/%s", tests, name);
    if (file_read(&bytes, path.text, FILE_BYTES_MAX, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    strbuf_addf(out, "\n%s\n", bytes.text);
    strbuf_release(&bytes);
    strbuf_release(&path);
}

static int load_all(void **state)
{
    (void)state;
    load(&page, "couplet.1");
    load(&bash, "completions/couplet.bash");
    load(&zsh, "completions/_couplet");
    load(&fish, "completions/couplet.fish");
    return 0;
}

static int release_all(void **state)
{
    (void)state;
    strbuf_release(&page);
    strbuf_release(&bash);
    strbuf_release(&zsh);
    strbuf_release(&fish);
    return 0;
}

static int forget_differences(void **state)
{
    (void)state;
    differences = 0;
    return 0;
}

/* The text after begin and before end, or else to the end of all. False if there is no begin. */
static bool part(struct strbuf *out, const char *text, const char *begin, const char *end)
{
    const char *from = strstr(text, begin), *to;

    strbuf_truncate(out, 0);
    if (!from)
        return false;
    from += strlen(begin);
    to = strstr(from, end);
    strbuf_add(out, from, to ? (size_t)(to - from) : strlen(from));
    return true;
}

/* Is it in there, and no letter, digit or dash follows it? Nor comes before, if it begins with a
 * letter. */
static bool has_word(const char *text, const char *word)
{
    static const char inner[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
        char after = at[strlen(word)];

        if ((!after || !strchr(inner, after)) &&
            (*word == '-' || at == text || !strchr(inner, at[-1])))
            return true;
    }
    return false;
}

/* The one that can stand wherever bits say; two commands may each have one of that name. */
static const struct option_row *option_named(const char *name, unsigned bits)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (!strcmp(option_rows[i].name, name) && (option_rows[i].commands & bits) == bits)
            return &option_rows[i];
    return NULL;
}

static const char *shown_name(const struct command_row *command)
{
    return *command->name ? command->name : "couplet";
}

/* ---- the manual page: commands and options ---- */

/* A subsection of the page, without its heading; begins with a line feed. */
static bool subsection(struct strbuf *out, const char *section, const char *heading)
{
    struct strbuf whole = STRBUF_INIT;
    char line[NAME_SIZE];
    bool found;

    snprintf(line, sizeof line, "\n.Sh %s", section);
    found = part(&whole, page.text, line, "\n.Sh ");
    strbuf_add(&whole, "\n", 1);
    snprintf(line, sizeof line, "\n.Ss %s\n", heading);
    found = found && part(out, whole.text, line, "\n.Ss ");
    if (found) {
        strbuf_truncate(&whole, 0);
        strbuf_addf(&whole, "\n%s\n", out->text);
        strbuf_truncate(out, 0);
        strbuf_addstr(out, whole.text);
    }
    strbuf_release(&whole);
    return found;
}

/* ".It Fl h , Fl -help", ".It Fl -data Ns = Ns Ar DIR" */
static void option_line(char out[NAME_SIZE], const struct option_row *row)
{
    char letter[] = "Fl h , ";

    letter[3] = row->letter;
    snprintf(out, NAME_SIZE, "\n.It %sFl -%s%s%s\n", row->letter ? letter : "", row->name,
             row->value ? " Ns = Ns Ar " : "", row->value ? row->value : "");
}

/* No item of the subsection is an option that can't stand there. */
static void expect_no_other(const char *text, unsigned bits, const char *heading)
{
    for (const char *at = strstr(text, "\n.It "); at; at = strstr(at + 1, "\n.It ")) {
        const char *dash = strstr(at, "Fl -");
        const struct option_row *row;
        char name[NAME_SIZE];

        snprintf(name, sizeof name, "%.*s", dash ? (int)strcspn(dash + 4, " \n") : 0,
                 dash ? dash + 4 : "");
        row = option_named(name, bits);
        if (!row)
            differs("couplet.1: under %s, there is no --%s", heading, name);
    }
}

static void the_page_has_every_command_and_option(void **state)
{
    struct strbuf own = STRBUF_INIT, all = STRBUF_INIT;
    char line[NAME_SIZE];

    (void)state;
    assert_true(subsection(&all, "COMMANDS", "Every command"));
    expect_no_other(all.text, COMMAND_ALL, "Every command");
    for (size_t c = 0; c < command_row_count; c++) {
        const struct command_row *command = &command_rows[c];

        snprintf(line, sizeof line, "\n.Nm\n.Cm %s\n", command->name);
        if (*command->name && !strstr(page.text, line))
            differs("couplet.1: SYNOPSIS lacks %s", command->name);
        if (!subsection(&own, "COMMANDS", shown_name(command))) {
            differs("couplet.1: COMMANDS lacks %s", shown_name(command));
            continue;
        }
        expect_no_other(own.text, command->bit, shown_name(command));
        for (size_t i = 0; i < option_row_count; i++) {
            const struct option_row *row = &option_rows[i];

            if (!(row->commands & command->bit))
                continue;
            option_line(line, row);
            if (!strstr(row->commands == COMMAND_ALL ? all.text : own.text, line))
                differs("couplet.1: under %s, this line is lacking: %.*s", shown_name(command),
                        (int)strlen(line) - 2, line + 1);
        }
    }
    strbuf_release(&own);
    strbuf_release(&all);
    assert_int_equal(differences, 0);
}

/* ---- the manual page: keys ---- */

/* NULL: its keys are those of any line that is typed in, and the page doesn't list them. */
static const char *const headings[KEYMAP_COUNT] = {
    [KEYMAP_GLOBAL] = "Everywhere",
    [KEYMAP_FIRST_RUN] = "The first time",
    [KEYMAP_HOME] = "Home",
    [KEYMAP_CARD] = "Card",
    [KEYMAP_FACE_DOWN] = "A card, face down",
    [KEYMAP_PROTOCOL] = "Step by step",
    [KEYMAP_PAUSE] = "A pause",
    [KEYMAP_DOORS] = "Something particular",
    [KEYMAP_WAYS] = "Another way",
    [KEYMAP_SEALED] = "Written first",
    [KEYMAP_WRITING] = "Writing alone",
    [KEYMAP_TOPICS] = "Topics",
    [KEYMAP_SUPPORT] = "Support",
    [KEYMAP_AFTER] = "After a card",
    [KEYMAP_CLOSE] = "Close",
    [KEYMAP_REVIEW] = "Looking back",
    [KEYMAP_SITTING] = "A sitting",
    [KEYMAP_LIBRARY] = "The library",
    [KEYMAP_PROMPT] = "A prompt",
    [KEYMAP_PACKS] = "Packs",
    [KEYMAP_COMPOSE] = "One of your own",
    [KEYMAP_HELP] = "The page of keys",
};

/* A line as roff shows it: the characters that this page writes by name. */
static void shown(struct strbuf *out, const char *line, size_t size)
{
    static const struct {
        const char *written, *shown;
    } named[] = { { "\\(fo", "\xe2\x80\xb9" },
                  { "\\(fc", "\xe2\x80\xba" },
                  { "\\(cq", "\xe2\x80\x99" },
                  { "\\&", "" } };

    strbuf_truncate(out, 0);
    for (size_t i = 0, step; i < size; i += step) {
        step = 0;
        for (size_t n = 0; !step && n < sizeof named / sizeof *named; n++)
            if (!strncmp(line + i, named[n].written, strlen(named[n].written))) {
                strbuf_addstr(out, named[n].shown);
                step = strlen(named[n].written);
            }
        if (!step) {
            strbuf_add(out, line + i, 1);
            step = 1;
        }
    }
}

/* Finds the item of a key in a subsection; what the page says of it goes to says. */
static bool find_key(const char *text, const char *key, struct strbuf *says)
{
    struct strbuf keys = STRBUF_INIT;
    bool found = false;

    for (const char *at = strstr(text, "\n.It Ic "); at && !found;
         at = strstr(at + 1, "\n.It Ic ")) {
        const char *names = at + strlen("\n.It Ic ");
        const char *words = strchr(names, '\n') + 1;
        char *rest, *name;

        shown(&keys, names, (size_t)(words - names) - 1);
        for (name = strtok_r(keys.text, " ", &rest); name && !found;
             name = strtok_r(NULL, " ", &rest))
            found = !strcmp(name, key);
        if (found)
            shown(says, words, strcspn(words, "\n"));
        strbuf_release(&keys);
    }
    return found;
}

static void the_page_has_every_key(void **state)
{
    struct strbuf text = STRBUF_INIT, says = STRBUF_INIT;

    (void)state;
    for (size_t i = 0; i < binding_count; i++) {
        const struct binding *b = &bindings[i];
        const char *help = b->help ? b->help : action_row(b->action)->help;
        char buffer[KEY_NAME_MAX];
        const char *name = key_name(b->key, buffer);

        if (!*help)
            continue;
        if (!headings[b->map]) {
            differs("couplet.1: a keymap has no heading in this test; its key is %s", name);
        } else if (!subsection(&text, "KEYS", headings[b->map])) {
            differs("couplet.1: KEYS lacks %s", headings[b->map]);
        } else if (!find_key(text.text, name, &says)) {
            differs("couplet.1: under %s, the key %s is lacking: %s", headings[b->map], name, help);
        } else if (strcmp(says.text, help)) {
            differs("couplet.1: under %s, %s is said to do \"%s\", but it does \"%s\"",
                    headings[b->map], name, says.text, help);
        }
    }
    strbuf_release(&text);
    strbuf_release(&says);
    assert_int_equal(differences, 0);
}

static bool bound(enum keymap_id map, const char *key)
{
    char buffer[KEY_NAME_MAX];

    for (size_t i = 0; i < binding_count; i++)
        if (bindings[i].map == map && !strcmp(key_name(bindings[i].key, buffer), key))
            return true;
    return false;
}

static void the_page_has_no_other_key(void **state)
{
    struct strbuf text = STRBUF_INIT, keys = STRBUF_INIT;

    (void)state;
    for (int map = 0; map < KEYMAP_COUNT; map++) {
        if (!headings[map] || !subsection(&text, "KEYS", headings[map]))
            continue;
        for (const char *at = strstr(text.text, "\n.It "); at; at = strstr(at + 1, "\n.It ")) {
            char *rest;

            shown(&keys, at + 5, strcspn(at + 5, "\n"));
            for (char *key = strtok_r(keys.text, " ", &rest); key; key = strtok_r(NULL, " ", &rest))
                if (strcmp(key, "Ic") && strcmp(key, ",") && !bound((enum keymap_id)map, key))
                    differs("couplet.1: under %s, there is no key %s", headings[map], key);
            strbuf_release(&keys);
        }
    }
    strbuf_release(&text);
    assert_int_equal(differences, 0);
}

/* ---- the completions ---- */

/* The words of a command's operands that are typed as they stand: "list | check FILE...". */
static void expect_operands(const struct command_row *command, const char *text, const char *file)
{
    char words[NAME_SIZE], *rest;

    snprintf(words, sizeof words, "%s", command->operands);
    for (char *word = strtok_r(words, " |", &rest); word; word = strtok_r(NULL, " |", &rest))
        if (*word >= 'a' && *word <= 'z' && !has_word(text, word))
            differs("%s: %s lacks %s", file, shown_name(command), word);
}

static void bash_completes_every_command_and_option(void **state)
{
    struct strbuf own = STRBUF_INIT, every = STRBUF_INIT, commands = STRBUF_INIT;

    (void)state;
    assert_true(part(&every, bash.text, " every='", "'\n"));
    assert_true(part(&commands, bash.text, " commands='", "'\n"));
    for (size_t c = 0; c < command_row_count; c++) {
        const struct command_row *command = &command_rows[c];
        char begin[NAME_SIZE], option[NAME_SIZE];

        if (*command->name && !has_word(commands.text, command->name))
            differs("couplet.bash: commands lacks %s", command->name);
        snprintf(begin, sizeof begin, "\n        %s) options=\"",
                 *command->name ? command->name : "''");
        if (!part(&own, bash.text, begin, "\"") || !strstr(own.text, "$every")) {
            differs("couplet.bash: there are no options for %s", shown_name(command));
            continue;
        }
        expect_operands(command, own.text, "couplet.bash");
        for (size_t i = 0; i < option_row_count; i++) {
            const struct option_row *row = &option_rows[i];

            snprintf(option, sizeof option, "--%s", row->name);
            if (row->commands == COMMAND_ALL
                    ? !has_word(every.text, option)
                    : !has_word(own.text, option) != !option_named(row->name, command->bit))
                differs("couplet.bash: %s of %s is lacking, or is one too many", option,
                        shown_name(command));
        }
    }
    strbuf_release(&own);
    strbuf_release(&every);
    strbuf_release(&commands);
    assert_int_equal(differences, 0);
}

/* 'draw:Print one card.' with colons escaped */
static void zsh_command(struct strbuf *out, const struct command_row *command)
{
    strbuf_truncate(out, 0);
    strbuf_addf(out, "\n    '%s:", command->name);
    for (const char *at = command->help; *at; at++)
        strbuf_addf(out, "%s%c", *at == ':' ? "\\" : "", *at);
    strbuf_addstr(out, "'\n");
}

static void zsh_completes_every_command_and_option(void **state)
{
    struct strbuf own = STRBUF_INIT, every = STRBUF_INIT, line = STRBUF_INIT;

    (void)state;
    assert_true(part(&every, zsh.text, "\nevery=(", "\n)"));
    for (size_t c = 0; c < command_row_count; c++) {
        const struct command_row *command = &command_rows[c];
        char begin[NAME_SIZE] = "\n_arguments -C $every ";

        zsh_command(&line, command);
        if (*command->name && !strstr(zsh.text, line.text))
            differs("_couplet: this line is lacking: %s", line.text);
        if (*command->name)
            snprintf(begin, sizeof begin, "\n    %s)\n        _arguments $every", command->name);
        if (!part(&own, zsh.text, begin, *command->name ? ";;" : "&& return")) {
            differs("_couplet: there are no options for %s", shown_name(command));
            continue;
        }
        if (*command->name)
            expect_operands(command, own.text, "_couplet");
        for (size_t i = 0; i < option_row_count; i++) {
            const struct option_row *row = &option_rows[i];
            const char *text = row->commands == COMMAND_ALL ? every.text : own.text;

            strbuf_truncate(&line, 0);
            if (row->letter)
                strbuf_addf(&line, row->value ? "{-%c+,--%s=}'[%s]" : "{-%c,--%s}'[%s]",
                            row->letter, row->name, row->help);
            else
                strbuf_addf(&line, "'--%s%s[%s]", row->name, row->value ? "=" : "", row->help);
            if (!strstr(text, line.text) != !(row->commands & command->bit))
                differs("_couplet: %s: this is lacking, or is one too many: %s",
                        shown_name(command), line.text);
        }
    }
    strbuf_release(&own);
    strbuf_release(&every);
    strbuf_release(&line);
    assert_int_equal(differences, 0);
}

/* "-n __fish_use_subcommand", "-n '__fish_seen_subcommand_from draw log'", or nothing for all */
static void fish_condition(struct strbuf *out, unsigned commands)
{
    const char *between = "-n '__fish_seen_subcommand_from ";

    strbuf_truncate(out, 0);
    if (commands == COMMAND_ALL)
        return;
    for (size_t c = 0; c < command_row_count; c++) {
        if (!(commands & command_rows[c].bit))
            continue;
        if (!*command_rows[c].name) {
            assert_int_equal(commands, COMMAND_SCREENS); /* else this must learn "or" */
            strbuf_addstr(out, "-n __fish_use_subcommand ");
            return;
        }
        strbuf_addf(out, "%s%s", between, command_rows[c].name);
        between = " ";
    }
    strbuf_addstr(out, "' ");
}

static void fish_completes_every_command_and_option(void **state)
{
    struct strbuf line = STRBUF_INIT, when = STRBUF_INIT, rest = STRBUF_INIT;

    (void)state;
    for (size_t c = 1; c < command_row_count; c++) {
        strbuf_truncate(&line, 0);
        strbuf_addf(&line, "\ncomplete -c couplet -n __fish_use_subcommand -a %s -d '%s'\n",
                    command_rows[c].name, command_rows[c].help);
        if (!strstr(fish.text, line.text))
            differs("couplet.fish: this line is lacking: %s", line.text + 1);
        strbuf_truncate(&line, 0);
        strbuf_addf(&line, "\ncomplete -c couplet -n '__fish_seen_subcommand_from %s; and not ",
                    command_rows[c].name);
        part(&rest, fish.text, line.text, "\n");
        strbuf_truncate(&when, 0);
        strbuf_addstr(&when, strstr(rest.text, " -a ") ? strstr(rest.text, " -a ") : "");
        expect_operands(&command_rows[c], when.text, "couplet.fish");
    }
    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        char letter[] = "-s h ", end[NAME_SIZE];

        letter[3] = row->letter;
        fish_condition(&when, row->commands);
        strbuf_truncate(&line, 0);
        strbuf_addf(&line, "\ncomplete -c couplet %s%s-l %s ", when.text, row->letter ? letter : "",
                    row->name);
        snprintf(end, sizeof end, "-d '%s'", row->help);
        if (!part(&rest, fish.text, line.text, "\n") || !strstr(rest.text, end) ||
            !strncmp(rest.text, "-x", 2) != !!row->value)
            differs("couplet.fish: this line is lacking: %s[-x ...] %s", line.text + 1, end);
    }
    for (const char *at = strstr(fish.text, " -l "); at; at = strstr(at + 1, " -l ")) {
        char name[NAME_SIZE];

        snprintf(name, sizeof name, "%.*s", (int)strcspn(at + 4, " \n"), at + 4);
        if (!option_named(name, 0))
            differs("couplet.fish: there is no --%s", name);
    }
    strbuf_release(&line);
    strbuf_release(&when);
    strbuf_release(&rest);
    assert_int_equal(differences, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_page_has_every_command_and_option, forget_differences),
        cmocka_unit_test_setup(the_page_has_every_key, forget_differences),
        cmocka_unit_test_setup(the_page_has_no_other_key, forget_differences),
        cmocka_unit_test_setup(bash_completes_every_command_and_option, forget_differences),
        cmocka_unit_test_setup(zsh_completes_every_command_and_option, forget_differences),
        cmocka_unit_test_setup(fish_completes_every_command_and_option, forget_differences),
    };

    return cmocka_run_group_tests(tests, load_all, release_all);
}
