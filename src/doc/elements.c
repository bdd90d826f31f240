#include "config.h"

#include <string.h>

#include "base/url.h"
#include "base/utf8.h"
#include "doc/builder.h"
#include "doc/figures.h"
#include "doc/signoff.h"

enum { CJK_FIRST = 0x2e80 }; /* scripts without blanks begin here */

void
build_walk(struct builder *b, const struct html_node *of, struct place at)
{
	if (++at.depth > WALK_DEPTH_MAX)
		return;
	for (const struct html_node *n = of->first; n; n = n->next)
		build_node(b, n, at);
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

/* Marks do not stand within one another: a quotation in a quotation brings
 * its own. */
static void
build_q(struct builder *b, const struct html_node *n, struct place at)
{
	if (at.style & STYLE_QUOTE) {
		add_whole(b, n, at, "‘", "’");
		return;
	}
	at.style |= STYLE_QUOTE;
	build_walk(b, n, at);
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
	[TAG_DEL] = { ACT_SPECIAL, 0, 0, build_deleted },
	[TAG_U] = { ACT_STYLE, STYLE_UNDERLINE, 0, NULL },
	[TAG_SUP] = { ACT_STYLE, STYLE_SUP, 0, NULL },
	[TAG_SUB] = { ACT_STYLE, STYLE_SUB, 0, NULL },
	[TAG_MARK] = { ACT_STYLE, STYLE_MARK, 0, NULL },
	[TAG_SMALL] = { ACT_STYLE, STYLE_SMALL, 0, NULL },
	[TAG_Q] = { ACT_SPECIAL, 0, 0, build_q },
	[TAG_H1] = { ACT_LINE, BLOCK_HEADING, 1, NULL },
	[TAG_H2] = { ACT_LINE, BLOCK_HEADING, 2, NULL },
	[TAG_H3] = { ACT_LINE, BLOCK_HEADING, 3, NULL },
	[TAG_H4] = { ACT_LINE, BLOCK_HEADING, 4, NULL },
	[TAG_H5] = { ACT_LINE, BLOCK_HEADING, 5, NULL },
	[TAG_H6] = { ACT_LINE, BLOCK_HEADING, 6, NULL },
	[TAG_DT] = { ACT_LINE, BLOCK_TERM, 0, NULL },
	[TAG_DD] = { ACT_BOX, BLOCK_DEFINITION, 0, NULL },
	[TAG_UL] = { ACT_SPECIAL, 0, 0, build_list },
	[TAG_OL] = { ACT_SPECIAL, 0, 0, build_list },
	[TAG_DIR] = { ACT_SPECIAL, 0, 0, build_list },
	[TAG_MENU] = { ACT_SPECIAL, 0, 0, build_list },
	[TAG_DL] = { ACT_SPECIAL, 0, 0, build_terms },
	[TAG_BLOCKQUOTE] = { ACT_SPECIAL, 0, 0, build_quote },
	[TAG_PRE] = { ACT_SPECIAL, 0, 0, build_pre },
	[TAG_TABLE] = { ACT_SPECIAL, 0, 0, build_table },
	[TAG_MATH] = { ACT_SPECIAL, 0, 0, build_math },
	[TAG_ABBR] = { ACT_SPECIAL, 0, 0, build_abbr },
	[TAG_INPUT] = { ACT_SPECIAL, 0, 0, build_input },
	[TAG_FIGURE] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_PICTURE] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_IMG] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_AMP_IMG] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_VIDEO] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_AUDIO] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_IFRAME] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_EMBED] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_AMP_VIDEO] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_AMP_AUDIO] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_AMP_IFRAME] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_AMP_YOUTUBE] = { ACT_FIGURE, 0, 0, NULL },
	[TAG_LITE_YOUTUBE] = { ACT_FIGURE, 0, 0, NULL },
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

	if (n->tag == TAG_IMG && build_drawn(b, n, at))
		return;
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
		build_line(b, n, at, (enum block_kind)e->what, e->level);
		break;
	case ACT_BOX:
		build_box(b, n, at, (enum block_kind)e->what, e->level);
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
		if (html_is_block(n) && build_is_pulled(n) &&
		    !html_find(n, TAG_BLOCKQUOTE)) {
			build_quote(b, n, at);
			break;
		}
		if (html_is_block(n) && n != b->joined)
			build_flush(b);
		build_walk(b, n, at);
		if (html_is_block(n))
			build_flush(b);
		break;
	}
}

/* True when n belongs to a footnote and was dealt with. */
static bool
walk_footnote(
    struct builder *b, const struct html_node *n, const struct place *at)
{
	int number = n->tag == TAG_A || n->tag == TAG_SUP
	                 ? footnote_number(&b->notes, n)
	                 : 0;

	if (b->in_note && footnote_is_mark(&b->notes, n))
		return true;
	if (number)
		build_reference(b, number, at);
	return number || footnote_is_body(&b->notes, n);
}

/* Rules and headings that only the notes stood under go. */
static void
drop_tail(struct builder *b)
{
	struct block *last;

	while ((last = b->doc->last) != NULL &&
	       (last->kind == BLOCK_RULE || last->kind == BLOCK_HEADING))
		build_drop(b, last);
}

/* "1. The full list": the number is the renderer's, whatever its page wrote. */
static void
drop_number(struct block *note)
{
	struct block *p = note ? note->child : NULL;
	struct run *r = p ? p->runs : NULL;
	struct span t = r && r->kind == RUN_TEXT ? r->text : SPAN("");
	size_t n = t.n && (*t.s == '[' || *t.s == '(');
	int number = 0;

	for (; n < t.n && n < 5 && t.s[n] >= '0' && t.s[n] <= '9'; n++)
		number = number * 10 + (t.s[n] - '0');
	if (!note || number != note->level || n == t.n ||
	    !strchr(".):] ", t.s[n]))
		return;
	t = span_from(t, n + 1);
	while (t.n && *t.s == ' ')
		t = span_from(t, 1);
	if (t.n)
		r->text = t;
}

void
build_notes(struct builder *b)
{
	struct place at = { .rtl = b->ask->rtl };

	if (b->notes.bodies)
		drop_tail(b);
	b->in_note = true;
	for (size_t i = 0; i < b->notes.n; i++)
		if (b->notes.note[i].body)
			drop_number(build_box(b, b->notes.note[i].body, at,
			    BLOCK_NOTE, b->notes.note[i].number));
}

/* Said to those who hear a page, beside what all see of it. */
static bool
is_unseen(const struct html_node *n)
{
	static const char *const words[] = { "sr-only", "visually-hidden",
		"visuallyhidden", "screen-reader-text", "screen-reader-only" };

	if (n->tag != TAG_SPAN)
		return false;
	return HTML_HAS_ANY(n, words);
}

/* A link around nothing but a picture is the picture's place to click. */
static bool
has_words(const struct html_node *a)
{
	for (const struct html_node *c = a->first; c; c = html_next(a, c))
		if ((c->tag == TAG_TEXT && span_trim(c->text).n) ||
		    c->tag == TAG_MATH)
			return true;
	return false;
}

/* The reading follows its base, without a blank where the script has none. */
static void
add_reading(struct builder *b, const struct html_node *n, struct place at)
{
	const struct html_node *base = n->prev;
	struct str text = { 0 };
	uint32_t first = 0;

	while (base && base->tag == TAG_RP)
		base = base->prev;
	if (base && base->tag == TAG_TEXT)
		str_add(&text, span_trim(base->text));
	else if (base)
		html_text(&text, base);
	if (text.n)
		utf8_next(str_span(&text), 0, &first);
	add_whole(b, n, at, first >= CJK_FIRST ? "(" : " (", ")");
	str_release(&text);
}

void
build_node(struct builder *b, const struct html_node *n, struct place at)
{
	if (n->tag == TAG_TEXT) {
		build_text(b, n->text, &at);
		return;
	}
	if (n == b->taken || html_is_skipped(n) || html_is_hidden(n) ||
	    is_unseen(n) || signoff_is_share(n) || signoff_is_share_line(n))
		return;
	if (b->notes.n && walk_footnote(b, n, &at))
		return;
	switch (n->tag) {
	case TAG_BR:
		build_break(b);
		break;
	case TAG_HR:
		build_flush(b);
		if (!b->fixed)
			build_block(b, at.parent, BLOCK_RULE);
		break;
	case TAG_A:
		if (!at.link && has_words(n))
			at.link = link_of(b, n);
		walk_element(b, n, at);
		break;
	case TAG_RT:
		add_reading(b, n, at);
		break;
	default:
		walk_element(b, n, at);
	}
}
