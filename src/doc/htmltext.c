#include "config.h"

#include <string.h>

#include "base/utf8.h"
#include "doc/entities.h"
#include "doc/html.h"

void
html_text(struct str *out, const struct html_node *root)
{
	struct str raw = { 0 };
	const struct html_node *n = root;

	while (n) {
		if (n->tag == TAG_TEXT)
			str_add(&raw, n->text);
		else if (n->tag == TAG_BR || html_is_block(n))
			str_addc(&raw, ' ');
		n = html_is_skipped(n) && n != root ? html_skip(root, n)
		                                    : html_next(root, n);
		if (n && html_is_block(n))
			str_addc(&raw, ' ');
	}
	utf8_plain(out, str_span(&raw), PLAIN_LINE);
	str_release(&raw);
}

void
html_unescape(struct str *out, struct span t)
{
	while (t.n) {
		size_t n = span_chr(t, '&');
		uint32_t a, b;

		str_add(out, span_head(t, n));
		t = span_from(t, n);
		if (!t.n)
			break;
		n = entity_take(span_from(t, 1), &a, &b);
		if (n) {
			utf8_add(out, a);
			if (b)
				utf8_add(out, b);
		} else {
			str_addc(out, '&');
		}
		t = span_from(t, n + 1);
	}
}

/* Elements that nobody writes in plain text by chance. */
static const char *const telling[] = { "p", "br", "a", "b", "i", "em", "strong",
	"div", "span", "img", "ul", "ol", "li", "table", "blockquote", "h1",
	"h2", "h3", "h4", "h5", "h6", "pre", "code", "font", "center", "hr",
	"u", "s", "q", "sup", "sub", "small", "big", "tt", "cite", "figure",
	"video", "audio", "iframe", "script", "style", "object", "embed",
	"form", "input", "dl", "dt", "dd", "del", "ins", "abbr", "acronym",
	"section", "article", "strike", "nobr", "svg", "ruby", "kbd", "samp",
	"dfn", "details", "noscript", "applet" };

static bool
is_telling(struct span t)
{
	size_t n = 0;

	if (t.n && *t.s == '/')
		t = span_from(t, 1);
	while (n < t.n && n < 12 &&
	       (((t.s[n] | 0x20) >= 'a' && (t.s[n] | 0x20) <= 'z') ||
	           (t.s[n] >= '0' && t.s[n] <= '9')))
		n++;
	if (!n || n == t.n || !strchr(" \t\r\n/>", t.s[n]))
		return false;
	for (size_t i = 0; i < sizeof(telling) / sizeof(*telling); i++)
		if (span_iis(span_head(t, n), telling[i]))
			return true;
	return false;
}

enum { TAG_LOOK_BYTES = 4096 }; /* so far a tag's end is looked for */

bool
html_looks_like(struct span t)
{
	for (size_t i = 0; i < t.n; i++) {
		struct span rest = span_from(t, i + 1);
		uint32_t a, b;
		size_t n;

		if (t.s[i] == '<' && is_telling(rest) &&
		    span_chr(span_head(rest, TAG_LOOK_BYTES), '>') <
		        span_head(rest, TAG_LOOK_BYTES).n)
			return true;
		if (t.s[i] == '&' && (n = entity_take(rest, &a, &b)) > 0 &&
		    rest.s[n - 1] == ';')
			return true;
	}
	return false;
}
