/* A folder of its own for a test that needs a real store, and what the couple would have put in
 * it: names, a pack, cards. Fails the running test when something here doesn't work; only what
 * child_run() calls runs in another process, where CHILD() takes the place of the asserts. */
#ifndef COUPLET_TESTS_STORE_FIXTURE_H
#define COUPLET_TESTS_STORE_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "base/embed.h"
#include "domain/couple.h"
#include "domain/sitting.h"
#include "store/store.h"

enum { PLACE_PATH_MAX = 512 };

/* root is made and removed; data is where the store goes, and isn't made. */
struct place {
    char root[PLACE_PATH_MAX], data[PLACE_PATH_MAX], file[PLACE_PATH_MAX];
    struct moment start; /* later than any moment of the places before */
    struct store *store; /* NULL: not open */
    struct couple couple;
};

/* Below $TMPDIR, or below parent where others must be able to go (then root is 0711). */
void place_make(struct place *place);
void place_make_below(struct place *place, const char *parent);

/* Closes what is open and removes everything. */
void place_remove(struct place *place);

/* The path of a file beside couplet.db, good until the next call. */
const char *place_path(const struct place *place, const char *name);

/* The moment that many days (and ms) after the start. */
struct moment day(const struct place *place, int days);
struct moment later(struct moment moment, int64_t ms);

/* Opens place->data for writing; closes it; both must work. */
void place_open(struct place *place);
void place_close(struct place *place);

/* Names the two Ada and Ben, and reads them. */
void place_name_couple(struct place *place);

/* All three: a place with an open store and the two in it. For cmocka, its state is the place, and
 * PLACE_TEST() gives a test one of its own. */
void place_begin(struct place *place);
int place_set_up(void **state);
int place_tear_down(void **state);
#define PLACE_TEST(name, place)                                                                    \
    cmocka_unit_test_prestate_setup_teardown(name, place_set_up, place_tear_down, &(place))

/* Closes the store and opens it again. */
void place_reopen(struct place *place);

/* How many rows of the journal aren't as they were written. */
size_t place_broken_seals(struct place *place);

/* store_open() with the program's own migrations. */
enum status open_at(const char *folder, enum store_access access, struct store **store,
                    struct error *err);

/* Fills list with the program's own migrations and one more, which a later couplet might have;
 * returns how many there are. */
enum { MIGRATIONS_MAX = 64 };
size_t migrations_and(struct embedded_file list[MIGRATIONS_MAX], const char *name, const char *sql);

/* One transaction: TRANSACTION(store, journal_name(store, …, NULL)) must be STATUS_OK. */
#define STATUS_WITHIN(store, call)                                                                 \
    (store_begin((store), NULL) == STATUS_OK ? store_end((store), (call), NULL) : STATUS_INVALID)
#define TRANSACTION(store, call) assert_int_equal(STATUS_WITHIN((store), (call)), STATUS_OK)

/* ---- prompts ---- */

/* A prompt that owns its texts: light, talking, depth 1, five minutes, no consent needed. */
struct prompt prompt_plain(const char *pack, const char *id);

/* A pack of count plain prompts "p0", "p1" …; takes part in nothing else. */
struct pack pack_plain(const char *id, size_t count);
void pack_add(struct pack *pack, struct prompt prompt);

/* Installs pack_plain(id, count) into the open store. */
void place_install(struct place *place, const char *id, size_t count);

/* ---- cards ---- */

/* Begins the sitting that is on. */
void begin_sitting(struct place *place, struct moment now, char id[UUID_TEXT_SIZE]);

/* Lays a plain prompt of the pack "p" with that id, and gives it the outcome a second later. The
 * card is the caller's to release; NULL where nobody needs it. */
void lay_card(struct place *place, const char *sitting, const char *id, enum outcome outcome,
              struct moment now, struct card *card);

/* A sitting that begins then, with one talked card, "p0". The card is the caller's to release. */
struct card talked_card(struct place *place, struct moment now);

/* ---- the file, seen without the store ---- */

/* Runs SQL on a database file, past everything that the store would say. */
void raw_run(const char *file, const char *sql);
int64_t raw_number(const char *file, const char *sql);

/* All that lies below a folder: name, kind, mode, size and bytes, as text for comparing;
 * but not the bytes of an -shm. The caller frees. */
char *tree_text(const char *folder);

void write_file(const char *path, const void *bytes, size_t size);
bool file_exists(const char *path);
int mode_of(const char *path); /* the permission bits; -1 without a file */
bool file_holds(const char *path, const char *words);

/* ---- other processes ---- */

enum { CHILD_SKIP = 77, CHILD_DIED = 128 + 9 };

/* Runs body in a forked process, which ends with what it returns. Gives that, or 128 and the
 * signal. */
int child_run(int (*body)(void *context), void *context);

/* The same, but doesn't wait. */
int child_start(int (*body)(void *context), void *context);
int child_wait(int pid);

/* For a child: ends it as SIGKILL does (CHILD_DIED), so that nothing is closed or freed. */
_Noreturn void die_at_once(void);

/* Gives up the rights of root, if there are any. */
bool become_nobody(void);

#define CHILD(true_thing)                                                                          \
    do {                                                                                           \
        if (!(true_thing)) {                                                                       \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #true_thing);               \
            _exit(1);                                                                              \
        }                                                                                          \
    } while (0)

/* ---- chance ---- */

/* 0 … below − 1, from a seed that the test chose. */
size_t chance(uint64_t *seed, size_t below);

#endif
