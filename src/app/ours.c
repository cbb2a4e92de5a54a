/* The pack that the couple write themselves. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/packs.h"
#include "base/mem.h"
#include "base/random.h"
#include "store/library.h"

/* The language that the terminal speaks: "de" of de_CH.UTF-8; English where it says none. */
static void language(char lang[4])
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *value = NULL;
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_SIZE(names) && (!value || !*value); i++)
        value = getenv(names[i]);
    while (value && n < 4 && islower((unsigned char)value[n]))
        n++;
    if (n == 2 || n == 3)
        memcpy(lang, value, n);
    else
        memcpy(lang, "en", n = 2);
    lang[n] = '\0';
}

static void note_ours(const struct pack_line *line, void *context)
{
    bool *found = context;

    *found = *found || !strcmp(line->id, PACK_OURS);
}

static enum status make_pack(struct store *store, struct error *err)
{
    struct pack pack = { .id = mem_copy(PACK_OURS),
                         .title = mem_copy("Ours"),
                         .version = mem_copy("1.0.0"),
                         .license = mem_copy("LicenseRef-private") };
    bool found = false;
    char lang[4];
    enum status status = library_packs(store, note_ours, &found, err);

    language(lang);
    pack.lang = mem_copy(lang);
    if (status == STATUS_OK && !found)
        status = library_install(store, &pack, false, err);
    pack_release(&pack);
    return status;
}

/* One of theirs may have follow-ups and a listener's part, from a file: they stay. */
static enum status take_up(struct store *store, const char *id, struct prompt *prompt,
                           struct error *err)
{
    enum status status = library_find(store, PACK_OURS, id, prompt, err);

    if (status == STATUS_OK && prompt->consent != CONSENT_NONE)
        status = error_set(err, STATUS_INVALID, "This one lies face down until you both agree");
    return status;
}

static enum status write_own(struct store *store, const struct own_prompt *own,
                             struct prompt *prompt, struct error *err)
{
    const char *field, *wrong;
    enum status status = make_pack(store, err);

    mem_replace(&prompt->text, own->text);
    prompt->mood = own->mood;
    prompt->mode = own->mode;
    prompt->dimension = own->dimension;
    prompt->depth = own->depth;
    prompt->minutes = own->minutes;
    wrong = prompt_disagreement(prompt, &field);
    if (status == STATUS_OK && !*own->text)
        status = error_set(err, STATUS_INVALID, "There are no words yet");
    if (status == STATUS_OK && wrong)
        status = error_set(err, STATUS_INVALID, "It doesn’t fit together: %s", wrong);
    return status == STATUS_OK ? library_put(store, prompt, err) : status;
}

enum status packs_write_own(struct store *store, struct own_prompt *own, struct moment now,
                            struct error *err)
{
    struct prompt prompt = { .pack = NULL };
    enum status status = store_begin(store, err);

    if (status != STATUS_OK)
        return status;
    if (*own->id) {
        status = take_up(store, own->id, &prompt, err);
    } else {
        uuid_make(now.ms, own->id);
        prompt.pack = mem_copy(PACK_OURS);
        prompt.id = mem_copy(own->id);
    }
    if (status == STATUS_OK)
        status = write_own(store, own, &prompt, err);
    prompt_release(&prompt);
    return store_end(store, status, err);
}

enum status packs_remove_own(struct store *store, const char *id, struct error *err)
{
    enum status status = store_begin(store, err);

    return status == STATUS_OK ? store_end(store, library_drop(store, PACK_OURS, id, err), err)
                               : status;
}
