#include "config.h"

#include "feed/feedtext.h"

#include <string.h>

#include "base/i18n.h"
#include "base/record.h"
#include "doc/galley.h"
#include "feed/fields.h"

/* ---- writing ------------------------------------------------------------ */

static void
write_member(struct str *out, const struct member *m, const void *item)
{
	if (m->kind == MEMBER_SPAN)
		record_span(out, member_span(m, item));
	else if (m->kind == MEMBER_TYPE)
		record_z(out,
		    text_type_name((enum text_type)member_number(m, item)));
	else
		record_int(out, member_number(m, item));
}

static void
write_fields(struct str *out, const struct field *field, size_t n,
    const void *whole, bool heads)
{
	for (size_t i = 0; i < n; i++) {
		const struct shape *shape = field[i].shape;
		const void *item;

		if (heads && !field[i].head)
			continue;
		for (size_t k = 0; (item = field_item(&field[i], whole, k));
		     k++) {
			if (item_is_empty(shape, item))
				continue;
			record_begin(out, field[i].name);
			for (size_t m = 0; m < shape->members; m++)
				write_member(out, &shape->member[m], item);
			record_end(out);
		}
	}
}

static void
write_source(struct str *out, const struct entry *e)
{
	if (!e->source && !e->source_href.n)
		return;
	record_begin(out, "source");
	record_span(out, e->source_href);
	record_end(out);
	if (e->source)
		write_fields(
		    out, feed_fields, feed_field_count, e->source, false);
	record_begin(out, "source-end");
	record_end(out);
}

static void
write_name(struct str *out, const struct entry *e)
{
	record_begin(out, "entry");
	record_span(out, e->key);
	/* Golden files have neither: a print is of its machine. */
	if (e->source_print) {
		record_int(out, e->place);
		record_int(out, e->source_print);
		record_int(out, e->torn);
	}
	record_end(out);
}

void
feedtext_head(struct str *out, const struct entry *e)
{
	write_name(out, e);
	write_fields(out, entry_fields, entry_field_count, e, true);
}

void
feedtext_entry(struct str *out, const struct entry *e)
{
	struct str galley = { 0 };
	struct span body = e->galley;

	write_name(out, e);
	write_fields(out, entry_fields, entry_field_count, e, false);
	write_source(out, e);
	if (e->body) {
		galley_write(&galley, e->body);
		body = str_span(&galley);
	}
	record_begin(out, "body");
	record_int(out, (int64_t)body.n);
	record_int(out, e->weight);
	record_end(out);
	str_add(out, body);
	str_release(&galley);
}

void
feedtext_end(struct str *out, const struct feed *f)
{
	record_begin(out, "feed");
	record_z(out, f->version);
	record_span(out, f->encoding);
	record_int(out, f->bozo);
	record_end(out);
	for (size_t i = 0; i < f->notes; i++) {
		record_begin(out, "note");
		record_z(out, f->note[i].code);
		record_int(out, f->note[i].line);
		record_int(out, f->note[i].column);
		record_span(out, f->note[i].message);
		record_end(out);
	}
	write_fields(out, feed_fields, feed_field_count, f, false);
	record_begin(out, "end");
	record_end(out);
}

void
feedtext_write(struct str *out, const struct feed *f)
{
	for (size_t i = 0; i < f->n; i++)
		feedtext_entry(out, &f->entry[i]);
	feedtext_end(out, f);
}

/* ---- reading ------------------------------------------------------------ */

struct text_reader {
	struct feed *feed;
	struct entry *entry; /* being read, or NULL */
	struct feed *source; /* of entry, being read, or NULL */
	bool headed;         /* the record of the feed was there */
	bool ended;
	struct span rest;
	struct record record;
	struct span *body; /* of each entry */
	size_t bodies_cap;
	struct err *err;
};

static bool
bad(struct text_reader *t, const char *why)
{
	return err_set(t->err, ERR_FORMAT, _("the parser's reply: %s"), why);
}

static bool
read_member(struct text_reader *t, const struct member *m, int i, void *item)
{
	struct span said = record_field(&t->record, i);
	int64_t n = record_num(&t->record, i, m->unknown);
	void *at = (char *)item + m->at;

	switch (m->kind) {
	case MEMBER_SPAN:
		*(struct span *)at =
		    said.n ? span_keep(t->feed->mem, said) : span_n(NULL, 0);
		break;
	case MEMBER_INT:
		if (n < INT32_MIN || n > INT32_MAX)
			return bad(t, _("a number is too large"));
		*(int *)at = (int)n;
		break;
	case MEMBER_BOOL:
		*(bool *)at = n != 0;
		break;
	case MEMBER_TYPE:
		*(enum text_type *)at = text_type_of(said);
		break;
	case MEMBER_INT64:
	case MEMBER_TIME:
		*(int64_t *)at = n;
		break;
	}
	return true;
}

static const struct field *
find_field(const struct field *field, size_t n, const struct record *r)
{
	for (size_t i = 0; i < n; i++)
		if (record_is(r, field[i].name))
			return &field[i];
	return NULL;
}

static bool
read_field(struct text_reader *t)
{
	bool entry = t->entry && !t->source;
	void *whole = t->source  ? (void *)t->source
	              : t->entry ? (void *)t->entry
	                         : (void *)t->feed;
	const struct field *f =
	    entry ? find_field(entry_fields, entry_field_count, &t->record)
	          : find_field(feed_fields, feed_field_count, &t->record);
	void *item;

	if (!f)
		return bad(t, _("an unknown record"));
	item = field_new(f, whole, t->feed->mem);
	if (!item)
		return bad(t, _("a list is too long"));
	for (size_t i = 0; i < f->shape->members; i++)
		if (!read_member(t, &f->shape->member[i], (int)i + 1, item))
			return false;
	return true;
}

static bool
read_note(struct text_reader *t)
{
	struct record *r = &t->record;
	struct span code = record_field(r, 1);

	feed_note(t->feed, arena_copy(t->feed->mem, code.s, code.n),
	    record_field(r, 4), (int)record_num(r, 2, 0),
	    (int)record_num(r, 3, 0));
	return true;
}

static bool
read_entry(struct text_reader *t)
{
	size_t i = t->feed->n;
	int64_t place;

	if (t->source)
		return bad(t, _("a source has no end"));
	if (t->headed)
		return bad(t, _("an entry follows the feed"));
	t->entry = feed_push_entry(t->feed);
	if (!t->entry)
		return bad(t, _("too many entries"));
	t->body = feed_room_(
	    t->feed->mem, t->body, i, &t->bodies_cap, sizeof(*t->body));
	t->body[i] = span_n(NULL, 0);
	t->entry->key = span_keep(t->feed->mem, record_field(&t->record, 1));
	place = record_num(&t->record, 2, 0);
	if (place < 0 || place > INT32_MAX)
		return bad(t, _("an entry without a place"));
	t->entry->place = (int)place;
	t->entry->source_print = record_num(&t->record, 3, 0);
	t->entry->torn = record_num(&t->record, 4, 0) != 0;
	return true;
}

static bool
read_body(struct text_reader *t)
{
	int64_t n = record_num(&t->record, 1, -1);

	if (!t->entry || t->source || n < 0 || (size_t)n > t->rest.n ||
	    n > GALLEY_BYTES_MAX)
		return bad(t, _("a body is cut off"));
	t->entry->weight = record_num(&t->record, 2, 0);
	t->body[t->feed->n - 1] = span_head(t->rest, (size_t)n);
	t->rest = span_from(t->rest, (size_t)n);
	return true;
}

static bool
read_source(struct text_reader *t)
{
	struct entry *e = t->entry;

	if (!e || e->source)
		return bad(t, _("a source without an entry"));
	e->source_href = span_keep(t->feed->mem, record_field(&t->record, 1));
	e->source = arena_alloc(t->feed->mem, sizeof(*e->source));
	e->source->version = "";
	e->source->ttl_s = -1;
	t->source = e->source;
	return true;
}

static bool
read_source_end(struct text_reader *t)
{
	t->source = NULL;
	return true;
}

static bool
read_head(struct text_reader *t)
{
	struct record *r = &t->record;
	struct span version = record_field(r, 1);

	if (t->source)
		return bad(t, _("a source has no end"));
	if (t->headed)
		return bad(t, _("it holds two feeds"));
	t->headed = true;
	t->entry = NULL;
	t->feed->version = arena_copy(t->feed->mem, version.s, version.n);
	t->feed->encoding = span_keep(t->feed->mem, record_field(r, 2));
	t->feed->bozo = record_num(r, 3, 0) != 0;
	return true;
}

static bool
read_end(struct text_reader *t)
{
	if (!t->headed)
		return bad(t, _("it holds no feed"));
	t->ended = true;
	return t->rest.n ? bad(t, _("something follows its end")) : true;
}

static bool
read_record(struct text_reader *t)
{
	static const struct {
		const char *kind;
		bool (*read)(struct text_reader *t);
	} kinds[] = {
		{ "entry", read_entry },
		{ "body", read_body },
		{ "source", read_source },
		{ "source-end", read_source_end },
		{ "note", read_note },
		{ "feed", read_head },
		{ "end", read_end },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (record_is(&t->record, kinds[i].kind))
			return kinds[i].read(t);
	if (!t->entry && !t->headed)
		return bad(t, _("a record before an entry or a feed"));
	return read_field(t);
}

struct feed *
feedtext_scan(struct span text, struct span **bodies, struct err *err)
{
	struct err unused = { 0 };
	struct text_reader t = {
		.feed = feed_new(),
		.rest = text,
		.err = err ? err : &unused,
	};
	bool ok = true;

	t.err->code = ERR_NONE;
	while (ok && !t.ended && record_next(&t.record, &t.rest, t.err))
		ok = read_record(&t);
	if (ok && !t.ended) {
		ok = false;
		if (t.err->code == ERR_NONE)
			bad(&t, text.n ? _("it is cut off") : _("it is empty"));
	}
	record_release(&t.record);
	*bodies = t.body;
	if (ok)
		return t.feed;
	feed_free(t.feed);
	return NULL;
}

struct feed *
feedtext_read(struct span text, struct err *err)
{
	struct span *bodies;
	struct feed *f = feedtext_scan(text, &bodies, err);

	for (size_t i = 0; f && i < f->n; i++) {
		f->entry[i].body = galley_read(bodies[i], err);
		if (f->entry[i].body)
			continue;
		feed_free(f);
		return NULL;
	}
	return f;
}
