#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "conf/dotfile.h"
#include "ui/session.h"

/* Those that need no file, though one may be there. */
static const char *const built_in[] = { "auto", "dark", "light", "mono" };

enum { BUILT_IN = sizeof(built_in) / sizeof(*built_in) };

static bool
is_built_in(struct span name)
{
	for (int i = 0; i < BUILT_IN; i++)
		if (span_is(name, built_in[i]))
			return true;
	return false;
}

/* The person's own file before the installed one; NULL: there is none.  A name
 * is no path. */
static char *
find_file(const struct app *a, struct span name)
{
	const char *dirs[] = { a->paths->config_dir, a->paths->data_dir };
	struct str path = { 0 };

	if (!name.n || *name.s == '.' || span_chr(name, '/') < name.n)
		return NULL;
	for (int i = 0; i < 2; i++) {
		str_clear(&path);
		str_printf(&path, "%s/themes/%.*s", dirs[i] ? dirs[i] : "",
		    SPAN_ARG(name));
		if (access(str_z(&path), R_OK) == 0)
			return str_take(&path);
	}
	str_release(&path);
	return NULL;
}

void
themes_each(
    const struct app *a, void (*fn)(const char *name, void *data), void *data)
{
	const char *dirs[] = { a->paths->config_dir, a->paths->data_dir };

	for (int i = 0; i < BUILT_IN; i++)
		fn(built_in[i], data);
	for (int i = 0; i < 2; i++) {
		struct str path = { 0 };
		struct dirent *e;
		DIR *d;

		str_printf(&path, "%s/themes", dirs[i] ? dirs[i] : "");
		d = opendir(str_z(&path));
		while (d && (e = readdir(d)))
			if (*e->d_name != '.')
				fn(e->d_name, data);
		if (d)
			closedir(d);
		str_release(&path);
	}
}

struct names {
	char **item;
	size_t n, cap;
};

static void
add_name(const char *name, void *data)
{
	struct names *all = data;

	vec_room(&all->item, all->n, &all->cap);
	all->item[all->n++] = xstrdup(name);
}

bool
themes_check(const struct app *a, struct span name, struct err *err)
{
	char *file = find_file(a, name);
	struct names all = { 0 };
	const char *near;

	if (file || is_built_in(name)) {
		free(file);
		return true;
	}
	themes_each(a, add_name, &all);
	near = nearest(name, (const char *const *)all.item, all.n);
	err_set(err, ERR_CONFIG,
	    near ? _("no theme is called \"%.*s\"; did you mean \"%s\"?")
	         : _("no theme is called \"%.*s\"; Tab after :theme lists "
	             "them%s"),
	    SPAN_ARG(span_head(name, 40)), near ? near : "");
	for (size_t i = 0; i < all.n; i++)
		free(all.item[i]);
	free(all.item);
	return false;
}

/* Only what is about looks is taken from a theme. */
static bool
use_file(struct app *a, const char *file, struct err *err)
{
	struct conf c = { 0 };
	bool ok = true;

	conf_load(&c, file);
	for (size_t i = 0; i < c.n; i++) {
		const struct conf_command *k = &c.command[i];
		const struct configure *is =
		    configure_find(span_of(k->argv[0]));
		struct err why = { 0 };

		if (!is || !is->look || is->run(a, k->argc, k->argv, &why) ||
		    !ok)
			continue;
		ok = err_set(
		    err, ERR_CONFIG, "%s:%d: %s", file, k->line, why.text);
	}
	if (ok && c.complaints.n)
		ok = err_set(err, ERR_CONFIG, "%s", c.complaints.item[0].text);
	conf_release(&c);
	return ok;
}

bool
themes_load(struct app *a, struct span name, struct err *err)
{
	/* Without paths there are no files: in tests. */
	char *file = a->paths ? find_file(a, name) : NULL;

	free(a->theme_file);
	a->theme_file = file;
	if (!file)
		return is_built_in(name) || !a->paths ||
		       themes_check(a, name, err);
	a->theme_state = settings_state(file);
	return use_file(a, file, err);
}
