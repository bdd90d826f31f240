#include "config.h"

#include "doc/players.h"

#include <string.h>

#include "base/url.h"

/* Where the frames of a service live, and the page that belongs to one. */
struct player {
	const char *name;
	const char *host; /* or what lies below it */
	const char *path; /* how it begins */
	const char *key;  /* the parameter with the name of the thing, or "":
	                     it follows the path */
	const char *page; /* to which that name is added; "": the frame */
};

static const struct player players[] = {
	{ "YouTube", "youtube.com", "/embed/", "",
	    "https://www.youtube.com/watch?v=" },
	{ "YouTube", "youtube.com", "/v/", "",
	    "https://www.youtube.com/watch?v=" },
	{ "YouTube", "youtube-nocookie.com", "/embed/", "",
	    "https://www.youtube.com/watch?v=" },
	{ "YouTube", "youtube.com", "/", "", "" },
	{ "YouTube", "youtu.be", "/", "", "" },
	{ "Vimeo", "player.vimeo.com", "/video/", "", "https://vimeo.com/" },
	{ "Vimeo", "vimeo.com", "/", "", "" },
	{ "Dailymotion", "dailymotion.com", "/embed/video/", "",
	    "https://www.dailymotion.com/video/" },
	{ "Dailymotion", "dailymotion.com", "/", "video",
	    "https://www.dailymotion.com/video/" },
	{ "Dailymotion", "dai.ly", "/", "", "" },
	{ "SoundCloud", "soundcloud.com", "/", "", "" },
	{ "Spotify", "open.spotify.com", "/embed/", "",
	    "https://open.spotify.com/" },
	{ "Spotify", "open.spotify.com", "/", "", "" },
	{ "X", "platform.twitter.com", "/embed/", "id",
	    "https://twitter.com/i/status/" },
	{ "X", "platform.x.com", "/embed/", "id",
	    "https://twitter.com/i/status/" },
	{ "Instagram", "instagram.com", "/p/", "",
	    "https://www.instagram.com/p/" },
	{ "Instagram", "instagram.com", "/reel/", "",
	    "https://www.instagram.com/reel/" },
	{ "TikTok", "tiktok.com", "/", "", "" },
	{ "Bluesky", "embed.bsky.app", "/", "", "" },
	{ "Apple Podcasts", "embed.podcasts.apple.com", "/", "", "" },
	{ "Apple Podcasts", "podcasts.apple.com", "/", "", "" },
	{ "BBC", "bbc.co.uk", "/", "", "" },
	{ "BBC", "bbc.com", "/", "", "" },
	{ "TED", "embed.ted.com", "/talks/", "", "https://www.ted.com/talks/" },
	{ "TED", "ted.com", "/", "", "" },
	{ "Internet Archive", "archive.org", "/embed/", "",
	    "https://archive.org/details/" },
	{ "Rumble", "rumble.com", "/", "", "" },
	{ "Twitch", "twitch.tv", "/", "", "" },
	{ "Facebook", "facebook.com", "/plugins/video", "", "" },
	{ "Facebook", "facebook.com", "/plugins/post", "", "" },
	{ "Brightcove", "players.brightcove.net", "/", "", "" },
	{ "", "jwplayer.com", "/", "", "" },
	{ "", "jwplatform.com", "/", "", "" },
	{ "", "megaphone.fm", "/", "", "" },
	{ "", "simplecast.com", "/", "", "" },
	{ "", "libsyn.com", "/", "", "" },
	{ "Acast", "acast.com", "/", "", "" },
	{ "Bandcamp", "bandcamp.com", "/", "", "" },
	{ "Mixcloud", "mixcloud.com", "/", "", "" },
	{ "Audioboom", "audioboom.com", "/", "", "" },
	{ "", "omny.fm", "/", "", "" },
	/* Anybody's server. */
	{ "PeerTube", "", "/videos/embed/", "", "/w/" },
};

static bool
is_below(struct span host, const char *domain)
{
	size_t n = strlen(domain);

	if (!n)
		return true;
	if (host.n < n || !span_iis(span_from(host, host.n - n), domain))
		return false;
	return host.n == n || host.s[host.n - n - 1] == '.';
}

/* The value of a parameter, without what was escaped in it. */
static struct span
parameter(struct span query, const char *key)
{
	while (query.n) {
		struct span pair = span_cut(&query, '&');
		size_t n = span_chr(pair, '=');

		if (n < pair.n && span_is(span_head(pair, n), key))
			return span_from(pair, n + 1);
	}
	return span_n(NULL, 0);
}

/* Letters, digits and what else services use. */
static size_t
name_bytes(struct span t)
{
	size_t n = 0;

	while (
	    n < t.n && ((t.s[n] >= '0' && t.s[n] <= '9') ||
	                   (t.s[n] >= 'a' && t.s[n] <= 'z') ||
	                   (t.s[n] >= 'A' && t.s[n] <= 'Z') || t.s[n] == '-' ||
	                   t.s[n] == '_' || t.s[n] == '/' || t.s[n] == '.'))
		n++;
	return n;
}

/* The name of the thing. */
static struct span
name_of(const struct player *p, const struct url *u)
{
	struct span t = *p->key ? parameter(u->query, p->key)
	                        : span_from(u->path, strlen(p->path));
	t = span_head(t, name_bytes(t));
	if (span_ends(t, "/"))
		t.n--;
	if (span_ends(t, "/embed"))
		t.n -= sizeof("/embed") - 1;
	/* A list of films, a live channel: no thing of its own. */
	return span_is(t, "videoseries") || span_is(t, "live_stream")
	           ? span_n(NULL, 0)
	           : t;
}

static struct span
page_of(struct arena *mem, const struct player *p, const struct url *u,
    struct span src)
{
	struct span name = *p->page ? name_of(p, u) : span_n(NULL, 0);
	struct str page = { 0 };
	struct span kept;

	if (!name.n)
		return src;
	if (*p->page != '/')
		str_addz(&page, p->page);
	else if (!url_resolve(&page, src, span_of(p->page)))
		return src;
	str_add(&page, name);
	kept = span_keep(mem, str_span(&page));
	str_release(&page);
	return kept;
}

bool
player_find(
    struct arena *mem, struct span src, struct span *page, const char **name)
{
	struct url u;

	url_split(src, &u);
	for (size_t i = 0; i < sizeof(players) / sizeof(*players); i++) {
		const struct player *p = &players[i];

		if (!is_below(u.host, p->host) ||
		    !span_starts(u.path, p->path) ||
		    (*p->key && !parameter(u.query, p->key).n))
			continue;
		*page = page_of(mem, p, &u, src);
		*name = p->name;
		return true;
	}
	return false;
}

struct span
player_youtube(struct arena *mem, struct span name)
{
	struct str page = { 0 };
	struct span kept;

	name = span_head(name, name_bytes(name));
	if (!name.n)
		return name;
	str_lit(&page, "https://www.youtube.com/watch?v=");
	str_add(&page, name);
	kept = span_keep(mem, str_span(&page));
	str_release(&page);
	return kept;
}
