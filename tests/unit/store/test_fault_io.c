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
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/faults.h"

enum kind {
    KIND_OPEN,
    KIND_READ,
    KIND_WRITE,
    KIND_SYNC,
    KIND_TRUNCATE,
    KIND_UNLINK,
    KIND_LOCK,
    KIND_UNLOCK,
    KIND_MAP,
    KIND_UNMAP,
    KIND_SIZE,
    KIND_LOOK,
    KIND_FOLDER,
    KIND_CLOSE,
};

struct fault {
    const char *name;
    enum kind kind;
    int code;     /* errno; 0: half of the bytes are written, then the disk is full */
    bool forever; /* from then on every call of the kind fails */
};

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
        ground.log->reached = true;
        errno = armed.code;
    }
    return now;
}

/* A call that gives -1 when it fails. */
#define FAULTY(name, kind, parameters, ...)                                                        \
    static int faulty_##name parameters                                                            \
    {                                                                                              \
        return fails(kind) ? -1 : name(__VA_ARGS__);                                               \
    }

FAULTY(open, KIND_OPEN, (const char *path, int flags, int mode), path, flags, mode)
FAULTY(ftruncate, KIND_TRUNCATE, (int fd, off_t size), fd, size)
FAULTY(unlink, KIND_UNLINK, (const char *path), path)
FAULTY(munmap, KIND_UNMAP, (void *at, size_t size), at, size)
FAULTY(fstat, KIND_SIZE, (int fd, struct stat *found), fd, found)
FAULTY(stat, KIND_LOOK, (const char *path, struct stat *found), path, found)
FAULTY(lstat, KIND_LOOK, (const char *path, struct stat *found), path, found)
FAULTY(access, KIND_LOOK, (const char *path, int mode), path, mode)

/* SQLite gives it one argument more, a lock or nothing. */
static int faulty_fcntl(int fd, int command, ...)
{
    const struct flock *lock;
    va_list more;

    va_start(more, command);
    lock = va_arg(more, const struct flock *);
    va_end(more);
    if (command == F_SETLK && fails(lock->l_type == F_UNLCK ? KIND_UNLOCK : KIND_LOCK))
        return -1;
    return fcntl(fd, command, lock);
}

static void *faulty_mmap(void *at, size_t size, int protection, int flags, int fd, off_t from)
{
    return fails(KIND_MAP) ? MAP_FAILED : mmap(at, size, protection, flags, fd, from);
}

/* The descriptor is closed all the same, as on Linux. */
static int faulty_close(int fd)
{
    bool now = fails(KIND_CLOSE);

    return close(fd) < 0 || now ? -1 : 0;
}

/* This one is a function of SQLite's own, which gives a result code. */
static int (*real_open_folder)(const char *path, int *fd);

static int faulty_open_folder(const char *path, int *fd)
{
    return fails(KIND_FOLDER) ? SQLITE_CANTOPEN : real_open_folder(path, fd);
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

static int faulty_sync(int fd)
{
    (void)fd;
    return fails(KIND_SYNC) ? -1 : 0;
}

static void set_pause(bool on)
{
    paused = on;
}

/* Every call that SQLite knows by a name; without a function here, SQLite may not make it. A name
 * that this SQLite doesn't know is no harm: it uses another. */
/* clang-format off */
static const struct {
    const char *name;
    sqlite3_syscall_ptr call;
    const char *why_not;
} names[] = {
    { "open", (sqlite3_syscall_ptr)faulty_open, NULL },
    { "close", (sqlite3_syscall_ptr)faulty_close, NULL },
    { "access", (sqlite3_syscall_ptr)faulty_access, NULL },
    { "stat", (sqlite3_syscall_ptr)faulty_stat, NULL },
    { "fstat", (sqlite3_syscall_ptr)faulty_fstat, NULL },
    { "lstat", (sqlite3_syscall_ptr)faulty_lstat, NULL },
    { "ftruncate", (sqlite3_syscall_ptr)faulty_ftruncate, NULL },
    { "fcntl", (sqlite3_syscall_ptr)faulty_fcntl, NULL },
    { "pread", (sqlite3_syscall_ptr)faulty_pread, NULL },
    { "pread64", (sqlite3_syscall_ptr)faulty_pread, NULL },
    { "pwrite", (sqlite3_syscall_ptr)faulty_pwrite, NULL },
    { "pwrite64", (sqlite3_syscall_ptr)faulty_pwrite, NULL },
    { "unlink", (sqlite3_syscall_ptr)faulty_unlink, NULL },
    { "openDirectory", (sqlite3_syscall_ptr)faulty_open_folder, NULL },
    { "mmap", (sqlite3_syscall_ptr)faulty_mmap, NULL },
    { "munmap", (sqlite3_syscall_ptr)faulty_munmap, NULL },
    { "fchmod", NULL, "for a umask that takes more than others' rights" },
    { "getcwd", NULL, "the path is absolute" },
    { "read", NULL, "pread() is there" },
    { "write", NULL, "pwrite() is there" },
    { "fallocate", NULL, "files grow as they are written" },
    { "mkdir", NULL, "for locks of another kind" },
    { "rmdir", NULL, "for locks of another kind" },
    { "fchown", NULL, "for root at the file of somebody else" },
    { "geteuid", NULL, "can't fail" },
    { "mremap", NULL, "the file itself isn't mapped" },
    { "getpagesize", NULL, "can't fail" },
    { "readlink", NULL, "couplet.db is no link here" },
    { "ioctl", NULL, "for batches that only some file systems know" },
};
/* clang-format on */

static void install_calls(void)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);

    real_open_folder = (int (*)(const char *, int *))vfs->xGetSystemCall(vfs, "openDirectory");
    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        if (names[i].call)
            vfs->xSetSystemCall(vfs, names[i].name, names[i].call);
    faults_on_sync = faulty_sync;
}

static void every_call_has_a_fault_or_a_reason(void **state)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    size_t failing = 0, all = 0;

    (void)state;
    for (const char *name = NULL; (name = vfs->xNextSystemCall(vfs, name));) {
        size_t i = 0;

        while (i < ARRAY_SIZE(names) && strcmp(names[i].name, name))
            i++;
        if (i == ARRAY_SIZE(names))
            fail_msg("SQLite makes a call that no test lets fail: %s", name);
        failing += names[i].call != NULL;
        all++;
    }
    print_message("# %zu of the %zu calls that SQLite names fail here\n", failing, all);
}

/* ---- an evening with one of them failing ---- */

/* Whatever fails once may fail a step once; what comes after must go well. */
static int run_evening(void *context)
{
    struct evening_plan plan = ground_plan(armed.forever || !armed.code ? 1 : 2, set_pause);

    (void)context;
    if (armed.kind == KIND_UNLOCK)
        plan.states = NULL; /* the file is locked for whoever looks, too */
    install_calls();
    evening_run(&plan, ground.log);
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
    *ground.log = (struct evening_log){ 0 };
    evening_clear(&ground.place);
    armed = *fault;
    fails_at = n;
    ended = child_run(run_evening, NULL);
    if (ended)
        fail_msg("%s: the program ended with %d after %zu steps", what, ended, ground.log->done);
    if (ground.log->complaint[0])
        fail_msg("%s: %s", what, ground.log->complaint);
    if (!ground.log->reached)
        return false;
    if (!fault->forever && fault->code && ground.log->done != EVENING_STEPS)
        fail_msg("%s: failed once, and %s never works again: %s", what,
                 evening_step_name(ground.log->done), ground.log->said);
    count->more +=
        evening_verify(&ground.place, ground.states, ground.log->done, what) > ground.log->done;
    count->points++;
    count->noes += ground.log->noes;
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
    try_both((struct fault){ .name = "pread EIO", .kind = KIND_READ, .code = EIO }, 3);
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
    try_both((struct fault){ .name = "fsync EIO", .kind = KIND_SYNC, .code = EIO }, 2);
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

static void locking_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "fcntl EIO", .kind = KIND_LOCK, .code = EIO }, 11);
}

static void a_lock_is_not_given(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "fcntl EAGAIN", .kind = KIND_LOCK, .code = EAGAIN }, 11);
}

/* A lock that isn't let go stays with the connection: no step after it goes well, and that is said;
 * the next start is well again. No system that we know of does this. */
static void unlocking_fails(void **state)
{
    struct fault fault = {
        .name = "fcntl EIO unlocking", .kind = KIND_UNLOCK, .code = EIO, .forever = true
    };

    (void)state;
    try_all(&fault, 11);
}

static void mapping_the_index_of_the_log_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "mmap ENOMEM", .kind = KIND_MAP, .code = ENOMEM }, 1);
}

static void unmapping_it_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "munmap EINVAL", .kind = KIND_UNMAP, .code = EINVAL }, 1);
}

static void asking_for_the_size_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "fstat EIO", .kind = KIND_SIZE, .code = EIO }, 3);
}

static void looking_for_a_file_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "stat EIO", .kind = KIND_LOOK, .code = EIO }, 7);
}

static void opening_the_folder_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "open of the folder", .kind = KIND_FOLDER, .code = EMFILE },
             1);
}

static void closing_fails(void **state)
{
    (void)state;
    try_both((struct fault){ .name = "close EIO", .kind = KIND_CLOSE, .code = EIO }, 1);
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
        cmocka_unit_test(locking_fails),
        cmocka_unit_test(a_lock_is_not_given),
        cmocka_unit_test(unlocking_fails),
        cmocka_unit_test(mapping_the_index_of_the_log_fails),
        cmocka_unit_test(unmapping_it_fails),
        cmocka_unit_test(asking_for_the_size_fails),
        cmocka_unit_test(looking_for_a_file_fails),
        cmocka_unit_test(opening_the_folder_fails),
        cmocka_unit_test(closing_fails),
        cmocka_unit_test(every_call_has_a_fault_or_a_reason),
    };

    return cmocka_run_group_tests(tests, ground_set_up, ground_tear_down);
}
