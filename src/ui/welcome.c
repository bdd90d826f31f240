#include "config.h"

#include "ui/welcome.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "conf/paths.h"
#include "ui/theme.h"

enum {
	ENTRIES_MAX = 20000, /* looked at in a folder */
	KEY_COL = 2,
	WORDS_COL = 8
};

/* Whether it is a file with something in it, and a name that can be typed. */
static bool
is_there(struct span path)
{
	struct str full = { 0 };
	struct stat st;
	bool is;

	paths_expand(&full, path);
	is = stat(str_z(&full), &st) == 0 && S_ISREG(st.st_mode) &&
	     st.st_size > 0 && utf8_valid(path) && !span_has_control(path);
	str_release(&full);
	return is;
}

/* The first by name of the folder's OPML files. */
static void
find_opml(struct str *out, const char *folder)
{
	struct str dir = { 0 }, first = { 0 }, path = { 0 };
	const struct dirent *e;
	int left = ENTRIES_MAX;
	DIR *d;

	paths_expand(&dir, span_of(folder));
	d = opendir(str_z(&dir));
	while (d && left-- > 0 && (e = readdir(d))) {
		struct span name = span_of(e->d_name);

		if (*e->d_name == '.' || name.n < 6 ||
		    !span_iis(span_from(name, name.n - 5), ".opml") ||
		    (first.n && strcmp(e->d_name, str_z(&first)) > 0))
			continue;
		str_clear(&path);
		str_printf(&path, "%s%s", folder, e->d_name);
		if (!is_there(str_span(&path)))
			continue;
		str_clear(&first);
		str_add(&first, name);
	}
	if (d)
		closedir(d);
	if (first.n)
		str_printf(out, "%s%s", folder, str_z(&first));
	str_release(&dir);
	str_release(&first);
	str_release(&path);
}

void
welcome_find(struct str *out)
{
	static const char *const lists[] = { "~/.newsboat/urls",
		"~/.config/newsboat/urls", "~/.newsbeuter/urls" };
	static const char *const folders[] = { "~/", "~/Downloads/" };

	for (size_t i = 0; !out->n && i < sizeof(lists) / sizeof(*lists); i++)
		if (is_there(span_of(lists[i])))
			str_addz(out, lists[i]);
	for (size_t i = 0; !out->n && i < sizeof(folders) / sizeof(*folders);
	     i++)
		find_opml(out, folders[i]);
}

/* A key and what it does; a command without a key has its name there. */
static int
draw_key(const struct view *v, struct canvas *c, int row,
    enum ui_command command, const char *words)
{
	struct str keys = { 0 };
	int col = WORDS_COL, width;

	keymap_keys(&keys, v->ui->keys, CONTEXT_SECTIONS, command, 1);
	if (!keys.n)
		str_printf(&keys, ":%s", command_info[command].name);
	width = cells_width(str_span(&keys));
	if (KEY_COL + width + 2 > col)
		col = KEY_COL + width + 2;
	canvas_text(c, row, KEY_COL, width, str_span(&keys),
	    (struct ink){ .role = UI_KEY });
	str_release(&keys);
	return canvas_lines(c, row, col, c->cols - col - 2, span_of(words),
	    (struct ink){ .role = ROLE_TEXT });
}

void
welcome_draw(const struct view *v, struct canvas *c, int row)
{
	struct ink text = { .role = ROLE_TEXT }, quiet = { .role = UI_QUIET };
	int width = c->cols - 2 * KEY_COL, gap = view_is_small(v) ? 0 : 1;
	struct str found = { 0 };

	row += canvas_lines(c, row, KEY_COL, width,
	           span_of(_("No sections yet.")), text) +
	       gap;
	row += draw_key(
	    v, c, row, CMD_ADD, _("adds a site or a feed by its address."));
	row += draw_key(v, c, row, CMD_IMPORT,
	    _("imports newsboat's list or an OPML file."));
	if (v->ui->offer) {
		str_printf(&found, _("There is one: %s. Enter takes it over."),
		    v->ui->offer);
		row += canvas_lines(c, row, WORDS_COL, c->cols - WORDS_COL - 2,
		    str_span(&found), (struct ink){ .role = UI_STAR });
		str_release(&found);
	}
	row += draw_key(v, c, row, CMD_EDIT_FEEDS,
	    _("opens the list of feeds in your editor."));
	row += draw_key(v, c, row, CMD_HELP, _("shows all keys.")) + gap;
	row += canvas_lines(c, row, KEY_COL, width,
	           span_of(_("Everywhere Enter goes inward and Esc goes "
	                     "back.")),
	           text) +
	       gap;
	canvas_lines(c, row, KEY_COL, width,
	    span_of(_("To look around first: broadsheet --sample opens an "
	              "edition that needs no network.")),
	    quiet);
}
