#include "config.h"

#include "doc/layout.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "doc/listmark.h"
#include "doc/setting.h"

/*
 * layout: blocks -> lines.  A table tells for each kind of block what it does
 * when it is entered and when it is left; the walk itself is a loop.
 */
enum {
	NARROW = 50, /* cells below which indents shrink */
	TAB_STOP = 8
};

typedef void set_fn(struct setting *s, const struct block *b);

struct rule {
	set_fn *enter, *leave;
	bool whole; /* enter has set all that is below it */
};

static const struct block *
within(const struct block *b, enum block_kind kind)
{
	for (b = b->parent; b && b->kind != kind; b = b->parent)
		;
	return b;
}

static int
step(const struct setting *s, int cells)
{
	return s->ask->width < NARROW ? (cells + 1) / 2 : cells;
}

static int
depth_of(const struct block *b)
{
	int depth = 0;

	for (; b->parent; b = b->parent)
		depth++;
	return depth;
}

/* An item whose text is one paragraph stands close to the next one. */
static bool
all_short(const struct block *list)
{
	for (const struct block *i = list->child; i; i = i->next) {
		int texts = 0;

		for (const struct block *b = i->child; b; b = b->next)
			texts += b->kind != BLOCK_LIST;
		if (texts > 1)
			return false;
	}
	return true;
}

/* Every item asks, so the answer is kept: one for each depth. */
static bool
is_tight(struct setting *s, const struct block *list)
{
	struct tight *kept = &s->tight[depth_of(list) % (DOC_DEPTH_MAX + 1)];

	if (kept->list != list)
		*kept = (struct tight){ list, all_short(list) };
	return kept->yes;
}

/* Blocks stand apart by a blank line; not the first of an item, nor what
 * follows the text of an item in a list of short ones. */
static void
part(struct setting *s, const struct block *b)
{
	const struct block *p = b->parent;
	bool first = p && p->child == b;

	if (p && (p->kind == BLOCK_ITEM || p->kind == BLOCK_DEFINITION) &&
	    (first || is_tight(s, p->parent)))
		return;
	if (first && p->kind == BLOCK_NOTE)
		return;
	setting_gap(s);
}

static enum role
role_within(const struct block *b)
{
	const struct block *quote = within(b, BLOCK_QUOTE);

	if (quote)
		return quote->level ? ROLE_PULL_QUOTE : ROLE_QUOTE;
	return within(b, BLOCK_NOTE) ? ROLE_NOTE : ROLE_TEXT;
}

static void
set_runs(struct setting *s, const struct block *b, enum role role)
{
	para_clear(&s->para);
	para_runs(&s->para, b, role, s->ask);
	s->para.justify = s->ask->justify && role != ROLE_HEADING;
	setting_para(
	    s, &s->para, setting_width(s), b->rtl ? ALIGN_END : ALIGN_START);
}

static void
set_paragraph(struct setting *s, const struct block *b)
{
	part(s, b);
	set_runs(s, b, role_within(b));
}

static void
set_heading(struct setting *s, const struct block *b)
{
	part(s, b);
	set_runs(s, b, ROLE_HEADING);
}

/* --- quotes ------------------------------------------------------------- */

bool
runs_left(const struct block *b)
{
	while (!b->rtl && b->child)
		b = b->child;
	return b->rtl;
}

static void
enter_quote(struct setting *s, const struct block *b)
{
	const char *bar = s->ask->ascii ? "| " : "▎ ";
	const char *right = s->ask->ascii ? " |" : " ▕";

	part(s, b);
	if (!b->level && runs_left(b))
		hang_push(s, span_of(right), 2, ROLE_QUOTE_BAR,
		    HANG_EVERY | HANG_RIGHT);
	else if (b->level)
		hang_push(s, span_n(NULL, 0), step(s, 4), ROLE_TEXT, 0);
	else
		hang_push(s, span_of(bar), 2, ROLE_QUOTE_BAR, HANG_EVERY);
}

static void
leave_quote(struct setting *s, const struct block *b)
{
	if (b->credit.n) {
		setting_block(s, b);
		para_clear(&s->para);
		para_add(&s->para, span_of(s->ask->ascii ? "-- " : "— "),
		    ROLE_QUOTE_CREDIT, 0, 0);
		para_add(&s->para, b->credit, ROLE_QUOTE_CREDIT, 0, 0);
		setting_para(s, &s->para, setting_width(s),
		    runs_left(b) ? ALIGN_END : ALIGN_START);
	}
	hang_pop(s);
	setting_gap(s);
}

/* --- lists -------------------------------------------------------------- */

static void
enter_list(struct setting *s, const struct block *b)
{
	part(s, b);
	if (s->ask->width >= NARROW && !within(b, BLOCK_LIST))
		hang_push(s, span_n(NULL, 0), 2, ROLE_TEXT,
		    runs_left(b) && !b->level ? HANG_RIGHT : 0);
}

static void
leave_list(struct setting *s, const struct block *b)
{
	if (s->ask->width >= NARROW && !within(b, BLOCK_LIST))
		hang_pop(s);
	if (!within(b, BLOCK_ITEM) ||
	    !is_tight(s, within(b, BLOCK_ITEM)->parent))
		setting_gap(s);
}

static const char *
bullet(const struct setting *s, const struct block *item)
{
	static const char *const signs[] = { "• ", "◦ ", "▪ " };
	static const char *const right[] = { " •", " ◦", " ▪" };
	const char *const *use = runs_left(item) ? right : signs;
	int depth = 0;

	for (const struct block *b = within(item, BLOCK_ITEM); b;
	     b = within(b, BLOCK_ITEM))
		depth++;
	if (s->ask->ascii)
		return runs_left(item) ? " *" : "* ";
	return use[depth < 2 ? depth : 2];
}

/* Numbers of a list end in one column; bidi: they stand on the right. */
static int
add_number(struct str *out, const struct block *item, bool right)
{
	const struct block *list = item->parent;
	char kind = list ? list->mark : 0;
	int width = listmark_width(kind, item->level);
	struct str number = { 0 };
	size_t blanks;

	/* Numbers may also fall. */
	for (int end = 0; list && end < 2; end++) {
		const struct block *b = end ? list->tail : list->child;
		int w = listmark_width(kind, b->level);

		width = w > width ? w : width;
	}
	listmark_add(&number, kind, item->level);
	blanks = number.n < (size_t)width ? (size_t)width - number.n : 0;
	if (!right)
		str_fill(out, ' ', blanks);
	str_printf(out, right ? " .%s" : "%s. ", str_z(&number));
	if (right)
		str_fill(out, ' ', blanks);
	str_release(&number);
	return width + 2;
}

static void
enter_item(struct setting *s, const struct block *b)
{
	struct str text = { 0 };
	unsigned how = b->level <= 0 && runs_left(b) ? HANG_RIGHT : 0;
	int width = 2;

	if (b->parent && !is_tight(s, b->parent))
		setting_gap(s);
	if (b->level > 0) {
		how = s->ask->bidi && runs_left(b) ? HANG_RIGHT : 0;
		width = add_number(&text, b, how != 0);
	} else {
		str_addz(&text, bullet(s, b));
	}
	hang_push(s, str_span(&text), width, ROLE_BULLET, how);
	str_release(&text);
}

static void
leave_hang(struct setting *s, const struct block *b)
{
	(void)b;
	hang_pop(s);
}

static void
enter_terms(struct setting *s, const struct block *b)
{
	part(s, b);
}

static void
leave_terms(struct setting *s, const struct block *b)
{
	(void)b;
	setting_gap(s);
}

/* A term that follows a definition begins something new; one that follows a
 * term is another word for it. */
static void
set_term(struct setting *s, const struct block *b)
{
	if (b->prev && b->prev->kind != BLOCK_TERM)
		setting_gap(s);
	para_clear(&s->para);
	para_runs(&s->para, b, ROLE_TABLE_HEAD, s->ask);
	setting_para(
	    s, &s->para, setting_width(s), b->rtl ? ALIGN_END : ALIGN_START);
}

static void
enter_definition(struct setting *s, const struct block *b)
{
	const struct block *above = b->prev;

	if (above && (!above->child || !above->child->next))
		s->gap = false;
	hang_push(s, span_n(NULL, 0), step(s, 4), ROLE_TEXT, 0);
}

/* --- the rest ----------------------------------------------------------- */

/* Tabs become blanks by columns of the source. */
static void
expand_tabs(struct str *out, struct span line)
{
	size_t start = out->n;

	while (line.n) {
		size_t n = span_chr(line, '\t');
		struct span before;

		str_add(out, span_head(line, n));
		if (n == line.n)
			return;
		before = span_from(str_span(out), start);
		n++;
		line = span_from(line, n);
		str_fill(out, ' ',
		    (size_t)(TAB_STOP - cells_width(before) % TAB_STOP));
		start = out->n;
	}
}

/* Compared code says by the sign before a line what became of it. */
static unsigned
mark_of(const struct block *b, struct span line)
{
	if (b->change != CHANGE_INSIDE || !line.n)
		return 0;
	return *line.s == '-'   ? STYLE_DELETED
	       : *line.s == '+' ? STYLE_INSERTED
	                        : 0;
}

/* Code keeps its lines, however long: whoever shows them cuts or scrolls. */
static void
set_pre(struct setting *s, const struct block *b)
{
	struct span rest = b->text;
	struct str text = { 0 }, cells = { 0 };

	part(s, b);
	hang_push(s, span_n(NULL, 0), step(s, 2), ROLE_TEXT, 0);
	while (rest.n) {
		struct span line = span_cut(&rest, '\n');
		struct piece piece = { .role = ROLE_CODE,
			.style = mark_of(b, line) };

		str_clear(&text);
		str_clear(&cells);
		expand_tabs(&text, line);
		cells_add(&cells, str_span(&text));
		piece.text = span_keep(s->l->mem, str_span(&cells));
		piece.width = cells_width(piece.text);
		line_open(s);
		if (piece.text.n)
			line_piece(s, &piece);
		line_close(s);
	}
	hang_pop(s);
	setting_gap(s);
	str_release(&text);
	str_release(&cells);
}

static void
set_figure_block(struct setting *s, const struct block *b)
{
	if (!b->figure)
		return;
	part(s, b);
	set_figure(s, b->figure);
	setting_gap(s);
}

static void
set_table_block(struct setting *s, const struct block *b)
{
	part(s, b);
	set_table(s, b);
	setting_gap(s);
}

static void
set_rule(struct setting *s, const struct block *b)
{
	part(s, b);
	para_clear(&s->para);
	para_add(&s->para, SPAN("* * *"), ROLE_RULE, 0, 0);
	setting_para(s, &s->para, setting_width(s), ALIGN_CENTER);
	setting_gap(s);
}

static void
set_label(struct setting *s, const char *what, enum cell_align align)
{
	setting_gap(s);
	para_clear(&s->para);
	para_add(&s->para, span_of(what), ROLE_LABEL, 0, 0);
	setting_para(s, &s->para, setting_width(s), align);
}

static void
enter_note(struct setting *s, const struct block *b)
{
	struct str text = { 0 };
	bool right = s->ask->bidi && runs_left(b);
	int width;

	if (!s->noted)
		set_label(s, _("Notes"), right ? ALIGN_END : ALIGN_START);
	s->noted = true;
	str_printf(&text, right ? " .%d" : "%d. ", b->level);
	width = (int)text.n;
	hang_push(s, str_span(&text), width, ROLE_LINK_NUMBER,
	    right ? HANG_RIGHT : 0);
	str_release(&text);
}

static const struct rule rules[BLOCK_KINDS] = {
	[BLOCK_PARAGRAPH] = { set_paragraph, NULL, false },
	[BLOCK_HEADING] = { set_heading, NULL, false },
	[BLOCK_QUOTE] = { enter_quote, leave_quote, false },
	[BLOCK_LIST] = { enter_list, leave_list, false },
	[BLOCK_ITEM] = { enter_item, leave_hang, false },
	[BLOCK_TERMS] = { enter_terms, leave_terms, false },
	[BLOCK_TERM] = { set_term, NULL, false },
	[BLOCK_DEFINITION] = { enter_definition, leave_hang, false },
	[BLOCK_PRE] = { set_pre, NULL, false },
	[BLOCK_TABLE] = { set_table_block, NULL, true },
	[BLOCK_FIGURE] = { set_figure_block, NULL, false },
	[BLOCK_RULE] = { set_rule, NULL, false },
	[BLOCK_NOTE] = { enter_note, leave_hang, false },
};

static const struct rule no_rule;

static const struct rule *
rule_of(const struct block *b)
{
	return b->kind > 0 && b->kind < BLOCK_KINDS ? &rules[b->kind]
	                                            : &no_rule;
}

static void
leave(struct setting *s, const struct block *b)
{
	if (rule_of(b)->leave)
		rule_of(b)->leave(s, b);
}

static void
set_blocks(struct setting *s)
{
	for (const struct block *b = s->doc->first; b;) {
		const struct rule *r = rule_of(b);

		setting_block(s, b);
		if (r->enter)
			r->enter(s, b);
		if (b->child && !r->whole) {
			b = b->child;
			continue;
		}
		leave(s, b);
		while (!b->next && b->parent) {
			b = b->parent;
			leave(s, b);
		}
		b = b->next;
	}
}

/* "[7]  https://…": what the numbers in the text stand for. */
static void
set_links(struct setting *s)
{
	size_t n = s->doc->links;
	int width = listmark_width(0, (int)n) + 3;

	if (!n)
		return;
	setting_block(s, NULL);
	set_label(s, _("Links"), ALIGN_START);
	for (size_t i = 0; i < n; i++) {
		struct str sign = { 0 };

		str_printf(&sign, "[%zu]", i + 1);
		hang_push(s, str_span(&sign), width, ROLE_LINK_NUMBER, 0);
		para_clear(&s->para);
		para_add(&s->para, s->doc->link[i].url, ROLE_LINK_URL, 0,
		    (int)i + 1);
		setting_para(s, &s->para, setting_width(s), ALIGN_START);
		hang_pop(s);
		str_release(&sign);
	}
}

struct layout *
layout_new(const struct doc *doc, const struct masthead *head,
    const struct layout_ask *ask)
{
	struct layout *l = xcalloc(1, sizeof(*l));
	struct setting s = { .l = l, .doc = doc, .ask = ask };

	l->mem = arena_new();
	s.para.bidi = ask->bidi;
	if (head)
		set_masthead(&s, head);
	set_blocks(&s);
	if (ask->links)
		set_links(&s);
	para_release(&s.para);
	free(s.piece);
	free(s.stretch);
	str_release(&s.stretched);
	return l;
}

void
layout_free(struct layout *l)
{
	if (!l)
		return;
	arena_free(l->mem);
	free(l->line);
	free(l);
}

size_t
layout_find(
    const struct layout *l, const struct block *block, int line_of_block)
{
	size_t best = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct line *line = &l->line[i];

		if (line->block != block)
			continue;
		if (line->line_of_block > line_of_block)
			break;
		best = i;
	}
	return best;
}

void
layout_text(struct str *out, const struct layout *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct line *line = &l->line[i];
		size_t start = out->n;

		str_fill(out, ' ', (size_t)line->indent);
		for (size_t k = 0; k < line->pieces; k++)
			str_add(out, line->piece[k].text);
		while (out->n > start && out->s[out->n - 1] == ' ')
			str_cut(out, out->n - 1);
		str_addc(out, '\n');
	}
}
