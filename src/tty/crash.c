/* Giving the terminal back when the program dies of a fault. Everything is prepared beforehand;
 * the handler calls only what POSIX calls async-signal-safe. Not for orderly ends. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "internal.h"

enum { STACK_SIZE = 32 * 1024, LAST_WORDS_MAX = 512 };

/* SIGQUIT is no fault, but it dumps core all the same. */
static const int faults[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGQUIT };

static struct sigaction before[ARRAY_SIZE(faults)];
static stack_t stack_before;
static char stack[STACK_SIZE];
static char last_words[LAST_WORDS_MAX];
static size_t last_words_size;
static struct termios modes;
static volatile sig_atomic_t armed;

void tty_last_rites(void)
{
    int saved = errno;
    size_t at = 0;

    if (!armed)
        return;
    armed = 0;
    while (at < last_words_size) {
        ssize_t n = write(STDOUT_FILENO, last_words + at, last_words_size - at);

        if (n <= 0 && errno != EINTR)
            break;
        at += n > 0 ? (size_t)n : 0;
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &modes);
    errno = saved;
}

/* Puts the former disposition back and lets the signal come again: by the same fault, or by
 * raising what somebody sent. */
static void on_fault(int number, siginfo_t *info, void *context)
{
    (void)context;
    tty_last_rites();
    for (size_t i = 0; i < ARRAY_SIZE(faults); i++)
        if (faults[i] == number)
            sigaction(number, &before[i], NULL);
    if (info->si_code <= 0 || number == SIGQUIT)
        raise(number);
}

void crash_open(const char *bytes, size_t n, const struct termios *before_us)
{
    struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };
    stack_t ours = { .ss_sp = stack, .ss_size = sizeof stack };

    modes = *before_us;
    last_words_size = n < sizeof last_words ? n : sizeof last_words;
    memcpy(last_words, bytes, last_words_size);
    sigaltstack(&ours, &stack_before);
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < ARRAY_SIZE(faults); i++)
        sigaction(faults[i], &action, &before[i]);
}

void crash_close(void)
{
    for (size_t i = 0; i < ARRAY_SIZE(faults); i++)
        sigaction(faults[i], &before[i], NULL);
    sigaltstack(&stack_before, NULL);
}

void crash_arm(bool on)
{
    armed = on;
}
