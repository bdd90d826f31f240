#include "config.h"

#include "doc/galley.h"

#include <string.h>

#include "base/i18n.h"
#include "base/record.h"
#include "base/utf8.h"

/*
 * The letters of the style bits, in the bits' order.  A run is written
 * "{STYLE@LINK|text}", plain text as it is; "{/}" is a line break, "{#3}"
 * refers to footnote 3; braces of the text are doubled.
 */
static const char style_letters[] = "bicsu^_mlq";

struct kind {
	const char *name;
	enum block_kind kind;
	bool container; /* written "+name" … "-name" */
	bool has_level;
	bool has_runs;
};

static const struct kind kinds[] = {
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

static const struct kind *
kind_of(enum block_kind kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].kind == kind)
			return &kinds[i];
	return NULL;
}

static const struct kind *
kind_named(struct span name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (span_is(name, kinds[i].name))
			return &kinds[i];
	return NULL;
}

/* --- writing ------------------------------------------------------------ */

static void
add_braced(struct str *out, struct span t)
{
	size_t from = 0;

	for (size_t i = 0; i < t.n; i++) {
		if (t.s[i] != '{' && t.s[i] != '}')
			continue;
		str_addn(out, t.s + from, i + 1 - from);
		from = i; /* the brace once more */
	}
	str_addn(out, t.s + from, t.n - from);
}

static void
add_run(struct str *out, const struct run *r)
{
	if (r->kind == RUN_BREAK) {
		str_lit(out, "{/}");
		return;
	}
	if (r->kind == RUN_NOTE) {
		str_printf(out, "{#%d}", r->link);
		return;
	}
	if (!r->style && !r->link) {
		add_braced(out, r->text);
		return;
	}
	str_addc(out, '{');
	for (int i = 0; i < STYLE_BITS; i++)
		if (r->style & 1u << i)
			str_addc(out, style_letters[i]);
	if (r->link)
		str_printf(out, "@%d", r->link);
	str_addc(out, '|');
	add_braced(out, r->text);
	str_addc(out, '}');
}

static void
add_inline(struct str *out, const struct block *b)
{
	struct str line = { 0 };

	for (const struct run *r = b->runs; r; r = r->next)
		add_run(&line, r);
	record_span(out, str_span(&line));
	str_release(&line);
}

static void
add_figure(struct str *out, const struct figure *f)
{
	record_int(out, f->kind);
	record_span(out, f->url);
	record_span(out, f->media);
	record_span(out, f->alt);
	record_span(out, f->caption);
	record_span(out, f->credit);
	record_int(out, f->width);
	record_int(out, f->height);
}

/* What only one kind has. */
static void
add_own(struct str *out, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_QUOTE:
		record_span(out, b->credit);
		break;
	case BLOCK_PRE:
		record_span(out, b->lang);
		record_span(out, b->text);
		break;
	case BLOCK_TABLE:
		record_span(out, b->caption);
		break;
	case BLOCK_CELL:
		record_int(out, b->cell.columns);
		record_int(out, b->cell.rows);
		record_int(out, b->cell.align);
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
	const struct kind *k = kind_of(b->kind);

	if (!k->container)
		return;
	str_addc(out, '-');
	record_begin(out, k->name);
	record_end(out);
}

static void
open_block(struct str *out, const struct block *b)
{
	const struct kind *k = kind_of(b->kind);

	if (k->container)
		str_addc(out, '+');
	record_begin(out, k->name);
	if (k->has_level)
		record_int(out, b->level);
	add_own(out, b);
	if (k->has_runs)
		add_inline(out, b);
	if (b->rtl)
		record_z(out, "rtl");
	record_end(out);
}

void
galley_write(struct str *out, const struct doc *d)
{
	record_begin(out, "galley");
	record_int(out, GALLEY_VERSION);
	record_end(out);
	for (size_t i = 0; i < d->links; i++) {
		record_begin(out, "link");
		record_span(out, d->link[i].url);
		record_end(out);
	}
	for (const struct block *b = d->first; b;) {
		open_block(out, b);
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

/* --- reading ------------------------------------------------------------ */

struct reading {
	struct doc *doc;
	struct block *parent; /* what is open */
	struct record r;
	int line;
	int skipping; /* containers open within an unknown one */
	const char *fault;
};

static bool
bad(struct reading *rd, const char *why)
{
	rd->fault = why;
	return false;
}

/* "{{" and "}}" stand for one brace; stops before a single one. */
static size_t
take_text(struct span t, struct str *text)
{
	size_t i = 0;

	while (i < t.n) {
		char c = t.s[i];

		if (c == '{' || c == '}') {
			if (i + 1 == t.n || t.s[i + 1] != c)
				break;
			i++;
		}
		str_addc(text, c);
		i++;
	}
	return i;
}

/* The number after a sign: "@12" or "#3"; 0 when there is none. */
static size_t
take_number(struct span t, int *n)
{
	size_t i = 1;

	*n = 0;
	while (i < t.n && t.s[i] >= '0' && t.s[i] <= '9' && *n < 100000)
		*n = *n * 10 + (t.s[i++] - '0');
	return *n > 0 && t.s[1] != '0' ? i : 0;
}

static bool
take_style(struct span t, size_t *at, unsigned *style)
{
	int last = -1;

	*style = 0;
	while (*at < t.n && t.s[*at] != '|' && t.s[*at] != '@') {
		const char *p = strchr(style_letters, t.s[*at]);
		int bit = p && *p ? (int)(p - style_letters) : -1;

		if (bit < 0 || bit <= last)
			return false; /* each once, in order */
		*style |= 1u << bit;
		last = bit;
		++*at;
	}
	return true;
}

/* "{b@3|text}" from behind its brace; bytes taken, 0 when it is bad. */
static size_t
take_styled(struct reading *rd, struct block *b, struct span t)
{
	struct str text = { 0 };
	unsigned style;
	size_t at = 0, n;
	int link = 0;

	if (!take_style(t, &at, &style))
		return 0;
	if (at < t.n && t.s[at] == '@') {
		n = take_number(span_from(t, at), &link);
		if (!n || !doc_link_at(rd->doc, link))
			return 0;
		at += n;
	}
	if (at >= t.n || t.s[at] != '|' || (!style && !link))
		return 0;
	at++;
	at += take_text(span_from(t, at), &text);
	if (at >= t.n || t.s[at] != '}' || !text.n)
		at = 0;
	else
		doc_run(rd->doc, b, RUN_TEXT, style, link, str_span(&text));
	str_release(&text);
	return at ? at + 1 : 0;
}

static size_t
take_special(struct reading *rd, struct block *b, struct span t)
{
	size_t n;
	int note;

	if (span_starts(t, "/}")) {
		doc_run(rd->doc, b, RUN_BREAK, 0, 0, span_n(NULL, 0));
		return 2;
	}
	if (span_starts(t, "#")) {
		n = take_number(t, &note);
		if (!n || n >= t.n || t.s[n] != '}')
			return 0;
		doc_run(rd->doc, b, RUN_NOTE, 0, note, span_n(NULL, 0));
		return n + 1;
	}
	return take_styled(rd, b, t);
}

static bool
read_inline(struct reading *rd, struct block *b, struct span t)
{
	struct str text = { 0 };

	while (t.n) {
		size_t n;

		str_clear(&text);
		n = take_text(t, &text);
		doc_run(rd->doc, b, RUN_TEXT, 0, 0, str_span(&text));
		t = span_from(t, n);
		if (!t.n)
			break;
		n = *t.s == '{' ? take_special(rd, b, span_from(t, 1)) : 0;
		if (!n) {
			str_release(&text);
			return bad(rd, _("bad markup in a line"));
		}
		t = span_from(t, n + 1);
	}
	str_release(&text);
	return true;
}

/* A field that is text for people or an address: kept, and clean. */
static struct span
keep(struct reading *rd, int field)
{
	struct span t = record_field(&rd->r, field);

	if (rd->doc->text_bytes + t.n > DOC_TEXT_MAX)
		return span_n(NULL, 0);
	rd->doc->text_bytes += t.n;
	return t.n ? span_keep(rd->doc->mem, t) : span_n(NULL, 0);
}

static int
small(struct reading *rd, int field, int lo, int hi)
{
	int64_t v = record_num(&rd->r, field, lo);

	return (int)(v < lo ? lo : v > hi ? hi : v);
}

static int
read_figure(struct reading *rd, struct block *b, int at)
{
	struct figure *f = arena_alloc(rd->doc->mem, sizeof(*f));

	f->kind = (enum figure_kind)small(rd, at, FIGURE_IMAGE, FIGURE_EMBED);
	f->url = keep(rd, at + 1);
	f->media = keep(rd, at + 2);
	f->alt = keep(rd, at + 3);
	f->caption = keep(rd, at + 4);
	f->credit = keep(rd, at + 5);
	f->width = small(rd, at + 6, 0, 1000000);
	f->height = small(rd, at + 7, 0, 1000000);
	b->figure = f;
	return at + 8;
}

/* Fields that only one kind has, from field `at`; the field behind them. */
static int
read_own(struct reading *rd, struct block *b, int at)
{
	switch (b->kind) {
	case BLOCK_QUOTE:
		b->credit = keep(rd, at);
		return at + 1;
	case BLOCK_PRE:
		b->lang = keep(rd, at);
		b->text = keep(rd, at + 1);
		return at + 2;
	case BLOCK_TABLE:
		b->caption = keep(rd, at);
		return at + 1;
	case BLOCK_CELL:
		b->cell.columns = small(rd, at, 1, DOC_COLUMNS_MAX);
		b->cell.rows = small(rd, at + 1, 1, 1000);
		b->cell.align =
		    (enum cell_align)small(rd, at + 2, ALIGN_START, ALIGN_END);
		b->cell.header = small(rd, at + 3, 0, 1) != 0;
		return at + 4;
	case BLOCK_FIGURE:
		return read_figure(rd, b, at);
	default:
		return at;
	}
}

static bool
read_block(struct reading *rd, const struct kind *k)
{
	struct block *b = doc_block(rd->doc, rd->parent, k->kind);
	int at = 1;

	if (!b)
		return bad(rd, _("too many blocks, or too deep"));
	if (k->has_level)
		b->level = small(rd, at++, 0, 1000000);
	at = read_own(rd, b, at);
	if (k->has_runs && !read_inline(rd, b, record_field(&rd->r, at++)))
		return false;
	if (rd->r.n < at)
		return bad(rd, _("fields are missing"));
	b->rtl = span_is(record_field(&rd->r, at), "rtl");
	if (k->container)
		rd->parent = b;
	return true;
}

static bool
read_close(struct reading *rd, struct span name)
{
	if (rd->skipping) {
		rd->skipping--;
		return true;
	}
	if (!rd->parent || !span_is(name, kind_of(rd->parent->kind)->name))
		return bad(rd, _("an end without its beginning"));
	rd->parent = rd->parent->parent;
	return true;
}

static bool
read_record(struct reading *rd)
{
	struct span name = rd->r.field[0];
	bool opens = span_starts(name, "+");
	const struct kind *k;

	if (span_starts(name, "-"))
		return read_close(rd, span_from(name, 1));
	k = kind_named(opens ? span_from(name, 1) : name);
	if (rd->skipping || !k) {
		rd->skipping += opens;
		return true;
	}
	if (k->container != opens)
		return bad(rd, _("a block of the wrong form"));
	return read_block(rd, k);
}

static bool
read_link(struct reading *rd)
{
	struct span url = record_field(&rd->r, 1);

	if (rd->doc->first)
		return bad(rd, _("a link after the text has begun"));
	if (doc_link(rd->doc, url) != (int)rd->doc->links || !url.n ||
	    !rd->doc->links)
		return bad(rd, _("a link that is none"));
	return true;
}

static bool
read_head(struct reading *rd, struct span *rest, struct err *err)
{
	rd->line++;
	if (!record_next(&rd->r, rest, err))
		return bad(rd, _("it is empty"));
	if (!record_is(&rd->r, "galley"))
		return bad(rd, _("it does not begin as a galley"));
	if (record_num(&rd->r, 1, 0) != GALLEY_VERSION)
		return bad(rd, _("it is of a version not known here"));
	return true;
}

struct doc *
galley_read(struct span text, struct err *err)
{
	struct reading rd = { 0 };
	struct err why = { 0 };
	bool ok = text.n <= GALLEY_BYTES_MAX || bad(&rd, _("it is too large"));

	if (ok && !utf8_valid(text))
		ok = bad(&rd, _("it is not UTF-8"));
	rd.doc = doc_new(NULL);
	ok = ok && read_head(&rd, &text, &why);
	while (ok && record_next(&rd.r, &text, &why)) {
		rd.line++;
		ok = record_is(&rd.r, "link") ? read_link(&rd)
		                              : read_record(&rd);
	}
	if (ok && why.code != ERR_NONE)
		ok = bad(&rd, why.text);
	if (ok && (rd.parent || rd.skipping))
		ok = bad(&rd, _("a block does not end"));
	record_release(&rd.r);
	if (ok)
		return rd.doc;
	err_set(err, ERR_FORMAT, "galley, line %d: %s", rd.line, rd.fault);
	doc_free(rd.doc);
	return NULL;
}
