/* What a conversion says of the pack and of each prompt: what the file says, what they say, and
 * nothing that neither does. And what it refuses, with reasons. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/strbuf.h"
#include "format/convert.h"
#include "format/encode.h"
#include "format/pack.h"

static const struct convert_wishes all = { .id = "tried",
                                           .title = "Tried",
                                           .license = "CC0-1.0",
                                           .lang = "en",
                                           .mood = MOOD_SERIOUS,
                                           .mode = MODE_LISTENING,
                                           .dimension = DIMENSION_PHYSICAL,
                                           .has_dimension = true,
                                           .depth = 2,
                                           .minutes = 20 };

/* The pack of an input; fails if there is none. */
static struct pack converted(const char *input, const struct convert_wishes *wishes)
{
    struct strbuf json = STRBUF_INIT;
    struct error err = { 0 };
    struct pack pack;

    if (convert(&json, input, strlen(input), wishes, NULL, NULL, &err) != STATUS_OK)
        fail_msg("%s: %s", input, err.text);
    if (pack_read(json.text, json.size, PACK_ANY, &pack, NULL, &err) != STATUS_OK)
        fail_msg("%s: %s", json.text, err.text);
    strbuf_release(&json);
    return pack;
}

static void has(const char *text, const char *part)
{
    if (!text || !strstr(text, part))
        fail_msg("this isn’t in it: %s\n%s", part, text ? text : "nothing");
}

/* ---- what is known ---- */

static void what_they_say_is_for_prompts_whose_file_is_silent(void **state)
{
    struct pack pack = converted("question,mood,mode,depth,minutes,dimension,focus,facets\n"
                                 "What now?,light,talking,1,5,mental,Now.,\"future, stress\"\n"
                                 "Who sang?,,,,,,,\n",
                                 &all);
    const struct prompt *said = &pack.prompts[0], *silent = &pack.prompts[1];

    (void)state;
    assert_int_equal(said->mood, MOOD_LIGHT);
    assert_int_equal(said->mode, MODE_TALKING);
    assert_int_equal(said->depth, 1);
    assert_int_equal(said->minutes, 5);
    assert_int_equal(said->dimension, DIMENSION_MENTAL);
    assert_string_equal(said->focus, "Now.");
    assert_int_equal(said->facets, 1u << 6 | 1u << 7);
    assert_string_equal(said->extra, "{\"guessed\":[\"mood\",\"mode\",\"depth\",\"minutes\","
                                     "\"dimension\",\"focus\",\"facets\"]}");
    assert_int_equal(silent->mood, MOOD_SERIOUS);
    assert_int_equal(silent->mode, MODE_LISTENING);
    assert_int_equal(silent->depth, 2);
    assert_int_equal(silent->minutes, 20);
    assert_int_equal(silent->dimension, DIMENSION_PHYSICAL);
    assert_null(silent->extra);
    pack_release(&pack);
}

static void words_of_others_are_kept_and_not_taken_for_ours(void **state)
{
    struct pack pack =
        converted("[{\"q\":\"What now?\",\"mood\":\"spicy\",\"depth\":\"9\",\"level\":1,"
                  "\"flags\":[\"sex\",\"fun\"],\"author\":\"Ana\",\"tags\":[\"x\"]}]",
                  &all);

    (void)state;
    assert_int_equal(pack.prompts[0].mood, MOOD_SERIOUS);
    assert_int_equal(pack.prompts[0].depth, 2);
    assert_int_equal(pack.prompts[0].flags, 0);
    has(pack.prompts[0].extra, "\"original\":{\"mood\":\"spicy\",\"depth\":\"9\",\"level\":\"1\","
                               "\"flags\":\"sex fun\",\"author\":\"Ana\",\"tags\":\"x\"}");
    assert_null(strstr(pack.prompts[0].extra, "guessed"));
    pack_release(&pack);
}

static void followups_are_taken_if_they_are_two_to_four(void **state)
{
    struct pack pack =
        converted("[{\"q\":\"What now?\",\"followups\":[\"And then?\",\"Who else?\"]},"
                  "{\"q\":\"Who sang?\",\"followups\":[\"Only one?\"]}]",
                  &all);

    (void)state;
    assert_int_equal(pack.prompts[0].followup_count, 2);
    assert_string_equal(pack.prompts[0].followups[1], "Who else?");
    assert_int_equal(pack.prompts[1].followup_count, 0);
    has(pack.prompts[1].extra, "Only one?");
    pack_release(&pack);
}

static void what_a_file_says_of_itself_is_kept(void **state)
{
    static const char *const inputs[] = {
        "{\"title\":\"Ours\",\"license\":\"MIT\",\"author\":\"Ana\",\"source\":\"a shelf\","
        "\"language\":\"German\",\"made\":\"1999\",\"questions\":[\"Was nun?\"]}",
        "{\"meta\":{\"title\":\"Ours\",\"licence\":\"MIT\",\"author\":\"Ana\",\"url\":\"a shelf\","
        "\"lang\":\"de\",\"made\":\"1999\"},\"questions\":[\"Was nun?\"]}",
        "# Title: Ours\n# License: MIT\n# Author: Ana\n# Source: a shelf\n# Lang: de\nWas nun?\n",
        "# Ours\n\nLicence: MIT\nAuthor: Ana\nSource: a shelf\nLanguage: Deutsch\n\n- Was nun?\n",
        "title,license,author,source,lang,question\nOurs,MIT,Ana,a shelf,de,Was nun?\n",
        "title: Ours\nlicense: MIT\nauthor: Ana\nsource: a shelf\nlang: de\nquestions:\n- Was "
        "nun?\n",
    };
    struct convert_wishes wishes = all;

    (void)state;
    wishes.id = wishes.title = wishes.license = wishes.lang = NULL;
    for (size_t i = 0; i < ARRAY_SIZE(inputs); i++) {
        struct pack pack = converted(inputs[i], &wishes);

        assert_string_equal(pack.title, "Ours");
        assert_string_equal(pack.id, "ours");
        assert_string_equal(pack.license, "MIT");
        assert_string_equal(pack.author, "Ana");
        assert_string_equal(pack.source, "a shelf");
        assert_string_equal(pack.lang, "de");
        has(pack.extra, "\"license: MIT\"");
        assert_int_equal(pack.count, 1);
        pack_release(&pack);
    }
}

static void what_they_say_of_the_pack_wins(void **state)
{
    struct convert_wishes wishes = all;
    struct pack pack;

    (void)state;
    wishes.author = "Bo";
    wishes.name = "/a/b/some-old_deck.json";
    pack = converted("{\"title\":\"Ours\",\"license\":\"MIT\",\"q\":[\"What now?\"]}", &wishes);
    assert_string_equal(pack.title, "Tried");
    assert_string_equal(pack.license, "CC0-1.0");
    assert_string_equal(pack.author, "Bo");
    has(pack.extra, "\"original\":{\"title\":\"Ours\",\"license\":\"MIT\"}");
    pack_release(&pack);
    wishes.id = wishes.title = NULL;
    pack = converted("[\"What now?\"]", &wishes);
    assert_string_equal(pack.title, "Some old deck");
    assert_string_equal(pack.id, "some-old-deck");
    has(pack.extra, "title: Some old deck");
    pack_release(&pack);
}

/* ---- ids and texts ---- */

static void ids_are_words_of_the_text_unique_and_the_same_each_time(void **state)
{
    static const char input[] =
        "Was w\xc3\xbcrdest du tun, wenn?\nWas w\xc3\xbcrdest du tun, sobald?\n"
        "\xe4\xbb\x8a\xe4\xbd\x95\xe3\x82\x92\xe8\x80\x83\xe3\x81\x88\xe3\x81\xa6?\n"
        "Was w\xc3\xbcrdest du tun, wenn nicht?\n";
    struct pack pack = converted(input, &all), again = converted(input, &all);

    (void)state;
    assert_string_equal(pack.prompts[0].id, "was-wurdest-du-tun-wenn");
    assert_string_equal(pack.prompts[1].id, "was-wurdest-du-tun-sobald");
    assert_memory_equal(pack.prompts[2].id, "prompt-", 7);
    assert_memory_equal(pack.prompts[3].id, "was-wurdest-du-tun-wenn-", 24);
    for (size_t i = 0; i < pack.count; i++)
        assert_string_equal(pack.prompts[i].id, again.prompts[i].id);
    pack_release(&pack);
    pack_release(&again);
}

static void a_thousand_texts_that_begin_alike_have_a_thousand_ids(void **state)
{
    struct strbuf input = STRBUF_INIT;
    struct pack pack;

    (void)state;
    for (int i = 0; i < 1000; i++)
        strbuf_addf(&input, "What did you do on the day %d?\n", i);
    pack = converted(input.text, &all); /* pack_read() finds an id that is there twice */
    assert_int_equal(pack.count, 1000);
    pack_release(&pack);
    strbuf_release(&input);
}

static void invisible_signs_go_and_visible_ones_stay(void **state)
{
    static const struct {
        const char *input, *text;
    } cases[] = {
        { "Who \xe2\x80\xaewas\xe2\x80\xac it\xe2\x80\x8b?", "Who was it?" },
        { "Un caf\xc3\xa9\xc2\xa0?", "Un caf\xc3\xa9\xc2\xa0?" },
        { "We \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 two?",
          "We \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 two?" },
        { "2 * 3 * 4 or snake_case_name?", "2 * 3 * 4 or snake_case_name?" },
        { "Is 1 < 2 &amp; 3 > 2? <i>Say</i> &#8220;so&#x201d;.",
          "Is 1 < 2 & 3 > 2? Say \xe2\x80\x9cso\xe2\x80\x9d." },
        { "AT&T or R&B; which one?", "AT&T or R&B; which one?" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct pack pack = converted(cases[i].input, &all);

        assert_string_equal(pack.prompts[0].text, cases[i].text);
        pack_release(&pack);
    }
}

/* ---- UTF-16 ---- */

static void utf_16_of_both_orders_is_read(void **state)
{
    static const char little[] =
        "\xff\xfeW\0h\0o\0 \0\x3d\xd8\x00\xde?\0\r\0\n\0W\0e\0 \0t\0w\0o\0?";
    static const char big[] =
        "\xfe\xff\0W\0h\0o\0 \xd8\x3d\xde\x00\0?\0\r\0\n\0W\0e\0 \0t\0w\0o\0?";
    struct strbuf out = STRBUF_INIT;

    (void)state;
    /* The little one's last zero is the literal's own; the big one's must not be read. */
    assert_int_equal(encode_utf8(&out, little, sizeof little, NULL), STATUS_OK);
    assert_string_equal(out.text, "Who \xf0\x9f\x98\x80?\nWe two?");
    strbuf_clear(&out);
    assert_int_equal(encode_utf8(&out, big, sizeof big - 1, NULL), STATUS_OK);
    assert_string_equal(out.text, "Who \xf0\x9f\x98\x80?\nWe two?");
    strbuf_release(&out);
}

/* ---- refusals ---- */

struct refusal {
    const char *bytes;
    size_t n; /* 0: up to the NUL */
    const char *format, *why;
};

/* clang-format off */
static const struct refusal refusals[] = {
    { "%PDF-1.7\n", 0, NULL, "this is a PDF" },
    { "PK\3\4abc", 0, NULL, "this is a ZIP archive" },
    { "\x1f\x8b\x08", 0, NULL, "compressed by gzip" },
    { "SQLite format 3\0x", 17, NULL, "an SQLite database" },
    { "{\\rtf1 x}", 0, NULL, "rich text" },
    { "\x89PNG\r\n", 0, NULL, "a picture" },
    { "<!DOCTYPE html>\n<p>What?</p>", 0, NULL, "this is a web page" },
    { "  <?xml version='1.0'?>", 0, NULL, "this is XML" },
    { "INSERT INTO q VALUES (1,'What?');", 0, NULL, "this is SQL" },
    { "Who?\nCaf\xe9 noir?", 0, NULL, "byte 8 (line 2) is 0xE9, which isn’t UTF-8" },
    { "Who?\0", 5, NULL, "byte 4 (line 1) is a NUL" },
    { "\xff\xfeW\0\n\0\x00\xdc", 8, NULL, "at byte 6 (line 2) is the second half of a surrogate pair" },
    { "\xfe\xff\xd8\x00\0x", 6, NULL, "at byte 2 (line 1) is the first half of a surrogate pair" },
    { "\xff\xfeW", 3, NULL, "at byte 2 (line 1) is half a character" },
    { "\xff\xfe\0\0W\0\0\0", 8, NULL, "this is UTF-32" },
    { "", 0, NULL, "there is nothing in it" },
    { "\n \n", 0, NULL, "there is nothing in it" },
    { "7\n8\n", 0, NULL, "nothing in it reads like something to talk about" },
    { "[\"What?\",]", 0, NULL, "line 1, column 10: here should be a value" },
    { "{\"a\":\"What now?\",\n\"a\":\"b\"}", 0, NULL, "line 2, column 1" },
    { "[\"a\\ud800 b?\"]", 0, NULL, "the first half of a surrogate pair" },
    { "[\"a\\u0000b\"]", 0, NULL, "\\u0000 can’t be part of a text" },
    { "[1e999]", 0, NULL, "2^53" },
    { "{\"format\":1,\"prompts\":[]}", 0, NULL, "this is a pack already" },
    { "no JSON\n", 0, "jsonl", "no line of it is JSON" },
    { "id,question\n1,\"never\nclosed?\n", 0, NULL, "line 2: a quote (\") that begins here is never closed" },
    { "a: {b: c}\nd:\n", 0, "yaml", "line 1: couplet doesn’t read maps in braces" },
    { "a:\n  - *x\n", 0, "yaml", "line 2: couplet doesn’t read anchors, aliases and tags" },
    { "a:\n  - 'x\n", 0, "yaml", "line 2: the quote that begins here is never closed" },
    { "a: b\na: c\n", 0, "yaml", "line 1: in the map that begins here a key stands twice" },
    { "a:\n\t- b\n", 0, "yaml", "line 2: " },
    { "a:\n    b: c\n  d: e\n", 0, "yaml", "line 3: this line is indented further" },
    { "a: b\n---\nc: d\n", 0, "yaml", "line 2: a second document begins here" },
    { "Who?\n", 0, "xls", "there is no format xls; it is one of json, jsonl, csv" },
};
/* clang-format on */

static void what_can_t_be_read_is_refused_with_a_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(refusals); i++) {
        const struct refusal *r = &refusals[i];
        struct convert_wishes wishes = all;
        struct strbuf out = STRBUF_INIT;
        struct error err = { 0 };
        size_t n = r->n ? r->n : strlen(r->bytes);
        char *exact = mem_resize(mem_copy_n(r->bytes, n), n ? n : 1, 1);

        wishes.format = r->format;
        if (convert(&out, exact, n, &wishes, NULL, NULL, &err) != STATUS_INVALID || out.size)
            fail_msg("case %zu is taken: %s", i, out.text);
        if (!strstr(err.text, r->why))
            fail_msg("case %zu: %s\nnot: %s", i, err.text, r->why);
        free(exact);
        strbuf_release(&out);
    }
}

static void a_key_that_is_not_there_is_answered_with_those_that_are(void **state)
{
    struct convert_wishes wishes = all;
    struct strbuf out = STRBUF_INIT;
    struct error err = { 0 };

    (void)state;
    wishes.key = "ask";
    assert_int_equal(convert(&out, "id,question\n1,What now?\n", 24, &wishes, NULL, NULL, &err),
                     STATUS_INVALID);
    assert_string_equal(err.text, "there is no key or column ask; there are \"id\", \"question\"");
    assert_int_equal(convert(&out, "What now?\n", 10, &wishes, NULL, NULL, &err), STATUS_INVALID);
    assert_string_equal(err.text, "there is no key or column ask; there is none with a name");
    strbuf_release(&out);
}

static void deep_nesting_is_refused_and_does_not_crash(void **state)
{
    static const char *const forms[] = { "json", "yaml" };
    static const char *const part[] = { "[", "- " };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
        struct convert_wishes wishes = all;
        struct strbuf input = STRBUF_INIT, out = STRBUF_INIT;
        struct error err = { 0 };

        for (int k = 0; k < 100000; k++)
            strbuf_addstr(&input, part[i]);
        strbuf_addstr(&input, "x");
        wishes.format = forms[i];
        assert_int_equal(convert(&out, input.text, input.size, &wishes, NULL, NULL, &err),
                         STATUS_INVALID);
        has(err.text, "nested more than");
        strbuf_release(&input);
        strbuf_release(&out);
    }
}

static void texts_too_long_or_with_controls_are_left_out(void **state)
{
    struct strbuf input = STRBUF_INIT, out = STRBUF_INIT;
    struct convert_count count;
    struct pack pack;

    (void)state;
    strbuf_addstr(&input, "What now?\nWho \x1b[31msang?\nWho \xc2\x9bsang?\nWho");
    for (int i = 0; i < CONVERT_WORDS_MAX - 1; i++)
        strbuf_addstr(&input, " a");
    strbuf_addstr(&input, "\nWho");
    for (int i = 0; i < CONVERT_WORDS_MAX; i++)
        strbuf_addstr(&input, " a");
    strbuf_addstr(&input, "\nWho ");
    for (int i = 0; i < PACK_TEXT_MAX; i++)
        strbuf_addch(&input, 'a');
    strbuf_addch(&input, '\n');
    for (int i = 0; i < 1000000; i++)
        strbuf_addstr(&input, "*<b&");
    assert_int_equal(convert(&out, input.text, input.size, &all, NULL, &count, NULL), STATUS_OK);
    assert_int_equal(count.prompts, 2);
    assert_int_equal(count.left_out, 5);
    assert_int_equal(pack_read(out.text, out.size, PACK_ANY, &pack, NULL, NULL), STATUS_OK);
    pack_release(&pack);
    strbuf_release(&input);
    strbuf_release(&out);
}

static void too_many_entries_are_refused_and_too_many_columns_dropped(void **state)
{
    struct strbuf input = STRBUF_INIT, out = STRBUF_INIT;
    struct error err = { 0 };
    struct pack pack;

    (void)state;
    for (int i = 0; i <= 500000; i++)
        strbuf_addstr(&input, "a b?\n");
    assert_int_equal(convert(&out, input.text, input.size, &all, NULL, NULL, &err), STATUS_INVALID);
    has(err.text, "more than 500000 entries");
    strbuf_clear(&input);
    strbuf_addstr(&input, "question,a");
    for (int i = 0; i < 1000; i++)
        strbuf_addf(&input, ",n%d", i);
    strbuf_addstr(&input, "\nWhat now?,kept");
    for (int i = 0; i < 1000; i++)
        strbuf_addf(&input, ",v%d", i);
    pack = converted(input.text, &all);
    has(pack.prompts[0].extra, "\"a\":\"kept\"");
    has(pack.prompts[0].extra, "\"n197\":\"v197\"");
    assert_null(strstr(pack.prompts[0].extra, "v198"));
    assert_null(strstr(pack.prompts[0].extra, "v999"));
    pack_release(&pack);
    strbuf_release(&input);
    strbuf_release(&out);
}

/* A copy of it for each of a hundred thousand entries would be ten gigabytes. */
static void what_stands_beside_a_list_is_copied_to_entries_only_if_it_is_short(void **state)
{
    struct strbuf input = STRBUF_INIT;
    struct pack pack;

    (void)state;
    strbuf_addstr(&input, "{\"x\":{\"note\":\"short\",\"long\":\"");
    for (int i = 0; i < 100000; i++)
        strbuf_addch(&input, 'a');
    strbuf_addstr(&input, "\",\"questions\":[\"What now?\"");
    for (int i = 0; i < 100000; i++)
        strbuf_addstr(&input, ",\"What now?\"");
    strbuf_addstr(&input, "]}}");
    pack = converted(input.text, &all);
    assert_string_equal(pack.prompts[0].extra,
                        "{\"category\":\"x\",\"original\":{\"note\":\"short\"}}");
    pack_release(&pack);
    strbuf_release(&input);
}

/* ---- not enough, and drafts ---- */

static void without_all_that_is_needed_there_is_no_pack_but_the_options_are_named(void **state)
{
    struct convert_wishes none = { 0 }, some = all;
    struct strbuf out = STRBUF_INIT;
    struct error err = { 0 };

    (void)state;
    assert_int_equal(convert(&out, "What now?", 9, &none, NULL, NULL, &err), STATUS_INVALID);
    has(err.text, "1 prompt was found");
    has(err.text, "--title=TITLE --lang=TAG --license=SPDX --mood=MOOD --mode=MODE --depth=N "
                  "--minutes=N --dimension=WORD; or --draft");
    some.minutes = 0;
    assert_int_equal(convert(&out, "What now?", 9, &some, NULL, NULL, &err), STATUS_INVALID);
    has(err.text, "Add --minutes=N; or");
    assert_int_equal(out.size, 0);
    strbuf_release(&out);
}

static void what_does_not_go_together_is_refused_at_its_line(void **state)
{
    struct convert_wishes wishes = all;
    struct strbuf out = STRBUF_INIT;
    struct error err = { 0 };

    (void)state;
    wishes.minutes = 30;
    assert_int_equal(convert(&out, "\nWhat now?", 10, &wishes, NULL, NULL, &err), STATUS_INVALID);
    has(err.text, "line 2: its minutes doesn’t fit: ");
    wishes = all;
    wishes.lang = "no language";
    assert_int_equal(convert(&out, "What now?", 9, &wishes, NULL, NULL, &err), STATUS_INVALID);
    has(err.text, "a language is a tag");
    assert_int_equal(out.size, 0);
    strbuf_release(&out);
}

static void a_draft_is_written_and_refused_until_it_is_filled_in(void **state)
{
    struct convert_wishes wishes = { .draft = true };
    struct strbuf out = STRBUF_INIT;
    struct error err = { 0 };
    struct pack pack;

    (void)state;
    assert_int_equal(convert(&out, "What now?", 9, &wishes, NULL, NULL, &err), STATUS_OK);
    has(out.text, "\"lang\": null,\n  \"license\": null,\n");
    has(out.text, "\"mood\": null,\n      \"mode\": null,\n      \"depth\": null,\n      "
                  "\"minutes\": null,\n      \"dimension\": null\n");
    assert_int_equal(pack_read(out.text, out.size, PACK_ANY, &pack, NULL, &err), STATUS_INVALID);
    has(err.text, "line 3, column 9: id: this is still to be filled in");
    strbuf_release(&out);
}

/* ---- any bytes ---- */

static void mutants_give_a_good_pack_or_a_reason(void **state)
{
    static const char *const seeds[] = {
        "id,question\n1,\"Who said \"\"go\"\",\nand when?\"\n2,What now?\n",
        "{\"t\":\"x\",\"d\":[{\"q\":\"What now?\",\"tags\":[\"a\"]},\"Who\\u00e9?\"]}",
        "a:\n  - q: \"Who?\"\n    x: |-\n      b\n  - [c, 'd']\n",
        "# T\n## S\n- What *now*?\n| a | b |\n|---|---|\n| 1 | Who? |\n",
        "#separator:tab\n#html:true\nWho <b>is</b>?\t{{c1::x}}\n",
        "What\nnow?\n-- Me\n%\nWho?\n%\n",
    };
    struct rng random = rng_seeded(11);
    size_t packs = 0;

    (void)state;
    for (int round = 0; round < 6000; round++) {
        const char *seed = seeds[(size_t)round % ARRAY_SIZE(seeds)];
        char *bytes = mem_copy(seed);
        size_t n = strlen(seed);
        struct strbuf out = STRBUF_INIT;
        struct error err = { 0 };
        struct pack pack;

        for (int k = 0; k < 3; k++)
            bytes[rng_below(&random, n)] =
                "\"',\n\t|:- *#<&%[{\\\x80\xe2\0"[rng_below(&random, 20)];
        if (convert(&out, bytes, n, &all, NULL, NULL, &err) == STATUS_OK) {
            assert_int_equal(pack_read(out.text, out.size, PACK_ANY, &pack, NULL, NULL), STATUS_OK);
            pack_release(&pack);
            packs++;
        } else {
            assert_true(*err.text && !out.size);
        }
        strbuf_release(&out);
        free(bytes);
    }
    assert_true(packs > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_they_say_is_for_prompts_whose_file_is_silent),
        cmocka_unit_test(words_of_others_are_kept_and_not_taken_for_ours),
        cmocka_unit_test(followups_are_taken_if_they_are_two_to_four),
        cmocka_unit_test(what_a_file_says_of_itself_is_kept),
        cmocka_unit_test(what_they_say_of_the_pack_wins),
        cmocka_unit_test(ids_are_words_of_the_text_unique_and_the_same_each_time),
        cmocka_unit_test(a_thousand_texts_that_begin_alike_have_a_thousand_ids),
        cmocka_unit_test(invisible_signs_go_and_visible_ones_stay),
        cmocka_unit_test(utf_16_of_both_orders_is_read),
        cmocka_unit_test(what_can_t_be_read_is_refused_with_a_reason),
        cmocka_unit_test(a_key_that_is_not_there_is_answered_with_those_that_are),
        cmocka_unit_test(deep_nesting_is_refused_and_does_not_crash),
        cmocka_unit_test(texts_too_long_or_with_controls_are_left_out),
        cmocka_unit_test(too_many_entries_are_refused_and_too_many_columns_dropped),
        cmocka_unit_test(what_stands_beside_a_list_is_copied_to_entries_only_if_it_is_short),
        cmocka_unit_test(without_all_that_is_needed_there_is_no_pack_but_the_options_are_named),
        cmocka_unit_test(what_does_not_go_together_is_refused_at_its_line),
        cmocka_unit_test(a_draft_is_written_and_refused_until_it_is_filled_in),
        cmocka_unit_test(mutants_give_a_good_pack_or_a_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
