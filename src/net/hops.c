#include "config.h"

#include "net/hops.h"

#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "base/url.h"
#include "net/guard.h"
#include "net/http.h"
#include "net/trouble.h"

/* What is asked for an address. */
static void
add_clean(const struct hops *h, struct str *out, struct span url)
{
	/* What a server calls a name and password is not the person's. */
	url_without_user(out, url);
	if (h->hsts)
		hsts_upgrade(h->hsts, out, h->now);
}

bool
hops_begin(struct hops *h, struct span url, int max, const struct hsts *hsts,
    struct err *err)
{
	struct str clean = { 0 };
	bool ok;

	url = span_trim(url);
	*h = (struct hops){
		.max = max, .hsts = hsts, .now = (int64_t)time(NULL)
	};
	h->seen = xcalloc((size_t)max + 1, sizeof(*h->seen));
	/* Resolved against itself it is cleaned: blanks and letters beyond
	 * ASCII become what may stand in a request. */
	ok = guard_url(url, err) && url_resolve(&clean, url, url);
	if (ok)
		add_clean(h, &h->seen[h->n++], str_span(&clean));
	str_release(&clean);
	return ok;
}

struct span
hops_url(const struct hops *h)
{
	return h->n ? str_span(&h->seen[h->n - 1]) : span_n("", 0);
}

static bool
was_seen(const struct hops *h, struct span url)
{
	for (int i = 0; i < h->n; i++)
		if (span_eq(str_span(&h->seen[i]), url))
			return true;
	return false;
}

/* Without the fragment, which no server sees (and which would hide a circle).
 */
static struct span
without_fragment(struct span url)
{
	return span_head(url, span_chr(url, '#'));
}

static bool
may_follow(const struct hops *h, struct span to, bool anew, struct err *err)
{
	struct trouble_facts facts = { .steps = h->n };

	if (!guard_redirect(hops_url(h), to, err))
		return false;
	if (!anew && was_seen(h, to))
		return trouble_err(err, TROUBLE_CIRCLE, &facts);
	facts.steps = h->max;
	return h->n <= h->max || trouble_err(err, TROUBLE_REDIRECTS, &facts);
}

bool
hops_follow(struct hops *h, int status, struct span location, bool anew,
    struct err *err)
{
	struct url parts;
	struct trouble_facts facts = { 0 };
	struct str to = { 0 }, clean = { 0 };

	location = without_fragment(span_trim(location));
	url_split(hops_url(h), &parts);
	facts.host = parts.host;
	if (!location.n || !url_resolve(&clean, hops_url(h), location))
		return trouble_err(err, TROUBLE_NOWHERE, &facts);
	add_clean(h, &to, str_span(&clean));
	str_release(&clean);
	if (!may_follow(h, str_span(&to), anew, err)) {
		str_release(&to);
		return false;
	}
	if (http_is_permanent(status) && h->lasting == h->n - 1)
		h->lasting = h->n;
	h->seen[h->n++] = to;
	return true;
}

struct span
hops_permanent(const struct hops *h)
{
	return h->lasting ? str_span(&h->seen[h->lasting]) : span_n(NULL, 0);
}

void
hops_release(struct hops *h)
{
	for (int i = 0; i < h->n; i++)
		str_release(&h->seen[i]);
	free(h->seen);
	*h = (struct hops){ 0 };
}
