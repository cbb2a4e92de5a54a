/* Every screen but those of a conversation, in every state it has, cell by cell: events in, a
 * canvas out, compared with tests/golden/<screen>-<state>-<size>.txt; and how all of them look
 * without colour, with tests/golden/mono. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/review.h"
#include "support/golden.h"
#include "support/screens.h"

/* ---- the past ---- */

static const struct stage_card drawn_evening[] = {
    { .mood = MOOD_LIGHT, .text = "stays", .note = "The bus stop. Two umbrellas and no plan." },
    { .mood = MOOD_LIGHT, .text = "spoon", .note = "The spoon. Obviously the spoon." },
    { .mood = MOOD_SERIOUS, .text = "way-home", .note = "Halfway over the bridge." },
};

static void past_evening(struct stage *stage)
{
    stage_evening(stage, stage_moment(2026, 11, 19, 20, 0), drawn_evening,
                  ARRAY_SIZE(drawn_evening));
}

/* Three days later, as home draws it: a Thursday, three cards, two of them kept. */
static void past_thursday(struct stage *stage)
{
    static const struct stage_card cards[] = {
        { .mood = MOOD_LIGHT, .text = "stays", .outcome = OUTCOME_TALKED },
        { .mood = MOOD_LIGHT, .text = "spoon", .outcome = OUTCOME_KEPT },
        { .mood = MOOD_SERIOUS, .text = "way-home", .outcome = OUTCOME_KEPT },
    };

    stage_evening(stage, stage_moment(2026, 11, 19, 20, 0), cards, ARRAY_SIZE(cards));
    stage->now = stage_moment(2026, 11, 22, 21, 4);
}

/* The left one began last time, so that the right one begins now. */
static void past_began_left(struct stage *stage)
{
    static const struct stage_card card = { .mood = MOOD_LIGHT, .text = "An old card." };

    stage_evening(stage, stage_moment(2026, 9, 1, 20, 0), &card, 1);
}

/* Evenings over several months and years; the newest ones have the lines that show best. */
static void past_years(struct stage *stage)
{
    static const struct {
        int year, month, day;
        const char *marks, *words, *note;
    } evenings[] = {
        { 2024, 12, 24, "l", "A card.", "Candles, and the wrong song." },
        { 2025, 2, 28, "ss", "Describe the quiet after our first long quarrel.", NULL },
        { 2025, 3, 12, "l", "A card.", "Your red umbrella, held by nobody." },
        { 2025, 12, 31, "lsl", "A card.", "Midnight, and the soup was still too hot." },
        { 2026, 1, 3, "s", "A card.", "Longer than we thought, and better." },
        { 2026, 9, 6, "l", "Tell our first shared meal as a weather report.", NULL },
        { 2026, 9, 27, "ls", "A card.", "Sooner, with tea." },
        { 2026, 10, 4, "lll", "Which song would you forbid us both for a year?", NULL },
        { 2026, 10, 12, "l", "A card.", "The smell of the stairs at your aunt’s." },
        { 2026, 10, 21, "lss", "Finish: “I knew you were tired when …”", NULL },
        { 2026, 10, 30, "sl", "A card.", "Twenty minutes after coming home." },
        { 2026, 11, 7, "ll", "A card.", "Radio on, lights off, both of us wrong." },
        { 2026, 11, 10, "s", "A card.", "Tired is not the same as sad." },
        { 2026, 11, 15, "l", "A card.", "We agreed on the soup. Historic." },
        { 2026, 11, 19, "lls", "A card.", "The bus stop. Two umbrellas and no plan." },
    };

    for (size_t i = 0; i < ARRAY_SIZE(evenings); i++) {
        struct stage_card cards[SITTING_MARKS_MAX] = { { .mood = MOOD_ANY } };
        size_t count = strlen(evenings[i].marks);

        for (size_t j = 0; j < count; j++)
            cards[j] = (struct stage_card){
                .mood = evenings[i].marks[j] == 'l' ? MOOD_LIGHT : MOOD_SERIOUS,
                .text = j ? "Another card." : evenings[i].words,
                .note = j ? NULL : evenings[i].note,
            };
        stage_evening(stage,
                      stage_moment(evenings[i].year, evenings[i].month, evenings[i].day, 20, 0),
                      cards, count);
    }
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");

    if (!file || fputs(text, file) < 0 || fclose(file))
        fail_msg("%s can't be written: %s", name, strerror(errno));
}

/* A pack that can be added and one that can't, in the working folder. */
static void lay_files(struct stage *stage)
{
    (void)stage;
    write_file(
        "good.json",
        "{ \"format\": 1, \"id\": \"sea\", \"title\": \"By the sea\", \"version\": \"1.0.0\",\n"
        "  \"lang\": \"en\", \"license\": \"CC-BY-4.0\", \"author\": \"Mia and Jo\",\n"
        "  \"prompts\": [\n"
        "  { \"id\": \"a\", \"text\": \"Which wave was ours?\", \"mood\": \"light\",\n"
        "    \"mode\": \"talking\", \"depth\": 1, \"dimension\": \"emotional\",\n"
        "    \"minutes\": 5 },\n"
        "  { \"id\": \"b\", \"text\": \"Who taught you to swim?\", \"mood\": \"serious\",\n"
        "    \"mode\": \"listening\", \"depth\": 2, \"dimension\": \"physical\",\n"
        "    \"minutes\": 10, \"flags\": [\"family-of-origin\"], \"consent\": \"ask\",\n"
        "    \"focus\": \"where we come from\" } ] }\n");
    write_file(
        "bad.json",
        "{ \"format\": 1, \"id\": \"sea\", \"title\": \"By the sea\", \"version\": \"1.0.0\",\n"
        "  \"lang\": \"en\", \"license\": \"CC-BY-4.0\",\n"
        "  \"prompts\": [\n"
        "  { \"id\": \"a\", \"text\": \"Which wave was ours?\", \"mood\": \"funny\",\n"
        "    \"mode\": \"talking\", \"depth\": 1, \"dimension\": \"emotional\",\n"
        "    \"minutes\": 30 },\n"
        "  { \"id\": \"a\", \"mood\": \"serious\",\n"
        "    \"mode\": \"listening\", \"depth\": 2, \"dimension\": \"physical\",\n"
        "    \"minutes\": 10 } ] }\n");
}

/* ---- what is done ---- */

/* From home: a serious card for listening in ten minutes. */
#define WAY_HOME "Right Down Right Down Right Enter"

PLAY(choose_serious, "Right")
PLAY(choose_surprise, "Right Right")
PLAY(go_to_footer, "Down Down Down Right")
PLAY(deal, "Enter")
PLAY(open_one, "Enter Enter")
PLAY(open_one_and_turn, "Enter Enter Enter")
PLAY(open_two, "Enter Enter Enter Enter")
PLAY(turn_at_once, "Enter Space")
PLAY(open_all, "Enter f f f")
PLAY(ask_why, "Enter w")
PLAY(put_aside, "Enter n")
PLAY(see_listener, "Enter i")
PLAY(choose_keep, "Enter Right Right")
PLAY(listen, WAY_HOME)
PLAY(listen_to_the_last, WAY_HOME " Enter Enter")
PLAY(listen_and_ask, WAY_HOME " f")
PLAY(listen_the_other_way, WAY_HOME " Enter Enter Enter")
PLAY(find_nothing, "Down Right Enter")
PLAY(find_nothing_third, "Down Right Enter Down Down")
PLAY(use_up, "Enter n")
PLAY(finish, "Enter Enter Enter Enter Enter")
PLAY(finish_in_footer, "Enter Enter Enter Enter Enter Up")
PLAY(keep, "Enter k")
PLAY(stop, "Enter s")
PLAY(back_home, "Enter Esc")
PLAY(look_back, "r")
PLAY(look_back_far, "r End")
PLAY(look_back_down, "r j j j j j j j j j")
PLAY(look_at, "r Enter")
PLAY(look_at_last, "r Enter G")
PLAY(edit, "r Enter j Enter")
PLAY(see_library, "l")
PLAY(see_library_down, "l j j j")
PLAY(search_library, "l / s o")
PLAY(search_in_vain, "l / u m b r e l x")
PLAY(choose_filters, "l f Down Right Down Right Right")
PLAY(filter_library, "l f Right Right Down Down Right Right Enter")
PLAY(see_face_down, "l Down")
PLAY(see_prompt, "l Enter")
PLAY(see_prompt_face_down, "l Down Enter")
PLAY(see_packs, "p")
PLAY(switch_off, "p Enter")
PLAY(ask_for_file, "p a")
PLAY(compose, "l a")
PLAY(help_at_home, "?")
PLAY(help_on_card, "Enter ? Down")
PLAY(press_nothing, "Enter z")
PLAY(undo_nothing, "Enter u")

static void compose_one(struct stage *stage)
{
    compose(stage);
    stage_type(stage, "Which song of yours did I learn to like, and when did I admit it?");
    stage_keys(stage, "Down Right Down Down Right");
}

static void see_own(struct stage *stage)
{
    compose_one(stage);
    stage_keys(stage, "Enter G Enter");
}

static void look_into(struct stage *stage, const char *path)
{
    stage_keys(stage, "p a");
    stage_type(stage, path);
    stage_keys(stage, "Enter");
}

static void preview_pack(struct stage *stage)
{
    look_into(stage, "good.json");
}

static void preview_problems(struct stage *stage)
{
    look_into(stage, "bad.json");
}

static void name_left(struct stage *stage)
{
    stage_type(stage, "Ana");
    stage_keys(stage, "Enter");
}

static void name_both(struct stage *stage)
{
    name_left(stage);
    stage_type(stage, "Sam");
}

static void write_note(struct stage *stage)
{
    finish(stage);
    stage_type(stage, "The bus stop. Two umbrellas and no plan.");
}

static void end_evening(struct stage *stage)
{
    write_note(stage);
    stage_keys(stage, "Esc");
}

/* An evening as people have it: two light cards and a serious one. */
static void end_long_evening(struct stage *stage)
{
    finish(stage);
    stage_keys(stage, "Enter Enter Enter Enter Enter Enter");
    stage_keys(stage, "Up Left Down Esc Esc " WAY_HOME " Enter Enter Enter Enter Esc");
}

static void fill_disk(struct stage *stage)
{
    stage_keys(stage, "Enter");
    stage_fill_disk(stage);
    stage_keys(stage, "Enter");
}

static void seal_disk(struct stage *stage)
{
    past_evening(stage);
    stage_seal_disk(stage);
}

/* clang-format off */
static const struct scene scenes[] = {
    { "the_first_run_asks_for_two_names", "first-run-empty", { .nameless = true }, NULL, NULL },
    { "a_named_half_turns_solid", "first-run-one-name", { .nameless = true }, NULL, name_left },
    { "both_halves_are_solid_with_both_names", "first-run-both", { .nameless = true }, NULL,
      name_both },

    { "home_is_the_blank_face_of_a_light_card", "home-fresh", { 0 }, NULL, NULL },
    { "home_closes_its_sides_for_serious", "home-serious", { 0 }, NULL, choose_serious },
    { "home_closes_one_side_for_surprise_us", "home-surprise", { 0 }, NULL, choose_surprise },
    { "home_tells_of_the_last_time", "home-last-time", { 0 }, past_thursday, NULL },
    { "home_offers_the_card_on_the_table", "home-on-table", { .cards = "stays" }, NULL,
      back_home },
    { "the_footer_of_home_takes_the_focus", "home-footer", { 0 }, NULL, go_to_footer },

    { "a_talking_card_is_one_prompt_set_like_verse", "card-talking", { .cards = "stays" }, NULL,
      deal },
    { "a_follow_up_has_the_voice", "card-followup", { .cards = "stays" }, NULL, open_one },
    { "a_turn_changes_the_sides", "card-second-turn", { .cards = "stays" }, NULL,
      open_one_and_turn },
    { "two_follow_ups_are_counted_in_the_margin", "card-two-followups", { .cards = "stays" },
      NULL, open_two },
    { "three_follow_ups_find_their_room", "card-three-followups", { .cards = "spoon" }, NULL,
      open_all },
    { "a_swap_changes_the_sides_alone", "card-swapped", { .cards = "stays" }, NULL,
      turn_at_once },
    { "why_is_one_sentence_on_the_quiet_line", "card-why", { .cards = "stays" }, NULL, ask_why },
    { "a_card_put_aside_leaves_a_trace_on_the_quiet_line", "card-put-aside",
      { .cards = "stays spoon" }, NULL, put_aside },
    { "i_gives_the_room_to_the_listeners_part", "card-listener", { .cards = "stays" }, NULL,
      see_listener },
    { "the_footer_of_a_card_is_chosen_from", "card-footer", { .cards = "stays" }, NULL,
      choose_keep },
    { "a_listening_card_shows_the_listeners_steps", "card-listening", { .cards = "way-home" },
      past_began_left, listen },
    { "the_focus_walks_to_the_last_line", "card-listening-last", { .cards = "way-home" },
      past_began_left, listen_to_the_last },
    { "a_listening_card_has_follow_ups_too", "card-listening-followup", { .cards = "way-home" },
      past_began_left, listen_and_ask },
    { "a_listening_card_turns", "card-listening-turn", { .cards = "way-home" }, past_began_left,
      listen_the_other_way },
    { "an_empty_pool_says_what_would_help", "card-empty",
      { .cards = "stays hinge sunday" }, NULL, find_nothing },
    { "the_last_way_out_can_be_chosen", "card-empty-third", { .cards = "stays hinge sunday" },
      NULL, find_nothing_third },
    { "an_empty_pool_without_help_says_so", "card-empty-all", { .cards = "stays" }, NULL,
      use_up },

    { "after_a_card_one_line_is_open", "after-empty", { .cards = "stays" }, NULL, finish },
    { "a_note_is_written_on_the_line", "after-note", { .cards = "stays" }, NULL, write_note },
    { "a_kept_card_is_stamped_kept", "after-kept", { .cards = "stays" }, NULL, keep },
    { "up_leaves_the_line_for_the_footer", "after-footer", { .cards = "stays" }, NULL,
      finish_in_footer },

    { "close_tells_what_was_talked_about", "close-one", { .cards = "stays" }, NULL, end_evening },
    { "close_lists_the_cards_of_the_evening", "close-cards",
      { .cards = "stays spoon way-home", .seed = 1 }, NULL, end_long_evening },
    { "close_leaves_the_list_out_when_nothing_was_kept", "close-nothing", { .cards = "stays" },
      NULL, stop },

    { "review_begins_with_a_card", "review-empty", { 0 }, NULL, look_back },
    { "review_lists_evenings_by_month", "review-list", { 0 }, past_years, look_back },
    { "review_scrolls_with_the_focus", "review-scrolled", { 0 }, past_years, look_back_down },
    { "review_ends_with_the_oldest", "review-oldest", { 0 }, past_years, look_back_far },
    { "an_evening_shows_its_cards_and_notes", "sitting-notes", { 0 }, past_evening, look_at },
    { "an_evening_scrolls_to_its_last_card", "sitting-last", { 0 }, past_evening, look_at_last },
    { "a_note_is_edited_where_it_stands", "sitting-editing", { 0 }, past_evening, edit },

    { "the_library_opens_the_focused_prompt_in_place", "library-list", { 0 }, NULL, see_library },
    { "the_library_scrolls_with_the_focus", "library-down", { 0 }, NULL, see_library_down },
    { "a_search_follows_each_letter", "library-search", { 0 }, NULL, search_library },
    { "a_search_in_vain_says_what_helps", "library-nothing", { 0 }, NULL, search_in_vain },
    { "filters_are_chosen_row_by_row", "library-filters", { 0 }, NULL, choose_filters },
    { "what_narrows_the_list_down_stands_in_a_row", "library-filtered", { 0 }, NULL,
      filter_library },
    { "what_asks_for_consent_lies_face_down", "library-face-down",
      { .cards = "stays enough chair spoon" }, NULL, see_face_down },
    { "a_prompt_is_shown_whole", "prompt-whole", { .cards = "stays" }, NULL, see_prompt },
    { "a_prompt_that_lies_face_down_shows_its_topic", "prompt-face-down",
      { .cards = "stays enough" }, NULL, see_prompt_face_down },

    { "the_packs_are_listed_on_or_off", "packs-list", { 0 }, NULL, see_packs },
    { "a_pack_is_switched_off", "packs-off", { 0 }, NULL, switch_off },
    { "a_pack_comes_from_a_file", "packs-file", { 0 }, NULL, ask_for_file },
    { "what_a_pack_would_bring_is_shown_first", "packs-preview", { 0 }, lay_files, preview_pack },
    { "what_is_wrong_with_a_pack_is_shown_with_its_lines", "packs-problems", { 0 }, lay_files,
      preview_problems },

    { "one_of_their_own_begins_with_its_words", "compose-empty", { 0 }, NULL, compose },
    { "one_of_their_own_says_what_it_is_for", "compose-rows", { 0 }, NULL, compose_one },
    { "one_of_their_own_can_be_rewritten", "prompt-own", { 0 }, NULL, see_own },

    { "help_lists_the_keys_of_home", "help-home", { 0 }, NULL, help_at_home },
    { "help_lists_the_keys_of_a_card", "help-card", { .cards = "stays" }, NULL, help_on_card },

    { "a_key_that_does_nothing_is_told", "notice-key", { .cards = "stays" }, NULL,
      press_nothing },
    { "what_is_not_possible_gives_its_reason", "notice-reason", { .cards = "stays" }, NULL,
      undo_nothing },
    { "what_cannot_be_written_is_told_at_the_start", "notice-read-only", { .disk_kb = 2048 },
      seal_disk, NULL },
    { "what_is_not_saved_yet_is_told", "notice-not-saved", { .cards = "stays", .disk_kb = 2048 },
      NULL, fill_disk },
};
/* clang-format on */

/* ---- without colour ---- */

/* One row of letters, if it has any: b bold, d dim, r reverse. */
static void add_looks(struct strbuf *out, const struct canvas *canvas, int row, const char *mark,
                      const struct theme *theme)
{
    size_t from = out->size, end;

    strbuf_addstr(out, mark);
    end = out->size;
    for (int col = 1; col <= canvas->width; col++) {
        const struct canvas_cell *cell = canvas_at(canvas, row, col);
        unsigned attrs = theme->styles[cell->role].attrs;

        if (!strcmp(cell->text, " "))
            attrs &= ATTR_REVERSE;
        strbuf_addch(out, " bdDrBXY"[attrs]);
        if (attrs)
            end = out->size;
    }
    strbuf_truncate(out, end);
    if (end == from + strlen(mark))
        strbuf_truncate(out, from);
    else
        strbuf_addch(out, '\n');
}

/* The screen; below each row how its cells look in mono (:), and in high contrast without its
 * colours (=). */
static char *dump_looks(const struct stage *stage)
{
    const struct canvas *canvas = &stage->canvas;
    struct theme mono = theme_without_colour(theme_find("mono"));
    struct theme high = theme_without_colour(theme_find("high-contrast"));
    struct strbuf out = STRBUF_INIT;

    for (int row = 1; row <= canvas->height; row++) {
        char *text = stage_row(stage, row);

        strbuf_addf(&out, "%3d|%s\n", row, text);
        add_looks(&out, canvas, row, "   :", &mono);
        add_looks(&out, canvas, row, "   =", &high);
        free(text);
    }
    return strbuf_detach(&out);
}

/* "a card, three follow-ups" as a-card-three-follow-ups. */
static char *path_of_row(const struct screen_row *row)
{
    struct strbuf path = STRBUF_INIT;

    strbuf_addstr(&path, "mono/");
    for (const char *at = row->name; *at; at++)
        if (*at == ' ')
            strbuf_addch(&path, '-');
        else if (*at != ',' && *at != '\'')
            strbuf_addch(&path, *at);
    strbuf_addstr(&path, "-80x24.txt");
    return strbuf_detach(&path);
}

static void without_colour_every_screen_is_as_drawn(void **state)
{
    (void)state;
    for (const struct screen_row *row = screen_rows; row->name; row++) {
        struct stage stage;
        char *file;

        screens_go(&stage, row, NULL);
        file = path_of_row(row);
        golden_compare(file, dump_looks(&stage));
        free(file);
        stage_close(&stage);
    }
}

/* ---- where nothing fits ---- */

static void too_small_a_screen_says_so_and_waits(void **state)
{
    static const int small[][2] = { { 28, 9 }, { 31, 24 }, { 80, 9 }, { 20, 9 }, { 5, 1 } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(small); i++)
        for (int ascii = 0; ascii < 2; ascii++) {
            struct stage stage;
            struct stage_options options = { .width = small[i][0],
                                             .height = small[i][1],
                                             .ascii = ascii };

            stage_open(&stage, &options);
            stage_begin(&stage);
            stage_check_canvas(&stage.canvas);
            golden_compare_stage(&stage, "too-small");
            stage_close(&stage);
        }
}

int main(void)
{
    const struct CMUnitTest others[] = {
        cmocka_unit_test(without_colour_every_screen_is_as_drawn),
        cmocka_unit_test(too_small_a_screen_says_so_and_waits),
    };

    return golden_run("golden", scenes, ARRAY_SIZE(scenes), others, ARRAY_SIZE(others));
}
