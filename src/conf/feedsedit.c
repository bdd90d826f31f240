#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/record.h"
#include "base/url.h"
#include "base/utf8.h"
#include "conf/feedsfile.h"
#include "conf/feedsline.h"
#include "conf/paths.h"

/* A file being edited: read line by line, written as one. */
struct edit {
	const char *path;
	int lock; /* one program at a time (paths.h) */
	struct str in, out;
	struct feeds_line line;
	size_t hits;
	size_t bom; /* bytes of a byte order mark, which stays */
	/* Where it is in the file. */
	int number;         /* of the line, from 1 */
	struct span before; /* the line before; empty: none */
	struct str section; /* the path; empty: the top */
	struct str *taken;  /* gets what goes; or NULL */
};

enum { TITLE_BYTES_MAX = 1000 };

static bool
edit_begin(struct edit *e, const char *path, struct err *err)
{
	struct err why = { 0 };

	*e = (struct edit){ .path = path, .lock = -1 };
	if (!paths_make_for(path, err))
		return false;
	e->lock = paths_lock(path);
	if (paths_read(path, &e->in, DOTFILE_BYTES_MAX, &why) ||
	    why.code == ERR_GONE) {
		e->bom = span_starts(str_span(&e->in), "\xef\xbb\xbf") ? 3 : 0;
		return true;
	}
	if (err)
		*err = why;
	return false;
}

/* Writes the file unless an editor has changed it meanwhile, which knows no
 * locks. */
static bool
edit_end(struct edit *e, bool ok, struct err *err)
{
	struct str now = { 0 };

	if (ok) {
		paths_read(e->path, &now, DOTFILE_BYTES_MAX, NULL);
		if (!span_eq(str_span(&now), str_span(&e->in)))
			ok = err_set(err, ERR_BUSY,
			    _("%s has just been changed by somebody else; "
			      "try again"),
			    e->path);
	}
	ok = ok && paths_write(e->path, str_z(&e->out), e->out.n, err);
	paths_unlock(e->lock);
	str_release(&now);
	str_release(&e->in);
	str_release(&e->out);
	str_release(&e->section);
	feeds_line_release(&e->line);
	return ok;
}

/* The next line with its end; false when there is none. */
static bool
next_line(struct span *rest, struct span *line)
{
	size_t n = span_chr(*rest, '\n');

	if (!rest->n)
		return false;
	*line = span_head(*rest, n < rest->n ? n + 1 : n);
	*rest = span_from(*rest, line->n);
	return true;
}

/* Without the line's end; what stands before stays, for the columns. */
static struct span
without_end(struct span line)
{
	while (line.n &&
	       (line.s[line.n - 1] == '\n' || line.s[line.n - 1] == '\r'))
		line.n--;
	return line;
}

/* Reads the line; the section it stands in, or begins, is e->section. */
static bool
is_feed(struct edit *e, struct span line, struct span url)
{
	struct err err;

	if (!feeds_line_read(&e->line, without_end(line), e->path, &err))
		return false;
	if (e->line.kind == LINE_SECTION) {
		str_clear(&e->section);
		str_add(&e->section, str_span(&e->line.path));
	}
	return e->line.kind == LINE_FEED &&
	       span_eq(str_span(&e->line.url), url);
}

/* A title as it may stand in a line: feeds bring all sorts. */
static void
add_title(struct str *out, struct span title)
{
	struct str plain = { 0 };
	struct span t;

	utf8_plain(&plain, title, PLAIN_LINE);
	t = str_span(&plain);
	if (t.n > TITLE_BYTES_MAX) {
		t.n = TITLE_BYTES_MAX;
		while (t.n && ((unsigned char)t.s[t.n] & 0xc0) == 0x80)
			t.n--;
	}
	word_quote(out, t);
	str_release(&plain);
}

/* How the file ends its lines. */
static const char *
line_end(const struct edit *e)
{
	struct span first =
	    span_head(str_span(&e->in), span_chr(str_span(&e->in), '\n'));

	return span_ends(first, "\r") ? "\r\n" : "\n";
}

/* Where a feed is to be put: behind the last line of its section that says
 * something; found by reading the whole file once. */
static size_t
place_of(struct edit *e, struct span section, bool *found)
{
	struct span rest = span_from(str_span(&e->in), e->bom), line;
	bool here = !section.n;
	size_t place = e->bom;
	struct err err;

	*found = here;
	while (next_line(&rest, &line)) {
		bool good =
		    feeds_line_read(&e->line, without_end(line), e->path, &err);

		if (good && e->line.kind == LINE_SECTION)
			here = span_eq(str_span(&e->line.path), section);
		*found = *found || here;
		if (here && span_trim(line).n)
			place = e->in.n - rest.n;
	}
	return place;
}

/* The line of a new feed; it must read as what it is meant to be, so that no
 * address and no name can write a line of its own. */
static bool
feed_line(struct edit *e, struct str *out, struct span url, struct span title,
    struct err *err)
{
	size_t start = out->n;

	/* A saved search is written as it is read. */
	if (span_starts(url, SEARCH_PREFIX)) {
		str_lit(out, "search ");
		word_quote(out, span_from(url, sizeof(SEARCH_PREFIX) - 1));
	} else {
		word_write(out, url);
	}
	if (title.n) {
		str_addc(out, ' ');
		add_title(out, title);
	}
	if (!feeds_line_read(
	        &e->line, span_from(str_span(out), start), e->path, err))
		return false;
	if (e->line.kind != LINE_FEED ||
	    (e->line.source == SOURCE_SEARCH &&
	        !span_eq(str_span(&e->line.url), url)))
		return err_set(err, ERR_USAGE, _("\"%.*s\" is no address"),
		    SPAN_ARG(span_head(url, 100)));
	str_addz(out, line_end(e));
	return true;
}

static bool
section_line(
    struct edit *e, struct str *out, struct span section, struct err *err)
{
	size_t start = out->n;

	str_printf(out, "[%.*s]", SPAN_ARG(section));
	if (!feeds_line_read(
	        &e->line, span_from(str_span(out), start), e->path, err))
		return false;
	if (e->line.kind != LINE_SECTION ||
	    !span_eq(str_span(&e->line.path), section))
		return err_set(err, ERR_USAGE,
		    _("\"%.*s\" cannot be the name of a section"),
		    SPAN_ARG(span_head(section, 100)));
	str_addz(out, line_end(e));
	return true;
}

bool
feedsfile_add(const char *path, struct span section, struct span url,
    struct span title, struct err *err)
{
	struct edit e;
	struct span in;
	size_t place;
	bool found, ok = true;

	if (!edit_begin(&e, path, err))
		return edit_end(&e, false, err);
	in = str_span(&e.in);
	place = place_of(&e, section, &found);
	if (!found)
		place = in.n;
	str_add(&e.out, span_head(in, place));
	if (place > e.bom && e.out.s[e.out.n - 1] != '\n')
		str_addz(&e.out, line_end(&e));
	if (!found) {
		if (place > e.bom)
			str_addz(&e.out, line_end(&e));
		ok = section_line(&e, &e.out, section, err);
	}
	ok = ok && feed_line(&e, &e.out, url, title, err);
	str_add(&e.out, span_from(in, place));
	return edit_end(&e, ok, err);
}

/* What becomes of a line of the feed: it is appended to e->out, or not. */
typedef bool edit_fn(
    struct edit *e, struct span line, struct span value, struct err *err);

static bool
edit_lines(const char *path, struct span url, struct span value, edit_fn *fn,
    struct str *taken, struct err *err)
{
	struct span rest, line;
	struct edit e;
	bool ok = true;

	if (!edit_begin(&e, path, err))
		return edit_end(&e, false, err);
	rest = span_from(str_span(&e.in), e.bom);
	str_add(&e.out, span_head(str_span(&e.in), e.bom));
	e.taken = taken;
	while (ok && next_line(&rest, &line)) {
		e.number++;
		if (is_feed(&e, line, url)) {
			e.hits++;
			ok = fn(&e, line, value, err);
		} else {
			str_add(&e.out, line);
			e.before = line;
		}
	}
	if (ok && !e.hits)
		ok = err_set(err, ERR_GONE,
		    _("%s has no line for %.*s; one that comes from a list "
		      "can get one there"),
		    path, SPAN_ARG(span_head(url, 80)));
	return edit_end(&e, ok, err);
}

static bool
edit_feed(const char *path, struct span url, struct span value, edit_fn *fn,
    struct err *err)
{
	return edit_lines(path, url, value, fn, NULL, err);
}

/* A record cannot hold such a line, and nobody wrote it by hand. */
static bool
is_binary(struct span line)
{
	line = without_end(line);
	for (size_t i = 0; i < line.n; i++)
		if (line.s[i] != '\t' &&
		    ((unsigned char)line.s[i] < 0x20 || line.s[i] == 0x7f))
			return true;
	return false;
}

static bool
drop_line(struct edit *e, struct span line, struct span value, struct err *err)
{
	(void)value;
	(void)err;
	if (!e->taken)
		return true;
	record_begin(e->taken, "line");
	record_int(e->taken, e->number);
	record_span(e->taken, str_span(&e->section));
	record_span(
	    e->taken, is_binary(e->before) ? span_n(NULL, 0) : e->before);
	record_span(e->taken, line);
	record_end(e->taken);
	return true;
}

bool
feedsfile_remove(const char *path, struct span url, struct err *err)
{
	return edit_feed(path, url, span_n(NULL, 0), drop_line, err);
}

bool
feedsfile_take(
    const char *path, struct span url, struct str *taken, struct err *err)
{
	return edit_lines(path, url, span_n(NULL, 0), drop_line, taken, err);
}

/* A line that was taken. */
struct taken_line {
	int64_t number;
	struct span section, before, text;
	struct str url; /* empty: it is no feed's any more */
};

/* Behind the line that it stood behind, of several the nearest to its old
 * number, and in its section; the file's length when there is none.  *twice:
 * the section has the feed. */
static size_t
old_place(struct edit *e, const struct taken_line *t, bool *twice)
{
	struct span rest = span_from(str_span(&e->in), e->bom), line;
	bool top = !t->section.n && !t->before.n;
	size_t place = top ? e->bom : e->in.n;
	int64_t best = top ? 0 : INT64_MAX, number = 1;

	*twice = false;
	str_clear(&e->section);
	while (next_line(&rest, &line)) {
		bool same = is_feed(e, line, str_span(&t->url));
		bool here = span_eq(str_span(&e->section), t->section);
		int64_t away = number++ - (t->number - 1);

		*twice |= same && here;
		if (away < 0)
			away = -away;
		if (!here || away >= best || !span_eq(line, t->before))
			continue;
		best = away;
		place = e->in.n - rest.n;
	}
	return best == INT64_MAX ? SIZE_MAX : place;
}

static bool
put_line_back(const char *path, const struct taken_line *t, struct err *err)
{
	struct edit e;
	struct span in;
	bool found = true, twice = false, ok = true;
	size_t place;

	if (!edit_begin(&e, path, err))
		return edit_end(&e, false, err);
	in = str_span(&e.in);
	place = old_place(&e, t, &twice);
	if (twice)
		return edit_end(&e, false, NULL) || true;
	if (place == SIZE_MAX)
		place = place_of(&e, t->section, &found);
	if (!found)
		place = in.n;
	str_add(&e.out, span_head(in, place));
	if (place > e.bom && e.out.s[e.out.n - 1] != '\n')
		str_addz(&e.out, line_end(&e));
	if (!found)
		ok = section_line(&e, &e.out, t->section, err);
	str_add(&e.out, t->text);
	if (place < in.n && !span_ends(t->text, "\n"))
		str_addz(&e.out, line_end(&e));
	str_add(&e.out, span_from(in, place));
	return edit_end(&e, ok, err);
}

bool
feedsfile_put_back(const char *path, struct span taken, struct err *err)
{
	struct feeds_line line = { 0 };
	struct record r = { 0 };
	struct err bad = { 0 };
	bool ok = true;

	while (ok && record_next(&r, &taken, &bad)) {
		struct taken_line t = {
			.number = record_num(&r, 1, 1),
			.section = record_field(&r, 2),
			.before = record_field(&r, 3),
			.text = record_field(&r, 4),
		};

		if (feeds_line_read(&line, without_end(t.text), path, err) &&
		    line.kind == LINE_FEED)
			str_add(&t.url, str_span(&line.url));
		ok = put_line_back(path, &t, err);
		str_release(&t.url);
	}
	if (bad.code != ERR_NONE)
		ok = err_set(err, bad.code, "%s", bad.text);
	record_release(&r);
	feeds_line_release(&line);
	return ok;
}

/* Puts text in place of bytes from..to of the line. */
static void
splice(
    struct edit *e, struct span line, size_t from, size_t to, struct span text)
{
	str_add(&e->out, span_head(line, from));
	str_add(&e->out, text);
	str_add(&e->out, span_from(line, to));
}

/* What stands before the title stays, and the options on both sides of it. */
static bool
retitle(struct edit *e, struct span line, struct span title, struct err *err)
{
	const struct words *w = &e->line.words;
	size_t i = e->line.next, behind = w->word[i - 1].to, to = behind;
	struct str text = { 0 };

	(void)err;
	while (i < w->n && feeds_word_is_option(&w->word[i]))
		i++;
	if (i < w->n) {
		behind = w->word[i - 1].to;
		to = w->word[i].to;
	}
	if (title.n) {
		/* The blanks before the old one are kept. */
		if (i < w->n)
			str_add(&text,
			    span_n(line.s + behind, w->word[i].from - behind));
		else
			str_addc(&text, ' ');
		add_title(&text, title);
	}
	splice(e, line, behind, to, str_span(&text));
	str_release(&text);
	return true;
}

bool
feedsfile_rename(
    const char *path, struct span url, struct span title, struct err *err)
{
	return edit_feed(path, url, title, retitle, err);
}

/* Only from the web to the web: a redirect is no way to a file or a command. */
static bool
readdress(struct edit *e, struct span line, struct span url, struct err *err)
{
	bool list = e->line.source == SOURCE_OPML;
	const struct word *w = &e->line.words.word[list];
	struct str text = { 0 };

	if ((e->line.source != SOURCE_WEB && !list) || !url_is_web(url))
		return err_set(err, ERR_USAGE,
		    _("\"%.*s\" cannot stand in place of this address"),
		    SPAN_ARG(span_head(url, 100)));
	word_write(&text, url);
	splice(e, line, w->from, w->to, str_span(&text));
	str_release(&text);
	return true;
}

bool
feedsfile_move(
    const char *path, struct span url, struct span new_url, struct err *err)
{
	return edit_feed(path, url, new_url, readdress, err);
}

/* Puts the option ("paused=yes") in the place of the one that is there, or
 * behind all; without a value it is taken away with the blanks before it. */
static bool
set_switch(
    struct edit *e, struct span line, struct span option, struct err *err)
{
	const struct words *w = &e->line.words;
	struct str name = { 0 }, text = { 0 };
	size_t i = e->line.next, from = w->word[w->n - 1].to, to = from;

	(void)err;
	str_add(&name, span_head(option, span_chr(option, '=') + 1));
	while (i < w->n && !(feeds_word_is_option(&w->word[i]) &&
	                       span_starts(w->word[i].text, str_z(&name))))
		i++;
	if (i < w->n) {
		from = w->word[i - 1].to;
		to = w->word[i].to;
	}
	if (option.n > name.n)
		str_printf(&text, " %.*s", SPAN_ARG(option));
	splice(e, line, from, to, str_span(&text));
	str_release(&name);
	str_release(&text);
	return true;
}

/* Whether a section around the feed says so as a whole. */
static bool
is_on_around(const char *path, struct span url, enum option id)
{
	struct feedsfile f = { 0 };
	bool on = false;

	feedsfile_load(&f, path, NULL, NULL);
	for (size_t i = 0; i < f.subs; i++) {
		int section = f.sub[i].section;

		if (span_eq(f.sub[i].url, url))
			on |=
			    conf_bool(section < 0 ? &f.options
			                          : &f.section[section].options,
			        id);
	}
	feedsfile_release(&f);
	return on;
}

bool
feedsfile_switch(
    const char *path, struct span url, enum option id, bool on, struct err *err)
{
	struct str option = { 0 };
	bool ok;

	str_printf(&option, "%s=", option_info[id].name);
	if (on)
		str_lit(&option, "yes");
	/* "no" gainsays the section; else nothing need be said. */
	else if (is_on_around(path, url, id))
		str_lit(&option, "no");
	ok = edit_feed(path, url, str_span(&option), set_switch, err);
	str_release(&option);
	return ok;
}

bool
feedsfile_create(const char *path, const char *example, struct err *err)
{
	struct str text = { 0 }, now = { 0 };
	struct err why = { 0 };
	bool ok = true;

	if (!paths_read(path, &now, DOTFILE_BYTES_MAX, &why) &&
	    why.code == ERR_GONE) {
		/* Without the example an empty file will do. */
		paths_read(example, &text, DOTFILE_BYTES_MAX, NULL);
		ok = paths_make_for(path, err) &&
		     paths_write(path, str_z(&text), text.n, err);
	}
	str_release(&text);
	str_release(&now);
	return ok;
}
