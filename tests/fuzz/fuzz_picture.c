/* Any bytes as a picture, and what a parser would answer as one of ours. */
#include "config.h"

#include "fuzz.h"
#include "job.h"

#include "pict/mosaic.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = span_n((const char *)data, size);
	struct mosaic_ask ask = { .cols = 20, .rows = 10, .colours = 256 };
	struct str out = { 0 };
	struct reply reply = job_over(&out, JOB_PICTURE, "image/png", bytes);
	struct mosaic m;
	struct pixels p;

	if (reply.kind == REPLY_OK) {
		MUST(pixels_read(&p, reply.text, NULL));
		mosaic_make(&m, &p, &ask);
		mosaic_release(&m);
		pixels_release(&p);
	}
	/* The reader reads nothing else, whoever has written it. */
	if (pixels_read(&p, bytes, NULL))
		pixels_release(&p);
	str_release(&out);
	return 0;
}
