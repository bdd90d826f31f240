#include "config.h"

#include "desk/desk.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/proc.h"
#include "desk/item.h"

enum {
	READ_BYTES = 64 * 1024,
	LEAVE_MS = 1500,   /* for what is being parsed, after the last order */
	INDEX_BATCH = 500, /* articles in a transaction of the index */
	LINE_BYTES_MAX = 1024 * 1024,
	FORGET_READER_S = 30 * 86400
};

static bool
is_idle(const struct desk *d)
{
	return refresh_idle(d) && visits_idle(d) && ahead_idle(d) &&
	       importing_idle(d);
}

/* What is better done before it leaves, if there is time. */
static bool
has_work(const struct desk *d)
{
	return !is_idle(d) || d->index_waits || d->retain_waits;
}

static void
on_leave(void *data)
{
	struct desk *d = data;

	loop_stop(d->loop);
}

/* No more orders: finish what is nearly done, then go. */
static void
leave(struct desk *d)
{
	if (d->leaving)
		return;
	d->leaving = true;
	loop_fd_remove(d->loop, STDIN_FILENO);
	loop_timer(d->loop, has_work(d) ? LEAVE_MS : 0, on_leave, d);
}

static void
on_orders(int fd, int events, void *data)
{
	struct desk *d = data;
	int got = proc_read_some(fd, &d->in, READ_BYTES);

	(void)events;
	orders_take(d);
	if (d->in.n > LINE_BYTES_MAX) {
		log_line("an order that does not end");
		d->status = 1;
		leave(d);
	} else if (got < 0) {
		leave(d);
	}
}

/* The index follows when nothing else is to be done. */
static bool
work_on(struct desk *d)
{
	struct err err = { 0 };
	bool left = false;

	/* Headlines do not wait for the index. */
	if (pool_load(d->pool))
		return false;
	if (!d->index_waits)
		return retaining_step(d);
	if (!articles_index_some(d->store, INDEX_BATCH, &left, &err)) {
		log_line("index: %s", err.text);
		left = false;
	}
	d->index_waits = left;
	if (!left)
		store_checkpoint(d->store);
	return left || retaining_step(d);
}

static bool
on_idle(void *data)
{
	struct desk *d = data;
	bool more = work_on(d);

	if (d->leaving && !has_work(d))
		loop_stop(d->loop);
	return more;
}

static void
forget_old_readers(struct desk *d)
{
	struct err err = { 0 };

	if (!store_begin(d->store, false, &err))
		return;
	if (!store_forget_readers(
	        d->store, desk_now() - FORGET_READER_S, &err) ||
	    !store_commit(d->store, &err))
		store_rollback(d->store);
}

static bool
open_rooms(struct desk *d, struct err *err)
{
	const struct options *o = &d->conf.options;
	struct fetch_limits limits;

	conf_load(&d->conf, d->paths->config);
	limits = (struct fetch_limits){
		.connections = (int)conf_int(o, OPT_CONNECTIONS),
		.host_connections = (int)conf_int(o, OPT_HOST_CONNECTIONS),
		.hsts_file = d->paths->hsts,
	};
	shelf_init(&d->shelf, d->paths->cache);
	shelf_limit(&d->shelf, conf_int(o, OPT_PICTURE_CACHE));
	if (!owner_begin(d, err))
		return false;
	d->store = store_open(d->paths->store, err);
	if (!d->store)
		return false;
	owner_full(d);
	d->fetch = fetch_new(d->loop, &limits, err);
	if (!d->fetch)
		return false;
	d->pipes = pipes_new(d->loop, 0);
	d->pool = pool_new(d->loop, (int)conf_int(o, OPT_PARSERS), err);
	return d->pool && subscribe_load(d, err);
}

/* What still has a callback goes first, what it would call later. */
static void
close_rooms(struct desk *d)
{
	fetch_free(d->fetch);
	pipes_free(d->pipes);
	importing_abandon(d); /* takes back what it asked of the pool */
	pool_free(d->pool);
	if (d->store)
		refresh_abandon(d);
	typeset_abandon(d);
	resting_end(&d->resting);
	visits_abandon(d);
	ahead_abandon(d);
	retaining_abandon(d);
	moves_forget(d);
	asking_abandon(d);
	owner_end(d);
	store_close(d->store);
	shelf_release(&d->shelf);
	subscribe_free(d);
	conf_release(&d->conf);
	sites_release(&d->sites);
	loop_free(d->loop);
	str_release(&d->in);
	str_release(&d->out);
}

int
desk_run(const struct desk_paths *paths)
{
	struct desk d = { .paths = paths,
		.listening = true,
		.owner_fd = -1,
		.resting = { .fd = -1 } };
	struct err err = { 0 };

	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error */
	d.loop = loop_new();
	fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
	if (open_rooms(&d, &err)) {
		forget_old_readers(&d);
		d.index_waits = true;
		event_plain(&d, "ready");
		loop_fd(d.loop, STDIN_FILENO, LOOP_READ, on_orders, &d);
		loop_idle(d.loop, on_idle, &d);
		loop_run(d.loop);
	} else {
		log_line("%s", err.text);
		event_note(&d, err.text);
		d.status = 1;
	}
	close_rooms(&d);
	return d.status;
}
