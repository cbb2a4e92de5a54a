/* JSON out: byte for byte what scripts rely on. */
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
#include "base/strbuf.h"
#include "format/json.h"
#include "format/record.h"

static char *text(const char *words)
{
    return (char *)(uintptr_t)words; /* never released here */
}

static struct prompt whole_prompt(void)
{
    struct prompt prompt = {
        .pack = text("kitchen"),
        .id = text("radio"),
        .text = text("Say \"oui\" \\ 🎵"),
        .focus = text("Money."),
        .speaker = text("Slowly."),
        .access_alt = text("Tell it."),
        .lighter_alt = text("kettle"),
        .protocol = text("write first"),
        .extra = text("{\"x\":1}"),
        .mood = MOOD_SERIOUS,
        .mode = MODE_LISTENING,
        .dimension = DIMENSION_PHYSICAL,
        .consent = CONSENT_MATCH,
        .depth = 3,
        .minutes = 30,
        .facets = 1u << FACET_SEXUAL | 1u << FACET_CONFLICT,
        .flags = 1u << FLAG_SEX | 1u << (FLAG_COUNT - 1),
        .requires = 1u << 3,
        .listener = { .response = RESPONSE_COMFORT,
                      .to_do = text("Hold it."),
                      .to_avoid = text("a plan"),
                      .to_ask = text("Close?") },
        .followup_count = 2,
    };

    prompt.followups[0] = text("One?");
    prompt.followups[1] = text("Two?");
    return prompt;
}

static struct prompt bare_prompt(void)
{
    return (struct prompt){ .pack = text("p"),
                            .id = text("a"),
                            .text = text("T"),
                            .mood = MOOD_LIGHT,
                            .mode = MODE_TALKING,
                            .depth = 1,
                            .minutes = 5 };
}

static void test_a_whole_prompt(void **state)
{
    struct strbuf out = STRBUF_INIT;
    struct prompt prompt = whole_prompt();

    (void)state;
    strbuf_addstr(&out, "before ");
    record_prompt(&out, &prompt, NULL);
    assert_string_equal(
        out.text,
        "before {\"id\":\"radio\",\"pack\":\"kitchen\",\"text\":\"Say \\\"oui\\\" \\\\ 🎵\","
        "\"mood\":\"serious\",\"mode\":\"listening\",\"depth\":3,\"dimension\":\"physical\","
        "\"minutes\":30,\"focus\":\"Money.\",\"facets\":[\"sexual\",\"conflict\"],"
        "\"flags\":[\"sex\",\"substance\"],\"requires\":[\"in-laws\"],\"consent\":\"match\","
        "\"speaker\":\"Slowly.\",\"listener\":{\"response\":\"comfort\",\"do\":\"Hold it.\","
        "\"avoid\":\"a plan\",\"ask\":\"Close?\"},\"followups\":[\"One?\",\"Two?\"],"
        "\"access_alt\":\"Tell it.\",\"lighter_alt\":\"kettle\",\"protocol\":\"write first\"}");
    strbuf_release(&out);
}

static void test_a_bare_prompt(void **state)
{
    struct strbuf out = STRBUF_INIT;
    struct prompt prompt = bare_prompt();

    (void)state;
    record_prompt(&out, &prompt, NULL);
    assert_string_equal(
        out.text, "{\"id\":\"a\",\"pack\":\"p\",\"text\":\"T\",\"mood\":\"light\","
                  "\"mode\":\"talking\",\"depth\":1,\"dimension\":\"emotional\",\"minutes\":5,"
                  "\"focus\":null,\"facets\":[],\"flags\":[],\"requires\":[],"
                  "\"consent\":\"none\",\"speaker\":null,\"listener\":null,\"followups\":[],"
                  "\"access_alt\":null,\"lighter_alt\":null,\"protocol\":null}");
    strbuf_release(&out);
}

static void test_part_of_a_listener(void **state)
{
    struct strbuf out = STRBUF_INIT;
    struct prompt prompt = bare_prompt();

    (void)state;
    prompt.listener.to_ask = text("Close?");
    record_prompt(&out, &prompt, NULL);
    assert_non_null(strstr(out.text, "\"listener\":{\"response\":null,\"do\":null,\"avoid\":null,"
                                     "\"ask\":\"Close?\"}"));
    strbuf_release(&out);
}

static struct sitting one_sitting(struct card *cards, size_t count)
{
    struct sitting sitting = {
        .id = "01961a2b-3c4d-7e5f-8a9b-0c1d2e3f4a5b",
        .started = { .ms = INT64_C(1795118645000), .zone = 60 },
        .touched = { .ms = INT64_C(1795119000000), .zone = 60 },
        .cards = cards,
        .card_count = count,
    };

    return sitting;
}

static void test_a_sitting(void **state)
{
    struct card cards[] = {
        { .prompt = whole_prompt(),
          .outcome = OUTCOME_TALKED,
          .first = PARTNER_RIGHT,
          .at = { .ms = INT64_C(1795118945999), .zone = 60 },
          .notes =
              (struct note[]){
                  { .text = text("Line\nand \"more\"") },
                  { .kind = NOTE_PLAN, .state = PLAN_DONE, .text = text("The last stop") },
                  { .kind = NOTE_THEN, .text = text("a/b") } },
          .note_count = 3 },
        { .prompt = bare_prompt(),
          .outcome = OUTCOME_KEPT,
          .at = { .ms = INT64_C(1795119000000), .zone = -210 } },
        { .prompt = bare_prompt(),
          .outcome = OUTCOME_TALKED,
          .first = PARTNER_LEFT,
          .at = { .ms = INT64_C(1795119000000), .zone = 0 } },
    };
    struct sitting sitting = one_sitting(cards, ARRAY_SIZE(cards));
    struct strbuf out = STRBUF_INIT;

    (void)state;
    sitting.ended = sitting.touched;
    sitting.ending = ENDING_LIGHTER;
    record_sitting(&out, &sitting, "Ada", "Bo \"B\"");
    assert_string_equal(
        out.text,
        "{\"id\":\"01961a2b-3c4d-7e5f-8a9b-0c1d2e3f4a5b\","
        "\"started\":\"2026-11-19T21:04:05+01:00\","
        "\"ended\":\"2026-11-19T21:10:00+01:00\",\"ending\":\"lighter\",\"cards\":["
        "{\"prompt\":\"radio\",\"pack\":\"kitchen\",\"text\":\"Say \\\"oui\\\" \\\\ 🎵\","
        "\"mood\":\"serious\",\"mode\":\"listening\",\"depth\":3,\"dimension\":\"physical\","
        "\"minutes\":30,\"outcome\":\"talked\",\"first_speaker\":\"Bo \\\"B\\\"\","
        "\"note\":\"Line\\nand \\\"more\\\"\",\"at\":\"2026-11-19T21:09:05+01:00\","
        "\"protocol\":\"write first\",\"notes\":[{\"kind\":\"note\",\"text\":\"Line\\nand "
        "\\\"more\\\"\"},{\"kind\":\"plan\",\"text\":\"The last stop\",\"state\":\"done\"}]},"
        "{\"prompt\":\"a\",\"pack\":\"p\",\"text\":\"T\",\"mood\":\"light\",\"mode\":\"talking\","
        "\"depth\":1,\"dimension\":\"emotional\",\"minutes\":5,\"outcome\":\"kept\","
        "\"first_speaker\":null,\"note\":null,\"at\":\"2026-11-19T16:40:00-03:30\","
        "\"protocol\":\"turns\",\"notes\":[]},"
        "{\"prompt\":\"a\",\"pack\":\"p\",\"text\":\"T\",\"mood\":\"light\",\"mode\":\"talking\","
        "\"depth\":1,\"dimension\":\"emotional\",\"minutes\":5,\"outcome\":\"talked\","
        "\"first_speaker\":\"Ada\",\"note\":null,\"at\":\"2026-11-19T20:10:00+00:00\","
        "\"protocol\":\"turns\",\"notes\":[]}]}");
    strbuf_release(&out);
}

static void test_a_sitting_that_goes_on(void **state)
{
    struct card card = { .prompt = bare_prompt(),
                         .outcome = OUTCOME_TALKED,
                         .first = PARTNER_LEFT };
    struct sitting sitting = one_sitting(&card, 1);
    struct strbuf out = STRBUF_INIT;

    (void)state;
    record_sitting(&out, &sitting, NULL, "Bo");
    assert_non_null(strstr(out.text, "\"ended\":null"));
    assert_non_null(strstr(out.text, "\"first_speaker\":null"));
    strbuf_clear(&out);
    sitting.card_count = 0;
    record_sitting(&out, &sitting, "Ada", "Bo");
    assert_non_null(strstr(out.text, "\"cards\":[]}"));
    strbuf_release(&out);
}

/* Whatever a damaged file holds, what is printed can be read again. */
static void test_what_is_printed_can_be_read(void **state)
{
    static const char *const notes[] = {
        "\xff", "a\xc3", "\x01\x1b[31m\x7f", "\xed\xa0\x80", "", "\\u0000", "🎵", "\""
    };
    struct json_document *document;
    struct json_fault fault;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(notes); i++) {
        struct card card = { .prompt = whole_prompt(),
                             .outcome = OUTCOME_KEPT,
                             .notes = (struct note[]){ { .text = text(notes[i]) } },
                             .note_count = 1 };
        struct sitting sitting = one_sitting(&card, 1);
        struct strbuf out = STRBUF_INIT;

        record_sitting(&out, &sitting, notes[i], NULL);
        if (json_parse(out.text, out.size, &document, &fault))
            fail_msg("%s: %s", out.text, fault.reason);
        json_free(document);
        strbuf_release(&out);
    }
}

static const char *comma_locale(void)
{
    static const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8",  "fr_FR.UTF-8", "fr_FR.utf8",
                                         "es_ES.UTF-8", "it_IT.UTF-8", "pt_BR.UTF-8", "ru_RU.UTF-8",
                                         "pl_PL.UTF-8", "de_DE",       "fr_FR" };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        if (setlocale(LC_NUMERIC, names[i]) && *localeconv()->decimal_point == ',')
            return names[i];
    setlocale(LC_NUMERIC, "C");
    return NULL;
}

static void test_numbers_are_the_same_under_a_comma_locale(void **state)
{
    static const char number[] = "[2.5]";
    struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
    struct prompt prompt = whole_prompt();
    struct json_document *document;

    (void)state;
    record_prompt(&before, &prompt, NULL);
    if (!comma_locale()) {
        strbuf_release(&before);
        print_message("no locale with a decimal comma is installed here\n");
        skip();
    }
    record_prompt(&after, &prompt, NULL);
    assert_int_equal(json_parse(number, sizeof number - 1, &document, NULL), STATUS_OK);
    json_free(document);
    setlocale(LC_NUMERIC, "C");
    assert_string_equal(before.text, after.text);
    strbuf_release(&before);
    strbuf_release(&after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_whole_prompt),
        cmocka_unit_test(test_a_bare_prompt),
        cmocka_unit_test(test_part_of_a_listener),
        cmocka_unit_test(test_a_sitting),
        cmocka_unit_test(test_a_sitting_that_goes_on),
        cmocka_unit_test(test_what_is_printed_can_be_read),
        cmocka_unit_test(test_numbers_are_the_same_under_a_comma_locale),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
