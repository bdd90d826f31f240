#include "config.h"

#include "feed/reading.h"

#include "base/url.h"
#include "base/utf8.h"
#include "doc/clean.h"
#include "doc/html.h"
#include "feed/xmlescape.h"

/* A site's pages are written to be read at the site: what is relative in them
 * is meant so, unless the feed says otherwise. */
struct span
raw_base(const struct reading *r, const struct raw *raw)
{
	if (raw->based || span_starts(raw->base, "file:"))
		return raw->base;
	if (r->entry && url_is_web(r->entry->link))
		return r->entry->link;
	if (url_is_web(r->head->link))
		return r->head->link;
	return raw->base;
}

static bool
is_html(const struct raw *raw)
{
	if (raw->kind == RAW_GUESS)
		return html_looks_like(raw->text);
	return raw->kind == RAW_HTML || raw->kind == RAW_XHTML;
}

static struct span
keep(struct reading *r, struct str *t)
{
	struct span kept = span_n(NULL, 0);

	if (t->n)
		kept = span_keep(reading_bulk(r), str_span(t));
	str_release(t);
	return kept;
}

static bool
is_blank_text(const struct html_node *n)
{
	return n->tag == TAG_TEXT && !span_trim(n->text).n;
}

/* RFC 4287 3.1.1.3: the div is there for the namespace, not for the reader. */
static struct html_node *
without_div(struct html_node *root)
{
	struct html_node *div = root->first, *n;

	while (div && is_blank_text(div))
		div = div->next;
	if (!div || div->tag != TAG_DIV)
		return root;
	for (n = div->next; n; n = n->next)
		if (!is_blank_text(n))
			return root;
	return div;
}

static void
from_tree(struct reading *r, const struct raw *raw,
    const struct html_node *root, bool line, struct text *out)
{
	struct str html = { 0 }, text = { 0 };

	if (!r->ask->brief) {
		clean_html(&html, root, raw_base(r, raw));
		out->html = keep(r, &html);
	}
	if (line) {
		html_text(&text, root);
		out->plain = reading_line(r, str_span(&text));
		str_release(&text);
	}
}

/* HTML with references but without tags needs no tree. */
static void
from_references(struct reading *r, const struct raw *raw, struct text *out)
{
	struct str text = { 0 }, html = { 0 };

	html_unescape(&text, raw->text);
	out->plain = reading_line(r, str_span(&text));
	if (!r->ask->brief)
		xml_escape(&html, out->plain);
	out->html = keep(r, &html);
	str_release(&text);
}

struct html_node *
raw_text(struct reading *r, const struct raw *raw, bool line, struct text *out)
{
	struct arena *mem = r->scratch ? r->scratch : r->walk.x.mem;
	struct html_node *root;

	if (raw->kind == RAW_NONE)
		return NULL;
	out->type = raw->kind == RAW_XHTML  ? TEXT_XHTML
	            : is_html(raw)          ? TEXT_HTML
	            : raw->kind == RAW_MIME ? TEXT_MIME
	                                    : TEXT_PLAIN;
	out->lang = reading_line(r, raw->lang);
	if (raw->based)
		out->base = reading_line(r, raw->base);
	out->mime = reading_line(r, raw->mime);
	if (out->type == TEXT_PLAIN || out->type == TEXT_MIME) {
		if (line)
			out->plain = reading_line(r, raw->text);
		return NULL;
	}
	if (line && span_chr(raw->text, '<') == raw->text.n) {
		from_references(r, raw, out);
		return NULL;
	}
	root = html_parse(mem, raw->text, true);
	if (raw->unwrap && raw->kind == RAW_XHTML)
		root = without_div(root);
	from_tree(r, raw, root, line, out);
	return root;
}
