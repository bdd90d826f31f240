#include "config.h"

#include "ui/folds.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "conf/paths.h"

enum { FOLDS_BYTES_MAX = 1 << 20 };

static void
add(struct folds *f, struct span path)
{
	vec_room(&f->path, f->n, &f->cap);
	f->path[f->n++] = span_dup(path);
}

static size_t
find(const struct folds *f, struct span path)
{
	size_t i = 0;

	while (i < f->n && !span_is(path, f->path[i]))
		i++;
	return i;
}

void
folds_load(struct folds *f, const char *state_dir)
{
	struct str text = { 0 }, file = { 0 };
	struct span rest;

	*f = (struct folds){ 0 };
	if (!state_dir)
		return;
	str_printf(&file, "%s/folds", state_dir);
	f->file = str_take(&file);
	if (paths_read(f->file, &text, FOLDS_BYTES_MAX, NULL)) {
		rest = str_span(&text);
		while (rest.n) {
			struct span line = span_cut(&rest, '\n');
			if (line.n && !folds_has(f, line))
				add(f, line);
		}
	}
	str_release(&text);
}

bool
folds_has(const struct folds *f, struct span path)
{
	return find(f, path) < f->n;
}

static void
save(const struct folds *f)
{
	struct str text = { 0 };

	if (!f->file || !paths_make_for(f->file, NULL))
		return;
	for (size_t i = 0; i < f->n; i++)
		str_printf(&text, "%s\n", f->path[i]);
	paths_write(f->file, str_z(&text), text.n, NULL);
	str_release(&text);
}

void
folds_set(struct folds *f, struct span path, bool folded)
{
	size_t i = find(f, path);

	if ((i < f->n) == folded)
		return;
	if (folded) {
		add(f, path);
	} else {
		free(f->path[i]);
		f->path[i] = f->path[--f->n];
	}
	save(f);
}

void
folds_release(struct folds *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->path[i]);
	free(f->path);
	free(f->file);
	*f = (struct folds){ 0 };
}
