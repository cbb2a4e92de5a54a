/* The library and the packs in plain lines: the same prompts and the same words as on the screens.
 */
#include <stdlib.h>
#include <string.h>

#include "app/packs.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "plain.h"
#include "store/journal.h"
#include "store/library.h"

enum { PAGE = 8, LOOK_ON = 100, LOOK_FOR };

/* ---- one prompt ---- */

static void say_prompt(const struct plain *plain, const struct prompt *prompt, unsigned marks)
{
    const struct listener *part = &prompt->listener;

    plain_say(plain, "%s, %s, %s, %s, %d minutes%s%s.",
              words_said(&vocabulary_mood, (int)prompt->mood),
              words_said(&vocabulary_mode, (int)prompt->mode),
              words_said(&vocabulary_depth, prompt->depth),
              words_said(&vocabulary_dimension, (int)prompt->dimension), prompt->minutes,
              marks & 1u << MARK_FAVOURITE ? ", favourite" : "",
              marks & 1u << MARK_NEVER ? ", never again" : "");
    if (prompt->consent != CONSENT_NONE) {
        plain_say(plain, "%s", prompt->focus ? prompt->focus : "");
        plain_say(plain, "It lies face down until you both agree on it.");
        return;
    }
    plain_say(plain, "%s", prompt->text);
    if (prompt->speaker)
        plain_say(plain, "The one who talks: %s", prompt->speaker);
    if (part->response != RESPONSE_NONE)
        plain_say(plain, "The other one listens, %s.",
                  words_said(&vocabulary_response, (int)part->response));
    if (part->to_do)
        plain_say(plain, "%s", part->to_do);
    if (part->to_ask)
        plain_say(plain, "Ask: “%s”", part->to_ask);
    if (part->to_avoid)
        plain_say(plain, "Rather not: %s.", part->to_avoid);
    for (size_t i = 0; i < prompt->followup_count; i++)
        plain_say(plain, "Follow-up: %s", prompt->followups[i]);
    if (prompt->access_alt)
        plain_say(plain, "Without seeing, moving or touching: %s", prompt->access_alt);
}

enum { PROMPT_DEAL, PROMPT_FAVOURITE, PROMPT_NEVER };

static bool deal_this(struct plain *plain, const char *pack, const char *id)
{
    struct table table = plain_table(plain);
    struct deal deal;
    bool dealt = plain_ok(plain, table_deal_this(&table, pack, id, &deal, &plain->err));

    deal_release(&deal);
    return dealt;
}

static void turn_mark(struct plain *plain, const char *pack, const char *id, enum mark mark,
                      unsigned *marks)
{
    static const char *const told[][2] = {
        [MARK_FAVOURITE] = { "No favourite any more.", "A favourite." },
        [MARK_NEVER] = { "It may come again.", "Never again." },
    };
    struct table table = plain_table(plain);
    bool on = !(*marks & 1u << mark);

    if (!plain_ok(plain, table_mark(&table, pack, id, mark, on, &plain->err)))
        return;
    *marks ^= 1u << mark;
    plain_say(plain, "%s", told[mark][on]);
}

/* Asks what shall become of it. */
static int ask_prompt(struct plain *plain, bool face_down, unsigned marks)
{
    bool favourite = marks & 1u << MARK_FAVOURITE, never = marks & 1u << MARK_NEVER;
    const struct plain_choice list[] = {
        { !face_down && !never ? "deal it" : NULL, PROMPT_DEAL },
        { favourite ? "no favourite" : "favourite", PROMPT_FAVOURITE },
        { never ? "take back never again" : "never again", PROMPT_NEVER }
    };

    return plain_ask(plain, "Enter goes back.", list, ARRAY_SIZE(list));
}

/* Returns true if it was dealt. */
static bool see_prompt(struct plain *plain, const char *pack, const char *id)
{
    struct prompt prompt;
    unsigned marks;
    bool dealt = false, face_down;
    int answer = 0;

    if (!plain_ok(plain, journal_marks(plain->store, pack, id, &marks, &plain->err)) ||
        !plain_ok(plain, library_find(plain->store, pack, id, &prompt, &plain->err)))
        return false;
    face_down = prompt.consent != CONSENT_NONE;
    say_prompt(plain, &prompt, marks);
    prompt_release(&prompt);
    while (answer >= 0 && !dealt && !plain->over) {
        answer = ask_prompt(plain, face_down, marks);
        if (answer == PROMPT_DEAL)
            dealt = deal_this(plain, pack, id);
        else if (answer >= 0)
            turn_mark(plain, pack, id, answer == PROMPT_FAVOURITE ? MARK_FAVOURITE : MARK_NEVER,
                      &marks);
    }
    return dealt;
}

/* ---- the list ---- */

static void say_listed(const struct plain *plain, size_t number, const struct prompt_line *line)
{
    plain_say(plain, "%zu %s, %s%s%s: %s", number, words_said(&vocabulary_mood, (int)line->mood),
              words_said(&vocabulary_mode, (int)line->mode), line->face_down ? ", face down, " : "",
              line->face_down ? words_said(&vocabulary_depth, line->depth) : "", line->text);
}

/* One page; returns what they chose. */
static int ask_page(struct plain *plain, const struct prompt_line *lines, size_t count)
{
    struct plain_choice list[PAGE + 2];
    struct strbuf rest = STRBUF_INIT;
    size_t n = 0;

    for (; n < count; n++) {
        list[n] = (struct plain_choice){ "", (int)n };
        say_listed(plain, n + 1, &lines[n]);
    }
    strbuf_addstr(&rest, "Enter goes home.");
    if (count == PAGE) {
        list[n] = (struct plain_choice){ "", LOOK_ON };
        strbuf_addf(&rest, " %zu more of them", ++n);
    }
    list[n] = (struct plain_choice){ "", LOOK_FOR };
    strbuf_addf(&rest, " %zu search", ++n);
    plain_say(plain, "%s", rest.text);
    strbuf_release(&rest);
    return plain_answer(plain, list, n);
}

void library_plain(struct plain *plain, bool *dealt)
{
    struct browse browse = { .mood = MOOD_ANY };
    char *words = NULL;
    int64_t from = 0;
    int answer = LOOK_ON;

    while (answer >= 0 && !*dealt && !plain->over) {
        struct prompt_line *lines;
        size_t count;

        browse.words = words && *words ? words : NULL;
        if (!plain_ok(plain, library_browse(plain->store, &browse, from, false, PAGE, &lines,
                                            &count, &plain->err)))
            break;
        if (!count && browse.words && !from)
            plain_say(plain, "Nothing with “%s”. Fewer letters find more.", words);
        else if (!count)
            plain_say(plain, "That was the last one.");
        answer = ask_page(plain, lines, count);
        if (answer == LOOK_ON) {
            from = lines[count - 1].number;
        } else if (answer == LOOK_FOR) {
            plain_say(plain, "Which words? Enter alone is all of it.");
            free(words);
            words = plain_read(plain);
            from = 0;
        } else if (answer >= 0) {
            *dealt = see_prompt(plain, lines[answer].pack, lines[answer].id);
        }
        for (size_t i = 0; i < count; i++)
            prompt_line_release(&lines[i]);
        free(lines);
    }
    free(words);
}

/* ---- packs ---- */

struct pack_said {
    char *id, *title;
    bool enabled;
};

struct packs_said {
    const struct plain *plain;
    struct pack_said *list;
    size_t count, room;
};

static void say_pack(const struct pack_line *pack, void *context)
{
    struct packs_said *said = context;

    said->list = mem_grow(said->list, said->count, &said->room, sizeof *said->list);
    said->list[said->count++] = (struct pack_said){ .id = mem_copy(pack->id),
                                                    .title = mem_copy(pack->title),
                                                    .enabled = pack->enabled };
    plain_say(said->plain, "%zu %s, %zu prompt%s, %s, %s: %s", said->count, pack->title,
              pack->prompts, pack->prompts == 1 ? "" : "s", pack->lang,
              strcmp(pack->id, PACK_OURS) ? pack->license : "written by you",
              pack->enabled ? "on" : "off");
}

static void forget_packs(struct packs_said *said)
{
    for (size_t i = 0; i < said->count; i++) {
        free(said->list[i].id);
        free(said->list[i].title);
    }
    free(said->list);
    *said = (struct packs_said){ .plain = said->plain };
}

/* Says all of them, anew. */
static bool say_packs(struct plain *plain, struct packs_said *said)
{
    forget_packs(said);
    return plain_ok(plain, library_packs(plain->store, say_pack, said, &plain->err));
}

static void switch_pack(struct plain *plain, struct pack_said *pack)
{
    if (!plain_ok(plain, packs_switch(plain->store, pack->id, !pack->enabled, &plain->err)))
        return;
    pack->enabled = !pack->enabled;
    plain_say(plain, "%s: %s", pack->title, pack->enabled ? "on" : "off");
}

/* Returns true if a pack was added. */
static bool add_file(struct plain *plain)
{
    static const struct plain_choice add[] = { { "add it", 0 } };
    struct preview preview = { .good = false };
    bool added = false;
    char *path;

    plain_say(plain, "Which file?");
    path = plain_read(plain);
    if (path && *path &&
        plain_ok(plain, packs_preview(plain->store, path, &preview, &plain->err))) {
        for (size_t i = 0; i < preview.count; i++)
            plain_say(plain, "%s", preview.lines[i]);
        added = preview.good && plain_ask(plain, "Enter leaves it.", add, 1) == 0 &&
                plain_ok(plain, packs_add(plain->store, path, &plain->err));
    }
    free(path);
    return added;
}

void packs_plain(struct plain *plain)
{
    struct packs_said said = { .plain = plain };
    int answer = say_packs(plain, &said) ? 0 : PLAIN_ENTER;

    while (answer >= 0 && !plain->over) {
        struct plain_choice *list = mem_new(said.count + 1, sizeof *list);

        for (size_t i = 0; i <= said.count; i++)
            list[i] = (struct plain_choice){ "", (int)i };
        plain_say(plain, "Enter goes home. A number switches that pack. %zu add from a file",
                  said.count + 1);
        answer = plain_answer(plain, list, said.count + 1);
        free(list);
        if (answer == (int)said.count) {
            if (add_file(plain) && !say_packs(plain, &said))
                break;
        } else if (answer >= 0) {
            switch_pack(plain, &said.list[answer]);
        }
    }
    forget_packs(&said);
}
