#include "config.h"

#include <limits.h>
#include <string.h>

#include "doc/setting.h"

/*
 * grid: tables.  As a grid, ruled once under its head, when the columns fit,
 * perhaps with wrapped cells; else as records, "Header: value".  Two passes:
 * the first measures, the second sets; no pass holds more than a row.
 */
enum {
	COLUMN_GAP = 2,
	THIN_COLUMN = 12, /* cells; a text that … */
	LINES_MAX = 8     /* … needs more lines than that is no cell */
};

struct column {
	int natural, least, width, x;
};

/* Where a row's cells stand: spans of the rows above push them on. */
struct row {
	const struct block *cell[DOC_COLUMNS_MAX]; /* where it begins */
	int carry[DOC_COLUMNS_MAX]; /* rows that a cell above still covers */
};

struct grid {
	const struct block *table;
	struct column column[DOC_COLUMNS_MAX];
	int columns;
	struct row row;
	bool has_head;
	bool mirrored; /* the first column is the one at the right */
};

/* The rows' cells are put in their columns; spans that leave the grid are cut
 * by it. */
static void
place_row(struct row *r, const struct block *row)
{
	int at = 0;

	memset(r->cell, 0, sizeof(r->cell));
	for (const struct block *c = row->child; c; c = c->next) {
		while (at < DOC_COLUMNS_MAX && r->carry[at] > 0)
			r->carry[at++]--;
		if (at == DOC_COLUMNS_MAX)
			return;
		r->cell[at] = c;
		for (int i = 0; i < c->cell.columns; i++)
			if (at < DOC_COLUMNS_MAX)
				r->carry[at++] = c->cell.rows - 1;
	}
	for (; at < DOC_COLUMNS_MAX; at++)
		if (r->carry[at] > 0)
			r->carry[at]--;
}

/* All text of a cell, a line for each block of it. */
static void
para_cell(
    struct setting *s, struct para *p, const struct block *cell, enum role role)
{
	para_clear(p);
	p->bidi = s->ask->bidi;
	for (const struct block *b = doc_walk(cell, (struct block *)cell, NULL);
	     b; b = doc_walk(cell, (struct block *)b, NULL)) {
		if (p->text.n && (b->runs || b->text.n || b->figure))
			para_break(p);
		if (b->runs && b->parent->kind == BLOCK_ITEM &&
		    b->parent->child == b)
			para_add(p, span_of(s->ask->ascii ? "* " : "• "),
			    ROLE_BULLET, 0, 0);
		if (b->figure)
			para_figure(s, p, b->figure, s->ask->width);
		else if (b->text.n)
			para_add(p, b->text, ROLE_CODE, 0, 0);
		else
			para_runs(p, b, role, s->ask);
	}
}

static enum role
role_of(const struct block *cell)
{
	return cell->cell.header || cell->parent->level ? ROLE_TABLE_HEAD
	                                                : ROLE_TEXT;
}

/* --- measuring ---------------------------------------------------------- */

/* Room that a cell over several columns lacks goes to the last of them. */
static void
widen(struct grid *g, int from, int columns, int natural, int least)
{
	struct column *last;

	for (int i = from; i < from + columns - 1; i++) {
		natural -= g->column[i].natural + COLUMN_GAP;
		least -= g->column[i].least + COLUMN_GAP;
	}
	last = &g->column[from + columns - 1];
	if (natural > last->natural)
		last->natural = natural;
	if (least > last->least)
		last->least = least;
}

static void
measure_cell(struct setting *s, struct grid *g, int at)
{
	const struct block *cell = g->row.cell[at];
	int columns = cell->cell.columns, natural;
	struct flow f;

	if (columns > DOC_COLUMNS_MAX - at)
		columns = DOC_COLUMNS_MAX - at;
	if (at + columns > g->columns)
		g->columns = at + columns;
	para_cell(s, &s->para, cell, role_of(cell));
	flow_begin(&f, &s->para, str_span(&s->para.text));
	flow_measure(&f, INT_MAX / 2, &natural);
	widen(g, at, columns, natural, wrap_least(&f.wrap));
	flow_end(&f);
}

static void
measure(struct setting *s, struct grid *g)
{
	for (const struct block *r = g->table->child; r; r = r->next) {
		place_row(&g->row, r);
		for (int i = 0; i < DOC_COLUMNS_MAX; i++)
			if (g->row.cell[i])
				measure_cell(s, g, i);
	}
	memset(&g->row, 0, sizeof(g->row));
	g->has_head =
	    g->table->child && g->table->child->level && g->table->child->next;
}

static int
level_width(const struct column *c, int level)
{
	if (c->natural <= level)
		return c->natural;
	return c->least > level ? c->least : level;
}

/* Cells of the whole grid when no column is wider than level, unless a word
 * in it is.  A column without text takes nothing. */
static int
grid_width(const struct grid *g, int level)
{
	int sum = 0;

	for (int i = 0; i < g->columns; i++)
		if (g->column[i].natural > 0)
			sum += level_width(&g->column[i], level) + COLUMN_GAP;
	return sum - (sum > 0 ? COLUMN_GAP : 0);
}

static bool
fit(struct grid *g, int width)
{
	int lo = 1, hi = width, x = 0;

	if (grid_width(g, lo) > width)
		return false;
	while (lo < hi) {
		int mid = lo + (hi - lo + 1) / 2;

		if (grid_width(g, mid) <= width)
			lo = mid;
		else
			hi = mid - 1;
	}
	for (int i = 0; i < g->columns; i++) {
		struct column *c = &g->column[i];

		c->width = level_width(c, lo);
		c->x = x;
		x += c->natural > 0 ? c->width + COLUMN_GAP : 0;
		if (c->width < THIN_COLUMN && c->width > 0 &&
		    c->natural / c->width >= LINES_MAX)
			return false;
	}
	return true;
}

/* --- as a grid ---------------------------------------------------------- */

struct box {
	struct para para;
	struct flow flow;
	int x, width;
	bool open;
};

static void
open_boxes(struct setting *s, const struct grid *g, struct box *box)
{
	for (int i = 0; i < g->columns; i++) {
		const struct block *cell = g->row.cell[i];
		int last;

		if (!cell)
			continue;
		last = i + cell->cell.columns - 1;
		if (last >= g->columns)
			last = g->columns - 1;
		para_cell(s, &box[i].para, cell, role_of(cell));
		flow_begin(&box[i].flow, &box[i].para,
		    span_keep(s->l->mem, str_span(&box[i].para.text)));
		box[i].width =
		    g->column[last].x + g->column[last].width - g->column[i].x;
		box[i].x = g->column[i].x;
		if (g->mirrored)
			box[i].x = setting_width(s) - box[i].x - box[i].width;
		box[i].open = box[i].para.text.n > 0;
	}
}

static bool
any_open(const struct grid *g, const struct box *box)
{
	for (int i = 0; i < g->columns; i++)
		if (box[i].open)
			return true;
	return false;
}

/* The next line of the i-th box. */
static void
set_box_line(struct setting *s, const struct grid *g, struct box *box, int i)
{
	const struct wrap *w = &box[i].flow.wrap;
	enum cell_align align;

	if (!box[i].open)
		return;
	align = g->row.cell[i]->cell.align;
	if (g->mirrored && align == ALIGN_START)
		align = ALIGN_END;
	line_to(s, box[i].x);
	flow_line(s, &box[i].flow, box[i].width > 0 ? box[i].width : 1, align);
	box[i].open = span_trim(span_from(w->text, w->at)).n > 0;
}

static void
set_row_lines(struct setting *s, const struct grid *g, struct box *box)
{
	while (any_open(g, box)) {
		line_open(s);
		for (int i = 0; i < g->columns; i++)
			set_box_line(
			    s, g, box, g->mirrored ? g->columns - 1 - i : i);
		line_close(s);
	}
}

static void
set_row(struct setting *s, const struct grid *g)
{
	struct box box[DOC_COLUMNS_MAX];

	memset(box, 0, sizeof(box));
	open_boxes(s, g, box);
	set_row_lines(s, g, box);
	for (int i = 0; i < g->columns; i++) {
		flow_end(&box[i].flow);
		para_release(&box[i].para);
	}
}

static void
set_table_rule(struct setting *s, int width, bool right)
{
	struct str text = { 0 };
	struct piece piece = { .width = width, .role = ROLE_TABLE_RULE };

	for (int i = 0; i < width; i++)
		str_addz(&text, s->ask->ascii ? "-" : "─");
	piece.text = span_keep(s->l->mem, str_span(&text));
	line_open(s);
	if (right)
		line_to(s, setting_width(s) - width);
	line_piece(s, &piece);
	line_close(s);
	str_release(&text);
}

static int
settled_width(const struct grid *g)
{
	int most = 0;

	/* A column without text stands where one more would begin. */
	for (int i = 0; i < g->columns; i++)
		if (g->column[i].width > 0)
			most = g->column[i].x + g->column[i].width;
	return most;
}

static void
set_grid(struct setting *s, struct grid *g)
{
	bool ruled = !g->has_head;

	for (const struct block *r = g->table->child; r; r = r->next) {
		if (!ruled && !r->level) {
			set_table_rule(s, settled_width(g), g->mirrored);
			ruled = true;
		}
		setting_block(s, r);
		place_row(&g->row, r);
		set_row(s, g);
	}
}

/* --- as records --------------------------------------------------------- */

/* Leaves "Header: " in p, when the column has one. */
static void
para_header(struct setting *s, struct para *p, const struct block *header)
{
	struct para words = { 0 };

	para_clear(p);
	if (!header)
		return;
	para_cell(s, &words, header, ROLE_TABLE_HEAD);
	for (size_t i = 0; i < words.text.n; i++)
		if (words.text.s[i] == '\n')
			words.text.s[i] = ' ';
	if (words.text.n) {
		para_add(p, str_span(&words.text), ROLE_TABLE_HEAD, 0, 0);
		para_add(p, SPAN(": "), ROLE_TABLE_HEAD, 0, 0);
	}
	para_release(&words);
}

/* Segments of the value stand behind those of the header. */
static void
append_para(struct para *p, const struct para *value)
{
	for (size_t i = 0; i < value->segs; i++) {
		const struct seg *seg = &value->seg[i];
		size_t end = i + 1 < value->segs ? value->seg[i + 1].from
		                                 : value->text.n;
		struct span text =
		    span_n(value->text.s + seg->from, end - seg->from);

		if (seg->glued)
			para_glued(p, text, seg->role, seg->link);
		else
			para_add(p, text, seg->role, seg->style, seg->link);
	}
}

static void
set_record(struct setting *s, const struct row *r, const struct row *head)
{
	struct para value = { 0 };

	for (int i = 0; i < DOC_COLUMNS_MAX; i++) {
		if (!r->cell[i])
			continue;
		para_cell(s, &value, r->cell[i], role_of(r->cell[i]));
		if (!value.text.n)
			continue;
		para_header(s, &s->para, head ? head->cell[i] : NULL);
		append_para(&s->para, &value);
		setting_para(s, &s->para, setting_width(s),
		    runs_left(r->cell[i]) ? ALIGN_END : ALIGN_START);
	}
	para_release(&value);
}

static void
set_records(struct setting *s, struct grid *g)
{
	struct row head;
	const struct block *r = g->table->child;

	if (g->has_head) {
		place_row(&g->row, r);
		r = r->next;
	}
	head = g->row;
	for (; r; r = r->next) {
		setting_block(s, r);
		place_row(&g->row, r);
		setting_gap(s);
		set_record(s, &g->row, g->has_head ? &head : NULL);
	}
}

void
set_table(struct setting *s, const struct block *table)
{
	struct grid g = { .table = table };
	int width = setting_width(s);

	g.mirrored = s->ask->bidi && runs_left(table);
	if (table->caption.n) {
		para_clear(&s->para);
		para_add(
		    &s->para, table->caption, ROLE_CAPTION, STYLE_ITALIC, 0);
		setting_para(s, &s->para, width,
		    runs_left(table) ? ALIGN_END : ALIGN_START);
	}
	measure(s, &g);
	if (fit(&g, width))
		set_grid(s, &g);
	else
		set_records(s, &g);
}
