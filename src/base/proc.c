#include "config.h"

#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif
#ifdef HAVE_SYS_PROCCTL_H
#include <sys/procctl.h>
#endif
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif
#if defined(__FreeBSD__) || defined(__DragonFly__) || defined(__NetBSD__)
#include <sys/sysctl.h>
#endif

#include "base/i18n.h"
#include "base/mem.h"

#ifndef NSIG
#define NSIG 65
#endif

enum {
	READ_BYTES = 64 * 1024,
	FDS_GUESS = 1024 /* closed one by one where nothing better exists */
};

/* All that a child needs to know.  The ends that are its own, all above 2. */
struct plan {
	const char *const *argv;
	int flags;
	int in, out, err; /* -1: /dev/null */
	int report;       /* where errno of a failed exec goes */
	pid_t parent;
};

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Off the numbers of stdin, stdout, stderr, which the child will cover. */
static bool
lift(int *fd)
{
	int up;

	if (*fd > STDERR_FILENO)
		return true;
	up = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (up < 0)
		return false;
	close(*fd);
	*fd = up;
	return true;
}

static bool
open_pipe(int fd[2])
{
#ifdef HAVE_PIPE2
	if (pipe2(fd, O_CLOEXEC) < 0)
		return false;
#else
	if (pipe(fd) < 0)
		return false;
	fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	fcntl(fd[1], F_SETFD, FD_CLOEXEC);
#endif
	return lift(&fd[0]) && lift(&fd[1]);
}

/* --- the child, between fork and exec: system calls only --- */

static void
die_with(pid_t parent)
{
#if defined(HAVE_SYS_PRCTL_H) && defined(PR_SET_PDEATHSIG)
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#elif defined(HAVE_SYS_PROCCTL_H) && defined(PROC_PDEATHSIG_CTL)
	int sig = SIGKILL;

	procctl(P_PID, 0, PROC_PDEATHSIG_CTL, &sig);
#endif
	/* It may have died before it was asked to take us along. */
	if (getppid() != parent)
		_exit(127);
}

/* Our own are closed-on-exec; a library's may not be. */
static void
close_rest(void)
{
#if defined(HAVE_CLOSE_RANGE) && defined(CLOSE_RANGE_CLOEXEC)
	if (close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
		return;
#endif
	for (int fd = STDERR_FILENO + 1; fd < FDS_GUESS; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static bool
place(int fd, int target)
{
	int null = -1;
	bool ok;

	if (fd < 0)
		fd = null = open(
		    "/dev/null", target == STDIN_FILENO ? O_RDONLY : O_WRONLY);
	if (fd < 0)
		return false;
	if (fd == target)
		return fcntl(fd, F_SETFD, 0) == 0;
	ok = dup2(fd, target) >= 0;
	close_fd(&null);
	return ok;
}

static void
child(const struct plan *p)
{
	sigset_t none;
	int why;

	if (p->flags & PROC_SESSION)
		setsid();
	if (p->flags & PROC_DIE_WITH_US)
		die_with(p->parent);
	if (!(p->flags & PROC_KEEP_TTY) &&
	    (!place(p->err, STDERR_FILENO) || !place(p->in, STDIN_FILENO) ||
	        !place(p->out, STDOUT_FILENO)))
		goto fail;
	close_rest();
	/* Also what we ignore, which exec would hand on. */
	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvp(p->argv[0], (char *const *)p->argv);
fail:
	why = errno;
	while (write(p->report, &why, sizeof(why)) < 0 && errno == EINTR)
		continue;
	_exit(127);
}

/* --- our side --- */

static pid_t
spawn(const struct plan *p)
{
	sigset_t all, old;
	pid_t pid;

	/* Else a signal that reaches the child before exec would write to the
	 * pipe of our loop. */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	pid = fork();
	if (pid == 0)
		child(p);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return pid;
}

static pid_t
reap(pid_t pid, int *status, int flags)
{
	pid_t got;

	do
		got = waitpid(pid, status, flags);
	while (got < 0 && errno == EINTR);
	return got;
}

/* Waits until exec has closed the pipe (0) or errno comes out of it. */
static int
exec_errno(int fd)
{
	int why = 0;
	ssize_t n;

	do
		n = read(fd, &why, sizeof(why));
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(why) ? why : 0;
}

static bool
start(struct proc *p, struct plan *plan, int report, struct err *err)
{
	int why, status;
	pid_t pid = spawn(plan);

	if (pid < 0)
		return err_errno(err, _("cannot start %s"), plan->argv[0]);
	close_fd(&plan->in);
	close_fd(&plan->out);
	close_fd(&plan->report);
	why = exec_errno(report);
	if (why) {
		reap(pid, &status, 0);
		errno = why;
		return err_errno(err, _("cannot start %s"), plan->argv[0]);
	}
	p->pid = pid;
	p->group = plan->flags & PROC_SESSION;
	return true;
}

bool
proc_start(struct proc *p, const char *const argv[], int flags, int stderr_fd,
    struct err *err)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, report[2] = { -1, -1 };
	bool pipes = !(flags & (PROC_NO_PIPES | PROC_KEEP_TTY));
	struct plan plan = { argv, flags, -1, -1, -1, -1, getpid() };
	bool ok;

	*p = (struct proc){ 0, -1, -1, false };
	ok = open_pipe(report) && (!pipes || (open_pipe(in) && open_pipe(out)));
	if (ok && stderr_fd >= 0) {
		plan.err = fcntl(stderr_fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		ok = plan.err >= 0;
	}
	if (!ok) {
		err_errno(err, _("cannot start %s"), argv[0]);
	} else {
		plan.in = in[0];
		plan.out = out[1];
		plan.report = report[1];
		in[0] = out[1] = report[1] = -1;
		ok = start(p, &plan, report[0], err);
	}
	close_fd(&report[0]);
	close_fd(&report[1]);
	close_fd(&in[0]);
	close_fd(&out[1]);
	close_fd(&plan.in);
	close_fd(&plan.out);
	close_fd(&plan.err);
	close_fd(&plan.report);
	if (!ok) {
		close_fd(&in[1]);
		close_fd(&out[0]);
	} else if (pipes) {
		p->in = in[1];
		p->out = out[0];
		fcntl(p->in, F_SETFL, O_NONBLOCK);
		fcntl(p->out, F_SETFL, O_NONBLOCK);
	}
	return ok;
}

void
proc_widen(struct proc *p, int bytes)
{
#ifdef F_SETPIPE_SZ
	fcntl(p->in, F_SETPIPE_SZ, bytes);
	fcntl(p->out, F_SETPIPE_SZ, bytes);
#else
	(void)p;
	(void)bytes;
#endif
}

void
proc_close_in(struct proc *p)
{
	close_fd(&p->in);
}

bool
proc_ended(struct proc *p, int *status)
{
	int how = 0;
	pid_t got;

	if (p->pid <= 0)
		return true;
	got = reap(p->pid, &how, WNOHANG);
	if (got == 0)
		return false;
	p->pid = 0;
	if (status)
		*status = how;
	return true;
}

void
proc_end(struct proc *p, int grace_ms)
{
	struct timespec nap = { 0, 1000000 };
	int status;

	close_fd(&p->in);
	close_fd(&p->out);
	for (; p->pid > 0 && !proc_ended(p, &status) && grace_ms > 0;
	     grace_ms--)
		nanosleep(&nap, NULL);
	if (p->pid <= 0)
		return;
	kill(p->group ? -p->pid : p->pid, SIGKILL);
	reap(p->pid, &status, 0);
	p->pid = 0;
}

void
proc_status_text(struct str *out, int status)
{
	if (WIFSIGNALED(status))
		str_printf(out, _("killed by signal %d (%s)"), WTERMSIG(status),
		    strsignal(WTERMSIG(status)));
	else
		str_printf(out, _("exit status %d"), WEXITSTATUS(status));
}

bool
proc_write_some(int fd, struct span text, size_t *sent, struct err *err)
{
	while (*sent < text.n) {
		ssize_t n = write(fd, text.s + *sent, text.n - *sent);

		if (n >= 0)
			*sent += (size_t)n;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			return true;
		else if (errno != EINTR)
			return err_errno(err, _("cannot write to a program"));
	}
	return true;
}

int
proc_read_some(int fd, struct str *text, size_t max)
{
	size_t before = text->n, left = max;

	while (left > 0) {
		size_t want = left < READ_BYTES ? left : READ_BYTES;
		ssize_t n;

		str_reserve(text, want);
		n = read(fd, text->s + text->n, want);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			break;
		if (n <= 0)
			return text->n > before ? 1 : -1;
		text->n += (size_t)n;
		text->s[text->n] = '\0';
		left -= (size_t)n;
	}
	return text->n > before;
}

/* --- our other programs --- */

/* The path of the running program; NULL where the system does not tell. */
static char *
self_path(void)
{
#if defined(__APPLE__)
	char path[PATH_MAX];
	uint32_t size = sizeof(path);

	return _NSGetExecutablePath(path, &size) == 0 ? realpath(path, NULL)
	                                              : NULL;
#elif defined(KERN_PROC_PATHNAME)
	char path[PATH_MAX];
	size_t size = sizeof(path);
#ifdef __NetBSD__
	int name[] = { CTL_KERN, KERN_PROC_ARGS, -1, KERN_PROC_PATHNAME };
#else
	int name[] = { CTL_KERN, KERN_PROC, KERN_PROC_PATHNAME, -1 };
#endif

	return sysctl(name, 4, path, &size, NULL, 0) == 0 ? xstrdup(path)
	                                                  : NULL;
#else
	return realpath("/proc/self/exe", NULL);
#endif
}

/* dir/name when that is a program; dir may be NULL. */
static char *
program_in(const char *dir, const char *name)
{
	struct str path = { 0 };

	if (!dir || !*dir)
		return NULL;
	str_printf(&path, "%s/%s", dir, name);
	if (access(str_z(&path), X_OK) == 0)
		return str_take(&path);
	str_release(&path);
	return NULL;
}

char *
proc_sibling(const char *name)
{
	char *found = program_in(getenv("BROADSHEET_LIBEXEC"), name);
	char *self, *slash;

	if (found)
		return found;
	self = self_path();
	slash = self ? strrchr(self, '/') : NULL;
	if (slash) {
		*slash = '\0';
		found = program_in(self, name);
	}
	free(self);
	return found ? found : program_in(PKGLIBEXECDIR, name);
}
