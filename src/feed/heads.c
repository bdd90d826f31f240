/*
 * Headlines: what of a feed can be told without making documents of it.
 */
#include "config.h"

#include "feed/reading.h"

#include "doc/html.h"
#include "feed/fields.h"

/* BEGINNING_BYTES: of the source, with its tags; STANDFIRST_BYTES: then there
 * is enough. */
enum { BEGINNING_BYTES = 4096, STANDFIRST_BYTES = 700 };

/* ---- which entries ------------------------------------------------------ */

/* A number off the start of t; false where there is none. */
static bool
take_number(struct span *t, int *n)
{
	size_t i = 0;
	int64_t value;

	while (i < t->n && t->s[i] >= '0' && t->s[i] <= '9')
		i++;
	if (!span_int(span_head(*t, i), &value) || value > INT32_MAX)
		return false;
	*n = (int)value;
	*t = span_from(*t, i);
	return true;
}

/* "0-3,7": the next run; without another one, none is wanted any more. */
static void
next_run(struct reading *r)
{
	struct span run = span_cut(&r->runs, ',');

	r->run_first = r->run_last = INT32_MAX;
	if (!take_number(&run, &r->run_first))
		return;
	r->run_last = r->run_first;
	if (run.n > 1 && *run.s == '-') {
		run = span_from(run, 1);
		take_number(&run, &r->run_last);
	}
}

bool
heads_wanted(struct reading *r)
{
	int place = r->places++;

	if (!r->ask->places.n)
		return true;
	while (place > r->run_last)
		next_run(r);
	return place >= r->run_first;
}

/* ---- the print of the source -------------------------------------------- */

static uint64_t
mix(uint64_t h, struct span t)
{
	return (h ^ span_fingerprint(t)) * UINT64_C(0x100000001b3);
}

/* What is not XML is known by what was understood of it. */
static uint64_t
print_of_members(const struct reading *r)
{
	const struct entry *e = r->entry;
	uint64_t h = 1;

	for (size_t i = 0; i < TEXTS; i++)
		h = mix(h, r->entry_raw[i].text);
	for (size_t i = 0; i < entry_field_count; i++) {
		const struct field *f = &entry_fields[i];
		const void *item;

		/* Texts are made of the above, the one way or the other. */
		if (f->shape->kind == SHAPE_TEXT)
			continue;
		for (size_t k = 0; (item = field_item(f, e, k)); k++)
			for (size_t m = 0; m < f->shape->members; m++)
				if (f->shape->member[m].kind == MEMBER_SPAN)
					h = mix(
					    h, member_span(
					           &f->shape->member[m], item));
	}
	return h;
}

/* Its links are relative to where it stands. */
void
heads_print(struct reading *r)
{
	const struct xml *x = &r->walk.x;
	uint64_t h;

	if (x->in.n)
		h = mix(1, span_n(x->in.s + r->entry_at, x->at - r->entry_at));
	else
		h = print_of_members(r);
	h = mix(h, r->entry->id);
	h = mix(h, r->feed->link);
	r->entry->source_print = (int64_t)(h ? h : 1);
}

/* ---- the beginning of a text -------------------------------------------- */

/* The name of a tag: what follows "<" or "</". */
static struct span
name_of(struct span tag)
{
	size_t n = 0;

	if (tag.n && *tag.s == '/')
		tag = span_from(tag, 1);
	while (n < tag.n && ((tag.s[n] | 0x20) >= 'a' || n > 0) &&
	       (((tag.s[n] | 0x20) >= 'a' && (tag.s[n] | 0x20) <= 'z') ||
	           (tag.s[n] >= '0' && tag.s[n] <= '9')))
		n++;
	return span_head(tag, n);
}

static bool
is_one_of(struct span name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_iis(name, names[i]))
			return true;
	return false;
}

/* Elements whose words are no part of a text's beginning. */
static bool
is_left_out(struct span name)
{
	static const char *const names[] = { "figure", "script", "style", "svg",
		"table", "noscript", "iframe", "object", "video", "audio",
		"form", "template" };

	return is_one_of(name, names, WALK_COUNT(names));
}

static bool
is_block(struct span name)
{
	static const char *const names[] = { "p", "div", "br", "li", "ul", "ol",
		"h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "pre",
		"section", "article", "header", "dl", "dt", "dd" };

	return is_one_of(name, names, WALK_COUNT(names));
}

/* All behind the end tag of that name, or nothing. */
static struct span
behind_end(struct span html, struct span name)
{
	while (html.n) {
		size_t at = span_find(html, SPAN("</"));

		html = span_from(html, at + 2);
		if (span_ieq(name_of(html), name))
			return span_from(html, span_chr(html, '>') + 1);
	}
	return html;
}

/* The words of the first block that has some, or (all) of all of them. */
static void
first_words(struct str *out, struct span html, bool all)
{
	while (html.n && out->n < STANDFIRST_BYTES) {
		size_t at = span_chr(html, '<');
		struct span name;

		html_unescape(out, span_head(html, at));
		html = span_from(html, at + 1);
		if (span_starts(html, "!--")) {
			html =
			    span_from(html, span_find(html, SPAN("-->")) + 3);
			continue;
		}
		name = name_of(html);
		if (is_block(name) && !all && span_trim(str_span(out)).n)
			return;
		if (is_block(name))
			str_lit(out, " ");
		if (is_left_out(name) && *html.s != '/')
			html = behind_end(html, name);
		else
			html = span_from(html, span_chr(html, '>') + 1);
	}
}

static struct span
beginning(struct reading *r, const struct raw *raw, bool all, bool html)
{
	struct span text = span_head(raw->text, BEGINNING_BYTES);
	struct str words = { 0 };
	struct span line;

	/* Not within a character, nor within a tag. */
	while (text.n < raw->text.n && text.n &&
	       ((unsigned char)text.s[text.n] & 0xc0) == 0x80)
		text.n--;
	if (!html)
		return reading_line(r, all ? text : span_cut(&text, '\n'));
	first_words(&words, text, all);
	line = reading_line(r, str_span(&words));
	str_release(&words);
	return line;
}

static void
begin_text(struct reading *r, const struct raw *raw, bool all, struct text *t)
{
	bool html = raw->kind == RAW_HTML || raw->kind == RAW_XHTML ||
	            (raw->kind == RAW_GUESS && html_looks_like(raw->text));

	if (!raw->kind)
		return;
	t->type = raw->kind == RAW_MIME ? TEXT_MIME
	          : html                ? TEXT_HTML
	                                : TEXT_PLAIN;
	t->plain = beginning(r, raw, all, html);
}

void
heads_make(struct reading *r)
{
	struct entry *e = r->entry;
	struct raw *summary = &r->entry_raw[TEXT_SUMMARY];
	const struct raw *content = &r->entry_raw[TEXT_CONTENT];

	if (!summary->kind && !content->kind && r->media_text.n)
		*summary =
		    (struct raw){ .kind = RAW_PLAIN, .text = r->media_text };
	begin_text(r, summary, true, &e->summary);
	if (e->summary.plain.n)
		e->content.type = content->kind ? TEXT_HTML : TEXT_NONE;
	else
		begin_text(r, content, false, &e->content);
}
