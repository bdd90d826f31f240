/*
 * proc: start a program by argv, talk to it through pipes, reap it.
 *
 * For everybody.  Never a shell.  fork and exec at once, with every other fd
 * closed-on-exec, signals reset, in a session of its own when asked.
 */
#ifndef BASE_PROC_H
#define BASE_PROC_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

struct proc {
	pid_t pid;  /* 0: not running */
	int in;     /* we write to its stdin; -1 when closed */
	int out;    /* we read its stdout, non-blocking; -1 when closed */
	bool group; /* it leads a session: what it started ends with it */
};

enum {
	PROC_SESSION = 1,     /* setsid: no terminal can reach it */
	PROC_DIE_WITH_US = 2, /* Linux: PDEATHSIG; elsewhere: EOF on stdin */
	PROC_NO_PIPES = 4,    /* stdin, stdout are /dev/null (a browser, say) */
	PROC_KEEP_TTY = 8 /* stdin, stdout, stderr are ours (a text browser) */
};

/*
 * Starts argv[0] (searched in PATH unless it has a slash).  stderr_fd becomes
 * its stderr; -1 for /dev/null.  Both pipe ends are non-blocking and
 * closed-on-exec on our side.  A program that cannot be started is an error
 * here, not a silent exit 127 (the child reports errno through a pipe).
 */
bool proc_start(struct proc *p, const char *const argv[], int flags,
    int stderr_fd, struct err *err);
/* Asks for pipes that hold so many bytes, where a system has such a thing:
 * then neither side waits for the other to come to its pipe. */
void proc_widen(struct proc *p, int bytes);
void proc_close_in(struct proc *p);
/* Waits without blocking: true when it has ended; *status as of waitpid.
 * pid is 0 afterwards. */
bool proc_ended(struct proc *p, int *status);
/* Closes the pipes, waits up to grace_ms for the end, then SIGKILL, to its
 * whole session when it has one. */
void proc_end(struct proc *p, int grace_ms);
/* The end as a phrase: "exit status 3", "killed by signal 9 (Killed)". */
void proc_status_text(struct str *out, int status);

/*
 * Writes what fits of text, from byte *sent on, to fd without blocking and
 * moves *sent.  False on an error other than "later" (err says which).  The
 * process must ignore SIGPIPE to hear of a reader that has gone.
 */
bool proc_write_some(int fd, struct span text, size_t *sent, struct err *err);
/*
 * Appends what can be read now, at most max bytes.  1: something came;
 * 0: nothing now; -1: end of file or error.
 */
int proc_read_some(int fd, struct str *text, size_t max);

/*
 * The path of one of our other programs ("desk", "parser"): the folder in
 * the environment variable BROADSHEET_LIBEXEC, else the folder of the running
 * program when it stands there, else the installed place.  NULL when it is in
 * none of them.  Caller frees.
 */
char *proc_sibling(const char *name);

#endif
