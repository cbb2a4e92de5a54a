/* Fields of a JSON object as rows of a table: what each is called, what it may hold, and where in
 * a struct it goes. Reading goes on after a problem, so that one run tells them all. */
#ifndef COUPLET_FORMAT_FIELDS_PRIVATE_H
#define COUPLET_FORMAT_FIELDS_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/words.h"
#include "format/pack.h"
#include "json_private.h"

/* One reading of one pack. */
struct reading {
    struct json_document *document;
    const struct pack_report *report; /* may be NULL */
    struct error *err;                /* may be NULL */
    struct strbuf path;               /* of what is being read */
    size_t problems, notes;
    enum status status; /* of the first problem */
    bool built_in;
};

/* Tells a problem of what is at the path, and counts it. */
void reading_problem(struct reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void reading_note(struct reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for what the JSON reader found, which has its own place. */
void reading_fault(struct reading *reading, const struct json_fault *fault);

/* False when another problem would only be counted: then its words needn't be looked for. */
bool reading_tells(const struct reading *reading);

/* Adds to the path; what is returned goes to reading_leave(). */
size_t reading_enter(struct reading *reading, const char *field);
size_t reading_enter_item(struct reading *reading, size_t index);
void reading_leave(struct reading *reading, size_t mark);

/* A problem of one field of what is at the path. */
void reading_field_problem(struct reading *reading, const char *field, const char *reason);

enum need { OPTIONAL, IN_BUILT_IN, NEEDED };

struct field_row {
    const char *name;
    enum need need;
    const char *missing; /* said when a needed one isn't there */
    void (*read)(struct reading *, const struct field_row *, const cJSON *value, void *into);
    size_t offset; /* in *into: of a char *, an int or an unsigned, as read wants it */
    const struct vocabulary *vocabulary;
    size_t most; /* members of a set; 0: any number */
};

struct fields {
    const char *what; /* "a prompt": for messages */
    const struct field_row *list;
    size_t count;
};

/* Reads all fields of value into *into. What the table doesn't know is added to extra, which only
 * refers to the document. A value that isn't an object is a problem. */
void fields_read(struct reading *reading, const struct fields *fields, const cJSON *value,
                 void *into, cJSON *extra);

/* extra as compact text that the caller frees, or NULL if it is empty. Deletes extra. */
char *fields_extra(cJSON *extra);

/* A text that may stand in a pack; tells the problem and returns false for any other value. */
bool fields_is_text(struct reading *reading, const cJSON *value);

/* What a row's read may be. */
void fields_text(struct reading *, const struct field_row *, const cJSON *, void *into);
void fields_id(struct reading *, const struct field_row *, const cJSON *, void *into);
void fields_version(struct reading *, const struct field_row *, const cJSON *, void *into);
void fields_language(struct reading *, const struct field_row *, const cJSON *, void *into);
void fields_chosen(struct reading *, const struct field_row *, const cJSON *,
                   void *into); /* char * */
void fields_word(struct reading *, const struct field_row *, const cJSON *, void *into); /* int */
void fields_depth(struct reading *, const struct field_row *, const cJSON *, void *into);
void fields_minutes(struct reading *, const struct field_row *, const cJSON *, void *into);
void fields_set(struct reading *, const struct field_row *, const cJSON *,
                void *into); /* unsigned */
void fields_ignore(struct reading *, const struct field_row *, const cJSON *, void *into);

#endif
