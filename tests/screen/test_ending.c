/*
 * test_ending: however a reader ends, the terminal is as it was and nobody
 * stays behind.
 */
#include "config.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

enum { LINE_BYTES = 512, STEP_MS = 50 };

/* The first living child of a process with this in its command line; 0: none
 * is there. */
static pid_t
child_of(pid_t parent, const char *name)
{
	char line[LINE_BYTES], state[16], command[LINE_BYTES];
	FILE *ps = popen("ps -A -o pid= -o ppid= -o stat= -o args=", "r");
	pid_t found = 0;

	assert_non_null(ps);
	while (fgets(line, sizeof(line), ps)) {
		long pid, ppid;

		if (sscanf(line, "%ld %ld %15s %511s", &pid, &ppid, state,
		        command) == 4 &&
		    ppid == (long)parent && state[0] != 'Z' &&
		    strstr(command, name) && !found)
			found = (pid_t)pid;
	}
	pclose(ps);
	return found;
}

/* Nobody but init may be there to reap it, so a zombie has gone, too. */
static bool
has_gone(pid_t pid)
{
	char command[64], state[16] = "";
	FILE *ps;

	if (kill(pid, 0) != 0 && errno == ESRCH)
		return true;
	snprintf(command, sizeof(command), "ps -o stat= -p %ld", (long)pid);
	ps = popen(command, "r");
	assert_non_null(ps);
	if (!fgets(state, sizeof(state), ps))
		state[0] = 'Z';
	pclose(ps);
	return state[0] == 'Z';
}

static void
expect_gone(struct term *t, pid_t pid)
{
	for (int waited = 0; waited < TERM_PATIENCE_MS; waited += STEP_MS) {
		if (has_gone(pid))
			return;
		term_pause(t, STEP_MS);
	}
	term_fail(t, "the process is still there", __FILE__, __LINE__);
}

static pid_t
expect_child(struct term *t, pid_t parent, const char *name)
{
	for (int waited = 0; waited < TERM_PATIENCE_MS; waited += STEP_MS) {
		pid_t pid = child_of(parent, name);

		if (pid)
			return pid;
		term_pause(t, STEP_MS);
	}
	term_fail(t, name, __FILE__, __LINE__);
	return 0;
}

/* A shell in the terminal, which runs the script.  It does not listen to what
 * a terminal sends to all of its processes. */
static struct term *
start_script(struct scene *s, const char *text, pid_t *reader)
{
	char shell[] = "/bin/sh", option[] = "-c", script[4096];
	char *argv[] = { shell, option, script, NULL };
	struct term *t;

	scene_setenv(s, "DIR", s->dir);
	assert_int_equal(scene_run(s, "--sample fetch", NULL), 0);
	snprintf(script, sizeof(script), "trap : INT HUP; %s", text);
	t = s->term[0] = term_start(80, 24, argv, s->env);
	term_expect_text(t, "Front page");
	*reader = expect_child(t, term_pid(t), "broadsheet");
	return t;
}

static bool
shows(struct term *t, const char *text)
{
	int column, row;

	return term_find(t, text, &column, &row);
}

static void
ended_by(struct scene *s, int signo)
{
	pid_t reader, desk;
	struct term *t = start_script(s,
	    "echo before; stty -g >$DIR/a; $BROADSHEET_LIBEXEC/broadsheet "
	    "--sample; "
	    "echo status $?; stty -g >$DIR/b; "
	    "cmp $DIR/a $DIR/b && echo same modes",
	    &reader);

	desk = expect_child(t, reader, "desk");
	assert_int_equal(kill(reader, signo), 0);
	term_expect_text(t, "status 0");
	term_expect_text(t, "same modes");
	/* The first screen again, with what stood there. */
	term_check(t, shows(t, "before"));
	term_check(t, !shows(t, "Front page"));
	term_expect_exit(t);
	expect_gone(t, desk);
}

static void
test_term(void **state)
{
	ended_by(*state, SIGTERM);
}

static void
test_hup(void **state)
{
	ended_by(*state, SIGHUP);
}

static void
test_int(void **state)
{
	ended_by(*state, SIGINT);
}

/* The window is closed: nobody is left. */
static void
test_hangup(void **state)
{
	struct scene *s = *state;
	struct term *t = scene_sample(s, 80, 24);
	pid_t reader = term_pid(t);
	pid_t desk = expect_child(t, reader, "desk");

	term_hang_up(t);
	term_expect_exit(t);
	expect_gone(t, desk);
}

/* Stopped and continued by a shell with job control. */
static void
test_stop(void **state)
{
	pid_t reader;
	struct term *t = start_script(*state,
	    "set -m; $BROADSHEET_LIBEXEC/broadsheet --sample; echo has "
	    "stopped; read line; "
	    "fg; echo has ended",
	    &reader);

	term_keys(t, "jjj");
	scene_expect_chosen(t, "World");
	assert_int_equal(kill(reader, SIGTSTP), 0);
	term_expect_text(t, "has stopped");
	term_check(t, !shows(t, "Front page"));
	term_keys(t, "<Enter>");
	scene_expect_chosen(t, "World");
	term_keys(t, "k");
	scene_expect_chosen(t, "Today");
	term_keys(t, "Q");
	term_expect_text(t, "has ended");
	term_expect_exit(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)
		TEST(test_term),
		TEST(test_hup),
		TEST(test_int),
		TEST(test_hangup),
		TEST(test_stop),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("ending", tests, NULL, NULL);
}
