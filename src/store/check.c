/*
 * Is the store what it should be, and do its counters agree with a recount?
 */
#include "config.h"

#include "base/i18n.h"
#include "store/stmt.h"

/* What the triggers of the schema keep, counted. */
static const char feeds_wrong[] =
    "SELECT count(*) FROM feed f WHERE (f.total, f.unread, f.starred) IS NOT"
    " (SELECT count(*), coalesce(sum(unread), 0), coalesce(sum(starred), 0)"
    " FROM article WHERE feed_id = f.id AND deleted = 0)";
static const char feeds_mend[] =
    "UPDATE feed SET (total, unread, starred) = (SELECT count(*),"
    " coalesce(sum(unread), 0), coalesce(sum(starred), 0)"
    " FROM article WHERE feed_id = feed.id AND deleted = 0)";

/* How many tags and articles do not agree with a recount. */
static const char own_wrong[] =
    "SELECT (SELECT count(*) FROM tag t WHERE (t.total, t.unread) IS NOT"
    " (SELECT count(*), coalesce(sum(a.unread), 0) FROM tagged g JOIN article"
    " a ON a.id = g.article_id WHERE g.tag_id = t.id AND a.deleted = 0)) +"
    " (SELECT count(*) FROM article a WHERE a.own <>"
    " (a.id IN (SELECT article_id FROM tagged)) +"
    " 2 * (a.id IN (SELECT id FROM note)))";
static const char own_mend[] =
    "DELETE FROM tag WHERE id NOT IN (SELECT tag_id FROM tagged);"
    "UPDATE tag SET (total, unread) = (SELECT count(*),"
    " coalesce(sum(a.unread), 0) FROM tagged g JOIN article a"
    " ON a.id = g.article_id WHERE g.tag_id = tag.id AND a.deleted = 0);"
    "UPDATE article SET own = (id IN (SELECT article_id FROM tagged)) +"
    " 2 * (id IN (SELECT id FROM note)) WHERE own <>"
    " (id IN (SELECT article_id FROM tagged)) +"
    " 2 * (id IN (SELECT id FROM note))";

bool
store_recount(struct store *s, struct err *err)
{
	return store_exec(s, feeds_mend, err) && store_exec(s, own_mend, err);
}

bool
store_check_counters(struct store *s, struct err *err)
{
	int64_t wrong = 0;

	if (!store_number(s, feeds_wrong, &wrong, err))
		return false;
	if (wrong)
		return err_set(err, ERR_STORE,
		    _("%s: the counters of %lld feeds are wrong; \"broadsheet "
		      "doctor --repair\" counts anew"),
		    s->file, (long long)wrong);
	if (!store_number(s, own_wrong, &wrong, err))
		return false;
	if (wrong)
		return err_set(err, ERR_STORE,
		    _("%s: the counters of tags and notes are wrong; "
		      "\"broadsheet doctor --repair\" counts anew"),
		    s->file);
	return true;
}

static bool
is_damaged(struct store *s, struct err *err)
{
	return err_set(err, ERR_DAMAGED,
	    _("%s: it is damaged; \"broadsheet doctor --repair\" saves what "
	      "can "
	      "be read"),
	    s->file);
}

static bool
check_pages(struct store *s, const char *pragma, struct err *err)
{
	struct stmt q;
	int got;
	bool ok;

	if (!stmt_get(&q, s, pragma, err))
		return false;
	got = stmt_row(&q, err);
	ok = got > 0 && span_is(stmt_col(&q, 0), "ok");
	stmt_done(&q);
	if (got > 0 && !ok)
		return is_damaged(s, err);
	return ok;
}

/* Rows that name a feed, article or tag which is not there. */
static bool
check_names(struct store *s, struct err *err)
{
	int64_t wrong = 0;

	return store_number(s, "SELECT 1 FROM pragma_foreign_key_check LIMIT 1",
	           &wrong, err) &&
	       (!wrong || is_damaged(s, err));
}

bool
store_check(struct store *s, struct err *err)
{
	return check_pages(s, "PRAGMA quick_check(1)", err) &&
	       check_names(s, err) && store_check_counters(s, err);
}

bool
store_check_pages(struct store *s, struct err *err)
{
	return check_pages(s, "PRAGMA integrity_check(1)", err);
}
