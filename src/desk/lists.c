#include "config.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/url.h"
#include "desk/rooms.h"
#include "feed/opml.h"
#include "store/lists.h"

/* Without names and passwords: whose would they be? */
static struct span
without_user(struct arena *mem, struct span url)
{
	struct str plain = { 0 };
	struct span kept;

	url_without_user(&plain, url);
	kept = span_keep(mem, str_span(&plain));
	str_release(&plain);
	return kept;
}

bool
lists_take(struct desk *d, int64_t list, struct span records, struct err *err)
{
	struct opml *o = opml_from_records(records, err);
	struct listed *feed;
	size_t n = 0;
	bool ok;

	if (!o)
		return false;
	feed = xcalloc(o->n + 1, sizeof(*feed));
	for (size_t i = 0; i < o->n && n < LISTED_MAX; i++)
		if (url_is_web(o->feed[i].url))
			feed[n++] = (struct listed){
				.url = without_user(o->mem, o->feed[i].url),
				.title = o->feed[i].title,
				.section = o->feed[i].section,
			};
	ok = store_begin(d->store, false, err) &&
	     lists_put(d->store, list, feed, n, err) &&
	     store_commit(d->store, err);
	if (!ok)
		store_rollback(d->store);
	free(feed);
	opml_free(o);
	return ok;
}

void
lists_extend(struct desk *d, struct feedsfile *f)
{
	struct lists lists;
	struct err err = { 0 };

	for (size_t i = 0; i < f->subs; i++) {
		if (f->sub[i].source != SOURCE_OPML)
			continue;
		if (lists_load(&lists, d->store, &err))
			feedsfile_extend(f, lists.feed, lists.n);
		else
			log_line("%s", err.text);
		lists_release(&lists);
		return;
	}
}
