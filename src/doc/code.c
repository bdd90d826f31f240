#include "config.h"

#include "doc/code.h"

#include <string.h>

enum { BOXES_ABOVE = 3 }; /* around a listing that may name its language */

/* "language-c", "lang-c", "highlight-source-c". */
static struct span
by_prefix(struct span list)
{
	static const char *const prefixes[] = { "language-", "lang-",
		"highlight-source-", "highlight-text-" };

	while ((list = span_trim(list)).n) {
		struct span word = span_cut(&list, ' ');

		for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes);
		     i++)
			if (span_istarts(word, prefixes[i]))
				return span_from(word, strlen(prefixes[i]));
	}
	return span_n(NULL, 0);
}

/* "brush: c; title: x" and "sourceCode c": the word behind the key. */
static struct span
by_key(struct span list)
{
	static const char *const keys[] = { "brush:", "sourceCode " };
	struct span rest;
	size_t n = 0;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (!span_istarts(list, keys[i]))
			continue;
		rest = span_trim(span_from(list, strlen(keys[i])));
		while (n < rest.n && rest.s[n] != ';' && rest.s[n] != ' ')
			n++;
		return span_head(rest, n);
	}
	return span_n(NULL, 0);
}

static struct span
named_by(const struct html_node *n)
{
	static const char *const names[] = { "data-lang", "data-language" };
	struct span list = span_trim(html_get(n, "class"));
	struct span found = by_prefix(list);

	if (!found.n)
		found = by_key(list);
	for (size_t i = 0; i < 2 && !found.n; i++)
		found = span_trim(html_get(n, names[i]));
	return found;
}

/* Services colour the text and leave the name on the box around it. */
struct span
code_language(const struct html_node *pre)
{
	const struct html_node *n = html_find(pre, TAG_CODE);
	struct span found = n ? named_by(n) : span_n(NULL, 0);

	n = pre;
	for (int i = 0; n && !found.n && i < BOXES_ABOVE; i++) {
		/* What holds more than the listing speaks of the page. */
		if (n != pre && n->tag != TAG_DIV && n->tag != TAG_FIGURE)
			break;
		found = named_by(n);
		n = n->parent;
	}
	return found;
}

bool
code_is_gutter(const struct html_node *pre, struct span text)
{
	const struct html_node *cell = pre->parent;

	for (int i = 0; cell && i < BOXES_ABOVE && cell->tag != TAG_TD; i++)
		cell = cell->parent;
	/* Code stands in the next cell. */
	if (!cell || cell->tag != TAG_TD || !cell->next ||
	    !html_find(cell->next, TAG_PRE))
		return false;
	for (size_t i = 0; i < text.n; i++)
		if ((text.s[i] < '0' || text.s[i] > '9') &&
		    !strchr(" \n\t", text.s[i]))
			return false;
	return true;
}
