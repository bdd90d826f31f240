#include "config.h"

#include "net/hsts.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/url.h"
#include "base/vec.h"
#include "base/when.h"
#include "conf/paths.h"

#define DAY_S INT64_C(86400)
#define AGE_MAX_S (10 * 366 * DAY_S)
#define FOREVER INT64_MAX

struct known {
	char *host; /* lower case, without a dot at its end */
	bool below; /* for those below it, too */
	bool fresh; /* not in the file yet */
	int64_t until;
};

struct hsts {
	char *file;
	struct known *known; /* by host */
	size_t n, cap;
	bool changed;
};

/* --- the set --- */

/* Where the host is, or where it would stand. */
static size_t
place_of(const struct hsts *h, struct span host)
{
	size_t lo = 0, hi = h->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (span_cmp(span_of(h->known[mid].host), host) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct known *
find(const struct hsts *h, struct span host)
{
	size_t at = place_of(h, host);

	return at < h->n && span_is(host, h->known[at].host) ? &h->known[at]
	                                                     : NULL;
}

static void
drop(struct hsts *h, size_t at)
{
	free(h->known[at].host);
	h->n--;
	memmove(
	    &h->known[at], &h->known[at + 1], (h->n - at) * sizeof(*h->known));
}

static void
make_room(struct hsts *h)
{
	size_t soonest = 0;

	if (h->n < HSTS_HOSTS_MAX)
		return;
	for (size_t i = 1; i < h->n; i++)
		if (h->known[i].until < h->known[soonest].until)
			soonest = i;
	drop(h, soonest);
}

static void
put(struct hsts *h, const struct known *k)
{
	struct known *old = find(h, span_of(k->host));
	size_t at;

	if (old) {
		old->below = k->below;
		old->fresh = k->fresh;
		old->until = k->until;
		return;
	}
	make_room(h);
	at = place_of(h, span_of(k->host));
	vec_room(&h->known, h->n, &h->cap);
	memmove(
	    &h->known[at + 1], &h->known[at], (h->n - at) * sizeof(*h->known));
	h->n++;
	h->known[at] = *k;
	h->known[at].host = xstrdup(k->host);
}

/* Lower case, no dot at the end; empty for what is no name. */
static void
add_name(struct str *out, struct span host)
{
	bool name = false, bad = false;

	if (host.n && host.s[host.n - 1] == '.')
		host.n--;
	if (host.n && host.s[0] == '[')
		return;
	for (size_t i = 0; i < host.n; i++) {
		char c = host.s[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		bad = bad || (c >= 0 && c <= ' ') || c == '"' || c == 0x7f;
		str_addc(out, c);
		name = name || !((c >= '0' && c <= '9') || c == '.');
	}
	if (!name || bad)
		str_clear(out);
}

/* --- the file --- */

/* "20271124 11:22:33". */
static int64_t
read_time(struct span t)
{
	struct str iso = { 0 };
	int64_t at = 0;

	if (span_is(t, "unlimited"))
		return FOREVER;
	if (t.n == 17) {
		str_printf(&iso, "%.4s-%.2s-%.2sT%.8sZ", t.s, t.s + 4, t.s + 6,
		    t.s + 9);
		at = when_seconds(str_span(&iso));
		str_release(&iso);
	}
	return at;
}

/* host "time"; a dot before the host: for those below, too. */
static void
read_line(struct hsts *h, struct span line, int64_t now)
{
	struct str host = { 0 };
	struct known k = { 0 };
	struct span name;

	line = span_trim(line);
	if (!line.n || *line.s == '#')
		return;
	name = span_cut(&line, '"');
	name = span_trim(name);
	k.below = span_starts(name, ".");
	add_name(&host, span_from(name, k.below));
	k.until = read_time(span_cut(&line, '"'));
	if (host.n && k.until > now) {
		k.host = host.s;
		put(h, &k);
	}
	str_release(&host);
}

static void
read_file(struct hsts *h, int64_t now)
{
	struct str text = { 0 };
	struct span rest;

	if (paths_read(h->file, &text, HSTS_BYTES_MAX, NULL)) {
		rest = str_span(&text);
		while (rest.n)
			read_line(h, span_cut(&rest, '\n'), now);
	}
	str_release(&text);
}

static void
write_line(struct str *out, const struct known *k)
{
	char text[32] = "unlimited";
	time_t at = (time_t)k->until;
	struct tm tm;

	if (k->until != FOREVER) {
		if (!gmtime_r(&at, &tm))
			return;
		strftime(text, sizeof(text), "%Y%m%d %H:%M:%S", &tm);
	}
	str_printf(out, "%s%s \"%s\"\n", k->below ? "." : "", k->host, text);
}

static void
forget_all(struct hsts *h)
{
	while (h->n)
		free(h->known[--h->n].host);
	free(h->known);
}

bool
hsts_save(struct hsts *h, int64_t now, struct err *err)
{
	struct str out = { 0 };
	struct hsts all = { .file = h->file };
	bool ok;

	if (!h->changed || !h->file)
		return true;
	h->changed = false;
	read_file(&all, now);
	for (size_t i = 0; i < h->n; i++)
		if (h->known[i].fresh) {
			h->known[i].fresh = false;
			put(&all, &h->known[i]);
		}
	forget_all(h);
	h->known = all.known;
	h->n = all.n;
	h->cap = all.cap;
	str_lit(&out, "# Hosts that are asked by https alone (RFC 6797).\n");
	for (size_t i = 0; i < h->n; i++)
		if (h->known[i].until > now)
			write_line(&out, &h->known[i]);
	ok = paths_make_for(h->file, err) &&
	     paths_write(h->file, out.s, out.n, err);
	str_release(&out);
	return ok;
}

struct hsts *
hsts_new(const char *file, int64_t now)
{
	struct hsts *h = xcalloc(1, sizeof(*h));

	if (file) {
		h->file = xstrdup(file);
		read_file(h, now);
	}
	return h;
}

void
hsts_free(struct hsts *h)
{
	if (!h)
		return;
	forget_all(h);
	free(h->file);
	free(h);
}

/* --- what hosts ask for --- */

struct wish {
	int64_t age; /* -1: not said */
	bool below, bad;
};

static void
read_age(struct wish *w, struct span value)
{
	int64_t age = 0;

	if (value.n >= 2 && *value.s == '"' && value.s[value.n - 1] == '"')
		value = span_n(value.s + 1, value.n - 2);
	w->bad = w->bad || w->age >= 0 || !value.n;
	for (size_t i = 0; i < value.n; i++) {
		if (value.s[i] < '0' || value.s[i] > '9')
			w->bad = true;
		else if (age < AGE_MAX_S)
			age = age * 10 + (value.s[i] - '0');
	}
	w->age = age < AGE_MAX_S ? age : AGE_MAX_S;
}

/* RFC 6797 6.1: a directive that stands twice spoils it all. */
static struct wish
read_wish(struct span value)
{
	struct wish w = { .age = -1 };

	while (value.n) {
		struct span rest = span_cut(&value, ';');
		struct span name = span_trim(span_cut(&rest, '='));

		if (span_iis(name, "max-age"))
			read_age(&w, span_trim(rest));
		else if (span_iis(name, "includeSubDomains")) {
			w.bad = w.bad || w.below;
			w.below = true;
		}
	}
	return w;
}

/* A renewal by less than a day is not worth a write. */
static bool
is_news(const struct known *old, const struct known *k)
{
	if (!old)
		return k->until > 0;
	return old->below != k->below || k->until < old->until - DAY_S ||
	       k->until > old->until + DAY_S;
}

bool
hsts_learn(struct hsts *h, struct span host, struct span value, int64_t now)
{
	struct wish w = read_wish(value);
	struct known k = { .below = w.below, .fresh = true };
	struct str name = { 0 };
	bool news = false;

	add_name(&name, host);
	if (!w.bad && w.age >= 0 && name.n) {
		/* 0: it takes back its wish, in the file as well. */
		k.until = w.age ? now + w.age : 0;
		k.host = name.s;
		news = is_news(find(h, str_span(&name)), &k);
	}
	if (news) {
		put(h, &k);
		h->changed = true;
	}
	str_release(&name);
	return news;
}

bool
hsts_knows(const struct hsts *h, struct span host, int64_t now)
{
	struct str name = { 0 };
	struct span at;
	bool own = true, found = false;

	add_name(&name, host);
	at = str_span(&name);
	while (at.n && !found) {
		const struct known *k = find(h, at);

		found = k && k->until > now && (own || k->below);
		own = false;
		at = span_from(at, span_chr(at, '.'));
		at = span_from(at, at.n > 0);
	}
	str_release(&name);
	return found;
}

void
hsts_upgrade(const struct hsts *h, struct str *url, int64_t now)
{
	struct str safe = { 0 };
	struct url u;
	size_t n;

	url_split(str_span(url), &u);
	if (!span_iis(u.scheme, "http") || !hsts_knows(h, u.host, now))
		return;
	n = u.host.s ? (size_t)(u.host.s - url->s) + u.host.n : 0;
	str_lit(&safe, "https");
	str_addn(&safe, url->s + 4, n - 4);
	if (span_is(u.port, "80"))
		n += 3; /* ":80" */
	str_add(&safe, span_from(str_span(url), n));
	str_release(url);
	*url = safe;
}
