#include "config.h"

#include "store/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "base/when.h"
#include "store/articles.h"
#include "store/tokens.h"

enum { NEAR_DEFAULT = 10, NEAR_MAX = 1000 };

static const char *const too_much =
    N_("this is too much for one search; leave out what follows");

struct parser {
	struct filter *filter;
	struct span text;
	size_t at;
	int64_t now;
	int depth;        /* open brackets */
	unsigned columns; /* of the field that a bracket belongs to */
	bool feeds;       /* it is that of feeds */
	bool unfinished;
	struct err *err;
};

static struct filter_node *parse_any(struct parser *p);

/* "column 7: …", counted in characters. */
static struct filter_node *
fail(struct parser *p, size_t at, const char *what, struct span word)
{
	size_t column = 1;
	uint32_t c;

	for (size_t i = 0; i < at; column++)
		i += utf8_next(p->text, i, &c);
	err_set(p->err, ERR_USAGE, _("column %zu of the search: %s%s%.*s"),
	    column, what, word.n ? " " : "", SPAN_ARG(span_head(word, 40)));
	return NULL;
}

static struct filter_node *
node_new(struct parser *p, enum filter_kind kind)
{
	struct filter_node *n = arena_alloc(p->filter->mem, sizeof(*n));

	n->kind = kind;
	return n;
}

static void
add_child(struct filter_node *to, struct filter_node *child)
{
	struct filter_node **end = &to->first;

	while (*end)
		end = &(*end)->next;
	*end = child;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0';
}

static void
skip_blanks(struct parser *p)
{
	while (p->at < p->text.n && is_blank(p->text.s[p->at]))
		p->at++;
}

static bool
at_end(const struct parser *p)
{
	return p->at >= p->text.n;
}

/* A word in capitals, by itself. */
static bool
is_keyword(const struct parser *p, const char *word)
{
	struct span rest = span_from(p->text, p->at);
	size_t n = strlen(word);

	return span_starts(rest, word) &&
	       (rest.n == n || is_blank(rest.s[n]) || rest.s[n] == '(' ||
	           rest.s[n] == ')' || rest.s[n] == '"');
}

static bool
take_keyword(struct parser *p, const char *word)
{
	if (!is_keyword(p, word))
		return false;
	p->at += strlen(word);
	skip_blanks(p);
	return true;
}

/* ---- terms -------------------------------------------------------------- */

/* The words of a text; false when there are too many. */
static bool
set_words(struct parser *p, struct filter_node *n, struct span text)
{
	struct span word[FILTER_WORDS_MAX];
	struct tokens w;
	struct token one;
	bool ok = true;

	tokens_init(&w, text, true);
	while (ok && tokens_next(&w, &one)) {
		ok = p->filter->words < FILTER_WORDS_MAX &&
		     n->words < FILTER_WORDS_MAX;
		if (!ok)
			break;
		word[n->words++] = span_keep(p->filter->mem, one.folded);
		p->filter->words++;
		n->prefix = n->prefix || one.half;
	}
	tokens_release(&w);
	n->word = arena_array(p->filter->mem, n->words + 1, sizeof(*word));
	if (n->words)
		memcpy(n->word, word, n->words * sizeof(*word));
	return ok;
}

static size_t
count_letters(struct span word)
{
	size_t n = 0;
	uint32_t c;

	for (size_t at = 0; at < word.n; n++)
		at += utf8_next(word, at, &c);
	return n;
}

/* A term of these bytes; what holds no letter is nothing to look for. */
static struct filter_node *
make_term(struct parser *p, struct span text, size_t at, bool star)
{
	struct filter_node *n =
	    node_new(p, p->feeds ? FILTER_FEEDS : FILTER_TERM);

	n->columns = p->columns;
	if (++p->filter->terms > FILTER_TERMS_MAX || !set_words(p, n, text))
		return fail(p, at, _(too_much), span_n(NULL, 0));
	if (!n->words)
		n->kind = FILTER_ALL; /* without children: as if not there */
	else
		n->prefix = n->prefix || star;
	return n;
}

/* Where a bare word ends. */
static size_t
word_end(const struct parser *p)
{
	size_t at = p->at;

	while (at < p->text.n && !is_blank(p->text.s[at]) &&
	       p->text.s[at] != '"' && !(p->depth && p->text.s[at] == ')'))
		at++;
	return at;
}

static bool
take_star(struct parser *p)
{
	if (at_end(p) || p->text.s[p->at] != '*')
		return false;
	p->at++;
	return true;
}

static struct filter_node *
parse_phrase(struct parser *p)
{
	size_t start = p->at++;
	struct span rest = span_from(p->text, p->at);
	struct span text = span_head(rest, span_chr(rest, '"'));

	p->at += text.n + (text.n < rest.n);
	return make_term(p, text, start, take_star(p));
}

static struct filter_node *
parse_word(struct parser *p)
{
	size_t start = p->at, end = word_end(p);
	struct span text = span_n(p->text.s + start, end - start);
	bool star = text.n > 1 && span_ends(text, "*");
	struct filter_node *n;

	p->at = end;
	n = make_term(p, text, start, star);
	/* A word may go on for as long as nothing follows it. */
	if (n && n->kind == FILTER_TERM && p->unfinished && at_end(p) &&
	    count_letters(n->word[n->words - 1]) >= FILTER_PREFIX_MIN)
		n->prefix = true;
	return n;
}

/* ---- NEAR(…) ------------------------------------------------------------ */

/* The words within the brackets, and a number at their end. */
static struct filter_node *
parse_near(struct parser *p)
{
	struct filter_node *near = node_new(p, FILTER_NEAR), *last = NULL;
	struct filter_node *before = NULL;
	int64_t within;

	p->depth++;
	near->columns = p->columns;
	near->within = NEAR_DEFAULT;
	for (;;) {
		skip_blanks(p);
		while (!at_end(p) && p->text.s[p->at] == ',') {
			p->at++;
			skip_blanks(p);
		}
		if (at_end(p) || p->text.s[p->at] == ')')
			break;
		before = last;
		last =
		    p->text.s[p->at] == '"' ? parse_phrase(p) : parse_word(p);
		if (!last)
			return NULL;
		if (last->kind == FILTER_TERM)
			add_child(near, last);
	}
	p->at += !at_end(p);
	p->depth--;
	/* "NEAR(a b 5)": the last of three and more may be the distance. */
	if (before && before != near->first && last && last->words == 1 &&
	    span_int(last->word[0], &within)) {
		struct filter_node **end = &near->first;
		while (*end != last)
			end = &(*end)->next;
		*end = NULL;
		near->within = within < NEAR_MAX ? (int)within : NEAR_MAX;
	}
	if (!near->first)
		near->kind = FILTER_ALL;
	else if (!near->first->next)
		return near->first;
	return near;
}

/* ---- fields ------------------------------------------------------------- */

static const struct {
	const char *name;
	unsigned flag;
	bool set;
} states[] = {
	{ "unread", FLAG_UNREAD, true },
	{ "read", FLAG_UNREAD, false },
	{ "starred", FLAG_STARRED, true },
	{ "unstarred", FLAG_STARRED, false },
	{ "tagged", FLAG_TAGGED, true },
	{ "noted", FLAG_NOTED, true },
};

static struct filter_node *
parse_state(struct parser *p, struct span value, size_t at)
{
	struct filter_node *n = node_new(p, FILTER_FLAG);

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (span_iis(value, states[i].name)) {
			n->flag = states[i].flag;
			n->set = states[i].set;
			return n;
		}
	return fail(p, at,
	    _("is: knows unread, read, starred, unstarred, tagged and noted, "
	      "not"),
	    value);
}

static bool
read_time(const struct parser *p, struct span value, int64_t *t)
{
	int64_t ago;

	if (when_span(value, &ago)) {
		*t = p->now - ago;
		return true;
	}
	*t = when_seconds(value);
	return *t != 0;
}

static struct filter_node *
parse_newer(struct parser *p, struct span value, size_t at)
{
	struct filter_node *n = node_new(p, FILTER_AGE);

	if (read_time(p, value, &n->from))
		return n;
	return fail(p, at,
	    _("newer: takes a time such as 3d, or a date such as 2026-11-01, "
	      "not"),
	    value);
}

static struct filter_node *
parse_older(struct parser *p, struct span value, size_t at)
{
	struct filter_node *n = node_new(p, FILTER_AGE);

	if (read_time(p, value, &n->before))
		return n;
	return fail(p, at,
	    _("older: takes a time such as 3d, or a date such as 2026-11-01, "
	      "not"),
	    value);
}

static struct filter_node *
parse_tag(struct parser *p, struct span value, size_t at)
{
	struct filter_node *n = node_new(p, FILTER_TAG);

	/* As tags are: with blanks in them between quotation marks. */
	if (!value.n) {
		struct span rest = span_from(p->text, at + 1);

		value = span_head(rest, span_chr(rest, '"'));
		p->at = at + 1 + value.n + (value.n < rest.n);
	}
	n->tag = span_keep(p->filter->mem, span_trim(value));
	if (++p->filter->terms > FILTER_TERMS_MAX)
		return fail(p, at, _(too_much), span_n(NULL, 0));
	return n;
}

/* Either columns of the text, or what reads its value by itself. */
static const struct field {
	const char *name;
	unsigned columns;
	bool feeds;
	struct filter_node *(*parse)(
	    struct parser *p, struct span value, size_t at);
} fields[] = {
	{ "author", COLUMN_AUTHOR, false, NULL },
	{ "body", COLUMN_BODY, false, NULL },
	{ "feed", COLUMN_ANY, true, NULL },
	{ "is", 0, false, parse_state },
	{ "newer", 0, false, parse_newer },
	{ "older", 0, false, parse_older },
	{ "section", COLUMN_SECTION, false, NULL },
	{ "tag", 0, false, parse_tag },
	{ "title", COLUMN_TITLE, false, NULL },
};

/* "title:", with something behind it; any other colon is part of a word. */
static const struct field *
take_field(struct parser *p)
{
	struct span rest = span_from(p->text, p->at);
	size_t colon = span_chr(rest, ':');

	if (colon + 1 >= rest.n || is_blank(rest.s[colon + 1]))
		return NULL;
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (span_iis(span_head(rest, colon), fields[i].name)) {
			p->at += colon + 1;
			return &fields[i];
		}
	return NULL;
}

static struct filter_node *
parse_group(struct parser *p)
{
	struct filter_node *n;

	if (p->depth >= FILTER_DEPTH_MAX)
		return fail(p, p->at, _("brackets go no deeper than here"),
		    span_n(NULL, 0));
	p->at++;
	p->depth++;
	n = parse_any(p);
	p->depth--;
	p->at += !at_end(p); /* the ")" */
	return n;
}

static struct filter_node *
parse_text(struct parser *p)
{
	if (p->text.s[p->at] == '(')
		return parse_group(p);
	if (p->text.s[p->at] == '"')
		return parse_phrase(p);
	if (span_starts(span_from(p->text, p->at), "NEAR(") && !p->feeds &&
	    p->depth < FILTER_DEPTH_MAX) {
		p->at += sizeof("NEAR(") - 1;
		return parse_near(p);
	}
	return parse_word(p);
}

static struct filter_node *
parse_field(struct parser *p, const struct field *f)
{
	unsigned columns = p->columns;
	bool feeds = p->feeds;
	struct filter_node *n;
	size_t start = p->at;

	if (f->parse) {
		p->at = word_end(p);
		return f->parse(
		    p, span_n(p->text.s + start, p->at - start), start);
	}
	p->columns = f->columns;
	p->feeds = f->feeds;
	n = parse_text(p);
	p->columns = columns;
	p->feeds = feeds;
	return n;
}

/* ---- operators ---------------------------------------------------------- */

static struct filter_node *
parse_one(struct parser *p)
{
	const struct field *f;
	struct filter_node * not, *n;
	bool minus = p->text.s[p->at] == '-' && p->at + 1 < p->text.n &&
	             !is_blank(p->text.s[p->at + 1]);

	if (!minus && !is_keyword(p, "NOT")) {
		f = take_field(p);
		return f ? parse_field(p, f) : parse_text(p);
	}
	if (minus)
		p->at++;
	else
		take_keyword(p, "NOT");
	/* "tea NOT": it is being typed. */
	if (at_end(p) || (p->depth && p->text.s[p->at] == ')'))
		return node_new(p, FILTER_ALL);
	while (!at_end(p) && p->text.s[p->at] == '-')
		p->at++;
	if (at_end(p) || is_blank(p->text.s[p->at]))
		return node_new(p, FILTER_ALL);
	f = take_field(p);
	n = f ? parse_field(p, f) : parse_text(p);
	if (!n || (n->kind == FILTER_ALL && !n->first))
		return n;
	not = node_new(p, FILTER_NOT);
	add_child(not, n);
	return not ;
}

/* One child stands for itself; none is nothing. */
static struct filter_node *
simplest(struct filter_node *n)
{
	return n->first && !n->first->next ? n->first : n;
}

static struct filter_node *
parse_all(struct parser *p)
{
	struct filter_node *all = node_new(p, FILTER_ALL), *n;

	for (;;) {
		skip_blanks(p);
		while (take_keyword(p, "AND"))
			;
		if (at_end(p) || is_keyword(p, "OR"))
			break;
		if (p->text.s[p->at] == ')') {
			if (p->depth)
				break;
			return fail(p, p->at, _("this \")\" closes nothing"),
			    span_n(NULL, 0));
		}
		n = parse_one(p);
		if (!n)
			return NULL;
		if (n->kind != FILTER_ALL || n->first)
			add_child(all, n);
	}
	return simplest(all);
}

static struct filter_node *
parse_any(struct parser *p)
{
	struct filter_node *any = node_new(p, FILTER_ANY), *n;

	do {
		n = parse_all(p);
		if (!n)
			return NULL;
		if (n->kind != FILTER_ALL || n->first)
			add_child(any, n);
	} while (take_keyword(p, "OR"));
	if (!any->first)
		any->kind = FILTER_ALL;
	return simplest(any);
}

struct filter *
filter_parse(struct span text, int64_t now, bool unfinished, struct err *err)
{
	struct filter *f;
	struct parser p = {
		.text = text,
		.now = now,
		.columns = COLUMN_ANY,
		.unfinished = unfinished,
		.err = err,
	};

	if (text.n > FILTER_BYTES_MAX) {
		err_set(err, ERR_USAGE,
		    _("a search has at most %d bytes, not %zu"),
		    FILTER_BYTES_MAX, text.n);
		return NULL;
	}
	f = xcalloc(1, sizeof(*f));
	f->mem = arena_new();
	p.filter = f;
	f->root = parse_any(&p);
	if (!f->root) {
		filter_free(f);
		return NULL;
	}
	if (f->root->kind == FILTER_ALL && !f->root->first)
		f->root = NULL;
	return f;
}

void
filter_free(struct filter *f)
{
	if (!f)
		return;
	arena_free(f->mem);
	free(f);
}

bool
filter_has_words(const struct filter_node *n)
{
	if (n->kind == FILTER_TERM || n->kind == FILTER_NEAR)
		return true;
	for (const struct filter_node *c = n->first; c; c = c->next)
		if (filter_has_words(c))
			return true;
	return false;
}
