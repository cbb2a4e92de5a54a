/* "Why this one?", in plain words. Rule 9 has no words here, on purpose. */
#include "domain/picker.h"

/* "today", "on Thursday", "in May", "in May 2025". */
static void add_when(struct strbuf *out, int64_t then, struct moment now)
{
    struct moment moment = { .ms = then, .zone = now.zone };
    struct day_time day = clock_civil(moment), today = clock_civil(now);
    int64_t days = clock_days_between(moment, now);

    if (days <= 0)
        strbuf_addstr(out, "today");
    else if (days == 1)
        strbuf_addstr(out, "yesterday");
    else if (days < 7)
        strbuf_addf(out, "on %s", clock_weekday(day.weekday));
    else if (day.year == today.year)
        strbuf_addf(out, "in %s", clock_month(day.month));
    else
        strbuf_addf(out, "in %s %d", clock_month(day.month), day.year);
}

void picker_explain(struct strbuf *out, const struct pick *pick, struct moment now)
{
    struct cell cell = cell_from_key(pick->cell);
    static const char *const plain[] = {
        [PICK_FITS] = "it fits, and chance did the rest.",
        [PICK_FIRST] = "a first card stays open or personal.",
        [PICK_STEP] = "one step deeper than the last, at most.",
        [PICK_GENTLER] = "after a card put aside, none is deeper.",
        [PICK_AFTER_PAUSE] = "after a pause it stays near the ground.",
        [PICK_RARE] = "of the most exposed ones, one an evening at most.",
        [PICK_KNOWN] = "the most exposed ones wait for a few evenings.",
        [PICK_HEAVY] = "the last evenings were heavy, so this one is lighter.",
        [PICK_DEEPER] = "you asked to go one step deeper.",
        [PICK_DIMENSION] = "",
        [PICK_KEPT] = "",
        [PICK_LONGEST_AGO] = "",
    };
    static const char *const dimension_said[DIMENSION_COUNT] = {
        "feelings came up least of late.",
        "thoughts came up least of late.",
        "meaning came up least of late.",
        "the body came up least of late.",
    };

    strbuf_addstr(out, "Why this one: ");
    strbuf_addstr(out, plain[pick->reason]);
    if (pick->reason == PICK_DIMENSION)
        strbuf_addstr(out, dimension_said[cell.dimension]);
    if (pick->reason == PICK_KEPT) {
        strbuf_addstr(out, "you kept it ");
        add_when(out, pick->since, now);
        strbuf_addch(out, '.');
    }
    if (pick->reason == PICK_LONGEST_AGO) {
        strbuf_addstr(out, "you had all that fit, this one last ");
        add_when(out, pick->since, now);
        strbuf_addch(out, '.');
    }
}
