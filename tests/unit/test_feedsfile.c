#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "conf/feedsfile.h"

/* Reads text as /d/feeds. */
static void
read_text(struct feedsfile *f, struct span text)
{
	feedsfile_read(f, "/d/feeds", NULL, text);
}

static void
test_plain(void **state)
{
	struct feedsfile f;

	(void)state;
	read_text(
	    &f, SPAN("# mine\n"
	             "every=2h full-text=never\n"
	             "https://a.example/top\n"
	             "\n"
	             "[World]\n"
	             "https://a.example/x.xml \"A, the paper\" every=15m\n"
	             "[World/Asia/South Asia] full-text=always # all\n"
	             "\thttps://B.example/x   tags=\"bangla,economy\"\r\n"
	             "[World/Asia]\n"
	             "every=30m\n"
	             "https://c.example/"));
	assert_int_equal(f.complaints.n, 0);
	assert_int_equal(f.sections, 3);
	assert_int_equal(f.subs, 4);
	assert_int_equal(f.sub[0].section, -1);
	assert_int_equal(f.sub[0].line, 3);
	assert_int_equal(conf_int(&f.sub[0].options, OPT_EVERY), 7200);
	assert_true(span_is(f.sub[1].title, "A, the paper"));
	assert_int_equal(conf_int(&f.sub[1].options, OPT_EVERY), 900);
	assert_int_equal(conf_choice(&f.sub[1].options, OPT_FULL_TEXT), 2);
	/* Options go down the tree, also from a section named later. */
	assert_true(span_is(f.sub[2].url, "https://b.example/x"));
	assert_int_equal(conf_choice(&f.sub[2].options, OPT_FULL_TEXT), 1);
	assert_int_equal(conf_int(&f.sub[2].options, OPT_EVERY), 1800);
	assert_string_equal(
	    conf_string(&f.sub[2].options, OPT_TAGS), "bangla,economy");
	assert_int_equal(f.sub[3].line, 11);
	feedsfile_release(&f);
}

/* How a server is asked, for a section and below it. */
static void
test_asking(void **state)
{
	struct feedsfile f;
	struct str headers = { 0 };

	(void)state;
	read_text(&f,
	    SPAN("[Office] proxy=socks5://127.0.0.1:1080 header=\"X-A: a b\"\n"
	         "tls-ca=/etc/office.pem header=X-B:1\n"
	         "[Office/Lab]\n"
	         "https://a.example/ header=\"X-C: 1\" proxy=none "
	         "credentials=\"exec pass show lab\" host-connections=6\n"
	         "https://b.example/ proxy=gopher://x tls-ca=office.pem\n"));
	assert_int_equal(f.subs, 2);
	conf_list(&f.sub[0].options, OPT_HEADER, &headers);
	assert_string_equal(str_z(&headers), "X-A: a b\nX-B:1\nX-C: 1");
	assert_string_equal(conf_string(&f.sub[0].options, OPT_PROXY), "none");
	assert_string_equal(
	    conf_string(&f.sub[0].options, OPT_TLS_CA), "/etc/office.pem");
	assert_string_equal(conf_string(&f.sub[0].options, OPT_CREDENTIALS),
	    "exec pass show lab");
	assert_int_equal(conf_int(&f.sub[0].options, OPT_HOST_CONNECTIONS), 6);
	assert_int_equal(f.complaints.n, 2);
	str_release(&headers);
	feedsfile_release(&f);
}

/* How many complaints there are about a file of that mode. */
static size_t
complaints_of(const char *text, mode_t mode)
{
	char name[] = "/tmp/broadsheet-feeds-XXXXXX";
	struct feedsfile f;
	struct err err;
	size_t n;
	int fd = mkstemp(name);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
	assert_true(feedsfile_load(&f, name, NULL, &err));
	n = f.complaints.n;
	feedsfile_release(&f);
	unlink(name);
	return n;
}

/* A password in a file that others can read. */
static void
test_secrets(void **state)
{
	static const char *const secret[] = {
		"https://a.example/\nhttps://me:word@b.example/\n",
		"proxy=http://me:word@p.example\nhttps://a.example/\n",
		"[World] header=\"Authorization: Bearer x\"\n",
		"https://a.example/ header=X-Api-Key:1\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++) {
		assert_int_equal(complaints_of(secret[i], 0644), 1);
		assert_int_equal(complaints_of(secret[i], 0640), 1);
		assert_int_equal(complaints_of(secret[i], 0600), 0);
	}
	assert_int_equal(complaints_of("https://me@b.example/\n"
	                               "[World] header=\"Accept: a/b\" "
	                               "proxy=http://p.example\n",
	                     0644),
	    0);
}

static void
test_sections(void **state)
{
	struct feedsfile f;
	int i;

	(void)state;
	read_text(&f, SPAN("[ World / Asia ]\n"
	                   "[AC\\/DC]\n"
	                   "[World/Asia]\n"));
	assert_int_equal(f.complaints.n, 0);
	assert_int_equal(f.sections, 3);
	i = feedsfile_section(&f, SPAN("World/Asia"));
	assert_true(i >= 0);
	assert_int_equal(f.section[i].depth, 1);
	assert_int_equal(f.section[i].line, 1);
	assert_true(span_is(f.section[i].name, "Asia"));
	assert_true(span_is(f.section[f.section[i].parent].path, "World"));
	assert_int_equal(f.section[f.section[i].parent].line, 0);
	i = feedsfile_section(&f, SPAN("AC\\/DC"));
	assert_true(i >= 0);
	assert_true(span_is(f.section[i].name, "AC/DC"));
	assert_int_equal(f.section[i].parent, -1);
	assert_int_equal(feedsfile_section(&f, SPAN("Asia")), -1);
	feedsfile_release(&f);
}

static void
test_sources(void **state)
{
	struct feedsfile f;

	(void)state;
	setenv("HOME", "/home/me", 1);
	read_text(
	    &f, SPAN("./a b.xml\n"
	             "\"./a b.xml\" Title\n"
	             "../up.xml\n"
	             "~/x.xml\n"
	             "/abs/x.xml\n"
	             "file:///abs/./y.xml\n"
	             "exec \"make-feed --lang en\" \"Made here\" every=1d\n"
	             "search \"reuters unread newer:3d\" \"Reuters\"\n"));
	assert_int_equal(f.subs, 8);
	/* Without quotes the second word is a title. */
	assert_int_equal(f.complaints.n, 0);
	assert_true(span_is(f.sub[0].url, "file:///d/a"));
	assert_true(span_is(f.sub[1].url, "file:///d/a%20b.xml"));
	assert_int_equal(f.sub[1].source, SOURCE_FILE);
	assert_true(span_is(f.sub[2].url, "file:///up.xml"));
	assert_true(span_is(f.sub[3].url, "file:///home/me/x.xml"));
	assert_true(span_is(f.sub[4].url, "file:///abs/x.xml"));
	assert_true(span_is(f.sub[5].url, "file:///abs/y.xml"));
	assert_int_equal(f.sub[6].source, SOURCE_EXEC);
	assert_true(span_is(f.sub[6].url, "exec:make-feed --lang en"));
	assert_true(span_is(f.sub[6].command, "make-feed --lang en"));
	assert_true(span_is(f.sub[6].title, "Made here"));
	assert_int_equal(conf_int(&f.sub[6].options, OPT_EVERY), 86400);
	assert_int_equal(f.sub[7].source, SOURCE_SEARCH);
	assert_true(span_is(f.sub[7].command, "reuters unread newer:3d"));
	feedsfile_release(&f);
}

/* Each line alone, and what is said of it; and how many feeds it gives. */
static const struct {
	const char *line, *said;
	size_t subs;
} faults[] = {
	{ "https://x/ evry=15m",
	    "1:12: no option is called \"evry\"; did you mean \"every\"?", 1 },
	{ "https://x/ Full_Text=always",
	    "1:12: no option is called \"Full_Text\"; did you mean "
	    "\"full-text\"?",
	    1 },
	{ "https://x/ zzzzzzzzzz=1",
	    "1:12: no option of a feed is called \"zzzzzzzzzz\"; write a title "
	    "with \"=\" in quotes",
	    1 },
	{ "https://x/ every=soon",
	    "1:12: every is a time such as 15m, 1h or 2d, not \"soon\"", 1 },
	{ "https://x/ every=1s", "1:12: every is between 1m and 365d, not 1s",
	    1 },
	{ "https://x/ max-size=2g",
	    "1:12: max-size is between 1k and 1g, not 2g", 1 },
	{ "https://x/ full-text=maybe",
	    "1:12: full-text is one of auto|always|never, not \"maybe\"", 1 },
	{ "https://x/ theme=dark",
	    "1:12: theme is set for all feeds together, in the config file",
	    1 },
	{ "https://x/ \"tag\" \"~Title\"",
	    "1:18: there is a title already; tags are written tags=\"a,b\"",
	    1 },
	{ "example.org/feed",
	    "1:1: \"example.org/feed\" is no address; did you mean "
	    "https://example.org/feed?",
	    0 },
	{ "feed:https://x/a",
	    "1:1: \"feed:https://x/a\" is no address; did you mean "
	    "https://x/a?",
	    0 },
	{ "feed://x.org/a",
	    "1:1: \"feed://x.org/a\" is no address; did you mean "
	    "https://x.org/a?",
	    0 },
	{ "https:/x.org/a",
	    "1:1: \"https:/x.org/a\" is no address; did you mean "
	    "https://x.org/a?",
	    0 },
	{ "javascript:alert(a.b)",
	    "1:1: \"javascript:alert(a.b)\" is no feed; write an http or https "
	    "address, a path (./name), exec, search or opml",
	    0 },
	{ "ftp://x.org/a",
	    "1:1: \"ftp://x.org/a\" is no feed; write an http or https "
	    "address, a path (./name), exec, search or opml",
	    0 },
	{ "file://host/a",
	    "1:1: \"file://host/a\" is no feed; write an http or https "
	    "address, a path (./name), exec, search or opml",
	    0 },
	{ "http://[::1",
	    "1:1: \"http://[::1\" is no feed; write an http or https address, "
	    "a path (./name), exec, search or opml",
	    0 },
	{ "https://\\/x",
	    "1:1: \"https://\\/x\" is no feed; write an http or https address, "
	    "a path (./name), exec, search or opml",
	    0 },
	{ "\"\"",
	    "1:1: \"\" is no feed; write an http or https address, a path "
	    "(./name), exec, search or opml",
	    0 },
	{ "\"exec:ls -l\"", "1:1: write a command as: exec \"ls -l\" \"Title\"",
	    0 },
	{ "\"query:x:unread = \\\"yes\\\"\"",
	    "1:1: write a saved search as: search \"words\" \"Title\"", 0 },
	{ "\"filter:a:https://x.org/\"",
	    "1:1: filters are not known; write a command as: exec \"command\" "
	    "\"Title\"",
	    0 },
	{ "exec", "1:1: a command is missing: exec \"command\" \"Title\"", 0 },
	{ "exec \" \"", "1:1: a command is missing: exec \"command\" \"Title\"",
	    0 },
	{ "exec every=1h",
	    "1:1: a command is missing: exec \"command\" \"Title\"", 0 },
	{ "exec \"a \\\"b\" T", "1:6: the quote is not closed; add \"", 0 },
	{ "exec make --x y",
	    "1:15: write the command with its words in one pair of quotes: "
	    "exec \"command words\" \"Title\"",
	    1 },
	{ "search",
	    "1:1: the words to search for are missing: search \"words\" "
	    "\"Title\"",
	    0 },
	{ "[World", "1:1: the section's name does not end; add \"]\"", 0 },
	{ "[]",
	    "1:1: a section without a name; write \"\\/\" for a slash in one",
	    0 },
	{ "[a//b]",
	    "1:1: a section without a name; write \"\\/\" for a slash in one",
	    0 },
	{ "  [a] b", "1:7: \"b\" is no option; options are written NAME=VALUE",
	    0 },
	{ "[a\x1b[2Jb]", "1:3: a control character; remove it", 0 },
	{ "[a\xff]", "1:1: the line is not UTF-8; save the file as UTF-8", 0 },
	{ "https://x/ \"T", "1:12: the quote is not closed; add \"", 0 },
	{ "https://x/\x01", "1:11: a control character; remove it", 0 },
	{ "[1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/g/h]",
	    "1:1: sections are at most 16 deep", 0 },
};

static void
test_faults(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		struct feedsfile f;
		struct str want = { 0 };
		const char *said;

		read_text(&f, span_of(faults[i].line));
		str_printf(&want, "/d/feeds:%s", faults[i].said);
		said = f.complaints.n ? f.complaints.item[0].text : "";
		if (f.complaints.n != 1 || strcmp(said, str_z(&want)) != 0 ||
		    f.subs != faults[i].subs) {
			print_error("%s: %zu feeds: %s\n", faults[i].line,
			    f.subs, said);
			wrong++;
		}
		str_release(&want);
		feedsfile_release(&f);
	}
	assert_int_equal(wrong, 0);
}

static void
test_newsboat_title(void **state)
{
	struct feedsfile f;

	(void)state;
	read_text(&f, SPAN("https://x/ \"~Their Title\"\n"));
	assert_int_equal(f.complaints.n, 0);
	assert_true(span_is(f.sub[0].title, "Their Title"));
	feedsfile_release(&f);
}

/* What is right counts, whatever stands around it. */
static void
test_hostile(void **state)
{
	struct str text = { 0 };
	struct feedsfile f;

	(void)state;
	str_lit(&text, "\xef\xbb\xbf[One]\r\nhttps://x/1\r\n");
	str_addn(&text, "https://x/\0\n", 12);
	str_fill(&text, 'y', 1 << 20);
	str_lit(&text, "\n\xff\xfe\nhttps://x/2");
	read_text(&f, str_span(&text));
	assert_int_equal(f.sections, 1);
	assert_true(span_is(f.section[0].path, "One"));
	assert_int_equal(f.subs, 2);
	assert_true(span_is(f.sub[1].url, "https://x/2"));
	assert_int_equal(f.complaints.n, 3);
	assert_int_equal(f.complaints.item[0].line, 3);
	assert_int_equal(f.complaints.item[1].line, 4);
	assert_int_equal(f.complaints.item[2].line, 5);
	feedsfile_release(&f);
	read_text(&f, span_n(NULL, 0));
	assert_int_equal(f.subs, 0);
	feedsfile_release(&f);
	str_release(&text);
}

static void
test_doubles(void **state)
{
	struct feedsfile f;

	(void)state;
	read_text(&f, SPAN("[A]\nhttps://x/1\nhttps://X/1 T\n"
	                   "evry=1h\n[B]\nhttps://x/1\n"));
	assert_int_equal(f.complaints.n, 2);
	assert_string_equal(f.complaints.item[0].text,
	    "/d/feeds:3:1: this feed stands in line 2 already; remove one of "
	    "them");
	/* In the order of the lines. */
	assert_int_equal(f.complaints.item[1].line, 4);
	feedsfile_release(&f);
}

static void
test_limits(void **state)
{
	struct str text = { 0 };
	struct feedsfile f;

	(void)state;
	for (int i = 0; i < SECTIONS_MAX + 5; i++)
		str_printf(&text, "[s%d]\n", i);
	read_text(&f, str_span(&text));
	assert_int_equal(f.sections, SECTIONS_MAX);
	assert_int_equal(f.complaints.n, 5);
	feedsfile_release(&f);
	/* Many lines of the last of many sections: found at once, or this
	 * takes minutes. */
	str_clear(&text);
	for (int i = 0; i < SECTIONS_MAX; i++)
		str_printf(&text, "[s%04d]\n", i);
	for (int i = 0; i < 400000; i++)
		str_printf(&text, "[s%04d]\n", SECTIONS_MAX - 1);
	read_text(&f, str_span(&text));
	assert_int_equal(f.complaints.n, 0);
	feedsfile_release(&f);
	str_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_asking),
		cmocka_unit_test(test_secrets),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_sources),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_newsboat_title),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_doubles),
		cmocka_unit_test(test_limits),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
