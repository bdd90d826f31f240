#include "config.h"

#include "doc/para.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "doc/bidi.h"

void
para_clear(struct para *p)
{
	str_clear(&p->text);
	p->segs = p->softs = 0;
	p->rtl = p->known = p->justify = p->glue = false;
}

void
para_release(struct para *p)
{
	str_release(&p->text);
	free(p->seg);
	free(p->soft);
	*p = (struct para){ 0 };
}

static void
add_seg(struct para *p, const struct seg *seg)
{
	vec_room(&p->seg, p->segs, &p->cap);
	p->seg[p->segs++] = *seg;
}

static void
add_part(struct para *p, struct span text)
{
	struct str joined = { 0 };

	if (!p->bidi) {
		cells_add(&p->text, text);
		return;
	}
	bidi_join(&joined, text);
	cells_add(&p->text, str_span(&joined));
	str_release(&joined);
}

/* Soft hyphens are no text; where they stood is kept. */
static void
add_cells(struct para *p, struct span text)
{
	static const struct span soft = { "\xc2\xad", 2 };

	for (;;) {
		size_t at = span_find(text, soft);

		add_part(p, span_head(text, at));
		if (at == text.n)
			return;
		vec_room(&p->soft, p->softs, &p->soft_cap);
		p->soft[p->softs++] = p->text.n;
		text = span_from(text, at + soft.n);
	}
}

void
para_add(
    struct para *p, struct span text, enum role role, unsigned style, int link)
{
	struct seg seg = { p->text.n, role, style, link, p->glue };

	p->glue = false;
	add_seg(p, &seg);
	add_cells(p, text);
}

void
para_glued(struct para *p, struct span text, enum role role, int link)
{
	struct seg seg = { p->text.n, role, 0, link, true };

	add_seg(p, &seg);
	cells_add(&p->text, text);
}

void
para_break(struct para *p)
{
	str_addc(&p->text, '\n');
}

/* --- runs --------------------------------------------------------------- */

/* What may be raised or lowered, and the signs for it.  Of letters only those
 * of counts and unknowns: "10th" is read better than its small form. */
static const struct script {
	const char *plain, *raised, *lowered;
} scripts[] = {
	{ "0", "⁰", "₀" },
	{ "1", "¹", "₁" },
	{ "2", "²", "₂" },
	{ "3", "³", "₃" },
	{ "4", "⁴", "₄" },
	{ "5", "⁵", "₅" },
	{ "6", "⁶", "₆" },
	{ "7", "⁷", "₇" },
	{ "8", "⁸", "₈" },
	{ "9", "⁹", "₉" },
	{ "+", "⁺", "₊" },
	{ "-", "⁻", "₋" },
	{ "−", "⁻", "₋" },
	{ "=", "⁼", "₌" },
	{ "(", "⁽", "₍" },
	{ ")", "⁾", "₎" },
	{ ",", ",", "," },
	{ "i", "ⁱ", "ᵢ" },
	{ "j", "ʲ", "ⱼ" },
	{ "k", "ᵏ", "ₖ" },
	{ "n", "ⁿ", "ₙ" },
	{ "x", "ˣ", "ₓ" },
};

static const struct script *
script_of(struct span t)
{
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++)
		if (span_starts(t, scripts[i].plain))
			return &scripts[i];
	return NULL;
}

/* False, and nothing added, when a character has no such sign. */
static bool
add_script(struct str *out, struct span t, bool sup)
{
	size_t start = out->n;

	while (t.n) {
		const struct script *s = script_of(t);

		if (!s) {
			str_cut(out, start);
			return false;
		}
		str_addz(out, sup ? s->raised : s->lowered);
		t = span_from(t, strlen(s->plain));
	}
	return true;
}

/* "10^6": in ASCII a number above the line would change its meaning. */
static bool
is_number(struct span t)
{
	for (size_t i = 0; i < t.n; i++)
		if (t.s[i] < '0' || t.s[i] > '9')
			return false;
	return t.n > 0;
}

static void
add_scripted(struct para *p, const struct run *r, enum role role, bool ascii)
{
	bool sup = r->style & STYLE_SUP;
	struct str text = { 0 };

	if (ascii && sup && is_number(r->text))
		str_printf(&text, "^%.*s", SPAN_ARG(r->text));
	else if (ascii || !add_script(&text, r->text, sup))
		str_add(&text, r->text);
	para_add(p, str_span(&text), role, r->style, r->link);
	str_release(&text);
}

static enum role
role_of(const struct run *r, enum role role)
{
	bool plain =
	    role == ROLE_TEXT || role == ROLE_QUOTE || role == ROLE_NOTE;

	return r->link && plain ? ROLE_LINK : role;
}

static void
add_note_number(struct para *p, int number, bool ascii)
{
	struct str text = { 0 }, sign = { 0 };

	str_printf(&text, "%d", number);
	if (ascii)
		str_printf(&sign, "(%d)", number);
	else
		add_script(&sign, str_span(&text), true);
	para_glued(p, str_span(&sign), ROLE_LINK_NUMBER, 0);
	str_release(&text);
	str_release(&sign);
}

static bool
has(const struct run *r, unsigned style)
{
	return r && r->kind == RUN_TEXT && (r->style & style);
}

/* What a comparison has marked stands in signs: colours may be missing, and
 * strokes through letters are. */
static const struct {
	unsigned mark;
	const char *before, *behind;
} edits[] = {
	{ STYLE_DELETED, "[-", "-]" },
	{ STYLE_INSERTED, "{+", "+}" },
};

static void
add_edit_sign(struct para *p, const struct run *at, const struct run *beside,
    bool behind, enum role role, const struct layout_ask *ask)
{
	for (size_t i = 0; i < sizeof(edits) / sizeof(*edits); i++) {
		unsigned mark = edits[i].mark;

		if (!has(at, mark) || has(beside, mark) ||
		    (mark == STYLE_INSERTED && !ask->signs))
			continue;
		p->glue = p->glue || behind;
		para_add(p, span_of(behind ? edits[i].behind : edits[i].before),
		    role, mark, 0);
		p->glue = !behind;
	}
}

static void
add_run(struct para *p, const struct run *prev, const struct run *r,
    enum role role, const struct layout_ask *ask)
{
	enum role own = role_of(r, role);
	bool quoted = has(r, STYLE_QUOTE);

	add_edit_sign(p, r, prev, false, role, ask);
	if (quoted && !has(prev, STYLE_QUOTE))
		para_add(p, span_of(ask->ascii ? "\"" : "“"), own, r->style, 0);
	if (r->style & (STYLE_SUP | STYLE_SUB))
		add_scripted(p, r, own, ask->ascii);
	else
		para_add(p, r->text, own, r->style, r->link);
	if (quoted && !has(r->next, STYLE_QUOTE))
		para_add(p, span_of(ask->ascii ? "\"" : "”"), own, r->style, 0);
	add_edit_sign(p, r, r->next, true, role, ask);
}

/* The number stands behind the last run of a link. */
static void
add_link_number(struct para *p, const struct run *r)
{
	struct str text = { 0 };

	if (!r->link ||
	    (r->next && r->next->kind == RUN_TEXT && r->next->link == r->link))
		return;
	str_printf(&text, "[%d]", r->link);
	para_glued(p, str_span(&text), ROLE_LINK_NUMBER, r->link);
	str_release(&text);
}

void
para_runs(struct para *p, const struct block *b, enum role role,
    const struct layout_ask *ask)
{
	const struct run *prev = NULL;

	p->known = true;
	p->rtl = p->rtl || b->rtl;
	for (const struct run *r = b->runs; r; prev = r, r = r->next) {
		if (r->kind == RUN_BREAK) {
			para_break(p);
		} else if (r->kind == RUN_NOTE) {
			add_note_number(p, r->link, ask->ascii);
		} else if (r->kind == RUN_TEXT) {
			add_run(p, prev, r, role, ask);
			if (ask->links)
				add_link_number(p, r);
		}
	}
}

/* --- flows -------------------------------------------------------------- */

void
flow_begin(struct flow *f, const struct para *p, struct span text)
{
	*f = (struct flow){ .p = p };
	wrap_begin(&f->wrap, text);
	for (size_t i = 0; i < p->softs; i++)
		wrap_soft(&f->wrap, p->soft[i]);
	if (p->bidi)
		f->level =
		    bidi_levels(text, p->known ? p->rtl : utf8_is_rtl(text));
	for (size_t i = 0; i < p->segs; i++)
		if (p->seg[i].glued)
			wrap_glue(&f->wrap, p->seg[i].from);
}

size_t
flow_measure(struct flow *f, int width, int *widest)
{
	struct span line;
	size_t n = 0;
	int cells, most = 0;

	while (wrap_next(&f->wrap, width, &line, &cells)) {
		n++;
		most = cells > most ? cells : most;
	}
	f->wrap.at = 0;
	if (widest)
		*widest = most;
	return n;
}

void
flow_end(struct flow *f)
{
	wrap_end(&f->wrap);
	free(f->level);
	f->level = NULL;
}
