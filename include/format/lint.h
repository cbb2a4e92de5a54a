/* The linter: what makes a prompt worth reading, as far as a program can tell.
 *
 * It looks at packs that were read without a problem, so all that pack_read() asks for holds. It
 * reads no file and prints nothing. data/README.md tells the rules in plain words, with the
 * numbers that are used here; the word lists are data/lint. Packs in other languages than English
 * meet the rules that need no words only. */
#ifndef COUPLET_FORMAT_LINT_H
#define COUPLET_FORMAT_LINT_H

#include <stddef.h>

#include "base/strbuf.h"
#include "domain/prompt.h"

/* An error stops a build; a warning is listed for somebody to look at. */
enum lint_level { LINT_WARNING, LINT_ERROR };

/* LINT_EACH: each pack by itself, as a couple's own pack is checked. LINT_CATALOGUE: all of them
 * together, with the rules on balance that hold for built-in packs. */
enum lint_scope { LINT_EACH, LINT_CATALOGUE };

/* Where in a prompt; in the order in which couplet's own packs have them. */
enum lint_field {
    LINT_PROMPT, /* the prompt as a whole */
    LINT_ID,
    LINT_TEXT,
    LINT_FOCUS,
    LINT_DEPTH,
    LINT_FLAGS,
    LINT_SPEAKER,
    LINT_DO,
    LINT_AVOID,
    LINT_ASK,
    LINT_FOLLOWUP,
    LINT_LIGHTER_ALT,
    LINT_ACCESS_ALT,
    LINT_FIELD_COUNT
};

/* The pack of a finding that is about the catalogue and no single prompt. */
#define LINT_NO_PACK ((size_t)-1)

struct lint_finding {
    size_t pack, prompt; /* indexes; prompt means nothing with LINT_NO_PACK */
    enum lint_field field;
    size_t item; /* of the follow-ups */
    int rule;    /* its number */
    const char *name;
    enum lint_level level;
    char *what, *mend; /* sentences; what is without a stop, both may quote the prompt */
};

/* Owns its findings. A zeroed one is empty. */
struct lint_report {
    struct lint_finding *list;
    size_t count, room;
    size_t errors, warnings;
};

/* Appends what it finds, in the order of packs, prompts, fields and rules. */
void lint_run(struct lint_report *report, const struct pack *packs, size_t count,
              enum lint_scope scope);

void lint_release(struct lint_report *report);

/* Appends the path of a finding in its document, like prompts[3].followups[1]; nothing for one
 * without a pack. */
void lint_path(struct strbuf *out, const struct lint_finding *finding);

#endif
