/*
 * test_links: links and programs of the person's: what they get, word for
 * word, whatever a story says.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

/* A shell would run it, a careless program would take it for an option. */
#define TITLE "-x $(id) `id` \"q\" 'a'; rm"
#define SHOWN_TITLE " -x $(id) `id` \"q\" 'a'; rm"

static const char feed[] =
    "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>"
    "<title>--feed $(id)</title><link>https://paper.example/</link>"
    "<item><title>-x $(id) `id` &quot;q&quot; 'a'; rm</title>"
    "<link>https://paper.example/$(id)?a=1&amp;b='2'</link>"
    "<author>--author\n`id`</author>"
    "<enclosure url=\"https://paper.example/a.mp3\" length=\"1\" "
    "type=\"audio/mpeg\"/>"
    "<pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate>"
    "<description>&lt;p&gt;First a &lt;a href=\"https://one.example/\"&gt;"
    "window on the bay&lt;/a&gt;, then &lt;a "
    "href=\"https://two.example/a/very/long/way/to/say/where/it/is/that/one/"
    "goes/on/and/on/until/it/is/wider/than/the/row.html\"&gt;a "
    "door&lt;/a&gt;.&lt;/p&gt;</description></item></channel></rss>";

/* A script of the scene that writes down how many words it got, and them. */
static void
write_script(struct scene *s, const char *name, const char *text)
{
	char path[512];

	scene_write(s, name, text);
	snprintf(path, sizeof(path), "%s/%s", s->dir, name);
	chmod(path, 0700);
}

static struct term *
story(struct scene *s)
{
	char text[2048];
	struct term *t;

	scene_write(s, "paper.xml", feed);
	snprintf(text, sizeof(text), "[One] full-text=never\n%s/paper.xml\n",
	    s->dir);
	scene_write(s, "config/broadsheet/feeds", text);
	write_script(s, "got",
	    "#!/bin/sh\nprintf '%s|' \"$#\" \"$@\" >\"${0%/*}/part\"\n"
	    "mv \"${0%/*}/part\" \"${0%/*}/words\"\n");
	snprintf(text, sizeof(text),
	    "set refresh no\n"
	    "share-with notes \"%s/got --title %%t %%a %%f=%%u 100%%%%\"\n"
	    "share-with other \"%s/got\"\n"
	    "set bookmark \"%s/got %%u %%t\"\n"
	    "player audio/* \"%s/got play\"\n"
	    "set save-dir %s/saved\n",
	    s->dir, s->dir, s->dir, s->dir, s->dir);
	scene_write(s, "config/broadsheet/config", text);
	assert_int_equal(scene_run(s, "fetch", NULL), 0);
	t = scene_start(s, 80, 24, NULL);
	scene_expect_chosen(t, "Front page");
	term_keys(t, "<Enter>");
	scene_expect_chosen(t, TITLE);
	return t;
}

/* Waits for the file that a program leaves, and takes it. */
static void
expect_file(struct scene *s, struct term *t, const char *name, const char *want)
{
	char path[512], text[4096];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", s->dir, name);
	for (int i = 0; i < 200 && access(path, R_OK) != 0; i++)
		term_pause(t, 50);
	f = fopen(path, "r");
	term_check(t, f != NULL);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	unlink(path);
	assert_string_equal(text, want);
}

static void
test_hostile_words(void **state)
{
	struct scene *s = *state;
	struct term *t = story(s);

	term_keys(t, ":share notes<Enter>");
	expect_file(s, t, "words",
	    "5|--title|" SHOWN_TITLE "| --author `id`|"
	    " --feed $(id)=https://paper.example/$(id)?a=1&b='2'|100%|");
	/* Several to share with: which one is asked for. */
	term_keys(t, "S");
	term_expect_text(t, ":share");
	term_expect_text(t, "notes");
	term_keys(t, "o<Tab><Enter>");
	expect_file(s, t, "words", "1|https://paper.example/$(id)?a=1&b='2'|");
	term_keys(t, "B");
	expect_file(s, t, "words",
	    "2|https://paper.example/$(id)?a=1&b='2'|" SHOWN_TITLE "|");
	term_keys(t, "P");
	expect_file(s, t, "words", "2|play|https://paper.example/a.mp3|");
	term_keys(t, ":share nobody<Enter>");
	term_expect_text(t, "Nothing to share with is called \"nobody\"");
}

static void
test_link_list(void **state)
{
	struct scene *s = *state;
	struct term *t = story(s);
	static const char one[] = "52;c;aHR0cHM6Ly9vbmUuZXhhbXBsZS8=";
	int column, row;

	term_keys(t, "<Enter>l");
	scene_expect_chosen(t, "[1] window on the bay");
	term_expect_text(t, "https://one.example/");
	term_expect_text(t, "[3]");
	term_keys(t, "y");
	term_check(t, strcmp(term_osc(t), one) == 0);
	term_keys(t, "j");
	scene_expect_chosen(t, "[2] a door");
	/* The real cursor rests on the row, the whole address stands below. */
	term_check(t, term_find(t, "[2] a door", &column, &row));
	term_check(t, (term_cursor(t, &column, &column), column == row));
	term_expect_text(t, "wider/than/the/row.html");
	/* By number in the story, too. */
	term_keys(t, "q1y");
	term_expect_text(t, "Copied https://one.example/");
	term_keys(t, "9y");
	term_expect_text(t, "There is no link 9");
}

/* Letters on the links, which stand where the links do. */
static void
test_hints(void **state)
{
	struct scene *s = *state;
	struct term *t = story(s);
	int column = 0, row = 0;

	term_keys(t, "<Enter>");
	term_expect_text(t, "window on the bay[1]");
	term_check(t, term_find(t, "window", &column, &row));
	term_keys(t, "Y");
	term_expect_text(t, "aindow on the bay");
	term_check(t, term_cell(t, column, row).bg != TERM_DEFAULT);
	term_expect_text(t, "s door");
	term_keys(t, "a");
	term_expect_text(t, "Copied https://one.example/");
	term_expect_text(t, "window on the bay");
	/* Another key takes them away, and means nothing else. */
	term_keys(t, "Y");
	term_expect_text(t, "aindow");
	term_keys(t, "<Esc>");
	term_expect_text(t, "window on the bay");
	term_keys(t, "Yz");
	term_expect_text(t, "No link is called z");
	term_keys(t, "q");
	scene_expect_chosen(t, TITLE);
}

static void
test_pipe(void **state)
{
	struct scene *s = *state;
	struct term *t = story(s);

	write_script(s, "count",
	    "#!/bin/sh\nprintf 'got %s: %s\\n' \"$#\" \"$*\"\n"
	    "grep -c 'window on the bay'\n"
	    "printf 'tab\\tto \\033[31mred\\n'\n");
	char line[600];
	snprintf(line, sizeof(line), "|%s/count \"a b\" $(id)<Enter>", s->dir);
	term_keys(t, line);
	term_expect_text(t, "got 2: a b $(id)");
	scene_expect_chosen(t, "got 2");
	term_expect_text(t, "tab     to  [31mred");
	term_keys(t, "q");
	scene_expect_chosen(t, TITLE);
	/* The address alone; a command that fails says how. */
	term_keys(t, ":pipe-to url cat<Enter>");
	scene_expect_chosen(t, "https://paper.example/$(id)?a=1&b='2'");
	term_keys(
	    t, "q:pipe-to json sed -n s/.*content_text.*/is-json/p<Enter>");
	scene_expect_chosen(t, "is-json");
	term_keys(t, "q");
	scene_expect_chosen(t, TITLE);
	term_keys(t, ":pipe-to false<Enter>");
	term_expect_text(t, "false: exit status 1");
	term_keys(t, ":pipe-to /nonexistent/program<Enter>");
	term_expect_text(t, "cannot start /nonexistent");
	term_keys(t, ":pipe-to true<Enter>");
	term_expect_text(t, "printed nothing");
	/* What does not end is ended by Esc. */
	term_keys(t, ":pipe-to sleep 1000<Enter>");
	term_expect_text(t, "Waiting for sleep");
	term_keys(t, "<Esc>");
	term_expect_gone(t, "Waiting for sleep");
	scene_expect_chosen(t, TITLE);
}

static void
test_save(void **state)
{
	struct scene *s = *state;
	struct term *t = story(s);
	char path[512];
	struct stat st;

	term_keys(t, "w");
	term_expect_text(t, "Saved as");
	/* No folder, no hidden file, no option; and nothing is written over. */
	snprintf(path, sizeof(path), "%s/saved/x $(id) `id` -q- 'a'; rm.txt",
	    s->dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(st.st_size > 50);
	term_keys(t, "w");
	term_expect_text(t, "(2).txt");
	snprintf(path, sizeof(path), ":save %s/saved/a/b.html<Enter>", s->dir);
	term_keys(t, path);
	term_expect_text(t, "b.html");
	snprintf(path, sizeof(path), "%s/saved/a/b.html", s->dir);
	term_check(t, stat(path, &st) == 0);
	/* A number comes into the name, not into that of a folder. */
	for (int i = 0; i < 2; i++) {
		snprintf(
		    path, sizeof(path), ":save %s/saved/c.d/e<Enter>", s->dir);
		term_keys(t, path);
		term_expect_text(t, i ? "c.d/e (2)" : "c.d/e");
	}
	/* A folder leaves the name to the title. */
	snprintf(path, sizeof(path), ":save %s/saved/c.d<Enter>", s->dir);
	term_keys(t, path);
	term_expect_text(t, "c.d/x $(id)");
}

static void
test_copy_command(void **state)
{
	struct scene *s = *state;
	struct term *t;
	char text[600];

	write_script(s, "clip",
	    "#!/bin/sh\ncat >\"${0%/*}/part\"\n"
	    "mv \"${0%/*}/part\" \"${0%/*}/clipped\"\n");
	t = story(s);
	snprintf(
	    text, sizeof(text), ":set copy-command %s/clip<Enter>y", s->dir);
	term_keys(t, text);
	expect_file(s, t, "clipped", "https://paper.example/$(id)?a=1&b='2'");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_hostile_words, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_link_list, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_hints, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_pipe, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_save, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_copy_command, scene_setup, scene_teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("links", tests, NULL, NULL);
}
