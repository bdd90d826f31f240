#include "config.h"

#include "ui/complete.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "conf/dotfile.h"
#include "ui/places.h"
#include "ui/sections.h"
#include "ui/session.h"

/* A completion being made: what stands before the cursor. */
struct making {
	struct completion *c;
	const struct app *app;
	struct word *word; /* of this command, its name first */
	size_t n;          /* whole ones before the one at the cursor */
	struct span start; /* of the word at the cursor */
};

typedef void find_fn(struct making *m);

static void
drop(struct completion *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->item[i].text);
		free(c->item[i].sentence);
	}
	c->n = 0;
}

/* A candidate, when it begins like what was typed, in whatever case. */
static void
offer(struct making *m, struct span text, const char *sentence)
{
	struct str a = { 0 }, b = { 0 }, word = { 0 };

	utf8_fold(&a, text);
	utf8_fold(&b, m->start);
	if (m->c->n < CANDIDATES_MAX && a.n >= b.n &&
	    span_eq(span_head(str_span(&a), b.n), str_span(&b))) {
		word_write(&word, text);
		vec_room(&m->c->item, m->c->n, &m->c->cap);
		m->c->item[m->c->n++] =
		    (struct candidate){ str_take(&word), xstrdup(sentence) };
	}
	str_release(&a);
	str_release(&b);
	str_release(&word);
}

static void
offer_name(struct making *m, const char *name, const char *sentence)
{
	offer(m, span_of(name), sentence);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(((const struct candidate *)a)->text,
	    ((const struct candidate *)b)->text);
}

static void
sort(struct completion *c)
{
	size_t kept = 0;

	if (!c->n)
		return;
	qsort(c->item, c->n, sizeof(*c->item), by_text);
	for (size_t i = 0; i < c->n; i++) {
		if (kept &&
		    strcmp(c->item[i].text, c->item[kept - 1].text) == 0) {
			free(c->item[i].text);
			free(c->item[i].sentence);
		} else {
			c->item[kept++] = c->item[i];
		}
	}
	c->n = kept;
}

/* Those that mean something in the view that has the focus. */
static void
find_commands(struct making *m, unsigned where)
{
	for (int i = 1; i < CMD_COUNT; i++)
		if (command_info[i].where & where)
			offer_name(m, command_info[i].name,
			    _(command_info[i].sentence));
	for (size_t i = 0; i < configure_count; i++)
		offer_name(m, configure_commands[i].name,
		    _(configure_commands[i].sentence));
	for (size_t i = 0; i < m->app->macros.n; i++)
		offer_name(m, m->app->macros.item[i].name,
		    m->app->macros.item[i].line);
	sort(m->c);
}

static void
find_all_commands(struct making *m)
{
	find_commands(m, ~0u);
}

static void
find_options(struct making *m)
{
	for (int i = 0; i < OPT_COUNT; i++)
		offer_name(m, option_info[i].name, _(option_info[i].sentence));
	sort(m->c);
}

static void
find_contexts(struct making *m)
{
	for (int i = 0; i < CONTEXT_COUNT; i++)
		offer_name(m, context_name[i], "");
}

/* What is bound in a context, with what it does. */
static void
find_bound(struct making *m)
{
	const struct keymap *map = &m->app->keymap;

	for (size_t i = 0; i < map->n; i++) {
		struct str keys = { 0 };

		keys_write(&keys, &map->item[i].keys);
		if (span_is(
		        m->word[1].text, context_name[map->item[i].context]))
			offer(m, str_span(&keys), map->item[i].line);
		str_release(&keys);
	}
	sort(m->c);
}

static void
find_roles(struct making *m)
{
	for (int i = 0; theme_role_name(i); i++)
		offer_name(m, theme_role_name(i), "");
	sort(m->c);
}

static void
offer_theme(const char *name, void *making)
{
	offer_name(making, name, "");
}

static void
find_themes(struct making *m)
{
	themes_each(m->app, offer_theme, m);
	sort(m->c);
}

static void
find_values(struct making *m)
{
	enum option id = option_find(m->word[1].text);
	const struct option_info *o;
	struct span rest;

	if (id == OPT_THEME)
		themes_each(m->app, offer_theme, m);
	if (id == OPT_COUNT || id == OPT_THEME)
		return;
	o = &option_info[id];
	rest = span_of(o->type == TYPE_CHOICE ? o->choices : "yes|no");
	if (o->type != TYPE_CHOICE && o->type != TYPE_BOOL)
		return;
	while (rest.n)
		offer(m, span_cut(&rest, '|'), "");
}

static void
find_places(struct making *m)
{
	struct feed_rows *rows =
	    m->app->store ? feed_rows_load(m->app->store, NULL) : NULL;

	bool *seen = xcalloc(rows ? rows->n + 1 : 1, sizeof(*seen));

	for (int i = 0; i < SECTIONS_FIXED; i++)
		offer_name(m, sections_fixed_name(i), "");
	for (size_t i = 0; rows && i < rows->tree_n; i++) {
		const struct tree_row *t = &rows->tree[i];
		struct str name = { 0 }, unread = { 0 };

		/* A feed may stand in several sections. */
		if (t->feed && seen[t->feed_row])
			continue;
		if (t->feed)
			seen[t->feed_row] = true;
		places_write(&name, rows, i);
		if (t->unread)
			str_printf(&unread,
			    P_("%d unread", "%d unread",
			        (unsigned long)t->unread),
			    (int)t->unread);
		offer(m, str_span(&name), str_z(&unread));
		str_release(&name);
		str_release(&unread);
	}
	free(seen);
	feed_rows_free(rows);
}

/* One file or folder, written as what stands before it was. */
static void
offer_file(
    struct making *m, struct span dir, struct span typed_dir, const char *name)
{
	struct str full = { 0 }, shown = { 0 };
	struct stat st;

	str_printf(&full, "%.*s/%s", SPAN_ARG(dir), name);
	str_add(&shown, typed_dir);
	str_addz(&shown, name);
	if (stat(str_z(&full), &st) == 0) {
		if (S_ISDIR(st.st_mode))
			str_addc(&shown, '/');
		if (utf8_valid(str_span(&shown)) &&
		    !span_has_control(str_span(&shown)))
			offer(m, str_span(&shown), "");
	}
	str_release(&full);
	str_release(&shown);
}

/* What lies in the folder that is being typed; hidden files when they are
 * asked for by their dot. */
static void
find_files_in(struct making *m, const char *base)
{
	size_t slash = m->start.n;
	struct str dir = { 0 };
	struct span typed_dir, name;
	struct dirent *e;
	DIR *d;

	while (slash && m->start.s[slash - 1] != '/')
		slash--;
	typed_dir = span_head(m->start, slash);
	name = span_from(m->start, slash);
	if (!span_starts(m->start, "/") && !span_starts(m->start, "~/"))
		str_printf(&dir, "%s/", base);
	paths_expand(&dir, typed_dir);
	d = opendir(dir.n ? str_z(&dir) : ".");
	while (d && (e = readdir(d)))
		if (*e->d_name != '.' ||
		    (span_starts(name, ".") && strcmp(e->d_name, ".") != 0 &&
		        strcmp(e->d_name, "..") != 0))
			offer_file(m, str_span(&dir), typed_dir, e->d_name);
	if (d)
		closedir(d);
	str_release(&dir);
}

static void
find_files(struct making *m)
{
	find_files_in(m, ".");
	sort(m->c);
}

/* Beside the config file, and what is installed. */
static void
find_sources(struct making *m)
{
	find_files_in(m, m->app->paths->config_dir);
	find_files_in(m, m->app->paths->data_dir);
	sort(m->c);
}

static void
find_shares(struct making *m)
{
	for (size_t i = 0; i < m->app->shares.n; i++)
		offer_name(m, m->app->shares.item[i].name,
		    m->app->shares.item[i].line);
}

static void
find_orders(struct making *m)
{
	for (int i = 0; i < ORDERS; i++)
		offer_name(m, order_name((enum order_by)i), "");
}

static void
find_groups(struct making *m)
{
	for (int i = 0; i < GROUPINGS; i++)
		offer_name(m, grouping_name((enum grouping)i), "");
}

/* What stands as which word behind a command. */
static const struct {
	const char *name;
	size_t word;
	find_fn *find;
} words[] = {
	{ "set", 1, find_options },
	{ "set", 2, find_values },
	{ "bind", 1, find_contexts },
	{ "bind", 3, find_all_commands },
	{ "unbind", 1, find_contexts },
	{ "unbind", 2, find_bound },
	{ "color", 1, find_roles },
	{ "colour", 1, find_roles },
	{ "theme", 1, find_themes },
	{ "macro", 2, find_all_commands },
	{ "source", 1, find_sources },
	{ "write-config", 1, find_files },
	{ "import", 1, find_files },
	{ "goto", 1, find_places },
	{ "share", 1, find_shares },
	{ "save", 1, find_files },
	{ "sort", 1, find_orders },
	{ "group", 1, find_groups },
	{ "help", 1, find_all_commands },
};

/* "set NAME VALUE: what it does", once the name is whole. */
static void
write_about(struct making *m)
{
	struct span name = m->word[0].text;
	const struct configure *c = configure_find(name);
	enum ui_command command = command_named(name);
	enum option id = OPT_COUNT;
	const char *shape = "", *sentence = "";

	if (c && span_is(name, "set") && m->n > 1)
		id = option_find(m->word[1].text);
	if (c) {
		shape = _(c->shape);
		sentence = _(c->sentence);
	} else if (command) {
		shape = command_shape(command);
		sentence = _(command_info[command].sentence);
	}
	if (id != OPT_COUNT)
		str_printf(&m->c->about, "%s: %s", option_info[id].name,
		    _(option_info[id].sentence));
	else if (*sentence)
		str_printf(&m->c->about, "%.*s %s: %s", SPAN_ARG(name), shape,
		    sentence);
}

/* Finds what the n words before the cursor let follow. */
static void
find(struct making *m)
{
	if (m->n == 0) {
		find_commands(
		    m, 1u << panes_focused(&m->app->panes)->ops->context);
		return;
	}
	write_about(m);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].word == m->n &&
		    span_is(m->word[0].text, words[i].name))
			words[i].find(m);
}

/* The first word of the command in which the cursor stands; bind and macro
 * have the rest of the line for themselves. */
static size_t
command_start(const struct words *w)
{
	size_t start = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct configure *c = configure_find(w->word[start].text);
		if (c && c->takes_all)
			break;
		if (span_ends(w->word[i].text, ";") && !w->word[i].quoted)
			start = i + 1;
	}
	return start;
}

void
complete_line(struct completion *c, const struct app *a, struct span head)
{
	struct making m = { .c = c, .app = a };
	struct str line = { 0 };
	struct words w = { 0 };
	size_t start;
	int column;
	bool open;

	drop(c);
	str_clear(&c->typed);
	str_clear(&c->about);
	/* A quote that is not closed yet is closed for this. */
	str_add(&line, head);
	open = !words_split(&w, head, &column, NULL);
	if (open)
		str_addc(&line, '"');
	if (!open || words_split(&w, str_span(&line), &column, NULL)) {
		bool within = w.n && w.word[w.n - 1].to >= head.n;

		start = command_start(&w);
		if (start > w.n - within)
			start = w.n - within;
		m.word = w.word + start;
		m.n = w.n - within - start;
		m.start = within ? w.word[w.n - 1].text : (struct span){ 0 };
		c->from = within ? w.word[w.n - 1].from : head.n;
		str_add(&c->typed, span_from(head, c->from));
		/* A count stands before the name. */
		while (m.n && m.word[0].text.n && *m.word[0].text.s >= '0' &&
		       *m.word[0].text.s <= '9') {
			m.word++;
			m.n--;
		}
		find(&m);
	}
	c->chosen = c->n;
	words_release(&w);
	str_release(&line);
}

void
complete_common(const struct completion *c, struct str *out)
{
	struct span common = span_of(c->n ? c->item[0].text : "");

	for (size_t i = 1; i < c->n; i++) {
		const char *other = c->item[i].text;
		size_t n = 0;

		while (n < common.n && other[n] == common.s[n])
			n++;
		common.n = n;
	}
	/* Not within a character. */
	while (common.n && !utf8_valid(common))
		common.n--;
	str_add(out, common);
}

void
complete_release(struct completion *c)
{
	drop(c);
	free(c->item);
	str_release(&c->typed);
	str_release(&c->about);
	*c = (struct completion){ 0 };
}
