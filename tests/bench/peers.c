/* The peers. */
#include "peers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"

enum { FILES = 300, LINES = 400, FEEDS = 40, COMMITS = 30 };

/* As many keys one way as back. In lists of more lines than the screen has rows. */
#define DOWN_AND_UP "Down*15 Up*15"

/* clang-format off */
const struct peer peers[PEERS] = {
    { .command = "fortune" },
    { .command = "sqlite3", .said = "sqlite3 shell",
      .words = { "-readonly", "data/couplet.db", "SELECT text FROM prompt LIMIT 1" } },
    { .command = "abook", .said = "abook --convert",
      .words = { "--convert", "--infile", "book", "--outformat", "text" } },
    { .command = "calcurse", .said = "calcurse -t", .words = { "-D", "calcurse", "-t" } },
    { .command = "newsboat", .said = "newsboat -x",
      .words = { "-u", "urls", "-c", "cache.db", "-x", "print-unread" } },
    { .command = "task", .said = "task next", .words = { "rc:taskrc", "next" } },
    { .command = "nano", .words = { "words.txt" }, .keys = DOWN_AND_UP, .quit = "^X" },
    { .command = "less", .words = { "words.txt" }, .keys = DOWN_AND_UP, .quit = "q" },
    { .command = "ncdu", .words = { "files" }, .keys = DOWN_AND_UP, .quit = "q" },
    { .command = "nnn", .words = { "files" }, .keys = DOWN_AND_UP, .quit = "q", .ticks = true },
    { .command = "htop", .keys = DOWN_AND_UP, .quit = "q", .ticks = true },
    { .command = "tig", .words = { "-C", "repository" }, .keys = DOWN_AND_UP, .quit = "q",
      .ticks = true },
    { .command = "dialog", .keys = DOWN_AND_UP, .quit = "Enter",
      .words = { "--menu", "Choose", "22", "60", "16", "1", "one", "2", "two", "3", "three",
                 "4", "four", "5", "five", "6", "six", "7", "seven", "8", "eight", "9", "nine",
                 "10", "ten", "11", "eleven", "12", "twelve", "13", "thirteen", "14", "fourteen",
                 "15", "fifteen", "16", "sixteen" } },
    { .command = "newsboat", .words = { "-u", "urls", "-c", "cache.db" }, .keys = DOWN_AND_UP,
      .quit = "q", .ticks = true },
    { .command = "calcurse", .words = { "-D", "calcurse" }, .keys = "Right*3 Left*3",
      .quit = "q y", .ticks = true },
};
/* clang-format on */

const char *peer_said(const struct peer *peer)
{
    return peer->said ? peer->said : peer->command;
}

void peers_find(struct peer_result results[PEERS])
{
    for (size_t i = 0; i < PEERS; i++) {
        results[i].path = cost_find(peers[i].command);
        for (size_t k = 0; k < FIGURE_COUNT; k++)
            results[i].figures[k] = -1;
    }
}

void peers_release(struct peer_result results[PEERS])
{
    for (size_t i = 0; i < PEERS; i++)
        free(results[i].path);
}

void tell_measuring(const char *what)
{
    fprintf(stderr, "measuring %s …\n", what);
}

/* ---- what they find ---- */

static const char *in_folder(const struct home *home, const char *name)
{
    static char path[PLACE_PATH_MAX + 64];

    snprintf(path, sizeof path, "%s/%s", home->place.root, name);
    return path;
}

static void put_text(const struct home *home, const char *name, const char *text)
{
    write_file(in_folder(home, name), text, strlen(text));
}

/* A file of count lines, each made of format and its number. */
static void put_lines(const struct home *home, const char *name, const char *format, int count)
{
    FILE *file = fopen(in_folder(home, name), "w");

    for (int i = 1; file && i <= count; i++)
        fprintf(file, format, i);
    if (file)
        fclose(file);
}

/* words: a command and what it is given, between blanks. */
static void run_tool(const struct home *home, const char *words)
{
    char list[160], *rest = list, *path;
    const char *argv[12] = { NULL };
    struct proc_job job = { .argv = argv, .env = home->env.list, .dir = home->place.root };
    struct proc_result result = { 0 };

    snprintf(list, sizeof list, "%s", words);
    for (size_t n = 0; rest && n + 1 < ARRAY_SIZE(argv); n++)
        argv[n] = strsep(&rest, " ");
    argv[0] = path = cost_find(argv[0]);
    if (path)
        proc_run(&job, &result);
    proc_result_release(&result);
    free(path);
}

void peers_lay_table(const struct home *home)
{
    static const char *const folders[] = { "files", "calcurse", "repository", "task" };

    for (size_t i = 0; i < ARRAY_SIZE(folders); i++)
        mkdir(in_folder(home, folders[i]), 0700);
    for (int i = 0; i < FILES; i++) {
        char name[32];

        snprintf(name, sizeof name, "files/file-%03d", i);
        put_text(home, name, "");
    }
    put_lines(home, "words.txt", "Line %d: one good thing to talk about, for two who love.\n",
              LINES);
    put_lines(home, "urls", "http://feed-%d.invalid/\n", FEEDS);
    put_lines(home, "book", "[%d]\nname=Somebody\nemail=somebody@example.org\n\n", FEEDS);
    put_text(home, "calcurse/todo", "[1] One thing\n[2] Another\n");
    put_text(home, "calcurse/apts", "");
    put_text(home, "taskrc", "data.location=task\nconfirmation=off\nnews.version=9.9.9\n");
    run_tool(home, "task rc:taskrc add One good thing");
    run_tool(home, "git init -q repository");
    for (int i = 0; i < COMMITS; i++)
        run_tool(home, "git -C repository -c user.name=Ana -c user.email=ana@example.org commit -qm"
                       "Once --allow-empty");
}

/* ---- what they cost ---- */

struct line {
    const char *argv[PEER_WORDS + 2];
};

static struct cost_play play_of(const struct home *home, const struct peer_result *results,
                                size_t i, struct line *line)
{
    *line = (struct line){ .argv = { results[i].path } };
    memcpy(line->argv + 1, peers[i].words, sizeof peers[i].words);
    return (struct cost_play){ .argv = line->argv,
                               .env = home->env.list,
                               .dir = home->place.root,
                               .keys = peers[i].keys,
                               .quit = peers[i].quit,
                               .ticks = peers[i].ticks };
}

static void count_one(const struct cost_play *play, double figures[FIGURE_COUNT], bool instructions)
{
    if (play->keys)
        figures[FIGURE_HOME_KEY_BYTES] = (double)cost_key_bytes(play, 1);
    if (!instructions)
        return;
    if (play->keys) {
        figures[FIGURE_HOME] = (double)cost_played(play, 0);
        figures[FIGURE_HOME_KEY] = (double)cost_key(play, 1);
        return;
    }
    /* Once before, so that what a first run lays down isn't counted. */
    cost_instructions(play->argv, play->env, play->dir, 0);
    figures[FIGURE_DRAW] = (double)cost_instructions(play->argv, play->env, play->dir, 0);
}

void peers_count(const struct home *home, struct peer_result results[PEERS], bool instructions)
{
    for (size_t i = 0; i < PEERS; i++) {
        struct line line;
        struct cost_play play = play_of(home, results, i, &line);

        if (!results[i].path)
            continue;
        tell_measuring(peer_said(&peers[i]));
        count_one(&play, results[i].figures, instructions);
    }
}

struct term *peer_start(const struct home *home, const struct peer_result *results, size_t i)
{
    struct line line;
    struct cost_play play = play_of(home, results, i, &line);

    return results[i].path && play.keys ? cost_start(&play) : NULL;
}
