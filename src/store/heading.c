#include "config.h"

#include "store/heading.h"

#include "base/i18n.h"
#include "base/when.h"
#include "doc/galley.h"

enum { SAME_BYTES = 80 };

void
section_shown(struct str *out, struct span path)
{
	for (size_t i = 0; i < path.n; i++) {
		if (path.s[i] == '\\' && i + 1 < path.n)
			str_addc(out, path.s[++i]);
		else if (path.s[i] == '/')
			str_lit(out, " / ");
		else
			str_addc(out, path.s[i]);
	}
}

static void
write_byline(struct str *out, const struct article *a)
{
	struct span author = span_trim(a->author);

	str_clear(out);
	if (author.n && !span_istarts(author, "by "))
		str_printf(out, _("By %.*s"), SPAN_ARG(author));
	else
		str_add(out, author);
	if (a->feed_title.n && !span_eq(author, a->feed_title))
		str_printf(out, "%s%.*s", out->n ? " · " : "",
		    SPAN_ARG(a->feed_title));
}

/* " · Updated twice, last 11:58"; the same day is not said twice. */
static void
write_updates(
    struct str *out, const struct article *a, int64_t when, const char *format)
{
	int64_t last = a->updated > when ? a->updated : a->edited;
	bool same = when_midnight(last) == when_midnight(when);
	struct str date = { 0 };
	struct span shown;

	if (!last && !a->revisions)
		return;
	if (last)
		when_local(&date, last, same ? "%H:%M" : format);
	shown = span_trim(str_span(&date));
	if (a->revisions <= 1 && last)
		str_printf(out, _(" · Updated %.*s"), SPAN_ARG(shown));
	else if (a->revisions <= 1)
		str_addz(out, _(" · Updated"));
	else if (a->revisions == 2)
		str_addz(out, _(" · Updated twice"));
	else
		str_printf(out,
		    P_(" · Updated %lld time", " · Updated %lld times",
		        (unsigned long)a->revisions),
		    (long long)a->revisions);
	if (a->revisions > 1 && last)
		str_printf(out, _(", last %.*s"), SPAN_ARG(shown));
	str_release(&date);
}

static void
write_dates(
    struct str *out, const struct article *a, const char *format, int64_t now)
{
	int64_t when = a->published ? a->published : a->updated;
	struct str date = { 0 };

	str_clear(out);
	/* A feed that tells only one of the two, or none. */
	if (!when)
		when = a->seen;
	if (!when)
		return;
	when_local(&date, when, format);
	str_printf(
	    out, _("Published %.*s"), SPAN_ARG(span_trim(str_span(&date))));
	write_updates(out, a, when, format);
	str_lit(out, " · ");
	when_ago(out, when, now);
	str_release(&date);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Feeds often give the first words of the text as its summary, or all of it
 * without its paragraphs: the same beginning, blanks aside, is the same. */
bool
heading_repeats(struct span standfirst, const struct doc *doc)
{
	struct str body = { 0 };
	size_t i = 0, k = 0, same = 0;

	doc_text(&body, doc);
	while (i < standfirst.n && k < body.n && same < SAME_BYTES) {
		if (is_blank(standfirst.s[i])) {
			i++;
		} else if (is_blank(body.s[k])) {
			k++;
		} else if (standfirst.s[i] == body.s[k]) {
			i++;
			k++;
			same++;
		} else {
			break;
		}
	}
	str_release(&body);
	/* What is left may be the ellipsis of a cut. */
	return same == SAME_BYTES || i + sizeof("…") > standfirst.n;
}

/* What stands where a text should be. */
static void
add_remark(struct doc *d, const char *sentence)
{
	struct block *b = doc_block(d, NULL, BLOCK_PARAGRAPH);

	if (b)
		doc_run(d, b, RUN_TEXT, 0, 0, span_of(sentence));
}

/* A recording or a film that came with the story is its last link. */
static void
add_enclosure(struct doc *d, const struct article *a)
{
	int link = doc_link(d, a->enclosure);
	struct block *b = link ? doc_block(d, NULL, BLOCK_PARAGRAPH) : NULL;
	const char *what = _("Enclosure");

	if (!b)
		return;
	if (span_istarts(a->enclosure_type, "audio"))
		what = _("Audio");
	else if (span_istarts(a->enclosure_type, "video"))
		what = _("Video");
	doc_run(d, b, RUN_TEXT, 0, link, span_of(what));
}

/* What the person has added. */
static void
write_own(struct heading *h, const struct article *a)
{
	str_clear(&h->tags);
	str_clear(&h->note);
	if (a->own_tags.n)
		str_printf(&h->tags, _("Tags: %.*s"), SPAN_ARG(a->own_tags));
	if (a->note.n)
		str_printf(&h->note, _("Note: %.*s"), SPAN_ARG(a->note));
}

void
heading_write(struct heading *h, const struct article *a, const struct doc *doc,
    const char *date_format, int64_t now)
{
	str_clear(&h->kicker);
	section_shown(&h->kicker, a->feed_section);
	write_byline(&h->byline, a);
	write_dates(&h->dates, a, date_format, now);
	write_own(h, a);
	h->head = (struct masthead){
		.kicker = str_span(&h->kicker),
		.title = a->title,
		.standfirst = a->standfirst,
		.byline = str_span(&h->byline),
		.dates = str_span(&h->dates),
		.tags = str_span(&h->tags),
		.note = str_span(&h->note),
	};
	if (heading_repeats(a->standfirst, doc))
		h->head.standfirst = (struct span){ 0 };
}

void
heading_release(struct heading *h)
{
	str_release(&h->kicker);
	str_release(&h->byline);
	str_release(&h->dates);
	str_release(&h->tags);
	str_release(&h->note);
}

struct doc *
heading_doc(const struct article *a, struct err *err)
{
	struct doc *d = a->body.n ? galley_read(a->body, err) : NULL;

	if (!d)
		d = doc_new(NULL);
	if (a->let_go && !a->body.n)
		add_remark(
		    d, _("The text of this story was let go to save room; f "
		         "fetches it again."));
	if (a->damaged && !a->body.n)
		add_remark(d,
		    _("The text of this story is damaged; \"broadsheet doctor "
		      "--repair\" mends the store, then f fetches it again."));
	if (a->enclosure.n)
		add_enclosure(d, a);
	return d;
}

bool
heading_snippet(struct str *out, struct match_marks *m,
    const struct filter_node *n, const struct article *a, size_t bytes)
{
	struct doc *d = heading_doc(a, NULL);
	struct str text = { 0 };
	bool found;

	m->n = 0;
	doc_text(&text, d);
	found = match_snippet(out, m, n, str_span(&text), bytes) ||
	        match_snippet(out, m, n, a->standfirst, bytes);
	doc_free(d);
	str_release(&text);
	return found;
}
