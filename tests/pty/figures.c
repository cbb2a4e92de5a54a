/* The figures that couplet is held to. */
#include "figures.h"

#include <stdlib.h>
#include <string.h>

#include "app/builtin.h"
#include "base/mem.h"
#include "domain/words.h"
#include "store/journal.h"
#include "store/library.h"

const struct figure_row figure_rows[FIGURE_COUNT] = {
#define ROW(id, what, unit, goal, limit) [FIGURE_##id] = { what, UNIT_##unit, goal, limit },
    FIGURES(ROW)
#undef ROW
};

/* ---- homes ---- */

const struct home_options home_year = { .evenings = 52, .cards = 3, .hours = 7 * 24 };

struct furnishing {
    const struct home_options *options;
    const char *folder;
};

/* Prompts of every kind that a first card may be, so that they fill many cells. */
static struct prompt generated(const char *pack, size_t i)
{
    static const int minutes[] = { 5, 10, 20, 30 };
    char id[32];
    struct prompt prompt;

    snprintf(id, sizeof id, "p%zu", i);
    prompt = prompt_plain(pack, id);
    prompt.mode = i % 2 ? MODE_LISTENING : MODE_TALKING;
    prompt.minutes = minutes[i / 2 % 4];
    prompt.dimension = (enum dimension)(i / 8 % 4);
    if (i / 32 % 2) {
        prompt.mood = MOOD_SERIOUS;
        prompt.depth = 2;
    }
    return prompt;
}

static void lay_library(struct store *store, size_t count)
{
    struct pack pack = pack_plain("generated", 0);

    for (size_t i = 0; i < count; i++)
        pack_add(&pack, generated(pack.id, i));
    CHILD(library_install(store, &pack, false, NULL) == STATUS_OK);
    pack_release(&pack);
}

/* One evening: talked about, all of it; a note at every third card. */
static void lay_evening(struct store *store, const struct couple *couple, struct moment at,
                        size_t cards)
{
    char sitting[UUID_TEXT_SIZE];

    CHILD(journal_begin_sitting(store, false, at, sitting, NULL) == STATUS_OK);
    for (size_t i = 0; i < cards; i++) {
        struct card card = { .prompt = generated("p", i), .first = PARTNER_LEFT };

        at = later(at, 10 * MS_PER_MINUTE);
        snprintf(card.sitting, sizeof card.sitting, "%s", sitting);
        CHILD(journal_lay(store, couple, &card, at, NULL) == STATUS_OK);
        CHILD(journal_outcome(store, &card, OUTCOME_TALKED, at, NULL) == STATUS_OK);
        if (i % 3 == 0)
            CHILD(journal_note(store, sitting, card.id, NOTE_PLAIN, "What you said about the sea.",
                               at, NULL) == STATUS_OK);
        card_release(&card);
    }
    CHILD(journal_end_sitting(store, sitting, at, NULL) == STATUS_OK);
}

/* In a process of its own: ids never go back in time within one, and another home begins earlier
 * than this one ends. */
static int furnish(void *context)
{
    const struct furnishing *furnishing = context;
    const struct home_options *options = furnishing->options;
    struct moment now = clock_system_now(NULL);
    struct couple couple = { 0 };
    struct store *store;

    CHILD(open_at(furnishing->folder, STORE_WRITE, &store, NULL) == STATUS_OK);
    CHILD(builtin_sync(store, NULL) == STATUS_OK);
    CHILD(store_begin(store, NULL) == STATUS_OK);
    CHILD(journal_name(store, "Ana", "Sam", later(now, -400 * MS_PER_DAY), NULL) == STATUS_OK);
    CHILD(journal_couple(store, &couple, NULL) == STATUS_OK);
    lay_library(store, options->prompts);
    now = later(now, -3 * MS_PER_DAY);
    for (size_t i = options->evenings; i > 0; i--)
        lay_evening(store, &couple, later(now, -(int64_t)(i - 1) * options->hours * MS_PER_HOUR),
                    options->cards);
    CHILD(store_end(store, STATUS_OK, NULL) == STATUS_OK);
    couple_release(&couple);
    CHILD(store_close(store) == STATUS_OK);
    return 0;
}

bool home_make(struct home *home, const struct home_options *options)
{
    struct furnishing furnishing = { .options = options };

    *home = (struct home){ 0 };
    place_make(&home->place);
    furnishing.folder = home->place.data;
    proc_env_usual(&home->env, home->place.root);
    proc_env_set(&home->env, "TZ", "UTC");
    proc_env_set(&home->env, "COUPLET_DATA", home->place.data);
    return child_run(furnish, &furnishing) == 0;
}

void home_release(struct home *home)
{
    proc_env_release(&home->env);
    place_remove(&home->place);
}

/* ---- drawing ---- */

static const char seed[] = "7";

int64_t figure_draw(const char *bin, const struct home_options *options, const char *more, int code)
{
    char words[128], *rest = words;
    const char *argv[8] = { bin, "draw", "--seed", seed };
    struct home home;
    int64_t count = -1;

    snprintf(words, sizeof words, "%s", more ? more : "");
    for (size_t n = 4; more && rest && n + 1 < sizeof argv / sizeof *argv; n++)
        argv[n] = strsep(&rest, " ");
    if (home_make(&home, options))
        count = cost_instructions(argv, home.env.list, NULL, code);
    home_release(&home);
    return count;
}

int64_t figure_draw_calls(const char *bin)
{
    const char *const argv[] = { bin, "draw", "--seed", seed, NULL };
    struct home home;
    int64_t count = -1;

    if (home_make(&home, &home_year))
        count = cost_calls(argv, home.env.list, NULL, 0);
    home_release(&home);
    return count;
}

/* ---- screens ---- */

struct cost_play figure_play(enum figure_screen screen, const struct home *home,
                             const char *const *argv)
{
    static const struct cost_play plays[] = {
        [FIGURE_ON_HOME] = { .keys = "Down*3 Up*3", .quit = "q" },
        [FIGURE_ON_REVIEW] = { .way = "r", .keys = "Down*15 Up*15", .quit = "q q" },
        [FIGURE_TO_FIRST_PAGE] = { .way = "r", .keys = "Home*10", .quit = "q q" },
        [FIGURE_TO_LAST_PAGE] = { .way = "r End", .keys = "End*10", .quit = "q q" },
    };
    struct cost_play play = plays[screen];

    play.argv = argv;
    play.env = home->env.list;
    return play;
}
