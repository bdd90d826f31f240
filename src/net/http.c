#include "config.h"

#include "net/http.h"

#include "base/i18n.h"
#include "base/when.h"

/* RFC 9111 1.2.2: what is too large to count is this. */
#define DELTA_MAX INT64_C(2147483648)

/* delta-seconds: digits only. */
static bool
delta_seconds(struct span t, int64_t *out)
{
	int64_t v = 0;

	t = span_trim(t);
	if (!t.n)
		return false;
	for (size_t i = 0; i < t.n; i++) {
		if (t.s[i] < '0' || t.s[i] > '9')
			return false;
		v = v * 10 + (t.s[i] - '0');
		if (v > DELTA_MAX)
			v = DELTA_MAX;
	}
	*out = v;
	return true;
}

static int64_t
at_most(int64_t v, int64_t max)
{
	return v < max ? v : max;
}

int64_t
http_retry_after(struct span value, int64_t now)
{
	int64_t s = 0;

	value = span_trim(value);
	if (!delta_seconds(value, &s)) {
		int64_t at = when_http(value);

		s = at > now ? at - now : 0;
	}
	return at_most(s, HTTP_RETRY_MAX_S);
}

/* The value after "name=", without quotes; the part after ';' or ',' that
 * stands in *rest is cut off there. */
static struct span
unquote(struct span t)
{
	t = span_trim(t);
	if (t.n >= 2 && (t.s[0] == '"' || t.s[0] == '\'') &&
	    t.s[t.n - 1] == t.s[0])
		t = span_trim(span_n(t.s + 1, t.n - 2));
	return t;
}

/* Seconds of Cache-Control, or -1. */
static int64_t
cache_control_fresh(struct span value)
{
	int64_t fresh = -1;

	while (value.n) {
		struct span word = span_cut(&value, ',');
		struct span name = span_trim(span_cut(&word, '='));
		int64_t s;

		if (span_iis(name, "no-store") || span_iis(name, "no-cache"))
			return 0;
		/* RFC 9111 4.2.1: of several the first counts. */
		if (span_iis(name, "max-age") && fresh < 0 &&
		    delta_seconds(unquote(word), &s))
			fresh = s;
	}
	return fresh;
}

int64_t
http_fresh(struct span cache_control, struct span expires, struct span date,
    struct span age, int64_t now)
{
	int64_t fresh = cache_control_fresh(cache_control), old;

	expires = span_trim(expires);
	if (fresh < 0 && expires.n) {
		/* RFC 9111 5.3: a date that is none, "0" above all, means
		 * that it has expired already. */
		int64_t end = when_http(expires), sent = when_http(date);

		fresh = end ? end - (sent ? sent : now) : 0;
		if (fresh < 0)
			fresh = 0;
	}
	if (fresh < 0)
		return -1;
	if (delta_seconds(age, &old))
		fresh = old < fresh ? fresh - old : 0;
	return at_most(fresh, DELTA_MAX);
}

struct http_type
http_type(struct span value)
{
	struct http_type out = { { NULL, 0 }, { NULL, 0 } };
	/* Lines that were joined by a server or a proxy: the first counts. */
	struct span rest = span_cut(&value, ',');

	out.type = span_trim(span_cut(&rest, ';'));
	while (rest.n && !out.charset.n) {
		struct span word = span_cut(&rest, ';');
		struct span name = span_trim(span_cut(&word, '='));

		if (span_iis(name, "charset"))
			out.charset = unquote(word);
	}
	return out;
}

bool
http_is_redirect(int status)
{
	return status == 301 || status == 302 || status == 303 ||
	       status == 307 || status == 308;
}

bool
http_is_permanent(int status)
{
	return status == 301 || status == 308;
}

static const char later_text[] =
    N_("it is asked again by itself, less often each time");
static const char address_text[] =
    N_("see whether its address is right; F in the reader's health view (H) "
       "asks its site for another");

/* remedy: for the person whose feed it is. */
static const struct {
	int status;
	const char *text, *remedy;
} statuses[] = {
	{ 400, N_("the server did not understand the question (400)"),
	    address_text },
	{ 401,
	    N_("the server wants a name and a password (401): credentials= in "
	       "the feeds file names them"),
	    NULL },
	{ 402, N_("the server wants to be paid (402)"),
	    N_("who has paid names the login by credentials= or cookie-file= "
	       "in the feeds file") },
	{ 403, N_("the server refuses to show the page (403)"),
	    N_("it may want a login (credentials=, cookie-file=) or another "
	       "user-agent= in the feeds file") },
	{ 404, N_("the server says the page does not exist (404)"),
	    address_text },
	{ 406, N_("the server has no form of the page that we read (406)"),
	    address_text },
	{ 407, N_("the proxy wants a name and a password (407)"),
	    N_("proxy= in the feeds file takes them, before the proxy's "
	       "name") },
	{ 408, N_("the server lost patience (408)"), later_text },
	/* What is done about it is said of a feed that has stopped. */
	{ 410, N_("the server says the page is gone for good (410)"), NULL },
	{ 421, N_("the server says it was asked by mistake (421)"),
	    address_text },
	{ 429, N_("the server asks for fewer visits (429)"),
	    N_("a longer every= in the feeds file may please it") },
	{ 451, N_("the page may not be shown for legal reasons (451)"),
	    N_("pause it until that changes, or remove it") },
	{ 500, N_("the server has broken down (500)"), later_text },
	{ 502,
	    N_("the server behind the server does not answer properly (502)"),
	    later_text },
	{ 503, N_("the server is overloaded or under repair (503)"),
	    later_text },
	{ 504, N_("the server behind the server does not answer in time (504)"),
	    later_text },
	{ 511, N_("the network wants you to log in first (511)"),
	    N_("open any page in a browser, and log in there") },
};

static int
find_status(int status)
{
	int n = (int)(sizeof(statuses) / sizeof(statuses[0]));

	for (int i = 0; i < n; i++)
		if (statuses[i].status == status)
			return i;
	return -1;
}

static const char *
status_text(int status)
{
	int i = find_status(status);

	return i < 0 ? NULL : _(statuses[i].text);
}

const char *
http_status_remedy(int status)
{
	int i = find_status(status);

	if (i >= 0)
		return statuses[i].remedy ? _(statuses[i].remedy) : NULL;
	return status >= 500 ? _(later_text) : _(address_text);
}

static bool
busy_err(struct err *err, int status, int64_t now, int64_t retry_at)
{
	struct str at = { 0 };

	when_local(&at, retry_at,
	    when_midnight(now) == when_midnight(retry_at) ? "%H:%M"
	                                                  : "%Y-%m-%d %H:%M");
	err_set(err, ERR_HTTP,
	    _("the server is busy and asks to wait until %s (%d)"), str_z(&at),
	    status);
	str_release(&at);
	return false;
}

bool
http_status_err(struct err *err, int status, int64_t now, int64_t retry_at)
{
	const char *text = status_text(status);

	if ((status == 429 || status == 503) && retry_at > now)
		return busy_err(err, status, now, retry_at);
	if (text)
		return err_set(err,
		    status == 404 || status == 410 ? ERR_GONE : ERR_HTTP, "%s",
		    text);
	if (status >= 500)
		return err_set(
		    err, ERR_HTTP, _("the server has failed (%d)"), status);
	if (status >= 400)
		return err_set(err, ERR_HTTP,
		    _("the server refuses the question (%d)"), status);
	return err_set(err, ERR_HTTP,
	    _("the server gave an answer without sense (%d)"), status);
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static bool
is_skipped(const struct http_rhythm *r, int64_t t)
{
	/* The first of January 1970 was a Thursday. */
	return r->skip_hours >> (t / 3600 % 24) & 1 ||
	       r->skip_days >> ((t / 86400 + 4) % 7) & 1;
}

/* To the beginning of the next hour that is not skipped, and not all of those
 * who do that at once. */
static int64_t
skip_past(const struct http_rhythm *r, int64_t due)
{
	int64_t t = due;

	for (int hours = 0; hours < 7 * 24 && is_skipped(r, t); hours++)
		t += 3600 - t % 3600;
	return t == due || is_skipped(r, t) ? due : t + r->random % 360;
}

int64_t
http_next_due(const struct http_rhythm *r)
{
	int64_t wait = r->every_s, most;

	if (r->failures > 0) {
		most = later(HTTP_BACKOFF_MAX_S, r->every_s);
		for (int i = 1; i < r->failures && wait < most; i++)
			wait *= 2;
		wait = at_most(wait, most);
	} else {
		/* Eight times as often as something comes will do. */
		wait = later(wait, at_most(r->rhythm_s / 8, HTTP_RHYTHM_MAX_S));
		wait = later(wait, at_most(r->ttl_s, HTTP_FRESH_MAX_S));
		wait = later(wait, at_most(r->fresh_s, HTTP_FRESH_MAX_S));
	}
	wait = later(wait, r->retry_after_s);
	return skip_past(
	    r, r->now + wait + wait / 10 * (r->random % 1000) / 1000);
}
