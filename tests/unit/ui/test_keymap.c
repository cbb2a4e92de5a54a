/* The key table: what a screen may take over, reasons, a name for every key. That every action has
 * help and a key of its own is shown on the screens, in app/test_statements.c; that arrows, Enter
 * and Esc reach everything, in app/test_app.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "ui/keymap.h"

/* A screen may say better what a key of everywhere does there, never make it do another kind of
 * thing: these are the only ones that take one over, each on purpose. */
static void a_screen_takes_over_a_key_of_everywhere_only_on_purpose(void **state)
{
    static const struct {
        enum keymap_id map;
        uint32_t key;
        enum action action;
    } meant[] = {
        { KEYMAP_SITTING, K_ENTER, ACTION_EDIT },
        { KEYMAP_AFTER, K_ESC, ACTION_END },         /* Esc saves and goes on to the end */
        { KEYMAP_FACE_DOWN, K_ESC, ACTION_DECLINE }, /* anybody's no */
        { KEYMAP_WRITING, K_ENTER, ACTION_NEW_LINE },
        { KEYMAP_HELP, 'q', ACTION_BACK },
    };

    (void)state;
    for (size_t i = 0; i < binding_count; i++) {
        const struct binding *b = &bindings[i];
        enum action everywhere = keymap_lookup(KEYMAP_GLOBAL, b->key);
        bool found =
            b->map == KEYMAP_GLOBAL || everywhere == ACTION_NONE || everywhere == b->action;

        for (size_t j = 0; j < ARRAY_SIZE(meant); j++)
            found = found || (meant[j].map == b->map && meant[j].key == b->key &&
                              meant[j].action == b->action);
        if (!found)
            fail_msg("map %d takes key %x over", (int)b->map, b->key);
    }
}

/* What isn't listed in help is what everybody knows: moving, and editing a line. */
static void only_moving_and_editing_are_unlisted(void **state)
{
    (void)state;
    for (size_t i = 0; i < binding_count; i++) {
        const struct binding *b = &bindings[i];
        bool moves = (b->action >= ACTION_UP && b->action <= ACTION_LAST) ||
                     (b->action >= ACTION_TYPE && b->action <= ACTION_LINE_END);

        if (b->help && !*b->help && !moves && b->map != KEYMAP_HELP)
            fail_msg("%s is hidden in map %d", action_row(b->action)->name, (int)b->map);
    }
}

static void config_names_are_words_and_stand_once(void **state)
{
    (void)state;
    for (int a = 0; a < ACTION_COUNT; a++) {
        const char *name = action_row((enum action)a)->name;

        assert_true(*name && strspn(name, "abcdefghijklmnopqrstuvwxyz-") == strlen(name));
        for (int b = a + 1; b < ACTION_COUNT; b++)
            assert_string_not_equal(name, action_row((enum action)b)->name);
    }
}

static void every_fact_gives_its_reason(void **state)
{
    (void)state;
    for (int a = 0; a < ACTION_COUNT; a++) {
        enum fact needs = action_row((enum action)a)->needs;
        const char *said = fact_missing(needs);

        if (needs == FACT_ALWAYS)
            assert_string_equal(said, "");
        else if (!*said || said[strlen(said) - 1] != '.')
            fail_msg("%s gives no reason", action_row((enum action)a)->name);
    }
}

static void a_map_ends_in_the_one_of_everywhere(void **state)
{
    (void)state;
    for (int map = 0; map < KEYMAP_COUNT; map++) {
        assert_int_equal(keymap_lookup((enum keymap_id)map, K_UP), ACTION_UP);
        assert_int_equal(keymap_lookup((enum keymap_id)map, '?'), ACTION_HELP);
        assert_int_equal(keymap_lookup((enum keymap_id)map, 0x10fffe), ACTION_NONE);
        assert_int_equal(keymap_lookup((enum keymap_id)map, K_OTHER), ACTION_NONE);
    }
    assert_int_equal(keymap_lookup(KEYMAP_HOME, 'r'), ACTION_LOOK_BACK);
    assert_int_equal(keymap_lookup(KEYMAP_CARD, 'r'), ACTION_NONE);
    assert_int_equal(keymap_key(KEYMAP_CARD, ACTION_UNDO), 'u');
    assert_int_equal(keymap_key(KEYMAP_CARD, ACTION_QUIT), 'q');
    assert_int_equal(keymap_key(KEYMAP_CARD, ACTION_GOOD_NIGHT), 0);
}

/* While a line is typed, no letter is a key. */
static void the_map_of_a_line_takes_no_letter(void **state)
{
    (void)state;
    for (size_t i = 0; i < binding_count; i++)
        if (bindings[i].map == KEYMAP_FIELD)
            assert_true(bindings[i].key < 0x20 || bindings[i].key == K_BACKSPACE ||
                        bindings[i].key >= K_UP);
}

static void every_bound_key_has_a_name_that_fits(void **state)
{
    (void)state;
    for (size_t i = 0; i < binding_count; i++) {
        char buffer[KEY_NAME_MAX];
        const char *name = key_name(bindings[i].key, buffer);

        assert_true(*name && strlen(name) < KEY_NAME_MAX);
        assert_string_not_equal(name, "that key");
    }
}

static void keys_are_named_as_people_call_them(void **state)
{
    /* clang-format off */
    static const struct {
        uint32_t key;
        const char *name;
    } cases[] = {
        { K_ENTER, "Enter" },  { ' ', "Space" },   { 'f', "f" },      { 'G', "G" },
        { 0x0c, "Ctrl-L" },    { K_ESC, "Esc" },   { K_UP, "Up" },    { K_BACK_TAB, "Shift-Tab" },
        { 0xe9, "é" },         { 0x732b, "猫" },   { 0x1f600, "😀" }, { K_OTHER, "that key" },
        { 0x10ffff, "\xf4\x8f\xbf\xbf" },
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        char buffer[KEY_NAME_MAX];

        assert_string_equal(key_name(cases[i].key, buffer), cases[i].name);
    }
}

/* A typewriter has all of our own words. */
static void no_word_of_ours_has_a_question_mark_in_ascii(void **state)
{
    (void)state;
    for (int a = 0; a < ACTION_COUNT; a++) {
        const char *words[] = { action_row((enum action)a)->help,
                                fact_missing(action_row((enum action)a)->needs) };

        for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
            struct strbuf shown = STRBUF_INIT;

            text_display(&shown, words[i], strlen(words[i]), true);
            assert_null(strchr(shown.text, '?'));
            strbuf_release(&shown);
        }
    }
    for (size_t i = 0; i < binding_count; i++)
        assert_true(!bindings[i].help || !strchr(bindings[i].help, '?'));
}

/* They are looked for only where the first one is. */
static void the_rows_of_a_map_stand_together(void **state)
{
    bool over[KEYMAP_COUNT] = { false };

    (void)state;
    for (size_t i = 0; i < binding_count; i++) {
        assert_false(over[bindings[i].map]);
        if (i + 1 < binding_count && bindings[i + 1].map != bindings[i].map)
            over[bindings[i].map] = true;
        assert_int_equal(keymap_lookup(bindings[i].map, bindings[i].key), bindings[i].action);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rows_of_a_map_stand_together),
        cmocka_unit_test(a_screen_takes_over_a_key_of_everywhere_only_on_purpose),
        cmocka_unit_test(only_moving_and_editing_are_unlisted),
        cmocka_unit_test(config_names_are_words_and_stand_once),
        cmocka_unit_test(every_fact_gives_its_reason),
        cmocka_unit_test(a_map_ends_in_the_one_of_everywhere),
        cmocka_unit_test(the_map_of_a_line_takes_no_letter),
        cmocka_unit_test(every_bound_key_has_a_name_that_fits),
        cmocka_unit_test(keys_are_named_as_people_call_them),
        cmocka_unit_test(no_word_of_ours_has_a_question_mark_in_ascii),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("keymap", tests, NULL, NULL);
}
