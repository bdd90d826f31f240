#include "config.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/record.h"
#include "base/vec.h"
#include "doc/extract.h"
#include "doc/galley.h"

struct page *
page_new(void)
{
	struct arena *mem = arena_new();
	struct page *p = arena_alloc(mem, sizeof(*p));

	p->mem = mem;
	return p;
}

void
page_free(struct page *p)
{
	if (!p)
		return;
	doc_free(p->doc);
	free(p->feed);
	arena_free(p->mem);
}

void
page_note(struct page *p, const char *code, const char *message)
{
	if (p->notes == NOTES_MAX)
		return;
	p->note[p->notes++] = (struct note){
		.code = span_of(code),
		.message = span_keep(p->mem, span_of(message)),
	};
}

/* Fields that are one text each: their names in the records. */
struct field {
	const char *name;
	size_t offset;
};

#define FIELD(name)                                \
	{                                          \
#name, offsetof(struct page, name) \
	}

static const struct field fields[] = {
	FIELD(title),
	FIELD(kicker),
	FIELD(standfirst),
	FIELD(byline),
	FIELD(site),
	FIELD(section),
	FIELD(lang),
	FIELD(dir),
	FIELD(excerpt),
	FIELD(canonical),
	FIELD(encoding),
};

static struct span *
slot(struct page *p, size_t i)
{
	return (struct span *)((char *)p + fields[i].offset);
}

static void
write_date(
    struct str *out, const char *name, const struct when *w, struct span raw)
{
	if (!w->grain)
		return;
	record_begin(out, name);
	record_int(out, w->t);
	record_int(out, w->offset_min);
	record_int(out, w->has_zone);
	record_int(out, w->grain);
	record_span(out, raw);
	record_end(out);
}

static void
write_lead(struct str *out, const struct figure *f)
{
	record_begin(out, "lead");
	record_span(out, f->url);
	record_span(out, f->alt);
	record_span(out, f->caption);
	record_span(out, f->credit);
	record_int(out, f->width);
	record_int(out, f->height);
	record_end(out);
}

static void
write_lists(struct str *out, const struct page *p)
{
	for (size_t i = 0; i < p->authors; i++) {
		record_begin(out, "author");
		record_span(out, p->author[i].name);
		record_span(out, p->author[i].uri);
		record_end(out);
	}
	for (size_t i = 0; i < p->tags; i++) {
		record_begin(out, "tag");
		record_span(out, p->tag[i]);
		record_end(out);
	}
	for (size_t i = 0; i < p->feeds; i++) {
		record_begin(out, "feed");
		record_span(out, p->feed[i].url);
		record_span(out, p->feed[i].type);
		record_span(out, p->feed[i].title);
		record_end(out);
	}
	for (size_t i = 0; i < p->notes; i++) {
		record_begin(out, "note");
		record_span(out, p->note[i].code);
		record_span(out, p->note[i].message);
		record_int(out, p->note[i].line);
		record_int(out, p->note[i].column);
		record_end(out);
	}
}

void
page_write(struct str *out, const struct page *p)
{
	record_begin(out, "page");
	record_int(out, p->is_article);
	record_end(out);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		struct span v = *slot((struct page *)(uintptr_t)p, i);

		if (!v.n)
			continue;
		record_begin(out, fields[i].name);
		record_span(out, v);
		record_end(out);
	}
	write_date(out, "published", &p->published, p->published_raw);
	write_date(out, "modified", &p->modified, p->modified_raw);
	if (p->lead)
		write_lead(out, p->lead);
	write_lists(out, p);
	galley_write(out, p->doc);
}

static struct span
keep(struct page *p, const struct record *r, int i)
{
	struct span v = record_field(r, i);

	return v.n ? span_keep(p->mem, v) : span_n(NULL, 0);
}

static bool
read_date(struct page *p, const struct record *r, const char *name,
    struct when *w, struct span *raw)
{
	if (!record_is(r, name))
		return false;
	w->t = record_num(r, 1, 0);
	w->offset_min = (int)record_num(r, 2, 0);
	w->has_zone = record_num(r, 3, 0) != 0;
	w->grain = (enum when_grain)record_num(r, 4, WHEN_DAY);
	if (w->grain < WHEN_YEAR || w->grain > WHEN_SECOND)
		w->grain = WHEN_DAY;
	*raw = keep(p, r, 5);
	return true;
}

static void
read_list(struct page *p, const struct record *r)
{
	if (record_is(r, "author") && p->authors < AUTHORS_MAX) {
		p->author[p->authors++] = (struct person){
			.name = keep(p, r, 1),
			.uri = keep(p, r, 2),
		};
	} else if (record_is(r, "tag") && p->tags < PAGE_TAGS_MAX) {
		p->tag[p->tags++] = keep(p, r, 1);
	} else if (record_is(r, "feed") && p->feeds < 1000) {
		vec_room(&p->feed, p->feeds, &p->feeds_cap);
		p->feed[p->feeds++] = (struct page_feed){ keep(p, r, 1),
			keep(p, r, 2), keep(p, r, 3) };
	} else if (record_is(r, "note") && p->notes < NOTES_MAX) {
		p->note[p->notes++] = (struct note){
			.code = keep(p, r, 1),
			.message = keep(p, r, 2),
			.line = (int)record_num(r, 3, 0),
			.column = (int)record_num(r, 4, 0),
		};
	}
}

static void
read_record(struct page *p, const struct record *r)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		if (record_is(r, fields[i].name)) {
			*slot(p, i) = keep(p, r, 1);
			return;
		}
	}
	if (read_date(p, r, "published", &p->published, &p->published_raw) ||
	    read_date(p, r, "modified", &p->modified, &p->modified_raw))
		return;
	if (record_is(r, "lead")) {
		p->lead = arena_alloc(p->mem, sizeof(*p->lead));
		p->lead->url = keep(p, r, 1);
		p->lead->alt = keep(p, r, 2);
		p->lead->caption = keep(p, r, 3);
		p->lead->credit = keep(p, r, 4);
		p->lead->width = (int)record_num(r, 5, 0);
		p->lead->height = (int)record_num(r, 6, 0);
		return;
	}
	read_list(p, r);
}

struct page *
page_read(struct span text, struct err *err)
{
	struct page *p = page_new();
	struct record r = { 0 };
	struct span rest = text, galley = text;
	struct err why = { 0 };
	bool head = true;

	while (record_next(&r, &rest, &why)) {
		if (record_is(&r, "galley"))
			break;
		if (head != record_is(&r, "page")) {
			err_set(&why, ERR_FORMAT, _("this is no page"));
			break;
		}
		if (head)
			p->is_article = record_num(&r, 1, 0) != 0;
		else
			read_record(p, &r);
		head = false;
		galley = rest;
	}
	record_release(&r);
	if (why.code == ERR_NONE)
		p->doc = galley_read(galley, &why);
	if (p->doc)
		return p;
	if (err)
		*err = why;
	page_free(p);
	return NULL;
}
