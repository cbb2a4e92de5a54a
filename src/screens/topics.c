/* Topics: what the two leave open. Each answers alone, behind a curtain, and then both see what
 * came of it. The single answers are in this screen's memory only, and are wiped as soon as the
 * joint setting is written or the screen is left. */
#include <string.h>

#include "alone.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/couple.h"
#include "screens/screen.h"
#include "store/topics.h"
#include "topicsview.h"

/* The way through; LEFT and RIGHT are the private pages. */
enum phase { AT_CURTAIN_LEFT, AT_LEFT, AT_CURTAIN_RIGHT, AT_RIGHT, AT_CURTAIN_BOTH, AT_JOINT };

static const char closed_said[] = "Closed. Opening it takes both of you.";

struct topics_screen {
    enum phase at;
    struct topics joint;
    struct topics answers[2]; /* of the left and the right one; wiped as soon as may be */
    int focus;                /* enum flag */
    size_t chosen;            /* in the curtain's footer */
    struct footer_place place;
};

static bool is_curtain(enum phase at)
{
    return at == AT_CURTAIN_LEFT || at == AT_CURTAIN_RIGHT || at == AT_CURTAIN_BOTH;
}

/* The answers of whoever is alone with the page; NULL elsewhere. */
static struct topics *own_answers(struct topics_screen *s)
{
    return s->at == AT_LEFT ? &s->answers[0] : s->at == AT_RIGHT ? &s->answers[1] : NULL;
}

static void wipe(struct topics_screen *s)
{
    explicit_bzero(s->answers, sizeof s->answers);
}

static void go_to(struct topics_screen *s, enum phase at)
{
    s->at = at;
    s->focus = 0;
    s->chosen = 0;
    s->place = (struct footer_place){ .inside = false };
}

/* Everybody begins where a couple begins, whatever is set by now: nothing of the other's shows. */
static void begin_anew(struct topics_screen *s)
{
    s->answers[0] = s->answers[1] = topics_at_first();
    go_to(s, AT_CURTAIN_LEFT);
}

static enum status topics_open(struct screen *screen, struct error *err)
{
    struct topics_screen *s = screen->state;
    bool set;
    enum status status = topics_read(screen->world->store, &s->joint, &set, err);

    if (set)
        go_to(s, AT_JOINT);
    else
        begin_anew(s);
    return status;
}

static void topics_close(struct screen *screen)
{
    wipe(screen->state);
}

/* Whose part the curtain is before. */
static enum partner alone_at(enum phase at)
{
    return at == AT_CURTAIN_LEFT    ? PARTNER_LEFT
           : at == AT_CURTAIN_RIGHT ? PARTNER_RIGHT
                                    : PARTNER_NONE;
}

/* ---- the footer ---- */

static void topics_footer(const struct screen *screen, struct footer *footer)
{
    const struct topics_screen *s = screen->state;

    if (is_curtain(s->at)) {
        alone_curtain_footer(screen, alone_at(s->at), s->chosen, footer);
    } else if (s->at == AT_JOINT) {
        if (s->joint.of[s->focus] != TOPIC_CLOSED)
            footer_add(footer, KEYMAP_TOPICS, ACTION_ENTER, "close it");
        footer_add(footer, KEYMAP_TOPICS, ACTION_ANEW, NULL);
        footer_add(footer, KEYMAP_TOPICS, ACTION_BACK, "back");
        footer_add(footer, KEYMAP_TOPICS, ACTION_HELP, "more");
        footer_place_show(&s->place, footer);
    } else {
        footer_add(footer, KEYMAP_TOPICS, ACTION_LEFT, "Right choose");
        footer_add_brief(footer, KEYMAP_TOPICS, ACTION_ENTER, "done, draw the curtain", "done");
    }
}

/* ---- acting ---- */

/* True if it was a move among the rows. */
static bool move_focus(struct topics_screen *s, enum action action)
{
    switch (action) {
    case ACTION_UP:
    case ACTION_PREVIOUS:
        s->focus -= s->focus > 0;
        return true;
    case ACTION_DOWN:
    case ACTION_NEXT:
        s->focus += s->focus + 1 < FLAG_COUNT;
        return true;
    case ACTION_FIRST:
        s->focus = 0;
        return true;
    case ACTION_LAST:
        s->focus = FLAG_COUNT - 1;
        return true;
    default:
        return false;
    }
}

/* The curtain opens. The last one opens on what is written only then: done() goes on. */
static struct effect open_curtain(struct topics_screen *s)
{
    if (s->at == AT_CURTAIN_BOTH)
        return (struct effect){ .write = WRITE_TOPICS,
                                .answers = effect_answers(&s->answers[0], &s->answers[1]) };
    go_to(s, s->at + 1);
    return (struct effect){ 0 };
}

static struct effect act_on_curtain(struct screen *screen, enum action action)
{
    struct topics_screen *s = screen->state;

    action = alone_curtain_act(screen, &s->chosen, action);
    if (action == ACTION_ENTER)
        return open_curtain(s);
    if (action != ACTION_BACK)
        return (struct effect){ 0 };
    wipe(s);
    return (struct effect){ .move = MOVE_BACK, .quiet = "Not now. Nothing of it is kept." };
}

static void choose(enum topic *topic, int by)
{
    static const enum topic order[] = { TOPIC_OPEN, TOPIC_ASK, TOPIC_CLOSED };
    int at = 0, last = (int)ARRAY_SIZE(order) - 1;

    while (at < last && order[at] != *topic)
        at++;
    at += by;
    *topic = order[at < 0 ? 0 : at > last ? last : at];
}

static struct effect act_alone(struct topics_screen *s, enum action action)
{
    switch (action) {
    case ACTION_LEFT:
    case ACTION_RIGHT:
        choose(&own_answers(s)->of[s->focus], action == ACTION_LEFT ? -1 : 1);
        break;
    case ACTION_ENTER:
    case ACTION_BACK:
    case ACTION_QUIT:
        go_to(s, s->at + 1);
        break;
    default:
        move_focus(s, action);
        break;
    }
    return (struct effect){ 0 };
}

static struct effect act_together(struct screen *screen, enum action action)
{
    struct topics_screen *s = screen->state;
    struct footer footer = { 0 };

    topics_footer(screen, &footer);
    action = footer_place_act(&s->place, &footer, action);
    if (action == ACTION_ENTER && s->joint.of[s->focus] == TOPIC_CLOSED)
        action = ACTION_ANEW; /* opening takes both */
    switch (action) {
    case ACTION_ENTER:
        return (struct effect){ .write = WRITE_TOPIC_CLOSED,
                                .flag = (enum flag)s->focus,
                                .quiet = closed_said };
    case ACTION_ANEW:
        begin_anew(s);
        break;
    case ACTION_BACK:
    case ACTION_QUIT:
        return (struct effect){ .move = MOVE_BACK };
    default:
        move_focus(s, action);
        break;
    }
    return (struct effect){ 0 };
}

static struct effect topics_act(struct screen *screen, const struct input *input)
{
    struct topics_screen *s = screen->state;

    if (is_curtain(s->at))
        return act_on_curtain(screen, input->action);
    if (s->at == AT_JOINT)
        return act_together(screen, input->action);
    return act_alone(s, input->action);
}

static void topics_done(struct screen *screen, const struct result *result)
{
    struct topics_screen *s = screen->state;
    int focus = s->focus;
    bool set;

    wipe(s);
    go_to(s, AT_JOINT);
    s->focus = result->write == WRITE_TOPIC_CLOSED ? focus : 0;
    topics_read(screen->world->store, &s->joint, &set, NULL);
}

static unsigned topics_facts(const struct screen *screen)
{
    return ((const struct topics_screen *)screen->state)->at == AT_JOINT ? FACT_TOPICS : 0u;
}

/* ---- drawing ---- */

static void draw_joint(const struct topics_screen *s, struct canvas *canvas)
{
    const struct topics_page page = {
        .title = "Topics",
        .about = "Either of you may close a topic; opening takes both. One in six is closed by "
                 "chance, so closed proves nothing.",
        .topics = &s->joint,
        .focus = s->place.inside ? -1 : s->focus,
    };

    topics_page_draw(&page, canvas);
}

static void draw_alone(const struct screen *screen, struct canvas *canvas)
{
    struct topics_screen *s = screen->state;
    bool left = s->at == AT_LEFT;
    struct strbuf title = STRBUF_INIT, below = STRBUF_INIT;
    struct topics_page page = {
        .about = "Open is what you both call open. One topic in six is closed by chance, so that "
                 "closed proves nothing.",
        .topics = own_answers(s),
        .focus = s->focus,
        .choices = true,
    };

    strbuf_addstr(&title, "Topics, ");
    name_cut(&title, screen->world, left ? PARTNER_LEFT : PARTNER_RIGHT, canvas->ascii);
    strbuf_addstr(&title, " alone");
    strbuf_addstr(&below, "Forgotten as soon as ");
    name_cut(&below, screen->world, PARTNER_RIGHT, canvas->ascii);
    strbuf_addstr(&below, " has answered too.");
    page.title = title.text;
    page.below = left ? below.text : "Forgotten as soon as the curtain has opened for both.";
    topics_page_draw(&page, canvas);
    strbuf_release(&title);
    strbuf_release(&below);
}

static void topics_draw(const struct screen *screen, struct canvas *canvas)
{
    const struct topics_screen *s = screen->state;

    if (is_curtain(s->at))
        alone_curtain_draw(screen, alone_at(s->at), canvas);
    else if (s->at == AT_JOINT)
        draw_joint(s, canvas);
    else
        draw_alone(screen, canvas);
}

const struct screen_ops screen_topics = {
    .name = "topics",
    .keymap = KEYMAP_TOPICS,
    .state_size = sizeof(struct topics_screen),
    .open = topics_open,
    .act = topics_act,
    .done = topics_done,
    .draw = topics_draw,
    .footer = topics_footer,
    .facts = topics_facts,
    .close = topics_close,
};
