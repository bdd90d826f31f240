#include "config.h"

#include "parse/pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "base/record.h"
#include "doc/charset.h"

enum {
	JOB_DEADLINE_MS = 30000, /* by the clock; SANDBOX_JOB_SECONDS of CPU */
	REPLY_BYTES_MAX = 192 * 1024 * 1024,
	READ_BYTES = 1024 * 1024,
	LEAVE_MS = 100,          /* for a parser to see the end of its input */
	PIPE_BYTES = 1024 * 1024 /* a usual feed, so that nobody waits for us */
};

struct task {
	struct task *next;
	unsigned long id;
	struct str head;  /* of its frame */
	struct span body; /* and the rest, borrowed */
	size_t sent;      /* bytes of the head that are written … */
	size_t body_sent; /* … and of the body */
	const char *need; /* charset that must be open, NULL: any */
	pool_fn *fn;
	void *data;
};

struct worker {
	struct pool *pool;
	struct proc proc;
	const char *charset; /* what it has open, NULL: none */
	struct task *task;   /* what it works on, NULL: idle */
	struct str in;       /* of the reply */
	uint64_t timer;
};

struct pool {
	struct loop *loop;
	char *program;
	struct worker *worker;
	int workers;
	struct task *first, **last; /* waiting */
	unsigned long last_id;
	size_t load;
};

static void assign(struct pool *p);

struct pool *
pool_new(struct loop *loop, int parsers, struct err *err)
{
	char *program = proc_sibling("parser");
	struct pool *p;

	if (!program) {
		err_set(err, ERR_SYSTEM,
		    _("the program \"parser\" is not where it should be"));
		return NULL;
	}
	p = xcalloc(1, sizeof(*p));
	p->loop = loop;
	p->program = program;
	p->workers = parsers;
	p->worker = xcalloc((size_t)parsers, sizeof(*p->worker));
	for (int i = 0; i < parsers; i++)
		p->worker[i].pool = p;
	p->last = &p->first;
	return p;
}

static void
task_free(struct pool *p, struct task *t)
{
	p->load -= t->head.n + t->body.n;
	str_release(&t->head);
	free(t);
}

/* Ends the process behind a worker; what it worked on is the caller's. */
static void
worker_stop(struct worker *w)
{
	if (w->proc.pid == 0)
		return;
	loop_timer_remove(w->pool->loop, w->timer);
	loop_fd_remove(w->pool->loop, w->proc.in);
	loop_fd_remove(w->pool->loop, w->proc.out);
	proc_end(&w->proc, w->task ? 0 : LEAVE_MS);
	str_release(&w->in);
	w->charset = NULL;
	w->timer = 0;
}

void
pool_free(struct pool *p)
{
	struct task *t;

	if (!p)
		return;
	for (int i = 0; i < p->workers; i++) {
		worker_stop(&p->worker[i]);
		if (p->worker[i].task)
			task_free(p, p->worker[i].task);
	}
	while ((t = p->first)) {
		p->first = t->next;
		task_free(p, t);
	}
	free(p->worker);
	free(p->program);
	free(p);
}

static struct task *
detach(struct worker *w)
{
	struct task *t = w->task;

	w->task = NULL;
	loop_timer_remove(w->pool->loop, w->timer);
	w->timer = 0;
	return t;
}

/* The last thing to be done: who asked may free the pool. */
static void
tell(struct pool *p, struct task *t, const struct reply *reply,
    const struct err *err)
{
	pool_fn *fn = t->fn;
	void *data = t->data;

	task_free(p, t);
	if (fn)
		fn(data, reply, err);
}

/*
 * The worker gets its next task before the reply is told: what is done with a
 * reply takes as long as making it did, and no parser should be idle meanwhile.
 */
static void
finish(struct worker *w, const struct reply *reply, const struct err *err)
{
	struct pool *p = w->pool;
	struct task *t = detach(w);

	assign(p);
	tell(p, t, reply, err);
}

static void
fail(struct worker *w, const char *sentence)
{
	struct err err = { 0 };

	err_set(&err, ERR_LIMIT, "%s", sentence);
	log_line("parser: %s", sentence);
	worker_stop(w);
	if (w->task)
		finish(w, NULL, &err);
	else
		assign(w->pool);
}

static void
on_deadline(void *data)
{
	struct worker *w = data;

	w->timer = 0;
	fail(w, _("reading it took too long"));
}

/* The same job again, first in the queue, for a parser with that charset. */
static void
requeue(struct worker *w, const char *need)
{
	struct pool *p = w->pool;
	struct task *t = detach(w);

	t->need = need;
	t->next = p->first;
	if (!p->first)
		p->last = &t->next;
	p->first = t;
	assign(p);
}

static void
take_reply(struct worker *w, struct span frame)
{
	struct reply reply;
	struct err err = { 0 };
	const char *need;

	if (!w->task || !reply_read(&reply, frame, &err)) {
		fail(w, _("the parser answered nonsense"));
		return;
	}
	if (reply.kind == REPLY_NEED) {
		need = charset_known(reply.text);
		if (need && w->task->need != need) {
			requeue(w, need);
			return;
		}
		reply.kind = REPLY_BAD;
		reply.text = span_of(_("its character set cannot be read"));
	}
	finish(w, &reply, NULL);
}

/* The parser has gone: by a limit, a fault of ours, or an attack. */
static void
on_gone(struct worker *w)
{
	fail(w, _("reading it went beyond a limit, and was stopped"));
}

static void
on_reply(int fd, int events, void *data)
{
	struct worker *w = data;
	struct span body;
	size_t used;
	int got = proc_read_some(fd, &w->in, READ_BYTES), state;

	(void)events;
	state = frame_next(str_span(&w->in), REPLY_BYTES_MAX, &body, &used);
	if (state > 0 && used == w->in.n) {
		struct str in = w->in; /* the callback may free the pool's */

		w->in = (struct str){ 0 };
		take_reply(w, body);
		str_release(&in);
	} else if (state != 0) {
		fail(w, _("the parser answered nonsense"));
	} else if (got < 0) {
		on_gone(w);
	}
}

/* Writes what fits now; false when nobody reads there. */
static bool
send_some(struct task *t, int fd)
{
	struct err err = { 0 };

	return proc_write_some(fd, str_span(&t->head), &t->sent, &err) &&
	       (t->sent < t->head.n ||
	           proc_write_some(fd, t->body, &t->body_sent, &err));
}

static bool
is_sent(const struct task *t)
{
	return t->sent == t->head.n && t->body_sent == t->body.n;
}

static void
on_room(int fd, int events, void *data)
{
	struct worker *w = data;
	struct task *t = w->task;

	(void)events;
	if (t && !send_some(t, fd)) {
		on_gone(w);
		return;
	}
	if (!t || is_sent(t))
		loop_fd(w->pool->loop, fd, 0, on_room, w);
}

static bool
worker_start(struct worker *w, const char *charset, struct err *err)
{
	const char *argv[] = { w->pool->program, charset ? "--charset" : NULL,
		charset, NULL };

	if (!proc_start(
	        &w->proc, argv, PROC_SESSION | PROC_DIE_WITH_US, log_fd(), err))
		return false;
	proc_widen(&w->proc, PIPE_BYTES);
	w->charset = charset;
	loop_fd(w->pool->loop, w->proc.out, LOOP_READ, on_reply, w);
	return true;
}

static bool
suits(const struct worker *w, const struct task *t)
{
	return w->proc.pid && (!t->need || w->charset == t->need);
}

/*
 * The best idle worker: one that runs and suits, else one that does not run
 * yet, else one that runs with another charset and is started again.
 */
static struct worker *
choose(struct pool *p, const struct task *t)
{
	struct worker *best = NULL;

	for (int i = 0; i < p->workers; i++) {
		struct worker *w = &p->worker[i];

		if (w->task)
			continue;
		if (suits(w, t))
			return w;
		if (!best || (best->proc.pid && !w->proc.pid))
			best = w;
	}
	return best;
}

static void
give(struct worker *w, struct task *t)
{
	struct pool *p = w->pool;
	struct err err = { 0 };

	w->task = t;
	t->sent = t->body_sent = 0; /* for a charset it is written again */
	if (!suits(w, t)) {
		worker_stop(w);
		if (!worker_start(w, t->need, &err)) {
			tell(p, detach(w), NULL, &err);
			return;
		}
	}
	w->timer = loop_timer(p->loop, JOB_DEADLINE_MS, on_deadline, w);
	/* What fits now; that the parser has gone is seen in the loop. */
	send_some(t, w->proc.in);
	loop_fd(p->loop, w->proc.in, LOOP_WRITE, on_room, w);
}

static void
assign(struct pool *p)
{
	while (p->first) {
		struct task *t = p->first;
		struct worker *w = choose(p, t);

		if (!w)
			return;
		p->first = t->next;
		if (!p->first)
			p->last = &p->first;
		t->next = NULL;
		give(w, t);
	}
}

unsigned long
pool_run(struct pool *p, const struct job *job, pool_fn *fn, void *data)
{
	struct task *t = xcalloc(1, sizeof(*t));

	t->id = ++p->last_id;
	t->fn = fn;
	t->data = data;
	t->body = job->body;
	job_begin(&t->head, job);
	p->load += t->head.n + t->body.n;
	*p->last = t;
	p->last = &t->next;
	assign(p);
	return t->id;
}

/* The job itself goes on: its parser would have to be killed for it. */
void
pool_cancel(struct pool *p, unsigned long id)
{
	for (struct task *t = p->first; t; t = t->next)
		if (t->id == id)
			t->fn = NULL;
	for (int i = 0; i < p->workers; i++)
		if (p->worker[i].task && p->worker[i].task->id == id)
			p->worker[i].task->fn = NULL;
}

size_t
pool_load(const struct pool *p)
{
	return p->load;
}
