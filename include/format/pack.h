/* Pack files, format 1: JSON in, a pack of the domain out, whole or not at all.
 * data/README.md says how a pack is written, data/schema/pack-1.schema.json says it to editors. */
#ifndef COUPLET_FORMAT_PACK_H
#define COUPLET_FORMAT_PACK_H

#include <stddef.h>

#include "base/error.h"
#include "domain/prompt.h"

enum {
    PACK_FORMAT = 1,
    PACK_TEXT_MAX = 4096,    /* bytes of one text */
    PACK_ID_MAX = 64,        /* bytes of an id */
    PACK_FACETS_MAX = 2,     /* of one prompt */
    PACK_PROBLEMS_MAX = 100, /* told one by one; and as many notes */
};

enum pack_severity {
    PACK_PROBLEM, /* the pack is refused */
    PACK_NOTE,    /* the pack is fine, but this looks like a slip */
};

/* Borrowed during the call. reason is a sentence without a stop, like the text of a struct error;
 * both texts are safe to show. */
struct pack_problem {
    enum pack_severity severity;
    int line, column; /* from 1; columns in code points */
    const char *path; /* like prompts[12].listener.do; "" for the whole file */
    const char *reason;
};

/* Whom to tell. more is called last, if there were more problems than were told; either may be
 * NULL. */
struct pack_report {
    void (*problem)(void *context, const struct pack_problem *problem);
    void (*more)(void *context, size_t count);
    void *context;
};

/* PACK_BUILT_IN asks for all that a built-in pack must have besides: author, source, and for
 * each prompt two to four follow-ups and a whole listener's part. */
enum pack_options { PACK_ANY, PACK_BUILT_IN };

/* Reads a pack from size bytes. STATUS_OK: *out is the caller's, to be released; else it is empty
 * and nothing of it is left. STATUS_NEWER: the file was made for a newer couplet. STATUS_INVALID:
 * it breaks a rule; err (may be NULL) tells the first problem with its place, and report (may be
 * NULL) gets them all, in the order of the text as far as each stands alone. What *out held before
 * is not released. */
enum status pack_read(const char *json, size_t size, enum pack_options options, struct pack *out,
                      const struct pack_report *report, struct error *err);

/* Takes what is read as soon as it is: first the pack without its prompts, then each prompt, in the
 * order of the text. What they get is borrowed. Either may be NULL. What isn't STATUS_OK ends the
 * reading; it has been said in err then. After the first problem nothing more is handed over. */
struct pack_sink {
    enum status (*header)(void *context, const struct pack *header, struct error *err);
    enum status (*prompt)(void *context, const struct prompt *prompt, struct error *err);
    void *context;
};

/* The same as pack_read(), for packs that needn't fit into memory. Whether the whole is fine is
 * known only at the end. */
enum status pack_read_each(const char *json, size_t size, enum pack_options options,
                           const struct pack_sink *sink, const struct pack_report *report,
                           struct error *err);

#endif
