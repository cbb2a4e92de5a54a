/* Running programs from tests, exactly. */
#include "proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Between a polite and an impolite end. */
#define GRACE_MS 2000

/* How often to ask whether the program has ended, while its pipes tell and when they no longer
 * can. */
#define TICK_OPEN_MS 10
#define TICK_CLOSED_MS 1

static void *resize(void *old, size_t size)
{
    void *fresh = realloc(old, size);

    if (!fresh)
        abort();
    return fresh;
}

void proc_bytes_add(struct proc_bytes *bytes, const void *data, size_t size)
{
    if (bytes->size + size + 1 > bytes->room) {
        bytes->room = (bytes->size + size + 1) * 2;
        bytes->data = resize(bytes->data, bytes->room);
    }
    if (size)
        memcpy(bytes->data + bytes->size, data, size);
    bytes->size += size;
    bytes->data[bytes->size] = '\0';
}

void proc_bytes_release(struct proc_bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct proc_bytes){ 0 };
}

static char *assignment(const char *name, const char *value)
{
    size_t size = strlen(name) + strlen(value) + 2;
    char *text = resize(NULL, size);

    snprintf(text, size, "%s=%s", name, value);
    return text;
}

static char **find_variable(const struct proc_env *env, const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < env->count; i++) {
        if (!strncmp(env->list[i], name, n) && env->list[i][n] == '=')
            return &env->list[i];
    }
    return NULL;
}

void proc_env_set(struct proc_env *env, const char *name, const char *value)
{
    char **found = find_variable(env, name);

    if (found) {
        free(*found);
        *found = assignment(name, value);
        return;
    }
    env->list = resize(env->list, (env->count + 2) * sizeof(*env->list));
    env->list[env->count++] = assignment(name, value);
    env->list[env->count] = NULL;
}

void proc_env_inherit(struct proc_env *env, const char *name)
{
    const char *value = getenv(name);

    if (value)
        proc_env_set(env, name, value);
}

void proc_env_usual(struct proc_env *env, const char *home)
{
    static const char below[] = "/.local/share";
    struct proc_bytes data = { 0 };

    proc_bytes_add(&data, home, strlen(home));
    proc_bytes_add(&data, below, strlen(below));
    proc_env_set(env, "TERM", "xterm-256color");
    proc_env_set(env, "LC_ALL", "C.UTF-8");
    proc_env_set(env, "PATH", "/usr/bin:/bin");
    proc_env_set(env, "HOME", home);
    proc_env_set(env, "XDG_DATA_HOME", data.data);
    proc_bytes_release(&data);
}

void proc_env_tools(struct proc_env *env)
{
    static const char *const names[] = { "ASAN_OPTIONS", "UBSAN_OPTIONS",     "LSAN_OPTIONS",
                                         "GCOV_PREFIX",  "GCOV_PREFIX_STRIP", "LLVM_PROFILE_FILE" };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        proc_env_inherit(env, names[i]);
}

void proc_env_release(struct proc_env *env)
{
    for (size_t i = 0; i < env->count; i++)
        free(env->list[i]);
    free(env->list);
    *env = (struct proc_env){ 0 };
}

int64_t proc_clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int proc_exit_code(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void proc_default_signals(void)
{
    struct sigaction plain = { .sa_handler = SIG_DFL };
    sigset_t none;

    for (int sig = 1; sig < 32; sig++) {
        if (sig != SIGKILL && sig != SIGSTOP)
            sigaction(sig, &plain, NULL);
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The system call itself, since not every C library has a function for it; kernels before 5.9 don't
 * have the call. */
void proc_close_from(int first)
{
    long limit = sysconf(_SC_OPEN_MAX);

    if (!syscall(SYS_close_range, (unsigned)first, ~0U, 0U))
        return;
    for (int fd = first; fd < limit; fd++)
        close(fd);
}

/* Keeps the standard streams and failure, which becomes the next after them. */
static int close_others(int failure)
{
    const int kept = STDERR_FILENO + 1;

    if (failure != kept)
        dup3(failure, kept, O_CLOEXEC);
    proc_close_from(kept + 1);
    return kept;
}

_Noreturn void proc_exec(const char *const *argv, char *const *env, const char *dir, int failure)
{
    static char *const nothing[] = { NULL };
    const struct rlimit no_core = { 0, 0 };
    int reason;

    failure = close_others(failure);
    setrlimit(RLIMIT_CORE, &no_core);
    if (!dir || !chdir(dir))
        execve(argv[0], (char *const *)argv, env ? env : nothing); /* which changes none of it */
    reason = errno;
    if (write(failure, &reason, sizeof(reason)) < 0)
        _exit(126);
    _exit(127);
}

/* A running program and our ends of its pipes; -1 is closed. */
struct run {
    pid_t pid;
    int in, out, err;
    const struct proc_job *job;
    size_t fed; /* bytes of the input that it has been given */
    struct proc_result *result;
};

enum { READ_END, WRITE_END };

/* The pipes before the fork; failure tells of an exec that failed. */
struct pipes {
    int in[2], out[2], err[2], failure[2];
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void close_pipes(struct pipes *pipes)
{
    int *const all[] = { pipes->in, pipes->out, pipes->err, pipes->failure };

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        close_fd(&all[i][READ_END]);
        close_fd(&all[i][WRITE_END]);
    }
}

static bool open_pipes(struct pipes *pipes)
{
    int *const all[] = { pipes->in, pipes->out, pipes->err, pipes->failure };

    memset(pipes, -1, sizeof(*pipes));
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        if (pipe2(all[i], O_CLOEXEC))
            return false;
    }
    return true;
}

static _Noreturn void become_program(const struct proc_job *job, const struct pipes *pipes)
{
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    proc_default_signals();
    dup2(pipes->in[READ_END], STDIN_FILENO);
    dup2(pipes->out[WRITE_END], STDOUT_FILENO);
    dup2(pipes->err[WRITE_END], STDERR_FILENO);
    proc_exec(job->argv, job->env, job->dir, pipes->failure[WRITE_END]);
}

/* Waits until exec has happened, which closes the pipe, or has failed. */
static bool exec_succeeded(const struct pipes *pipes)
{
    int reason;
    ssize_t n;

    do
        n = read(pipes->failure[READ_END], &reason, sizeof(reason));
    while (n < 0 && errno == EINTR);
    if (n == (ssize_t)sizeof(reason))
        errno = reason;
    return n == 0;
}

static int take(int *fd)
{
    int taken = *fd;

    *fd = -1;
    fcntl(taken, F_SETFL, O_NONBLOCK);
    return taken;
}

static bool start(struct run *run, struct pipes *pipes)
{
    run->pid = fork();
    if (run->pid < 0)
        return false;
    if (!run->pid)
        become_program(run->job, pipes);
    close_fd(&pipes->failure[WRITE_END]);
    if (!exec_succeeded(pipes)) {
        int reason = errno;

        waitpid(run->pid, NULL, 0);
        errno = reason;
        return false;
    }
    run->in = take(&pipes->in[WRITE_END]);
    run->out = take(&pipes->out[READ_END]);
    run->err = take(&pipes->err[READ_END]);
    return true;
}

/* Gives as much of the input as the pipe takes; closes it at the end or when nobody reads. */
static void feed(struct run *run)
{
    while (run->fed < run->job->input_size) {
        ssize_t n = write(run->in, run->job->input + run->fed, run->job->input_size - run->fed);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n < 0)
            break;
        run->fed += (size_t)n;
    }
    close_fd(&run->in);
}

/* Takes what is there, up to a megabyte, so that an endless writer can't keep us from looking at
 * the clock; closes at the end of file. */
static void collect(int *fd, struct proc_bytes *bytes)
{
    char block[16384];

    for (int i = 0; i < 64 && *fd >= 0; i++) {
        ssize_t n = read(*fd, block, sizeof(block));

        if (n > 0)
            proc_bytes_add(bytes, block, (size_t)n);
        else if (n == 0)
            close_fd(fd);
        else if (errno != EINTR)
            return;
    }
}

static void pump(struct run *run, int wait_ms)
{
    struct pollfd ends[] = {
        { run->in, POLLOUT, 0 },
        { run->out, POLLIN, 0 },
        { run->err, POLLIN, 0 },
    };

    poll(ends, sizeof(ends) / sizeof(*ends), wait_ms);
    if (run->in >= 0)
        feed(run);
    collect(&run->out, &run->result->out);
    collect(&run->err, &run->result->err);
}

/* The whole session gets the signal: a shell's children too. */
static void enforce(struct run *run, int64_t late_ms)
{
    int grace_ms = run->job->grace_ms ? run->job->grace_ms : GRACE_MS;

    if (late_ms < 0)
        return;
    if (!run->result->timed_out)
        kill(-run->pid, SIGTERM);
    run->result->timed_out = true;
    if (late_ms >= grace_ms)
        kill(-run->pid, SIGKILL);
}

static void attend(struct run *run)
{
    int timeout_ms = run->job->timeout_ms ? run->job->timeout_ms : PROC_TIMEOUT_MS;
    int64_t deadline = proc_clock_ms() + timeout_ms;

    while (waitpid(run->pid, &run->result->status, WNOHANG) != run->pid) {
        enforce(run, proc_clock_ms() - deadline);
        pump(run, run->out < 0 && run->err < 0 ? TICK_CLOSED_MS : TICK_OPEN_MS);
    }
    /* What it wrote is in the pipes by now; whoever else holds them may go on without us. */
    close_fd(&run->in);
    pump(run, 0);
    close_fd(&run->out);
    close_fd(&run->err);
}

bool proc_run(const struct proc_job *job, struct proc_result *result)
{
    struct run run = { .in = -1, .out = -1, .err = -1, .job = job, .result = result };
    struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
    struct pipes pipes;
    bool started;
    int reason;

    *result = (struct proc_result){ 0 };
    proc_bytes_add(&result->out, "", 0);
    proc_bytes_add(&result->err, "", 0);
    started = open_pipes(&pipes) && start(&run, &pipes);
    reason = errno;
    close_pipes(&pipes);
    if (started) {
        /* A program that closes its input early must not end the test program. */
        sigaction(SIGPIPE, &ignore, &before);
        attend(&run);
        sigaction(SIGPIPE, &before, NULL);
    }
    errno = reason;
    return started;
}

void proc_result_release(struct proc_result *result)
{
    proc_bytes_release(&result->out);
    proc_bytes_release(&result->err);
    *result = (struct proc_result){ 0 };
}
