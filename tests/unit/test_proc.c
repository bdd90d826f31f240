#include "config.h"

#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void
wait_for(int fd, short what)
{
	struct pollfd p = { fd, what, 0 };

	while (poll(&p, 1, -1) < 0)
		assert_int_equal(errno, EINTR);
}

/* All that comes out, until its end. */
static void
drain(struct proc *p, struct str *out)
{
	int got;

	while ((got = proc_read_some(p->out, out, 1000)) >= 0)
		if (got == 0)
			wait_for(p->out, POLLIN);
}

static int
status_of(struct proc *p)
{
	int status = -1;

	while (!proc_ended(p, &status))
		poll(NULL, 0, 1);
	assert_int_equal(p->pid, 0);
	return status;
}

static struct proc
started(const char *const argv[], int flags, int stderr_fd)
{
	struct proc p;
	struct err err = { 0 };

	if (!proc_start(&p, argv, flags, stderr_fd, &err))
		fail_msg("%s", err.text);
	return p;
}

static void
talks_both_ways(void **state)
{
	const char *const argv[] = { "cat", NULL };
	struct proc p = started(argv, 0, -1);
	struct str out = { 0 }, text = { 0 };
	struct err err = { 0 };
	size_t sent = 0;

	(void)state;
	str_fill(&text, 'x', 300000); /* more than a pipe holds */
	assert_int_equal(proc_read_some(p.out, &out, 10), 0);
	while (sent < text.n) {
		assert_true(
		    proc_write_some(p.in, str_span(&text), &sent, &err));
		proc_read_some(p.out, &out, 5000);
	}
	proc_close_in(&p);
	drain(&p, &out);
	assert_true(span_eq(str_span(&out), str_span(&text)));
	assert_int_equal(status_of(&p), 0);
	proc_end(&p, 0);
	str_release(&out);
	str_release(&text);
}

static void
reads_no_more_than_asked(void **state)
{
	const char *const argv[] = { "printf", "abcdef", NULL };
	struct proc p = started(argv, 0, -1);
	struct str out = { 0 };

	(void)state;
	wait_for(p.out, POLLIN);
	assert_int_equal(proc_read_some(p.out, &out, 4), 1);
	assert_string_equal(str_z(&out), "abcd");
	drain(&p, &out);
	assert_string_equal(str_z(&out), "abcdef");
	proc_end(&p, 1000);
	str_release(&out);
}

static void
missing_program_is_an_error(void **state)
{
	const char *const argv[] = { "no-such-program-here", NULL };
	struct proc p;
	struct err err = { 0 };

	(void)state;
	assert_false(proc_start(&p, argv, 0, -1, &err));
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_string_equal(err.text, "cannot start no-such-program-here: No "
	                              "such file or directory");
	assert_int_equal(p.pid, 0);
	assert_int_equal(p.in, -1);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void
tells_how_it_ended(void **state)
{
	const char *const three[] = { "sh", "-c", "exit 3", NULL };
	const char *const killed[] = { "sh", "-c", "kill -9 $$", NULL };
	struct proc p = started(three, PROC_NO_PIPES, -1);
	struct str text = { 0 };

	(void)state;
	assert_int_equal(p.out, -1);
	proc_status_text(&text, status_of(&p));
	assert_string_equal(str_z(&text), "exit status 3");
	str_clear(&text);
	p = started(killed, 0, -1);
	proc_status_text(&text, status_of(&p));
	assert_string_equal(str_z(&text), "killed by signal 9 (Killed)");
	proc_end(&p, 0);
	str_release(&text);
}

static void
stderr_goes_where_told(void **state)
{
	const char *const argv[] = { "sh", "-c", "echo talk >&2", NULL };
	int fd[2];
	struct proc p;
	struct str out = { 0 };

	(void)state;
	assert_int_equal(pipe(fd), 0);
	p = started(argv, 0, fd[1]);
	close(fd[1]);
	wait_for(fd[0], POLLIN);
	assert_int_equal(proc_read_some(fd[0], &out, 100), 1);
	assert_string_equal(str_z(&out), "talk\n");
	close(fd[0]);
	proc_end(&p, 1000);
	str_release(&out);
}

/* Not even one that was opened without close-on-exec. */
static void
child_gets_no_other_fd(void **state)
{
	const char *const argv[] = { "sh", "-c", "test -e /dev/fd/50", NULL };
	struct proc p;
	int fd;

	(void)state;
	if (access("/dev/fd/0", F_OK) < 0)
		skip();
	fd = open("/dev/null", O_RDONLY);
	assert_int_equal(dup2(fd, 50), 50);
	p = started(argv, 0, -1);
	assert_int_equal(WEXITSTATUS(status_of(&p)), 1);
	proc_end(&p, 0);
	close(50);
	close(fd);
}

/* Signals that we ignore are the child's again. */
static void
child_has_default_signals(void **state)
{
	const char *const argv[] = { "sh", "-c", "kill -HUP $$; exit 0", NULL };
	struct proc p;
	int status;

	(void)state;
	signal(SIGHUP, SIG_IGN);
	p = started(argv, 0, -1);
	status = status_of(&p);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGHUP);
	proc_end(&p, 0);
	signal(SIGHUP, SIG_DFL);
}

static void
session_ends_as_one(void **state)
{
	const char *const argv[] = { "sh", "-c", "sleep 600 & echo $!; wait",
		NULL };
	struct proc p = started(argv, PROC_SESSION | PROC_DIE_WITH_US, -1);
	struct str out = { 0 };
	pid_t grandchild;
	int out_fd, got;

	(void)state;
	assert_int_equal(getsid(p.pid), p.pid);
	wait_for(p.out, POLLIN);
	assert_int_equal(proc_read_some(p.out, &out, 100), 1);
	grandchild = (pid_t)atoi(str_z(&out));
	assert_true(grandchild > 1);
	/* The pipe ends when the last of them has gone. */
	out_fd = fcntl(p.out, F_DUPFD_CLOEXEC, 3);
	proc_end(&p, 0);
	assert_int_equal(p.pid, 0);
	wait_for(out_fd, POLLIN);
	got = proc_read_some(out_fd, &out, 100);
	assert_int_equal(got, -1);
	close(out_fd);
	str_release(&out);
}

static void
broken_pipe_is_an_error(void **state)
{
	const char *const argv[] = { "true", NULL };
	struct proc p = started(argv, 0, -1);
	struct err err = { 0 };
	size_t sent = 0;

	(void)state;
	status_of(&p);
	assert_false(proc_write_some(p.in, SPAN("x"), &sent, &err));
	assert_string_equal(err.text, "cannot write to a program: Broken pipe");
	proc_end(&p, 0);
}

static void
sibling_is_found(void **state)
{
	char dir[] = "/tmp/broadsheet-proc-XXXXXX";
	struct str path = { 0 };
	char *found;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	str_printf(&path, "%s/no-such-sibling", dir);
	setenv("BROADSHEET_LIBEXEC", dir, 1);
	assert_null(proc_sibling("no-such-sibling"));
	fd = open(str_z(&path), O_CREAT | O_WRONLY, 0700);
	assert_true(fd >= 0);
	close(fd);
	found = proc_sibling("no-such-sibling");
	assert_non_null(found);
	assert_string_equal(found, str_z(&path));
	free(found);
	unsetenv("BROADSHEET_LIBEXEC");
	found = proc_sibling("test_proc"); /* beside ourselves */
#ifdef __linux__
	assert_non_null(found);
#endif
	free(found);
	unlink(str_z(&path));
	rmdir(dir);
	str_release(&path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(talks_both_ways),
		cmocka_unit_test(reads_no_more_than_asked),
		cmocka_unit_test(missing_program_is_an_error),
		cmocka_unit_test(tells_how_it_ended),
		cmocka_unit_test(stderr_goes_where_told),
		cmocka_unit_test(child_gets_no_other_fd),
		cmocka_unit_test(child_has_default_signals),
		cmocka_unit_test(session_ends_as_one),
		cmocka_unit_test(broken_pipe_is_an_error),
		cmocka_unit_test(sibling_is_found),
	};

	signal(SIGPIPE, SIG_IGN);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
