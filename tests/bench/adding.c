/* `couplet pack add` with 182,000 prompts, and a program that only does the least: one cJSON tree
 * of the whole file, and one bare insert a prompt. */
#include "adding.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

enum { PROMPTS = 182000, LOOK_NS = 2000000, BYTES_MAX = 64 << 20 };

static bool write_pack(const char *path)
{
    static const char *const things[] = { "lamp", "spoon", "kettle", "stairs", "window" };
    FILE *file = fopen(path, "w");

    if (!file)
        return false;
    fputs("{\"format\": 1, \"id\": \"many\", \"title\": \"Many\", \"version\": \"1.0.0\", "
          "\"lang\": \"en\", \"license\": \"CC0-1.0\", \"prompts\": [",
          file);
    for (int i = 0; i < PROMPTS; i++)
        fprintf(file,
                "%s\n{\"id\": \"p%d\", \"text\": \"Which %s would you show a guest who comes from "
                "number %d?\", \"mood\": \"%s\", \"mode\": \"%s\", \"depth\": 2, \"minutes\": 5, "
                "\"dimension\": \"mental\", \"facets\": [\"social\"], \"followups\": [\"What came "
                "before it?\", \"Who else knows of it?\"]}",
                i ? "," : "", i, things[i % 5], i, i % 2 ? "light" : "serious",
                i / 2 % 2 ? "talking" : "listening");
    fputs("]}\n", file);
    return fclose(file) == 0;
}

/* ---- the least ---- */

static void add_whole(const char *path, const char *database)
{
    static const char *const fields[] = { "id", "text", "mood", "mode", "dimension" };
    struct strbuf bytes = STRBUF_INIT;
    const cJSON *prompt;
    sqlite3_stmt *insert;
    sqlite3 *db;
    cJSON *root;

    if (file_read(&bytes, path, BYTES_MAX, NULL) != STATUS_OK || sqlite3_open(database, &db))
        _exit(1);
    sqlite3_exec(db,
                 "PRAGMA journal_mode = WAL; CREATE TABLE p(n INTEGER PRIMARY KEY, id TEXT UNIQUE, "
                 "text TEXT, mood TEXT, mode TEXT, dimension TEXT, depth INTEGER); BEGIN",
                 NULL, NULL, NULL);
    if (sqlite3_prepare_v2(db,
                           "INSERT INTO p(id, text, mood, mode, dimension, depth) "
                           "VALUES(?, ?, ?, ?, ?, ?)",
                           -1, &insert, NULL))
        _exit(1);
    root = cJSON_ParseWithLength(bytes.text, bytes.size);
    cJSON_ArrayForEach(prompt, cJSON_GetObjectItem(root, "prompts"))
    {
        for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
            sqlite3_bind_text(insert, (int)i + 1,
                              cJSON_GetObjectItem(prompt, fields[i])->valuestring, -1,
                              SQLITE_STATIC);
        sqlite3_bind_int(insert, 6, cJSON_GetObjectItem(prompt, "depth")->valueint);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(db);
    cJSON_Delete(root);
    strbuf_release(&bytes);
    _exit(0);
}

/* ---- measuring ---- */

/* The kilobytes that are the process's own; 0 if it is gone. */
static double own_kb(pid_t pid)
{
    char path[64], line[256];
    double kb = 0;
    FILE *file;

    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (!strncmp(line, "RssAnon:", 8))
            kb = strtod(line + 8, NULL);
    if (file)
        fclose(file);
    return kb;
}

/* Waits for it. The processor's seconds, or -1 if it failed; *kb gets the most memory seen. */
static double seconds_of(pid_t pid, double *kb)
{
    static const struct timespec a_little = { .tv_nsec = LOOK_NS };
    struct rusage used;
    int status;

    *kb = 0;
    while (wait4(pid, &status, WNOHANG, &used) == 0) {
        double now = own_kb(pid);

        *kb = now > *kb ? now : *kb;
        nanosleep(&a_little, NULL);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status))
        return -1;
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static pid_t start_couplet(const char *bin, const struct home *home, const char *path)
{
    const char *const argv[] = { bin, "pack", "add", path, NULL };
    pid_t pid = fork();

    if (pid)
        return pid;
    if (!freopen("/dev/null", "w", stdout))
        _exit(1);
    execve(bin, (char *const *)(uintptr_t)argv, home->env.list);
    _exit(1);
}

bool adding_measure(const char *bin, const struct home *home, struct adding_cost *cost)
{
    char pack[PLACE_PATH_MAX + 16], database[PLACE_PATH_MAX + 16];
    double ours, whole, ignored;
    pid_t pid;

    snprintf(pack, sizeof pack, "%s/many.json", home->place.root);
    snprintf(database, sizeof database, "%s/many.db", home->place.root);
    if (!write_pack(pack)) {
        fprintf(stderr, "%s can't be written\n", pack);
        return false;
    }
    ours = seconds_of(start_couplet(bin, home, pack), &cost->kb);
    fflush(NULL);
    pid = fork();
    if (!pid)
        add_whole(pack, database);
    whole = seconds_of(pid, &ignored);
    unlink(pack);
    unlink(database);
    cost->over_whole = ours > 0 && whole > 0 ? ours / whole : -1;
    return ours > 0 && whole > 0;
}
