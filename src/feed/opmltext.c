#include "config.h"

#include "feed/opmltext.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/record.h"
#include "base/url.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "feed/xmlescape.h"

struct opml *
opml_new(void)
{
	struct opml *o = xcalloc(1, sizeof(*o));

	o->mem = arena_new();
	return o;
}

void
opml_free(struct opml *o)
{
	if (!o)
		return;
	free(o->feed);
	arena_free(o->mem);
	free(o);
}

void
opml_push(struct opml *o, const struct opml_feed *f)
{
	if (o->n == OPML_FEEDS_MAX) {
		o->skipped++;
		return;
	}
	vec_room(&o->feed, o->n, &o->cap);
	o->feed[o->n++] = *f;
}

/* ---- newsboat ----------------------------------------------------------- */

/* The next word; in quotes it may hold blanks. */
static struct span
next_word(struct span *rest)
{
	struct span word;
	size_t n = 0;

	*rest = span_trim(*rest);
	if (rest->n && *rest->s == '"') {
		*rest = span_from(*rest, 1);
		return span_cut(rest, '"');
	}
	while (n < rest->n && rest->s[n] != ' ' && rest->s[n] != '\t')
		n++;
	word = span_head(*rest, n);
	*rest = span_from(*rest, n);
	return word;
}

static struct span
plain(struct opml *o, struct span t)
{
	struct str line = { 0 };
	struct span kept;

	utf8_plain(&line, t, PLAIN_LINE);
	kept = span_keep(o->mem, str_span(&line));
	str_release(&line);
	return kept;
}

/* 'URL "tag" tag "~Title" !': the first tag becomes the section. */
static void
read_line(struct opml *o, struct span line)
{
	struct opml_feed feed = { .url = plain(o, next_word(&line)) };
	struct str tags = { 0 };

	if (!url_is_web(feed.url)) {
		o->skipped++;
		return;
	}
	for (struct span word; (word = next_word(&line)).n;) {
		if (*word.s == '~') {
			feed.title = plain(o, span_from(word, 1));
		} else if (*word.s != '!') {
			if (!tags.n)
				feed.section = plain(o, word);
			if (tags.n)
				str_lit(&tags, ",");
			str_add(&tags, word);
		}
	}
	feed.categories = plain(o, str_span(&tags));
	str_release(&tags);
	opml_push(o, &feed);
}

struct opml *
opml_read_urls(struct span utf8)
{
	struct opml *o = opml_new();

	while (utf8.n) {
		struct span line = span_trim(span_cut(&utf8, '\n'));

		if (line.n && *line.s != '#')
			read_line(o, line);
	}
	return o;
}

/* ---- writing ------------------------------------------------------------ */

static void
add_attr(struct str *out, const char *name, struct span value)
{
	if (!value.n)
		return;
	str_printf(out, " %s=\"", name);
	xml_escape(out, value);
	str_lit(out, "\"");
}

/* The first name of a path, without its escapes; *rest is what follows. */
static void
next_name(struct str *name, struct span *rest)
{
	size_t i = 0;

	str_clear(name);
	for (; i < rest->n && rest->s[i] != '/'; i++) {
		if (rest->s[i] == '\\' && i + 1 < rest->n)
			i++;
		str_addc(name, rest->s[i]);
	}
	*rest = span_from(*rest, i < rest->n ? i + 1 : i);
}

/* Bytes that two paths share, up to the end of a name in both. */
static size_t
shared(struct span a, struct span b)
{
	size_t same = 0;

	for (size_t i = 0;; i++) {
		bool end_a =
		    i == a.n || (a.s[i] == '/' && i && a.s[i - 1] != '\\');
		bool end_b =
		    i == b.n || (b.s[i] == '/' && i && b.s[i - 1] != '\\');

		if (end_a && end_b)
			same = i;
		if (i >= a.n || i >= b.n || a.s[i] != b.s[i])
			return same;
	}
}

static int
names_in(struct span path)
{
	struct str name = { 0 };
	int n = 0;

	while (path.n) {
		next_name(&name, &path);
		n++;
	}
	str_release(&name);
	return n;
}

/* Ends the outlines of one section and begins those of another. */
static void
change_section(struct str *out, struct span from, struct span to)
{
	size_t same = shared(from, to);
	int depth = names_in(from), kept = names_in(span_head(to, same));
	struct str name = { 0 };
	struct span rest = span_from(to, same);

	for (; depth > kept; depth--) {
		str_fill(out, '\t', (size_t)depth + 1);
		str_lit(out, "</outline>\n");
	}
	if (rest.n && *rest.s == '/')
		rest = span_from(rest, 1);
	for (; rest.n; depth++) {
		next_name(&name, &rest);
		str_fill(out, '\t', (size_t)depth + 2);
		str_lit(out, "<outline");
		add_attr(out, "text", str_span(&name));
		str_lit(out, ">\n");
	}
	str_release(&name);
}

void
opml_write(struct str *out, const struct opml *o)
{
	struct span at = { 0 };

	str_lit(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	             "<opml version=\"2.0\">\n\t<head>\n\t\t<title>");
	xml_escape(out, o->title);
	str_lit(out, "</title>\n\t</head>\n\t<body>\n");
	for (size_t i = 0; i < o->n; i++) {
		const struct opml_feed *f = &o->feed[i];

		change_section(out, at, f->section);
		at = f->section;
		str_fill(out, '\t', (size_t)names_in(at) + 2);
		str_lit(out, "<outline type=\"rss\"");
		add_attr(out, "text", f->title.n ? f->title : f->url);
		add_attr(out, "title", f->title);
		add_attr(out, "xmlUrl", f->url);
		add_attr(out, "htmlUrl", f->link);
		add_attr(out, "category", f->categories);
		str_lit(out, "/>\n");
	}
	change_section(out, at, span_n(NULL, 0));
	str_lit(out, "\t</body>\n</opml>\n");
}

/* ---- records ------------------------------------------------------------ */

void
opml_records(struct str *out, const struct opml *o)
{
	record_begin(out, "opml");
	record_span(out, o->title);
	record_int(out, (int64_t)o->skipped);
	record_end(out);
	for (size_t i = 0; i < o->n; i++) {
		const struct opml_feed *f = &o->feed[i];

		record_begin(out, "feed");
		record_span(out, f->url);
		record_span(out, f->title);
		record_span(out, f->link);
		record_span(out, f->section);
		record_span(out, f->categories);
		record_end(out);
	}
	record_begin(out, "end");
	record_end(out);
}

static struct span
field(struct opml *o, const struct record *r, int i)
{
	return span_keep(o->mem, record_field(r, i));
}

/* Our own reply, but of a process that read hostile bytes: only addresses of
 * the web come in. */
static bool
read_feed(struct opml *o, const struct record *r)
{
	struct opml_feed f = {
		.url = field(o, r, 1),
		.title = field(o, r, 2),
		.link = field(o, r, 3),
		.section = field(o, r, 4),
		.categories = field(o, r, 5),
	};

	if (!record_is(r, "feed") || !url_is_web(f.url))
		return false;
	opml_push(o, &f);
	return true;
}

struct opml *
opml_from_records(struct span text, struct err *err)
{
	struct opml *o = opml_new();
	struct record r = { 0 };
	struct err why = { 0 };
	bool ok, ended = false;

	ok = record_next(&r, &text, &why) && record_is(&r, "opml");
	o->title = field(o, &r, 1);
	o->skipped = (size_t)record_num(&r, 2, 0);
	while (ok && !ended && record_next(&r, &text, &why)) {
		ended = record_is(&r, "end");
		ok = ended || read_feed(o, &r);
	}
	record_release(&r);
	if (ok && ended && !text.n)
		return o;
	opml_free(o);
	err_set(err, ERR_FORMAT, _("the parser's reply is no list of feeds"));
	return NULL;
}
