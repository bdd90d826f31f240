#include "config.h"

#include "doc/tables.h"

#include <unictype.h>

#include "base/utf8.h"

enum { CELL_TEXT_MAX = 400, SPAN_MAX = 1000 };

/* What has been seen of a table. */
struct census {
	int rows, cells, heads, most, pictures, blocks;
	size_t longest;
};

static void
count_node(struct census *c, const struct html_node *n, int *in_row)
{
	switch (n->tag) {
	case TAG_TR:
		c->rows++;
		*in_row = 0;
		break;
	case TAG_TH:
		c->heads++;
		/* fall through */
	case TAG_TD:
		c->cells++;
		if (++*in_row > c->most)
			c->most = *in_row;
		break;
	case TAG_IMG:
	case TAG_FIGURE:
	case TAG_VIDEO:
	case TAG_IFRAME:
		c->pictures++;
		break;
	case TAG_H1:
	case TAG_H2:
	case TAG_H3:
	case TAG_BLOCKQUOTE:
		c->blocks++;
		break;
	default:
		break;
	}
}

static size_t
text_bytes(const struct html_node *cell)
{
	size_t sum = 0;

	for (const struct html_node *n = cell->first; n; n = html_next(cell, n))
		sum += n->tag == TAG_TEXT ? span_trim(n->text).n : 0;
	return sum;
}

const struct html_node *
table_next(const struct html_node *table, const struct html_node *at)
{
	return at->tag == TAG_TABLE ? html_skip(table, at)
	                            : html_next(table, at);
}

const struct html_node *
table_caption(const struct html_node *table)
{
	const struct html_node *n = table->first;

	while (n && n->tag != TAG_CAPTION)
		n = table_next(table, n);
	return n;
}

/* Tables within tables are for the arrangement of a page, unless the outer
 * one has headings. */
bool
table_is_data(const struct html_node *table)
{
	struct census c = { 0 };
	bool nested = html_find(table, TAG_TABLE) != NULL;
	int in_row = 0;

	if (span_iis(html_get(table, "role"), "presentation"))
		return false;
	for (const struct html_node *n = table->first; n;
	     n = table_next(table, n)) {
		count_node(&c, n, &in_row);
		if (n->tag == TAG_TD && !nested) {
			size_t size = text_bytes(n);

			if (size > c.longest)
				c.longest = size;
		}
	}
	if (c.most < 2 || c.rows < 1 || c.most > DOC_COLUMNS_MAX)
		return false;
	if (c.heads || table_caption(table))
		return true;
	return !nested && c.rows > 1 && !c.pictures && !c.blocks &&
	       c.longest <= CELL_TEXT_MAX;
}

static int
small(struct span t, int most)
{
	int64_t v;

	if (!span_int(span_trim(t), &v) || v < 1)
		return 1;
	return v > most ? most : (int)v;
}

static enum cell_align
align_of(const struct html_node *n)
{
	struct span style = html_get(n, "style");
	struct span word = html_get(n, "align");
	size_t at = span_ifind(style, SPAN("text-align"));

	if (at < style.n) {
		word = span_from(style, at + 10);
		word = span_trim(span_head(word, span_chr(word, ';')));
		if (word.n && *word.s == ':')
			word = span_trim(span_from(word, 1));
	}
	if (span_istarts(word, "right") || span_istarts(word, "end"))
		return ALIGN_END;
	return span_istarts(word, "center") ? ALIGN_CENTER : ALIGN_START;
}

void
table_cell(struct cell *cell, const struct html_node *n)
{
	cell->columns = small(html_get(n, "colspan"), DOC_COLUMNS_MAX);
	cell->rows = small(html_get(n, "rowspan"), SPAN_MAX);
	cell->align = align_of(n);
	cell->header = n->tag == TAG_TH;
}

bool
table_is_head(const struct html_node *tr)
{
	bool any = false;

	if (tr->parent && tr->parent->tag == TAG_THEAD)
		return true;
	for (const struct html_node *n = tr->first; n; n = n->next) {
		if (n->tag == TAG_TD && text_bytes(n))
			return false;
		any = any || n->tag == TAG_TH;
	}
	return any;
}

/* Digits, and no letters of any script; signs and units of one character
 * ("%", "€") do not matter. */
static bool
is_number(const struct block *cell)
{
	bool digit = false;
	uint32_t c;

	for (struct block *b = cell->child; b; b = doc_walk(cell, b, NULL)) {
		for (const struct run *r = b->runs; r; r = r->next) {
			for (size_t at = 0; at < r->text.n;) {
				at += utf8_next(r->text, at, &c);
				if (uc_decimal_value((ucs4_t)c) >= 0)
					digit = true;
				else if (uc_is_alpha(c))
					return false;
			}
		}
	}
	return digit;
}

/* The column that a cell begins in; spans of rows above push it on. */
struct columns {
	int carry[DOC_COLUMNS_MAX]; /* rows that are still covered */
	int at;
};

static int
next_column(struct columns *c, const struct block *cell)
{
	int col;

	while (c->at < DOC_COLUMNS_MAX && c->carry[c->at] > 0)
		c->carry[c->at++]--;
	col = c->at;
	for (int i = 0; i < cell->cell.columns; i++)
		if (c->at < DOC_COLUMNS_MAX)
			c->carry[c->at++] = cell->cell.rows - 1;
	return col;
}

static void
end_row(struct columns *c)
{
	for (; c->at < DOC_COLUMNS_MAX; c->at++)
		if (c->carry[c->at] > 0)
			c->carry[c->at]--;
	c->at = 0;
}

/* What is done with each cell and its column. */
typedef void cell_fn(struct block *cell, signed char *numeric);

static void
look_at(struct block *cell, signed char *numeric)
{
	if (cell->parent->level || cell->cell.header || !cell->child)
		return;
	if (!is_number(cell) && cell->cell.columns == 1)
		*numeric = -1;
	else if (!*numeric && cell->cell.columns == 1)
		*numeric = 1;
}

static void
set_flush(struct block *cell, signed char *numeric)
{
	if (*numeric == 1 && cell->cell.columns == 1 &&
	    cell->cell.align == ALIGN_START)
		cell->cell.align = ALIGN_END;
}

static void
each_cell(struct block *table, signed char *numeric, cell_fn *fn)
{
	struct columns columns = { 0 };

	for (struct block *row = table->child; row; row = row->next) {
		for (struct block *cell = row->child; cell; cell = cell->next) {
			int col = next_column(&columns, cell);

			if (col < DOC_COLUMNS_MAX)
				fn(cell, &numeric[col]);
		}
		end_row(&columns);
	}
}

static bool
is_bold(const struct block *row)
{
	bool any = false;

	for (struct block *b = row->child; b; b = doc_walk(row, b, NULL))
		for (const struct run *r = b->runs; r; r = r->next) {
			if (!(r->style & STYLE_BOLD) && span_trim(r->text).n)
				return false;
			any = true;
		}
	return any;
}

/* A first row that alone is bold is the head. */
static void
find_head(struct block *table)
{
	struct block *first = table->child;

	if (!first || !first->next || first->level || !is_bold(first) ||
	    is_bold(first->next))
		return;
	first->level = 1;
	for (struct block *b = first->child; b; b = doc_walk(first, b, NULL)) {
		b->cell.header = b->kind == BLOCK_CELL;
		for (struct run *r = b->runs; r; r = r->next)
			r->style &= ~(unsigned)STYLE_BOLD;
	}
}

void
table_settle(struct block *table)
{
	signed char numeric[DOC_COLUMNS_MAX] = { 0 };

	find_head(table);
	each_cell(table, numeric, look_at);
	each_cell(table, numeric, set_flush);
}
