/* Packs: every fixture gets its verdict at its place, from couplet and, where a schema can tell,
 * from a validator that knows nothing of couplet; and no mutant of a pack gets through by half.
 *
 * COUPLET_TESTS names the folder of the tests; "tests" without it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "format/json.h"
#include "format/pack.h"

static const char *tests_folder(void)
{
    const char *folder = getenv("COUPLET_TESTS");

    return folder && *folder ? folder : "tests";
}

/* The bytes of a file below tests/fixtures/packs. */
static struct strbuf read_fixture(const char *name)
{
    struct strbuf path = STRBUF_INIT, bytes = STRBUF_INIT;
    char part[4096];
    size_t n;
    FILE *file;

    strbuf_addf(&path, "%s/fixtures/packs/%s", tests_folder(), name);
    file = fopen(path.text, "rb");
    if (!file)
        fail_msg("%s isn't there; COUPLET_TESTS is the folder of the tests", path.text);
    while ((n = fread(part, 1, sizeof part, file)))
        strbuf_add(&bytes, part, n);
    fclose(file);
    strbuf_release(&path);
    return bytes;
}

/* What a report told. */
struct told {
    size_t problems, notes, more;
    int line, column; /* of the first problem */
    struct strbuf path, reason, note;
};

static void keep(void *context, const struct pack_problem *problem)
{
    struct told *told = context;

    assert_true(problem->line >= 1 && problem->column >= 1);
    assert_true(text_is_utf8(problem->path, strlen(problem->path), NULL));
    assert_true(text_is_utf8(problem->reason, strlen(problem->reason), NULL));
    assert_null(strpbrk(problem->reason, "\n\r\x1b"));
    assert_null(strpbrk(problem->path, "\n\r\x1b"));
    assert_true(*problem->reason);
    if (problem->severity == PACK_NOTE) {
        told->notes++;
        strbuf_clear(&told->note);
        strbuf_addf(&told->note, "%d:%d %s", problem->line, problem->column, problem->reason);
    } else if (!told->problems++) {
        told->line = problem->line;
        told->column = problem->column;
        strbuf_addstr(&told->path, problem->path);
        strbuf_addstr(&told->reason, problem->reason);
    }
}

static void keep_more(void *context, size_t count)
{
    ((struct told *)context)->more += count;
}

static void forget(struct told *told)
{
    strbuf_release(&told->path);
    strbuf_release(&told->reason);
    strbuf_release(&told->note);
}

/* Reads exactly n bytes, with nothing after them that belongs to us. */
static enum status read_bytes(const char *text, size_t n, enum pack_options options,
                              struct pack *pack, struct told *told)
{
    struct pack_report report = { .problem = keep, .more = keep_more, .context = told };
    static const struct pack nothing;
    struct error err = { .status = STATUS_OK };
    char *bytes = malloc(n ? n : 1);
    enum status status;

    memcpy(bytes, text, n);
    *told = (struct told){ .path = STRBUF_INIT, .reason = STRBUF_INIT, .note = STRBUF_INIT };
    memset(pack, 0x5a, sizeof *pack);
    status = pack_read(bytes, n, options, pack, &report, &err);
    free(bytes);
    assert_int_equal(status, err.status);
    assert_int_equal(status != STATUS_OK, told->problems > 0);
    if (status) {
        assert_memory_equal(pack, &nothing, sizeof nothing);
        assert_true(*err.text);
    }
    return status;
}

static enum status read_text(const char *text, enum pack_options options, struct pack *pack,
                             struct told *told)
{
    return read_bytes(text, strlen(text), options, pack, told);
}

/* The fields of a line between tabs; returns how many. */
static size_t split(char *line, char *fields[], size_t most)
{
    size_t count = 0;

    for (char *field = strtok(line, "\t\n"); field && count < most; field = strtok(NULL, "\t\n"))
        fields[count++] = field;
    return count;
}

static void expect_verdict(char *const fields[])
{
    struct strbuf bytes = read_fixture(fields[0]);
    bool refused = !strcmp(fields[1], "refused");
    struct pack pack;
    struct told told;
    char place[32];

    if ((read_bytes(bytes.text, bytes.size, PACK_ANY, &pack, &told) != STATUS_OK) != refused)
        fail_msg("%s: should be %s; %s", fields[0], fields[1], told.reason.text);
    if (refused) {
        snprintf(place, sizeof place, "%d:%d", told.line, told.column);
        if (told.problems != 1 || strcmp(place, fields[3]) || !strstr(told.reason.text, fields[4]))
            fail_msg("%s: %zu problems, the first at %s: %s", fields[0], told.problems, place,
                     told.reason.text);
    }
    pack_release(&pack);
    forget(&told);
    strbuf_release(&bytes);
}

static void test_each_fixture_gets_its_verdict(void **state)
{
    struct strbuf list = read_fixture("verdicts.tsv");
    char *fields[5], *line, *rest = list.text;
    size_t count = 0;

    (void)state;
    while ((line = strsep(&rest, "\n"))) {
        if (*line == '#' || !*line)
            continue;
        if (split(line, fields, ARRAY_SIZE(fields)) != ARRAY_SIZE(fields))
            fail_msg("verdicts.tsv: five fields a line, tabs between: %s", line);
        expect_verdict(fields);
        count++;
    }
    assert_true(count >= 100);
    strbuf_release(&list);
}

/* Reads the list, validates what is marked, and says every difference. */
static const char validator[] =
    "import json, sys\n"
    "from jsonschema import Draft202012Validator as Validator\n"
    "tests = sys.argv[1]\n"
    "packs = tests + '/fixtures/packs/'\n"
    "schema = json.load(open(tests + '/../data/schema/pack-1.schema.json', encoding='utf-8'))\n"
    "Validator.check_schema(schema)\n"
    "wrong = 0\n"
    "for line in open(packs + 'verdicts.tsv', encoding='utf-8'):\n"
    "    fields = line.rstrip('\\n').split('\\t')\n"
    "    if line.startswith('#') or fields[2] != 'yes':\n"
    "        continue\n"
    "    pack = json.load(open(packs + fields[0], encoding='utf-8'))\n"
    "    errors = [error.message for error in Validator(schema).iter_errors(pack)]\n"
    "    if bool(errors) != (fields[1] == 'refused'):\n"
    "        wrong += 1\n"
    "        print(fields[0], 'should be', fields[1], errors)\n"
    "sys.exit(1 if wrong else 0)\n";

static void test_another_validator_agrees(void **state)
{
    struct strbuf command = STRBUF_INIT;
    FILE *python;

    (void)state;
    if (system("python3 -c 'from jsonschema import Draft202012Validator' >/dev/null 2>&1")) {
        print_message("python3 with jsonschema is missing; its verdicts weren't asked for\n");
        skip();
    }
    strbuf_addf(&command, "python3 - '%s' 1>&2", tests_folder());
    python = popen(command.text, "w");
    assert_non_null(python);
    fputs(validator, python);
    assert_int_equal(pclose(python), 0);
    strbuf_release(&command);
}

static void test_reads_every_field(void **state)
{
    struct strbuf bytes = read_fixture("valid-whole.json");
    const struct prompt *prompt;
    struct pack pack;
    struct told told;

    (void)state;
    assert_int_equal(read_bytes(bytes.text, bytes.size, PACK_ANY, &pack, &told), STATUS_OK);
    assert_string_equal(pack.id, "kitchen");
    assert_string_equal(pack.title, "Kitchen");
    assert_string_equal(pack.version, "1.0.0");
    assert_string_equal(pack.lang, "en");
    assert_string_equal(pack.license, "CC0-1.0");
    assert_string_equal(pack.author, "Ada");
    assert_string_equal(pack.source, "https://example.org/kitchen");
    assert_null(pack.extra);
    assert_int_equal(pack.count, 2);
    prompt = &pack.prompts[0];
    assert_string_equal(prompt->pack, "kitchen");
    assert_string_equal(prompt->id, "radio");
    assert_string_equal(prompt->text, "Which song did the kitchen hear most?");
    assert_int_equal(prompt->mood, MOOD_LIGHT);
    assert_int_equal(prompt->mode, MODE_TALKING);
    assert_int_equal(prompt->dimension, DIMENSION_MENTAL);
    assert_int_equal(prompt->consent, CONSENT_NONE);
    assert_int_equal(prompt->depth, 1);
    assert_int_equal(prompt->minutes, 5);
    assert_int_equal(prompt->facets, 1u << 1 | 1u << 2);
    assert_int_equal(prompt->flags, 0);
    assert_int_equal(prompt->requires, 1u << 1);
    assert_int_equal(prompt->listener.response, RESPONSE_PLAY);
    assert_string_equal(prompt->listener.to_do, "Hum it.");
    assert_string_equal(prompt->listener.to_avoid, "singing along");
    assert_string_equal(prompt->listener.to_ask, "Who turned it up?");
    assert_int_equal(prompt->followup_count, 2);
    assert_string_equal(prompt->followups[1], "Who danced?");
    assert_string_equal(prompt->speaker, "Hum it first.");
    assert_null(prompt->focus);
    assert_string_equal(prompt->access_alt, "Which song does your kitchen remind you of?");
    assert_string_equal(prompt->lighter_alt, "kettle");
    assert_string_equal(prompt->protocol, "write first");
    assert_null(prompt->extra);
    pack_release(&pack);
    forget(&told);
    strbuf_release(&bytes);
}

/* A pack around the fields of one prompt, "%s" last. */
static struct strbuf pack_with(const char *fields)
{
    struct strbuf text = STRBUF_INIT;

    strbuf_addf(&text,
                "{\"format\":1,\"id\":\"p\",\"title\":\"P\",\"version\":\"1.0.0\",\"lang\":\"en\","
                "\"license\":\"MIT\",\"author\":\"A\",\"source\":\"S\",\"prompts\":[{\"id\":\"a\","
                "\"text\":\"T\",\"mode\":\"talking\",\"dimension\":\"mental\",%s}]}",
                fields);
    return text;
}

static void test_consent_follows_when_not_given(void **state)
{
    static const struct {
        const char *fields;
        enum consent consent;
    } cases[] = {
        { "\"mood\":\"light\",\"depth\":1,\"minutes\":5", CONSENT_NONE },
        { "\"mood\":\"serious\",\"depth\":4,\"minutes\":20,\"focus\":\"F\"", CONSENT_ASK },
        { "\"mood\":\"light\",\"depth\":2,\"minutes\":5,\"flags\":[\"money\"],\"focus\":\"F\"",
          CONSENT_ASK },
        { "\"mood\":\"light\",\"depth\":2,\"minutes\":5,\"flags\":[\"body\",\"sex\"],"
          "\"focus\":\"F\"",
          CONSENT_MATCH },
        { "\"mood\":\"light\",\"depth\":1,\"minutes\":5,\"consent\":\"ask\",\"focus\":\"F\"",
          CONSENT_ASK },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct strbuf text = pack_with(cases[i].fields);
        struct pack pack;
        struct told told;

        if (read_text(text.text, PACK_ANY, &pack, &told))
            fail_msg("%s", told.reason.text);
        assert_int_equal(pack.prompts[0].consent, cases[i].consent);
        pack_release(&pack);
        forget(&told);
        strbuf_release(&text);
    }
}

#define LIGHT "\"mood\":\"light\",\"depth\":1,\"minutes\":5"
#define ASKED "\"followups\":[\"A?\",\"B?\"]"
#define PART "\"listener\":{\"response\":\"play\",\"do\":\"D.\",\"avoid\":\"a\",\"ask\":\"Q?\"}"

static void test_built_in_packs_are_held_to_more(void **state)
{
    static const struct {
        const char *fields, *path; /* NULL: fine */
    } cases[] = {
        { LIGHT "," ASKED "," PART, NULL },
        { LIGHT "," PART, "prompts[0].followups" },
        { LIGHT ",\"followups\":[]," PART, "prompts[0].followups" },
        { LIGHT "," ASKED, "prompts[0].listener" },
        { LIGHT "," ASKED ",\"listener\":{\"do\":\"D.\",\"avoid\":\"a\",\"ask\":\"Q?\"}",
          "prompts[0].listener.response" },
        { LIGHT "," ASKED ",\"listener\":{\"response\":\"play\",\"avoid\":\"a\",\"ask\":\"Q?\"}",
          "prompts[0].listener.do" },
        { LIGHT "," ASKED ",\"listener\":{\"response\":\"play\",\"do\":\"D.\",\"ask\":\"Q?\"}",
          "prompts[0].listener.avoid" },
        { LIGHT "," ASKED ",\"listener\":{\"response\":\"play\",\"do\":\"D.\",\"avoid\":\"a\"}",
          "prompts[0].listener.ask" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct strbuf text = pack_with(cases[i].fields);
        struct pack pack;
        struct told told;

        assert_int_equal(read_text(text.text, PACK_ANY, &pack, &told), STATUS_OK);
        pack_release(&pack);
        forget(&told);
        read_text(text.text, PACK_BUILT_IN, &pack, &told);
        assert_int_equal(told.problems, cases[i].path != NULL);
        assert_string_equal(told.path.text, cases[i].path ? cases[i].path : "");
        pack_release(&pack);
        forget(&told);
        strbuf_release(&text);
    }
}

static void test_keeps_what_it_does_not_know(void **state)
{
    struct strbuf text = pack_with(
        LIGHT ",\"x\": {\"deep\": [1, 2.5, -0.001, null, true, \"\\u001b\\\"\"]}, \"é\": 1e3,"
              "\"listener\":{\"do\":\"D.\",\"tempo\":120},\"$schema\":7");
    struct pack pack;
    struct told told;

    (void)state;
    strbuf_splice(&text, 1, 0, "\"$schema\":\"x\",\"home\":[ ],", 25);
    assert_int_equal(read_text(text.text, PACK_ANY, &pack, &told), STATUS_OK);
    assert_string_equal(pack.extra, "{\"home\":[]}");
    assert_string_equal(pack.prompts[0].extra,
                        "{\"listener\":{\"tempo\":120},\"x\":{\"deep\":[1,2.5,-0.001,null,true,"
                        "\"\\u001b\\\"\"]},\"é\":1000,\"$schema\":7}");
    assert_string_equal(pack.prompts[0].listener.to_do, "D.");
    assert_int_equal(told.notes, 0);
    pack_release(&pack);
    forget(&told);
    strbuf_release(&text);
}

static void test_notes_a_slip_without_refusing(void **state)
{
    static const struct {
        const char *fields, *note; /* NULL: none */
    } cases[] = {
        { LIGHT ",\n\"flag\":[\"sex\"]", "2:8 couplet doesn’t know \"flag\" and only keeps it; did "
                                         "you mean \"flags\"?" },
        { LIGHT ",\"Consent\":\"ask\"", "did you mean \"consent\"?" },
        { LIGHT ",\"follow_ups\":[]", "did you mean \"followups\"?" },
        { LIGHT ",\"listener\":{\"avoids\":\"a\"}", "did you mean \"avoid\"?" },
        { LIGHT ",\"f\\u001blags\":1", "did you mean \"flags\"?" },
        { LIGHT ",\"flags\":[],\"flag\":1", NULL },
        { LIGHT ",\"colour\":1", NULL },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct strbuf text = pack_with(cases[i].fields);
        struct pack pack;
        struct told told;

        assert_int_equal(read_text(text.text, PACK_ANY, &pack, &told), STATUS_OK);
        assert_int_equal(told.notes, cases[i].note != NULL);
        if (cases[i].note && !strstr(told.note.text, cases[i].note))
            fail_msg("%s", told.note.text);
        pack_release(&pack);
        forget(&told);
        strbuf_release(&text);
    }
}

static void test_newer_formats_have_a_status_of_their_own(void **state)
{
    static const char *const newer[] = { "{\"format\":2}", "{\"format\":9007199254740991}",
                                         "{\"prompts\":7,\"format\":3}" };
    struct pack pack;
    struct told told;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(newer); i++) {
        assert_int_equal(read_text(newer[i], PACK_ANY, &pack, &told), STATUS_NEWER);
        assert_int_equal(told.problems, 1);
        assert_non_null(strstr(told.reason.text, "was made for a newer couplet"));
        forget(&told);
    }
}

static void test_tells_all_problems_up_to_a_hundred(void **state)
{
    static const struct {
        size_t wrong, told, more;
    } cases[] = { { 1, 1, 0 }, { 99, 99, 0 }, { 100, 100, 0 }, { 101, 100, 1 }, { 250, 100, 150 } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct strbuf fields = STRBUF_INIT, text;
        struct pack pack;
        struct told told;

        strbuf_addstr(&fields, LIGHT ",\"flags\":[0");
        for (size_t n = 1; n < cases[i].wrong; n++)
            strbuf_addstr(&fields, n % 2 ? ",\"mony\"" : ",0");
        strbuf_addch(&fields, ']');
        text = pack_with(fields.text);
        assert_int_equal(read_text(text.text, PACK_ANY, &pack, &told), STATUS_INVALID);
        assert_int_equal(told.problems, cases[i].told);
        assert_int_equal(told.more, cases[i].more);
        forget(&told);
        strbuf_release(&fields);
        strbuf_release(&text);
    }
}

static void test_error_tells_the_first_problem(void **state)
{
    struct strbuf text = pack_with("\n\"mood\":\"ligth\",\"depth\":9,\"minutes\":5");
    struct error err = { .status = STATUS_OK };
    struct pack pack;

    (void)state;
    assert_int_equal(pack_read(text.text, text.size, PACK_ANY, &pack, NULL, &err), STATUS_INVALID);
    assert_string_equal(err.text, "line 2, column 8: prompts[0].mood: \"ligth\" is no mood (it is "
                                  "\"light\" or \"serious\"); did you mean \"light\"?");
    assert_int_equal(pack_read("[1,]", 4, PACK_ANY, &pack, NULL, &err), STATUS_INVALID);
    assert_memory_equal(err.text, "line 1, column 4: here should be", 32);
    assert_int_equal(pack_read(text.text, text.size, PACK_ANY, &pack, NULL, NULL), STATUS_INVALID);
    strbuf_release(&text);
}

/* Mutants. */

static const char *const splinters[] = {
    "\"",     "{",       "}",           "[",        "]",         ",",         ":",
    "\\",     "\\u0000", "\\ud800",     "\n",       "\x01",      "\xff",      "\xc3",
    "null",   "true",    "-1",          "1e999",    "0",         "4",         "9007199254740993",
    "\"\"",   "{}",      "[]",          "\"sex\"",  "\"match\"", "\"light\"", "\"serious\"",
    "\"id\"", "20",      "\"consent\"", "\"none\"", "\\n",       "é",         "\xef\xbb\xbf",
};

static size_t somewhere(struct rng *rng, size_t size)
{
    return (size_t)rng_below(rng, size + 1);
}

static void mutate(struct strbuf *text, struct rng *rng)
{
    const char *splinter = splinters[rng_below(rng, ARRAY_SIZE(splinters))];
    size_t at = somewhere(rng, text->size), run = somewhere(rng, 12);
    char byte = (char)rng_below(rng, 256), *copy;

    if (run > text->size - at)
        run = text->size - at;
    switch (rng_below(rng, 6)) {
    case 0:
        strbuf_splice(text, at, 0, splinter, strlen(splinter));
        break;
    case 1:
        strbuf_splice(text, at, run, splinter, strlen(splinter));
        break;
    case 2:
        strbuf_splice(text, at, run, NULL, 0);
        break;
    case 3:
        strbuf_splice(text, at, run ? 1 : 0, &byte, 1);
        break;
    case 4: /* a run again, elsewhere */
        copy = mem_copy_n(text->text + at, run);
        strbuf_splice(text, somewhere(rng, text->size), 0, copy, run);
        free(copy);
        break;
    default: /* a digit for a digit */
        at += strcspn(text->text + at, "0123456789");
        if (at < text->size)
            text->text[at] = "0123456789"[rng_below(rng, 10)];
    }
}

/* True for a line of the text and a column in it or just after its end. */
static bool is_inside(const struct strbuf *text, int line, int column)
{
    const char *at = text->text, *end = at + text->size;

    for (; line > 1 && at < end; at++)
        line -= *at == '\n';
    for (; column > 1 && at < end && *at != '\n'; at++)
        column -= (*at & 0xc0) != 0x80;
    return line == 1 && column == 1;
}

static void expect_agreement(const struct pack *pack)
{
    const char *field;

    assert_true(pack->id && pack->title && pack->version && pack->lang && pack->license);
    assert_true(pack->count > 0);
    for (size_t i = 0; i < pack->count; i++) {
        const struct prompt *prompt = &pack->prompts[i];

        assert_true(prompt->id && prompt->text && *prompt->text && prompt->mood && prompt->mode);
        assert_string_equal(prompt->pack, pack->id);
        assert_null(strpbrk(prompt->text, "\n\r"));
        assert_true(prompt->followup_count <= FOLLOWUPS_MAX && prompt->followup_count != 1);
        assert_null(prompt_disagreement(prompt, &field));
    }
}

static void test_mutants_are_refused_or_agree(void **state)
{
    static const char *const seeds[] = { "valid-whole.json", "valid-sex.json",
                                         "valid-unknown-fields.json", "valid-depth-4.json" };
    enum { MUTANTS = 4000 };
    struct rng rng = rng_seeded(20261119);
    size_t refused = 0;

    (void)state;
    for (int i = 0; i < MUTANTS; i++) {
        struct strbuf text = read_fixture(seeds[i % (int)ARRAY_SIZE(seeds)]);
        struct pack pack;
        struct told told;

        for (uint64_t times = 1 + rng_below(&rng, 3); times; times--)
            mutate(&text, &rng);
        if (read_bytes(text.text, text.size, PACK_ANY, &pack, &told)) {
            refused++;
            if (!is_inside(&text, told.line, told.column))
                fail_msg("mutant %d: %d:%d %s", i, told.line, told.column, told.reason.text);
        } else {
            expect_agreement(&pack);
        }
        pack_release(&pack);
        forget(&told);
        strbuf_release(&text);
    }
    /* A loop in which all mutants share one fate tests nothing. */
    assert_true(refused > MUTANTS / 2 && refused < MUTANTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_fixture_gets_its_verdict),
        cmocka_unit_test(test_another_validator_agrees),
        cmocka_unit_test(test_reads_every_field),
        cmocka_unit_test(test_consent_follows_when_not_given),
        cmocka_unit_test(test_built_in_packs_are_held_to_more),
        cmocka_unit_test(test_keeps_what_it_does_not_know),
        cmocka_unit_test(test_notes_a_slip_without_refusing),
        cmocka_unit_test(test_newer_formats_have_a_status_of_their_own),
        cmocka_unit_test(test_tells_all_problems_up_to_a_hundred),
        cmocka_unit_test(test_error_tells_the_first_problem),
        cmocka_unit_test(test_mutants_are_refused_or_agree),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("pack", tests, NULL, NULL);
}
