/*
 * Lines of JSON -> records, in the locked room.
 */
#include "config.h"

#include "base/i18n.h"
#include "base/url.h"
#include "base/utf8.h"
#include "doc/galley.h"
#include "feed/archive.h"
#include "feed/json.h"

/* A line on its way from JSON to a record. */
struct reading {
	struct json *v;
	const struct archive_kind_info *kind;
	struct str plain;
	struct err err;
};

static bool
take_number(struct reading *r, struct str *out, const struct archive_member *m,
    struct span t)
{
	int64_t n;
	bool minus = m->type == MEMBER_SIGNED && span_starts(t, "-");

	if (!span_int(span_from(t, minus), &n))
		return err_set(&r->err, ERR_FORMAT,
		    _("\"%s\" is no whole number"), m->name);
	if (n)
		record_int(out, minus ? -n : n);
	else
		record_span(out, span_n(NULL, 0));
	return true;
}

static bool
take_flag(struct reading *r, struct str *out, const struct archive_member *m,
    struct span t)
{
	if (!span_is(t, "true") && !span_is(t, "false"))
		return err_set(&r->err, ERR_FORMAT,
		    _("\"%s\" is neither true nor false"), m->name);
	record_z(out, span_is(t, "true") ? "1" : "");
	return true;
}

/* Strict, for what lies in the store is believed. */
static bool
take_galley(struct reading *r, struct str *out, const struct archive_member *m,
    struct span t)
{
	struct err why = { 0 };
	struct doc *d = galley_read(t, &why);

	if (!d)
		return err_set(
		    &r->err, ERR_FORMAT, "\"%s\": %s", m->name, why.text);
	doc_free(d);
	record_span(out, t);
	return true;
}

static bool
take_text(struct reading *r, struct str *out, const struct archive_member *m,
    struct span t)
{
	if (m->type == MEMBER_URL && !url_is_link(t) &&
	    !span_starts(t, "file:///"))
		return err_set(&r->err, ERR_FORMAT,
		    _("\"%s\" is no address that may stand there"), m->name);
	str_clear(&r->plain);
	utf8_plain(&r->plain, t, PLAIN_PRE);
	if (m->type == MEMBER_URL && span_has_control(str_span(&r->plain)))
		return err_set(&r->err, ERR_FORMAT,
		    _("\"%s\" is no address that may stand there"), m->name);
	record_span(out, str_span(&r->plain));
	return true;
}

static bool
take_member(struct reading *r, struct str *out, const struct archive_member *m)
{
	const struct json *v = json_get(r->v, m->name);
	struct span t = json_text(v);
	bool number = (m->type == MEMBER_NUMBER || m->type == MEMBER_SIGNED),
	     flag = m->type == MEMBER_FLAG;

	if (m->type == MEMBER_KEY && (!v || !t.n))
		return err_set(
		    &r->err, ERR_FORMAT, _("\"%s\" is missing"), m->name);
	if (v && json_is_text(v) == (number || flag))
		return err_set(&r->err, ERR_FORMAT,
		    number ? _("\"%s\" is no whole number")
		    : flag ? _("\"%s\" is neither true nor false")
		           : _("\"%s\" is no text"),
		    m->name);
	if (!v || !t.n) {
		record_span(out, span_n(NULL, 0));
		return true;
	}
	if (number)
		return take_number(r, out, m, t);
	if (flag)
		return take_flag(r, out, m, t);
	if (m->type == MEMBER_GALLEY)
		return take_galley(r, out, m, t);
	return take_text(r, out, m, t);
}

static bool
read_json(struct reading *r, struct span line)
{
	enum json_end end;
	struct span kind;

	if (!utf8_valid(line))
		return err_set(&r->err, ERR_FORMAT, _("it is not UTF-8"));
	if (!span_starts(line, "{") || !span_ends(line, "}"))
		return err_set(
		    &r->err, ERR_FORMAT, _("it is no object of JSON"));
	r->v = json_read(line, &end);
	if (!json_is_object(r->v) || end != JSON_WHOLE)
		return err_set(
		    &r->err, ERR_FORMAT, _("it is no object of JSON"));
	kind = json_text(json_get(r->v, "kind"));
	for (int i = 0; i < ARCHIVE_KINDS; i++)
		if (span_is(kind, archive_kinds[i].name))
			r->kind = &archive_kinds[i];
	if (!r->kind)
		return err_set(&r->err, ERR_FORMAT,
		    _("no line is of the kind \"%.*s\""),
		    SPAN_ARG(span_head(kind, 40)));
	return true;
}

static void
read_line(struct str *records, struct span line, int64_t number)
{
	struct reading r = { 0 };
	size_t start = records->n;
	bool ok = read_json(&r, line);

	record_begin(records, "row");
	record_int(records, number);
	record_z(records, ok ? r.kind->name : "");
	for (int i = 0; ok && i < r.kind->members; i++)
		ok = take_member(&r, records, &r.kind->member[i]);
	if (!ok) {
		str_cut(records, start);
		record_begin(records, "bad");
		record_int(records, number);
		record_z(records, r.err.text);
	}
	record_end(records);
	json_free(r.v);
	str_release(&r.plain);
}

void
archive_read(struct str *records, struct span lines, int64_t first)
{
	for (int64_t number = first; lines.n; number++) {
		struct span line = span_trim(span_cut(&lines, '\n'));

		if (line.n)
			read_line(records, line, number);
	}
}
