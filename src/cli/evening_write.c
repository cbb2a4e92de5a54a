/* Written first, in plain lines: each writes alone, unseen; then both are read out. What is typed
 * is kept only if both say so. */
#include "evening_write.h"

#include <string.h>

#include "base/mem.h"
#include "unseen.h"

enum { WRITTEN_SAVE };

/* What one of the two has written. */
struct written {
    char text[ANSWER_BYTES_MAX + 1];
    size_t size;
};

static void add(struct written *written, const char *line)
{
    size_t room = ANSWER_BYTES_MAX - written->size, n;

    if (written->size && room)
        written->text[written->size++] = '\n', room--;
    n = strlen(line);
    if (n > room) { /* between two letters, not within one */
        n = room;
        while (n && ((unsigned char)line[n] & 0xc0) == 0x80)
            n--;
    }
    memcpy(written->text + written->size, line, n);
    written->size += n;
    written->text[written->size] = '\0';
}

/* One of the two writes, until an empty line. */
static void write_alone(struct plain *plain, enum partner who, struct written *written)
{
    char line[UNSEEN_LINE_MAX];

    unseen_announce(plain, who);
    plain_say(plain, "An empty line ends it.");
    while (unseen_line(plain, line) && *line)
        add(written, line);
    explicit_bzero(line, sizeof line);
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
    struct written left = { "", 0 }, right = { "", 0 };

    if (!unseen_begin()) {
        plain_say(plain, "Writing alone needs a terminal: here everybody would see what is typed. "
                         "Start couplet in one, or talk about it another way.");
        return false;
    }
    write_alone(plain, PARTNER_LEFT, &left);
    if (!plain->over)
        write_alone(plain, PARTNER_RIGHT, &right);
    unseen_end();
    if (!plain->over)
        open_both(plain, card, left.text, right.text);
    explicit_bzero(&left, sizeof left);
    explicit_bzero(&right, sizeof right);
    return !plain->over;
}
