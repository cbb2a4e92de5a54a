/* couplet pack new: a pack to begin with, one whole prompt in it, that passes the check. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "format/pack.h"
#include "options.h"
#include "packfile.h"

/* Its first %s is the id, its second the title. */
static const char beginning[] =
    "{\n"
    "  \"format\": 1,\n"
    "  \"id\": \"%s\",\n"
    "  \"title\": \"%s\",\n"
    "  \"version\": \"0.1.0\",\n"
    "  \"lang\": \"en\",\n"
    "  \"license\": \"CC0-1.0\",\n"
    "  \"prompts\": [\n"
    "    {\n"
    "      \"id\": \"first-light\",\n"
    "      \"text\": \"Which lamp do you put on first when you come home late?\",\n"
    "      \"focus\": \"Coming home late.\",\n"
    "      \"mood\": \"light\",\n"
    "      \"mode\": \"talking\",\n"
    "      \"depth\": 1,\n"
    "      \"minutes\": 5,\n"
    "      \"dimension\": \"emotional\",\n"
    "      \"listener\": {\n"
    "        \"response\": \"understand\",\n"
    "        \"do\": \"Say what that lamp can see.\",\n"
    "        \"avoid\": \"watts\",\n"
    "        \"ask\": \"Who might be waiting up by that lamp?\"\n"
    "      },\n"
    "      \"followups\": [\n"
    "        \"What do you leave in the dark?\",\n"
    "        \"What do you do before anything else?\"\n"
    "      ]\n"
    "    }\n"
    "  ]\n"
    "}\n";

/* The id that a file's name suggests: "Our Kitchen.json" is our-kitchen. */
static void id_of(const char *path, char id[PACK_ID_MAX + 1])
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    size_t n = 0, end = strlen(name);

    if (end > 5 && !strcmp(name + end - 5, ".json"))
        end -= 5;
    for (size_t i = 0; i < end && n < PACK_ID_MAX; i++) {
        unsigned char c = (unsigned char)name[i];

        if (c < 0x80 && isalnum(c))
            id[n++] = (char)tolower(c);
        else if (n && id[n - 1] != '-')
            id[n++] = '-';
    }
    while (n && id[n - 1] == '-')
        n--;
    id[n] = '\0';
    if (!n)
        snprintf(id, PACK_ID_MAX + 1, "my-pack");
}

static void title_of(const char *id, char title[PACK_ID_MAX + 1])
{
    snprintf(title, PACK_ID_MAX + 1, "%s", id);
    title[0] = (char)toupper((unsigned char)title[0]);
    for (char *at = title; *at; at++)
        if (*at == '-')
            *at = ' ';
}

int pack_new(struct cli *cli, const struct options *options, int argc, char **argv)
{
    char id[PACK_ID_MAX + 1], title[PACK_ID_MAX + 1];
    struct strbuf text = STRBUF_INIT, line = STRBUF_INIT;
    struct error err = { 0 };
    int code = EXIT_OK;

    (void)argc;
    id_of(argv[0], id);
    title_of(id, title);
    strbuf_addf(&text, beginning, id, title);
    if (pack_file_write(options, argv[0], &text, &err) != STATUS_OK) {
        code = cli_fail(cli, &err);
    } else if (strcmp(argv[0], "-") != 0) {
        strbuf_addf(&line,
                    "%s is begun. Write in it, then: couplet pack check %s, couplet pack add %s",
                    argv[0], argv[0], argv[0]);
        say_line(cli, line.text);
    }
    strbuf_release(&text);
    strbuf_release(&line);
    return code;
}
