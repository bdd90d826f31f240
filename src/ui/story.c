#include "config.h"

#include "ui/story.h"

#include "base/i18n.h"
#include "base/when.h"
#include "doc/galley.h"

enum { SAME_BYTES = 80 };

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

/* The same day is not said twice. */
static void
write_dates(struct str *out, const struct article *a, const struct ui *ui)
{
	const char *format = conf_string(ui->options, OPT_DATE_FORMAT);
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
	if (a->updated > when) {
		bool same = when_midnight(a->updated) == when_midnight(when);
		str_clear(&date);
		when_local(&date, a->updated, same ? "%H:%M" : format);
		str_printf(out, _(" · Updated %.*s"),
		    SPAN_ARG(span_trim(str_span(&date))));
	}
	str_lit(out, " · ");
	when_ago(out, when, ui->now);
	str_release(&date);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Feeds often give the first words of the text as its summary, or all of it
 * without its paragraphs: the same beginning, blanks aside, is the same. */
static bool
repeats_body(struct span standfirst, const struct doc *doc)
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

static void
write_head(struct story *s, const struct ui *ui)
{
	const struct article *a = s->article;

	str_clear(&s->kicker);
	view_path(&s->kicker, a->feed_section);
	write_byline(&s->byline, a);
	write_dates(&s->dates, a, ui);
	s->head = (struct masthead){
		.kicker = str_span(&s->kicker),
		.title = a->title,
		.standfirst = a->standfirst,
		.byline = str_span(&s->byline),
		.dates = str_span(&s->dates),
	};
	if (repeats_body(a->standfirst, s->doc))
		s->head.standfirst = (struct span){ 0 };
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

bool
story_set(struct story *s, struct article *a, const struct ui *ui)
{
	struct err err = { 0 };
	struct article *old = s->article;

	if (old && span_eq(old->body, a->body) &&
	    span_eq(old->title, a->title) && old->updated == a->updated) {
		old->flags = a->flags;
		article_free(a);
		return false;
	}
	layout_free(s->layout);
	doc_free(s->doc);
	article_free(old);
	s->layout = NULL;
	s->width = 0;
	s->article = a;
	s->doc = galley_read(a->body, &err);
	if (!s->doc) {
		s->doc = doc_new(NULL);
		if (a->body.n)
			talk_error(ui->talk, _("This story cannot be read: %s"),
			    err.text);
	}
	add_enclosure(s->doc, a);
	write_head(s, ui);
	return true;
}

void
story_layout(struct story *s, const struct ui *ui, int width, int page_rows)
{
	struct layout_ask ask = {
		.width = width,
		.ascii = ui->ascii,
		.links = true,
		.page_rows = page_rows,
	};

	if (!s->article || (s->width == width && s->page_rows == page_rows))
		return;
	layout_free(s->layout);
	s->layout = layout_new(s->doc, &s->head, &ask);
	s->width = width;
	s->page_rows = page_rows;
}

struct story_place
story_place(const struct layout *l, size_t line)
{
	struct story_place place = { 0 };

	if (!l || line >= l->n)
		return place;
	for (size_t i = 1; i <= line; i++)
		if (l->line[i].block != l->line[i - 1].block)
			place.block++;
	place.line = l->line[line].line_of_block;
	return place;
}

size_t
story_find(const struct layout *l, struct story_place place)
{
	size_t block = 0, best = 0;

	for (size_t i = 0; l && i < l->n; i++) {
		if (i && l->line[i].block != l->line[i - 1].block)
			block++;
		if (block > place.block)
			break;
		if (block == place.block &&
		    (l->line[i].line_of_block <= place.line || !best))
			best = i;
	}
	return best;
}

void
story_release(struct story *s)
{
	layout_free(s->layout);
	doc_free(s->doc);
	article_free(s->article);
	str_release(&s->kicker);
	str_release(&s->byline);
	str_release(&s->dates);
	*s = (struct story){ 0 };
}
