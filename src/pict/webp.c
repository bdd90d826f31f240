#include "config.h"

#include "pict/decode.h"

#ifdef HAVE_WEBP
#include <stdlib.h>
#include <webp/decode.h>
#include <webp/demux.h>

#include "base/mem.h"

enum { CHANNELS = 4 };

/* Of what moves, the first picture. */
static bool
decode_frame(struct decoding *d, struct span bytes)
{
	WebPDecoderConfig c;
	unsigned char *rgba;
	VP8StatusCode got;
	int w, h;

	if (!WebPInitDecoderConfig(&c) ||
	    WebPGetFeatures((const uint8_t *)bytes.s, bytes.n, &c.input) !=
	        VP8_STATUS_OK)
		return decoding_broken(d);
	if (!decoding_size(
	        d, (unsigned long)c.input.width, (unsigned long)c.input.height))
		return false;
	pixels_fit(d->width, d->height, d->side, &w, &h);
	/* It must not be asked to scale to the size that it has. */
	c.options.use_scaling = w != d->width || h != d->height;
	c.options.scaled_width = w;
	c.options.scaled_height = h;
	rgba = xcalloc((size_t)w * (size_t)h, CHANNELS);
	c.output.colorspace = MODE_RGBA;
	c.output.is_external_memory = 1;
	c.output.u.RGBA.rgba = rgba;
	c.output.u.RGBA.stride = w * CHANNELS;
	c.output.u.RGBA.size = (size_t)w * (size_t)h * CHANNELS;
	got = WebPDecode((const uint8_t *)bytes.s, bytes.n, &c);
	WebPFreeDecBuffer(&c.output);
	if (got == VP8_STATUS_OK) {
		shrink_begin(&d->shrink, w, h, w, h);
		for (int y = 0; y < h; y++)
			shrink_row(&d->shrink,
			    rgba + (size_t)y * (size_t)w * CHANNELS);
	}
	free(rgba);
	return got == VP8_STATUS_OK || decoding_broken(d);
}

static bool
decode_first(struct decoding *d)
{
	WebPData data = { (const uint8_t *)d->bytes.s, d->bytes.n };
	WebPDemuxer *demux = WebPDemux(&data);
	WebPIterator it;
	bool ok = false;

	if (demux && WebPDemuxGetFrame(demux, 1, &it)) {
		ok = decode_frame(d,
		    span_n((const char *)it.fragment.bytes, it.fragment.size));
		WebPDemuxReleaseIterator(&it);
	} else {
		decoding_broken(d);
	}
	WebPDemuxDelete(demux);
	return ok;
}

bool
webp_decode(struct decoding *d)
{
	WebPBitstreamFeatures f;

	if (WebPGetFeatures((const uint8_t *)d->bytes.s, d->bytes.n, &f) !=
	    VP8_STATUS_OK)
		return decoding_broken(d);
	return f.has_animation ? decode_first(d) : decode_frame(d, d->bytes);
}
#endif
