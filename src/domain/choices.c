/* What home asks, as tables. */
#include "domain/choices.h"

#include "base/mem.h"

static const struct choice moods[] = { { "light", MOOD_LIGHT, NULL },
                                       { "serious", MOOD_SERIOUS, NULL },
                                       { "surprise us", MOOD_ANY, NULL } };
static const struct choice modes[] = { { "talking", MODE_TALKING, NULL },
                                       { "listening", MODE_LISTENING, NULL },
                                       { "either", MODE_ANY, NULL } };
static const struct choice minutes[] = {
    { "5", 5, "five" },     { "10", 10, "ten" }, { "20", 20, "twenty" },
    { "30", 30, "thirty" }, { "any", 0, NULL },
};

const struct choices choices[CHOICE_ROWS] = {
    [CHOICE_MOOD] = { "something", moods, ARRAY_SIZE(moods) },
    [CHOICE_MODE] = { "for", modes, ARRAY_SIZE(modes) },
    [CHOICE_MINUTES] = { "minutes", minutes, ARRAY_SIZE(minutes) },
};

static int value_of(const struct filter *filter, enum choice_row row)
{
    return row == CHOICE_MOOD   ? (int)filter->mood
           : row == CHOICE_MODE ? (int)filter->mode
                                : filter->minutes;
}

size_t choice_of(const struct filter *filter, enum choice_row row)
{
    for (size_t i = 0; i < choices[row].count; i++)
        if (choices[row].list[i].value == value_of(filter, row))
            return i;
    return 0;
}

void choice_set(struct filter *filter, enum choice_row row, size_t which)
{
    int value = choices[row].list[which].value;

    if (row == CHOICE_MOOD)
        filter->mood = (enum mood)value;
    else if (row == CHOICE_MODE)
        filter->mode = (enum mode)value;
    else
        filter->minutes = value;
}

void choices_nothing(struct strbuf *out, const struct filter *filter)
{
    strbuf_addstr(out, "Nothing");
    if (filter->mood != MOOD_ANY)
        strbuf_addf(out, " %s", words_said(&vocabulary_mood, (int)filter->mood));
    if (filter->mode != MODE_ANY)
        strbuf_addf(out, " for %s", words_said(&vocabulary_mode, (int)filter->mode));
    if (filter->minutes)
        strbuf_addf(out, " in %d minutes", filter->minutes);
    strbuf_addstr(out, " just now.");
}
