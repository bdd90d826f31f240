#include "config.h"

#include "doc/metadates.h"

#include <string.h>

#include "doc/meta.h"
#include "doc/prune.h"

enum {
	DATE_BYTES_MAX = 160,
	LABEL_BYTES_MAX = 40,
	LINE_BYTES_MAX = 80,
	LINE_NODES_MAX = 24,
	CLIMB_MAX = 3
};

static struct span
date_of(struct page *p, const struct html_node *n)
{
	struct span v = html_get(n, "datetime");

	if (!v.n)
		v = html_get(n, "content");
	return v.n ? v : meta_node_line(p, n);
}

static bool
says(const struct html_node *n, const char *word)
{
	struct str text = { 0 };
	bool yes;

	html_text(&text, n);
	yes = span_ifind(span_head(str_span(&text), 40), span_of(word)) <
	      (text.n < 40 ? text.n : 40);
	str_release(&text);
	return yes;
}

/* A line, not a box of many things: many times may stand in one box, and each
 * asks this. */
static bool
is_small(const struct html_node *box)
{
	const struct html_node *n = box->first;
	size_t letters = 0;
	int nodes = 0;

	for (; n && letters < LINE_BYTES_MAX; n = html_next(box, n)) {
		if (n->tag == TAG_TEXT)
			letters += span_trim(n->text).n;
		if (++nodes > LINE_NODES_MAX)
			return false;
	}
	return letters < LINE_BYTES_MAX;
}

/* "Updated : <time …>": what the words before a time say. */
static bool
is_update(const struct html_node *n)
{
	if (html_has_word(n, "updated") || html_has_word(n, "modified") ||
	    html_is_prop(n, "dateModified"))
		return true;
	return n->parent && is_small(n->parent) && says(n->parent, "updated");
}

/* Of other stories. */
static bool
is_aside(const struct html_node *n)
{
	for (; n; n = n->parent)
		if (n->tag == TAG_ASIDE || n->tag == TAG_NAV ||
		    n->tag == TAG_FOOTER)
			return true;
	return false;
}

static void
read_times(struct page *p, const struct html_node *root)
{
	for (const struct html_node *n = root->first; n;
	     n = html_next(root, n)) {
		if (html_is_prop(n, "datePublished"))
			meta_date(
			    p, &p->published, &p->published_raw, date_of(p, n));
		else if (html_is_prop(n, "dateModified"))
			meta_date(
			    p, &p->modified, &p->modified_raw, date_of(p, n));
	}
	for (const struct html_node *n = root->first; n;
	     n = html_next(root, n)) {
		if (n->tag != TAG_TIME || is_aside(n))
			continue;
		if (is_update(n))
			meta_date(
			    p, &p->modified, &p->modified_raw, date_of(p, n));
		else
			meta_date(
			    p, &p->published, &p->published_raw, date_of(p, n));
	}
}

/* "Published: 21 November 2026, 20: 15": with the label or without it,
 * whichever tells the time of day; the blank within that is a slip. */
static void
take_visible(struct page *p, struct span line)
{
	struct str t = { 0 };
	struct when w;
	struct span all, rest;

	for (size_t i = 0; i < line.n; i++)
		if (line.s[i] != ' ' || !i || line.s[i - 1] != ':')
			str_addc(&t, line.s[i]);
	all = str_span(&t);
	rest = span_from(all, span_chr(all, ':'));
	if (rest.n)
		rest = span_from(rest, 1);
	if (when_parse(rest, &w) && w.grain >= WHEN_MINUTE)
		all = rest;
	else if (!when_parse(all, &w) || w.grain < WHEN_MINUTE)
		all = line;
	meta_date(p, &p->published, &p->published_raw, all);
	str_release(&t);
}

static const char *const date_words[] = { "published", "date", "post-date",
	"entry-date", "article-date", "timestamp", "pubdate", "publish-date",
	"dateline", "time", "posted-on", "byline-date", "article__date",
	"publish-time", "published-date", "post-meta-date", "news-date",
	"date-time", "datetime", "fecha", "datum", "data" };

/* Visible "Published : 18 Nov 2019, 15:34" lines, when nothing else knows. */
static void
read_visible_dates(struct page *p, const struct html_node *root)
{
	for (const struct html_node *n = root->first; n && !p->published.grain;
	     n = html_next(root, n)) {
		bool marked;

		if (n->tag == TAG_TEXT || n->tag == TAG_BODY ||
		    n->tag == TAG_HTML)
			continue;
		marked = HTML_HAS_ANY(n, date_words);
		if ((marked || (n->tag == TAG_P && says(n, "published"))) &&
		    html_weigh(n).text < DATE_BYTES_MAX)
			take_visible(p, meta_node_line(p, n));
	}
}

/* --- a date alone beside the headline ------------------------------------ */

static bool
is_bare_date(const struct html_node *n)
{
	switch (n->tag) {
	case TAG_P:
	case TAG_DIV:
	case TAG_SPAN:
		return n->first && n->first == n->last &&
		       n->first->tag == TAG_TEXT &&
		       n->first->text.n <= LABEL_BYTES_MAX && !is_aside(n);
	default:
		return false;
	}
}

/* Looks in the box around the headline, then in the box around that; never in
 * the whole page, whose top tells the day of reading. */
static void
read_beside_headline(struct page *p, const struct html_node *root)
{
	const struct html_node *box = html_find(root, TAG_H1);

	for (int i = 0; box && i < CLIMB_MAX && !p->published.grain; i++) {
		box = box->parent;
		if (!box || box->tag == TAG_BODY || box->tag == TAG_HTML)
			return;
		for (const struct html_node *n = box->first;
		     n && !p->published.grain; n = html_next(box, n)) {
			struct when w;
			struct span line;

			if (n->tag == TAG_TEXT || !is_bare_date(n))
				continue;
			line = meta_node_line(p, n);
			if (when_parse(line, &w) && w.grain >= WHEN_DAY)
				meta_date(
				    p, &p->published, &p->published_raw, line);
		}
	}
}

void
metadates_set(struct page *p, const struct html_node *n, struct when *slot,
    struct span *raw)
{
	struct span text = date_of(p, n);
	struct when w;

	if (!when_parse(text, &w))
		return;
	*slot = w;
	*raw = meta_line(p, text);
}

void
metadates_read(struct page *p, const struct html_node *root)
{
	read_times(p, root);
	read_visible_dates(p, root);
	if (!p->published.grain)
		read_beside_headline(p, root);
}
