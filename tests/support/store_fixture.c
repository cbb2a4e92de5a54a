/* A folder of its own for a test that needs a real store. */
#include "support/store_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "store/journal.h"
#include "store/library.h"

/* ---- the place ---- */

/* Each place begins twenty years after the one before: ids sort by time, and within one process
 * they never go back. */
static struct moment next_start(void)
{
    static int64_t count;

    return (struct moment){ .ms = INT64_C(1790000000000) + count++ * 20 * 365 * MS_PER_DAY,
                            .zone = 120 };
}

void place_make_below(struct place *place, const char *parent)
{
    int n;

    *place = (struct place){ .start = next_start() };
    snprintf(place->root, sizeof place->root, "%.300s/couplet-store-XXXXXX", parent);
    assert_non_null(mkdtemp(place->root));
    assert_int_equal(chmod(place->root, 0711), 0);
    n = snprintf(place->data, sizeof place->data, "%.400s/data", place->root);
    assert_in_range(n, 1, sizeof place->data - 1);
    snprintf(place->file, sizeof place->file, "%.450s/couplet.db", place->data);
}

void place_make(struct place *place)
{
    const char *parent = getenv("TMPDIR");

    place_make_below(place, parent && *parent ? parent : "/tmp");
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
    (void)st, (void)walk;
    return kind == FTW_DP ? rmdir(path) : unlink(path);
}

/* A folder that a test took the rights from must be emptied all the same. */
static int allow_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
    (void)walk;
    if (kind == FTW_D || kind == FTW_DNR)
        return chmod(path, st->st_mode | 0700);
    return 0;
}

void place_remove(struct place *place)
{
    if (place->store)
        place_close(place);
    couple_release(&place->couple);
    assert_int_equal(nftw(place->root, allow_one, 16, FTW_PHYS), 0);
    assert_int_equal(nftw(place->root, remove_one, 16, FTW_PHYS | FTW_DEPTH), 0);
}

const char *place_path(const struct place *place, const char *name)
{
    static char path[PLACE_PATH_MAX + 64];

    snprintf(path, sizeof path, "%s/%.60s", place->data, name);
    return path;
}

struct moment later(struct moment moment, int64_t ms)
{
    moment.ms += ms;
    return moment;
}

struct moment day(const struct place *place, int days)
{
    return later(place->start, days * MS_PER_DAY);
}

size_t migrations_and(struct embedded_file list[MIGRATIONS_MAX], const char *name, const char *sql)
{
    size_t count = embedded_migrations_count;

    assert_true(count < MIGRATIONS_MAX);
    memcpy(list, embedded_migrations, count * sizeof *list);
    list[count] = (struct embedded_file){ name, sql, sql + strlen(sql) };
    return count + 1;
}

void place_begin(struct place *place)
{
    place_make(place);
    place_open(place);
    place_name_couple(place);
}

int place_set_up(void **state)
{
    place_begin(*state);
    return 0;
}

int place_tear_down(void **state)
{
    place_remove(*state);
    return 0;
}

void place_reopen(struct place *place)
{
    place_close(place);
    place_open(place);
}

size_t place_broken_seals(struct place *place)
{
    size_t broken = 99;

    assert_int_equal(store_check_seals(place->store, &broken, NULL), STATUS_OK);
    return broken;
}

enum status open_at(const char *folder, enum store_access access, struct store **store,
                    struct error *err)
{
    struct store_options options = { .folder = folder, .access = access };

    return store_open(store, &options, err);
}

void place_open(struct place *place)
{
    struct error err = { 0 };

    assert_null(place->store);
    if (open_at(place->data, STORE_WRITE, &place->store, &err) != STATUS_OK)
        fail_msg("%s", err.text);
}

void place_close(struct place *place)
{
    assert_int_equal(store_close(place->store), STATUS_OK);
    place->store = NULL;
}

void place_name_couple(struct place *place)
{
    TRANSACTION(place->store, journal_name(place->store, "Ada", "Ben", place->start, NULL));
    couple_release(&place->couple);
    assert_int_equal(journal_couple(place->store, &place->couple, NULL), STATUS_OK);
}

/* ---- prompts ---- */

struct prompt prompt_plain(const char *pack, const char *id)
{
    struct strbuf words = STRBUF_INIT;
    struct prompt prompt = { .pack = mem_copy(pack),
                             .id = mem_copy(id),
                             .mood = MOOD_LIGHT,
                             .mode = MODE_TALKING,
                             .depth = 1,
                             .minutes = 5 };

    strbuf_addf(&words, "Words of %s.", id);
    prompt.text = strbuf_detach(&words);
    return prompt;
}

void pack_add(struct pack *pack, struct prompt prompt)
{
    pack->prompts = mem_grow(pack->prompts, pack->count, &pack->room, sizeof prompt);
    pack->prompts[pack->count++] = prompt;
}

struct pack pack_plain(const char *id, size_t count)
{
    struct pack pack = { .id = mem_copy(id),
                         .title = mem_copy("A pack"),
                         .version = mem_copy("1.0.0"),
                         .lang = mem_copy("en"),
                         .license = mem_copy("CC0-1.0") };

    for (size_t i = 0; i < count; i++) {
        char name[32];

        snprintf(name, sizeof name, "p%zu", i);
        pack_add(&pack, prompt_plain(id, name));
    }
    return pack;
}

void place_install(struct place *place, const char *id, size_t count)
{
    struct pack pack = pack_plain(id, count);

    TRANSACTION(place->store, library_install(place->store, &pack, false, NULL));
    pack_release(&pack);
}

/* ---- cards ---- */

void begin_sitting(struct place *place, struct moment now, char id[UUID_TEXT_SIZE])
{
    TRANSACTION(place->store, journal_begin_sitting(place->store, true, now, id, NULL));
}

void lay_card(struct place *place, const char *sitting, const char *id, enum outcome outcome,
              struct moment now, struct card *card)
{
    struct card fresh = { .prompt = prompt_plain("p", id), .first = PARTNER_LEFT };

    snprintf(fresh.sitting, sizeof fresh.sitting, "%s", sitting);
    TRANSACTION(place->store, journal_lay(place->store, &place->couple, &fresh, now, NULL));
    if (outcome != OUTCOME_OPEN) {
        now = later(now, MS_PER_SECOND);
        TRANSACTION(place->store, journal_outcome(place->store, &fresh, outcome, now, NULL));
        fresh.outcome = outcome;
        fresh.at = now;
    }
    if (card)
        *card = fresh;
    else
        card_release(&fresh);
}

struct card talked_card(struct place *place, struct moment now)
{
    char sitting[UUID_TEXT_SIZE];
    struct card card;

    begin_sitting(place, now, sitting);
    lay_card(place, sitting, "p0", OUTCOME_TALKED, now, &card);
    return card;
}

/* ---- the file ---- */

static sqlite3 *raw_open(const char *file)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_busy_timeout(db, 5000), SQLITE_OK);
    return db;
}

void raw_run(const char *file, const char *sql)
{
    sqlite3 *db = raw_open(file);
    char *said = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &said) != SQLITE_OK)
        fail_msg("%s: %s", sql, said ? said : "?");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int64_t raw_number(const char *file, const char *sql)
{
    sqlite3 *db = raw_open(file);
    sqlite3_stmt *statement;
    int64_t number;

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return number;
}

static void add_bytes_of(struct strbuf *out, const char *path)
{
    unsigned char buffer[65536];
    uint64_t hash = HASH_BEGIN;
    ssize_t got;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    assert_true(fd >= 0);
    while ((got = read(fd, buffer, sizeof buffer)) > 0)
        hash = hash_add(hash, buffer, (size_t)got);
    close(fd);
    strbuf_addf(out, " bytes %016llx", (unsigned long long)hash);
}

/* SQLite's -shm holds nothing that isn't in the log: whoever reads the log makes it anew. */
static bool is_shared_memory(const char *path)
{
    size_t n = strlen(path);

    return n > 4 && !strcmp(path + n - 4, "-shm");
}

static void add_entry(struct strbuf *out, const char *path)
{
    char target[PLACE_PATH_MAX];
    struct stat st;
    ssize_t n;

    assert_int_equal(lstat(path, &st), 0);
    strbuf_addf(out, "%s mode %o", path, (unsigned)st.st_mode);
    if (is_shared_memory(path)) {
        strbuf_addstr(out, " an index of the log");
    } else if (S_ISREG(st.st_mode)) {
        strbuf_addf(out, " size %lld", (long long)st.st_size);
        add_bytes_of(out, path);
    } else if (S_ISLNK(st.st_mode) && (n = readlink(path, target, sizeof target)) > 0) {
        strbuf_addstr(out, " to ");
        strbuf_add(out, target, (size_t)n);
    }
    strbuf_addch(out, '\n');
}

static void add_tree(struct strbuf *out, const char *folder)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, NULL, alphasort);

    for (int i = 0; i < n; i++) {
        struct strbuf path = STRBUF_INIT;

        strbuf_addf(&path, "%s/%s", folder, entries[i]->d_name);
        if (strcmp(entries[i]->d_name, ".") && strcmp(entries[i]->d_name, "..")) {
            struct stat st;

            add_entry(out, path.text);
            if (!lstat(path.text, &st) && S_ISDIR(st.st_mode))
                add_tree(out, path.text);
        }
        strbuf_release(&path);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

char *tree_text(const char *folder)
{
    struct strbuf out = STRBUF_INIT;

    add_tree(&out, folder);
    return strbuf_detach(&out);
}

void write_file(const char *path, const void *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(fd >= 0);
    assert_true(write(fd, bytes, size) == (ssize_t)size);
    assert_int_equal(close(fd), 0);
}

bool file_exists(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0;
}

int mode_of(const char *path)
{
    struct stat st;

    return stat(path, &st) < 0 ? -1 : (int)(st.st_mode & 07777);
}

bool file_holds(const char *path, const char *words)
{
    FILE *file = fopen(path, "rb");
    struct strbuf all = STRBUF_INIT;
    char buffer[4096];
    size_t got;
    bool holds;

    if (!file)
        return false;
    while ((got = fread(buffer, 1, sizeof buffer, file)) > 0)
        strbuf_add(&all, buffer, got);
    fclose(file);
    holds = memmem(all.text, all.size, words, strlen(words)) != NULL;
    strbuf_release(&all);
    return holds;
}

/* ---- other processes ---- */

/* cmocka's handlers would jump back into the test, in the child too. */
static void die_of_signals(void)
{
    static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL };

    for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
        signal(signals[i], SIG_DFL);
}

int child_start(int (*body)(void *context), void *context)
{
    pid_t pid;

    fflush(NULL);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        die_of_signals();
        _exit(body(context));
    }
    return (int)pid;
}

int child_wait(int pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0)
        assert_int_equal(errno, EINTR);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int child_run(int (*body)(void *context), void *context)
{
    return child_wait(child_start(body, context));
}

void die_at_once(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

bool become_nobody(void)
{
    enum { NOBODY = 65534 };

    if (geteuid() != 0)
        return true;
    return setgroups(0, NULL) == 0 && setgid(NOBODY) == 0 && setuid(NOBODY) == 0;
}

size_t chance(uint64_t *seed, size_t below)
{
    struct rng rng = { *seed };
    size_t n = (size_t)rng_below(&rng, below);

    *seed = rng.state;
    return n;
}
