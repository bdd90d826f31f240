/* A document as Markdown: what another program reads is what was meant. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "cmd/print.h"
#include "doc/blocks.h"

static void
check(const char *html, const char *want)
{
	struct blocks_ask ask = { .base = SPAN("https://example.org/") };
	struct article a = { .id = 1 };
	struct masthead head = { .title = { NULL, 0 } };
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL);
	struct str out = { 0 };

	blocks_from_html(d, html_parse(mem, span_of(html), true), &ask);
	print_markdown(&out, &a, &head, d);
	assert_string_equal(str_z(&out), want);
	str_release(&out);
	doc_free(d);
	arena_free(mem);
}

/* What was text stays text. */
static void
plain(void **state)
{
	(void)state;
	check("<p>1. one", "1\\. one\n");
	check("<p>1986) that year", "1986\\) that year\n");
	check("<p># one", "\\# one\n");
	check("<p>- one", "\\- one\n");
	check("<p>+ one<br>= two", "\\+ one\\\n\\= two\n");
	check("<p>a*b_c [x] &lt;y> `z` ~~w~~",
	    "a\\*b\\_c \\[x\\] \\<y\\> \\`z\\` \\~\\~w\\~\\~\n");
	check("<p>&amp;copy; &amp; R&amp;D", "\\&copy; & R\\&D\n");
	check("<p>2.5 and 3", "2\\.5 and 3\n");
	check("<h2>One<br>two</h2>", "## One two\n");
}

static void
styles(void **state)
{
	(void)state;
	check("<p>a <b>bold</b> <i>it</i> <b><i>both</i></b>.",
	    "a **bold** *it* ***both***.\n");
	check("<p>H<sub>2</sub>O, 10<sup>6</sup>",
	    "H<sub>2</sub>O, 10<sup>6</sup>\n");
	check("<p><code>a`b</code> or <code>`</code>", "``a`b`` or `` ` ``\n");
	check("<p>Wow!<a href=/x>a <b>b</b> c</a>",
	    "Wow\\![a **b** c](<https://example.org/x>)\n");
	check("<p>Wow! <a href='/x y>z'>q</a>",
	    "Wow! [q](<https://example.org/x%20y%3Ez>)\n");
}

static void
lists(void **state)
{
	(void)state;
	check(
	    "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "- a\n- b\n  - c\n- d\n");
	check("<ul><li><p>a<p>b<li>c</ul>", "- a\n\n  b\n\n- c\n");
	check("<ol start=9><li>a<li>b</ol>", "9. a\n10. b\n");
	/* They stay two. */
	check("<ul><li>a</ul><ul><li>b</ul><ul><li>c</ul>",
	    "- a\n\n* b\n\n- c\n");
	check("<dl><dt>T<dd>D</dl>", "T\n\n:   D\n");
}

static void
tables(void **state)
{
	(void)state;
	check("<table><tr><th>A|B<th>C<tr><td>1<td>2</table>",
	    "| A\\|B | C |\n| ---: | ---: |\n| 1 | 2 |\n");
	check("<table><tr><td>a<td>b<tr><td>c<td>d</table>",
	    "|  |  |\n| --- | --- |\n| a | b |\n| c | d |\n");
	check("<table><tr><th>A<th>B<th>C<tr><td rowspan=2>a<td colspan=2>b"
	      "<tr><td>c<td>d</table>",
	    "| A | B | C |\n| --- | --- | --- |\n| a | b |  |\n"
	    "|  | c | d |\n");
}

static void
others(void **state)
{
	(void)state;
	check("<blockquote><p>Q<p>R<footer>Who</footer></blockquote>",
	    "> Q\n>\n> R\n>\n> — Who\n");
	check("<pre><code class=language-c>a\n```\nb</code></pre>",
	    "````c\na\n```\nb\n````\n");
	check("<p>a<sup><a href='#n1' id=r1>1</a></sup><ol class=footnotes>"
	      "<li id=n1>The note. <a href='#r1'>back to text</a></ol>",
	    "a[^1]\n\n[^1]: The note.\n");
	check("<p>a<sup><a href='#n1' id=r1>1</a></sup><ol class=footnotes>"
	      "<li id=n1><p>The note. <a href='#r1'>↩</a></ol>",
	    "a[^1]\n\n[^1]: The note.\n");
	check("<figure><img src=/a_b.jpg alt='An [alt]'><figcaption>Cap."
	      "</figcaption></figure>",
	    "![An \\[alt\\]](<https://example.org/a_b.jpg>)\n\n*Cap.*\n");
	check("<iframe src='https://www.youtube.com/embed/a1'></iframe>",
	    "[YouTube](<https://www.youtube.com/watch?v=a1>)\n");
	check("<video poster=/p.jpg src=/v.mp4 title='A film'></video>",
	    "[![A film](<https://example.org/p.jpg>)]"
	    "(<https://example.org/v.mp4>)\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain),
		cmocka_unit_test(styles),
		cmocka_unit_test(lists),
		cmocka_unit_test(tables),
		cmocka_unit_test(others),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
