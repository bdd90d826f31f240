/*
 * inlines: elements within a line whose meaning is not their text alone.
 */
#include "config.h"

#include <string.h>

#include "base/utf8.h"
#include "doc/builder.h"

/* --- formulas ----------------------------------------------------------- */

enum { MATH_DEPTH_MAX = 24 };

static bool
is_named(const struct html_node *n, const char *name)
{
	return n->name && !strcmp(n->name, name);
}

static void add_formula(struct str *out, const struct html_node *n, int depth);

static void
add_parts(struct str *out, const struct html_node *n, int depth)
{
	for (const struct html_node *c = n->first; c; c = c->next)
		add_formula(out, c, depth);
}

/* More than a sign needs brackets where a line has no other way. */
static void
add_group(struct str *out, const struct html_node *n, int depth)
{
	struct str part = { 0 };
	struct span t;

	if (!n)
		return;
	add_formula(&part, n, depth);
	t = span_trim(str_span(&part));
	if (utf8_count(t) > 1 && *t.s != '(')
		str_printf(out, "(%.*s)", SPAN_ARG(t));
	else
		str_add(out, t);
	str_release(&part);
}

/* The n-th child that is an element. */
static const struct html_node *
child(const struct html_node *n, int i)
{
	const struct html_node *c = n->first;

	while (c && (c->tag == TAG_TEXT || i-- > 0))
		c = c->next;
	return c;
}

/* MathML 3, the elements of presentation that are not only their text. */
static const struct {
	const char *name, *before, *between, *second;
} formulas[] = {
	{ "mfrac", "", "/", "" },
	{ "msup", "", "^", "" },
	{ "msub", "", "_", "" },
	{ "mover", "", "^", "" },
	{ "munder", "", "_", "" },
	{ "msubsup", "", "_", "^" },
	{ "munderover", "", "_", "^" },
	{ "msqrt", "√", "", "" },
};

/* What is raised or lowered and has such signs needs no brackets. */
static bool
add_script(struct str *out, const struct html_node *n, char how, int depth)
{
	static const char *const digits[2][10] = {
		{ "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" },
		{ "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" },
	};
	struct str part = { 0 };
	bool all = true;

	add_formula(&part, n, depth);
	for (size_t i = 0; i < part.n; i++)
		all = all && part.s[i] >= '0' && part.s[i] <= '9';
	for (size_t i = 0; all && i < part.n; i++)
		str_addz(out, digits[how == '^'][part.s[i] - '0']);
	all = all && part.n;
	str_release(&part);
	return all;
}

/* The degree of a root stands raised before its sign. */
static void
add_root(struct str *out, const struct html_node *n, int depth)
{
	const struct html_node *degree = child(n, 1);

	if (degree && !add_script(out, degree, '^', depth))
		add_group(out, degree, depth);
	str_addz(out, "√");
	add_group(out, child(n, 0), depth);
}

/* Rows and cells of a table: "a, b; c, d". */
static void
add_listed(
    struct str *out, const struct html_node *n, const char *between, int depth)
{
	bool first = true;

	for (const struct html_node *c = n->first; c; c = c->next) {
		if (c->tag == TAG_TEXT)
			continue;
		if (!first)
			str_addz(out, between);
		first = false;
		add_formula(out, c, depth);
	}
}

static bool
add_list(struct str *out, const struct html_node *n, int depth)
{
	const struct span *open = html_attr(n, "open");
	const struct span *close = html_attr(n, "close");

	if (is_named(n, "mtable")) {
		add_listed(out, n, "; ", depth);
	} else if (is_named(n, "mtr")) {
		add_listed(out, n, ", ", depth);
	} else if (is_named(n, "mfenced")) {
		str_add(out, open ? *open : SPAN("("));
		add_listed(out, n, ", ", depth);
		str_add(out, close ? *close : SPAN(")"));
	} else {
		return false;
	}
	return true;
}

/* Signs between two terms; the first of a row is a sign of its term. */
static bool
add_operator(struct str *out, const struct html_node *n)
{
	static const char *const wide[] = { "=", "+", "-", "−", "±", "∓", "<",
		">", "≤", "≥", "≠", "≈", "≡", "→", "⇒", "∈", "×", "·", "∼" };
	struct str text = { 0 };
	bool is = false;

	if (!is_named(n, "mo"))
		return false;
	html_text(&text, n);
	for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++)
		is = is || span_is(str_span(&text), wide[i]);
	is = is && n->prev && n->next && !is_named(n->prev, "mo");
	if (is)
		str_printf(out, " %.*s ", (int)text.n, text.s);
	str_release(&text);
	return is;
}

/* A part behind its sign. */
static void
add_mark(
    struct str *out, const struct html_node *n, const char *sign, int depth)
{
	if (!n || !*sign || (*sign != '/' && add_script(out, n, *sign, depth)))
		return;
	str_addz(out, sign);
	add_group(out, n, depth);
}

static bool
add_known(struct str *out, const struct html_node *n, int depth)
{
	for (size_t i = 0; i < sizeof(formulas) / sizeof(*formulas); i++) {
		if (!is_named(n, formulas[i].name))
			continue;
		str_addz(out, formulas[i].before);
		if (is_named(n, "msqrt") && child(n, 1)) {
			str_addc(out, '(');
			add_parts(out, n, depth);
			str_addc(out, ')');
			return true;
		}
		add_group(out, child(n, 0), depth);
		add_mark(out, child(n, 1), formulas[i].between, depth);
		add_mark(out, child(n, 2), formulas[i].second, depth);
		/* The sum ends where its term begins. */
		if (strstr(formulas[i].name, "under") && n->next)
			str_addc(out, ' ');
		return true;
	}
	return false;
}

static void
add_formula(struct str *out, const struct html_node *n, int depth)
{
	if (++depth > MATH_DEPTH_MAX)
		return;
	if (n->tag == TAG_TEXT)
		str_add(out, span_trim(n->text));
	else if (is_named(n, "annotation") || is_named(n, "annotation-xml"))
		return;
	else if (is_named(n, "mroot"))
		add_root(out, n, depth);
	else if (!add_operator(out, n) && !add_list(out, n, depth) &&
	         !add_known(out, n, depth))
		add_parts(out, n, depth);
}

void
build_math(struct builder *b, const struct html_node *n, struct place at)
{
	struct str text = { 0 };
	struct span alt = html_get(n, "alttext");

	if (alt.n)
		str_add(&text, alt);
	else
		add_formula(&text, n, 0);
	at.style |= STYLE_CODE;
	build_text(b, str_span(&text), &at);
	str_release(&text);
}

/* --- text that is drawn -------------------------------------------------- */

enum { SIGN_BYTES_MAX = 32, DRAWN_BYTES_MAX = 2000 };

/* Services that draw formulas, by what their addresses hold. */
static bool
is_drawn_formula(const struct html_node *n)
{
	static const char *const makers[] = { "/latex.php?", "codecogs.com/",
		"/math/render/", "/mathtex.cgi", "/mimetex.cgi" };
	struct span src = html_get(n, "src");

	for (size_t i = 0; i < sizeof(makers) / sizeof(*makers); i++)
		if (span_ifind(src, span_of(makers[i])) < src.n)
			return true;
	return html_has_word(n, "latex");
}

/* "{\displaystyle x}" and "$x$" are x. */
static struct span
plain_tex(struct span t)
{
	static const char style[] = "{\\displaystyle ";

	if (span_starts(t, style) && span_ends(t, "}")) {
		t = span_from(t, sizeof(style) - 1);
		t.n--;
	}
	while (t.n > 2 && *t.s == '$' && span_ends(t, "$"))
		t = span_n(t.s + 1, t.n - 2);
	return span_trim(t);
}

bool
build_drawn(struct builder *b, const struct html_node *n, struct place at)
{
	struct span alt = span_trim(html_get(n, "alt"));

	if (!alt.n || alt.n > DRAWN_BYTES_MAX)
		return false;
	if (is_drawn_formula(n)) {
		at.style |= STYLE_CODE;
		build_text(b, plain_tex(alt), &at);
		return true;
	}
	if (alt.n > SIGN_BYTES_MAX ||
	    (!html_has_word(n, "emoji") && !html_has_word(n, "wp-smiley")))
		return false;
	build_text(b, alt, &at);
	return true;
}

/* --- short forms -------------------------------------------------------- */

enum { SHORT_BYTES_MAX = 24, LONG_BYTES_MAX = 120 };

/* Each is explained once. */
static bool
is_explained(struct builder *b, struct span text)
{
	uint64_t h = span_hash(text);

	for (size_t i = 0; i < b->shorts; i++)
		if (b->explained[i] == h)
			return true;
	if (b->shorts < SHORTS_KEPT)
		b->explained[b->shorts++] = h;
	return b->shorts == SHORTS_KEPT;
}

void
build_abbr(struct builder *b, const struct html_node *n, struct place at)
{
	struct span title = span_trim(html_get(n, "title"));
	struct str text = { 0 };

	build_walk(b, n, at);
	html_text(&text, n);
	if (!b->fixed && title.n > text.n && title.n <= LONG_BYTES_MAX &&
	    text.n && text.n <= SHORT_BYTES_MAX &&
	    !is_explained(b, str_span(&text))) {
		build_text(b, SPAN(" ("), &at);
		build_text(b, title, &at);
		build_text(b, SPAN(")"), &at);
	}
	str_release(&text);
}

/* --- the rest ----------------------------------------------------------- */

void
build_input(struct builder *b, const struct html_node *n, struct place at)
{
	if (!span_iis(html_get(n, "type"), "checkbox"))
		return;
	build_text(
	    b, html_attr(n, "checked") ? SPAN("[x] ") : SPAN("[ ] "), &at);
	/* Its words may stand in a paragraph of their own. */
	b->joined = n->next && n->next->tag == TAG_P ? n->next : NULL;
}

/* What was struck out does not run into what stands for it. */
void
build_deleted(struct builder *b, const struct html_node *n, struct place at)
{
	at.style |= STYLE_STRIKE;
	build_walk(b, n, at);
	if (n->next && n->next->tag == TAG_INS)
		build_text(b, SPAN(" "), &at);
}
