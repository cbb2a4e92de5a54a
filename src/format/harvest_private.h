/* What a reader brings in from a file: entries, each a few named pieces of text with a line, before
 * anybody has judged which of them are prompts. And the readers, one a file. */
#ifndef COUPLET_FORMAT_HARVEST_PRIVATE_H
#define COUPLET_FORMAT_HARVEST_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "json_private.h"

/* Columns, and things that a file says of itself, beyond these are dropped: no file of prompts has
 * so many. Entries beyond these make too many, and what is left out is only counted: a small
 * hostile file isn't to take all memory. */
enum {
    HARVEST_COLUMNS_MAX = 200,
    HARVEST_SAID_MAX = 200,
    HARVEST_ENTRIES_MAX = 500000,
    HARVEST_LEFT_MAX = 100000,
    HARVEST_EXCERPT_CELLS = 40
};

/* A piece of text of an entry, in a column. */
struct piece {
    size_t column;
    char *text;
};

struct entry {
    int line;
    size_t first, count; /* its pieces */
};

/* What a reader saw was no prompt. */
struct left_out {
    int line;
    char *excerpt; /* display text */
    const char *why;
    int other; /* a line that why speaks of at its end, or 0 */
    size_t order;
};

/* What the file says of itself: a title, a licence, or anything else. */
struct said {
    char *name, *text;
};

struct harvest {
    char **columns; /* their names; "" for one without */
    size_t column_count, column_room;
    struct piece *pieces;
    size_t piece_count, piece_room;
    struct entry *entries;
    size_t entry_count, entry_room;
    struct left_out *left;
    size_t left_count, left_room, left_more; /* more: those that are only counted */
    struct said *said;
    size_t said_count, said_room;
    bool too_many;   /* entries */
    int header_line; /* of the names of the columns, 0: none; it was guessed */
    bool html;       /* the file says that its texts are HTML */
};

void harvest_release(struct harvest *h);

/* The number of the column of that name, made if need be; HARVEST_COLUMNS_MAX if there are too
 * many. */
size_t harvest_column(struct harvest *h, const char *name);

/* Begins an entry; pieces go to the last one begun. A piece of a column too many is dropped. */
void harvest_entry(struct harvest *h, int line);
void harvest_piece(struct harvest *h, size_t column, const char *text, size_t n);

/* why lives longer than the harvest; other is a line that it speaks of at its end. */
void harvest_leave(struct harvest *h, int line, const char *text, size_t n, const char *why);
void harvest_leave_with(struct harvest *h, int line, const char *text, size_t n, const char *why,
                        int other);

void harvest_said(struct harvest *h, const char *name, const char *text, size_t n);

/* A comment or a line such as "License: MIT": true if it says something of the file. */
bool harvest_said_line(struct harvest *h, const char *line, size_t n);

/* The piece of an entry in a column, or NULL. */
const char *harvest_text(const struct harvest *h, const struct entry *entry, size_t column);

/* Lines of a text, for readers. */
struct line {
    const char *text;
    size_t n; /* without the line feed */
    int number;
};

/* The next line; false at the end. Begin with a zeroed line and *at = 0. */
bool line_next(const char *text, size_t n, size_t *at, struct line *line);

/* Takes blanks and tabs away on both sides. */
struct line line_trim(struct line line);
bool line_begins(struct line line, const char *with);

/* ---- readers ---- */

/* Reads all of a text (valid UTF-8 without NUL, lines end with a line feed alone). key is what they
 * asked to be the text, or NULL. */
typedef enum status (*reader)(struct harvest *h, const char *text, size_t n, const char *key,
                              struct error *err);

enum status read_json(struct harvest *, const char *, size_t, const char *key, struct error *);
enum status read_json_lines(struct harvest *, const char *, size_t, const char *key,
                            struct error *);
enum status read_csv(struct harvest *, const char *, size_t, const char *key, struct error *);
enum status read_tsv(struct harvest *, const char *, size_t, const char *key, struct error *);
enum status read_anki(struct harvest *, const char *, size_t, const char *key, struct error *);
enum status read_yaml(struct harvest *, const char *, size_t, const char *key, struct error *);
enum status read_fortune(struct harvest *, const char *, size_t, const char *key, struct error *);
enum status read_markdown(struct harvest *, const char *, size_t, const char *key, struct error *);
enum status read_lines(struct harvest *, const char *, size_t, const char *key, struct error *);

/* How sure, from 0 to 100, that the text is of that form; it sees the beginning only. */
int probe_json(const char *text, size_t n);
int probe_json_lines(const char *text, size_t n);
int probe_csv(const char *text, size_t n);
int probe_tsv(const char *text, size_t n);
int probe_anki(const char *text, size_t n);
int probe_yaml(const char *text, size_t n);
int probe_fortune(const char *text, size_t n);
int probe_markdown(const char *text, size_t n);
int probe_lines(const char *text, size_t n);

/* A tree of cJSON whose values but numbers have their line in valueint: its entries, wherever they
 * are. */
void tree_read(struct harvest *h, const cJSON *root, const char *key);

/* ---- names ---- */

/* What a column or a key is for, by its name. */
enum role {
    ROLE_NONE,
    ROLE_TEXT,
    ROLE_CATEGORY,
    ROLE_LIST,  /* a list that isn't of prompts: follow-ups, tags, answers */
    ROLE_PLAIN, /* "data", "items": says nothing */
    ROLE_ABOUT, /* "meta", "info": about the file */
    ROLE_TITLE,
    ROLE_AUTHOR,
    ROLE_SOURCE,
    ROLE_LICENSE,
    ROLE_LANG,
};

/* By the last part of a name with dots, whatever the case of its letters. */
enum role role_of(const char *name);

/* True if name is key, or ends with a dot and key, whatever the case. */
bool name_is(const char *name, const char *key);

/* The words of a text, as blanks part them. */
size_t count_words(const char *text, size_t n);

/* True if it reads like something to talk about: some words, no address. */
bool is_wordy(const char *text, size_t n);
bool is_question(const char *text, size_t n);

/* ---- cleaning ---- */

/* HTML and Anki's marks away, entities as characters. */
void html_plain(struct strbuf *out, const char *text, size_t n);

/* True if it has a tag or an entity that people use in such texts, or a mark of Anki's. */
bool html_is(const char *text, size_t n);

/* Emphasis and links of Markdown away. */
void markdown_plain(struct strbuf *out, const char *text, size_t n);

/* Appends an id made of the first words of text: small letters, digits, single hyphens; where
 * nothing of the kind is in it, made of a checksum. */
void slug_add(struct strbuf *out, const char *text);

#endif
