#include "config.h"

#include "ui/writeconf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "conf/dotfile.h"
#include "conf/paths.h"
#include "ui/session.h"

/* How many words of a command say what it is about, its name among them; bind
 * and unbind speak of the same, as do the two spellings of colour. */
static const struct {
	const char *name, *stands_for;
	size_t words;
} subjects[] = {
	{ "set", "set", 2 },
	{ "theme", "theme", 1 },
	{ "bind", "bind", 3 },
	{ "unbind", "bind", 3 },
	{ "macro", "macro", 2 },
	{ "share-with", "share-with", 2 },
	{ "player", "player", 2 },
	{ "color", "color", 2 },
	{ "colour", "color", 2 },
	{ "source", "source", 2 },
};

/* What a line is about, as text; empty: nothing that could be said anew. */
static void
subject_of(struct str *out, struct span line)
{
	struct words w = { 0 };
	int column;
	size_t n = sizeof(subjects) / sizeof(*subjects), i = 0;

	if (words_split(&w, line, &column, NULL) && w.n) {
		while (i < n && !span_is(w.word[0].text, subjects[i].name))
			i++;
		if (i < n && w.n >= subjects[i].words) {
			str_addz(out, subjects[i].stands_for);
			for (size_t k = 1; k < subjects[i].words; k++) {
				str_addc(out, '\n');
				str_add(out, w.word[k].text);
			}
		}
	}
	words_release(&w);
}

bool
writeconf_same(struct span one, struct span other)
{
	struct str a = { 0 }, b = { 0 };
	bool same;

	subject_of(&a, one);
	subject_of(&b, other);
	same = a.n && span_eq(str_span(&a), str_span(&b));
	str_release(&a);
	str_release(&b);
	return same;
}

/* Appends text with line in the place of the last one about the same. */
static void
put_line(struct str *out, struct span text, struct span line)
{
	struct span rest = text, found = { 0 };

	while (rest.n) {
		struct span old = span_cut(&rest, '\n');
		if (writeconf_same(old, line))
			found = old;
	}
	if (!found.s) {
		str_add(out, text);
		if (text.n && text.s[text.n - 1] != '\n')
			str_addc(out, '\n');
		str_add(out, line);
		str_addc(out, '\n');
		return;
	}
	str_addn(out, text.s, (size_t)(found.s - text.s));
	str_add(out, line);
	str_add(out, span_from(text, (size_t)(found.s - text.s) + found.n));
}

void
writeconf_lines(struct str *out, struct span text, char *const line[], size_t n)
{
	struct str now = { 0 }, next = { 0 };

	str_add(&now, text);
	for (size_t i = 0; i < n; i++) {
		struct str old = now;

		str_clear(&next);
		put_line(&next, str_span(&now), span_of(line[i]));
		now = next;
		next = old;
	}
	str_add(out, str_span(&now));
	str_release(&now);
	str_release(&next);
}

bool
writeconf_mend(const char *file, char *const line[], size_t n, struct err *err)
{
	struct str old = { 0 }, text = { 0 };
	struct err why = { 0 };
	bool ok = paths_read(file, &old, DOTFILE_BYTES_MAX, &why) ||
	          why.code == ERR_GONE;

	if (!ok)
		err_set(err, why.code, "%s", why.text);
	writeconf_lines(&text, str_span(&old), line, n);
	ok = ok && paths_make_for(file, err) &&
	     paths_write(file, str_z(&text), text.n, err);
	str_release(&old);
	str_release(&text);
	return ok;
}

static void
add_options(struct str *out, const struct options *o)
{
	for (int i = 0; i < OPT_COUNT; i++) {
		if (!o->value[i] || option_info[i].type == TYPE_LIST)
			continue;
		str_printf(out, "set %s ", option_info[i].name);
		word_write(out, span_of(o->value[i]));
		str_addc(out, '\n');
	}
}

static void
add_named(struct str *out, const char *command, const struct macros *m)
{
	for (size_t i = 0; i < m->n; i++) {
		str_printf(out, "%s ", command);
		word_write(out, span_of(m->item[i].name));
		str_addc(out, ' ');
		word_quote(out, span_of(m->item[i].line));
		str_addc(out, '\n');
	}
}

static void
add_keys(struct str *out, const struct keymap *m)
{
	str_lit(out, "unbind all\n");
	for (size_t i = 0; i < m->n; i++) {
		struct str keys = { 0 };

		keys_write(&keys, &m->item[i].keys);
		str_printf(out, "bind %s ", context_name[m->item[i].context]);
		word_write(out, str_span(&keys));
		str_addc(out, ' ');
		if (m->item[i].command)
			str_addz(out, m->item[i].line);
		else
			word_quote(out, span_of(m->item[i].line));
		str_addc(out, '\n');
		str_release(&keys);
	}
}

static void
add_command(struct str *out, int argc, char *const argv[])
{
	for (int i = 0; i < argc; i++) {
		if (i)
			str_addc(out, ' ');
		word_write(out, span_of(argv[i]));
	}
	str_addc(out, '\n');
}

/* Colours are the last thing that the maps do not hold. */
static void
add_colours(struct str *out, const struct app *a)
{
	for (size_t i = 0; i < a->conf.n; i++) {
		const struct conf_command *c = &a->conf.command[i];
		if (span_starts(span_of(c->argv[0]), "colo"))
			add_command(out, c->argc, c->argv);
	}
	for (size_t i = 0; i < a->set_here.n; i++)
		if (span_starts(span_of(a->set_here.line[i]), "colo"))
			str_printf(out, "%s\n", a->set_here.line[i]);
}

bool
writeconf_all(const struct app *a, const char *file, struct err *err)
{
	struct str text = { 0 };
	bool ok;
	int fd;

	add_options(&text, &a->conf.options);
	add_named(&text, "macro", &a->macros);
	add_named(&text, "share-with", &a->shares);
	add_named(&text, "player", &a->players);
	add_keys(&text, &a->keymap);
	add_colours(&text, a);
	fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	ok = fd >= 0 ? paths_write(file, str_z(&text), text.n, err)
	             : err_set(err, ERR_SYSTEM,
	                   _("%s: %s; name a file that is not there yet"), file,
	                   strerror(errno));
	str_release(&text);
	return ok;
}
