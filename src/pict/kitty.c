#include "config.h"

#include "pict/kitty.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum {
	PLACEHOLDER = 0x10eeee,
	CHUNK = 4096,     /* bytes of base64 in one command */
	CHUNK_RAW = 3072, /* that make them */
	KITTY_MINOR = 28  /* 0.28 has placeholders */
};

/*
 * The marks that count: of Unicode 6.0 those of combining class 230 which no
 * other character is made of (kitty's protocol, "Unicode placeholders"); runs
 * of them.
 */
static const struct {
	uint16_t first, last;
} marks[] = {
	{ 0x305, 0x305 },
	{ 0x30d, 0x30e },
	{ 0x310, 0x310 },
	{ 0x312, 0x312 },
	{ 0x33d, 0x33f },
	{ 0x346, 0x346 },
	{ 0x34a, 0x34c },
	{ 0x350, 0x352 },
	{ 0x357, 0x357 },
	{ 0x35b, 0x35b },
	{ 0x363, 0x36f },
	{ 0x483, 0x487 },
	{ 0x592, 0x595 },
	{ 0x597, 0x599 },
	{ 0x59c, 0x5a1 },
	{ 0x5a8, 0x5a9 },
	{ 0x5ab, 0x5ac },
	{ 0x5af, 0x5af },
	{ 0x5c4, 0x5c4 },
	{ 0x610, 0x617 },
	{ 0x657, 0x65b },
	{ 0x65d, 0x65e },
	{ 0x6d6, 0x6dc },
	{ 0x6df, 0x6e2 },
	{ 0x6e4, 0x6e4 },
	{ 0x6e7, 0x6e8 },
	{ 0x6eb, 0x6ec },
	{ 0x730, 0x730 },
	{ 0x732, 0x733 },
	{ 0x735, 0x736 },
	{ 0x73a, 0x73a },
	{ 0x73d, 0x73d },
	{ 0x73f, 0x741 },
	{ 0x743, 0x743 },
	{ 0x745, 0x745 },
	{ 0x747, 0x747 },
	{ 0x749, 0x74a },
	{ 0x7eb, 0x7f1 },
	{ 0x7f3, 0x7f3 },
	{ 0x816, 0x819 },
	{ 0x81b, 0x823 },
	{ 0x825, 0x827 },
	{ 0x829, 0x82d },
	{ 0x951, 0x951 },
	{ 0x953, 0x954 },
	{ 0xf82, 0xf83 },
	{ 0xf86, 0xf87 },
	{ 0x135d, 0x135f },
	{ 0x17dd, 0x17dd },
	{ 0x193a, 0x193a },
	{ 0x1a17, 0x1a17 },
	{ 0x1a75, 0x1a7c },
	{ 0x1b6b, 0x1b6b },
	{ 0x1b6d, 0x1b73 },
	{ 0x1cd0, 0x1cd2 },
	{ 0x1cda, 0x1cdb },
	{ 0x1ce0, 0x1ce0 },
	{ 0x1dc0, 0x1dc1 },
	{ 0x1dc3, 0x1dc9 },
	{ 0x1dcb, 0x1dcc },
	{ 0x1dd1, 0x1de6 },
	{ 0x1dfe, 0x1dfe },
	{ 0x20d0, 0x20d1 },
	{ 0x20d4, 0x20d7 },
	{ 0x20db, 0x20dc },
	{ 0x20e1, 0x20e1 },
	{ 0x20e7, 0x20e7 },
	{ 0x20e9, 0x20e9 },
	{ 0x20f0, 0x20f0 },
	{ 0x2cef, 0x2cf1 },
	{ 0x2de0, 0x2dff },
};

static uint32_t
mark(int n)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		int run = marks[i].last - marks[i].first + 1;

		if (n < run)
			return (uint32_t)(marks[i].first + n);
		n -= run;
	}
	return marks[0].first;
}

void
kitty_sign(char sign[16], int row, int col)
{
	struct str t = { 0 };

	utf8_add(&t, PLACEHOLDER);
	utf8_add(&t, mark(row));
	utf8_add(&t, mark(col));
	snprintf(sign, 16, "%s", str_z(&t));
	str_release(&t);
}

void
kitty_add(struct str *out, const struct pixels *p, int id, int cols, int rows)
{
	struct span rest = span_n(
	    (const char *)p->rgb, (size_t)p->width * (size_t)p->height * 3);
	bool first = true;

	while (rest.n) {
		struct span part = span_head(rest, CHUNK_RAW);

		rest = span_from(rest, part.n);
		/* Shown by signs (U), never answered (q). */
		if (first)
			str_printf(out,
			    "\033_Ga=T,U=1,q=2,i=%d,f=24,s=%d,v=%d,c=%d,r=%d,"
			    "m=%d;",
			    id, p->width, p->height, cols, rows, rest.n > 0);
		else
			str_printf(out, "\033_Gq=2,m=%d;", rest.n > 0);
		first = false;
		str_base64(out, part);
		str_lit(out, "\033\\");
	}
}

void
kitty_forget(struct str *out)
{
	str_lit(out, "\033_Ga=d,d=A,q=2\033\\");
}

/* "kitty(0.32.1)", "ghostty 1.0.0". */
bool
kitty_has_signs(struct span version)
{
	int64_t major, minor;
	struct span rest;

	if (span_starts(version, "ghostty"))
		return true;
	if (!span_starts(version, "kitty("))
		return false;
	rest = span_from(version, strlen("kitty("));
	return span_int(span_cut(&rest, '.'), &major) &&
	       span_int(span_cut(&rest, '.'), &minor) &&
	       (major > 0 || minor >= KITTY_MINOR);
}
