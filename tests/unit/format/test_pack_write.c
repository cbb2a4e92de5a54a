/* Packs as text: what was read is written so that it reads the same, unknown fields and all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "format/pack.h"
#include "format/pack_write.h"

static void read_good(const struct strbuf *json, struct pack *pack)
{
    struct error err = { 0 };

    if (pack_read(json->text, json->size, PACK_ANY, pack, NULL, &err) != STATUS_OK)
        fail_msg("%s in\n%s", err.text, json->text);
}

static void same(const char *a, const char *b)
{
    if (a && b)
        assert_string_equal(a, b);
    else
        assert_ptr_equal(a, b);
}

static void same_prompts(const struct prompt *a, const struct prompt *b)
{
    same(a->id, b->id);
    same(a->text, b->text);
    same(a->focus, b->focus);
    same(a->speaker, b->speaker);
    same(a->access_alt, b->access_alt);
    same(a->lighter_alt, b->lighter_alt);
    same(a->protocol, b->protocol);
    same(a->extra, b->extra);
    same(a->listener.to_do, b->listener.to_do);
    same(a->listener.to_avoid, b->listener.to_avoid);
    same(a->listener.to_ask, b->listener.to_ask);
    assert_int_equal(a->listener.response, b->listener.response);
    assert_int_equal(a->mood, b->mood);
    assert_int_equal(a->mode, b->mode);
    assert_int_equal(a->dimension, b->dimension);
    assert_int_equal(a->consent, b->consent);
    assert_int_equal(a->depth, b->depth);
    assert_int_equal(a->minutes, b->minutes);
    assert_int_equal(a->facets, b->facets);
    assert_int_equal(a->flags, b->flags);
    assert_int_equal(a->requires, b->requires);
    assert_int_equal(a->followup_count, b->followup_count);
    for (size_t i = 0; i < a->followup_count; i++)
        same(a->followups[i], b->followups[i]);
}

static void same_packs(const struct pack *a, const struct pack *b)
{
    same(a->id, b->id);
    same(a->title, b->title);
    same(a->version, b->version);
    same(a->lang, b->lang);
    same(a->license, b->license);
    same(a->author, b->author);
    same(a->source, b->source);
    same(a->extra, b->extra);
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        same_prompts(&a->prompts[i], &b->prompts[i]);
}

static void expect_round_trip(const char *folder, const char *name)
{
    struct strbuf path = STRBUF_INIT, json = STRBUF_INIT, once = STRBUF_INIT, twice = STRBUF_INIT;
    struct pack pack, again;

    strbuf_addf(&path, "%s/%s", folder, name);
    assert_int_equal(file_read(&json, path.text, 1 << 24, NULL), STATUS_OK);
    read_good(&json, &pack);
    pack_write(&once, &pack, PACK_WHOLE);
    read_good(&once, &again);
    same_packs(&pack, &again);
    pack_write(&twice, &again, PACK_DRAFT); /* a whole pack has nothing for a draft to leave open */
    assert_string_equal(once.text, twice.text);
    pack_release(&pack);
    pack_release(&again);
    strbuf_release(&path);
    strbuf_release(&json);
    strbuf_release(&once);
    strbuf_release(&twice);
}

static int is_good(const struct dirent *entry)
{
    return (!strncmp(entry->d_name, "valid-", 6) || !strchr("vi.", *entry->d_name)) &&
           strstr(entry->d_name, ".json");
}

static void each_pack_of(const char *below)
{
    const char *tests = getenv("COUPLET_TESTS");
    struct strbuf folder = STRBUF_INIT;
    struct dirent **entries;
    int count;

    strbuf_addf(&folder, "%s/%s", tests ? tests : "tests", below);
    count = scandir(folder.text, &entries, is_good, alphasort);
    assert_true(count > 3);
    for (int i = 0; i < count; i++) {
        expect_round_trip(folder.text, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    strbuf_release(&folder);
}

static void every_good_fixture_reads_the_same_after_it_was_written(void **state)
{
    (void)state;
    each_pack_of("fixtures/packs");
}

static void the_built_in_packs_read_the_same_after_they_were_written(void **state)
{
    (void)state;
    each_pack_of("../data/packs");
}

static void unknown_fields_survive_also_those_of_a_listener(void **state)
{
    static const char json[] =
        "{\"format\":1,\"id\":\"a\",\"title\":\"A\",\"version\":\"1.0.0\",\"lang\":\"en\","
        "\"license\":\"CC0-1.0\",\"guessed\":[\"text\",{\"deep\":[]}],\"prompts\":[{\"id\":\"b\","
        "\"text\":\"Say \\\"so\\\" \\u202e?\",\"mood\":\"light\",\"mode\":\"talking\",\"depth\":2,"
        "\"dimension\":\"mental\",\"minutes\":5,\"consent\":\"ask\",\"focus\":\"So.\","
        "\"listener\":{\"tempo\":120},\"x\":{}}]}";
    static const char written[] = "{\n"
                                  "  \"format\": 1,\n"
                                  "  \"id\": \"a\",\n"
                                  "  \"title\": \"A\",\n"
                                  "  \"version\": \"1.0.0\",\n"
                                  "  \"lang\": \"en\",\n"
                                  "  \"license\": \"CC0-1.0\",\n"
                                  "  \"guessed\": [\n"
                                  "    \"text\",\n"
                                  "    {\n"
                                  "      \"deep\": []\n"
                                  "    }\n"
                                  "  ],\n"
                                  "  \"prompts\": [\n"
                                  "    {\n"
                                  "      \"id\": \"b\",\n"
                                  "      \"text\": \"Say \\\"so\\\" \xe2\x80\xae?\",\n"
                                  "      \"focus\": \"So.\",\n"
                                  "      \"mood\": \"light\",\n"
                                  "      \"mode\": \"talking\",\n"
                                  "      \"depth\": 2,\n"
                                  "      \"minutes\": 5,\n"
                                  "      \"dimension\": \"mental\",\n"
                                  "      \"consent\": \"ask\",\n"
                                  "      \"listener\": {\n"
                                  "        \"tempo\": 120\n"
                                  "      },\n"
                                  "      \"x\": {}\n"
                                  "    }\n"
                                  "  ]\n"
                                  "}\n";
    struct strbuf text = STRBUF_INIT, out = STRBUF_INIT;
    struct pack pack;

    (void)state;
    strbuf_addstr(&text, json);
    read_good(&text, &pack);
    pack_write(&out, &pack, PACK_WHOLE);
    assert_string_equal(out.text, written);
    pack_release(&pack);
    strbuf_release(&text);
    strbuf_release(&out);
}

/* The line of the first problem of a text that is no good pack. */
struct first {
    int line;
    char path[64], reason[200];
};

static void keep_first(void *context, const struct pack_problem *problem)
{
    struct first *first = context;

    if (first->line)
        return;
    first->line = problem->line;
    snprintf(first->path, sizeof first->path, "%s", problem->path);
    snprintf(first->reason, sizeof first->reason, "%s", problem->reason);
}

static void a_draft_leaves_open_what_is_needed_and_is_refused_at_that_line(void **state)
{
    struct prompt prompt = { .id = (char[]){ "b" },
                             .text = (char[]){ "What now?" },
                             .mode = MODE_TALKING,
                             .dimension = DIMENSION_COUNT };
    struct pack pack = { .id = (char[]){ "a" },
                         .title = (char[]){ "A" },
                         .version = (char[]){ "1.0.0" },
                         .lang = (char[]){ "en" },
                         .license = (char[]){ "MIT" },
                         .prompts = &prompt,
                         .count = 1 };
    struct strbuf draft = STRBUF_INIT, whole = STRBUF_INIT;
    struct first first = { 0 };
    struct pack_report report = { .problem = keep_first, .context = &first };
    struct pack read;

    (void)state;
    pack_write(&draft, &pack, PACK_DRAFT);
    assert_non_null(strstr(draft.text, "\"mood\": null,\n      \"mode\": \"talking\",\n      "
                                       "\"depth\": null,\n      \"minutes\": null,\n      "
                                       "\"dimension\": null\n"));
    assert_int_equal(pack_read(draft.text, draft.size, PACK_ANY, &read, &report, NULL),
                     STATUS_INVALID);
    assert_int_equal(first.line, 12);
    assert_string_equal(first.path, "prompts[0].mood");
    assert_string_equal(first.reason, "this is still to be filled in: \"light\" or \"serious\"");
    pack_write(&whole, &pack, PACK_WHOLE);
    assert_null(strstr(whole.text, "null"));
    strbuf_release(&draft);
    strbuf_release(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_good_fixture_reads_the_same_after_it_was_written),
        cmocka_unit_test(the_built_in_packs_read_the_same_after_they_were_written),
        cmocka_unit_test(unknown_fields_survive_also_those_of_a_listener),
        cmocka_unit_test(a_draft_leaves_open_what_is_needed_and_is_refused_at_that_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
