/* Prompts for tests. */
#include "support/prompts.h"

#include "base/mem.h"

static const char * or (const char *changed, const char *otherwise)
{
    return changed ? changed : otherwise;
}

static void add_followups(struct prompt *prompt, const struct change *change)
{
    static const char *const good[] = { "How did it get there?", "Who else knows it?" };

    if (change->no_followups)
        return;
    if (!change->followups[0]) {
        for (size_t i = 0; i < ARRAY_SIZE(good); i++)
            prompt->followups[prompt->followup_count++] = mem_copy(good[i]);
        return;
    }
    for (size_t i = 0; i < FOLLOWUPS_MAX && change->followups[i]; i++)
        prompt->followups[prompt->followup_count++] = mem_copy(change->followups[i]);
}

static void add_listener(struct listener *listener, const struct change *change)
{
    if (change->no_listener)
        return;
    listener->response = RESPONSE_PLAY;
    listener->to_do = mem_copy(or (change->to_do, "Speak for the shell."));
    listener->to_avoid = mem_copy(or (change->to_avoid, "a better shell"));
    listener->to_ask = mem_copy(or (change->to_ask, "What does it hear from your windowsill?"));
}

void prompts_add(struct pack *pack, const struct change *change)
{
    struct prompt prompt = {
        .pack = mem_copy(pack->id),
        .id = mem_copy(or (change->id, "windowsill")),
        .text = mem_copy(
            or (change->text, "Which shell, stone or pot on your windowsill has a story?")),
        .focus = mem_copy(or (change->focus, "A thing on the windowsill.")),
        .speaker = mem_copy(change->speaker),
        .access_alt = mem_copy(change->access_alt),
        .protocol = mem_copy(change->protocol),
        .lighter_alt = mem_copy(change->lighter_alt),
        .mood = change->mood ? change->mood : MOOD_LIGHT,
        .mode = change->mode ? change->mode : MODE_TALKING,
        .dimension = DIMENSION_MENTAL,
        .depth = change->depth ? change->depth : 1,
        .minutes = change->minutes ? change->minutes : 5,
        .facets = change->facets,
        .flags = change->flags,
        .requires = change->requires,
    };

    add_followups(&prompt, change);
    add_listener(&prompt.listener, change);
    pack->prompts = mem_grow(pack->prompts, pack->count, &pack->room, sizeof *pack->prompts);
    pack->prompts[pack->count++] = prompt;
}

struct pack prompts_pack(const struct change *change)
{
    struct pack pack = { .id = mem_copy("tested"),
                         .title = mem_copy("Tested"),
                         .version = mem_copy("1.0.0"),
                         .lang = mem_copy(or (change->lang, "en")),
                         .license = mem_copy("CC0-1.0") };

    prompts_add(&pack, change);
    return pack;
}
