/* What a program costs. */
#include "cost.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/proc.h"
#include "support/store_fixture.h"

enum { KEYS_MAX = 256, WORDS_MAX = 64, PATH_SIZE = 600, LINE_SIZE = 512 };

/* ---- finding commands ---- */

char *cost_find(const char *command)
{
    const char *places = getenv("PATH");
    char list[4096], *rest = list, *folder;

    snprintf(list, sizeof list, "%s:/usr/games", places ? places : "/usr/bin:/bin");
    while ((folder = strsep(&rest, ":"))) {
        char path[PATH_SIZE];

        snprintf(path, sizeof path, "%.400s/%.100s", folder, command);
        if (*folder == '/' && access(path, X_OK) == 0)
            return strdup(path);
    }
    return NULL;
}

static bool is_here(const char *command)
{
    char *path = cost_find(command);

    free(path);
    return path != NULL;
}

bool cost_counts_instructions(void)
{
    return is_here("valgrind");
}

bool cost_counts_calls(void)
{
    return is_here("strace");
}

/* ---- a command below one that counts ----
 *
 * The counts go to files of a folder of their own: the program's output stays as it is. */

struct counter {
    struct place place;
    char *command;
    char option[PATH_SIZE];
    const char *argv[WORDS_MAX];
};

/* words: of the counting command, the last one before where its file is named. */
static void count_by(struct counter *counter, const char *const *words, const char *const *argv)
{
    size_t n = 0;

    counter->argv[n++] = counter->command = cost_find(words[0]);
    assert_non_null(counter->command);
    place_make(&counter->place);
    while (*++words)
        counter->argv[n++] = *words;
    snprintf(counter->option, sizeof counter->option, "%s%s/count.%%p", counter->argv[n - 1],
             counter->place.root);
    counter->argv[n - 1] = counter->option;
    while (*argv && n + 1 < WORDS_MAX)
        counter->argv[n++] = *argv++;
    counter->argv[n] = NULL;
}

static void count_instructions(struct counter *counter, const char *const *argv)
{
    static const char *const valgrind[] = {
        "valgrind", "-q", "--vgdb=no", "--tool=callgrind", "--callgrind-out-file=", NULL
    };

    count_by(counter, valgrind, argv);
}

/* The sum of what the files say: the number that follows label in a line of its own. */
static int64_t read_counts(const struct counter *counter, const char *label)
{
    DIR *folder = opendir(counter->place.root);
    struct dirent *entry;
    int64_t sum = -1;

    while (folder && (entry = readdir(folder))) {
        char path[PLACE_PATH_MAX + 300], line[LINE_SIZE];
        FILE *file;

        snprintf(path, sizeof path, "%s/%s", counter->place.root, entry->d_name);
        file = strncmp(entry->d_name, "count.", 6) ? NULL : fopen(path, "r");
        while (file && fgets(line, sizeof line, file)) {
            if (!strncmp(line, label, strlen(label)))
                sum = (sum < 0 ? 0 : sum) + strtoll(line + strlen(label), NULL, 10);
        }
        if (file)
            fclose(file);
    }
    if (folder)
        closedir(folder);
    return sum;
}

static void stop_counting(struct counter *counter)
{
    place_remove(&counter->place);
    free(counter->command);
}

/* True if it ended with this code; else says what happened. */
static bool run(const char *const *argv, char *const *env, const char *dir, int code,
                struct proc_result *result)
{
    struct proc_job job = { .argv = argv, .env = env, .dir = dir, .timeout_ms = TERM_TIMEOUT_MS };
    bool right =
        proc_run(&job, result) && !result->timed_out && proc_exit_code(result->status) == code;

    if (!right)
        fprintf(stderr, "%s ended with %d: %s\n", argv[0], proc_exit_code(result->status),
                result->err.data ? result->err.data : "");
    return right;
}

int64_t cost_instructions(const char *const *argv, char *const *env, const char *dir, int code)
{
    struct counter counter;
    struct proc_result result = { 0 };
    int64_t count = -1;

    count_instructions(&counter, argv);
    if (run(counter.argv, env, dir, code, &result))
        count = read_counts(&counter, "totals:");
    proc_result_release(&result);
    stop_counting(&counter);
    return count;
}

/* strace tells in one line a call; the exec that starts the program is one of them. */
int64_t cost_calls(const char *const *argv, char *const *env, const char *dir, int code)
{
    static const char *const strace[] = {
        "strace", "-f", "-qq", "-e", "signal=none", "-o", "", NULL
    };
    struct counter counter;
    struct proc_result result = { 0 };
    int64_t count = -1;

    count_by(&counter, strace, argv);
    if (run(counter.argv, env, dir, code, &result)) {
        char path[PLACE_PATH_MAX + 16], line[LINE_SIZE];
        FILE *file;

        snprintf(path, sizeof path, "%s/count.%%p", counter.place.root);
        file = fopen(path, "r");
        for (count = 0; file && fgets(line, sizeof line, file);)
            count += strchr(line, '\n') && !strstr(line, " resumed>");
        if (file)
            fclose(file);
    }
    proc_result_release(&result);
    stop_counting(&counter);
    return count;
}

/* ---- keys ---- */

static const struct {
    const char *name;
    enum term_key key;
} key_names[] = {
    { "Up", TERM_KEY_UP },       { "Down", TERM_KEY_DOWN },   { "Left", TERM_KEY_LEFT },
    { "Right", TERM_KEY_RIGHT }, { "Enter", TERM_KEY_ENTER }, { "Esc", TERM_KEY_ESC },
    { "Home", TERM_KEY_HOME },   { "End", TERM_KEY_END },
};

static void send_word(struct term *t, const char *word)
{
    for (size_t i = 0; i < sizeof key_names / sizeof *key_names; i++) {
        if (!strcmp(word, key_names[i].name)) {
            term_key(t, key_names[i].key);
            return;
        }
    }
    if (word[0] == '^' && word[1])
        term_ctrl(t, word[1]);
    else
        term_type(t, word);
}

static bool rest(struct term *t)
{
    return term_idle(t, TERM_TIMEOUT_MS);
}

/* Sends the keys one by one and waits after each. bytes, if it isn't NULL, gets what each made the
 * program write. Returns how many keys there were, or -1. */
static int press(struct term *t, const char *keys, int64_t *bytes)
{
    char list[LINE_SIZE], *next = list, *word;
    int n = 0;

    snprintf(list, sizeof list, "%s", keys ? keys : "");
    while ((word = strsep(&next, " "))) {
        char *star = strchr(word, '*');
        long times = star ? strtol(star + 1, NULL, 10) : *word != '\0';

        if (star)
            *star = '\0';
        for (; times > 0; times--, n++) {
            size_t mark = term_mark(t);

            send_word(t, word);
            if (!rest(t))
                return -1;
            if (bytes && n < KEYS_MAX)
                bytes[n] = (int64_t)term_bytes_since(t, mark);
        }
    }
    return n;
}

/* ---- on a terminal ---- */

static struct term *start(const struct cost_play *play, const char *const *argv)
{
    struct term_options options = {
        .argv = argv, .env = play->env, .dir = play->dir, .guess_idle = play->ticks
    };
    struct term *t = term_spawn(&options);

    if (t && rest(t) && press(t, play->way, NULL) >= 0 && !term_ended(t))
        return t;
    fprintf(stderr, "%s doesn't get to where it is measured\n", play->argv[0]);
    term_free(t);
    return NULL;
}

/* Pages of a program that was linked a moment ago and isn't on the disk yet would count as memory
 * that the process wrote to. fsync() itself is taken by faults.c. */
static void put_on_disk(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd >= 0) {
        syscall(SYS_fsync, fd);
        close(fd);
    }
}

struct term *cost_start(const struct cost_play *play)
{
    put_on_disk(play->argv[0]);
    return start(play, play->argv);
}

/* Presses the rounds; the count of keys, or -1 if the program ended or hangs. */
static int press_rounds(struct term *t, const struct cost_play *play, int rounds, int64_t *bytes)
{
    int n = 0;

    for (int i = 0; i < rounds; i++) {
        int more = press(t, play->keys, bytes ? bytes + n : NULL);

        if (more < 0 || term_ended(t))
            return -1;
        n += more;
    }
    return n;
}

/* The instructions, and how many keys the rounds had. */
static int64_t play_counted(const struct cost_play *play, int rounds, int *keys)
{
    struct counter counter;
    struct term *t;
    int64_t count = -1;

    count_instructions(&counter, play->argv);
    t = start(play, counter.argv);
    *keys = t ? press_rounds(t, play, rounds, NULL) : -1;
    if (*keys >= 0 && press(t, play->quit, NULL) >= 0 && term_wait_exit(t, TERM_TIMEOUT_MS, NULL))
        count = read_counts(&counter, "totals:");
    if (t && count < 0)
        fprintf(stderr, "%s doesn't take its keys\n", play->argv[0]);
    term_free(t);
    stop_counting(&counter);
    return count;
}

int64_t cost_played(const struct cost_play *play, int rounds)
{
    int keys;

    return play_counted(play, rounds, &keys);
}

int64_t cost_key(const struct cost_play *play, int rounds)
{
    int keys, more;
    int64_t once = play_counted(play, rounds, &keys);
    int64_t twice = once < 0 ? -1 : play_counted(play, 2 * rounds, &more);

    return twice < 0 || more <= keys ? -1 : (twice - once) / (more - keys);
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

int64_t cost_key_bytes(const struct cost_play *play, int rounds)
{
    int64_t bytes[KEYS_MAX] = { 0 };
    struct term *t = cost_start(play);
    int n = t ? press_rounds(t, play, rounds, bytes) : -1;

    term_free(t);
    if (n <= 0 || n > KEYS_MAX)
        return -1;
    qsort(bytes, (size_t)n, sizeof *bytes, compare);
    return bytes[n / 2];
}

/* ---- while it runs ---- */

/* The sum of the numbers after a label, "" being the beginning, in a file of /proc. */
static int64_t read_number(const char *path, const char *label)
{
    FILE *file = fopen(path, "r");
    char line[LINE_SIZE];
    int64_t sum = 0;

    while (file && fgets(line, sizeof line, file)) {
        const char *found = strstr(line, label);

        if (found) /* "voluntary" stands in "nonvoluntary" too: both count */
            sum += strtoll(found + strlen(label), NULL, 10);
    }
    if (file)
        fclose(file);
    return sum;
}

bool cost_look(struct term *t, struct cost_used *used)
{
    char path[PATH_SIZE];
    DIR *threads;
    struct dirent *entry;

    if (term_ended(t))
        return false;
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)term_pid(t));
    *used = (struct cost_used){ .bytes = (int64_t)term_mark(t),
                                .private_kb = read_number(path, "Private_Dirty:") };
    snprintf(path, sizeof path, "/proc/%d/task", (int)term_pid(t));
    threads = opendir(path);
    while (threads && (entry = readdir(threads))) {
        if (*entry->d_name == '.')
            continue;
        snprintf(path, sizeof path, "/proc/%d/task/%.20s/status", (int)term_pid(t), entry->d_name);
        used->wake_ups += read_number(path, "voluntary_ctxt_switches:");
        snprintf(path, sizeof path, "/proc/%d/task/%.20s/schedstat", (int)term_pid(t),
                 entry->d_name);
        used->cpu_us += read_number(path, "") / 1000;
    }
    if (threads)
        closedir(threads);
    return threads != NULL;
}

struct cost_used cost_between(const struct cost_used *before, const struct cost_used *after)
{
    return (struct cost_used){ .wake_ups = after->wake_ups - before->wake_ups,
                               .cpu_us = after->cpu_us - before->cpu_us,
                               .bytes = after->bytes - before->bytes,
                               .private_kb = after->private_kb };
}
