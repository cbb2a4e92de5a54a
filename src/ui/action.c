/* The rows of actions, and why one isn't possible. */
#include "ui/action.h"

#include <stddef.h>

#include "base/mem.h"

const struct action_row *action_row(enum action action)
{
#define ACTION_ROW(id, name_, help_, fact_) { .name = (name_), .help = (help_), .needs = (fact_) },
    static const struct action_row rows[] = { ACTIONS(ACTION_ROW) };
#undef ACTION_ROW

    return &rows[action];
}

const char *fact_missing(enum fact fact)
{
    static const struct {
        enum fact fact;
        const char *said;
    } sentences[] = {
        { FACT_FOLLOWUP_LEFT, "No follow-up is left on this card." },
        { FACT_UNDO, "Nothing here to undo." },
        { FACT_CARD, "No card lies open." },
        { FACT_LISTENER, "This card has no listener’s part." },
        { FACT_ASIDE, "No card was just put aside." },
        { FACT_ON_TABLE, "No card is on the table." },
        { FACT_BACK, "This is the first step." },
        { FACT_AGAIN, "Nothing leads back from here but b." },
        { FACT_PLAN, "No plan is open." },
        { FACT_NOTE, "No card is chosen." },
        { FACT_PROMPT, "No prompt is chosen." },
        { FACT_PACK, "No pack is chosen." },
        { FACT_OWN_PACK, "It comes with couplet and stays." },
        { FACT_OURS, "Only what you wrote yourselves can be changed." },
        { FACT_TOPICS, "First each of you answers." },
        { FACT_WRITTEN, "Nothing is written yet." },
        { FACT_OPENED, "Both are still sealed." },
        { FACT_FACE_UP,
          "Not from here: it lies face down, is marked never again, or its pack is off." },
    };

    for (size_t i = 0; i < ARRAY_SIZE(sentences); i++)
        if (sentences[i].fact == fact)
            return sentences[i].said;
    return "";
}
