#include "config.h"

#include "cmd/session.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/loop.h"
#include "base/mem.h"
#include "desk/client.h"

struct session {
	struct loop *loop;
	struct client *client;
	session_fn *fn;
	void *data;
	bool ready, done, failed;
	int64_t seq; /* of the order that is waited for */
	struct err why;
};

static void
on_event(void *data, const struct record *e)
{
	struct session *s = data;

	if (record_is(e, "ready")) {
		s->ready = true;
	} else if (record_is(e, "done") && record_num(e, 1, 0) == s->seq) {
		s->done = true;
	} else if (record_is(e, "failed") && record_num(e, 1, 0) == s->seq) {
		s->done = s->failed = true;
		err_set(&s->why, ERR_NET, "%.*s", SPAN_ARG(record_field(e, 2)));
	} else if (record_is(e, "note")) {
		err_set(
		    &s->why, ERR_SYSTEM, "%.*s", SPAN_ARG(record_field(e, 1)));
	}
	if (s->fn)
		s->fn(s->data, e);
}

/* Until what the flag stands for has happened, or the desk is given up. */
static bool
wait_for(struct session *s, const bool *flag, struct err *err)
{
	while (!*flag && client_alive(s->client))
		loop_step(s->loop, -1);
	if (*flag)
		return true;
	if (err)
		*err = s->why;
	return false;
}

struct session *
session_new(
    const struct paths *paths, session_fn *fn, void *data, struct err *err)
{
	struct session *s = xcalloc(1, sizeof(*s));

	s->loop = loop_new();
	s->fn = fn;
	s->data = data;
	s->client = client_new(s->loop, paths, on_event, s, err);
	if (s->client && wait_for(s, &s->ready, err))
		return s;
	session_free(s);
	return NULL;
}

bool
session_order(struct session *s, struct err *err, const char *fmt, ...)
{
	struct str words = { 0 };
	va_list ap;
	bool ok;

	va_start(ap, fmt);
	str_vprintf(&words, fmt, ap);
	va_end(ap);
	s->done = s->failed = false;
	s->seq = client_order(s->client, "%s", str_z(&words));
	str_release(&words);
	ok = wait_for(s, &s->done, err);
	if (ok && s->failed && err)
		*err = s->why;
	return ok && !s->failed;
}

void
session_free(struct session *s)
{
	if (!s)
		return;
	client_end(s->client);
	loop_free(s->loop);
	free(s);
}
