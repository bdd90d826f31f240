#include "config.h"

#include "ui/history.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/paths.h"

enum { HISTORY_BYTES_MAX = 1 << 20, HISTORY_LINE_MAX = 4096 };

static void
drop(struct history *h, size_t i)
{
	free(h->line[i]);
	h->n--;
	memmove(h->line + i, h->line + i + 1, (h->n - i) * sizeof(*h->line));
}

static void
remember(struct history *h, struct span line)
{
	for (size_t i = 0; i < h->n; i++)
		if (span_is(line, h->line[i])) {
			drop(h, i);
			break;
		}
	if (h->n == HISTORY_MAX)
		drop(h, 0);
	h->line[h->n++] = span_dup(line);
}

/* What grew far beyond what is remembered is written anew. */
static void
shorten(const struct history *h)
{
	struct str text = { 0 };

	for (size_t i = 0; i < h->n; i++)
		str_printf(&text, "%s\n", h->line[i]);
	paths_write(h->file, str_z(&text), text.n, NULL);
	str_release(&text);
}

void
history_load(struct history *h, const char *state_dir, const char *name)
{
	struct str text = { 0 }, file = { 0 };
	struct span rest;
	size_t lines = 0;

	*h = (struct history){ 0 };
	if (!state_dir)
		return;
	str_printf(&file, "%s/%s", state_dir, name);
	h->file = str_take(&file);
	if (paths_read(h->file, &text, HISTORY_BYTES_MAX, NULL)) {
		for (rest = str_span(&text); rest.n; lines++) {
			struct span line = span_cut(&rest, '\n');
			if (line.n && line.n <= HISTORY_LINE_MAX)
				remember(h, line);
		}
		if (lines > (size_t)2 * HISTORY_MAX)
			shorten(h);
	}
	str_release(&text);
}

/* Whether a word of the line is an address with a name or password in it. */
static bool
has_secret(struct span line)
{
	while (line.n) {
		struct span word = span_cut(&line, ' ');
		size_t colon = span_find(word, SPAN("://"));
		struct span rest = span_from(word, colon);

		if (colon < word.n && span_chr(rest, '@') < rest.n)
			return true;
	}
	return false;
}

static void
append(const struct history *h, struct span line)
{
	struct str text = { 0 };
	ssize_t wrote;
	int fd;

	if (!h->file || !paths_make_for(h->file, NULL))
		return;
	fd = open(h->file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	str_add(&text, line);
	str_addc(&text, '\n');
	/* In one piece, between those of other readers. */
	wrote = write(fd, text.s, text.n);
	(void)wrote;
	close(fd);
	str_release(&text);
}

void
history_add(struct history *h, struct span line)
{
	if (!line.n || line.n > HISTORY_LINE_MAX ||
	    span_chr(line, '\n') < line.n ||
	    (h->n && span_is(line, h->line[h->n - 1])))
		return;
	remember(h, line);
	if (!has_secret(line))
		append(h, line);
}

size_t
history_find(
    const struct history *h, size_t from, bool older, struct span start)
{
	size_t at = from;

	while (older ? at > 0 : at + 1 < h->n) {
		struct span line;

		at = older ? at - 1 : at + 1;
		line = span_of(h->line[at]);
		if (line.n >= start.n &&
		    span_eq(span_head(line, start.n), start))
			return at;
	}
	return from;
}

void
history_release(struct history *h)
{
	for (size_t i = 0; i < h->n; i++)
		free(h->line[i]);
	free(h->file);
	*h = (struct history){ 0 };
}
