#include "config.h"

#include "doc/selector.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	       (unsigned char)c >= 0x80;
}

static struct span
take_name(struct span *rest)
{
	struct span name;
	size_t n = 0;

	while (n < rest->n && is_name(rest->s[n]))
		n++;
	name = span_head(*rest, n);
	*rest = span_from(*rest, n);
	return name;
}

static struct span
take_value(struct span *rest)
{
	struct span value;
	char quote = rest->n ? *rest->s : 0;

	if (quote != '"' && quote != '\'') {
		value = span_trim(span_head(*rest, span_chr(*rest, ']')));
		*rest = span_from(*rest, span_chr(*rest, ']'));
		return value;
	}
	*rest = span_from(*rest, 1);
	value = span_head(*rest, span_chr(*rest, quote));
	*rest = span_trim(span_from(*rest, value.n + 1));
	return value;
}

/* "[name]", "[name=value]" and its kin, behind the bracket. */
static bool
take_attribute(struct selector_test *test, struct span *rest, struct err *err)
{
	static const struct {
		const char *sign;
		enum selector_how how;
	} signs[] = {
		{ "=", SELECT_EQUALS },
		{ "~=", SELECT_WORD },
		{ "^=", SELECT_BEGINS },
		{ "$=", SELECT_ENDS },
		{ "*=", SELECT_CONTAINS },
	};

	test->name = take_name(rest);
	test->how = SELECT_HAS;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (!span_starts(*rest, signs[i].sign))
			continue;
		*rest = span_from(*rest, strlen(signs[i].sign));
		test->how = signs[i].how;
		test->value = take_value(rest);
		break;
	}
	if (!test->name.n || !rest->n || *rest->s != ']')
		return err_set(err, ERR_FORMAT,
		    _("a \"[\" must look like [name] or [name=value]"));
	*rest = span_from(*rest, 1);
	return true;
}

static bool
take_test(struct selector_part *part, struct span *rest, struct err *err)
{
	struct selector_test *test = &part->test[part->tests];
	char sign = *rest->s;

	if (part->tests == SELECTOR_TESTS_MAX)
		return err_set(err, ERR_LIMIT,
		    _("it asks for more than %d things of one element"),
		    SELECTOR_TESTS_MAX);
	*test = (struct selector_test){ 0 };
	part->tests++;
	*rest = span_from(*rest, 1);
	if (sign == '[')
		return take_attribute(test, rest, err);
	test->how = sign == '.' ? SELECT_WORD : SELECT_EQUALS;
	test->name = span_of(sign == '.' ? "class" : "id");
	test->value = take_name(rest);
	if (test->value.n)
		return true;
	return err_set(
	    err, ERR_FORMAT, _("a name must follow the \"%c\""), sign);
}

/* "div.story[lang=en]" */
static bool
take_part(struct selector_part *part, struct span *rest, struct err *err)
{
	size_t before = rest->n;

	*part = (struct selector_part){ 0 };
	if (*rest->s == '*')
		*rest = span_from(*rest, 1);
	else
		part->tag = take_name(rest);
	while (rest->n && strchr(".#[", *rest->s))
		if (!take_test(part, rest, err))
			return false;
	if (rest->n < before && (!rest->n || *rest->s == ' ' ||
	                            *rest->s == '\t' || *rest->s == ','))
		return true;
	return err_set(err, ERR_FORMAT,
	    _("\"%.*s\" is no name, .class, #id or [attribute]"),
	    SPAN_ARG(span_head(*rest, 20)));
}

/* Up to the comma, which is taken, too: *more tells that there was one. */
static bool
take_selector(
    struct selector *s, struct span *rest, bool *more, struct err *err)
{
	s->parts = 0;
	*rest = span_trim(*rest);
	while (rest->n && *rest->s != ',') {
		if (s->parts == SELECTOR_PARTS_MAX)
			return err_set(err, ERR_LIMIT,
			    _("it names more than %d elements within each "
			      "other"),
			    SELECTOR_PARTS_MAX);
		if (!take_part(&s->part[s->parts], rest, err))
			return false;
		s->parts++;
		*rest = span_trim(*rest);
	}
	if (!s->parts)
		return err_set(err, ERR_FORMAT,
		    _("it names no element; say, for instance, .story"));
	*more = rest->n > 0;
	*rest = span_from(*rest, *more ? 1 : 0);
	return true;
}

size_t
selectors_read(struct selector *out, struct span list, struct err *err)
{
	bool more = true;
	size_t n = 0;

	while (more) {
		if (n == SELECTORS_MAX) {
			err_set(err, ERR_LIMIT,
			    _("it lists more than %d alternatives"),
			    SELECTORS_MAX);
			return 0;
		}
		if (!take_selector(&out[n++], &list, &more, err))
			return 0;
	}
	return n;
}

bool
selectors_check(struct span list, struct err *err)
{
	struct selector *s = xcalloc(SELECTORS_MAX, sizeof(*s));
	size_t n = selectors_read(s, list, err);

	free(s);
	return n > 0;
}
