#include "config.h"

#include "doc/galley.h"

#include "base/bytes.h"
#include "base/record.h"
#include "base/utf8.h"
#include "doc/galleyform.h"

const char galley_styles[STYLE_BITS + 1] = "bicsu^_mlq";

static const struct galley_kind kinds[] = {
	{ "p", BLOCK_PARAGRAPH, false, false, true },
	{ "h", BLOCK_HEADING, false, true, true },
	{ "quote", BLOCK_QUOTE, true, true, false },
	{ "list", BLOCK_LIST, true, true, false },
	{ "item", BLOCK_ITEM, true, true, false },
	{ "terms", BLOCK_TERMS, true, false, false },
	{ "term", BLOCK_TERM, false, false, true },
	{ "def", BLOCK_DEFINITION, true, false, false },
	{ "pre", BLOCK_PRE, false, false, false },
	{ "table", BLOCK_TABLE, true, false, false },
	{ "row", BLOCK_ROW, true, true, false },
	{ "cell", BLOCK_CELL, true, false, false },
	{ "fig", BLOCK_FIGURE, false, false, false },
	{ "rule", BLOCK_RULE, false, false, false },
	{ "note", BLOCK_NOTE, true, true, false },
};

const struct galley_kind *
galley_kind(enum block_kind kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].kind == kind)
			return &kinds[i];
	return NULL;
}

const struct galley_kind *
galley_kind_named(struct span name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (span_is(name, kinds[i].name))
			return &kinds[i];
	return NULL;
}

static void
add_braced(struct str *out, struct span t)
{
	size_t from = 0;

	for (size_t i = 0; (i = span_until(t, i, BYTE_BRACE)) < t.n; i++) {
		str_addn(out, t.s + from, i - from);
		str_addz(out, t.s[i] == '{' ? "{(}" : "{)}");
		from = i + 1;
	}
	str_addn(out, t.s + from, t.n - from);
}

/* What stands before the text of a run; false for text that is plain. */
static bool
open_run(struct str *out, const struct run *r)
{
	if (!r->style && !r->link)
		return false;
	str_addc(out, '{');
	for (int i = 0; i < STYLE_BITS; i++)
		if (r->style & 1u << i)
			str_addc(out, galley_styles[i]);
	if (r->link) {
		str_addc(out, '@');
		str_int(out, r->link);
	}
	str_addc(out, '|');
	return true;
}

static bool
continues(const struct run *prev, const struct run *r)
{
	return prev && prev->style == r->style && prev->link == r->link;
}

/* Runs of text that differ in nothing are written as one, and empty ones not
 * at all, so that one document has one form. */
static void
add_inline(struct str *out, const struct block *b)
{
	const struct run *prev = NULL; /* text, the last thing written */
	struct str line = { 0 };
	bool open = false;

	for (const struct run *r = b->runs; r; r = r->next) {
		bool text = r->kind == RUN_TEXT;

		if (text && !r->text.n)
			continue;
		if (open && !(text && continues(prev, r))) {
			str_addc(&line, '}');
			open = false;
		}
		if (text && !continues(prev, r))
			open = open_run(&line, r);
		if (text)
			add_braced(&line, r->text);
		else if (r->kind == RUN_BREAK)
			str_lit(&line, "{/}");
		else if (r->kind == RUN_NOTE)
			str_printf(&line, "{#%d}", r->link);
		prev = text ? r : NULL;
	}
	if (open)
		str_addc(&line, '}');
	record_span(out, str_span(&line));
	str_release(&line);
}

/* Numbers that are no sizes nor counts of anything are kept within reason. */
static void
add_number(struct str *out, int v, int lo, int hi)
{
	record_int(out, v < lo ? lo : v > hi ? hi : v);
}

static void
add_figure(struct str *out, const struct figure *f)
{
	add_number(out, (int)f->kind, FIGURE_IMAGE, FIGURE_EMBED);
	record_span(out, f->url);
	record_span(out, f->media);
	record_span(out, f->alt);
	record_span(out, f->caption);
	record_span(out, f->credit);
	add_number(out, f->width, 0, GALLEY_PIXELS_MAX);
	add_number(out, f->height, 0, GALLEY_PIXELS_MAX);
}

/* What only one kind has. */
static void
add_own(struct str *out, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_QUOTE:
		record_span(out, b->credit);
		break;
	case BLOCK_LIST:
		if (b->mark)
			record_span(out, span_n(&b->mark, 1));
		break;
	case BLOCK_PRE:
		record_span(out, b->lang);
		record_span(out, b->text);
		break;
	case BLOCK_TABLE:
		record_span(out, b->caption);
		break;
	case BLOCK_CELL:
		add_number(out, b->cell.columns, 1, DOC_COLUMNS_MAX);
		add_number(out, b->cell.rows, 1, GALLEY_ROWS_MAX);
		add_number(out, (int)b->cell.align, ALIGN_START, ALIGN_END);
		record_int(out, b->cell.header);
		break;
	case BLOCK_FIGURE:
		add_figure(out, b->figure);
		break;
	default:
		break;
	}
}

static void
close_block(struct str *out, const struct block *b)
{
	const struct galley_kind *k = galley_kind(b->kind);

	if (!k->container)
		return;
	str_addc(out, '-');
	record_begin(out, k->name);
	record_end(out);
}

void
galley_open_block(struct str *out, const struct block *b)
{
	const struct galley_kind *k = galley_kind(b->kind);

	if (k->container)
		str_addc(out, '+');
	record_begin(out, k->name);
	if (k->has_level)
		add_number(out, b->level, 0, GALLEY_LEVEL_MAX);
	add_own(out, b);
	if (k->has_runs)
		add_inline(out, b);
	if (b->rtl)
		record_z(out, "rtl");
	record_end(out);
}

/* A document made by a faulty hand is still a galley that can be read. */
static void
mend(struct str *out, size_t start)
{
	struct span all = span_from(str_span(out), start);
	struct str text = { 0 };

	if (utf8_valid(all))
		return;
	utf8_plain(&text, all, PLAIN_PRE);
	str_cut(out, start);
	str_add(out, str_span(&text));
	str_release(&text);
}

void
galley_write(struct str *out, const struct doc *d)
{
	size_t start = out->n;

	record_begin(out, "galley");
	record_int(out, GALLEY_VERSION);
	record_end(out);
	for (size_t i = 0; i < d->links; i++) {
		record_begin(out, "link");
		record_span(out, d->link[i].url);
		record_end(out);
	}
	for (const struct block *b = d->first; b;) {
		galley_open_block(out, b);
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
	mend(out, start);
}
