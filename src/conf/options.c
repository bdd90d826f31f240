#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/when.h"
#include "conf/conf.h"
#include "conf/optioncheck.h"

const struct option_info option_info[OPT_COUNT] = {
#define OPTION(id, name, type, deflt, lo, hi, where, sentence) \
	{ name, type, deflt, lo, hi, deflt, where, sentence },
#include "conf/options.def"
#undef OPTION
};

enum { THIN_LETTERS = 700 }; /* a standfirst, perhaps two paragraphs */

static const char *const truths[] = { "yes", "on", "true", "1" };
static const char *const lies[] = { "no", "off", "false", "0" };

enum option
option_find(struct span name)
{
	int i;

	for (i = 0; i < OPT_COUNT; i++)
		if (span_is(name, option_info[i].name))
			break;
	return (enum option)i;
}

static bool
is_one_of(struct span value, const char *const words[4])
{
	for (int i = 0; i < 4; i++)
		if (span_iis(value, words[i]))
			return true;
	return false;
}

/* "512k", "8m", "1g". */
static bool
read_size(struct span t, int64_t *bytes)
{
	int shift = 0;

	if (t.n > 1) {
		char unit = (char)(t.s[t.n - 1] | 0x20);

		shift = unit == 'k'   ? 10
		        : unit == 'm' ? 20
		        : unit == 'g' ? 30
		                      : 0;
		if (shift)
			t.n--;
	}
	if (!span_int(t, bytes) || *bytes > INT64_MAX >> shift)
		return false;
	*bytes <<= shift;
	return true;
}

/* The number that a value stands for; false when it is none of its type. */
static bool
read_number(const struct option_info *o, struct span value, int64_t *out)
{
	switch (o->type) {
	case TYPE_INT:
		return span_int(value, out);
	case TYPE_SPAN:
		return when_span(value, out);
	case TYPE_SIZE:
		return read_size(value, out);
	default:
		return false;
	}
}

/* Index of value in "a|b|c", or -1. */
static int
choice_index(const char *choices, struct span value)
{
	struct span rest = span_of(choices);

	for (int i = 0; rest.s; i++)
		if (span_eq(span_cut(&rest, '|'), value))
			return i;
	return -1;
}

static const char *
form_of(enum option_type type)
{
	switch (type) {
	case TYPE_BOOL:
		return _("yes or no");
	case TYPE_INT:
		return _("a number");
	case TYPE_SPAN:
		return _("a time such as 15m, 1h or 2d");
	case TYPE_SIZE:
		return _("a size such as 512k or 8m");
	default:
		return "";
	}
}

/* A limit as a person would write it: "1m", "365d", "16m". */
static void
add_amount(struct str *out, enum option_type type, int64_t v)
{
	static const struct {
		enum option_type type;
		int64_t size;
		const char *unit;
	} units[] = { { TYPE_SPAN, 86400, "d" }, { TYPE_SPAN, 3600, "h" },
		{ TYPE_SPAN, 60, "m" }, { TYPE_SPAN, 1, "s" },
		{ TYPE_SIZE, 1 << 30, "g" }, { TYPE_SIZE, 1 << 20, "m" },
		{ TYPE_SIZE, 1 << 10, "k" } };

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (units[i].type == type && v && v % units[i].size == 0) {
			str_printf(out, "%lld%s",
			    (long long)(v / units[i].size), units[i].unit);
			return;
		}
	}
	str_printf(out, "%lld", (long long)v);
}

static bool
out_of_range(const struct option_info *o, struct span value, struct err *err)
{
	struct str lo = { 0 }, hi = { 0 };

	add_amount(&lo, o->type, o->lo);
	add_amount(&hi, o->type, o->hi);
	err_set(err, ERR_CONFIG, _("%s is between %s and %s, not %.*s"),
	    o->name, str_z(&lo), str_z(&hi), SPAN_ARG(span_head(value, 40)));
	str_release(&lo);
	str_release(&hi);
	return false;
}

static bool
check(const struct option_info *o, struct span value, struct err *err)
{
	int64_t v;

	if (o->type == TYPE_STRING || o->type == TYPE_LIST)
		return option_check((enum option)(o - option_info), value, err);
	if (o->type == TYPE_BOOL &&
	    (is_one_of(value, truths) || is_one_of(value, lies)))
		return true;
	if (o->type == TYPE_CHOICE) {
		if (choice_index(o->choices, value) >= 0)
			return true;
		return err_set(err, ERR_CONFIG,
		    _("%s is one of %s, not \"%.*s\""), o->name, o->choices,
		    SPAN_ARG(span_head(value, 40)));
	}
	if (o->type == TYPE_BOOL || !read_number(o, value, &v))
		return err_set(err, ERR_CONFIG, _("%s is %s, not \"%.*s\""),
		    o->name, form_of(o->type), SPAN_ARG(span_head(value, 40)));
	if (v < o->lo || v > o->hi)
		return out_of_range(o, value, err);
	return true;
}

/* A list that begins with an empty line has forgotten what is inherited. */
static char *
list_with(const char *list, struct span value)
{
	struct str all = { 0 };

	if (list && value.n) {
		str_addz(&all, list);
		str_addc(&all, '\n');
	}
	str_add(&all, value);
	return str_take(&all);
}

bool
options_set(
    struct options *o, enum option id, struct span value, struct err *err)
{
	char *kept;

	if (!check(&option_info[id], value, err))
		return false;
	kept = option_info[id].type == TYPE_LIST
	           ? list_with(o->value[id], value)
	           : span_dup(value);
	free(o->value[id]);
	o->value[id] = kept;
	return true;
}

void
options_release(struct options *o)
{
	for (int i = 0; i < OPT_COUNT; i++)
		free(o->value[i]);
	*o = (struct options){ 0 };
}

/* What was said nearest; NULL: nowhere. */
static const char *
said(const struct options *o, enum option id)
{
	for (; o; o = o->parent)
		if (o->value[id])
			return o->value[id];
	return NULL;
}

const char *
conf_string(const struct options *o, enum option id)
{
	const char *v = said(o, id);

	return v ? v : option_info[id].deflt;
}

int64_t
conf_int(const struct options *o, enum option id)
{
	int64_t v = 0;

	read_number(&option_info[id], span_of(conf_string(o, id)), &v);
	return v;
}

bool
conf_bool(const struct options *o, enum option id)
{
	return is_one_of(span_of(conf_string(o, id)), truths);
}

int
conf_choice(const struct options *o, enum option id)
{
	const char *v = said(o, id);

	return v ? choice_index(option_info[id].choices, span_of(v)) : 0;
}

void
conf_list(const struct options *o, enum option id, struct str *out)
{
	const char *own = o ? o->value[id] : NULL;
	struct span rest = span_of(own ? own : "");

	if (!o)
		return;
	if (!own || (*own && *own != '\n'))
		conf_list(o->parent, id, out);
	while (rest.n) {
		struct span line = span_cut(&rest, '\n');

		if (!line.n)
			continue;
		if (out->n)
			str_addc(out, '\n');
		str_add(out, line);
	}
}

int64_t
conf_thin(const struct options *o)
{
	enum { AUTO, ALWAYS, NEVER };
	int how = conf_choice(o, OPT_FULL_TEXT);

	return how == ALWAYS ? INT64_MAX : how == NEVER ? 0 : THIN_LETTERS;
}
