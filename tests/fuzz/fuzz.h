/*
 * fuzz: what the fuzz targets share.
 *
 * A target is one function that takes any bytes.  With --enable-fuzzers it
 * is linked with libFuzzer; otherwise with replay.c, and "make check" gives
 * it the golden files and small changes of them.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold whatever the bytes are; like assert, in every build. */
#define MUST(fact)                                                             \
	do {                                                                   \
		if (!(fact)) {                                                 \
			fprintf(                                               \
			    stderr, "%s:%d: %s\n", __FILE__, __LINE__, #fact); \
			abort();                                               \
		}                                                              \
	} while (0)

#endif
