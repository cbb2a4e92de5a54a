/* An evening for tests. */
#include "evening.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/store.h"
#include "support/topics_open.h"

enum { ENTERS_MAX = 40, RIGHTS_MAX = 10, BUSY_MS = 10000 };

/* ---- life cycle ---- */

static void keep_text(struct evening *e, char *text)
{
    size_t last = sizeof e->texts / sizeof *e->texts - 1;

    free(e->texts[last]);
    memmove(e->texts + 1, e->texts, last * sizeof *e->texts);
    e->texts[0] = text;
}

int evening_set_up(void **state)
{
    struct evening *e = calloc(1, sizeof *e);
    const char *folder = getenv("TMPDIR"), *bin = getenv("COUPLET_BIN");

    if (!e || !bin) {
        print_error("COUPLET_BIN must name the program\n");
        free(e);
        return -1;
    }
    snprintf(e->home, sizeof e->home, "%s/evening-XXXXXX", folder ? folder : "/tmp");
    if (!mkdtemp(e->home)) {
        free(e);
        return -1;
    }
    snprintf(e->data, sizeof e->data, "%.400s/.local/share/couplet", e->home);
    snprintf(e->bin, sizeof e->bin, "%s", bin);
    proc_env_usual(&e->env, e->home);
    proc_env_set(&e->env, "TZ", "UTC");
    proc_env_tools(&e->env);
    *state = e;
    return 0;
}

static void remove_tree(const char *path)
{
    struct stat st;
    DIR *folder;
    struct dirent *entry;

    if (lstat(path, &st))
        return;
    if (!S_ISDIR(st.st_mode)) {
        unlink(path);
        return;
    }
    chmod(path, 0700);
    folder = opendir(path);
    while (folder && (entry = readdir(folder))) {
        char child[4096];

        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        snprintf(child, sizeof child, "%s/%s", path, entry->d_name);
        remove_tree(child);
    }
    if (folder)
        closedir(folder);
    rmdir(path);
}

static void release(struct evening *e)
{
    if (!e)
        return;
    release(e->other);
    term_free(e->term);
    cJSON_Delete(e->log);
    proc_env_release(&e->env);
    for (size_t i = 0; i < sizeof e->texts / sizeof *e->texts; i++)
        free(e->texts[i]);
    free(e);
}

int evening_tear_down(void **state)
{
    struct evening *e = *state;
    char home[EVENING_PATH_MAX];

    snprintf(home, sizeof home, "%s", e->home);
    release(e);
    remove_tree(home);
    return 0;
}

struct evening *evening_other(struct evening *e)
{
    struct evening *other = calloc(1, sizeof *other);

    assert_non_null(other);
    assert_null(e->other);
    memcpy(other->home, e->home, sizeof other->home);
    memcpy(other->data, e->data, sizeof other->data);
    memcpy(other->bin, e->bin, sizeof other->bin);
    for (size_t i = 0; i < e->env.count; i++) {
        char *name = strdup(e->env.list[i]), *value = name ? strchr(name, '=') : NULL;

        assert_non_null(value);
        *value = '\0';
        proc_env_set(&other->env, name, value + 1);
        free(name);
    }
    return e->other = other;
}

struct term *evening_spawn(struct evening *e)
{
    const char *const argv[] = { e->bin, e->argument, NULL };

    term_free(e->term);
    e->options.argv = argv;
    e->options.env = e->env.list;
    e->term = term_spawn(&e->options);
    e->options.argv = NULL;
    assert_non_null(e->term);
    return e->term;
}

struct term *evening_start(struct evening *e)
{
    evening_spawn(e);
    term_expect_idle(e->term);
    return e->term;
}

struct term *evening_begin_as(struct evening *e, const char *left, const char *right)
{
    topics_left_open(e->data); /* no card asks for consent unless a test wants it to */
    evening_start(e);
    evening_names(e, left, right);
    return e->term;
}

struct term *evening_begin(struct evening *e)
{
    return evening_begin_as(e, "Ana", "Sam");
}

void evening_names(struct evening *e, const char *left, const char *right)
{
    term_expect(e->term, "Who sits on the left?");
    evening_type(e, left);
    evening_key(e, TERM_KEY_ENTER);
    evening_type(e, right);
    evening_key(e, TERM_KEY_ENTER);
    term_expect(e->term, "minutes");
    term_expect_gone(e->term, "Who sits on the left?");
}

void evening_no_search_for_leaks(struct evening *e)
{
    if (EVENING_SANITIZED)
        proc_env_set(&e->env, "ASAN_OPTIONS", "detect_leaks=0");
}

/* ---- keys and screens ---- */

void evening_key_at(struct evening *e, enum term_key key, const char *file, int line)
{
    term_key(e->term, key);
    term_expect_idle_at(e->term, file, line);
}

/* Character by character: a terminal sends what is typed so. */
void evening_type_at(struct evening *e, const char *text, const char *file, int line)
{
    term_type(e->term, text);
    term_expect_idle_at(e->term, file, line);
}

static void press(struct evening *e, const char *name, const char *file, int line)
{
    static const struct {
        const char *name;
        enum term_key key;
    } keys[] = { { "Enter", TERM_KEY_ENTER }, { "Esc", TERM_KEY_ESC },   { "Tab", TERM_KEY_TAB },
                 { "Up", TERM_KEY_UP },       { "Down", TERM_KEY_DOWN }, { "Left", TERM_KEY_LEFT },
                 { "Right", TERM_KEY_RIGHT }, { "Home", TERM_KEY_HOME }, { "End", TERM_KEY_END },
                 { "PgUp", TERM_KEY_PGUP },   { "PgDn", TERM_KEY_PGDN } };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!strcmp(keys[i].name, name)) {
            evening_key_at(e, keys[i].key, file, line);
            return;
        }
    evening_type_at(e, strcmp(name, "Space") ? name : " ", file, line);
}

void evening_keys_at(struct evening *e, const char *names, const char *file, int line)
{
    while (*names) {
        char name[32];
        size_t n = strcspn(names, " ");

        snprintf(name, sizeof name, "%.*s", (int)n, names);
        press(e, name, file, line);
        names += n + (names[n] == ' ');
    }
}

void evening_resize_at(struct evening *e, int rows, int cols, const char *file, int line)
{
    term_resize(e->term, rows, cols);
    term_expect_idle_at(e->term, file, line);
}

static bool between(const char *row, const char *open, const char *close, char *out, size_t room)
{
    const char *from = strstr(row, open), *to = from ? strstr(from + strlen(open), close) : NULL;

    if (!to)
        return false;
    from += strlen(open);
    snprintf(out, room, "%.*s", (int)(to - from), from);
    return true;
}

const char *evening_next(struct evening *e)
{
    static char word[128];
    char *text = term_text(e->term);

    word[0] = '\0';
    for (char *row = strtok(text, "\n"); row; row = strtok(NULL, "\n"))
        if (between(row, "Enter ‹ ", " ›", word, sizeof word) ||
            between(row, "Enter [ ", " ]", word, sizeof word))
            break;
    free(text);
    return word;
}

static void fail_with_screen(struct evening *e, const char *what, const char *text,
                             const char *file, int line)
{
    char *screen = term_text(e->term);

    /* Not by print_error(), which cuts at 1,024 bytes. */
    fprintf(stderr, "%s \"%s\"; the screen:\n%s", what, text, screen);
    free(screen);
    _fail(file, line);
}

int evening_enter_until_at(struct evening *e, const char *word, const char *file, int line)
{
    for (int i = 0; i < ENTERS_MAX; i++) {
        if (!strcmp(evening_next(e), word))
            return i;
        evening_key_at(e, TERM_KEY_ENTER, file, line);
    }
    fail_with_screen(e, "Enter never came to", word, file, line);
    return 0;
}

void evening_choose_at(struct evening *e, const char *word, const char *file, int line)
{
    for (int i = 0; i < RIGHTS_MAX && strcmp(evening_next(e), word); i++)
        evening_key_at(e, TERM_KEY_RIGHT, file, line);
    if (strcmp(evening_next(e), word))
        fail_with_screen(e, "the footer doesn't offer", word, file, line);
    evening_key_at(e, TERM_KEY_ENTER, file, line);
}

const char *evening_screen(struct evening *e)
{
    char *text = term_text(e->term), *last = text, *at;

    for (at = text; (at = strchr(at, '\n')) && at[1];)
        last = ++at;
    *last = '\0';
    keep_text(e, text);
    return text;
}

/* Words with one blank between; what frames a card is no word. */
static char *flat(const char *text)
{
    static const char *const signs[] = { "│", "─", "╭", "╮", "╰", "╯", "┌", "┐", "└", "┘", "·" };
    char *out = calloc(1, strlen(text) + 2), *to = out;

    assert_non_null(out);
    while (*text) {
        size_t skip = strchr(" \n|", *text) ? 1 : 0;

        for (size_t i = 0; !skip && i < sizeof signs / sizeof *signs; i++)
            if (!strncmp(text, signs[i], strlen(signs[i])))
                skip = strlen(signs[i]);
        if (!skip)
            *to++ = *text++;
        else if (to != out && to[-1] != ' ')
            *to++ = ' ';
        text += skip;
    }
    if (to != out && to[-1] == ' ')
        to[-1] = '\0';
    return out;
}

bool evening_shows(struct evening *e, const char *text)
{
    char *screen = term_text(e->term), *all = flat(screen), *words = flat(text);
    bool found = strstr(all, words) != NULL;

    free(screen);
    free(all);
    free(words);
    return found;
}

void evening_expect_at(struct evening *e, const char *text, const char *file, int line)
{
    if (!evening_shows(e, text))
        fail_with_screen(e, "not shown:", text, file, line);
}

void evening_expect_one_line(struct evening *e)
{
    const char *raw = term_raw(e->term, 0, NULL), *feed = strchr(raw, '\n');

    assert_memory_equal(raw, "couplet: ", strlen("couplet: "));
    assert_non_null(feed);
    assert_string_equal(feed, "\n");
    assert_null(strchr(raw, '\033'));
}

/* ---- what is left behind ---- */

void evening_run(struct evening *e, struct proc_result *result, const char *const *words)
{
    const char *argv[16] = { e->bin };
    struct proc_job job = { .argv = argv, .env = e->env.list };
    size_t n = 1;

    while (*words && n + 1 < sizeof argv / sizeof *argv)
        argv[n++] = *words++;
    assert_true(proc_run(&job, result));
    assert_false(result->timed_out);
}

const cJSON *evening_log(struct evening *e)
{
    struct proc_result result = { 0 };

    evening_run(e, &result, (const char *const[]){ "log", "--json", NULL });
    if (result.status || !result.out.data) {
        print_error("couplet log failed: %s\n", result.err.data ? result.err.data : "");
        fail();
    }
    cJSON_Delete(e->log);
    e->log = cJSON_Parse(result.out.data);
    proc_result_release(&result);
    assert_true(cJSON_IsArray(e->log));
    return e->log;
}

static sqlite3 *open_database(struct evening *e)
{
    char path[EVENING_PATH_MAX + 32];
    sqlite3 *db = NULL;

    snprintf(path, sizeof path, "%s/couplet.db", e->data);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, BUSY_MS);
    return db;
}

char *evening_sql(struct evening *e, const char *sql)
{
    sqlite3 *db = open_database(e);
    sqlite3_stmt *stmt = NULL;
    char *value = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW && sqlite3_column_text(stmt, 0))
        value = strdup((const char *)sqlite3_column_text(stmt, 0));
    else if (code != SQLITE_ROW && code != SQLITE_DONE)
        print_error("%s: %s\n", sql, sqlite3_errmsg(db));
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    assert_true(code == SQLITE_ROW || code == SQLITE_DONE);
    return value ? value : strdup("");
}

void evening_expect_sql_at(struct evening *e, const char *sql, const char *value, const char *file,
                           int line)
{
    char *found = evening_sql(e, sql);
    bool same = !strcmp(found, value);

    if (!same)
        fprintf(stderr, "%s\ngives \"%s\", not \"%s\"\n", sql, found, value);
    free(found);
    if (!same)
        _fail(file, line);
}

void evening_expect_sound_at(struct evening *e, const char *file, int line)
{
    struct store_options options = { .folder = e->data, .access = STORE_WRITE };
    struct store *store = NULL;
    struct error err = { 0 };
    size_t broken = 1;
    enum status status;

    evening_expect_sql_at(e, "PRAGMA integrity_check", "ok", file, line);
    evening_expect_sql_at(e, "SELECT count(*) FROM pragma_foreign_key_check", "0", file, line);
    status = store_open(&store, &options, &err);
    if (status == STATUS_OK)
        status = store_check_seals(store, &broken, &err);
    store_close(store);
    if (status != STATUS_OK || broken)
        print_error("%zu broken checksums; %s\n", broken, err.text);
    if (status != STATUS_OK || broken)
        _fail(file, line);
}

/* ---- chance ---- */

unsigned long evening_number(const char *variable, unsigned long otherwise)
{
    const char *text = getenv(variable);

    return text && *text ? strtoul(text, NULL, 10) : otherwise;
}

/* SplitMix64, as anywhere. */
uint64_t evening_chance(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

unsigned evening_below(uint64_t *state, unsigned below)
{
    return (unsigned)(evening_chance(state) % below);
}

uint64_t evening_seed(const char *variable)
{
    struct timespec now;
    uint64_t mixed;

    if (getenv(variable))
        return strtoull(getenv(variable), NULL, 10);
    clock_gettime(CLOCK_REALTIME, &now);
    mixed = (uint64_t)now.tv_nsec ^ (uint64_t)now.tv_sec << 20;
    return evening_chance(&mixed) >> 32;
}
