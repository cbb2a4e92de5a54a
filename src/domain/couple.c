/* The two people. */
#include "domain/couple.h"

#include <stdlib.h>
#include <string.h>

void couple_release(struct couple *couple)
{
    free(couple->partner[PARTNER_LEFT].name);
    free(couple->partner[PARTNER_RIGHT].name);
    *couple = (struct couple){ 0 };
}

bool couple_is_known(const struct couple *couple)
{
    return couple->partner[PARTNER_LEFT].name && couple->partner[PARTNER_RIGHT].name;
}

const char *couple_name(const struct couple *couple, enum partner partner)
{
    static const char *const unnamed[] = { "nobody", "the left one", "the right one" };
    const char *name = couple->partner[partner].name;

    return name ? name : unnamed[partner];
}

enum partner couple_find(const struct couple *couple, const char *id)
{
    for (int p = PARTNER_LEFT; p <= PARTNER_RIGHT; p++)
        if (*id && !strcmp(couple->partner[p].id, id))
            return (enum partner)p;
    return PARTNER_NONE;
}
