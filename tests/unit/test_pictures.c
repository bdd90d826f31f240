/*
 * test_pictures: pictures that are broken, or made to break us.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/plates.h"
#include "base/err.h"
#include "pict/decode.h"

enum { SIDE = 160, EACH = 12, CHANGES = 6 };

/* Whatever came: a small picture that is whole, or a word. */
static bool
decode(struct span bytes, struct err *err)
{
	struct pixels p = { 0 };
	struct str out = { 0 };
	struct pixels back;

	*err = (struct err){ 0 };
	if (!picture_decode(&p, bytes, SIDE, err)) {
		assert_true(err->text[0] != '\0' && strlen(err->text) < 40);
		return false;
	}
	assert_in_range(p.width, 1, SIDE);
	assert_in_range(p.height, 1, SIDE);
	pixels_write(&out, &p);
	assert_true(pixels_read(&back, str_span(&out), NULL));
	pixels_release(&back);
	pixels_release(&p);
	str_release(&out);
	return true;
}

/* Exactly the bytes, so that a sanitizer sees a step beyond them. */
static bool
decode_copy(const char *bytes, size_t n, struct err *err)
{
	char *copy = malloc(n ? n : 1);
	bool ok;

	assert_non_null(copy);
	if (n)
		memcpy(copy, bytes, n);
	ok = decode(span_n(copy, n), err);
	free(copy);
	return ok;
}

static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* 20 pictures, each broken in 12 ways by its seed: 240. */
static void
test_broken(void **state)
{
	struct err err;

	(void)state;
	for (size_t i = 0; i < plates_n; i++) {
		struct str good = { 0 };

		if (!plates[i].write(&good))
			continue;
		assert_true(decode_copy(good.s, good.n, &err));
		for (uint32_t way = 0; way < EACH; way++) {
			uint32_t seed = way * 7919 + (uint32_t)i + 1;
			size_t n = way % 3 ? good.n : next(&seed) % good.n;
			char *bad = malloc(good.n);

			assert_non_null(bad);
			memcpy(bad, good.s, good.n);
			for (int k = 0; k < CHANGES; k++)
				bad[next(&seed) % good.n] = (char)next(&seed);
			decode_copy(bad, n, &err);
			free(bad);
		}
		str_release(&good);
	}
}

/* Cut off at every place: shown as far as it goes, or a word. */
static void
test_cut(void **state)
{
	struct err err;

	(void)state;
	for (size_t i = 0; i < plates_n; i++) {
		struct str good = { 0 };

		if (!plates[i].write(&good))
			continue;
		for (size_t n = 0; n < good.n; n += n < 64 ? 1 : 97)
			decode_copy(good.s, n, &err);
		/* Nearly all of it is a picture. */
		if (strncmp(plates[i].name, "webp", 4) != 0)
			assert_true(
			    decode_copy(good.s, good.n - good.n / 8, &err));
		str_release(&good);
	}
}

#ifdef HAVE_PNG
static void
test_claims(void **state)
{
	static const struct {
		unsigned w, h;
		const char *word;
	} table[] = {
		{ 60000, 10, "too large" },
		{ 10, 60000, "too large" },
		{ 30000, 30000, "too large" },
		{ 0x7fffffff, 0x7fffffff, NULL },
		{ 1, 1, "nothing to see" },
		{ 3, 3, "nothing to see" },
		{ 8000, 8000, "broken" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct str head = { 0 };
		struct err err;

		plate_png_head(&head, table[i].w, table[i].h);
		assert_false(decode_copy(head.s, head.n, &err));
		if (table[i].word)
			assert_string_equal(err.text, table[i].word);
		str_release(&head);
	}
}
#endif

#ifdef HAVE_JPEG
static void
test_scans(void **state)
{
	struct str few = { 0 }, many = { 0 };
	struct err err;

	(void)state;
	assert_true(plate_scans(&few, 20));
	assert_true(decode_copy(few.s, few.n, &err));
	assert_true(plate_scans(&many, PICT_SCANS_MAX + 10));
	assert_false(decode_copy(many.s, many.n, &err));
	assert_string_equal(err.text, "too large");
	str_release(&few);
	str_release(&many);
}
#endif

static void
test_unknown(void **state)
{
	static const struct {
		struct span bytes;
		const char *word;
	} table[] = {
		{ { "", 0 }, "unknown format" },
		{ { "<svg xmlns='x'/>", 16 }, "unknown format" },
		{ { "<!DOCTYPE html>", 15 }, "unknown format" },
		{ { "BM\0\0", 4 }, "unknown format" },
		{ { "GIF89a", 6 }, "broken" },
		{ { "GIF89a\x10\0\x10\0\0\0\0;", 14 }, "broken" },
		/* A picture of 65535 x 65535, of a screen of 16 x 16. */
		{ { "GIF89a\x10\0\x10\0\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\2",
		      24 },
		    "broken" },
		/* Signs of no bits, and of more than a byte. */
		{ { "GIF89a\x10\0\x10\0\0\0\0,\0\0\0\0\4\0\4\0\0\0", 24 },
		    "broken" },
		{ { "GIF89a\x10\0\x10\0\0\0\0,\0\0\0\0\4\0\4\0\0\x0c", 24 },
		    "broken" },
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_false(
		    decode_copy(table[i].bytes.s, table[i].bytes.n, &err));
		assert_string_equal(err.text, table[i].word);
	}
}

/* Exif that points beyond itself, in circles, or at nothing. */
static void
test_exif(void **state)
{
	static const struct {
		struct span block;
		int orientation;
	} table[] = {
		{ { "", 0 }, 1 },
		{ { "Exif\0\0", 6 }, 1 },
		{ { "Exif\0\0MM\0*", 10 }, 1 },
		{ { "Exif\0\0MM\0*\xff\xff\xff\xff", 14 }, 1 },
		{ { "MM\0*\0\0\0\10\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0", 22 }, 1 },
		{ { "MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\10\0\0", 22 }, 8 },
		{ { "II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0\3\0\0\0", 22 }, 3 },
		{ { "II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0\11\0\0\0", 22 }, 1 },
		/* A byte is no short. */
		{ { "II*\0\10\0\0\0\1\0\22\1\1\0\1\0\0\0\3\0\0\0", 22 }, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_int_equal(
		    exif_orientation(table[i].block), table[i].orientation);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_cut),
#ifdef HAVE_PNG
		cmocka_unit_test(test_claims),
#endif
#ifdef HAVE_JPEG
		cmocka_unit_test(test_scans),
#endif
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_exif),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
