/* Signals as flags and one byte in a pipe, so that poll() wakes. Not the crashes (crash.c). */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "internal.h"

/* SIGHUP and SIGTSTP stay ignored where the parent ignores them: nohup, a shell without jobs. */
static const struct {
    int number;
    bool keep_ignored;
} caught[] = {
    { SIGTERM, false }, { SIGINT, false },  { SIGHUP, true },
    { SIGTSTP, true },  { SIGCONT, false }, { SIGWINCH, false },
};

static struct sigaction before[ARRAY_SIZE(caught)], before_quit;
static volatile sig_atomic_t seen[ARRAY_SIZE(caught)];
static volatile sig_atomic_t lent;
static bool hung_up; /* SIGHUP was taken */
static int ends[2] = { -1, -1 };

static size_t index_of(int number)
{
    size_t i = 0;

    while (i < ARRAY_SIZE(caught) && caught[i].number != number)
        i++;
    return i;
}

static void tell(int number)
{
    int saved = errno;
    size_t i = index_of(number);

    if (i < ARRAY_SIZE(caught) && !(lent && (number == SIGINT || number == SIGCONT))) {
        seen[i] = 1;
        (void)!write(ends[1], "", 1); /* full is fine: poll() wakes all the same */
    }
    errno = saved;
}

static void let_pass(int number)
{
    (void)number; /* unlike SIG_IGN, not handed on to the program that has the terminal */
}

static void catch (int number)
{
    struct sigaction action = { .sa_handler = tell, .sa_flags = SA_RESTART };

    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

enum status signals_open(struct error *err)
{
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK))
        return error_set(err, STATUS_IO,
                         "no pipe for signals: %s; close some programs and try again",
                         strerror(errno));
    lent = 0;
    hung_up = false;
    for (size_t i = 0; i < ARRAY_SIZE(caught); i++) {
        seen[i] = 0;
        sigaction(caught[i].number, NULL, &before[i]);
        if (!caught[i].keep_ignored || before[i].sa_handler != SIG_IGN)
            catch (caught[i].number);
    }
    return STATUS_OK;
}

void signals_close(bool gone)
{
    gone = gone || hung_up;
    for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
        if (!gone || caught[i].number != SIGHUP)
            sigaction(caught[i].number, &before[i], NULL);
    /* Of a terminal that went we may hear twice: from poll(), or as the end of the session, and by
     * the signal. The second time must not kill us while the journal is being closed. */
    if (gone)
        signal(SIGHUP, SIG_IGN);
    close(ends[0]);
    close(ends[1]);
    ends[0] = ends[1] = -1;
}

int signals_fd(void)
{
    return ends[0];
}

void signals_drain(void)
{
    char bytes[64];

    while (read(ends[0], bytes, sizeof bytes) > 0)
        ;
}

bool signals_take(int number)
{
    size_t i = index_of(number);

    if (!seen[i])
        return false;
    seen[i] = 0;
    hung_up = hung_up || number == SIGHUP;
    return true;
}

void signals_stop(void)
{
    size_t i = index_of(SIGTSTP);

    if (before[i].sa_handler == SIG_IGN)
        return;
    sigaction(SIGTSTP, &before[i], NULL);
    kill(0, SIGTSTP); /* returns after SIGCONT; at once where nobody could continue us */
    catch (SIGTSTP);
    seen[i] = 0;
    seen[index_of(SIGCONT)] = 0;
}

void signals_lend(void)
{
    struct sigaction action = { .sa_handler = let_pass, .sa_flags = SA_RESTART };

    sigemptyset(&action.sa_mask);
    sigaction(SIGTSTP, &before[index_of(SIGTSTP)], NULL);
    sigaction(SIGQUIT, &action, &before_quit);
    lent = 1;
}

void signals_unlend(void)
{
    size_t i = index_of(SIGTSTP);

    lent = 0;
    sigaction(SIGQUIT, &before_quit, NULL);
    if (before[i].sa_handler != SIG_IGN)
        catch (SIGTSTP);
}
