#include "config.h"

#include "ui/keymap.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "conf/dotfile.h"

/* Length of the common beginning. */
static int
common(const struct keys *a, const struct keys *b)
{
	int i = 0;

	while (i < a->n && i < b->n && a->key[i] == b->key[i])
		i++;
	return i;
}

static bool
same(const struct keys *a, const struct keys *b)
{
	return a->n == b->n && common(a, b) == a->n;
}

static void
forget(struct keymap *m, enum context context, const struct keys *k)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->n; i++) {
		if (m->item[i].context == context && same(&m->item[i].keys, k))
			free(m->item[i].line);
		else
			m->item[kept++] = m->item[i];
	}
	m->n = kept;
}

static void
add(struct keymap *m, enum context context, const struct keys *k,
    struct span line)
{
	/* Before the old one goes: line may be its own. */
	char *copy = span_dup(line);

	forget(m, context, k);
	vec_room(&m->item, m->n, &m->cap);
	m->item[m->n++] =
	    (struct binding){ context, *k, command_named(span_of(copy)), copy };
}

/* Binds one word of the "keys" column, in each context it is meant for. */
static void
add_default(struct keymap *m, enum ui_command id, struct span word)
{
	const struct command_info *info = &command_info[id];
	struct span name = span_of(info->name);
	size_t colon = span_chr(word, ':');
	enum context in = CONTEXT_GENERAL;
	struct keys k;

	if (colon > 0 && colon < word.n) {
		in = context_named(span_head(word, colon));
		word = span_from(word, colon + 1);
	}
	if (in == CONTEXT_COUNT || !keys_parse(word, &k, NULL))
		return;
	if (in != CONTEXT_GENERAL || info->where == IN_ALL) {
		add(m, in, &k, name);
		return;
	}
	for (int c = 1; c < CONTEXT_COUNT; c++)
		if (info->where & (1u << c))
			add(m, (enum context)c, &k, name);
}

void
keymap_init(struct keymap *m)
{
	*m = (struct keymap){ 0 };
	for (int i = 1; i < CMD_COUNT; i++) {
		struct span rest = span_of(command_info[i].keys);
		while (rest.n)
			add_default(
			    m, (enum ui_command)i, span_cut(&rest, ' '));
	}
}

void
keymap_release(struct keymap *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->item[i].line);
	free(m->item);
	*m = (struct keymap){ 0 };
}

static bool
context_of(struct span name, enum context *context, struct err *err)
{
	const char *near;

	*context = context_named(name);
	if (*context != CONTEXT_COUNT)
		return true;
	near = nearest(name, context_name, CONTEXT_COUNT);
	return err_set(err, ERR_CONFIG,
	    _("no such context \"%.*s\"; did you mean \"%s\"?"), SPAN_ARG(name),
	    near ? near : "general");
}

bool
keymap_bind(struct keymap *m, struct span context, struct span keys,
    struct span line, struct err *err)
{
	enum context in;
	struct keys k;

	if (!context_of(context, &in, err) || !keys_parse(keys, &k, err))
		return false;
	add(m, in, &k, line);
	return true;
}

bool
keymap_unbind(
    struct keymap *m, struct span context, struct span keys, struct err *err)
{
	enum context in;
	struct keys k;

	if (!context_of(context, &in, err) || !keys_parse(keys, &k, err))
		return false;
	forget(m, in, &k);
	return true;
}

/* Looks through one context; *longer: keys of it begin with those typed. */
static const struct binding *
find_in(const struct keymap *m, enum context context, const struct keys *typed,
    bool *longer)
{
	const struct binding *found = NULL;

	for (size_t i = 0; i < m->n; i++) {
		const struct binding *b = &m->item[i];
		if (b->context != context ||
		    common(&b->keys, typed) != typed->n)
			continue;
		if (b->keys.n > typed->n)
			*longer = true;
		else
			found = b;
	}
	return found;
}

enum keymap_match
keymap_find(const struct keymap *m, enum context context,
    const struct keys *typed, const struct binding **found)
{
	bool longer = false;

	*found = find_in(m, context, typed, &longer);
	if (!*found)
		*found = find_in(m, CONTEXT_GENERAL, typed, &longer);
	else
		find_in(m, CONTEXT_GENERAL, typed, &longer);
	if (*found)
		return longer ? MATCH_BOTH : MATCH_WHOLE;
	return longer ? MATCH_PART : MATCH_NONE;
}

/* Whether a binding is what its keys mean in a context: a general one may
 * mean something else there. */
static bool
holds(const struct keymap *m, enum context context, const struct binding *b)
{
	const struct binding *now;

	if (b->context != context && b->context != CONTEXT_GENERAL)
		return false;
	keymap_find(m, context, &b->keys, &now);
	return now == b;
}

static int
by_keys(const void *one, const void *other)
{
	const struct binding *a = *(const struct binding *const *)one;
	const struct binding *b = *(const struct binding *const *)other;
	int i = common(&a->keys, &b->keys);
	int left = i < a->keys.n ? a->keys.key[i] : -1;
	int right = i < b->keys.n ? b->keys.key[i] : -1;

	return (left > right) - (left < right);
}

size_t
keymap_following(const struct keymap *m, enum context context,
    const struct keys *typed, const struct binding *next[], size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n && n < max; i++) {
		const struct binding *b = &m->item[i];
		if (b->keys.n > typed->n &&
		    common(&b->keys, typed) == typed->n && holds(m, context, b))
			next[n++] = b;
	}
	qsort(next, n, sizeof(*next), by_keys);
	return n;
}

void
keymap_line_keys(struct str *out, const struct keymap *m, enum context context,
    const char *line, int max)
{
	size_t start = out->n;

	for (size_t i = 0; i < m->n && max > 0; i++) {
		const struct binding *b = &m->item[i];
		if (strcmp(b->line, line) != 0 || !holds(m, context, b))
			continue;
		if (out->n > start)
			str_addc(out, ' ');
		keys_write(out, &b->keys);
		max--;
	}
}

void
keymap_keys(struct str *out, const struct keymap *m, enum context context,
    enum ui_command command, int max)
{
	keymap_line_keys(out, m, context, command_info[command].name, max);
}
