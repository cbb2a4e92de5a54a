/* Every screen there is, and the way to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/screens.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/embed.h"
#include "base/mem.h"

/* clang-format off */
const struct screen_row screen_rows[] = {
    { "the first run", &screen_first_run, "", NULL, NULL, true, false },
    { "the first run, a name", &screen_first_run, "", "An", NULL, true, false },
    { "home", &screen_home, "", NULL, NULL, false, true },
    { "home, its footer", &screen_home, "Down Down Down Right", NULL, NULL, false, false },
    { "home, a card on the table", &screen_home, "Enter Esc", NULL, "stays", false, false },
    { "a card", &screen_card, "Enter", NULL, "stays", false, false },
    { "a card, three follow-ups", &screen_card, "Enter f f f", NULL, "stays", false, false },
    { "a card, the other's turn", &screen_card, "Enter f Space", NULL, "stays", false, false },
    { "a card, the listener's part", &screen_card, "Enter f i", NULL, "stays", false, false },
    { "a card, why this one", &screen_card, "Enter w", NULL, "stays", false, false },
    { "a listening card", &screen_card, "Right Down Right Down Right Enter f", NULL, "way-home",
      false, false },
    { "a card, nothing fits", &screen_card, "Down Right Enter Down", NULL, "stays hinge sunday",
      false, false },
    { "a card, none is left", &screen_card, "Enter n", NULL, "stays", false, false },
    { "the doors", &screen_doors, "e Down Down", NULL, NULL, false, false },
    { "another way", &screen_ways, "Enter e Down", NULL, "stays", false, false },
    { "a card, face down", &screen_card, "Right Down Right Down Right Right Enter", NULL, "chair",
      false, false },
    { "a card, turned over", &screen_card, "Right Down Right Down Right Right Enter Enter", NULL,
      "chair", false, false },
    { "a hard day", &screen_card, "e Enter Enter", NULL, NULL, false, false },
    { "the floor", &screen_card, "e Down Down Down Down Enter Enter", NULL, NULL, false, false },
    { "the elephant, named", &screen_card,
      "e Down Down Down Down Down Enter Enter Enter Enter Enter Enter Enter", NULL, NULL, false,
      false },
    { "a pause", &screen_card, "Enter t +", NULL, "stays", false, false },
    { "after a pause", &screen_card, "Enter t Enter", NULL, "stays", false, false },
    { "home, a pause", &screen_home, "Enter t Esc", NULL, "stays", false, false },
    { "sealed answers", &screen_sealed, "e j j j j j j Enter Enter", NULL, "stays", false, false },
    { "sealed answers, the curtain", &screen_sealed, "e j j j j j j Enter Enter Enter", NULL,
      "stays", false, false },
    { "sealed answers, one writes", &screen_sealed, "e j j j j j j Enter Enter Enter Enter",
      "The kettle.", "stays", false, false },
    { "sealed answers, open", &screen_sealed,
      "e j j j j j j Enter Enter Enter Enter T e a . Enter H o t Esc Enter I c e . Esc Enter", NULL,
      "stays", false, false },
    { "after a card", &screen_after, "Enter k", NULL, "stays", false, false },
    { "after a card, a line", &screen_after, "Enter k", "Half a line", "stays", false, false },
    { "after a card, its footer", &screen_after, "Enter k Up", NULL, "stays", false, false },
    { "the end", &screen_close, "Enter k Esc", NULL, "stays", false, true },
    { "looking back", &screen_review, "r", NULL, NULL, false, true },
    { "looking back at nothing", &screen_review, "r", NULL, NULL, false, false },
    { "an evening", &screen_sitting, "r Enter Down", NULL, NULL, false, true },
    { "an evening, a line", &screen_sitting, "r Enter Down Enter", "A line", NULL, false, true },
    { "the library", &screen_library, "l", NULL, NULL, false, false },
    { "the library, a search", &screen_library, "l /", "HAB", NULL, false, false },
    { "the library, nothing found", &screen_library, "l /", "umbrelx", NULL, false, false },
    { "the library, filters", &screen_library, "l f Right Down", NULL, NULL, false, false },
    { "the library, narrowed down", &screen_library, "l f Right Down Right Enter Up", NULL, NULL,
      false, false },
    { "the library, face down", &screen_library, "l Down", NULL, "stays enough chair", false,
      false },
    { "a prompt", &screen_prompt, "l Enter", NULL, "stays", false, false },
    { "a prompt, marked", &screen_prompt, "l Enter * x", NULL, "stays", false, false },
    { "the packs", &screen_packs, "p", NULL, NULL, false, false },
    { "the packs, one is off", &screen_packs, "p o", NULL, NULL, false, false },
    { "the packs, a file", &screen_packs, "p a", "my-pack.json", NULL, false, false },
    { "writing one", &screen_compose, "l a", "Which", NULL, false, false },
    { "writing one, what it is for", &screen_compose, "l a Down Right Down Down Right", NULL, NULL,
      false, false },
    { "topics, the curtain", &screen_topics, "o", NULL, NULL, false, false },
    { "topics, one alone", &screen_topics, "o Enter Down Left Down Right", NULL, NULL, false,
      false },
    { "topics, the other's curtain", &screen_topics, "o Enter Enter", NULL, NULL, false, false },
    { "topics, the other alone", &screen_topics, "o Enter Enter Enter G Left", NULL, NULL, false,
      false },
    { "topics, both have answered", &screen_topics, "o Enter Enter Enter Enter Right", NULL, NULL,
      false, false },
    { "topics, together", &screen_topics, "o Enter Enter Enter Enter Enter Down", NULL, NULL,
      false, false },
    { "support", &screen_support, "!", NULL, NULL, false, false },
    { "the keys of home", &screen_help, "? Down Down", NULL, NULL, false, true },
    { "the keys of a card", &screen_help, "Enter ? Down Down", NULL, "stays", false, false },
    { NULL, NULL, NULL, NULL, NULL, false, false },
};
/* clang-format on */

static const struct stage_card plain_past[] = {
    { .mood = MOOD_LIGHT, .text = "stays", .note = "The bus stop. Two umbrellas and no plan." },
    { .mood = MOOD_LIGHT, .text = "spoon" },
    { .mood = MOOD_SERIOUS, .text = "way-home", .note = "Halfway over the bridge." },
};

static const struct stage_card wide_past[] = {
    { .mood = MOOD_LIGHT,
      .text = "world",
      .note = "二つの傘 👨‍👩‍👧‍👦 e\u0301 🇨🇭🇨🇭 ﷺ “…”" },
    { .mood = MOOD_SERIOUS,
      .text = "日本語だけの長いカードの文章がここに続きます、どこまでも。",
      .note = "क्षिक्षि ❤️ 👍🏽" },
};

static const struct stage_card hostile_past[] = {
    { .mood = MOOD_LIGHT, .text = "storm", .note = "\x1b]0;owned\x07\xc2\x9b;31m\u202eback" },
    { .mood = MOOD_SERIOUS, .text = "\x1b[2J\xff\xfe\u200b\x7f", .note = "\u2066a\u00ad\x0e" },
};

#define WIDE .card = "world", .past = wide_past, .past_count = ARRAY_SIZE(wide_past)

/* The last one is hostile. */
const struct guise guises[] = {
    { .left = "田中さんの長い長い名前", .right = "🇨🇭🇨🇭🇨🇭🇨🇭🇨🇭🇨🇭🇨🇭", WIDE },
    { .left = "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦",
      .right = "क्षिक्षिक्षिक्षिक्षिक्षि",
      WIDE },
    { .left =
          "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
      .right = "ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ",
      WIDE },
    { .left = "Wilhelmina-Alexandra of the Hills", .right = "عبد الرحمن", WIDE, .ascii = true },
    { .left = "\x1b[31mRed\x07",
      .right = "a\u202e\u200b\xff\xc2\x9b",
      .card = "storm",
      .past = hostile_past,
      .past_count = ARRAY_SIZE(hostile_past) },
};

const size_t guise_count = ARRAY_SIZE(guises);

/* A row that needs a certain card to be reached keeps it. */
static const char *cards_of(const struct screen_row *row, const struct guise *guise)
{
    bool any = row->cards && !strcmp(row->cards, "stays");

    return any && guise->card ? guise->card : row->cards;
}

static void open_stage(struct stage *stage, const struct screen_row *row, const struct guise *guise)
{
    struct stage_options options = { .cards = cards_of(row, guise),
                                     .left = guise->left,
                                     .right = guise->right,
                                     .nameless = row->nameless,
                                     .ascii = guise->ascii,
                                     .width = guise->width,
                                     .height = guise->height };

    stage_open(stage, &options);
    if (row->past)
        stage_evening(stage, stage_moment(2026, 11, 18, 20, 0),
                      guise->past ? guise->past : plain_past,
                      guise->past ? guise->past_count : ARRAY_SIZE(plain_past));
}

static const struct guise plain_guise;

void screens_go(struct stage *stage, const struct screen_row *row, const struct guise *guise)
{
    open_stage(stage, row, guise ? guise : &plain_guise);
    stage_begin(stage);
    stage_keys(stage, row->keys);
    if (row->typed)
        stage_type(stage, row->typed);
}

void screens_lay(const struct screen_row *row, const struct guise *guise, const char *folder)
{
    struct stage stage;
    struct error err = { 0 };

    open_stage(&stage, row, guise ? guise : &plain_guise);
    if (store_set_setting(stage.store, "built-in packs", embedded_packs_stamp, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    stage_hand_over(&stage, folder);
}
