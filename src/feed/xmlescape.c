#include "config.h"

#include "feed/xmlescape.h"

void
xml_escape(struct str *out, struct span t)
{
	static const char *const entity[] = { ['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;",
		['"'] = "&quot;" };

	for (size_t i = 0, from = 0; i <= t.n; i++) {
		if (i < t.n && t.s[i] != '&' && t.s[i] != '<' &&
		    t.s[i] != '>' && t.s[i] != '"')
			continue;
		str_add(out, span_head(span_from(t, from), i - from));
		if (i < t.n)
			str_addz(out, entity[(unsigned char)t.s[i]]);
		from = i + 1;
	}
}
