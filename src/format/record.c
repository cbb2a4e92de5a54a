/* JSON out. Field names are a promise to scripts: they are added to, never changed. */
#include "format/record.h"

#include <string.h>

#include "base/text.h"
#include "json_private.h"

/* Bytes that aren't UTF-8 (only a damaged file has any) become U+FFFD. */
static cJSON *mended(const char *text)
{
    struct strbuf whole = STRBUF_INIT;
    size_t n = strlen(text);
    cJSON *item;

    for (size_t at = 0; at < n;) {
        uint32_t code;
        char bytes[4];

        at += text_decode(text, n, at, &code);
        strbuf_add(&whole, bytes, text_encode(code, bytes));
    }
    item = cJSON_CreateString(whole.text);
    strbuf_release(&whole);
    return item;
}

static cJSON *text_or_null(const char *text)
{
    if (!text)
        return cJSON_CreateNull();
    return text_is_utf8(text, strlen(text), NULL) ? cJSON_CreateString(text) : mended(text);
}

static void put_text(cJSON *object, const char *key, const char *text)
{
    json_put(object, key, text_or_null(text));
}

static void put_number(cJSON *object, const char *key, int number)
{
    json_put(object, key, cJSON_CreateNumber(number));
}

/* null for a value that has no word. */
static void put_word(cJSON *object, const struct vocabulary *vocabulary, const char *key, int value)
{
    const char *name = words_name(vocabulary, value);

    put_text(object, key, *name ? name : NULL);
}

static void put_set(cJSON *object, const struct vocabulary *vocabulary, const char *key,
                    unsigned set)
{
    cJSON *list = json_made(cJSON_CreateArray());

    for (size_t i = 0; i < vocabulary->count; i++)
        if (set & 1u << i)
            json_push(list, cJSON_CreateString(vocabulary->word[i]));
    json_put(object, key, list);
}

static void put_moment(cJSON *object, const char *key, struct moment moment)
{
    char text[CLOCK_RFC3339_MAX];

    clock_rfc3339(moment, text);
    put_text(object, key, text);
}

/* The fields that a prompt has wherever it is printed. */
static void put_kind(cJSON *object, const struct prompt *prompt)
{
    put_text(object, "text", prompt->text);
    put_word(object, &vocabulary_mood, "mood", (int)prompt->mood);
    put_word(object, &vocabulary_mode, "mode", (int)prompt->mode);
    put_number(object, "depth", prompt->depth);
    put_word(object, &vocabulary_dimension, "dimension", (int)prompt->dimension);
    put_number(object, "minutes", prompt->minutes);
}

static void put_listener(cJSON *object, const struct listener *listener)
{
    cJSON *part;

    if (!listener->response && !listener->to_do && !listener->to_avoid && !listener->to_ask) {
        json_put(object, "listener", cJSON_CreateNull());
        return;
    }
    part = json_made(cJSON_CreateObject());
    put_word(part, &vocabulary_response, "response", (int)listener->response);
    put_text(part, "do", listener->to_do);
    put_text(part, "avoid", listener->to_avoid);
    put_text(part, "ask", listener->to_ask);
    json_put(object, "listener", part);
}

static void put_followups(cJSON *object, const struct prompt *prompt)
{
    cJSON *list = json_made(cJSON_CreateArray());

    for (size_t i = 0; i < prompt->followup_count; i++)
        json_push(list, text_or_null(prompt->followups[i]));
    json_put(object, "followups", list);
}

void record_prompt(struct strbuf *out, const struct prompt *prompt, const char *why)
{
    cJSON *object = json_made(cJSON_CreateObject());

    put_text(object, "id", prompt->id);
    put_text(object, "pack", prompt->pack);
    put_kind(object, prompt);
    put_text(object, "focus", prompt->focus);
    put_set(object, &vocabulary_facet, "facets", prompt->facets);
    put_set(object, &vocabulary_flag, "flags", prompt->flags);
    put_set(object, &vocabulary_requires, "requires", prompt->requires);
    put_word(object, &vocabulary_consent, "consent", (int)prompt->consent);
    put_text(object, "speaker", prompt->speaker);
    put_listener(object, &prompt->listener);
    put_followups(object, prompt);
    put_text(object, "access_alt", prompt->access_alt);
    put_text(object, "lighter_alt", prompt->lighter_alt);
    put_text(object, "protocol", prompt->protocol);
    if (why)
        put_text(object, "why", why);
    json_write(out, object);
    cJSON_Delete(object);
}

static cJSON *note_object(const struct note *note)
{
    cJSON *object = json_made(cJSON_CreateObject());

    put_word(object, &vocabulary_note, "kind", (int)note->kind);
    put_text(object, "text", note->text);
    if (note->kind == NOTE_PLAN)
        put_word(object, &vocabulary_plan, "state", (int)note->state);
    return object;
}

/* All that was written down; what only points at another card isn't. */
static void put_notes(cJSON *object, const struct card *card)
{
    cJSON *list = json_made(cJSON_CreateArray());

    for (size_t i = 0; i < card->note_count; i++)
        if (card->notes[i].kind != NOTE_THEN)
            json_push(list, note_object(&card->notes[i]));
    json_put(object, "notes", list);
}

static cJSON *card_object(const struct card *card, const char *const names[])
{
    cJSON *object = json_made(cJSON_CreateObject());

    put_text(object, "prompt", card->prompt.id);
    put_text(object, "pack", card->prompt.pack);
    put_kind(object, &card->prompt);
    put_word(object, &vocabulary_outcome, "outcome", (int)card->outcome);
    put_text(object, "first_speaker", card->outcome == OUTCOME_TALKED ? names[card->first] : NULL);
    put_text(object, "note", card_note(card, NOTE_PLAIN));
    put_moment(object, "at", card->at);
    put_word(object, &vocabulary_protocol, "protocol", (int)card_progress(card).course.protocol);
    put_notes(object, card);
    return object;
}

void record_sitting(struct strbuf *out, const struct sitting *sitting, const char *left,
                    const char *right)
{
    const char *const names[] = {
        [PARTNER_NONE] = NULL, [PARTNER_LEFT] = left, [PARTNER_RIGHT] = right
    };
    cJSON *object = json_made(cJSON_CreateObject()), *cards = json_made(cJSON_CreateArray());

    put_text(object, "id", sitting->id);
    put_moment(object, "started", sitting->started);
    if (sitting->ended.ms)
        put_moment(object, "ended", sitting->ended);
    else
        put_text(object, "ended", NULL);
    put_text(object, "ending",
             sitting->ending ? words_name(&vocabulary_ending, (int)sitting->ending) : NULL);
    for (size_t i = 0; i < sitting->card_count; i++)
        json_push(cards, card_object(&sitting->cards[i], names));
    json_put(object, "cards", cards);
    json_write(out, object);
    cJSON_Delete(object);
}

static void put_number_or_null(cJSON *object, const char *key, int number)
{
    json_put(object, key, number ? cJSON_CreateNumber(number) : cJSON_CreateNull());
}

void record_finding(struct strbuf *out, const struct record_finding *finding)
{
    cJSON *object = json_made(cJSON_CreateObject());

    put_text(object, "file", finding->file);
    put_number_or_null(object, "line", finding->line);
    put_number_or_null(object, "column", finding->column);
    put_text(object, "severity", finding->severity);
    put_number_or_null(object, "rule", finding->rule);
    put_text(object, "name", finding->name);
    put_text(object, "prompt", finding->prompt);
    put_text(object, "path", finding->path);
    put_text(object, "what", finding->what);
    put_text(object, "mend", finding->mend);
    json_write(out, object);
    cJSON_Delete(object);
}
