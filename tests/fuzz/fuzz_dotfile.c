/* Any bytes as a feeds file: faults are told, and what is right holds
 * together. */
#include "config.h"

#include "base/url.h"
#include "base/utf8.h"
#include "conf/feedsfile.h"
#include "fuzz.h"

static void
check_section(const struct feedsfile *f, size_t i)
{
	const struct section *s = &f->section[i];

	MUST(s->parent >= -1 && s->parent < (int)i);
	MUST(s->depth < SECTION_DEPTH_MAX && s->name.n > 0);
	MUST(utf8_valid(s->path) && utf8_valid(s->name));
	MUST(span_chr(s->path, '\n') == s->path.n);
	MUST(feedsfile_section(f, s->path) == (int)i);
}

static void
check_sub(const struct feedsfile *f, const struct subscription *s)
{
	struct str path = { 0 };

	MUST(s->section >= -1 && s->section < (int)f->sections);
	MUST(utf8_valid(s->title) && utf8_valid(s->url));
	switch (s->source) {
	case SOURCE_WEB:
	case SOURCE_OPML:
		MUST(url_is_web(s->url));
		break;
	case SOURCE_FILE:
		MUST(url_to_path(&path, s->url));
		break;
	case SOURCE_EXEC:
		MUST(span_starts(s->url, "exec:") && s->command.n > 0);
		break;
	case SOURCE_SEARCH:
		MUST(span_starts(s->url, "search:") && s->command.n > 0);
		break;
	}
	MUST(conf_int(&s->options, OPT_EVERY) >= 60);
	MUST(conf_choice(&s->options, OPT_FULL_TEXT) >= 0);
	str_release(&path);
}

/* What the lists of the file name is any text, too. */
static void
check_listed(struct feedsfile *f, struct span text)
{
	size_t own = f->subs;
	struct listed l = { .url = SPAN("https://listed.example/"),
		.title = span_head(text, 100),
		.section = span_head(text, 100) };

	for (size_t i = 0; i < own; i++)
		if (f->sub[i].source == SOURCE_OPML)
			l.list = f->sub[i].url;
	feedsfile_extend(f, &l, 1);
	MUST(f->subs - own <= 1 && (l.list.n || f->subs == own));
	for (size_t i = 0; i < f->sections; i++)
		check_section(f, i);
	for (size_t i = own; i < f->subs; i++) {
		check_sub(f, &f->sub[i]);
		MUST(!*conf_string(&f->sub[i].options, OPT_FILTER));
		MUST(!conf_bool(&f->sub[i].options, OPT_TLS_INSECURE));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct feedsfile f;

	feedsfile_read(&f, "/d/feeds", NULL, span_n((const char *)data, size));
	for (size_t i = 0; i < f.sections; i++)
		check_section(&f, i);
	for (size_t i = 0; i < f.subs; i++)
		check_sub(&f, &f.sub[i]);
	for (size_t i = 0; i < f.complaints.n; i++)
		MUST(utf8_valid(span_of(f.complaints.item[i].text)));
	check_listed(&f, span_n((const char *)data, size));
	feedsfile_release(&f);
	return 0;
}
