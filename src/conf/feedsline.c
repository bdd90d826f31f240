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
read_section(struct feeds_line *l, struct span line, struct err *err)
{
	size_t from = span_chr(line, '[') + 1;
	size_t end = from + span_chr(span_from(line, from), ']');

	l->kind = LINE_SECTION;
	/* All of the line is looked at, the words begin behind the name. */
	if (!words_split_from(&l->words, line, end + 1, &l->column, err))
		return false;
	l->column = (int)from;
	if (end == line.n)
		return err_set(err, ERR_CONFIG,
		    _("the section's name does not end; add \"]\""));
	return add_path(&l->path, span_n(line.s + from, end - from), err);
}

bool
feeds_word_is_option(const struct word *w)
{
	struct span name = span_head(w->text, span_chr(w->text, '='));

	if (w->quoted || !name.n || name.n == w->text.n)
		return false;
	/* Capitals and "_" are in no name, so that "Full_Text=" is told. */
	for (size_t i = 0; i < name.n; i++) {
		char c = (char)(name.s[i] | 0x20);

		if (!((c >= 'a' && c <= 'z') || name.s[i] == '-' ||
		        name.s[i] == '_'))
			return false;
	}
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
refuse_newsboat(struct span t, struct err *err)
{
	if (span_starts(t, "exec:"))
		return err_set(err, ERR_CONFIG,
		    _("write a command as: exec \"%.*s\" \"Title\""),
		    SPAN_ARG(span_head(span_from(t, 5), 80)));
	if (span_starts(t, "query:"))
		return err_set(err, ERR_CONFIG,
		    _("write a saved search as: search \"words\" \"Title\""));
	return err_set(err, ERR_CONFIG,
	    _("filters are not known; write a command as: exec \"command\" "
	      "\"Title\""));
}

/* "feed:https://x", "feed://x" and "rss://x" are web addresses in disguise. */
static struct span
without_disguise(struct span t)
{
	size_t colon = span_chr(t, ':');
	struct span scheme = span_head(t, colon),
	            rest = span_from(t, colon + 1);

	if (!span_iis(scheme, "feed") && !span_iis(scheme, "rss") &&
	    !span_iis(scheme, "feeds") && !span_iis(scheme, "http") &&
	    !span_iis(scheme, "https"))
		return span_n(NULL, 0);
	if (url_is_web(rest))
		return rest;
	while (rest.n && *rest.s == '/')
		rest = span_from(rest, 1);
	return span_chr(rest, '.') < rest.n ? rest : span_n(NULL, 0);
}

static bool
refuse(struct span t, struct err *err)
{
	struct span web = without_disguise(t);
	struct url u;

	url_split(t, &u);
	if (span_is(u.scheme, "exec") || span_is(u.scheme, "query") ||
	    span_is(u.scheme, "filter"))
		return refuse_newsboat(t, err);
	if (!u.scheme.n && span_chr(t, '.') < t.n)
		web = t;
	if (web.n)
		return err_set(err, ERR_CONFIG,
		    _("\"%.*s\" is no address; did you mean %s%.*s?"),
		    SPAN_ARG(span_head(t, 60)),
		    url_is_web(web) ? "" : "https://",
		    SPAN_ARG(span_head(web, 60)));
	return err_set(err, ERR_CONFIG,
	    _("\"%.*s\" is no feed; write an http or https address, a path "
	      "(./name), exec, search or opml"),
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
		if (!url_resolve(&l->url, span_n(NULL, 0), t))
			ok = err_set(err, ERR_LIMIT,
			    _("the address is longer than %d bytes"),
			    URL_BYTES_MAX);
		else if (!url_is_web(str_span(&l->url)))
			ok = refuse(t, err); /* "https://\\x": no host */
	} else if (is_path(t)) {
		l->source = SOURCE_FILE;
		add_file(&l->url, t, file);
	} else if (url_to_path(&path, t)) {
		l->source = SOURCE_FILE;
		add_file(&l->url, str_span(&path), file);
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
	struct words argv = { 0 };
	int column;
	bool ok;

	l->source = source;
	l->next = 2;
	if (w->n < 2 || feeds_word_is_option(&w->word[1]) ||
	    !span_trim(w->word[1].text).n)
		return err_set(err, ERR_CONFIG,
		    source == SOURCE_EXEC
		        ? _("a command is missing: exec \"command\" \"Title\"")
		        : _("the words to search for are missing: search "
		            "\"words\" \"Title\""));
	l->command = w->word[1].text;
	str_addz(&l->url, source == SOURCE_EXEC ? "exec:" : SEARCH_PREFIX);
	str_add(&l->url, l->command);
	if (source != SOURCE_EXEC)
		return true;
	l->column = w->word[1].column;
	ok = words_split(&argv, l->command, &column, err);
	if (ok && !argv.n)
		ok = err_set(
		    err, ERR_CONFIG, _("the command is only a comment"));
	words_release(&argv);
	return ok;
}

/* opml https://… */
static bool
read_list(struct feeds_line *l, struct err *err)
{
	const struct words *w = &l->words;

	l->source = SOURCE_OPML;
	l->next = 2;
	if (w->n > 1)
		l->column = w->word[1].column;
	if (w->n < 2 || !url_is_web(w->word[1].text) ||
	    !url_resolve(&l->url, span_n(NULL, 0), w->word[1].text) ||
	    !url_is_web(str_span(&l->url)))
		return err_set(err, ERR_CONFIG,
		    _("a list of feeds has an address of the web: opml "
		      "https://… \"Title\""));
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
		return read_section(l, text, err);
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
	if (!l->words.word[0].quoted && span_is(first, "opml"))
		return read_list(l, err);
	return read_address(l, file, err);
}

void
feeds_line_release(struct feeds_line *l)
{
	words_release(&l->words);
	str_release(&l->path);
	str_release(&l->url);
}
