#include "config.h"

#include "feed/opml.h"

#include "base/i18n.h"
#include "base/url.h"
#include "base/utf8.h"
#include "feed/opmltext.h"
#include "feed/xmlread.h"

struct opml_reading {
	struct xml x;
	struct opml *o;
	bool is_opml;
	bool in_title;
	struct str title;
	struct str path; /* of the section that is open */
	/* Bytes of path outside each outline that is open. */
	size_t outside[XML_DEPTH_MAX];
	size_t outlines;
	size_t named; /* outlines that are part of the path */
};

static struct span
attr(struct opml_reading *r, const char *name)
{
	struct str line = { 0 };
	struct span kept;

	utf8_plain(&line, xml_attr(&r->x, NS_NONE, name), PLAIN_LINE);
	kept = span_keep(r->o->mem, str_span(&line));
	str_release(&line);
	return kept;
}

static void
enter_section(struct opml_reading *r, struct span name)
{
	if (!name.n || r->named >= OPML_DEPTH_MAX)
		return;
	if (r->path.n)
		str_lit(&r->path, "/");
	for (size_t i = 0; i < name.n; i++) {
		if (name.s[i] == '/')
			str_lit(&r->path, "\\");
		str_addc(&r->path, name.s[i]);
	}
	r->named++;
}

static void
open_outline(struct opml_reading *r)
{
	struct span url = span_trim(attr(r, "xmlurl"));
	struct span title = attr(r, "title"), text = attr(r, "text");
	struct opml_feed feed = {
		.url = url,
		.title = title.n ? title : text,
		.link = attr(r, "htmlurl"),
		.categories = attr(r, "category"),
	};

	r->outside[r->outlines++] = r->path.n;
	if (!url.n && xml_has_attr(&r->x, NS_NONE, "url"))
		feed.url = span_trim(attr(r, "url"));
	if (!url_is_web(feed.link))
		feed.link = span_n(NULL, 0);
	if (url_is_web(feed.url)) {
		feed.section = span_keep(r->o->mem, str_span(&r->path));
		opml_push(r->o, &feed);
	} else if (feed.url.n || xml_has_attr(&r->x, NS_NONE, "xmlurl")) {
		r->o->skipped++;
	} else {
		enter_section(r, feed.title);
	}
}

static void
close_outline(struct opml_reading *r)
{
	size_t before;

	if (!r->outlines)
		return;
	before = r->outside[--r->outlines];
	if (r->path.n > before)
		r->named--;
	str_cut(&r->path, before);
}

static void
open_element(struct opml_reading *r)
{
	if (span_iis(r->x.name, "opml"))
		r->is_opml = true;
	else if (!r->is_opml)
		return;
	else if (span_iis(r->x.name, "outline"))
		open_outline(r);
	else if (span_iis(r->x.name, "title"))
		r->in_title = true;
}

static void
close_element(struct opml_reading *r)
{
	if (r->is_opml && span_iis(r->x.name, "outline"))
		close_outline(r);
	else if (span_iis(r->x.name, "title"))
		r->in_title = false;
}

static void
read_all(struct opml_reading *r)
{
	enum xml_event event;

	while ((event = xml_next(&r->x)) != XML_END) {
		if (event == XML_OPEN)
			open_element(r);
		else if (event == XML_CLOSE)
			close_element(r);
		else if (r->in_title)
			xml_decode(&r->x, &r->title, r->x.text);
	}
}

struct opml *
opml_read(struct span utf8, struct err *err)
{
	struct opml_reading r = { .o = opml_new() };
	struct str title = { 0 };

	xml_begin(&r.x, utf8, r.o->mem);
	read_all(&r);
	utf8_plain(&title, str_span(&r.title), PLAIN_LINE);
	r.o->title = span_keep(r.o->mem, str_span(&title));
	str_release(&title);
	str_release(&r.title);
	str_release(&r.path);
	if (r.is_opml)
		return r.o;
	opml_free(r.o);
	err_set(err, ERR_FORMAT, _("this is no OPML subscription list"));
	return NULL;
}
