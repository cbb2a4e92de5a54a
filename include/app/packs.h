/* Packs, from files into the library and out again. Each change is one transaction. */
#ifndef COUPLET_APP_PACKS_H
#define COUPLET_APP_PACKS_H

#include <stdbool.h>

#include "base/clock.h"
#include "domain/preview.h"
#include "domain/prompt.h"
#include "store/store.h"

/* Switches a pack on or off. STATUS_NOT_FOUND if there is none. */
enum status packs_switch(struct store *store, const char *pack, bool on, struct error *err);

/* A pack that was taken out, and whether it was on. */
struct removed_pack {
    struct pack pack; /* owned; without an id: none was */
    bool on;
};

/* Takes a pack out, into *removed; what was talked about stays. What *removed held is released.
 * STATUS_NOT_FOUND if there is none. */
enum status packs_remove(struct store *store, const char *id, struct removed_pack *removed,
                         struct error *err);

/* Puts it back as it was; *removed stays the caller's. STATUS_NOT_FOUND if none was taken out. */
enum status packs_put_back(struct store *store, const struct removed_pack *removed,
                           struct error *err);

/* Says what adding the file would bring, or what is wrong with it; writes nothing. The path may
 * begin with ~/. Fails only if the file can't be read. */
enum status packs_preview(struct store *store, const char *path, struct preview *preview,
                          struct error *err);

/* Adds the pack in a file, or puts it in the place of the one with its id. STATUS_INVALID if it
 * breaks a rule, or has the id of a pack that comes with the program. */
enum status packs_add(struct store *store, const char *path, struct error *err);

/* Writes a prompt into the pack of their own, which is made with the first one. *id names one that
 * is there already, whose other fields stay; "" gets the new one's. STATUS_INVALID if its fields
 * don't agree. */
struct own_prompt {
    char id[PROMPT_ID_SIZE];
    const char *text;
    enum mood mood;
    enum mode mode;
    enum dimension dimension;
    int depth, minutes;
};
enum status packs_write_own(struct store *store, struct own_prompt *own, struct moment now,
                            struct error *err);

/* Takes one of their own out again; the cards that were dealt of it stay. */
enum status packs_remove_own(struct store *store, const char *id, struct error *err);

#endif
