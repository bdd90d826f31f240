#include "config.h"

#include "feed/reading.h"

#include <string.h>

#include "base/url.h"
#include "base/utf8.h"
#include "base/when.h"
#include "doc/html.h"

bool
reading_in_entry(const struct reading *r)
{
	return r->entry && r->head == r->feed;
}

struct arena *
reading_bulk(const struct reading *r)
{
	return r->ask->each && r->entry ? r->scratch : r->feed->mem;
}

void *
reading_target(struct reading *r)
{
	return reading_in_entry(r) ? (void *)r->entry : (void *)r->head;
}

static void *
member(struct reading *r, const struct walk_rule *rule)
{
	return (char *)reading_target(r) + rule->at;
}

/* ---- plain values ------------------------------------------------------- */

static bool
is_printable_ascii(struct span t)
{
	for (size_t i = 0; i < t.n; i++)
		if (t.s[i] < ' ' || t.s[i] > '~' ||
		    (t.s[i] == ' ' && i + 1 < t.n && t.s[i + 1] == ' '))
			return false;
	return true;
}

/* The longest start of t that fits and ends at a character's edge. */
static struct span
bounded(struct reading *r, struct span t)
{
	if (t.n <= ENTRY_TEXT_MAX)
		return t;
	feed_limit(r->feed, "bytes of a text", ENTRY_TEXT_MAX);
	return span_head(t, utf8_prev(t, ENTRY_TEXT_MAX));
}

struct span
reading_line(struct reading *r, struct span t)
{
	struct str line = { 0 };
	struct span kept;

	t = bounded(r, span_trim(t));
	if (is_printable_ascii(t))
		return span_keep(r->feed->mem, t);
	utf8_plain(&line, t, PLAIN_LINE);
	kept = span_keep(r->feed->mem, str_span(&line));
	str_release(&line);
	return kept;
}

static bool
has_scheme(struct span url)
{
	struct url parts;

	url_split(url, &parts);
	return parts.scheme.n > 0;
}

/* url_resolve writes hosts small; what a feed says it says in its own way. */
static void
restore_host(struct str *url, struct span ref)
{
	struct url said, now;

	url_split(ref, &said);
	url_split(str_span(url), &now);
	if (said.host.n && span_ieq(said.host, now.host))
		memcpy(
		    url->s + (now.host.s - url->s), said.host.s, said.host.n);
}

/*
 * What an address in the feed is relative to.  RSS does not say; its authors
 * mean their site, which the feed may be far from (Atom: RFC 4287 2).
 */
static struct span
base_here(const struct reading *r)
{
	const struct walk_frame *f = walk_here(&r->walk);

	if (!f->based && !r->atom && url_is_web(r->feed->link) &&
	    !span_starts(f->base, "file:"))
		return r->feed->link;
	return f->base;
}

/* "?a=1&amp;b=2" was escaped twice, or once within CDATA. */
static struct span
unescaped_url(struct reading *r, struct span ref)
{
	struct span amp = SPAN("&amp;"), kept;
	struct str url = { 0 };

	ref = span_trim(ref);
	if (span_find(ref, amp) == ref.n)
		return ref;
	while (ref.n) {
		size_t n = span_find(ref, amp);

		str_add(&url, span_head(ref, n));
		ref = span_from(ref, n);
		if (ref.n) {
			str_addc(&url, '&');
			ref = span_from(ref, amp.n);
		}
	}
	kept = span_keep(r->feed->mem, str_span(&url));
	str_release(&url);
	return kept;
}

struct span
reading_url(struct reading *r, struct span ref)
{
	struct str url = { 0 };
	struct span base = base_here(r), kept = { 0 };

	ref = unescaped_url(r, ref);
	if (!ref.n || !url_resolve(&url, base, ref))
		return kept;
	/* A local file may name its neighbours, nobody else may. */
	if (url_is_link(str_span(&url)) || !has_scheme(str_span(&url)) ||
	    (!has_scheme(ref) && span_starts(base, "file:"))) {
		restore_host(&url, ref);
		kept = reading_line(r, str_span(&url));
	}
	str_release(&url);
	return kept;
}

struct span
reading_words(struct reading *r, const struct walk_text *t)
{
	struct raw raw = { .kind = RAW_XHTML, .text = t->text };
	struct text text = { 0 };

	if (!t->markup)
		return reading_line(r, t->text);
	raw_text(r, &raw, true, &text);
	return text.plain;
}

void
set_line(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct span *value = member(r, rule);

	if (!value->n)
		*value = reading_words(r, t);
}

/* An element says it better than the xml:lang that was in force. */
void
set_language(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct span said = reading_words(r, t);

	(void)rule;
	if (said.n)
		r->entry->language = said;
}

void
set_id(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct span *value = member(r, rule);
	struct span id = reading_line(r, t->text);

	if (id.n)
		*value = *id.s == '/' ? reading_url(r, id) : id;
}

void
set_url(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct span *value = member(r, rule);

	if (!value->n)
		*value = reading_url(r, t->text);
}

void
set_date(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct feed_date *date = member(r, rule);
	struct feed_date new = { .raw = reading_line(r, t->text) };

	new.t = when_seconds(new.raw);
	if (new.raw.n && (new.t || !date->t))
		*date = new;
}

void
set_count(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	int64_t n;

	if (span_int(span_trim(t->text), &n))
		*(int64_t *)member(r, rule) = n;
}

/* ---- text constructs ---------------------------------------------------- */

/* Atom's and Atom 0.3's words for what a text is. */
static enum raw_kind
kind_of_type(struct span type, bool is_content)
{
	static const struct {
		const char *type;
		enum raw_kind kind;
	} known[] = {
		{ "", RAW_PLAIN },
		{ "text", RAW_PLAIN },
		{ "text/plain", RAW_PLAIN },
		{ "html", RAW_HTML },
		{ "text/html", RAW_HTML },
		{ "xhtml", RAW_XHTML },
		{ "application/xhtml+xml", RAW_XHTML },
	};

	for (size_t i = 0; i < WALK_COUNT(known); i++)
		if (span_iis(type, known[i].type))
			return known[i].kind;
	/* A title of a type that it cannot have is taken for what it seems. */
	return is_content ? RAW_MIME : RAW_GUESS;
}

/* RFC 4287 4.1.3.3: what is neither text nor XML is Base64. */
static bool
is_base64(struct span type, struct span mode)
{
	if (mode.n)
		return span_iis(mode, "base64");
	return span_chr(type, '/') < type.n && !span_istarts(type, "text/") &&
	       !span_ends(type, "+xml") && !span_ends(type, "/xml");
}

static bool
is_atom(const struct reading *r)
{
	enum xml_ns ns = r->walk.x.ns;

	return ns == NS_ATOM03 || ns == NS_ATOM10 || (r->atom && ns == NS_NONE);
}

void
open_text(struct reading *r, const struct walk_rule *rule)
{
	const struct xml *x = &r->walk.x;
	const struct walk_frame *f = walk_here(&r->walk);
	struct raw *t = &r->text;
	struct span type = span_trim(xml_attr(x, NS_NONE, "type"));
	struct span mode = span_trim(xml_attr(x, NS_NONE, "mode"));

	*t = (struct raw){
		.kind = RAW_GUESS,
		.rank = rule->rank,
		.lang = f->lang,
		.base = f->base,
		.based = f->based,
	};
	if (!is_atom(r) && !(x->ns == NS_MEDIA && type.n))
		return;
	t->kind = kind_of_type(type, rule->at == TEXT_CONTENT);
	t->base64 = is_base64(type, mode);
	t->unwrap = x->ns == NS_ATOM10;
	if (t->base64 && t->kind == RAW_MIME)
		t->kind = RAW_GUESS;
	if (t->kind == RAW_XHTML && span_iis(mode, "escaped"))
		t->kind = RAW_HTML;
	if (t->kind == RAW_MIME)
		t->mime = type;
	if (rule->at == TEXT_CONTENT && reading_in_entry(r) &&
	    xml_has_attr(x, NS_NONE, "src"))
		r->entry->content_src =
		    reading_url(r, xml_attr(x, NS_NONE, "src"));
}

void
open_html(struct reading *r, const struct walk_rule *rule)
{
	open_text(r, rule);
	r->text.kind = RAW_HTML;
}

static int
base64_value(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                             "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

static void
base64_decode(struct str *out, struct span t)
{
	unsigned bits = 0, n = 0;

	for (size_t i = 0; i < t.n && t.s[i] != '='; i++) {
		int v = base64_value(t.s[i]);

		if (v < 0)
			continue;
		bits = (bits << 6 | (unsigned)v) & 0xffffff;
		n += 6;
		if (n < 8)
			continue;
		n -= 8;
		str_addc(out, (char)(bits >> n & 0xff));
	}
}

static struct span
unpacked(struct reading *r, struct span base64)
{
	struct str bytes = { 0 }, text = { 0 };
	struct span kept;

	base64_decode(&bytes, base64);
	utf8_plain(&text, str_span(&bytes), PLAIN_PRE);
	kept = span_keep(r->feed->mem, str_span(&text));
	str_release(&text);
	str_release(&bytes);
	return kept;
}

/* RSS with a description and a summary besides: one of them is the text. */
static bool
is_second_summary(
    const struct reading *r, const struct walk_rule *rule, struct span text)
{
	const struct raw *first = &r->raw[TEXT_SUMMARY];

	return rule->at == TEXT_SUMMARY && reading_in_entry(r) && first->kind &&
	       first->rank == RANK_CORE && r->text.rank == RANK_CORE &&
	       !span_eq(first->text, text);
}

void
close_text(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct raw *now = &r->raw[rule->at], *new = &r->text;
	struct arena *mem = reading_in_entry(r) ? r->scratch : r->feed->mem;
	struct span text = span_trim(t->text);

	if (is_second_summary(r, rule, text)) {
		now = &r->raw[TEXT_CONTENT];
		new->rank = RANK_LAST_RESORT;
	}
	if (!text.n || new->rank <= (now->kind ? now->rank : 0))
		return;
	*now = *new;
	if (t->markup)
		now->kind = RAW_XHTML;
	else if (now->kind == RAW_XHTML)
		now->kind = RAW_PLAIN;
	text = bounded(r, text);
	if (now->base64)
		now->text = unpacked(r, text);
	else
		now->text = t->stays ? text : span_keep(mem, text);
}

/* ---- persons ------------------------------------------------------------ */

enum { PERSON_BYTES_MAX = 1024 }; /* more is no name */

static bool
is_mail_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr("._-+%", c));
}

/* The first address in t, or the empty span. */
static struct span
find_mail(struct span t)
{
	size_t at = span_chr(t, '@'), from = at, to = at + 1;
	struct span mail;

	if (at >= t.n)
		return span_n(NULL, 0);
	while (from > 0 && is_mail_char(t.s[from - 1]))
		from--;
	while (to < t.n && is_mail_char(t.s[to]))
		to++;
	while (to > at + 1 && t.s[to - 1] == '.')
		to--;
	mail = span_n(t.s + from, to - from);
	if (from == at || span_chr(span_from(t, at), '.') >= to - at)
		return span_n(NULL, 0);
	return mail;
}

/* Without brackets, quotes and "mailto:" that stood round the address. */
static void
add_name_part(struct str *name, struct span t)
{
	t = span_trim(t);
	while (t.n && strchr("()<>[]\"", *t.s) &&
	       !(*t.s == '(' && span_chr(t, ')') < t.n - 1))
		t = span_trim(span_from(t, 1));
	while (t.n && strchr("(<[\"", t.s[t.n - 1]))
		t = span_trim(span_head(t, t.n - 1));
	if (t.n && t.s[t.n - 1] == ')' && span_chr(t, '(') == t.n)
		t = span_trim(span_head(t, t.n - 1));
	if (!t.n || span_iis(t, "mailto:"))
		return;
	if (name->n)
		str_lit(name, " ");
	str_add(name, t);
}

void
person_parse(struct reading *r, struct span text, struct feed_person *out)
{
	struct span mail;
	struct str name = { 0 }, decoded = { 0 };
	struct span rest;

	text = span_head(text, PERSON_BYTES_MAX);
	if (html_looks_like(text)) {
		html_unescape(&decoded, text);
		text = str_span(&decoded);
	}
	mail = find_mail(text);
	if (!mail.n) {
		out->name = reading_line(r, text);
	} else {
		size_t before = (size_t)(mail.s - text.s);

		rest = span_from(text, before + mail.n);
		if (span_istarts(rest, "?subject=")) {
			size_t end = span_chr(rest, ' ');

			mail.n += end;
			rest = span_from(rest, end);
		}
		add_name_part(&name, span_head(text, before));
		add_name_part(&name, rest);
		out->email = reading_line(r, mail);
		out->name = reading_line(r, str_span(&name));
	}
	str_release(&name);
	str_release(&decoded);
}

void
open_person(struct reading *r, const struct walk_rule *rule)
{
	(void)rule;
	r->person = (struct feed_person){ 0 };
}

static bool
person_done(struct reading *r, const struct walk_text *t)
{
	struct feed_person *p = &r->person;

	if (!p->name.n && !p->email.n && span_trim(t->text).n)
		person_parse(r, t->markup ? reading_words(r, t) : t->text, p);
	return p->name.n || p->email.n || p->uri.n;
}

static bool
same_person(const struct feed_person *a, const struct feed_person *b)
{
	return span_eq(a->name, b->name) && span_eq(a->email, b->email);
}

void
close_person(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct people *people = member(r, rule);
	struct feed_person *p;

	if (!person_done(r, t))
		return;
	for (size_t i = 0; i < people->n; i++)
		if (same_person(&people->v[i], &r->person))
			return;
	p = feed_push(r->feed->mem, people);
	if (p)
		*p = r->person;
}

void
close_publisher(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct feed_person *p = member(r, rule);

	if (person_done(r, t) && !p->name.n && !p->email.n)
		*p = r->person;
}

void
person_name(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct feed_person parsed = { 0 };

	(void)rule;
	person_parse(r, t->text, &parsed);
	r->person.name = parsed.name;
	if (parsed.email.n && !r->person.email.n)
		r->person.email = parsed.email;
}

void
person_email(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	(void)rule;
	if (span_trim(t->text).n)
		r->person.email = reading_line(r, t->text);
}

void
person_uri(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	(void)rule;
	if (!r->person.uri.n)
		r->person.uri = reading_url(r, t->text);
}
