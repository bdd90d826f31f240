#include "config.h"

#include "cmd/preview.h"

#include <stdio.h>
#include <time.h>

#include "base/i18n.h"
#include "base/url.h"
#include "base/utf8.h"
#include "base/when.h"
#include "cmd/emit.h"
#include "feed/feedtext.h"

enum { HEADLINES_MAX = 5 };

struct facts {
	const struct feed *feed;
	struct span url;
	size_t whole; /* entries with a text, not only a summary */
	int64_t newest;
};

static int64_t
date_of(const struct entry *e)
{
	return e->published.t ? e->published.t : e->updated.t;
}

static void
find_out(struct facts *f)
{
	for (size_t i = 0; i < f->feed->n; i++) {
		const struct entry *e = &f->feed->entry[i];

		f->whole += e->content.type != TEXT_NONE;
		if (date_of(e) > f->newest)
			f->newest = date_of(e);
	}
}

/* Words of strangers: no control byte of theirs reaches the terminal. */
static void
print_line(const char *before, struct span text)
{
	struct str clean = { 0 };

	cells_add(&clean, text);
	printf("%s%s\n", before, str_z(&clean));
	str_release(&clean);
}

static void
print_facts(const struct facts *f)
{
	struct str line = { 0 };

	print_line("",
	    f->feed->title.plain.n ? f->feed->title.plain : url_site(f->url));
	url_redact(&line, f->url);
	print_line("  ", str_span(&line));
	if (f->feed->link.n)
		print_line("  ", f->feed->link);
	str_clear(&line);
	str_printf(&line,
	    P_("%zu story", "%zu stories", (unsigned long)f->feed->n),
	    f->feed->n);
	if (f->feed->n)
		str_printf(&line,
		    P_(", %zu with its text", ", %zu with their text",
		        (unsigned long)f->whole),
		    f->whole);
	if (f->newest) {
		str_printf(&line, ", %s ", _("newest"));
		when_ago(&line, f->newest, (int64_t)time(NULL));
	}
	print_line("  ", str_span(&line));
	for (size_t i = 0; i < f->feed->n && i < HEADLINES_MAX; i++)
		print_line("  - ", f->feed->entry[i].title.plain);
	str_release(&line);
}

static bool
emit_facts(const struct facts *f)
{
	struct emit e = { .to = stdout };

	emit_object(&e, NULL);
	emit_address(&e, "url", f->url);
	emit_text(&e, "title", f->feed->title.plain);
	emit_text(&e, "link", f->feed->link);
	emit_text(&e, "language", f->feed->language);
	emit_int(&e, "entries", (int64_t)f->feed->n);
	emit_int(&e, "with_text", (int64_t)f->whole);
	emit_time(&e, "newest", f->newest);
	emit_array(&e, "headlines");
	for (size_t i = 0; i < f->feed->n && i < HEADLINES_MAX; i++)
		emit_text(&e, NULL, f->feed->entry[i].title.plain);
	emit_end_array(&e);
	emit_end_object(&e);
	return emit_done(&e);
}

bool
preview_print(struct span url, struct span records, bool json, struct err *err)
{
	struct span *bodies;
	struct feed *feed = feedtext_scan(records, &bodies, err);
	struct facts f = { .feed = feed, .url = url };
	bool ok = true;

	if (!feed)
		return false;
	find_out(&f);
	if (!*feed->version)
		ok = err_set(err, ERR_FORMAT, _("this is no feed"));
	else if (json)
		ok = emit_facts(&f);
	else
		print_facts(&f);
	feed_free(feed);
	return ok;
}
