/* Packs as text. One prompt's tree at a time, so that a large pack costs no more memory than its
 * largest prompt. */
#include "format/pack_write.h"

#include <stdbool.h>

#include "format/pack.h"
#include "json_private.h"

enum { INDENT = 2 };

static void add_line(struct strbuf *out, int indent)
{
    strbuf_addf(out, "\n%*s", indent, "");
}

static void add_tree(struct strbuf *out, const cJSON *node, int indent)
{
    bool object = cJSON_IsObject(node);

    if (!(object || cJSON_IsArray(node)) || !node->child) {
        json_write(out, node);
        return;
    }
    strbuf_addch(out, object ? '{' : '[');
    for (const cJSON *child = node->child; child; child = child->next) {
        add_line(out, indent + INDENT);
        if (object) {
            json_write_text(out, child->string);
            strbuf_addstr(out, ": ");
        }
        add_tree(out, child, indent + INDENT);
        if (child->next)
            strbuf_addch(out, ',');
    }
    add_line(out, indent);
    strbuf_addch(out, object ? '}' : ']');
}

/* One object while it is filled. */
struct filling {
    cJSON *object;
    enum pack_writing writing;
};

/* A needed field without a value. */
static void put_missing(const struct filling *f, const char *key)
{
    if (f->writing == PACK_DRAFT)
        json_put(f->object, key, cJSON_CreateNull());
}

static void put_text(const struct filling *f, const char *key, const char *text)
{
    if (text)
        json_put(f->object, key, cJSON_CreateString(text));
}

static void put_needed(const struct filling *f, const char *key, const char *text)
{
    if (text)
        put_text(f, key, text);
    else
        put_missing(f, key);
}

static void put_number(const struct filling *f, const char *key, int number)
{
    if (number)
        json_put(f->object, key, cJSON_CreateNumber(number));
    else
        put_missing(f, key);
}

static void put_word(const struct filling *f, const char *key, const struct vocabulary *vocabulary,
                     int value)
{
    const char *word = words_name(vocabulary, value);

    put_needed(f, key, *word ? word : NULL);
}

static void put_set(const struct filling *f, const char *key, const struct vocabulary *vocabulary,
                    unsigned set)
{
    cJSON *list;

    if (!set)
        return;
    list = json_made(cJSON_CreateArray());
    for (size_t i = 0; i < vocabulary->count; i++)
        if (set & 1u << i)
            json_push(list, cJSON_CreateString(vocabulary->word[i]));
    json_put(f->object, key, list);
}

/* Moves the fields of the object from, which is used up, to the end of the other. */
static void put_all(cJSON *object, cJSON *from)
{
    cJSON *child;

    while (from && (child = from->child)) {
        cJSON_DetachItemViaPointer(from, child);
        if (!cJSON_AddItemToArray(object, child)) /* keeps the name it has */
            break;
    }
    cJSON_Delete(from);
}

static void put_listener(const struct filling *f, const struct listener *listener, cJSON *extra)
{
    const char *response = words_name(&vocabulary_response, (int)listener->response);
    struct filling part = { json_made(cJSON_CreateObject()), f->writing };

    put_text(&part, "response", *response ? response : NULL);
    put_text(&part, "do", listener->to_do);
    put_text(&part, "avoid", listener->to_avoid);
    put_text(&part, "ask", listener->to_ask);
    put_all(part.object, extra);
    if (part.object->child)
        json_put(f->object, "listener", part.object);
    else
        cJSON_Delete(part.object);
}

static void put_followups(const struct filling *f, const struct prompt *prompt)
{
    cJSON *list;

    if (!prompt->followup_count)
        return;
    list = json_made(cJSON_CreateArray());
    for (size_t i = 0; i < prompt->followup_count; i++)
        json_push(list, cJSON_CreateString(prompt->followups[i]));
    json_put(f->object, "followups", list);
}

/* Deeper nesting than cJSON reads can't be in it: it was read from a document that was deeper. */
static cJSON *parse_extra(const char *extra)
{
    return extra ? json_made(cJSON_Parse(extra)) : NULL;
}

static cJSON *prompt_tree(const struct prompt *prompt, enum pack_writing writing)
{
    struct filling f = { json_made(cJSON_CreateObject()), writing };
    cJSON *extra = parse_extra(prompt->extra);
    cJSON *listener = cJSON_DetachItemFromObjectCaseSensitive(extra, "listener");

    put_needed(&f, "id", prompt->id);
    put_needed(&f, "text", prompt->text);
    put_text(&f, "focus", prompt->focus);
    put_word(&f, "mood", &vocabulary_mood, (int)prompt->mood);
    put_word(&f, "mode", &vocabulary_mode, (int)prompt->mode);
    put_number(&f, "depth", prompt->depth);
    put_number(&f, "minutes", prompt->minutes);
    put_word(&f, "dimension", &vocabulary_dimension, (int)prompt->dimension);
    put_set(&f, "facets", &vocabulary_facet, prompt->facets);
    put_set(&f, "flags", &vocabulary_flag, prompt->flags);
    put_set(&f, "requires", &vocabulary_requires, prompt->requires);
    if (prompt->consent != prompt_consent_due(prompt->depth, prompt->flags))
        put_word(&f, "consent", &vocabulary_consent, (int)prompt->consent);
    put_text(&f, "protocol", prompt->protocol);
    put_text(&f, "speaker", prompt->speaker);
    put_listener(&f, &prompt->listener, listener);
    put_followups(&f, prompt);
    put_text(&f, "lighter_alt", prompt->lighter_alt);
    put_text(&f, "access_alt", prompt->access_alt);
    put_all(f.object, extra);
    return f.object;
}

static cJSON *head_tree(const struct pack *pack, enum pack_writing writing)
{
    struct filling f = { json_made(cJSON_CreateObject()), writing };

    put_number(&f, "format", PACK_FORMAT);
    put_needed(&f, "id", pack->id);
    put_needed(&f, "title", pack->title);
    put_needed(&f, "version", pack->version);
    put_needed(&f, "lang", pack->lang);
    put_needed(&f, "license", pack->license);
    put_text(&f, "author", pack->author);
    put_text(&f, "source", pack->source);
    put_all(f.object, parse_extra(pack->extra));
    return f.object;
}

void pack_write(struct strbuf *out, const struct pack *pack, enum pack_writing writing)
{
    cJSON *head = head_tree(pack, writing);

    add_tree(out, head, 0);
    cJSON_Delete(head);
    strbuf_truncate(out, out->size - 2); /* the closing line */
    strbuf_addstr(out, ",\n  \"prompts\": [");
    for (size_t i = 0; i < pack->count; i++) {
        cJSON *prompt = prompt_tree(&pack->prompts[i], writing);

        strbuf_addstr(out, i ? ",\n    " : "\n    ");
        add_tree(out, prompt, 2 * INDENT);
        cJSON_Delete(prompt);
    }
    strbuf_addstr(out, pack->count ? "\n  ]\n}\n" : "]\n}\n");
}
