#include "config.h"

#include "doc/footnotes.h"

#include <stdlib.h>
#include <string.h>

enum {
	MARK_BYTES_MAX = 8, /* "[12]", "*" */
	CLIMB_MAX = 4,
	BODY_BYTES_MAX = 8000
};

/* "1", "[12]", "(a)", "*", "†": what stands for a note in the text. */
static bool
is_sign(struct span t)
{
	size_t digits = 0, others = 0;

	if (!t.n || t.n > MARK_BYTES_MAX)
		return false;
	for (size_t i = 0; i < t.n; i++) {
		char c = t.s[i];

		if (c >= '0' && c <= '9')
			digits++;
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
			others++;
	}
	return digits ? !others : others <= 1;
}

static bool
has_sign(const struct html_node *n)
{
	struct str text = { 0 };
	bool yes;

	html_text(&text, n);
	yes = is_sign(str_span(&text));
	str_release(&text);
	return yes;
}

static bool
holds(struct span t, const char *word)
{
	return span_ifind(t, span_of(word)) < t.n;
}

/* Raised, or called a reference. */
static bool
is_marked(const struct html_node *a)
{
	return (a->parent && a->parent->tag == TAG_SUP) ||
	       html_find(a, TAG_SUP) ||
	       span_iis(html_get(a, "role"), "doc-noteref") ||
	       holds(html_get(a, "class"), "footnote") ||
	       holds(html_get(a, "class"), "noteref") ||
	       holds(html_get(a, "id"), "fnref") ||
	       /* word processors */
	       holds(html_get(a, "name"), "ftnref") ||
	       holds(html_get(a, "name"), "ednref");
}

static struct span
target_of(const struct html_node *a)
{
	struct span href = html_get(a, "href");

	return a->tag == TAG_A && href.n > 1 && *href.s == '#'
	           ? span_from(href, 1)
	           : span_n(NULL, 0);
}

static struct span
id_of(const struct html_node *n)
{
	struct span id = html_get(n, "id");

	return id.n || n->tag != TAG_A ? id : html_get(n, "name");
}

/* A link to where a reference stands leads back from its note. */
static bool
leads_back(const struct footnotes *f, struct span id)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct html_node *n = f->note[i].ref;

		for (int k = 0; k < 3 && n; k++, n = n->parent)
			if (n->tag != TAG_TEXT && span_eq(id_of(n), id))
				return true;
	}
	return false;
}

static struct footnote *
with_id(struct footnotes *f, struct span id)
{
	for (size_t i = 0; i < f->n; i++)
		if (span_eq(f->note[i].id, id))
			return &f->note[i];
	return NULL;
}

static void
find_references(struct footnotes *f, const struct html_node *root)
{
	for (const struct html_node *n = root; n; n = html_next(root, n)) {
		struct span id = target_of(n);

		if (!id.n || f->n == FOOTNOTES_MAX || !is_marked(n) ||
		    !has_sign(n) || with_id(f, id) || leads_back(f, id))
			continue;
		f->note[f->n++] = (struct footnote){ .id = id, .ref = n };
	}
}

static bool
is_within(const struct html_node *n, const struct html_node *box)
{
	while (n && n != box)
		n = n->parent;
	return n != NULL;
}

/* The block that a note's anchor stands in, when it is no larger than a note
 * is and does not hold the reference as well. */
static const struct html_node *
body_of(const struct html_node *n, const struct footnote *note)
{
	struct str text = { 0 };
	bool good;

	for (int i = 0; i < CLIMB_MAX && n && !html_is_block(n); i++)
		n = n->parent;
	if (!n || !html_is_block(n) || !n->parent || is_within(note->ref, n))
		return NULL;
	html_text(&text, n);
	good = text.n > 0 && text.n < BODY_BYTES_MAX;
	str_release(&text);
	return good ? n : NULL;
}

static int
by_address(const void *a, const void *b)
{
	const struct html_node *x = *(const struct html_node *const *)a;
	const struct html_node *y = *(const struct html_node *const *)b;

	return x < y ? -1 : x > y;
}

static void
find_bodies(struct footnotes *f, const struct html_node *root)
{
	for (const struct html_node *n = root; n; n = html_next(root, n)) {
		struct span id =
		    n->tag == TAG_TEXT ? span_n(NULL, 0) : id_of(n);
		struct footnote *note = id.n ? with_id(f, id) : NULL;

		if (note && !note->body)
			note->body = body_of(n, note);
	}
}

void
footnotes_find(struct footnotes *f, const struct html_node *root)
{
	int number = 0;

	f->n = f->bodies = 0;
	find_references(f, root);
	if (!f->n)
		return;
	find_bodies(f, root);
	for (size_t i = 0; i < f->n; i++) {
		if (!f->note[i].body)
			continue;
		f->note[i].number = ++number;
		f->body[f->bodies++] = f->note[i].body;
	}
	qsort(f->body, f->bodies, sizeof(*f->body), by_address);
}

int
footnote_number(const struct footnotes *f, const struct html_node *n)
{
	struct span id;

	if (!f->n)
		return 0;
	if (n->tag == TAG_SUP && !(n = html_find(n, TAG_A)))
		return 0;
	id = target_of(n);
	for (size_t i = 0; i < f->n && id.n; i++)
		if (span_eq(f->note[i].id, id))
			return is_marked(n) ? f->note[i].number : 0;
	return 0;
}

bool
footnote_is_body(const struct footnotes *f, const struct html_node *n)
{
	return f->bodies && bsearch(&n, f->body, f->bodies, sizeof(*f->body),
	                        by_address) != NULL;
}

bool
footnote_is_mark(const struct footnotes *f, const struct html_node *n)
{
	bool first = !n->prev || (n->prev->tag == TAG_TEXT && !n->prev->prev &&
	                             !span_trim(n->prev->text).n);

	if (n->tag == TAG_A) {
		struct span id = target_of(n);

		return id.n > 0 && (has_sign(n) || leads_back(f, id));
	}
	return n->tag == TAG_SUP && first && has_sign(n);
}
