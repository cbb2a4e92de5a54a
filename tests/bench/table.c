/* The table that `make bench` prints. */
#include "table.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS = 80, INDENT = 4 };

/* As people read it: "5.37 M", "209,000", "1.02", "0.97 MB", "994 µs". */
static void say(char *out, size_t size, enum unit unit, double value)
{
    const char *after = unit == UNIT_US ? " µs" : "";

    if (value < 0)
        snprintf(out, size, "–");
    else if (unit == UNIT_RATIO)
        snprintf(out, size, "%.2f", value);
    else if (unit == UNIT_KB)
        snprintf(out, size, "%.2f MB", value / 1000);
    else if (unit == UNIT_INSTRUCTIONS && value >= 1e6)
        snprintf(out, size, "%.*f M", value < 1e7 ? 2 : value < 1e8 ? 1 : 0, value / 1e6);
    else if (value >= 1000)
        snprintf(out, size, "%d,%03d%s", (int)value / 1000, (int)value % 1000, after);
    else
        snprintf(out, size, "%.0f%s", value, after);
}

/* Everything here is one column a letter. */
static int columns_of(const char *text)
{
    int n = 0;

    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

/* Text in so many columns, at the right end of them; -10: ten, at the left end. */
static void put_column(const char *text, int width)
{
    int blanks = (width < 0 ? -width : width) - columns_of(text);

    if (width > 0)
        printf("%*s", blanks > 0 ? blanks : 0, "");
    fputs(text, stdout);
    if (width < 0)
        printf("%*s", blanks > 0 ? blanks : 0, "");
}

static void put_row(const char *what, const char *ours, const char *goal, const char *gate,
                    const char *verdict)
{
    put_column(what, -40);
    put_column(ours, 10);
    put_column(goal, 10);
    put_column(gate, 10);
    printf("%s%s\n", *verdict ? "  " : "", verdict);
}

/* Puts a piece behind the others of its line, or into the next one. Returns the column after it;
 * 0 is where the first line begins. */
static int put_piece(int column, const char *between, const char *piece)
{
    if (column && column + columns_of(between) + columns_of(piece) <= COLUMNS) {
        printf("%s%s", between, piece);
        return column + columns_of(between) + columns_of(piece);
    }
    printf("%s%*s%s", column ? "\n" : "", INDENT, "", piece);
    return INDENT + columns_of(piece);
}

static void put_peers(const struct results *results, size_t figure)
{
    int column = 0;

    for (size_t i = 0; i < PEERS; i++) {
        double value = results->theirs[i].figures[figure];
        char number[32], piece[80];

        if (value < 0)
            continue;
        say(number, sizeof number, figure_rows[figure].unit, value);
        snprintf(piece, sizeof piece, "%s %s", peer_said(&peers[i]), number);
        column = put_piece(column, " · ", piece);
    }
    if (column)
        putchar('\n');
}

void table_print(const struct results *results)
{
    int met = 0, measured = 0;

    put_row("what", "couplet", "goal", "gate", "");
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        const struct figure_row *row = &figure_rows[i];
        char ours[32], goal[32], gate[32];
        bool known = results->ours[i] >= 0, good = known && results->ours[i] <= row->goal;

        say(ours, sizeof ours, row->unit, results->ours[i]);
        say(goal, sizeof goal, row->unit, row->goal);
        say(gate, sizeof gate, row->unit, row->limit);
        put_row(row->what, ours, goal, gate, good ? "met" : known ? "missed" : "");
        put_peers(results, i);
        met += good;
        measured += known;
    }
    printf("\n%d of %d goals are met. No figure should be above its goal, and make test fails\n",
           met, measured);
    printf("above the gate. The peers below a row did the like in this run. The large\n"
           "journal has %zu entries.\n",
           results->entries);
}

void table_print_missing(const struct results *results)
{
    int column = 0;

    for (size_t i = 0; i < PEERS; i++) {
        bool again = false;

        for (size_t k = 0; k < i; k++)
            again |= !strcmp(peers[k].command, peers[i].command);
        if (results->theirs[i].path || again)
            continue;
        if (!column)
            puts("There is more to see where these are installed:");
        column = put_piece(column, ", ", peers[i].command);
    }
    if (column)
        putchar('\n');
}
