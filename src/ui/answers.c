#include "config.h"

#include "ui/answers.h"

#include <string.h>

#include "pict/kitty.h"

enum { CELL_MAX = 200, REGISTERS_MAX = 65536, NUMBERS = 4 };

void
answers_ask(struct str *out)
{
	str_lit(out, "\033[>q");
	str_lit(out, "\033[16t");
	str_lit(out, "\033[?1;1;0S");
	str_lit(out, "\033[c");
}

void
answers_ask_kitty(struct str *out)
{
	str_lit(out, "\033_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\033\\");
}

bool
answers_ends(char begun, int c)
{
	return begun == '[' && c >= '@' && c <= '~';
}

bool
graphics_kitty(const struct graphics *g)
{
	return g->answers_kitty && g->has_signs;
}

/* "62;4;22": whether one of the numbers is n. */
static bool
has_number(struct span t, int64_t n)
{
	while (t.n) {
		int64_t v;

		if (span_int(span_cut(&t, ';'), &v) && v == n)
			return true;
	}
	return false;
}

/* "6;16;8": as many numbers as there are. */
static int
numbers(struct span t, int64_t v[NUMBERS])
{
	int n = 0;

	while (t.n && n < NUMBERS && span_int(span_cut(&t, ';'), &v[n]))
		n++;
	return n;
}

static void
take_sequence(struct graphics *g, struct span text)
{
	int64_t v[NUMBERS] = { 0 };
	char last = text.n ? text.s[text.n - 1] : 0;
	struct span body = span_head(text, text.n ? text.n - 1 : 0);

	/* DA1: 4 is sixel. */
	if (last == 'c' && span_starts(body, "?"))
		g->sixel = has_number(span_from(body, 1), 4);
	/* CSI 6 ; height ; width t */
	if (last == 't' && numbers(body, v) == 3 && v[0] == 6 && v[1] > 0 &&
	    v[1] < CELL_MAX && v[2] > 0 && v[2] < CELL_MAX) {
		g->cell_h = (int)v[1];
		g->cell_w = (int)v[2];
	}
	/* CSI ? 1 ; 0 ; colours S */
	if (last == 'S' && span_starts(body, "?") &&
	    numbers(span_from(body, 1), v) == 3 && v[0] == 1 && v[1] == 0 &&
	    v[2] > 1 && v[2] <= REGISTERS_MAX)
		g->registers = (int)v[2];
}

bool
answers_take(struct graphics *g, char begun, struct span text)
{
	struct graphics was = *g;

	if (begun == '[')
		take_sequence(g, text);
	else if (begun == '_' && span_starts(text, "Gi=31;"))
		g->answers_kitty = span_is(span_from(text, 6), "OK");
	else if (begun == 'P' && span_starts(text, ">|"))
		g->has_signs = kitty_has_signs(span_from(text, 2));
	return g->answers_kitty != was.answers_kitty ||
	       g->has_signs != was.has_signs || g->sixel != was.sixel ||
	       g->registers != was.registers || g->cell_w != was.cell_w ||
	       g->cell_h != was.cell_h;
}
