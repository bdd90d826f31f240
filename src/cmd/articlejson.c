#include "config.h"

#include "cmd/articlejson.h"

#include "doc/blocks.h"
#include "doc/galley.h"

void
articlejson_figure(struct emit *e, const char *key, const struct figure *f)
{
	emit_object(e, key);
	emit_text(e, "url", f->url);
	if (f->width)
		emit_int(e, "width", f->width);
	if (f->height)
		emit_int(e, "height", f->height);
	emit_text(e, "alt", f->alt);
	emit_text(e, "caption", f->caption);
	emit_text(e, "credit", f->credit);
	emit_end_object(e);
}

/* "a, b": its parts, without those of the other list. */
static void
emit_parts(struct emit *e, struct span list, struct span without)
{
	while (list.n) {
		struct span one = span_trim(span_cut(&list, ','));

		if (one.n && !span_lists(without, ',', one))
			emit_text(e, NULL, one);
	}
}

static void
emit_words(struct emit *e, const char *key, struct span list)
{
	if (!list.n)
		return;
	emit_array(e, key);
	emit_parts(e, list, span_n(NULL, 0));
	emit_end_array(e);
}

/* The person's first, then those that the feed gave. */
static void
emit_tags(struct emit *e, const struct article *a)
{
	if (!a->own_tags.n && !a->tags.n)
		return;
	emit_array(e, "tags");
	emit_parts(e, a->own_tags, span_n(NULL, 0));
	emit_parts(e, a->tags, a->own_tags);
	emit_end_array(e);
}

static void
emit_html(struct emit *e, const char *key, const struct doc *doc)
{
	struct str html = { 0 };

	blocks_to_html(&html, doc);
	emit_text(e, key, str_span(&html));
	str_release(&html);
}

static void
emit_content(struct emit *e, const struct doc *doc)
{
	struct str text = { 0 };

	doc_text(&text, doc);
	emit_text(e, "content_text", str_span(&text));
	emit_html(e, "content_html", doc);
	str_release(&text);
}

static void
emit_body(struct emit *e, const struct doc *doc)
{
	emit_content(e, doc);
	emit_array(e, "figures");
	for (struct block *b = doc->first; b; b = doc_walk(NULL, b, NULL))
		if (b->kind == BLOCK_FIGURE && b->figure->kind == FIGURE_IMAGE)
			articlejson_figure(e, NULL, b->figure);
	emit_end_array(e);
}

static void
emit_author(struct emit *e, struct span author)
{
	if (!author.n)
		return;
	emit_array(e, "authors");
	emit_object(e, NULL);
	emit_text(e, "name", author);
	emit_end_object(e);
	emit_end_array(e);
}

static void
emit_version(struct emit *e, const struct revision *v)
{
	struct span body = v->full.n ? v->full : v->body;
	struct err err = { 0 };
	struct doc *doc = body.n ? galley_read(body, &err) : NULL;

	emit_object(e, NULL);
	emit_int(e, "revision", v->number);
	emit_time(e, "since", v->since);
	emit_text(e, "title", v->title);
	emit_time(e, "published", v->published);
	emit_time(e, "updated", v->updated);
	emit_author(e, v->author);
	emit_text(e, "summary", v->standfirst);
	if (doc)
		emit_content(e, doc);
	emit_end_object(e);
	doc_free(doc);
}

static void
emit_snippet(struct emit *e, const struct found *f)
{
	struct str html = { 0 };

	if (!f->text.n)
		return;
	found_write(&html, f, "<mark>", "</mark>", true);
	emit_text(e, "snippet", str_span(&f->text));
	emit_text(e, "snippet_html", str_span(&html));
	str_release(&html);
}

/* The versions before the newest, the oldest first. */
static void
emit_more(struct emit *e, const struct articlejson_more *more)
{
	const struct revisions *r = more->versions;

	if (more->found)
		emit_snippet(e, more->found);
	if (more->changes)
		emit_html(e, "changes_html", more->changes);
	if (!r || r->n < 2)
		return;
	emit_array(e, "revisions");
	for (size_t i = 0; i + 1 < r->n; i++)
		emit_version(e, &r->v[i]);
	emit_end_array(e);
}

void
articlejson_emit(struct emit *e, const char *key, const struct article *a,
    const struct doc *doc, const struct articlejson_more *more)
{
	struct str id = { 0 };

	str_printf(&id, "%lld", (long long)a->id);
	emit_object(e, key);
	emit_text(e, "id", str_span(&id));
	str_release(&id);
	emit_text(e, "title", a->title);
	emit_text(e, "link", a->url);
	emit_address(e, "feed", a->feed_title.n ? a->feed_title : a->feed_url);
	emit_text(e, "section", a->feed_section);
	emit_bool(e, "unread", (a->flags & FLAG_UNREAD) != 0);
	emit_bool(e, "starred", (a->flags & FLAG_STARRED) != 0);
	emit_tags(e, a);
	emit_words(e, "own_tags", a->own_tags);
	emit_text(e, "note", a->note);
	/* As the reader dates it: a feed may tell only one of the two. */
	emit_time(e, "published",
	    a->published ? a->published
	    : a->updated ? a->updated
	                 : a->seen);
	emit_time(e, "updated", a->updated);
	if (a->revisions)
		emit_int(e, "revision", a->revisions + 1);
	emit_author(e, a->author);
	emit_text(e, "summary", a->standfirst);
	emit_text(e, "language", a->lang);
	if (doc)
		emit_body(e, doc);
	if (more)
		emit_more(e, more);
	emit_end_object(e);
}
