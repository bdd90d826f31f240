/* Any bytes as a page of the web, in both of its jobs. */
#include "config.h"

#include "fuzz.h"
#include "job.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span page = span_n((const char *)data, size);
	struct str out = { 0 };

	job_over(&out, JOB_ARTICLE, "text/html; charset=utf-8", page);
	str_clear(&out);
	job_over(&out, JOB_DISCOVER, "text/html", page);
	str_release(&out);
	return 0;
}
