#include "config.h"

#include "conf/sites.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

static const char *const verbs[] = { "author", "body", "drop", "keep", "kicker",
	"modified", "published", "section", "site", "standfirst", "title" };

enum { VERBS = sizeof(verbs) / sizeof(*verbs) };

/* A file being read. */
struct reading {
	struct sites *sites;
	sites_check_fn *check;
	const char *file;
	int line;
	bool in_site;
};

static void
fault(struct reading *r, int column, const char *text)
{
	complain(&r->sites->complaints, r->file, r->line, column, "%s", text);
}

static bool
is_known(struct span verb)
{
	for (size_t i = 0; i < VERBS; i++)
		if (span_is(verb, verbs[i]))
			return true;
	return false;
}

static void
unknown(struct reading *r, struct span verb)
{
	const char *near = nearest(verb, verbs, VERBS);
	struct err err;

	if (near)
		err_set(&err, ERR_CONFIG,
		    _("no rule is called \"%.*s\"; did you mean \"%s\"?"),
		    SPAN_ARG(span_head(verb, 40)), near);
	else
		err_set(&err, ERR_CONFIG,
		    _("no rule is called \"%.*s\"; a line is \"VERB "
		      "SELECTORS\""),
		    SPAN_ARG(span_head(verb, 40)));
	fault(r, 1, err.text);
}

/* "news.example *.blogs.example": names of hosts, nothing else. */
static bool
are_hosts(struct span hosts)
{
	for (size_t i = 0; i < hosts.n; i++)
		if (strchr("/:@#?", hosts.s[i]))
			return false;
	return hosts.n > 0;
}

static void
read_line(struct reading *r, struct span line)
{
	struct span verb, what = span_trim(line);
	struct err err = { 0 };
	bool site;

	if (!what.n || *what.s == '#')
		return;
	verb = span_cut(&what, ' ');
	what = span_trim(what);
	site = span_is(verb, "site");
	/* Rules below a site that cannot be read belong to no other. */
	if (site)
		r->in_site = false;
	if (span_has_control(line))
		fault(r, 1, _("the line holds a control character"));
	else if (!is_known(verb))
		unknown(r, verb);
	else if (site && !are_hosts(what))
		fault(r, 6,
		    _("a site is named by its host, such as "
		      "news.example or *.news.example"));
	else if (!site && !r->in_site)
		fault(r, 1, _("there is no \"site HOST\" above this rule"));
	else if (!site && !r->check(what, &err))
		fault(r, (int)verb.n + 2, err.text);
	else {
		r->in_site = true;
		str_add(&r->sites->text, verb);
		str_addc(&r->sites->text, ' ');
		str_add(&r->sites->text, what);
		str_addc(&r->sites->text, '\n');
	}
}

static void
read_file(struct sites *s, const char *file, sites_check_fn *check)
{
	struct reading r = { .sites = s, .check = check, .file = file };
	struct str text = { 0 };
	struct err err = { 0 };
	struct span rest;

	if (!paths_read(file, &text, SITES_BYTES_MAX, &err)) {
		r.line = 1;
		if (err.code != ERR_GONE)
			fault(&r, 1, err.text);
		str_release(&text);
		return;
	}
	for (size_t i = 0; i < text.n; i++)
		if (text.s[i] == '\t' || text.s[i] == '\r')
			text.s[i] = ' ';
	rest = str_span(&text);
	while (rest.n) {
		r.line++;
		read_line(&r, span_cut(&rest, '\n'));
	}
	str_release(&text);
}

void
sites_load(struct sites *s, const char *own, const char *data_dir,
    sites_check_fn *check)
{
	struct str installed = { 0 };

	sites_release(s);
	str_printf(&installed, "%s/sites", data_dir);
	read_file(s, own, check);
	read_file(s, str_z(&installed), check);
	str_release(&installed);
}

void
sites_release(struct sites *s)
{
	str_release(&s->text);
	complaints_release(&s->complaints);
	*s = (struct sites){ 0 };
}

/* "news.example" means www.news.example as well, "*.news.example" everything
 * below it and itself. */
static bool
is_host(struct span pattern, struct span host)
{
	if (span_starts(pattern, "*.")) {
		pattern = span_from(pattern, 2);
		if (host.n > pattern.n && host.s[host.n - pattern.n - 1] == '.')
			host = span_from(host, host.n - pattern.n);
	} else if (span_istarts(host, "www.") &&
	           !span_istarts(pattern, "www.")) {
		host = span_from(host, 4);
	}
	return pattern.n && span_ieq(pattern, host);
}

static bool
names(struct span hosts, struct span host)
{
	while (hosts.n) {
		struct span pattern = span_cut(&hosts, ' ');

		if (is_host(pattern, host))
			return true;
	}
	return false;
}

struct span
sites_rules(const struct sites *s, struct span host)
{
	struct span rest = str_span(&s->text), line;
	const char *from = NULL;

	while (host.n && rest.n) {
		const char *start = rest.s;

		line = span_cut(&rest, '\n');
		if (!span_starts(line, "site "))
			continue;
		if (from)
			return span_n(from, (size_t)(start - from));
		if (names(span_from(line, 5), host))
			from = rest.s;
	}
	if (!from)
		return span_n(NULL, 0);
	return span_n(from, (size_t)(s->text.s + s->text.n - from));
}
