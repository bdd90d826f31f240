#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/url.h"
#include "cmd/articlejson.h"
#include "cmd/commands.h"
#include "cmd/oneshot.h"
#include "cmd/session.h"
#include "conf/dotfile.h"
#include "conf/sites.h"
#include "doc/blocks.h"
#include "doc/extract.h"
#include "doc/selector.h"

enum { PAGE_BYTES_MAX = 32 * 1024 * 1024 };

static void
emit_date(struct emit *e, const char *key, const char *raw_key,
    const struct when *w, struct span raw)
{
	struct str t = { 0 };

	when_source(&t, w);
	emit_text(e, key, str_span(&t));
	emit_text(e, raw_key, raw);
	str_release(&t);
}

static void
emit_people(struct emit *e, const struct page *p)
{
	if (!p->authors)
		return;
	emit_array(e, "authors");
	for (size_t i = 0; i < p->authors; i++) {
		emit_object(e, NULL);
		emit_text(e, "name", p->author[i].name);
		emit_text(e, "uri", p->author[i].uri);
		emit_end_object(e);
	}
	emit_end_array(e);
}

static void
emit_tags(struct emit *e, const struct page *p)
{
	if (!p->tags)
		return;
	emit_array(e, "tags");
	for (size_t i = 0; i < p->tags; i++)
		emit_text(e, NULL, p->tag[i]);
	emit_end_array(e);
}

static void
emit_body(struct emit *e, const struct page *p)
{
	struct str text = { 0 };

	if (p->lead)
		articlejson_figure(e, "lead_image", p->lead);
	emit_array(e, "figures");
	for (struct block *b = p->doc->first; b; b = doc_walk(NULL, b, NULL))
		if (b->kind == BLOCK_FIGURE && b->figure->url.n)
			articlejson_figure(e, NULL, b->figure);
	emit_end_array(e);
	blocks_to_html(&text, p->doc);
	emit_text(e, "content_html", str_span(&text));
	str_clear(&text);
	doc_text(&text, p->doc);
	emit_text(e, "text", str_span(&text));
	str_release(&text);
}

static void
emit_notes(struct emit *e, const struct page *p, const char *failure)
{
	emit_array(e, "diagnostics");
	if (failure) {
		emit_object(e, NULL);
		emit_z(e, "code", "unusable");
		emit_z(e, "message", failure);
		emit_end_object(e);
	}
	for (size_t i = 0; p && i < p->notes; i++) {
		emit_object(e, NULL);
		emit_text(e, "code", p->note[i].code);
		emit_text(e, "message", p->note[i].message);
		emit_end_object(e);
	}
	emit_end_array(e);
}

static void
emit_page(struct emit *e, const struct page *p)
{
	emit_object(e, NULL);
	emit_text(e, "title", p->title);
	emit_text(e, "kicker", p->kicker);
	emit_text(e, "standfirst", p->standfirst);
	emit_text(e, "byline", p->byline);
	emit_people(e, p);
	emit_text(e, "site_name", p->site);
	emit_text(e, "section", p->section);
	emit_tags(e, p);
	emit_date(
	    e, "published", "published_raw", &p->published, p->published_raw);
	emit_date(e, "modified", "modified_raw", &p->modified, p->modified_raw);
	emit_text(e, "lang", p->lang);
	emit_text(e, "dir", p->dir);
	emit_text(e, "excerpt", p->excerpt);
	emit_text(e, "canonical_url", p->canonical);
	emit_text(e, "encoding", p->encoding);
	emit_body(e, p);
	emit_bool(e, "is_article", p->is_article);
	emit_notes(e, p, NULL);
	emit_end_object(e);
}

/* The page's records as the desk hands them on. */
static void
on_event(void *data, const struct record *e)
{
	struct str *records = data;

	if (record_is(e, "page"))
		str_add(records, record_field(e, 2));
}

static bool
from_web(struct invocation *in, const char *url, struct str *records,
    struct err *err)
{
	struct session *desk = session_new(&in->paths, on_event, records, err);
	struct str word = { 0 };
	bool ok;

	word_write(&word, span_of(url));
	ok = desk && session_order(desk, err, "page %s", str_z(&word));
	str_release(&word);
	session_free(desk);
	return ok;
}

static bool
from_file(const struct paths *paths, const char *file, const char *base,
    const char *type, struct str *records, struct err *err)
{
	struct str bytes = { 0 };
	struct sites sites = { 0 };
	struct url parts;
	struct job job = {
		.kind = JOB_ARTICLE,
		.url = span_of(base),
		.content_type = span_of(type),
	};
	bool ok = oneshot_read(file, PAGE_BYTES_MAX, &bytes, err);

	url_split(job.url, &parts);
	sites_load(&sites, paths->sites, paths->data_dir, selectors_check);
	job.rules = sites_rules(&sites, parts.host);
	job.body = str_span(&bytes);
	ok = ok && oneshot_run(&job, records, err);
	sites_release(&sites);
	str_release(&bytes);
	return ok;
}

static int
print_page(const struct str *records, bool ok, struct err *err)
{
	struct emit e = { .to = stdout };
	struct page *p = ok ? page_read(str_span(records), err) : NULL;
	int status = EXIT_SOME_FAILED;

	if (p) {
		emit_page(&e, p);
		status = p->is_article ? EXIT_WELL : EXIT_SOME_FAILED;
	} else {
		command_fail(EXIT_SOME_FAILED, err);
		emit_object(&e, NULL);
		emit_notes(&e, NULL, err->text);
		emit_end_object(&e);
	}
	page_free(p);
	return emit_done(&e) ? status : EXIT_TROUBLE;
}

int
command_extract(struct invocation *in)
{
	const char *base = NULL, *type = NULL;
	const struct command_option options[] = {
		{ "--base", NULL, &base },
		{ "--content-type", NULL, &type },
		{ NULL, NULL, NULL },
	};
	struct str records = { 0 };
	struct err err = { 0 };
	int n, status;
	char **file = command_options(in, options, &n);
	bool ok;

	if (!file)
		return EXIT_USAGE;
	if (n != 1)
		return command_usage(
		    in, _("name one file or address, or - for standard input"));
	if (url_is_web(span_of(file[0])))
		ok = from_web(in, file[0], &records, &err);
	else
		ok = from_file(&in->paths, file[0], base, type, &records, &err);
	status = print_page(&records, ok, &err);
	str_release(&records);
	return status;
}
