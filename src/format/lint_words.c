/* A text as words, and the lists of words. Knows no prompt and no rule. */
#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "lint_private.h"

/* ---- words ---- */

static unsigned gap_of(uint32_t code)
{
    static const struct {
        uint32_t code;
        unsigned gap;
    } signs[] = {
        { ',', GAP_COMMA },     { ':', GAP_CLAUSE },   { ';', GAP_CLAUSE },
        { '(', GAP_CLAUSE },    { ')', GAP_CLAUSE },   { 0x2013, GAP_CLAUSE },
        { 0x2014, GAP_CLAUSE }, { '.', GAP_STOP },     { '!', GAP_STOP },
        { 0x2026, GAP_STOP },   { '?', GAP_ASKS },     { 0x203d, GAP_ASKS },
        { '"', GAP_QUOTE },     { 0x201c, GAP_QUOTE }, { 0x201d, GAP_QUOTE },
        { '\'', GAP_QUOTE },    { 0x3002, GAP_STOP },  { 0xff01, GAP_STOP },
        { 0xff1f, GAP_ASKS },   { 0x00ab, GAP_QUOTE }, { 0x00bb, GAP_QUOTE },
        { 0x061f, GAP_ASKS },   { 0x037e, GAP_ASKS },
    };

    for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
        if (signs[i].code == code)
            return signs[i].gap;
    return 0;
}

/* The signs between the bytes at and end of folded text. */
static unsigned read_gap(struct words *words, const char *text, size_t at, size_t end)
{
    unsigned gap = 0;
    uint32_t code;

    while (at < end) {
        at += text_decode(text, end, at, &code);
        gap |= gap_of(code);
        words->question_marks += gap_of(code) == GAP_ASKS;
    }
    return gap;
}

void words_split(struct words *words, const char *text)
{
    size_t end = 0, begin, next;

    *words = (struct words){ .bytes = STRBUF_INIT };
    text_fold(&words->bytes, text, strlen(text));
    for (;;) {
        unsigned gap;

        next = text_next_word(words->bytes.text, words->bytes.size, end, &begin);
        gap = read_gap(words, words->bytes.text, end, begin);
        if (words->count)
            words->bytes.text[end] = '\0';
        if (begin == next) {
            words->after = gap;
            break;
        }
        words->list = mem_grow(words->list, words->count, &words->room, sizeof *words->list);
        words->sentences += !words->count || gap & GAP_SENTENCE;
        words->list[words->count++] = (struct word){ .text = words->bytes.text + begin,
                                                     .before = gap,
                                                     .sentence = words->sentences - 1 };
        end = next;
    }
}

void words_release(struct words *words)
{
    strbuf_release(&words->bytes);
    free(words->list);
    *words = (struct words){ .bytes = STRBUF_INIT };
}

bool words_asks(const struct words *words, size_t at)
{
    for (size_t i = at + 1; i < words->count; i++)
        if (words->list[i].sentence != words->list[at].sentence)
            return words->list[i].before & GAP_ASKS;
    return words->after & GAP_ASKS;
}

void words_quote(struct strbuf *out, const struct words *words, size_t at, size_t size)
{
    for (size_t i = at; i < at + size && i < words->count; i++) {
        if (i > at)
            strbuf_addch(out, ' ');
        strbuf_addstr(out, words->list[i].text);
    }
}

size_t words_units(const struct words *words)
{
    size_t units = 1;

    for (size_t i = 1; i < words->count; i++)
        units += (words->list[i].before & (GAP_SENTENCE | GAP_CLAUSE)) != 0;
    return units;
}

static bool ends_with(const char *word, size_t size, const char *end)
{
    size_t n = strlen(end);

    return size > n && !memcmp(word + size - n, end, n);
}

static bool is_vowel(char c)
{
    return c && strchr("aeiouy", c);
}

/* The last e of "stone" is silent, and so is that of "walked" and "takes"; not that of "table",
 * "wanted" and "boxes". */
static bool has_silent_end(const char *word, size_t size)
{
    char before = size > 2 ? word[size - 3] : '\0';

    if (ends_with(word, size, "e"))
        return !(ends_with(word, size, "le") && size > 2 && !is_vowel(word[size - 3])) &&
               !is_vowel(word[size - 2]);
    if (ends_with(word, size, "ed"))
        return before && !strchr("td", before) && !is_vowel(before);
    if (ends_with(word, size, "es"))
        return before && !strchr("sxzcgh", before) && !is_vowel(before) &&
               !ends_with(word, size, "les");
    return false;
}

size_t word_syllables(const char *word)
{
    size_t groups = 0, size = strcspn(word, "'");

    for (size_t i = 0; i < size; i++)
        groups += is_vowel(word[i]) && !(i && is_vowel(word[i - 1]));
    if (groups > 1 && has_silent_end(word, size))
        groups--;
    /* "did-n't", "could-n't" */
    groups += size > 2 && word[size] && ends_with(word, size, "dn");
    return groups ? groups : 1;
}

bool words_are_akin(const char *a, const char *b)
{
    enum { STEM = 4, SUFFIX = 3 };
    size_t same = 0, a_left, b_left;

    while (a[same] && a[same] == b[same])
        same++;
    a_left = strlen(a + same);
    b_left = strlen(b + same);
    if (!a_left && !b_left)
        return true;
    if (same >= STEM)
        return a_left <= SUFFIX && b_left <= SUFFIX;
    return same + 1 >= STEM && a_left + b_left == 1 && (a[same] == 's' || b[same] == 's');
}

/* ---- lists ---- */

static const char *const list_names[LIST_COUNT] = {
    [LIST_CLOSED] = "closed",
    [LIST_SUBJECTS] = "subjects",
    [LIST_HARD] = "hard",
    [LIST_AIMED] = "aimed",
    [LIST_ACCUSING] = "accusing",
    [LIST_GENDERED] = "gendered",
    [LIST_MARRIAGE] = "requires-marriage",
    [LIST_CHILDREN] = "requires-children",
    [LIST_PREGNANCY] = "requires-pregnancy",
    [LIST_IN_LAWS] = "requires-in-laws",
    [LIST_FAITH] = "requires-faith",
    [LIST_PRESUMING] = "presuming",
    [LIST_ACTS] = "acts",
    [LIST_ACT_OPENERS] = "act-openers",
    [LIST_ACT_DOERS] = "act-doers",
    [LIST_ACT_OBJECTS] = "act-objects",
    [LIST_IMAGINED] = "imagined",
    [LIST_ABLEIST] = "ableist",
    [LIST_SEXUAL] = "sexual",
    [LIST_FREQUENCY] = "frequency",
    [LIST_PRESUMED] = "presumed",
    [LIST_RATING] = "rating",
    [LIST_SCALE] = "scale",
    [LIST_MEASURED] = "measured",
    [LIST_JARGON] = "jargon",
    [LIST_FEELINGS] = "feelings",
    [LIST_MENDING] = "mending",
    [LIST_COMMON] = "common",
};

static const struct embedded_file *file_of(const char *name)
{
    for (const struct embedded_file *file = embedded_lint; file->name; file++)
        if (!strncmp(file->name, name, strlen(name)) && !strcmp(file->name + strlen(name), ".txt"))
            return file;
    BUG("a list of words isn't in the program");
}

static void add_entry(const char ***entries, size_t *count, size_t *room, const char *text)
{
    *entries = mem_grow(*entries, *count, room, sizeof **entries);
    (*entries)[(*count)++] = text;
}

static void read_entry(struct word_list *list, const char *text)
{
    if (*text == '!')
        add_entry(&list->exceptions, &list->exception_count, &list->exception_room,
                  text + 1 + strspn(text + 1, " "));
    else if (*text && *text != '#')
        add_entry(&list->entries, &list->count, &list->room, text);
}

static int compare_entries(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort_entries(struct word_list *list)
{
    size_t at = 0;

    if (list->count)
        qsort(list->entries, list->count, sizeof *list->entries, compare_entries);
    for (unsigned byte = 0; byte <= 256; byte++) {
        list->first[byte] = at;
        while (at < list->count && (unsigned char)*list->entries[at] == byte)
            at++;
    }
}

static void load_list(struct word_list *list, const struct embedded_file *file)
{
    *list = (struct word_list){ .bytes = STRBUF_INIT };
    text_fold(&list->bytes, file->data, (size_t)(file->end - file->data));
    for (char *line = list->bytes.text, *end; *line; line = end) {
        end = line + strcspn(line, "\n");
        if (*end)
            *end++ = '\0';
        read_entry(list, line);
    }
    sort_entries(list);
}

void lists_load(struct lists *lists)
{
    for (size_t i = 0; i < LIST_COUNT; i++)
        load_list(&lists->of[i], file_of(list_names[i]));
}

void lists_release(struct lists *lists)
{
    for (size_t i = 0; i < LIST_COUNT; i++) {
        strbuf_release(&lists->of[i].bytes);
        free(lists->of[i].entries);
        free(lists->of[i].exceptions);
    }
}

/* What may follow a word and leave it the same: "husband's", "we'll". */
static bool is_clitic(const char *end)
{
    static const char *const clitics[] = { "", "'s", "'ll", "'d", "'re", "'ve", "'m" };

    for (size_t i = 0; i < ARRAY_SIZE(clitics); i++)
        if (!strcmp(end, clitics[i]))
            return true;
    return false;
}

/* Does the word match the size bytes of a pattern? */
static bool word_matches(const char *pattern, size_t size, const char *word)
{
    if (size == 1 && *pattern == '_')
        return true;
    if (pattern[size - 1] == '*')
        return !strncmp(word, pattern, size - 1);
    return !strncmp(word, pattern, size) && is_clitic(word + size);
}

/* How many words from at on an entry covers; 0: it doesn't begin there. An entry ends with its
 * sentence. */
static size_t entry_covers(const char *entry, const struct words *words, size_t at)
{
    size_t covered = 0;

    while (*entry) {
        size_t size = strcspn(entry, " ");

        if (at + covered >= words->count ||
            (covered && words->list[at + covered].before & GAP_SENTENCE) ||
            !word_matches(entry, size, words->list[at + covered].text))
            return 0;
        covered++;
        entry += size + (entry[size] == ' ');
    }
    return covered;
}

static bool is_excepted(const struct word_list *list, const struct words *words, size_t at,
                        size_t size)
{
    enum { LEAD_MAX = 4 };

    for (size_t lead = 0; lead <= LEAD_MAX && lead <= at; lead++)
        for (size_t i = 0; i < list->exception_count; i++)
            if (entry_covers(list->exceptions[i], words, at - lead) >= size + lead)
                return true;
    return false;
}

size_t list_covers(const struct word_list *list, const struct words *words, size_t at)
{
    unsigned char byte = (unsigned char)*words->list[at].text;
    size_t most = 0;

    for (size_t i = list->first[byte]; i < list->first[byte + 1]; i++) {
        size_t covered = entry_covers(list->entries[i], words, at);

        if (covered > most)
            most = covered;
    }
    return most && !is_excepted(list, words, at, most) ? most : 0;
}

size_t list_find(const struct word_list *list, const struct words *words, size_t from, size_t *size)
{
    *size = 0;
    for (size_t at = from; at < words->count; at++)
        if ((*size = list_covers(list, words, at)))
            return at;
    return words->count;
}

bool list_in_sentence(const struct word_list *list, const struct words *words, size_t at)
{
    for (size_t i = 0; i < words->count; i++)
        if (words->list[i].sentence == words->list[at].sentence && list_covers(list, words, i))
            return true;
    return false;
}
