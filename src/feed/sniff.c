#include "config.h"

#include "feed/sniff.h"

#include "base/bytes.h"

enum { LOOK_BYTES = 16 * 1024 };

/* The type itself, without parameters. */
static struct span
media_type(struct span content_type)
{
	return span_trim(span_head(content_type, span_chr(content_type, ';')));
}

static bool
is_json_type(struct span type)
{
	return span_ends(type, "/json") || span_ends(type, "+json");
}

bool
sniff_is_feed_type(struct span content_type)
{
	struct span type = media_type(content_type);

	return !type.n || span_ends(type, "/xml") || span_ends(type, "+xml") ||
	       is_json_type(type) || span_iis(type, "text/xml") ||
	       span_iis(type, "application/octet-stream") ||
	       span_iis(type, "application/xml-dtd") ||
	       span_iis(type, "application/x-rss");
}

struct span
sniff_json(struct span utf8)
{
	struct span text = span_trim(utf8),
	            mark = SPAN("jsonfeed.org/version/");
	size_t at;

	while (span_starts(text, "<!--")) {
		at = span_find(text, SPAN("-->"));
		text = span_trim(span_from(text, at < text.n ? at + 3 : at));
	}
	if (text.n && *text.s == '{')
		return text;
	if (!text.n || *text.s == '<')
		return span_n(NULL, 0);
	/* A warning of the program that wrote it, or a call round it. */
	at = span_find(span_head(text, LOOK_BYTES), mark);
	if (at == span_head(text, LOOK_BYTES).n)
		return span_n(NULL, 0);
	while (at > 0 && text.s[at] != '{')
		at--;
	return text.s[at] == '{' ? span_from(text, at) : span_n(NULL, 0);
}

enum sniffed
sniff(struct span utf8, struct span content_type)
{
	static const char *const feeds[] = { "<rss", "<feed",
		"<rdf:", "<channel", ":feed", ":rss", "<entry" };
	struct span text = span_trim(utf8), look = span_head(text, LOOK_BYTES);
	bool json = is_json_type(media_type(content_type));

	if (!text.n)
		return SNIFF_NOTHING;
	if (sniff_json(text).n || (json && *text.s != '<'))
		return SNIFF_JSON;
	if (span_chr(text, '<') == text.n)
		return SNIFF_NOTHING;
	for (size_t i = 0; i < sizeof(feeds) / sizeof(*feeds); i++)
		if (span_ifind(look, span_of(feeds[i])) < look.n)
			return SNIFF_XML;
	if (span_ifind(look, SPAN("<html")) < look.n ||
	    span_ifind(look, SPAN("<!doctype html")) < look.n)
		return SNIFF_HTML;
	return SNIFF_XML;
}

static bool
is_forbidden(struct span t, size_t i)
{
	return byte_traits[(unsigned char)t.s[i]] & BYTE_CONTROL;
}

/* Bytes of the C1 control at i: two, or none. */
static size_t
c1_bytes(struct span t, size_t i)
{
	return (unsigned char)t.s[i] == 0xc2 && i + 1 < t.n &&
	               (unsigned char)t.s[i + 1] < 0xa0
	           ? 2
	           : 0;
}

size_t
sniff_control(struct span utf8)
{
	size_t i = 0;

	while ((i = span_until(utf8, i, BYTE_CONTROL | BYTE_LATIN)) < utf8.n &&
	       !is_forbidden(utf8, i) && !c1_bytes(utf8, i))
		i++;
	return i;
}

void
sniff_drop_controls(struct str *utf8)
{
	struct span t = str_span(utf8);
	size_t i = sniff_control(t), kept = i;

	while (i < t.n) {
		size_t skip = is_forbidden(t, i) ? 1 : c1_bytes(t, i);

		if (skip)
			i += skip;
		else
			utf8->s[kept++] = t.s[i++];
	}
	str_cut(utf8, kept);
}
