#include "config.h"

#include "desk/client.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "base/vec.h"
#include "desk/order.h"

enum {
	RESTART_MS = 1000, /* a desk that died is started again after this */
	RESTARTS_MAX = 5,  /* without an answer in between */
	READ_BYTES = 64 * 1024,
	EVENT_BYTES_MAX = 64 * 1024 * 1024,
	LEAVE_MS = 2000,
	EXIT_MS = 200 /* between the end of its events and its own */
};

/* An order that is not acknowledged. */
struct waiting {
	int64_t seq;
	char *words;
};

struct client {
	struct loop *loop;
	const struct paths *paths;
	client_fn *fn;
	void *data;
	char reader[ORDER_READER_MAX];
	int64_t seq;
	struct waiting *waiting;
	size_t n, cap;
	struct proc proc;
	struct str out; /* orders on their way */
	size_t sent;
	struct str in;
	uint64_t timer;
	int restarts;
	bool running; /* its pipes are open */
	bool ready;   /* since it was started */
};

static bool start(struct client *c, struct err *err);
static void on_writable(int fd, int events, void *data);

static void
write_order(struct client *c, const struct waiting *w)
{
	str_printf(
	    &c->out, "%s.%lld %s\n", c->reader, (long long)w->seq, w->words);
}

static void
want_write(struct client *c)
{
	if (c->proc.pid && c->proc.in >= 0)
		loop_fd(c->loop, c->proc.in,
		    c->sent < c->out.n ? LOOP_WRITE : 0, on_writable, c);
}

static void
forget(struct client *c, size_t i)
{
	free(c->waiting[i].words);
	memmove(&c->waiting[i], &c->waiting[i + 1],
	    (c->n - i - 1) * sizeof(*c->waiting));
	c->n--;
}

/* True when the event is to be handed on: an answer comes once. */
static bool
settle(struct client *c, const struct record *e)
{
	int64_t seq;

	if (!record_is(e, "done") && !record_is(e, "failed"))
		return true;
	seq = record_num(e, 1, 0);
	for (size_t i = 0; i < c->n; i++) {
		if (c->waiting[i].seq == seq) {
			forget(c, i);
			return true;
		}
	}
	return false;
}

static void
stop(struct client *c)
{
	loop_timer_remove(c->loop, c->timer);
	c->timer = 0;
	if (!c->running)
		return;
	c->running = false;
	loop_fd_remove(c->loop, c->proc.in);
	loop_fd_remove(c->loop, c->proc.out);
	proc_end(&c->proc, 0);
}

static void
tell(struct client *c, const char *sentence)
{
	struct str line = { 0 };
	struct record e = { 0 };
	struct span rest;

	record_begin(&line, "note");
	record_z(&line, sentence);
	record_end(&line);
	rest = str_span(&line);
	if (record_next(&e, &rest, NULL))
		c->fn(c->data, &e);
	record_release(&e);
	str_release(&line);
}

static void
on_restart(void *data)
{
	struct client *c = data;
	struct err err = { 0 };

	c->timer = 0;
	if (!start(c, &err))
		tell(c, err.text);
}

/* A desk that says by its exit status that it could not begin (a store that
 * cannot be opened, say) would not begin a second later either. */
static bool
refused(struct client *c)
{
	int64_t until = loop_now_ms() + EXIT_MS;
	int status = 0;

	while (!proc_ended(&c->proc, &status))
		if (loop_now_ms() > until)
			return false;
		else
			usleep(1000);
	return WIFEXITED(status) && WEXITSTATUS(status) != 0;
}

static void
on_gone(struct client *c)
{
	bool hopeless = !c->ready && refused(c);

	stop(c);
	log_line("the desk has gone; %zu orders wait", c->n);
	if (hopeless)
		return; /* it has said why */
	if (++c->restarts > RESTARTS_MAX) {
		tell(
		    c, _("the desk cannot be kept running; the log tells why"));
		return;
	}
	c->timer = loop_timer(c->loop, RESTART_MS, on_restart, c);
}

/* Hands on all whole lines; false for a line that is no record. */
static bool
take_events(struct client *c)
{
	struct record e = { 0 };
	struct err err = { 0 };
	struct span rest = str_span(&c->in);
	bool ok = true;

	while (ok && span_chr(rest, '\n') < rest.n) {
		ok = record_next(&e, &rest, &err);
		if (ok && record_is(&e, "ready")) {
			c->ready = true;
			c->restarts = 0;
		}
		if (ok && settle(c, &e))
			c->fn(c->data, &e);
	}
	record_release(&e);
	str_drop(&c->in, c->in.n - rest.n);
	return ok && c->in.n <= EVENT_BYTES_MAX;
}

static void
on_readable(int fd, int events, void *data)
{
	struct client *c = data;
	int got = proc_read_some(fd, &c->in, READ_BYTES);

	(void)events;
	if (!take_events(c) || got < 0)
		on_gone(c);
}

/* Writes what the pipe takes; false when nobody reads there any more. */
static bool
send_some(struct client *c)
{
	struct err err = { 0 };

	if (!proc_write_some(c->proc.in, str_span(&c->out), &c->sent, &err))
		return false;
	if (c->sent == c->out.n) {
		str_clear(&c->out);
		c->sent = 0;
	}
	return true;
}

static void
on_writable(int fd, int events, void *data)
{
	struct client *c = data;

	(void)fd;
	(void)events;
	if (send_some(c))
		want_write(c);
	else
		on_gone(c);
}

static bool
start(struct client *c, struct err *err)
{
	char *program = proc_sibling("desk");
	const struct paths *p = c->paths;
	const char *argv[] = { program, "--feeds", p->feeds, "--config",
		p->config, "--store", p->store, "--sites", p->sites, "--data",
		p->data_dir, "--log", p->log, "--hsts", p->hsts, "--cache",
		p->cache_dir, "--reader", c->reader, NULL };
	bool ok;

	if (!program)
		return err_set(err, ERR_SYSTEM,
		    _("the program \"desk\" is not where it should be"));
	ok = proc_start(&c->proc, argv, PROC_SESSION, log_fd(), err);
	free(program);
	if (!ok)
		return false;
	c->running = true;
	c->ready = false;
	str_clear(&c->in);
	str_clear(&c->out);
	c->sent = 0;
	for (size_t i = 0; i < c->n; i++)
		write_order(c, &c->waiting[i]);
	loop_fd(c->loop, c->proc.out, LOOP_READ, on_readable, c);
	want_write(c);
	return true;
}

struct client *
client_new(struct loop *loop, const struct paths *paths, client_fn *fn,
    void *data, struct err *err)
{
	struct client *c = xcalloc(1, sizeof(*c));
	char host[32] = "";

	c->loop = loop;
	c->paths = paths;
	c->fn = fn;
	c->data = data;
	/* Distinct among all that ever wrote to this store: host, process and
	 * moment. */
	gethostname(host, sizeof(host) - 1);
	for (char *p = host; *p; p++)
		if (*p <= ' ' || *p == '"' || *p == '\\' || *p == 0x7f)
			*p = '_';
	snprintf(c->reader, sizeof(c->reader), "%s-%ld-%lld", host,
	    (long)getpid(), (long long)time(NULL));
	if (start(c, err))
		return c;
	free(c);
	return NULL;
}

int64_t
client_order(struct client *c, const char *fmt, ...)
{
	struct str words = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&words, fmt, ap);
	va_end(ap);
	vec_room(&c->waiting, c->n, &c->cap);
	c->waiting[c->n] = (struct waiting){ ++c->seq, str_take(&words) };
	write_order(c, &c->waiting[c->n++]);
	/* At once, before it is shown: what a person has seen marked is marked
	 * even if this process is killed now.  A desk that has gone is noticed
	 * by the loop. */
	if (c->proc.pid && c->proc.in >= 0)
		send_some(c);
	want_write(c);
	return c->seq;
}

bool
client_alive(const struct client *c)
{
	return c->proc.pid || c->timer;
}

size_t
client_waiting(const struct client *c)
{
	return c->n;
}

/* The last orders go out, then the line is closed. */
static void
flush(struct client *c, int64_t deadline)
{
	struct err err = { 0 };

	while (c->proc.pid && c->sent < c->out.n && loop_now_ms() < deadline &&
	       proc_write_some(c->proc.in, str_span(&c->out), &c->sent, &err))
		loop_step(c->loop, 10);
	if (!c->proc.pid)
		return;
	loop_fd_remove(c->loop, c->proc.in);
	proc_close_in(&c->proc);
}

bool
client_end(struct client *c)
{
	int64_t deadline = loop_now_ms() + LEAVE_MS;
	bool settled;
	int status;

	if (!c)
		return true;
	flush(c, deadline);
	while (c->proc.pid && c->n && loop_now_ms() < deadline)
		loop_step(c->loop, 20);
	settled = c->n == 0;
	loop_timer_remove(c->loop, c->timer);
	/* It is in a session of its own, sees the end of its orders and
	 * leaves; there is nothing to wait for. */
	if (c->proc.pid) {
		loop_fd_remove(c->loop, c->proc.out);
		close(c->proc.out);
		proc_ended(&c->proc, &status);
	}
	while (c->n)
		forget(c, c->n - 1);
	free(c->waiting);
	str_release(&c->in);
	str_release(&c->out);
	free(c);
	return settled;
}
