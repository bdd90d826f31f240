/* Any bytes as a galley, as from a store that somebody else wrote: what is
 * read is written and read alike. */
#include "config.h"

#include "doc/galley.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct doc *d, *again;
	struct str once = { 0 }, twice = { 0 };
	struct err err;

	d = galley_read(span_n((const char *)data, size), &err);
	if (!d)
		return 0;
	galley_write(&once, d);
	again = galley_read(str_span(&once), &err);
	MUST(again != NULL);
	galley_write(&twice, again);
	MUST(span_eq(str_span(&once), str_span(&twice)));
	doc_free(again);
	doc_free(d);
	str_release(&once);
	str_release(&twice);
	return 0;
}
