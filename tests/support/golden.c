/* Comparing with golden files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/golden.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/strbuf.h"

enum { DIFFERENT_ROWS_SHOWN = 8, GOLDEN_BYTES_MAX = 1 << 20, TESTS_MAX = 128 };

static char *golden_folder; /* absolute: a stage has a working folder of its own */

/* ---- comparing ---- */

static void write_golden(const char *path, const char *dump)
{
    FILE *file = fopen(path, "w");

    if (!file || fputs(dump, file) < 0 || fclose(file))
        fail_msg("%s can't be written: %s", path, strerror(errno));
}

/* Shows the first rows that differ, one below the other. */
static void show_difference(const char *path, const char *wanted, const char *seen)
{
    int shown = 0;

    print_error("%s differs (- wanted, + seen):\n", path);
    while ((*wanted || *seen) && shown < DIFFERENT_ROWS_SHOWN) {
        size_t w = strcspn(wanted, "\n"), s = strcspn(seen, "\n");

        if (w != s || memcmp(wanted, seen, w)) {
            print_error("- %.*s\n+ %.*s\n", (int)w, wanted, (int)s, seen);
            shown++;
        }
        wanted += w + (wanted[w] == '\n');
        seen += s + (seen[s] == '\n');
    }
}

static void compare_with(const char *path, const char *dump)
{
    const char *update = getenv("UPDATE_GOLDEN");
    struct strbuf wanted = STRBUF_INIT;
    struct error err = { 0 };
    bool same = true;

    if (update && *update) {
        write_golden(path, dump);
    } else if (file_read(&wanted, path, GOLDEN_BYTES_MAX, &err) != STATUS_OK) {
        print_error("%s\n%s", err.text, dump);
        same = false;
    } else if (strcmp(wanted.text, dump)) {
        show_difference(path, wanted.text, dump);
        same = false;
    }
    strbuf_release(&wanted);
    assert_true(same);
}

void golden_compare(const char *file, char *dump)
{
    struct strbuf path = STRBUF_INIT;

    strbuf_addf(&path, "%s/%s", golden_folder, file);
    compare_with(path.text, dump);
    strbuf_release(&path);
    free(dump);
}

void golden_compare_stage(const struct stage *stage, const char *file)
{
    const struct canvas *canvas = &stage->canvas;
    struct strbuf name = STRBUF_INIT;

    strbuf_addf(&name, "%s-%dx%d%s.txt", file, canvas->width, canvas->height,
                canvas->ascii ? "-ascii" : "");
    golden_compare(name.text, stage_dump(stage));
    strbuf_release(&name);
}

/* ---- the scenes ---- */

static const struct {
    int width, height;
    bool ascii;
} sizes[] = { { 80, 24, false }, { 40, 15, false }, { 140, 45, false }, { 80, 24, true } };

/* Returns false if the machine has no small disk for it. */
static bool play(const struct scene *scene, size_t size)
{
    struct stage stage;
    struct stage_options options = scene->options;

    options.width = sizes[size].width;
    options.height = sizes[size].height;
    options.ascii = sizes[size].ascii;
    if (!stage_open(&stage, &options))
        return false;
    if (scene->before)
        scene->before(&stage);
    stage_begin(&stage);
    if (scene->play)
        scene->play(&stage);
    stage_check_canvas(&stage.canvas);
    golden_compare_stage(&stage, scene->file);
    stage_close(&stage);
    return true;
}

static void is_as_drawn(void **state)
{
    const struct scene *scene = *state;

    for (size_t i = 0; i < ARRAY_SIZE(sizes); i++)
        if (!play(scene, i)) {
            print_message("no disk may be mounted here\n");
            skip();
        }
}

/* tests beside the program: $COUPLET_TESTS, or below the working folder. */
static void find_folder(void)
{
    struct strbuf folder = STRBUF_INIT;
    const char *given = getenv("COUPLET_TESTS");
    char *here = realpath(given && *given ? given : "tests", NULL);

    strbuf_addf(&folder, "%s/golden", here ? here : "tests");
    free(here);
    golden_folder = strbuf_detach(&folder);
}

int golden_run(const char *group, const struct scene *scenes, size_t count,
               const struct CMUnitTest *others, size_t other_count)
{
    struct CMUnitTest tests[TESTS_MAX] = { { .name = NULL } };
    int failed;

    if (count + other_count > TESTS_MAX)
        fail_msg("more than %d scenes", TESTS_MAX);
    find_folder();
    for (size_t i = 0; i < count; i++)
        tests[i] = (struct CMUnitTest){ .name = scenes[i].says,
                                        .test_func = is_as_drawn,
                                        .initial_state = (void *)(uintptr_t)&scenes[i] };
    for (size_t i = 0; i < other_count; i++)
        tests[count + i] = others[i];
    failed = _cmocka_run_group_tests(group, tests, count + other_count, NULL, NULL);
    free(golden_folder);
    return failed;
}
