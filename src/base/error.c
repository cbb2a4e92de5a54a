/* Errors as values, and the two ways to die. Not a log. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void (*last_rites)(void);

enum status error_set(struct error *err, enum status status, const char *format, ...)
{
    if (err) {
        va_list args;

        err->status = status;
        va_start(args, format);
        vsnprintf(err->text, sizeof err->text, format, args);
        va_end(args);
    }
    return status;
}

void error_set_last_rites(void (*restore)(void))
{
    last_rites = restore;
}

noreturn void bug_at(const char *file, int line, const char *what)
{
    if (last_rites)
        last_rites();
    fprintf(stderr, "couplet: a fault in the program itself, at %s:%d: %s\n", file, line, what);
    abort();
}

noreturn void die(const char *what)
{
    if (last_rites)
        last_rites();
    fprintf(stderr, "couplet: %s\n", what);
    exit(1);
}
