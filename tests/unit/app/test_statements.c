/* What must hold on any terminal, as far as it needs none: each statement by its number, over
 * every screen there is (support/screens.h). What only a terminal shows is under the same names
 * in pty/test_statements.c: 1 to 5, and 11. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../src/app/app_private.h"
#include "base/mem.h"
#include "base/text.h"
#include "support/screens.h"
#include "ui/layout.h"

/* ---- every screen ---- */

static void every_screen_has_a_row(void **state)
{
#define NAMED(name) { #name, &screen_##name },
    static const struct {
        const char *name;
        const struct screen_ops *ops;
    } screens[] = { SCREENS(NAMED) };
#undef NAMED

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(screens); i++) {
        bool found = false;

        for (const struct screen_row *row = screen_rows; row->name; row++)
            found = found || row->ops == screens[i].ops;
        if (!found)
            fail_msg("tests/support/screens.c has no row for screen_%s", screens[i].name);
    }
}

static const struct screen *top_of(const struct stage *stage)
{
    return app_top(stage->app);
}

static bool is_typing(const struct stage *stage)
{
    const struct screen *screen = top_of(stage);

    return screen->ops->typing && screen->ops->typing(screen);
}

static void must_be_there(const struct stage *stage, const struct screen_row *row)
{
    if (top_of(stage)->ops != row->ops || (row->typed && !is_typing(stage)))
        fail_msg("%s: it is the screen \"%s\"", row->name, top_of(stage)->ops->name);
}

static void every_row_leads_to_its_screen(void **state)
{
    (void)state;
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct stage stage;

        screens_go(&stage, row, NULL);
        must_be_there(&stage, row);
        stage_close(&stage);
    }
}

/* ---- size and text ---- */

static void must_say_that_it_is_too_small(const struct stage *stage, const char *name)
{
    const struct canvas *canvas = &stage->canvas;
    const char *sign = canvas->ascii ? "x" : "×";
    char said[64];

    if (canvas->width >= 22)
        snprintf(said, sizeof said, "couplet needs 32 %s 10", sign);
    else
        snprintf(said, sizeof said, "%.*s", canvas->width, "32x10");
    if (!stage_shows(stage, said))
        fail_msg("%s at %d x %d: \"%s\" isn't said", name, canvas->width, canvas->height, said);
}

static void through_all_sizes(struct stage *stage, const char *name)
{
    for (int width = 1; width <= 300; width += width < 68 ? 1 : 29)
        for (int height = 1; height <= 100; height += height < 26 ? 1 : 15) {
            stage_resize(stage, width, height);
            stage_check_canvas(&stage->canvas);
            if (!layout_fits(width, height))
                must_say_that_it_is_too_small(stage, name);
        }
}

static void statement_06_no_crash_at_any_size(void **state)
{
    (void)state;
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct guise plain = { .ascii = (row - screen_rows) % 2 };
        struct stage stage;

        screens_go(&stage, row, &plain);
        through_all_sizes(&stage, row->name);
        stage_close(&stage);
    }
}

static void statement_06_it_starts_at_any_size(void **state)
{
    static const int sizes[][2] = { { 1, 1 }, { 32, 10 }, { 300, 100 } };

    (void)state;
    for (const struct screen_row *row = screen_rows; row->name; row++)
        for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
            struct guise sized = { .width = sizes[i][0], .height = sizes[i][1] };
            struct stage stage;

            screens_go(&stage, row, &sized);
            stage_check_canvas(&stage.canvas);
            stage_resize(&stage, 80, 24);
            stage_check_canvas(&stage.canvas);
            if (layout_fits(sizes[i][0], sizes[i][1]))
                must_be_there(&stage, row);
            stage_close(&stage);
        }
}

/* Keys wait while the screen is too small; selection and typed text come back with it. */
static void statement_06_shrinking_and_growing_keeps_everything(void **state)
{
    static const int sizes[][2] = { { 1, 1 },   { 31, 9 },   { 22, 2 },   { 32, 10 },
                                    { 40, 15 }, { 140, 45 }, { 300, 100 } };

    (void)state;
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct stage stage;
        char *before, *after;

        screens_go(&stage, row, NULL);
        before = stage_dump(&stage);
        for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
            stage_resize(&stage, sizes[i][0], sizes[i][1]);
            if (layout_fits(sizes[i][0], sizes[i][1]))
                continue;
            stage_keys(&stage, "Enter Esc Down u q");
            stage_paste(&stage, "lost");
            assert_true(stage.running);
        }
        stage_resize(&stage, 80, 24);
        after = stage_dump(&stage);
        assert_string_equal(before, after);
        if (row->typed)
            stage_must_show(&stage, row->typed);
        free(before);
        free(after);
        stage_close(&stage);
    }
}

/* The checks of a canvas are those of stage_check_canvas(). */
static void in_every_guise(bool (*meant)(const struct guise *))
{
    for (const struct screen_row *row = screen_rows; row->name; row++)
        for (size_t i = 0; i < guise_count; i++) {
            struct stage stage;

            if (!meant(&guises[i]))
                continue;
            screens_go(&stage, row, &guises[i]);
            must_be_there(&stage, row);
            for (int width = 32; width <= 140; width += 9) {
                stage_resize(&stage, width, 10 + width / 4);
                stage_check_canvas(&stage.canvas);
            }
            stage_close(&stage);
        }
}

static bool is_hostile(const struct guise *guise)
{
    return !strcmp(guise->card, "storm");
}

static bool is_wide(const struct guise *guise)
{
    return !is_hostile(guise);
}

static void statement_07_every_row_is_as_wide_as_the_screen(void **state)
{
    (void)state;
    in_every_guise(is_wide);
}

static void statement_08_no_byte_of_data_steers_the_terminal(void **state)
{
    (void)state;
    in_every_guise(is_hostile);
}

/* Typed and pasted too. */
static void statement_08_no_typed_byte_steers_the_terminal(void **state)
{
    (void)state;
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct stage stage;

        if (!row->typed)
            continue;
        screens_go(&stage, row, NULL);
        stage_type(&stage, "\u202e\u200b\u2028\u00ad\ufeff");
        stage_check_canvas(&stage.canvas);
        stage_paste(&stage, "\x1b]0;owned\x07\xc2\x9b;31m\x7f\x08\x1b[2J\r\n\t");
        stage_check_canvas(&stage.canvas);
        stage_close(&stage);
    }
}

static size_t count_of(const struct stage *stage, char c)
{
    size_t n = 0;

    for (int row = 1; row <= stage->canvas.height; row++)
        for (int col = 1; col <= stage->canvas.width; col++)
            n += canvas_at(&stage->canvas, row, col)->text[0] == c;
    return n;
}

/* A sign of ours without a typewriter form would show as one question mark more. That there is
 * nothing but ASCII is one of the checks of a canvas. */
static void statement_09_plain_ascii_without_a_strange_question_mark(void **state)
{
    static const int sizes[][2] = { { 80, 24 }, { 40, 15 }, { 140, 45 } };
    const struct guise ascii = { .ascii = true };

    (void)state;
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct stage plain, drawn;

        screens_go(&drawn, row, NULL);
        screens_go(&plain, row, &ascii);
        for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
            stage_resize(&drawn, sizes[i][0], sizes[i][1]);
            stage_resize(&plain, sizes[i][0], sizes[i][1]);
            stage_check_canvas(&plain.canvas);
            if (i == 2 && count_of(&plain, '?') != count_of(&drawn, '?'))
                fail_msg("%s: a sign of ours is a question mark in ASCII", row->name);
        }
        stage_close(&plain);
        stage_close(&drawn);
    }
}

static void type_and_take_back(struct stage *stage, const char *name, const char *letter)
{
    struct event event = { .kind = EVENT_TEXT, .text = mem_copy(letter) };
    char *before = stage_dump(stage), *after;
    int col = stage->canvas.cursor_col;

    app_event(stage->app, &event);
    event_release(&event);
    stage_draw(stage);
    assert_true(stage->canvas.cursor_col > col);
    stage_keys(stage, "Left");
    if (stage->canvas.cursor_col != col)
        fail_msg("%s: Left doesn't pass %s whole", name, letter);
    stage_keys(stage, "Right Backspace");
    after = stage_dump(stage);
    if (strcmp(before, after))
        fail_msg("%s: one Backspace leaves some of %s", name, letter);
    free(before);
    free(after);
}

/* Whatever is one letter to a person is taken by one Backspace, and passed by one arrow. */
static void statement_10_backspace_and_the_cursor_go_by_whole_letters(void **state)
{
    static const char *const letters[] = {
        "e\u0301", "👨‍👩‍👧‍👦", "🇨🇭", "👍🏽", "षि", "美", "❤️", "x"
    };

    (void)state;
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct stage stage;

        if (!row->typed)
            continue;
        screens_go(&stage, row, NULL);
        for (size_t i = 0; i < ARRAY_SIZE(letters); i++)
            type_and_take_back(&stage, row->name, letters[i]);
        stage_close(&stage);
    }
}

/* ---- keys ---- */

static void statement_12_no_key_stands_twice_in_a_map(void **state)
{
    (void)state;
    for (size_t i = 0; i < binding_count; i++)
        for (size_t j = i + 1; j < binding_count; j++)
            if (bindings[i].map == bindings[j].map && bindings[i].key == bindings[j].key)
                fail_msg("key %x twice in map %d", bindings[i].key, (int)bindings[i].map);
}

static void must_have_help(const char *name, enum keymap_id map, enum action action)
{
    if (!*keymap_help(map, action))
        fail_msg("%s: %s has no help", name, action_row(action)->name);
}

/* "" as a binding's own help hides what everybody knows: moving, and editing a line. */
static void statement_12_every_action_of_a_screen_has_help(void **state)
{
    (void)state;
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct footer footer = { 0 };
        struct stage stage;

        screens_go(&stage, row, NULL);
        top_of(&stage)->ops->footer(top_of(&stage), &footer);
        for (size_t i = 0; i < footer.count; i++)
            if (!*footer.items[i].word)
                fail_msg("%s: %s has no word in the footer", row->name,
                         action_row(footer.items[i].action)->name);
        for (size_t i = 0; i < binding_count; i++) {
            const struct binding *b = &bindings[i];

            if (b->map != row->ops->keymap && b->map != KEYMAP_GLOBAL)
                continue;
            if (!b->help || *b->help)
                must_have_help(row->name, b->map, b->action);
        }
        stage_close(&stage);
    }
}

/* A key, or a place in a footer; only typing has neither. */
static void statement_12_every_action_has_a_key(void **state)
{
    bool found[ACTION_COUNT] = { [ACTION_NONE] = true, [ACTION_TYPE] = true };

    (void)state;
    for (size_t i = 0; i < binding_count; i++)
        found[bindings[i].action] = true;
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct footer footer = { 0 };
        struct stage stage;

        screens_go(&stage, row, NULL);
        top_of(&stage)->ops->footer(top_of(&stage), &footer);
        for (size_t i = 0; i < footer.count; i++)
            found[footer.items[i].action] = true;
        stage_close(&stage);
    }
    for (int action = 0; action < ACTION_COUNT; action++)
        if (!found[action])
            fail_msg("nothing does %s", action_row((enum action)action)->name);
}

/* ---- colour ---- */

enum { OWN_COLOURS = 16, FIXED_COLOURS = 256, CUBE = 6, FIRST_GREY = 232 };

/* x to the power of 2.4, for x up to 1, without a library: the fifth root of its twelfth power. */
static double power_2_4(double x)
{
    double x4 = x * x * x * x, root = 1;

    for (int i = 0; i < 100; i++) {
        double root4 = root * root * root * root;

        root -= (root4 * root - x4 * x4 * x4) / (5 * root4);
    }
    return root;
}

static bool is_near(double a, double b)
{
    return a - b < 0.01 && b - a < 0.01;
}

/* The luminance of one of the fixed colours, from 0 (black) to 1 (white). */
static double luminance(int colour)
{
    static const double weights[] = { 0.2126, 0.7152, 0.0722 };
    static const int levels[CUBE] = { 0, 95, 135, 175, 215, 255 };
    int n = colour - OWN_COLOURS, grey = 8 + 10 * (colour - FIRST_GREY);
    int parts[] = { grey, grey, grey };
    double sum = 0;

    if (colour < FIRST_GREY) {
        parts[0] = levels[n / (CUBE * CUBE)];
        parts[1] = levels[n / CUBE % CUBE];
        parts[2] = levels[n % CUBE];
    }
    for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
        double part = parts[i] / 255.0;

        sum += weights[i] * (part <= 0.04045 ? part / 12.92 : power_2_4((part + 0.055) / 1.055));
    }
    return sum;
}

/* From 1 to 21, as WCAG counts. */
static double contrast(double a, double b)
{
    return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

/* What a theme promises: a contrast against black, against white; 0: nothing. And whether it leaves
 * nothing to the palette. */
static const struct promise {
    const char *theme;
    double black, white;
    bool fixed;
} promises[] = { { "default", 4.5, 4.5, false },  { "dark", 4.5, 0, false },
                 { "light", 0, 4.5, false },      { "mono", 4.5, 4.5, false },
                 { "high-contrast", 7, 0, true }, { "high-contrast-light", 0, 7, true } };

static const struct promise *promise_of(const struct theme *theme)
{
    for (size_t i = 0; i < ARRAY_SIZE(promises); i++)
        if (!strcmp(promises[i].theme, theme->name))
            return &promises[i];
    fail_msg("nothing is promised for the theme %s", theme->name);
    return promises;
}

/* The terminal's own sixteen are its owner's choice. Red stands only with a sign and a word. */
static void check_colour(const struct theme *theme, int role, int colour)
{
    const struct promise *promise = promise_of(theme);
    bool red_or_green = colour == 1 || colour == 2 || colour == 9 || colour == 10;

    assert_in_range(colour, 0, FIXED_COLOURS - 1);
    if (red_or_green && role != ROLE_WARNING_SIGN)
        fail_msg("%s: role %d is red or green", theme->name, role);
    if (colour < OWN_COLOURS && promise->fixed)
        fail_msg("%s: role %d is left to the palette", theme->name, role);
    if (colour >= OWN_COLOURS && (contrast(luminance(colour), 0) < promise->black ||
                                  contrast(luminance(colour), 1) < promise->white))
        fail_msg("%s: role %d can't be read in colour %d", theme->name, role, colour);
}

static void statement_13_words_are_in_the_terminals_own_ink(void **state)
{
    static const bool takes_colour[ROLE_COUNT] = {
        [ROLE_ACCENT_LIGHT] = true, [ROLE_ACCENT_SERIOUS] = true, [ROLE_WARNING_SIGN] = true
    };
    const struct theme *theme;

    (void)state;
    for (size_t i = 0; (theme = theme_nth(i)); i++)
        for (int role = 0; promise_of(theme) && role < ROLE_COUNT; role++) {
            const struct style *style = &theme->styles[role];

            if (style->colour == COLOUR_OWN && style->colour_if_8 == COLOUR_OWN)
                continue;
            if (!takes_colour[role])
                fail_msg("%s: words of role %d have a colour", theme->name, role);
            check_colour(theme, role, style->colour);
            assert_in_range(style->colour_if_8, 0, 7);
        }
}

static void statement_13_contrast_is_reckoned_rightly(void **state)
{
    (void)state;
    assert_true(is_near(contrast(luminance(16), luminance(231)), 21));
    assert_true(is_near(contrast(luminance(196), 1), 4.00)); /* red on white */
    assert_true(is_near(contrast(luminance(21), 0), 2.44));  /* blue on black */
    assert_true(is_near(luminance(244), 0.216));             /* the middle grey */
}

static bool looks_as(const struct theme *theme, enum role a, enum role b)
{
    return theme->styles[a].attrs == theme->styles[b].attrs;
}

/* Without any colour: what is chosen, what is said now and what is wrong still stand out. */
static void statement_13_no_theme_needs_its_colours(void **state)
{
    const struct theme *theme;

    (void)state;
    for (size_t i = 0; (theme = theme_nth(i)); i++) {
        struct theme plain = theme_without_colour(theme);

        for (int role = 0; role < ROLE_COUNT; role++) {
            assert_int_equal(plain.styles[role].colour, COLOUR_OWN);
            assert_int_equal(plain.styles[role].colour_if_8, COLOUR_OWN);
            assert_int_equal(plain.styles[role].attrs, theme->styles[role].attrs);
        }
        assert_false(looks_as(&plain, ROLE_FOCUS, ROLE_TEXT));
        assert_false(looks_as(&plain, ROLE_FOCUS, ROLE_MUTED));
        assert_false(looks_as(&plain, ROLE_VOICE, ROLE_TEXT));
        assert_false(looks_as(&plain, ROLE_WARNING_SIGN, ROLE_TEXT));
    }
}

static bool has_role(const struct canvas *canvas, int row, enum role role)
{
    for (int col = 1; col <= canvas->width; col++)
        if (canvas_at(canvas, row, col)->role == role &&
            strcmp(canvas_at(canvas, row, col)->text, " "))
            return true;
    return false;
}

static bool has_role_anywhere(const struct canvas *canvas, enum role role)
{
    for (int row = 1; row <= canvas->height; row++)
        if (has_role(canvas, row, role))
            return true;
    return false;
}

static void statement_13_what_is_chosen_is_seen_on_every_screen(void **state)
{
    (void)state;
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct stage stage;

        screens_go(&stage, row, NULL);
        if (!has_role_anywhere(&stage.canvas, ROLE_FOCUS) && !is_typing(&stage))
            stage_keys(&stage, "Right"); /* nothing to choose but in the footer */
        if (!has_role_anywhere(&stage.canvas, ROLE_FOCUS) && !is_typing(&stage))
            fail_msg("%s: nothing is chosen", row->name);
        stage_close(&stage);
    }
}

/* ---- the cursor ---- */

/* On a word or at most two cells before it, in the margin. */
static bool is_beside_words(const struct canvas *canvas)
{
    for (int col = canvas->cursor_col; col <= canvas->cursor_col + 2; col++) {
        const struct canvas_cell *cell = canvas_at(canvas, canvas->cursor_row, col);

        if (cell && strcmp(cell->text, " ") && cell->role != ROLE_ACCENT_LIGHT &&
            cell->role != ROLE_ACCENT_SERIOUS)
            return true;
    }
    return false;
}

/* In the line that is open; else beside words, and where something is chosen above the footer or
 * has the voice, beside that. */
static bool rests_well(const struct stage *stage)
{
    const struct canvas *canvas = &stage->canvas;
    int row = canvas->cursor_row, footer = layout_of(canvas->width, canvas->height).footer;
    bool chosen = false;

    if (is_typing(stage))
        return true;
    for (int above = 1; above < footer; above++)
        chosen = chosen || has_role(canvas, above, ROLE_FOCUS);
    return is_beside_words(canvas) &&
           (!chosen || has_role(canvas, row, ROLE_FOCUS) || has_role(canvas, row, ROLE_VOICE));
}

static void must_rest_well(const struct stage *stage, const char *name, size_t keys)
{
    if (!rests_well(stage))
        fail_msg("%s, %d wide, after %zu keys: the cursor is lost at %d, %d", name,
                 stage->canvas.width, keys, stage->canvas.cursor_row, stage->canvas.cursor_col);
}

static void statement_14_the_cursor_rests_where_it_matters(void **state)
{
    static const char *const keys[] = { "Down", "Down", "Right", "Right", "Up",
                                        "Left", "Tab",  "Up",    "Up" };

    (void)state;
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct stage stage;

        screens_go(&stage, row, NULL);
        for (size_t i = 0; i <= ARRAY_SIZE(keys); i++) {
            stage_resize(&stage, 40, 15);
            must_rest_well(&stage, row->name, i);
            stage_resize(&stage, 80, 24);
            must_rest_well(&stage, row->name, i);
            if (i < ARRAY_SIZE(keys))
                stage_keys(&stage, keys[i]);
        }
        stage_close(&stage);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_screen_has_a_row),
        cmocka_unit_test(every_row_leads_to_its_screen),
        cmocka_unit_test(statement_06_no_crash_at_any_size),
        cmocka_unit_test(statement_06_it_starts_at_any_size),
        cmocka_unit_test(statement_06_shrinking_and_growing_keeps_everything),
        cmocka_unit_test(statement_07_every_row_is_as_wide_as_the_screen),
        cmocka_unit_test(statement_08_no_byte_of_data_steers_the_terminal),
        cmocka_unit_test(statement_08_no_typed_byte_steers_the_terminal),
        cmocka_unit_test(statement_09_plain_ascii_without_a_strange_question_mark),
        cmocka_unit_test(statement_10_backspace_and_the_cursor_go_by_whole_letters),
        cmocka_unit_test(statement_12_no_key_stands_twice_in_a_map),
        cmocka_unit_test(statement_12_every_action_of_a_screen_has_help),
        cmocka_unit_test(statement_12_every_action_has_a_key),
        cmocka_unit_test(statement_13_words_are_in_the_terminals_own_ink),
        cmocka_unit_test(statement_13_contrast_is_reckoned_rightly),
        cmocka_unit_test(statement_13_no_theme_needs_its_colours),
        cmocka_unit_test(statement_13_what_is_chosen_is_seen_on_every_screen),
        cmocka_unit_test(statement_14_the_cursor_rests_where_it_matters),
    };

    return cmocka_run_group_tests_name("statements", tests, NULL, NULL);
}
