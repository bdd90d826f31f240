#include "config.h"

#include "feed/xmlescape.h"

#include "base/bytes.h"

void
xml_escape(struct str *out, struct span t)
{
	static const char *const entity[] = { ['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;",
		['"'] = "&quot;" };

	for (size_t i = 0, from = 0; i < t.n; from = ++i) {
		i = span_until(t, i, BYTE_MARKUP);
		str_addn(out, t.s + from, i - from);
		if (i < t.n)
			str_addz(out, entity[(unsigned char)t.s[i]]);
	}
}
