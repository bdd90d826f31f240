/*
 * test_news: how news come to a reader that is open: asked for, failing, by a
 * feed that is added or imported, and with the whole text of a page.
 */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

enum { PORT_LINE = 256 };

/* A web server for the folder "site" of the scene. */
static struct {
	pid_t pid;
	char url[64];
} server;

static void
serve(struct scene *s, int out)
{
	char site[512];

	snprintf(site, sizeof(site), "%s/site", s->dir);
	dup2(out, STDOUT_FILENO);
	if (!freopen("/dev/null", "w", stderr) || chdir(site) != 0)
		_exit(126);
	execlp("python3", "python3", "-u", "-m", "http.server", "--bind",
	    "127.0.0.1", "0", (char *)NULL);
	_exit(127);
}

/* False when there is no python3. */
static bool
start_server(struct scene *s)
{
	char line[PORT_LINE];
	int fd[2], port = 0;
	FILE *f;

	assert_int_equal(pipe(fd), 0);
	server.pid = fork();
	assert_true(server.pid >= 0);
	if (server.pid == 0)
		serve(s, fd[1]);
	close(fd[1]);
	f = fdopen(fd[0], "r");
	assert_non_null(f);
	/* "Serving HTTP on 127.0.0.1 port 34567 (http://…" */
	if (!fgets(line, sizeof(line), f) || !strstr(line, " port ") ||
	    sscanf(strstr(line, " port "), " port %d", &port) != 1)
		port = 0;
	fclose(f);
	snprintf(server.url, sizeof(server.url), "http://127.0.0.1:%d", port);
	return port != 0;
}

static int
teardown(void **state)
{
	if (server.pid > 0) {
		kill(server.pid, SIGKILL);
		waitpid(server.pid, NULL, 0);
	}
	server.pid = 0;
	return scene_teardown(state);
}

static const char head[] =
    "<rss version='2.0'><channel><title>The Paper</title>"
    "<link>http://paper.example/</link>";
static const char tail[] = "</channel></rss>";
#define ITEM(number, hour)                                               \
	"<item><guid isPermaLink='false'>" number                        \
	"</guid><title>Story " number                                    \
	"</title><pubDate>Mon, 02 Nov 2026 " hour ":00:00 GMT</pubDate>" \
	"<description>Text of " number ".</description></item>"

static void
write_paper(struct scene *s, const char *path, const char *items)
{
	char text[8192];

	snprintf(text, sizeof(text), "%s%s%s", head, items, tail);
	scene_write(s, path, text);
}

/* News come above: the story under the cursor stays there. */
static void
test_refresh(void **state)
{
	struct scene *s = *state;
	struct term *t;

	scene_write(s, "config/broadsheet/feeds", "[Near]\n./paper.xml\n");
	write_paper(s, "config/broadsheet/paper.xml",
	    ITEM("two", "02") ITEM("one", "01"));
	t = scene_start(s, 80, 24, NULL);
	term_expect_text(t, "The Paper");
	term_keys(t, "<Enter>");
	term_expect_text(t, "2 unread");
	term_keys(t, "j");
	scene_expect_chosen(t, "Story one");
	write_paper(s, "config/broadsheet/paper.xml",
	    ITEM("three", "03") ITEM("two", "02") ITEM("one", "01"));
	term_keys(t, "R");
	term_expect_text(t, "Story three");
	term_expect_text(t, "3 unread");
	scene_expect_chosen(t, "Story one");
}

/* A feed that fails says so in place, and the others are read. */
static void
test_failing(void **state)
{
	struct scene *s = *state;
	struct term *t;

	scene_write(s, "config/broadsheet/feeds",
	    "[Near]\n./paper.xml\n./none.xml \"Lost Paper\"\n");
	write_paper(s, "config/broadsheet/paper.xml", ITEM("one", "01"));
	t = scene_start(s, 120, 24, NULL);
	term_expect_text(t, "Lost Paper");
	term_expect_text(t, "The Paper");
	term_expect_text(t, "! ");
	term_keys(t, "M");
	term_expect_text(t, "Feeds that fail");
	scene_expect_chosen(t, "Lost Paper");
	term_keys(t, "q");
	scene_expect_chosen(t, "Front page");
}

/* Without a network that is said, and not that all was refreshed. */
static void
test_no_network(void **state)
{
	struct scene *s = *state;
	struct term *t;

	scene_write(s, "config/broadsheet/config", "set refresh no\n");
	scene_write(s, "config/broadsheet/feeds",
	    "timeout=5s\nhttp://one.invalid/\nhttp://two.invalid/\n"
	    "http://three.invalid/\n");
	t = scene_start(s, 120, 24, NULL);
	term_expect_text(t, "three.invalid");
	term_keys(t, "R");
	term_expect_text(t, "no server can be reached: is the network up?");
}

/* By the address of its site; it is asked at once. */
static void
test_add(void **state)
{
	struct scene *s = *state;
	char path[512], line[512], *out = NULL;
	struct term *t;

	scene_write(s, "site/index.html",
	    "<!DOCTYPE html><title>Paper</title><link rel=alternate "
	    "type='application/rss+xml' href='news.xml'><p>Welcome.");
	write_paper(s, "site/news.xml", ITEM("one", "01"));
	scene_write(s, "config/broadsheet/feeds", "# mine\n[Near]\n");
	if (!start_server(s))
		skip();
	t = scene_start(s, 80, 24, NULL);
	term_expect_text(t, "Near");
	term_keys(t, "a");
	term_expect_text(t, "Address of a feed or site:");
	snprintf(line, sizeof(line), "%s/<Enter>", server.url);
	term_keys(t, line);
	term_expect_text(t, "Added");
	term_expect_text(t, "The Paper");
	term_keys(t, "<Home>");
	scene_expect_chosen(t, "1");
	assert_int_equal(scene_run(s, "feeds", &out), 0);
	snprintf(path, sizeof(path), "%s/news.xml", server.url);
	term_check(t, strstr(out, path) != NULL);
	free(out);
	/* A site that is not there is a sentence, and the list stays. */
	term_keys(t, "ahttp://127.0.0.1:1/<Enter>");
	term_expect_text(t, "127.0.0.1");
	term_keys(t, "j");
	term_expect_text(t, "The Paper");
}

/* A feed of teasers whose section wants the whole text. */
static void
test_full_text(void **state)
{
	struct scene *s = *state;
	char text[4096];
	struct term *t;

	scene_write(s, "site/story.html",
	    "<!DOCTYPE html><html><head><title>Story one</title></head><body>"
	    "<nav><a href='/'>Home</a> <a href='/more'>More</a></nav>"
	    "<article><h1>Story one</h1><p>The harbour was quiet on Monday, "
	    "and the boats lay side by side until the fog had gone, which "
	    "took the whole of the morning.</p><p>Then the first of them "
	    "left, with every seat taken, and the others followed it out "
	    "into a sea that was as flat as a table.</p><p>Nobody was late "
	    "for work, they said, for nobody had gone to work, and "
	    "nobody asked them where else they had been.</p></article>"
	    "<footer>All rights reserved</footer></body></html>");
	if (!start_server(s))
		skip();
	snprintf(text, sizeof(text),
	    "<item><title>Story one</title><link>%s/story.html</link>"
	    "<description>The harbour was quiet.</description></item>",
	    server.url);
	write_paper(s, "site/news.xml", text);
	snprintf(text, sizeof(text), "[Near] full-text=always\n%s/news.xml\n",
	    server.url);
	scene_write(s, "config/broadsheet/feeds", text);
	t = scene_start(s, 80, 24, NULL);
	term_expect_text(t, "The Paper");
	term_keys(t, "<Enter>");
	scene_expect_chosen(t, "Story one");
	term_keys(t, "<Enter>");
	term_expect_text(t, "flat as a table");
	term_expect_gone(t, "All rights reserved");
	term_keys(t, "q");
	scene_expect_chosen(t, "Story one");
}

/* One who wants to be asked is told of a move once, and follows by a key. */
static void
test_move_is_asked(void **state)
{
	struct scene *s = *state;
	char text[256], *out = NULL;
	struct term *t;

	/* A folder without its slash: the server says 301. */
	write_paper(s, "site/paper/index.html", ITEM("one", "01"));
	if (!start_server(s))
		skip();
	snprintf(text, sizeof(text), "[Near]\n%s/paper\n", server.url);
	scene_write(s, "config/broadsheet/feeds", text);
	scene_write(s, "config/broadsheet/config",
	    "set follow-moves ask\nset refresh no\n");
	t = scene_start(s, 100, 24, NULL);
	term_expect_text(t, "Near");
	term_keys(t, "R");
	term_expect_text(t, "The Paper");
	term_expect_text(t, "Refreshed");
	term_keys(t, "R");
	term_expect_text(t, "1 feed has moved for good: H shows where to");
	term_keys(t, "H");
	scene_expect_chosen(t, "moved    The Paper");
	term_expect_text(t, "it has moved for good, to ");
	term_keys(t, "m");
	term_expect_text(t, "is now asked at");
	scene_expect_chosen(t, "well     The Paper");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
	assert_int_equal(scene_run(s, "feeds", &out), 0);
	assert_non_null(strstr(out, "/paper/\t"));
	free(out);
}

static void
test_import(void **state)
{
	struct scene *s = *state;
	char keys[600];
	struct term *t;

	scene_write(s, "config/broadsheet/feeds", "[Near]\n");
	scene_write(s, "list.opml",
	    "<opml version='2.0'><body><outline text='Far'>"
	    "<outline type='rss' text='Far Paper' "
	    "xmlUrl='http://127.0.0.1:1/far.xml'/></outline></body></opml>");
	t = scene_start(s, 80, 24, NULL);
	term_expect_text(t, "Near");
	snprintf(keys, sizeof(keys), "i%s/list.opml<Enter>", s->dir);
	term_keys(t, keys);
	term_expect_text(t, "Imported");
	term_expect_text(t, "Far Paper");
	term_keys(t, "i/none/at/all.opml<Enter>");
	term_expect_text(t, "import failed");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_setup, teardown)
		TEST(test_refresh),
		TEST(test_failing),
		TEST(test_no_network),
		TEST(test_add),
		TEST(test_full_text),
		TEST(test_move_is_asked),
		TEST(test_import),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("news", tests, NULL, NULL);
}
