/* Plain mode: what is said and asked. */
#include "plain.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "store/journal.h"

void plain_say(const struct plain *plain, const char *format, ...)
{
    va_list args;
    char *line;

    va_start(args, format);
    if (vasprintf(&line, format, args) < 0)
        die("out of memory; what was confirmed is saved");
    va_end(args);
    print_line(plain->cli, line);
    free(line);
}

char *plain_read(struct plain *plain)
{
    char *line = NULL, *begin, *end;
    size_t room = 0;
    ssize_t got;

    fflush(stdout);
    got = getline(&line, &room, stdin);
    if (got < 0) {
        plain->unread = ferror(stdin) ? errno : 0;
        free(line);
        plain->over = true;
        return NULL;
    }
    begin = line + strspn(line, " \t\r\n");
    end = begin + strlen(begin);
    while (end > begin && strchr(" \t\r\n", end[-1]))
        end--;
    begin = mem_copy_n(begin, (size_t)(end - begin));
    free(line);
    return begin;
}

/* The line with the choices. */
static void say_choices(const struct plain *plain, const char *enter,
                        const struct plain_choice *list, size_t count)
{
    struct strbuf line = STRBUF_INIT;
    size_t n = 0;

    strbuf_addstr(&line, enter);
    for (size_t i = 0; i < count; i++)
        if (list[i].said)
            strbuf_addf(&line, "%s%zu %s", line.size ? " " : "", ++n, list[i].said);
    plain_say(plain, "%s", line.text);
    strbuf_release(&line);
}

static int nth(const struct plain_choice *list, size_t count, size_t n)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].said && !--n)
            return list[i].what;
    return PLAIN_OVER;
}

static size_t count_choices(const struct plain_choice *list, size_t count)
{
    size_t n = 0;

    for (size_t i = 0; i < count; i++)
        n += list[i].said != NULL;
    return n;
}

int plain_ask(struct plain *plain, const char *enter, const struct plain_choice *list, size_t count)
{
    say_choices(plain, enter, list, count);
    return plain_answer(plain, list, count);
}

int plain_answer(struct plain *plain, const struct plain_choice *list, size_t count)
{
    size_t most = count_choices(list, count);

    while (!plain->over) {
        char *line = plain_read(plain), *end;
        unsigned long number;

        if (!line)
            break;
        if (!*line) {
            free(line);
            return PLAIN_ENTER;
        }
        if (!strcmp(line, "!")) {
            free(line);
            support_plain(plain);
            continue;
        }
        number = *line >= '0' && *line <= '9' ? strtoul(line, &end, 10) : 0;
        if (number >= 1 && number <= most && !*end) {
            free(line);
            return nth(list, count, number);
        }
        free(line);
        plain_say(plain, "A number from 1 to %zu, or Enter.", most);
    }
    return PLAIN_OVER;
}

bool plain_ok(struct plain *plain, enum status status)
{
    if (status == STATUS_OK)
        return true;
    plain_say(plain, "%s.", plain->err.text);
    return false;
}

struct table plain_table(struct plain *plain)
{
    return (struct table){ .store = plain->store,
                           .couple = &plain->couple,
                           .now = clock_now(&plain->cli->clock),
                           .seed = rng_next(&plain->rng) };
}

int cli_plain(const struct cli *cli)
{
    struct plain plain = { .cli = cli };
    uint64_t seed;
    enum status status = cli_open_store(cli, STORE_WRITE, &plain.store, &plain.err);

    if (status != STATUS_OK)
        return cli_fail(cli, &plain.err);
    random_bytes(&seed, sizeof seed);
    plain.rng = rng_seeded(seed);
    status = journal_couple(plain.store, &plain.couple, &plain.err);
    if (status == STATUS_OK)
        status = table_choice(plain.store, &plain.choice, &plain.err);
    if (status == STATUS_OK) {
        if (store_readonly(plain.store))
            plain_say(&plain, "%s.", store_readonly(plain.store));
        else
            plain_ok(&plain, store_space(plain.store, &plain.err));
        evening(&plain);
        if (plain.unread)
            status = error_set(&plain.err, STATUS_IO, "the input can’t be read: %s",
                               strerror(plain.unread));
    }
    couple_release(&plain.couple);
    cli_close_store(cli, plain.store);
    return status == STATUS_OK ? EXIT_OK : cli_fail(cli, &plain.err);
}
