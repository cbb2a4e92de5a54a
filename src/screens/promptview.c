/* How a prompt of the library is drawn, whole. */
#include "promptview.h"

void prompt_how(struct strbuf *out, const struct prompt *prompt)
{
    strbuf_addf(out, "%s · %s · %s · %s · %d min", words_said(&vocabulary_mood, (int)prompt->mood),
                words_said(&vocabulary_mode, (int)prompt->mode),
                words_said(&vocabulary_depth, prompt->depth),
                words_said(&vocabulary_dimension, (int)prompt->dimension), prompt->minutes);
}

static int verse_width(const struct layout *l)
{
    return l->column < LAYOUT_VERSE_WIDTH ? l->column : LAYOUT_VERSE_WIDTH;
}

static void add_line(struct stack *stack, const struct canvas *canvas, const struct layout *l,
                     const char *before, const char *text, const char *after, int gap)
{
    struct strbuf line = STRBUF_INIT;

    if (!text)
        return;
    strbuf_addf(&line, "%s%s%s", before, text, after);
    stack_add(stack, canvas, line.text, l->column, VERSE_QUIET, ROLE_TEXT)->gap = gap;
    strbuf_release(&line);
}

static void add_words(struct stack *stack, const struct canvas *canvas, const struct layout *l,
                      const struct prompt *prompt)
{
    bool face_down = prompt->consent != CONSENT_NONE;
    const char *topic = prompt->focus ? prompt->focus : "";
    struct stack_item *item = stack_add(stack, canvas, face_down ? topic : prompt->text,
                                        verse_width(l), VERSE_BREATH, ROLE_VOICE);

    item->leading = l->low ? 1 : 2;
    if (face_down)
        stack_add(stack, canvas, "It lies face down until you both agree on it.", l->column,
                  VERSE_QUIET, ROLE_TEXT)
            ->gap = 2;
}

/* What the one who talks gets, and the words for those who can't do what the others ask. */
static void add_speaker(struct stack *stack, const struct canvas *canvas, const struct layout *l,
                        const struct prompt *prompt)
{
    if (prompt->consent == CONSENT_NONE)
        add_line(stack, canvas, l, "The one who talks: ", prompt->speaker, "", 1);
}

static void add_access(struct stack *stack, const struct canvas *canvas, const struct layout *l,
                       const struct prompt *prompt)
{
    if (!prompt->access_alt || prompt->consent != CONSENT_NONE)
        return;
    stack_add(stack, canvas, "Without seeing, moving or touching", l->column, VERSE_QUIET,
              ROLE_MUTED);
    add_line(stack, canvas, l, "", prompt->access_alt, "", 0);
}

static void add_listener(struct stack *stack, const struct canvas *canvas, const struct layout *l,
                         const struct listener *part)
{
    bool says = part->response != RESPONSE_NONE;
    struct strbuf line = STRBUF_INIT;

    if (!says && !part->to_do && !part->to_ask && !part->to_avoid)
        return;
    strbuf_addf(&line, "The other one listens%s%s.", says ? ", " : "",
                words_said(&vocabulary_response, (int)part->response));
    add_line(stack, canvas, l, "", line.text, "", 1);
    strbuf_release(&line);
    add_line(stack, canvas, l, "", part->to_do, "", 0);
    add_line(stack, canvas, l, "Ask: “", part->to_ask, "”", 0);
    add_line(stack, canvas, l, "Rather not: ", part->to_avoid, ".", 0);
}

static void add_followups(struct stack *stack, const struct canvas *canvas, const struct layout *l,
                          const struct prompt *prompt)
{
    if (prompt->followup_count)
        stack_add(stack, canvas, "If it wants to go on", l->column, VERSE_QUIET, ROLE_MUTED);
    for (size_t i = 0; i < prompt->followup_count; i++)
        add_line(stack, canvas, l, "", prompt->followups[i], "", 0);
}

static void add_origin(struct stack *stack, const struct canvas *canvas, const struct layout *l,
                       const struct prompt_view *view)
{
    struct strbuf line = STRBUF_INIT;

    prompt_how(&line, view->prompt);
    stack_add(stack, canvas, line.text, l->column, VERSE_QUIET, ROLE_MUTED);
    strbuf_clear(&line);
    if (view->pack) {
        strbuf_addf(&line, "%s · ", view->pack->title);
        pack_item_license(&line, view->pack);
        if (!view->pack->enabled)
            strbuf_addstr(&line, " · switched off");
    }
    for (int mark = MARK_FAVOURITE; mark <= MARK_NEVER; mark++)
        if (view->marks & 1u << mark)
            strbuf_addf(&line, "%s%s", line.size ? " · " : "", words_said(&vocabulary_mark, mark));
    if (line.size)
        stack_add(stack, canvas, line.text, l->column, VERSE_QUIET, ROLE_MUTED)->gap = 0;
    strbuf_release(&line);
}

/* Fills the stack, makes it fit, and returns by how many rows it doesn't. */
static int fill(struct stack *stack, const struct prompt_view *view, const struct canvas *canvas,
                const struct layout *l)
{
    int rows = l->last - l->top + 1, over;

    add_words(stack, canvas, l, view->prompt);
    add_speaker(stack, canvas, l, view->prompt);
    add_listener(stack, canvas, l, &view->prompt->listener);
    add_followups(stack, canvas, l, view->prompt);
    add_access(stack, canvas, l, view->prompt);
    add_origin(stack, canvas, l, view);
    over = stack_fit(stack, rows) - rows;
    return over > 0 ? over : 0;
}

void prompt_view_draw(const struct prompt_view *view, struct canvas *canvas, const struct layout *l,
                      int scroll)
{
    struct stack stack = { 0 };
    int over = fill(&stack, view, canvas, l);

    stack_draw(&stack, canvas, l, l->top, l->last, scroll < over ? scroll : over);
    stack_release(&stack);
}

int prompt_view_over(const struct prompt_view *view, const struct canvas *canvas,
                     const struct layout *l)
{
    struct stack stack = { 0 };
    int over = fill(&stack, view, canvas, l);

    stack_release(&stack);
    return over;
}
