/* Trees of JSON and YAML, whatever shape they have: which of their objects are entries, which only
 * hold them, and what the keys on the way say. Knows no syntax. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "harvest_private.h"

/* What every entry below a place has in common: a key that led there, a text beside the list. */
struct shared {
    const char *name, *text;
};

struct walk {
    struct harvest *h;
    const char *key; /* what they asked for; or NULL */
    struct shared *shared;
    size_t shared_count, shared_room;
};

static void walk_value(struct walk *w, const cJSON *node, bool listed);

static bool is_scalar(const cJSON *node)
{
    return cJSON_IsString(node) || cJSON_IsNumber(node) || cJSON_IsBool(node);
}

/* Every entry gets a copy, so these are few and short. */
enum { SHARED_MAX = 8, SHARED_BYTES_MAX = 400 };

static void share(struct walk *w, const char *name, const char *text)
{
    if (w->shared_count == SHARED_MAX || strlen(text) > SHARED_BYTES_MAX)
        return;
    w->shared = mem_grow(w->shared, w->shared_count, &w->shared_room, sizeof *w->shared);
    w->shared[w->shared_count++] = (struct shared){ name, text };
}

static void add_piece(struct walk *w, const char *name, const char *text)
{
    harvest_piece(w->h, harvest_column(w->h, name), text, strlen(text));
}

static void add_scalar(struct walk *w, const char *name, const cJSON *node)
{
    struct strbuf text = STRBUF_INIT;

    if (cJSON_IsString(node)) {
        add_piece(w, name, node->valuestring);
        return;
    }
    json_write(&text, node);
    add_piece(w, name, text.text);
    strbuf_release(&text);
}

static void add_shared(struct walk *w)
{
    for (size_t i = 0; i < w->shared_count; i++)
        add_piece(w, w->shared[i].name, w->shared[i].text);
}

static void add_text_entry(struct walk *w, const cJSON *node, const char *under)
{
    harvest_entry(w->h, node->valueint);
    add_scalar(w, "", node);
    if (under)
        add_piece(w, "key", under);
    add_shared(w);
}

/* A list of texts becomes lines of one piece. */
static void add_list(struct walk *w, const char *name, const cJSON *list)
{
    struct strbuf lines = STRBUF_INIT;

    for (const cJSON *item = list->child; item; item = item->next)
        if (cJSON_IsString(item))
            strbuf_addf(&lines, "%s%s", lines.size ? "\n" : "", item->valuestring);
    if (lines.size)
        add_piece(w, name, lines.text);
    strbuf_release(&lines);
}

/* All that a record holds, names of what is nested with dots between. */
static void add_fields(struct walk *w, const cJSON *object, struct strbuf *name)
{
    size_t mark = name->size;

    for (const cJSON *child = object->child; child; child = child->next) {
        strbuf_addf(name, "%s%s", mark ? "." : "", child->string);
        if (is_scalar(child))
            add_scalar(w, name->text, child);
        else if (cJSON_IsArray(child))
            add_list(w, name->text, child);
        else if (cJSON_IsObject(child))
            add_fields(w, child, name);
        strbuf_truncate(name, mark);
    }
}

static void add_record(struct walk *w, const cJSON *object)
{
    struct strbuf name = STRBUF_INIT;

    harvest_entry(w->h, object->valueint);
    add_fields(w, object, &name);
    add_shared(w);
    strbuf_release(&name);
}

static bool is_wanted_name(const struct walk *w, const char *name)
{
    return w->key ? name_is(w->key, name) || name_is(name, w->key) : role_of(name) == ROLE_TEXT;
}

static bool has_wanted_text(const struct walk *w, const cJSON *object)
{
    for (const cJSON *child = object->child; child; child = child->next)
        if (cJSON_IsString(child) && is_wanted_name(w, child->string))
            return true;
    return false;
}

/* A list in it that may be one of prompts? */
static bool has_entry_list(const cJSON *object)
{
    for (const cJSON *child = object->child; child; child = child->next)
        if (cJSON_IsArray(child) && role_of(child->string) != ROLE_LIST &&
            (cJSON_IsString(child->child) || cJSON_IsObject(child->child)))
            return true;
    return false;
}

static bool has_scalar(const cJSON *object)
{
    for (const cJSON *child = object->child; child; child = child->next)
        if (is_scalar(child))
            return true;
    return false;
}

/* {"en": {"prompt": …}, "de": {"prompt": …}} */
static bool has_wanted_below(const struct walk *w, const cJSON *object)
{
    for (const cJSON *child = object->child; child; child = child->next)
        if (cJSON_IsObject(child) && has_wanted_text(w, child))
            return true;
    return false;
}

/* In a list an object with any text of its own is a record; elsewhere its name must say so. */
static bool is_record(const struct walk *w, const cJSON *object, bool listed)
{
    if (has_wanted_text(w, object))
        return true;
    return listed && (has_scalar(object) || has_wanted_below(w, object)) && !has_entry_list(object);
}

/* Two objects under two keys, with a text under the same name in both: records with keys. */
static bool are_alike(const cJSON *object)
{
    const cJSON *first = object->child, *second = first ? first->next : NULL;

    if (!cJSON_IsObject(first) || !cJSON_IsObject(second) || has_entry_list(first))
        return false;
    for (const cJSON *child = first->child; child; child = child->next)
        if (cJSON_IsString(child) &&
            cJSON_IsString(cJSON_GetObjectItemCaseSensitive(second, child->string)))
            return true;
    return false;
}

/* {"What would you …?": […], …} */
static bool are_keys_prompts(const struct walk *w, const cJSON *object)
{
    size_t questions = 0, keys = 0;

    for (const cJSON *child = object->child; child; child = child->next, keys++)
        questions += is_question(child->string, strlen(child->string));
    return !w->key && keys && questions * 2 > keys;
}

static void walk_keys(struct walk *w, const cJSON *object)
{
    for (const cJSON *child = object->child; child; child = child->next) {
        harvest_entry(w->h, cJSON_IsNumber(child) ? object->valueint : child->valueint);
        add_piece(w, "", child->string);
        if (is_scalar(child))
            add_scalar(w, "value", child);
        else if (cJSON_IsArray(child))
            add_list(w, "value", child);
        add_shared(w);
    }
}

/* Texts beside lists and objects belong to all that is in these; on the top level, to the file. */
static size_t share_scalars(struct walk *w, const cJSON *object, bool top)
{
    size_t mark = w->shared_count;

    for (const cJSON *child = object->child; child; child = child->next)
        if (cJSON_IsString(child) && top)
            harvest_said(w->h, child->string, child->valuestring, strlen(child->valuestring));
        else if (cJSON_IsString(child)) /* the name of a group is what the group is called */
            share(w, role_of(child->string) == ROLE_TITLE ? "group" : child->string,
                  child->valuestring);
    return mark;
}

static bool has_nested(const cJSON *object)
{
    for (const cJSON *child = object->child; child; child = child->next)
        if (cJSON_IsArray(child) || cJSON_IsObject(child))
            return true;
    return false;
}

static bool says_nothing(const char *key)
{
    enum role role = role_of(key);

    return role == ROLE_TEXT || role == ROLE_PLAIN || role == ROLE_CATEGORY;
}

static void walk_container(struct walk *w, const cJSON *object, bool top)
{
    bool alike = are_alike(object), nested = has_nested(object);
    size_t mark = nested ? share_scalars(w, object, top) : w->shared_count, inner;

    for (const cJSON *child = object->child; child; child = child->next) {
        if (top && cJSON_IsObject(child) && role_of(child->string) == ROLE_ABOUT) {
            share_scalars(w, child, true);
            continue;
        }
        if (is_scalar(child)) {
            if (!nested && cJSON_IsString(child))
                add_text_entry(w, child, child->string);
            continue;
        }
        inner = w->shared_count;
        if (alike)
            share(w, "key", child->string);
        else if (!says_nothing(child->string))
            share(w, "group", child->string);
        walk_value(w, child, alike);
        w->shared_count = inner;
    }
    w->shared_count = mark;
}

static void walk_value(struct walk *w, const cJSON *node, bool listed)
{
    if (cJSON_IsString(node)) {
        add_text_entry(w, node, NULL);
    } else if (cJSON_IsArray(node)) {
        for (const cJSON *item = node->child; item; item = item->next)
            walk_value(w, item, true);
    } else if (cJSON_IsObject(node)) {
        if (is_record(w, node, listed))
            add_record(w, node);
        else if (are_keys_prompts(w, node))
            walk_keys(w, node);
        else
            walk_container(w, node, false);
    } else {
        struct strbuf text = STRBUF_INIT;

        json_write(&text, node);
        harvest_leave(w->h, cJSON_IsNumber(node) ? 0 : node->valueint, text.text, text.size,
                      "not a text");
        strbuf_release(&text);
    }
}

void tree_read(struct harvest *h, const cJSON *root, const char *key)
{
    struct walk walk = { .h = h, .key = key };

    if (cJSON_IsObject(root) && !is_record(&walk, root, false) && !are_keys_prompts(&walk, root))
        walk_container(&walk, root, true);
    else
        walk_value(&walk, root, false);
    free(walk.shared);
}
