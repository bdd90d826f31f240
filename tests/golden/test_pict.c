/*
 * Twenty pictures -> cells, in three sizes and on four depths of colour.
 *
 *	test_pict [--bless]
 *
 * tests/golden/pict/NAME.txt has the signs of each, and where there are
 * colours a digit for each of red, green and blue, or the palette's number.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_JPEG
#include <jpeglib.h>
#endif

#include "../lib/plates.h"
#include "base/err.h"
#include "pict/decode.h"
#include "pict/mosaic.h"

enum { SIDE = 80 };

static const int sizes[][2] = { { 6, 2 }, { 12, 5 }, { 24, 8 } };
static const int depths[] = { 0, 16, 256, 1 << 24 };

static void
add_colour(struct str *out, int32_t c)
{
	if (c >= MOSAIC_RGB)
		str_printf(out, "%x%x%x", (unsigned)c >> 20 & 15,
		    (unsigned)c >> 12 & 15, (unsigned)c >> 4 & 15);
	else
		str_printf(out, "%x", (unsigned)c);
}

static void
add_mosaic(struct str *out, const struct mosaic *m)
{
	for (int row = 0; row < m->rows; row++) {
		const struct mosaic_cell *cell = &m->cell[row * m->cols];

		for (int col = 0; col < m->cols; col++)
			str_addz(out, mosaic_sign(cell[col].sign));
		str_addc(out, '|');
		for (int col = 0; col < m->cols && cell[col].fg >= 0; col++) {
			add_colour(out, cell[col].fg);
			str_addc(out, cell[col].sign ? '/' : ' ');
			if (cell[col].sign) {
				add_colour(out, cell[col].bg);
				str_addc(out, ' ');
			}
		}
		str_addc(out, '\n');
	}
}

static void
add_all(struct str *out, const struct pixels *p)
{
	str_printf(out, "%d x %d of %d x %d\n", p->width, p->height,
	    p->full_width, p->full_height);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		for (size_t k = 0; k < sizeof(depths) / sizeof(*depths); k++) {
			struct mosaic_ask ask = { .colours = depths[k] };
			struct mosaic m;

			mosaic_size(p->width, p->height, 0, 0, sizes[i][0],
			    sizes[i][1], &ask.cols, &ask.rows);
			mosaic_make(&m, p, &ask);
			str_printf(out, "-- %d x %d, %d colours\n", m.cols,
			    m.rows, depths[k]);
			add_mosaic(out, &m);
			mosaic_release(&m);
		}
	}
}

static void
read_file(struct str *out, const char *path)
{
	FILE *f = fopen(path, "rb");
	int c;

	while (f && (c = getc(f)) != EOF)
		str_addc(out, (char)c);
	if (f)
		fclose(f);
}

static bool
write_file(const char *path, const struct str *text)
{
	FILE *f = fopen(path, "wb");

	return f && fwrite(text->s, 1, text->n, f) == text->n && fclose(f) == 0;
}

/* Other libraries than libjpeg-turbo round a little otherwise. */
static bool
is_exact(const char *name)
{
#ifdef LIBJPEG_TURBO_VERSION
	(void)name;
	return true;
#else
	return strncmp(name, "jpeg", 4) != 0;
#endif
}

static bool
check(const struct plate *plate, struct span bytes, bool bless)
{
	const char *top = getenv("top_srcdir");
	struct str path = { 0 }, want = { 0 }, got = { 0 };
	struct pixels p;
	struct err err = { 0 };
	bool ok = picture_decode(&p, bytes, SIDE, &err);

	if (!ok) {
		printf("# %s\n", err.text);
		return false;
	}
	add_all(&got, &p);
	pixels_release(&p);
	str_printf(
	    &path, "%s/tests/golden/pict/%s.txt", top ? top : ".", plate->name);
	if (bless) {
		ok = write_file(str_z(&path), &got);
	} else {
		read_file(&want, str_z(&path));
		ok = span_eq(str_span(&got), str_span(&want));
	}
	str_release(&path);
	str_release(&want);
	str_release(&got);
	return ok;
}

int
main(int argc, char **argv)
{
	bool bless = argc == 2 && strcmp(argv[1], "--bless") == 0;
	int failed = 0;

	printf("1..%zu\n", plates_n);
	for (size_t i = 0; i < plates_n; i++) {
		struct str bytes = { 0 };
		bool can = plates[i].write(&bytes) && is_exact(plates[i].name);
		bool ok = !can || check(&plates[i], str_span(&bytes), bless);

		printf("%s %zu - %s%s\n", ok ? "ok" : "not ok", i + 1,
		    plates[i].name, can ? "" : " # SKIP not in this build");
		failed += !ok;
		str_release(&bytes);
	}
	return failed != 0;
}
