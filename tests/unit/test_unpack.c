/*
 * What servers compress, undone: each coding whole, cut off at every byte,
 * damaged at every byte, beyond the limit.
 */
#include "config.h"

#include "parse/unpack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#ifdef HAVE_ZSTD
#include <zstd.h>
#endif

#define NEWS "<rss><channel><title>News</title></channel></rss>"

enum { ROOM = 64 * 1024, BOMB_BYTES = 32 * 1024 * 1024 };

struct sample {
	const char *coding;
	unsigned char bytes[ROOM];
	size_t n;
};

/* windowBits as zlib has them. */
static void
deflated(struct sample *s, const char *coding, int wrap, struct span text)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)text.s,
		.avail_in = (uInt)text.n,
		.next_out = s->bytes,
		.avail_out = ROOM };

	assert_int_equal(
	    deflateInit2(&z, 9, Z_DEFLATED, wrap, 8, Z_DEFAULT_STRATEGY), Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	s->coding = coding;
	s->n = z.total_out;
	deflateEnd(&z);
}

/* All that can be made or is known here; how many. */
static size_t
samples(struct sample s[5])
{
	size_t n = 0;

	deflated(&s[n++], "gzip", 15 + 16, SPAN(NEWS));
	deflated(&s[n++], "deflate", 15, SPAN(NEWS));
	deflated(&s[n++], "Deflate", -15, SPAN(NEWS));
#ifdef HAVE_BROTLI
	/* There is no compressor in the library that we are linked with. */
	static const unsigned char br[] =
	    "\xa1\x80\x01\x00\x60\xa4\x4c\x5d\x9f\x92\xe7\x45\xae\x7c\xe6\x60"
	    "\x22\x07\x2e\x51\x5b\x7c\xa2\xc3\xc6\x18\xdf\xad\xbd\xce\xb3\x8a"
	    "\xe5\x17\x30\x05\xd6\x03";

	s[n].coding = "br";
	s[n].n = sizeof(br) - 1;
	memcpy(s[n++].bytes, br, sizeof(br));
#endif
#ifdef HAVE_ZSTD
	s[n].coding = "zstd";
	s[n].n = ZSTD_compress(s[n].bytes, ROOM, NEWS, sizeof(NEWS) - 1, 3);
	assert_false(ZSTD_isError(s[n++].n));
#endif
	return n;
}

static enum unpack_end
undo(struct str *out, const struct sample *s, size_t n, size_t max)
{
	str_clear(out);
	return unpack(
	    out, span_n((const char *)s->bytes, n), span_of(s->coding), max);
}

static void
whole(void **state)
{
	struct sample s[5];
	size_t n = samples(s);
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(undo(&out, &s[i], s[i].n, ROOM), UNPACK_WHOLE);
		assert_string_equal(str_z(&out), NEWS);
		/* As much as may be, and not a byte less. */
		assert_int_equal(
		    undo(&out, &s[i], s[i].n, sizeof(NEWS) - 1), UNPACK_WHOLE);
		assert_int_equal(undo(&out, &s[i], s[i].n, sizeof(NEWS) - 2),
		    UNPACK_TOO_LARGE);
		assert_int_equal(out.n, sizeof(NEWS) - 2);
		assert_int_equal(
		    undo(&out, &s[i], s[i].n, 0), UNPACK_TOO_LARGE);
		assert_int_equal(out.n, 0);
	}
	str_release(&out);
}

/* What there is comes out, and it is said that it is not all. */
static void
cut_off(void **state)
{
	struct sample s[5];
	size_t n = samples(s);
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 1; k < s[i].n; k++) {
			assert_int_equal(
			    undo(&out, &s[i], k, ROOM), UNPACK_DAMAGED);
			assert_memory_equal(str_z(&out), NEWS, out.n);
		}
	str_release(&out);
}

/* Some damage cannot be seen; none may do harm, or give too much. */
static void
damaged(void **state)
{
	struct sample s[5];
	size_t n = samples(s), seen = 0;
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < s[i].n; k++) {
			s[i].bytes[k] ^= 0x55;
			seen +=
			    undo(&out, &s[i], s[i].n, ROOM) == UNPACK_DAMAGED;
			assert_true(out.n <= ROOM);
			s[i].bytes[k] ^= 0x55;
		}
	assert_true(seen > 100);
	str_release(&out);
}

static void
no_such_coding(void **state)
{
	struct sample s[5];
	struct str out = { 0 };

	(void)state;
	samples(s);
	s[0].coding = "lzma";
	assert_int_equal(undo(&out, &s[0], s[0].n, ROOM), UNPACK_DAMAGED);
	s[0].coding = "gzip, gzip, gzip, gzip, gzip";
	assert_int_equal(undo(&out, &s[0], s[0].n, ROOM), UNPACK_DAMAGED);
	assert_int_equal(out.n, 0);
	s[0].coding = " X-GZIP , identity";
	assert_int_equal(undo(&out, &s[0], s[0].n, ROOM), UNPACK_WHOLE);
	assert_string_equal(str_z(&out), NEWS);
	s[0].coding = "";
	assert_int_equal(undo(&out, &s[0], s[0].n, ROOM), UNPACK_WHOLE);
	assert_int_equal(out.n, s[0].n);
	assert_int_equal(undo(&out, &s[0], s[0].n, 3), UNPACK_TOO_LARGE);
	assert_int_equal(out.n, 3);
	s[0].coding = "gzip";
	assert_int_equal(undo(&out, &s[0], 0, ROOM), UNPACK_WHOLE);
	str_release(&out);
}

static void
layers_and_members(void **state)
{
	struct sample inner, outer;
	struct str out = { 0 };

	(void)state;
	deflated(&inner, "deflate", 15, SPAN(NEWS));
	deflated(&outer, "deflate, gzip", 15 + 16,
	    span_n((const char *)inner.bytes, inner.n));
	assert_int_equal(undo(&out, &outer, outer.n, ROOM), UNPACK_WHOLE);
	assert_string_equal(str_z(&out), NEWS);
	/* One file behind the other is one file; what else follows is not. */
	deflated(&inner, "gzip", 15 + 16, SPAN(NEWS));
	memcpy(inner.bytes + inner.n, inner.bytes, inner.n);
	assert_int_equal(undo(&out, &inner, 2 * inner.n, ROOM), UNPACK_WHOLE);
	assert_string_equal(str_z(&out), NEWS NEWS);
	inner.bytes[inner.n] = 'x';
	assert_int_equal(undo(&out, &inner, 2 * inner.n, ROOM), UNPACK_WHOLE);
	assert_string_equal(str_z(&out), NEWS);
	str_release(&out);
}

/* Little that would become much, in each coding that there is a compressor
 * for: as much as may be is made, and no more memory is taken. */
static void
bombs(void **state)
{
	static char zeros[BOMB_BYTES];
	struct sample s[3];
	size_t n = 0;
	struct str out = { 0 };

	(void)state;
	deflated(&s[n++], "gzip", 15 + 16, span_n(zeros, BOMB_BYTES));
	deflated(&s[n++], "deflate", -15, span_n(zeros, BOMB_BYTES));
#ifdef HAVE_ZSTD
	s[n].coding = "zstd";
	s[n].n = ZSTD_compress(s[n].bytes, ROOM, zeros, BOMB_BYTES, 3);
	assert_false(ZSTD_isError(s[n++].n));
#endif
	for (size_t i = 0; i < n; i++) {
		str_release(&out);
		assert_int_equal(
		    undo(&out, &s[i], s[i].n, 1 << 20), UNPACK_TOO_LARGE);
		assert_int_equal(out.n, 1 << 20);
		assert_true(out.cap <= 2 << 20);
	}
	str_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),
		cmocka_unit_test(cut_off),
		cmocka_unit_test(damaged),
		cmocka_unit_test(no_such_coding),
		cmocka_unit_test(layers_and_members),
		cmocka_unit_test(bombs),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
