/* The canvas: nothing goes outside, no wide letter is ever cut in two, marks stay on their letter,
 * and what could steer a terminal never gets in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "support/stage.h"
#include "ui/canvas.h"

static const char *cell(const struct canvas *canvas, int row, int col)
{
    return canvas_at(canvas, row, col)->text;
}

static char *row_text(const struct canvas *canvas, int row)
{
    struct strbuf out = STRBUF_INIT;

    for (int col = 1; col <= canvas->width; col++)
        strbuf_addstr(&out, cell(canvas, row, col));
    return strbuf_detach(&out);
}

static void assert_row(const struct canvas *canvas, int row, const char *wanted)
{
    char *seen = row_text(canvas, row);

    assert_string_equal(seen, wanted);
    free(seen);
    stage_check_canvas(canvas);
}

static void a_new_canvas_is_blank(void **state)
{
    struct canvas canvas;

    (void)state;
    canvas_init(&canvas, 5, 3, false);
    for (int row = 1; row <= 3; row++)
        assert_row(&canvas, row, "     ");
    assert_null(canvas_at(&canvas, 0, 1));
    assert_null(canvas_at(&canvas, 1, 0));
    assert_null(canvas_at(&canvas, 4, 1));
    assert_null(canvas_at(&canvas, 1, 6));
    canvas_release(&canvas);
}

static void text_is_cut_at_every_edge(void **state)
{
    struct canvas canvas;

    (void)state;
    canvas_init(&canvas, 5, 1, false);
    assert_int_equal(canvas_put(&canvas, 1, -1, ROLE_TEXT, "abcdefghij"), 9);
    assert_row(&canvas, 1, "cdefg");
    assert_int_equal(canvas_put(&canvas, 0, 1, ROLE_TEXT, "above"), 6);
    assert_int_equal(canvas_put(&canvas, 2, 1, ROLE_TEXT, "below"), 6);
    canvas_put(&canvas, 1, 100, ROLE_TEXT, "far");
    canvas_put(&canvas, -2147483647, -2147483647, ROLE_TEXT, "farther");
    assert_row(&canvas, 1, "cdefg");
    canvas_release(&canvas);
}

static void a_wide_letter_takes_two_cells(void **state)
{
    struct canvas canvas;

    (void)state;
    canvas_init(&canvas, 6, 1, false);
    assert_int_equal(canvas_put(&canvas, 1, 1, ROLE_TEXT, "猫cat"), 6);
    assert_int_equal(canvas_at(&canvas, 1, 1)->width, 2);
    assert_int_equal(canvas_at(&canvas, 1, 2)->width, 0);
    assert_row(&canvas, 1, "猫cat ");
    canvas_release(&canvas);
}

static void what_covers_half_of_a_wide_letter_takes_all_of_it(void **state)
{
    static const struct {
        int col;
        const char *put, *wanted;
    } cases[] = {
        { 1, "x", "x 犬 " },  { 2, "x", " x犬 " },  { 3, "x", "猫x  " },  { 4, "x", "猫 x " },
        { 2, "字", " 字  " }, { 1, "字", "字犬 " }, { 4, "字", "猫 字" }, { 5, "字", "猫犬 " },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct canvas canvas;

        canvas_init(&canvas, 5, 1, false);
        canvas_put(&canvas, 1, 1, ROLE_TEXT, "猫犬");
        canvas_put(&canvas, 1, cases[i].col, ROLE_VOICE, cases[i].put);
        assert_row(&canvas, 1, cases[i].wanted);
        canvas_release(&canvas);
    }
}

static void half_a_letter_at_the_edge_is_a_blank(void **state)
{
    struct canvas canvas;

    (void)state;
    canvas_init(&canvas, 3, 1, false);
    canvas_put(&canvas, 1, 2, ROLE_TEXT, "猫犬");
    assert_row(&canvas, 1, " 猫");
    canvas_put(&canvas, 1, 3, ROLE_TEXT, "犬");
    assert_row(&canvas, 1, "   ");
    canvas_release(&canvas);
}

static void marks_stay_on_their_letter(void **state)
{
    struct canvas canvas;

    (void)state;
    canvas_init(&canvas, 4, 1, false);
    assert_int_equal(canvas_put(&canvas, 1, 1, ROLE_TEXT, "e\u0301a\u0308\u0323!"), 4);
    assert_string_equal(cell(&canvas, 1, 1), "e\u0301");
    assert_string_equal(cell(&canvas, 1, 2), "a\u0308\u0323");
    assert_row(&canvas, 1, "e\u0301a\u0308\u0323! ");
    canvas_release(&canvas);
}

static void marks_beyond_measure_are_cut_between_code_points(void **state)
{
    static const struct {
        const char *letter;
        int cells;
    } cases[] = { { "e", 1 }, { "ø", 1 }, { "猫", 2 } }; /* of 1, 2 and 3 bytes */
    struct canvas canvas;
    struct strbuf text = STRBUF_INIT;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
        for (int marks = 0; marks < 40; marks++) {
            const char *letter = cases[i].letter;

            strbuf_clear(&text);
            strbuf_addstr(&text, letter);
            for (int n = 0; n < marks; n++)
                strbuf_addstr(&text, "\u0301");
            strbuf_addch(&text, 'z');
            canvas_init(&canvas, 4, 1, false);
            assert_int_equal(canvas_put(&canvas, 1, 1, ROLE_TEXT, text.text), cases[i].cells + 2);
            stage_check_canvas(&canvas);
            assert_int_equal(strncmp(cell(&canvas, 1, 1), letter, strlen(letter)), 0);
            assert_string_equal(cell(&canvas, 1, cases[i].cells + 1), "z");
            canvas_release(&canvas);
        }
    strbuf_release(&text);
}

static void a_mark_without_a_letter_is_nothing(void **state)
{
    struct canvas canvas;

    (void)state;
    canvas_init(&canvas, 3, 1, false);
    assert_int_equal(canvas_put(&canvas, 1, 1, ROLE_TEXT, "\u0301\u0308"), 1);
    assert_row(&canvas, 1, "   ");
    assert_int_equal(canvas_put(&canvas, 1, 1, ROLE_TEXT, "\u0301ab"), 3);
    assert_row(&canvas, 1, "ab ");
    canvas_release(&canvas);
}

static void what_could_steer_a_terminal_never_gets_in(void **state)
{
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        { "\x1b[31mred", "\ufffd[31mred" }, /* ESC */
        { "a\ab\b\x7f", "a\ufffd"
                        "b\ufffd\ufffd" }, /* C0 */
        { "a\tb\nc\rd", "a b c d" },       /* blanks */
        { "\xc2\x85\xc2\x9b"
          "1m",
          " \ufffd"
          "1m" },                               /* C1 */
        { "a\u202e\u2066b\u200f", "ab" },       /* bidi */
        { "a\u200b\u200d\ufeff\u2060b", "ab" }, /* zero width */
        { "\xff\xfe\xc0\x80", "\ufffd\ufffd\ufffd\ufffd" },
        { "\xe2\x80", "\ufffd\ufffd" },           /* cut off */
        { "\xed\xa0\x80", "\ufffd\ufffd\ufffd" }, /* a surrogate */
        { "\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct canvas canvas;
        char *seen;

        canvas_init(&canvas, 20, 1, false);
        canvas_put(&canvas, 1, 1, ROLE_TEXT, cases[i].text);
        stage_check_canvas(&canvas);
        seen = row_text(&canvas, 1);
        assert_memory_equal(seen, cases[i].wanted, strlen(cases[i].wanted));
        assert_int_equal(strspn(seen + strlen(cases[i].wanted), " "),
                         strlen(seen) - strlen(cases[i].wanted));
        free(seen);
        canvas_release(&canvas);
    }
}

static void ascii_is_plain_to_the_last_byte(void **state)
{
    struct canvas canvas;

    (void)state;
    canvas_init(&canvas, 24, 1, true);
    canvas_put(&canvas, 1, 1, ROLE_TEXT, "Zoë · “Straße” … ‹›");
    assert_row(&canvas, 1, "Zoe . \"Strasse\" ... []  ");
    canvas_release(&canvas);
}

static void what_is_too_long_ends_in_an_ellipsis(void **state)
{
    static const struct {
        const char *text;
        int cells;
        bool ascii;
        const char *wanted;
    } cases[] = {
        { "one two three", 13, false, "one two three" },
        { "one two three", 12, false, "one two …" },
        { "one two three", 12, true, "one two ..." },
        { "unbreakable", 6, false, "unbre…" },
        { "猫猫猫猫", 6, false, "猫猫…" },
        { "猫猫猫猫", 5, false, "猫猫…" },
        { "abc", 1, false, "…" },
        { "abc", 0, false, "" },
        { "abc", 2, true, "ab" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct canvas canvas;
        char *seen;

        canvas_init(&canvas, 20, 1, cases[i].ascii);
        canvas_put_cut(&canvas, 1, 1, cases[i].cells, ROLE_TEXT, cases[i].text);
        stage_check_canvas(&canvas);
        seen = row_text(&canvas, 1);
        assert_memory_equal(seen, cases[i].wanted, strlen(cases[i].wanted));
        assert_int_equal(strspn(seen + strlen(cases[i].wanted), " "),
                         strlen(seen) - strlen(cases[i].wanted));
        free(seen);
        canvas_release(&canvas);
    }
}

/* "door.…" reads as a slip of the pen: "the way home today, door …" is right. */
static void an_ellipsis_follows_a_blank_and_no_other_stop(void **state)
{
    static const struct {
        const char *text;
        int cells;
        const char *wanted;
    } cases[] = {
        { "One of you tells the way home today, door to door. The other finds.", 51,
          "One of you tells the way home today, door to door …" },
        { "Radio on, lights off, both of us wrong.", 22, "Radio on, lights off …" },
        { "Tired is not the same as sad.", 22, "Tired is not the …" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct canvas canvas;
        char *seen;

        canvas_init(&canvas, cases[i].cells, 1, false);
        canvas_put_cut(&canvas, 1, 1, cases[i].cells, ROLE_TEXT, cases[i].text);
        seen = row_text(&canvas, 1);
        assert_memory_equal(seen, cases[i].wanted, strlen(cases[i].wanted));
        free(seen);
        canvas_release(&canvas);
    }
}

static void a_cut_text_is_never_wider_than_its_room(void **state)
{
    static const char *const texts[] = {
        "One of you tells the way home today, door to door.",
        "日本語の文章もここに入るかもしれない、たぶん。",
        "a\u0301b\u0301 c\u0301d\u0301 e\u0301f\u0301",
        "👨‍👩‍👧‍👦 family 🇨🇭🇨🇭🇨🇭 flags",
        "word",
        "",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        for (int cells = 0; cells < 60; cells++)
            for (int ascii = 0; ascii < 2; ascii++) {
                struct canvas canvas;
                int end;

                canvas_init(&canvas, 80, 1, ascii);
                end = canvas_put_cut(&canvas, 1, 1, cells, ROLE_TEXT, texts[i]);
                assert_in_range(end, 1, cells + 1);
                stage_check_canvas(&canvas);
                canvas_release(&canvas);
            }
}

static void a_fill_never_goes_beyond_its_cells(void **state)
{
    struct canvas canvas;

    (void)state;
    canvas_init(&canvas, 7, 1, false);
    canvas_fill(&canvas, 1, 2, 5, ROLE_TEXT, "猫");
    assert_row(&canvas, 1, " 猫猫  ");
    canvas_fill(&canvas, 1, 1, 7, ROLE_TEXT, "─");
    assert_row(&canvas, 1, "───────");
    canvas_fill(&canvas, 1, 1, 7, ROLE_TEXT, "");
    canvas_fill(&canvas, 1, 1, 7, ROLE_TEXT, "\u0301");
    canvas_fill(&canvas, 1, 1, -3, ROLE_TEXT, "x");
    assert_row(&canvas, 1, "───────");
    canvas_release(&canvas);
}

static void the_cursor_stays_inside(void **state)
{
    struct canvas canvas;

    (void)state;
    canvas_init(&canvas, 5, 3, false);
    assert_int_equal(canvas.cursor_row, 3);
    assert_int_equal(canvas.cursor_col, 1);
    canvas_cursor(&canvas, 9, 9);
    assert_int_equal(canvas.cursor_row, 3);
    assert_int_equal(canvas.cursor_col, 5);
    canvas_cursor(&canvas, -1, 0);
    assert_int_equal(canvas.cursor_row, 1);
    assert_int_equal(canvas.cursor_col, 1);
    canvas_release(&canvas);
}

static void a_reset_takes_everything_away_at_any_size(void **state)
{
    static const int sizes[][2] = { { 300, 100 }, { 1, 1 }, { 80, 24 }, { 1, 100 }, { 300, 1 } };
    struct canvas canvas;

    (void)state;
    canvas_init(&canvas, 2, 2, false);
    for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
        canvas_put(&canvas, 1, 1, ROLE_VOICE, "猫");
        canvas_reset(&canvas, sizes[i][0], sizes[i][1]);
        stage_check_canvas(&canvas);
        assert_string_equal(cell(&canvas, 1, 1), " ");
        assert_int_equal(canvas_at(&canvas, 1, 1)->role, ROLE_TEXT);
        canvas_put(&canvas, sizes[i][1], sizes[i][0], ROLE_TEXT, "x");
    }
    canvas_release(&canvas);
}

static void a_dump_shows_rows_roles_and_the_cursor(void **state)
{
    struct canvas canvas;
    struct strbuf out = STRBUF_INIT;

    (void)state;
    canvas_init(&canvas, 8, 3, false);
    canvas_put(&canvas, 1, 2, ROLE_VOICE, "猫 ab");
    canvas_put(&canvas, 2, 1, ROLE_TEXT, "plain");
    canvas_put(&canvas, 3, 1, ROLE_WARNING_SIGN, "!");
    canvas_put(&canvas, 3, 3, ROLE_WARNING, "w");
    canvas_cursor(&canvas, 2, 4);
    canvas_dump(&canvas, &out);
    assert_string_equal(out.text, "8x3, cursor at row 2, column 4\n"
                                  "  1| 猫 ab\n"
                                  "   : bb bb\n"
                                  "  2|plain\n"
                                  "  3|! w\n"
                                  "   :! w\n");
    strbuf_release(&out);
    canvas_release(&canvas);
}

/* Whatever is put wherever, the grid stays a grid. */
static void any_text_anywhere_leaves_whole_rows(void **state)
{
    static const char *const bits[] = {
        "a",        "猫",       "e\u0301", "👨‍👩‍👧‍👦",
        "🇨🇭",       "\u0301",   "\x1b[2J", "\xff",
        "ﷺ",        "각",       "각",      "\u202e",
        "❤️",   "👍🏽", " ",       "…",
        "\xe2\x80", "葛󠄀",  "क्षि",     "\t",
        "\u3000",   "ｱ",
    };
    struct rng rng = rng_seeded(7);
    struct canvas canvas;
    struct strbuf text = STRBUF_INIT;

    (void)state;
    canvas_init(&canvas, 11, 4, false);
    for (int i = 0; i < 20000; i++) {
        int row = (int)rng_below(&rng, 6), col = (int)rng_below(&rng, 16) - 2;

        strbuf_clear(&text);
        for (uint64_t n = rng_below(&rng, 6); n > 0; n--)
            strbuf_addstr(&text, bits[rng_below(&rng, ARRAY_SIZE(bits))]);
        if (rng_below(&rng, 2))
            canvas_put(&canvas, row, col, ROLE_TEXT, text.text);
        else
            canvas_put_cut(&canvas, row, col, (int)rng_below(&rng, 9), ROLE_TEXT, text.text);
        stage_check_canvas(&canvas);
    }
    strbuf_release(&text);
    canvas_release(&canvas);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_canvas_is_blank),
        cmocka_unit_test(text_is_cut_at_every_edge),
        cmocka_unit_test(a_wide_letter_takes_two_cells),
        cmocka_unit_test(what_covers_half_of_a_wide_letter_takes_all_of_it),
        cmocka_unit_test(half_a_letter_at_the_edge_is_a_blank),
        cmocka_unit_test(marks_stay_on_their_letter),
        cmocka_unit_test(marks_beyond_measure_are_cut_between_code_points),
        cmocka_unit_test(a_mark_without_a_letter_is_nothing),
        cmocka_unit_test(what_could_steer_a_terminal_never_gets_in),
        cmocka_unit_test(ascii_is_plain_to_the_last_byte),
        cmocka_unit_test(what_is_too_long_ends_in_an_ellipsis),
        cmocka_unit_test(an_ellipsis_follows_a_blank_and_no_other_stop),
        cmocka_unit_test(a_cut_text_is_never_wider_than_its_room),
        cmocka_unit_test(a_fill_never_goes_beyond_its_cells),
        cmocka_unit_test(the_cursor_stays_inside),
        cmocka_unit_test(a_reset_takes_everything_away_at_any_size),
        cmocka_unit_test(a_dump_shows_rows_roles_and_the_cursor),
        cmocka_unit_test(any_text_anywhere_leaves_whole_rows),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("canvas", tests, NULL, NULL);
}
