#include "config.h"

#include <string.h>

#include "base/url.h"
#include "base/utf8.h"
#include "doc/builder.h"
#include "doc/code.h"
#include "doc/figures.h"
#include "doc/listmark.h"
#include "doc/tables.h"

/*
 * boxes: elements that become blocks of their own: lines, lists, quotes, code,
 * tables.
 */
enum { SIGNATURE_BYTES_MAX = 120 };

/* An element whose own text goes into one block of a kind. */
void
build_line(struct builder *b, const struct html_node *n, struct place at,
    enum block_kind kind, int level)
{
	struct block *block;

	build_flush(b);
	block = b->fixed ? NULL : build_block(b, at.parent, kind);
	if (!block) {
		build_walk(b, n, at);
		return;
	}
	block->level = level;
	block->rtl = at.rtl;
	b->para = block;
	b->fixed = true;
	b->blank = false;
	build_walk(b, n, at);
	b->fixed = false;
	if (block->runs) {
		if (kind == BLOCK_HEADING)
			b->last = NULL;
		build_flush(b);
	} else {
		b->para = NULL;
		build_drop(b, block);
	}
}

/* A block that holds others: opened, to be closed by build_close. */
static struct block *
build_open(struct builder *b, struct place *at, enum block_kind kind, int level)
{
	struct block *box;

	build_flush(b);
	box = b->fixed ? NULL : build_block(b, at->parent, kind);
	if (box) {
		box->level = level;
		box->rtl = at->rtl;
		at->parent = box;
	}
	return box;
}

/* An empty one is nothing. */
static struct block *
build_close(struct builder *b, struct block *box)
{
	build_flush(b);
	if (box && !box->child) {
		build_drop(b, box);
		return NULL;
	}
	return box;
}

struct block *
build_box(struct builder *b, const struct html_node *n, struct place at,
    enum block_kind kind, int level)
{
	struct block *box = build_open(b, &at, kind, level);

	build_walk(b, n, at);
	return build_close(b, box);
}

static int
number(struct span t, int fallback)
{
	int64_t v;

	return span_int(span_trim(t), &v) && v < 1000000 ? (int)v : fallback;
}

/* What stands in a list beside its items belongs to the item before. */
static void
add_stray(struct builder *b, const struct html_node *n, struct place at,
    struct block *list)
{
	struct block *item = list->tail;

	if (!item)
		item = build_block(b, list, BLOCK_ITEM);
	at.parent = item ? item : list;
	build_node(b, n, at);
	build_flush(b);
	if (item && !item->child)
		build_drop(b, item);
}

static int
items_of(const struct html_node *list)
{
	int n = 0;

	for (const struct html_node *c = list->first; c; c = c->next)
		n += c->tag == TAG_LI;
	return n;
}

/* Pictures in a row are written as a list, which nobody sees. */
static bool
is_gallery(const struct html_node *list)
{
	const struct html_node *n = list->first;
	bool pictures = false;

	while (n) {
		if (n->tag == TAG_TEXT && span_trim(n->text).n)
			return false;
		pictures =
		    pictures || n->tag == TAG_IMG || n->tag == TAG_FIGURE;
		n = n->tag == TAG_FIGURE ||
		            (n->tag != TAG_LI && figure_is_caption(n))
		        ? html_skip(list, n)
		        : html_next(list, n);
	}
	return pictures;
}

void
build_list(struct builder *b, const struct html_node *n, struct place at)
{
	bool ordered = n->tag == TAG_OL;
	int step = ordered && html_attr(n, "reversed") ? -1 : 1;
	int first = step > 0 ? 1 : items_of(n);
	int next = ordered ? number(html_get(n, "start"), first) : 0;
	struct block *list =
	    is_gallery(n) ? NULL : build_open(b, &at, BLOCK_LIST, next);

	if (!list) {
		build_walk(b, n, at);
		return;
	}
	if (ordered)
		list->mark = listmark_kind(html_get(n, "type"));
	for (const struct html_node *c = n->first; c; c = c->next) {
		if (c->tag == TAG_TEXT && !span_trim(c->text).n)
			continue;
		if (c->tag != TAG_LI) {
			add_stray(b, c, at, list);
			continue;
		}
		if (html_is_hidden(c) || footnote_is_body(&b->notes, c))
			continue;
		if (ordered)
			next = number(html_get(c, "value"), next);
		if (build_box(b, c, at, BLOCK_ITEM, next) && ordered)
			next += step;
	}
	/* It may have been told by its first item alone. */
	if (ordered && list->child && list->child->level > 0)
		list->level = list->child->level;
	build_close(b, list);
}

void
build_terms(struct builder *b, const struct html_node *n, struct place at)
{
	struct block *terms = build_open(b, &at, BLOCK_TERMS, 0);

	/* dt and dd may stand in a div. */
	build_walk(b, n, at);
	build_close(b, terms);
}

/* Blanks and dashes say nothing. */
static bool
is_mute(const struct html_node *n)
{
	struct span t = n->text;

	if (n->tag != TAG_TEXT)
		return false;
	while ((t = span_trim(t)).n) {
		if (*t.s == '-')
			t = span_from(t, 1);
		else if (span_starts(t, "—") || span_starts(t, "–"))
			t = span_from(t, 3);
		else
			return false;
	}
	return true;
}

/* A cite within a sentence names a book; one by itself, who said it. */
static bool
stands_alone(const struct html_node *n)
{
	const struct html_node *p = n->prev, *next = n->next;

	while (p && is_mute(p))
		p = p->prev;
	while (next && is_mute(next))
		next = next->next;
	return !next && (!p || p->tag == TAG_BR || html_is_block(p));
}

/* The last footer or cite of its own is who said it. */
static const struct html_node *
quote_source(const struct html_node *n)
{
	const struct html_node *found = NULL, *c = n->first;

	if (n->parent && n->parent->tag == TAG_FIGURE)
		found = html_find(n->parent, TAG_FIGCAPTION);
	while (c && !found) {
		bool cite = c->tag == TAG_CITE && stands_alone(c);

		if (cite || c->tag == TAG_FOOTER)
			found = c;
		c = c->tag == TAG_BLOCKQUOTE ? html_skip(n, c)
		                             : html_next(n, c);
	}
	return found;
}

bool
build_is_pulled(const struct html_node *n)
{
	return n && n->tag != TAG_TEXT &&
	       (html_has_word(n, "pullquote") ||
	           html_has_word(n, "pull-quote") ||
	           html_has_word(n, "wp-block-pullquote"));
}

/* Without the dash before the name, which is the renderer's. */
static struct span
skip_dashes(struct span t)
{
	for (;;) {
		t = span_trim(t);
		if (span_starts(t, "—") || span_starts(t, "–") ||
		    span_starts(t, "―"))
			t = span_from(t, 3);
		else if (span_starts(t, "-") || span_starts(t, "~"))
			t = span_from(t, 1);
		else
			return t;
	}
}

/* "— Ann Other" as a quote's last paragraph is who said it. */
static void
take_signature(struct builder *b, struct block *quote)
{
	struct block *last = quote->tail;
	struct run *r = last ? last->runs : NULL;
	struct span name;

	if (quote->credit.n || !r || last == quote->child ||
	    last->kind != BLOCK_PARAGRAPH || r->kind != RUN_TEXT || r->next ||
	    r->text.n > SIGNATURE_BYTES_MAX)
		return;
	name = skip_dashes(r->text);
	if (!name.n || name.n == span_trim(r->text).n)
		return;
	quote->credit = name;
	build_drop(b, last);
}

/* Nobody said who said it, but the page tells where it stands. */
static void
name_site(struct builder *b, const struct html_node *n, struct block *quote)
{
	struct span cite = span_trim(html_get(n, "cite"));
	struct url from, here;

	if (quote->credit.n || !url_is_web(cite))
		return;
	url_split(cite, &from);
	url_split(b->ask->base, &here);
	if (span_istarts(from.host, "www."))
		from.host = span_from(from.host, 4);
	if (span_istarts(here.host, "www."))
		here.host = span_from(here.host, 4);
	if (from.host.n && !span_ieq(from.host, here.host))
		quote->credit = span_keep(b->doc->mem, from.host);
}

void
build_quote(struct builder *b, const struct html_node *n, struct place at)
{
	const struct html_node *source = quote_source(n);
	const struct html_node *taken = b->taken;
	struct str who = { 0 };
	struct block *quote;

	if (source) {
		html_text(&who, source);
		b->taken = source;
	}
	quote = build_box(b, n, at, BLOCK_QUOTE,
	    build_is_pulled(n) || build_is_pulled(n->parent));
	if (!source || source->tag != TAG_FIGCAPTION)
		b->taken = taken;
	if (quote && who.n)
		quote->credit =
		    span_keep(b->doc->mem, skip_dashes(str_span(&who)));
	if (quote) {
		take_signature(b, quote);
		name_site(b, n, quote);
	}
	str_release(&who);
}

/* Lines as they are; a <br> is a line's end, too. */
void
build_pre(struct builder *b, const struct html_node *n, struct place at)
{
	struct str raw = { 0 }, text = { 0 };
	struct block *pre;
	struct span t;

	for (const struct html_node *c = n->first; c; c = html_next(n, c)) {
		if (c->tag == TAG_TEXT)
			str_add(&raw, c->text);
		else if (c->tag == TAG_BR)
			str_addc(&raw, '\n');
	}
	utf8_plain(&text, str_span(&raw), PLAIN_PRE);
	t = code_is_gutter(n, str_span(&text)) ? SPAN("") : str_span(&text);
	while (t.n && *t.s == '\n')
		t = span_from(t, 1);
	while (t.n && strchr("\n\t ", t.s[t.n - 1]))
		t.n--;
	build_flush(b);
	pre = t.n && !b->fixed ? build_block(b, at.parent, BLOCK_PRE) : NULL;
	if (pre && b->doc->text_bytes + t.n <= DOC_TEXT_MAX) {
		b->doc->text_bytes += t.n;
		pre->text = span_keep(b->doc->mem, t);
		pre->lang = span_keep(b->doc->mem, code_language(n));
		b->last = NULL;
	}
	str_release(&raw);
	str_release(&text);
}

static void
add_row(struct builder *b, const struct html_node *tr, struct place at)
{
	struct block *row = build_block(b, at.parent, BLOCK_ROW), *cell;

	if (!row)
		return;
	row->level = table_is_head(tr);
	for (const struct html_node *c = tr->first; c; c = c->next) {
		struct place in = at;

		if ((c->tag != TAG_TD && c->tag != TAG_TH) || html_is_hidden(c))
			continue;
		cell = build_block(b, row, BLOCK_CELL);
		if (!cell)
			return;
		table_cell(&cell->cell, c);
		in.parent = cell;
		build_walk(b, c, in);
		build_flush(b);
	}
	if (!row->child)
		build_drop(b, row);
}

/* What stands in a table but in no cell comes before it, as browsers have it
 * (HTML 13.2.6.1). */
static void
add_strays(struct builder *b, const struct html_node *n, struct place at)
{
	const struct html_node *c = n->first;

	while (c) {
		bool cell = c->tag == TAG_TD || c->tag == TAG_TH ||
		            c->tag == TAG_CAPTION || c->tag == TAG_COLGROUP;

		if (c->tag == TAG_TR || html_find(c, TAG_TR)) {
			c = html_next(n, c);
			continue;
		}
		if (!cell)
			build_node(b, c, at);
		c = html_skip(n, c);
	}
	build_flush(b);
}

/* A table within a cell is so many lines of it. */
static bool
is_in_cell(const struct block *box)
{
	while (box && box->kind != BLOCK_CELL)
		box = box->parent;
	return box != NULL;
}

/* The caption that stands below a table in a figure is its own. */
static const struct html_node *
caption_below(const struct html_node *n)
{
	const struct html_node *c = n->next;

	if (!n->parent || n->parent->tag != TAG_FIGURE)
		return NULL;
	while (c && c->tag != TAG_FIGCAPTION && c->tag != TAG_TABLE)
		c = c->next;
	return c && c->tag == TAG_FIGCAPTION ? c : NULL;
}

void
build_table(struct builder *b, const struct html_node *n, struct place at)
{
	const struct html_node *caption = table_caption(n), *below = NULL;
	struct str text = { 0 };
	struct block *table;

	build_flush(b);
	if (b->fixed || is_in_cell(at.parent) || !table_is_data(n)) {
		build_walk(b, n, at);
		build_flush(b);
		return;
	}
	add_strays(b, n, at);
	table = build_open(b, &at, BLOCK_TABLE, 0);
	if (!table) {
		build_walk(b, n, at);
		build_flush(b);
		return;
	}
	if (!caption && (below = caption_below(n)))
		b->taken = caption = below;
	if (caption) {
		html_text(&text, caption);
		table->caption = span_keep(b->doc->mem, str_span(&text));
		str_release(&text);
	}
	for (const struct html_node *c = n->first; c; c = table_next(n, c))
		if (c->tag == TAG_TR && !html_is_hidden(c))
			add_row(b, c, at);
	if (build_close(b, table))
		table_settle(table);
	b->last = NULL;
}
