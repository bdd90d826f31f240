#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "conf/feedsfile.h"
#include "conf/feedsline.h"
#include "conf/paths.h"

/* A file being edited: read line by line, written as one. */
struct edit {
	const char *path;
	struct str in, out;
	struct feeds_line line;
	size_t hits;
};

static bool
edit_begin(struct edit *e, const char *path, struct err *err)
{
	struct err why = { 0 };

	*e = (struct edit){ .path = path };
	if (paths_read(path, &e->in, DOTFILE_BYTES_MAX, &why) ||
	    why.code == ERR_GONE)
		return true;
	if (err)
		*err = why;
	return false;
}

/* Writes the file unless somebody else has changed it meanwhile. */
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
	ok = ok && paths_make_for(e->path, err) &&
	     paths_write(e->path, str_z(&e->out), e->out.n, err);
	str_release(&now);
	str_release(&e->in);
	str_release(&e->out);
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

static bool
is_feed(struct edit *e, struct span line, struct span url)
{
	struct err err;

	return feeds_line_read(&e->line, without_end(line), e->path, &err) &&
	       e->line.kind == LINE_FEED &&
	       span_eq(str_span(&e->line.url), url);
}

/* Always in quotes: a title may look like an option. */
static void
add_title(struct str *out, struct span title)
{
	str_addc(out, '"');
	for (size_t i = 0; i < title.n; i++) {
		if (title.s[i] == '"' || title.s[i] == '\\')
			str_addc(out, '\\');
		str_addc(
		    out, (unsigned char)title.s[i] < ' ' ? ' ' : title.s[i]);
	}
	str_addc(out, '"');
}

static void
add_feed(struct str *out, struct span url, struct span title)
{
	word_write(out, url);
	if (title.n) {
		str_addc(out, ' ');
		add_title(out, title);
	}
	str_addc(out, '\n');
}

/* Where a feed is to be put: behind the last line of its section that says
 * something; found by reading the whole file once. */
static size_t
place_of(struct edit *e, struct span section, bool *found)
{
	struct span rest = str_span(&e->in), line;
	bool here = !section.n;
	size_t place = 0;
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

bool
feedsfile_add(const char *path, struct span section, struct span url,
    struct span title, struct err *err)
{
	struct edit e;
	struct span in;
	size_t place;
	bool found;

	if (!edit_begin(&e, path, err))
		return edit_end(&e, false, err);
	in = str_span(&e.in);
	place = place_of(&e, section, &found);
	if (!found)
		place = in.n;
	str_add(&e.out, span_head(in, place));
	if (e.out.n && e.out.s[e.out.n - 1] != '\n')
		str_addc(&e.out, '\n');
	if (!found)
		str_printf(&e.out, "%s[%.*s]\n", e.out.n ? "\n" : "",
		    SPAN_ARG(section));
	add_feed(&e.out, url, title);
	str_add(&e.out, span_from(in, place));
	return edit_end(&e, true, err);
}

/* What becomes of a line of the feed: it is appended to e->out, or not. */
typedef void edit_fn(struct edit *e, struct span line, struct span value);

static bool
edit_feed(const char *path, struct span url, struct span value, edit_fn *fn,
    struct err *err)
{
	struct span rest, line;
	struct edit e;

	if (!edit_begin(&e, path, err))
		return edit_end(&e, false, err);
	rest = str_span(&e.in);
	while (next_line(&rest, &line)) {
		if (is_feed(&e, line, url)) {
			e.hits++;
			fn(&e, line, value);
		} else {
			str_add(&e.out, line);
		}
	}
	if (!e.hits) {
		err_set(err, ERR_GONE, _("%s has no feed %.*s"), path,
		    SPAN_ARG(span_head(url, 100)));
		return edit_end(&e, false, err);
	}
	return edit_end(&e, true, err);
}

static void
drop_line(struct edit *e, struct span line, struct span value)
{
	(void)e;
	(void)line;
	(void)value;
}

bool
feedsfile_remove(const char *path, struct span url, struct err *err)
{
	return edit_feed(path, url, span_n(NULL, 0), drop_line, err);
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

static void
retitle(struct edit *e, struct span line, struct span title)
{
	const struct words *w = &e->line.words;
	const struct word *old = NULL;
	struct str text = { 0 };
	size_t behind = w->word[e->line.next - 1].to;

	for (size_t i = e->line.next; i < w->n && !old; i++)
		if (!feeds_word_is_option(&w->word[i]))
			old = &w->word[i];
	if (title.n)
		add_title(&text, title);
	if (old) {
		splice(e, line, title.n ? old->from : behind, old->to,
		    str_span(&text));
	} else {
		str_add(&e->out, span_head(line, behind));
		if (title.n)
			str_printf(&e->out, " %s", str_z(&text));
		str_add(&e->out, span_from(line, behind));
	}
	str_release(&text);
}

bool
feedsfile_rename(
    const char *path, struct span url, struct span title, struct err *err)
{
	return edit_feed(path, url, title, retitle, err);
}

static void
readdress(struct edit *e, struct span line, struct span url)
{
	const struct word *w = &e->line.words.word[0];
	struct str text = { 0 };

	word_write(&text, url);
	splice(e, line, w->from, w->to, str_span(&text));
	str_release(&text);
}

bool
feedsfile_move(
    const char *path, struct span url, struct span new_url, struct err *err)
{
	return edit_feed(path, url, new_url, readdress, err);
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
