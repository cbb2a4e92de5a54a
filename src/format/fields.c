/* Fields of a JSON object, and the sentences for what is wrong with them. Knows no pack. */
#include "fields_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "format/suggest.h"

/* Unknown fields of one object that are compared with the known ones: a slip is among few, and a
 * file of a million fields is not to take minutes. */
enum { SLIPS_MAX = 100 };

static const char lower_and_digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";
static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char letters_and_digits[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
static const char letters_digits_hyphen[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

static void tell(struct reading *r, enum pack_severity severity, const char *reason)
{
    struct json_place place = json_place_of(r->document, r->path.text);
    struct pack_problem problem = { .severity = severity,
                                    .line = place.line,
                                    .column = place.column,
                                    .path = r->path.text,
                                    .reason = reason };

    if (severity == PACK_PROBLEM && r->problems == 1)
        error_set(r->err, r->status, "line %d, column %d: %s%s%s", place.line, place.column,
                  r->path.text, r->path.size ? ": " : "", reason);
    if (r->report && r->report->problem)
        r->report->problem(r->report->context, &problem);
}

bool reading_tells(const struct reading *r)
{
    return r->problems < PACK_PROBLEMS_MAX;
}

void reading_problem(struct reading *r, const char *format, ...)
{
    char reason[ERROR_TEXT_MAX];
    va_list args;

    if (!r->problems && !r->status)
        r->status = STATUS_INVALID;
    if (++r->problems > PACK_PROBLEMS_MAX)
        return;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    tell(r, PACK_PROBLEM, reason);
}

void reading_fault(struct reading *r, const struct json_fault *fault)
{
    struct pack_problem problem = { .severity = PACK_PROBLEM,
                                    .line = fault->place.line,
                                    .column = fault->place.column,
                                    .path = fault->path,
                                    .reason = fault->reason };

    if (!r->problems && !r->status)
        r->status = STATUS_INVALID;
    if (++r->problems > PACK_PROBLEMS_MAX)
        return;
    if (r->problems == 1)
        error_set(r->err, r->status, "line %d, column %d: %s", problem.line, problem.column,
                  problem.reason);
    if (r->report && r->report->problem)
        r->report->problem(r->report->context, &problem);
}

void reading_note(struct reading *r, const char *format, ...)
{
    char reason[ERROR_TEXT_MAX];
    va_list args;

    if (++r->notes > PACK_PROBLEMS_MAX)
        return;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    tell(r, PACK_NOTE, reason);
}

size_t reading_enter(struct reading *r, const char *field)
{
    size_t mark = r->path.size;

    json_path_add(&r->path, field);
    return mark;
}

size_t reading_enter_item(struct reading *r, size_t index)
{
    char digits[24], *at = digits + sizeof digits;
    size_t mark = r->path.size;

    *--at = ']'; /* by hand: a large pack has very many */
    do
        *--at = (char)('0' + index % 10);
    while (index /= 10);
    *--at = '[';
    strbuf_add(&r->path, at, (size_t)(digits + sizeof digits - at));
    return mark;
}

void reading_leave(struct reading *r, size_t mark)
{
    strbuf_truncate(&r->path, mark);
}

void reading_field_problem(struct reading *r, const char *field, const char *reason)
{
    size_t mark = reading_enter(r, field);

    reading_problem(r, "%s", reason);
    reading_leave(r, mark);
}

/* "a number", for what a value is. */
static const char *kind_of(const cJSON *value)
{
    static const struct {
        int type;
        const char *name;
    } kinds[] = {
        { cJSON_False, "false" },      { cJSON_True, "true" },     { cJSON_NULL, "null" },
        { cJSON_Number, "a number" },  { cJSON_String, "a text" }, { cJSON_Array, "a list" },
        { cJSON_Object, "an object" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
        if ((value->type & 0xff) == kinds[i].type)
            return kinds[i].name;
    return "something else";
}

static const struct field_row *field_named(const struct fields *fields, const char *name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (!strcmp(fields->list[i].name, name))
            return &fields->list[i];
    return NULL;
}

/* The unknown field of object that was perhaps meant by name; NULL if there is none. */
static const char *slip_for(const struct fields *fields, const cJSON *object, const char *name)
{
    size_t looked = 0;

    for (const cJSON *child = object->child; child && looked < SLIPS_MAX; child = child->next)
        if (!field_named(fields, child->string)) {
            looked++;
            if (suggest_word(child->string, &name, 1))
                return child->string;
        }
    return NULL;
}

static void tell_missing(struct reading *r, const struct fields *fields,
                         const struct field_row *field, const cJSON *object)
{
    size_t mark = reading_enter(r, field->name);
    const char *slip = reading_tells(r) ? slip_for(fields, object, field->name) : NULL;
    struct strbuf quoted = STRBUF_INIT;

    if (slip)
        json_quote(&quoted, slip);
    reading_problem(r, "%s lacks \"%s\": %s%s%s%s", fields->what, field->name, field->missing,
                    slip ? "; is it meant by " : "", quoted.text, slip ? "?" : "");
    strbuf_release(&quoted);
    reading_leave(r, mark);
}

static bool is_needed(const struct reading *r, const struct field_row *field)
{
    return field->need == NEEDED || (field->need == IN_BUILT_IN && r->built_in);
}

static void read_known(struct reading *r, const struct fields *fields, const cJSON *object,
                       void *into)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct field_row *field = &fields->list[i];
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, field->name);

        if (value) {
            size_t mark = reading_enter(r, field->name);

            /* So "couplet pack convert --draft" writes what nobody knew. */
            if (cJSON_IsNull(value) && field->missing && is_needed(r, field))
                reading_problem(r, "this is still to be filled in: %s", field->missing);
            else
                field->read(r, field, value, into);
            reading_leave(r, mark);
        } else if (is_needed(r, field)) {
            tell_missing(r, fields, field, object);
        }
    }
}

/* A field nobody knows may be a slip of the pen: "flag" would leave a prompt without its flags. */
static void note_slip(struct reading *r, const struct fields *fields, const cJSON *object,
                      const char *name)
{
    for (size_t i = 0; i < fields->count; i++) {
        const char *known = fields->list[i].name;
        struct strbuf quoted = STRBUF_INIT;
        size_t mark;

        /* A needed one that isn't there was told already. */
        if (is_needed(r, &fields->list[i]) || !suggest_word(name, &known, 1) ||
            cJSON_GetObjectItemCaseSensitive(object, known))
            continue;
        json_quote(&quoted, name);
        mark = reading_enter(r, name);
        reading_note(r, "couplet doesn’t know %s and only keeps it; did you mean \"%s\"?",
                     quoted.text, known);
        reading_leave(r, mark);
        strbuf_release(&quoted);
        return;
    }
}

static void keep_unknown(struct reading *r, const struct fields *fields, const cJSON *object,
                         cJSON *extra)
{
    size_t unknown = 0;

    for (cJSON *child = object->child; child; child = child->next) {
        if (field_named(fields, child->string))
            continue;
        if (unknown++ < SLIPS_MAX && r->notes < PACK_PROBLEMS_MAX)
            note_slip(r, fields, object, child->string);
        if (!cJSON_AddItemReferenceToObject(extra, child->string, child))
            die("out of memory; what was confirmed is saved");
    }
}

void fields_read(struct reading *r, const struct fields *fields, const cJSON *value, void *into,
                 cJSON *extra)
{
    if (!cJSON_IsObject(value)) {
        reading_problem(r, "here should be %s, with its fields between { and }, not %s",
                        fields->what, kind_of(value));
        return;
    }
    read_known(r, fields, value, into);
    keep_unknown(r, fields, value, extra);
}

char *fields_extra(cJSON *extra)
{
    struct strbuf text = STRBUF_INIT;
    bool any = extra->child != NULL;

    if (any)
        json_write(&text, extra);
    cJSON_Delete(extra);
    return any ? strbuf_detach(&text) : NULL;
}

bool fields_is_text(struct reading *r, const cJSON *value)
{
    size_t size = cJSON_IsString(value) ? strlen(value->valuestring) : 0, before = r->problems;

    if (size && size <= PACK_TEXT_MAX && value->valuestring[0] != ' ' &&
        text_plain(value->valuestring, size) == size)
        return true; /* as most are: nothing to look for */
    if (!cJSON_IsString(value))
        reading_problem(r, "here should be a text in double quotes, not %s", kind_of(value));
    else if (strspn(value->valuestring, " ") == size)
        reading_problem(r, "this text is empty; here should be some words");
    else if (size > PACK_TEXT_MAX)
        reading_problem(r, "a text has at most %d bytes; this one has %zu", PACK_TEXT_MAX, size);
    else if (strpbrk(value->valuestring, "\n\r"))
        reading_problem(r, "a text is one line; write a blank where it breaks");
    else if (text_has_control(value->valuestring))
        reading_problem(r, "a text has no control characters; write a blank instead");
    return r->problems == before;
}

static void put_text(const struct field_row *field, const cJSON *value, void *into)
{
    *(char **)((char *)into + field->offset) = mem_copy(value->valuestring);
}

static void put_int(const struct field_row *field, int number, void *into)
{
    *(int *)((char *)into + field->offset) = number;
}

void fields_text(struct reading *r, const struct field_row *field, const cJSON *value, void *into)
{
    if (fields_is_text(r, value))
        put_text(field, value, into);
}

/* The end of a run of at least one of these characters; NULL if there is none. */
static const char *after_run(const char *text, const char *characters)
{
    size_t run = strspn(text, characters);

    return run ? text + run : NULL;
}

static bool is_id(const char *text)
{
    while ((text = after_run(text, lower_and_digits)) && *text == '-')
        text++;
    return text && !*text;
}

void fields_id(struct reading *r, const struct field_row *field, const cJSON *value, void *into)
{
    struct strbuf quoted = STRBUF_INIT;

    if (!fields_is_text(r, value))
        return;
    json_quote(&quoted, value->valuestring);
    if (strlen(value->valuestring) > PACK_ID_MAX)
        reading_problem(r, "an id has at most %d letters", PACK_ID_MAX);
    else if (!is_id(value->valuestring))
        reading_problem(r,
                        "%s can’t be an id; an id is made of small letters a-z and digits, "
                        "with single hyphens between words, like \"kitchen-radio\"",
                        quoted.text);
    else
        put_text(field, value, into);
    strbuf_release(&quoted);
}

/* Dots and hyphens part identifiers, none of which is empty. */
static const char *after_identifiers(const char *text)
{
    do
        text = after_run(text + 1, letters_digits_hyphen);
    while (text && *text == '.');
    return text;
}

static const char *after_number(const char *text)
{
    const char *end = after_run(text, "0123456789");

    return end && (*text != '0' || end == text + 1) ? end : NULL;
}

/* SemVer 2.0.0, but that numbers in a pre-release may have a zero in front. */
static bool is_version(const char *text)
{
    for (int part = 0; part < 3; part++) {
        text = after_number(text);
        if (!text || (part < 2 && *text++ != '.'))
            return false;
    }
    if (*text == '-')
        text = after_identifiers(text);
    if (text && *text == '+')
        text = after_identifiers(text);
    return text && !*text;
}

void fields_version(struct reading *r, const struct field_row *field, const cJSON *value,
                    void *into)
{
    if (!fields_is_text(r, value))
        return;
    if (is_version(value->valuestring))
        put_text(field, value, into);
    else
        reading_problem(r, "a version is three whole numbers with dots between, like \"1.0.0\"");
}

static bool is_language(const char *text)
{
    const char *end = after_run(text, letters);

    while (end && (size_t)(end - text) <= 8 && *end == '-') {
        text = end + 1;
        end = after_run(text, letters_and_digits);
    }
    return end && (size_t)(end - text) <= 8 && !*end;
}

void fields_language(struct reading *r, const struct field_row *field, const cJSON *value,
                     void *into)
{
    if (!fields_is_text(r, value))
        return;
    if (is_language(value->valuestring))
        put_text(field, value, into);
    else
        reading_problem(r, "a language is a tag like \"en\" or \"pt-BR\"");
}

static void add_words(struct strbuf *out, const struct vocabulary *vocabulary)
{
    for (size_t i = 0; i < vocabulary->count; i++) {
        if (i)
            strbuf_addstr(out, i + 1 < vocabulary->count ? ", " : " or ");
        strbuf_addf(out, "\"%s\"", vocabulary->word[i]);
    }
}

static void problem_word(struct reading *r, const struct vocabulary *vocabulary, const char *word)
{
    struct strbuf reason = STRBUF_INIT;
    const char *near = NULL;

    if (reading_tells(r)) {
        json_quote(&reason, word);
        strbuf_addf(&reason, " is no %s (it is ", vocabulary->what);
        add_words(&reason, vocabulary);
        strbuf_addch(&reason, ')');
        near = suggest_word(word, vocabulary->word, vocabulary->count);
        if (near)
            strbuf_addf(&reason, "; did you mean \"%s\"?", near);
    }
    reading_problem(r, "%s", reason.text);
    strbuf_release(&reason);
}

/* The value of a word; -1, with the problem told, if it has none. */
static int word_value(struct reading *r, const struct vocabulary *vocabulary, const cJSON *value)
{
    int found;

    if (!fields_is_text(r, value))
        return -1;
    found = words_find(vocabulary, value->valuestring);
    if (found < 0)
        problem_word(r, vocabulary, value->valuestring);
    return found;
}

void fields_word(struct reading *r, const struct field_row *field, const cJSON *value, void *into)
{
    int found = word_value(r, field->vocabulary, value);

    if (found >= 0)
        put_int(field, found, into);
}

void fields_chosen(struct reading *r, const struct field_row *field, const cJSON *value, void *into)
{
    if (word_value(r, field->vocabulary, value) >= 0)
        put_text(field, value, into);
}

/* True if value is one of count whole numbers. */
static bool is_one_of(const cJSON *value, const int *numbers, size_t count)
{
    for (size_t i = 0; cJSON_IsNumber(value) && i < count; i++)
        if (value->valuedouble >= numbers[i] && value->valuedouble <= numbers[i])
            return true;
    return false;
}

static void problem_number(struct reading *r, const cJSON *value, const char *wanted)
{
    if (cJSON_IsNumber(value))
        reading_problem(r, "here should be %s", wanted);
    else
        reading_problem(r, "here should be %s, as a number without quotes, not %s", wanted,
                        kind_of(value));
}

void fields_depth(struct reading *r, const struct field_row *field, const cJSON *value, void *into)
{
    static const int depths[] = { 1, 2, 3, 4 };

    if (is_one_of(value, depths, ARRAY_SIZE(depths)))
        put_int(field, (int)value->valuedouble, into);
    else
        problem_number(r, value, "1 (open), 2 (personal), 3 (vulnerable) or 4 (exposed)");
}

void fields_minutes(struct reading *r, const struct field_row *field, const cJSON *value,
                    void *into)
{
    if (is_one_of(value, minutes_legal, MINUTES_COUNT))
        put_int(field, (int)value->valuedouble, into);
    else
        problem_number(r, value, "5, 10, 20 or 30");
}

static void add_member(struct reading *r, const struct field_row *field, const cJSON *value,
                       unsigned *set)
{
    int member = word_value(r, field->vocabulary, value);

    if (member < 0)
        return;
    if (*set & 1u << member)
        reading_problem(r, "\"%s\" is in this list already", value->valuestring);
    *set |= 1u << member;
}

void fields_set(struct reading *r, const struct field_row *field, const cJSON *value, void *into)
{
    unsigned *set = (unsigned *)(void *)((char *)into + field->offset);
    size_t count = 0;

    if (!cJSON_IsArray(value)) {
        reading_problem(r, "here should be a list of words between [ and ], not %s",
                        kind_of(value));
        return;
    }
    for (const cJSON *item = value->child; item; item = item->next) {
        size_t mark = reading_enter_item(r, count++);

        add_member(r, field, item, set);
        reading_leave(r, mark);
    }
    if (field->most && count > field->most)
        reading_problem(r, "there are at most %zu in this list; here are %zu", field->most, count);
}

void fields_ignore(struct reading *r, const struct field_row *field, const cJSON *value, void *into)
{
    (void)r, (void)field, (void)value, (void)into;
}
