/* Any bytes as the reply of a parser that was taken over: what is read is
 * written and read alike. */
#include "config.h"

#include "feed/feedtext.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_n((const char *)data, size), *bodies;
	struct str once = { 0 }, twice = { 0 };
	struct err err;
	struct feed *f = feedtext_scan(text, &bodies, &err), *again;

	for (size_t i = 0; f && i < f->n; i++)
		MUST(bodies[i].n <= size);
	feed_free(f);
	f = feedtext_read(text, &err);
	if (!f)
		return 0;
	feedtext_write(&once, f);
	again = feedtext_read(str_span(&once), &err);
	MUST(again != NULL);
	feedtext_write(&twice, again);
	MUST(span_eq(str_span(&once), str_span(&twice)));
	feed_free(again);
	feed_free(f);
	str_release(&once);
	str_release(&twice);
	return 0;
}
