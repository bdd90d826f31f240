#include "config.h"

#include "base/record.h"

#include <string.h>

#include "base/bytes.h"
#include "base/i18n.h"

void
record_begin(struct str *out, const char *kind)
{
	str_addz(out, kind);
}

/* Appends text with TAB, LF, CR and backslash escaped and every other control
 * byte dropped: whatever comes in, a line stays a line. */
static void
add_escaped(struct str *out, struct span t)
{
	const unsigned stops = BYTE_CONTROL | BYTE_WHITE | BYTE_ESCAPE;
	size_t from = 0;

	for (size_t i = 0; (i = span_until(t, i, stops)) < t.n; i++) {
		char c = t.s[i];
		char sign = c == '\t'   ? 't'
		            : c == '\n' ? 'n'
		            : c == '\r' ? 'r'
		            : c == '\\' ? '\\'
		                        : 0;

		str_addn(out, t.s + from, i - from);
		from = i + 1;
		if (!sign)
			continue;
		str_addc(out, '\\');
		str_addc(out, sign);
	}
	str_add(out, span_from(t, from));
}

void
record_span(struct str *out, struct span field)
{
	str_addc(out, '\t');
	add_escaped(out, field);
}

void
record_z(struct str *out, const char *field)
{
	record_span(out, span_of(field));
}

void
record_int(struct str *out, int64_t field)
{
	str_addc(out, '\t');
	str_int(out, field);
}

void
record_end(struct str *out)
{
	str_addc(out, '\n');
}

/* Appends an escaped field as it was; false for what record_span would not
 * write. */
static bool
add_unescaped(struct str *out, struct span t)
{
	static const char signs[] = "tnr\\", bytes[] = "\t\n\r\\";

	for (size_t i = 0; i < t.n; i++) {
		unsigned char c = (unsigned char)t.s[i];
		const char *sign;

		if (c < 0x20 || c == 0x7f)
			return false;
		if (c != '\\') {
			str_addc(out, (char)c);
			continue;
		}
		if (++i == t.n)
			return false;
		sign = t.s[i] ? strchr(signs, t.s[i]) : NULL;
		if (!sign)
			return false;
		str_addc(out, bytes[sign - signs]);
	}
	return true;
}

/* True when no byte of it is a control. */
static bool
is_quiet(struct span t)
{
	return span_until(t, 0, BYTE_CONTROL | BYTE_WHITE) == t.n;
}

static bool
bad_line(struct err *err, const char *why)
{
	return err_set(err, ERR_FORMAT, "%s", why);
}

/*
 * Unescaped text is never longer than the line, so room made once keeps the
 * fields where they are.
 */
static bool
split(struct record *r, struct span line, struct err *err)
{
	str_clear(&r->text);
	str_reserve(&r->text, line.n + 1);
	r->n = 0;
	for (;;) {
		size_t tab = span_chr(line, '\t');
		struct span raw = span_head(line, tab);
		size_t from = r->text.n;

		if (r->n == RECORD_FIELDS_MAX)
			return bad_line(err, _("a record has too many fields"));
		if (span_chr(raw, '\\') == raw.n && is_quiet(raw))
			r->field[r->n++] = raw; /* as it stands */
		else if (add_unescaped(&r->text, raw))
			r->field[r->n++] =
			    span_n(r->text.s + from, r->text.n - from);
		else
			return bad_line(err, _("a record has a bad field"));
		if (tab == line.n)
			return true;
		line = span_from(line, tab + 1);
	}
}

bool
record_next(struct record *r, struct span *rest, struct err *err)
{
	size_t end;
	struct span line;

	r->n = 0;
	if (!rest->n)
		return false;
	end = span_chr(*rest, '\n');
	if (end == rest->n)
		return bad_line(err, _("a record is cut off"));
	line = span_head(*rest, end);
	*rest = span_from(*rest, end + 1);
	return split(r, line, err);
}

bool
record_is(const struct record *r, const char *kind)
{
	return r->n > 0 && span_is(r->field[0], kind);
}

struct span
record_field(const struct record *r, int i)
{
	return i < r->n ? r->field[i] : span_n(NULL, 0);
}

int64_t
record_num(const struct record *r, int i, int64_t fallback)
{
	struct span t = record_field(r, i);
	bool minus = t.n > 1 && *t.s == '-';
	int64_t v;

	if (!span_int(minus ? span_from(t, 1) : t, &v))
		return fallback;
	return minus ? -v : v;
}

void
record_release(struct record *r)
{
	str_release(&r->text);
	r->n = 0;
}

void
frame_add(struct str *out, struct span body)
{
	str_printf(out, "%zu\n", body.n);
	str_add(out, body);
}

enum { LENGTH_DIGITS_MAX = 10 };

int
frame_next(struct span in, size_t max, struct span *body, size_t *used)
{
	struct span head = span_head(in, LENGTH_DIGITS_MAX + 1);
	size_t end = span_chr(head, '\n');
	int64_t n;

	if (end == head.n) {
		for (size_t i = 0; i < head.n; i++)
			if (head.s[i] < '0' || head.s[i] > '9')
				return -1;
		return head.n > LENGTH_DIGITS_MAX ? -1 : 0;
	}
	head.n = end;
	if (!span_int(head, &n) || (uint64_t)n > max ||
	    (head.n > 1 && *head.s == '0'))
		return -1;
	if (in.n - end - 1 < (size_t)n)
		return 0;
	*body = span_n(in.s + end + 1, (size_t)n);
	*used = end + 1 + (size_t)n;
	return 1;
}
