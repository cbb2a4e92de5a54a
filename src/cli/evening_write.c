/* Written first, in plain lines: each writes alone, unseen; then both are read out. What is typed
 * is kept only if both say so. */
#include "evening_write.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

enum { WRITTEN_SAVE };

static void wipe(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

/* One of the two writes, until an empty line. */
static char *write_alone(struct plain *plain, enum partner who)
{
    struct strbuf all = STRBUF_INIT;
    char *line = NULL;

    plain_say(plain, "%s, this part is yours alone. %s, turn away for a little while.",
              couple_name(&plain->couple, who), couple_name(&plain->couple, partner_other(who)));
    plain_say(plain, "Nothing that you type is shown. An empty line ends it.");
    while ((line = plain_read_unseen(plain)) && *line) {
        strbuf_addf(&all, "%s%s", all.size ? "\n" : "", line);
        wipe(line);
    }
    free(line);
    return strbuf_detach(&all);
}

static bool ask_to_save(struct plain *plain)
{
    static const struct plain_choice list[] = { { "save both", WRITTEN_SAVE } };

    return plain_ask(plain, "Read both first. Then Enter goes on.", list, ARRAY_SIZE(list)) ==
           WRITTEN_SAVE;
}

static void open_both(struct plain *plain, const struct card *card, const char *left,
                      const char *right)
{
    struct table table = plain_table(plain);

    plain_say(plain, "%s has written: %s", couple_name(&plain->couple, PARTNER_LEFT), left);
    plain_say(plain, "%s", "");
    plain_say(plain, "%s has written: %s", couple_name(&plain->couple, PARTNER_RIGHT), right);
    if (ask_to_save(plain) &&
        plain_ok(plain, table_answers(&table, card->sitting, card->id, left, right, &plain->err)))
        plain_say(plain, "Both are kept.");
}

bool write_first(struct plain *plain, const struct card *card)
{
    char *left, *right;

    if (!plain_can_hide(plain)) {
        plain_say(plain, "Writing alone needs a terminal: here everybody would see what is typed. "
                         "Start couplet in one, or talk about it another way.");
        return false;
    }
    left = write_alone(plain, PARTNER_LEFT);
    right = plain->over ? NULL : write_alone(plain, PARTNER_RIGHT);
    if (!plain->over)
        open_both(plain, card, left, right);
    wipe(left);
    wipe(right);
    return !plain->over;
}
