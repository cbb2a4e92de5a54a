/* Whether colour is wanted: the order of the flag, NO_COLOR, CLICOLOR_FORCE and TERM. What reaches
 * the terminal is in pty/test_statements.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/mem.h"
#include "cli/cli.h"

static void set(const char *name, const char *value)
{
    assert_int_equal(value ? setenv(name, value, 1) : unsetenv(name), 0);
}

static void flag_then_no_color_then_clicolor_force_then_the_terminal(void **state)
{
    static const struct {
        enum colour_wish flag;
        const char *no_color, *force, *term;
        bool wanted;
    } rows[] = {
        { COLOUR_AUTO, NULL, NULL, "xterm", true },  { COLOUR_AUTO, NULL, NULL, "dumb", false },
        { COLOUR_AUTO, NULL, NULL, "", false },      { COLOUR_AUTO, NULL, NULL, NULL, false },
        { COLOUR_AUTO, NULL, "1", "dumb", true },    { COLOUR_AUTO, NULL, "yes", NULL, true },
        { COLOUR_AUTO, NULL, "0", "dumb", false },   { COLOUR_AUTO, NULL, "", "dumb", false },
        { COLOUR_AUTO, NULL, "0", "xterm", true },   { COLOUR_AUTO, "1", NULL, "xterm", false },
        { COLOUR_AUTO, "0", NULL, "xterm", false }, /* any word will do */
        { COLOUR_AUTO, "1", "1", "xterm", false },   { COLOUR_AUTO, "", "1", "dumb", true },
        { COLOUR_AUTO, "", NULL, "xterm", true },    { COLOUR_ALWAYS, "1", "0", "dumb", true },
        { COLOUR_NEVER, NULL, "1", "xterm", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        set("NO_COLOR", rows[i].no_color);
        set("CLICOLOR_FORCE", rows[i].force);
        set("TERM", rows[i].term);
        if (cli_wants_colour(rows[i].flag) != rows[i].wanted)
            fail_msg("row %zu", i);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(flag_then_no_color_then_clicolor_force_then_the_terminal),
    };

    return cmocka_run_group_tests_name("colour", tests, NULL, NULL);
}
