#include "config.h"

#include "cmd/lines.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "cmd/print.h"
#include "store/heading.h"

enum { WIDTH = 400 };

/* What the layout marks a quotation with, and draws rules of. */
#define BAR "▎"
static const char *const rules[] = { "─", "━", "═", "│", "-", "=" };

/* Whether a line has nothing but rules. */
static bool
is_rule(struct span line)
{
	size_t i = 0, n = sizeof(rules) / sizeof(*rules);

	line = span_trim(line);
	if (!line.n)
		return false;
	while (line.n) {
		for (i = 0; i < n && !span_starts(line, rules[i]); i++)
			;
		if (i == n && *line.s != ' ')
			return false;
		line = span_from(line, i == n ? 1 : strlen(rules[i]));
	}
	return true;
}

/* What stands side by side with a dot between is a list. */
static void
add_line(struct str *out, struct span line)
{
	for (size_t n; (n = span_find(line, SPAN(" · "))) < line.n;) {
		str_add(out, span_head(line, n));
		str_lit(out, ", ");
		line = span_from(line, n + sizeof(" · ") - 1);
	}
	str_add(out, line);
	str_addc(out, '\n');
}

/* The words of a page that was set; one blank line between two parts. */
static void
add_words(struct str *out, struct span page)
{
	bool quoting = false, blank = true;

	while (page.n) {
		struct span line = span_trim(span_cut(&page, '\n'));
		bool quote = span_starts(line, BAR);

		if (is_rule(line))
			continue;
		while (span_starts(line, BAR))
			line = span_trim(span_from(line, sizeof(BAR) - 1));
		if (quote && !quoting)
			str_printf(out, "%s\n", _("Quotation:"));
		if (!quote && quoting)
			str_printf(out, "%s\n", _("End of the quotation."));
		quoting = quote;
		if (!line.n && blank)
			continue;
		blank = !line.n;
		add_line(out, line);
	}
	if (quoting)
		str_printf(out, "%s\n", _("End of the quotation."));
}

void
lines_set(struct lines *l, const struct article *a, const struct conf *conf)
{
	struct heading heading = { 0 };
	struct print_page page = { .width = WIDTH };
	struct str set = { 0 };
	struct err err = { 0 };

	lines_release(l);
	l->doc = heading_doc(a, &err);
	heading_write(&heading, a, l->doc,
	    conf_string(&conf->options, OPT_DATE_FORMAT), (int64_t)time(NULL));
	print_text(&set, &heading.head, l->doc, &page);
	add_words(&l->text, str_span(&set));
	if (err.code != ERR_NONE)
		str_printf(&l->text, "%s.\n", err.text);
	l->url = span_dup(a->url);
	heading_release(&heading);
	str_release(&set);
}

bool
lines_tell(struct lines *l, size_t n, FILE *to)
{
	struct span rest = span_from(str_span(&l->text), l->at);

	while (n-- && rest.n) {
		struct span line = span_cut(&rest, '\n');

		fprintf(to, "%.*s\n", SPAN_ARG(line));
	}
	l->at = l->text.n - rest.n;
	return rest.n > 0;
}

void
lines_tell_links(const struct lines *l, bool open, FILE *to)
{
	struct str url = { 0 };
	const struct link *link;

	if (!open || !l->url) {
		fprintf(to, "%s\n", _("Open a story first."));
		return;
	}
	url_redact(&url, span_of(l->url));
	fprintf(to, _("The story: %s\n"), str_z(&url));
	for (int i = 1; l->doc && (link = doc_link_at(l->doc, i)); i++) {
		str_clear(&url);
		url_redact(&url, link->url);
		fprintf(to, "%d: %s\n", i, str_z(&url));
	}
	str_release(&url);
}

void
lines_release(struct lines *l)
{
	str_release(&l->text);
	doc_free(l->doc);
	free(l->url);
	*l = (struct lines){ 0 };
}
