/* Looking back: what one line tells of a sitting, and dates in words. */
#ifndef COUPLET_DOMAIN_REVIEW_H
#define COUPLET_DOMAIN_REVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/strbuf.h"
#include "domain/words.h"

enum { SITTING_MARKS_MAX = 12 };

/* One sitting in a list. Owns its text. */
struct sitting_line {
    char id[UUID_TEXT_SIZE];
    struct moment started;
    enum mood marks[SITTING_MARKS_MAX]; /* a mood a card; the first ones if there are more */
    size_t mark_count, light, serious, kept;
    char *text;   /* the first line that was kept; if none was, the first card's words */
    bool is_note; /* which of the two it is */
};

void sitting_line_release(struct sitting_line *line);

/* "today", "yesterday", "Thursday", "19 October", "19 October 2025": shorter the nearer. */
void review_day(struct strbuf *out, struct moment then, struct moment now);

/* "Thursday 19 November" with the year if it isn't this one. */
void review_date(struct strbuf *out, struct moment then, struct moment now);

/* "morning", "afternoon", "evening", "night". */
const char *review_part_of_day(struct moment then);

/* "three cards, mostly light": what home says of the last time. */
void review_summary(struct strbuf *out, const struct sitting_line *line);

/* "one", "two" … "twelve", then figures. */
void review_number(struct strbuf *out, size_t n);

#endif
