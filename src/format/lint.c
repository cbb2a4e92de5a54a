/* The linter's driver: turns each prompt into lines of words, shows them to every rule, and keeps
 * what the rules find. */
#include "format/lint.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lint_private.h"

/* Where in a prompt each text is, + 1; the follow-ups are a list. */
#define AT(member) (offsetof(struct prompt, member) + 1)
static const size_t text_at[LINT_FIELD_COUNT] = {
    [LINT_TEXT] = AT(text),
    [LINT_FOCUS] = AT(focus),
    [LINT_SPEAKER] = AT(speaker),
    [LINT_DO] = AT(listener.to_do),
    [LINT_AVOID] = AT(listener.to_avoid),
    [LINT_ASK] = AT(listener.to_ask),
    [LINT_ACCESS_ALT] = AT(access_alt),
};

const char *lint_text_of(const struct prompt *prompt, enum lint_field field, size_t item)
{
    if (field == LINT_FOLLOWUP)
        return item < prompt->followup_count ? prompt->followups[item] : NULL;
    if (!text_at[field])
        return NULL;
    return *(char *const *)((const char *)prompt + text_at[field] - 1);
}

static void view_open(struct view *view, const struct prompt *prompt, const struct lists *lists)
{
    view->prompt = prompt;
    view->lists = lists;
    view->count = 0;
    for (int field = 0; field < LINT_FIELD_COUNT; field++)
        for (size_t item = 0; item == 0 || field == LINT_FOLLOWUP; item++) {
            const char *text = lint_text_of(prompt, (enum lint_field)field, item);
            struct line *line = &view->lines[view->count];

            if (!text)
                break;
            *line = (struct line){
                .of = view, .field = (enum lint_field)field, .item = item, .text = text
            };
            words_split(&line->words, text);
            view->count++;
        }
}

static void view_close(struct view *view)
{
    for (size_t i = 0; i < view->count; i++)
        words_release(&view->lines[i].words);
}

const struct line *view_line(const struct view *view, enum lint_field field)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->lines[i].field == field)
            return &view->lines[i];
    return NULL;
}

bool lint_is_english(const struct pack *pack)
{
    return !strncmp(pack->lang, "en", 2) && (!pack->lang[2] || pack->lang[2] == '-');
}

/* A sentence of a rule's row, with what the rule is about in it. */
static char *sentence(const char *pattern, const char *about)
{
    struct strbuf out = STRBUF_INIT;
    const char *hole = strstr(pattern, "{}");

    if (hole) {
        strbuf_add(&out, pattern, (size_t)(hole - pattern));
        strbuf_addstr(&out, about);
        pattern = hole + 2;
    }
    strbuf_addstr(&out, pattern);
    return strbuf_detach(&out);
}

void lint_add(struct run *run, const struct rule *rule, size_t pack, size_t prompt,
              enum lint_field field, size_t item, const char *about)
{
    struct lint_report *report = run->report;

    report->list = mem_grow(report->list, report->count, &report->room, sizeof *report->list);
    report->list[report->count++] = (struct lint_finding){
        .pack = pack == LINT_NO_PACK ? pack : run->base + pack,
        .prompt = prompt,
        .field = field,
        .item = item,
        .rule = rule->number,
        .name = rule->name,
        .level = rule->level,
        .what = sentence(rule->what, about),
        .mend = sentence(rule->mend, about),
    };
    report->errors += rule->level == LINT_ERROR;
    report->warnings += rule->level == LINT_WARNING;
}

static enum lint_field field_of(unsigned set)
{
    int field = 0;

    while (!(set & 1u << field))
        field++;
    return (enum lint_field)field;
}

static void check_lines(struct run *run, const struct rule *rule, const struct view *view,
                        size_t pack, size_t prompt)
{
    struct strbuf about = STRBUF_INIT;

    for (size_t i = 0; i < view->count; i++) {
        const struct line *line = &view->lines[i];

        strbuf_clear(&about);
        if (rule->fields & 1u << line->field && rule->line(rule, line, &about))
            lint_add(run, rule, pack, prompt, line->field, line->item, about.text);
    }
    strbuf_release(&about);
}

static void check_whole(struct run *run, const struct rule *rule, const struct view *view,
                        size_t pack, size_t prompt)
{
    struct strbuf about = STRBUF_INIT;

    if (rule->prompt(rule, view, &about))
        lint_add(run, rule, pack, prompt, field_of(rule->fields), 0, about.text);
    strbuf_release(&about);
}

static void check_prompt(struct run *run, size_t pack, size_t prompt)
{
    bool english = lint_is_english(&run->packs[pack]);
    struct view view;

    view_open(&view, &run->packs[pack].prompts[prompt], run->lists);
    for (size_t i = 0; i < lint_rule_count; i++) {
        const struct rule *rule = &lint_rules[i];

        if (!english && !rule->any_language)
            continue;
        if (rule->line)
            check_lines(run, rule, &view, pack, prompt);
        else if (rule->prompt)
            check_whole(run, rule, &view, pack, prompt);
    }
    view_close(&view);
}

static void check_together(struct run *run, enum lint_scope scope)
{
    for (size_t i = 0; i < lint_rule_count; i++)
        if (lint_rules[i].all && (scope == LINT_CATALOGUE || !lint_rules[i].catalogue_only))
            lint_rules[i].all(&lint_rules[i], run);
}

static void check_packs(struct run *run, enum lint_scope scope)
{
    for (size_t pack = 0; pack < run->count; pack++)
        for (size_t prompt = 0; prompt < run->packs[pack].count; prompt++)
            check_prompt(run, pack, prompt);
    check_together(run, scope);
}

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

/* Findings of one place keep the order of the rules' rows, which what tells apart last. */
static int compare_findings(const void *a, const void *b)
{
    const struct lint_finding *left = a, *right = b;
    const int order[] = {
        compare_sizes(left->pack, right->pack),
        compare_sizes(left->prompt, right->prompt),
        (int)left->field - (int)right->field,
        compare_sizes(left->item, right->item),
        left->rule - right->rule,
        strcmp(left->name, right->name),
        (int)right->level - (int)left->level,
        strcmp(left->what, right->what),
    };

    for (size_t i = 0; i < ARRAY_SIZE(order); i++)
        if (order[i])
            return order[i];
    return 0;
}

void lint_run(struct lint_report *report, const struct pack *packs, size_t count,
              enum lint_scope scope)
{
    struct lists *lists = mem_new(1, sizeof *lists);
    struct run run = { .report = report, .lists = lists, .packs = packs, .count = count };
    size_t before = report->count;

    lists_load(lists);
    if (scope == LINT_CATALOGUE)
        check_packs(&run, scope);
    else
        for (run.count = 1; run.base < count; run.base++) {
            run.packs = packs + run.base;
            check_packs(&run, scope);
        }
    if (report->count > before)
        qsort(report->list + before, report->count - before, sizeof *report->list,
              compare_findings);
    lists_release(lists);
    free(lists);
}

void lint_release(struct lint_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        free(report->list[i].what);
        free(report->list[i].mend);
    }
    free(report->list);
    *report = (struct lint_report){ 0 };
}

void lint_path(struct strbuf *out, const struct lint_finding *finding)
{
    static const char *const names[LINT_FIELD_COUNT] = {
        [LINT_PROMPT] = "",
        [LINT_ID] = ".id",
        [LINT_TEXT] = ".text",
        [LINT_ACCESS_ALT] = ".access_alt",
        [LINT_FOCUS] = ".focus",
        [LINT_SPEAKER] = ".speaker",
        [LINT_DO] = ".listener.do",
        [LINT_AVOID] = ".listener.avoid",
        [LINT_ASK] = ".listener.ask",
        [LINT_FOLLOWUP] = ".followups",
        [LINT_DEPTH] = ".depth",
        [LINT_FLAGS] = ".flags",
        [LINT_LIGHTER_ALT] = ".lighter_alt",
    };

    if (finding->pack == LINT_NO_PACK)
        return;
    strbuf_addf(out, "prompts[%zu]%s", finding->prompt, names[finding->field]);
    if (finding->field == LINT_FOLLOWUP)
        strbuf_addf(out, "[%zu]", finding->item);
}
