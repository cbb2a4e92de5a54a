/* The app without a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <locale.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/journal.h"
#include "store/library.h"
#include "ui/event.h"

enum { ZONE_MINUTES = 60, KEY_MAX = 32 };

/* The store's folder in the stage's: relative, so that messages are the same on every machine. */
static const char data_folder[] = "journal";
static const char database[] = "journal/couplet.db";
static const char ballast[] = "journal/ballast";

static const struct stage_prompt prompts[] = {
    { .id = "stays",
      .mood = MOOD_LIGHT,
      .mode = MODE_TALKING,
      .minutes = 5,
      .depth = 1,
      .response = RESPONSE_CELEBRATE,
      .text = "Describe the ordinary moment when you first thought: this one stays. Begin with "
              "the place.",
      .to_do = "Hear the weather in it.",
      .to_avoid = "check dates",
      .to_ask = "What was on the table?",
      .followups = { "What did you do in the minute after?",
                     "Which moment since then said it again, more quietly?",
                     "Who was the first to know?" } },
    { .id = "spoon",
      .mood = MOOD_LIGHT,
      .mode = MODE_TALKING,
      .minutes = 5,
      .depth = 1,
      .response = RESPONSE_PLAY,
      .text = "Which small habit of mine have you quietly taken over?",
      .to_do = "Laugh first, then ask when it began.",
      .to_avoid = "a list of the other ones",
      .to_ask = "Which one would you give back?",
      .followups = { "When did you notice?", "Which one of yours shall I take?",
                     "What will become of it in ten years?" } },
    { .id = "hinge",
      .mood = MOOD_LIGHT,
      .mode = MODE_LISTENING,
      .minutes = 10,
      .depth = 2,
      .response = RESPONSE_PLAY,
      .text = "Your partner tells today backwards. Find the hinge.",
      .to_do = "Stop the tale where the day turned.",
      .to_avoid = "the right order",
      .to_ask = "Was it here?",
      .followups = { "What would have happened without it?", "Who else was there?" } },
    { .id = "way-home",
      .mood = MOOD_SERIOUS,
      .mode = MODE_LISTENING,
      .minutes = 10,
      .depth = 2,
      .response = RESPONSE_UNDERSTAND,
      .text = "One of you tells the way home today, door to door. The other finds where the day "
              "let go.",
      .to_do = "Wait for the place, then say its name back.",
      .to_avoid = "your own way home",
      .to_ask = "What did your hands do there?",
      .speaker = "Small pieces, with stops.",
      .followups = { "Which sound told you that the day was over?",
                     "What would you leave at that place tomorrow?" } },
    { .id = "sunday",
      .mood = MOOD_SERIOUS,
      .mode = MODE_LISTENING,
      .minutes = 5,
      .depth = 2,
      .response = RESPONSE_UNDERSTAND,
      .text = "Hear a wish for Sunday. Ask twice before you reply.",
      .to_do = "Say the wish back in fewer words.",
      .to_avoid = "the week’s plans",
      .to_ask = "And then?",
      .followups = { "What would it change on Monday?", "Whom would you tell?" } },
    { .id = "tired",
      .mood = MOOD_SERIOUS,
      .mode = MODE_TALKING,
      .minutes = 5,
      .depth = 2,
      .response = RESPONSE_COMFORT,
      .text = "Finish: “I knew you were tired when …”",
      .to_do = "Stay with the sentence for a breath.",
      .to_avoid = "an excuse",
      .to_ask = "What helped?",
      .followups = { "What did you want to do?", "What did you do instead?",
                     "What would you do now?" } },
    { .id = "enough",
      .mood = MOOD_SERIOUS,
      .mode = MODE_TALKING,
      .minutes = 20,
      .depth = 3,
      .text = "Words that nobody sees before you both agree.",
      .consent = CONSENT_ASK,
      .focus = "money",
      .apart = true },
    { .id = "chair",
      .mood = MOOD_SERIOUS,
      .mode = MODE_LISTENING,
      .minutes = 20,
      .depth = 2,
      .text = "Other words that nobody sees before.",
      .consent = CONSENT_ASK,
      .focus = "grief",
      .apart = true },
    { .id = "world", /* all that is hard to lay out */
      .mood = MOOD_LIGHT,
      .mode = MODE_TALKING,
      .minutes = 5,
      .depth = 1,
      .response = RESPONSE_PLAY,
      .text = "世界の言葉で「おやすみ」を言ってみて。 Say it in क्षि, in ภาษาไทย, with "
              "👨‍👩‍👧‍👦 and 🇨🇭🏳️‍🌈, e\u0301ve"
              "n so: Größe, ﷺ, ❤️.",
      .to_do = "聞いて、それからもう一度言って。",
      .to_avoid = "翻訳 👍🏽",
      .to_ask = "どこで覚えたの？",
      .speaker = "ゆっくり e\u0301 e\u0301 e\u0301.",
      .followups = { "だれに言いたい？ 🇯🇵", "そして明日は？ ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ",
                     "क्षिक्षिक्षिक्षिक्षिक्षिक्षिक्षिक्षिक्षिक्षिक्षिक्षिक्षिक्षिक्षि" },
      .apart = true },
    { .id = "storm", /* all that would steer a terminal */
      .mood = MOOD_LIGHT,
      .mode = MODE_TALKING,
      .minutes = 5,
      .depth = 1,
      .response = RESPONSE_PLAY,
      .text =
          "\x1b]0;owned\x07 red \x1b[31m, \xc2\x9b;5m and \u202eback\u202c, \xff\xfe, \x7f\u200b.",
      .to_do = "\x1b[2J\x1b[6n",
      .to_avoid = "\u2066\u00ad\x0e",
      .to_ask = "\x08\x08\x1bP1$r\x1b\\",
      .speaker = "\x1b[?1049l\xf0\x9f",
      .followups = { "\x1b]52;c;eA==\x07", "\xc2\x90\xc2\x9c", "\u2028\ufeff\u061c" },
      .apart = true },
};

const struct stage_prompt *stage_prompt(const char *id)
{
    for (size_t i = 0; i < ARRAY_SIZE(prompts); i++)
        if (!strcmp(prompts[i].id, id))
            return &prompts[i];
    return NULL;
}

/* ---- the store ---- */

static void must(enum status status, const struct error *err, const char *what)
{
    if (status != STATUS_OK)
        fail_msg("%s: %s (status %d)", what, err->text, (int)status);
}

static bool is_listed(const char *list, const struct stage_prompt *prompt)
{
    size_t n = strlen(prompt->id);

    for (const char *at = list; at && (at = strstr(at, prompt->id)); at += n)
        if ((at == list || at[-1] == ' ') && (at[n] == '\0' || at[n] == ' '))
            return true;
    return !list && !prompt->apart;
}

static void fill_prompt(struct prompt *to, const struct stage_prompt *from)
{
    *to = (struct prompt){
        .pack = mem_copy("stage"),
        .id = mem_copy(from->id),
        .text = mem_copy(from->text),
        .speaker = mem_copy(from->speaker),
        .mood = from->mood,
        .mode = from->mode,
        .dimension = DIMENSION_EMOTIONAL,
        .depth = from->depth,
        .consent = from->consent,
        .focus = mem_copy(from->focus),
        .minutes = from->minutes,
        .listener = { .response = from->response,
                      .to_do = mem_copy(from->to_do),
                      .to_avoid = mem_copy(from->to_avoid),
                      .to_ask = mem_copy(from->to_ask) },
    };
    for (size_t i = 0; i < ARRAY_SIZE(from->followups) && from->followups[i]; i++)
        to->followups[to->followup_count++] = mem_copy(from->followups[i]);
}

/* Every begin has its end: what runs between them hands its status over. */
static void install_library(struct stage *stage)
{
    struct pack pack = { .id = mem_copy("stage"),
                         .title = mem_copy("A stage"),
                         .version = mem_copy("1.0.0"),
                         .lang = mem_copy("en"),
                         .license = mem_copy("CC0-1.0"),
                         .author = mem_copy("couplet"),
                         .source = mem_copy("") };
    struct error err = { 0 };
    enum status status;

    pack.prompts = mem_new(ARRAY_SIZE(prompts), sizeof *pack.prompts);
    pack.room = ARRAY_SIZE(prompts);
    for (size_t i = 0; i < ARRAY_SIZE(prompts); i++)
        if (is_listed(stage->options.cards, &prompts[i]))
            fill_prompt(&pack.prompts[pack.count++], &prompts[i]);
    must(store_begin(stage->store, &err), &err, "the library can't be written");
    status = library_install(stage->store, &pack, true, &err);
    must(store_end(stage->store, status, &err), &err, "the library wasn't installed");
    pack_release(&pack);
}

static void name_them(struct stage *stage)
{
    const char *left = stage->options.left, *right = stage->options.right;
    struct error err = { 0 };
    enum status status;

    must(store_begin(stage->store, &err), &err, "the names can't be written");
    status =
        journal_name(stage->store, left ? left : "Ana", right ? right : "Sam", stage->now, &err);
    must(store_end(stage->store, status, &err), &err, "the names weren't written");
}

static void open_store(struct stage *stage)
{
    struct store_options options = { .folder = data_folder, .access = STORE_WRITE };
    struct error err = { 0 };

    must(store_open(&stage->store, &options, &err), &err, "the store wasn't opened");
}

/* ---- beginnings ---- */

/* What a stage begins with is made once and kept as bytes: making it waits for the disk a dozen
 * times. */
enum { BEGINNINGS_MAX = 32, DATABASE_BYTES_MAX = 1 << 24 };

struct beginning {
    char *key;
    struct strbuf bytes;
};

static struct beginning beginnings[BEGINNINGS_MAX];

static char *key_of(const struct stage_options *o)
{
    struct strbuf key = STRBUF_INIT;

    strbuf_addf(&key, "%s|%s|%s|%d", o->cards ? o->cards : "all", o->left ? o->left : "",
                o->right ? o->right : "", o->nameless);
    return strbuf_detach(&key);
}

/* The one of that key, or the first free one, or NULL. */
static struct beginning *find_beginning(const char *key)
{
    for (size_t i = 0; i < BEGINNINGS_MAX; i++)
        if (!beginnings[i].key || !strcmp(beginnings[i].key, key))
            return &beginnings[i];
    return NULL;
}

static void make_beginning(struct stage *stage)
{
    open_store(stage);
    install_library(stage);
    if (!stage->options.nameless)
        name_them(stage);
}

static void keep_beginning(struct stage *stage, struct beginning *beginning)
{
    struct error err = { 0 };

    assert_int_equal(store_close(stage->store), STATUS_OK); /* all of it is in the one file now */
    stage->store = NULL;
    beginning->bytes = (struct strbuf)STRBUF_INIT;
    must(file_read(&beginning->bytes, database, DATABASE_BYTES_MAX, &err), &err, "no database");
    open_store(stage);
}

static void take_beginning(struct stage *stage, const struct beginning *beginning)
{
    FILE *file = mkdir(data_folder, 0700) < 0 ? NULL : fopen(database, "wx");

    if (!file || chmod(database, 0600) < 0 ||
        fwrite(beginning->bytes.text, beginning->bytes.size, 1, file) != 1 || fclose(file))
        fail_msg("%s can't be written: %s", database, strerror(errno));
    open_store(stage);
}

static void begin_store(struct stage *stage)
{
    char *key = key_of(&stage->options);
    struct beginning *beginning = stage->options.disk_kb ? NULL : find_beginning(key);

    if (beginning && beginning->key) {
        take_beginning(stage, beginning);
        free(key);
        return;
    }
    make_beginning(stage);
    if (beginning) {
        keep_beginning(stage, beginning);
        beginning->key = key;
    } else {
        free(key);
    }
}

/* ---- a disk of its own ---- */

/* Mounts are seen by this test program only. */
static bool go_private(void)
{
    static int done; /* 1: yes, -1: no */

    if (!done)
        done =
            unshare(CLONE_NEWNS) == 0 && mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) == 0
                ? 1
                : -1;
    return done > 0;
}

static bool mount_disk(struct stage *stage)
{
    char size[64];

    if (mkdir(data_folder, 0700) < 0)
        fail_msg("%s can't be made: %s", data_folder, strerror(errno));
    snprintf(size, sizeof size, "size=%dk,mode=0700", stage->options.disk_kb);
    stage->mounted = go_private() && mount("couplet", data_folder, "tmpfs", 0, size) == 0;
    return stage->mounted;
}

void stage_seal_disk(struct stage *stage)
{
    assert_true(stage->mounted);
    assert_int_equal(store_close(stage->store), STATUS_OK);
    if (mount("couplet", data_folder, "tmpfs", MS_REMOUNT | MS_RDONLY, NULL) < 0)
        fail_msg("the disk can't be made read-only: %s", strerror(errno));
    open_store(stage);
    assert_non_null(store_readonly(stage->store));
}

void stage_fill_disk(struct stage *stage)
{
    static const char bytes[4096];
    int fd = open(ballast, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t put;

    assert_true(stage->mounted);
    assert_true(fd >= 0);
    do
        put = write(fd, bytes, sizeof bytes);
    while (put > 0);
    assert_int_equal(errno, ENOSPC);
    close(fd);
}

void stage_free_disk(struct stage *stage)
{
    assert_true(stage->mounted);
    assert_int_equal(unlink(ballast), 0);
}

/* ---- opening and closing ---- */

static struct moment tell_time(void *context)
{
    return ((const struct stage *)context)->now;
}

static void enter_folder(struct stage *stage)
{
    const char *temp = getenv("TMPDIR");
    struct strbuf path = STRBUF_INIT;

    strbuf_addf(&path, "%s/couplet-stage.XXXXXX", temp && *temp ? temp : "/tmp");
    stage->folder = strbuf_detach(&path);
    if (!mkdtemp(stage->folder))
        fail_msg("%s can't be made: %s", stage->folder, strerror(errno));
    stage->before = getcwd(NULL, 0);
    if (!stage->before || chdir(stage->folder) < 0)
        fail_msg("%s can't be entered: %s", stage->folder, strerror(errno));
}

static void set_up(struct stage *stage, const struct stage_options *options)
{
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        fail_msg("the locale C.UTF-8 is missing");
    *stage = (struct stage){ .options = *options, .now = stage_moment(2026, 11, 19, 21, 4) };
    if (!stage->options.width) {
        stage->options.width = 80;
        stage->options.height = 24;
    }
}

bool stage_open(struct stage *stage, const struct stage_options *options)
{
    set_up(stage, options);
    enter_folder(stage);
    if (options->disk_kb && !mount_disk(stage)) {
        stage_close(stage);
        return false;
    }
    begin_store(stage);
    return true;
}

void stage_join(struct stage *stage, const struct stage *first)
{
    set_up(stage, &first->options);
    stage->joined = true;
    stage->now = first->now;
    open_store(stage);
}

void stage_begin(struct stage *stage)
{
    struct app_options options = { .store = stage->store,
                                   .clock = { .now = tell_time, .context = stage },
                                   .seed = stage->options.seed,
                                   .folder = "~/.local/share/couplet",
                                   .ascii = stage->options.ascii,
                                   .width = stage->options.width,
                                   .height = stage->options.height };
    struct error err = { 0 };

    must(app_new(&stage->app, &options, &err), &err, "the app didn't start");
    canvas_init(&stage->canvas, options.width, options.height, options.ascii);
    stage->running = true;
    stage_draw(stage);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
    (void)st, (void)kind, (void)walk;
    return remove(path);
}

void stage_close(struct stage *stage)
{
    enum status closed;

    app_free(stage->app);
    canvas_release(&stage->canvas);
    closed = store_close(stage->store);
    if (stage->mounted && umount2(data_folder, MNT_DETACH) < 0)
        fail_msg("the disk can't be taken away: %s", strerror(errno));
    if (!stage->joined) {
        if (chdir(stage->before) < 0 || nftw(stage->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS))
            fail_msg("%s can't be removed: %s", stage->folder, strerror(errno));
        free(stage->folder);
        free(stage->before);
    }
    *stage = (struct stage){ 0 };
    assert_int_equal(closed, STATUS_OK);
}

void stage_hand_over(struct stage *stage, const char *folder)
{
    assert_int_equal(store_close(stage->store), STATUS_OK);
    stage->store = NULL;
    if (rename(data_folder, folder) < 0)
        fail_msg("%s can't be made: %s", folder, strerror(errno));
    stage_close(stage);
}

/* ---- the past ---- */

struct moment stage_moment(int year, int month, int day, int hour, int minute)
{
    struct tm tm = { .tm_year = year - 1900,
                     .tm_mon = month - 1,
                     .tm_mday = day,
                     .tm_hour = hour,
                     .tm_min = minute };

    return (struct moment){ .ms = (int64_t)timegm(&tm) * 1000 - ZONE_MINUTES * MS_PER_MINUTE,
                            .zone = ZONE_MINUTES };
}

/* A prompt that isn't in the library is laid as if its pack had gone since. */
static void fill_card(struct card *card, const struct stage_card *from, enum partner first)
{
    const struct stage_prompt *known = stage_prompt(from->text);
    struct stage_prompt plain = { .id = "gone",
                                  .mood = from->mood,
                                  .mode = from->mode == MODE_ANY ? MODE_TALKING : from->mode,
                                  .minutes = 5,
                                  .depth = from->mood == MOOD_SERIOUS ? 2 : 1,
                                  .text = from->text };

    fill_prompt(&card->prompt, known ? known : &plain);
    card->outcome = from->outcome == OUTCOME_OPEN ? OUTCOME_TALKED : from->outcome;
    card->first = first;
}

static enum status lay_one(struct stage *stage, const struct couple *couple, const char *sitting,
                           struct moment at, const struct stage_card *from, enum partner first,
                           struct error *err)
{
    struct card card = { 0 };
    enum status status;

    fill_card(&card, from, first);
    snprintf(card.sitting, sizeof card.sitting, "%s", sitting);
    status = journal_lay(stage->store, couple, &card, at, err);
    if (status == STATUS_OK && from->note)
        status = journal_note(stage->store, sitting, card.id, NOTE_PLAIN, from->note, at, err);
    card_release(&card);
    return status;
}

void stage_evening(struct stage *stage, struct moment at, const struct stage_card *cards,
                   size_t count)
{
    char sitting[UUID_TEXT_SIZE];
    struct couple couple;
    struct error err = { 0 };
    enum status status = journal_couple(stage->store, &couple, &err);

    must(status, &err, "the names can't be read");
    must(store_begin(stage->store, &err), &err, "the evening can't be written");
    status = journal_begin_sitting(stage->store, false, at, sitting, &err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        at.ms += 10 * MS_PER_MINUTE;
        status = lay_one(stage, &couple, sitting, at, &cards[i],
                         i % 2 ? PARTNER_RIGHT : PARTNER_LEFT, &err);
    }
    if (status == STATUS_OK)
        status = journal_end_sitting(stage->store, sitting, at, &err);
    must(store_end(stage->store, status, &err), &err, "the evening wasn't written");
    couple_release(&couple);
}

/* ---- events ---- */

static void send(struct stage *stage, struct event *event)
{
    stage->now.ms += MS_PER_SECOND;
    if (!app_event(stage->app, event))
        stage->running = false;
    event_release(event);
    stage_draw(stage);
}

static uint32_t find_key(const char *name)
{
    /* clang-format off */
    static const struct {
        const char *name;
        uint32_t key;
    } keys[] = {
        { "Enter", K_ENTER },     { "Esc", K_ESC },           { "Tab", K_TAB },
        { "Up", K_UP },           { "Down", K_DOWN },         { "Left", K_LEFT },
        { "Right", K_RIGHT },     { "Home", K_HOME },         { "End", K_END },
        { "PgUp", K_PAGE_UP },    { "PgDn", K_PAGE_DOWN },    { "Del", K_DELETE },
        { "Backspace", K_BACKSPACE }, { "Shift-Tab", K_BACK_TAB }, { "Other", K_OTHER },
    };
    /* clang-format on */

    for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
        if (!strcmp(keys[i].name, name))
            return keys[i].key;
    if (!strncmp(name, "Ctrl-", 5) && name[5] && !name[6])
        return (uint32_t)name[5] - '@';
    return K_NONE;
}

static void send_key(struct stage *stage, const char *name)
{
    struct event event = { .kind = EVENT_KEY, .key = find_key(name) };

    if (event.key == K_NONE) {
        event.kind = EVENT_TEXT;
        event.text = mem_copy(strcmp(name, "Space") ? name : " ");
    }
    send(stage, &event);
}

void stage_keys(struct stage *stage, const char *names)
{
    while (*names) {
        size_t n = strcspn(names, " ");
        char name[KEY_MAX];

        assert_true(n < sizeof name);
        memcpy(name, names, n);
        name[n] = '\0';
        send_key(stage, name);
        names += n + (names[n] == ' ');
    }
}

void stage_type(struct stage *stage, const char *text)
{
    size_t n = strlen(text), next;

    for (size_t at = 0; at < n; at = next) {
        struct event event = { .kind = EVENT_TEXT };

        next = text_next_cluster(text, n, at);
        event.text = mem_copy_n(text + at, next - at);
        send(stage, &event);
    }
}

void stage_paste(struct stage *stage, const char *text)
{
    struct event event = { .kind = EVENT_PASTE, .text = mem_copy(text) };

    send(stage, &event);
}

void stage_resize(struct stage *stage, int width, int height)
{
    struct event event = { .kind = EVENT_RESIZE, .width = width, .height = height };

    canvas_reset(&stage->canvas, width, height);
    send(stage, &event);
}

/* ---- what is seen ---- */

void stage_draw(struct stage *stage)
{
    app_draw(stage->app, &stage->canvas);
}

char *stage_dump(const struct stage *stage)
{
    struct strbuf out = STRBUF_INIT;

    canvas_dump(&stage->canvas, &out);
    return strbuf_detach(&out);
}

char *stage_row(const struct stage *stage, int row)
{
    struct strbuf out = STRBUF_INIT;

    for (int col = 1; col <= stage->canvas.width; col++)
        strbuf_addstr(&out, canvas_at(&stage->canvas, row, col)->text);
    while (out.size && out.text[out.size - 1] == ' ')
        strbuf_truncate(&out, out.size - 1);
    return strbuf_detach(&out);
}

bool stage_shows(const struct stage *stage, const char *text)
{
    bool found = false;

    for (int row = 1; row <= stage->canvas.height && !found; row++) {
        char *line = stage_row(stage, row);

        found = strstr(line, text) != NULL;
        free(line);
    }
    return found;
}

/* Row by row: cmocka cuts what is longer than a kilobyte. */
static noreturn void fail_with_screen(const struct stage *stage, const char *what, const char *text)
{
    print_error("%s: %s\n", what, text);
    for (int row = 1; row <= stage->canvas.height; row++) {
        char *line = stage_row(stage, row);

        print_error("%3d|%s\n", row, line);
        free(line);
    }
    fail();
    abort();
}

void stage_must_show(const struct stage *stage, const char *text)
{
    if (!stage_shows(stage, text))
        fail_with_screen(stage, "this isn't seen", text);
}

void stage_must_not_show(const struct stage *stage, const char *text)
{
    if (stage_shows(stage, text))
        fail_with_screen(stage, "this is seen", text);
}

/* What a terminal could act on, or what terminals disagree about: controls, joiners, direction
 * marks, line separators. */
static bool steers(uint32_t code)
{
    static const uint32_t ranges[][2] = { { 0, 0x1f },        { 0x7f, 0x9f },
                                          { 0xad, 0xad },     { 0x61c, 0x61c },
                                          { 0x200b, 0x200f }, { 0x2028, 0x202e },
                                          { 0x2060, 0x206f }, { 0xfe00, 0xfe0f },
                                          { 0xfeff, 0xfeff }, { 0x1f3fb, 0x1f3ff } };

    for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
        if (code >= ranges[i][0] && code <= ranges[i][1])
            return true;
    return false;
}

static void check_cell(const struct canvas *canvas, int row, int col)
{
    const struct canvas_cell *cell = canvas_at(canvas, row, col);
    size_t n = strnlen(cell->text, sizeof cell->text);
    const struct canvas_cell *right = canvas_at(canvas, row, col + 1);

    if (n == sizeof cell->text || (cell->width && text_width(cell->text, n) != cell->width))
        fail_msg("row %d, column %d: \"%.14s\" isn't %d cells", row, col, cell->text, cell->width);
    if (!text_is_utf8(cell->text, n, NULL))
        fail_msg("row %d, column %d: no UTF-8", row, col);
    for (size_t at = 0; at < n;) {
        uint32_t code;

        at += text_decode(cell->text, n, at, &code);
        if (steers(code) || (canvas->ascii && code > 0x7e))
            fail_msg("row %d, column %d: U+%04X", row, col, (unsigned)code);
    }
    if (cell->width == 2 && (!right || right->width != 0))
        fail_msg("row %d, column %d: half a letter is missing", row, col);
    if (!cell->width && (col == 1 || canvas_at(canvas, row, col - 1)->width != 2 || n))
        fail_msg("row %d, column %d: the right half of nothing", row, col);
}

void stage_check_canvas(const struct canvas *canvas)
{
    for (int row = 1; row <= canvas->height; row++) {
        int cells = 0;

        for (int col = 1; col <= canvas->width; col++) {
            check_cell(canvas, row, col);
            cells += canvas_at(canvas, row, col)->width;
        }
        if (cells != canvas->width)
            fail_msg("row %d is %d cells wide, not %d", row, cells, canvas->width);
    }
    assert_in_range(canvas->cursor_row, 1, canvas->height);
    assert_in_range(canvas->cursor_col, 1, canvas->width);
}
