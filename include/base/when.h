/*
 * when: dates of every feed dialect, and dates for people.
 *
 * For everybody.  A time is seconds since 1970 UTC in an int64_t, 0 is
 * "unknown".  No function here reads the clock: "now" is given.  Only
 * when_local and when_clock look at the local zone (TZ).
 */
#ifndef BASE_WHEN_H
#define BASE_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum when_grain {
	WHEN_YEAR = 1,
	WHEN_MONTH,
	WHEN_DAY,
	WHEN_MINUTE,
	WHEN_SECOND
};

struct when {
	int64_t t;      /* UTC; a missing zone was taken as UTC */
	int offset_min; /* east of UTC, as the source had it */
	bool has_zone;
	enum when_grain grain; /* how much the source said */
};

/*
 * Reads a date: RFC 822/2822/850, asctime, ISO 8601 / W3CDTF in all lengths
 * (week and ordinal dates too), RFC 3339, epoch seconds, and the broken
 * cousins found in feeds: two-digit years, named and military zones, a
 * missing or wrong weekday, full or foreign month names (main European
 * languages, Greek, Korean, Hungarian forms), Bengali and Arabic-Indic
 * digits, 24:00, leap seconds, "Published : 18 Nov 2019, 15:34".  A date
 * that cannot be (31 February, month 13) is false.
 */
bool when_parse(struct span text, struct when *out);
/* The same, seconds only; 0 when it is none. */
int64_t when_seconds(struct span text);

/* HTTP's three date forms (RFC 9110 5.6.7) only; 0 when it is none. */
int64_t when_http(struct span text);

/* Appends "2026-11-21T14:15:00Z"; nothing for 0. */
void when_utc(struct str *out, int64_t t);
/* Appends w as precisely as the source gave it: "2026-11-21T20:15:00+06:00",
 * "2026-11-21T20:15:00" without a zone, "2026-11-21" for a day. */
void when_source(struct str *out, const struct when *w);
/* Appends t in the local zone by strftime's format. */
void when_local(struct str *out, int64_t t, const char *format);
/* Appends "now", "12 min", "3 h", "5 days", "7 years"; "in 2 h". */
void when_age(struct str *out, int64_t t, int64_t now);
/* Appends a length of time as near as one cares: "90 min", "6 h", "2 days". */
void when_length(struct str *out, int64_t seconds);
/* Like when_age in whole words, for the article: "48 minutes ago". */
void when_ago(struct str *out, int64_t t, int64_t now);
/* Local midnight that begins the day of t. */
int64_t when_midnight(int64_t t);
/* RFC 822 form in GMT for If-Modified-Since and OPML. */
void when_imf(struct str *out, int64_t t);
/* "90s", "15m", "1h", "2d", "1w", or plain seconds; false if it is none. */
bool when_span(struct span text, int64_t *seconds);

#endif
