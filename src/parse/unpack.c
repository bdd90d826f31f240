#include "config.h"

#include "parse/unpack.h"

#include <string.h>
#include <zlib.h>

#ifdef HAVE_BROTLI
#include <brotli/decode.h>
#endif
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif

/* Feeds shrink to a third or a quarter; beyond the guess, room is made step by
 * step, when less than the least is left. */
enum {
	GUESS = 4,
	GUESS_MAX = 4 * 1024 * 1024,
	STEP_BYTES = 64 * 1024,
	LEAST_BYTES = 1024
};

/* zlib's windowBits: which wrapper is round the deflated bytes. */
enum { WRAP_GZIP = 15 + 16, WRAP_ZLIB = 15, WRAP_NONE = -15 };

enum { TOO_MUCH = 1000 }; /* none of zlib's own codes */

/* What a decoder reads and where it writes. */
struct flow {
	struct str *out;
	struct span in; /* what is left of it */
	size_t limit;   /* of out->n */
};

typedef enum unpack_end decode_fn(struct flow *f);

/* Room for more, and how much of it may be filled; 0: the limit is reached. */
static size_t
room(struct flow *f)
{
	size_t left = f->limit - f->out->n, free;

	if (f->out->cap < f->out->n + LEAST_BYTES)
		str_reserve(f->out, left < STEP_BYTES ? left : STEP_BYTES);
	free = f->out->cap - f->out->n - 1;
	return free < left ? free : left;
}

/* Where the limit is reached, one byte more tells whether that is the end. */
static int
inflate_some(z_stream *z, struct flow *f)
{
	unsigned char beyond;
	size_t n = room(f);
	int code;

	z->next_out = n ? (unsigned char *)f->out->s + f->out->n : &beyond;
	z->avail_out = n ? (uInt)n : 1;
	code = inflate(z, Z_NO_FLUSH);
	if (n)
		f->out->n += n - z->avail_out;
	else if (!z->avail_out)
		return TOO_MUCH;
	return code;
}

/* A file may be several, one behind the other (RFC 1952 2.2). */
static bool
next_member(z_stream *z)
{
	return z->avail_in > 1 && z->next_in[0] == 0x1f &&
	       z->next_in[1] == 0x8b && inflateReset(z) == Z_OK;
}

static enum unpack_end
inflate_all(struct flow *f, int wrap)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)f->in.s,
		.avail_in = (uInt)f->in.n };
	enum unpack_end end = UNPACK_DAMAGED;
	int code;

	if (f->in.n > UINT32_MAX || inflateInit2(&z, wrap) != Z_OK)
		return UNPACK_DAMAGED;
	do {
		code = inflate_some(&z, f);
		if (code == Z_STREAM_END && wrap == WRAP_GZIP &&
		    next_member(&z))
			code = Z_OK;
	} while (code == Z_OK);
	if (code == Z_STREAM_END)
		end = UNPACK_WHOLE;
	else if (code == TOO_MUCH)
		end = UNPACK_TOO_LARGE;
	inflateEnd(&z);
	return end;
}

static enum unpack_end
decode_gzip(struct flow *f)
{
	return inflate_all(f, WRAP_GZIP);
}

/* "deflate" is the format of zlib, but not for everybody (RFC 9110 8.4.1.2). */
static enum unpack_end
decode_deflate(struct flow *f)
{
	size_t before = f->out->n;
	enum unpack_end end = inflate_all(f, WRAP_ZLIB);

	if (end == UNPACK_DAMAGED && f->out->n == before)
		end = inflate_all(f, WRAP_NONE);
	return end;
}

#ifdef HAVE_BROTLI
static enum unpack_end
decode_brotli(struct flow *f)
{
	BrotliDecoderState *b = BrotliDecoderCreateInstance(NULL, NULL, NULL);
	const uint8_t *in = (const uint8_t *)f->in.s;
	size_t left = f->in.n;
	BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;

	while (b && result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
		size_t n = room(f), still = n;
		uint8_t *to = (uint8_t *)f->out->s + f->out->n;

		result = BrotliDecoderDecompressStream(
		    b, &left, &in, &still, &to, NULL);
		f->out->n += n - still;
		if (!n)
			break;
	}
	if (b)
		BrotliDecoderDestroyInstance(b);
	if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT)
		return b ? UNPACK_TOO_LARGE : UNPACK_DAMAGED;
	return result == BROTLI_DECODER_RESULT_SUCCESS ? UNPACK_WHOLE
	                                               : UNPACK_DAMAGED;
}
#endif

#ifdef HAVE_ZSTD
/* Z_OK: more is to come; else as zlib's are. */
static int
zstd_some(ZSTD_DCtx *z, struct flow *f, ZSTD_inBuffer *in)
{
	unsigned char beyond;
	size_t n = room(f), code;
	ZSTD_outBuffer out = { n ? (void *)(f->out->s + f->out->n) : &beyond,
		n ? n : 1, 0 };

	code = ZSTD_decompressStream(z, &out, in);
	if (n)
		f->out->n += out.pos;
	else if (out.pos)
		return TOO_MUCH;
	if (ZSTD_isError(code))
		return Z_DATA_ERROR;
	if (!code && in->pos == in->size)
		return Z_STREAM_END;
	/* Nothing to read and nothing to write: its end is missing. */
	return in->pos == in->size && out.pos < out.size ? Z_BUF_ERROR : Z_OK;
}

static enum unpack_end
decode_zstd(struct flow *f)
{
	ZSTD_DCtx *z = ZSTD_createDCtx();
	ZSTD_inBuffer in = { f->in.s, f->in.n, 0 };
	int code = Z_MEM_ERROR;

	if (z) {
		ZSTD_DCtx_setParameter(
		    z, ZSTD_d_windowLogMax, UNPACK_WINDOW_LOG);
		do
			code = zstd_some(z, f, &in);
		while (code == Z_OK);
	}
	ZSTD_freeDCtx(z);
	return code == TOO_MUCH       ? UNPACK_TOO_LARGE
	       : code == Z_STREAM_END ? UNPACK_WHOLE
	                              : UNPACK_DAMAGED;
}
#endif

static const struct {
	const char *name;
	decode_fn *decode; /* NULL: they are as they are */
} codings[] = {
	{ "gzip", decode_gzip },
	{ "x-gzip", decode_gzip },
	{ "deflate", decode_deflate },
#ifdef HAVE_BROTLI
	{ "br", decode_brotli },
#endif
#ifdef HAVE_ZSTD
	{ "zstd", decode_zstd },
#endif
	{ "identity", NULL },
};

static bool
find_coding(struct span name, decode_fn **decode)
{
	for (size_t i = 0; i < sizeof(codings) / sizeof(*codings); i++)
		if (span_iis(name, codings[i].name)) {
			*decode = codings[i].decode;
			return true;
		}
	return false;
}

/* The decoders that undo it, the outermost first; -1: nobody knows how. */
static int
find_layers(struct span said, decode_fn *layer[UNPACK_LAYERS_MAX])
{
	int n = 0;

	while (said.n) {
		struct span name = span_trim(span_cut(&said, ','));
		decode_fn *decode = NULL;

		if (!name.n)
			continue;
		if (!find_coding(name, &decode) ||
		    (decode && n == UNPACK_LAYERS_MAX))
			return -1;
		if (decode) {
			memmove(layer + 1, layer, (size_t)n * sizeof(*layer));
			layer[0] = decode;
			n++;
		}
	}
	return n;
}

/* One layer off. */
static enum unpack_end
peel(struct str *out, struct span bytes, decode_fn *decode, size_t max)
{
	struct flow f = { out, bytes, out->n + max };
	size_t guess = bytes.n < GUESS_MAX ? bytes.n * GUESS : GUESS_MAX;
	enum unpack_end end;

	if (!bytes.n)
		return UNPACK_WHOLE;
	str_reserve(out, guess < max ? guess : max);
	end = decode(&f);
	out->s[out->n] = '\0';
	return end;
}

enum unpack_end
unpack(struct str *out, struct span bytes, struct span said, size_t max)
{
	decode_fn *layer[UNPACK_LAYERS_MAX];
	int layers = find_layers(said, layer);
	enum unpack_end end = UNPACK_WHOLE, ended;
	struct str before = { 0 };

	if (layers < 0)
		return UNPACK_DAMAGED;
	if (!layers) {
		str_add(out, span_head(bytes, max));
		return bytes.n > max ? UNPACK_TOO_LARGE : UNPACK_WHOLE;
	}
	for (int i = 0; i < layers; i++) {
		struct str inner = { 0 };

		ended =
		    peel(i + 1 < layers ? &inner : out, bytes, layer[i], max);
		if (end == UNPACK_WHOLE)
			end = ended;
		str_release(&before);
		before = inner;
		bytes = str_span(&before);
	}
	str_release(&before);
	return end;
}
