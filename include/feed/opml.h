/*
 * opml: subscription lists (OPML 1.0, 2.0), and newsboat's urls file.
 *
 * For parse and cmd.  Hostile like every other input: only http and https
 * addresses come out, whatever the file says.
 */
#ifndef FEED_OPML_H
#define FEED_OPML_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

enum { OPML_FEEDS_MAX = 100000, OPML_DEPTH_MAX = 16 };

struct opml_feed {
	struct span url, title, link;
	struct span section;    /* path, "World/Asia"; "/" in a name is "\/" */
	struct span categories; /* the category attribute, as it is */
};

struct opml {
	struct arena *mem;
	struct span title;
	struct opml_feed *feed;
	size_t n, cap;
	size_t skipped; /* lines or outlines that are no web feed */
};

/* Any encoding; a file that is no OPML gives NULL. Needs libxml2: parser. */
struct opml *opml_read(struct span utf8, struct err *err);
/* newsboat's "urls": URL and tags; "~Title"; query:, exec:, filter: skipped. */
struct opml *opml_read_urls(struct span utf8);
void opml_free(struct opml *o);
/* Appends OPML 2.0 with nested outlines. */
void opml_write(struct str *out, const struct opml *o);

/* opml <-> records: the parser's reply. */
void opml_records(struct str *out, const struct opml *o);
struct opml *opml_from_records(struct span text, struct err *err);

#endif
