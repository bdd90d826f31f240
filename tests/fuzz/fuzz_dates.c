/* Any bytes as a date: what is read is written, and read alike. */
#include "config.h"

#include "base/when.h"
#include "fuzz.h"

/* Midnight UTC of 1 January 10000 and of the year 1, with room for zones. */
static const int64_t latest = INT64_C(253402300800) + 86400;
static const int64_t first = INT64_C(-62135596800) - 86400;

static void
there_and_back(const struct when *w)
{
	struct str text = { 0 };
	struct when again;
	int64_t local = w->t + (int64_t)w->offset_min * 60;

	when_source(&text, w);
	/* 24:00 on the last day that has a name is beyond it. */
	if (local < latest - 86400) {
		MUST(when_parse(str_span(&text), &again));
		MUST(again.t == w->t || w->grain < WHEN_MINUTE);
		MUST(again.has_zone == (w->has_zone && w->grain > WHEN_DAY));
	}
	str_release(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_n((const char *)data, size);
	struct str out = { 0 };
	struct when w;
	int64_t seconds;

	if (when_parse(text, &w)) {
		MUST(w.t >= first && w.t <= latest);
		MUST(w.offset_min > -16 * 60 && w.offset_min < 16 * 60);
		MUST(w.grain >= WHEN_YEAR && w.grain <= WHEN_SECOND);
		there_and_back(&w);
		when_age(&out, w.t, 2000000000);
		when_ago(&out, w.t, 2000000000);
		when_imf(&out, w.t);
	} else {
		MUST(w.t == 0 && when_seconds(text) == 0);
	}
	when_http(text);
	if (when_span(text, &seconds))
		MUST(seconds >= 0);
	str_release(&out);
	return 0;
}
