/* Every call to the system that SQLite makes fails in turn, once and then for good, at every step
 * of an evening. Never a crash, never half a step; what was done is there afterwards; what wasn't
 * says so in a sentence, and goes well when it is tried again.
 *
 * COUPLET_FAULT_STRIDE=1 tries every call; else every few, beginning where COUPLET_SEED says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/faults.h"

enum kind { KIND_OPEN, KIND_READ, KIND_WRITE, KIND_SYNC, KIND_TRUNCATE, KIND_UNLINK };

struct fault {
    const char *name;
    enum kind kind;
    int code;     /* errno; 0: half of the bytes are written, then the disk is full */
    bool forever; /* from then on every call of the kind fails */
};

static struct place place;
static struct evening_log *evening;
static char *states[EVENING_STEPS + 1];

/* ---- the calls ---- */

static struct fault armed; /* all of these lie in the child */
static long calls, fails_at;
static bool paused;

static bool fails(enum kind kind)
{
    bool now;

    if (paused || kind != armed.kind)
        return false;
    calls++;
    now = armed.forever ? calls >= fails_at : calls == fails_at;
    if (now) {
        evening->reached = true;
        errno = armed.code;
    }
    return now;
}

static int faulty_open(const char *path, int flags, int mode)
{
    return fails(KIND_OPEN) ? -1 : open(path, flags, mode);
}

static ssize_t faulty_pread(int fd, void *bytes, size_t n, off_t at)
{
    return fails(KIND_READ) ? -1 : pread(fd, bytes, n, at);
}

static ssize_t faulty_pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    if (!fails(KIND_WRITE))
        return pwrite(fd, bytes, n, at);
    if (armed.code)
        return -1;
    armed.code = ENOSPC;
    fails_at = calls + 1;
    return pwrite(fd, bytes, n / 2, at);
}

static int faulty_truncate(int fd, off_t size)
{
    return fails(KIND_TRUNCATE) ? -1 : ftruncate(fd, size);
}

static int faulty_unlink(const char *path)
{
    return fails(KIND_UNLINK) ? -1 : unlink(path);
}

static int faulty_sync(int fd)
{
    (void)fd;
    return fails(KIND_SYNC) ? -1 : 0;
}

static void set_pause(bool on)
{
    paused = on;
}

/* A name that this SQLite doesn't know is no harm: it uses another. */
static void install_calls(void)
{
    static const struct {
        const char *name;
        sqlite3_syscall_ptr call;
    } table[] = {
        { "open", (sqlite3_syscall_ptr)faulty_open },
        { "pread", (sqlite3_syscall_ptr)faulty_pread },
        { "pread64", (sqlite3_syscall_ptr)faulty_pread },
        { "pwrite", (sqlite3_syscall_ptr)faulty_pwrite },
        { "pwrite64", (sqlite3_syscall_ptr)faulty_pwrite },
        { "ftruncate", (sqlite3_syscall_ptr)faulty_truncate },
        { "unlink", (sqlite3_syscall_ptr)faulty_unlink },
    };
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);

    for (size_t i = 0; i < ARRAY_SIZE(table); i++)
        vfs->xSetSystemCall(vfs, table[i].name, table[i].call);
    faults_on_sync = faulty_sync;
}

/* ---- an evening with one of them failing ---- */

static struct evening_plan plan_of(int tries)
{
    return (struct evening_plan){ .folder = place.data,
                                  .file = place.file,
                                  .start = place.start,
                                  .tries = tries,
                                  .pause = set_pause,
                                  .states = states };
}

/* Whatever fails once may fail a step once; what comes after must go well. */
static int run_evening(void *context)
{
    struct evening_plan plan = plan_of(armed.forever || !armed.code ? 1 : 2);

    (void)context;
    install_calls();
    evening_run(&plan, evening);
    return 0;
}

struct count {
    size_t points, noes, more;
};

/* One evening where call number n fails; false once there is no such call. */
static bool try_point(const struct fault *fault, long n, struct count *count)
{
    char what[128];
    int ended;

    snprintf(what, sizeof what, "%s, call %ld%s", fault->name, n,
             fault->forever ? " and all after it" : "");
    *evening = (struct evening_log){ 0 };
    evening_clear(&place);
    armed = *fault;
    fails_at = n;
    ended = child_run(run_evening, NULL);
    if (ended)
        fail_msg("%s: the program ended with %d after %zu steps", what, ended, evening->done);
    if (evening->complaint[0])
        fail_msg("%s: %s", what, evening->complaint);
    if (!evening->reached)
        return false;
    if (!fault->forever && fault->code && evening->done != EVENING_STEPS)
        fail_msg("%s: failed once, and %s never works again: %s", what,
                 evening_step_name(evening->done), evening->said);
    count->more += evening_verify(&place, states, evening->done, what) > evening->done;
    count->points++;
    count->noes += evening->noes;
    return true;
}

/* The number of tests is always the same; the stride makes the short form short. */
static void try_all(const struct fault *fault, long stride)
{
    struct count count = { 0 };
    long n = 1;

    stride = faults_setting("COUPLET_FAULT_STRIDE", stride);
    if (stride > 1)
        n += faults_setting("COUPLET_SEED", 1) % stride;
    while (try_point(fault, n, &count))
        n += stride;
    print_message("# %s%s: %zu calls failed in turn, %zu times a step said no, %zu steps that had "
                  "said no were there after another start, 0 lost, 0 half\n",
                  fault->name, fault->forever ? ", for good" : ", once", count.points, count.noes,
                  count.more);
    assert_true(count.points > 0);
}

static void try_both(struct fault fault, long stride)
{
    try_all(&fault, stride);
    fault.forever = true;
    try_all(&fault, stride);
}

static void opening_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "open EMFILE", .kind = KIND_OPEN, .code = EMFILE }, 1);
    try_both((struct fault){ .name = "open EACCES", .kind = KIND_OPEN, .code = EACCES }, 1);
}

static void reading_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "pread EIO", .kind = KIND_READ, .code = EIO }, 1);
}

static void writing_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "pwrite EIO", .kind = KIND_WRITE, .code = EIO }, 7);
}

static void the_disk_is_full(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "pwrite ENOSPC", .kind = KIND_WRITE, .code = ENOSPC }, 7);
}

static void half_is_written_and_then_the_disk_is_full(void **state)
{
    (void)state;
    try_all(&(struct fault){ .name = "pwrite short", .kind = KIND_WRITE, .forever = true }, 7);
}

static void syncing_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "fsync EIO", .kind = KIND_SYNC, .code = EIO }, 1);
}

static void cutting_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "ftruncate EIO", .kind = KIND_TRUNCATE, .code = EIO }, 1);
}

static void unlinking_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "unlink EACCES", .kind = KIND_UNLINK, .code = EACCES }, 1);
}

/* ---- */

static int set_up(void **state)
{
    struct evening_plan plan;

    (void)state;
    place_make(&place);
    assert_int_equal(mkdir(place.data, 0700), 0);
    evening = faults_share(sizeof *evening);
    plan = plan_of(1);
    evening_rehearse(&plan, states);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i <= EVENING_STEPS; i++)
        free(states[i]);
    place_remove(&place);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opening_fails),
        cmocka_unit_test(reading_fails),
        cmocka_unit_test(writing_fails),
        cmocka_unit_test(the_disk_is_full),
        cmocka_unit_test(half_is_written_and_then_the_disk_is_full),
        cmocka_unit_test(syncing_fails),
        cmocka_unit_test(cutting_fails),
        cmocka_unit_test(unlinking_fails),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
