#include "config.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/vec.h"
#include "desk/rooms.h"
#include "doc/selector.h"

/* Feeds as they will be in the store: one row a URL, all its places. */
struct wants {
	struct feed_want *want;
	size_t n, cap;
	struct arena *mem;
	uint64_t stamp;
};

static void
stamp(struct wants *w, struct span text)
{
	/* The length keeps "a" "bc" and "ab" "c" apart. */
	w->stamp =
	    (w->stamp ^ span_hash(text)) * UINT64_C(0x100000001b3) + text.n;
}

static int
by_url_then_line(const void *a, const void *b)
{
	const struct subscription *const *x = a, *const *y = b;
	int c = span_cmp((*x)->url, (*y)->url);

	return c ? c : ((*x)->line > (*y)->line) - ((*x)->line < (*y)->line);
}

static struct span
section_path(const struct desk *d, const struct subscription *sub)
{
	return sub->section < 0 ? SPAN("")
	                        : d->feeds->section[sub->section].path;
}

/* One row for a run of subscriptions to the same URL. */
static void
add_want(
    struct desk *d, struct wants *w, const struct subscription **sub, size_t n)
{
	struct feed_want *want;

	vec_room(&w->want, w->n, &w->cap);
	want = &w->want[w->n++];
	*want = (struct feed_want){
		.url = sub[0]->url,
		.title = sub[0]->title,
		.source = (int)sub[0]->source,
		.every_s = conf_bool(&sub[0]->options, OPT_PAUSED)
		               ? FEED_IS_PAUSED
		               : conf_int(&sub[0]->options, OPT_EVERY),
		.muted = conf_bool(&sub[0]->options, OPT_MUTED),
		.section = arena_array(w->mem, n, sizeof(struct span)),
		.sections = n,
		.place = sub[0]->line,
	};
	for (size_t i = 0; i < n; i++)
		want->section[i] = section_path(d, sub[i]);
}

static void
collect(struct desk *d, struct wants *w)
{
	const struct feedsfile *f = d->feeds;
	const struct subscription **sub =
	    xcalloc(f->subs + 1, sizeof(struct subscription *));
	size_t i, k;

	for (i = 0; i < f->subs; i++)
		sub[i] = &f->sub[i];
	qsort(sub, f->subs, sizeof(struct subscription *), by_url_then_line);
	for (i = 0; i < f->subs; i = k) {
		for (k = i + 1; k < f->subs; k++)
			if (!span_eq(sub[i]->url, sub[k]->url))
				break;
		add_want(d, w, &sub[i], k - i);
	}
	free(sub);
}

static void
stamp_all(struct wants *w, const struct span *section, size_t sections)
{
	struct str numbers = { 0 };

	for (size_t i = 0; i < sections; i++)
		stamp(w, section[i]);
	for (size_t i = 0; i < w->n; i++) {
		const struct feed_want *f = &w->want[i];

		stamp(w, f->url);
		stamp(w, f->title);
		for (size_t k = 0; k < f->sections; k++)
			stamp(w, f->section[k]);
		str_clear(&numbers);
		str_printf(&numbers, "%d %lld %lld %d", f->source,
		    (long long)f->every_s, (long long)f->place, f->muted);
		stamp(w, str_span(&numbers));
	}
	str_release(&numbers);
}

/* A parent stands before its children, wherever the file names it. */
static void
list_sections(const struct feedsfile *f, struct span *path)
{
	for (size_t i = 0; i < f->sections; i++)
		path[i] = f->section[i].path;
}

static bool
sync_store(struct desk *d, struct err *err)
{
	struct wants w = { .mem = arena_new() };
	size_t n = d->feeds->sections;
	struct span *path = arena_array(w.mem, n + 1, sizeof(*path));
	struct str text = { 0 };
	bool ok;

	collect(d, &w);
	list_sections(d->feeds, path);
	stamp_all(&w, path, n);
	str_printf(&text, "%016llx", (unsigned long long)w.stamp);
	ok = feeds_sync(d->store, w.want, w.n, path, n, str_span(&text), err);
	str_release(&text);
	free(w.want);
	arena_free(w.mem);
	return ok;
}

void
subscribe_free(struct desk *d)
{
	if (d->feeds)
		feedsfile_release(d->feeds);
	free(d->feeds);
	d->feeds = NULL;
}

/* Rules with a fault are told of in the log; "doctor" tells the person. */
static void
load_sites(struct desk *d)
{
	if (!d->paths->sites || !d->paths->data)
		return;
	sites_load(&d->sites, d->paths->sites, d->paths->data, selectors_check);
	for (size_t i = 0; i < d->sites.complaints.n; i++)
		log_line("%s", d->sites.complaints.item[i].text);
}

bool
subscribe_load(struct desk *d, struct err *err)
{
	struct feedsfile *feeds = xcalloc(1, sizeof(*feeds));
	struct err read_err = { 0 };

	conf_release(&d->conf);
	d->conf = (struct conf){ 0 };
	conf_load(&d->conf, d->paths->config);
	load_sites(d);
	if (!feedsfile_load(
	        feeds, d->paths->feeds, &d->conf.options, &read_err)) {
		/* What was right a moment ago stays subscribed. */
		log_line("%s", read_err.text);
		event_note(d, read_err.text);
		feedsfile_release(feeds);
		return true;
	}
	lists_extend(d, feeds);
	subscribe_free(d);
	d->feeds = feeds;
	subscribe_trust(d);
	return sync_store(d, err);
}

const struct subscription *
subscribe_find(const struct desk *d, struct span url)
{
	for (size_t i = 0; i < d->feeds->subs; i++)
		if (span_eq(d->feeds->sub[i].url, url))
			return &d->feeds->sub[i];
	return NULL;
}

bool
subscribe_wants_pictures(const struct options *o)
{
	/* choices: auto, cells, kitty, sixel, off; open, ahead, never */
	enum { OFF = 4, AHEAD = 1 };

	return conf_choice(o, OPT_PICTURES) != OFF &&
	       conf_choice(o, OPT_FETCH_PICTURES) == AHEAD;
}

struct revision_limits
subscribe_revisions(const struct options *o)
{
	return (struct revision_limits){
		.count = conf_int(o, OPT_REVISIONS),
		.bytes = conf_int(o, OPT_REVISIONS_SIZE),
	};
}

const struct options *
subscribe_options(const struct desk *d, const struct subscription *sub)
{
	return sub ? &sub->options : &d->feeds->options;
}

void
subscribe_trust(struct desk *d)
{
	fetch_trust_none(d->fetch);
	for (size_t i = 0; i < d->feeds->subs; i++)
		if ((d->feeds->sub[i].source == SOURCE_WEB &&
		        !d->feeds->sub[i].listed) ||
		    d->feeds->sub[i].source == SOURCE_OPML)
			fetch_trust(d->fetch, d->feeds->sub[i].url);
}
