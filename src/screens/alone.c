/* The curtain on a screen with private parts. */
#include "alone.h"

#include "ui/curtain.h"

/* The sentences in the window, of which the names are cut. */
struct words {
    struct strbuf lines[2];
    struct curtain curtain;
};

static void words_set(struct words *words, const struct screen *screen, enum partner alone)
{
    bool ascii = screen->metrics->ascii;

    *words = (struct words){ .lines = { STRBUF_INIT, STRBUF_INIT } };
    if (alone == PARTNER_NONE) {
        strbuf_addstr(&words->lines[0], "Both of you have answered.");
        strbuf_addstr(&words->lines[1], "What comes now is for both to see.");
    } else {
        name_cut(&words->lines[0], screen->world, alone, ascii);
        strbuf_addstr(&words->lines[0], ", this part is yours alone.");
        name_cut(&words->lines[1], screen->world, partner_other(alone), ascii);
        strbuf_addstr(&words->lines[1], ", turn away for a little while.");
    }
    for (size_t i = 0; i < 2; i++)
        words->curtain.lines[i] = words->lines[i].text;
}

static void words_release(struct words *words)
{
    for (size_t i = 0; i < 2; i++)
        strbuf_release(&words->lines[i]);
}

void alone_curtain_draw(const struct screen *screen, enum partner alone, struct canvas *canvas)
{
    struct words words;

    words_set(&words, screen, alone);
    curtain_draw(&words.curtain, canvas);
    words_release(&words);
}

static void add_items(const struct screen *screen, size_t chosen, struct footer *footer)
{
    enum keymap_id map = screen_keymap(screen);

    footer_add_brief(footer, map, ACTION_ENTER, "open the curtain", "open");
    footer_add(footer, map, ACTION_BACK, "not now");
    footer->focused = true;
    footer->chosen = chosen;
}

void alone_curtain_footer(const struct screen *screen, enum partner alone, size_t chosen,
                          struct footer *footer)
{
    struct words words;

    add_items(screen, chosen, footer);
    words_set(&words, screen, alone);
    curtain_footer(&words.curtain, screen->metrics, footer);
    words_release(&words);
}

enum action alone_curtain_act(const struct screen *screen, size_t *chosen, enum action action)
{
    struct footer footer = { 0 };

    add_items(screen, *chosen, &footer);
    if (footer_move(&footer, action)) {
        *chosen = footer.chosen;
        return ACTION_NONE;
    }
    if (action == ACTION_ENTER)
        action = footer.items[footer.chosen].action;
    if (action == ACTION_QUIT)
        action = ACTION_BACK;
    return action == ACTION_ENTER || action == ACTION_BACK ? action : ACTION_NONE;
}
