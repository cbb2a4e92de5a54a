/* A terminal that shows nothing of what is typed. */
#include "unseen.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"

static struct termios shown, hidden; /* as it was, and without echo */

static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };
static struct sigaction before[ARRAY_SIZE(caught)];

/* Only calls that may be made in a signal handler. */
static void show_again(int number)
{
    int saved = errno;

    tcsetattr(STDIN_FILENO, TCSANOW, &shown);
    if (number == SIGTSTP) {
        kill(getpid(), SIGSTOP);
        tcsetattr(STDIN_FILENO, TCSANOW, &hidden); /* they are back, and still alone */
    } else {
        signal(number, SIG_DFL);
        raise(number);
    }
    errno = saved;
}

bool unseen_begin(void)
{
    struct sigaction action = { .sa_handler = show_again, .sa_flags = SA_RESTART };

    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &shown) < 0)
        return false;
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
        sigaction(caught[i], &action, &before[i]);
    return tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
}

void unseen_end(void)
{
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
        sigaction(caught[i], &before[i], NULL);
}

/* Byte by byte, past the buffers of stdio, which would keep a copy. */
bool unseen_line(struct plain *plain, char line[UNSEEN_LINE_MAX])
{
    size_t size = 0;
    ssize_t got;
    char c;

    fflush(stdout);
    while ((got = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n')
        if (size + 1 < UNSEEN_LINE_MAX)
            line[size++] = c;
    while (size && strchr(" \t\r", line[size - 1]))
        size--;
    line[size] = '\0';
    explicit_bzero(&c, sizeof c);
    plain->over = got != 1;
    return got == 1;
}

void unseen_announce(const struct plain *plain, enum partner alone)
{
    plain_say(plain,
              "%s, this part is yours alone. %s, turn away for a little while. Nothing you "
              "type is shown.",
              couple_name(&plain->couple, alone),
              couple_name(&plain->couple, partner_other(alone)));
}
