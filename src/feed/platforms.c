#include "config.h"

#include "feed/platforms.h"

#include "base/url.h"

enum { CAPTURES = 3 };

/*
 * host: "*.x" is x and all below it, "*" any; "www." and "m." before a host
 * do not count.  path: "$" is a segment, kept; a last "*" allows for more.
 * param: of the query, kept as $q.  feeds: $1 to $3 are segments, $o is
 * scheme and host, blanks part several; none: the page itself tells.
 * Rows of one host come together; the first that fits counts.
 */
static const struct platform {
	const char *host, *path, *param, *feeds;
} platforms[] = {
	{ "youtube.com", "channel/$/*", NULL,
	    "https://www.youtube.com/feeds/videos.xml?channel_id=$1" },
	{ "youtube.com", "user/$/*", NULL,
	    "https://www.youtube.com/feeds/videos.xml?user=$1" },
	{ "youtube.com", "playlist", "list",
	    "https://www.youtube.com/feeds/videos.xml?playlist_id=$q" },
	{ "youtube.com", "*", NULL, "" },
	{ "reddit.com", "r/$/*", NULL, "https://www.reddit.com/r/$1/.rss" },
	{ "reddit.com", "user/$/*", NULL,
	    "https://www.reddit.com/user/$1/.rss" },
	{ "reddit.com", "u/$/*", NULL, "https://www.reddit.com/user/$1/.rss" },
	{ "github.com", "$/$/releases/*", NULL,
	    "https://github.com/$1/$2/releases.atom" },
	{ "github.com", "$/$/tags", NULL,
	    "https://github.com/$1/$2/tags.atom" },
	{ "github.com", "$/$/commits/$", NULL,
	    "https://github.com/$1/$2/commits/$3.atom" },
	{ "github.com", "$/$", NULL,
	    "https://github.com/$1/$2/releases.atom "
	    "https://github.com/$1/$2/tags.atom "
	    "https://github.com/$1/$2/commits.atom" },
	{ "github.com", "$", NULL, "https://github.com/$1.atom" },
	{ "gitlab.com", "$/$", NULL,
	    "https://gitlab.com/$1/$2/-/releases.atom "
	    "https://gitlab.com/$1/$2/-/tags?format=atom "
	    "https://gitlab.com/$1/$2.atom" },
	{ "codeberg.org", "$/$/releases", NULL,
	    "https://codeberg.org/$1/$2/releases.rss" },
	{ "codeberg.org", "$/$", NULL,
	    "https://codeberg.org/$1/$2/releases.rss "
	    "https://codeberg.org/$1/$2.rss" },
	{ "codeberg.org", "$", NULL, "https://codeberg.org/$1.rss" },
	{ "medium.com", "tag/$/*", NULL, "https://medium.com/feed/tag/$1" },
	{ "medium.com", "$/*", NULL, "https://medium.com/feed/$1" },
	{ "*.medium.com", "*", NULL, "$o/feed" },
	{ "*.substack.com", "*", NULL, "$o/feed" },
	{ "*.wordpress.com", "*", NULL, "$o/feed/" },
	{ "*.blogspot.com", "*", NULL, "$o/feeds/posts/default" },
	{ "*.tumblr.com", "*", NULL, "$o/rss" },
	{ "bsky.app", "profile/$/*", NULL, "https://bsky.app/profile/$1/rss" },
	{ "pypi.org", "project/$/*", NULL,
	    "https://pypi.org/rss/project/$1/releases.xml" },
	{ "sourceforge.net", "projects/$/*", NULL,
	    "https://sourceforge.net/projects/$1/rss" },
	{ "vimeo.com", "$", NULL, "https://vimeo.com/$1/videos/rss" },
	{ "lobste.rs", "t/$", NULL, "https://lobste.rs/t/$1.rss" },
	{ "news.ycombinator.com", "*", NULL,
	    "https://news.ycombinator.com/rss" },
	{ "stackoverflow.com", "questions/tagged/$", NULL,
	    "https://stackoverflow.com/feeds/tag/$1" },
	{ "*.stackexchange.com", "questions/tagged/$", NULL,
	    "$o/feeds/tag/$1" },
	/* Mastodon and its kin, Lemmy: on servers of any name. */
	{ "*", "@$", NULL, "$o/@$1.rss" },
	{ "*", "c/$", NULL, "$o/feeds/c/$1.xml" },
};

static const char *const usual[] = { "feed", "feed.xml", "rss.xml", "atom.xml",
	"index.xml", "rss", "feed.json", "index.rdf", "blog/feed" };

struct match {
	struct span origin, capture[CAPTURES], param;
};

static struct span
host_of(const struct url *u)
{
	static const char *const before[] = { "www.", "m.", "old." };

	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++)
		if (span_starts(u->host, before[i]))
			return span_from(u->host, span_of(before[i]).n);
	return u->host;
}

static bool
host_fits(const char *pattern, struct span host)
{
	if (span_is(SPAN("*"), pattern))
		return true;
	if (pattern[0] != '*')
		return span_iis(host, pattern);
	return span_iis(host, pattern + 2) ||
	       (host.n > span_of(pattern).n - 1 &&
	           span_ends(host, pattern + 1));
}

/* "@$" keeps what stands behind the sign. */
static bool
segment_fits(struct span want, struct span have, struct span *kept)
{
	size_t at = span_chr(want, '$');

	if (at == want.n)
		return span_eq(want, have);
	*kept = span_from(have, at);
	return have.n > at && span_eq(span_head(have, at), span_head(want, at));
}

static bool
path_fits(const char *pattern, struct span path, struct match *m)
{
	struct span want = span_of(pattern), have = path;
	int kept = 0;

	while (want.n) {
		struct span w = span_cut(&want, '/'), h = { 0 }, k = { 0 };

		if (span_is(w, "*"))
			return true;
		if (!have.n)
			return false;
		h = span_cut(&have, '/');
		if (!segment_fits(w, h, &k))
			return false;
		if (k.n && kept < CAPTURES)
			m->capture[kept++] = k;
	}
	return !have.n;
}

static bool
param_fits(const char *name, struct span query, struct span *value)
{
	while (name && query.n) {
		struct span pair = span_cut(&query, '&');

		*value = pair;
		if (span_is(span_cut(value, '='), name) && value->n)
			return true;
	}
	return !name;
}

static bool
fits(const struct platform *p, const struct url *u, struct match *m)
{
	struct span path = u->path;

	while (path.n && *path.s == '/')
		path = span_from(path, 1);
	while (path.n && path.s[path.n - 1] == '/')
		path.n--;
	return host_fits(p->host, host_of(u)) && path_fits(p->path, path, m) &&
	       param_fits(p->param, u->query, &m->param);
}

static void
fill(struct str *out, struct span feeds, const struct match *m)
{
	while (feeds.n) {
		size_t at = span_chr(feeds, '$');
		char name;

		str_add(out, span_head(feeds, at));
		feeds = span_from(feeds, at);
		if (feeds.n < 2)
			break;
		name = feeds.s[1];
		feeds = span_from(feeds, 2);
		if (name == 'o')
			str_add(out, m->origin);
		else if (name == 'q')
			str_add(out, m->param);
		else
			str_add(out, m->capture[name - '1']);
	}
	str_addc(out, '\n');
}

void
platforms_feeds(struct str *out, struct span url)
{
	struct str origin = { 0 };
	struct url u;

	if (!url_is_web(url))
		return;
	url_split(url, &u);
	url_origin(&origin, url);
	for (size_t i = 0; i < sizeof(platforms) / sizeof(*platforms); i++) {
		struct match m = { .origin = str_span(&origin) };
		struct span feeds = span_of(platforms[i].feeds);

		if (!fits(&platforms[i], &u, &m))
			continue;
		while (feeds.n)
			fill(out, span_cut(&feeds, ' '), &m);
		break;
	}
	str_release(&origin);
}

/* Beside the page only what most have: each costs a request. */
void
platforms_usual(struct str *out, struct span url)
{
	enum { BESIDE = 4 };
	struct str origin = { 0 };
	struct url u;
	struct span path;
	size_t n = sizeof(usual) / sizeof(*usual);

	if (!url_is_web(url))
		return;
	url_split(url, &u);
	url_origin(&origin, url);
	path = u.path;
	while (path.n && path.s[path.n - 1] == '/')
		path.n--;
	for (size_t i = 0; path.n && i < BESIDE; i++)
		str_printf(out, "%s%.*s/%s\n", str_z(&origin), SPAN_ARG(path),
		    usual[i]);
	for (size_t i = 0; i < n; i++)
		str_printf(out, "%s/%s\n", str_z(&origin), usual[i]);
	str_release(&origin);
}
