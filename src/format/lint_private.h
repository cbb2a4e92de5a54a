/* What the files of the linter share: a text as words, the lists of words, a prompt as texts, and
 * a rule as a row of a table. */
#ifndef COUPLET_FORMAT_LINT_PRIVATE_H
#define COUPLET_FORMAT_LINT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "domain/prompt.h"
#include "format/lint.h"

/* ---- a text as words (lint_words.c) ---- */

/* What stands between two words; a set. */
enum gap {
    GAP_COMMA = 1,
    GAP_CLAUSE = 2, /* a colon, a semicolon, a dash, a bracket */
    GAP_STOP = 4,   /* . ! … */
    GAP_ASKS = 8,   /* ? */
    GAP_QUOTE = 16,
    GAP_SENTENCE = GAP_STOP | GAP_ASKS
};

struct word {
    const char *text; /* folded: see text_fold() */
    unsigned before;  /* the gap before it */
    size_t sentence;  /* from 0 */
};

struct words {
    struct strbuf bytes;
    struct word *list;
    size_t count, room;
    unsigned after; /* the gap after the last one */
    size_t sentences, question_marks;
};

void words_split(struct words *words, const char *text);
void words_release(struct words *words);

/* True if the sentence of that word ends with a question mark. */
bool words_asks(const struct words *words, size_t at);

/* As they are counted for reading grades: groups of vowels that are spoken. */
size_t word_syllables(const char *word);

/* Sentences, and parts of one between colons and semicolons: units of thought, as Flesch counted
 * them. At least 1. */
size_t words_units(const struct words *words);

/* True if the two are forms of one word, as far as their letters tell: laugh, laughed. */
bool words_are_akin(const char *a, const char *b);

/* ---- lists of words (lint_words.c; data/lint) ---- */

enum list {
    LIST_CLOSED,
    LIST_SUBJECTS,
    LIST_HARD,
    LIST_AIMED,
    LIST_ACCUSING,
    LIST_GENDERED,
    LIST_MARRIAGE, /* from here in the order of vocabulary_requires */
    LIST_CHILDREN,
    LIST_PREGNANCY,
    LIST_IN_LAWS,
    LIST_FAITH,
    LIST_PRESUMING,
    LIST_ACTS,
    LIST_ACT_OPENERS,
    LIST_ACT_DOERS,
    LIST_ACT_OBJECTS,
    LIST_IMAGINED,
    LIST_ABLEIST,
    LIST_SEXUAL,
    LIST_FREQUENCY,
    LIST_PRESUMED,
    LIST_RATING,
    LIST_SCALE,
    LIST_MEASURED,
    LIST_JARGON,
    LIST_FEELINGS,
    LIST_MENDING,
    LIST_COMMON,
    LIST_COUNT
};

/* Entries are one or more words with blanks between; a * at the end of a word stands for any
 * letters, _ is any one word. Sorted, so that those with one first letter stand together. */
struct word_list {
    struct strbuf bytes;
    const char **entries, **exceptions;
    size_t count, room, exception_count, exception_room;
    size_t first[257]; /* by the first byte: where its entries begin */
};

struct lists {
    struct word_list of[LIST_COUNT];
};

/* Reads all lists, from the program itself. */
void lists_load(struct lists *lists);
void lists_release(struct lists *lists);

/* How many words the longest entry that begins at the word at covers; 0: none does, or an
 * exception covers it. */
size_t list_covers(const struct word_list *list, const struct words *words, size_t at);

/* The first word at or after from where an entry begins, with its size in words; words->count and
 * 0 if there is none. */
size_t list_find(const struct word_list *list, const struct words *words, size_t from,
                 size_t *size);

/* True if an entry begins anywhere in the sentence of the word at. */
bool list_in_sentence(const struct word_list *list, const struct words *words, size_t at);

/* Appends size words from at on, with blanks between. */
void words_quote(struct strbuf *out, const struct words *words, size_t at, size_t size);

/* ---- a prompt as texts ---- */

enum { LINES_MAX = 7 + FOLLOWUPS_MAX };

struct line {
    const struct view *of;
    enum lint_field field;
    size_t item;
    const char *text;
    struct words words;
};

struct view {
    const struct prompt *prompt;
    const struct lists *lists;
    struct line lines[LINES_MAX];
    size_t count;
};

/* The line of a field; NULL if the prompt has none. */
const struct line *view_line(const struct view *view, enum lint_field field);

/* The text of one field of a prompt; NULL if it has none. */
const char *lint_text_of(const struct prompt *prompt, enum lint_field field, size_t item);

/* ---- rules ---- */

/* Packs that are looked at together: count of them, the first being the pack base of the run. */
struct run {
    struct lint_report *report;
    const struct lists *lists;
    const struct pack *packs;
    size_t count, base;
};

#define FIELD(field) (1u << LINT_##field)

/* One of line, prompt and all is set. {} in what and mend is replaced by what the function added
 * to about. */
struct rule {
    int number;
    const char *name;
    enum lint_level level;
    unsigned fields; /* of line: which it looks at; of prompt: the one it points at */
    enum list list;  /* where the function wants one */
    bool any_language, catalogue_only;
    bool (*line)(const struct rule *rule, const struct line *line, struct strbuf *about);
    bool (*prompt)(const struct rule *rule, const struct view *view, struct strbuf *about);
    void (*all)(const struct rule *rule, struct run *run);
    const char *what, *mend;
};

extern const struct rule lint_rules[];
extern const size_t lint_rule_count;

/* Adds a finding of a prompt of one of the run's packs, or with LINT_NO_PACK of all. */
void lint_add(struct run *run, const struct rule *rule, size_t pack, size_t prompt,
              enum lint_field field, size_t item, const char *about);

/* True if the words are to be looked at. */
bool lint_is_english(const struct pack *pack);

/* Rules on one text (lint_text.c). */
bool rule_listed(const struct rule *, const struct line *, struct strbuf *about);
bool rule_questions(const struct rule *, const struct line *, struct strbuf *about);
bool rule_closed(const struct rule *, const struct line *, struct strbuf *about);
bool rule_why_aimed(const struct rule *, const struct line *, struct strbuf *about);
bool rule_why_deep(const struct rule *, const struct line *, struct strbuf *about);
bool rule_why(const struct rule *, const struct line *, struct strbuf *about);
bool rule_hard_aimed(const struct rule *, const struct line *, struct strbuf *about);
bool rule_hard(const struct rule *, const struct line *, struct strbuf *about);
bool rule_short(const struct rule *, const struct line *, struct strbuf *about);
bool rule_long(const struct rule *, const struct line *, struct strbuf *about);
bool rule_wide(const struct rule *, const struct line *, struct strbuf *about);
bool rule_syllables(const struct rule *, const struct line *, struct strbuf *about);
bool rule_requires(const struct rule *, const struct line *, struct strbuf *about);
bool rule_act(const struct rule *, const struct line *, struct strbuf *about);
bool rule_sexual(const struct rule *, const struct line *, struct strbuf *about);
bool rule_scale(const struct rule *, const struct line *, struct strbuf *about);
bool rule_repeats(const struct rule *, const struct line *, struct strbuf *about);

/* Rules on a whole prompt (lint_prompt.c). */
bool rule_facet_and_flag(const struct rule *, const struct view *, struct strbuf *about);
bool rule_feeling(const struct rule *, const struct view *, struct strbuf *about);
bool rule_lighter(const struct rule *, const struct view *, struct strbuf *about);
bool rule_followups_none(const struct rule *, const struct view *, struct strbuf *about);
bool rule_own_listener(const struct rule *, const struct view *, struct strbuf *about);

/* Rules on all prompts together (lint_pack.c). */
void rule_lighter_is_lighter(const struct rule *, struct run *);
void rule_same_id(const struct rule *, struct run *);
void rule_similar(const struct rule *, struct run *);
void rule_repeated_lines(const struct rule *, struct run *);
void rule_grade(const struct rule *, struct run *);
void rule_balance(const struct rule *, struct run *);
void rule_openings(const struct rule *, struct run *);

#endif
