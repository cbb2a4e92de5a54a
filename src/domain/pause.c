/* The time of a pause. */
#include "domain/pause.h"

static struct moment within(struct moment until, struct moment now)
{
    int64_t least = now.ms + PAUSE_LEAST_MINUTES * (int64_t)MS_PER_MINUTE;
    int64_t most = now.ms + PAUSE_MOST_MINUTES * (int64_t)MS_PER_MINUTE;
    int64_t step = PAUSE_STEP_MINUTES * (int64_t)MS_PER_MINUTE;
    int64_t even = until.ms - until.ms % step;

    while (even < least)
        even += step;
    while (even > most)
        even -= step;
    return (struct moment){ .ms = even, .zone = now.zone };
}

struct moment pause_offer(struct moment now)
{
    return within(now, now);
}

struct moment pause_shift(struct moment until, int minutes, struct moment now)
{
    until.ms += minutes * (int64_t)MS_PER_MINUTE;
    if (until.ms < now.ms) /* long over: from now on */
        until.ms = now.ms;
    if (until.ms > now.ms + 2 * MS_PER_DAY) /* the clock was put back */
        until.ms = now.ms + 2 * MS_PER_DAY;
    return within(until, now);
}

void pause_says(struct strbuf *out, struct moment until, struct moment now)
{
    struct moment there = { .ms = until.ms, .zone = now.zone };
    struct day_time time = clock_civil(there);
    int64_t days = clock_days_between(now, there);

    if (days == 1)
        strbuf_addstr(out, "tomorrow, ");
    else if (days)
        strbuf_addf(out, "%s, ", clock_weekday(time.weekday));
    strbuf_addf(out, "%02d:%02d", time.hour, time.minute);
}
