/* Files and folders: where the data goes, in which order that is decided, and reading and writing a
 * file whole or not at all. Real files, in the test's own folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

/* ---- where the data goes --------------------------------------------------------------------- */

static void set(const char *name, const char *value)
{
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
}

static const struct {
    const char *given, *couplet_data, *xdg_data_home, *home;
    const char *folder; /* NULL: nowhere */
} places[] = {
    /* --data, then COUPLET_DATA, then XDG, then home. */
    { "/given", "/env", "/xdg", "/home/ana", "/given" },
    { NULL, "/env", "/xdg", "/home/ana", "/env" },
    { NULL, NULL, "/xdg", "/home/ana", "/xdg/couplet" },
    { NULL, NULL, NULL, "/home/ana", "/home/ana/.local/share/couplet" },
    { NULL, NULL, NULL, NULL, NULL },
    /* Without a home the others are enough. */
    { "/given", NULL, NULL, NULL, "/given" },
    { NULL, "/env", NULL, NULL, "/env" },
    { NULL, NULL, "/xdg", NULL, "/xdg/couplet" },
    /* Empty is as good as unset; a relative XDG folder is to be ignored, says its specification. */
    { NULL, "", "/xdg", "/home/ana", "/xdg/couplet" },
    { NULL, "", "", "/home/ana", "/home/ana/.local/share/couplet" },
    { NULL, "", "", "", NULL },
    { NULL, NULL, "share", "/home/ana", "/home/ana/.local/share/couplet" },
    { NULL, NULL, "share", NULL, NULL },
    /* What people say themselves may be relative. */
    { "here", NULL, NULL, NULL, "here" },
    { ".", "/env", NULL, NULL, "." },
    { NULL, "there/deep", NULL, NULL, "there/deep" },
    /* A slash at the end says nothing. */
    { "/given/", NULL, NULL, NULL, "/given" },
    { "/given///", NULL, NULL, NULL, "/given" },
    { "/", NULL, NULL, NULL, "/" },
    { "//", NULL, NULL, NULL, "/" },
    { NULL, "/env/", NULL, NULL, "/env" },
};

static void the_data_folder_is_the_one_that_was_named_nearest(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
        struct strbuf out = STRBUF_INIT;
        struct error err = { 0 };
        enum status status;

        set("COUPLET_DATA", places[i].couplet_data);
        set("XDG_DATA_HOME", places[i].xdg_data_home);
        set("HOME", places[i].home);
        status = file_data_folder(&out, places[i].given, &err);
        if (!places[i].folder) {
            assert_int_equal(status, STATUS_NOT_FOUND);
            assert_non_null(strstr(err.text, "--data")); /* it says what to do */
            assert_int_equal(out.size, 0);
        } else {
            assert_int_equal(status, STATUS_OK);
            assert_string_equal(out.text, places[i].folder);
        }
        strbuf_release(&out);
    }
}

static void a_path_is_written_as_people_do(void **state)
{
    static const struct {
        const char *home, *path, *said;
    } rows[] = {
        { "/home/ana", "/home/ana/.local/share/couplet", "~/.local/share/couplet" },
        { "/home/ana", "/home/ana", "~" },
        { "/home/ana", "/home/anabel/x", "/home/anabel/x" },
        { "/home/ana", "/var/x", "/var/x" },
        { "/home/ana", "home/ana/x", "home/ana/x" },
        { "/", "/var/x", "/var/x" },
        { "", "/var/x", "/var/x" },
        { NULL, "/var/x", "/var/x" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct strbuf out = STRBUF_INIT;

        set("HOME", rows[i].home);
        strbuf_addstr(&out, "in ");
        file_shorten(&out, rows[i].path);
        assert_memory_equal(out.text, "in ", 3);
        assert_string_equal(out.text + 3, rows[i].said);
        strbuf_release(&out);
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

static char folder[256]; /* of this test, removed at its end */

static int make_folder(void **state)
{
    const char *tmp = getenv("TMPDIR");

    (void)state;
    snprintf(folder, sizeof folder, "%s/couplet-file-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static char *path_of(const char *name)
{
    static char path[300];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static const char *write_file(const char *name, const char *bytes, size_t n)
{
    char *path = path_of(name);
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
    return path;
}

static int remove_folder(void **state)
{
    static const char *const names[] = { "text", "big", "locked", "new" };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        unlink(path_of(names[i]));
    return rmdir(folder);
}

static void a_file_is_appended_byte_for_byte(void **state)
{
    struct strbuf out = STRBUF_INIT;

    (void)state;
    strbuf_addstr(&out, "before|");
    assert_int_equal(file_read(&out, write_file("text", "a\0\xff\n", 4), 100, NULL), STATUS_OK);
    assert_int_equal(out.size, 11);
    assert_memory_equal(out.text, "before|a\0\xff\n", 12);
    assert_int_equal(file_read(&out, write_file("text", "", 0), 0, NULL), STATUS_OK);
    assert_int_equal(out.size, 11);
    strbuf_release(&out);
}

/* Larger than one read of it. */
static void a_big_file_is_read_to_its_end(void **state)
{
    enum { SIZE = 300001 };
    char *bytes = mem_new(SIZE, 1);
    struct strbuf out = STRBUF_INIT;

    (void)state;
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (char)(i * 7 % 251);
    assert_int_equal(file_read(&out, write_file("big", bytes, SIZE), SIZE, NULL), STATUS_OK);
    assert_int_equal(out.size, SIZE);
    assert_memory_equal(out.text, bytes, SIZE);
    strbuf_release(&out);
    free(bytes);
}

static void a_file_that_is_too_large_is_not_read_in_part(void **state)
{
    enum { SIZE = 200000 };
    static const size_t most[] = { 0, 1, 65535, 65536, 65537, SIZE - 1 };
    char *bytes = mem_new(SIZE, 1);
    const char *path = write_file("big", bytes, SIZE);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(most); i++) {
        struct strbuf out = STRBUF_INIT;
        struct error err = { 0 };

        strbuf_addstr(&out, "before");
        assert_int_equal(file_read(&out, path, most[i], &err), STATUS_INVALID);
        assert_non_null(strstr(err.text, path));
        assert_string_equal(out.text, "before");
        strbuf_release(&out);
    }
    free(bytes);
}

static void what_can_not_be_read_is_said_by_name(void **state)
{
    struct strbuf out = STRBUF_INIT;
    struct error err = { 0 };

    (void)state;
    assert_int_equal(file_read(&out, path_of("nothing-there"), 100, &err), STATUS_NOT_FOUND);
    assert_non_null(strstr(err.text, "nothing-there"));
    assert_int_equal(file_read(&out, folder, 100, &err), STATUS_IO); /* a folder */
    assert_non_null(strstr(err.text, folder));
    assert_int_equal(file_read(&out, path_of("nothing-there"), 100, NULL), STATUS_NOT_FOUND);
    assert_int_equal(out.size, 0);
    strbuf_release(&out);
}

static void a_file_without_permission_is_an_error_of_the_system(void **state)
{
    struct strbuf out = STRBUF_INIT;
    struct error err = { 0 };

    (void)state;
    if (geteuid() == 0) {
        print_message("root may read everything\n");
        skip();
    }
    chmod(write_file("locked", "x", 1), 0);
    assert_int_equal(file_read(&out, path_of("locked"), 100, &err), STATUS_IO);
    assert_non_null(strstr(err.text, "locked"));
    strbuf_release(&out);
}

static void a_hyphen_is_standard_input(void **state)
{
    int saved = dup(STDIN_FILENO), file;
    struct strbuf out = STRBUF_INIT;
    struct error err = { 0 };

    (void)state;
    file = open(write_file("text", "from a pipe", 11), O_RDONLY);
    assert_true(saved >= 0 && file >= 0);
    assert_true(dup2(file, STDIN_FILENO) >= 0);
    assert_int_equal(file_read(&out, "-", 100, &err), STATUS_OK);
    assert_string_equal(out.text, "from a pipe");
    assert_int_equal(lseek(STDIN_FILENO, 0, SEEK_SET), 0); /* still open: it isn't ours to close */
    assert_int_equal(file_read(&out, "-", 10, &err), STATUS_INVALID);
    assert_non_null(strstr(err.text, "standard input"));
    assert_string_equal(out.text, "from a pipe");
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(file);
    strbuf_release(&out);
}

/* Copied or not, the bytes are the same, and what is refused is refused in the same words. */
static void a_view_shows_what_reading_gives(void **state)
{
    static const size_t sizes[] = { 0, 1, 4096, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20 };
    char path[300];

    (void)state;
    snprintf(path, sizeof path, "%s/viewed", folder);
    for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
        struct strbuf read = STRBUF_INIT;
        struct file_view view;
        struct error seen = { 0 }, told = { 0 };
        FILE *file = fopen(path, "wb");

        assert_non_null(file);
        for (size_t n = 0; n < sizes[i]; n++)
            putc((int)(n * 31 % 251), file);
        assert_int_equal(fclose(file), 0);
        assert_int_equal(file_read(&read, path, sizes[i], NULL), STATUS_OK);
        assert_int_equal(file_view(&view, path, sizes[i], NULL), STATUS_OK);
        assert_int_equal(view.size, read.size);
        assert_memory_equal(view.bytes, read.text, read.size);
        file_view_close(&view);
        strbuf_release(&read);
        if (!sizes[i])
            continue;
        assert_int_equal(file_read(&read, path, sizes[i] - 1, &told), STATUS_INVALID);
        assert_int_equal(file_view(&view, path, sizes[i] - 1, &seen), STATUS_INVALID);
        assert_string_equal(seen.text, told.text);
        file_view_close(&view);
    }
    unlink(path);
    for (size_t i = 0; i < 2; i++) {
        struct file_view view;
        struct error err = { 0 };

        assert_true(file_view(&view, i ? "/" : path, 1 << 20, &err) != STATUS_OK);
        assert_true(*err.text);
        file_view_close(&view);
    }
}

static void no_file_stays_open(void **state)
{
    struct strbuf out = STRBUF_INIT;
    int before = dup(STDERR_FILENO), after;

    (void)state;
    close(before);
    file_read(&out, write_file("text", "x", 1), 100, NULL);
    file_read(&out, path_of("text"), 0, NULL);
    file_read(&out, folder, 100, NULL);
    after = dup(STDERR_FILENO); /* the lowest number that is free */
    close(after);
    assert_int_equal(before, after);
    strbuf_release(&out);
}

/* ---- writing --------------------------------------------------------------------------------- */

static void expect_bytes(const char *path, const char *bytes, size_t n)
{
    struct strbuf out = STRBUF_INIT;

    assert_int_equal(file_read(&out, path, 1 << 20, NULL), STATUS_OK);
    assert_int_equal(out.size, n);
    assert_memory_equal(out.text, bytes, n);
    strbuf_release(&out);
}

/* How many names the folder has, but . and .. */
static size_t names_in_folder(void)
{
    DIR *dir = opendir(folder);
    size_t count = 0;

    assert_non_null(dir);
    while (readdir(dir))
        count++;
    closedir(dir);
    return count - 2;
}

static void a_file_is_written_byte_for_byte_and_not_over_another(void **state)
{
    struct error err = { 0 };
    size_t before = names_in_folder();
    struct stat about;
    mode_t mask = umask(027);

    (void)state;
    assert_int_equal(file_write(path_of("new"), "a\0\xff\n", 4, false, &err), STATUS_OK);
    expect_bytes(path_of("new"), "a\0\xff\n", 4);
    assert_int_equal(stat(path_of("new"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
    umask(mask);
    assert_int_equal(file_write(path_of("new"), "b", 1, false, &err), STATUS_CHANGED);
    assert_non_null(strstr(err.text, "new is there already"));
    expect_bytes(path_of("new"), "a\0\xff\n", 4);
    assert_int_equal(file_write(path_of("new"), "b", 1, true, NULL), STATUS_OK);
    expect_bytes(path_of("new"), "b", 1);
    assert_int_equal(names_in_folder(), before + 1);
    /* A link to nothing is a name that is taken, though nothing is seen behind it. */
    assert_int_equal(unlink(path_of("new")), 0);
    assert_int_equal(symlink("nowhere", path_of("new")), 0);
    assert_int_equal(file_write(path_of("new"), "b", 1, false, NULL), STATUS_CHANGED);
    assert_int_equal(lstat(path_of("new"), &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    assert_int_equal(unlink(path_of("new")), 0);
    assert_int_equal(names_in_folder(), before);
}

/* Most of it is written when the system refuses more. */
static void a_write_that_fails_half_way_leaves_what_was_there(void **state)
{
    enum { SIZE = 300000, MOST = 100000 };
    struct rlimit all, few;
    char *bytes = mem_new(SIZE, 1);
    struct error err = { 0 };
    size_t names;

    (void)state;
    assert_int_equal(file_write(path_of("new"), "before", 6, true, NULL), STATUS_OK);
    names = names_in_folder();
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
    few = all;
    few.rlim_cur = MOST;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
    assert_int_equal(file_write(path_of("new"), bytes, SIZE, true, &err), STATUS_IO);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
    assert_non_null(strstr(err.text, "new can’t be written"));
    expect_bytes(path_of("new"), "before", 6);
    assert_int_equal(names_in_folder(), names);
    free(bytes);
}

static void what_is_no_file_is_never_replaced(void **state)
{
    struct error err = { 0 };

    (void)state;
    assert_int_equal(file_write(folder, "b", 1, true, &err), STATUS_IO);
    assert_non_null(strstr(err.text, "no file that could be replaced"));
    assert_int_equal(mkfifo(path_of("pipe"), 0600), 0);
    assert_int_equal(file_write(path_of("pipe"), "b", 1, true, NULL), STATUS_IO);
    assert_int_equal(unlink(path_of("pipe")), 0);
    assert_int_equal(file_write(path_of("no/where"), "b", 1, true, &err), STATUS_IO);
    assert_non_null(strstr(err.text, "no/where can’t be written"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_data_folder_is_the_one_that_was_named_nearest),
        cmocka_unit_test(a_path_is_written_as_people_do),
        cmocka_unit_test(a_file_is_appended_byte_for_byte),
        cmocka_unit_test(a_big_file_is_read_to_its_end),
        cmocka_unit_test(a_file_that_is_too_large_is_not_read_in_part),
        cmocka_unit_test(what_can_not_be_read_is_said_by_name),
        cmocka_unit_test(a_file_without_permission_is_an_error_of_the_system),
        cmocka_unit_test(a_hyphen_is_standard_input),
        cmocka_unit_test(a_view_shows_what_reading_gives),
        cmocka_unit_test(a_file_is_written_byte_for_byte_and_not_over_another),
        cmocka_unit_test(a_write_that_fails_half_way_leaves_what_was_there),
        cmocka_unit_test(what_is_no_file_is_never_replaced),
        cmocka_unit_test(no_file_stays_open),
    };

    return cmocka_run_group_tests_name("file", tests, make_folder, remove_folder);
}
