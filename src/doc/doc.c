#include "config.h"

#include "doc/doc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/url.h"
#include "base/vec.h"

/* Links are found by hash: a table of numbers that is never more than half
 * full.  It lives behind the links, out of the callers' sight. */
struct doc_table {
	struct doc doc; /* first: what callers see */
	int *slot;      /* link numbers, 0 is free */
	size_t slots;
};

struct doc *
doc_new(struct arena *mem)
{
	struct doc_table *t = xcalloc(1, sizeof(*t));

	t->doc.owns_mem = !mem;
	t->doc.mem = mem ? mem : arena_new();
	return &t->doc;
}

void
doc_free(struct doc *d)
{
	struct doc_table *t = (struct doc_table *)d;

	if (!d)
		return;
	free(t->slot);
	free(d->link);
	if (d->owns_mem)
		arena_free(d->mem);
	free(t);
}

static int
depth_of(const struct block *b)
{
	int depth = 0;

	for (; b; b = b->parent)
		depth++;
	return depth;
}

/* Levels that a block needs, itself counted, before text can stand in it: what
 * is refused leaves room for its text in its parent. */
static int
levels_of(enum block_kind kind)
{
	switch (kind) {
	case BLOCK_TABLE:
		return 4; /* row, cell, paragraph */
	case BLOCK_LIST:
	case BLOCK_TERMS:
	case BLOCK_ROW:
		return 3;
	case BLOCK_QUOTE:
	case BLOCK_ITEM:
	case BLOCK_DEFINITION:
	case BLOCK_CELL:
	case BLOCK_NOTE:
		return 2;
	default:
		return 1;
	}
}

/* Parts of lists and tables stand there and nowhere else. */
static bool
may_stand(const struct block *parent, enum block_kind kind)
{
	switch (parent ? parent->kind : BLOCK_KINDS) {
	case BLOCK_LIST:
		return kind == BLOCK_ITEM;
	case BLOCK_TERMS:
		return kind == BLOCK_TERM || kind == BLOCK_DEFINITION;
	case BLOCK_TABLE:
		return kind == BLOCK_ROW;
	case BLOCK_ROW:
		return kind == BLOCK_CELL;
	case BLOCK_QUOTE:
	case BLOCK_ITEM:
	case BLOCK_DEFINITION:
	case BLOCK_CELL:
	case BLOCK_NOTE:
	case BLOCK_KINDS:
		return kind != BLOCK_ITEM && kind != BLOCK_TERM &&
		       kind != BLOCK_DEFINITION && kind != BLOCK_ROW &&
		       kind != BLOCK_CELL && (kind != BLOCK_NOTE || !parent);
	default:
		return false; /* it holds text, or nothing */
	}
}

struct block *
doc_block(struct doc *d, struct block *parent, enum block_kind kind)
{
	struct block *b, **at;

	if (d->blocks >= DOC_BLOCKS_MAX || !may_stand(parent, kind) ||
	    depth_of(parent) + levels_of(kind) > DOC_DEPTH_MAX)
		return NULL;
	b = arena_alloc(d->mem, sizeof(*b));
	b->kind = kind;
	b->parent = parent;
	b->cell.columns = b->cell.rows = 1;
	b->prev = parent ? parent->tail : d->last;
	if (parent) {
		at = parent->tail ? &parent->tail->next : &parent->child;
		parent->tail = b;
	} else {
		at = d->last ? &d->last->next : &d->first;
		d->last = b;
	}
	*at = b;
	d->blocks++;
	return b;
}

static bool
joins(const struct run *r, enum run_kind kind, unsigned style, int link)
{
	return r && r->kind == RUN_TEXT && kind == RUN_TEXT &&
	       r->style == style && r->link == link;
}

/* Room doubles, so that a paragraph of many small pieces stays cheap. */
static void
append(struct arena *mem, struct run *r, struct span text)
{
	size_t n = r->text.n + text.n;
	char *room = (char *)(uintptr_t)r->text.s;

	if (n >= r->cap) {
		r->cap = n * 2 + 64;
		room = arena_alloc(mem, r->cap);
		memcpy(room, r->text.s, r->text.n);
	}
	memcpy(room + r->text.n, text.s, text.n);
	r->text = span_n(room, n);
}

void
doc_run(struct doc *d, struct block *b, enum run_kind kind, unsigned style,
    int link, struct span text)
{
	struct run *r = b->last_run;

	if (d->text_bytes + text.n > DOC_TEXT_MAX ||
	    (kind == RUN_TEXT && !text.n))
		return;
	d->text_bytes += text.n;
	if (joins(r, kind, style, link)) {
		append(d->mem, r, text);
		return;
	}
	r = arena_alloc(d->mem, sizeof(*r));
	r->kind = kind;
	r->style = style;
	r->link = link;
	r->text = text.n ? span_keep(d->mem, text) : span_n(NULL, 0);
	if (b->last_run)
		b->last_run->next = r;
	else
		b->runs = r;
	b->last_run = r;
}

static int *
find_slot(struct doc_table *t, struct span url)
{
	size_t mask = t->slots - 1, i = (size_t)span_hash(url) & mask;

	while (t->slot[i] && !span_eq(t->doc.link[t->slot[i] - 1].url, url))
		i = (i + 1) & mask;
	return &t->slot[i];
}

static void
grow_table(struct doc_table *t)
{
	free(t->slot);
	t->slots = t->slots ? t->slots * 2 : 32;
	t->slot = xcalloc(t->slots, sizeof(*t->slot));
	for (size_t i = 0; i < t->doc.links; i++)
		*find_slot(t, t->doc.link[i].url) = (int)i + 1;
}

int
doc_link(struct doc *d, struct span url)
{
	struct doc_table *t = (struct doc_table *)d;
	int *slot;

	if (!url_is_link(url))
		return 0;
	if (d->links * 2 >= t->slots)
		grow_table(t);
	slot = find_slot(t, url);
	if (*slot || d->links >= DOC_LINKS_MAX)
		return *slot;
	vec_room(&d->link, d->links, &d->links_cap);
	d->link[d->links++].url = span_keep(d->mem, url);
	*slot = (int)d->links;
	return *slot;
}

void
doc_links_cut(struct doc *d, size_t n)
{
	struct doc_table *t = (struct doc_table *)d;

	if (n >= d->links)
		return;
	d->links = n;
	memset(t->slot, 0, t->slots * sizeof(*t->slot));
	for (size_t i = 0; i < n; i++)
		*find_slot(t, d->link[i].url) = (int)i + 1;
}

const struct link *
doc_link_at(const struct doc *d, int number)
{
	return number > 0 && (size_t)number <= d->links ? &d->link[number - 1]
	                                                : NULL;
}

struct block *
doc_walk(const struct block *root, struct block *at, int *depth)
{
	if (at->child) {
		if (depth)
			++*depth;
		return at->child;
	}
	while (at != root && !at->next) {
		at = at->parent;
		if (!at)
			return NULL;
		if (depth)
			--*depth;
	}
	return at == root ? NULL : at->next;
}

/* A new paragraph of plain text begins. */
static void
part(struct str *out, size_t start)
{
	if (out->n > start)
		str_lit(out, "\n\n");
}

static bool
is_quoted(const struct run *r)
{
	return r && r->kind == RUN_TEXT && (r->style & STYLE_QUOTE);
}

static void
add_runs(struct str *out, const struct block *b)
{
	const struct run *prev = NULL;

	for (const struct run *r = b->runs; r; prev = r, r = r->next) {
		if (r->kind == RUN_BREAK)
			str_addc(out, '\n');
		if (r->kind != RUN_TEXT)
			continue;
		if (is_quoted(r) && !is_quoted(prev))
			str_lit(out, "“");
		str_add(out, r->text);
		if (is_quoted(r) && !is_quoted(r->next))
			str_lit(out, "”");
	}
}

void
doc_text(struct str *out, const struct doc *d)
{
	size_t start = out->n;

	for (struct block *b = d->first; b; b = doc_walk(NULL, b, NULL)) {
		if (b->runs) {
			part(out, start);
			add_runs(out, b);
		} else if (b->kind == BLOCK_PRE) {
			part(out, start);
			str_add(out, b->text);
		}
	}
}

static void
add_part(struct str *out, size_t start, struct span text)
{
	if (!text.n)
		return;
	part(out, start);
	str_add(out, text);
}

void
doc_search_text(struct str *out, const struct doc *d)
{
	size_t start = out->n;

	for (struct block *b = d->first; b; b = doc_walk(NULL, b, NULL)) {
		if (b->runs) {
			part(out, start);
			add_runs(out, b);
		}
		add_part(out, start, b->text);
		add_part(out, start, b->credit);
		add_part(out, start, b->caption);
		if (!b->figure)
			continue;
		add_part(out, start, b->figure->caption);
		add_part(out, start, b->figure->credit);
		if (!span_eq(b->figure->alt, b->figure->caption))
			add_part(out, start, b->figure->alt);
	}
}

/* The top bit of each of eight bytes (less than 0x80) from first to last. */
static uint64_t
bytes_within(uint64_t word, unsigned first, unsigned last)
{
	return (word + BYTES_OF(0x80 - first)) &
	       ~(word + BYTES_OF(0x7f - last)) & BYTES_OF(0x80);
}

/* How many of eight bytes are letters or digits; of the bytes of a character
 * that is none of ASCII's, the first one is. */
static size_t
letters_of(uint64_t word)
{
	uint64_t low = word & BYTES_OF(0x7f), high = word & BYTES_OF(0x80);
	uint64_t ascii = bytes_within(low, '0', '9') |
	                 bytes_within(low | BYTES_OF(0x20), 'a', 'z');
	uint64_t hits = (ascii & ~high) | (high & word << 1);

	return (size_t)((hits >> 7) * BYTES_OF(1) >> 56);
}

static size_t
letters(struct span t)
{
	uint64_t last = 0;
	size_t n = 0, at = 0;

	for (; t.n - at >= sizeof(last); at += sizeof(last))
		n += letters_of(bytes_word(t.s + at));
	if (at < t.n)
		memcpy(&last, t.s + at, t.n - at);
	return n + letters_of(last);
}

size_t
doc_weight(const struct doc *d)
{
	size_t n = 0;

	for (struct block *b = d->first; b; b = doc_walk(NULL, b, NULL)) {
		n += letters(b->text);
		for (const struct run *r = b->runs; r; r = r->next)
			n += letters(r->text);
	}
	return n;
}
