/* What couplet prints for other programs: one JSON value at a time, compact, always valid UTF-8,
 * the same under every locale. */
#ifndef COUPLET_FORMAT_RECORD_H
#define COUPLET_FORMAT_RECORD_H

#include "base/strbuf.h"
#include "domain/prompt.h"
#include "domain/sitting.h"

/* Appends a prompt as "couplet draw --json" prints it. A text that isn't there is null; so is
 * listener, if the prompt has no listener's part at all. why is the sentence of "Why this one?", or
 * NULL: then there is no such key. */
void record_prompt(struct strbuf *out, const struct prompt *prompt, const char *why);

/* Appends a sitting as "couplet log --json" prints it. left and right are the names for
 * first_speaker; NULL prints null. */
void record_sitting(struct strbuf *out, const struct sitting *sitting, const char *left,
                    const char *right);

/* One thing that "couplet pack check" has to say. */
struct record_finding {
    const char *file;
    int line, column;                               /* 0: it has no place of its own */
    const char *severity;                           /* "E", "W", or "note" */
    int rule;                                       /* 0: the file itself can't be read as a pack */
    const char *name, *prompt, *path, *what, *mend; /* each may be NULL */
};

/* Appends it as "couplet pack check --json" prints it; what isn't there is null. */
void record_finding(struct strbuf *out, const struct record_finding *finding);

#endif
