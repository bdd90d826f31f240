#include "config.h"

#include "conf/dotfile.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "base/vec.h"

/* Reading a line: where we are in it. */
struct cursor {
	struct span line;
	size_t at;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool
is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

static int
column_of(const struct cursor *c)
{
	return (int)utf8_count(span_head(c->line, c->at)) + 1;
}

/* A quoted part; c stands behind the opening quote. */
static bool
take_quoted(struct words *w, struct cursor *c, struct err *err)
{
	while (c->at < c->line.n) {
		char ch = c->line.s[c->at++];

		if (ch == '"')
			return true;
		if (ch == '\\' && c->at < c->line.n &&
		    (c->line.s[c->at] == '"' || c->line.s[c->at] == '\\'))
			ch = c->line.s[c->at++];
		str_addc(&w->text, is_blank(ch) ? ' ' : ch);
	}
	return err_set(err, ERR_CONFIG, _("the quote is not closed; add \""));
}

static bool
take_word(struct words *w, struct cursor *c, struct err *err)
{
	while (c->at < c->line.n && !is_blank(c->line.s[c->at])) {
		if (c->line.s[c->at] == '"') {
			c->at++;
			if (!take_quoted(w, c, err))
				return false;
		} else {
			str_addc(&w->text, c->line.s[c->at++]);
		}
	}
	return true;
}

static bool
check_line(const struct cursor *c, int *column, struct err *err)
{
	*column = 1;
	if (c->line.n > DOTFILE_LINE_MAX)
		return err_set(err, ERR_LIMIT,
		    _("the line is longer than %d bytes"), DOTFILE_LINE_MAX);
	for (size_t i = 0; i < c->line.n; i++) {
		char ch = c->line.s[i];

		if (is_control(ch) && !is_blank(ch)) {
			*column = (int)utf8_count(span_head(c->line, i)) + 1;
			return err_set(err, ERR_CONFIG,
			    _("a control character; remove it"));
		}
	}
	if (!utf8_valid(c->line))
		return err_set(err, ERR_CONFIG,
		    _("the line is not UTF-8; save the file as UTF-8"));
	return true;
}

bool
words_split(struct words *w, struct span line, int *column, struct err *err)
{
	return words_split_from(w, line, 0, column, err);
}

bool
words_split_from(
    struct words *w, struct span line, size_t at, int *column, struct err *err)
{
	struct cursor c = { line, at < line.n ? at : line.n };

	w->n = 0;
	str_clear(&w->text);
	if (!check_line(&c, column, err))
		return false;
	/* No word is longer than the line, so the text never moves. */
	str_reserve(&w->text, line.n + 1);
	for (;;) {
		size_t from = w->text.n;
		size_t start;
		bool quoted;

		while (c.at < line.n && is_blank(line.s[c.at]))
			c.at++;
		if (c.at == line.n || line.s[c.at] == '#')
			return true;
		*column = column_of(&c);
		start = c.at;
		if (w->n == DOTFILE_WORDS_MAX)
			return err_set(err, ERR_LIMIT,
			    _("more than %d words in a line"),
			    DOTFILE_WORDS_MAX);
		quoted = line.s[c.at] == '"';
		if (!take_word(w, &c, err))
			return false;
		vec_room(&w->word, w->n, &w->cap);
		w->word[w->n++] = (struct word){
			.text = span_n(w->text.s + from, w->text.n - from),
			.column = *column,
			.quoted = quoted,
			.from = start,
			.to = c.at,
		};
	}
}

void
words_release(struct words *w)
{
	free(w->word);
	str_release(&w->text);
	*w = (struct words){ 0 };
}

void
word_write(struct str *out, struct span word)
{
	bool plain = word.n > 0 && *word.s != '#' && utf8_valid(word);

	for (size_t i = 0; i < word.n && plain; i++)
		plain = word.s[i] != ' ' && word.s[i] != '"' &&
		        !is_control(word.s[i]);
	if (plain)
		str_add(out, word);
	else
		word_quote(out, word);
}

void
word_quote(struct str *out, struct span word)
{
	uint32_t c;

	str_addc(out, '"');
	for (size_t at = 0; at < word.n;) {
		at += utf8_next(word, at, &c);
		if (c == '"' || c == '\\')
			str_addc(out, '\\');
		utf8_add(out, c < 0x20 || c == 0x7f ? ' ' : c);
	}
	str_addc(out, '"');
}

/* Copies text that ends at a character's edge. */
static void
copy_cut(char *out, size_t size, struct span t)
{
	struct span head = span_head(t, size - 1);

	while (head.n && head.n < t.n &&
	       ((unsigned char)t.s[head.n] & 0xc0) == 0x80)
		head.n--;
	if (head.n)
		memcpy(out, head.s, head.n);
	out[head.n] = '\0';
}

void
complain(struct complaints *c, const char *file, int line, int column,
    const char *fmt, ...)
{
	struct complaint *item;
	struct str text = { 0 };
	struct str plain = { 0 };
	va_list ap;

	if (c->n == COMPLAINTS_MAX)
		return;
	str_printf(&text, "%s:%d:%d: ", file, line, column);
	va_start(ap, fmt);
	if (c->n == COMPLAINTS_MAX - 1)
		str_addz(&text, _("more faults follow; mend these first"));
	else
		str_vprintf(&text, fmt, ap);
	va_end(ap);
	utf8_plain(&plain, str_span(&text), PLAIN_LINE);
	vec_room(&c->item, c->n, &c->cap);
	item = &c->item[c->n++];
	item->line = line;
	item->column = column;
	copy_cut(item->text, sizeof(item->text), str_span(&plain));
	str_release(&text);
	str_release(&plain);
}

void
complaints_release(struct complaints *c)
{
	free(c->item);
	*c = (struct complaints){ 0 };
}

enum { NAME_MAX_BYTES = 40 };

/* Edits (insert, delete, replace, swap of neighbours) between two words. */
static size_t
distance(struct span a, struct span b)
{
	size_t row[3][NAME_MAX_BYTES + 1];
	size_t *before = row[0], *last = row[1], *here = row[2], *t;

	for (size_t k = 0; k <= b.n; k++)
		last[k] = k;
	for (size_t i = 1; i <= a.n; i++) {
		here[0] = i;
		for (size_t k = 1; k <= b.n; k++) {
			size_t same = a.s[i - 1] == b.s[k - 1] ? 0 : 1;
			size_t best = last[k - 1] + same;

			if (last[k] + 1 < best)
				best = last[k] + 1;
			if (here[k - 1] + 1 < best)
				best = here[k - 1] + 1;
			if (i > 1 && k > 1 && a.s[i - 1] == b.s[k - 2] &&
			    a.s[i - 2] == b.s[k - 1] &&
			    before[k - 2] + 1 < best)
				best = before[k - 2] + 1;
			here[k] = best;
		}
		t = before;
		before = last;
		last = here;
		here = t;
	}
	return last[b.n];
}

const char *
nearest(struct span typed, const char *const names[], size_t n)
{
	const char *best = NULL;
	size_t least = typed.n / 3 + 2;

	if (typed.n > NAME_MAX_BYTES)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		struct span name = span_of(names[i]);
		size_t d;

		if (name.n > NAME_MAX_BYTES)
			continue;
		d = distance(typed, name);
		if (d < least) {
			least = d;
			best = names[i];
		}
	}
	return best;
}
