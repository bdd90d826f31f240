#include "config.h"

#include "parse/sandbox.h"

#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#if !defined(BS_NO_SANDBOX) && defined(HAVE_SECCOMP)
#define ROOM_SECCOMP
#include <errno.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#elif !defined(BS_NO_SANDBOX) && defined(HAVE_CAP_ENTER)
#define ROOM_CAPSICUM
#include <sys/capsicum.h>
#endif

enum { FIRST_FD = 3, FDS_MAX = 4096 };

static void
close_fds(void)
{
#if defined(HAVE_CLOSEFROM)
	closefrom(FIRST_FD);
#else
#if defined(HAVE_CLOSE_RANGE)
	if (close_range(FIRST_FD, ~0U, 0) == 0)
		return;
#endif
	long max = sysconf(_SC_OPEN_MAX);

	if (max < 0 || max > FDS_MAX)
		max = FDS_MAX;
	for (int fd = FIRST_FD; fd < max; fd++)
		close(fd);
#endif
}

static void
limit(int what, rlim_t most)
{
	struct rlimit r = { .rlim_cur = most, .rlim_max = most };

	setrlimit(what, &r);
}

/* What every system offers; a sanitizer maps terabytes, so not the address
 * space there. */
static void
set_limits(void)
{
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NOFILE, FIRST_FD);
#ifdef RLIMIT_NPROC
	limit(RLIMIT_NPROC, 0);
#endif
#if defined(RLIMIT_AS) && !defined(BS_NO_SANDBOX)
	limit(RLIMIT_AS, (rlim_t)SANDBOX_MEMORY_MB * 1024 * 1024);
#endif
}

#ifdef ROOM_SECCOMP
/* What a program that computes needs, whatever its arguments are.  Anything
 * else answers EPERM, so that a library that would like to open a file goes
 * on without it. */
static const int allowed[] = {
	SCMP_SYS(read),
	SCMP_SYS(readv),
	SCMP_SYS(write),
	SCMP_SYS(writev),
	SCMP_SYS(brk),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(futex),
	SCMP_SYS(close),
	SCMP_SYS(fstat),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(setitimer),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
};

/* Memory yes, code no. */
static int
allow_memory(scmp_filter_ctx ctx)
{
	const struct scmp_arg_cmp no_exec =
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);

	return seccomp_rule_add(
	           ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_exec) ||
	       seccomp_rule_add(
	           ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_exec);
}

/* abort() signals its own process; nobody else's may be. */
static int
allow_abort(scmp_filter_ctx ctx)
{
	return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
	    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
}

static enum sandbox_kind
lock_room(const char **why)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int bad = !ctx;

	for (size_t i = 0; !bad && i < sizeof(allowed) / sizeof(*allowed); i++)
		bad = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, allowed[i], 0);
	bad = bad || allow_memory(ctx) || allow_abort(ctx) || seccomp_load(ctx);
	if (ctx)
		seccomp_release(ctx);
	*why = bad ? "the kernel offers no seccomp filter" : "seccomp";
	return bad ? SANDBOX_LIMITS : SANDBOX_FULL;
}
#elif defined(ROOM_CAPSICUM)
static enum sandbox_kind
lock_room(const char **why)
{
	bool bad = cap_enter() != 0;

	*why = bad ? "the kernel offers no capsicum" : "capsicum";
	return bad ? SANDBOX_LIMITS : SANDBOX_FULL;
}
#elif !defined(BS_NO_SANDBOX) && defined(HAVE_PLEDGE)
static enum sandbox_kind
lock_room(const char **why)
{
	bool bad = pledge("stdio", "") != 0;

	*why = bad ? "pledge was refused" : "pledge";
	return bad ? SANDBOX_LIMITS : SANDBOX_FULL;
}
#elif !defined(BS_NO_SANDBOX)
static enum sandbox_kind
lock_room(const char **why)
{
	*why = "this system offers no filter of system calls";
	return SANDBOX_LIMITS;
}
#else
static enum sandbox_kind
lock_room(const char **why)
{
	*why = "compiled without, for sanitizers";
	return SANDBOX_OFF;
}
#endif

enum sandbox_kind
sandbox_enter(const char **why)
{
	const char *unused;

	/* The timer of sandbox_next_job must end us, whatever was inherited. */
	signal(SIGPROF, SIG_DFL);
	close_fds();
	set_limits();
	return lock_room(why ? why : &unused);
}

void
sandbox_next_job(void)
{
	struct itimerval timer = { .it_value = { SANDBOX_JOB_SECONDS, 0 } };

	setitimer(ITIMER_PROF, &timer, NULL);
}
