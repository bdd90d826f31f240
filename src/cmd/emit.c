#include "config.h"

#include "cmd/emit.h"

#include <inttypes.h>

#include "base/url.h"
#include "base/utf8.h"
#include "base/when.h"

enum emit_form { FORM_JSON, FORM_FIELD, FORM_PLAIN };

static void
flush(struct emit *e)
{
	if (e->out.n)
		fwrite(e->out.s, 1, e->out.n, e->to);
	str_clear(&e->out);
}

/* A comma where one is due, and the key. */
static void
begin(struct emit *e, const char *key)
{
	if (e->out.n > EMIT_FLUSH_BYTES)
		flush(e);
	if (e->filled[e->depth])
		str_lit(&e->out, ",");
	if (e->depth) {
		str_lit(&e->out, "\n");
		str_fill(&e->out, ' ', (size_t)e->depth);
	}
	e->filled[e->depth] = true;
	if (key)
		str_printf(&e->out, "\"%s\": ", key);
}

static void
open_value(struct emit *e, const char *key, char bracket)
{
	begin(e, key);
	str_addc(&e->out, bracket);
	if (e->depth < EMIT_DEPTH_MAX - 1)
		e->depth++;
	e->filled[e->depth] = false;
}

static void
close_value(struct emit *e, char bracket)
{
	bool filled = e->filled[e->depth];

	if (e->depth)
		e->depth--;
	if (filled) {
		str_lit(&e->out, "\n");
		str_fill(&e->out, ' ', (size_t)e->depth);
	}
	str_addc(&e->out, bracket);
	if (!e->depth)
		str_lit(&e->out, "\n");
}

void
emit_object(struct emit *e, const char *key)
{
	open_value(e, key, '{');
}

void
emit_array(struct emit *e, const char *key)
{
	open_value(e, key, '[');
}

void
emit_end_object(struct emit *e)
{
	close_value(e, '}');
}

void
emit_end_array(struct emit *e)
{
	close_value(e, ']');
}

static bool
is_forbidden(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static void
add_ascii(struct str *out, char c, enum emit_form form)
{
	if (c == '\t' && form == FORM_JSON)
		str_lit(out, "\\t");
	else if (c == '\t' || (c == '\n' && form == FORM_FIELD))
		str_lit(out, " ");
	else if (c == '\n')
		str_add(out, form == FORM_JSON ? SPAN("\\n") : SPAN("\n"));
	else if (form == FORM_JSON && (c == '"' || c == '\\'))
		str_printf(out, "\\%c", c);
	else if (!is_forbidden((unsigned char)c))
		str_addc(out, c);
}

/* Printable ASCII goes out in one piece: nearly all text is that. */
static size_t
harmless(struct span t)
{
	size_t i = 0;

	while (i < t.n && t.s[i] >= ' ' && t.s[i] < 0x7f && t.s[i] != '"' &&
	       t.s[i] != '\\')
		i++;
	return i;
}

static void
add_text(struct str *out, struct span t, enum emit_form form)
{
	while (t.n) {
		size_t n = harmless(t);
		uint32_t c;

		str_add(out, span_head(t, n));
		t = span_from(t, n);
		if (!t.n)
			break;
		n = utf8_next(t, 0, &c);
		if (c < 0x80)
			add_ascii(out, t.s[0], form);
		else if (!is_forbidden(c))
			utf8_add(out, c);
		t = span_from(t, n);
	}
}

void
emit_text(struct emit *e, const char *key, struct span value)
{
	if (key && !value.n)
		return;
	begin(e, key);
	str_lit(&e->out, "\"");
	add_text(&e->out, value, FORM_JSON);
	str_lit(&e->out, "\"");
}

void
emit_address(struct emit *e, const char *key, struct span url)
{
	struct str shown = { 0 };

	url_redact(&shown, url);
	emit_text(e, key, str_span(&shown));
	str_release(&shown);
}

void
emit_empty(struct emit *e, const char *key)
{
	begin(e, key);
	str_lit(&e->out, "\"\"");
}

void
emit_z(struct emit *e, const char *key, const char *value)
{
	emit_text(e, key, span_of(value));
}

void
emit_int(struct emit *e, const char *key, int64_t value)
{
	begin(e, key);
	str_printf(&e->out, "%" PRId64, value);
}

void
emit_bool(struct emit *e, const char *key, bool value)
{
	begin(e, key);
	str_addz(&e->out, value ? "true" : "false");
}

void
emit_time(struct emit *e, const char *key, int64_t t)
{
	if (!t)
		return;
	begin(e, key);
	str_lit(&e->out, "\"");
	when_utc(&e->out, t);
	str_lit(&e->out, "\"");
}

static void
begin_field(struct emit *e)
{
	if (e->filled[0])
		str_lit(&e->out, "\t");
	e->filled[0] = true;
}

void
emit_field(struct emit *e, struct span value)
{
	begin_field(e);
	add_text(&e->out, value, FORM_FIELD);
}

void
emit_field_address(struct emit *e, struct span url)
{
	struct str shown = { 0 };

	url_redact(&shown, url);
	emit_field(e, str_span(&shown));
	str_release(&shown);
}

void
emit_field_int(struct emit *e, int64_t value)
{
	begin_field(e);
	str_printf(&e->out, "%" PRId64, value);
}

void
emit_line(struct emit *e)
{
	str_lit(&e->out, "\n");
	e->filled[0] = false;
	if (e->out.n > EMIT_FLUSH_BYTES)
		flush(e);
}

void
emit_plain(struct emit *e, struct span value)
{
	add_text(&e->out, value, FORM_PLAIN);
	if (e->out.n > EMIT_FLUSH_BYTES)
		flush(e);
}

bool
emit_done(struct emit *e)
{
	flush(e);
	str_release(&e->out);
	return !fflush(e->to) && !ferror(e->to);
}
