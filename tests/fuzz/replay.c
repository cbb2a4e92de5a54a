/* Runs a target over its kept corpus, one test a file. The program's own name says which: fuzz_x
 * reads corpus/x below COUPLET_TESTS/fuzz. A file that breaks something ends the program, and its
 * test is the one that never reported. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "fuzz.h"

enum { CORPUS_FILE_MAX = 16 << 20 };

static int is_visible(const struct dirent *entry)
{
    return *entry->d_name != '.';
}

static void replay(const char *folder, const char *name)
{
    struct strbuf path = STRBUF_INIT, bytes = STRBUF_INIT;
    struct error err = { 0 };
    char *exact;

    strbuf_addf(&path, "%s/%s", folder, name);
    if (file_read(&bytes, path.text, CORPUS_FILE_MAX, &err) != STATUS_OK) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    /* A copy of just that size, so that reading behind it is seen. */
    exact = mem_copy_n(bytes.text, bytes.size);
    exact = mem_resize(exact, bytes.size ? bytes.size : 1, 1);
    LLVMFuzzerTestOneInput((const uint8_t *)exact, bytes.size);
    free(exact);
    strbuf_release(&path);
    strbuf_release(&bytes);
}

int main(int argc, char **argv)
{
    const char *tests = getenv("COUPLET_TESTS"), *name = strrchr(argv[0], '/');
    struct strbuf folder = STRBUF_INIT;
    struct dirent **entries;
    int count;

    (void)argc;
    name = name ? name + 1 : argv[0];
    strbuf_addf(&folder, "%s/fuzz/corpus/%s", tests ? tests : "tests", name + strlen("fuzz_"));
    count = scandir(folder.text, &entries, is_visible, alphasort);
    if (count <= 0) {
        fprintf(stderr, "%s holds no corpus\n", folder.text);
        return 1;
    }
    printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        replay(folder.text, entries[i]->d_name);
        printf("ok %d - %s\n", i + 1, entries[i]->d_name);
        fflush(stdout);
        free(entries[i]);
    }
    free(entries);
    strbuf_release(&folder);
    return 0;
}
