/* Looking back, in words. */
#include "domain/review.h"

#include <stdlib.h>

#include "base/mem.h"

void sitting_line_release(struct sitting_line *line)
{
    free(line->text);
    *line = (struct sitting_line){ 0 };
}

void review_number(struct strbuf *out, size_t n)
{
    static const char *const words[] = { "no",   "one",    "two",   "three", "four",
                                         "five", "six",    "seven", "eight", "nine",
                                         "ten",  "eleven", "twelve" };

    if (n < ARRAY_SIZE(words))
        strbuf_addstr(out, words[n]);
    else
        strbuf_addf(out, "%zu", n);
}

void review_day(struct strbuf *out, struct moment then, struct moment now)
{
    struct day_time day = clock_civil(then), today = clock_civil(now);
    int64_t days = clock_days_between(then, now);

    if (days == 0)
        strbuf_addstr(out, "today");
    else if (days == 1)
        strbuf_addstr(out, "yesterday");
    else if (days > 1 && days < 7)
        strbuf_addstr(out, clock_weekday(day.weekday));
    else if (day.year == today.year)
        strbuf_addf(out, "%d %s", day.day, clock_month(day.month));
    else
        strbuf_addf(out, "%d %s %d", day.day, clock_month(day.month), day.year);
}

void review_date(struct strbuf *out, struct moment then, struct moment now)
{
    struct day_time day = clock_civil(then), today = clock_civil(now);

    strbuf_addf(out, "%s %d %s", clock_weekday(day.weekday), day.day, clock_month(day.month));
    if (day.year != today.year)
        strbuf_addf(out, " %d", day.year);
}

const char *review_part_of_day(struct moment then)
{
    static const struct {
        int before;
        const char *said;
    } parts[] = {
        { 5, "night" }, { 12, "morning" }, { 17, "afternoon" }, { 23, "evening" }, { 24, "night" }
    };
    int hour = clock_civil(then).hour;
    size_t i = 0;

    while (hour >= parts[i].before)
        i++;
    return parts[i].said;
}

void review_summary(struct strbuf *out, const struct sitting_line *line)
{
    size_t cards = line->light + line->serious;
    const char *mood = line->light > line->serious ? "light" : "serious";

    review_number(out, cards);
    strbuf_addstr(out, cards == 1 ? " card" : " cards");
    if (line->light == line->serious)
        strbuf_addstr(out, ", light and serious");
    else
        strbuf_addf(out, ", %s%s", line->light && line->serious ? "mostly " : "", mood);
}
