#include "config.h"

#include "fetch_world.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/loop.h"

static void
take(struct world *w, struct fetch_reply *reply)
{
	fetch_reply_release(&w->last);
	w->last = *reply;
	*reply = (struct fetch_reply){ 0 };
	if (--w->left == 0)
		loop_stop(w->loop);
}

void
world_on_reply(void *data, struct fetch_reply *reply)
{
	take(data, reply);
}

void
world_on_marked(void *data, struct fetch_reply *reply)
{
	struct mark *m = data;

	str_addc(&m->w->order, m->letter);
	take(m->w, reply);
}

struct str
world_address(const struct world *w, int which, const char *path)
{
	struct str url = { 0 };

	str_printf(&url, "%s://127.0.0.1:%d%s",
	    which == HTTP || which == DEAD ? "http" : "https", w->port[which],
	    path);
	return url;
}

const struct fetch_reply *
world_ask(struct world *w, struct fetch_request r)
{
	w->left = 1;
	assert_true(fetch_start(w->fetch, &r, world_on_reply, w) != 0);
	loop_run(w->loop);
	return &w->last;
}

const struct fetch_reply *
world_ask_path(
    struct world *w, int which, const char *path, struct fetch_request r)
{
	struct str url = world_address(w, which, path);

	r.url = str_span(&url);
	world_ask(w, r);
	str_release(&url);
	return &w->last;
}

uint64_t
world_begin(struct world *w, int which, const char *path, int priority,
    struct mark *mark)
{
	struct str url = world_address(w, which, path);
	struct fetch_request r = { .url = str_span(&url),
		.timeout_ms = 60000,
		.priority = (enum fetch_priority)priority };
	uint64_t id = mark ? fetch_start(w->fetch, &r, world_on_marked, mark)
	                   : fetch_start(w->fetch, &r, world_on_reply, w);

	w->left++;
	str_release(&url);
	return id;
}

void
world_fresh(struct world *w, struct fetch_limits limits)
{
	struct err err = { 0 };

	fetch_free(w->fetch);
	w->fetch = fetch_new(w->loop, &limits, &err);
	assert_non_null(w->fetch);
	w->left = 0;
	str_clear(&w->order);
}

static bool
read_ports(struct world *w)
{
	struct str line = { 0 };
	int got;

	while ((got = proc_read_some(w->server.out, &line, 4096)) >= 0 &&
	       span_chr(str_span(&line), '\n') == line.n)
		if (got == 0)
			poll(&(struct pollfd){ w->server.out, POLLIN, 0 }, 1,
			    -1);
	got = sscanf(str_z(&line), "%d %d %d %d %d %d %255s %d", &w->port[HTTP],
	    &w->port[GOOD], &w->port[SELF], &w->port[OLD], &w->port[OTHER],
	    &w->port[DEAD], w->issuer, &w->port[TLS1]);
	str_release(&line);
	return got == PORTS + 1;
}

int
world_open(void **state)
{
	static const char *const unwanted[] = { "http_proxy", "https_proxy",
		"HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
		"CURL_CA_BUNDLE" };
	struct world *w = calloc(1, sizeof(*w));
	const char *top = getenv("top_srcdir");
	struct str script = { 0 };
	const char *argv[] = { "python3", NULL, NULL };
	struct err err;
	bool ok;

	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < sizeof(unwanted) / sizeof(unwanted[0]); i++)
		unsetenv(unwanted[i]);
	str_printf(&script, "%s/tests/unit/fetch_server.py", top ? top : ".");
	argv[1] = str_z(&script);
	ok = proc_start(&w->server, argv, PROC_DIE_WITH_US, -1, &err) &&
	     read_ports(w);
	str_release(&script);
	setenv("SSL_CERT_FILE", w->issuer, 1);
	w->loop = loop_new();
	*state = w;
	return ok ? 0 : -1;
}

int
world_close(void **state)
{
	struct world *w = *state;

	fetch_free(w->fetch);
	loop_free(w->loop);
	fetch_reply_release(&w->last);
	str_release(&w->order);
	proc_end(&w->server, 2000);
	free(w);
	return 0;
}
