/* Running programs from tests, exactly: what they get is what the test lists, nothing else.
 *
 * proc_run() starts a program without any terminal, feeds it and collects what it says; the
 * pseudo-terminal harness shares the parts below it. Nothing of the caller's environment, signal
 * dispositions or open files reaches the program. Linux only; one thread. Sizes are bytes, times
 * milliseconds. Without memory the test program aborts. */
#ifndef COUPLET_TESTS_PROC_H
#define COUPLET_TESTS_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How long a program may take when the job doesn't say: long, since only a failure waits for it. */
#define PROC_TIMEOUT_MS 30000

/* Bytes that grow. data is NUL-terminated as soon as something was added, else NULL; size doesn't
 * count the NUL. Begin with all zero. */
struct proc_bytes {
    char *data;
    size_t size, room;
};

void proc_bytes_add(struct proc_bytes *bytes, const void *data, size_t size);
void proc_bytes_release(struct proc_bytes *bytes);

/* An environment as execve() takes it. list is NULL-terminated, and NULL itself while empty.
 * Begin with all zero, end with proc_env_release(). */
struct proc_env {
    char **list;
    size_t count;
};

/* Sets or replaces a variable; the text is copied. */
void proc_env_set(struct proc_env *env, const char *name, const char *value);

/* Copies a variable of the test program if that has it. */
void proc_env_inherit(struct proc_env *env, const char *name);

/* The usual ones: TERM=xterm-256color, LC_ALL=C.UTF-8, PATH=/usr/bin:/bin, HOME=home and
 * XDG_DATA_HOME=home/.local/share. Nothing is created on disk. */
void proc_env_usual(struct proc_env *env, const char *home);

/* What the compilers' tools want to be told inside the program too, as far as the test program has
 * it: ASAN_OPTIONS, UBSAN_OPTIONS, LSAN_OPTIONS, GCOV_PREFIX, GCOV_PREFIX_STRIP and
 * LLVM_PROFILE_FILE. */
void proc_env_tools(struct proc_env *env);

void proc_env_release(struct proc_env *env);

/* A program to run. Everything is borrowed. */
struct proc_job {
    const char *const *argv; /* argv[0] is a path; PATH isn't searched */
    char *const *env;        /* NULL: empty */
    const char *dir;         /* where it runs; NULL: here */
    const char *input;       /* its standard input, then end of file */
    size_t input_size;
    int timeout_ms; /* 0: PROC_TIMEOUT_MS */
    int grace_ms;   /* between SIGTERM and SIGKILL when time is up; 0: 2000 */
};

/* What came of it. */
struct proc_result {
    struct proc_bytes out, err;
    int status;     /* as waitpid() gives it */
    bool timed_out; /* it had to be ended */
};

/* Runs a program to its end, with pipes for its standard streams and in a session of its own, so
 * that there is no terminal, /dev/tty neither. A program that doesn't read its input, or whose own
 * children keep its output open, doesn't block the test. Returns whether the program was started;
 * if not, errno says why. The result is the caller's to release in either case. */
bool proc_run(const struct proc_job *job, struct proc_result *result);

void proc_result_release(struct proc_result *result);

/* A wait status as a shell shows it: the exit code, or 128 and the signal. */
int proc_exit_code(int status);

/* Milliseconds of a clock that only goes forward. */
int64_t proc_clock_ms(void);

/* To be called in a forked child: becomes the program, with no other file than its standard streams
 * and without core files. If that fails, writes errno (an int) to the descriptor failure, which
 * must be close-on-exec and none of the standard ones, and exits with 127. */
_Noreturn void proc_exec(const char *const *argv, char *const *env, const char *dir, int failure);

/* Closes every descriptor from this one on. */
void proc_close_from(int first);

/* Sets the signals to how a login starts a program: default, none blocked. */
void proc_default_signals(void);

#endif
