/*
 * http: what the headers of an answer mean.  Pure: text and numbers in, text
 * and numbers out; the time is given.
 *
 * For net and desk.  RFC 9110 and 9111.  Header values come from servers:
 * nonsense is read as absence.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum {
	HTTP_RETRY_MAX_S = 7 * 86400, /* of Retry-After; more is this much */
	HTTP_BUSY_S = 600, /* that a busy host is left alone which does not say
	                      for how long */
	HTTP_FRESH_MAX_S = 86400,  /* that a feed's own wish can ask for */
	HTTP_RHYTHM_MAX_S = 43200, /* that a slow feed is left alone */
	HTTP_GONE = 410,
	HTTP_BACKOFF_MAX_S = 86400 /* between two tries of a failing feed */
};

/* Retry-After (RFC 9110 10.2.3), a date or seconds: seconds from now on, at
 * most HTTP_RETRY_MAX_S; 0 when it is absent, past or neither. */
int64_t http_retry_after(struct span value, int64_t now);

/*
 * How long the answer is fresh (RFC 9111 4.2.1, 4.2.3): max-age, else Expires
 * minus Date, less Age, never below 0; no-cache and no-store are 0.
 * Cache-Control's lines are joined by commas.  -1 when nothing is said.
 */
int64_t http_fresh(struct span cache_control, struct span expires,
    struct span date, struct span age, int64_t now);

/* Content-Type (RFC 9110 8.3): "text/html" and the charset, without quotes,
 * both in the case they came in; empty what is not there. */
struct http_type {
	struct span type, charset;
};
struct http_type http_type(struct span value);

/* A redirect that is followed, and one that is for good. */
bool http_is_redirect(int status);
bool http_is_permanent(int status);

/*
 * An error status as a sentence: "the server says the page does not exist
 * (404)".  retry_at: when it may be asked again (429, 503), 0: not told;
 * shown in the local zone.  Returns false.
 */
bool http_status_err(
    struct err *err, int status, int64_t now, int64_t retry_at);

/* What the person may do about a feed whose server answers so; NULL: nothing
 * that the sentence above does not say. */
const char *http_status_remedy(int status);

/* What is known when the next visit to a feed is planned; 0: unknown. */
struct http_rhythm {
	int64_t now;
	int64_t every_s;       /* what the person asks for */
	int64_t rhythm_s;      /* between its articles; 0: not known */
	int64_t ttl_s;         /* what the feed says of itself */
	int64_t fresh_s;       /* what its headers say; -1: nothing */
	int64_t retry_after_s; /* what a busy server says */
	unsigned skip_hours;   /* RSS: bit h, not at h o'clock GMT */
	unsigned skip_days;    /* bit d, 0 is Sunday */
	int failures;          /* in a row, this one included */
	uint32_t random;       /* any number: feeds shall not march in step */
};
/*
 * When to ask again (seconds since 1970): after the longest of every, ttl,
 * freshness (these two up to HTTP_FRESH_MAX_S) and an eighth of the usual time
 * between articles (up to HTTP_RHYTHM_MAX_S); after failures every, doubled
 * with each up to HTTP_BACKOFF_MAX_S (or every, when that is more); never
 * before Retry-After; and up to a tenth later, by the random number.  A time
 * that the feed asks to be left alone at is put off to the next that it does
 * not, unless it asks that of the whole week.
 */
int64_t http_next_due(const struct http_rhythm *r);

#endif
