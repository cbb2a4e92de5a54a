/* An evening that goes wrong. */
#include "support/faults.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "app/table.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "store/journal.h"
#include "store/library.h"

int (*faults_on_sync)(int fd);

/* These take the place of the C library's, for SQLite too. */
int fsync(int fd)
{
    return faults_on_sync ? faults_on_sync(fd) : 0;
}

int fdatasync(int fd)
{
    return faults_on_sync ? faults_on_sync(fd) : 0;
}

int usleep(useconds_t microseconds)
{
    (void)microseconds;
    return 0;
}

/* ---- the steps ---- */

enum { CARDS_MAX = 4 };

struct evening {
    const struct evening_plan *plan;
    struct couple couple;
    struct table table;
    struct card cards[CARDS_MAX];
};

static const struct filter light = { .mood = MOOD_LIGHT, .mode = MODE_TALKING, .minutes = 5 };

static enum status open_store(struct evening *e, struct error *err)
{
    enum status status;

    store_close(e->table.store);
    e->table.store = NULL;
    status = open_at(e->plan->folder, STORE_WRITE, &e->table.store, err);
    if (status == STATUS_OK && store_readonly(e->table.store))
        return error_set(err, STATUS_READONLY, "%s", store_readonly(e->table.store));
    return status;
}

static enum status close_store(struct evening *e, struct error *err)
{
    enum status status = store_close(e->table.store);

    e->table.store = NULL;
    return status == STATUS_OK ? status : error_set(err, status, "A statement leaked");
}

static enum status install(struct evening *e, struct error *err)
{
    struct store *store = e->table.store;
    struct pack pack = pack_plain("p", 12);
    enum status status;

    for (size_t i = 0; i < pack.count; i++) {
        pack.prompts[i].followups[0] = mem_copy("And then?");
        pack.prompts[i].followup_count = 1;
    }
    status = store_begin(store, err);
    if (status == STATUS_OK)
        status = store_end(store, library_install(store, &pack, true, err), err);
    pack_release(&pack);
    return status;
}

static enum status give_names(struct evening *e, struct error *err)
{
    return table_names(&e->table, "Ada", "Ben", err);
}

static enum status read_couple(struct evening *e, struct error *err)
{
    couple_release(&e->couple);
    return journal_couple(e->table.store, &e->couple, err);
}

static enum status deal_as(struct evening *e, size_t which, struct error *err)
{
    struct deal deal;
    enum status status = table_deal(&e->table, &light, &deal, err);

    card_release(&e->cards[which]);
    e->cards[which] = deal.card;
    return status;
}

static enum status deal_first(struct evening *e, struct error *err)
{
    return deal_as(e, 0, err);
}

static enum status deal_second(struct evening *e, struct error *err)
{
    return deal_as(e, 1, err);
}

static enum status deal_third(struct evening *e, struct error *err)
{
    return deal_as(e, 2, err);
}

static enum status deal_fourth(struct evening *e, struct error *err)
{
    return deal_as(e, 3, err);
}

static enum status step_on(struct evening *e, const char *seen, int step, struct error *err)
{
    return table_step(&e->table, e->cards[0].sitting, e->cards[0].id, seen, step, err);
}

static enum status open_followup(struct evening *e, struct error *err)
{
    return step_on(e, "", STEP_FOLLOWUP, err);
}

static enum status give_turn(struct evening *e, struct error *err)
{
    return step_on(e, "f", STEP_TURN, err);
}

static enum status undo_turn(struct evening *e, struct error *err)
{
    return table_undo(&e->table, e->cards[0].sitting, e->cards[0].id, err);
}

static enum status begin_pause(struct evening *e, struct error *err)
{
    struct moment until = { .ms = e->table.now.ms + 30 * (int64_t)MS_PER_MINUTE };

    return table_pause(&e->table, e->cards[0].sitting, e->cards[0].id, "f", until, err);
}

static enum status come_back(struct evening *e, struct error *err)
{
    return step_on(e, "fz", STEP_RETURN, err);
}

static enum status give_outcome(struct evening *e, size_t which, enum outcome outcome,
                                struct error *err)
{
    return table_outcome(&e->table, e->cards[which].sitting, e->cards[which].id, outcome, err);
}

static enum status talked(struct evening *e, struct error *err)
{
    return give_outcome(e, 0, OUTCOME_TALKED, err);
}

static enum status kept(struct evening *e, struct error *err)
{
    return give_outcome(e, 1, OUTCOME_KEPT, err);
}

static enum status note(struct evening *e, const char *text, struct error *err)
{
    return table_note(&e->table, e->cards[0].sitting, e->cards[0].id, NOTE_PLAIN, text, err);
}

static enum status write_note(struct evening *e, struct error *err)
{
    return note(e, "The boat, and the rain.", err);
}

static enum status make_plan(struct evening *e, struct error *err)
{
    return table_note(&e->table, e->cards[0].sitting, e->cards[0].id, NOTE_PLAN,
                      "A bus to its last stop.", err);
}

static enum status settle_plan(struct evening *e, struct error *err)
{
    struct plan plan = { 0 };
    size_t met;
    bool found = false;
    enum status status = journal_open_plan(e->table.store, e->table.now, &plan, &found, &met, err);

    if (status == STATUS_OK && !found)
        return error_set(err, STATUS_NOT_FOUND, "The plan is gone");
    if (status == STATUS_OK)
        status = table_settle(&e->table, &plan.key, PLAN_DONE, err);
    plan_release(&plan);
    return status;
}

static enum status one_word(struct evening *e, struct error *err)
{
    return table_ending(&e->table, e->cards[3].sitting, ENDING_LIGHTER, err);
}

static enum status answer_topics(struct evening *e, struct error *err)
{
    struct topics left = topics_at_first(), right = left;

    left.of[2] = right.of[2] = TOPIC_OPEN;
    right.of[5] = TOPIC_CLOSED;
    return table_topics_join(&e->table, &left, &right, err);
}

/* Longer than a page, so that it has pages of its own. */
static enum status write_long_note(struct evening *e, struct error *err)
{
    char text[6001];

    memset(text, 'm', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    return note(e, text, err);
}

static enum status remove_note(struct evening *e, struct error *err)
{
    return note(e, "", err);
}

static enum status never_again(struct evening *e, struct error *err)
{
    return table_never(&e->table, e->cards[1].sitting, e->cards[1].id, err);
}

static enum status undo_deal(struct evening *e, struct error *err)
{
    return table_undo(&e->table, e->cards[2].sitting, e->cards[2].id, err);
}

static enum status good_night(struct evening *e, struct error *err)
{
    return table_good_night(&e->table, e->cards[3].sitting, err);
}

static enum status take_up(struct evening *e, struct error *err)
{
    return table_take_up(&e->table, err);
}

/* The card has gone into another sitting, so it is looked for. */
static enum status stop(struct evening *e, struct error *err)
{
    struct card open = { 0 };
    bool found = false;
    enum status status = journal_table(e->table.store, &e->couple, &open, &found, err);

    if (status == STATUS_OK && !found)
        status = error_set(err, STATUS_NOT_FOUND, "The card that was taken up is gone");
    if (status == STATUS_OK)
        status = table_outcome(&e->table, open.sitting, open.id, OUTCOME_STOPPED, err);
    card_release(&open);
    return status;
}

static enum status look_back(struct evening *e, struct error *err)
{
    struct sitting_line *lines = NULL;
    struct sitting sitting = { 0 };
    size_t count = 0;
    enum status status = journal_page(e->table.store, PAGE_OLDER_THAN, "", 10, &lines, &count, err);

    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        sitting_line_release(&lines[i]);
    free(lines);
    if (count != 1)
        return error_set(err, STATUS_CHANGED, "%zu evenings to look back at, not one", count);
    status = journal_sitting(e->table.store, &e->couple, e->cards[0].sitting, e->table.now,
                             &sitting, err);
    if (status != STATUS_OK)
        return status;
    if (sitting.card_count != 2 || strncmp(sitting.cards[0].prompt.text, "Words of p", 10))
        status = error_set(err, STATUS_CHANGED, "The evening reads as it never was");
    sitting_release(&sitting);
    return status;
}

static enum status draw(struct evening *e, struct error *err)
{
    struct deal deal;
    enum status status = table_draw(&e->table, &light, &deal, err);

    deal_release(&deal);
    return status;
}

static const struct {
    const char *name;
    enum status (*run)(struct evening *e, struct error *err);
} steps[EVENING_STEPS] = {
    { "the first start", open_store },
    { "the built-in pack", install },
    { "names", give_names },
    { "the names read", read_couple },
    { "a card", deal_first },
    { "a follow-up", open_followup },
    { "a turn", give_turn },
    { "the turn undone", undo_turn },
    { "a pause", begin_pause },
    { "back from it", come_back },
    { "a note", write_note },
    { "a plan", make_plan },
    { "talked", talked },
    { "a longer note", write_long_note },
    { "a second card", deal_second },
    { "a third, the second put aside", deal_third },
    { "never again", never_again },
    { "the third undone", undo_deal },
    { "kept", kept },
    { "another start", open_store },
    { "the names read again", read_couple },
    { "a fourth card", deal_fourth },
    { "the plan is done", settle_plan },
    { "topics", answer_topics },
    { "one word", one_word },
    { "good night", good_night },
    { "the card taken up", take_up },
    { "the note removed", remove_note },
    { "stopped", stop },
    { "looking back", look_back },
    { "a draw", draw },
    { "the end", close_store },
};

const char *evening_step_name(size_t step)
{
    return step < EVENING_STEPS ? steps[step].name : "what comes after the end";
}

/* ---- the state ---- */

/* Everything but ids, which are never twice the same: rows are known by their moments. */
static const char state_sql[] =
    "SELECT 'couple ' || (SELECT group_concat(place || '=' || name) FROM partner) FROM partner "
    "GROUP BY 1 UNION ALL "
    "SELECT 'choice ' || value FROM setting WHERE name = 'choice' UNION ALL "
    "SELECT * FROM (SELECT name || ' ' || value FROM setting WHERE name LIKE 'topic %' ORDER BY "
    "name) UNION ALL "
    "SELECT 'on ' || s.started FROM setting JOIN sitting s ON s.id = value "
    "WHERE name = 'current sitting' UNION ALL "
    "SELECT 'library ' || (SELECT count(*) FROM pack) || ' ' || (SELECT count(*) FROM prompt) || "
    "' ' || (SELECT count(*) FROM prompt WHERE cell IS NULL) || ' ' || "
    "(SELECT coalesce(sum(prompts), 0) FROM cell) UNION ALL "
    "SELECT * FROM (SELECT 'sitting ' || started || ' ' || touched || ' ' || ifnull(ended, '-') || "
    "' ' || deleted FROM sitting ORDER "
    "BY started) UNION ALL "
    "SELECT * FROM (SELECT 'card ' || dealt || ' ' || at || ' ' || outcome || ' ' || steps || ' ' "
    "|| prompt || ' ' || ifnull((SELECT place FROM partner p WHERE p.id = first), '-') || ' ' || "
    "ifnull((SELECT started FROM sitting s WHERE s.id = sitting), '-') || ' ' || deleted "
    "FROM card ORDER BY dealt) UNION ALL "
    "SELECT * FROM (SELECT 'note ' || ifnull((SELECT dealt FROM card c WHERE c.id = note.card), "
    "'-') || ' ' || kind || ' ' || deleted || ' ' || length(text) || "
    "' ' || substr(text, 1, 30) "
    "FROM note ORDER BY changed) UNION ALL "
    "SELECT * FROM (SELECT 'mark ' || prompt || ' ' || kind || ' ' || deleted FROM mark "
    "ORDER BY prompt)";

/* What came with version 3: a first start may have ended before it. */
static const char together_sql[] =
    "SELECT * FROM (SELECT 'agreed ' || started || ' ' || ifnull(pause, '-') || ' ' || "
    "ifnull(ending, '-') FROM sitting ORDER BY started) UNION ALL "
    "SELECT * FROM (SELECT 'plan ' || state || ' ' || substr(text, 1, 30) FROM note "
    "WHERE state IS NOT NULL ORDER BY changed)";

static void add_rows(struct strbuf *out, sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

    while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        strbuf_addf(out, "%s\n", (const char *)sqlite3_column_text(statement, 0));
        code = SQLITE_OK;
    }
    if (code != SQLITE_DONE)
        strbuf_addf(out, "? %s\n", sqlite3_errmsg(db));
    sqlite3_finalize(statement);
}

static bool is_together(sqlite3 *db)
{
    struct strbuf version = STRBUF_INIT;
    bool is;

    add_rows(&version, db, "SELECT user_version >= 3 FROM pragma_user_version");
    is = !strcmp(version.text, "1\n");
    strbuf_release(&version);
    return is;
}

char *evening_state(const char *file)
{
    struct strbuf out = STRBUF_INIT;
    sqlite3 *db = NULL;

    if (!file_exists(file) || sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        strbuf_addstr(&out, "0\n");
    else
        add_rows(&out, db, "SELECT count(*) FROM sqlite_schema");
    if (!strcmp(out.text, "0\n")) {
        strbuf_clear(&out);
        strbuf_addstr(&out, "nothing\n");
    } else {
        strbuf_clear(&out);
        add_rows(&out, db, state_sql);
        if (is_together(db))
            add_rows(&out, db, together_sql);
    }
    sqlite3_close(db);
    return strbuf_detach(&out);
}

/* ---- running them ---- */

/* What the couple read: what failed, on what, what to do; no code, no line feed. */
static bool is_sentence(const char *text)
{
    size_t n = strlen(text);
    bool begins = *text == '/' || (*text >= 'A' && *text <= 'Z');

    return n > 15 && begins && strchr(text, ' ') && !strchr(text, '\n') && text[n - 1] != '.' &&
           !strstr(text, "(SQLite") && !strstr(text, "(null)");
}

static void complain(struct evening_log *log, size_t step, const char *what, const char *text)
{
    if (!log->complaint[0])
        snprintf(log->complaint, sizeof log->complaint, "%s: %s: %s", evening_step_name(step), what,
                 text);
}

/* A step said no: in words, and nothing has changed. */
static void judge_no(const struct evening_plan *plan, size_t step, const struct error *err,
                     struct evening_log *log)
{
    char *state;

    log->noes++;
    snprintf(log->said, sizeof log->said, "%s", err->text);
    if (!is_sentence(err->text))
        complain(log, step, "no sentence", err->text);
    if (!plan->states)
        return;
    if (plan->pause)
        plan->pause(true);
    state = evening_state(plan->file);
    if (plan->pause)
        plan->pause(false);
    /* The first start may have got as far as an empty schema, which is nobody's loss. */
    if (strcmp(state, plan->states[step]) && (step || strcmp(state, plan->states[1])))
        complain(log, step, "a failure left this behind", state);
    free(state);
}

void evening_run(const struct evening_plan *plan, struct evening_log *log)
{
    struct evening e = { .plan = plan };
    bool on = true;

    for (size_t step = 0; on && step < EVENING_STEPS; step++) {
        e.table.couple = &e.couple;
        e.table.now = later(plan->start, (int64_t)step * MS_PER_MINUTE);
        e.table.seed = step + 1;
        on = false;
        for (int i = 0; !on && i < plan->tries; i++) {
            struct error err = { 0 };

            on = steps[step].run(&e, &err) == STATUS_OK;
            if (!on)
                judge_no(plan, step, &err, log);
        }
        if (on) {
            log->done = step + 1;
            if (plan->after)
                plan->after(log->done);
        }
    }
    if (store_close(e.table.store) != STATUS_OK)
        complain(log, log->done, "a statement leaked", "closing says so");
    for (size_t i = 0; i < CARDS_MAX; i++)
        card_release(&e.cards[i]);
    couple_release(&e.couple);
}

static struct {
    const char *file;
    char **states;
} rehearsal;

static void note_state(size_t done)
{
    rehearsal.states[done] = evening_state(rehearsal.file);
}

void evening_rehearse(const struct evening_plan *plan, char *states[EVENING_STEPS + 1])
{
    struct evening_plan sound = { .folder = plan->folder,
                                  .file = plan->file,
                                  .start = plan->start,
                                  .tries = 1,
                                  .after = note_state };
    struct evening_log log = { 0 };

    rehearsal.file = plan->file;
    rehearsal.states = states;
    states[0] = mem_copy("nothing\n");
    evening_run(&sound, &log);
    if (log.done != EVENING_STEPS || log.complaint[0])
        fail_msg("the evening ends after %zu steps even without a fault: %s", log.done,
                 log.complaint);
}

void evening_clear(const struct place *place)
{
    static const char *const names[] = { "couplet.db", "couplet.db-wal", "couplet.db-shm",
                                         "couplet.db-journal" };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        unlink(place_path(place, names[i]));
}

size_t evening_verify(const struct place *place, char *const *states, size_t done, const char *what)
{
    struct store *store = NULL;
    struct error err = { 0 };
    size_t broken = 1, there;
    char *state;

    if (open_at(place->data, STORE_WRITE, &store, &err) != STATUS_OK)
        fail_msg("%s: after it the store doesn't open: %s", what, err.text);
    if (store_readonly(store))
        fail_msg("%s: after it %s", what, store_readonly(store));
    if (store_check_seals(store, &broken, &err) != STATUS_OK || broken)
        fail_msg("%s: %zu rows with a broken seal %s", what, broken, err.text);
    assert_int_equal(store_close(store), STATUS_OK);
    if (raw_number(place->file, "SELECT count(*) FROM pragma_integrity_check WHERE "
                                "integrity_check <> 'ok'"))
        fail_msg("%s: integrity_check complains", what);
    state = evening_state(place->file);
    there = done ? done : 1; /* opening it just now has made the schema */
    if (strcmp(state, states[there]) && (there == EVENING_STEPS || strcmp(state, states[++there])))
        fail_msg("%s: %zu steps were done, %s is next, and this is there:\n%s", what, done,
                 evening_step_name(done), state);
    free(state);
    return done ? there : 0;
}

struct ground ground;

struct evening_plan ground_plan(int tries, void (*pause)(bool paused))
{
    return (struct evening_plan){ .folder = ground.place.data,
                                  .file = ground.place.file,
                                  .start = ground.place.start,
                                  .tries = tries,
                                  .pause = pause,
                                  .states = ground.states };
}

/* Zeroed memory that children share. */
static void *share(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert_true(memory != MAP_FAILED);
    return memory;
}

int ground_set_up(void **state)
{
    struct evening_plan plan;

    (void)state;
    place_make(&ground.place);
    assert_int_equal(mkdir(ground.place.data, 0700), 0);
    ground.log = share(sizeof *ground.log);
    plan = ground_plan(1, NULL);
    evening_rehearse(&plan, ground.states);
    return 0;
}

int ground_tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i <= EVENING_STEPS; i++)
        free(ground.states[i]);
    munmap(ground.log, sizeof *ground.log);
    place_remove(&ground.place);
    return 0;
}

long faults_setting(const char *name, long otherwise)
{
    const char *value = getenv(name);

    return value && *value ? strtol(value, NULL, 10) : otherwise;
}
