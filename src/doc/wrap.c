#include "config.h"

#include "doc/wrap.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unilbrk.h>

#include "base/mem.h"
#include "base/utf8.h"

static bool
is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
	/* Wide letters are ideographs; the jamo have rules of their own. */
	return uc_is_alpha(c) && cell_width(c) == 1 &&
	       !(c >= 0x1100 && c <= 0x11ff) && !(c >= 0xa960 && c <= 0xa97f);
}

/* UAX #14 LB29, which libunistring leaves out on purpose: no break between
 * "e." and "g.", nor within "www.example.com". */
static void
keep_initials(struct wrap *w)
{
	struct span t = w->text;
	uint32_t c;

	for (size_t i = 1; i < t.n; i++) {
		if (w->breaks[i] != UC_BREAK_POSSIBLE ||
		    !strchr(".,:;", t.s[i - 1]) || !t.s[i - 1])
			continue;
		utf8_next(t, i, &c);
		if (is_letter(c))
			w->breaks[i] = UC_BREAK_PROHIBITED;
	}
}

enum { HOST_MAX = 32 }; /* bytes; a longer one breaks, too */

/* An address breaks behind a slash and before the signs that begin a part;
 * never behind a hyphen, which would seem to be ours.  A host stays whole:
 * "https://a" is somebody else's. */
static void
break_address(struct wrap *w, size_t from, size_t end)
{
	const char *s = w->text.s;
	size_t host = from;

	while (host < end && host - from <= HOST_MAX && !strchr("/?#", s[host]))
		host++;
	if (host - from > HOST_MAX)
		host = from;
	for (size_t i = from + 1; i < end; i++) {
		bool slash = s[i - 1] == '/' && s[i] != '/';

		if ((unsigned char)s[i] >= 0x80)
			continue;
		w->breaks[i] = slash || (i > host && strchr("?&#=%.", s[i]))
		                   ? UC_BREAK_POSSIBLE
		                   : UC_BREAK_PROHIBITED;
	}
}

static void
break_addresses(struct wrap *w)
{
	struct span t = w->text, sign = SPAN("://");

	for (size_t at = 0; at < t.n;) {
		size_t hit = at + span_find(span_from(t, at), sign);
		size_t from = hit, end = hit;

		if (hit >= t.n)
			return;
		while (from > at && is_letter((unsigned char)t.s[from - 1]))
			from--;
		while (end < t.n && t.s[end] != ' ' && t.s[end] != '\n')
			end++;
		/* "http://" stays whole, and with its host. */
		for (size_t i = from + 1; i <= hit + sign.n && i < end; i++)
			w->breaks[i] = UC_BREAK_PROHIBITED;
		break_address(w, hit + sign.n, end);
		at = end;
	}
}

void
wrap_begin(struct wrap *w, struct span text)
{
	*w = (struct wrap){ .text = text };
	w->breaks = xmalloc(text.n);
	u8_possible_linebreaks(
	    (const uint8_t *)text.s, text.n, "UTF-8", (char *)w->breaks);
	keep_initials(w);
	break_addresses(w);
}

void
wrap_glue(struct wrap *w, size_t at)
{
	if (at < w->text.n)
		w->breaks[at] = UC_BREAK_PROHIBITED;
}

void
wrap_soft(struct wrap *w, size_t at)
{
	if (at && at < w->text.n && w->breaks[at] == UC_BREAK_PROHIBITED)
		w->breaks[at] = UC_BREAK_HYPHENATION;
}

/* Cells of the hyphen when a word is divided at i. */
static int
hyphen_at(const struct wrap *w, size_t i)
{
	return i < w->text.n && w->breaks[i] == UC_BREAK_HYPHENATION;
}

int
wrap_least(const struct wrap *w)
{
	struct span t = w->text;
	int most = 0, sum = 0;
	uint32_t c;

	for (size_t i = 0; i < t.n;) {
		size_t n = utf8_next(t, i, &c);

		if (w->breaks[i] == UC_BREAK_POSSIBLE || hyphen_at(w, i) ||
		    c == '\n' || c == ' ')
			sum = 0;
		if (c != '\n' && c != ' ')
			sum += cell_width(c);
		i += n;
		if (sum + hyphen_at(w, i) > most)
			most = sum + hyphen_at(w, i);
	}
	return most;
}

/* How far a line reaches. */
struct reach {
	size_t end;  /* of its text, blanks at the end not counted */
	size_t next; /* where the line after it begins */
	int cells;
	bool hyphen;
};

/* No break fits: the word is cut between clusters, and at least one cluster
 * stands on the line however narrow it is. */
static void
cut_word(const struct wrap *w, size_t from, int width, struct reach *r)
{
	struct span rest = span_from(w->text, from);
	size_t n = cells_fit(rest, width, &r->cells);

	if (!n) {
		n = cluster_end(rest, 0);
		r->cells = cells_width(span_head(rest, n));
	}
	r->end = r->next = from + n;
}

static struct reach
reach_from(const struct wrap *w, size_t from, int width)
{
	struct reach at = { .end = from }, possible = { 0 };
	struct span t = w->text;
	size_t i = from;
	int sum = 0;
	uint32_t c;

	while (i < t.n) {
		size_t n = utf8_next(t, i, &c);
		int cells = cell_width(c);

		if (c == '\n') {
			at.next = i + 1;
			return at;
		}
		if (w->breaks[i] == UC_BREAK_POSSIBLE && i > from) {
			possible = at;
			possible.next = i;
		}
		if (hyphen_at(w, i) && i > from && at.end == i &&
		    at.cells < width) {
			possible = at;
			possible.next = i;
			possible.cells++;
			possible.hyphen = true;
		}
		if (c != ' ' && sum + cells > width) {
			if (!possible.next)
				cut_word(w, from, width, &possible);
			return possible;
		}
		sum += cells;
		i += n;
		if (c == ' ')
			continue;
		at.end = i;
		at.cells = sum;
	}
	at.next = i;
	return at;
}

bool
wrap_next(struct wrap *w, int width, struct span *line, int *cells)
{
	struct reach r;
	size_t from = w->at;

	while (from < w->text.n && w->text.s[from] == ' ')
		from++;
	if (from >= w->text.n)
		return false;
	r = reach_from(w, from, width);
	w->at = r.next;
	w->hyphen = r.hyphen;
	*line = span_n(w->text.s + from, r.end - from);
	if (cells)
		*cells = r.cells;
	return true;
}

void
wrap_end(struct wrap *w)
{
	free(w->breaks);
	*w = (struct wrap){ 0 };
}
