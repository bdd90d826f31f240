#include "config.h"

#include "cmd/parse.h"

#include <stdio.h>

#include "base/i18n.h"
#include "cmd/emit.h"
#include "cmd/feedjson.h"
#include "cmd/oneshot.h"
#include "doc/extract.h"
#include "feed/feedtext.h"
#include "feed/opml.h"

/* What the three commands are asked, and the parser's answer. */
struct asked {
	const char *base, *content_type, *file;
	struct str bytes, records;
	struct err err;
};

static void
asked_release(struct asked *a)
{
	str_release(&a->bytes);
	str_release(&a->records);
}

/* False after a message about wrong usage. */
static bool
read_arguments(struct invocation *in, struct asked *a)
{
	const struct command_option options[] = {
		{ "--base", NULL, &a->base },
		{ "--content-type", NULL, &a->content_type },
		{ NULL, NULL, NULL },
	};
	int n;
	char **operands = command_options(in, options, &n);

	if (!operands)
		return false;
	if (n != 1) {
		command_usage(in, _("name one file, or - for standard input"));
		return false;
	}
	a->file = operands[0];
	return true;
}

/* The records that a parser makes of the file; else err says why not. */
static bool
ask_parser(struct asked *a, enum job_kind kind)
{
	struct job job = {
		.kind = kind,
		.url = span_of(a->base),
		.content_type = span_of(a->content_type),
	};

	if (!oneshot_read(a->file, FEED_BYTES_MAX, &a->bytes, &a->err))
		return false;
	job.body = str_span(&a->bytes);
	return oneshot_run(&job, &a->records, &a->err);
}

/* The object is printed all the same: with the reason. */
static void
emit_failure(struct emit *e, const struct asked *a, const char *list)
{
	emit_object(e, NULL);
	emit_array(e, "diagnostics");
	emit_object(e, NULL);
	emit_z(e, "code", "unusable");
	emit_z(e, "message", a->err.text);
	emit_end_object(e);
	emit_end_array(e);
	emit_array(e, list);
	emit_end_array(e);
	emit_end_object(e);
	fprintf(stderr, "broadsheet: %s\n", a->err.text);
}

/* Says the end of it: the exit status. */
static int
finish(struct emit *e, struct asked *a, bool usable)
{
	bool written = emit_done(e);

	asked_release(a);
	if (!written) {
		fprintf(stderr, "broadsheet: %s\n",
		    _("standard output cannot be written"));
		return EXIT_TROUBLE;
	}
	return usable ? EXIT_WELL : EXIT_SOME_FAILED;
}

int
command_parse(struct invocation *in)
{
	struct asked a = { 0 };
	struct emit e = { .to = stdout };
	struct feed *f = NULL;
	struct span *bodies;
	bool usable = false;

	if (!read_arguments(in, &a))
		return EXIT_USAGE;
	if (ask_parser(&a, JOB_FEED))
		f = feedtext_scan(str_span(&a.records), &bodies, &a.err);
	if (f) {
		feedjson_emit(&e, f);
		usable = *f->version != '\0';
		if (!usable)
			fprintf(stderr, _("broadsheet: %s is not a feed\n"),
			    a.file);
		feed_free(f);
	} else {
		emit_failure(&e, &a, "entries");
	}
	return finish(&e, &a, usable);
}

static void
emit_page_feeds(struct emit *e, const struct page *p)
{
	emit_object(e, NULL);
	emit_array(e, "feeds");
	for (size_t i = 0; i < p->feeds; i++) {
		emit_object(e, NULL);
		emit_text(e, "url", p->feed[i].url);
		emit_text(e, "type", p->feed[i].type);
		emit_text(e, "title", p->feed[i].title);
		emit_end_object(e);
	}
	emit_end_array(e);
	emit_end_object(e);
}

int
command_discover(struct invocation *in)
{
	struct asked a = { 0 };
	struct emit e = { .to = stdout };
	struct page *p = NULL;
	bool usable = false;

	if (!read_arguments(in, &a))
		return EXIT_USAGE;
	if (ask_parser(&a, JOB_DISCOVER))
		p = page_read(str_span(&a.records), &a.err);
	if (p) {
		emit_page_feeds(&e, p);
		usable = p->feeds > 0;
		page_free(p);
	} else {
		emit_failure(&e, &a, "feeds");
	}
	return finish(&e, &a, usable);
}

/* "World/Asia" as ["World", "Asia"]; a "/" within a name is "\/". */
static void
emit_path(struct emit *e, struct span path)
{
	struct str name = { 0 };

	emit_array(e, NULL);
	for (size_t i = 0; i <= path.n; i++) {
		if (i == path.n || path.s[i] == '/') {
			if (name.n)
				emit_text(e, NULL, str_span(&name));
			str_clear(&name);
			continue;
		}
		if (path.s[i] == '\\' && i + 1 < path.n)
			i++;
		str_addc(&name, path.s[i]);
	}
	emit_end_array(e);
	str_release(&name);
}

/* Where the outline stands, then what its category attribute says. */
static void
emit_categories(struct emit *e, const struct opml_feed *f)
{
	struct span rest = f->categories;

	if (!f->section.n && !rest.n)
		return;
	emit_array(e, "categories");
	if (f->section.n)
		emit_path(e, f->section);
	while (rest.n) {
		struct span path = span_trim(span_cut(&rest, ','));

		if (path.n)
			emit_path(e, path);
	}
	emit_end_array(e);
}

static void
emit_opml(struct emit *e, const struct opml *o)
{
	emit_object(e, NULL);
	emit_text(e, "title", o->title);
	emit_array(e, "feeds");
	for (size_t i = 0; i < o->n; i++) {
		const struct opml_feed *f = &o->feed[i];

		emit_object(e, NULL);
		emit_text(e, "url", f->url);
		emit_text(e, "title", f->title);
		emit_text(e, "link", f->link);
		emit_categories(e, f);
		emit_end_object(e);
	}
	emit_end_array(e);
	emit_end_object(e);
}

int
command_opml(struct invocation *in)
{
	struct asked a = { 0 };
	struct emit e = { .to = stdout };
	struct opml *o = NULL;
	bool usable;

	if (!read_arguments(in, &a))
		return EXIT_USAGE;
	if (ask_parser(&a, JOB_OPML))
		o = opml_from_records(str_span(&a.records), &a.err);
	usable = o != NULL;
	if (o)
		emit_opml(&e, o);
	else
		emit_failure(&e, &a, "feeds");
	opml_free(o);
	return finish(&e, &a, usable);
}
