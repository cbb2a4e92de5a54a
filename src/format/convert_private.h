/* The parts of a conversion that its files share. */
#ifndef COUPLET_FORMAT_CONVERT_PRIVATE_H
#define COUPLET_FORMAT_CONVERT_PRIVATE_H

#include <stdint.h>

#include "domain/prompt.h"
#include "format/convert.h"
#include "harvest_private.h"

struct form {
    const char *name, *said; /* "csv", "CSV" */
    const char *ends;        /* of file names, with blanks around each */
    reader read;
    int (*probe)(const char *text, size_t n);
    bool bare; /* words are words: * and _ are no marks */
};

/* The row named, or the likeliest by name and text; NULL with err for a name that is none. */
const struct form *form_choose(const struct convert_wishes *wishes, const char *text, size_t n,
                               struct error *err);

/* Which columns hold what. */
struct columns_guess {
    bool is_text[HARVEST_COLUMNS_MAX];
    size_t text;     /* the one; HARVEST_COLUMNS_MAX: several are */
    size_t category; /* HARVEST_COLUMNS_MAX: none */
    bool wide;       /* each column is a category, and its cells are prompts */
};

/* Fills in the guess. STATUS_INVALID: the key isn't there, or nothing reads like a prompt. */
enum status columns_find(const struct harvest *h, const char *key, struct columns_guess *guess,
                         struct error *err);

/* "en" of "en.prompt", "en" and "text.en"; false if the name has no language there. */
bool column_language(const char *name, char language[4]);

/* One text made plain: what html_plain() and markdown_plain() do where needed, white space folded,
 * invisible signs away. Returns whether more than white space changed. */
bool clean_text(struct strbuf *out, const char *text, bool html, bool bare);

/* True if a pack may have the clean text in some field. */
bool is_line_of_words(const char *text);

/* Why a clean text is no prompt; NULL if it is one. raw is what it was made of. */
const char *why_no_prompt(const char *text, const char *raw);

/* Prompts found again by a checksum, in open addressing. */
struct prompt_index {
    struct slot {
        uint64_t hash;
        size_t prompt; /* plus 1; 0: free */
    } * slots;
    size_t room, count;
};

struct conversion {
    const struct convert_wishes *wishes;
    const struct convert_report *report;
    const struct form *form;
    struct harvest h;
    struct columns_guess columns;
    struct pack pack;
    struct prompt_index texts, ids;
    int *lines;       /* where each prompt stands */
    size_t line_room; /* of lines */
    size_t cleaned, questions;
    struct strbuf guesses; /* one a line */
    bool guessed_field[16];
};

/* Says a guess, and keeps it for the pack. */
void conversion_guessed(struct conversion *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The prompt with that text (letter case aside) that is there already, plus 1; 0: none. */
size_t conversion_find(struct conversion *c, const char *text);

/* Adds a prompt, which is taken over but for its id: that is made of its text. */
void conversion_add(struct conversion *c, struct prompt *prompt, int line);

/* Fills in all but the id and the text: what the other columns say, then what they wish. column is
 * that of the text. */
void conversion_fill_in(struct conversion *c, struct prompt *prompt, const struct entry *entry,
                        size_t column);

/* Fills in what a pack says of itself. */
void conversion_fill_in_head(struct conversion *c);

/* Adds a field to an object, unless it is empty or there. */
void conversion_keep(cJSON *object, const char *name, const char *text);

/* Puts an object or a list where it belongs if anything is in it, or deletes it. */
void conversion_put_any(cJSON *object, const char *name, cJSON *value);

#endif
