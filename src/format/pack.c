/* Pack files, format 1: the tables of their fields, and what no single field can tell. */
#include "format/pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "fields_private.h"
#include "format/suggest.h"

/* Prompts among which a misspelt id is looked for. */
enum { NEAR_IDS_MAX = 1000, FOLLOWUPS_MIN = 2 };

/* A prompt while it is read: words as plain numbers, since tables can't write to enums. */
struct draft {
    struct prompt prompt;
    int mood, mode, dimension, consent, response;
    cJSON *extra;
};

static void read_listener(struct reading *, const struct field_row *, const cJSON *, void *);
static void read_followups(struct reading *, const struct field_row *, const cJSON *, void *);
static void read_prompts(struct reading *, const struct field_row *, const cJSON *, void *);

#define IN_DRAFT(member) .offset = offsetof(struct draft, member)
#define IN_PACK(member) .offset = offsetof(struct pack, member)
#define ITSELF .offset = 0 /* the row's function knows where to */

static const struct field_row listener_list[] = {
    { "response", IN_BUILT_IN, "the word for what the listener is called to", fields_word,
      IN_DRAFT(response), .vocabulary = &vocabulary_response },
    { "do", IN_BUILT_IN, "a sentence", fields_text, IN_DRAFT(prompt.listener.to_do) },
    { "avoid", IN_BUILT_IN, "what follows \"Rather not:\"", fields_text,
      IN_DRAFT(prompt.listener.to_avoid) },
    { "ask", IN_BUILT_IN, "one question", fields_text, IN_DRAFT(prompt.listener.to_ask) },
};

static const struct field_row prompt_list[] = {
    { "id", NEEDED, "a name that no other prompt of the pack has", fields_id, IN_DRAFT(prompt.id) },
    { "text", NEEDED, "the words on the card", fields_text, IN_DRAFT(prompt.text) },
    { "mood", NEEDED, "\"light\" or \"serious\"", fields_word, IN_DRAFT(mood),
      .vocabulary = &vocabulary_mood },
    { "mode", NEEDED, "\"talking\" or \"listening\"", fields_word, IN_DRAFT(mode),
      .vocabulary = &vocabulary_mode },
    { "depth", NEEDED, "a number from 1 (open) to 4 (exposed)", fields_depth,
      IN_DRAFT(prompt.depth) },
    { "dimension", NEEDED, "\"emotional\", \"mental\", \"spiritual\" or \"physical\"", fields_word,
      IN_DRAFT(dimension), .vocabulary = &vocabulary_dimension },
    { "minutes", NEEDED, "5, 10, 20 or 30", fields_minutes, IN_DRAFT(prompt.minutes) },
    { "followups", IN_BUILT_IN, "two to four questions", read_followups, ITSELF },
    { "listener", IN_BUILT_IN, "an object with response, do, avoid and ask", read_listener,
      ITSELF },
    { "speaker", OPTIONAL, NULL, fields_text, IN_DRAFT(prompt.speaker) },
    { "focus", OPTIONAL, NULL, fields_text, IN_DRAFT(prompt.focus) },
    { "facets", OPTIONAL, NULL, fields_set, IN_DRAFT(prompt.facets),
      .vocabulary = &vocabulary_facet, .most = PACK_FACETS_MAX },
    { "flags", OPTIONAL, NULL, fields_set, IN_DRAFT(prompt.flags), .vocabulary = &vocabulary_flag },
    { "requires", OPTIONAL, NULL, fields_set, IN_DRAFT(prompt.requires),
      .vocabulary = &vocabulary_requires },
    { "consent", OPTIONAL, NULL, fields_word, IN_DRAFT(consent),
      .vocabulary = &vocabulary_consent },
    { "protocol", OPTIONAL, NULL, fields_chosen, IN_DRAFT(prompt.protocol),
      .vocabulary = &vocabulary_protocol },
    { "lighter_alt", OPTIONAL, NULL, fields_id, IN_DRAFT(prompt.lighter_alt) },
    { "access_alt", OPTIONAL, NULL, fields_text, IN_DRAFT(prompt.access_alt) },
};

static const struct field_row pack_list[] = {
    { "$schema", OPTIONAL, NULL, fields_ignore, ITSELF },
    { "format", OPTIONAL, NULL, fields_ignore, ITSELF }, /* looked at before all others */
    { "id", NEEDED, "a name for the pack", fields_id, IN_PACK(id) },
    { "title", NEEDED, "its name as people read it", fields_text, IN_PACK(title) },
    { "version", NEEDED, "three numbers, like \"1.0.0\"", fields_version, IN_PACK(version) },
    { "lang", NEEDED, "the language of its texts, like \"en\"", fields_language, IN_PACK(lang) },
    { "license", NEEDED, "under which licence others may use it, like \"CC0-1.0\"", fields_text,
      IN_PACK(license) },
    { "author", IN_BUILT_IN, "who wrote it", fields_text, IN_PACK(author) },
    { "source", IN_BUILT_IN, "where it comes from", fields_text, IN_PACK(source) },
    { "prompts", NEEDED, "a list of prompts", read_prompts, ITSELF },
};

static const struct fields listener_fields = { "a listener’s part", listener_list,
                                               ARRAY_SIZE(listener_list) };
static const struct fields prompt_fields = { "a prompt", prompt_list, ARRAY_SIZE(prompt_list) };
static const struct fields pack_fields = { "a pack", pack_list, ARRAY_SIZE(pack_list) };

static void read_listener(struct reading *r, const struct field_row *field, const cJSON *value,
                          void *into)
{
    struct draft *draft = into;
    cJSON *extra = json_made(cJSON_CreateObject());

    fields_read(r, &listener_fields, value, draft, extra);
    if (extra->child)
        json_put(draft->extra, field->name, extra);
    else
        cJSON_Delete(extra);
}

static bool is_asked_before(const struct prompt *prompt, const char *text)
{
    for (size_t i = 0; i < prompt->followup_count; i++)
        if (!strcmp(prompt->followups[i], text))
            return true;
    return false;
}

static void read_followup(struct reading *r, const cJSON *value, struct prompt *prompt)
{
    if (!fields_is_text(r, value))
        return;
    if (is_asked_before(prompt, value->valuestring))
        reading_problem(r, "this follow-up is in the list already");
    else if (prompt->followup_count < FOLLOWUPS_MAX)
        prompt->followups[prompt->followup_count++] = mem_copy(value->valuestring);
}

static void read_followups(struct reading *r, const struct field_row *field, const cJSON *value,
                           void *into)
{
    struct draft *draft = into;
    size_t count = 0;

    (void)field;
    if (!cJSON_IsArray(value)) {
        reading_problem(r, "here should be a list of texts between [ and ]");
        return;
    }
    for (const cJSON *item = value->child; item; item = item->next) {
        size_t mark = reading_enter_item(r, count++);

        read_followup(r, item, &draft->prompt);
        reading_leave(r, mark);
    }
    if (count > FOLLOWUPS_MAX || (count < FOLLOWUPS_MIN && (count || r->built_in)))
        reading_problem(r, "a prompt has %d to %d follow-ups%s; here %s %zu", FOLLOWUPS_MIN,
                        FOLLOWUPS_MAX, r->built_in ? "" : " or none", count == 1 ? "is" : "are",
                        count);
}

static bool is_given(const cJSON *object, const char *field)
{
    return cJSON_GetObjectItemCaseSensitive(object, field) != NULL;
}

/* Only for a prompt whose fields are each fine: the rules look tables up by them. */
static void check_agreement(struct reading *r, const struct prompt *prompt)
{
    const char *field, *reason = prompt_disagreement(prompt, &field);

    if (reason)
        reading_field_problem(r, field, reason);
}

static struct prompt read_prompt(struct reading *r, const cJSON *value, const char *pack)
{
    size_t before = r->problems;
    struct draft draft = { .extra = json_made(cJSON_CreateObject()) };
    struct prompt *prompt = &draft.prompt;

    fields_read(r, &prompt_fields, value, &draft, draft.extra);
    prompt->pack = mem_copy(pack);
    prompt->extra = fields_extra(draft.extra);
    prompt->mood = (enum mood)draft.mood;
    prompt->mode = (enum mode)draft.mode;
    prompt->dimension = (enum dimension)draft.dimension;
    prompt->listener.response = (enum response)draft.response;
    prompt->consent = is_given(value, "consent") ? (enum consent)draft.consent
                                                 : prompt_consent_due(prompt->depth, prompt->flags);
    if (r->problems == before)
        check_agreement(r, prompt);
    return draft.prompt;
}

/* The prompts are read after all other fields. */
static void read_prompts(struct reading *r, const struct field_row *field, const cJSON *value,
                         void *into)
{
    (void)field;
    (void)into;
    if (!cJSON_IsArray(value))
        reading_problem(r, "here should be a list of prompts between [ and ]");
    else if (!value->child && !(json_is_split(r->document, value) && json_split_count(r->document)))
        reading_problem(r, "a pack has at least one prompt");
}

/* ---- the prompts, one by one ---- */

/* An id, as a number, and where its prompt stands. Two different ids with one number are told apart
 * by reading them again. */
struct name {
    uint64_t hash;
    size_t index;
};

struct names {
    struct name *list;
    size_t count, room;
};

static void add_name(struct names *names, const char *id, size_t index)
{
    if (!id)
        return;
    names->list = mem_grow(names->list, names->count, &names->room, sizeof *names->list);
    names->list[names->count++] =
        (struct name){ .hash = hash_part(HASH_BEGIN, id, strlen(id)), .index = index };
}

static int compare_hashes(const void *a, const void *b)
{
    const struct name *left = a, *right = b;

    return (left->hash > right->hash) - (left->hash < right->hash);
}

static int compare_names(const void *a, const void *b)
{
    const struct name *left = a, *right = b;
    int order = compare_hashes(a, b);

    return order ? order : (left->index > right->index) - (left->index < right->index);
}

/* The prompts of one pack while they are read. */
struct shelf {
    struct pack *pack;
    const cJSON *list;
    const struct pack_sink *sink; /* NULL: they are kept in the pack */
    bool split;
    size_t count;
    struct names ids, lighter; /* of those that have one */
};

/* The element with that index, for release_item(); NULL if it is refused, and that was said. */
static cJSON *take_item(struct reading *r, const struct shelf *shelf, size_t index)
{
    struct json_fault fault;
    cJSON *item;

    if (!shelf->split)
        return cJSON_GetArrayItem(shelf->list, (int)index);
    item = json_build_item(r->document, index, &fault);
    if (!item)
        reading_fault(r, &fault);
    return item;
}

static void release_item(const struct shelf *shelf, cJSON *item)
{
    if (shelf->split)
        cJSON_Delete(item);
}

/* A text field of a prompt, as it stands in the file; the caller frees it. NULL if it has none. */
static char *field_of(struct reading *r, const struct shelf *shelf, size_t index, const char *field)
{
    cJSON *item = take_item(r, shelf, index);
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(item, field);
    char *text = cJSON_IsString(value) ? mem_copy(value->valuestring) : NULL;

    release_item(shelf, item);
    return text;
}

/* Hands a prompt over, unless something is wrong already. */
static void hand_over(struct reading *r, struct shelf *shelf, struct prompt *prompt)
{
    struct pack *pack = shelf->pack;

    if (!shelf->sink) {
        pack->prompts = mem_grow(pack->prompts, pack->count, &pack->room, sizeof *pack->prompts);
        pack->prompts[pack->count++] = *prompt;
        return;
    }
    if (!r->problems && r->status == STATUS_OK && shelf->sink->prompt)
        r->status = shelf->sink->prompt(shelf->sink->context, prompt, r->err);
    prompt_release(prompt);
}

static void read_one(struct reading *r, struct shelf *shelf, const cJSON *item, size_t index)
{
    size_t mark = reading_enter_item(r, index);
    struct prompt prompt = read_prompt(r, item, shelf->pack->id);

    add_name(&shelf->ids, prompt.id, index);
    if (prompt.id && prompt.lighter_alt && !strcmp(prompt.id, prompt.lighter_alt))
        reading_field_problem(r, "lighter_alt",
                              "a prompt can’t be its own lighter one; name another of this pack");
    else
        add_name(&shelf->lighter, prompt.lighter_alt, index);
    hand_over(r, shelf, &prompt);
    reading_leave(r, mark);
}

static void read_all(struct reading *r, struct shelf *shelf)
{
    size_t mark = reading_enter(r, "prompts");

    if (shelf->sink && shelf->sink->header && !r->problems)
        r->status = shelf->sink->header(shelf->sink->context, shelf->pack, r->err);
    if (shelf->split) {
        shelf->count = json_split_count(r->document);
        shelf->ids.room = shelf->count; /* no more than are needed: there may be very many */
        shelf->ids.list = mem_new(shelf->count, sizeof *shelf->ids.list);
        for (size_t i = 0; i < shelf->count && (r->problems || r->status == STATUS_OK); i++) {
            cJSON *item = take_item(r, shelf, i);

            if (item)
                read_one(r, shelf, item, i);
            cJSON_Delete(item);
        }
    } else {
        for (const cJSON *item = shelf->list->child; item; item = item->next)
            read_one(r, shelf, item, shelf->count++);
    }
    reading_leave(r, mark);
}

static void prompt_problem(struct reading *r, size_t index, const char *field, const char *reason)
{
    size_t list = reading_enter(r, "prompts"), item = reading_enter_item(r, index);

    reading_field_problem(r, field, reason);
    reading_leave(r, item);
    reading_leave(r, list);
}

static bool same_id(struct reading *r, const struct shelf *shelf, size_t a, size_t b)
{
    char *left = field_of(r, shelf, a, "id"), *right = field_of(r, shelf, b, "id");
    bool same = left && right && !strcmp(left, right);

    free(left);
    free(right);
    return same;
}

static void check_unique(struct reading *r, const struct shelf *shelf)
{
    const struct names *ids = &shelf->ids;
    struct strbuf reason = STRBUF_INIT;
    size_t first = 0;

    for (size_t i = 1; i < ids->count; i++) {
        if (compare_hashes(&ids->list[first], &ids->list[i]) ||
            !same_id(r, shelf, ids->list[first].index, ids->list[i].index)) {
            first = i;
            continue;
        }
        strbuf_clear(&reason);
        strbuf_addf(&reason, "prompts[%zu] has this id already; each prompt needs one of its own",
                    ids->list[first].index);
        prompt_problem(r, ids->list[i].index, "id", reason.text);
    }
    strbuf_release(&reason);
}

static char *near_id(struct reading *r, const struct shelf *shelf, size_t but, const char *id)
{
    size_t count = shelf->count < NEAR_IDS_MAX ? shelf->count : NEAR_IDS_MAX;
    char **ids = mem_new(count, sizeof *ids);
    const char *near;
    char *copy;

    for (size_t i = 0; i < count; i++)
        ids[i] = i == but ? NULL : field_of(r, shelf, i, "id");
    near = suggest_word(id, (const char *const *)ids, count);
    copy = near ? mem_copy(near) : NULL;
    for (size_t i = 0; i < count; i++)
        free(ids[i]);
    free(ids);
    return copy;
}

static void problem_lighter(struct reading *r, const struct shelf *shelf, size_t index)
{
    char *id = field_of(r, shelf, index, "lighter_alt");
    char *near = reading_tells(r) ? near_id(r, shelf, index, id) : NULL;
    struct strbuf reason = STRBUF_INIT;

    strbuf_addf(&reason, "no prompt of this pack has the id \"%s\"", id);
    if (near)
        strbuf_addf(&reason, "; did you mean \"%s\"?", near);
    prompt_problem(r, index, "lighter_alt", reason.text);
    strbuf_release(&reason);
    free(near);
    free(id);
}

static void check_lighter(struct reading *r, const struct shelf *shelf)
{
    const struct names *ids = &shelf->ids;

    for (size_t i = 0; i < shelf->lighter.count; i++) {
        const struct name *wanted = &shelf->lighter.list[i];

        if (!ids->count || !bsearch(wanted, ids->list, ids->count, sizeof *wanted, compare_hashes))
            problem_lighter(r, shelf, wanted->index);
    }
}

static void problem_newer(struct reading *r, double format)
{
    r->status = STATUS_NEWER;
    reading_problem(r, "this pack was made for a newer couplet (format %.0f; this one reads %d)",
                    format, PACK_FORMAT);
}

/* Nothing else is looked at in a format that isn't ours. */
static bool check_format(struct reading *r, const cJSON *root)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(root, "format");
    double number = cJSON_IsNumber(value) ? value->valuedouble : 0;
    bool whole = (double)(int64_t)number >= number && (double)(int64_t)number <= number;
    size_t before = r->problems, mark = reading_enter(r, "format");

    if (!value)
        reading_problem(r, "a pack lacks \"format\": write \"format\": %d", PACK_FORMAT);
    else if (whole && number > PACK_FORMAT)
        problem_newer(r, number);
    else if (!whole || number < PACK_FORMAT)
        reading_problem(r, "the format is the number %d, without quotes", PACK_FORMAT);
    reading_leave(r, mark);
    return r->problems == before;
}

static void read_pack(struct reading *r, struct pack *pack, const struct pack_sink *sink)
{
    const cJSON *root = json_root(r->document);
    struct shelf shelf = { .pack = pack, .sink = sink };
    cJSON *extra = json_made(cJSON_CreateObject());
    bool ours = !cJSON_IsObject(root) || check_format(r, root);

    if (ours)
        fields_read(r, &pack_fields, root, pack, extra);
    pack->extra = fields_extra(extra);
    shelf.list = ours ? cJSON_GetObjectItemCaseSensitive(root, "prompts") : NULL;
    if (!shelf.list || !cJSON_IsArray(shelf.list))
        return;
    shelf.split = json_is_split(r->document, shelf.list);
    read_all(r, &shelf);
    if (shelf.ids.count)
        qsort(shelf.ids.list, shelf.ids.count, sizeof *shelf.ids.list, compare_names);
    check_unique(r, &shelf);
    check_lighter(r, &shelf);
    free(shelf.ids.list);
    free(shelf.lighter.list);
}

/* Nothing could be read at all, so there is no document to look a place up in. */
static enum status tell_fault(const struct json_fault *fault, const struct pack_report *report,
                              struct error *err)
{
    struct pack_problem problem = { .severity = PACK_PROBLEM,
                                    .line = fault->place.line,
                                    .column = fault->place.column,
                                    .path = fault->path,
                                    .reason = fault->reason };

    if (report && report->problem)
        report->problem(report->context, &problem);
    return error_set(err, STATUS_INVALID, "line %d, column %d: %s", problem.line, problem.column,
                     problem.reason);
}

static enum status read_any(const char *json, size_t size, enum pack_options options,
                            struct pack *pack, const struct pack_sink *sink,
                            const struct pack_report *report, struct error *err)
{
    struct reading r = {
        .report = report, .err = err, .path = STRBUF_INIT, .built_in = options == PACK_BUILT_IN
    };
    struct json_fault fault;

    *pack = (struct pack){ 0 };
    if (json_parse_split(json, size, "prompts", &r.document, &fault))
        return tell_fault(&fault, report, err);
    read_pack(&r, pack, sink);
    if (r.problems > PACK_PROBLEMS_MAX && report && report->more)
        report->more(report->context, r.problems - PACK_PROBLEMS_MAX);
    if (r.status != STATUS_OK)
        pack_release(pack);
    strbuf_release(&r.path);
    json_free(r.document);
    return r.status;
}

enum status pack_read(const char *json, size_t size, enum pack_options options, struct pack *out,
                      const struct pack_report *report, struct error *err)
{
    return read_any(json, size, options, out, NULL, report, err);
}

enum status pack_read_each(const char *json, size_t size, enum pack_options options,
                           const struct pack_sink *sink, const struct pack_report *report,
                           struct error *err)
{
    struct pack header;
    enum status status = read_any(json, size, options, &header, sink, report, err);

    pack_release(&header);
    return status;
}
