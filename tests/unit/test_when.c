#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/when.h"

/* A text, and when_source's form of it; NULL: it is no date. */
struct reading {
	const char *text, *source;
};

static int
check(const struct reading *r, size_t n)
{
	int wrong = 0;

	for (size_t i = 0; i < n; i++) {
		struct str out = { 0 };
		struct when w;
		bool ok = when_parse(span_of(r[i].text), &w);

		if (ok)
			when_source(&out, &w);
		if (strcmp(ok ? str_z(&out) : "(none)",
		        r[i].source ? r[i].source : "(none)") != 0) {
			print_error("\"%s\" is %s, not %s\n", r[i].text,
			    ok ? str_z(&out) : "(none)",
			    r[i].source ? r[i].source : "(none)");
			wrong++;
		}
		/* when_seconds says the same. */
		if (when_seconds(span_of(r[i].text)) != (ok ? w.t : 0))
			wrong++;
		str_release(&out);
	}
	return wrong;
}

#define CHECK(table) \
	assert_int_equal(check((table), sizeof(table) / sizeof(*(table))), 0)

static const struct reading rfc822[] = {
	{ "Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z" },
	{ "Thu, 01 Jan 04 19:48:21 GMT", "2004-01-01T19:48:21Z" },
	{ "01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z" },
	{ "Thu,  5 Apr 2012 10:00:00 GMT", "2012-04-05T10:00:00Z" },
	{ "Thu, 5 Apr 2012 10:00 GMT", "2012-04-05T10:00:00Z" },
	{ "5 Apr 2012", "2012-04-05" },
	{ "Thu, 01 Jan 70 00:00:10 GMT", "1970-01-01T00:00:10Z" },
	{ "Thu, 01 Jan 1998 00:00:10 +0000", "1998-01-01T00:00:10Z" },
	{ "Sat, 21 Nov 2026 20:15:00 +0600", "2026-11-21T20:15:00+06:00" },
	{ "Sat, 21 Nov 2026 20:15:00 -0330", "2026-11-21T20:15:00-03:30" },
	{ "Mon, 26 January 2004 16:31:00 EST", "2004-01-26T16:31:00-05:00" },
	{ "Mon, 26 Jan 2004 16:31:00 ET", "2004-01-26T16:31:00-05:00" },
	{ "Thu, 30 Apr 2015 08:57:00 MET", "2015-04-30T08:57:00+01:00" },
	{ "Mon, 26 Jul 2004 16:31:00 CEST", "2004-07-26T16:31:00+02:00" },
	{ "Mon, 26 Jul 2004 16:31:00 PDT", "2004-07-26T16:31:00-07:00" },
	{ "Mon, 26 Jul 2004 16:31:00 UT", "2004-07-26T16:31:00Z" },
	{ "Mon, 26 Jul 2004 16:31:00 Z", "2004-07-26T16:31:00Z" },
	{ "Mon, 26 Jul 2004 16:31:00 A", "2004-07-26T16:31:00-01:00" },
	{ "Mon, 26 Jul 2004 16:31:00 N", "2004-07-26T16:31:00+01:00" },
	{ "Mon, 26 Jul 2004 16:31:00 M", "2004-07-26T16:31:00-12:00" },
	{ "Mon, 26 Jul 2004 16:31:00 Y", "2004-07-26T16:31:00+12:00" },
	/* Nobody knows zone J, nor this one. */
	{ "Mon, 26 Jul 2004 16:31:00 J", "2004-07-26T16:31:00" },
	{ "Mon, 26 Jul 2004 16:31:00 XYZ", "2004-07-26T16:31:00" },
	{ "Wed, 19 Aug 2009 18:28:00 Etc/GMT", "2009-08-19T18:28:00Z" },
	{ "Tue, 25 May 2010 03:59:34 GMT+0300", "2010-05-25T03:59:34+03:00" },
	{ "Sun, 19 Feb 2012 22:40:00 GMT-01:01", "2012-02-19T22:40:00-01:01" },
	{ "Tue, 25 May 2010 03:59:34 +0530 (IST)",
	    "2010-05-25T03:59:34+05:30" },
	/* A wrong day of the week, or none, or a full one. */
	{ "Mon, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z" },
	{ "Thursday, 01-Jan-04 19:48:21 GMT", "2004-01-01T19:48:21Z" },
	{ "Thursday, January 1, 2004 7:48 PM", "2004-01-01T19:48:00" },
	{ "January 1, 2004", "2004-01-01" },
	{ "Thu 01 Jan, 2004 07:48:21 p.m. GMT", "2004-01-01T19:48:21Z" },
	{ "01 Jan 2004 12:30 a.m.", "2004-01-01T00:30:00" },
	{ "01 Jan 2004 12:30 am", "2004-01-01T00:30:00" },
	{ "01 Jan 2004 12:30 PM", "2004-01-01T12:30:00" },
	{ "  Thu, 01 Jan 2004 19:48:21 GMT\r\n", "2004-01-01T19:48:21Z" },
	{ "Thu,01 Jan 2004 19:48:21GMT", "2004-01-01T19:48:21Z" },
	{ "Thu, 01 Jan 2004 19:48:21.123 GMT", "2004-01-01T19:48:21Z" },
	{ "1st January 2004", "2004-01-01" },
	{ "Published : 18 Nov 2019, 15:34", "2019-11-18T15:34:00" },
	{ "18 Nov 2019 at 5pm", "2019-11-18" },
	{ "Fri, 18 Sept 2020 10:00:00 +0000", "2020-09-18T10:00:00Z" },
};

static void
test_rfc822(void **state)
{
	(void)state;
	CHECK(rfc822);
}

static void
test_asctime_and_cousins(void **state)
{
	static const struct reading r[] = {
		{ "Sun Jan  4 16:29:06 2004", "2004-01-04T16:29:06" },
		{ "Sun Jan 04 16:29:06 PST 2004", "2004-01-04T16:29:06-08:00" },
		{ "Sun Jul 14 16:29:06 PDT 2004", "2004-07-14T16:29:06-07:00" },
		{ "Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T08:19:53-04:00" },
		{ "2004-07-08 23:56:58.0", "2004-07-08T23:56:58" },
		{ "2004-07-08 23:56:58 +0200", "2004-07-08T23:56:58+02:00" },
		{ "2004-07-08 23:56:58 UTC", "2004-07-08T23:56:58Z" },
		{ "31.12.2003", "2003-12-31" },
		{ "31.12.2003 18:05", "2003-12-31T18:05:00" },
		{ "31/12/2003", "2003-12-31" },
		{ "12/31/2003", "2003-12-31" },
		{ "31.12.03", "2003-12-31" },
		{ "2004/07/08", "2004-07-08" },
	};

	(void)state;
	CHECK(r);
}

static void
test_iso(void **state)
{
	static const struct reading r[] = {
		{ "2003", "2003" },
		{ "2003-12", "2003-12" },
		{ "2003-12-31", "2003-12-31" },
		{ "20031231", "2003-12-31" },
		{ "2003-335", "2003-12-01" },
		{ "2003335", "2003-12-01" },
		{ "2004-366", "2004-12-31" },
		{ "2003-366", NULL },
		{ "2003-W01", "2002-12-30" },
		{ "2003-W01-3", "2003-01-01" },
		{ "2003W013", "2003-01-01" },
		{ "2004-W53-7", "2005-01-02" },
		{ "2003-W53-1", NULL },
		{ "2003-W54-1", NULL },
		{ "2003-W01-8", NULL },
		{ "031231", "2003-12-31" },
		{ "03-12-31", "2003-12-31" },
		{ "2003-12-31T10:14Z", "2003-12-31T10:14:00Z" },
		{ "2003-12-31T10:14+00:00", "2003-12-31T10:14:00Z" },
		{ "2003-12-31T10:14:55-08:00", "2003-12-31T10:14:55-08:00" },
		{ "2003-12-31T10:14:55-0800", "2003-12-31T10:14:55-08:00" },
		{ "2003-12-31T10:14:55-08", "2003-12-31T10:14:55-08:00" },
		{ "2003-12-31T10:14:55.1234Z", "2003-12-31T10:14:55Z" },
		{ "2003-12-31T10:14:55,1234Z", "2003-12-31T10:14:55Z" },
		{ "2003-12-31t10:14:55z", "2003-12-31T10:14:55Z" },
		{ "2003-12-31 10:14:55Z", "2003-12-31T10:14:55Z" },
		{ "2003-12-31T10:14:55 +01:00", "2003-12-31T10:14:55+01:00" },
		{ "20031231T101455Z", "2003-12-31T10:14:55Z" },
		{ "20031231T1014Z", "2003-12-31T10:14:00Z" },
		{ "2003-12-31T10Z", "2003-12-31T10:00:00Z" },
		{ "2003-12-31T10:14:55", "2003-12-31T10:14:55" },
		{ "2003-12-31T10:14:55EST", "2003-12-31T10:14:55-05:00" },
		{ "2003-12-31T24:00:00Z", "2004-01-01T00:00:00Z" },
		{ "2003-12-31T24:00:01Z", NULL },
		{ "2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z" },
		{ "2026-11-21T20:15:00\xe2\x88\x92"
		  "03:00",
		    "2026-11-21T20:15:00-03:00" },
		{ "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z" },
		{ "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z" },
	};

	(void)state;
	CHECK(r);
}

/* Months and days of the week as newspapers of these countries write them. */
static const struct reading in_languages[] = {
	{ "Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T12:00:00-05:00" },
	{ "Πεμ, 03 Ιούν 2004 10:00:00 +0300", "2004-06-03T10:00:00+03:00" },
	{ "Δευ, 01 Μάι 2006 10:00:00 GMT", "2006-05-01T10:00:00Z" },
	{ "Δευ, 01 Μαϊ 2006 10:00:00 GMT", "2006-05-01T10:00:00Z" },
	{ "Δευ, 06 Μάρ 2006 10:00:00 GMT", "2006-03-06T10:00:00Z" },
	{ "2004-július-13T9:15-05:00", "2004-07-13T09:15:00-05:00" },
	{ "2004. szeptember 13.", "2004-09-13" },
	{ "2004. május 13., csütörtök", "2004-05-13" },
	{ "2004년 05월 28일  01:31:15", "2004-05-28T01:31:15" },
	{ "2004-05-25 오후 11:23:17", "2004-05-25T23:23:17" },
	{ "2004-05-25 오전 12:23:17", "2004-05-25T00:23:17" },
	{ "2021年05月28日 10:31", "2021-05-28T10:31:00" },
	{ "mardi 5 janvier 2010", "2010-01-05" },
	{ "Mar, 05 janv. 2010 10:00:00 +0100", "2010-01-05T10:00:00+01:00" },
	{ "1er août 2010", "2010-08-01" },
	{ "15 févr. 2010 à 15h30", "2010-02-15T15:30:00" },
	{ "martes, 5 de enero de 2010", "2010-01-05" },
	{ "5 de setembro de 2010", "2010-09-05" },
	{ "martedì 5 gennaio 2010", "2010-01-05" },
	{ "marţi, 5 ianuarie 2010", "2010-01-05" },
	{ "Dienstag, 5. März 2010 15:34 Uhr", "2010-03-05T15:34:00" },
	{ "am 5. Jänner 2010 um 12:30", "2010-01-05T12:30:00" },
	{ "Di, 05 Okt 2010 10:00:00 MESZ", "2010-10-05T10:00:00+02:00" },
	{ "maandag 5 januari 2010", "2010-01-05" },
	{ "5 maart 2010", "2010-03-05" },
	{ "5 mei 2010", "2010-05-05" },
	{ "maanantai 5. tammikuuta 2010", "2010-01-05" },
	{ "5. maaliskuuta 2010", "2010-03-05" },
	{ "5. toukokuuta 2010", "2010-05-05" },
	{ "5 maj 2010", "2010-05-05" },
	{ "pon, 05 lip 2010 10:00:00 +0200", "2010-07-05T10:00:00+02:00" },
	{ "5 lipca 2010", "2010-07-05" },
	{ "5 czerwca 2010", "2010-06-05" },
	{ "5 listopada 2010", "2010-11-05" },
	{ "5 sierpnia 2010", "2010-08-05" },
	{ "5 października 2010", "2010-10-05" },
	{ "5. června 2010", "2010-06-05" },
	{ "5. červen 2010", "2010-06-05" },
	{ "5. července 2010", "2010-07-05" },
	{ "5. červenec 2010", "2010-07-05" },
	{ "5. srpna 2010", "2010-08-05" },
	{ "5. listopadu 2010", "2010-11-05" },
	{ "5. května 2010", "2010-05-05" },
	{ "5. lipnja 2010.", "2010-06-05" },
	{ "5. srpnja 2010.", "2010-07-05" },
	{ "5. kolovoza 2010.", "2010-08-05" },
	{ "5 Ocak 2010 Salı", "2010-01-05" },
	{ "5 Mayıs 2010", "2010-05-05" },
	{ "5 Ağustos 2010", "2010-08-05" },
	{ "5 января 2010", "2010-01-05" },
	{ "5 мая 2010, 10:15", "2010-05-05T10:15:00" },
	{ "5 МАРТА 2010", "2010-03-05" },
	{ "середа, 5 травня 2010", "2010-05-05" },
	{ "5 серпня 2010", "2010-08-05" },
	{ "২১ নভেম্বর ২০২৬, ২০:১৫", "2026-11-21T20:15:00" },
	{ "২১ মে ২০২৬", "2026-05-21" },
	{ "٢١ نوفمبر ٢٠٢٦", "2026-11-21" },
	{ "21 تشرين الثاني 2026", "2026-11-21" },
	{ "21 تشرين الأول 2026", "2026-10-21" },
	{ "21 كانون الأول 2026", "2026-12-21" },
	{ "21 नवंबर 2026", "2026-11-21" },
	{ "5 Mei 2010", "2010-05-05" },
	{ "Senin, 5 Agustus 2010 10:15 WIB", "2010-08-05T10:15:00+07:00" },
};

static void
test_languages(void **state)
{
	(void)state;
	CHECK(in_languages);
}

/* The twelve months of a language, its short name first. */
static const char *const languages[] = {
	"de Januar Februar März April Mai Juni Juli August "
	"September Oktober November Dezember",
	"fr janvier février mars avril mai juin juillet "
	"août septembre octobre novembre décembre",
	"es enero febrero marzo abril mayo junio julio "
	"agosto septiembre octubre noviembre diciembre",
	"pt janeiro fevereiro março abril maio junho julho "
	"agosto setembro outubro novembro dezembro",
	"it gennaio febbraio marzo aprile maggio giugno "
	"luglio agosto settembre ottobre novembre dicembre",
	"nl januari februari maart april mei juni juli "
	"augustus september oktober november december",
	"sv januari februari mars april maj juni juli "
	"augusti september oktober november december",
	"da januar februar marts april maj juni juli august "
	"september oktober november december",
	"no januar februar mars april mai juni juli august "
	"september oktober november desember",
	"pl stycznia lutego marca kwietnia maja czerwca "
	"lipca sierpnia września października listopada "
	"grudnia",
	"ru января февраля марта апреля мая июня июля "
	"августа сентября октября ноября декабря",
	"uk січня лютого березня квітня травня червня липня "
	"серпня вересня жовтня листопада грудня",
	"fi tammikuuta helmikuuta maaliskuuta huhtikuuta "
	"toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta "
	"lokakuuta marraskuuta joulukuuta",
	"cs ledna února března dubna května června července "
	"srpna září října listopadu prosince",
	"tr Ocak Şubat Mart Nisan Mayıs Haziran Temmuz "
	"Ağustos Eylül Ekim Kasım Aralık",
	"hu január február március április május június "
	"július augusztus szeptember október november "
	"december",
	"ro ianuarie februarie martie aprilie mai iunie "
	"iulie august septembrie octombrie noiembrie "
	"decembrie",
	"el Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου "
	"Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου "
	"Νοεμβρίου Δεκεμβρίου",
};

static void
test_months(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
		struct span rest = span_of(languages[i]);

		span_cut(&rest, ' ');
		for (int month = 1; month <= 12; month++) {
			struct span name = span_cut(&rest, ' ');
			char text[100], want[20];
			struct reading r = { text, want };

			snprintf(text, sizeof(text), "5 %.*s 2010 10:00",
			    SPAN_ARG(name));
			snprintf(
			    want, sizeof(want), "2010-%02d-05T10:00:00", month);
			assert_int_equal(check(&r, 1), 0);
		}
	}
}

static void
test_epoch(void **state)
{
	static const struct reading r[] = {
		{ "1073000901", "2004-01-01T23:48:21Z" },
		{ "1073000901.25", "2004-01-01T23:48:21Z" },
		{ "1073000901000", "2004-01-01T23:48:21Z" },
		{ "107300090", "1973-05-26T21:34:50Z" },
		{ "10730009010000", NULL },
		/* The same digits may be a date in a row. */
		{ "20031231101455", "2003-12-31T10:14:55" },
		{ "200312311014", "2003-12-31T10:14:00" },
		{ "20031331101455", NULL },
		{ "99999999999999", NULL },
	};

	(void)state;
	CHECK(r);
}

static void
test_no_date(void **state)
{
	static const struct reading r[] = {
		{ "", NULL },
		{ "   ", NULL },
		{ "yesterday", NULL },
		{ "GMT", NULL },
		{ "Thu, 31 Jun 2004 19:48:21 GMT", NULL },
		{ "31 February 2004", NULL },
		{ "29 Feb 2003", NULL },
		{ "29 Feb 1900", NULL },
		{ "0 Jan 2004", NULL },
		{ "2003-13-01", NULL },
		{ "2003-00-01", NULL },
		{ "2003-12-32", NULL },
		{ "2003-12-31T25:00Z", NULL },
		{ "2003-12-31T10:60Z", NULL },
		{ "2003-12-31T10:14:61Z", NULL },
		{ "0000-00-00 00:00:00", NULL },
		{ "10000-01-01", NULL },
		{ "99999999999999999999", NULL },
		{ "-1", NULL },
		{ "12:30", NULL },
		{ "5", NULL },
		{ "::::", NULL },
		{ "Jan Jan Jan", NULL },
		{ "\xff\xfe\x80", NULL },
	};
	struct span nul = SPAN("2003-12-31\0T10:14Z");
	char longer[300];
	struct when w = { .t = 7 };

	(void)state;
	CHECK(r);
	memset(longer, ' ', sizeof(longer));
	memcpy(longer, "2003", 4);
	assert_false(when_parse(span_n(longer, sizeof(longer)), &w));
	assert_int_equal(w.t, 0);
	assert_false(when_parse(span_n(NULL, 0), &w));
	/* A NUL is no digit, no letter and no end. */
	when_parse(nul, &w);
}

static void
test_grain(void **state)
{
	struct when w;

	(void)state;
	assert_true(when_parse(SPAN("2003-12-31T10:14:55+06:00"), &w));
	assert_int_equal(w.grain, WHEN_SECOND);
	assert_int_equal(w.offset_min, 360);
	assert_true(w.has_zone);
	assert_int_equal(w.t, 1072844095);
	assert_true(when_parse(SPAN("2003-12-31T10:14"), &w));
	assert_int_equal(w.grain, WHEN_MINUTE);
	assert_false(w.has_zone);
	assert_true(when_parse(SPAN("5 May 2010"), &w));
	assert_int_equal(w.grain, WHEN_DAY);
	assert_true(when_parse(SPAN("May 2010"), &w));
	assert_int_equal(w.grain, WHEN_MONTH);
	assert_true(when_parse(SPAN("2010"), &w));
	assert_int_equal(w.grain, WHEN_YEAR);
}

static void
test_http(void **state)
{
	static const char *const same[] = {
		"Sun, 06 Nov 1994 08:49:37 GMT",
		"Sunday, 06-Nov-94 08:49:37 GMT",
		"Sun Nov  6 08:49:37 1994",
	};
	static const char *const none[] = { "", "0", "-1", "784111777",
		"1994-11-06T08:49:37Z", "06 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994", "soon" };

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		assert_int_equal(when_http(span_of(same[i])), 784111777);
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_int_equal(when_http(span_of(none[i])), 0);
}

static const char *
said(struct str *out, void (*fn)(struct str *, int64_t, int64_t), int64_t age)
{
	str_clear(out);
	fn(out, 2000000000 - age, 2000000000);
	return str_z(out);
}

static void
test_age(void **state)
{
	static const struct {
		int64_t age;
		const char *shortly, *wordy;
	} r[] = {
		{ 0, "now", "just now" },
		{ 59, "now", "just now" },
		{ -30, "now", "just now" },
		{ 60, "1 min", "1 minute ago" },
		{ 12 * 60 + 59, "12 min", "12 minutes ago" },
		{ 3600, "1 h", "1 hour ago" },
		{ 23 * 3600 + 3599, "23 h", "23 hours ago" },
		{ 86400, "1 day", "1 day ago" },
		{ 59 * 86400, "59 days", "59 days ago" },
		{ 61 * 86400, "2 months", "2 months ago" },
		{ 729 * 86400, "23 months", "23 months ago" },
		{ 730 * 86400, "2 years", "2 years ago" },
		{ -7200, "in 2 h", "in 2 h" },
	};
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(r) / sizeof(*r); i++) {
		assert_string_equal(
		    said(&out, when_age, r[i].age), r[i].shortly);
		assert_string_equal(said(&out, when_ago, r[i].age), r[i].wordy);
	}
	str_release(&out);
}

static void
test_forms(void **state)
{
	struct str out = { 0 };

	(void)state;
	when_utc(&out, 0);
	assert_string_equal(str_z(&out), "");
	when_utc(&out, 1795270500);
	assert_string_equal(str_z(&out), "2026-11-21T14:15:00Z");
	str_clear(&out);
	when_imf(&out, 784111777);
	assert_string_equal(str_z(&out), "Sun, 06 Nov 1994 08:49:37 GMT");
	/* A year that the system's calendar does not reach. */
	str_clear(&out);
	when_utc(&out, INT64_MAX);
	when_imf(&out, INT64_MAX);
	when_local(&out, INT64_MAX, "%Y");
	assert_string_equal(str_z(&out), "");
	str_release(&out);
}

static void
test_local(void **state)
{
	struct str out = { 0 };
	/* 2026-10-25: Berlin goes back from summer time at 01:00 UTC. */
	int64_t t = when_seconds(SPAN("2026-10-25T12:00:00Z"));

	(void)state;
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	when_local(&out, t, "%e %b, %H:%M");
	assert_string_equal(str_z(&out), "25 Oct, 13:00");
	assert_int_equal(
	    when_midnight(t), when_seconds(SPAN("2026-10-24T22:00:00Z")));
	str_clear(&out);
	when_local(&out, when_seconds(SPAN("2026-11-05T12:00:00Z")), "%e %b");
	assert_string_equal(str_z(&out), "5 Nov");
	setenv("TZ", "UTC", 1);
	tzset();
	str_release(&out);
}

static void
test_span(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} r[] = { { "90", 90 }, { "90s", 90 }, { "15m", 900 }, { "1h", 3600 },
		{ "2d", 172800 }, { "1w", 604800 }, { "0", 0 } };
	static const char *const none[] = { "", "h", "1 h", "1x", "1hh", "-1h",
		"1.5h", "9999999999999999999999h", "1H" };
	int64_t v;

	(void)state;
	for (size_t i = 0; i < sizeof(r) / sizeof(*r); i++) {
		assert_true(when_span(span_of(r[i].text), &v));
		assert_int_equal(v, r[i].seconds);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(when_span(span_of(none[i]), &v));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rfc822),
		cmocka_unit_test(test_asctime_and_cousins),
		cmocka_unit_test(test_iso),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_epoch),
		cmocka_unit_test(test_no_date),
		cmocka_unit_test(test_grain),
		cmocka_unit_test(test_http),
		cmocka_unit_test(test_age),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_local),
		cmocka_unit_test(test_span),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
