/* Strict JSON: what is let in, what is refused, and where that is said to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "format/json.h"
#include "format/suggest.h"

/* A copy without a NUL after it, so that the sanitizer sees a read too far. */
static enum status parse(const char *text, size_t n, struct json_fault *fault)
{
    char *bytes = malloc(n ? n : 1);
    struct json_document *document;
    enum status status;

    memcpy(bytes, text, n);
    memset(fault, 0, sizeof *fault);
    status = json_parse(bytes, n, &document, fault);
    assert_int_equal(status == STATUS_OK, document != NULL);
    json_free(document);
    free(bytes);
    return status;
}

#define LITERAL(text) text, sizeof(text) - 1

static void test_lets_good_json_in(void **state)
{
    static const struct {
        const char *text;
        size_t n;
    } good[] = {
        { LITERAL("{}") },
        { LITERAL("[]") },
        { LITERAL(" [ ] ") },
        { LITERAL("\t{\r\n}\n") },
        { LITERAL("0") },
        { LITERAL("-0.5e+3") },
        { LITERAL("1E5") },
        { LITERAL("\"a\"") },
        { LITERAL("true") },
        { LITERAL("[null,false]") },
        { LITERAL("[[],{},[[]]]") },
        { LITERAL("{\"a\":{\"a\":1},\"b\":{\"a\":1}}") },
        { LITERAL("{\"\":1,\"a.b\":2,\"a\":3}") },
        { LITERAL("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"") },
        { LITERAL("\"é 「台所」 🎵\"") },
        { LITERAL("\xef\xbb\xbf{}") },
        { LITERAL("[9007199254740991,-9007199254740991]") },
        { LITERAL("[0.1000000000000000000000000000000000000000000000000000000000000]") },
        { LITERAL("{\"Name\":1,\"name\":2}") },
    };
    struct json_fault fault;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(good); i++)
        if (parse(good[i].text, good[i].n, &fault))
            fail_msg("%s: %s", good[i].text, fault.reason);
}

struct bad {
    const char *text;
    size_t n;
    int line, column;
    const char *reason;
};

static void expect_refused(const struct bad *bad, size_t count)
{
    struct json_fault fault;

    for (size_t i = 0; i < count; i++) {
        if (parse(bad[i].text, bad[i].n, &fault) != STATUS_INVALID)
            fail_msg("%s was let in", bad[i].text);
        if (fault.place.line != bad[i].line || fault.place.column != bad[i].column)
            fail_msg("%s: refused at %d:%d", bad[i].text, fault.place.line, fault.place.column);
        if (!strstr(fault.reason, bad[i].reason))
            fail_msg("%s: \"%s\" instead of \"%s\"", bad[i].text, fault.reason, bad[i].reason);
    }
}

static void test_refuses_bad_bytes(void **state)
{
    static const struct bad bad[] = {
        { LITERAL("\"a\xff\""), 1, 3, "UTF-8" },
        { LITERAL("[\"\xc3(\"]"), 1, 3, "UTF-8" },
        { LITERAL("\"\xc0\xaf\""), 1, 2, "UTF-8" },
        { LITERAL("\"\xed\xa0\x80\""), 1, 2, "UTF-8" },
        { LITERAL("\"\xf4\x90\x80\x80\""), 1, 2, "UTF-8" },
        { LITERAL("\"\xe2\x82"), 1, 2, "UTF-8" },
        { LITERAL("\"a\0b\""), 1, 3, "NUL" },
        { LITERAL("{}\0"), 1, 3, "NUL" },
        { LITERAL("\0"), 1, 1, "NUL" },
        { LITERAL("\"\x01\""), 1, 2, "control" },
        { LITERAL("\"\x1b[31m\""), 1, 2, "control" },
        { LITERAL("\"a\tb\""), 1, 3, "control" },
        { LITERAL("\"a\nb\""), 1, 3, "line ends inside a text" },
        { LITERAL("\"a\r\nb\""), 1, 3, "line ends inside a text" },
        { LITERAL("[\x0b]"), 1, 2, "control" },
        { LITERAL("\x0c{}"), 1, 1, "control" },
        { LITERAL("{}\x7f"), 1, 3, "control" },
        { LITERAL("\xef\xbb\xbf\xef\xbb\xbf{}"), 1, 1, "character" },
        { LITERAL("\xef\xbb\xbf[x]"), 1, 2, "word" },
        { LITERAL("[\xc2\xa0]"), 1, 2, "character" },
    };

    (void)state;
    expect_refused(bad, ARRAY_SIZE(bad));
}

static void test_refuses_bad_escapes(void **state)
{
    static const struct bad bad[] = {
        { LITERAL("\"a\\u0000b\""), 1, 3, "\\u0000" },
        { LITERAL("{\"a\\u0000b\":1}"), 1, 4, "\\u0000" },
        { LITERAL("\"\\ud800\""), 1, 2, "first half" },
        { LITERAL("\"\\ud800\\u0041\""), 1, 2, "first half" },
        { LITERAL("\"\\ud800\\ud800\""), 1, 2, "first half" },
        { LITERAL("\"\\udc00\\ud800\""), 1, 2, "second half" },
        { LITERAL("\"\\udfff\""), 1, 2, "second half" },
        { LITERAL("\"\\u12\""), 1, 2, "four" },
        { LITERAL("\"\\u00g0\""), 1, 2, "four" },
        { LITERAL("\"\\u-123\""), 1, 2, "four" },
        { LITERAL("\"\\u"), 1, 2, "four" },
        { LITERAL("\"\\q\""), 1, 2, "backslash" },
        { LITERAL("\"\\\n\""), 1, 2, "backslash" },
        { LITERAL("\"\\'\""), 1, 2, "backslash" },
        { LITERAL("\"\\"), 1, 2, "backslash" },
        { LITERAL("\"\\\""), 1, 1, "no closing quote" },
    };

    (void)state;
    expect_refused(bad, ARRAY_SIZE(bad));
}

static void test_refuses_bad_grammar(void **state)
{
    static const struct bad bad[] = {
        { LITERAL(""), 1, 1, "nothing" },
        { LITERAL("  \n "), 2, 2, "nothing" },
        { LITERAL("\xef\xbb\xbf"), 1, 1, "nothing" },
        { LITERAL("{\n  \"a\": 1,\n  \"b\": tru\n}"), 3, 8, "word" },
        { LITERAL("{\"é\": [1, 2,, 3]}"), 1, 13, "a value" },
        { LITERAL("[1,]"), 1, 4, "no comma), not ]" },
        { LITERAL("[,1]"), 1, 2, "a value or a ], not ," },
        { LITERAL("[1 2]"), 1, 4, "a comma or a ], not 2" },
        { LITERAL("[1}"), 1, 3, "a comma or a ], not }" },
        { LITERAL("{\"a\":1]"), 1, 7, "a comma or a }, not ]" },
        { LITERAL("{\"a\":1,}"), 1, 8, "no comma), not }" },
        { LITERAL("{\"a\" 1}"), 1, 6, "a colon" },
        { LITERAL("{\"a\":}"), 1, 6, "a value after the colon" },
        { LITERAL("{\"a\":1 \"b\":2}"), 1, 8, "not a text" },
        { LITERAL("{1:2}"), 1, 2, "a key" },
        { LITERAL("{a:2}"), 1, 2, "double quotes" },
        { LITERAL("{'a':2}"), 1, 2, "double quotes" },
        { LITERAL("{} x"), 1, 4, "word" },
        { LITERAL("{} {}"), 1, 4, "the end of the file" },
        { LITERAL("1,2"), 1, 2, "the end of the file" },
        { LITERAL("]"), 1, 1, "a value" },
        { LITERAL(":"), 1, 1, "a value" },
        { LITERAL("[1,2"), 1, 5, "the [ of line 1 is still open" },
        { LITERAL("{\n\"a\": {\n\"b\": 1\n}\n"), 5, 1, "the { of line 1 is still open" },
        { LITERAL("{\n\"a\": [\n1\n"), 4, 1, "the [ of line 2 is still open" },
        { LITERAL("{\"a\""), 1, 5, "still open" },
        { LITERAL("[\n\"abc"), 2, 1, "no closing quote" },
        { LITERAL("// a\n{}"), 1, 1, "comments" },
        { LITERAL("/*c*/{}"), 1, 1, "comments" },
        { LITERAL("# a\n{}"), 1, 1, "comments" },
        { LITERAL("True"), 1, 1, "true, false and null" },
        { LITERAL("nul"), 1, 1, "word" },
        { LITERAL("nullx"), 1, 1, "word" },
        { LITERAL("NaN"), 1, 1, "word" },
        { LITERAL("[Infinity]"), 1, 2, "word" },
        { LITERAL("-Infinity"), 1, 1, "lacks digits" },
        { LITERAL("\"a\" \"b\""), 1, 5, "the end of the file" },
    };

    (void)state;
    expect_refused(bad, ARRAY_SIZE(bad));
}

static void test_refuses_bad_numbers(void **state)
{
    static const struct bad bad[] = {
        { LITERAL("01"), 1, 1, "zero in front" },
        { LITERAL("-01"), 1, 2, "zero in front" },
        { LITERAL("[00]"), 1, 2, "zero in front" },
        { LITERAL("1."), 1, 1, "lacks digits" },
        { LITERAL("1.e5"), 1, 1, "lacks digits" },
        { LITERAL("-"), 1, 1, "lacks digits" },
        { LITERAL("1e"), 1, 1, "lacks digits" },
        { LITERAL("1e+"), 1, 1, "lacks digits" },
        { LITERAL("+1"), 1, 1, "plus sign" },
        { LITERAL(".5"), 1, 1, "begins with a digit" },
        { LITERAL("1.2.3"), 1, 4, "begins with a digit" },
        { LITERAL("0x10"), 1, 2, "word" },
        { LITERAL("1-2"), 1, 2, "the end of the file" },
        { LITERAL("1,5"), 1, 2, "the end of the file" },
        { LITERAL("9007199254740992"), 1, 1, "beyond" },
        { LITERAL("[1,\n -9007199254740993]"), 2, 2, "beyond" },
        { LITERAL("9223372036854775807"), 1, 1, "beyond" },
        { LITERAL("1e999"), 1, 1, "beyond" },
        { LITERAL("{\"a\":-1e999}"), 1, 6, "beyond" },
        { LITERAL("0.00000000000000000000000000000000000000000000000000000000000000"), 1, 1,
          "longer than 63" },
    };

    (void)state;
    expect_refused(bad, ARRAY_SIZE(bad));
}

static void test_refuses_a_key_twice(void **state)
{
    static const struct bad bad[] = {
        { LITERAL("{\"a\":1,\"a\":2}"), 1, 8, "\"a\" is here for the second time" },
        { LITERAL("{\"a\":1,\n\"b\":2,\n\"\\u0061\":3}"), 3, 1, "the first is in line 1" },
        { LITERAL("{\"b\":1,\"a\":1,\"a\":2,\"b\":2}"), 1, 14, "\"a\"" },
        { LITERAL("{\"a\":1,\"a\":2,\"a\":3}"), 1, 8, "second" },
        { LITERAL("{\"\":1,\"\":2}"), 1, 7, "second" },
        { LITERAL("{\"a\":[],\"a\":{}}"), 1, 9, "second" },
        { LITERAL("[0,{\"x\":[{\"é\":1},{\"é\":{},\"é\":2}]}]"), 1, 26, "second" },
    };
    struct json_fault fault;

    (void)state;
    expect_refused(bad, ARRAY_SIZE(bad));
    parse(LITERAL("[0,{\"x\":[{},{\"b\":1,\"b\":2}]}]"), &fault);
    assert_string_equal(fault.path, "[1].x[1]");
    parse(LITERAL("{\"a b\":{\"\\u001b\":1e99}}"), &fault);
    assert_string_equal(fault.path, "[\"a b\"][\"\xef\xbf\xbd\"]");
}

static char *brackets(size_t depth)
{
    char *text = mem_new(2 * depth + 1, 1);

    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    return text;
}

static void test_nesting_ends_at_the_limit(void **state)
{
    struct json_fault fault;
    char *deep = brackets(JSON_DEPTH_MAX), *deeper = brackets(JSON_DEPTH_MAX + 1);

    (void)state;
    assert_int_equal(parse(deep, strlen(deep), &fault), STATUS_OK);
    assert_int_equal(parse(deeper, strlen(deeper), &fault), STATUS_INVALID);
    assert_int_equal(fault.place.column, JSON_DEPTH_MAX + 1);
    assert_non_null(strstr(fault.reason, "1000 deep"));
    free(deep);
    free(deeper);
}

static void test_size_has_a_limit(void **state)
{
    struct json_document *document;
    struct json_fault fault;

    (void)state;
    /* Refused before a single byte is looked at. */
    assert_int_equal(json_parse("", JSON_SIZE_MAX + 1, &document, &fault), STATUS_INVALID);
    assert_null(document);
    assert_non_null(strstr(fault.reason, "64 MiB"));
}

static void test_fault_is_optional(void **state)
{
    struct json_document *document;

    (void)state;
    assert_int_equal(json_parse("[", 1, &document, NULL), STATUS_INVALID);
    assert_null(document);
    json_free(NULL);
}

static void test_long_paths_are_cut_between_letters(void **state)
{
    struct strbuf text = STRBUF_INIT;
    struct json_fault fault;

    (void)state;
    for (int i = 0; i < 100; i++)
        strbuf_addstr(&text, "{\"ü\":");
    strbuf_addstr(&text, "1e99");
    for (int i = 0; i < 100; i++)
        strbuf_addch(&text, '}');
    assert_int_equal(parse(text.text, text.size, &fault), STATUS_INVALID);
    assert_true(strlen(fault.path) > JSON_PATH_MAX - 5);
    assert_true(text_is_utf8(fault.path, strlen(fault.path), NULL));
    strbuf_release(&text);
}

static void test_paths_have_places(void **state)
{
    static const char text[] = "\xef\xbb\xbf{\r\n"
                               " \"é\": 1, \"a\" : [ {}, 2,\n"
                               "  {\"b\\u0062\": {\"c\": [\"]\", \"\\\"}\", [7]]}}],\n"
                               "\"\": 3}\n";
    static const struct {
        const char *path;
        int line, column;
    } places[] = {
        { "", 1, 1 },
        { "é", 2, 7 },
        { "a", 2, 16 },
        { "a[0]", 2, 18 },
        { "a[1]", 2, 22 },
        { "a[2]", 3, 3 },
        { "a[2].bb", 3, 15 },
        { "a[2].bb.c", 3, 21 },
        { "a[2].bb.c[0]", 3, 22 },
        { "a[2].bb.c[1]", 3, 27 },
        { "a[2].bb.c[2][0]", 3, 35 },
        { "a[0]", 2, 18 },
        /* What isn't there has the place of what is around it. */
        { "a[3]", 2, 16 },
        { "a[2].x.y", 3, 3 },
        { "nobody", 1, 1 },
        { "a.b", 2, 16 },
        { "[0]", 1, 1 },
        { "a[", 2, 16 },
        { "a[2", 2, 16 },
        { "a[1][0].q", 2, 22 },
        { "a[99999999999999999999]", 2, 16 },
    };
    struct json_document *document;

    (void)state;
    assert_int_equal(json_parse(text, sizeof text - 1, &document, NULL), STATUS_OK);
    for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
        struct json_place place = json_place_of(document, places[i].path);

        if (place.line != places[i].line || place.column != places[i].column)
            fail_msg("%s is at %d:%d", places[i].path, place.line, place.column);
    }
    json_free(document);
}

static void test_places_of_bytes(void **state)
{
    static const char text[] = "a\nüb\n";

    (void)state;
    assert_int_equal(json_place_at(text, 6, 0).column, 1);
    assert_int_equal(json_place_at(text, 6, 2).line, 2);
    assert_int_equal(json_place_at(text, 6, 4).column, 2);
    assert_int_equal(json_place_at(text, 6, 6).line, 3);
    assert_int_equal(json_place_at(text, 6, 99).line, 3);
}

static void test_suggests_what_is_near(void **state)
{
    static const char *const words[] = { "light", "serious", NULL, "talking", "sex", "ö" };
    static const struct {
        const char *word, *near;
    } cases[] = {
        { "ligth", "light" },
        { "LIGHT", "light" },
        { "lite", NULL },
        { "ligt", "light" },
        { "sirious", "serious" },
        { "seriuos", "serious" },
        { "talk", NULL },
        { "talkin", "talking" },
        { "sx", "sex" },
        { "x", NULL },
        { "", NULL },
        { "heavy", NULL },
        { "sexes", "sex" },
        { "a", NULL },
    };
    char longest[200];

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const char *near = suggest_word(cases[i].word, words, ARRAY_SIZE(words));

        if (!near != !cases[i].near || (near && strcmp(near, cases[i].near)))
            fail_msg("%s: %s", cases[i].word, near ? near : "nothing");
    }
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_null(suggest_word(longest, words, ARRAY_SIZE(words)));
    assert_null(suggest_word("light", words, 0));
}

/* What is remembered of the last path must not show in the next: a document that has answered
 * others says the same as a fresh one. */
static void places_do_not_hang_on_what_was_asked_before(void **state)
{
    static const char json[] = "{ \"a\": [\n  { \"t\": \"é\", \"f\": [1, 22,\n 3] },\n"
                               "  { \"f\": [4, 5], \"t\": \"x\" }, { \"t\": 1 } ],\n"
                               "  \"b\": [ [1, 2], [3, [4,\n5]] ] }\n";
    static const char *const paths[] = {
        "",       "a",         "a[0]",      "a[0].t", "a[0].f[2]",  "a[1].f[1]", "a[1].t",
        "a[2].t", "a[2].none", "a[0].f[0]", "a[1]",   "b[1][1][1]", "b[0][1]",   "b[1][0]",
        "a[9]",   "a[2]",      "b",         "a[0].f", "b[1][1]",
    };
    enum { COUNT = sizeof paths / sizeof *paths };
    struct json_document *shared, *fresh;

    (void)state;
    assert_int_equal(json_parse(json, strlen(json), &shared, NULL), STATUS_OK);
    for (size_t before = 0; before < COUNT; before++)
        for (size_t i = 0; i < COUNT; i++) {
            struct json_place one, other;

            assert_int_equal(json_parse(json, strlen(json), &fresh, NULL), STATUS_OK);
            json_place_of(shared, paths[before]);
            one = json_place_of(shared, paths[i]);
            other = json_place_of(fresh, paths[i]);
            assert_int_equal(one.line, other.line);
            assert_int_equal(one.column, other.column);
            json_free(fresh);
        }
    assert_int_equal(json_place_of(shared, "a[1].f[1]").line, 4);
    assert_int_equal(json_place_of(shared, "a[1].f[1]").column, 14);
    json_free(shared);
}

/* Whether a list's values are built or not, places are the same, whatever was asked before. */
static void a_list_that_is_split_off_has_the_same_places(void **state)
{
    static const char json[] =
        "{ \"b\": [ [1, 2] ], \"a\": [\n  { \"t\": \"é\", \"f\": [1, 22,\n 3] },\n"
        "  { \"f\": [4, 5], \"t\": \"x\" }, [ 6,\n 7 ], 8 ],\n"
        "  \"c\": { \"a\": [ 9 ] } }\n";
    static const char *const paths[] = {
        "",          "a",      "a[0]",    "a[0].t",    "a[0].f[2]", "a[1].f[1]", "a[1].t",
        "a[1].none", "a[2]",   "a[2][1]", "a[3]",      "a[9]",      "b",         "b[0][1]",
        "c",         "c.a[0]", "c.a[1]",  "a[0].f[0]", "none",
    };
    enum { COUNT = sizeof paths / sizeof *paths };
    struct json_document *whole, *split;

    (void)state;
    assert_int_equal(json_parse(json, strlen(json), &whole, NULL), STATUS_OK);
    assert_int_equal(json_parse_split(json, strlen(json), "a", &split, NULL), STATUS_OK);
    for (size_t before = 0; before < COUNT; before++)
        for (size_t i = 0; i < COUNT; i++) {
            struct json_place one, other;

            json_place_of(split, paths[before]);
            one = json_place_of(split, paths[i]);
            other = json_place_of(whole, paths[i]);
            assert_int_equal(one.line, other.line);
            assert_int_equal(one.column, other.column);
        }
    json_free(whole);
    json_free(split);
}

/* What is wrong with the document itself is found at once, with or without a list split off. */
static void a_list_that_is_split_off_hides_no_fault_of_the_rest(void **state)
{
    static const char *const wrong[] = {
        "{\"a\": [1, 2",          "{\"a\": [1 2]}",           "{\"a\": [{]}]}",
        "{\"a\": [1], \"a\": 2}", "{\"a\": [1], \"a\": [3]}", "{\"b\": 1e99, \"a\": [1]}",
        "{\"a\": [\"\\u0000\"]}", "{\"a\": [1]} x",           "[{\"a\": [1]}, ]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct json_fault whole = { .reason = "" }, split = { .reason = "" };
        struct json_document *document;

        assert_int_equal(json_parse(wrong[i], strlen(wrong[i]), &document, &whole), STATUS_INVALID);
        assert_int_equal(json_parse_split(wrong[i], strlen(wrong[i]), "a", &document, &split),
                         STATUS_INVALID);
        assert_null(document);
        assert_string_equal(split.reason, whole.reason);
        assert_int_equal(split.place.line, whole.place.line);
        assert_int_equal(split.place.column, whole.place.column);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lets_good_json_in),
        cmocka_unit_test(test_refuses_bad_bytes),
        cmocka_unit_test(test_refuses_bad_escapes),
        cmocka_unit_test(test_refuses_bad_grammar),
        cmocka_unit_test(test_refuses_bad_numbers),
        cmocka_unit_test(test_refuses_a_key_twice),
        cmocka_unit_test(test_nesting_ends_at_the_limit),
        cmocka_unit_test(test_size_has_a_limit),
        cmocka_unit_test(test_fault_is_optional),
        cmocka_unit_test(test_long_paths_are_cut_between_letters),
        cmocka_unit_test(test_paths_have_places),
        cmocka_unit_test(test_places_of_bytes),
        cmocka_unit_test(test_suggests_what_is_near),
        cmocka_unit_test(places_do_not_hang_on_what_was_asked_before),
        cmocka_unit_test(a_list_that_is_split_off_has_the_same_places),
        cmocka_unit_test(a_list_that_is_split_off_hides_no_fault_of_the_rest),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
