/* What comes out of each form: the texts, in their order, and what is left out with line and
 * reason. Every input is small, written for this test, and about one thing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "format/convert.h"
#include "format/pack.h"

struct form_case {
    const char *about, *name, *input;
    const char *form;  /* as it is said to be */
    const char *texts; /* with | between them */
    const char *left;  /* "3 why", with | between them */
    const char *key, *category;
};

/* clang-format off */
static const struct form_case json_cases[] = {
    { "a list of texts", NULL, "[\"What now?\",\n\"Who sang?\"]", "JSON", "What now?|Who sang?", "", NULL, NULL },
    { "objects with a known key", NULL, "[{\"id\":1,\"Question\":\"What now?\"},{\"id\":2,\"Question\":\"Who sang?\"}]", "JSON", "What now?|Who sang?", "", NULL, NULL },
    { "objects with an odd key, found by its questions", NULL, "[{\"n\":\"One two three four\",\"the-point\":\"What now?\"},{\"n\":\"Four five six seven\",\"the-point\":\"Who sang?\"}]", "JSON", "What now?|Who sang?", "", NULL, NULL },
    { "the key they name wins", NULL, "[{\"question\":\"What now?\",\"other\":\"Say this aloud.\"}]", "JSON", "Say this aloud.", "", "other", NULL },
    { "one object with a known key", NULL, "{\"question\":\"What now?\"}", "JSON", "What now?", "", NULL, NULL },
    { "an object of lists: the keys are categories", NULL, "{\"Deep\":[\"What now?\"],\"Easy\":[\"Who sang?\"]}", "JSON", "What now?|Who sang?", "", NULL, "Deep" },
    { "an object of texts keyed by anything", NULL, "{\"1\":\"What now?\",\"b\":\"Who sang?\"}", "JSON", "What now?|Who sang?", "", NULL, NULL },
    { "an object of objects keyed by anything", NULL, "{\"a1\":{\"ask\":\"What now?\"},\"b2\":{\"ask\":\"Who sang?\"}}", "JSON", "What now?|Who sang?", "", NULL, NULL },
    { "questions as keys", NULL, "{\"What now?\":[\"a\"],\"Who sang?\":\"b\"}", "JSON", "What now?|Who sang?", "", NULL, NULL },
    { "lists below a name and a category", NULL, "{\"data\":[{\"category\":\"Deep\",\"questions\":[\"What now?\",{\"q\":\"Who sang?\"}]}]}", "JSON", "What now?|Who sang?", "", NULL, "Deep" },
    { "languages below each entry", NULL, "{\"p\":[{\"en\":{\"prompt\":\"What now?\"},\"de\":{\"prompt\":\"Was nun?\"}}]}", "JSON", "What now?", "", NULL, "p" },
    { "the other language, by its path", NULL, "{\"p\":[{\"en\":{\"prompt\":\"What now?\"},\"de\":{\"prompt\":\"Was nun?\"}}]}", "JSON", "Was nun?", "", "de.prompt", "p" },
    { "the innermost group is the category, by its name", NULL, "{\"levels\":{\"1\":{\"title\":\"Warm\",\"cards\":[\"What now?\"]},\"2\":{\"title\":\"Deep\",\"cards\":[\"Who sang?\"]}}}", "JSON", "What now?|Who sang?", "", NULL, "Warm" },
    { "what isn't a text is named", NULL, "[\"What now?\",\n7,\nnull,\n\"\"]", "JSON", "What now?", "0 not a text|3 not a text|4 no words in it", NULL, NULL },
    { "escapes, pairs of surrogates among them", NULL, "[\"Caf\\u00e9 \\ud83d\\ude00 or\\ttea?\"]", "JSON", "Caf\xc3\xa9 \xf0\x9f\x98\x80 or tea?", "", NULL, NULL },
    { "JSON Lines, one of them broken", NULL, "{\"q\":\"What now?\"}\n{\"q\":\"Who sang?\"}\n{\"q\":\n", "JSON Lines", "What now?|Who sang?", "3 not JSON", NULL, NULL },
    { "JSON Lines of texts, by the name of the file", "a.jsonl", "\"What now?\"\n\n\"Who sang?\"\n", "JSON Lines", "What now?|Who sang?", "", NULL, NULL },
};

static const struct form_case table_cases[] = {
    { "CSV with a header, quotes, and a text of two lines", NULL, "id,question\n1,\"Who said \"\"go\"\",\nand when?\"\n2,What now?\n", "CSV", "Who said \"go\", and when?|What now?", "1 the names of the columns", NULL, NULL },
    { "lines after a text of two lines keep their numbers", NULL, "id,question\n1,\"Who\nsang?\"\n2,(none)\n", "CSV", "Who sang?", "1 the names of the columns|4 a remark in brackets", NULL, NULL },
    { "carriage returns, and a byte order mark", NULL, "\xef\xbb\xbfquestion,topic\r\nWhat now?,Us\r\n", "CSV", "What now?", "1 the names of the columns", NULL, "Us" },
    { "semicolons", NULL, "frage;thema\nWas nun?;Wir\nWer sang, und wann?;Wir\n", "CSV", "Was nun?|Wer sang, und wann?", "1 the names of the columns", NULL, "Wir" },
    { "no header: the column with the questions", NULL, "7,What now?\n8,Who sang?\n", "CSV", "What now?|Who sang?", "", NULL, NULL },
    { "a column by its number", NULL, "Say it aloud now,What now?\nSing it to me,Who sang?\n", "CSV", "Say it aloud now|Sing it to me", "", "1", NULL },
    { "one column, by the name of the file", "a.csv", "What now?\n\"Who sang, and when?\"\n", "CSV", "What now?|Who sang, and when?", "", NULL, NULL },
    { "ragged columns named by categories", "a.csv", "Red,Blue\nWhat is red?,What is blue?\nWhat is redder?\n,What is bluer?\n", "CSV", "What is red?|What is blue?|What is redder?|What is bluer?", "1 the names of the columns", NULL, "Red" },
    { "columns named by languages: the first", NULL, "en,de\nWhat now?,Was nun?\n", "CSV", "What now?", "1 the names of the columns", NULL, NULL },
    { "empty rows", NULL, "question,topic\n,\nWhat now?,x\n,alone\n", "CSV", "What now?", "1 the names of the columns|2 an empty row|4 nothing where the others have their text", NULL, "x" },
    { "a quote inside a field is a letter", NULL, "id,question\n1,Who said \"go\"?\n2,\"Who\" sang?\n", "CSV", "Who said \"go\"?|\"Who\" sang?", "1 the names of the columns", NULL, NULL },
    { "TSV without a header", NULL, "7\tComment \xc3\xa7" "a va?\n8\tEt toi?\n", "TSV", "Comment \xc3\xa7" "a va?|Et toi?", "", NULL, NULL },
    { "a quote in TSV that is never closed is a letter", NULL, "7\t\"What now?\n8\tWho sang?\n", "TSV", "\"What now?|Who sang?", "", NULL, NULL },
    { "Anki: separator, HTML, tags", NULL, "#separator:semicolon\n#html:true\n#tags column:2\n\"What <b>did</b>&nbsp;you do<br>then?\";tag\n", "an Anki export", "What did you do then?", "", NULL, NULL },
    { "Anki: names of columns, marks of its own", NULL, "#separator:tab\n#columns:Front\tBack\n{{c1::Who::hint}} sang?[sound:x.mp3]\tMe\n<img src=\"a\">\tb\n", "an Anki export", "Who sang?", "4 only a picture", NULL, NULL },
    { "Anki: a deck is a category", NULL, "#separator:comma\n#deck column:1\nUs,What now?\n", "an Anki export", "What now?", "", NULL, "Us" },
};

static const struct form_case note_cases[] = {
    { "plain lines with numbers and bullets", NULL, "1. What now?\n2) Who sang?\n- And why?\n\xe2\x80\xa2 When, then?\n\n", "Markdown", "What now?|Who sang?|And why?|When, then?", "", NULL, NULL },
    { "headings and comments of plain lines", NULL, "Deep ones:\nWhat now?\n# not this\nhttps://example.org/x\nHm\n", "plain lines", "What now?", "1 a heading|3 a comment|4 a single word, a number or an address|5 a single word, a number or an address", NULL, "Deep ones" },
    { "numbered lines that go on, and what stands between them", NULL, "Set One\n\n1. What now,\nand then?\n2. Who sang?\n\nSet Two\n3. And why?\n", "plain lines", "What now, and then?|Who sang?|And why?", "1 a heading|7 a heading", NULL, "Set One" },
    { "texts in quotes, as in a program", NULL, "const q = [\n  \"What now?\",\n  'Who sang?',\n];\n", "plain lines", "What now?|Who sang?", "1 not in quotes like the others|4 not in quotes like the others", NULL, NULL },
    { "questions and answers", NULL, "Q: What now?\nA: Nothing much.\n\nQ: Who sang?\n", "plain lines", "What now?|Who sang?", "2 an answer", NULL, NULL },
    { "the same twice, whatever the case", NULL, "What now?\nWho sang?\nWHAT now?\n", "plain lines", "What now?|Who sang?", "3 the same as line 1", NULL, NULL },
    { "commas of the language are no table", NULL, "If you could, would you?\nIf so, when?\n", "plain lines", "If you could, would you?|If so, when?", "", NULL, NULL },
    { "other scripts need no blanks", NULL, "\xe4\xbb\x8a\xe4\xbd\x95\xe3\x82\x92\xe8\x80\x83\xe3\x81\x88\xe3\x81\xa6\xe3\x81\x84\xe3\x82\x8b\n\xd9\x85\xd8\xa7\xd8\xb0\xd8\xa7\xd8\x9f\n", "plain lines", "\xe4\xbb\x8a\xe4\xbd\x95\xe3\x82\x92\xe8\x80\x83\xe3\x81\x88\xe3\x81\xa6\xe3\x81\x84\xe3\x82\x8b|\xd9\x85\xd8\xa7\xd8\xb0\xd8\xa7\xd8\x9f", "", NULL, NULL },
    { "fortunes of several lines, with who said them", NULL, "What did you\ndo then?\n\t\t-- Somebody,\n\t\t   \"A book\"\n%\n%\nWho sang *it*?\n", "a fortune file", "What did you do then?|Who sang *it*?", "", NULL, NULL },
    { "Markdown: lists count, headings are categories", NULL, "# Us\n\nSome talk here.\n\n## Deep\n- What **now**?\n  And _then_?\n* [Who](http://x.org) sang?\n\n1. Say so:\n", "Markdown", "What now? And then?|Who sang?", "1 a heading|3 not an item of a list|5 a heading|10 it introduces what is below it", NULL, "Deep" },
    { "Markdown: a table", NULL, "## T\n\n| No | Question |\n|----|----|\n| 1 | What now? |\n| 2 | Who sang? |\n", "Markdown", "What now?|Who sang?", "1 a heading|3 the names of the columns", NULL, "T" },
    { "Markdown: questions as headings", NULL, "# Us\n\n## What now?\n\n## Who sang?\n", "Markdown", "What now?|Who sang?", "1 a heading", NULL, NULL },
    { "Markdown without a list is a note", "a.md", "# Us\n\nWhat now?\n\nWho sang?\n", "Markdown", "What now?|Who sang?", "1 a comment", NULL, NULL },
    { "Markdown: links within the page", NULL, "## A\n- [Up to the top](#top)\n- What now?\n", "Markdown", "What now?", "1 a heading|2 a link within the page", NULL, "A" },
    { "Markdown: code is none", "a.md", "```\n- What now?\n```\n- [ ] Who sang?\n", "Markdown", "Who sang?", "2 part of a block of code", NULL, NULL },
    { "YAML: maps, lists and blocks", NULL, "title: T\nBIO:\n  en: Biography\n  prompts:\n    - id: 1\n      en:\n        prompt: |-\n          What\n          now?\n    - id: 2\n      en:\n        prompt: 'Who''s there?'  # a remark\n", "YAML", "What now?|Who's there?", "", NULL, "BIO" },
    { "YAML: lists under keys, at the same indentation", NULL, "Deep:\n- What now?\n- \"Who \\u2019s\n  there?\"\nEasy:\n- Who\n", "YAML", "What now?|Who \xe2\x80\x99s there?", "6 a single word, a number or an address", NULL, "Deep" },
    { "YAML: lists in brackets", NULL, "- q: What now?\n  tags: [a, \"b\"]\n- q: >\n    Who\n    sang?\n", "YAML", "What now?|Who sang?", "", NULL, NULL },
};
/* clang-format on */

struct got {
    struct strbuf left, form, guesses;
};

static void keep_guess(void *context, const char *what)
{
    struct got *got = context;

    strbuf_addf(&got->guesses, "%s\n", what);
    if (!strncmp(what, "format: ", 8))
        strbuf_addstr(&got->form, what + 8);
}

static void keep_left(void *context, int line, const char *excerpt, const char *why)
{
    struct got *got = context;

    (void)excerpt;
    strbuf_addf(&got->left, "%s%d %s", got->left.size ? "|" : "", line, why);
}

static void expect_case(const struct form_case *c)
{
    struct convert_wishes wishes = { .name = c->name,
                                     .id = "tried",
                                     .title = "Tried",
                                     .license = "CC0-1.0",
                                     .lang = "en",
                                     .key = c->key,
                                     .mood = MOOD_LIGHT,
                                     .mode = MODE_TALKING,
                                     .has_dimension = true,
                                     .depth = 1,
                                     .minutes = 5 };
    struct got got = { STRBUF_INIT, STRBUF_INIT, STRBUF_INIT };
    struct convert_report report = { keep_guess, keep_left, &got };
    struct strbuf json = STRBUF_INIT, texts = STRBUF_INIT, category = STRBUF_INIT;
    struct error err = { 0 };
    struct pack pack;

    if (convert(&json, c->input, strlen(c->input), &wishes, &report, NULL, &err) != STATUS_OK)
        fail_msg("%s: %s", c->about, err.text);
    assert_int_equal(pack_read(json.text, json.size, PACK_ANY, &pack, NULL, NULL), STATUS_OK);
    for (size_t i = 0; i < pack.count; i++)
        strbuf_addf(&texts, "%s%s", i ? "|" : "", pack.prompts[i].text);
    if (strcmp(texts.text, c->texts) || strcmp(got.left.text, c->left) ||
        strcmp(got.form.text, c->form))
        fail_msg("%s:\n%s\n%s\n%s\nnot\n%s\n%s\n%s", c->about, got.form.text, texts.text,
                 got.left.text, c->form, c->texts, c->left);
    strbuf_addf(&category, "\"category\":\"%s\"", c->category ? c->category : "");
    if (c->category && !(pack.prompts[0].extra && strstr(pack.prompts[0].extra, category.text)))
        fail_msg("%s: no %s in %s", c->about, category.text,
                 pack.prompts[0].extra ? pack.prompts[0].extra : "nothing");
    pack_release(&pack);
    strbuf_release(&json);
    strbuf_release(&texts);
    strbuf_release(&category);
    strbuf_release(&got.left);
    strbuf_release(&got.form);
    strbuf_release(&got.guesses);
}

#define EACH(cases)                                                                                \
    for (size_t i = 0; i < sizeof(cases) / sizeof *(cases); i++)                                   \
    expect_case(&(cases)[i])

static void json_of_any_shape_gives_its_texts(void **state)
{
    (void)state;
    EACH(json_cases);
}

static void tables_give_the_column_that_holds_the_texts(void **state)
{
    (void)state;
    EACH(table_cases);
}

static void notes_and_lists_give_what_is_meant(void **state)
{
    (void)state;
    EACH(note_cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_of_any_shape_gives_its_texts),
        cmocka_unit_test(tables_give_the_column_that_holds_the_texts),
        cmocka_unit_test(notes_and_lists_give_what_is_meant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
