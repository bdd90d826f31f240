#include "config.h"

#include "feed/json.h"

#include <json-c/json.h>
#include <string.h>

/* A struct json is json-c's object under a name of our own. */
static struct json_object *
object(const struct json *v)
{
	return (struct json_object *)(void *)(uintptr_t)v;
}

static struct json *
value(struct json_object *o)
{
	return (struct json *)(void *)o;
}

static struct json_object *
parse(struct span text, bool *cut)
{
	struct json_tokener *t = json_tokener_new_ex(JSON_DEPTH_MAX);
	struct json_object *o = NULL;

	if (t && text.n && text.n < INT32_MAX) {
		o = json_tokener_parse_ex(t, text.s, (int)text.n);
		*cut = json_tokener_get_error(t) == json_tokener_continue;
	}
	if (t)
		json_tokener_free(t);
	return o;
}

/* Where the last whole object or array ends, and what is open there. */
struct rest {
	char open[JSON_DEPTH_MAX];
	size_t depth, end, end_depth;
};

static void
bracket(struct rest *r, char c, size_t at)
{
	if (c == '{' || c == '[') {
		if (r->depth < JSON_DEPTH_MAX)
			r->open[r->depth] = c;
		r->depth++;
	} else if (r->depth && r->depth <= JSON_DEPTH_MAX) {
		r->end = at + 1;
		r->end_depth = --r->depth;
	}
}

/* Cuts text off behind its last whole part and ends what is open there. */
static void
mend(struct str *out, struct span text)
{
	struct rest r = { .depth = 0 };
	bool quoted = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && c && strchr("{}[]", c))
			bracket(&r, c, i);
	}
	str_add(out, span_head(text, r.end));
	while (r.end_depth)
		str_addc(out, r.open[--r.end_depth] == '{' ? '}' : ']');
}

/* The start of text with no more values than are allowed: each stands at the
 * beginning, in brackets of its own, or behind a comma or colon. */
static struct span
allowed(struct span text)
{
	size_t values = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '[' || c == ',') &&
		         ++values > JSON_VALUES_MAX)
			return span_head(text, i);
	}
	return text;
}

struct json *
json_read(struct span text, enum json_end *end)
{
	struct span start = allowed(text);
	struct json_object *o;
	struct str mended = { 0 };
	bool cut = false, again;

	o = parse(start, &cut);
	*end = start.n < text.n ? JSON_TOO_MANY : cut ? JSON_CUT : JSON_WHOLE;
	if (cut) {
		json_object_put(o);
		mend(&mended, start);
		o = parse(str_span(&mended), &again);
		str_release(&mended);
	}
	return value(o);
}

void
json_free(struct json *v)
{
	json_object_put(object(v));
}

bool
json_is_object(const struct json *v)
{
	return json_object_is_type(object(v), json_type_object);
}

bool
json_is_text(const struct json *v)
{
	return json_object_is_type(object(v), json_type_string);
}

const struct json *
json_get(const struct json *v, const char *key)
{
	struct json_object *member = NULL;

	if (!json_is_object(v) ||
	    !json_object_object_get_ex(object(v), key, &member))
		return NULL;
	return value(member);
}

size_t
json_count(const struct json *v)
{
	if (json_object_is_type(object(v), json_type_array))
		return json_object_array_length(object(v));
	return v ? 1 : 0;
}

const struct json *
json_at(const struct json *v, size_t i)
{
	if (json_object_is_type(object(v), json_type_array))
		return value(json_object_array_get_idx(object(v), i));
	return v;
}

struct span
json_text(const struct json *v)
{
	struct json_object *o = object(v);

	switch (json_object_get_type(o)) {
	case json_type_string:
		return span_n(json_object_get_string(o),
		    (size_t)json_object_get_string_len(o));
	case json_type_boolean:
	case json_type_double:
	case json_type_int:
		return span_of(json_object_get_string(o));
	default:
		return span_n(NULL, 0);
	}
}

int64_t
json_int(const struct json *v, int64_t fallback)
{
	struct json_object *o = object(v);
	int64_t n;

	switch (json_object_get_type(o)) {
	case json_type_int:
	case json_type_double:
		return json_object_get_int64(o);
	case json_type_string:
		return span_int(json_text(v), &n) ? n : fallback;
	default:
		return fallback;
	}
}

void
json_each(const struct json *v,
    void (*fn)(void *data, struct span key, const struct json *member),
    void *data)
{
	struct json_object_iterator at, end;

	if (!json_is_object(v))
		return;
	at = json_object_iter_begin(object(v));
	end = json_object_iter_end(object(v));
	while (!json_object_iter_equal(&at, &end)) {
		fn(data, span_of(json_object_iter_peek_name(&at)),
		    value(json_object_iter_peek_value(&at)));
		json_object_iter_next(&at);
	}
}
