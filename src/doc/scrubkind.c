#include "config.h"

#include "doc/scrubkind.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Sorted by name. */
static const struct {
	const char *name;
	unsigned kind;
} kinds[] = {
	{ "area", SCRUB_VOID },
	{ "base", SCRUB_VOID },
	{ "body", SCRUB_UNCLOSED },
	{ "br", SCRUB_VOID },
	{ "col", SCRUB_VOID },
	{ "colgroup", SCRUB_UNCLOSED },
	{ "dd", SCRUB_UNCLOSED },
	{ "dt", SCRUB_UNCLOSED },
	{ "embed", SCRUB_VOID },
	{ "frame", SCRUB_VOID },
	{ "head", SCRUB_UNCLOSED },
	{ "hr", SCRUB_VOID },
	{ "html", SCRUB_UNCLOSED },
	{ "iframe", SCRUB_DROPPED },
	{ "img", SCRUB_VOID },
	{ "input", SCRUB_VOID },
	{ "li", SCRUB_UNCLOSED },
	{ "link", SCRUB_VOID },
	{ "meta", SCRUB_VOID },
	{ "noembed", SCRUB_DROPPED },
	{ "noframes", SCRUB_DROPPED },
	{ "optgroup", SCRUB_UNCLOSED },
	{ "option", SCRUB_UNCLOSED },
	{ "p", SCRUB_UNCLOSED },
	{ "param", SCRUB_VOID },
	{ "plaintext", SCRUB_DROPPED },
	{ "rb", SCRUB_UNCLOSED },
	{ "rp", SCRUB_UNCLOSED },
	{ "rt", SCRUB_UNCLOSED },
	{ "script", SCRUB_DROPPED },
	{ "source", SCRUB_VOID | SCRUB_NEW_VOID },
	{ "style", SCRUB_DROPPED },
	{ "tbody", SCRUB_UNCLOSED },
	{ "td", SCRUB_UNCLOSED },
	{ "template", SCRUB_DROPPED },
	{ "textarea", SCRUB_DROPPED },
	{ "tfoot", SCRUB_UNCLOSED },
	{ "th", SCRUB_UNCLOSED },
	{ "thead", SCRUB_UNCLOSED },
	{ "tr", SCRUB_UNCLOSED },
	{ "track", SCRUB_VOID | SCRUB_NEW_VOID },
	{ "wbr", SCRUB_VOID | SCRUB_NEW_VOID },
	{ "xmp", SCRUB_DROPPED },
};

static int
compare_name(struct span name, const char *other)
{
	for (size_t i = 0; i < name.n; i++) {
		int a = (unsigned char)lower(name.s[i]);
		int b = (unsigned char)other[i];

		/* Text may hold NUL; a name in the table ends there. */
		if (a != b || !b)
			return a < b ? -1 : 1;
	}
	return -(unsigned char)other[name.n];
}

unsigned
scrub_kind(struct span name)
{
	size_t low = 0, high = sizeof(kinds) / sizeof(*kinds);

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = compare_name(name, kinds[mid].name);

		if (!order)
			return kinds[mid].kind;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return 0;
}
