/* Home: the blank face of the next card. Mood, mode and time, and one key deals. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/choices.h"
#include "domain/pause.h"
#include "domain/review.h"
#include "screens/screen.h"
#include "store/journal.h"
#include "ui/cardframe.h"
#include "ui/glyph.h"

/* The cell of each choice in a wide row, from where the row begins. */
static const int choice_at[CHOICE_ROWS][5] = { [CHOICE_MOOD] = { 0, 14, 28 },
                                               [CHOICE_MODE] = { 0, 14, 28 },
                                               [CHOICE_MINUTES] = { 0, 7, 14, 21, 28 } };

/* The rows below those of the choices. */
enum { ROW_PARTICULAR = CHOICE_ROWS, ROW_FOOTER };

struct home {
    struct filter filter;
    int focus;           /* a row */
    size_t footer;       /* what is chosen there */
    bool on_table;       /* a card is still on the table */
    struct moment pause; /* … in a pause until then; ms 0: it isn't */
    bool has_last;
    struct sitting_line last;
    bool has_plan;
    struct plan plan;        /* the one that was made last and is open */
    bool plan_often;         /* rule 13: met in several sittings */
    struct note_key settled; /* the plan that was settled just now, for undo; id "": none */
};

static enum status look_at_plan(struct home *home, const struct world *world, struct error *err)
{
    size_t met = 0;
    enum status status;

    plan_release(&home->plan);
    status = journal_open_plan(world->store, world->now, &home->plan, &home->has_plan, &met, err);
    home->plan_often = home->has_plan && met >= MET_OFTEN;
    return status;
}

static enum status look_at_table(struct home *home, const struct world *world, struct error *err)
{
    struct card card = { 0 };
    enum status status = journal_table(world->store, &world->couple, &card, &home->on_table, err);

    home->pause = (struct moment){ 0 };
    if (status == STATUS_OK && home->on_table && card_progress(&card).paused)
        status = journal_paused(world->store, card.sitting, &home->pause, err);
    card_release(&card);
    return status;
}

static enum status look(struct screen *screen, struct error *err)
{
    struct home *home = screen->state;
    const struct world *world = screen->world;
    struct sitting_line *lines = NULL;
    size_t count = 0;
    enum status status = look_at_table(home, world, err);

    if (status == STATUS_OK)
        status = look_at_plan(home, world, err);
    sitting_line_release(&home->last);
    home->has_last = false;
    if (status == STATUS_OK)
        status = journal_page(world->store, PAGE_OLDER_THAN, "", 1, &lines, &count, err);
    if (status == STATUS_OK && count) {
        home->last = lines[0];
        home->has_last = true;
    }
    free(lines);
    return status;
}

/* As one comes to it: last time's choices stand. */
static void begin_anew(struct screen *screen)
{
    struct home *home = screen->state;

    home->settled = (struct note_key){ "", "", "" };
    home->filter = screen->world->choice;
    home->focus = home->on_table ? ROW_FOOTER : CHOICE_MOOD;
    home->footer = 0;
}

static void refresh(struct screen *screen)
{
    look(screen, NULL); /* what can't be read is left out here; the next write says why */
    begin_anew(screen);
}

static enum status home_open(struct screen *screen, struct error *err)
{
    enum status status = look(screen, err);

    if (status == STATUS_OK)
        begin_anew(screen);
    return status;
}

static void home_close(struct screen *screen)
{
    struct home *home = screen->state;

    sitting_line_release(&home->last);
    plan_release(&home->plan);
}

static void home_footer(const struct screen *screen, struct footer *footer)
{
    const struct home *home = screen->state;

    if (home->on_table) {
        footer_add(footer, KEYMAP_HOME, ACTION_TAKE_UP, NULL);
        footer_add_brief(footer, KEYMAP_HOME, ACTION_DEAL, "deal another", "another");
    } else {
        footer_add(footer, KEYMAP_HOME, ACTION_ENTER, NULL);
    }
    footer_add_brief(footer, KEYMAP_HOME, ACTION_LOOK_BACK, NULL, "back");
    footer_add_brief(footer, KEYMAP_HOME, ACTION_LIBRARY, "library", "library");
    footer_add(footer, KEYMAP_HOME, ACTION_HELP, "more");
    footer->focused = home->focus == ROW_FOOTER;
    footer->chosen = home->footer;
}

static struct effect deal(const struct home *home)
{
    return (struct effect){
        .write = WRITE_DEAL, .filter = home->filter, .move = MOVE_PUSH, .to = &screen_card
    };
}

static struct effect take_up(void)
{
    return (struct effect){ .write = WRITE_TAKE_UP, .move = MOVE_PUSH, .to = &screen_card };
}

static struct effect particular(void)
{
    return (struct effect){ .move = MOVE_PUSH, .to = &screen_doors };
}

static struct effect settle(const struct home *home, enum plan_state state, const char *told)
{
    return (struct effect){
        .write = WRITE_SETTLE, .plan = home->plan.key, .state = state, .quiet = told
    };
}

static struct effect unsettle(const struct home *home)
{
    return (struct effect){ .write = WRITE_SETTLE,
                            .plan = home->settled,
                            .state = PLAN_OPEN,
                            .quiet = "It is a plan again." };
}

/* Rule 13: what keeps coming back may be easier to write about. */
static struct effect write_about_plan(const struct home *home)
{
    return (struct effect){ .write = WRITE_BEGIN,
                            .protocol = PROTOCOL_WRITE_FIRST,
                            .filter = home->filter,
                            .texts = { mem_copy(home->plan.text) },
                            .move = MOVE_PUSH,
                            .to = &screen_card };
}

static struct effect run(const struct home *home, enum action action)
{
    switch (action) {
    case ACTION_ENTER:
    case ACTION_DEAL:
        return deal(home);
    case ACTION_PARTICULAR:
        return particular();
    case ACTION_PLAN_DONE:
        return settle(home, PLAN_DONE, "Done. u takes it back.");
    case ACTION_PLAN_LET_GO:
        return settle(home, PLAN_LET_GO, "Let go. u takes it back.");
    case ACTION_PLAN_WRITE:
        return write_about_plan(home);
    case ACTION_UNDO:
        return unsettle(home);
    case ACTION_TAKE_UP:
        return take_up();
    case ACTION_LOOK_BACK:
        return (struct effect){ .move = MOVE_PUSH, .to = &screen_review };
    case ACTION_PACKS:
        return (struct effect){ .move = MOVE_PUSH, .to = &screen_packs };
    case ACTION_TOPICS:
        return (struct effect){ .move = MOVE_PUSH, .to = &screen_topics };
    case ACTION_LIBRARY:
        return (struct effect){ .move = MOVE_PUSH, .to = &screen_library };
    default:
        return (struct effect){ 0 };
    }
}

static struct effect run_footer(const struct screen *screen)
{
    struct footer footer = { 0 };

    home_footer(screen, &footer);
    return run(screen->state, footer.items[footer.chosen].action);
}

static void move(struct screen *screen, enum action action)
{
    struct home *home = screen->state;
    struct footer footer = { 0 };
    enum choice_row row = (enum choice_row)home->focus;
    size_t chosen;

    if (home->focus == ROW_PARTICULAR)
        return;
    if (home->focus == ROW_FOOTER) {
        home_footer(screen, &footer);
        footer_move(&footer, action);
        home->footer = footer.chosen;
        return;
    }
    chosen = choice_of(&home->filter, row);
    if (action == ACTION_LEFT && chosen > 0)
        choice_set(&home->filter, row, chosen - 1);
    else if (action == ACTION_RIGHT && chosen + 1 < choices[row].count)
        choice_set(&home->filter, row, chosen + 1);
}

static struct effect home_act(struct screen *screen, const struct input *input)
{
    struct home *home = screen->state;

    switch (input->action) {
    case ACTION_UP:
    case ACTION_PREVIOUS:
        home->focus -= home->focus > 0;
        break;
    case ACTION_DOWN:
    case ACTION_NEXT:
        home->focus += home->focus < ROW_FOOTER;
        break;
    case ACTION_LEFT:
    case ACTION_RIGHT:
        move(screen, input->action);
        break;
    case ACTION_ENTER:
        return home->focus == ROW_FOOTER       ? run_footer(screen)
               : home->focus == ROW_PARTICULAR ? particular()
                                               : deal(home);
    case ACTION_QUIT:
    case ACTION_BACK:
        return (struct effect){ .move = MOVE_QUIT };
    default:
        return run(home, input->action);
    }
    return (struct effect){ 0 };
}

static void home_done(struct screen *screen, const struct result *result)
{
    struct home *home = screen->state;
    bool settled = result->write == WRITE_SETTLE && result->state != PLAN_OPEN;

    home->settled = settled ? home->plan.key : (struct note_key){ "", "", "" };
    look_at_plan(home, screen->world, NULL);
}

/* ---- drawing ---- */

/* ‹ word ›; the sign of the chosen one is bold, and the word too where the focus is. */
static void draw_chosen(struct canvas *canvas, int row, int col, bool focus, const char *said)
{
    canvas_put_sign(canvas, row, col, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_LEFT));
    col = canvas_put(canvas, row, col + 2, focus ? ROLE_FOCUS : ROLE_TEXT, said);
    canvas_put_sign(canvas, row, col + 1, ROLE_FOCUS, glyph(canvas, GLYPH_CHOSEN_RIGHT));
}

static void draw_row(const struct home *home, struct canvas *canvas, const struct layout *l,
                     int row, int which)
{
    bool focus = home->focus == which;
    int begin = l->left + 12;

    if (focus) {
        canvas_put_sign(canvas, row, l->margin, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
        canvas_cursor(canvas, row, l->margin);
    }
    canvas_put(canvas, row, l->left, ROLE_MUTED, choices[which].label);
    for (size_t i = 0; i < choices[which].count; i++) {
        const char *said = choices[which].list[i].said;
        int col = begin + (l->narrow ? 0 : choice_at[which][i]);

        if (i == choice_of(&home->filter, (enum choice_row)which))
            draw_chosen(canvas, row, col, focus, said);
        else if (!l->narrow)
            canvas_put(canvas, row, col + 2, ROLE_MUTED, said);
    }
}

static void draw_greeting(const struct screen *screen, struct canvas *canvas,
                          const struct layout *l, int row)
{
    const struct home *home = screen->state;
    struct strbuf line = STRBUF_INIT;
    const char *part = review_part_of_day(screen->world->now);

    if (home->on_table) {
        strbuf_addstr(&line, home->pause.ms ? "A pause until " : "A card is still on the table");
        if (home->pause.ms)
            pause_says(&line, home->pause, screen->world->now);
        strbuf_addch(&line, '.');
    } else {
        strbuf_addf(&line, "Good %s, ", strcmp(part, "night") ? part : "evening");
        name_cut(&line, screen->world, PARTNER_LEFT, canvas->ascii);
        strbuf_addstr(&line, " and ");
        name_cut(&line, screen->world, PARTNER_RIGHT, canvas->ascii);
        strbuf_addch(&line, '.');
    }
    canvas_put_cut(canvas, row, l->left, l->column, ROLE_TEXT, line.text);
    strbuf_release(&line);
}

/* "Last time, Thursday:" and what it was, below the card. */
static void draw_last(const struct screen *screen, struct canvas *canvas, const struct layout *l,
                      int row)
{
    const struct home *home = screen->state;
    struct strbuf when = STRBUF_INIT, what = STRBUF_INIT;

    if (!home->has_last)
        return;
    review_day(&when, home->last.started, screen->world->now);
    review_summary(&what, &home->last);
    if (l->low) {
        when.text[0] = (char)(when.text[0] >= 'a' ? when.text[0] - 'a' + 'A' : when.text[0]);
        strbuf_addf(&when, ": %s.", what.text);
        canvas_put_cut(canvas, row, l->left, l->frame_right - l->left, ROLE_MUTED, when.text);
    } else {
        struct strbuf line = STRBUF_INIT;

        strbuf_addf(&line, "Last time, %s:", when.text);
        canvas_put_cut(canvas, row, l->left, l->column, ROLE_MUTED, line.text);
        strbuf_addch(&what, '.');
        canvas_put_cut(canvas, row + 1, l->left, l->column, ROLE_MUTED, what.text);
        if (home->last.kept) {
            strbuf_clear(&line);
            review_number(&line, home->last.kept);
            line.text[0] = (char)(line.text[0] - 'a' + 'A');
            strbuf_addf(&line, " card%s kept for later.", home->last.kept == 1 ? "" : "s");
            canvas_put_cut(canvas, row + 2, l->left, l->column, ROLE_MUTED, line.text);
        }
        strbuf_release(&line);
    }
    strbuf_release(&when);
    strbuf_release(&what);
}

/* The fourth line: a door to all the others. */
static void draw_particular(const struct home *home, struct canvas *canvas, const struct layout *l,
                            int row)
{
    bool focus = home->focus == ROW_PARTICULAR;
    int col = l->narrow ? l->left + 3 : l->left + 12;

    if (focus) {
        canvas_put_sign(canvas, row, l->margin, ROLE_FOCUS, glyph(canvas, GLYPH_FOCUS));
        canvas_cursor(canvas, row, l->margin);
    }
    canvas_put(canvas, row, l->left, ROLE_MUTED, "or");
    canvas_put_cut(canvas, row, col, l->right - col + 1, focus ? ROLE_FOCUS : ROLE_TEXT,
                   "something particular …");
}

/* What they wanted to try, at the middle edge; where there is but one row, below the last time. */
static void draw_plan(const struct home *home, struct canvas *canvas, const struct layout *l,
                      int row)
{
    int cells = l->right - l->middle + 1;

    if (l->low) {
        struct strbuf line = STRBUF_INIT;

        strbuf_addf(&line, "d done, x let go: %s", home->plan.text);
        canvas_put_cut(canvas, row, l->left, l->column, ROLE_MUTED, line.text);
        strbuf_release(&line);
        return;
    }
    canvas_put_cut(canvas, row, l->middle, cells, ROLE_MUTED, "You wanted to try:");
    canvas_put_cut(canvas, row + 1, l->middle, cells, ROLE_TEXT, home->plan.text);
    canvas_put_cut(canvas, row + 2, l->middle, cells, ROLE_MUTED,
                   home->plan_often ? "d done  x let go  w write" : "d done   x let it go");
}

static enum frame_kind kind_of(enum mood mood)
{
    return mood == MOOD_LIGHT ? FRAME_OPEN : mood == MOOD_SERIOUS ? FRAME_CLOSED : FRAME_HALF;
}

static void home_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct home *home = screen->state;
    struct layout l = layout_of(canvas->width, canvas->height);
    int step = l.leading, below = l.bottom + 2;
    int greeting = l.first - (l.low ? 0 : l.leading - 1);
    int first_row = l.low ? greeting + 2 : greeting + 3 + (l.leading - 2);
    struct card_frame frame = { .kind = kind_of(home->filter.mood),
                                .title = "c o u p l e t",
                                .left_solid = true,
                                .right_solid = true,
                                .bottom = l.bottom };

    if (l.low && l.height >= 15) { /* the large print has room for a lower card here */
        frame.bottom += 2;
        below += 2;
    }
    if (l.low && home->has_plan) /* the last time and the plan, a row each */
        below--;
    card_frame_draw(&frame, canvas, &l);
    draw_greeting(screen, canvas, &l, greeting);
    for (int row = 0; row < CHOICE_ROWS; row++)
        draw_row(home, canvas, &l, first_row + row * step, row);
    draw_particular(home, canvas, &l, first_row + CHOICE_ROWS * step + (l.low ? 1 : 0));
    if (below < l.quiet && below < l.footer)
        draw_last(screen, canvas, &l, below);
    if (home->has_plan && below + l.low < l.quiet && below + l.low < l.footer)
        draw_plan(home, canvas, &l, below + l.low);
}

static unsigned home_facts(const struct screen *screen)
{
    const struct home *home = screen->state;

    return (home->on_table ? FACT_ON_TABLE : 0u) | (home->has_plan ? FACT_PLAN : 0u) |
           (home->settled.id[0] ? FACT_UNDO : 0u);
}

const struct screen_ops screen_home = {
    .name = "home",
    .keymap = KEYMAP_HOME,
    .state_size = sizeof(struct home),
    .open = home_open,
    .act = home_act,
    .done = home_done,
    .resume = refresh,
    .draw = home_draw,
    .footer = home_footer,
    .facts = home_facts,
    .close = home_close,
};
