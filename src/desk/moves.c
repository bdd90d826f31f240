#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/record.h"
#include "base/url.h"
#include "desk/rooms.h"

/* A feed whose server has said twice that it has moved for good, or that the
 * person has found again. */
struct move {
	struct move *next;
	int64_t feed;
	char *from, *to;
	bool asked; /* by the person */
};

void
moves_add(struct desk *d, int64_t feed, struct span from, struct span to)
{
	struct move *m = xcalloc(1, sizeof(*m));

	m->feed = feed;
	m->from = span_dup(from);
	m->to = span_dup(to);
	m->next = d->move;
	d->move = m;
}

static void
move_free(struct move *m)
{
	free(m->from);
	free(m->to);
	free(m);
}

void
moves_forget(struct desk *d)
{
	struct move *m;

	while ((m = d->move)) {
		d->move = m->next;
		move_free(m);
	}
}

/* "OLD has moved …: NEW", without passwords.  What stays as it is comes again
 * with each refresh: that is for the log, and "doctor" tells it. */
static void
tell(struct desk *d, const struct move *m, const char *words, bool news)
{
	struct str line = { 0 };

	url_redact(&line, span_of(m->from));
	str_printf(&line, " %s ", words);
	url_redact(&line, span_of(m->to));
	log_line("%s", str_z(&line));
	if (news)
		event_note(d, str_z(&line));
	str_release(&line);
}

static bool
move_row(struct desk *d, int64_t feed, const char *url, struct err *err)
{
	if (!store_begin(d->store, true, err))
		return false;
	if (feeds_move(d->store, feed, span_of(url), err) &&
	    store_commit(d->store, err))
		return true;
	store_rollback(d->store);
	return false;
}

/* The reader asks its person, who may say so with the order "move". */
static void
ask(struct desk *d, const struct move *m)
{
	struct str line = { 0 };

	record_begin(&line, "moved");
	record_z(&line, m->from);
	record_z(&line, m->to);
	record_end(&line);
	event_line(d, &line);
	str_release(&line);
}

/* The row first: a line without a row of its address would make a new feed,
 * and the old one's articles would be archived. */
static bool
carry_out(struct desk *d, const struct move *m)
{
	struct err err = { 0 };

	if (subscribe_find(d, span_of(m->to))) {
		tell(d, m,
		    _("has moved to an address that is subscribed as well:"),
		    m->asked);
		return false;
	}
	if (!move_row(d, m->feed, m->to, &err)) {
		log_line("%s", err.text);
		event_note(d, err.text);
		return false;
	}
	if (!feedsfile_move(
	        d->paths->feeds, span_of(m->from), span_of(m->to), &err)) {
		log_line("%s", err.text);
		event_note(d, err.text);
		if (!move_row(d, m->feed, m->from, &err))
			log_line("%s", err.text);
		return false;
	}
	tell(d, m,
	    m->asked ? _("is now asked at")
	             : _("has moved for good; the feeds file now says"),
	    true);
	return true;
}

void
moves_settle(struct desk *d)
{
	enum { FOLLOW, ASK }; /* in the order of the choices */
	int how = conf_choice(&d->conf.options, OPT_FOLLOW_MOVES);
	struct move *list = d->move, *m;
	struct err err = { 0 };
	bool moved = false;

	d->move = NULL;
	while ((m = list)) {
		list = m->next;
		if (m->asked || how == FOLLOW) {
			moved = carry_out(d, m) || moved;
		} else {
			tell(d, m, _("has moved for good; its line should say"),
			    false);
			if (how == ASK)
				ask(d, m);
		}
		move_free(m);
	}
	if (!moved)
		return;
	if (!subscribe_load(d, &err))
		log_line("%s", err.text);
	refresh_resubscribe(d);
	event_changed(d);
}

bool
moves_order(struct desk *d, const struct order *o, struct err *err)
{
	struct span from = order_arg(o, 0), to = order_arg(o, 1);
	int64_t feed = feeds_find(d->store, from);

	if (o->args != 2 || !url_is_web(from) || !url_is_web(to))
		return err_set(err, ERR_USAGE,
		    _("a feed moves from one web address to another"));
	if (!feed || !subscribe_find(d, from))
		return err_set(err, ERR_GONE, _("no feed has that address"));
	if (subscribe_find(d, to))
		return err_set(
		    err, ERR_USAGE, _("the new address is subscribed already"));
	moves_add(d, feed, from, to);
	d->move->asked = true;
	/* A feed on its way is looked for by its address. */
	if (refresh_idle(d))
		moves_settle(d);
	return true;
}
