#include "config.h"

#include "feed/xmlns.h"

struct known {
	enum xml_ns ns;
	const char *uri; /* without scheme and the "/" or "#" at the end */
};

static const struct known uris[] = {
	{ NS_ATOM10, "www.w3.org/2005/atom" },
	{ NS_RSS10, "purl.org/rss/1.0" },
	{ NS_CONTENT, "purl.org/rss/1.0/modules/content" },
	{ NS_DC, "purl.org/dc/elements/1.1" },
	{ NS_MEDIA, "search.yahoo.com/mrss" },
	{ NS_XHTML, "www.w3.org/1999/xhtml" },
	{ NS_ITUNES, "www.itunes.com/dtds/podcast-1.0.dtd" },
	{ NS_SY, "purl.org/rss/1.0/modules/syndication" },
	{ NS_SLASH, "purl.org/rss/1.0/modules/slash" },
	{ NS_WFW, "wellformedweb.org/commentapi" },
	{ NS_RDF, "www.w3.org/1999/02/22-rdf-syntax-ns" },
	{ NS_DCTERMS, "purl.org/dc/terms" },
	{ NS_THR, "purl.org/syndication/thread/1.0" },
	{ NS_FEEDBURNER, "rssnamespace.org/feedburner/ext/1.0" },
	{ NS_ADMIN, "webns.net/mvcb" },
	{ NS_ATOM03, "purl.org/atom/ns" },
	{ NS_ATOM03, "example.com/newformat" },
	{ NS_ATOM03, "example.com/necho" },
	{ NS_ATOM03, "purl.org/echo" },
	{ NS_ATOM03, "uri/of/echo/namespace" },
	{ NS_ATOM03, "purl.org/pie" },
	{ NS_CC, "backend.userland.com/creativecommonsrssmodule" },
	{ NS_CC, "creativecommons.org/ns" },
	{ NS_CC, "creativecommons.org/ns#license" },
	{ NS_CC, "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html" },
	{ NS_CC, "web.resource.org/cc" },
	{ NS_DC, "purl.org/dc/elements/1.0" },
	{ NS_FEEDBURNER, "rssnamespace.org/feedburner/ext/2.0" },
	{ NS_ITUNES, "example.com/dtds/podcast-1.0.dtd" },
	{ NS_ITUNES, "www.itunes.com/dtds/podcast-2.0.dtd" },
	{ NS_MATHML, "www.w3.org/1998/math/mathml" },
	{ NS_MEDIA, "search.yahoo.com/mrss/rss" },
	{ NS_MEDIA, "tools.search.yahoo.com/mrss" },
	{ NS_MEDIA, "video.search.yahoo.com/mrss" },
	{ NS_MEDIA, "www.rssboard.org/media-rss" },
	{ NS_NEWS, "www.google.com/schemas/sitemap-news/0.9" },
	{ NS_PHEEDO, "www.pheedo.com/namespace/pheedo" },
	{ NS_RBC, "static.feed.rbc.ru/rbc/internal/rss.rbc.ru/rbc/feed" },
	{ NS_RBC, "www.rbc.ru" },
	{ NS_RBC, "www.rbc.ru/rss" },
	{ NS_RSS, "backend.userland.com/rss" },
	{ NS_RSS, "backend.userland.com/rss091" },
	{ NS_RSS, "backend.userland.com/rss2" },
	{ NS_RSS, "blogs.law.harvard.edu/tech/rss" },
	{ NS_RSS, "cyber.law.harvard.edu/rss/rss.html" },
	{ NS_RSS, "purl.org/rss/1.0/modules/rss091" },
	{ NS_RSS, "purl.org/rss/2.0" },
	{ NS_RSS090, "channel.netscape.com/rdf/simple/0.9" },
	{ NS_RSS090, "my.netscape.com/rdf/simple/0.9" },
	{ NS_RSS11, "purl.org/net/rss1.1" },
	{ NS_SITEMAP, "www.google.com/schemas/sitemap/0.84" },
	{ NS_SITEMAP, "www.sitemaps.org/schemas/sitemap/0.9" },
	{ NS_SITEMAP_IMAGE, "www.google.com/schemas/sitemap-image/1.1" },
	{ NS_SOURCE, "source.scripting.com" },
	{ NS_SVG, "www.w3.org/2000/svg" },
	{ NS_XML, "www.w3.org/xml/1998/namespace" },
	{ NS_YANDEX, "news.yandex.ru" },
};

static const struct known prefixes[] = {
	{ NS_ADMIN, "admin" },
	{ NS_ATOM10, "a10" },
	{ NS_ATOM10, "atom" },
	{ NS_ATOM10, "atom10" },
	{ NS_CC, "cc" },
	{ NS_CC, "creativecommons" },
	{ NS_CONTENT, "content" },
	{ NS_DC, "dc" },
	{ NS_DCTERMS, "dcterms" },
	{ NS_FEEDBURNER, "feedburner" },
	{ NS_ITUNES, "itunes" },
	{ NS_MEDIA, "media" },
	{ NS_NEWS, "news" },
	{ NS_PHEEDO, "pheedo" },
	{ NS_RBC, "rbc_news" },
	{ NS_RDF, "rdf" },
	{ NS_SLASH, "slash" },
	{ NS_SOURCE, "source" },
	{ NS_SVG, "svg" },
	{ NS_SY, "sy" },
	{ NS_THR, "thr" },
	{ NS_WFW, "wfw" },
	{ NS_XHTML, "xhtml" },
	{ NS_XML, "xml" },
	{ NS_YANDEX, "yandex" },
};

static enum xml_ns
look_up(const struct known *known, size_t n, struct span t)
{
	for (size_t i = 0; i < n; i++)
		if (span_iis(t, known[i].uri))
			return known[i].ns;
	return NS_OTHER;
}

enum xml_ns
ns_of_uri(struct span uri)
{
	uri = span_trim(uri);
	if (!uri.n)
		return NS_NONE;
	if (span_istarts(uri, "http://"))
		uri = span_from(uri, 7);
	else if (span_istarts(uri, "https://"))
		uri = span_from(uri, 8);
	while (uri.n && (uri.s[uri.n - 1] == '/' || uri.s[uri.n - 1] == '#'))
		uri.n--;
	return look_up(uris, sizeof(uris) / sizeof(*uris), uri);
}

enum xml_ns
ns_of_prefix(struct span prefix)
{
	return look_up(prefixes, sizeof(prefixes) / sizeof(*prefixes), prefix);
}

bool
ns_is_core(enum xml_ns ns)
{
	return ns == NS_NONE || (ns >= NS_RSS && ns <= NS_ATOM10);
}
