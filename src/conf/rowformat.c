#include "config.h"

#include "conf/rowformat.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

/* A format that is being read. */
struct reading {
	struct rowformat *out;
	struct span format;
	size_t at;
	char test; /* of the condition that it is in; 0: in none */
	bool lacking;
	struct err *err;
};

static bool
fail(const struct reading *r, const char *why)
{
	/* column, sentence */
	return err_set(r->err, ERR_CONFIG, _("column %zu of the format: %s"),
	    utf8_count(span_head(r->format, r->at)) + 1, why);
}

static bool
add(struct reading *r, struct rowformat_part part)
{
	if (r->out->n == ROWFORMAT_PARTS_MAX)
		return fail(r, _("it has too many parts"));
	part.test = r->test;
	part.lacking = r->lacking;
	r->out->part[r->out->n++] = part;
	return true;
}

static char
peek(const struct reading *r)
{
	return r->at < r->format.n ? r->format.s[r->at] : '\0';
}

static bool
is_letter(char c)
{
	return c && strchr(ROWFORMAT_LETTERS, c);
}

/* "-20T", "T". */
static bool
read_field(struct reading *r)
{
	bool left = peek(r) == '-';
	struct rowformat_part part = { .kind = ROWFORMAT_FIELD };

	r->at += left;
	while (peek(r) >= '0' && peek(r) <= '9') {
		part.width = part.width * 10 + (peek(r) - '0');
		if (part.width > ROWFORMAT_WIDTH_MAX)
			return fail(r, _("no row is as wide as that"));
		r->at++;
	}
	if (!is_letter(peek(r)))
		return fail(
		    r, _("behind % stands one of t T D f n i, or > ? %"));
	part.letter = peek(r);
	if (left)
		part.width = -part.width;
	r->at++;
	return add(r, part);
}

/* "> ": the sign behind it is one character, one cell wide. */
static bool
read_fill(struct reading *r)
{
	uint32_t cp = 0;
	size_t n;

	r->at++;
	if (r->at >= r->format.n)
		return fail(r, _("behind %> stands the sign to fill with"));
	n = utf8_next(r->format, r->at, &cp);
	if (cell_width(cp) != 1 || cp < ' ' || cp == UTF8_BAD)
		return fail(r, _("that sign is not one cell wide"));
	r->at += n;
	return add(r, (struct rowformat_part){ .kind = ROWFORMAT_FILL,
	                  .text = span_n(r->format.s + r->at - n, n) });
}

/* "?T?": what follows, up to "&" or "?", is for rows that have a T. */
static bool
read_condition(struct reading *r)
{
	if (r->test)
		return fail(r, _("a condition cannot stand in another"));
	r->at++;
	if (!is_letter(peek(r)))
		return fail(r, _("behind %? stands one of t T D f n i"));
	r->test = r->format.s[r->at++];
	if (peek(r) != '?')
		return fail(r, _("a condition is %?T?text& other text?"));
	r->at++;
	return true;
}

static bool
read_percent(struct reading *r)
{
	r->at++;
	switch (peek(r)) {
	case '%':
		r->at++;
		return add(r, (struct rowformat_part){ .kind = ROWFORMAT_TEXT,
		                  .text = span_n(r->format.s + r->at - 1, 1) });
	case '>':
		return read_fill(r);
	case '?':
		return read_condition(r);
	default:
		return read_field(r);
	}
}

/* Up to what is not only text. */
static bool
read_text(struct reading *r)
{
	size_t from = r->at;

	while (r->at < r->format.n && peek(r) != '%' &&
	       !(r->test && (peek(r) == '&' || peek(r) == '?')))
		r->at++;
	return r->at == from ||
	       add(r, (struct rowformat_part){ .kind = ROWFORMAT_TEXT,
	                  .text = span_n(r->format.s + from, r->at - from) });
}

bool
rowformat_read(struct rowformat *out, struct span format, struct err *err)
{
	struct reading r = { .out = out, .format = format, .err = err };

	out->n = 0;
	if (format.n > ROWFORMAT_BYTES_MAX)
		return fail(&r, _("it is too long"));
	while (r.at < format.n) {
		if (!read_text(&r))
			return false;
		if (peek(&r) == '%') {
			if (!read_percent(&r))
				return false;
		} else if (r.at < format.n) {
			/* "&" or "?", in a condition */
			if (peek(&r) == '&' && r.lacking)
				return fail(
				    &r, _("a condition has one & at most"));
			r.lacking = peek(&r) == '&';
			r.test = r.lacking ? r.test : '\0';
			r.at++;
		}
	}
	if (r.test)
		return fail(&r, _("the condition has no ? at its end"));
	return true;
}
