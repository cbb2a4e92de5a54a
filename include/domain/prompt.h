/* A prompt: one thing to talk about. And a pack: prompts with a licence. */
#ifndef COUPLET_DOMAIN_PROMPT_H
#define COUPLET_DOMAIN_PROMPT_H

#include <stddef.h>
#include <stdint.h>

#include "domain/words.h"

/* Bytes of a pack's or a prompt's id, with the NUL. */
enum { PROMPT_ID_SIZE = 65 };

/* The pack that the couple write themselves. */
#define PACK_OURS "ours"

/* What the card asks of the one who listens. Texts may be NULL in packs that aren't built in. */
struct listener {
    enum response response; /* RESPONSE_NONE without a listener's part */
    char *to_do;            /* a sentence */
    char *to_avoid;         /* follows "Rather not:", lower case, no stop */
    char *to_ask;           /* without quotes */
};

/* Owns all its texts; UTF-8 as written. NULL where an optional one is missing. */
struct prompt {
    char *pack, *id; /* together the name of a prompt */
    char *text;
    char *focus, *speaker, *access_alt, *lighter_alt, *protocol;
    char *extra; /* the fields nobody here knows, as one JSON object, or NULL */
    enum mood mood;
    enum mode mode;
    enum dimension dimension;
    enum consent consent;             /* never less than what follows from depth and flags */
    int depth;                        /* DEPTH_MIN … DEPTH_MAX */
    int minutes;                      /* one of minutes_legal */
    unsigned facets, flags, requires; /* sets */
    struct listener listener;
    char *followups[FOLLOWUPS_MAX];
    size_t followup_count;
};

struct pack {
    char *id, *title, *version, *lang, *license, *author, *source;
    char *extra; /* as in struct prompt */
    struct prompt *prompts;
    size_t count, room;
};

/* A zeroed struct is an empty one; releasing makes it empty again. */
void prompt_release(struct prompt *prompt);
void prompt_copy(struct prompt *to, const struct prompt *from);
void pack_release(struct pack *pack);

/* The least consent that depth and flags ask for. */
enum consent prompt_consent_due(int depth, unsigned flags);

/* NULL if the fields of a prompt agree with each other; else what is wrong, with *field set to
 * the field to change. Knows which depths, moods, minutes, flags and consent go together
 * (data/README.md has the table). */
const char *prompt_disagreement(const struct prompt *prompt, const char **field);

/* All that the picking rules look at in a prompt, as one number: prompts with the same cell are
 * alike to the picker. Sorts by mood, mode, minutes, depth. */
struct cell {
    enum mood mood;
    enum mode mode;
    int minutes, depth;
    enum dimension dimension;
    int sexual; /* 0 or 1 */
    enum consent consent;
    unsigned flags, requires;
};

struct cell cell_of_prompt(const struct prompt *prompt);
uint32_t cell_key(const struct cell *cell);
struct cell cell_from_key(uint32_t key);

/* A key has one of these bits if and only if its cell asks for more consent than that, or requires
 * something that isn't in the set fits. */
uint32_t cell_excess(enum consent consent, unsigned fits);

/* The keys from *first up to but not including *end hold every cell of that mood and mode with
 * at most these minutes (0: any). */
void cell_range(enum mood mood, enum mode mode, int minutes, uint32_t *first, uint32_t *end);

#endif
