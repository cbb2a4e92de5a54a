/* Verse: every line within its width, every word kept in order, and cuts where the sense is cut:
 * on examples, on all prompts of the program, and on any text at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/text.h"
#include "format/pack.h"
#include "ui/verse.h"

static struct canvas utf8, ascii;

/* The lines with a bar between them. */
static char *lines_of(const struct verse *verse)
{
    struct strbuf out = STRBUF_INIT;

    for (size_t i = 0; i < verse->count; i++) {
        if (i)
            strbuf_addch(&out, '|');
        strbuf_add(&out, verse->text + verse->lines[i].start, verse->lines[i].size);
    }
    return strbuf_detach(&out);
}

static void assert_set(const char *text, int width, enum verse_style style, const char *wanted)
{
    struct verse verse;
    char *seen;

    verse_set(&verse, &utf8, text, width, style);
    seen = lines_of(&verse);
    assert_string_equal(seen, wanted);
    free(seen);
    verse_release(&verse);
}

static void known_prompts_are_set_like_verse(void **state)
{
    (void)state;
    assert_set("Describe the ordinary moment when you first thought: this one stays. Begin with "
               "the place.",
               46, VERSE_BREATH,
               "Describe the ordinary moment|when you first thought:|this one stays.|"
               "Begin with the place.");
    assert_set("Describe the ordinary moment when you first thought: this one stays. Begin with "
               "the place.",
               34, VERSE_BREATH,
               "Describe the ordinary moment|when you first thought:|this one stays.|"
               "Begin with the place.");
}

static void a_known_follow_up_is_set_like_verse(void **state)
{
    (void)state;
    assert_set("Which moment since then said it again, more quietly?", 46, VERSE_BREATH,
               "Which moment since then|said it again, more quietly?");
}

static void what_steps_back_is_set_as_drawn(void **state)
{
    (void)state;
    assert_set("Describe the ordinary moment when you first thought: this one stays. Begin with "
               "the place.",
               46, VERSE_QUIET,
               "Describe the ordinary moment when you first|"
               "thought: this one stays. Begin with the place.");
    assert_set("One of you tells the way home today, door to door. The other finds where the day "
               "let go.",
               54, VERSE_QUIET,
               "One of you tells the way home today, door to door.|"
               "The other finds where the day let go.");
}

static void short_text_is_one_line(void **state)
{
    (void)state;
    for (int style = VERSE_BREATH; style <= VERSE_FILLED; style++) {
        assert_set("Stay.", 46, (enum verse_style)style, "Stay.");
        assert_set("", 46, (enum verse_style)style, "");
        assert_set("   ", 46, (enum verse_style)style, "");
    }
}

static void filled_keeps_line_feeds(void **state)
{
    (void)state;
    assert_set("one\ntwo three\nfour", 20, VERSE_FILLED, "one|two three|four");
    assert_set("one\ntwo three\nfour", 5, VERSE_FILLED, "one|two|three|four");
    assert_set("one\ntwo", 20, VERSE_QUIET, "one two");
}

static void a_word_longer_than_a_line_is_cut_between_letters(void **state)
{
    (void)state;
    assert_set("Donaudampfschiff", 6, VERSE_FILLED, "Donaud|ampfsc|hiff");
    assert_set("on Donaudampfschiff now", 6, VERSE_BREATH, "on|Donaud|ampfsc|hiff|now");
    assert_set("猫猫猫猫猫", 5, VERSE_FILLED, "猫猫|猫猫|猫");
}

static void rows_count_leading_and_the_gap_between_sentences(void **state)
{
    struct verse verse;

    (void)state;
    verse_set(&verse, &utf8,
              "Describe the ordinary moment when you first thought: this one stays. Begin with "
              "the place.",
              46, VERSE_BREATH);
    assert_int_equal(verse_rows(&verse, 1, 0), 4);
    assert_int_equal(verse_rows(&verse, 2, 0), 7);
    assert_int_equal(verse_rows(&verse, 2, 1), 8); /* as drawn: rows 5 to 12 */
    assert_int_equal(verse_rows(&verse, 3, 1), 11);
    verse_release(&verse);
}

static void a_verse_is_drawn_within_its_rows_only(void **state)
{
    struct verse verse;
    struct canvas canvas;

    (void)state;
    canvas_init(&canvas, 20, 6, false);
    verse_set(&verse, &utf8, "one two three four five", 5, VERSE_FILLED);
    assert_int_equal(verse.count, 5);
    verse_draw(&verse, &canvas, 0, 2, 2, 3, 1, 0, ROLE_VOICE);
    for (int row = 1; row <= 6; row++)
        assert_string_equal(canvas_at(&canvas, row, 2)->text, row == 2   ? "t"
                                                              : row == 3 ? "f"
                                                                         : " ");
    verse_release(&verse);
    canvas_release(&canvas);
}

/* ---- all prompts of the program ---- */

static void each_prompt(void (*check)(const char *text, int width))
{
    for (size_t i = 0; i < embedded_packs_count; i++) {
        const struct embedded_file *file = &embedded_packs[i];
        struct pack pack;
        struct error err;

        if (pack_read(file->data, (size_t)(file->end - file->data), PACK_BUILT_IN, &pack, NULL,
                      &err) != STATUS_OK)
            fail_msg("%s: %s", file->name, err.text);
        for (size_t j = 0; j < pack.count; j++) {
            check(pack.prompts[j].text, 46);
            check(pack.prompts[j].text, 34);
            for (size_t k = 0; k < pack.prompts[j].followup_count; k++)
                check(pack.prompts[j].followups[k], 46);
        }
        pack_release(&pack);
    }
}

static bool in(const char *text, size_t n, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(words[i]) == n && !strncasecmp(text, words[i], n))
            return true;
    return false;
}

/* The last word of a line, and its bytes. */
static const char *last_word(const struct verse *verse, size_t line, size_t *n)
{
    const char *begin = verse->text + verse->lines[line].start;
    const char *end = begin + verse->lines[line].size, *word = end;

    while (word > begin && word[-1] != ' ')
        word--;
    *n = (size_t)(end - word);
    return word;
}

static int line_width(const struct verse *verse, size_t line)
{
    return text_width(verse->text + verse->lines[line].start, verse->lines[line].size);
}

/* True if the last word of a line could as well begin the next one. */
static bool could_move(const struct verse *verse, size_t line, int width)
{
    size_t n;
    const char *word = last_word(verse, line, &n);

    return word > verse->text + verse->lines[line].start &&
           line_width(verse, line + 1) + 1 + text_width(word, n) <= width;
}

static noreturn void complain(const struct verse *verse, const char *what)
{
    char *lines = lines_of(verse);

    print_error("%s: %s\n", what, lines);
    free(lines);
    fail();
    abort();
}

static void check_no_clinging_end(const char *text, int width)
{
    static const char *const clinging[] = { "a",  "an", "the", "my", "your", "our", "of",
                                            "to", "in", "on",  "at", "and",  "or",  "but" };
    struct verse verse;
    size_t n;

    verse_set(&verse, &utf8, text, width, VERSE_BREATH);
    for (size_t i = 0; i + 1 < verse.count; i++) {
        const char *word = last_word(&verse, i, &n);

        if (in(word, n, clinging, ARRAY_SIZE(clinging)) && could_move(&verse, i, width))
            complain(&verse, "a line ends on a short word");
    }
    verse_release(&verse);
}

static void no_line_ends_on_a_short_word_that_could_move_on(void **state)
{
    (void)state;
    each_prompt(check_no_clinging_end);
}

static void check_no_lonely_end(const char *text, int width)
{
    struct verse verse;

    verse_set(&verse, &utf8, text, width, VERSE_BREATH);
    if (verse.count > 1 && verse.count <= 5) {
        const struct verse_line *last = &verse.lines[verse.count - 1];

        if (!memchr(verse.text + last->start, ' ', last->size) &&
            !verse.lines[verse.count - 2].ends_sentence &&
            could_move(&verse, verse.count - 2, width))
            complain(&verse, "the last line is one word");
    }
    verse_release(&verse);
}

static void no_last_line_is_one_word(void **state)
{
    (void)state;
    each_prompt(check_no_lonely_end);
}

static void check_sentences_break(const char *text, int width)
{
    struct verse verse;

    verse_set(&verse, &utf8, text, width, VERSE_BREATH);
    if (verse.count < 5) /* else room was short */
        for (size_t i = 0; i < verse.count; i++) {
            const char *line = verse.text + verse.lines[i].start;

            for (size_t at = 1; at + 1 < verse.lines[i].size; at++)
                if (line[at] == ' ' && strchr(".?!", line[at - 1]) && line[at + 1] >= 'A' &&
                    line[at + 1] <= 'Z')
                    complain(&verse, "a sentence ends within a line");
        }
    verse_release(&verse);
}

static void a_sentence_ends_its_line(void **state)
{
    (void)state;
    each_prompt(check_sentences_break);
}

/* ---- any text at all ---- */

/* What is not a blank, in order: nothing of it may be lost, doubled or moved. */
static char *without_blanks(const char *text, size_t n)
{
    struct strbuf out = STRBUF_INIT;

    for (size_t i = 0; i < n; i++)
        if (text[i] != ' ')
            strbuf_addch(&out, text[i]);
    return strbuf_detach(&out);
}

/* A cluster alone may be wider than a very narrow line. */
static bool is_one_cluster(const struct verse *verse, const struct verse_line *line)
{
    return text_next_cluster(verse->text + line->start, line->size, 0) >= line->size;
}

static void check_lines(const struct verse *verse, const char *source, int width)
{
    size_t end = 0;

    for (size_t i = 0; i < verse->count; i++) {
        const struct verse_line *line = &verse->lines[i];

        if (line->start < end || line->start + line->size > strlen(verse->text))
            fail_msg("lines overlap in \"%s\" at %d", source, width);
        end = line->start + line->size;
        if (text_width(verse->text + line->start, line->size) > width &&
            !is_one_cluster(verse, line))
            fail_msg("\"%.*s\" is wider than %d", (int)line->size, verse->text + line->start,
                     width);
        if (line->size && (verse->text[line->start + line->size - 1] == ' '))
            fail_msg("a line ends with a blank in \"%s\" at %d", source, width);
    }
}

static void check_nothing_lost(const struct verse *verse, const struct canvas *canvas,
                               const char *source, int width)
{
    struct strbuf shown = STRBUF_INIT, lines = STRBUF_INIT;
    char *wanted, *seen;

    text_display(&shown, source, strlen(source), canvas->ascii);
    for (size_t i = 0; i < verse->count; i++)
        strbuf_add(&lines, verse->text + verse->lines[i].start, verse->lines[i].size);
    wanted = without_blanks(shown.text, shown.size);
    seen = without_blanks(lines.text, lines.size);
    if (strcmp(wanted, seen))
        fail_msg("width %d: \"%s\" became \"%s\"", width, wanted, seen);
    free(wanted);
    free(seen);
    strbuf_release(&shown);
    strbuf_release(&lines);
}

static void check_any(const char *text, int width)
{
    for (int style = VERSE_BREATH; style <= VERSE_FILLED; style++) {
        struct verse verse;
        const struct canvas *canvas = width % 5 ? &utf8 : &ascii;

        verse_set(&verse, canvas, text, width, (enum verse_style)style);
        check_lines(&verse, text, width);
        check_nothing_lost(&verse, canvas, text, width);
        verse_release(&verse);
    }
}

static void no_text_is_lost_or_too_wide_at_any_width(void **state)
{
    /* clang-format off */
    static const char *const bits[] = {
        "the ",  "moment ", "a ",      "first. ", "thought: ", "stays, ", "猫",      "日本語の",
        "。",    "、",      "e\u0301 ", "👨‍👩‍👧‍👦 ",   "🇨🇭🇨🇭",     "\n",      "  ",      "\t",
        "-",     "—",       "“who?” ", "«\u202fqui\u202f» ", "incomprehensibilities ", "\xff",
        "\x1b[m", "\u200b", "http://example.org/a/long/path ", "it’s ", "…", "(so) ", "\u00a0",
    };
    /* clang-format on */
    struct rng rng = rng_seeded(11);
    struct strbuf text = STRBUF_INIT;

    (void)state;
    for (int i = 0; i < 4000; i++) {
        uint64_t longest = i % 50 ? 24 : 200;

        strbuf_clear(&text);
        for (uint64_t n = rng_below(&rng, longest); n > 0; n--)
            strbuf_addstr(&text, bits[rng_below(&rng, ARRAY_SIZE(bits))]);
        check_any(text.text, 1 + (int)rng_below(&rng, 60));
    }
    strbuf_release(&text);
}

static void no_prompt_is_lost_or_too_wide(void **state)
{
    (void)state;
    each_prompt(check_any);
}

/* The longest text that a pack may hold must not take long. */
static void a_very_long_text_is_filled(void **state)
{
    struct strbuf text = STRBUF_INIT;

    (void)state;
    for (int i = 0; i < 20000; i++)
        strbuf_addstr(&text, "word ");
    check_any(text.text, 46);
    strbuf_clear(&text);
    for (int i = 0; i < 20000; i++)
        strbuf_addstr(&text, "w");
    check_any(text.text, 46);
    strbuf_release(&text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_prompts_are_set_like_verse),
        cmocka_unit_test(a_known_follow_up_is_set_like_verse),
        cmocka_unit_test(what_steps_back_is_set_as_drawn),
        cmocka_unit_test(short_text_is_one_line),
        cmocka_unit_test(filled_keeps_line_feeds),
        cmocka_unit_test(a_word_longer_than_a_line_is_cut_between_letters),
        cmocka_unit_test(rows_count_leading_and_the_gap_between_sentences),
        cmocka_unit_test(a_verse_is_drawn_within_its_rows_only),
        cmocka_unit_test(no_line_ends_on_a_short_word_that_could_move_on),
        cmocka_unit_test(no_last_line_is_one_word),
        cmocka_unit_test(a_sentence_ends_its_line),
        cmocka_unit_test(no_text_is_lost_or_too_wide_at_any_width),
        cmocka_unit_test(no_prompt_is_lost_or_too_wide),
        cmocka_unit_test(a_very_long_text_is_filled),
    };
    int failed;

    setlocale(LC_CTYPE, "C.UTF-8");
    canvas_init(&utf8, 80, 24, false);
    canvas_init(&ascii, 80, 24, true);
    failed = cmocka_run_group_tests_name("verse", tests, NULL, NULL);
    canvas_release(&utf8);
    canvas_release(&ascii);
    return failed;
}
