#include "config.h"

#include "base/when.h"

#include <string.h>
#include <time.h>

#include "base/months.h"
#include "base/utf8.h"

enum { TEXT_MAX = 200, DAY_S = 86400 };

/* What has been found in a text. */
struct fields {
	int64_t year, month, day; /* 0: not said, -1: cannot be */
	int64_t week, yearday;
	int64_t hour, minute, second;
	bool has_time, has_second, has_zone, pm, am;
	bool early; /* the month's name came before any number */
	int offset_min;
};

/* Days from 1970-01-01 of a date in the Gregorian calendar. */
static int64_t
days_of(int64_t y, int64_t m, int64_t d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static bool
is_leap(int64_t y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int
month_days(int64_t y, int64_t m)
{
	static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	return m == 2 && is_leap(y) ? 29 : days[m - 1];
}

/* Monday of ISO week 1 is the one of the week with 4 January. */
static int64_t
week_day(int64_t y, int64_t week, int64_t day)
{
	int64_t jan4 = days_of(y, 1, 4);

	return jan4 - (jan4 + 3) % 7 + (week - 1) * 7 + day - 1;
}

static bool
finish_time(struct fields *f, int64_t *seconds)
{
	if (f->pm && f->has_time && f->hour < 12)
		f->hour += 12;
	if (f->am && f->hour == 12)
		f->hour = 0;
	if (f->hour > 24 || f->minute > 59 || f->second > 60 ||
	    (f->hour == 24 && (f->minute || f->second)))
		return false;
	*seconds = f->hour * 3600 + f->minute * 60 +
	           (f->second == 60 ? 59 : f->second);
	return true;
}

static bool
finish(struct fields *f, struct when *out)
{
	int64_t days, seconds = 0;

	if (f->year < 1 || f->year > 9999 || f->month > 12 || f->month < 0 ||
	    !finish_time(f, &seconds))
		return false;
	if (f->week) {
		/* The week is of the year that has its Thursday. */
		if (f->week > 53 || f->day > 7 ||
		    week_day(f->year, f->week, 4) >= days_of(f->year + 1, 1, 1))
			return false;
		days = week_day(f->year, f->week, f->day ? f->day : 1);
	} else if (f->yearday) {
		if (f->yearday > (is_leap(f->year) ? 366 : 365))
			return false;
		days = days_of(f->year, 1, 1) + f->yearday - 1;
	} else {
		int64_t m = f->month ? f->month : 1;
		int64_t d = f->day ? f->day : 1;

		if (d < 1 || d > month_days(f->year, m))
			return false;
		days = days_of(f->year, m, d);
	}
	*out = (struct when){
		.t = days * DAY_S + seconds - (int64_t)f->offset_min * 60,
		.offset_min = f->offset_min,
		.has_zone = f->has_zone,
		.grain = f->has_second                     ? WHEN_SECOND
		         : f->has_time                     ? WHEN_MINUTE
		         : f->day || f->week || f->yearday ? WHEN_DAY
		         : f->month                        ? WHEN_MONTH
		                                           : WHEN_YEAR,
	};
	return true;
}

/* --- reading ------------------------------------------------------------ */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits at the start of t; their number and value. */
static size_t
digits(struct span t, int64_t *v)
{
	size_t n = 0;

	*v = 0;
	while (n < t.n && is_digit(t.s[n]) && n < 18)
		*v = *v * 10 + (t.s[n++] - '0');
	return n;
}

static size_t
fraction(struct span t)
{
	size_t n = 1;

	if (t.n < 2 || (*t.s != '.' && *t.s != ',') || !is_digit(t.s[1]))
		return 0;
	while (n < t.n && is_digit(t.s[n]))
		n++;
	return n;
}

/* "+06:00", "-0330", "+1"; bytes taken, 0 when it is none. */
static size_t
take_offset(struct fields *f, struct span t)
{
	int64_t h, m = 0;
	size_t n, k;

	if (t.n < 2 || (*t.s != '+' && *t.s != '-'))
		return 0;
	n = digits(span_from(t, 1), &h);
	if (n == 0 || n > 4)
		return 0;
	k = n + 1;
	if (n > 2) {
		m = h % 100;
		h /= 100;
	} else if (k < t.n && t.s[k] == ':') {
		k += digits(span_from(t, k + 1), &m) + 1;
	}
	if (h > 15 || m > 59)
		return 0;
	f->offset_min = (int)(h * 60 + m) * (*t.s == '-' ? -1 : 1);
	f->has_zone = true;
	return k;
}

/* "10:14:55.25", "9:15", bytes taken; 0 when it is no time of day. */
static size_t
take_clock(struct fields *f, struct span t)
{
	int64_t h, m, s = 0;
	size_t n = digits(t, &h), k;

	if (n < 1 || n > 2 || n + 1 >= t.n || (t.s[n] != ':' && t.s[n] != 'h'))
		return 0;
	k = digits(span_from(t, n + 1), &m);
	if (k < 1 || k > 2)
		return 0;
	n += k + 1;
	f->hour = h;
	f->minute = m;
	f->has_time = true;
	if (n + 1 < t.n && t.s[n] == ':' &&
	    (k = digits(span_from(t, n + 1), &s)) > 0) {
		f->second = s;
		f->has_second = true;
		n += k + 1;
	}
	return n + fraction(span_from(t, n));
}

/* "T101455", "T1014", "T10" behind an ISO date. */
static size_t
take_compact_clock(struct fields *f, struct span t)
{
	int64_t v;
	size_t n = digits(t, &v);

	if (n != 2 && n != 4 && n != 6)
		return 0;
	f->has_time = true;
	f->has_second = n == 6;
	f->second = n == 6 ? v % 100 : 0;
	v = n == 6 ? v / 100 : v;
	f->minute = n >= 4 ? v % 100 : 0;
	f->hour = n >= 4 ? v / 100 : v;
	return n + fraction(span_from(t, n));
}

static int64_t
full_year(int64_t y)
{
	return y < 70 ? y + 2000 : y < 100 ? y + 1900 : y;
}

/* 31.12.2003 and 31/12/2003; 12/31/2003 only when it must be; 03-12-31, as
 * ISO 8601 once allowed it. */
static void
set_short_date(struct fields *f, const int64_t v[3], bool year_first)
{
	f->year = full_year(year_first ? v[0] : v[2]);
	f->month = v[1];
	f->day = year_first ? v[2] : v[0];
	if (!year_first && v[1] > 12) {
		f->month = v[0];
		f->day = v[1];
	}
}

/* A date of digits: 2003-12-31, 2003-12, 2003/12/31, 31.12.2003. */
static size_t
take_numeric_date(struct fields *f, struct span t)
{
	int64_t v[3] = { 0 };
	size_t n = digits(t, &v[0]), k, third = 0, end;
	char sep;

	if (!n || n > 4 || n >= t.n || !strchr("-/.", t.s[n]))
		return 0;
	sep = t.s[n];
	k = digits(span_from(t, n + 1), &v[1]);
	if (k < 1 || k > 2)
		return 0;
	end = n + 1 + k;
	if (end < t.n && t.s[end] == sep)
		third = digits(span_from(t, end + 1), &v[2]);
	if (third)
		end += third + 1;
	if (n != 4) {
		if (!third)
			return 0;
		set_short_date(f, v, sep == '-' && n == 2 && third == 2);
		return end;
	}
	if (v[1] < 1 || third > 2)
		return 0;
	f->year = v[0];
	f->month = v[1];
	/* A day that is said and is 0 cannot be. */
	f->day = third && !v[2] ? -1 : v[2];
	return end;
}

/* Eight, seven, six digits: 20031231, 2003335, 031231; four: a year. */
static size_t
take_digits_date(struct fields *f, struct span t)
{
	int64_t v;
	size_t n = digits(t, &v);

	switch (n) {
	case 8:
		f->year = v / 10000;
		f->month = v / 100 % 100;
		f->day = v % 100;
		break;
	case 7:
		f->year = v / 1000;
		f->yearday = v % 1000;
		break;
	case 6:
		f->year = full_year(v / 10000);
		f->month = v / 100 % 100;
		f->day = v % 100;
		break;
	case 4:
		f->year = v;
		return n;
	default:
		return 0;
	}
	return (f->month || f->yearday) ? n : 0;
}

/* "2003-W01-3", "2003W013", "2003-335" after the year has been read. */
static size_t
take_iso_rest(struct fields *f, struct span t)
{
	size_t n = 0, k;
	int64_t v;

	if (n < t.n && t.s[n] == '-')
		n++;
	if (n < t.n && (t.s[n] == 'W' || t.s[n] == 'w')) {
		k = digits(span_from(t, n + 1), &v);
		f->week = k == 3 ? v / 10 : v;
		f->day = k == 3 ? v % 10 : 0;
		n += k + 1;
		if (k == 2 && n + 1 < t.n && t.s[n] == '-')
			n += digits(span_from(t, n + 1), &f->day) + 1;
		return f->week ? n : 0;
	}
	if (n && digits(span_from(t, n), &f->yearday) == 3)
		return n + 3;
	f->yearday = 0;
	return 0;
}

static size_t
take_iso_date(struct fields *f, struct span t)
{
	struct fields week = *f;
	size_t n = digits(t, &week.year), k;

	if (n == 4 && n < t.n && (t.s[n] == '-' || t.s[n] == 'W')) {
		k = take_iso_rest(&week, span_from(t, n));
		if (k) {
			*f = week;
			return n + k;
		}
	}
	k = take_numeric_date(f, t);
	if (k)
		return k;
	return n >= 4 && n <= 8 ? take_digits_date(f, t) : 0;
}

/* A lone number: the day, then the year. */
static void
take_number(struct fields *f, int64_t v, size_t n)
{
	if (n == 4 || v > 31) {
		if (!f->year)
			f->year = n == 4 ? v : full_year(v);
	} else if (!f->day) {
		f->day = v ? v : -1;
	} else if (!f->year) {
		f->year = full_year(v);
	}
}

static size_t
word_bytes(struct span t)
{
	size_t n = 0;

	while (
	    n < t.n && ((t.s[n] & 0x80) || (t.s[n] >= 'a' && t.s[n] <= 'z') ||
	                   (t.s[n] >= 'A' && t.s[n] <= 'Z')))
		n++;
	return n;
}

static bool
take_mark(struct fields *f, struct span word)
{
	char mark = mark_of(word);

	f->am = f->am || mark == 'a';
	f->pm = f->pm || mark == 'p';
	if (mark == 'm') {
		/* What looked like a day was the month. */
		f->month = f->day;
		f->day = 0;
	}
	return mark != 0;
}

/* "PM", "p.m.", "p": bytes taken; behind a time only, for German has a word
 * "am" and English one "a". */
static size_t
take_half(struct fields *f, struct span t, size_t n)
{
	char c = (char)(*t.s | 0x20);
	bool dotted = n == 1 && t.n > 1 && t.s[1] == '.';

	if (!f->has_time || (c != 'a' && c != 'p'))
		return 0;
	if (dotted && t.n > 2 && (t.s[2] | 0x20) == 'm')
		n = 3;
	else if (!(n == 2 && (t.s[1] | 0x20) == 'm') &&
	         !(n == 1 && *t.s == c && (dotted || c == 'p')))
		return 0;
	f->am = f->am || c == 'a';
	f->pm = f->pm || c == 'p';
	return n;
}

static void
take_word(struct fields *f, struct span word)
{
	int offset, month;

	if (take_mark(f, word))
		return;
	if (f->has_time && !f->has_zone && zone_of(word, &offset)) {
		f->offset_min = offset;
		f->has_zone = true;
		return;
	}
	month = word.n >= 3 ? month_of(word) : 0;
	/* "mardi", "martes" and "maandag" are Tuesdays and a Monday: what came
	 * first may have been the day of the week. */
	if (month && (!f->month || f->early)) {
		f->early = !f->month && !f->day && !f->year;
		f->month = month;
	}
}

static size_t
take_letters(struct fields *f, struct span t)
{
	size_t n = word_bytes(t), half;

	if (!n)
		return 1;
	half = take_half(f, t, n);
	if (half)
		return half;
	if (month_needs_next(span_head(t, n)) && n < t.n && t.s[n] == ' ')
		n += 1 + word_bytes(span_from(t, n + 1));
	take_word(f, span_head(t, n));
	return n;
}

/* One token of a date in words; bytes taken. */
static size_t
take_token(struct fields *f, struct span t)
{
	int64_t v;
	size_t n;

	if (*t.s == '+' || *t.s == '-') {
		n = f->has_time ? take_offset(f, t) : 0;
		return n ? n : 1;
	}
	if (!is_digit(*t.s))
		return take_letters(f, t);
	if (!f->has_time && (n = take_clock(f, t)))
		return n;
	if (!f->year && !f->day && (!f->month || f->early) &&
	    (n = take_iso_date(f, t)))
		return n;
	n = digits(t, &v);
	take_number(f, v, n);
	return n;
}

/* A date and a T and a time of day, all as the standard has it. */
static bool
read_iso(struct span t, struct fields *f)
{
	size_t n = take_iso_date(f, t);

	if (!n || n < 4)
		return false;
	t = span_from(t, n);
	if (!t.n)
		return true;
	if (*t.s != 'T' && *t.s != 't' && *t.s != ' ')
		return false;
	t = span_from(t, 1);
	n = take_clock(f, t);
	if (!n)
		n = take_compact_clock(f, t);
	if (!n)
		return false;
	t = span_trim(span_from(t, n));
	if (!t.n)
		return true;
	if (t.n == 1 && (*t.s == 'Z' || *t.s == 'z'))
		return f->has_zone = true;
	n = take_offset(f, t);
	return n == t.n;
}

static bool
read_words(struct span t, struct fields *f)
{
	while (t.n)
		t = span_from(t, take_token(f, t));
	return f->year > 0 && (f->month || f->week || f->yearday);
}

/* Digits of other scripts, and commas that stand for full stops. */
static const uint32_t zeros[] = { 0x660, 0x6f0, 0x966, 0x9e6, 0xff10 };

static void
plain_digits(struct str *out, struct span t)
{
	uint32_t c;

	for (size_t at = 0; at < t.n;) {
		at += utf8_next(t, at, &c);
		for (size_t i = 0; i < sizeof(zeros) / sizeof(*zeros); i++)
			if (c >= zeros[i] && c <= zeros[i] + 9)
				c = '0' + c - zeros[i];
		if (c == 0x2212)
			c = '-';
		utf8_add(out, c == 0xa0 || c == 0x202f ? ' ' : c);
	}
}

/* Seconds, or milliseconds, since 1970. */
static bool
read_epoch(struct span t, struct when *out)
{
	int64_t v;
	size_t n = digits(t, &v);

	if ((n != t.n && fraction(span_from(t, n)) != t.n - n) || n < 9 ||
	    n > 13)
		return false;
	*out = (struct when){
		.t = n >= 12 ? v / 1000 : v,
		.has_zone = true,
		.grain = WHEN_SECOND,
	};
	return true;
}

/* 20031231101455 or 200312311014, which is no number of seconds. */
static bool
read_row(struct span t, struct fields *f)
{
	int64_t v;
	size_t n = digits(t, &v);

	if (n != t.n || (n != 12 && n != 14) ||
	    !take_digits_date(f, span_head(t, 8)))
		return false;
	digits(span_from(t, 8), &v);
	f->has_time = f->has_second = true;
	v *= n == 14 ? 1 : 100;
	f->second = v % 100;
	f->minute = v / 100 % 100;
	f->hour = v / 10000;
	return f->year >= 1970 && f->year < 2100;
}

bool
when_parse(struct span text, struct when *out)
{
	struct fields f = { 0 };
	struct str plain = { 0 };
	struct span t;
	bool ok;

	*out = (struct when){ 0 };
	if (text.n > TEXT_MAX)
		return false;
	plain_digits(&plain, text);
	t = span_trim(str_span(&plain));
	ok = (read_row(t, &f) && finish(&f, out)) || read_epoch(t, out);
	if (!ok && t.n) {
		f = (struct fields){ 0 };
		ok = read_iso(t, &f) && finish(&f, out);
		f = ok ? f : (struct fields){ 0 };
		ok = ok || (read_words(t, &f) && finish(&f, out));
	}
	str_release(&plain);
	if (!ok)
		*out = (struct when){ 0 };
	return ok;
}

int64_t
when_seconds(struct span text)
{
	struct when w;

	return when_parse(text, &w) ? w.t : 0;
}

int64_t
when_http(struct span text)
{
	struct when w;
	struct span t = span_trim(text);

	/* All three begin with a day's name; nothing else is a date here. */
	if (word_bytes(t) < 3 || !when_parse(t, &w) || w.grain != WHEN_SECOND)
		return 0;
	return w.t;
}
