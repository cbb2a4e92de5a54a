/* Prompts that are there already, by their text and by their id; and ids that no other has. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"
#include "convert_private.h"

static struct slot *find_slot(const struct prompt_index *index, uint64_t hash, const char *text,
                              const char *(*text_of)(const struct conversion *, size_t),
                              const struct conversion *c)
{
    size_t at = (size_t)hash & (index->room - 1);

    while (index->slots[at].prompt &&
           (index->slots[at].hash != hash ||
            !text_same_word(text_of(c, index->slots[at].prompt - 1), text)))
        at = (at + 1) & (index->room - 1);
    return &index->slots[at];
}

static void index_grow(struct prompt_index *index)
{
    struct prompt_index old = *index;

    if (index->count * 2 < index->room)
        return;
    index->room = old.room ? 2 * old.room : 64;
    index->slots = mem_new(index->room, sizeof *index->slots);
    for (size_t i = 0; i < old.room; i++) {
        size_t at = (size_t)old.slots[i].hash & (index->room - 1);

        if (!old.slots[i].prompt)
            continue;
        while (index->slots[at].prompt)
            at = (at + 1) & (index->room - 1);
        index->slots[at] = old.slots[i];
    }
    free(old.slots);
}

static uint64_t hash_folded(const char *text)
{
    uint64_t hash = HASH_BEGIN;

    for (; *text; text++) {
        char c = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;

        hash = hash_add(hash, &c, 1);
    }
    return hash;
}

static const char *prompt_text(const struct conversion *c, size_t i)
{
    return c->pack.prompts[i].text;
}

static const char *prompt_id(const struct conversion *c, size_t i)
{
    return c->pack.prompts[i].id;
}

/* The place for a text: its prompt is there already, or the slot is free. */
static struct slot *look_up(struct conversion *c, struct prompt_index *index, const char *text,
                            const char *(*text_of)(const struct conversion *, size_t))
{
    index_grow(index);
    return find_slot(index, hash_folded(text), text, text_of, c);
}

static void fill(struct prompt_index *index, struct slot *slot, const char *text, size_t prompt)
{
    *slot = (struct slot){ hash_folded(text), prompt + 1 };
    index->count++;
}

/* The first words; if another prompt has them, more and more of a checksum behind them. */
static void give_id(struct conversion *c, struct prompt *prompt)
{
    uint64_t hash = hash_add(HASH_BEGIN, prompt->text, strlen(prompt->text));
    struct strbuf id = STRBUF_INIT;
    struct slot *slot;
    size_t size;

    slug_add(&id, prompt->text);
    size = id.size;
    slot = look_up(c, &c->ids, id.text, prompt_id);
    for (int digits = 4; slot->prompt; digits += digits < 16) {
        strbuf_truncate(&id, size);
        strbuf_addf(&id, "-%0*" PRIx64, digits, digits < 16 ? hash >> (64 - 4 * digits) : hash++);
        slot = look_up(c, &c->ids, id.text, prompt_id);
    }
    fill(&c->ids, slot, id.text, c->pack.count);
    prompt->id = strbuf_detach(&id);
}

size_t conversion_find(struct conversion *c, const char *text)
{
    return look_up(c, &c->texts, text, prompt_text)->prompt;
}

void conversion_add(struct conversion *c, struct prompt *prompt, int line)
{
    fill(&c->texts, look_up(c, &c->texts, prompt->text, prompt_text), prompt->text, c->pack.count);
    give_id(c, prompt);
    c->lines = mem_grow(c->lines, c->pack.count, &c->line_room, sizeof *c->lines);
    c->lines[c->pack.count] = line;
    c->pack.prompts =
        mem_grow(c->pack.prompts, c->pack.count, &c->pack.room, sizeof *c->pack.prompts);
    c->pack.prompts[c->pack.count++] = *prompt;
}
