#include "config.h"

#include <string.h>

#include "base/url.h"
#include "base/utf8.h"
#include "doc/builder.h"
#include "doc/figures.h"
#include "doc/tables.h"

static void walk_one(
    struct builder *b, const struct html_node *n, struct place at);

void
build_walk(struct builder *b, const struct html_node *of, struct place at)
{
	if (++at.depth > WALK_DEPTH_MAX)
		return;
	for (const struct html_node *n = of->first; n; n = n->next)
		walk_one(b, n, at);
}

/* An element whose own text goes into one block of a kind. */
static void
add_line(struct builder *b, const struct html_node *n, struct place at,
    enum block_kind kind, int level)
{
	struct block *block;

	build_flush(b);
	block = b->fixed ? NULL : doc_block(b->doc, at.parent, kind);
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

/* A block that holds others: opened, to be closed by close_box. */
static struct block *
open_box(struct builder *b, struct place *at, enum block_kind kind, int level)
{
	struct block *box;

	build_flush(b);
	box = b->fixed ? NULL : doc_block(b->doc, at->parent, kind);
	if (box) {
		box->level = level;
		box->rtl = at->rtl;
		at->parent = box;
	}
	return box;
}

/* An empty one is nothing. */
static struct block *
close_box(struct builder *b, struct block *box)
{
	build_flush(b);
	if (box && !box->child) {
		build_drop(b, box);
		return NULL;
	}
	return box;
}

static struct block *
add_box(struct builder *b, const struct html_node *n, struct place at,
    enum block_kind kind, int level)
{
	struct block *box = open_box(b, &at, kind, level);

	build_walk(b, n, at);
	return close_box(b, box);
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
		item = doc_block(b->doc, list, BLOCK_ITEM);
	at.parent = item ? item : list;
	walk_one(b, n, at);
	build_flush(b);
	if (item && !item->child)
		build_drop(b, item);
}

static void
add_list(struct builder *b, const struct html_node *n, struct place at)
{
	bool ordered = n->tag == TAG_OL;
	int next = ordered ? number(html_get(n, "start"), 1) : 0;
	struct block *list = open_box(b, &at, BLOCK_LIST, next);

	if (!list) {
		build_walk(b, n, at);
		return;
	}
	for (const struct html_node *c = n->first; c; c = c->next) {
		if (c->tag == TAG_TEXT && !span_trim(c->text).n)
			continue;
		if (c->tag != TAG_LI) {
			add_stray(b, c, at, list);
			continue;
		}
		if (html_is_hidden(c))
			continue;
		if (ordered)
			next = number(html_get(c, "value"), next);
		if (add_box(b, c, at, BLOCK_ITEM, next) && ordered)
			next++;
	}
	close_box(b, list);
}

static void
add_terms(struct builder *b, const struct html_node *n, struct place at)
{
	struct block *terms = open_box(b, &at, BLOCK_TERMS, 0);

	/* dt and dd may stand in a div. */
	build_walk(b, n, at);
	close_box(b, terms);
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

static bool
is_pulled(const struct html_node *n)
{
	return n && n->tag != TAG_TEXT &&
	       (html_has_word(n, "pullquote") ||
	           html_has_word(n, "pull-quote") ||
	           html_has_word(n, "wp-block-pullquote"));
}

static void
add_quote(struct builder *b, const struct html_node *n, struct place at)
{
	const struct html_node *source = quote_source(n);
	const struct html_node *taken = b->taken;
	struct str who = { 0 };
	struct block *quote;

	if (source) {
		html_text(&who, source);
		b->taken = source;
	}
	quote = add_box(
	    b, n, at, BLOCK_QUOTE, is_pulled(n) || is_pulled(n->parent));
	if (!source || source->tag != TAG_FIGCAPTION)
		b->taken = taken;
	if (quote && who.n) {
		struct span t = str_span(&who);

		/* The dash before the name is the renderer's. */
		while (span_starts(t, "—") || span_starts(t, "–"))
			t = span_trim(span_from(t, 3));
		while (t.n && *t.s == '-')
			t = span_trim(span_from(t, 1));
		quote->credit = span_keep(b->doc->mem, t);
	}
	str_release(&who);
}

/* "language-c", "lang-c", "highlight-source-c", "brush: c". */
static struct span
code_language(const struct html_node *pre)
{
	static const char *const prefixes[] = { "language-", "lang-",
		"highlight-source-", "highlight-text-" };
	const struct html_node *code = html_find(pre, TAG_CODE);
	struct span list = html_get(code ? code : pre, "class");

	while ((list = span_trim(list)).n) {
		struct span word = span_cut(&list, ' ');

		for (size_t i = 0; i < 4; i++)
			if (span_istarts(word, prefixes[i]))
				return span_from(word, strlen(prefixes[i]));
	}
	return span_n(NULL, 0);
}

/* Lines as they are; a <br> is a line's end, too. */
static void
add_pre(struct builder *b, const struct html_node *n, struct place at)
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
	t = str_span(&text);
	while (t.n && *t.s == '\n')
		t = span_from(t, 1);
	while (t.n && strchr("\n\t ", t.s[t.n - 1]))
		t.n--;
	build_flush(b);
	pre = t.n && !b->fixed ? doc_block(b->doc, at.parent, BLOCK_PRE) : NULL;
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
	struct block *row = doc_block(b->doc, at.parent, BLOCK_ROW), *cell;

	if (!row)
		return;
	row->level = table_is_head(tr);
	for (const struct html_node *c = tr->first; c; c = c->next) {
		struct place in = at;

		if (c->tag != TAG_TD && c->tag != TAG_TH)
			continue;
		cell = doc_block(b->doc, row, BLOCK_CELL);
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

static void
add_table(struct builder *b, const struct html_node *n, struct place at)
{
	const struct html_node *caption = html_find(n, TAG_CAPTION);
	struct str text = { 0 };
	struct block *table;

	build_flush(b);
	if (b->fixed || !table_is_data(n) ||
	    !(table = open_box(b, &at, BLOCK_TABLE, 0))) {
		build_walk(b, n, at);
		build_flush(b);
		return;
	}
	if (caption) {
		html_text(&text, caption);
		table->caption = span_keep(b->doc->mem, str_span(&text));
		str_release(&text);
	}
	for (const struct html_node *c = n->first; c; c = html_next(n, c))
		if (c->tag == TAG_TR)
			add_row(b, c, at);
	if (close_box(b, table))
		table_settle(table);
	b->last = NULL;
}

/* A link's number goes with its text; what is no link is only text. */
static int
link_of(struct builder *b, const struct html_node *n)
{
	struct str url = { 0 };
	struct span href = span_trim(html_get(n, "href"));
	int link = 0;

	/* "#top" leads nowhere outside its page. */
	if (href.n && *href.s != '#' && url_resolve(&url, b->ask->base, href))
		link = doc_link(b->doc, str_span(&url));
	str_release(&url);
	return link;
}

static void
add_whole(struct builder *b, const struct html_node *n, struct place at,
    const char *before, const char *after)
{
	build_text(b, span_of(before), &at);
	b->blank = false;
	build_walk(b, n, at);
	b->blank = false;
	build_text(b, span_of(after), &at);
}

static void
add_math(struct builder *b, const struct html_node *n, struct place at)
{
	struct str text = { 0 };
	struct span alt = html_get(n, "alttext");

	if (alt.n)
		str_add(&text, alt);
	else
		html_text(&text, n);
	at.style |= STYLE_CODE;
	build_text(b, str_span(&text), &at);
	str_release(&text);
}

/* What an element does. */
enum act {
	ACT_INLINE,
	ACT_BLOCK,
	ACT_STYLE,
	ACT_LINE,
	ACT_BOX,
	ACT_SPECIAL,
	ACT_FIGURE,
	ACT_NOTHING
};

typedef void special_fn(
    struct builder *b, const struct html_node *n, struct place at);

struct element {
	enum act act;
	int what; /* style bits, or the kind of block */
	int level;
	special_fn *special;
};

static const struct element elements[TAG_COUNT] = {
	[TAG_B] = { ACT_STYLE, STYLE_BOLD, 0, NULL },
	[TAG_STRONG] = { ACT_STYLE, STYLE_BOLD, 0, NULL },
	[TAG_I] = { ACT_STYLE, STYLE_ITALIC, 0, NULL },
	[TAG_EM] = { ACT_STYLE, STYLE_ITALIC, 0, NULL },
	[TAG_CITE] = { ACT_STYLE, STYLE_ITALIC, 0, NULL },
	[TAG_DFN] = { ACT_STYLE, STYLE_ITALIC, 0, NULL },
	[TAG_VAR] = { ACT_STYLE, STYLE_ITALIC, 0, NULL },
	[TAG_CODE] = { ACT_STYLE, STYLE_CODE, 0, NULL },
	[TAG_KBD] = { ACT_STYLE, STYLE_CODE, 0, NULL },
	[TAG_SAMP] = { ACT_STYLE, STYLE_CODE, 0, NULL },
	[TAG_TT] = { ACT_STYLE, STYLE_CODE, 0, NULL },
	[TAG_S] = { ACT_STYLE, STYLE_STRIKE, 0, NULL },
	[TAG_STRIKE] = { ACT_STYLE, STYLE_STRIKE, 0, NULL },
	[TAG_DEL] = { ACT_STYLE, STYLE_STRIKE, 0, NULL },
	[TAG_U] = { ACT_STYLE, STYLE_UNDERLINE, 0, NULL },
	[TAG_SUP] = { ACT_STYLE, STYLE_SUP, 0, NULL },
	[TAG_SUB] = { ACT_STYLE, STYLE_SUB, 0, NULL },
	[TAG_MARK] = { ACT_STYLE, STYLE_MARK, 0, NULL },
	[TAG_SMALL] = { ACT_STYLE, STYLE_SMALL, 0, NULL },
	[TAG_Q] = { ACT_STYLE, STYLE_QUOTE, 0, NULL },
	[TAG_H1] = { ACT_LINE, BLOCK_HEADING, 1, NULL },
	[TAG_H2] = { ACT_LINE, BLOCK_HEADING, 2, NULL },
	[TAG_H3] = { ACT_LINE, BLOCK_HEADING, 3, NULL },
	[TAG_H4] = { ACT_LINE, BLOCK_HEADING, 4, NULL },
	[TAG_H5] = { ACT_LINE, BLOCK_HEADING, 5, NULL },
	[TAG_H6] = { ACT_LINE, BLOCK_HEADING, 6, NULL },
	[TAG_DT] = { ACT_LINE, BLOCK_TERM, 0, NULL },
	[TAG_DD] = { ACT_BOX, BLOCK_DEFINITION, 0, NULL },
	[TAG_UL] = { ACT_SPECIAL, 0, 0, add_list },
	[TAG_OL] = { ACT_SPECIAL, 0, 0, add_list },
	[TAG_DIR] = { ACT_SPECIAL, 0, 0, add_list },
	[TAG_MENU] = { ACT_SPECIAL, 0, 0, add_list },
	[TAG_DL] = { ACT_SPECIAL, 0, 0, add_terms },
	[TAG_BLOCKQUOTE] = { ACT_SPECIAL, 0, 0, add_quote },
	[TAG_PRE] = { ACT_SPECIAL, 0, 0, add_pre },
	[TAG_TABLE] = { ACT_SPECIAL, 0, 0, add_table },
	[TAG_MATH] = { ACT_SPECIAL, 0, 0, add_math },
	[TAG_FIGURE] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_PICTURE] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_IMG] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_AMP_IMG] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_VIDEO] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_AUDIO] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_IFRAME] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_EMBED] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_HEAD] = { ACT_NOTHING, 0, 0, NULL },
	[TAG_TITLE] = { ACT_NOTHING, 0, 0, NULL },
	[TAG_RP] = { ACT_NOTHING, 0, 0, NULL },
	[TAG_SUMMARY] = { ACT_LINE, BLOCK_PARAGRAPH, 0, NULL },
};

/* A figure element that shows no picture may hold a table, code or a quote;
 * one that holds a gallery has a figure for each picture. */
static void
walk_figure(struct builder *b, const struct html_node *n, struct place at)
{
	const struct html_node *first =
	    n->tag == TAG_FIGURE ? html_find(n, TAG_FIGURE) : NULL;
	bool gallery = first != NULL;
	int pictures = 0;

	for (const struct html_node *c = n->first; c && n->tag == TAG_FIGURE;
	     c = html_next(n, c))
		pictures += c->tag == TAG_IMG;
	gallery = gallery || pictures > 1;
	if (n->tag == TAG_FIGURE &&
	    (html_find(n, TAG_TABLE) || html_find(n, TAG_PRE) ||
	        html_find(n, TAG_BLOCKQUOTE)))
		gallery = true;
	if (gallery) {
		build_flush(b);
		build_walk(b, n, at);
		build_flush(b);
	} else if (!build_figure(b, n, &at) && n->tag == TAG_FIGURE) {
		build_flush(b);
		build_walk(b, n, at);
		build_flush(b);
	}
}

static bool
is_rtl(const struct html_node *n, bool rtl)
{
	struct span dir = html_get(n, "dir");

	if (span_iis(dir, "rtl"))
		return true;
	return span_iis(dir, "ltr") ? false : rtl;
}

static void
walk_element(struct builder *b, const struct html_node *n, struct place at)
{
	const struct element *e = &elements[n->tag];

	at.rtl = is_rtl(n, at.rtl);
	switch (e->act) {
	case ACT_STYLE:
		at.style |= (unsigned)e->what;
		build_walk(b, n, at);
		break;
	case ACT_LINE:
		add_line(b, n, at, (enum block_kind)e->what, e->level);
		break;
	case ACT_BOX:
		add_box(b, n, at, (enum block_kind)e->what, e->level);
		break;
	case ACT_SPECIAL:
		e->special(b, n, at);
		break;
	case ACT_FIGURE:
		walk_figure(b, n, at);
		break;
	case ACT_NOTHING:
		break;
	default:
		if (html_is_block(n) && is_pulled(n) &&
		    !html_find(n, TAG_BLOCKQUOTE)) {
			add_quote(b, n, at);
			break;
		}
		if (html_is_block(n))
			build_flush(b);
		build_walk(b, n, at);
		if (html_is_block(n))
			build_flush(b);
		break;
	}
}

static void
walk_one(struct builder *b, const struct html_node *n, struct place at)
{
	if (n->tag == TAG_TEXT) {
		build_text(b, n->text, &at);
		return;
	}
	if (n == b->taken || html_is_skipped(n) || html_is_hidden(n))
		return;
	switch (n->tag) {
	case TAG_BR:
		build_break(b);
		break;
	case TAG_HR:
		build_flush(b);
		if (!b->fixed)
			doc_block(b->doc, at.parent, BLOCK_RULE);
		break;
	case TAG_A:
		if (!at.link)
			at.link = link_of(b, n);
		walk_element(b, n, at);
		break;
	case TAG_RT:
		add_whole(b, n, at, " (", ")");
		break;
	default:
		walk_element(b, n, at);
	}
}
