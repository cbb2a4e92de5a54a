/* Cards and sittings as they stand in the journal. */
#include "domain/sitting.h"

#include <stdio.h>
#include <stdlib.h>

void card_release(struct card *card)
{
    prompt_release(&card->prompt);
    free(card->steps);
    for (size_t i = 0; i < card->note_count; i++)
        free(card->notes[i].text);
    free(card->notes);
    free(card->why);
    *card = (struct card){ 0 };
}

void sitting_release(struct sitting *sitting)
{
    for (size_t i = 0; i < sitting->card_count; i++)
        card_release(&sitting->cards[i]);
    free(sitting->cards);
    *sitting = (struct sitting){ 0 };
}

bool sitting_is_over(struct moment touched, struct moment now)
{
    return now.ms - touched.ms > SITTING_ENDS_AFTER;
}

void plan_release(struct plan *plan)
{
    free(plan->text);
    *plan = (struct plan){ 0 };
}

const char *card_note(const struct card *card, enum note_kind kind)
{
    for (size_t i = 0; i < card->note_count; i++)
        if (card->notes[i].kind == kind)
            return card->notes[i].text;
    return NULL;
}

bool card_then(const struct card *card, char sitting[UUID_TEXT_SIZE], char id[UUID_TEXT_SIZE])
{
    const char *link = card_note(card, NOTE_THEN);

    return link && sscanf(link, "%36[^/]/%36s", sitting, id) == 2;
}

struct progress card_progress(const struct card *card)
{
    return progress_of(&card->prompt, card->first, card->steps);
}
