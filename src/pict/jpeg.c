#include "config.h"

#include "pict/decode.h"

#ifdef HAVE_JPEG
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "base/i18n.h"
#include "base/mem.h"

enum { EXIF_BYTES_MAX = 65533, OPAQUE = 255, CHANNELS = 4 };

struct jpeg {
	struct jpeg_decompress_struct info;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf out;
	bool too_many; /* scans */
	unsigned char *row, *rgba;
	struct decoding *d;
};

static void
on_error(j_common_ptr info)
{
	struct jpeg *j = info->client_data;

	longjmp(j->out, 1);
}

/* Warnings are many, and nobody would read them. */
static void
on_message(j_common_ptr info)
{
	(void)info;
}

/* A few bytes can make a scan, and each costs a pass over the picture. */
static void
on_progress(j_common_ptr info)
{
	struct jpeg *j = info->client_data;

	if (j->info.input_scan_number > PICT_SCANS_MAX) {
		j->too_many = true;
		longjmp(j->out, 1);
	}
}

/* The sizes that are quick: whole eighths of a block. */
static void
choose_scale(struct jpeg *j, int want_w, int want_h)
{
	for (unsigned n = 1; n <= 8; n *= 2) {
		j->info.scale_num = n;
		j->info.scale_denom = 8;
		jpeg_calc_output_dimensions(&j->info);
		if (j->info.output_width >= (unsigned)want_w &&
		    j->info.output_height >= (unsigned)want_h)
			return;
	}
}

/* Adobe writes its inks the other way round. */
static void
from_cmyk(unsigned char *to, const unsigned char *ink, bool inverted)
{
	unsigned k = inverted ? ink[3] : OPAQUE - ink[3];

	for (int i = 0; i < 3; i++) {
		unsigned v = inverted ? ink[i] : (unsigned)OPAQUE - ink[i];

		to[i] = (unsigned char)(v * k / OPAQUE);
	}
}

static void
spread(const struct jpeg *j)
{
	const unsigned char *from = j->row;
	int n = j->info.output_components;

	for (unsigned x = 0; x < j->info.output_width; x++, from += n) {
		unsigned char *to = j->rgba + (size_t)x * CHANNELS;

		if (n == 4)
			from_cmyk(to, from, j->info.saw_Adobe_marker != 0);
		for (int i = 0; i < 3 && n < 4; i++)
			to[i] = from[n == 3 ? i : 0];
		to[3] = OPAQUE;
	}
}

static void
find_orientation(struct jpeg *j)
{
	for (jpeg_saved_marker_ptr m = j->info.marker_list; m; m = m->next) {
		struct span block =
		    span_n((const char *)m->data, m->data_length);

		if (span_starts(block, "Exif")) {
			j->d->orientation = exif_orientation(block);
			return;
		}
	}
}

static void
choose_colours(struct jpeg *j)
{
	switch (j->info.jpeg_color_space) {
	case JCS_CMYK:
	case JCS_YCCK:
		j->info.out_color_space = JCS_CMYK;
		break;
	case JCS_GRAYSCALE:
		j->info.out_color_space = JCS_GRAYSCALE;
		break;
	default:
		j->info.out_color_space = JCS_RGB;
		break;
	}
}

/* All of it between a setjmp and its longjmp: what must survive is in j. */
static bool
run(struct jpeg *j)
{
	struct decoding *d = j->d;
	int w, h;

	jpeg_create_decompress(&j->info);
	j->info.progress = &j->progress;
	jpeg_save_markers(&j->info, JPEG_APP0 + 1, EXIF_BYTES_MAX);
	jpeg_mem_src(&j->info, (const unsigned char *)d->bytes.s, d->bytes.n);
	if (jpeg_read_header(&j->info, TRUE) != JPEG_HEADER_OK)
		return decoding_broken(d);
	if (!decoding_size(d, j->info.image_width, j->info.image_height))
		return false;
	find_orientation(j);
	choose_colours(j);
	j->info.dct_method = JDCT_ISLOW;
	pixels_fit(d->width, d->height, d->side, &w, &h);
	choose_scale(j, w, h);
	jpeg_start_decompress(&j->info);
	j->row = xmalloc(
	    (size_t)j->info.output_width * (size_t)j->info.output_components);
	j->rgba = xmalloc((size_t)j->info.output_width * CHANNELS);
	shrink_begin(&d->shrink, (int)j->info.output_width,
	    (int)j->info.output_height, w, h);
	while (j->info.output_scanline < j->info.output_height) {
		JSAMPROW rows[] = { j->row };

		jpeg_read_scanlines(&j->info, rows, 1);
		spread(j);
		shrink_row(&d->shrink, j->rgba);
	}
	return true;
}

bool
jpeg_decode(struct decoding *d)
{
	struct jpeg *j = xcalloc(1, sizeof(*j));
	bool ok;

	j->d = d;
	j->info.err = jpeg_std_error(&j->errors);
	j->errors.error_exit = on_error;
	j->errors.output_message = on_message;
	j->progress.progress_monitor = on_progress;
	j->info.client_data = j;
	if (setjmp(j->out) == 0)
		ok = run(j);
	else if (j->too_many)
		ok = err_set(d->err, ERR_LIMIT, "%s", N_("too large"));
	else
		ok = d->shrink.made > 0 || decoding_broken(d);
	jpeg_destroy_decompress(&j->info);
	free(j->row);
	free(j->rgba);
	free(j);
	return ok;
}
#endif
