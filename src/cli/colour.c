/* Whether colour is wanted, from the command line and the environment. Not which colours, and not
 * whether the terminal has any. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static bool is_set(const char *name)
{
    const char *value = getenv(name);

    return value && *value;
}

bool cli_wants_colour(enum colour_wish wish)
{
    if (wish != COLOUR_AUTO)
        return wish == COLOUR_ALWAYS;
    if (is_set("NO_COLOR"))
        return false;
    if (is_set("CLICOLOR_FORCE") && strcmp(getenv("CLICOLOR_FORCE"), "0"))
        return true;
    return is_set("TERM") && strcmp(getenv("TERM"), "dumb");
}
