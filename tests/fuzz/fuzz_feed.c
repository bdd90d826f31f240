/* Any bytes as a feed: what the parser answers, the desk can read. */
#include "config.h"

#include "feed/feedtext.h"
#include "fuzz.h"
#include "job.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str out = { 0 };
	struct err err;
	struct span *bodies;
	struct reply reply =
	    job_over(&out, JOB_FEED, "", span_n((const char *)data, size));

	if (reply.kind == REPLY_OK) {
		struct feed *scanned, *read;

		scanned = feedtext_scan(reply.text, &bodies, &err);
		read = feedtext_read(reply.text, &err);
		MUST(scanned != NULL && read != NULL);
		MUST(scanned->n == read->n);
		feed_free(scanned);
		feed_free(read);
	}
	str_release(&out);
	return 0;
}
