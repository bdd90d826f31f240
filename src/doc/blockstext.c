#include "config.h"

#include <string.h>

#include "base/url.h"
#include "base/utf8.h"
#include "doc/blocks.h"
#include "doc/entities.h"

/* --- plain text -> blocks ----------------------------------------------- */

/* Where a web address in plain text ends: punctuation behind it is not its,
 * but for a bracket that was opened within it. */
static size_t
address_bytes(struct span t)
{
	size_t n = 0;
	int open = 0;

	while (n < t.n && n < URL_BYTES_MAX && (unsigned char)t.s[n] > ' ' &&
	       !strchr("<>\"'`", t.s[n])) {
		open += (t.s[n] == '(') - (t.s[n] == ')');
		n++;
	}
	while (n > 0 && strchr(".,;:!?)]}", t.s[n - 1]) &&
	       (t.s[n - 1] != ')' || open != 0))
		open += t.s[--n] == ')';
	return n;
}

static size_t
next_address(struct span t)
{
	size_t a = span_find(t, SPAN("http://"));
	size_t b = span_find(t, SPAN("https://"));

	return a < b ? a : b;
}

static void
add_line(struct doc *d, struct block *p, struct span line)
{
	while (line.n) {
		size_t at = next_address(line), n;
		int link;

		doc_run(d, p, RUN_TEXT, 0, 0, span_head(line, at));
		line = span_from(line, at);
		if (!line.n)
			return;
		n = address_bytes(line);
		link = doc_link(d, span_head(line, n));
		doc_run(d, p, RUN_TEXT, 0, link, span_head(line, n));
		line = span_from(line, n);
	}
}

void
blocks_from_text(struct doc *d, struct span text)
{
	struct str plain = { 0 };
	struct block *p = NULL;
	struct span rest;

	utf8_plain(&plain, text, PLAIN_LINES);
	rest = str_span(&plain);
	while (rest.n) {
		struct span line = span_trim(span_cut(&rest, '\n'));

		if (!line.n) {
			p = NULL;
			continue;
		}
		if (p)
			doc_run(d, p, RUN_BREAK, 0, 0, span_n(NULL, 0));
		else if (!(p = doc_block(d, NULL, BLOCK_PARAGRAPH)))
			break;
		p->rtl = p->rtl || (!p->runs && utf8_is_rtl(line));
		add_line(d, p, line);
	}
	str_release(&plain);
}

/* --- blocks -> HTML ----------------------------------------------------- */

static const char *const style_tags[STYLE_ALL_BITS] = { "strong", "em", "code",
	"s", "u", "sup", "sub", "mark", "small", "q", "ins", "del" };

/* Elements that are open around the text: a link, and in it the styles, the
 * outermost first. */
struct inside {
	int link;
	int style[STYLE_ALL_BITS];
	int n;
};

static void
close_styles(struct str *out, struct inside *in, unsigned keep)
{
	int n = 0;

	while (n < in->n && (keep & 1u << in->style[n]))
		n++;
	while (in->n > n)
		str_printf(out, "</%s>", style_tags[in->style[--in->n]]);
}

static void
change_link(struct str *out, const struct doc *d, struct inside *in, int link)
{
	const struct link *l = doc_link_at(d, link);

	if (in->link == link)
		return;
	close_styles(out, in, 0);
	if (in->link)
		str_lit(out, "</a>");
	in->link = l ? link : 0;
	if (!l)
		return;
	str_lit(out, "<a href=\"");
	entity_escape(out, l->url, true);
	str_lit(out, "\">");
}

static void
open_styles(struct str *out, struct inside *in, unsigned style)
{
	unsigned have = 0;

	for (int i = 0; i < in->n; i++)
		have |= 1u << in->style[i];
	for (int i = 0; i < STYLE_ALL_BITS; i++) {
		if (!(style & ~have & 1u << i))
			continue;
		str_printf(out, "<%s>", style_tags[i]);
		in->style[in->n++] = i;
	}
}

/* Leads to the note, and its first one is what the note leads back to. */
static void
add_reference(struct str *out, int number, int *noted)
{
	str_lit(out, "<sup");
	if (number > *noted)
		str_printf(out, " id=\"fnref%d\"", number);
	str_printf(out, "><a href=\"#fn%d\">%d</a></sup>", number, number);
	if (number > *noted)
		*noted = number;
}

/* noted: the highest number of a note that was referred to. */
static void
add_runs(
    struct str *out, const struct doc *d, const struct block *b, int *noted)
{
	struct inside in = { 0 };

	for (const struct run *r = b->runs; r; r = r->next) {
		bool text = r->kind == RUN_TEXT;

		if (r->kind == RUN_BREAK) {
			str_lit(out, "<br>");
			continue;
		}
		change_link(out, d, &in, text ? r->link : 0);
		close_styles(out, &in, text ? r->style : 0);
		if (text) {
			open_styles(out, &in, r->style);
			entity_escape(out, r->text, true);
		} else if (r->kind == RUN_NOTE) {
			add_reference(out, r->link, noted);
		}
	}
	change_link(out, d, &in, 0);
	close_styles(out, &in, 0);
}

static void
add_figure(struct str *out, const struct figure *f)
{
	str_lit(out, "<figure>");
	if (f->url.n) {
		str_lit(out, "<img src=\"");
		entity_escape(out, f->url, true);
		str_lit(out, "\" alt=\"");
		entity_escape(out, f->alt, true);
		str_addc(out, '"');
		if (f->width)
			str_printf(out, " width=\"%d\"", f->width);
		if (f->height)
			str_printf(out, " height=\"%d\"", f->height);
		str_addc(out, '>');
	}
	if (f->media.n) {
		str_lit(out, "<a href=\"");
		entity_escape(out, f->media, true);
		str_lit(out, "\">");
		entity_escape(out, f->alt.n ? f->alt : f->media, true);
		str_lit(out, "</a>");
	}
	if (f->caption.n || f->credit.n) {
		str_lit(out, "<figcaption>");
		entity_escape(out, f->caption, true);
		if (f->credit.n) {
			str_lit(out, " <small>");
			entity_escape(out, f->credit, true);
			str_lit(out, "</small>");
		}
		str_lit(out, "</figcaption>");
	}
	str_lit(out, "</figure>");
}

/* The text of an item or cell needs no paragraph around it when it is all
 * there is, but for a list below it. */
static bool
is_bare(const struct block *b)
{
	const struct block *p = b->parent;

	return b->kind == BLOCK_PARAGRAPH && p && !b->prev && !b->rtl &&
	       (!b->next || (b->next->kind == BLOCK_LIST && !b->next->next)) &&
	       (p->kind == BLOCK_ITEM || p->kind == BLOCK_CELL ||
	           p->kind == BLOCK_DEFINITION || p->kind == BLOCK_NOTE);
}

/* NULL: it has none of its own. */
static const char *
tag_of(const struct block *b)
{
	static const char *const tags[BLOCK_KINDS] = {
		[BLOCK_PARAGRAPH] = "p",
		[BLOCK_QUOTE] = "blockquote",
		[BLOCK_ITEM] = "li",
		[BLOCK_TERMS] = "dl",
		[BLOCK_TERM] = "dt",
		[BLOCK_DEFINITION] = "dd",
		[BLOCK_TABLE] = "table",
		[BLOCK_ROW] = "tr",
		[BLOCK_NOTE] = "aside",
	};
	static const char *const headings[] = { "h2", "h2", "h2", "h3", "h4",
		"h5", "h6" };

	if (b->kind == BLOCK_HEADING)
		return headings[b->level > 6 || b->level < 0 ? 6 : b->level];
	if (is_bare(b))
		return NULL;
	if (b->kind == BLOCK_LIST)
		return b->level ? "ol" : "ul";
	if (b->kind == BLOCK_CELL)
		return b->cell.header ? "th" : "td";
	return tags[b->kind];
}

static void
add_pre(struct str *out, const struct block *b)
{
	str_lit(out, "<pre>");
	if (b->lang.n) {
		str_lit(out, "<code class=\"language-");
		entity_escape(out, b->lang, true);
		str_lit(out, "\">");
	}
	entity_escape(out, b->text, true);
	str_addz(out, b->lang.n ? "</code></pre>" : "</pre>");
}

static void
add_attributes(struct str *out, const struct block *b)
{
	static const char *const aligns[] = { "", "center", "right" };

	if (b->rtl)
		str_lit(out, " dir=\"rtl\"");
	if (b->kind == BLOCK_LIST && b->level > 1)
		str_printf(out, " start=\"%d\"", b->level);
	if (b->kind == BLOCK_LIST && b->mark)
		str_printf(out, " type=\"%c\"", b->mark);
	if (b->kind == BLOCK_NOTE)
		str_printf(out, " id=\"fn%d\"", b->level);
	if (b->kind == BLOCK_ITEM && b->level && b->prev &&
	    b->level != b->prev->level + 1)
		str_printf(out, " value=\"%d\"", b->level);
	if (b->kind != BLOCK_CELL)
		return;
	if (b->cell.columns > 1)
		str_printf(out, " colspan=\"%d\"", b->cell.columns);
	if (b->cell.rows > 1)
		str_printf(out, " rowspan=\"%d\"", b->cell.rows);
	if (b->cell.align != ALIGN_START)
		str_printf(out, " align=\"%s\"", aligns[b->cell.align]);
}

static void
open_block(
    struct str *out, const struct doc *d, const struct block *b, int *noted)
{
	const char *tag = tag_of(b);

	if (b->kind == BLOCK_FIGURE) {
		add_figure(out, b->figure);
	} else if (b->kind == BLOCK_RULE) {
		str_lit(out, "<hr>");
	} else if (b->kind == BLOCK_PRE) {
		add_pre(out, b);
	} else if (tag) {
		str_printf(out, "<%s", tag);
		add_attributes(out, b);
		str_addc(out, '>');
	}
	if (b->kind == BLOCK_NOTE)
		str_printf(out, "<sup><a href=\"#fnref%d\">%d</a></sup> ",
		    b->level, b->level);
	if (b->caption.n) {
		str_lit(out, "<caption>");
		entity_escape(out, b->caption, true);
		str_lit(out, "</caption>");
	}
	add_runs(out, d, b, noted);
}

static void
close_block(struct str *out, const struct block *b)
{
	const char *tag = tag_of(b);

	if (b->kind == BLOCK_QUOTE && b->credit.n) {
		str_lit(out, "<footer>");
		entity_escape(out, b->credit, true);
		str_lit(out, "</footer>");
	}
	if (tag)
		str_printf(out, "</%s>", tag);
	if (!b->parent)
		str_addc(out, '\n');
}

void
blocks_to_html(struct str *out, const struct doc *d)
{
	int noted = 0;

	for (const struct block *b = d->first; b;) {
		open_block(out, d, b, &noted);
		if (b->child) {
			b = b->child;
			continue;
		}
		close_block(out, b);
		while (!b->next && b->parent) {
			b = b->parent;
			close_block(out, b);
		}
		b = b->next;
	}
}
