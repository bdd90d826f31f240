#include "config.h"

#include <string.h>

#include "base/i18n.h"
#include "cmd/print.h"

struct list_form {
	const struct block *list;
	bool close; /* no empty lines between its items */
	bool other; /* its mark is the other one */
};

/* What stands at the start of each line of what is being written: the marks
 * of the quotes and the indents of the lists around it. */
struct writing {
	struct str *out;
	const struct doc *doc;
	struct str prefix;
	struct list_form form[DOC_DEPTH_MAX + 1];
};

static void add_blocks(struct writing *w, const struct block *b);

/* --- text --------------------------------------------------------------- */

/* Whether the character at i would be markup wherever it stands. */
static bool
is_markup(struct span t, size_t i)
{
	unsigned char next = i + 1 < t.n ? (unsigned char)t.s[i + 1] : ' ';

	switch (t.s[i]) {
	case '&': /* of a reference */
		return next == '#' ||
		       ((next | 0x20) >= 'a' && (next | 0x20) <= 'z');
	case '\0':
		return false;
	default:
		return strchr("\\`*_[]<>~", t.s[i]) != NULL;
	}
}

static void
add_text(struct str *out, struct span t, bool cell)
{
	for (size_t i = 0; i < t.n; i++) {
		if (is_markup(t, i) || (cell && t.s[i] == '|'))
			str_addc(out, '\\');
		str_addc(out, t.s[i] == '\n' ? ' ' : t.s[i]);
	}
}

/* What a line began with at byte `from` must not make it a heading, an item
 * or a rule. */
static void
guard_line(struct str *out, size_t from)
{
	struct span line = span_from(str_span(out), from);
	struct str rest = { 0 };
	size_t digits = 0;

	while (
	    digits < line.n && line.s[digits] >= '0' && line.s[digits] <= '9')
		digits++;
	if (digits == line.n || !line.s[digits] ||
	    !strchr(digits ? ".)" : "#+-=:|", line.s[digits]))
		return;
	str_add(&rest, span_from(line, digits));
	str_cut(out, from + digits);
	str_addc(out, '\\');
	str_add(out, str_span(&rest));
	str_release(&rest);
}

/* How many times c stands side by side in t at most. */
static size_t
longest_row(struct span t, char c)
{
	size_t most = 0, row = 0;

	for (size_t i = 0; i < t.n; i++) {
		row = t.s[i] == c ? row + 1 : 0;
		most = row > most ? row : most;
	}
	return most;
}

/* Code within a line: between more backticks than it has side by side. */
static void
add_code(struct str *out, struct span t, bool cell)
{
	size_t fence = longest_row(t, '`') + 1;
	bool pad = t.n && (t.s[0] == '`' || t.s[t.n - 1] == '`');

	str_fill(out, '`', fence);
	if (pad)
		str_addc(out, ' ');
	for (size_t i = 0; i < t.n; i++) {
		if (cell && t.s[i] == '|')
			str_addc(out, '\\');
		str_addc(out, t.s[i] == '\n' ? ' ' : t.s[i]);
	}
	if (pad)
		str_addc(out, ' ');
	str_fill(out, '`', fence);
}

/* In the order in which they open.  Signs that stand high or low have no mark
 * but the tag, which Markdown takes. */
static const struct mark {
	unsigned style;
	const char *open, *close;
} marks[] = {
	{ STYLE_SUP, "<sup>", "</sup>" },
	{ STYLE_SUB, "<sub>", "</sub>" },
	{ STYLE_STRIKE | STYLE_DELETED, "~~", "~~" },
	{ STYLE_INSERTED, "<ins>", "</ins>" },
	{ STYLE_BOLD, "**", "**" },
	{ STYLE_ITALIC, "*", "*" },
};

enum { MARKS = sizeof(marks) / sizeof(*marks) };

/* Marks go around the words, not around the blanks beside them. */
static void
add_marked(struct str *out, unsigned style, struct span t, bool cell)
{
	struct span words = span_trim(t);
	size_t before = t.n ? (size_t)(words.s - t.s) : 0;

	if (!words.n) {
		str_add(out, t);
		return;
	}
	str_fill(out, ' ', before);
	for (size_t i = 0; i < MARKS; i++)
		if (style & marks[i].style)
			str_addz(out, marks[i].open);
	if (style & STYLE_CODE)
		add_code(out, words, cell);
	else
		add_text(out, words, cell);
	for (size_t i = MARKS; i-- > 0;)
		if (style & marks[i].style)
			str_addz(out, marks[i].close);
	str_fill(out, ' ', t.n - before - words.n);
}

/* An address between < and >. */
static void
add_url(struct str *out, struct span url)
{
	str_addc(out, '<');
	for (size_t i = 0; i < url.n; i++) {
		unsigned char c = (unsigned char)url.s[i];

		if (c <= ' ' || strchr("<>\\", c))
			str_printf(out, "%%%02X", (unsigned)c);
		else
			str_addc(out, (char)c);
	}
	str_addc(out, '>');
}

static void
close_bracket(struct str *out, struct span url)
{
	str_lit(out, "](");
	add_url(out, url);
	str_addc(out, ')');
}

static bool
same_link(const struct run *a, const struct run *b)
{
	return a && b && a->kind == RUN_TEXT && b->kind == RUN_TEXT &&
	       a->link == b->link;
}

/* A bracket opens; behind "!" it would begin a picture. */
static void
open_bracket(struct str *out)
{
	if (out->n && out->s[out->n - 1] == '!') {
		str_cut(out, out->n - 1);
		str_lit(out, "\\!");
	}
	str_addc(out, '[');
}

static void
add_run(
    struct writing *w, const struct run *prev, const struct run *r, bool cell)
{
	const struct link *link = doc_link_at(w->doc, r->link);

	if (link && !same_link(prev, r))
		open_bracket(w->out);
	add_marked(w->out, r->style, r->text, cell);
	if (link && !same_link(r->next, r))
		close_bracket(w->out, link->url);
}

/* cell: everything stands in one line. */
static void
add_runs(struct writing *w, const struct block *b, bool cell)
{
	const struct run *prev = NULL;
	size_t line = w->out->n;

	for (const struct run *r = b->runs; r; prev = r, r = r->next) {
		if (r->kind == RUN_NOTE) {
			open_bracket(w->out);
			str_printf(w->out, "^%d]", r->link);
		} else if (r->kind == RUN_TEXT) {
			add_run(w, prev, r, cell);
		} else if (cell) {
			str_addc(w->out, ' ');
		} else {
			guard_line(w->out, line);
			str_lit(w->out, "\\\n");
			str_add(w->out, str_span(&w->prefix));
			line = w->out->n;
		}
	}
	if (!cell)
		guard_line(w->out, line);
}

/* --- blocks ------------------------------------------------------------- */

static void
begin(struct writing *w)
{
	str_add(w->out, str_span(&w->prefix));
}

/* An empty line, with the marks of the quotes it stands in. */
static void
blank(struct writing *w)
{
	size_t n = w->prefix.n;

	while (n > 0 && w->prefix.s[n - 1] == ' ')
		n--;
	str_add(w->out, span_head(str_span(&w->prefix), n));
	str_addc(w->out, '\n');
}

/* What is below b, its first line begun with `mark` and the others with as
 * many blanks. */
static void
add_hung(struct writing *w, const struct block *b, const char *mark)
{
	size_t n = w->prefix.n, at = w->out->n + n, width = strlen(mark);

	str_fill(&w->prefix, ' ', width);
	add_blocks(w, b->child);
	str_cut(&w->prefix, n);
	if (w->out->n >= at + width)
		memcpy(w->out->s + at, mark, width);
}

/* Whether items stand without empty lines between them: all are short. */
static bool
is_close_list(const struct block *list)
{
	for (const struct block *i = list->child; i; i = i->next) {
		const struct block *text = i->child;

		if (!text || text->kind != BLOCK_PARAGRAPH)
			return false;
		if (text->next &&
		    (text->next->kind != BLOCK_LIST || text->next->next))
			return false;
	}
	return true;
}

/* What is known of a list; every item asks, so it is kept by depth. */
static const struct list_form *
form_of(struct writing *w, const struct block *list)
{
	const struct block *before = list->prev;
	struct list_form *kept;
	bool alike;
	int depth = 0;

	for (const struct block *b = list->parent; b; b = b->parent)
		depth++;
	kept = &w->form[depth % (DOC_DEPTH_MAX + 1)];
	if (kept->list == list)
		return kept;
	/* Lists of one kind that follow each other would be one, but for the
	 * other mark. */
	alike = before && kept->list == before && before->kind == BLOCK_LIST &&
	        !before->level == !list->level;
	*kept = (struct list_form){ list, is_close_list(list),
		alike && !kept->other };
	return kept;
}

static void
add_item(struct writing *w, const struct block *b)
{
	bool other = b->parent && form_of(w, b->parent)->other;
	struct str mark = { 0 };

	if (b->level > 0)
		str_printf(&mark, "%d%c ", b->level, other ? ')' : '.');
	else
		str_addz(&mark, other ? "* " : "- ");
	add_hung(w, b, str_z(&mark));
	str_release(&mark);
}

static void
add_note(struct writing *w, const struct block *b)
{
	struct str mark = { 0 };

	str_printf(&mark, "[^%d]: ", b->level);
	add_hung(w, b, str_z(&mark));
	str_release(&mark);
}

/* --- tables ------------------------------------------------------------- */

/* How many rows more a cell above covers, a column each. */
struct columns {
	int carry[DOC_COLUMNS_MAX];
	enum cell_align align[DOC_COLUMNS_MAX];
	int n;
};

static void
add_cell(struct writing *w, const struct block *cell)
{
	bool first = true;

	for (struct block *b = cell->child; b; b = doc_walk(cell, b, NULL)) {
		if (!b->runs)
			continue;
		if (!first)
			str_addc(w->out, ' ');
		first = false;
		add_runs(w, b, true);
	}
}

/* Cells in their columns: spans leave empty ones. */
static void
add_row(struct writing *w, const struct block *row, struct columns *c)
{
	const struct block *cell = row ? row->child : NULL;
	int span = 0, rows = 0;

	begin(w);
	for (int i = 0; i < c->n; i++) {
		str_lit(w->out, "| ");
		if (span > 0) {
			c->carry[i] = rows;
			span--;
		} else if (c->carry[i] > 0) {
			c->carry[i]--;
		} else if (cell) {
			add_cell(w, cell);
			span = cell->cell.columns - 1;
			c->carry[i] = rows = cell->cell.rows - 1;
			cell = cell->next;
		}
		str_addc(w->out, ' ');
	}
	str_lit(w->out, "|\n");
}

/* The number of columns, and how most of their cells are aligned: as the
 * first one below the head is. */
static void
measure_columns(struct columns *c, const struct block *table)
{
	for (const struct block *row = table->child; row; row = row->next) {
		int at = 0;

		for (const struct block *b = row->child; b; b = b->next) {
			if (at < DOC_COLUMNS_MAX && !b->cell.header &&
			    c->align[at] == ALIGN_START)
				c->align[at] = b->cell.align;
			at += b->cell.columns;
		}
		if (at > DOC_COLUMNS_MAX)
			at = DOC_COLUMNS_MAX;
		c->n = at > c->n ? at : c->n;
	}
}

static bool
is_head(const struct block *row)
{
	return row && (row->level || (row->child && row->child->cell.header &&
	                                 (!row->child->next ||
	                                     row->child->next->cell.header)));
}

/* A table must have a head; one without gets an empty one. */
static void
add_table(struct writing *w, const struct block *table)
{
	static const char *const rules[] = {
		[ALIGN_START] = "| --- ",
		[ALIGN_CENTER] = "| :---: ",
		[ALIGN_END] = "| ---: ",
	};
	const struct block *row = table->child;
	struct columns c = { .n = 0 };

	if (table->caption.n) {
		begin(w);
		add_marked(w->out, STYLE_ITALIC, table->caption, false);
		str_addc(w->out, '\n');
		blank(w);
	}
	measure_columns(&c, table);
	add_row(w, is_head(row) ? row : NULL, &c);
	begin(w);
	for (int i = 0; i < c.n; i++)
		str_addz(w->out, rules[c.align[i]]);
	str_lit(w->out, "|\n");
	for (row = is_head(row) ? row->next : row; row; row = row->next)
		add_row(w, row, &c);
}

/* --- the rest ----------------------------------------------------------- */

static void
add_figure(struct writing *w, const struct figure *f)
{
	begin(w);
	/* What plays is a link there: from its picture, if it has one. */
	str_addz(w->out, f->media.n ? f->url.n ? "[![" : "[" : "![");
	add_text(w->out, f->url.n || f->alt.n ? f->alt : f->media, false);
	if (f->url.n)
		close_bracket(w->out, f->url);
	if (f->media.n)
		close_bracket(w->out, f->media);
	str_addc(w->out, '\n');
	if (!f->caption.n && !f->credit.n)
		return;
	blank(w);
	begin(w);
	add_marked(w->out, STYLE_ITALIC, f->caption, false);
	str_addz(w->out, f->caption.n && f->credit.n ? " " : "");
	add_text(w->out, f->credit, false);
	str_addc(w->out, '\n');
}

static void
add_pre(struct writing *w, const struct block *b)
{
	struct span rest = b->text;
	size_t fence = longest_row(b->text, '`') + 1;

	fence = fence > 3 ? fence : 3;
	begin(w);
	str_fill(w->out, '`', fence);
	str_printf(w->out, "%.*s\n", SPAN_ARG(b->lang));
	while (rest.s) {
		struct span line = span_cut(&rest, '\n');

		begin(w);
		str_add(w->out, line);
		str_addc(w->out, '\n');
	}
	begin(w);
	str_fill(w->out, '`', fence);
	str_addc(w->out, '\n');
}

static void
add_line(struct writing *w, const struct block *b)
{
	begin(w);
	if (b->kind == BLOCK_HEADING) {
		str_fill(w->out, '#',
		    b->level < 2   ? 2
		    : b->level > 6 ? 6
		                   : (size_t)b->level);
		str_addc(w->out, ' ');
	}
	add_runs(w, b, b->kind == BLOCK_HEADING);
	str_addc(w->out, '\n');
}

static void
add_quote(struct writing *w, const struct block *b)
{
	size_t n = w->prefix.n;

	str_lit(&w->prefix, "> ");
	add_blocks(w, b->child);
	if (b->credit.n) {
		blank(w);
		begin(w);
		str_lit(w->out, "— ");
		add_text(w->out, b->credit, false);
		str_addc(w->out, '\n');
	}
	str_cut(&w->prefix, n);
}

static void
add_block(struct writing *w, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_QUOTE:
		add_quote(w, b);
		break;
	case BLOCK_ITEM:
		add_item(w, b);
		break;
	case BLOCK_LIST:
	case BLOCK_TERMS:
		add_blocks(w, b->child);
		break;
	case BLOCK_DEFINITION:
		add_hung(w, b, ":   ");
		break;
	case BLOCK_NOTE:
		add_note(w, b);
		break;
	case BLOCK_TABLE:
		add_table(w, b);
		break;
	case BLOCK_FIGURE:
		add_figure(w, b->figure);
		break;
	case BLOCK_PRE:
		add_pre(w, b);
		break;
	case BLOCK_RULE:
		begin(w);
		str_lit(w->out, "---\n");
		break;
	default:
		add_line(w, b);
	}
}

/* Whether what follows b does so without an empty line: an item of a list whose
 * items are all short, or the list within such an item. */
static bool
is_close(struct writing *w, const struct block *b)
{
	const struct block *item = b->kind == BLOCK_ITEM ? b : b->parent;

	return item && item->kind == BLOCK_ITEM && item->parent &&
	       form_of(w, item->parent)->close;
}

/* Depth is bounded by DOC_DEPTH_MAX. */
static void
add_blocks(struct writing *w, const struct block *b)
{
	for (; b; b = b->next) {
		add_block(w, b);
		if (b->next && !is_close(w, b))
			blank(w);
	}
}

static void
add_head(struct str *out, const char *before, struct span t, const char *after)
{
	if (!t.n)
		return;
	str_addz(out, before);
	add_text(out, t, false);
	str_addz(out, after);
}

void
print_markdown(struct str *out, const struct article *a,
    const struct masthead *head, const struct doc *doc)
{
	struct writing w = { .out = out, .doc = doc };

	add_head(out, "", head->kicker, "\n\n");
	add_head(out, "# ", head->title, "\n\n");
	add_head(out, "**", head->standfirst, "**\n\n");
	add_head(out, "", head->byline, head->dates.n ? "\\\n" : "\n\n");
	add_head(out, "", head->dates, "\n\n");
	add_blocks(&w, doc->first);
	if (a->url.n) {
		str_addc(out, '\n');
		add_url(out, a->url);
		str_addc(out, '\n');
	}
	str_release(&w.prefix);
}
