/* Any bytes as text for a terminal: what is drawn is safe, cut at clusters,
 * and as wide as it was said to be. */
#include "config.h"

#include <locale.h>

#include "base/utf8.h"
#include "fuzz.h"

static void
plain(struct span text, int how)
{
	struct str once = { 0 }, again = { 0 };

	utf8_plain(&once, text, how);
	MUST(utf8_valid(str_span(&once)));
	utf8_plain(&again, str_span(&once), how);
	MUST(span_eq(str_span(&once), str_span(&again)));
	str_release(&once);
	str_release(&again);
}

static void
drawn(struct span text)
{
	struct str once = { 0 }, again = { 0 }, cut = { 0 };
	struct span t;

	cells_add(&once, text);
	t = str_span(&once);
	MUST(utf8_valid(t));
	for (size_t i = 0; i < t.n; i++)
		MUST((unsigned char)t.s[i] >= ' ' && t.s[i] != 0x7f);
	cells_add(&again, t);
	MUST(span_eq(t, str_span(&again)));
	for (int width = 0; width < 12; width++) {
		int used;
		size_t n = cells_fit(t, width, &used);

		MUST(n <= t.n && used <= width);
		MUST(utf8_valid(span_head(t, n)));
		MUST(cells_width(span_head(t, n)) == used);
		str_clear(&cut);
		MUST(cells_ellipsis(&cut, text, width) <= width);
		MUST(utf8_valid(str_span(&cut)));
	}
	str_release(&once);
	str_release(&again);
	str_release(&cut);
}

static void
steps(struct span text)
{
	struct str out = { 0 };
	uint32_t cp;

	for (size_t at = 0; at < text.n;) {
		size_t next = at + utf8_next(text, at, &cp);

		MUST(next > at && next <= text.n);
		MUST(utf8_prev(text, next) == at);
		MUST(cluster_end(text, at) > at);
		MUST(cluster_end(text, at) <= text.n);
		at = next;
	}
	utf8_fold(&out, text);
	utf8_is_rtl(text);
	str_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_n((const char *)data, size);

	setlocale(LC_CTYPE, "C.UTF-8");
	plain(text, PLAIN_LINE);
	plain(text, PLAIN_LINES);
	plain(text, PLAIN_PRE);
	drawn(text);
	steps(text);
	return 0;
}
