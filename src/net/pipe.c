#include "config.h"

#include "net/pipe.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/proc.h"
#include "base/utf8.h"
#include "net/trouble.h"

enum {
	TALK_BYTES_MAX = 4096, /* of stderr, the last of it */
	LOOK_MS = 10           /* whether it has ended, once its output has */
};

struct run {
	struct pipes *pipes;
	struct run *next, **link; /* in one of the lists */
	uint64_t id;
	pipe_fn *fn;
	void *data;

	char **argv;
	struct str input;
	size_t sent; /* bytes of it */
	int64_t timeout_ms;
	size_t max_bytes;

	struct proc proc;
	int talk_fd; /* its stderr; -1 */
	struct str talk;
	uint64_t deadline, look;

	struct fetch_reply reply;
};

struct list {
	struct run *first, **last;
};

struct pipes {
	struct loop *loop;
	int at_once, running;
	struct list waiting, started, ended;
	uint64_t last_id, pump_timer;
};

static void
list_add(struct list *list, struct run *r)
{
	r->next = NULL;
	r->link = list->last;
	*list->last = r;
	list->last = &r->next;
}

static void
list_remove(struct list *list, struct run *r)
{
	*r->link = r->next;
	if (r->next)
		r->next->link = r->link;
	else
		list->last = r->link;
}

struct pipes *
pipes_new(struct loop *loop, int at_once)
{
	struct pipes *p = xcalloc(1, sizeof(*p));

	p->loop = loop;
	p->at_once = at_once > 0 ? at_once : PIPE_AT_ONCE;
	p->waiting.last = &p->waiting.first;
	p->started.last = &p->started.first;
	p->ended.last = &p->ended.first;
	return p;
}

/* Ends the process and all that watches it. */
static void
run_stop(struct run *r)
{
	struct loop *l = r->pipes->loop;

	loop_timer_remove(l, r->deadline);
	loop_timer_remove(l, r->look);
	loop_fd_remove(l, r->proc.in);
	loop_fd_remove(l, r->proc.out);
	proc_end(&r->proc, 0);
	if (r->talk_fd >= 0) {
		loop_fd_remove(l, r->talk_fd);
		close(r->talk_fd);
		r->talk_fd = -1;
	}
}

static void
run_free(struct run *r)
{
	for (char **word = r->argv; *word; word++)
		free(*word);
	free(r->argv);
	str_release(&r->talk);
	str_release(&r->input);
	fetch_reply_release(&r->reply);
	free(r);
}

static void
drop_all(struct list *list)
{
	struct run *r;

	while ((r = list->first)) {
		list_remove(list, r);
		run_stop(r);
		run_free(r);
	}
}

void
pipes_free(struct pipes *p)
{
	if (!p)
		return;
	drop_all(&p->waiting);
	drop_all(&p->started);
	drop_all(&p->ended);
	loop_timer_remove(p->loop, p->pump_timer);
	free(p);
}

static void on_pump(void *data);

static void
pump_soon(struct pipes *p)
{
	if (!p->pump_timer)
		p->pump_timer = loop_timer(p->loop, 0, on_pump, p);
}

/* The reply is complete; on_pump tells. */
static void
run_end(struct run *r)
{
	struct pipes *p = r->pipes;

	run_stop(r);
	list_remove(&p->started, r);
	p->running--;
	r->reply.wire_bytes = (int64_t)r->reply.body.n;
	list_add(&p->ended, r);
	pump_soon(p);
}

static void
read_talk(struct run *r)
{
	if (r->talk_fd < 0)
		return;
	if (proc_read_some(r->talk_fd, &r->talk, TALK_BYTES_MAX) < 0) {
		loop_fd_remove(r->pipes->loop, r->talk_fd);
		close(r->talk_fd);
		r->talk_fd = -1;
	}
	if (r->talk.n > TALK_BYTES_MAX)
		str_drop(&r->talk, r->talk.n - TALK_BYTES_MAX);
}

static void
on_talk(int fd, int events, void *data)
{
	(void)fd;
	(void)events;
	read_talk(data);
}

/* What it said last, as text that can be shown. */
static void
last_line(struct str *out, struct span talk)
{
	size_t start;

	talk = span_trim(talk);
	for (start = talk.n; start > 0 && talk.s[start - 1] != '\n'; start--)
		continue;
	utf8_plain(out, span_from(talk, start), PLAIN_LINE);
}

static void
judge(struct run *r, int status)
{
	struct str how = { 0 }, said = { 0 };

	if (status == 0)
		return;
	proc_status_text(&how, status);
	read_talk(r);
	last_line(&said, str_span(&r->talk));
	err_set(&r->reply.err, ERR_SYSTEM, _("the command %s failed: %s%s%s"),
	    r->argv[0], str_z(&how), said.n ? ": " : "", str_z(&said));
	str_release(&how);
	str_release(&said);
}

/* Its output has ended; it may need a moment to end itself. */
static void
on_look(void *data)
{
	struct run *r = data;
	int status = 0;

	r->look = 0;
	if (!proc_ended(&r->proc, &status)) {
		r->look = loop_timer(r->pipes->loop, LOOK_MS, on_look, r);
		return;
	}
	judge(r, status);
	run_end(r);
}

static void
on_output(int fd, int events, void *data)
{
	struct run *r = data;
	struct str *body = &r->reply.body;
	struct trouble_facts facts = { .limit = (int64_t)r->max_bytes };

	(void)events;
	if (proc_read_some(fd, body, r->max_bytes - body->n + 1) < 0) {
		loop_fd_remove(r->pipes->loop, fd);
		on_look(r);
	} else if (body->n > r->max_bytes) {
		str_cut(body, r->max_bytes);
		trouble_err(&r->reply.err, TROUBLE_TOO_LARGE, &facts);
		r->reply.remedy = trouble_remedy(TROUBLE_TOO_LARGE);
		run_end(r);
	}
}

/* A command may have seen enough before it has read all. */
static void
on_input(int fd, int events, void *data)
{
	struct run *r = data;

	(void)events;
	if (proc_write_some(fd, str_span(&r->input), &r->sent, NULL) &&
	    r->sent < r->input.n)
		return;
	loop_fd_remove(r->pipes->loop, fd);
	proc_close_in(&r->proc);
}

static void
on_deadline(void *data)
{
	struct run *r = data;

	r->deadline = 0;
	err_set(&r->reply.err, ERR_LIMIT,
	    _("the command %s was stopped after %lld s"), r->argv[0],
	    (long long)(r->timeout_ms + 999) / 1000);
	r->reply.remedy = _("timeout= in the feeds file gives it longer");
	run_end(r);
}

static bool
start(struct run *r)
{
	struct loop *l = r->pipes->loop;
	int talk[2];
	bool ok;

	if (pipe(talk) < 0)
		return err_errno(
		    &r->reply.err, _("cannot start %s"), r->argv[0]);
	for (int i = 0; i < 2; i++)
		fcntl(talk[i], F_SETFD, FD_CLOEXEC);
	fcntl(talk[0], F_SETFL, O_NONBLOCK);
	r->talk_fd = talk[0];
	ok = proc_start(&r->proc, (const char *const *)r->argv,
	    PROC_SESSION | PROC_DIE_WITH_US, talk[1], &r->reply.err);
	close(talk[1]);
	if (!ok)
		return false;
	if (r->input.n)
		loop_fd(l, r->proc.in, LOOP_WRITE, on_input, r);
	else
		proc_close_in(&r->proc);
	loop_fd(l, r->proc.out, LOOP_READ, on_output, r);
	loop_fd(l, r->talk_fd, LOOP_READ, on_talk, r);
	r->deadline = loop_timer(l, r->timeout_ms, on_deadline, r);
	return true;
}

/* Starts what may start, then tells what has ended. */
static void
on_pump(void *data)
{
	struct pipes *p = data;
	struct run *r;

	p->pump_timer = 0;
	while (p->running < p->at_once && (r = p->waiting.first)) {
		list_remove(&p->waiting, r);
		list_add(&p->started, r);
		p->running++;
		if (!start(r))
			run_end(r);
	}
	while ((r = p->ended.first)) {
		list_remove(&p->ended, r);
		r->fn(r->data, &r->reply);
		run_free(r);
	}
}

uint64_t
pipe_start(struct pipes *p, const struct pipe_request *request, pipe_fn *fn,
    void *data)
{
	struct run *r = xcalloc(1, sizeof(*r));
	int64_t max =
	    request->max_bytes > 0 ? request->max_bytes : PIPE_BYTES_MAX;

	r->pipes = p;
	r->id = ++p->last_id;
	r->fn = fn;
	r->data = data;
	r->max_bytes = (size_t)max;
	r->timeout_ms =
	    request->timeout_ms > 0 ? request->timeout_ms : PIPE_TIMEOUT_MS;
	r->proc = (struct proc){ 0, -1, -1, false };
	r->talk_fd = -1;
	r->reply.fresh_s = -1;
	r->reply.remedy =
	    _("run it by hand to see why; its words stand in the feeds file");
	str_add(&r->input, request->input);
	r->argv = xcalloc(request->words + 2, sizeof(char *));
	for (size_t i = 0; i < request->words; i++)
		r->argv[i] = span_dup(request->word[i]);
	if (!request->words) /* an empty name: told when it is started */
		r->argv[0] = xstrdup("");
	list_add(&p->waiting, r);
	pump_soon(p);
	return r->id;
}

static bool
cancel_in(struct list *list, uint64_t id)
{
	for (struct run *r = list->first; r; r = r->next)
		if (r->id == id) {
			list_remove(list, r);
			run_stop(r);
			run_free(r);
			return true;
		}
	return false;
}

void
pipe_cancel(struct pipes *p, uint64_t id)
{
	if (cancel_in(&p->waiting, id) || cancel_in(&p->ended, id))
		return;
	if (cancel_in(&p->started, id)) {
		p->running--;
		pump_soon(p);
	}
}
