#include "config.h"

#include "store/health.h"

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
	        " article WHERE feed_id = ?1 ORDER BY sort DESC LIMIT ?2)",
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
	if (f->error.n)
		return FEED_FAILING;
	if (f->moved_to.n)
		return FEED_MOVED;
	if (!f->checked)
		return FEED_NEW;
	return newest && now - newest > HEALTH_SILENT_S ? FEED_SILENT
	                                                : FEED_WELL;
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
