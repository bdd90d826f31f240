/* Any bytes as records, and as frames: what is read is written back alike. */
#include "config.h"

#include "base/record.h"
#include "fuzz.h"

static void
records(struct span text)
{
	struct record r = { 0 }, again = { 0 };
	struct str out = { 0 };
	struct err err = { 0 };

	while (record_next(&r, &text, &err)) {
		struct span written;

		str_clear(&out);
		record_begin(&out, "kind");
		for (int i = 0; i < r.n; i++)
			if (i < RECORD_FIELDS_MAX - 1)
				record_span(&out, r.field[i]);
		record_end(&out);
		written = str_span(&out);
		MUST(record_next(&again, &written, &err));
		for (int i = 0; i < again.n - 1; i++)
			MUST(span_eq(again.field[i + 1], r.field[i]));
	}
	record_release(&r);
	record_release(&again);
	str_release(&out);
}

static void
frames(struct span text)
{
	struct span body;
	size_t used;

	while (text.n && frame_next(text, 4096, &body, &used) > 0) {
		MUST(used <= text.n && used >= body.n && body.n <= 4096);
		text = span_from(text, used);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_n((const char *)data, size);

	records(text);
	frames(text);
	return 0;
}
