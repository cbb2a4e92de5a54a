/* Prompts, packs and cells: what they own, and which of their fields agree. */
#include "domain/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

void prompt_release(struct prompt *prompt)
{
    char *const texts[] = { prompt->pack,
                            prompt->id,
                            prompt->text,
                            prompt->focus,
                            prompt->speaker,
                            prompt->access_alt,
                            prompt->lighter_alt,
                            prompt->protocol,
                            prompt->extra,
                            prompt->listener.to_do,
                            prompt->listener.to_avoid,
                            prompt->listener.to_ask };

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        free(texts[i]);
    for (size_t i = 0; i < prompt->followup_count; i++)
        free(prompt->followups[i]);
    *prompt = (struct prompt){ 0 };
}

void prompt_copy(struct prompt *to, const struct prompt *from)
{
    *to = *from;
    to->pack = mem_copy(from->pack);
    to->id = mem_copy(from->id);
    to->text = mem_copy(from->text);
    to->focus = mem_copy(from->focus);
    to->speaker = mem_copy(from->speaker);
    to->access_alt = mem_copy(from->access_alt);
    to->lighter_alt = mem_copy(from->lighter_alt);
    to->protocol = mem_copy(from->protocol);
    to->extra = mem_copy(from->extra);
    to->listener.to_do = mem_copy(from->listener.to_do);
    to->listener.to_avoid = mem_copy(from->listener.to_avoid);
    to->listener.to_ask = mem_copy(from->listener.to_ask);
    for (size_t i = 0; i < from->followup_count; i++)
        to->followups[i] = mem_copy(from->followups[i]);
}

void pack_release(struct pack *pack)
{
    char *const texts[] = { pack->id,      pack->title,  pack->version, pack->lang,
                            pack->license, pack->author, pack->source,  pack->extra };

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        free(texts[i]);
    for (size_t i = 0; i < pack->count; i++)
        prompt_release(&pack->prompts[i]);
    free(pack->prompts);
    *pack = (struct pack){ 0 };
}

enum consent prompt_consent_due(int depth, unsigned flags)
{
    if (flags & 1u << FLAG_SEX)
        return CONSENT_MATCH;
    return depth >= DEPTH_MAX || flags ? CONSENT_ASK : CONSENT_NONE;
}

const char *prompt_disagreement(const struct prompt *prompt, const char **field)
{
    /* Indexed by depth. */
    static const struct {
        int from, to;
    } minutes[DEPTH_MAX + 1] = { { 0, 0 }, { 5, 10 }, { 5, 20 }, { 10, 30 }, { 20, 30 } };

    *field = "depth";
    if (prompt->mood == MOOD_LIGHT && prompt->depth > 3)
        return "a light prompt has depth 1, 2 or 3";
    if (prompt->mood == MOOD_SERIOUS && prompt->depth < 2)
        return "a serious prompt has depth 2, 3 or 4";
    *field = "minutes";
    if (prompt->minutes < minutes[prompt->depth].from ||
        prompt->minutes > minutes[prompt->depth].to)
        return "depth 1 takes 5 or 10 minutes, depth 2 takes 5 to 20, depth 3 takes 10 to 30, "
               "depth 4 takes 20 or 30";
    *field = "flags";
    if (prompt->depth == 1 && prompt->flags)
        return "a prompt with a flag has depth 2 or more";
    *field = "consent";
    if (prompt->consent < prompt_consent_due(prompt->depth, prompt->flags))
        return "depth 4 and flags need \"ask\", the flag sex needs \"match\"; a pack may only be "
               "stricter";
    *field = "focus";
    if (prompt->consent != CONSENT_NONE && !prompt->focus)
        return "a card that lies face down needs its topic as a short line";
    return NULL;
}

/* The bits of a key, from the lowest. What ranges are cut by stands highest. */
enum {
    REQUIRES_BITS = 5,
    FLAGS_BITS = 12,
    FLAGS_AT = REQUIRES_BITS,
    CONSENT_AT = FLAGS_AT + FLAGS_BITS,
    SEXUAL_AT = CONSENT_AT + 2,
    DIMENSION_AT = SEXUAL_AT + 1,
    DEPTH_AT = DIMENSION_AT + 2,
    MINUTES_AT = DEPTH_AT + 2,
    MODE_AT = MINUTES_AT + 2,
    MOOD_AT = MODE_AT + 1,
};

static unsigned minutes_index(int minutes)
{
    for (unsigned i = 0; i < MINUTES_COUNT; i++)
        if (minutes_legal[i] == minutes)
            return i;
    BUG("minutes that aren't legal");
}

struct cell cell_of_prompt(const struct prompt *prompt)
{
    return (struct cell){ .mood = prompt->mood,
                          .mode = prompt->mode,
                          .minutes = prompt->minutes,
                          .depth = prompt->depth,
                          .dimension = prompt->dimension,
                          .sexual = (prompt->facets & 1u << FACET_SEXUAL) != 0,
                          .consent = prompt->consent,
                          .flags = prompt->flags,
                          .requires = prompt->requires };
}

uint32_t cell_key(const struct cell *cell)
{
    return (uint32_t)(cell->mood - MOOD_LIGHT) << MOOD_AT |
           (uint32_t)(cell->mode - MODE_TALKING) << MODE_AT |
           minutes_index(cell->minutes) << MINUTES_AT |
           (uint32_t)(cell->depth - DEPTH_MIN) << DEPTH_AT |
           (uint32_t)cell->dimension << DIMENSION_AT | (uint32_t)cell->sexual << SEXUAL_AT |
           (uint32_t)cell->consent << CONSENT_AT | cell->flags << FLAGS_AT | cell->requires;
}

struct cell cell_from_key(uint32_t key)
{
    return (struct cell){ .mood = (enum mood)((key >> MOOD_AT & 1) + MOOD_LIGHT),
                          .mode = (enum mode)((key >> MODE_AT & 1) + MODE_TALKING),
                          .minutes = minutes_legal[key >> MINUTES_AT & 3],
                          .depth = (int)(key >> DEPTH_AT & 3) + DEPTH_MIN,
                          .dimension = (enum dimension)(key >> DIMENSION_AT & 3),
                          .sexual = (int)(key >> SEXUAL_AT & 1),
                          .consent = (enum consent)(key >> CONSENT_AT & 3),
                          .flags = key >> FLAGS_AT & ((1u << FLAGS_BITS) - 1),
                          .requires = key & ((1u << REQUIRES_BITS) - 1) };
}

uint32_t cell_excess(enum consent consent, unsigned fits)
{
    static const uint32_t stricter[] = {
        [CONSENT_NONE] = 3, [CONSENT_ASK] = CONSENT_MATCH, [CONSENT_MATCH] = 0
    };

    return stricter[consent] << CONSENT_AT | (~fits & ((1u << REQUIRES_BITS) - 1));
}

void cell_range(enum mood mood, enum mode mode, int minutes, uint32_t *first, uint32_t *end)
{
    uint32_t lengths = MINUTES_COUNT;

    if (minutes)
        for (lengths = 0; lengths < MINUTES_COUNT && minutes_legal[lengths] <= minutes;)
            lengths++;
    *first = (uint32_t)(mood - MOOD_LIGHT) << MOOD_AT | (uint32_t)(mode - MODE_TALKING) << MODE_AT;
    *end = *first + (lengths << MINUTES_AT);
}
