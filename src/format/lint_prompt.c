/* Rules on a prompt as a whole: which of its fields must go together. */
#include "lint_private.h"

#include "base/mem.h"

enum { DEEP = 3, FOLLOWUPS_MIN = 2, LISTENER_LINES = 3, OWN_LINES_MIN = 2 };

/* ---- 10 ---- */

bool rule_facet_and_flag(const struct rule *rule, const struct view *view, struct strbuf *about)
{
    bool facet = view->prompt->facets & 1u << FACET_SEXUAL;
    bool flag = view->prompt->flags & 1u << FLAG_SEX;

    (void)rule;
    strbuf_addstr(about, facet ? "the facet sexual and not the flag sex"
                               : "the flag sex and not the facet sexual");
    return facet != flag;
}

/* ---- 13 ---- */

static bool has_feeling(const struct view *view, const struct line *line)
{
    size_t size;

    list_find(&view->lists->of[LIST_FEELINGS], &line->words, 0, &size);
    return size > 0;
}

bool rule_feeling(const struct rule *rule, const struct view *view, struct strbuf *about)
{
    (void)rule;
    (void)about;
    if (view->prompt->depth < DEEP)
        return false;
    for (size_t i = 0; i < view->count; i++)
        if ((1u << view->lines[i].field) & (FIELD(TEXT) | FIELD(FOLLOWUP) | FIELD(SPEAKER)) &&
            has_feeling(view, &view->lines[i]))
            return false;
    return true;
}

/* ---- 14 ---- */

bool rule_lighter(const struct rule *rule, const struct view *view, struct strbuf *about)
{
    const struct prompt *prompt = view->prompt;

    (void)rule;
    (void)about;
    return prompt->depth == DEPTH_MAX && !prompt->lighter_alt && !prompt->protocol;
}

/* ---- 15 ---- */

bool rule_followups_none(const struct rule *rule, const struct view *view, struct strbuf *about)
{
    (void)rule;
    (void)about;
    return view->prompt->followup_count < FOLLOWUPS_MIN;
}

/* ---- 18 ---- */

static bool shares_word(const struct word_list *common, const struct words *a,
                        const struct words *b)
{
    for (size_t i = 0; i < a->count; i++) {
        if (list_covers(common, a, i))
            continue;
        for (size_t k = 0; k < b->count; k++)
            if (words_are_akin(a->list[i].text, b->list[k].text) && !list_covers(common, b, k))
                return true;
    }
    return false;
}

/* A word that means something and that is in the rest of the card too, in one form or another. */
static bool names_something(const struct view *view, const struct line *line)
{
    for (size_t i = 0; i < view->count; i++)
        if ((1u << view->lines[i].field) & (FIELD(TEXT) | FIELD(FOCUS) | FIELD(SPEAKER) |
                                            FIELD(FOLLOWUP) | FIELD(ACCESS_ALT)) &&
            shares_word(&view->lists->of[LIST_COMMON], &line->words, &view->lines[i].words))
            return true;
    return false;
}

bool rule_own_listener(const struct rule *rule, const struct view *view, struct strbuf *about)
{
    static const enum lint_field fields[LISTENER_LINES] = { LINT_DO, LINT_AVOID, LINT_ASK };
    int named = 0;

    (void)rule;
    for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
        const struct line *line = view_line(view, fields[i]);

        if (!line)
            return false; /* no whole listener's part, nothing to compare */
        named += names_something(view, line);
    }
    strbuf_addstr(about, named ? "one" : "none");
    return named < OWN_LINES_MIN;
}
