#include "config.h"

#include "cmd/feedjson.h"

#include <stdio.h>
#include <string.h>

#include "feed/fields.h"
#include "feed/xmlescape.h"

enum { KEY_BYTES = 64 };

/* "title" and "_html" -> "title_html": names of fields are short and ours. */
static const char *
key_of(char key[KEY_BYTES], const char *name, const char *suffix)
{
	snprintf(key, KEY_BYTES, "%s%s", name, suffix);
	return key;
}

static void
emit_text_field(struct emit *e, const char *name, const struct text *t)
{
	char key[KEY_BYTES];
	struct str html = { 0 };
	bool content = !strcmp(name, "content");

	if (t->type == TEXT_NONE)
		return;
	/* It was there, but nothing of it may be shown: not "unknown". */
	if (!t->plain.n && !t->html.n) {
		emit_empty(e, key_of(key, name, "_html"));
		return;
	}
	if (t->type == TEXT_PLAIN || t->type == TEXT_MIME)
		xml_escape(&html, t->plain);
	emit_text(e, content ? "content_text" : name, t->plain);
	emit_text(e, key_of(key, name, "_html"),
	    t->html.n ? t->html : str_span(&html));
	emit_text(e, key_of(key, name, "_type"),
	    t->mime.n ? t->mime : span_of(text_type_name(t->type)));
	emit_text(e, key_of(key, name, "_lang"), t->lang);
	emit_text(e, key_of(key, name, "_base"), t->base);
	str_release(&html);
}

static void
emit_date(struct emit *e, const char *name, const struct feed_date *d)
{
	char key[KEY_BYTES];

	emit_time(e, name, d->t);
	emit_text(e, key_of(key, name, "_raw"), d->raw);
}

static void
emit_member(
    struct emit *e, const char *key, const struct member *m, const void *item)
{
	int64_t n;

	if (m->kind == MEMBER_SPAN) {
		emit_text(e, key, member_span(m, item));
		return;
	}
	n = member_number(m, item);
	if (m->kind == MEMBER_BOOL)
		emit_bool(e, key, n != 0);
	else if (n != m->unknown)
		emit_int(e, key, n);
}

static void
emit_item(
    struct emit *e, const struct field *f, const char *key, const void *item)
{
	const struct shape *shape = f->shape;

	emit_object(e, key);
	for (size_t i = 0; i < shape->members; i++) {
		const struct member *m = &shape->member[i];

		/* Media: said by its role. */
		if (m->kind == MEMBER_BOOL)
			emit_z(e, "role",
			    member_number(m, item) ? m->name : "content");
		else
			emit_member(e, m->name, m, item);
	}
	emit_end_object(e);
}

static void
emit_list(struct emit *e, const struct field *f, const void *whole)
{
	const void *item = field_item(f, whole, 0);

	if (!item)
		return;
	emit_array(e, f->name);
	for (size_t i = 0; (item = field_item(f, whole, i)); i++)
		emit_item(e, f, NULL, item);
	emit_end_array(e);
}

static void
emit_any(struct emit *e, const struct field *f, const void *whole)
{
	const void *item = field_item(f, whole, 0);

	if (f->silent)
		return;
	if (f->list)
		emit_list(e, f, whole);
	else if (f->shape->kind == SHAPE_TEXT)
		emit_text_field(e, f->name, item);
	else if (f->shape->kind == SHAPE_DATE)
		emit_date(e, f->name, item);
	else if (f->shape->kind == SHAPE_VALUE)
		emit_member(e, f->name, f->shape->member, item);
	else if (!item_is_empty(f->shape, item))
		emit_item(e, f, f->name, item);
}

static void
emit_head(struct emit *e, const struct feed *f)
{
	for (size_t i = 0; i < feed_field_count; i++)
		emit_any(e, &feed_fields[i], f);
	if (f->ttl_s > 0)
		emit_int(e, "ttl", f->ttl_s / 60);
}

static void
emit_entry(struct emit *e, const struct entry *entry)
{
	emit_object(e, NULL);
	for (size_t i = 0; i < entry_field_count; i++)
		emit_any(e, &entry_fields[i], entry);
	if (entry->source) {
		emit_object(e, "source");
		emit_text(e, "href", entry->source_href);
		emit_head(e, entry->source);
		emit_end_object(e);
	}
	emit_end_object(e);
}

static void
emit_notes(struct emit *e, const struct feed *f)
{
	emit_array(e, "diagnostics");
	for (size_t i = 0; i < f->notes; i++) {
		const struct feed_note *n = &f->note[i];

		emit_object(e, NULL);
		emit_z(e, "code", n->code);
		emit_text(e, "message", n->message);
		if (n->line)
			emit_int(e, "line", n->line);
		if (n->column)
			emit_int(e, "column", n->column);
		emit_end_object(e);
	}
	emit_end_array(e);
}

void
feedjson_emit(struct emit *e, const struct feed *f)
{
	emit_object(e, NULL);
	emit_z(e, "version", f->version);
	emit_text(e, "encoding", f->encoding);
	emit_bool(e, "bozo", f->bozo);
	emit_notes(e, f);
	emit_object(e, "feed");
	emit_head(e, f);
	emit_end_object(e);
	emit_array(e, "entries");
	for (size_t i = 0; i < f->n; i++)
		emit_entry(e, &f->entry[i]);
	emit_end_array(e);
	emit_end_object(e);
}
