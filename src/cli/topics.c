/* Topics in plain lines: each answers alone, and nothing that is typed is shown. Where that can't
 * be had, in a pipe, nobody is asked. */
#include <string.h>

#include "unseen.h"

/* ---- one alone ---- */

enum { ANSWER_ENTER = 0, ANSWER_OTHER = -1 };

/* A single digit counts; the line is wiped. */
static int read_answer(struct plain *plain)
{
    char line[UNSEEN_LINE_MAX];
    int digit = ANSWER_OTHER;

    unseen_line(plain, line);
    if (!*line)
        digit = ANSWER_ENTER;
    else if (*line >= '1' && *line <= '3' && !line[1])
        digit = *line - '0';
    explicit_bzero(line, sizeof line);
    return digit;
}

static void ask_one(struct plain *plain, int flag, enum topic *topic)
{
    static const enum topic of[] = { TOPIC_ASK, TOPIC_OPEN, TOPIC_ASK, TOPIC_CLOSED };
    int digit;

    plain_say(plain, "%s. Enter: %s. 1 open 2 ask 3 not now", words_said(&vocabulary_flag, flag),
              *topic == TOPIC_CLOSED ? "not now" : "ask");
    while ((digit = read_answer(plain)) == ANSWER_OTHER && !plain->over)
        plain_say(plain, "A number from 1 to 3, or Enter.");
    if (digit > 0)
        *topic = of[digit];
    explicit_bzero(&digit, sizeof digit);
}

static void ask_alone(struct plain *plain, enum partner partner, struct topics *answers)
{
    unseen_announce(plain, partner);
    plain_say(plain, "Open is what you both call open. One topic in six is closed by chance, so "
                     "that closed proves nothing.");
    for (int flag = 0; flag < FLAG_COUNT && !plain->over; flag++)
        ask_one(plain, flag, &answers->of[flag]);
}

/* Both, one after the other; what they said is gone when this returns. */
static void answer_anew(struct plain *plain)
{
    struct topics answers[2] = { topics_at_first(), topics_at_first() };
    struct table table = plain_table(plain);

    if (!unseen_begin()) {
        plain_say(plain, "Each of you answers alone here, and a pipe can’t hide what goes through "
                         "it. Start couplet in a terminal for that.");
        return;
    }
    ask_alone(plain, PARTNER_LEFT, &answers[0]);
    if (!plain->over)
        ask_alone(plain, PARTNER_RIGHT, &answers[1]);
    unseen_end();
    if (!plain->over &&
        plain_ok(plain, table_topics_join(&table, &answers[0], &answers[1], &plain->err)))
        plain_say(plain, "Both of you have answered. What comes now is for both.");
    explicit_bzero(answers, sizeof answers);
}

/* ---- both together ---- */

enum { TOPICS_ANEW = FLAG_COUNT, TOPICS_CHOICES };

static int ask_together(struct plain *plain, const struct topics *topics)
{
    struct plain_choice list[TOPICS_CHOICES];

    for (int flag = 0; flag < FLAG_COUNT; flag++) {
        list[flag] = (struct plain_choice){ "", flag };
        plain_say(plain, "%d %s: %s", flag + 1, words_said(&vocabulary_flag, flag),
                  words_said(&vocabulary_topic, (int)topics->of[flag]));
    }
    list[TOPICS_ANEW] = (struct plain_choice){ "", TOPICS_ANEW };
    plain_say(plain, "Enter goes home. A topic’s number closes it. %d answer anew", TOPICS_CHOICES);
    return plain_answer(plain, list, TOPICS_CHOICES);
}

static void close_one(struct plain *plain, enum flag flag)
{
    struct table table = plain_table(plain);

    if (plain_ok(plain, table_topic_close(&table, flag, &plain->err)))
        plain_say(plain, "Closed. Opening it takes both of you.");
}

void topics_plain(struct plain *plain)
{
    struct topics topics;
    bool set;
    int answer = PLAIN_ENTER;

    do {
        if (!plain_ok(plain, table_topics(plain->store, &topics, &set, &plain->err)))
            return;
        answer = ask_together(plain, &topics);
        if (answer == TOPICS_ANEW)
            answer_anew(plain);
        else if (answer >= 0)
            close_one(plain, (enum flag)answer);
    } while (answer >= 0 && !plain->over);
}
