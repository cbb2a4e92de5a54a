/* A prompt as columns: words as text, sets as words with blanks, follow-ups as lines. */
#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

static void bind_word(struct query *q, const struct vocabulary *vocabulary, int value)
{
    query_text(q, words_name(vocabulary, value));
}

static void bind_set(struct query *q, const struct vocabulary *vocabulary, unsigned set)
{
    struct strbuf words = STRBUF_INIT;

    for (int i = 0; i < (int)vocabulary->count; i++)
        if (set & 1u << i) {
            if (words.size)
                strbuf_addch(&words, ' ');
            strbuf_addstr(&words, words_name(vocabulary, i));
        }
    query_text(q, words.text);
    strbuf_release(&words);
}

static void bind_followups(struct query *q, const struct prompt *prompt)
{
    struct strbuf lines = STRBUF_INIT;

    for (size_t i = 0; i < prompt->followup_count; i++) {
        if (i)
            strbuf_addch(&lines, '\n');
        strbuf_addstr(&lines, prompt->followups[i]);
    }
    query_text(q, lines.text);
    strbuf_release(&lines);
}

void bind_prompt(struct query *q, const struct prompt *prompt)
{
    query_text(q, prompt->pack);
    query_text(q, prompt->id);
    query_text(q, prompt->text);
    query_text(q, prompt->focus);
    query_text(q, prompt->speaker);
    query_text(q, prompt->access_alt);
    query_text(q, prompt->lighter_alt);
    query_text(q, prompt->protocol);
    query_text(q, prompt->extra);
    bind_word(q, &vocabulary_mood, (int)prompt->mood);
    bind_word(q, &vocabulary_mode, (int)prompt->mode);
    bind_word(q, &vocabulary_dimension, (int)prompt->dimension);
    query_int(q, prompt->depth);
    query_int(q, prompt->minutes);
    bind_word(q, &vocabulary_consent, (int)prompt->consent);
    bind_set(q, &vocabulary_facet, prompt->facets);
    bind_set(q, &vocabulary_flag, prompt->flags);
    bind_set(q, &vocabulary_requires, prompt->requires);
    if (prompt->listener.response == RESPONSE_NONE)
        query_null(q);
    else
        bind_word(q, &vocabulary_response, (int)prompt->listener.response);
    query_text(q, prompt->listener.to_do);
    query_text(q, prompt->listener.to_avoid);
    query_text(q, prompt->listener.to_ask);
    bind_followups(q, prompt);
}

/* The value of the word in a column; -1 and *sound = false if it is none. */
static int read_word(const struct query *q, int column, const struct vocabulary *vocabulary,
                     bool *sound)
{
    int value = words_find(vocabulary, row_text(q, column));

    *sound = *sound && value >= 0;
    return value;
}

static unsigned read_set(const struct query *q, int column, const struct vocabulary *vocabulary,
                         bool *sound)
{
    char *words = mem_copy(row_text(q, column)), *rest = words;
    unsigned set = 0;

    for (char *word; (word = strsep(&rest, " "));) {
        int member = *word ? words_find(vocabulary, word) : 0;

        *sound = *sound && member >= 0;
        if (*word && member >= 0)
            set |= 1u << member;
    }
    free(words);
    return set;
}

static void read_followups(const struct query *q, int column, struct prompt *prompt)
{
    const char *line = row_text(q, column);

    while (*line && prompt->followup_count < FOLLOWUPS_MAX) {
        size_t n = strcspn(line, "\n");

        prompt->followups[prompt->followup_count++] = mem_copy_n(line, n);
        line += n + (line[n] == '\n');
    }
}

bool numbers_are_legal(int depth, int minutes)
{
    for (size_t i = 0; i < MINUTES_COUNT; i++)
        if (minutes_legal[i] == minutes)
            return depth >= DEPTH_MIN && depth <= DEPTH_MAX;
    return false;
}

enum status card_makes_no_sense(const struct query *q)
{
    return error_set(q->err, STATUS_CORRUPT,
                     "%s holds a card or a prompt that makes no sense. Move "
                     "the file away and put a back-up in its place",
                     q->store->path);
}

enum status read_prompt(const struct query *q, int first, struct prompt *prompt)
{
    bool sound = true;
    int at = first;

    *prompt = (struct prompt){ 0 };
    prompt->pack = mem_copy(row_text(q, at++));
    prompt->id = mem_copy(row_text(q, at++));
    prompt->text = mem_copy(row_text(q, at++));
    prompt->focus = mem_copy(row_text_or_null(q, at++));
    prompt->speaker = mem_copy(row_text_or_null(q, at++));
    prompt->access_alt = mem_copy(row_text_or_null(q, at++));
    prompt->lighter_alt = mem_copy(row_text_or_null(q, at++));
    prompt->protocol = mem_copy(row_text_or_null(q, at++));
    prompt->extra = mem_copy(row_text_or_null(q, at++));
    prompt->mood = (enum mood)read_word(q, at++, &vocabulary_mood, &sound);
    prompt->mode = (enum mode)read_word(q, at++, &vocabulary_mode, &sound);
    prompt->dimension = (enum dimension)read_word(q, at++, &vocabulary_dimension, &sound);
    prompt->depth = (int)row_int(q, at++);
    prompt->minutes = (int)row_int(q, at++);
    prompt->consent = (enum consent)read_word(q, at++, &vocabulary_consent, &sound);
    prompt->facets = read_set(q, at++, &vocabulary_facet, &sound);
    prompt->flags = read_set(q, at++, &vocabulary_flag, &sound);
    prompt->requires = read_set(q, at++, &vocabulary_requires, &sound);
    if (!row_is_null(q, at))
        prompt->listener.response = (enum response)read_word(q, at, &vocabulary_response, &sound);
    at++;
    prompt->listener.to_do = mem_copy(row_text_or_null(q, at++));
    prompt->listener.to_avoid = mem_copy(row_text_or_null(q, at++));
    prompt->listener.to_ask = mem_copy(row_text_or_null(q, at++));
    read_followups(q, at, prompt);
    if (sound && numbers_are_legal(prompt->depth, prompt->minutes))
        return STATUS_OK;
    prompt_release(prompt);
    return card_makes_no_sense(q);
}
