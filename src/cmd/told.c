#include "config.h"

#include "cmd/told.h"

#include <stdio.h>
#include <time.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "base/when.h"
#include "conf/feedsfile.h"
#include "store/articles.h"
#include "store/heading.h"
#include "store/tags.h"

enum { COUNT_MAX = 9999 };

/* In one line, without what could drive a terminal. */
void
told_text(struct span text)
{
	struct str out = { 0 };

	utf8_plain(&out, text, PLAIN_LINE);
	fwrite(str_z(&out), 1, out.n, stdout);
	str_release(&out);
}

/* Before the sections stand the lists of everything. */
static const struct {
	const char *name;
	bool starred, later, today;
} fixed[] = {
	{ N_("Front page"), false, false, false },
	{ N_("Starred"), true, false, false },
	{ N_("Later"), false, true, false },
	{ N_("Today"), false, false, true },
};

enum { FIXED = sizeof(fixed) / sizeof(*fixed) };

size_t
told_rows(const struct feed_rows *feeds)
{
	return FIXED + (feeds ? feeds->tree_n : 0);
}

void
told_scope(const struct feed_rows *feeds, size_t i, bool unread_only,
    struct scope *out)
{
	*out = (struct scope){ .unread = unread_only };
	if (i < FIXED) {
		out->starred = fixed[i].starred;
		out->tag = fixed[i].later ? TAG_LATER : NULL;
		out->unread = out->unread && !out->starred && !out->tag;
		if (fixed[i].today)
			out->since = when_midnight((int64_t)time(NULL));
		return;
	}
	i -= FIXED;
	if (!feeds->tree[i].feed)
		out->section = feeds->tree[i].path.s;
	else if (feeds->feed[feeds->tree[i].feed_row].source == SOURCE_SEARCH)
		out->search = feeds->feed[feeds->tree[i].feed_row].url.s +
		              sizeof(SEARCH_PREFIX) - 1;
	else
		out->feed = feeds->tree[i].feed;
}

void
told_name(const struct feed_rows *feeds, size_t i, struct str *out)
{
	const struct tree_row *t;

	if (i < FIXED) {
		str_addz(out, _(fixed[i].name));
		return;
	}
	t = &feeds->tree[i - FIXED];
	if (t->feed)
		str_add(out, t->name);
	else
		section_shown(out, t->path);
}

void
told_section(struct store *s, const struct feed_rows *feeds, size_t i)
{
	const struct tree_row *t = i < FIXED ? NULL : &feeds->tree[i - FIXED];
	struct str name = { 0 };
	struct scope scope;
	int64_t unread;

	told_name(feeds, i, &name);
	told_scope(feeds, i, true, &scope);
	scope.unread = true;
	unread = t    ? t->unread
	         : !i ? feeds->unread
	              : headlines_count(s, &scope, COUNT_MAX, NULL);
	printf("%zu. ", i + 1);
	if (t && !t->feed)
		fputs(_("Section: "), stdout);
	told_text(str_span(&name));
	if (unread > 0)
		printf(
		    P_(", %lld unread", ", %lld unread", (unsigned long)unread),
		    (long long)unread);
	if (t && t->feed && t->failing)
		fputs(_(", failing"), stdout);
	puts(".");
	str_release(&name);
}

void
told_headline(size_t number, const struct headline *h, bool with_source)
{
	struct str age = { 0 };

	when_ago(&age, h->when, (int64_t)time(NULL));
	printf("%zu. ", number);
	if (h->flags & FLAG_UNREAD)
		fputs(_("Unread: "), stdout);
	if (h->flags & FLAG_STARRED)
		fputs(_("Starred: "), stdout);
	told_text(
	    span_trim(h->title).n ? h->title : span_of(_("(without a title)")));
	fputs(". ", stdout);
	if (with_source) {
		told_text(h->source);
		fputs(", ", stdout);
	}
	printf("%s.\n", str_z(&age));
	str_release(&age);
}
