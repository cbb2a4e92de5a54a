/* Rules on many prompts together, at their very edges; and the table of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "format/catalogue.h"
#include "format/lint.h"
#include "format/pack.h"
#include "support/prompts.h"

enum { SEXUAL = 1u << FACET_SEXUAL, SEX = 1u << FLAG_SEX };

/* A text that is near to no other: twelve words that only it has. */
static void write_own(char *out, size_t size, const char *opening, size_t n)
{
    snprintf(out, size, "%s a%zu b%zu c%zu d%zu e%zu f%zu?", opening, n, n, n, n, n, n);
}

/* One more prompt, unlike all others. */
static void add_own(struct pack *pack, const struct change *like, const char *opening)
{
    static size_t n;
    char text[128], id[32], to_do[64], to_avoid[32], to_ask[64];
    struct change change = *like;

    n++;
    write_own(text, sizeof text, opening, n);
    snprintf(id, sizeof id, "own-%zu", n);
    snprintf(to_do, sizeof to_do, "Ask for a%zu.", n);
    snprintf(to_avoid, sizeof to_avoid, "b%zu", n);
    snprintf(to_ask, sizeof to_ask, "What does c%zu say?", n);
    change.id = id;
    change.text = change.text ? change.text : text;
    change.to_do = change.to_do ? change.to_do : to_do;
    change.to_avoid = to_avoid;
    change.to_ask = to_ask;
    prompts_add(pack, &change);
}

static struct pack empty_pack(void)
{
    struct pack pack = prompts_pack(&(struct change){ 0 });

    prompt_release(&pack.prompts[0]);
    pack.count = 0;
    return pack;
}

static size_t count_of(const struct lint_report *report, int rule, const char *word)
{
    size_t n = 0;

    for (size_t i = 0; i < report->count; i++)
        n += report->list[i].rule == rule && strstr(report->list[i].what, word);
    return n;
}

static size_t findings(const struct pack *packs, size_t count, enum lint_scope scope, int rule,
                       const char *word)
{
    struct lint_report report = { 0 };
    size_t n;

    lint_run(&report, packs, count, scope);
    n = count_of(&report, rule, word);
    lint_release(&report);
    return n;
}

/* ---- 16: unique ---- */

static void near_duplicates_are_told_at_the_later_one(void **state)
{
    struct pack pack = empty_pack();
    struct lint_report report = { 0 };
    const struct lint_finding *found;

    (void)state;
    add_own(&pack, &(struct change){ 0 }, "Which");
    add_own(&pack, &(struct change){ .text = "Which odd cup would you save from a flood?" }, "");
    add_own(&pack, &(struct change){ .text = "Which odd cup would you save from the flood?" }, "");
    lint_run(&report, &pack, 1, LINT_EACH);
    assert_int_equal(report.errors, 1);
    for (found = report.list; found->rule != 16; found++)
        assert_true(found < report.list + report.count - 1);
    assert_int_equal(found->prompt, 2);
    assert_int_equal(found->field, LINT_TEXT);
    assert_non_null(strstr(found->what, pack.prompts[1].id));
    lint_release(&report);
    pack_release(&pack);
}

static void ids_are_unique_in_a_catalogue_and_only_there(void **state)
{
    struct pack packs[2] = { empty_pack(), empty_pack() };

    (void)state;
    for (int p = 0; p < 2; p++) {
        add_own(&packs[p], &(struct change){ 0 }, "Which");
        mem_replace(&packs[p].prompts[0].id, "same");
    }
    mem_replace(&packs[0].id, "first");
    assert_int_equal(findings(packs, 2, LINT_EACH, 16, "same"), 0);
    assert_int_equal(findings(packs, 2, LINT_CATALOGUE, 16, "first/same"), 1);
    pack_release(&packs[0]);
    pack_release(&packs[1]);
}

/* ---- 18: repeated lines ---- */

static void a_listeners_line_may_serve_one_prompt_in_two_hundred(void **state)
{
    static const struct change again = { .to_do = "Nod, as the shell nods." };
    struct pack pack = empty_pack();

    (void)state;
    for (int i = 0; i < 2; i++)
        add_own(&pack, &again, "Which");
    add_own(&pack, &(struct change){ 0 }, "Which");
    assert_int_equal(findings(&pack, 1, LINT_EACH, 18, "also serves"), 0); /* three prompts */
    add_own(&pack, &(struct change){ 0 }, "Which");
    assert_int_equal(findings(&pack, 1, LINT_EACH, 18, "also serves"), 1);
    while (pack.count < 399)
        add_own(&pack, &(struct change){ 0 }, "Which");
    assert_int_equal(findings(&pack, 1, LINT_EACH, 18, "also serves"), 1);
    add_own(&pack, &(struct change){ 0 }, "Which"); /* 2 of 400 are half a hundredth */
    assert_int_equal(findings(&pack, 1, LINT_EACH, 18, "also serves"), 0);
    pack_release(&pack);
}

static void the_same_line_is_found_whatever_its_signs_and_place(void **state)
{
    struct pack pack = empty_pack();

    (void)state;
    for (int i = 0; i < 4; i++)
        add_own(&pack, &(struct change){ 0 }, "Which");
    mem_replace(&pack.prompts[0].listener.to_do, "Don’t nod.");
    mem_replace(&pack.prompts[2].listener.to_avoid, "don't NOD.");
    assert_int_equal(findings(&pack, 1, LINT_EACH, 18, "also serves"), 1);
    pack_release(&pack);
}

/* ---- 6, 17, 19: the catalogue ---- */

/* A catalogue that has just what is wanted of each cell, and is balanced. */
static struct pack balanced(void)
{
    struct catalogue_need needs[CATALOGUE_NEEDS_MAX];
    static const char *const openings[] = { "what", "what",  "which", "where", "when", "how",
                                            "tell", "name",  "hear",  "ask",   "find", "guess",
                                            "plan", "share", "learn", "some",  "most" };
    size_t count = catalogue_needs(needs), n = 0;
    struct pack pack = empty_pack();

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < needs[i].wanted; k++, n++) {
            struct change change = {
                .mood = needs[i].mood,
                .mode = needs[i].mode,
                .depth = needs[i].depth_to,
                .minutes = needs[i].minutes ? needs[i].minutes : 20,
                .protocol = needs[i].depth_to == DEPTH_MAX ? "floor" : NULL,
            };

            add_own(&pack, &change, openings[n % ARRAY_SIZE(openings)]);
            pack.prompts[n].dimension = (enum dimension)(n % DIMENSION_COUNT);
        }
    return pack;
}

static size_t unbalanced(const struct pack *pack, const char *word)
{
    return findings(pack, 1, LINT_CATALOGUE, 17, word);
}

static void a_catalogue_that_has_just_enough_has_enough(void **state)
{
    struct pack pack = balanced();
    struct lint_report report = { 0 };

    (void)state;
    lint_run(&report, &pack, 1, LINT_CATALOGUE);
    for (size_t i = 0; i < report.count; i++)
        if (report.list[i].pack == LINT_NO_PACK)
            print_error("%s\n", report.list[i].what);
    assert_int_equal(count_of(&report, 17, ""), 0);
    assert_int_equal(count_of(&report, 19, ""), 0);
    assert_int_equal(count_of(&report, 6, "grade"), 0);
    lint_release(&report);
    pack_release(&pack);
}

static void every_need_is_noticed_when_one_prompt_lacks(void **state)
{
    struct catalogue_need needs[CATALOGUE_NEEDS_MAX];
    size_t count = catalogue_needs(needs);

    (void)state;
    assert_int_equal(count, 4 + 2 * 6 + 2 * 5 + 2);
    for (size_t i = 0; i < count; i++) {
        int minutes = needs[i].minutes ? needs[i].minutes : 20;

        assert_true(catalogue_is_legal(needs[i].mood, needs[i].depth_to, minutes));
    }
    for (size_t i = 0; i < count; i++) {
        struct pack pack = balanced();
        size_t at = 0;
        char wanted[64];

        for (size_t k = 0; k < i; k++)
            at += needs[k].wanted;
        pack.prompts[at].mode =
            pack.prompts[at].mode == MODE_TALKING ? MODE_LISTENING : MODE_TALKING;
        snprintf(wanted, sizeof wanted, ": %zu, and %zu are wanted", needs[i].wanted - 1,
                 needs[i].wanted);
        assert_int_equal(unbalanced(&pack, wanted), 1);
        assert_int_equal(unbalanced(&pack, "are wanted"), 1);
        pack_release(&pack);
    }
}

static void shares_have_their_edges(void **state)
{
    struct pack pack = empty_pack();

    (void)state;
    /* Of 100: every dimension, sexual, strained, mode and length at its edge. */
    for (size_t i = 0; i < 100; i++) {
        add_own(&pack, &(struct change){ .depth = 2, .minutes = i < 34 ? 5 : 10 }, "which");
        pack.prompts[i].mode = i < 45 ? MODE_TALKING : MODE_LISTENING;
        pack.prompts[i].dimension = i < 15   ? DIMENSION_MENTAL
                                    : i < 30 ? DIMENSION_SPIRITUAL
                                    : i < 45 ? DIMENSION_EMOTIONAL
                                             : DIMENSION_PHYSICAL;
        pack.prompts[i].facets = i >= 90   ? 1u << FACET_SEXUAL
                                 : i >= 80 ? 1u << FACET_STRESS
                                 : i >= 65 ? 1u << FACET_CONFLICT
                                           : 0;
    }
    assert_int_equal(unbalanced(&pack, "%"), 0);
    assert_int_equal(unbalanced(&pack, "third"), 0);
    pack.prompts[0].mode = MODE_LISTENING;
    assert_int_equal(unbalanced(&pack, "talking: 44.0 %; it should be 45 % or more"), 1);
    pack.prompts[0].mode = MODE_TALKING;
    pack.prompts[0].dimension = DIMENSION_EMOTIONAL;
    assert_int_equal(unbalanced(&pack, "mental: 14.0 %"), 1);
    pack.prompts[0].dimension = DIMENSION_MENTAL;
    pack.prompts[1].facets = 1u << FACET_SEXUAL;
    assert_int_equal(unbalanced(&pack, "sexual: 11.0 %; it should be 10 % or less"), 1);
    pack.prompts[1].facets = 1u << FACET_STRESS | 1u << FACET_CONFLICT;
    assert_int_equal(unbalanced(&pack, "stress or conflict: 26.0 %"), 1);
    pack.prompts[1].facets = 0;
    pack.prompts[0].minutes = 10;
    assert_int_equal(unbalanced(&pack, "third"), 1);
    pack.prompts[0].minutes = 5;
    /* Fewer physical ones, so that ten sexual ones are more than two in five. */
    for (size_t i = 45; i < 78; i++)
        pack.prompts[i].dimension = DIMENSION_EMOTIONAL;
    assert_int_equal(unbalanced(&pack, "not sexual"), 1);
    for (size_t i = 90; i < 92; i++)
        pack.prompts[i].facets = 0; /* 8 of 22 */
    assert_int_equal(unbalanced(&pack, "not sexual"), 0);
    pack_release(&pack);
}

static void openings_are_counted(void **state)
{
    struct pack pack = empty_pack();

    (void)state;
    for (size_t i = 0; i < 100; i++) {
        char opening[16];

        snprintf(opening, sizeof opening, "word%zu", i);
        add_own(&pack, &(struct change){ 0 }, i < 20 ? "What" : i < 28 ? "which" : opening);
    }
    assert_int_equal(findings(&pack, 1, LINT_CATALOGUE, 19, ""), 0);
    mem_replace(&pack.prompts[99].text, "“Which” x99 y99 z99 q99?");
    assert_int_equal(findings(&pack, 1, LINT_CATALOGUE, 19, "“which” opens 9"), 1);
    mem_replace(&pack.prompts[99].text, "WHAT x99 y99 z99 q99?");
    assert_int_equal(findings(&pack, 1, LINT_CATALOGUE, 19, "“what” opens 21"), 1);
    assert_int_equal(findings(&pack, 1, LINT_EACH, 19, ""), 0);
    pack_release(&pack);
}

static void a_catalogue_is_easy_to_read(void **state)
{
    struct pack pack = empty_pack();

    (void)state;
    add_own(&pack, &(struct change){ .text = "The cat sat on the mat, and so did we." }, "");
    assert_int_equal(findings(&pack, 1, LINT_CATALOGUE, 6, "grade"), 0);
    add_own(&pack,
            &(struct change){ .text = "Elaborate extraordinarily complicated philosophical "
                                      "considerations regarding institutional responsibilities." },
            "");
    assert_int_equal(findings(&pack, 1, LINT_CATALOGUE, 6, "grade"), 1);
    assert_int_equal(findings(&pack, 1, LINT_EACH, 6, "grade"), 0);
    pack_release(&pack);
}

/* ---- counting and the table ---- */

static void the_grade_is_flesch_and_kincaids(void **state)
{
    struct pack pack = empty_pack();
    struct catalogue catalogue;
    double grade;

    (void)state;
    add_own(&pack, &(struct change){ .text = "We walked to the table. What did the lamp say?" },
            "");
    catalogue_count(&catalogue, &pack, 1);
    assert_int_equal(catalogue.words, 10);
    assert_int_equal(catalogue.units, 2);
    assert_int_equal(catalogue.syllables, 11); /* table has two, walked one */
    grade = catalogue_grade(&catalogue);
    assert_true(grade > -0.67 && grade < -0.65); /* 0.39 · 10/2 + 11.8 · 11/10 − 15.59 = −0.66 */
    catalogue_release(&catalogue);
    catalogue_count(&catalogue, NULL, 0);
    assert_true(catalogue_grade(&catalogue) <= 0 && catalogue_grade(&catalogue) >= 0);
    catalogue_release(&catalogue);
    pack_release(&pack);
}

static void expect_lines_that_fit(const char *table)
{
    for (const char *line = table, *end; *line; line = end + 1) {
        end = strchr(line, '\n');
        assert_non_null(end);
        assert_true(text_width(line, (size_t)(end - line)) <= 80);
        assert_true(end == line || end[-1] != ' ');
    }
}

static void the_table_fits_into_eighty_columns(void **state)
{
    struct pack pack = balanced();
    struct catalogue catalogue;
    struct strbuf table = STRBUF_INIT;

    (void)state;
    for (size_t i = 0; i < pack.count; i++) {
        pack.prompts[i].flags = 0xfff;
        if (i % 3 == 0)
            mem_replace(&pack.prompts[i].listener.to_do,
                        "Ask for a thing that has a very long name, and then for its brothers.");
    }
    catalogue_count(&catalogue, &pack, 1);
    catalogue_table(&table, &catalogue);
    expect_lines_that_fit(table.text);
    assert_true(strstr(table.text, "A minus") < strchr(table.text, '-')); /* none in the cells */
    assert_non_null(strstr(table.text, "light     depth 1"));
    assert_non_null(strstr(table.text, "family-of-origin"));
    catalogue_release(&catalogue);
    strbuf_release(&table);
    pack_release(&pack);
}

static void the_table_marks_what_is_short(void **state)
{
    struct pack pack = empty_pack();
    struct catalogue catalogue;
    struct strbuf table = STRBUF_INIT;

    (void)state;
    add_own(&pack, &(struct change){ 0 }, "Which");
    catalogue_count(&catalogue, &pack, 1);
    catalogue_table(&table, &catalogue);
    expect_lines_that_fit(table.text);
    assert_non_null(strstr(table.text, "light     depth 1     1-     0-"));
    assert_non_null(strstr(table.text, "1 prompt in 1 pack\n"));
    assert_non_null(strstr(table.text, "none: each listener’s line stands once"));
    catalogue_release(&catalogue);
    strbuf_release(&table);
    pack_release(&pack);
}

/* ---- couplet's own ---- */

static void couplets_own_packs_have_no_error_each_by_itself(void **state)
{
    size_t wrong = 0;

    (void)state;
    for (const struct embedded_file *file = embedded_packs; file->name; file++) {
        struct lint_report report = { 0 };
        struct pack pack;

        assert_int_equal(pack_read(file->data, (size_t)(file->end - file->data), PACK_BUILT_IN,
                                   &pack, NULL, NULL),
                         STATUS_OK);
        lint_run(&report, &pack, 1, LINT_EACH);
        for (size_t i = 0; i < report.count; i++)
            if (report.list[i].level == LINT_ERROR) {
                print_error("%s: %s: %d-%s: %s\n", file->name,
                            pack.prompts[report.list[i].prompt].id, report.list[i].rule,
                            report.list[i].name, report.list[i].what);
                wrong++;
            }
        lint_release(&report);
        pack_release(&pack);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_duplicates_are_told_at_the_later_one),
        cmocka_unit_test(ids_are_unique_in_a_catalogue_and_only_there),
        cmocka_unit_test(a_listeners_line_may_serve_one_prompt_in_two_hundred),
        cmocka_unit_test(the_same_line_is_found_whatever_its_signs_and_place),
        cmocka_unit_test(a_catalogue_that_has_just_enough_has_enough),
        cmocka_unit_test(every_need_is_noticed_when_one_prompt_lacks),
        cmocka_unit_test(shares_have_their_edges),
        cmocka_unit_test(openings_are_counted),
        cmocka_unit_test(a_catalogue_is_easy_to_read),
        cmocka_unit_test(the_grade_is_flesch_and_kincaids),
        cmocka_unit_test(the_table_fits_into_eighty_columns),
        cmocka_unit_test(the_table_marks_what_is_short),
        cmocka_unit_test(couplets_own_packs_have_no_error_each_by_itself),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8")) {
        fputs("the locale C.UTF-8 is missing\n", stderr);
        return 1;
    }
    return cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);
}
