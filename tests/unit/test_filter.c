/*
 * test_filter: the language of searches: what it reads, where it refuses, and
 * what it finds in a text.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/articles.h"
#include "store/filter.h"
#include "store/match.h"
#include "store/tokens.h"

enum { NOW = 1795435440, DAY = 86400 };

/* ---- the tree, in brackets ---------------------------------------------- */

static void
write_node(struct str *out, const struct filter_node *n)
{
	static const char *const names[] = { "and", "or", "not", "", "near",
		"feed", "flag", "age", "tag " };

	str_printf(out, "(%s", names[n->kind]);
	if (n->kind == FILTER_FLAG)
		str_printf(out, " %s%u", n->set ? "" : "-", n->flag);
	if (n->kind == FILTER_TAG)
		str_add(out, n->tag);
	if (n->kind == FILTER_AGE)
		str_printf(out, " %lld %lld",
		    n->from ? (long long)(NOW - n->from) : 0,
		    n->before ? (long long)(NOW - n->before) : 0);
	if (n->kind == FILTER_NEAR)
		str_printf(out, " %d", n->within);
	if (n->kind == FILTER_TERM && n->columns != COLUMN_ANY)
		str_printf(out, "%u:", n->columns);
	for (size_t i = 0; i < n->words; i++)
		str_printf(out, "%s%.*s",
		    i || n->kind == FILTER_FEEDS ? " " : "",
		    SPAN_ARG(n->word[i]));
	if (n->prefix)
		str_addc(out, '*');
	for (const struct filter_node *c = n->first; c; c = c->next) {
		str_addc(out, ' ');
		write_node(out, c);
	}
	str_addc(out, ')');
}

static void
is_read_as(const char *text, bool unfinished, const char *want)
{
	struct err err = { 0 };
	struct filter *f = filter_parse(span_of(text), NOW, unfinished, &err);
	struct str got = { 0 };

	if (!f)
		print_error("%s: %s\n", text, err.text);
	assert_non_null(f);
	if (f->root)
		write_node(&got, f->root);
	assert_string_equal(str_z(&got), want);
	str_release(&got);
	filter_free(f);
}

static const char *const readings[][2] = {
	{ "tea", "(tea)" },
	{ "Tea AUCTION", "(and (tea) (auction))" },
	{ "tea AND auction", "(and (tea) (auction))" },
	{ "\"tea auction\"", "(tea auction)" },
	{ "\"tea auct\"*", "(tea auct*)" },
	{ "tea-auction", "(tea auction)" },
	{ "auct*", "(auct*)" },
	{ "*", "" },
	{ "tea OR coffee milk", "(or (tea) (and (coffee) (milk)))" },
	{ "(tea OR coffee) milk", "(and (or (tea) (coffee)) (milk))" },
	{ "tea -coffee", "(and (tea) (not (coffee)))" },
	{ "tea NOT coffee", "(and (tea) (not (coffee)))" },
	{ "tea NOT -coffee", "(and (tea) (not (coffee)))" },
	{ "-(tea OR coffee)", "(not (or (tea) (coffee)))" },
	{ "tea - coffee", "(and (tea) (coffee))" },
	{ "title:tea", "(1:tea)" },
	{ "TITLE:\"tea auction\"", "(1:tea auction)" },
	{ "author:(das OR roy)", "(or (2:das) (2:roy))" },
	{ "body:tea section:port", "(and (4:tea) (8:port))" },
	{ "-title:tea x", "(and (not (1:tea)) (x))" },
	{ "feed:courier", "(feed courier)" },
	{ "feed:(\"delta courier\" OR daily)",
	    "(or (feed delta courier) (feed daily))" },
	{ "NEAR(tea auction)", "(near 10 (tea) (auction))" },
	{ "NEAR(tea auction 3)", "(near 3 (tea) (auction))" },
	{ "NEAR(tea, auction, 3)", "(near 3 (tea) (auction))" },
	{ "NEAR(\"tea leaf\" auct* 3)", "(near 3 (tea leaf) (auct*))" },
	{ "NEAR(tea 3)", "(near 10 (tea) (3))" },
	{ "NEAR(tea)", "(tea)" },
	{ "title:NEAR(a b 2)", "(near 2 (1:a) (1:b))" },
	{ "is:unread", "(flag 1)" },
	{ "is:READ", "(flag -1)" },
	{ "-is:starred x", "(and (not (flag 2)) (x))" },
	{ "is:tagged -is:noted", "(and (flag 4) (not (flag 8)))" },
	{ "tag:sea", "(tag sea)" },
	{ "tag:\"deep sea\" x", "(and (tag deep sea) (x))" },
	{ "tag:\"deep", "(tag deep)" },
	{ "newer:3d", "(age 259200 0)" },
	{ "older:1h tea", "(and (age 0 3600) (tea))" },
	{ "https://a.example/b", "(https a example b)" },
	{ "at 12:30", "(and (at) (12 30))" },
	{ "title: tea", "(and (title) (tea))" },
	{ "it's", "(it s)" },
	{ "\"open quote", "(open quote)" },
	{ "(open bracket", "(and (open) (bracket))" },
	{ "NEAR(open", "(open)" },
	{ "tea OR", "(tea)" },
	{ "OR tea", "(tea)" },
	{ "tea NOT", "(tea)" },
	{ "tea AND", "(tea)" },
	{ "()", "" },
	{ "(tea)", "(tea)" },
	{ "ORANGE NOTE ANDES", "(and (orange) (note) (andes))" },
	{ "& | . -", "" },
	{ "", "" },
	{ "f(x)", "(f x)" },
	{ "Élan Ährchen", "(and (elan) (ahrchen))" },
	{ "日本語", "(日本 本語)" },
	{ "日", "(日*)" },
	{ "日本 tea", "(and (日本) (tea))" },
	{ "\"日本 tea\"", "(日本 本 tea)" },
};

static void
test_reads(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(readings) / sizeof(*readings); i++)
		is_read_as(readings[i][0], false, readings[i][1]);
}

static void
test_unfinished(void **state)
{
	(void)state;
	is_read_as("tea auct", true, "(and (tea) (auct*))");
	is_read_as("tea auct ", true, "(and (tea) (auct))");
	is_read_as("tea au", true, "(and (tea) (au))");
	is_read_as("tea \"the auct", true, "(and (tea) (the auct))");
	is_read_as("title:auct", true, "(1:auct*)");
	is_read_as("tea -auct", true, "(and (tea) (not (auct*)))");
	is_read_as("is:unread", true, "(flag 1)");
}

static void
is_refused(const char *text, const char *want)
{
	struct err err = { 0 };

	assert_null(filter_parse(span_of(text), NOW, false, &err));
	assert_int_equal(err.code, ERR_USAGE);
	if (!strstr(err.text, want))
		print_error("%s: %s\n", text, err.text);
	assert_non_null(strstr(err.text, want));
}

static void
test_refuses(void **state)
{
	struct str t = { 0 };

	(void)state;
	is_refused("tea is:red", "column 8 ");
	is_refused("tea is:red", "not red");
	is_refused("日本 newer:soon", "column 10 ");
	is_refused("tea )", "column 5");
	str_fill(&t, '(', FILTER_DEPTH_MAX + 1);
	is_refused(str_z(&t), "brackets go no deeper");
	str_clear(&t);
	for (int i = 0; i <= FILTER_TERMS_MAX; i++)
		str_lit(&t, "tea ");
	is_refused(str_z(&t), "too much for one search");
	str_clear(&t);
	str_addc(&t, '"');
	for (int i = 0; i <= FILTER_WORDS_MAX; i++)
		str_lit(&t, "tea ");
	is_refused(str_z(&t), "too much for one search");
	str_clear(&t);
	str_fill(&t, 'x', FILTER_BYTES_MAX + 1);
	is_refused(str_z(&t), "4096 bytes, not 4097");
	str_release(&t);
}

/* ---- what it finds ------------------------------------------------------ */

static bool
finds(const char *search, const char *title, const char *body)
{
	struct match_row row = {
		.feed = 7, .sort = NOW - 2 * DAY, .flags = FLAG_UNREAD
	};
	struct err err = { 0 };
	struct filter *f = filter_parse(span_of(search), NOW, false, &err);
	struct match_text t = { 0 };
	bool yes;

	assert_non_null(f);
	match_add(&t, span_of(title), COLUMN_TITLE);
	match_add(&t, span_of(body), COLUMN_BODY);
	yes = match_is(&t, f->root, &row);
	/* The quick look never says no to what is there. */
	if (yes && filter_has_words(f->root))
		assert_true(match_may(f->root,
		    (struct span[]){ span_of(title), span_of(body) }, 2));
	match_release(&t);
	filter_free(f);
	return yes;
}

static void
test_finds(void **state)
{
	static const char title[] = "Tea auction opens at a record";
	static const char body[] = "Buyers from Ceylon bid for the first LEAF "
	                           "of the ’26 crop; l'Élan français. 東京の茶";

	static const char *const yes[] = { "tea", "TEA record",
		"\"tea auction\"", "auct*", "\"tea auct\"*", "elan", "francais",
		"leaf", "26", "NEAR(ceylon bid 0)", "NEAR(bid ceylon 0)",
		"NEAR(buyers bid 2)", "title:tea body:leaf", "tea -coffee",
		"coffee OR tea", "東京", "京の", "茶", "東", "京",
		"\"東京の茶\"", "is:unread", "newer:3d", "older:1d tea",
		"-is:starred", "NEAR(auction opens record 3)" };
	static const char *const no[] = { "te", "\"auction tea\"", "uction",
		"tea coffee", "tea -leaf", "title:leaf", "body:record",
		"\"record buyers\"", "NEAR(buyers bid 1)",
		"NEAR(record buyers)", "京都", "is:read", "newer:1d",
		"older:3d", "NEAR(tea opens record 2)" };

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++) {
		if (!finds(yes[i], title, body))
			print_error("not found: %s\n", yes[i]);
		assert_true(finds(yes[i], title, body));
	}
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++) {
		if (finds(no[i], title, body))
			print_error("found: %s\n", no[i]);
		assert_false(finds(no[i], title, body));
	}
}

static void
snippet_is(const char *search, const char *text, size_t bytes, const char *want)
{
	struct filter *f = filter_parse(span_of(search), NOW, false, NULL);
	struct match_marks m = { 0 };
	struct str out = { 0 }, marked = { 0 };
	size_t at = 0;

	match_snippet(&out, &m, f->root, span_of(text), bytes);
	for (size_t i = 0; i < m.n; i++) {
		str_add(&marked, span_n(out.s + at, m.mark[i].from - at));
		str_printf(&marked, "[%.*s]",
		    (int)(m.mark[i].to - m.mark[i].from),
		    out.s + m.mark[i].from);
		at = m.mark[i].to;
	}
	str_add(&marked, span_from(str_span(&out), at));
	assert_string_equal(str_z(&marked), want);
	match_marks_release(&m);
	str_release(&out);
	str_release(&marked);
	filter_free(f);
}

static void
test_snippets(void **state)
{
	static const char text[] =
	    "“One” of the boats came late.\n\nThen the Tea was weighed, and "
	    "the "
	    "tea auction began;  the hall fell silent for as long as it takes "
	    "to read a number aloud. It was over by noon.";

	(void)state;
	snippet_is("weighed", text, 60,
	    "…the Tea was [weighed], and the tea auction began; the hall…");
	snippet_is("\"tea auction\"", text, 40,
	    "…and the [tea auction] began; the hall…");
	snippet_is("tea", text, 60,
	    "…Then the [Tea] was weighed, and the [tea] auction began; the…");
	snippet_is("boats", text, 30, "…of the [boats] came late. Then…");
	snippet_is("noon", text, 30, "…aloud. It was over by [noon].");
	snippet_is("coffee", text, 30, "");
	snippet_is("-boats tea", "tea, boats", 30, "[tea], boats");
	snippet_is("one", "“One”", 30, "“[One]”");
	snippet_is("京の", "東京の茶", 30, "東[京の]茶");
}

/* ---- words -------------------------------------------------------------- */

static void
test_tokens(void **state)
{
	static const char *const table[][2] = {
		{ "The Night Bus, 12:30", "the night bus 12 30" },
		{ "日本語", "日本 本語 語" }, { "abc日本x", "abc 日本 本 x" },
		{ "日", "日" },
		{ "カタカナ・テスト", "カタ タカ カナ ナ テス スト ト" },
		{ "ＡＢＣ１２", "abc12" }, { "ภาษา", "ภา าษ ษา า" },
		{ "e\xcc\x81lan", "elan" }, { "שָׁלוֹם", "שלום" },
		{ "مُحَمَّد", "محمد" }, { "Йод", "иод" }, { "বাংলা", "বাংলা" },
		{ "हिन्दी", "हिन्दी" }, { "\xff\xfe", "" },
		{ "\xee\x80\x80"
		  "12",
		    "12" }, /* for private use: ours alone */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct str got = { 0 };

		tokens_write(&got, span_of(table[i][0]));
		assert_string_equal(str_z(&got), table[i][1]);
		str_release(&got);
	}
}

static void
title_key_is(const char *title, const char *want)
{
	struct str got = { 0 };

	tokens_title_key(&got, span_of(title));
	assert_true(got.n <= TITLE_KEY_BYTES);
	assert_string_equal(str_z(&got), want);
	str_release(&got);
}

static void
test_title_keys(void **state)
{
	(void)state;
	title_key_is("“We counted”", "we counted");
	title_key_is("…and Élan", "and elan");
	title_key_is("", "");
	title_key_is("One word and another word and a third",
	    "one word and another word and a ");
	title_key_is("日本語日本語日本語日本語", "日本 本語 語日 日本 本");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_unfinished),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_finds),
		cmocka_unit_test(test_snippets),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_title_keys),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
