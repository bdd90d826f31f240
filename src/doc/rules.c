#include "config.h"

#include "doc/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "doc/meta.h"
#include "doc/metadates.h"
#include "doc/prune.h"
#include "doc/selector.h"

enum { AUTHORS_BYTES_MAX = 120, HEAD_BYTES_MAX = 1000 };

/* One verb's selectors, and how many. */
struct choice {
	struct selector *item;
	size_t n;
};

/* --- an element and a selector ------------------------------------------ */

static bool
has_value(struct span all, struct span value)
{
	while (all.n) {
		struct span word = span_cut(&all, ' ');

		if (span_eq(word, value))
			return true;
	}
	return false;
}

static bool
passes(const struct html_node *n, const struct selector_test *t)
{
	char name[64];
	const struct span *have;

	if (t->name.n >= sizeof(name))
		return false;
	memcpy(name, t->name.s, t->name.n);
	name[t->name.n] = '\0';
	have = html_attr(n, name);
	if (!have)
		return false;
	switch (t->how) {
	case SELECT_WORD:
		return has_value(*have, t->value);
	case SELECT_HAS:
		return true;
	case SELECT_EQUALS:
		return span_eq(*have, t->value);
	case SELECT_BEGINS:
		return t->value.n && have->n >= t->value.n &&
		       span_eq(span_head(*have, t->value.n), t->value);
	case SELECT_ENDS:
		return t->value.n && have->n >= t->value.n &&
		       span_eq(
		           span_from(*have, have->n - t->value.n), t->value);
	case SELECT_CONTAINS:
		return t->value.n && span_find(*have, t->value) < have->n;
	}
	return false;
}

static bool
is_part(const struct html_node *n, const struct selector_part *part)
{
	if (!n->name || (part->tag.n && !span_ieq(part->tag, span_of(n->name))))
		return false;
	for (size_t i = 0; i < part->tests; i++)
		if (!passes(n, &part->test[i]))
			return false;
	return true;
}

/* The nearest fitting box around is the right one: only "somewhere inside"
 * is asked. */
static bool
is_meant(const struct html_node *n, const struct selector *s)
{
	size_t left = s->parts - 1;

	if (!is_part(n, &s->part[left]))
		return false;
	for (n = n->parent; n && left; n = n->parent)
		left -= is_part(n, &s->part[left - 1]);
	return !left;
}

/* From at on (NULL: from the start), in document order. */
static struct html_node *
find(const struct html_node *root, struct html_node *at,
    const struct choice *choice)
{
	for (; at; at = html_next(root, at))
		for (size_t i = 0; i < choice->n; i++)
			if (is_meant(at, &choice->item[i]))
				return at;
	return NULL;
}

/* --- lines -------------------------------------------------------------- */

/* The next rule of that verb; its selectors are in *choice. */
static bool
next_rule(
    struct choice *choice, struct span *rest, const char *verb, struct page *p)
{
	while (rest->n) {
		struct span line = span_trim(span_cut(rest, '\n'));
		struct span word = span_cut(&line, ' ');
		struct err err = { 0 };

		if (!span_is(word, verb))
			continue;
		choice->n = selectors_read(choice->item, line, &err);
		if (choice->n)
			return true;
		if (p)
			page_note(p, "site-rule", err.text);
	}
	return false;
}

static struct choice
choice_new(void)
{
	return (struct choice){
		.item = xcalloc(SELECTORS_MAX, sizeof(struct selector)),
	};
}

bool
rules_have(struct span rules, const char *verb)
{
	while (rules.n) {
		struct span line = span_trim(span_cut(&rules, '\n'));

		if (span_is(span_cut(&line, ' '), verb))
			return true;
	}
	return false;
}

/* --- the head of the article -------------------------------------------- */

typedef void take_fn(struct page *p, const struct html_node *n);

static void
take_published(struct page *p, const struct html_node *n)
{
	metadates_set(p, n, &p->published, &p->published_raw);
}

static void
take_modified(struct page *p, const struct html_node *n)
{
	metadates_set(p, n, &p->modified, &p->modified_raw);
}

static void
take_author(struct page *p, const struct html_node *n)
{
	if (html_weigh(n).text < AUTHORS_BYTES_MAX)
		meta_add_author(p, meta_node_line(p, n), html_get(n, "href"));
}

static void
take_line(struct page *p, const struct html_node *n, struct span *slot)
{
	struct span line = html_weigh(n).text < HEAD_BYTES_MAX
	                       ? meta_node_line(p, n)
	                       : span_n(NULL, 0);

	if (line.n)
		*slot = line;
}

static void
take_title(struct page *p, const struct html_node *n)
{
	take_line(p, n, &p->title);
}

static void
take_kicker(struct page *p, const struct html_node *n)
{
	take_line(p, n, &p->kicker);
}

static void
take_section(struct page *p, const struct html_node *n)
{
	take_line(p, n, &p->section);
}

static void
take_standfirst(struct page *p, const struct html_node *n)
{
	take_line(p, n, &p->standfirst);
}

static const struct {
	const char *verb;
	take_fn *take;
	bool all; /* not only the first */
} heads[] = {
	{ "title", take_title, false },
	{ "kicker", take_kicker, false },
	{ "section", take_section, false },
	{ "standfirst", take_standfirst, false },
	{ "author", take_author, true },
	{ "published", take_published, false },
	{ "modified", take_modified, false },
};

void
rules_head(struct page *p, const struct html_node *root, struct span rules)
{
	struct choice choice = choice_new();

	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		struct span rest = rules;

		while (next_rule(&choice, &rest, heads[i].verb, p)) {
			struct html_node *n = find(root, root->first, &choice);

			if (n && heads[i].take == take_author)
				p->authors = 0;
			for (; n;
			     n = heads[i].all
			             ? find(root, html_skip(root, n), &choice)
			             : NULL)
				heads[i].take(p, n);
		}
	}
	free(choice.item);
}

/* --- the body ----------------------------------------------------------- */

static void
keep(struct html_node *n)
{
	for (; n && !n->kept; n = n->parent)
		n->kept = true;
}

void
rules_prune(struct html_node *root, struct span rules)
{
	struct choice choice = choice_new();
	struct span rest = rules;

	while (next_rule(&choice, &rest, "drop", NULL)) {
		struct html_node *n = find(root, root->first, &choice);

		while (n) {
			struct html_node *next = html_skip(root, n);

			html_unlink(n);
			n = find(root, next, &choice);
		}
	}
	rest = rules;
	while (next_rule(&choice, &rest, "keep", NULL)) {
		struct html_node *n = find(root, root->first, &choice);

		for (; n; n = find(root, html_next(root, n), &choice))
			keep(n);
	}
	free(choice.item);
}

struct html_node *
rules_body(struct html_node *root, struct span rules)
{
	struct choice choice = choice_new();
	struct html_node *body = NULL;
	struct span rest = rules;

	while (!body && next_rule(&choice, &rest, "body", NULL)) {
		struct html_node *n = find(root, root->first, &choice);

		body = n;
		n = n ? find(root, html_skip(root, n), &choice) : NULL;
		while (n) {
			struct html_node *next = html_skip(root, n);

			html_unlink(n);
			html_insert(body, n, NULL);
			n = find(root, next, &choice);
		}
	}
	/* Whatever it is called, and whatever it stands in. */
	keep(body);
	free(choice.item);
	return body;
}
