#include "config.h"

#include "feed/reading.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "feed/sniff.h"

/* ---- notes -------------------------------------------------------------- */

struct meaning {
	const char *code, *message;
	int most; /* the limit, said behind the message; 0: none */
};

static const struct meaning fault_notes[FAULT_KINDS] = {
	[FAULT_SYNTAX] = { "xml-not-well-formed", "a tag or sign is malformed",
	    0 },
	[FAULT_TAG] = { "xml-not-well-formed",
	    "start and end tags do not match", 0 },
	[FAULT_ENTITY] = { "undeclared-entity", "an entity is not declared",
	    0 },
	[FAULT_NAMESPACE] = { "undeclared-namespace",
	    "a prefix is used that is not declared", 0 },
	[FAULT_CONTROL] = { "xml-not-well-formed",
	    "there are control characters", 0 },
	[FAULT_JUNK] = { "xml-not-well-formed",
	    "there is text outside the root element", 0 },
	[FAULT_TRUNCATED] = { "truncated", "it ends in the middle", 0 },
	[FAULT_DEPTH] = { "depth-limit", "elements are nested deeper than",
	    XML_DEPTH_MAX },
	[FAULT_ATTRS] = { "too-large", "an element has more attributes than",
	    XML_ATTRS_MAX },
	[FAULT_BINDINGS] = { "too-large",
	    "more namespaces are in force at once than", XML_BINDINGS_MAX },
	[FAULT_EXPANSION] = { "too-large",
	    "the entities stand for more bytes than", XML_EXPANSION_MAX },
};

static void
note_faults(struct feed *f, const struct xml *x)
{
	struct str message = { 0 };

	for (size_t i = 0; i < x->faults; i++) {
		const struct xml_fault *fault = &x->fault[i];
		const struct meaning *m = &fault_notes[fault->kind];
		int line, column;

		str_clear(&message);
		str_addz(&message, m->message);
		if (m->most)
			str_printf(&message, " %d", m->most);
		xml_place(x, fault->at, &line, &column);
		feed_note(f, m->code, str_span(&message), line, column);
		f->bozo = true;
	}
	str_release(&message);
}

static void
note_bozo(struct feed *f, const char *code, const char *message)
{
	feed_note(f, code, span_of(message), 0, 0);
	f->bozo = true;
}

static void
note_charset(struct feed *f, const struct charset_answer *a)
{
	if (a->unknown)
		note_bozo(f, "encoding-unknown",
		    "the declared character set is not known");
	else if (a->override)
		note_bozo(f, "encoding-override",
		    "the declared character set is wrong or contradicted");
}

/* The name by which the source calls what it was read as: "iso-8859-1" is
 * read as windows-1252, but called by its own name. */
static struct span
encoding_name(struct feed *f, struct span http, const struct charset_answer *a)
{
	struct span said[] = { http, a->declared };
	char *name;

	for (size_t i = 0; i < WALK_COUNT(said); i++) {
		const char *known = charset_known(said[i]);

		if (!said[i].n || !known || strcmp(known, a->used) != 0)
			continue;
		name = arena_copy(f->mem, said[i].s, said[i].n);
		for (size_t k = 0; k < said[i].n; k++)
			name[k] = (char)tolower((unsigned char)name[k]);
		return span_n(name, said[i].n);
	}
	return span_keep(f->mem, span_of(a->used));
}

/* ---- reading ------------------------------------------------------------ */

/* "en_US" is what locales are called; a language is "en-US" (RFC 5646). */
static struct span
language_tag(struct reading *r, struct span lang)
{
	struct span line = reading_line(r, lang);
	char *tag;

	if (span_chr(line, '_') == line.n)
		return line;
	tag = arena_copy(r->feed->mem, line.s, line.n);
	for (size_t i = 0; i < line.n; i++)
		if (tag[i] == '_')
			tag[i] = '-';
	return span_n(tag, line.n);
}

static void
read_xml(struct reading *r, struct span utf8, bool controls)
{
	struct arena *mem = arena_new();

	walk_begin(&r->walk, r, utf8, r->ask->url, &document_context, mem);
	if (controls)
		xml_add_fault(&r->walk.x, FAULT_CONTROL, 0);
	walk_run(&r->walk);
	r->head = r->feed;
	r->entry = NULL;
	finish_head(r, r->feed, r->feed_raw);
	if (!r->feed->language.n)
		r->feed->language = language_tag(r, r->walk.frame[1].lang);
	if (*r->feed->version)
		note_faults(r->feed, &r->walk.x);
	walk_end(&r->walk);
	arena_free(mem);
}

static void
read_text(struct reading *r, struct span utf8, bool controls)
{
	struct feed *f = r->feed;
	enum sniffed what = sniff(utf8, r->ask->content_type);

	if (what == SNIFF_JSON) {
		struct span json = sniff_json(utf8);

		jsonfeed_read(r, json.n ? json : utf8);
		if (*f->version && json.n && json.s != span_trim(utf8).s)
			note_bozo(f, "xml-not-well-formed",
			    "there is text before the feed");
	} else if (what == SNIFF_XML)
		read_xml(r, utf8, controls);
	if (!*f->version)
		note_bozo(f, "not-a-feed",
		    what == SNIFF_HTML ? "this is a web page, not a feed"
		                       : "this is not a feed");
	else if (!sniff_is_feed_type(r->ask->content_type))
		note_bozo(f, "not-xml-type",
		    "the server says that it is something else");
}

struct feed *
feed_read(struct span bytes, const struct feed_ask *ask, const char **need)
{
	struct reading *r;
	struct str utf8 = { 0 };
	struct feed *f;
	struct charset_answer answer = { 0 };
	struct charset_ask charset = {
		.bytes = span_head(bytes, FEED_BYTES_MAX),
		.http = content_type_charset(ask->content_type),
		.borrow = true,
		.have = ask->charset,
	};
	struct span text;
	bool controls;

	if (charset_to_utf8(&utf8, &charset, &answer) == CHARSET_NEED) {
		*need = answer.need;
		str_release(&utf8);
		return NULL;
	}
	f = feed_new();
	r = xcalloc(1, sizeof(*r));
	r->ask = ask;
	r->runs = ask->places;
	r->run_last = -1;
	r->feed = r->head = f;
	r->raw = r->feed_raw;
	f->encoding = encoding_name(f, charset.http, &answer);
	note_charset(f, &answer);
	if (bytes.n > FEED_BYTES_MAX)
		feed_limit(f, "bytes of a feed", FEED_BYTES_MAX);
	text = answer.borrowed.s ? answer.borrowed : str_span(&utf8);
	controls = sniff_control(text) < text.n;
	if (controls) {
		if (answer.borrowed.s)
			str_add(&utf8, text);
		sniff_drop_controls(&utf8);
		text = str_span(&utf8);
	}
	read_text(r, text, controls);
	if (ask->truncated)
		note_bozo(f, "truncated", "the download was cut off");
	if (ask->each)
		f->n = 0;
	arena_free(r->scratch);
	free(r);
	str_release(&utf8);
	return f;
}
