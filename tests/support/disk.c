/* A disk in memory, whose power can be cut. */
#include "support/disk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

enum { SECTOR = 512, FILES_MAX = 8 };

/* ---- the log ---- */

enum what { DID_CREATE, DID_WRITE, DID_CUT, DID_SYNC, DID_REMOVE };

struct op {
    enum what what;
    size_t file;
    size_t at, size; /* DID_CUT: size is the new one */
    unsigned char *bytes;
    bool folder_synced; /* DID_REMOVE, DID_SYNC: the folder was synced, too */
};

static struct {
    struct op *ops;
    size_t count, room;
} record;

static void log_op(struct op op, const void *bytes)
{
    if (bytes)
        op.bytes = (unsigned char *)mem_copy_n(bytes, op.size);
    record.ops = mem_grow(record.ops, record.count, &record.room, sizeof op);
    record.ops[record.count++] = op;
}

/* ---- files in memory ---- */

struct file {
    char name[32]; /* without the folder */
    unsigned char *bytes;
    size_t size, room;
    bool there;
    bool new_log; /* its folder wasn't synced yet */
    int handles;
    void **regions; /* of the log's index: memory, which no power cut leaves behind */
    int region_count;
};

static struct file files[FILES_MAX];

static void file_resize(struct file *file, size_t size)
{
    if (size > file->room) {
        file->bytes = mem_resize(file->bytes, size * 2, 1);
        file->room = size * 2;
    }
    if (size > file->size)
        memset(file->bytes + file->size, 0, size - file->size);
    file->size = size;
}

static void file_put(struct file *file, size_t at, const void *bytes, size_t size)
{
    if (at + size > file->size)
        file_resize(file, at + size);
    memcpy(file->bytes + at, bytes, size);
}

/* The number of a file; FILES_MAX if it never was. */
static size_t file_find(const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    size_t i = 0;

    while (i < FILES_MAX && strcmp(files[i].name, name))
        i++;
    return i;
}

static size_t file_find_or_add(const char *path)
{
    size_t i = file_find(path);

    if (i < FILES_MAX)
        return i;
    for (i = 0; files[i].name[0]; i++)
        assert_true(i + 1 < FILES_MAX);
    snprintf(files[i].name, sizeof files[i].name, "%s", strrchr(path, '/') + 1);
    return i;
}

/* ---- SQLite's view of them ---- */

struct handle {
    sqlite3_file base;
    size_t file;
};

static int on_close(sqlite3_file *base)
{
    files[((struct handle *)base)->file].handles--;
    return SQLITE_OK;
}

static int on_read(sqlite3_file *base, void *out, int n, sqlite3_int64 at)
{
    const struct file *file = &files[((struct handle *)base)->file];
    size_t left = (size_t)at < file->size ? file->size - (size_t)at : 0;
    size_t got = left < (size_t)n ? left : (size_t)n;

    memset(out, 0, (size_t)n);
    if (got)
        memcpy(out, file->bytes + at, got);
    return got < (size_t)n ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int on_write(sqlite3_file *base, const void *bytes, int n, sqlite3_int64 at)
{
    size_t file = ((struct handle *)base)->file;

    file_put(&files[file], (size_t)at, bytes, (size_t)n);
    log_op((struct op){ .what = DID_WRITE, .file = file, .at = (size_t)at, .size = (size_t)n },
           bytes);
    return SQLITE_OK;
}

static int on_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    size_t file = ((struct handle *)base)->file;

    file_resize(&files[file], (size_t)size);
    log_op((struct op){ .what = DID_CUT, .file = file, .size = (size_t)size }, NULL);
    return SQLITE_OK;
}

static int on_sync(sqlite3_file *base, int flags)
{
    size_t file = ((struct handle *)base)->file;

    (void)flags;
    log_op((struct op){ .what = DID_SYNC, .file = file, .folder_synced = files[file].new_log },
           NULL);
    files[file].new_log = false;
    return SQLITE_OK;
}

static int on_size(sqlite3_file *base, sqlite3_int64 *size)
{
    *size = (sqlite3_int64)files[((struct handle *)base)->file].size;
    return SQLITE_OK;
}

/* There is one program, but it may have two connections: the last to close tidies up. */
static int on_lock(sqlite3_file *base, int level)
{
    return level == SQLITE_LOCK_EXCLUSIVE && files[((struct handle *)base)->file].handles > 1
               ? SQLITE_BUSY
               : SQLITE_OK;
}

static int on_unlock(sqlite3_file *base, int level)
{
    (void)base, (void)level;
    return SQLITE_OK;
}

static int on_reserved(sqlite3_file *base, int *reserved)
{
    (void)base;
    *reserved = 0;
    return SQLITE_OK;
}

static int on_control(sqlite3_file *base, int op, void *argument)
{
    (void)base, (void)op, (void)argument;
    return SQLITE_NOTFOUND;
}

static int on_sector(sqlite3_file *base)
{
    (void)base;
    return SECTOR;
}

static int on_traits(sqlite3_file *base)
{
    (void)base;
    return 0; /* nothing is promised */
}

static int on_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
    struct file *file = &files[((struct handle *)base)->file];

    *out = NULL;
    if (region >= file->region_count && !extend)
        return SQLITE_OK;
    while (region >= file->region_count) {
        file->regions =
            mem_resize(file->regions, (size_t)file->region_count + 1, sizeof *file->regions);
        file->regions[file->region_count++] = mem_new((size_t)size, 1);
    }
    *out = file->regions[region];
    return SQLITE_OK;
}

static int on_shm_lock(sqlite3_file *base, int offset, int n, int flags)
{
    (void)base, (void)offset, (void)n, (void)flags;
    return SQLITE_OK;
}

static void on_shm_barrier(sqlite3_file *base)
{
    (void)base;
}

static int on_shm_unmap(sqlite3_file *base, int delete)
{
    struct file *file = &files[((struct handle *)base)->file];

    if (!delete)
        return SQLITE_OK;
    for (int i = 0; i < file->region_count; i++)
        free(file->regions[i]);
    free(file->regions);
    file->regions = NULL;
    file->region_count = 0;
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_reserved,
    .xFileControl = on_control,
    .xSectorSize = on_sector,
    .xDeviceCharacteristics = on_traits,
    .xShmMap = on_shm_map,
    .xShmLock = on_shm_lock,
    .xShmBarrier = on_shm_barrier,
    .xShmUnmap = on_shm_unmap,
};

static int on_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *given)
{
    struct handle *handle = (struct handle *)base;

    (void)vfs;
    *handle = (struct handle){ .base.pMethods = &methods, .file = file_find_or_add(path) };
    files[handle->file].handles++;
    if (!files[handle->file].there) {
        files[handle->file].there = true;
        files[handle->file].size = 0;
        /* As the real one does with the first sync of a journal or log, not with the database. */
        files[handle->file].new_log = flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL);
        log_op((struct op){ .what = DID_CREATE, .file = handle->file }, NULL);
    }
    if (given)
        *given = flags;
    return SQLITE_OK;
}

static int on_delete(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
    size_t file = file_find(path);

    (void)vfs;
    if (file == FILES_MAX || !files[file].there)
        return SQLITE_IOERR_DELETE_NOENT;
    files[file].there = false;
    files[file].size = 0;
    log_op((struct op){ .what = DID_REMOVE, .file = file, .folder_synced = sync_folder }, NULL);
    return SQLITE_OK;
}

static int on_access(sqlite3_vfs *vfs, const char *path, int flags, int *there)
{
    size_t file = file_find(path);

    (void)vfs, (void)flags;
    *there = file < FILES_MAX && files[file].there;
    return SQLITE_OK;
}

/* All but the files is the real one's. */
static sqlite3_vfs *real_vfs(void)
{
    return sqlite3_vfs_find("unix");
}

static int on_full_path(sqlite3_vfs *vfs, const char *path, int n, char *out)
{
    (void)vfs;
    sqlite3_snprintf(n, out, "%s", path);
    return SQLITE_OK;
}

static int on_randomness(sqlite3_vfs *vfs, int n, char *out)
{
    (void)vfs;
    return real_vfs()->xRandomness(real_vfs(), n, out);
}

static int on_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

static int on_time(sqlite3_vfs *vfs, double *now)
{
    (void)vfs;
    return real_vfs()->xCurrentTime(real_vfs(), now);
}

static int on_last_error(sqlite3_vfs *vfs, int n, char *out)
{
    (void)vfs, (void)n, (void)out;
    return 0;
}

static sqlite3_vfs memory_disk = {
    .iVersion = 1,
    .szOsFile = sizeof(struct handle),
    .mxPathname = PLACE_PATH_MAX,
    .zName = "memory disk",
    .xOpen = on_open,
    .xDelete = on_delete,
    .xAccess = on_access,
    .xFullPathname = on_full_path,
    .xRandomness = on_randomness,
    .xSleep = on_sleep,
    .xCurrentTime = on_time,
    .xGetLastError = on_last_error,
};

/* ---- the cuts ---- */

/* Whether a removal is on the disk for sure: its folder was synced, or the file was made anew. */
static bool removal_is_sure(size_t op, size_t cut)
{
    bool sure = record.ops[op].folder_synced;

    for (size_t i = op + 1; i < cut && !sure; i++)
        sure = record.ops[i].folder_synced ||
               (record.ops[i].what == DID_CREATE && record.ops[i].file == record.ops[op].file);
    return sure;
}

static bool heads(struct rng *rng)
{
    return rng_below(rng, 2) == 0;
}

/* A write as the disk has it: whole if it was synced, else sector by sector. */
static void survive_write(struct file *out, const struct op *op, bool synced, struct rng *rng)
{
    for (size_t from = 0; from < op->size;) {
        size_t to = ((op->at + from) / SECTOR + 1) * SECTOR - op->at;

        to = to < op->size ? to : op->size;
        if (synced || heads(rng))
            file_put(out, op->at + from, op->bytes + from, to - from);
        from = to;
    }
}

/* The file as it is on the disk after a cut before that entry of the log. */
static void survive(size_t file, size_t cut, struct file *out, struct rng *rng)
{
    size_t synced = 0; /* entries before this one are safe */

    out->size = 0;
    out->there = false;
    for (size_t i = 0; i < cut; i++)
        if (record.ops[i].file == file && record.ops[i].what == DID_SYNC)
            synced = i;
    for (size_t i = 0; i < cut; i++) {
        const struct op *op = &record.ops[i];

        if (op->file != file)
            continue;
        if (op->what == DID_CREATE) {
            out->there = true;
        } else if (op->what == DID_REMOVE && (removal_is_sure(i, cut) || heads(rng))) {
            out->there = false;
            out->size = 0;
        } else if (op->what == DID_CUT && (i < synced || heads(rng))) {
            file_resize(out, op->size);
        } else if (op->what == DID_WRITE) {
            survive_write(out, op, i < synced, rng);
        }
    }
}

void disk_lay_out(const struct place *place, size_t cut, struct rng *rng)
{
    static struct file out;

    for (size_t i = 0; i < FILES_MAX && files[i].name[0]; i++) {
        survive(i, cut, &out, rng);
        unlink(place_path(place, files[i].name));
        if (out.there)
            write_file(place_path(place, files[i].name), out.bytes ? (void *)out.bytes : "",
                       out.size);
    }
}

/* ---- from the beginning to the end ---- */

void disk_begin(void)
{
    disk_forget();
    assert_int_equal(sqlite3_vfs_register(&memory_disk, 1), SQLITE_OK);
}

void disk_end(void)
{
    assert_int_equal(sqlite3_vfs_register(real_vfs(), 1), SQLITE_OK);
    assert_int_equal(sqlite3_vfs_unregister(&memory_disk), SQLITE_OK);
}

void disk_put(const char *name, const void *bytes, size_t size)
{
    char path[64];
    size_t file;

    snprintf(path, sizeof path, "/%s", name);
    file = file_find_or_add(path);
    files[file].there = true;
    file_put(&files[file], 0, bytes, size);
    log_op((struct op){ .what = DID_CREATE, .file = file }, NULL);
    log_op((struct op){ .what = DID_WRITE, .file = file, .size = size }, bytes);
    log_op((struct op){ .what = DID_SYNC, .file = file }, NULL);
}

size_t disk_moments(void)
{
    return record.count;
}

void disk_forget(void)
{
    for (size_t i = 0; i < record.count; i++)
        free(record.ops[i].bytes);
    free(record.ops);
    memset(&record, 0, sizeof record);
    for (size_t i = 0; i < FILES_MAX; i++)
        free(files[i].bytes);
    memset(files, 0, sizeof files);
}
