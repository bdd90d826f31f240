#include "config.h"

#include "doc/blocks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "doc/builder.h"
#include "doc/figures.h"
#include "doc/signoff.h"

enum {
	HEADING_BYTES_MAX = 120, /* a longer bold line is a paragraph */
	CAPS_LETTERS_MIN = 5,
	CAPTION_CLIMB = 4,
	SLANTED_BYTES_MAX = 400
};

/* --- paragraphs --------------------------------------------------------- */

static void
para_text(struct str *out, const struct block *para)
{
	for (const struct run *r = para->runs; r; r = r->next)
		if (r->kind == RUN_TEXT)
			str_add(out, r->text);
}

struct block *
build_block(struct builder *b, struct block *parent, enum block_kind kind)
{
	bool strays = parent && parent->kind == BLOCK_TERMS &&
	              kind != BLOCK_TERM && kind != BLOCK_DEFINITION;

	if (strays && parent->tail && parent->tail->kind == BLOCK_DEFINITION)
		parent = parent->tail;
	else if (strays)
		parent = doc_block(b->doc, parent, BLOCK_DEFINITION);
	return strays && !parent ? NULL : doc_block(b->doc, parent, kind);
}

/* Takes a block out again, when nothing followed it. */
void
build_drop(struct builder *b, struct block *block)
{
	struct block **first =
	    block->parent ? &block->parent->child : &b->doc->first;
	struct block **tail =
	    block->parent ? &block->parent->tail : &b->doc->last;

	if (*tail != block)
		return;
	if (block->prev)
		block->prev->next = NULL;
	else
		*first = NULL;
	*tail = block->prev;
	b->doc->blocks--;
}

static bool
is_bold(const struct block *para)
{
	for (const struct run *r = para->runs; r; r = r->next)
		if (r->kind == RUN_NOTE ||
		    (r->kind == RUN_TEXT && !(r->style & STYLE_BOLD) &&
		        span_trim(r->text).n))
			return false;
	return true;
}

/* "MEETING THE DEADLINE?" */
static bool
is_capitals(struct span text)
{
	int letters = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if ((c & 0x80) || (c >= 'a' && c <= 'z'))
			return false;
		letters += c >= 'A' && c <= 'Z';
	}
	return letters >= CAPS_LETTERS_MIN;
}

/* Pages write cross-headings as short bold or all-capitals paragraphs. */
static bool
is_cross_heading(const struct block *para, struct span text)
{
	char end;

	if (para->parent || !text.n || text.n > HEADING_BYTES_MAX)
		return false;
	end = text.s[text.n - 1];
	if (strchr(".,;:", end) || span_starts(text, "“") || *text.s == '"')
		return false;
	return (is_bold(para) && text.n > 2) || is_capitals(text);
}

static void
make_heading(struct block *para)
{
	para->kind = BLOCK_HEADING;
	para->level = 3;
	for (struct run *r = para->runs; r; r = r->next)
		r->style &= ~(unsigned)STYLE_BOLD;
}

/* The words under a picture, once more as a paragraph. */
static bool
repeats_caption(struct builder *b, struct span text)
{
	struct figure *f = b->last ? b->last->figure : NULL;
	struct str both = { 0 };
	struct span caption, credit;
	bool same;

	/* Credits and labels stand beside the caption, not another text. */
	if (!f || text.n > 2 * (f->caption.n + f->credit.n + f->alt.n) + 400)
		return false;
	if (!caption_begins(text, f->caption) &&
	    !caption_begins(text, f->credit) && !caption_begins(text, f->alt))
		return false;
	caption_split(b->doc->mem, text, &caption, &credit);
	str_printf(
	    &both, "%.*s %.*s", SPAN_ARG(f->caption), SPAN_ARG(f->credit));
	same = caption_same(text, f->caption) ||
	       caption_same(caption, f->caption) ||
	       caption_same(text, str_span(&both));
	if (!same && !f->caption.n && caption_same(text, f->alt)) {
		f->caption = caption;
		if (!f->credit.n)
			f->credit = credit;
		same = true;
	}
	str_release(&both);
	return same;
}

/* Blanks and line breaks at the end of a paragraph are nothing. */
void
build_trim(struct block *para)
{
	struct run *last = para->last_run;

	while (last && last->kind == RUN_TEXT && last->text.n &&
	       last->text.s[last->text.n - 1] == ' ')
		last->text.n--;
}

/* The paragraph has ended. */
void
build_flush(struct builder *b)
{
	struct block *para = b->para;
	struct str text = { 0 };

	if (b->fixed)
		return;
	b->para = NULL;
	b->blank = false;
	b->breaks = 0;
	if (!para)
		return;
	build_trim(para);
	para_text(&text, para);
	if (para->kind == BLOCK_PARAGRAPH &&
	    repeats_caption(b, str_span(&text)))
		build_drop(b, para);
	else if (!b->title_seen && !para->parent && b->ask->title.n &&
	         caption_same(str_span(&text), b->ask->title)) {
		b->title_seen = true;
		build_drop(b, para);
	} else if (para->kind == BLOCK_PARAGRAPH) {
		if (is_cross_heading(para, str_span(&text)))
			make_heading(para);
		b->last = NULL;
	}
	str_release(&text);
}

static struct block *
open_para(struct builder *b, const struct place *at)
{
	if (!b->para) {
		b->para = build_block(b, at->parent, BLOCK_PARAGRAPH);
		b->blank = false;
		b->breaks = 0;
		if (b->para)
			b->para->rtl = at->rtl;
	}
	return b->para;
}

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
add_breaks(struct builder *b)
{
	if (b->breaks && b->para->runs) {
		build_trim(b->para);
		doc_run(b->doc, b->para, RUN_BREAK, 0, 0, span_n(NULL, 0));
		b->blank = false;
	}
	b->breaks = 0;
}

/* The blank between two runs looks like what they have in common: no line is
 * drawn under the gap before a link. */
static void
add_blank(struct builder *b, const struct place *at)
{
	const struct run *last = b->para->last_run;

	if (!last || last->kind == RUN_BREAK)
		return;
	doc_run(b->doc, b->para, RUN_TEXT, last->style & at->style,
	    last->link == at->link ? at->link : 0, SPAN(" "));
}

/* No letter, no sign: blanks that do not break are all there is. */
static bool
is_void(struct span t)
{
	while (span_starts(t, "\xc2\xa0") || span_starts(t, " "))
		t = span_from(t, *t.s == ' ' ? 1 : 2);
	return !t.n;
}

void
build_text(struct builder *b, struct span t, const struct place *at)
{
	struct str text = { 0 };

	utf8_plain(&text, t, PLAIN_LINE);
	if (!text.n || (!b->para && is_void(str_span(&text)))) {
		b->blank = b->blank || t.n;
	} else if (open_para(b, at)) {
		add_breaks(b);
		if (!b->para->runs && utf8_is_rtl(str_span(&text)))
			b->para->rtl = true;
		if (b->blank || is_white(*t.s))
			add_blank(b, at);
		doc_run(b->doc, b->para, RUN_TEXT, at->style, at->link,
		    str_span(&text));
		b->blank = is_white(t.s[t.n - 1]);
	}
	str_release(&text);
}

void
build_reference(struct builder *b, int number, const struct place *at)
{
	if (!open_para(b, at))
		return;
	add_breaks(b);
	doc_run(b->doc, b->para, RUN_NOTE, 0, number, span_n(NULL, 0));
	b->blank = false;
}

/* Two line breaks one after the other are what some write for a paragraph. */
void
build_break(struct builder *b)
{
	b->blank = false;
	if (!b->para)
		return;
	if (++b->breaks > 1)
		build_flush(b);
}

/* --- figures ------------------------------------------------------------ */

/* The next element beside n, past blanks and line breaks; NULL when text
 * stands there or nothing. */
static const struct html_node *
beside(const struct html_node *n)
{
	for (n = n->next; n; n = n->next) {
		if (n->tag == TAG_TEXT ? span_trim(n->text).n == 0
		                       : n->tag == TAG_BR)
			continue;
		return n->tag == TAG_TEXT ? NULL : n;
	}
	return NULL;
}

static bool
is_last(const struct html_node *n)
{
	for (n = n->next; n; n = n->next)
		if (n->tag != TAG_TEXT || span_trim(n->text).n)
			return false;
	return true;
}

static bool
says_what_it_shows(const struct html_node *n, const struct figure *f)
{
	struct str text = { 0 };
	struct span caption, credit;
	struct arena *mem;
	bool same;

	if (!f->caption.n && !f->alt.n)
		return false;
	html_text(&text, n);
	mem = arena_new();
	caption_split(mem, str_span(&text), &caption, &credit);
	same = caption_same(str_span(&text), f->alt) ||
	       caption_same(caption, f->caption);
	arena_free(mem);
	str_release(&text);
	return same;
}

/* "<img><br><em>The harbour.</em>": all that follows is slanted or small. */
static bool
is_slanted_caption(const struct html_node *n)
{
	struct str text = { 0 };
	bool yes = n->tag == TAG_EM || n->tag == TAG_I || n->tag == TAG_SMALL;

	if (!yes || !is_last(n))
		return false;
	html_text(&text, n);
	yes = text.n > 0 && text.n < SLANTED_BYTES_MAX;
	str_release(&text);
	return yes;
}

/* A caption may stand beside the picture, or beside the box around it. */
static void
look_for_caption(struct builder *b, struct figure *f, const struct html_node *n)
{
	for (int i = 0; i < CAPTION_CLIMB && n->parent; i++) {
		const struct html_node *next = beside(n);

		/* The row below a picture's row. */
		if (next && next->tag == TAG_TR && next->first &&
		    next->first == next->last)
			next = next->first;
		if (next &&
		    (figure_is_caption(next) || is_slanted_caption(next) ||
		        says_what_it_shows(next, f))) {
			figure_take_caption(b->doc->mem, f, next);
			b->taken = next;
			return;
		}
		if (!is_last(n))
			return;
		n = n->parent;
	}
}

/* The figure that shows the same already, or NULL.  A page may hold any
 * number of pictures: the last ones are looked at. */
static struct block *
twin(struct builder *b, const struct figure *f)
{
	for (int i = 0; i < FIGURES_KEPT && b->figure[i]; i++)
		if (figure_same(b->figure[i]->figure, f))
			return b->figure[i];
	return NULL;
}

bool
build_figure(
    struct builder *b, const struct html_node *n, const struct place *at)
{
	struct figure *f = figure_from_html(b->doc->mem, n, b->ask->base);
	struct block *block, *same;
	bool fixed = b->fixed;

	if (!f)
		return false;
	if (n->tag != TAG_FIGURE || !f->caption.n)
		look_for_caption(b, f, n);
	same = twin(b, f);
	if (same) {
		if (!same->figure->caption.n)
			same->figure->caption = f->caption;
		if (!same->figure->credit.n)
			same->figure->credit = f->credit;
		b->last = same;
		return true;
	}
	if (fixed)
		return true; /* in a heading: a logo */
	build_flush(b);
	block = build_block(b, at->parent, BLOCK_FIGURE);
	if (block) {
		block->figure = f;
		doc_link(b->doc, f->media);
		b->figure[b->figures++ % FIGURES_KEPT] = block;
		b->last = block;
	}
	return true;
}

/* The numbers of links that nothing refers to any more, from the last on. */
static void
forget_links(struct doc *d)
{
	int most = 0;

	for (struct block *b = d->first; b; b = doc_walk(NULL, b, NULL)) {
		int link = b->figure && b->figure->media.n
		               ? doc_link(d, b->figure->media)
		               : 0;

		most = link > most ? link : most;
		for (const struct run *r = b->runs; r; r = r->next)
			most = r->link > most ? r->link : most;
	}
	doc_links_cut(d, (size_t)most);
}

static void
drop_signoff(struct builder *b)
{
	struct block *last = b->doc->last;
	struct str text = { 0 };

	if (!last || last->kind != BLOCK_PARAGRAPH)
		return;
	para_text(&text, last);
	if (signoff_is_post(span_trim(str_span(&text)))) {
		build_drop(b, last);
		forget_links(b->doc);
	}
	str_release(&text);
}

void
blocks_from_html(
    struct doc *d, const struct html_node *root, const struct blocks_ask *ask)
{
	struct builder *b = xcalloc(1, sizeof(*b));
	struct place at = { .rtl = ask->rtl };

	b->doc = d;
	b->ask = ask;
	footnotes_find(&b->notes, root);
	build_walk(b, root, at);
	build_flush(b);
	drop_signoff(b);
	build_notes(b);
	free(b);
}
