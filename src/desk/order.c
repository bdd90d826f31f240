#include "config.h"

#include "desk/order.h"

#include "base/i18n.h"
#include "base/mem.h"

static const char *const verbs[VERB_COUNT] = {
	[VERB_MARK] = "mark",
	[VERB_READALL] = "readall",
	[VERB_TAG] = "tag",
	[VERB_UNTAG] = "untag",
	[VERB_NOTE] = "note",
	[VERB_UNDO] = "undo",
	[VERB_REDO] = "redo",
	[VERB_PURGE] = "purge",
	[VERB_UNSUBSCRIBE] = "unsubscribe",
	[VERB_REFRESH] = "refresh",
	[VERB_TEXT] = "text",
	[VERB_FULLTEXT] = "fulltext",
	[VERB_PICTURE] = "picture",
	[VERB_AHEAD] = "ahead",
	[VERB_DISCOVER] = "discover",
	[VERB_BACK] = "back",
	[VERB_IMPORT] = "import",
	[VERB_PREVIEW] = "preview",
	[VERB_PAGE] = "page",
	[VERB_MOVE] = "move",
	[VERB_RELOAD] = "reload",
};

/* "me.12": the reader is all before the last full stop. */
static bool
read_name(struct order *o, struct span word)
{
	size_t dot = word.n;

	while (dot > 0 && word.s[dot - 1] != '.')
		dot--;
	if (dot < 2 || dot - 1 > ORDER_READER_MAX ||
	    !span_int(span_from(word, dot), &o->seq) || o->seq < 1)
		return false;
	o->reader = span_head(word, dot - 1);
	return true;
}

bool
order_read(struct order *o, struct span line, struct err *err)
{
	int column;
	size_t verb;

	o->reader = span_n(NULL, 0);
	o->seq = 0;
	if (!words_split(&o->words, line, &column, err))
		return false;
	if (o->words.n < 2 || !read_name(o, o->words.word[0].text))
		return err_set(
		    err, ERR_USAGE, _("an order is \"READER.NUMBER VERB …\""));
	for (verb = 0; verb < VERB_COUNT; verb++)
		if (span_is(o->words.word[1].text, verbs[verb]))
			break;
	if (verb == VERB_COUNT)
		return err_set(err, ERR_USAGE, _("no order is called \"%.*s\""),
		    SPAN_ARG(span_head(o->words.word[1].text, 40)));
	o->verb = (enum verb)verb;
	o->args = o->words.n - 2;
	return true;
}

void
order_release(struct order *o)
{
	words_release(&o->words);
	*o = (struct order){ 0 };
}

struct span
order_arg(const struct order *o, size_t i)
{
	return i < o->args ? o->words.word[i + 2].text : span_n(NULL, 0);
}

bool
order_is_named(const struct order *o)
{
	return span_is(order_arg(o, 1), "named");
}

void
text_write(struct str *out, struct span text)
{
	struct str word = { 0 };

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '\\')
			str_lit(&word, "\\\\");
		else if (text.s[i] == '\n')
			str_lit(&word, "\\n");
		else
			str_addc(&word, text.s[i]);
	}
	word_quote(out, str_span(&word));
	str_release(&word);
}

void
text_read(struct str *out, struct span word)
{
	for (size_t i = 0; i < word.n; i++) {
		char c = word.s[i];

		if (c == '\\' && i + 1 < word.n)
			c = word.s[++i] == 'n' ? '\n' : word.s[i];
		str_addc(out, c);
	}
}

void
scope_words(struct str *out, const struct scope *scope)
{
	if (scope->feed) {
		str_printf(out, "feed %lld", (long long)scope->feed);
	} else if (scope->section && *scope->section) {
		str_lit(out, "section ");
		word_write(out, span_of(scope->section));
	} else {
		str_lit(out, "all");
	}
	if (scope->starred)
		str_lit(out, " starred");
	if (scope->trash)
		str_lit(out, " trash");
	if (scope->tag) {
		str_lit(out, " tag ");
		word_write(out, span_of(scope->tag));
	}
	if (scope->since)
		str_printf(out, " since %lld", (long long)scope->since);
	if (scope->search) {
		str_lit(out, " search ");
		word_write(out, span_of(scope->search));
	}
}

/* One part of a scope: its name and what its value does. */
static bool
scope_part(
    struct scope *scope, struct arena *mem, struct span name, struct span value)
{
	if (span_is(name, "section") && value.n)
		scope->section = arena_copy(mem, value.s, value.n);
	else if (span_is(name, "search") && value.n)
		scope->search = arena_copy(mem, value.s, value.n);
	else if (span_is(name, "tag") && value.n)
		scope->tag = arena_copy(mem, value.s, value.n);
	else if (span_is(name, "feed"))
		return span_int(value, &scope->feed) && scope->feed > 0;
	else if (span_is(name, "since"))
		return span_int(value, &scope->since);
	else
		return false;
	return true;
}

bool
scope_read(struct scope *scope, struct arena *mem, const struct words *words,
    size_t first, struct err *err)
{
	*scope = (struct scope){ 0 };
	if (first >= words->n)
		return err_set(err, ERR_USAGE, _("a scope is missing"));
	for (size_t i = first; i < words->n; i++) {
		struct span name = words->word[i].text;

		if (span_is(name, "all"))
			continue;
		if (span_is(name, "starred")) {
			scope->starred = true;
			continue;
		}
		if (span_is(name, "trash")) {
			scope->trash = true;
			continue;
		}
		if (i + 1 >= words->n ||
		    !scope_part(scope, mem, name, words->word[i + 1].text))
			return err_set(err, ERR_USAGE,
			    _("no scope is called \"%.*s\""),
			    SPAN_ARG(span_head(name, 40)));
		i++;
	}
	return true;
}
