#include "config.h"

#include "net/netrc.h"

struct entry {
	bool fits, has_login; /* the host's; login is said */
	struct str login, password;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
skip_line(struct span *rest)
{
	*rest = span_from(*rest, span_chr(*rest, '\n'));
}

/* Moves to the next word; false at the end. */
static bool
find_word(struct span *rest)
{
	while (rest->n && is_blank(*rest->s))
		*rest = span_from(*rest, 1);
	return rest->n > 0;
}

/* The next word, without its quotes; false at the end. */
static bool
next_word(struct span *rest, struct str *word)
{
	size_t i;
	bool quoted;

	str_clear(word);
	if (!find_word(rest))
		return false;
	quoted = *rest->s == '"';
	for (i = quoted; i < rest->n; i++) {
		char c = rest->s[i];

		if (quoted ? c == '"' : is_blank(c))
			break;
		if (quoted && c == '\\' && i + 1 < rest->n)
			c = rest->s[++i];
		str_addc(word, c);
	}
	*rest = span_from(*rest, i + (quoted && i < rest->n));
	return true;
}

/* Whether the entry is what is looked for; then it is taken. */
static bool
take(const struct entry *e, struct str *login, struct str *password)
{
	if (!e->fits || !e->password.n)
		return false;
	if (login->n && e->has_login &&
	    !span_eq(str_span(login), str_span(&e->login)))
		return false;
	if (!login->n)
		str_add(login, str_span(&e->login));
	str_clear(password);
	str_add(password, str_span(&e->password));
	return true;
}

static void
begin(struct entry *e, bool fits)
{
	e->fits = fits;
	e->has_login = false;
	str_clear(&e->login);
	str_clear(&e->password);
}

/* A macro ends at an empty line. */
static void
skip_macro(struct span *rest)
{
	skip_line(rest);
	while (rest->n) {
		struct span line;

		*rest = span_from(*rest, 1);
		line = span_head(*rest, span_chr(*rest, '\n'));
		skip_line(rest);
		if (!span_trim(line).n)
			return;
	}
}

/* The word and what belongs to it. */
static void
take_word(struct entry *e, struct span *rest, struct str *word)
{
	struct span w = str_span(word);

	if (w.n && *w.s == '#')
		skip_line(rest);
	else if (span_is(w, "login"))
		e->has_login = next_word(rest, &e->login);
	else if (span_is(w, "password"))
		next_word(rest, &e->password);
	else if (span_is(w, "account"))
		next_word(rest, word);
	else if (span_is(w, "macdef"))
		skip_macro(rest);
}

bool
netrc_find(
    struct span text, struct span host, struct str *login, struct str *password)
{
	struct entry e = { 0 };
	struct str word = { 0 };
	bool found = false;

	while (!found && next_word(&text, &word)) {
		bool named = span_is(str_span(&word), "machine");

		if (!named && !span_is(str_span(&word), "default")) {
			take_word(&e, &text, &word);
			continue;
		}
		found = take(&e, login, password);
		if (!found)
			begin(
			    &e, !named || (next_word(&text, &word) &&
			                      span_ieq(str_span(&word), host)));
	}
	found = found || take(&e, login, password);
	str_release(&e.login);
	str_release(&e.password);
	str_release(&word);
	return found;
}
