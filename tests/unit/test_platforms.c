#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "feed/platforms.h"

static void
check(const char *url, const char *feeds)
{
	struct str out = { 0 };

	platforms_feeds(&out, span_of(url));
	if (!span_is(str_span(&out), feeds))
		print_error("%s:\n%s", url, str_z(&out));
	assert_true(span_is(str_span(&out), feeds));
	str_release(&out);
}

static void
test_platforms(void **state)
{
	static const char *const cases[][2] = {
		{ "https://www.youtube.com/channel/UCx1/videos",
		    "https://www.youtube.com/feeds/videos.xml?channel_id=UCx1"
		    "\n" },
		{ "https://m.youtube.com/playlist?si=1&list=PL-2",
		    "https://www.youtube.com/feeds/videos.xml?playlist_id=PL-2"
		    "\n" },
		/* Their page names it. */
		{ "https://www.youtube.com/@somebody", "" },
		{ "https://old.reddit.com/r/weaving/top/",
		    "https://www.reddit.com/r/weaving/.rss\n" },
		{ "https://www.reddit.com/u/ines",
		    "https://www.reddit.com/user/ines/.rss\n" },
		{ "https://github.com/ines/loom/",
		    "https://github.com/ines/loom/releases.atom\n"
		    "https://github.com/ines/loom/tags.atom\n"
		    "https://github.com/ines/loom/commits.atom\n" },
		{ "https://github.com/ines/loom/releases/tag/v1",
		    "https://github.com/ines/loom/releases.atom\n" },
		{ "https://github.com/ines/loom/commits/main",
		    "https://github.com/ines/loom/commits/main.atom\n" },
		{ "https://github.com/ines/loom/issues/4", "" },
		{ "https://github.com/ines", "https://github.com/ines.atom\n" },
		{ "https://gitlab.com/a/b",
		    "https://gitlab.com/a/b/-/releases.atom\n"
		    "https://gitlab.com/a/b/-/tags?format=atom\n"
		    "https://gitlab.com/a/b.atom\n" },
		{ "https://loom.substack.com/p/a-story",
		    "https://loom.substack.com/feed\n" },
		{ "https://loom.wordpress.com/",
		    "https://loom.wordpress.com/feed/\n" },
		{ "https://medium.com/@ines/a-story-1",
		    "https://medium.com/feed/@ines\n" },
		{ "https://bsky.app/profile/ines.example",
		    "https://bsky.app/profile/ines.example/rss\n" },
		{ "https://social.example:8443/@ines",
		    "https://social.example:8443/@ines.rss\n" },
		{ "https://lemmy.example/c/weaving",
		    "https://lemmy.example/feeds/c/weaving.xml\n" },
		{ "https://www.sub.blogspot.com",
		    "https://www.sub.blogspot.com/feeds/posts/default\n" },
		/* Others, and those who would be taken for one. */
		{ "https://example.org/news", "" },
		{ "https://notgithub.com/a/b", "" },
		{ "https://github.com.example.org/a/b", "" },
		{ "https://evilsubstack.com/", "" },
		{ "https://www.youtube.com/playlist?list=", "" },
		{ "https://social.example/@", "" },
		{ "https://github.com/", "" },
		{ "file://github.com/a/b", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(cases[i][0], cases[i][1]);
}

/* Name and password are for the server that was named, and stay out. */
static void
test_usual(void **state)
{
	struct str out = { 0 };
	size_t lines = 0;

	(void)state;
	platforms_usual(
	    &out, SPAN("https://me:secret@example.org:81/news/?page=2#x"));
	assert_true(
	    span_starts(str_span(&out), "https://example.org:81/news/feed\n"));
	assert_true(span_find(str_span(&out),
	                SPAN("\nhttps://example.org:81/feed.xml\n")) < out.n);
	assert_true(span_find(str_span(&out), SPAN("secret")) == out.n);
	for (size_t i = 0; i < out.n; i++)
		lines += out.s[i] == '\n';
	assert_true(lines < 16);
	str_clear(&out);
	platforms_usual(&out, SPAN("https://example.org"));
	assert_true(span_starts(str_span(&out), "https://example.org/feed\n"));
	str_clear(&out);
	platforms_usual(&out, SPAN("javascript:alert(1)"));
	assert_int_equal(out.n, 0);
	str_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_platforms),
		cmocka_unit_test(test_usual),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
