#include "config.h"

#include "doc/clean.h"

#include <stdlib.h>
#include <string.h>

#include "base/url.h"
#include "doc/entities.h"

/* Elements that may be handed on, sorted; all others are left out, with their
 * content (html_is_skipped) or without. */
static const char *const elements[] = { "a", "abbr", "acronym", "address",
	"article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote",
	"br", "caption", "center", "cite", "code", "col", "colgroup", "dd",
	"del", "details", "dfn", "dir", "div", "dl", "dt", "em", "figcaption",
	"figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
	"header", "hr", "i", "img", "ins", "kbd", "li", "main", "map", "mark",
	"menu", "nav", "ol", "p", "picture", "pre", "q", "rb", "rp", "rt",
	"ruby", "s", "samp", "section", "small", "source", "span", "strike",
	"strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
	"th", "thead", "time", "tr", "tt", "u", "ul", "var", "video", "wbr" };

static const char *const attributes[] = { "abbr", "align", "alt", "axis",
	"bgcolor", "border", "cellpadding", "cellspacing", "char", "charoff",
	"cite", "class", "color", "cols", "colspan", "compact", "controls",
	"coords", "datetime", "dir", "face", "headers", "height", "href",
	"hreflang", "hspace", "id", "ismap", "lang", "longdesc", "loop",
	"media", "name", "nohref", "noshade", "nowrap", "poster", "preload",
	"rel", "rev", "reversed", "rows", "rowspan", "rules", "scope", "shape",
	"size", "span", "src", "start", "summary", "target", "title", "type",
	"usemap", "valign", "value", "vspace", "width" };

static const char *const addresses[] = { "cite", "href", "longdesc", "poster",
	"src", "usemap" };

/* What opens nothing and is never closed. */
static const char *const voids[] = { "br", "col", "hr", "img", "source",
	"wbr" };

static int
by_name(const void *key, const void *row)
{
	return strcmp(key, *(const char *const *)row);
}

#define AMONG(name, table)                                          \
	(bsearch((name), (table), sizeof(table) / sizeof(*(table)), \
	     sizeof(*(table)), by_name) != NULL)

/* Raster pictures may come within the address itself. */
static bool
is_data_picture(struct span url)
{
	static const char *const kinds[] = { "data:image/png", "data:image/gif",
		"data:image/jpeg", "data:image/webp" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (span_istarts(url, kinds[i]))
			return true;
	return false;
}

/* The address made absolute; false when it must not stand there. */
static bool
add_address(struct str *out, const struct html_node *n, struct span value,
    struct span base)
{
	struct str url = { 0 };
	bool ok;

	if (is_data_picture(value)) {
		if (n->tag == TAG_IMG)
			entity_escape(out, value, true);
		return n->tag == TAG_IMG;
	}
	ok = url_resolve(&url, base, value);
	if (ok) {
		struct url u;

		url_split(str_span(&url), &u);
		/* One without a scheme could not be made absolute, and does
		 * no harm. */
		ok = !u.scheme.s || url_is_link(str_span(&url));
	}
	if (ok)
		entity_escape(out, str_span(&url), true);
	str_release(&url);
	return ok;
}

static void
add_attribute(struct str *out, const struct html_node *n,
    const struct html_attr *a, struct span base)
{
	size_t start = out->n;

	if (!AMONG(a->name, attributes))
		return;
	str_printf(out, " %s=\"", a->name);
	if (!AMONG(a->name, addresses)) {
		entity_escape(out, a->value, true);
	} else if (!add_address(out, n, a->value, base)) {
		str_cut(out, start);
		return;
	}
	str_addc(out, '"');
}

static bool
is_shown(const struct html_node *n)
{
	return n->tag != TAG_TEXT && AMONG(n->name, elements);
}

static void
open_node(struct str *out, const struct html_node *n, struct span base)
{
	if (n->tag == TAG_TEXT) {
		entity_escape(out, n->text, false);
		return;
	}
	if (!is_shown(n))
		return;
	str_printf(out, "<%s", n->name);
	for (const struct html_attr *a = n->attr; a; a = a->next)
		add_attribute(out, n, a, base);
	str_lit(out, ">");
}

static void
close_node(struct str *out, const struct html_node *n)
{
	if (is_shown(n) && !AMONG(n->name, voids))
		str_printf(out, "</%s>", n->name);
}

void
clean_html(struct str *out, const struct html_node *root, struct span base)
{
	const struct html_node *n = root->first;

	while (n) {
		bool inward = n->first && !html_is_skipped(n);

		if (!html_is_skipped(n))
			open_node(out, n, base);
		if (inward) {
			n = n->first;
			continue;
		}
		close_node(out, n);
		while (!n->next) {
			n = n->parent;
			if (n == root)
				return;
			close_node(out, n);
		}
		n = n->next;
	}
}
