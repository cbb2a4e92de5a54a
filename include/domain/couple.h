/* The two people. */
#ifndef COUPLET_DOMAIN_COUPLE_H
#define COUPLET_DOMAIN_COUPLE_H

#include <stdbool.h>

#include "base/random.h"
#include "domain/words.h"

/* Indexed by enum partner; [PARTNER_NONE] stays empty. Owns the names. */
struct couple {
    struct {
        char id[UUID_TEXT_SIZE]; /* "" before the first run */
        char *name;              /* NULL before the first run */
    } partner[3];
};

void couple_release(struct couple *couple);

/* True once both have a name. */
bool couple_is_known(const struct couple *couple);

/* The name, or a plain word for one who has none. */
const char *couple_name(const struct couple *couple, enum partner partner);

/* Which of the two has this id; PARTNER_NONE if neither. */
enum partner couple_find(const struct couple *couple, const char *id);

#endif
