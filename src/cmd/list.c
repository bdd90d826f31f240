#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/when.h"
#include "cmd/articlejson.h"
#include "cmd/commands.h"
#include "cmd/found.h"
#include "conf/conf.h"
#include "conf/dotfile.h"
#include "store/feeds.h"
#include "store/headlines.h"

enum { PAGE_ROWS = 200 };

/* What list and search are asked for. */
struct listing {
	struct scope scope;
	bool json;
	int64_t limit; /* -1: all */
	struct store *store;
	struct emit emit;
	struct found found; /* its filter: of the search */
};

bool
command_number(const struct invocation *in, const char *option,
    const char *value, int64_t *out)
{
	if (span_int(span_of(value), out))
		return true;
	command_usage(in, _("%s needs a number, not \"%s\""), option, value);
	return false;
}

const char *
command_section(
    const struct invocation *in, const struct feed_rows *rows, const char *name)
{
	const char *paths[1024], *near;
	size_t n = 0;

	for (size_t i = 0; i < rows->tree_n; i++) {
		if (rows->tree[i].feed)
			continue;
		if (span_is(rows->tree[i].path, name))
			return rows->tree[i].path.s;
		if (n < sizeof(paths) / sizeof(*paths))
			paths[n++] = rows->tree[i].path.s;
	}
	near = nearest(span_of(name), paths, n);
	if (near)
		fprintf(stderr,
		    _("broadsheet %s: no section \"%s\"; did you mean "
		      "\"%s\"?\n"),
		    in->argv[0], name, near);
	else
		fprintf(stderr,
		    _("broadsheet %s: no section \"%s\"; \"broadsheet feeds\" "
		      "lists them\n"),
		    in->argv[0], name);
	return NULL;
}

/* "12  2026-11-23 11:16  * Example Daily  Title", between tabs; a bullet for
 * what is unread; of a search the words around what was found. */
static void
emit_headline(struct listing *l, const struct headline *h)
{
	struct str when = { 0 }, flags = { 0 }, snippet = { 0 };
	struct emit *e = &l->emit;

	when_local(&when, h->when, "%Y-%m-%d %H:%M");
	str_addc(&flags, h->flags & FLAG_UNREAD ? 'u' : '-');
	str_addc(&flags, h->flags & FLAG_STARRED ? '*' : '-');
	emit_field_int(e, h->id);
	emit_field(e, str_span(&flags));
	emit_field(e, str_span(&when));
	emit_field(e, h->source);
	emit_field(e, h->title);
	if (l->found.filter) {
		found_write(&snippet, &l->found, "*", "*", false);
		emit_field(e, str_span(&snippet));
	}
	emit_line(e);
	str_release(&when);
	str_release(&flags);
	str_release(&snippet);
}

static bool
emit_row(struct listing *l, const struct headline *h, struct err *err)
{
	bool search = l->found.filter != NULL;
	struct articlejson_more more = { 0 };
	struct article *a = NULL;

	if (l->json || search) {
		a = article_load(l->store, h->id, err);
		if (!a)
			return err->code == ERR_GONE; /* just dropped */
	}
	if (search)
		found_look(&l->found, a);
	more.found = search ? &l->found : NULL;
	if (l->json)
		articlejson_emit(&l->emit, NULL, a, NULL, &more);
	else
		emit_headline(l, h);
	article_free(a);
	return true;
}

/* Page by page, so that a million articles take no memory. */
static bool
emit_rows(struct listing *l, struct err *err)
{
	struct headline_key from;
	struct headlines_ask ask = { .scope = l->scope, .max = PAGE_ROWS };
	bool more = true, ok = true;

	while (ok && more && l->limit != 0) {
		struct headlines *h = headlines_load(l->store, &ask, err);

		if (!h)
			return false;
		for (size_t i = 0; ok && i < h->n && l->limit != 0; i++) {
			ok = emit_row(l, &h->row[i], err);
			from = h->row[i].key;
			l->limit -= l->limit > 0;
		}
		more = h->more_after && h->n > 0;
		ask.from = &from;
		headlines_free(h);
	}
	return ok;
}

static int
print_listing(struct invocation *in, struct listing *l, const char *section)
{
	struct feed_rows *rows = NULL;
	struct err err = { 0 };
	int status = EXIT_WELL;

	l->emit.to = stdout;
	l->store = command_store(in, &err);
	if (!l->store)
		return command_fail(EXIT_TROUBLE, &err);
	if (section) {
		rows = feed_rows_load(l->store, &err);
		l->scope.section =
		    rows ? command_section(in, rows, section) : NULL;
		if (!l->scope.section)
			status = rows ? EXIT_USAGE
			              : command_fail(EXIT_TROUBLE, &err);
	}
	if (status == EXIT_WELL) {
		if (l->json)
			emit_array(&l->emit, NULL);
		if (!emit_rows(l, &err))
			status = command_fail(EXIT_TROUBLE, &err);
		if (l->json)
			emit_end_array(&l->emit);
		if (!emit_done(&l->emit) && status == EXIT_WELL)
			status = EXIT_TROUBLE;
	}
	feed_rows_free(rows);
	store_close(l->store);
	return status;
}

static bool
read_since(struct invocation *in, const char *value, int64_t *since)
{
	int64_t ago;

	if (when_span(span_of(value), &ago)) {
		*since = (int64_t)time(NULL) - ago;
		return true;
	}
	*since = when_seconds(span_of(value));
	if (*since)
		return true;
	command_usage(in,
	    _("--since takes a time such as 2d or a date, not "
	      "\"%s\""),
	    value);
	return false;
}

/* --sort NAME; NULL: as it is. */
static bool
read_order(
    struct invocation *in, const char *name, bool search, struct scope *scope)
{
	enum order_by order = name ? order_of(span_of(name)) : scope->order;
	bool known = search ? order == ORDER_NEWEST || order == ORDER_OLDEST ||
	                          order == ORDER_RANK
	                    : order < ORDER_RANK;

	scope->order = order;
	if (known)
		return true;
	command_usage(in,
	    search ? _("--sort takes rank, newest or oldest, not \"%s\"")
	           : _("--sort takes newest, oldest, unread, title, feed or "
	               "section, not \"%s\""),
	    name);
	return false;
}

int
command_list(struct invocation *in)
{
	struct listing l = { .limit = -1 };
	const char *limit = NULL, *since = NULL, *sort = NULL;
	const struct command_option options[] = {
		{ "--json", &l.json, NULL },
		{ "--unread", &l.scope.unread, NULL },
		{ "--starred", &l.scope.starred, NULL },
		{ "--trash", &l.scope.trash, NULL },
		{ "--tag", NULL, &l.scope.tag },
		{ "--limit", NULL, &limit },
		{ "--since", NULL, &since },
		{ "--sort", NULL, &sort },
		{ NULL, NULL, NULL },
	};
	int n;
	char **what = command_options(in, options, &n);

	if (!what)
		return EXIT_USAGE;
	if (n > 1)
		return command_usage(in, _("name one section at most"));
	if (limit && !command_number(in, "--limit", limit, &l.limit))
		return EXIT_USAGE;
	if (since && !read_since(in, since, &l.scope.since))
		return EXIT_USAGE;
	if (!read_order(in, sort, false, &l.scope))
		return EXIT_USAGE;
	return print_listing(in, &l, n ? what[0] : NULL);
}

int
command_search(struct invocation *in)
{
	struct listing l = { .limit = -1 };
	const char *limit = NULL, *section = NULL, *sort = NULL;
	const struct command_option options[] = {
		{ "--json", &l.json, NULL },
		{ "--unread", &l.scope.unread, NULL },
		{ "--limit", NULL, &limit },
		{ "--section", NULL, &section },
		{ "--sort", NULL, &sort },
		{ NULL, NULL, NULL },
	};
	struct str words = { 0 };
	struct err err = { 0 };
	struct conf conf = { 0 };
	int n, status;
	char **word = command_options(in, options, &n);

	if (!word)
		return EXIT_USAGE;
	if (!n)
		return command_usage(in, _("what is to be searched for?"));
	if (limit && !command_number(in, "--limit", limit, &l.limit))
		return EXIT_USAGE;
	conf_load(&conf, in->paths.config);
	/* choices: newest, rank */
	if (conf_choice(&conf.options, OPT_SEARCH_ORDER) == 1)
		l.scope.order = ORDER_RANK;
	conf_release(&conf);
	if (!read_order(in, sort, true, &l.scope))
		return EXIT_USAGE;
	for (int i = 0; i < n; i++) {
		bool phrase =
		    n > 1 && strchr(word[i], ' ') && !strchr(word[i], '"');

		str_printf(&words, phrase ? "%s\"%s\"" : "%s%s", i ? " " : "",
		    word[i]);
	}
	l.scope.search = str_z(&words);
	status = found_begin(&l.found, str_span(&words), &err)
	             ? print_listing(in, &l, section)
	             : command_fail(EXIT_USAGE, &err);
	found_release(&l.found);
	str_release(&words);
	return status;
}
