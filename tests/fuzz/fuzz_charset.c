/* A label on the first line, bytes after it: whatever they are, UTF-8 without
 * NUL comes out, or a set is named that is known. */
#include "config.h"

#include "base/utf8.h"
#include "doc/charset.h"
#include "fuzz.h"

static void
check_text(struct span text)
{
	MUST(utf8_valid(text));
	MUST(span_chr(text, '\0') == text.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span all = span_n((const char *)data, size);
	size_t line = span_chr(all, '\n');
	struct charset_ask ask = {
		.bytes = span_from(all, line + (line < all.n)),
		.http = span_head(all, line),
		.html = size & 1,
		.borrow = size & 2,
	};
	struct charset_answer a;
	struct str out = { 0 };
	struct charset *c = NULL;
	struct err err;

	if (charset_to_utf8(&out, &ask, &a) == CHARSET_NEED) {
		MUST(out.n == 0);
		MUST(charset_known(span_of(a.need)));
		c = ask.have = charset_open(a.need, &err);
		/* The second look comes to the same end. */
		if (c)
			MUST(charset_to_utf8(&out, &ask, &a) == CHARSET_OK);
	}
	check_text(a.borrowed.s ? a.borrowed : str_span(&out));
	MUST(!a.borrowed.s || out.n == 0);
	charset_close(c);
	str_release(&out);
	return 0;
}
