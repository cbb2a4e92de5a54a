/* The library: the prompts of all installed packs. It can always be rebuilt from them. */
#ifndef COUPLET_STORE_LIBRARY_H
#define COUPLET_STORE_LIBRARY_H

#include "domain/picker.h"
#include "domain/prompt.h"
#include "store/store.h"

/* Puts a pack in the place of the one with its id, inside of the caller's transaction. What the
 * couple did with its prompts stays; those marked never again stay out of the picker's reach, and a
 * pack that was switched off stays off. */
enum status library_install(struct store *store, const struct pack *pack, bool builtin,
                            struct error *err);

/* The same prompt by prompt, for packs that needn't fit into memory: begin with the pack's header
 * (its prompts aren't looked at), add each, and end, which gets what became of it so far, frees
 * the installation in any case and says what became of the whole. begin sets *out to NULL when it
 * fails, and end takes that. Two prompts with one id are the caller's to refuse. */
struct installation;
enum status library_begin_install(struct store *store, const struct pack *header, bool builtin,
                                  struct installation **out, struct error *err);
enum status library_install_prompt(struct installation *installation, const struct prompt *prompt,
                                   struct error *err);
enum status library_end_install(struct installation *installation, enum status status,
                                struct error *err);

/* Puts one prompt into a pack that is there, in the place of the one with its id if there is one,
 * inside of the caller's transaction. What it replaces is gone from the file, too. */
enum status library_put(struct store *store, const struct prompt *prompt, struct error *err);

/* Takes one prompt out, inside of the caller's transaction. One that isn't there is no error. */
enum status library_drop(struct store *store, const char *pack, const char *id, struct error *err);

/* Takes a pack out, inside of the caller's transaction. The journal keeps what was dealt from it,
 * and the marks, should it come back. */
enum status library_remove(struct store *store, const char *pack, struct error *err);

/* Switches a pack on or off, inside of the caller's transaction: the prompts of one that is off
 * stay and aren't dealt. STATUS_NOT_FOUND if there is none. */
enum status library_enable(struct store *store, const char *pack, bool on, struct error *err);

/* Whether it is there and on. */
enum status library_enabled(struct store *store, const char *pack, bool *enabled,
                            struct error *err);

/* Removes built-in packs that aren't in ids, inside of the caller's transaction. */
enum status library_retire(struct store *store, const char *const *ids, size_t count,
                           struct error *err);

/* The cells that a filter could touch and whose keys have none of the bits in without (see
 * cell_excess()), sorted by key. *cells is the caller's. */
enum status library_cells(struct store *store, const struct filter *filter, uint32_t without,
                          struct cell_count **cells, size_t *count, struct error *err);

/* The prompt with that ordinal in its cell: STATUS_NOT_FOUND if there is none. */
enum status library_prompt(struct store *store, uint32_t cell, uint32_t ordinal,
                           struct prompt *prompt, struct error *err);

/* Takes a prompt out of the picker's reach, or back in, inside of the caller's transaction. A
 * prompt that isn't in the library is no error. */
enum status library_hide(struct store *store, const char *pack, const char *id, struct error *err);
enum status library_show(struct store *store, const char *pack, const char *id, struct error *err);

/* A whole pack as it was put in, in the order of its prompts; *pack is the caller's.
 * STATUS_NOT_FOUND if there is none. */
enum status library_pack(struct store *store, const char *id, struct pack *pack, struct error *err);

/* Which prompts are looked at. What isn't asked for is NULL, ANY or 0. */
struct browse {
    const char *pack; /* its id */
    enum mood mood;
    enum mode mode;
    int depth, minutes; /* at most */
    int dimension;      /* an enum dimension and 1 */
    enum mark mark;     /* that they have */
    const char *words;  /* somewhere in what is shown of them, in capitals or small letters */
};

/* A prompt in a list; owns its texts. One that asks for consent lies face down: its text is its
 * topic, and its words stay where they are. */
struct prompt_line {
    int64_t number; /* its place in the list */
    char *pack, *id, *text;
    bool face_down, favourite, never;
    enum mood mood;
    enum mode mode;
    enum dimension dimension;
    int depth, minutes;
};

void prompt_line_release(struct prompt_line *line);

/* Up to most of them, in order: those behind the place from (0: the first ones), or those before
 * it (INT64_MAX: the last ones). *lines is the caller's, each to be released. */
enum status library_browse(struct store *store, const struct browse *browse, int64_t from,
                           bool before, size_t most, struct prompt_line **lines, size_t *count,
                           struct error *err);

/* The prompt of that name, for showing: one that asks for consent comes with its topic, and no
 * other words. STATUS_NOT_FOUND if there is none. */
enum status library_find(struct store *store, const char *pack, const char *id,
                         struct prompt *prompt, struct error *err);

/* What `pack list` tells of a pack. The texts are good during the call. */
struct pack_line {
    const char *id, *title, *version, *lang, *license, *author;
    bool builtin, enabled;
    size_t prompts;
};

/* Calls each for every pack, by id. */
enum status library_packs(struct store *store,
                          void (*each)(const struct pack_line *pack, void *context), void *context,
                          struct error *err);

#endif
