#include "config.h"

#include "net/wirecurl.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"

/* However wide a refresh is, so much is on its way; a usual feed's share. */
enum { ROOM_BYTES = 2 * 1024 * 1024, SHARE_BYTES = 64 * 1024 };

bool
wire_room(struct call *c, size_t n)
{
	struct wire *w = c->wire;

	if (!c->room && w->room_taken + SHARE_BYTES > ROOM_BYTES) {
		c->waits = true;
		return false;
	}
	if (n < SHARE_BYTES)
		n = SHARE_BYTES;
	if (n > c->room) {
		w->room_taken += n - c->room;
		c->room = n;
	}
	return true;
}

/* What waits is asked again, and waits on if others were first. */
static void
on_room(void *data)
{
	struct wire *w = data;
	size_t left = (ROOM_BYTES - w->room_taken) / SHARE_BYTES;

	w->room_timer = 0;
	if (w->room_taken >= ROOM_BYTES || w->paused)
		return;
	for (struct call *c = w->calls; c && left; c = c->next) {
		if (!c->waits)
			continue;
		c->waits = false;
		left--;
		curl_easy_pause(c->easy, CURLPAUSE_CONT);
	}
}

void
wire_room_free(struct call *c)
{
	struct wire *w = c->wire;

	w->room_taken -= c->room;
	c->room = 0;
	if (!w->room_timer)
		w->room_timer = loop_timer(w->loop, 0, on_room, w);
}

static void
tell_ended(struct wire *w)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(w->multi, &left))) {
		struct call *c = NULL;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &c);
		c->code = m->data.result;
		c->fn(c->data);
	}
}

static void
on_fd(int fd, int events, void *data)
{
	struct wire *w = data;
	int mask = (events & LOOP_READ ? CURL_CSELECT_IN : 0) |
	           (events & LOOP_WRITE ? CURL_CSELECT_OUT : 0) |
	           (events & LOOP_HANGUP ? CURL_CSELECT_ERR : 0);
	int running;

	curl_multi_socket_action(w->multi, fd, mask, &running);
	tell_ended(w);
}

static int
on_curl_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *own)
{
	struct wire *w = data;
	int events = (what & CURL_POLL_IN ? LOOP_READ : 0) |
	             (what & CURL_POLL_OUT ? LOOP_WRITE : 0);

	(void)easy;
	(void)own;
	if (what == CURL_POLL_REMOVE)
		loop_fd_remove(w->loop, fd);
	else
		loop_fd(w->loop, fd, events, on_fd, w);
	return 0;
}

static void
on_time(void *data)
{
	struct wire *w = data;
	int running;

	w->timer = 0;
	curl_multi_socket_action(w->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	tell_ended(w);
}

static int
on_curl_timer(CURLM *multi, long ms, void *data)
{
	struct wire *w = data;

	(void)multi;
	loop_timer_remove(w->loop, w->timer);
	w->timer = 0;
	if (ms >= 0)
		w->timer = loop_timer(w->loop, ms, on_time, w);
	return 0;
}

/* As the curl program and OpenSSL do: for an office with its own issuer. */
static char *
environment_ca_file(void)
{
	const char *file = getenv("CURL_CA_BUNDLE");

	if (!file || !*file)
		file = getenv("SSL_CERT_FILE");
	return file && *file ? xstrdup(file) : NULL;
}

struct wire *
wire_new(struct loop *loop, int connections, int connect_ms, struct err *err)
{
	struct wire *w;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		err_set(err, ERR_SYSTEM, _("libcurl does not start"));
		return NULL;
	}
	w = xcalloc(1, sizeof(*w));
	w->loop = loop;
	w->connect_ms = connect_ms;
	w->ca_file = environment_ca_file();
	w->multi = curl_multi_init();
	w->share = curl_share_init();
	if (!w->multi || !w->share)
		abort(); /* no memory */
	curl_share_setopt(
	    w->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	curl_multi_setopt(w->multi, CURLMOPT_SOCKETFUNCTION, on_curl_socket);
	curl_multi_setopt(w->multi, CURLMOPT_SOCKETDATA, w);
	curl_multi_setopt(w->multi, CURLMOPT_TIMERFUNCTION, on_curl_timer);
	curl_multi_setopt(w->multi, CURLMOPT_TIMERDATA, w);
	curl_multi_setopt(w->multi, CURLMOPT_MAXCONNECTS, (long)connections);
	return w;
}

void
wire_free(struct wire *w)
{
	if (!w)
		return;
	curl_multi_cleanup(w->multi);
	curl_share_cleanup(w->share);
	loop_timer_remove(w->loop, w->timer);
	loop_timer_remove(w->loop, w->room_timer);
	free(w->ca_file);
	free(w);
	curl_global_cleanup();
}

void
wire_pause(struct wire *w, bool paused)
{
	w->paused = paused;
	for (struct call *c = w->calls; c && !paused; c = c->next)
		curl_easy_pause(c->easy, CURLPAUSE_CONT);
}
