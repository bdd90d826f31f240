/* Lines from right to left, and what a search finds in them. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "doc/bidi.h"
#include "doc/blocks.h"
#include "ui/canvas.h"
#include "ui/find.h"

static void
order(void **state)
{
	/* A number within Hebrew within English. */
	static const unsigned char level[] = { 0, 1, 2, 1, 0 };
	static const size_t want[] = { 0, 3, 2, 1, 4 };
	size_t got[5];

	(void)state;
	bidi_order(level, got, 5);
	assert_memory_equal(got, want, sizeof(want));
}

static void
check_line(const char *line, bool rtl, const char *want)
{
	struct str out = { 0 };

	bidi_line(&out, span_of(line), rtl);
	assert_string_equal(str_z(&out), want);
	str_release(&out);
}

static void
lines(void **state)
{
	(void)state;
	check_line("plain", false, "plain");
	check_line("", true, "");
	if (!bidi_able())
		return;
	check_line("a אב b", false, "a בא b");
	check_line("אב 12 גד", true, "דג 12 בא");
	check_line("(אב)", true, "(בא)");
	check_line("end.", true, ".end");
	/* A mark stays behind what it stands on. */
	check_line("אּב", true, "באּ");
}

/* Joined, and lam with alef in one sign; the letters come back. */
static void
joined(void **state)
{
	struct str out = { 0 }, back = { 0 };

	(void)state;
	bidi_join(&out, SPAN("سلام abc"));
	if (!bidi_able()) {
		assert_string_equal(str_z(&out), "سلام abc");
		str_release(&out);
		return;
	}
	assert_string_equal(str_z(&out), "ﺳﻼﻡ abc");
	for (size_t at = 0; at < out.n;) {
		uint32_t cp;

		at += utf8_next(str_span(&out), at, &cp);
		bidi_plain(&back, cp, false);
	}
	assert_string_equal(str_z(&back), "سلام abc");
	str_release(&out);
	str_release(&back);
}

/* Where the words stand that were looked for, in the cells of the lines. */
static void
check_find(const char *html, bool justify, const char *words, size_t n,
    const struct find_hit *want)
{
	struct blocks_ask ask = { .base = SPAN("https://example.org/") };
	struct layout_ask page = {
		.width = 20, .bidi = true, .justify = justify
	};
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL);
	struct find f = { 0 };
	struct layout *l;

	blocks_from_html(d, html_parse(mem, span_of(html), true), &ask);
	l = layout_new(d, NULL, &page);
	find_in(&f, l, span_of(words));
	assert_int_equal(f.n, n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(f.hit[i].match, want[i].match);
		assert_int_equal(f.hit[i].line, want[i].line);
		assert_int_equal(f.hit[i].col, want[i].col);
		assert_int_equal(f.hit[i].width, want[i].width);
	}
	find_release(&f);
	layout_free(l);
	doc_free(d);
	arena_free(mem);
}

static void
finding(void **state)
{
	static const struct find_hit arabic[] = { { 0, 0, 17, 3 } };
	static const struct find_hit wide[] = { { 0, 0, 9, 11 } };

	(void)state;
	check_find("<p>one <b>two</b> three four five six seven", true,
	    "three four", 1, wide);
	/* A word that the end of a line divides is still a word. */
	check_find("<p>the very extra&shy;ordi&shy;nary and &shy;more", false,
	    "extraordinary", 2,
	    (struct find_hit[]){ { 0, 0, 9, 9 }, { 0, 1, 0, 4 } });
	if (!bidi_able())
		return;
	check_find("<p>אבג דהוז", false, "דהוז", 1,
	    (struct find_hit[]){ { 0, 0, 12, 4 } });
	check_find("<p>אבג <b>דה</b>וז", false, "ג ד", 1,
	    (struct find_hit[]){ { 0, 0, 15, 3 } });
	check_find(
	    "<p>(אבג)", false, "(א", 1, (struct find_hit[]){ { 0, 0, 18, 2 } });
	check_find("<p>سلام", false, "سلام", 1, arabic);
}

static void
drawing(void **state)
{
	struct sheet s = { .bidi = true };
	struct str text = { 0 };
	struct canvas c;

	(void)state;
	if (!bidi_able())
		return;
	sheet_resize(&s, 2, 10);
	c = canvas_of(&s);
	canvas_text(&c, 0, 0, 6, SPAN("אבגדהוזח"), (struct ink){ 0 });
	assert_int_equal(
	    canvas_text_right(&c, 1, 10, 8, SPAN("אב (1)"), (struct ink){ 0 }),
	    4);
	sheet_text(&text, &s);
	assert_string_equal(str_z(&text), "…הדגבא\n    (1) בא\n");
	str_release(&text);
	sheet_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order),
		cmocka_unit_test(lines),
		cmocka_unit_test(joined),
		cmocka_unit_test(finding),
		cmocka_unit_test(drawing),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
