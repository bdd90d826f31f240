#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "base/i18n.h"
#include "base/when.h"

enum { STRFTIME_MAX = 256, MINUTE_S = 60, HOUR_S = 3600, DAY_S = 86400 };

/* A format may be the person's own, so no compiler can look at it. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static void
add_format(struct str *out, const char *format, const struct tm *tm)
{
	char text[STRFTIME_MAX];
	struct span t;

	if (!strftime(text, sizeof(text), format, tm))
		return;
	t = span_of(text);
	/* "%e" puts a blank before one digit, for columns; not in a line. */
	while (t.n && *t.s == ' ')
		t = span_from(t, 1);
	str_add(out, t);
}

#pragma GCC diagnostic pop

static bool
in_utc(int64_t t, struct tm *tm)
{
	time_t seconds = (time_t)t;

	return gmtime_r(&seconds, tm) != NULL;
}

/* strftime's %Y does not pad a year before 1000. */
static void
add_iso(struct str *out, const struct tm *tm, enum when_grain grain)
{
	str_printf(out, "%04d", tm->tm_year + 1900);
	if (grain >= WHEN_MONTH)
		str_printf(out, "-%02d", tm->tm_mon + 1);
	if (grain >= WHEN_DAY)
		str_printf(out, "-%02d", tm->tm_mday);
	if (grain >= WHEN_MINUTE)
		str_printf(out, "T%02d:%02d:%02d", tm->tm_hour, tm->tm_min,
		    tm->tm_sec);
}

void
when_utc(struct str *out, int64_t t)
{
	struct tm tm;

	if (!t || !in_utc(t, &tm))
		return;
	add_iso(out, &tm, WHEN_SECOND);
	str_addc(out, 'Z');
}

void
when_source(struct str *out, const struct when *w)
{
	int offset = abs(w->offset_min);
	struct tm tm;

	if (!w->grain || !in_utc(w->t + (int64_t)w->offset_min * 60, &tm))
		return;
	add_iso(out, &tm, w->grain);
	if (w->grain < WHEN_MINUTE || !w->has_zone)
		return;
	if (!offset)
		str_addc(out, 'Z');
	else
		str_printf(out, "%c%02d:%02d", w->offset_min < 0 ? '-' : '+',
		    offset / 60, offset % 60);
}

void
when_local(struct str *out, int64_t t, const char *format)
{
	time_t seconds = (time_t)t;
	struct tm tm;

	if (localtime_r(&seconds, &tm))
		add_format(out, format, &tm);
}

int64_t
when_midnight(int64_t t)
{
	time_t seconds = (time_t)t;
	struct tm tm;

	if (!localtime_r(&seconds, &tm))
		return t;
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm);
}

void
when_imf(struct str *out, int64_t t)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct tm tm;

	/* RFC 9110 5.6.7: English, whatever the locale is. */
	if (in_utc(t, &tm))
		str_printf(out, "%s, %02d %s %d %02d:%02d:%02d GMT",
		    days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
		    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* The age in the largest unit that fits. */
struct age {
	int64_t n;
	enum {
		AGE_NOW,
		AGE_MINUTES,
		AGE_HOURS,
		AGE_DAYS,
		AGE_MONTHS,
		AGE_YEARS
	} unit;
};

static struct age
age_of(int64_t seconds)
{
	if (seconds < MINUTE_S)
		return (struct age){ 0, AGE_NOW };
	if (seconds < HOUR_S)
		return (struct age){ seconds / MINUTE_S, AGE_MINUTES };
	if (seconds < DAY_S)
		return (struct age){ seconds / HOUR_S, AGE_HOURS };
	if (seconds < 60 * (int64_t)DAY_S)
		return (struct age){ seconds / DAY_S, AGE_DAYS };
	if (seconds < 730 * (int64_t)DAY_S)
		return (struct age){ seconds * 12 / (365 * (int64_t)DAY_S),
			AGE_MONTHS };
	return (struct age){ seconds / (365 * (int64_t)DAY_S), AGE_YEARS };
}

static void
add_short(struct str *out, struct age a)
{
	long n = (long)a.n;

	switch (a.unit) {
	case AGE_NOW:
		str_addz(out, _("now"));
		break;
	case AGE_MINUTES:
		str_printf(out, P_("%ld min", "%ld min", n), n);
		break;
	case AGE_HOURS:
		str_printf(out, P_("%ld h", "%ld h", n), n);
		break;
	case AGE_DAYS:
		str_printf(out, P_("%ld day", "%ld days", n), n);
		break;
	case AGE_MONTHS:
		str_printf(out, P_("%ld month", "%ld months", n), n);
		break;
	case AGE_YEARS:
		str_printf(out, P_("%ld year", "%ld years", n), n);
		break;
	}
}

void
when_age(struct str *out, int64_t t, int64_t now)
{
	struct str age = { 0 };

	add_short(&age, age_of(t > now ? t - now : now - t));
	if (t > now + MINUTE_S)
		str_printf(out, _("in %s"), str_z(&age));
	else
		str_add(out, str_span(&age));
	str_release(&age);
}

void
when_ago(struct str *out, int64_t t, int64_t now)
{
	struct age a = age_of(now - t);
	long n = (long)a.n;

	if (t > now + MINUTE_S) {
		when_age(out, t, now);
		return;
	}
	switch (a.unit) {
	case AGE_NOW:
		str_addz(out, _("just now"));
		break;
	case AGE_MINUTES:
		str_printf(out, P_("%ld minute ago", "%ld minutes ago", n), n);
		break;
	case AGE_HOURS:
		str_printf(out, P_("%ld hour ago", "%ld hours ago", n), n);
		break;
	case AGE_DAYS:
		str_printf(out, P_("%ld day ago", "%ld days ago", n), n);
		break;
	case AGE_MONTHS:
		str_printf(out, P_("%ld month ago", "%ld months ago", n), n);
		break;
	case AGE_YEARS:
		str_printf(out, P_("%ld year ago", "%ld years ago", n), n);
		break;
	}
}

bool
when_span(struct span text, int64_t *seconds)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 's', 1 }, { 'm', MINUTE_S }, { 'h', HOUR_S },
		{ 'd', DAY_S }, { 'w', 7 * DAY_S } };
	struct span number = text;
	int64_t unit = 1, v;

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (text.n && text.s[text.n - 1] == units[i].unit) {
			unit = units[i].seconds;
			number.n--;
			break;
		}
	}
	if (!span_int(number, &v) || v > INT64_MAX / unit)
		return false;
	*seconds = v * unit;
	return true;
}

void
when_length(struct str *out, int64_t seconds)
{
	if (seconds < 2 * HOUR_S)
		str_printf(out, _("%lld min"), (long long)(seconds / MINUTE_S));
	else if (seconds < 2 * DAY_S)
		str_printf(out, _("%lld h"), (long long)(seconds / HOUR_S));
	else
		str_printf(out, _("%lld days"), (long long)(seconds / DAY_S));
}
