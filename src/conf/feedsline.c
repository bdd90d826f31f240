#include "config.h"

#include "conf/feedsline.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/url.h"

/* Appends a section's path in its normal form: no blanks around names. */
static bool
add_path(struct str *out, struct span raw, struct err *err)
{
	int depth = 0;

	for (size_t at = 0; at <= raw.n; at++) {
		size_t from = at;
		struct span name;

		while (at < raw.n && raw.s[at] != '/')
			at += raw.s[at] == '\\' && at + 1 < raw.n ? 2 : 1;
		name = span_trim(span_n(raw.s + from, at - from));
		if (!name.n)
			return err_set(err, ERR_CONFIG,
			    _("a section without a name; write \"\\/\" for a "
			      "slash in one"));
		if (++depth > SECTION_DEPTH_MAX)
			return err_set(err, ERR_LIMIT,
			    _("sections are at most %d deep"),
			    SECTION_DEPTH_MAX);
		if (out->n)
			str_addc(out, '/');
		str_add(out, name);
	}
	return true;
}

static bool
read_section(
    struct feeds_line *l, struct span text, struct span whole, struct err *err)
{
	size_t end = span_chr(text, ']');
	size_t skipped = (size_t)(text.s - whole.s);

	l->kind = LINE_SECTION;
	l->column = 1;
	/* The whole line is checked for control characters and the like. */
	if (!words_split(&l->words, span_head(whole, skipped), &l->column, err))
		return false;
	if (end == text.n)
		return err_set(err, ERR_CONFIG,
		    _("the section's name does not end; add \"]\""));
	return add_path(&l->path, span_n(text.s + 1, end - 1), err) &&
	       words_split(
	           &l->words, span_from(text, end + 1), &l->column, err);
}

bool
feeds_word_is_option(const struct word *w)
{
	size_t eq = span_chr(w->text, '=');

	if (w->quoted || eq == 0 || eq == w->text.n)
		return false;
	for (size_t i = 0; i < eq; i++)
		if (!((w->text.s[i] >= 'a' && w->text.s[i] <= 'z') ||
		        w->text.s[i] == '-'))
			return false;
	return true;
}

/* A path becomes a file: URL; "./x" is relative to the feeds file. */
static void
add_file(struct str *out, struct span path, const char *file)
{
	struct str all = { 0 }, url = { 0 };
	const char *slash = strrchr(file, '/'), *home = getenv("HOME");

	if (span_starts(path, "~/") && home) {
		str_addz(&all, home);
		str_add(&all, span_from(path, 1));
	} else if (*path.s == '/') {
		str_add(&all, path);
	} else {
		if (slash)
			str_addn(&all, file, (size_t)(slash - file) + 1);
		str_add(&all, path);
	}
	url_of_path(&url, str_span(&all));
	if (!url_resolve(out, span_n(NULL, 0), str_span(&url)))
		str_add(out, str_span(&url));
	str_release(&all);
	str_release(&url);
}

static bool
is_path(struct span t)
{
	return span_starts(t, "./") || span_starts(t, "../") ||
	       span_starts(t, "/") || span_starts(t, "~/");
}

/* What newsboat's users write, and what they should write here. */
static bool
refuse(struct span t, struct err *err)
{
	if (span_starts(t, "exec:"))
		return err_set(err, ERR_CONFIG,
		    _("write a command as: exec \"%.*s\" \"Title\""),
		    SPAN_ARG(span_head(span_from(t, 5), 80)));
	if (span_starts(t, "query:"))
		return err_set(err, ERR_CONFIG,
		    _("write a saved search as: search \"words\" \"Title\""));
	if (span_starts(t, "filter:"))
		return err_set(err, ERR_CONFIG,
		    _("filters are not known; write a command as: exec "
		      "\"command\" \"Title\""));
	if (span_find(t, SPAN("://")) == t.n && span_chr(t, '.') < t.n)
		return err_set(err, ERR_CONFIG,
		    _("\"%.*s\" is no address; did you mean https://%.*s?"),
		    SPAN_ARG(span_head(t, 60)), SPAN_ARG(span_head(t, 60)));
	return err_set(err, ERR_CONFIG,
	    _("\"%.*s\" is no feed; write an http or https address, a path "
	      "(./name), exec or search"),
	    SPAN_ARG(span_head(t, 60)));
}

static bool
read_address(struct feeds_line *l, const char *file, struct err *err)
{
	struct span t = l->words.word[0].text;
	struct str path = { 0 };
	bool ok = true;

	l->next = 1;
	if (url_is_web(t)) {
		l->source = SOURCE_WEB;
		ok = url_resolve(&l->url, span_n(NULL, 0), t);
	} else if (is_path(t)) {
		l->source = SOURCE_FILE;
		add_file(&l->url, t, file);
	} else if (url_to_path(&path, t)) {
		l->source = SOURCE_FILE;
		url_of_path(&l->url, str_span(&path));
	} else {
		ok = refuse(t, err);
	}
	str_release(&path);
	return ok;
}

/* exec "command words" and search "query". */
static bool
read_special(struct feeds_line *l, enum source_kind source, struct err *err)
{
	const struct words *w = &l->words;

	l->source = source;
	l->next = 2;
	if (w->n < 2 || feeds_word_is_option(&w->word[1]))
		return err_set(err, ERR_CONFIG,
		    source == SOURCE_EXEC
		        ? _("a command is missing: exec \"command\" \"Title\"")
		        : _("the words to search for are missing: search "
		            "\"words\" \"Title\""));
	l->command = w->word[1].text;
	str_addz(&l->url, source == SOURCE_EXEC ? "exec:" : "search:");
	str_add(&l->url, l->command);
	return true;
}

bool
feeds_line_read(
    struct feeds_line *l, struct span text, const char *file, struct err *err)
{
	struct span t = span_trim(text), first;

	l->kind = LINE_EMPTY;
	l->words.n = 0;
	str_clear(&l->path);
	str_clear(&l->url);
	l->command = span_n(NULL, 0);
	if (t.n && *t.s == '[')
		return read_section(l, t, text, err);
	if (!words_split(&l->words, text, &l->column, err))
		return false;
	if (!l->words.n)
		return true;
	l->column = l->words.word[0].column;
	first = l->words.word[0].text;
	l->next = 0;
	l->kind = LINE_OPTIONS;
	if (feeds_word_is_option(&l->words.word[0]))
		return true;
	l->kind = LINE_FEED;
	if (!l->words.word[0].quoted && span_is(first, "exec"))
		return read_special(l, SOURCE_EXEC, err);
	if (!l->words.word[0].quoted && span_is(first, "search"))
		return read_special(l, SOURCE_SEARCH, err);
	return read_address(l, file, err);
}

void
feeds_line_release(struct feeds_line *l)
{
	words_release(&l->words);
	str_release(&l->path);
	str_release(&l->url);
}
