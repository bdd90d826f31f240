#include "config.h"

#include "store/health.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/when.h"
#include "conf/feedsfile.h"
#include "store/stmt.h"

/* Fewer articles than the one tell of no rhythm; more than the other tell of
 * old times. */
enum { DATES_MIN = 4, DATES_MAX = 20 };

static bool
read_dates(struct store *s, int64_t feed, int64_t *newest, int64_t *rhythm_s,
    struct err *err)
{
	struct stmt q;
	int64_t n;

	if (!stmt_get(&q, s,
	        "SELECT count(*), max(sort), min(sort) FROM (SELECT sort FROM"
	        " article WHERE feed_id = ?1 AND deleted = 0"
	        " ORDER BY sort DESC LIMIT ?2)",
	        err))
		return false;
	stmt_int(&q, 1, feed);
	stmt_int(&q, 2, DATES_MAX);
	if (stmt_row(&q, err) <= 0)
		return false;
	n = stmt_col_int(&q, 0);
	*newest = stmt_col_int(&q, 1);
	*rhythm_s =
	    n < DATES_MIN ? 0 : (*newest - stmt_col_int(&q, 2)) / (n - 1);
	stmt_done(&q);
	return true;
}

int64_t
health_rhythm(struct store *s, int64_t feed)
{
	int64_t newest, rhythm_s = 0;

	return read_dates(s, feed, &newest, &rhythm_s, NULL) ? rhythm_s : 0;
}

static enum feed_state
state_of(const struct feed_row *f, int64_t newest, int64_t now)
{
	if (f->stopped)
		return FEED_STOPPED;
	if (f->every_s < 0)
		return FEED_PAUSED;
	if (f->held_until > now)
		return FEED_WAITING;
	if (f->error.n)
		return FEED_FAILING;
	if (f->moved_to.n)
		return FEED_MOVED;
	if (!f->checked)
		return FEED_NEW;
	if (newest && now - newest > HEALTH_SILENT_S)
		return FEED_SILENT;
	return f->muted ? FEED_MUTED : FEED_WELL;
}

bool
health_read(struct store *s, const struct feed_row *f, int64_t now,
    struct feed_health *h, struct err *err)
{
	*h = (struct feed_health){ .read_percent = -1 };
	if (!read_dates(s, f->id, &h->newest, &h->rhythm_s, err))
		return false;
	if (f->total > 0)
		h->read_percent =
		    (int)((f->total - f->unread) * 100 / f->total);
	h->state = state_of(f, h->newest, now);
	return true;
}

const char *const feed_state_name[FEED_STATES] = {
	[FEED_STOPPED] = N_("stopped"),
	[FEED_FAILING] = N_("failing"),
	[FEED_MOVED] = N_("moved"),
	[FEED_SILENT] = N_("silent"),
	[FEED_WAITING] = N_("waiting"),
	[FEED_PAUSED] = N_("paused"),
	[FEED_MUTED] = N_("muted"),
	[FEED_NEW] = N_("new"),
	[FEED_WELL] = N_("well"),
};

void
health_bytes(struct str *out, int64_t bytes)
{
	int64_t kb = (bytes + 999) / 1000;

	if (kb < 1000)
		str_printf(out, _("%lld kB"), (long long)kb);
	else
		str_printf(out, _("%lld.%lld MB"), (long long)kb / 1000,
		    (long long)kb % 1000 / 100);
}

static int
by_state(const void *a, const void *b)
{
	const struct health_row *x = a, *y = b;

	if (x->health.state != y->health.state)
		return (int)x->health.state - (int)y->health.state;
	return (x->place > y->place) - (x->place < y->place);
}

bool
health_load(struct health_rows *h, struct store *s,
    const struct feed_rows *rows, int64_t now, struct err *err)
{
	*h = (struct health_rows){ 0 };
	h->row = xcalloc(rows->tree_n + rows->lists + 1, sizeof(*h->row));
	for (size_t i = 0; i < rows->tree_n + rows->lists; i++) {
		struct health_row *r = &h->row[h->n];

		r->place = &rows->tree[i];
		if (!r->place->feed)
			continue;
		r->feed = &rows->feed[r->place->feed_row];
		/* A saved search is asked by nobody. */
		if (r->feed->source == SOURCE_SEARCH)
			continue;
		if (!health_read(s, r->feed, now, &r->health, err)) {
			health_release(h);
			return false;
		}
		h->count[r->health.state]++;
		h->n++;
	}
	qsort(h->row, h->n, sizeof(*h->row), by_state);
	return true;
}

void
health_release(struct health_rows *h)
{
	free(h->row);
	*h = (struct health_rows){ 0 };
}

/* "until 14:05", by the day when it is another one. */
static void
add_hold(struct str *out, const struct feed_row *f, int64_t now)
{
	struct str at = { 0 };

	when_local(&at, f->held_until,
	    when_midnight(now) == when_midnight(f->held_until)
	        ? "%H:%M"
	        : "%Y-%m-%d %H:%M");
	/* One that was told so itself has a sentence of its own. */
	str_printf(out,
	    f->error.n
	        ? _("paused until %s")
	        : _("paused until %s: its server is busy, and left alone"),
	    str_z(&at));
	str_addc(out, '\n');
	str_release(&at);
}

void
health_trouble(struct str *out, const struct health_row *r, int64_t now)
{
	const struct feed_row *f = r->feed;

	if (f->error.n)
		str_printf(out, "%.*s\n", SPAN_ARG(f->error));
	if (r->health.state == FEED_WAITING)
		add_hold(out, f, now);
	if (f->remedy.n)
		str_printf(out, "%.*s\n", SPAN_ARG(f->remedy));
	if (r->health.state == FEED_STOPPED)
		str_printf(out, "%s\n",
		    _("it is not asked any more, but by name; look for its "
		      "new address, or remove it"));
	if (f->moved_to.n) {
		str_printf(out, "%s ", _("it has moved for good, to"));
		url_redact(out, f->moved_to);
		str_printf(out, "\n%s\n",
		    _("m in the reader's health view (H) follows it at once"));
	}
	if (r->health.state == FEED_PAUSED)
		str_printf(out, "%s\n",
		    _("it is paused, and asked only when it is named; "
		      "\"broadsheet feeds resume\" lets it go on"));
	if (r->health.state == FEED_MUTED)
		str_printf(out, "%s\n",
		    _("it is muted: what is new comes in as read; "
		      "\"broadsheet feeds unmute\" lets it be heard"));
	if (r->health.state == FEED_SILENT)
		str_printf(out, "%s\n",
		    _("nothing new came for 90 days; F in the reader's health "
		      "view (H) asks its site for another address"));
}
