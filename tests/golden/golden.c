#include "config.h"

#include "golden.h"

#include <dirent.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"

struct names {
	char **v;
	size_t n, cap;
};

struct run {
	const struct golden *g;
	struct str dir;
	bool bless;
	int tests, failures;
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
list_inputs(struct names *names, const char *dir, const char *suffix)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	if (!d)
		return;
	while ((e = readdir(d)) != NULL) {
		if (!span_ends(span_of(e->d_name), suffix))
			continue;
		vec_room(&names->v, names->n, &names->cap);
		names->v[names->n++] = xstrdup(e->d_name);
	}
	closedir(d);
	if (names->n)
		qsort(names->v, names->n, sizeof(*names->v), by_name);
}

static bool
read_file(struct str *out, const char *path)
{
	FILE *f = fopen(path, "rb");
	char bytes[16384];
	size_t n;

	if (!f)
		return false;
	while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
		str_addn(out, bytes, n);
	fclose(f);
	return true;
}

static bool
write_file(const char *path, struct span t)
{
	FILE *f = fopen(path, "wb");
	bool ok = f && fwrite(t.s, 1, t.n, f) == t.n;

	if (f && fclose(f))
		ok = false;
	if (!ok)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	return ok;
}

/* The first line that is not as it was. */
static void
show_difference(struct span was, struct span is)
{
	int line = 1;

	while (was.n || is.n) {
		struct span a = span_cut(&was, '\n'), b = span_cut(&is, '\n');

		if (!span_eq(a, b)) {
			printf("# line %d\n# - %.*s\n# + %.*s\n", line,
			    SPAN_ARG(a), SPAN_ARG(b));
			return;
		}
		line++;
	}
	printf("# only the end of the last line differs\n");
}

static void
check(struct run *r, const char *name, const char *form, struct span is)
{
	size_t stem = (size_t)(strrchr(name, '.') - name);
	struct str path = { 0 }, was = { 0 };
	bool ok;

	str_printf(&path, "%s/%.*s.%s", str_z(&r->dir), (int)stem, name, form);
	if (r->bless) {
		ok = write_file(str_z(&path), is);
	} else {
		ok = read_file(&was, str_z(&path)) &&
		     span_eq(str_span(&was), is);
	}
	printf("%s %d - %.*s.%s\n", ok ? "ok" : "not ok", ++r->tests, (int)stem,
	    name, form);
	if (!ok) {
		r->failures++;
		show_difference(str_span(&was), is);
	}
	str_release(&path);
	str_release(&was);
}

static void
run_input(struct run *r, const char *name)
{
	struct str path = { 0 }, bytes = { 0 }, out = { 0 };

	str_printf(&path, "%s/%s", str_z(&r->dir), name);
	read_file(&bytes, str_z(&path));
	for (const char *const *form = r->g->forms; *form; form++) {
		str_clear(&out);
		r->g->make(&out, str_span(&bytes), *form);
		check(r, name, *form, str_span(&out));
	}
	str_release(&path);
	str_release(&bytes);
	str_release(&out);
}

int
golden_main(const struct golden *g, int argc, char **argv)
{
	struct run r = { .g = g };
	struct names names = { 0 };
	const char *top = getenv("top_srcdir");

	setlocale(LC_ALL, "C.UTF-8");
	r.bless = argc > 1 && !strcmp(argv[1], "--bless");
	str_printf(&r.dir, "%s/%s", top ? top : ".", g->dir);
	list_inputs(&names, str_z(&r.dir), g->suffix);
	if (g->other_suffix)
		list_inputs(&names, str_z(&r.dir), g->other_suffix);
	for (size_t i = 0; i < names.n; i++) {
		run_input(&r, names.v[i]);
		free(names.v[i]);
	}
	printf("1..%d\n", r.tests);
	if (!names.n)
		fprintf(stderr, "nothing in %s\n", str_z(&r.dir));
	free(names.v);
	str_release(&r.dir);
	return r.failures || !r.tests;
}
