/* From what people have to a pack: lists, tables, notes and trees of prompts, in the forms that
 * files have them. What a file doesn't say is asked for or left empty, never made up; what is
 * guessed is said; what is no prompt is named with its line. */
#ifndef COUPLET_FORMAT_CONVERT_H
#define COUPLET_FORMAT_CONVERT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "domain/words.h"

/* Longer ones are to be read, not to be talked about. */
enum { CONVERT_WORDS_MAX = 80 };

/* What they say themselves. Texts are borrowed; NULL, ANY and 0: not said. */
struct convert_wishes {
    const char *name; /* of the file, where it has one: for the form, the title, the id */
    const char *id, *title, *license, *author, *source, *lang;
    const char *key;    /* the column or key that holds the text */
    const char *format; /* a row of convert_forms() */
    /* For prompts whose file doesn't say. */
    enum mood mood;
    enum mode mode;
    enum dimension dimension;
    bool has_dimension;
    int depth, minutes;
    bool draft; /* what nobody says becomes null, for somebody to fill in */
};

/* Whom to tell; all texts are safe to show and borrowed during the call. */
struct convert_report {
    /* "text: “question”" */
    void (*guessed)(void *context, const char *what);
    /* Something of a line that became no prompt; excerpt may be empty. line 0: it isn't known. */
    void (*left_out)(void *context, int line, const char *excerpt, const char *why);
    void *context;
};

struct convert_count {
    size_t prompts, questions, left_out;
    const char *form; /* how it was read: "CSV" */
};

/* Appends a pack, format 1, that pack_read() reads, made of n bytes; with draft, one that it
 * refuses until what is null in it is filled in. report and count may be NULL. STATUS_INVALID:
 * nothing was appended, and err says why and what to do: the bytes can't be read, there is no
 * prompt in them, or something is needed that neither they nor the wishes say. */
enum status convert(struct strbuf *out, const char *bytes, size_t n,
                    const struct convert_wishes *wishes, const struct convert_report *report,
                    struct convert_count *count, struct error *err);

/* The names for the wish format, in the order of a list that ends with NULL. */
const char *const *convert_forms(void);

#endif
