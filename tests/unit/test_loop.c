#include "config.h"

#include "base/loop.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* What callbacks did, in order, as letters. */
struct seen {
	struct loop *loop;
	char text[64];
	int fd[2];
	uint64_t timer;
};

static void
note(struct seen *s, char c)
{
	size_t n = strlen(s->text);

	if (n + 1 < sizeof(s->text)) {
		s->text[n] = c;
		s->text[n + 1] = '\0';
	}
}

static void
timer_a(void *data)
{
	note(data, 'a');
}

static void
timer_b(void *data)
{
	note(data, 'b');
}

static void
timer_stop(void *data)
{
	struct seen *s = data;

	note(s, '.');
	loop_stop(s->loop);
}

static void
timers_run_in_order(void **state)
{
	struct seen s = { .loop = loop_new() };
	uint64_t gone;

	(void)state;
	loop_timer(s.loop, 20, timer_stop, &s);
	gone = loop_timer(s.loop, 5, timer_stop, &s);
	loop_timer(s.loop, 10, timer_b, &s);
	loop_timer(s.loop, 0, timer_a, &s);
	loop_timer(s.loop, 0, timer_b, &s);
	loop_timer_remove(s.loop, gone);
	loop_timer_remove(s.loop, gone);
	loop_timer_remove(s.loop, 0);
	loop_run(s.loop);
	assert_string_equal(s.text, "abb.");
	loop_free(s.loop);
}

static void
timer_again(void *data)
{
	struct seen *s = data;

	note(s, 'r');
	s->timer = loop_timer(s->loop, 0, timer_again, s);
}

static void
renewed_timer_waits_a_round(void **state)
{
	struct seen s = { .loop = loop_new() };

	(void)state;
	timer_again(&s);
	for (int i = 0; i < 3; i++)
		loop_step(s.loop, -1);
	assert_string_equal(s.text, "rrrr");
	loop_free(s.loop);
}

static void
many_timers(void **state)
{
	struct loop *l = loop_new();
	struct seen s = { .loop = l };
	uint64_t id[200];

	(void)state;
	for (int i = 0; i < 200; i++)
		id[i] = loop_timer(l, (i * 37) % 100 + 1000000, timer_b, &s);
	for (int i = 0; i < 200; i++)
		loop_timer_remove(l, id[(i * 7) % 200]);
	loop_timer(l, 0, timer_stop, &s);
	loop_run(l);
	assert_string_equal(s.text, ".");
	loop_free(l);
}

static void
on_read(int fd, int events, void *data)
{
	struct seen *s = data;
	char c;

	if (read(fd, &c, 1) == 1)
		note(s, c);
	if (events & LOOP_HANGUP) {
		note(s, '!');
		loop_fd_remove(s->loop, fd);
		loop_stop(s->loop);
	}
}

static void
reads_and_hangs_up(void **state)
{
	struct seen s = { .loop = loop_new() };

	(void)state;
	assert_int_equal(pipe(s.fd), 0);
	loop_fd(s.loop, s.fd[0], LOOP_READ, on_read, &s);
	loop_step(s.loop, 0);
	assert_string_equal(s.text, "");
	assert_int_equal(write(s.fd[1], "xy", 2), 2);
	loop_step(s.loop, 0);
	loop_fd(s.loop, s.fd[0], 0, on_read, &s);
	loop_step(s.loop, 0);
	assert_string_equal(s.text, "x");
	loop_fd(s.loop, s.fd[0], LOOP_READ, on_read, &s);
	loop_step(s.loop, -1);
	close(s.fd[1]);
	loop_run(s.loop);
	assert_string_equal(s.text, "xy!");
	close(s.fd[0]);
	loop_free(s.loop);
}

static void
waits_for_nothing_quietly(void **state)
{
	struct seen s = { .loop = loop_new() };

	(void)state;
	assert_int_equal(pipe(s.fd), 0);
	loop_fd(s.loop, s.fd[0], 0, on_read, &s);
	close(s.fd[1]);
	loop_timer(s.loop, 1, timer_stop, &s);
	loop_run(s.loop);
	assert_string_equal(s.text, ".");
	close(s.fd[0]);
	loop_free(s.loop);
}

static void
on_write(int fd, int events, void *data)
{
	struct seen *s = data;

	note(s, events & LOOP_HANGUP ? '!' : 'w');
	loop_fd_remove(s->loop, fd);
}

static void
writer_hears_of_the_end(void **state)
{
	struct seen s = { .loop = loop_new() };

	(void)state;
	assert_int_equal(pipe(s.fd), 0);
	loop_fd(s.loop, s.fd[1], LOOP_WRITE, on_write, &s);
	loop_step(s.loop, -1);
	loop_step(s.loop, 0);
	assert_string_equal(s.text, "w");
	close(s.fd[0]);
	loop_fd(s.loop, s.fd[1], LOOP_WRITE, on_write, &s);
	loop_step(s.loop, -1);
	assert_string_equal(s.text, "w!");
	close(s.fd[1]);
	loop_free(s.loop);
}

/* Whichever of two is called first closes and reuses the other's number. */
static void
on_either(int fd, int events, void *data)
{
	struct seen *s = data;
	int other = fd == s->fd[0] ? s->fd[1] : s->fd[0];

	(void)events;
	note(s, '1');
	loop_fd_remove(s->loop, other);
	loop_fd(s->loop, other, LOOP_READ, on_read, s);
	loop_fd_remove(s->loop, fd);
}

static void
event_of_an_earlier_user_is_lost(void **state)
{
	struct seen s = { .loop = loop_new() };
	int a[2], b[2];

	(void)state;
	assert_int_equal(pipe(a), 0);
	assert_int_equal(pipe(b), 0);
	s.fd[0] = a[0];
	s.fd[1] = b[0];
	loop_fd(s.loop, a[0], LOOP_READ, on_either, &s);
	loop_fd(s.loop, b[0], LOOP_READ, on_either, &s);
	assert_int_equal(write(a[1], "A", 1), 1);
	assert_int_equal(write(b[1], "B", 1), 1);
	loop_step(s.loop, -1);
	assert_string_equal(s.text, "1");
	loop_step(s.loop, -1);
	assert_int_equal(strlen(s.text), 2);
	for (int i = 0; i < 2; i++) {
		close(a[i]);
		close(b[i]);
	}
	loop_free(s.loop);
}

static void
on_usr1(int signo, void *data)
{
	struct seen *s = data;

	assert_int_equal(signo, SIGUSR1);
	note(s, 's');
	loop_stop(s->loop);
}

static void
signal_runs_from_the_loop(void **state)
{
	struct seen s = { .loop = loop_new() };

	(void)state;
	loop_signal(s.loop, SIGUSR1, on_usr1, &s);
	raise(SIGUSR1);
	raise(SIGUSR1);
	assert_string_equal(s.text, "");
	loop_run(s.loop);
	loop_step(s.loop, 0);
	assert_string_equal(s.text, "s");
	loop_signal(s.loop, SIGUSR1, NULL, NULL);
	loop_free(s.loop);
}

static bool
idle_thrice(void *data)
{
	struct seen *s = data;

	note(s, 'i');
	return strlen(s->text) < 3;
}

static void
idle_until_done_and_after_events(void **state)
{
	struct seen s = { .loop = loop_new() };

	(void)state;
	loop_idle(s.loop, idle_thrice, &s);
	for (int i = 0; i < 5; i++)
		loop_step(s.loop, 0);
	assert_string_equal(s.text, "iii");
	loop_timer(s.loop, 0, timer_a, &s);
	for (int i = 0; i < 5; i++)
		loop_step(s.loop, 0);
	assert_string_equal(s.text, "iiiai");
	loop_idle(s.loop, NULL, NULL);
	loop_timer(s.loop, 0, timer_a, &s);
	for (int i = 0; i < 3; i++)
		loop_step(s.loop, 0);
	assert_string_equal(s.text, "iiiaia");
	loop_free(s.loop);
}

static void
timer_steps(void *data)
{
	struct seen *s = data;

	note(s, '(');
	loop_timer(s->loop, 0, timer_a, s);
	loop_step(s->loop, -1);
	note(s, ')');
}

static void
step_within_a_step(void **state)
{
	struct seen s = { .loop = loop_new() };

	(void)state;
	loop_timer(s.loop, 0, timer_steps, &s);
	loop_step(s.loop, -1);
	assert_string_equal(s.text, "(a)");
	loop_free(s.loop);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(timers_run_in_order),
		cmocka_unit_test(renewed_timer_waits_a_round),
		cmocka_unit_test(many_timers),
		cmocka_unit_test(reads_and_hangs_up),
		cmocka_unit_test(waits_for_nothing_quietly),
		cmocka_unit_test(writer_hears_of_the_end),
		cmocka_unit_test(event_of_an_earlier_user_is_lost),
		cmocka_unit_test(signal_runs_from_the_loop),
		cmocka_unit_test(idle_until_done_and_after_events),
		cmocka_unit_test(step_within_a_step),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
