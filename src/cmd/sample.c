#include "config.h"

#include "cmd/sample.h"

#include <string.h>

#include "base/i18n.h"
#include "cmd/session.h"
#include "conf/dotfile.h"
#include "conf/paths.h"
#include "store/articles.h"

/* Lines that begin with ./ are feeds beside the file: theirs become absolute,
 * for the copy stands elsewhere. */
static void
make_absolute(struct str *out, struct span text, const char *dir)
{
	while (text.s) {
		struct span line = span_cut(&text, '\n');

		if (span_starts(line, "./"))
			str_printf(
			    out, "%s/%.*s", dir, SPAN_ARG(span_from(line, 2)));
		else
			str_add(out, line);
		if (text.s)
			str_addc(out, '\n');
	}
}

static bool
copy(const char *dir, const char *name, const char *to, struct err *err)
{
	struct str from = { 0 }, text = { 0 }, made = { 0 }, now = { 0 };
	bool ok;

	str_printf(&from, "%s/%s", dir, name);
	ok = paths_read(str_z(&from), &text, DOTFILE_BYTES_MAX, err);
	if (ok) {
		make_absolute(&made, str_span(&text), dir);
		paths_read(to, &now, DOTFILE_BYTES_MAX, NULL);
		if (!span_eq(str_span(&now), str_span(&made)))
			ok = paths_make_for(to, err) &&
			     paths_write(to, str_z(&made), made.n, err);
	}
	str_release(&from);
	str_release(&text);
	str_release(&made);
	str_release(&now);
	return ok;
}

static bool
is_filled(struct invocation *in)
{
	struct store *s = store_open_read(in->paths.store, NULL);
	bool filled = s && articles_newest(s) > 0;

	store_close(s);
	return filled;
}

bool
sample_prepare(struct invocation *in, struct err *err)
{
	struct str dir = { 0 };
	struct session *desk;
	bool ok;

	str_printf(&dir, "%s/sample", in->paths.data_dir);
	ok = copy(str_z(&dir), "feeds", in->paths.feeds, err) &&
	     copy(str_z(&dir), "config", in->paths.config, err);
	str_release(&dir);
	if (!ok || is_filled(in))
		return ok;
	desk = session_new(&in->paths, NULL, NULL, err);
	ok = desk && session_order(desk, err, "refresh all");
	session_free(desk);
	return ok;
}
