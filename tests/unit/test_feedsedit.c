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

#include "conf/feedsfile.h"
#include "conf/paths.h"
#include "crowd.h"

/* A folder of its own with one file in it. */
struct world {
	char dir[64];
	struct str file;
};

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	snprintf(w->dir, sizeof(w->dir), "/tmp/broadsheet-edit.XXXXXX");
	if (!mkdtemp(w->dir))
		return -1;
	str_printf(&w->file, "%s/feeds", w->dir);
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
put(struct world *w, const char *text)
{
	assert_true(paths_write(str_z(&w->file), text, strlen(text), NULL));
}

static void
check(struct world *w, const char *text)
{
	struct str now = { 0 };

	paths_read(str_z(&w->file), &now, 1 << 20, NULL);
	assert_string_equal(str_z(&now), text);
	str_release(&now);
}

static bool
add(struct world *w, const char *section, const char *url, const char *title)
{
	struct err err = { 0 };
	bool ok = feedsfile_add(str_z(&w->file), span_of(section), span_of(url),
	    span_of(title), &err);

	assert_int_equal(ok, err.code == ERR_NONE);
	return ok;
}

static void
test_add(void **state)
{
	struct world *w = *state;

	/* No file yet. */
	assert_true(add(w, "", "https://x/1", ""));
	check(w, "https://x/1\n");
	assert_true(add(w, "World", "https://x/2", "Two \"2\""));
	check(w, "https://x/1\n\n[World]\nhttps://x/2 \"Two \\\"2\\\"\"\n");
	assert_true(add(w, "", "https://x/3", ""));
	check(w, "https://x/1\nhttps://x/3\n\n[World]\n"
	         "https://x/2 \"Two \\\"2\\\"\"\n");
}

static void
test_add_in_place(void **state)
{
	struct world *w = *state;

	/* Behind the section's last line, before the blank ones; without a
	 * line end at the file's end. */
	put(w, "[A]  # one\n\nhttps://x/1\n  # note\n\n\n[B]\nhttps://x/2");
	assert_true(add(w, "A", "https://x/3", ""));
	check(w, "[A]  # one\n\nhttps://x/1\n  # note\nhttps://x/3\n\n\n[B]\n"
	         "https://x/2");
	assert_true(add(w, "B", "https://x/4", ""));
	check(w, "[A]  # one\n\nhttps://x/1\n  # note\nhttps://x/3\n\n\n[B]\n"
	         "https://x/2\nhttps://x/4\n");
	/* Lines that cannot be read stay, too. */
	put(w, "nonsense \"\n[ A / B ] x\xff\n[A/B]\n");
	assert_true(add(w, "A/B", "https://x/1", ""));
	check(w, "nonsense \"\n[ A / B ] x\xff\n[A/B]\nhttps://x/1\n");
}

static void
test_line_ends(void **state)
{
	struct world *w = *state;

	put(w, "\xef\xbb\xbf[A]\r\nhttps://x/1 T # c\r\n");
	assert_true(add(w, "A", "https://x/2", ""));
	check(w, "\xef\xbb\xbf[A]\r\nhttps://x/1 T # c\r\nhttps://x/2\r\n");
	assert_true(feedsfile_rename(
	    str_z(&w->file), SPAN("https://x/1"), SPAN("U"), NULL));
	check(w, "\xef\xbb\xbf[A]\r\nhttps://x/1 \"U\" # c\r\nhttps://x/2\r\n");
	/* The first line, behind the mark. */
	put(w, "\xef\xbb\xbfhttps://x/1\n");
	assert_true(
	    feedsfile_remove(str_z(&w->file), SPAN("https://x/1"), NULL));
	check(w, "\xef\xbb\xbf");
	assert_true(add(w, "", "https://x/2", ""));
	check(w, "\xef\xbb\xbfhttps://x/2\n");
	put(w, "\xef\xbb\xbf");
	assert_true(add(w, "A", "https://x/2", ""));
	check(w, "\xef\xbb\xbf[A]\nhttps://x/2\n");
}

/* Names that others chose write no lines of their own. */
static void
test_add_hostile(void **state)
{
	static const char *const urls[] = { "exec:rm", "exec", "", "[B]",
		"javascript:x", "every=1h", "# x", "https://x/\n[B]" };
	static const char *const sections[] = { "A]", "A\nexec x", "/", "A//B",
		" A", "A\x1b", "\xff" };
	struct world *w = *state;
	struct str longer = { 0 };

	put(w, "[A]\n");
	for (size_t i = 0; i < sizeof(urls) / sizeof(*urls) - 1; i++)
		assert_false(add(w, "A", urls[i], ""));
	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		assert_false(add(w, sections[i], "https://x/", ""));
	check(w, "[A]\n");
	assert_true(add(w, "A", "https://x/\n[B]", ""));
	check(w, "[A]\n\"https://x/ [B]\"\n");
	put(w, "[A]\n");
	assert_true(add(w, "A", "https://x/", "every=1h\nexec \"x\x1b\xff"));
	check(w, "[A]\nhttps://x/ \"every=1h exec \\\"x\xef\xbf\xbd\"\n");
	str_fill(&longer, 'x', 1 << 20);
	put(w, "");
	assert_true(add(w, "", "https://x/", str_z(&longer)));
	assert_false(add(w, str_z(&longer), "https://x/", ""));
	str_release(&longer);
}

/* A saved search is a line of its own kind, whatever its words are. */
static void
test_add_search(void **state)
{
	struct world *w = *state;

	put(w, "");
	assert_true(add(w, "", "search:tea \"side by side\"", "Tea"));
	check(w, "search \"tea \\\"side by side\\\"\" \"Tea\"\n");
	put(w, "");
	assert_true(add(w, "", "search:every=1h", ""));
	check(w, "search \"every=1h\"\n");
	put(w, "");
	assert_false(add(w, "", "search:", "Nothing"));
	assert_false(add(w, "", "search:a\nexec \"b\"", "Two"));
	check(w, "");
}

static void
test_remove(void **state)
{
	struct world *w = *state;
	struct err err = { 0 };

	put(w, "# a\nhttps://x/1 T\n\n[A]\n  https://X/1\nhttps://x/12\n"
	       "exec \"c d\" T\n");
	assert_true(
	    feedsfile_remove(str_z(&w->file), SPAN("https://x/1"), &err));
	check(w, "# a\n\n[A]\nhttps://x/12\nexec \"c d\" T\n");
	assert_true(feedsfile_remove(str_z(&w->file), SPAN("exec:c d"), &err));
	check(w, "# a\n\n[A]\nhttps://x/12\n");
	assert_false(
	    feedsfile_remove(str_z(&w->file), SPAN("https://x/1"), &err));
	assert_int_equal(err.code, ERR_GONE);
	check(w, "# a\n\n[A]\nhttps://x/12\n");
}

static void
rename_to(
    struct world *w, const char *before, const char *title, const char *after)
{
	put(w, before);
	assert_true(feedsfile_rename(
	    str_z(&w->file), SPAN("https://x/1"), span_of(title), NULL));
	check(w, after);
}

/* What was taken away comes back as it was, to the byte. */
static void
test_put_back(void **state)
{
	static const char *const files[] = {
		"https://x/1 \"One\" every=2h # why\n",
		"\n# top\nhttps://x/1\n\n[A]\nhttps://x/2\n",
		"[A] # a\n\n# first\nhttps://x/1\tT # c\n# last\n\n[B]\n",
		"[A]\nhttps://x/1\n\n[B]\n# b\nhttps://x/1 B\nhttps://x/2\n",
		"[A]\r\nhttps://x/2\r\nhttps://x/1\r\n",
		"[A]\nhttps://x/2\nhttps://x/1",
		"\xef\xbb\xbfhttps://x/1\nhttps://x/2\n",
		"[A]\n\nhttps://x/2\n\nhttps://x/1\n\nhttps://x/3\n",
		"https://x/1\nhttps://x/1 twice\n",
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		struct str taken = { 0 };
		struct err err = { 0 };

		put(w, files[i]);
		assert_true(feedsfile_take(
		    str_z(&w->file), SPAN("https://x/1"), &taken, &err));
		assert_true(feedsfile_put_back(
		    str_z(&w->file), str_span(&taken), &err));
		if (i + 1 < sizeof(files) / sizeof(*files))
			check(w, files[i]);
		else /* a section has a feed once */
			check(w, "https://x/1\n");
		/* Once more changes nothing. */
		assert_true(feedsfile_put_back(
		    str_z(&w->file), str_span(&taken), &err));
		str_release(&taken);
	}
}

/* The file was edited meanwhile. */
static void
test_put_back_changed(void **state)
{
	struct world *w = *state;
	struct str taken = { 0 };
	struct err err = { 0 };

	put(w, "[A]\nhttps://x/2\nhttps://x/1 One\n\n[B]\nhttps://x/3\n");
	assert_true(
	    feedsfile_take(str_z(&w->file), SPAN("https://x/1"), &taken, &err));
	/* The line before has gone: the end of its section. */
	put(w, "[B]\nhttps://x/2\n\n[A]\n# a\nhttps://x/4\n");
	assert_true(
	    feedsfile_put_back(str_z(&w->file), str_span(&taken), &err));
	check(w, "[B]\nhttps://x/2\n\n[A]\n# a\nhttps://x/4\n"
	         "https://x/1 One\n");
	/* The section has gone. */
	put(w, "https://x/4");
	assert_true(
	    feedsfile_put_back(str_z(&w->file), str_span(&taken), &err));
	check(w, "https://x/4\n[A]\nhttps://x/1 One\n");
	/* A damaged journal. */
	assert_false(
	    feedsfile_put_back(str_z(&w->file), SPAN("line\t1"), &err));
	str_release(&taken);
}

static void
test_rename(void **state)
{
	struct world *w = *state;

	rename_to(w, "https://x/1\n", "T", "https://x/1 \"T\"\n");
	rename_to(w, "https://x/1", "T", "https://x/1 \"T\"");
	rename_to(w, " https://x/1  \"Old one\"  every=1h # c\n", "T",
	    " https://x/1  \"T\"  every=1h # c\n");
	rename_to(w, "https://x/1 every=1h\t\"Old\" tags=a\n", "T u",
	    "https://x/1 every=1h\t\"T u\" tags=a\n");
	/* The options on both sides of a title outlive it. */
	rename_to(w, "https://x/1 every=1h \"Old\" tags=a # c\n", "",
	    "https://x/1 every=1h tags=a # c\n");
	rename_to(
	    w, "https://x/1 every=1h # c\n", "", "https://x/1 every=1h # c\n");
	rename_to(w, "https://x/1 every=1h # c\n", "a\"b\\c",
	    "https://x/1 \"a\\\"b\\\\c\" every=1h # c\n");
	/* In every place, and nowhere else. */
	rename_to(w, "https://x/1\n[A]\nhttps://x/1 T\nhttps://x/2 T\n", "U",
	    "https://x/1 \"U\"\n[A]\nhttps://x/1 \"U\"\nhttps://x/2 T\n");
}

static void
test_move(void **state)
{
	struct world *w = *state;
	struct err err = { 0 };

	put(w, "  https://x/1 T # c\n\"https://x/1\"\nexec \"a\" T\n");
	assert_true(feedsfile_move(str_z(&w->file), SPAN("https://x/1"),
	    SPAN("https://y/?a=b"), &err));
	check(w, "  https://y/?a=b T # c\nhttps://y/?a=b\nexec \"a\" T\n");
	/* A redirect leads to the web or nowhere. */
	assert_false(feedsfile_move(str_z(&w->file), SPAN("https://y/?a=b"),
	    SPAN("file:///etc/passwd"), &err));
	assert_false(feedsfile_move(
	    str_z(&w->file), SPAN("https://y/?a=b"), SPAN("exec"), &err));
	assert_false(feedsfile_move(
	    str_z(&w->file), SPAN("exec:a"), SPAN("https://y/"), &err));
	check(w, "  https://y/?a=b T # c\nhttps://y/?a=b\nexec \"a\" T\n");
}

static void
test_file_kept(void **state)
{
	struct world *w = *state;
	struct str link = { 0 };
	struct stat st;

	/* The mode, and a symbolic link to the file. */
	put(w, "[A]\n");
	assert_int_equal(chmod(str_z(&w->file), 0640), 0);
	str_printf(&link, "%s/link", w->dir);
	assert_int_equal(symlink("feeds", str_z(&link)), 0);
	assert_true(feedsfile_add(
	    str_z(&link), SPAN("A"), SPAN("https://x/"), SPAN(""), NULL));
	check(w, "[A]\nhttps://x/\n");
	assert_int_equal(lstat(str_z(&link), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat(str_z(&w->file), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	unlink(str_z(&link));
	/* One to a file that is not there yet, through another. */
	assert_int_equal(unlink(str_z(&w->file)), 0);
	assert_int_equal(symlink("feeds", str_z(&link)), 0);
	str_addz(&link, "er");
	assert_int_equal(symlink("link", str_z(&link)), 0);
	assert_true(feedsfile_add(
	    str_z(&link), SPAN(""), SPAN("https://y/"), SPAN(""), NULL));
	check(w, "https://y/\n");
	assert_int_equal(lstat(str_z(&link), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	unlink(str_z(&link));
	str_cut(&link, link.n - 2);
	assert_int_equal(lstat(str_z(&link), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	unlink(str_z(&link));
	str_release(&link);
}

enum { CROWD = 6, LINES = 15 };

static bool
add_lines(int i, void *data)
{
	struct world *w = data;
	struct err err = { 0 };
	char url[60];

	for (int k = 0; k < LINES; k++) {
		snprintf(url, sizeof(url), "https://%d.example/%d", i, k);
		if (!feedsfile_add(str_z(&w->file), SPAN("All"), span_of(url),
		        SPAN(""), &err)) {
			fprintf(stderr, "%s\n", err.text);
			return false;
		}
	}
	return true;
}

/* Several programs that add feeds at the same moment lose none. */
static void
test_crowd(void **state)
{
	struct world *w = *state;
	struct str text = { 0 };
	size_t lines = 0;

	put(w, "[All]\n");
	assert_int_equal(crowd_run(CROWD, add_lines, w), 0);
	assert_true(paths_read(str_z(&w->file), &text, 1 << 20, NULL));
	for (size_t i = 0; i < text.n; i++)
		lines += text.s[i] == '\n';
	assert_int_equal(lines, 1 + CROWD * LINES);
	str_release(&text);
}

static void
test_create(void **state)
{
	struct world *w = *state;
	struct str example = { 0 };

	str_printf(&example, "%s/example", w->dir);
	assert_true(paths_write(str_z(&example), "# eg\n", 5, NULL));
	assert_true(feedsfile_create(str_z(&w->file), str_z(&example), NULL));
	check(w, "# eg\n");
	put(w, "mine\n");
	assert_true(feedsfile_create(str_z(&w->file), str_z(&example), NULL));
	check(w, "mine\n");
	unlink(str_z(&example));
	unlink(str_z(&w->file));
	assert_true(feedsfile_create(str_z(&w->file), str_z(&example), NULL));
	check(w, "");
	str_release(&example);
}

static void
test_pause(void **state)
{
	struct world *w = *state;
	const char *path = str_z(&w->file);
	struct span url = SPAN("https://a.org/x");

	put(w, "[One]\nhttps://a.org/x  \"My A\" every=2h # mine\n"
	       "https://b.org/ paused=yes\n");
	assert_true(feedsfile_switch(path, url, OPT_PAUSED, true, NULL));
	check(w, "[One]\nhttps://a.org/x  \"My A\" every=2h paused=yes # mine\n"
	         "https://b.org/ paused=yes\n");
	assert_true(feedsfile_switch(path, url, OPT_PAUSED, false, NULL));
	check(w, "[One]\nhttps://a.org/x  \"My A\" every=2h # mine\n"
	         "https://b.org/ paused=yes\n");
	assert_false(feedsfile_switch(
	    path, SPAN("https://c.org/"), OPT_PAUSED, true, NULL));
	/* Each switch for itself. */
	assert_true(feedsfile_switch(path, url, OPT_MUTED, true, NULL));
	assert_true(feedsfile_switch(path, url, OPT_PAUSED, true, NULL));
	check(w, "[One]\nhttps://a.org/x  \"My A\" every=2h muted=yes "
	         "paused=yes # mine\nhttps://b.org/ paused=yes\n");
	assert_true(feedsfile_switch(path, url, OPT_MUTED, false, NULL));
	check(w, "[One]\nhttps://a.org/x  \"My A\" every=2h paused=yes "
	         "# mine\nhttps://b.org/ paused=yes\n");
}

/* A section that is paused as a whole is gainsaid. */
static void
test_pause_in_section(void **state)
{
	struct world *w = *state;
	const char *path = str_z(&w->file);
	struct span url = SPAN("https://a.org/x");

	put(w, "[Two] paused=yes\n[Two/Deep]\nhttps://a.org/x paused=yes A\n");
	assert_true(feedsfile_switch(path, url, OPT_PAUSED, false, NULL));
	check(w, "[Two] paused=yes\n[Two/Deep]\nhttps://a.org/x paused=no A\n");
	assert_true(feedsfile_switch(path, url, OPT_PAUSED, true, NULL));
	check(
	    w, "[Two] paused=yes\n[Two/Deep]\nhttps://a.org/x paused=yes A\n");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_add),
		TEST(test_add_in_place),
		TEST(test_line_ends),
		TEST(test_add_hostile),
		TEST(test_add_search),
		TEST(test_remove),
		TEST(test_put_back),
		TEST(test_put_back_changed),
		TEST(test_rename),
		TEST(test_move),
		TEST(test_pause),
		TEST(test_pause_in_section),
		TEST(test_file_kept),
		TEST(test_crowd),
		TEST(test_create),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
