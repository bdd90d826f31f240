/*
 * The document of two versions: the newer one's tree, with what the older one
 * had besides put where it stood.
 */
#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "doc/diffing.h"

/* A box of the older document and the one of the newer that it became. */
struct twin {
	const struct block *old, *now;
};

struct build {
	struct doc *out;
	const struct doc *old, *now;
	const struct units *a, *b;
	size_t *steps;
	struct twin *twin; /* sorted by old */
	size_t twins, twin_cap;
	/* The boxes that are open: where they came from, and ours. */
	const struct block *from[DOC_DEPTH_MAX];
	struct block *box[DOC_DEPTH_MAX];
	int depth;
};

/* ---- boxes -------------------------------------------------------------- */

/* The boxes around b, the outmost first. */
static int
chain_of(const struct block *b, const struct block *chain[DOC_DEPTH_MAX])
{
	int depth = 0, at;

	for (const struct block *p = b->parent; p; p = p->parent)
		depth++;
	at = depth = depth < DOC_DEPTH_MAX ? depth : DOC_DEPTH_MAX;
	for (const struct block *p = b->parent; p && at; p = p->parent)
		chain[--at] = p;
	return depth;
}

static int
by_old(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t)((const struct twin *)a)->old;
	uintptr_t y = (uintptr_t)((const struct twin *)b)->old;

	return (x > y) - (x < y);
}

/* Boxes around units that belong together are the same box, each for one
 * other.  Units come in order, so the last pair of each depth tells. */
static void
find_twins(struct build *w)
{
	struct twin last[DOC_DEPTH_MAX] = { { NULL, NULL } };

	for (size_t i = 0; i < w->a->n; i++) {
		const struct block *o[DOC_DEPTH_MAX], *n[DOC_DEPTH_MAX];
		int pair = w->a->v[i].pair, deep, other;

		if (pair < 0)
			continue;
		deep = chain_of(w->a->v[i].block, o);
		other = chain_of(w->b->v[pair].block, n);
		for (int d = 0; d < deep && d < other; d++) {
			struct twin t = { o[d], n[d] };

			if (t.old == last[d].old && t.now == last[d].now)
				continue;
			if (t.old == last[d].old || t.now == last[d].now ||
			    t.old->kind != t.now->kind)
				break;
			last[d] = t;
			vec_room(&w->twin, w->twins, &w->twin_cap);
			w->twin[w->twins++] = t;
		}
	}
	if (w->twins)
		qsort(w->twin, w->twins, sizeof(*w->twin), by_old);
}

static const struct block *
became(const struct build *w, const struct block *old)
{
	struct twin key = { old, NULL };
	const struct twin *t =
	    w->twins ? bsearch(&key, w->twin, w->twins, sizeof(key), by_old)
	             : NULL;

	return t ? t->now : old;
}

/* A block like b, without what is in it; credits are units of their own. */
static struct block *
like(struct build *w, struct block *parent, const struct block *b)
{
	struct block *to = doc_block(w->out, parent, b->kind);

	if (!to)
		return NULL;
	to->level = b->level;
	to->mark = b->mark;
	to->rtl = b->rtl;
	to->cell = b->cell;
	to->lang = span_keep(w->out->mem, b->lang);
	to->caption = span_keep(w->out->mem, b->caption);
	return to;
}

/* Opens the boxes around b as far as they are not open, closes others; returns
 * the inmost, NULL for the top. */
static struct block *
enter(struct build *w, const struct block *b, bool old)
{
	const struct block *chain[DOC_DEPTH_MAX];
	int depth = chain_of(b, chain), at = 0;

	for (int i = 0; old && i < depth; i++)
		chain[i] = became(w, chain[i]);
	while (at < depth && at < w->depth && w->from[at] == chain[at])
		at++;
	for (; at < depth; at++) {
		struct block *parent = at ? w->box[at - 1] : NULL;
		struct block *box = like(w, parent, chain[at]);

		if (!box)
			break;
		w->from[at] = chain[at];
		w->box[at] = box;
	}
	w->depth = at;
	return at ? w->box[at - 1] : NULL;
}

/* ---- copies ------------------------------------------------------------- */

static void
add_text(struct build *w, struct block *b, struct span t, unsigned mark)
{
	doc_run(w->out, b, RUN_TEXT, mark, 0, t);
}

static void
copy_text(struct build *w, struct block *to, const struct block *b, bool old,
    unsigned mark)
{
	struct source s;

	source_take(&s, old ? w->old : w->now, b);
	source_copy(w->out, to, &s, 0, s.text.n, mark);
	source_release(&s);
}

static enum block_change
change_of(unsigned mark)
{
	return mark == STYLE_DELETED    ? CHANGE_DELETED
	       : mark == STYLE_INSERTED ? CHANGE_INSERTED
	                                : CHANGE_NONE;
}

/* A paragraph of plain words. */
static void
copy_words(
    struct build *w, struct block *parent, const struct unit *u, unsigned mark)
{
	struct block *to = doc_block(w->out, parent, BLOCK_PARAGRAPH);
	struct str text = { 0 };

	if (!to)
		return;
	to->change = change_of(mark);
	to->rtl = u->block->rtl;
	unit_text(&text, u);
	if (u->kind == UNIT_FIGURE)
		add_text(w, to, span_of(_("Picture: ")), 0);
	if (u->kind == UNIT_CREDIT)
		add_text(w, to, SPAN("— "), 0);
	add_text(w, to, str_span(&text), mark);
	str_release(&text);
}

/* Lines with a sign before each. */
static void
add_lines(struct str *out, struct span text, const char *sign)
{
	while (text.n) {
		str_addz(out, sign);
		str_add(out, span_cut(&text, '\n'));
		str_addc(out, '\n');
	}
}

static struct block *
open_code(struct build *w, struct block *parent, const struct block *b)
{
	struct block *to = like(w, parent, b);

	if (to)
		to->change = CHANGE_INSIDE;
	return to;
}

static void
close_code(struct build *w, struct block *to, struct str *text)
{
	to->text = span_keep(w->out->mem, str_span(text));
	str_release(text);
}

static void
copy_figure(struct build *w, struct block *to, const struct figure *f)
{
	struct arena *mem = w->out->mem;

	if (!f)
		return;
	to->figure = arena_alloc(mem, sizeof(*f));
	*to->figure = *f;
	to->figure->url = span_keep(mem, f->url);
	to->figure->media = span_keep(mem, f->media);
	to->figure->alt = span_keep(mem, f->alt);
	to->figure->caption = span_keep(mem, f->caption);
	to->figure->credit = span_keep(mem, f->credit);
}

/* One block; marked code and figures are said in words. */
static struct block *
copy_block(struct build *w, struct block *parent, const struct block *b,
    bool old, unsigned mark)
{
	struct unit u = { .kind = UNIT_FIGURE, .block = b };
	struct block *to;

	if (b->kind == BLOCK_FIGURE && mark) {
		copy_words(w, parent, &u, mark);
		return NULL;
	}
	to = like(w, parent, b);
	if (!to)
		return NULL;
	to->change = change_of(mark);
	copy_figure(w, to, b->figure);
	copy_text(w, to, b, old, mark);
	if (b->kind == BLOCK_QUOTE)
		to->credit = span_keep(w->out->mem, b->credit);
	if (b->kind == BLOCK_PRE && mark) {
		struct str text = { 0 };

		to->change = CHANGE_INSIDE;
		add_lines(&text, b->text, mark == STYLE_DELETED ? "- " : "+ ");
		close_code(w, to, &text);
	} else if (b->kind == BLOCK_PRE) {
		to->text = span_keep(w->out->mem, b->text);
	}
	return to;
}

/* b and all that is in it. */
static struct block *
copy_tree(struct build *w, struct block *parent, const struct block *b,
    bool old, unsigned mark)
{
	struct block *root = copy_block(w, parent, b, old, mark), *to = root;

	for (const struct block *at = b->child; to && at;) {
		struct block *copy = copy_block(w, to, at, old, mark);

		if (at->child && copy) {
			at = at->child;
			to = copy;
			continue;
		}
		while (!at->next && at->parent != b) {
			at = at->parent;
			to = to->parent;
		}
		at = at->next;
	}
	return root;
}

/* ---- units -------------------------------------------------------------- */

static void
emit_whole(struct build *w, const struct unit *u, bool old, unsigned mark)
{
	struct block *parent = u->kind == UNIT_CREDIT && u->block->child
	                           ? enter(w, u->block->child, old)
	                           : enter(w, u->block, old);

	/* An older quote's credit belongs to a quote that is open. */
	if (u->kind == UNIT_CREDIT && !mark && parent &&
	    parent->kind == BLOCK_QUOTE)
		parent->credit = span_keep(w->out->mem, u->block->credit);
	else if (u->kind == UNIT_CREDIT)
		copy_words(w, parent, u, mark);
	else if (u->kind != UNIT_OTHER || !old)
		copy_tree(w, parent, u->block, old, mark);
}

static void
merge_runs(struct build *w, struct block *to, const struct block *old,
    const struct block *now)
{
	struct source a, b;

	source_take(&a, w->old, old);
	source_take(&b, w->now, now);
	source_merge(w->out, to, &a, &b, true, w->steps);
	source_release(&a);
	source_release(&b);
}

static void
merge_plain(struct build *w, struct block *parent, const struct unit *old,
    const struct unit *now)
{
	struct block *to = doc_block(w->out, parent, BLOCK_PARAGRAPH);
	struct str was = { 0 }, is = { 0 };
	struct source a, b;

	if (!to)
		return;
	to->change = CHANGE_INSIDE;
	unit_text(&was, old);
	unit_text(&is, now);
	source_take_plain(&a, str_span(&was));
	source_take_plain(&b, str_span(&is));
	add_text(w, to,
	    now->kind == UNIT_FIGURE ? span_of(_("Picture: ")) : SPAN("— "), 0);
	source_merge(w->out, to, &a, &b, true, w->steps);
	source_release(&a);
	source_release(&b);
	str_release(&was);
	str_release(&is);
}

struct lines {
	struct span *v;
	uint64_t *hash;
	size_t n, cap, hash_cap;
};

static void
take_lines(struct lines *l, struct span text)
{
	while (text.n) {
		struct span line = span_cut(&text, '\n');

		vec_room(&l->v, l->n, &l->cap);
		vec_room(&l->hash, l->n, &l->hash_cap);
		l->hash[l->n] = span_hash(line);
		l->v[l->n++] = line;
	}
}

static void
lines_release(struct lines *l)
{
	free(l->v);
	free(l->hash);
}

static void
add_line(struct str *out, const char *sign, struct span line)
{
	str_addz(out, sign);
	str_add(out, line);
	str_addc(out, '\n');
}

static void
merge_lines(struct str *out, const struct lines *a, const struct lines *b,
    size_t *steps)
{
	unsigned char *in_a = xcalloc(a->n + b->n + 1, 1), *in_b = in_a + a->n;
	size_t i = 0, k = 0;

	myers_match(a->hash, a->n, b->hash, b->n, in_a, in_b, steps);
	while (i < a->n || k < b->n) {
		while (i < a->n && !in_a[i])
			add_line(out, "- ", a->v[i++]);
		while (k < b->n && !in_b[k])
			add_line(out, "+ ", b->v[k++]);
		for (; i < a->n && k < b->n && in_a[i] && in_b[k]; i++)
			add_line(out, "  ", b->v[k++]);
	}
	free(in_a);
}

static void
merge_code(struct build *w, struct block *parent, const struct block *old,
    const struct block *now)
{
	struct block *to = open_code(w, parent, now);
	struct lines a = { 0 }, b = { 0 };
	struct str text = { 0 };

	if (!to)
		return;
	take_lines(&a, old->text);
	take_lines(&b, now->text);
	merge_lines(&text, &a, &b, w->steps);
	close_code(w, to, &text);
	lines_release(&a);
	lines_release(&b);
}

static size_t
cells_of(const struct block *row)
{
	size_t n = 0;

	for (const struct block *c = row->child; c; c = c->next)
		n++;
	return n;
}

/* The one paragraph of a cell, or NULL. */
static const struct block *
only_text(const struct block *cell)
{
	const struct block *p = cell->child;

	return p && !p->next && p->kind == BLOCK_PARAGRAPH ? p : NULL;
}

static void
merge_cell(struct build *w, struct block *row, const struct block *old,
    const struct block *now)
{
	const struct block *was = only_text(old), *is = only_text(now);
	struct block *cell = like(w, row, now), *p;

	if (!cell)
		return;
	p = was && is ? doc_block(w->out, cell, BLOCK_PARAGRAPH) : NULL;
	if (p) {
		p->rtl = is->rtl;
		merge_runs(w, p, was, is);
		return;
	}
	for (const struct block *b = old->child; b; b = b->next)
		copy_tree(w, cell, b, true, STYLE_DELETED);
	for (const struct block *b = now->child; b; b = b->next)
		copy_tree(w, cell, b, false, STYLE_INSERTED);
}

static uint64_t
cell_hash(const struct block *cell)
{
	struct unit u = { .kind = UNIT_ROW, .block = cell };
	struct str text = { 0 };
	uint64_t h;

	unit_text(&text, &u);
	h = words_hash(str_span(&text));
	str_release(&text);
	return h;
}

/* Cell by cell; false when the rows have not as many. */
static bool
merge_row(struct build *w, struct block *parent, const struct block *old,
    const struct block *now)
{
	struct block *row;
	const struct block *o = old->child;

	if (cells_of(old) != cells_of(now))
		return false;
	row = like(w, parent, now);
	for (const struct block *n = now->child; row && n; n = n->next) {
		if (cell_hash(o) == cell_hash(n))
			copy_tree(w, row, n, false, 0);
		else
			merge_cell(w, row, o, n);
		o = o->next;
	}
	if (row)
		row->change = CHANGE_INSIDE;
	return true;
}

static void
emit_changed(struct build *w, const struct unit *old, const struct unit *now)
{
	struct block *parent, *to;

	if (now->kind == UNIT_CREDIT) {
		parent = now->block->child ? enter(w, now->block->child, false)
		                           : enter(w, now->block, false);
		merge_plain(w, parent, old, now);
		return;
	}
	parent = enter(w, now->block, false);
	if (now->kind == UNIT_FIGURE) {
		merge_plain(w, parent, old, now);
	} else if (now->kind == UNIT_PRE) {
		merge_code(w, parent, old->block, now->block);
	} else if (now->kind == UNIT_ROW) {
		if (merge_row(w, parent, old->block, now->block))
			return;
		copy_tree(w, parent, old->block, true, STYLE_DELETED);
		copy_tree(w, parent, now->block, false, STYLE_INSERTED);
	} else {
		to = like(w, parent, now->block);
		if (!to)
			return;
		to->change = CHANGE_INSIDE;
		merge_runs(w, to, old->block, now->block);
	}
}

struct doc *
diff_build(const struct doc *old, const struct doc *now, const struct units *a,
    const struct units *b, size_t *steps)
{
	struct build w = {
		.out = doc_new(NULL),
		.old = old,
		.now = now,
		.a = a,
		.b = b,
		.steps = steps,
	};
	size_t i = 0, k = 0;

	find_twins(&w);
	while (i < a->n || k < b->n) {
		for (; i < a->n && a->v[i].pair < 0; i++)
			if (a->v[i].counts)
				emit_whole(&w, &a->v[i], true, STYLE_DELETED);
		for (; k < b->n && b->v[k].pair < 0; k++)
			emit_whole(&w, &b->v[k], false,
			    b->v[k].counts ? STYLE_INSERTED : 0);
		if (i == a->n || k == b->n)
			continue;
		if (a->v[i].hash == b->v[k].hash || !b->v[k].counts)
			emit_whole(&w, &b->v[k], false, 0);
		else
			emit_changed(&w, &a->v[i], &b->v[k]);
		i++;
		k++;
	}
	free(w.twin);
	return w.out;
}
