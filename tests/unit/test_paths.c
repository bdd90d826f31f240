#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"
#include "conf/paths.h"

struct world {
	char dir[64];
	struct str file;
};

static int
set_up(void **state)
{
	static const char *const names[] = { "XDG_CONFIG_HOME", "XDG_DATA_HOME",
		"XDG_CACHE_HOME", "XDG_STATE_HOME", "BROADSHEET_SAMPLE_DIR",
		"BROADSHEET_DATADIR" };
	struct world *w = calloc(1, sizeof(*w));

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		unsetenv(names[i]);
	setenv("HOME", "/home/me", 1);
	snprintf(w->dir, sizeof(w->dir), "/tmp/broadsheet-paths.XXXXXX");
	if (!mkdtemp(w->dir))
		return -1;
	str_printf(&w->file, "%s/a", w->dir);
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	unlink(str_z(&w->file));
	rmdir(w->dir);
	str_release(&w->file);
	free(w);
	return 0;
}

static void
test_home(void **state)
{
	struct paths p;

	(void)state;
	assert_true(paths_init(&p, NULL, NULL, false, NULL));
	assert_string_equal(p.feeds, "/home/me/.config/broadsheet/feeds");
	assert_string_equal(p.config, "/home/me/.config/broadsheet/config");
	assert_string_equal(
	    p.store, "/home/me/.local/share/broadsheet/store.db");
	assert_string_equal(p.cache_dir, "/home/me/.cache/broadsheet");
	assert_string_equal(p.log, "/home/me/.local/state/broadsheet/log");
	assert_string_equal(p.hsts, "/home/me/.local/state/broadsheet/hsts");
	assert_true(p.data_dir && *p.data_dir);
	paths_release(&p);
	assert_null(p.feeds);
	paths_release(&p);
}

static void
test_xdg(void **state)
{
	struct paths p;

	(void)state;
	setenv("XDG_CONFIG_HOME", "/c", 1);
	setenv("XDG_DATA_HOME", "/d", 1);
	setenv("XDG_CACHE_HOME", "relative/is/ignored", 1);
	setenv("XDG_STATE_HOME", "", 1);
	setenv("BROADSHEET_DATADIR", "/installed", 1);
	assert_true(paths_init(&p, NULL, NULL, false, NULL));
	assert_string_equal(p.feeds, "/c/broadsheet/feeds");
	assert_string_equal(p.store, "/d/broadsheet/store.db");
	assert_string_equal(p.cache_dir, "/home/me/.cache/broadsheet");
	assert_string_equal(p.state_dir, "/home/me/.local/state/broadsheet");
	assert_string_equal(p.data_dir, "/installed");
	paths_release(&p);
}

static void
test_given(void **state)
{
	struct world *w = *state;
	struct paths p;
	struct str want = { 0 };
	char cwd[4096];

	assert_int_equal(chdir(w->dir), 0);
	assert_non_null(getcwd(cwd, sizeof(cwd)));
	assert_true(paths_init(&p, "conf", "/s/x.db", false, NULL));
	str_printf(&want, "%s/conf/feeds", cwd);
	assert_string_equal(p.feeds, str_z(&want));
	assert_string_equal(p.store, "/s/x.db");
	paths_release(&p);
	assert_int_equal(chdir("/"), 0);
	str_release(&want);
}

static void
test_sample(void **state)
{
	struct paths p;

	(void)state;
	assert_true(paths_init(&p, NULL, NULL, true, NULL));
	assert_string_equal(
	    p.feeds, "/home/me/.cache/broadsheet/sample/config/feeds");
	paths_release(&p);
	setenv("BROADSHEET_SAMPLE_DIR", "/b", 1);
	assert_true(paths_init(&p, NULL, NULL, true, NULL));
	/* All of it, so that the person's own files are never touched. */
	assert_memory_equal(p.config_dir, "/b/", 3);
	assert_memory_equal(p.feeds, "/b/", 3);
	assert_memory_equal(p.config, "/b/", 3);
	assert_memory_equal(p.store, "/b/", 3);
	assert_memory_equal(p.cache_dir, "/b/", 3);
	assert_memory_equal(p.state_dir, "/b/", 3);
	assert_memory_equal(p.log, "/b/", 3);
	paths_release(&p);
}

static void
test_homeless(void **state)
{
	struct err err = { 0 };
	struct paths p;

	(void)state;
	unsetenv("HOME");
	assert_false(paths_init(&p, NULL, NULL, false, &err));
	assert_int_equal(err.code, ERR_USAGE);
	assert_non_null(strstr(err.text, "HOME"));
	assert_false(paths_init(&p, "/c", "/s", false, &err));
	setenv("XDG_CONFIG_HOME", "/c", 1);
	setenv("XDG_DATA_HOME", "/d", 1);
	setenv("XDG_CACHE_HOME", "/e", 1);
	setenv("XDG_STATE_HOME", "/f", 1);
	assert_true(paths_init(&p, NULL, NULL, false, &err));
	paths_release(&p);
}

static void
test_make(void **state)
{
	struct world *w = *state;
	struct str dir = { 0 }, file = { 0 };
	struct err err = { 0 };
	struct stat st;

	str_printf(&dir, "%s/x//y/", w->dir);
	assert_true(paths_make_dir(str_z(&dir), &err));
	assert_true(paths_make_dir(str_z(&dir), &err));
	assert_int_equal(stat(str_z(&dir), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	str_printf(&file, "%s/x/z/file", w->dir);
	assert_true(paths_make_for(str_z(&file), &err));
	assert_int_equal(access(str_z(&file), F_OK), -1);
	str_cut(&file, file.n - 5);
	assert_int_equal(rmdir(str_z(&file)), 0);
	/* A file stands in the way. */
	assert_true(paths_write(str_z(&file), "", 0, &err));
	str_lit(&file, "/q/r");
	assert_false(paths_make_for(str_z(&file), &err));
	str_cut(&file, file.n - 4);
	assert_false(paths_make_dir(str_z(&file), &err));
	assert_false(paths_make_dir("", &err));
	assert_true(paths_make_for("no-folder", &err));
	assert_true(paths_make_for("/root-file", &err));
	unlink(str_z(&file));
	rmdir(str_z(&dir));
	str_cut(&file, file.n - 2);
	assert_int_equal(rmdir(str_z(&file)), 0);
	str_release(&dir);
	str_release(&file);
}

static void
test_read(void **state)
{
	struct world *w = *state;
	struct str out = { 0 };
	struct err err = { 0 };
	const char *file = str_z(&w->file);

	assert_false(paths_read(file, &out, 100, &err));
	assert_int_equal(err.code, ERR_GONE);
	assert_true(paths_write(file, "a\0b", 3, &err));
	assert_true(paths_read(file, &out, 3, &err));
	assert_int_equal(out.n, 3);
	assert_memory_equal(out.s, "a\0b", 3);
	assert_false(paths_read(file, &out, 2, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	assert_false(paths_read(w->dir, &out, 100, &err));
	assert_int_equal(err.code, ERR_USAGE);
	/* A pipe that nobody writes to: an error, not a wait. */
	unlink(file);
	assert_int_equal(mkfifo(file, 0600), 0);
	assert_false(paths_read(file, &out, 100, &err));
	assert_int_equal(err.code, ERR_USAGE);
	str_release(&out);
}

static void
test_write(void **state)
{
	struct world *w = *state;
	struct err err = { 0 };
	struct str nowhere = { 0 };
	struct stat st;
	const char *file = str_z(&w->file);

	assert_true(paths_write(file, "one", 3, &err));
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, 3);
	assert_int_equal(chmod(file, 0644), 0);
	assert_true(paths_write(file, "three", 5, &err));
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	assert_int_equal(st.st_size, 5);
	str_printf(&nowhere, "%s/no/file", w->dir);
	assert_false(paths_write(str_z(&nowhere), "x", 1, &err));
	assert_int_equal(err.code, ERR_SYSTEM);
	str_release(&nowhere);
}

/* What is nobody else's to read is not read when somebody else can. */
static void
test_secret(void **state)
{
	struct world *w = *state;
	const char *file = str_z(&w->file);
	static const struct {
		mode_t mode;
		bool fine;
	} modes[] = { { 0600, true }, { 0400, true }, { 0640, false },
		{ 0604, false }, { 0610, false }, { 0644, false } };

	assert_true(paths_write(file, "word", 4, NULL));
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		struct str out = { 0 };
		struct err err = { 0 };

		chmod(file, modes[i].mode);
		assert_int_equal(
		    paths_read_secret(file, &out, 10, &err), modes[i].fine);
		assert_int_equal(out.n, modes[i].fine ? 4 : 0);
		assert_int_equal(err.code == ERR_NONE, modes[i].fine);
		str_release(&out);
	}
}

static void
test_expand(void **state)
{
	struct str out = { 0 };

	(void)state;
	paths_expand(&out, SPAN("~/a"));
	paths_expand(&out, SPAN(" /b "));
	paths_expand(&out, SPAN("~c"));
	assert_string_equal(str_z(&out), "/home/me/a /b ~c");
	str_release(&out);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_home),
		TEST(test_xdg),
		TEST(test_given),
		TEST(test_sample),
		TEST(test_homeless),
		TEST(test_make),
		TEST(test_read),
		TEST(test_secret),
		TEST(test_expand),
		TEST(test_write),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
