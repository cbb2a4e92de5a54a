/* Looking through the library: pages of prompts, and one prompt whole. What asks for consent comes
 * without its words. Marks are the journal's; here they are only read. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "rows.h"
#include "sql.h"
#include "store/library.h"

/* Words are compared here and not by the database, which knows only the letters of ASCII: so many
 * rows are read at a time. */
enum { CHUNK = 1024 };

/* A prompt's name as one text. An id has no slash; and a list of pairs would be searched from its
 * beginning for each row, where one of texts is an index. */
#define MARKED "pack || '/' || id IN (SELECT pack || '/' || prompt FROM mark WHERE deleted = 0 "

#define LINE_COLUMNS                                                                               \
    "number, pack, id, CASE consent WHEN 'none' THEN text ELSE coalesce(focus, '') END, "          \
    "consent <> 'none', mood, mode, dimension, depth, minutes, " MARKED                            \
    "AND kind = 'favourite'), " MARKED "AND kind = 'never')"

/* ?2 to ?9 are bound by bind_filter(). */
#define FILTER                                                                                     \
    "(?2 IS NULL OR pack = ?2) AND (?3 IS NULL OR mood = ?3) AND (?4 IS NULL OR mode = ?4) AND "   \
    "(?5 IS NULL OR dimension = ?5) AND (?6 = 0 OR depth <= ?6) AND (?7 = 0 OR minutes <= ?7) "    \
    "AND (?8 IS NULL OR " MARKED "AND kind = ?8))"

static void bind_word_or_null(struct query *q, const struct vocabulary *vocabulary, int value)
{
    const char *word = words_name(vocabulary, value);

    query_text(q, *word ? word : NULL);
}

static void bind_filter(struct query *q, const struct browse *browse, size_t most)
{
    query_text(q, browse->pack);
    bind_word_or_null(q, &vocabulary_mood, (int)browse->mood);
    bind_word_or_null(q, &vocabulary_mode, (int)browse->mode);
    bind_word_or_null(q, &vocabulary_dimension, browse->dimension - 1);
    query_int(q, browse->depth);
    query_int(q, browse->minutes);
    bind_word_or_null(q, &vocabulary_mark, (int)browse->mark);
    query_int(q, (int64_t)most);
}

void prompt_line_release(struct prompt_line *line)
{
    free(line->pack);
    free(line->id);
    free(line->text);
    *line = (struct prompt_line){ 0 };
}

static enum status read_line(const struct query *q, struct prompt_line *line)
{
    int mood = words_find(&vocabulary_mood, row_text(q, 5));
    int mode = words_find(&vocabulary_mode, row_text(q, 6));
    int dimension = words_find(&vocabulary_dimension, row_text(q, 7));

    if (mood < 0 || mode < 0 || dimension < 0 ||
        !numbers_are_legal((int)row_int(q, 8), (int)row_int(q, 9)))
        return card_makes_no_sense(q);
    *line = (struct prompt_line){ .number = row_int(q, 0),
                                  .pack = mem_copy(row_text(q, 1)),
                                  .id = mem_copy(row_text(q, 2)),
                                  .text = mem_copy(row_text(q, 3)),
                                  .face_down = row_int(q, 4),
                                  .mood = (enum mood)mood,
                                  .mode = (enum mode)mode,
                                  .dimension = (enum dimension)dimension,
                                  .depth = (int)row_int(q, 8),
                                  .minutes = (int)row_int(q, 9),
                                  .favourite = row_int(q, 10),
                                  .never = row_int(q, 11) };
    return STATUS_OK;
}

/* What is looked for, folded, and the room for what it is looked for in. */
struct needle {
    struct strbuf words, hay;
};

static bool holds(struct needle *needle, const char *text)
{
    if (!needle->words.size)
        return true;
    strbuf_clear(&needle->hay);
    text_fold(&needle->hay, text, strlen(text));
    return strstr(needle->hay.text, needle->words.text) != NULL;
}

/* A page while it is being read. */
struct page {
    struct prompt_line *lines;
    size_t count, most;
    int64_t from;       /* the next round begins behind it */
    bool before, whole; /* whole: there is nothing more to read */
};

/* One round: reads so many rows and keeps those that hold the words. */
static enum status read_round(struct store *store, const struct browse *browse,
                              struct needle *needle, struct page *page, struct error *err)
{
    size_t round = needle->words.size ? CHUNK : page->most, seen = 0;
    struct query q;
    enum status status = STATUS_OK;

    query_begin(&q, store, err,
                page->before ? "SELECT " LINE_COLUMNS " FROM prompt WHERE number < ?1 AND " FILTER
                               " ORDER BY number DESC LIMIT ?9"
                             : "SELECT " LINE_COLUMNS " FROM prompt WHERE number > ?1 AND " FILTER
                               " ORDER BY number LIMIT ?9");
    query_int(&q, page->from);
    bind_filter(&q, browse, round);
    for (; status == STATUS_OK && page->count < page->most && query_row(&q); seen++) {
        page->from = row_int(&q, 0);
        if (!holds(needle, row_text(&q, 3)))
            continue;
        status = read_line(&q, &page->lines[page->count]);
        page->count += status == STATUS_OK;
    }
    page->whole = page->count == page->most || seen < round;
    return query_end(&q) == STATUS_OK ? status : q.status;
}

static void turn_around(struct prompt_line *lines, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct prompt_line line = lines[i];

        lines[i] = lines[count - 1 - i];
        lines[count - 1 - i] = line;
    }
}

enum status library_browse(struct store *store, const struct browse *browse, int64_t from,
                           bool before, size_t most, struct prompt_line **lines, size_t *count,
                           struct error *err)
{
    struct needle needle = { STRBUF_INIT, STRBUF_INIT };
    struct page page = { .lines = mem_new(most ? most : 1, sizeof *page.lines),
                         .most = most,
                         .from = from,
                         .before = before };
    enum status status = STATUS_OK;

    if (browse->words)
        text_fold(&needle.words, browse->words, strlen(browse->words));
    while (status == STATUS_OK && !page.whole)
        status = read_round(store, browse, &needle, &page, err);
    strbuf_release(&needle.words);
    strbuf_release(&needle.hay);
    if (status != STATUS_OK) {
        while (page.count)
            prompt_line_release(&page.lines[--page.count]);
        free(page.lines);
        page.lines = NULL;
    }
    if (before)
        turn_around(page.lines, page.count);
    *lines = page.lines;
    *count = page.count;
    return status;
}

/* What may be known of a card that lies face down: its topic, and where it would fit. */
static void hide_words(struct prompt *prompt)
{
    struct prompt shown = { .pack = prompt->pack,
                            .id = prompt->id,
                            .focus = prompt->focus,
                            .mood = prompt->mood,
                            .mode = prompt->mode,
                            .dimension = prompt->dimension,
                            .consent = prompt->consent,
                            .depth = prompt->depth,
                            .minutes = prompt->minutes };

    prompt->pack = prompt->id = prompt->focus = NULL;
    prompt_release(prompt);
    shown.text = mem_copy("");
    *prompt = shown;
}

enum status library_find(struct store *store, const char *pack, const char *id,
                         struct prompt *prompt, struct error *err)
{
    struct query q;
    enum status status;

    *prompt = (struct prompt){ 0 };
    query_begin(&q, store, err,
                "SELECT pack, id, " PROMPT_COLUMNS " FROM prompt WHERE pack = ? AND id = ?");
    query_text(&q, pack);
    query_text(&q, id);
    if (query_row(&q))
        status = read_prompt(&q, 0, prompt);
    else
        status = error_set(err, STATUS_NOT_FOUND, "That prompt isn’t in the library any more");
    if (query_end(&q) != STATUS_OK && status == STATUS_OK) {
        prompt_release(prompt);
        status = q.status;
    }
    if (status == STATUS_OK && prompt->consent != CONSENT_NONE)
        hide_words(prompt);
    return status;
}
