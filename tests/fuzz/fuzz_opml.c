/* Any bytes as a list of subscriptions. */
#include "config.h"

#include "fuzz.h"
#include "job.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str out = { 0 };

	job_over(&out, JOB_OPML, "", span_n((const char *)data, size));
	str_release(&out);
	return 0;
}
