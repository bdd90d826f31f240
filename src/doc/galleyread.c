#include "config.h"

#include <string.h>

#include "base/i18n.h"
#include "base/record.h"
#include "base/utf8.h"
#include "doc/galley.h"
#include "doc/galleyform.h"
#include "doc/listmark.h"

struct reading {
	struct doc *doc;
	struct block *parent; /* what is open */
	struct record r;
	struct str again; /* a record, written as it was understood */
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

/* "{(}" and "{)}" stand for a brace; stops before any other. */
static size_t
take_text(struct span t, struct str *text)
{
	size_t i = 0, from = 0;

	while (i < t.n) {
		struct span rest = span_from(t, i);

		if (*rest.s != '{' && *rest.s != '}') {
			i++;
			continue;
		}
		if (!span_starts(rest, "{(}") && !span_starts(rest, "{)}"))
			break;
		str_addn(text, t.s + from, i - from);
		str_addc(text, rest.s[1] == '(' ? '{' : '}');
		from = i += 3;
	}
	str_addn(text, t.s + from, i - from);
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
		const char *p = strchr(galley_styles, t.s[*at]);
		int bit = p && *p ? (int)(p - galley_styles) : -1;

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

/* A field that is text for people or an address. */
static struct span
keep(struct reading *rd, int field)
{
	struct span t = record_field(&rd->r, field);

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
	f->width = small(rd, at + 6, 0, GALLEY_PIXELS_MAX);
	f->height = small(rd, at + 7, 0, GALLEY_PIXELS_MAX);
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
	case BLOCK_LIST:
		b->mark = listmark_kind(record_field(&rd->r, at));
		return b->mark ? at + 1 : at;
	case BLOCK_PRE:
		b->lang = keep(rd, at);
		b->text = keep(rd, at + 1);
		rd->doc->text_bytes += b->text.n;
		return at + 2;
	case BLOCK_TABLE:
		b->caption = keep(rd, at);
		return at + 1;
	case BLOCK_CELL:
		b->cell.columns = small(rd, at, 1, DOC_COLUMNS_MAX);
		b->cell.rows = small(rd, at + 1, 1, GALLEY_ROWS_MAX);
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

/* Strict in one stroke: what the writer would write otherwise is refused. */
static bool
is_canonical(struct reading *rd, const struct block *b, struct span line)
{
	str_clear(&rd->again);
	galley_open_block(&rd->again, b);
	return span_eq(str_span(&rd->again), line);
}

static bool
read_block(struct reading *rd, const struct galley_kind *k, struct span line)
{
	struct block *b = doc_block(rd->doc, rd->parent, k->kind);
	int at = 1;

	if (!b)
		return bad(rd, _("too many blocks, or too deep"));
	if (k->has_level)
		b->level = small(rd, at++, 0, GALLEY_LEVEL_MAX);
	at = read_own(rd, b, at);
	if (k->has_runs && !read_inline(rd, b, record_field(&rd->r, at++)))
		return false;
	if (rd->r.n < at)
		return bad(rd, _("fields are missing"));
	b->rtl = span_is(record_field(&rd->r, at), "rtl");
	if (!is_canonical(rd, b, line))
		return bad(rd, _("a record that nobody would write so"));
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
	if (!rd->parent || rd->r.n != 1 ||
	    !span_is(name, galley_kind(rd->parent->kind)->name))
		return bad(rd, _("an end without its beginning"));
	rd->parent = rd->parent->parent;
	return true;
}

static bool
read_record(struct reading *rd, struct span line)
{
	struct span name = rd->r.field[0];
	bool opens = span_starts(name, "+");
	const struct galley_kind *k;

	if (span_starts(name, "-"))
		return read_close(rd, span_from(name, 1));
	k = galley_kind_named(opens ? span_from(name, 1) : name);
	if (rd->skipping || !k) {
		rd->skipping += opens;
		return true;
	}
	if (k->container != opens)
		return bad(rd, _("a block of the wrong form"));
	return read_block(rd, k, line);
}

static bool
read_link(struct reading *rd)
{
	size_t before = rd->doc->links;

	if (rd->doc->first)
		return bad(rd, _("a link after the text has begun"));
	if (rd->r.n != 2 || !doc_link(rd->doc, record_field(&rd->r, 1)))
		return bad(rd, _("a link that is none"));
	if (rd->doc->links == before)
		return bad(rd, _("a link that was there before"));
	return true;
}

static bool
read_head(struct reading *rd, struct span *rest, struct err *err)
{
	rd->line++;
	if (!record_next(&rd->r, rest, err))
		return bad(rd, _("it is empty"));
	if (!record_is(&rd->r, "galley") || rd->r.n != 2)
		return bad(rd, _("it does not begin as a galley"));
	if (record_num(&rd->r, 1, 0) != GALLEY_VERSION)
		return bad(rd, _("it is of a version not known here"));
	return true;
}

/* All records behind the first. */
static bool
read_body(struct reading *rd, struct span text, struct err *why)
{
	struct span from = text;

	while (record_next(&rd->r, &text, why)) {
		struct span line = span_head(from, from.n - text.n);
		bool link = record_is(&rd->r, "link");

		rd->line++;
		if (!(link ? read_link(rd) : read_record(rd, line)))
			return false;
		from = text;
	}
	if (why->code != ERR_NONE)
		return bad(rd, why->text);
	if (rd->parent || rd->skipping)
		return bad(rd, _("a block does not end"));
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
	ok = ok && read_head(&rd, &text, &why) && read_body(&rd, text, &why);
	record_release(&rd.r);
	str_release(&rd.again);
	if (ok)
		return rd.doc;
	err_set(err, ERR_FORMAT, "galley, line %d: %s", rd.line, rd.fault);
	doc_free(rd.doc);
	return NULL;
}
