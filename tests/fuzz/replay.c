/*
 * replay: a fuzz target without a fuzzer.
 *
 *     fuzz_NAME FILE...
 *
 * Gives the target each file as it is, cut off at several places, and with
 * bytes changed: the same ones each time, so that a failure comes back.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { CUTS = 8, CHANGED = 24, BYTES_MAX = 1024 * 1024 };

/* Bytes that mean something to one format or another. */
static const char telling[] = "<>&\"'{}[]\\/\t\n =:,-\0\xff\xc3\xed";

/* Numerical Recipes' constants: any will do, so long as they stay. */
static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* A copy of exactly the size, so that a sanitizer sees a read beyond it. */
static void
give(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	MUST(copy != NULL);
	if (size)
		memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void
replay(uint8_t *data, size_t size)
{
	uint32_t seed = 1;

	give(data, size);
	for (size_t i = 0; i < CUTS; i++)
		give(data, size * i / CUTS);
	for (int i = 0; size && i < CHANGED; i++) {
		size_t at = next(&seed) % size;
		uint8_t was = data[at];

		data[at] = (uint8_t)telling[next(&seed) % sizeof(telling)];
		give(data, size);
		/* Every other change stays, so that they also meet. */
		if (i & 1)
			data[at] = was;
	}
}

int
main(int argc, char **argv)
{
	uint8_t *data = malloc(BYTES_MAX);

	MUST(data != NULL);
	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");

		if (!f) {
			perror(argv[i]);
			return 1;
		}
		replay(data, fread(data, 1, BYTES_MAX, f));
		fclose(f);
	}
	free(data);
	return 0;
}
