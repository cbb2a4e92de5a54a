/* Text set in lines: the cheapest way to cut words into lines, where a cut costs by the sense it
 * breaks and a line by how far it is from a breath. */
#include "ui/verse.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum {
    BREATH_LINES_MAX = 5,
    BREATH = 27, /* cells of a line that is one breath */
};

static const double cost_impossible = 1e9;

/* A piece between two places where a line may break. */
struct piece {
    size_t start, size; /* with the blanks after it */
    int cells, bare;    /* … and without */
    double cost;        /* of a line that ends here */
    bool ends_sentence;
};

struct pieces {
    struct piece *at;
    size_t count, room;
};

static size_t without_blanks(const char *text, size_t start, size_t size)
{
    while (size && text[start + size - 1] == ' ')
        size--;
    return size;
}

/* True if the piece ends with one of these signs, quotes and brackets after it left aside. */
static bool ends_with(const char *text, size_t start, size_t size, const char *signs)
{
    static const char *const closing[] = { "\"", "'", ")", "’", "”", "»" };
    bool stripped = true;

    size = without_blanks(text, start, size);
    while (stripped) {
        stripped = false;
        for (size_t i = 0; i < ARRAY_SIZE(closing); i++) {
            size_t n = strlen(closing[i]);

            if (size > n && !memcmp(text + start + size - n, closing[i], n)) {
                size -= n;
                stripped = true;
            }
        }
    }
    return size && strchr(signs, text[start + size - 1]);
}

static bool is_word_of(const char *const *words, size_t count, const char *text, size_t size)
{
    char word[16];

    size = without_blanks(text, 0, size);
    if (size >= sizeof word)
        return false;
    memcpy(word, text, size);
    word[size] = '\0';
    for (size_t i = 0; i < count; i++)
        if (text_same_word(word, words[i]))
            return true;
    return false;
}

/* Words that begin a new part of the sense. */
static bool begins_part(const char *text, size_t size)
{
    static const char *const words[] = {
        "and",    "or",     "but",    "nor",     "so",     "yet",     "because", "when",
        "while",  "where",  "who",    "whose",   "which",  "that",    "until",   "before",
        "after",  "since",  "if",     "as",      "than",   "with",    "without", "for",
        "from",   "in",     "into",   "on",      "at",     "by",      "about",   "through",
        "over",   "under",  "to",     "like",    "during", "between", "behind",  "against",
        "across", "around", "toward", "towards",
    };

    return is_word_of(words, ARRAY_SIZE(words), text, size);
}

/* Words that don't end a line: they belong to what follows. */
static bool clings(const char *text, size_t size)
{
    static const char *const words[] = {
        "a",     "an",  "the", "my",    "your", "our",  "their", "its",  "this", "that",  "these",
        "those", "of",  "to",  "in",    "on",   "at",   "by",    "for",  "or",   "and",   "but",
        "one",   "two", "no",  "not",   "is",   "are",  "was",   "were", "with", "as",    "you",
        "we",    "i",   "it",  "three", "four", "five", "six",   "ten",  "what", "which", "how",
    };

    return is_word_of(words, ARRAY_SIZE(words), text, size);
}

/* Words that don't begin a line: they belong to the verb before. */
static bool leans_back(const char *text, size_t size)
{
    static const char *const words[] = { "it", "me", "us", "him", "them", "her" };

    return is_word_of(words, ARRAY_SIZE(words), text, size);
}

/* What it costs to end a line after this piece, given the next one. */
static double cut_cost(const char *text, const struct piece *piece, const struct piece *next)
{
    double cost;

    if (ends_with(text, piece->start, piece->size, ".?!"))
        cost = 0;
    else if (ends_with(text, piece->start, piece->size, ":"))
        cost = -0.1; /* what follows a colon wants a line of its own */
    else if (ends_with(text, piece->start, piece->size, ",;"))
        cost = 0.03;
    else if (next && begins_part(text + next->start, next->size))
        cost = 0.12;
    else if (next && leans_back(text + next->start, next->size))
        cost = 0.6;
    else
        cost = 0.35;
    if (clings(text + piece->start, piece->size))
        cost += 0.7;
    return cost;
}

static void cut_pieces(struct pieces *pieces, const char *text, size_t n, bool *feeds)
{
    bool *breaks = mem_new(n + 1, sizeof *breaks);
    size_t start = 0;

    if (n)
        text_breaks(text, n, breaks);
    for (size_t at = 1; at <= n; at++) {
        struct piece *piece;

        if (at < n && !breaks[at] && !feeds[at])
            continue;
        pieces->at = mem_grow(pieces->at, pieces->count, &pieces->room, sizeof *pieces->at);
        piece = &pieces->at[pieces->count++];
        *piece = (struct piece){ .start = start, .size = at - start };
        piece->cells = text_width(text + start, piece->size);
        piece->bare = text_width(text + start, without_blanks(text, start, piece->size));
        piece->ends_sentence = ends_with(text, start, piece->size, ".?!");
        start = at;
    }
    for (size_t i = 0; i < pieces->count; i++)
        pieces->at[i].cost =
            cut_cost(text, &pieces->at[i], i + 1 < pieces->count ? &pieces->at[i + 1] : NULL);
    free(breaks);
}

/* The cost of a line of so many cells. */
static double line_cost(int cells, int width, enum verse_style style, bool last)
{
    double off;

    if (style == VERSE_BREATH) {
        off = (double)(cells - BREATH) / BREATH;
        return off * off;
    }
    off = (double)(width - cells) / width;
    return last ? 0 : off * off * 0.6;
}

/* The cost of all lines up to the piece end, if the last of them begins with the piece from. */
static double cost_with(const struct pieces *pieces, size_t end, size_t from, int cells,
                        const double *before, int width, enum verse_style style)
{
    bool last = end == pieces->count;
    double cost = before[from] + line_cost(cells, width, style, last);

    if (!last)
        cost += pieces->at[end - 1].cost;
    if (last && from && end - from == 1) /* one word alone */
        cost += 0.8;
    if (style == VERSE_BREATH)
        for (size_t i = from; i + 1 < end; i++)
            if (pieces->at[i].ends_sentence)
                cost += 2; /* a sentence that ends within a line */
    return cost;
}

/* Fills from[] (where the line that ends before piece i begins) for exactly lines lines. Returns
 * the cost, or cost_impossible. */
static double cut_into(const struct pieces *pieces, size_t lines, int width, enum verse_style style,
                       size_t *froms)
{
    size_t n = pieces->count;
    double *before = mem_new(n + 1, sizeof *before), *now = mem_new(n + 1, sizeof *now), cost;

    for (size_t i = 1; i <= n; i++)
        before[i] = cost_impossible;
    for (size_t line = 1; line <= lines; line++) {
        for (size_t end = 0; end <= n; end++) {
            int cells = end ? pieces->at[end - 1].bare : 0;

            now[end] = cost_impossible;
            for (size_t from = end; from-- > 0;) {
                double here;

                if (from + 1 < end)
                    cells += pieces->at[from].cells;
                if (cells > width)
                    break;
                if (before[from] >= cost_impossible)
                    continue;
                here = cost_with(pieces, end, from, cells, before, width, style);
                if (here < now[end]) {
                    now[end] = here;
                    froms[line * (n + 1) + end] = from;
                }
            }
        }
        memcpy(before, now, (n + 1) * sizeof *now);
    }
    cost = before[n];
    free(before);
    free(now);
    return cost;
}

static void add_line(struct verse *verse, size_t start, size_t size, bool ends_sentence)
{
    verse->lines = mem_resize(verse->lines, verse->count + 1, sizeof *verse->lines);
    verse->lines[verse->count++] =
        (struct verse_line){ .start = start,
                             .size = without_blanks(verse->text, start, size),
                             .ends_sentence = ends_sentence };
}

static void take_lines(struct verse *verse, const struct pieces *pieces, size_t lines,
                       const size_t *froms)
{
    size_t *ends = mem_new(lines + 1, sizeof *ends), end = pieces->count;

    for (size_t line = lines; line > 0; line--) {
        ends[line] = end;
        end = froms[line * (pieces->count + 1) + end];
    }
    for (size_t line = 1; line <= lines; line++) {
        const struct piece *first = &pieces->at[line == 1 ? 0 : ends[line - 1]];
        const struct piece *final = &pieces->at[ends[line] - 1];

        add_line(verse, first->start, final->start + final->size - first->start,
                 final->ends_sentence && line < lines);
    }
    free(ends);
}

/* The cheapest number of lines. QUIET takes the fewest that are possible. */
static bool cut_well(struct verse *verse, const struct pieces *pieces, int width,
                     enum verse_style style)
{
    enum { QUIET_LINES_MAX = 12 };
    size_t most = style == VERSE_BREATH ? BREATH_LINES_MAX : QUIET_LINES_MAX, best_lines = 0;
    size_t cells = (most + 1) * (pieces->count + 1);
    size_t *froms = mem_new(cells, sizeof *froms), *best = mem_new(cells, sizeof *best);
    double best_cost = cost_impossible;

    for (size_t lines = 1; lines <= most; lines++) {
        double cost = cut_into(pieces, lines, width, style, froms);

        if (cost < best_cost) {
            best_cost = cost;
            best_lines = lines;
            memcpy(best, froms, cells * sizeof *best);
        }
        if (style == VERSE_QUIET && best_lines)
            break;
    }
    if (best_lines)
        take_lines(verse, pieces, best_lines, best);
    free(froms);
    free(best);
    return best_lines > 0;
}

/* A piece longer than a line is cut between clusters. */
static size_t cut_long(struct verse *verse, const struct piece *piece, int width)
{
    size_t at = piece->start, end = piece->start + piece->size;

    while (at < end) {
        size_t fit = text_fit(verse->text + at, end - at, width);

        if (!fit)
            fit = text_next_cluster(verse->text + at, end - at, 0);
        if (text_width(verse->text + at, without_blanks(verse->text, at, end - at)) <= width)
            break;
        add_line(verse, at, fit, false);
        at += fit;
    }
    return at;
}

static void cut_filled(struct verse *verse, const struct pieces *pieces, int width,
                       const bool *feeds)
{
    size_t start = 0;
    int cells = 0;

    for (size_t i = 0; i < pieces->count; i++) {
        const struct piece *piece = &pieces->at[i];

        if (i && (cells + piece->bare > width || feeds[piece->start])) {
            add_line(verse, start, piece->start - start, false);
            start = piece->start;
            cells = 0;
        }
        if (piece->bare > width) {
            start = cut_long(verse, piece, width);
            cells = text_width(verse->text + start, piece->start + piece->size - start);
            continue;
        }
        cells += piece->cells;
    }
    add_line(verse, start, strlen(verse->text) - start, false);
}

/* Where line feeds were, before they became blanks: the byte after each. */
static bool *find_feeds(const char *text, const struct canvas *canvas, size_t size, bool keep)
{
    bool *feeds = mem_new(size + 1, sizeof *feeds);
    struct strbuf before = STRBUF_INIT;

    for (const char *at = text; keep && (at = strchr(at, '\n')); at++) {
        strbuf_clear(&before);
        text_display(&before, text, (size_t)(at - text) + 1, canvas->ascii);
        if (before.size < size)
            feeds[before.size] = true;
    }
    strbuf_release(&before);
    return feeds;
}

void verse_set(struct verse *verse, const struct canvas *canvas, const char *text, int width,
               enum verse_style style)
{
    struct pieces pieces = { 0 };
    struct strbuf shown = STRBUF_INIT;
    bool *feeds;

    text_display(&shown, text, strlen(text), canvas->ascii);
    feeds = find_feeds(text, canvas, shown.size, style == VERSE_FILLED);
    *verse = (struct verse){ .text = strbuf_detach(&shown) };
    cut_pieces(&pieces, verse->text, strlen(verse->text), feeds);
    /* What has more pieces than a prompt can have is no verse, and would only take long. */
    if (style == VERSE_FILLED || pieces.count > 120 ||
        !((style == VERSE_BREATH && cut_well(verse, &pieces, width, style)) ||
          cut_well(verse, &pieces, width, VERSE_QUIET)))
        cut_filled(verse, &pieces, width, feeds);
    free(pieces.at);
    free(feeds);
}

void verse_release(struct verse *verse)
{
    free(verse->text);
    free(verse->lines);
    *verse = (struct verse){ 0 };
}

int verse_rows(const struct verse *verse, int leading, int gap)
{
    int rows = 0;

    for (size_t i = 0; i < verse->count; i++)
        rows += i + 1 == verse->count ? 1 : leading + (verse->lines[i].ends_sentence ? gap : 0);
    return rows;
}

void verse_draw(const struct verse *verse, struct canvas *canvas, int row, int col, int first,
                int last, int leading, int gap, enum role role)
{
    for (size_t i = 0; i < verse->count; i++) {
        if (row >= first && row <= last)
            canvas_put_n(canvas, row, col, role, verse->text + verse->lines[i].start,
                         verse->lines[i].size);
        row += leading + (verse->lines[i].ends_sentence ? gap : 0);
    }
}
