/*
 * The locked room: what a parser must not be able to do, tried from inside.
 */
#include "config.h"

#include "parse/sandbox.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { REFUSED, POSSIBLE, NO_ROOM = 77, SPARE_FD = 20 };

/* Each returns true when it could do what it must not. */
typedef bool try_fn(void);

static bool
try_open(void)
{
	return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool
try_create(void)
{
	return open("/tmp/broadsheet-sandbox", O_CREAT | O_WRONLY, 0600) >= 0;
}

static bool
try_unlink(void)
{
	/* That there is no such file would say that one may ask. */
	return unlink("/nowhere/at/all") == 0 || errno == ENOENT;
}

static bool
try_stat(void)
{
	struct stat st;

	return stat("/", &st) == 0;
}

static bool
try_connect(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return false;
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 ||
	       errno == ECONNREFUSED;
}

static bool
try_pair(void)
{
	int pair[2];

	return socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0;
}

static bool
try_exec(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno != EPERM && errno != EACCES && errno != ENOSYS;
}

static bool
try_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid > 0;
}

static bool
try_kill(void)
{
	return kill(getppid(), 0) == 0;
}

static bool
try_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

/* A file that was open before must not be in reach. */
static bool
try_old_fd(void)
{
	char byte;

	return read(SPARE_FD, &byte, 1) >= 0;
}

static bool
try_memory(void)
{
	size_t most = (size_t)SANDBOX_MEMORY_MB << 20;

	return mmap(NULL, most + 1, PROT_READ | PROT_WRITE,
	           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

#ifdef __linux__
/* What somebody would call who has taken the parser over: by number, for a
 * library may not have all.  With such arguments each fails; that it may be
 * asked at all shows in how. */
static const long calls[] = {
	SYS_ptrace,
	SYS_prctl,
	SYS_clone,
	SYS_execve,
	SYS_execveat,
	SYS_socket,
	SYS_socketpair,
	SYS_bind,
	SYS_sendmsg,
	SYS_recvmsg,
	SYS_ioctl,
	SYS_fcntl,
	SYS_dup,
	SYS_dup3,
	SYS_pipe2,
	SYS_openat,
	SYS_chdir,
	SYS_unlinkat,
	SYS_renameat2,
	SYS_symlinkat,
	SYS_linkat,
	SYS_mkdirat,
	SYS_fchmodat,
	SYS_fchownat,
	SYS_truncate,
	SYS_memfd_create,
	SYS_bpf,
	SYS_unshare,
	SYS_setns,
	SYS_mount,
	SYS_keyctl,
	SYS_perf_event_open,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_shmget,
	SYS_kill,
	SYS_tkill,
	SYS_rt_sigqueueinfo,
	SYS_setrlimit,
	SYS_prlimit64,
	SYS_setuid,
	SYS_seccomp,
	SYS_userfaultfd,
	SYS_inotify_init1,
	SYS_timer_create,
	SYS_sched_setaffinity,
	SYS_sysinfo,
	SYS_getdents64,
	SYS_io_setup,
	SYS_personality,
#ifdef SYS_io_uring_setup
	SYS_io_uring_setup,
#endif
#ifdef SYS_clone3
	SYS_clone3,
#endif
#ifdef SYS_pidfd_open
	SYS_pidfd_open,
#endif
#ifdef SYS_openat2
	SYS_openat2,
#endif
};

static bool
try_calls(void)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		errno = 0;
		if (syscall(calls[i], -1L, 0L, 0L, 0L, 0L, 0L) != -1 ||
		    errno != EPERM)
			return true;
	}
	/* Only its own process may be sent a signal, by its own threads. */
	return syscall(SYS_tgkill, (long)getppid(), (long)getppid(), 0L) == 0;
}
#endif

/* The child's status after it has tried this in the locked room. */
static int
from_inside(try_fn *fn, bool filtered)
{
	int status, fd;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		enum sandbox_kind kind;

		fd = open("/dev/zero", O_RDONLY);
		if (fd >= 0)
			dup2(fd, SPARE_FD);
		kind = sandbox_enter(NULL);
		if (kind == SANDBOX_OFF || (filtered && kind != SANDBOX_FULL))
			_exit(NO_ROOM);
		_exit(fn() ? POSSIBLE : REFUSED);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
refused(try_fn *fn, bool filtered)
{
	int got = from_inside(fn, filtered);

	if (got == NO_ROOM)
		skip();
	assert_int_equal(got, REFUSED);
}

static void
test_open(void **state)
{
	(void)state;
	refused(try_open, false);
	refused(try_create, true);
}

static void
test_names(void **state)
{
	(void)state;
	refused(try_unlink, true);
	refused(try_stat, true);
}

static void
test_connect(void **state)
{
	(void)state;
	refused(try_connect, false);
	refused(try_pair, false);
}

static void
test_exec(void **state)
{
	(void)state;
	refused(try_exec, true);
}

static void
test_fork(void **state)
{
	(void)state;
	refused(try_fork, true);
}

static void
test_kill(void **state)
{
	(void)state;
	refused(try_kill, true);
}

static void
test_calls(void **state)
{
	(void)state;
#ifdef __linux__
	refused(try_calls, true);
#else
	skip();
#endif
}

static void
test_code(void **state)
{
	(void)state;
	refused(try_code, true);
}

static void
test_old_fd(void **state)
{
	(void)state;
	refused(try_old_fd, false);
}

static void
test_memory(void **state)
{
	(void)state;
	refused(try_memory, false);
}

static bool
try_work(void)
{
	char *p = malloc((size_t)8 << 20);
	bool well;

	/* What a job does: memory, time, its pipe. */
	if (!p)
		return false;
	memset(p, 'x', (size_t)8 << 20);
	sandbox_next_job();
	well = write(STDERR_FILENO, "", 0) == 0;
	free(p);
	return well;
}

static void
test_work(void **state)
{
	int got = from_inside(try_work, false);

	(void)state;
	if (got == NO_ROOM)
		skip();
	assert_int_equal(got, POSSIBLE);
}

/* A job that never ends is killed by its timer; checked without waiting for
 * the ten seconds: the signal's action is the default one. */
static bool
try_timer(void)
{
	raise(SIGPROF);
	return true;
}

static void
test_timer(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	assert_true(pid >= 0);
	if (pid == 0) {
		signal(SIGPROF, SIG_IGN);
		if (sandbox_enter(NULL) == SANDBOX_OFF)
			_exit(NO_ROOM);
		_exit(try_timer() ? POSSIBLE : REFUSED);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_ROOM)
		skip();
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGPROF);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_connect),
		cmocka_unit_test(test_exec),
		cmocka_unit_test(test_fork),
		cmocka_unit_test(test_kill),
		cmocka_unit_test(test_calls),
		cmocka_unit_test(test_code),
		cmocka_unit_test(test_old_fd),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_work),
		cmocka_unit_test(test_timer),
	};

#ifdef BS_NO_SANDBOX
	/* cmocka's own skip() says "not ok", which automake counts. */
	puts("1..0 # SKIP built with the sanitizers, so without a sandbox");
	return 0;
#endif
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
