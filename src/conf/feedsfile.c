#include "config.h"

#include "conf/feedsfile.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "conf/feedsline.h"
#include "conf/optioncheck.h"
#include "conf/paths.h"

/* A file being read. */
struct reading {
	struct feedsfile *f;
	struct feeds_line line;
	int number;
	int section; /* where we are, -1: before the first */
};

static void
fault(struct reading *r, int column, const struct err *err)
{
	complain(
	    &r->f->complaints, r->f->path, r->number, column, "%s", err->text);
}

/* Twice as many as can be taken, so that a free one is near. */
enum { SLOTS = 2 * SECTIONS_MAX };

/* The slot of the section of that path, or the free one where it would be. */
static int *
slot_of(const struct feedsfile *f, struct span path)
{
	size_t i = (size_t)(span_hash(path) % SLOTS);

	while (
	    f->by_path[i] && !span_eq(f->section[f->by_path[i] - 1].path, path))
		i = (i + 1) % SLOTS;
	return &f->by_path[i];
}

int
feedsfile_section(const struct feedsfile *f, struct span path)
{
	return f->by_path ? *slot_of(f, path) - 1 : -1;
}

/* Bytes of the path before its last name, without the slash; 0: none. */
static size_t
parent_bytes(struct span path)
{
	size_t last = 0;

	for (size_t i = 0; i < path.n; i++) {
		if (path.s[i] == '\\')
			i++;
		else if (path.s[i] == '/')
			last = i;
	}
	return last;
}

static struct span
plain_name(struct arena *mem, struct span raw)
{
	struct str t = { 0 };
	struct span kept;

	for (size_t i = 0; i < raw.n; i++) {
		if (raw.s[i] == '\\' && i + 1 < raw.n)
			i++;
		str_addc(&t, raw.s[i]);
	}
	kept = span_keep(mem, str_span(&t));
	str_release(&t);
	return kept;
}

/* The section of that path, made with its parents when it is new; -1 when
 * there are too many. */
static int
need_section(struct feedsfile *f, struct span path)
{
	int found = feedsfile_section(f, path), parent = -1;
	size_t up = parent_bytes(path);
	struct section *s;

	if (found >= 0)
		return found;
	if (up)
		parent = need_section(f, span_head(path, up));
	if (f->sections >= SECTIONS_MAX)
		return -1;
	vec_room(&f->section, f->sections, &f->sections_cap);
	s = &f->section[f->sections];
	*s = (struct section){
		.path = span_keep(f->mem, path),
		.name = plain_name(f->mem, span_from(path, up ? up + 1 : 0)),
		.parent = parent,
		.depth = parent < 0 ? 0 : f->section[parent].depth + 1,
	};
	if (!f->by_path)
		f->by_path = xcalloc(SLOTS, sizeof(int));
	*slot_of(f, path) = (int)++f->sections;
	return (int)f->sections - 1;
}

static void
unknown_option(struct reading *r, const struct word *w, struct span name)
{
	const char *names[OPT_COUNT], *near;
	struct str low = { 0 };
	struct err err = { 0 };
	size_t n = 0;

	for (int i = 0; i < OPT_COUNT; i++)
		if (option_info[i].where & WHERE_FEED)
			names[n++] = option_info[i].name;
	utf8_fold(&low, name);
	near = nearest(str_span(&low), names, n);
	if (near)
		err_set(&err, ERR_CONFIG,
		    _("no option is called \"%.*s\"; did you mean \"%s\"?"),
		    SPAN_ARG(span_head(name, 40)), near);
	else
		err_set(&err, ERR_CONFIG,
		    _("no option of a feed is called \"%.*s\"; write a title "
		      "with \"=\" in quotes"),
		    SPAN_ARG(span_head(name, 40)));
	fault(r, w->column, &err);
	str_release(&low);
}

static void
take_option(struct reading *r, struct options *to, const struct word *w)
{
	struct span rest = w->text, name = span_cut(&rest, '=');
	enum option id = option_find(name);
	struct err err = { 0 };

	if (id == OPT_COUNT) {
		unknown_option(r, w, name);
	} else if (!(option_info[id].where & WHERE_FEED)) {
		err_set(&err, ERR_CONFIG,
		    _("%s is set for all feeds together, in the config file"),
		    option_info[id].name);
		fault(r, w->column, &err);
	} else if (!options_set(to, id, rest.s ? rest : SPAN(""), &err)) {
		fault(r, w->column, &err);
	}
}

static void
needless_word(struct reading *r, const struct word *w, bool titled)
{
	struct err err = { 0 };

	if (titled && r->line.source == SOURCE_EXEC && !w->quoted)
		err_set(&err, ERR_CONFIG,
		    _("write the command with its words in one pair of "
		      "quotes: exec \"command words\" \"Title\""));
	else if (titled)
		err_set(&err, ERR_CONFIG,
		    _("there is a title already; tags are written "
		      "tags=\"a,b\""));
	else
		err_set(&err, ERR_CONFIG,
		    _("\"%.*s\" is no option; options are written "
		      "NAME=VALUE"),
		    SPAN_ARG(span_head(w->text, 40)));
	fault(r, w->column, &err);
}

/* Options from word `from` on; a plain word is the title when there may be
 * one. */
static void
take_words(
    struct reading *r, struct options *to, size_t from, struct span *title)
{
	for (size_t i = from; i < r->line.words.n; i++) {
		const struct word *w = &r->line.words.word[i];

		if (feeds_word_is_option(w))
			take_option(r, to, w);
		else if (title && !title->s)
			/* newsboat marks a title with "~". */
			*title = span_from(w->text, span_starts(w->text, "~"));
		else
			needless_word(r, w, title != NULL);
	}
}

static void
take_section(struct reading *r)
{
	struct feedsfile *f = r->f;
	struct err err = { 0 };
	int i = need_section(f, str_span(&r->line.path));

	if (i < 0) {
		err_set(
		    &err, ERR_LIMIT, _("more than %d sections"), SECTIONS_MAX);
		fault(r, 1, &err);
		return;
	}
	r->section = i;
	if (!f->section[i].line)
		f->section[i].line = r->number;
	take_words(r, &f->section[i].options, 0, NULL);
}

static void
take_feed(struct reading *r)
{
	struct feedsfile *f = r->f;
	struct subscription *s;
	struct span title = { 0 };
	struct str plain = { 0 };
	struct err err = { 0 };

	if (f->subs >= FEEDS_MAX) {
		err_set(&err, ERR_LIMIT, _("more than %d feeds"), FEEDS_MAX);
		fault(r, 1, &err);
		return;
	}
	vec_room(&f->sub, f->subs, &f->subs_cap);
	s = &f->sub[f->subs++];
	*s = (struct subscription){
		.source = r->line.source,
		.url = span_keep(f->mem, str_span(&r->line.url)),
		.command = span_keep(f->mem, r->line.command),
		.section = r->section,
		.line = r->number,
	};
	take_words(r, &s->options, r->line.next, &title);
	utf8_plain(&plain, title, PLAIN_LINE);
	s->title = span_keep(f->mem, str_span(&plain));
	str_release(&plain);
}

static void
take_line(struct reading *r, struct span text)
{
	struct feedsfile *f = r->f;
	struct err err = { 0 };

	if (!feeds_line_read(&r->line, text, f->path, &err)) {
		fault(r, r->line.column, &err);
		return;
	}
	switch (r->line.kind) {
	case LINE_EMPTY:
		break;
	case LINE_SECTION:
		take_section(r);
		break;
	case LINE_OPTIONS:
		take_words(r,
		    r->section < 0 ? &f->options
		                   : &f->section[r->section].options,
		    0, NULL);
		break;
	case LINE_FEED:
		take_feed(r);
		break;
	}
}

static int
by_url_section_line(const void *a, const void *b)
{
	const struct subscription *const *x = a, *const *y = b;
	int c = span_cmp((*x)->url, (*y)->url);

	if (!c)
		c = ((*x)->section > (*y)->section) -
		    ((*x)->section < (*y)->section);
	return c ? c : ((*x)->line > (*y)->line) - ((*x)->line < (*y)->line);
}

/* The same address twice in one section is a slip of the pen. */
static void
find_doubles(struct feedsfile *f)
{
	const struct subscription **sub =
	    xcalloc(f->subs + 1, sizeof(struct subscription *));

	for (size_t i = 0; i < f->subs; i++)
		sub[i] = &f->sub[i];
	qsort(sub, f->subs, sizeof(struct subscription *), by_url_section_line);
	for (size_t i = 1; i < f->subs; i++)
		if (span_eq(sub[i]->url, sub[i - 1]->url) &&
		    sub[i]->section == sub[i - 1]->section)
			complain(&f->complaints, f->path, sub[i]->line, 1,
			    _("this feed stands in line %d already; remove "
			      "one of them"),
			    sub[i - 1]->line);
	free(sub);
}

static int
by_line(const void *a, const void *b)
{
	const struct complaint *x = a, *y = b;
	int c = (x->line > y->line) - (x->line < y->line);

	return c ? c : (x->column > y->column) - (x->column < y->column);
}

/* The arrays have stopped growing: what inherits can point into them. */
static void
link_options(struct feedsfile *f, const struct options *base)
{
	f->options.parent = base;
	for (size_t i = 0; i < f->sections; i++) {
		struct section *s = &f->section[i];

		s->options.parent = s->parent < 0
		                        ? &f->options
		                        : &f->section[s->parent].options;
	}
	for (size_t i = 0; i < f->subs; i++) {
		struct subscription *s = &f->sub[i];

		s->options.parent = s->listed ? &f->sub[s->listed - 1].options
		                    : s->section < 0
		                        ? &f->options
		                        : &f->section[s->section].options;
	}
}

/* What a person allowed a server that they chose is for no other. */
static void
withhold(struct options *o)
{
	static const struct {
		enum option id;
		const char *value;
	} none[] = {
		{ OPT_HEADER, "" },
		{ OPT_COOKIE_FILE, "" },
		{ OPT_CREDENTIALS, "none" },
		{ OPT_TLS_CA, "" },
		{ OPT_TLS_INSECURE, "no" },
		{ OPT_FILTER, "" },
	};

	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		options_set(o, none[i].id, span_of(none[i].value), NULL);
}

/* The list's own section, or one below it; the list's when there are too
 * many. */
static int
listed_section(struct feedsfile *f, int section, struct span below)
{
	struct feeds_line line = { 0 };
	struct str text = { 0 };
	struct err err;
	int found = -1;

	if (!below.n)
		return section;
	str_printf(&text, "[%.*s%s%.*s]",
	    section < 0 ? 0 : (int)f->section[section].path.n,
	    section < 0 ? "" : f->section[section].path.s,
	    section < 0 ? "" : "/", SPAN_ARG(below));
	/* A stranger's words: they must read as a section and nothing else. */
	if (feeds_line_read(&line, str_span(&text), f->path, &err) &&
	    line.kind == LINE_SECTION && !line.words.n)
		found = need_section(f, str_span(&line.path));
	feeds_line_release(&line);
	str_release(&text);
	return found < 0 ? section : found;
}

static int
compare_span(const void *a, const void *b)
{
	return span_cmp(*(const struct span *)a, *(const struct span *)b);
}

static void
add_listed(struct feedsfile *f, const struct listed *l, size_t list)
{
	int section = listed_section(f, f->sub[list].section, l->section);
	struct str plain = { 0 };
	struct subscription *s;

	vec_room(&f->sub, f->subs, &f->subs_cap);
	s = &f->sub[f->subs++];
	utf8_plain(&plain, l->title, PLAIN_LINE);
	*s = (struct subscription){
		.source = SOURCE_WEB,
		.url = span_keep(f->mem, l->url),
		.title = span_keep(f->mem, str_span(&plain)),
		.section = section,
		.line = f->sub[list].line,
		.listed = (int)list + 1,
	};
	withhold(&s->options);
	str_release(&plain);
}

static bool
find_list(const struct feedsfile *f, struct span url, size_t *at)
{
	/* Feeds of one list come together: it is mostly the last one. */
	if (*at < f->subs && f->sub[*at].source == SOURCE_OPML &&
	    span_eq(f->sub[*at].url, url))
		return true;
	for (*at = 0; *at < f->subs; ++*at)
		if (f->sub[*at].source == SOURCE_OPML &&
		    span_eq(f->sub[*at].url, url))
			return true;
	return false;
}

void
feedsfile_extend(struct feedsfile *f, const struct listed *feed, size_t n)
{
	size_t own = f->subs, list = own;
	struct span *url = xcalloc(own + 1, sizeof(*url));

	for (size_t i = 0; i < own; i++)
		url[i] = f->sub[i].url;
	qsort(url, own, sizeof(*url), compare_span);
	for (size_t i = 0; i < n && f->subs < FEEDS_MAX; i++)
		if (url_is_web(feed[i].url) &&
		    !bsearch(
		        &feed[i].url, url, own, sizeof(*url), compare_span) &&
		    find_list(f, feed[i].list, &list))
			add_listed(f, &feed[i], list);
	free(url);
	link_options(f, f->options.parent);
}

void
feedsfile_read(struct feedsfile *f, const char *path,
    const struct options *base, struct span bytes)
{
	struct reading r = { .f = f, .section = -1 };

	*f = (struct feedsfile){ .path = xstrdup(path), .mem = arena_new() };
	str_add(&f->text, bytes);
	if (span_starts(bytes, "\xef\xbb\xbf"))
		bytes = span_from(bytes, 3);
	while (bytes.n) {
		struct span line = span_cut(&bytes, '\n');

		r.number++;
		take_line(&r, line);
	}
	feeds_line_release(&r.line);
	link_options(f, base);
	find_doubles(f);
	if (f->complaints.n)
		qsort(f->complaints.item, f->complaints.n,
		    sizeof(struct complaint), by_line);
}

/* The first line that holds one; 0: none. */
static int
secret_line(const struct feedsfile *f)
{
	int line = options_have_secret(&f->options) ? 1 : 0;

	for (size_t i = 0; i < f->sections && !line; i++)
		if (options_have_secret(&f->section[i].options))
			line = f->section[i].line;
	for (size_t i = 0; i < f->subs; i++) {
		const struct subscription *s = &f->sub[i];

		if ((!line || s->line < line) &&
		    (url_has_password(s->url) ||
		        options_have_secret(&s->options)))
			line = s->line;
	}
	return line;
}

static void
guard_secrets(struct feedsfile *f)
{
	struct stat st;
	int line;

	if (stat(f->path, &st) != 0 || !(st.st_mode & (S_IRWXG | S_IRWXO)))
		return;
	line = secret_line(f);
	if (line)
		complain(&f->complaints, f->path, line, 1,
		    _("here is a password, and others can read this file: "
		      "run chmod 600 on it"));
}

bool
feedsfile_load(struct feedsfile *f, const char *path,
    const struct options *base, struct err *err)
{
	struct str text = { 0 };
	struct err why = { 0 };
	bool ok = paths_read(path, &text, DOTFILE_BYTES_MAX, &why) ||
	          why.code == ERR_GONE;

	feedsfile_read(f, path, base, str_span(&text));
	guard_secrets(f);
	str_release(&text);
	if (!ok && err)
		*err = why;
	return ok;
}

void
feedsfile_release(struct feedsfile *f)
{
	for (size_t i = 0; i < f->sections; i++)
		options_release(&f->section[i].options);
	for (size_t i = 0; i < f->subs; i++)
		options_release(&f->sub[i].options);
	options_release(&f->options);
	complaints_release(&f->complaints);
	str_release(&f->text);
	arena_free(f->mem);
	free(f->by_path);
	free(f->section);
	free(f->sub);
	free(f->path);
	*f = (struct feedsfile){ 0 };
}
