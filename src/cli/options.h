/* The command line as tables: commands and their options, one row each. --help derives from them.
 */
#ifndef COUPLET_CLI_OPTIONS_H
#define COUPLET_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/cli.h"
#include "domain/picker.h"
#include "format/convert.h"

/* What the options of all commands can say. */
struct options {
    struct filter filter;
    const char *data, *theme;
    enum colour_wish colour;
    bool json, record, help, version, seeded, accessible, ascii, catalogue, force, dry_run,
        no_input, explain;
    uint64_t seed;
    struct convert_wishes convert;
    const char *output;
    uint64_t given; /* a bit a row of option_rows */
};

/* Each of them can stand only where its command has it. */
enum {
    COMMAND_SCREENS = 1,
    COMMAND_DRAW = 2,
    COMMAND_LOG = 4,
    COMMAND_PACK = 8,
    COMMAND_DOCTOR = 16,
    COMMAND_ALL = 31
};

struct option_row {
    const char *name;  /* without the dashes */
    char letter;       /* -h; 0: none */
    const char *value; /* "N"; NULL: it takes none */
    const char *help;
    unsigned commands; /* where it can stand */
    /* Sets it; returns NULL, or what is wrong with the value. NULL: a bool becomes true … */
    const char *(*set)(struct options *options, const char *value);
    size_t flag; /* … that is here in struct options */
};

extern const struct option_row option_rows[];
extern const size_t option_row_count;

struct command_row {
    const char *name, *operands, *help;
    unsigned bit;
    int (*run)(struct cli *cli, const struct options *options, int argc, char **argv);
};

extern const struct command_row command_rows[];
extern const size_t command_row_count;

/* Parses the options of one command with getopt_long; *first is the index of the first operand.
 * Returns false after it has printed what is wrong. */
bool options_parse(struct options *options, const struct command_row *command, int argc,
                   char **argv, int *first);

/* Prints the help of a command, or of all with NULL. */
void options_help(const struct command_row *command);

/* "couplet: …", a did-you-mean if one is near, and where help is. Returns EXIT_USAGE. */
int usage_error(const char *what, const char *word, const char *const *near, size_t near_count,
                const struct command_row *command);

int command_draw(struct cli *cli, const struct options *options, int argc, char **argv);
int command_log(struct cli *cli, const struct options *options, int argc, char **argv);
int command_doctor(struct cli *cli, const struct options *options, int argc, char **argv);
int command_pack(struct cli *cli, const struct options *options, int argc, char **argv);

/* What `couplet pack` can do: a row a verb. */
struct pack_verb {
    const char *name, *operands;
    size_t least;        /* operands; with the operand "" none is taken */
    const char *options; /* those that only some verbs have, with blanks between */
    int (*run)(struct cli *cli, const struct options *options, int argc, char **argv);
};

extern const struct pack_verb pack_verbs[];
extern const size_t pack_verb_count;

int pack_check(struct cli *cli, const struct options *options, int argc, char **argv);
int pack_add(struct cli *cli, const struct options *options, int argc, char **argv);
int pack_remove(struct cli *cli, const struct options *options, int argc, char **argv);
int pack_enable(struct cli *cli, const struct options *options, int argc, char **argv);
int pack_disable(struct cli *cli, const struct options *options, int argc, char **argv);
int pack_export(struct cli *cli, const struct options *options, int argc, char **argv);
int pack_new(struct cli *cli, const struct options *options, int argc, char **argv);
int pack_convert(struct cli *cli, const struct options *options, int argc, char **argv);

/* Prints text as display text, then a line feed; to stdout, or to stderr. */
void print_line(const struct cli *cli, const char *text);
void say_line(const struct cli *cli, const char *text);

/* Asks a question that y or n answers, if somebody sits at a terminal; Enter and a pipe mean
 * otherwise. With --force nothing is asked and all is yes. */
bool ask(const struct options *options, const char *question, bool otherwise);

/* Whether anybody would be asked. */
bool asks(const struct options *options);

#endif
